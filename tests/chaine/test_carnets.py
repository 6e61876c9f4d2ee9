"""Un paramètre mal écrit est refusé, dans le carnet comme avant de l'exécuter."""

from __future__ import annotations

from pathlib import Path

import nbformat
import papermill
import pytest
from papermill.exceptions import PapermillExecutionError

from evaltools.chaine import carnets
from evaltools.chaine.erreurs import ErreurUtilisateur

PROJET = Path(__file__).resolve().parents[2]


def carnet(tmp_path: Path) -> Path:
    nb = nbformat.v4.new_notebook(
        metadata={"kernelspec": {"name": "python3", "display_name": "P", "language": "python"}}
    )
    sources = [
        "annee = 2026  # année\nprogramme: str = 'x'  # code",
        "import evaltools as ev\nev.verifier_parametres()",
    ]
    nb.cells = [nbformat.v4.new_code_cell(s) for s in sources]
    nb.cells[0].metadata["tags"] = ["parameters"]
    chemin = tmp_path / "essai.ipynb"
    nbformat.write(nb, chemin)
    return chemin


def executer(chemin: Path, parametres: dict[str, object]) -> None:
    papermill.execute_notebook(
        str(chemin), None, parameters=parametres, engine_name="evaltools", progress_bar=False, kernel_name="python3"
    )


def test_parametre_connu_accepte(tmp_path: Path) -> None:
    executer(carnet(tmp_path), {"annee": 2024, "programme": "y"})


def test_parametre_mal_ecrit_refuse_par_le_carnet(tmp_path: Path) -> None:
    with pytest.raises(PapermillExecutionError) as erreur:
        executer(carnet(tmp_path), {"annnee": 2024})
    assert erreur.value.ename == "ErreurUtilisateur"
    assert "n'a pas de paramètre « annnee » (vouliez-vous écrire « annee » ?)" in erreur.value.evalue


def test_hors_d_un_carnet_rien_a_verifier() -> None:
    carnets.verifier_parametres()


def test_parametres_declares_et_expliques() -> None:
    for chemin in sorted((PROJET / "notebooks").glob("*.ipynb")):
        declares = carnets.parametres_declares(chemin)
        assert "programme" in declares
        assert all(p["help"] for p in declares.values()), chemin.name


def test_carnet_introuvable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EVALTOOLS_RACINE", str(PROJET))
    with pytest.raises(ErreurUtilisateur) as erreur:
        carnets.chemin_carnet("evaluation_anuelle")
    (faute,) = erreur.value.anomalies
    assert (erreur.value.code, faute.code) == (10, "PAR-08")
    assert "evaluation_annuelle" in faute.constat
