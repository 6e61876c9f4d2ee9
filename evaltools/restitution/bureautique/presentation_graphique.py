"""Un graphique natif, que l'on retouche dans PowerPoint ou Impress : barres empilées, barres, courbes."""

from __future__ import annotations

import io
from datetime import date, datetime
from typing import Any

from evaltools.domaine.nombres import arrondir
from evaltools.restitution.bureautique.ooxml import ENCRE, FILET, GRIS, hexa
from evaltools.restitution.bureautique.presentation_modele import couleur as rgb
from evaltools.restitution.bureautique.texte import sans_controle
from evaltools.restitution.diapositives import Graphique, Serie
from evaltools.restitution.formats import decimales_utiles

FEUILLE = "Données"
"""Nom de la feuille que l'on voit en demandant « Modifier les données »."""

PALETTE = ("#12436D", "#3F88D9", "#F2C230", "#28A197", "#E8590C", "#7D1128", "#9DC2E6", "#B9C4CF")
UNITES_COLLEES = ("%", "€", "k€", "M€")
"""Unités écrites après chaque nombre ; les autres (« actions ») sont dites une fois, sous le titre."""

LONG_LIBELLE, NOMBREUSES = 14, 6


def format_nombre(valeurs: list[float | None], unite: str = "", *, sans_zero: bool = False) -> str:
    """Rend le format des étiquettes : milliers écartés, décimales utiles, unité ; un zéro empilé ne s'écrit pas.

    Examples
    --------
    >>> format_nombre([1200, 3])
    '[>=1000000]# ### ##0;[>=1000]# ##0;0'
    >>> format_nombre([0.5, 12], "%").replace(chr(160), "_")
    '0.0"_%"'
    """
    decimales = decimales_utiles(valeurs)
    suffixe = f'"\u00a0{unite}"' if unite in UNITES_COLLEES else ""
    if decimales:
        return "0." + "0" * decimales + suffixe
    if sans_zero:
        return f"[>=1000]# ##0{suffixe};[>0]0{suffixe};"
    if max((abs(v) for v in valeurs if v is not None), default=0) < 1000:
        return f"0{suffixe}"
    return f"[>=1000000]# ### ##0{suffixe};[>=1000]# ##0{suffixe};0{suffixe}"


def poser(diapositive: Any, graphique: Graphique, place: tuple[float, float, float, float], edite_le: date) -> None:
    """Pose un graphique sur une diapositive.

    Parameters
    ----------
    diapositive
        Diapositive de python-pptx.
    graphique : Graphique
        Ce qu'il montre.
    place : tuple of float
        Position et taille, en points.
    edite_le : date
        Date inscrite dans le classeur de ses données.
    """
    from pptx.chart.data import CategoryChartData
    from pptx.util import Pt

    series = [_nette(s) for s in graphique.series]
    donnees: Any = CategoryChartData(number_format=_format(graphique, series))  # type: ignore[no-untyped-call]
    donnees.categories = [sans_controle(c) for c in graphique.categories]
    for s in series:
        donnees.add_series(s.nom, s.valeurs)
    x, y, large, haut = (Pt(v) for v in place)
    cadre = diapositive.shapes.add_chart(_genre(graphique), x, y, large, haut, donnees)
    cadre.name = "Graphique"
    cadre._element.nvGraphicFramePr.cNvPr.set("descr", sans_controle(graphique.alternative))
    _habiller(cadre.chart, graphique, series)
    _classeur(cadre.chart, graphique, series, edite_le)


def _nette(serie: Serie) -> Serie:
    """Arrondit les valeurs comme la page les écrit."""
    d = decimales_utiles(serie.valeurs)
    return Serie(
        sans_controle(serie.nom), tuple(None if v is None else arrondir(v, d) for v in serie.valeurs), serie.couleur
    )


def _format(graphique: Graphique, series: list[Serie]) -> str:
    valeurs = [v for s in series for v in s.valeurs]
    return format_nombre(valeurs, graphique.unite, sans_zero=graphique.genre == "barres_empilees")


def est_couche(graphique: Graphique) -> bool:
    """Dit si les barres sont horizontales : empilées, ou aux libellés trop longs pour tenir dessous."""
    longs = any(len(c) > LONG_LIBELLE for c in graphique.categories) or len(graphique.categories) > NOMBREUSES
    return graphique.genre == "barres_empilees" or (graphique.genre == "barres" and longs)


def _genre(graphique: Graphique) -> Any:
    from pptx.enum.chart import XL_CHART_TYPE as T

    if graphique.genre == "courbes":
        return T.LINE_MARKERS
    if graphique.genre == "barres_empilees":
        return T.BAR_STACKED
    return T.BAR_CLUSTERED if est_couche(graphique) else T.COLUMN_CLUSTERED


def _habiller(chart: Any, graphique: Graphique, series: list[Serie]) -> None:
    from pptx.enum.chart import XL_LEGEND_POSITION
    from pptx.util import Pt

    chart.font.size, chart.font.color.rgb = Pt(14), rgb(ENCRE)
    chart.has_title = False
    chart.has_legend = len(series) > 1
    if chart.has_legend:
        chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.TOP, False
        chart.legend.font.size = Pt(14)
    _axes(chart, graphique)
    trace = chart.plots[0]
    if graphique.genre != "courbes":
        trace.gap_width = 45
        trace.overlap = 100 if graphique.genre == "barres_empilees" else -5
    for rang, (dessinee, serie) in enumerate(zip(trace.series, series, strict=True)):
        couleur = hexa(serie.couleur or PALETTE[rang % len(PALETTE)])
        if graphique.genre == "courbes":
            _courbe(dessinee, couleur, pointillee=rang > 0)
        else:
            _barre(dessinee, couleur)
        _etiquettes(dessinee, graphique, serie, couleur, premiere=rang == 0)


def _axes(chart: Any, graphique: Graphique) -> None:
    from pptx.enum.chart import XL_TICK_MARK
    from pptx.util import Pt

    categories, valeurs = chart.category_axis, chart.value_axis
    categories.reverse_order = est_couche(graphique)
    categories.has_major_gridlines = valeurs.has_major_gridlines = False
    categories.major_tick_mark = valeurs.major_tick_mark = XL_TICK_MARK.NONE
    categories.format.line.color.rgb = rgb(FILET)
    categories.tick_labels.font.size = Pt(14 if len(graphique.categories) <= 8 else 11)
    valeurs.visible = False
    if graphique.genre != "courbes" and all((v or 0) >= 0 for s in graphique.series for v in s.valeurs):
        valeurs.minimum_scale = 0


def _barre(dessinee: Any, couleur: str) -> None:
    from pptx.util import Pt

    dessinee.invert_if_negative = False
    dessinee.format.fill.solid()
    dessinee.format.fill.fore_color.rgb = rgb(couleur)
    if couleur == "FFFFFF" or _clarte(couleur) > 0.8:
        dessinee.format.line.color.rgb, dessinee.format.line.width = rgb(GRIS), Pt(1)


def _courbe(dessinee: Any, couleur: str, *, pointillee: bool) -> None:
    from pptx.enum.chart import XL_MARKER_STYLE
    from pptx.enum.dml import MSO_LINE
    from pptx.util import Pt

    dessinee.smooth = False
    dessinee.format.line.color.rgb, dessinee.format.line.width = (
        rgb(couleur),
        Pt(1.75 if pointillee else 3),
    )
    if pointillee:
        dessinee.format.line.dash_style = MSO_LINE.ROUND_DOT
    dessinee.marker.style = XL_MARKER_STYLE.NONE if pointillee else XL_MARKER_STYLE.CIRCLE
    dessinee.marker.size = 8
    dessinee.marker.format.fill.solid()
    dessinee.marker.format.fill.fore_color.rgb = rgb(couleur)


def _etiquettes(dessinee: Any, graphique: Graphique, serie: Serie, couleur: str, *, premiere: bool) -> None:
    from pptx.enum.chart import XL_LABEL_POSITION as P
    from pptx.util import Pt

    if graphique.genre == "courbes" and not premiere:
        return  # la trajectoire se lit ; ses valeurs sont dans les données du graphique
    etiquettes = dessinee.data_labels
    etiquettes.show_value = True
    etiquettes.number_format, etiquettes.number_format_is_linked = _format(graphique, [serie]), False
    empilees = graphique.genre == "barres_empilees"
    etiquettes.position = P.CENTER if empilees else P.ABOVE if graphique.genre == "courbes" else P.OUTSIDE_END
    etiquettes.font.size, etiquettes.font.bold = Pt(14 if len(graphique.categories) <= 8 else 11), True
    sombre = empilees and _clarte(couleur) < 0.42
    etiquettes.font.color.rgb = rgb("FFFFFF" if sombre else ENCRE)


def _clarte(couleur: str) -> float:
    """Rend la clarté perçue d'une couleur, de 0 (noir) à 1 (blanc)."""
    r, v, b = (int(couleur[n : n + 2], 16) / 255 for n in (0, 2, 4))
    return 0.299 * r + 0.587 * v + 0.114 * b


def _classeur(chart: Any, graphique: Graphique, series: list[Serie], edite_le: date) -> None:
    """Remplace le classeur du graphique : feuille nommée en français, date fixée, catégories jamais en formule."""
    import xlsxwriter

    tampon = io.BytesIO()
    classeur = xlsxwriter.Workbook(tampon, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    classeur.set_properties({"created": datetime(edite_le.year, edite_le.month, edite_le.day)})  # noqa: DTZ001
    feuille = classeur.add_worksheet(FEUILLE)
    for colonne, s in enumerate(series, 1):
        feuille.write_string(0, colonne, s.nom)
        for ligne, valeur in enumerate(s.valeurs, 1):
            if valeur is not None:
                feuille.write_number(ligne, colonne, valeur)
    for ligne, categorie in enumerate(graphique.categories, 1):
        feuille.write_string(ligne, 0, sans_controle(categorie))
    feuille.set_column(0, 0, 40)
    classeur.close()
    chart.part.chart_workbook.update_from_xlsx_blob(tampon.getvalue())
    for formule in chart._chartSpace.iter("{http://schemas.openxmlformats.org/drawingml/2006/chart}f"):
        formule.text = formule.text.replace("Sheet1!", f"{FEUILLE}!")
