"""Dictionnaire des données : ce que veut dire chaque colonne des tableaux d'observations et de résultats.

``docs/dictionnaire.md`` en est tiré. Les colonnes et leur ordre sont un contrat : on en ajoute à la fin, on n'en
renomme pas.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Colonne:
    """Une colonne d'un tableau : son nom, son sens, son unité ou ses valeurs, et ce que veut dire une case vide."""

    nom: str
    sens: str
    valeurs: str = "texte"
    vide: str = "jamais vide"


_INCONNU = "inconnu"
_NON_CALCULE = "ne se calcule pas"
_SANS_UNITE = "sans unité (0,4 = 40 %), ni borné ni arrondi"
_DANS_L_UNITE = "nombre, dans l'unité de l'indicateur"

OBSERVATIONS: tuple[Colonne, ...] = (
    Colonne("programme", "code du programme", "« cls-avesnois »…"),
    Colonne("action", "code de la fiche action", "« FA 1.1 », « A1 »…"),
    Colonne("operation", "code de l'opération ou de l'activité", vide="indicateur commun à toute l'action"),
    Colonne("indicateur", "code de l'indicateur"),
    Colonne("siren", "EPCI où la valeur est recueillie", "SIREN à 9 chiffres, ou « ensemble »"),
    Colonne("periode", "période mesurée", "« 2026 », « 2026-S1 », « 2026-T3 » ou « 2025/2026 » (année scolaire)"),
    Colonne("valeur", "valeur recueillie ; 0 est une valeur", _DANS_L_UNITE, "pas de valeur : « etat » dit pourquoi"),
    Colonne("numerateur", "numérateur d'un taux", "nombre", "l'indicateur n'est pas un taux, ou non renseigné"),
    Colonne("denominateur", "dénominateur d'un taux", "nombre", "l'indicateur n'est pas un taux, ou non renseigné"),
    Colonne("texte", "réponse écrite, pour un indicateur descriptif", vide="rien d'écrit"),
    Colonne("etat", "pourquoi il y a, ou non, une valeur", "liste EtatValeur"),
    Colonne("qualite", "réserve portée sur la valeur", "liste Qualite", "aucune réserve"),
    Colonne("source", "d'où le pilote tient la valeur", vide="non précisé"),
    Colonne("commentaire", "commentaire du pilote ; absent de l'édition publique", vide="aucun"),
    Colonne("fichier", "nom du classeur reçu"),
    Colonne("feuille", "feuille du classeur"),
    Colonne("cellule", "adresse de la cellule lue", "« G14 »"),
    Colonne("sha256", "empreinte du fichier reçu", "64 caractères"),
)
"""Tableau long : une ligne par valeur recueillie."""

RESULTATS: tuple[Colonne, ...] = (
    Colonne("programme", "code du programme"),
    Colonne("annee", "année d'évaluation", "année"),
    Colonne("siren", "territoire jugé", "SIREN à 9 chiffres, ou « ensemble »"),
    Colonne("axe", "code de l'axe ou de l'orientation"),
    Colonne("objectif", "code de l'objectif spécifique", vide="le programme n'a pas ce niveau"),
    Colonne("action", "code de la fiche action"),
    Colonne("operation", "code de l'opération ou de l'activité", vide="indicateur commun à toute l'action"),
    Colonne("indicateur", "code de l'indicateur"),
    Colonne("libelle", "libellé, dans les mots du document"),
    Colonne("unite", "unité de la valeur", vide="le document n'en donne pas"),
    Colonne("niveau", "ce que mesure l'indicateur", "liste Niveau"),
    Colonne("sens", "évolution souhaitée", "liste Sens", "non décidé : l'indicateur est non évaluable"),
    Colonne("cumul", "façon dont les années se combinent", "liste Cumul", "non décidé"),
    Colonne("valeur_initiale", "valeur de départ", _DANS_L_UNITE, _INCONNU),
    Colonne("annee_initiale", "année de la valeur de départ", "année", _INCONNU),
    Colonne("cible", "cible en vigueur (la révisée si elle existe)", _DANS_L_UNITE, "pas de cible décidée"),
    Colonne("annee_cible", "échéance de la cible", "année", _INCONNU),
    Colonne("valeur", "valeur jugée", _DANS_L_UNITE, "pas de valeur à juger"),
    Colonne("annee_valeur", "année de la valeur jugée", "année", "pas de valeur à juger"),
    Colonne("cible_atteinte", "la valeur satisfait-elle la cible ?", "« oui », « non » ou « inconnu »"),
    Colonne("degre_atteinte", "part du chemin prévu qui est parcourue", _SANS_UNITE, _NON_CALCULE),
    Colonne("score", "degré ramené entre 0 et 1, pour les seules moyennes", "de 0 à 1", _NON_CALCULE),
    Colonne("part_attendue", "part du chemin attendue à la date de la valeur", _SANS_UNITE, _NON_CALCULE),
    Colonne("rythme", "degré d'atteinte rapporté à la part attendue", _SANS_UNITE, _NON_CALCULE),
    Colonne("verdict", "verdict, première ligne du barème qui convient", "liste Verdict"),
    Colonne("motif", "raison du verdict", "liste Motif", "le verdict se suffit"),
    Colonne(
        "incertain",
        "verdicts possibles selon la marge d'erreur",
        "liste Verdict, séparés par « | »",
        "verdict certain, ou non mesuré",
    ),
    Colonne("alertes", "réserves qui ne changent pas le verdict", "liste Alerte, séparées par des virgules", "aucune"),
    Colonne("reste_a_faire", "écart de la valeur à la cible (cible − valeur)", _DANS_L_UNITE, _NON_CALCULE),
    Colonne("fichier", "classeur d'où vient la valeur", vide="valeur calculée sur plusieurs fichiers, ou absente"),
    Colonne("cellule", "cellule d'où vient la valeur", vide="valeur calculée sur plusieurs cellules, ou absente"),
)
"""Une ligne par indicateur et territoire."""
