"""Mots et signes des rapports : verdicts, motifs avec leur remède, réserves, états d'action.

Un verdict se lit à son symbole et à son mot autant qu'à sa couleur. Palette éprouvée pour les daltonismes courants et
l'impression en gris ; le jaune garde toujours son contour sombre.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from evaltools.domaine.lexique import Alerte, Cumul, EtatAction, EtatValeur, Motif, Niveau, Sens, Verdict


@dataclass(frozen=True, slots=True)
class Signe:
    """Ce qui montre un verdict : classe et symbole (identifiant du dessin), couleurs, mot."""

    classe: str
    symbole: str
    couleur: str
    contour: str
    texte: str
    mot: str
    pluriel: str


SIGNES: Mapping[Verdict, Signe] = {
    Verdict.ATTEINT: Signe("ok", "ok", "#12436D", "#12436D", "#FFFFFF", "Atteint", "atteints"),
    Verdict.EN_BONNE_VOIE: Signe("bv", "haut", "#3F88D9", "#1F5C9E", "#0B1B2B", "En bonne voie", "en bonne voie"),
    Verdict.PARTIELLEMENT_ATTEINT: Signe(
        "pa", "demi", "#9DC2E6", "#12436D", "#0B1B2B", "Partiellement atteint", "partiellement atteints"
    ),
    Verdict.A_ACCELERER: Signe("ac", "losange", "#F2C230", "#6B5200", "#1D2733", "À accélérer", "à accélérer"),
    Verdict.INSUFFISANT: Signe("in", "carre", "#E8590C", "#9C3A04", "#1D1206", "Insuffisant", "insuffisants"),
    Verdict.DEGRADATION: Signe("de", "bas", "#7D1128", "#7D1128", "#FFFFFF", "Dégradation", "en dégradation"),
    Verdict.NON_ATTEINT: Signe("na", "croix", "#7D1128", "#7D1128", "#FFFFFF", "Non atteint", "non atteints"),
    Verdict.NON_EVALUABLE: Signe("ne", "vide", "#FFFFFF", "#6B7280", "#1D2733", "Non évaluable", "non évaluables"),
    Verdict.NON_ECHU: Signe("nc", "horloge", "#FFFFFF", "#6B7280", "#1D2733", "Non échu", "non échus"),
    Verdict.SANS_OBJET: Signe("so", "tiret", "#FFFFFF", "#6B7280", "#1D2733", "Sans objet", "sans objet"),
}
"""Les verdicts, du plus favorable à ceux qui sortent du dénominateur : c'est aussi l'ordre d'affichage."""

HORS_DENOMINATEUR = (Verdict.SANS_OBJET, Verdict.NON_ECHU)
FAVORABLES = (Verdict.ATTEINT, Verdict.EN_BONNE_VOIE)


@dataclass(frozen=True, slots=True)
class Raison:
    """Raison d'un verdict : en quelques mots, et ce qui rendrait l'indicateur évaluable (vide : rien à faire)."""

    mots: str
    remede: str = ""


MOTIFS: Mapping[Motif, Raison] = {
    Motif.PAS_DE_CIBLE: Raison(
        "pas de cible fixée", "le COTECH fixe une cible et son échéance dans le classeur de cadrage."
    ),
    Motif.PAS_DE_VALEUR: Raison(
        "pas de valeur remontée", "le pilote remonte la valeur, ou dit pourquoi elle n'est pas disponible."
    ),
    Motif.PAS_DE_VALEUR_INITIALE: Raison(
        "valeur de départ inconnue", "retrouver la valeur de départ, ou convenir de celle de la première année."
    ),
    Motif.VALEUR_INITIALE_SEULE: Raison("seule la valeur de départ est connue", "remonter une valeur plus récente."),
    Motif.SENS_INCONNU: Raison(
        "évolution souhaitée non décidée", "dire dans le cadrage si l'on vise une hausse, une baisse ou un maintien."
    ),
    Motif.ECHEANCE_INCONNUE: Raison("échéance de la cible inconnue", "dater la cible dans le classeur de cadrage."),
    Motif.SECRET: Raison(
        "effectif trop petit pour être publié", "regrouper des années ou des territoires, ou lire l'édition restreinte."
    ),
    Motif.DENOMINATEUR_NUL: Raison(
        "dénominateur nul ou absent", "remonter le numérateur et le dénominateur, pas seulement le pourcentage."
    ),
    Motif.RUPTURE_DE_SERIE: Raison(
        "rupture de série", "recalculer la valeur de départ selon la nouvelle définition, ou fixer un nouveau départ."
    ),
    Motif.DONNEE_TROP_ANCIENNE: Raison("dernière valeur trop ancienne", "remonter une valeur récente."),
    Motif.ENQUETE_NON_REALISEE: Raison(
        "enquête non réalisée", "programmer l'enquête, ou remplacer l'indicateur par avenant."
    ),
    Motif.NATURE_NON_NOTEE: Raison(
        "information en toutes lettres, qui se lit et ne se note pas",
        "rien à corriger : elle se lit dans la fiche de l'action.",
    ),
    Motif.TROP_TOT: Raison("trop tôt pour juger", "rien à corriger : il sera jugé à la prochaine évaluation."),
    Motif.ANNEE_PARTIELLE: Raison(
        "année partielle", "rien à corriger : le contrat ne couvre qu'une partie de l'année."
    ),
    Motif.SANS_OBJET: Raison("ne s'applique pas ici"),
    Motif.NON_ECHU: Raison("échéance à venir"),
    Motif.DES_L_ORIGINE: Raison("la cible était déjà atteinte au départ : il s'agit de la tenir"),
    Motif.ACQUIS_PERDU: Raison("la cible était atteinte au départ, elle ne l'est plus"),
    Motif.DEGRADATION: Raison("la valeur s'éloigne de la cible"),
    Motif.STAGNATION: Raison("presque pas de changement depuis le départ"),
    Motif.PROGRES: Raison("progrès, mais trop lent pour l'échéance"),
    Motif.EN_RETARD: Raison("fait, après l'échéance"),
    Motif.ABANDONNE: Raison("abandonné"),
}

ALERTES: Mapping[str, str] = {
    Alerte.DONNEE_ANCIENNE: "la dernière valeur a plus de deux ans",
    Alerte.CUMUL_INCOMPLET: "une année manque au cumul : le total réel est au moins celui-ci",
    Alerte.SENS_INCOHERENT: "la cible va à l'inverse de l'évolution souhaitée",
    Alerte.CIBLE_HORS_BORNES: "la cible sort des bornes possibles",
    Alerte.CIBLE_INCOHERENTE: "le total déclaré diffère de la somme des cibles annuelles",
    Alerte.ECART_MINUSCULE: "l'écart visé est très petit : lire les points plutôt que le pourcentage",
    Alerte.ANNEE_INITIALE_SUPPOSEE: "l'année de départ est supposée : celle d'avant le contrat",
    Alerte.ECHEANCE_SUPPOSEE: "l'échéance est supposée : la fin du contrat",
    Alerte.ECHELLE_ORDINALE: "échelle ordinale : le pourcentage compte des échelons",
    Alerte.PARTIEL_EPCI: "total partiel : des EPCI n'ont pas répondu",
    Alerte.PROVISOIRE: "valeur provisoire",
    Alerte.ESTIME: "valeur estimée",
    Alerte.FLUX_ET_BAISSE: "un cumul ne peut pas viser une baisse : à revoir dans le cadrage",
    Alerte.ANNEE_PARTIELLE: "année partielle",
    Alerte.CIBLE_REVISEE: "cible révisée",
}


@dataclass(frozen=True, slots=True)
class SigneEtat:
    """Ce qui montre un état d'action : classe, couleur de la barre, hachures (couleur, croisées), texte, mot."""

    classe: str
    couleur: str
    texte: str
    hachures: tuple[str, bool] | None
    mot: str
    pluriel: str


ETATS: Mapping[EtatAction | None, SigneEtat] = {
    EtatAction.REALISEE: SigneEtat("re", "#12436D", "#FFFFFF", None, "Réalisée", "réalisées"),
    EtatAction.REALISEE_PARTIELLEMENT: SigneEtat(
        "rp", "#9DC2E6", "#0B1B2B", None, "Réalisée partiellement", "réalisées partiellement"
    ),
    EtatAction.EN_COURS: SigneEtat("ec", "#3F88D9", "#0B1B2B", None, "En cours", "en cours"),
    EtatAction.A_VENIR: SigneEtat("av", "#E4EAF0", "#1D2733", None, "À venir", "à venir"),
    EtatAction.NON_DEMARREE: SigneEtat("nd", "#FFFFFF", "#1D2733", None, "Non démarrée", "non démarrées"),
    EtatAction.REPORTEE: SigneEtat("rt", "#F2C230", "#1D2733", ("#3A2B00", False), "Reportée", "reportées"),
    EtatAction.SUSPENDUE: SigneEtat("su", "#F6B48A", "#1D2733", ("#7A2C00", False), "Suspendue", "suspendues"),
    EtatAction.ARRETEE: SigneEtat("ar", "#7D1128", "#FFFFFF", ("#E9B8C2", True), "Arrêtée", "arrêtées"),
    None: SigneEtat("nr", "#FFFFFF", "#1D2733", ("#C3CCD5", False), "Non renseigné", "non renseignées"),
}
"""Les états d'action, dans l'ordre d'affichage ; ``None`` : état non remonté."""

ENGAGEES = (EtatAction.EN_COURS, EtatAction.REALISEE, EtatAction.REALISEE_PARTIELLEMENT)

NIVEAUX: Mapping[str, tuple[str, str]] = {
    Niveau.RESULTAT: ("Résultats", "ce que les actions ont changé"),
    Niveau.REALISATION: ("Réalisations", "ce qui a été fait"),
    Niveau.CONTEXTE: ("Contexte", "situation du territoire, que le programme ne commande pas"),
}
"""Les niveaux d'indicateur, dans l'ordre d'affichage, avec leur sens."""

SENS: Mapping[str, str] = {
    Sens.HAUSSE: "hausse visée",
    Sens.BAISSE: "baisse visée",
    Sens.MAINTIEN: "maintien visé",
    Sens.PLAGE: "maintien entre deux bornes",
}
CUMULS: Mapping[str, str] = {
    Cumul.FLUX: "cumul depuis le début du contrat",
    Cumul.STOCK: "dernière valeur",
    Cumul.RATIO: "rapport de deux nombres",
}
ETATS_VALEUR: Mapping[EtatValeur, str] = {
    EtatValeur.RENSEIGNE: "renseigné",
    EtatValeur.NON_RENSEIGNE: "non renseigné",
    EtatValeur.NON_DISPONIBLE: "non disponible",
    EtatValeur.SANS_OBJET: "sans objet",
    EtatValeur.ENQUETE_NON_REALISEE: "enquête non réalisée",
}


def raison(motif: Motif | None) -> Raison:
    """Rend les mots d'un motif ; ``None`` : une raison vide.

    Examples
    --------
    >>> raison(Motif.PAS_DE_CIBLE).mots, raison(None).mots
    ('pas de cible fixée', '')
    """
    return MOTIFS[motif] if motif is not None else Raison("")


def reserve(alerte: str) -> str:
    """Rend les mots d'une réserve ; celle qui compte les EPCI (« partiel, 5/6 EPCI ») est mise en phrase.

    Examples
    --------
    >>> reserve("PROVISOIRE"), reserve("partiel, 5/6 EPCI"), reserve("partiel, 1/2 EPCI")
    ('valeur provisoire', 'total partiel : 5 EPCI sur 6 ont répondu', 'total partiel : 1 EPCI sur 2 a répondu')
    """
    compte = re.fullmatch(r"partiel, (\d+)/(\d+) EPCI", alerte)
    if compte:
        n, total = compte.groups()
        return f"total partiel : {n} EPCI sur {total} {'ont' if int(n) > 1 else 'a'} répondu"
    return ALERTES.get(alerte, alerte)
