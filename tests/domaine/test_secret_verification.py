"""La vérification d'une édition avant publication : chaque fuite a son code, et l'outil n'en laisse aucune (R-95)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

import attaque
import fabrique_methode as f
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evaltools.domaine.anomalies import Anomalie
from evaltools.domaine.avancement import Avancement
from evaltools.domaine.bareme import Bareme
from evaltools.domaine.cadrage import Cadrage
from evaltools.domaine.collecte import Collecte
from evaltools.domaine.enquetes import Enquete
from evaltools.domaine.evaluation import Evaluation, evaluer
from evaltools.domaine.finances import LigneFinanciere
from evaltools.domaine.incertitude import Incertitude
from evaltools.domaine.lexique import ENSEMBLE, EtatAction, Gravite, Verdict
from evaltools.domaine.mesures import Observation
from evaltools.domaine.projection import Projection
from evaltools.domaine.resultat import CibleJugee
from evaltools.domaine.secret_verification import Publication, verifier, visibles

UN, DEUX = f.SIRENS[:2]
JEUNES = {"unite": "jeunes", "maille": "epci", "agregation": "somme"}
ESSAI = f.programme({"A1": {"indicateurs": {"I1": JEUNES, "R": {"unite": "réunions"}}}})
HUIT_ET_VINGT = (f.observation("I1", "2025", 8, UN), f.observation("I1", "2025", 20, DEUX))
CADRAGE = Cadrage({})


def _evaluer(
    observations: Iterable[Observation], diffusion: str = "publique", annee: int = 2025, **collecte: Any
) -> Evaluation:
    recueillie = Collecte(tuple(observations), **collecte)
    reglages: dict[str, Any] = {"bareme": Bareme(), "arrete_le": date(annee, 12, 31), "diffusion": diffusion}
    return evaluer(ESSAI, CADRAGE, recueillie, annee, **reglages)


def _verifier(
    evaluation: Evaluation, observations: Iterable[Observation] = HUIT_ET_VINGT, **autres: Any
) -> tuple[Anomalie, ...]:
    enquetes = autres.pop("enquetes", ())
    cadrage = autres.pop("cadrage", CADRAGE)
    return verifier(Publication(evaluation, cadrage, Collecte(tuple(observations), enquetes=enquetes), **autres))


def _codes(anomalies: Iterable[Anomalie]) -> set[str]:
    return {a.code for a in anomalies}


def test_l_edition_de_l_outil_peut_paraitre() -> None:
    assert _verifier(_evaluer(HUIT_ET_VINGT)) == ()


def test_un_petit_effectif_montre() -> None:
    anomalies = _verifier(_evaluer(HUIT_ET_VINGT, "restreinte"))
    assert _codes(anomalies) == {"SEC-01"}
    assert {a.gravite for a in anomalies} == {Gravite.BLOQUANTE}
    assert "« I1 », EPCI 1, " in anomalies[0].constat
    assert "moins de 11 personnes" in anomalies[0].constat
    assert not any(" 8" in str(a) or "20," in str(a) for a in anomalies)


def test_un_petit_effectif_qui_se_retrouve_par_soustraction() -> None:
    """L'outil masque 8 et 20 et montre 28 ; si l'on remet 20 dans les données, 8 se retrouve."""
    publique = _evaluer(HUIT_ET_VINGT)
    fautive = replace(publique, observations=(publique.observations[0], HUIT_ET_VINGT[1]))
    (anomalie,) = _verifier(fautive)
    assert anomalie.code == "SEC-02"
    assert anomalie.constat.startswith("« I1 », EPCI 1, ")


def test_une_edition_deja_parue_peut_trahir_une_donnee_arrivee_trop_tard() -> None:
    """L'an dernier, l'EPCI 1 n'avait pas répondu et 20 a paru ; cette année il répond, et 28 trahit son 8."""
    l_an_dernier = _evaluer((f.observation("I1", "2025", None, UN), HUIT_ET_VINGT[1]))
    assert [r.valeur for r in l_an_dernier.resultats if r.siren == DEUX] == [20]
    observations = (*HUIT_ET_VINGT, f.observation("I1", "2026", 30, UN), f.observation("I1", "2026", 40, DEUX))
    cette_annee = _evaluer(observations, annee=2026)
    assert _verifier(cette_annee, observations) == ()
    (anomalie, *_) = _verifier(cette_annee, observations, anterieures=(l_an_dernier,))
    assert anomalie.code == "SEC-02"
    assert "arrivée après son édition" in anomalie.remede


def test_des_editions_qui_se_suivent_sans_correction_ne_se_trahissent_pas() -> None:
    suite = (*HUIT_ET_VINGT, f.observation("I1", "2026", 30, UN), f.observation("I1", "2026", 4, DEUX))
    avant = _evaluer(HUIT_ET_VINGT)
    assert _verifier(_evaluer(suite, annee=2026), suite, anterieures=(avant,)) == ()


def test_le_reste_d_un_total_saisi_se_verifie_aussi() -> None:
    observations = (f.observation("I1", "2025", 22, UN), f.observation("I1", "2025", 30))
    fautive = _evaluer(observations, "restreinte")
    assert _codes(_verifier(fautive, observations)) == {"SEC-02"}
    assert _verifier(_evaluer(observations), observations) == ()


def test_un_nombre_que_le_secret_n_a_pas_examine() -> None:
    observations = (f.observation("I1", "printemps", 40, UN),)
    assert _verifier(_evaluer(observations), observations) == ()
    (anomalie,) = _verifier(_evaluer(observations, "restreinte"), observations)
    assert anomalie.code == "SEC-05"
    assert "printemps" in anomalie.constat


def test_une_enquete_sans_effectif_ne_se_montre_pas() -> None:
    enquetes = (Enquete("A1", "R", UN, "2025", True, note_moyenne=4.0),)
    publique, restreinte = (_evaluer((), diffusion, enquetes=enquetes) for diffusion in ("publique", "restreinte"))
    assert _verifier(publique, (), enquetes=enquetes) == ()
    assert _codes(_verifier(restreinte, (), enquetes=enquetes)) == {"SEC-01"}
    illisible = (Enquete("A1", "R", UN, "hiver", True, repondants=40),)
    assert _codes(_verifier(_evaluer((), "restreinte", enquetes=illisible), (), enquetes=illisible)) == {"SEC-05"}


JUGEE = CibleJugee(10.0, 2027, "COPIL", None, "décision", True, Verdict.NON_EVALUABLE)


@pytest.mark.parametrize(
    ("champ", "valeur"),
    [("degre_atteinte", 0.8), ("score", 0.8), ("rythme", 1.0), ("reste_a_faire", 2.0), ("part_attendue", 0.5),
     ("taux_de_realisation", 0.8), ("numerateur", 8.0), ("incertitude", Incertitude(5, 11, 1.5, "erreur type")),
     ("projection", Projection(2027, 12.0, 2.0, 3, 2023, 2025)), ("initiale", replace(JUGEE, degre_atteinte=0.8)),
     ("revisee", replace(JUGEE, reste_a_faire=2.0))],
)  # fmt: skip
def test_un_nombre_tire_d_une_valeur_masquee(champ: str, valeur: object) -> None:
    cadrage = Cadrage(
        {("I1", ENSEMBLE): f.cadre("I1", agregation="somme", cible_initiale={"valeur": 10, "annee": 2027})}
    )
    observations = (f.observation("I1", "2025", 3, UN), f.observation("I1", "2025", 5, DEUX))
    reglages: dict[str, Any] = {"bareme": Bareme(), "arrete_le": date(2025, 12, 31), "diffusion": "publique"}
    publique = evaluer(ESSAI, cadrage, Collecte(observations), 2025, **reglages)
    assert _verifier(publique, observations, cadrage=cadrage) == ()
    premier, *suite = publique.resultats
    fautive = replace(publique, resultats=(replace(premier, **{champ: valeur}), *suite))
    constats = [a.constat for a in _verifier(fautive, observations, cadrage=cadrage) if a.code == "SEC-04"]
    assert [f"« {champ} »" in constat for constat in constats] == [True]


def test_la_trajectoire_part_d_une_valeur_initiale_masquee() -> None:
    cadre = f.cadre(
        "I1", cumul="stock", valeur_initiale=4, annee_initiale=2023, cible_initiale={"valeur": 60, "annee": 2027}
    )
    cadrage = Cadrage({("I1", ENSEMBLE): cadre})
    essai = f.programme({"A1": {"indicateurs": {"I1": {"unite": "jeunes", "cumul": "stock"}}}})
    observations = (f.observation("I1", "2025", 30),)
    reglages: dict[str, Any] = {"bareme": Bareme(), "arrete_le": date(2025, 12, 31), "diffusion": "publique"}
    publique = evaluer(essai, cadrage, Collecte(observations), 2025, **reglages)
    assert _verifier(publique, observations, cadrage=cadrage) == ()
    fautive = replace(publique, resultats=(replace(publique.resultats[0], trajectoire={2023: 4.0, 2027: 60.0}),))
    (anomalie,) = _verifier(fautive, observations, cadrage=cadrage)
    assert (anomalie.code, "« trajectoire »" in anomalie.constat) == ("SEC-04", True)


def test_les_textes_libres_se_signalent_champ_par_champ() -> None:
    observations = (f.observation("R", "2025", 4, commentaire="un mot", texte="quatre"),)
    collecte: dict[str, Any] = {
        "avancements": (Avancement("A1", "A1", 2025, EtatAction.EN_COURS, freins="un mot", reorientation="un mot"),),
        "finances": (LigneFinanciere("A1", 2025, "ARS", 10.0, commentaire="un mot"),),
        "enquetes": (Enquete("A1", "R", UN, "2025", False, commentaire="un mot"),),
    }
    assert _verifier(_evaluer(observations, **collecte), observations) == ()
    anomalies = _verifier(_evaluer(observations, "restreinte", **collecte), observations)
    assert _codes(anomalies) == {"SEC-03"}
    champs = [a.constat.split("« ")[1].split(" »")[0] for a in anomalies]
    assert sorted(champs) == [
        "commentaire", "commentaire", "commentaire", "freins", "freins", "reorientation", "texte", "texte",
    ]  # fmt: skip


def test_les_places_visibles_sont_celles_ou_un_nombre_se_lit() -> None:
    vues = set(visibles(_evaluer(HUIT_ET_VINGT)))
    assert vues == {("mesure", "I1", ENSEMBLE, "2025")}
    observations = (f.observation("I1", "2024", 20), f.observation("I1", "2025", 30))
    assert set(visibles(_evaluer(observations))) == {
        ("mesure", "I1", ENSEMBLE, "2024"), ("mesure", "I1", ENSEMBLE, "2025"), ("cumul", "I1", ENSEMBLE, "2025"),
        ("observation", "I1", ENSEMBLE, "2024"), ("observation", "I1", ENSEMBLE, "2025"),
    }  # fmt: skip


@settings(max_examples=40)
@given(st.data())
def test_la_verification_accepte_tout_ce_que_l_outil_decide(data: st.DataObject) -> None:
    essai = attaque.programme(data.draw(st.integers(2, 6)), data.draw(st.sampled_from([(), ("O0", "O1")])))
    effectifs = st.one_of(st.just(0), st.integers(1, 10), st.integers(11, 60))
    codes = [i.code for i in essai.indicateurs]
    observations = [
        f.observation(code, str(annee), data.draw(effectifs), t.siren)
        for code in codes for t in essai.territoires for annee in (2024, 2025)
    ]  # fmt: skip
    premiere, seconde = (attaque.edition(essai, observations, annee) for annee in (2024, 2025))
    publication = Publication(seconde, Cadrage({}), Collecte(tuple(observations)), (premiere,))
    assert verifier(publication) == ()


def test_l_historique_d_une_evaluation_finale_se_verifie_aussi() -> None:
    """8 et 20 en 2024 : l'historique de l'édition finale les masque, et la vérification le relit."""
    observations = (f.observation("I1", "2024", 8, UN), f.observation("I1", "2024", 20, DEUX))
    reglages: dict[str, Any] = {"bareme": Bareme(), "arrete_le": date(2025, 12, 31), "finale": True}
    collecte = Collecte(observations)
    publique = evaluer(ESSAI, CADRAGE, collecte, 2025, diffusion="publique", **reglages)
    restreinte = evaluer(ESSAI, CADRAGE, collecte, 2025, **reglages)
    assert list(publique.historique) == [2024]
    assert {r.siren: r.valeur for r in publique.historique[2024] if r.indicateur == "I1"} == {
        ENSEMBLE: 28, UN: None, DEUX: None,
    }  # fmt: skip
    assert _verifier(publique, observations) == ()
    fautive = replace(publique, historique=restreinte.historique)
    assert _codes(_verifier(fautive, observations)) == {"SEC-01"}
    (premier, *suite) = publique.historique[2024]
    bavarde = replace(publique, historique={2024: (replace(premier, texte="un nom"), *suite)})
    (anomalie,) = _verifier(bavarde, observations)
    assert anomalie.constat == "l'édition publique garde un texte saisi par un pilote (« texte », I1)."


def test_un_texte_dit_de_quelle_action_il_vient() -> None:
    publique = _evaluer(HUIT_ET_VINGT)
    fautive = replace(publique, avancements=(Avancement("A1", "A1.2", 2025, EtatAction.EN_COURS, freins="un nom"),))
    (anomalie,) = _verifier(fautive)
    assert anomalie.constat == "l'édition publique garde un texte saisi par un pilote (« freins », A1)."


def test_un_nombre_deduit_dit_de_quel_territoire_il_vient() -> None:
    publique = _evaluer(HUIT_ET_VINGT)
    resultats = tuple(replace(r, score=0.5) if r.siren == UN else r for r in publique.resultats)
    (anomalie,) = _verifier(replace(publique, resultats=resultats))
    assert anomalie.constat == (
        "« I1 », EPCI 1 : la valeur est masquée, mais l'édition montre « score », qui s'en déduit."
    )
