"""Les commandes ``evaluer`` (un programme) et ``juger`` (n'importe quelle table d'indicateurs)."""

from __future__ import annotations

import os
import sys
from collections import Counter
from pathlib import Path
from typing import Annotated

import typer

from evaltools.chaine.erreurs import CODE_ENTREES
from evaltools.commandes.affichage import dire_anomalies, dire_la_suite, erreurs
from evaltools.domaine.anomalies import bloquantes
from evaltools.domaine.lexique import ENSEMBLE, Verdict

MONTREES = 50
"""Nombre d'anomalies montrées à l'écran ; les autres sont comptées."""


def evaluer(
    programme: Annotated[str, typer.Argument(help="Code du programme : un dossier de « inputs ».")],
    annee: Annotated[int, typer.Option(help="Année d'évaluation.", min=1990, max=2100)],
    sortie: Annotated[Path, typer.Option(help="Fichier CSV à écrire (une ligne par indicateur et territoire).")],
    finale: Annotated[bool, typer.Option("--finale", help="Évaluation de fin de contrat.")] = False,
    territoire: Annotated[
        str | None, typer.Option(help="SIREN d'un EPCI, ou « ensemble » ; sans lui, tous les territoires.")
    ] = None,
    groupes: Annotated[
        Path | None,
        typer.Option(
            help="CSV des actions, objectifs, axes et programme ; avec --finale, à défaut à côté de --sortie."
        ),
    ] = None,
) -> None:
    """Évalue un programme : un verdict par indicateur et par territoire, et les groupes à côté, dans deux tableaux."""
    from evaltools.chaine import campagne, resultats

    groupes = resultats.place_des_groupes(sortie) if finale and groupes is None else groupes
    for chemin, option in ((sortie, "--sortie"), (groupes, "--groupes")):
        if chemin is not None:
            _verifier_dossier(chemin, option)
    if groupes is not None and groupes.resolve() == sortie.resolve():
        raise typer.BadParameter("donnez deux fichiers différents.", param_hint="--groupes")
    ouverte = campagne.ouvrir(programme, annee, finale=finale)
    lignes = resultats.choisir(ouverte, territoire)
    reserves = resultats.reserves(ouverte, sortie)
    anomalies = ouverte.evaluation.anomalies
    dire_anomalies((*reserves, *anomalies[:MONTREES]))
    _dire_le_reste(len(anomalies))
    ecrits = resultats.ecrire_tout(ouverte, lignes, sortie, groupes, territoire)
    comptes = Counter(r.verdict for r in lignes if territoire is not None or r.siren == ENSEMBLE)
    detail = ", ".join(f"{v} : {comptes[v]}" for v in Verdict if comptes[v])
    ou = "sur ce territoire" if territoire not in (None, ENSEMBLE) else "pour l'ensemble du programme seulement"
    suite = f" {_compter(ecrits, 'groupe', 'écrit')} dans {groupes}." if groupes is not None else ""
    dire_la_suite(
        f"{_compter(len(lignes), 'résultat', 'écrit')} dans {sortie}.{suite} Indicateurs par verdict, {ou} : {detail}.",
        "ouvrez ce tableau, ou rendez les rapports (evaltools rendre params/<programme>-<année>.yaml).",
    )
    if bloquantes(anomalies):
        raise typer.Exit(CODE_ENTREES)


def juger(
    fichier: Annotated[Path, typer.Argument(help="Table d'indicateurs, CSV ou Excel.")],
    annee: Annotated[
        int | None,
        typer.Option(help="Année d'évaluation ; sans elle, la dernière de chaque indicateur.", min=1900, max=2200),
    ] = None,
    sortie: Annotated[Path | None, typer.Option(help="Fichier CSV à écrire ; sans lui, la sortie standard.")] = None,
) -> None:
    """Juge une table d'indicateurs, sans aucun programme : une ligne par indicateur, nombres non arrondis."""
    from evaltools.chaine import jugement

    _verifier_entree(fichier)
    if sortie is not None:
        _verifier_dossier(sortie)
    table = jugement.ouvrir(fichier, annee)
    dire_anomalies(table.anomalies[:MONTREES])
    _dire_le_reste(len(table.anomalies))
    if sortie is None:
        nombre = jugement.ecrire(table.lignes(), sys.stdout)
        ou = "la sortie standard"
    else:
        nombre = jugement.ecrire_fichier(table.lignes(), sortie)
        ou = str(sortie)
    erreurs.print(f"{_compter(nombre, 'indicateur', 'jugé')}, dans {ou}.", markup=False)
    if ecartes := len(table.lecture.refuses):
        erreurs.print(f"{_compter(ecartes, 'indicateur', 'écarté')} par les fautes ci-dessus.", markup=False)
    source = "celui du projet (params/bareme.yaml)" if table.bareme_du_projet else "celui de la méthode"
    erreurs.print(f"Barème : {source}, version {table.bareme.nom}.", markup=False)
    erreurs.print("Ensuite : lisez les colonnes « verdict », « motif » et « alertes » (docs/methode.md).", markup=False)
    if bloquantes(table.anomalies):
        raise typer.Exit(CODE_ENTREES)


def _verifier_entree(fichier: Path) -> None:
    """Refuse une table absente ou qui ne s'ouvre pas, en la nommant (mauvais usage, code 2)."""
    if fichier.is_dir():
        raise typer.BadParameter(f"« {fichier} » est un dossier ; donnez un fichier.", param_hint="'fichier'")
    if not fichier.is_file():
        raise typer.BadParameter(f"« {fichier} » n'existe pas.", param_hint="'fichier'")
    if not os.access(fichier, os.R_OK):
        raise typer.BadParameter(f"« {fichier} » ne peut pas être lu (droits).", param_hint="'fichier'")


def _verifier_dossier(sortie: Path, option: str = "--sortie") -> None:
    """Refuse une sortie qu'on ne pourra pas écrire (mauvais usage, code 2)."""
    if sortie.is_dir():
        raise typer.BadParameter(f"« {sortie} » est un dossier ; donnez un nom de fichier.", param_hint=option)
    if not sortie.parent.is_dir():
        raise typer.BadParameter(f"le dossier « {sortie.parent} » n'existe pas.", param_hint=option)


def _dire_le_reste(nombre: int) -> None:
    if nombre > MONTREES:
        erreurs.print(f"… et {_compter(nombre - MONTREES, 'autre', 'anomalie')}.", markup=False)


def _compter(nombre: int, *mots: str) -> str:
    """Écrit un nombre et ses mots, accordés (le pluriel commence à deux)."""
    return " ".join([str(nombre), *(f"{mot}s" if nombre >= 2 else mot for mot in mots)])
