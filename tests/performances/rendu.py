"""Mesure le rendu d'un lot à côté de la façon ordinaire : une boucle de ``papermill`` puis ``jupyter nbconvert``.

    python tests/performances/rendu.py params/cls-avesnois-2026.yaml --tours 3 --travailleurs 2

Les deux façons rendent les mêmes rapports, l'une après l'autre, dans la même exécution ; ce qui compte est leur
rapport, pas leurs secondes. Rien n'est écrit dans ``outputs``.
"""

from __future__ import annotations

import argparse
import os
import platform
import statistics
import subprocess
import sys
import tempfile
from dataclasses import replace
from pathlib import Path
from time import perf_counter

from evaltools.chaine import lot, production
from evaltools.chaine.lot import Rapport


def ordinaire(rapports: list[Rapport], dossier: Path) -> float:
    """Rend chaque rapport par les deux commandes ordinaires ; rend la durée en secondes."""
    outils = Path(sys.executable).parent
    debut = perf_counter()
    for rang, rapport in enumerate(rapports):
        carnet = dossier / f"{rang}.ipynb"
        valeurs = [
            m for n, v in rapport.commande.parametres.items() for m in ("-r" if isinstance(v, str) else "-p", n, str(v))
        ]
        subprocess.run(
            [outils / "papermill", rapport.commande.carnet, carnet, *valeurs, "--no-progress-bar", "-k", "python3"],
            check=True,
            capture_output=True,
        )
        subprocess.run([outils / "jupyter", "nbconvert", "--to", "html", carnet], check=True, capture_output=True)
    return perf_counter() - debut


def _options(rapport: Rapport) -> list[str]:
    """Écrit les paramètres comme les attend la commande papermill (``-r`` : texte tel quel)."""
    parametres = rapport.commande.parametres.items()
    return [m for nom, v in parametres for m in ("-r" if isinstance(v, str) else "-p", nom, str(v))]


def evaltools(rapports: list[Rapport], dossier: Path, ouverture: dict[str, object], travailleurs: int) -> float:
    """Rend les mêmes rapports par le lot ; rend la durée en secondes."""
    places = [replace(r, commande=replace(r.commande, sortie=dossier / r.territoire / "r.html")) for r in rapports]
    debut = perf_counter()
    issues = lot.rendre_tout(places, travailleurs=travailleurs, ouverture=ouverture)
    duree = perf_counter() - debut
    echecs = [i.anomalie.constat for i in issues if i.anomalie]
    if echecs:
        raise SystemExit("\n".join(echecs))
    return duree


def principal() -> None:
    """Mesure, et écrit les médianes et leur rapport."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("parametres", type=Path)
    arguments.add_argument("--tours", type=int, default=3)
    arguments.add_argument("--travailleurs", type=int, default=2)
    choix = arguments.parse_args()
    plan = production.planifier(choix.parametres, tout=True)
    rapports, ouverture = list(plan.rapports), production.ouverture(plan.parametres)
    durees: dict[str, list[float]] = {"ordinaire": [], "evaltools": []}
    for _ in range(choix.tours):
        with tempfile.TemporaryDirectory() as dossier:
            durees["ordinaire"].append(ordinaire(rapports, Path(dossier)))
            durees["evaltools"].append(evaltools(rapports, Path(dossier), ouverture, choix.travailleurs))
    n = len(rapports)
    lignes = [f"{platform.python_implementation()} {platform.python_version()}, {os.cpu_count()} cœurs, {n} rapports"]
    for nom, valeurs in durees.items():
        bas, milieu, haut = min(valeurs) / n, statistics.median(valeurs) / n, max(valeurs) / n
        lignes.append(f"{nom:10} médiane {milieu:.2f} s par rapport (de {bas:.2f} à {haut:.2f})")
    fois = [a / b for a, b in zip(durees["ordinaire"], durees["evaltools"], strict=True)]
    lignes.append(f"rapport médian : {statistics.median(fois):.1f} fois")
    sys.stdout.write("\n".join(lignes) + "\n")


if __name__ == "__main__":
    principal()
