"""Tenir le cadrage : le créer, le mettre à jour, et ne jamais perdre une décision."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from fabrique import programme_essai
from openpyxl import load_workbook

from evaltools.acces import cadrages
from evaltools.chaine.cadrage import Geste, tenir_cadrage
from evaltools.chaine.erreurs import ErreurUtilisateur
from evaltools.domaine.decisions import Decision
from evaltools.domaine.programme import Programme

ESSAI = programme_essai()
CODES = tuple(i.code for i in ESSAI.indicateurs if not i.clause_ouverte)
DECISION = Decision(
    CODES[0], cible_initiale=40.0, annee_cible=ESSAI.fin.year, instance="COPIL", decidee_le=date(2026, 1, 5)
)


def sans_le_dernier(programme: Programme) -> Programme:
    """Retire le dernier indicateur du programme."""
    dernier = CODES[-1]
    actions = []
    for action in programme.actions:
        communs = tuple(i for i in action.indicateurs_communs if i.code != dernier)
        operations = tuple(
            replace(o, indicateurs=tuple(i for i in o.indicateurs if i.code != dernier)) for o in action.operations
        )
        actions.append(replace(action, indicateurs_communs=communs, operations=operations))
    return replace(programme, actions=tuple(actions))


@pytest.fixture
def chemin(tmp_path: Path) -> Path:
    return tmp_path / "cadrage.xlsx"


def decisions(chemin: Path, programme: Programme = ESSAI) -> list[Decision]:
    return [d for d in cadrages.relire(chemin, programme).decisions if not d.vide]


def test_le_cadrage_est_cree_vide(chemin: Path) -> None:
    tenue = tenir_cadrage(ESSAI, chemin)
    assert (tenue.geste, tenue.decides, tenue.indicateurs) == (Geste.CREE, 0, len(CODES))
    assert (tenue.ancien, tenue.anomalies, decisions(chemin)) == (None, (), [])


def test_un_cadrage_a_jour_n_est_pas_touche(chemin: Path) -> None:
    cadrages.ecrire(chemin, ESSAI, decisions=[DECISION])
    octets = chemin.read_bytes()
    tenue = tenir_cadrage(ESSAI, chemin)
    assert (tenue.geste, tenue.decides, tenue.ancien) == (Geste.INCHANGE, 1, None)
    assert chemin.read_bytes() == octets
    assert [p.name for p in chemin.parent.iterdir()] == ["cadrage.xlsx"]


def test_un_indicateur_nouveau_est_ajoute_et_les_decisions_restent(chemin: Path) -> None:
    cadrages.ecrire(chemin, sans_le_dernier(ESSAI), decisions=[DECISION], fictif=True)
    octets = chemin.read_bytes()
    tenue = tenir_cadrage(ESSAI, chemin)
    assert (tenue.geste, tenue.ajoutes, tenue.decides) == (Geste.MIS_A_JOUR, (CODES[-1],), 1)
    assert tenue.anomalies == (), "ce que la mise à jour a réparé n'est plus à dire"
    assert decisions(chemin) == [DECISION]
    assert cadrages.relire(chemin, ESSAI).fictif, "un cadrage fictif le reste"
    assert tenue.ancien is not None
    assert (tenue.ancien.parent.name, tenue.ancien.read_bytes()) == ("anciens", octets)


def test_ce_qui_a_disparu_du_programme_est_dit(chemin: Path) -> None:
    perdue = Decision(CODES[-1], remarque="à garder ?")
    cadrages.ecrire(chemin, ESSAI, decisions=[DECISION, perdue])
    tenue = tenir_cadrage(sans_le_dernier(ESSAI), chemin)
    assert "CAD-08" in [a.code for a in tenue.anomalies]
    assert any(CODES[-1] in a.constat for a in tenue.anomalies)
    assert DECISION in decisions(chemin, sans_le_dernier(ESSAI))


def test_cad_20_un_cadrage_illisible_n_est_jamais_reecrit(chemin: Path) -> None:
    cadrages.ecrire(chemin, sans_le_dernier(ESSAI), decisions=[DECISION])
    classeur = load_workbook(chemin)
    feuille = classeur["Cadrage"]
    colonne = next(c.column for c in feuille[5] if c.value == "Cible initiale")
    feuille.cell(7, colonne).value = "une vingtaine"
    classeur.save(chemin)
    octets = chemin.read_bytes()
    with pytest.raises(ErreurUtilisateur) as arret:
        tenir_cadrage(ESSAI, chemin)
    assert [a.code for a in arret.value.anomalies] == ["CAD-20", "CAD-12"]
    assert arret.value.anomalies[0].constat == "le cadrage déjà rempli contient des cases illisibles."
    assert arret.value.code == 11
    assert chemin.read_bytes() == octets
    assert not (chemin.parent / "anciens").exists()


def test_cad_21_un_fichier_ouvert_ailleurs_est_dit(chemin: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuser(*_: Any, **__: Any) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(cadrages, "ecrire", refuser)
    with pytest.raises(ErreurUtilisateur) as arret:
        tenir_cadrage(ESSAI, chemin)
    assert [(a.code, a.constat) for a in arret.value.anomalies] == [
        ("CAD-21", "le fichier ne peut pas être écrit (vous n'en avez pas le droit).")
    ]
    assert not chemin.exists()


def test_les_anciens_ne_s_ecrasent_pas(chemin: Path) -> None:
    autre = replace(DECISION, cible_initiale=41.0)
    rangs = []
    for decision in (DECISION, autre, DECISION):
        cadrages.ecrire(chemin, sans_le_dernier(ESSAI), decisions=[decision])
        ancien = tenir_cadrage(ESSAI, chemin).ancien
        assert ancien is not None
        rangs.append(ancien.name)
    assert rangs[0] == rangs[2] != rangs[1], "le même contenu n'est rangé qu'une fois"
    assert rangs[1].endswith("-2.xlsx")


def test_un_libelle_change_dans_la_fiche_met_le_cadrage_a_jour(chemin: Path) -> None:
    cadrages.ecrire(chemin, ESSAI, decisions=[DECISION])
    action = ESSAI.actions[0]
    renomme = replace(ESSAI, actions=(replace(action, intitule="Un autre intitulé"), *ESSAI.actions[1:]))
    tenue = tenir_cadrage(renomme, chemin)
    assert (tenue.geste, tenue.ajoutes) == (Geste.MIS_A_JOUR, ())
    assert decisions(chemin, renomme) == [DECISION]
