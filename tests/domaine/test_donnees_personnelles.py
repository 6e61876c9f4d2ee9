"""Repérer ce qui désigne quelqu'un dans une saisie : cas écrits à la main, et vocabulaire à ne pas accuser."""

from __future__ import annotations

from pathlib import Path

import pytest

from evaltools.acces import programmes
from evaltools.domaine.donnees_personnelles import Genre, genres, masquer, reperer

COURRIELS = (
    "a.dupont@exemple.fr",
    "jean-marc+cls@exemple.sous.org",
    "a.dupont (at) exemple.fr",
    "x_y@exemple.sante-nord.fr",
)
TELEPHONES = (
    "06 39 98 01 02",
    "0639980102",
    "06.39.98.01.02",
    "06-39-98-01-02",
    "06/39/98/01/02",
    "06\u00a039\u00a098\u00a001\u00a002",
    "06\u202f39\u202f98\u202f01\u202f02",
    "01 99 00 01 02",
    "+33 6 39 98 01 02",
    "+33639980102",
    "+33 (0)6 39 98 01 02",
    "0033 6 39 98 01 02",
    "+33.1.99.00.01.02",
    "0639 980 102",
    "tél:0639980102.",
)
PERSONNES = (
    "Mme Dupont",
    "Mme DUPONT",
    "M. Durand",
    "Mr Durand",
    "Monsieur Durand",
    "madame Le Goff",
    "Dr X",
    "Dr. Lefèvre",
    "le docteur Lefèvre",
    "Pr Lemaire",
    "Mlle D.",
    "Mmes Dupont et Durand",
    "Marie Dupont",
    "Jean-Pierre Martin",
    "DUPONT Marie",
    "contact : Nathalie de Brabant",
)
SANTE = (
    "un jeune du groupe est dépressif",
    "Une patiente, suivie pour un cancer, a quitté l'action.",
    "Il est séropositif.",
    "elle a fait une tentative de suicide en mars",
    "cette élève anorexique",
    "Mme Dupont, diabétique",
    "sa fille est autiste",
    "la jeune femme est enceinte",
)
ANODINS = (
    "",
    "oui",
    "12 personnes atteintes de diabète ont été suivies par le Dr de garde.",
    "Dépistage du diabète et des cancers dans 4 communes.",
    "Nombre de jeunes suivis pour une dépression : 12",
    "Le maire, Madame la Maire et Monsieur le Préfet ont ouvert la séance.",
    "Madame Le Maire a ouvert la séance.",
    "Madame la Directrice du CCAS ; M. le Président de la CPTS",
    "Professeur principal et professeurs des écoles",
    "Réunion au collège Jean Jaurès, puis salle Pierre Mauroy.",
    "Visite de l'EHPAD Marie Curie et du centre hospitalier Jean Dupont.",
    "Ligne 3114, et Tabac info service au 39 89.",
    f"Numéro vert : 0 800 23 13 13, {8:02} 00 23 13 13",
    "SIREN 200043404, SIRET 20004340400017",
    "Le 01/02/2026 12:30, salle 4.",
    "du 01/02/2026 au 03/04/2026",
    "12 500 000 000 € sur 10 ans, dont 1 250 000 €",
    "Accompagnement des personnes en sevrage ; ateliers suicide et prévention",
    "Convention ARS-CPAM signée ; lien avec l'EN et la DRAIO.",
    "M3P, MM, Pr., Dr, Mme.",
    "Une personne a arrêté l'action pour un emploi.",
    "Logiciel Saint Martin, version 2026-01-02-03",
    "taux @ 12 % ; = SOMME",
    "Le suivi de la femme enceinte et du jeune enfant",
    "Le médecin peut orienter le patient vers une consultation de sevrage.",
)  # fmt: skip


@pytest.mark.parametrize("texte", COURRIELS)
def test_un_courriel(texte: str) -> None:
    assert genres(f"voir {texte} merci") == (Genre.COURRIEL,)


@pytest.mark.parametrize("texte", TELEPHONES)
def test_un_telephone(texte: str) -> None:
    assert genres(f"appeler {texte}") == (Genre.TELEPHONE,)


@pytest.mark.parametrize("texte", PERSONNES)
def test_le_nom_d_une_personne(texte: str) -> None:
    assert genres(f"avec {texte}, en mars") == (Genre.PERSONNE,)


@pytest.mark.parametrize("texte", SANTE)
def test_la_sante_d_une_personne(texte: str) -> None:
    assert Genre.SANTE in genres(texte)


@pytest.mark.parametrize("texte", ["1 85 05 59 123 456 78", "185055912345678", "2 99 12 2A 123 456"])
def test_un_numero_de_securite_sociale(texte: str) -> None:
    assert Genre.IDENTIFIANT in genres(f"n° {texte}")


@pytest.mark.parametrize("texte", ANODINS)
def test_ce_qui_ne_designe_personne(texte: str) -> None:
    assert reperer(texte) == ()


def test_les_libelles_et_les_fiches_des_programmes_ne_sont_pas_accuses(depot: Path) -> None:
    """Deux programmes réels : leurs indicateurs parlent de santé, jamais d'une personne."""
    for code in ("cls-avesnois", "sante-artois-douaisis"):
        programme, _ = programmes.lire(depot / "inputs" / code)
        assert programme is not None
        accuses = [i.libelle for i in programme.indicateurs if reperer(i.libelle)]
        accuses += [a.intitule for a in programme.actions if reperer(a.intitule)]
        assert accuses == []


def test_masquer_ne_laisse_rien_et_garde_le_reste() -> None:
    texte = "Voir Mme Dupont (06 39 98 01 02, a.dupont@exemple.fr) avant le 12 mai."
    assert masquer(texte) == "Voir […] ([…], […]) avant le 12 mai."
    assert masquer("rien à cacher") == "rien à cacher"


def test_les_places_sont_celles_du_texte() -> None:
    (trouve,) = reperer("appeler le 0639980102 svp")
    assert "appeler le 0639980102 svp"[trouve.debut : trouve.fin] == "0639980102"


@pytest.mark.parametrize(
    "motif",
    [
        "a" * 30_000,
        "M. " * 10_000,
        "0 " * 15_000,
        "@" * 30_000,
        "un jeune " * 4000,
        "at" * 15_000,
        "a@" * 15_000,
        "A" * 30_000,
    ],
)
def test_un_texte_enorme_ne_fait_pas_attendre(motif: str) -> None:
    reperer(motif)


def test_tout_le_texte_d_un_message_ordinaire() -> None:
    assert [r.genre for r in reperer("Bonjour Mme Roy, le jeune est sous traitement, tel 01.99.00.01.02")] == [
        Genre.PERSONNE,
        Genre.SANTE,
        Genre.TELEPHONE,
    ]
