"""Un lecteur qui cherche à retrouver ce que l'édition publique masque. Partagé par les tests du secret.

Il ne sait rien de la façon dont le masque a été décidé. Il note tous les nombres que montrent toutes les éditions, les
écrit comme des sommes de ce qu'il cherche (une case par opération, EPCI et période), et demande à un solveur, pour
chaque nombre absent, la plus petite et la plus grande valeur possibles. Il sait que ce sont des entiers positifs, et
qu'un zéro se publie : une case masquée vaut au moins un. D'un indicateur sensible, un zéro se masque aussi : elle peut
alors valoir zéro.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from math import ceil, floor, inf
from typing import Any

import fabrique_methode as f
import numpy as np
from scipy.optimize import linprog

from evaltools.domaine.bareme import Bareme
from evaltools.domaine.cadrage import Cadrage
from evaltools.domaine.collecte import Collecte
from evaltools.domaine.evaluation import Evaluation, evaluer
from evaltools.domaine.lexique import ENSEMBLE
from evaltools.domaine.mesures import Observation
from evaltools.domaine.periodes import lire_periode
from evaltools.domaine.programme import Programme, Territoire

DEBUT, SEUIL = 2024, 11
Base = Mapping[tuple[str, str, str], float]
"""Ce qui est à trouver : (indicateur ou opération, SIREN, période) et sa vraie valeur."""

Somme = frozenset[tuple[str, str, str]]


def sirens(nombre: int) -> tuple[str, ...]:
    return tuple(f"2000001{rang:02d}" for rang in range(nombre))


def programme(epci: int, operations: Sequence[str] = (), **champs: Any) -> Programme:
    """Un indicateur « T » par EPCI, total d'autant d'opérations que l'on veut."""
    commun: dict[str, Any] = {
        "unite": "jeunes", "maille": "epci", "agregation": "somme", "cumul": "flux", "libelle": "Jeunes accueillis",
    }  # fmt: skip
    indicateurs = {"T": commun | champs} | {o: {**commun, **champs, "operation": f"op {o}"} for o in operations}
    essai = f.programme({"A1": {"indicateurs": indicateurs}}, debut=f"{DEBUT}-01-01", fin=f"{DEBUT + 7}-12-31")
    return replace(essai, territoires=tuple(Territoire(s, f"EPCI {s}") for s in sirens(epci)))


@dataclass
class Lecteur:
    """Celui qui lit toutes les éditions.

    ``sensible`` : un zéro se masque, comme tout petit effectif. ``plancher`` : ce que vaut au moins une case masquée,
    1 quand un zéro se publie, 0 quand il se masque.
    """

    programme: Programme
    base: Base
    operations: Sequence[str] = ()
    plancher: int = 1
    su: dict[Somme, float] = field(default_factory=dict)
    sensible: bool = False

    def somme(self, code: str, siren: str, periodes: Iterable[object], le: date = date.max) -> Somme:
        """De quoi est fait un nombre : tous les EPCI, opérations et périodes achevées qu'il réunit."""
        codes = set(self.operations) if code == "T" and self.operations else {code}
        debuts = {str(periode) for periode in periodes}
        return frozenset(
            (c, s, p)
            for c, s, p in self.base
            if c in codes and siren in (s, ENSEMBLE) and {p, p[:4]} & debuts and lire_periode(p).achevee(le)
        )

    def lire(self, edition: Evaluation, sorte: str = "v") -> None:
        """Note tous les nombres d'une édition : valeurs « v », ou numérateurs « n » et compléments « c » d'un taux."""
        for somme, valeur, numerateur, denominateur in self._nombres(edition):
            complement = None if None in (numerateur, denominateur) else denominateur - numerateur
            nombre = {"v": valeur, "n": numerateur, "c": complement}[sorte]
            if nombre is not None:
                assert sum(self.base[cellule] for cellule in somme) == nombre
                assert not (0 if self.sensible else 1) <= nombre < SEUIL, f"{nombre} se montre"
                self.su[somme] = nombre

    def _nombres(self, e: Evaluation) -> Iterator[tuple[Somme, Any, Any, Any]]:
        for o in e.observations:
            yield self.somme(o.indicateur, o.siren, [o.periode]), o.valeur, o.numerateur, o.denominateur
        passes = (r for passe in e.historique.values() for r in passe)
        for r in (*e.resultats, *e.resultats_precedents, *passes):
            somme, flux = partial(self.somme, r.indicateur, r.siren, le=e.arrete_le), r.cumul == "flux"
            for annee, valeur in r.serie.items():
                yield somme([annee]), valeur if flux else None, None, None
            for annee, cumul in r.cumuls.items():
                yield somme(range(DEBUT, annee + 1)), cumul, None, None
            if r.annee_valeur is not None:
                annees = range(DEBUT if flux else r.annee_valeur, r.annee_valeur + 1)
                yield somme(annees), r.valeur if flux else None, r.numerateur, r.denominateur

    def cherchees(self, annees: Iterable[int]) -> Iterator[Somme]:
        """Tout ce qu'une édition pourrait montrer, et que personne n'a montré."""
        toutes, codes = sorted(annees), ("T", *self.operations)
        for code in codes:
            for siren in (*(t.siren for t in self.programme.territoires), ENSEMBLE):
                for annee in toutes:
                    yield self.somme(code, siren, [annee])
                    yield self.somme(code, siren, range(DEBUT, annee + 1))
        yield from (frozenset({cellule}) for cellule in self.base)

    def bornes(self, somme: Somme) -> tuple[float, float]:
        """La plus petite et la plus grande valeur que permet tout ce qui est su."""
        cellules = sorted(self.base)
        rang = {cellule: n for n, cellule in enumerate(cellules)}

        def ligne(cases: Somme) -> np.ndarray:
            vecteur = np.zeros(len(cellules))
            vecteur[[rang[c] for c in cases]] = 1
            return vecteur

        egalites: dict[str, Any] = {}
        if self.su:
            egalites = {"A_eq": np.array([ligne(s) for s in self.su]), "b_eq": np.array(list(self.su.values()))}
        sens = {}
        for signe in (1, -1):
            plancher = [(min(self.plancher, self.base[c]), None) for c in cellules]
            rendu = linprog(signe * ligne(somme), bounds=plancher, method="highs", **egalites)
            sens[signe] = signe * rendu.fun if rendu.status == 0 else inf
        return ceil(sens[1] - 1e-6), sens[-1] if sens[-1] == inf else floor(sens[-1] + 1e-6)

    def trouvees(
        self, annees: Iterable[int], seuil: int = SEUIL
    ) -> list[tuple[list[tuple[str, str, str]], float, float]]:
        """Ce que le lecteur retrouve : les nombres masqués à qui il reste moins de valeurs possibles que le seuil."""
        masquees = {somme for somme in self.cherchees(annees) if somme and somme not in self.su}
        bornes = {somme: self.bornes(somme) for somme in masquees}
        return [(sorted(s), bas, haut) for s, (bas, haut) in bornes.items() if haut - bas + 1 < seuil]


def edition(
    essai: Programme, observations: Iterable[Observation], annee: int, arrete_le: date | None = None, **options: Any
) -> Evaluation:
    """L'édition publique d'une année : rien de ce qui suit n'est encore connu."""
    jour = arrete_le or date(annee, 12, 31)
    connues = tuple(o for o in observations if int(o.periode[:4]) <= annee)
    reglages: dict[str, Any] = {"bareme": Bareme(), "arrete_le": jour, "diffusion": "publique"} | options
    return evaluer(essai, reglages.pop("cadrage", Cadrage({})), Collecte(connues), annee, **reglages)
