"""Le classeur écrit : ce qu'on y voit, ce qui est verrouillé, les listes, l'impression ; et rien d'actif dedans."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from fabrique import SUD
from fabrique_classeurs import PROGRAMME

from evaltools.acces.classeurs_contexte import ecrire_cible
from evaltools.acces.classeurs_ecriture import ecrire, nom_de_fichier
from evaltools.acces.classeurs_modele import PHRASE_FICTIVE, TABLEAUX
from evaltools.acces.classeurs_mots import ATTENDUS, ETATS_ACTION, LISTES
from evaltools.acces.classeurs_style import JAUNE, hauteur, inerte, nouveau_classeur, poser
from evaltools.domaine.avancement import lire_etat
from evaltools.domaine.cadrage import Cadrage, Cadre, Cible
from evaltools.domaine.collecte import Collecte
from evaltools.domaine.lexique import EtatAction, EtatValeur, Nature, PeriodiciteCible, Qualite
from evaltools.domaine.mesures import Observation
from evaltools.domaine.nombres import plier
from evaltools.domaine.saisies import lire_etat as lire_etat_de_valeur
from evaltools.domaine.saisies import lire_qualite

QT1 = "FA 1.1.1-QT1"


def ouvert(tmp_path: Path, action: str = "FA 1.1", **options: Any) -> Any:
    return openpyxl.load_workbook(ecrire(tmp_path / "a.xlsx", PROGRAMME, action, 2026, **options))


def ligne(page: Any, numero: int) -> list[object]:
    return [c.value for c in page[numero]]


# ── Ce qu'on voit ────────────────────────────────────────────────────────────────────────────────────────────────


def test_feuille_indicateurs(tmp_path: Path) -> None:
    page = ouvert(tmp_path)["Indicateurs"]
    assert page["A1"].value == "Indicateurs 2026 — action FA 1.1"
    assert page["A2"].value.startswith("CLS-ESSAI / 2026 / FA 1.1 / v2 #")
    assert ligne(page, 5)[:-1] == [
        "Indicateur [code]", "Territoire [SIREN]", "Période", "Ce qu'il faut compter", "À saisir", "Unité",
        "Dernière valeur connue", "Cible", "Valeur", "Numérateur", "Dénominateur", "Réponse en texte", "État",
        "Qualité", "Source", "Commentaire",
    ]  # fmt: skip
    assert page["A6"].value == "FA 1.1.1 — Ouvrir un accueil"
    assert ligne(page, 7)[:-1] == [
        "Nombre de personnes accueillies [FA 1.1.1-QT1]", "CC du Val Sud [111111111]", "2026",
        "Ce qui s'est fait pendant la période, et elle seule.", "un nombre", "personnes", "—", "non fixée",
        None, None, None, None, None, None, None, None,
    ]  # fmt: skip
    assert ligne(page, 11)[:6] == [
        "Signature de la convention [FA 1.1.1-QT3]", "Ensemble du territoire [ensemble]", "2026", "—",
        "une date, ou oui / non", "date",
    ]  # fmt: skip
    assert ligne(page, 5)[-1] == "Clé (ne pas modifier)"
    assert page.column_dimensions["Q"].hidden
    assert page.freeze_panes == "C6"


def test_les_colonnes_inutiles_ne_sont_pas_ecrites(tmp_path: Path) -> None:
    classeur = ouvert(tmp_path, "FA 2.1")
    titres = ligne(classeur["Indicateurs"], 5)
    assert not {"Numérateur", "Dénominateur", "Réponse en texte"} & set(titres)
    assert "Enquêtes" not in classeur.sheetnames


def test_le_prevu_et_le_realise_se_suivent_et_se_distinguent(tmp_path: Path) -> None:
    page = ouvert(tmp_path, "FA 2.1")["Indicateurs"]
    assert [page.cell(n, 1).value for n in (7, 8, 9)] == [
        "PRÉVU · Nombre d'ateliers prévus [FA 2.1.1-QT1]",
        "RÉALISÉ · Nombre d'ateliers réalisés [FA 2.1.1-QT3]",
        "Nombre de séances [FA 2.1.1-QT2]",
    ]
    assert [page.cell(n, 1).value for n in (10, 11, 12)] == [
        "Indicateurs de toute l'action",
        "Nombre de réunions [FA 2.1-QT1]",
        "Nombre de réunions [FA 2.1-QT1]",
    ]
    assert [page.cell(n, 3).value for n in (11, 12)] == ["2026-S1", "2026-S2"]


def test_seules_les_cases_jaunes_sont_deverrouillees(tmp_path: Path) -> None:
    classeur = ouvert(tmp_path)
    for page in classeur:
        if not page.title.startswith("_"):
            assert page.protection.sheet
            assert not page.protection.password
        for rangee in page.iter_rows():
            for c in rangee:
                jaune = c.fill.fgColor.rgb in (f"00{JAUNE}", f"FF{JAUNE}")
                exemple = page.title == "Lisez-moi"  # la légende montre une case jaune
                assert exemple or jaune == (not c.protection.locked), c
    page = classeur["Indicateurs"]
    assert not page["I7"].protection.locked
    assert page["I12"].protection.locked  # un texte ne se met pas dans « Valeur »
    assert not page["L12"].protection.locked
    assert page["L7"].protection.locked


def test_formats_et_controles_de_saisie(tmp_path: Path) -> None:
    page = ouvert(tmp_path)["Indicateurs"]
    assert [page[a].number_format for a in ("I7", "I9", "I11", "I15")] == [
        "General", "0.0%", "dd/mm/yyyy", '#,##0.00 "€"',
    ]  # fmt: skip
    regles = {str(r.sqref): r for r in page.data_validations.dataValidation}
    etat = next(r for plage, r in regles.items() if plage.startswith("M7:M13"))
    assert (etat.type, etat.formula1, etat.errorStyle or "stop") == ("list", "=evaltools_etats", "stop")
    compte = regles["I7:I8 I19"]
    assert (compte.type, compte.operator, compte.errorStyle) == ("whole", "greaterThanOrEqual", "warning")
    assert compte.prompt == "Tapez seulement le nombre (12, et non « 12 personnes »). Zéro s'écrit 0."
    taux = next(r for plage, r in regles.items() if plage.startswith("I9:I10"))
    assert (taux.type, taux.formula1, taux.formula2) == ("decimal", "0", "1")
    jalon = regles["I11"]
    assert (jalon.type, jalon.formula1, jalon.showErrorMessage) == ("list", "=evaltools_oui_non", False)
    assert all(len(r.prompt or "") <= 255 and len(r.promptTitle or "") <= 32 for r in regles.values())


def test_listes_sur_une_feuille_cachee(tmp_path: Path) -> None:
    classeur = ouvert(tmp_path)
    assert classeur["_listes"].sheet_state == "hidden"
    assert classeur.defined_names["evaltools_etats"].attr_text == "'_listes'!$A$2:$A$5"
    assert [c.value for c in classeur["_listes"]["A"] if c.value][1:] == list(LISTES["evaltools_etats"])


def test_identite_repetee(tmp_path: Path) -> None:
    classeur = ouvert(tmp_path)
    proprietes = {p.name: p.value for p in classeur.custom_doc_props.props}
    assert proprietes == {
        "evaltools_programme": "cls-essai",
        "evaltools_annee": "2026",
        "evaltools_action": "FA 1.1",
        "evaltools_modele": "2",
        "evaltools_fictif": "non",
    }
    assert classeur.defined_names["evaltools_action"].attr_text == '"FA 1.1"'
    assert classeur.properties.title == "Collecte 2026 — CLS d'essai — action FA 1.1"


def test_impression(tmp_path: Path) -> None:
    page = ouvert(tmp_path)["Indicateurs"]
    assert (page.page_setup.orientation, page.page_setup.paperSize, page.page_setup.fitToWidth) == ("landscape", 9, 2)
    assert page.print_title_cols == "$A:$C"
    assert page.page_setup.fitToHeight == 0
    assert page.sheet_properties.pageSetUpPr.fitToPage
    assert page.print_title_rows == "$5:$5"
    assert page.print_area == "'Indicateurs'!$A$5:$P$20"
    assert page.oddHeader.left.text == "Indicateurs 2026 — action FA 1.1"
    assert page.oddFooter.right.text == "Page &P / &N"
    assert page.oddFooter.left.text.startswith("CLS-ESSAI / 2026 / FA 1.1")


def test_lisez_moi(tmp_path: Path) -> None:
    page = ouvert(tmp_path, echeance=date(2027, 1, 15))["Lisez-moi"]
    textes = {str(c.value) for rangee in page.iter_rows() for c in rangee if c.value}
    assert "Collecte 2026 — action FA 1.1" in textes
    assert (
        "au plus tard le 15 janvier 2027, à la personne qui vous a adressé ce classeur ; c'est aussi elle qui répond."
        in textes
    )
    assert {"non disponible", "sans objet", "enquête non réalisée", "case et état vides"} <= textes
    assert "Centre social" in textes
    assert PHRASE_FICTIVE not in textes


def test_annee_partielle_dite(tmp_path: Path) -> None:
    programme = replace(PROGRAMME, debut=date(2025, 10, 21))
    chemin = ecrire(tmp_path / "a.xlsx", programme, "FA 1.1", 2025)
    textes = {c.value for rangee in openpyxl.load_workbook(chemin)["Lisez-moi"].iter_rows() for c in rangee}
    assert "Le programme a commencé le 21 octobre 2025 : seules les valeurs depuis cette date." in textes


def test_fictif_est_dit_sur_chaque_feuille_visible(tmp_path: Path) -> None:
    classeur = ouvert(tmp_path, fictif=True)
    for page in classeur:
        if page.sheet_state == "visible":
            assert PHRASE_FICTIVE in {c.value for rangee in page.iter_rows(max_row=4) for c in rangee}
    assert {p.name: p.value for p in classeur.custom_doc_props.props}["evaltools_fictif"] == "oui"


# ── Ce qui est déjà connu ────────────────────────────────────────────────────────────────────────────────────────


def test_cible_et_derniere_valeur(tmp_path: Path) -> None:
    taux, montant = "FA 1.1.1-QT2", "FA 1.1.2-QT1"
    cadres = (
        Cadre(QT1, SUD, cible_initiale=Cible(1200, 2028), valeur_initiale=10, annee_initiale=2024),
        Cadre(taux, SUD, nature=Nature.TAUX, unite="%", cible_initiale=Cible(45.5, 2027)),
        Cadre(montant, nature=Nature.MONTANT, valeur_initiale=5, annee_initiale=2024),
    )
    cadrage = Cadrage({(c.indicateur, c.siren): c for c in cadres})
    lue = Observation("cls-essai", "FA 1.1", "FA 1.1.1-QT2", SUD, "2025", EtatValeur.RENSEIGNE, valeur=38.25)
    vide = Observation("cls-essai", "FA 1.1", QT1, SUD, "2025", EtatValeur.NON_DISPONIBLE)
    page = ouvert(tmp_path, cadrage=cadrage, precedente=Collecte((lue, vide)))["Indicateurs"]
    assert ligne(page, 7)[6:8] == ["10 (2024, valeur initiale)", "1\u202f200 (2028)"]
    assert ligne(page, 9)[6:8] == ["38,3\u202f% (2025)", "45,5\u202f% (2027)"]
    assert ligne(page, 15)[6:8] == ["5 (2024, valeur initiale)", "non fixée"]
    assert ligne(page, 12)[6:8] == ["—", "—"]


@pytest.mark.parametrize(
    ("cible", "attendu"),
    [
        (Cible(2, periodicite=PeriodiciteCible.ANNUELLE), "2 par an"),
        (Cible(annee=2027), "fait (2027)"),
        (Cible(), "non fixée"),
        (Cible(borne_basse=2.5, borne_haute=4, annee=2028), "entre 2,5 et 4 (2028)"),
    ],
    ids=range(4),
)
def test_ecrire_cible(cible: Cible, attendu: str) -> None:
    assert ecrire_cible(cible) == attendu


# ── Sûreté ───────────────────────────────────────────────────────────────────────────────────────────────────────

DANGERS = ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "=cmd|'/C calc'!A0", '=HYPERLINK("http://x")', "_x003D_1"]


@pytest.mark.parametrize("texte", DANGERS, ids=range(len(DANGERS)))
def test_un_texte_n_est_jamais_une_formule(tmp_path: Path, texte: str) -> None:
    lue = Observation("cls-essai", "FA 1.1", QT1, SUD, "2026", EtatValeur.RENSEIGNE, valeur=1.0, commentaire=texte)
    page = ouvert(tmp_path, collecte=Collecte((lue,)))["Indicateurs"]
    assert page["P7"].data_type == "s"
    with zipfile.ZipFile(tmp_path / "a.xlsx") as archive:
        feuilles = [archive.read(n) for n in archive.namelist() if n.startswith("xl/worksheets/sheet")]
    assert not any(b"<f>" in feuille or b"<f " in feuille for feuille in feuilles)


def test_textes_rendus_inertes() -> None:
    assert inerte("a\x00b\x0bc") == "abc"
    assert inerte("a\r\nb\rc") == "a\nb\nc"
    assert len(inerte("x" * 40_000)) == 32_000
    assert inerte("_x0041_ et _y") == "_x005F_x0041_ et _y"


def test_un_arret_brutal_ne_laisse_rien(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    chemin = ecrire(tmp_path / "a.xlsx", PROGRAMME, "FA 1.1", 2026)
    avant = chemin.read_bytes()

    def tomber(*_: object) -> None:
        raise OSError(28, "disque plein")

    monkeypatch.setattr("evaltools.acces.classeurs_style.ExcelWriter.write_data", tomber)
    with pytest.raises(OSError, match="disque plein"):
        ecrire(chemin, PROGRAMME, "FA 2.1", 2026)
    assert chemin.read_bytes() == avant
    assert [p.name for p in tmp_path.iterdir()] == ["a.xlsx"]


def test_action_inconnue(tmp_path: Path) -> None:
    with pytest.raises(KeyError):
        ecrire(tmp_path / "a.xlsx", PROGRAMME, "FA 9", 2026)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("code", "nom"),
    [("A1", "A1.xlsx"), ("FA 1.1", "FA-1.1.xlsx"), ("../../x", "x.xlsx"), ("éé", "ee.xlsx"), ("«»", "action.xlsx")],
    ids=range(5),
)  # fmt: skip
def test_noms_de_fichier_surs(code: str, nom: str) -> None:
    assert nom_de_fichier(code) == nom


# ── Le modèle se tient ───────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("tableau", TABLEAUX, ids=lambda t: t.cle)
def test_les_titres_et_alias_d_un_tableau_ne_se_confondent_pas(tableau: Any) -> None:
    titres = [plier(nom) for c in tableau.colonnes for nom in {c.titre, *c.alias}]
    noms = {plier(nom): c.cle for c in tableau.colonnes for nom in (c.titre, *c.alias)}
    par_colonne = {(plier(nom), c.cle) for c in tableau.colonnes for nom in (c.titre, *c.alias)}
    assert len(noms) == len(par_colonne), sorted(titres)
    assert len({c.cle for c in tableau.colonnes}) == len(tableau.colonnes)
    with pytest.raises(KeyError):
        tableau.colonne("inconnue")


def test_les_mots_des_listes_se_relisent() -> None:
    assert {lire_etat(mot) for mot in ETATS_ACTION.values()} == set(EtatAction)
    assert all(lire_etat(mot) is etat for etat, mot in ETATS_ACTION.items())
    assert all(lire_etat_de_valeur(mot) is not None for mot in LISTES["evaltools_etats"])
    assert {lire_qualite(mot) for mot in LISTES["evaltools_qualites"]} == set(Qualite)
    assert set(ATTENDUS) == set(Nature)


def test_hauteur_estimee() -> None:
    assert hauteur([("court", 20)]) == 20
    assert hauteur([("mot " * 40, 20), ("x", 5)], 16) > 60
    assert hauteur([("x" * 200, 20)]) > 60


def test_poser_ne_met_pas_de_texte_vide(tmp_path: Path) -> None:
    classeur = nouveau_classeur("Essai")
    page = classeur.create_sheet("A")
    poser(page, 1, 1, "")
    poser(page, 1, 2, date(2026, 3, 1))
    assert page["A1"].value is None
    assert page["B1"].number_format == "dd/mm/yyyy"
