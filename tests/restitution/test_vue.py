"""La vue d'un territoire : qui est jugé ici, qui l'est pour tous, et les comptes."""

from __future__ import annotations

from dataclasses import replace

import fabrique_evaluation as fabrique
import pytest

from evaltools.domaine.evaluation import Evaluation
from evaltools.domaine.lexique import EtatAction, Maille, Motif, Nature, Verdict
from evaltools.restitution.vue import (
    Vue,
    applicables,
    compter_motifs,
    compter_verdicts,
    evaluables,
    favorables,
)


def test_un_epci_ne_juge_que_ce_qui_s_y_mesure(petite: Evaluation) -> None:
    vue = Vue(petite, fabrique.NORD)
    assert [r.indicateur for r in vue.juges] == ["A2-1", "A2-2", "A3-1", "A3-2", "A6-2"]
    assert {r.siren for r in vue.communs} == {"ensemble"}
    assert len(vue.communs) == len(fabrique.CAS) - 5
    assert not {r.indicateur for r in vue.communs} & {r.indicateur for r in vue.juges}
    assert vue.nom == "CC du Nord Orbelle"


def test_l_ensemble_n_a_pas_de_communs(petite: Evaluation) -> None:
    vue = Vue(petite, "ensemble")
    assert vue.communs == ()
    assert len(vue.juges) == len(fabrique.CAS)
    assert vue.territoire is None


def test_comptes(petite: Evaluation) -> None:
    juges = Vue(petite, "ensemble").juges
    comptes = compter_verdicts(juges)
    assert sum(comptes.values()) == 27
    assert comptes[Verdict.ATTEINT] == 4
    assert comptes[Verdict.NON_EVALUABLE] == 13
    assert list(comptes)[0] is Verdict.ATTEINT  # noqa: RUF015
    assert len(applicables(juges)) == 25
    assert len(evaluables(juges)) == 12
    assert len(favorables(juges)) == 5
    assert compter_motifs(juges)[Motif.PAS_DE_CIBLE] == 1
    assert sum(compter_motifs(juges).values()) == 13


def test_les_raisons_vont_de_la_plus_frequente_a_la_plus_rare(petite: Evaluation) -> None:
    juges = list(Vue(petite, "ensemble").juges)
    doubles = [r for r in juges if r.motif is Motif.SECRET] * 3
    assert list(compter_motifs([*juges, *doubles]))[0] is Motif.SECRET  # noqa: RUF015


def test_groupes_par_objectif_ou_par_action(petite: Evaluation, sans_objectifs: Evaluation) -> None:
    axe = petite.programme.axes[0]
    assert [(g.nature, g.code) for g in Vue(petite, "ensemble").groupes(axe)] == [
        ("objectif", "11"),
        ("objectif", "12"),
    ]
    codes = [(g.nature, g.code) for g in Vue(sans_objectifs, "ensemble").groupes(axe)]
    assert codes == [("action", "A1"), ("action", "A2"), ("action", "A3")]


def test_les_indicateurs_d_une_action_gardent_l_ordre_du_document(petite: Evaluation) -> None:
    codes = [r.indicateur for r in Vue(petite, fabrique.NORD).de_l_action("A3")]
    assert codes == ["A3-1", "A3-2", "A3-3", "A3-4", "A3-5"]
    assert Vue(petite, "ensemble").de_l_action("A7") == ()


def test_observations_du_territoire(petite: Evaluation) -> None:
    nord = Vue(petite, fabrique.NORD).observations
    assert {o.siren for o in nord["A2-1"]} == {fabrique.NORD}
    assert {o.siren for o in nord["A1-1"]} == {"ensemble"}
    assert {o.siren for o in Vue(petite, "ensemble").observations["A2-1"]} == {fabrique.NORD, fabrique.SUD}


def test_etats(petite: Evaluation) -> None:
    assert Vue(petite, "ensemble").etats()[EtatAction.EN_COURS] == 2
    assert Vue(petite, "ensemble").etats("1")[EtatAction.EN_COURS] == 1
    assert Vue(replace(petite, situations=()), "ensemble").etats() == {None: 8}


def test_classeurs_absents(petite: Evaluation) -> None:
    assert Vue(petite, "ensemble").classeurs_absents == ("A4",)


def test_la_nature_decidee_l_emporte(petite: Evaluation) -> None:
    cadres = dict(petite.cadrage.cadres)
    cadres["A1-1", "ensemble"] = replace(cadres["A1-1", "ensemble"], nature=Nature.ETAPES)
    modifiee = replace(petite, cadrage=replace(petite.cadrage, cadres=cadres))
    assert Vue(modifiee, "ensemble").nature("A1-1") is Nature.ETAPES
    vide = replace(petite, cadrage=replace(petite.cadrage, cadres={}))
    assert Vue(vide, "ensemble").nature("A1-2") is Nature.DUREE


def test_un_territoire_etranger_est_refuse(petite: Evaluation) -> None:
    with pytest.raises(KeyError, match="territoire inconnu"):
        _ = Vue(petite, "999999999").territoire


def test_maille_des_communs(petite: Evaluation) -> None:
    vue = Vue(petite, fabrique.SUD)
    assert {vue.indicateurs[r.indicateur].maille for r in vue.communs} == {Maille.ENSEMBLE}
