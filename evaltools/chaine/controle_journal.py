"""Le journal de la collecte : ce qui a été lu, avec son empreinte, ce qui y a été trouvé, et quand.

La partie « reproductible » ne dépend que des fichiers reçus ; l'heure est à part, avec les lectures précédentes quand
les fichiers ont changé depuis.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from evaltools import __version__
from evaltools.chaine.controle import Controle, montrer
from evaltools.chaine.rendu import publier
from evaltools.domaine.collecte import FichierLu
from evaltools.domaine.lexique import EtatValeur, Gravite

NOM = "journal.json"


def ecrire(dossier: Path, controle: Controle, retours: Mapping[str, str], le: datetime) -> None:
    """Écrit le journal d'un contrôle.

    Parameters
    ----------
    retours : mapping
        Les classeurs de retour écrits : leur nom, et l'empreinte de ce qui a été écrit.
    le : datetime
        Date et heure de la lecture.
    """
    avant = lire(dossier)
    digest = empreinte(controle)
    contenu = {
        "reproductible": {
            "version": __version__,
            "programme": controle.programme,
            "annee": controle.annee,
            "dossier": montrer(controle.dossier),
            "empreinte": digest,
            "fichiers": [_fichier(controle, f) for f in controle.fichiers],
            "anomalies": dict(sorted(Counter(a.code for a in controle.anomalies).items())),
        },
        "execution": {
            "lu_le": _heure(le),
            "retours": dict(retours),
            "lectures": _lectures(avant, controle, digest, le),
        },
    }
    publier((json.dumps(contenu, ensure_ascii=False, indent=1) + "\n").encode("utf-8"), dossier / NOM)


def lire(dossier: Path) -> Mapping[str, Any]:
    """Lit le journal d'un dossier de contrôle ; vide s'il n'y en a pas, ou s'il n'est plus lisible."""
    try:
        contenu = json.loads((dossier / NOM).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}  # un journal perdu n'empêche pas de contrôler : il est seulement recommencé
    return contenu if isinstance(contenu, dict) else {}


def retours_ecrits(dossier: Path) -> Mapping[str, str]:
    """Rend les classeurs de retour que le contrôle précédent a écrits : nom et empreinte."""
    dits = lire(dossier).get("execution", {})
    found = dits.get("retours", {}) if isinstance(dits, dict) else {}
    return {str(nom): str(sha) for nom, sha in found.items()} if isinstance(found, dict) else {}


def empreinte(controle: Controle) -> str:
    """Empreinte courte des fichiers lus : elle change dès qu'un octet de l'un d'eux change."""
    texte = "\n".join(f"{f.nom} {f.sha256}" for f in controle.fichiers)
    return hashlib.sha256(texte.encode()).hexdigest()[:12]


def _heure(le: datetime) -> str:
    return le.astimezone().isoformat(timespec="seconds")


def _lectures(avant: Mapping[str, Any], controle: Controle, digest: str, le: datetime) -> list[dict[str, Any]]:
    """Keep one entry for each set of files ever read, with the first time it was."""
    dits = avant.get("execution", {})
    found = dits.get("lectures", []) if isinstance(dits, dict) else []
    passees = [x for x in found if isinstance(x, dict)] if isinstance(found, list) else []
    if passees and passees[-1].get("empreinte") == digest:
        return passees
    files = [{"nom": f.nom, "sha256": f.sha256} for f in controle.fichiers]
    return [*passees, {"lu_le": _heure(le), "empreinte": digest, "fichiers": files}]


def _fichier(controle: Controle, fichier: FichierLu) -> dict[str, Any]:
    siennes = [a for a in controle.anomalies if a.fichier == fichier.nom]
    c = fichier.collecte
    return {
        "nom": fichier.nom,
        "sha256": fichier.sha256,
        "actions": list(fichier.concernees),
        "porteur": fichier.porteur,
        "etat": fichier.etat,
        "lignes": _lignes(c.observations, c.avancements, c.finances, c.enquetes),
        "valeurs_renseignees": sum(o.etat is EtatValeur.RENSEIGNE for o in c.observations),
        "cellules_gardees": len(fichier.gardees),
        "anomalies": {g.value: n for g in Gravite if (n := sum(a.gravite is g for a in siennes))},
        "codes": dict(sorted(Counter(a.code for a in siennes).items())),
    }


def _lignes(*tables: Sequence[object]) -> dict[str, int]:
    names = ("indicateurs", "avancement", "financement", "enquetes")
    return {name: len(rows) for name, rows in zip(names, tables, strict=True)}
