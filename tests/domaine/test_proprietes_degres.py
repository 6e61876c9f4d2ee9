"""Symétrie, translation, échelle, monotonie, bornes : tous les sens, toutes les natures, paliers et marges."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from evaltools.domaine.atteinte import juger
from evaltools.domaine.bareme import Bareme
from evaltools.domaine.cadrage import Cadre, Cible
from evaltools.domaine.incertitude import Sondage, poisson, wilson
from evaltools.domaine.jugement import Jugement
from evaltools.domaine.lexique import Cumul, Motif, Nature, PeriodiciteCible, Sens, TypeCible, Verdict
from evaltools.domaine.mesures import Mesure, Serie

BAREME = Bareme()
NOMBRES = st.floats(-1e6, 1e6, allow_nan=False, allow_infinity=False).map(lambda x: round(x, 3))
POSITIFS = st.integers(0, 500)
ANNEES = st.integers(2021, 2035)
MIROIR = {Sens.HAUSSE: Sens.BAISSE, Sens.BAISSE: Sens.HAUSSE, Sens.MAINTIEN: Sens.MAINTIEN, Sens.PLAGE: Sens.PLAGE}
RANGS = {
    Verdict.NON_EVALUABLE: 0, Verdict.DEGRADATION: 0, Verdict.NON_ATTEINT: 0, Verdict.INSUFFISANT: 1,
    Verdict.A_ACCELERER: 2, Verdict.PARTIELLEMENT_ATTEINT: 2, Verdict.EN_BONNE_VOIE: 3, Verdict.ATTEINT: 4,
}  # fmt: skip


def _cadre(sens: Sens, v0: float | None, cible: float | None, **champs: Any) -> Cadre:
    return Cadre(
        "X", nature=Nature.TAUX, sens=sens, cumul=Cumul.STOCK, valeur_initiale=v0, annee_initiale=2020,
        cible_initiale=Cible(cible, 2030, **champs),
    )  # fmt: skip


def _juger(cadre: Cadre, v: float, annee: int = 2025, **dates: Any) -> Jugement:
    return juger(cadre, Serie.de({annee: v}), annee, bareme=BAREME, **dates)


def _transforme(cadre: Cadre, facteur: float, decalage: float) -> Cadre:
    """Le même indicateur, dans une autre unité, compté d'une autre origine ; un facteur négatif retourne l'axe."""

    def autre(nombre: float | None) -> float | None:
        return None if nombre is None else nombre * facteur + decalage

    cible = cadre.cible_initiale
    assert cible is not None and cadre.sens is not None
    bornes = [autre(cible.borne_basse), autre(cible.borne_haute)]
    basse, haute = bornes if facteur > 0 else bornes[::-1]
    return replace(
        cadre,
        sens=cadre.sens if facteur > 0 else MIROIR[cadre.sens],
        valeur_initiale=autre(cadre.valeur_initiale),
        cible_initiale=replace(
            cible,
            valeur=autre(cible.valeur),
            borne_basse=basse,
            borne_haute=haute,
            tolerance=None if cible.tolerance is None else cible.tolerance * abs(facteur),
            annuelles={an: v * facteur + decalage for an, v in cible.annuelles.items()},
        ),
    )


@st.composite
def cadres(draw: st.DrawFn) -> Cadre:
    """Hausse, baisse, maintien ou plage, parfois des paliers ; des entiers, pour que rien ne tienne à l'arrondi."""
    sens = draw(st.sampled_from(list(Sens)))
    entiers = st.integers(-500, 500)
    if sens is Sens.PLAGE:
        basse, largeur = draw(entiers), draw(st.integers(0, 50))
        return _cadre(sens, draw(entiers), None, borne_basse=basse, borne_haute=basse + largeur)
    if sens is Sens.MAINTIEN:
        return _cadre(sens, draw(entiers), draw(entiers), tolerance=draw(st.integers(1, 40)))
    paliers = draw(st.dictionaries(st.integers(2021, 2029), entiers, max_size=2))
    return _cadre(sens, draw(entiers), draw(entiers), annuelles=paliers)


def _vu(jugement: Jugement) -> tuple[object, ...]:
    return jugement.verdict, jugement.motif, jugement.ligne, jugement.cible_atteinte


def _nombres(jugement: Jugement) -> tuple[float | None, ...]:
    return jugement.degre_atteinte, jugement.score, jugement.part_attendue, jugement.rythme


def _memes(un: Jugement, autre: Jugement) -> None:
    assert _vu(un) == _vu(autre)
    for a, b in zip(_nombres(un), _nombres(autre), strict=True):
        assert (a is None) == (b is None)
        assert a is None or a == pytest.approx(b, rel=1e-9, abs=1e-9)


@given(cadres(), st.integers(-500, 500), ANNEES)
def test_retourner_l_axe_ne_change_rien(cadre: Cadre, v: int, annee: int) -> None:
    _memes(_juger(cadre, v, annee), _juger(_transforme(cadre, -1, 0), -v, annee))


@given(cadres(), st.integers(-500, 500), st.integers(-2000, 2000), st.integers(1, 64), ANNEES)
def test_changer_d_origine_et_d_unite_ne_change_rien(
    cadre: Cadre, v: int, decalage: int, facteur: int, annee: int
) -> None:
    _memes(_juger(cadre, v, annee), _juger(_transforme(cadre, facteur, decalage), v * facteur + decalage, annee))


@given(NOMBRES, NOMBRES, NOMBRES, st.floats(-100, 100).filter(lambda a: abs(a) > 1e-2), NOMBRES)
def test_le_degre_ne_depend_ni_de_l_origine_ni_de_l_unite(
    v0: float, cible: float, v: float, facteur: float, decalage: float
) -> None:
    """P de nombres quelconques, retournés, agrandis et décalés ; ce que l'arrondi mange se mesure sur l'écart."""
    assume(abs(cible - v0) > 1)
    sens = Sens.HAUSSE if cible > v0 else Sens.BAISSE
    cadre = _cadre(sens, v0, cible)
    un, autre = _juger(cadre, v), _juger(_transforme(cadre, facteur, decalage), v * facteur + decalage)
    assert un.degre_atteinte is not None and autre.degre_atteinte is not None
    grandeur = (abs(facteur) * max(abs(v0), abs(cible), abs(v)) + abs(decalage)) / abs(facteur * (cible - v0))
    assert abs(un.degre_atteinte - autre.degre_atteinte) <= 1e-13 * (1 + grandeur) * (1 + abs(un.degre_atteinte))


def _natures() -> Iterator[tuple[str, Cadre, dict[str, Any]]]:
    """Ce dont une plus grande valeur ne peut jamais être un moins bon résultat."""
    hausse = _cadre(Sens.HAUSSE, 20, 300)
    yield "stock", hausse, {}
    yield "paliers", _cadre(Sens.HAUSSE, 20, 300, annuelles={2024: 200}), {}
    yield "sans départ", _cadre(Sens.HAUSSE, None, 300), {}
    yield "flux", replace(hausse, cumul=Cumul.FLUX, valeur_initiale=None), {"debut": 2021, "fin": 2030}
    yield "échelle", replace(hausse, nature=Nature.ECHELLE), {}
    annuelle = Cible(400, 2030, periodicite=PeriodiciteCible.ANNUELLE)
    yield "chaque année", replace(hausse, cible_initiale=annuelle), {"debut": 2021, "fin": 2030}
    yield "en points", _cadre(Sens.HAUSSE, 20, 30, type_cible=TypeCible.VARIATION_POINTS), {}


@pytest.mark.parametrize(("nom", "cadre", "dates"), list(_natures()))
@given(POSITIFS, POSITIFS, ANNEES, st.sampled_from([None, True, False]))
def test_faire_mieux_n_est_jamais_moins_bien_juge(
    nom: str, cadre: Cadre, dates: dict[str, Any], une: int, autre: int, annee: int, finale: bool | None
) -> None:
    moins, plus = (_juger(cadre, v, annee, finale=finale, **dates) for v in sorted((une, autre)))
    assert RANGS[moins.verdict] <= RANGS[plus.verdict], nom
    assert moins.score is None or plus.score is None or moins.score <= plus.score


@given(st.integers(-300, 300), st.integers(-300, 300), st.integers(-300, 300), st.integers(-300, 300), ANNEES)
def test_baisser_davantage_n_est_jamais_moins_bien_juge(v0: int, cible: int, une: int, autre: int, annee: int) -> None:
    cadre = _cadre(Sens.BAISSE, v0, cible)
    plus, moins = (_juger(cadre, v, annee) for v in sorted((une, autre)))
    assert RANGS[moins.verdict] <= RANGS[plus.verdict]


@given(st.integers(1, 6), st.integers(0, 6), st.integers(0, 6), ANNEES)
def test_une_etape_faite_de_plus_n_est_jamais_moins_bien_jugee(total: int, une: int, autre: int, annee: int) -> None:
    cadre = replace(_cadre(Sens.HAUSSE, None, None), nature=Nature.ETAPES, cumul=None)

    def juger_etapes(faites: int) -> Jugement:
        mesure = Mesure(annee, valeur=faites / total, numerateur=faites, denominateur=total)
        return juger(cadre, Serie({annee: mesure}), annee, bareme=BAREME, debut=2021, fin=2030)

    moins, plus = (juger_etapes(min(n, total)) for n in sorted((une, autre)))
    assert RANGS[moins.verdict] <= RANGS[plus.verdict]
    assert 0 <= (moins.score or 0) <= (plus.score or 0) <= 1


@given(cadres(), st.integers(-500, 500), st.booleans(), ANNEES, st.sampled_from([None, True, False]))
def test_le_score_est_toujours_le_degre_borne(
    cadre: Cadre, v: int, pres_du_depart: bool, annee: int, finale: bool | None
) -> None:
    assert cadre.valeur_initiale is not None
    v = int(cadre.valeur_initiale) + v // 20 if pres_du_depart else v
    jugement = _juger(cadre, v, annee, finale=finale)
    assert jugement.score is None or 0 <= jugement.score <= 1
    if jugement.verdict is Verdict.ATTEINT:
        assert jugement.score == 1
    elif jugement.motif in (Motif.ACQUIS_PERDU, Motif.DEGRADATION) or jugement.verdict is Verdict.DEGRADATION:
        assert jugement.score == 0
    elif jugement.score is not None:
        assert jugement.degre_atteinte is not None
        assert jugement.score == min(max(jugement.degre_atteinte, 0), 1)


@given(st.integers(1, 2000), st.integers(0, 2000), st.floats(1, 4))
def test_une_proportion_reste_dans_son_intervalle_et_l_intervalle_entre_zero_et_un(
    total: int, oui: int, deff: float
) -> None:
    oui = min(oui, total)
    bas, haut = wilson(oui, total, deff)
    assert 0 <= bas <= haut <= 1
    assert bas - 1e-12 <= oui / total <= haut + 1e-12
    assert wilson(total - oui, total, deff) == pytest.approx((1 - haut, 1 - bas), abs=1e-12)
    large = wilson(oui, total, deff + 1)
    assert large[1] - large[0] >= haut - bas


@given(st.integers(0, 300), st.integers(1, 100_000))
def test_un_taux_reste_dans_son_intervalle_de_poisson(evenements: int, population: int) -> None:
    bas, haut = poisson(evenements, population)
    assert 0 <= bas <= evenements / population < haut
    assert poisson(evenements + 1, population) > (bas, haut)


@given(st.integers(-50, 50), st.integers(-50, 50), st.integers(-50, 50), st.floats(0.01, 20), ANNEES)
def test_la_marge_entoure_le_degre_et_contient_le_verdict(
    v0: int, cible: int, v: int, erreur: float, annee: int
) -> None:
    """Ce qui est possible contient ce qui est jugé ; une marge ne change ni le verdict, ni le degré, ni le score."""
    cadre = _cadre(Sens.HAUSSE, v0, cible)
    mesure = Mesure(annee, valeur=float(v), sondage=Sondage(erreur_type=erreur))
    sans, avec = _juger(cadre, v, annee), juger(cadre, Serie({annee: mesure}), annee, bareme=BAREME)
    _memes(sans, avec)
    assert avec.incertain == () or (avec.verdict in avec.incertain and len(set(avec.incertain)) > 1)
    if avec.incertitude is not None:
        assert avec.incertitude.bas <= v <= avec.incertitude.haut
        if avec.incertitude.degre_bas is not None and avec.degre_atteinte is not None:
            assert avec.incertitude.degre_haut is not None
            assert avec.incertitude.degre_bas <= avec.degre_atteinte <= avec.incertitude.degre_haut
