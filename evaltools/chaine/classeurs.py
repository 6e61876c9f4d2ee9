"""Lire les classeurs reçus d'une année, en suivant le choix écrit à côté d'eux quand deux se contredisent."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from evaltools.acces import choix as choix_ecrit
from evaltools.acces import classeurs_lecture
from evaltools.chaine import lieux
from evaltools.chaine.erreurs import CODE_USAGE, ErreurUtilisateur
from evaltools.domaine.choix import Choix
from evaltools.domaine.collecte import FichierLu
from evaltools.domaine.programme import Programme


def lire_annee(
    programme: Programme,
    annee: int,
    *,
    dossier: Path | None = None,
    suivi: Callable[[str], object] | None = None,
    choix: Choix | None = None,
) -> tuple[FichierLu, ...]:
    """Lit tous les classeurs d'une année.

    Parameters
    ----------
    dossier : Path, optional
        Où sont les classeurs ; absent : ``inputs/<programme>/<année>/collecte``.
    choix : Choix, optional
        Quel classeur l'emporte ; absent : ce que dit ``fusion.yaml`` à côté du dossier, sinon aucun.

    Raises
    ------
    ErreurUtilisateur
        Le choix écrit est fautif, ou donne la priorité à un fichier qui n'est pas là (11).
    """
    place = dossier if dossier is not None else lieux.collecte(programme.code, annee)
    return classeurs_lecture.lire_dossier(
        place, programme, annee, lieux.cache(), suivi, choix or _written(place.parent / choix_ecrit.FICHIER, place)
    )


def choisir(strategie: str, prioritaires: list[str], dossier: Path) -> Choix:
    """Fait le choix donné sur la ligne de commande.

    Raises
    ------
    ErreurUtilisateur
        Stratégie inconnue, fichier prioritaire sans stratégie ou absent du dossier (2).
    """
    choix, faults = choix_ecrit.construire(strategie, prioritaires)
    faults += choix_ecrit.fichiers_absents(choix, _names(dossier))
    if faults:
        raise ErreurUtilisateur(faults, code=CODE_USAGE)
    return choix


def _written(path: Path, place: Path) -> Choix:
    choix, faults = choix_ecrit.lire(path)
    faults += choix_ecrit.fichiers_absents(choix, _names(place))
    if faults:
        raise ErreurUtilisateur(faults)
    return choix


def _names(place: Path) -> list[str]:
    return [path.name for path in classeurs_lecture.candidats(place)] if place.is_dir() else []
