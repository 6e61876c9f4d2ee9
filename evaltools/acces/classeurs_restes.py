"""Rien n'est perdu : toute cellule remplie que la lecture n'a pas comprise est gardée, et dite.

Invariant éprouvé : chaque cellule non vide d'un fichier reçu est une valeur lue, une cellule protégée telle que le
modèle l'écrit, une cellule gardée, ou l'objet d'une anomalie.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from evaltools.acces import classeurs_lisez_moi as aide
from evaltools.acces.classeurs_contexte import Contexte, titre_de_la_feuille
from evaltools.acces.classeurs_feuille_indicateurs import textes_proteges, titre_du_groupe
from evaltools.acces.classeurs_identite import lire_ligne
from evaltools.acces.classeurs_lecture_tableaux import feuilles_ajoutees
from evaltools.acces.classeurs_modele import FEUILLE_AIDE, PHRASE_FICTIVE, TABLEAUX
from evaltools.acces.classeurs_releve import Releve, compter, ecrire_texte, est_vide
from evaltools.acces.classeurs_reperage import FEUILLES_TECHNIQUES, TableauLu
from evaltools.acces.classeurs_retour_feuille import RetourLu, reconnaitre
from evaltools.acces.tableur import Cellule, Feuille, lettres
from evaltools.domaine.collecte import NOTE, CelluleGardee
from evaltools.domaine.nombres import plier

_CITEES = 5
_PREVUES = frozenset(plier(table.feuille) for table in TABLEAUX)
_AIDE_MIN = 10
"""À partir de dix textes, une feuille dont plus de la moitié sont ceux de l'aide est l'aide, sous un autre nom."""


def garder_le_reste(releve: Releve, tableaux: Sequence[TableauLu]) -> tuple[CelluleGardee, ...]:
    """Rend les cellules et les notes que la lecture n'a pas comprises, et les dit feuille par feuille."""
    kept: list[CelluleGardee] = []
    help_texts, table_texts = _help_texts(releve), _table_texts(releve)
    added = {id(sheet) for sheet in feuilles_ajoutees(releve, tableaux)}
    ours = reconnaitre(releve.classeur)
    for number, places in ours.comprises.items():
        releve.vues[number] |= places
    for sheet in releve.classeur.feuilles:
        if sheet.nom in FEUILLES_TECHNIQUES:
            continue
        help_page = _is_help(sheet, help_texts)
        rest = _rest(releve, sheet, help_texts if help_page else table_texts, help_page=help_page)
        if not help_page:
            rest = _without_row_texts(releve, sheet, rest)
        if rest:
            _tell(releve, sheet, rest, added=id(sheet) in added and plier(sheet.nom) not in _PREVUES)
        kept += [CelluleGardee(sheet.nom, cell.adresse, cell.erreur or ecrire_texte(cell)) for cell in rest]
        kept += _notes(releve, sheet, ours)
    return tuple(kept)


def _is_help(sheet: Feuille, help_texts: frozenset[str]) -> bool:
    """Say whether a sheet is the template's help page, even under another name."""
    if plier(sheet.nom) == plier(FEUILLE_AIDE):
        return True
    texts = [plier(cell.valeur) for cell in sheet.cellules.values() if isinstance(cell.valeur, str)]
    return len(texts) >= _AIDE_MIN and 2 * sum(text in help_texts for text in texts) > len(texts)


def _without_row_texts(releve: Releve, sheet: Feuille, rest: list[Cellule]) -> list[Cellule]:
    """Leave out, where a table could not be read, what the template writes in the protected cells of its rows."""
    if not rest:
        return []
    context = Contexte(releve.portee, releve.annee)
    keys = {texts["cle"]: texts for line in context.lignes if (texts := textes_proteges(context, line))}
    ours: set[str] = set()
    for _, cells in sheet.lignes():
        texts = next((keys[c.texte] for c in cells.values() if c.texte in keys), {})
        known = {plier(text) for text in texts.values()}
        ours |= {c.adresse for c in cells.values() if isinstance(c.valeur, str) and plier(c.valeur) in known}
    return [cell for cell in rest if cell.adresse not in ours]


def _rest(releve: Releve, sheet: Feuille, known: frozenset[str], *, help_page: bool) -> list[Cellule]:
    seen = releve.vues.get(id(sheet), set())
    return [
        cell
        for position, cell in sorted(sheet.cellules.items(), key=lambda item: item[0])
        if position not in seen and not est_vide(cell) and not _is_template(cell, known, help_page)
    ]


def _is_template(cell: Cellule, known: frozenset[str], help_page: bool) -> bool:
    """Say whether a cell is what the template writes there: a title, an identity line, an instruction."""
    if not isinstance(cell.valeur, str) or cell.formule is not None:
        return False
    text = cell.valeur
    if len(text) < 200 and "#" in text and lire_ligne(text) is not None:
        return True
    return plier(text) in known or (help_page and text.startswith("au plus tard le "))


def _help_texts(releve: Releve) -> frozenset[str]:
    context = Contexte(releve.portee, releve.annee)
    texts = (*aide.textes_fixes(context), aide.titre_de_l_aide(context), PHRASE_FICTIVE)
    return frozenset(plier(text) for text in texts)


def _table_texts(releve: Releve) -> frozenset[str]:
    context = Contexte(releve.portee, releve.annee)
    texts = [PHRASE_FICTIVE]
    for table in TABLEAUX:
        texts += [table.consigne, titre_de_la_feuille(context, table)]
    groups = {(line.indicateur.action, line.indicateur.operation): line for line in context.lignes}
    texts += [titre_du_groupe(context, line) for line in groups.values()]
    return frozenset(plier(text) for text in texts)


def _tell(releve: Releve, sheet: Feuille, rest: Sequence[Cellule], *, added: bool) -> None:
    count = compter(len(rest), "cellule remplie", "cellules remplies")
    if added:
        releve.signaler("FEU-06", sheet.nom, nombre=count)
    else:
        releve.signaler("VAL-34", sheet.nom, rest[0].adresse, nombre=count, cellules=_some(c.adresse for c in rest))


def _notes(releve: Releve, sheet: Feuille, ours: RetourLu) -> list[CelluleGardee]:
    notes = {place: text for place, text in sheet.notes.items() if not ours.est_une_de_nos_notes(text)}
    if not notes:
        return []
    addresses = {f"{lettres(column)}{row}": text for (row, column), text in sorted(notes.items())}
    count = compter(len(addresses), "note est attachée à une cellule", "notes sont attachées à des cellules")
    releve.signaler("VAL-35", sheet.nom, next(iter(addresses)), nombre=count, cellules=_some(addresses))
    return [CelluleGardee(sheet.nom, address, f"{NOTE}{text}") for address, text in addresses.items()]


def _some(addresses: Iterable[str]) -> str:
    listed = list(addresses)
    return ", ".join(listed[:_CITEES]) + (f"… et {len(listed) - _CITEES} autres" if len(listed) > _CITEES else "")
