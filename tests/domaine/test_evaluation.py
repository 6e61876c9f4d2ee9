"""L'évaluation d'un programme : un résultat par indicateur et territoire, provenance, année d'avant, constats."""

from __future__ import annotations

from dataclasses import fields
from datetime import date
from typing import Any

import fabrique_methode as f

from evaltools.domaine.bareme import Bareme
from evaltools.domaine.cadrage import Cadrage
from evaltools.domaine.collecte import Collecte
from evaltools.domaine.enquetes import Enquete
from evaltools.domaine.evaluation import COLONNES_RESULTATS, Evaluation, Resultat, evaluer
from evaltools.domaine.finances import LigneFinanciere
from evaltools.domaine.lexique import ENSEMBLE, Diffusion, Motif, Verdict

UN, DEUX = f.SIRENS[:2]
JALON = {"nature": "jalon", "cible_initiale": {"annee": 2027}}
COMPTE = {"cumul": "stock", "maille": "epci", "agregation": "somme"}


def _un_indicateur(valeurs: dict[Any, object], annee: int = 2025, **reste: Any) -> Evaluation:
    champs = reste.pop("indicateur", {})
    return f.evaluation({
        "programme": {"actions": {"A1": {"indicateurs": {"I1": champs}}}, **reste.pop("programme", {})},
        "valeurs": {"I1": valeurs}, "annee": annee, **reste,
    })  # fmt: skip


def test_les_colonnes_du_contrat_sont_les_premieres_du_resultat() -> None:
    assert tuple(champ.name for champ in fields(Resultat))[: len(COLONNES_RESULTATS)] == COLONNES_RESULTATS


def test_un_resultat_par_indicateur_puis_un_par_epci() -> None:
    actions = {"A1": {"indicateurs": {"I1": COMPTE, "I2": {}}}, "A2": {"axe": "2", "indicateurs": {"I3": {}}}}
    evaluation = f.evaluation({"programme": {"actions": actions}, "annee": 2025})
    assert [(r.indicateur, r.siren) for r in evaluation.resultats] == [
        ("I1", ENSEMBLE), ("I1", UN), ("I1", DEUX), ("I2", ENSEMBLE), ("I3", ENSEMBLE),
    ]  # fmt: skip
    assert [r.axe for r in evaluation.resultats_de(ENSEMBLE)] == ["1", "1", "2"]
    groupes = [(s.groupe, s.code, s.siren, s.total) for s in evaluation.syntheses]
    assert ("axe", "2", ENSEMBLE, 1) in groupes
    assert ("action", "A1", UN, 1) in groupes
    assert ("programme", "essai", ENSEMBLE, 3) in groupes
    assert evaluation.synthese("axe", "9", ENSEMBLE) is None


def test_la_provenance_suit_la_valeur_jugee() -> None:
    observations = (
        f.observation("I1", "2024", 3, fichier="a.xlsx", feuille="Indicateurs", cellule="F5"),
        f.observation("I1", "2025", 4, fichier="b.xlsx", feuille="Indicateurs", cellule="F6"),
    )
    essai = f.programme({"A1": {"indicateurs": {"I1": {"cumul": "stock"}}}})
    resultat = _evaluer(essai, observations).resultats[0]
    assert (resultat.fichier, resultat.feuille, resultat.cellule) == ("b.xlsx", "Indicateurs", "F6")
    assert resultat.serie == {2024: 3, 2025: 4}


def _evaluer(essai: Any, observations: Any, **options: Any) -> Evaluation:
    reglages: dict[str, Any] = {"bareme": Bareme(), "arrete_le": date(2025, 12, 31)}
    return evaluer(essai, Cadrage({}), Collecte(tuple(observations)), 2025, **(reglages | options))


def test_un_indicateur_absent_du_cadrage_est_sans_cible_et_garde_sa_valeur() -> None:
    resultat = _un_indicateur({2025: 4}, indicateur={"unite": "réunions"}).resultats[0]
    assert (resultat.motif, resultat.valeur, resultat.unite, resultat.sens) == (
        Motif.PAS_DE_CIBLE,
        4,
        "réunions",
        "hausse",
    )


def test_la_serie_montre_les_trous_et_s_arrete_a_l_annee() -> None:
    resultat = _un_indicateur({2022: 1, 2024: 3, 2026: 9}).resultats[0]
    assert resultat.serie == {2022: 1, 2023: None, 2024: 3}


def test_l_annee_d_avant_est_jugee_de_la_meme_facon_et_sans_remonter_plus_loin() -> None:
    evaluation = _un_indicateur(
        {2024: 10, 2025: 30},
        indicateur={"cumul": "stock"},
        cadrage={"I1": {"valeur_initiale": 0, "annee_initiale": 2023, "cible_initiale": {"valeur": 40, "annee": 2027}}},
    )
    (avant,) = evaluation.resultats_precedents
    assert (avant.annee, avant.valeur, avant.verdict) == (2024, 10, Verdict.EN_BONNE_VOIE)
    premiere = _un_indicateur({2024: 10}, annee=2024)
    assert premiere.resultats_precedents == ()


def test_l_evaluation_finale_donne_des_verdicts_de_fin() -> None:
    cadrage = {"I1": {"valeur_initiale": 0, "annee_initiale": 2023, "cible_initiale": {"valeur": 40, "annee": 2027}}}
    communs: dict[str, Any] = {"indicateur": {"cumul": "stock"}, "cadrage": cadrage}
    annuelle = _un_indicateur({2025: 20}, **communs)
    finale = _un_indicateur({2025: 20}, finale=True, **communs)
    assert [e.resultats[0].verdict for e in (annuelle, finale)] == [
        Verdict.EN_BONNE_VOIE,
        Verdict.PARTIELLEMENT_ATTEINT,
    ]
    assert finale.resultats_precedents[0].verdict is Verdict.NON_EVALUABLE


def test_la_trajectoire_d_un_stock_et_d_un_flux() -> None:
    stock = _un_indicateur(
        {2025: 20}, indicateur={"cumul": "stock"},
        cadrage={"I1": {"valeur_initiale": 0, "annee_initiale": 2023, "cible_initiale": {"valeur": 40, "annee": 2027}}},
    )  # fmt: skip
    assert stock.resultats[0].trajectoire == {2023: 0, 2024: 10, 2025: 20, 2026: 30, 2027: 40}
    flux = _un_indicateur({2025: 20}, cadrage={"I1": {"cible_initiale": {"valeur": 80}}})
    assert flux.resultats[0].trajectoire == {2023: 0, 2024: 20, 2025: 40, 2026: 60, 2027: 80}


def test_une_operation_arretee_abandonne_ses_jalons_non_faits() -> None:
    entrees: dict[str, Any] = {
        "programme": {"actions": {"A1": {"operations": {"A1.1": {}}, "indicateurs": {
            "FAIT": {"nature": "jalon", "operation": "A1.1"}, "PAS_FAIT": {"nature": "jalon", "operation": "A1.1"},
            "AILLEURS": {"nature": "jalon"},
        }}}},
        "cadrage": {c: dict(JALON) for c in ("FAIT", "PAS_FAIT", "AILLEURS")},
        "valeurs": {"FAIT": {2024: 1}, "PAS_FAIT": {2024: 0}, "AILLEURS": {2024: 0}},
        "avancements": [{"action": "A1", "objet": "A1.1", "annee": 2025, "etat": "arretee", "decision": "COPIL"}],
        "annee": 2025,
    }  # fmt: skip
    verdicts = {r.indicateur: (r.verdict, r.motif) for r in f.evaluation(entrees).resultats}
    assert verdicts == {
        "FAIT": (Verdict.ATTEINT, None), "PAS_FAIT": (Verdict.NON_ATTEINT, Motif.ABANDONNE),
        "AILLEURS": (Verdict.NON_ECHU, Motif.NON_ECHU),
    }  # fmt: skip
    avant = f.evaluation({**entrees, "annee": 2024}).resultats
    assert {r.indicateur: r.verdict for r in avant}["PAS_FAIT"] is Verdict.NON_ECHU


def test_un_jalon_vise_en_nombre_se_recueille_par_oui_ou_non() -> None:
    evaluation = _un_indicateur(
        {2025: 1}, indicateur={"nature": "jalon"},
        cadrage={"I1": {"nature": "jalon", "cible_initiale": {"valeur": 7, "annee": 2025}}},
    )  # fmt: skip
    assert evaluation.resultats[0].verdict is Verdict.ATTEINT


def test_un_jalon_date_dit_lui_meme_son_annee() -> None:
    essai = f.programme({"A1": {"indicateurs": {"I1": {"nature": "jalon"}}}})
    cadrage = Cadrage({("I1", ENSEMBLE): f.cadre("I1", nature="jalon", cible_initiale={"annee": 2024})})
    date_de_2024 = f.observation("I1", "2025", 1, texte="2024-11-03")
    rendu = evaluer(
        essai, cadrage, Collecte((date_de_2024,)), 2025, bareme=Bareme(), arrete_le=date(2025, 12, 31)
    ).resultats[0]
    assert (rendu.verdict, rendu.motif, rendu.annee_valeur) == (Verdict.ATTEINT, None, 2024)


def test_deux_valeurs_differentes_sont_dites_et_aucune_n_est_retenue() -> None:
    essai = f.programme({"A1": {"indicateurs": {"I1": {}}}})
    doubles = [
        f.observation("I1", "2025", 4, fichier="a.xlsx", feuille="Indicateurs", cellule="F5"),
        f.observation("I1", "2025", 5, fichier="b.xlsx", feuille="Indicateurs", cellule="F5"),
        f.observation("I1", "2025", 5, fichier="c.xlsx"),
    ]
    evaluation = _evaluer(essai, doubles)
    assert [a.code for a in evaluation.anomalies] == ["IND-01", "IND-01"]
    assert (
        "vaut « 5 » ici et « 4 » dans « a.xlsx », feuille « Indicateurs », cellule F5"
        in evaluation.anomalies[0].constat
    )
    assert evaluation.resultats[0].valeur is None
    pareilles = _evaluer(essai, doubles[1:])
    assert (pareilles.anomalies, pareilles.resultats[0].valeur) == ((), 5)


def test_une_periode_illisible_est_dite_et_ecartee() -> None:
    essai = f.programme({"A1": {"indicateurs": {"I1": {}}}})
    evaluation = _evaluer(essai, [f.observation("I1", "printemps", 4), f.observation("I1", "2025", 5)])
    assert [a.code for a in evaluation.anomalies] == ["IND-02"]
    assert evaluation.resultats[0].valeur == 5


def test_ce_qui_n_est_pas_acheve_est_compte_et_non_juge() -> None:
    essai = f.programme({"A1": {"indicateurs": {"I1": {"cumul": "stock"}}}})
    observations = [f.observation("I1", "2024", 4), f.observation("I1", "2025", 5), f.observation("I1", "2026", 6)]
    evaluation = _evaluer(essai, observations, arrete_le=date(2025, 12, 15))
    assert [a.code for a in evaluation.anomalies] == ["IND-03"]
    assert "au 15/12/2025 (nombre : 1)" in evaluation.anomalies[0].constat
    assert (evaluation.resultats[0].valeur, evaluation.resultats[0].annee_valeur) == (4, 2024)


def test_l_edition_publique_ne_garde_ni_texte_ni_provenance_ni_anomalie() -> None:
    essai = f.programme({"A1": {"indicateurs": {"I1": {}}}})
    observation = f.observation(
        "I1", "2025", 5, texte="Mme X", commentaire="Mme X", fichier="Mme X.xlsx", source="Mme X"
    )
    collecte = Collecte(
        (observation, f.observation("I1", "printemps", 4, fichier="Mme X.xlsx")),
        (f.avancement("A1", "A1", 2025, "en_cours", freins="Mme X", reorientation="Mme X", fichier="Mme X.xlsx"),),
        (LigneFinanciere("A1", 2025, "ARS", 100.0, commentaire="Mme X", fichier="Mme X.xlsx"),),
        (Enquete("A1", "I1", ENSEMBLE, "2025", True, commentaire="Mme X", fichier="Mme X.xlsx"),),
    )
    cadrage = Cadrage({("I1", ENSEMBLE): f.cadre("I1", responsable="Mme X")})
    options: dict[str, Any] = {"bareme": Bareme(), "arrete_le": date(2025, 12, 31)}
    publique = evaluer(essai, cadrage, collecte, 2025, diffusion=Diffusion.PUBLIQUE, **options)
    restreinte = evaluer(essai, cadrage, collecte, 2025, **options)
    assert "Mme X" not in repr(publique)
    assert publique.diffusion == "publique"
    assert publique.finances[0].prevu_eur == 100
    assert "Mme X" in repr(restreinte)


def test_une_valeur_initiale_de_quelques_personnes_se_masque_aussi() -> None:
    evaluation = f.evaluation({
        "programme": {"actions": {"A1": {"indicateurs": {"I1": {**COMPTE, "unite": "jeunes"}}}}},
        "cadrage": {"I1": {}, "I1@1": {"valeur_initiale": 4, "annee_initiale": 2023}, "I1@2": {"valeur_initiale": 30}},
        "valeurs": {"I1@1": {2025: 20}, "I1@2": {2025: 40}}, "annee": 2025, "diffusion": "publique",
    })  # fmt: skip
    assert evaluation.resultats_de(ENSEMBLE)[0].valeur == 60
    assert evaluation.cadrage.cadres["I1", UN].valeur_initiale is None
    assert "valeur_initiale=4" not in repr(evaluation)


def test_un_petit_effectif_de_l_annee_se_masque_au_resultat_comme_dans_les_observations() -> None:
    evaluation = _un_indicateur({2024: 0, 2025: 9}, indicateur={"unite": "personnes"}, diffusion="publique")
    assert evaluation.resultats[0].valeur is None
    assert [o.valeur for o in evaluation.observations if o.periode == "2025"] == [None]


def test_un_taux_sans_effectif_connu_se_masque() -> None:
    champs = {"nature": "taux", "cumul": "ratio", "unite": "%"}
    assert _un_indicateur({2025: 62}, indicateur=champs, diffusion="publique").resultats[0].valeur is None
    assert _un_indicateur({2025: 62}, indicateur=champs).resultats[0].valeur == 62


def test_les_taux_de_programme_portent_sur_les_actions_de_l_annee() -> None:
    essai = {"actions": {
        "A1": {"debut": "2024-01-01", "fin": "2024-12-31"}, "A2": {"debut": "2025-03-01"}, "A4": {},
        "A3": {"debut": "2026-01-01"},
    }}  # fmt: skip
    avancements = [{"action": "A2", "objet": "A2", "annee": 2025, "etat": "realisee"}]
    evaluation = f.evaluation({"programme": essai, "annee": 2025, "avancements": avancements})
    assert evaluation.plan == {"A2", "A4"}
    assert [(t.numerateur, t.denominateur) for t in evaluation.taux if t.nom == "realisees"] == [(1, 2)]
