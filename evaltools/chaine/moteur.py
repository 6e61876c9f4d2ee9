"""Moteur papermill qui exécute les cellules dans le processus courant, sans noyau à démarrer.

papermill reste la seule façon d'exécuter un carnet : ce moteur est un de ses points d'entrée (``evaltools``), et le
moteur ordinaire donne le même rapport. Ce qui est gagné est le démarrage d'un noyau et ses imports, à chaque rapport.
Sorties, résultats, flux et erreurs sont rangés dans l'ordre où un noyau les aurait émis. Ce module reste léger :
papermill charge tous les moteurs inscrits, à chaque démarrage.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from papermill.engines import Engine, NotebookExecutionManager

if TYPE_CHECKING:
    from evaltools.chaine.coquille import Coquille


class MoteurEnProcessus(Engine):  # type: ignore[misc]
    """Exécute les cellules une à une dans une coquille IPython neuve ; s'arrête à la première erreur."""

    @classmethod
    def execute_managed_notebook(cls, nb_man: NotebookExecutionManager, kernel_name: str, **_autres: Any) -> None:
        """Exécute le carnet confié par papermill (``kernel_name`` : sans effet, c'est ce processus qui exécute)."""
        from evaltools.chaine.coquille import coquille

        with coquille() as shell:
            for rang, cell in enumerate(nb_man.nb.cells):
                if cell.cell_type == "code" and not _executer(nb_man, shell, cell, rang):
                    return


def _executer(nb_man: NotebookExecutionManager, shell: Coquille, cell: Any, rang: int) -> bool:
    """Exécute une cellule et range ses sorties ; rend faux si l'exécution doit s'arrêter là."""
    nb_man.cell_start(cell, rang)
    shell.sorties.clear()
    failed = False
    if cell.source.strip():
        cell.execution_count = shell.execution_count
        resultat = shell.run_cell(cell.source, store_history=True)  # type: ignore[no-untyped-call]
        failed = not resultat.success
    cell.outputs = list(shell.sorties)
    if failed:
        nb_man.cell_exception(cell, rang)
    nb_man.cell_complete(cell, rang)
    return not failed
