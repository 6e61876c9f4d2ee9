"""Ce qu'une partie de rapport dit en diapositives : un message chacune, un tableau ou un graphique au plus.

Ce sont des données et non du dessin : l'exporteur en fait des tableaux et des graphiques natifs, que l'on retouche
dans PowerPoint ou Impress.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Tableau:
    """Un tableau de textes déjà écrits en français ; ``legende`` dit ce qu'il montre."""

    legende: str
    colonnes: tuple[str, ...]
    lignes: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Serie:
    """Une série d'un graphique : une valeur par catégorie (``None`` : pas de valeur), une couleur « #12436D »."""

    nom: str
    valeurs: tuple[float | None, ...]
    couleur: str = ""


@dataclass(frozen=True, slots=True)
class Graphique:
    """Un graphique natif.

    ``genre`` : « barres_empilees » (horizontales), « barres » (côte à côte) ou « courbes ». ``alternative`` est lue à
    sa place.
    """

    genre: str
    categories: tuple[str, ...]
    series: tuple[Serie, ...]
    alternative: str
    unite: str = ""


@dataclass(frozen=True, slots=True)
class Diapositive:
    """Une diapositive : ``titre`` est le message (une phrase), ``textes`` des lignes courtes, ``note`` l'oral."""

    titre: str
    textes: tuple[str, ...] = ()
    tableau: Tableau | None = None
    graphique: Graphique | None = None
    note: str = ""

    def charge(self) -> dict[str, Any]:
        """Rend la diapositive en données simples, telle qu'elle voyage dans un carnet exécuté."""
        return asdict(self)


def depuis_charge(charge: Mapping[str, Any]) -> Diapositive:
    """Refait une diapositive de ses données simples (l'inverse de ``Diapositive.charge``).

    Examples
    --------
    >>> d = Diapositive("Deux cibles sur trois sont atteintes", ("9 indicateurs évaluables",))
    >>> depuis_charge(d.charge()) == d
    True
    """
    tableau, graphique = charge["tableau"], charge["graphique"]
    return Diapositive(
        charge["titre"],
        tuple(charge["textes"]),
        _tableau(tableau) if tableau else None,
        _graphique(graphique) if graphique else None,
        charge["note"],
    )


def _tableau(charge: Mapping[str, Any]) -> Tableau:
    return Tableau(charge["legende"], tuple(charge["colonnes"]), tuple(tuple(ligne) for ligne in charge["lignes"]))


def _graphique(charge: Mapping[str, Any]) -> Graphique:
    series = tuple(Serie(s["nom"], tuple(s["valeurs"]), s["couleur"]) for s in charge["series"])
    return Graphique(charge["genre"], tuple(charge["categories"]), series, charge["alternative"], charge["unite"])
