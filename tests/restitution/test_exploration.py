"""La tendance du carnet d'exploration : un dessin, ou la phrase qui dit qu'il n'y a pas de valeur."""

from __future__ import annotations

from dataclasses import replace

import pytest
from fabrique_evaluation import petite

from evaltools.restitution.exploration import figure_tendance


def test_une_serie_est_dessinee_avec_son_texte_de_remplacement() -> None:
    evaluation = petite()
    resultat = next(r for r in evaluation.resultats if sum(v is not None for v in r.serie.values()) > 1)
    html = figure_tendance(evaluation, resultat.indicateur, resultat.siren)._repr_html_()
    assert 'role="img" aria-label="Courbe' in html
    assert "<script" not in html


def test_sans_valeur_la_phrase_le_dit() -> None:
    evaluation = petite()
    vide = replace(evaluation.resultats[0], serie={})
    evaluation = replace(evaluation, resultats=(vide,))
    html = figure_tendance(evaluation, vide.indicateur, vide.siren)._repr_html_()
    assert "Aucune valeur n’a été recueillie" in html
    assert "graphe" not in html.split("</style>")[1]


def test_indicateur_inconnu() -> None:
    with pytest.raises(KeyError):
        figure_tendance(petite(), "inconnu")
