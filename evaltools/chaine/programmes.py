"""Exporter un programme en classeur, et importer un classeur en fiches YAML."""

from __future__ import annotations

from pathlib import Path

from evaltools.acces import programmes, programmes_classeur, programmes_ecriture, programmes_import
from evaltools.chaine import lieux
from evaltools.chaine.erreurs import CODE_ENTREES, CODE_PARAMETRES, ErreurUtilisateur
from evaltools.chaine.lectures import lire_programme
from evaltools.domaine.anomalies import Anomalie, signaler
from evaltools.domaine.raisons import raison_du_systeme


def exporter(code: str, sortie: Path) -> Path:
    """Écrit un programme d'``inputs`` dans un classeur .xlsx.

    Raises
    ------
    ErreurUtilisateur
        Programme introuvable ou fautif, nom de classeur qui ne finit pas par .xlsx, ou fichier qui ne s'écrit pas.
    """
    if sortie.suffix.casefold() != ".xlsx":
        raise ErreurUtilisateur(code=CODE_PARAMETRES, message=f"« {sortie} » : le nom doit finir par « .xlsx ».")
    programme = lire_programme(code)
    try:
        return programmes_classeur.ecrire(programme, sortie)
    except OSError as erreur:
        message = f"Le classeur « {sortie} » ne peut pas être écrit : {raison_du_systeme(erreur)}."
        raise ErreurUtilisateur(code=CODE_PARAMETRES, message=message) from erreur


def importer(classeur: Path, remplacer: bool = False) -> tuple[Path, tuple[Anomalie, ...]]:
    """Lit un classeur de programme et écrit ses fichiers YAML dans ``inputs/<code>``.

    Rien n'est écrit si le classeur a une anomalie bloquante. Un programme déjà présent n'est remplacé que si
    ``remplacer`` est vrai ; seuls ``programme.yaml`` et ``fiches`` sont alors touchés.

    Returns
    -------
    tuple
        Le dossier du programme, et les anomalies qui n'ont pas empêché l'import.

    Raises
    ------
    ErreurUtilisateur
        Classeur illisible ou fautif, programme déjà présent, dossier qui ne s'écrit pas.
    """
    programme, anomalies = programmes_import.lire(classeur)
    if programme is None:
        raise ErreurUtilisateur(anomalies, code=CODE_ENTREES)
    dossier = lieux.entrees(programme.code)
    if (dossier / programmes.TETE).exists() and not remplacer:
        raise ErreurUtilisateur((signaler("PRG-26", dossier=dossier.name),), code=CODE_ENTREES)
    try:
        programmes_ecriture.ecrire(programme, dossier)
    except OSError as erreur:
        message = f"Le dossier « {dossier} » ne peut pas être écrit : {raison_du_systeme(erreur)}."
        raise ErreurUtilisateur(code=CODE_PARAMETRES, message=message) from erreur
    return dossier, anomalies
