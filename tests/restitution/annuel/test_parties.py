"""Les parties des éditions annuelles, une à une, sur la petite évaluation ; attendus établis à la main."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import fabrique_evaluation as fabrique
import pytest

from evaltools.domaine.avancement import Avancement
from evaltools.domaine.cadrage import Cible
from evaltools.domaine.enquetes import Enquete
from evaltools.domaine.evaluation import Evaluation
from evaltools.domaine.lexique import EtatAction, EtatValeur, Motif, Qualite, Verdict
from evaltools.domaine.mesures import Observation
from evaltools.domaine.programme import Jalon
from evaltools.restitution import plans
from evaltools.restitution.annuel import (
    changements,
    chez_nous,
    couverture,
    decisions,
    faits,
    indicateurs,
    par_unite,
    plan_suivant,
    prevu_realise,
    qualite,
    satisfaction,
    semestres,
    suites,
)
from evaltools.restitution.annuel.contexte import Contexte
from evaltools.restitution.annuel.couverture import Presence
from evaltools.restitution.vue import Vue, evaluables


def _clair(texte: str) -> str:
    nu = re.sub(r"<[^>]+>", "|", texte).replace("&#39;", "'")
    return re.sub(r"\|+", "|", nu.replace("\u00a0", " ").replace("\u202f", " ").replace("’", "'").replace("\n", "|"))


def _contexte(evaluation: Evaluation, siren: str = "ensemble", edition: str = "copil", periode: str = "") -> Contexte:
    plan = plans.plan("evaluation_annuelle", edition)
    return Contexte(Vue(evaluation, siren), edition, date(2027, 1, 15), plan=plan, periode=periode)


def _avec_textes(evaluation: Evaluation, **champs: str) -> Evaluation:
    """Donne ces textes à l'action A2 en 2026."""
    tous = tuple(
        replace(a, **champs) if (a.action, a.objet) == ("A2", "A2") else a for a in evaluation.avancements
    )  # fmt: skip
    assert tous != evaluation.avancements
    return replace(evaluation, avancements=tous)


# ── Décisions ────────────────────────────────────────────────────────────────────────────────────────────────────


def test_les_decisions_a_prendre(petite: Evaluation) -> None:
    toutes = decisions.decisions(_contexte(petite))
    assert [d.sujet for d in toutes] == [
        "Fixer une date aux actions en retard",
        "Dater les reports",
        "Dire ce que devient l'action arrêtée",
        "Répondre aux dégradations",
        "Fixer les cibles qui manquent",
        "Retrouver les valeurs de départ",
        "Dire l'évolution souhaitée",
        "Obtenir le classeur qui manque",
    ]
    assert _clair(toutes[0].pourquoi) == "2 actions sur 8 sont en retard : A2 (3 mois) et A6 (3 mois)."
    assert _clair(toutes[4].pourquoi) == "2 indicateurs sur 25 n'ont pas de cible datée (8 %)."
    assert all(d.qui and d.quand and d.option for d in toutes)


def test_une_note_semestrielle_ne_juge_pas_les_indicateurs(petite: Evaluation) -> None:
    sujets = [d.sujet for d in decisions.decisions(_contexte(petite, periode="2026-S1"))]
    assert "Répondre aux dégradations" not in sujets
    assert "Fixer les cibles qui manquent" not in sujets
    assert "Dater les reports" in sujets


def test_une_reorientation_proposee_par_un_pilote(petite: Evaluation) -> None:
    avec = _avec_textes(petite, reorientation="Proposition : ouvrir le samedi.", motif="peu de candidats")
    premiere = decisions.decisions(_contexte(avec))[0]
    assert (premiere.sujet, premiere.option) == ("Réorienter l'action A2", "Ouvrir le samedi.")
    assert _clair(premiere.pourquoi).endswith(": en cours, 3 mois de retard. Peu de candidats.")
    publique = replace(avec, diffusion="publique")
    assert not [d for d in decisions.decisions(_contexte(publique)) if "Réorienter" in d.sujet]


@pytest.mark.parametrize(
    ("texte", "attendu"),
    [
        ("Proposition : deux rencontres.", "Deux rencontres."),
        ("deux rencontres : lundi et mardi", "Deux rencontres : lundi et mardi"),
        ("  Fermer.  ", "Fermer."),
    ],
)
def test_sans_annonce(texte: str, attendu: str) -> None:
    assert decisions.sans_annonce(texte) == attendu


def test_rien_a_decider(petite: Evaluation) -> None:
    calmes = tuple(replace(s, etat=EtatAction.EN_COURS, en_retard=False, retard_jours=None) for s in petite.situations)
    bons = tuple(r for r in petite.resultats if r.verdict is Verdict.ATTEINT)
    vide = replace(petite, situations=calmes, resultats=bons, completudes=())
    bloc = decisions.bloc(_contexte(vide))
    assert "Rien n'appelle de décision cette année." in _clair(bloc.contenu)
    assert bloc.diapositives == ()


# ── Suites, changements ──────────────────────────────────────────────────────────────────────────────────────────


def test_les_suites_d_une_decision_d_avant(petite: Evaluation) -> None:
    ancienne = Avancement("A3", "A3", 2025, decision="COPIL du 4 mai 2025", motif="local indisponible")
    avec = replace(petite, avancements=(*petite.avancements, ancienne))
    assert suites.manque(_contexte(petite)) is not None
    assert suites.manque(_contexte(avec)) is None
    texte = _clair(suites.bloc(_contexte(avec)).contenu)
    assert "|COPIL du 4 mai 2025|A3 " in texte
    assert "|local indisponible|Reportée, fin attendue le 1ᵉʳ mars 2028|" in texte
    assert "Une décision a été prise les deux années d'avant ; aucune action n'est close depuis." in texte


def test_les_suites_ne_se_publient_pas(petite: Evaluation) -> None:
    ancienne = Avancement("A3", "A3", 2025, decision="COPIL du 4 mai 2025")
    publique = replace(petite, avancements=(ancienne,), diffusion="publique")
    manque = suites.manque(_contexte(publique))
    assert manque is not None
    assert "ne se publient pas" in manque.constat


def test_les_cibles_revisees(petite: Evaluation) -> None:
    cle = next(c for c in petite.cadrage.cadres if c == ("A1-2", "ensemble"))
    cadre = petite.cadrage.cadres[cle]
    sans = {c: replace(x, cible_revisee=None) for c, x in petite.cadrage.cadres.items()}
    revisee = Cible(100.0, 2028, instance="COPIL", decidee_le=date(2026, 3, 12))
    avec = {**sans, cle: replace(cadre, cible_initiale=Cible(90.0, 2028), cible_revisee=revisee)}
    seul = replace(petite, cadrage=replace(petite.cadrage, cadres=avec))
    texte = _clair(changements.bloc(_contexte(seul)).contenu)
    assert "Une cible a été révisée depuis la signature." in texte
    assert "|ensemble|90 jours (2028)|100 jours (2028)|COPIL du 12 mars 2026|" in texte
    aucune = replace(petite, cadrage=replace(petite.cadrage, cadres=sans))
    assert changements.manque(_contexte(aucune)) is not None


# ── Indicateurs choisis ──────────────────────────────────────────────────────────────────────────────────────────


def test_les_indicateurs_choisis(petite: Evaluation) -> None:
    retenus = indicateurs.choisir(evaluables(petite.resultats_de("ensemble")))
    assert [r.verdict for r in retenus[:2]] == [Verdict.DEGRADATION] * 2
    assert max(sum(x.action == r.action for x in retenus) for r in retenus) == 2
    assert len(indicateurs.choisir(retenus, 3)) == 3


def test_les_resultats_passent_avant_les_realisations(petite: Evaluation) -> None:
    base = next(r for r in petite.resultats if r.verdict is Verdict.A_ACCELERER)
    lent = replace(base, indicateur="Z1", action="Z", niveau="realisation", rythme=0.1)
    vif = replace(base, indicateur="Z2", action="Y", niveau="resultat", rythme=0.9)
    recul = replace(lent, indicateur="Z3", action="X", verdict=Verdict.DEGRADATION)
    assert [r.indicateur for r in indicateurs.choisir([lent, vif, recul])] == ["Z3", "Z2", "Z1"]


# ── Couverture et « chez nous » ──────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("serie", "etat", "motif", "attendue"),
    [
        ({2026: 4.0}, EtatAction.EN_COURS, None, Presence.PRESENTE),
        ({2026: 0.0}, EtatAction.EN_COURS, None, Presence.ABSENTE),
        ({2025: 4.0}, EtatAction.EN_COURS, None, Presence.INCONNUE),
        ({2026: 0.0}, EtatAction.A_VENIR, None, Presence.PREVUE),
        ({}, EtatAction.NON_DEMARREE, None, Presence.PREVUE),
        ({2026: 4.0}, EtatAction.EN_COURS, Motif.SECRET, Presence.NON_PUBLIEE),
    ],
)
def test_presence(petite: Evaluation, serie: dict, etat: EtatAction, motif: Motif | None, attendue: Presence) -> None:
    situations = tuple(replace(s, etat=etat) for s in petite.situations)
    contexte = _contexte(replace(petite, situations=situations))
    resultat = replace(petite.resultats[0], serie=serie, motif=motif)
    assert couverture.presence(contexte, "A3", [resultat]) is attendue


def test_la_matrice_a_un_mot_par_case(petite: Evaluation) -> None:
    texte = _clair(couverture.bloc(_contexte(petite)).contenu)
    assert "|Action|CC du Nord Orbelle|CA d'Orbelle Sud|" in texte
    assert "|A3| Accueillir les jeunes et les accompagner vers le soin|présente|présente|" in texte
    assert "L'action suivie par EPCI est présente dans les deux EPCI." in texte


def test_chez_nous(petite: Evaluation) -> None:
    texte = _clair(chez_nous.bloc(_contexte(petite, fabrique.NORD, "elus")).contenu)
    assert "|présente| |Accueillir les jeunes" in texte
    assert "|Assurés de 17 ans et plus sans médecin traitant|11,1 %|9,0 %|À accélérer|11,1 %|" in texte
    assert "Le territoire compte 12 communes" in texte


def test_la_valeur_d_une_autre_annee_le_dit(petite: Evaluation) -> None:
    anciens = tuple(
        replace(r, annee_valeur=2024) if (r.indicateur, r.siren) == ("A2-1", "ensemble") else r
        for r in petite.resultats
    )
    texte = _clair(chez_nous.bloc(_contexte(replace(petite, resultats=anciens), fabrique.NORD, "elus")).contenu)
    assert "|À accélérer|11,1 % (en 2024)|" in texte


def test_chez_nous_pour_l_ensemble(petite: Evaluation) -> None:
    texte = _clair(chez_nous.bloc(_contexte(petite, edition="elus")).contenu)
    assert "Et dans chaque intercommunalité ?" in texte
    assert "|CC du Nord Orbelle|1 sur 1|3 sur 5|0 sur 3|" in texte
    assert "Sans classement" in texte


# ── Publics, satisfaction, qualité ───────────────────────────────────────────────────────────────────────────────


def test_les_publics_ne_s_additionnent_pas(petite: Evaluation) -> None:
    texte = _clair(par_unite.bloc(par_unite.PUBLICS, _contexte(petite)).contenu)
    assert "|A3-1| Jeunes reçus au point d'accueil|55|64|–|jeunes|" in texte
    assert "|A6-2| Participants aux ateliers|n. d.|n. d.|au moins 248|participants|" in texte
    assert "|A3-3| Jeunes en rupture accompagnés|secret|secret|–|jeunes|" in texte
    assert "Une même personne peut être comptée par plusieurs actions" in texte
    assert "Total" not in texte


def test_un_secret_ne_se_lit_dans_aucune_annee(petite: Evaluation) -> None:
    caches = tuple(
        replace(r, serie={2025: 6.0, 2026: 7.0}, valeur=7.0) if r.motif is Motif.SECRET else r for r in petite.resultats
    )
    publique = replace(petite, resultats=caches, diffusion="publique")
    assert "accompagnés|secret|secret|" in _clair(par_unite.bloc(par_unite.PUBLICS, _contexte(publique)).contenu)


def test_une_sorte_sans_valeur_a_son_remede(petite: Evaluation) -> None:
    manque = par_unite.manque(par_unite.PARTENARIAT, _contexte(petite))
    assert manque is not None
    assert "« partenaires »" in manque.remede
    assert par_unite.manque(par_unite.PUBLICS, _contexte(petite)) is None


def _enquete(**champs: object) -> Enquete:
    return Enquete("A3", "A3-4", "ensemble", "2026", realisee=True, **champs)  # type: ignore[arg-type]


def test_la_satisfaction_montre_ses_effectifs(petite: Evaluation) -> None:
    lignes = (
        _enquete(sollicites=80, repondants=40, satisfaits=30),
        _enquete(note_moyenne=3.5, note_maximale=5),
        replace(_enquete(), realisee=False),
    )
    contexte = _contexte(replace(petite, enquetes=lignes))
    texte = _clair(satisfaction.bloc(contexte).contenu)
    assert "|40|50 % (40 sur 80)|75 % (30 sur 40)|n. d.|" in texte
    assert "|n. d.|n. d.|n. d.|3,5 sur 5|" in texte
    assert "1 enquête non réalisée, ce qui n'est pas une absence de satisfaction." in texte
    assert "L'enquête qui compte les satisfaits montre une majorité de personnes satisfaites" in texte


def test_sans_enquete_le_remede(petite: Evaluation) -> None:
    assert satisfaction.manque(_contexte(petite)) is not None
    tue = replace(petite, enquetes=(_enquete(),), diffusion="publique")
    manque = satisfaction.manque(_contexte(tue))
    assert manque is not None
    assert "trop peu de réponses" in manque.constat


def test_la_qualite_des_donnees(petite: Evaluation) -> None:
    texte = _clair(qualite.bloc(_contexte(petite, edition="technique")).contenu)
    assert "40 % des valeurs attendues en 2026 sont remontées (4 sur 10)." in texte
    assert "Un classeur n'est pas revenu : A4." in texte
    assert qualite.manque(_contexte(replace(petite, completudes=()))) is not None


def test_les_controles_ne_se_publient_pas(petite: Evaluation) -> None:
    assert qualite.manque_controles(_contexte(replace(petite, diffusion="publique"))) is not None
    assert "Aucune anomalie à la lecture et au calcul." in _clair(qualite.bloc_controles(_contexte(petite)).contenu)


# ── Faits, prévu et réalisé, plan suivant, semestres ─────────────────────────────────────────────────────────────


def test_les_faits_freins_et_leviers(petite: Evaluation) -> None:
    avec = _avec_textes(petite, freins="Peu de créneaux.", leviers="Un appui <b>neuf</b>.")
    html = faits.bloc(_contexte(avec)).contenu
    assert "<i>A2</i> Peu de créneaux." in html
    assert "&lt;b&gt;neuf" in html
    assert "1 action cite des freins et 1 action cite des leviers." in _clair(html)


def test_les_textes_libres_ne_se_publient_pas(petite: Evaluation) -> None:
    avec = replace(_avec_textes(petite, freins="Peu de créneaux."), diffusion="publique")
    manque = faits.manque(_contexte(avec))
    assert manque is not None
    assert "ne se publient pas" in manque.constat


def test_prevu_et_realise(petite: Evaluation) -> None:
    paires = tuple(
        replace(r, prevu=20.0, valeur=5.0, taux_de_realisation=0.25) if r.indicateur == "A1-1" else r
        for r in petite.resultats
    )
    contexte = _contexte(replace(petite, resultats=paires), edition="technique")
    texte = _clair(prevu_realise.bloc(contexte).contenu)
    assert "|20|5|−15|25 %|professionnels|" in texte
    assert "Le réalisé reste sous le prévu." in texte
    secrets = tuple(replace(r, secrete=True) for r in paires)
    assert prevu_realise.manque(_contexte(replace(petite, resultats=secrets))) is not None


def test_le_plan_suivant(petite: Evaluation) -> None:
    texte = _clair(plan_suivant.bloc(_contexte(petite)).contenu)
    assert "Six actions sont prévues en 2027." in texte
    assert "|A5|" not in texte  # arrêtée
    assert "|A1|" not in texte  # réalisée
    assert "Aucune cible n'est fixée pour 2027." in texte


def test_le_plan_suivant_a_ses_jalons_et_ses_cibles(petite: Evaluation) -> None:
    action = petite.programme.actions[1]
    calendrier = replace(action.fiche.calendrier, jalons=(Jalon("Charte signée", date(2027, 5, 2)),))
    datee = replace(action, fiche=replace(action.fiche, calendrier=calendrier))
    programme = replace(petite.programme, actions=(petite.programme.actions[0], datee, *petite.programme.actions[2:]))
    dues = tuple(replace(r, annee_cible=2027) if r.indicateur == "A1-2" else r for r in petite.resultats)
    texte = _clair(plan_suivant.bloc(_contexte(replace(petite, programme=programme, resultats=dues))).contenu)
    assert "|2 mai 2027 : Charte signée (A2)|" in texte
    assert "|A1-2| Délai médian d'accès au centre médico-psychologique|121 jours|90 jours|" in texte


def test_pas_de_plan_apres_la_fin_du_contrat(petite: Evaluation) -> None:
    manque = plan_suivant.manque(_contexte(replace(petite, annee=2028)))
    assert manque is not None
    assert "s'achève en 2028" in manque.constat


def _semestre(periode: str, valeur: float | None, **autres: object) -> Observation:
    return Observation("essai", "A1", "A1-3", "ensemble", periode, EtatValeur.RENSEIGNE, valeur=valeur, **autres)  # type: ignore[arg-type]


def test_les_semestres(petite: Evaluation) -> None:
    lignes = (_semestre("2025-S1", 3), _semestre("2025-S2", 2), _semestre("2026-S1", 5))
    contexte = _contexte(replace(petite, observations=lignes, arrete_le=date(2026, 6, 30)), periode="2026-S1")
    texte = _clair(semestres.bloc(contexte).contenu)
    assert "|3|2|5|+3|" in texte
    assert "Un indicateur sur un progresse du second semestre 2025 au premier semestre 2026." in texte
    assert semestres.manque(_contexte(petite)) is not None


def test_un_semestre_secret_ne_se_retrouve_pas_par_l_ecart(petite: Evaluation) -> None:
    lignes = (_semestre("2025-S2", 2, qualite=Qualite.SECRET), _semestre("2026-S1", 5))
    contexte = _contexte(replace(petite, observations=lignes), periode="2026-S1")
    assert "|n. d.|secret|5|secret|" in _clair(semestres.bloc(contexte).contenu)


@pytest.mark.parametrize(
    ("periode", "arrete_le", "attendu"),
    [
        ("2026-S1", date(2026, 12, 31), 1),
        ("2026-S2", date(2026, 6, 30), 2),
        ("", date(2026, 6, 30), 1),
        ("", date(2026, 12, 30), 1),
        ("", date(2026, 12, 31), 2),
        ("2026", date(2027, 2, 1), 2),
    ],
)
def test_le_semestre_de_la_note(petite: Evaluation, periode: str, arrete_le: date, attendu: int) -> None:
    assert semestres.semestre(_contexte(replace(petite, arrete_le=arrete_le), periode=periode)) == attendu
