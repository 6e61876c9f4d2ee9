"""Les formules de quatre outils publics, réécrites par nous d'après leur code publié et leur documentation.

Aucune ligne n'en est copiée : chaque fonction refait le calcul décrit au dépôt et au chemin que cite sa docstring, avec
ses arrondis et ses valeurs par défaut. Là où un outil peut se lire de deux façons, la plus indulgente est retenue, et
la docstring le dit. Les étiquettes anglaises des outils sont traduites.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

MARGE_TOLADATA = 0.15
"""Marge de part et d'autre de la cible (mercycorps/toladata, ``indicators/models.py``)."""

REMPLACANT_DU_ZERO = 0.001
"""Ce qu'Open SDG met à la place d'une cible ou d'un départ nuls."""

SEUILS_AVEC_CIBLE = (0.95, 0.60, 0.0)
SEUILS_SANS_CIBLE = (0.015, 0.005, 0.0)
"""Seuils d'Open SDG : du rapport des croissances, ou de la croissance annuelle quand il n'y a pas de cible."""

EXPOSANT_DE_LA_LIMITE = 4.44
"""Exposant du coefficient qui abaisse les seuils d'Open SDG près d'une limite naturelle."""


class Statut(StrEnum):
    """Les six statuts d'Open SDG, traduits."""

    ATTEINTE = "cible atteinte"
    SUBSTANTIEL = "progrès substantiel"
    MODERE = "progrès modéré"
    LIMITE = "progrès limité"
    DETERIORATION = "détérioration"
    NON_DISPONIBLE = "non disponible"


@dataclass(frozen=True, slots=True)
class Progres:
    """Ce que rend Open SDG : le statut, et le nombre comparé aux seuils (``None`` s'il ne se calcule pas)."""

    statut: Statut
    rapport: float | None = None


def akvo_rsr(valeur: float | None, cible: float | None) -> float | None:
    """Calcule le pourcentage d'Akvo RSR : valeur / cible × 100, à une décimale.

    Ni le départ ni le sens n'y entrent ; ``None`` sans valeur, sans cible ou pour une cible nulle.
    Source : akvo/akvo-rsr, ``akvo/rsr/models/result/indicator_period.py`` (percent_accomplishment), a53738f9.

    Examples
    --------
    >>> akvo_rsr(15, 10), akvo_rsr(15, 0), akvo_rsr(None, 10)
    (150.0, None, None)
    """
    if valeur is None or not cible:
        return None
    return float(round(Decimal(repr(valeur)) / Decimal(repr(cible)) * 100, 1))


def akvo_rsr_rapport(valeur: float | None, cible: float | None) -> float:
    """Calcule le pourcentage des rapports PDF et Excel d'Akvo RSR, à deux décimales : ce qui manque y vaut zéro.

    Source : akvo/akvo-rsr, ``akvo/rsr/views/py_reports/utils.py`` (ce qui n'est pas un nombre devient 0 : 0278cdf6 ;
    avancement : 0e5317e9) et ``akvo/rsr/models/result/utils.py`` (calculate_percentage, 56e8160d).

    Examples
    --------
    >>> akvo_rsr_rapport(15, 10), akvo_rsr_rapport(None, 10), akvo_rsr_rapport(15, None)
    (150.0, 0.0, 0.0)
    """
    return float(round(Decimal(repr(valeur or 0)) * 100 / Decimal(repr(cible)), 2)) if cible else 0.0


def mention_akvo(pourcentage: float) -> str:
    """Rend la mention des rapports d'Akvo RSR : élevé à partir de 85, faible jusqu'à 49, moyen entre les deux.

    Source : akvo/akvo-rsr, ``akvo/rsr/views/py_reports/utils.py`` (grade), 0e5317e9.

    Examples
    --------
    >>> mention_akvo(49), mention_akvo(84.9), mention_akvo(85)
    ('faible', 'moyen', 'élevé')
    """
    return "faible" if pourcentage <= 49 else "élevé" if pourcentage >= 85 else "moyen"


def tolaactivity(valeur: float | None, cible: float | None) -> int | None:
    """Calcule le « % Met » de TolaActivity : valeur / cible × 100, à l'unité.

    Ni le départ ni le sens n'y entrent. Une cible nulle donne 0 (c'est ce que fait la balise ``widthratio`` de Django),
    une cible absente rien (lecture indulgente : dans certaines versions le champ vaut 0 par défaut).
    Source : toladata/TolaActivity, ``templates/indicators/collected_data_table.html``, 06ca3039.

    Examples
    --------
    >>> tolaactivity(15, 10), tolaactivity(15, 0), tolaactivity(15, None)
    (150, 0, None)
    """
    if valeur is None or cible is None:
        return None
    return round(valeur / cible * 100) if cible else 0


def toladata(valeur: float | None, cible: float | None, *, baisse: bool) -> int | None:
    """Situe la valeur par rapport à la cible dans toladata, la suite de TolaActivity.

    1 : mieux que la cible ; 0 : à sa hauteur ; −1 : moins bien. Le rapport est celui de TolaActivity, mais le sens
    retourne le signe ; la marge est de 15 % de la cible, de part et d'autre.
    Source : mercycorps/toladata, ``indicators/queries/utils.py`` (indicator_over_under_annotation), e631f72d.

    Examples
    --------
    >>> toladata(15, 10, baisse=False), toladata(15, 10, baisse=True), toladata(11, 10, baisse=True)
    (1, -1, 0)
    """
    if valeur is None or not cible:
        return None
    atteint = valeur / cible
    position = 1 if atteint > 1 + MARGE_TOLADATA else -1 if atteint < 1 - MARGE_TOLADATA else 0
    return -position if baisse else position


def unicef_prp(valeur: float | None, initiale: float, cible: float | None) -> float:
    """Calcule l'avancement d'UNICEF PRP : (valeur − départ) / (cible − départ), à deux décimales.

    Le numérateur est mis à zéro dès que la valeur ne dépasse pas le départ. Une valeur absente vaut 0 (total par
    défaut) ; sans cible, l'avancement est 0 (lecture indulgente : la cible par défaut est 0, pas l'absence).
    Source : unicef/etools-partner-reporting-portal, ``django_api/etools_prp/apps/indicator/models.py``
    (progress_percentage), 2ebc187b.

    Examples
    --------
    >>> unicef_prp(6, 4, 8), unicef_prp(15, 20, 10), unicef_prp(25, 20, 10)
    (0.5, 0.0, -0.5)
    """
    if cible is None or cible == initiale:
        return 0.0
    gagne = max((valeur or 0) - initiale, 0)
    return round(gagne / (cible - initiale), 2) + 0.0


def croissance(valeur: float, initiale: float, annees: float) -> float:
    """Calcule le taux de croissance annuel composé : (valeur / départ) puissance (1 / années), moins un.

    Examples
    --------
    >>> croissance(121, 100, 2)
    0.10000000000000009
    """
    return float((valeur / initiale) ** (1 / annees) - 1)


def coefficient_de_limite(initiale: float, limite: float | None) -> float:
    """Calcule ce qui abaisse les seuils d'Open SDG, sans cible, quand le départ est près d'une limite naturelle.

    1 : pas de limite, ou limite lointaine ; 0 : le départ est sur la limite.

    Examples
    --------
    >>> coefficient_de_limite(50, None), coefficient_de_limite(100, 100), coefficient_de_limite(250, 100)
    (1.0, 0.0, 1.0)
    """
    if limite is None or abs(initiale) >= 2 * abs(limite):
        return 1.0
    depart, borne = abs(initiale), abs(limite)
    part = depart / borne if depart <= borne else (2 * borne - depart) / borne
    return float(1 - part**EXPOSANT_DE_LA_LIMITE)


def open_sdg(
    valeur: float | None,
    initiale: float,
    cible: float | None,
    *,
    duree: int,
    duree_cible: int,
    hausse: bool,
    limite: float | None = None,
) -> Progres:
    """Calcule le progrès d'Open SDG : croissance annuelle composée observée sur croissance qu'il faudrait.

    ``duree`` : années du départ à la valeur ; ``duree_cible`` : du départ à l'échéance. Une cible ou un départ nuls
    deviennent 0,001. Sans cible, la croissance elle-même est comparée à 1,5 % et 0,5 % par an, seuils abaissés près
    d'une ``limite``. Source : open-sdg/sdg-build, ``sdg/ProgressMeasure.py``, 139fede7 ; méthode : open-sdg/open-sdg,
    ``docs/progress-methodology``.

    Examples
    --------
    >>> open_sdg(15, 20, 10, duree=5, duree_cible=5, hausse=False).statut
    <Statut.LIMITE: 'progrès limité'>
    >>> open_sdg(9, 20, 10, duree=3, duree_cible=5, hausse=False).statut
    <Statut.ATTEINTE: 'cible atteinte'>
    """
    but = REMPLACANT_DU_ZERO if cible == 0 else cible
    if valeur is None:
        return Progres(Statut.NON_DISPONIBLE)
    rapport = _rapport(valeur, initiale or REMPLACANT_DU_ZERO, but, duree, duree_cible, 1 if hausse else -1)
    if but is not None and (valeur >= but if hausse else valeur <= but):
        return Progres(Statut.ATTEINTE, rapport)
    if but is not None:
        return Progres(_statut(rapport, SEUILS_AVEC_CIBLE), rapport)
    coefficient = coefficient_de_limite(initiale, limite)
    return Progres(_statut(rapport, [coefficient * seuil for seuil in SEUILS_SANS_CIBLE]), rapport)


def _rapport(v: float, v0: float, cible: float | None, duree: int, duree_cible: int, sens: int) -> float | None:
    """Calcule ce qui est comparé aux seuils ; ``None`` si les signes diffèrent, ou s'il n'y a pas deux dates."""
    if duree < 1 or v * v0 < 0:
        return None
    oriente = (1 if v0 > 0 else -1) * sens * croissance(v, v0, duree)
    if cible is None:
        return oriente
    voulue = croissance(cible, v0, duree_cible)
    return oriente / abs(voulue) if voulue else None


def _statut(rapport: float | None, seuils: Sequence[float]) -> Statut:
    if rapport is None:
        return Statut.NON_DISPONIBLE
    haut, moyen, bas = seuils
    if rapport >= haut:
        return Statut.SUBSTANTIEL
    if rapport >= moyen:
        return Statut.MODERE
    return Statut.LIMITE if rapport >= bas else Statut.DETERIORATION
