"""La commande « rendre », telle qu'on la tape : codes de sortie, mot de la fin, jamais de trace."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest


def evaltools(monde: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "evaltools", *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**os.environ, "EVALTOOLS_RACINE": str(monde), "PYTHONUTF8": "1"},
    )


@pytest.fixture
def monde(depot: Path, tmp_path: Path) -> Path:
    for nom in ("params", "notebooks"):
        shutil.copytree(depot / nom, tmp_path / nom)
    cls = tmp_path / "inputs" / "cls-avesnois"
    shutil.copytree(depot / "inputs" / "cls-avesnois" / "fiches", cls / "fiches")
    shutil.copy(depot / "inputs" / "cls-avesnois" / "programme.yaml", cls)
    return tmp_path


def parametres(monde: Path, **changements: str) -> str:
    chemin = monde / "params" / "cls-avesnois-2026.yaml"
    lignes = chemin.read_text(encoding="utf-8").splitlines()
    chemin.write_text("\n".join(changements.get(x.split(":")[0], x) for x in lignes) + "\n", encoding="utf-8")
    return str(chemin)


@pytest.mark.lent
def test_sans_collecte_le_rapport_est_rendu_et_dit_tout_non_evaluable(monde: Path) -> None:
    fichier = parametres(monde, territoires='territoires: ["ensemble"]', editions="editions: [technique]")
    fini = evaltools(monde, "rendre", fichier)
    assert fini.returncode == 0, fini.stderr
    assert "1\xa0rapport : 1 rendu." in fini.stdout
    assert "Ensuite : ouvrez" in fini.stdout
    page = (monde / "outputs/cls-avesnois/2026/restreinte/ensemble/technique.html").read_text(encoding="utf-8")
    assert "Données fictives" not in page
    assert "Aucun indicateur ne peut être jugé." in page


def test_parametres_fautifs_code_10_toutes_les_fautes_sans_trace(monde: Path) -> None:
    fini = evaltools(monde, "rendre", parametres(monde, annee="annnee: 2026", diffusion="diffusion: public"))
    assert fini.returncode == 10
    assert "[PAR-04]" in fini.stderr
    assert "[PAR-06]" in fini.stderr
    assert "Traceback" not in fini.stderr


def test_le_code_d_un_programme_a_la_place_du_fichier_dit_les_campagnes_presentes(monde: Path) -> None:
    fini = evaltools(monde, "rendre", "cls-avesnois")
    assert fini.returncode == 10
    assert "[PAR-03] « cls-avesnois » : le fichier ne peut pas être lu : ce fichier n'existe pas" in fini.stderr
    assert "params/cls-avesnois-2026.yaml" in fini.stderr
    assert "c'est un dossier" in evaltools(monde, "rendre", str(monde / "params")).stderr


def test_programme_inconnu_code_10(monde: Path) -> None:
    fini = evaltools(monde, "rendre", parametres(monde, programme='programme: "cls-inconnu"'))
    assert (fini.returncode, "[PAR-09]" in fini.stderr) == (10, True)


def test_territoire_hors_du_programme_code_10(monde: Path) -> None:
    fini = evaltools(monde, "rendre", parametres(monde, territoires='territoires: ["200033579"]'))
    assert (fini.returncode, "[PAR-10]" in fini.stderr) == (10, True)


def test_carnet_inconnu_code_10(monde: Path) -> None:
    fini = evaltools(monde, "rendre", parametres(monde, carnets="carnets: [evaluation_anuelle]"))
    assert (fini.returncode, "[PAR-08]" in fini.stderr) == (10, True)


def test_edition_que_le_carnet_ne_rend_pas_code_10(monde: Path) -> None:
    editions = "editions: [elus, technique, citoyenne]"
    fini = evaltools(monde, "rendre", parametres(monde, carnets="carnets: [cadrage]", editions=editions))
    assert fini.returncode == 10
    assert fini.stderr.count("[PAR-11]") == 2


def test_programme_fautif_code_11(monde: Path) -> None:
    fiche = monde / "inputs" / "cls-avesnois" / "fiches" / "FA-1.1.yaml"
    fiche.write_text(fiche.read_text(encoding="utf-8").replace("intitule:", "intitulee:", 1), encoding="utf-8")
    fini = evaltools(monde, "rendre", parametres(monde))
    assert fini.returncode == 11
    assert "PRG-" in fini.stderr
    assert "Traceback" not in fini.stderr


@pytest.mark.lent
def test_rapport_en_echec_code_12(monde: Path) -> None:
    carnet = monde / "notebooks" / "evaluation_annuelle.ipynb"
    carnet.write_text(carnet.read_text(encoding="utf-8").replace("rapport.entete()", "1 / 0"), encoding="utf-8")
    fini = evaltools(monde, "rendre", parametres(monde, territoires='territoires: ["ensemble"]'))
    assert fini.returncode == 12
    assert "[RAP-01]" in fini.stderr
    assert "ZeroDivisionError" in fini.stderr
    assert "Traceback" not in fini.stderr


def test_fichier_de_parametres_absent(monde: Path) -> None:
    fini = evaltools(monde, "rendre", "params/absent.yaml")
    assert (fini.returncode, "[PAR-03]" in fini.stderr) == (10, True)
