"""Comparer deux référentiels : deux programmes d'``inputs``, deux dossiers, ou deux classeurs exportés."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from evaltools.acces import programmes, programmes_import
from evaltools.chaine.erreurs import CODE_ENTREES, CODE_PARAMETRES, ErreurUtilisateur
from evaltools.chaine.lectures import lire_programme
from evaltools.chaine.rendu import publier
from evaltools.domaine.programme import Programme
from evaltools.domaine.raisons import raison_du_systeme
from evaltools.domaine.surete import desarmer
from evaltools.domaine.versions import Ecart, comparer

COLONNES = ("objet", "changement", "code", "intitule", "champ", "avant", "apres")


@dataclass(frozen=True, slots=True)
class Comparaison:
    """Deux référentiels et leurs écarts."""

    avant: Programme
    apres: Programme
    ecarts: tuple[Ecart, ...]


def comparer_referentiels(avant: str, apres: str) -> Comparaison:
    """Lit deux référentiels et rend ce qui change du premier au second.

    Parameters
    ----------
    avant, apres : str
        Code d'un programme d'``inputs``, dossier qui contient ``programme.yaml``, ou classeur .xlsx exporté.

    Raises
    ------
    ErreurUtilisateur
        Référentiel introuvable (10) ou fautif (11) : toutes les fautes à la fois.
    """
    premier, second = lire_referentiel(avant), lire_referentiel(apres)
    return Comparaison(premier, second, comparer(premier, second))


def lire_referentiel(nom: str) -> Programme:
    """Lit un référentiel, quelle que soit la façon dont on le désigne."""
    chemin = Path(nom)
    if chemin.suffix.casefold() == ".xlsx":
        if not chemin.is_file():
            raise ErreurUtilisateur(code=CODE_PARAMETRES, message=f"Le classeur « {nom} » est introuvable.")
        programme, anomalies = programmes_import.lire(chemin)
    elif (chemin / programmes.TETE).is_file():
        programme, anomalies = programmes.lire(chemin)
    else:
        return lire_programme(nom)
    if programme is None:
        raise ErreurUtilisateur(anomalies, code=CODE_ENTREES)
    return programme


def ecrire_ecarts(ecarts: Iterable[Ecart], sortie: Path) -> None:
    """Écrit les écarts en CSV (« ; », UTF-8 avec BOM), une ligne par champ qui change.

    Raises
    ------
    ErreurUtilisateur
        Si le fichier ne peut pas être écrit.
    """
    texte = io.StringIO(newline="")
    table = csv.writer(texte, delimiter=";", lineterminator="\r\n")
    table.writerow(COLONNES)
    for ecart in ecarts:
        tete = (ecart.objet, ecart.changement.value, ecart.code, ecart.intitule)
        for champ in [(c.nom, c.avant, c.apres) for c in ecart.champs] or [("", "", "")]:
            table.writerow([desarmer(v) for v in (*tete, *champ)])
    try:
        publier(texte.getvalue().encode("utf-8-sig"), sortie)
    except OSError as erreur:
        message = f"Le fichier « {sortie} » ne peut pas être écrit : {raison_du_systeme(erreur)}."
        raise ErreurUtilisateur(code=CODE_PARAMETRES, message=message) from erreur
