"""Le journal d'une campagne : ce qui a été lu, avec quoi, ce qui a été rendu ; les durées à part."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from evaltools import __version__
from evaltools.acces.parametres import ParametresCampagne
from evaltools.chaine.campagne import Campagne
from evaltools.chaine.lot import Issue, Rapport
from evaltools.chaine.rendu import Page, publier

NOM = "journal.json"


def ecrire(dossier: Path, parametres: ParametresCampagne, campagne: Campagne, issues: Sequence[Issue]) -> None:
    """Écrit le journal ; sa partie « reproductible » est la même à chaque reprise des mêmes entrées."""
    reproductible = {
        "version": __version__,
        "programme": campagne.programme.titre_court,
        "parametres": asdict(parametres),
        "bareme": asdict(campagne.bareme),
        "empreinte": campagne.empreinte,
        "fictif": campagne.fictif,
        "sources": [{"nom": nom, "sha256": sha} for nom, sha in campagne.sources],
        "anomalies": [asdict(a) for a in campagne.anomalies],
        "rapports": [_rapport(dossier, issue) for issue in issues],
    }
    durees = {_chemin(dossier, i.rapport): round(i.duree_s, 3) for i in issues if i.etat == "rendu"}
    texte = json.dumps(
        {"reproductible": reproductible, "execution": {"durees_s": durees}},
        ensure_ascii=False,
        indent=1,
        default=str,
    )
    publier((texte + "\n").encode("utf-8"), dossier / NOM)


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
        sortie, connu = rapport.commande.sortie, connus.get(rapport.cle)
        if not connu or not sortie.is_file():
            continue
        octets = sortie.read_bytes()
        if hashlib.sha256(octets).hexdigest() == connu.get("sha256"):
            pages[rapport.cle] = Page(sortie, connu["sha256"], len(octets))
    return pages


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
        "raison": issue.anomalie.constat if issue.anomalie else "",
    }
