"""Écrire un bloc de valeurs en YAML lisible et relisible, dans l'ordre et les types d'un schéma.

Une seule mise en page : codes entre guillemets, textes courts tels quels, textes longs repliés (``>-``), clés vides
omises, ni ancre ni étiquette. Le même contenu donne toujours les mêmes octets.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import Any

from evaltools.acces.arbre import est_texte_nu
from evaltools.acces.schema import Code, Liste, Objet, Type

LARGEUR = 112
_INVISIBLES_ADMIS = "\u00a0\u202f"
_ESPACES = ("operations", "indicateurs")


def ecrire_bloc(valeurs: Mapping[str, Any], schema: Objet, entete: str = "") -> str:
    """Écrit un bloc en YAML.

    Parameters
    ----------
    valeurs : mapping
        Une valeur par clé du schéma ; ``None``, texte vide, liste vide et ``False`` ne sont pas écrits.
    schema : Objet
        Les clés admises, dans l'ordre où elles sont écrites.
    entete : str
        Ligne de commentaire en tête ; vide : aucune.

    Examples
    --------
    >>> from evaltools.acces.schema import Champ, Texte
    >>> print(ecrire_bloc({"code": "1", "nom": "Axe : soins"}, Objet((Champ("code", Code()), Champ("nom", Texte())))))
    code: "1"
    nom: "Axe : soins"
    <BLANKLINE>
    """
    lignes = [f"# {entete}"] if entete else []
    lignes += _bloc(valeurs, schema, 0)
    return "\n".join(lignes) + "\n"


def _bloc(valeurs: Mapping[str, Any], schema: Objet, retrait: int) -> Iterator[str]:
    marge = " " * retrait
    for champ in schema.champs:
        valeur = valeurs.get(champ.nom)
        if valeur is None or valeur == "" or valeur == () or valeur is False:
            continue
        if isinstance(champ.type, Objet):
            yield f"{marge}{champ.nom}:"
            yield from _bloc(valeur, champ.type, retrait + 2)
        elif isinstance(champ.type, Liste):
            yield f"{marge}{champ.nom}:"
            yield from _liste(valeur, champ.type.element, retrait + 2, champ.nom in _ESPACES)
        else:
            yield from _scalaire(f"{marge}{champ.nom}: ", valeur, champ.type, retrait + 2)


def _liste(valeurs: Sequence[Any], element: Type, retrait: int, espacee: bool) -> Iterator[str]:
    marge = " " * retrait
    for rang, valeur in enumerate(valeurs):
        if isinstance(element, Objet):
            if espacee and rang:
                yield ""
            lignes = list(_bloc(valeur, element, retrait + 2))
            yield f"{marge}- {lignes[0].lstrip()}" if lignes else f"{marge}- {{}}"
            yield from lignes[1:]
        else:
            yield from _scalaire(f"{marge}- ", valeur, element, retrait + 2)


def _scalaire(debut: str, valeur: Any, genre: Type, retrait: int) -> Iterator[str]:
    if isinstance(valeur, str) and not isinstance(valeur, StrEnum):
        yield from _texte(debut, valeur, isinstance(genre, Code), retrait)
    elif isinstance(valeur, bool):
        yield f"{debut}oui"
    elif isinstance(valeur, date):
        yield f"{debut}{valeur.isoformat()}"
    else:
        yield f"{debut}{_nombre(valeur) if isinstance(valeur, (int, float)) else valeur.value}"


def _nombre(valeur: float) -> str:
    return str(int(valeur)) if valeur == int(valeur) and abs(valeur) < 1e15 else repr(valeur)


def _texte(debut: str, texte: str, code: bool, retrait: int) -> Iterator[str]:
    simple = all(c.isprintable() or c in _INVISIBLES_ADMIS for c in texte)
    if not code and simple and len(debut) + len(texte) <= LARGEUR and est_texte_nu(texte):
        yield f"{debut}{texte}"
    elif not code and simple and len(debut) + len(texte) > LARGEUR and all(texte.split(" ")):
        yield f"{debut}>-"
        yield from _replier(texte, " " * retrait)
    else:
        yield f'{debut}"{"".join(_echapper(c) for c in texte)}"'


def _replier(texte: str, marge: str) -> list[str]:
    """Coupe aux espaces simples seulement : ni mot coupé, ni tiret, ni espace insécable."""
    mots, lignes = texte.split(" "), [""]
    for mot in mots:
        if lignes[-1] and len(marge) + len(lignes[-1]) + 1 + len(mot) > LARGEUR:
            lignes.append(mot)
        else:
            lignes[-1] = f"{lignes[-1]} {mot}" if lignes[-1] else mot
    return [marge + ligne for ligne in lignes]


def _echapper(caractere: str) -> str:
    if caractere in '"\\':
        return f"\\{caractere}"
    if caractere.isprintable() or caractere in _INVISIBLES_ADMIS:
        return caractere
    numero = ord(caractere)
    return f"\\x{numero:02x}" if numero < 256 else f"\\u{numero:04x}" if numero < 65536 else f"\\U{numero:08x}"
