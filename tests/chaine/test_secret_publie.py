"""L'édition publique passe la vérification du secret ; ce qui la romprait est refusé, et jamais publié (code 13)."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

import evaltools as ev
from evaltools.chaine import production
from evaltools.chaine.campagne import Campagne
from evaltools.chaine.erreurs import ErreurUtilisateur
from evaltools.domaine.evaluation import Evaluation
from evaltools.domaine.lexique import Motif


def avec(campagne: Campagne, evaluation: Evaluation) -> Campagne:
    """Rend la campagne publique où l'évaluation serait celle-ci."""
    campagne.__dict__["evaluation"] = evaluation
    campagne.__dict__.pop("fautes_de_secret", None)
    return campagne


def codes(campagne: Campagne) -> set[str]:
    return {a.code for a in campagne.fautes_de_secret}


def test_l_edition_publique_de_l_exemple_peut_paraitre(monde: Path) -> None:
    campagne = ev.ouvrir("cls-avesnois", 2026, diffusion="publique")
    assert campagne.fautes_de_secret == ()
    assert any(r.motif is Motif.SECRET for r in campagne.evaluation.resultats), "l'exemple a de petits effectifs"
    assert "Réutilisation libre" in campagne.rapport_annuel().methode().contenu


def test_une_edition_non_masquee_est_refusee(monde: Path) -> None:
    tout = ev.ouvrir("cls-avesnois", 2026).evaluation
    campagne = avec(ev.ouvrir("cls-avesnois", 2026, diffusion="publique"), tout)
    assert {"SEC-01", "SEC-03", "SEC-05"} <= codes(campagne)
    with pytest.raises(ErreurUtilisateur) as erreur:
        campagne.rapport_annuel()
    assert erreur.value.code == 13


def test_masquer_les_seules_petites_cases_ne_suffit_pas(monde: Path) -> None:
    publique = ev.ouvrir("cls-avesnois", 2026, diffusion="publique")
    tout = ev.ouvrir("cls-avesnois", 2026).evaluation
    grandes = {(r.indicateur, r.siren): r for r in tout.resultats if r.valeur is not None and r.valeur >= 11}
    naive = tuple(grandes.get((r.indicateur, r.siren), r) for r in publique.evaluation.resultats)
    assert "SEC-02" in codes(avec(publique, replace(publique.evaluation, resultats=naive)))


def test_un_degre_tire_d_une_valeur_masquee_est_refuse(monde: Path) -> None:
    publique = ev.ouvrir("cls-avesnois", 2026, diffusion="publique")
    rang, masque = next((n, r) for n, r in enumerate(publique.evaluation.resultats) if r.motif is Motif.SECRET)
    resultats = list(publique.evaluation.resultats)
    resultats[rang] = replace(masque, degre_atteinte=0.5)
    assert "SEC-04" in codes(avec(publique, replace(publique.evaluation, resultats=tuple(resultats))))


def test_rien_n_est_rendu_si_le_secret_serait_rompu(monde: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    chemin = monde / "params" / "cls-avesnois-2026.yaml"
    texte = chemin.read_text(encoding="utf-8").replace("diffusion: restreinte", "diffusion: publique ")
    chemin.write_text(texte, encoding="utf-8")
    assert production.planifier(chemin).a_rendre
    tout = ev.ouvrir("cls-avesnois", 2026).evaluation
    monkeypatch.setattr(Campagne, "evaluation", tout)
    with pytest.raises(ErreurUtilisateur) as erreur:
        production.planifier(chemin)
    assert erreur.value.code == 13
    assert list((monde / "outputs").rglob("*.html")) == []
