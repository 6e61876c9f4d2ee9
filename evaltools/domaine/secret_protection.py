"""Décider ce que l'édition publique montre : masques primaire et secondaire, éditions successives (R-91, R-91, R-91).

D'abord se masquent les cases trop petites. Puis, tant qu'une case masquée se retrouve à partir de ce qui est publié, on
en masque une autre, la moins chère de l'étape. Enfin on republie ce qui avait été masqué pour rien. Chaque étape ne
masque que ses propres cases : ce qui a paru dans une édition antérieure paraît encore, et n'y révèle rien de nouveau.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from evaltools.domaine.cadrage import Cadrage
from evaltools.domaine.enquetes import Enquete
from evaltools.domaine.mesures import Observation
from evaltools.domaine.programme import Programme
from evaltools.domaine.secret import Masquage, Place
from evaltools.domaine.secret_dressage import dresser
from evaltools.domaine.secret_matiere import matieres, taux_de_depart
from evaltools.domaine.secret_regimes import regimes
from evaltools.domaine.secret_tableau import Case, Cle, Etape, Tableau
from evaltools.domaine.secret_temoins import Forme, Part, Systeme, Temoins, temoigner


def proteger(
    programme: Programme,
    cadrage: Cadrage,
    observations: Iterable[Observation],
    enquetes: Iterable[Enquete],
    arrete_le: date,
    seuil: int,
) -> Masquage:
    """Décide ce que l'édition publique montre.

    Parameters
    ----------
    programme, cadrage : Programme, Cadrage
        Disent ce que compte chaque indicateur, et d'où il part.
    observations, enquetes : iterable of Observation, iterable of Enquete
        Toutes les années et toutes les sous-périodes, dont la période se lit.
    arrete_le : date
        Date d'arrêt de l'édition : mesures et cumuls sont ceux que l'on connaît à cette date.
    seuil : int
        Plus petit effectif de personnes publié (11).
    """
    proteges = frozenset(regimes(programme, cadrage, seuil))
    montrees: set[Place] = set()
    cumuls: dict[Place, float] = {}
    for matiere in matieres(programme, cadrage, observations, enquetes, seuil):
        tableau = dresser(matiere, arrete_le)
        masquees = masquer(tableau)
        visibles = {place for place, cle in tableau.places.items() if cle not in masquees}
        montrees |= visibles | set(taux_de_depart(matiere))
        cumuls |= {place: total for place, total in tableau.cumuls.items() if place in visibles}
    return Masquage(proteges, frozenset(montrees), cumuls)


def masquer(tableau: Tableau) -> frozenset[Cle]:
    """Rend les cases masquées d'un tableau."""
    if tableau.sans_secret:
        return frozenset()
    protection = _Protection(tableau)
    for etape in tableau.etapes:
        protection.franchir(etape)
    return frozenset(protection.masquees)


def est_cachee(case: Case, systeme: Systeme, tableau: Tableau, connus: dict[Forme, Temoins] | None = None) -> bool:
    """Dit si ce qui est publié laisse à chaque nombre d'une case masquée assez de valeurs possibles (onze).

    ``connus`` : les témoins déjà trouvés, que la recherche complète.
    """
    besoin, trouves = tableau.regime.seuil - 1, {} if connus is None else connus
    for forme in case.formes:
        if forme not in trouves:
            temoins = temoigner(forme, systeme, tableau.releve, besoin)
            if temoins.amplitude < besoin:
                return False
            trouves[forme] = temoins
    return True


@dataclass(slots=True)
class _Protection:
    tableau: Tableau
    publiees: dict[Cle, Case] = field(default_factory=dict)
    masquees: dict[Cle, Case] = field(default_factory=dict)
    temoins: dict[Forme, Temoins] = field(default_factory=dict)

    def franchir(self, etape: Etape) -> None:
        """Décide des cases d'une étape, sans revenir sur les précédentes."""
        self.masquees |= {case.cle: case for case in etape.cases if case.petite}
        self._publier(case for case in etape.cases if not case.petite)
        possibles = [case for case in etape.cases if not case.petite and not case.nulle]
        a_voir, ajoutees = list(self.masquees.values()), list[Case]()
        for case in a_voir:
            while not self._cachee(case) and possibles:
                choisie = self._choisir(case, possibles)
                possibles.remove(choisie)
                self.masquees[choisie.cle] = self.publiees.pop(choisie.cle)
                ajoutees.append(choisie)
                a_voir.append(choisie)
        self._alleger(ajoutees)

    def _publier(self, cases: Iterable[Case]) -> None:
        nouvelles = {case.cle: case for case in cases}
        self.publiees |= nouvelles
        formes = [forme for case in nouvelles.values() for forme in case.formes]
        self.temoins = {f: t for f, t in self.temoins.items() if all(t.tiennent(forme) for forme in formes)}

    def _cachee(self, case: Case) -> bool:
        return all(forme in self.temoins for forme in case.formes) or not self._nues([case])

    def _nues(self, cases: Iterable[Case]) -> list[Case]:
        systeme = Systeme.de(forme for case in self.publiees.values() for forme in case.formes)
        return [case for case in cases if not est_cachee(case, systeme, self.tableau, self.temoins)]

    def _choisir(self, nue: Case, possibles: list[Case]) -> Case:
        """Choisit la case à masquer : la moins chère de celles que les sommes publiées relient à la case découverte."""
        proches = self._reliees({p for forme in nue.formes for p in forme})
        liees = [c for c in possibles if any(forme & proches for forme in c.formes)]
        return min(liees or possibles, key=lambda case: (case.prix, case.cle))

    def _reliees(self, parts: set[Part]) -> set[Part]:
        sommes = [forme for case in self.publiees.values() for forme in case.formes]
        while touchees := [forme for forme in sommes if forme & parts and not forme <= parts]:
            parts = parts.union(*touchees)
        return parts

    def _alleger(self, ajoutees: Iterable[Case]) -> None:
        """Republie, de la plus chère à la moins chère, ce qui avait été masqué pour rien."""
        rangees = sorted(ajoutees, key=lambda case: (case.prix, case.cle), reverse=True)
        secondaires = {case.cle for case in rangees}
        for case in rangees:
            if case.cle in self.masquees:
                self._republier(case, secondaires)

    def _republier(self, case: Case, secondaires: set[Cle]) -> None:
        """Republie une case, et les masques secondaires qu'elle découvre ; y renonce si elle en découvre d'autres."""
        avant = dict(self.publiees), dict(self.masquees), self.temoins
        suite = [case]
        while suite:
            for une in suite:
                del self.masquees[une.cle]
            self._publier(suite)
            perdus = avant[2].keys() - self.temoins.keys()
            suite = self._nues(c for c in self.masquees.values() if perdus & set(c.formes))
            if any(une.cle not in secondaires for une in suite):
                self.publiees, self.masquees, self.temoins = avant
                return
