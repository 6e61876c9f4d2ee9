"""Le suivi financier : prévu, engagé, payé par financeur (fonction F08)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LigneFinanciere:
    """Une ligne de financement d'une action, une année, en euros ; ``None`` : montant non renseigné.

    ``operation`` : vide, le montant est celui de toute l'action ; sinon, celui de cette seule opération.
    """

    action: str
    annee: int
    financeur: str
    prevu_eur: float | None = None
    engage_eur: float | None = None
    paye_eur: float | None = None
    commentaire: str = ""
    fichier: str = ""
    feuille: str = ""
    cellule: str = ""
    operation: str = ""
