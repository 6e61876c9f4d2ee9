"""Lecture bornée d'une feuille : les seules cellules qui portent quelque chose, où qu'elles soient.

La dimension que la feuille annonce n'est jamais crue. Les mises en forme vides, même sur un million de lignes, sont
écartées avant l'analyse ; une valeur égarée dans la dernière cellule ne coûte rien.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Sequence
from typing import NamedTuple

from evaltools.acces.tableur_cellule import LIGNES_MAX, Cellule, Fusion, Valeur, dater, est_date, reperer
from evaltools.acces.tableur_garde import MO, FichierRefuse
from evaltools.acces.tableur_xml import PRINCIPAUX, SEP, analyser, borner
from evaltools.domaine.nombres import ecrire_nombre

CELLULES_MAX = 300_000
FUSIONS_MAX = 5_000
HAUTES_MAX = 200
"""Nombre de fusions de plus de ``FUSION_HAUTE`` lignes : elles se cherchent une à une."""
_ALLEGER_DES = MO // 2


class ContenuFeuille(NamedTuple):
    """Ce que la lecture d'une partie « feuille » rend."""

    cellules: dict[tuple[int, int], Cellule]
    fusions: tuple[Fusion, ...]
    lignes_masquees: frozenset[int]
    colonnes_masquees: tuple[tuple[int, int], ...]
    protegee: bool


class _SheetReader:
    """Expat handlers of one worksheet part; collects only cells that carry something."""

    def __init__(self, texts: Sequence[str], formats: Sequence[str], date_1904: bool, part: str) -> None:
        self.texts, self.formats, self.date_1904, self.part = texts, formats, date_1904, part
        self.cells: dict[tuple[int, int], Cellule] = {}
        self.merges: list[Fusion] = []
        self.hidden_rows: set[int] = set()
        self.hidden_columns: list[tuple[int, int]] = []
        self.protected = False
        self.row = self.column = self.tall = 0
        self.row_hidden = self.in_cell = False
        self.type = self.style = ""
        self.position = (0, 0)
        self.buffer: list[str] | None = None
        self.value: str | None = None
        self.formula: str | None = None
        self.inline: list[str] | None = None
        self.phonetic = 0
        starts = {
            "c": self._cell, "v": self._content, "f": self._content, "t": self._run, "row": self._row,
            "rPh": self._phonetic, "mergeCell": self._merge, "col": self._columns, "sheetProtection": self._protection,
        }  # fmt: skip
        ends = {"c": self._end_cell, "v": self._end_value, "f": self._end_formula, "t": self._end_run,
                "rPh": self._end_phonetic}  # fmt: skip
        self.starts = {f"{space}{SEP}{name}": call for space in PRINCIPAUX for name, call in starts.items()}
        self.ends = {f"{space}{SEP}{name}": call for space in PRINCIPAUX for name, call in ends.items()}

    def start(self, element: str, attrs: dict[str, str]) -> None:
        call = self.starts.get(element)
        if call is not None:
            call(attrs)

    def end(self, element: str) -> None:
        call = self.ends.get(element)
        if call is not None:
            call()

    def data(self, text: str) -> None:
        if self.buffer is not None:
            self.buffer.append(text)

    def _row(self, attrs: dict[str, str]) -> None:
        number = attrs.get("r")
        self.row = int(number) if number else self.row + 1
        self.column = 0
        self.row_hidden = attrs.get("hidden", "0") in ("1", "true")
        if not 1 <= self.row <= LIGNES_MAX:
            raise ValueError(f"row {self.row}")

    def _cell(self, attrs: dict[str, str]) -> None:
        address = attrs.get("r")
        self.position = reperer(address) if address else (self.row, self.column + 1)
        self.column = self.position[1]
        self.type = attrs.get("t", "n")
        self.style = attrs.get("s", "")
        self.value = self.formula = self.inline = None
        self.in_cell = True

    def _content(self, _: dict[str, str]) -> None:
        if self.in_cell:
            self.buffer = []

    def _run(self, _: dict[str, str]) -> None:
        if self.in_cell and not self.phonetic:
            self.buffer = []

    def _phonetic(self, _: dict[str, str]) -> None:
        self.phonetic += 1

    def _end_phonetic(self) -> None:
        self.phonetic -= 1

    def _take(self) -> str:
        pieces, self.buffer = self.buffer or [], None
        return pieces[0] if len(pieces) == 1 else "".join(pieces)

    def _end_value(self) -> None:
        if self.in_cell:
            self.value = self._take()

    def _end_formula(self) -> None:
        if self.in_cell:
            self.formula = self._take()

    def _end_run(self) -> None:
        if self.in_cell and not self.phonetic:
            self.inline = [*(self.inline or []), self._take()]

    def _end_cell(self) -> None:
        self.in_cell = False
        if self.value is None and self.formula is None and self.inline is None:
            return
        cell = self._build()
        if cell is None:
            return
        if self.position in self.cells:
            raise ValueError(f"cell {cell.adresse} twice")
        if len(self.cells) >= CELLULES_MAX:
            limit = ecrire_nombre(CELLULES_MAX)
            raise FichierRefuse("FIC-14", detail=f"« {self.part} » a plus de {limit} cellules remplies")
        self.cells[self.position] = cell
        if self.row_hidden:
            self.hidden_rows.add(self.position[0])

    def _build(self) -> Cellule | None:
        row, column = self.position
        code = self._format()
        raw = self.value if self.value is not None else ""
        value, error = self._text(raw) if self.type in ("s", "inlineStr", "str") else self._plain(raw, code)
        if self.formula is not None:
            if self.type == "str" and self.value == "":
                value = ""
            return Cellule(row, column, value, raw, code, borner(self.formula, self.part), error)
        if value is None and not error:
            return None
        return Cellule(row, column, value, value if isinstance(value, str) else raw, code, None, error)

    def _format(self) -> str:
        try:
            return self.formats[int(self.style)] if self.style else "General"
        except (IndexError, ValueError):
            return "General"

    def _text(self, raw: str) -> tuple[Valeur, str]:
        if self.type == "s":
            try:
                text = self.texts[int(raw)] if int(raw) >= 0 else None
            except (ValueError, IndexError):
                text = None
            return (None, "texte perdu") if text is None else (text or None, "")
        text = borner("".join(self.inline) if self.inline is not None else raw, self.part)
        return text or None, ""

    def _plain(self, raw: str, code: str) -> tuple[Valeur, str]:
        if not raw.strip():
            return None, ""
        if self.type == "e":
            return None, borner(raw, self.part).strip()
        if self.type == "b":
            return raw.strip() in ("1", "true"), ""
        if self.type == "d":
            return _iso(raw)
        return _number(raw, code, self.date_1904)

    def _merge(self, attrs: dict[str, str]) -> None:
        first, _, last = attrs.get("ref", "").partition(":")
        if len(self.merges) >= FUSIONS_MAX:
            limit = ecrire_nombre(FUSIONS_MAX)
            raise FichierRefuse("FIC-14", detail=f"« {self.part} » a plus de {limit} fusions de cellules")
        merge = Fusion(*reperer(first), *reperer(last or first))
        self.tall += merge.haute
        if self.tall > HAUTES_MAX:
            raise FichierRefuse("FIC-14", detail=f"« {self.part} » a trop de fusions de cellules démesurées")
        self.merges.append(merge)

    def _columns(self, attrs: dict[str, str]) -> None:
        if attrs.get("hidden", "0") in ("1", "true"):
            self.hidden_columns.append((int(attrs.get("min", "1")), int(attrs.get("max", "1"))))

    def _protection(self, attrs: dict[str, str]) -> None:
        self.protected = attrs.get("sheet", "0") in ("1", "true")


def _number(raw: str, code: str, date_1904: bool) -> tuple[Valeur, str]:
    try:
        number = float(raw)
    except ValueError:
        return None, f"nombre illisible « {raw[:40]} »"
    if not math.isfinite(number):
        return None, f"nombre hors limites « {raw[:40]} »"
    if est_date(code):
        moment = dater(number, date_1904)
        if moment is not None:
            return moment, ""
    return (int(number) if number.is_integer() and abs(number) < 1e15 else number), ""


def _iso(raw: str) -> tuple[Valeur, str]:
    try:
        moment = dt.datetime.fromisoformat(raw.strip().removesuffix("Z"))
    except ValueError:
        return None, f"date illisible « {raw[:40]} »"
    return (moment if moment.time() != dt.time() else moment.date()), ""


_VIDE = re.compile(rb'<c(?=[^<>]* r=")[^<>]*/>')
_RANG_VIDE = re.compile(rb"<row(?=[^<>]* r=\")[^<>]*(?:/>|>\s*</row>)")
_SANS_ADRESSE = re.compile(rb'<(?:c|row)(?:\s+(?!r=)[A-Za-z:]+="[^"]*")*\s*/?>')


def _lighten(xml: bytes) -> bytes:
    """Drop empty styled cells and rows from a big part; they carry nothing and can be millions."""
    if len(xml) < _ALLEGER_DES or b"<![CDATA[" in xml or b"<!--" in xml or _SANS_ADRESSE.search(xml):
        return xml
    return _RANG_VIDE.sub(b"", _VIDE.sub(b"", xml))


def lire_feuille(
    xml: bytes, partie: str, textes: Sequence[str], formats: Sequence[str], date_1904: bool
) -> ContenuFeuille:
    """Lit une partie « feuille ».

    Parameters
    ----------
    textes, formats : Sequence[str]
        Textes partagés et formats de nombre du classeur.

    Raises
    ------
    FichierRefuse
        FIC-11, FIC-13 ou FIC-14.
    """
    reader = _SheetReader(textes, formats, date_1904, partie)
    analyser(_lighten(xml), partie, reader.start, reader.end, reader.data)
    return ContenuFeuille(
        reader.cells,
        tuple(reader.merges),
        frozenset(reader.hidden_rows),
        tuple(reader.hidden_columns),
        reader.protected,
    )
