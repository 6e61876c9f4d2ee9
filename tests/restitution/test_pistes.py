"""Pistes et bandes : ce qu'elles placent, ce qu'elles taisent."""

from __future__ import annotations

from dataclasses import replace

import fabrique_evaluation as fabrique
import pytest

from evaltools.domaine.evaluation import Evaluation, Resultat
from evaltools.domaine.lexique import EtatAction, Verdict
from evaltools.restitution import pistes


def _resultat(petite: Evaluation, code: str) -> Resultat:
    return next(r for r in petite.resultats if r.indicateur == code and r.siren == "ensemble")


@pytest.mark.parametrize(
    ("part", "attendu"),
    # (part + 0,45) / 1,70 × 100
    [(0, 26.5), (1, 85.3), (0.5, 55.9), (1.25, 100), (3, 100), (-0.45, 0), (-2, 0)],
)
def test_position(part: float, attendu: float) -> None:
    assert pistes.position(part) == attendu


def test_piste_complete(petite: Evaluation) -> None:
    html = pistes.piste(_resultat(petite, "A1-2"))  # 66,3 % du chemin, 66,7 % attendus
    assert html == ('<div class="piste s-bv" aria-hidden="true" style="--x:65.5;--a:65.7"><i></i><b></b><u></u></div>')


def test_piste_sans_degre_ni_cible_atteinte(petite: Evaluation) -> None:
    assert pistes.piste(_resultat(petite, "A2-4")) == ""  # acquis perdu : le degré n'existe pas
    assert pistes.piste(_resultat(petite, "A3-2")) == ""  # pas de valeur


def test_piste_sans_degre_mais_cible_atteinte(petite: Evaluation) -> None:
    html = pistes.piste(_resultat(petite, "A6-3"))
    assert "--x:85.3" in html
    assert "<i></i>" not in html
    assert "--a" not in html


def test_le_repere_disparait_quand_tout_le_temps_est_passe(petite: Evaluation) -> None:
    assert "<b></b>" not in pistes.piste(replace(_resultat(petite, "A1-2"), part_attendue=1.0))


def test_bande_ne_montre_que_le_denominateur() -> None:
    html = pistes.bande({Verdict.ATTEINT: 5, Verdict.SANS_OBJET: 2, Verdict.NON_EVALUABLE: 3})
    assert html == (
        '<span class="bande" aria-hidden="true"><i class="s-ok" style="flex:5">5</i>'
        '<i class="s-ne" style="flex:3">3</i></span>'
    )
    assert pistes.bande({}) == ""
    assert pistes.bande({Verdict.NON_ECHU: 2}) == ""


def test_legende_dit_tout_en_mots(lire_page) -> None:
    page = lire_page(pistes.legende({Verdict.ATTEINT: 5, Verdict.SANS_OBJET: 2}, "Verdicts"))
    assert page.texte == "Atteint 5Sans objet 2"
    assert page.attributs("aria-label") == {"Verdicts"}


def test_etat() -> None:
    assert pistes.etat(None) == '<span class="st e-nr">Non renseigné</span>'
    assert pistes.etat(EtatAction.EN_COURS, 3) == '<span class="st e-ec">En cours <b>3</b></span>'


def test_toutes_les_pistes_ont_un_texte_a_cote(petite: Evaluation) -> None:
    assert {r.verdict for r in petite.resultats} == set(Verdict)
    assert len(fabrique.CAS) == 27
