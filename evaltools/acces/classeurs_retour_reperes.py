"""Faire correspondre les cases d'un classeur reçu à celles du classeur de retour, qui est neuf.

Une case se reconnaît à ce qu'elle dit (indicateur, territoire, période ; action ou opération ; financeur), jamais à son
adresse : le pilote a pu trier, insérer ou déplacer.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from evaltools.acces.classeurs_identite import entre_crochets, lire_cle
from evaltools.acces.classeurs_lecture_tableaux import preparer_tableaux
from evaltools.acces.classeurs_modele import AVANCEMENT, ENQUETES, FINANCEMENT, INDICATEURS, LIGNE_ENTETE, TABLEAUX
from evaltools.acces.classeurs_releve import Releve, est_vide, montrer
from evaltools.acces.classeurs_reperage import TableauLu, reperer_tableaux
from evaltools.acces.tableur import Cellule, Classeur, lettres, reperer
from evaltools.domaine.collecte import Collecte
from evaltools.domaine.nombres import plier
from evaltools.domaine.porteurs import Portee

Ligne = tuple[str, ...]
"""Ce que nomme une ligne : la sorte de tableau, puis ce qui la distingue des autres."""
Endroit = tuple[str, int]
"""Une feuille et un numéro de ligne."""


@dataclass(frozen=True, slots=True)
class Case:
    """Une case à remplir du classeur reçu : où elle est, quel champ c'est, ce qu'elle porte."""

    feuille: str
    ligne: int
    colonne: int
    tableau: str
    champ: str
    cellule: Cellule

    @property
    def adresse(self) -> str:
        """Son adresse dans le classeur reçu."""
        return f"{lettres(self.colonne)}{self.ligne}"


@dataclass(frozen=True)
class Recu:
    """Le classeur reçu, rouvert : ses cases remplies, ce que nomme chaque ligne, le champ de chaque colonne."""

    classeur: Classeur
    cases: tuple[Case, ...]
    lignes: Mapping[Endroit, Ligne]
    champs: Mapping[tuple[str, int], str]

    def contenu(self, feuille: str, cellule: str) -> str:
        """Rend ce que porte une cellule, comme son auteur l'a vu ; vide si elle est vide ou introuvable."""
        sheet = next((f for f in self.classeur.feuilles if f.nom == feuille), None)
        try:
            found = sheet.cellule(*reperer(cellule)) if sheet is not None and cellule else None
        except ValueError:
            return ""
        return ecrire_entier(found) if found is not None else ""


def ecrire_entier(cellule: Cellule) -> str:
    """Écrit ce que porte une cellule, sans rien raccourcir."""
    if cellule.erreur or cellule.valeur is None or not isinstance(cellule.valeur, str):
        return montrer(cellule).replace("\u202f", "\u00a0")
    return cellule.valeur.strip()


def rouvrir(classeur: Classeur, portee: Portee, annee: int, collecte: Collecte) -> Recu:
    """Retrouve les cases d'un classeur reçu.

    Parameters
    ----------
    collecte : Collecte
        Ce qui a été lu de ce seul classeur ; la provenance de chaque ligne dit où elle était.
    """
    releve = Releve(classeur, portee, annee)
    ready = preparer_tableaux(releve, reperer_tableaux(classeur))
    tables = [table for found in ready.values() for table in found]
    cells = tuple(case for table in tables for case in _entries(table))
    fields = {
        (t.feuille.nom, column): key
        for t in tables
        for key, column in t.colonnes.items()
        if t.tableau.colonne(key).saisie
    }
    return Recu(classeur, cells, dict(_named(collecte)), fields)


def _entries(table: TableauLu) -> Iterator[Case]:
    kind = table.tableau
    fields = {table.colonnes[c.cle]: c.cle for c in kind.colonnes if c.saisie and c.cle in table.colonnes}
    for number, cells in table.lignes():
        for column, key in sorted(fields.items()):
            if column in cells and not est_vide(cells[column]):
                yield Case(table.feuille.nom, number, column, kind.cle, key, cells[column])


def _named(collecte: Collecte) -> Iterator[tuple[Endroit, Ligne]]:
    for o in collecte.observations:
        yield _place(o.feuille, o.cellule), (INDICATEURS.cle, o.indicateur, o.siren, o.periode)
    for a in collecte.avancements:
        yield _place(a.feuille, a.cellule), (AVANCEMENT.cle, a.objet)
    for rank, f in enumerate(collecte.finances):
        yield _place(f.feuille, f.cellule), (FINANCEMENT.cle, plier(f.financeur), f.operation or f.action, str(rank))
    for e in collecte.enquetes:
        yield _place(e.feuille, e.cellule), (ENQUETES.cle, e.indicateur, e.siren, e.periode)


def _place(sheet: str, address: str) -> Endroit:
    try:
        return sheet, reperer(address)[0]
    except ValueError:
        return sheet, 0


@dataclass
class Neuf:
    """Le classeur de retour en cours d'écriture : ses lignes par ce qu'elles nomment, ses colonnes par champ."""

    classeur: Workbook
    lignes: dict[Ligne, Endroit] = field(default_factory=dict)
    colonnes: dict[str, dict[str, int]] = field(default_factory=dict)
    _prises: set[Endroit] = field(default_factory=set)

    @classmethod
    def de(cls, classeur: Workbook) -> Neuf:
        """Repère les lignes et les colonnes d'un classeur que l'on vient de composer."""
        made = cls(classeur)
        for table in TABLEAUX:
            if table.feuille in classeur.sheetnames:
                sheet = classeur[table.feuille]
                titles = {str(cell.value): int(cell.column) for cell in sheet[LIGNE_ENTETE] if cell.value}
                aliases = {table.cle: {c.cle: titles[c.titre] for c in table.colonnes if c.titre in titles}}
                made.colonnes |= aliases
                made.lignes |= {key: (table.feuille, row) for key, row in _keys(sheet, table.cle, titles)}
        return made

    def ligne(self, nom: Ligne) -> Endroit | None:
        """Rend la ligne qui porte ce nom ; une ligne de financement prend la première qui lui convient."""
        if nom[0] != FINANCEMENT.cle:
            return self.lignes.get(nom)
        return self.financeur(nom[1], nom[2])

    def financeur(self, nom: str, objet: str = "") -> Endroit | None:
        """Prend la première ligne de financement encore libre de ce financeur (vide : une ligne blanche)."""
        columns, sheet = self.colonnes.get(FINANCEMENT.cle), FINANCEMENT.feuille
        if columns is None:
            return None
        rows = self.classeur[sheet]
        for row in range(LIGNE_ENTETE + 1, rows.max_row + 1):
            if (sheet, row) in self._prises or plier(str(rows.cell(row, columns["financeur"]).value or "")) != nom:
                continue
            about = entre_crochets(str(rows.cell(row, columns["objet"]).value or "")) if "objet" in columns else objet
            if not nom or not objet or about in (objet, ""):
                self._prises.add((sheet, row))
                return sheet, row
        return None

    def feuille(self, nom: str) -> Worksheet:
        """Rend une feuille."""
        found: Worksheet = self.classeur[nom]
        return found


def _keys(sheet: Worksheet, kind: str, titles: Mapping[str, int]) -> Iterator[tuple[Ligne, int]]:
    column = titles.get(INDICATEURS.colonne("cle").titre, 1)
    for row in range(LIGNE_ENTETE + 1, sheet.max_row + 1):
        key = lire_cle(str(sheet.cell(row, column).value or ""))
        if key is None:
            continue
        if kind == AVANCEMENT.cle:
            yield (kind, key.objet), row
        else:
            yield (kind, key.objet.removesuffix("~enquete"), key.siren, key.periode), row
