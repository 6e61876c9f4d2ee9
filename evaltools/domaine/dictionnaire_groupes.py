"""Dictionnaire du tableau des groupes (``evaltools evaluer --finale``) ; ``docs/dictionnaire.md`` en est tiré."""

from __future__ import annotations

from evaltools.domaine.dictionnaire import Colonne

_RIEN = "ne se calcule pas"
_SCORE = "de 0 à 1, non arrondi"
_LISTE = "séparés par « | »"


def _score(niveau: str) -> tuple[Colonne, ...]:
    bornes = "rien d'applicable à ce niveau"
    return (
        Colonne(
            f"score_{niveau}",
            f"moyenne pondérée des scores, niveau {niveau}",
            _SCORE,
            "couverture insuffisante, ou rien à noter",
        ),
        Colonne(f"score_{niveau}_bas", "le même, ce qui manque compté 0", _SCORE, bornes),
        Colonne(f"score_{niveau}_haut", "le même, ce qui manque compté 1", _SCORE, bornes),
    )


def _comptes() -> tuple[Colonne, ...]:
    noms = ("atteint", "partiellement_atteint", "non_atteint", "en_bonne_voie", "a_accelerer", "insuffisant",
            "degradation", "non_evaluable", "sans_objet", "non_echu")  # fmt: skip
    return tuple(
        Colonne(f"nombre_{nom}", f"indicateurs au verdict « {nom.replace('_', ' ')} »", "nombre") for nom in noms
    )


GROUPES: tuple[Colonne, ...] = (
    Colonne("programme", "code du programme"),
    Colonne("annee", "année d'évaluation", "année"),
    Colonne("finale", "évaluation de fin de contrat ?", "« oui » ou « non »"),
    Colonne("siren", "territoire", "SIREN à 9 chiffres, ou « ensemble »"),
    Colonne("groupe", "ce qui est réuni", "« programme », « axe », « objectif », « action »"),
    Colonne("code", "code du groupe"),
    Colonne("intitule", "titre du groupe, dans les mots du document"),
    Colonne("total", "nombre d'indicateurs du groupe", "nombre"),
    Colonne("applicables", "ni sans objet, ni non échus", "nombre"),
    Colonne("evaluables", "applicables qui ont un verdict", "nombre"),
    Colonne("couverture", "poids évaluable / poids applicable", "de 0 à 1", "rien d'applicable"),
    Colonne("classe", "conclusion du groupe, dans les mots d'une fin de contrat", "liste Verdict", "rien d'applicable"),
    Colonne("robustesse_inchangees", "cas d'épreuve où la classe ne change pas", "nombre", "rien d'applicable"),
    Colonne("robustesse_cas", "cas d'épreuve", "nombre", "rien d'applicable"),
    Colonne("robustesse_autres", "cas qui changent la classe, et celle qu'ils donnent", _LISTE, "aucun"),
    *_score("realisation"),
    *_score("resultat"),
    *_comptes(),
    Colonne("raisons", "non évaluables par raison, avec leur nombre", f"liste Motif, {_LISTE}", "aucun"),
    Colonne("degradations", "indicateurs qui reculent, par leur code et leur libellé", _LISTE, "aucun"),
    Colonne("incertains", "indicateurs au verdict incertain, par leur code et leur libellé", _LISTE, "aucun"),
    Colonne("etat", "dernier état déclaré d'une action", "liste EtatAction", "pas une action, ou état non renseigné"),
    Colonne("retard_jours", "retard d'une action, calculé de ses dates", "jours", "pas une action, ou pas de retard"),
    Colonne("bareme", "version et date d'adoption du barème"),
)
"""Une ligne par groupe et territoire : le tableau des groupes, avec les raisons, les intervalles et la robustesse."""
