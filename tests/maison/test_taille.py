"""Les pièces restent petites : une fonction tient sur un écran, un module se lit d'une traite."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

FONCTION_MAX, MODULE_MAX = 50, 400
PAQUET = Path(__file__).resolve().parents[2] / "evaltools"
MODULES = sorted(PAQUET.rglob("*.py"))


def _longueurs(arbre: ast.AST) -> Iterator[tuple[str, int]]:
    """Longueur de chaque fonction, sans sa docstring."""
    for noeud in ast.walk(arbre):
        if isinstance(noeud, ast.FunctionDef | ast.AsyncFunctionDef):
            premiere = noeud.body[0]
            docstring = ast.get_docstring(noeud) is not None and premiere.end_lineno - premiere.lineno + 1
            yield noeud.name, noeud.end_lineno - noeud.lineno + 1 - int(docstring)


def test_la_mesure_ecarte_la_docstring() -> None:
    source = 'def f():\n    """Une.\n\n    Deux.\n    """\n    a = 1\n    return a\n'
    assert list(_longueurs(ast.parse(source))) == [("f", 3)]


@pytest.mark.parametrize("module", MODULES, ids=lambda p: p.relative_to(PAQUET).as_posix())
def test_un_module_reste_petit(module: Path) -> None:
    source = module.read_text(encoding="utf-8")
    assert len(source.splitlines()) <= MODULE_MAX
    assert [(nom, n) for nom, n in _longueurs(ast.parse(source)) if n > FONCTION_MAX] == []


def _lignes_de_code(chemin: Path) -> int:
    """Compte les lignes qui font quelque chose : ni vides, ni commentaires, ni docstrings."""
    texte = chemin.read_text(encoding="utf-8")
    lignes = texte.splitlines()
    docs: set[int] = set()
    for noeud in ast.walk(ast.parse(texte)) if chemin.suffix == ".py" else ():
        if isinstance(noeud, ast.Module | ast.ClassDef | ast.FunctionDef) and ast.get_docstring(noeud, clean=False):
            docs.update(range(noeud.body[0].lineno, noeud.body[0].end_lineno + 1))
    return sum(1 for n, x in enumerate(lignes, 1) if x.strip() and not x.strip().startswith("#") and n not in docs)


def test_le_compte_ecarte_docstrings_et_commentaires(tmp_path: Path) -> None:
    module = tmp_path / "m.py"
    module.write_text(
        '"""Un.\n\nDeux.\n"""\n\n# note\n\n\ndef f():\n    """Trois."""\n    return 1\n', encoding="utf-8"
    )
    assert _lignes_de_code(module) == 2


def test_autant_de_test_que_de_code(depot: Path) -> None:
    def lignes(dossier: Path) -> int:
        fichiers = (p for p in dossier.rglob("*") if p.suffix in {".py", ".yaml"} and "node_modules" not in p.parts)
        return sum(map(_lignes_de_code, fichiers))

    assert lignes(depot / "tests") >= 0.7 * lignes(PAQUET)
