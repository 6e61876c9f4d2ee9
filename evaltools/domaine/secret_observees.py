"""De quelles parts sont faits les nombres observés : sous-périodes, EPCI, opérations, enquêtes (règle R-91)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from typing import TypeVar

from evaltools.domaine.enquetes import Enquete
from evaltools.domaine.lexique import ENSEMBLE, EtatValeur, Qualite
from evaltools.domaine.mesures import Observation
from evaltools.domaine.periodes import Genre, Periode, lire_periode
from evaltools.domaine.programme import Indicateur
from evaltools.domaine.secret import Place, Rubrique
from evaltools.domaine.secret_matiere import Matiere, nombres_de
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


@dataclass(slots=True)
class Lecture:
    """Les formes des nombres observés, une fois lus.

    ``places`` : pour chacune, la fin de sa période, et ses formes (vides : on ne sait pas de quoi elle est faite).
    """

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
        """Rend ce dont une case est le total : les EPCI, à défaut les sous-périodes, à défaut les opérations."""
        if siren == ENSEMBLE:
            locales = [self.periode(indicateur, t.siren, moment) for t in self.matiere.programme.territoires]
            if any(locales):
                return [formes for formes in locales if formes]
        if self.matiere.additif(indicateur) and (parties := self.parties(indicateur.code, siren, moment)):
            return parties
        membres = self.matiere.totaux.get(indicateur.code, ())
        return [f for code in membres if (f := self._lues.get((code, siren, moment))) is not None]

    def periode(self, indicateur: Indicateur, siren: str, moment: Moment) -> Formes:
        """Rend les formes d'une période : les siennes, à défaut celles de ses sous-périodes réunies."""
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
        """Sépare satisfaits, autres répondants et sollicités sans réponse ; partage avec le taux qui les reprend."""
        nombres, code = _nombres_d_enquete(e), f"enquete {indicateur.code}"
        territoires = self.matiere.programme.territoires if siren == ENSEMBLE else ()
        locales = [f for t in territoires if (f := self._lues.get((code, t.siren, moment))) is not None]
        communes = self._termes_communs(indicateur.code, siren, moment, nombres)
        propres = {sorte: nombre for sorte, nombre in nombres.items() if sorte not in communes}
        totaux = {sorte: propres.pop(sorte) for sorte in sorted({"r", "s"} & set(propres))}
        formes = {**self.chantier.composer((code, siren, e.periode), propres, locales), **communes}
        if locales:
            formes |= self.chantier.composer((code, siren, e.periode), totaux, locales)
        else:
            formes |= self._totaux_d_enquete((code, siren, e.periode), totaux, formes)
        self._lues[code, siren, moment] = formes
        return formes

    def _termes_communs(self, code: str, siren: str, moment: Moment, nombres: Nombres) -> Formes:
        """Rend les termes du taux de l'indicateur, s'ils sont ceux de l'enquête."""
        taux = self._lues.get((code, siren, moment), {})
        sommes = {sorte: sum(self.chantier.valeurs[p] for p in forme) for sorte, forme in taux.items()}
        memes = {"n", "c"} <= set(sommes) and (sommes["n"], sommes["c"]) == (nombres.get("n"), nombres.get("c"))
        return {sorte: taux[sorte] for sorte in ("n", "c")} if memes else {}

    def _totaux_d_enquete(self, cle: tuple[str, ...], totaux: Nombres, formes: Formes) -> Formes:
        """Rend les répondants, satisfaits ou non, et les sollicités, qui ont répondu ou non."""
        repondants = reunir([{"r": formes[sorte]} for sorte in ("n", "c") if sorte in formes])
        if "r" in totaux and not repondants:
            repondants = self.chantier.composer(cle, {"r": totaux["r"]})
        sollicites = [{"s": forme} for forme in (repondants.get("r"), formes.get("q")) if forme is not None]
        return {**repondants, **(reunir(sollicites) if "s" in totaux else {})}


def reunir(parties: Iterable[Formes]) -> Formes:
    """Réunit des formes, sorte par sorte."""
    reunies: dict[str, frozenset[tuple[str, ...]]] = {}
    for formes in parties:
        for sorte, forme in formes.items():
            reunies[sorte] = reunies.get(sorte, frozenset()) | forme
    return reunies


def _nombres_d_enquete(e: Enquete) -> dict[str, float]:
    """Rend les nombres d'une enquête : satisfaits (n) ou non (c), sans réponse (q), répondants (r), sollicités (s)."""
    nombres: dict[str, float] = {}
    if e.repondants is not None:
        nombres["r"] = e.repondants
        if e.satisfaits is not None:
            nombres |= {"n": e.satisfaits, "c": e.repondants - e.satisfaits}
    if e.sollicites is not None:
        nombres |= {"s": e.sollicites, "q": e.sollicites - (e.repondants or 0)}
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
