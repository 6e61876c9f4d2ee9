"""Du HTML d'un bloc aux fragments de texte : ce qui est caché est laissé, les signes deviennent des mots."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from evaltools.restitution.bureautique.contenu import RETOUR, Fragment, Ligne
from evaltools.restitution.formats import INSECABLE

CACHES = frozenset("vh ecran papier si-replie si-deplie fil lecture page-web evitement somm etroit motif".split())
"""Classes de ce qui ne vaut que pour l'écran, ou qui double un texte voisin."""

_BALISES_CACHEES = frozenset(("label", "input", "nav", "script", "style", "template", "svg", "head"))
BLOCS = frozenset(
    "address article aside blockquote caption dd details div dl dt fieldset figcaption figure footer h1 h2 h3 h4 h5 h6 "
    "header hr li main ol p pre section summary table tbody td tfoot th thead tr ul".split()
)
"""Balises qui ouvrent un paragraphe ; les autres sont du texte au fil de la phrase."""

SIGNES = {
    "s-ok": "●", "s-bv": "▲", "s-pa": "◐", "s-ac": "♦", "s-in": "■", "s-de": "▼", "s-na": "✕", "s-ne": "○",
    "s-nc": "□", "s-so": "–", "e-re": "■", "e-rp": "■", "e-ec": "■", "e-av": "□", "e-nd": "□", "e-rt": "▨",
    "e-su": "▨", "e-ar": "■", "e-nr": "–", "alerte": "!",
}  # fmt: skip
"""Le symbole qui précède le mot d'un verdict ou d'un état, parmi les signes que toute police de bureau possède."""

_BLANCS = re.compile(r"[ \t\r\n\f]+")
_INTERDITS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def sans_controle(texte: str) -> str:
    """Retire d'un texte les signes qu'un document Office ne peut pas contenir.

    Examples
    --------
    >>> sans_controle("a\\x00b\\x0bc")
    'abc'
    """
    return _INTERDITS.sub("", texte)


def classes(noeud: Any) -> frozenset[str]:
    """Rend les classes d'une balise."""
    return frozenset((noeud.get("class") or "").split())


def est_cache(noeud: Any) -> bool:
    """Dit si une balise ne se lit pas : cachée, propre à l'écran, ou commentaire."""
    if not isinstance(noeud.tag, str):
        return True
    masque = noeud.get("aria-hidden") == "true" or noeud.get("hidden") is not None
    return masque or noeud.tag in _BALISES_CACHEES or bool(CACHES & classes(noeud))


def ligne(noeud: Any, allure: Fragment | None = None) -> Ligne:
    """Rend tout le texte d'une balise, à la suite, blancs réduits.

    Parameters
    ----------
    noeud
        Balise lue par lxml.
    allure : Fragment, optional
        Allure de départ (gras, petit…) ; son texte est ignoré.
    """
    return nettoyer(_dedans(noeud, allure or Fragment("")))


def ligne_de(morceaux: Iterator[Fragment] | list[Fragment]) -> Ligne:
    """Rend une ligne faite de morceaux déjà lus."""
    return nettoyer(iter(morceaux))


def morceaux_du_noeud(noeud: Any, allure: Fragment | None = None) -> Iterator[Fragment]:
    """Rend les morceaux d'une balise au fil de la phrase, sans nettoyer les blancs (sa suite n'y est pas)."""
    yield from _enfant(noeud, allure or Fragment(""))


def _dedans(noeud: Any, allure: Fragment) -> Iterator[Fragment]:
    if noeud.text:
        yield replace(allure, texte=noeud.text)
    for enfant in noeud:
        yield from _enfant(enfant, allure)
        if enfant.tail:
            yield replace(allure, texte=enfant.tail)


def _enfant(enfant: Any, allure: Fragment) -> Iterator[Fragment]:
    if est_cache(enfant):
        if enfant.get("aria-hidden") == "true":  # une bande ou une barre écartait deux textes
            yield replace(allure, texte=" " + INSECABLE * 2 + " ")
        return
    noms = classes(enfant)
    if enfant.tag == "br":
        yield RETOUR
    elif enfant.tag == "small":
        if _va_a_la_ligne(enfant):
            yield RETOUR
        yield from _dedans(enfant, replace(allure, petit=True, gras=False))
    elif "st" in noms:
        yield from _signe(enfant, noms, allure)
    elif "mention" in noms:
        yield replace(allure, texte=" (")
        yield from _dedans(enfant, allure)
        yield replace(allure, texte=")")
    else:
        if enfant.tag in BLOCS or _colle(enfant):
            yield replace(allure, texte=" ")
        yield from _dedans(enfant, _allure(enfant, allure))


def _allure(enfant: Any, allure: Fragment) -> Fragment:
    if enfant.tag in ("strong", "b"):
        return replace(allure, gras=True)
    if enfant.tag == "a" and enfant.get("href"):
        return replace(allure, lien=enfant.get("href"))
    if enfant.tag in ("i", "code"):
        return replace(allure, code=True)
    return allure


def _va_a_la_ligne(petit: Any) -> bool:
    """Dit si un « small » est écrit sous ce qui précède, comme dans la page (cellule, liste, titre de tableau)."""
    for parent in petit.iterancestors():
        if "gros" in classes(parent):
            return False
        if parent.tag in ("td", "th", "li", "caption") or "parts" in classes(parent):
            return True
    return False


def _colle(enfant: Any) -> bool:
    """Dit si un « span » touche ce qui le précède sans espace, que la page écarte par son style."""
    precedent = enfant.getprevious()
    return enfant.tag == "span" and precedent is not None and not precedent.tail


def _signe(enfant: Any, noms: frozenset[str], allure: Fragment) -> Iterator[Fragment]:
    nom = next((c for c in noms if c in SIGNES), "")
    yield replace(allure, texte=" ")
    if nom:
        yield replace(allure, texte=SIGNES[nom] + INSECABLE, signe=nom)
    for f in _dedans(enfant, replace(allure, gras=True)):
        yield replace(f, texte=f.texte.replace(" ", INSECABLE))  # le mot d'un verdict ne se coupe pas


def nettoyer(morceaux: Iterator[Fragment]) -> Ligne:
    """Réduit les blancs d'une suite de fragments, réunit les voisins de même allure, ôte les bouts vides.

    Examples
    --------
    >>> nettoyer(iter([Fragment(" a "), Fragment(" b\\n"), RETOUR, Fragment(" c ")]))
    (Fragment(texte='a b', ...), Fragment(texte='\\n', ...), Fragment(texte='c', ...))
    """
    sortie: list[Fragment] = []
    for m in morceaux:
        if m == RETOUR:
            _tailler(sortie)
            if sortie and sortie[-1] != RETOUR:
                sortie.append(RETOUR)
            continue
        texte = _BLANCS.sub(" ", sans_controle(m.texte))
        if not sortie or sortie[-1] == RETOUR:
            texte = texte.lstrip(f" {INSECABLE}")
        elif sortie[-1].texte[-1] == " ":
            texte = texte.lstrip(" ")
        if not texte:
            continue
        if sortie and sortie[-1] != RETOUR and replace(sortie[-1], texte="") == replace(m, texte=""):
            sortie[-1] = replace(sortie[-1], texte=sortie[-1].texte + texte)
        else:
            sortie.append(replace(m, texte=texte))
    _tailler(sortie)
    if sortie and sortie[-1] == RETOUR:
        sortie.pop()
    return tuple(sortie)


def _tailler(sortie: list[Fragment]) -> None:
    """Ôte les espaces de la fin d'une ligne."""
    while sortie and sortie[-1] != RETOUR:
        reste = sortie[-1].texte.rstrip(f" {INSECABLE}") if not sortie[-1].signe else sortie[-1].texte
        if reste:
            sortie[-1] = replace(sortie[-1], texte=reste)
            return
        sortie.pop()
