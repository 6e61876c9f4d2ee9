"""L'évaluation finale, lue comme une page : chaque édition, ses faits refaits à la main, ce qui manque, le secret."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import fabrique_evaluation as fabrique
import fabrique_finale
import pytest

from evaltools.domaine.evaluation import Evaluation
from evaltools.restitution import plans
from evaltools.restitution.page import assembler
from evaltools.restitution.rapport_final import RapportFinal

EDITIONS = ("copil", "elus", "technique")


def clair(texte: str) -> str:
    return texte.replace("\u202f", " ").replace("\u00a0", " ").replace("’", "'")


@pytest.fixture(scope="module")
def evaluation() -> Evaluation:
    return fabrique_finale.finale()


@pytest.fixture(scope="module")
def rendre(lire_page: Callable) -> Callable:
    def rendre_(evaluation: Evaluation, edition: str = "copil", siren: str = "ensemble", **options: object):
        rapport = RapportFinal(evaluation, siren, edition, date(2029, 1, 15), **options)
        blocs = sorted(rapport.blocs(), key=lambda b: b.ordre)
        charges = [{"ancre": b.ancre, "titre": b.titre, "html": b.contenu, **b.page} for b in blocs]
        return lire_page(assembler(charges[0], charges[1:]))

    return rendre_


@pytest.mark.parametrize("edition", EDITIONS)
def test_chaque_edition_est_une_page_saine(edition: str, evaluation: Evaluation, rendre: Callable) -> None:
    page = rendre(evaluation, edition, fabrique.NORD if edition == "elus" else "ensemble")
    assert page.fautes == []
    assert page.nombre("h1") == 1
    assert len(page.ids) == len(set(page.ids))
    assert "None" not in page.texte
    assert "nan" not in page.texte.lower().split()


def test_les_parties_suivent_le_plan(evaluation: Evaluation) -> None:
    blocs = RapportFinal(evaluation, "ensemble", "copil").blocs()
    assert [b.ordre for b in blocs] == sorted(b.ordre for b in blocs)
    plan = plans.plan("evaluation_finale", "copil")
    assert [b.ancre.replace("-", "_") for b in blocs] == [
        n for n in plan if n.replace("_", "-") in {b.ancre for b in blocs}
    ]


def test_les_comptes_a_la_facon_d_un_bilan(evaluation: Evaluation, rendre: Callable) -> None:
    texte = clair(rendre(evaluation).texte)
    assert "12 indicateurs applicables sur 25 ont pu être évalués (12 sur 25)." in texte
    assert (
        "La moitié des indicateurs évaluables sont atteints au moins en partie : 4 atteints, 2 partiellement "
        "atteints et "
        "6 non atteints." in texte
    )
    assert "13 indicateurs sur 25" in texte


def test_les_reculs_sont_nommes_meme_quand_le_verdict_est_non_atteint(evaluation: Evaluation, rendre: Callable) -> None:
    texte = clair(rendre(evaluation).texte)
    assert "Deux indicateurs finissent plus loin de leur cible qu'au départ." in texte
    assert (
        "A2-3 Médecins généralistes libéraux pour 100 000 habitants : passe de 71,4 à 68,9 médecins, pour une cible "
        "de 78" in texte
    )
    assert "A2-4 Communes dotées d'un lieu d'accueil" in texte


def test_la_solidite_de_chaque_conclusion(evaluation: Evaluation, rendre: Callable) -> None:
    assert "Inchangée dans 9 cas sur 10" in rendre(evaluation).texte
    assert "Seuils +20" not in clair(rendre(evaluation).texte)
    assert "Seuils +20 % : non atteint" in clair(rendre(evaluation, "technique").texte)


def test_les_cibles_initiales_et_revisees_cote_a_cote(evaluation: Evaluation, rendre: Callable) -> None:
    page = rendre(evaluation)
    texte = clair(page.texte)
    assert "Une cible a été révisée depuis la signature. La révision n'a changé aucun verdict." in texte
    assert "49,8 %Non atteint60,0 %Non atteint58,0 %COTECH du 8 avril 2027" in texte
    sans = replace(evaluation, resultats=tuple(replace(r, initiale=None, revisee=None) for r in evaluation.resultats))
    assert "Aucune cible n'a été révisée depuis la signature." in clair(rendre(sans).texte)


def test_une_revision_qui_change_un_verdict_est_dite(evaluation: Evaluation, rendre: Callable) -> None:
    def changer(r):
        if r.revisee is None:
            return r
        atteinte = replace(r.revisee, verdict=fabrique.V.ATTEINT)
        return replace(r, verdict=fabrique.V.ATTEINT, revisee=atteinte)

    texte = clair(rendre(replace(evaluation, resultats=tuple(map(changer, evaluation.resultats)))).texte)
    assert "Elle a changé un verdict : A2-2, non atteint avec la cible initiale, atteint avec la nouvelle." in texte


def test_le_budget_est_celui_de_tout_le_contrat(evaluation: Evaluation, rendre: Callable) -> None:
    texte = clair(rendre(evaluation).texte)
    assert "70 % du budget prévu de 2027 à 2028 est engagé (14 000 € sur 20 000 €)." in texte
    assert "202710 0008 0008 00080 %" in texte
    assert "202810 0006 0003 20060 %" in texte


def test_un_cout_par_unite_la_ou_les_deux_sont_complets(evaluation: Evaluation, rendre: Callable) -> None:
    texte = clair(rendre(evaluation).texte)
    # 11 200 € payés en tout pour A1, 112 professionnels formés : 100 € chacun ; et 1 réunion (11 200 €).
    assert "11 200112100 € par professionnel" in texte
    trou = (*evaluation.finances, replace(evaluation.finances[0], annee=2026, paye_eur=None))
    assert "Aucun coût par séance, par classe ou par personne ne se calcule." in clair(
        rendre(replace(evaluation, finances=trou)).texte
    )


def test_les_trajectoires_comptent_chaque_annee_ce_qui_etait_evaluable(
    evaluation: Evaluation, rendre: Callable
) -> None:
    texte = clair(rendre(evaluation).texte)
    assert "12 indicateurs évaluables en 2027 comme en 2028, dont quatre atteints à la fin" in texte
    assert "Ensemble5 sur 124 sur 12" in texte  # quatre atteints et un en bonne voie, puis quatre atteints
    seule = replace(evaluation, historique={})
    assert "Aucune année passée n'est évaluable" in clair(rendre(seule).texte)


def test_sans_texte_rien_n_est_juge_a_la_place_de_l_evaluateur(evaluation: Evaluation, rendre: Callable) -> None:
    texte = clair(rendre(evaluation).texte)
    for nom in ("pertinence", "coherence", "efficacite", "efficience", "impact", "durabilite", "recommandations"):
        assert f"Constat à écrire par l'évaluateur, dans inputs/essai/2028/textes/{nom}.md." in texte
    assert texte.count("À donner par l'évaluateur") == 6
    assert "Niveau donné par l'évaluateur" not in texte
    assert texte.count("À décider") == 8  # une fois par action
    assert "Cohérence avec les autres politiques." in texte  # dans la liste de ce qui manque


def test_les_textes_de_l_evaluateur_prennent_leur_place(evaluation: Evaluation, rendre: Callable) -> None:
    plume = fabrique_finale.plume(
        pertinence="Les besoins **ont changé**.\n\nNiveau : plutôt fort",
        devenir="- A1 : reconduire, le public est là\n- A5 : arrêter",
        recommandations="1. Garder l'instance.",
        coherence_externe="Le projet régional de santé est pris en compte.",
    )
    texte = clair(rendre(evaluation, plume=plume).texte)
    assert "Les besoins ont changé." in texte
    assert "L'évaluateur a jugé un critère sur six" in texte
    assert "Niveau donné par l'évaluateur : plutôt fort (la plupart des preuves vont dans ce sens" in texte
    assert "textes/pertinence.md" not in texte
    assert "L'évaluateur propose un devenir pour 2 actions sur 8 : 1 à reconduire et 1 à arrêter." in texte
    assert "ReconduireLe public est là" in texte
    assert texte.count("À décider") == 6
    assert "A1 : reconduire, le public" not in texte  # le tableau le dit : le texte ne le répète pas
    assert "Garder l'instance." in texte
    assert "Le projet régional de santé est pris en compte." in texte


def test_les_pistes_calculees_sont_a_discuter(evaluation: Evaluation, rendre: Callable) -> None:
    texte = clair(rendre(evaluation).texte)
    assert "Pistes calculées, à discuter" in texte
    assert "2 indicateurs ont reculé : A2-3 et A2-4." in texte
    assert "1 indicateur n'a presque pas bougé : A6-2." in texte
    assert "4 sur 12 cibles évaluables sont atteintes (33 %)." in texte
    assert "2 actions finissent le contrat sans aboutir : A3 et A7." in texte


def test_evaluation_anticipee(rendre: Callable) -> None:
    texte = clair(rendre(fabrique_finale.finale(anticipee=True)).texte)
    assert "Évaluation finale anticipée." in texte
    assert "Le contrat court jusqu'au 31 décembre 2028 ; les données sont arrêtées au 31 décembre 2026." in texte
    assert "anticipée" not in rendre(fabrique_finale.finale()).texte


def test_une_evaluation_annuelle_est_refusee() -> None:
    with pytest.raises(ValueError, match="n'est pas finale"):
        RapportFinal(fabrique.petite(), "ensemble")


@pytest.mark.parametrize("edition", ["citoyenne", "", "Copil"])
def test_une_edition_inconnue_est_refusee(edition: str, evaluation: Evaluation) -> None:
    with pytest.raises(ValueError, match="inconnue : copil, elus, technique"):
        RapportFinal(evaluation, "ensemble", edition)


def test_les_elus_d_un_epci_lisent_le_leur(evaluation: Evaluation, rendre: Callable) -> None:
    texte = clair(rendre(evaluation, "elus", fabrique.NORD).texte)
    assert "Qu'avions-nous promis, qu'avons-nous fait ?" in texte
    assert "CA d'Orbelle Sud" not in texte
    assert "textes/" not in texte  # aucun chemin de fichier pour un élu
    assert "Ces montants sont ceux de tout le programme." in texte
    # A2-1 (non atteint), A2-2 (non atteint), A6-2 (non atteint) se mesurent ici ; A3-1 et A3-2 n'ont pas pu être jugés.
    assert "Aucune cible évaluable n'est atteinte au moins en partie : 3 non atteints." in texte


def test_l_edition_publique_n_a_ni_texte_libre_ni_nom_de_fichier(rendre: Callable) -> None:
    sources = (("2028 Dupont.xlsx", "a" * 64),)
    publique = rendre(fabrique_finale.secrete(), "technique", sources=sources)
    texte = clair(publique.texte)
    for libre in (
        "Peu de candidats",
        "départ du coordonnateur",
        "COPIL du 12 mars 2026",
        "Dupont",
        "Proposition du pilote",
    ):
        assert libre not in texte
    assert "secret" in texte
    restreinte = clair(rendre(fabrique_finale.finale(), "technique", sources=sources).texte)
    assert "Dupont" in restreinte


def test_de_quoi_rejouer(evaluation: Evaluation, rendre: Callable) -> None:
    options = {
        "sources": (("inputs/essai/cadrage.xlsx", "0123456789abcdef" + "0" * 48),),
        "version": "9.9",
        "empreinte": "c0ffee",
    }
    texte = clair(rendre(evaluation, "technique", **options).texte)
    assert "evaltools 9.9" in texte
    assert "inputs/essai/cadrage.xlsx0123456789abcdef" in texte
    assert "evaltools rendre params/essai-2028.yaml" in texte
    assert "verdicts de fin de contrat" in texte


def test_les_figures_sont_numerotees_dans_l_ordre(evaluation: Evaluation, rendre: Callable) -> None:
    page = rendre(evaluation, "technique")
    numeros = [int(n) for n in re.findall(r"Figure (\d+)\.", " ".join(page.attributs("aria-label")))]
    assert sorted(set(numeros)) == list(range(1, max(numeros) + 1))
    legendes = [a["aria-label"] for nom, a in page.balises if nom == "figure"]
    assert [int(re.match(r"Figure (\d+)\.", x)[1]) for x in legendes] == list(range(1, len(legendes) + 1))


def test_les_diapositives_ont_un_message_et_des_tableaux_reguliers(evaluation: Evaluation) -> None:
    for edition, siren in (("copil", "ensemble"), ("elus", fabrique.NORD)):
        blocs = RapportFinal(evaluation, siren, edition).blocs()
        diapos = [d for b in blocs for d in b.diapositives]
        assert len(diapos) >= 8
        for d in diapos:
            assert 5 <= len(d.titre) <= 200
            if d.tableau:
                assert {len(ligne) for ligne in d.tableau.lignes} <= {len(d.tableau.colonnes)}
            if d.graphique:
                assert all(len(s.valeurs) == len(d.graphique.categories) for s in d.graphique.series)


SANS = (
    {"resultats": (), "syntheses": (), "historique": {}},
    {"situations": (), "avancements": ()},
    {"finances": (), "completudes": ()},
)


@pytest.mark.parametrize("changements", SANS, ids=["sans-resultats", "sans-avancement", "sans-budget"])
@pytest.mark.parametrize("edition", EDITIONS)
def test_ce_qui_manque_se_dit_sans_casser(
    evaluation: Evaluation, changements: dict, edition: str, rendre: Callable
) -> None:
    page = rendre(replace(evaluation, **changements), edition)
    assert page.fautes == []
    assert "None" not in page.texte


@pytest.mark.parametrize("edition", EDITIONS)
def test_tout_ce_qui_vient_d_un_classeur_est_echappe(edition: str, rendre: Callable) -> None:
    piege = '<script>alert(1)</script>"{{ 7*7 }}'
    page = rendre(fabrique_finale.finale(piege=piege), edition)
    assert page.fautes == []
    assert page.nombre("script") == 0
    assert page.texte.count("alert(1)") >= 10


def test_les_memes_donnees_donnent_les_memes_octets(evaluation: Evaluation) -> None:
    def octets() -> list[str]:
        return [b.contenu for b in RapportFinal(evaluation, "ensemble", "technique").blocs()]

    assert octets() == octets()
