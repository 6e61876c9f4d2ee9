"""La forme d'une entrée du catalogue des anomalies, et les trois gravités sous leur nom court."""

from __future__ import annotations

from dataclasses import dataclass

from evaltools.domaine.lexique import Gravite

BLOQUANTE, AVERTISSEMENT, INFORMATION = Gravite.BLOQUANTE, Gravite.AVERTISSEMENT, Gravite.INFORMATION


@dataclass(frozen=True, slots=True)
class Modele:
    """Textes d'un code ; ``{champ}`` y est remplacé par le détail donné à ``signaler``."""

    gravite: Gravite
    titre: str
    constat: str
    consequence: str
    remede: str
