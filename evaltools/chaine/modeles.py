"""Préparer les classeurs à remplir d'une année : un par action, sans jamais remplacer un classeur rempli."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from pathlib import Path

from evaltools.acces import cadrages, classeurs_ecriture, classeurs_lecture
from evaltools.chaine import lieux
from evaltools.chaine.campagne import lire_programme
from evaltools.chaine.erreurs import CODE_USAGE, ErreurUtilisateur
from evaltools.domaine.anomalies import signaler
from evaltools.domaine.cadrage import Cadrage
from evaltools.domaine.collecte import Collecte, FichierLu
from evaltools.domaine.programme import Programme

Suivi = Callable[[str], object]


@dataclass(frozen=True, slots=True)
class ModelesEcrits:
    """Ce que ``preparer`` a fait : classeurs écrits, et classeurs laissés parce qu'ils sont déjà remplis."""

    dossier: Path
    ecrits: tuple[Path, ...]
    laisses: tuple[Path, ...]


def preparer(
    code: str,
    annee: int,
    *,
    action: str | None = None,
    dossier: Path | None = None,
    echeance: date | None = None,
    suivi: Suivi | None = None,
) -> ModelesEcrits:
    """Écrit les classeurs à remplir d'une année, un par action.

    Parameters
    ----------
    action : str, optional
        Code d'une action ; absent : toutes.
    dossier : Path, optional
        Où les écrire ; absent : ``outputs/<programme>/<année>/modeles``.
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
    chosen = [_chosen(programme, action)] if action else [a.code for a in programme.actions]
    folder = dossier or lieux.sorties(code) / str(annee) / "modeles"
    cadrage = lire_cadrage(programme)
    before = tuple(_before(programme, annee))
    known = sum((f.collecte for f in before), Collecte())
    fictional = (cadrage is not None and cadrage.fictif) or any(f.fictif for f in before)
    written: list[Path] = []
    left: list[Path] = []
    for one in chosen:
        path = folder / classeurs_ecriture.nom_de_fichier(one)
        if path.exists() and not _replaceable(path, programme):
            left.append(path)
        else:
            with ecriture(path):
                classeurs_ecriture.ecrire(
                    path, programme, one, annee, cadrage=cadrage, precedente=known, fictif=fictional, echeance=echeance
                )
            written.append(path)
        if suivi is not None:
            suivi(path.name)
    return ModelesEcrits(folder, tuple(written), tuple(left))


@contextmanager
def ecriture(chemin: Path) -> Iterator[None]:
    """Traduit l'impossibilité d'écrire un fichier en faute dite à l'utilisateur (FIC-32)."""
    try:
        yield
    except OSError as erreur:
        told = signaler("FIC-32", chemin=chemin.name, raison=erreur.strerror or "disque plein ou protégé")
        raise ErreurUtilisateur((told,)) from erreur


def combien_de_modeles(code: str, action: str | None) -> int:
    """Dit combien de classeurs ``preparer`` écrira."""
    return 1 if action else len(lire_programme(code).actions)


def _chosen(programme: Programme, action: str) -> str:
    codes = {a.code.casefold(): a.code for a in programme.actions}
    if action.strip().casefold() in codes:
        return codes[action.strip().casefold()]
    near = get_close_matches(action, list(codes.values()), n=3) or list(codes.values())[:3]
    known = ", ".join(f"« {code} »" for code in near)
    raise ErreurUtilisateur(
        code=CODE_USAGE, message=f"« {action} » n'est pas une action de {programme.code} (par exemple : {known})."
    )


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
        yield from classeurs_lecture.lire_dossier(
            lieux.collecte(programme.code, year), programme, year, cache=lieux.cache()
        )


def _replaceable(path: Path, programme: Programme) -> bool:
    """Say whether an existing file is a blank template: anything else is left alone."""
    read = classeurs_lecture.lire(path, programme)
    return read.etat != classeurs_lecture.REFUSE and not est_rempli(read)


def est_rempli(lu: FichierLu) -> bool:
    """Dit si quelqu'un a déjà mis quelque chose dans un classeur, lisible ou non."""
    faulty = any(a.code.startswith("VAL") and a.code != "VAL-30" for a in lu.anomalies)
    return not lu.collecte.est_vierge or faulty or bool(lu.gardees)
