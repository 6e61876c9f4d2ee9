"""Les sigles, en toutes lettres : l'édition citoyenne n'en garde aucun de connu."""

from __future__ import annotations

import re
from collections.abc import Mapping

SIGLES: Mapping[str, str] = {
    "AEP": "appel à projets",
    "ARS": "agence régionale de santé",
    "ASV": "atelier santé ville",
    "CA": "communauté d'agglomération",
    "CC": "communauté de communes",
    "CCAS": "centre communal d'action sociale",
    "CESCE": "comité d'éducation à la santé, à la citoyenneté et à l'environnement",
    "CH": "centre hospitalier",
    "CLS": "contrat local de santé",
    "COPIL": "comité de pilotage",
    "COTECH": "comité technique",
    "CPAM": "caisse primaire d'assurance maladie",
    "CPS": "compétences psychosociales",
    "CPTS": "communautés professionnelles territoriales de santé",
    "CU": "communauté urbaine",
    "EPCI": "intercommunalités",
    "ETP": "équivalents temps plein",
    "GHT": "groupement hospitalier de territoire",
    "MSP": "maisons de santé pluriprofessionnelles",
    "MSA": "mutualité sociale agricole",
    "MSU": "maîtres de stage des universités",
    "PAT": "projets alimentaires territoriaux",
    "PTSM": "projet territorial de santé mentale",
    "SCoT": "schéma de cohérence territoriale",
    "URPS": "unions régionales des professionnels de santé",
}
"""Sigles des deux documents et ce qu'ils veulent dire ; un sigle inconnu reste tel quel."""

PLURIELS: Mapping[str, str] = {
    "ASV": "ateliers santé ville",
    "CCAS": "centres communaux d'action sociale",
    "CH": "centres hospitaliers",
    "CLS": "contrats locaux de santé",
    "GHT": "groupements hospitaliers de territoire",
}
"""Ce que devient un sigle après « des », « les » ou « aux »."""

_PLURIEL = re.compile(r"(?i:(?<=des )|(?<=les )|(?<=aux ))(" + "|".join(PLURIELS) + r")(?![\w-])")
_MOT = re.compile(r"(?<![\w-])(" + "|".join(sorted(map(re.escape, SIGLES), key=len, reverse=True)) + r")(?![\w-])")
_ENTRE_PARENTHESES = re.compile(r" ?\((?:[A-Z][\w-]*[A-Z][\w-]*)(?:\s*/\s*[A-Z][\w-]*[A-Z][\w-]*)*\)")
_BALISES = re.compile(r"(<[^>]*>)")


def developper(texte: str) -> str:
    """Écrit un texte sans sigle connu ; un sigle déjà expliqué, entre parenthèses, s'efface.

    Examples
    --------
    >>> developper("CC du Sud Avesnois")
    'Communauté de communes du Sud Avesnois'
    >>> developper("les contrats locaux de santé (CLS) et l'ARS")
    "les contrats locaux de santé et l'agence régionale de santé"
    >>> developper("satisfaction des CH")
    'satisfaction des centres hospitaliers'
    """
    sans = _ENTRE_PARENTHESES.sub("", texte)
    ecrit = _MOT.sub(lambda m: SIGLES[m[1]], _PLURIEL.sub(lambda m: PLURIELS[m[1]], sans))
    return ecrit[:1].upper() + ecrit[1:] if texte[:1].isupper() else ecrit


def developper_html(fragment: str) -> str:
    """Développe les sigles du texte d'un fragment HTML, sans toucher aux balises."""
    return "".join(m if rang % 2 else developper(m) for rang, m in enumerate(_BALISES.split(fragment)))
