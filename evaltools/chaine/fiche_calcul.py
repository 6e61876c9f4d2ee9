"""La fiche d'un calcul, écrite à côté de ses résultats : quel barème, quelles entrées, quel fichier (règle R-27).

Elle permet de dire, au calcul suivant ou à la relecture, qu'un résultat a été obtenu avec un autre barème.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from evaltools import __version__
from evaltools.chaine import journal
from evaltools.chaine.campagne import Campagne
from evaltools.domaine.anomalies import Anomalie, Lieu, signaler
from evaltools.domaine.bareme import Bareme, ecarts

MONTRES = 4
"""Nombre d'écarts de barème cités dans un message."""


def place(sortie: Path) -> Path:
    """Rend l'endroit de la fiche d'un fichier de résultats : « resultats.csv » a « resultats-calcul.json »."""
    return sortie.with_name(f"{sortie.stem}-calcul.json")


def ecrire(campagne: Campagne, sortie: Path, groupes: Path | None = None) -> Path:
    """Écrit la fiche d'un calcul qui vient d'écrire ``sortie`` (et ``groupes``) ; rend son chemin."""
    contenu = {
        "version": __version__,
        "programme": campagne.programme.code,
        "annee": campagne.annee,
        "finale": campagne.finale,
        "arrete_le": campagne.arrete_le.isoformat(),
        "empreinte": campagne.empreinte,
        "fictif": campagne.fictif,
        "bareme": asdict(campagne.bareme),
        "fichiers": {f.name: hashlib.sha256(f.read_bytes()).hexdigest() for f in (sortie, groupes) if f is not None},
    }
    chemin = place(sortie)
    provisoire = chemin.with_name(f".{chemin.name}.tmp")
    try:
        provisoire.write_text(json.dumps(contenu, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        provisoire.replace(chemin)
    finally:
        provisoire.unlink(missing_ok=True)
    return chemin


def bareme_precedent(sortie: Path) -> Mapping[str, Any]:
    """Rend le barème du calcul précédent au même endroit ; vide s'il n'y en a pas, ou si le fichier a changé depuis.

    Une fiche abîmée, ou dont le fichier de résultats a été remplacé depuis, ne dit rien.
    """
    try:
        fiche = json.loads(place(sortie).read_text(encoding="utf-8"))
        empreinte = hashlib.sha256(sortie.read_bytes()).hexdigest()
    except (OSError, ValueError):
        return {}  # pas de calcul précédent lisible : il n'y a rien à comparer
    fichiers = fiche.get("fichiers") if isinstance(fiche, dict) else None
    if not isinstance(fichiers, dict) or fichiers.get(sortie.name) != empreinte:
        return {}
    bareme = fiche.get("bareme")
    return bareme if isinstance(bareme, dict) else {}


def comparer(sortie: Path, bareme: Bareme) -> tuple[Anomalie, ...]:
    """Dit (PAR-20) qu'un calcul précédent, au même endroit, a employé un autre barème."""
    return _comparer(bareme_precedent(sortie), bareme, sortie.name)


def comparer_au_journal(dossier: Path, bareme: Bareme) -> tuple[Anomalie, ...]:
    """Dit (PAR-20) que la campagne déjà publiée dans un dossier a employé un autre barème."""
    contenu = journal.lire(dossier).get("reproductible")
    ancien = contenu.get("bareme") if isinstance(contenu, dict) else None
    return _comparer(ancien if isinstance(ancien, dict) else {}, bareme, journal.NOM)


def _comparer(ancien: Mapping[str, Any], bareme: Bareme, fichier: str) -> tuple[Anomalie, ...]:
    trouves = ecarts(ancien, bareme)
    if not trouves:
        return ()
    reste = f" ; et {len(trouves) - MONTRES} autres" if len(trouves) > MONTRES else ""
    avant = " du ".join(str(ancien[cle]) for cle in ("version", "adopte_le") if ancien.get(cle)) or "sans version"
    details = {"avant": avant, "apres": bareme.nom, "ecarts": " ; ".join(trouves[:MONTRES]) + reste}
    return (signaler("PAR-20", Lieu(fichier), fichier=fichier, **details),)
