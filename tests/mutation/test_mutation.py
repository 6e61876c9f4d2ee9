"""Le tirage des mutants se refait à l'identique, et le rapport compte juste."""

from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path
from types import ModuleType

import pytest


@pytest.fixture(scope="module")
def mutation() -> ModuleType:
    chemin = Path(__file__).with_name("mutation.py")
    spec = importlib.util.spec_from_file_location("mutation_essai", chemin)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_le_tirage_ne_depend_que_de_la_graine(mutation: ModuleType) -> None:
    tous = [f"evaltools.domaine.m.x_f__mutmut_{n}" for n in range(100)]
    tires = mutation.tirer(tous, 10, 1)
    assert len(set(tires)) == 10 and set(tires) <= set(tous)
    assert tires == mutation.tirer(reversed(tous), 10, 1) != mutation.tirer(tous, 10, 2)
    assert mutation.tirer(tous, 0, 1) == mutation.tirer(tous, 500, 1) == sorted(tous)


def test_l_intervalle_est_celui_de_wilson(mutation: ModuleType) -> None:
    assert mutation.intervalle(8, 10) == pytest.approx((0.4902, 0.9433), abs=1e-4)
    assert mutation.intervalle(10, 10)[1] == pytest.approx(1)


@pytest.mark.parametrize(
    ("code", "issue"),
    [(1, "tué"), (0, "survivant"), (33, "sans test"), (36, "délai dépassé"), (None, "à revoir"), (77, "à revoir")],
)
def test_les_codes_de_mutmut(mutation: ModuleType, code: int | None, issue: str) -> None:
    assert mutation.issue_de(code) == issue


def test_le_rapport_compte_juste(mutation: ModuleType) -> None:
    issues = {
        "evaltools.domaine.a.x_f__mutmut_1": "tué", "evaltools.domaine.a.x_f__mutmut_2": "survivant",
        "evaltools.domaine.b.x_g__mutmut_1": "délai dépassé", "evaltools.domaine.b.x_g__mutmut_2": "sans test",
    }  # fmt: skip
    texte = mutation.rapport(issues, 50)
    assert "4 mutants sur 50 (1 délai dépassé, 1 sans test, 1 survivant, 1 tué)." in texte
    assert "Score : 2/4, soit 50.0%" in texte
    assert "| a | 1 | 2 |" in texte and "| b | 1 | 2 |" in texte
    assert texte.splitlines()[-2:] == [
        "survivant : evaltools.domaine.a.x_f__mutmut_2", "sans test : evaltools.domaine.b.x_g__mutmut_2",
    ]  # fmt: skip


def test_la_copie_a_ses_reglages_et_le_depot_n_est_pas_touche(
    mutation: ModuleType, depot: Path, tmp_path: Path
) -> None:
    source, copie = tmp_path / "source", tmp_path / "copie"
    for nom in mutation.COPIES:
        cible = source / nom
        if (depot / nom).is_dir():
            (cible / "2026").mkdir(parents=True)
            (cible / "un.txt").write_text("x", encoding="utf-8")
        else:
            cible.write_text("x", encoding="utf-8")
    copie.mkdir()
    mutation.copier(source, copie)
    assert {p.name for p in copie.iterdir()} == {*mutation.COPIES, "setup.cfg"}
    assert not (copie / "inputs" / "2026").exists()
    for ligne in mutation.REGLAGES.splitlines():
        if ligne.strip().startswith(("tests/", "evaltools/domaine")):
            assert (depot / ligne.strip().partition("::")[0]).exists()


def test_les_codes_se_lisent_dans_les_notes_de_mutmut(mutation: ModuleType, tmp_path: Path) -> None:
    dossier = tmp_path / "mutants" / "evaltools" / "domaine"
    dossier.mkdir(parents=True)
    (dossier / "a.py.meta").write_text(json.dumps({"exit_code_by_key": {"m1": 1, "m2": None}}), encoding="utf-8")
    assert mutation.codes(tmp_path) == {"m1": 1, "m2": None}
    assert mutation.codes(tmp_path / "vide") == {}


def test_sans_mutmut_la_commande_le_dit(mutation: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mutation, "copier", lambda *_: None)
    monkeypatch.setattr(mutation, "jouer", lambda *_: None)
    ecrit: list[str] = []
    monkeypatch.setattr(sys.stdout, "write", ecrit.append)
    assert mutation.principal(["--copie", str(tmp_path)]) == 2
    assert "mutmut.log" in "".join(ecrit)
