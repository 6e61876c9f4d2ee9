"""Les pièces d'une évaluation, champ par champ : situation, valeur jugée, cible résolue, recueil, cadre."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from math import inf
from typing import Any

import fabrique_methode as f
import pytest

from evaltools.domaine.annualisation import annualiser
from evaltools.domaine.bareme import Bareme
from evaltools.domaine.cadrage import Cadrage, Cadre, Cible
from evaltools.domaine.cibles import CibleResolue, resoudre
from evaltools.domaine.collecte import Collecte
from evaltools.domaine.enquetes import Enquete
from evaltools.domaine.finances import LigneFinanciere
from evaltools.domaine.lexique import (
    ENSEMBLE,
    Agregation,
    Alerte,
    Cumul,
    EtatAction,
    EtatValeur,
    Motif,
    Nature,
    Niveau,
    Qualite,
    Sens,
    TypeCible,
)
from evaltools.domaine.mesures import Mesure, Serie
from evaltools.domaine.recueil import recueillir
from evaltools.domaine.regroupement import composer
from evaltools.domaine.situations import Situation, situations
from evaltools.domaine.synthese import noter, regrouper
from evaltools.domaine.valeur_jugee import ValeurJugee, choisir

BAREME = Bareme()
FIN_2026 = date(2026, 12, 31)


def _situation(action: dict[str, Any], *avancements: dict[str, Any], annee: int = 2026) -> Situation:
    essai = f.programme({"A1": action})
    dits = [f.avancement(**{"action": "A1", "objet": "A1", "annee": 2026, "etat": "en_cours"} | a) for a in avancements]
    (situation,) = situations(essai, dits, annee, date(annee, 12, 31))
    return situation


def test_une_situation_dit_tout_ce_qui_a_ete_declare() -> None:
    dates = {"debut_reel": "2025-02-01", "fin_prevue": "2026-06-30", "fin_revisee": "2026-11-30"}
    textes = {"motif": "m", "decision": "d", "faits_marquants": "f", "freins": "n", "leviers": "l"}
    action = {"debut": "2025-01-01", "fin": "2026-03-31", "operations": {"A1.1": {}, "A1.2": {}, "A1.3": {}}}
    rendue = _situation(
        action,
        {"annee": 2025, "etat": "a_venir", "motif": "ancien", "freins": "vieux", "fin_prevue": "2026-06-30"},
        {**dates, **textes, "fin_prevue": "2026-09-30"},
        {"objet": "A1.1", "etat": "realisee"},
        {"objet": "A1.2", "etat": "realisee_partiellement"},
        {"annee": 2027, "etat": "arretee", "motif": "plus tard"},
    )
    assert rendue == Situation(
        "A1", EtatAction.EN_COURS, True, 31, date(2025, 2, 1), date(2026, 6, 30), date(2026, 11, 30), None, 3, 1,
        "m", "d", "f", "n", "l", {2025: EtatAction.A_VENIR, 2026: EtatAction.EN_COURS}, "fin",
    )  # fmt: skip


def test_une_annee_muette_n_efface_rien_de_ce_qui_a_ete_dit() -> None:
    textes = {"motif": "m", "decision": "d", "faits_marquants": "f", "freins": "n", "leviers": "l"}
    rendue = _situation({}, {"annee": 2025, **textes, "fin_reelle": "2025-05-05", "etat": "realisee"}, {"etat": None})
    assert rendue == Situation(
        "A1", EtatAction.REALISEE, False, None, None, None, None, date(2025, 5, 5), 0, 0, "m", "d", "f", "n", "l",
        {2025: EtatAction.REALISEE, 2026: None}, "",
    )  # fmt: skip


def test_une_action_dont_personne_n_a_parle() -> None:
    assert _situation({"debut": "2025-01-01"}) == Situation(
        "A1", None, False, None, date(2025, 1, 1), None, None, None, 0, 0
    )


@pytest.mark.parametrize(
    ("action", "dit", "retard"),
    [
        ({"fin": "2026-12-30"}, {}, (True, 1, "fin")),
        ({"fin": "2026-12-31"}, {}, (False, None, "")),
        ({"fin": "2026-06-30"}, {"etat": "realisee", "fin_reelle": "2026-07-02"}, (False, 2, "fin")),
        ({"fin": "2026-06-30"}, {"etat": "realisee", "fin_reelle": "2026-06-30"}, (False, None, "")),
        ({"fin": "2026-06-30"}, {"etat": "realisee"}, (False, None, "")),
        ({"fin": "2026-06-30"}, {"etat": "arretee"}, (False, None, "")),
        ({"debut": "2026-12-01"}, {"etat": "a_venir"}, (True, 30, "démarrage")),
        ({"debut": "2026-12-31"}, {"etat": "a_venir"}, (False, None, "")),
        ({"debut": "2026-12-01"}, {"etat": "en_cours"}, (False, None, "")),
    ],
    ids=range(9),
)
def test_le_retard_se_compte_en_jours(action: dict[str, Any], dit: dict[str, Any], retard: tuple[Any, ...]) -> None:
    rendue = _situation(action, dit)
    assert (rendue.en_retard, rendue.retard_jours, rendue.raison_retard) == retard


def _choisir(cumul: Cumul, *mesures: Mesure, annee: int = 2026, **dates: Any) -> ValeurJugee:
    return choisir(
        Serie({m.annee: m for m in mesures}), annee, cumul, BAREME, **({"depart": None, "debut": None} | dates)
    )


def test_la_valeur_jugee_d_un_stock() -> None:
    estimee = Mesure(2022, valeur=5.0, qualites=frozenset({Qualite.ESTIME}))
    assert _choisir(Cumul.STOCK, estimee, annee=2024) == ValeurJugee(5.0, 2022, None, (Alerte.ESTIME,), estimee)
    ancienne = (Alerte.ESTIME, Alerte.DONNEE_ANCIENNE)
    assert _choisir(Cumul.STOCK, estimee, annee=2025) == ValeurJugee(5.0, 2022, None, ancienne, estimee)
    assert _choisir(Cumul.STOCK, estimee, annee=2026) == ValeurJugee(5.0, 2022, None, ancienne, estimee)
    trop = ValeurJugee(5.0, 2022, Motif.DONNEE_TROP_ANCIENNE, (Alerte.ESTIME,), estimee)
    assert _choisir(Cumul.STOCK, estimee, annee=2027) == trop
    secrete = Mesure(2025, valeur=6.0, qualites=frozenset({Qualite.SECRET}))
    tue = ValeurJugee(annee=2025, empechement=Motif.SECRET, source=secrete)
    assert _choisir(Cumul.STOCK, estimee, secrete) == tue
    assert _choisir(Cumul.STOCK, estimee, depart=2022) == ValeurJugee(empechement=Motif.PAS_DE_VALEUR)


def test_la_valeur_jugee_d_un_flux() -> None:
    une, deux = Mesure(2024, valeur=5.0), Mesure(2026, valeur=7.0, qualites=frozenset({Qualite.PROVISOIRE}))
    incomplet = (Alerte.CUMUL_INCOMPLET, Alerte.PROVISOIRE)
    assert _choisir(Cumul.FLUX, une, deux) == ValeurJugee(12.0, 2026, None, incomplet, deux)
    sans = Mesure(2025, EtatValeur.SANS_OBJET)
    assert _choisir(Cumul.FLUX, une, sans, deux) == ValeurJugee(12.0, 2026, None, (Alerte.PROVISOIRE,), deux)
    assert _choisir(Cumul.FLUX, une, deux, debut=2025) == ValeurJugee(7.0, 2026, None, incomplet, deux)
    rompue = replace(deux, qualites=frozenset({Qualite.RUPTURE}))
    assert _choisir(Cumul.FLUX, une, sans, rompue) == ValeurJugee(12.0, 2026, Motif.RUPTURE_DE_SERIE, (), rompue)
    nul = Mesure(2026, numerateur=3.0, denominateur=0.0)
    assert _choisir(Cumul.FLUX, nul) == ValeurJugee(empechement=Motif.DENOMINATEUR_NUL)


HAUSSE = Cadre("X", sens=Sens.HAUSSE, cumul=Cumul.STOCK, valeur_initiale=40.0)
PALIERS = {2025: 44.0, 2026: 50.0}


@pytest.mark.parametrize(
    ("cadre", "cible", "attendue"),
    [
        (HAUSSE, Cible(50, 2026, annuelles=PALIERS), CibleResolue(50, 50, inf, 2026, PALIERS)),
        (replace(HAUSSE, sens=Sens.BAISSE), Cible(30, 2026), CibleResolue(30, -inf, 30, 2026)),
        (replace(HAUSSE, sens=Sens.MAINTIEN), Cible(40, 2026), CibleResolue(40, 38.0, 42.0, 2026)),
        (replace(HAUSSE, sens=Sens.MAINTIEN), Cible(40, 2026, tolerance=0.0), CibleResolue(40, 40.0, 40.0, 2026)),
        (replace(HAUSSE, sens=Sens.MAINTIEN), Cible(0, 2026), None),
        (replace(HAUSSE, sens=Sens.MAINTIEN), Cible(None, 2026, borne_basse=3.0), CibleResolue(None, 3.0, inf, 2026)),
        (replace(HAUSSE, sens=Sens.MAINTIEN), Cible(None, 2026, borne_haute=3.0), CibleResolue(None, -inf, 3.0, 2026)),
        (replace(HAUSSE, sens=Sens.PLAGE), Cible(10, 2026, tolerance=2.0), CibleResolue(None, 8.0, 12.0, 2026)),
        (replace(HAUSSE, sens=Sens.PLAGE), Cible(10, 2026), None),
        (replace(HAUSSE, sens=Sens.PLAGE), Cible(None, borne_basse=5.0, borne_haute=4.0), None),
        (replace(HAUSSE, sens=Sens.PLAGE), Cible(None, borne_basse=5.0, borne_haute=5.0), CibleResolue(None, 5.0, 5.0)),
        (HAUSSE, Cible(25, 2026, TypeCible.VARIATION_PCT),
         CibleResolue(50.0, 50.0, inf, 2026, type_cible=TypeCible.VARIATION_PCT)),
        (HAUSSE, Cible(5, 2026, TypeCible.VARIATION_POINTS),
         CibleResolue(45.0, 45.0, inf, 2026, type_cible=TypeCible.VARIATION_POINTS)),
        (replace(HAUSSE, valeur_initiale=None), Cible(5, 2026, TypeCible.VARIATION_POINTS),
         CibleResolue(None, annee=2026, relative_sans_depart=True)),
        (HAUSSE, Cible(None, None, annuelles=PALIERS), CibleResolue(50.0, 50.0, inf, 2026, PALIERS)),
        (replace(HAUSSE, cumul=Cumul.FLUX), Cible(None, 2027, annuelles=PALIERS),
         CibleResolue(94.0, 94.0, inf, 2027, PALIERS)),
        (HAUSSE, Cible(None, 2027, annuelles=PALIERS), None),
        (Cadre("X", nature=Nature.JALON), Cible(None, 2026, annuelles={2026: 1.0}),
         CibleResolue(1.0, 1.0, inf, 2026, {2026: 1.0})),
        (Cadre("X", nature=Nature.ETAPES), Cible(4, 2026), CibleResolue(4, 4, inf, 2026)),
        (HAUSSE, None, None),
    ],
    ids=range(20),
)  # fmt: skip
def test_une_cible_resolue(cadre: Cadre, cible: Cible | None, attendue: CibleResolue | None) -> None:
    assert resoudre(cadre, cible, BAREME) == attendue


@pytest.mark.parametrize(
    ("cible", "alerte"),
    [
        (Cible(50, 2026, annuelles={2026: 50.0}), ()),
        (Cible(50, 2026, annuelles={2026: 49.0}), (Alerte.CIBLE_INCOHERENTE,)),
        (Cible(50, 2026, TypeCible.SOMME_ANNUELLE, annuelles={2025: 20.0, 2026: 30.0}), ()),
        (Cible(50, 2026, TypeCible.SOMME_ANNUELLE, annuelles={2025: 20.0, 2026: 29.0}), (Alerte.CIBLE_INCOHERENTE,)),
    ],
    ids=range(4),
)
def test_le_total_et_les_annuelles_s_accordent(cible: Cible, alerte: tuple[Alerte, ...]) -> None:
    resolue = resoudre(HAUSSE, cible, BAREME)
    assert resolue is not None and resolue.alertes == alerte


@pytest.mark.parametrize(("annuelles", "alerte"), [((20.0, 30.0), False), ((20.0, 31.0), True), ((20.0, 5.0), False)])
def test_les_parts_d_un_flux_ne_depassent_pas_son_total(annuelles: tuple[float, float], alerte: bool) -> None:
    cible = Cible(50, 2026, annuelles=dict(zip((2025, 2026), annuelles, strict=True)))
    resolue = resoudre(replace(HAUSSE, cumul=Cumul.FLUX), cible, BAREME)
    assert resolue is not None and (Alerte.CIBLE_INCOHERENTE in resolue.alertes) is alerte


def test_ce_qui_reste_a_faire() -> None:
    plage = CibleResolue(None, 10.0, 20.0)
    assert [plage.reste(v) for v in (7, 10, 15, 20, 26)] == [3, 0, 0, 0, -6]
    assert CibleResolue(None, relative_sans_depart=True).reste(4) is None


def test_un_indicateur_absent_du_cadrage_se_mesure_comme_le_document_le_dit() -> None:
    champs = {"nature": "taux", "niveau": "resultat", "sens": "baisse", "cumul": "ratio", "unite": "%",
              "libelle": "Évolution du taux de tabagisme", "maille": "epci", "agregation": "ratio_cumule"}  # fmt: skip
    essai = f.programme({"A1": {"indicateurs": {"I1": champs, "I2": {}}}})
    recueil, autre = recueillir(essai, Cadrage({}), [f.observation("I1", "2025", [3, 4], f.SIRENS[0])], FIN_2026)
    nu = Cadre("I1", nature=Nature.TAUX, niveau=Niveau.RESULTAT, sens=Sens.BAISSE, cumul=Cumul.RATIO, unite="%",
               agregation=Agregation.RATIO_CUMULE, evolution=True)  # fmt: skip
    assert recueil.ensemble == nu
    assert autre.ensemble.evolution is False
    assert recueil.sirens == (ENSEMBLE, *f.SIRENS[:2])
    assert recueil.serie_de(f.SIRENS[0]).mesure(2025).valeur == 75.0
    assert recueil.serie_de("inconnu") == Serie()
    assert recueil.serie_de(ENSEMBLE).mesure(2025).epci_renseignes == 1
    assert (autre.sirens, dict(autre.epci), dict(autre.series)) == ((ENSEMBLE,), {}, {})


def test_une_annee_sans_rien_de_lisible_est_non_renseignee() -> None:
    lues = [f.observation("I", "2025-S1", None), f.observation("I", "2026", "non_disponible"),
            f.observation("I", "2026", None)]  # fmt: skip
    mesures = annualiser(lues, Cumul.FLUX).mesures
    assert mesures[2025] == Mesure(2025, EtatValeur.NON_RENSEIGNE)
    assert mesures[2026].etat is EtatValeur.NON_DISPONIBLE


def test_une_rupture_dans_l_annee_suit_sa_derniere_valeur() -> None:
    lues = [f.observation("I", "2026-S1", 4, qualite=Qualite.RUPTURE), f.observation("I", "2026-S2", 5)]
    mesure = annualiser(lues, Cumul.STOCK).mesure(2026)
    assert (mesure.valeur, mesure.qualites) == (5, frozenset({Qualite.RUPTURE}))
    estimee = [f.observation("I", "2026-S1", 4, qualite=Qualite.ESTIME), f.observation("I", "2026-S2", 5)]
    assert annualiser(estimee, Cumul.STOCK).mesure(2026).qualites == frozenset()


def test_les_codes_incertains_et_un_poids_nul() -> None:
    incertain = f.resultat(1, "En bonne voie", 0.5)
    incertain = replace(incertain, incertain="En bonne voie | À accélérer")
    synthese = regrouper("action", "A1", "Action", ENSEMBLE, [incertain, f.resultat(2, "Atteint", 1.0)], BAREME)
    assert synthese.incertains == ("I1",)
    sans_poids = noter([f.resultat(1, "Atteint", 1.0, poids=0.0)], BAREME)
    assert (sans_poids.couverture, sans_poids.score, sans_poids.bas) == (None, None, None)


def test_l_historique_d_une_evaluation_finale_va_du_debut_du_contrat_a_la_veille() -> None:
    vise = {"valeur_initiale": 0, "annee_initiale": 2023, "cible_initiale": {"valeur": 9, "annee": 2027}}
    entrees: dict[str, Any] = {
        "programme": {"actions": {"A1": {"indicateurs": {"I1": {"cumul": "stock"}}}}}, "annee": 2027,
        "cadrage": {"I1": vise},
        "valeurs": {"I1": {2024: 3, 2025: 5, 2026: 7, 2027: 9}},
    }  # fmt: skip
    finale, annuelle = f.evaluation(entrees, finale=True), f.evaluation(entrees)
    assert {an: [r.valeur for r in passes] for an, passes in finale.historique.items()} == {
        2024: [3], 2025: [5], 2026: [7],
    }  # fmt: skip
    assert str(finale.historique[2025][0].verdict) == "En bonne voie"
    assert annuelle.historique == {}


def test_la_cible_composee_porte_la_date_de_ses_revisions() -> None:
    def cadre(siren: str, revisee: str | None) -> Cadre:
        champs: dict[str, Any] = {"cible_initiale": {"valeur": 5, "annee": 2027, "decidee_le": "2025-01-01"}}
        if revisee:
            champs["cible_revisee"] = {"valeur": 4, "annee": 2027, "decidee_le": revisee}
        return f.cadre("I1", siren, cumul="stock", agregation="somme", **champs)

    def composee(*dates: str | None) -> Cadre:
        epci = {s: cadre(s, d) for s, d in zip(f.SIRENS, dates, strict=False)}
        nu = f.cadre("I1", cumul="stock", agregation="somme")
        return composer(nu, epci, {s: Serie.de({2026: 1}) for s in epci}, 2026, BAREME)

    une, deux, sans = composee("2026-02-01", None), composee("2026-02-01", "2026-03-01"), composee(None, None)
    assert une.cible_revisee is not None and deux.cible_revisee is not None and sans.cible_initiale is not None
    assert (une.cible_revisee.valeur, une.cible_revisee.decidee_le) == (9, date(2026, 2, 1))
    assert (deux.cible_revisee.valeur, deux.cible_revisee.decidee_le) == (8, date(2026, 3, 1))
    assert (sans.cible_initiale.valeur, sans.cible_initiale.decidee_le) == (10, date(2025, 1, 1))
    assert sans.cible_revisee is None


def test_un_taux_de_semestres_reste_dans_son_unite() -> None:
    """3 sur 4 puis 3 sur 8 : 6 sur 12, soit 50 %, et non 0,5."""
    lues = [f.observation("I", "2026-S1", [3, 4]), f.observation("I", "2026-S2", [3, 8])]
    mesure = annualiser(lues, Cumul.RATIO, "%").mesure(2026)
    assert (mesure.valeur, mesure.numerateur, mesure.denominateur) == (50.0, 6, 12)


def test_l_historique_public_ne_garde_ni_texte_ni_provenance() -> None:
    entrees: dict[str, Any] = {
        "programme": {"actions": {"A1": {"indicateurs": {"I1": {"cumul": "stock", "unite": "réunions"}}}}},
        "annee": 2026, "valeurs": {"I1": {2024: 3, 2025: 5}}, "commentaire": "Dominique Exemple",
    }  # fmt: skip
    restreinte, publique = (f.evaluation(entrees, finale=True, diffusion=d) for d in ("restreinte", "publique"))
    assert "Dominique" in str(restreinte.historique)
    assert "Dominique" not in str(publique.historique)


def test_deux_collectes_se_reunissent_en_entier() -> None:
    ligne = LigneFinanciere("A1", 2026, "ARS", 1.0)
    enquete = Enquete("A1", "I1", ENSEMBLE, "2026", True)
    une = Collecte((f.observation("I1", "2026", 1),), (f.avancement("A1", "A1", 2026, None),), (ligne,), (enquete,))
    autre = Collecte((f.observation("I1", "2026", 2),), (f.avancement("A2", "A2", 2026, None),), (ligne,), (enquete,))
    somme = une + autre
    assert somme.observations == une.observations + autre.observations
    assert somme.avancements == une.avancements + autre.avancements
    assert (somme.finances, somme.enquetes) == ((ligne, ligne), (enquete, enquete))


def test_une_serie_de_nombres_garde_son_abandon() -> None:
    assert Serie.de({2025: 1.0, 2026: None}, 2026) == Serie(
        {2025: Mesure(2025, valeur=1.0), 2026: Mesure(2026, EtatValeur.NON_RENSEIGNE)}, 2026
    )


def test_un_dernier_denominateur_secret_ne_se_devine_pas_d_un_ancien() -> None:
    """Deux EPCI, un taux : sans le dénominateur de l'un, la cible de l'ensemble ne se pondère pas."""
    secrete = Mesure(2026, valeur=50.0, numerateur=5.0, denominateur=10.0, qualites=frozenset({Qualite.SECRET}))
    connue = Mesure(2025, valeur=50.0, numerateur=20.0, denominateur=40.0)
    cadre = f.cadre("I1", cumul="ratio", agregation="ratio_cumule", cible_initiale={"valeur": 60, "annee": 2027})
    epci = {s: replace(cadre, siren=s) for s in f.SIRENS[:2]}
    nu = replace(cadre, cible_initiale=None)
    series = {f.SIRENS[0]: Serie({2025: connue, 2026: secrete}), f.SIRENS[1]: Serie({2025: connue})}
    assert composer(nu, epci, series, 2026, BAREME).cible_initiale is None
    composee = composer(nu, epci, series, 2025, BAREME).cible_initiale
    assert composee is not None and composee.valeur == 60
