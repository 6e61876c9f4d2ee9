"""Ce que seul l'évaluateur peut dire : le niveau d'un critère, le devenir d'une action.

Ils se lisent dans son texte et ne se déduisent de rien. Les règles de chaque niveau sont écrites, et imprimées : sans
elles, deux évaluateurs ne diraient pas la même chose.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from evaltools.domaine.nombres import plier


class Critere(StrEnum):
    """Les six critères d'une évaluation finale, dans l'ordre où ils se lisent."""

    PERTINENCE = "pertinence"
    COHERENCE = "cohérence"
    EFFICACITE = "efficacité"
    EFFICIENCE = "efficience"
    IMPACT = "impact"
    DURABILITE = "durabilité"

    @property
    def partie(self) -> str:
        """Nom du texte de l'évaluateur pour ce critère.

        Examples
        --------
        >>> Critere.DURABILITE.partie
        'durabilite'
        """
        return plier(self.value)


QUESTIONS: Mapping[Critere, str] = {
    Critere.PERTINENCE: "Le contrat répond-il aux besoins du territoire, au départ et aujourd'hui ?",
    Critere.COHERENCE: "Les actions vont-elles ensemble, et avec les autres politiques du territoire ?",
    Critere.EFFICACITE: "Les objectifs fixés au départ sont-ils atteints ?",
    Critere.EFFICIENCE: "Les résultats sont-ils à la mesure des moyens et des délais ?",
    Critere.IMPACT: "Qu'est-ce qui a changé pour les habitants et les professionnels ?",
    Critere.DURABILITE: "Qu'est-ce qui restera quand le contrat sera fini ?",
}


class NiveauDeCritere(StrEnum):
    """Niveau qu'un évaluateur donne à un critère ; sans preuve suffisante, le critère n'est pas jugé."""

    FORT = "fort"
    PLUTOT_FORT = "plutôt fort"
    PARTIEL = "partiel"
    FAIBLE = "faible"
    NON_JUGE = "non jugé"


REGLES_DES_NIVEAUX: Mapping[NiveauDeCritere, str] = {
    NiveauDeCritere.FORT: "toutes les preuves vont dans ce sens, aucune ne le contredit",
    NiveauDeCritere.PLUTOT_FORT: "la plupart des preuves vont dans ce sens ; ce qui le contredit est nommé et limité",
    NiveauDeCritere.PARTIEL: "les preuves se partagent, ou ne portent que sur une partie du contrat",
    NiveauDeCritere.FAIBLE: "la plupart des preuves vont dans l'autre sens",
    NiveauDeCritere.NON_JUGE: "les preuves manquent, ou ne permettent pas de trancher",
}


class Devenir(StrEnum):
    """Ce que devient une action au contrat suivant."""

    RECONDUIRE = "reconduire"
    ADAPTER = "adapter"
    ETENDRE = "étendre"
    TRANSFERER = "transférer"
    ARRETER = "arrêter"


@dataclass(frozen=True, slots=True)
class DevenirPropose:
    """Le devenir que l'évaluateur propose pour une action, et la raison qu'il en donne (vide : aucune)."""

    action: str
    devenir: Devenir
    raison: str = ""


_NIVEAU = re.compile(r"^\s*(?:[-*]\s+)?\**niveau\**\s*:\s*\**\s*(.+?)\**\s*[.;,(]?\s*$", re.IGNORECASE | re.MULTILINE)


def niveau_de(corps: str) -> NiveauDeCritere | None:
    """Lit le niveau qu'un texte donne à son critère, sur une ligne « Niveau : plutôt fort » ; ``None`` : aucun.

    Examples
    --------
    >>> niveau_de("Les besoins sont couverts.\\n\\nNiveau : plutôt fort.")
    <NiveauDeCritere.PLUTOT_FORT: 'plutôt fort'>
    >>> niveau_de("Niveau : excellent") is None
    True
    """
    trouve = _NIVEAU.search(corps)
    if trouve is None:
        return None
    lu = plier(trouve[1].strip(" .*"))
    return next((n for n in NiveauDeCritere if plier(n.value) == lu), None)


def devenirs_de(corps: str, actions: Iterable[str]) -> tuple[DevenirPropose, ...]:
    """Lit le devenir de chaque action, une par ligne : « - FA 1.1 : reconduire, la demande reste forte ».

    Parameters
    ----------
    corps : str
        Le texte de l'évaluateur.
    actions : iterable of str
        Codes des actions du programme ; une ligne qui n'en nomme pas une est une phrase ordinaire.

    Returns
    -------
    tuple of DevenirPropose
        Le dernier devenir écrit pour une action l'emporte ; un mot qui n'est pas un devenir n'est pas lu.

    Examples
    --------
    >>> devenirs_de("- A1 : étendre, à tous les EPCI\\n- A2 : revoir", ["A1", "A2"])
    (DevenirPropose(action='A1', devenir=<Devenir.ETENDRE: 'étendre'>, raison='à tous les EPCI'),)
    """
    codes = {_code_nu(code): code for code in actions}
    trouves: dict[str, DevenirPropose] = {}
    for ligne in corps.splitlines():
        tete, separateur, suite = ligne.strip().lstrip("-*• ").replace("**", "").partition(":")
        code = codes.get(_code_nu(tete))
        if separateur and code and (propose := _lire_devenir(code, suite.strip())):
            trouves[code] = propose
    return tuple(trouves[code] for code in codes.values() if code in trouves)


def sans_devenirs(corps: str, actions: Iterable[str]) -> str:
    r"""Rend un texte sans les lignes qui disent le devenir d'une action ; vide s'il n'y avait qu'elles.

    Examples
    --------
    >>> sans_devenirs("Nos choix :\n- A1 : adapter\n- A2 : revoir", ["A1", "A2"])
    'Nos choix :\n- A2 : revoir'
    """
    codes = tuple(actions)
    return "\n".join(ligne for ligne in corps.splitlines() if not devenirs_de(ligne, codes)).strip()


def _code_nu(code: str) -> str:
    return " ".join(code.casefold().split())


def _lire_devenir(code: str, suite: str) -> DevenirPropose | None:
    premier, *reste = re.split(r"[\s,;.:]+", suite, maxsplit=1)
    mots = {plier(d.value): d for d in Devenir}
    devenir = mots.get(plier(premier))
    return None if devenir is None else DevenirPropose(code, devenir, reste[0].strip() if reste else "")
