"""La coquille IPython où le moteur exécute les cellules : tout ce qui s'affiche va dans une liste de sorties.

Ce module importe IPython ; seul le moteur le charge, et seulement quand un carnet s'exécute.
"""

from __future__ import annotations

import builtins
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from io import TextIOBase
from typing import Any

from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from nbformat import NotebookNode, from_dict
from traitlets.config import Config

Sorties = list[NotebookNode]
"""Les sorties d'une cellule, au format nbformat, dans l'ordre."""


def _sortie(output_type: str, **contenu: Any) -> NotebookNode:
    node: NotebookNode = from_dict({"output_type": output_type, **contenu})  # type: ignore[no-untyped-call]
    return node


class Flux(TextIOBase):
    """``sys.stdout`` ou ``sys.stderr`` d'une cellule : ajoute au dernier flux de même nom, comme nbclient."""

    def __init__(self, name: str, outputs: Sorties) -> None:
        self.name, self.outputs = name, outputs

    def writable(self) -> bool:
        """Dit que l'on peut y écrire."""
        return True

    def write(self, text: str) -> int:
        """Ajoute un texte au flux."""
        last = self.outputs[-1] if self.outputs else None
        if text and last is not None and last.output_type == "stream" and last.name == self.name:
            last.text += text
        elif text:
            self.outputs.append(_sortie("stream", name=self.name, text=text))
        return len(text)


class Publication(DisplayPublisher):
    """Range ce que ``display`` montre, et met à jour ce qui porte un identifiant."""

    def publish(
        self,
        data: Mapping[str, Any],
        metadata: Mapping[str, Any] | None = None,
        *_source: Any,
        transient: Mapping[str, str] | None = None,
        update: bool = False,
        **_autres: Any,
    ) -> None:
        """Range un ``display_data``, ou met à jour ceux qui portent le même identifiant."""
        output = _sortie("display_data", data=data, metadata=metadata or {})
        known = self.shell.affichages.setdefault((transient or {}).get("display_id", ""), [])
        if not update:
            self.shell.sorties.append(output)
            known.append(output)
            return
        for node in known:
            node.data, node.metadata = output.data, output.metadata

    def clear_output(self, wait: bool = False) -> None:
        """Vide les sorties de la cellule (``wait`` : sans effet, rien n'est montré avant la fin)."""
        self.shell.sorties.clear()


class Affichage(DisplayHook):
    """Range la valeur de la dernière expression d'une cellule."""

    def write_output_prompt(self) -> None:
        """N'écrit rien : le numéro va dans ``execution_count``."""

    def write_format_data(self, format_dict: Mapping[str, Any], md_dict: Mapping[str, Any] | None = None) -> None:
        """Range la valeur, sous toutes ses formes."""
        shell: Any = self.shell
        shell.sorties.append(
            _sortie("execute_result", data=format_dict, metadata=md_dict or {}, execution_count=self.prompt_count)
        )

    def finish_displayhook(self) -> None:
        """N'écrit pas de saut de ligne."""


class Coquille(InteractiveShell):
    """Une coquille dont les sorties sont gardées dans ``sorties``."""

    display_pub_class = Publication
    displayhook_class = Affichage

    def __init__(self, **reglages: Any) -> None:
        self.sorties: Sorties = []
        self.affichages: dict[str, Sorties] = {}
        super().__init__(**reglages)  # type: ignore[no-untyped-call]

    def _showtraceback(self, etype: type[BaseException], evalue: BaseException, stb: list[str]) -> None:
        self.sorties.append(_sortie("error", ename=etype.__name__, evalue=str(evalue), traceback=list(stb)))

    def init_sys_modules(self) -> None:
        """Laisse ``__main__`` au programme appelant."""


@contextmanager
def coquille() -> Iterator[Coquille]:
    """Prête une coquille neuve, puis remet le processus dans l'état où il était."""
    config = Config()
    config.HistoryManager.enabled = False
    config.InteractiveShell.colors = "nocolor"
    kept = sys.stdout, sys.stderr, sys.displayhook, sys.excepthook
    vars(builtins).pop("_", None)  # laissé par une autre boucle interactive, il masquerait celui du carnet
    InteractiveShell.clear_instance()
    shell: Coquille = Coquille.instance(config=config)
    try:
        sys.stdout, sys.stderr = Flux("stdout", shell.sorties), Flux("stderr", shell.sorties)
        yield shell
    finally:
        sys.stdout, sys.stderr, sys.displayhook, sys.excepthook = kept
        shell.restore_sys_module_state()  # type: ignore[no-untyped-call]
        Coquille.clear_instance()
