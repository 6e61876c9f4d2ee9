"""Anomalies des cellules du suivi : avancement, financement, enquêtes (famille VAL, suite)."""

from __future__ import annotations

from evaltools.domaine.catalogue_modele import AVERTISSEMENT, BLOQUANTE, INFORMATION, Modele

SUIVI: dict[str, Modele] = {
    "VAL-45": Modele(
        BLOQUANTE,
        "Nombre illisible dans le suivi",
        "« {brut} » n'est pas un nombre sûr.",
        "« {colonne} » n'est pas lu pour {objet}.",
        "tapez seulement le nombre (12500 ou 12,5), ou laissez la case vide.",
    ),
    "VAL-46": Modele(
        AVERTISSEMENT,
        "Date illisible",
        "« {brut} » n'est pas une date complète.",
        "« {colonne} » n'est pas lu pour {objet}.",
        "tapez le jour, le mois et l'année : 15/03/2026.",
    ),
    "VAL-47": Modele(
        AVERTISSEMENT,
        "Réponse par oui ou non illisible",
        "« {brut} » n'est ni oui ni non.",
        "« {colonne} » n'est pas lu pour {objet}.",
        "choisissez « oui » ou « non » dans la liste.",
    ),
    "VAL-48": Modele(
        BLOQUANTE,
        "Effectifs d'enquête incohérents",
        "{petit} ({petit_nombre}) dépassent {grand} ({grand_nombre}).",
        "les effectifs de cette enquête ne sont pas retenus.",
        "vérifiez les effectifs : sollicités, puis répondants, puis satisfaits, chacun compris dans le précédent.",
    ),
    "VAL-49": Modele(
        AVERTISSEMENT,
        "Enquête contredite",
        "l'enquête est dite non réalisée, et des réponses sont pourtant comptées.",
        "les effectifs sont gardés ; l'enquête reste comptée comme non réalisée.",
        "choisissez « oui » si l'enquête a eu lieu, ou effacez les effectifs.",
    ),
    "VAL-50": Modele(
        BLOQUANTE,
        "Nombre négatif dans le suivi",
        "« {brut} » est négatif.",
        "« {colonne} » n'est pas lu pour {objet}.",
        "vérifiez le signe et retapez le nombre.",
    ),
    "VAL-51": Modele(
        AVERTISSEMENT,
        "Financeur répété",
        "« {objet} » est déjà à la ligne {autre}.",
        "les deux lignes sont gardées, et leurs montants s'additionnent.",
        "réunissez-les si c'est le même financement.",
    ),
    "VAL-52": Modele(
        BLOQUANTE,
        "Montant sans financeur",
        "la ligne porte un montant (« {brut} »), mais aucun financeur.",
        "la ligne n'est pas lue.",
        "écrivez le nom du financeur au début de la ligne.",
    ),
    "VAL-53": Modele(
        AVERTISSEMENT,
        "Payé plus grand qu'engagé",
        "le montant payé ({paye} €) dépasse le montant engagé ({engage} €) pour {objet}.",
        "les deux montants sont retenus.",
        "vérifiez les deux montants.",
    ),
    "VAL-55": Modele(
        INFORMATION,
        "Ligne de total",
        "la ligne « {objet} » est un total.",
        "elle n'est pas comptée : ses montants le sont déjà, financeur par financeur.",
        "vous n'avez rien à faire.",
    ),
}
