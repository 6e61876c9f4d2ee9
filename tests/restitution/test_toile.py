"""Le SVG des figures : court, propre, déterministe, dessiné une seule fois."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from evaltools.restitution import toile


@pytest.fixture(autouse=True)
def memoire_vide(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(toile, "_MEMOIRE", {})
    toile.employer_cache(None)
    yield
    toile.employer_cache(None)


def _tracer(largeur: float):
    with toile.reglages():
        fig = toile.toile(largeur, 100)
        ax = fig.add_axes((0.1, 0.2, 0.8, 0.7))
        ax.plot([2021, 2022, 2023], [1, 3, 2], marker="o")
        ax.barh([1, 2], [1, 1], color="#12436D")
        toile.hachurer(fig, (10, 10, 40, 30), "#9C3A04", croix=True)
        ax.text(2021, 1, "L’été & l’hiver <b>", fontweight=600)
    return fig


def test_le_svg_est_propre() -> None:
    html = str(toile.figure("essai", 1, _tracer, "Une courbe d'essai, de 2021 à 2023."))
    assert html.count("<svg ") == 2
    assert 'class="graphe large"' in html
    assert 'class="graphe etroit"' in html
    assert "L’été &amp; l’hiver &lt;b&gt;</text>" in html
    for absent in ("<metadata", "clip-path", "<style", "<!--", "xlink", "<?xml", "font-family", "<g>"):
        assert absent not in html
    assert set(re.findall(r' id="([^"]+)"', html)) == set(re.findall(r'href="#([^"]+)"', html))
    assert 'viewBox="0 0 720 100"' in html
    assert 'viewBox="0 0 344 100"' in html


def test_l_alternative_est_echappee_et_en_typographie_francaise() -> None:
    html = str(toile.figure("essai", 2, _tracer, 'L\'été : "oui"', "large"))
    assert 'role="img" aria-label="L’été\u00a0: &#34;oui&#34;"' in html


def test_une_figure_sans_alternative_est_cachee() -> None:
    assert 'aria-hidden="true"' in toile.figure("essai", 3, _tracer, "", "petit")


def test_les_memes_donnees_ne_sont_dessinees_qu_une_fois() -> None:
    appels = []

    def compter(largeur: float):
        appels.append(largeur)
        return _tracer(largeur)

    une = toile.figure("essai", (1, 2), compter, "Une figure assez décrite.")
    deux = toile.figure("essai", (1, 2), compter, "Une figure assez décrite.")
    assert une == deux
    assert appels == [720, 344]
    toile.figure("essai", (1, 3), compter, "Une figure assez décrite.")
    assert len(appels) == 4


def test_le_cache_d_un_dossier_sert_aux_autres_processus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    toile.employer_cache(tmp_path / "figures")
    premier = toile.figure("essai", "x", _tracer, "Une figure assez décrite.")
    assert len(list((tmp_path / "figures").iterdir())) == 2
    monkeypatch.setattr(toile, "_MEMOIRE", {})

    def jamais(_largeur: float):
        raise AssertionError("la figure devait être reprise")

    assert toile.figure("essai", "x", jamais, "Une figure assez décrite.") == premier


def test_deux_dessins_donnent_les_memes_octets(monkeypatch: pytest.MonkeyPatch) -> None:
    premier = toile.figure("essai", "y", _tracer, "Une figure assez décrite.")
    monkeypatch.setattr(toile, "_MEMOIRE", {})
    assert toile.figure("essai", "y", _tracer, "Une figure assez décrite.") == premier


@pytest.mark.parametrize(
    ("chemin", "attendu"),
    [
        ("M 10.04 20 L 30 20 L 30 40.26 z", "M10 20H30V40.3z"),
        ("M 0 0 L 5.55 7.77", "M0 0L5.5 7.8"),
        ("M 1 2 C 1 2 3 4 5 6 L 5 9", "M1 2C1 2 3 4 5 6V9"),
    ],
)
def test_raccourcir(chemin: str, attendu: str) -> None:
    assert toile.raccourcir(chemin) == attendu


def test_un_signe_absent_de_la_police_n_avertit_pas(capsys: pytest.CaptureFixture[str]) -> None:
    def tracer(largeur: float):
        with toile.reglages():
            fig = toile.toile(largeur, 50)
            fig.text(0.5, 0.5, "漢字 \U0001f600", fontweight=600)
        return fig

    assert "漢字" in toile.figure("essai", "z", tracer, "Une figure assez décrite.", "large")
    assert capsys.readouterr().err == ""


def test_pyplot_n_est_jamais_charge() -> None:
    code = (
        "import sys, fabrique_evaluation as f;"
        "from evaltools.restitution.rapport_annuel import RapportAnnuel;"
        "RapportAnnuel(f.petite(), 'ensemble').avancement();"
        "assert 'matplotlib' in sys.modules and 'matplotlib.pyplot' not in sys.modules"
    )
    tests = Path(__file__).resolve().parents[1]
    subprocess.run([sys.executable, "-c", code], check=True, cwd=tests)


def test_couper() -> None:
    assert toile.couper("Faciliter l'accès aux soins", 12, 3) == "Faciliter\nl’accès aux\nsoins"
    assert toile.couper("Un deux trois quatre", 8, 1) == "Un deux…"
