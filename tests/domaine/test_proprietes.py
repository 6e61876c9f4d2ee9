"""Ce qui doit être vrai de n'importe quels nombres : symétries, monotonie, bornes, ordre indifférent."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

import fabrique_methode as f
from hypothesis import assume, given
from hypothesis import strategies as st

from evaltools.domaine.annualisation import annualiser
from evaltools.domaine.atteinte import juger
from evaltools.domaine.bareme import Bareme
from evaltools.domaine.cadrage import Cadre, Cible
from evaltools.domaine.jugement import Jugement
from evaltools.domaine.lexique import ENSEMBLE, Agregation, Cumul, Motif, Nature, Sens, Verdict
from evaltools.domaine.mesures import Mesure, Serie
from evaltools.domaine.regroupement import reunir
from evaltools.domaine.resultat import Resultat
from evaltools.domaine.synthese import regrouper

BAREME = Bareme()
ENTIERS = st.integers(-1000, 1000)
ANNEES = st.integers(2021, 2035)
RANGS = {
    Verdict.DEGRADATION: 0, Verdict.INSUFFISANT: 1, Verdict.A_ACCELERER: 2, Verdict.EN_BONNE_VOIE: 3,
    Verdict.NON_ATTEINT: 0, Verdict.PARTIELLEMENT_ATTEINT: 2, Verdict.ATTEINT: 4,
}  # fmt: skip


def _cadre(sens: Sens, v0: float | None, cible: float, echeance: int = 2030, **champs: object) -> Cadre:
    return Cadre(
        "X", nature=Nature.TAUX, sens=sens, cumul=Cumul.STOCK, valeur_initiale=v0, annee_initiale=2020,
        cible_initiale=Cible(cible, echeance, **champs),  # type: ignore[arg-type]
    )  # fmt: skip


def _juger(sens: Sens, v0: float | None, cible: float, v: float, annee: int = 2025, **champs: object) -> Jugement:
    return juger(_cadre(sens, v0, cible, **champs), Serie.de({annee: v}), annee, bareme=BAREME)  # type: ignore[arg-type]


def _vu(jugement: Jugement) -> tuple[object, ...]:
    return jugement.verdict, jugement.motif, jugement.degre_atteinte, jugement.score, jugement.rythme, jugement.ligne


@given(ENTIERS, ENTIERS, ENTIERS, ANNEES)
def test_une_baisse_est_une_hausse_vue_dans_un_miroir(v0: int, cible: int, v: int, annee: int) -> None:
    assert _vu(_juger(Sens.HAUSSE, v0, cible, v, annee)) == _vu(_juger(Sens.BAISSE, -v0, -cible, -v, annee))


@given(ENTIERS, ENTIERS, ENTIERS, ENTIERS, st.integers(1, 50), ANNEES)
def test_ni_l_origine_ni_l_unite_ne_changent_le_verdict(
    v0: int, cible: int, v: int, decalage: int, facteur: int, annee: int
) -> None:
    deplace = _juger(Sens.HAUSSE, v0 + decalage, cible + decalage, v + decalage, annee)
    agrandi = _juger(Sens.HAUSSE, v0 * facteur, cible * facteur, v * facteur, annee)
    assert _vu(_juger(Sens.HAUSSE, v0, cible, v, annee)) == _vu(deplace) == _vu(agrandi)


@given(st.none() | ENTIERS, ENTIERS, ENTIERS, ENTIERS, ANNEES)
def test_une_meilleure_valeur_ne_donne_jamais_un_moins_bon_verdict(
    v0: int | None, cible: int, v: int, autre: int, annee: int
) -> None:
    moins, plus = (_juger(Sens.HAUSSE, v0, cible, x, annee) for x in sorted((v, autre)))
    assert RANGS.get(moins.verdict, 0) <= RANGS.get(plus.verdict, 0)
    assert moins.score is None or plus.score is None or moins.score <= plus.score


@given(ENTIERS, ENTIERS, ENTIERS, ENTIERS, ANNEES)
def test_se_rapprocher_d_une_plage_ne_degrade_jamais(basse: int, largeur: int, v0: int, v: int, annee: int) -> None:
    haute = basse + abs(largeur)
    cadre = replace(_cadre(Sens.PLAGE, v0, 0), cible_initiale=Cible(None, 2030, borne_basse=basse, borne_haute=haute))
    plus_pres = basse - (basse - v) // 2 if v < basse else v
    loin, pres = (juger(cadre, Serie.de({annee: x}), annee, bareme=BAREME) for x in (v, plus_pres))
    assert RANGS[loin.verdict] <= RANGS[pres.verdict]


@given(ENTIERS, ENTIERS, ENTIERS, ANNEES)
def test_le_score_reste_entre_zero_et_un_et_suit_le_degre(v0: int, cible: int, v: int, annee: int) -> None:
    jugement = _juger(Sens.HAUSSE, v0, cible, v, annee)
    assert jugement.score is None or 0 <= jugement.score <= 1
    if jugement.degre_atteinte is not None and jugement.score is not None and jugement.ligne != 11:
        assert jugement.score == min(max(jugement.degre_atteinte, 0), 1)


TEMPS = [(ans, duree) for duree in (2, 4, 5, 8, 10, 20) for ans in range(1, duree)]
"""Durées dont toutes les parts s'écrivent en décimales finies."""


@given(st.sampled_from(TEMPS), st.sampled_from(["0.95", "0.60"]), st.integers(-500, 500))
def test_un_rythme_tout_juste_au_seuil_est_au_dessus(temps: tuple[int, int], seuil: str, dixiemes: int) -> None:
    ans, duree = temps
    v0 = Fraction(dixiemes, 10)
    v = v0 + Fraction(seuil) * Fraction(ans, duree)
    assert Fraction(repr(float(v))) == v
    jugement = juger(
        _cadre(Sens.HAUSSE, float(v0), float(v0 + 1), 2020 + duree), Serie.de({2020 + ans: float(v)}), 2020 + ans,
        bareme=BAREME,
    )  # fmt: skip
    assert jugement.verdict is (Verdict.EN_BONNE_VOIE if seuil == "0.95" else Verdict.A_ACCELERER)


SERIES = st.dictionaries(st.integers(2021, 2030), st.none() | st.integers(0, 100), min_size=1, max_size=8)


@given(SERIES, st.integers(2021, 2030), st.sampled_from([Cumul.STOCK, Cumul.FLUX]), st.integers(1, 300))
def test_une_annee_vide_de_plus_n_ameliore_jamais(
    valeurs: dict[int, int | None], vide: int, cumul: Cumul, cible: int
) -> None:
    assume(vide not in valeurs)
    cadre = replace(_cadre(Sens.HAUSSE, 0, cible), cumul=cumul)
    sans, avec = (
        juger(cadre, Serie.de(serie), 2030, debut=2021, fin=2030, bareme=BAREME)  # type: ignore[arg-type]
        for serie in (valeurs, {**valeurs, vide: None})
    )
    assert _vu(sans) == _vu(avec)
    assert set(sans.alertes) <= set(avec.alertes)


@given(SERIES, st.randoms(use_true_random=False), st.sampled_from([Cumul.STOCK, Cumul.FLUX, Cumul.RATIO]))
def test_l_ordre_des_observations_est_indifferent(
    valeurs: dict[int, int | None], hasard: random.Random, cumul: Cumul
) -> None:
    dites = [f.observation("X", f"{an}-S{1 + (v or 0) % 2}", v) for an, v in valeurs.items()]
    dites += [f.observation("X", f"{an}-T3", v) for an, v in valeurs.items()]
    melangees = list(dites)
    hasard.shuffle(melangees)
    assert annualiser(dites, cumul) == annualiser(melangees, cumul)


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50)), min_size=1, max_size=8))
def test_un_ratio_reuni_est_toujours_entre_les_ratios_des_epci(couples: list[tuple[int, int]]) -> None:
    series = {
        str(rang): Serie({2026: Mesure(2026, valeur=None, numerateur=float(n), denominateur=float(n + d))})
        for rang, (n, d) in enumerate(couples)
    }
    parts = [n / (n + d) for n, d in couples if n + d]
    reuni = reunir(series, Agregation.RATIO_CUMULE).mesure(2026)
    if not parts:
        assert reuni.valeur is None
    else:
        assert reuni.valeur is not None
        assert min(parts) - 1e-12 <= reuni.valeur <= max(parts) + 1e-12


VERDICTS = st.sampled_from([
    ("Atteint", 1.0), ("En bonne voie", 0.7), ("À accélérer", 0.4), ("Insuffisant", 0.1), ("Dégradation", 0.0),
    ("Non évaluable", None), ("Sans objet", None), ("Non échu", None), ("Non atteint", None),
])  # fmt: skip
LIGNES = st.lists(st.tuples(VERDICTS, st.integers(1, 5), st.sampled_from(["realisation", "resultat"])), max_size=12)


def _resultats(lignes: Sequence[tuple[tuple[str, float | None], int, str]]) -> list[Resultat]:
    return [
        f.resultat(rang, verdict, score, poids=float(poids), niveau=niveau)
        for rang, ((verdict, score), poids, niveau) in enumerate(lignes)
    ]


def _synthese(resultats: Sequence[Resultat]):  # type: ignore[no-untyped-def]
    return regrouper("action", "A1", "Action", ENSEMBLE, resultats, BAREME)


@given(LIGNES)
def test_les_comptes_tombent_juste_et_l_intervalle_contient_le_score(lignes: list) -> None:  # type: ignore[type-arg]
    synthese = _synthese(_resultats(lignes))
    comptes = synthese.comptes
    assert sum(comptes.values()) == synthese.total == len(lignes)
    hors = comptes.get(Verdict.SANS_OBJET, 0) + comptes.get(Verdict.NON_ECHU, 0)
    assert synthese.applicables == synthese.total - hors
    assert synthese.evaluables == synthese.applicables - comptes.get(Verdict.NON_EVALUABLE, 0)
    assert synthese.couverture is None or 0 <= synthese.couverture <= 1
    for niveau, (bas, haut) in synthese.intervalles_par_niveau.items():
        score = synthese.scores_par_niveau[niveau]
        assert 0 <= bas <= haut + 1e-12 <= 1 + 1e-9
        assert score is None or bas - 1e-12 <= score <= haut + 1e-12


@given(LIGNES, st.integers(1, 9))
def test_sans_objet_redistribue_son_poids_exactement(lignes: list, poids: int) -> None:  # type: ignore[type-arg]
    resultats = _resultats(lignes)
    avec = _synthese([*resultats, f.resultat(99, "Sans objet", None, poids=float(poids), niveau="resultat")])
    sans = _synthese(resultats)
    assert (avec.couverture, avec.score, avec.score_bas, avec.score_haut, avec.classe, avec.scores_par_niveau) == (
        sans.couverture, sans.score, sans.score_bas, sans.score_haut, sans.classe, sans.scores_par_niveau,
    )  # fmt: skip


@given(LIGNES)
def test_un_non_evaluable_de_plus_n_ameliore_jamais_la_classe(lignes: list) -> None:  # type: ignore[type-arg]
    resultats = _resultats(lignes)
    sans = _synthese(resultats).classe
    avec = _synthese([*resultats, f.resultat(99, "Non évaluable", motif=Motif.PAS_DE_VALEUR)]).classe
    rangs = {None: 0, Verdict.NON_EVALUABLE: 0, Verdict.NON_ATTEINT: 1, Verdict.PARTIELLEMENT_ATTEINT: 2}
    assert rangs.get(avec, 3) <= rangs.get(sans, 3)


@given(st.lists(st.integers(0, 60) | st.none() | st.just("sans_objet"), min_size=2, max_size=6))
def test_les_comptes_s_accordent_de_l_epci_a_l_ensemble(valeurs: list[object]) -> None:
    entrees = {
        "programme": {
            "actions": {"A1": {"indicateurs": {"I1": {"maille": "epci", "agregation": "somme"}}}}, "epci": len(valeurs),
        },
        "valeurs": {f"I1@{rang}": {2026: v} for rang, v in enumerate(valeurs, 1)}, "annee": 2026,
    }  # fmt: skip
    evaluation = f.evaluation(entrees)
    ensemble = evaluation.resultats_de(ENSEMBLE)[0]
    concernes = [v for v in valeurs if v != "sans_objet"]
    complets = bool(concernes) and all(v is not None for v in concernes)
    assert ensemble.valeur == (sum(concernes) if complets else None)  # type: ignore[arg-type]
    total = evaluation.synthese("programme", "essai", ENSEMBLE)
    action = evaluation.synthese("action", "A1", ENSEMBLE)
    axe = evaluation.synthese("axe", "1", ENSEMBLE)
    assert total is not None and action is not None and axe is not None
    assert total.comptes == axe.comptes == action.comptes
