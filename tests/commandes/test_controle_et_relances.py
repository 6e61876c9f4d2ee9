"""Ce que ``controler`` écrit (page, rapport, journal, classeurs de retour) et ce que ``relancer`` prépare."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import typer
from fabrique import SUD
from fabrique_classeurs import PROGRAMME, Pilote
from typer.testing import CliRunner, Result

from evaltools.acces.classeurs_ecriture import ecrire
from evaltools.acces.classeurs_lecture import lire
from evaltools.chaine import controle, controle_sorties, modeles, relances
from evaltools.chaine.erreurs import ErreurUtilisateur
from evaltools.commandes import controle as commandes


@pytest.fixture(autouse=True)
def racine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Une racine de données où « cls-essai » existe sans passer par ses fiches."""
    monkeypatch.setenv("EVALTOOLS_RACINE", str(tmp_path))
    (tmp_path / "inputs" / "cls-essai").mkdir(parents=True)
    for module in (controle, modeles, controle_sorties):
        monkeypatch.setattr(module, "lire_programme", lambda code: PROGRAMME)
    return tmp_path


def lancer(*arguments: str) -> Result:
    app = typer.Typer()
    app.command("controler")(commandes.controler)
    app.command("relancer")(commandes.relancer)
    return CliRunner().invoke(app, [*arguments, "--annee", "2026"])


def deposer(racine: Path, nom: str = "FA-1.1.xlsx", action: str = "FA 1.1", **champs: object) -> Path:
    dossier = racine / "inputs" / "cls-essai" / "2026" / "collecte"
    dossier.mkdir(parents=True, exist_ok=True)
    pilote = Pilote(ecrire(dossier / nom, PROGRAMME, action, 2026))
    pilote.saisir(action, feuille="Avancement", etat="en cours")
    if champs:
        pilote.saisir("FA 1.1.1-QT1" if action == "FA 1.1" else "FA 2.1.1-QT2", SUD * (action == "FA 1.1"), **champs)
    return pilote.enregistrer()


def sorties(racine: Path) -> Path:
    return racine / "outputs" / "cls-essai" / "2026" / "collecte"


# ── Ce que controler écrit ───────────────────────────────────────────────────────────────────────────────────────────


def test_la_page_le_rapport_le_journal_et_le_retour_sont_ecrits_hors_des_entrees(racine: Path) -> None:
    recu = deposer(racine, valeur="12 pers")
    avant = {p: p.read_bytes() for p in (racine / "inputs").rglob("*") if p.is_file()}
    resultat = lancer("controler", "cls-essai")
    assert resultat.exit_code == 11
    trouves = sorted(p.relative_to(sorties(racine)).as_posix() for p in sorties(racine).rglob("*") if p.is_file())
    assert trouves == ["controle.html", "controle.json", "journal.json", "retours/FA-1.1-a-corriger.xlsx"]
    assert {p: p.read_bytes() for p in (racine / "inputs").rglob("*") if p.is_file()} == avant
    relu = lire(sorties(racine) / "retours" / "FA-1.1-a-corriger.xlsx", PROGRAMME, 2026)
    assert [a.code for a in relu.anomalies] == [a.code for a in lire(recu, PROGRAMME, 2026).anomalies] == ["VAL-03"]


def test_la_page_est_ecrite_meme_quand_rien_ne_peut_etre_lu(racine: Path) -> None:
    resultat = lancer("controler", "cls-essai")
    assert isinstance(resultat.exception, ErreurUtilisateur)
    page = (sorties(racine) / "controle.html").read_text(encoding="utf-8")
    assert "n’existe pas" in page
    assert "<h1>Contrôle de la collecte 2026</h1>" in page
    rapport = json.loads((sorties(racine) / "controle.json").read_text(encoding="utf-8"))
    assert [a["code"] for a in rapport["anomalies"]] == ["FIC-28"]


def test_les_memes_fichiers_donnent_la_meme_page(racine: Path) -> None:
    deposer(racine, valeur="12 pers")
    lancer("controler", "cls-essai")
    premiere = (sorties(racine) / "controle.html").read_bytes()
    lancer("controler", "cls-essai")
    assert (sorties(racine) / "controle.html").read_bytes() == premiere


def test_le_journal_dit_ce_qui_a_ete_lu_et_quand_a_part(racine: Path) -> None:
    deposer(racine, valeur="12 pers", commentaire="Mme Dupont")
    lancer("controler", "cls-essai")
    un = json.loads((sorties(racine) / "journal.json").read_text(encoding="utf-8"))
    (fichier,) = un["reproductible"]["fichiers"]
    assert (fichier["nom"], fichier["actions"], fichier["etat"], len(fichier["sha256"])) == (
        "FA-1.1.xlsx", ["FA 1.1"], "lu avec réserves", 64,
    )  # fmt: skip
    assert fichier["lignes"] == {"indicateurs": 13, "avancement": 3, "financement": 0, "enquetes": 0}
    assert fichier["codes"] == {"VAL-03": 1, "VAL-92": 1}
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d", un["execution"]["lu_le"])
    lancer("controler", "cls-essai")
    deux = json.loads((sorties(racine) / "journal.json").read_text(encoding="utf-8"))
    assert deux["reproductible"] == un["reproductible"]
    assert deux["execution"]["lectures"] == un["execution"]["lectures"]
    deposer(racine, valeur=12)
    lancer("controler", "cls-essai")
    trois = json.loads((sorties(racine) / "journal.json").read_text(encoding="utf-8"))
    assert [x["empreinte"] for x in trois["execution"]["lectures"]] == [
        un["reproductible"]["empreinte"], trois["reproductible"]["empreinte"],
    ]  # fmt: skip


def test_un_journal_abime_est_recommence(racine: Path) -> None:
    deposer(racine, valeur=12)
    lancer("controler", "cls-essai")
    (sorties(racine) / "journal.json").write_text("[1, 2", encoding="utf-8")
    assert lancer("controler", "cls-essai").exit_code == 0
    (sorties(racine) / "journal.json").write_text('{"execution": [1]}', encoding="utf-8")
    assert lancer("controler", "cls-essai").exit_code == 0


def test_un_classeur_corrige_perd_son_retour(racine: Path) -> None:
    deposer(racine, valeur="12 pers")
    lancer("controler", "cls-essai")
    deposer(racine, valeur=12)
    lancer("controler", "cls-essai")
    assert list((sorties(racine) / "retours").iterdir()) == []


def test_un_classeur_de_retour_modifie_n_est_ni_remplace_ni_retire(racine: Path) -> None:
    deposer(racine, valeur="12 pers")
    lancer("controler", "cls-essai")
    retour = sorties(racine) / "retours" / "FA-1.1-a-corriger.xlsx"
    pilote = Pilote(retour)
    pilote.saisir("FA 1.1.1-QT1", SUD, valeur=12)
    pilote.enregistrer()
    modifie = retour.read_bytes()
    resultat = lancer("controler", "cls-essai")
    assert "Classeur de retour laissé tel quel, parce que modifié depuis" in resultat.output
    deposer(racine, valeur=12)
    lancer("controler", "cls-essai")
    assert retour.read_bytes() == modifie


def test_le_dossier_des_retours_se_choisit_mais_pas_parmi_les_entrees(racine: Path) -> None:
    deposer(racine, valeur="12 pers")
    ailleurs = racine / "a-renvoyer"
    lancer("controler", "cls-essai", "--retours", str(ailleurs))
    assert [p.name for p in ailleurs.iterdir()] == ["FA-1.1-a-corriger.xlsx"]
    resultat = lancer("controler", "cls-essai", "--retours", str(racine / "inputs" / "cls-essai" / "2026" / "collecte"))
    assert isinstance(resultat.exception, ErreurUtilisateur)
    assert (resultat.exception.code, resultat.exception.anomalies[0].code) == (2, "FIC-60")


def test_sans_retours(racine: Path) -> None:
    deposer(racine, valeur="12 pers")
    resultat = lancer("controler", "cls-essai", "--sans-retours")
    assert resultat.exit_code == 11
    assert not (sorties(racine) / "retours").exists()
    assert "corrigez ce qui est bloquant dans les classeurs, et relancez ce contrôle." in resultat.output


def test_deux_fichiers_du_meme_nom_ont_chacun_leur_retour(racine: Path) -> None:
    deposer(racine, "FA 1.1.xlsx", valeur="12 pers")
    deposer(racine, "FA-1.1.xlsm", valeur="13 pers")
    lancer("controler", "cls-essai")
    noms = sorted(p.name for p in (sorties(racine) / "retours").iterdir())
    assert noms == ["FA-1.1-2-a-corriger.xlsx", "FA-1.1-a-corriger.xlsx"]


def test_le_texte_d_une_case_n_est_jamais_actif_dans_la_page_ni_un_nom_recopie(racine: Path) -> None:
    deposer(racine, valeur="<script>alert(1)</script> Mme Dupont 0639980102")
    lancer("controler", "cls-essai")
    page = (sorties(racine) / "controle.html").read_text(encoding="utf-8")
    assert "<script" not in page
    assert "Dupont" not in page
    assert "0639980102" not in page
    assert "[…]" in page


def test_un_terminal_montre_un_tableau(racine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    deposer(racine, "FA-1.1 [b]x.xlsx", valeur="12 pers")
    lignes: list[object] = []
    monkeypatch.setattr(type(commandes.sortie), "is_terminal", True)
    monkeypatch.setattr(commandes.sortie, "print", lambda *objets, **_: lignes.extend(objets))
    lancer("controler", "cls-essai")
    (tableau,) = [x for x in lignes if hasattr(x, "columns")]
    assert [c.header for c in tableau.columns] == ["Fichier", "Action", "Lecture", "Bloquant", "À vérifier"]
    assert [list(c.cells) for c in tableau.columns][1:] == [["FA 1.1"], ["lu avec réserves"], ["1"], ["–"]]


# ── relancer ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def textes(racine: Path) -> dict[str, str]:
    dossier = racine / "outputs" / "cls-essai" / "2026" / "relances"
    return {p.name: _nu(p.read_text(encoding="utf-8-sig")) for p in sorted(dossier.iterdir())}


def _nu(texte: str) -> str:
    return texte.replace("\u00a0", " ").replace("\u202f", " ").replace("’", "'")


def test_rien_n_est_revenu_un_message_par_porteur(racine: Path) -> None:
    resultat = lancer("relancer", "cls-essai", "--echeance", "15/01/2027")
    assert resultat.exit_code == 0
    messages = textes(racine)
    assert list(messages) == ["_vue-d-ensemble.txt", "action-FA-2.1.txt", "centre-social.txt"]
    assert messages["centre-social.txt"] == (
        "Objet : collecte 2026, CLS d'essai – ce qui nous manque pour l'action FA 1.1\n"
        "\n"
        "Bonjour,\n"
        "\n"
        "Nous préparons l'évaluation 2026 (CLS d'essai). La fiche de l'action FA 1.1 désigne comme porteur « Centre "
        "social ». Il nous manque encore des informations sur cette action.\n"
        "\n"
        "Action FA 1.1 – Accueillir et orienter\n"
        "  - Le classeur n'est pas revenu : 13 valeurs et l'avancement de l'action y sont attendus.\n"
        "\n"
        "Ce que nous vous demandons :\n"
        "  - de remplir les cases jaunes du classeur de cette action ;\n"
        "  - si une valeur vous manque, de laisser sa case vide et de choisir un état (« non disponible »…) ;\n"
        "    une case vide n'est pas un zéro : si c'est zéro, tapez 0 ;\n"
        "  - de nous renvoyer le fichier au plus tard le 15 janvier 2027, au format Excel (.xlsx), en réponse à ce "
        "message.\n"
        "\n"
        "Si cette action n'est plus de votre ressort, merci de nous indiquer qui peut répondre.\n"
        "\n"
        "Nous restons à votre disposition pour vous aider, et vous remercions de votre concours.\n"
        "\n"
        "Bien cordialement,\n"
        "La coordination – CLS d'essai\n"
    )
    assert "dont la fiche ne précise pas le porteur" in messages["action-FA-2.1.txt"]
    assert "2 messages dans outputs/cls-essai/2026/relances." in resultat.output
    assert "FA 1.1 : classeur pas revenu" in resultat.output


def test_une_case_a_corriger_et_des_valeurs_vides_avec_le_classeur_a_joindre(racine: Path) -> None:
    deposer(racine, valeur="12 pers", commentaire="voir Mme Dupont")
    lancer("controler", "cls-essai")
    lancer("relancer", "cls-essai")
    message = textes(racine)["centre-social.txt"]
    assert "  - Une case est à corriger :\n" in message
    assert "case" in message
    assert "« 12 pers » n'est pas un nombre.\n        À faire : saisissez un nombre (12 ou 12,5)" in message
    assert "  - Un point est à vérifier :\n" in message
    assert "  - Douze valeurs sur 13 sont restées sans réponse :" in message
    assert "Nombre de personnes accueillies (CC du Val Nord)" in message
    assert "Pièce jointe : FA-1.1-a-corriger.xlsx." in message
    assert "le classeur joint les montre en couleur, et sa feuille « À corriger » y mène ;" in message
    assert "dès que vous le pourrez" in message
    assert "Dupont" not in message


def test_les_relances_d_avant_sont_remplacees_les_autres_fichiers_restent(racine: Path) -> None:
    lancer("relancer", "cls-essai")
    dossier = racine / "outputs" / "cls-essai" / "2026" / "relances"
    (dossier / "mes-notes.txt").write_text("à garder", encoding="utf-8")
    deposer(racine, valeur=12)
    lancer("relancer", "cls-essai")
    assert sorted(textes(racine)) == ["_vue-d-ensemble.txt", "action-FA-2.1.txt", "centre-social.txt", "mes-notes.txt"]
    assert "12 valeurs" in textes(racine)["_vue-d-ensemble.txt"]


def test_rien_a_relancer(racine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lancer("relancer", "cls-essai")
    monkeypatch.setattr(relances.regles, "preparer", lambda retours: ())
    resultat = lancer("relancer", "cls-essai")
    assert resultat.exit_code == 0
    assert "Il ne manque rien à la collecte 2026 : aucune relance à envoyer." in resultat.output
    assert textes(racine) == {}


def test_une_date_impossible_est_refusee() -> None:
    resultat = lancer("relancer", "cls-essai", "--echeance", "bientôt")
    assert resultat.exit_code == 2


def test_une_annee_hors_du_programme_est_refusee() -> None:
    app = typer.Typer()
    app.command("relancer")(commandes.relancer)
    resultat = CliRunner().invoke(app, ["cls-essai", "--annee", "2031"])
    assert isinstance(resultat.exception, ErreurUtilisateur)
    assert resultat.exception.code == 2


# ── Ce qui ne doit pas se perdre en route ────────────────────────────────────────────────────────────────────────────


def test_ce_qui_est_depose_sans_pouvoir_etre_lu_est_dit(racine: Path) -> None:
    recu = deposer(racine, valeur=12)
    (recu.parent / "envoi.zip").write_bytes(b"PK")
    (recu.parent / "de Paul").mkdir()
    (recu.parent / "de Paul" / "FA-2.1.xlsx").write_bytes(b"PK")
    resultat = lancer("controler", "cls-essai")
    assert "[FIC-47] le dossier des classeurs reçus contient aussi « de Paul/ », « envoi.zip »" in resultat.output
    assert "envoi.zip" in (sorties(racine) / "controle.html").read_text(encoding="utf-8")


def test_une_commande_mal_ecrite_laisse_la_derniere_page(racine: Path) -> None:
    deposer(racine, valeur="12 pers")
    lancer("controler", "cls-essai")
    avant = (sorties(racine) / "controle.html").read_bytes()
    resultat = lancer("controler", "cls-essai", "--fusion", "recent")
    assert isinstance(resultat.exception, ErreurUtilisateur)
    assert resultat.exception.code == 2
    assert "Page à lire" not in resultat.output
    assert (sorties(racine) / "controle.html").read_bytes() == avant


def test_des_valeurs_blanches_appellent_une_relance(racine: Path) -> None:
    deposer(racine)
    deposer(racine, "FA-2.1.xlsx", "FA 2.1")
    resultat = lancer("controler", "cls-essai")
    assert resultat.exit_code == 0
    assert "Ensuite : evaltools relancer cls-essai --annee 2026, pour ce qui manque" in resultat.output


def test_chaque_classeur_a_corriger_est_joint_et_chaque_point_dit_son_fichier(racine: Path) -> None:
    """Deux fichiers d'une action, de même nom à l'extension près : chacun a son retour, le message joint les deux."""
    deposer(racine, "FA-1.1.xlsx", valeur="12 pers")
    deposer(racine, "FA-1.1.xlsm.xlsx", valeur="15 pers")
    (racine / "inputs" / "cls-essai" / "2026" / "collecte" / "FA-1.1.xlsm.xlsx").rename(
        racine / "inputs" / "cls-essai" / "2026" / "collecte" / "FA-1.1.xltx"
    )
    lancer("controler", "cls-essai")
    lancer("relancer", "cls-essai")
    message = textes(racine)["centre-social.txt"]
    assert "Pièces jointes : FA-1.1-a-corriger.xlsx, FA-1.1-2-a-corriger.xlsx." in message
    assert "dans « FA-1.1.xltx », « Indicateurs »" in message
    assert "dites-nous laquelle est la bonne." in message
    assert "dossier" not in message
    vue = textes(racine)["_vue-d-ensemble.txt"]
    assert "  À joindre : outputs/cls-essai/2026/collecte/retours/FA-1.1-2-a-corriger.xlsx" in vue


def test_un_fichier_refuse_est_dit_avant_d_envoyer_les_relances(racine: Path) -> None:
    recu = deposer(racine, valeur=12)
    (recu.parent / "FA-2.1.csv").write_text("a;b", encoding="utf-8")
    resultat = lancer("relancer", "cls-essai")
    dit = "Avant d'envoyer : un fichier reçu n'a pas pu être lu (« FA-2.1.csv »)"
    assert dit in resultat.output.replace("\u00a0", " ")
    assert dit in textes(racine)["_vue-d-ensemble.txt"]


def test_un_porteur_qui_n_a_rien_renvoye_recoit_le_classeur_qu_on_lui_avait_fait(racine: Path) -> None:
    modeles.preparer("cls-essai", 2026)
    lancer("relancer", "cls-essai")
    assert "Pièce jointe : FA-1.1.xlsx." in textes(racine)["centre-social.txt"]
    modeles.preparer("cls-essai", 2026, par_porteur=True)
    lancer("relancer", "cls-essai")
    assert "Pièce jointe : centre-social.xlsx." in textes(racine)["centre-social.txt"]
