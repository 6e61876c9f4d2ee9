"""Lecture des feuilles « Avancement », « Financement » et « Enquêtes »."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from difflib import get_close_matches
from typing import Any

from evaltools.acces.classeurs_identite import entre_crochets, sans_crochets
from evaltools.acces.classeurs_lecture_lignes import Ligne, Reconnaissance
from evaltools.acces.classeurs_mots import ETATS_ACTION
from evaltools.acces.classeurs_releve import Defaut, Releve, couper, est_vide, montrer
from evaltools.acces.classeurs_reperage import TableauLu
from evaltools.acces.tableur import Cellule
from evaltools.domaine.avancement import Avancement, lire_etat
from evaltools.domaine.coherence import Doute
from evaltools.domaine.coherence_suivi import (
    douter_de_l_avancement,
    douter_de_l_enquete,
    douter_de_l_ensemble,
    douter_du_financement,
)
from evaltools.domaine.enquetes import Enquete
from evaltools.domaine.finances import LigneFinanciere
from evaltools.domaine.nombres import NombreLu, ecrire_nombre, nettoyer, plier
from evaltools.domaine.saisies import JalonLu, lire_date, lire_jalon, lire_valeur

_DATES = ("debut_reel", "fin_prevue", "fin_revisee", "fin_reelle")
_TEXTES = ("motif", "decision", "faits_marquants", "freins", "leviers", "reorientation")
_MONTANTS = ("prevu_eur", "engage_eur", "paye_eur")
_EFFECTIFS = ("sollicites", "repondants", "satisfaits", "note_moyenne", "note_maximale")
_TOTAUX = ("total", "totaux", "total general", "sous total", "somme", "ensemble")
_PREFIXES = ("action entiere · ", "operation · ", "activite · ")


class _Fields:
    """Reads the plain fields of a follow-up row: a number, a date, a yes or no; tells what it cannot read."""

    def __init__(self, releve: Releve, tableau: TableauLu) -> None:
        self.releve, self.table = releve, tableau

    def number(self, row: int, key: str, target: str, unit: str = "") -> float | None:
        cell = self._cell(row, key, target, "VAL-45")
        if cell is None:
            return None
        read = lire_valeur(cell.valeur, unit, pourcent=cell.en_pourcent)
        if not isinstance(read, NombreLu):
            self._tell("VAL-45", row, key, target, montrer(cell))
            return None
        if read.valeur < 0:
            self._tell("VAL-50", row, key, target, montrer(cell))
            return None
        if read.note is not None:
            self.releve.signaler("VAL-36", self.table.feuille.nom, self.releve.adresse(self.table, row, key),
                                 brut=montrer(cell), lu=ecrire_nombre(read.valeur))  # fmt: skip
        return read.valeur

    def day(self, row: int, key: str, target: str) -> date | None:
        cell = self._cell(row, key, target, "VAL-46")
        if cell is None:
            return None
        day = lire_date(cell.valeur)
        if day is None:
            self._tell("VAL-46", row, key, target, montrer(cell))
        return day

    def yes(self, row: int, key: str, target: str) -> bool | None:
        cell = self._cell(row, key, target, "VAL-47")
        if cell is None:
            return None
        read = lire_jalon(cell.valeur)
        if isinstance(read, JalonLu):
            return read.fait
        self._tell("VAL-47", row, key, target, montrer(cell))
        return None

    def doubt(self, row: int, doubts: Iterable[Doute]) -> bool:
        """Tell the doubts of a row; say whether one of them forbids to use it."""
        blocked = False
        for doubt in doubts:
            address = self.releve.adresse(self.table, row, doubt.champ)
            self.releve.signaler(doubt.code, self.table.feuille.nom, address, **doubt.details)
            blocked = blocked or doubt.bloque
        return blocked

    def _cell(self, row: int, key: str, target: str, code: str) -> Cellule | None:
        read = self.releve.lire(self.table, row, key)
        if isinstance(read, Defaut):
            self._tell(code, row, key, target, read.brut)
            return None
        return read

    def _tell(self, code: str, row: int, key: str, target: str, raw: str) -> None:
        title = self.table.tableau.colonne(key).titre
        address = self.releve.adresse(self.table, row, key)
        self.releve.signaler(code, self.table.feuille.nom, address, brut=raw, colonne=title, objet=target)


# ── Avancement ───────────────────────────────────────────────────────────────────────────────────────────────────────


def lire_avancement(releve: Releve, tableaux: Iterable[TableauLu]) -> tuple[Avancement, ...]:
    """Lit l'avancement de l'action et de ses opérations ; deux lignes contradictoires du même objet s'annulent."""
    found: dict[str, Avancement] = {}
    for table in tableaux:
        for number, cells in table.lignes():
            read = _progress(releve, table, number, cells)
            if read is None:
                continue
            before = found.get(read.objet)
            found[read.objet] = read if before is None else _same_progress(releve, before, read)
        for code in sorted(releve.portee.entieres):
            _tell_whole(releve, table, code, tuple(a for a in found.values() if a.action == code))
    return tuple(found.values())


def _tell_whole(releve: Releve, table: TableauLu, code: str, found: tuple[Avancement, ...]) -> None:
    cell = next((a.cellule for a in found if a.objet == code), "")
    for doubt in douter_de_l_ensemble(code, found):
        releve.signaler(doubt.code, table.feuille.nom, cell, **doubt.details)


def _same_progress(releve: Releve, before: Avancement, after: Avancement) -> Avancement:
    bare = [replace(a, fichier="", feuille="", cellule="") for a in (before, after)]
    empty = Avancement(before.action, before.objet, before.annee)
    if bare[1] in (bare[0], empty):
        return before
    if bare[0] == empty:
        return after
    place = f"{before.feuille}!{before.cellule}"
    releve.signaler("ACT-09", after.feuille, after.cellule, objet=after.objet, autre=place)
    return replace(before, etat=None)


def _progress(releve: Releve, table: TableauLu, number: int, cells: Mapping[int, Cellule]) -> Avancement | None:
    code = _object(releve, table, number, cells)
    if code is None:
        return None
    fields = _Fields(releve, table)
    state_cell = releve.texte(table, number, "etat")
    state = lire_etat(state_cell) if state_cell else None
    if state_cell and state is None:
        near = get_close_matches(plier(state_cell), [plier(word) for word in ETATS_ACTION.values()], n=1)
        hint = next((f" (le plus proche : « {word} »)" for word in ETATS_ACTION.values() if plier(word) in near), "")
        admitted = ", ".join(f"« {word} »" for word in ETATS_ACTION.values())
        releve.signaler("ACT-02", table.feuille.nom, releve.adresse(table, number, "etat"), brut=couper(state_cell),
                        proche=hint, objet=code, admis=admitted)  # fmt: skip
    days: dict[str, Any] = {key: fields.day(number, key, code) for key in _DATES}
    texts: dict[str, Any] = {key: releve.texte(table, number, key) for key in _TEXTES}
    read = Avancement(
        releve.objets[code][0],
        code,
        releve.annee,
        state,
        **days,
        **texts,
        fichier=releve.classeur.nom,
        feuille=table.feuille.nom,
        cellule=releve.adresse(table, number, "etat"),
    )
    fields.doubt(number, douter_de_l_avancement(read, ETATS_ACTION[state] if state else "non renseigné"))
    return read


def _object(releve: Releve, table: TableauLu, number: int, cells: Mapping[int, Cellule]) -> str | None:
    """Recognise the action or operation a row is about."""
    cell = cells.get(table.colonnes["objet"])
    if cell is None or est_vide(cell):
        return None
    for field in table.tableau.colonnes:
        if not field.saisie and field.cle in table.colonnes:
            releve.voir(table.feuille, number, table.colonnes[field.cle])
    return _recognise(releve, table, cell)


def _recognise(releve: Releve, table: TableauLu, cell: Cellule) -> str | None:
    """Recognise a code between brackets, else a title; tell what is neither (ACT-08)."""
    known = {plier(code): code for code in releve.objets}
    text = nettoyer(cell.texte)
    code = known.get(plier(entre_crochets(text)))
    if code is None:
        labels = {plier(o.intitule): o.code for a in releve.portee.actions for o in a.operations}
        labels |= {plier(a.intitule): a.code for a in releve.portee.actions}
        folded = plier(sans_crochets(text))
        for prefix in _PREFIXES:
            folded = folded.removeprefix(prefix)
        code = labels.get(folded)
    if code is None:
        near = get_close_matches(entre_crochets(text), list(known.values()), n=1)
        hint = f" (le plus proche : {near[0]})" if near else ""
        releve.signaler("ACT-08", table.feuille.nom, cell.adresse, brut=couper(text), proche=hint)
    return code


# ── Financement ──────────────────────────────────────────────────────────────────────────────────────────────────────


def lire_financement(releve: Releve, tableaux: Iterable[TableauLu]) -> tuple[LigneFinanciere, ...]:
    """Lit les lignes de financement ; une ligne sans aucun montant ni commentaire est passée."""
    found: list[LigneFinanciere] = []
    seen: dict[tuple[str, str, str], int] = {}
    for table in tableaux:
        for number, _ in table.lignes():
            line = _funding(releve, table, number)
            if line is None:
                continue
            name = plier(line.financeur)
            if name in _TOTAUX:
                address = releve.adresse(table, number, "financeur")
                releve.signaler("VAL-55", table.feuille.nom, address, objet=line.financeur)
                continue
            key = (line.action, line.operation, name)
            if key in seen:
                address = releve.adresse(table, number, "financeur")
                releve.signaler("VAL-51", table.feuille.nom, address, objet=line.financeur, autre=seen[key])
            seen.setdefault(key, number)
            found.append(line)
    return tuple(found)


def _funding(releve: Releve, table: TableauLu, number: int) -> LigneFinanciere | None:
    fields = _Fields(releve, table)
    name = releve.texte(table, number, "financeur")
    raw = [releve.lire(table, number, key) for key in _MONTANTS]
    given = next((cell for cell in raw if cell is not None), None)
    comment = releve.texte(table, number, "commentaire")
    cell = releve.lire(table, number, "objet")
    if given is None and not comment:
        return None
    if not name:
        shown = comment if given is None else given.brut if isinstance(given, Defaut) else montrer(given)
        releve.signaler("VAL-52", table.feuille.nom, releve.adresse(table, number, "financeur"), brut=couper(shown))
        return None
    target = _funded(releve, table, number, cell, name)
    if target is None:
        return None
    amounts = {key: fields.number(number, key, name, "€") for key in _MONTANTS}
    line = LigneFinanciere(
        target[0],
        releve.annee,
        name,
        **amounts,
        commentaire=comment,
        fichier=releve.classeur.nom,
        feuille=table.feuille.nom,
        cellule=releve.adresse(table, number, "financeur"),
        operation=target[1],
    )
    fields.doubt(number, douter_du_financement(line))
    return line


def _funded(
    releve: Releve, table: TableauLu, number: int, cell: Cellule | Defaut | None, name: str
) -> tuple[str, str] | None:
    """Say what an amount is for: (action, operation); the only possible one when the row does not say it."""
    if isinstance(cell, Cellule):
        code = _recognise(releve, table, cell)
        return None if code is None else releve.objets[code]
    whole = [(a.code, "") for a in releve.portee.actions if a.code in releve.portee.entieres]
    parts = [(a.code, o.code) for a, o in releve.portee.objets if o is not None]
    only = whole if releve.portee.porteur is None else whole if whole and len(releve.portee.actions) == 1 else parts
    if len(only) == 1:
        return only[0]
    releve.signaler("VAL-80", table.feuille.nom, releve.adresse(table, number, "financeur"), objet=name)
    return None


# ── Enquêtes ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def lire_enquetes(releve: Releve, reconnaissance: Reconnaissance, tableaux: Iterable[TableauLu]) -> tuple[Enquete, ...]:
    """Lit les enquêtes ; une ligne vide est passée."""
    found: dict[tuple[str, str, str], Enquete] = {}
    for table in tableaux:
        for line in reconnaissance.lignes(table):
            survey = _survey(releve, line)
            if survey is not None and line.cle in found:
                found[line.cle] = _same_survey(releve, found[line.cle], survey)
            elif survey is not None:
                found[line.cle] = survey
        reconnaissance.dire_discordances(table)
    return tuple(found.values())


def _same_survey(releve: Releve, before: Enquete, after: Enquete) -> Enquete:
    bare = [replace(e, fichier="", feuille="", cellule="") for e in (before, after)]
    details: dict[str, object] = {
        "objet": f"{after.indicateur}, {releve.designer(after.siren)}, {after.periode}",
        "autre": f"{before.feuille}!{before.cellule}",
    }
    if bare[0] == bare[1]:
        releve.signaler("VAL-28", after.feuille, after.cellule, **details)
        return before
    releve.signaler("VAL-29", after.feuille, after.cellule, **details, brut=_counts(after), autre_brut=_counts(before))
    return replace(before, realisee=None, sollicites=None, repondants=None, satisfaits=None, note_moyenne=None)


def _counts(survey: Enquete) -> str:
    said = (("répondants", survey.repondants), ("satisfaits", survey.satisfaits))
    return ", ".join(f"{name} : {ecrire_nombre(n)}" for name, n in said if n is not None) or "autre chose"


def _survey(releve: Releve, line: Ligne) -> Enquete | None:
    table, number = line.tableau, line.numero
    fields, target = _Fields(releve, table), f"{line.indicateur.code} ({releve.designer(line.siren)})"
    done = fields.yes(number, "realisee", target)
    day = fields.day(number, "le", target)
    numbers: dict[str, Any] = {key: fields.number(number, key, target) for key in _EFFECTIFS}
    comment = releve.texte(table, number, "commentaire")
    if done is None and day is None and not comment and all(n is None for n in numbers.values()):
        return None
    survey = Enquete(
        line.indicateur.action,
        *line.cle,
        realisee=done,
        le=day,
        **numbers,
        commentaire=comment,
        fichier=releve.classeur.nom,
        feuille=table.feuille.nom,
        cellule=releve.adresse(table, number, "realisee"),
    )
    if fields.doubt(number, douter_de_l_enquete(survey)):
        survey = replace(survey, sollicites=None, repondants=None, satisfaits=None)
    return survey
