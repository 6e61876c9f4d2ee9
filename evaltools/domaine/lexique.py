"""Vocabulaire du domaine : les listes fermées dont se servent les documents, les classeurs et la méthode.

Chaque mot est celui d'un chargé de mission ; le code (ASCII) est ce qui est rangé dans les fichiers, le libellé
(français accentué) est ce qui est montré. Un mot nouveau entre ici et dans ``docs/lexique.md`` en même temps.
"""

from __future__ import annotations

from enum import StrEnum

ENSEMBLE = "ensemble"
"""Code du territoire entier d'un programme, là où une ligne porterait sinon un SIREN."""


class Nature(StrEnum):
    """Nature d'une mesure (methode §2). Un ``texte`` n'est jamais noté."""

    NOMBRE = "nombre"
    TAUX = "taux"
    MONTANT = "montant"
    DUREE = "duree"
    DISTANCE = "distance"
    SUPERFICIE = "superficie"
    JALON = "jalon"
    ETAPES = "etapes"
    ECHELLE = "echelle"
    TEXTE = "texte"


class Niveau(StrEnum):
    """Ce que mesure un indicateur : ce qui a été fait, ce que cela a changé, ou le contexte."""

    REALISATION = "realisation"
    RESULTAT = "resultat"
    CONTEXTE = "contexte"


class Sens(StrEnum):
    """Évolution souhaitée. Il n'y a pas de sens par défaut : absent, l'indicateur est non évaluable."""

    HAUSSE = "hausse"
    BAISSE = "baisse"
    MAINTIEN = "maintien"
    PLAGE = "plage"


class Cumul(StrEnum):
    """Façon dont les années se combinent : un flux s'additionne, un stock garde la dernière valeur."""

    FLUX = "flux"
    STOCK = "stock"
    RATIO = "ratio"


class Maille(StrEnum):
    """Échelon auquel un indicateur est recueilli : par EPCI, ou une seule fois pour l'ensemble."""

    EPCI = "epci"
    ENSEMBLE = "ensemble"


class Agregation(StrEnum):
    """Façon de passer des EPCI à l'ensemble (methode §7)."""

    SOMME = "somme"
    RATIO_CUMULE = "ratio_cumule"
    MAXIMUM = "maximum"
    DERNIERE = "derniere"
    AUCUNE = "aucune"


class TypeCible(StrEnum):
    """Façon dont une cible est écrite (methode §2)."""

    ABSOLU = "absolu"
    VARIATION_PCT = "variation_pct"
    VARIATION_POINTS = "variation_points"
    SOMME_ANNUELLE = "somme_annuelle"


class PeriodiciteCible(StrEnum):
    """Une cible vaut pour tout le contrat, ou pour chaque année (« au moins 2 par an »)."""

    CONTRAT = "contrat"
    ANNUELLE = "annuelle"


class StatutRepere(StrEnum):
    """Ce qu'est un repère trouvé dans le texte du document ; aucun n'est une cible tant que rien n'est décidé."""

    NORME = "norme"
    MAXIMUM = "maximum"
    OBJECTIF = "objectif"
    ETAT_INITIAL = "etat_initial"
    REFERENCE = "reference"
    PERIMETRE = "perimetre"
    JALON = "jalon"
    FREQUENCE = "frequence"
    FAIT_ACCOMPLI = "fait_accompli"
    CONTEXTE = "contexte"


class EtatValeur(StrEnum):
    """Cinq états d'une valeur, qui ne se confondent jamais : un zéro est renseigné, un blanc ne l'est pas."""

    RENSEIGNE = "renseigne"
    NON_RENSEIGNE = "non_renseigne"
    NON_DISPONIBLE = "non_disponible"
    SANS_OBJET = "sans_objet"
    ENQUETE_NON_REALISEE = "enquete_non_realisee"


class Qualite(StrEnum):
    """Réserve portée sur une valeur renseignée."""

    PROVISOIRE = "provisoire"
    ESTIME = "estime"
    SECRET = "secret"
    RUPTURE = "rupture"


class EtatAction(StrEnum):
    """États déclarés d'une action ou d'une opération (methode §9). « En retard » se calcule et n'y figure pas."""

    A_VENIR = "a_venir"
    NON_DEMARREE = "non_demarree"
    EN_COURS = "en_cours"
    REALISEE = "realisee"
    REALISEE_PARTIELLEMENT = "realisee_partiellement"
    REPORTEE = "reportee"
    SUSPENDUE = "suspendue"
    ARRETEE = "arretee"


class Verdict(StrEnum):
    """Verdicts annuels (six), finals (quatre) et les deux qui sortent du dénominateur (methode §5)."""

    ATTEINT = "Atteint"
    EN_BONNE_VOIE = "En bonne voie"
    A_ACCELERER = "À accélérer"
    INSUFFISANT = "Insuffisant"
    DEGRADATION = "Dégradation"
    PARTIELLEMENT_ATTEINT = "Partiellement atteint"
    NON_ATTEINT = "Non atteint"
    NON_EVALUABLE = "Non évaluable"
    SANS_OBJET = "Sans objet"
    NON_ECHU = "Non échu"


class Motif(StrEnum):
    """Raison d'un verdict (methode §5, dernière colonne)."""

    SANS_OBJET = "SANS_OBJET"
    PAS_DE_CIBLE = "PAS_DE_CIBLE"
    PAS_DE_VALEUR = "PAS_DE_VALEUR"
    SECRET = "SECRET"
    DENOMINATEUR_NUL = "DENOMINATEUR_NUL"
    RUPTURE_DE_SERIE = "RUPTURE_DE_SERIE"
    DONNEE_TROP_ANCIENNE = "DONNEE_TROP_ANCIENNE"
    SENS_INCONNU = "SENS_INCONNU"
    ENQUETE_NON_REALISEE = "ENQUETE_NON_REALISEE"
    ECHEANCE_INCONNUE = "ECHEANCE_INCONNUE"
    NATURE_NON_NOTEE = "NATURE_NON_NOTEE"
    PAS_DE_VALEUR_INITIALE = "PAS_DE_VALEUR_INITIALE"
    DES_L_ORIGINE = "DES_L_ORIGINE"
    VALEUR_INITIALE_SEULE = "VALEUR_INITIALE_SEULE"
    ACQUIS_PERDU = "ACQUIS_PERDU"
    TROP_TOT = "TROP_TOT"
    DEGRADATION = "DEGRADATION"
    STAGNATION = "STAGNATION"
    PROGRES = "PROGRES"
    EN_RETARD = "EN_RETARD"
    ABANDONNE = "ABANDONNE"
    ANNEE_PARTIELLE = "ANNEE_PARTIELLE"
    NON_ECHU = "NON_ECHU"


class Alerte(StrEnum):
    """Réserve imprimée à côté d'un verdict, sans le changer."""

    DONNEE_ANCIENNE = "DONNEE_ANCIENNE"
    CUMUL_INCOMPLET = "CUMUL_INCOMPLET"
    SENS_INCOHERENT = "SENS_INCOHERENT"
    CIBLE_HORS_BORNES = "CIBLE_HORS_BORNES"
    CIBLE_INCOHERENTE = "CIBLE_INCOHERENTE"
    ECART_MINUSCULE = "ECART_MINUSCULE"
    ANNEE_INITIALE_SUPPOSEE = "ANNEE_INITIALE_SUPPOSEE"
    ECHEANCE_SUPPOSEE = "ECHEANCE_SUPPOSEE"
    ECHELLE_ORDINALE = "ECHELLE_ORDINALE"
    PARTIEL_EPCI = "PARTIEL_EPCI"
    PROVISOIRE = "PROVISOIRE"
    ESTIME = "ESTIME"
    FLUX_ET_BAISSE = "FLUX_ET_BAISSE"
    ANNEE_PARTIELLE = "ANNEE_PARTIELLE"
    CIBLE_REVISEE = "CIBLE_REVISEE"


class Gravite(StrEnum):
    """Gravité d'une anomalie : une bloquante empêche de publier ce qu'elle touche."""

    BLOQUANTE = "bloquante"
    AVERTISSEMENT = "avertissement"
    INFORMATION = "information"


class Diffusion(StrEnum):
    """Public d'une édition : ``publique`` (petits effectifs masqués) ou ``restreinte`` (tout, avec bandeau)."""

    PUBLIQUE = "publique"
    RESTREINTE = "restreinte"
