"""Écrire les résultats d'une campagne dans un tableau pour Excel français (colonnes : ``docs/dictionnaire.md``)."""

from __future__ import annotations

from pathlib import Path

from evaltools.chaine.campagne import Campagne, verifier_territoire
from evaltools.domaine.evaluation import Resultat
from evaltools.domaine.resultat import COLONNES_RESULTATS
from evaltools.restitution.donnees import ecrire_csv


def choisir(campagne: Campagne, territoire: str | None = None) -> tuple[Resultat, ...]:
    """Rend les résultats d'un territoire, ou de tous.

    Raises
    ------
    ErreurUtilisateur
        Si le territoire n'est pas du programme (PAR-10).
    """
    if territoire is None:
        return campagne.evaluation.resultats
    verifier_territoire(campagne.programme, territoire)
    return campagne.evaluation.resultats_de(territoire)


def ecrire(resultats: tuple[Resultat, ...], chemin: Path) -> None:
    """Écrit les résultats : « ; », UTF-8 avec BOM, virgule décimale ; à côté d'abord, puis renommé."""
    provisoire = chemin.with_name(f".{chemin.name}.tmp")
    try:
        provisoire.write_bytes(ecrire_csv(resultats, COLONNES_RESULTATS))
        provisoire.replace(chemin)
    finally:
        provisoire.unlink(missing_ok=True)
