"""Les plans : quelles parties compte chaque édition d'un carnet, et dans quel ordre.

Un carnet appelle une méthode de façade par cellule ; la partie que l'édition ne compte pas est dite d'une ligne dans
JupyterLab et n'est pas exportée. Le rang d'une partie dans le plan est son rang dans la page, quel que soit l'ordre des
cellules.
"""

from __future__ import annotations

from collections.abc import Mapping

EDITIONS: Mapping[str, str] = {
    "copil": "édition du comité de pilotage",
    "elus": "édition des élus",
    "technique": "édition technique",
    "citoyenne": "édition citoyenne",
}
"""Les éditions, et ce que l'on en dit au lecteur."""

_NOTE = (
    "entete", "avancement", "a_suivre", "qualite", "suites", "semestres", "decisions", "manques",
)  # fmt: skip

_CONTROLE = ("entete", "essentiel", "absents", "corrections", "completude", "fichiers", "methode")
_CONTROLE_BREF = ("entete", "essentiel", "absents", "completude", "methode")

PLANS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "evaluation_annuelle": {
        "copil": (
            "entete", "essentiel", "suites", "avancement", "taux", "objectifs", "indicateurs", "a_suivre", "faits",
            "budget", "publics", "couverture", "gouvernance", "partenaires", "satisfaction", "non_evaluables",
            "decisions", "plan_suivant", "methode", "manques",
        ),
        "elus": (
            "entete", "essentiel", "chez_nous", "avancement", "publics", "budget", "satisfaction", "plan_suivant",
            "lecture", "manques",
        ),
        "technique": (
            "entete", "essentiel", "qualite", "controles", "avancement", "taux", "a_suivre", "chronogramme",
            "objectifs", "indicateurs", "prevu_realise", "publics", "fiches", "budget", "couts", "couverture",
            "gouvernance", "partenaires", "satisfaction", "non_evaluables", "suites", "plan_suivant",
            "changements", "communication", "methode", "donnees", "manques",
        ),
        "citoyenne": (
            "entete", "essentiel", "publics", "satisfaction", "plan_suivant", "lecture", "manques",
        ),
    },
    "note_semestrielle": {"copil": _NOTE, "elus": _NOTE, "technique": _NOTE, "citoyenne": _NOTE},
    "controle_collecte": {
        "technique": _CONTROLE, "copil": _CONTROLE, "elus": _CONTROLE_BREF, "citoyenne": _CONTROLE_BREF,
    },
    "evaluation_finale": {
        "copil": (
            "entete", "essentiel", "rappel", "objectifs", "trajectoires", "cibles", "criteres", "axes", "actions",
            "couverture", "budget", "couts", "publics", "gouvernance", "partenaires", "satisfaction",
            "coherence_externe", "contexte_territoire", "non_evaluables", "devenir", "recommandations", "decisions",
            "methode", "manques",
        ),
        "elus": (
            "entete", "essentiel", "promis", "chez_nous", "budget", "publics", "satisfaction", "devenir",
            "recommandations", "lecture", "manques",
        ),
        "technique": (
            "entete", "essentiel", "rappel", "objectifs", "trajectoires", "cibles", "criteres", "axes", "actions",
            "chronogramme", "indicateurs", "prevu_realise", "publics", "couverture", "fiches", "faits", "budget",
            "couts", "gouvernance", "partenaires", "satisfaction", "coherence_externe", "contexte_territoire",
            "non_evaluables", "qualite", "controles", "changements", "communication", "devenir", "recommandations",
            "decisions", "methode", "rejouer", "donnees", "manques",
        ),
    },
    "cadrage": {
        "copil": (
            "entete", "essentiel", "evaluabilite", "raisons", "document", "decisions", "a_decider", "contradictions",
            "methode", "manques",
        ),
        "technique": (
            "entete", "essentiel", "evaluabilite", "raisons", "document", "decisions", "a_decider", "contradictions",
            "controles", "liste_de_travail", "methode", "manques",
        ),
    },
}  # fmt: skip
"""Par carnet et par édition, les parties dans l'ordre ; « manques » réunit ce qui n'a pas pu être écrit."""


SOUS_PARTIES = ("pertinence", "coherence", "efficacite", "efficience", "impact", "durabilite")
"""Ce que l'évaluateur écrit à l'intérieur d'une partie : son constat pour chacun des six critères."""


def editions(carnet: str) -> tuple[str, ...]:
    """Rend les éditions d'un carnet ; toutes, pour un carnet maison qui n'a pas de plan.

    Examples
    --------
    >>> editions("evaluation_annuelle")
    ('copil', 'elus', 'technique', 'citoyenne')
    """
    return tuple(PLANS.get(carnet, EDITIONS))


def plan(carnet: str, edition: str) -> tuple[str, ...]:
    """Rend les parties d'une édition, dans l'ordre de la page.

    Raises
    ------
    ValueError
        Carnet sans plan, ou édition que ce carnet ne rend pas.

    Examples
    --------
    >>> plan("evaluation_annuelle", "citoyenne")[:3]
    ('entete', 'essentiel', 'publics')
    """
    if edition not in PLANS.get(carnet, {}):
        raise ValueError(f"édition « {edition} » inconnue : {', '.join(PLANS.get(carnet, {})) or 'aucune'}")
    return PLANS[carnet][edition]


def parties() -> tuple[str, ...]:
    """Rend le nom de toutes les parties, tous carnets et éditions réunis : ce qu'un texte de l'évaluateur peut nommer.

    Examples
    --------
    >>> "essentiel" in parties(), "entete" in parties()
    (True, False)
    """
    toutes = {nom for editions in PLANS.values() for plan in editions.values() for nom in plan} | set(SOUS_PARTIES)
    return tuple(sorted(toutes - {"entete", "manques"}))
