"""Le cadrage d'exemple : ce qu'une instance fictive aurait décidé, tiré des plans."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from evaltools.chaine.exemple_calendrier import fiches_de
from evaltools.chaine.exemple_plan import Plan, Plans, repartir
from evaltools.chaine.exemple_tables import Profil
from evaltools.domaine.attendus import est_une_enquete
from evaltools.domaine.decisions import Decision
from evaltools.domaine.lexique import ENSEMBLE, Cumul, Nature, PeriodiciteCible
from evaltools.domaine.programme import Action, Programme

COPIL, COTECH = "COPIL", "COTECH"
_SANS_DEPART = (Profil.SANS_VALEUR_INITIALE, Profil.ANNUELLE)


def decider(programme: Programme, plans: Plans, derniere: int) -> tuple[Decision, ...]:
    """Rend les décisions du cadrage d'exemple : une par indicateur, et une par EPCI où il se recueille.

    Un indicateur laissé sans cible, sans valeur initiale ou sans sens le reste, pour que « non évaluable » se voie.
    """
    decisions: list[Decision] = []
    for action in programme.actions:
        for indicateur in action.indicateurs:
            propres = [p for (code, _), p in plans.items() if code == indicateur.code]
            if propres:
                decisions += _d_un_indicateur(programme, action, propres, derniere)
    return tuple(decisions)


def _d_un_indicateur(programme: Programme, action: Action, plans: list[Plan], derniere: int) -> list[Decision]:
    socle = plans[0]
    commune = Decision(socle.indicateur.code, **_mesure(action, socle))
    if socle.profil in (Profil.TEXTE, Profil.SANS_CIBLE):
        return [_sans_cible(commune, socle)]
    revise = next((p for p in plans if p.revisee is not None), socle)
    commune = replace(commune, sens=socle.sens, **_decidee(programme, revise, derniere))
    if socle.indicateur.nature is Nature.JALON:
        return [replace(commune, annee_cible=socle.annee_cible)]
    if socle.profil is Profil.ANNUELLE:
        return [_annuelle(commune, socle)]
    if socle.siren == ENSEMBLE:
        return [replace(commune, **_valeurs(socle), annuelles=_parts(programme, plans))]
    return [
        replace(commune, **_valeurs_communes(programme, plans), annuelles=_parts(programme, plans)),
        *(_d_un_epci(programme, plan, derniere) for plan in plans),
    ]


def _mesure(action: Action, plan: Plan) -> dict[str, Any]:
    """Rend ce qui se dit d'un indicateur quoi qu'on en décide : unité si elle manquait, source, responsable."""
    indicateur = plan.indicateur
    pilote = next((f.pilote for f in fiches_de(action, indicateur.operation) if f.pilote), "")
    if indicateur.nature is Nature.TEXTE:
        source = "compte rendu du pilote"
    elif est_une_enquete(indicateur) or indicateur.nature is Nature.ECHELLE:
        source = "questionnaire aux participants"
    else:
        source = "tableau de suivi du pilote"
    return {
        "unite": plan.unite if plan.unite != indicateur.unite else "",
        "cumul": plan.cumul if plan.cumul is not indicateur.cumul else None,
        "source": "" if indicateur.source else source,
        "responsable": "" if indicateur.responsable else (pilote[:80] or "Coordination"),
    }


def _sans_cible(decision: Decision, plan: Plan) -> Decision:
    remarque = "Aucune cible n'a été fixée." if plan.profil is Profil.SANS_CIBLE else ""
    return replace(decision, remarque=remarque)


def _decidee(programme: Programme, plan: Plan, derniere: int) -> dict[str, Any]:
    """Rend qui a décidé et quand ; et, si la cible a été révisée, qui l'a révisée et quand."""
    jour = date(programme.debut.year, 12, 4)
    champs: dict[str, Any] = {"instance": COPIL, "decidee_le": jour}
    if plan.revisee is not None:
        revision = {"instance_revision": COTECH, "revisee_le": date(derniere, 3, 19)}
        champs |= {**revision, "remarque": "Cible révisée à la baisse : moyens moindres que prévu."}
    return champs


def _annuelle(decision: Decision, plan: Plan) -> Decision:
    """Fixe une cible à tenir chaque année ; celle que le document énonce déjà n'est pas réécrite."""
    if plan.indicateur.cible is not None:
        return replace(decision, annee_cible=plan.annee_cible)
    return replace(
        decision,
        cible_initiale=plan.cible,
        annee_cible=plan.annee_cible,
        periodicite=PeriodiciteCible.ANNUELLE,
    )


def _valeurs(plan: Plan) -> dict[str, Any]:
    flux = plan.cumul is Cumul.FLUX
    depart = None if flux or plan.profil in _SANS_DEPART else plan.depart
    return {
        "valeur_initiale": depart,
        "annee_initiale": None if depart is None else plan.annee_depart,
        "cible_initiale": plan.cible,
        "annee_cible": plan.annee_cible,
        "cible_revisee": plan.revisee,
    }


def _valeurs_communes(programme: Programme, plans: list[Plan]) -> dict[str, Any]:
    """Rend les valeurs de l'ensemble : sommes pour ce qui se compte ; pour un taux, le départ moyen et la cible."""
    valeurs = _valeurs(plans[0])
    if plans[0].cumul is Cumul.RATIO:
        individus = sum(p.individus for p in plans)
        moyenne = sum(p.depart * p.individus for p in plans) / individus
        depart = None if valeurs["valeur_initiale"] is None else round(moyenne, 1)
        return {**valeurs, "valeur_initiale": depart}
    sommes = {champ: _somme(_valeurs(p)[champ] for p in plans) for champ in ("valeur_initiale", "cible_initiale")}
    revisees = [p.cible if p.revisee is None else p.revisee for p in plans]
    revisee = sum(revisees) if any(p.revisee is not None for p in plans) else None
    if plans[0].cumul is Cumul.FLUX and revisee is None and not _parts(programme, plans):
        sommes["cible_initiale"] = None
    return {**valeurs, **sommes, "cible_revisee": revisee}


def _somme(valeurs: Iterable[float | int | None]) -> float | None:
    connues = list(valeurs)
    return None if any(v is None for v in connues) else float(sum(v for v in connues if v is not None))


def _parts(programme: Programme, plans: list[Plan]) -> Mapping[int, float]:
    """Rend les cibles annuelles d'un flux qui ne démarre pas avec le contrat, ou qui démarre en cours d'année."""
    socle = plans[0]
    entier = socle.premiere == programme.annees[0] and not programme.est_partielle(socle.premiere)
    if not socle.parts or entier:
        return {}
    total = sum(p.cible if p.revisee is None else p.revisee for p in plans)
    ambition = sum(p.cible for p in plans)
    brutes = {a: sum(p.parts.get(a, 0.0) for p in plans) for a in sorted({a for p in plans for a in p.parts})}
    return repartir(total, brutes) if total != ambition else brutes


def _d_un_epci(programme: Programme, plan: Plan, derniere: int) -> Decision:
    """Rend la ligne d'un EPCI ; les années sont celles de l'indicateur, et ne se répètent pas."""
    valeurs = {**_valeurs(plan), "annee_initiale": None, "annee_cible": None}
    champs = {**_decidee(programme, plan, derniere), "remarque": ""}
    return replace(Decision(plan.indicateur.code, plan.siren), **valeurs, **champs)
