"""Ce que l'évaluation n'a pas pu retenir, dit et situé (anomalies IND-01 à IND-03)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from evaltools.domaine.annualisation import conflits
from evaltools.domaine.anomalies import Anomalie, Lieu, signaler
from evaltools.domaine.enquetes import Enquete
from evaltools.domaine.lexique import EtatValeur
from evaltools.domaine.mesures import Observation
from evaltools.domaine.periodes import lire_periode


def constater(observations: Iterable[Observation], arrete_le: date, annee: int) -> Iterator[Anomalie]:
    """Dit ce que l'évaluation n'a pas pu retenir : valeurs qui se contredisent, périodes illisibles ou inachevées."""
    lues = []
    for o in observations:
        if not periode_lisible(o):
            yield signaler("IND-02", _lieu(o), indicateur=o.indicateur, periode=o.periode)
        else:
            lues.append(o)
    for premiere, autre in conflits(lues):
        yield signaler(
            "IND-01",
            _lieu(autre),
            indicateur=autre.indicateur,
            territoire=autre.siren,
            periode=autre.periode,
            valeur=_dire(autre),
            autre=_dire(premiere),
            ailleurs=str(_lieu(premiere)) or "une autre ligne",
        )
    inachevees = [o for o in lues if o.etat is EtatValeur.RENSEIGNE and _inachevee(o, arrete_le, annee)]
    if inachevees:
        yield signaler("IND-03", nombre=len(inachevees), date=arrete_le.strftime("%d/%m/%Y"))


def _inachevee(observation: Observation, arrete_le: date, annee: int) -> bool:
    periode = lire_periode(observation.periode)
    return periode.annee <= annee and not periode.achevee(arrete_le)


def _lieu(observation: Observation) -> Lieu:
    return Lieu(observation.fichier, observation.feuille, observation.cellule)


def _dire(observation: Observation) -> str:
    if observation.valeur is None and observation.numerateur is not None:
        return f"{observation.numerateur:g} sur {observation.denominateur or 0:g}"
    return observation.texte if observation.valeur is None else f"{observation.valeur:g}".replace(".", ",")


def periode_lisible(observation: Observation | Enquete) -> bool:
    """Dit si la période d'une observation ou d'une enquête se lit."""
    try:
        lire_periode(observation.periode)
    except ValueError:
        return False
    return True
