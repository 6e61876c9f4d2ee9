"""Écrire en français et en Markdown : nombres, pourcentages, tableaux."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Sequence

from evaltools.domaine.nombres import arrondir, ecrire_nombre

FINE = "\u202f"
"""Espace fine insécable : devant « % », entre les milliers."""

MOINS = "\u2212"

LARGEUR = 120

LIEN = "\N{WORD JOINER}"
"""Tient lieu d'espace, le temps de couper les lignes, là où il ne faut pas couper."""


def nombre(valeur: float, decimales: int | None = None) -> str:
    """Écrit un nombre en français : virgule décimale, espace fine entre les milliers.

    Examples
    --------
    >>> nombre(0.5), nombre(2 / 3, 2)
    ('0,5', '0,67')
    """
    return ecrire_nombre(valeur, decimales)


def signe(texte: str) -> str:
    """Remplace le trait d'union d'un nombre négatif par le signe moins.

    Examples
    --------
    >>> signe("-3") == chr(0x2212) + "3"
    True
    """
    return texte.replace("-", MOINS)


def mesure(valeur: float) -> str:
    """Écrit une valeur de série avec trois décimales au plus, deux au-delà de 10, aucune au-delà de 1 000.

    Examples
    --------
    >>> mesure(0.052), mesure(68.5534591194968), mesure(26866.4) == "26" + FINE + "866"
    ('0,052', '68,55', True)
    """
    decimales = 0 if abs(valeur) >= 1000 else 2 if abs(valeur) >= 10 else 3
    arrondie = arrondir(float(valeur), decimales)
    return signe(ecrire_nombre(0.0 if arrondie is None else arrondie))


def pour_cent(part: float, decimales: int = 0) -> str:
    """Écrit une part (0,5 = 50 %) en pourcentage, espace fine insécable devant « % ».

    Examples
    --------
    >>> pour_cent(0.1536) == "15" + FINE + "%", pour_cent(-0.684, 1) == MOINS + "68,4" + FINE + "%"
    (True, True)
    """
    arrondie = arrondir(part * 100, decimales)
    texte = ecrire_nombre(0.0 if arrondie is None else arrondie, decimales)
    return signe(texte) + FINE + "%"


def tableau(entetes: Sequence[str], lignes: Iterable[Sequence[str]], *, a_droite: Sequence[int] = ()) -> str:
    """Écrit un tableau Markdown ; ``a_droite`` : rangs des colonnes alignées à droite.

    Examples
    --------
    >>> print(tableau(("Outil", "n"), [("Akvo", "3")], a_droite=(1,)))
    | Outil | n |
    |---|--:|
    | Akvo | 3 |
    """
    barre = "|" + "|".join("--:" if rang in a_droite else "---" for rang in range(len(entetes))) + "|"
    corps = [f"| {' | '.join(ligne)} |" for ligne in lignes]
    return "\n".join([f"| {' | '.join(entetes)} |", barre, *corps])


def accorder(compte: int, singulier: str, pluriel: str | None = None) -> str:
    """Écrit un compte et son nom, accordé.

    Examples
    --------
    >>> accorder(1, "série"), accorder(2, "série"), accorder(0, "cas", "cas")
    ('1 série', '2 séries', '0 cas')
    """
    return f"{compte} {singulier if compte < 2 else pluriel or singulier + 's'}"


def enumerer(elements: Sequence[str]) -> str:
    """Écrit une liste : « a, b et c » ; « aucune » quand elle est vide.

    Examples
    --------
    >>> enumerer(["a", "b", "c"]), enumerer(["a"]), enumerer([])
    ('a, b et c', 'a', 'aucune')
    """
    if len(elements) < 2:
        return elements[0] if elements else "aucune"
    return f"{', '.join(elements[:-1])} et {elements[-1]}"


def envelopper(page: str) -> str:
    """Remet chaque paragraphe et chaque puce à la largeur de la maison ; titres, tableaux et code restent tels quels.

    Examples
    --------
    >>> envelopper("# Titre\\n\\nun\\ndeux\\n\\n- a\\n  b\\n- c\\n")
    '# Titre\\n\\nun deux\\n\\n- a b\\n- c\\n'
    """
    return "\n\n".join(_envelopper_un_bloc(bloc) for bloc in page.strip("\n").split("\n\n")) + "\n"


def _envelopper_un_bloc(bloc: str) -> str:
    if bloc.startswith(("#", "|", "<", "`" * 3)):
        return bloc
    elements = re.split(r"\n(?=- )", bloc)
    return "\n".join(_envelopper_un_element(" ".join(element.split("\n"))) for element in elements)


def _envelopper_un_element(element: str) -> str:
    """Met un paragraphe à la largeur, sans séparer un signe double de son mot."""
    lie = re.sub("« | (?=[»:;!?%])", lambda espace: espace[0].replace(" ", LIEN), re.sub(" +", " ", element))
    suite = "  " if element.startswith("- ") else ""
    lignes = textwrap.wrap(lie, LARGEUR, subsequent_indent=suite, break_long_words=False, break_on_hyphens=False)
    return "\n".join(lignes).replace(LIEN, " ")
