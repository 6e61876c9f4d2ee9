"""Le référentiel des EPCI, et la recherche d'un EPCI dans un programme."""

from __future__ import annotations

from collections import Counter
from importlib.resources import files
from pathlib import Path

import pytest

from evaltools.acces import epci, programmes
from evaltools.domaine.programme import Programme
from evaltools.domaine.territoires import Reconnaissance

INPUTS = Path(__file__).resolve().parents[2] / "inputs"


@pytest.fixture(scope="module")
def cls() -> Programme:
    programme, _anomalies = programmes.lire(INPUTS / "cls-avesnois")
    assert programme is not None
    return programme


@pytest.fixture(scope="module")
def sante() -> Programme:
    programme, _anomalies = programmes.lire(INPUTS / "sante-artois-douaisis")
    assert programme is not None
    return programme


def test_le_referentiel_est_entier() -> None:
    tous = epci.lire_epci()
    assert len(tous) == 1255
    assert len({e.siren for e in tous}) == 1255
    assert set(Counter(e.nature for e in tous)) == {"CC", "CA", "CU", "METRO", "MET69"}
    assert epci.lire_epci() is tous
    ostrevent = next(e for e in tous if e.siren == "245901152")
    assert (ostrevent.nom, ostrevent.population_totale, ostrevent.departements) == (
        "CA Coeur d'Ostrevent",
        71089,
        ("59",),
    )


def test_le_referentiel_porte_son_attribution() -> None:
    texte = (files("evaltools.acces") / "donnees" / "ATTRIBUTION.md").read_text(encoding="utf-8")
    for mot in ("Licence Ouverte 2.0", "@etalab/decoupage-administratif", "6.0.0", "Insee", "DGCL", "2026", "2023"):
        assert mot in texte
        assert mot in epci.MENTION


@pytest.mark.parametrize(
    "nom",
    [
        "3CA", "CCCA", "CCA", "Cœur-Avesnois", "Coeur Avesnois", "Cœur de l'Avesnois", "COEUR DE L’AVESNOIS",
        "CC Coeur de l'Avesnois", "Communauté de communes du Cœur de l'Avesnois", "CC Cœur-Avesnois", "la 3CA",
        " 200043263 ", "200 043 263",
    ],
)  # fmt: skip
def test_noms_du_coeur_de_l_avesnois(cls: Programme, nom: str) -> None:
    trouve = epci.trouver(nom, cls)
    assert (trouve.siren, trouve.issue) == ("200043263", Reconnaissance.TROUVE)


@pytest.mark.parametrize(
    "nom", ["CCSA", "ccsa", "Sud-Avesnois", "CC du Sud Avesnois", "Communauté de communes Sud-Avesnois"]
)
def test_noms_du_sud_avesnois(cls: Programme, nom: str) -> None:
    assert epci.trouver(nom, cls).siren == "200043404"


@pytest.mark.parametrize(
    ("nom", "siren"),
    [
        ("CUA", "200033579"), ("Communauté urbaine d'Arras", "200033579"), ("Douaisis Agglo", "200044618"),
        ("Communauté d'agglomération du Douaisis", "200044618"), ("CCCO", "245901152"),
        ("CC Cœur d'Ostrevent", "245901152"), ("Osartis", "200044048"), ("CC Osartis-Marquion", "200044048"),
        ("Campagnes de l'Artois", "200069482"), ("CC du Sud-Artois", "200035442"),
    ],
)  # fmt: skip
def test_noms_de_l_artois_douaisis(sante: Programme, nom: str, siren: str) -> None:
    assert epci.trouver(nom, sante).siren == siren


def test_un_nom_ambigu_fait_demander(cls: Programme) -> None:
    trouve = epci.trouver("CC des Quatre Rivières", cls)
    assert (trouve.siren, trouve.issue) == (None, Reconnaissance.AMBIGU)
    assert [siren for siren, _nom in trouve.propositions] == ["247000623", "247400666"]
    assert str(trouve).endswith("Donnez le SIREN.")


def test_un_sigle_qui_designe_les_deux_epci_n_en_designe_aucun(cls: Programme) -> None:
    assert epci.trouver("CCCA-CCSA", cls).siren is None
    assert epci.trouver("Avesnois", cls).siren is None
    assert epci.trouver("", cls).siren is None


def test_douaisis_seul_est_trop_vague(sante: Programme) -> None:
    trouve = epci.trouver("Douaisis", sante)
    assert (trouve.siren, trouve.issue) == (None, Reconnaissance.INCONNU)
    assert trouve.propositions == (("200044618", "CA Douaisis Agglo"),)


def test_un_epci_hors_du_programme_est_dit_hors_du_programme(cls: Programme) -> None:
    trouve = epci.trouver("CU d'Arras", cls)
    assert (trouve.siren, trouve.issue) == (None, Reconnaissance.HORS_PROGRAMME)
    assert "qui n'est pas du programme" in str(trouve)


def test_une_faute_de_frappe_n_est_qu_une_proposition(cls: Programme) -> None:
    trouve = epci.trouver("Sud Avenois", cls)
    assert (trouve.siren, trouve.issue) == (None, Reconnaissance.INCONNU)
    assert trouve.propositions[0] == ("200043404", "CC du Sud Avesnois")
    assert "CC du Sud Avesnois (200043404)" in str(trouve)
    assert str(epci.trouver("zzzz", cls)) == "« zzzz » ne désigne aucun EPCI connu."
