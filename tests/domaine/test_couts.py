"""Un coût ne se rapporte qu'à ce qui est complet : montants payés, années, EPCI."""

from __future__ import annotations

from dataclasses import replace

import fabrique_evaluation as fabrique
import pytest

from evaltools.domaine.couts import couts_rapportes
from evaltools.domaine.finances import LigneFinanciere
from evaltools.domaine.lexique import ENSEMBLE, Alerte, Cumul, Nature, Niveau
from evaltools.domaine.resultat import Resultat

NATURES = {"A1-1": Nature.NOMBRE}


def _formes(**changements: object) -> Resultat:
    """112 professionnels formés par l'action A1, un flux de tout le contrat."""
    resultats = fabrique.petite().resultats_de(ENSEMBLE)
    return replace(next(r for r in resultats if r.indicateur == "A1-1"), **changements)


def _paye(*montants: float | None, action: str = "A1") -> tuple[LigneFinanciere, ...]:
    return tuple(LigneFinanciere(action, 2025 + rang, "ARS", paye_eur=m) for rang, m in enumerate(montants))


def test_deux_annees_payees_sur_ce_qui_a_ete_compte() -> None:
    (cout,) = couts_rapportes([_formes()], _paye(6000, 5200), NATURES)
    assert (cout.paye_eur, cout.nombre, cout.par_unite_eur) == (11200, 112, 100)


def test_un_financement_nul_reste_compte() -> None:
    (cout,) = couts_rapportes([_formes()], _paye(0, 5600), NATURES)
    assert cout.par_unite_eur == 50


@pytest.mark.parametrize(
    ("changements", "montants", "nature"),
    [
        ({}, (6000, None), Nature.NOMBRE),
        ({}, (), Nature.NOMBRE),
        ({}, (0, 0), Nature.NOMBRE),
        ({"valeur": None}, (6000,), Nature.NOMBRE),
        ({"valeur": 0.0}, (6000,), Nature.NOMBRE),
        ({"cumul": Cumul.STOCK}, (6000,), Nature.NOMBRE),
        ({"niveau": Niveau.RESULTAT}, (6000,), Nature.NOMBRE),
        ({"unite": "€"}, (6000,), Nature.NOMBRE),
        ({"secrete": True}, (6000,), Nature.NOMBRE),
        ({"alertes": (Alerte.CUMUL_INCOMPLET,)}, (6000,), Nature.NOMBRE),
        ({"alertes": ("partiel, 1/2 EPCI",)}, (6000,), Nature.NOMBRE),
        ({"alertes": (Alerte.PARTIEL_EPCI,)}, (6000,), Nature.NOMBRE),
        ({}, (6000,), Nature.TAUX),
    ],
)
def test_rien_ne_se_calcule_sur_de_l_incomplet(changements: dict, montants: tuple, nature: Nature) -> None:
    assert couts_rapportes([_formes(**changements)], _paye(*montants), {"A1-1": nature}) == ()


def test_les_montants_d_une_autre_action_ne_comptent_pas() -> None:
    assert couts_rapportes([_formes()], _paye(6000, action="A2"), NATURES) == ()
