"""Les formules des outils comparés, refaites à la main, et contre les résultats publiés d'Open SDG."""

from __future__ import annotations

import pytest
from comparaison.formules import (
    Progres,
    Statut,
    akvo_rsr,
    akvo_rsr_rapport,
    coefficient_de_limite,
    croissance,
    mention_akvo,
    open_sdg,
    tolaactivity,
    toladata,
    unicef_prp,
)
from comparaison.lecture import progres_open_sdg
from comparaison.series import SerieComparee, charger

STATUTS = {
    "target_achieved": Statut.ATTEINTE,
    "substantial_progress": Statut.SUBSTANTIEL,
    "moderate_progress": Statut.MODERE,
    "limited_progress": Statut.LIMITE,
    "deterioration": Statut.DETERIORATION,
}
PUBLIES = [s for s in charger() if s.rapport_publie is not None]


@pytest.mark.parametrize(
    ("valeur", "cible", "attendu"),
    [
        (15, 10, 150.0),  # 15 / 10 = 1,5
        (36058, 13433, 268.4),  # 36 058 / 13 433 = 2,68428…
        (77.1, 95, 81.2),  # 77,1 / 95 = 0,81157…
        (0, 0.5, 0.0),  # zéro est une valeur
        (5, 0, None),  # division par zéro
        (5, None, None),
        (None, 5, None),
    ],
)
def test_akvo_divise_par_la_cible(valeur: float | None, cible: float | None, attendu: float | None) -> None:
    assert akvo_rsr(valeur, cible) == attendu


def test_les_rapports_d_akvo_comptent_zero_ce_qui_manque() -> None:
    assert [akvo_rsr_rapport(v, c) for v, c in ((None, 10), (15, None), (15, 0))] == [0.0, 0.0, 0.0]
    assert akvo_rsr_rapport(46.7336683417085, 55) == 84.97  # 46,73367 / 55 = 0,849703…


@pytest.mark.parametrize(
    ("pourcentage", "attendue"),
    [(0, "faible"), (49, "faible"), (49.01, "moyen"), (84.97, "moyen"), (85, "élevé"), (29000, "élevé")],
)
def test_la_mention_d_akvo(pourcentage: float, attendue: str) -> None:
    assert mention_akvo(pourcentage) == attendue


@pytest.mark.parametrize(
    ("valeur", "cible", "attendu"),
    [
        (29, 0.1, 29000),  # 29 / 0,1 = 290
        (82.6, 95, 87),  # 0,86947…
        (1.82, 0, 0),  # widthratio rend 0 quand le diviseur est nul
        (5, None, None),
        (None, 5, None),
    ],
)
def test_tolaactivity_divise_par_la_cible(valeur: float | None, cible: float | None, attendu: int | None) -> None:
    assert tolaactivity(valeur, cible) == attendu


@pytest.mark.parametrize(
    ("valeur", "hausse", "baisse"),
    [
        (12, 1, -1),  # 120 % : au-dessus de 115 %
        (11, 0, 0),  # 110 % : dans la marge
        (9, 0, 0),  # 90 %
        (8, -1, 1),  # 80 % : au-dessous de 85 %
    ],
)
def test_toladata_retourne_le_signe_d_une_baisse(valeur: float, hausse: int, baisse: int) -> None:
    assert toladata(valeur, 10, baisse=False) == hausse
    assert toladata(valeur, 10, baisse=True) == baisse


def test_toladata_se_tait_sans_cible_ni_valeur() -> None:
    assert toladata(5, 0, baisse=True) is None
    assert toladata(5, None, baisse=False) is None
    assert toladata(None, 5, baisse=False) is None


@pytest.mark.parametrize(
    ("valeur", "initiale", "cible", "attendu"),
    [
        (74, 63, 85, 0.5),  # 11 / 22
        (15, 20, 10, 0.0),  # une baisse à mi-chemin : 15 ne dépasse pas 20
        (10, 20, 10, 0.0),  # une baisse achevée
        (25, 20, 10, -0.5),  # une hausse au lieu d'une baisse : 5 / −10
        (12.58, 7.05, 70, 0.09),  # 5,53 / 62,95 = 0,0878…
        (59.5, 58.2, 50, -0.16),  # 1,3 / −8,2 = −0,1585…
        (95, 82, 87, 2.6),  # 13 / 5
        (5, 3, 3, 0.0),  # pas de chemin
        (5, 3, None, 0.0),  # pas de cible
        (None, 3, 9, 0.0),  # une absence vaut zéro
    ],
)
def test_unicef_prp(valeur: float | None, initiale: float, cible: float | None, attendu: float) -> None:
    assert unicef_prp(valeur, initiale, cible) == attendu


@pytest.mark.parametrize(
    ("valeur", "statut", "rapport"),
    [
        (121, Statut.SUBSTANTIEL, 1.0),  # 10 % par an, autant qu'il en faut
        (114.49, Statut.MODERE, 0.7),  # 7 % par an
        (110.25, Statut.LIMITE, 0.5),  # 5 % par an
        (100, Statut.LIMITE, 0.0),  # rien
        (90.25, Statut.DETERIORATION, -0.5),  # −5 % par an
        (146.41, Statut.ATTEINTE, 2.1),  # 21 % par an
    ],
)
def test_open_sdg_compare_deux_croissances(valeur: float, statut: Statut, rapport: float) -> None:
    # de 100 à 146,41 en 4 ans : 10 % par an (1,1⁴ = 1,4641) ; la valeur est à 2 ans du départ
    progres = open_sdg(valeur, 100, 146.41, duree=2, duree_cible=4, hausse=True)
    assert progres.statut is statut
    assert progres.rapport == pytest.approx(rapport)


def test_open_sdg_a_la_baisse() -> None:
    # de 100 à 65,61 en 4 ans : −10 % par an (0,9⁴ = 0,6561) ; 81 à 2 ans : −10 % par an
    progres = open_sdg(81, 100, 65.61, duree=2, duree_cible=4, hausse=False)
    assert (progres.statut, progres.rapport) == (Statut.SUBSTANTIEL, pytest.approx(1))
    assert open_sdg(65, 100, 65.61, duree=2, duree_cible=4, hausse=False).statut is Statut.ATTEINTE


def test_open_sdg_remplace_zero_par_un_millieme() -> None:
    # de 1 à 0 devient de 1 à 0,001 : −99,9 % en un an ; 0,1 : −90 %
    progres = open_sdg(0.1, 1, 0, duree=1, duree_cible=1, hausse=False)
    assert progres.rapport == pytest.approx(0.9 / 0.999)
    assert progres.statut is Statut.MODERE
    # un départ nul aussi : de 0,001 à 0,002, 100 % en un an, quand il en faut 299 900 %
    assert open_sdg(0.002, 0, 3, duree=1, duree_cible=1, hausse=True).rapport == pytest.approx(1 / 2999)


def test_open_sdg_avec_des_valeurs_negatives() -> None:
    # de −100 à −65,61 en 4 ans, −81 à 2 ans : la grandeur baisse de 10 % par an, c'est une hausse vers zéro
    assert open_sdg(-81, -100, -65.61, duree=2, duree_cible=4, hausse=True).rapport == pytest.approx(1)


@pytest.mark.parametrize(
    ("valeur", "initiale", "cible", "duree"),
    [(None, 100, 120, 2), (110, 100, 120, 0), (-5, 100, 120, 2), (99, 100, 100, 2)],
    ids=["pas_de_valeur", "une_seule_date", "signes_contraires", "cible_au_depart"],
)
def test_open_sdg_ne_juge_pas(valeur: float | None, initiale: float, cible: float, duree: int) -> None:
    progres = open_sdg(valeur, initiale, cible, duree=duree, duree_cible=4, hausse=True)
    assert progres == Progres(Statut.NON_DISPONIBLE)


@pytest.mark.parametrize(
    ("valeur", "statut"),
    [(102, Statut.SUBSTANTIEL), (101, Statut.MODERE), (100.3, Statut.LIMITE), (99.8, Statut.DETERIORATION)],
)
def test_open_sdg_sans_cible_compare_a_un_et_demi_et_un_demi_pour_cent(valeur: float, statut: Statut) -> None:
    assert open_sdg(valeur, 100, None, duree=1, duree_cible=15, hausse=True).statut is statut


def test_open_sdg_abaisse_les_seuils_pres_d_une_limite() -> None:
    # départ à 90 pour une limite de 100 : 1 − 0,9^4,44 = 0,3736… ; les seuils deviennent 0,56 % et 0,19 %
    assert coefficient_de_limite(90, 100) == pytest.approx(0.3736, abs=5e-5)
    assert open_sdg(90.6, 90, None, duree=1, duree_cible=15, hausse=True).statut is Statut.MODERE
    assert open_sdg(90.6, 90, None, duree=1, duree_cible=15, hausse=True, limite=100).statut is Statut.SUBSTANTIEL
    assert coefficient_de_limite(110, 100) == coefficient_de_limite(90, 100)  # à égale distance, de part et d'autre


def test_croissance_composee() -> None:
    assert croissance(8, 1, 3) == pytest.approx(1)  # doubler chaque année


def test_les_resultats_publies_sont_assez_nombreux() -> None:
    assert len(PUBLIES) == 23


@pytest.mark.parametrize("serie", PUBLIES, ids=lambda s: s.code)
def test_open_sdg_rend_le_resultat_publie(serie: SerieComparee) -> None:
    progres = progres_open_sdg(serie.saisie)
    assert progres.rapport == pytest.approx(serie.rapport_publie, rel=1e-12)
    assert progres.statut is STATUTS[serie.statut_publie]
