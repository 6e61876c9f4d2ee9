"""La lecture des blocs : d'un fragment HTML aux éléments d'un document, dans l'ordre de la page.

Toute balise est lue : celle que l'on ne connaît pas rend ses enfants. Ce que la page replie est déplié ; ce qu'elle ne
montre qu'à l'écran (cases à cocher, mode d'emploi) ou qui double un texte (pistes, bandes) est laissé.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from evaltools.restitution.bureautique import lecture_figures, lecture_tableaux
from evaltools.restitution.bureautique.contenu import (
    Ancre,
    Chiffre,
    Chiffres,
    Definitions,
    Element,
    Fragment,
    Ligne,
    Liste,
    Paragraphe,
    Puce,
    Titre,
    en_texte,
    lignes_de,
)
from evaltools.restitution.bureautique.texte import (
    BLOCS,
    classes,
    est_cache,
    ligne,
    ligne_de,
    morceaux_du_noeud,
    sans_controle,
)

GENRES = {
    "chapo": "chapo", "note": "note", "aide": "note", "src": "source", "avant": "intertitre", "apercu": "apercu",
    "avis": "avis", "bandeaux": "bandeau", "programme": "surtitre", "epci": "sous-titre", "pied": "note",
    "parts": "intertitre", "verdicts": "corps",
}  # fmt: skip
"""Rôle d'un paragraphe d'après sa classe, ou celle d'une boîte qui le contient."""

_HERITES = ("avis", "bandeaux", "pied", "parts")
_NIVEAUX = {"h1": 0, "h2": 1, "h3": 2, "h4": 3, "h5": 3, "h6": 3}
_SANS_INTERET = ("Voir ",)
"""Débuts des résumés qui n'invitent qu'à déplier : dans un document, tout l'est."""


def lire(html: str) -> tuple[Element, ...]:
    """Lit le HTML d'un bloc.

    Parameters
    ----------
    html : str
        Fragment HTML d'un bloc, tel que l'exporteur le reçoit.

    Examples
    --------
    >>> [type(e).__name__ for e in lire("<section><h2>Où en est-on ?</h2><p>Bien.</p><ul><li>a</li></ul></section>")]
    ['Titre', 'Paragraphe', 'Liste']
    """
    from lxml import html as lecteur

    nu, dessins = lecture_figures.extraire(sans_controle(html))
    racine = lecteur.fragment_fromstring(nu, create_parent="div")
    return tuple(_Lecture(dessins).elements(racine))


class _Lecture:
    """Le parcours d'un fragment ; ``dessins`` : les SVG, mis de côté avant l'analyse."""

    def __init__(self, dessins: tuple[str, ...]) -> None:
        self.dessins = dessins
        self.objet = ""
        self.balises: dict[str, Callable[[Any, str], Iterator[Element]]] = {
            "p": self._paragraphe, "ul": self._liste, "ol": self._liste, "dl": self._termes, "table": self._tableau,
            "details": self._depliable, "figcaption": self._titre_de_figure, "hr": lambda *_: iter(()),
        }  # fmt: skip

    def elements(self, noeud: Any, genre: str = "corps") -> Iterator[Element]:
        """Lit le contenu d'une boîte : texte au fil de la phrase, puis blocs, dans l'ordre."""
        genre = next((GENRES[c] for c in _HERITES if c in classes(noeud)), genre)
        attente = [Fragment(noeud.text or "")]
        for enfant in noeud:
            if est_cache(enfant) and not lecture_figures.est_dessin(enfant):
                pass
            elif lecture_figures.est_dessin(enfant) or any(n.tag in BLOCS for n in enfant.iter()):
                yield from self._vider(attente, genre)
                yield from self._bloc(enfant, genre)
            else:
                attente += morceaux_du_noeud(enfant)
            attente.append(Fragment(enfant.tail or ""))
        yield from self._vider(attente, genre)

    def _vider(self, attente: list[Fragment], genre: str) -> Iterator[Element]:
        texte = ligne_de(attente)
        attente.clear()
        if texte:
            yield Paragraphe(texte, genre)

    def _bloc(self, noeud: Any, genre: str) -> Iterator[Element]:
        if noeud.get("id"):
            yield Ancre(noeud.get("id"))
        if lecture_figures.porte_un_dessin(noeud):
            yield from lecture_figures.images(noeud, self.dessins)
        elif noeud.tag in _NIVEAUX:
            yield from self._titre(noeud)
        else:
            yield from self.balises.get(noeud.tag, self.elements)(noeud, genre)

    def _titre(self, noeud: Any) -> Iterator[Element]:
        texte = ligne(noeud)
        if texte:
            self.objet = en_texte(texte)
            niveau, parent = _NIVEAUX[noeud.tag], noeud.getparent()
            yield Titre(niveau, texte, niveau == 1 and parent is not None and "numerotee" in classes(parent))

    def _paragraphe(self, noeud: Any, genre: str) -> Iterator[Element]:
        texte = ligne(noeud)
        propre = next((GENRES[c] for c in sorted(classes(noeud)) if c in GENRES), genre)
        if texte:
            if propre == "intertitre":
                self.objet = en_texte(texte)
            yield Paragraphe(texte, propre)

    def _titre_de_figure(self, noeud: Any, _genre: str) -> Iterator[Element]:
        if texte := ligne(noeud):
            yield Paragraphe(texte, "figure")

    def _depliable(self, noeud: Any, genre: str) -> Iterator[Element]:
        resume = noeud.find("summary")
        if resume is not None:
            texte = ligne(resume)
            if texte and not en_texte(texte).startswith(_SANS_INTERET):
                yield Paragraphe(texte, "intertitre")
            resume.drop_tree()
        yield from self.elements(noeud, genre)

    def _tableau(self, noeud: Any, _genre: str) -> Iterator[Element]:
        if tableau := lecture_tableaux.tableau(noeud, self._cellule):
            yield tableau

    def _liste(self, noeud: Any, _genre: str) -> Iterator[Element]:
        puces = [p for p in noeud if not est_cache(p)]
        boite = noeud.getparent()
        if "legende" in classes(noeud) or (boite is not None and "lire" in classes(boite)):
            yield from self._legende(puces)
        elif lecture_tableaux.est_tabulaire(puces):
            yield lecture_tableaux.depuis_liste(puces, self._cellule, self.objet)
        elif any(p.find(f".//{balise}") is not None for p in puces for balise in ("table", "figure", "h3", "h4")):
            for puce in puces:
                yield from self.elements(puce)
        else:
            lues = tuple(q for p in puces for q in self._puce(p, 0))
            if lues:
                yield Liste(lues, noeud.tag == "ol")

    def _puce(self, noeud: Any, niveau: int) -> Iterator[Puce]:
        dedans = [s for s in noeud if s.tag in ("ul", "ol") and not est_cache(s)]
        suites = [q for s in dedans for p in s if not est_cache(p) for q in self._puce(p, niveau + 1)]
        for s in dedans:
            noeud.remove(s)
        lignes = self._cellule(noeud)
        if lignes:
            yield Puce(lignes, niveau)
        yield from suites

    def _legende(self, puces: list[Any]) -> Iterator[Element]:
        textes = [t for p in puces if (t := ligne(p))]
        if textes:
            suite = [f for rang, t in enumerate(textes) for f in ((Fragment("   "),) if rang else ()) + t]
            yield Paragraphe(tuple(suite), "legende")

    def _termes(self, noeud: Any, _genre: str) -> Iterator[Element]:
        groupes = [g for g in noeud.iter("div") if g.find("dt") is not None]
        if "cles" in classes(noeud):
            yield Chiffres(tuple(_chiffre(g) for g in groupes))
            return
        couples: list[tuple[Ligne, tuple[Ligne, ...]]] = []
        for n in noeud.iter("dt", "dd"):
            if est_cache(n):
                continue
            if n.tag == "dt":
                couples.append((ligne(n), ()))
            elif couples:
                couples[-1] = (couples[-1][0], couples[-1][1] + self._cellule(n))
        if couples:
            yield Definitions(tuple(couples))

    def _cellule(self, noeud: Any) -> tuple[Ligne, ...]:
        """Rend le contenu d'une cellule, d'une puce ou d'une définition : des paragraphes."""
        lignes: list[Ligne] = []
        for element in self.elements(noeud):
            if isinstance(element, Definitions):
                lignes += [_couple(terme, sens) for terme, sens in element.couples]
            else:
                lignes += lignes_de(element)
        return tuple(x for x in lignes if x)


def _couple(terme: Ligne, sens: tuple[Ligne, ...]) -> Ligne:
    return ligne_de([*terme, Fragment(" : "), *(f for s in sens for f in (*s, Fragment(" ")))])


def _chiffre(groupe: Any) -> Chiffre:
    gros, suite = (_premier(groupe, c) for c in ("gros", "suite"))
    couleur = re.search(r"--c:\s*(#[0-9A-Fa-f]{6})", groupe.get("style") or "")
    return Chiffre(
        ligne(gros) if gros is not None else (),
        ligne(groupe.find("dt")),
        ligne(suite) if suite is not None else (),
        couleur[1] if couleur else "",
    )


def _premier(groupe: Any, classe: str) -> Any:
    return next((n for n in groupe.iter("dd") if classe in classes(n)), None)
