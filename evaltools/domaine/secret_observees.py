"""De quelles parts sont faits les nombres observés : sous-périodes, EPCI, opérations, enquêtes (règle R-95)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from typing import TypeVar

from evaltools.domaine.cadrage import Cadrage, Cadre
from evaltools.domaine.enquetes import Enquete
from evaltools.domaine.lexique import ENSEMBLE, Cumul, EtatValeur, Qualite
from evaltools.domaine.mesures import Mesure, Observation
from evaltools.domaine.periodes import Genre, Periode, lire_periode
from evaltools.domaine.programme import Indicateur, Programme
from evaltools.domaine.secret import Place, Rubrique
from evaltools.domaine.secret_regimes import Regime
from evaltools.domaine.secret_tableau import Chantier, Formes, Nombres

Moment = tuple[int, Genre, int]
"""Année, genre et rang d'une période."""

_SOUS_PERIODES: Mapping[tuple[Genre, int], tuple[tuple[Genre, int], ...]] = {
    (Genre.ANNEE, 0): ((Genre.SEMESTRE, 1), (Genre.SEMESTRE, 2)),
    (Genre.SEMESTRE, 1): ((Genre.TRIMESTRE, 1), (Genre.TRIMESTRE, 2)),
    (Genre.SEMESTRE, 2): ((Genre.TRIMESTRE, 3), (Genre.TRIMESTRE, 4)),
}
_Ligne = TypeVar("_Ligne", Observation, Enquete)
_DANS_L_ORDRE = (Genre.TRIMESTRE, Genre.SEMESTRE, Genre.SCOLAIRE, Genre.ANNEE)


@dataclass(frozen=True, slots=True)
class Matiere:
    """Ce qui a été recueilli d'une famille d'indicateurs liés par un total, et ce que le cadrage en dit.

    ``totaux`` : par indicateur, ceux dont il est le total (ils le précèdent dans ``indicateurs``). ``proteges`` : les
    codes dont les valeurs sont protégées ; des autres, seules les enquêtes le sont. Périodes lisibles seulement.
    """

    programme: Programme
    cadrage: Cadrage
    indicateurs: tuple[Indicateur, ...]
    totaux: Mapping[str, tuple[str, ...]]
    proteges: frozenset[str]
    regime: Regime
    observations: tuple[Observation, ...]
    enquetes: tuple[Enquete, ...] = ()

    def cadre(self, indicateur: Indicateur) -> Cadre:
        """Rend comment un indicateur se mesure."""
        cadre = self.cadrage.cadre(indicateur.code)
        return cadre or Cadre(indicateur.code, cumul=indicateur.cumul, agregation=indicateur.agregation)

    def ratio(self, indicateur: Indicateur) -> bool:
        """Dit si la valeur d'un indicateur est un taux, qui se déduit de deux effectifs."""
        cadre = self.cadre(indicateur)
        return cadre.cumul is Cumul.RATIO or "%" in (cadre.unite or indicateur.unite)

    def additif(self, indicateur: Indicateur) -> bool:
        """Dit si les sous-périodes d'un indicateur s'additionnent."""
        return self.cadre(indicateur).cumul in (Cumul.FLUX, Cumul.RATIO)


def nombres_de(source: Observation | Mesure, ratio: bool) -> Nombres | None:
    """Rend les nombres qu'une case montre ; ``None`` : un pourcentage dont on ne connaît pas l'effectif.

    Un taux ne compte pas parmi ses nombres : il se déduit de ses deux termes.

    Examples
    --------
    >>> nombres_de(Mesure(2026, valeur=75.0, numerateur=30, denominateur=40), ratio=True)
    {'n': 30, 'c': 10}
    >>> nombres_de(Mesure(2026, valeur=75.0), ratio=True), nombres_de(Mesure(2026, valeur=75.0), ratio=False)
    (None, {'v': 75.0})
    """
    nombres: dict[str, float] = {}
    numerateur, denominateur = source.numerateur, source.denominateur
    if numerateur is not None and denominateur is not None:
        nombres = {"n": numerateur, "c": denominateur - numerateur}
    elif ratio and source.valeur is not None:
        return None
    elif numerateur is not None:
        nombres = {"n": numerateur}
    elif denominateur is not None:
        nombres = {"d": denominateur}
    if not ratio and source.valeur is not None:
        nombres["v"] = source.valeur
    return nombres


@dataclass(slots=True)
class Lecture:
    """Les formes des nombres observés, une fois lus. ``places`` : la fin de la période, et les formes (vides : inconnu)."""

    matiere: Matiere
    chantier: Chantier
    places: dict[Place, tuple[date, Formes]] = field(default_factory=dict)
    _lues: dict[tuple[str, str, Moment], Formes] = field(default_factory=dict)

    @classmethod
    def de(cls, matiere: Matiere, chantier: Chantier) -> Lecture:
        """Lit observations et enquêtes : les petites périodes d'abord, les EPCI avant l'ensemble."""
        lecture = cls(matiere, chantier)
        for indicateur in matiere.indicateurs:
            siennes = [o for o in matiere.observations if o.indicateur == indicateur.code]
            if indicateur.code in matiere.proteges:
                for (siren, moment), lignes in _ranger(siennes):
                    lecture._lire(indicateur, siren, moment, [o for o in lignes if _visible(o)])
            enquetes = [e for e in matiere.enquetes if e.indicateur == indicateur.code]
            for (siren, moment), lignes_d_enquete in _ranger(enquetes):
                lecture._lire_enquete(indicateur, siren, moment, lignes_d_enquete)
        return lecture

    def _lire(self, indicateur: Indicateur, siren: str, moment: Moment, lignes: Sequence[Observation]) -> None:
        """Compose une case observée ; deux valeurs différentes pour la même période n'en font aucune."""
        if not lignes:
            return
        nombres = nombres_de(lignes[0], self.matiere.ratio(indicateur))
        if nombres is None or len({(o.valeur, o.numerateur, o.denominateur, o.texte) for o in lignes}) > 1:
            formes: Formes = {}
        elif not nombres:
            return
        else:
            composantes = self._composantes(indicateur, siren, moment)
            formes = self.chantier.composer((indicateur.code, siren, lignes[0].periode), nombres, composantes)
            self._lues[indicateur.code, siren, moment] = formes
        for o in lignes:
            self.places[Rubrique.OBSERVATION, o.indicateur, siren, o.periode] = lire_periode(o.periode).fin, formes

    def _composantes(self, indicateur: Indicateur, siren: str, moment: Moment) -> Sequence[Formes]:
        """Rend ce dont une case observée est le total : les EPCI, à défaut les sous-périodes, à défaut les opérations."""
        if siren == ENSEMBLE:
            locales = [self.periode(indicateur, t.siren, moment) for t in self.matiere.programme.territoires]
            if any(locales):
                return [formes for formes in locales if formes]
        if self.matiere.additif(indicateur) and (parties := self.parties(indicateur.code, siren, moment)):
            return parties
        membres = self.matiere.totaux.get(indicateur.code, ())
        return [f for code in membres if (f := self._lues.get((code, siren, moment))) is not None]

    def periode(self, indicateur: Indicateur, siren: str, moment: Moment) -> Formes:
        """Rend les formes d'une période : les siennes, à défaut celles de ses sous-périodes ; vides si rien n'est dit."""
        if (lue := self._lues.get((indicateur.code, siren, moment))) is not None:
            return lue
        return reunir(self.parties(indicateur.code, siren, moment)) if self.matiere.additif(indicateur) else {}

    def parties(self, code: str, siren: str, moment: Moment, le: date = date.max) -> list[Formes]:
        """Rend les formes des sous-périodes achevées à une date : chaque semestre, à défaut ses deux trimestres."""
        annee, genre, rang = moment
        trouvees: list[Formes] = []
        for sous_genre, sous_rang in _SOUS_PERIODES.get((genre, rang), ()):
            dessous = (annee, sous_genre, sous_rang)
            lue = self._lues.get((code, siren, dessous))
            achevee = lire_periode(f"{annee}-{'S' if sous_genre is Genre.SEMESTRE else 'T'}{sous_rang}").achevee(le)
            trouvees += [lue] if lue is not None and achevee else self.parties(code, siren, dessous, le)
        return trouvees

    def annee(self, indicateur: Indicateur, siren: str, annee: int, le: date) -> list[Formes]:
        """Rend ce dont est faite la mesure d'une année à une date : l'année entière, à défaut ses sous-périodes."""
        for genre in (Genre.ANNEE, Genre.SCOLAIRE):
            lue = self._lues.get((indicateur.code, siren, (annee, genre, 0)))
            ecrite = str(annee) if genre is Genre.ANNEE else f"{annee - 1}/{annee}"
            if lue is not None and lire_periode(ecrite).achevee(le):
                return [lue]
        parties = self.parties(indicateur.code, siren, (annee, Genre.ANNEE, 0), le)
        return parties if self.matiere.additif(indicateur) else parties[-1:]

    def _lire_enquete(self, indicateur: Indicateur, siren: str, moment: Moment, lignes: Sequence[Enquete]) -> None:
        """Compose une enquête ; une note ou des satisfaits sans nombre de répondants ne se publient pas."""
        e = lignes[0]
        fiable = len({(x.sollicites, x.repondants, x.satisfaits, x.note_moyenne) for x in lignes}) == 1
        formes: Formes = {}
        if fiable and (e.repondants is not None or (e.satisfaits is None and e.note_moyenne is None)):
            formes = self._formes_d_enquete(indicateur, siren, moment, e)
        for ligne in lignes:
            self.places[Rubrique.ENQUETE, e.indicateur, siren, ligne.periode] = lire_periode(e.periode).fin, formes

    def _formes_d_enquete(self, indicateur: Indicateur, siren: str, moment: Moment, e: Enquete) -> Formes:
        """Sépare satisfaits, répondants qui ne le sont pas, sollicités sans réponse ; partage les termes du taux."""
        nombres, code = _nombres_d_enquete(e), f"enquete {indicateur.code}"
        taux = self._lues.get((indicateur.code, siren, moment), {})
        sommes = {sorte: sum(self.chantier.valeurs[p] for p in forme) for sorte, forme in taux.items()}
        communes: Formes = {}
        if {"n", "c"} <= set(sommes) and (sommes["n"], sommes["c"]) == (nombres.get("n"), nombres.get("c")):
            communes = {sorte: taux[sorte] for sorte in ("n", "c")}
        propres = {sorte: nombre for sorte, nombre in nombres.items() if sorte not in communes}
        territoires = self.matiere.programme.territoires if siren == ENSEMBLE else ()
        locales = [f for t in territoires if (f := self._lues.get((code, t.siren, moment))) is not None]
        formes = {**self.chantier.composer((code, siren, e.periode), propres, locales), **communes}
        self._lues[code, siren, moment] = formes
        return formes


def reunir(parties: Iterable[Formes]) -> Formes:
    """Réunit des formes, sorte par sorte."""
    reunies: dict[str, frozenset[tuple[str, ...]]] = {}
    for formes in parties:
        for sorte, forme in formes.items():
            reunies[sorte] = reunies.get(sorte, frozenset()) | forme
    return reunies


def _nombres_d_enquete(e: Enquete) -> dict[str, float]:
    """Rend les nombres de personnes d'une enquête : « n » satisfaits, « c » autres répondants, « q » sans réponse."""
    nombres: dict[str, float] = {}
    if e.repondants is not None and e.satisfaits is not None:
        nombres = {"n": e.satisfaits, "c": e.repondants - e.satisfaits}
    elif e.repondants is not None:
        nombres = {"r": e.repondants}
    if e.sollicites is not None:
        nombres["q"] = e.sollicites - (e.repondants or 0)
    return nombres


def _visible(o: Observation) -> bool:
    return o.etat is EtatValeur.RENSEIGNE and o.qualite is not Qualite.SECRET


def _moment(periode: Periode) -> Moment:
    return periode.annee, periode.genre, periode.rang


def _ranger(lignes: Iterable[_Ligne]) -> Iterator[tuple[tuple[str, Moment], list[_Ligne]]]:
    """Réunit ce qui est dit d'un même territoire et d'une même période ; l'ordre des lignes est sans effet."""

    def cle(ligne: _Ligne) -> tuple[bool, int, str, Moment]:
        moment = _moment(lire_periode(ligne.periode))
        return ligne.siren == ENSEMBLE, _DANS_L_ORDRE.index(moment[1]), ligne.siren, moment

    rangees = sorted(lignes, key=lambda ligne: (cle(ligne), ligne.periode, ligne.fichier, ligne.cellule))
    for (_, _, siren, moment), groupe in groupby(rangees, key=cle):
        yield (siren, moment), list(groupe)
