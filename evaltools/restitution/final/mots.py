"""Les mots de l'évaluation finale : verdicts comptés, solidité d'une conclusion, score et son intervalle."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from markupsafe import Markup

from evaltools.domaine.evaluation import Resultat, Synthese
from evaltools.domaine.lexique import Verdict
from evaltools.domaine.robustesse import Robustesse
from evaltools.domaine.synthese import est_degrade
from evaltools.restitution import phrases as p
from evaltools.restitution.formats import nombre, pct
from evaltools.restitution.mots import NIVEAUX, SIGNES
from evaltools.restitution.vue import evaluables

FINALS = (Verdict.ATTEINT, Verdict.PARTIELLEMENT_ATTEINT, Verdict.NON_ATTEINT)
"""Les verdicts finals d'un indicateur évaluable."""

CAS = p.Nom("cas", "cas")
VARIANTES_DITES = 3
"""Nombre de cas nommés au plus quand la conclusion change."""


def compter_finals(resultats: Iterable[Resultat]) -> tuple[int, int, int]:
    """Compte les atteints, les partiellement atteints, les non atteints.

    Une évaluation finale n'a que ces trois verdicts ; un verdict annuel n'y compte pas.
    """
    tous = [r.verdict for r in resultats]
    return tous.count(FINALS[0]), tous.count(FINALS[1]), tous.count(FINALS[2])


def dire_finals(resultats: Sequence[Resultat]) -> str:
    """Dit les verdicts en une phrase : « 32 atteints, 33 partiellement atteints, 27 non atteints »."""
    parties = [
        f"{nombre(n)} {SIGNES[v].pluriel if n >= 2 else p.minuscule(SIGNES[v].mot)}"
        for v, n in zip(FINALS, compter_finals(resultats), strict=True)
        if n
    ]
    return p.lister(parties)


def degrades(resultats: Iterable[Resultat]) -> tuple[Resultat, ...]:
    """Garde les indicateurs qui ont reculé, même quand le verdict final est « Non atteint » (règle R-76)."""
    return tuple(r for r in evaluables(resultats) if est_degrade(r))


def solidite(robustesse: Robustesse | None) -> str:
    """Dit si une conclusion tient quand un choix de méthode change : « inchangée dans 9 cas sur 10 ».

    Examples
    --------
    >>> from evaltools.domaine.robustesse import Variante
    >>> v = Verdict.ATTEINT
    >>> solidite(Robustesse(v, (Variante("poids égaux", v), Variante("sans I2", Verdict.NON_ATTEINT))))
    'inchangée dans 1 cas sur 2'
    >>> solidite(Robustesse(v, (Variante("poids égaux", v),))), solidite(None)
    ('inchangée dans le seul cas éprouvé', 'non éprouvée')
    """
    if robustesse is None or not robustesse.cas:
        return "non éprouvée"
    if robustesse.inchangees == robustesse.cas:
        return (
            "inchangée dans le seul cas éprouvé" if robustesse.cas == 1 else f"inchangée dans les {robustesse.cas} cas"
        )
    return f"inchangée dans {robustesse.inchangees} cas sur {robustesse.cas}"


def ce_qui_change(robustesse: Robustesse | None) -> str:
    """Nomme les cas qui changent une conclusion, et celle qu'ils donnent ; vide : aucun.

    Examples
    --------
    >>> from evaltools.domaine.robustesse import Variante
    >>> ce_qui_change(Robustesse(Verdict.ATTEINT, (Variante("poids égaux", Verdict.NON_ATTEINT),)))
    'poids égaux : non atteint'
    """
    if robustesse is None:
        return ""
    dits = [f"{nom} : {_mot(classe)}" for nom, classe in robustesse.autres.items()]
    return p.lister(dits, maximum=VARIANTES_DITES, reste=CAS)


def _mot(classe: Verdict | None) -> str:
    return p.minuscule(SIGNES[classe].mot) if classe is not None else "rien d'applicable"


def score(synthese: Synthese | None) -> str:
    """Écrit le score de chaque niveau et son intervalle ; ce qui manque y est compté zéro, puis un.

    « résultats 62 % (de 40 % à 75 %) » ; sans score, ce qui l'empêche.
    """
    if synthese is None or synthese.couverture is None:
        return "rien d'applicable"
    connus = [
        _score(n, s, synthese.intervalles_par_niveau) for n, s in synthese.scores_par_niveau.items() if s is not None
    ]
    if not connus:
        return f"pas de score : {pct(synthese.couverture)} évaluable seulement"
    return " ; ".join(connus)


def _score(niveau: str, valeur: float, intervalles: Mapping[str, tuple[float, float]]) -> str:
    bornes = intervalles.get(niveau)
    marge = f" (de {pct(bornes[0])} à {pct(bornes[1])})" if bornes and bornes[0] != bornes[1] else ""
    return f"{NIVEAUX[niveau][0].lower()} {pct(valeur)}{marge}"


def nommer(resultats: Iterable[Resultat], longueur: int = 80) -> list[Markup]:
    """Nomme des indicateurs : le code, puis le libellé."""
    return [Markup("<i>{}</i> {}").format(r.indicateur, p.abreger(r.libelle, longueur)) for r in resultats]
