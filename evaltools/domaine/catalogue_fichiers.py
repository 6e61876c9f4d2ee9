"""Anomalies des fichiers reçus, de leurs feuilles et de leurs colonnes (familles FIC, FEU, COL)."""

from __future__ import annotations

from evaltools.domaine.catalogue_collecte import COLLECTE_FICHIER
from evaltools.domaine.catalogue_modele import AVERTISSEMENT, BLOQUANTE, INFORMATION, Modele

_ENREGISTRER = "ouvrez-le dans Excel ou LibreOffice, puis Fichier > Enregistrer sous > Classeur Excel (.xlsx)"
_PERDU = "rien de ce fichier n'est lu ; l'action compte comme non remontée."
_RENVOYER = "demandez à l'expéditeur d'ouvrir le fichier, de vérifier qu'il s'affiche bien, et de le renvoyer."

FICHIER: dict[str, Modele] = {
    "FIC-01": Modele(
        BLOQUANTE,
        "Fichier vide",
        "le fichier est vide.",
        _PERDU,
        _RENVOYER,
    ),
    "FIC-02": Modele(
        BLOQUANTE,
        "Fichier trop gros",
        "le fichier pèse {taille} Mo ; la limite est de {maximum} Mo.",
        _PERDU,
        "retirez les images et les feuilles ajoutées, ou recopiez les valeurs dans un classeur neuf.",
    ),
    "FIC-03": Modele(
        BLOQUANTE,
        "Ancien format Excel (.xls)",
        "le fichier est dans l'ancien format d'Excel (.xls), quel que soit son nom.",
        _PERDU,
        f"{_ENREGISTRER}.",
    ),
    "FIC-04": Modele(
        BLOQUANTE,
        "Fichier protégé par un mot de passe",
        "le fichier est chiffré : il faut un mot de passe pour l'ouvrir.",
        _PERDU,
        "ouvrez-le avec son mot de passe, retirez celui-ci (Fichier > Informations), puis enregistrez et renvoyez.",
    ),
    "FIC-05": Modele(
        BLOQUANTE,
        "Fichier texte ou CSV",
        "le fichier est un texte (CSV ou autre), pas un classeur, quel que soit son nom.",
        _PERDU + " Un CSV perd l'identité des lignes et la précision des pourcentages.",
        "recopiez les valeurs dans le classeur de collecte (.xlsx), et renvoyez ce classeur.",
    ),
    "FIC-06": Modele(
        BLOQUANTE,
        "Classeur OpenDocument (.ods)",
        "le fichier est un classeur LibreOffice (.ods).",
        _PERDU,
        f"{_ENREGISTRER}.",
    ),
    "FIC-07": Modele(
        BLOQUANTE,
        "Ce n'est pas un classeur",
        "le fichier est {nature}, pas un classeur Excel.",
        _PERDU,
        "renvoyez le classeur de collecte rempli, au format .xlsx.",
    ),
    "FIC-08": Modele(
        BLOQUANTE,
        "Fichier abîmé",
        "le fichier est incomplet ou abîmé : il ne s'ouvre pas.",
        _PERDU,
        _RENVOYER,
    ),
    "FIC-09": Modele(
        BLOQUANTE,
        "Contenu démesuré",
        "le contenu du fichier est démesuré : {detail}.",
        _PERDU + " L'ouvrir pourrait bloquer l'ordinateur.",
        "recopiez les valeurs (et elles seules) dans un classeur neuf (evaltools modeles).",
    ),
    "FIC-10": Modele(
        BLOQUANTE,
        "Parties en double",
        "le fichier contient deux fois la partie interne « {partie} » : on ne peut savoir laquelle est la bonne.",
        _PERDU,
        f"{_ENREGISTRER}, sous un autre nom.",
    ),
    "FIC-11": Modele(
        BLOQUANTE,
        "Contenu interdit",
        "le fichier contient une déclaration (DOCTYPE) qu'aucun tableur n'écrit.",
        _PERDU + " Une telle déclaration peut servir à attaquer l'ordinateur.",
        "recopiez les valeurs dans un classeur neuf (evaltools modeles), et vérifiez d'où vient ce fichier.",
    ),
    "FIC-12": Modele(
        BLOQUANTE,
        "Partie absente",
        "la partie interne « {partie} » manque au fichier.",
        _PERDU,
        _RENVOYER,
    ),
    "FIC-13": Modele(
        BLOQUANTE,
        "Contenu illisible",
        "la partie interne « {partie} » du fichier est illisible.",
        _PERDU,
        f"{_ENREGISTRER}, sous un autre nom ; s'il ne s'ouvre pas, repartez d'un classeur neuf.",
    ),
    "FIC-14": Modele(
        BLOQUANTE,
        "Trop de contenu",
        "le fichier contient plus que ce qu'une collecte peut contenir : {detail}.",
        _PERDU,
        "recopiez les valeurs (et elles seules) dans un classeur neuf (evaltools modeles).",
    ),
    "FIC-15": Modele(
        BLOQUANTE,
        "Classeur Excel binaire (.xlsb)",
        "le fichier est un classeur Excel binaire (.xlsb).",
        _PERDU,
        f"{_ENREGISTRER}.",
    ),
    "FIC-16": Modele(
        BLOQUANTE,
        "Fichier inaccessible",
        "le fichier ne peut pas être lu sur le disque : {raison}.",
        _PERDU,
        "vérifiez qu'il existe, qu'il n'est pas ouvert ailleurs et que vous avez le droit de le lire.",
    ),
    "FIC-17": Modele(
        AVERTISSEMENT,
        "Mises en forme illisibles",
        "les mises en forme du fichier sont illisibles : dates et pourcentages ne s'y reconnaissent pas.",
        "les valeurs sont lues, mais une date ou un taux peut y paraître comme un simple nombre.",
        f"vérifiez les dates et les taux ; pour réparer, {_ENREGISTRER}, sous un autre nom.",
    ),
    "FIC-18": Modele(
        INFORMATION,
        "Contenus ignorés",
        "le fichier contient aussi : {contenus}.",
        "rien de cela n'est lu, suivi ni exécuté ; les valeurs des feuilles sont lues normalement.",
        "vous n'avez rien à faire ; si vous ne les avez pas mis là, vérifiez d'où vient le fichier.",
    ),
    "FIC-20": Modele(
        BLOQUANTE,
        "Classeur non reconnu",
        "le classeur n'est pas reconnu : aucune feuille ne dit de quel programme, de quelle année et de quelle action "
        "il s'agit.",
        _PERDU,
        "recopiez les valeurs dans le classeur de l'action (evaltools modeles), sans effacer ses titres.",
    ),
    "FIC-21": Modele(
        BLOQUANTE,
        "Classeur d'un autre programme",
        "le classeur est du programme « {trouve} », et non de « {attendu} ».",
        _PERDU,
        "rangez-le dans le dossier de son programme.",
    ),
    "FIC-22": Modele(
        BLOQUANTE,
        "Classeur d'une autre année",
        "le classeur est de {trouve}, et non de {attendu}.",
        _PERDU,
        "rangez-le dans le dossier de son année, ou recopiez les valeurs dans le classeur de {attendu}.",
    ),
    "FIC-23": Modele(
        BLOQUANTE,
        "Action inconnue",
        "l'action « {trouve} » n'est pas du programme{proche}.",
        _PERDU,
        "remettez le code de l'action dans la ligne d'identité, ou repartez d'un classeur neuf (evaltools modeles).",
    ),
    "FIC-24": Modele(
        AVERTISSEMENT,
        "Identités contradictoires",
        "le classeur ne dit pas partout la même chose de lui-même : {sources}.",
        "il est lu comme étant {retenue}.",
        "vérifiez que les valeurs sont bien de cette action ; sinon, repartez d'un classeur neuf.",
    ),
    "FIC-25": Modele(
        INFORMATION,
        "Fichier reçu deux fois",
        "le fichier est identique, octet pour octet, à « {autre} ».",
        "il n'est compté qu'une fois.",
        "vous pouvez retirer l'un des deux.",
    ),
    "FIC-26": Modele(
        AVERTISSEMENT,
        "Plusieurs classeurs pour une action",
        "l'action {action} a été renvoyée aussi dans {autres}.",
        "les cases qu'un seul remplit sont réunies ; celles qui se contredisent sont dites une à une et {sort}.",
        "si les deux se complètent, vous n'avez rien à faire ; sinon, gardez le bon et retirez l'autre du dossier.",
    ),
    "FIC-27": Modele(
        BLOQUANTE,
        "Modèle trop récent",
        "le classeur a été écrit par une version plus récente de l'outil (modèle v{trouve} ; lus ici : {lus}).",
        _PERDU,
        "mettez evaltools à jour, puis relancez le contrôle.",
    ),
    "FIC-28": Modele(
        BLOQUANTE,
        "Dossier absent",
        "le dossier des classeurs reçus n'existe pas : {dossier}.",
        "rien n'est contrôlé.",
        "créez-le et déposez-y les classeurs reçus, ou donnez un autre dossier avec --dossier.",
    ),
    "FIC-29": Modele(
        AVERTISSEMENT,
        "Aucun classeur",
        "le dossier des classeurs reçus est vide : {dossier}.",
        "toutes les actions comptent comme non remontées.",
        "déposez-y les classeurs reçus (.xlsx).",
    ),
    "FIC-30": Modele(
        AVERTISSEMENT,
        "Classeur vide",
        "le classeur est revenu sans aucune réponse.",
        "toutes ses valeurs comptent comme non renseignées.",
        "vérifiez que c'est bien le classeur rempli ; sinon, relancez le porteur.",
    ),
    "FIC-31": Modele(
        BLOQUANTE,
        "Année hors du programme",
        "{annee} n'est pas une année de {programme}, qui va de {debut} à {fin}.",
        "rien n'est lu ni écrit.",
        "donnez une année entre {debut} et {fin} avec --annee.",
    ),
    "FIC-32": Modele(
        BLOQUANTE,
        "Écriture impossible",
        "« {chemin} » ne peut pas être écrit : {raison}.",
        "ce fichier n'est pas écrit.",
        "vérifiez que le dossier existe, que vous pouvez y écrire et que le fichier n'est pas ouvert ailleurs.",
    ),
    **COLLECTE_FICHIER,
}

FICHIER["FIC-40"] = Modele(
    BLOQUANTE,
    "Lien vers un autre dossier",
    "ce n'est pas un fichier, mais un lien vers un autre dossier.",
    _PERDU + " Un lien n'est jamais suivi : il pourrait mener n'importe où.",
    "remplacez le lien par une copie du classeur lui-même.",
)

FEUILLE: dict[str, Modele] = {
    "FEU-01": Modele(
        BLOQUANTE,
        "Feuille absente",
        "la feuille « {feuille} » est introuvable (feuilles proches : {proches}).",
        "rien de ce qu'elle devait contenir n'est lu.",
        "redonnez à la feuille son nom « {feuille} », ou repartez d'un classeur neuf (evaltools modeles).",
    ),
    "FEU-02": Modele(
        AVERTISSEMENT,
        "Feuille de suivi absente",
        "le tableau « {feuille} » n'est dans aucune feuille du classeur.",
        "ce qu'il devait contenir compte comme non renseigné ; le reste est lu.",
        "repartez d'un classeur neuf (evaltools modeles) si vous aviez quelque chose à y mettre.",
    ),
    "FEU-03": Modele(
        AVERTISSEMENT,
        "Lignes déplacées sans leur clé",
        "sur {nombre}, la clé cachée n'est pas celle de l'indicateur, du territoire et de la période que l'on voit.",
        "les lignes sont lues d'après ce que l'on voit ; la clé cachée n'est qu'un témoin.",
        "vérifiez que chaque valeur est bien en face de son indicateur (les lignes ont pu être triées en partie).",
    ),
    "FEU-04": Modele(
        INFORMATION,
        "Tableau en plusieurs morceaux",
        "le tableau « {tableau} » est aussi dans la feuille « {autre} ».",
        "les deux sont lus ; une ligne répétée est dite.",
        "si l'une des deux est une copie de travail, retirez-la.",
    ),
    "FEU-05": Modele(
        INFORMATION,
        "Feuille masquée lue",
        "la feuille est masquée, et elle contient le tableau « {tableau} ».",
        "elle est lue comme les autres.",
        "si elle ne devait pas l'être, retirez-la du classeur.",
    ),
    "FEU-06": Modele(
        INFORMATION,
        "Feuille ajoutée",
        "la feuille n'est pas du modèle ({nombre}).",
        "elle est gardée telle quelle, et n'entre dans aucun calcul.",
        "si elle porte des valeurs à compter, recopiez-les dans les cases jaunes des feuilles prévues.",
    ),
    "FEU-07": Modele(
        BLOQUANTE,
        "Titres de colonnes absents",
        "la ligne des titres de colonnes (« {titres} »…) n'y est plus.",
        "rien de cette feuille n'est lu ; ce qu'elle porte est gardé dans le classeur de retour.",
        "remettez la ligne des titres au-dessus des valeurs, ou recopiez les valeurs dans un classeur neuf "
        "(evaltools modeles).",
    ),
}

COLONNE: dict[str, Modele] = {
    "COL-01": Modele(
        BLOQUANTE,
        "Colonne absente",
        "la colonne « {colonne} » est introuvable{proche}.",
        "aucune ligne de cette feuille ne peut être lue sans elle.",
        "redonnez à la colonne son titre « {colonne} », ou repartez d'un classeur neuf (evaltools modeles).",
    ),
    "COL-02": Modele(
        AVERTISSEMENT,
        "Colonne de saisie absente",
        "la colonne « {colonne} » est introuvable{proche}.",
        "ce qu'elle devait contenir compte comme non renseigné ; le reste de la feuille est lu.",
        "redonnez à la colonne son titre « {colonne} » si vous y aviez mis quelque chose.",
    ),
    "COL-03": Modele(
        BLOQUANTE,
        "Colonne en double",
        "deux colonnes portent le titre « {colonne} » ({autre} et celle-ci), avec des contenus différents.",
        "on ne peut savoir laquelle est la bonne : aucune n'est lue.",
        "retirez ou renommez celle qui est de trop.",
    ),
    "COL-04": Modele(
        INFORMATION,
        "Colonne ajoutée",
        "la colonne « {colonne} » n'est pas du modèle.",
        "son contenu est gardé, et n'entre dans aucun calcul.",
        "si elle porte des valeurs à compter, recopiez-les dans les colonnes jaunes.",
    ),
}
