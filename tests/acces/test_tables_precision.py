"""La précision et les contradictions d'une table à juger : intervalles, erreurs types, enquêtes, colonnes fautives."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import openpyxl
import pytest

from evaltools.acces.tables_indicateurs import LectureTable, lire
from evaltools.chaine import jugement
from evaltools.domaine.incertitude import Sondage

COLONNES = ("indicateur", "nature", "sens", "cumul", "valeur_initiale", "annee_initiale", "cible", "annee_cible",
            "annee", "valeur")  # fmt: skip
BASE = ("I1", "taux", "hausse", "stock", "30", "2020", "60", "2030", "2025", "44")


def _table(dossier: Path, **ajouts: str) -> Path:
    chemin = dossier / "table.csv"
    valeurs = dict(zip(COLONNES, BASE, strict=True)) | ajouts
    chemin.write_text(";".join(valeurs) + "\n" + ";".join(valeurs.values()) + "\n", encoding="utf-8")
    return chemin


def _sondage(lu: LectureTable) -> Sondage | None:
    return lu.indicateurs[0].serie.mesure(2025).sondage


def test_une_table_sans_precision_n_a_pas_de_marge(tmp_path: Path) -> None:
    lu = lire(_table(tmp_path))
    assert lu.anomalies == ()
    assert _sondage(lu) is None


@pytest.mark.parametrize(
    ("ajouts", "attendu"),
    [
        ({"intervalle_bas": "40", "intervalle_haut": "48"}, Sondage(40, 48)),
        ({"IC bas": "40", "IC haut": "48"}, Sondage(40, 48)),
        ({"Erreur type": "2,5"}, Sondage(erreur_type=2.5)),
        ({"enquête": "oui"}, Sondage(enquete=True)),
        ({"enquete": "Échantillon", "Effet de plan": "1,5"}, Sondage(deff=1.5, enquete=True)),
        ({"deff": "1"}, Sondage(deff=1, enquete=True)),
        ({"enquete": "non"}, None),
        ({"intervalle_bas": "40", "intervalle_haut": "48", "erreur_type": "2,04"}, Sondage(40, 48, 2.04)),
    ],
)
def test_la_precision_se_lit(tmp_path: Path, ajouts: dict[str, str], attendu: Sondage | None) -> None:
    lu = lire(_table(tmp_path, **ajouts))
    assert lu.anomalies == ()
    assert _sondage(lu) == attendu


@pytest.mark.parametrize(
    ("ajouts", "constat", "attendu"),
    [
        ({"intervalle_bas": "40"}, "n'a qu'une borne", None),
        ({"intervalle_bas": "48", "intervalle_haut": "40"}, "dépasse la haute", None),
        ({"intervalle_bas": "45", "intervalle_haut": "48"}, "ne contient pas la valeur", None),
        ({"erreur_type": "-1"}, "n'est pas négative", None),
        ({"deff": "0", "enquete": "oui"}, "est positif", Sondage(enquete=True)),
        ({"enquete": "non", "erreur_type": "2"}, "ce n'est pas une enquête", None),
        ({"intervalle_bas": "40", "intervalle_haut": "48", "erreur_type": "9"}, "ne s'accorde pas", Sondage(40, 48)),
    ],
)
def test_une_precision_inutilisable_est_dite_et_le_reste_se_juge(
    tmp_path: Path, ajouts: dict[str, str], constat: str, attendu: Sondage | None
) -> None:
    lu = lire(_table(tmp_path, **ajouts))
    assert {a.code for a in lu.anomalies} == {"IND-27"}
    assert any(constat in a.constat for a in lu.anomalies)
    assert _sondage(lu) == attendu


def test_un_mot_inconnu_dans_enquete_est_refuse(tmp_path: Path) -> None:
    assert [a.code for a in lire(_table(tmp_path, enquete="peut-être")).anomalies] == ["IND-12"]
    assert [a.code for a in lire(_table(tmp_path, erreur_type="beaucoup")).anomalies] == ["IND-13"]


def test_deux_precisions_differentes_la_meme_annee_se_contredisent(tmp_path: Path) -> None:
    chemin = _table(tmp_path, erreur_type="2")
    entete, ligne = chemin.read_text(encoding="utf-8").splitlines()
    chemin.write_text("\n".join([entete, ligne, ligne.removesuffix("2") + "3"]), encoding="utf-8")
    assert [a.code for a in lire(chemin).anomalies] == ["IND-16"]


@pytest.mark.parametrize(
    ("changes", "constat"),
    [
        ({"cumul": "flux", "sens": "baisse"}, "un flux ne peut pas viser une baisse"),
        ({"sens": "plage", "borne_basse": "50", "borne_haute": "40"}, "la borne basse dépasse la borne haute"),
        ({"sens": "plage"}, "une plage sans borne ni tolérance"),
        ({"annee_cible": "2019"}, "n'est pas après l'année initiale"),
        ({"type_cible": "variation_pct", "valeur_initiale": ""}, "une cible relative sans valeur initiale"),
        ({"nature": "jalon", "sens": "baisse", "valeur": "1"}, "nature « jalon » et sens « baisse »"),
        ({"valeur": "", "numerateur": "4"}, "un numérateur ou un dénominateur seul"),
    ],
)
def test_des_colonnes_qui_se_contredisent_sont_dites(tmp_path: Path, changes: dict[str, str], constat: str) -> None:
    lu = lire(_table(tmp_path, **changes))
    dites = [a for a in lu.anomalies if a.code == "IND-28"]
    assert any(constat in a.constat for a in dites), lu.anomalies
    assert len(lu.indicateurs) == 1  # dit, et jugé quand même


def test_un_classeur_excel_donne_le_meme_verdict_incertain(tmp_path: Path) -> None:
    table = _table(tmp_path, intervalle_bas="40", intervalle_haut="48")
    classeur = openpyxl.Workbook()
    for ligne in csv.reader(table.read_text(encoding="utf-8").splitlines(), delimiter=";"):
        classeur.active.append([float(c) if c.isdigit() else c for c in ligne])
    classeur.save(tmp_path / "table.xlsx")
    rendus = [
        next(csv.DictReader(io.StringIO(jugement.en_texte(jugement.ouvrir(chemin).lignes()))))
        for chemin in (table, tmp_path / "table.xlsx")
    ]
    assert [r["incertain"] for r in rendus] == ["En bonne voie | À accélérer"] * 2
    assert rendus[0]["degre_atteinte"] == rendus[1]["degre_atteinte"]


def test_l_erreur_du_depart_elargit_la_marge(tmp_path: Path) -> None:
    """P = 14/30 ± 1,96 × √(s² + (1 − P)² s0²)/30 : à s = 0,1, R reste sous 0,95 ; avec s0 = 2, non."""

    def incertain(**ajouts: str) -> str:
        (ligne,) = jugement.ouvrir(_table(tmp_path, erreur_type="0,1", **ajouts)).lignes()
        return str(dict(zip(jugement.COLONNES, ligne, strict=True))["incertain"])

    assert incertain() == ""
    assert incertain(erreur_type_initiale="2") == "En bonne voie | À accélérer"
