"""Anomalies de l'avancement des actions et des classeurs attendus (famille ACT)."""

from __future__ import annotations

from evaltools.domaine.catalogue_modele import AVERTISSEMENT, BLOQUANTE, Modele

_ETAT_GARDE = "l'état est retenu, mais le rapport dira ce qui manque."

ACTION: dict[str, Modele] = {
    "ACT-01": Modele(
        AVERTISSEMENT,
        "Classeur non reçu",
        "aucun classeur n'a été reçu pour l'action {action} ({intitule}).",
        "ses {nombre} comptent comme non renseignées, et son avancement comme inconnu.",
        "relancez le porteur{porteur}, ou déposez son classeur dans le dossier.",
    ),
    "ACT-02": Modele(
        BLOQUANTE,
        "État d'avancement inconnu",
        "« {brut} » n'est pas un état d'avancement connu{proche}.",
        "l'avancement de {objet} n'est pas connu.",
        "choisissez dans la liste : {admis}.",
    ),
    "ACT-03": Modele(
        AVERTISSEMENT,
        "Report sans nouvelle date",
        "{objet} est « reportée », sans nouvelle date de fin.",
        _ETAT_GARDE,
        "donnez la nouvelle date dans la colonne « Nouvelle date de fin ».",
    ),
    "ACT-04": Modele(
        AVERTISSEMENT,
        "Report ou suspension sans motif",
        "{objet} est « {etat} », sans motif.",
        _ETAT_GARDE,
        "dites pourquoi dans la colonne « Motif ».",
    ),
    "ACT-05": Modele(
        AVERTISSEMENT,
        "Arrêt sans décision",
        "{objet} est « arrêtée », sans décision d'une instance.",
        _ETAT_GARDE,
        "dites quelle instance l'a décidé, et quand, dans la colonne « Décision ».",
    ),
    "ACT-06": Modele(
        AVERTISSEMENT,
        "Réalisée sans date de fin",
        "{objet} est « {etat} », sans date de fin réelle.",
        "l'état est retenu ; le retard éventuel ne peut pas être calculé.",
        "donnez la date dans la colonne « Fin réelle ».",
    ),
    "ACT-07": Modele(
        AVERTISSEMENT,
        "Dates dans le désordre",
        "pour {objet}, {premiere} ({premiere_date}) vient après {seconde} ({seconde_date}).",
        "les dates sont retenues telles quelles ; le retard calculé peut être faux.",
        "vérifiez les deux dates.",
    ),
    "ACT-08": Modele(
        BLOQUANTE,
        "Action ou opération inconnue",
        "« {brut} » ne désigne ni l'action du classeur, ni l'une de ses opérations{proche}.",
        "la ligne n'est pas lue.",
        "remettez l'intitulé et son code entre crochets, ou recopiez la ligne dans un classeur neuf.",
    ),
    "ACT-09": Modele(
        BLOQUANTE,
        "Avancements contradictoires",
        "{objet} a deux lignes différentes (l'autre est en {autre}).",
        "son avancement n'est pas connu.",
        "gardez la bonne ligne et retirez l'autre.",
    ),
    "ACT-10": Modele(
        AVERTISSEMENT,
        "Réalisée sans rien de réalisé",
        "l'action {objet} est « réalisée », alors qu'aucune des opérations qui la composent ne l'est.",
        _ETAT_GARDE,
        "vérifiez l'état de l'action et celui de ses opérations.",
    ),
    "ACT-11": Modele(
        AVERTISSEMENT,
        "Avancement non renseigné",
        "l'état d'avancement de l'action {objet} n'est pas donné.",
        "l'action comptera comme « non renseignée » dans l'avancement.",
        "choisissez son état dans la feuille « Avancement ».",
    ),
    "ACT-12": Modele(
        AVERTISSEMENT,
        "Fin réelle sans état réalisé",
        "{objet} a une date de fin réelle ({date}), et son état est « {etat} ».",
        "l'état et la date sont retenus tels quels.",
        "choisissez « réalisée » si c'est fini, ou effacez la date.",
    ),
}
