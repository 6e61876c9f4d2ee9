"""Les données à réutiliser : CSV, classeur, dictionnaire, licence ; les mêmes valeurs partout, masquées de même."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from dataclasses import replace
from datetime import date
from typing import Any

import openpyxl
import pytest
from fabrique_evaluation import petite

from evaltools.domaine.dictionnaire_tables import TABLES, colonne_de_verdict
from evaltools.domaine.evaluation import Evaluation
from evaltools.domaine.lexique import Verdict
from evaltools.restitution.donnees import ecrire_csv_observations, ecrire_csv_resultats
from evaltools.restitution.donnees_classeur import ecrire_classeur
from evaltools.restitution.donnees_ouvertes import ecrire_csv_table, ecrire_descripteur, tables

JOUR = date(2027, 1, 15)


def classeur(evaluation: Evaluation) -> Any:
    octets = ecrire_classeur(tables(evaluation), evaluation, JOUR, "abc123" * 10)
    return openpyxl.load_workbook(io.BytesIO(octets))


def lire_csv(octets: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(octets.decode("utf-8-sig")), delimiter=";"))


@pytest.fixture(scope="module")
def publique(petite: Evaluation) -> Evaluation:
    return replace(petite, diffusion="publique", fictif=False)


def test_les_tables_du_contrat_gardent_leurs_octets(petite: Evaluation) -> None:
    par_nom = {t.nom: ecrire_csv_table(t) for t in tables(petite)}
    assert par_nom["resultats"] == ecrire_csv_resultats(petite)
    assert par_nom["observations"] == ecrire_csv_observations(petite)
    assert list(par_nom) == list(TABLES)


def test_chaque_table_a_les_colonnes_de_son_dictionnaire(petite: Evaluation) -> None:
    for table in tables(petite):
        assert all(len(ligne) == len(table.colonnes) for ligne in table.lignes), table.nom
        assert table.lignes, table.nom
        for colonne, *valeurs in zip(table.colonnes, *table.lignes, strict=True):
            if colonne.vide == "jamais vide":
                assert all(v is not None for v in valeurs), (table.nom, colonne.nom)


def test_le_classeur_et_les_csv_disent_la_meme_chose(petite: Evaluation) -> None:
    livre = classeur(petite)
    assert livre.sheetnames == ["Lisez-moi", *(t[0] for t in TABLES.values()), "Dictionnaire", "Listes"]
    for table in tables(petite):
        feuille = livre[table.titre]
        lignes = list(feuille.iter_rows(values_only=True))
        assert lignes[0] == tuple(c.nom for c in table.colonnes)
        assert len(lignes) == len(table.lignes) + 1
        for lue, ecrite in zip(lignes[1:], table.lignes, strict=True):
            for case, valeur in zip(lue, ecrite, strict=True):
                if isinstance(valeur, int | float) and not isinstance(valeur, bool):
                    assert case == pytest.approx(valeur), "un nombre reste un nombre"
                elif isinstance(valeur, date):
                    assert case.date() == valeur
                elif valeur in (None, "", ()):
                    assert case is None, "ce qui manque reste vide : jamais zéro"


def test_les_groupes_comptent_les_resultats(petite: Evaluation) -> None:
    """Recompté ici, à la main, depuis la table des résultats."""
    resultats = lire_csv(ecrire_csv_table(tables(petite)[0]))
    groupes = [g for g in lire_csv(ecrire_csv_table(tables(petite)[2])) if g["groupe"] == "action"]
    assert len(groupes) > 5
    for g in groupes:
        ici = [r for r in resultats if (r["action"], r["siren"]) == (g["code"], g["siren"])]
        comptes = Counter(r["verdict"] for r in ici)
        assert int(g["total"]) == len(ici)
        assert {v: int(g[colonne_de_verdict(v)]) for v in Verdict} == {v: comptes[v.value] for v in Verdict}
        hors = comptes["Sans objet"] + comptes["Non échu"]
        assert int(g["applicables"]) == len(ici) - hors
        assert int(g["evaluables"]) == len(ici) - hors - comptes["Non évaluable"]


def test_le_dictionnaire_du_classeur_est_complet(petite: Evaluation) -> None:
    lignes = list(classeur(petite)["Dictionnaire"].iter_rows(min_row=2, values_only=True))
    assert [(t, c) for t, c, *_ in lignes] == [(t[0], c.nom) for t in TABLES.values() for c in t[2]]
    assert all(sens and valeurs and vide for _, _, sens, valeurs, vide in lignes)


def test_la_licence_est_dans_l_edition_publique_et_l_interdit_dans_l_autre(
    petite: Evaluation, publique: Evaluation
) -> None:
    def lisez_moi(e: Evaluation) -> str:
        return "\n".join(str(c) for ligne in classeur(e)["Lisez-moi"].iter_rows(values_only=True) for c in ligne if c)

    assert "Licence Ouverte 2.0" in lisez_moi(publique)
    assert "Ne pas diffuser" not in lisez_moi(publique)
    restreinte = replace(petite, diffusion="restreinte", fictif=True)
    assert "Ne pas diffuser" in lisez_moi(restreinte)
    assert "Licence" not in lisez_moi(restreinte)
    assert "Données fictives" in lisez_moi(restreinte)


def test_l_edition_publique_tait_les_commentaires_et_les_motifs(petite: Evaluation, publique: Evaluation) -> None:
    par_nom = {t.nom: lire_csv(ecrire_csv_table(t)) for t in tables(publique)}
    assert {o["commentaire"] for o in par_nom["observations"]} == {""}
    assert "commentaire" not in {c.nom for c in TABLES["finances"][2]}


def test_le_descripteur_dit_chaque_fichier_et_sa_licence(petite: Evaluation, publique: Evaluation) -> None:
    fiche = json.loads(ecrire_descripteur(tables(publique), publique, JOUR))
    assert fiche["licenses"][0]["name"] == "etalab-2.0"
    ressources = {r["name"]: r for r in fiche["resources"]}
    assert set(ressources) == set(TABLES)
    champs = {c["name"]: c for c in ressources["resultats"]["schema"]["fields"]}
    assert champs["valeur"] == {
        "name": "valeur", "type": "number", "description": "valeur jugée", "decimalChar": ",",
    }  # fmt: skip
    assert champs["annee"]["type"] == "integer"
    restreinte = json.loads(ecrire_descripteur(tables(petite), replace(petite, diffusion="restreinte"), JOUR))
    assert "licenses" not in restreinte
    assert "Ne pas diffuser" in restreinte["description"]


def test_les_types_du_descripteur_sont_ceux_des_valeurs(petite: Evaluation) -> None:
    fiche = json.loads(ecrire_descripteur(tables(petite), petite, JOUR))
    for ressource, table in zip(fiche["resources"], tables(petite), strict=True):
        for champ, *valeurs in zip(ressource["schema"]["fields"], *table.lignes, strict=True):
            connus = [v for v in valeurs if v is not None]
            numerique = champ["type"] in ("integer", "number")
            for v in connus:
                assert (isinstance(v, int | float) and not isinstance(v, bool)) == numerique, (table.nom, champ, v)


def test_une_formule_tapee_reste_un_texte() -> None:
    evaluation = petite(piege='=HYPERLINK("http://x")')
    livre = classeur(evaluation)
    types = {c.data_type for feuille in livre for ligne in feuille.iter_rows() for c in ligne}
    assert "f" not in types
    assert all(not f.hyperlink for feuille in livre for ligne in feuille.iter_rows() for f in ligne)


def test_memes_donnees_memes_octets(petite: Evaluation) -> None:
    une, deux = (ecrire_classeur(tables(petite), petite, JOUR, "e") for _ in range(2))
    assert une == deux
    assert ecrire_classeur(tables(petite), petite, date(2027, 2, 1), "e") != une
