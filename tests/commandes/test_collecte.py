"""Les commandes ``modeles`` et ``controler``, sur le programme d'essai : fichiers, messages, codes de sortie, JSON."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import typer
from fabrique import SUD
from fabrique_classeurs import PROGRAMME, Pilote
from typer.testing import CliRunner, Result

from evaltools.acces.classeurs_lecture import lire
from evaltools.chaine import controle, modeles
from evaltools.chaine.erreurs import ErreurUtilisateur
from evaltools.commandes import collecte
from evaltools.commandes import controle as commande_controle
from evaltools.domaine.cadrage import Cadrage

CLES = {"code", "gravite", "fichier", "feuille", "cellule", "constat", "consequence", "remede"}


@pytest.fixture(autouse=True)
def racine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Une racine de données vide, où « cls-essai » existe sans passer par ses fiches."""
    monkeypatch.setenv("EVALTOOLS_RACINE", str(tmp_path))
    (tmp_path / "inputs" / "cls-essai").mkdir(parents=True)
    for module in (controle, modeles):
        monkeypatch.setattr(module, "lire_programme", lambda code: PROGRAMME)
    return tmp_path


def lancer(*arguments: str) -> Result:
    app = typer.Typer()
    app.command("modeles")(collecte.modeles)
    app.command("controler")(commande_controle.controler)
    return CliRunner().invoke(app, list(arguments))


def recus(racine: Path) -> Path:
    return racine / "inputs" / "cls-essai" / "2026" / "collecte"


def preparer(racine: Path) -> Path:
    lancer("modeles", "cls-essai", "--annee", "2026", "--dossier", str(recus(racine)))
    return recus(racine)


def remplir(chemin: Path, **valeurs: object) -> None:
    pilote = Pilote(chemin)
    pilote.saisir("FA 1.1", feuille="Avancement", etat="en cours")
    for cle, valeur in valeurs.items():
        pilote.saisir("FA 1.1.1-QT1", SUD, **{cle: valeur})
    pilote.enregistrer()


# ── modeles ──────────────────────────────────────────────────────────────────────────────────────────────────────


def test_modeles_ecrit_un_classeur_par_action(racine: Path) -> None:
    resultat = lancer("modeles", "cls-essai", "--annee", "2026", "--echeance", "2027-01-15")
    assert resultat.exit_code == 0
    dossier = racine / "outputs" / "cls-essai" / "2026" / "modeles"
    assert sorted(p.name for p in dossier.iterdir()) == ["FA-1.1.xlsx", "FA-2.1.xlsx"]
    assert f"2 classeurs dans {dossier}." in resultat.output
    assert "Ensuite : envoyez-les aux porteurs ; déposez ce qui revient dans inputs/cls-essai/2026/collecte." in (
        resultat.output
    )
    assert [lire(p, PROGRAMME).action for p in sorted(dossier.iterdir())] == ["FA 1.1", "FA 2.1"]


@pytest.mark.parametrize("echeance", ["31/01/2027", "2027-01-31", "31 janvier 2027"])
def test_modeles_prend_la_date_comme_on_l_ecrit(racine: Path, echeance: str) -> None:
    resultat = lancer("modeles", "cls-essai", "--annee", "2026", "--action", "FA 2.1", "--echeance", echeance)
    assert resultat.exit_code == 0
    aide = Pilote(racine / "outputs" / "cls-essai" / "2026" / "modeles" / "FA-2.1.xlsx").feuille("Lisez-moi")
    textes = [str(c.value) for rangee in aide.iter_rows() for c in rangee if c.value]
    assert any(t.startswith("au plus tard le 31 janvier 2027,") for t in textes)


def test_modeles_refuse_une_date_impossible(racine: Path) -> None:
    resultat = lancer("modeles", "cls-essai", "--annee", "2026", "--echeance", "31/13/2027")
    assert resultat.exit_code == 2
    assert "« 31/13/2027 » n'est pas une date" in resultat.output
    assert not (racine / "outputs").exists()


def test_modeles_par_porteur(racine: Path) -> None:
    resultat = lancer("modeles", "cls-essai", "--annee", "2026", "--par-porteur")
    dossier = racine / "outputs" / "cls-essai" / "2026" / "modeles-par-porteur"
    assert sorted(p.name for p in dossier.iterdir()) == ["centre-social.xlsx", "sans-porteur-designe.xlsx"]
    assert f"2 classeurs dans {dossier}." in resultat.output
    assert (
        "Sans porteur désigné : FA 2.1, FA 2.1.1. Nommez-les dans inputs/cls-essai/porteurs.yaml, une ligne par "
        'porteur : "CPAM": ["FA 2.1"].'
    ) in resultat.output
    assert [lire(p, PROGRAMME).concernees for p in sorted(dossier.iterdir())] == [("FA 1.1",), ("FA 2.1",)]
    voulu = ("--par-porteur", "--action", "FA 1.1", "--dossier", str(racine / "d"))
    une = lancer("modeles", "cls-essai", "--annee", "2026", *voulu)
    assert une.exit_code == 0
    assert [p.name for p in (racine / "d").iterdir()] == ["centre-social.xlsx"]


def test_un_classeur_de_porteur_rempli_n_est_pas_remplace_et_se_controle(racine: Path) -> None:
    lancer("modeles", "cls-essai", "--annee", "2026", "--par-porteur", "--dossier", str(recus(racine)))
    remplir(recus(racine) / "centre-social.xlsx", valeur=12)
    encore = lancer("modeles", "cls-essai", "--annee", "2026", "--par-porteur", "--dossier", str(recus(racine)))
    assert encore.output.count("Laissé tel quel") == 1
    trouve = controle.controler("cls-essai", 2026)
    assert [(c.action, c.classeur_recu, c.renseignees) for c in trouve.comptes] == [
        ("FA 1.1", True, 1),
        ("FA 2.1", True, 0),
    ]
    assert "ACT-01" not in {a.code for a in trouve.anomalies}


def test_modeles_d_une_seule_action(racine: Path) -> None:
    resultat = lancer("modeles", "cls-essai", "--annee", "2026", "--action", "fa 2.1", "--dossier", str(racine / "d"))
    assert (resultat.exit_code, [p.name for p in (racine / "d").iterdir()]) == (0, ["FA-2.1.xlsx"])


def test_modeles_ne_remplace_jamais_un_classeur_rempli(racine: Path) -> None:
    dossier = preparer(racine)
    remplir(dossier / "FA-1.1.xlsx", valeur=12)
    (dossier / "FA-2.1.xlsx").write_bytes(b"autre chose")
    avant = [p.read_bytes() for p in sorted(dossier.iterdir())]
    resultat = lancer("modeles", "cls-essai", "--annee", "2026", "--dossier", str(dossier))
    assert [p.read_bytes() for p in sorted(dossier.iterdir())] == avant
    assert resultat.output.count("Laissé tel quel, parce que déjà rempli ou d'une autre nature") == 2
    assert "Aucun classeur n'est écrit dans" in resultat.output
    assert "envoyez-les" not in resultat.output


def test_modeles_remplace_un_classeur_vierge(racine: Path) -> None:
    dossier = preparer(racine)
    resultat = lancer("modeles", "cls-essai", "--annee", "2026", "--dossier", str(dossier))
    assert "2 classeurs dans" in resultat.output


def test_modeles_montre_la_derniere_valeur_et_dit_les_donnees_fictives(
    racine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dossier = preparer(racine)
    remplir(dossier / "FA-1.1.xlsx", valeur=12)
    monkeypatch.setattr(modeles, "lire_cadrage", lambda programme: Cadrage({}, fictif=True))
    ecrits = modeles.preparer("cls-essai", 2027, action="FA 1.1").ecrits
    pilote = Pilote(ecrits[0])
    assert pilote.cellule("FA 1.1.1-QT1", "derniere", SUD).value == "12 (2026)"
    assert lire(ecrits[0], PROGRAMME).fictif


def test_modeles_refuse_une_action_ou_une_annee_impossible() -> None:
    resultat = lancer("modeles", "cls-essai", "--annee", "2026", "--action", "FA 1.2")
    assert isinstance(resultat.exception, ErreurUtilisateur)
    (anomalie,) = resultat.exception.anomalies
    assert (resultat.exception.code, anomalie.code) == (2, "FIC-44")
    assert anomalie.constat == "« FA 1.2 » n'est pas une action de cls-essai ; le plus proche : « FA 1.1 »."
    assert anomalie.remede == "donnez un de ces codes : « FA 1.1 », « FA 2.1 »."
    resultat = lancer("modeles", "cls-essai", "--annee", "2031")
    assert isinstance(resultat.exception, ErreurUtilisateur)
    assert resultat.exception.code == 2
    (anomalie,) = resultat.exception.anomalies
    assert (anomalie.code, anomalie.constat) == (
        "FIC-31",
        "2031 n'est pas une année de cls-essai, qui va de 2025 à 2028.",
    )


def test_modeles_dans_un_dossier_impossible(racine: Path) -> None:
    (racine / "fichier").write_text("x")
    resultat = lancer("modeles", "cls-essai", "--annee", "2026", "--dossier", str(racine / "fichier"))
    assert isinstance(resultat.exception, ErreurUtilisateur)
    (anomalie,) = resultat.exception.anomalies
    assert anomalie.code == "FIC-32"
    assert anomalie.constat.startswith("« FA-1.1.xlsx » ne peut pas être écrit : ")


# ── controler ────────────────────────────────────────────────────────────────────────────────────────────────────


def test_controler_sans_faute(racine: Path) -> None:
    dossier = preparer(racine)
    remplir(dossier / "FA-1.1.xlsx", valeur=12)
    (dossier / "FA-2.1.xlsx").unlink()
    resultat = lancer("controler", "cls-essai", "--annee", "2026")
    assert resultat.exit_code == 0
    assert "FA-1.1.xlsx : action FA 1.1, lu" in resultat.output
    assert "[ACT-01] aucun classeur n'a été reçu pour l'action FA 2.1 (Prévenir les addictions)." in resultat.output
    assert "1 action sur 2 a un classeur reçu (1 avertissement)." in resultat.output
    assert "1 valeur renseignée sur 18 attendues ; 17 blanches." in resultat.output.replace("\xa0", " ")
    assert "Page à lire : outputs/cls-essai/2026/collecte/controle.html" in resultat.output
    assert (
        "Ensuite : evaltools relancer cls-essai --annee 2026, pour ce qui manque ; ou evaltools rendre "
        "params/cls-essai-2026.yaml." in resultat.output
    )


def test_controler_ecrit_le_json_du_contrat(racine: Path) -> None:
    dossier = preparer(racine)
    remplir(dossier / "FA-1.1.xlsx", valeur="12 pers")
    (dossier / "FA-2.1.xlsx").write_bytes(b"")
    resultat = lancer("controler", "cls-essai", "--annee", "2026", "--json", str(racine / "sous" / "r.json"))
    assert resultat.exit_code == 11
    rapport = json.loads((racine / "sous" / "r.json").read_text(encoding="utf-8"))
    assert list(rapport) == ["programme", "annee", "fichiers", "anomalies", "completude"]
    assert (rapport["programme"], rapport["annee"]) == ("cls-essai", 2026)
    assert [(f["nom"], f["action"], f["etat"], len(f["sha256"])) for f in rapport["fichiers"]] == [
        ("FA-1.1.xlsx", "FA 1.1", "lu avec réserves", 64),
        ("FA-2.1.xlsx", "", "refusé", 64),
    ]
    assert all(set(f) == {"nom", "sha256", "action", "etat"} for f in rapport["fichiers"])
    assert all(set(a) == CLES for a in rapport["anomalies"])
    assert [a["code"] for a in rapport["anomalies"]] == ["VAL-03", "FIC-01", "ACT-01"]
    assert rapport["anomalies"][0] == {
        "code": "VAL-03",
        "gravite": "bloquante",
        "fichier": "FA-1.1.xlsx",
        "feuille": "Indicateurs",
        "cellule": "I7",
        "constat": "« 12 pers » n'est pas un nombre.",
        "consequence": "l'indicateur FA 1.1.1-QT1 sera « non évaluable » pour la CC du Val Sud en 2026.",
        "remede": "saisissez un nombre (12 ou 12,5), ou choisissez « non disponible » dans la colonne État.",
    }
    assert rapport["completude"]["actions_manquantes"] == ["FA 2.1"]
    assert rapport["completude"]["valeurs_attendues"] == 18
    assert rapport["completude"]["valeurs_renseignees"] == 0
    assert rapport["completude"]["par_action"][0] == {
        "action": "FA 1.1", "classeur_recu": True, "attendues": 13, "renseignees": 0, "expliquees": 0,
        "sans_objet": 0,
    }  # fmt: skip
    assert "1 classeur de retour : outputs/cls-essai/2026/collecte/retours" in resultat.output
    assert "Ensuite : renvoyez à chaque porteur son classeur de retour" in resultat.output


def test_controler_compte_ce_qui_est_explique(racine: Path) -> None:
    dossier = preparer(racine)
    remplir(dossier / "FA-1.1.xlsx", etat="non disponible")
    comptes = controle.controler("cls-essai", 2026).comptes[0]
    assert (comptes.renseignees, comptes.expliquees) == (0, 1)


def test_controler_ecrit_le_json_meme_en_echec(racine: Path) -> None:
    resultat = lancer("controler", "cls-essai", "--annee", "2026", "--json", str(racine / "r.json"))
    assert isinstance(resultat.exception, ErreurUtilisateur)
    assert resultat.exception.code == 11
    rapport = json.loads((racine / "r.json").read_text(encoding="utf-8"))
    assert list(rapport) == ["programme", "annee", "fichiers", "anomalies", "completude"]
    assert [a["code"] for a in rapport["anomalies"]] == ["FIC-28"]
    assert rapport["anomalies"][0]["constat"] == (
        "le dossier des classeurs reçus n'existe pas : inputs/cls-essai/2026/collecte."
    )


def test_controler_un_dossier_vide(racine: Path) -> None:
    recus(racine).mkdir(parents=True)
    resultat = lancer("controler", "cls-essai", "--annee", "2026")
    assert resultat.exit_code == 0
    assert "[FIC-29] le dossier des classeurs reçus est vide : inputs/cls-essai/2026/collecte." in resultat.output


def test_controler_un_autre_dossier(racine: Path) -> None:
    ailleurs = racine / "courriels"
    lancer("modeles", "cls-essai", "--annee", "2026", "--dossier", str(ailleurs))
    resultat = lancer("controler", "cls-essai", "--annee", "2026", "--dossier", str(ailleurs))
    assert resultat.exit_code == 0
    assert "Classeurs lus dans courriels." in resultat.output


def test_les_repetitions_sont_groupees_sauf_sur_demande(racine: Path) -> None:
    dossier = preparer(racine)
    pilote = Pilote(dossier / "FA-1.1.xlsx")
    pilote.feuille().delete_rows(7, 7)
    pilote.enregistrer()
    (dossier / "FA-2.1.xlsx").unlink()
    groupe = lancer("controler", "cls-essai", "--annee", "2026").output
    assert (groupe.count("[VAL-30]"), "… et 6 autres du même code" in groupe) == (1, True)
    detail = lancer("controler", "cls-essai", "--annee", "2026", "--detail").output
    assert detail.count("[VAL-30]") == 7


def test_l_aide_est_en_francais() -> None:
    aide = lancer("controler", "--help").output
    assert "Contrôle les classeurs reçus" in aide
    assert "Où sont les classeurs reçus." in aide
    assert "Écrit les classeurs à remplir" in lancer("modeles", "--help").output


@pytest.mark.parametrize("dite", ["fa1.1", "FA-1.1", " fa 1.1 "])
def test_le_code_d_une_action_se_lit_comme_on_le_tape(racine: Path, dite: str) -> None:
    resultat = lancer("modeles", "cls-essai", "--annee", "2026", "--action", dite)
    assert resultat.exit_code == 0
    assert "Classeurs 1/1 : FA-1.1.xlsx" in resultat.output
