"""Le tableau de ce qui peut se publier d'un indicateur de personnes : ses cases, et de quelles parts elles sont faites.

Une case est ce qui se montre ou se masque d'un bloc : une valeur d'EPCI ou de l'ensemble, d'une année ou d'un semestre,
un cumul, une valeur initiale, une enquête. Chaque nombre y est une somme de parts : le total des EPCI, l'année faite de
ses semestres, le cumul fait de ses années, le total de plusieurs opérations se recoupent ainsi d'eux-mêmes. Quand un
total dépasse ce qui le compose, l'écart est une part de plus, que personne ne publie mais qui se retrouve aussi bien.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from evaltools.domaine.lexique import ENSEMBLE
from evaltools.domaine.secret import Place, Rubrique
from evaltools.domaine.secret_regimes import Regime
from evaltools.domaine.secret_temoins import Forme, Part, Releve

Nombres = Mapping[str, float]
"""Les nombres d'une case, par sorte : « v » valeur, « n » numérateur, « c » complément (dénominateur − numérateur)."""

Formes = Mapping[str, Forme]
"""De quelles parts est faite chaque sorte de nombre."""

Cle = tuple[tuple[Part, ...], ...]

_MARGE = 1e-9
_PRIX = {
    Rubrique.ENQUETE: 0, Rubrique.OBSERVATION: 0, Rubrique.MESURE: 1, Rubrique.CUMUL: 2, Rubrique.DEPART: 2,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Case:
    """Ce qui se publie ou se masque d'un bloc.

    ``petite`` : trop peu de personnes, masquée d'office. ``nulle`` : zéro, qui se publie toujours. ``prix`` : ce que
    perd le lecteur si elle est masquée ; à choisir, on masque la moins chère.
    """

    cle: Cle
    formes: tuple[Forme, ...]
    petite: bool
    nulle: bool
    prix: tuple[bool, int, float]


@dataclass(frozen=True, slots=True)
class Etape:
    """Les cases qui paraissent pour la première fois à une date : la fin d'une période, ou l'origine."""

    le: date
    cases: tuple[Case, ...]


@dataclass(frozen=True, slots=True)
class Tableau:
    """Les cases d'une famille d'indicateurs, étape par étape, et la case de chaque place de l'édition.

    ``cumuls`` : la valeur des cumuls, par place.
    """

    regime: Regime
    releve: Releve
    etapes: tuple[Etape, ...]
    places: Mapping[Place, Cle]
    cumuls: Mapping[Place, float]

    @property
    def sans_secret(self) -> bool:
        """Dit si rien n'y est trop petit : tout se publie."""
        return not any(case.petite for etape in self.etapes for case in etape.cases)


@dataclass(slots=True)
class Chantier:
    """Un tableau en train de se dresser."""

    regime: Regime
    valeurs: dict[Part, float] = field(default_factory=dict)
    planchers: dict[Part, float] = field(default_factory=dict)
    cases: dict[Cle, Case] = field(default_factory=dict)
    etapes: list[Etape] = field(default_factory=list)
    zeros: set[Part] = field(default_factory=set)

    def composer(self, cle: tuple[str, ...], nombres: Nombres, composantes: Sequence[Formes] = ()) -> Formes:
        """Dit de quelles parts sont faits des nombres, d'après ce qui les compose.

        Un zéro qui se publie ne compte pas dans un total : chacun sait qu'il ne lui ajoute rien.
        """
        formes = {
            sorte: self._une((*cle, sorte), valeur, [c[sorte] for c in composantes if sorte in c])
            for sorte, valeur in nombres.items()
        }
        if not self.regime.sensible and dict(nombres) == {"v": 0}:
            self.zeros |= {part for part in formes["v"] if part[: len(cle)] == cle}
        return formes

    def _une(self, cle: Part, valeur: float, composantes: Sequence[Forme]) -> Forme:
        """Réunit des composantes disjointes, et l'écart au total ; un total trop petit pour elles est à part."""
        parts = [part for forme in composantes for part in forme if part not in self.zeros]
        reunion = frozenset(parts)
        ecart = valeur - sum(self.valeurs[part] for part in reunion)
        if not reunion or ecart < -_MARGE or len(reunion) < len(parts):
            return self._part((*cle, repr(valeur)), valeur)
        if ecart <= _MARGE:
            return reunion
        return reunion | self._part((*cle, "reste", repr(ecart)), ecart)

    def _part(self, part: Part, valeur: float) -> Forme:
        self.valeurs[part] = valeur
        return frozenset({part})

    def paraitre(self, le: date, places: Mapping[Place, Formes], secretes: Iterable[Place] = ()) -> Mapping[Place, Cle]:
        """Fait paraître, à une date, les cases de ces places ; ``secretes`` : celles qui se masquent quoi qu'il arrive.

        Une place dont les nombres ont déjà paru ailleurs partage leur case.
        """
        a_masquer, nouvelles = set(secretes), dict[Cle, Case]()
        cles = {place: cle_de(place, formes) for place, formes in places.items()}
        for place, cle in cles.items():
            if cle in self.cases:
                continue
            case = self._case(place, cle, places[place], place in a_masquer)
            deja = nouvelles.get(cle)
            nouvelles[cle] = case if deja is None else _reunir(deja, case)
        self._abaisser(nouvelles.values())
        restes = {cle: case for cle, case in self._restes(nouvelles.values()) if cle not in self.cases}
        self.cases |= nouvelles | restes
        toutes = sorted([*nouvelles.values(), *restes.values()], key=lambda case: (case.prix, case.cle))
        if toutes:
            self.etapes.append(Etape(le, tuple(toutes)))
        return cles

    def _case(self, place: Place, cle: Cle, formes: Formes, a_masquer: bool) -> Case:
        sommes = {sorte: sum(self.valeurs[p] for p in forme) for sorte, forme in formes.items()}
        nombres = list(sommes.values())
        if {"n", "c"} <= set(sommes):
            nombres.append(sommes["n"] + sommes["c"])
        petite = a_masquer or not formes or any(self.regime.petit(n) for n in nombres)
        prix = (place[2] == ENSEMBLE, _PRIX[place[0]], max(nombres, default=0.0))
        nulle = not any(nombres) and all(forme <= self.zeros for forme in formes.values())
        return Case(cle, tuple(formes[s] for s in sorted(formes)), petite, nulle, prix)

    def _restes(self, nouvelles: Iterable[Case]) -> Iterable[tuple[Cle, Case]]:
        """Rend les écarts trop petits : nul ne les publie, mais une soustraction les donnerait."""
        for part in sorted({p for case in nouvelles for forme in case.formes for p in forme if "reste" in p}):
            if self.valeurs[part] > 0 and self.regime.petit(self.valeurs[part]):
                cle = ((part,),)
                yield cle, Case(cle, (frozenset({part}),), True, False, (False, 0, self.valeurs[part]))

    def _abaisser(self, nouvelles: Iterable[Case]) -> None:
        """Note les parts dont un lecteur sait qu'elles ne sont pas nulles : leur zéro aurait été publié."""
        if self.regime.sensible:
            return
        for case in nouvelles:
            if len(case.formes) == 1 and len(case.formes[0]) == 1:
                (part,) = case.formes[0]
                self.planchers[part] = min(1.0, self.valeurs[part])

    def achever(self, places: Mapping[Place, Cle], cumuls: Mapping[Place, float]) -> Tableau:
        """Rend le tableau dressé."""
        return Tableau(self.regime, Releve(self.valeurs, self.planchers), tuple(self.etapes), places, cumuls)


def cle_de(place: Place, formes: Formes) -> Cle:
    """Rend ce qui distingue une case : les parts de ses nombres ; à défaut de nombre connu, sa place."""
    return tuple(tuple(sorted(formes[s])) for s in sorted(formes)) or ((tuple(str(mot) for mot in place),),)


def _reunir(une: Case, autre: Case) -> Case:
    return Case(une.cle, une.formes, une.petite or autre.petite, une.nulle, max(une.prix, autre.prix))
