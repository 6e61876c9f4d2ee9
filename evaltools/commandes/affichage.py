"""Ce que les commandes ont en commun pour parler : anomalies, avancement, mot de la fin."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any, Protocol

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from evaltools.chaine.erreurs import ErreurUtilisateur
from evaltools.domaine.anomalies import Anomalie
from evaltools.domaine.lexique import Gravite
from evaltools.domaine.surete import montrable


class _Console(Console):
    """Une console à qui un nom de fichier ou une cellule ne peut pas donner d'ordre (couleurs, effacement, titre)."""

    def print(self, *objects: Any, **options: Any) -> None:
        """Écrit ; dans un texte, seules les fins de ligne gardent leur effet."""
        super().print(*(_inerte(o) if isinstance(o, str) else o for o in objects), **options)


def _inerte(texte: str) -> str:
    return "\n".join(montrable(ligne) for ligne in texte.split("\n"))


sortie = _Console(highlight=False, soft_wrap=True)
erreurs = _Console(stderr=True, highlight=False, soft_wrap=True)

_STYLES = {Gravite.BLOQUANTE: "bold red", Gravite.AVERTISSEMENT: "yellow", Gravite.INFORMATION: "cyan"}


def dire_anomalies(anomalies: Iterable[Anomalie], console: Console = erreurs) -> None:
    """Écrit chaque anomalie (constat, conséquence, remède), la gravité par la couleur et par le code."""
    for anomalie in anomalies:
        tete, *suite = str(anomalie).splitlines()
        console.print(tete, style=_STYLES[anomalie.gravite], markup=False)
        for ligne in suite:
            console.print(ligne, markup=False)


def dire_erreur(erreur: ErreurUtilisateur) -> None:
    """Écrit une faute de l'utilisateur sur la sortie d'erreur."""
    if erreur.message:
        erreurs.print(erreur.message, style="bold", markup=False)
    dire_anomalies(erreur.anomalies)


def dire_la_suite(resultat: str, suite: str = "") -> None:
    """Dit où est le résultat et que faire ensuite (toute commande finit ainsi)."""
    sortie.print(resultat, markup=False)
    if suite:
        sortie.print(f"Ensuite : {suite}", markup=False)


class Suivi(Protocol):
    """De quoi signaler qu'un pas est fait."""

    def __call__(self, texte: str) -> None:
        """Signale un pas, avec ce qu'il a donné."""


@contextmanager
def suivre(titre: str, total: int) -> Iterator[Suivi]:
    """Suit un travail long : une barre sur un terminal, une ligne par pas ailleurs."""
    if not sys.stderr.isatty():
        yield _lignes(titre, total)
        return
    colonnes = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*colonnes, console=erreurs) as barre:
        tache = barre.add_task(titre, total=total)

        def avancer(texte: str) -> None:
            barre.update(tache, advance=1, description=f"{titre} : {texte}")

        yield avancer


def _lignes(titre: str, total: int) -> Suivi:
    faits = iter(range(1, total + 1))

    def avancer(texte: str) -> None:
        erreurs.print(f"{titre} {next(faits, total)}/{total} : {texte}", markup=False)

    return avancer
