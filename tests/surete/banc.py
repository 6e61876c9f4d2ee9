"""Lire un fichier dans un enfant dont la mémoire et le temps sont limités par le système, et rendre ce qu'il a coûté.

    python tests/surete/banc.py FICHIER…     une ligne JSON par fichier : issue, codes, secondes, mégaoctets

Chaque fichier est lu dans un processus né de celui-ci (déjà chargé) : un blocage ou un abandon n'arrête pas les autres.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from fabrique_classeurs import PROGRAMME

from evaltools.acces.classeurs_lecture import lire

MO = 1024 * 1024
MEMOIRE_MAX = 1536 * MO
SECONDES_MAX = 60


def _enfant(chemin: Path, sortie: int) -> None:
    """Lit sous contrainte ; ``ru_maxrss`` d'un enfant part de ce que son parent occupait déjà."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMOIRE_MAX, MEMOIRE_MAX))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDES_MAX, SECONDES_MAX))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    signal.alarm(2 * SECONDES_MAX)
    lu = lire(chemin, PROGRAMME, 2026)
    codes = [a.code for a in lu.anomalies]
    os.write(sortie, json.dumps({"etat": lu.etat, "codes": sorted(set(codes)), "nombre": len(codes)}).encode())
    os._exit(0)


def mesurer(chemin: Path) -> dict[str, object]:
    """Rend l'issue, le code de fin, la mémoire, et le temps de calcul (qu'une machine chargée ne change pas)."""
    lecture, ecriture = os.pipe()
    base = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    enfant = os.fork()
    if enfant == 0:
        os.close(lecture)
        try:
            _enfant(chemin, ecriture)
        except BaseException as erreur:  # noqa: BLE001 : l'enfant doit mourir ici, quoi qu'il arrive
            os.write(ecriture, json.dumps({"etat": "exception", "erreur": repr(erreur)[:300]}).encode())
            os._exit(3)
    os.close(ecriture)
    with os.fdopen(lecture, "rb") as flux:
        dit = flux.read()
    _, statut, usage = os.wait4(enfant, 0)
    issue: dict[str, object] = json.loads(dit) if dit else {"etat": "mort"}
    secondes = usage.ru_utime + usage.ru_stime
    memoire = max(0, usage.ru_maxrss - base) // 1024
    return {**issue, "fin": statut, "secondes": round(secondes, 2), "mo": memoire}


if __name__ == "__main__":
    for argument in sys.argv[1:]:
        sys.stdout.write(json.dumps({"fichier": argument} | mesurer(Path(argument))) + "\n")
