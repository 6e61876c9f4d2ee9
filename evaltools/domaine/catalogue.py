"""Catalogue des anomalies : un code, une gravité, trois textes. ``docs/erreurs.md`` en est tiré.

Familles : FIC (fichier), FEU (feuille), COL (colonne), VAL (cellule), IND (indicateur), ACT (action),
PRG (programme), CAD (cadrage), PAR (paramètres), RAP (rapport), SEC (secret).
"""

from __future__ import annotations

from evaltools.domaine.catalogue_actions import ACTION
from evaltools.domaine.catalogue_cadrage import CADRAGE
from evaltools.domaine.catalogue_calcul import CALCUL
from evaltools.domaine.catalogue_cellules import CELLULE
from evaltools.domaine.catalogue_fichiers import COLONNE, FEUILLE, FICHIER
from evaltools.domaine.catalogue_indicateur import INDICATEUR
from evaltools.domaine.catalogue_modele import AVERTISSEMENT, BLOQUANTE, INFORMATION, Modele
from evaltools.domaine.catalogue_personnes import PERSONNES, RETOURS
from evaltools.domaine.catalogue_programme import PROGRAMME
from evaltools.domaine.catalogue_secret import SECRET

__all__ = ["AVERTISSEMENT", "BLOQUANTE", "CATALOGUE", "INFORMATION", "Modele"]

PARAMETRES: dict[str, Modele] = {
    "PAR-01": Modele(
        BLOQUANTE,
        "Racine introuvable",
        "aucun dossier « inputs » n'a été trouvé dans « {dossier} » ni au-dessus.",
        "la commande ne sait pas où sont les données ; rien n'est fait.",
        "placez-vous dans le dossier du projet, ou donnez-le par la variable EVALTOOLS_RACINE.",
    ),
    "PAR-02": Modele(
        BLOQUANTE,
        "Code de programme refusé",
        "« {programme} » ne peut pas être un code de programme.",
        "aucun dossier n'est ouvert ; rien n'est fait.",
        "utilisez des minuscules sans accent, des chiffres et des tirets, comme « cls-avesnois ».",
    ),
    "PAR-03": Modele(
        BLOQUANTE,
        "Fichier de paramètres illisible",
        "le fichier ne peut pas être lu : {detail}.",
        "la campagne n'est pas lancée ; aucun rapport n'est touché.",
        "corrigez la ligne indiquée, ou repartez d'un fichier du dossier « params ».",
    ),
    "PAR-04": Modele(
        BLOQUANTE,
        "Clé inconnue",
        "la clé « {cle} » n'existe pas{suggestion}.",
        "la campagne n'est pas lancée : une clé mal écrite ferait rendre autre chose que ce qui est voulu.",
        "corrigez ou retirez cette clé (clés admises : {admises}).",
    ),
    "PAR-05": Modele(
        BLOQUANTE,
        "Clé absente",
        "la clé « {cle} » est absente.",
        "la campagne n'est pas lancée : rien ne remplace cette valeur.",
        "ajoutez « {cle}: … » au fichier (exemple : {exemple}).",
    ),
    "PAR-06": Modele(
        BLOQUANTE,
        "Valeur impossible",
        "« {cle} » vaut « {valeur} » : {raison}.",
        "la campagne n'est pas lancée ; aucun rapport n'est touché.",
        "{attendu}.",
    ),
    "PAR-07": Modele(
        BLOQUANTE,
        "Paramètre inconnu du carnet",
        "le carnet « {carnet} » n'a pas de paramètre « {cle} »{suggestion}.",
        "le carnet n'est pas exécuté : il aurait utilisé sa valeur par défaut sans le dire.",
        "retirez ce paramètre, ou ajoutez-le à la cellule « parameters » du carnet.",
    ),
    "PAR-08": Modele(
        BLOQUANTE,
        "Carnet introuvable",
        "le carnet « {carnet} » n'existe pas (carnets présents : {presents}).",
        "la campagne n'est pas lancée.",
        "corrigez la liste « carnets ».",
    ),
    "PAR-09": Modele(
        BLOQUANTE,
        "Programme introuvable",
        "le programme « {programme} » n'existe pas (programmes présents : {presents}).",
        "rien n'est lu ni écrit.",
        "corrigez le nom, ou créez le dossier « inputs/{programme} » (evaltools programmes importer).",
    ),
    "PAR-11": Modele(
        BLOQUANTE,
        "Édition qu'aucun carnet de la campagne ne rend",
        "aucun carnet de la campagne ne rend l'édition « {edition} ».",
        "la campagne n'est pas lancée ; aucun rapport n'est touché.",
        "retirez-la de la liste « editions » (éditions rendues : {produites}).",
    ),
    "PAR-12": Modele(
        BLOQUANTE,
        "Campagne qui n'est pas finale",
        "la campagne « {programme} » {annee} est annuelle : ses verdicts ne sont pas ceux d'une fin de contrat.",
        "l'évaluation finale n'est pas rendue.",
        "ouvrez-la avec « finale=True » : ev.ouvrir(programme, annee, finale=True).",
    ),
    "PAR-10": Modele(
        BLOQUANTE,
        "Territoire inconnu",
        "« {territoire} » n'est pas un EPCI du programme {programme}.",
        "aucun rapport ne peut être rendu pour ce territoire.",
        "utilisez « ensemble » ou l'un de ces SIREN : {admis}.",
    ),
}

RAPPORT: dict[str, Modele] = {
    "RAP-01": Modele(
        BLOQUANTE,
        "Rapport non rendu",
        "le rapport « {carnet} », édition {edition}, territoire {territoire}, n'a pas pu être rendu : {raison}.",
        "ce rapport n'est pas publié, et l'ancien est retiré pour ne pas passer pour le nouveau ; les autres le sont.",
        "corrigez ce que dit la raison, puis relancez la même commande : seuls les rapports manquants seront refaits.",
    ),
    "RAP-02": Modele(
        BLOQUANTE,
        "Cellule en erreur",
        "la cellule {rang} du carnet s'est arrêtée sur une erreur : {erreur}.",
        "aucun rapport n'est tiré de ce carnet.",
        "corrigez la cause, exécutez de nouveau le carnet en entier, puis exportez-le.",
    ),
    "RAP-03": Modele(
        BLOQUANTE,
        "Avertissement dans le carnet",
        "la cellule {rang} du carnet écrit sur la sortie d'erreur : « {texte} ».",
        "aucun rapport n'est tiré de ce carnet : un lecteur ne doit pas voir d'avertissement technique.",
        "corrigez ce que dit l'avertissement, ou donnez à la cellule l'étiquette « hors-rapport ».",
    ),
    "RAP-04": Modele(
        BLOQUANTE,
        "Carnet sans en-tête ou sans partie",
        "le carnet affiche {entetes} en-tête et {parties} partie de rapport ; il en faut un, et au moins une.",
        "aucun rapport n'est tiré de ce carnet.",
        "exécutez le carnet en entier, avec une cellule « rapport.entete() » et les parties voulues.",
    ),
    "RAP-05": Modele(
        BLOQUANTE,
        "Image sans texte de remplacement",
        "la cellule {rang} du carnet affiche {nombre} image sans texte de remplacement.",
        "aucun rapport n'est tiré de ce carnet : il ne serait pas lisible par tous.",
        "donnez à chaque image un texte qui dit ce qu'elle montre.",
    ),
    "RAP-06": Modele(
        BLOQUANTE,
        "Affichage étranger au rapport",
        "la cellule {rang} du carnet affiche un résultat ({types}) qui n'est pas une partie du rapport.",
        "aucun rapport n'est tiré de ce carnet : ce tableau ou cette image n'y serait pas accessible.",
        "donnez à la cellule l'étiquette « hors-rapport » pour qu'elle reste dans le carnet seulement.",
    ),
    "RAP-20": Modele(
        AVERTISSEMENT,
        "Texte illisible",
        "le texte ne peut pas être repris : {raison}.",
        "les rapports paraissent sans lui ; le fichier n'est pas touché.",
        "ouvrez-le dans le Bloc-notes, puis « Enregistrer sous », codage « UTF-8 ».",
    ),
    "RAP-21": Modele(
        AVERTISSEMENT,
        "Texte sans partie",
        "aucune partie de rapport ne s'appelle « {partie} »{suggestion}.",
        "les rapports paraissent sans ce texte ; le fichier n'est pas touché.",
        "donnez au fichier le nom d'une partie ({connues}), ou écrivez « partie : … » dans son en-tête.",
    ),
    "RAP-22": Modele(
        AVERTISSEMENT,
        "Réglage de texte impossible",
        "« {cle} » vaut « {valeur} ».",
        "les rapports paraissent sans ce texte ; le fichier n'est pas touché.",
        "écrivez {attendu}.",
    ),
    "RAP-23": Modele(
        AVERTISSEMENT,
        "Ligne d'en-tête inconnue",
        "la ligne « {cle} » de l'en-tête n'est pas comprise, ou sa clé y est deux fois.",
        "les rapports paraissent sans ce texte ; le fichier n'est pas touché.",
        "écrivez une clé par ligne, suivie de « : » et de sa valeur (clés admises : {admises}).",
    ),
    "RAP-24": Modele(
        AVERTISSEMENT,
        "Nombre du texte absent des chiffres",
        "le texte cite {nombres}, que les chiffres de la partie « {partie} » ne montrent pas ({rapport}).",
        "le lecteur verra deux nombres différents : le calcul a pu changer depuis que le texte est écrit.",
        "corrigez le texte ; si le nombre vient d'ailleurs, écrivez « nombres_exterieurs : {exemple} » dans l'en-tête.",
    ),
}

CATALOGUE: dict[str, Modele] = {
    **FICHIER,
    **FEUILLE,
    **COLONNE,
    **CELLULE,
    **PERSONNES,
    **RETOURS,
    **INDICATEUR,
    **ACTION,
    **PROGRAMME,
    **CADRAGE,
    **PARAMETRES,
    **CALCUL,
    **RAPPORT,
    **SECRET,
}
