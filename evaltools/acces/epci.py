"""Le référentiel des EPCI livré avec le paquet (voir ``donnees/ATTRIBUTION.md``), et la recherche d'un EPCI."""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files

from evaltools.domaine.programme import Programme
from evaltools.domaine.territoires import Epci, Rattachement, rattacher

MILLESIME = 2026
"""Année des périmètres ; les populations légales en vigueur sont celles de ``ANNEE_POPULATION``."""

ANNEE_POPULATION = 2023

MENTION = (
    "DGCL, Insee (populations légales 2023, périmètres au 1er janvier 2026), "
    "paquet @etalab/decoupage-administratif 6.0.0, Licence Ouverte 2.0"
)
"""Mention de source à imprimer à côté de tout nombre tiré du référentiel."""


@cache
def lire_epci() -> tuple[Epci, ...]:
    """Lit le référentiel national des EPCI (une fois par processus), dans l'ordre des SIREN.

    Examples
    --------
    >>> arras = next(e for e in lire_epci() if e.siren == "200033579")
    >>> arras.nom, arras.nature, arras.communes, arras.population_municipale
    ("CU d'Arras", 'CU', 46, 109781)
    """
    texte = (files("evaltools.acces") / "donnees" / f"epci_{MILLESIME}.csv").read_text(encoding="utf-8")
    return tuple(
        Epci(
            siren=ligne["siren"],
            nom=ligne["nom"],
            nature=ligne["nature"],
            population_municipale=int(ligne["population_municipale"]),
            population_totale=int(ligne["population_totale"]),
            communes=int(ligne["nb_communes"]),
            departements=tuple(ligne["departements"].split()),
        )
        for ligne in csv.DictReader(texte.splitlines())
    )


def trouver(nom: str, programme: Programme) -> Rattachement:
    """Cherche l'EPCI d'un programme que désigne un SIREN, un nom ou un alias.

    Parameters
    ----------
    nom : str
        Ce qui a été écrit (« 3CA », « CC du Sud Avesnois », « 200043404 »).
    programme : Programme
        Programme dont les EPCI font foi. Un même EPCI peut être de plusieurs programmes.

    Returns
    -------
    Rattachement
        ``siren`` n'est rempli que si la réponse est certaine ; sinon ``str(…)`` dit quoi préciser.
    """
    return rattacher(nom, programme.territoires, lire_epci())
