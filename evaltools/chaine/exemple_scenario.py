"""Le scénario des données d'exemple : ce qui arrive à chaque indicateur et à chaque action.

Il est tiré au sort une fois pour toutes (graine), pour n'importe quel programme, de façon que tous les accidents de la
vie réelle y soient et qu'environ un indicateur sur trois reste non évaluable. Une petite table par programme fixe les
accidents notables.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from random import Random

from evaltools.chaine.exemple_calendrier import premiere_annee
from evaltools.chaine.exemple_grandeurs import ordre_de
from evaltools.chaine.exemple_tables import (
    PROFILS_FIXES,
    ROLES_FIXES,
    SANS_SUITE,
    TARDIFS_FIXES,
    VALEURS_FIXES,
    Profil,
    Role,
)
from evaltools.domaine.attendus import est_prevu
from evaltools.domaine.lexique import Cumul, Nature, PeriodiciteCible, Sens
from evaltools.domaine.programme import Action, Indicateur, Programme


@dataclass(frozen=True, slots=True)
class Scenario:
    """Tout ce qui est tiré au sort pour un programme.

    ``roles`` : par action et par opération. ``tardifs`` : actions dont le classeur de la dernière année n'est pas
    revenu. ``revises`` : indicateurs dont la cible a été révisée. ``fixes`` : valeurs imposées, par indicateur et
    année.
    """

    profils: Mapping[str, Profil]
    roles: Mapping[str, Role]
    tardifs: frozenset[str]
    revises: frozenset[str]
    fixes: Mapping[str, Mapping[int, float]]

    def role(self, action: str, operation: str | None = None) -> Role:
        """Rend ce qui arrive à l'opération, ou à l'action entière."""
        return self.roles[operation or action]


PART_NON_EVALUABLE = 0.40
"""Part d'indicateurs laissés non évaluables, textes compris."""

_RAISONS = (
    Profil.SANS_CIBLE,
    Profil.BLANC,
    Profil.SANS_CIBLE,
    Profil.SANS_VALEUR_INITIALE,
    Profil.NON_DISPONIBLE,
    Profil.ENQUETE_NON_REALISEE,
    Profil.SANS_CIBLE,
    Profil.RUPTURE,
    Profil.SANS_VALEUR_INITIALE,
    Profil.TROP_ANCIENNE,
    Profil.SECRET,
    Profil.SANS_CIBLE,
)
_EN_COURS = (
    Profil.BONNE_VOIE,
    Profil.A_ACCELERER,
    Profil.ATTEINT_TOT,
    Profil.BONNE_VOIE,
    Profil.INSUFFISANT,
    Profil.DEGRADATION,
    Profil.A_ACCELERER,
    Profil.BONNE_VOIE,
    Profil.STAGNATION,
    Profil.A_ACCELERER,
    Profil.MAINTIEN,
    Profil.BONNE_VOIE,
)
_JALONS = (Profil.FAIT, Profil.FAIT_EN_RETARD, Profil.FAIT, Profil.NON_ECHU, Profil.FAIT, Profil.PAS_FAIT)


def imaginer(programme: Programme, annee: int, graine: int) -> Scenario:
    """Tire le scénario d'un programme, de sa première année à ``annee`` ; même graine, même scénario."""
    tirage = Random(f"{graine}|{programme.code}|scenario")
    roles = _roles(programme, tirage)
    tardifs = _tardifs(programme, tirage)
    profils = _profils(programme, annee, _sans_valeur(programme, roles, tardifs, annee), tirage)
    return Scenario(
        profils,
        roles,
        tardifs,
        _revises(programme, profils, tirage),
        VALEURS_FIXES.get(programme.code, {}),
    )


def _profils(programme: Programme, annee: int, sans_valeur: frozenset[str], tirage: Random) -> dict[str, Profil]:
    indicateurs = [i for i in programme.indicateurs if not i.clause_ouverte]
    connus = {i.code for i in indicateurs}
    profils = {c: p for c, p in PROFILS_FIXES.get(programme.code, {}).items() if c in connus}
    profils |= {i.code: Profil.TEXTE for i in indicateurs if i.nature is Nature.TEXTE}
    for i in indicateurs:
        if i.code not in profils and est_annuel(i):
            profils[i.code] = Profil.ANNUELLE
        elif i.code not in profils and _sans_jugement(i):
            profils[i.code] = Profil.SANS_CIBLE
    restants = [i for i in indicateurs if i.code not in profils]
    tirage.shuffle(restants)
    if Profil.ACQUIS_PERDU not in profils.values():
        profils |= _distribuer(restants, (Profil.ACQUIS_PERDU,), 1, _admet_parcours)
        restants = [i for i in restants if i.code not in profils]
    prevus = {i.code for i in indicateurs if est_prevu(i)}
    deja = {c for c, p in profils.items() if p in SANS_SUITE or p is Profil.TEXTE} | sans_valeur
    a_laisser = max(0, round(PART_NON_EVALUABLE * len(indicateurs)) - len(deja - prevus))
    precoces = _precoces(programme, annee)
    ouverts = [i for i in restants if i.code not in sans_valeur]
    raisons = _distribuer(ouverts, _RAISONS, a_laisser, lambda i, p: _admet_raison(i, p, precoces))
    restants = [i for i in restants if i.code not in raisons]
    jalons = [i for i in restants if i.nature is Nature.JALON]
    nombres = [i for i in restants if i.nature is not Nature.JALON]
    return {
        **profils,
        **raisons,
        **_distribuer(jalons, _JALONS, len(jalons), lambda _i, _p: True),
        **_distribuer(nombres, _EN_COURS, len(nombres), _admet_parcours),
    }


def _sans_valeur(
    programme: Programme, roles: Mapping[str, Role], tardifs: frozenset[str], annee: int
) -> frozenset[str]:
    """Rend les indicateurs qui n'auront aucune valeur, parce que leur action n'aura rien remonté."""
    muets = (Role.REPORTEE, Role.SUSPENDUE, Role.NON_DEMARREE)
    return frozenset(
        i.code
        for action in programme.actions
        for i in action.indicateurs
        if (roles[i.operation or action.code] in muets or action.code in tardifs)
        and premiere_annee(programme, action, i.operation) >= annee
    )


def _precoces(programme: Programme, annee: int) -> frozenset[str]:
    """Rend les indicateurs d'actions démarrées plus de quatre ans avant : une donnée peut y être trop ancienne."""
    return frozenset(
        i.code
        for action in programme.actions
        for i in action.indicateurs
        if premiere_annee(programme, action, i.operation) < annee - 4
    )


def _distribuer(
    indicateurs: Iterable[Indicateur],
    profils: tuple[Profil, ...],
    combien: int,
    admet: Callable[[Indicateur, Profil], bool],
) -> dict[str, Profil]:
    """Donne les profils à tour de rôle au premier indicateur qui les admet, jusqu'à en avoir servi ``combien``."""
    libres = list(indicateurs)
    donnes: dict[str, Profil] = {}
    tour, passes = 0, 0
    while libres and len(donnes) < combien and passes < len(profils):
        profil = profils[tour % len(profils)]
        tour += 1
        choisi = next((i for i in libres if admet(i, profil)), None)
        passes = 0 if choisi else passes + 1
        if choisi is not None:
            libres.remove(choisi)
            donnes[choisi.code] = profil
    return donnes


def est_annuel(indicateur: Indicateur) -> bool:
    """Dit si la cible se juge chaque année : le document le dit, ou le libellé compte des réunions annuelles."""
    if indicateur.cible is not None:
        return indicateur.cible.periodicite is PeriodiciteCible.ANNUELLE
    if indicateur.nature is not Nature.NOMBRE or indicateur.sens is not Sens.HAUSSE:
        return False
    return "annuel de réunions" in indicateur.libelle.casefold()


def cumul_de(indicateur: Indicateur) -> Cumul | None:
    """Rend le cumul que l'instance d'exemple retient : un flux à faire baisser se juge sur sa dernière année."""
    if indicateur.cumul is Cumul.FLUX and indicateur.sens is Sens.BAISSE:
        return Cumul.STOCK
    return indicateur.cumul


def _sans_jugement(indicateur: Indicateur) -> bool:
    return indicateur.nature is not Nature.JALON and indicateur.sens is None


def _admet_raison(indicateur: Indicateur, profil: Profil, precoces: frozenset[str]) -> bool:
    jalon = indicateur.nature is Nature.JALON
    if profil in (Profil.SANS_CIBLE, Profil.BLANC, Profil.NON_DISPONIBLE):
        return True
    if profil is Profil.ENQUETE_NON_REALISEE:
        return indicateur.si_enquete or (indicateur.nature is Nature.ECHELLE) or "satisfaction" in indicateur.libelle
    if jalon or cumul_de(indicateur) is Cumul.FLUX:
        return False
    if profil is Profil.TROP_ANCIENNE:
        return indicateur.code in precoces
    if profil is Profil.SECRET:
        petits = not ordre_de(indicateur).pour_mille or ordre_de(indicateur).stock > 0
        return indicateur.cumul is Cumul.STOCK and indicateur.compte_des_personnes and petits
    return True


def _admet_parcours(indicateur: Indicateur, profil: Profil) -> bool:
    if profil is Profil.DEGRADATION:
        return cumul_de(indicateur) is not Cumul.FLUX
    if profil is Profil.ACQUIS_PERDU:
        return indicateur.cumul is Cumul.STOCK and indicateur.sens is Sens.HAUSSE
    if profil is Profil.MAINTIEN:
        return indicateur.cumul is Cumul.STOCK or "satisfaction" in indicateur.libelle.casefold()
    return True


def _roles(programme: Programme, tirage: Random) -> dict[str, Role]:
    """Donne son rôle à chaque action et à chaque opération ; une opération suit son action, sauf mention contraire."""
    fixes = ROLES_FIXES.get(programme.code) or _roles_au_sort(programme.actions, tirage)
    roles: dict[str, Role] = {}
    for action in programme.actions:
        roles[action.code] = fixes.get(action.code, Role.EN_COURS)
        roles |= {o.code: fixes.get(o.code, roles[action.code]) for o in action.operations}
    return roles


def _roles_au_sort(actions: tuple[Action, ...], tirage: Random) -> dict[str, Role]:
    """Donne un accident à une action sur trois, la première restant en cours."""
    au_sort = list(actions[1:])
    tirage.shuffle(au_sort)
    suite = (Role.REPORTEE, Role.ARRETEE, Role.REALISEE, Role.NON_DEMARREE, Role.REALISEE_PARTIELLEMENT, Role.SUSPENDUE)
    nombre = max(2, len(actions) // 3)
    return {a.code: r for a, r in zip(au_sort[:nombre], suite * (nombre // len(suite) + 1), strict=False)}


def _tardifs(programme: Programme, tirage: Random) -> frozenset[str]:
    fixes = TARDIFS_FIXES.get(programme.code)
    if fixes is not None:
        return fixes & {a.code for a in programme.actions}
    if len(programme.actions) < 3:
        return frozenset()
    return frozenset(a.code for a in tirage.sample(programme.actions, max(1, len(programme.actions) // 15)))


def _revises(programme: Programme, profils: Mapping[str, Profil], tirage: Random) -> frozenset[str]:
    """Révise la cible d'un indicateur sur vingt-cinq, parmi ceux qui avancent vers une cible."""
    en_route = (Profil.A_ACCELERER, Profil.INSUFFISANT, Profil.ATTEINT_TOT)
    candidats = [
        i.code for i in programme.indicateurs if profils.get(i.code) in en_route and i.nature is not Nature.JALON
    ]
    return frozenset(tirage.sample(candidats, min(len(candidats), max(1, len(profils) // 25))))
