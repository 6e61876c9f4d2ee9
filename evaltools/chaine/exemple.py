"""Écrire des données d'exemple, fictives et vraisemblables, dans les vrais classeurs et par les vrais outils.

Tout est tiré d'une graine : la même graine donne les mêmes octets. Chaque classeur dit lui-même que ses données sont
fictives, et rien n'est écrit s'il y a déjà de vraies données à cet endroit.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from evaltools.acces import cadrages, classeurs_ecriture
from evaltools.acces.tableur import FichierRefuse, ouvrir
from evaltools.chaine.erreurs import CODE_ENTREES, CODE_PARAMETRES, ErreurUtilisateur
from evaltools.chaine.exemple_cadrage import decider
from evaltools.chaine.exemple_plan import Trame, tisser
from evaltools.chaine.exemple_series import observer
from evaltools.chaine.exemple_suivi import avancer, enqueter, financer
from evaltools.domaine.anomalies import signaler
from evaltools.domaine.cadrage import Cadrage, depuis_document
from evaltools.domaine.collecte import Collecte
from evaltools.domaine.decisions import Decision, fusionner
from evaltools.domaine.programme import Programme

Suivi = Callable[[str], None]
"""De quoi signaler chaque classeur écrit."""

CADRAGE = "cadrage.xlsx"
PEU_DE_CLASSEURS = 80
"""En deçà, un second processus coûte plus qu'il ne rapporte."""


@dataclass(frozen=True, slots=True)
class Exemple:
    """Un exemple imaginé en entier, avant d'être écrit : la trame, les décisions du cadrage, le cadrage."""

    trame: Trame
    decisions: tuple[Decision, ...]
    cadrage: Cadrage

    @property
    def programme(self) -> Programme:
        """Le programme dont c'est l'exemple."""
        return self.trame.programme

    def collecte(self, code_action: str, annee: int) -> Collecte:
        """Rend ce que le pilote d'une action aurait saisi pour une année."""
        action = self.programme.action(code_action)
        observations = observer(self.trame, self.cadrage, action, annee)
        return Collecte(
            observations,
            avancer(self.trame, action, annee),
            financer(self.trame, action, annee),
            enqueter(action, observations),
        )

    def attendus(self, code_action: str) -> tuple[int, ...]:
        """Rend les années dont le classeur de l'action est revenu."""
        derniere, tardifs = self.trame.derniere, self.trame.scenario.tardifs
        annees = range(self.programme.annees[0], derniere + 1)
        return tuple(a for a in annees if a < derniere or code_action not in tardifs)


def preparer(programme: Programme, annee: int, graine: int = 1) -> Exemple:
    """Imagine l'exemple d'un programme, de sa première année à ``annee`` ; n'écrit rien."""
    trame = tisser(programme, annee, graine)
    decisions = decider(programme, trame.plans, annee)
    return Exemple(trame, decisions, fusionner(depuis_document(programme), decisions, fictif=True))


def ecrire_exemple(
    programme: Programme,
    dossier: Path,
    annee: int,
    graine: int = 1,
    *,
    travailleurs: int | None = None,
    suivi: Suivi | None = None,
) -> list[Path]:
    """Écrit le cadrage et les classeurs de collecte d'exemple d'un programme.

    Parameters
    ----------
    programme : Programme
        N'importe quel programme.
    dossier : Path
        Dossier du programme (« inputs/cls-avesnois ») : ``cadrage.xlsx`` et ``<année>/collecte/*.xlsx``.
    annee : int
        Dernière année de l'exemple ; la première est celle du contrat.
    graine : int
        Même graine, mêmes octets.
    travailleurs : int
        Nombre de processus ; 1 : tout dans celui-ci. Absent : deux s'il y a beaucoup à écrire, un sinon.
    suivi : callable, optional
        Appelé avec le nom de chaque action dont les classeurs viennent d'être écrits.

    Returns
    -------
    list of Path
        Les fichiers écrits, dans l'ordre du document puis des années.

    Raises
    ------
    ErreurUtilisateur
        Si un fichier déjà présent ne se déclare pas fictif (CAD-22), ou si l'année sort du contrat (CAD-25) : rien
        n'est alors écrit.

    Notes
    -----
    Les classeurs fictifs d'un exemple précédent sont retirés d'abord, pour qu'aucun ne se mêle au nouveau.
    """
    if annee not in programme.annees:
        debut, fin = programme.annees[0], programme.annees[-1]
        raise ErreurUtilisateur((signaler("CAD-25", annee=annee, debut=debut, fin=fin),), code=CODE_PARAMETRES)
    for ancien in _anciens(dossier):
        ancien.unlink()
    exemple = preparer(programme, annee, graine)
    chemin = cadrages.ecrire(dossier / CADRAGE, programme, fictif=True, decisions=exemple.decisions)
    codes = [a.code for a in programme.actions]
    if travailleurs is None:
        travailleurs = 1 if sum(len(exemple.attendus(c)) for c in codes) < PEU_DE_CLASSEURS else 2
    ecrits = [chemin]
    for code, lot in zip(codes, _ecrire_tout(exemple, dossier, codes, travailleurs), strict=True):
        ecrits += lot
        if suivi is not None:
            suivi(code)
    return ecrits


def nom_du_classeur(code_action: str, annee: int) -> str:
    """Rend le nom d'un classeur d'exemple.

    Examples
    --------
    >>> nom_du_classeur("FA 1.1", 2026)
    'FA-1.1-2026.xlsx'
    """
    return f"{code_action.replace(' ', '-')}-{annee}.xlsx"


def _anciens(dossier: Path) -> list[Path]:
    """Rend les fichiers d'un exemple précédent ; refuse s'il s'en trouve un seul qui ne se déclare pas fictif."""
    presents = [dossier / CADRAGE] if (dossier / CADRAGE).exists() else []
    presents += sorted(p for p in dossier.glob("*/collecte/**/*") if p.is_file() and not _est_technique(p))
    reels = [p for p in presents if not _est_fictif(p)]
    if reels:
        noms = ", ".join(p.relative_to(dossier).as_posix() for p in reels[:6]) + ("…" if len(reels) > 6 else "")
        nombre = f"{len(reels)} fichiers" if len(reels) > 1 else "1 fichier"
        raise ErreurUtilisateur((signaler("CAD-22", nombre=nombre, noms=noms),), code=CODE_ENTREES)
    return presents


def _est_technique(chemin: Path) -> bool:
    return chemin.name.startswith((".", "~$"))


def _est_fictif(chemin: Path) -> bool:
    try:
        proprietes = ouvrir(chemin).proprietes
    except FichierRefuse:
        return False
    return proprietes.get("evaltools_fictif") == "oui"


def _ecrire_tout(exemple: Exemple, dossier: Path, codes: list[str], travailleurs: int) -> Iterator[list[Path]]:
    if travailleurs <= 1:
        yield from (_ecrire_action(exemple, dossier, code) for code in codes)
        return
    contexte = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(travailleurs, contexte, initializer=_recevoir, initargs=(exemple, dossier)) as bassin:
        yield from bassin.map(_ecrire_recue, codes)


_RECU: list[tuple[Exemple, Path]] = []


def _recevoir(exemple: Exemple, dossier: Path) -> None:
    _RECU[:] = [(exemple, dossier)]


def _ecrire_recue(code: str) -> list[Path]:
    exemple, dossier = _RECU[0]
    return _ecrire_action(exemple, dossier, code)


def _ecrire_action(exemple: Exemple, dossier: Path, code: str) -> list[Path]:
    """Écrit les classeurs d'une action, année après année : chacun rappelle les valeurs des précédents."""
    ecrits, avant = [], Collecte()
    for annee in exemple.attendus(code):
        collecte = exemple.collecte(code, annee)
        chemin = dossier / str(annee) / "collecte" / nom_du_classeur(code, annee)
        ecrits.append(
            classeurs_ecriture.ecrire(
                chemin,
                exemple.programme,
                code,
                annee,
                cadrage=exemple.cadrage,
                collecte=collecte,
                precedente=avant,
                fictif=True,
                echeance=date(annee + 1, 1, 31),
            )
        )
        avant = avant + collecte
    return ecrits
