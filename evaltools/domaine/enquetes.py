"""Les enquêtes : combien de personnes sollicitées, combien ont répondu, combien sont satisfaites (fonction F31)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Enquete:
    """Ce qu'une enquête a recueilli pour un indicateur, un territoire et une période.

    ``realisee`` ``None`` : non renseigné ; ``False`` : l'enquête n'a pas été faite, ce qui n'est pas une absence de
    satisfaction. ``sollicites``, ``repondants``, ``satisfaits`` : nombres de personnes. ``note_moyenne`` sur
    ``note_maximale``.
    """

    action: str
    indicateur: str
    siren: str
    periode: str
    realisee: bool | None = None
    le: date | None = None
    sollicites: float | None = None
    repondants: float | None = None
    satisfaits: float | None = None
    note_moyenne: float | None = None
    note_maximale: float | None = None
    commentaire: str = ""
    fichier: str = ""
    feuille: str = ""
    cellule: str = ""

    @property
    def taux_de_reponse(self) -> float | None:
        """Part des personnes sollicitées qui ont répondu, sans unité ; ``None`` si elle ne se calcule pas.

        Examples
        --------
        >>> Enquete("A1", "A1-R1", "ensemble", "2026", sollicites=80, repondants=20).taux_de_reponse
        0.25
        """
        if self.repondants is None or not self.sollicites:
            return None
        return self.repondants / self.sollicites
