"""Les mots du scénario d'exemple, et la table des accidents notables de chaque programme.

Un programme absent d'ici a tout de même son exemple : tout y est alors tiré au sort.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class Profil(StrEnum):
    """Ce qui arrive à un indicateur, de la première année à la dernière."""

    ATTEINT_TOT = "atteint_tot"
    BONNE_VOIE = "bonne_voie"
    A_ACCELERER = "a_accelerer"
    INSUFFISANT = "insuffisant"
    STAGNATION = "stagnation"
    DEGRADATION = "degradation"
    ACQUIS_PERDU = "acquis_perdu"
    MAINTIEN = "maintien"
    ANNUELLE = "annuelle"
    FAIT = "fait"
    FAIT_EN_RETARD = "fait_en_retard"
    PAS_FAIT = "pas_fait"
    NON_ECHU = "non_echu"
    TEXTE = "texte"
    SANS_CIBLE = "sans_cible"
    SANS_VALEUR_INITIALE = "sans_valeur_initiale"
    NON_DISPONIBLE = "non_disponible"
    ENQUETE_NON_REALISEE = "enquete_non_realisee"
    BLANC = "blanc"
    RUPTURE = "rupture"
    TROP_ANCIENNE = "trop_ancienne"
    SECRET = "secret"


class Role(StrEnum):
    """Ce qui arrive à une action ou à une opération."""

    EN_COURS = "en_cours"
    REALISEE = "realisee"
    REALISEE_PARTIELLEMENT = "realisee_partiellement"
    REPORTEE = "reportee"
    ARRETEE = "arretee"
    SUSPENDUE = "suspendue"
    NON_DEMARREE = "non_demarree"


SANS_SUITE: frozenset[Profil] = frozenset(
    {
        Profil.SANS_CIBLE,
        Profil.SANS_VALEUR_INITIALE,
        Profil.NON_DISPONIBLE,
        Profil.ENQUETE_NON_REALISEE,
        Profil.BLANC,
        Profil.RUPTURE,
        Profil.TROP_ANCIENNE,
        Profil.SECRET,
    }
)
"""Profils qui laissent l'indicateur non évaluable."""


PROFILS_FIXES: Mapping[str, Mapping[str, Profil]] = {
    "cls-avesnois": {
        "FA 1.1.1-QT1": Profil.BONNE_VOIE,
        "FA 1.1.1-QT4": Profil.ANNUELLE,
        "FA 2.1.1-QT1": Profil.ANNUELLE,
        "FA 1.2.1-QT2": Profil.ATTEINT_TOT,
        "FA 2.2.1-QT3": Profil.ACQUIS_PERDU,
        "FA 2.3.1-QL2": Profil.BONNE_VOIE,
        "FA 2.3.1-QL4": Profil.DEGRADATION,
        "FA 2.3.2-QT4": Profil.STAGNATION,
        "FA 2.1.3-QL3": Profil.ENQUETE_NON_REALISEE,
        "FA 4.1-QL3": Profil.FAIT,
    },
    "sante-artois-douaisis": {
        "A1-S1": Profil.ANNUELLE,
        "A1-R3": Profil.A_ACCELERER,
        "A2-S2": Profil.FAIT_EN_RETARD,
        "B2-R1": Profil.ACQUIS_PERDU,
        "C2-R2": Profil.ENQUETE_NON_REALISEE,
        "C4-R2": Profil.ATTEINT_TOT,
        "F3-R4": Profil.A_ACCELERER,
        "A3-R4": Profil.DEGRADATION,
        "I1-R2": Profil.STAGNATION,
        "I1-R1": Profil.TROP_ANCIENNE,
        "H3-S1": Profil.SECRET,
    },
}
"""Accidents notables, choisis ; les autres indicateurs sont tirés au sort."""

ROLES_FIXES: Mapping[str, Mapping[str, Role]] = {
    "cls-avesnois": {
        "FA 1.2": Role.REPORTEE,
        "FA 1.2.1": Role.EN_COURS,
        "FA 1.3.3": Role.SUSPENDUE,
        "FA 1.3.4": Role.ARRETEE,
        "FA 2.2.4": Role.REPORTEE,
        "FA 2.3.2": Role.NON_DEMARREE,
        "FA 4.1": Role.REALISEE,
    },
    "sante-artois-douaisis": {
        "A2": Role.REALISEE,
        "C2": Role.REALISEE,
        "C3": Role.REALISEE_PARTIELLEMENT,
        "D2": Role.ARRETEE,
        "E2": Role.REPORTEE,
        "E3": Role.REPORTEE,
        "I3": Role.NON_DEMARREE,
        "K5": Role.SUSPENDUE,
    },
}
TARDIFS_FIXES: Mapping[str, frozenset[str]] = {
    "cls-avesnois": frozenset({"FA 3.1"}),
    "sante-artois-douaisis": frozenset({"C6", "H6", "L1"}),
}
VALEURS_FIXES: Mapping[str, Mapping[str, Mapping[int, float]]] = {
    "cls-avesnois": {"FA 2.1.1-QT1": {2025: 2.0, 2026: 1.0}, "FA 1.1.1-QT4": {2025: 1.0, 2026: 3.0}},
    "sante-artois-douaisis": {"A1-S1": {2021: 1.0, 2022: 2.0, 2023: 4.0, 2024: 3.0, 2025: 3.0, 2026: 2.0}},
}
