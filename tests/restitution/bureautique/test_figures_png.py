"""Du SVG à l'image : une fois par contenu, la même partout, avec la seule police du projet."""

from __future__ import annotations

from pathlib import Path

import pytest

from evaltools.restitution import toile
from evaltools.restitution.bureautique import figures_png
from evaltools.restitution.bureautique.lecture_figures import autonome

SVG = autonome('<svg class="graphe" viewBox="0 0 100 40"><text x="4" y="20">Été 2026</text></svg>')


@pytest.fixture(autouse=True)
def _sans_memoire(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(figures_png, "_MEMOIRE", {})


def test_deux_fois_la_taille() -> None:
    octets = figures_png.png(SVG)
    assert (int.from_bytes(octets[16:20], "big"), int.from_bytes(octets[20:24], "big")) == (200, 80)


def test_le_texte_est_trace() -> None:
    vide = figures_png.png(SVG.replace("Été 2026", ""))
    assert len(figures_png.png(SVG)) > len(vide) + 200


def test_une_conversion_par_contenu_gardee_dans_le_dossier(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(toile, "_dossier_cache", tmp_path)
    premiere = figures_png.png(SVG)
    (gardee,) = tmp_path.glob("*.png")
    assert gardee.read_bytes() == premiere
    monkeypatch.setattr(figures_png, "_MEMOIRE", {})
    monkeypatch.setattr(figures_png, "_convertir", lambda _svg: pytest.fail("déjà convertie"))
    assert figures_png.png(SVG) == premiere


def test_un_autre_contenu_est_une_autre_image(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(toile, "_dossier_cache", tmp_path)
    assert figures_png.png(SVG) != figures_png.png(SVG.replace("2026", "2027"))
    assert len(list(tmp_path.glob("*.png"))) == 2
