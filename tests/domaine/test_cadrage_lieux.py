"""Chaque faute de cadrage est dite à la case où elle se corrige."""

from __future__ import annotations

from datetime import date
from typing import Any

import fabrique_methode as f
import pytest

from evaltools.domaine.anomalies import Lieu
from evaltools.domaine.controle_cadrage import controler
from evaltools.domaine.decisions import Decision
from evaltools.domaine.lexique import ENSEMBLE, Cumul, Nature, PeriodiciteCible, Sens, TypeCible

CHAMPS = (
    "sens", "cumul", "poids", "borne_basse", "cible_initiale", "cible_revisee", "tolerance", "annee_cible",
    "annee_revisee", "instance", "instance_revision", "annuelles",
)  # fmt: skip
DECIDEE: dict[str, Any] = {"instance": "COPIL", "decidee_le": date(2026, 1, 5)}
REVISEE: dict[str, Any] = {"instance_revision": "COPIL", "revisee_le": date(2026, 6, 5), "cible_revisee": 6.0}


def _fautes(indicateur: dict[str, Any], siren: str = ENSEMBLE, **champs: Any) -> list[tuple[str, str]]:
    """Les codes, chacun avec le champ où il est situé : ici, chaque case porte le nom de son champ."""
    essai = f.programme({"A1": {"indicateurs": {"I1": indicateur}}}, debut="2025-01-01", fin="2028-12-31")
    lieux = {("I1", siren, champ): Lieu("cadrage.xlsx", "Cadrage", champ) for champ in CHAMPS}
    anomalies = controler(essai, [Decision("I1", siren, **champs)], lieux)
    assert {(a.fichier, a.feuille) for a in anomalies} <= {("cadrage.xlsx", "Cadrage"), ("", "")}
    return [(a.code, a.cellule) for a in anomalies]


STOCK = {"cumul": "stock"}
BIEN: dict[str, Any] = {"cible_initiale": 5.0, "annee_cible": 2028, **DECIDEE}


@pytest.mark.parametrize(
    ("indicateur", "decision", "attendues"),
    [
        ({}, {"sens": Sens.BAISSE}, [("CAD-30", "sens")]),
        ({"cumul": "stock", "sens": "baisse"}, {"cumul": Cumul.FLUX}, [("CAD-30", "cumul")]),
        (STOCK, {"poids": -1.0}, [("CAD-42", "poids")]),
        (STOCK, {"poids": 0.0}, []),
        (STOCK, {"sens": Sens.PLAGE, "borne_basse": 3.0, "annee_cible": 2028, **DECIDEE}, [("CAD-39", "borne_basse")]),
        (STOCK, {"sens": Sens.PLAGE, "borne_haute": 3.0, "annee_cible": 2028, **DECIDEE}, [("CAD-39", "borne_basse")]),
        (STOCK, {"sens": Sens.PLAGE, "borne_basse": 3.0, "borne_haute": 3.0, "annee_cible": 2028, **DECIDEE}, []),
        (STOCK, {"sens": Sens.PLAGE, "borne_basse": 4.0, "borne_haute": 3.0, "annee_cible": 2028, **DECIDEE},
         [("CAD-39", "borne_basse")]),
        ({"nature": "texte", "cumul": None}, {**BIEN}, [("CAD-46", "cible_initiale")]),
        ({"cumul": "stock", "sens": None}, {**BIEN}, [("CAD-40", "cible_initiale")]),
        (STOCK, {**BIEN, "sens": Sens.MAINTIEN, "cible_initiale": 0.0}, [("CAD-35", "tolerance")]),
        (STOCK, {**BIEN, "type_cible": TypeCible.VARIATION_PCT}, [("CAD-43", "cible_initiale")]),
        (STOCK, {**BIEN, "valeur_initiale": 8.0, "annee_initiale": 2024}, [("CAD-31", "cible_initiale")]),
        (STOCK, {**BIEN, **REVISEE, "valeur_initiale": 5.5, "annee_initiale": 2024, "cible_initiale": 5.7},
         []),
        (STOCK, {**BIEN, "annee_cible": 2030}, [("CAD-37", "annee_cible")]),
        (STOCK, {**BIEN, **REVISEE, "annee_revisee": 2031}, [("CAD-37", "annee_revisee")]),
        (STOCK, {**BIEN, "valeur_initiale": 1.0, "annee_initiale": 2028}, [("CAD-38", "annee_cible")]),
        (STOCK, {**BIEN, "annee_cible": None}, [("CAD-49", "cible_initiale")]),
        (STOCK, {**BIEN, "annee_cible": None, "periodicite": PeriodiciteCible.ANNUELLE}, []),
        (STOCK, {"cible_initiale": 5.0, "annee_cible": 2028, "instance": "COPIL"}, [("CAD-41", "instance")]),
        (STOCK, {**BIEN, **REVISEE, "revisee_le": None}, [("CAD-36", "instance_revision")]),
        (STOCK, {**REVISEE, "annee_revisee": 2028}, [("CAD-44", "cible_revisee")]),
        (STOCK, {**BIEN, "annuelles": {2024: 1.0, 2026: 3.0, 2029: 6.0}}, [("CAD-50", "annuelles")]),
        (STOCK, {"sens": Sens.PLAGE, "borne_basse": 3.0, "borne_haute": 5.0, "annee_cible": 2028, **DECIDEE, **REVISEE},
         [("CAD-51", "cible_revisee")]),
    ],
    ids=range(24),
)  # fmt: skip
def test_la_case_de_chaque_faute(
    indicateur: dict[str, Any], decision: dict[str, Any], attendues: list[tuple[str, str]]
) -> None:
    assert _fautes(indicateur, **decision) == attendues


def test_une_faute_sans_case_connue_se_dit_a_la_ligne_ou_a_l_indicateur() -> None:
    essai = f.programme({"A1": {"indicateurs": {"I1": STOCK}}})
    decision = Decision("I1", poids=-1.0)
    (a_la_ligne,) = controler(essai, [decision], {("I1", ENSEMBLE, ""): Lieu("c.xlsx", "Cadrage", ligne=7)})
    assert (a_la_ligne.fichier, a_la_ligne.cellule) == ("c.xlsx", "ligne 7")
    (nue,) = controler(essai, [decision])
    assert (nue.fichier, nue.feuille, nue.cellule) == ("", "", "")
    assert "« Indicateur I1 » [I1]" in nue.constat


def test_la_faute_d_un_epci_le_nomme() -> None:
    essai = f.programme({"A1": {"indicateurs": {"I1": {"cumul": "stock", "maille": "epci", "agregation": "somme"}}}})
    anomalies = controler(essai, [Decision("I1", f.SIRENS[0], cible_initiale=5.0, annee_cible=2040, **DECIDEE)])
    assert [(a.code, "« Indicateur I1 » [I1], EPCI 1 :" in a.constat) for a in anomalies] == [("CAD-37", True)]


@pytest.mark.parametrize(
    ("indicateur", "decision", "bornes"),
    [
        (STOCK, {**BIEN, "borne_basse": 6.0}, "(6 au moins)"),
        (STOCK, {**BIEN, "borne_haute": 4.0}, "(4 au plus)"),
        (STOCK, {**BIEN, "borne_basse": 6.0, "borne_haute": 9.0}, "(entre 6 et 9)"),
        (STOCK, {**BIEN, "cible_initiale": -5.0}, "(0 au moins)"),
        ({**STOCK, "nature": Nature.TAUX, "unite": "%"}, {**BIEN, "cible_initiale": 101.0}, "(entre 0 et 100)"),
    ],
    ids=range(5),
)  # fmt: skip
def test_les_bornes_sont_ecrites(indicateur: dict[str, Any], decision: dict[str, Any], bornes: str) -> None:
    essai = f.programme({"A1": {"indicateurs": {"I1": indicateur}}})
    (anomalie,) = [a for a in controler(essai, [Decision("I1", **decision)]) if a.code == "CAD-32"]
    assert bornes in anomalie.constat


def test_un_palier_a_l_echeance_doit_s_accorder_avec_la_cible() -> None:
    essai = f.programme({"A1": {"indicateurs": {"I1": STOCK}}}, debut="2025-01-01", fin="2028-12-31")
    (anomalie,) = controler(essai, [Decision("I1", **BIEN, annuelles={2026: 3.0, 2028: 4.5})])
    assert anomalie.code == "CAD-33"
    assert "la cible déclarée (5) ne s'accorde pas avec les cibles annuelles (2028 : 4,5)" in anomalie.constat
