"""Banc d'essai de la lecture : notre lecteur à côté d'openpyxl et de pandas, sur les mêmes classeurs, en une passe.

Ce n'est pas un test chronométré : il s'exécute à la main et imprime un tableau à recopier dans
``docs/performances.md`` avec la machine.

    python tests/performances/lecture.py DOSSIER_DE_CLASSEURS PROGRAMME [NOMBRE]
"""

from __future__ import annotations

import platform
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pandas as pd

from evaltools.acces import programmes
from evaltools.acces.classeurs_lecture import lire, lire_dossier
from evaltools.acces.tableur import ouvrir
from evaltools.domaine.programme import Programme

PASSES = 3


def deux_passes(chemin: Path) -> int:
    """Ce qu'il faut à openpyxl pour voir valeurs et formules : ouvrir deux fois."""
    return sum(
        cellule.value is not None
        for valeurs in (False, True)
        for feuille in openpyxl.load_workbook(chemin, data_only=valeurs)
        for rangee in feuille.iter_rows()
        for cellule in rangee
    )


def mesurer(nom: str, faire: Callable[[Path], object], chemins: list[Path]) -> float:
    """Médiane, sur quelques passes, du temps par fichier (en millisecondes)."""
    temps = []
    for _ in range(PASSES):
        debut = time.perf_counter()
        for chemin in chemins:
            faire(chemin)
        temps.append((time.perf_counter() - debut) / len(chemins) * 1000)
    mediane = statistics.median(temps)
    print(f"| {nom} | {mediane:.1f} |")
    return mediane


def memoire(dossier: Path, programme: Programme, annee: int) -> None:
    """Un premier contrôle, puis un second de fichiers inchangés."""
    with tempfile.TemporaryDirectory() as cache:
        temps = []
        for _ in range(2):
            debut = time.perf_counter()
            lus = lire_dossier(dossier, programme, annee, cache=Path(cache))
            temps.append((time.perf_counter() - debut) / max(len(lus), 1) * 1000)
    print(f"\nPremier contrôle : {temps[0]:.1f} ms par fichier ; second, inchangé : {temps[1]:.2f} ms.")


def principal(dossier: Path, code: str, nombre: int) -> None:
    """Mesure et imprime."""
    racine = Path(__file__).resolve().parents[2]
    programme, _ = programmes.lire(racine / "inputs" / code)
    if programme is None:
        sys.exit(f"Le programme {code} ne se lit pas.")
    chemins = sorted(dossier.rglob("*.xlsx"))[:nombre]
    print(f"{len(chemins)} classeurs ; {platform.machine()}, Python {platform.python_version()}\n")
    print("| Lecture | ms par fichier |\n|---|---|")
    notre = mesurer("cellules, formules, formats, fusions, notes", ouvrir, chemins)
    complet = mesurer("lecture et contrôle complets", lambda c: lire(c, programme), chemins)
    deux = mesurer("openpyxl, valeurs et formules", deux_passes, chemins)
    mesurer("pandas.read_excel, toutes les feuilles", lambda c: pd.read_excel(c, sheet_name=None), chemins)
    print(f"\nopenpyxl est {deux / notre:.1f} fois plus lent pour lire, {deux / complet:.1f} fois sans rien contrôler.")
    memoire(chemins[0].parent, programme, lire(chemins[0], programme).annee or 0)


if __name__ == "__main__":
    principal(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]) if len(sys.argv) > 3 else 200)
