"""Ce que la présentation montre d'une partie qui n'a pas écrit ses diapositives, ou n'a écrit qu'un message."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from evaltools.restitution.bureautique.contenu import Liste, Paragraphe, Titre, en_texte
from evaltools.restitution.bureautique.contenu import Tableau as TableauLu
from evaltools.restitution.bureautique.lecture import lire
from evaltools.restitution.diapositives import Diapositive, Tableau

SANS_REPLI = frozenset(("methode", "manques", "donnees", "fiches", "lecture", "controles", "communication"))
"""Parties qui ne font pas un message : sans diapositives écrites, elles n'en ont pas."""

LIGNES_D_APPUI, COLONNES_D_APPUI = 12, 7
"""Taille au-delà de laquelle un tableau de la page n'appuie plus un message : il le noierait."""


def appuyer(d: Diapositive, section: Mapping[str, Any]) -> Diapositive:
    """Donne à un message seul le premier tableau de sa partie, s'il tient en quelques lignes : rien n'y est nouveau.

    Examples
    --------
    >>> html = "<table><thead><tr><th>Axe</th></tr></thead><tbody><tr><th>1</th></tr></tbody></table>"
    >>> appuyer(Diapositive("Un message"), {"html": html}).tableau.lignes
    (('1',),)
    """
    if d.textes or d.tableau or d.graphique:
        return d
    for e in lire(section["html"]):
        if isinstance(e, TableauLu) and len(e.rangees) <= LIGNES_D_APPUI and len(e.colonnes) <= COLONNES_D_APPUI:
            lignes = tuple(tuple(" ".join(map(en_texte, c)) for c in r.cellules) for r in e.rangees)
            legende = "".join(f.texte for f in e.legende if not f.petit).strip() or e.objet
            return replace(d, tableau=Tableau(legende, tuple(map(en_texte, e.colonnes)), lignes))
    return d


def repli(section: Mapping[str, Any]) -> Iterator[Diapositive]:
    """Rend la diapositive d'une partie qui n'en a pas écrit : sa réponse en une phrase, ce qui l'appuie.

    Examples
    --------
    >>> section = {"ancre": "taux", "html": "<h2>Où ?</h2><p class='chapo'>Sept sur neuf. Aucun retard.</p>"}
    >>> [(d.titre, d.textes) for d in repli(section)]
    [('Sept sur neuf', ('Aucun retard.',))]
    """
    if section["ancre"] in SANS_REPLI:
        return
    elements = lire(section["html"])
    phrases = [
        p for e in elements if isinstance(e, Paragraphe) and e.genre == "chapo" for p in _phrases(en_texte(e.texte))
    ]
    forts = [
        "".join(f.texte for f in puce.paragraphes[0] if f.gras) or en_texte(puce.paragraphes[0])
        for e in elements if isinstance(e, Liste) and e.ordonnee for puce in e.puces
    ]  # fmt: skip
    titre = next((en_texte(e.texte) for e in elements if isinstance(e, Titre)), "")
    messages = [*phrases, *forts]
    if phrases:
        titre = messages.pop(0)
    if titre and (phrases or forts):
        yield Diapositive(titre.rstrip("."), tuple(messages[:6]))


def _phrases(texte: str) -> list[str]:
    return [p for p in re.split(r"(?<=[.!?])\s+(?=[A-ZÀ-Ý0-9«])", texte) if p]
