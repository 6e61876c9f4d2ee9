"""Ouvrir une campagne, la lire en tableaux, savoir d'où vient chaque nombre."""

from __future__ import annotations

from pathlib import Path

import pytest

import evaltools as ev
from evaltools.chaine.erreurs import ErreurUtilisateur
from evaltools.restitution.donnees import COLONNES_RESULTATS


def test_ouvrir_puis_lire_en_tableaux(monde: Path) -> None:
    campagne = ev.ouvrir("cls-avesnois", 2026)
    assert campagne.fictif
    assert len(campagne.indicateurs()) == 160
    resultats = campagne.resultats()
    assert set(COLONNES_RESULTATS) <= set(resultats.columns)
    assert len(resultats.query("siren == 'ensemble'")) == 159, "la clause ouverte n'est pas un indicateur"
    assert len(campagne.avancement()) == 9


def test_chaque_valeur_dit_d_ou_elle_vient(monde: Path) -> None:
    observations = ev.ouvrir("cls-avesnois", 2026).observations()
    renseignees = observations.query("etat == 'renseigne'")
    assert len(renseignees) > 100
    for colonne in ("fichier", "feuille", "cellule", "sha256"):
        assert (renseignees[colonne].str.len() > 0).all(), colonne


def test_un_blanc_n_est_pas_un_zero(monde: Path) -> None:
    observations = ev.ouvrir("cls-avesnois", 2026).observations()
    blancs = observations.query("etat != 'renseigne'")
    assert len(blancs) > 0
    assert blancs["valeur"].isna().all()


def test_sans_classeur_ni_cadrage_rien_n_est_invente(monde: Path) -> None:
    import shutil

    for dossier in ("2025", "2026"):
        shutil.rmtree(monde / "inputs" / "cls-avesnois" / dossier)
    (monde / "inputs" / "cls-avesnois" / "cadrage.xlsx").unlink()
    campagne = ev.ouvrir("cls-avesnois", 2026)
    assert not campagne.fictif
    verdicts = set(campagne.resultats()["verdict"])
    assert verdicts <= {"Non évaluable", "Sans objet"}
    assert campagne.resultats()["valeur"].isna().all()


def test_programme_introuvable(monde: Path) -> None:
    with pytest.raises(ErreurUtilisateur) as erreur:
        ev.ouvrir("cls-avesnes", 2026)
    (faute,) = erreur.value.anomalies
    assert (erreur.value.code, faute.code) == (10, "PAR-09")
    assert "cls-avesnois" in faute.constat


def test_territoire_inconnu(monde: Path) -> None:
    campagne = ev.ouvrir("cls-avesnois", 2026)
    with pytest.raises(ErreurUtilisateur) as erreur:
        campagne.rapport_annuel("200000000")
    assert erreur.value.anomalies[0].code == "PAR-10"


def test_empreinte_change_avec_un_octet_d_entree(monde: Path) -> None:
    avant = ev.ouvrir("cls-avesnois", 2026).empreinte
    assert ev.ouvrir("cls-avesnois", 2026).empreinte == avant
    bareme = monde / "params" / "bareme.yaml"
    bareme.write_text(bareme.read_text(encoding="utf-8") + "\n# une note\n", encoding="utf-8")
    assert ev.ouvrir("cls-avesnois", 2026).empreinte != avant


def test_serie_comparaison_provenance(monde: Path) -> None:
    campagne = ev.ouvrir("cls-avesnois", 2026)
    par_epci = campagne.indicateurs().query("maille == 'epci'")["indicateur"].iloc[0]
    comparaison = campagne.comparer_epci(par_epci)
    assert list(comparaison["territoire"]) == ["CC du Sud Avesnois", "CC Coeur de l'Avesnois", "Ensemble du programme"]
    provenance = campagne.provenance(par_epci)
    assert {"fichier", "feuille", "cellule"} <= set(provenance.columns)
    assert set(campagne.provenance(par_epci, "200043404")["siren"]) == {"200043404"}
    assert list(campagne.serie(par_epci).columns) == ["annee", "valeur", "attendu", "unite"]
    with pytest.raises(KeyError):
        campagne.comparer_epci("inconnu")


def test_commentaires_libres_absents_de_l_edition_publique(monde: Path) -> None:
    publique = ev.ouvrir("cls-avesnois", 2026, diffusion="publique").observations()
    assert (publique["commentaire"].fillna("") == "").all()
