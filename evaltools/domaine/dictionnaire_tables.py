"""Dictionnaire des tables ouvertes qui accompagnent les observations et les résultats.

Comme celles du contrat, ces colonnes et leur ordre se prolongent à la fin et ne se renomment pas.
"""

from __future__ import annotations

import re
import unicodedata

from evaltools.domaine.dictionnaire import OBSERVATIONS, RESULTATS, Colonne
from evaltools.domaine.lexique import Niveau, Verdict

_ANNEE, _JOUR, _EUROS, _COMPTE = "année", "date", "nombre, en euros", "nombre entier"


def colonne_de_verdict(verdict: Verdict) -> str:
    """Rend le nom de la colonne qui compte un verdict.

    Examples
    --------
    >>> colonne_de_verdict(Verdict.A_ACCELERER)
    'nombre_a_accelerer'
    """
    ascii_ = unicodedata.normalize("NFD", verdict.value).encode("ascii", "ignore").decode()
    return "nombre_" + re.sub(r"\W+", "_", ascii_.lower())


INDICATEURS: tuple[Colonne, ...] = (
    Colonne("axe", "code de l'axe ou de l'orientation"),
    Colonne("intitule_axe", "intitulé de l'axe"),
    Colonne("objectif", "code de l'objectif spécifique", vide="le programme n'a pas ce niveau"),
    Colonne("action", "code de la fiche action"),
    Colonne("intitule_action", "intitulé de l'action"),
    Colonne("pilote", "organisme pilote", vide="le document n'en nomme pas"),
    Colonne("operation", "code de l'opération ou de l'activité", vide="indicateur commun à toute l'action"),
    Colonne("indicateur", "code de l'indicateur"),
    Colonne("libelle", "libellé, dans les mots du document"),
    Colonne("famille", "famille de l'indicateur, dans les mots du document", vide="le document n'en donne pas"),
    Colonne("nature", "ce qu'est la mesure", "liste Nature"),
    Colonne("niveau", "ce que dit la mesure", "liste Niveau"),
    Colonne("sens", "évolution souhaitée", "liste Sens", "le document ne le dit pas"),
    Colonne("cumul", "façon dont les années se combinent", "liste Cumul", "le document ne le dit pas"),
    Colonne("unite", "unité de la valeur", vide="le document n'en donne pas"),
    Colonne("maille", "échelon où la valeur se recueille", "liste Maille"),
    Colonne("si_enquete", "la valeur vient d'une enquête", "« oui » ou « non »"),
    Colonne("cible_du_document", "cible écrite dans le document", "nombre", "le document n'en fixe pas"),
)
"""Une ligne par indicateur du programme."""

GROUPES: tuple[Colonne, ...] = (
    Colonne("programme", "code du programme"),
    Colonne("annee", "année d'évaluation", _ANNEE),
    Colonne("siren", "territoire", "SIREN à 9 chiffres, ou « ensemble »"),
    Colonne("groupe", "ce que réunit la ligne", "« action », « objectif », « axe » ou « programme »"),
    Colonne("code", "code de l'action, de l'objectif ou de l'axe", vide="tout le programme"),
    Colonne("intitule", "intitulé du groupe"),
    Colonne("total", "indicateurs du groupe", _COMPTE),
    Colonne("applicables", "indicateurs au dénominateur : ni sans objet, ni non échus", _COMPTE),
    Colonne("evaluables", "indicateurs dont le verdict est prononcé", _COMPTE),
    *(Colonne(colonne_de_verdict(v), f"indicateurs au verdict « {v.value} »", _COMPTE) for v in Verdict),
    Colonne("couverture", "part du poids applicable qui est évaluable", "de 0 à 1", "rien d'applicable"),
    *(
        Colonne(f"score_{n.value}", f"score moyen au niveau « {n.value} »", "de 0 à 1", "ne se calcule pas")
        for n in Niveau
    ),
    Colonne("degradations", "codes des indicateurs qui s'éloignent de leur cible", vide="aucun"),
)  # fmt: skip
"""Une ligne par groupe d'indicateurs et territoire."""

AVANCEMENT: tuple[Colonne, ...] = (
    Colonne("action", "code de la fiche action"),
    Colonne("intitule", "intitulé de l'action"),
    Colonne("etat", "état déclaré à la date d'arrêt", "liste EtatAction", "état non renseigné"),
    Colonne("en_retard", "l'échéance est passée sans que l'action soit close, ou commencée", "« oui » ou « non »"),
    Colonne("retard_jours", "jours au-delà de la date attendue", _COMPTE, "pas de retard, ou pas de date"),
    Colonne("debut", "date de début", _JOUR, "non renseignée"),
    Colonne("fin_prevue", "date de fin prévue", _JOUR, "non fixée"),
    Colonne("fin_revisee", "nouvelle date de fin", _JOUR, "non révisée"),
    Colonne("fin_reelle", "date de fin constatée", _JOUR, "action non close, ou date non renseignée"),
    Colonne("operations_realisees", "opérations ou activités réalisées", _COMPTE),
    Colonne("operations", "opérations ou activités de l'action", _COMPTE),
    Colonne("motif", "raison du retard ou du report ; absente de l'édition publique", vide="non renseignée"),
    Colonne("decision", "décision prise ; absente de l'édition publique", vide="non renseignée"),
)
"""Une ligne par action, à la date d'arrêt des données."""

FINANCES: tuple[Colonne, ...] = (
    Colonne("action", "code de la fiche action"),
    Colonne("operation", "code de l'opération", vide="montant de toute l'action"),
    Colonne("annee", "année du montant", _ANNEE),
    Colonne("financeur", "organisme financeur", vide="non précisé"),
    Colonne("prevu_eur", "montant prévu", _EUROS, "non renseigné"),
    Colonne("engage_eur", "montant engagé", _EUROS, "non renseigné"),
    Colonne("paye_eur", "montant payé", _EUROS, "non renseigné"),
)
"""Une ligne par action, année et financeur."""

COMPLETUDE: tuple[Colonne, ...] = (
    Colonne("action", "code de la fiche action", vide="tout le programme"),
    Colonne("attendues", "valeurs attendues l'année d'évaluation", _COMPTE),
    Colonne("renseignees", "valeurs remontées", _COMPTE),
    Colonne("classeur_recu", "le classeur de l'action est revenu", "« oui » ou « non »"),
)
"""Une ligne par action, et une pour tout le programme."""

TABLES: dict[str, tuple[str, str, tuple[Colonne, ...]]] = {
    "resultats": ("Résultats", "Une ligne par indicateur et territoire, pour l'année évaluée.", RESULTATS),
    "observations": (
        "Observations", "Une ligne par valeur recueillie : indicateur × territoire × période.", OBSERVATIONS,
    ),
    "groupes": ("Groupes", "Une ligne par action, objectif, axe ou programme, et par territoire.", GROUPES),
    "avancement": ("Avancement", "Une ligne par action, à la date d'arrêt des données.", AVANCEMENT),
    "finances": ("Finances", "Une ligne par action, année et financeur.", FINANCES),
    "completude": ("Complétude", "Valeurs remontées sur valeurs attendues, par action.", COMPLETUDE),
    "indicateurs": ("Indicateurs", "Une ligne par indicateur du programme.", INDICATEURS),
}  # fmt: skip
"""Les tables ouvertes, dans l'ordre où elles se lisent : titre, description, colonnes."""
