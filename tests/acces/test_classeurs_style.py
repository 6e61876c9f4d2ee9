"""Les aides d'écriture communes à tous les classeurs : styles, listes, contrôles, page, sûreté."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from evaltools.acces import classeurs_style as style
from evaltools.acces.classeurs_style import Style
from evaltools.acces.tableur import ouvrir


def rouvrir(classeur: Any, dossier: Path) -> Any:
    return openpyxl.load_workbook(style.enregistrer(classeur, dossier / "a.xlsx"))


@pytest.fixture
def classeur() -> Any:
    neuf = style.nouveau_classeur("Titre", "Sujet")
    neuf.create_sheet("Page")
    return neuf


def test_un_classeur_neuf_porte_ses_styles(classeur: Any, tmp_path: Path) -> None:
    relu = rouvrir(classeur, tmp_path)
    assert relu.sheetnames == ["Page"]
    assert (relu.properties.title, relu.properties.subject, relu.properties.creator) == ("Titre", "Sujet", "evaltools")
    assert {s.value for s in Style} <= set(relu.named_styles) | {s.value for s in Style}


@pytest.mark.parametrize("nom", list(Style), ids=lambda s: s.name)
def test_seuls_les_styles_de_saisie_sont_deverrouilles(classeur: Any, nom: Style) -> None:
    style.poser(classeur["Page"], 1, 1, "x", nom)
    assert classeur["Page"]["A1"].protection.locked is not nom.name.startswith("SAISIE")


@settings(max_examples=30, suppress_health_check=list(HealthCheck))
@given(st.text(st.characters(codec="utf-8"), min_size=1, max_size=50))
def test_tout_texte_s_ecrit_et_se_relit_comme_texte(tmp_path: Path, texte: str) -> None:
    neuf = style.nouveau_classeur("Titre")
    style.poser(neuf.create_sheet("Page"), 1, 1, texte)
    style.enregistrer(neuf, tmp_path / "t.xlsx")
    cellule = ouvrir(tmp_path / "t.xlsx").feuilles[0].cellule(1, 1)
    attendu = style.ILLEGAL_CHARACTERS_RE.sub("", texte.replace("\r\n", "\n").replace("\r", "\n"))
    assert (cellule.texte if cellule else "") == attendu
    assert cellule is None or cellule.formule is None


def test_valeurs_typees(classeur: Any, tmp_path: Path) -> None:
    page = classeur["Page"]
    for rang, valeur in enumerate((12, 0.45, True, dt.date(2026, 3, 1), None), start=1):
        style.poser(page, 1, rang, valeur, Style.SAISIE_NOMBRE)
    style.poser(page, 2, 1, dt.date(2026, 3, 1), Style.SAISIE_DATE)
    relue = rouvrir(classeur, tmp_path)["Page"]
    assert [c.value for c in relue[1]] == [12, 0.45, True, dt.datetime.combine(dt.date(2026, 3, 1), dt.time()), None]
    assert relue["D1"].number_format == relue["A2"].number_format == "dd/mm/yyyy"


def test_entetes(classeur: Any, tmp_path: Path) -> None:
    style.poser_entete(classeur["Page"], 3, [("Fixe", 12, False), ("À remplir", 30, True)], hauteur=40)
    relue = rouvrir(classeur, tmp_path)["Page"]
    assert [c.value for c in relue[3]] == ["Fixe", "À remplir"]
    assert relue["A3"].fill.fgColor.rgb.endswith(style.MARINE)
    assert relue["B3"].border.bottom.style == "thick"
    assert (relue.column_dimensions["B"].width, relue.row_dimensions[3].height) == (30, 40)


def test_listes_et_menus(classeur: Any, tmp_path: Path) -> None:
    style.ajouter_listes(classeur, {"choix": ("un", "deux", "=trois")})
    style.menu(classeur["Page"], "choix", ["A2:A9", "C2"], "Titre" * 20, "Aide " * 80)
    style.menu(classeur["Page"], "choix", [], "Rien", "Rien")
    relu = rouvrir(classeur, tmp_path)
    assert relu.defined_names["choix"].attr_text == "'_listes'!$A$2:$A$4"
    assert relu["_listes"].sheet_state == "hidden"
    assert relu["_listes"]["A4"].data_type == "s"
    (regle,) = relu["Page"].data_validations.dataValidation
    assert (str(regle.sqref), regle.formula1, regle.showErrorMessage) == ("A2:A9 C2", "=choix", True)
    assert (len(regle.promptTitle), len(regle.prompt)) == (32, 255)


def test_bornes_avertissent_sans_empecher(classeur: Any, tmp_path: Path) -> None:
    page = classeur["Page"]
    style.bornes(page, "whole", (0, None), ["A1"], "Compte", "Un entier.")
    style.bornes(page, "decimal", (0, 1), ["B1"], "Taux", "De 0 à 1.")
    style.message(page, ["C1"], "Note", "Écrivez.")
    regles = {str(r.sqref): r for r in rouvrir(classeur, tmp_path)["Page"].data_validations.dataValidation}
    assert {r.errorStyle for r in regles.values() if r.type} <= {"warning", None}
    assert (regles["A1"].operator, regles["A1"].formula1) == ("greaterThanOrEqual", "0")
    assert (regles["B1"].formula1, regles["B1"].formula2) == ("0", "1")
    assert regles["C1"].prompt == "Écrivez."


def test_page_et_protection(classeur: Any, tmp_path: Path) -> None:
    style.mettre_en_page(classeur["Page"], 4, "Action A & B", larges=2)
    style.mettre_en_page(classeur.create_sheet("Aide"), None, "Aide", hautes=1)
    style.proteger(classeur["Page"])
    relu = rouvrir(classeur, tmp_path)
    page = relu["Page"]
    assert (page.page_setup.orientation, page.page_setup.fitToWidth, page.print_title_rows) == ("landscape", 2, "$4:$4")
    assert page.oddFooter.left.text == "Action A && B"
    assert (relu["Aide"].page_setup.orientation, relu["Aide"].page_setup.fitToHeight) == ("portrait", 1)
    assert page.protection.sheet
    assert not page.protection.formatColumns
    assert not page.protection.autoFilter
    assert page.protection.password is None


def test_nommer_repete_les_couples(classeur: Any, tmp_path: Path) -> None:
    style.nommer(classeur, {"evaltools_action": 'A "1"', "evaltools_annee": "2026"})
    lu = ouvrir(style.enregistrer(classeur, tmp_path / "a.xlsx"))
    assert lu.proprietes == {"evaltools_action": 'A "1"', "evaltools_annee": "2026"}
    assert lu.noms["evaltools_annee"] == '"2026"'
    assert lu.noms["evaltools_action"] == '"A ""1"""'
    assert lu.feuille("_identite").etat == "masquee"  # type: ignore[union-attr]


def test_enregistrer_cree_le_dossier_et_fige_l_horloge(classeur: Any, tmp_path: Path) -> None:
    chemin = style.enregistrer(classeur, tmp_path / "a" / "b" / "c.xlsx", dt.date(2026, 1, 1))
    assert [p.name for p in chemin.parent.iterdir()] == ["c.xlsx"]
    assert openpyxl.load_workbook(chemin).properties.modified == dt.datetime.combine(dt.date(2026, 1, 1), dt.time())


@given(st.lists(st.tuples(st.text(max_size=300), st.floats(1, 100)), max_size=5), st.floats(10, 60))
def test_la_hauteur_est_au_moins_le_minimum(textes: list[tuple[str, float]], minimum: float) -> None:
    assert style.hauteur(textes, minimum) >= minimum
