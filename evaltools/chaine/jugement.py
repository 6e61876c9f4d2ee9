"""Juger une table d'indicateurs sans programme, et écrire les résultats (colonnes : guide de l'évaluateur)."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from evaltools.acces import tables_indicateurs
from evaltools.acces.parametres import lire_bareme
from evaltools.acces.tables_indicateurs import IndicateurLu, LectureTable
from evaltools.chaine import lieux
from evaltools.chaine.erreurs import CODE_PARAMETRES, ErreurUtilisateur
from evaltools.domaine.anomalies import Anomalie
from evaltools.domaine.atteinte import juger
from evaltools.domaine.bareme import Bareme
from evaltools.domaine.surete import desarmer

COLONNES = (
    "annee", "indicateur", "libelle", "unite", "sens", "cumul", "valeur_initiale", "annee_initiale", "cible",
    "annee_cible", "valeur", "annee_valeur", "cible_atteinte", "degre_atteinte", "score", "part_attendue", "rythme",
    "verdict", "motif", "incertain", "alertes", "reste_a_faire", "fichier", "cellule",
)  # fmt: skip
"""Colonnes du contrat §4.5 qui s'appliquent sans programme, dans leur ordre."""


@dataclass(frozen=True, slots=True)
class TableJugee:
    """Une table lue, prête à être jugée : ``lignes`` juge au fur et à mesure, une ligne par indicateur."""

    lecture: LectureTable
    bareme: Bareme
    bareme_du_projet: bool

    @property
    def anomalies(self) -> tuple[Anomalie, ...]:
        """Tout ce que la lecture a trouvé, bloquant ou non."""
        return self.lecture.anomalies

    def lignes(self) -> Iterator[tuple[object, ...]]:
        """Juge chaque indicateur et rend ses colonnes, nombres non arrondis, ``None`` pour ce qui ne se calcule pas."""
        return (_ligne(lu, self.lecture, self.bareme) for lu in self.lecture.indicateurs)


def ouvrir(chemin: Path, annee: int | None = None) -> TableJugee:
    """Lit une table d'indicateurs et le barème du projet (à défaut de projet, celui de la méthode).

    Parameters
    ----------
    chemin : Path
        Table CSV ou Excel.
    annee : int, optional
        Année d'évaluation ; à défaut, la dernière année présente de chaque indicateur.

    Raises
    ------
    ErreurUtilisateur
        Si rien ne peut être jugé (code 11), ou si le barème du projet est fautif (code 10).
    """
    bareme = _bareme_du_projet()
    lecture = tables_indicateurs.lire(chemin, annee)
    if not lecture.indicateurs and not lecture.refuses:
        raise ErreurUtilisateur(lecture.anomalies, message="Rien n'a pu être jugé.")
    return TableJugee(lecture, bareme or Bareme(), bareme is not None)


def ecrire(lignes: Iterable[tuple[object, ...]], sortie: TextIO) -> int:
    """Écrit les jugements en CSV : « , », point décimal, UTF-8 ; rend le nombre de lignes."""
    ecrivain = csv.writer(sortie, lineterminator="\n")
    ecrivain.writerow(COLONNES)
    nombre = 0
    for ligne in lignes:
        ecrivain.writerow([_case(valeur) for valeur in ligne])
        nombre += 1
    return nombre


def ecrire_fichier(lignes: Iterable[tuple[object, ...]], chemin: Path) -> int:
    """Écrit les jugements dans un fichier : à côté d'abord, puis renommé, de sorte qu'il soit entier ou absent."""
    provisoire = chemin.with_name(f".{chemin.name}.{os.getpid()}")
    try:
        with provisoire.open("w", encoding="utf-8", newline="") as flux:
            nombre = ecrire(lignes, flux)
        provisoire.replace(chemin)
    finally:
        provisoire.unlink(missing_ok=True)
    return nombre


def en_texte(lignes: Iterable[tuple[object, ...]]) -> str:
    """Rend les jugements en un seul texte CSV."""
    tampon = io.StringIO()
    ecrire(lignes, tampon)
    return tampon.getvalue()


def _bareme_du_projet() -> Bareme | None:
    """Rend le barème du projet où l'on se trouve ; ``None`` hors de tout projet, ou s'il n'en a pas."""
    try:
        chemin = lieux.racine() / "params" / "bareme.yaml"
    except ErreurUtilisateur:
        return None
    if not chemin.is_file():
        return None
    bareme, anomalies = lire_bareme(chemin)
    if bareme is None:
        raise ErreurUtilisateur(anomalies, code=CODE_PARAMETRES)
    return bareme


def _ligne(lu: IndicateurLu, lecture: LectureTable, bareme: Bareme) -> tuple[object, ...]:
    jugement = juger(lu.cadre, lu.serie, lu.annee, debut=lu.debut, fin=lu.fin, bareme=bareme)
    numero = lu.lignes.get(jugement.annee_valeur) if jugement.annee_valeur is not None else None
    lieu = lecture.lieu(numero) if numero is not None else None
    return (
        lu.annee or None,
        lu.code,
        lu.libelle,
        lu.cadre.unite,
        lu.cadre.sens,
        lu.cadre.cumul,
        jugement.valeur_initiale,
        jugement.annee_initiale,
        jugement.cible,
        jugement.annee_cible,
        jugement.valeur,
        jugement.annee_valeur,
        jugement.cible_atteinte,
        jugement.degre_atteinte,
        jugement.score,
        jugement.part_attendue,
        jugement.rythme,
        jugement.verdict,
        jugement.motif,
        " | ".join(jugement.incertain),
        " | ".join(jugement.alertes),
        jugement.reste_a_faire,
        lieu.fichier if lieu else "",
        (lieu.cellule or f"ligne {lieu.ligne}") if lieu else "",
    )


def _case(valeur: object) -> str:
    """Écrit une case : nombre non arrondi, vide pour ``None``, formule désarmée."""
    if valeur is None:
        return ""
    if isinstance(valeur, float):
        return repr(valeur)
    texte = str(valeur)
    return desarmer(texte) if isinstance(valeur, str) else texte
