"""Rendre un rapport : papermill exécute le carnet, l'exporteur en fait une page, publiée d'un seul geste."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Parametre = str | int | float | bool


@dataclass(frozen=True, slots=True)
class Commande:
    """Un rapport à rendre : quel carnet, avec quels paramètres, vers quel fichier."""

    carnet: Path
    parametres: Mapping[str, Parametre]
    sortie: Path


@dataclass(frozen=True, slots=True)
class Page:
    """Un rapport rendu : son fichier, son empreinte et son poids en octets."""

    sortie: Path
    sha256: str
    octets: int


def rendre(commande: Commande, moteur: str = "evaltools") -> Page:
    """Exécute un carnet et publie la page qu'il donne.

    La page est écrite à côté puis renommée : à tout instant le fichier publié est l'ancien ou le nouveau, entier.
    Un carnet qui échoue ne publie rien.

    Parameters
    ----------
    commande : Commande
        Le carnet, ses paramètres et la sortie.
    moteur : str
        Moteur papermill : « evaltools » (dans ce processus) ou vide (un noyau Jupyter).

    Raises
    ------
    papermill.PapermillExecutionError
        Si une cellule du carnet échoue.
    ValueError
        Si l'exporteur refuse le carnet exécuté.
    """
    octets = exporter(executer(commande, moteur)).encode("utf-8")
    publier(octets, commande.sortie)
    return Page(commande.sortie, hashlib.sha256(octets).hexdigest(), len(octets))


def executer(commande: Commande, moteur: str = "evaltools") -> Any:
    """Exécute un carnet par papermill et rend le carnet exécuté (nbformat), sans le garder sur le disque."""
    import papermill

    with tempfile.TemporaryDirectory(prefix="evaltools-") as dossier:
        return papermill.execute_notebook(
            str(commande.carnet),
            str(Path(dossier) / commande.carnet.name),
            parameters=dict(commande.parametres),
            engine_name=moteur or None,
            kernel_name="python3",
            request_save_on_cell_execute=False,
            progress_bar=False,
        )


def exporter(carnet: Any) -> str:
    """Fait d'un carnet exécuté la page HTML autonome, par l'exporteur du projet."""
    from evaltools.restitution.html import ExportateurRapport

    corps, _ressources = ExportateurRapport().from_notebook_node(carnet)
    return str(corps)


def publier(octets: bytes, sortie: Path) -> None:
    """Écrit un fichier à côté de sa place, puis l'y met d'un seul geste."""
    sortie.parent.mkdir(parents=True, exist_ok=True)
    provisoire = sortie.with_name(f".{sortie.name}.{os.getpid()}.part")
    try:
        with provisoire.open("wb") as fichier:
            fichier.write(octets)
            fichier.flush()
            os.fsync(fichier.fileno())
        provisoire.replace(sortie)
    finally:
        provisoire.unlink(missing_ok=True)
