"""Banc d'essai de la lecture : notre lecteur à côté d'openpyxl et de pandas, sur les mêmes classeurs, en une fois.

Ce n'est pas un test chronométré : il s'exécute à la main et imprime les tableaux à recopier dans
``docs/performances.md`` avec la machine. Les classeurs sont ceux de l'exemple, écrits dans un dossier jetable ; les
façons de lire se relaient passe après passe, et c'est le rapport de chaque passe que l'on compare : une machine
occupée les ralentit toutes.

    python tests/performances/lecture.py [NOMBRE] [PROGRAMME]
"""

from __future__ import annotations

import gc
import platform
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import openpyxl
import pandas as pd

from evaltools.acces import programmes
from evaltools.acces.classeurs_lecture import lire, lire_dossier
from evaltools.acces.tableur import ouvrir
from evaltools.chaine.exemple import ecrire_exemple
from evaltools.domaine.programme import Programme

RACINE = Path(__file__).resolve().parents[2]
PASSES, TOURS = 3, 5


def notre_lecture(chemin: Path) -> int:
    """Valeurs, formules, erreurs, formats, fusions et notes, en une passe ; rend le nombre de cellules."""
    return sum(len(feuille.cellules) for feuille in ouvrir(chemin).feuilles)


def deux_passes(chemin: Path) -> int:
    """Ce qu'il faut à openpyxl pour voir valeurs et formules : ouvrir deux fois ; rend le nombre de cellules."""
    vues: set[tuple[str, str]] = set()
    for valeurs in (False, True):
        for feuille in openpyxl.load_workbook(chemin, data_only=valeurs):
            for rangee in feuille.iter_rows():
                vues.update((feuille.title, c.coordinate) for c in rangee if c.value is not None)
    return len(vues)


def par_pandas(chemin: Path) -> int:
    """Toutes les feuilles ; ni formules, ni erreurs, ni formats. Rend le nombre de cellules non vides."""
    feuilles = pd.read_excel(chemin, sheet_name=None, header=None, engine="openpyxl")
    return int(sum(feuille.count().sum() for feuille in feuilles.values()))


Facon = Callable[[Path], object]


def relayer(facons: dict[str, Facon], chemins: Sequence[Path]) -> dict[str, list[float]]:
    """Lit tous les fichiers de chaque façon, à tour de rôle ; rend le temps par fichier de chaque passe (ms)."""
    temps: dict[str, list[float]] = {nom: [] for nom in facons}
    for _ in range(PASSES):
        for nom, faire in facons.items():
            gc.collect()
            debut = time.perf_counter()
            for chemin in chemins:
                faire(chemin)
            temps[nom].append((time.perf_counter() - debut) / len(chemins) * 1000)
    return temps


def imprimer(temps: dict[str, list[float]], reference: str) -> None:
    """Imprime la médiane de chaque façon, et combien de fois elle coûte la référence (passe par passe)."""
    print(f"| Façon | ms par fichier | fois « {reference} » |\n|---|---|---|")
    for nom, mesures in temps.items():
        fois = statistics.median(m / r for m, r in zip(mesures, temps[reference], strict=True))
        chiffres = f"{statistics.median(mesures):.1f} | {fois:.1f}".replace(".", ",")
        print(f"| {nom} | {chiffres} |")


def memoire(dossier: Path, programme: Programme, annee: int) -> tuple[float, float]:
    """Contrôle un dossier une première fois, puis inchangé ; rend les deux temps par fichier (ms)."""
    with tempfile.TemporaryDirectory() as cache:
        premier = _chronometrer(dossier, programme, annee, Path(cache))
        suivants = [_chronometrer(dossier, programme, annee, Path(cache)) for _ in range(TOURS)]
    return premier, statistics.median(suivants)


def _chronometrer(dossier: Path, programme: Programme, annee: int, cache: Path) -> float:
    debut = time.perf_counter()
    lus = lire_dossier(dossier, programme, annee, cache=cache)
    return (time.perf_counter() - debut) / max(len(lus), 1) * 1000


def memes_cellules(chemins: Sequence[Path]) -> int:
    """Vérifie que les deux lecteurs voient le même nombre de cellules, et le rend."""
    comptes = [(notre_lecture(c), deux_passes(c)) for c in chemins[:20]]
    assert all(nous == eux for nous, eux in comptes), comptes
    return sum(nous for nous, _ in comptes) // len(comptes)


def principal(nombre: int, code: str) -> None:
    """Écrit les classeurs, mesure et imprime."""
    programme, _ = programmes.lire(RACINE / "inputs" / code)
    if programme is None:
        sys.exit(f"Le programme {code} ne se lit pas.")
    with tempfile.TemporaryDirectory() as place:
        dossier = Path(place) / code
        annee = programme.annees[min(5, len(programme.annees) - 1)]
        ecrire_exemple(programme, dossier, annee)
        chemins = sorted(dossier.rglob("collecte/*.xlsx"))[:nombre]
        taille = statistics.median(c.stat().st_size for c in chemins) / 1024
        print(f"{len(chemins)} classeurs de {code}, {taille:.0f} Ko, {memes_cellules(chemins)} cellules en moyenne.")
        print(f"{platform.machine()}, {platform.python_implementation()} {platform.python_version()}\n")
        lectures: dict[str, Facon] = {
            "notre lecture": notre_lecture,
            "lecture et contrôle complets": lambda c: lire(c, programme),
            "openpyxl, valeurs et formules (deux passes)": deux_passes,
            "pandas.read_excel, toutes les feuilles": par_pandas,
        }
        imprimer(relayer(lectures, chemins), "notre lecture")
        premier, second = memoire(chemins[0].parent, programme, int(chemins[0].parent.parent.name))
        fois = f"{premier / second:.0f} fois"
        print(f"\nPremier contrôle : {premier:.1f} ms par fichier ; inchangé : {second:.2f} ms ({fois}).")


if __name__ == "__main__":
    sys.exit(
        principal(
            int(sys.argv[1]) if len(sys.argv) > 1 else 200,
            sys.argv[2] if len(sys.argv) > 2 else "sante-artois-douaisis",
        )
    )
