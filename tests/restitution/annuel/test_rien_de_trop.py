"""Une phrase ne dit jamais plus que ses nombres : départ seul, année partielle, total incomplet, noms répétés."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from evaltools.domaine.evaluation import Evaluation, Resultat
from evaltools.domaine.finances import LigneFinanciere
from evaltools.domaine.lexique import Alerte, Cumul, Motif, Nature, Verdict
from evaltools.restitution import plans
from evaltools.restitution.annuel import budget, chez_nous, decisions, en_clair, non_evaluables, par_unite
from evaltools.restitution.annuel.contexte import Contexte
from evaltools.restitution.bureautique.contenu import Paragraphe
from evaltools.restitution.bureautique.lecture import lire
from evaltools.restitution.bureautique.texte import SIGNES as SIGNES_WORD
from evaltools.restitution.figures_budget import Financement
from evaltools.restitution.mots import SIGNES
from evaltools.restitution.valeurs import RIEN_DEPUIS, Ecriture
from evaltools.restitution.vue import Vue


def _clair(texte: str) -> str:
    return texte.replace("\u00a0", " ").replace("\u202f", " ").replace("’", "'")


def _contexte(evaluation: Evaluation, edition: str = "copil", siren: str = "ensemble", periode: str = "") -> Contexte:
    plan = plans.plan("evaluation_annuelle", edition)
    return Contexte(Vue(evaluation, siren), edition, date(2027, 1, 15), plan=plan, periode=periode)


@pytest.fixture
def modele(petite: Evaluation) -> Resultat:
    """Une baisse : départ 182, valeur 121, cible 90 jours."""
    return next(r for r in petite.resultats if r.indicateur == "A1-2")


@pytest.mark.parametrize(
    ("changements", "attendu"),
    [
        ({}, "121 jours"),
        ({"valeur": None, "motif": Motif.DES_L_ORIGINE}, "182 jours (départ)"),
        ({"valeur": None, "motif": Motif.SECRET}, "secret"),
        ({"valeur": None, "motif": None, "secrete": True}, "secret"),
        ({"valeur": None, "motif": Motif.PAS_DE_VALEUR}, "n. d."),
    ],
)
def test_ce_qui_est_juge(modele: Resultat, changements: dict[str, object], attendu: str) -> None:
    r = replace(modele, **changements)  # type: ignore[arg-type]
    assert _clair(Ecriture(r, Nature.NOMBRE).jugee) == attendu


def test_un_verdict_rendu_sur_le_depart_seul_le_dit(modele: Resultat) -> None:
    seul = replace(modele, valeur=None, verdict=Verdict.ATTEINT, motif=Motif.DES_L_ORIGINE)
    assert RIEN_DEPUIS in Ecriture(seul, Nature.NOMBRE).notes
    assert RIEN_DEPUIS not in Ecriture(replace(seul, valeur=85.0), Nature.NOMBRE).notes


def test_un_depart_seul_n_est_pas_un_exemple_de_reussite(petite: Evaluation) -> None:
    bons = [r for r in petite.resultats if r.siren == "ensemble" and r.verdict is Verdict.ATTEINT]
    vides = tuple(replace(r, valeur=None) if r in bons else r for r in petite.resultats)
    messages = en_clair.constats_clairs(_contexte(replace(petite, resultats=vides), "elus"))
    assert not any(r.libelle in c.preuves for r in bons for c in messages)


def test_les_phrases_des_elus_comptent_tous_les_indicateurs_juges(petite: Evaluation) -> None:
    juges = [r for r in petite.resultats if r.siren == "ensemble" and r.verdict is not Verdict.NON_EVALUABLE]
    lents = sum(r.verdict in en_clair.LENTS for r in juges)
    assert lents == 2
    textes = [_clair(c.preuves) for c in en_clair.constats_clairs(_contexte(petite, "elus"))]
    assert any("Deux autres avancent moins vite que prévu." in t for t in textes)


def _flux(r: Resultat, serie: dict[int, float | None], **autres: object) -> Resultat:
    return replace(r, cumul=Cumul.FLUX, serie=serie, alertes=(), motif=None, **autres)  # type: ignore[arg-type]


def _ecrire(valeur: float | None) -> str:
    return "n. d." if valeur is None else f"{valeur:g}"


def test_le_total_depuis_le_debut(petite: Evaluation, modele: Resultat, monkeypatch: pytest.MonkeyPatch) -> None:
    contexte = _contexte(petite)
    cumul = _flux(modele, {2025: 1.0, 2026: 3.0}, valeur=4.0)
    assert par_unite._depuis(contexte, cumul, _ecrire) == "4"
    incomplet = replace(cumul, alertes=(Alerte.CUMUL_INCOMPLET,))
    assert par_unite._depuis(contexte, incomplet, _ecrire) == "au moins 4"
    assert par_unite._depuis(contexte, replace(cumul, cumul=Cumul.STOCK), _ecrire) == "–"
    monkeypatch.setattr(Ecriture, "annuelle", True, raising=False)
    monkeypatch.setattr(Vue, "ecriture", lambda _soi, r: type("E", (), {"annuelle": True})())
    debut = contexte.programme.debut.year
    annees: dict[int, float | None] = dict.fromkeys(range(debut, 2027), 2.0)
    annuel = _flux(modele, annees, valeur=2.0)
    assert par_unite._depuis(contexte, annuel, _ecrire) == f"{2 * len(annees)}"
    trou = _flux(modele, {**annees, debut: None}, valeur=2.0)
    assert par_unite._depuis(contexte, trou, _ecrire) == f"au moins {2 * (len(annees) - 1)}"
    assert par_unite._depuis(contexte, replace(annuel, secrete=True), _ecrire) == "–"


def test_une_annee_partielle_ne_prouve_pas_un_progres(petite: Evaluation) -> None:
    assert par_unite._partielle(_contexte(petite)) == ""
    tardif = replace(petite, programme=replace(petite.programme, debut=date(2025, 10, 21)))
    assert _clair(par_unite._partielle(_contexte(tardif))) == (
        " 2025 ne compte qu'à partir du 21 octobre 2025 : une hausse y est attendue et ne prouve pas un progrès."
    )


def test_une_valeur_de_depart_connue_n_est_pas_a_retrouver(petite: Evaluation) -> None:
    non_juges = [r for r in petite.resultats if r.siren == "ensemble" and r.verdict is Verdict.NON_EVALUABLE]
    tous = tuple(
        replace(r, motif=Motif.VALEUR_INITIALE_SEULE) if r in non_juges else r for r in petite.resultats
    )  # fmt: skip
    toutes = decisions.decisions(_contexte(replace(petite, resultats=tous)))
    assert "Retrouver les valeurs de départ" not in [d.sujet for d in toutes]
    collecte = next(d for d in toutes if d.sujet.startswith("Obtenir"))
    assert "13 indicateurs sur 25 n'ont aucune valeur depuis le départ." in _clair(collecte.pourquoi)


def test_la_note_semestrielle_ne_compte_pas_les_valeurs(petite: Evaluation) -> None:
    assert decisions._sans_valeur(_contexte(petite, periode="2026-S1")) == ""


def test_un_budget_sans_classeur_le_dit(petite: Evaluation) -> None:
    codes = _contexte(petite).vue.classeurs_absents
    assert codes
    reste = tuple(f for f in petite.finances if f.action not in codes)
    phrase = _clair(budget._non_revenus(_contexte(replace(petite, finances=reste))))
    assert phrase == f"Ces montants ne comptent pas une action dont le classeur n'est pas revenu ({codes[0]})."
    assert "(" not in budget._non_revenus(_contexte(replace(petite, finances=reste), "elus"))


def test_la_casse_ne_fait_pas_deux_financeurs(petite: Evaluation) -> None:
    action = petite.programme.actions[0].code
    noms = ("Budget Pôle Métropolitain", "Budget Pôle métropolitain", "Budget Pôle Métropolitain")
    lignes = tuple(LigneFinanciere(action, 2026, nom, prevu_eur=10.0, engage_eur=5.0, paye_eur=1.0) for nom in noms)
    financeurs = Financement.depuis(Vue(replace(petite, finances=lignes), "ensemble")).financeurs
    assert [(x.libelle, x.prevu.total) for x in financeurs] == [("Budget Pôle Métropolitain", 30.0)]


def test_deux_indicateurs_du_meme_nom_disent_leur_action(petite: Evaluation) -> None:
    contexte = _contexte(petite, "citoyenne")
    r = next(x for x in petite.resultats if x.indicateur == "A3-1")
    assert "<small>" not in par_unite._libelle(contexte, r)
    contexte.vue.__dict__["homonymes"] = dict.fromkeys([par_unite.mettre_a_nu(r.libelle)], 2)
    assert contexte.programme.action(r.action).intitule[:20] in par_unite._libelle(contexte, r)


def test_la_diapositive_des_raisons_garde_le_total() -> None:
    corps = [(f"Raison {n}", str(n), "Remède.") for n in range(1, 9)]
    gardees = non_evaluables._toutes_comptees(corps)
    assert len(gardees) == 6
    assert sum(int(n) for _, n, _ in gardees) == 36
    assert non_evaluables._toutes_comptees(corps[:6]) == corps[:6]


def test_une_presence_inconnue_n_est_pas_une_absence(petite: Evaluation, monkeypatch: pytest.MonkeyPatch) -> None:
    siren = petite.programme.territoires[0].siren
    lignes = (
        chez_nous.couverture.Ligne("A1", "Accueillir", {siren: chez_nous.Presence.PRESENTE}),
        chez_nous.couverture.Ligne("A2", "Former", {siren: chez_nous.Presence.NON_PUBLIEE}),
    )
    monkeypatch.setattr(chez_nous.couverture, "lignes", lambda _contexte: lignes)
    texte = _clair(chez_nous.bloc(_contexte(petite, "elus", siren)).contenu)
    assert "Pour 1 action, la présence n&#39;est pas connue ou ne se publie pas." in texte.replace("'", "&#39;")


def test_chaque_verdict_a_son_symbole() -> None:
    assert len({s.symbole for s in SIGNES.values()}) == len(SIGNES)
    verdicts = [SIGNES_WORD[f"s-{s.classe}"] for s in SIGNES.values()]
    assert len(set(verdicts)) == len(SIGNES)


def test_le_compte_des_verdicts_n_est_pas_un_titre_dans_word() -> None:
    html = '<div class="parts"><p>Résultats</p><p class="verdicts">1 atteint</p></div>'
    assert [e.genre for e in lire(html) if isinstance(e, Paragraphe)] == ["intertitre", "corps"]
