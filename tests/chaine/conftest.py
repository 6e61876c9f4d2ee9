"""Un petit monde complet : le CLS, ses données d'exemple, ses carnets, dans un dossier à part."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from evaltools.acces import programmes
from evaltools.chaine.exemple import ecrire_exemple


@pytest.fixture(scope="session")
def monde_modele(depot: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Écrit une fois les données d'exemple du CLS ; sa campagne ne rend que l'édition technique."""
    racine = tmp_path_factory.mktemp("monde")
    for nom in ("params", "notebooks"):
        shutil.copytree(depot / nom, racine / nom)
    campagne = racine / "params" / "cls-avesnois-2026.yaml"
    lignes = campagne.read_text(encoding="utf-8").splitlines()
    une = ["editions: [technique]" if x.startswith("editions:") else x for x in lignes]
    campagne.write_text("\n".join(une) + "\n", encoding="utf-8")
    entrees = racine / "inputs" / "cls-avesnois"
    shutil.copytree(depot / "inputs" / "cls-avesnois" / "fiches", entrees / "fiches")
    shutil.copy(depot / "inputs" / "cls-avesnois" / "programme.yaml", entrees)
    programme, anomalies = programmes.lire(entrees)
    assert programme is not None, anomalies
    ecrire_exemple(programme, entrees, 2026)
    return racine


@pytest.fixture
def monde(monde_modele: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Rend une copie du monde, à abîmer sans crainte."""
    racine = tmp_path / "monde"
    shutil.copytree(monde_modele, racine)
    monkeypatch.setenv("EVALTOOLS_RACINE", str(racine))
    return racine
