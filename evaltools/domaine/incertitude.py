"""L'incertitude d'une valeur mesurée par sondage (methode §6, règles R-51 et R-52).

Un compte exhaustif n'a pas d'erreur d'échantillon : il n'y a de marge que si la source dit que la valeur vient d'une
enquête, ou donne elle-même un intervalle ou une erreur type.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, inf, lgamma, log, sqrt
from statistics import NormalDist

QUANTILE = 1.96
"""Nombre d'écarts-types d'un intervalle à 95 %."""

PUBLIE, ERREUR_TYPE, WILSON, POISSON = "intervalle publié", "erreur type", "Wilson", "Poisson"
"""D'où vient une marge, par ordre de préférence."""

_PREMIER_TAUX = 1000.0
"""Échelle à partir de laquelle un rapport est un taux d'événements (« pour 1 000 »), et non une proportion."""


@dataclass(frozen=True, slots=True)
class Sondage:
    """Ce que la source dit de la précision d'une valeur ; rien n'y est supposé.

    ``bas`` et ``haut`` : intervalle publié à 95 %. ``erreur_type`` : dans l'unité de la valeur. ``deff`` : effet de
    plan déclaré (``None`` : celui du barème). ``enquete`` : la valeur vient d'un échantillon. ``facteur`` : échelle du
    rapport (100 pour un pourcentage).
    """

    bas: float | None = None
    haut: float | None = None
    erreur_type: float | None = None
    deff: float | None = None
    enquete: bool = False
    facteur: float = 1.0


@dataclass(frozen=True, slots=True)
class Marge:
    """Marge d'erreur d'une valeur : intervalle à 95 % et erreur type, dans l'unité ; ``deff`` : effet de plan employé.

    ``methode`` : « intervalle publié », « erreur type », « Wilson » ou « Poisson ».
    """

    bas: float
    haut: float
    erreur_type: float
    methode: str
    deff: float | None = None


@dataclass(frozen=True, slots=True)
class Incertitude:
    """Marge d'erreur de la valeur jugée, et ce qu'elle laisse possible.

    ``bas`` et ``haut`` : intervalle à 95 % de la valeur, dans son unité. ``degre_bas`` et ``degre_haut`` : P moins et
    plus 1,96 écart-type (``None`` : pas de degré). ``methode`` : « intervalle publié », « erreur type », « Wilson »
    ou « Poisson ». ``deff`` : effet de plan employé, ``None`` s'il n'y en a pas.
    """

    bas: float
    haut: float
    erreur_type: float
    methode: str
    deff: float | None = None
    degre_bas: float | None = None
    degre_haut: float | None = None


def mesurer_la_marge(
    valeur: float | None, numerateur: float | None, denominateur: float | None, sondage: Sondage | None, deff: float
) -> Marge | None:
    """Mesure la marge d'une valeur : intervalle publié, sinon erreur type, sinon numérateur et dénominateur (R-51).

    Parameters
    ----------
    valeur : float or None
        La valeur, dans son unité.
    numerateur, denominateur : float or None
        Ses deux termes, qui ne servent que si la valeur vient d'une enquête.
    sondage : Sondage or None
        Ce que la source dit ; ``None`` : compte exhaustif, sans erreur d'échantillon.
    deff : float
        Effet de plan du barème, quand la source n'en donne pas.

    Returns
    -------
    Marge or None
        ``None`` : pas de valeur, ou rien qui permette de mesurer une marge.

    Examples
    --------
    >>> marge = mesurer_la_marge(40, 40, 100, Sondage(enquete=True, facteur=100), 2)
    >>> round(marge.bas, 2), round(marge.haut, 2), marge.methode
    (27.61, 53.82, 'Wilson')
    """
    if valeur is None or sondage is None:
        return None
    if sondage.bas is not None and sondage.haut is not None:
        return Marge(sondage.bas, sondage.haut, (sondage.haut - sondage.bas) / (2 * QUANTILE), PUBLIE)
    if sondage.erreur_type is not None:
        ecart = QUANTILE * sondage.erreur_type
        return Marge(valeur - ecart, valeur + ecart, sondage.erreur_type, ERREUR_TYPE)
    if not sondage.enquete or numerateur is None or not denominateur or numerateur < 0 or denominateur < 0:
        return None
    plan = deff if sondage.deff is None else sondage.deff
    evenements = sondage.facteur >= _PREMIER_TAUX or numerateur > denominateur
    bas, haut = (poisson if evenements else wilson)(numerateur, denominateur, plan)
    bas, haut = bas * sondage.facteur, haut * sondage.facteur
    return Marge(bas, haut, (haut - bas) / (2 * QUANTILE), POISSON if evenements else WILSON, plan)


def wilson(numerateur: float, denominateur: float, deff: float = 1.0) -> tuple[float, float]:
    """Calcule l'intervalle de Wilson d'une proportion, à 95 % ; l'effet de plan réduit l'effectif (règle R-51).

    Examples
    --------
    >>> [round(borne, 4) for borne in wilson(8, 10)]
    [0.4902, 0.9433]
    >>> wilson(8, 10) == wilson(16, 20, deff=2)
    True
    """
    effectif, part = denominateur / deff, numerateur / denominateur
    carre = QUANTILE**2
    centre = (part + carre / (2 * effectif)) / (1 + carre / effectif)
    demi = QUANTILE * sqrt(part * (1 - part) / effectif + carre / (4 * effectif**2)) / (1 + carre / effectif)
    return max(centre - demi, 0.0), min(centre + demi, 1.0)


def poisson(numerateur: float, denominateur: float, deff: float = 1.0) -> tuple[float, float]:
    """Calcule l'intervalle exact de Poisson d'un taux d'événements, à 95 % (règle R-51).

    Examples
    --------
    >>> [round(borne, 3) for borne in poisson(10, 1)]
    [4.795, 18.39]
    >>> poisson(0, 1)[0]
    0.0
    """
    evenements = numerateur / deff
    bas = quantile_gamma(evenements, 0.025) if evenements > 0 else 0.0
    haut = quantile_gamma(evenements + 1, 0.975)
    return bas * deff / denominateur, haut * deff / denominateur


def quantile_gamma(forme: float, probabilite: float) -> float:
    """Rend le quantile d'une loi gamma d'échelle 1 : la moitié de celui d'un khi-deux à 2 × ``forme`` degrés.

    Cherché par dichotomie, à partir de l'approximation de Wilson et Hilferty.

    Examples
    --------
    >>> round(quantile_gamma(1, 0.975), 9)
    3.688879454
    """
    ecart = NormalDist().inv_cdf(probabilite)
    base = max(1 - 1 / (9 * forme) + ecart / (3 * sqrt(forme)), 1e-3)
    bas, haut = 0.0, max(forme * base**3, 1e-9)
    while repartition_gamma(forme, haut) < probabilite:
        bas, haut = haut, 2 * haut
    for _ in range(200):
        milieu = (bas + haut) / 2
        if milieu in (bas, haut):
            break
        if repartition_gamma(forme, milieu) < probabilite:
            bas = milieu
        else:
            haut = milieu
    return (bas + haut) / 2


def repartition_gamma(forme: float, x: float) -> float:
    """Rend la fonction de répartition d'une loi gamma d'échelle 1 : par une série, ou une fraction continue au-delà."""
    if x <= 0:
        return 0.0
    commun = exp(forme * log(x) - x - lgamma(forme))
    return commun * _serie(forme, x) if x < forme + 1 else 1.0 - commun * _fraction(forme, x)


def _serie(forme: float, x: float) -> float:
    terme = somme = 1.0 / forme
    rang = forme
    while abs(terme) > abs(somme) * 1e-17:
        rang += 1
        terme *= x / rang
        somme += terme
    return somme


def _fraction(forme: float, x: float) -> float:
    """Fraction continue de la queue d'une loi gamma, par la méthode de Lentz."""
    minuscule = 1e-300
    b = x + 1 - forme
    c, d = 1 / minuscule, 1 / b
    h, precedent = d, inf
    for rang in range(1, 100_000):
        a = -rang * (rang - forme)
        b += 2
        d = 1 / (a * d + b or minuscule)
        c = b + a / c or minuscule
        precedent = d * c
        h *= precedent
        if abs(precedent - 1) < 1e-16:
            break
    return h


def ecart_type_du_degre(
    degre: float, ecart: float, var_valeur: float, var_initiale: float = 0.0, *, suit_le_depart: bool = False
) -> float:
    """Calcule l'écart-type de P pour une cible absolue, ou en points (règle R-52).

    Absolue : Var(P) = [Var(v) + (1 − P)² · Var(v0)] / (v* − v0)². En points, la cible bouge avec le départ
    (``suit_le_depart``) : Var(P) = [Var(v) + Var(v0)] / (v* − v0)². ``ecart`` : v* − v0, jamais nul.

    Examples
    --------
    >>> round(ecart_type_du_degre(0.5, 20, 4, 4), 6)
    0.111803
    """
    part = 1.0 if suit_le_depart else (1 - degre) ** 2
    return sqrt(var_valeur + part * var_initiale) / abs(ecart)


def ecart_type_relatif(valeur: float, initiale: float, coefficient: float, s_valeur: float, s_initiale: float) -> float:
    """Calcule l'écart-type de P pour une cible relative v* = k · v0 (règle R-52).

    Var(P) = (v/v0)² · [cv(v)² + cv(v0)²] / (k − 1)², où cv est l'erreur type rapportée à la valeur ; écrite pour
    qu'une valeur nulle ne divise rien.

    Examples
    --------
    >>> round(ecart_type_relatif(90, 100, 0.8, 3, 4), 6)
    0.234307
    """
    carre = (s_valeur / initiale) ** 2 + (valeur * s_initiale / initiale**2) ** 2
    return sqrt(carre) / abs(coefficient - 1)
