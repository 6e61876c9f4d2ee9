"""Les fiches : ce qu'une action montre de chacun de ses indicateurs, et d'où cela vient."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import fabrique_evaluation as fabrique
import pytest

from evaltools.domaine.evaluation import Evaluation, Resultat
from evaltools.domaine.lexique import Cumul, EtatValeur, Motif, Nature
from evaltools.restitution.annuel import fiche_indicateurs
from evaltools.restitution.annuel.contexte import Contexte
from evaltools.restitution.vue import Vue


def _clair(texte: str) -> str:
    nu = re.sub(r"<[^>]+>", "|", texte).replace("&#39;", "'")
    return re.sub(r"\|+", "|", nu.replace("\u00a0", " ").replace("\u202f", " ").replace("’", "'").replace("\n", "|"))


def _contexte(evaluation: Evaluation, siren: str = "ensemble") -> Contexte:
    return Contexte(Vue(evaluation, siren), "technique", date(2027, 1, 15))


def _changer(evaluation: Evaluation, code: str, **changements: object) -> Evaluation:
    lignes = tuple(replace(r, **changements) if r.indicateur == code else r for r in evaluation.resultats)  # type: ignore[arg-type]
    return replace(evaluation, resultats=lignes)


def _ligne(evaluation: Evaluation, code: str, siren: str = "ensemble") -> str:
    contexte = _contexte(evaluation, siren)
    action = evaluation.programme.action(code.split("-", maxsplit=1)[0])
    html = fiche_indicateurs.indicateurs(contexte, action, contexte.vue.de_l_action(action.code))
    return _clair(next(x for x in html.split("<tr>") if f"<i>{code}</i>" in x)).strip("|")


def _resultats(contexte: Contexte, action: str) -> tuple[Resultat, ...]:
    return contexte.vue.de_l_action(action)


@pytest.mark.parametrize(
    ("code", "attendu"),
    [
        (
            "A1-1",
            "Réalisation. 2023 à 2026, par an : 20 ; 31 ; 29 ; 32|0 |en 2022|112 professionnels |cumul|100|Atteint",
        ),
        (
            "A1-2",
            "Résultat. 2022 à 2026 : 182 ; 171 ; n. d. ; 134 ; 121|182 jours |en 2022|121 jours|90 jours|En bonne voie",
        ),
        ("A2-1", "|À accélérer|45 % du chemin ; valeur provisoire"),
        ("A3-1", "Réalisation. 2024 à 2026 : 41 ; 55 ; 64|n. d.|64 jeunes|n. d.|Non évaluable|pas de cible fixée"),
        ("A4-4", "Réalisation. « Conventions avec deux associations »|–|en toutes lettres|–|Non évaluable|"),
        ("A5-1", "Réalisation|–|pas fait|fait|Non échu"),
        ("A5-3", "|fait|fait|Atteint|fait, après l'échéance"),
        ("A6-3", "|0 signalement|3|Atteint|valeur de départ inconnue ; cible révisée"),
    ],
)
def test_ligne(petite: Evaluation, code: str, attendu: str) -> None:
    assert attendu in _ligne(petite, code)


def test_une_valeur_d_une_autre_annee_le_dit(petite: Evaluation) -> None:
    assert "|121 jours |en 2024|" in _ligne(_changer(petite, "A1-2", annee_valeur=2024), "A1-2")
    assert "|90 jours |en 2027|" in _ligne(_changer(petite, "A1-2", annee_cible=2027), "A1-2")


def test_un_indicateur_commun_le_dit_dans_la_fiche_d_un_epci(petite: Evaluation) -> None:
    assert "ensemble du programme" in _ligne(petite, "A1-1", fabrique.NORD)
    assert "ensemble du programme" not in _ligne(petite, "A2-1", fabrique.NORD)
    assert "ensemble du programme" not in _ligne(petite, "A1-1")


def test_le_secret_ne_laisse_ni_valeur_ni_serie(petite: Evaluation) -> None:
    cache = _changer(petite, "A3-3", valeur=7.0, serie={2025: 6.0, 2026: 7.0})
    publique = replace(cache, diffusion="publique")
    assert "|secret|" in _ligne(publique, "A3-3")
    assert "2025 à 2026" not in _ligne(publique, "A3-3")
    assert "2025 à 2026" not in _ligne(cache, "A3-3")
    assert "|7 jeunes|" in _ligne(cache, "A3-3")


def test_les_cinq_dernieres_annees_seulement(petite: Evaluation) -> None:
    longue = _changer(petite, "A2-1", serie=dict.fromkeys(range(2015, 2027), 12.0))
    assert "2022 à 2026 : 12 ; 12 ; 12 ; 12 ; 12|" in _ligne(longue, "A2-1")


def test_score_par_niveau(petite: Evaluation) -> None:
    contexte = _contexte(petite)
    assert fiche_indicateurs.score(contexte, petite.programme.action("A1")) == ""
    notees = tuple(
        replace(s, scores_par_niveau={"realisation": 0.75, "resultat": None}, couverture=0.5) for s in petite.syntheses
    )
    contexte = _contexte(replace(petite, syntheses=notees))
    assert _clair(fiche_indicateurs.score(contexte, petite.programme.action("A1"))) == (
        "Score moyen : réalisations 75 %, sur 50 % de ce qui s'applique."
    )


def test_provenance_par_fichier_et_feuille(petite: Evaluation) -> None:
    contexte = _contexte(petite)
    texte = _clair(fiche_indicateurs.provenance(contexte, _resultats(contexte, "A4")))
    assert "« A4-2026.xlsx », feuille « Indicateurs » : A4-3 en F28 ; A4-5 en F30" in texte
    assert "« A4-2021.xlsx », feuille « Indicateurs » : A4-2 en F12." in texte
    assert "A4-1" not in texte  # pas de valeur : rien à situer


def test_provenance_d_un_epci(petite: Evaluation) -> None:
    contexte = _contexte(petite, fabrique.NORD)
    texte = _clair(fiche_indicateurs.provenance(contexte, _resultats(contexte, "A2")))
    assert "A2-1 en F10 ; A2-2 en F13 ; A2-3 en F15" in texte


def test_sans_fichier_pas_de_provenance(petite: Evaluation) -> None:
    muettes = tuple(replace(o, fichier="", etat=EtatValeur.RENSEIGNE) for o in petite.observations)
    contexte = _contexte(replace(petite, observations=muettes))
    assert fiche_indicateurs.provenance(contexte, _resultats(contexte, "A1")) == ""


def test_une_cellule_inconnue_se_dit(petite: Evaluation) -> None:
    sans = tuple(replace(o, cellule="", feuille="") for o in petite.observations)
    contexte = _contexte(replace(petite, observations=sans))
    texte = _clair(fiche_indicateurs.provenance(contexte, _resultats(contexte, "A1")))
    assert "« A1-2026.xlsx » : A1-1 en cellule non précisée" in texte


def test_une_action_sans_indicateur(petite: Evaluation) -> None:
    assert fiche_indicateurs.indicateurs(_contexte(petite), petite.programme.action("A7"), ()) == ""


def test_le_chemin_dit_de_quoi_il_est_la_part(petite: Evaluation) -> None:
    flux = _changer(petite, "A1-3", cumul=Cumul.FLUX, motif=Motif.PROGRES)
    assert "50 % de la cible ; progrès, mais trop lent pour l'échéance" in _ligne(flux, "A1-3")
    cadres = dict(petite.cadrage.cadres)
    cadres["A1-3", "ensemble"] = replace(cadres["A1-3", "ensemble"], nature=Nature.JALON)
    jalon = replace(petite, cadrage=replace(petite.cadrage, cadres=cadres))
    assert "50 %" not in _ligne(jalon, "A1-3")
