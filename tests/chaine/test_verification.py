"""Vérifier, exporter et importer un programme : fichiers écrits, codes de sortie, comparaison au référentiel."""

from __future__ import annotations

import csv
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from evaltools.acces import cadrages, programmes
from evaltools.chaine import programmes as echanges
from evaltools.chaine import verification
from evaltools.chaine.erreurs import ErreurUtilisateur
from evaltools.domaine.evaluabilite import Evaluabilite, Evaluable, Manque

INPUTS = Path(__file__).resolve().parents[2] / "inputs"


@pytest.fixture
def racine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Une racine de données à part, avec le CLS seul."""
    shutil.copytree(INPUTS / "cls-avesnois", tmp_path / "inputs" / "cls-avesnois")
    (tmp_path / "inputs" / "cls-avesnois" / "cadrage.xlsx").unlink(missing_ok=True)
    monkeypatch.setenv("EVALTOOLS_RACINE", str(tmp_path))
    return tmp_path


def test_verifier_le_cls(racine: Path) -> None:
    trouve = verification.verifier("cls-avesnois")
    assert trouve.programme.code == "cls-avesnois"
    assert (trouve.bilans[0].evaluables, trouve.bilans[0].total) == (2, 159)
    assert trouve.bilans_cadres == ()
    assert trouve.anomalies == ()
    assert trouve.contradictions[0].constat.endswith("l'arbre compte 23 opérations")


def test_verifier_lit_le_cadrage_s_il_existe(racine: Path) -> None:
    programme = verification.verifier("cls-avesnois").programme
    cadrages.ecrire(racine / "inputs" / "cls-avesnois" / "cadrage.xlsx", programme)
    trouve = verification.verifier("cls-avesnois")
    assert (trouve.bilans_cadres[0].evaluables, trouve.bilans_cadres[0].total) == (2, 159)


def test_un_cadrage_illisible_est_dit_et_laisse_de_cote(racine: Path) -> None:
    (racine / "inputs" / "cls-avesnois" / "cadrage.xlsx").write_bytes(b"pas un classeur")
    trouve = verification.verifier("cls-avesnois")
    assert trouve.bilans_cadres == ()
    assert trouve.anomalies
    assert trouve.bilans[0].total == 159


def test_un_programme_inconnu_ou_fautif_est_refuse(racine: Path) -> None:
    with pytest.raises(ErreurUtilisateur) as inconnu:
        verification.verifier("cls-inconnu")
    assert inconnu.value.code == 10
    fiche = racine / "inputs" / "cls-avesnois" / "fiches" / "FA-1.1.yaml"
    fiche.write_text(fiche.read_text(encoding="utf-8").replace("nature: nombre", "nature: nombres"), encoding="utf-8")
    with pytest.raises(ErreurUtilisateur) as fautif:
        verification.verifier("cls-avesnois")
    assert fautif.value.code == 11
    assert {a.code for a in fautif.value.anomalies} == {"PRG-10"}


def test_les_epci_sont_compares_au_referentiel() -> None:
    programme, _anomalies = programmes.lire(INPUTS / "cls-avesnois")
    assert programme is not None
    assert list(verification.comparer_au_referentiel(programme)) == []
    sud, coeur = programme.territoires
    faux = replace(sud, siren="999999999"), replace(coeur, population=29098, communes=None)
    codes = [(a.code, a.constat) for a in verification.comparer_au_referentiel(replace(programme, territoires=faux))]
    assert [code for code, _constat in codes] == ["PRG-20", "PRG-21"]
    assert "999999999" in codes[0][1]
    assert "« population » vaut « 29098 » et le référentiel de 2026 donne « 28870 »" in codes[1][1]


def test_ecrire_l_evaluabilite(racine: Path) -> None:
    trouve = verification.verifier("cls-avesnois")
    sortie = racine / "neuf" / "evaluabilite.csv"
    verification.ecrire_evaluabilite(trouve, sortie)
    assert sortie.read_bytes().startswith(b"\xef\xbb\xbfprogramme;axe;action;operation;indicateur;libelle;niveau;")
    with sortie.open(encoding="utf-8-sig", newline="") as fichier:
        lignes = list(csv.DictReader(fichier, delimiter=";"))
    assert len(lignes) == 159
    cesce = next(ligne for ligne in lignes if ligne["indicateur"] == "FA 2.1.1-QT1")
    assert (cesce["niveau"], cesce["niveau_avec_cadrage"], cesce["cible"], cesce["source"]) == (
        "évaluable", "", "", "manque",
    )  # fmt: skip
    assert "sans source" in cesce["pourquoi"]
    assert "écrire d'où vient la valeur" in cesce["à faire"]


def test_le_csv_ne_porte_aucune_formule(racine: Path) -> None:
    trouve = verification.verifier("cls-avesnois")
    formule = Evaluabilite("X", "=1+1", "1", "A", "", Evaluable.NON, (Manque.CIBLE,))
    sortie = racine / "e.csv"
    verification.ecrire_evaluabilite(replace(trouve, evaluabilites=(formule,)), sortie)
    assert ";'=1+1;" in sortie.read_text(encoding="utf-8-sig")


def test_une_sortie_impossible_est_dite(racine: Path) -> None:
    (racine / "occupe").write_text("", encoding="utf-8")
    with pytest.raises(ErreurUtilisateur, match="ne peut pas être écrit"):
        verification.ecrire_evaluabilite(verification.verifier("cls-avesnois"), racine / "occupe" / "e.csv")


def test_exporter_puis_importer(racine: Path) -> None:
    classeur = echanges.exporter("cls-avesnois", racine / "cls.xlsx")
    avant = {c.name: c.read_bytes() for c in (racine / "inputs" / "cls-avesnois").rglob("*.yaml")}
    with pytest.raises(ErreurUtilisateur) as present:
        echanges.importer(classeur)
    assert [a.code for a in present.value.anomalies] == ["PRG-26"]
    dossier, anomalies = echanges.importer(classeur, remplacer=True)
    assert (dossier, anomalies) == (racine / "inputs" / "cls-avesnois", ())
    assert {c.name: c.read_bytes() for c in dossier.rglob("*.yaml")} == avant
    shutil.rmtree(dossier)
    echanges.importer(classeur)
    assert {c.name: c.read_bytes() for c in dossier.rglob("*.yaml")} == avant


def test_exporter_refuse_un_nom_qui_n_est_pas_un_classeur(racine: Path) -> None:
    with pytest.raises(ErreurUtilisateur, match="doit finir par"):
        echanges.exporter("cls-avesnois", racine / "cls.csv")


def test_importer_un_fichier_illisible_n_ecrit_rien(racine: Path) -> None:
    (racine / "faux.xlsx").write_bytes(b"rien")
    with pytest.raises(ErreurUtilisateur) as refus:
        echanges.importer(racine / "faux.xlsx")
    assert refus.value.code == 11
    assert programmes.lister(racine / "inputs") == ("cls-avesnois",)
