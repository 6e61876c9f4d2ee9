"""Les dépendances : déclarées, verrouillées avec empreintes, et les mêmes partout."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from pathlib import Path

import pytest
import yaml

VERROUS = {"requirements.lock": None, "requirements-tests.lock": "tests", "requirements-labo.lock": "labo"}
ABSENTS_DE_CONDA = {"resvg-py"}
NOMS_CONDA = {"matplotlib": "matplotlib-base", "nbconvert": "nbconvert-core"}
IMPORTS = {
    "ipython": "IPython",
    "markdown-it-py": "markdown_it",
    "pillow": "PIL",
    "python-calamine": "python_calamine",
    "python-docx": "docx",
    "python-pptx": "pptx",
    "pyyaml": "yaml",
    "resvg-py": "resvg_py",
}
SANS_IMPORT = {"ipykernel"}  # le noyau que lance Jupyter


def _nom(exigence: str) -> str:
    return re.match(r"[A-Za-z0-9._-]+", exigence)[0].lower().replace("_", "-")


def _projet(depot: Path) -> dict:
    return tomllib.loads((depot / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def _verrou(chemin: Path) -> dict[str, set[str]]:
    """Versions retenues par paquet (plusieurs quand elles dépendent de la version de Python ou du système)."""
    versions: dict[str, set[str]] = {}
    for nom, version in re.findall(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)", chemin.read_text(encoding="utf-8"), re.M):
        versions.setdefault(_nom(nom), set()).add(version)
    return versions


@pytest.mark.parametrize("nom", VERROUS, ids=str)
def test_chaque_paquet_verrouille_a_son_empreinte(depot: Path, nom: str) -> None:
    texte = (depot / nom).read_text(encoding="utf-8")
    paquets = re.split(r"^(?=\S)", texte, flags=re.M)[1:]
    assert len(paquets) > 40
    assert [p.splitlines()[0] for p in paquets if "--hash=sha256:" not in p] == []
    assert [p.splitlines()[0] for p in paquets if not re.match(r"[A-Za-z0-9._-]+==", p)] == []


@pytest.mark.parametrize("nom", VERROUS, ids=str)
def test_aucune_adresse_dans_un_verrou(depot: Path, nom: str) -> None:
    texte = (depot / nom).read_text(encoding="utf-8")
    assert re.findall(r"https?:|file:|--(?:extra-)?index|--find-links", texte) == []


def test_aucune_adresse_dans_le_verrou_du_navigateur(depot: Path) -> None:
    verrou = depot / "tests" / "navigateur" / "audit" / "package-lock.json"
    assert '"resolved"' not in verrou.read_text(encoding="utf-8")


def test_les_verrous_disent_la_meme_chose(depot: Path) -> None:
    base, tests, labo = (_verrou(depot / nom) for nom in VERROUS)
    assert {n: v for n, v in base.items() if tests.get(n) != v} == {}
    assert {n: v for n, v in base.items() if labo.get(n) != v} == {}
    assert {n: v for n, v in tests.items() if n in labo and labo[n] != v} == {}


@pytest.mark.parametrize(("nom", "extra"), VERROUS.items(), ids=list(VERROUS))
def test_tout_ce_qui_est_declare_est_verrouille(depot: Path, nom: str, extra: str | None) -> None:
    projet = _projet(depot)
    options = projet["optional-dependencies"]
    declares = projet["dependencies"] + options["construction"] + (options[extra] if extra else [])
    assert {_nom(d) for d in declares} - set(_verrou(depot / nom)) == set()


def test_environment_yml_est_en_phase(depot: Path) -> None:
    projet = _projet(depot)
    versions: dict[str, set[str]] = {}
    for nom in VERROUS:
        versions |= _verrou(depot / nom)
    options = projet["optional-dependencies"]
    declares = {_nom(d) for d in [*projet["dependencies"], *(d for o in options.values() for d in o)]}
    attendu = {f"{NOMS_CONDA.get(n, n)}={v}" for n in declares - ABSENTS_DE_CONDA for v in versions[n]}
    lu = yaml.safe_load((depot / "environment.yml").read_text(encoding="utf-8"))
    assert attendu == {d for d in lu["dependencies"] if isinstance(d, str)} - {"python>=3.11", "pip"}
    assert lu["channels"][0] == "conda-forge"
    assert [d for d in lu["dependencies"] if isinstance(d, dict)] == [
        {"pip": [*(f"{n}=={v}" for n in sorted(ABSENTS_DE_CONDA) for v in versions[n]), "-e ."]}
    ]
    assert projet["requires-python"] == ">=3.11"


def test_ce_qui_est_importe_est_declare_et_reciproquement(depot: Path) -> None:
    importes = set()
    for module in (depot / "evaltools").rglob("*.py"):
        for noeud in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
            if isinstance(noeud, ast.Import):
                importes |= {a.name.split(".")[0] for a in noeud.names}
            elif isinstance(noeud, ast.ImportFrom) and noeud.module:
                importes.add(noeud.module.split(".")[0])
    importes -= set(sys.stdlib_module_names) | {"evaltools"}
    declares = {_nom(d) for d in _projet(depot)["dependencies"]} - SANS_IMPORT
    assert importes == {IMPORTS.get(d, d) for d in declares}


def test_la_version_est_la_meme_partout(depot: Path) -> None:
    import evaltools

    version = _projet(depot)["version"]
    assert version == evaltools.__version__
    assert f"## {version}" in (depot / "CHANGELOG.md").read_text(encoding="utf-8")
