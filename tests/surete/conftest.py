"""Un petit monde pour les attaques : le programme d'essai, son cadrage, deux années de classeurs, une campagne."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from fabrique import NORD, SUD, programme_essai
from fabrique_classeurs import Pilote, abimer
from fabrique_fautes import QT1

from evaltools.acces import cadrages, programmes, programmes_ecriture
from evaltools.acces.classeurs_ecriture import ecrire
from evaltools.domaine.programme import Programme

CAMPAGNE = """\
programme: "cls-essai"
annee: 2026
carnets: [evaluation_annuelle]
territoires: [ensemble]
editions: [technique]
diffusion: restreinte
arrete_le: 2026-12-31
edite_le: 2027-01-15
"""


def _remplir(p: Pilote) -> None:
    p.saisir(QT1, SUD, valeur=12, commentaire="Bien")
    p.saisir(QT1, NORD, valeur="12 pers")


def installer(programme: Programme, entrees: Path) -> Programme:
    """Écrit un programme d'essai en fiches, et le relit comme une commande le fera."""
    programmes_ecriture.ecrire(programme, entrees)
    lu, anomalies = programmes.lire(entrees)
    assert lu is not None, anomalies
    return lu


@pytest.fixture(scope="session")
def monde_vierge(depot: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Écrit une fois le petit monde ; il n'est jamais touché ensuite."""
    racine = tmp_path_factory.mktemp("surete")
    atelier = tmp_path_factory.mktemp("atelier")
    for nom in ("notebooks", "docs"):
        shutil.copytree(depot / nom, racine / nom)
    (racine / "params").mkdir()
    shutil.copy(depot / "params" / "bareme.yaml", racine / "params")
    (racine / "params" / "cls-essai-2026.yaml").write_text(CAMPAGNE, encoding="utf-8")
    entrees = racine / "inputs" / "cls-essai"
    programme = installer(programme_essai(), entrees)
    cadrages.ecrire(entrees / "cadrage.xlsx", programme)
    for annee in (2025, 2026):
        recus = entrees / str(annee) / "collecte"
        recus.mkdir(parents=True)
        if annee == 2026:
            abimer(atelier, _remplir).replace(recus / "FA 1.1.xlsx")
        else:
            ecrire(recus / "FA 1.1.xlsx", programme, "FA 1.1", annee)
    (entrees / "2026" / "collecte" / "notes.csv").write_text("a;b\n=1+1;2\n", encoding="utf-8")
    (entrees / "2026" / "collecte" / "photo.png").write_bytes(b"\x89PNG")
    (racine / "table.csv").write_text("indicateur;annee;valeur\nA;2025;1\nA;2026;2\n", encoding="utf-8")
    return racine


@pytest.fixture
def monde(monde_vierge: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Rend une copie du petit monde, à attaquer sans crainte (les dates des fichiers sont gardées)."""
    racine = tmp_path / "monde"
    shutil.copytree(monde_vierge, racine)
    monkeypatch.setenv("EVALTOOLS_RACINE", str(racine))
    monkeypatch.chdir(racine)
    return racine
