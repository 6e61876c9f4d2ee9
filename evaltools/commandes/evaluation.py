"""Les commandes ``evaluer`` (un programme) et ``juger`` (n'importe quelle table d'indicateurs)."""

from __future__ import annotations

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
) -> None:
    """Évalue un programme : un verdict par indicateur et par territoire, dans un tableau."""
    from evaltools.chaine import campagne, resultats

    _verifier_dossier(sortie)
    ouverte = campagne.ouvrir(programme, annee, finale=finale)
    lignes = resultats.choisir(ouverte, territoire)
    anomalies = ouverte.evaluation.anomalies
    dire_anomalies(anomalies[:MONTREES])
    _dire_le_reste(len(anomalies))
    resultats.ecrire(lignes, sortie)
    comptes = Counter(r.verdict for r in lignes if territoire is not None or r.siren == ENSEMBLE)
    detail = ", ".join(f"{v} : {comptes[v]}" for v in Verdict if comptes[v])
    dire_la_suite(
        f"{_compter(len(lignes), 'résultat', 'écrit')} dans {sortie}. {detail}.",
        "ouvrez ce tableau, ou rendez les rapports (evaltools rendre params/<programme>-<année>.yaml).",
    )
    if bloquantes(anomalies):
        raise typer.Exit(CODE_ENTREES)


def juger(
    fichier: Annotated[
        Path, typer.Argument(help="Table d'indicateurs, CSV ou Excel.", exists=True, dir_okay=False, readable=True)
    ],
    annee: Annotated[
        int | None,
        typer.Option(help="Année d'évaluation ; sans elle, la dernière de chaque indicateur.", min=1900, max=2200),
    ] = None,
    sortie: Annotated[Path | None, typer.Option(help="Fichier CSV à écrire ; sans lui, la sortie standard.")] = None,
) -> None:
    """Juge une table d'indicateurs, sans aucun programme : une ligne par indicateur, nombres non arrondis."""
    from evaltools.chaine import jugement

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
    erreurs.print(f"Barème : {source}, version {table.bareme.version}.", markup=False)
    erreurs.print("Ensuite : lisez les colonnes « verdict », « motif » et « alertes » (docs/methode.md).", markup=False)
    if bloquantes(table.anomalies):
        raise typer.Exit(CODE_ENTREES)


def _verifier_dossier(sortie: Path) -> None:
    """Refuse une sortie qu'on ne pourra pas écrire (mauvais usage, code 2)."""
    if sortie.is_dir():
        raise typer.BadParameter(f"« {sortie} » est un dossier ; donnez un nom de fichier.", param_hint="--sortie")
    if not sortie.parent.is_dir():
        raise typer.BadParameter(f"le dossier « {sortie.parent} » n'existe pas.", param_hint="--sortie")


def _dire_le_reste(nombre: int) -> None:
    if nombre > MONTREES:
        erreurs.print(f"… et {_compter(nombre - MONTREES, 'autre', 'anomalie')}.", markup=False)


def _compter(nombre: int, *mots: str) -> str:
    """Écrit un nombre et ses mots, accordés (le pluriel commence à deux)."""
    return " ".join([str(nombre), *(f"{mot}s" if nombre >= 2 else mot for mot in mots)])
