"""Une partie simple : un titre, une phrase calculée, des tableaux ; et ses diapositives."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from markupsafe import Markup

from evaltools.restitution import diapositives as d
from evaltools.restitution import gabarit
from evaltools.restitution.html import SECTION, Bloc
from evaltools.restitution.typographie import typo


def section(
    ancre: str,
    court: str,
    titre: str,
    chapo: str,
    *corps: Markup,
    diapositives: Sequence[d.Diapositive] = (),
    numerotee: bool = True,
) -> Bloc:
    """Assemble une partie.

    Parameters
    ----------
    ancre, court : str
        Identifiant dans la page, et titre pour le sommaire.
    titre, chapo : str
        La question que la partie pose, et sa réponse en une ou deux phrases calculées (vide : aucune).
    *corps : Markup
        Fragments déjà écrits ; un fragment vide ne laisse rien.
    diapositives : sequence of Diapositive
        Ce que la partie dit dans la présentation.
    numerotee : bool
        La partie porte un numéro dans la page.
    """
    html = gabarit.remplir(
        "section.html.j2", ancre=ancre, titre=titre, chapo=chapo, corps=[c for c in corps if c], numerotee=numerotee
    )
    return Bloc(SECTION, ancre, typo(court), html, diapositives=tuple(diapositives))


def paragraphe(texte: str, classe: str = "note") -> Markup:
    """Écrit un paragraphe de note ; vide, il ne donne rien."""
    return Markup('<p class="{}">{}</p>').format(classe, texte) if texte else Markup("")


def intertitre(texte: str) -> Markup:
    """Écrit un titre de troisième niveau."""
    return Markup("<h3>{}</h3>").format(texte)


def diapo(
    titre: str,
    *textes: str,
    legende: str = "",
    colonnes: Sequence[str] = (),
    lignes: Iterable[Sequence[str]] = (),
    graphique: d.Graphique | None = None,
    note: str = "",
) -> d.Diapositive:
    """Fabrique une diapositive : le message en titre, puis des lignes courtes, un tableau ou un graphique."""
    rangees = tuple(tuple(typo(c) for c in ligne) for ligne in lignes)
    table = d.Tableau(typo(legende), tuple(typo(c) for c in colonnes), rangees) if rangees else None
    return d.Diapositive(typo(titre.rstrip(".")), tuple(typo(t) for t in textes if t), table, graphique, typo(note))
