"""Dresser le tableau du secret : de ce qui a été recueilli aux cases que l'édition publique peut montrer (R-95, R-96).

Le tableau se dresse étape par étape, à la fin de chaque période, comme si l'édition de cette date paraissait. Ce qui se
décide à une étape ne dépend ainsi que de ce que l'on savait alors.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from evaltools.domaine.cadrage import Cadrage, Cadre
from evaltools.domaine.enquetes import Enquete
from evaltools.domaine.lexique import ENSEMBLE, Agregation, Cumul, EtatValeur, Maille, PeriodiciteCible, Qualite
from evaltools.domaine.mesures import Mesure, Observation
from evaltools.domaine.periodes import Genre, Periode, lire_periode
from evaltools.domaine.programme import Indicateur, Programme
from evaltools.domaine.recueil import Recueil, recueillir_un
from evaltools.domaine.secret import Place, Rubrique
from evaltools.domaine.secret_regimes import Regime
from evaltools.domaine.secret_tableau import Chantier, Cle, Formes, Nombres, Tableau

ORIGINE = date.min
"""Date des valeurs initiales : avant toute édition."""

_SOUS_PERIODES: Mapping[tuple[Genre, int], tuple[tuple[Genre, int], ...]] = {
    (Genre.ANNEE, 0): ((Genre.SEMESTRE, 1), (Genre.SEMESTRE, 2)),
    (Genre.SEMESTRE, 1): ((Genre.TRIMESTRE, 1), (Genre.TRIMESTRE, 2)),
    (Genre.SEMESTRE, 2): ((Genre.TRIMESTRE, 3), (Genre.TRIMESTRE, 4)),
}

Moment = tuple[int, Genre, int]
"""Année, genre et rang d'une période."""


@dataclass(frozen=True, slots=True)
class Matiere:
    """Ce qui a été recueilli d'une famille d'indicateurs liés par un total, et ce que le cadrage en dit.

    ``totaux`` : par indicateur, ceux dont il est le total (ils le précèdent dans ``indicateurs``).
    """

    programme: Programme
    cadrage: Cadrage
    indicateurs: tuple[Indicateur, ...]
    totaux: Mapping[str, tuple[str, ...]]
    regime: Regime
    observations: tuple[Observation, ...]
    enquetes: tuple[Enquete, ...] = ()
    proteges: frozenset[str] = frozenset()


def dresser(matiere: Matiere, arrete_le: date) -> Tableau:
    """Dresse le tableau d'une famille d'indicateurs, tel qu'une édition arrêtée à cette date le montre."""
    dressage = _Dressage(matiere, Chantier(matiere.regime))
    dressage.lire_observations()
    chantier, cles, cumuls = dressage.chantier, dict[Place, Cle](), dict[Place, float]()
    chantier_places = dict(chantier.paraitre(ORIGINE, dict(dressage.departs())))
    fins = {lire_periode(p).fin for p in (o.periode for o in (*matiere.observations, *matiere.enquetes))}
    for le in sorted(fins | {arrete_le}):
        dites = dressage.observees(le)
        chantier_places |= chantier.paraitre(le, dites, dressage.hors_maille(dites))
        mesurees, totaux = dressage.mesurees(le)
        cles = dict(chantier.paraitre(le, mesurees))
        if le <= arrete_le:
            retenues, cumuls = cles, totaux
    return chantier.achever({**chantier_places, **retenues}, cumuls)


def nombres_de(source: Observation | Mesure, ratio: bool) -> Nombres | None:
    """Rend les nombres qu'une case montre ; ``None`` : un pourcentage dont on ne connaît pas l'effectif.

    Un taux ne compte pas parmi ses nombres : il se déduit de ses deux termes.

    Examples
    --------
    >>> nombres_de(Mesure(2026, numerateur=30, denominateur=40, valeur=75.0), ratio=True)
    {'n': 30, 'c': 10}
    >>> nombres_de(Mesure(2026, valeur=75.0), ratio=True)
    """
    nombres: dict[str, float] = {}
    if source.numerateur is not None and source.denominateur is not None:
        nombres = {"n": source.numerateur, "c": source.denominateur - source.numerateur}
    elif ratio and source.valeur is not None:
        return None
    elif source.numerateur is not None or source.denominateur is not None:
        seul = source.numerateur if source.denominateur is None else source.denominateur
        nombres = {"n" if source.denominateur is None else "d": seul or 0.0}
    if not ratio and source.valeur is not None:
        nombres["v"] = source.valeur
    return nombres


@dataclass(slots=True)
class _Dressage:
    matiere: Matiere
    chantier: Chantier
    lues: dict[tuple[str, str, Moment], Formes] = field(default_factory=dict)
    places: dict[Place, tuple[date, Formes]] = field(default_factory=dict)

    def cadre(self, indicateur: Indicateur) -> Cadre:
        cadre = self.matiere.cadrage.cadre(indicateur.code)
        return cadre or Cadre(indicateur.code, cumul=indicateur.cumul, agregation=indicateur.agregation)

    def ratio(self, indicateur: Indicateur) -> bool:
        cadre = self.cadre(indicateur)
        return cadre.cumul is Cumul.RATIO or "%" in (cadre.unite or indicateur.unite)

    def additif(self, indicateur: Indicateur) -> bool:
        """Dit si les sous-périodes s'additionnent."""
        return self.cadre(indicateur).cumul in (Cumul.FLUX, Cumul.RATIO)

    # ── Les observations ─────────────────────────────────────────────────────────────────────────────────────────

    def lire_observations(self) -> None:
        """Compose les nombres observés : les petites périodes d'abord, les EPCI avant l'ensemble, puis les enquêtes."""
        for indicateur in self.matiere.indicateurs:
            if indicateur.code in self.matiere.proteges:
                siennes = [o for o in self.matiere.observations if o.indicateur == indicateur.code]
                for o in sorted(siennes, key=lambda o: (o.siren == ENSEMBLE, -_rang(lire_periode(o.periode)), o.siren)):
                    self._lire(indicateur, o)
        for enquete in sorted(self.matiere.enquetes, key=lambda e: (e.siren == ENSEMBLE, e.siren)):
            self._lire_enquete(enquete)

    def _lire(self, indicateur: Indicateur, o: Observation) -> None:
        if o.etat is not EtatValeur.RENSEIGNE or o.qualite is Qualite.SECRET:
            return
        periode = lire_periode(o.periode)
        nombres, ici = nombres_de(o, self.ratio(indicateur)), (o.indicateur, o.siren, _moment(periode))
        place = (Rubrique.OBSERVATION, o.indicateur, o.siren, o.periode)
        if nombres is None:
            self.places[place] = periode.fin, {}
            return
        composantes = [] if ici in self.lues else self._composantes(indicateur, o.siren, _moment(periode))
        formes = self.chantier.composer((o.indicateur, o.siren, o.periode), nombres, composantes)
        self.lues.setdefault(ici, formes)
        deja = self.places.get(place, (periode.fin, {}))[1]
        self.places[place] = periode.fin, {**{f"{s}+" if s in formes else s: f for s, f in deja.items()}, **formes}

    def _composantes(self, indicateur: Indicateur, siren: str, moment: Moment) -> list[Formes]:
        """Rend ce dont un nombre observé est le total : les EPCI, à défaut les sous-périodes, à défaut les opérations."""
        if siren == ENSEMBLE:
            locales = [self._lu(indicateur, t.siren, moment) for t in self.matiere.programme.territoires]
            if any(locales):
                return [f for f in locales if f]
        if self.additif(indicateur) and (parties := self._parties(indicateur, siren, moment)):
            return parties
        return [
            f
            for code in self.matiere.totaux.get(indicateur.code, ())
            if (f := self.lues.get((code, siren, moment))) is not None
        ]

    def _lu(self, indicateur: Indicateur, siren: str, moment: Moment) -> Formes | None:
        """Rend les formes d'une période : les siennes, à défaut celles de ses sous-périodes réunies."""
        if (lue := self.lues.get((indicateur.code, siren, moment))) is not None:
            return lue
        parties = self._parties(indicateur, siren, moment) if self.additif(indicateur) else []
        sortes = sorted({s for f in parties for s in f})
        return {s: frozenset(p for f in parties for p in f.get(s, ())) for s in sortes} or None

    def _parties(self, indicateur: Indicateur, siren: str, moment: Moment, le: date = date.max) -> list[Formes]:
        annee, genre, rang = moment
        parties: list[Formes] = []
        for sous_genre, sous_rang in _SOUS_PERIODES.get((genre, rang), ()):
            lue = self.lues.get((indicateur.code, siren, (annee, sous_genre, sous_rang)))
            achevee = _fin(annee, sous_genre, sous_rang) <= le
            if lue is not None and achevee:
                parties.append(lue)
            else:
                parties += self._parties(indicateur, siren, (annee, sous_genre, sous_rang), le)
        return parties

    def _lire_enquete(self, e: Enquete) -> None:
        """Compose une enquête : satisfaits, répondants qui ne le sont pas, sollicités qui n'ont pas répondu."""
        periode = lire_periode(e.periode)
        place = (Rubrique.ENQUETE, e.indicateur, e.siren, e.periode)
        notee = e.note_moyenne is not None or e.satisfaits is not None
        if e.repondants is None and notee:
            self.places[place] = periode.fin, {}
            return
        nombres = _nombres_d_enquete(e)
        taux = self.lues.get((e.indicateur, e.siren, _moment(periode)), {})
        partages = {
            s: taux[sorte]
            for s, sorte in (("satisfaits", "n"), ("insatisfaits", "c"))
            if {"n", "c"} <= set(taux) and s in nombres and self._somme(taux[sorte]) == nombres[s]
        }
        if len(partages) < 2:
            partages = {}
        ici = (f"enquete {e.indicateur}", e.siren, _moment(periode))
        locales = [
            f
            for t in self.matiere.programme.territoires
            if e.siren == ENSEMBLE and (f := self.lues.get((ici[0], t.siren, ici[2]))) is not None
        ]
        propres = {s: n for s, n in nombres.items() if s not in partages}
        formes = {**self.chantier.composer((ici[0], e.siren, e.periode), propres, locales), **partages}
        self.lues.setdefault(ici, formes)
        deja = self.places.get(place, (periode.fin, {}))[1]
        self.places[place] = periode.fin, {**{f"{s}+" if s in formes else s: f for s, f in deja.items()}, **formes}

    def _somme(self, forme: Iterable[tuple[str, ...]]) -> float:
        return sum(self.chantier.valeurs[p] for p in forme)

    # ── Ce que montre l'édition d'une date ───────────────────────────────────────────────────────────────────────

    def departs(self) -> Iterator[tuple[Place, Formes]]:
        """Rend les valeurs initiales ; celle de l'ensemble est faite de celles des EPCI."""
        for indicateur in self.matiere.indicateurs:
            cadres = {s: c for (code, s), c in self.matiere.cadrage.cadres.items() if code == indicateur.code}
            posees: list[Formes] = []
            for siren, cadre in sorted(cadres.items(), key=lambda couple: couple[0] == ENSEMBLE):
                place = (Rubrique.DEPART, indicateur.code, siren, "")
                if indicateur.code not in self.matiere.proteges or cadre.valeur_initiale is None:
                    continue
                if self.ratio(indicateur):
                    if not self.matiere.regime.sensible:
                        yield place, {"taux": self.chantier.composer(("depart", siren), {"t": 1e9})["t"]}
                    continue
                composantes = posees if siren == ENSEMBLE else ()
                formes = self.chantier.composer(
                    (indicateur.code, siren, "depart"), {"v": cadre.valeur_initiale}, composantes
                )
                posees.append(formes)
                yield place, formes

    def observees(self, le: date) -> dict[Place, Formes]:
        """Rend les observations et les enquêtes dont la période est achevée."""
        return {place: formes for place, (fin, formes) in self.places.items() if fin <= le}

    def hors_maille(self, places: Iterable[Place]) -> list[Place]:
        """Rend les cases d'EPCI d'indicateurs qui se recueillent une seule fois pour l'ensemble."""
        entiers = {i.code for i in self.matiere.indicateurs if i.maille is Maille.ENSEMBLE}
        return [p for p in places if p[0] is Rubrique.OBSERVATION and p[1] in entiers and p[2] != ENSEMBLE]
