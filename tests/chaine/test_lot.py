"""Le lot : un rapport par territoire, un échec n'arrête pas les autres, une reprise ne refait que ce qui a changé."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import nbformat
import pytest

from evaltools.chaine import lot, production, rendu
from evaltools.chaine.erreurs import ErreurUtilisateur

CAMPAGNE = "cls-avesnois-2026.yaml"
TERRITOIRES = ["200043404", "200043263", "ensemble"]


def produire(monde: Path, **options: object) -> production.Bilan:
    return production.produire(production.planifier(monde / "params" / CAMPAGNE), travailleurs=2, **options)


def modifier_carnet(monde: Path, ajout: str) -> None:
    chemin = monde / "notebooks" / "evaluation_annuelle.ipynb"
    nb = nbformat.read(chemin, as_version=4)
    nb.cells.insert(4, nbformat.v4.new_code_cell(ajout, id="ajout"))
    nbformat.write(nb, chemin)


def pages(monde: Path) -> dict[str, bytes]:
    dossier = monde / "outputs" / "cls-avesnois" / "2026" / "restreinte"
    return {p.relative_to(dossier).as_posix(): p.read_bytes() for p in dossier.rglob("*.html")}


@pytest.mark.lent
def test_trois_rapports_un_index_les_donnees_et_le_journal(monde: Path) -> None:
    bilan = produire(monde)
    assert [(i.rapport.territoire, i.etat) for i in bilan.issues] == [(t, "rendu") for t in TERRITOIRES]
    assert sorted(pages(monde)) == sorted([f"{t}/technique.html" for t in TERRITOIRES] + ["index.html"])
    dossier = bilan.index.parent
    assert (dossier / "donnees" / "resultats.csv").read_bytes().startswith(b"\xef\xbb\xbfprogramme;annee;siren;")
    journal = json.loads((dossier / "journal.json").read_text(encoding="utf-8"))
    assert len(journal["reproductible"]["rapports"]) == 3
    assert all(len(s["sha256"]) == 64 for s in journal["reproductible"]["sources"])
    assert (monde / "outputs" / "index.html").is_file()
    assert not list(dossier.rglob("*.part"))


@pytest.mark.lent
def test_memes_entrees_memes_octets_et_rien_a_refaire(monde: Path) -> None:
    produire(monde)
    avant = pages(monde)
    plan = production.planifier(monde / "params" / CAMPAGNE)
    assert plan.a_rendre == ()
    production.produire(production.planifier(monde / "params" / CAMPAGNE, tout=True), travailleurs=1)
    assert pages(monde) == avant


@pytest.mark.lent
def test_un_rapport_abime_est_refait_seul(monde: Path) -> None:
    bilan = produire(monde)
    abime = bilan.issues[1].rapport.commande.sortie
    bon = abime.read_bytes()
    abime.write_bytes(bon + b"<!-- -->")
    reprise = produire(monde)
    assert [i.etat for i in reprise.issues] == ["inchangé", "rendu", "inchangé"]
    assert abime.read_bytes() == bon


@pytest.mark.lent
def test_un_echec_n_arrete_pas_les_autres_et_retire_l_ancien(monde: Path) -> None:
    produire(monde)
    modifier_carnet(monde, "if territoire == '200043263':\n    raise ValueError('essai')")
    bilan = produire(monde)
    etats = {i.rapport.territoire: i.etat for i in bilan.issues}
    assert etats == {"200043404": "rendu", "200043263": "échoué", "ensemble": "rendu"}
    (faute,) = [i.anomalie for i in bilan.issues if i.anomalie]
    assert faute.code == "RAP-01"
    assert "ValueError : essai" in faute.constat
    assert "200043263/technique.html" not in pages(monde), "l'ancien rapport ne passe pas pour le nouveau"
    assert "pas pu être rendu" in pages(monde)["index.html"].decode()


@pytest.mark.lent
def test_un_processus_tue_ou_trop_long_n_emporte_que_son_rapport(monde: Path) -> None:
    mort = "import os, time\nif territoire == '200043404':\n    os._exit(9)"
    trop_long = "\nif territoire == '200043263':\n    time.sleep(60)"
    modifier_carnet(monde, mort + trop_long)
    plan = production.planifier(monde / "params" / CAMPAGNE)
    issues = lot.rendre_tout(plan.rapports, travailleurs=2, delai_s=20, ouverture=production.ouverture(plan.parametres))
    assert [i.etat for i in issues] == ["échoué", "échoué", "rendu"]
    assert "le processus s'est arrêté" in issues[0].anomalie.constat
    assert "le temps alloué est dépassé" in issues[1].anomalie.constat


@pytest.mark.lent
def test_tue_en_plein_rendu_l_ancien_ou_le_nouveau_entier(monde: Path) -> None:
    produire(monde)
    avant = pages(monde)
    commande = [sys.executable, "-m", "evaltools", "rendre", str(monde / "params" / CAMPAGNE), "--tout"]
    for attente in (0.5, 2.0, 4.0):
        processus = subprocess.Popen(
            commande, start_new_session=True, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL
        )
        time.sleep(attente)
        os.killpg(processus.pid, signal.SIGKILL)
        processus.wait()
        assert pages(monde) == avant


@pytest.mark.lent
@pytest.mark.filterwarnings("ignore")
def test_le_noyau_ordinaire_donne_la_meme_page(monde: Path) -> None:
    rapport = production.planifier(monde / "params" / CAMPAGNE).rapports[0]
    assert rendu.exporter(rendu.executer(rapport.commande, "")) == rendu.exporter(rendu.executer(rapport.commande))


def test_parametre_inconnu_du_carnet_refuse_avant_tout_rendu(monde: Path) -> None:
    chemin = monde / "notebooks" / "evaluation_annuelle.ipynb"
    nb = nbformat.read(chemin, as_version=4)
    nb.cells[1].source = nb.cells[1].source.replace("validation = ", "validations = ")
    nbformat.write(nb, chemin)
    with pytest.raises(ErreurUtilisateur) as erreur:
        production.planifier(monde / "params" / CAMPAGNE)
    assert [(a.code, "« validation »" in a.constat) for a in erreur.value.anomalies] == [("PAR-07", True)]


def test_publier_ne_laisse_rien_a_cote(tmp_path: Path) -> None:
    sortie = tmp_path / "a" / "page.html"
    rendu.publier(b"un", sortie)
    rendu.publier(b"deux", sortie)
    assert [p.name for p in sortie.parent.iterdir()] == ["page.html"]
    assert sortie.read_bytes() == b"deux"
