"""Les textes de l'évaluateur : à quelle partie du rapport ils vont, et les nombres qu'ils citent.

Un texte suit les phrases calculées d'une partie, ou prend leur place. Il n'est jamais réécrit. Un nombre qu'il cite et
que la partie ne montre pas (ou plus) est dit : le calcul a pu changer depuis que le texte est écrit.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from evaltools.domaine.lexique import Diffusion


@dataclass(frozen=True, slots=True)
class Texte:
    """Un texte écrit par l'évaluateur pour une partie des rapports.

    ``corps`` : Markdown. ``remplace`` : il prend la place des phrases calculées, au lieu de les suivre.
    ``territoires``, ``editions``, ``carnets`` : où il paraît ; vide : partout. ``diffusion`` : « restreinte » tant que
    l'évaluateur ne l'a pas dit publiable. ``nombres_exterieurs`` : nombres cités qui ne viennent pas du rapport,
    vérifiés par l'évaluateur. ``ligne`` : première ligne du corps dans le fichier.
    """

    partie: str
    corps: str
    fichier: str = ""
    remplace: bool = False
    territoires: tuple[str, ...] = ()
    editions: tuple[str, ...] = ()
    carnets: tuple[str, ...] = ()
    diffusion: Diffusion = Diffusion.RESTREINTE
    nombres_exterieurs: tuple[str, ...] = ()
    ligne: int = 1


@dataclass(frozen=True, slots=True)
class Destination:
    """Le rapport que l'on compose : carnet, édition, territoire, diffusion."""

    carnet: str
    edition: str
    siren: str
    diffusion: str


def convient(texte: Texte, destination: Destination) -> bool:
    """Dit si un texte paraît dans un rapport ; l'édition publique n'en montre que les textes dits publics.

    Examples
    --------
    >>> ici = Destination("evaluation_annuelle", "copil", "ensemble", "publique")
    >>> convient(Texte("essentiel", "Bonne année."), ici)
    False
    >>> convient(Texte("essentiel", "Bonne année.", diffusion=Diffusion.PUBLIQUE), ici)
    True
    """
    if destination.diffusion == Diffusion.PUBLIQUE and texte.diffusion is not Diffusion.PUBLIQUE:
        return False
    choix = (
        (texte.carnets, destination.carnet),
        (texte.editions, destination.edition),
        (texte.territoires, destination.siren),
    )
    return all(not admis or valeur in admis for admis, valeur in choix)


def textes_de(textes: Iterable[Texte], partie: str, destination: Destination) -> tuple[Texte, ...]:
    """Rend les textes d'une partie pour un rapport, dans l'ordre des noms de fichier."""
    retenus = (t for t in textes if t.partie == partie and convient(t, destination))
    return tuple(sorted(retenus, key=lambda t: t.fichier))


_MOIS = "janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre"
_HORS_NOMBRES = re.compile(
    rf"""\d{{1,2}}(?:er)?\s(?:{_MOIS})(?:\s\d{{4}})?      # 12 mars 2027
    |\d{{1,2}}/\d{{1,2}}/\d{{2,4}}|\d{{4}}-\d{{2}}-\d{{2}}  # dates en chiffres
    |\b(?:19|20)\d{{2}}(?:[-–/](?:19|20)\d{{2}})?\b(?!\s*%)  # années et suites d'années
    |(?-i:\b(?:FA\s?|[A-Z]{{1,4}}-?)\d+(?:\.\d+)*(?:-[A-Z]+\d+)?)  # codes : FA 1.1.1-QT1, A4, T3
    |\b(?:article|art\.|axe|objectif|orientation|action|figure|page|n[°o])\s\d+(?:\.\d+)*
    |\b\d+(?:er|re|ers|res|e|es|ᵉ|ᵉʳ)\b                       # rangs : 1er, 2e
    |\]\([^)]*\)                                               # adresse d'un lien
    """,
    re.VERBOSE | re.IGNORECASE,
)
_NOMBRE = re.compile(
    r"(?<![\w.,/])([-−]?)(\d{1,3}(?:[ \u00a0\u202f]\d{3})+|\d+)(?:[.,](\d+))?(?![\w/])(?:[ \u00a0\u202f]?(%))?"
)


def nombres_cites(texte: str) -> tuple[str, ...]:
    """Rend les nombres qu'un texte français cite, écrits d'une seule façon ; ni les dates, ni les codes, ni les rangs.

    Examples
    --------
    >>> nombres_cites("En 2026, 1 274 jeunes sur 12 collèges (62,50 %), selon FA 1.1.1-QT1, le 12 mars.")
    ('1274', '12', '62,5 %')
    """
    reste = _HORS_NOMBRES.sub(" ; ", texte)
    return tuple(dict.fromkeys(_ecrire(*m.groups()) for m in _NOMBRE.finditer(reste)))


def _ecrire(signe: str, entier: str, decimales: str | None, pourcent: str | None) -> str:
    nombre = re.sub(r"\D", "", entier).lstrip("0") or "0"
    fin = (decimales or "").rstrip("0")
    return f"{'-' if signe else ''}{nombre}{',' + fin if fin else ''}{' %' if pourcent else ''}"


def nombres_perimes(texte: Texte, calcule: str) -> tuple[str, ...]:
    """Rend les nombres qu'un texte cite et que la partie calculée ne montre pas.

    Parameters
    ----------
    texte : Texte
        Le texte de l'évaluateur ; ses ``nombres_exterieurs`` ne sont pas cherchés.
    calcule : str
        Tout ce que la partie calculée montre, en texte.

    Examples
    --------
    >>> nombres_perimes(Texte("essentiel", "9 cibles sur 13, soit 69 %."), "9 cibles sur 14, soit 64 %")
    ('13', '69 %')
    """
    connus = {*nombres_cites(calcule), *(n for e in texte.nombres_exterieurs for n in nombres_cites(e))}
    return tuple(n for n in nombres_cites(texte.corps) if n not in connus)
