"""Le chemin prévu : degré d'atteinte P, part attendue E, rythme R (règles R-14 à R-16, R-20, R-21).

Aucune tolérance ni arrondi. Les mêmes formules servent aux nombres à virgule flottante et aux fractions exactes :
quand un degré ou un rythme tombe sur un seuil du barème, il est recalculé exactement (« 57 % pour 60 % attendus » fait
0,95 tout juste, ce que la virgule flottante ne dit pas toujours).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import isinf

from evaltools.domaine.cibles import CibleResolue

Nombre = float | Fraction
Point = tuple[int, Nombre]


def exact(valeur: float) -> Fraction:
    """Rend la fraction décimale que l'on a saisie : 0,1 est un dixième.

    Examples
    --------
    >>> exact(0.1), exact(12)
    (Fraction(1, 10), Fraction(12, 1))
    """
    return Fraction(repr(valeur) if isinstance(valeur, float) else valeur)


def degre_atteinte(valeur: Nombre, initiale: Nombre, cible: Nombre) -> Nombre:
    """Calcule la part parcourue du chemin prévu (règle R-14) : (v − v0) / (v* − v0), pour une hausse ou une baisse.

    Sans unité (0,5 = 50 %), ni borné ni arrondi ; négatif si l'on s'éloigne de la cible.

    Raises
    ------
    ZeroDivisionError
        Si la cible est égale à la valeur initiale : le verdict se lit alors aux lignes 7 et 8.

    Examples
    --------
    >>> degre_atteinte(7, 4, 8), degre_atteinte(11, 12, 10), degre_atteinte(3, 4, 8)
    (0.75, 0.5, -0.25)
    """
    return (valeur - initiale) / (cible - initiale)


def degre_plage(valeur: Nombre, initiale: Nombre, basse: Nombre, haute: Nombre) -> Nombre:
    """Calcule P pour une plage ou un maintien (règle R-15) : 1 − d(v)/d(v0), d étant la distance à la plage.

    Raises
    ------
    ZeroDivisionError
        Si la valeur initiale est déjà dans la plage (lignes 7 et 8 du verdict).

    Examples
    --------
    >>> degre_plage(110, 80, 95, 105)
    0.6666666666666667
    """
    return 1 - distance(valeur, basse, haute) / distance(initiale, basse, haute)


def distance(valeur: Nombre, basse: Nombre, haute: Nombre) -> Nombre:
    """Mesure ce qui sépare une valeur d'une plage ; 0 dedans.

    Examples
    --------
    >>> distance(80, 95, 105), distance(100, 95, 105), distance(110, 95, 105)
    (15, 0, 5)
    """
    return max(basse - valeur, 0, valeur - haute)


@dataclass(frozen=True, slots=True)
class Chemin:
    """Le chemin prévu d'un indicateur, du départ à la cible.

    ``points`` : (année, part du chemin attendue), dans l'ordre ; vide quand les dates manquent. ``initiale`` : v0, qui
    vaut 0 pour un flux.
    """

    initiale: float
    cible: CibleResolue
    points: tuple[Point, ...] = ()

    def degre(self, valeur: float, en: Callable[[float], Nombre] = float) -> Nombre | None:
        """Calcule P ; ``None`` quand il n'y a pas de chemin (départ déjà dans la cible, cible d'un flux à zéro)."""
        cible = self.cible
        if cible.valeur is not None and (isinf(cible.basse) or isinf(cible.haute)):
            if cible.valeur == self.initiale:
                return None
            return degre_atteinte(en(valeur), en(self.initiale), en(cible.valeur))
        if cible.atteinte(self.initiale):
            return None
        basse = cible.basse if isinf(cible.basse) else en(cible.basse)
        haute = cible.haute if isinf(cible.haute) else en(cible.haute)
        return degre_plage(en(valeur), en(self.initiale), basse, haute)

    def part_attendue(self, annee: int, en: Callable[[float], Nombre] = float) -> Nombre | None:
        """Calcule E, la part attendue à l'année de la valeur ; ``None`` si les dates manquent (règle R-20)."""
        return interpoler(self.points, annee, en)

    def trajectoire(self) -> dict[int, float]:
        """Rend la valeur attendue année par année, du départ à l'échéance ; vide pour une plage ou sans dates.

        Pour un flux, c'est le cumul attendu à la fin de chaque année.
        """
        if not self.points or self.cible.valeur is None:
            return {}
        annees = range(self.points[0][0], self.points[-1][0] + 1)
        ecart = self.cible.valeur - self.initiale
        return {an: self.initiale + float(self.part_attendue(an) or 0) * ecart for an in annees}


def interpoler(points: Sequence[Point], annee: int, en: Callable[[float], Nombre] = float) -> Nombre | None:
    """Interpole une ligne brisée ; constante avant le premier point et après le dernier.

    Examples
    --------
    >>> interpoler([(2020, 0), (2022, 0.25), (2030, 1)], 2026)
    0.625
    """
    if not points:
        return None
    if annee <= points[0][0]:
        return points[0][1]
    for (avant, part_avant), (apres, part_apres) in pairwise(points):
        if annee <= apres:
            return part_avant + (part_apres - part_avant) * (en(annee - avant) / en(apres - avant))
    return points[-1][1]


def points_d_un_niveau(
    initiale: float, cible: CibleResolue, depart: int | None, echeance: int | None
) -> Iterable[Point]:
    """Rend les points de passage d'un stock : départ, cibles annuelles, échéance (règle R-20).

    Une plage ou un maintien n'a pas de palier : le chemin va droit du départ à l'échéance. Vide si une date manque, ou
    si l'échéance n'est pas après le départ.
    """
    if depart is None or echeance is None or echeance <= depart:
        return
    yield depart, 0
    valeur = cible.valeur
    a_sens_unique = isinf(cible.basse) or isinf(cible.haute)
    if cible.annuelles and a_sens_unique and valeur is not None and valeur != initiale:
        v0, ecart = exact(initiale), exact(valeur) - exact(initiale)
        for annee in sorted(cible.annuelles):
            if depart < annee < echeance:
                yield annee, (exact(cible.annuelles[annee]) - v0) / ecart
    yield echeance, 1


def points_d_un_flux(
    cible: CibleResolue, debut: int | None, echeance: int | None, partielles: frozenset[int] = frozenset()
) -> Iterable[Point]:
    """Rend les points de passage d'un flux : la part du total attendue à la fin de chaque année (règle R-20).

    Les années qui ont une cible annuelle la gardent ; les autres années pleines se partagent le reste à parts égales.
    Une année partielle sans cible annuelle n'attend rien.
    """
    if debut is None or echeance is None or echeance < debut:
        return
    yield debut - 1, 0
    if not cible.annuelles and not partielles:
        yield echeance, 1
        return
    parts = parts_d_un_flux(cible, range(debut, echeance + 1), partielles)
    somme = Fraction(0)
    for annee in range(debut, echeance + 1):
        somme += parts[annee]
        yield annee, somme


def parts_d_un_flux(cible: CibleResolue, annees: range, partielles: frozenset[int]) -> Mapping[int, Fraction]:
    """Répartit le total d'un flux entre les années du contrat, en parts du total."""
    if not cible.valeur:
        return dict.fromkeys(annees, Fraction(1, len(annees)))
    total = exact(cible.valeur)
    fixees = {an: exact(cible.annuelles[an]) / total for an in annees if an in cible.annuelles}
    libres = [an for an in annees if an not in fixees and an not in partielles] or [
        an for an in annees if an not in fixees
    ]
    reste = max(1 - sum(fixees.values(), Fraction(0)), Fraction(0))
    part = reste / len(libres) if libres else Fraction(0)
    return {an: fixees.get(an, part if an in libres else Fraction(0)) for an in annees}
