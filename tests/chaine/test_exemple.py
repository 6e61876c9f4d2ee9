"""Les données d'exemple : toujours les mêmes, vraisemblables, fictives partout, jamais sur de vraies données."""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from datetime import date
from functools import lru_cache
from pathlib import Path

import pytest
from fabrique import programme_essai
from openpyxl import load_workbook

from evaltools.acces import cadrages, classeurs_ecriture, programmes
from evaltools.acces.classeurs_lecture import lire_dossier
from evaltools.chaine import exemple_textes
from evaltools.chaine.erreurs import ErreurUtilisateur
from evaltools.chaine.exemple import Exemple, ecrire_exemple, preparer
from evaltools.chaine.exemple_tables import Profil
from evaltools.domaine.bareme import Bareme
from evaltools.domaine.collecte import Collecte, FichierLu
from evaltools.domaine.controle_cadrage import controler
from evaltools.domaine.evaluation import Evaluation, evaluer
from evaltools.domaine.lexique import (
    ENSEMBLE,
    Cumul,
    EtatAction,
    EtatValeur,
    Nature,
    PeriodiciteCible,
    Qualite,
    Sens,
    Verdict,
)
from evaltools.domaine.mesures import Observation
from evaltools.domaine.programme import Programme

ESSAI = programme_essai()
REELS = ("cls-avesnois", "sante-artois-douaisis")
RACINE = Path(__file__).resolve().parents[2]


@lru_cache
def reel(code: str) -> Programme:
    programme, _ = programmes.lire(RACINE / "inputs" / code)
    assert programme is not None
    return programme


@lru_cache
def exemple(code: str) -> Exemple:
    return preparer(reel(code), 2026)


@lru_cache
def collecte(code: str) -> Collecte:
    prepare = exemple(code)
    lots = [prepare.collecte(a.code, an) for a in prepare.programme.actions for an in prepare.attendus(a.code)]
    return Collecte(
        tuple(o for lot in lots for o in lot.observations),
        tuple(a for lot in lots for a in lot.avancements),
        tuple(f for lot in lots for f in lot.finances),
        tuple(e for lot in lots for e in lot.enquetes),
    )


@lru_cache
def evaluation(code: str) -> Evaluation:
    prepare = exemple(code)
    revenus = frozenset(a.code for a in prepare.programme.actions if 2026 in prepare.attendus(a.code))
    return evaluer(
        prepare.programme,
        prepare.cadrage,
        collecte(code),
        2026,
        bareme=Bareme(),
        arrete_le=date(2026, 12, 31),
        fictif=True,
        recus=revenus,
    )


def empreintes(dossier: Path) -> dict[str, str]:
    return {
        p.relative_to(dossier).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest()
        for p in sorted(dossier.rglob("*.xlsx"))
    }


# ── Écriture ─────────────────────────────────────────────────────────────────────────────────────────────────────


def test_la_meme_graine_donne_les_memes_octets(tmp_path: Path) -> None:
    ecrits = ecrire_exemple(ESSAI, tmp_path / "a", 2026)
    ecrire_exemple(ESSAI, tmp_path / "b", 2026)
    ecrire_exemple(ESSAI, tmp_path / "c", 2026, graine=2)
    assert empreintes(tmp_path / "a") == empreintes(tmp_path / "b")
    assert len(ecrits) == len(empreintes(tmp_path / "a")) > 2
    assert empreintes(tmp_path / "c") != empreintes(tmp_path / "a")


@pytest.mark.lent
def test_deux_processus_ou_un_seul_donnent_les_memes_octets(tmp_path: Path) -> None:
    vus: list[str] = []
    ecrire_exemple(ESSAI, tmp_path / "a", 2026, travailleurs=2, suivi=vus.append)
    ecrire_exemple(ESSAI, tmp_path / "b", 2026, travailleurs=1)
    assert empreintes(tmp_path / "a") == empreintes(tmp_path / "b")
    assert vus == [a.code for a in ESSAI.actions]


@pytest.mark.lent
def test_les_octets_ne_dependent_pas_du_hachage_de_python(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; sys.path.insert(0, 'tests');"
        "from fabrique import programme_essai; from evaltools.chaine.exemple import ecrire_exemple;"
        "ecrire_exemple(programme_essai(), Path(sys.argv[1]), 2026)"
    )
    for graine_de_hachage in ("1", "2"):
        environnement = {**os.environ, "PYTHONHASHSEED": graine_de_hachage}
        dossier = str(tmp_path / graine_de_hachage)
        subprocess.run([sys.executable, "-c", code, dossier], check=True, cwd=RACINE, env=environnement)
    assert empreintes(tmp_path / "1") == empreintes(tmp_path / "2")


def test_la_mention_fictive_est_dans_chaque_classeur(tmp_path: Path) -> None:
    for chemin in ecrire_exemple(ESSAI, tmp_path, 2026):
        classeur = load_workbook(chemin)
        assert classeur.custom_doc_props["evaltools_fictif"].value == "oui"
        for feuille in classeur:
            if feuille.sheet_state == "visible":
                tete = " ".join(str(c.value) for r in feuille.iter_rows(max_row=6) for c in r if c.value)
                assert "Données fictives" in tete, f"{chemin.name}, {feuille.title}"


def test_les_classeurs_sont_a_leur_place_et_les_retards_manquent(tmp_path: Path) -> None:
    prepare = preparer(ESSAI, 2026)
    noms = {p.relative_to(tmp_path).as_posix() for p in ecrire_exemple(ESSAI, tmp_path, 2026)}
    attendus = {
        f"{an}/collecte/{a.code.replace(' ', '-')}-{an}.xlsx" for a in ESSAI.actions for an in prepare.attendus(a.code)
    }
    assert noms == {"cadrage.xlsx", *attendus}


def test_un_exemple_precedent_est_remplace(tmp_path: Path) -> None:
    ecrire_exemple(ESSAI, tmp_path, 2026, graine=5)
    (tmp_path / "2026" / "collecte" / "FA-1.1-2026.xlsx").rename(tmp_path / "2026" / "collecte" / "FA-9.9-2026.xlsx")
    ecrire_exemple(ESSAI, tmp_path, 2026)
    temoin = tmp_path / "temoin"
    ecrire_exemple(ESSAI, temoin, 2026)
    obtenu = {n: h for n, h in empreintes(tmp_path).items() if not n.startswith("temoin/")}
    assert obtenu == empreintes(temoin)


def un_vrai_cadrage(dossier: Path) -> Path:
    return cadrages.ecrire(dossier / "cadrage.xlsx", ESSAI)


def un_vrai_classeur(dossier: Path) -> Path:
    return classeurs_ecriture.ecrire(dossier / "2026" / "collecte" / "FA-1.1.xlsx", ESSAI, "FA 1.1", 2026)


def un_fichier_quelconque(dossier: Path) -> Path:
    chemin = dossier / "2026" / "collecte" / "retour du pilote.csv"
    chemin.parent.mkdir(parents=True)
    chemin.write_text("a;b", encoding="utf-8")
    return chemin


@pytest.mark.parametrize("poser", [un_vrai_cadrage, un_vrai_classeur, un_fichier_quelconque])
def test_cad_22_de_vraies_donnees_ne_sont_jamais_ecrasees(tmp_path: Path, poser: object) -> None:
    chemin = poser(tmp_path)  # type: ignore[operator]
    octets = chemin.read_bytes()
    with pytest.raises(ErreurUtilisateur) as arret:
        ecrire_exemple(ESSAI, tmp_path, 2026)
    nom = chemin.relative_to(tmp_path).as_posix()
    constat = f"1 fichier ne se déclare pas « Données fictives » : {nom}."
    assert [(a.code, a.constat) for a in arret.value.anomalies] == [("CAD-22", constat)]
    assert arret.value.code == 11
    assert chemin.read_bytes() == octets
    assert [p for p in tmp_path.rglob("*") if p.is_file()] == [chemin], "rien d'autre n'a été écrit"


def test_cad_25_une_annee_hors_du_contrat_est_refusee(tmp_path: Path) -> None:
    with pytest.raises(ErreurUtilisateur) as arret:
        ecrire_exemple(ESSAI, tmp_path, 1999)
    bornes = f"({ESSAI.debut.year}-{ESSAI.fin.year})"
    assert [(a.code, a.constat) for a in arret.value.anomalies] == [
        ("CAD-25", f"1999 n'est pas une année du contrat {bornes}.")
    ]
    assert arret.value.code == 10
    assert list(tmp_path.iterdir()) == []


def test_le_cadrage_ecrit_se_relit_egal_a_celui_imagine(tmp_path: Path) -> None:
    ecrire_exemple(ESSAI, tmp_path, 2026)
    cadrage, anomalies = cadrages.lire(tmp_path / "cadrage.xlsx", ESSAI)
    assert cadrage == preparer(ESSAI, 2026).cadrage
    assert anomalies == ()


def relu(dossier: Path, programme: Programme) -> tuple[list[FichierLu], list[Observation]]:
    """Relit tous les classeurs d'un exemple, et leurs observations sans leur provenance."""
    annees = sorted(int(p.name) for p in dossier.iterdir() if p.is_dir())
    fichiers = [f for an in annees for f in lire_dossier(dossier / str(an) / "collecte", programme, an)]
    lues = [
        replace(o, fichier="", feuille="", cellule="", sha256="") for f in fichiers for o in f.collecte.observations
    ]
    return fichiers, lues


@pytest.mark.parametrize("code", ["essai", *(pytest.param(c, marks=pytest.mark.lent) for c in REELS)])
def test_les_classeurs_ecrits_se_relisent_tels_qu_imagines(tmp_path: Path, code: str) -> None:
    programme = ESSAI if code == "essai" else reel(code)
    prepare = preparer(programme, 2026)
    ecrire_exemple(programme, tmp_path, 2026)
    fichiers, lues = relu(tmp_path, programme)
    assert all(f.fictif and f.etat == "lu" for f in fichiers)
    assert [str(a) for f in fichiers for a in f.anomalies] == []
    lots = [prepare.collecte(a.code, an) for a in programme.actions for an in prepare.attendus(a.code)]
    assert sorted(lues, key=rang) == sorted((o for lot in lots for o in lot.observations), key=rang)


def rang(observation: Observation) -> tuple[str, str, str]:
    return observation.periode, observation.indicateur, observation.siren


# ── Les deux vrais programmes ────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("code", REELS)
def test_le_cadrage_d_exemple_se_tient(code: str) -> None:
    prepare = exemple(code)
    assert controler(prepare.programme, prepare.decisions) == ()
    assert prepare.cadrage.fictif


@pytest.mark.parametrize("code", REELS)
def test_tous_les_accidents_de_la_vie_reelle_y_sont(code: str) -> None:
    prepare, recueil = exemple(code), collecte(code)
    etats = Counter(o.etat for o in recueil.observations)
    assert set(etats) == set(EtatValeur)
    qualites = {o.qualite for o in recueil.observations}
    assert {Qualite.PROVISOIRE, Qualite.ESTIME, Qualite.RUPTURE} <= qualites
    profils = set(prepare.trame.scenario.profils.values())
    assert set(Profil) - profils <= {Profil.SECRET, Profil.TROP_ANCIENNE}
    assert prepare.trame.scenario.tardifs
    decisions = [d for d in prepare.decisions if d.cible_revisee is not None]
    assert decisions
    assert all(d.instance_revision and d.revisee_le and d.cible_initiale is not None for d in decisions)
    assert any(d.sens is Sens.BAISSE and d.cible_initiale is not None for d in prepare.decisions)
    assert any(d.periodicite is PeriodiciteCible.ANNUELLE for d in prepare.decisions) or code == "cls-avesnois"
    assert any(d.annuelles for d in prepare.decisions)


@pytest.mark.parametrize("code", REELS)
def test_l_avancement_a_ce_que_chaque_etat_demande(code: str) -> None:
    derniers = [a for a in collecte(code).avancements if a.annee == 2026]
    etats = {a.etat for a in derniers}
    assert {
        EtatAction.EN_COURS, EtatAction.REPORTEE, EtatAction.ARRETEE, EtatAction.SUSPENDUE, EtatAction.NON_DEMARREE,
        EtatAction.REALISEE,
    } <= etats  # fmt: skip
    for a in derniers:
        if a.etat is EtatAction.REPORTEE:
            assert a.motif
            assert a.fin_revisee is not None
            assert a.fin_revisee.year > 2026
        if a.etat is EtatAction.ARRETEE:
            assert a.motif
            assert a.decision
        if a.etat is EtatAction.REALISEE:
            assert a.fin_reelle is not None
            assert a.fin_reelle.year <= 2026


@pytest.mark.parametrize("code", REELS)
def test_les_valeurs_sont_possibles(code: str) -> None:
    prepare = exemple(code)
    for o in collecte(code).observations:
        indicateur = prepare.programme.indicateur(o.indicateur)
        if o.etat is not EtatValeur.RENSEIGNE:
            assert (o.valeur, o.numerateur, o.denominateur, o.texte) == (None, None, None, "")
            continue
        if o.qualite is Qualite.SECRET:
            assert (o.valeur, o.texte) == (None, "< 11")
            continue
        for nombre in (o.valeur, o.numerateur, o.denominateur):
            assert nombre is None or nombre >= 0
        if indicateur.cumul is Cumul.RATIO:
            assert o.denominateur
            assert o.numerateur is not None
            assert "%" not in indicateur.unite or o.numerateur <= o.denominateur
        elif indicateur.nature is Nature.NOMBRE and o.valeur is not None and indicateur.unite != "ppm":
            assert o.valeur.is_integer(), o
        elif indicateur.nature is Nature.JALON:
            assert o.valeur in (0.0, 1.0)
            assert (o.texte == "non") == (o.valeur == 0)
        elif indicateur.nature is Nature.ECHELLE and o.valeur is not None:
            assert 1 <= o.valeur <= 5


def suites(code: str) -> dict[tuple[str, str], list[Observation]]:
    series: dict[tuple[str, str], list[Observation]] = {}
    for o in collecte(code).observations:
        series.setdefault((o.indicateur, o.siren), []).append(o)
    return series


@pytest.mark.parametrize("code", REELS)
def test_un_jalon_fait_le_reste_et_garde_sa_date(code: str) -> None:
    prepare = exemple(code)
    for (indicateur, _), serie in suites(code).items():
        if prepare.programme.indicateur(indicateur).nature is not Nature.JALON:
            continue
        valeurs = [o.valeur for o in serie if o.valeur is not None]
        assert valeurs == sorted(valeurs)
        dates = {o.texte for o in serie if o.valeur}
        assert len(dates) <= 1
        for jour in dates:
            premiere = next(o for o in serie if o.valeur == 1)
            assert date.fromisoformat(jour).year == int(premiere.periode[:4])


@pytest.mark.parametrize("code", REELS)
def test_un_stock_ne_baisse_jamais_sans_raison(code: str) -> None:
    prepare = exemple(code)
    admis = {Profil.DEGRADATION, Profil.ACQUIS_PERDU}
    for (indicateur, siren), serie in suites(code).items():
        modele = prepare.programme.indicateur(indicateur)
        plan = prepare.trame.plans[indicateur, siren]
        if plan.cumul is not Cumul.STOCK or plan.sens is not Sens.HAUSSE or modele.nature is Nature.JALON:
            continue
        valeurs = [o.valeur for o in serie if o.valeur is not None]
        if valeurs != sorted(valeurs):
            assert prepare.trame.scenario.profils[indicateur] in admis, (indicateur, siren, valeurs)


def test_le_cesce_s_est_reuni_deux_fois_puis_une() -> None:
    valeurs = {o.periode: o.valeur for o in suites("cls-avesnois")["FA 2.1.1-QT1", ENSEMBLE]}
    assert valeurs == {"2025": 2.0, "2026": 1.0}
    resultat = next(
        r for r in evaluation("cls-avesnois").resultats if (r.indicateur, r.siren) == ("FA 2.1.1-QT1", ENSEMBLE)
    )
    assert resultat.verdict is Verdict.PARTIELLEMENT_ATTEINT


def test_l_annee_partielle_apporte_moins() -> None:
    prepare = exemple("cls-avesnois")
    flux = [
        p.parts
        for p in prepare.trame.plans.values()
        if {2025, 2026} <= set(p.parts) and p.indicateur.cumul is Cumul.FLUX
    ]
    assert flux
    assert all(parts[2025] <= parts[2026] for parts in flux)
    assert sum(p[2025] for p in flux) < 0.5 * sum(p[2026] for p in flux)


def test_les_epci_suivent_leur_population() -> None:
    programme, recueil = reel("sante-artois-douaisis"), suites("sante-artois-douaisis")
    totaux = Counter[str]()
    for (indicateur, siren), serie in recueil.items():
        if siren != ENSEMBLE and "personnes touchées" in programme.indicateur(indicateur).libelle:
            totaux[siren] += int(sum(o.valeur or 0 for o in serie))
    ordonnes = sorted(programme.territoires, key=lambda t: t.population or 0)
    assert totaux[ordonnes[-1].siren] > 2 * totaux[ordonnes[0].siren] > 0


@pytest.mark.parametrize("code", REELS)
def test_des_taux_par_epci_ont_leurs_deux_termes(code: str) -> None:
    programme = reel(code)
    ratios = [
        o
        for o in collecte(code).observations
        if o.siren != ENSEMBLE and programme.indicateur(o.indicateur).cumul is Cumul.RATIO and o.denominateur
    ]
    assert len(ratios) >= 6
    assert len({o.siren for o in ratios}) == len(programme.territoires)


def test_le_realise_ne_depasse_pas_le_propose() -> None:
    series = suites("cls-avesnois")
    for siren in (t.siren for t in reel("cls-avesnois").territoires):
        for propose, realise in zip(series["FA 1.4.1-QT2", siren], series["FA 1.4.1-QT3", siren], strict=True):
            if propose.valeur is not None and realise.valeur is not None:
                assert realise.valeur <= propose.valeur


@pytest.mark.parametrize("code", REELS)
def test_les_financements_se_suivent_dans_l_ordre(code: str) -> None:
    programme = reel(code)
    lignes = collecte(code).finances
    assert any(f.paye_eur is None for f in lignes)
    for ligne in lignes:
        assert ligne.prevu_eur is not None
        assert ligne.engage_eur is not None
        assert 0 <= (ligne.paye_eur or 0) <= ligne.engage_eur <= ligne.prevu_eur
        action = programme.action(ligne.action)
        textes = " ".join(
            f"{f.financement} {' '.join(m.financeur for m in f.montants)}"
            for f in (action.fiche, *(o.fiche for o in action.operations))
        )
        assert ligne.financeur in textes, "les financeurs viennent du programme"


@pytest.mark.parametrize("code", REELS)
def test_les_enquetes_disent_combien_ont_repondu(code: str) -> None:
    enquetes = collecte(code).enquetes
    assert {e.realisee for e in enquetes} == {True, False}
    for e in enquetes:
        if e.sollicites is not None:
            assert e.repondants is not None
            assert e.repondants <= e.sollicites


@pytest.mark.parametrize("code", REELS)
def test_les_verdicts_sont_varies_et_une_part_reste_non_evaluable(code: str) -> None:
    resultats = evaluation(code).resultats_de(ENSEMBLE)
    verdicts = Counter(r.verdict for r in resultats)
    assert {
        Verdict.ATTEINT, Verdict.EN_BONNE_VOIE, Verdict.A_ACCELERER, Verdict.INSUFFISANT, Verdict.DEGRADATION,
        Verdict.NON_EVALUABLE,
    } <= set(verdicts)  # fmt: skip
    applicables = sum(n for v, n in verdicts.items() if v not in (Verdict.SANS_OBJET, Verdict.NON_ECHU))
    evaluables = applicables - verdicts[Verdict.NON_EVALUABLE]
    assert 0.58 <= evaluables / applicables <= 0.68
    assert len({r.motif for r in resultats if r.verdict is Verdict.NON_EVALUABLE}) >= 6


# ── Les textes, et n'importe quel programme ──────────────────────────────────────────────────────────────────────


def test_les_textes_ne_nomment_personne() -> None:
    source = Path(exemple_textes.__file__).read_text(encoding="utf-8")
    assert not re.search(r"\b(M\.|Mme|Mr|Dr|Docteur|Madame|Monsieur)\b", source)
    assert not re.search(r"\w@|\b0[1-9](?:[ .]?\d\d){4}\b", source)


@pytest.mark.parametrize("graine", range(1, 9))
@pytest.mark.parametrize("annee", [ESSAI.debut.year, 2026, ESSAI.fin.year])
def test_toute_graine_et_toute_annee_donnent_un_cadrage_qui_se_tient(graine: int, annee: int) -> None:
    assert controler(ESSAI, preparer(ESSAI, annee, graine).decisions) == ()


def test_un_autre_programme_a_son_exemple() -> None:
    prepare = preparer(ESSAI, 2026)
    assert set(prepare.trame.scenario.profils) == {i.code for i in ESSAI.indicateurs if not i.clause_ouverte}
    assert controler(ESSAI, prepare.decisions) == ()
    lots = [prepare.collecte(a.code, an) for a in ESSAI.actions for an in prepare.attendus(a.code)]
    observations = [o for lot in lots for o in lot.observations]
    assert {o.indicateur for o in observations} == set(prepare.trame.scenario.profils)
    assert any(o.etat is EtatValeur.RENSEIGNE for o in observations)
    assert any(lot.avancements for lot in lots)
