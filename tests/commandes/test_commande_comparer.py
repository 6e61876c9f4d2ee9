"""La commande ``comparer`` : elle dit tout, l'écrit si on le veut, et ne change rien."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from evaltools.chaine.erreurs import ErreurUtilisateur
from evaltools.commandes import app


def jouer(*mots: object) -> Any:
    return CliRunner().invoke(app, ["comparer", *map(str, mots)], prog_name="evaltools")


@pytest.fixture
def autre(depot: Path, tmp_path: Path) -> Path:
    """Une seconde version du CLS : une unité changée, un indicateur en formule retiré, un nouveau."""
    dossier = tmp_path / "v2" / "cls-avesnois"
    shutil.copytree(depot / "inputs" / "cls-avesnois", dossier)
    fiche = next(dossier.glob("fiches/FA-1.1*.yaml"))
    texte = fiche.read_text(encoding="utf-8")
    assert texte.count("unite:") > 1
    debut, _, fin = texte.rpartition("unite:")
    fiche.write_text(f'{debut}unite: "=autre"{fin[fin.index(chr(10)) :]}', encoding="utf-8")
    return dossier


def test_le_meme_referentiel(depot: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EVALTOOLS_RACINE", str(depot))
    vu = jouer("cls-avesnois", depot / "inputs" / "cls-avesnois")
    assert vu.exit_code == 0
    assert "Actions : 9 avant, 9 après ; rien ne change" in vu.stdout
    assert vu.stdout.endswith("Les deux référentiels sont les mêmes.\n")


def test_une_unite_changee_est_dite_et_ecrite(
    depot: Path, autre: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EVALTOOLS_RACINE", str(depot))
    sortie = tmp_path / "ecarts.csv"
    vu = jouer("cls-avesnois", autre, "--sortie", sortie)
    assert vu.exit_code == 0
    assert "; 1 modifié\n" in vu.stdout
    assert "    cible.unite : « réunions » → « =autre »" in vu.stdout
    assert f"Tous les écarts sont dans {sortie}." in vu.stdout.replace("\n", " ")
    lignes = sortie.read_text(encoding="utf-8-sig").splitlines()
    assert lignes[0] == "objet;changement;code;intitule;champ;avant;apres"
    assert len(lignes) == 2
    assert lignes[1].endswith(";'=autre")


def test_deux_programmes_differents(depot: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EVALTOOLS_RACINE", str(depot))
    vu = jouer("cls-avesnois", "sante-artois-douaisis")
    assert "Actions : 9 avant, 46 après ; 9 retirées, 46 nouvelles" in vu.stdout
    assert "Indicateurs : 160 avant, 224 après ; 160 retirés, 224 nouveaux" in vu.stdout


@pytest.mark.parametrize("nom", ["absent.xlsx", "inconnu", "../ailleurs"])
def test_un_referentiel_introuvable_est_refuse(depot: Path, monkeypatch: pytest.MonkeyPatch, nom: str) -> None:
    monkeypatch.setenv("EVALTOOLS_RACINE", str(depot))
    vu = jouer("cls-avesnois", nom)
    assert isinstance(vu.exception, ErreurUtilisateur)
    assert vu.exception.code == 10
