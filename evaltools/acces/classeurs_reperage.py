"""Retrouver les tableaux d'un classeur par leurs titres de colonnes, où qu'on les ait mis."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from evaltools.acces.classeurs_modele import TABLEAUX, Tableau
from evaltools.acces.classeurs_style import FEUILLE_IDENTITE, FEUILLE_LISTES
from evaltools.acces.tableur import Cellule, Classeur, Feuille
from evaltools.domaine.nombres import plier

_TITRE_MAX = 60
_CONCORDANCES = 3
FEUILLES_TECHNIQUES = (FEUILLE_LISTES, FEUILLE_IDENTITE)


def _titles(table: Tableau) -> dict[str, str]:
    return {plier(name): c.cle for c in table.colonnes for name in (c.titre, *c.alias)}


_TITRES: Mapping[str, Mapping[str, str]] = {table.cle: _titles(table) for table in TABLEAUX}
_TOUS = frozenset(title for titles in _TITRES.values() for title in titles)


@dataclass(frozen=True)
class TableauLu:
    """Un tableau retrouvé : sa feuille, sa ligne de titres, et la colonne de chaque champ.

    ``doubles`` : colonnes qui portent le titre d'un champ déjà trouvé. ``inconnues`` : titres qui ne disent rien.
    ``fin`` : première ligne qui n'est plus du tableau (``None`` : il va jusqu'au bas de la feuille).
    """

    tableau: Tableau
    feuille: Feuille
    entete: int
    colonnes: Mapping[str, int]
    doubles: tuple[tuple[str, int], ...] = ()
    inconnues: tuple[int, ...] = ()
    fin: int | None = None

    def lignes(self) -> Iterator[tuple[int, Mapping[int, Cellule]]]:
        """Parcourt les lignes non vides sous les titres : (numéro, cellules par colonne)."""
        for number, cells in self.feuille.lignes():
            if number > self.entete and (self.fin is None or number < self.fin):
                yield number, cells

    def titre_proche(self, cle: str) -> str:
        """Rend le titre inconnu qui ressemble à celui d'un champ absent ; vide s'il n'y en a pas."""
        header = self.feuille.ligne(self.entete)
        unknown = {plier(header[c].texte): header[c].texte for c in self.inconnues}
        names = [title for title, field in _TITRES[self.tableau.cle].items() if field == cle]
        near = [m for name in names for m in get_close_matches(name, list(unknown), n=1, cutoff=0.6)]
        return unknown[near[0]] if near else ""


def reperer_tableaux(classeur: Classeur) -> tuple[TableauLu, ...]:
    """Trouve tous les tableaux du classeur, dans l'ordre des feuilles ; les feuilles techniques sont passées."""
    found: list[TableauLu] = []
    for sheet in classeur.feuilles:
        if sheet.nom not in FEUILLES_TECHNIQUES:
            found += _in_sheet(sheet)
    return tuple(found)


def _in_sheet(sheet: Feuille) -> list[TableauLu]:
    headers = [t for number, cells in sheet.lignes() if (t := _header(sheet, number, cells)) is not None]
    ends: list[int | None] = [*(t.entete for t in headers[1:]), None][: len(headers)]
    return [
        TableauLu(t.tableau, sheet, t.entete, t.colonnes, t.doubles, t.inconnues, end)
        for t, end in zip(headers, ends, strict=True)
    ]


def _header(sheet: Feuille, row: int, cells: Mapping[int, Cellule]) -> TableauLu | None:
    """Read a row as a header, if enough of its cells are known titles of one table."""
    texts = {column: cell.valeur for column, cell in cells.items() if isinstance(cell.valeur, str)}
    if len(texts) < _CONCORDANCES:
        return None
    folded = {column: plier(text) for column, text in texts.items() if len(text) <= _TITRE_MAX}
    if sum(title in _TOUS for title in folded.values()) < _CONCORDANCES:
        return None
    best = max((_match(sheet, row, table, folded) for table in TABLEAUX), key=lambda t: _score(t, sheet))
    return best if len(best.colonnes) >= _CONCORDANCES else None


def _match(sheet: Feuille, row: int, table: Tableau, folded: Mapping[int, str]) -> TableauLu:
    columns: dict[str, int] = {}
    doubles: list[tuple[str, int]] = []
    unknown: list[int] = []
    for column, title in sorted(folded.items()):
        key = _TITRES[table.cle].get(title)
        if key is None:
            unknown.append(column)
        elif key in columns:
            doubles.append((key, column))
        else:
            columns[key] = column
    return TableauLu(table, sheet, row, columns, tuple(doubles), tuple(unknown))


def _score(found: TableauLu, sheet: Feuille) -> tuple[int, bool]:
    return len(found.colonnes), plier(sheet.nom) == plier(found.tableau.feuille)
