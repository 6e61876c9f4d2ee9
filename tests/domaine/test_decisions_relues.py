"""Ce que l'instance décide complète le document, et se relit du cadrage à l'identique."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date
from typing import Any

import fabrique_methode as f
import pytest

from evaltools.domaine.cadrage import ORIGINE_DECISION, Cadre, Cible, depuis_document
from evaltools.domaine.decisions import Decision, decisions_de, fusionner
from evaltools.domaine.lexique import (
    ENSEMBLE,
    Agregation,
    Cumul,
    Nature,
    Niveau,
    PeriodiciteCible,
    Sens,
    TypeCible,
)
from evaltools.domaine.programme import Programme

UN = f.SIRENS[0]
LE, PUIS = date(2026, 3, 12), date(2027, 3, 12)
ENTIERE = Decision(
    "I1", ENSEMBLE, Nature.MONTANT, "€", Niveau.RESULTAT, Sens.BAISSE, Cumul.STOCK, Agregation.MAXIMUM, 2.5,
    PeriodiciteCible.ANNUELLE, TypeCible.VARIATION_POINTS, 40.0, 2022, 30.0, 2026, 25.0, 35.0, 1.5, "COPIL", LE, 28.0,
    2027, "COTECH", PUIS, "RPPS", "ARS", "mensuelle", "", {2025: 38.0, 2026: 33.0},
)  # fmt: skip
INITIALE = Cible(
    30.0, 2026, TypeCible.VARIATION_POINTS, PeriodiciteCible.ANNUELLE, borne_basse=25.0, borne_haute=35.0,
    tolerance=1.5, instance="COPIL", decidee_le=LE, origine=ORIGINE_DECISION,
)  # fmt: skip


def _essai(**champs: Any) -> Programme:
    return f.programme({"A1": {"indicateurs": {"I1": {"maille": "epci", "agregation": "somme", **champs}}}})


def _cadres(*decisions: Decision, **champs: Any) -> dict[tuple[str, str], Cadre]:
    return dict(fusionner(depuis_document(_essai(**champs)), decisions).cadres)


def test_chaque_champ_decide_arrive_a_sa_place() -> None:
    cadre = _cadres(ENTIERE)["I1", ENSEMBLE]
    assert cadre == replace(
        depuis_document(_essai()).cadres["I1", ENSEMBLE],
        nature=Nature.MONTANT, unite="€", niveau=Niveau.RESULTAT, sens=Sens.BAISSE, cumul=Cumul.STOCK,
        agregation=Agregation.MAXIMUM, poids=2.5, source="RPPS", responsable="ARS", frequence="mensuelle",
        valeur_initiale=40.0, annee_initiale=2022, cible_initiale=INITIALE,
        cible_revisee=replace(
            INITIALE, valeur=28.0, annee=2027, annuelles={2025: 38.0, 2026: 33.0}, instance="COTECH", decidee_le=PUIS
        ),
    )  # fmt: skip


def test_un_blanc_ne_change_rien() -> None:
    document = depuis_document(_essai())
    assert fusionner(document, [Decision("I1"), Decision("I1", UN), Decision("INCONNU")]) == document
    assert Decision("I1", UN).vide and not ENTIERE.vide
    assert ENTIERE.cle == ("I1", ENSEMBLE)


def test_un_poids_nul_est_une_decision() -> None:
    assert _cadres(Decision("I1", poids=0.0))["I1", ENSEMBLE].poids == 0.0


@pytest.mark.parametrize(
    "champ", [c.name for c in fields(Decision) if c.name not in ("indicateur", "siren", "remarque")]
)
def test_chaque_champ_se_relit_seul(champ: str) -> None:
    """Ce qui se décide seul se relit seul ; ce qui ne prend sens qu'avec une cible se relit avec elle."""
    socle = Decision("I1", cible_initiale=30.0, cible_revisee=28.0, valeur_initiale=40.0)
    seule = replace(socle, **{champ: getattr(ENTIERE, champ)})
    essai = _essai()
    cadrage = fusionner(depuis_document(essai), [seule])
    (relue,) = decisions_de(cadrage, essai)
    assert relue == seule
    assert fusionner(depuis_document(essai), [relue]) == cadrage


def test_une_decision_entiere_et_celles_des_epci_se_relisent() -> None:
    essai = _essai()
    un = Decision("I1", UN, valeur_initiale=4.0, cible_initiale=9.0, instance="Conseil", decidee_le=LE)
    cadrage = fusionner(depuis_document(essai), [ENTIERE, un], fictif=True)
    assert cadrage.fictif
    relues = decisions_de(cadrage, essai)
    assert [d.cle for d in relues] == [("I1", ENSEMBLE), ("I1", UN)]
    assert relues[0] == ENTIERE
    refait = fusionner(depuis_document(essai), relues, fictif=True)
    assert refait == cadrage


def test_sur_un_epci_les_annees_et_la_facon_d_ecrire_viennent_de_l_indicateur() -> None:
    commune = Decision(
        "I1", periodicite=PeriodiciteCible.ANNUELLE, type_cible=TypeCible.VARIATION_PCT, tolerance=2.0,
        annee_initiale=2022, annee_cible=2026, annee_revisee=2027,
    )  # fmt: skip
    un = Decision("I1", UN, valeur_initiale=4.0, cible_initiale=9.0, cible_revisee=8.0)
    cadre = _cadres(commune, un, cumul="stock")["I1", UN]
    assert (cadre.valeur_initiale, cadre.annee_initiale) == (4.0, 2022)
    initiale, revisee = cadre.cible_initiale, cadre.cible_revisee
    assert initiale is not None and revisee is not None
    assert initiale == Cible(
        9.0, 2026, TypeCible.VARIATION_PCT, PeriodiciteCible.ANNUELLE, tolerance=2.0, origine=ORIGINE_DECISION
    )
    assert revisee == replace(initiale, valeur=8.0, annee=2027)
    propre = replace(un, tolerance=0.0, annee_initiale=2021, annee_cible=2025, annee_revisee=2028)
    siens = _cadres(commune, propre, cumul="stock")["I1", UN]
    assert siens.annee_initiale == 2021
    assert siens.cible_initiale is not None and siens.cible_revisee is not None
    assert (siens.cible_initiale.annee, siens.cible_initiale.tolerance) == (2025, 0.0)
    assert siens.cible_revisee.annee == 2028


@pytest.mark.parametrize(
    ("cumul", "un", "attendues"),
    [
        ("flux", {"cible_initiale": 20.0}, {2025: 5.0, 2026: 15.0}),
        ("flux", {"cible_initiale": 20.0, "cible_revisee": 40.0}, {2025: 10.0, 2026: 30.0}),
        ("stock", {"cible_initiale": 20.0}, {}),
        ("flux", {}, {}),
    ],
    ids=["flux", "revisee", "stock", "sans-cible"],
)
def test_un_epci_suit_le_rythme_annuel_de_l_ensemble(
    cumul: str, un: dict[str, float], attendues: dict[int, float]
) -> None:
    """10 puis 30 sur 40 : un quart la première année, trois quarts la seconde."""
    commune = Decision("I1", cible_initiale=40.0, annuelles={2025: 10.0, 2026: 30.0})
    cadre = _cadres(commune, Decision("I1", UN, **un), cumul=cumul)["I1", UN]
    assert dict((cadre.cible or Cible()).annuelles) == attendues


def test_des_annuelles_nulles_ne_font_pas_un_rythme() -> None:
    commune = Decision("I1", cible_initiale=40.0, annuelles={2025: 0.0})
    cadre = _cadres(commune, Decision("I1", UN, cible_initiale=20.0))["I1", UN]
    assert cadre.cible_initiale is not None and dict(cadre.cible_initiale.annuelles) == {}


@pytest.mark.parametrize(
    ("champs", "decision", "dite"),
    [
        ({"sens": "plage", "cumul": "stock"}, {"borne_basse": 3.0}, True),
        ({"sens": "plage", "cumul": "stock"}, {"borne_haute": 3.0}, True),
        ({"sens": "plage", "cumul": "stock"}, {"annee_cible": 2026}, False),
        ({"sens": "hausse"}, {"borne_basse": 3.0, "borne_haute": 4.0}, False),
        ({"nature": "jalon"}, {"annee_cible": 2026}, True),
        ({"nature": "etapes"}, {"annee_cible": 2026}, True),
        ({"nature": "jalon"}, {"instance": "COPIL"}, False),
        ({"sens": "hausse"}, {"annee_cible": 2026}, False),
        ({"sens": "hausse"}, {"annuelles": {2026: 3.0}}, True),
    ],
    ids=range(9),
)
def test_une_cible_peut_etre_dite_sans_valeur(champs: dict[str, Any], decision: dict[str, Any], dite: bool) -> None:
    cadre = _cadres(Decision("I1", **decision), **champs)["I1", ENSEMBLE]
    assert (cadre.cible_initiale is not None) is dite
    if cadre.cible_initiale is not None:
        assert cadre.cible_initiale.origine == ORIGINE_DECISION
        assert cadre.cible_initiale.valeur is None


def test_une_revision_sans_cible_initiale_garde_ce_qui_l_ecrit() -> None:
    decision = Decision("I1", type_cible=TypeCible.VARIATION_PCT, tolerance=2.0, cible_revisee=8.0)
    revisee = _cadres(decision)["I1", ENSEMBLE].cible_revisee
    assert revisee == Cible(8.0, None, TypeCible.VARIATION_PCT, tolerance=2.0, origine=ORIGINE_DECISION)


def test_une_annee_initiale_sans_valeur_ne_vaut_rien_et_une_valeur_decidee_perd_l_annee_citee() -> None:
    assert _cadres(Decision("I1", annee_initiale=2022))["I1", ENSEMBLE].annee_initiale is None
    document = depuis_document(_essai())
    cite = replace(document.cadres["I1", ENSEMBLE], valeur_initiale=5.0, annee_initiale=2020)
    avec = replace(document, cadres={("I1", ENSEMBLE): cite})
    decide = fusionner(avec, [Decision("I1", valeur_initiale=6.0)]).cadres["I1", ENSEMBLE]
    assert (decide.valeur_initiale, decide.annee_initiale) == (6.0, None)
    date_seule = fusionner(avec, [Decision("I1", annee_initiale=2021)]).cadres["I1", ENSEMBLE]
    assert (date_seule.valeur_initiale, date_seule.annee_initiale) == (5.0, 2021)
