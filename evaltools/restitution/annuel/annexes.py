"""Les parties qui aident à lire et à réutiliser : comment lire, données ouvertes, coûts rapportés."""

from __future__ import annotations

from markupsafe import Markup

from evaltools.restitution.annuel.contexte import Contexte
from evaltools.restitution.annuel.section import paragraphe, section
from evaltools.restitution.formats import date_longue
from evaltools.restitution.html import Bloc
from evaltools.restitution.mots import SIGNES
from evaltools.restitution.pistes import statut
from evaltools.restitution.rapport import Manque
from evaltools.restitution.vue import compter_verdicts

FICHIERS = (
    ("resultats.csv", "un résultat par indicateur et territoire : valeurs, cible, verdict et raison"),
    ("observations.csv", "une ligne par valeur recueillie, avec son fichier, sa feuille et sa cellule"),
    ("donnees.xlsx", "les mêmes tables en un classeur, avec leur dictionnaire"),
)
SENS_CLAIR = {
    "ok": "la cible est atteinte",
    "bv": "on avance comme prévu",
    "ac": "on avance, moins vite que prévu",
    "in": "on avance trop lentement",
    "de": "on s'éloigne de la cible",
    "pa": "une partie de la cible est atteinte",
    "na": "la cible n'est pas atteinte",
    "ne": "il manque une cible ou une valeur pour le dire",
}


def lecture(contexte: Contexte) -> Bloc:
    """Écrit l'encadré « Comment lire » : les verdicts présents, en mots simples."""
    comptes = compter_verdicts((*contexte.vue.juges, *contexte.vue.communs))
    puces = Markup("").join(
        Markup("<li>{}{} {}</li>").format(statut(v), Markup("&nbsp;:"), SENS_CLAIR[SIGNES[v].classe])
        for v in comptes
        if SIGNES[v].classe in SENS_CLAIR
    )
    arret = (
        "Un indicateur est un chiffre ou un fait que l'on suit d'année en année, souvent avec une cible. Les chiffres "
        f"sont arrêtés au {date_longue(contexte.evaluation.arrete_le)}. « n. d. » veut dire que la valeur manque : ce "
        "n'est pas zéro."
    )
    cadre = Markup('<div class="avis lire"><ul>{}</ul>{}</div>').format(puces, paragraphe(arret, ""))
    return section("lecture", "Comment lire", "Comment lire ces pages", "", cadre, numerotee=False)


def manque_donnees(contexte: Contexte) -> Manque | None:
    """Dit que les données d'une édition restreinte ne se réutilisent pas."""
    if not contexte.vue.restreinte:
        return None
    return Manque(
        "Les données d'une édition restreinte ne se réutilisent pas.",
        "L'édition publique les donne sous Licence Ouverte, petits effectifs masqués.",
    )


def donnees(contexte: Contexte) -> Bloc:
    """Écrit les liens vers les tables publiques, avec leur licence."""
    puces = Markup("").join(
        Markup('<li><a href="../donnees/{0}">{0}</a>{1} {2}</li>').format(nom, Markup("&nbsp;:"), quoi)
        for nom, quoi in FICHIERS
    )
    licence = (
        f"Licence Ouverte 2.0 (Etalab) : réutilisation libre en citant « {contexte.programme.titre_court}, données "
        f"arrêtées au {date_longue(contexte.evaluation.arrete_le)} »."
    )
    return section(
        "donnees", "Données", "Où sont les données ?", "Les tables de cette édition se réutilisent librement.",
        Markup("<ul>{}</ul>").format(puces), paragraphe(licence), numerotee=False,
    )  # fmt: skip


def manque_couts(_contexte: Contexte) -> Manque | None:
    """Dit pourquoi aucun coût n'est rapporté à une unité : il faut un montant payé complet et ce qu'il a produit."""
    return Manque(
        "Aucun coût par séance, par classe ou par personne n'est calculé chaque année.",
        "Il l'est à l'évaluation finale, là où le montant payé et ce qu'il a produit sont tous deux complets.",
    )


def couts(_contexte: Contexte) -> Bloc:
    """Ne s'écrit pas dans une évaluation annuelle (voir ``manque_couts``) ; le texte de l'évaluateur y a sa place."""
    return section("couts", "Coûts rapportés", "Que coûte une action ?", "")
