"""Une ligne par groupe et territoire, chaque colonne comptée à la main (R-71 à R-78)."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import fabrique_methode as f

from evaltools.domaine.groupes import LigneDeGroupe, lignes_de_groupes
from evaltools.domaine.lexique import ENSEMBLE

VISE: dict[str, Any] = {"valeur_initiale": 0, "annee_initiale": 2023, "cible_initiale": {"valeur": 40, "annee": 2027}}
ACTIONS = {
    "A1": {"debut": "2024-01-01", "fin": "2025-12-31", "indicateurs": {
        "FAIT": {"cumul": "stock"}, "RECUL": {"cumul": "stock", "niveau": "resultat"}, "MUET": {"cumul": "stock"},
        "HORS": {"cumul": "stock"},
    }},
    "A2": {"indicateurs": {"LIBRE": {"cumul": "stock"}}},
    "A3": {"indicateurs": {}},
}  # fmt: skip


def _lignes(siren: str | None = None) -> dict[tuple[str, str, str], LigneDeGroupe]:
    """FAIT : 40 sur 40 ; RECUL : −8 sur 40, soit −20 % ; MUET : rien ; HORS : sans objet ; LIBRE : sans cible."""
    evaluation = f.evaluation({
        "programme": {"actions": ACTIONS}, "annee": 2026,
        "cadrage": dict.fromkeys(("FAIT", "RECUL", "MUET", "HORS"), VISE),
        "valeurs": {"FAIT": {2026: 40}, "RECUL": {2026: -8}, "HORS": {2026: "sans_objet"}, "LIBRE": {2026: 3}},
        "avancements": [{"action": "A1", "objet": "A1", "annee": 2026, "etat": "en_cours"}],
    })  # fmt: skip
    return {(ligne.groupe, ligne.code, ligne.siren): ligne for ligne in lignes_de_groupes(evaluation, siren)}


def test_les_groupes_sans_indicateur_n_ont_pas_de_ligne() -> None:
    assert list(_lignes()) == [
        ("programme", "essai", ENSEMBLE), ("axe", "1", ENSEMBLE),
        ("action", "A1", ENSEMBLE), ("action", "A2", ENSEMBLE),
    ]  # fmt: skip
    assert _lignes(ENSEMBLE) == _lignes()
    assert _lignes("200000001") == {}


def test_chaque_colonne_d_une_action() -> None:
    """4 indicateurs, 3 applicables, 2 évaluables ; réalisation : 1 sur 1 noté, 2 applicables, soit de 0,5 à 1."""
    ligne = asdict(_lignes()["action", "A1", ENSEMBLE])
    robustesse = {nom: ligne.pop(nom) for nom in list(ligne) if nom.startswith("robustesse_")}
    bareme = ligne.pop("bareme")
    assert ligne == {
        "programme": "essai", "annee": 2026, "finale": False, "siren": ENSEMBLE, "groupe": "action", "code": "A1",
        "intitule": "Action A1", "total": 4, "applicables": 3, "evaluables": 2, "couverture": 2 / 3,
        "classe": "Partiellement atteint", "score_realisation": 1.0, "score_realisation_bas": 0.5,
        "score_realisation_haut": 1.0, "score_resultat": 0.0, "score_resultat_bas": 0.0, "score_resultat_haut": 0.0,
        "nombre_atteint": 1, "nombre_partiellement_atteint": 0, "nombre_non_atteint": 0, "nombre_en_bonne_voie": 0,
        "nombre_a_accelerer": 0, "nombre_insuffisant": 0, "nombre_degradation": 1, "nombre_non_evaluable": 1,
        "nombre_sans_objet": 1, "nombre_non_echu": 0, "raisons": "VALEUR_INITIALE_SEULE : 1",
        "degradations": "RECUL Indicateur RECUL", "incertains": "", "etat": "en_cours", "retard_jours": 365,
    }  # fmt: skip
    assert bareme
    assert 0 < robustesse["robustesse_inchangees"] <= robustesse["robustesse_cas"]
    autres = [cas for cas in robustesse["robustesse_autres"].split(" | ") if cas]
    assert len(autres) == robustesse["robustesse_cas"] - robustesse["robustesse_inchangees"]
    assert any(cas.startswith("sans FAIT : ") for cas in autres)


def test_un_groupe_qui_n_est_pas_une_action_n_a_ni_etat_ni_retard() -> None:
    lignes = _lignes()
    axe, autre = lignes["axe", "1", ENSEMBLE], lignes["action", "A2", ENSEMBLE]
    assert (axe.etat, axe.retard_jours, axe.total, axe.nombre_non_evaluable) == ("", None, 5, 2)
    assert axe.raisons == "PAS_DE_CIBLE : 1 | VALEUR_INITIALE_SEULE : 1"
    assert (autre.etat, autre.retard_jours, autre.couverture, autre.classe) == ("", None, 0.0, "Non évaluable")
    assert (autre.score_resultat, autre.score_resultat_bas, autre.score_realisation) == (None, None, None)
    assert (autre.score_realisation_bas, autre.score_realisation_haut) == (0.0, 1.0)
