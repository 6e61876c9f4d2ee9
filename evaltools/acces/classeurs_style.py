"""L'allure et les sûretés communes à tous les classeurs que l'outil écrit.

Un texte n'est jamais écrit comme une formule ; aucune formule ne part dans un classeur. Cases jaunes : à remplir ;
grises : protégées. La protection est sans mot de passe : elle évite l'accident, elle n'enferme personne. Les mêmes
données donnent les mêmes octets.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Any, Literal

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.packaging.custom import StringProperty
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter

MARINE, BLEU, PALE, ENCRE, GRIS, FILET = "12436D", "1F5C9E", "EEF3F8", "1D2733", "55606D", "C9D3DE"
JAUNE, JAUNE_FONCE, GRIS_PALE, BLANC, ROUGE = "FFF8D6", "E3B505", "F1F3F5", "FFFFFF", "7D1128"
ARDOISE = "DCE3EA"
FEUILLE_LISTES = "_listes"
FEUILLE_IDENTITE = "_identite"
TEXTE_MAX = 32_000
_POLICE = "Calibri"

Valeur = str | int | float | bool | dt.date | None


class Style(StrEnum):
    """Styles nommés des cellules ; les ``SAISIE_…`` sont jaunes et déverrouillés, tous les autres protégés."""

    TITRE = "Titre evaltools"
    SOUS_TITRE = "Sous-titre evaltools"
    IDENTITE = "Identité"
    CONSIGNE = "Consigne"
    FICTIF = "Données fictives"
    ENTETE = "En-tête"
    ENTETE_SAISIE = "En-tête à remplir"
    BANDEAU = "Bandeau"
    TEXTE = "Texte"
    GRAS = "Texte fort"
    VERROU = "Protégé"
    VERROU_CENTRE = "Protégé centré"
    VERROU_PETIT = "Protégé petit"
    HORS = "Sans saisie"
    CACHE = "Technique"
    SAISIE_TEXTE = "Saisie texte"
    SAISIE_CHOIX = "Saisie choix"
    SAISIE_NOMBRE = "Saisie nombre"
    SAISIE_TAUX = "Saisie taux"
    SAISIE_EUROS = "Saisie euros"
    SAISIE_DATE = "Saisie date"
    PROPOSITION = "Proposition"
    FAUTE = "À corriger"
    LIEN = "Lien"


def _fill(color: str) -> PatternFill:
    return PatternFill("solid", start_color=color, end_color=color)


def _font(size: int = 10, color: str = ENCRE, bold: bool = False, italic: bool = False) -> Font:
    return Font(name=_POLICE, size=size, color=color, bold=bold, italic=italic)


def _link() -> Font:
    return Font(name=_POLICE, size=10, color=BLEU, underline="single")


def _box(color: str = FILET, bottom: Side | None = None) -> Border:
    side = Side("thin", color=color)
    return Border(left=side, right=side, top=side, bottom=bottom or side)


def _align(horizontal: str = "left", vertical: str = "center", wrap: bool = True, indent: int = 0) -> Alignment:
    return Alignment(horizontal=horizontal, vertical=vertical, wrap_text=wrap, indent=indent)


def _named(
    style: Style,
    font: Font,
    fill: PatternFill | None = None,
    border: Border | None = None,
    alignment: Alignment | None = None,
    number_format: str = "General",
) -> NamedStyle:
    made = NamedStyle(style.value)
    made.font, made.alignment = font, alignment or _align()
    made.fill, made.border = fill or PatternFill(), border or Border()
    made.number_format = number_format
    made.protection = Protection(locked=not style.name.startswith("SAISIE"))
    return made


def _styles() -> list[NamedStyle]:
    header, open_header = _font(10, BLANC, bold=True), _box(MARINE, Side("thick", color=JAUNE_FONCE))
    center, right, line = _align("center"), _align("right"), _align(wrap=False)
    entry, box = _fill(JAUNE), _box()
    return [
        _named(Style.TITRE, _font(16, MARINE, bold=True), alignment=line),
        _named(Style.SOUS_TITRE, _font(12, MARINE, bold=True), alignment=line),
        _named(Style.IDENTITE, _font(9, GRIS), alignment=line),
        _named(Style.CONSIGNE, _font(10), alignment=line),
        _named(Style.FICTIF, _font(10, ROUGE, bold=True), alignment=line),
        _named(Style.ENTETE, header, _fill(MARINE), _box(MARINE), center),
        _named(Style.ENTETE_SAISIE, header, _fill(MARINE), open_header, center),
        _named(Style.BANDEAU, _font(10, MARINE, bold=True), _fill(PALE), None, _align(wrap=False, indent=1)),
        _named(Style.TEXTE, _font(), alignment=_align(vertical="top")),
        _named(Style.GRAS, _font(bold=True), alignment=_align(vertical="top")),
        _named(Style.VERROU, _font(), _fill(GRIS_PALE), box, _align(indent=1)),
        _named(Style.VERROU_CENTRE, _font(), _fill(GRIS_PALE), box, center),
        _named(Style.VERROU_PETIT, _font(9, GRIS), _fill(GRIS_PALE), box, _align(indent=1)),
        _named(Style.HORS, _font(9, GRIS), _fill(ARDOISE), box, center),
        _named(Style.CACHE, _font(8, GRIS), alignment=line),
        _named(Style.SAISIE_TEXTE, _font(), entry, box, _align(indent=1)),
        _named(Style.SAISIE_CHOIX, _font(), entry, box, center),
        _named(Style.SAISIE_NOMBRE, _font(), entry, box, right),
        _named(Style.SAISIE_TAUX, _font(), entry, box, right, "0.0%"),
        _named(Style.SAISIE_EUROS, _font(), entry, box, right, '#,##0.00 "€"'),
        _named(Style.SAISIE_DATE, _font(), entry, box, center, "dd/mm/yyyy"),
        _named(Style.PROPOSITION, _font(9, GRIS, italic=True), _fill(GRIS_PALE), box, _align(indent=1)),
        _named(Style.LIEN, _link(), _fill(GRIS_PALE), box, _align(indent=1)),
        _named(Style.FAUTE, _font(10, ROUGE, bold=True), _fill("FBE3E6"), _box(ROUGE), _align()),
    ]


def nouveau_classeur(titre: str, sujet: str = "") -> Workbook:
    """Crée un classeur sans feuille, avec les styles nommés de ``Style`` et un titre dans ses propriétés."""
    workbook = Workbook()
    for sheet in list(workbook.worksheets):
        workbook.remove(sheet)
    for style in _styles():
        workbook.add_named_style(style)
    workbook.properties.title, workbook.properties.subject = titre, sujet
    workbook.properties.creator, workbook.properties.language = "evaltools", "fr-FR"
    return workbook


_SEQUENCE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


def inerte(texte: str) -> str:
    """Rend un texte qu'un tableur ne peut qu'afficher : sans caractère de contrôle, borné, séquences neutralisées.

    Examples
    --------
    >>> inerte("a" + chr(0) + "b"), inerte("_x0041_")
    ('ab', '_x005F_x0041_')
    """
    clean = ILLEGAL_CHARACTERS_RE.sub("", texte.replace("\r\n", "\n").replace("\r", "\n"))[:TEXTE_MAX]
    return _SEQUENCE.sub("_x005F_", clean)


def poser(feuille: Worksheet, ligne: int, colonne: int, valeur: Valeur, style: Style = Style.TEXTE) -> None:
    """Écrit une valeur avec un style ; un texte reste un texte, même s'il commence par « = », « + », « - » ou « @ ».

    Parameters
    ----------
    valeur : str, int, float, bool, date or None
        ``None`` ou texte vide : la cellule reste vide, seulement mise en forme.
    """
    cell: Any = feuille.cell(ligne, colonne)
    if isinstance(valeur, str):
        if valeur:
            cell.value = inerte(valeur)
            cell.data_type = "s"
    elif valeur is not None:
        cell.value = valeur
    cell.style = style.value
    if isinstance(valeur, dt.date) and style is not Style.SAISIE_DATE:
        cell.number_format = "dd/mm/yyyy"


def poser_entete(feuille: Worksheet, ligne: int, titres: Sequence[tuple[str, float, bool]], hauteur: int = 32) -> None:
    """Écrit une ligne d'en-têtes, et règle la largeur des colonnes.

    Parameters
    ----------
    titres : sequence of (str, float, bool)
        Pour chaque colonne : son titre, sa largeur en caractères, et si elle est à remplir.
    """
    for column, (title, width, entry) in enumerate(titres, start=1):
        poser(feuille, ligne, column, title, Style.ENTETE_SAISIE if entry else Style.ENTETE)
        feuille.column_dimensions[get_column_letter(column)].width = width
    feuille.row_dimensions[ligne].height = hauteur


def ajouter_listes(classeur: Workbook, listes: Mapping[str, Sequence[str]]) -> None:
    """Écrit les listes déroulantes sur une feuille cachée, une par colonne, et donne à chacune un nom défini."""
    sheet = classeur.create_sheet(FEUILLE_LISTES)
    for column, (name, choices) in enumerate(listes.items(), start=1):
        poser(sheet, 1, column, name, Style.CACHE)
        for row, choice in enumerate(choices, start=2):
            poser(sheet, row, column, choice, Style.CACHE)
        letter = get_column_letter(column)
        target = f"'{FEUILLE_LISTES}'!${letter}$2:${letter}${len(choices) + 1}"
        classeur.defined_names[name] = DefinedName(name, attr_text=target)
    sheet.sheet_state = "hidden"


def menu(feuille: Worksheet, liste: str, plages: Iterable[str], titre: str, aide: str, *, strict: bool = True) -> None:
    """Attache une liste déroulante (par son nom défini) à des plages.

    Parameters
    ----------
    strict : bool
        Faux : la liste propose sans imposer (une date peut être tapée à la place de « oui »).
    """
    rule = DataValidation(type="list", formula1=f"={liste}", allow_blank=True)
    _finish(feuille, rule, plages, titre, aide)
    rule.showErrorMessage = strict
    rule.errorTitle, rule.error = "Choix inconnu", "Choisissez un mot de la liste, ou laissez la case vide."


def bornes(
    feuille: Worksheet,
    genre: Literal["whole", "decimal", "date"],
    limites: tuple[float, float | None],
    plages: Iterable[str],
    titre: str,
    aide: str,
) -> None:
    """Attache un contrôle de saisie qui avertit sans empêcher : ce que le pilote a tapé n'est jamais perdu.

    Parameters
    ----------
    genre : str
        « whole » (entier), « decimal » ou « date ».
    limites : (float, float or None)
        Bornes admises, comprises ; seconde absente : pas de maximum.
    """
    minimum, maximum = limites
    rule = DataValidation(
        type=genre,
        operator="between" if maximum is not None else "greaterThanOrEqual",
        formula1=str(minimum),
        formula2=None if maximum is None else str(maximum),
        allow_blank=True,
        errorStyle="warning",
    )
    _finish(feuille, rule, plages, titre, aide)
    rule.showErrorMessage = True
    rule.errorTitle, rule.error = "À vérifier", aide[:225]


def message(feuille: Worksheet, plages: Iterable[str], titre: str, aide: str) -> None:
    """Attache un message d'aide, sans aucun contrôle."""
    _finish(feuille, DataValidation(allow_blank=True), plages, titre, aide)


def _finish(sheet: Worksheet, rule: DataValidation, ranges: Iterable[str], title: str, help_text: str) -> None:
    targets = " ".join(ranges)
    if not targets:
        return
    rule.sqref = targets
    rule.showInputMessage = bool(help_text)
    rule.promptTitle, rule.prompt = title[:32] or None, help_text[:255] or None
    sheet.add_data_validation(rule)


def nommer(classeur: Workbook, valeurs: Mapping[str, str]) -> None:
    """Inscrit des couples nom, valeur dans les propriétés du classeur, ses noms définis et une feuille cachée."""
    sheet = classeur.create_sheet(FEUILLE_IDENTITE)
    properties: Any = classeur.custom_doc_props  # type: ignore[attr-defined]
    for row, (name, value) in enumerate(valeurs.items(), start=1):
        poser(sheet, row, 1, name, Style.CACHE)
        poser(sheet, row, 2, value, Style.CACHE)
        properties.append(StringProperty(name=name, value=inerte(value)))
        quoted = value.replace('"', '""')
        classeur.defined_names[name] = DefinedName(name, attr_text=f'"{quoted}"')
    sheet.sheet_state = "hidden"


def hauteur(textes: Iterable[tuple[str, float]], minimum: float = 20) -> float:
    """Estime la hauteur d'une ligne (en points) pour que ses textes s'y lisent en entier.

    Parameters
    ----------
    textes : iterable of (str, float)
        Chaque texte et la largeur de sa colonne, en caractères.

    Examples
    --------
    >>> hauteur([("court", 20)]), hauteur([("mot " * 30, 20)])
    (20, 82.0)
    """
    lines = max((sum(_lines(part, width) for part in text.split("\n")) for text, width in textes), default=1)
    return max(minimum, 13 * lines + 4.0) if lines > 1 else minimum


def _lines(paragraph: str, width: float) -> int:
    """Count the lines a paragraph takes when words are not cut."""
    room, used, lines = max(int(width * 1.08) - 1, 4), 0, 1
    for word in paragraph.split():
        size = len(word)
        if used and used + 1 + size > room:
            lines, used = lines + 1, 0
        lines += (size - 1) // room
        used += size + bool(used)
    return lines


_TETE_MAX = 100
"""Un tableur refuse un en-tête de plus de 255 caractères, codes de mise en forme compris."""


def mettre_en_page(
    feuille: Worksheet, entete: int | None, pied: str, *, larges: int = 1, hautes: int = 0, tete: Sequence[str] = ()
) -> None:
    """Règle l'impression : A4 paysage, toute la largeur tenant sur la page, en-têtes répétés, pied numéroté.

    Parameters
    ----------
    entete : int or None
        Numéro de la ligne d'en-têtes, à répéter ; ``None`` : aucune, et la page est en portrait.
    larges, hautes : int
        Nombre de pages en largeur et en hauteur (0 : autant qu'il en faut).
    tete : sequence of str
        Ce qui s'imprime en tête de chaque page : un titre à gauche, une mention à droite (une ligne chacun).
    """
    setup = feuille.page_setup
    setup.orientation, setup.paperSize = "portrait" if entete is None else "landscape", feuille.PAPERSIZE_A4
    setup.fitToWidth, setup.fitToHeight = larges, hautes
    feuille.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    margins = feuille.page_margins
    margins.left = margins.right = 0.4
    margins.top, margins.bottom = 0.45, 0.6
    if entete is not None:
        feuille.print_title_rows = f"{entete}:{entete}"
    if tete:
        margins.top, margins.header = 0.8, 0.3
        header: Any = feuille.oddHeader
        for part, text in zip((header.left, header.right), tete, strict=False):
            part.text, part.size = inerte(text).replace("&", "&&")[:_TETE_MAX], 9
        header.left.font = f"{_POLICE},Bold"
    footer: Any = feuille.oddFooter
    footer.left.text, footer.right.text = inerte(pied).replace("&", "&&"), "Page &P / &N"
    footer.left.size = footer.right.size = 8


def proteger(feuille: Worksheet) -> None:
    """Protège la feuille sans mot de passe : largeurs, hauteurs et filtres restent libres."""
    protection = feuille.protection
    protection.sheet = True
    protection.formatColumns = protection.formatRows = protection.autoFilter = False


class _FrozenZip(zipfile.ZipFile):
    """A zip whose entries carry no clock: same content, same bytes."""

    def writestr(self, name: str | zipfile.ZipInfo, data: str | bytes, *_: Any, **__: Any) -> None:  # type: ignore[override]
        info = zipfile.ZipInfo(str(name), date_time=(1980, 1, 1, 0, 0, 0))
        info.compress_type = zipfile.ZIP_DEFLATED
        super().writestr(info, data)

    def write(self, filename: Any, arcname: Any = None, *_: Any, **__: Any) -> None:
        self.writestr(str(arcname or filename), Path(filename).read_bytes())


def enregistrer(classeur: Workbook, chemin: Path, le: dt.date | None = None) -> Path:
    """Écrit le classeur à côté puis le renomme : un arrêt brutal ne laisse jamais un fichier à moitié écrit.

    Parameters
    ----------
    le : date, optional
        Date inscrite dans les propriétés ; absente : le 1ᵉʳ janvier 2000. L'horloge n'est jamais lue, de sorte que
        les mêmes données donnent les mêmes octets.
    """
    stamp = dt.datetime.combine(le or dt.date(2000, 1, 1), dt.time())
    classeur.properties.created = classeur.properties.modified = stamp
    chemin.parent.mkdir(parents=True, exist_ok=True)
    temporary = chemin.with_name(f".{chemin.name}.{os.getpid()}.tmp")
    try:
        with _FrozenZip(temporary, "w", zipfile.ZIP_DEFLATED) as archive:
            ExcelWriter(classeur, archive).write_data()
        temporary.replace(chemin)
    finally:
        with contextlib.suppress(FileNotFoundError):
            temporary.unlink()
    return chemin
