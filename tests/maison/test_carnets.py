"""Les carnets restent minces : des paramètres expliqués, des appels à evaltools, aucune règle, aucune sortie.

Ce contrôle est aussi celui du crochet de pre-commit.
"""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path

import pytest

CARNETS = sorted((Path(__file__).resolve().parents[2] / "notebooks").glob("*.ipynb"))
INTERDITS = (
    ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.For, ast.AsyncFor, ast.While, ast.Lambda, ast.ListComp,
    ast.SetComp, ast.DictComp, ast.GeneratorExp,
)  # fmt: skip
LIGNES_MAX, CELLULES_MAX = 12, 40


def _source(cellule: dict) -> str:
    return "".join(cellule["source"])


def _fautes(carnet: dict) -> list[str]:
    cellules = [c for c in carnet["cells"] if c["cell_type"] == "code"]
    fautes = [] if len(cellules) <= CELLULES_MAX else [f"{len(cellules)} cellules de code"]
    parametres = [c for c in cellules if "parameters" in c["metadata"].get("tags", [])]
    fautes += [] if len(parametres) == 1 else [f"{len(parametres)} cellules « parameters »"]
    fautes += [f"paramètre sans commentaire : {ligne}" for c in parametres for ligne in _sans_commentaire(c)]
    for rang, cellule in enumerate(cellules, 1):
        fautes += [f"cellule {rang} : {faute}" for faute in _fautes_cellule(cellule)]
    if carnet["metadata"].get("kernelspec", {}).get("name") != "python3":
        fautes.append("noyau autre que python3")
    return fautes


def _sans_commentaire(cellule: dict) -> list[str]:
    return [x for x in _source(cellule).splitlines() if re.match(r"\w+\s*(:.*)?=", x) and not re.search(r"#\s*\w", x)]


def _fautes_cellule(cellule: dict) -> list[str]:
    source = _source(cellule)
    fautes = ["sorties gardées"] if cellule.get("outputs") or cellule.get("execution_count") is not None else []
    fautes += [f"{len(source.splitlines())} lignes"] if len(source.splitlines()) > LIGNES_MAX else []
    for noeud in ast.walk(ast.parse(source)):
        fautes += [type(noeud).__name__] if isinstance(noeud, INTERDITS) else []
        noms = [a.name for a in noeud.names] if isinstance(noeud, ast.Import) else []
        noms += [noeud.module or ""] if isinstance(noeud, ast.ImportFrom) else []
        fautes += [f"import de {n}" for n in noms if n != "evaltools"]
    return fautes


@pytest.mark.parametrize("chemin", CARNETS, ids=lambda p: p.stem)
def test_un_carnet_est_mince(chemin: Path) -> None:
    assert _fautes(json.loads(chemin.read_text(encoding="utf-8"))) == []


def test_les_carnets_sont_la() -> None:
    assert {"evaluation_annuelle", "exploration"} <= {c.stem for c in CARNETS}


def test_le_controle_voit_les_fautes() -> None:
    def code(source: str, **autres: object) -> dict:
        return {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None, "source": source} | autres

    parametres = code("annee = 2026\nx = 1  # expliqué", metadata={"tags": ["parameters"]})
    fautif = {
        "metadata": {"kernelspec": {"name": "conda-env"}},
        "cells": [
            parametres,
            code("import pandas as pd"),
            code("from evaltools.chaine import campagne"),
            code("[x for x in ()]", outputs=[{}]),
            code("\n".join(["1"] * 13), execution_count=3),
        ],
    }
    assert _fautes(fautif) == [
        "paramètre sans commentaire : annee = 2026",
        "cellule 2 : import de pandas",
        "cellule 3 : import de evaltools.chaine",
        "cellule 4 : sorties gardées",
        "cellule 4 : ListComp",
        "cellule 5 : sorties gardées",
        "cellule 5 : 13 lignes",
        "noyau autre que python3",
    ]
