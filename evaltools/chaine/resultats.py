"""Écrire les résultats d'une campagne dans un tableau pour Excel français (colonnes : ``docs/dictionnaire.md``)."""

from __future__ import annotations

from pathlib import Path

from evaltools.chaine import fiche_calcul
from evaltools.chaine.campagne import Campagne
from evaltools.chaine.lectures import verifier_territoire
from evaltools.domaine.anomalies import Anomalie, signaler
from evaltools.domaine.evaluation import Resultat
from evaltools.domaine.groupes import COLONNES_GROUPES, lignes_de_groupes
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


def place_des_groupes(sortie: Path) -> Path:
    """Rend l'endroit du tableau des groupes, à côté de celui des résultats : « fin.csv » a « fin-groupes.csv »."""
    return sortie.with_name(f"{sortie.stem}-groupes{sortie.suffix or '.csv'}")


def reserves(campagne: Campagne, sortie: Path) -> tuple[Anomalie, ...]:
    """Dit ce qu'il faut savoir avant de lire un calcul.

    Barème changé depuis le précédent (PAR-20), année sans collecte (PAR-21), hors du contrat (PAR-22), ou évaluation
    finale avant la fin du contrat (PAR-23).
    """
    programme, annee = campagne.programme, campagne.annee
    debut, fin = programme.debut.year, programme.fin.year
    dites = list(fiche_calcul.comparer(sortie, campagne.bareme))
    if not any(f.annee == annee for f in campagne.fichiers):
        dites.append(signaler("PAR-21", annee=annee, programme=programme.code))
    if not debut <= annee <= fin:
        suite = "rien n'était encore attendu" if annee < debut else "toutes les échéances du contrat sont passées"
        dites.append(signaler("PAR-22", annee=annee, programme=programme.code, debut=debut, fin=fin, suite=suite))
    elif campagne.finale and annee < fin:
        dites.append(signaler("PAR-23", annee=annee, fin=fin))
    return tuple(dites)


def ecrire_tout(
    campagne: Campagne,
    resultats: tuple[Resultat, ...],
    sortie: Path,
    groupes: Path | None = None,
    territoire: str | None = None,
) -> int:
    """Écrit les résultats, les groupes s'ils sont demandés, et la fiche du calcul ; rend le nombre de groupes."""
    ecrire(resultats, sortie)
    lignes = tuple(lignes_de_groupes(campagne.evaluation, territoire)) if groupes is not None else ()
    if groupes is not None:
        _ecrire(ecrire_csv(lignes, COLONNES_GROUPES), groupes)
    fiche_calcul.ecrire(campagne, sortie, groupes)
    return len(lignes)


def ecrire(resultats: tuple[Resultat, ...], chemin: Path) -> None:
    """Écrit les résultats : « ; », UTF-8 avec BOM, virgule décimale ; à côté d'abord, puis renommé."""
    _ecrire(ecrire_csv(resultats, COLONNES_RESULTATS), chemin)


def _ecrire(octets: bytes, chemin: Path) -> None:
    provisoire = chemin.with_name(f".{chemin.name}.tmp")
    try:
        provisoire.write_bytes(octets)
        provisoire.replace(chemin)
    finally:
        provisoire.unlink(missing_ok=True)
