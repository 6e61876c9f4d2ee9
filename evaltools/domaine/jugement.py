"""Ce que rend un jugement, et les dates dans lesquelles il se fait."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from evaltools.domaine.incertitude import Incertitude
from evaltools.domaine.lexique import Alerte, Motif, Verdict
from evaltools.domaine.mesures import Mesure


class Moment(StrEnum):
    """Colonne de la table des verdicts. ``INCONNU`` : l'échéance de la cible n'est pas connue."""

    ANNUEL = "annuel"
    FINAL = "final"
    INCONNU = "inconnu"


@dataclass(frozen=True, slots=True)
class Contexte:
    """Dates d'un jugement : année d'évaluation, première et dernière année du contrat (``None`` : inconnues).

    ``finale`` : ``True`` force les verdicts de fin de contrat, ``False`` les verdicts annuels, ``None`` laisse
    l'échéance de chaque cible décider. ``partielles`` : années que le contrat ne couvre qu'en partie.
    """

    annee: int
    debut: int | None = None
    fin: int | None = None
    finale: bool | None = None
    partielles: frozenset[int] = frozenset()

    def moment(self, echeance: int | None) -> Moment:
        """Dit si l'on est avant l'échéance (annuel), à l'échéance ou après (final), ou sans échéance (inconnu).

        Examples
        --------
        >>> [str(Contexte(2026).moment(an)) for an in (2028, 2026, None)]
        ['annuel', 'final', 'inconnu']
        """
        if self.finale is not None:
            return Moment.FINAL if self.finale else Moment.ANNUEL
        if echeance is None:
            return Moment.INCONNU
        return Moment.FINAL if self.annee >= echeance else Moment.ANNUEL


@dataclass(frozen=True, slots=True)
class Jugement:
    """Jugement d'un indicateur. Nombres ni bornés ni arrondis ; ``None`` : ne se calcule pas.

    ``ligne`` : numéro de la ligne de la table des verdicts qui l'a emporté (``None`` : règle propre aux jalons ou aux
    cibles annuelles). ``cible_atteinte`` : « oui », « non », « inconnu », ou vide sans cible. ``annees_atteintes`` sur
    ``annees_applicables`` : pour une cible annuelle jugée sur le contrat (« 2 années sur 3 »). ``incertain`` : les
    verdicts possibles quand la marge d'erreur en laisse plusieurs, vide sinon (règle R-53).
    """

    verdict: Verdict
    motif: Motif | None = None
    ligne: int | None = None
    valeur_initiale: float | None = None
    annee_initiale: int | None = None
    cible: float | None = None
    annee_cible: int | None = None
    valeur: float | None = None
    annee_valeur: int | None = None
    cible_atteinte: str = ""
    degre_atteinte: float | None = None
    score: float | None = None
    part_attendue: float | None = None
    rythme: float | None = None
    reste_a_faire: float | None = None
    alertes: tuple[Alerte, ...] = ()
    trajectoire: Mapping[int, float] = field(default_factory=dict)
    annees_atteintes: int | None = None
    annees_applicables: int | None = None
    source: Mesure | None = None
    incertain: tuple[Verdict, ...] = ()
    incertitude: Incertitude | None = None


def oui_non(atteinte: bool | None) -> str:
    """Écrit si la cible est atteinte ; « inconnu » quand on ne peut pas le dire.

    Examples
    --------
    >>> oui_non(True), oui_non(False), oui_non(None)
    ('oui', 'non', 'inconnu')
    """
    return "inconnu" if atteinte is None else "oui" if atteinte else "non"


def borner(degre: float) -> float:
    """Ramène un degré entre 0 et 1 : c'est le score, qui ne sert qu'aux moyennes.

    Examples
    --------
    >>> borner(-0.3), borner(0.4), borner(13)
    (0.0, 0.4, 1.0)
    """
    return float(min(max(degre, 0.0), 1.0))


def sans_repetition(alertes: Iterable[Alerte]) -> tuple[Alerte, ...]:
    """Garde chaque alerte une fois, dans l'ordre où elles sont venues."""
    return tuple(dict.fromkeys(alertes))
