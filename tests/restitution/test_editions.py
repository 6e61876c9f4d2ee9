"""Les éditions : leurs plans, leurs pages, leurs manques, leurs diapositives, et les figures qu'elles partagent."""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path

import fabrique_evaluation as fabrique
import pytest

from evaltools.domaine.evaluation import Evaluation
from evaltools.domaine.lexique import Diffusion
from evaltools.domaine.textes import Destination, Texte
from evaltools.restitution import plans, toile
from evaltools.restitution.annuel.parties import PARTIES
from evaltools.restitution.html import ABSENT
from evaltools.restitution.note_semestrielle import NoteSemestrielle
from evaltools.restitution.page import assembler
from evaltools.restitution.rapport import Rapport
from evaltools.restitution.rapport_annuel import RapportAnnuel
from evaltools.restitution.sigles import SIGLES, developper, developper_html
from evaltools.restitution.textes import Plume

CARNETS = Path(__file__).resolve().parents[2] / "notebooks"
EDITIONS = tuple(plans.PLANS["evaluation_annuelle"])
FACADES = {"evaluation_annuelle": RapportAnnuel, "note_semestrielle": NoteSemestrielle}


def _rapport(evaluation: Evaluation, edition: str, siren: str = "ensemble", **options: object) -> RapportAnnuel:
    return RapportAnnuel(evaluation, siren, edition, date(2027, 1, 15), **options)  # type: ignore[arg-type]


def _page(rapport: Rapport) -> str:
    charges = [{"ancre": b.ancre, "titre": b.titre, "html": b.contenu, **b.page} for b in rapport.blocs()]
    return assembler(charges[0], charges[1:])


def _clair(texte: str) -> str:
    return texte.replace("\u00a0", " ").replace("\u202f", " ").replace("’", "'")


# ── Plans ────────────────────────────────────────────────────────────────────────────────────────────────────────

OUTILS = {"entete", "manques", "lecture"}
"""Parties qui ne sont pas des blocs du catalogue : en-tête, manques, encadré « comment lire »."""


@pytest.mark.parametrize(
    ("edition", "ordre"),
    [
        (
            "copil",
            """essentiel suites avancement taux objectifs indicateurs a_suivre faits budget publics couverture
            gouvernance partenaires satisfaction non_evaluables decisions plan_suivant methode""",
        ),
        ("elus", "essentiel chez_nous avancement publics budget satisfaction plan_suivant"),
        ("citoyenne", "essentiel publics satisfaction plan_suivant"),
    ],
)
def test_les_plans_suivent_les_plans_du_metier(edition: str, ordre: str) -> None:
    assert [n for n in plans.plan("evaluation_annuelle", edition) if n not in OUTILS] == ordre.split()


def test_l_edition_technique_garde_l_ordre_du_metier() -> None:
    ordre = (
        "qualite controles avancement taux a_suivre chronogramme objectifs indicateurs prevu_realise fiches budget "
        "couts gouvernance partenaires satisfaction changements communication methode donnees"
    ).split()
    technique = plans.plan("evaluation_annuelle", "technique")
    assert [n for n in technique if n in ordre] == ordre


@pytest.mark.parametrize("carnet", FACADES)
def test_chaque_partie_d_un_plan_a_sa_methode_et_sa_cellule(carnet: str) -> None:
    noms = {n for plan in plans.PLANS[carnet].values() for n in plan}
    assert noms - {"manques"} <= set(PARTIES)
    assert all(callable(getattr(FACADES[carnet], n)) for n in noms)
    cellules = json.loads((CARNETS / f"{carnet}.ipynb").read_text(encoding="utf-8"))["cells"]
    appels = re.findall(r"^rapport\.(\w+)\(\)$", "\n".join("".join(c["source"]) for c in cellules), re.MULTILINE)
    assert sorted(appels) == sorted(noms)


def test_un_plan_ne_nomme_une_partie_qu_une_fois() -> None:
    for carnet in plans.PLANS:
        for edition in plans.editions(carnet):
            assert max(Counter(plans.plan(carnet, edition)).values()) == 1


def test_une_edition_inconnue_est_refusee() -> None:
    with pytest.raises(ValueError, match="inconnue : aucune"):
        plans.plan("carnet_maison", "copil")
    assert plans.editions("carnet_maison") == tuple(plans.EDITIONS)


# ── Parties absentes, manques, textes de l'évaluateur ────────────────────────────────────────────────────────────


def test_une_partie_hors_plan_ne_s_exporte_pas(petite: Evaluation) -> None:
    rapport = _rapport(petite, "elus")
    bloc = rapport.fiches()
    assert bloc.role == ABSENT
    assert "Cette édition n'a pas cette partie." in _clair(bloc.contenu)
    assert "fiches" not in [b.ancre for b in rapport.blocs()]


def test_une_partie_sans_donnees_rejoint_les_manques(petite: Evaluation) -> None:
    rapport = _rapport(petite, "copil")
    assert rapport.satisfaction().role == ABSENT
    assert "feuille « Enquêtes »" in _clair(rapport.satisfaction().contenu)
    manques = _clair(rapport.manques().contenu)
    assert "Satisfaction." in manques
    assert "Partenaires." in manques
    assert manques.count("<li>") == len(list(rapport.lister_manques()))


def test_l_ordre_est_celui_du_plan(petite: Evaluation) -> None:
    blocs = _rapport(petite, "technique").blocs()
    rangs = [b.ordre for b in blocs]
    assert rangs == sorted(rangs)
    assert len(set(rangs)) == len(rangs)


def test_un_texte_de_l_evaluateur_tient_lieu_de_donnees(petite: Evaluation) -> None:
    texte = Texte("satisfaction", "Une enquête est prévue au **printemps**.", diffusion=Diffusion.PUBLIQUE)
    plume = Plume((texte,), Destination("evaluation_annuelle", "copil", "ensemble", "restreinte"))
    rapport = _rapport(petite, "copil", plume=plume)
    assert "<strong>printemps</strong>" in rapport.satisfaction().contenu
    assert "satisfaction" not in [nom for nom, _ in rapport.lister_manques()]


# ── Pages ────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("siren", ["ensemble", fabrique.NORD])
@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize("diffusion", ["restreinte", "publique"])
def test_chaque_page_est_bien_formee(edition: str, siren: str, diffusion: str, lire_page) -> None:
    html = _page(_rapport(fabrique.petite(diffusion=diffusion), edition, siren))
    page = lire_page(html)
    assert page.fautes == []
    assert [i for i, n in Counter(page.ids).items() if n > 1] == []
    assert {a["href"][1:] for n, a in page.balises if n == "a" and a["href"].startswith("#")} <= set(page.ids)
    assert page.nombre("h1") == 1
    assert f'<body class="ed-{edition}">' in html
    assert "None" not in page.texte
    assert ("Diffusion restreinte." in page.texte) == (diffusion == "restreinte")
    for _, attributs in [b for b in page.balises if b[0] == "figure"]:
        assert attributs["aria-label"].startswith("Figure ")


@pytest.mark.parametrize("edition", ["copil", "elus", "citoyenne"])
def test_le_poids_des_editions_courtes(grande: Evaluation, edition: str) -> None:
    assert len(_page(_rapport(grande, edition, "200000001")).encode()) < 300 * 1024


def test_l_edition_citoyenne_n_a_pas_de_sigle(petite: Evaluation, lire_page) -> None:
    programme = replace(petite.programme, titre_court="CLS du Val d'Orbelle")
    texte = lire_page(_page(_rapport(replace(petite, programme=programme), "citoyenne", fabrique.NORD))).texte
    trouves = set(re.findall(r"(?<![\w-])(" + "|".join(SIGLES) + r")(?![\w-])", texte))
    assert trouves == set()
    assert "Contrat local de santé du Val d’Orbelle" in texte
    assert "A2-1" not in texte


@pytest.mark.parametrize(
    ("texte", "attendu"),
    [
        ("CC du Sud Avesnois", "Communauté de communes du Sud Avesnois"),
        ("satisfaction des CH", "satisfaction des centres hospitaliers"),
        ("le CH de Fourmies", "le centre hospitalier de Fourmies"),
        ("des contrats locaux de santé (CLS)", "des contrats locaux de santé"),
        ("des formations (en ligne)", "des formations (en ligne)"),
        ("MACCLS et CLS-2", "MACCLS et CLS-2"),
        ("validé par le COPIL", "validé par le comité de pilotage"),
    ],
)
def test_developper(texte: str, attendu: str) -> None:
    assert developper(texte) == attendu


def test_developper_ne_touche_pas_aux_balises() -> None:
    assert developper_html('<p class="CLS">le CLS</p>') == '<p class="CLS">le contrat local de santé</p>'


def test_les_elus_n_ont_ni_code_ni_mot_du_metier(petite: Evaluation, lire_page) -> None:
    rapport = _rapport(petite, "elus", fabrique.NORD)
    texte = " ".join(lire_page(b.contenu).texte for b in (rapport.essentiel(), rapport.chez_nous(), rapport.publics()))
    assert not re.search(r"\b[A-Z]\d-\d\b", texte)
    assert "évaluable" not in texte
    assert "On ne peut pas encore juger 2 indicateurs sur 5." in _clair(texte)


# ── Figures partagées, octets ────────────────────────────────────────────────────────────────────────────────────


def test_une_figure_n_est_dessinee_qu_une_fois_pour_ses_donnees(petite: Evaluation, monkeypatch) -> None:
    toile._MEMOIRE.clear()
    dessinees: list[str] = []
    vrai = toile.svg
    monkeypatch.setattr(toile, "svg", lambda fig, prefixe: dessinees.append(prefixe) or vrai(fig, prefixe))
    _rapport(petite, "technique").blocs()
    assert len(dessinees) > 0
    avant = len(dessinees)
    for edition in ("copil", "elus", "citoyenne"):
        _rapport(petite, edition).blocs()
    assert len(dessinees) == avant


def test_les_memes_donnees_donnent_les_memes_octets() -> None:
    for edition in EDITIONS:
        assert _page(_rapport(fabrique.petite(), edition)) == _page(_rapport(fabrique.petite(), edition))


# ── Diapositives ─────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("edition", EDITIONS)
def test_les_diapositives(petite: Evaluation, edition: str) -> None:
    toutes = [d for b in _rapport(petite, edition).blocs() for d in b.diapositives]
    assert {"copil": 12 <= len(toutes) <= 18, "elus": 5 <= len(toutes) <= 10}.get(edition, len(toutes) > 3)
    for d in toutes:
        assert d.titre
        assert not d.titre.endswith(".")
        assert d.titre[0].isupper() or d.titre[0].isdigit()
        if d.tableau:
            assert d.tableau.legende
            assert {len(ligne) for ligne in d.tableau.lignes} == {len(d.tableau.colonnes)}
        if d.graphique:
            assert len(d.graphique.alternative) > 20
            assert {len(s.valeurs) for s in d.graphique.series} == {len(d.graphique.categories)}


def test_l_edition_publique_ne_met_pas_de_texte_libre_en_diapositive() -> None:
    publique = fabrique.petite(diffusion="publique")
    toutes = [d for b in _rapport(publique, "copil").blocs() for d in b.diapositives]
    ecrit = json.dumps([d.charge() for d in toutes], ensure_ascii=False)
    for libre in ("départ du coordonnateur", "COPIL du 12 mars 2026", "Peu de candidats"):
        assert libre not in ecrit


# ── Note semestrielle ────────────────────────────────────────────────────────────────────────────────────────────


def test_la_note_semestrielle(petite: Evaluation, lire_page) -> None:
    a_mi_annee = replace(petite, arrete_le=date(2026, 6, 30))
    note = NoteSemestrielle(a_mi_annee, "ensemble", "technique", date(2026, 7, 15), periode="2026-S1")
    html = _page(note)
    page = lire_page(html)
    assert page.fautes == []
    assert "Note du premier semestre 2026" in page.texte
    assert '<body class="ed-note">' in html
    sections = [a["id"] for n, a in page.balises if n == "section" and "id" in a]
    assert sections == ["avancement", "a-suivre", "qualite", "decisions", "manques"]
    assert "Mettez « semestrielle » dans la colonne Fréquence du cadrage" in _clair(page.texte)


def test_la_note_refuse_une_edition_inconnue(petite: Evaluation) -> None:
    with pytest.raises(ValueError, match="inconnue"):
        NoteSemestrielle(petite, "ensemble", "bureau")
