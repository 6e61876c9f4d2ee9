"""Ce que l'édition publique montre et masque, cas par cas, à la main (règles R-91, R-95 à R-98)."""

from __future__ import annotations

import random
from collections.abc import Mapping
from datetime import date
from typing import Any

import fabrique_methode as f
import pytest

from evaltools.domaine.bareme import Bareme
from evaltools.domaine.cadrage import Cadrage
from evaltools.domaine.collecte import Collecte
from evaltools.domaine.enquetes import Enquete
from evaltools.domaine.evaluation import Evaluation, evaluer
from evaltools.domaine.lexique import ENSEMBLE, Motif, Qualite, Verdict
from evaltools.domaine.resultat import Resultat
from evaltools.domaine.secret_protection import proteger

JEUNES = {"unite": "jeunes", "maille": "epci", "agregation": "somme"}
ENTIER = {"unite": "jeunes"}
TAUX = {"nature": "taux", "cumul": "ratio", "unite": "%", "maille": "epci", "agregation": "ratio_cumule"}
UN, DEUX, TROIS = f.SIRENS[:3]


def _publier(
    indicateurs: Mapping[str, Any], valeurs: Mapping[str, Any], annee: int = 2025, epci: int = 2, **entrees: Any
) -> Evaluation:
    programme = {"actions": {"A1": {"indicateurs": indicateurs}}, "epci": epci}
    gardees = {cle: {p: v for p, v in serie.items() if int(str(p)[:4]) <= annee} for cle, serie in valeurs.items()}
    return f.evaluation(
        {"programme": programme, "valeurs": gardees, "annee": annee, "diffusion": "publique", **entrees}
    )


def _valeurs(evaluation: Evaluation, code: str = "I1") -> dict[str, float | None]:
    noms = {ENSEMBLE: "tous"} | {siren: str(rang) for rang, siren in enumerate(f.SIRENS, 1)}
    return {noms[r.siren]: r.valeur for r in evaluation.resultats if r.indicateur == code}


def _ensemble(evaluation: Evaluation, code: str = "I1") -> Resultat:
    return next(r for r in evaluation.resultats_de(ENSEMBLE) if r.indicateur == code)


def _observees(evaluation: Evaluation, code: str = "I1") -> list[float | None]:
    return [o.valeur for o in evaluation.observations if o.indicateur == code]


@pytest.mark.parametrize(
    ("un", "deux", "attendu"),
    [
        (8, 20, {"tous": 28, "1": None, "2": None}),  # masquer 8 seul le laisserait à 28 − 20
        (5, 3, {"tous": None, "1": None, "2": None}),  # le total aussi est petit
        (6, 6, {"tous": 12, "1": None, "2": None}),  # de 1 à 11 : onze valeurs
        (6, 5, {"tous": None, "1": None, "2": None}),  # de 1 à 10 : dix valeurs, le total se masque
        (8, 0, {"tous": None, "1": None, "2": 0}),  # le total est le premier EPCI
        (20, 0, {"tous": 20, "1": 20, "2": 0}),
        (20, 30, {"tous": 50, "1": 20, "2": 30}),
        (10, 11, {"tous": 21, "1": None, "2": None}),
    ],
)
def test_deux_epci_et_leur_total(un: float, deux: float, attendu: dict[str, float | None]) -> None:
    evaluation = _publier({"I1": JEUNES}, {"I1@1": {2025: un}, "I1@2": {2025: deux}})
    assert _valeurs(evaluation) == attendu
    assert _observees(evaluation) == [attendu["1"], attendu["2"]]


def test_a_trois_epci_la_plus_petite_des_autres_cases_se_masque_et_rien_de_plus() -> None:
    evaluation = _publier({"I1": JEUNES}, {"I1@1": {2025: 8}, "I1@2": {2025: 40}, "I1@3": {2025: 20}}, epci=3)
    assert _valeurs(evaluation) == {"tous": 68, "1": None, "2": 40, "3": None}


def test_le_petit_groupe_d_une_premiere_annee_ne_condamne_pas_le_cumul() -> None:
    cadrage = {"I1": {"cible_initiale": {"valeur": 200, "annee": 2027}}}
    serie = {"I1": {2024: 6, 2025: 85, 2026: 120}}
    editions = [_ensemble(_publier({"I1": ENTIER}, serie, annee, cadrage=cadrage)) for annee in (2024, 2025, 2026)]
    assert [r.valeur for r in editions] == [None, 91, 211]
    assert [r.motif for r in editions] == [Motif.SECRET, None, None]
    assert [r.degre_atteinte for r in editions] == [None, 0.455, 1.055]
    assert editions[2].serie == {2024: None, 2025: None, 2026: 120}  # 91 − 85 donnerait 6
    assert editions[2].cumuls == {2025: 91, 2026: 211}
    assert (editions[1].annee_valeur, editions[1].cumuls) == (2025, {2025: 91})


def test_le_cumul_d_une_annee_moins_celui_de_la_precedente_ne_donne_pas_un_petit_groupe() -> None:
    serie = {"I1": {2024: 8, 2025: 8, 2026: 8, 2027: 8}}
    cumuls = [_ensemble(_publier({"I1": ENTIER}, serie, annee)).valeur for annee in range(2024, 2028)]
    assert cumuls == [None, 16, None, 32]  # 24 − 16 = 8 : le cumul de 2026 ne paraît pas


def test_un_stock_ne_se_cumule_pas() -> None:
    serie = {"I1": {2024: 8, 2025: 30}}
    assert _ensemble(_publier({"I1": {**ENTIER, "cumul": "stock"}}, serie)).valeur == 30
    avant = _publier({"I1": {**ENTIER, "cumul": "stock"}}, serie, 2024)
    assert (_ensemble(avant).valeur, _ensemble(avant).motif) == (None, Motif.PAS_DE_CIBLE)


def test_une_cible_de_chaque_annee_n_a_pas_de_cumul_a_proteger() -> None:
    cadrage = {"I1": {"cible_initiale": {"valeur": 20, "periodicite": "annuelle"}}}
    serie = {"I1": {2024: 6, 2025: 85}}
    resultat = _ensemble(_publier({"I1": ENTIER}, serie, cadrage=cadrage))
    assert (resultat.valeur, resultat.verdict) == (85, Verdict.ATTEINT)
    finale = _ensemble(_publier({"I1": ENTIER}, serie, cadrage=cadrage, finale=True))
    assert (finale.verdict, finale.motif, finale.annees_atteintes) == (Verdict.NON_EVALUABLE, Motif.SECRET, None)


def test_un_cumul_masque_pour_un_epci_reste_complet_pour_l_ensemble() -> None:
    valeurs = {"I1@1": {2024: 60, 2025: 40}, "I1@2": {2024: 20, 2025: 4}}
    evaluation = _publier({"I1": JEUNES}, valeurs)
    assert _valeurs(evaluation) == {"tous": 124, "1": None, "2": None}
    series = {r.siren: dict(r.serie) for r in evaluation.resultats}
    assert series == {
        ENSEMBLE: {2024: 80, 2025: 44}, UN: {2024: 60, 2025: None}, DEUX: {2024: 20, 2025: None},
    }  # fmt: skip
    assert {r.siren: r.valeur for r in evaluation.resultats_precedents} == {ENSEMBLE: 80, UN: 60, DEUX: 20}


def test_les_operations_et_leur_total() -> None:
    deux = {f"O{n}": {**ENTIER, "libelle": "Jeunes", "operation": f"1.{n}"} for n in (1, 2)}
    commun = {"T": {**ENTIER, "libelle": "Jeunes"}}
    evaluation = _publier(deux | commun, {"O1": {2025: 8}, "O2": {2025: 20}, "T": {2025: 28}})
    assert {r.indicateur: r.valeur for r in evaluation.resultats} == {"O1": None, "O2": None, "T": 28}
    sans_lien = {**commun, "O1": {**ENTIER, "libelle": "Filles", "operation": "1.1"}}
    assert _ensemble(_publier(sans_lien, {"O1": {2025: 20}, "T": {2025: 28}}), "O1").valeur == 20


def test_un_dont_ne_laisse_pas_deviner_le_reste() -> None:
    essai = {"T": {**ENTIER, "libelle": "Jeunes"}, "D": {**ENTIER, "libelle": "dont filles"}}
    evaluation = _publier(essai, {"T": {2025: 30}, "D": {2025: 25}})
    assert {r.indicateur: r.valeur for r in evaluation.resultats} == {"T": 30, "D": None}  # 30 − 25 = 5 garçons
    evaluation = _publier(essai, {"T": {2025: 50}, "D": {2025: 25}})
    assert {r.indicateur: r.valeur for r in evaluation.resultats} == {"T": 50, "D": 25}


def test_les_semestres_et_l_annee() -> None:
    evaluation = _publier({"I1": ENTIER}, {"I1": {"2025-S1": 8, "2025-S2": 20}})
    assert _observees(evaluation) == [None, None]
    assert _ensemble(evaluation).valeur == 28
    entiere = _publier({"I1": ENTIER}, {"I1": {"2025-T1": 30, "2025-T2": 20, "2025-S2": 25, "2025": 80}})
    assert _observees(entiere)[3] == 80  # 80 − 30 − 20 − 25 = 5 : une case au moins se tait
    assert _observees(entiere).count(None) == 1


def test_ce_qui_a_paru_en_juin_n_est_pas_masque_en_decembre() -> None:
    serie = {"I1": {"2025-S1": 20, "2025-S2": 8}}
    juin = _publier({"I1": ENTIER}, {"I1": {"2025-S1": 20}}, arrete_le="2025-06-30")
    decembre = _publier({"I1": ENTIER}, serie)
    assert (_ensemble(juin).valeur, _observees(juin)) == (20, [20])
    assert (_ensemble(decembre).valeur, _observees(decembre)) == (None, [20, None])  # 28 − 20 = 8


def test_un_total_saisi_qui_depasse_les_epci_connus_laisse_voir_le_reste() -> None:
    valeurs = {"I1@1": {2025: 22}, "I1@2": {2025: None}, "I1": {2025: 30}}
    assert _valeurs(_publier({"I1": JEUNES}, valeurs)) == {"tous": 30, "1": None, "2": None}  # 30 − 22 = 8 ailleurs
    valeurs = {"I1@1": {2025: 22}, "I1@2": {2025: None}, "I1": {2025: 62}}
    assert _valeurs(_publier({"I1": JEUNES}, valeurs)) == {"tous": 62, "1": 22, "2": None}


def test_un_total_saisi_plus_petit_que_les_epci_n_est_pas_leur_somme() -> None:
    valeurs = {"I1@1": {2025: 22}, "I1@2": {2025: 8}, "I1": {2025: 25}}
    assert _valeurs(_publier({"I1": JEUNES}, valeurs)) == {"tous": 25, "1": 22, "2": None}


def test_deux_valeurs_qui_se_contredisent_ne_se_publient_pas() -> None:
    essai = f.programme({"A1": {"indicateurs": {"I1": ENTIER}}})
    lignes = [f.observation("I1", "2025", 30), f.observation("I1", "2025", 31, fichier="autre")]
    collecte = Collecte(tuple(lignes))
    reglages: dict[str, Any] = {"bareme": Bareme(), "arrete_le": date(2025, 12, 31), "diffusion": "publique"}
    assert _observees(evaluer(essai, Cadrage({}), collecte, 2025, **reglages)) == [None, None]


def test_une_periode_illisible_d_un_indicateur_protege_ne_se_publie_pas() -> None:
    essai = f.programme({"A1": {"indicateurs": {"I1": ENTIER, "R": {"unite": "réunions"}}}})
    collecte = Collecte((f.observation("I1", "printemps", 40), f.observation("R", "printemps", 40)))
    reglages: dict[str, Any] = {"bareme": Bareme(), "arrete_le": date(2025, 12, 31), "diffusion": "publique"}
    evaluation = evaluer(essai, Cadrage({}), collecte, 2025, **reglages)
    assert (_observees(evaluation), _observees(evaluation, "R")) == ([None], [40])
    assert evaluation.observations[0].qualite is Qualite.SECRET


def test_un_indicateur_recueilli_pour_l_ensemble_n_a_pas_de_ventilation_par_epci() -> None:
    evaluation = _publier({"I1": ENTIER}, {"I1": {2025: 60}, "I1@1": {2025: 30}, "I1@2": {2025: 30}})
    assert _observees(evaluation) == [60, None, None]


def test_les_deux_termes_d_un_taux_se_protegent() -> None:
    evaluation = _publier({"I1": TAUX}, {"I1@1": {2025: [3, 8]}, "I1@2": {2025: [25, 40]}})
    termes = [(r.numerateur, r.denominateur) for r in evaluation.resultats]
    assert termes == [(28, 48), (None, None), (None, None)]
    assert _ensemble(evaluation).valeur == pytest.approx(58.333333333)


def test_un_taux_nul_pour_tous_dit_ce_qu_il_est_pour_chacun() -> None:
    evaluation = _publier({"I1": TAUX}, {"I1@1": {2025: [0, 8]}, "I1@2": {2025: [0, 20]}})
    assert _valeurs(evaluation) == {"tous": None, "1": None, "2": 0}  # 0 sur 28 dirait 0 sur 8
    grands = _publier({"I1": TAUX}, {"I1@1": {2025: [0, 18]}, "I1@2": {2025: [0, 20]}})
    assert _valeurs(grands) == {"tous": 0, "1": 0, "2": 0}


def test_la_cible_composee_ne_trahit_pas_les_denominateurs() -> None:
    cibles = {"I1@1": {"cible_initiale": {"valeur": 20}}, "I1@2": {"cible_initiale": {"valeur": 60}}}
    valeurs = {"I1@1": {2024: [20, 100], 2025: [3, 8]}, "I1@2": {2024: [90, 300], 2025: [30, 90]}}
    avant = _publier({"I1": TAUX}, valeurs, 2024, cadrage={"I1": {}, **cibles})
    assert _ensemble(avant).cible == 50  # (100 × 20 + 300 × 60) / 400
    apres = _publier({"I1": TAUX}, valeurs, cadrage={"I1": {}, **cibles})
    assert (_ensemble(apres).cible, _ensemble(apres).motif) == (None, Motif.PAS_DE_CIBLE)


def test_une_valeur_initiale_masquee_donne_le_motif_secret() -> None:
    stock = {**ENTIER, "cumul": "stock"}
    cadre = {"I1": {"valeur_initiale": 4, "annee_initiale": 2023, "cible_initiale": {"valeur": 60, "annee": 2027}}}
    resultat = _ensemble(_publier({"I1": stock}, {"I1": {2025: 30}}, cadrage=cadre))
    assert (resultat.verdict, resultat.motif, resultat.valeur) == (Verdict.NON_EVALUABLE, Motif.SECRET, 30)
    assert (resultat.valeur_initiale, resultat.degre_atteinte, dict(resultat.trajectoire)) == (None, None, {})
    sans = {"I1": {"cible_initiale": {"valeur": 60, "annee": 2027}}}
    assert _ensemble(_publier({"I1": stock}, {"I1": {2025: 30}}, cadrage=sans)).motif is Motif.PAS_DE_VALEUR_INITIALE


def test_les_valeurs_initiales_des_epci_se_protegent_entre_elles() -> None:
    stock = {**JEUNES, "cumul": "stock"}
    cadres = {f"I1@{rang}": {"valeur_initiale": v} for rang, v in ((1, 4), (2, 30))}
    evaluation = _publier({"I1": stock}, {"I1@1": {2025: 20}}, cadrage={"I1": {"valeur_initiale": 34}, **cadres})
    departs = {siren: cadre.valeur_initiale for (_, siren), cadre in evaluation.cadrage.cadres.items()}
    assert departs == {ENSEMBLE: 34, UN: None, DEUX: None}


def test_un_zero_sensible_est_un_petit_effectif() -> None:
    sensible = {**JEUNES, "sensible": True}
    valeurs = {"I1@1": {2025: 0}, "I1@2": {2025: 30}}
    assert _valeurs(_publier({"I1": sensible}, valeurs)) == {"tous": 30, "1": None, "2": None}
    assert _valeurs(_publier({"I1": JEUNES}, valeurs)) == {"tous": 30, "1": 0, "2": 30}


def test_le_cumul_d_un_indicateur_sensible_se_tait_avec_ses_annees() -> None:
    serie = {"I1": {2024: 8, 2025: 60, 2026: 40}}
    sensible = {**ENTIER, "sensible": True}
    assert [_ensemble(_publier({"I1": sensible}, serie, an)).valeur for an in (2025, 2026)] == [None, None]
    assert _ensemble(_publier({"I1": sensible}, {"I1": {2024: 30, 2025: 60}})).valeur == 90


def test_un_taux_initial_se_publie_sauf_s_il_est_sensible() -> None:
    for sensible, attendu in ((False, 37.5), (True, None)):
        essai = {"I1": {**TAUX, "maille": "ensemble", "agregation": "aucune", "sensible": sensible}}
        evaluation = _publier(essai, {"I1": {2025: [50, 100]}}, cadrage={"I1": {"valeur_initiale": 37.5}})
        assert evaluation.cadrage.cadres["I1", ENSEMBLE].valeur_initiale == attendu


@pytest.mark.parametrize(
    ("unite", "un", "deux", "attendu"),
    [
        ("médecins", 2, 5, {"tous": 7, "1": None, "2": None}), ("médecins", 4, 5, {"tous": 9, "1": 4, "2": 5}),
        ("entreprises", 1, 1, {"tous": None, "1": None, "2": None}),
        ("structures", 1, 5, {"tous": 6, "1": 1, "2": 5}),
    ],
)  # fmt: skip
def test_praticiens_et_entreprises(unite: str, un: float, deux: float, attendu: dict[str, float | None]) -> None:
    evaluation = _publier({"I1": {**JEUNES, "unite": unite}}, {"I1@1": {2025: un}, "I1@2": {2025: deux}})
    assert _valeurs(evaluation) == attendu


def test_une_valeur_tue_par_son_pilote_le_reste_et_ne_se_retrouve_pas() -> None:
    valeurs = {"I1@1": {2025: "secret"}, "I1@2": {2025: 20}, "I1": {2025: 28}}
    assert _valeurs(_publier({"I1": JEUNES}, valeurs)) == {"tous": 28, "1": None, "2": None}
    assert _ensemble(_publier({"I1": ENTIER}, {"I1": {2024: "secret", 2025: 40}})).valeur is None


def test_le_seuil_est_celui_du_bareme() -> None:
    essai = f.programme({"A1": {"indicateurs": {"I1": ENTIER}}})
    lignes = [f.observation("I1", "2025", 8)]
    for seuil, montre in ((11, False), (5, True)):
        masquage = proteger(essai, Cadrage({}), lignes, (), date(2025, 12, 31), seuil)
        assert ("observation", "I1", ENSEMBLE, "2025") in masquage.montrees or not montre
        assert bool(masquage.montrees) is montre


def test_l_ordre_des_lignes_ne_change_rien() -> None:
    hasard = random.Random(3)
    essai = f.programme({"A1": {"indicateurs": {"I1": JEUNES}}}, epci=6)
    lignes = [
        f.observation("I1", str(annee), hasard.randint(0, 40), siren)
        for siren in f.SIRENS for annee in (2024, 2025, 2026)
    ]  # fmt: skip
    attendu = proteger(essai, Cadrage({}), lignes, (), date(2026, 12, 31), 11)
    for _ in range(5):
        hasard.shuffle(lignes)
        assert proteger(essai, Cadrage({}), lignes, (), date(2026, 12, 31), 11) == attendu


def _enquete(siren: str, code: str = "I1", **champs: Any) -> Enquete:
    return Enquete("A1", code, siren, "2025", True, **champs)


def _enquetes_publiees(*enquetes: Enquete, observations: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    essai = f.programme({"A1": {"indicateurs": {"I1": TAUX, "R": {"unite": "réunions"}}}})
    reglages: dict[str, Any] = {"bareme": Bareme(), "arrete_le": date(2025, 12, 31), "diffusion": "publique"}
    rendues = evaluer(essai, Cadrage({}), Collecte(observations, enquetes=enquetes), 2025, **reglages).enquetes
    return [(e.sollicites, e.repondants, e.satisfaits, e.note_moyenne) for e in rendues]


RIEN = (None, None, None, None)


def test_une_enquete_de_peu_d_insatisfaits_se_masque_avec_celle_qui_la_trahirait() -> None:
    petite = _enquete(UN, sollicites=40, repondants=35, satisfaits=30)
    grande = _enquete(DEUX, sollicites=80, repondants=60, satisfaits=40)
    total = _enquete(ENSEMBLE, sollicites=120, repondants=95, satisfaits=70)
    assert _enquetes_publiees(petite, grande, total) == [RIEN, RIEN, (120, 95, 70, None)]
    assert _enquetes_publiees(grande, total)[0] == RIEN  # 95 − 60 = 35, mais 25 − 20 = 5 insatisfaits ailleurs
    assert _enquetes_publiees(grande) == [(80, 60, 40, None)]


def test_une_enquete_sans_nombre_de_repondants_se_masque() -> None:
    assert _enquetes_publiees(_enquete(UN, note_moyenne=4.2, note_maximale=5)) == [RIEN]
    assert _enquetes_publiees(_enquete(UN, satisfaits=50)) == [RIEN]
    assert _enquetes_publiees(_enquete(UN, repondants=50, note_moyenne=4.2)) == [(None, 50, None, 4.2)]
    assert _enquetes_publiees(_enquete(UN, sollicites=50)) == [(50, None, None, None)]


def test_l_enquete_d_un_indicateur_qui_ne_compte_personne_se_protege_aussi() -> None:
    assert _enquetes_publiees(_enquete(UN, "R", repondants=8), _enquete(DEUX, "R", repondants=40)) == [
        RIEN, (None, 40, None, None),
    ]  # fmt: skip


def test_les_repondants_d_un_epci_se_soustraient_au_total_meme_sans_satisfaits() -> None:
    petite, grande = _enquete(UN, repondants=8), _enquete(DEUX, repondants=50)
    total = _enquete(ENSEMBLE, repondants=58, satisfaits=30)
    assert _enquetes_publiees(petite, grande, total) == [RIEN, RIEN, (None, 58, 30, None)]


def test_l_enquete_ne_montre_pas_les_termes_masques_du_taux() -> None:
    """Les deux disent la même chose : 30 satisfaits sur 40, et 12 sur 20 dans l'autre EPCI (8 insatisfaits)."""
    taux = (f.observation("I1", "2025", [30, 42], UN), f.observation("I1", "2025", [12, 20], DEUX))
    enquetes = _enquete(UN, repondants=42, satisfaits=30), _enquete(DEUX, repondants=20, satisfaits=12)
    assert _enquetes_publiees(*enquetes, observations=taux) == [RIEN, RIEN]


def test_deux_enquetes_qui_se_contredisent_se_masquent() -> None:
    assert _enquetes_publiees(_enquete(UN, repondants=40), _enquete(UN, repondants=41)) == [RIEN, RIEN]


def test_une_enquete_a_la_periode_illisible_se_masque() -> None:
    assert _enquetes_publiees(Enquete("A1", "I1", UN, "printemps", True, repondants=40)) == [RIEN]
