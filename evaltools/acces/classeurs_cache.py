"""Ne pas relire ce qui n'a pas changé : les lectures sont gardées par empreinte du fichier.

Une lecture gardée vaut tant que le fichier, son nom, le programme, l'année et le code de lecture sont les mêmes. Le
dossier peut être effacé à tout moment ; une lecture gardée illisible est simplement refaite.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from evaltools.acces.tableur import FichierRefuse, empreinte
from evaltools.domaine.anomalies import Anomalie
from evaltools.domaine.avancement import Avancement
from evaltools.domaine.collecte import CelluleGardee, Collecte, FichierLu
from evaltools.domaine.enquetes import Enquete
from evaltools.domaine.finances import LigneFinanciere
from evaltools.domaine.lexique import EtatAction, EtatValeur, Gravite, Qualite
from evaltools.domaine.mesures import Observation
from evaltools.domaine.programme import Programme

_Lecteur = Callable[[Any], Any]
_LECTEURS: Mapping[type, Mapping[str, _Lecteur]] = {
    Observation: {"etat": EtatValeur, "qualite": Qualite},
    Avancement: {
        "etat": EtatAction,
        **dict.fromkeys(("debut_reel", "fin_prevue", "fin_revisee", "fin_reelle"), date.fromisoformat),
    },
    LigneFinanciere: {},
    Enquete: {"le": date.fromisoformat},
    Anomalie: {"gravite": Gravite},
    CelluleGardee: {},
}


class Cache:
    """Les lectures gardées d'un programme et d'une année ; sans dossier, elle ne garde ni ne retrouve rien."""

    def __init__(self, dossier: Path | None, programme: Programme, annee: int) -> None:
        """Prépare l'accès ; ``dossier`` absent : pas de mémoire."""
        self._folder = dossier / "lectures" if dossier is not None else None
        self._context = f"{version_du_lecteur()}|{_programme_digest(programme)}|{annee}" if dossier is not None else ""

    def retrouver(self, chemin: Path) -> FichierLu | None:
        """Rend la lecture gardée de ce fichier, ou ``None`` s'il faut le lire."""
        place = self._place(chemin)
        if place is None:
            return None
        try:
            return _decode(json.loads(place.read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError, KeyError, IndexError):
            return None

    def garder(self, chemin: Path, lu: FichierLu) -> None:
        """Garde la lecture d'un fichier ; un disque plein ou protégé n'empêche pas de continuer."""
        place = self._place(chemin)
        if place is None or not lu.sha256:
            return
        temporary = place.with_name(f"{place.name}.{os.getpid()}.tmp")
        with contextlib.suppress(OSError):
            place.parent.mkdir(parents=True, exist_ok=True)
            temporary.write_text(json.dumps(_encode(lu), ensure_ascii=False), encoding="utf-8")
            temporary.replace(place)

    def _place(self, path: Path) -> Path | None:
        if self._folder is None:
            return None
        try:
            key = hashlib.sha256(f"{empreinte(path)}|{path.name}|{self._context}".encode()).hexdigest()
        except FichierRefuse:
            return None
        return self._folder / key[:2] / f"{key}.json"


@cache
def version_du_lecteur() -> str:
    """Empreinte du code qui lit : elle change dès qu'une règle de lecture change."""
    root = Path(__file__).resolve().parents[1]
    digest = hashlib.sha256()
    for path in sorted((*(root / "acces").glob("*.py"), *(root / "domaine").glob("*.py"))):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _programme_digest(programme: Programme) -> str:
    return hashlib.sha256(repr(programme).encode()).hexdigest()[:16]


def _encode(lu: FichierLu) -> dict[str, Any]:
    c = lu.collecte
    return {
        "fichier": [lu.nom, lu.sha256, lu.action, lu.annee, lu.etat, lu.fictif, lu.actions, lu.porteur, lu.modifie_le],
        "observations": [_row(o) for o in c.observations],
        "avancements": [_row(a) for a in c.avancements],
        "finances": [_row(f) for f in c.finances],
        "enquetes": [_row(e) for e in c.enquetes],
        "anomalies": [_row(a) for a in lu.anomalies],
        "gardees": [_row(g) for g in lu.gardees],
    }


def _row(item: Any) -> list[Any]:
    if not is_dataclass(item):
        raise TypeError(type(item))
    return [_plain(getattr(item, f.name)) for f in fields(item)]


def _plain(value: Any) -> Any:
    if isinstance(value, StrEnum):
        return value.value
    return value.isoformat() if isinstance(value, date) else value


def _decode(said: Mapping[str, Any]) -> FichierLu:
    collecte = Collecte(
        _rows(Observation, said["observations"]),
        _rows(Avancement, said["avancements"]),
        _rows(LigneFinanciere, said["finances"]),
        _rows(Enquete, said["enquetes"]),
    )
    name, digest, action, year, state, fictional, actions, carrier, modified = said["fichier"]
    return FichierLu(
        name,
        digest,
        action,
        year,
        state,
        fictional,
        collecte=collecte,
        anomalies=_rows(Anomalie, said["anomalies"]),
        gardees=_rows(CelluleGardee, said["gardees"]),
        actions=tuple(actions),
        porteur=carrier,
        modifie_le=modified,
    )


def _rows(kind: type, rows: list[list[Any]]) -> tuple[Any, ...]:
    names = [f.name for f in fields(kind)]
    readers = [(rank, _LECTEURS[kind][name]) for rank, name in enumerate(names) if name in _LECTEURS[kind]]
    for row in rows:
        for rank, reader in readers:
            if row[rank] is not None:
                row[rank] = reader(row[rank])
    return tuple(kind(*row) for row in rows)
