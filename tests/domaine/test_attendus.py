"""Les lignes que la collecte attend."""

from __future__ import annotations

import pytest
from fabrique import NORD, SUD, programme_essai

from evaltools.domaine.attendus import est_une_enquete, lignes_attendues
from evaltools.domaine.cadrage import Cadrage, Cadre
from evaltools.domaine.lexique import ENSEMBLE

PROGRAMME = programme_essai()


def test_une_ligne_par_indicateur_territoire_et_periode() -> None:
    cles = [ligne.cle for ligne in lignes_attendues(PROGRAMME, "FA 1.1", 2026)]
    assert cles[:5] == [
        ("FA 1.1.1-QT1", SUD, "2026"),
        ("FA 1.1.1-QT1", NORD, "2026"),
        ("FA 1.1.1-QT2", SUD, "2026"),
        ("FA 1.1.1-QT2", NORD, "2026"),
        ("FA 1.1.1-QT3", ENSEMBLE, "2026"),
    ]
    assert len(cles) == 2 * 2 + 3 + 6


def test_les_paires_se_suivent_la_clause_ouverte_disparait_et_le_semestre_se_dedouble() -> None:
    cles = [ligne.cle for ligne in lignes_attendues(PROGRAMME, "FA 2.1", 2026)]
    assert cles == [
        ("FA 2.1.1-QT1", ENSEMBLE, "2026"),
        ("FA 2.1.1-QT3", ENSEMBLE, "2026"),
        ("FA 2.1.1-QT2", ENSEMBLE, "2026"),
        ("FA 2.1-QT1", ENSEMBLE, "2026-S1"),
        ("FA 2.1-QT1", ENSEMBLE, "2026-S2"),
    ]


def test_la_frequence_du_cadrage_l_emporte() -> None:
    cadres = {
        ("FA 2.1-QT1", ENSEMBLE): Cadre("FA 2.1-QT1", frequence="annuelle"),
        ("FA 2.1.1-QT2", ENSEMBLE): Cadre("FA 2.1.1-QT2", frequence=" Trimestrielle "),
    }
    periodes = [
        (ligne.indicateur.code, ligne.periode) for ligne in lignes_attendues(PROGRAMME, "FA 2.1", 2026, Cadrage(cadres))
    ]
    assert periodes[2:] == [
        ("FA 2.1.1-QT2", "2026-T1"),
        ("FA 2.1.1-QT2", "2026-T2"),
        ("FA 2.1.1-QT2", "2026-T3"),
        ("FA 2.1.1-QT2", "2026-T4"),
        ("FA 2.1-QT1", "2026"),
    ]


def test_action_inconnue() -> None:
    with pytest.raises(KeyError):
        lignes_attendues(PROGRAMME, "FA 9.9", 2026)


def test_enquetes() -> None:
    assert [i.code for i in PROGRAMME.indicateurs if est_une_enquete(i)] == ["FA 1.1.1-QL2"]
