"""Le journal d'une campagne : ce qui a été lu, avec quoi, ce qui a été rendu ; les durées à part."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from evaltools import __version__
from evaltools.acces.parametres import ParametresCampagne
from evaltools.chaine.campagne import Campagne
from evaltools.chaine.lot import Issue, Rapport
from evaltools.chaine.rendu import Page, publier
from evaltools.domaine.anomalies import Anomalie
from evaltools.domaine.catalogue import CATALOGUE
from evaltools.domaine.lexique import Diffusion

NOM = "journal.json"


def ecrire(
    dossier: Path,
    parametres: ParametresCampagne,
    campagne: Campagne,
    issues: Sequence[Issue],
    donnees: Sequence[Page] = (),
) -> None:
    """Écrit le journal ; sa partie « reproductible » est la même à chaque reprise des mêmes entrées.

    Parameters
    ----------
    dossier : Path
        Dossier de la campagne.
    parametres, campagne
        Ce qui a été demandé, et ce qui a été lu.
    issues : sequence of Issue
        Ce qu'il est advenu de chaque rapport.
    donnees : sequence of Page
        Les fichiers de données publiés.
    """
    reproductible = {
        "version": __version__,
        "programme": campagne.programme.titre_court,
        "parametres": asdict(parametres),
        "bareme": asdict(campagne.bareme),
        "empreinte": campagne.empreinte,
        "fictif": campagne.fictif,
        "sources": _sources(campagne),
        "anomalies": [_anomalie(campagne, a) for a in campagne.anomalies],
        "rapports": [_rapport(dossier, issue) for issue in issues],
        "donnees": [_fichier(dossier, page) for page in donnees],
    }
    durees = {_chemin(dossier, i.rapport): round(i.duree_s, 3) for i in issues if i.etat == "rendu"}
    texte = json.dumps(
        {"reproductible": reproductible, "execution": {"durees_s": durees}},
        ensure_ascii=False,
        indent=1,
        default=str,
    )
    publier((texte + "\n").encode("utf-8"), dossier / NOM)


def _sources(campagne: Campagne) -> list[dict[str, str]]:
    """Name every input with its digest; in public, a received file, which may bear a name, is only counted."""
    recus = {f"{f.annee} {f.nom}": f"{f.annee} classeur {rang}" for rang, f in enumerate(campagne.fichiers, start=1)}
    noms = recus if campagne.diffusion is Diffusion.PUBLIQUE else {}
    return [{"nom": noms.get(nom, nom), "sha256": sha} for nom, sha in campagne.sources]


def _anomalie(campagne: Campagne, anomalie: Anomalie) -> dict[str, Any]:
    """Note an anomaly; in the public edition, only what quotes nothing of what was typed."""
    if campagne.diffusion is not Diffusion.PUBLIQUE:
        return asdict(anomalie)
    return {"code": anomalie.code, "gravite": anomalie.gravite, "constat": CATALOGUE[anomalie.code].titre}


def lire(dossier: Path) -> Mapping[str, Any]:
    """Lit le journal d'un dossier de sorties ; vide s'il n'y en a pas, ou s'il n'est plus lisible."""
    try:
        contenu = json.loads((dossier / NOM).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}  # un journal absent ou abîmé ne permet pas de sauter un rapport : tout est refait
    return contenu if isinstance(contenu, dict) else {}


def inchanges(dossier: Path, rapports: Sequence[Rapport]) -> Mapping[str, Page]:
    """Rend, par clé, les rapports déjà rendus avec les mêmes entrées et dont le fichier est toujours le même."""
    connus = {r.get("cle"): r for r in lire(dossier).get("reproductible", {}).get("rapports", [])}
    pages = {}
    for rapport in rapports:
        connu = connus.get(rapport.cle)
        if connu and (page := _page(dossier, rapport, connu)):
            pages[rapport.cle] = page
    return pages


def _page(dossier: Path, rapport: Rapport, connu: Mapping[str, Any]) -> Page | None:
    """Rend la page d'un rapport et ses autres formats, si tous sont là et tels que le journal les a notés."""
    notes = {f["fichier"]: f["sha256"] for f in (connu, *connu.get("autres", ())) if f.get("fichier")}
    lues = []
    for sortie in rapport.commande.sorties.values():
        if not sortie.is_file():
            return None
        octets = sortie.read_bytes()
        sha256 = hashlib.sha256(octets).hexdigest()
        if notes.get(sortie.relative_to(dossier).as_posix()) != sha256:
            return None
        lues.append(Page(sortie, sha256, len(octets)))
    *autres, page = lues
    alertes = tuple(Anomalie(**a) for a in connu.get("alertes", ()))
    return replace(page, autres=tuple(autres), alertes=alertes)


def _chemin(dossier: Path, rapport: Rapport) -> str:
    return rapport.commande.sortie.relative_to(dossier).as_posix()


def _rapport(dossier: Path, issue: Issue) -> dict[str, Any]:
    return {
        "carnet": issue.rapport.carnet,
        "territoire": issue.rapport.territoire,
        "edition": issue.rapport.edition,
        "fichier": _chemin(dossier, issue.rapport),
        "cle": issue.rapport.cle,
        "etat": "échoué" if issue.page is None else "rendu",
        "sha256": issue.page.sha256 if issue.page else "",
        "octets": issue.page.octets if issue.page else 0,
        "autres": [_fichier(dossier, p) for p in (issue.page.autres if issue.page else ())],
        "alertes": [asdict(a) for a in (issue.page.alertes if issue.page else ())],
        "raison": issue.anomalie.constat if issue.anomalie else "",
    }


def _fichier(dossier: Path, page: Page) -> dict[str, Any]:
    return {"fichier": page.sortie.relative_to(dossier).as_posix(), "sha256": page.sha256, "octets": page.octets}
