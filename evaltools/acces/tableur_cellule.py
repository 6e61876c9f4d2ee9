"""Une cellule d'un classeur reçu : son adresse, sa valeur, et ce que son format de nombre en fait (date, taux)."""

from __future__ import annotations

import datetime as dt
import re
from typing import NamedTuple

LIGNES_MAX = 1_048_576
COLONNES_MAX = 16_384
FUSION_HAUTE = 50

Valeur = int | float | str | bool | dt.date | dt.datetime | dt.time | None


class Cellule(NamedTuple):
    """Une cellule non vide d'un classeur reçu (immuable).

    ``valeur`` : ce que la cellule montre (nombre, texte, booléen, date) ; pour une formule, son résultat enregistré ;
    ``None`` si la cellule porte une erreur ou une formule sans résultat enregistré.
    ``brut`` : le texte tel qu'il est dans le fichier. ``format`` : le format de nombre. ``formule`` : son texte
    sans « = », vide si la formule est partagée, ``None`` s'il n'y en a pas. ``erreur`` : « #REF! »…, sinon vide.
    """

    ligne: int
    colonne: int
    valeur: Valeur
    brut: str
    format: str = "General"
    formule: str | None = None
    erreur: str = ""

    @property
    def adresse(self) -> str:
        """Adresse de la cellule, comme « F12 »."""
        return f"{lettres(self.colonne)}{self.ligne}"

    @property
    def sans_resultat(self) -> bool:
        """Dit si la cellule est une formule dont le fichier ne garde pas le résultat."""
        return self.formule is not None and self.valeur is None and not self.erreur

    @property
    def en_pourcent(self) -> bool:
        """Dit si le format affiche un pourcentage : 0,45 se lit alors « 45 % »."""
        return est_pourcent(self.format)

    @property
    def texte(self) -> str:
        """Ce que la cellule porte, en texte ; vide pour une erreur ou une formule sans résultat."""
        return self.valeur if isinstance(self.valeur, str) else "" if self.valeur is None else self.brut


class Fusion(NamedTuple):
    """Une plage de cellules fusionnées, bornes comprises."""

    ligne: int
    colonne: int
    derniere_ligne: int
    derniere_colonne: int

    @property
    def haute(self) -> bool:
        """Dit si la fusion couvre plus de lignes qu'un pilote n'en fusionne."""
        return self.derniere_ligne - self.ligne >= FUSION_HAUTE


def lettres(colonne: int) -> str:
    """Écrit un numéro de colonne en lettres.

    Examples
    --------
    >>> lettres(1), lettres(28), lettres(16384)
    ('A', 'AB', 'XFD')
    """
    found = ""
    while colonne:
        colonne, rest = divmod(colonne - 1, 26)
        found = chr(65 + rest) + found
    return found


_COLONNES: dict[str, int] = {lettres(i): i for i in range(1, 703)}


def reperer(adresse: str) -> tuple[int, int]:
    """Lit une adresse : (ligne, colonne), à partir de 1.

    Raises
    ------
    ValueError
        Si l'adresse n'en est pas une, ou sort de la feuille.

    Examples
    --------
    >>> reperer("F12")
    (12, 6)
    """
    letters = adresse.rstrip("0123456789")
    row = int(adresse[len(letters) :])
    column = _COLONNES.get(letters) or _column(letters)
    if not 1 <= row <= LIGNES_MAX:
        raise ValueError(adresse)
    return row, column


def _column(letters: str) -> int:
    if not 1 <= len(letters) <= 3 or not (letters.isascii() and letters.isalpha()):
        raise ValueError(letters)
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    if number > COLONNES_MAX:
        raise ValueError(letters)
    return number


_PROPRE = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?![hms]+\])[^\]]*\]', re.IGNORECASE)
_FORMATS: dict[str, tuple[bool, bool]] = {}


def _kind_of(code: str) -> tuple[bool, bool]:
    """Say whether a number format shows a percentage, or a date."""
    known = _FORMATS.get(code)
    if known is None:
        bare = _PROPRE.sub("", code.partition(";")[0]).lower()
        plain = bare in ("", "general", "standard", "@")
        known = ("%" in bare, not plain and "%" not in bare and any(letter in bare for letter in "dmyhs"))
        if len(_FORMATS) < 10_000:
            _FORMATS[code] = known
    return known


def est_pourcent(code: str) -> bool:
    """Dit si un format de nombre affiche un pourcentage.

    Examples
    --------
    >>> est_pourcent("0.0%"), est_pourcent('0" %"')
    (True, False)
    """
    return _kind_of(code)[0]


def est_date(code: str) -> bool:
    """Dit si un format de nombre affiche une date ou une heure.

    Examples
    --------
    >>> est_date("dd/mm/yyyy"), est_date("#,##0"), est_date("[Red]0.00")
    (True, False, False)
    """
    return _kind_of(code)[1]


_ORIGINE = dt.date(1899, 12, 30).toordinal()
_ORIGINE_1904 = dt.date(1904, 1, 1).toordinal()


def dater(serie: float, date_1904: bool = False) -> dt.date | dt.datetime | dt.time | None:
    """Traduit un numéro de jour de tableur en date ; ``None`` s'il ne désigne aucune date.

    Examples
    --------
    >>> dater(46154)
    datetime.date(2026, 5, 12)
    """
    if not 0 <= serie < 2_958_466:
        return None
    days, rest = divmod(serie, 1)
    seconds = round(rest * 86_400)
    if seconds == 86_400:
        days, seconds = days + 1, 0
    hour = dt.time(seconds // 3600, seconds // 60 % 60, seconds % 60)
    if days < 1 and not date_1904:
        return hour
    origin = _ORIGINE_1904 if date_1904 else _ORIGINE + (days < 60)
    day = dt.date.fromordinal(origin + int(days))
    return dt.datetime.combine(day, hour) if seconds else day
