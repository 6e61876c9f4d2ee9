"""Toutes les parties que l'évaluation annuelle et la note semestrielle savent écrire, par nom."""

from __future__ import annotations

from collections.abc import Mapping

from evaltools.restitution.annuel import (
    a_suivre,
    annexes,
    avancement,
    budget,
    changements,
    chez_nous,
    chronogramme,
    couverture,
    decisions,
    entete,
    essentiel,
    faits,
    fiches,
    indicateurs,
    methode,
    non_evaluables,
    objectifs,
    plan_suivant,
    prevu_realise,
    qualite,
    satisfaction,
    semestres,
    suites,
    taux,
)
from evaltools.restitution.annuel.contexte import Contexte
from evaltools.restitution.annuel.par_unite import COM, GOUVERNANCE, PARTENARIAT, PUBLICS, partie
from evaltools.restitution.rapport import Partie

PARTIES: Mapping[str, Partie[Contexte]] = {
    "entete": Partie("En-tête", entete.bloc),
    "essentiel": Partie("L'essentiel", essentiel.bloc),
    "suites": Partie("Suites des décisions", suites.bloc, suites.manque),
    "avancement": Partie("Avancement des actions", avancement.bloc),
    "taux": Partie("Taux de programme", taux.bloc, taux.manque),
    "a_suivre": Partie("Actions à suivre", a_suivre.bloc),
    "chronogramme": Partie("Calendrier", chronogramme.bloc, chronogramme.manque),
    "objectifs": Partie("Objectifs", objectifs.bloc),
    "indicateurs": Partie("Indicateurs et tendances", indicateurs.bloc, indicateurs.manque),
    "prevu_realise": Partie("Prévu et réalisé", prevu_realise.bloc, prevu_realise.manque),
    "publics": partie(PUBLICS),
    "faits": Partie("Freins et leviers", faits.bloc, faits.manque),
    "budget": Partie("Budget", budget.bloc, budget.manque),
    "couts": Partie("Coûts rapportés", annexes.couts, annexes.manque_couts),
    "chez_nous": Partie("Et chez nous ?", chez_nous.bloc, chez_nous.manque),
    "couverture": Partie("Couverture du territoire", couverture.bloc, couverture.manque),
    "gouvernance": partie(GOUVERNANCE),
    "partenaires": partie(PARTENARIAT),
    "satisfaction": Partie("Satisfaction", satisfaction.bloc, satisfaction.manque),
    "qualite": Partie("Qualité des données", qualite.bloc, qualite.manque),
    "controles": Partie("Contrôles", qualite.bloc_controles, qualite.manque_controles),
    "non_evaluables": Partie("Ce qu'on ne peut pas évaluer", non_evaluables.bloc),
    "decisions": Partie("Décisions à prendre", decisions.bloc),
    "fiches": Partie("Fiches des actions", fiches.bloc),
    "plan_suivant": Partie("Plan de l'année suivante", plan_suivant.bloc, plan_suivant.manque),
    "changements": Partie("Changements", changements.bloc, changements.manque),
    "communication": partie(COM),
    "semestres": Partie("Écarts entre semestres", semestres.bloc, semestres.manque),
    "lecture": Partie("Comment lire", annexes.lecture),
    "methode": Partie("Méthode et barème", methode.bloc),
    "donnees": Partie("Données", annexes.donnees, annexes.manque_donnees),
}
