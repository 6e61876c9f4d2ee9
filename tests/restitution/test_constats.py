"""Les phrases de l'essentiel : quatre ou cinq, justes, avec les noms."""

from __future__ import annotations

from dataclasses import replace

import fabrique_evaluation as fabrique

from evaltools.domaine.evaluation import Completude, Evaluation
from evaltools.domaine.lexique import EtatAction, Verdict
from evaltools.restitution.constats import constats
from evaltools.restitution.rapport_annuel import RapportAnnuel
from evaltools.restitution.vue import Vue


def _clair(texte: str) -> str:
    return texte.replace("\u00a0", " ").replace("\u202f", " ")


def _phrases(evaluation: Evaluation, siren: str = "ensemble") -> list[tuple[str, str]]:
    return [(_clair(c.message), _clair(c.preuves)) for c in constats(Vue(evaluation, siren))]


def test_l_ensemble(petite: Evaluation) -> None:
    phrases = _phrases(petite)
    assert [m for m, _ in phrases] == [
        "12 indicateurs sur 25 peuvent être jugés.",
        "Quatre cibles sont atteintes et un autre indicateur avance au rythme attendu.",
        "Deux indicateurs s’éloignent de leur cible, comme en 2025.",
        "3 actions sur 8 sont engagées, dont une réalisée.",
        "73 % des valeurs attendues sont remontées.",
    ]
    preuves = dict(phrases)
    assert preuves["12 indicateurs sur 25 peuvent être jugés."] == "13 indicateurs restent non évaluables."
    assert "« Communes dotées d'un lieu d'accueil » passe de 26 à 24 communes (cible 25)" in phrases[2][1]
    assert phrases[3][1].startswith("Deux actions sont en retard : A2 (fin prévue le 30 juin 2026) et A6")
    assert "Une action est reportée (A3). Une action est suspendue (A7). Une action est arrêtée (A5)." in phrases[3][1]
    assert phrases[4][1] == "22 sur 30, pour l'ensemble du programme. Un classeur n’est pas revenu : A4."


def test_jamais_plus_de_cinq(petite: Evaluation, grande: Evaluation) -> None:
    assert len(_phrases(petite)) == 5
    assert len(_phrases(grande)) == 5


def test_la_lenteur_se_dit_quand_il_y_a_la_place(petite: Evaluation) -> None:
    sans_recul = tuple(r for r in petite.resultats if r.verdict is not Verdict.DEGRADATION)
    messages = [m for m, _ in _phrases(replace(petite, resultats=sans_recul))]
    assert "Deux indicateurs progressent trop lentement." in messages
    assert not any("s’éloigne" in m for m in messages)


def test_un_epci_sans_indicateur_le_dit(petite: Evaluation) -> None:
    seuls = tuple(r for r in petite.resultats if r.siren == "ensemble")
    phrases = _phrases(replace(petite, resultats=seuls), fabrique.NORD)
    assert phrases[0][0] == "Aucun indicateur n'est mesuré à l'échelle de ce territoire."


def test_premiere_raison_quand_elle_revient(grande: Evaluation) -> None:
    assert "; première raison : " in _phrases(grande)[0][1]


def test_sans_annee_d_avant_pas_de_comparaison(petite: Evaluation) -> None:
    phrases = _phrases(replace(petite, resultats_precedents=()))
    assert phrases[2][0] == "Deux indicateurs s’éloignent de leur cible."


def test_tout_est_remonte(petite: Evaluation) -> None:
    phrases = _phrases(replace(petite, completudes=(Completude("", 30, 30),)))
    assert phrases[-1] == ("Toutes les valeurs attendues sont remontées.", "30 sur 30, pour l'ensemble du programme.")


def test_aucune_action_engagee(petite: Evaluation) -> None:
    arretees = tuple(replace(s, etat=EtatAction.A_VENIR, en_retard=False) for s in petite.situations)
    assert "Aucune action n’est engagée." in [m for m, _ in _phrases(replace(petite, situations=arretees))]


def test_un_retard_de_demarrage_se_nomme(petite: Evaluation) -> None:
    situations = tuple(replace(s, raison_retard="démarrage" if s.en_retard else "") for s in petite.situations)
    assert "A2 (pas encore démarrée)" in _phrases(replace(petite, situations=situations))[3][1]


def test_un_etat_non_renseigne_n_est_pas_une_action_non_engagee() -> None:
    evaluation = fabrique.petite()
    inconnues = tuple(replace(s, etat=None) for s in evaluation.situations)
    html = RapportAnnuel(replace(evaluation, situations=inconnues), "ensemble").avancement().contenu
    assert "L’état des actions n’est pas renseigné" in html
    assert "engagée" not in html.split("</p>")[0]
    une = (inconnues[0], *(replace(s, etat=EtatAction.EN_COURS) for s in evaluation.situations[1:]))
    essentiel = RapportAnnuel(replace(evaluation, situations=une), "ensemble").essentiel().contenu
    assert "1 sans état renseigné" in essentiel
