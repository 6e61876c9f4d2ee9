"""Une anomalie s'écrit en trois lignes, avec le lieu le plus précis que l'on connaisse."""

from __future__ import annotations

import pytest

from evaltools.domaine.anomalies import Anomalie, Lieu, bloquantes, signaler
from evaltools.domaine.lexique import Gravite


@pytest.mark.parametrize(
    ("fichier", "feuille", "cellule", "tete"),
    [
        ("a.xlsx", "Indicateurs", "F12", "[VAL-03] « a.xlsx », feuille « Indicateurs », cellule F12 : constat"),
        ("a.csv", "", "ligne 7", "[VAL-03] « a.csv », ligne 7 : constat"),
        ("a.xlsx", "", "", "[VAL-03] « a.xlsx » : constat"),
        ("", "", "", "[VAL-03] constat"),
    ],
    ids=range(4),
)
def test_trois_lignes(fichier: str, feuille: str, cellule: str, tete: str) -> None:
    anomalie = Anomalie("VAL-03", Gravite.BLOQUANTE, fichier, feuille, cellule, "constat", "suite", "remède")
    assert str(anomalie) == f"{tete}\n  Conséquence : suite\n  À faire : remède"


def test_signaler_garde_le_lieu_et_rend_les_textes_montrables() -> None:
    details = {"champ": "« freins »", "objet": "A1\nA2"}
    anomalie = signaler("SEC-03", Lieu("a.xlsx", "Avancement", ligne=4), **details)
    assert (anomalie.fichier, anomalie.feuille, anomalie.cellule) == ("a.xlsx", "Avancement", "ligne 4")
    assert "\n" not in anomalie.constat
    assert signaler("SEC-03", Lieu(cellule="B2", ligne=4), **details).cellule == "B2"
    nue = signaler("SEC-03", **details)
    assert (nue.fichier, nue.feuille, nue.cellule) == ("", "", "")
    with pytest.raises(KeyError):
        signaler("SEC-03", champ="« freins »")


def test_les_seules_bloquantes_dans_l_ordre() -> None:
    une, deux, trois = (
        Anomalie(code, gravite, "", "", "", "c", "q", "r")
        for code, gravite in (("A", Gravite.BLOQUANTE), ("B", Gravite.INFORMATION), ("C", Gravite.BLOQUANTE))
    )
    assert bloquantes([une, deux, trois]) == (une, trois)
