"""Les données personnelles d'un classeur reçu sont dites, à leur case, sans être recopiées."""

from __future__ import annotations

from pathlib import Path

import pytest
from fabrique import SUD
from fabrique_classeurs import Pilote, relire
from openpyxl.comments import Comment

CODES = {"VAL-90", "VAL-91", "VAL-92", "VAL-93", "VAL-94"}


def _dites(lu: object) -> list[tuple[str, str, str]]:
    return [(a.code, a.feuille, a.cellule) for a in lu.anomalies if a.code in CODES]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("texte", "code"),
    [
        ("écrire à a.dupont@exemple.fr", "VAL-90"),
        ("joindre le 01 99 00 01 02", "VAL-91"),
        ("Mme Dupont s'en occupe", "VAL-92"),
        ("un jeune du groupe est dépressif", "VAL-93"),
        ("assuré 1 85 05 59 123 456 78", "VAL-94"),
    ],
)
def test_un_commentaire_qui_designe_quelqu_un(tmp_path: Path, texte: str, code: str) -> None:
    lu = relire(tmp_path, lambda p: p.saisir("FA 1.1.1-QT1", SUD, valeur=12, commentaire=texte))
    ((trouve, feuille, cellule),) = _dites(lu)
    assert (trouve, feuille) == (code, "Indicateurs")
    (dite,) = [a for a in lu.anomalies if a.code == code]
    assert "« Commentaire »" in dite.constat
    assert not any(mot in str(dite) for mot in ("dupont@", "Dupont", "01 99", "dépressif du", "1 85"))
    assert cellule.endswith("7")
    assert lu.collecte.observations[0].valeur == 12  # la valeur n'en souffre pas


def test_toutes_les_cases_de_texte_sont_vues(tmp_path: Path) -> None:
    lieux: list[tuple[str, str, str]] = []

    def geste(p: Pilote) -> None:
        textes = {"faits_marquants": "avec Mme Dupont", "freins": "M. Roy absent"}
        p.saisir("FA 1.1", feuille="Avancement", etat="en cours", **textes)
        ligne = p.ligne("FA 1.1", feuille="Avancement")
        lieux.extend(
            ("VAL-92", "Avancement", p.feuille("Avancement").cell(ligne, p.colonne(cle, "Avancement")).coordinate)
            for cle in textes
        )
        p.feuille("Financement").cell(6, p.colonne("financeur", "Financement")).value = "Dr Lefèvre"
        p.feuille("Financement").cell(6, p.colonne("prevu_eur", "Financement")).value = 100
        p.feuille("Indicateurs").cell(60, 3).value = "voir a.dupont@exemple.fr"
        cellule = p.cellule("FA 1.1.1-QT1", "valeur", SUD)
        cellule.comment = Comment("appeler le 0639980102", "x")
        lieux.append(("VAL-91", "Indicateurs", cellule.coordinate))

    dites = _dites(relire(tmp_path, geste))
    assert sorted(dites) == sorted([*lieux, ("VAL-90", "Indicateurs", "C60"), ("VAL-92", "Financement", "A6")])


def test_une_case_a_deux_sortes_de_donnees_est_dite_deux_fois(tmp_path: Path) -> None:
    lu = relire(tmp_path, lambda p: p.saisir("FA 1.1.1-QT1", SUD, commentaire="Mme Roy et Mme Dupont, 06 39 98 01 02"))
    assert [code for code, *_ in _dites(lu)] == ["VAL-92", "VAL-91"]


def test_un_classeur_ordinaire_n_est_pas_accuse(tmp_path: Path) -> None:
    lu = relire(
        tmp_path, lambda p: p.saisir("FA 1.1.1-QT1", SUD, valeur=3, commentaire="Ateliers diabète, 3 communes.")
    )
    assert _dites(lu) == []
