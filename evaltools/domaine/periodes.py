"""Les périodes : année civile, semestre, trimestre, année scolaire, et l'année à laquelle chacune appartient.

Règle R-06 (docs/methode.md). Une année scolaire appartient à l'année civile où elle s'achève : « 2025/2026 » est une
valeur de 2026, parce que seules les périodes achevées comptent.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache


class Genre(StrEnum):
    """Genre d'une période."""

    ANNEE = "annee"
    SEMESTRE = "semestre"
    TRIMESTRE = "trimestre"
    SCOLAIRE = "scolaire"


@dataclass(frozen=True, slots=True)
class Periode:
    """Une période de recueil. ``rang`` : numéro du semestre ou du trimestre dans l'année (0 pour une année)."""

    genre: Genre
    annee: int
    rang: int
    fin: date

    def achevee(self, le: date) -> bool:
        """Dit si la période est entièrement écoulée à cette date (son dernier jour compris)."""
        return self.fin <= le


_CIVILE = re.compile(r"(\d{4})(?:-([ST])([1-4]))?")
_SCOLAIRE = re.compile(r"(\d{4})[/-](\d{4})")
_FINS_DE_TRIMESTRE = {1: (3, 31), 2: (6, 30), 3: (9, 30), 4: (12, 31)}


@lru_cache(maxsize=4096)
def lire_periode(texte: str) -> Periode:
    """Lit une période écrite « 2026 », « 2026-S1 », « 2026-T3 », « 2025/2026 » (ou « 2025-2026 »).

    Raises
    ------
    ValueError
        Si le texte n'est pas une période, ou si les deux années d'une année scolaire ne se suivent pas.

    Examples
    --------
    >>> lire_periode("2026-S1").fin
    datetime.date(2026, 6, 30)
    >>> scolaire = lire_periode("2025/2026")
    >>> scolaire.annee, scolaire.fin
    (2026, datetime.date(2026, 8, 31))
    """
    propre = texte.strip().upper()
    if trouve := _SCOLAIRE.fullmatch(propre):
        debut, fin = int(trouve[1]), int(trouve[2])
        if fin != debut + 1:
            raise ValueError(f"« {texte} » : une année scolaire va d'une année à la suivante")
        return Periode(Genre.SCOLAIRE, fin, 0, date(fin, 8, 31))
    trouve = _CIVILE.fullmatch(propre)
    if trouve is None or (trouve[2] == "S" and int(trouve[3]) > 2):
        raise ValueError(f"« {texte} » n'est pas une période")
    annee, rang = int(trouve[1]), int(trouve[3] or 0)
    if trouve[2] is None:
        return Periode(Genre.ANNEE, annee, 0, date(annee, 12, 31))
    genre = Genre.SEMESTRE if trouve[2] == "S" else Genre.TRIMESTRE
    mois, jour = _FINS_DE_TRIMESTRE[rang * 2 if genre is Genre.SEMESTRE else rang]
    return Periode(genre, annee, rang, date(annee, mois, jour))
