"""Les commandes « evaltools programmes » : ce qu'elles montrent, leurs codes de sortie, la suite qu'elles indiquent."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from evaltools.chaine.erreurs import ErreurUtilisateur
from evaltools.commandes import affichage
from evaltools.commandes.programmes import app

INPUTS = Path(__file__).resolve().parents[2] / "inputs"


@pytest.fixture
def racine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for code in ("cls-avesnois", "sante-artois-douaisis"):
        shutil.copytree(
            INPUTS / code, tmp_path / "inputs" / code, ignore=shutil.ignore_patterns("*.xlsx", "2*", "textes")
        )
    monkeypatch.setenv("EVALTOOLS_RACINE", str(tmp_path))
    monkeypatch.setattr(affichage.sortie, "width", 100)
    return tmp_path


def _jouer(*arguments: str, code: int = 0) -> Result:
    rendu = CliRunner().invoke(app, list(arguments))
    assert rendu.exit_code == code, rendu.output
    return rendu


def _texte(rendu: Result) -> str:
    return " ".join(rendu.stdout.split())


def test_lister(racine: Path) -> None:
    texte = _texte(_jouer("lister"))
    assert "9 fiches action, 23 opérations, 159 indicateurs" in texte
    assert "46 fiches action, 186 activités, 224 indicateurs" in texte
    assert "Ensuite : evaltools programmes verifier PROGRAMME." in texte


def test_lister_dit_ce_qui_ne_se_lit_pas(racine: Path) -> None:
    (racine / "inputs" / "cls-avesnois" / "fiches" / "FA-1.1.yaml").unlink()
    texte = _texte(_jouer("lister", code=11))
    assert "cls-avesnois : ne se lit pas (anomalies bloquantes : 1)" in texte


def test_verifier(racine: Path) -> None:
    texte = _texte(_jouer("verifier", "cls-avesnois"))
    assert "4 orientations, 9 fiches action, 23 opérations, 159 indicateurs, 1 clause ouverte" in texte
    assert "FA 1.4 : 3 opérations, 24 indicateurs (quantitatif 16, qualitatif 8)" in texte
    assert "article 3 : « 22 actions au total » ; l'arbre compte 23 opérations" in texte
    assert "Relevé à la lecture du document (84)" in texte
    assert "2 indicateurs évaluables sur 159 (1,3 %)" in texte
    assert "sans cible, on ne peut pas dire si l'objectif est atteint" in texte
    assert "Ensuite : evaltools cadrage cls-avesnois" in texte
    assert "FA 1.1.1-QT4 «" not in texte


def test_verifier_en_detail_et_en_fichier(racine: Path) -> None:
    texte = _texte(_jouer("verifier", "sante-artois-douaisis", "--detail", "--sortie", str(racine / "e.csv")))
    assert "A2-S2 « Signature de la Charte » : évaluable ; il manque : source, responsable" in texte
    assert "1 indicateur évaluable sur 224 (0,4 %)" in texte
    assert "12 objectifs spécifiques" in texte
    assert len((racine / "e.csv").read_text(encoding="utf-8-sig").splitlines()) == 225


def test_verifier_un_programme_fautif_montre_toutes_les_fautes(racine: Path) -> None:
    tete = racine / "inputs" / "cls-avesnois" / "programme.yaml"
    tete.write_text(tete.read_text(encoding="utf-8").replace("debut: 2025-10-21", "debut: hier"), encoding="utf-8")
    rendu = CliRunner().invoke(app, ["verifier", "cls-avesnois"])
    assert isinstance(rendu.exception, ErreurUtilisateur)
    assert rendu.exception.code == 11
    assert [a.code for a in rendu.exception.anomalies] == ["PRG-11"]


def test_exporter_et_importer(racine: Path) -> None:
    classeur = racine / "cls.xlsx"
    assert "Ensuite : modifiez-le" in _texte(_jouer("exporter", "cls-avesnois", "--sortie", str(classeur)))
    shutil.rmtree(racine / "inputs" / "cls-avesnois")
    texte = _texte(_jouer("importer", str(classeur)))
    assert "Ensuite : evaltools programmes verifier cls-avesnois." in texte
    assert (racine / "inputs" / "cls-avesnois" / "fiches" / "FA-4.1.yaml").exists()


@pytest.mark.parametrize(
    "arguments", [["verifier"], ["exporter", "cls-avesnois"], ["inconnue"]], ids=["sans", "sortie", "inconnue"]
)
def test_mauvais_usage(racine: Path, arguments: list[str]) -> None:
    assert CliRunner().invoke(app, arguments).exit_code == 2
