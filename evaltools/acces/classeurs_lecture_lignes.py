"""Reconnaître une ligne d'un classeur : quel indicateur, quel territoire, quelle période. Ce que l'on voit fait foi."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cached_property

from evaltools.acces.classeurs_contexte import NON_FIXEE
from evaltools.acces.classeurs_identite import entre_crochets, lire_cle, sans_crochets
from evaltools.acces.classeurs_mots import ATTENDUS
from evaltools.acces.classeurs_releve import Releve, compter, couper, est_vide, montrer
from evaltools.acces.classeurs_reperage import TableauLu
from evaltools.acces.tableur import Cellule
from evaltools.domaine.lexique import ENSEMBLE, Maille, Nature
from evaltools.domaine.nombres import nettoyer, plier
from evaltools.domaine.periodes import lire_periode
from evaltools.domaine.programme import Indicateur
from evaltools.domaine.territoires import Rattachement, rattacher

_DEMANDES = frozenset(plier(words) for words in ATTENDUS.values())
_SANS_UNITE = frozenset(plier(ATTENDUS[nature]) for nature in (Nature.TEXTE, Nature.JALON))
_RAPPEL = re.compile(rf"—|{NON_FIXEE}|fait|.* par an|entre .*|.*\((?:\d{{4}}.*|valeur initiale)\)|[+\d].*")
_MARQUES = ("prevu · ", "realise · ")


@dataclass(frozen=True, slots=True)
class Ligne:
    """Une ligne reconnue d'un tableau."""

    tableau: TableauLu
    numero: int
    indicateur: Indicateur
    siren: str
    periode: str

    @property
    def cle(self) -> tuple[str, str, str]:
        """Ce qui distingue la ligne : code, SIREN, période."""
        return self.indicateur.code, self.siren, self.periode


@dataclass
class Reconnaissance:
    """Reconnaît les lignes d'un relevé et tient le compte de celles dont la clé cachée ne concorde pas."""

    releve: Releve
    discordances: dict[int, int] = field(default_factory=dict)
    _names: dict[str, Rattachement] = field(default_factory=dict)

    @cached_property
    def _by_code(self) -> Mapping[str, Indicateur]:
        return {_squash(i.code): i for i in self.releve.programme.indicateurs}

    @cached_property
    def _bands(self) -> frozenset[str]:
        """The headings written above the indicators of each operation: rows that carry no value."""
        return frozenset(plier(f"{o.code} — {o.intitule}") for o in self.releve.programme.operations)

    @cached_property
    def _by_label(self) -> Mapping[str, list[Indicateur]]:
        found: dict[str, list[Indicateur]] = {}
        for indicator in self.releve.portee.indicateurs:
            found.setdefault(plier(indicator.libelle), []).append(indicator)
        return found

    def lignes(self, tableau: TableauLu) -> Iterator[Ligne]:
        """Parcourt les lignes d'un tableau qui désignent un indicateur de l'action ; dit les autres."""
        for number, cells in tableau.lignes():
            line = self._line(tableau, number, cells)
            if line is not None:
                self._witness(line, cells)
                yield line

    def _line(self, table: TableauLu, number: int, cells: Mapping[int, Cellule]) -> Ligne | None:
        label = cells.get(table.colonnes["indicateur"])
        if label is None or est_vide(label):
            self._orphan(table, number, cells)
            return None
        if not _is_row(table, cells) or plier(label.texte) in self._bands:
            return None
        self.releve.voir(table.feuille, number, label.colonne)
        indicator = self._indicator(table, label)
        if indicator is None:
            return None
        siren = self._siren(table, number, indicator)
        period = self._period(table, number, indicator)
        if not (siren and period):
            return None
        self._see_locked(table, number, indicator)
        return Ligne(table, number, indicator, siren, period)

    def _orphan(self, table: TableauLu, number: int, cells: Mapping[int, Cellule]) -> None:
        """Tell a row that carries a value and no indicator."""
        entries = [c.cle for c in table.tableau.colonnes if c.saisie and table.colonnes.get(c.cle) in cells]
        filled = [cells[table.colonnes[key]] for key in entries if not est_vide(cells[table.colonnes[key]])]
        if filled:
            first = filled[0]
            self.releve.voir(table.feuille, first.ligne, first.colonne)
            self.releve.signaler("VAL-44", table.feuille.nom, first.adresse, brut=montrer(first))

    def _see_locked(self, table: TableauLu, number: int, indicator: Indicateur) -> None:
        """Take as understood the protected cells that are read, or carry what the template may write there."""
        asked = table.feuille.cellule(number, table.colonnes.get("attendu", 0))
        unused = asked is not None and plier(asked.texte) in _SANS_UNITE
        for field_ in table.tableau.colonnes:
            column = table.colonnes.get(field_.cle, 0)
            cell = table.feuille.cellule(number, column)
            if field_.saisie or cell is None:
                continue
            other_unit = field_.cle == "unite" and unused and plier(cell.texte) != plier(indicator.unite)
            if _is_expected(field_.cle, cell) and not other_unit:
                self.releve.voir(table.feuille, number, column)

    def _indicator(self, table: TableauLu, cell: Cellule) -> Indicateur | None:
        text, sheet = nettoyer(cell.texte), table.feuille.nom
        code = entre_crochets(text)
        found = self._by_code.get(_squash(code)) if code else None
        if found is None:
            same = self._by_label.get(_bare_label(text), [])
            found = same[0] if len(same) == 1 else None
        if found is None:
            codes = [i.code for i in self.releve.programme.indicateurs]
            near = get_close_matches(code, codes, n=1, cutoff=0.8) if code and self.releve.peut_dire("VAL-25") else []
            hint = f" (le plus proche : {near[0]})" if near else ""
            self.releve.signaler("VAL-25", sheet, cell.adresse, brut=couper(text), proche=hint)
            return None
        portee = self.releve.portee
        if portee.porteur is None and found.action not in portee.codes:
            details = {"indicateur": found.code, "autre": found.action, "action": portee.codes[0]}
            self.releve.signaler("VAL-41", sheet, cell.adresse, **details)
            return None
        if _bare_label(text) != plier(found.libelle):
            brut, due = couper(sans_crochets(text)), couper(found.libelle)
            self.releve.signaler("VAL-33", sheet, cell.adresse, brut=brut, indicateur=found.code, attendu=due)
        return found

    def _siren(self, table: TableauLu, number: int, indicator: Indicateur) -> str:
        cell = table.feuille.cellule(number, table.colonnes["territoire"])
        text = nettoyer(cell.texte) if cell is not None else ""
        if not text:
            if indicator.maille is Maille.ENSEMBLE:
                return ENSEMBLE
        elif plier(entre_crochets(text) or text) in (ENSEMBLE, "ensemble du territoire"):
            return ENSEMBLE
        else:
            for name in (entre_crochets(text), sans_crochets(text)):
                found = self._attach(name).siren if name else None
                if found:
                    return found
        near = self._attach(sans_crochets(text)).propositions if text else ()
        hint = f" (le plus proche : {near[0][1]} [{near[0][0]}])" if near else ""
        address = self.releve.adresse(table, number, "territoire")
        self.releve.signaler("VAL-26", table.feuille.nom, address, brut=couper(text), proche=hint)
        return ""

    def _attach(self, name: str) -> Rattachement:
        """Look a territory up, once for each way of writing it."""
        if name not in self._names:
            self._names[name] = rattacher(name, self.releve.programme.territoires)
        return self._names[name]

    def _period(self, table: TableauLu, number: int, indicator: Indicateur) -> str:
        cell = table.feuille.cellule(number, table.colonnes["periode"])
        text = nettoyer(cell.texte) if cell is not None else ""
        year = self.releve.annee
        if not text and not indicator.frequence:
            return str(year)
        try:
            if lire_periode(text).annee == year:
                return text.upper().replace(" ", "")
        except ValueError:
            pass
        address = self.releve.adresse(table, number, "periode")
        self.releve.signaler("VAL-27", table.feuille.nom, address, brut=couper(text), annee=year)
        return ""

    def _witness(self, line: Ligne, cells: Mapping[int, Cellule]) -> None:
        column = line.tableau.colonnes.get("cle")
        key = lire_cle(cells[column].texte) if column in cells else None  # type: ignore[index]
        if key is None:
            return
        objet = key.objet.removesuffix("~enquete")
        if (objet, key.siren, key.periode) != line.cle or not key.atteste(line.indicateur.libelle):
            sheet = id(line.tableau)
            self.discordances[sheet] = self.discordances.get(sheet, 0) + 1

    def dire_discordances(self, tableau: TableauLu) -> None:
        """Dit, une fois par tableau, combien de lignes ont été déplacées sans leur clé."""
        count = self.discordances.get(id(tableau), 0)
        if count:
            self.releve.signaler("FEU-03", tableau.feuille.nom, nombre=compter(count, "ligne"))


def _is_expected(key: str, cell: Cellule) -> bool:
    """Say whether a protected cell is read, or carries what the template may write there."""
    text = nettoyer(cell.texte)
    if key == "cle":
        return lire_cle(text) is not None
    if key == "attendu":
        return plier(text) in _DEMANDES
    return key not in ("derniere", "cible") or _RAPPEL.fullmatch(text) is not None


def _is_row(table: TableauLu, cells: Mapping[int, Cellule]) -> bool:
    """Tell a row of values from a heading band, which fills the first column only."""
    label = table.colonnes["indicateur"]
    others = {column for key, column in table.colonnes.items() if column != label and key != "cle"}
    return bool(others & set(cells)) or bool(entre_crochets(cells[label].texte))


def _squash(code: str) -> str:
    return plier(code).replace(" ", "")


def _bare_label(text: str) -> str:
    folded = plier(sans_crochets(text))
    for mark in _MARQUES:
        folded = folded.removeprefix(mark)
    return folded
