"""Lire un classeur LibreOffice (.ods) : ses valeurs seulement, dans un processus à part, borné en temps et en mémoire.

La bibliothèque qui lit les .ods peut s'arrêter net, ou ne jamais finir, sur un fichier fait pour cela : elle ne tourne
jamais dans le processus de l'outil. La lecture est dite « dégradée » (FIC-42).
"""

from __future__ import annotations

import datetime as dt
import json
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from evaltools.acces.tableur_cellule import Cellule, Valeur
from evaltools.acces.tableur_garde import FichierRefuse, Paquet
from evaltools.acces.tableur_ods_enfant import DEMESURE, SANS_CALAMINE
from evaltools.acces.tableur_xml import lire_date_de_modification

SECONDES_MAX = 30.0
_SANS_FENETRE: int = getattr(subprocess, "CREATE_NO_WINDOW", 0)
ENFANT = Path(__file__).with_name("tableur_ods_enfant.py")
_DATES: Mapping[str, Callable[[str], Valeur]] = {
    "date": dt.date.fromisoformat,
    "datetime": dt.datetime.fromisoformat,
    "time": dt.time.fromisoformat,
}
_RAISONS = {
    DEMESURE: "son contenu est démesuré",
    SANS_CALAMINE: "la bibliothèque python-calamine n'est pas installée sur cet ordinateur",
}

FeuilleOds = tuple[str, bool, Mapping[tuple[int, int], Cellule], Mapping[tuple[int, int], str]]


def lire_ods(paquet: Paquet) -> tuple[FeuilleOds, ...]:
    """Lit les feuilles d'un .ods qui a passé la garde : (nom, visible, cellules, notes).

    Raises
    ------
    FichierRefuse
        FIC-43, avec sa raison : illisible, trop long, démesuré, ou lecteur absent.
    """
    said = _ask(paquet.octets)
    marks: dict[int, list[Sequence[Any]]] = {}
    for sheet, *mark in said["marques"]:
        marks.setdefault(sheet, []).append(mark)
    return tuple(_sheet(one, marks.get(rank, ())) for rank, one in enumerate(said["feuilles"]))


def modifie_le(paquet: Paquet) -> str:
    """Rend la date du dernier enregistrement que le .ods déclare (ISO), ou vide."""
    return lire_date_de_modification(paquet, "meta.xml", "date")


def _ask(content: bytes) -> Any:
    """Run the child on the bytes of the file; whatever happens to it, answer within the time allowed."""
    if not sys.executable or not ENFANT.is_file():
        raise FichierRefuse("FIC-43", raison="cet ordinateur ne permet pas de lancer le lecteur à part")
    command = [sys.executable, "-I", str(ENFANT)]
    try:
        done = subprocess.run(
            command, input=content, capture_output=True, timeout=SECONDES_MAX, check=False, creationflags=_SANS_FENETRE
        )
    except subprocess.TimeoutExpired as erreur:
        raise FichierRefuse("FIC-43", raison="sa lecture prenait trop de temps, elle a été arrêtée") from erreur
    except OSError as erreur:
        raise FichierRefuse("FIC-43", raison="cet ordinateur ne permet pas de lancer le lecteur à part") from erreur
    if done.returncode:
        raise FichierRefuse("FIC-43", raison=_RAISONS.get(done.returncode, "il est incomplet, abîmé ou démesuré"))
    try:
        return json.loads(done.stdout)
    except ValueError as erreur:
        raise FichierRefuse("FIC-43", raison="il est incomplet ou abîmé") from erreur


def _sheet(said: Mapping[str, Any], marks: Sequence[Sequence[Any]]) -> FeuilleOds:
    kinds = {(row, column): (kind, text) for row, column, kind, text in marks if kind != "note"}
    notes = {(row, column): text for row, column, kind, text in marks if kind == "note"}
    cells: dict[tuple[int, int], Cellule] = {}
    for row, column, kind, value in said["cellules"]:
        cells[row, column] = _cell(row, column, _value(kind, value), kinds.get((row, column), ("", ""))[0])
    for (row, column), (kind, text) in kinds.items():
        if kind == "erreur":
            cells[row, column] = Cellule(row, column, None, text, formule="", erreur=text)
        elif kind == "formule":
            cells[row, column] = Cellule(row, column, None, "", formule=text)
    return said["nom"], said["visible"], cells, notes


def _value(kind: str, value: Any) -> Valeur:
    if kind in _DATES:
        return _DATES[kind](value)
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return int(value)
    return value if isinstance(value, str | int | float | bool) else str(value)


def _cell(row: int, column: int, value: Valeur, kind: str) -> Cellule:
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        value = value.date()
    shape = "0%" if kind == "pourcent" else "dd/mm/yyyy" if isinstance(value, dt.date) else "General"
    return Cellule(row, column, value, str(value), shape)
