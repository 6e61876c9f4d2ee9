"""Une figure dans la page : titre qui dit le constat, dessin, source, et ses données dans un tableau replié."""

from __future__ import annotations

from markupsafe import Markup

from evaltools.restitution.tableaux import depliable
from evaltools.restitution.typographie import typo


def figure(numero: int, titre: str, precision: str, dessin: Markup, donnees: Markup, source: str = "") -> Markup:
    """Assemble une figure et son tableau.

    Parameters
    ----------
    numero : int
        Numéro dans la page.
    titre, precision : str
        Le constat, puis ce qui est montré (unité, période) ; réunis, ils nomment la figure.
    dessin : Markup
        Le SVG, avec son texte de remplacement.
    donnees : Markup
        Le tableau des données.
    source : str
        Ligne de source.
    """
    tete, precision = typo(f"Figure {numero}. {titre}"), typo(precision)
    note = Markup('\n<p class="src">{}</p>').format(source) if source else ""
    return Markup(
        '<div class="fig-bloc"><figure role="figure" aria-label="{} {}" id="figure-{}">\n'
        "<figcaption><strong>{}</strong> <span>{}</span></figcaption>\n{}{}\n</figure>\n{}</div>"
    ).format(
        tete,
        precision,
        numero,
        tete,
        precision,
        dessin,
        note,
        depliable(f"Voir les données de la figure {numero}", donnees),
    )
