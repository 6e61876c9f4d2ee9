"""Ce que la bureautique charge une fois, avant que les processus de rendu ne soient dupliqués."""

from __future__ import annotations


def charger() -> None:
    """Importe les bibliothèques des documents et lit leurs modèles : un rapport n'a plus à les attendre."""
    import lxml.html
    import pptx.chart.data
    import resvg_py
    import xlsxwriter

    from evaltools.restitution.bureautique import exportateurs, presentation_modele, word
    from evaltools.restitution.bureautique.colonnes import largeur_texte

    _ = (lxml, pptx, resvg_py, xlsxwriter, exportateurs)
    word.modele()
    presentation_modele.nouvelle()
    largeur_texte("Indicateur", 10)
