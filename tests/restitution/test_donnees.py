"""Les CSV pour Excel français, et les tableaux rangés."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from fabrique_evaluation import petite

from evaltools.restitution.donnees import COLONNES_OBSERVATIONS, COLONNES_RESULTATS, ecrire_csv, tableau_comparaison


@dataclass(frozen=True)
class Ligne:
    nom: str = ""
    valeur: float | None = None
    commentaire: str = ""
    oui: bool = False
    alertes: tuple[str, ...] = ()


def test_colonnes_du_contrat() -> None:
    assert ";".join(COLONNES_OBSERVATIONS) == (
        "programme;action;operation;indicateur;siren;periode;valeur;numerateur;denominateur;texte;etat;qualite;source;"
        "commentaire;fichier;feuille;cellule;sha256"
    )
    assert ";".join(COLONNES_RESULTATS) == (
        "programme;annee;siren;axe;objectif;action;operation;indicateur;libelle;unite;niveau;sens;cumul;"
        "valeur_initiale;annee_initiale;cible;annee_cible;valeur;annee_valeur;cible_atteinte;degre_atteinte;score;"
        "part_attendue;rythme;verdict;motif;incertain;alertes;reste_a_faire;fichier;cellule"
    )


def test_csv_virgule_decimale_bom_et_vide_qui_n_est_pas_zero() -> None:
    octets = ecrire_csv([Ligne("a", 0.5), Ligne("b", 0.0), Ligne("c", None)], ["nom", "valeur"])
    assert octets == b"\xef\xbb\xbfnom;valeur\r\na;0,5\r\nb;0\r\nc;\r\n"


@pytest.mark.parametrize("amorce", ["=", "+", "-", "@", "\t", "\r"])
def test_csv_une_formule_tapee_reste_un_texte(amorce: str) -> None:
    texte = ecrire_csv([Ligne(f"{amorce}cmd|' /C calc'!A0")], ["nom"]).decode("utf-8-sig")
    assert texte.splitlines()[1].lstrip('"').startswith("'")


def test_csv_un_nombre_negatif_n_est_pas_une_formule() -> None:
    assert ecrire_csv([Ligne("a", -2.0)], ["valeur"]).decode("utf-8-sig") == "valeur\r\n-2\r\n"


def test_csv_public_sans_commentaire_libre() -> None:
    octets = ecrire_csv([Ligne("a", 1.0, "Mme X")], ["nom", "commentaire"], publique=True)
    assert octets.decode("utf-8-sig") == "nom;commentaire\r\na;\r\n"


def test_csv_oui_non_et_listes() -> None:
    octets = ecrire_csv([Ligne("a", oui=True, alertes=("X", "Y"))], ["oui", "alertes"])
    assert octets.decode("utf-8-sig") == "oui;alertes\r\noui;X, Y\r\n"


def test_comparaison_dans_l_ordre_du_programme() -> None:
    evaluation = petite()
    commun = next(r.indicateur for r in evaluation.resultats if r.siren != "ensemble")
    territoires = list(tableau_comparaison(evaluation, commun)["siren"])
    attendus = [t.siren for t in evaluation.programme.territoires]
    assert territoires == [s for s in attendus if s in territoires] + ["ensemble"]
