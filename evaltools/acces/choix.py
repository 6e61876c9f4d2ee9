"""Lire ``inputs/<programme>/<année>/fusion.yaml`` : quel classeur l'emporte quand deux se contredisent.

Ce choix fait partie des données : le contrôle, les rapports et les carnets le suivent tous.
"""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches
from pathlib import Path

from evaltools.acces.yaml_situe import lire_yaml
from evaltools.domaine.anomalies import Anomalie, Lieu, signaler
from evaltools.domaine.choix import Choix, Strategie

FICHIER = "fusion.yaml"
_ADMISES = ", ".join(f"« {s.value} »" for s in Strategie)


def lire(chemin: Path) -> tuple[Choix, tuple[Anomalie, ...]]:
    """Lit le choix d'une année ; fichier absent : rien n'est retenu d'une contradiction (« erreur »).

    Returns
    -------
    tuple
        Le choix, et les fautes (PAR-03, FIC-46) ; fautif, le choix rendu est celui qui ne retient rien.
    """
    if not chemin.is_file():
        return Choix(), ()
    situe, faults = lire_yaml(chemin)
    if situe is None:
        return Choix(), faults
    said = situe.contenu if isinstance(situe.contenu, dict) else {}
    names = said.get("prioritaires", [])
    if not {"strategie"} <= set(said) <= {"strategie", "prioritaires"} or not isinstance(names, list):
        fault = "il faut « strategie », et « prioritaires » (une liste) s'il y a lieu, rien d'autre"
        return Choix(), (_fault(situe.lieu(), fault),)
    return construire(str(said["strategie"]), [str(name) for name in names], situe.lieu("strategie"))


def construire(
    strategie: str, prioritaires: Sequence[str], lieu: Lieu | None = None
) -> tuple[Choix, tuple[Anomalie, ...]]:
    """Fait un choix de ce qui est écrit ; FIC-46 si c'est impossible.

    Examples
    --------
    >>> construire("plus_recent", [])[0].strategie
    <Strategie.PLUS_RECENT: 'plus_recent'>
    >>> [a.code for a in construire("fichier_prioritaire", [])[1]]
    ['FIC-46']
    """
    if strategie not in tuple(Strategie):
        return Choix(), (_fault(lieu, f"« {strategie} » n'est pas une stratégie (admises : {_ADMISES})"),)
    chosen = Strategie(strategie)
    if (chosen is Strategie.FICHIER_PRIORITAIRE) != bool(prioritaires):
        fault = "« fichier_prioritaire » veut au moins un fichier prioritaire, et lui seul en admet"
        return Choix(), (_fault(lieu, fault),)
    return Choix(chosen, tuple(prioritaires)), ()


def fichiers_absents(choix: Choix, presents: Sequence[str]) -> tuple[Anomalie, ...]:
    """Dit les fichiers prioritaires qui ne sont pas dans le dossier reçu (FIC-45)."""
    found = []
    for name in choix.prioritaires:
        if name not in presents:
            near = get_close_matches(name, presents, n=1)
            hint = f" (le plus proche : « {near[0]} »)" if near else ""
            found.append(signaler("FIC-45", fichier=name, proche=hint))
    return tuple(found)


def _fault(place: Lieu | None, text: str) -> Anomalie:
    return signaler("FIC-46", place, constat=text)
