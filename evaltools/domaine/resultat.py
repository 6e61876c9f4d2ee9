"""Le résultat d'un indicateur sur un territoire : une ligne du tableau que tout le monde lit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from evaltools.domaine.incertitude import Incertitude
from evaltools.domaine.lexique import Motif, Verdict
from evaltools.domaine.projection import Projection
from evaltools.domaine.robustesse import Robustesse


@dataclass(frozen=True, slots=True)
class CibleJugee:
    """Une cible décidée, qui l'a décidée et quand, et le jugement qu'elle donne à l'année d'évaluation (règle R-25).

    ``valeur`` : v*, dans l'unité (``None`` pour une plage). ``instance`` vide et ``origine`` « document » : c'est le
    document signé qui l'énonce. ``en_vigueur`` : c'est elle que le verdict du résultat emploie.
    """

    valeur: float | None
    annee: int | None
    instance: str
    decidee_le: date | None
    origine: str
    en_vigueur: bool
    verdict: Verdict
    motif: Motif | None = None
    cible_atteinte: str = ""
    degre_atteinte: float | None = None
    reste_a_faire: float | None = None


@dataclass(frozen=True, slots=True)
class Resultat:
    """Jugement d'un indicateur sur un territoire (contrat : ``docs/dictionnaire.md``, mêmes colonnes).

    Nombres ni bornés ni arrondis ; ``None`` : ne se calcule pas. ``degre_atteinte``, ``score``,
    ``part_attendue``, ``rythme`` sans unité (0,4 = 40 %). ``reste_a_faire`` dans l'unité de l'indicateur.
    ``cible_atteinte`` : « oui », « non », « inconnu », ou vide quand il n'y a pas de cible.

    ``serie`` : valeur de chaque année (``None`` : pas de valeur), jamais cumulée. ``trajectoire`` : valeur attendue à
    la fin de chaque année ; pour un flux, le cumul attendu. ``cible_initiale`` : ce que valait la cible avant révision.
    ``annees_atteintes`` sur ``annees_applicables`` : cible annuelle jugée sur le contrat. ``prevu`` : valeur prévue de
    la même période, quand l'indicateur est le réalisé d'une paire ; ``taux_de_realisation`` : réalisé / prévu, qui
    n'est pas un degré d'atteinte. ``cumuls`` : dans l'édition publique, le cumul publié à la fin de chaque année d'un
    flux dont des années sont masquées (la ``serie`` ne permet plus de le refaire) ; vide sinon. ``secrete`` : il y a
    une valeur, que l'on ne montre pas.

    ``initiale`` et ``revisee`` : les deux cibles côte à côte, jugées l'une et l'autre (R-25) ; ``revisee`` ``None`` :
    pas de révision. ``incertain`` : verdicts possibles (« En bonne voie | À accélérer »), vide si un seul l'est ;
    ``incertitude`` dit d'où vient la marge, ``None`` s'il n'y en a pas (R-51 à R-54). ``projection`` : prolongement
    linéaire, jamais un verdict (R-26). ``robustesse`` : verdict de l'indicateur sous d'autres choix de méthode (R-78).
    ``bareme`` : version et date du barème qui a jugé.
    """

    programme: str
    annee: int
    siren: str
    axe: str
    objectif: str
    action: str
    operation: str
    indicateur: str
    libelle: str
    unite: str
    niveau: str
    sens: str
    cumul: str
    valeur_initiale: float | None
    annee_initiale: int | None
    cible: float | None
    annee_cible: int | None
    valeur: float | None
    annee_valeur: int | None
    cible_atteinte: str
    degre_atteinte: float | None
    score: float | None
    part_attendue: float | None
    rythme: float | None
    verdict: Verdict
    motif: Motif | None
    incertain: str
    alertes: tuple[str, ...]
    reste_a_faire: float | None
    fichier: str
    cellule: str
    poids: float = 1.0
    numerateur: float | None = None
    denominateur: float | None = None
    texte: str = ""
    serie: Mapping[int, float | None] = field(default_factory=dict)
    trajectoire: Mapping[int, float] = field(default_factory=dict)
    cible_initiale: float | None = None
    feuille: str = ""
    annees_atteintes: int | None = None
    annees_applicables: int | None = None
    epci_renseignes: int | None = None
    epci_concernes: int | None = None
    prevu: float | None = None
    taux_de_realisation: float | None = None
    cumuls: Mapping[int, float] = field(default_factory=dict)
    secrete: bool = False
    initiale: CibleJugee | None = None
    revisee: CibleJugee | None = None
    incertitude: Incertitude | None = None
    projection: Projection | None = None
    robustesse: Robustesse | None = None
    bareme: str = ""


COLONNES_RESULTATS = (
    "programme", "annee", "siren", "axe", "objectif", "action", "operation", "indicateur", "libelle", "unite", "niveau",
    "sens", "cumul", "valeur_initiale", "annee_initiale", "cible", "annee_cible", "valeur", "annee_valeur",
    "cible_atteinte", "degre_atteinte", "score", "part_attendue", "rythme", "verdict", "motif", "incertain", "alertes",
    "reste_a_faire", "fichier", "cellule",
)  # fmt: skip
"""Colonnes du contrat (``docs/dictionnaire.md``), dans l'ordre."""
