"""Rendre un rapport : papermill exécute le carnet une fois ; la page, le Word et le PowerPoint en sont tirés."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from evaltools.domaine.anomalies import Anomalie

Parametre = str | int | float | bool

ORDRE = ("docx", "pptx", "html")
"""Les formats, dans l'ordre où ils sont publiés : la page, qui mène aux autres, en dernier."""


@dataclass(frozen=True, slots=True)
class Commande:
    """Un rapport à rendre : quel carnet, avec quels paramètres, vers quel fichier."""

    carnet: Path
    parametres: Mapping[str, Parametre]
    sortie: Path
    formats: tuple[str, ...] = ("html",)

    @property
    def sorties(self) -> Mapping[str, Path]:
        """Les fichiers demandés, par format, la page en dernier."""
        return {f: self.sortie.with_suffix(f".{f}") for f in sorted(self.formats, key=ORDRE.index)}


@dataclass(frozen=True, slots=True)
class Page:
    """Un rapport rendu : son fichier, son empreinte, son poids en octets, et ses autres formats.

    ``alertes`` : ce que l'évaluateur doit vérifier avant de publier (ses textes : RAP-24).
    """

    sortie: Path
    sha256: str
    octets: int
    autres: tuple[Page, ...] = ()
    alertes: tuple[Anomalie, ...] = ()

    @property
    def format(self) -> str:
        """« html », « docx » ou « pptx »."""
        return self.sortie.suffix[1:]


def rendre(commande: Commande, moteur: str = "evaltools") -> Page:
    """Exécute un carnet et publie la page qu'il donne, avec ses documents Word et PowerPoint s'ils sont demandés.

    Chaque fichier est écrit à côté puis renommé : à tout instant le fichier publié est l'ancien ou le nouveau, entier.
    Un carnet qui échoue ne publie rien. Un format qui n'est plus demandé est retiré : il ne serait plus à jour.

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
    from evaltools.restitution.exportateur import choisir_blocs

    carnet = executer(commande, moteur)
    alertes = tuple(choisir_blocs(carnet).alertes)
    contenus = {sortie: _ecrire(carnet, format_) for format_, sortie in commande.sorties.items()}
    for sortie in _en_trop(commande):
        sortie.unlink(missing_ok=True)
    pages = []
    for sortie, octets in contenus.items():
        publier(octets, sortie)
        pages.append(Page(sortie, hashlib.sha256(octets).hexdigest(), len(octets)))
    *autres, page = pages
    return replace(page, autres=tuple(autres), alertes=alertes)


def _en_trop(commande: Commande) -> list[Path]:
    return [commande.sortie.with_suffix(f".{f}") for f in ORDRE if f not in commande.formats]


def _ecrire(carnet: Any, format_: str) -> bytes:
    """Rend le fichier d'un format, à partir du carnet déjà exécuté."""
    if format_ == "html":
        return exporter(carnet).encode("utf-8")
    from evaltools.restitution.bureautique.exportateurs import ExportateurPresentation, ExportateurWord

    exportateur: Any = {"docx": ExportateurWord, "pptx": ExportateurPresentation}[format_]
    corps, _ressources = exportateur().from_notebook_node(carnet)
    return bytes(corps)


def retirer(commande: Commande) -> list[str]:
    """Retire tous les fichiers d'un rapport qui n'a pas pu être refait ; rend le nom de ceux qui résistent.

    Un document ouvert dans Word ne peut pas être retiré sous Windows : il faut alors le dire, car il n'est plus à jour.
    """
    restes = []
    for format_ in ORDRE:
        sortie = commande.sortie.with_suffix(f".{format_}")
        try:
            sortie.unlink(missing_ok=True)
        except OSError:
            restes.append(sortie.name)
    return restes


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
