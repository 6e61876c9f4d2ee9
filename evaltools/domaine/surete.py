"""Rendre inoffensif ce que d'autres ont écrit : un texte à montrer, une case de CSV, un nom de fichier.

Chaque sortie échappe pour elle-même (HTML, classeur, YAML) ; ce module porte ce qu'elles ont en commun.
"""

from __future__ import annotations

import re
import unicodedata

_INVISIBLES = (
    *range(0x20), *range(0x7F, 0xA0), 0x61C, *range(0x200B, 0x2010), *range(0x2028, 0x202F), *range(0x2060, 0x2070),
    0xFEFF, *range(0xFFF9, 0xFFFC),
)  # fmt: skip
_MONTRABLE = dict.fromkeys(_INVISIBLES, "\N{REPLACEMENT CHARACTER}") | dict.fromkeys((9, 10, 13, 0x2028, 0x2029), " ")
_AMORCES = ("=", "+", "-", "@", "\t", "\r", "\n", *map(chr, (0xFF1D, 0xFF0B, 0xFF0D, 0xFF20)))
"""Premiers caractères qu'un tableur peut prendre pour le début d'une formule (les larges valent les étroits)."""
_NOMBRE_SEUL = re.compile(r"[+-]?\d[\d \u00a0\u202f]*(?:[.,]\d+)?(?:[eE][+-]?\d{1,3})?(?:[ \u00a0\u202f]?%)?")
_RESERVES = frozenset(
    {"con", "prn", "aux", "nul", "conin$", "conout$"}
    | {f"{nom}{rang}" for nom in ("com", "lpt") for rang in "123456789¹²³"}
)
_LIGATURES = str.maketrans({"œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE"})
NOM_MAX = 80
"""Longueur d'un nom fabriqué d'après un code ou un titre."""


def montrable(texte: str) -> str:
    """Rend un texte qu'un terminal ou un message ne peut qu'afficher, sur une ligne.

    Les commandes de terminal, les caractères invisibles et ceux qui renversent le sens de lecture deviennent « � » ;
    les fins de ligne et les tabulations, des espaces. Les espaces insécables restent.

    Examples
    --------
    >>> montrable("a" + chr(27) + "[2Jb"), montrable("12" + chr(0x202F) + "000"), montrable("un" + chr(10) + "deux")
    ('a�[2Jb', '12\u202f000', 'un deux')
    """
    return texte if texte.isprintable() else texte.translate(_MONTRABLE)


def desarmer(texte: str) -> str:
    """Rend une case de CSV qu'aucun tableur ne prendra pour une formule ; un nombre, même négatif, ne change pas.

    Examples
    --------
    >>> desarmer("=1+1"), desarmer("@SUM(A1)"), desarmer("-12,5"), desarmer("+33 %"), desarmer("Bien")
    ("'=1+1", "'@SUM(A1)", '-12,5', '+33 %', 'Bien')
    """
    if not texte.startswith(_AMORCES) or _NOMBRE_SEUL.fullmatch(texte):
        return texte
    return f"'{texte}"


def est_reserve(nom: str) -> bool:
    """Dit si Windows refuse ce nom de fichier (« CON », « nul.txt »…).

    Examples
    --------
    >>> est_reserve("NUL"), est_reserve("com1.xlsx"), est_reserve("A1")
    (True, True, False)
    """
    return nom.split(".", maxsplit=1)[0].strip().casefold() in _RESERVES


def nom_sur(texte: str, defaut: str) -> str:
    """Tire d'un code ou d'un titre un nom de fichier sans extension : jamais un chemin, jamais un nom réservé.

    Examples
    --------
    >>> nom_sur("FA 1.1", "action"), nom_sur("../A/1", "action"), nom_sur("...", "action"), nom_sur("nul", "action")
    ('FA-1.1', 'A-1', 'action', 'action-nul')
    >>> nom_sur("Bilan précarité (cœur)", "classeur")
    'Bilan-precarite-coeur'
    """
    nu = unicodedata.normalize("NFKD", texte.translate(_LIGATURES)).encode("ascii", "ignore").decode()
    propre = re.sub(r"[^A-Za-z0-9.]+", "-", nu)
    propre = re.sub(r"\.{2,}", ".", propre)[:NOM_MAX].strip(".-")
    return f"{defaut}-{propre}" if est_reserve(propre) else propre or defaut
