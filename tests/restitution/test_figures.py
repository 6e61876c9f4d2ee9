"""Ce que montrent les figures : choix des données, titre qui dit le constat, texte de remplacement."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest

from evaltools.domaine.evaluation import Evaluation
from evaltools.domaine.lexique import EtatAction, Nature, PeriodiciteCible
from evaltools.restitution import figures_chronogramme, figures_etats, figures_tendances
from evaltools.restitution.figures_chronogramme import Chronogramme
from evaltools.restitution.figures_etats import EtatsParAxe
from evaltools.restitution.figures_tendances import Tendances
from evaltools.restitution.vue import Vue

S = "\u00a0"


def _alternatives(html: str) -> list[str]:
    return re.findall(r'role="img" aria-label="([^"]*)"', html)


def test_etats_par_axe(petite: Evaluation) -> None:
    donnees = EtatsParAxe.depuis(Vue(petite, "ensemble"))
    assert [libelle for libelle, _ in donnees.axes] == [
        "1. Faciliter l'accès aux soins",
        "2. Agir sur les conditions de vie",
    ]
    assert donnees.totaux == {
        EtatAction.REALISEE: 1, EtatAction.EN_COURS: 2, EtatAction.A_VENIR: 1, EtatAction.REPORTEE: 1,
        EtatAction.SUSPENDUE: 1, EtatAction.ARRETEE: 1, None: 1,
    }  # fmt: skip
    html = str(figures_etats.dessiner(donnees))
    alternatives = _alternatives(html)
    assert len(alternatives) == 2
    assert all(20 <= len(a) <= 350 for a in alternatives)
    assert f"8{S}actions, dont 1 réalisée, 2 en cours" in alternatives[0]
    assert re.findall(r">(\d)</text>", html.split("<svg")[1]) == ["1"] * 8


def test_les_effectifs_d_une_barre_sont_ses_nombres(grande: Evaluation) -> None:
    donnees = EtatsParAxe.depuis(Vue(grande, "ensemble"))
    large = str(figures_etats.dessiner(donnees)).split("</svg>")[0]
    ecrits = [int(n) for n in re.findall(r">(\d+)</text>", large)]
    assert sorted(ecrits) == sorted(n for _, effectifs in donnees.axes for n in effectifs if n)
    assert sum(ecrits) == 46


def test_tendances_trois_points_une_cible(petite: Evaluation) -> None:
    donnees = Tendances.depuis(Vue(petite, "ensemble"))
    assert {s.code for s in donnees.series} == {"A1-1", "A1-2", "A2-1", "A2-2", "A2-3"}
    assert donnees.suivies == 5
    assert donnees.en_retrait == 4  # tous sauf A1-1, qui dépasse sa cible
    assert donnees.constat == f"Quatre{S}indicateurs sur cinq restent en retrait de leur trajectoire"


def test_un_flux_est_cumule_et_un_trou_reste_un_trou(petite: Evaluation) -> None:
    series = {s.code: s for s in Tendances.depuis(Vue(petite, "ensemble")).series}
    assert series["A1-1"].points == ((2023, 20), (2024, 51), (2025, 80), (2026, 112))
    assert series["A1-1"].cumulee
    assert dict(series["A1-2"].points)[2024] is None
    assert series["A1-2"].valeur == (2026, 121)
    assert series["A1-1"].titre.endswith("(professionnels, cumul)")


def test_on_montre_autant_de_retards_que_d_avances(grande: Evaluation) -> None:
    donnees = Tendances.depuis(Vue(grande, "ensemble"))
    assert len(donnees.series) == figures_tendances.MONTREES
    assert donnees.suivies > 100
    ecarts = [s.ecart for s in donnees.series]
    assert ecarts == sorted(ecarts)
    assert ecarts[2] < 0 < ecarts[3]


def test_ni_jalon_ni_cible_annuelle(petite: Evaluation) -> None:
    cadres = dict(petite.cadrage.cadres)
    cle = ("A2-1", "ensemble")
    cadres[cle] = replace(cadres[cle], nature=Nature.JALON)
    cle = ("A2-2", "ensemble")
    cible = replace(cadres[cle].cible_initiale, periodicite=PeriodiciteCible.ANNUELLE)
    cadres[cle] = replace(cadres[cle], cible_initiale=cible)
    modifiee = replace(petite, cadrage=replace(petite.cadrage, cadres=cadres))
    assert {s.code for s in Tendances.depuis(Vue(modifiee, "ensemble")).series} == {"A1-1", "A1-2", "A2-3"}


@pytest.mark.parametrize(
    ("suivies", "retrait", "attendu"),
    [
        (1, 0, "L'indicateur suivi tient la trajectoire de sa cible"),
        (4, 0, f"Les 4{S}indicateurs suivis tiennent la trajectoire de leur cible"),
        (6, 1, f"Un{S}indicateur sur six reste en retrait de sa trajectoire"),
        (40, 18, f"18{S}indicateurs sur 40 restent en retrait de leur trajectoire"),
    ],
)
def test_constat_des_tendances(suivies: int, retrait: int, attendu: str) -> None:
    assert Tendances((), suivies, retrait).constat == attendu


def test_dessin_des_tendances(petite: Evaluation) -> None:
    html = str(figures_tendances.dessiner(Tendances.depuis(Vue(petite, "ensemble"))))
    assert len(_alternatives(html)) == 1
    assert 20 <= len(_alternatives(html)[0]) <= 350
    assert html.count("<svg ") == 5
    assert f"n.{S}d.</text>" in html
    assert "cible 78,0</text>" in html


def test_chronogramme(petite: Evaluation) -> None:
    donnees = Chronogramme.depuis(Vue(petite, "ensemble"))
    assert [x.code for x in donnees.lignes] == ["A1", "A2", "A3", "A4", "A5", "A6", "A7"]  # A8 n'a pas de début
    assert donnees.sans_dates == 1
    assert [x.code for x in donnees.reports] == ["A3"]
    assert donnees.sans_fin == 1
    assert donnees.constat == f"Une{S}action a une fin repoussée"
    html = str(figures_chronogramme.dessiner(donnees, {"1": "Axe 1", "2": "Axe 2"}))
    assert "<p>Axe 1</p>" not in html  # peu d'actions : un seul tracé
    assert 20 <= len(_alternatives(html)[0]) <= 350
    assert "A3  Accueillir les jeunes" in html


def test_un_long_chronogramme_est_coupe_par_axe(grande: Evaluation) -> None:
    donnees = Chronogramme.depuis(Vue(grande, "ensemble"))
    html = str(figures_chronogramme.dessiner(donnees, {"1": "Axe <1>", "2": "Axe 2", "3": "Axe 3"}))
    assert html.count("<p>Axe ") == 3
    assert "Axe &lt;1&gt;" in html
    assert html.count("<svg ") == 6


def test_une_fin_non_fixee_se_dit(petite: Evaluation) -> None:
    sans = tuple(replace(s, fin_prevue=None, fin_reelle=None) for s in petite.situations)
    donnees = Chronogramme.depuis(Vue(replace(petite, situations=sans), "ensemble"))
    assert donnees.sans_fin == 7
    assert donnees.constat == "Aucune action n'a de fin fixée"
    assert figures_chronogramme.dessiner(donnees, {})


def test_dates_en_annees() -> None:
    assert figures_chronogramme.en_annees(date(2026, 1, 1)) == 2026
    assert figures_chronogramme.en_annees(date(2026, 12, 31)) == 2027.0
