"""Anomalies des indicateurs : ce que l'évaluation n'a pas pu retenir, et ce qu'une table à juger a de fautif."""

from __future__ import annotations

from evaltools.domaine.catalogue_modele import AVERTISSEMENT, BLOQUANTE, INFORMATION, Modele

_PAS_JUGE = "l'indicateur « {indicateur} » n'est pas jugé ; les autres le sont."

INDICATEUR: dict[str, Modele] = {
    "IND-01": Modele(
        AVERTISSEMENT,
        "Deux valeurs différentes pour la même case",
        "{indicateur} vaut « {valeur} » ici et « {autre} » dans {ailleurs} ({territoire}, {periode}).",
        "aucune des deux n'est retenue : la valeur est tenue pour non renseignée.",
        "demandez au pilote laquelle est la bonne, et retirez l'autre.",
    ),
    "IND-02": Modele(
        AVERTISSEMENT,
        "Période illisible",
        "la période « {periode} » de l'indicateur {indicateur} ne se lit pas.",
        "cette valeur n'est pas retenue.",
        "écrivez « 2026 », « 2026-S1 », « 2026-T3 » ou « 2025/2026 » (année scolaire).",
    ),
    "IND-03": Modele(
        AVERTISSEMENT,
        "Périodes inachevées",
        "des valeurs portent sur une période qui n'est pas achevée au {date} (nombre : {nombre}).",
        "elles ne sont pas jugées : seules les périodes achevées comptent.",
        "arrêtez les données à la fin de la période (le 31 décembre pour une année), ou attendez la suivante.",
    ),
    "IND-10": Modele(
        BLOQUANTE,
        "Table sans colonne « indicateur »",
        "la table n'a pas de colonne « indicateur » (colonnes lues : {colonnes}).",
        "rien ne peut être jugé.",
        "donnez une ligne d'en-tête avec au moins « indicateur », « annee » et « valeur ».",
    ),
    "IND-11": Modele(
        INFORMATION,
        "Colonne inconnue",
        "la colonne « {colonne} » n'est pas connue{suggestion}.",
        "elle est ignorée.",
        "corrigez son nom si elle devait servir ; sinon il n'y a rien à faire.",
    ),
    "IND-12": Modele(
        BLOQUANTE,
        "Mot hors liste",
        "« {valeur} » n'est pas une valeur de la colonne « {colonne} ».",
        _PAS_JUGE,
        "écrivez l'un de ces mots : {admis}.",
    ),
    "IND-13": Modele(
        BLOQUANTE,
        "Nombre illisible",
        "« {valeur} », colonne « {colonne} », n'est pas un nombre.",
        _PAS_JUGE,
        "écrivez un nombre (12,5 ou 12.5), ou laissez la case vide et dites pourquoi dans la colonne « etat ».",
    ),
    "IND-14": Modele(
        BLOQUANTE,
        "Année absente ou illisible",
        "la valeur « {valeur} » n'a pas d'année lisible (« {annee} »).",
        _PAS_JUGE,
        "écrivez l'année en quatre chiffres dans la colonne « annee ».",
    ),
    "IND-15": Modele(
        BLOQUANTE,
        "Définition contradictoire",
        "la colonne « {colonne} » dit « {valeur} » ici, et « {autre} » à la ligne {ligne_autre}.",
        _PAS_JUGE,
        "donnez la même définition sur toutes les lignes de l'indicateur, ou ne l'écrivez que sur la première.",
    ),
    "IND-16": Modele(
        BLOQUANTE,
        "Deux valeurs différentes la même année",
        "l'année {annee} a deux valeurs : « {valeur} » ici, et « {autre} » à la ligne {ligne_autre}.",
        _PAS_JUGE,
        "gardez la bonne, retirez l'autre.",
    ),
    "IND-17": Modele(
        AVERTISSEMENT,
        "Valeur et état contradictoires",
        "la valeur « {valeur} » est donnée avec l'état « {etat} ».",
        "l'état l'emporte : la valeur n'est pas jugée.",
        "effacez la valeur, ou mettez l'état à « renseigne ».",
    ),
    "IND-18": Modele(
        AVERTISSEMENT,
        "Taux et rapport contradictoires",
        "la valeur {valeur} ne correspond pas à {numerateur} sur {denominateur}.",
        "c'est le rapport recalculé qui est jugé : {calcul}.",
        "vérifiez le numérateur, le dénominateur et l'unité du taux.",
    ),
    "IND-19": Modele(
        AVERTISSEMENT,
        "Ligne sans indicateur",
        "la ligne n'a pas d'indicateur.",
        "elle est ignorée.",
        "donnez le code de l'indicateur sur chaque ligne.",
    ),
    "IND-20": Modele(
        BLOQUANTE,
        "Colonne en double",
        "deux colonnes se lisent « {colonne} » : {noms}.",
        "on ne sait pas laquelle croire ; rien n'est jugé.",
        "gardez-en une seule.",
    ),
    "IND-21": Modele(
        BLOQUANTE,
        "Table illisible",
        "le fichier n'est pas une table lisible : {detail}.",
        "rien n'est jugé.",
        "enregistrez-le en CSV UTF-8 (séparateur « , » ou « ; ») ou en .xlsx, avec les en-têtes en première ligne.",
    ),
    "IND-22": Modele(
        INFORMATION,
        "Cumul non donné",
        "des indicateurs n'ont pas de « cumul » (nombre : {nombre} ; par exemple « {exemple} »).",
        "la dernière valeur connue est jugée, comme pour un stock ; rien n'est additionné.",
        "écrivez « flux » si les années s'additionnent, « ratio » pour un rapport de deux nombres, sinon « stock ».",
    ),
    "IND-23": Modele(
        AVERTISSEMENT,
        "Échelle douteuse",
        "la cible vaut {cible}, mais le rapport du numérateur au dénominateur ne dépasse pas 1 ({rapport}).",
        "le jugement compare des nombres d'échelles différentes.",
        "si la cible est un pourcentage, ajoutez une colonne « unite » avec « % », ou écrivez la cible entre 0 et 1.",
    ),
    "IND-24": Modele(
        AVERTISSEMENT,
        "Dates du contrat à l'envers",
        "le contrat commence en {debut} et finit en {fin}.",
        "ces dates ne permettent pas de calculer ce qui était attendu.",
        "corrigez les colonnes « debut » et « fin ».",
    ),
    "IND-25": Modele(
        INFORMATION,
        "Valeur initiale différente de la série",
        "la série vaut {serie} en {annee}, et la valeur initiale déclarée {initiale}.",
        "la valeur initiale déclarée est utilisée.",
        "vérifiez laquelle est la bonne.",
    ),
    "IND-26": Modele(
        BLOQUANTE,
        "Année d'évaluation introuvable",
        "l'indicateur n'a aucune année.",
        _PAS_JUGE,
        "remplissez la colonne « annee », ou donnez l'année d'évaluation par --annee.",
    ),
    "IND-27": Modele(
        AVERTISSEMENT,
        "Précision inutilisable",
        "la précision donnée à « {indicateur} » ne peut pas servir : {constat}.",
        "elle n'est pas employée ; le verdict se lit sur la valeur, ou sur la précision qui reste.",
        "donnez les deux bornes de l'intervalle à 95 %, ou l'erreur type, ou « enquete » à oui avec ses deux termes.",
    ),
    "IND-28": Modele(
        AVERTISSEMENT,
        "Colonnes qui se contredisent",
        "la définition de « {indicateur} » ne se tient pas : {constat}.",
        "{suite}.",
        "corrigez la colonne fautive, ou gardez cette réponse si elle est voulue.",
    ),
}
