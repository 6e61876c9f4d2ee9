"""Les versions du modèle : celle d'aujourd'hui, une plus ancienne (fichier gardé tel quel), une plus récente."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from fabrique import NORD, SUD
from fabrique_classeurs import PROGRAMME, Pilote, les_codes, observation
from fabrique_collectes import sans_provenance

from evaltools.acces.classeurs_lecture import lire
from evaltools.acces.classeurs_modele import VERSION_MODELE, VERSIONS_LUES
from evaltools.acces.tableur import ouvrir
from evaltools.domaine.avancement import Avancement
from evaltools.domaine.enquetes import Enquete
from evaltools.domaine.finances import LigneFinanciere
from evaltools.domaine.lexique import EtatAction, EtatValeur, Qualite

V1 = Path(__file__).resolve().parents[1] / "cas" / "classeurs" / "modele-v1.xlsx"


def test_la_version_ecrite_est_lue_et_les_anciennes_aussi() -> None:
    assert VERSIONS_LUES[-1] == VERSION_MODELE
    assert "1" in VERSIONS_LUES


def test_le_fichier_garde_est_bien_de_la_version_1() -> None:
    page = ouvrir(V1).feuille("Indicateurs")
    assert page is not None
    titres = [c.texte for c in page.ligne(5).values()]
    assert titres[:3] == ["Clé (ne pas modifier)", "Indicateur [code]", "À saisir"]
    assert "Ce qu'il faut compter" not in titres


def test_un_classeur_de_la_version_1_se_relit_en_entier() -> None:
    lu = lire(V1, PROGRAMME, 2026)
    assert (lu.action, lu.annee, lu.fictif, lu.etat, lu.gardees, les_codes(lu.anomalies)) == (
        "FA 1.1", 2026, True, "lu", (), [],
    )  # fmt: skip
    assert observation(lu, "FA 1.1.1-QT1", SUD).valeur == 1234.0
    assert observation(lu, "FA 1.1.1-QT1", NORD).qualite is Qualite.SECRET
    assert (observation(lu, "FA 1.1.1-QT2", SUD).numerateur, observation(lu, "FA 1.1.1-QT2", NORD).valeur) == (45, 45.5)
    assert observation(lu, "FA 1.1.1-QL2").etat is EtatValeur.ENQUETE_NON_REALISEE
    relue = sans_provenance(lu.collecte)
    assert relue.avancements[0] == Avancement(
        "FA 1.1", "FA 1.1", 2026, EtatAction.EN_COURS, date(2025, 3, 1), faits_marquants="Ouverture"
    )
    assert relue.finances == (LigneFinanciere("FA 1.1", 2026, "ARS", 50_000.0, 40_000.25, 0.0, "Convention"),)
    assert relue.enquetes == (Enquete("FA 1.1", "FA 1.1.1-QL2", "ensemble", "2026", False),)


def test_un_classeur_de_la_version_1_rempli_par_un_pilote(tmp_path: Path) -> None:
    pilote = Pilote(Path(shutil.copy(V1, tmp_path / "a.xlsx")))
    pilote.saisir("FA 1.1.2-QT5", valeur="12 pers")
    lu = lire(pilote.enregistrer(), PROGRAMME, 2026)
    assert [(a.code, a.feuille, a.cellule) for a in lu.anomalies] == [("VAL-03", "Indicateurs", "I19")]


@pytest.mark.parametrize("version", ["3", "12"])
def test_un_classeur_d_une_version_a_venir_est_refuse(tmp_path: Path, version: str) -> None:
    pilote = Pilote(Path(shutil.copy(V1, tmp_path / "a.xlsx")))
    identite = replace(_identite(pilote), version=version)
    for nom in ("Lisez-moi", "Indicateurs", "Avancement", "Financement", "Enquêtes"):
        for cellule in pilote.feuille(nom)[2]:
            if cellule.value:
                cellule.value = identite.ligne
    lu = lire(pilote.enregistrer(), PROGRAMME, 2026)
    assert (lu.etat, les_codes(lu.anomalies)) == ("refusé", ["FIC-27"])
    assert lu.anomalies[0].constat == (
        f"le classeur a été écrit par une version plus récente de l'outil (modèle v{version} ; lus ici : v1, v2)."
    )


def _identite(pilote: Pilote):  # type: ignore[no-untyped-def]
    from evaltools.acces.classeurs_identite import lire_ligne

    lue = lire_ligne(str(pilote.feuille()["B2"].value))
    assert lue is not None
    return lue[0]
