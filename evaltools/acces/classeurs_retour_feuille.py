"""La feuille « À corriger » d'un classeur de retour : l'écrire, et la reconnaître quand elle revient.

Chaque ligne finit, dans une colonne cachée, par des lettres de contrôle de ce qu'elle dit : une ligne intacte n'apprend
rien à la lecture, une ligne que le pilote a retouchée, ou complétée, est gardée et dite comme toute case ajoutée.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from openpyxl import Workbook
from openpyxl.styles import Alignment
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from evaltools.acces.classeurs_contexte import Contexte
from evaltools.acces.classeurs_identite import lettres_de_controle
from evaltools.acces.classeurs_modele import PHRASE_FICTIVE
from evaltools.acces.classeurs_releve import ecrire_texte
from evaltools.acces.classeurs_style import (
    ROUGE,
    Style,
    Valeur,
    hauteur,
    mettre_en_page,
    poser,
    poser_entete,
    proteger,
)
from evaltools.acces.tableur import Classeur, Feuille
from evaltools.domaine.nombres import plier

FEUILLE = "À corriger"
CONSIGNE = (
    "Reprenez chaque point dans ce classeur : cliquez sur « Où », corrigez la case en couleur, puis renvoyez ce "
    "fichier. Il remplace celui que vous aviez envoyé."
)
PERDUES = "Ce que nous n'avons pas su placer"
CONSIGNE_PERDUES = (
    "Rien n'est perdu : voici ce que votre fichier portait hors des cases prévues, ou sur des lignes que nous "
    "n'avons pas reconnues. Recopiez dans les cases jaunes ce qui doit compter."
)
TITRES = (
    ("N°", 5.0), ("Gravité", 12.0), ("Où", 25.0), ("De quoi il s'agit", 38.0), ("Ce qui est écrit", 26.0),
    ("Ce qui ne va pas", 44.0), ("À faire", 48.0), ("", 9.0),
)  # fmt: skip
_COLONNES = len(TITRES)
_LONGUEUR = 6
_CONTROLE = re.compile(rf"[bcdfghjkmnpqrstvwxz]{{{_LONGUEUR}}}")


@dataclass(frozen=True, slots=True)
class Point:
    """Un point à reprendre. ``feuille``, ``cellule`` : où il est dans le classeur de retour (vides : nulle part)."""

    gravite: str
    ou: str
    objet: str
    ecrit: str
    constat: str
    remede: str
    feuille: str = ""
    cellule: str = ""


@dataclass(frozen=True, slots=True)
class Perdue:
    """Une cellule reçue que le classeur de retour ne peut pas porter à sa place."""

    ou: str
    texte: str


@dataclass(frozen=True)
class RetourLu:
    """Ce que l'on reconnaît d'une feuille « À corriger » revenue : ses cellules intactes, et ce que disaient les notes.

    ``comprises`` : positions par feuille (son identité en mémoire).
    """

    comprises: dict[int, set[tuple[int, int]]] = field(default_factory=dict)
    dits: frozenset[str] = frozenset()

    def est_une_de_nos_notes(self, texte: str) -> bool:
        """Dit si une note ne contient que ce que le classeur de retour y avait mis."""
        reste = plier(texte)
        for dit in sorted(self.dits, key=len, reverse=True):
            reste = reste.replace(dit, " ")
        return re.search(r"\w", reste.replace("a faire", " ")) is None


def ecrire_a_corriger(
    classeur: Workbook, contexte: Contexte, points: Sequence[Point], perdues: Sequence[Perdue] = ()
) -> None:
    """Écrit la feuille « À corriger » en tête du classeur, et l'ouvre dessus."""
    sheet = classeur.create_sheet(FEUILLE, 0)
    classeur.active = 0
    poser_entete(sheet, 5, [(title, width, False) for title, width in TITRES])
    _seal(sheet, 5)
    head = [f"À corriger {contexte.annee} — {contexte.portee.designation}", contexte.identite.ligne, CONSIGNE]
    styles = (Style.TITRE, Style.IDENTITE, Style.CONSIGNE, Style.FICTIF)
    for row, (text, style) in enumerate(zip([*head, *[PHRASE_FICTIVE] * contexte.fictif], styles, strict=False), 1):
        _line(sheet, row, [text], [style])
    row = 6
    for number, point in enumerate(points, start=1):
        _point(sheet, row, number, point)
        row += 1
    if perdues:
        _lost(sheet, row + 1, perdues)
    _finish(sheet, contexte)


def _finish(sheet: Worksheet, contexte: Contexte) -> None:
    sheet.row_dimensions[1].height = 26
    sheet.column_dimensions[get_column_letter(_COLONNES)].hidden = True
    sheet.freeze_panes = "A6"
    sheet.sheet_view.showGridLines = False
    sheet.sheet_properties.tabColor = ROUGE
    mettre_en_page(sheet, 5, contexte.identite.ligne)
    proteger(sheet)


def _point(sheet: Worksheet, row: int, number: int, point: Point) -> None:
    texts: list[Valeur] = [number, point.gravite, point.ou, point.objet, point.ecrit, point.constat, point.remede]
    grave = Style.FAUTE if point.gravite == "bloquant" else Style.VERROU_CENTRE
    styles = [Style.VERROU_CENTRE, grave, *[Style.VERROU] * 5]
    _line(sheet, row, texts, styles)
    sheet.cell(row, 2).alignment = Alignment(horizontal="center", vertical="center")
    shown = [(str(text), width) for text, (_, width) in zip(texts, TITRES, strict=False)]
    sheet.row_dimensions[row].height = hauteur(shown, 30)
    if point.cellule:
        link = sheet.cell(row, 3)
        name = point.feuille.replace("'", "''")
        link.hyperlink = Hyperlink(ref=link.coordinate, location=f"'{name}'!{point.cellule}", display=point.ou)
        link.style = Style.LIEN.value


def _lost(sheet: Worksheet, row: int, lost: Sequence[Perdue]) -> None:
    _line(sheet, row, [PERDUES], [Style.SOUS_TITRE])
    _line(sheet, row + 1, [CONSIGNE_PERDUES], [Style.CONSIGNE])
    for rank, one in enumerate(lost, start=row + 2):
        _line(sheet, rank, [None, None, one.ou, one.texte], [Style.TEXTE, Style.TEXTE, Style.VERROU, Style.VERROU])
        sheet.merge_cells(start_row=rank, end_row=rank, start_column=4, end_column=7)
        sheet.row_dimensions[rank].height = hauteur([(one.texte, 150), (one.ou, 25)], 20)


def _line(sheet: Worksheet, row: int, texts: Sequence[Valeur], styles: Sequence[Style]) -> None:
    for column, (text, style) in enumerate(zip(texts, styles, strict=True), start=1):
        poser(sheet, row, column, text, style)
    _seal(sheet, row)


def _seal(sheet: Worksheet, row: int) -> None:
    """Write the check letters of a row, over what its cells will show."""
    texts = [str(sheet.cell(row, column).value or "") for column in range(1, _COLONNES)]
    poser(sheet, row, _COLONNES, controler(texts), Style.CACHE)


def controler(textes: Sequence[str]) -> str:
    """Calcule les lettres de contrôle d'une ligne ; les cases vides et les blancs n'y changent rien.

    Examples
    --------
    >>> controler(["1", "", "bloquant"]) == controler(["1", "bloquant "]), len(controler(["1"]))
    (True, 6)
    """
    return lettres_de_controle(*(plier(texte) for texte in textes if texte.strip()), longueur=_LONGUEUR)


# ── Reconnaître ──────────────────────────────────────────────────────────────────────────────────────────────────────


def reconnaitre(classeur: Classeur) -> RetourLu:
    """Reconnaît, dans un classeur reçu, ce qu'un classeur de retour y avait écrit."""
    understood: dict[int, set[tuple[int, int]]] = {}
    said: set[str] = set()
    for sheet in classeur.feuilles:
        rows = list(_sealed(sheet))
        if rows:
            understood[id(sheet)] = {(row, column) for row, columns, _ in rows for column in columns}
            said |= {plier(text) for _, _, texts in rows for text in texts[-2:]}
    return RetourLu(understood, frozenset(text for text in said if text))


def est_la_feuille(feuille: Feuille) -> bool:
    """Dit si une feuille est celle qu'un classeur de retour porte en tête, même renommée."""
    return next(_sealed(feuille), None) is not None


def _sealed(sheet: Feuille) -> Iterator[tuple[int, list[int], list[str]]]:
    """Find the untouched rows: their number, their columns, their texts."""
    for row, cells in sheet.lignes():
        seal = cells.get(_COLONNES)
        if seal is None or not isinstance(seal.valeur, str) or not _CONTROLE.fullmatch(seal.valeur):
            continue
        columns = [column for column in cells if column <= _COLONNES]
        texts = [ecrire_texte(cells[column]) for column in columns if column < _COLONNES]
        if controler(texts) == seal.valeur:
            yield row, columns, texts
