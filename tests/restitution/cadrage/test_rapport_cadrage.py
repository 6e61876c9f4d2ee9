"""Le rapport de cadrage : ce qui se juge, ce qui manque, ce qui est décidé et par qui, ce qui reste à décider."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import fabrique_evaluation as fabrique
import pytest

from evaltools.domaine.anomalies import Lieu, signaler
from evaltools.domaine.cadrage import ORIGINE_DECISION, Cadrage, Cadre, Cible, depuis_document
from evaltools.domaine.lexique import ENSEMBLE, Cumul, Nature, PeriodiciteCible, Sens
from evaltools.domaine.programme import Citation, Indicateur, Programme, Remarque
from evaltools.restitution.cadrage.contexte import fixee
from evaltools.restitution.cadrage.decisions import dire_seance
from evaltools.restitution.page import assembler
from evaltools.restitution.rapport_cadrage import RapportCadrage

PREVU = date(2025, 12, 4)
REVISE = date(2026, 3, 19)


def clair(texte: str) -> str:
    return texte.replace("\u202f", " ").replace("\u00a0", " ").replace("’", "'")


def _programme() -> Programme:
    """27 indicateurs ; A1-1 a une cible au document, A1-2 une valeur qui mesure autre chose, A1-3 vient d'une ligne
    composée (avec A2-1).
    """
    programme = fabrique.petite().programme
    composee = "Nombre de réunions et part des assurés"

    def changer(i: Indicateur) -> Indicateur:
        if i.code == "A1-1":
            return replace(i, cible=Citation(100.0, "former cent professionnels", 2028, unite="professionnels"))
        if i.code == "A1-2":
            return replace(i, valeur_initiale=Citation(4.0, "quatre centres", unite="centres", portee="un stock"))
        return replace(i, libelle_source=composee) if i.code in ("A1-3", "A2-1") else i

    actions = tuple(
        replace(
            a,
            operations=tuple(replace(o, indicateurs=tuple(map(changer, o.indicateurs))) for o in a.operations),
        )
        for a in programme.actions
    )
    remarque = Remarque("Article 3", "le texte annonce neuf actions", "lesquelles ?")
    return replace(programme, actions=actions, remarques=(remarque,))


def _decide(cadre: Cadre) -> Cadre:
    """Le COPIL fixe A2-1 et A2-2 ; le COTECH révise A2-2 trois mois après."""
    signee = Cible(9.0, 2028, instance="COPIL", decidee_le=PREVU, origine=ORIGINE_DECISION)
    revisee = Cible(10.0, 2028, instance="COTECH", decidee_le=REVISE, origine=ORIGINE_DECISION)
    socle = replace(
        cadre, valeur_initiale=12.8, sens=Sens.BAISSE, source="CPAM", responsable="CPAM", frequence="annuelle"
    )
    if (cadre.indicateur, cadre.siren) == ("A2-1", ENSEMBLE):
        return replace(socle, cible_initiale=signee)
    if (cadre.indicateur, cadre.siren) == ("A2-2", ENSEMBLE):
        return replace(socle, cible_initiale=signee, cible_revisee=revisee)
    return cadre


@pytest.fixture(scope="module")
def decide() -> tuple[object, Cadrage]:
    programme = _programme()
    cadrage = Cadrage({cle: _decide(cadre) for cle, cadre in depuis_document(programme).cadres.items()})
    return replace(fabrique.petite(), programme=programme, cadrage=cadrage), cadrage


@pytest.fixture(scope="module")
def vierge() -> tuple[object, Cadrage]:
    programme = _programme()
    cadrage = depuis_document(programme)
    return replace(fabrique.petite(), programme=programme, cadrage=cadrage), cadrage


@pytest.fixture(scope="module")
def rendre(lire_page: Callable) -> Callable:
    def rendre_(cas: tuple, edition: str = "copil", **options: object):
        rapport = RapportCadrage(*cas, edition, date(2027, 1, 15), **options)
        blocs = sorted(rapport.blocs(), key=lambda b: b.ordre)
        charges = [{"ancre": b.ancre, "titre": b.titre, "html": b.contenu, **b.page} for b in blocs]
        return lire_page(assembler(charges[0], charges[1:]))

    return rendre_


@pytest.mark.parametrize("edition", ["copil", "technique"])
def test_chaque_edition_est_une_page_saine(edition: str, decide: tuple, rendre: Callable) -> None:
    page = rendre(decide, edition)
    assert page.fautes == []
    assert page.nombre("h1") == 1
    assert len(page.ids) == len(set(page.ids))
    assert "None" not in page.texte
    assert "Cadrage et évaluabilité" in page.texte


def test_ce_qui_se_juge_avant_et_apres(decide: tuple, vierge: tuple, rendre: Callable) -> None:
    texte = clair(rendre(decide).texte)
    # A1-1 par le document ; A5-3 et A5-4 n'ont pas d'échéance ; le COPIL ajoute A2-1 et A2-2.
    assert "3 indicateurs sur 27 sont évaluables, contre 1 avec le document seul" in texte
    assert "Ensemble1 sur 273 sur 2711 %" in texte
    avant = clair(rendre(vierge).texte)
    assert "1 indicateur sur 27 est évaluable" in avant
    assert "Document seul" not in avant


def test_ce_que_le_document_enonce_avec_ses_mots(decide: tuple, rendre: Callable) -> None:
    texte = clair(rendre(decide).texte)
    assert "Le document énonce une cible pour 27 indicateurs. Il ne donne aucune valeur de départ." in texte
    assert "Cible100 professionnels en 2028« former cent professionnels »" in texte
    assert "Valeur de départ, à vérifier4 centres« quatre centres »" in texte


def test_les_lignes_composees(decide: tuple, rendre: Callable) -> None:
    texte = clair(rendre(decide, "technique").texte)
    assert "2 lignes composées du document donnent 2 indicateurs" in texte  # une par opération
    assert "Nombre de réunions et part des assurés" in texte


def test_qui_a_decide_quoi_et_quand(decide: tuple, rendre: Callable) -> None:
    texte = clair(rendre(decide).texte)
    assert "COPIL du 4 décembre 2025 : 2 cibles et COTECH du 19 mars 2026 : 1 cible." in texte
    assert "Deux cibles sont fixées, 1 a été révisée." in texte
    assert (
        "A2-2 Femmes de 50 à 74 ans dépistées pour le cancer du sein9 % en 202810 % en 2028COTECH du 19 mars 2026"
        in texte
    )


def test_sans_decision_la_partie_dit_le_remede(vierge: tuple, rendre: Callable) -> None:
    texte = clair(rendre(vierge).texte)
    assert "Aucune instance n'a encore décidé de cible." in texte
    assert "Qu'est-ce qui est décidé" not in texte
    assert "« evaltools cadrage » l'écrit, pré-rempli." in texte


def test_ce_qui_reste_et_par_qui(decide: tuple, rendre: Callable) -> None:
    texte = clair(rendre(decide).texte)
    # 27 moins les trois évaluables ; tous ont le même pilote, celui de la fiche.
    assert "24 indicateurs sur 27 attendent une décision." in texte
    assert "Communauté d'agglomération24" in texte
    assert "À désigner" not in texte


def test_la_liste_de_travail_laisse_la_place_de_decider(decide: tuple, rendre: Callable) -> None:
    texte = clair(rendre(decide, "technique").texte)
    assert "La liste de travail de la séance" in texte
    assert texte.count("Ce que le document suggère") == 6  # une table par action qui a des indicateurs : A1 à A6
    assert "liste de travail" not in clair(rendre(decide).texte)


def test_ce_que_la_lecture_a_releve_est_dans_l_edition_technique(decide: tuple, rendre: Callable) -> None:
    assert "le texte annonce neuf actions" in rendre(decide, "technique").texte
    copil = clair(rendre(decide).texte)
    assert "le texte annonce neuf actions" not in copil
    assert "1 remarque de lecture : voir l'édition technique." in copil


def test_les_controles_ne_sont_que_dans_l_edition_restreinte(decide: tuple, rendre: Callable) -> None:
    faute = signaler("CAD-40", Lieu("cadrage.xlsx", "Indicateurs", "F12"), indicateur="A1-1")
    texte = clair(rendre(decide, "technique", anomalies=[faute]).texte)
    assert "CAD-40Indicateurs F12" in texte
    evaluation, cadrage = decide
    publique = rendre((replace(evaluation, diffusion="publique"), cadrage), "technique", anomalies=[faute])
    assert "CAD-40" not in publique.texte
    assert "Ils sont dans l'édition restreinte." in clair(publique.texte)


def test_l_edition_publique_ne_montre_que_le_cadrage_masque(decide: tuple, rendre: Callable) -> None:
    """La valeur de départ masquée ne se lit nulle part, et l'indicateur n'en devient pas « sans départ »."""
    evaluation, cadrage = decide
    masques = {cle: replace(c, valeur_initiale=None, responsable="") for cle, c in evaluation.cadrage.cadres.items()}
    publique = replace(evaluation, diffusion="publique", cadrage=Cadrage(masques))
    restreinte, texte = clair(rendre(decide, "technique").texte), clair(rendre((publique, cadrage), "technique").texte)
    assert "12,8 %" in restreinte
    assert "12,8" not in texte
    assert "CPAM" not in texte
    assert "3 indicateurs sur 27 sont évaluables" in texte


def test_une_edition_inconnue_est_refusee(decide: tuple) -> None:
    with pytest.raises(ValueError, match="inconnue : copil, technique"):
        RapportCadrage(*decide, "elus")


@pytest.mark.parametrize(
    ("cible", "attendu"),
    [
        (Cible(), False),
        (Cible(0.0), True),
        (Cible(borne_basse=2.0), True),
        (Cible(annee=2028), True),
        (Cible(annuelles={2026: 3.0}), True),
        (Cible(periodicite=PeriodiciteCible.ANNUELLE), False),
    ],
)
def test_une_cible_est_fixee_des_qu_elle_dit_quelque_chose(cible: Cible, attendu: bool) -> None:
    assert fixee(cible) is attendu


def test_une_seance_dont_la_date_ou_l_instance_manque() -> None:
    assert clair(dire_seance("COPIL", PREVU)) == "COPIL du 4 décembre 2025"
    assert clair(dire_seance("", PREVU)) == "instance non précisée, le 4 décembre 2025"


def test_un_flux_part_de_zero(decide: tuple) -> None:
    """Un flux décidé n'attend pas de valeur de départ : il est évaluable, pas « en partie »."""
    evaluation, cadrage = decide
    cadres = dict(cadrage.cadres)
    cadres["A1-3", ENSEMBLE] = replace(
        cadres["A1-3", ENSEMBLE],
        nature=Nature.NOMBRE,
        cumul=Cumul.FLUX,
        sens=Sens.HAUSSE,
        cible_initiale=Cible(8.0, 2028),
    )
    total = RapportCadrage(evaluation, Cadrage(cadres), "copil").contexte.total
    assert (total.evaluables, total.partiels) == (4, 0)


def test_les_diapositives_ont_un_message(decide: tuple) -> None:
    diapos = [d for b in RapportCadrage(*decide, "copil").blocs() for d in b.diapositives]
    assert len(diapos) >= 7
    assert all(5 <= len(d.titre) <= 200 for d in diapos)
    graphiques = [d.graphique for d in diapos if d.graphique]
    assert [sum(v or 0 for v in s.valeurs) for s in graphiques[0].series] == [3, 0, 24]


@pytest.mark.parametrize("edition", ["copil", "technique"])
def test_tout_ce_qui_vient_du_document_est_echappe(edition: str, rendre: Callable) -> None:
    evaluation = fabrique.petite(piege='<script>alert(1)</script>"{{ 7*7 }}')
    page = rendre((evaluation, evaluation.cadrage), edition)
    assert page.fautes == []
    assert page.nombre("script") == 0
    assert page.texte.count("alert(1)") >= 5
