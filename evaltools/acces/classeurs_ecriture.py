"""Écrire le classeur de collecte d'une action, pour une année."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from evaltools.acces import classeurs_modele as modele
from evaltools.acces.classeurs_contexte import Contexte, titre_de_la_feuille
from evaltools.acces.classeurs_feuille_indicateurs import colonnes, ecrire_lignes
from evaltools.acces.classeurs_feuilles_suivi import (
    LISTE_OBJETS,
    colonnes_de_financement,
    ecrire_avancement,
    ecrire_enquetes,
    ecrire_financement,
    libeller_objet,
    lignes_d_enquete,
    objets_finances,
)
from evaltools.acces.classeurs_lisez_moi import ecrire_lisez_moi
from evaltools.acces.classeurs_mots import LISTES
from evaltools.acces.classeurs_style import (
    MARINE,
    Style,
    ajouter_listes,
    enregistrer,
    mettre_en_page,
    nommer,
    nouveau_classeur,
    poser,
    poser_entete,
    proteger,
)
from evaltools.domaine.cadrage import Cadrage
from evaltools.domaine.collecte import Collecte
from evaltools.domaine.porteurs import portee_d_une_action
from evaltools.domaine.programme import Programme
from evaltools.domaine.surete import nom_sur

LARGEUR_D_UNE_PAGE = 200
"""Largeur, en caractères, qui tient sur une page A4 en restant lisible ; au-delà, la feuille s'imprime sur deux."""
_Remplir = Callable[[Worksheet, Contexte, Sequence[modele.Colonne]], None]


def ecrire(
    chemin: Path,
    programme: Programme,
    code_action: str,
    annee: int,
    *,
    cadrage: Cadrage | None = None,
    collecte: Collecte | None = None,
    precedente: Collecte | None = None,
    fictif: bool = False,
    echeance: date | None = None,
) -> Path:
    """Écrit le classeur d'une action : vierge, ou déjà rempli de ce que porte ``collecte``.

    Parameters
    ----------
    chemin : Path
        Fichier à écrire (.xlsx) ; un fichier de ce nom est remplacé.
    cadrage : Cadrage, optional
        Donne la cible, l'unité et la nature décidées ; absent : celles du document.
    collecte : Collecte, optional
        Valeurs à porter dans les cases jaunes ; seules celles de l'action et de l'année sont prises.
    precedente : Collecte, optional
        Années d'avant : la dernière valeur connue est montrée en gris.
    fictif : bool
        Le classeur dit alors, sur chaque feuille, que ses données sont inventées.
    echeance : date, optional
        Date de retour demandée, dite dans « Lisez-moi ».

    Returns
    -------
    Path
        Le fichier écrit. Les mêmes arguments donnent les mêmes octets.

    Raises
    ------
    KeyError
        Si l'action n'existe pas dans le programme.
    """
    portee = portee_d_une_action(programme, code_action)
    given, before = collecte or Collecte(), precedente or Collecte()
    return ecrire_portee(chemin, Contexte(portee, annee, cadrage, given, before, fictif, echeance))


def ecrire_portee(chemin: Path, contexte: Contexte) -> Path:
    """Écrit un classeur, celui d'une action ou celui d'un porteur, tel que son contexte le décrit.

    Returns
    -------
    Path
        Le fichier écrit. Le même contexte donne les mêmes octets.
    """
    return enregistrer(composer(contexte), chemin, date(contexte.annee, 1, 1))


def composer(contexte: Contexte) -> Workbook:
    """Compose un classeur sans l'enregistrer : le classeur de retour le complète."""
    annee, title = contexte.annee, contexte.programme.titre_court
    workbook = nouveau_classeur(f"Collecte {annee} — {title} — {contexte.portee.designation}", contexte.identite.ligne)
    help_sheet = workbook.create_sheet(modele.FEUILLE_AIDE)
    written = _tables(workbook, contexte)
    ecrire_lisez_moi(help_sheet, contexte, [(table.feuille, table.consigne) for table in written])
    mettre_en_page(help_sheet, None, contexte.identite.ligne, hautes=1)
    help_sheet.sheet_view.showGridLines = False
    proteger(help_sheet)
    ajouter_listes(workbook, _lists(contexte))
    nommer(workbook, dict(zip(modele.PROPRIETES, _identity(contexte), strict=True)))
    return workbook


def nom_de_fichier(code_action: str) -> str:
    """Propose un nom de fichier sûr pour le classeur d'une action (l'identité, elle, est dans le classeur).

    Examples
    --------
    >>> nom_de_fichier("FA 1.1"), nom_de_fichier("../A/1")
    ('FA-1.1.xlsx', 'A-1.xlsx')
    """
    return f"{nom_sur(code_action, 'action')}.xlsx"


def _lists(contexte: Contexte) -> Mapping[str, Sequence[str]]:
    if colonnes_de_financement(contexte)[0].cle != "objet":
        return LISTES
    return {**LISTES, LISTE_OBJETS: [libeller_objet(*one) for one in objets_finances(contexte)]}


def _identity(contexte: Contexte) -> tuple[str, ...]:
    identity = contexte.identite
    return (
        identity.programme,
        str(identity.annee),
        identity.action,
        identity.version,
        "oui" if contexte.fictif else "non",
    )


def _tables(workbook: Workbook, contexte: Contexte) -> list[modele.Tableau]:
    tables: list[tuple[modele.Tableau, Sequence[modele.Colonne], _Remplir]] = [
        (modele.INDICATEURS, colonnes(contexte), ecrire_lignes),
        (modele.AVANCEMENT, _progress_columns(contexte), ecrire_avancement),
        (modele.FINANCEMENT, colonnes_de_financement(contexte), ecrire_financement),
    ]
    if lignes_d_enquete(contexte):
        tables.append((modele.ENQUETES, modele.ENQUETES.colonnes, ecrire_enquetes))
    for table, columns, fill in tables:
        sheet = workbook.create_sheet(table.feuille)
        _frame(sheet, contexte, table, columns)
        fill(sheet, contexte, columns)
        shown = len(columns) - (columns[-1].cle == "cle")
        sheet.print_area = f"A{modele.LIGNE_ENTETE}:{get_column_letter(shown)}{sheet.max_row}"
    return [table for table, _, _ in tables]


def _progress_columns(contexte: Contexte) -> Sequence[modele.Colonne]:
    """Put the word of the programme (« opération », « activité ») in the header."""
    word = contexte.programme.vocabulaire.operation
    return tuple(
        modele.Colonne(c.cle, f"Action ou {word} [code]", c.largeur) if c.cle == "objet" else c
        for c in modele.AVANCEMENT.colonnes
    )


def _frame(sheet: Worksheet, contexte: Contexte, table: modele.Tableau, columns: Sequence[modele.Colonne]) -> None:
    """Write what every table has in common: title, identity, instruction, headers, print set-up, protection."""
    hidden_key = columns[0].cle == "cle"
    first = 2 if hidden_key else 1
    poser(sheet, 1, first, titre_de_la_feuille(contexte, table), Style.TITRE)
    poser(sheet, 2, first, contexte.identite.ligne, Style.IDENTITE)
    poser(sheet, 3, first, table.consigne, Style.CONSIGNE)
    if contexte.fictif:
        poser(sheet, 4, first, modele.PHRASE_FICTIVE, Style.FICTIF)
    for row, height in ((1, 26), (2, 15), (3, 18), (4, 18)):
        sheet.row_dimensions[row].height = height
    poser_entete(sheet, modele.LIGNE_ENTETE, [(c.titre, c.largeur, c.saisie) for c in columns])
    for rank, column in enumerate(columns, start=1):
        sheet.column_dimensions[get_column_letter(rank)].hidden = column.cle == "cle"
    fixed = "C" if hidden_key or table is modele.INDICATEURS else "B"
    sheet.freeze_panes = f"{fixed}{modele.LIGNE_ENTETE + 1}"
    sheet.sheet_view.showGridLines = False
    sheet.sheet_properties.tabColor = MARINE
    wide = 2 if sum(c.largeur for c in columns if c.cle != "cle") > LARGEUR_D_UNE_PAGE else 1
    told = (titre_de_la_feuille(contexte, table), *([modele.PHRASE_FICTIVE] * contexte.fictif))
    mettre_en_page(sheet, modele.LIGNE_ENTETE, contexte.identite.ligne, larges=wide, tete=told)
    if wide > 1:
        last = next((rank for rank, c in enumerate(columns, start=1) if c.cle == "periode"), first)
        sheet.print_title_cols = f"{get_column_letter(first)}:{get_column_letter(last)}"
    proteger(sheet)
