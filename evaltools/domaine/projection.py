"""La projection : où l'on serait à l'échéance si la tendance observée se prolongeait (règle R-26).

C'est un prolongement linéaire, jamais un verdict : rien ne dit que la tendance tiendra.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import fsum

POINTS_MINIMAUX = 3
"""En dessous, une droite ne prolonge qu'une différence : aucune projection."""


@dataclass(frozen=True, slots=True)
class Projection:
    """Valeur prolongée en ligne droite jusqu'à une année, avec ce sur quoi elle repose.

    ``valeur`` : dans l'unité de l'indicateur, ni bornée ni arrondie. ``points`` : nombre de valeurs employées, de
    l'année ``de`` à l'année ``jusqu_a``. ``pente`` : par an. ``atteinte`` : la valeur projetée satisferait-elle la
    cible (``None`` : pas de cible).
    """

    annee: int
    valeur: float
    pente: float
    points: int
    de: int
    jusqu_a: int
    atteinte: bool | None = None
    provisoire: bool = False


def projeter(points: Mapping[int, float], annee: int) -> Projection | None:
    """Prolonge des points par la droite des moindres carrés jusqu'à une année (règle R-26).

    Parameters
    ----------
    points : mapping of int to float
        Valeur de chaque année connue, valeur initiale comprise.
    annee : int
        Année visée, après le dernier point.

    Returns
    -------
    Projection or None
        ``None`` : moins de trois points, ou rien à projeter (l'année visée est atteinte ou passée).

    Examples
    --------
    >>> projeter({2022: 10, 2023: 12, 2024: 17}, 2026).valeur
    23.5
    >>> projeter({2022: 10, 2024: 17}, 2026) is None
    True
    """
    annees = sorted(points)
    if len(annees) < POINTS_MINIMAUX or annee <= annees[-1]:
        return None
    moyenne_x = fsum(annees) / len(annees)
    moyenne_y = fsum(points.values()) / len(annees)
    ecarts = fsum((an - moyenne_x) ** 2 for an in annees)
    pente = fsum((an - moyenne_x) * (points[an] - moyenne_y) for an in annees) / ecarts
    valeur = moyenne_y + pente * (annee - moyenne_x)
    return Projection(annee, valeur, pente, len(annees), annees[0], annees[-1])
