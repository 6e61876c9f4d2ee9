"""Le classeur des données : une feuille par table, « Lisez-moi » en tête, le dictionnaire et les listes à la fin."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from evaltools.domaine.evaluation import Evaluation
from evaltools.restitution.bureautique.ooxml import figer
from evaltools.restitution.bureautique.texte import sans_controle
from evaltools.restitution.documentation import SENS_DES_VALEURS, listes
from evaltools.restitution.donnees_ouvertes import (
    DIRE_LA_LICENCE,
    FICTIF,
    LICENCE,
    NE_PAS_DIFFUSER,
    TableOuverte,
    type_de,
)
from evaltools.restitution.formats import date_longue

SIGNES_PAR_CASE = 32_767
"""Longueur de texte qu'une case d'Excel accepte."""

_RENVOI = {"text_wrap": True, "valign": "top"}
_ALLURES: dict[str, dict[str, object]] = {
    "titre": {"bold": True, "font_size": 16, "font_color": "#0B2A47"},
    "entete": {**_RENVOI, "bold": True, "bg_color": "#E8EEF4", "bottom": 1},
    "date": {"num_format": "dd/mm/yyyy", "align": "left"},
    "renvoi": _RENVOI,
    "alerte": {**_RENVOI, "bold": True, "bg_color": "#FFF6D9"},
}
_LARGEURS = {"integer": 11, "number": 15, "date": 12, "boolean": 10, "string": 20}
_LONGUES = {"libelle": 60, "intitule": 50, "intitule_axe": 40, "intitule_action": 50, "texte": 40, "commentaire": 40}


def ecrire_classeur(tables: Sequence[TableOuverte], evaluation: Evaluation, edite_le: date, empreinte: str) -> bytes:
    """Écrit ``donnees.xlsx`` ; les nombres y sont des nombres, les dates des dates, et aucun texte une formule.

    Parameters
    ----------
    tables : sequence of TableOuverte
        Les tables, dans l'ordre des feuilles.
    evaluation : Evaluation
        L'évaluation dont elles sont tirées.
    edite_le : date
        Date inscrite dans le classeur : la même donne les mêmes octets.
    empreinte : str
        Empreinte des données lues.
    """
    import xlsxwriter

    tampon = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    classeur = xlsxwriter.Workbook(tampon, options)
    titre = f"Évaluation {evaluation.annee} – {evaluation.programme.titre_court}"
    proprietes = {"title": titre, "author": evaluation.programme.titre_court, "created": _minuit(edite_le)}
    classeur.set_properties(proprietes)
    formats = {nom: classeur.add_format(allure) for nom, allure in _ALLURES.items()}
    _lisez_moi(classeur, formats, titre, tables, evaluation, edite_le, empreinte)
    for table in tables:
        _feuille(classeur, formats, table)
    _dictionnaire(classeur, formats, tables)
    _listes(classeur, formats)
    classeur.close()
    return figer(tampon.getvalue(), edite_le)


def _minuit(jour: date) -> datetime:
    return datetime(jour.year, jour.month, jour.day)  # noqa: DTZ001 : une date de calendrier, sans fuseau


def _lisez_moi(
    classeur: Any,
    formats: dict[str, Any],
    titre: str,
    tables: Sequence[TableOuverte],
    evaluation: Evaluation,
    edite_le: date,
    empreinte: str,
) -> None:
    feuille = classeur.add_worksheet("Lisez-moi")
    feuille.set_column(0, 0, 24)
    feuille.set_column(1, 1, 100)
    feuille.hide_gridlines(2)
    publique = evaluation.diffusion == "publique"
    lignes = [
        ("Données arrêtées au", date_longue(evaluation.arrete_le)),
        ("Éditées le", date_longue(edite_le)),
        ("Diffusion", DIRE_LA_LICENCE if publique else NE_PAS_DIFFUSER),
        *([("Licence", f"{LICENCE[0]}, {LICENCE[1]}")] if publique else []),
        *([("Exemple", FICTIF)] if evaluation.fictif else []),
        ("Lecture", "Une case vide n'est jamais un zéro : la feuille « Dictionnaire » dit ce qu'elle veut dire."),
        *((t.titre, f"{t.description} {len(t.lignes)} lignes.") for t in tables),
        ("Dictionnaire, Listes", "Le sens de chaque colonne, et celui des mots des listes fermées."),
        *([("Empreinte", f"Empreinte des données lues : {empreinte[:12]}.")] if empreinte else []),
    ]
    feuille.write_string(0, 0, titre, formats["titre"])
    for rang, (nom, texte) in enumerate(lignes, 2):
        fort = nom in ("Exemple",) or (nom == "Diffusion" and not publique)
        feuille.write_string(rang, 0, nom, formats["renvoi"])
        feuille.write_string(rang, 1, texte, formats["alerte" if fort else "renvoi"])


def _feuille(classeur: Any, formats: dict[str, Any], table: TableOuverte) -> None:
    feuille = classeur.add_worksheet(table.titre)
    feuille.freeze_panes(1, 0)
    for n, colonne in enumerate(table.colonnes):
        feuille.set_column(n, n, _LONGUES.get(colonne.nom, _LARGEURS[type_de(colonne)]))
        feuille.write_string(0, n, colonne.nom, formats["entete"])
    for rang, ligne in enumerate(table.lignes, 1):
        for n, valeur in enumerate(ligne):
            _ecrire(feuille, rang, n, valeur, formats)
    feuille.autofilter(0, 0, max(len(table.lignes), 1), len(table.colonnes) - 1)


def _ecrire(feuille: Any, rang: int, colonne: int, valeur: Any, formats: dict[str, Any]) -> None:
    """Écrit une case selon ce qu'elle porte ; un texte reste un texte, même s'il commence par « = »."""
    if valeur is None or valeur in ("", ()):
        return
    if isinstance(valeur, bool):
        feuille.write_string(rang, colonne, "oui" if valeur else "non")
    elif isinstance(valeur, int | float):
        feuille.write_number(rang, colonne, valeur)
    elif isinstance(valeur, date):
        feuille.write_datetime(rang, colonne, _minuit(valeur), formats["date"])
    else:
        texte = ", ".join(map(str, valeur)) if isinstance(valeur, tuple) else str(valeur)
        feuille.write_string(rang, colonne, sans_controle(texte)[:SIGNES_PAR_CASE])


def _tableau(classeur: Any, formats: dict[str, Any], nom: str, entetes: Sequence[tuple[str, int]], lignes: Any) -> None:
    feuille = classeur.add_worksheet(nom)
    feuille.freeze_panes(1, 0)
    for n, (entete, large) in enumerate(entetes):
        feuille.set_column(n, n, large)
        feuille.write_string(0, n, entete, formats["entete"])
    for rang, ligne in enumerate(lignes, 1):
        for n, texte in enumerate(ligne):
            feuille.write_string(rang, n, texte, formats["renvoi"])


def _dictionnaire(classeur: Any, formats: dict[str, Any], tables: Sequence[TableOuverte]) -> None:
    entetes = (("Feuille", 16), ("Colonne", 24), ("Sens", 60), ("Valeurs", 44), ("Case vide", 44))
    lignes = ((t.titre, c.nom, c.sens, c.valeurs, c.vide) for t in tables for c in t.colonnes)
    _tableau(classeur, formats, "Dictionnaire", entetes, lignes)


def _listes(classeur: Any, formats: dict[str, Any]) -> None:
    def sens(valeur: StrEnum) -> str:
        return SENS_DES_VALEURS.get((type(valeur).__name__, valeur.value), "")

    lignes = ((liste.__name__, v.value, sens(v)) for liste in listes() for v in liste)
    _tableau(classeur, formats, "Listes", (("Liste", 24), ("Valeur", 34), ("Sens", 90)), lignes)
