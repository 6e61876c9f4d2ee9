"""Ce que la maison regarde : les fichiers suivis par git (ou, hors de git, tout ce qui n'est pas écarté)."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

ECARTES = {"node_modules", "build", "dist", "__pycache__"}
POINTES = {".ci", ".gitignore", ".gitattributes", ".pre-commit-config.yaml", ".gitkeep"}
COLLECTE = re.compile(r"inputs/[^/]+/(\d{4}/|cadrage\.xlsx|anciens/)|outputs/(?!\.gitkeep)")
BINAIRES = {".woff2", ".ttf", ".png", ".jpg", ".xlsx", ".ods", ".docx", ".pptx", ".zip", ".jar"}


def _suivis(depot: Path) -> list[Path]:
    if (depot / ".git").exists() and shutil.which("git"):
        commande = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
        noms = subprocess.run(commande, cwd=depot, capture_output=True, check=True, text=True).stdout.split("\0")
        return sorted(depot / n for n in noms if n and (depot / n).is_file())
    return sorted(p for p in depot.rglob("*") if p.is_file() and _est_suivable(p.relative_to(depot)))


def _est_suivable(chemin: Path) -> bool:
    """Hors de git (archive téléchargée) : ce que .gitignore n'écarterait pas."""
    if COLLECTE.match(chemin.as_posix()):
        return False
    return not any(m in ECARTES or (m.startswith(".") and m not in POINTES) for m in chemin.parts)


@pytest.fixture(scope="session")
def suivis(depot: Path) -> list[Path]:
    """Fichiers suivis, ou en passe de l'être."""
    trouves = _suivis(depot)
    assert len(trouves) > 50
    return trouves


@pytest.fixture(scope="session")
def textes(suivis: list[Path], depot: Path) -> dict[str, str]:
    """Texte de chaque fichier suivi qui en est un, par chemin relatif."""
    return {
        p.relative_to(depot).as_posix(): p.read_text(encoding="utf-8")
        for p in suivis
        if p.suffix.lower() not in BINAIRES
    }
