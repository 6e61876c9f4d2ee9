"""L'avancement : taux n sur N, actions à suivre, budget avec ses absences."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import fabrique_evaluation as fabrique
import pytest

from evaltools.domaine.evaluation import Evaluation
from evaltools.domaine.finances import LigneFinanciere
from evaltools.domaine.lexique import EtatAction
from evaltools.restitution.annuel import a_suivre, avancement, budget, chronogramme, taux
from evaltools.restitution.annuel.contexte import Contexte
from evaltools.restitution.vue import Vue


def _clair(texte: str) -> str:
    nu = re.sub(r"<[^>]+>", "|", texte).replace("&#39;", "'")
    return re.sub(r"\|+", "|", nu.replace("\u00a0", " ").replace("\u202f", " ").replace("’", "'").replace("\n", "|"))


def _contexte(evaluation: Evaluation) -> Contexte:
    return Contexte(Vue(evaluation, "ensemble"), "technique", date(2027, 1, 15))


def _etats(evaluation: Evaluation, **etats: EtatAction | None) -> Evaluation:
    situations = tuple(replace(s, etat=etats.get(s.action, s.etat)) for s in evaluation.situations)
    return replace(evaluation, situations=situations)


def test_taux(petite: Evaluation) -> None:
    texte = _clair(taux.taux(_contexte(petite)))
    assert "Plan 2026 : 8 actions." in texte
    assert "|Engagées (en cours ou réalisées)|3 sur 8|38 %|0|" in texte
    assert "|Réalisées, axe 2|0 sur 5|0 %|–|" in texte
    assert "|Nouvelles, hors du plan|0 sur 8|0 %|–|" in texte
    assert "|En retard sur le calendrier|2 sur 8|25 %|–|" in texte


def test_taux_sans_annee_d_avant(petite: Evaluation) -> None:
    sans = tuple(replace(s, etats_par_annee={}) for s in petite.situations)
    texte = _clair(taux.taux(_contexte(replace(petite, situations=sans))))
    assert "En 2025" not in texte
    assert "|Réalisées|1 sur 8|13 %|" in texte


@pytest.mark.parametrize(
    ("etats", "attendu"),
    [
        ({}, "Un axe sur deux a au moins une action réalisée"),
        ({"A6": EtatAction.REALISEE}, "Tous les axes ont au moins une action réalisée"),
        ({"A1": EtatAction.EN_COURS}, "Aucune action n'est encore réalisée"),
    ],
)
def test_constat_de_la_figure(petite: Evaluation, etats: dict[str, EtatAction], attendu: str) -> None:
    html = _clair(avancement.etats(_contexte(_etats(petite, **etats))))
    assert f"Figure 2. {attendu}|" in html


def test_le_tableau_des_etats_a_son_total(petite: Evaluation) -> None:
    texte = _clair(avancement.etats(_contexte(petite)))
    assert "|Ensemble|1|2|1|1|1|1|1|8|13 %|" in texte


def test_a_suivre(petite: Evaluation) -> None:
    groupes = dict(a_suivre.suivis(_contexte(petite)))
    assert list(groupes) == ["En retard (2)", "Reportées (1)", "Suspendues (1)", "Arrêtées (1)"]
    reportee = dict(groupes["Reportées (1)"][0].faits)
    assert reportee["Raison"] == "départ du coordonnateur"
    assert reportee["Décision"] == "COPIL du 12 mars 2026"
    assert "Décision" not in dict(groupes["En retard (2)"][0].faits)
    assert dict(groupes["En retard (2)"][0].faits)["Retard"] == "3\u00a0mois"


def test_une_action_reportee_et_en_retard_ne_parait_qu_une_fois(petite: Evaluation) -> None:
    groupes = dict(a_suivre.suivis(_contexte(_etats(petite, A2=EtatAction.REPORTEE))))
    assert [s.code for s in groupes["En retard (1)"]] == ["A6"]
    assert [s.code for s in groupes["Reportées (2)"]] == ["A2", "A3"]


def test_un_retard_de_demarrage_dit_le_debut_prevu(petite: Evaluation) -> None:
    tardives = tuple(replace(s, raison_retard="démarrage") if s.en_retard else s for s in petite.situations)
    faits = dict(dict(a_suivre.suivis(_contexte(replace(petite, situations=tardives))))["En retard (2)"][0].faits)
    assert faits["Début prévu"] == "1ᵉʳ\u00a0février\u00a02024"
    assert "Retard au démarrage" in faits


def test_l_edition_publique_tait_les_raisons(petite: Evaluation) -> None:
    for _, liste in a_suivre.suivis(_contexte(replace(petite, diffusion="publique"))):
        assert not {"Raison", "Décision"} & {nom for s in liste for nom, _ in s.faits}


def test_un_budget_partiel_est_dit_partiel(petite: Evaluation) -> None:
    texte = _clair(budget.budget(_contexte(petite)))
    assert "|1. Faciliter l'accès aux soins|72 150|au moins 32 000|au moins 9 001|n. d.|" in texte
    assert "|Ensemble|72 150|au moins 32 000|au moins 9 001|n. d.|" in texte
    assert "|Communes|4 000|n. d.|n. d.|n. d.|" in texte


def test_le_budget_compte_les_montants_absents(petite: Evaluation) -> None:
    texte = _clair(budget.bloc(_contexte(petite)).contenu)
    assert "montants non renseignés : les totaux marqués « au moins » sont des minimums" in texte
    assert "Au moins 32 000 € engagés en 2026, sur 72 150 € prévus." in texte


def test_un_budget_complet_donne_sa_part(petite: Evaluation) -> None:
    lignes = (LigneFinanciere("A1", 2026, "ARS", 1000, 500, 100), LigneFinanciere("A2", 2026, "CC", 3000, 1000, 0))
    contexte = _contexte(replace(petite, finances=lignes))
    assert "|Ensemble|4 000|1 500|100|38 %|" in _clair(budget.budget(contexte))
    assert "38 % du budget prévu en 2026 est engagé (1 500 € sur 4 000 €)." in _clair(budget.bloc(contexte).contenu)
    assert "montant" not in _clair(budget._absents(contexte.financement))


def test_un_budget_d_une_autre_annee_ne_compte_pas(petite: Evaluation) -> None:
    ancien = replace(petite, finances=(LigneFinanciere("A1", 2025, "ARS", 1000, 1000, 1000),))
    manque = budget.manque(_contexte(ancien))
    assert manque is not None
    assert manque.constat == "Aucun montant n'est remonté pour 2026."


def test_un_zero_est_un_montant(petite: Evaluation) -> None:
    nul = replace(petite, finances=(LigneFinanciere("A1", 2026, "ARS", 1000, 0, None),))
    assert "|ARS|1 000|0|n. d.|0 %|" in _clair(budget.budget(_contexte(nul)))


def test_la_part_propre_d_un_epci(petite: Evaluation) -> None:
    nord = petite.programme.territoire(fabrique.NORD)
    lignes = (LigneFinanciere("A1", 2026, nord.nom, 800, 300, None), LigneFinanciere("A1", 2026, "ARS", 9000, 1, 1))
    contexte = Contexte(Vue(replace(petite, finances=lignes), fabrique.NORD), "elus", date(2027, 1, 15))
    texte = _clair(budget.bloc(contexte).contenu)
    assert "800 € prévus, 300 € engagés." in texte
    assert "Ces montants sont ceux de tout le programme." in texte
    sans = Contexte(Vue(petite, fabrique.NORD), "elus", date(2027, 1, 15))
    assert "n'est nommée parmi les financeurs d'aucune action." in _clair(budget.bloc(sans).contenu)


def test_une_action_sans_etat_cette_annee_dit_de_quand_est_le_sien(petite: Evaluation) -> None:
    situations = tuple(
        replace(s, etats_par_annee={2024: EtatAction.EN_COURS, 2026: None}) if s.action == "A2" else s
        for s in petite.situations
    )
    texte = _clair(avancement.etats_anciens(_contexte(replace(petite, situations=situations))))
    assert "A2 (état déclaré en 2024)" in texte


def test_chronogramme(petite: Evaluation) -> None:
    texte = _clair(chronogramme.chronogramme(_contexte(petite)))
    assert "Une action a une fin repoussée" in texte
    assert "1 action sans date de début n'est pas figurée." in texte
    assert "|A7| Étudier un lieu de répit pour les aidants|1ᵉʳ juil. 2023|non fixée|–|–|Suspendue|" in texte
    assert chronogramme.chronogramme(_contexte(replace(petite, situations=()))) == ""
