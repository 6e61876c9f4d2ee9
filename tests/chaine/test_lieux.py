"""La racine des données, et les codes qui pourraient sortir du dossier."""

from __future__ import annotations

from pathlib import Path

import pytest

from evaltools.chaine import lieux
from evaltools.chaine.erreurs import ErreurUtilisateur


def test_racine_depuis_un_sous_dossier(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "inputs").mkdir()
    (tmp_path / "notebooks").mkdir()
    monkeypatch.delenv("EVALTOOLS_RACINE", raising=False)
    monkeypatch.chdir(tmp_path / "notebooks")
    assert lieux.racine() == tmp_path.resolve()
    assert lieux.collecte("cls-essai", 2026) == tmp_path.resolve() / "inputs/cls-essai/2026/collecte"


def test_racine_par_la_variable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EVALTOOLS_RACINE", str(tmp_path))
    assert lieux.racine() == tmp_path.resolve()


def test_racine_introuvable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("EVALTOOLS_RACINE", raising=False)
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ErreurUtilisateur) as erreur:
        lieux.racine()
    assert (erreur.value.code, erreur.value.anomalies[0].code) == (10, "PAR-01")


@pytest.mark.parametrize("code", ["../secret", "a/b", "", "Cls", "cls avesnois", ".", "a" * 62, "-a", "éa"])
def test_code_de_programme_refuse(code: str) -> None:
    with pytest.raises(ErreurUtilisateur) as erreur:
        lieux.verifier_code(code)
    assert erreur.value.anomalies[0].code == "PAR-02"
