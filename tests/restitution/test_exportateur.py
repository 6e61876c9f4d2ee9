"""L'exporteur : du carnet exécuté à la page, et tout ce qu'il refuse de publier."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import nbformat
import pytest

from evaltools.domaine.evaluation import Evaluation
from evaltools.restitution.exportateur import ExportateurRapport, RapportRefuse, images_muettes
from evaltools.restitution.html import MIME, Bloc
from evaltools.restitution.rapport_annuel import RapportAnnuel


def _sortie(bloc: Bloc, rang: int = 1) -> Any:
    return nbformat.v4.new_output("execute_result", data=bloc._repr_mimebundle_(), execution_count=rang)


def _cellule(*sorties: Any, etiquettes: tuple[str, ...] = ()) -> Any:
    cellule = nbformat.v4.new_code_cell("rapport", outputs=list(sorties))
    cellule.metadata["tags"] = list(etiquettes)
    return cellule


@pytest.fixture
def carnet(petite: Evaluation) -> Any:
    """Carnet exécuté, avec une cellule de texte et une cellule muette."""
    rapport = RapportAnnuel(petite, "ensemble")
    cellules = [
        nbformat.v4.new_markdown_cell("# Note pour qui lance le carnet"),
        nbformat.v4.new_code_cell("import evaltools"),
    ]
    return nbformat.v4.new_notebook(cells=cellules + [_cellule(_sortie(b)) for b in rapport.blocs()])


def _exporter(carnet: Any) -> str:
    page, ressources = ExportateurRapport().from_notebook_node(carnet)
    assert ressources["output_extension"] == ".html"
    return page


def test_la_page_est_celle_des_blocs(carnet: Any, petite: Evaluation, rendre_page, lire_page) -> None:
    html = _exporter(carnet)
    page = lire_page(html)
    assert page.fautes == []
    assert "Note pour qui lance le carnet" not in html
    assert "import evaltools" not in html
    sommaire = html[html.index("<nav") : html.index("</nav>")]
    titres = [b.titre for b in RapportAnnuel(petite, "ensemble").blocs()[1:]]
    assert lire_page(sommaire).texte == " ".join(["Sommaire", *titres])
    assert "evaltools-apercu" not in html


def test_l_execution_ne_laisse_pas_de_trace(carnet: Any) -> None:
    premiere = _exporter(carnet)
    carnet.metadata["papermill"] = {"duration": 12.5, "start_time": "2027-01-15T08:00:00"}
    for rang, cellule in enumerate(carnet.cells):
        cellule["id"] = f"autre-{rang}"
        cellule.metadata["execution"] = {"iopub.status.busy": "2027-01-15"}
        if cellule.cell_type == "code":
            cellule.execution_count = rang
    assert _exporter(carnet) == premiere


def test_une_erreur_est_refusee(carnet: Any) -> None:
    erreur = nbformat.v4.new_output("error", ename="KeyError", evalue="'A1'\nsuite", traceback=["…"])
    carnet.cells.append(_cellule(erreur, etiquettes=("hors-rapport",)))
    with pytest.raises(RapportRefuse) as refus:
        _exporter(carnet)
    assert [a.code for a in refus.value.anomalies] == ["RAP-02"]
    rang = len(carnet.cells)
    assert f"la cellule {rang} du carnet s'est arrêtée sur une erreur : KeyError : 'A1'." in str(refus.value)


def test_un_avertissement_est_refuse_un_message_non(carnet: Any) -> None:
    carnet.cells.append(_cellule(nbformat.v4.new_output("stream", name="stdout", text="ouverture\n")))
    _exporter(carnet)
    carnet.cells.append(_cellule(nbformat.v4.new_output("stream", name="stderr", text="\nFutureWarning: bientôt\n")))
    with pytest.raises(RapportRefuse) as refus:
        _exporter(carnet)
    assert [a.code for a in refus.value.anomalies] == ["RAP-03"]
    assert "« FutureWarning: bientôt »" in str(refus.value)


def test_un_affichage_etranger_est_refuse_sauf_etiquette(carnet: Any) -> None:
    tableau = nbformat.v4.new_output("display_data", data={"text/html": "<table></table>", "text/plain": "…"})
    carnet.cells.append(_cellule(tableau, etiquettes=("hors-rapport",)))
    _exporter(carnet)
    carnet.cells[-1].metadata["tags"] = []
    with pytest.raises(RapportRefuse) as refus:
        _exporter(carnet)
    assert [a.code for a in refus.value.anomalies] == ["RAP-06"]
    assert "(text/html)" in str(refus.value)


def test_un_simple_texte_est_ignore(carnet: Any) -> None:
    premiere = _exporter(carnet)
    carnet.cells.append(
        _cellule(nbformat.v4.new_output("execute_result", data={"text/plain": "12"}, execution_count=1))
    )
    assert _exporter(carnet) == premiere


@pytest.mark.parametrize(
    "garder", [slice(0, 3), slice(0, 2), slice(3, None)], ids=["sans-partie", "vide", "sans-entete"]
)
def test_il_faut_un_en_tete_et_une_partie(carnet: Any, garder: slice) -> None:
    carnet.cells = carnet.cells[garder]
    with pytest.raises(RapportRefuse) as refus:
        _exporter(carnet)
    assert [a.code for a in refus.value.anomalies] == ["RAP-04"]


def test_deux_en_tetes_sont_refuses(carnet: Any) -> None:
    carnet.cells.append(_cellule(*carnet.cells[2].outputs))
    with pytest.raises(RapportRefuse, match="2 en-tête"):
        _exporter(carnet)


def test_une_image_muette_est_refusee(carnet: Any) -> None:
    bloc = Bloc(
        "section", "x", "X", '<section id="x"><img src="data:x" alt="No description has been provided"></section>'
    )
    carnet.cells.append(_cellule(_sortie(bloc)))
    with pytest.raises(RapportRefuse) as refus:
        _exporter(carnet)
    assert [a.code for a in refus.value.anomalies] == ["RAP-05"]


def test_toutes_les_fautes_a_la_fois(carnet: Any) -> None:
    carnet.cells.append(_cellule(nbformat.v4.new_output("stream", name="stderr", text="a")))
    carnet.cells.append(_cellule(nbformat.v4.new_output("display_data", data={"image/png": "AAAA"})))
    with pytest.raises(RapportRefuse) as refus:
        _exporter(carnet)
    assert [a.code for a in refus.value.anomalies] == ["RAP-03", "RAP-06"]


@pytest.mark.parametrize(
    ("html", "n"),
    [
        ('<img alt="Courbe des soins depuis 2021">', 0),
        ("<img>", 1),
        ('<img alt="">', 1),
        ('<img alt="figure">', 1),
        ('<svg role="img" aria-label="Barres par axe"></svg>', 0),
        ('<svg role="img"></svg>', 1),
        ('<svg aria-hidden="true"></svg>', 0),
    ],
)
def test_images_muettes(html: str, n: int) -> None:
    assert images_muettes(html) == n


def test_un_bloc_se_montre_dans_jupyterlab(petite: Evaluation, lire_page) -> None:
    bloc = RapportAnnuel(petite, "ensemble").essentiel()
    paquet = bloc._repr_mimebundle_()
    assert set(paquet) == {"text/html", MIME}
    assert paquet[MIME]["html"] == bloc.contenu
    apercu = lire_page(paquet["text/html"])
    assert apercu.fautes == []
    assert paquet["text/html"].startswith("<style>.evaltools-apercu{")
    assert "@font-face" not in paquet["text/html"]
    assert repr(bloc) == "Bloc « L’essentiel »"


def test_le_module_reste_leger() -> None:
    code = (
        "import sys, evaltools.restitution.html as h;"
        "assert 'nbconvert' not in sys.modules and 'matplotlib' not in sys.modules and 'jinja2' not in sys.modules;"
        "h.ExportateurRapport; assert 'nbconvert' in sys.modules and 'matplotlib' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_un_nom_inconnu_du_module_est_refuse() -> None:
    from evaltools.restitution import html

    with pytest.raises(AttributeError, match="Exportateur"):
        _ = html.Exportateur


@pytest.mark.lent
def test_par_la_commande_jupyter_nbconvert(carnet: Any, tmp_path: Path) -> None:
    chemin = tmp_path / "carnet.ipynb"
    nbformat.write(carnet, chemin)
    commande = [sys.executable, "-m", "jupyter", "nbconvert", "--to", "evaltools", str(chemin)]
    env = {**os.environ, "JUPYTER_PLATFORM_DIRS": "1", "HOME": str(tmp_path)}
    subprocess.run(commande, check=True, capture_output=True, env=env)
    assert (tmp_path / "carnet.html").read_text(encoding="utf-8") == _exporter(carnet)
