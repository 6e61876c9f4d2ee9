"""Le moteur dans le processus donne ce qu'un noyau Jupyter aurait donné."""

from __future__ import annotations

import builtins
import sys
from pathlib import Path
from typing import Any

import nbformat
import papermill
import pytest
from papermill.exceptions import PapermillExecutionError

CELLULES = [
    "a = 1  # un nombre",
    "print('x')\nprint('y')\na + 1",
    "from IPython.display import HTML, display, update_display",
    "d = display(HTML('<b>1</b>'), display_id='k')\nprint(2)",
    "update_display(HTML('<i>2</i>'), display_id='k')",
    "None",
    "",
    "class A:\n    def _repr_mimebundle_(self, **_):\n        return {'text/html': '<p>é</p>', 'text/plain': 'é'}\nA()",
    "import sys\nprint('erreur', file=sys.stderr)",
    "len(In), __name__, get_ipython() is not None",
    "_ + (a,)",
]


def carnet(tmp_path: Path, cellules: list[str]) -> Path:
    nb = nbformat.v4.new_notebook(metadata={"kernelspec": {"name": "python3", "display_name": "Python 3"}})
    nb.metadata.kernelspec.language = "python"
    nb.cells = [nbformat.v4.new_code_cell(source) for source in cellules]
    nb.cells[0].metadata["tags"] = ["parameters"]
    chemin = tmp_path / "carnet.ipynb"
    nbformat.write(nb, chemin)
    return chemin


def executer(chemin: Path, moteur: str | None, **parametres: Any) -> Any:
    return papermill.execute_notebook(
        str(chemin), None, parameters=parametres, engine_name=moteur, progress_bar=False, kernel_name="python3"
    )


def sorties(nb: Any) -> list[tuple[str, int | None, Any]]:
    return [(c.source, c.execution_count, c.outputs) for c in nb.cells if c.cell_type == "code"]


@pytest.mark.lent
@pytest.mark.filterwarnings("ignore")
def test_memes_sorties_qu_un_noyau(tmp_path: Path) -> None:
    chemin = carnet(tmp_path, CELLULES)
    assert sorties(executer(chemin, "evaltools", a=3)) == sorties(executer(chemin, None, a=3))


def test_sorties_dans_l_ordre(tmp_path: Path) -> None:
    nb = executer(carnet(tmp_path, CELLULES), "evaltools", a=3)
    resultats = {c.source: c.outputs for c in nb.cells}
    flux, valeur = resultats[CELLULES[1]]
    assert (flux.name, flux.text) == ("stdout", "x\ny\n")
    assert valeur.data["text/plain"] == "4"
    affichage, _flux = resultats[CELLULES[3]]
    assert affichage.data["text/html"] == "<i>2</i>", "mis à jour par la cellule suivante"
    assert resultats[CELLULES[5]] == []
    assert resultats[CELLULES[7]][0].data["text/html"] == "<p>é</p>"


def test_un_souligne_laisse_par_une_autre_boucle_ne_masque_rien(tmp_path: Path) -> None:
    vars(builtins)["_"] = ["reste"]
    nb = executer(carnet(tmp_path, ["a = 1", "(a,)", "_ + (2,)"]), "evaltools")
    assert nb.cells[-1].outputs[0].data["text/plain"] == "(1, 2)"


def test_arret_a_la_premiere_erreur(tmp_path: Path) -> None:
    chemin = carnet(tmp_path, ["a = 1", "raise ValueError('non')", "print('jamais')"])
    with pytest.raises(PapermillExecutionError) as erreur:
        executer(chemin, "evaltools")
    assert (erreur.value.ename, erreur.value.evalue) == ("ValueError", "non")


def test_rien_ne_reste_d_un_carnet_a_l_autre(tmp_path: Path) -> None:
    avant = sys.stdout, sys.stderr, sys.displayhook
    executer(carnet(tmp_path, ["a = 1", "reste = 5"]), "evaltools")
    nb = executer(carnet(tmp_path, ["a = 1", "'reste' in globals()"]), "evaltools")
    assert nb.cells[-1].outputs[0].data["text/plain"] == "False"
    assert (sys.stdout, sys.stderr, sys.displayhook) == avant
