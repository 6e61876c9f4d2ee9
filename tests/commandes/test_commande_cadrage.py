"""Les commandes ``cadrage`` et ``exemple``, comme on les lance."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from evaltools.acces import cadrages
from evaltools.chaine.erreurs import ErreurUtilisateur
from evaltools.chaine.lectures import lire_programme
from evaltools.commandes.cadrage import cadrage, exemple

CODE = "cls-avesnois"


@pytest.fixture(autouse=True)
def racine(tmp_path: Path, depot: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Copie un vrai programme dans un dossier où l'on peut écrire."""
    source = depot / "inputs" / CODE
    cible = tmp_path / "inputs" / CODE
    cible.mkdir(parents=True)
    shutil.copy(source / "programme.yaml", cible)
    shutil.copytree(source / "fiches", cible / "fiches")
    monkeypatch.setenv("EVALTOOLS_RACINE", str(tmp_path))
    return tmp_path


def test_cadrage_ecrit_le_classeur_et_dit_la_suite(racine: Path, capsys: pytest.CaptureFixture[str]) -> None:
    cadrage(CODE)
    dit = capsys.readouterr().out
    chemin = racine / "inputs" / CODE / "cadrage.xlsx"
    assert chemin.exists()
    assert f"Cadrage créé : {chemin}" in dit
    assert "0 indicateurs sur 159 ont au moins une décision." in dit
    assert "Ensuite : faites remplir les cases jaunes par le COTECH" in dit
    cadrage(CODE)
    assert "Cadrage déjà à jour" in capsys.readouterr().out


def test_cadrage_ecrit_ailleurs_si_on_le_demande(racine: Path) -> None:
    cadrage(CODE, racine / "ailleurs" / "mon cadrage.xlsx")
    assert (racine / "ailleurs" / "mon cadrage.xlsx").exists()
    assert not (racine / "inputs" / CODE / "cadrage.xlsx").exists()


def test_un_programme_inconnu_est_dit(racine: Path) -> None:
    with pytest.raises(ErreurUtilisateur) as arret:
        cadrage("cls-inconnu")
    assert [a.code for a in arret.value.anomalies] == ["PAR-09"]


def test_exemple_ecrit_tout_et_dit_la_suite(racine: Path, capsys: pytest.CaptureFixture[str]) -> None:
    exemple(CODE, annee=2026)
    dit = capsys.readouterr()
    dossier = racine / "inputs" / CODE
    assert len(list(dossier.rglob("*.xlsx"))) == 18
    assert f"18 classeurs de données fictives (le cadrage et la collecte) sont dans {dossier}." in dit.out
    assert f"Ensuite : copiez un fichier de « params » en params/{CODE}-2026.yaml" in dit.out
    assert "Classeurs d'exemple 9/9 : action FA 4.1" in dit.err
    lu, anomalies = cadrages.lire(dossier / "cadrage.xlsx", lire_programme(CODE))
    assert (lu.fictif, anomalies) == (True, ())


def test_exemple_refuse_une_annee_hors_du_contrat(racine: Path) -> None:
    with pytest.raises(ErreurUtilisateur) as arret:
        exemple(CODE, annee=2031)
    assert [a.code for a in arret.value.anomalies] == ["CAD-25"]
