"""Où sont les choses : la racine des données, les entrées, les sorties."""

from __future__ import annotations

import os
import re
from pathlib import Path

from evaltools.chaine.erreurs import ErreurUtilisateur
from evaltools.domaine.anomalies import signaler
from evaltools.domaine.surete import est_reserve

_CODE_SUR = re.compile(r"[a-z0-9][a-z0-9-]{0,60}")


def racine() -> Path:
    """Rend le dossier qui contient ``inputs`` et ``params``.

    La variable d'environnement ``EVALTOOLS_RACINE`` l'emporte ; sinon, c'est le dossier courant ou le plus proche
    de ses parents qui contient un dossier ``inputs``, de sorte qu'un carnet ouvert depuis ``notebooks/`` s'y
    retrouve.

    Raises
    ------
    ErreurUtilisateur
        Si aucun dossier ne convient (PAR-01).
    """
    if choisie := os.environ.get("EVALTOOLS_RACINE"):
        return Path(choisie).resolve()
    ici = Path.cwd().resolve()
    for dossier in (ici, *ici.parents):
        if (dossier / "inputs").is_dir():
            return dossier
    raise ErreurUtilisateur((signaler("PAR-01", dossier=ici.name),), code=10)


def verifier_code(programme: str) -> str:
    """Rend le code de programme s'il peut servir de nom de dossier, sinon refuse (PAR-02).

    Examples
    --------
    >>> verifier_code("cls-avesnois")
    'cls-avesnois'
    """
    if _CODE_SUR.fullmatch(programme) and not est_reserve(programme):
        return programme
    raise ErreurUtilisateur((signaler("PAR-02", programme=programme),), code=10)


def entrees(programme: str) -> Path:
    """Rend le dossier des entrées d'un programme (qu'il existe ou non)."""
    return racine() / "inputs" / verifier_code(programme)


def collecte(programme: str, annee: int) -> Path:
    """Rend le dossier des classeurs reçus pour une année."""
    return entrees(programme) / str(annee) / "collecte"


def textes(programme: str, annee: int) -> Path:
    """Rend le dossier des textes de l'évaluateur pour une année ; rien n'y est jamais écrit."""
    return entrees(programme) / str(annee) / "textes"


def sorties(programme: str) -> Path:
    """Rend le dossier des sorties d'un programme ; il peut être effacé à tout moment."""
    return racine() / "outputs" / verifier_code(programme)


def cache() -> Path:
    """Rend le dossier des lectures gardées d'une fois sur l'autre ; il peut être effacé à tout moment."""
    return racine() / "outputs" / ".cache"
