"""Préparer les classeurs à remplir d'une année : un par action ou par porteur, sans jamais en remplacer un rempli."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from pathlib import Path

from evaltools.acces import cadrages, classeurs_ecriture, classeurs_lecture
from evaltools.acces.classeurs_contexte import Contexte
from evaltools.chaine import lieux
from evaltools.chaine.classeurs import lire_annee
from evaltools.chaine.erreurs import CODE_USAGE, ErreurUtilisateur
from evaltools.chaine.lectures import lire_programme
from evaltools.domaine.anomalies import signaler
from evaltools.domaine.cadrage import Cadrage
from evaltools.domaine.collecte import Collecte, FichierLu
from evaltools.domaine.porteurs import SANS_PORTEUR, Portee, portee_d_un_porteur, portee_d_une_action, porteurs
from evaltools.domaine.programme import Programme
from evaltools.domaine.raisons import raison_du_systeme

Suivi = Callable[[str], object]


@dataclass(frozen=True, slots=True)
class ModelesEcrits:
    """Ce que ``preparer`` a fait : classeurs écrits, et classeurs laissés parce qu'ils sont déjà remplis.

    ``sans_porteur`` : dans un envoi par porteur, ce que personne ne porte (réuni dans un classeur à part).
    """

    dossier: Path
    ecrits: tuple[Path, ...]
    laisses: tuple[Path, ...]
    sans_porteur: tuple[str, ...] = ()


def preparer(
    code: str,
    annee: int,
    *,
    action: str | None = None,
    par_porteur: bool = False,
    dossier: Path | None = None,
    echeance: date | None = None,
    suivi: Suivi | None = None,
) -> ModelesEcrits:
    """Écrit les classeurs à remplir d'une année : un par action, ou un par porteur.

    Chaque ligne rappelle la cible et la dernière valeur connue, lue dans les classeurs des années passées.

    Parameters
    ----------
    action : str, optional
        Code d'une action ; absent : toutes. Avec ``par_porteur`` : les seuls porteurs de cette action.
    par_porteur : bool
        Un classeur par porteur, avec ses seules lignes, au lieu d'un par action.
    dossier : Path, optional
        Où les écrire ; absent : ``outputs/<programme>/<année>/modeles`` (ou ``…/modeles-par-porteur``).
    echeance : date, optional
        Date de retour demandée, écrite dans « Lisez-moi ».

    Returns
    -------
    ModelesEcrits
        Un classeur déjà rempli n'est jamais remplacé : il est dans ``laisses``.

    Raises
    ------
    ErreurUtilisateur
        Programme introuvable (10), action inconnue ou année hors du programme (2).
    """
    programme = lire_programme(code)
    verifier_annee(programme, annee)
    default = "modeles-par-porteur" if par_porteur else "modeles"
    folder = dossier or lieux.sorties(code) / str(annee) / default
    cadrage = lire_cadrage(programme)
    before = tuple(_before(programme, annee))
    known = sum((f.collecte for f in before), Collecte())
    fictional = (cadrage is not None and cadrage.fictif) or any(f.fictif for f in before)
    written: list[Path] = []
    left: list[Path] = []
    orphans: tuple[str, ...] = ()
    for name, portee in _portees(programme, action, par_porteur):
        if portee.porteur is not None and portee.porteur.nom == SANS_PORTEUR:
            orphans = portee.porteur.objets
        path = folder / name
        if path.exists() and not _replaceable(path, programme):
            left.append(path)
        else:
            with ecriture(path):
                classeurs_ecriture.ecrire_portee(
                    path,
                    Contexte(portee, annee, cadrage, precedente=known, fictif=fictional, echeance=echeance),
                )
            written.append(path)
        if suivi is not None:
            suivi(path.name)
    return ModelesEcrits(folder, tuple(written), tuple(left), orphans)


def _portees(programme: Programme, action: str | None, par_porteur: bool) -> list[tuple[str, Portee]]:
    """List the workbooks to write: file name, and what each must carry."""
    code = _chosen(programme, action) if action else ""
    if not par_porteur:
        codes = [code] if code else [a.code for a in programme.actions]
        return [(classeurs_ecriture.nom_de_fichier(one), portee_d_une_action(programme, one)) for one in codes]
    found = [portee_d_un_porteur(programme, porteur) for porteur in porteurs(programme)]
    return [
        (classeurs_ecriture.nom_de_fichier(portee.porteur.code), portee)
        for portee in found
        if portee.porteur is not None and (not code or code in portee.codes)
    ]


@contextmanager
def ecriture(chemin: Path) -> Iterator[None]:
    """Traduit l'impossibilité d'écrire un fichier en faute dite à l'utilisateur (FIC-32)."""
    try:
        yield
    except OSError as erreur:
        told = signaler("FIC-32", chemin=chemin.name, raison=raison_du_systeme(erreur))
        raise ErreurUtilisateur((told,)) from erreur


def combien_de_modeles(code: str, action: str | None, *, par_porteur: bool = False) -> int:
    """Dit combien de classeurs ``preparer`` écrira."""
    return len(_portees(lire_programme(code), action, par_porteur))


def _chosen(programme: Programme, action: str) -> str:
    codes = {_fold(a.code): a.code for a in programme.actions}
    if _fold(action) in codes:
        return codes[_fold(action)]
    near = get_close_matches(action, list(codes.values()), n=1)
    hint = f" ; le plus proche : « {near[0]} »" if near else ""
    known = ", ".join(f"« {code} »" for code in codes.values())
    told = signaler("FIC-44", action=action, programme=programme.code, proche=hint, admis=known)
    raise ErreurUtilisateur((told,), code=CODE_USAGE)


def _fold(code: str) -> str:
    """Read « fa1.1 » and « FA-1.1 » (the name of the file) as « FA 1.1 »."""
    return re.sub(r"[\s_-]+", "", code).casefold()


def verifier_annee(programme: Programme, annee: int) -> None:
    """Refuse (code 2) une année où le programme ne court pas."""
    if annee not in programme.annees:
        first, last = programme.annees[0], programme.annees[-1]
        told = signaler("FIC-31", annee=annee, programme=programme.code, debut=first, fin=last)
        raise ErreurUtilisateur((told,), code=CODE_USAGE)


def lire_cadrage(programme: Programme) -> Cadrage | None:
    """Lit le cadrage d'un programme s'il existe ; ses fautes sont l'affaire de ``evaltools cadrage``."""
    path = lieux.entrees(programme.code) / "cadrage.xlsx"
    return cadrages.lire(path, programme)[0] if path.is_file() else None


def _before(programme: Programme, annee: int) -> Iterator[FichierLu]:
    for year in range(programme.debut.year, annee):
        yield from lire_annee(programme, year)


def deja_recueilli(programme: Programme, annee: int) -> Collecte:
    """Rend tout ce que les classeurs des années d'avant ont apporté."""
    return sum((f.collecte for f in _before(programme, annee)), Collecte())


def _replaceable(path: Path, programme: Programme) -> bool:
    """Say whether an existing file is a blank template: anything else is left alone."""
    read = classeurs_lecture.lire(path, programme)
    return read.etat != classeurs_lecture.REFUSE and not est_rempli(read)


def est_rempli(lu: FichierLu) -> bool:
    """Dit si quelqu'un a déjà mis quelque chose dans un classeur, lisible ou non."""
    faulty = any(a.code.startswith("VAL") and a.code != "VAL-30" for a in lu.anomalies)
    return not lu.collecte.est_vierge or faulty or bool(lu.gardees)
