"""Les comptes de la comparaison, tirés des séries."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from comparaison import formules
from comparaison.formules import Progres, Statut
from comparaison.lecture import (
    LECTEURS,
    VERDICT_OPEN_SDG,
    Avis,
    Ecart,
    Lecture,
    Outil,
    avis,
    ecart,
    notre_lecture,
    progres_open_sdg,
)
from comparaison.series import BAREME, Famille, SerieComparee

from evaltools.domaine.lexique import Verdict
from evaltools.domaine.synthese import Note, noter

Series = tuple[SerieComparee, ...]
EN_ROUTE = (Famille.HAUSSE, Famille.BAISSE)


@dataclass(frozen=True, slots=True)
class JugementPese:
    """Ce que ``noter`` lit d'un résultat : son verdict, son score, son poids."""

    verdict: Verdict
    score: float | None
    poids: float = 1.0


def avec_cible(series: Iterable[SerieComparee]) -> Series:
    """Garde les séries qui ont une cible."""
    return tuple(s for s in series if s.famille is not Famille.SANS_CIBLE)


def de_la_famille(series: Iterable[SerieComparee], *familles: Famille) -> Series:
    """Garde les séries de certaines familles."""
    return tuple(s for s in series if s.famille in familles)


def ecarts(series: Iterable[SerieComparee], outil: Outil) -> Mapping[Ecart, Series]:
    """Range les séries par sorte d'écart entre la lecture de l'outil et la nôtre."""
    rangees: dict[Ecart, list[SerieComparee]] = {sorte: [] for sorte in Ecart}
    for serie in series:
        rangees[ecart(notre_lecture(serie), avis(outil, serie).lecture)].append(serie)
    return {sorte: tuple(groupe) for sorte, groupe in rangees.items()}


def accords(series: Iterable[SerieComparee], outil: Outil) -> int:
    """Compte les séries que l'outil lit comme nous."""
    return len(ecarts(series, outil)[Ecart.ACCORD])


def statuts_differents(series: Iterable[SerieComparee]) -> Series:
    """Garde les séries où le statut d'Open SDG n'est pas, parmi six, celui qui correspond à notre verdict."""
    return tuple(s for s in series if VERDICT_OPEN_SDG[progres_open_sdg(s.reflechie).statut] is not s.jugement.verdict)


def publies(series: Iterable[SerieComparee]) -> Series:
    """Garde les séries dont le résultat est publié sur les mêmes données."""
    return tuple(s for s in series if s.rapport_publie is not None)


def par_origine(series: Iterable[SerieComparee]) -> Mapping[str, int]:
    """Compte les séries par dépôt ou document d'origine."""
    return Counter(_depot(s.origine) for s in series)


def avis_a_la_cible_de_l_annee(outil: Outil, serie: SerieComparee) -> Avis:
    """Rend ce que dirait l'outil si l'on y saisissait la cible de l'année au lieu de la cible finale.

    « Atteint » se lit alors « favorable » : l'étape de l'année est atteinte, non la cible finale, sauf si elle l'est.
    """
    rendu = LECTEURS[outil](serie.saisie.a_la_cible_de_l_annee())
    if rendu.lecture is Lecture.ATTEINT and notre_lecture(serie) is not Lecture.ATTEINT:
        return replace(rendu, lecture=Lecture.FAVORABLE)
    return rendu


def accords_a_la_cible_de_l_annee(series: Iterable[SerieComparee], outil: Outil) -> int:
    """Compte les séries lues comme nous quand l'outil reçoit la cible de l'année."""
    return sum(avis_a_la_cible_de_l_annee(outil, s).lecture is notre_lecture(s) for s in series)


def attendue(serie: SerieComparee, chemin: Callable[[float, float, float], float]) -> float:
    """Rend la valeur attendue à la date de la valeur, sur un chemin du départ à la cible."""
    saisie = serie.reflechie
    if saisie.cible is None:
        raise ValueError(f"{serie.code} n'a pas de cible")
    petit = formules.REMPLACANT_DU_ZERO
    return chemin(saisie.initiale or petit, saisie.cible or petit, saisie.part_du_temps)


def droite(initiale: float, cible: float, part: float) -> float:
    """Avance en ligne droite.

    Examples
    --------
    >>> droite(100, 50, 0.5)
    75.0
    """
    return initiale + part * (cible - initiale)


def compose(initiale: float, cible: float, part: float) -> float:
    """Avance à taux de croissance constant.

    Examples
    --------
    >>> compose(100, 1, 0.5)
    10.0
    """
    return float(initiale * (cible / initiale) ** part)


def avec_le_remplacant(serie: SerieComparee, cible: float) -> Progres:
    """Rend le progrès d'Open SDG quand une cible nulle est écrite autrement."""
    return progres_open_sdg(replace(serie.saisie, cible=cible))


def degre_a_zero(serie: SerieComparee) -> float:
    """Calcule notre degré d'atteinte quand la cible est bien zéro : la part du départ qui a disparu."""
    return 1 - (serie.jugement.valeur or 0.0) / serie.saisie.initiale


def zeros(series: Iterable[SerieComparee]) -> Series:
    """Garde les séries dont la cible est nulle, ou écrite 0,001 à 0,1 faute de pouvoir l'être."""
    return tuple(s for s in series if s.saisie.cible is not None and 0 <= s.saisie.cible <= 0.1)


def statuts_sans_la_derniere(series: Iterable[SerieComparee]) -> Mapping[Statut, int]:
    """Compte les statuts d'Open SDG quand la dernière valeur manque."""
    return Counter(progres_open_sdg(s.precedente).statut for s in series)


def note(series: Iterable[SerieComparee], *, sans_la_derniere: bool) -> Note:
    """Note les séries avec notre synthèse : score, couverture et intervalle de ce qui manque."""
    jugements = [s.sans_la_derniere if sans_la_derniere else s.jugement for s in series]
    return noter([JugementPese(j.verdict, j.score) for j in jugements], BAREME)


def _depot(origine: str) -> str:
    mots = origine.removeprefix("github ").split()
    return mots[0].partition("@")[0].partition("/rap/")[0]
