"""Textes des anomalies des classeurs de porteur, des .ods, et du choix entre classeurs d'une même action."""

from __future__ import annotations

from evaltools.domaine.catalogue_modele import AVERTISSEMENT, BLOQUANTE, Modele

COLLECTE_FICHIER: dict[str, Modele] = {
    "FIC-41": Modele(
        AVERTISSEMENT,
        "Porteur inconnu",
        "le classeur est celui d'un porteur que le programme ne nomme pas, ou plus ; ses lignes sont de {actions}.",
        "ses lignes sont lues, d'après leurs codes ; on ne peut pas dire s'il en manque.",
        "vérifiez le nom du porteur (fiches, ou porteurs.yaml) ; rien à faire si les lignes sont les bonnes.",
    ),
    "FIC-42": Modele(
        AVERTISSEMENT,
        "Lecture dégradée",
        "le fichier est un classeur LibreOffice (.ods) : sa lecture est dégradée.",
        "les valeurs sont lues, mais ni les cellules fusionnées, ni les lignes masquées, ni les formats de nombre "
        "(sauf dates et pourcentages) ne sont vus.",
        "rien à faire si les valeurs relues sont les bonnes ; sinon, enregistrez-le en .xlsx et renvoyez-le.",
    ),
    "FIC-43": Modele(
        BLOQUANTE,
        "Lecture du .ods interrompue",
        "le classeur LibreOffice (.ods) n'a pas pu être lu : {raison}.",
        "rien de ce fichier n'est lu ; l'action compte comme non remontée.",
        "ouvrez-le dans LibreOffice, puis Fichier > Enregistrer sous > Classeur Excel (.xlsx), et renvoyez-le.",
    ),
    "FIC-44": Modele(
        BLOQUANTE,
        "Action inconnue",
        "« {action} » n'est pas une action de {programme}{proche}.",
        "aucun classeur n'est écrit.",
        "donnez un de ces codes : {admis}.",
    ),
    "FIC-45": Modele(
        BLOQUANTE,
        "Fichier prioritaire absent",
        "« {fichier} » n'est pas dans le dossier des classeurs reçus{proche}.",
        "la priorité demandée ne peut pas être appliquée : rien n'est contrôlé.",
        "donnez le nom d'un fichier du dossier, avec son extension.",
    ),
    "FIC-47": Modele(
        AVERTISSEMENT,
        "Contenu du dossier laissé de côté",
        "le dossier des classeurs reçus contient aussi {noms}, que l'outil n'ouvre pas.",
        "rien de ce qu'on y trouve n'est lu ni compté.",
        "si un classeur (.xlsx) s'y trouve, sortez-le et rangez-le avec les autres ; sinon, rien à faire.",
    ),
    "FIC-46": Modele(
        BLOQUANTE,
        "Choix entre classeurs impossible",
        "{constat}.",
        "on ne sait pas quel classeur l'emporte : rien n'est lu.",
        "écrivez par exemple « strategie: plus_recent » dans fusion.yaml, ou --fusion plus_recent.",
    ),
}

PORTEURS: dict[str, Modele] = {
    "PRG-41": Modele(
        BLOQUANTE,
        "Porteurs illisibles",
        "les porteurs ne se lisent pas : {raison}.",
        "on ne sait pas à qui adresser les classeurs ; rien n'est écrit ni lu.",
        'écrivez une ligne par porteur, comme « "CPAM": ["A1", "A2.1"] ».',
    ),
    "PRG-42": Modele(
        BLOQUANTE,
        "Porteur d'un code inconnu",
        "« {porteur} » porterait « {objet} », qui n'est ni une action ni une opération du programme{proche}.",
        "on ne sait pas à qui adresser les classeurs ; rien n'est écrit ni lu.",
        "corrigez le code : c'est celui de la fiche, entre guillemets.",
    ),
    "PRG-43": Modele(
        BLOQUANTE,
        "Deux porteurs pour la même chose",
        "« {objet} » est donné à « {premier} » et à « {second} ».",
        "on ne sait pas à qui adresser les classeurs ; rien n'est écrit ni lu.",
        "laissez ce code à un seul porteur.",
    ),
}

COLLECTE_CELLULE: dict[str, Modele] = {
    "VAL-80": Modele(
        BLOQUANTE,
        "Montant sans action",
        "le montant de « {objet} » ne dit pas pour quelle action ou opération il est.",
        "il n'est pas compté.",
        "choisissez l'action ou l'opération dans la première colonne, sur la même ligne.",
    ),
    "VAL-81": Modele(
        AVERTISSEMENT,
        "Contradiction tranchée",
        "la ligne {objet} donne « {brut} », et « {autre_fichier} » (feuille « {autre_feuille} », cellule "
        "{autre_cellule}) donne « {autre_brut} ».",
        "« {retenu} » est retenu : {raison}.",
        "si ce n'est pas le bon, corrigez ce classeur ou retirez-le du dossier.",
    ),
    "VAL-83": Modele(
        BLOQUANTE,
        "Jalon daté d'un autre siècle",
        "la date {brut} est trop ancienne : un nombre a sans doute été tapé dans une case de date.",
        "l'indicateur {indicateur} sera « non évaluable » pour {territoire} en {periode}.",
        "tapez la date où c'est fait (15/03/2026), « oui », ou « non » si ce n'est pas encore fait.",
    ),
    "VAL-82": Modele(
        BLOQUANTE,
        "Financement compté deux fois",
        "« {objet} » est donné pour toute l'action {action} (« {brut} »), et aussi par opération dans {autres} "
        "(en tout « {autre_brut} »).",
        "aucun de ces montants n'est retenu pour ce financeur : les additionner les compterait deux fois.",
        "gardez le montant de l'action, ou ceux des opérations, et effacez l'autre.",
    ),
}
