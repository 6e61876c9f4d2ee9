"""Le barème : les seuils que l'instance adopte avant de connaître les données (methode §5)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace


@dataclass(frozen=True, slots=True)
class Bareme:
    """Seuils du verdict, sans unité (0,95 = 95 %). Lus dans ``params/bareme.yaml``, imprimés dans chaque rapport.

    ``deff`` : effet de plan d'une enquête dont la source n'en donne pas (règle R-51).
    """

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
    deff: float = 2.0
    adopte_le: str = ""
    version: str = "2026-1"

    @property
    def nom(self) -> str:
        """Écrit la version et la date d'adoption, telles qu'on les estampille sur les résultats.

        Examples
        --------
        >>> Bareme(adopte_le="2026-01-01").nom, Bareme().nom
        ('2026-1 (2026-01-01)', '2026-1')
        """
        return f"{self.version} ({self.adopte_le})" if self.adopte_le else self.version

    def varier(self, facteur: float) -> Bareme:
        """Multiplie les seuils de décision (rythme, recul, stagnation, moitié, couverture), pour en éprouver l'effet.

        Les âges, la tolérance d'un maintien et le seuil de secret ne sont pas des seuils de décision.

        Examples
        --------
        >>> Bareme().varier(0.5).rythme_bonne_voie, Bareme().varier(0.5).seuil_personnes
        (0.475, 11)
        """
        return replace(self, **{nom: getattr(self, nom) * facteur for nom in SEUILS_DE_DECISION})


SEUILS_DE_DECISION = (
    "rythme_bonne_voie", "rythme_a_accelerer", "degradation", "stagnation", "partiellement_atteint",
    "couverture_minimale",
)  # fmt: skip
"""Seuils que l'épreuve de robustesse fait varier (règle R-78)."""


def ecarts(ancien: Mapping[str, object], bareme: Bareme) -> tuple[str, ...]:
    """Dit en quoi un barème enregistré diffère de celui-ci : « rythme_bonne_voie : 0,9 puis 0,95 » (règle R-27).

    Parameters
    ----------
    ancien : mapping
        Un barème tel qu'un journal ou une fiche de calcul le garde ; une clé absente n'est pas comparée.
    bareme : Bareme
        Celui d'aujourd'hui.

    Examples
    --------
    >>> ecarts({"stagnation": 0.2, "version": "2026-1"}, Bareme())
    ('stagnation : 0,2 puis 0,1',)
    """
    couples = ((f.name, ancien[f.name], getattr(bareme, f.name)) for f in fields(bareme) if f.name in ancien)
    return tuple(f"{nom} : {_ecrire(avant)} puis {_ecrire(apres)}" for nom, avant, apres in couples if avant != apres)


def _ecrire(valeur: object) -> str:
    return f"{valeur:g}".replace(".", ",") if isinstance(valeur, int | float) else str(valeur) or "vide"
