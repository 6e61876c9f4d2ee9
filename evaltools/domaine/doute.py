"""Le doute : ce que la marge d'erreur d'une valeur laisse possible (methode §6, règles R-52 à R-54).

Le verdict est refait aux deux bouts de P ± 1,96 écart-type. S'il change, il est incertain, et tous les verdicts que
l'on rencontre d'un bout à l'autre sont donnés.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from itertools import pairwise
from math import fsum, isfinite, sqrt

from evaltools.domaine.cibles import TOLERANCE
from evaltools.domaine.dossier import Dossier, debut_du_flux
from evaltools.domaine.incertitude import (
    ERREUR_TYPE,
    QUANTILE,
    Incertitude,
    Marge,
    ecart_type_du_degre,
    ecart_type_relatif,
    mesurer_la_marge,
)
from evaltools.domaine.jugement import Jugement
from evaltools.domaine.lexique import TypeCible, Verdict
from evaltools.domaine.mesures import Mesure
from evaltools.domaine.trajectoire import distance


def marge_de(mesure: Mesure | None, deff: float) -> Marge | None:
    """Mesure la marge d'une mesure ; ``None`` si rien ne dit qu'elle vient d'un échantillon."""
    if mesure is None or not mesure.connue:
        return None
    return mesurer_la_marge(mesure.valeur, mesure.numerateur, mesure.denominateur, mesure.sondage, deff)


def ranger(verdicts: Iterable[Verdict]) -> tuple[Verdict, ...]:
    """Range des verdicts du meilleur au moins bon, chacun une fois.

    Examples
    --------
    >>> [str(v) for v in ranger([Verdict.A_ACCELERER, Verdict.ATTEINT, Verdict.A_ACCELERER])]
    ['Atteint', 'À accélérer']
    """
    connus = set(verdicts)
    return tuple(v for v in Verdict if v in connus)


def verdicts_possibles(
    juger: Callable[[float], Verdict], bas: float, haut: float, passages: Iterable[float]
) -> tuple[Verdict, ...]:
    """Rend les verdicts d'un bout à l'autre d'un intervalle, du meilleur au moins bon.

    ``passages`` : valeurs où le verdict peut changer ; entre deux passages il ne change pas.

    Examples
    --------
    >>> def juge(valeur):
    ...     return Verdict.ATTEINT if valeur >= 10 else Verdict.INSUFFISANT
    >>> [str(v) for v in verdicts_possibles(juge, 8, 12, [10])], len(verdicts_possibles(juge, 8, 9, [10]))
    (['Atteint', 'Insuffisant'], 1)
    """
    points = sorted({bas, haut, *(v for v in passages if isfinite(v) and bas < v < haut)})
    milieux = ((a + b) / 2 for a, b in pairwise(points))
    return ranger(juger(v) for v in (*points, *milieux))


def douter(dossier: Dossier, jugement: Jugement) -> Jugement:
    """Complète un jugement de ce que la marge d'erreur laisse possible ; le rend tel quel s'il n'y a pas de marge."""
    marge = _marge_jugee(dossier)
    if marge is None or jugement.valeur is None or jugement.verdict is Verdict.NON_EVALUABLE:
        return jugement
    degre, ecart = jugement.degre_atteinte, _ecart(dossier)
    demi, bas, haut = None, marge.bas, marge.haut
    if degre is not None and ecart:
        demi = QUANTILE * _ecart_type(dossier, degre, ecart, marge)
        bas, haut = jugement.valeur - demi * abs(ecart), jugement.valeur + demi * abs(ecart)

    def juger(valeur: float) -> Verdict:
        return replace(dossier, jugee=replace(dossier.jugee, valeur=valeur)).verdict()

    bouts = {juger(bas), juger(haut), jugement.verdict}
    if len(bouts) == 1 and not (isfinite(dossier.cible.basse) and isfinite(dossier.cible.haute)):
        possibles: Sequence[Verdict] = ()  # entre deux bouts d'accord, le verdict ne change pas
    else:
        possibles = verdicts_possibles(juger, bas, haut, _passages(dossier, jugement))
    return completer(jugement, marge, possibles, demi)


def completer(jugement: Jugement, marge: Marge | None, possibles: Iterable[Verdict], degre: float | None) -> Jugement:
    """Ajoute à un jugement sa marge et les verdicts qu'elle laisse possibles ; ``degre`` : demi-largeur sur P."""
    if marge is None:
        return jugement
    p = jugement.degre_atteinte if degre is not None else None
    bornes = (None, None) if p is None or degre is None else (p - degre, p + degre)
    tous = ranger((jugement.verdict, *possibles))
    return replace(
        jugement,
        incertitude=Incertitude(marge.bas, marge.haut, marge.erreur_type, marge.methode, marge.deff, *bornes),
        incertain=tous if len(tous) > 1 else (),
    )


def _marge_jugee(dossier: Dossier) -> Marge | None:
    """Mesure la marge de la valeur jugée ; celle d'un cumul vient des années qui en ont une."""
    jugee, deff = dossier.jugee, dossier.bareme.deff
    if jugee.empechement is not None or jugee.valeur is None:
        return None
    if not dossier.flux:
        return marge_de(jugee.source, deff)
    debut = debut_du_flux(dossier.cadre, dossier.serie, dossier.contexte)
    annees = range(dossier.contexte.annee if debut is None else debut, dossier.contexte.annee + 1)
    marges = [m for an in annees if (m := marge_de(dossier.serie.mesure(an), deff)) is not None]
    if not marges or dossier.serie.cumuls:
        return None
    erreur = sqrt(fsum(m.erreur_type**2 for m in marges))
    ecart = QUANTILE * erreur
    methodes, plans = {m.methode for m in marges}, {m.deff for m in marges}
    methode = methodes.pop() if len(methodes) == 1 else ERREUR_TYPE
    return Marge(jugee.valeur - ecart, jugee.valeur + ecart, erreur, methode, plans.pop() if len(plans) == 1 else None)


def _erreur_initiale(dossier: Dossier) -> float:
    """Rend l'erreur type de la valeur initiale : la déclarée, sinon celle de la mesure de son année, sinon zéro."""
    cadre = dossier.cadre
    if cadre.erreur_type_initiale is not None:
        return cadre.erreur_type_initiale
    if cadre.annee_initiale is None or cadre.valeur_initiale is None:
        return 0.0
    mesure = dossier.serie.mesures.get(cadre.annee_initiale)
    marge = marge_de(mesure, dossier.bareme.deff)
    if mesure is None or marge is None or mesure.valeur is None:
        return 0.0
    return marge.erreur_type if abs(mesure.valeur - cadre.valeur_initiale) <= TOLERANCE else 0.0


def _ecart(dossier: Dossier) -> float | None:
    """Rend la longueur du chemin prévu, v* − v0 ; pour une plage, la distance du départ à la plage."""
    depart, cible = dossier.depart, dossier.cible
    if depart is None:
        return None
    if cible.valeur is not None and not (isfinite(cible.basse) and isfinite(cible.haute)):
        return cible.valeur - depart
    return float(distance(depart, cible.basse, cible.haute))


def _ecart_type(dossier: Dossier, degre: float, ecart: float, marge: Marge) -> float:
    """Calcule l'écart-type de P, selon la façon dont la cible est écrite (règle R-52)."""
    depart, cible = dossier.depart, dossier.cible
    initiale = 0.0 if dossier.part_de_zero else _erreur_initiale(dossier)
    droite = not (isfinite(cible.basse) and isfinite(cible.haute)) and not dossier.part_de_zero
    if cible.type_cible is TypeCible.VARIATION_PCT and depart and cible.valeur is not None and droite:
        valeur = dossier.jugee.valeur or 0.0
        return ecart_type_relatif(valeur, depart, cible.valeur / depart, marge.erreur_type, initiale)
    en_points = cible.type_cible is TypeCible.VARIATION_POINTS
    return ecart_type_du_degre(degre, ecart, marge.erreur_type**2, initiale**2, suit_le_depart=en_points)


def _passages(dossier: Dossier, jugement: Jugement) -> Sequence[float]:
    """Rend les valeurs où le verdict peut changer : les bornes de la cible, et là où P ou R touche un seuil."""
    bareme, cible, depart = dossier.bareme, dossier.cible, dossier.depart
    bornes, ecart = [cible.basse, cible.haute], _ecart(dossier)
    if depart is None or not ecart:
        return bornes
    attendue = jugement.part_attendue or 0.0
    degres = (
        bareme.degradation, bareme.stagnation, bareme.partiellement_atteint,
        bareme.rythme_bonne_voie * attendue, bareme.rythme_a_accelerer * attendue,
    )  # fmt: skip
    if isfinite(cible.basse) and isfinite(cible.haute):
        return [
            *bornes,
            *(cible.basse - (1 - p) * ecart for p in degres),
            *(cible.haute + (1 - p) * ecart for p in degres),
        ]
    return [*bornes, *(depart + p * ecart for p in degres)]
