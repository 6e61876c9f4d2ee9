"""Chaque mot que la lecture des nombres connaît, un par un : unités, états, réponses qui ne sont pas des nombres."""

from __future__ import annotations

import pytest

from evaltools.domaine.nombres import (
    NombreLu,
    NombreRefuse,
    Refus,
    arrondir,
    ecrire_nombre,
    est_en_euros,
    est_en_pourcent,
    lire_nombre,
    plier,
)


@pytest.mark.parametrize(
    ("unite", "pourcent"),
    [("%", True), ("Pourcentage", True), ("pourcent", True), ("Pour cent", True), ("en %", True), ("% du total", True),
     ("", False), ("% par an", False), ("pour mille", False)],
)  # fmt: skip
def test_unites_en_pourcent(unite: str, pourcent: bool) -> None:
    assert est_en_pourcent(unite) is pourcent


@pytest.mark.parametrize(
    ("unite", "euros"),
    [("€", True), ("k€", True), ("euro", True), ("Euros", True), ("EUR", True), ("euroville", False)],
)
def test_unites_en_euros(unite: str, euros: bool) -> None:
    assert est_en_euros(unite) is euros


@pytest.mark.parametrize("mot", ["vrai", "FAUX", "true", "False", "Oui"])
def test_un_oui_n_est_pas_un_nombre(mot: str) -> None:
    assert lire_nombre(mot) == NombreRefuse(Refus.VRAI_FAUX)


@pytest.mark.parametrize("mot", ["zéro", "Zero", "ZÉRO"])
def test_zero_en_toutes_lettres(mot: str) -> None:
    assert lire_nombre(mot) == NombreLu(0.0)


@pytest.mark.parametrize(
    ("texte", "refus"),
    [("12 34 5", Refus.SEPARATEUR_AMBIGU), ("1,2,3", Refus.SEPARATEUR_AMBIGU), ("1.2.3", Refus.PAS_UN_NOMBRE)],
)
def test_des_separateurs_qui_ne_se_lisent_pas(texte: str, refus: Refus) -> None:
    assert lire_nombre(texte) == NombreRefuse(refus)


@pytest.mark.parametrize(
    ("texte", "suggestion"),
    [("environ 1 200", "1200"), ("environ 1,234", ""), ("autour de 12,5", "12,5"), ("de 3 à 12 selon", "")],
)
def test_une_suggestion_ne_se_fait_que_d_un_seul_nombre_sur(texte: str, suggestion: str) -> None:
    lu = lire_nombre(texte)
    assert isinstance(lu, NombreRefuse)
    assert lu.suggestion == suggestion


@pytest.mark.parametrize(
    ("texte", "plie"),
    [("Cœur d'Ostrevent", "coeur d ostrevent"), ("ÉTÉ", "ete"), ("a-b_c’d", "a b c d"), ("« N.C. »", "nc"),
     ("  deux   mots ", "deux mots"), ("(vu) ?", "vu"), ("x" * 70 + " Œ", "x" * 70 + " oe")],
)  # fmt: skip
def test_plier(texte: str, plie: str) -> None:
    assert plier(texte) == plie


@pytest.mark.parametrize(
    ("valeur", "decimales", "ecrit"),
    [(0.0, None, "0"), (-0.0, None, "0"), (12.50, None, "12,5"), (1000, None, "1\u202f000"), (100.0, None, "100"),
     (0.1 + 0.2, None, "0,3"), (12.5, 0, "13"), (2.0, 1, "2,0"), (-1234.5, 1, "-1\u202f234,5")],
)  # fmt: skip
def test_ecrire(valeur: float, decimales: int | None, ecrit: str) -> None:
    assert ecrire_nombre(valeur, decimales) == ecrit


def test_arrondir_a_la_demie_vers_le_haut() -> None:
    assert [arrondir(v) for v in (0.5, 1.5, 2.5, -0.5, None)] == [1, 2, 3, -1, None]
    assert (arrondir(1.005, 2), arrondir(12.345, 1)) == (1.01, 12.3)
