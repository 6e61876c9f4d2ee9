"""Fabrique d'évaluations finales : celle des rapports annuels, avec des verdicts de fin de contrat écrits à la main.

Sur les 27 cas de l'ensemble : un non échu et un sans objet hors du compte, 13 non évaluables, 4 atteints,
2 partiellement atteints, 6 non atteints dont 2 en recul (A2-3 et A2-4).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import fabrique_evaluation as fabrique

from evaltools.domaine.evaluation import Evaluation, Resultat, Synthese
from evaltools.domaine.finances import LigneFinanciere
from evaltools.domaine.lexique import ENSEMBLE, Motif, Verdict
from evaltools.domaine.resultat import CibleJugee
from evaltools.domaine.robustesse import Robustesse, Variante
from evaltools.domaine.textes import Destination, Texte
from evaltools.restitution.textes import Plume

V = Verdict
FINALS = {
    V.EN_BONNE_VOIE: V.PARTIELLEMENT_ATTEINT,
    V.A_ACCELERER: V.NON_ATTEINT,
    V.INSUFFISANT: V.NON_ATTEINT,
    V.DEGRADATION: V.NON_ATTEINT,
}
"""Ce que devient un verdict annuel à l'échéance, dans ces cas-ci."""

REVISE = "A2-2"
"""L'indicateur dont la cible a été révisée : de 60 à 58, non atteint avec l'une comme avec l'autre."""


def finale(*, anticipee: bool = False, **options: object) -> Evaluation:
    """Rend l'évaluation finale 2028 ; ``anticipee`` : deux ans avant la fin du contrat."""
    annee = 2026 if anticipee else 2028
    evaluation = fabrique.petite(finale=True, annee=annee, **options)  # type: ignore[arg-type]
    resultats = tuple(_a_l_echeance(r) for r in evaluation.resultats)
    return replace(
        evaluation,
        resultats=resultats,
        syntheses=tuple(_eprouver(s) for s in evaluation.syntheses),
        finances=_finances(annee),
        historique={annee - 1: tuple(replace(r, annee=annee - 1) for r in evaluation.resultats)},
    )


def _a_l_echeance(r: Resultat) -> Resultat:
    juge = replace(r, verdict=FINALS.get(r.verdict, r.verdict))
    if r.indicateur != REVISE or r.siren != ENSEMBLE:
        return juge
    signee = CibleJugee(60.0, 2028, "COPIL", date(2025, 3, 12), "cadrage", False, V.NON_ATTEINT)
    revisee = CibleJugee(58.0, 2028, "COTECH", date(2027, 4, 8), "cadrage", True, V.NON_ATTEINT)
    return replace(juge, initiale=signee, revisee=revisee, cible_initiale=60.0)


def _eprouver(s: Synthese) -> Synthese:
    """Donne à chaque groupe une classe, et dix cas d'épreuve dont un qui la change."""
    classe = V.PARTIELLEMENT_ATTEINT if s.evaluables else V.NON_EVALUABLE
    cas = [Variante(f"sans I{n}", classe) for n in range(1, 10)]
    robustesse = Robustesse(classe, (*cas, Variante("seuils +20 %", V.NON_ATTEINT)))
    degradations = tuple(c for c in ("A2-3", "A2-4") if c in s.degradations)
    return replace(s, classe=classe, robustesse=robustesse, degradations=degradations)


def _finances(annee: int) -> tuple[LigneFinanciere, ...]:
    """Deux années : 10 000 € prévus et 8 000 € engagés l'an dernier ; 10 000 et 6 000 cette année, tout payé."""
    return (
        LigneFinanciere("A1", annee - 1, "ARS", 10000.0, 8000.0, 8000.0),
        LigneFinanciere("A1", annee, "ARS", 10000.0, 6000.0, 3200.0),
    )


def plume(**textes: str) -> Plume:
    """Rend les textes d'un évaluateur, par partie."""
    ecrits = tuple(Texte(partie, corps, f"{partie}.md") for partie, corps in textes.items())
    return Plume(ecrits, Destination("evaluation_finale", "copil", ENSEMBLE, "restreinte"), "ensemble, copil")


def secrete() -> Evaluation:
    """La même en édition publique, un effectif de 7 caché derrière le secret."""
    base = finale(diffusion="publique")
    caches = tuple(
        replace(r, valeur=None, serie={2027: None, 2028: None}, secrete=True) if r.motif is Motif.SECRET else r
        for r in base.resultats
    )
    return replace(base, resultats=caches)
