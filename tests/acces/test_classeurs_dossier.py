"""Un dossier reçu : doublons, classeurs concurrents, lectures gardées, fichiers étrangers. Rien n'y est modifié."""

from __future__ import annotations

import hashlib
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from fabrique import NORD, SUD
from fabrique_classeurs import PROGRAMME, Pilote, abimer, les_codes, observation

from evaltools.acces import classeurs_cache, classeurs_lecture
from evaltools.acces.classeurs_a_cote import laisses_de_cote
from evaltools.acces.classeurs_dossier import actions_sans_classeur
from evaltools.acces.classeurs_ecriture import ecrire
from evaltools.acces.classeurs_lecture import candidats, fautes_bloquantes, lire_dossier
from evaltools.domaine.collecte import FichierLu
from evaltools.domaine.lexique import EtatAction, EtatValeur

QT1 = "FA 1.1.1-QT1"


def recevoir(dossier: Path, nom: str, **valeurs: object) -> Path:
    """Reçoit un classeur de FA 1.1 dont certaines valeurs de QT1 sont remplies, par EPCI."""
    atelier = dossier.parent / "atelier"
    atelier.mkdir(exist_ok=True)
    dossier.mkdir(exist_ok=True)

    def geste(p: Pilote) -> None:
        for siren, valeur in ((SUD, valeurs.get("sud")), (NORD, valeurs.get("nord"))):
            p.saisir(QT1, siren, valeur=valeur)
        if "etat" in valeurs:
            p.saisir("FA 1.1.1", feuille="Avancement", etat=valeurs["etat"])
        if "prevu" in valeurs:
            p.feuille("Financement").cell(6, p.colonne("prevu_eur", "Financement")).value = valeurs["prevu"]
        if "repondants" in valeurs:
            p.saisir("FA 1.1.1-QL2", feuille="Enquêtes", realisee="oui", repondants=valeurs["repondants"])

    return Path(shutil.move(abimer(atelier, geste), dossier / nom))


def lus(dossier: Path) -> dict[str, FichierLu]:
    return {f.nom: f for f in lire_dossier(dossier, PROGRAMME, 2026)}


def test_un_dossier_absent_ou_vide(tmp_path: Path) -> None:
    assert lire_dossier(tmp_path / "absent", PROGRAMME, 2026) == ()
    assert lire_dossier(tmp_path, PROGRAMME, 2026) == ()


def test_les_fichiers_de_travail_sont_passes(tmp_path: Path) -> None:
    for nom in ("~$FA.xlsx", ".~lock.FA.xlsx#", ".cache.xlsx", "photo.png", "Thumbs.db"):
        (tmp_path / nom).write_bytes(b"x")
    (tmp_path / "sous-dossier.xlsx").mkdir()
    (tmp_path / "b.XLSX").write_bytes(b"")
    (tmp_path / "a.csv").write_text("a;b")
    assert [p.name for p in candidats(tmp_path)] == ["a.csv", "b.XLSX"]
    assert [(nom, f.anomalies[0].code) for nom, f in lus(tmp_path).items()] == [
        ("a.csv", "FIC-05"),
        ("b.XLSX", "FIC-01"),
    ]


def test_le_meme_fichier_deux_fois_ne_compte_qu_une_fois(tmp_path: Path) -> None:
    dossier = tmp_path / "collecte"
    premier = recevoir(dossier, "a.xlsx", sud=12, nord=34)
    shutil.copy(premier, dossier / "b.xlsx")
    fichiers = lus(dossier)
    assert (fichiers["a.xlsx"].etat, fichiers["b.xlsx"].etat) == ("lu", "doublon")
    assert fichiers["b.xlsx"].collecte.observations == ()
    (anomalie,) = fichiers["b.xlsx"].anomalies
    assert (anomalie.code, anomalie.constat) == ("FIC-25", "le fichier est identique, octet pour octet, à « a.xlsx ».")


def test_deux_classeurs_qui_se_completent_sont_reunis(tmp_path: Path) -> None:
    dossier = tmp_path / "collecte"
    recevoir(dossier, "a.xlsx", sud=12, prevu=100)
    recevoir(dossier, "b.xlsx", nord=34, etat="réalisée", repondants=20)
    fichiers = lus(dossier)
    assert [observation(fichiers["a.xlsx"], QT1, s).valeur for s in (SUD, NORD)] == [12.0, 34.0]
    assert [observation(fichiers["a.xlsx"], QT1, s).fichier for s in (SUD, NORD)] == ["a.xlsx", "b.xlsx"]
    etats = {a.objet: a.etat for a in fichiers["a.xlsx"].collecte.avancements}
    assert etats["FA 1.1.1"] is EtatAction.REALISEE
    assert [f.prevu_eur for f in fichiers["a.xlsx"].collecte.finances] == [100.0]
    assert [e.repondants for e in fichiers["a.xlsx"].collecte.enquetes] == [20.0]
    assert fichiers["b.xlsx"].collecte.observations == ()
    assert les_codes(fichiers["a.xlsx"].anomalies) == ["FIC-26"]
    assert fichiers["a.xlsx"].anomalies[0].constat == "l'action FA 1.1 a été renvoyée aussi dans « b.xlsx »."


def test_deux_classeurs_qui_se_contredisent_ne_gagnent_ni_l_un_ni_l_autre(tmp_path: Path) -> None:
    dossier = tmp_path / "collecte"
    recevoir(dossier, "a.xlsx", sud=12, nord=34, etat="en cours", prevu=100, repondants=20)
    recevoir(dossier, "b.xlsx", sud=13, nord=34, etat="à venir", prevu=200, repondants=30)
    fichiers = lus(dossier)
    premier, second = fichiers["a.xlsx"], fichiers["b.xlsx"]
    contestee = observation(premier, QT1, SUD)
    assert (contestee.etat, contestee.valeur) == (EtatValeur.NON_RENSEIGNE, None)
    assert observation(premier, QT1, NORD).valeur == 34.0
    dits = [(a.code, f"{a.feuille}!{a.cellule}", a.constat) for a in second.anomalies]
    ici = "et « a.xlsx » (feuille « {} », cellule {}) donne « {} »."
    assert dits == [
        ("FIC-26", "!", "l'action FA 1.1 a été renvoyée aussi dans « a.xlsx »."),
        (
            "VAL-54",
            "Indicateurs!I7",
            f"la ligne FA 1.1.1-QT1, CC du Val Sud, 2026 donne « 13 », {ici.format('Indicateurs', 'I7', '12')}",
        ),
        ("ACT-09", "Avancement!D7", "FA 1.1.1 a deux lignes différentes (l'autre est en « a.xlsx », Avancement!D7)."),
        (
            "VAL-54",
            "Financement!A6",
            f"la ligne ARS (financement) donne « prévu : 200 », {ici.format('Financement', 'A6', 'prévu : 100')}",
        ),
        (
            "VAL-54",
            "Enquêtes!E6",
            "la ligne FA 1.1.1-QL2 (enquête) donne « répondants : 30 », "
            + ici.format("Enquêtes", "E6", "répondants : 20"),
        ),
    ]
    assert {a.objet: a.etat for a in premier.collecte.avancements}["FA 1.1.1"] is None
    assert [f.prevu_eur for f in premier.collecte.finances] == [None]
    assert [e.repondants for e in premier.collecte.enquetes] == [None]
    assert len(fautes_bloquantes(fichiers.values())) == 4


def test_les_textes_libres_se_mettent_bout_a_bout(tmp_path: Path) -> None:
    dossier = tmp_path / "collecte"
    for nom, fait in (("a.xlsx", "Local trouvé"), ("b.xlsx", "Équipe recrutée")):
        atelier = tmp_path / nom[0]
        atelier.mkdir()
        dossier.mkdir(exist_ok=True)
        chemin = abimer(atelier, lambda p, fait=fait: p.saisir("FA 1.1", feuille="Avancement", faits_marquants=fait))
        shutil.move(chemin, dossier / nom)
    action = lus(dossier)["a.xlsx"].collecte.avancements[0]
    assert (action.etat, action.faits_marquants) == (EtatAction.EN_COURS, "Local trouvé · Équipe recrutée")


def test_actions_sans_classeur(tmp_path: Path) -> None:
    dossier = tmp_path / "collecte"
    recevoir(dossier, "a.xlsx", sud=12)
    (anomalie,) = actions_sans_classeur(lus(dossier).values(), PROGRAMME, 2026)
    assert (anomalie.code, anomalie.fichier) == ("ACT-01", "")
    assert anomalie.constat == "aucun classeur n'a été reçu pour l'action FA 2.1 (Prévenir les addictions)."
    assert anomalie.consequence == "ses 5 valeurs comptent comme non renseignées, et son avancement comme inconnu."
    assert anomalie.remede == "relancez le porteur, ou déposez son classeur dans le dossier."
    absente, _ = actions_sans_classeur((), PROGRAMME, 2026)
    assert absente.remede == "relancez le porteur (Centre social), ou déposez son classeur dans le dossier."


def test_lire_ne_change_pas_un_octet(tmp_path: Path) -> None:
    dossier = tmp_path / "collecte"
    recevoir(dossier, "a.xlsx", sud=12)
    recevoir(dossier, "b.xlsx", sud=13)
    (dossier / "c.xlsx").write_bytes(b"garbage")

    def etat() -> dict[str, tuple[str, int]]:
        return {p.name: (hashlib.sha256(p.read_bytes()).hexdigest(), p.stat().st_mtime_ns) for p in dossier.iterdir()}

    avant = etat()
    lire_dossier(dossier, PROGRAMME, 2026, cache=tmp_path / "cache")
    assert etat() == avant


# ── Lectures gardées ─────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def recu(tmp_path: Path) -> Path:
    dossier = tmp_path / "collecte"
    recevoir(dossier, "a.xlsx", sud="12 pers", nord="< 5", etat="reportée", prevu=100, repondants=20)
    (dossier / "vide.xlsx").write_bytes(b"")
    return dossier


def test_une_lecture_gardee_est_la_meme(recu: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    premiere = lire_dossier(recu, PROGRAMME, 2026, cache=tmp_path / "cache")

    def interdit(*_: object) -> None:
        raise AssertionError("relu")

    monkeypatch.setattr(classeurs_lecture, "lire", interdit)
    assert lire_dossier(recu, PROGRAMME, 2026, cache=tmp_path / "cache") == premiere
    assert premiere[0].anomalies


@pytest.mark.parametrize("change", ["octets", "nom", "programme", "annee", "lecteur"])
def test_une_lecture_gardee_ne_sert_que_si_rien_n_a_change(
    recu: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: str
) -> None:
    lire_dossier(recu, PROGRAMME, 2026, cache=tmp_path / "cache")
    programme, annee = PROGRAMME, 2026
    if change == "octets":
        ecrire(recu / "a.xlsx", PROGRAMME, "FA 1.1", 2026)
    elif change == "nom":
        (recu / "a.xlsx").rename(recu / "z.xlsx")
    elif change == "programme":
        programme = replace(PROGRAMME, titre="Autre")
    elif change == "annee":
        annee = 2027
    else:
        monkeypatch.setattr(classeurs_cache, "version_du_lecteur", lambda: "autre")
    relus: list[str] = []
    vrai = classeurs_lecture.lire
    monkeypatch.setattr(classeurs_lecture, "lire", lambda p, *a: relus.append(p.name) or vrai(p, *a))
    lire_dossier(recu, programme, annee, cache=tmp_path / "cache")
    attendus = {"nom": ["z.xlsx"], "octets": ["a.xlsx"]}.get(change, ["a.xlsx", "vide.xlsx"])
    assert relus == attendus


def test_une_lecture_gardee_abimee_est_refaite(recu: Path, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    premiere = lire_dossier(recu, PROGRAMME, 2026, cache=cache)
    for garde in cache.rglob("*.json"):
        garde.write_text('{"fichier": [1]}')
    assert lire_dossier(recu, PROGRAMME, 2026, cache=cache) == premiere


def test_un_cache_impossible_a_ecrire_n_empeche_rien(recu: Path, tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("un fichier à la place du dossier")
    assert len(lire_dossier(recu, PROGRAMME, 2026, cache=tmp_path / "cache")) == 2


def test_le_suivi_est_appele_pour_chaque_fichier(recu: Path) -> None:
    pas: list[str] = []
    lire_dossier(recu, PROGRAMME, 2026, suivi=pas.append)
    assert pas == ["a.xlsx (lu avec réserves)", "vide.xlsx (refusé)"]


def test_la_version_du_lecteur_est_stable() -> None:
    assert classeurs_cache.version_du_lecteur() == classeurs_cache.version_du_lecteur()
    assert len(classeurs_cache.version_du_lecteur()) == 16


def test_ce_que_deux_classeurs_contredisent_est_a_corriger_et_non_vide(tmp_path: Path) -> None:
    """Sud : 12 contre 15, rien n'est retenu, mais les deux saisies restent lisibles. Nord : 7, dit par un seul."""
    recevoir(tmp_path / "recus", "a.xlsx", sud=12)
    recevoir(tmp_path / "recus", "b.xlsx", sud=15, nord=7)
    premier = lus(tmp_path / "recus")["a.xlsx"]
    sud, nord = observation(premier, QT1, SUD), observation(premier, QT1, NORD)
    assert (sud.etat, sud.valeur, sud.texte) == (EtatValeur.NON_RENSEIGNE, None, "12 · 15")
    assert (nord.valeur, nord.texte, nord.fichier) == (7, "", "b.xlsx")


def test_ce_qui_ne_s_ouvre_pas_est_nomme(tmp_path: Path) -> None:
    for nom in ("~$FA.xlsx", ".DS_Store", "Thumbs.db", "a.xlsx", "envoi.zip", "réponse.docx"):
        (tmp_path / nom).write_bytes(b"x")
    for nom in ("plein", "vide"):
        (tmp_path / nom).mkdir()
    (tmp_path / "plein" / "FA-2.1.xlsx").write_bytes(b"x")
    (tmp_path / "vide" / ".DS_Store").write_bytes(b"x")
    assert laisses_de_cote(tmp_path) == ("envoi.zip", "plein/", "réponse.docx")
