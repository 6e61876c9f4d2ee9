"""make et l'intégration continue : ce qu'ils annoncent existe, et leurs refus sont clairs."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

sans_make = pytest.mark.skipif(shutil.which("make") is None, reason="make n'est pas installé")
sans_bash = pytest.mark.skipif(shutil.which("bash") is None, reason="bash n'est pas installé")


def _make(dossier: Path, *arguments: str, **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["make", *arguments],
        cwd=dossier,
        capture_output=True,
        text=True,
        env={**os.environ, "LC_ALL": "C.UTF-8", **env},
    )


@pytest.fixture
def copie(depot: Path, tmp_path: Path) -> Path:
    """Dossier qui n'a que de quoi commencer : le Makefile, les verrous, pyproject."""
    for nom in ("Makefile", "pyproject.toml", "requirements.lock", "requirements-tests.lock", "requirements-labo.lock"):
        shutil.copy(depot / nom, tmp_path / nom)
    return tmp_path


@sans_make
def test_make_seul_affiche_l_aide_et_ne_fait_rien(copie: Path) -> None:
    avant = sorted(copie.iterdir())
    vu = _make(copie)
    assert vu.returncode == 0
    assert "make rapports" in vu.stdout
    assert sorted(copie.iterdir()) == avant


@sans_make
def test_l_aide_cite_toutes_les_cibles(depot: Path, copie: Path) -> None:
    texte = (depot / "Makefile").read_text(encoding="utf-8")
    phony = re.search(r"^\.PHONY: (.+)$", texte, flags=re.M)[1].split()
    aide = _make(copie).stdout
    assert [c for c in phony if c not in aide and c != "aide"] == []
    definies = set(re.findall(r"^([a-z-]+):", texte, flags=re.M))
    assert set(phony) == definies


@sans_make
def test_un_python_trop_ancien_est_refuse_en_francais(copie: Path) -> None:
    faux = copie / "python-ancien"
    faux.write_text('#!/bin/sh\n[ "$1" = --version ] && { echo "Python 3.9.2"; exit 0; }\nexit 1\n', encoding="utf-8")
    faux.chmod(0o755)
    vu = _make(copie, "rapports", f"PYTHON={faux}")
    assert vu.returncode != 0
    assert "Python 3.9.2 est trop ancien : il faut Python 3.11 ou plus récent" in vu.stdout
    assert not (copie / ".venv").exists()


@sans_make
def test_un_python_absent_est_dit(copie: Path) -> None:
    vu = _make(copie, "tests", "PYTHON=python-qui-n-existe-pas")
    assert vu.returncode != 0
    assert "« python-qui-n-existe-pas » est introuvable" in vu.stdout


@sans_make
def test_rien_n_est_reinstalle_quand_rien_n_a_change(copie: Path) -> None:
    """Les témoins d'installation suffisent : ni venv ni pip n'est appelé."""
    (copie / ".venv").mkdir()
    for nom in ("pyvenv.cfg", ".installe-base", ".installe-tests"):
        (copie / ".venv" / nom).touch()
    vu = _make(copie, "--dry-run", "verifications")
    assert vu.returncode == 0
    assert "pip" not in vu.stdout
    assert "-m venv" not in vu.stdout
    os.utime(copie / "requirements.lock", (4e9, 4e9))
    assert "--require-hashes -r requirements.lock" in _make(copie, "--dry-run", "verifications").stdout


@sans_bash
def test_le_script_d_integration_se_lit(depot: Path) -> None:
    assert subprocess.run(["bash", "-n", depot / ".ci" / "run"]).returncode == 0


def test_l_integration_continue_joue_les_commandes_du_readme(depot: Path) -> None:
    script = (depot / ".ci" / "run").read_text(encoding="utf-8")
    for cible in ("rapports", "tests", "tests-complets"):
        assert re.search(rf"^make {cible} ", script, flags=re.M)
    assert script.count("--aucun-saut") == 2
