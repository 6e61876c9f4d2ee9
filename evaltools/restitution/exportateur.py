"""L'exporteur nbconvert : d'un carnet exécuté à une page autonome.

``jupyter nbconvert --to evaltools carnet.ipynb`` et ``evaltools rendre`` passent par lui. Il n'emploie pas les gabarits
de nbconvert (celui de JupyterLab charge des scripts d'un serveur tiers et perd les textes de remplacement) : il lit les
blocs du carnet et les assemble. Rien de l'exécution (durées, numéros, dates) n'entre dans la page : les mêmes données
donnent les mêmes octets.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from nbconvert.exporters.exporter import Exporter
from nbconvert.utils.exceptions import ConversionException

from evaltools.domaine.anomalies import Anomalie, signaler
from evaltools.restitution.html import ENTETE, MIME, SECTION
from evaltools.restitution.page import assembler

IGNOREE = "hors-rapport"
"""Étiquette d'une cellule dont les sorties ne vont pas dans le rapport."""

_IMAGE = re.compile(r"<img\b[^>]*>", re.IGNORECASE)
_SVG_NOMME = re.compile(r'<svg\b[^>]*role="img"[^>]*>')
_BOUCHE_TROU = re.compile(
    r'(?:alt|aria-label)="\s*(?:|image|figure|graph\w*|no description has been provided[^"]*)\s*"', re.I
)


class RapportRefuse(ConversionException):
    """Le carnet exécuté ne fait pas un rapport publiable.

    Parameters
    ----------
    anomalies : tuple of Anomalie
        Tout ce qui empêche de publier, à la fois.
    """

    def __init__(self, anomalies: tuple[Anomalie, ...]) -> None:
        self.anomalies = anomalies
        super().__init__("\n".join(str(a) for a in anomalies))


class ExportateurRapport(Exporter):
    """Assemble les blocs d'un carnet exécuté en une page HTML, sans script ni requête.

    Sont refusés : une cellule en erreur, un avertissement sur la sortie d'erreur, un affichage qui n'est pas un bloc,
    une image sans texte de remplacement, un carnet sans en-tête ou sans partie. Une cellule étiquetée « hors-rapport »
    est ignorée, sauf si elle est en erreur. Les cellules de texte sont des notes du carnet : elles n'entrent pas dans
    la page.
    """

    export_from_notebook = "Rapport evaltools"
    output_mimetype = "text/html"

    def _file_extension_default(self) -> str:
        return ".html"

    def from_notebook_node(self, nb: Any, resources: Any = None, **kw: Any) -> tuple[Any, Any]:
        """Rend la page d'un carnet exécuté.

        Raises
        ------
        RapportRefuse
            Si le carnet ne fait pas un rapport publiable ; toutes les raisons à la fois.
        """
        copie, resources = super().from_notebook_node(nb, resources, **kw)
        publiable = choisir_blocs(copie)
        resources["output_extension"] = ".html"
        resources["alertes"] = publiable.alertes
        return assembler(publiable.entete, publiable.sections), resources


@dataclass(frozen=True, slots=True)
class Publiable:
    """Ce dont se font, et dont se font seulement, la page, le document Word et la présentation d'un rapport.

    ``sections`` sont dans l'ordre de l'édition ; ``alertes`` : ce que l'évaluateur doit vérifier avant de publier.
    """

    entete: dict[str, Any]
    sections: list[dict[str, Any]]
    alertes: list[Anomalie]


def choisir_blocs(carnet: Any) -> Publiable:
    """Rend ce qu'un carnet exécuté donne à publier.

    Raises
    ------
    RapportRefuse
        Si le carnet ne fait pas un rapport publiable ; toutes les raisons à la fois.
    """
    blocs, fautes = lire_blocs(carnet)
    entetes = [b for b in blocs if b["role"] == ENTETE]
    sections = sorted((b for b in blocs if b["role"] == SECTION), key=lambda b: b.get("ordre", 0))
    if not fautes and (len(entetes) != 1 or not sections):
        fautes.append(signaler("RAP-04", entetes=len(entetes), parties=len(sections)))
    if fautes:
        raise RapportRefuse(tuple(fautes))
    return Publiable(entetes[0], sections, [Anomalie(**a) for b in blocs for a in b.get("alertes", ())])


def lire_blocs(carnet: Any) -> tuple[list[dict[str, Any]], list[Anomalie]]:
    """Rend les blocs d'un carnet exécuté, dans l'ordre, et tout ce qui empêche de le publier."""
    blocs: list[dict[str, Any]] = []
    fautes: list[Anomalie] = []
    for rang, cellule in enumerate(carnet.cells, 1):
        if cellule.cell_type != "code":
            continue
        for sortie in cellule.outputs:
            if sortie.output_type == "error":
                fautes.append(_erreur(rang, sortie))
            elif IGNOREE not in cellule.metadata.get("tags", []):
                fautes += _examiner(rang, sortie)
                if MIME in sortie.get("data", {}):
                    blocs.append(dict(sortie["data"][MIME]))
    return blocs, fautes


def _erreur(rang: int, sortie: Any) -> Anomalie:
    return signaler("RAP-02", rang=rang, erreur=f"{sortie.ename} : {sortie.evalue}".splitlines()[0])


def _examiner(rang: int, sortie: Any) -> Iterator[Anomalie]:
    """Rend ce qui n'est pas publiable dans une sortie."""
    if sortie.output_type == "stream":
        if sortie.name == "stderr" and sortie.text.strip():
            yield signaler("RAP-03", rang=rang, texte=sortie.text.strip().splitlines()[0])
        return
    donnees = sortie.get("data", {})
    if MIME not in donnees:
        riches = sorted(set(donnees) - {"text/plain"})
        if riches:
            yield signaler("RAP-06", rang=rang, types=", ".join(riches))
    elif n := images_muettes(donnees[MIME]["html"]):
        yield signaler("RAP-05", rang=rang, nombre=n)


def images_muettes(html: str) -> int:
    """Compte les images sans texte de remplacement, ou avec un bouche-trou.

    Examples
    --------
    >>> images_muettes('<img src="a.png"><img alt="Courbe des soins"><svg role="img" aria-label="Image">')
    2
    """
    muettes = sum(1 for m in _IMAGE.findall(html) if "alt=" not in m or _BOUCHE_TROU.search(m))
    return muettes + sum(1 for m in _SVG_NOMME.findall(html) if "aria-label=" not in m or _BOUCHE_TROU.search(m))
