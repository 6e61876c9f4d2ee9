"""Dire au contrôle ce qui, dans les textes saisis, désigne quelqu'un. Le texte trouvé n'est jamais recopié."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from evaltools.acces.classeurs_releve import Releve
from evaltools.acces.classeurs_reperage import TableauLu
from evaltools.acces.tableur import lettres
from evaltools.domaine.collecte import CelluleGardee
from evaltools.domaine.donnees_personnelles import Genre, genres

CODES: Mapping[Genre, str] = {
    Genre.COURRIEL: "VAL-90",
    Genre.TELEPHONE: "VAL-91",
    Genre.PERSONNE: "VAL-92",
    Genre.SANTE: "VAL-93",
    Genre.IDENTIFIANT: "VAL-94",
}
AJOUTEE, NOTEE = "case ajoutée", "note attachée"
_Endroit = tuple[str, str]


def dire_les_personnes(releve: Releve, tableaux: Sequence[TableauLu], gardees: Iterable[CelluleGardee]) -> None:
    """Signale chaque donnée personnelle des cases à remplir, des cellules ajoutées et des notes.

    Une case qui en porte de plusieurs sortes est dite une fois par sorte. Les libellés protégés ne sont pas examinés :
    ils parlent de santé, jamais de quelqu'un.
    """
    told: set[tuple[_Endroit, Genre]] = set()
    for place, title, text in (*_entries(tableaux), *_kept(gardees)):
        for genre in genres(text):
            if (place, genre) not in told:
                told.add((place, genre))
                releve.signaler(CODES[genre], *place, colonne=title)


def _entries(tables: Iterable[TableauLu]) -> Iterator[tuple[_Endroit, str, str]]:
    for table in tables:
        titles = {
            table.colonnes[c.cle]: c.titre for c in table.tableau.colonnes if c.saisie and c.cle in table.colonnes
        }
        for number, cells in table.lignes():
            for column, title in titles.items():
                cell = cells.get(column)
                if cell is not None and isinstance(cell.valeur, str):
                    place = table.feuille.nom, f"{lettres(column)}{number}"
                    yield place, f"« {title} »", cell.valeur


def _kept(kept: Iterable[CelluleGardee]) -> Iterator[tuple[_Endroit, str, str]]:
    for cell in kept:
        yield (cell.feuille, cell.cellule), NOTEE if cell.est_une_note else AJOUTEE, cell.texte
