"""Chaque doute en entier : code, colonne en cause, valeur retenue ou non, et tout ce que ses textes citent."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from evaltools.domaine.anomalies import signaler
from evaltools.domaine.avancement import Avancement
from evaltools.domaine.coherence import Doute, Genre, douter_de_la_valeur, douter_du_rapport
from evaltools.domaine.coherence_suivi import (
    douter_de_l_avancement,
    douter_de_l_enquete,
    douter_de_l_ensemble,
    douter_du_financement,
)
from evaltools.domaine.enquetes import Enquete
from evaltools.domaine.finances import LigneFinanciere
from evaltools.domaine.lexique import EtatAction

LE_3, LE_4 = date(2026, 3, 3), date(2026, 4, 4)


@pytest.mark.parametrize(
    ("valeur", "genre", "attendus"),
    [
        (100.5, Genre.TAUX, [Doute("VAL-22", "valeur", True, {"brut": "100,5"})]),
        (-0.5, Genre.NOMBRE, [Doute("VAL-21", "valeur", True, {"brut": "-0,5"})]),
        (-0.5, Genre.SIGNE, []),
        (0.5, Genre.COMPTE, [Doute("VAL-23", "valeur", False, {"brut": "0,5"})]),
        (0.5, Genre.NOMBRE, []),
        (46000, Genre.COMPTE, [Doute("VAL-24", "valeur", False, {"brut": "46\u202f000"})]),
    ],
    ids=range(6),
)
def test_valeur(valeur: float, genre: Genre, attendus: list[Doute]) -> None:
    assert list(douter_de_la_valeur(valeur, genre)) == attendus


@pytest.mark.parametrize(
    ("valeur", "num", "den", "unite", "attendus"),
    [
        (None, -5, 60, "%", [Doute("VAL-21", "numerateur", True, {"brut": "-5"})]),
        (None, 5, -60, "%", [Doute("VAL-21", "denominateur", True, {"brut": "-60"})]),
        (None, 5, None, "%", [Doute("VAL-19", "denominateur", False, {"manque": "dénominateur"})]),
        (None, None, 5, "%", [Doute("VAL-19", "numerateur", False, {"manque": "numérateur"})]),
        (None, 61, 60, "%", [Doute("VAL-18", "numerateur", True, {"num": "61", "den": "60"})]),
        (90, 61, 60, "%", [Doute("VAL-18", "numerateur", True, {"num": "61", "den": "60"})]),
        (80, 2, 3, "%", [Doute("VAL-20", "valeur", False, {"saisi": "80", "calcule": "66,7"})]),
        (66.2, 2, 3, "%", []),
        (66.1, 2, 3, "%", [Doute("VAL-20", "valeur", False, {"saisi": "66,1", "calcule": "66,7"})]),
        (0.665, 2, 3, "%", []),
        (0.66, 0, 3, "%", [Doute("VAL-20", "valeur", False, {"saisi": "0,66", "calcule": "0,0"})]),
        (50, 0, 0, "%", []),
    ],
    ids=range(12),
)
def test_rapport(valeur: float | None, num: float | None, den: float | None, unite: str, attendus: list[Doute]) -> None:
    assert list(douter_du_rapport(valeur, num, den, unite, Genre.TAUX)) == attendus


def _avancement(etat: EtatAction | None, **champs: Any) -> Avancement:
    return Avancement("A1", "A1.2", 2026, etat, **champs)


DIT = {"objet": "A1.2", "etat": "mot"}


@pytest.mark.parametrize(
    ("avancement", "attendus"),
    [
        (_avancement(EtatAction.REPORTEE, motif="m"), [Doute("ACT-03", "fin_revisee", False, DIT)]),
        (_avancement(EtatAction.REPORTEE, fin_revisee=LE_4), [Doute("ACT-04", "motif", False, DIT)]),
        (_avancement(EtatAction.SUSPENDUE), [Doute("ACT-04", "motif", False, DIT)]),
        (_avancement(EtatAction.SUSPENDUE, motif="m"), []),
        (_avancement(EtatAction.ARRETEE), [Doute("ACT-05", "decision", False, DIT)]),
        (_avancement(EtatAction.ARRETEE, decision="d"), []),
        (_avancement(EtatAction.REALISEE), [Doute("ACT-06", "fin_reelle", False, DIT)]),
        (_avancement(EtatAction.REALISEE_PARTIELLEMENT), [Doute("ACT-06", "fin_reelle", False, DIT)]),
        (_avancement(EtatAction.REALISEE, fin_reelle=LE_3), []),
        *(
            (_avancement(etat, fin_reelle=LE_3), [Doute("ACT-12", "fin_reelle", False, {**DIT, "date": "03/03/2026"})])
            for etat in (EtatAction.A_VENIR, EtatAction.NON_DEMARREE, EtatAction.EN_COURS)
        ),
        (_avancement(None), []),
        (_avancement(EtatAction.EN_COURS, debut_reel=LE_3, fin_revisee=LE_3), []),
        (
            _avancement(EtatAction.EN_COURS, debut_reel=LE_4, fin_revisee=LE_3),
            [Doute("ACT-07", "fin_revisee", False, {
                **DIT, "premiere": "le début réel", "premiere_date": "04/04/2026", "seconde": "la nouvelle date de fin",
                "seconde_date": "03/03/2026",
            })],
        ),
        (
            _avancement(EtatAction.REALISEE, debut_reel=LE_4, fin_reelle=LE_3),
            [Doute("ACT-07", "fin_reelle", False, {
                **DIT, "premiere": "le début réel", "premiere_date": "04/04/2026", "seconde": "la fin réelle",
                "seconde_date": "03/03/2026",
            })],
        ),
    ],
    ids=range(16),
)  # fmt: skip
def test_avancement(avancement: Avancement, attendus: list[Doute]) -> None:
    assert list(douter_de_l_avancement(avancement, "mot")) == attendus


def test_ensemble_d_une_action() -> None:
    tout = replace(_avancement(EtatAction.REALISEE), objet="A1")
    partie, faite = _avancement(EtatAction.EN_COURS), _avancement(EtatAction.REALISEE_PARTIELLEMENT)
    muette = [Doute("ACT-11", "etat", False, {"objet": "A1"})]
    assert list(douter_de_l_ensemble("A1", [])) == muette
    assert list(douter_de_l_ensemble("A1", [replace(tout, etat=None), faite])) == muette
    assert list(douter_de_l_ensemble("A1", [tout])) == []
    assert list(douter_de_l_ensemble("A1", [partie, tout])) == [Doute("ACT-10", "etat", False, {"objet": "A1"})]
    assert list(douter_de_l_ensemble("A1", [partie, tout, faite])) == []
    assert list(douter_de_l_ensemble("A1", [replace(tout, etat=EtatAction.EN_COURS), partie])) == []


def test_financement() -> None:
    ligne = LigneFinanciere("A1", 2026, "ARS", engage_eur=1000.0, paye_eur=1500.0)
    assert list(douter_du_financement(ligne)) == [
        Doute("VAL-53", "paye_eur", False, {"objet": "ARS", "paye": "1\u202f500", "engage": "1\u202f000"})
    ]
    for paye, engage in ((1000.0, 1000.0), (None, 1000.0), (1000.0, None)):
        assert list(douter_du_financement(replace(ligne, paye_eur=paye, engage_eur=engage))) == []


def test_enquete() -> None:
    enquete = Enquete("A1", "A1-R1", "ensemble", "2026", True, sollicites=10, repondants=12, satisfaits=13)
    petits = {"petit": "les satisfaits", "petit_nombre": "13", "grand": "les répondants", "grand_nombre": "12"}
    repondus = {"petit": "les répondants", "petit_nombre": "12", "grand": "les sollicités", "grand_nombre": "10"}
    assert list(douter_de_l_enquete(enquete)) == [
        Doute("VAL-48", "satisfaits", True, petits), Doute("VAL-48", "repondants", True, repondus),
    ]  # fmt: skip
    saute = {"petit": "les satisfaits", "petit_nombre": "13", "grand": "les sollicités", "grand_nombre": "10"}
    assert list(douter_de_l_enquete(replace(enquete, repondants=None))) == [Doute("VAL-48", "satisfaits", True, saute)]
    egaux = replace(enquete, sollicites=13, repondants=13)
    assert list(douter_de_l_enquete(egaux)) == []
    assert list(douter_de_l_enquete(replace(egaux, realisee=False))) == [Doute("VAL-49", "realisee")]
    assert list(douter_de_l_enquete(replace(egaux, realisee=None))) == []
    vide = replace(enquete, realisee=False, sollicites=0, repondants=None, satisfaits=None)
    assert list(douter_de_l_enquete(vide)) == []


@pytest.mark.parametrize(
    "doute",
    [
        *douter_de_la_valeur(120, Genre.TAUX), *douter_de_la_valeur(-1, Genre.COMPTE),
        *douter_de_la_valeur(1.5, Genre.COMPTE), *douter_de_la_valeur(46000, Genre.COMPTE),
    ],
    ids=lambda doute: doute.code,
)  # fmt: skip
def test_les_textes_du_catalogue_citent_ce_que_le_doute_porte(doute: Doute) -> None:
    dite = signaler(doute.code, indicateur="I1", territoire="Nord", periode="2026", **doute.details)
    assert str(doute.details["brut"]) in dite.constat
