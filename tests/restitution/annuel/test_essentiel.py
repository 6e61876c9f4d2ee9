"""Les chiffres clés : chacun avec son dénominateur, et l'année d'avant quand elle est connue."""

from __future__ import annotations

from dataclasses import replace

import fabrique_evaluation as fabrique

from evaltools.domaine.evaluation import Evaluation
from evaltools.domaine.lexique import Verdict
from evaltools.restitution.annuel.essentiel import chiffres
from evaltools.restitution.vue import Vue


def _chiffres(evaluation: Evaluation, siren: str = "ensemble") -> list[str]:
    textes = [" ".join(filter(None, (c.nombre, c.sur, c.quoi, "|", c.suite))) for c in chiffres(Vue(evaluation, siren))]
    return [t.replace("\u00a0", " ").replace("\u202f", " ").replace("’", "'") for t in textes]


def test_l_ensemble(petite: Evaluation) -> None:
    assert _chiffres(petite) == [
        "12 sur 25 indicateurs évaluables | 48 % ; 13 indicateurs non évaluables, 2 hors du compte",
        "5 sur 12 atteints ou en bonne voie | contre 1 sur 12 en 2025",
        "2 sur 12 s'éloignent de leur cible | contre 2 sur 12 en 2025",
        "3 sur 8 actions engagées | dont 1 réalisée ; sur les 8, 2 en retard, 1 sans état renseigné et 1 arrêtée",
        "73 % des valeurs attendues sont remontées | 22 sur 30, tout le programme",
        "au moins 32 000 € engagés en 2026 | au moins 32 000 € sur 72 150 € ; 1 montant non renseigné",
    ]


def test_un_epci(petite: Evaluation) -> None:
    assert _chiffres(petite, fabrique.NORD)[:2] == [
        "3 sur 5 indicateurs évaluables | 60 % ; 2 indicateurs non évaluables",
        "0 sur 3 atteints ou en bonne voie | contre 0 sur 3 en 2025",
    ]


def test_sans_annee_d_avant(petite: Evaluation) -> None:
    assert "5 sur 12 atteints ou en bonne voie | parmi les indicateurs évaluables" in _chiffres(
        replace(petite, resultats_precedents=())
    )


def test_sans_budget_les_classeurs_revenus(petite: Evaluation) -> None:
    assert _chiffres(replace(petite, finances=()))[-1] == "1 sur 2 classeurs 2026 revenus | un classeur par action"


def test_rien_de_jugeable_ne_donne_que_l_evaluabilite(petite: Evaluation) -> None:
    muets = tuple(r for r in petite.resultats if r.verdict is Verdict.NON_EVALUABLE)
    lignes = _chiffres(replace(petite, resultats=muets))
    assert lignes[0] == "0 sur 13 indicateurs évaluables | 0 % ; 13 indicateurs non évaluables"
    assert lignes[1].startswith("3 sur 8 actions engagées")


def test_aucun_indicateur_ici(petite: Evaluation) -> None:
    seuls = tuple(r for r in petite.resultats if r.siren == "ensemble")
    assert _chiffres(replace(petite, resultats=seuls), fabrique.SUD)[0].startswith("3 sur 8 actions engagées")


def test_accord_au_singulier(petite: Evaluation) -> None:
    un = tuple(r for r in petite.resultats if r.indicateur in ("A1-1", "A3-1", "A2-3"))
    lignes = _chiffres(replace(petite, resultats=un, resultats_precedents=()))
    assert lignes[0] == "2 sur 3 indicateurs évaluables | 67 % ; 1 indicateur non évaluable"
    assert lignes[2] == "1 sur 2 s'éloigne de sa cible | parmi les indicateurs évaluables"
