"""Banc d'essai du jugement : un million d'indicateurs, par « juger », par le domaine seul, et par pandas.

Ce n'est pas un test chronométré : il s'exécute à la main et imprime un tableau à recopier dans
``docs/performances.md`` avec la machine.

    python tests/performances/jugement.py [NOMBRE]

Trois façons, chacune dans son processus, sur les mêmes nombres :

- ``evaltools juger`` : lire une table CSV d'une ligne par indicateur, contrôler chaque case, juger, écrire la table ;
- le domaine seul : ``juger`` sur des objets déjà construits, sans lire ni écrire ;
- pandas : lire la même table, calculer P = (v − v0) / (v* − v0), E et R par colonnes, écrire.

La formule nue ne connaît ni blanc, ni sens, ni acquis, ni barème exact : les deux lignes ne rendent pas le même
service. Le banc vérifie que les P coïncident à 1e-9, et compte les verdicts que la formule nue n'aurait pas donnés.
"""

from __future__ import annotations

import csv
import json
import platform
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

GRAINE, ANNEE, DEPART, ECHEANCE = 20261121, 2026, 2024, 2028
NOMBRE = 1_000_000


def ecrire_table(chemin: Path, nombre: int) -> None:
    """Écrit les indicateurs : hausses et baisses, valeurs à deux décimales, une sur vingt sans valeur."""
    hasard = random.Random(GRAINE)
    with chemin.open("w", encoding="utf-8", newline="") as flux:
        ecrivain = csv.writer(flux)
        ecrivain.writerow(["indicateur", "nature", "sens", "cumul", "valeur_initiale", "annee_initiale", "cible",
                           "annee_cible", "annee", "valeur"])  # fmt: skip
        for rang in range(nombre):
            v0, cible = hasard.randint(0, 10_000) / 100, hasard.randint(0, 10_000) / 100
            sens = "hausse" if cible >= v0 else "baisse"
            valeur = "" if hasard.random() < 0.05 else hasard.randint(0, 10_000) / 100
            ecrivain.writerow([f"I{rang}", "taux", sens, "stock", v0, DEPART, cible, ECHEANCE, ANNEE, valeur])


def par_juger(table: Path, sortie: Path) -> float:
    """Le chemin de « evaltools juger » : temps de calcul en secondes."""
    from evaltools.chaine import jugement

    debut = time.process_time()
    jugement.ecrire_fichier(jugement.ouvrir(table, ANNEE).lignes(), sortie)
    return time.process_time() - debut


def par_le_domaine(table: Path, sortie: Path) -> float:
    """Le domaine seul : les objets se construisent hors du chronomètre, par tranches."""
    from evaltools.domaine.atteinte import juger
    from evaltools.domaine.bareme import Bareme
    from evaltools.domaine.cadrage import Cadre, Cible
    from evaltools.domaine.lexique import Cumul, Nature, Sens
    from evaltools.domaine.mesures import Serie

    bareme, total = Bareme(), 0.0

    def lire(ligne: dict[str, str]) -> tuple[Cadre, Serie]:
        valeur = float(ligne["valeur"]) if ligne["valeur"] else None
        cible = Cible(float(ligne["cible"]), ECHEANCE)
        v0 = float(ligne["valeur_initiale"])
        cadre = Cadre("X", nature=Nature.TAUX, sens=Sens(ligne["sens"]), cumul=Cumul.STOCK, valeur_initiale=v0,
                      annee_initiale=DEPART, cible_initiale=cible)  # fmt: skip
        return cadre, Serie.de({ANNEE: valeur})

    with table.open(encoding="utf-8", newline="") as flux:
        lecteur = csv.DictReader(flux)
        while tranche := [lire(ligne) for ligne, _ in zip(lecteur, range(20_000), strict=False)]:
            debut = time.process_time()
            for cadre, serie in tranche:
                juger(cadre, serie, ANNEE, bareme=bareme)
            total += time.process_time() - debut
    return total


def par_pandas(table: Path, sortie: Path) -> float:
    """La formule nue, par colonnes."""
    import pandas as pd

    debut = time.process_time()
    lue = pd.read_csv(table)
    v0, cible, valeur = lue["valeur_initiale"], lue["cible"], lue["valeur"]
    p = (valeur - v0) / (cible - v0)
    rythme = p / ((lue["annee"] - lue["annee_initiale"]) / (lue["annee_cible"] - lue["annee_initiale"]))
    verdict = pd.Series("Insuffisant", index=lue.index)
    verdict[rythme >= 0.60] = "À accélérer"
    verdict[rythme >= 0.95] = "En bonne voie"
    verdict[p >= 1] = "Atteint"
    pd.DataFrame({"indicateur": lue["indicateur"], "degre_atteinte": p, "rythme": rythme, "verdict": verdict}).to_csv(
        sortie, index=False
    )
    return time.process_time() - debut


FACONS: dict[str, Callable[[Path, Path], float]] = {
    "evaltools juger": par_juger, "le domaine seul": par_le_domaine, "pandas, formule nue": par_pandas,
}  # fmt: skip


def mesurer(facon: str, table: Path, sortie: Path) -> dict[str, Any]:
    """Lance une façon dans son processus ; rend secondes de calcul, secondes écoulées et mémoire au plus haut."""
    commande = [sys.executable, __file__, "--facon", facon, str(table), str(sortie)]
    debut = time.perf_counter()
    rendu = subprocess.run(commande, check=True, capture_output=True, text=True)
    return json.loads(rendu.stdout) | {"ecoule": time.perf_counter() - debut}


def comparer(notre: Path, autre: Path) -> tuple[int, int, Counter[str]]:
    """Compare les deux tables : P comparés, P différents à 1e-9, verdicts différents (notre verdict et son motif)."""
    compares = ecarts = 0
    verdicts = Counter[str]()
    with notre.open(encoding="utf-8", newline="") as a, autre.open(encoding="utf-8", newline="") as b:
        for une, deux in zip(csv.DictReader(a), csv.DictReader(b), strict=True):
            assert une["indicateur"] == deux["indicateur"]
            if une["verdict"] != deux["verdict"]:
                verdicts[f"{une['verdict']} {une['motif']}".strip()] += 1
            if une["degre_atteinte"] and deux["degre_atteinte"]:
                compares += 1
                p, q = float(une["degre_atteinte"]), float(deux["degre_atteinte"])
                ecarts += abs(p - q) > 1e-9 * max(1.0, abs(p))
    return compares, ecarts, verdicts


def principal(nombre: int) -> None:
    """Mesure les trois façons et imprime le tableau."""
    with tempfile.TemporaryDirectory() as dossier:
        table = Path(dossier) / "table.csv"
        ecrire_table(table, nombre)
        print(f"{nombre} indicateurs, table de {table.stat().st_size / 1e6:.0f} Mo ; {platform.platform()}, "
              f"Python {platform.python_version()}, {datetime.now(UTC):%d/%m/%Y}")  # fmt: skip
        print(
            "| Façon | Calcul (s) | Écoulé (s) | Par jugement (µs) | Mémoire au plus haut (Mo) |\n|---|---|---|---|---|"
        )
        sorties = {facon: Path(dossier) / f"{rang}.csv" for rang, facon in enumerate(FACONS)}
        for facon, sortie in sorties.items():
            m = mesurer(facon, table, sortie)
            par_un = m["calcul"] / nombre * 1e6
            print(f"| {facon} | {m['calcul']:.1f} | {m['ecoule']:.1f} | {par_un:.1f} | {m['mo']:.0f} |")
        compares, ecarts, verdicts = comparer(sorties["evaltools juger"], sorties["pandas, formule nue"])
        print(f"{compares} degrés comparés, {ecarts} différents à 1e-9 ; {verdicts.total()} verdicts différents :")
        print(", ".join(f"{n} « {dit} »" for dit, n in verdicts.most_common()))


if __name__ == "__main__":
    if sys.argv[1:2] == ["--facon"]:
        facon, table, sortie = sys.argv[2:]
        calcul = FACONS[facon](Path(table), Path(sortie))
        mo = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(json.dumps({"calcul": calcul, "mo": mo}))
    else:
        principal(int(sys.argv[1]) if len(sys.argv) > 1 else NOMBRE)
