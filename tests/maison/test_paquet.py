"""Le paquet : léger à l'import, complet une fois construit, étanche entre couches."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

LOURDS = ["IPython", "matplotlib", "nbconvert", "numpy", "openpyxl", "pandas", "papermill", "yaml"]


def test_importer_evaltools_ne_charge_rien_de_lourd() -> None:
    code = f"import sys, evaltools; print(sorted(set({LOURDS}) & set(sys.modules)))"
    vu = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert vu.stdout.strip() == "[]"


@pytest.mark.lent
def test_la_roue_contient_tout_le_paquet(depot: Path, tmp_path: Path) -> None:
    """Gabarits, polices et données voyagent avec le code."""
    ecartes = shutil.ignore_patterns("__pycache__")
    shutil.copytree(depot / "evaltools", tmp_path / "evaltools", ignore=ecartes)
    for nom in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(depot / nom, tmp_path / nom)
    commande = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path / "roue")]
    subprocess.run(commande, cwd=tmp_path, check=True, capture_output=True)
    (roue,) = (tmp_path / "roue").glob("*.whl")
    with zipfile.ZipFile(roue) as archive:
        contenu = set(archive.namelist())
    attendu = {p.relative_to(tmp_path).as_posix() for p in (tmp_path / "evaltools").rglob("*") if p.is_file()}
    assert attendu - contenu == set()
    assert {Path(c).suffix for c in attendu} >= {".py", ".csv", ".css", ".j2", ".woff2"}


LINT_IMPORTS = """
import sys
from importlinter.cli import lint_imports
sys.path.insert(0, ".")
sys.exit(lint_imports(no_cache=True, no_logo=True))
"""


@pytest.mark.parametrize(
    ("piece", "ligne", "rompus"),
    [
        pytest.param("domaine/lexique.py", "", set(), id="rien"),
        pytest.param("domaine/lexique.py", "import pathlib", {"Le domaine"}, id="domaine-fichier"),
        pytest.param("domaine/lexique.py", "import pandas", {"Le domaine"}, id="domaine-pandas"),
        pytest.param(
            "domaine/lexique.py",
            "import evaltools.acces.parametres",
            {"Les imports", "Ce qui sort", "Le domaine"},  # par le domaine, tout se tient
            id="vers-le-haut",
        ),
        pytest.param(
            "restitution/donnees.py", "import evaltools.acces.parametres", {"Les imports", "Ce qui sort"}, id="voisins"
        ),
        pytest.param("intrus.py", "", {"Les imports"}, id="piece-hors-plan"),
    ],
)
def test_les_contrats_d_imports_voient_une_faute(
    depot: Path, tmp_path: Path, piece: str, ligne: str, rompus: set[str]
) -> None:
    """On casse le plan une fois par contrat : lint-imports doit le dire, et ne rien dire sans cela."""
    shutil.copytree(depot / "evaltools", tmp_path / "evaltools", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(depot / "pyproject.toml", tmp_path)
    fichier = tmp_path / "evaltools" / piece
    ancien = fichier.read_text(encoding="utf-8") if fichier.exists() else ""
    fichier.write_text(f"{ancien}\n{ligne}\n", encoding="utf-8")
    env = os.environ | {"COLUMNS": "300"}
    vu = subprocess.run([sys.executable, "-c", LINT_IMPORTS], cwd=tmp_path, capture_output=True, text=True, env=env)
    lignes = [x for x in vu.stdout.splitlines() if x.endswith(" BROKEN")]
    assert {
        debut for debut in ("Les imports", "Ce qui sort", "Le domaine") if any(x.startswith(debut) for x in lignes)
    } == rompus
    assert vu.returncode == bool(rompus)
