"""Les contrôles d'une valeur à côté de celles d'avant, et des autres périodes de son année. Rien n'y est corrigé.

Trois doutes, jamais bloquants : un acquis qui recule, une année plus petite que la somme de ses parties, une valeur dix
ou cent fois plus grande ou plus petite que la précédente.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import fsum

from evaltools.domaine.annualisation import mesurer
from evaltools.domaine.cadrage import Cadrage
from evaltools.domaine.coherence import Doute, est_une_evolution
from evaltools.domaine.lexique import Cumul, EtatValeur, Nature
from evaltools.domaine.mesures import Observation, facteur_du_ratio
from evaltools.domaine.nombres import ecrire_nombre, est_en_pourcent, plier
from evaltools.domaine.periodes import Genre, Periode, lire_periode
from evaltools.domaine.programme import Indicateur

_FACTEURS = ((100.0, "cent"), (10.0, "dix"))
_COMPTE_NOTABLE = 100
_COMPTE_MINUSCULE = 5
"""Un compte de moins de 5 qui décuple n'étonne personne, sauf s'il atteint 100."""
_SANS_GRANDEUR = (Nature.TEXTE, Nature.JALON, Nature.ETAPES, Nature.ECHELLE)
_DEPUIS_LE_DEBUT = ("cumul", "depuis le debut", "depuis l origine", "depuis la signature")
_PARTIES = (Genre.SEMESTRE, Genre.TRIMESTRE)


@dataclass(frozen=True, slots=True)
class _Point:
    """Une valeur lue, prête à être comparée."""

    observation: Observation
    periode: Periode
    valeur: float


@dataclass(frozen=True, slots=True)
class _Grandeur:
    """Ce qu'il faut savoir d'un indicateur pour comparer ses valeurs."""

    indicateur: Indicateur
    nature: Nature
    unite: str
    cumul: Cumul | None

    @property
    def acquis(self) -> bool:
        """Dit si la valeur ne peut que monter d'une année sur l'autre."""
        words = plier(self.indicateur.libelle)
        return self.nature in (Nature.JALON, Nature.ETAPES) or any(w in words for w in _DEPUIS_LE_DEBUT)

    def ecrire(self, valeur: float) -> str:
        """Écrit une valeur avec son signe de pourcentage ; un jalon par oui ou non."""
        if self.nature is Nature.JALON:
            return "« oui »" if valeur else "« non »"
        return ecrire_nombre(valeur) + ("\u202f%" if est_en_pourcent(self.unite) else "")


def douter_des_annees(
    observations: Iterable[Observation],
    precedentes: Iterable[Observation],
    indicateurs: Mapping[str, Indicateur],
    cadrage: Cadrage | None = None,
) -> Iterator[tuple[Observation, Doute]]:
    """Compare les valeurs d'une année à celles d'avant, et à la somme de leurs parties.

    Parameters
    ----------
    observations, precedentes : iterable of Observation
        Celles de l'année contrôlée, et celles de toutes les années d'avant.
    indicateurs : mapping
        Les indicateurs du programme, par code ; un indicateur inconnu est passé.
    cadrage : Cadrage, optional
        Nature, unité et cumul décidés ; absent : ceux du document.

    Yields
    ------
    (Observation, Doute)
        L'observation en cause et le doute (VAL-70 à VAL-72), dans l'ordre des observations. Une valeur absente,
        secrète ou illisible n'est jamais comparée.
    """
    known = {code: _magnitude(i, cadrage) for code, i in indicateurs.items() if not i.clause_ouverte}
    before, now = _points(precedentes, known), _points(observations, known)
    for (code, siren), points in now.items():
        scale = known[code]
        for point in points:
            last = _previous(point, before.get((code, siren), ()))
            yield from ((point.observation, d) for d in _against_before(scale, point, last))
            yield from ((point.observation, d) for d in _against_parts(scale, point, points))


def _magnitude(indicator: Indicateur, framing: Cadrage | None) -> _Grandeur:
    frame = framing.cadre(indicator.code) if framing is not None else None
    if frame is None:
        return _Grandeur(indicator, indicator.nature, indicator.unite, indicator.cumul)
    return _Grandeur(indicator, frame.nature, frame.unite or indicator.unite, frame.cumul)


def _points(observations: Iterable[Observation], known: Mapping[str, _Grandeur]) -> dict[tuple[str, str], list[_Point]]:
    found: dict[tuple[str, str], list[_Point]] = defaultdict(list)
    for o in observations:
        scale = known.get(o.indicateur)
        if scale is None or o.etat is not EtatValeur.RENSEIGNE:
            continue
        try:
            period = lire_periode(o.periode)
        except ValueError:
            continue
        value = mesurer(o, period.annee, facteur_du_ratio(scale.unite), scale.cumul).valeur
        if value is not None:
            found[o.indicateur, o.siren].append(_Point(o, period, value))
    return found


def _previous(point: _Point, earlier: Sequence[_Point]) -> _Point | None:
    """Find the latest value of the same kind of period in an earlier year."""
    same = [
        p
        for p in earlier
        if (p.periode.genre, p.periode.rang) == (point.periode.genre, point.periode.rang)
        and p.periode.annee < point.periode.annee
    ]
    return max(same, key=lambda p: p.periode.annee, default=None)


def _against_before(scale: _Grandeur, point: _Point, last: _Point | None) -> Iterator[Doute]:
    if last is None:
        return
    details: dict[str, object] = {
        **_naming(scale, point),
        "avant": scale.ecrire(last.valeur),
        "periode_avant": last.observation.periode,
    }
    if scale.acquis and point.valeur < last.valeur:
        yield Doute("VAL-70", details=details)
        return
    times = _leap(scale, last.valeur, point.valeur)
    if times:
        way = "plus" if abs(point.valeur) > abs(last.valeur) else "moins"
        yield Doute("VAL-72", details={**details, "fois": times, "sens": way})


def _leap(scale: _Grandeur, before: float, now: float) -> str:
    """Say « dix » or « cent » when a value moved by that factor or more; empty otherwise."""
    small, great = sorted((abs(before), abs(now)))
    if scale.nature in _SANS_GRANDEUR or est_une_evolution(scale.indicateur.libelle) or not small:
        return ""
    counted = not est_en_pourcent(scale.unite) and scale.nature is Nature.NOMBRE
    if counted and small < _COMPTE_MINUSCULE and great < _COMPTE_NOTABLE:
        return ""
    return next((word for factor, word in _FACTEURS if great >= factor * small), "")


def _against_parts(scale: _Grandeur, point: _Point, points: Sequence[_Point]) -> Iterator[Doute]:
    """A yearly flow cannot be less than what its semesters, or its quarters, add up to."""
    if scale.cumul is not Cumul.FLUX or point.periode.genre not in (Genre.ANNEE, Genre.SCOLAIRE):
        return
    for kind in _PARTIES:
        parts = [p for p in points if p.periode.genre is kind and p.periode.annee == point.periode.annee]
        total = fsum(p.valeur for p in parts)
        if parts and total > point.valeur:
            names = ", ".join(p.observation.periode for p in sorted(parts, key=lambda p: p.periode.rang))
            yield Doute("VAL-71", details={**_naming(scale, point), "somme": scale.ecrire(total), "parties": names})


def _naming(scale: _Grandeur, point: _Point) -> dict[str, object]:
    return {
        "indicateur": scale.indicateur.code,
        "valeur": scale.ecrire(point.valeur),
        "periode": point.observation.periode,
    }
