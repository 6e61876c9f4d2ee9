"""Éprouver les tests : mutmut abîme ``evaltools.domaine`` d'un rien, à un seul endroit, et un test doit le voir.

    python -m venv .venv-mutation
    .venv-mutation/bin/pip install -r requirements-tests.lock mutmut==3.8.1
    .venv-mutation/bin/python tests/mutation/mutation.py --taille 600 --graine 1

Le projet est copié dans un dossier à part (``--copie``), rien n'est écrit dans le dépôt. Le domaine compte près de dix
mille mutants : on en tire un échantillon au hasard, le même pour une même graine, et le score est donné avec son
intervalle à 95 % (``--taille 0`` les joue tous : une nuit). Le score compte tout ce qui est tiré, mutants équivalents
compris. Sous Windows, mutmut demande WSL.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path

RACINE = Path(__file__).resolve().parents[2]
COPIES = ("evaltools", "tests", "docs", "params", "notebooks", "inputs", "pyproject.toml", "README.md")
ISSUES = {1: "tué", 3: "tué", -11: "tué", -9: "tué", 0: "survivant", 33: "sans test", 36: "délai dépassé",
          24: "délai dépassé", -24: "délai dépassé", 152: "délai dépassé", 255: "délai dépassé"}  # fmt: skip
"""Ce que dit mutmut d'un mutant, par code de sortie ; tout autre code est « à revoir »."""
TUES = ("tué", "délai dépassé")
REGLAGES = """[mutmut]
source_paths=evaltools
only_mutate=evaltools/domaine/*
track_dependencies=false
also_copy=
    inputs
    params
    docs
    notebooks
    README.md
pytest_add_cli_args=
    -m
    not lent
    -p
    no:cacheprovider
    -p
    no:xdist
    --hypothesis-profile=mutation
    --deselect
    tests/domaine/test_secret_desordre.py
    --deselect
    tests/maison/test_pages_tirees_du_code.py::test_chaque_code_est_eprouve
pytest_add_cli_args_test_selection=
    tests/domaine
    tests/regles
    tests/chaine/test_jugement.py
    tests/chaine/test_vecteurs.py
    tests/maison/test_pages_tirees_du_code.py
    tests/surete/test_formules.py
    evaltools/domaine
"""
"""Les tests joués : ceux du domaine, les cas de règle et leur passage par « juger », les pages tirées du code.

Ni les tests lents, ni le désordre tiré au hasard du secret, et peu d'exemples par propriété : le score n'en est que
plus sévère.
"""


def tirer(mutants: Iterable[str], taille: int, graine: int) -> list[str]:
    """Tire des mutants au hasard, toujours les mêmes pour une graine ; ``taille`` nulle : tous."""
    tous = sorted(mutants)
    return tous if not taille or taille >= len(tous) else sorted(random.Random(graine).sample(tous, taille))


def intervalle(tues: int, total: int) -> tuple[float, float]:
    """Intervalle de Wilson à 95 % d'une part."""
    z, part = 1.959964, tues / total
    centre, demi = part + z * z / (2 * total), z * math.sqrt(part * (1 - part) / total + (z / (2 * total)) ** 2)
    return (centre - demi) / (1 + z * z / total), (centre + demi) / (1 + z * z / total)


def module_de(mutant: str) -> str:
    """Module d'un mutant : « evaltools.domaine.cibles.x_viser__mutmut_3 » vient de « cibles »."""
    return mutant.split(".")[2]


def issue_de(code: int | None) -> str:
    """Ce que dit un code de sortie."""
    return "à revoir" if code is None else ISSUES.get(code, "à revoir")


def rapport(issues: Mapping[str, str], population: int) -> str:
    """Écrit le score, l'intervalle, le détail par module, et la liste des mutants qui ont survécu."""
    comptes = Counter(issues.values())
    tues, total = sum(comptes[nom] for nom in TUES), len(issues)
    bas, haut = intervalle(tues, total)
    detail = ", ".join(f"{nombre} {nom}" for nom, nombre in sorted(comptes.items()))
    lignes = [
        f"{total} mutants sur {population} ({detail}).",
        f"Score : {tues}/{total}, soit {tues / total:.1%} (intervalle à 95 % : {bas:.1%} à {haut:.1%}).",
        "",
        "| Module | Tués | Tirés |",
        "|---|---|---|",
    ]
    for module in sorted({module_de(m) for m in issues}):
        siens = [issue for mutant, issue in issues.items() if module_de(mutant) == module]
        lignes.append(f"| {module} | {sum(issue in TUES for issue in siens)} | {len(siens)} |")
    restent = sorted(m for m, issue in issues.items() if issue not in TUES)
    return "\n".join([*lignes, "", *(f"{issues[mutant]} : {mutant}" for mutant in restent)])


def copier(racine: Path, copie: Path) -> None:
    """Copie ce qu'il faut du projet, et y pose les réglages de mutmut."""
    for nom in COPIES:
        source = racine / nom
        if source.is_dir():
            sans = shutil.ignore_patterns("__pycache__", "node_modules", ".hypothesis", "[12][0-9][0-9][0-9]")
            shutil.copytree(source, copie / nom, ignore=sans, dirs_exist_ok=True)
        else:
            shutil.copy2(source, copie / nom)
    (copie / "setup.cfg").write_text(REGLAGES, encoding="utf-8")


def jouer(copie: Path, mutants: Iterable[str], enfants: int) -> None:
    """Lance mutmut sur ces mutants ; sa sortie va dans « mutmut.log »."""
    commande = [sys.executable, "-m", "mutmut", "run", "--max-children", str(enfants), *mutants]
    with (copie / "mutmut.log").open("ab") as journal:
        subprocess.run(commande, cwd=copie, stdout=journal, stderr=subprocess.STDOUT, check=False)


def codes(copie: Path) -> dict[str, int | None]:
    """Code de sortie de chaque mutant, tel que mutmut l'a noté ; ``None`` : pas joué."""
    lus: dict[str, int | None] = {}
    for meta in sorted((copie / "mutants" / "evaltools" / "domaine").glob("*.meta")):
        lus |= json.loads(meta.read_text(encoding="utf-8"))["exit_code_by_key"]
    return lus


def principal(arguments: list[str] | None = None) -> int:
    """Copie, prépare, tire, joue, rend compte. Code 1 si le score est sous le plancher demandé."""
    lecteur = argparse.ArgumentParser(description="Part des mutants du domaine que les tests tuent.")
    lecteur.add_argument("--taille", type=int, default=600, help="nombre de mutants tirés (0 : tous)")
    lecteur.add_argument("--graine", type=int, default=1)
    lecteur.add_argument("--enfants", type=int, default=1, help="processus en parallèle")
    lecteur.add_argument("--copie", type=Path, default=RACINE / ".venv-mutation" / "copie")
    lecteur.add_argument("--plancher", type=float, default=0.9, help="part à tuer, sous laquelle la commande échoue")
    choix = lecteur.parse_args(arguments)
    choix.copie.mkdir(parents=True, exist_ok=True)
    copier(RACINE, choix.copie)
    jouer(choix.copie, ["evaltools.domaine.periodes*"], choix.enfants)
    tous = codes(choix.copie)
    if not tous:
        sys.stdout.write(f"mutmut n'a rien préparé : lisez {choix.copie / 'mutmut.log'}\n")
        return 2
    tires = tirer(tous, choix.taille, choix.graine)
    jouer(choix.copie, tires, choix.enfants)
    rendus = codes(choix.copie)
    issues = {mutant: issue_de(rendus[mutant]) for mutant in tires}
    sys.stdout.write(rapport(issues, len(tous)) + "\n")
    return int(sum(issue in TUES for issue in issues.values()) < choix.plancher * len(issues))


if __name__ == "__main__":
    sys.exit(principal())
