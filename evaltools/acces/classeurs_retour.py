"""Le classeur de retour : ce que l'on renvoie à un pilote pour qu'il corrige.

Il est neuf (jamais le fichier reçu retouché) : le modèle de l'année, pré-rempli de ce qui a été lu, les cases fautives
en couleur avec une note, et une feuille « À corriger » en tête. Ce qui n'a pas pu être lu y reste écrit, à sa place ou
sur cette feuille. Il se relit comme tout classeur de collecte.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from openpyxl.comments import Comment
from openpyxl.styles import Border, PatternFill, Protection, Side

from evaltools.acces.classeurs_contexte import Contexte
from evaltools.acces.classeurs_ecriture import composer
from evaltools.acces.classeurs_lecture import lire, portee_de
from evaltools.acces.classeurs_modele import FINANCEMENT, TABLEAUX
from evaltools.acces.classeurs_retour_feuille import Perdue, Point, ecrire_a_corriger
from evaltools.acces.classeurs_retour_reperes import Case, Endroit, Ligne, Neuf, Recu, ecrire_entier, rouvrir
from evaltools.acces.classeurs_style import Valeur, enregistrer, inerte
from evaltools.acces.tableur import lettres, ouvrir, reperer
from evaltools.domaine.anomalies import Anomalie
from evaltools.domaine.cadrage import Cadrage
from evaltools.domaine.collecte import CelluleGardee, Collecte, FichierLu
from evaltools.domaine.lexique import Gravite
from evaltools.domaine.nombres import plier
from evaltools.domaine.programme import Programme
from evaltools.domaine.relances import remede_au_porteur

_MOTS = {Gravite.BLOQUANTE: "bloquant", Gravite.AVERTISSEMENT: "à vérifier"}
_COULEURS = {Gravite.BLOQUANTE: ("FBD3DA", "7D1128"), Gravite.AVERTISSEMENT: ("FFDDB3", "9C3A04")}
_NOTE = (380, 150)
_NOTES_MAX = 4


@dataclass(frozen=True, slots=True)
class Demande:
    """Ce qu'il faut pour écrire un classeur de retour : le fichier reçu, et ce que le contrôle en dit."""

    recu: Path
    fichier: FichierLu
    anomalies: tuple[Anomalie, ...]

    @property
    def a_reprendre(self) -> tuple[Anomalie, ...]:
        """Ce qui est à corriger ou à vérifier, le bloquant d'abord ; un second classeur regarde la coordination."""
        ordre = [Gravite.BLOQUANTE, Gravite.AVERTISSEMENT]
        dites = [a for a in self.anomalies if a.gravite in ordre and a.code != "FIC-26"]
        return tuple(sorted(dites, key=lambda a: ordre.index(a.gravite)))


def ecrire_retour(
    chemin: Path,
    demande: Demande,
    programme: Programme,
    *,
    cadrage: Cadrage | None = None,
    precedente: Collecte | None = None,
    echeance: dt.date | None = None,
) -> Path:
    """Écrit le classeur de retour d'un fichier reçu.

    Parameters
    ----------
    chemin : Path
        Fichier à écrire (.xlsx) ; un fichier de ce nom est remplacé.
    demande : Demande
        Un fichier qui a pu être lu, avec ses anomalies.
    precedente : Collecte, optional
        Années d'avant : la dernière valeur connue est rappelée en gris.

    Returns
    -------
    Path
        Le fichier écrit. Les mêmes arguments donnent les mêmes octets.

    Raises
    ------
    FichierRefuse
        Si le fichier reçu ne peut plus être lu.
    ValueError
        Si le fichier n'est pas un classeur reconnu de ce programme.
    """
    alone = lire(demande.recu, programme, demande.fichier.annee)
    if not alone.concernees or alone.annee is None:
        raise ValueError(f"« {demande.recu.name} » n'est pas un classeur de collecte lisible.")
    scope = portee_de(alone, programme)
    received = rouvrir(ouvrir(demande.recu, ods=True), scope, alone.annee, alone.collecte)
    before = precedente or Collecte()
    context = Contexte(scope, alone.annee, cadrage, alone.collecte, before, alone.fictif, echeance)
    draft = _Brouillon(context, Neuf.de(composer(context)), received, demande)
    draft.remplir()
    lost = draft.perdues(alone.gardees)
    ecrire_a_corriger(draft.neuf.classeur, context, draft.points(), lost)
    return enregistrer(draft.neuf.classeur, chemin, dt.date(alone.annee, 1, 1))


@dataclass
class _Brouillon:
    """The return workbook while it is being filled."""

    contexte: Contexte
    neuf: Neuf
    recu: Recu
    demande: Demande
    cibles: dict[Endroit, Endroit] = field(default_factory=dict)
    placees: set[tuple[str, int, int]] = field(default_factory=set)
    egarees: list[Case] = field(default_factory=list)

    def remplir(self) -> None:
        """Put what was received back in its place: raw in the rows at fault, as read elsewhere."""
        faulty = {(a.feuille, _row(a.cellule)) for a in self.demande.a_reprendre}
        taken: set[tuple[str, int, int]] = set()
        for case in self.recu.cases:
            target = self._cible(case)
            column = self.neuf.colonnes.get(case.tableau, {}).get(case.champ)
            if target is None or column is None or (*target, column) in taken:
                self.egarees.append(case)
                continue
            taken.add((*target, column))
            if (case.feuille, case.ligne) in faulty or case.tableau == FINANCEMENT.cle:
                self.placees.add((case.feuille, case.ligne, case.colonne))
                self._recopier(case, target, column)

    def _cible(self, case: Case) -> Endroit | None:
        place = (case.feuille, case.ligne)
        if place not in self.cibles:
            name: Ligne | None = self.recu.lignes.get(place)
            found = self.neuf.ligne(name) if name is not None else self._ligne_libre(case)
            if found is not None:
                self.cibles[place] = found
        return self.cibles.get(place)

    def _ligne_libre(self, case: Case) -> Endroit | None:
        """Give a row of funding that could not be read a row of its own."""
        if case.tableau != FINANCEMENT.cle:
            return None
        named = plier(ecrire_entier(case.cellule)) if case.champ == "financeur" else ""
        return (self.neuf.financeur(named) if named else None) or self.neuf.financeur("")

    def _recopier(self, case: Case, target: Endroit, column: int) -> None:
        cell: Any = self.neuf.feuille(target[0]).cell(target[1], column)
        value = _brut(case, "%" in str(cell.number_format))
        if isinstance(value, str):
            cell.value = inerte(value)
            cell.data_type = "s"
        elif value is not None:
            cell.value = value

    # ── Ce qui est à reprendre ───────────────────────────────────────────────────────────────────────────────────

    def points(self) -> list[Point]:
        """Colour the cells at fault, and list them all."""
        marked: dict[Endroit, dict[int, list[Anomalie]]] = {}
        points: list[Point] = []
        for fault in self.demande.a_reprendre:
            target, column = self._endroit(fault)
            if target is not None:
                marked.setdefault(target, {}).setdefault(column, []).append(fault)
            points.append(self._point(fault, target, column))
        for (sheet, row), columns in marked.items():
            for column, faults in columns.items():
                _marquer(self.neuf.feuille(sheet).cell(row, column), faults)
        return points

    def _endroit(self, fault: Anomalie) -> tuple[Endroit | None, int]:
        """Find the new cell of a fault: that of its field, else the first one to fill in its row."""
        row, column = _position(fault.cellule)
        target = self.cibles.get((fault.feuille, row)) or self._ligne_vide(fault.feuille, row)
        if target is None:
            return None, 0
        kind = next(t for t in TABLEAUX if t.feuille == target[0])
        columns = self.neuf.colonnes[kind.cle]
        field_ = self.recu.champs.get((fault.feuille, column), "")
        entries = [columns[c.cle] for c in kind.colonnes if c.saisie and c.cle in columns]
        return target, columns.get(field_, entries[0])

    def _ligne_vide(self, sheet: str, row: int) -> Endroit | None:
        """Find the new row of a received row where nothing was typed."""
        name = self.recu.lignes.get((sheet, row))
        return self.neuf.ligne(name) if name is not None else None

    def _point(self, fault: Anomalie, target: Endroit | None, column: int) -> Point:
        written = self.recu.contenu(fault.feuille, fault.cellule)
        told = _capital(fault.constat)
        todo = _capital(remede_au_porteur(fault))
        if target is None:
            where = " ".join(part for part in (fault.feuille, fault.cellule) if part)
            place = f"votre fichier, {where}" if where else "le fichier entier"
            return Point(_MOTS[fault.gravite], place, "", written, told, todo)
        address = f"{lettres(column)}{target[1]}"
        return Point(
            _MOTS[fault.gravite],
            f"{target[0]}, case {address}",
            self._objet(target),
            written,
            told,
            todo,
            target[0],
            address,
        )

    def _objet(self, target: Endroit) -> str:
        """Say what a row is about, in the words it shows."""
        kind = next(t for t in TABLEAUX if t.feuille == target[0])
        columns, sheet = self.neuf.colonnes[kind.cle], self.neuf.feuille(target[0])
        keys = [key for key in ("indicateur", "territoire", "objet", "financeur") if key in columns]
        texts = [str(sheet.cell(target[1], columns[key]).value or "") for key in keys]
        return " · ".join(text for text in texts if text)

    # ── Ce qui n'a pas de place ──────────────────────────────────────────────────────────────────────────────────

    def perdues(self, gardees: Iterable[CelluleGardee]) -> list[Perdue]:
        """List what the new workbook cannot carry in its place."""
        return list(dict.fromkeys(self._lost(gardees)))

    def _lost(self, kept: Iterable[CelluleGardee]) -> Iterator[Perdue]:
        for case in self.egarees:
            yield Perdue(f"{case.feuille}, {case.adresse}", ecrire_entier(case.cellule))
        for cell in kept:
            if cell.est_une_note or (cell.feuille, *_position(cell.cellule)) not in self.placees:
                yield Perdue(f"{cell.feuille}, {cell.cellule}", cell.texte)


def _brut(case: Case, percent_cell: bool) -> Valeur:
    """Give what to write so that the cell reads again exactly as it was received."""
    cell = case.cellule
    value = cell.valeur
    if cell.erreur or value is None or isinstance(value, str):
        return ecrire_entier(cell)
    if isinstance(value, dt.datetime | dt.time):
        return value.date() if isinstance(value, dt.datetime) and value.time() == dt.time() else ecrire_entier(cell)
    if isinstance(value, int | float) and not isinstance(value, bool) and cell.en_pourcent != percent_cell:
        return ecrire_entier(cell)
    return value


def _marquer(cell: Any, faults: Sequence[Anomalie]) -> None:
    """Colour a cell, unlock it, and say in a note what is wrong and what to do."""
    color, line = _COULEURS[faults[0].gravite]
    side = Side("medium", color=line)
    cell.fill = PatternFill("solid", start_color=color, end_color=color)
    cell.border = Border(left=side, right=side, top=side, bottom=side)
    cell.protection = Protection(locked=False)
    texts = [f"{_capital(a.constat)}\nÀ faire : {_capital(remede_au_porteur(a))}" for a in faults[:_NOTES_MAX]]
    cell.comment = Comment(inerte("\n\n".join(texts)), "evaltools", width=_NOTE[0], height=_NOTE[1] * len(texts))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _position(address: str) -> tuple[int, int]:
    try:
        return reperer(address)
    except ValueError:
        return 0, 0


def _row(address: str) -> int:
    return _position(address)[0]


def sans_fautes(demande: Demande) -> bool:
    """Dit si un fichier reçu n'appelle aucun classeur de retour : rien à reprendre, rien de lu, ou rien de rempli."""
    if any(a.code == "FIC-30" for a in demande.anomalies):
        return True
    return not demande.a_reprendre or demande.fichier.etat in ("refusé", "doublon") or not demande.fichier.concernees
