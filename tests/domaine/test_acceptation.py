"""Ce que le métier demande au premier rapport : cas donnés par les évaluateurs, calculés à la main."""

from __future__ import annotations

from datetime import date

import fabrique_methode as f
import pytest

from evaltools.domaine.atteinte import juger
from evaltools.domaine.bareme import Bareme
from evaltools.domaine.cadrage import Cadre, Cible
from evaltools.domaine.lexique import ENSEMBLE, Motif, PeriodiciteCible, Sens, TypeCible, Verdict
from evaltools.domaine.mesures import Serie
from evaltools.domaine.situations import situations, taux_de_programme

BAREME = Bareme()


def test_deux_reunions_puis_une_donnent_atteint_puis_partiellement_et_jamais_trois_sur_deux() -> None:
    cadre = f.cadre("CESCE", cible_initiale={"valeur": 2, "periodicite": PeriodiciteCible.ANNUELLE})
    serie = Serie.de({2025: 2, 2026: 1})
    en_2025 = juger(cadre, serie, 2025, debut=2025, fin=2028, bareme=BAREME)
    en_2026 = juger(cadre, serie, 2026, debut=2025, fin=2028, bareme=BAREME)
    contrat = juger(cadre, serie, 2026, debut=2025, fin=2026, bareme=BAREME)
    assert [en_2025.verdict, en_2026.verdict] == [Verdict.ATTEINT, Verdict.PARTIELLEMENT_ATTEINT]
    assert (contrat.verdict, contrat.annees_atteintes, contrat.annees_applicables) == (
        Verdict.PARTIELLEMENT_ATTEINT, 1, 2,
    )  # fmt: skip
    assert 1.5 not in (en_2026.degre_atteinte, contrat.degre_atteinte)


def _mission_locale(diffusion: str) -> dict[str, float | None]:
    jeunes = {"unite": "jeunes", "maille": "epci", "agregation": "somme"}
    entrees = {
        "programme": {"actions": {"A1": {"indicateurs": {"I1": jeunes}}}},
        "valeurs": {"I1@1": {2026: 5}, "I1@2": {2026: 3}}, "annee": 2026, "diffusion": diffusion,
    }  # fmt: skip
    return {r.siren: r.valeur for r in f.evaluation(entrees).resultats}


def test_huit_jeunes_de_la_mission_locale_ne_paraissent_ni_par_epci_ni_au_total() -> None:
    un, deux = f.SIRENS[:2]
    assert _mission_locale("publique") == {ENSEMBLE: None, un: None, deux: None}
    assert _mission_locale("restreinte") == {ENSEMBLE: 8, un: 5, deux: 3}


def test_les_maitres_de_stage_sept_sur_le_chemin_de_quatre_a_huit() -> None:
    cadre = f.cadre(
        "MSU", cumul="stock", valeur_initiale=4, annee_initiale=2024, cible_initiale={"valeur": 8, "annee": 2028}
    )
    sept, trois = (juger(cadre, Serie.de({2028: v}), 2028, bareme=BAREME) for v in (7, 3))
    assert sept.degre_atteinte == 0.75
    assert (trois.verdict, trois.score, trois.degre_atteinte) == (Verdict.NON_ATTEINT, 0.0, -0.25)


def test_un_depart_a_zero_n_a_pas_de_taux_d_augmentation() -> None:
    cible = Cible(50, 2028, TypeCible.VARIATION_PCT)
    cadre = Cadre("MSU", sens=Sens.HAUSSE, valeur_initiale=0, annee_initiale=2024, cible_initiale=cible)
    jugement = juger(cadre, Serie.de({2026: 3}), 2026, bareme=BAREME)
    assert jugement.cible == 0  # 50 % de plus que zéro est zéro
    assert (jugement.motif, jugement.degre_atteinte) == (Motif.DES_L_ORIGINE, None)


def test_le_temps_d_acces_de_douze_a_dix_minutes_en_est_a_la_moitie_a_onze() -> None:
    cadre = f.cadre(
        "F1", sens="baisse", cumul="stock", valeur_initiale=12, annee_initiale=2020,
        cible_initiale={"valeur": 10, "annee": 2028},
    )  # fmt: skip
    assert juger(cadre, Serie.de({2026: 11}), 2026, bareme=BAREME).degre_atteinte == 0.5


def test_les_cinq_taux_du_plan_de_vingt_actions() -> None:
    etats = ["realisee"] * 12 + ["reportee"] * 3 + ["arretee"] + ["en_cours"] * 4
    programme = f.programme({f"A{rang}": {} for rang in range(20)})
    declares = [f.avancement(f"A{rang}", f"A{rang}", 2026, etat) for rang, etat in enumerate(etats)]
    rendus = situations(programme, declares, 2026, date(2026, 12, 31))
    plan = frozenset(a.code for a in programme.actions)
    taux = {t.nom: t for t in taux_de_programme(programme, rendus, plan, frozenset({"N1", "N2"}))}
    assert {n: taux[n].part for n in ("realisees", "reportees", "arretees")} == {
        "realisees": 0.6, "reportees": 0.15, "arretees": 0.05,
    }  # fmt: skip
    assert (taux["nouvelles"].numerateur, taux["nouvelles"].denominateur) == (2, 20)


@pytest.mark.parametrize(
    ("dit", "attendu"),
    [
        (None, (Verdict.NON_EVALUABLE, Motif.PAS_DE_VALEUR, None)),
        (0, (Verdict.INSUFFISANT, Motif.STAGNATION, 0.0)),
        ("non_disponible", (Verdict.NON_EVALUABLE, Motif.PAS_DE_VALEUR, None)),
        ("sans_objet", (Verdict.SANS_OBJET, Motif.SANS_OBJET, None)),
        ("enquete_non_realisee", (Verdict.NON_EVALUABLE, Motif.ENQUETE_NON_REALISEE, None)),
    ],
    ids=["blanc", "zero", "nc", "sans_objet", "enquete"],
)
def test_cinq_etats_cinq_sorties(dit: object, attendu: tuple[Verdict, Motif, float | None]) -> None:
    entrees = {
        "programme": {"actions": {"A1": {"indicateurs": {"I1": {}}}}},
        "cadrage": {"I1": {"cible_initiale": {"valeur": 10}}}, "valeurs": {"I1": {2026: dit}}, "annee": 2026,
    }  # fmt: skip
    evaluation = f.evaluation(entrees)
    (resultat,) = evaluation.resultats
    assert (resultat.verdict, resultat.motif, resultat.valeur) == attendu
    assert str(evaluation.observations[0].etat) == {None: "non_renseigne", 0: "renseigne"}.get(dit, dit)  # type: ignore[call-overload]


def test_l_annee_2025_du_cls_est_partielle_et_ne_juge_aucun_rythme_annuel() -> None:
    entrees = {
        "programme": {
            "actions": {"A1": {"indicateurs": {"ANNUEL": {}, "CUMUL": {}}}}, "debut": "2025-10-21", "fin": "2028-12-31",
        },
        "cadrage": {
            "ANNUEL": {"cible_initiale": {"valeur": 2, "periodicite": "annuelle"}},
            "CUMUL": {"cible_initiale": {"valeur": 30}},
        },
        "valeurs": {"ANNUEL": {2025: 0}, "CUMUL": {2025: 0}}, "annee": 2025,
    }  # fmt: skip
    resultats = f.evaluation(entrees).resultats
    assert {r.motif for r in resultats} == {Motif.ANNEE_PARTIELLE}
    assert all("ANNEE_PARTIELLE" in r.alertes for r in resultats)
