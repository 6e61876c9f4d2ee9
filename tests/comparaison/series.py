"""Les séries comparées : lues dans ``tests/cas/vecteurs.csv``, jugées par notre méthode, et telles qu'on les saisirait.

``tests/comparaison/series.csv`` y ajoute un libellé français, la limite naturelle que la configuration publiée donne à
Open SDG, et le résultat publié par Statistique Canada quand ses données sont les mêmes.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from evaltools.acces.tables_definition import IndicateurLu
from evaltools.acces.tables_indicateurs import lire as lire_table
from evaltools.domaine.atteinte import juger
from evaltools.domaine.bareme import Bareme
from evaltools.domaine.jugement import Jugement
from evaltools.domaine.lexique import Sens
from evaltools.domaine.mesures import Serie

TESTS = Path(__file__).resolve().parents[1]
VECTEURS = TESTS / "cas" / "vecteurs.csv"
COMPLEMENTS = TESTS / "comparaison" / "series.csv"
BAREME = Bareme()

ECHEANCE_PAR_DEFAUT = 2030
"""Échéance qu'Open SDG prend à défaut ; sans effet quand il n'y a pas de cible."""


class Famille(StrEnum):
    """Sortes de séries, selon ce que la cible demande par rapport au départ."""

    HAUSSE = "Hausse à faire"
    BAISSE = "Baisse à faire"
    ACQUIS = "Cible déjà satisfaite au départ"
    PLAGE = "Plage à rejoindre"
    SANS_CIBLE = "Sans cible"


@dataclass(frozen=True, slots=True)
class Saisie:
    """Ce qu'on saisirait dans chaque outil. ``valeur`` ou ``cible`` ``None`` : la case reste vide."""

    initiale: float
    annee_initiale: int
    valeur: float | None
    annee: int
    cible: float | None
    annee_cible: int
    hausse: bool
    limite: float | None = None

    @property
    def duree(self) -> int:
        """Années du départ à la valeur."""
        return self.annee - self.annee_initiale

    @property
    def duree_cible(self) -> int:
        """Années du départ à l'échéance."""
        return self.annee_cible - self.annee_initiale

    @property
    def part_du_temps(self) -> float:
        """Part du temps écoulée du départ à l'échéance, à la date de la valeur."""
        return self.duree / self.duree_cible

    def a_la_cible_de_l_annee(self) -> Saisie:
        """Remplace la cible finale par celle de l'année, sur la droite qui va du départ à la cible finale."""
        if self.cible is None:
            return self
        return replace(self, cible=self.initiale + self.part_du_temps * (self.cible - self.initiale))


@dataclass(frozen=True, slots=True)
class SerieComparee:
    """Une série : notre jugement, et ce qu'on saisirait ailleurs.

    ``saisie`` : pour les outils à pourcentage ; une plage y est écrite par son milieu. ``reflechie`` : pour Open SDG,
    qui reflète une plage de l'autre côté de son milieu (docs/progress-methodology, « Goldilocks ») ; sinon la même.
    ``precedente`` et ``sans_la_derniere`` : la même série si sa dernière valeur n'avait pas été rendue, telle qu'on la
    saisirait dans Open SDG (qui prend alors l'année d'avant), et notre jugement.
    """

    code: str
    libelle: str
    origine: str
    famille: Famille
    jugement: Jugement
    saisie: Saisie
    reflechie: Saisie
    precedente: Saisie
    sans_la_derniere: Jugement
    rapport_publie: float | None = None
    statut_publie: str = ""


def charger() -> tuple[SerieComparee, ...]:
    """Lit et juge les séries, dans l'ordre du fichier ; une série sans complément est une faute."""
    with VECTEURS.open(encoding="utf-8", newline="") as flux:
        origines = {ligne["indicateur"]: ligne["origine"] for ligne in csv.DictReader(flux)}
    with COMPLEMENTS.open(encoding="utf-8", newline="") as flux:
        complements = {ligne["indicateur"]: ligne for ligne in csv.DictReader(flux, delimiter=";")}
    lues = lire_table(VECTEURS).indicateurs
    return tuple(_comparer(lu, origines[lu.code], complements[lu.code]) for lu in lues)


def _juger(lu: IndicateurLu, serie: Serie) -> Jugement:
    return juger(lu.cadre, serie, lu.annee, debut=lu.debut, fin=lu.fin, bareme=BAREME)


def _comparer(lu: IndicateurLu, origine: str, complement: dict[str, str]) -> SerieComparee:
    jugement = _juger(lu, lu.serie)
    saisie = _saisir(lu, jugement, complement["limite"])
    amputee = Serie({an: m for an, m in lu.serie.mesures.items() if an != lu.annee})
    publie = complement["rapport_publie"]
    return SerieComparee(
        lu.code,
        complement["libelle"],
        origine,
        _famille(lu, saisie),
        jugement,
        saisie,
        _reflechir(lu, saisie),
        _reflechir(lu, _preceder(lu, saisie)),
        _juger(lu, amputee),
        float(publie) if publie else None,
        complement["statut_publie"],
    )


def _saisir(lu: IndicateurLu, jugement: Jugement, limite: str) -> Saisie:
    cible, cadre = lu.cadre.cible_initiale, lu.cadre
    if cadre.valeur_initiale is None or cadre.annee_initiale is None or jugement.annee_valeur is None:
        raise ValueError(f"{lu.code} : il faut un départ daté et une valeur datée pour comparer")
    valeur = None if cible is None else cible.valeur
    if cible is not None and cible.borne_basse is not None and cible.borne_haute is not None:
        valeur = (cible.borne_basse + cible.borne_haute) / 2
    return Saisie(
        cadre.valeur_initiale,
        cadre.annee_initiale,
        jugement.valeur,
        jugement.annee_valeur,
        valeur,
        (cible.annee if cible else None) or ECHEANCE_PAR_DEFAUT,
        cadre.sens is Sens.HAUSSE,
        float(limite) if limite else None,
    )


def _preceder(lu: IndicateurLu, saisie: Saisie) -> Saisie:
    """Remplace la valeur par celle d'avant, départ compris."""
    avant = next((m for m in lu.serie.jusqu_a(lu.annee - 1) if m.valeur is not None), None)
    if avant is None:
        return replace(saisie, valeur=saisie.initiale, annee=saisie.annee_initiale)
    return replace(saisie, valeur=avant.valeur, annee=avant.annee)


def _reflechir(lu: IndicateurLu, saisie: Saisie) -> Saisie:
    """Transforme une plage comme le veut Open SDG : milieu + écart au milieu, à faire baisser."""
    if lu.cadre.sens is not Sens.PLAGE or saisie.cible is None or saisie.valeur is None:
        return saisie
    milieu = saisie.cible
    return replace(
        saisie,
        initiale=milieu + abs(saisie.initiale - milieu),
        valeur=milieu + abs(saisie.valeur - milieu),
        hausse=False,
    )


def _famille(lu: IndicateurLu, saisie: Saisie) -> Famille:
    if saisie.cible is None:
        return Famille.SANS_CIBLE
    if lu.cadre.sens is Sens.PLAGE:
        return Famille.PLAGE
    ecart = saisie.cible - saisie.initiale
    if (ecart <= 0) if saisie.hausse else (ecart >= 0):
        return Famille.ACQUIS
    return Famille.HAUSSE if saisie.hausse else Famille.BAISSE
