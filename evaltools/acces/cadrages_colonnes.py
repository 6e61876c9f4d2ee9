"""Le classeur de cadrage, en données : ses feuilles, ses colonnes, ses listes. L'écriture et la lecture s'en servent.

Une colonne se reconnaît à son titre, jamais à sa place : on peut en déplacer, en insérer ou en supprimer.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from evaltools.domaine.lexique import (
    Agregation,
    Cumul,
    Nature,
    Niveau,
    PeriodiciteCible,
    Sens,
    TypeCible,
)
from evaltools.domaine.nombres import plier

VERSION = "1"
"""Version de la maquette du classeur ; écrite dans ses propriétés."""

LISEZ_MOI, CADRAGE, ANNUELLES, PAR_EPCI, REPERES = (
    "Lisez-moi",
    "Cadrage",
    "Cibles annuelles",
    "Cibles par EPCI",
    "Repères du document",
)
"""Noms des feuilles visibles, dans leur ordre."""

INDICATEUR, TERRITOIRE, TEMOIN = "Indicateur", "EPCI", "Témoin"
"""Titres des colonnes qui disent de quoi parle une ligne."""


class Genre(StrEnum):
    """Ce qu'une case de décision attend."""

    TEXTE = "texte"
    NOMBRE = "nombre"
    ANNEE = "annee"
    DATE = "date"
    LISTE = "liste"


@dataclass(frozen=True, slots=True)
class Colonne:
    """Une case à remplir : le champ de ``Decision`` qu'elle porte, son titre, ce qu'elle attend.

    ``liste`` : nom de la liste de choix. ``aide`` : message montré quand la case est choisie. ``largeur`` en
    caractères.
    """

    champ: str
    titre: str
    genre: Genre
    groupe: str
    aide: str
    liste: str = ""
    largeur: float = 12


ESSENTIEL, AU_BESOIN, REVISION, MESURE = (
    "À décider d'abord",
    "Préciser la cible, au besoin",
    "Si la cible est révisée",
    "Mesurer : laisser vide garde la lecture de la fiche",
)
"""Groupes de colonnes de décision, dans leur ordre."""

_L, _N, _A, _D, _T = Genre.LISTE, Genre.NOMBRE, Genre.ANNEE, Genre.DATE, Genre.TEXTE

COLONNES: tuple[Colonne, ...] = (
    Colonne("sens", "Sens", _L, ESSENTIEL, "Évolution souhaitée. Sans sens, l'indicateur ne se juge pas.", "sens", 11),
    Colonne(
        "valeur_initiale",
        "Valeur initiale",
        _N,
        ESSENTIEL,
        "Valeur de départ, dans l'unité de l'indicateur (45 pour 45 %). Vide si elle n'est pas connue.",
    ),
    Colonne("annee_initiale", "Année initiale", _A, ESSENTIEL, "Année de la valeur initiale.", largeur=9),
    Colonne(
        "cible_initiale",
        "Cible initiale",
        _N,
        ESSENTIEL,
        "Valeur à atteindre, dans l'unité de l'indicateur. Pour un jalon : 1 (fait).",
    ),
    Colonne("annee_cible", "Année cible", _A, ESSENTIEL, "Année où la cible doit être atteinte.", largeur=9),
    Colonne("instance", "Instance", _T, ESSENTIEL, "Qui a décidé : COPIL, COTECH, conseil…", "instances", 13),
    Colonne("decidee_le", "Date de décision", _D, ESSENTIEL, "Date de la décision (jour/mois/année).", largeur=12),
    Colonne(
        "periodicite",
        "Périodicité de la cible",
        _L,
        AU_BESOIN,
        "Contrat : la cible vaut à l'échéance. Annuelle : « au moins 2 par an », jugée chaque année.",
        "periodicites",
        12,
    ),
    Colonne(
        "type_cible",
        "Type de cible",
        _L,
        AU_BESOIN,
        "Valeur à atteindre (cas courant), variation depuis la valeur initiale, ou somme des cibles annuelles.",
        "types",
        18,
    ),
    Colonne("borne_basse", "Borne basse", _N, AU_BESOIN, "Plage à tenir, ou minimum possible.", largeur=9),
    Colonne("borne_haute", "Borne haute", _N, AU_BESOIN, "Plage à tenir, ou maximum possible.", largeur=9),
    Colonne(
        "tolerance",
        "Tolérance",
        _N,
        AU_BESOIN,
        "Écart admis pour un maintien, dans l'unité. Vide : 5 % de la cible.",
        largeur=10,
    ),
    Colonne("cible_revisee", "Cible révisée", _N, REVISION, "La cible initiale reste écrite : ne l'effacez pas."),
    Colonne("annee_revisee", "Année révisée", _A, REVISION, "Année de la cible révisée ; vide : inchangée.", largeur=9),
    Colonne("instance_revision", "Instance de révision", _T, REVISION, "Qui a révisé la cible.", "instances", 13),
    Colonne("revisee_le", "Date de révision", _D, REVISION, "Date de la révision (jour/mois/année).", largeur=12),
    Colonne("nature", "Nature retenue", _L, MESURE, "Ce que l'on mesure ; un texte n'est jamais noté.", "natures", 12),
    Colonne("unite", "Unité retenue", _T, MESURE, "Unité des valeurs : personnes, %, note sur 5…", largeur=14),
    Colonne(
        "niveau", "Niveau", _L, MESURE, "Réalisation : ce qui est fait. Résultat : ce que cela change.", "niveaux", 13
    ),
    Colonne("cumul", "Cumul", _L, MESURE, "Comment les années se combinent.", "cumuls", 18),
    Colonne(
        "agregation", "Agrégation des EPCI", _L, MESURE, "Comment passer des EPCI à l'ensemble.", "agregations", 15
    ),
    Colonne("poids", "Poids", _N, MESURE, "Vide : 1. 0 : hors des moyennes.", largeur=8),
    Colonne("source", "Source", _T, MESURE, "D'où viendra la donnée.", largeur=22),
    Colonne(
        "responsable", "Responsable", _T, MESURE, "Structure qui remonte la donnée (jamais une personne).", largeur=22
    ),
    Colonne("frequence", "Fréquence", _T, MESURE, "Rythme de remontée.", "frequences", 13),
    Colonne("remarque", "Remarque", _T, MESURE, "Ce que le prochain lecteur doit savoir.", largeur=34),
)
"""Colonnes de décision de la feuille « Cadrage »."""

_CHAMPS_EPCI = (
    "valeur_initiale", "annee_initiale", "cible_initiale", "annee_cible", "borne_basse", "borne_haute", "instance",
    "decidee_le", "cible_revisee", "annee_revisee", "instance_revision", "revisee_le", "remarque",
)  # fmt: skip
COLONNES_EPCI: tuple[Colonne, ...] = tuple(next(c for c in COLONNES if c.champ == champ) for champ in _CHAMPS_EPCI)
"""Colonnes de décision de la feuille « Cibles par EPCI » ; année vide : celle de l'indicateur."""

RAPPELS: tuple[tuple[str, float], ...] = (
    (INDICATEUR, 42),
    ("Action", 27),
    ("Opération", 27),
    ("Famille", 12),
    ("Nature", 10),
    ("Unité", 13),
    ("Lecture de la fiche", 22),
    ("Cible citée", 26),
    ("Valeur initiale citée", 22),
    ("Proposition", 42),
)
"""Colonnes verrouillées de la feuille « Cadrage » : titre et largeur."""

GROUPES_DES_RAPPELS: tuple[tuple[str, int], ...] = (
    ("Indicateur", 4),
    ("Ce que dit le document", 5),
    ("Propositions", 1),
)
"""Groupes de ces colonnes, et le nombre de colonnes de chacun."""

RAPPELS_EPCI: tuple[tuple[str, float], ...] = ((INDICATEUR, 50), (TERRITOIRE, 34), ("Unité", 14))
RAPPELS_ANNUELS: tuple[tuple[str, float], ...] = ((INDICATEUR, 60), ("Unité", 16), ("Action", 30))
RAPPELS_REPERES: tuple[tuple[str, float], ...] = (
    ("Action", 34),
    ("Opération", 34),
    ("Éclaire", 16),
    ("Repère", 44),
    ("Citation", 70),
)
"""Colonnes verrouillées des autres feuilles."""

CHOIX: Mapping[str, Mapping[str, StrEnum]] = {
    "sens": {"hausse": Sens.HAUSSE, "baisse": Sens.BAISSE, "maintien": Sens.MAINTIEN, "plage": Sens.PLAGE},
    "niveaux": {
        "réalisation": Niveau.REALISATION,
        "résultat": Niveau.RESULTAT,
        "contexte": Niveau.CONTEXTE,
    },
    "cumuls": {
        "flux (s'additionne)": Cumul.FLUX,
        "stock (dernière valeur)": Cumul.STOCK,
        "ratio (part ou moyenne)": Cumul.RATIO,
    },
    "agregations": {
        "somme": Agregation.SOMME,
        "ratio cumulé": Agregation.RATIO_CUMULE,
        "maximum": Agregation.MAXIMUM,
        "dernière valeur": Agregation.DERNIERE,
        "aucune": Agregation.AUCUNE,
    },
    "periodicites": {"contrat": PeriodiciteCible.CONTRAT, "annuelle": PeriodiciteCible.ANNUELLE},
    "types": {
        "valeur à atteindre": TypeCible.ABSOLU,
        "variation en %": TypeCible.VARIATION_PCT,
        "variation en points": TypeCible.VARIATION_POINTS,
        "somme des cibles annuelles": TypeCible.SOMME_ANNUELLE,
    },
    "natures": {
        "nombre": Nature.NOMBRE,
        "taux": Nature.TAUX,
        "montant": Nature.MONTANT,
        "durée": Nature.DUREE,
        "distance": Nature.DISTANCE,
        "superficie": Nature.SUPERFICIE,
        "jalon": Nature.JALON,
        "étapes": Nature.ETAPES,
        "échelle": Nature.ECHELLE,
        "texte": Nature.TEXTE,
    },
}
"""Listes fermées : ce qui est montré → ce qui est lu."""

SUGGESTIONS: Mapping[str, tuple[str, ...]] = {
    "instances": ("COPIL", "COTECH", "Instance de gouvernance", "Conseil syndical", "Conseil communautaire"),
    "frequences": ("annuelle", "semestrielle", "trimestrielle", "mensuelle", "ponctuelle", "à chaque enquête"),
}
"""Listes ouvertes : on peut écrire autre chose."""


def montrer(valeur: StrEnum) -> str:
    """Rend le libellé français d'un choix, tel que le classeur le montre.

    Examples
    --------
    >>> montrer(Cumul.FLUX), montrer(Nature.ECHELLE)
    ("flux (s'additionne)", 'échelle')
    """
    return next(nom for choix in CHOIX.values() for nom, code in choix.items() if code is valeur)


def reconnaitre(liste: str, texte: str) -> StrEnum | None:
    """Rend le choix que désigne un texte, aux accents, à la casse et à la parenthèse près ; ``None`` : aucun.

    Examples
    --------
    >>> reconnaitre("cumuls", "Flux"), reconnaitre("niveaux", "Resultat "), reconnaitre("sens", "plutôt haut")
    (<Cumul.FLUX: 'flux'>, <Niveau.RESULTAT: 'resultat'>, None)
    """
    lu = plier(texte)
    for nom, code in CHOIX[liste].items():
        if lu in (plier(nom), plier(nom.partition("(")[0]), plier(code.value.replace("_", " "))):
            return code
    return None
