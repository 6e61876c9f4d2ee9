"""Les marges : intervalles confrontés à scipy, écart-type de P au tirage, verdicts possibles à l'exploration."""

from __future__ import annotations

import random
from dataclasses import replace
from math import sqrt
from statistics import stdev

import fabrique_methode as f
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from evaltools.domaine.atteinte import juger
from evaltools.domaine.bareme import Bareme
from evaltools.domaine.enquetes import Enquete
from evaltools.domaine.incertitude import (
    Sondage,
    ecart_type_du_degre,
    ecart_type_relatif,
    poisson,
    quantile_gamma,
    wilson,
)
from evaltools.domaine.lexique import Cumul, Verdict
from evaltools.domaine.mesures import Mesure, Serie
from evaltools.domaine.sondages import sonder

SIREN = "200000001"


@pytest.mark.parametrize("forme", [0.2, 0.5, 1, 2.5, 10, 137, 4_000, 250_000])
@pytest.mark.parametrize("probabilite", [0.025, 0.5, 0.975])
def test_le_quantile_gamma_est_celui_de_scipy(forme: float, probabilite: float) -> None:
    assert quantile_gamma(forme, probabilite) == pytest.approx(stats.gamma.ppf(probabilite, forme), rel=1e-9)


@pytest.mark.parametrize("evenements", [0, 1, 2, 17, 300, 20_000])
def test_l_intervalle_de_poisson_est_l_exact(evenements: int) -> None:
    bas, haut = poisson(evenements, 1)
    assert haut == pytest.approx(stats.chi2.ppf(0.975, 2 * evenements + 2) / 2, rel=1e-9)
    assert bas == pytest.approx(stats.chi2.ppf(0.025, 2 * evenements) / 2 if evenements else 0, rel=1e-9)


@pytest.mark.parametrize(("succes", "effectif"), [(0, 12), (12, 12), (3, 40), (412, 1000)])
def test_l_intervalle_de_wilson_est_celui_de_scipy(succes: int, effectif: int) -> None:
    attendu = stats.binomtest(succes, effectif).proportion_ci(0.95, method="wilson")
    assert wilson(succes, effectif) == pytest.approx((attendu.low, attendu.high), abs=1e-4)  # scipy : 1,95996


@given(st.integers(0, 200), st.integers(1, 200), st.floats(1, 6))
def test_wilson_reste_entre_zero_et_un_et_s_elargit_avec_l_effet_de_plan(k: int, n: int, deff: float) -> None:
    succes = min(k, n)
    bas, haut = wilson(succes, n, deff)
    nu = wilson(succes, n)
    assert 0 <= bas <= nu[0] + 1e-12
    assert nu[1] - 1e-12 <= haut <= 1


def test_l_ecart_type_du_degre_est_celui_que_donne_le_tirage() -> None:
    de, v0, v, cible = random.Random(4), 100.0, 90.0, 80.0
    tirages = [(de.gauss(v, 0.6), de.gauss(v0, 0.8)) for _ in range(60_000)]
    absolue = stdev((x - x0) / (cible - x0) for x, x0 in tirages)
    assert ecart_type_du_degre(0.5, cible - v0, 0.36, 0.64) == pytest.approx(absolue, rel=0.02)
    relative = stdev((x - x0) / (0.8 * x0 - x0) for x, x0 in tirages)
    assert ecart_type_relatif(v, v0, 0.8, 0.6, 0.8) == pytest.approx(relative, rel=0.02)
    points = stdev((x - x0) / -20 for x, x0 in tirages)
    assert ecart_type_du_degre(0.5, -20, 0.36, 0.64, suit_le_depart=True) == pytest.approx(points, rel=0.02)


def _juge(valeur: float, erreur: float | None, sens: str, annee_cible: int) -> tuple[Verdict, tuple[Verdict, ...]]:
    bornes = {"borne_basse": 45.0, "borne_haute": 55.0} if sens == "plage" else {"valeur": 60.0}
    depart = 30.0 if sens != "baisse" else 90.0
    cadre = f.cadre(
        "I", sens=sens, cumul="stock", valeur_initiale=depart, annee_initiale=2020,
        cible_initiale={"annee": annee_cible, **bornes},
    )  # fmt: skip
    sondage = None if erreur is None else Sondage(erreur_type=erreur)
    rendu = juger(cadre, Serie({2025: Mesure(2025, valeur=valeur, sondage=sondage)}), 2025, bareme=Bareme())
    return rendu.verdict, rendu.incertain


@given(
    st.floats(10, 100),
    st.floats(0.01, 8),
    st.sampled_from(["hausse", "baisse", "plage"]),
    st.sampled_from([2025, 2030]),
)
def test_les_verdicts_possibles_sont_ceux_que_l_on_rencontre(
    valeur: float, erreur: float, sens: str, annee_cible: int
) -> None:
    verdict, incertain = _juge(valeur, erreur, sens, annee_cible)
    assert verdict is _juge(valeur, None, sens, annee_cible)[0]  # la marge ne change pas le verdict imprimé
    pas = [valeur + 1.96 * erreur * k / 200 for k in range(-200, 201)]
    rencontres = {_juge(v, None, sens, annee_cible)[0] for v in pas}
    assert rencontres <= set(incertain or (verdict,))
    assert incertain == () or (verdict in incertain and len(incertain) > 1)


@given(st.floats(10, 100), st.floats(0.01, 4))
def test_une_marge_plus_large_ne_retire_aucun_verdict(valeur: float, erreur: float) -> None:
    etroit, large = _juge(valeur, erreur, "hausse", 2030), _juge(valeur, 2 * erreur, "hausse", 2030)
    assert set(etroit[1]) <= set(large[1])


def test_un_verdict_non_evaluable_n_est_pas_incertain() -> None:
    sans_cible = replace(f.cadre("I", cumul="stock", valeur_initiale=1.0), cible_initiale=None)
    serie = Serie({2025: Mesure(2025, valeur=4, sondage=Sondage(erreur_type=3))})
    rendu = juger(sans_cible, serie, 2025, bareme=Bareme())
    assert (rendu.incertain, rendu.incertitude) == ((), None)


def test_l_effet_de_plan_declare_passe_avant_celui_du_bareme() -> None:
    cadre = f.cadre("I", sens="hausse", cumul="ratio", cible_initiale={"valeur": 0.5, "annee": 2030})
    for declare, employe in ((None, 3.0), (1.2, 1.2)):
        sondage = Sondage(enquete=True, deff=declare)
        mesure = Mesure(2025, valeur=0.6, numerateur=60, denominateur=100, sondage=sondage)
        rendu = juger(cadre, Serie({2025: mesure}), 2025, bareme=Bareme(deff=3.0)).incertitude
        assert rendu is not None
        assert rendu.deff == employe
        assert (rendu.bas, rendu.haut) == wilson(60, 100, employe)
        assert rendu.erreur_type == pytest.approx((rendu.haut - rendu.bas) / 3.92)


@pytest.mark.parametrize(
    ("si_enquete", "sollicites", "repondants", "sonde"),
    [
        (False, 120, 80, True), (False, 80, 80, False), (False, None, 80, False), (True, None, None, True),
        (True, 80, 80, False), (False, None, None, False),
    ],
)  # fmt: skip
def test_un_taux_ne_vient_d_un_echantillon_que_si_la_source_le_dit(
    si_enquete: bool, sollicites: float | None, repondants: float | None, sonde: bool
) -> None:
    indicateur = f.indicateur("I", "A1", si_enquete=si_enquete)
    serie = Serie({2026: Mesure(2026, valeur=50, numerateur=40, denominateur=80), 2025: Mesure(2025, valeur=3)})
    enquete = Enquete("A1", "I", SIREN, "2026", True, sollicites=sollicites, repondants=repondants)
    for siren in (SIREN, "ensemble"):
        marquee = sonder(serie, indicateur, siren, "%", Cumul.RATIO, [enquete])
        assert marquee.mesure(2026).sondage == (Sondage(enquete=True, facteur=100) if sonde else None)
        assert marquee.mesure(2025).sondage is None  # sans ses deux termes
    assert sonder(serie, indicateur, "200000002", "%", Cumul.RATIO, [enquete]).mesure(2026).sondage == (
        Sondage(enquete=True, facteur=100) if si_enquete else None
    )
    assert sonder(serie, indicateur, SIREN, "%", Cumul.STOCK, [enquete]) == serie


def test_une_erreur_nulle_ne_rend_rien_incertain() -> None:
    assert _juge(44, 0.0, "hausse", 2030) == (Verdict.A_ACCELERER, ())
    assert sqrt(0) == 0
