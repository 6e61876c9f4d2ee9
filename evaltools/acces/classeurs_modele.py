"""Le classeur de collecte, décrit comme une donnée : feuilles, colonnes, titres et alias, listes, mots.

L'écriture et la lecture partent d'ici : changer un titre, c'est ajouter l'ancien à ses alias et relever
``VERSION_MODELE``. Les tableaux sont retrouvés par leurs titres de colonnes, jamais par une adresse.
"""

from __future__ import annotations

from dataclasses import dataclass

VERSION_MODELE = "2"
VERSIONS_LUES = ("1", "2")
"""La version 2 ajoute « Ce qu'il faut compter », et les classeurs de porteur."""
FEUILLE_AIDE = "Lisez-moi"
LIGNE_ENTETE = 5
PHRASE_FICTIVE = "Données fictives : ce classeur est un exemple, ses valeurs sont inventées."


@dataclass(frozen=True, slots=True)
class Colonne:
    """Une colonne d'un tableau. ``saisie`` : le pilote la remplit ; ``requise`` : sans elle, rien ne se lit.

    ``alias`` : autres titres admis à la lecture. ``largeur`` en caractères. ``aide`` : message montré à la saisie.
    """

    cle: str
    titre: str
    largeur: float
    saisie: bool = False
    requise: bool = False
    alias: tuple[str, ...] = ()
    aide: str = ""


@dataclass(frozen=True, slots=True)
class Tableau:
    """Un tableau du classeur : sa feuille habituelle et ses colonnes. ``objet`` : ce que nomme chaque ligne."""

    cle: str
    feuille: str
    objet: str
    colonnes: tuple[Colonne, ...]
    consigne: str

    def colonne(self, cle: str) -> Colonne:
        """Rend la colonne de cette clé ; ``KeyError`` si elle n'existe pas."""
        for colonne in self.colonnes:
            if colonne.cle == cle:
                return colonne
        raise KeyError(cle)


_CLE = Colonne("cle", "Clé (ne pas modifier)", 12, alias=("clé", "cle"))
_INDICATEUR = Colonne(
    "indicateur", "Indicateur [code]", 40, requise=True, alias=("indicateur", "indicateurs", "libellé", "intitulé")
)
_TERRITOIRE = Colonne("territoire", "Territoire [SIREN]", 19, requise=True, alias=("territoire", "epci", "siren"))
_PERIODE = Colonne("periode", "Période", 9, requise=True, alias=("année", "periode"))
_COMMENTAIRE = Colonne(
    "commentaire",
    "Commentaire",
    26,
    True,
    False,
    ("commentaires", "remarque", "remarques", "observation"),
    "Ce qu'il faut savoir pour lire la valeur. Ni nom de personne, ni téléphone, ni donnée de santé.",
)

INDICATEURS = Tableau(
    "indicateurs",
    "Indicateurs",
    "indicateur",
    (
        _INDICATEUR,
        _TERRITOIRE,
        _PERIODE,
        Colonne("definition", "Ce qu'il faut compter", 24, alias=("définition", "définition de l'indicateur")),
        Colonne("attendu", "À saisir", 12, alias=("type", "nature")),
        Colonne("unite", "Unité", 12, alias=("unité de mesure",)),
        Colonne("derniere", "Dernière valeur connue", 12, alias=("valeur précédente", "valeur n-1", "rappel")),
        Colonne("cible", "Cible", 12, alias=("objectif", "cible fixée")),
        Colonne("valeur", "Valeur", 12, True, True, ("valeurs", "valeur atteinte", "résultat", "réalisé")),
        Colonne(
            "numerateur",
            "Numérateur",
            11,
            True,
            alias=("numérateurs", "num"),
            aide="Pour un taux : le nombre concerné (ex. 45 personnes orientées). Un nombre, sans unité.",
        ),
        Colonne(
            "denominateur",
            "Dénominateur",
            12,
            True,
            alias=("dénominateurs", "dén", "total"),
            aide="Pour un taux : le total (ex. 60 personnes reçues). Le taux sera recalculé.",
        ),
        Colonne(
            "reponse",
            "Réponse en texte",
            30,
            True,
            alias=("réponse", "texte", "description"),
            aide="Répondez en quelques phrases. Ni nom de personne, ni donnée de santé.",
        ),
        Colonne(
            "etat",
            "État",
            15,
            True,
            False,
            ("etat de la valeur", "statut"),
            "Seulement si vous n'avez pas de valeur : dites pourquoi.",
        ),
        Colonne(
            "qualite",
            "Qualité",
            12,
            True,
            False,
            ("qualité de la valeur",),
            "Seulement si la valeur appelle une réserve.",
        ),
        Colonne(
            "source",
            "Source",
            16,
            True,
            False,
            ("sources", "origine"),
            "D'où vient la valeur : logiciel, registre, enquête…",
        ),
        _COMMENTAIRE,
        _CLE,
    ),
    "Une ligne par valeur attendue. Remplissez les cases jaunes ; 0 est une valeur, une case vide n'en est pas une.",
)

AVANCEMENT = Tableau(
    "avancement",
    "Avancement",
    "objet",
    (
        _CLE,
        Colonne(
            "objet",
            "Action ou opération [code]",
            38,
            requise=True,
            alias=("action ou activité", "action ou activité [code]", "action", "opération", "activité", "objet"),
        ),
        Colonne("calendrier", "Calendrier prévu", 17, alias=("calendrier",)),
        Colonne(
            "etat",
            "État",
            18,
            True,
            True,
            ("etat d'avancement", "statut", "avancement"),
            "Où en est-on ? « En retard » se calcule, il n'est pas à choisir.",
        ),
        Colonne(
            "debut_reel", "Début réel", 12, True, False, ("date de début", "début"), "Une date complète : 15/03/2026."
        ),
        Colonne(
            "fin_prevue", "Fin prévue", 12, True, False, ("date de fin prévue",), "Une date complète : 31/12/2026."
        ),
        Colonne(
            "fin_revisee",
            "Nouvelle date de fin",
            12,
            True,
            False,
            ("fin révisée", "date révisée", "nouvelle date"),
            "Obligatoire si l'état est « reportée ».",
        ),
        Colonne(
            "fin_reelle",
            "Fin réelle",
            12,
            True,
            False,
            ("date de fin", "date de fin réelle", "fin"),
            "Obligatoire si l'état est « réalisée ».",
        ),
        Colonne(
            "motif",
            "Motif",
            26,
            True,
            False,
            ("raison", "motif du report"),
            "Obligatoire si reportée, suspendue ou arrêtée.",
        ),
        Colonne(
            "decision",
            "Décision (instance, date)",
            22,
            True,
            False,
            ("décision", "instance"),
            "Obligatoire si arrêtée : quelle instance l'a décidé, et quand.",
        ),
        Colonne(
            "faits_marquants",
            "Faits marquants",
            32,
            True,
            False,
            ("fait marquant", "réalisations"),
            "Ce qui s'est passé cette année, en quelques phrases.",
        ),
        Colonne("freins", "Freins", 26, True, False, ("difficultés", "frein"), "Ce qui a gêné."),
        Colonne("leviers", "Leviers", 26, True, False, ("points d'appui", "levier"), "Ce qui a aidé."),
        Colonne(
            "reorientation",
            "Proposition de réorientation",
            26,
            True,
            False,
            ("réorientation", "propositions"),
            "Ce qu'il faudrait changer l'an prochain.",
        ),
    ),
    "La première ligne est l'action entière ; les suivantes, ce qui la compose. Choisissez l'état, puis les dates.",
)

FINANCEMENT = Tableau(
    "financement",
    "Financement",
    "financeur",
    (
        Colonne(
            "objet",
            "Action ou opération [code]",
            40,
            True,
            False,
            ("action ou activité [code]", "action", "opération", "activité"),
            "Pour quelle action ou opération est ce montant.",
        ),
        Colonne(
            "financeur",
            "Financeur",
            40,
            True,
            True,
            ("financeurs", "organisme"),
            "Le nom de l'organisme, une ligne chacun.",
        ),
        Colonne(
            "prevu_eur",
            "Prévu (€)",
            16,
            True,
            True,
            ("prévu", "montant prévu", "budget prévu"),
            "Budget prévu pour l'année, en euros (12 500, et non 12,5 k€).",
        ),
        Colonne(
            "engage_eur",
            "Engagé (€)",
            16,
            True,
            False,
            ("engagé", "montant engagé"),
            "Ce qui a été engagé dans l'année, en euros.",
        ),
        Colonne(
            "paye_eur",
            "Payé (€)",
            16,
            True,
            False,
            ("payé", "montant payé", "mandaté"),
            "Ce qui a été payé dans l'année, en euros.",
        ),
        Colonne(
            "commentaire",
            "Commentaire",
            50,
            True,
            False,
            ("commentaires", "remarques"),
            "Nature de la dépense, convention, cofinancement…",
        ),
    ),
    "Une ligne par financeur, pour la seule année du classeur. Laissez vide un montant que vous ne connaissez pas.",
)

ENQUETES = Tableau(
    "enquetes",
    "Enquêtes",
    "indicateur",
    (
        _CLE,
        _INDICATEUR,
        _TERRITOIRE,
        _PERIODE,
        Colonne(
            "realisee",
            "Enquête réalisée ?",
            12,
            True,
            True,
            ("enquête réalisée", "réalisée"),
            "oui ou non. Non : l'indicateur sera « enquête non réalisée », pas zéro.",
        ),
        Colonne("le", "Date de l'enquête", 13, True, False, ("date",), "Une date complète : 15/03/2026."),
        Colonne(
            "sollicites",
            "Personnes sollicitées",
            13,
            True,
            False,
            ("sollicités", "sollicitées", "questionnaires envoyés"),
            "À combien de personnes le questionnaire a été proposé.",
        ),
        Colonne(
            "repondants",
            "Personnes ayant répondu",
            15,
            True,
            False,
            ("répondants", "réponses", "n répondants"),
            "Combien de personnes ont répondu.",
        ),
        Colonne(
            "satisfaits",
            "Dont satisfaites ou très satisfaites",
            18,
            True,
            False,
            ("satisfaits", "satisfaites"),
            "Parmi celles qui ont répondu.",
        ),
        Colonne(
            "note_moyenne", "Note moyenne", 11, True, False, ("note", "moyenne"), "Si l'enquête demandait une note."
        ),
        Colonne(
            "note_maximale",
            "Note maximale",
            11,
            True,
            False,
            ("sur", "note maximum"),
            "La meilleure note possible (5, 10, 20…).",
        ),
        _COMMENTAIRE,
    ),
    "Une ligne par indicateur qui se mesure par une enquête. Sans enquête cette année, répondez « non ».",
)

TABLEAUX: tuple[Tableau, ...] = (INDICATEURS, AVANCEMENT, FINANCEMENT, ENQUETES)

PROPRIETES = ("evaltools_programme", "evaltools_annee", "evaltools_action", "evaltools_modele", "evaltools_fictif")
"""Noms des propriétés, des noms définis et des lignes de la feuille cachée qui répètent l'identité."""
