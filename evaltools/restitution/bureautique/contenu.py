"""Ce que dit un rapport, une fois ôté ce qui tient à la page : titres, paragraphes, listes, tableaux, figures.

C'est ce que la lecture des blocs donne et ce que le document Word écrit. Rien n'y est caché ni dit deux fois.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fragment:
    """Un morceau de texte d'une même allure.

    ``signe`` est la classe d'un verdict ou d'un état (« s-ok », « e-ec ») dont le texte est alors le symbole ;
    ``lien`` est une adresse (« #ancre » dans le document) ; le texte d'un retour à la ligne est « \\n ».
    """

    texte: str
    gras: bool = False
    petit: bool = False
    code: bool = False
    signe: str = ""
    lien: str = ""


Ligne = tuple[Fragment, ...]
"""Un paragraphe : des fragments à la suite."""

RETOUR = Fragment("\n")


@dataclass(frozen=True, slots=True)
class Ancre:
    """Un endroit du document que vise un lien : celui de l'élément qui suit."""

    nom: str


@dataclass(frozen=True, slots=True)
class Titre:
    """Un titre de niveau 1 (celui d'une partie) à 3 ; ``numero`` : il est compté dans les parties numérotées."""

    niveau: int
    texte: Ligne
    numerote: bool = False


@dataclass(frozen=True, slots=True)
class Paragraphe:
    """Un paragraphe ; ``genre`` dit son rôle (« corps », « chapo », « note », « avis », « bandeau », « figure »…)."""

    texte: Ligne
    genre: str = "corps"


@dataclass(frozen=True, slots=True)
class Puce:
    """Un élément de liste : ses paragraphes (le premier porte la puce), à un niveau (0 : le plus haut)."""

    paragraphes: tuple[Ligne, ...]
    niveau: int = 0


@dataclass(frozen=True, slots=True)
class Liste:
    """Une liste à puces, ou numérotée."""

    puces: tuple[Puce, ...]
    ordonnee: bool = False


@dataclass(frozen=True, slots=True)
class Chiffre:
    """Un chiffre clé : « 90 sur 146 », ce qu'il compte, une précision, une couleur « #12436D »."""

    nombre: Ligne
    quoi: Ligne
    suite: Ligne
    couleur: str = ""


@dataclass(frozen=True, slots=True)
class Chiffres:
    """Les chiffres clés d'une partie."""

    chiffres: tuple[Chiffre, ...]


@dataclass(frozen=True, slots=True)
class Definitions:
    """Des termes et ce qui les dit (« Pilote : … »)."""

    couples: tuple[tuple[Ligne, tuple[Ligne, ...]], ...]


@dataclass(frozen=True, slots=True)
class Rangee:
    """Une ligne de tableau ; une cellule est une suite de paragraphes, la première est l'en-tête de la ligne."""

    cellules: tuple[tuple[Ligne, ...], ...]
    ancre: str = ""
    total: bool = False


@dataclass(frozen=True, slots=True)
class Tableau:
    """Un tableau ; ``nombres`` : rangs (à partir de 0) des colonnes de nombres.

    ``legende`` vide : un intertitre le précède, dont ``objet`` reprend les mots pour qui écoute le document.
    """

    colonnes: tuple[Ligne, ...]
    rangees: tuple[Rangee, ...]
    nombres: frozenset[int] = frozenset()
    legende: Ligne = ()
    objet: str = ""


@dataclass(frozen=True, slots=True)
class Image:
    """Un dessin SVG entier, sa largeur en pixels et le texte lu à sa place."""

    svg: str
    alternative: str
    largeur: float
    hauteur: float


Element = Ancre | Titre | Paragraphe | Liste | Chiffres | Definitions | Tableau | Image


def en_texte(ligne: Ligne) -> str:
    """Rend le texte d'une ligne, retours compris comme des espaces.

    Examples
    --------
    >>> en_texte((Fragment("En bonne"), RETOUR, Fragment("voie", gras=True)))
    'En bonne voie'
    """
    return "".join(" " if f == RETOUR else f.texte for f in ligne).strip()


def lignes_de(element: Element) -> Iterator[Ligne]:
    """Rend tous les textes d'un élément, dans l'ordre de lecture."""
    if isinstance(element, Titre | Paragraphe):
        yield element.texte
    elif isinstance(element, Liste):
        yield from (ligne for puce in element.puces for ligne in puce.paragraphes)
    elif isinstance(element, Chiffres):
        yield from (ligne for c in element.chiffres for ligne in (c.nombre, c.quoi, c.suite))
    elif isinstance(element, Definitions):
        for terme, sens in element.couples:
            yield terme
            yield from sens
    elif isinstance(element, Tableau):
        yield element.legende
        yield from element.colonnes
        yield from (ligne for r in element.rangees for cellule in r.cellules for ligne in cellule)
