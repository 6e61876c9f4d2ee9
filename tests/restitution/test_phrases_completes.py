"""Phrases entières des rapports, écrites à la main : accord, élision, unités, « la moitié », comparaison à n-1."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import fabrique_evaluation as fabrique
import pytest

from evaltools.domaine.enquetes import Enquete
from evaltools.domaine.finances import LigneFinanciere
from evaltools.domaine.lexique import EtatAction
from evaltools.restitution import phrases as p
from evaltools.restitution.annuel import a_suivre, avancement, par_unite, satisfaction, semestres, taux
from evaltools.restitution.annuel.contexte import Contexte
from evaltools.restitution.figures_budget import Financement, Somme
from evaltools.restitution.figures_paires import Paire, Paires
from evaltools.restitution.vue import Vue


def _clair(texte: str) -> str:
    return texte.replace("\u00a0", " ").replace("\u202f", " ").replace("’", "'")


def _contexte(**changements: object) -> Contexte:
    return Contexte(Vue(replace(fabrique.petite(), **changements), "ensemble"), "copil", date(2027, 1, 15))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("faites", "plan", "attendu"),
    [
        (0, 9, "aucune action du plan 2026"),
        (1, 1, "l'action du plan 2026"),
        (1, 9, "1 action sur les 9 du plan 2026"),
        (9, 9, "toutes les actions du plan 2026"),
        (12, 46, "12 actions sur les 46 du plan 2026"),
    ],
)
def test_la_part_du_plan(faites: int, plan: int, attendu: str) -> None:
    assert _clair(taux._part_du_plan(faites, plan, 2026)) == attendu


@pytest.mark.parametrize(
    ("n", "total", "attendu"),
    [(1, 2, "1 action sur 2"), (1, 3, "1 action sur 3"), (1, 4, "1 action sur 4"), (2, 4, "la moitié des actions")],
)
def test_une_seule_action_n_est_pas_une_fraction(n: int, total: int, attendu: str) -> None:
    assert _clair(p.proportion(n, total, p.ACTION)) == attendu


@pytest.mark.parametrize(
    ("titre", "n", "attendu"),
    [
        ("En retard (1)", 1, "une en retard"),
        ("En retard (3)", 3, "trois en retard"),
        ("Reportées (1)", 1, "une reportée"),
        ("Reportées (2)", 2, "deux reportées"),
        ("Arrêtées (17)", 17, "17 arrêtées"),
    ],
)
def test_combien_d_actions_a_suivre(titre: str, n: int, attendu: str) -> None:
    assert a_suivre._combien(titre, n) == attendu


def test_aucune_action_a_suivre() -> None:
    assert a_suivre._message([]) == "Aucune action n'est en retard, reportée, suspendue ni arrêtée."


@pytest.mark.parametrize(
    ("etats", "attendu"),
    [
        (
            (EtatAction.EN_COURS,) * 8,
            "Toutes les actions sont engagées. Deux actions sont en retard sur le calendrier.",
        ),
        ((EtatAction.A_VENIR,) * 8, "Aucune action n'est engagée. Deux actions sont en retard sur le calendrier."),
        (
            (EtatAction.EN_COURS,) * 4 + (EtatAction.A_VENIR,) * 4,
            "La moitié des actions sont engagées. Deux actions sont en retard sur le calendrier.",
        ),
        (
            (EtatAction.EN_COURS,) + (EtatAction.A_VENIR,) * 7,
            "1 action sur 8 est engagée. Deux actions sont en retard sur le calendrier.",
        ),
    ],
)
def test_l_avancement(etats: tuple[EtatAction, ...], attendu: str) -> None:
    base = fabrique.petite().situations
    situations = tuple(replace(s, etat=e) for s, e in zip(base, etats, strict=True))
    assert _clair(avancement._chapo(_contexte(situations=situations).vue)) == attendu


@pytest.mark.parametrize(
    ("lignes", "attendu"),
    [
        ([(1000, 500)], "50 % du budget prévu en 2026 est engagé (500 € sur 1 000 €)"),
        ([(1000, 500), (1000, None)], "Au moins 500 € engagés en 2026, sur 2 000 € prévus"),
        ([(None, 500)], "500 € engagés en 2026, sur n. d. prévus"),
        ([(1000, None)], "1 000 € prévus en 2026 ; les montants engagés ne sont pas remontés"),
        ([(1000, 0)], "0 % du budget prévu en 2026 est engagé (0 € sur 1 000 €)"),
    ],
)
def test_le_budget(lignes: list[tuple[float | None, float | None]], attendu: str) -> None:
    finances = tuple(LigneFinanciere("A1", 2026, "ARS", prevu, engage) for prevu, engage in lignes)
    assert _clair(Financement.depuis(_contexte(finances=finances).vue).constat) == attendu


@pytest.mark.parametrize(
    ("montants", "attendu"),
    [([None], "n. d."), ([1200.4], "1 200 €"), ([1, None], "au moins 1 €"), ([0], "0 €"), ([], "n. d.")],
)
def test_une_somme_partielle_le_dit(montants: list[float | None], attendu: str) -> None:
    assert _clair(Somme.de(montants).ecrire()) == attendu


@pytest.mark.parametrize(
    ("taux_lus", "attendu"),
    [
        ([1.0], "Ce qui était prévu a été réalisé"),
        ([1.0, 1.2], "Tout ce qui était prévu a été réalisé"),
        ([0.4], "Le réalisé reste sous le prévu"),
        ([0.4, None], "Le réalisé reste partout en dessous du prévu"),
        ([1.0, 0.4, 0.2], "Le réalisé égale ou dépasse le prévu une fois sur trois"),
        ([1.0, 1.0, 0.2], "Le réalisé égale ou dépasse le prévu deux fois sur trois"),
    ],
)
def test_le_prevu_et_le_realise(taux_lus: list[float | None], attendu: str) -> None:
    lignes = tuple(Paire(f"A{i}", "x", "", 10, 5, t) for i, t in enumerate(taux_lus))
    assert Paires(lignes, 2026).constat == attendu


@pytest.mark.parametrize(
    ("satisfaits", "attendu"),
    [
        ((30,), "L'enquête montre une majorité de personnes satisfaites, parmi celles qui ont répondu."),
        ((10,), "Aucune enquête ne montre une majorité de personnes satisfaites, parmi celles qui ont répondu."),
        ((30, 10), "1 enquête sur 2 montre une majorité de personnes satisfaites, parmi celles qui ont répondu."),
        ((30, 30), "Toutes les enquêtes montrent une majorité de personnes satisfaites, parmi celles qui ont répondu."),
        (
            (30, 30, 10, 10),
            "La moitié des enquêtes montrent une majorité de personnes satisfaites, parmi celles qui ont répondu.",
        ),
        ((20,), "Aucune enquête ne montre une majorité de personnes satisfaites, parmi celles qui ont répondu."),
    ],
)
def test_la_satisfaction(satisfaits: tuple[int, ...], attendu: str) -> None:
    lignes = [Enquete("A1", "A1-1", "ensemble", "2026", repondants=40, satisfaits=n) for n in satisfaits]
    assert _clair(satisfaction._message(lignes)) == attendu


@pytest.mark.parametrize(
    ("series", "attendu"),
    [
        ([(5, 6)], "L'indicateur de public comparable à 2025 est en hausse."),
        ([(5, 4)], "Aucun indicateur de public comparable à 2025 n'est en hausse."),
        ([(5, 6), (5, 4)], "1 indicateur de public sur 2 que l'on peut comparer à 2025 est en hausse."),
        ([(5, 6)] * 2, "Tous les indicateurs de public que l'on peut comparer à 2025 sont en hausse."),
        (
            [(5, 6)] * 2 + [(5, 4)] * 2,
            "La moitié des indicateurs de public que l'on peut comparer à 2025 sont en hausse.",
        ),
        ([(None, 6)], "Un indicateur de public a une valeur en 2026."),
        ([(5, None)], "Aucun indicateur de public n'a de valeur en 2026."),
    ],
)
def test_la_comparaison_a_l_an_dernier(series: list[tuple[float | None, float | None]], attendu: str) -> None:
    contexte = _contexte()
    base = contexte.evaluation.resultats[0]
    lignes = [replace(base, serie={2025: avant, 2026: apres}, motif=None) for avant, apres in series]
    assert _clair(par_unite._message(par_unite.PUBLICS, contexte, lignes)) == attendu


@pytest.mark.parametrize(
    ("periode", "de", "a"),
    [
        ("2026-S1", "du premier semestre 2026", "au premier semestre 2026"),
        ("2025-S2", "du second semestre 2025", "au second semestre 2025"),
    ],
)
def test_un_semestre_en_mots(periode: str, de: str, a: str) -> None:
    assert p.contracter("de", semestres.lisible(periode)) == de
    assert p.contracter("à", semestres.lisible(periode)) == a


@pytest.mark.parametrize(
    ("texte", "attendu"),
    [("Reportées", "reportées"), ("ARS et communes", "ARS et communes"), ("À venir", "à venir"), ("", ""), ("A", "a")],
)
def test_minuscule(texte: str, attendu: str) -> None:
    assert p.minuscule(texte) == attendu
