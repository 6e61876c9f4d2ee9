"""Moteur papermill qui exécute les cellules dans le processus courant, sans noyau à démarrer.

papermill reste la seule façon d'exécuter un carnet : ce moteur est un de ses points d'entrée (``evaltools``), et le
moteur ordinaire donne le même rapport. Ce qui est gagné est le démarrage d'un noyau et ses imports, à chaque rapport.
Sorties, résultats, flux et erreurs sont rangés dans l'ordre où un noyau les aurait émis.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from io import TextIOBase
from typing import Any

import nbformat
from papermill.engines import Engine, NotebookExecutionManager

Sortie = Any
"""Une sortie de cellule, au format nbformat."""


class _Flux(TextIOBase):
    """``sys.stdout`` ou ``sys.stderr`` d'une cellule : ajoute au dernier flux de même nom, comme nbclient."""

    def __init__(self, name: str, outputs: list[Sortie]) -> None:
        self.name, self.outputs = name, outputs

    def writable(self) -> bool:
        return True

    def write(self, text: str) -> int:
        if not text:
            return 0
        last = self.outputs[-1] if self.outputs else None
        if last is not None and last.output_type == "stream" and last.name == self.name:
            last.text += text
        else:
            self.outputs.append(nbformat.v4.new_output("stream", name=self.name, text=text))
        return len(text)


def _fabriquer_coquille(outputs: list[Sortie]) -> Any:
    """Crée la coquille IPython dont tout ce qui s'affiche va dans ``outputs``."""
    from IPython.core.displayhook import DisplayHook
    from IPython.core.displaypub import DisplayPublisher
    from IPython.core.interactiveshell import InteractiveShell
    from traitlets.config import Config

    class Publication(DisplayPublisher):
        by_id: dict[str, list[Sortie]] = {}

        def publish(self, data, metadata=None, *_source, transient=None, update=False, **_autres):
            """Range un ``display_data``, ou met à jour ceux qui portent le même identifiant."""
            key = (transient or {}).get("display_id")
            if update:
                for known in self.by_id.get(key, []):
                    known.data, known.metadata = nbformat.from_dict(data), nbformat.from_dict(metadata or {})
                return
            output = nbformat.v4.new_output("display_data", data=data, metadata=metadata or {})
            if key:
                self.by_id.setdefault(key, []).append(output)
            outputs.append(output)

        def clear_output(self, wait=False):
            """Vide les sorties de la cellule."""
            outputs.clear()

    class Affichage(DisplayHook):
        def write_output_prompt(self):
            """N'écrit rien : le numéro va dans ``execution_count``."""

        def write_format_data(self, format_dict, md_dict=None):
            """Range la valeur de la dernière expression de la cellule."""
            outputs.append(
                nbformat.v4.new_output(
                    "execute_result", data=format_dict, metadata=md_dict or {}, execution_count=self.prompt_count
                )
            )

        def finish_displayhook(self):
            """N'écrit pas de saut de ligne."""

    class Coquille(InteractiveShell):
        display_pub_class = Publication
        displayhook_class = Affichage

        def _showtraceback(self, etype, evalue, stb):
            outputs.append(
                nbformat.v4.new_output("error", ename=etype.__name__, evalue=str(evalue), traceback=list(stb))
            )

        def init_sys_modules(self):
            """Laisse ``__main__`` au programme appelant."""

    config = Config()
    config.HistoryManager.enabled = False
    config.InteractiveShell.colors = "nocolor"
    InteractiveShell.clear_instance()
    Coquille.clear_instance()
    return Coquille.instance(config=config)


@contextmanager
def _coquille(outputs: list[Sortie]) -> Iterator[Any]:
    """Prête une coquille neuve, puis remet le processus dans l'état où il était."""
    kept = sys.stdout, sys.stderr, sys.displayhook, sys.excepthook
    shell = _fabriquer_coquille(outputs)
    try:
        sys.stdout, sys.stderr = _Flux("stdout", outputs), _Flux("stderr", outputs)  # type: ignore[assignment]
        yield shell
    finally:
        sys.stdout, sys.stderr, sys.displayhook, sys.excepthook = kept
        shell.restore_sys_module_state()
        type(shell).clear_instance()


class MoteurEnProcessus(Engine):
    """Exécute les cellules une à une dans une coquille IPython neuve ; s'arrête à la première erreur."""

    @classmethod
    def execute_managed_notebook(cls, nb_man: NotebookExecutionManager, kernel_name: str, **_autres: Any) -> None:
        """Exécute le carnet confié par papermill (``kernel_name`` : sans effet, c'est ce processus qui exécute)."""
        outputs: list[Sortie] = []
        with _coquille(outputs) as shell:
            for rang, cell in enumerate(nb_man.nb.cells):
                if cell.cell_type == "code" and not _executer(nb_man, shell, cell, rang, outputs):
                    return


def _executer(nb_man: NotebookExecutionManager, shell: Any, cell: Any, rang: int, outputs: list[Sortie]) -> bool:
    """Exécute une cellule et range ses sorties ; rend faux si l'exécution doit s'arrêter là."""
    nb_man.cell_start(cell, rang)
    outputs.clear()
    if cell.source.strip():
        cell.execution_count = shell.execution_count
        result = shell.run_cell(cell.source, store_history=True)
    else:
        result = None
    cell.outputs = list(outputs)
    failed = result is not None and not result.success
    if failed:
        nb_man.cell_exception(cell, rang)
    nb_man.cell_complete(cell, rang)
    return not failed
