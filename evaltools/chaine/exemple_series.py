"""Les valeurs d'exemple : ce que chaque pilote aurait saisi, année par année, avec les accidents de la vie réelle."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from random import Random

from evaltools.chaine.exemple_plan import Plan, Trame
from evaltools.chaine.exemple_scenario import Scenario
from evaltools.chaine.exemple_tables import Profil, Role
from evaltools.chaine.exemple_textes import COMMENTAIRES, DESCRIPTIONS, choisir
from evaltools.domaine.attendus import LigneAttendue, est_une_enquete, lignes_attendues
from evaltools.domaine.cadrage import Cadrage
from evaltools.domaine.lexique import Cumul, EtatValeur, Nature, Qualite, Sens
from evaltools.domaine.mesures import Observation, facteur_du_ratio
from evaltools.domaine.programme import Action

INTERROMPUS = (Role.ARRETEE, Role.REPORTEE, Role.SUSPENDUE)
"""Rôles des actions qui s'interrompent la dernière année."""

SECRET = "< 11"
"""Ce qu'un pilote tape quand l'effectif est trop petit pour être dit."""

_SANS_NOUVELLES = (Role.REPORTEE, Role.SUSPENDUE, Role.NON_DEMARREE)

_MUETS = {
    Profil.NON_DISPONIBLE: (EtatValeur.NON_DISPONIBLE, "non_disponible"),
    Profil.ENQUETE_NON_REALISEE: (EtatValeur.ENQUETE_NON_REALISEE, "enquete"),
    Profil.BLANC: (EtatValeur.NON_RENSEIGNE, ""),
}
_RYTHMES = {
    Profil.BONNE_VOIE: 1.02,
    Profil.A_ACCELERER: 0.78,
    Profil.INSUFFISANT: 0.42,
    Profil.STAGNATION: 0.05,
}
"""Part du chemin prévu que le profil parcourt ; les autres profils sont traités à part."""


def observer(trame: Trame, cadrage: Cadrage, action: Action, annee: int) -> tuple[Observation, ...]:
    """Rend les observations d'une action pour une année, une par ligne que son classeur attend."""
    lignes = lignes_attendues(trame.programme, action.code, annee, cadrage)
    return tuple(_observer_une(trame, action, ligne, annee) for ligne in lignes)


def _observer_une(trame: Trame, action: Action, ligne: LigneAttendue, annee: int) -> Observation:
    indicateur = ligne.indicateur
    plan = trame.plans[indicateur.code, ligne.siren]
    tirage = trame.tirage(*ligne.cle)
    vide = Observation(
        trame.programme.code,
        action.code,
        indicateur.code,
        ligne.siren,
        ligne.periode,
        EtatValeur.NON_RENSEIGNE,
        operation=indicateur.operation,
    )
    if absence := _absence(trame, action, plan, annee, tirage):
        etat, motif = absence
        return replace(vide, etat=etat, commentaire=_commenter(motif, tirage))
    if indicateur.nature is Nature.TEXTE:
        texte = choisir(DESCRIPTIONS, tirage) if tirage.random() < 0.85 else ""
        return replace(vide, etat=EtatValeur.RENSEIGNE, texte=texte) if texte else vide
    if trame.scenario.role(action.code, indicateur.operation) is Role.NON_DEMARREE:
        return replace(vide, etat=EtatValeur.RENSEIGNE, valeur=0.0)
    return _remplir(trame, vide, plan, annee, tirage)


def _absence(trame: Trame, action: Action, plan: Plan, annee: int, tirage: Random) -> tuple[EtatValeur, str] | None:
    """Dit l'état et le motif d'une ligne sans valeur ; ``None`` si une valeur a été saisie."""
    if etat := _interrompu(trame.scenario, action, plan, annee, trame.derniere):
        return etat, "sans_objet" if etat is EtatValeur.SANS_OBJET and annee >= plan.premiere else ""
    if plan.profil in _MUETS:
        etat, motif = _MUETS[plan.profil]
        return etat, motif if annee == trame.derniere else ""
    if plan.indicateur.nature is Nature.TEXTE:
        return None
    return _accident(plan, annee, trame.derniere, tirage)


def _interrompu(scenario: Scenario, action: Action, plan: Plan, annee: int, derniere: int) -> EtatValeur | None:
    """Dit l'état d'une ligne dont l'action n'est pas ouverte cette année-là ; ``None`` si elle l'est."""
    role = scenario.role(action.code, plan.indicateur.operation)
    if annee < plan.premiere:
        muette = plan.profil is Profil.BLANC or role in _SANS_NOUVELLES or action.code in scenario.tardifs
        return EtatValeur.NON_RENSEIGNE if muette else EtatValeur.SANS_OBJET
    if role is Role.NON_DEMARREE:
        return None if plan.cumul is Cumul.FLUX else EtatValeur.NON_RENSEIGNE
    if role not in INTERROMPUS or annee < derniere or plan.indicateur.nature is Nature.JALON:
        return None
    return EtatValeur.SANS_OBJET if role is Role.ARRETEE else EtatValeur.NON_RENSEIGNE


def _accident(plan: Plan, annee: int, derniere: int, tirage: Random) -> tuple[EtatValeur, str] | None:
    """Tire les trous d'une série : donnée trop ancienne, enquête un an sur deux, blancs et attentes."""
    if plan.profil is Profil.TROP_ANCIENNE:
        return (EtatValeur.NON_DISPONIBLE, "non_disponible") if annee > plan.premiere else None
    pair = (annee - plan.premiere) % 2 == 0
    if est_une_enquete(plan.indicateur) and derniere - plan.premiere > 2 and not pair:
        return EtatValeur.ENQUETE_NON_REALISEE, "enquete"
    if plan.indicateur.nature is Nature.JALON or plan.profil is Profil.ANNUELLE:
        return None
    sort = tirage.random()
    if annee == derniere and plan.siren == "ensemble":
        return None
    blanc = 0.006 if plan.cumul is Cumul.FLUX else 0.03
    if sort < blanc:
        return EtatValeur.NON_RENSEIGNE, ""
    return (EtatValeur.NON_DISPONIBLE, "non_disponible") if sort < 1.6 * blanc else None


def _rang(periode: str) -> tuple[int, int]:
    """Rend le numéro de la période dans l'année, et le nombre de périodes de l'année."""
    _, _, part = periode.partition("-")
    return (int(part[1]), 2 if part[0] == "S" else 4) if part else (1, 1)


def _remplir(trame: Trame, vide: Observation, plan: Plan, annee: int, tirage: Random) -> Observation:
    qualite, motif = _qualite(plan, annee, trame.derniere, tirage)
    if not motif and annee == trame.programme.debut.year and trame.programme.est_partielle(annee):
        motif = "premiere_annee" if tirage.random() < 0.25 else ""
    commentaire = _commenter(motif, tirage)
    pleine = replace(vide, etat=EtatValeur.RENSEIGNE, qualite=qualite, source=_source(plan), commentaire=commentaire)
    if qualite is Qualite.SECRET:
        return replace(pleine, texte=SECRET)
    fixe = trame.scenario.fixes.get(plan.indicateur.code, {}).get(annee)
    serie = _serie(trame, plan) if fixe is None else {annee: fixe}
    if plan.cumul is Cumul.RATIO:
        numerateur, denominateur = _termes(plan, serie[annee], tirage)
        return replace(pleine, numerateur=numerateur, denominateur=denominateur)
    if plan.indicateur.nature is Nature.JALON:
        return replace(pleine, valeur=serie[annee], texte=_jour_du_jalon(plan, serie) if serie[annee] else "non")
    if plan.cumul is Cumul.FLUX:
        return replace(pleine, valeur=_part(serie[annee], *_rang(vide.periode)))
    return replace(pleine, valeur=serie[annee])


def _jour_du_jalon(plan: Plan, serie: Mapping[int, float]) -> str:
    """Rend la date où le jalon a été fait, la même dans les classeurs de toutes les années qui suivent."""
    faite = min(a for a, v in serie.items() if v)
    tirage = Random(f"{plan.indicateur.code}|jour")
    return date(faite, tirage.randint(3, 11), tirage.randint(3, 27)).isoformat()


def _part(total: float, rang: int, nombre: int) -> float:
    """Rend ce que la période apporte d'un total entier ; les périodes en refont exactement la somme."""
    return float(int(total * rang / nombre + 0.5) - int(total * (rang - 1) / nombre + 0.5)) if nombre > 1 else total


def _termes(plan: Plan, valeur: float, tirage: Random) -> tuple[float, float]:
    denominateur = max(4, int(plan.individus * tirage.uniform(0.9, 1.1)))
    numerateur = valeur / facteur_du_ratio(plan.unite) * denominateur
    return float(int(numerateur + 0.5)), float(denominateur)


def _qualite(plan: Plan, annee: int, derniere: int, tirage: Random) -> tuple[Qualite | None, str]:
    if plan.profil is Profil.SECRET:
        return Qualite.SECRET, ""
    if plan.profil is Profil.RUPTURE and annee == max(plan.premiere, derniere - 1):
        return Qualite.RUPTURE, "rupture"
    if plan.indicateur.nature is Nature.JALON:
        return None, ""
    sort = tirage.random()
    if annee == derniere and sort < 0.06:
        return Qualite.PROVISOIRE, "provisoire"
    if sort > 0.98:
        return Qualite.ESTIME, "estime"
    if annee == derniere and plan.profil.value in COMMENTAIRES:
        return None, plan.profil.value
    if annee == derniere and plan.profil is Profil.ATTEINT_TOT and sort < 0.3:
        return None, "depassement"
    return None, ""


def _source(plan: Plan) -> str:
    if est_une_enquete(plan.indicateur) or plan.indicateur.nature is Nature.ECHELLE:
        return "Questionnaire aux participants"
    if plan.indicateur.nature is Nature.JALON:
        return "Compte rendu"
    return "Tableau de suivi du pilote"


def _commenter(motif: str, tirage: Random) -> str:
    return choisir(COMMENTAIRES[motif], tirage) if motif else ""


def _serie(trame: Trame, plan: Plan) -> dict[int, float]:
    """Rend les valeurs de toutes les années, du démarrage à la dernière."""
    tirage = trame.tirage(plan.indicateur.paire or plan.indicateur.code, plan.siren, "serie")
    derniere = trame.derniere
    annees = range(plan.premiere, max(derniere, plan.premiere) + 1)
    if plan.indicateur.nature is Nature.JALON:
        faite = _annee_du_jalon(plan, derniere)
        return {a: float(faite is not None and a >= faite) for a in annees}
    if plan.profil is Profil.ANNUELLE:
        return {a: max(0.0, plan.cible + tirage.choice((-1, 0, 0, 1, 1))) for a in annees}
    if plan.cumul is Cumul.FLUX:
        return _serie_d_un_flux(plan, annees, tirage)
    return dict(_serie_d_un_niveau(plan, annees, tirage))


def _annee_du_jalon(plan: Plan, derniere: int) -> int | None:
    if plan.profil in (Profil.PAS_FAIT, Profil.NON_ECHU):
        return None
    if plan.profil is Profil.FAIT_EN_RETARD:
        return min(plan.annee_cible + 1, derniere)
    return min(plan.annee_cible, derniere)


def _serie_d_un_flux(plan: Plan, annees: range, tirage: Random) -> dict[int, float]:
    parts = {a: plan.parts.get(a, plan.parts[max(plan.parts)]) for a in annees}
    rythme = _RYTHMES.get(plan.profil, 0.95)
    if plan.profil is Profil.ATTEINT_TOT:
        rythme = 1.04 * (plan.revisee or plan.cible) / (sum(parts.values()) or 1.0)
    cumul, deja, valeurs = 0.0, 0.0, {}
    for annee, part in parts.items():
        cumul += part * rythme
        bruit = 1.0 if annee == annees[-1] else tirage.uniform(0.92, 1.08)
        atteint = max(deja, float(int(cumul * bruit + 0.5)))
        valeurs[annee] = atteint - deja
        deja = atteint
    return valeurs


def _serie_d_un_niveau(plan: Plan, annees: range, tirage: Random) -> Iterator[tuple[int, float]]:
    fin, duree = annees[-1], max(1, plan.annee_cible - plan.annee_depart)
    part_finale = min(1.0, (fin - plan.annee_depart) / duree)
    visee = plan.cible if plan.revisee is None else plan.revisee
    for annee in annees:
        part = min(1.0, (annee - plan.annee_depart) / duree)
        avance = _avance(plan.profil, part, part_finale, annee == fin)
        bruit = 1.0 if annee == fin else tirage.uniform(0.9, 1.0)
        valeur = plan.depart + avance * bruit * (visee - plan.depart)
        if plan.profil is Profil.ACQUIS_PERDU and annee == fin:
            valeur = plan.depart * (1.3 if plan.sens is Sens.BAISSE else 0.75)
        if plan.profil is Profil.MAINTIEN:
            valeur = plan.depart
        yield annee, _arrondir(max(0.0, valeur), plan.decimales)


def _avance(profil: Profil, part: float, part_finale: float, fin: bool) -> float:
    """Rend la part du chemin parcourue : 1 à la cible, négative si l'on s'en éloigne."""
    if profil is Profil.ATTEINT_TOT:
        return 1.05 * part / part_finale
    if profil is Profil.DEGRADATION:
        return -(0.2 + 0.25 * part) if fin else 0.3 * part
    if profil is Profil.SANS_VALEUR_INITIALE:
        return 0.6 * part
    return _RYTHMES.get(profil, 0.9) * part


def _arrondir(valeur: float, decimales: int) -> float:
    pas = 10.0**decimales
    return int(valeur * pas + 0.5) / pas
