"""Ce qui doit être vrai de n'importe quel programme : sommes des comptes, ordre indifférent, manques, sans objet."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace
from typing import Any

import fabrique_methode as f
from hypothesis import given, settings
from hypothesis import strategies as st

from evaltools.domaine.lexique import ENSEMBLE, Verdict
from evaltools.domaine.resultat import Resultat
from evaltools.domaine.synthese import Synthese

RANGS = {Verdict.NON_EVALUABLE: 0, Verdict.DEGRADATION: 0, Verdict.INSUFFISANT: 1, Verdict.A_ACCELERER: 2,
         Verdict.EN_BONNE_VOIE: 3, Verdict.ATTEINT: 4, Verdict.NON_ATTEINT: 0}  # fmt: skip
DITES = st.none() | st.integers(0, 60) | st.sampled_from(["sans_objet", "non_disponible", "secret"])
SORTES: tuple[dict[str, Any], ...] = (
    {"maille": "epci", "agregation": "somme", "cumul": "stock"},
    {"maille": "epci", "agregation": "somme", "cumul": "flux", "niveau": "resultat"},
    {"cumul": "stock", "niveau": "resultat"},
    {"cumul": "flux"},
)
ANNEE = 2026


@st.composite
def programmes(draw: st.DrawFn) -> dict[str, Any]:
    """De un à quatre actions sur deux axes, quelques indicateurs, deux ou trois EPCI, des cibles ou non."""
    epci = draw(st.integers(2, 3))
    actions: dict[str, Any] = {}
    cadrage: dict[str, Any] = {}
    valeurs: dict[str, Any] = {}
    for rang in range(draw(st.integers(1, 4))):
        indicateurs = {}
        for numero in range(draw(st.integers(0, 3))):
            code, sorte = f"I{rang}{numero}", draw(st.sampled_from(SORTES))
            indicateurs[code] = sorte
            lieux = [f"{code}@{n}" for n in range(1, epci + 1)] if sorte.get("maille") == "epci" else [code]
            for lieu in lieux:
                valeurs[lieu] = {annee: draw(DITES) for annee in (2025, 2026)}
                if draw(st.booleans()):
                    cible = {"valeur": draw(st.integers(1, 90)), "annee": draw(st.sampled_from([2026, 2028]))}
                    cadrage[lieu] = {"valeur_initiale": draw(st.integers(0, 40)), "annee_initiale": 2023,
                                     "cible_initiale": cible}  # fmt: skip
        actions[f"A{rang}"] = {"axe": draw(st.sampled_from(["1", "2"])), "indicateurs": indicateurs}
    return {"programme": {"actions": actions, "epci": epci}, "cadrage": cadrage, "valeurs": valeurs, "annee": ANNEE}


def _additionner(syntheses: list[Synthese]) -> tuple[Counter[Any], Counter[Any], int, int, int]:
    comptes, motifs = Counter[Any](), Counter[Any]()
    for s in syntheses:
        comptes.update(s.comptes)
        motifs.update(s.motifs)
    return (
        comptes, motifs, sum(s.total for s in syntheses), sum(s.applicables for s in syntheses),
        sum(s.evaluables for s in syntheses),
    )  # fmt: skip


@settings(max_examples=40)
@given(programmes())
def test_les_comptes_s_additionnent_d_un_niveau_a_l_autre_et_sur_tous_les_territoires(entrees: dict[str, Any]) -> None:
    evaluation = f.evaluation(entrees)
    territoires = [ENSEMBLE, *(t.siren for t in evaluation.programme.territoires)]
    for siren in territoires:
        ici = [s for s in evaluation.syntheses if s.siren == siren]
        niveaux = {g: _additionner([s for s in ici if s.groupe == g]) for g in ("programme", "axe", "action")}
        assert niveaux["programme"] == niveaux["axe"] == niveaux["action"]
        resultats = evaluation.resultats_de(siren)
        assert niveaux["programme"][0] == Counter(r.verdict for r in resultats)
        assert niveaux["programme"][2] == len(resultats)
        motives = [r for r in resultats if r.verdict is Verdict.NON_EVALUABLE]
        assert sum(niveaux["programme"][1].values()) == len(motives)
        degrades = [code for s in ici if s.groupe == "action" for code in s.degradations]
        (total,) = [s for s in ici if s.groupe == "programme"]
        assert sorted(degrades) == sorted(total.degradations)
    assert sum(len(evaluation.resultats_de(s)) for s in territoires) == len(evaluation.resultats)
    for s in evaluation.syntheses:
        for bas, haut in s.intervalles_par_niveau.values():
            assert 0 <= bas <= haut <= 1
        assert s.score is None or 0 <= s.score <= 1


@settings(max_examples=40)
@given(programmes(), st.randoms(use_true_random=False))
def test_l_ordre_des_lignes_et_des_decisions_est_indifferent(entrees: dict[str, Any], hasard: random.Random) -> None:
    droite = f.evaluation(entrees)
    melee = {**entrees, "valeurs": _meler(entrees["valeurs"], hasard), "cadrage": _meler(entrees["cadrage"], hasard)}
    autre = f.evaluation(melee)
    assert autre.resultats == droite.resultats
    assert autre.syntheses == droite.syntheses
    assert autre.completudes == droite.completudes
    for diffusion in ("publique", "restreinte"):
        une, deux = (f.evaluation(e, diffusion=diffusion) for e in (entrees, melee))
        assert une.resultats == deux.resultats


def _meler(dites: dict[str, Any], hasard: random.Random) -> dict[str, Any]:
    cles = list(dites)
    hasard.shuffle(cles)
    return {cle: dict(reversed(dites[cle].items())) for cle in cles}


@given(
    st.lists(st.integers(0, 60), min_size=2, max_size=4),
    st.integers(0, 3),
    st.integers(1, 200),
    st.sampled_from(["somme", "maximum"]),
)
def test_un_epci_qui_ne_repond_pas_n_ameliore_jamais_l_ensemble(
    valeurs: list[int], muet: int, cible: int, agregation: str
) -> None:
    """Le tout ne se juge que si tous les EPCI concernés ont répondu : un silence ne fait pas monter un verdict."""
    muet %= len(valeurs)
    avec: list[int | None] = list(valeurs)
    sans = [None if rang == muet else v for rang, v in enumerate(valeurs)]
    complet, troue = (_ensemble(dites, cible, agregation) for dites in (avec, sans))
    assert RANGS[troue.verdict] <= RANGS[complet.verdict]
    assert troue.valeur is None and (troue.epci_renseignes, troue.epci_concernes) == (len(valeurs) - 1, len(valeurs))


def _ensemble(valeurs: list[Any], cible: int, agregation: str = "somme", cibles: list[int] | None = None) -> Resultat:
    cadrage: dict[str, Any] = {"I1": {"valeur_initiale": 0, "annee_initiale": 2023}}
    if cibles is None:
        cadrage["I1"]["cible_initiale"] = {"valeur": cible, "annee": 2027}
    for rang, une in enumerate(cibles or (), 1):
        cadrage[f"I1@{rang}"] = {"cible_initiale": {"valeur": une, "annee": 2027}}
    evaluation = f.evaluation({
        "programme": {"actions": {"A1": {"indicateurs": {"I1": {
            "maille": "epci", "agregation": agregation, "cumul": "stock",
        }}}}, "epci": len(valeurs)},
        "cadrage": cadrage, "valeurs": {f"I1@{n}": {ANNEE: v} for n, v in enumerate(valeurs, 1)}, "annee": ANNEE,
    })  # fmt: skip
    return evaluation.resultats_de(ENSEMBLE)[0]


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(1, 90)), min_size=1, max_size=4), st.integers(0, 4))
def test_un_epci_sans_objet_laisse_exactement_l_ensemble_des_autres(epci: list[tuple[int, int]], place: int) -> None:
    """Sa valeur, sa cible et son poids partent ensemble : tout ce qui reste est ce que diraient les autres seuls."""
    seuls = _ensemble([v for v, _ in epci], 0, cibles=[c for _, c in epci])
    rang = min(place, len(epci))
    avec = [*epci[:rang], ("sans_objet", 77), *epci[rang:]]
    ensemble = _ensemble([v for v, _ in avec], 0, cibles=[c for _, c in avec])
    assert ensemble == replace(seuls, epci_concernes=ensemble.epci_concernes, epci_renseignes=ensemble.epci_renseignes)
    assert (ensemble.epci_renseignes, ensemble.epci_concernes) == (len(epci), len(epci))


@settings(max_examples=40)
@given(programmes(), st.integers(1, 5))
def test_un_indicateur_sans_objet_de_plus_ne_change_ni_score_ni_classe(entrees: dict[str, Any], poids: int) -> None:
    avant = f.evaluation(entrees)
    actions = {code: dict(action) for code, action in entrees["programme"]["actions"].items()}
    ajoute = {"SO": {"cumul": "stock", "niveau": "realisation"}}
    actions["A0"] = {**actions["A0"], "indicateurs": {**actions["A0"]["indicateurs"], **ajoute}}
    apres = f.evaluation({
        **entrees, "programme": {**entrees["programme"], "actions": actions},
        "valeurs": {**entrees["valeurs"], "SO": {ANNEE: "sans_objet"}},
        "cadrage": {**entrees["cadrage"], "SO": {"poids": poids, "cible_initiale": {"valeur": 5, "annee": 2028}}},
    })  # fmt: skip
    for s in avant.syntheses:
        suite = apres.synthese(s.groupe, s.code, s.siren)
        assert suite is not None
        assert _note(suite) == _note(s)
        assert suite.total - s.total == suite.comptes.get(Verdict.SANS_OBJET, 0) - s.comptes.get(Verdict.SANS_OBJET, 0)


def _note(s: Synthese) -> tuple[Any, ...]:
    return (
        s.applicables, s.evaluables, s.couverture, s.score, s.score_bas, s.score_haut, s.classe, s.degradations,
        dict(s.scores_par_niveau), dict(s.intervalles_par_niveau),
    )  # fmt: skip


@settings(max_examples=40)
@given(programmes(), st.integers(0, 9))
def test_une_valeur_qui_manque_n_elargit_jamais_ce_qui_est_evaluable(entrees: dict[str, Any], rang: int) -> None:
    """Effacer tout ce qui a été recueilli d'un indicateur ne le fait jamais mieux juger, ni ne touche les autres."""
    if not entrees["valeurs"]:
        return
    perdu = sorted(entrees["valeurs"])[rang % len(entrees["valeurs"])].partition("@")[0]
    restent = {cle: v for cle, v in entrees["valeurs"].items() if cle.partition("@")[0] != perdu}
    plein, troue = (
        f.evaluation(_sans_sans_objet(entrees)),
        f.evaluation(_sans_sans_objet({**entrees, "valeurs": restent})),
    )
    pour = {(r.indicateur, r.siren): r for r in plein.resultats}
    for r in troue.resultats:
        ancien = pour[r.indicateur, r.siren]
        if r.indicateur == perdu:
            assert not _ameliore(r, ancien)
        else:
            assert r == ancien
    for s in troue.syntheses:
        avant = plein.synthese(s.groupe, s.code, s.siren)
        assert avant is not None and s.total == avant.total and s.applicables == avant.applicables


def _sans_sans_objet(entrees: dict[str, Any]) -> dict[str, Any]:
    """Sans objet sort du dénominateur : ici on ne regarde que ce qui y reste."""
    valeurs = {
        cle: {an: None if v == "sans_objet" else v for an, v in dites.items()}
        for cle, dites in entrees["valeurs"].items()
    }
    return {**entrees, "valeurs": valeurs}


def _ameliore(nouveau: Resultat, ancien: Resultat) -> bool:
    """Dit si un résultat sans aucune valeur est mieux jugé ; une valeur initiale déjà à la cible reste un acquis."""
    if nouveau.valeur_initiale is not None and nouveau.verdict is Verdict.ATTEINT:
        return False
    rangs = {**RANGS, Verdict.PARTIELLEMENT_ATTEINT: 2}
    return rangs.get(nouveau.verdict, 0) > rangs.get(ancien.verdict, 0)


@settings(max_examples=40)
@given(programmes(), st.randoms(use_true_random=False))
def test_l_ordre_des_avancements_est_indifferent(entrees: dict[str, Any], hasard: random.Random) -> None:
    """Une action arrêtée abandonne ses jalons, quel que soit l'ordre où ses états sont arrivés."""
    etats = [None, "en_cours", "a_venir", "realisee", "arretee", "arretee"]
    jalon = {"nature": "jalon"}
    actions = {
        code: {**action, "indicateurs": {**action["indicateurs"], f"J{code}": jalon}}
        for code, action in entrees["programme"]["actions"].items()
    }
    avancements = [
        {"action": code, "objet": code, "annee": annee, "etat": hasard.choice(etats)}
        for code in actions
        for annee in (2024, 2025, 2026)
    ]
    entrees = {
        **entrees, "programme": {**entrees["programme"], "actions": actions}, "avancements": avancements,
        "cadrage": {**entrees["cadrage"], **{f"J{c}": {"cible_initiale": {"annee": 2025}} for c in actions}},
    }  # fmt: skip
    droite, autre = (f.evaluation(e) for e in (entrees, {**entrees, "avancements": _battre(avancements, hasard)}))
    assert autre.situations == droite.situations
    assert autre.taux == droite.taux
    assert autre.resultats == droite.resultats


def _battre(lignes: list[Any], hasard: random.Random) -> list[Any]:
    return hasard.sample(lignes, len(lignes))
