"""Les mots des classeurs de collecte : ce qui est demandé, les états, les qualités, et les listes déroulantes."""

from __future__ import annotations

from collections.abc import Mapping

from evaltools.domaine.lexique import EtatAction, EtatValeur, Nature, Qualite

ATTENDUS: Mapping[Nature, str] = {
    Nature.NOMBRE: "un nombre",
    Nature.TAUX: "un taux",
    Nature.MONTANT: "un montant",
    Nature.DUREE: "une durée",
    Nature.DISTANCE: "une distance",
    Nature.SUPERFICIE: "une surface",
    Nature.JALON: "une date, ou oui / non",
    Nature.ETAPES: "un nombre d'étapes",
    Nature.ECHELLE: "une note",
    Nature.TEXTE: "un texte",
}
"""Ce que la colonne « À saisir » demande ; elle dit à la lecture ce qui a été demandé au pilote."""

ETATS: Mapping[EtatValeur, str] = {
    EtatValeur.RENSEIGNE: "renseigné",
    EtatValeur.NON_DISPONIBLE: "non disponible",
    EtatValeur.SANS_OBJET: "sans objet",
    EtatValeur.ENQUETE_NON_REALISEE: "enquête non réalisée",
}
QUALITES: Mapping[Qualite, str] = {
    Qualite.PROVISOIRE: "provisoire",
    Qualite.ESTIME: "estimé",
    Qualite.SECRET: "secret",
    Qualite.RUPTURE: "rupture de série",
}
ETATS_ACTION: Mapping[EtatAction, str] = {
    EtatAction.A_VENIR: "à venir",
    EtatAction.NON_DEMARREE: "non démarrée",
    EtatAction.EN_COURS: "en cours",
    EtatAction.REALISEE: "réalisée",
    EtatAction.REALISEE_PARTIELLEMENT: "réalisée partiellement",
    EtatAction.REPORTEE: "reportée",
    EtatAction.SUSPENDUE: "suspendue",
    EtatAction.ARRETEE: "arrêtée",
}
OUI_NON = ("oui", "non")

LISTES: Mapping[str, tuple[str, ...]] = {
    "evaltools_etats": tuple(ETATS.values()),
    "evaltools_qualites": tuple(QUALITES.values()),
    "evaltools_etats_action": tuple(ETATS_ACTION.values()),
    "evaltools_oui_non": OUI_NON,
}
