"""Les colonnes d'une table à juger : noms admis, mots des listes fermées, nombres français ou anglais."""

from __future__ import annotations

import re
from collections.abc import Mapping
from difflib import get_close_matches
from enum import StrEnum
from math import isfinite

from evaltools.domaine.lexique import Cumul, Nature, PeriodiciteCible, Sens, TypeCible
from evaltools.domaine.nombres import plier

COLONNES: Mapping[str, str] = {
    "indicateur": "code, code indicateur, id, identifiant",
    "libelle": "intitule, nom, nom de l indicateur",
    "unite": "",
    "nature": "nature de la mesure",
    "sens": "sens d evolution, evolution souhaitee, direction",
    "cumul": "",
    "periodicite_cible": "periodicite, periodicite de la cible",
    "type_cible": "type de cible, type de la cible",
    "valeur_initiale": "initiale, valeur de depart, baseline, v0",
    "annee_initiale": "annee de la valeur initiale, annee de depart, annee de reference",
    "cible": "valeur cible, objectif, target",
    "annee_cible": "annee de la cible, echeance, annee d echeance",
    "tolerance": "",
    "borne_basse": "borne inferieure, minimum, min",
    "borne_haute": "borne superieure, maximum, max",
    "debut": "debut du contrat, premiere annee",
    "fin": "fin du contrat, derniere annee",
    "annee": "annee de la valeur, periode",
    "valeur": "valeur observee, realise",
    "numerateur": "num",
    "denominateur": "den",
    "etat": "statut, etat de la valeur",
    "qualite": "",
    "cible_annuelle": "cible de l annee, cible intermediaire",
    "intervalle_bas": "borne basse de l intervalle, ic bas, ic inf, intervalle inferieur",
    "intervalle_haut": "borne haute de l intervalle, ic haut, ic sup, intervalle superieur",
    "erreur_type": "erreur standard, standard error",
    "deff": "effet de plan, design effect",
    "enquete": "sondage, echantillon",
    "erreur_type_initiale": "erreur type de la valeur initiale",
}
"""Colonnes lues (contrat : guide de l'évaluateur), et leurs autres noms, sans accent ni casse."""

_NOMS = {plier(nom): nom for nom in COLONNES} | {
    autre: nom for nom, autres in COLONNES.items() for autre in autres.split(", ") if autre
}

CONSTANTES_NUMERIQUES = ("valeur_initiale", "cible", "tolerance", "borne_basse", "borne_haute", "erreur_type_initiale")
CONSTANTES_ANNEES = ("annee_initiale", "annee_cible", "debut", "fin")
TEXTES = ("libelle", "unite")

_SYNONYMES: Mapping[str, Mapping[StrEnum, str]] = {
    "nature": {
        Nature.NOMBRE: "nombre, effectif, compte, entier, decimal, number",
        Nature.TAUX: "taux, part, pourcentage, proportion, indice",
        Nature.MONTANT: "montant, euros",
        Nature.DUREE: "duree, delai",
        Nature.DISTANCE: "distance",
        Nature.SUPERFICIE: "superficie, surface",
        Nature.JALON: "jalon, livrable, oui non",
        Nature.ETAPES: "etapes, etape",
        Nature.ECHELLE: "echelle, niveau, note",
        Nature.TEXTE: "texte",
    },
    "sens": {
        Sens.HAUSSE: "hausse, augmentation, augmenter, croissant, a la hausse, increase, +",
        Sens.BAISSE: "baisse, diminution, reduction, diminuer, reduire, decroissant, a la baisse, decrease",
        Sens.MAINTIEN: "maintien, stabilite, stable, maintenir",
        Sens.PLAGE: "plage, intervalle, fourchette",
    },
    "cumul": {
        Cumul.FLUX: "flux, cumul, somme",
        Cumul.STOCK: "stock, niveau, derniere valeur",
        Cumul.RATIO: "ratio, rapport",
    },
    "periodicite_cible": {
        PeriodiciteCible.CONTRAT: "contrat, duree du contrat",
        PeriodiciteCible.ANNUELLE: "annuelle, annuel, par an, chaque annee",
    },
    "type_cible": {
        TypeCible.ABSOLU: "absolu, absolue, valeur",
        TypeCible.VARIATION_PCT: "variation pct, variation %, variation en %, variation pourcentage",
        TypeCible.VARIATION_POINTS: "variation points, variation en points, points",
        TypeCible.SOMME_ANNUELLE: "somme annuelle, somme des cibles annuelles",
    },
}
LISTES: Mapping[str, Mapping[str, StrEnum]] = {
    colonne: {mot: membre for membre, mots in membres.items() for mot in mots.split(", ")}
    for colonne, membres in _SYNONYMES.items()
}
"""Mots admis de chaque liste fermée, et ce qu'ils veulent dire."""

RIEN_A_DIRE = frozenset({"na", "aucun", "sans", "so", "sans objet"})
"""Mots qui, dans « cumul », veulent dire qu'aucun cumul ne s'applique (jalon, texte)."""

ABANDONS = frozenset({"abandonne", "abandonnee", "arrete", "arretee"})
"""Mots de la colonne « etat » qui disent un jalon abandonné."""

_BLANCS = re.compile(r"[\s\u00a0\u2007\u202f'’]+")


def reconnaitre(entete: str) -> str | None:
    """Rend le nom de la colonne qu'un en-tête désigne, ou ``None``.

    Examples
    --------
    >>> reconnaitre("Année de la cible"), reconnaitre("valeur_initiale "), reconnaitre("couleur")
    ('annee_cible', 'valeur_initiale', None)
    """
    return _NOMS.get(plier(entete))


def proposer(entete: str) -> str | None:
    """Rend la colonne la plus proche d'un en-tête inconnu, ou ``None``."""
    proches = get_close_matches(plier(entete), _NOMS, n=1, cutoff=0.75)
    return _NOMS[proches[0]] if proches else None


def mots_admis(colonne: str) -> str:
    """Rend les mots d'une liste fermée, pour un message."""
    return ", ".join(dict.fromkeys(str(membre) for membre in LISTES[colonne].values()))


def lire_mot(colonne: str, texte: str) -> StrEnum | None:
    """Lit un mot d'une liste fermée ; ``None`` s'il n'est pas admis.

    Examples
    --------
    >>> lire_mot("sens", "À la hausse").value, lire_mot("type_cible", "variation_pct").value, lire_mot("sens", "bof")
    ('hausse', 'variation_pct', None)
    """
    return LISTES[colonne].get(plier(texte)) or LISTES[colonne].get(texte.strip().casefold())


def lire_decimal(texte: str) -> float:
    """Lit un nombre à virgule ou à point décimal, avec ou sans espaces de milliers ; « 45 % » vaut 45.

    Quand la virgule et le point sont tous deux là, le dernier est le séparateur décimal.

    Raises
    ------
    ValueError
        Si ce n'est pas un nombre fini.

    Examples
    --------
    >>> lire_decimal("12,5"), lire_decimal("1 234,5"), lire_decimal("1,234.5"), lire_decimal("45 %"), lire_decimal("−3")
    (12.5, 1234.5, 1234.5, 45.0, -3.0)
    """
    try:
        valeur = float(texte)
    except ValueError:
        valeur = float(_a_l_anglaise(texte))
    if not isfinite(valeur) or "_" in texte:
        raise ValueError(f"« {texte} » n'est pas un nombre fini")
    return valeur


def _a_l_anglaise(texte: str) -> str:
    nu = _BLANCS.sub("", texte).replace("−", "-").removesuffix("%")
    virgule, point = nu.rfind(","), nu.rfind(".")
    if virgule > point:
        decimale, milliers = ",", "."
    else:
        decimale, milliers = ".", ","
    if nu.count(decimale) > 1:
        return nu.replace(decimale, "")
    return nu.replace(milliers, "").replace(decimale, ".")


def est_blanc(texte: str) -> bool:
    """Dit si une case ne porte rien : vide, espaces, ou le « nan » qu'écrivent certains logiciels."""
    nu = texte.strip()
    return not nu or nu.casefold() in ("nan", "none", "null", "nat")
