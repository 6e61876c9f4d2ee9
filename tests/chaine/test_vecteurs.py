"""Les cas tirés de séries publiées : la commande « juger » doit rendre chaque colonne attendue."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from evaltools.chaine import jugement
from evaltools.domaine.anomalies import bloquantes

ICI = Path(__file__).resolve().parents[1] / "cas"
NOMBRES = ("degre_atteinte", "score", "part_attendue", "rythme")
ECART = 1e-9


def _attendus() -> list[dict[str, str]]:
    with (ICI / "vecteurs_attendu.csv").open(encoding="utf-8", newline="") as flux:
        return list(csv.DictReader(flux))


@pytest.fixture(scope="module")
def rendus() -> dict[str, dict[str, str]]:
    table = jugement.ouvrir(ICI / "vecteurs.csv")
    assert bloquantes(table.anomalies) == ()
    texte = jugement.en_texte(table.lignes())
    return {ligne["indicateur"]: ligne for ligne in csv.DictReader(io.StringIO(texte))}


def test_aucun_cas_ne_manque(rendus: dict[str, dict[str, str]]) -> None:
    assert list(rendus) == [a["indicateur"] for a in _attendus()]
    assert len(rendus) == 60


@pytest.mark.parametrize("attendu", _attendus(), ids=lambda a: a["indicateur"])
def test_chaque_colonne_est_celle_attendue(rendus: dict[str, dict[str, str]], attendu: dict[str, str]) -> None:
    rendu = rendus[attendu["indicateur"]]
    for colonne, valeur in attendu.items():
        if colonne in NOMBRES and valeur:
            # le fichier attendu est écrit à neuf décimales
            assert float(rendu[colonne]) == pytest.approx(float(valeur), abs=ECART, rel=ECART), colonne
        else:
            assert rendu[colonne] == valeur, colonne
