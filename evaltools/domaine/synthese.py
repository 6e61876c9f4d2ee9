"""De l'indicateur au programme : comptes, couverture, scores, intervalle, classe (methode §8, règles R-71 à R-76).

Le chiffre qui compte est la distribution des verdicts sur tous les indicateurs, non évaluables compris. Le score vient
après, ne mélange jamais réalisations et résultats, et ne se donne pas quand moins de la moitié est évaluable.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import fsum

from evaltools.domaine.bareme import Bareme
from evaltools.domaine.cibles import TOLERANCE
from evaltools.domaine.lexique import ENSEMBLE, Motif, Niveau, Verdict
from evaltools.domaine.programme import Programme
from evaltools.domaine.resultat import Resultat
from evaltools.domaine.robustesse import Robustesse
from evaltools.domaine.trajectoire import exact

HORS_DENOMINATEUR = (Verdict.SANS_OBJET, Verdict.NON_ECHU)
"""Verdicts qui sortent du dénominateur."""

NIVEAUX_NOTES = (Niveau.REALISATION, Niveau.RESULTAT)
"""Niveaux qui ont un score, chacun le sien ; le contexte n'est pas imputable au programme."""


@dataclass(frozen=True, slots=True)
class Synthese:
    """Résultats d'un groupe (action, objectif, axe, programme) sur un territoire (methode §8).

    ``comptes`` : nombre d'indicateurs par verdict, « non évaluable » compris ; ``motifs`` : les non évaluables
    par raison. ``couverture`` : poids évaluable / poids applicable (``None`` : rien d'applicable).
    ``scores_par_niveau`` et ``intervalles_par_niveau`` : un score, et ses bornes si ce qui manque valait 0 ou 1, pour
    chaque niveau. ``score``, ``score_bas`` et ``score_haut`` ne sont donnés que si le groupe n'a qu'un niveau :
    réalisations et résultats ne se mélangent pas. ``classe`` est écrite avec les mots d'une évaluation finale.
    ``degradations`` : codes des indicateurs qui reculent. ``robustesse`` : la classe sous d'autres choix de méthode
    (règle R-78) ; ``None`` : rien d'applicable. ``incertains`` : codes des indicateurs au verdict incertain.
    """

    groupe: str
    code: str
    intitule: str
    siren: str
    total: int
    applicables: int
    evaluables: int
    comptes: Mapping[Verdict, int]
    motifs: Mapping[Motif, int]
    couverture: float | None
    score: float | None
    score_bas: float | None
    score_haut: float | None
    classe: Verdict | None
    degradations: tuple[str, ...] = ()
    scores_par_niveau: Mapping[str, float | None] = field(default_factory=dict)
    intervalles_par_niveau: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    robustesse: Robustesse | None = None
    incertains: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Note:
    """Score d'un ensemble d'indicateurs d'un même niveau, avec ce que ce qui manque pourrait en faire.

    ``score`` ``None`` : rien n'est noté, ou la couverture est trop faible. ``bas`` et ``haut`` : ce qui manque compté
    0, puis 1.
    """

    couverture: float | None
    score: float | None
    bas: float | None
    haut: float | None


def est_applicable(resultat: Resultat) -> bool:
    """Dit si un résultat compte au dénominateur : ni sans objet, ni non échu."""
    return resultat.verdict not in HORS_DENOMINATEUR


def est_evaluable(resultat: Resultat) -> bool:
    """Dit si un résultat applicable a un verdict."""
    return est_applicable(resultat) and resultat.verdict is not Verdict.NON_EVALUABLE


def est_degrade(resultat: Resultat) -> bool:
    """Dit si un indicateur recule : « Dégradation » avant l'échéance, son motif à l'échéance (règle R-76)."""
    return resultat.verdict is Verdict.DEGRADATION or resultat.motif in (Motif.ACQUIS_PERDU, Motif.DEGRADATION)


def couvrir(resultats: Iterable[Resultat]) -> float | None:
    """Calcule la couverture : poids évaluable / poids applicable (règle R-72) ; ``None`` si rien n'est applicable."""
    applicables = [r for r in resultats if est_applicable(r)]
    evaluables = [r.poids for r in applicables if est_evaluable(r)]
    tous = [r.poids for r in applicables]
    if all(float(poids).is_integer() for poids in tous):
        return fsum(evaluables) / fsum(tous) if fsum(tous) > 0 else None
    total = sum(map(exact, tous), Fraction(0))
    return float(sum(map(exact, evaluables), Fraction(0)) / total) if total > 0 else None


def noter(resultats: Iterable[Resultat], bareme: Bareme) -> Note:
    """Note des indicateurs d'un même niveau : moyenne pondérée des scores, et son intervalle (règles R-73 et R-74).

    Un indicateur évaluable sans degré (ligne 5 : non atteint, sans valeur initiale) compte comme manquant.
    """
    applicables = [r for r in resultats if est_applicable(r)]
    total = fsum(r.poids for r in applicables)
    couverture = couvrir(applicables)
    if total <= 0 or couverture is None:
        return Note(couverture, None, None, None)
    notes = [(r.score, r.poids) for r in applicables if est_evaluable(r) and r.score is not None]
    note, poids = fsum(s * p for s, p in notes), fsum(p for _, p in notes)
    suffisante = couverture >= bareme.couverture_minimale and poids > 0
    score = _moyenne(notes, bareme.partiellement_atteint) if suffisante else None
    return Note(couverture, score, note / total, (note + (total - poids)) / total)


def _moyenne(notes: Sequence[tuple[float, float]], seuil: float) -> float:
    """Calcule une moyenne pondérée ; tout près du seuil, en fractions exactes (3 × 0,6 et 0,2 font 0,50 de moyenne)."""
    moyenne = fsum(s * p for s, p in notes) / fsum(p for _, p in notes)
    if abs(moyenne - seuil) > TOLERANCE:
        return moyenne
    total = sum((exact(p) for _, p in notes), Fraction(0))
    return float(sum((exact(s) * exact(p) for s, p in notes), Fraction(0)) / total)


def classer(resultats: Iterable[Resultat], scores: Iterable[float | None], bareme: Bareme) -> Verdict | None:
    """Classe un groupe (règle R-75).

    Atteint si tout ce qui est applicable est évaluable et atteint ; partiellement atteint si un indicateur au moins
    est atteint, ou si chacun des niveaux notés a un score d'au moins 0,50 ; non évaluable sous la couverture
    minimale ; ``None`` si rien n'est applicable.
    """
    applicables = [r for r in resultats if est_applicable(r)]
    couverture = couvrir(applicables)
    if couverture is None:
        return None
    if couverture < bareme.couverture_minimale:
        return Verdict.NON_EVALUABLE
    atteints = [r.verdict is Verdict.ATTEINT for r in applicables]
    if all(atteints):
        return Verdict.ATTEINT
    connus = [s for s in scores if s is not None]
    if any(atteints) or (connus and min(connus) >= bareme.partiellement_atteint):
        return Verdict.PARTIELLEMENT_ATTEINT
    return Verdict.NON_ATTEINT


def regrouper(
    groupe: str, code: str, intitule: str, siren: str, resultats: Sequence[Resultat], bareme: Bareme
) -> Synthese:
    """Fait la synthèse d'un groupe d'indicateurs sur un territoire (règles R-71 à R-76).

    Parameters
    ----------
    groupe, code, intitule : str
        « action », « objectif », « axe » ou « programme », son code, son titre.
    siren : str
        Territoire des résultats.
    resultats : sequence of Resultat
        Tous les résultats du groupe, dans l'ordre du document.
    bareme : Bareme
        Couverture minimale et seuil de « Partiellement atteint ».
    """
    applicables = [r for r in resultats if est_applicable(r)]
    comptes = Counter(r.verdict for r in resultats)
    motifs = Counter(r.motif for r in resultats if r.verdict is Verdict.NON_EVALUABLE and r.motif is not None)
    notes = {str(n): noter([r for r in resultats if r.niveau == n], bareme) for n in NIVEAUX_NOTES}
    notes = {niveau: note for niveau, note in notes.items() if note.couverture is not None}
    seule = next(iter(notes.values())) if len(notes) == 1 else Note(None, None, None, None)
    return Synthese(
        groupe,
        code,
        intitule,
        siren,
        len(resultats),
        len(applicables),
        sum(est_evaluable(r) for r in resultats),
        {v: comptes[v] for v in Verdict if comptes[v]},
        {m: motifs[m] for m in Motif if motifs[m]},
        couvrir(resultats),
        seule.score,
        seule.bas,
        seule.haut,
        classer(resultats, [n.score for n in notes.values()], bareme),
        tuple(r.indicateur for r in resultats if est_degrade(r)),
        {niveau: note.score for niveau, note in notes.items()},
        {n: (note.bas, note.haut) for n, note in notes.items() if note.bas is not None and note.haut is not None},
        incertains=tuple(r.indicateur for r in resultats if r.incertain),
    )


def classe_de(resultats: Sequence[Resultat], bareme: Bareme) -> Verdict | None:
    """Rend la classe d'un groupe d'indicateurs (règle R-75), sans le reste de la synthèse."""
    notes = (noter([r for r in resultats if r.niveau == n], bareme) for n in NIVEAUX_NOTES)
    return classer(resultats, [n.score for n in notes if n.couverture is not None], bareme)


def classes_sans_un(resultats: Sequence[Resultat], bareme: Bareme) -> Iterator[tuple[str, Verdict | None]]:
    """Rend la classe du groupe privé de chacun de ses indicateurs applicables, tour à tour (règle R-78).

    Deux indicateurs de même niveau, poids, verdict et score laissent la même classe : elle n'est calculée qu'une fois.
    Un groupe d'un seul indicateur n'a rien à retirer.
    """
    applicables = [r for r in resultats if est_applicable(r)]
    classes: dict[tuple[object, ...], Verdict | None] = {}
    for rang, r in enumerate(applicables if len(applicables) > 1 else ()):
        cle = r.niveau, r.poids, r.verdict, r.score
        if cle not in classes:
            classes[cle] = classe_de(applicables[:rang] + applicables[rang + 1 :], bareme)
        yield r.indicateur, classes[cle]


def groupes(
    programme: Programme, resultats: Sequence[Resultat]
) -> Iterator[tuple[tuple[str, str, str, str], Sequence[Resultat]]]:
    """Parcourt les groupes de chaque territoire (groupe, code, intitulé, SIREN), avec leurs résultats."""
    for siren in dict.fromkeys((ENSEMBLE, *(t.siren for t in programme.territoires))):
        ici = [r for r in resultats if r.siren == siren]
        yield ("programme", programme.code, programme.titre_court, siren), ici
        for groupe, code, intitule in _groupes(programme):
            yield (groupe, code, intitule, siren), [r for r in ici if getattr(r, groupe) == code]


def _groupes(programme: Programme) -> Iterator[tuple[str, str, str]]:
    yield from (("axe", a.code, a.intitule) for a in programme.axes)
    yield from (("objectif", o.code, o.intitule) for o in programme.objectifs)
    yield from (("action", a.code, a.intitule) for a in programme.actions)
