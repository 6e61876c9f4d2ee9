"""La marge de la valeur initiale : d'où elle vient, et ce qu'elle ajoute à celle du degré (R-52)."""

from __future__ import annotations

from dataclasses import replace
from math import sqrt
from typing import Any

import pytest

from evaltools.domaine.atteinte import juger
from evaltools.domaine.bareme import Bareme
from evaltools.domaine.cadrage import Cadre, Cible
from evaltools.domaine.incertitude import Sondage, poisson, quantile_gamma, repartition_gamma
from evaltools.domaine.lexique import Cumul, PeriodiciteCible, Sens, TypeCible
from evaltools.domaine.mesures import Mesure, Serie

CADRE = Cadre("X", sens=Sens.HAUSSE, cumul=Cumul.STOCK, valeur_initiale=40.0, annee_initiale=2023,
              cible_initiale=Cible(60, 2027))  # fmt: skip


def _sondee(annee: int, valeur: float, erreur: float) -> Mesure:
    return Mesure(annee, valeur=valeur, sondage=Sondage(erreur_type=erreur))


def _demi(cadre: Cadre, *mesures: Mesure, **dates: Any) -> float:
    """Demi-largeur de l'intervalle de P, en écarts-types."""
    serie = Serie({m.annee: m for m in mesures})
    jugement = juger(cadre, serie, 2025, bareme=Bareme(), debut=2024, fin=2027, **dates)
    marge = jugement.incertitude
    assert marge is not None and marge.degre_haut is not None and marge.degre_bas is not None
    return (marge.degre_haut - marge.degre_bas) / 2 / 1.96


def test_sans_marge_initiale_seule_la_valeur_compte() -> None:
    """De 40 à 60, à 50, erreur type 2 : 2 / 20."""
    assert _demi(CADRE, _sondee(2025, 50, 2)) == pytest.approx(0.1)


def test_la_marge_de_la_mesure_de_depart_s_ajoute() -> None:
    """P = 0,5 : racine(2² + 0,5² · 4²) / 20."""
    attendu = sqrt(4 + 0.25 * 16) / 20
    assert _demi(CADRE, _sondee(2023, 40, 4), _sondee(2025, 50, 2)) == pytest.approx(attendu)


def test_la_mesure_d_un_autre_depart_ne_s_ajoute_pas() -> None:
    assert _demi(CADRE, _sondee(2023, 41, 4), _sondee(2025, 50, 2)) == pytest.approx(0.1)
    assert _demi(CADRE, _sondee(2022, 40, 4), _sondee(2025, 50, 2)) == pytest.approx(0.1)
    assert _demi(CADRE, Mesure(2023, valeur=40.0), _sondee(2025, 50, 2)) == pytest.approx(0.1)


def test_la_declaree_l_emporte_sur_celle_de_la_mesure() -> None:
    declare = replace(CADRE, erreur_type_initiale=6.0)
    attendu = sqrt(4 + 0.25 * 36) / 20
    assert _demi(declare, _sondee(2023, 40, 4), _sondee(2025, 50, 2)) == pytest.approx(attendu)
    nulle = replace(CADRE, erreur_type_initiale=0.0)
    assert _demi(nulle, _sondee(2023, 40, 4), _sondee(2025, 50, 2)) == pytest.approx(0.1)


def test_une_cible_relative_bouge_avec_le_depart() -> None:
    """+50 % de 40 : k = 1,5 ; Var(P) = (50/40)² · [(2/50)² + (4/40)²] / 0,5²."""
    cadre = replace(CADRE, cible_initiale=Cible(50, 2027, TypeCible.VARIATION_PCT), erreur_type_initiale=4.0)
    attendu = 50 / 40 * sqrt((2 / 50) ** 2 + (4 / 40) ** 2) / 0.5
    assert _demi(cadre, _sondee(2025, 50, 2)) == pytest.approx(attendu)


def test_une_cible_en_points_bouge_avec_le_depart() -> None:
    """+20 points : Var(P) = (2² + 4²) / 20²."""
    cadre = replace(CADRE, cible_initiale=Cible(20, 2027, TypeCible.VARIATION_POINTS), erreur_type_initiale=4.0)
    assert _demi(cadre, _sondee(2025, 50, 2)) == pytest.approx(sqrt(20) / 20)


def test_un_flux_part_de_zero_sans_marge_et_cumule_celles_de_ses_annees() -> None:
    """30 et 40 pour 100, erreurs types 3 et 4 : cumul 70, erreur 5, soit 5 % de P."""
    cadre = replace(CADRE, cumul=Cumul.FLUX, erreur_type_initiale=9.0, cible_initiale=Cible(100, 2027))
    assert _demi(cadre, _sondee(2024, 30, 3), _sondee(2025, 40, 4)) == pytest.approx(0.05)


def test_une_cible_annuelle_relative_se_lit_absolue_l_annee_ou_elle_est_fixee() -> None:
    cible = Cible(50, 2027, TypeCible.VARIATION_PCT, PeriodiciteCible.ANNUELLE, annuelles={2025: 45.0})
    cadre = replace(CADRE, cible_initiale=cible)
    serie = Serie.de({2024: 50, 2025: 45})
    une, autre = (juger(cadre, serie, an, bareme=Bareme(), debut=2024, fin=2027) for an in (2025, 2024))
    assert (une.cible, une.degre_atteinte) == (45.0, 1.0)
    assert (autre.cible, autre.degre_atteinte) == (60.0, pytest.approx(50 / 60))


@pytest.mark.parametrize(
    ("evenements", "bas", "haut"),
    [(1, 0.0253, 5.5716), (3, 0.6187, 8.7673), (100, 81.3640, 121.6268), (0, 0.0, 3.6889)],
)
def test_l_intervalle_de_poisson_est_celui_des_tables(evenements: int, bas: float, haut: float) -> None:
    assert poisson(evenements, 1) == pytest.approx((bas, haut), abs=5e-4)


@pytest.mark.parametrize("forme", [0.5, 1.0, 2.5, 10.0, 400.0])
@pytest.mark.parametrize("probabilite", [0.025, 0.5, 0.975])
def test_le_quantile_inverse_la_repartition(forme: float, probabilite: float) -> None:
    assert repartition_gamma(forme, quantile_gamma(forme, probabilite)) == pytest.approx(probabilite, abs=1e-12)


def test_la_repartition_ne_saute_pas_ou_le_calcul_change_de_formule() -> None:
    """Série avant forme + 1, fraction continue après : les deux se rejoignent."""
    for forme in (0.5, 3.0, 40.0):
        avant, apres = (repartition_gamma(forme, forme + 1 + d) for d in (-1e-9, 1e-9))
        assert apres == pytest.approx(avant, abs=1e-8)
    assert repartition_gamma(3.0, 0.0) == repartition_gamma(3.0, -1.0) == 0.0
    assert repartition_gamma(1.0, 1.0) == pytest.approx(1 - 2.718281828459045**-1, abs=1e-12)


def _contrat(*mesures: Mesure) -> tuple[str, ...]:
    cible = Cible(10, 2026, periodicite=PeriodiciteCible.ANNUELLE)
    cadre = replace(CADRE, cumul=Cumul.FLUX, cible_initiale=cible)
    jugement = juger(cadre, Serie({m.annee: m for m in mesures}), 2026, bareme=Bareme(), debut=2024, fin=2026)
    return str(jugement.verdict), *(str(v) for v in jugement.incertain)


def test_chaque_annee_sondee_d_un_contrat_peut_etre_atteinte_ou_ne_pas_l_etre() -> None:
    """Dix par an : 9 ± 3,92 et 11 ± 3,92 peuvent l'être ou non ; 20 l'est à coup sûr, 1 ne l'est pas."""
    sur, non = Mesure(2024, valeur=20.0), Mesure(2024, valeur=1.0)
    dessous, dessus = _sondee(2025, 9, 2), _sondee(2026, 11, 2)
    assert _contrat(sur, dessous, dessus) == ("Partiellement atteint", "Atteint", "Partiellement atteint")
    assert _contrat(non, dessous, dessus) == ("Partiellement atteint", "Partiellement atteint", "Non atteint")
    assert _contrat(sur, _sondee(2025, 20, 2), _sondee(2026, 20, 2)) == ("Atteint",)
    assert _contrat(non, _sondee(2025, 1, 2), _sondee(2026, 1, 2)) == ("Non atteint",)
    assert _contrat(sur, _sondee(2025, 1, 2), _sondee(2026, 20, 2)) == ("Partiellement atteint",)


def test_une_annee_sans_valeur_ne_compte_ni_pour_acquise_ni_pour_possible() -> None:
    assert _contrat(Mesure(2024, valeur=20.0), _sondee(2025, 9, 2)) == ("Partiellement atteint",)


def test_l_effet_de_plan_elargit_un_intervalle_de_poisson() -> None:
    """Dix événements et un effet de plan de 2 valent cinq événements, comptés double."""
    cinq, double = poisson(5, 1), poisson(10, 1, deff=2)
    assert double == pytest.approx((2 * cinq[0], 2 * cinq[1]))
