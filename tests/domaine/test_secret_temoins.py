"""Les témoins : des tableaux que rien de publié ne distingue du vrai (règle R-91)."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaltools.domaine.secret_temoins import Forme, Part, Releve, Systeme, Temoins, temoigner

A, B, C, D = ("a",), ("b",), ("c",), ("d",)


def forme(*parts: Part) -> Forme:
    return frozenset(parts)


def _amplitude(
    cible: Forme, publiees: list[Forme], valeurs: dict[Part, float], besoin: int = 10, un: bool = True
) -> int:
    releve = Releve(valeurs, {part: min(1.0, v) for part, v in valeurs.items()} if un else {})
    return temoigner(cible, Systeme.de(publiees), releve, besoin).amplitude


def test_une_case_seule_peut_tout_valoir() -> None:
    assert _amplitude(forme(A), [], {A: 8.0}) == 10


@pytest.mark.parametrize(
    ("b", "attendu"), [(20.0, 10), (4.0, 10), (3.0, 9), (1.0, 7)], ids=["large", "douze", "onze", "neuf"]
)
def test_deux_cases_et_leur_total(b: float, attendu: int) -> None:
    # 8 + 4 = 12 : la première va de 1 à 11, soit onze valeurs. 8 + 3 = 11 : de 1 à 10, soit dix.
    assert _amplitude(forme(A), [forme(A, B)], {A: 8.0, B: b}) == attendu


def test_si_zero_se_masque_une_valeur_de_plus() -> None:
    assert _amplitude(forme(A), [forme(A, B)], {A: 8.0, B: 2.0}, un=False) == 10
    assert _amplitude(forme(A), [forme(A, B)], {A: 8.0, B: 2.0}) == 8


def test_ce_qui_se_soustrait_est_fixe() -> None:
    lu = Systeme.de([forme(A, B, C), forme(B, C), forme(D, B), forme(D)])
    assert lu.fixes == {A, B, C, D}
    assert lu.sommes == ()


def test_deux_sommes_emboitees_se_reduisent() -> None:
    lu = Systeme.de([forme(A, B), forme(A, B, C, D)])
    assert set(lu.sommes) == {(A, B), (C, D)}
    assert lu.ou == {A: (0,), B: (0,), C: (1,), D: (1,)}


def test_un_total_masque_varie_avec_ce_qu_il_reunit() -> None:
    valeurs = {A: 8.0, B: 20.0, C: 30.0}
    assert _amplitude(forme(A, B), [forme(B)], valeurs) == 10
    assert _amplitude(forme(A, B), [forme(A), forme(B)], valeurs) == 0
    assert _amplitude(forme(A, B), [forme(A, B, C)], valeurs) == 10
    assert _amplitude(forme(A, B), [forme(A, B, C), forme(C)], valeurs) == 0


def test_un_carre_de_quatre_cases_garde_un_degre_de_liberte() -> None:
    marges = [forme(A, B), forme(C, D), forme(A, C), forme(B, D)]
    assert _amplitude(forme(A), marges, {A: 8.0, B: 20.0, C: 20.0, D: 20.0}) == 10
    assert _amplitude(forme(A), [*marges, forme(D)], {A: 8.0, B: 20.0, C: 20.0, D: 20.0}) == 0


def test_trois_sommes_deux_a_deux_se_resolvent_sans_qu_aucune_soustraction_ne_le_dise() -> None:
    """a+b, b+c, a+c donnent a : la réduction ne le voit pas, mais aucun témoin n'existe, et la case est découverte."""
    publiees = [forme(A, B), forme(B, C), forme(A, C)]
    assert Systeme.de(publiees).fixes == frozenset()
    assert _amplitude(forme(A), publiees, {A: 8.0, B: 20.0, C: 30.0}) == 0


def test_plusieurs_petites_cases_se_cachent_ensemble() -> None:
    assert _amplitude(forme(A), [forme(A, B, C)], {A: 6.0, B: 4.0, C: 4.0}) == 10  # de 1 à 12
    assert _amplitude(forme(A), [forme(A, B, C)], {A: 6.0, B: 2.0, C: 2.0}) == 7  # de 1 à 8


def test_un_effectif_a_virgule_bouge_par_unites() -> None:
    assert _amplitude(forme(A), [forme(A, B)], {A: 3.5, B: 4.2}, besoin=100) == 5  # 2 vers le bas, 3 vers le haut


def test_un_temoin_tient_tant_que_la_somme_publiee_ne_change_pas() -> None:
    temoins = Temoins({A: 3.0, B: -3.0}, {}, 3)
    assert temoins.tiennent(forme(A, B))
    assert temoins.tiennent(forme(C))
    assert not temoins.tiennent(forme(A))
    assert not Temoins({}, {A: -1.0}, 1).tiennent(forme(A, C))


PARTS = [(nom,) for nom in "abcdef"]
FORMES = st.lists(st.frozensets(st.sampled_from(PARTS), min_size=1), max_size=6)
VALEURS = st.fixed_dictionaries({part: st.integers(0, 30).map(float) for part in PARTS})


@given(st.frozensets(st.sampled_from(PARTS), min_size=1), FORMES, VALEURS, st.integers(1, 15))
def test_les_temoins_sont_deux_tableaux_possibles(
    cible: Forme, publiees: list[Forme], valeurs: dict[Part, float], besoin: int
) -> None:
    planchers = {part: min(1.0, valeur) for part, valeur in valeurs.items()}
    temoins = temoigner(cible, Systeme.de(publiees), Releve(valeurs, planchers), besoin)
    tableaux = [{p: valeurs[p] + ecarts.get(p, 0.0) for p in PARTS} for ecarts in (temoins.haut, temoins.bas)]
    for tableau in tableaux:
        assert all(tableau[p] >= planchers[p] for p in PARTS)
        assert all(sum(tableau[p] for p in f) == sum(valeurs[p] for p in f) for f in publiees)
    haut, bas = (sum(tableau[p] for p in cible) for tableau in tableaux)
    assert haut - bas >= temoins.amplitude
    assert 0 <= temoins.amplitude <= besoin


@given(FORMES, VALEURS)
def test_une_part_fixe_se_retrouve_vraiment(publiees: list[Forme], valeurs: dict[Part, float]) -> None:
    """Deux tableaux qui ont les mêmes sommes publiées ont les mêmes parts fixes."""
    fixes = Systeme.de(publiees).fixes
    for p, q in combinations(PARTS, 2):
        deplace = {**valeurs, p: valeurs[p] + 1, q: valeurs[q] - 1}
        if all(sum(deplace[x] for x in f) == sum(valeurs[x] for x in f) for f in publiees):
            assert not {p, q} & fixes
