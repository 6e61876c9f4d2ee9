"""Lit un classeur .ods dans un processus à part, que celui qui l'a lancé peut arrêter.

Ce fichier s'exécute seul, sans rien importer d'evaltools : il reçoit les octets du classeur sur son entrée, et rend du
JSON sur sa sortie. Les valeurs viennent de python-calamine ; ce que calamine tait (pourcentages, formules sans
résultat, erreurs, notes) est relevé dans le XML du classeur.
"""

from __future__ import annotations

import datetime as dt
import io
import json
import sys
import zipfile
from typing import Any
from xml.parsers import expat

SANS_CALAMINE, DEMESURE, ILLISIBLE = 3, 4, 5
MEMOIRE_MAX = 1024**3
SECONDES_MAX = 30
CELLULES_MAX = 2_000_000
REPETEES_MAX = 2_000
CONTENU_MAX = 120 * 1024**2
_SIGNATURES = ("dc:date", "dc:creator", "meta:date-string", "meta:creator-initials")


def principal() -> int:
    """Lit l'entrée, écrit le JSON ; rend le code de sortie."""
    _limit()
    content = sys.stdin.buffer.read()
    try:
        from python_calamine import CalamineWorkbook, SheetVisibleEnum
    except ImportError:
        return SANS_CALAMINE
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        sheets = []
        for meta in book.sheets_metadata:
            visible = meta.visible == SheetVisibleEnum.Visible
            rows = book.get_sheet_by_name(meta.name).to_python(skip_empty_area=False)
            sheets.append({"nom": meta.name, "visible": visible, "cellules": list(_cells(rows))})
        said = {"feuilles": sheets, "marques": releve_du_xml(_content(content))}
    except (MemoryError, _TropGros):
        return DEMESURE
    except Exception as erreur:  # noqa: BLE001 - un fichier est fautif de mille façons : une seule réponse
        sys.stderr.write(type(erreur).__name__)
        return ILLISIBLE
    json.dump(said, sys.stdout)
    return 0


class _TropGros(Exception):
    """More cells than any workbook a person filled."""


def _limit() -> None:
    """Bound memory and processor time where the system can; elsewhere the parent's clock is the only bound."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMOIRE_MAX, MEMOIRE_MAX))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDES_MAX, SECONDES_MAX))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _cells(rows: list[list[Any]]) -> Any:
    if sum(len(row) for row in rows) > CELLULES_MAX:
        raise _TropGros
    for number, row in enumerate(rows, start=1):
        for column, value in enumerate(row, start=1):
            if value != "" and value is not None:
                yield [number, column, *_plain(value)]


def _plain(value: Any) -> tuple[str, Any]:
    """Give a kind and a value that JSON can carry."""
    if isinstance(value, dt.datetime | dt.date | dt.time):
        return type(value).__name__, value.isoformat()
    if isinstance(value, dt.timedelta):
        return "float", value.total_seconds() / 86_400
    return type(value).__name__, value


def _content(content: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as archive, archive.open("content.xml") as stream:
        return stream.read(CONTENU_MAX)


def releve_du_xml(xml: bytes) -> list[list[Any]]:
    """Relève, cellule par cellule, ce que calamine tait : [feuille, ligne, colonne, sorte, texte].

    ``sorte`` : « pourcent », « formule » (sans résultat), « erreur » ou « note ».
    """
    return _Releve().lire(xml)


class _Releve:
    """Walks content.xml once, counting rows and columns, repeated ones included."""

    def __init__(self) -> None:
        self.marks: list[list[Any]] = []
        self.sheet, self.row, self.column = -1, 0, 0
        self.rows, self.columns = 1, 1
        self.cell: dict[str, str] | None = None
        self.text: list[str] = []
        self.note: list[str] | None = None
        self.signed = False

    def lire(self, xml: bytes) -> list[list[Any]]:
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler, parser.EndElementHandler = self._start, self._end
        parser.CharacterDataHandler = self._data
        parser.StartDoctypeDeclHandler = self._doctype
        parser.Parse(xml, True)
        return self.marks

    def _doctype(self, *_: Any) -> None:
        raise ValueError("DOCTYPE")

    def _start(self, name: str, attrs: dict[str, str]) -> None:
        if name == "table:table":
            self.sheet, self.row = self.sheet + 1, 0
        elif name == "table:table-row":
            self.rows, self.column = _repeats(attrs, "table:number-rows-repeated"), 0
        elif name in ("table:table-cell", "table:covered-table-cell"):
            self.columns = _repeats(attrs, "table:number-columns-repeated")
            self.cell, self.text = attrs, []
        elif name == "office:annotation":
            self.note = []
        elif name in _SIGNATURES:
            self.signed = True

    def _data(self, text: str) -> None:
        if self.note is not None:
            self.note += [] if self.signed else [text]
        elif self.cell is not None:
            self.text.append(text)

    def _end(self, name: str) -> None:
        if name == "table:table-row":
            self.row += self.rows
        elif name in _SIGNATURES:
            self.signed = False
        elif name == "office:annotation" and self.note is not None:
            self._mark("note", "".join(self.note).strip())
            self.note = None
        elif name in ("table:table-cell", "table:covered-table-cell") and self.cell is not None:
            self._close(self.cell)
            self.column += self.columns
            self.cell = None

    def _close(self, attrs: dict[str, str]) -> None:
        shown, formula = "".join(self.text).strip(), attrs.get("table:formula", "")
        kind = attrs.get("office:value-type", "")
        if formula and (shown.startswith(("#", "Err:")) or attrs.get("calcext:value-type") == "error"):
            self._mark("erreur", shown or "#ERREUR")
        elif formula and not kind:
            self._mark("formule", formula.partition(":")[2].lstrip("=") or formula)
        elif kind == "percentage":
            self._mark("pourcent", "")

    def _mark(self, kind: str, text: str) -> None:
        """Note a cell, as many times as the file repeats it (within reason: a styled tail is not worth more)."""
        places = (
            (row, column)
            for row in range(self.row + 1, self.row + min(self.rows, REPETEES_MAX) + 1)
            for column in range(self.column + 1, self.column + min(self.columns, REPETEES_MAX) + 1)
        )
        for row, column in places:
            if len(self.marks) > CELLULES_MAX:
                raise _TropGros
            self.marks.append([self.sheet, row, column, kind, text])


def _repeats(attrs: dict[str, str], name: str) -> int:
    return max(int(attrs.get(name, "1")), 1)


if __name__ == "__main__":
    sys.exit(principal())
