"""La largeur des colonnes d'un tableau : assez pour le plus long mot, le reste selon ce qu'il y a à lire."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

SIGNE_MOYEN = 0.52
"""Largeur d'un signe, en part du corps, quand la police ne peut pas être mesurée."""

PLUS_LISIBLE = 46
"""Nombre de signes par ligne au-delà duquel élargir une colonne n'aide plus."""


@lru_cache(maxsize=1)
def _police() -> object | None:
    from PIL import ImageFont

    from evaltools.restitution.gabarit import DOSSIER

    return ImageFont.truetype(str(DOSSIER / "polices" / "SS3-Regular.ttf"), 100)


@lru_cache(maxsize=20000)
def largeur_texte(texte: str, corps: float) -> float:
    """Estime la largeur d'un texte, en points ; la police des pages est à peine plus large que Calibri.

    Examples
    --------
    >>> largeur_texte("Indicateur", 10) > largeur_texte("Axe", 10) > 0
    True
    """
    police = _police()
    return float(police.getlength(texte)) / 100 * corps  # type: ignore[attr-defined]


def largeurs(colonnes: Sequence[Sequence[str]], disponible: float, corps: float, marge: float) -> list[float]:
    """Répartit une largeur entre des colonnes.

    Parameters
    ----------
    colonnes : sequence of sequence of str
        Les textes de chaque colonne, en-tête compris.
    disponible : float
        Largeur totale, en points.
    corps : float
        Taille du texte, en points.
    marge : float
        Blanc à gauche et à droite d'une cellule, en points.

    Examples
    --------
    >>> a, b = largeurs([["Une longue phrase à lire en entier"], ["12"]], 200, 9, 8)
    >>> round(a + b), a > b
    (200, True)
    """
    minimums = [max((_mot(t, corps) for t in textes), default=0.0) + marge for textes in colonnes]
    souhaits = [max((_souhait(t, corps) for t in textes), default=0.0) + marge for textes in colonnes]
    if sum(minimums) >= disponible:
        return [m * disponible / sum(minimums) for m in minimums]
    envies = [max(s - m, 0.0) for m, s in zip(minimums, souhaits, strict=True)]
    reste = disponible - sum(minimums)
    if sum(envies) <= reste:
        surplus = (reste - sum(envies)) / len(minimums)
        return [m + e + surplus for m, e in zip(minimums, envies, strict=True)]
    return [m + e * reste / sum(envies) for m, e in zip(minimums, envies, strict=True)]


def _mot(texte: str, corps: float) -> float:
    return max((largeur_texte(mot, corps) for mot in texte.split(" ")), default=0.0)


def _souhait(texte: str, corps: float) -> float:
    """Place souhaitée : une ligne, jusqu'à ce qu'une ligne soit longue à lire ; au-delà, un peu plus."""
    pleine = largeur_texte(texte, corps)
    plafond = PLUS_LISIBLE * SIGNE_MOYEN * corps
    return pleine if pleine <= plafond else plafond + (pleine - plafond) * 0.18


def lignes_occupees(texte: str, largeur: float, corps: float) -> int:
    """Compte les lignes qu'un texte occupe dans une largeur, en points (coupé aux espaces).

    Examples
    --------
    >>> lignes_occupees("un mot", 200, 10), lignes_occupees("", 200, 10)
    (1, 1)
    """
    total = 0
    for paragraphe in texte.split("\n"):
        courante, lignes = 0.0, 1
        for mot in paragraphe.split(" "):
            place = largeur_texte(mot, corps)
            suite = courante + largeur_texte(" ", corps) + place if courante else place
            if suite > largeur and courante:
                lignes, courante = lignes + 1, place
            else:
                courante = suite
            if place > largeur:
                lignes += int(place // max(largeur, 1.0))
        total += lignes
    return total
