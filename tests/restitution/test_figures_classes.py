"""La répartition en classes : mêmes nombres dans le dessin, le tableau, le texte lu et la diapositive."""

from __future__ import annotations

import re

import pytest

from evaltools.domaine.lexique import Verdict
from evaltools.restitution import figures_classes
from evaltools.restitution.figures_classes import Repartition

V = Verdict
COMPTES = (
    ("1. Rapprocher le soin", {V.ATTEINT: 9, V.NON_ATTEINT: 3, V.NON_EVALUABLE: 1}),
    ("2. Soutenir les aînés", {V.ATTEINT: 2, V.SANS_OBJET: 4}),
)


@pytest.fixture
def donnees() -> Repartition:
    return Repartition.des_verdicts("axe", COMPTES)


def test_seuls_les_verdicts_presents_dans_l_ordre_d_affichage(donnees: Repartition) -> None:
    assert [m.mot for m in donnees.modalites] == ["Atteint", "Non atteint", "Non évaluable", "Sans objet"]
    assert donnees.lignes[1][1] == (2, 0, 0, 4)
    assert donnees.totaux == (11, 3, 1, 4)


def test_le_texte_lu_dit_les_nombres_accordes(donnees: Repartition) -> None:
    texte = donnees.alternative.replace("\u00a0", " ")
    assert texte.startswith("Barres empilées, une par axe : 19 indicateurs, dont 11 atteints, 3 non atteints, ")
    assert "1 non évaluable et 4 sans objet" in texte
    assert 20 <= len(texte) <= 350


def test_le_tableau_a_ses_totaux(donnees: Repartition) -> None:
    cellules = re.findall(r"<t[hd][^>]*>([^<]*)</t[hd]>", str(donnees.table("Répartition")))
    assert cellules[-6:] == ["Ensemble", "11", "3", "1", "4", "19"]
    assert "Ensemble" not in str(donnees.table("Répartition", ensemble=""))


def test_la_diapositive_porte_les_memes_nombres_et_des_gris_distincts(donnees: Repartition) -> None:
    graphique = donnees.graphique()
    assert [s.valeurs for s in graphique.series] == [(9, 2), (3, 0), (1, 0), (0, 4)]
    assert len({s.couleur for s in graphique.series}) == 4
    assert "#FFFFFF" not in {s.couleur for s in graphique.series}
    assert "tableau qui suit" not in graphique.alternative


def test_le_dessin_ecrit_chaque_effectif_en_deux_largeurs(donnees: Repartition) -> None:
    html = str(figures_classes.dessiner(donnees))
    assert html.count("<svg") == 2
    textes = [t.strip() for t in re.findall(r">([^<>]+)</text>", html)]
    for effectif in ("9", "3", "1", "2", "4"):
        assert textes.count(effectif) == 2


def test_un_axe_vide_ne_casse_rien() -> None:
    vide = Repartition.des_verdicts("axe", [("1. Rien", {})])
    assert vide.modalites == ()
    assert vide.totaux == ()
