"""Écrire tout un programme dans un classeur Excel, à modifier puis à importer (voir ``programmes_import``)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from enum import StrEnum
from math import ceil
from pathlib import Path
from typing import Any

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from evaltools.acces.classeurs_style import (
    Style,
    ajouter_listes,
    enregistrer,
    menu,
    mettre_en_page,
    nouveau_classeur,
    poser,
    poser_entete,
)
from evaltools.acces.programmes_ecriture import bloc_action, bloc_indicateur, bloc_operation, bloc_programme
from evaltools.acces.programmes_feuilles import NIVEAUX, ONGLETS, Colonne, Onglet
from evaltools.acces.schema import Choix
from evaltools.domaine.programme import Programme

Ligne = Mapping[str, Any]

_LIGNES_LIBRES = 200
_EXPLICATION = (
    "Ce classeur contient tout un programme : chaque feuille est une liste, une ligne par élément.",
    "Modifiez-le, puis importez-le : evaltools programmes importer CE-CLASSEUR.xlsx. Rien d'autre n'est à faire.",
    "Gardez le nom des feuilles et des colonnes. L'ordre des lignes est celui du document.",
    "Quand une cellule contient une liste, écrivez un élément par ligne (Alt + Entrée).",
    "Une cellule vide veut dire « le document ne le dit pas » : n'inventez ni cible, ni sens, ni valeur initiale.",
    "Jalons, montants et repères se rattachent par leur niveau (action, operation, indicateur) et son code.",
)


def ecrire(programme: Programme, chemin: Path) -> Path:
    """Écrit un programme dans un classeur .xlsx, et rend son chemin.

    Le même programme donne toujours les mêmes octets. Un saut de ligne dans un élément de liste devient une espace.
    """
    classeur = nouveau_classeur(programme.titre_court, "Programme")
    accueil = classeur.create_sheet("Lisez-moi")
    poser(accueil, 1, 1, programme.titre_court, Style.TITRE)
    for rang, phrase in enumerate(_EXPLICATION, start=3):
        poser(accueil, rang, 1, phrase, Style.CONSIGNE)
    accueil.column_dimensions["A"].width = 120
    mettre_en_page(accueil, None, programme.titre_court)
    lignes = mettre_a_plat(programme)
    for onglet in ONGLETS:
        feuille = classeur.create_sheet(onglet.nom)
        if onglet.nom == "Programme":
            _ecrire_en_hauteur(feuille, onglet, lignes[onglet.nom][0])
        else:
            _ecrire_en_lignes(feuille, onglet, lignes[onglet.nom])
    ajouter_listes(classeur, {_nom_de_liste(c): m for _o, c, m in _menus()})
    return enregistrer(classeur, chemin)


def mettre_a_plat(programme: Programme) -> Mapping[str, list[Ligne]]:
    """Rend les lignes de chaque feuille ; chaque ligne est un bloc, avec les clés d'attache en plus."""
    tete = bloc_programme(programme)
    lignes: dict[str, list[Ligne]] = {o.nom: [] for o in ONGLETS}
    lignes["Programme"].append(tete)
    lignes["Territoires"].extend(tete["territoires"])
    lignes["Axes"].extend(tete["axes"])
    lignes["Objectifs"].extend({**o, "axe": a["code"]} for a in tete["axes"] for o in a["objectifs"])
    lignes["Annonces"].extend(tete["annonces"])
    lignes["Remarques"].extend(tete["remarques"])
    for action in programme.actions:
        bloc = bloc_action(action)
        lignes["Actions"].append(bloc)
        _annexes(lignes, "action", action.code, bloc)
        for operation in action.operations:
            bloc = bloc_operation(operation)
            lignes["Opérations"].append({**bloc, "action": action.code})
            _annexes(lignes, "operation", operation.code, bloc)
        for indicateur in action.indicateurs:
            bloc = bloc_indicateur(indicateur)
            lignes["Indicateurs"].append({**bloc, "action": action.code, "operation": indicateur.operation})
            _annexes(lignes, "indicateur", indicateur.code, bloc)
    return lignes


def _annexes(lignes: dict[str, list[Ligne]], niveau: str, code: str, bloc: Mapping[str, Any]) -> None:
    attache = {"niveau": niveau, "code": code}
    calendrier = bloc.get("calendrier") or {}
    lignes["Jalons"].extend({**j, **attache} for j in calendrier.get("jalons", ()))
    lignes["Montants"].extend({**m, **attache} for m in bloc.get("montants", ()))
    lignes["Repères"].extend({**r, **attache} for r in bloc["reperes"])


def _ecrire_en_hauteur(feuille: Worksheet, onglet: Onglet, ligne: Ligne) -> None:
    poser_entete(feuille, 1, [("Champ", 28, False), ("Valeur", 100, True)])
    for rang, colonne in enumerate(onglet.colonnes, start=2):
        poser(feuille, rang, 1, colonne.titre, Style.VERROU)
        poser(feuille, rang, 2, _cellule(ligne, colonne), Style.SAISIE_TEXTE)
        feuille.row_dimensions[rang].height = _hauteur([(_cellule(ligne, colonne), 100)])
    feuille.freeze_panes = "A2"
    mettre_en_page(feuille, 1, onglet.nom)


def _ecrire_en_lignes(feuille: Worksheet, onglet: Onglet, lignes: Iterable[Ligne]) -> None:
    poser_entete(feuille, 1, [(c.titre, c.largeur, True) for c in onglet.colonnes], hauteur=44)
    derniere = 1
    for derniere, ligne in enumerate(lignes, start=2):
        for rang, colonne in enumerate(onglet.colonnes, start=1):
            valeur = _cellule(ligne, colonne)
            if valeur not in (None, ""):
                poser(feuille, derniere, rang, valeur, Style.TEXTE)
        feuille.row_dimensions[derniere].height = _hauteur((_cellule(ligne, c), c.largeur) for c in onglet.colonnes)
    for autre, colonne, _mots in _menus():
        if autre is onglet:
            lettre = get_column_letter(onglet.colonnes.index(colonne) + 1)
            plage = f"{lettre}2:{lettre}{derniere + _LIGNES_LIBRES}"
            menu(feuille, _nom_de_liste(colonne), [plage], colonne.titre, "Choisissez dans la liste, ou laissez vide.")
    feuille.freeze_panes = "C2" if len(onglet.colonnes) > 4 else "A2"
    mettre_en_page(feuille, 1, onglet.nom)


def _hauteur(cellules: Iterable[tuple[Any, float]]) -> float:
    """Estime la hauteur d'une ligne, en points, pour que son plus long texte se lise en entier (409 au plus)."""
    lignes = [sum(ceil(1.15 * len(p) / largeur) or 1 for p in str(v or "").split("\n")) for v, largeur in cellules]
    return min(409.0, 4 + 13.0 * max(lignes, default=1))


def _menus() -> Iterator[tuple[Onglet, Colonne, tuple[str, ...]]]:
    """Rend les colonnes à liste déroulante, avec leurs mots ; une même clé partage sa liste entre feuilles."""
    for onglet in ONGLETS:
        for colonne in onglet.colonnes:
            if colonne.attache:
                if colonne.chemin == "niveau":
                    yield onglet, colonne, NIVEAUX
            elif isinstance(genre := onglet.type_de(colonne.chemin), Choix):
                yield onglet, colonne, tuple(m.value for m in genre.liste)


def _nom_de_liste(colonne: Colonne) -> str:
    suffixe = "rattachement" if colonne.attache else colonne.chemin.rsplit(".", maxsplit=1)[-1]
    return f"liste_{suffixe}"


def _cellule(ligne: Ligne, colonne: Colonne) -> Any:
    valeur: Any = ligne
    for cle in (colonne.chemin,) if colonne.attache else colonne.chemin.split("."):
        valeur = valeur.get(cle) if isinstance(valeur, Mapping) else None
    if isinstance(valeur, tuple):
        return "\n".join(str(v).replace("\n", " ") for v in valeur)
    if isinstance(valeur, bool):
        return "oui" if valeur else None
    if isinstance(valeur, StrEnum):
        return valeur.value
    if isinstance(valeur, float) and valeur == int(valeur):
        return int(valeur)
    return valeur if isinstance(valeur, (str, int, float, date)) else None
