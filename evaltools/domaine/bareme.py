"""Le barème : les seuils que l'instance adopte avant de connaître les données (methode §5)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Bareme:
    """Seuils du verdict, sans unité (0,95 = 95 %). Lus dans ``params/bareme.yaml``, imprimés dans chaque rapport."""

    rythme_bonne_voie: float = 0.95
    rythme_a_accelerer: float = 0.60
    degradation: float = -0.10
    stagnation: float = 0.10
    partiellement_atteint: float = 0.50
    couverture_minimale: float = 0.50
    donnee_ancienne_ans: int = 2
    donnee_trop_ancienne_ans: int = 4
    tolerance_maintien: float = 0.05
    ecart_minuscule: float = 0.02
    seuil_personnes: int = 11
    adopte_le: str = ""
    version: str = "2026-1"
