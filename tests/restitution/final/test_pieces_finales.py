"""Les pièces de l'évaluation finale, une à une : mots, preuves, pistes, décisions, financement."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import fabrique_evaluation as fabrique
import fabrique_finale
import pytest

from evaltools.domaine.finances import LigneFinanciere
from evaltools.domaine.jugements_de_valeur import Critere
from evaltools.domaine.lexique import ENSEMBLE, EtatAction, Verdict
from evaltools.domaine.robustesse import Robustesse, Variante
from evaltools.restitution.final import devenir, mots, objectifs, preuves, promis, recommandations, suite
from evaltools.restitution.final.contexte import ContexteFinal
from evaltools.restitution.final.financement import financement_du_contrat
from evaltools.restitution.rapport_final import RapportFinal, sans_doublon
from evaltools.restitution.vue import Vue, evaluables

V = Verdict


def clair(texte: str) -> str:
    return texte.replace("\u202f", " ").replace("\u00a0", " ").replace("’", "'")


def contexte(
    evaluation: object = None, edition: str = "copil", siren: str = ENSEMBLE, **options: object
) -> ContexteFinal:
    return RapportFinal(evaluation or fabrique_finale.finale(), siren, edition, date(2029, 1, 15), **options).contexte


# ── Les mots ─────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("inchangees", "autres", "attendu"),
    [
        (9, 1, "inchangée dans 9 cas sur 10"),
        (10, 0, "inchangée dans les 10 cas"),
        (1, 0, "inchangée dans le seul cas éprouvé"),
        (0, 2, "inchangée dans 0 cas sur 2"),
    ],
)
def test_la_solidite_se_dit_n_sur_n(inchangees: int, autres: int, attendu: str) -> None:
    cas = [Variante(f"c{n}", V.ATTEINT) for n in range(inchangees)] + [Variante(f"d{n}", None) for n in range(autres)]
    assert mots.solidite(Robustesse(V.ATTEINT, tuple(cas))) == attendu


def test_au_dela_de_trois_les_cas_qui_changent_sont_comptes() -> None:
    cas = tuple(Variante(f"sans I{n}", V.NON_ATTEINT) for n in range(1, 7))
    dit = clair(mots.ce_qui_change(Robustesse(V.ATTEINT, cas)))
    assert dit == "sans I1 : non atteint, sans I2 : non atteint, sans I3 : non atteint et 3 autres cas"


def test_les_verdicts_se_comptent_et_s_accordent() -> None:
    juges = evaluables(fabrique_finale.finale().resultats_de(ENSEMBLE))
    assert mots.compter_finals(juges) == (4, 2, 6)
    assert mots.dire_finals(juges) == "4 atteints, 2 partiellement atteints et 6 non atteints"
    un = [r for r in juges if r.verdict is V.ATTEINT][:1]
    assert mots.dire_finals(un) == "1 atteint"
    assert mots.dire_finals([]) == ""


def test_un_score_dit_son_intervalle_ou_ce_qui_l_empeche() -> None:
    base = fabrique_finale.finale().synthese("axe", "1", ENSEMBLE)
    assert base is not None
    note = replace(base, scores_par_niveau={"resultat": 0.62}, intervalles_par_niveau={"resultat": (0.4, 0.75)})
    assert clair(mots.score(note)) == "résultats 62 % (de 40 % à 75 %)"
    juste = replace(note, intervalles_par_niveau={"resultat": (0.62, 0.62)})
    assert clair(mots.score(juste)) == "résultats 62 %"
    sans = replace(base, scores_par_niveau={"resultat": None}, couverture=0.3)
    assert clair(mots.score(sans)) == "pas de score : 30 % évaluable seulement"
    assert mots.score(None) == "rien d'applicable"


# ── Les preuves ──────────────────────────────────────────────────────────────────────────────────────────────────


def test_chaque_critere_a_des_preuves_et_aucune_ne_juge() -> None:
    ici = contexte()
    for critere in Critere:
        lues = preuves.preuves(ici, critere)
        assert lues, critere
        assert all((x.endswith(".") and x[0].isupper()) or x[0].isdigit() for x in lues)


def test_les_preuves_de_l_efficacite_et_de_l_impact() -> None:
    ici = contexte()
    efficacite = [clair(x) for x in preuves.preuves(ici, Critere.EFFICACITE)]
    assert efficacite[0] == (
        "12 sur 25 indicateurs évaluables : 4 atteints, 2 partiellement atteints et 6 non atteints."
    )
    assert efficacite[1] == "Conclusion du programme : partiellement atteint, inchangée dans 9 cas sur 10."
    impact = [clair(x) for x in preuves.preuves(ici, Critere.IMPACT)]
    # Résultats évaluables : A1-2, A2-1, A2-2, A2-3, A6-2, A6-3 ; non évaluables : A3-3, A3-4, A3-5, A4-1, A4-5.
    assert impact[0].startswith("6 sur 11 indicateurs de résultat évaluables")
    assert "1 indicateur de résultat a reculé : A2-3." in impact


def test_les_preuves_de_l_efficience_et_de_la_durabilite() -> None:
    ici = contexte()
    efficience = [clair(x) for x in preuves.preuves(ici, Critere.EFFICIENCE)]
    assert efficience[0] == "70 % du budget prévu de 2027 à 2028 est engagé (14 000 € sur 20 000 €)."
    durabilite = [clair(x) for x in preuves.preuves(ici, Critere.DURABILITE)]
    # A2 et A6 en cours, A3 reportée, A7 suspendue, A8 à venir : cinq ; A4 n'a pas d'état.
    assert durabilite[0] == "Cinq actions sur 8 restent ouvertes à la fin du contrat."
    assert "une action sur 1 n'a qu'un seul financeur." in durabilite[1].lower()


def test_sans_montant_l_efficience_le_dit() -> None:
    lues = preuves.preuves(contexte(replace(fabrique_finale.finale(), finances=())), Critere.EFFICIENCE)
    assert lues[0] == "Aucun montant n'est remonté : les moyens ne se rapportent pas aux résultats."


# ── Les pistes et les décisions ──────────────────────────────────────────────────────────────────────────────────


def test_une_piste_par_action_qui_recule_puis_les_raisons_de_ne_pas_evaluer() -> None:
    pistes = recommandations.pistes_calculees(contexte())
    assert pistes[0].quoi.startswith("Comprendre ce qui a reculé dans l'action A2")
    assert [p.qui for p in pistes[-3:]] == ["le COTECH"] * 3
    assert all("rien à corriger" not in p.quoi for p in pistes)


def test_sans_recul_ni_manque_aucune_piste_n_est_inventee() -> None:
    base = fabrique_finale.finale()
    atteints = tuple(replace(r, verdict=V.ATTEINT, motif=None) for r in base.resultats)
    faites = tuple(replace(s, etat=EtatAction.REALISEE) for s in base.situations)
    (seule,) = recommandations.pistes_calculees(contexte(replace(base, resultats=atteints, situations=faites)))
    assert seule.quoi.startswith("Décider, pour chaque cible atteinte")


def test_les_elus_ne_lisent_que_quelques_pistes() -> None:
    bloc = recommandations.bloc(contexte(edition="elus", siren=fabrique.NORD))
    assert bloc.contenu.count('<th scope="row">') <= recommandations.PISTES_DES_ELUS


def test_les_decisions_du_contrat_suivant() -> None:
    sujets = [d.sujet for d in suite.decisions(contexte())]
    assert sujets == [
        "Valider l'évaluation finale",
        "Décider du devenir des actions",
        "Clore ou poursuivre ce qui reste ouvert",
        "Revoir les cibles manquées",
        "Cadrer les indicateurs avant de signer",
    ]
    valide = contexte(validation="COPIL du 2029-03-12")
    assert "Valider l'évaluation finale" not in [d.sujet for d in suite.decisions(valide)]


# ── Le devenir, les cibles promises, le financement ──────────────────────────────────────────────────────────────


def test_la_derniere_proposition_du_pilote_l_emporte() -> None:
    base = fabrique_finale.finale()
    premier = next(a for a in base.avancements if a.objet == "A1")
    anciens = (replace(premier, annee=2027, reorientation="Proposition : deux séances."), premier)
    ici = contexte(replace(base, avancements=anciens))
    assert devenir.proposition_du_pilote(ici, "A1") == "Deux séances. (2027)"
    assert devenir.proposition_du_pilote(ici, "A2") == ""


def test_un_texte_de_devenir_ne_repete_pas_le_tableau() -> None:
    plume = fabrique_finale.plume(devenir="Nos choix.\n- A1 : adapter", recommandations="- A1 : adapter")
    gardes = {t.partie: t.corps for t in sans_doublon(plume, ["A1"]).textes}
    assert gardes == {"devenir": "Nos choix.", "recommandations": "- A1 : adapter"}
    assert sans_doublon(fabrique_finale.plume(devenir="- A1 : adapter"), ["A1"]).textes == ()


def test_promis_et_fait_dit_ce_qui_manque() -> None:
    assert promis.manque(contexte()) is None
    vide = contexte(replace(fabrique_finale.finale(), resultats=()))
    assert promis.manque(vide) is not None
    assert objectifs.manque(vide) is not None


def test_le_financement_du_contrat_additionne_les_annees_et_garde_les_trous() -> None:
    base = fabrique_finale.finale()
    donnees = financement_du_contrat(Vue(base, ENSEMBLE))
    assert (donnees.ensemble.prevu.total, donnees.ensemble.engage.total, donnees.ensemble.paye.total) == (
        20000,
        14000,
        11200,
    )
    assert [x.libelle for x in donnees.par_an] == ["2027", "2028"]
    trou = (*base.finances, LigneFinanciere("A2", 2028, "", 5000.0))
    partiel = financement_du_contrat(Vue(replace(base, finances=trou), ENSEMBLE))
    assert clair(partiel.constat) == "Au moins 14 000 € engagés de 2027 à 2028, sur 25 000 € prévus"
    assert "Financeur non précisé" in [x.libelle for x in partiel.financeurs]
    assert financement_du_contrat(Vue(replace(base, finances=()), ENSEMBLE)).axes == ()


def test_ce_qui_suit_l_annee_evaluee_n_est_pas_compte() -> None:
    base = fabrique_finale.finale()
    apres = replace(base, finances=(*base.finances, LigneFinanciere("A1", 2029, "ARS", 9e6, 9e6, 9e6)))
    assert financement_du_contrat(Vue(apres, ENSEMBLE)).ensemble.prevu.total == 20000
