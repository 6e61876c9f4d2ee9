"""L'identité d'un classeur : elle survit à tout ce qu'un pilote fait à son fichier, ou la contradiction est dite."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from fabrique import NORD, SUD
from fabrique_classeurs import PROGRAMME, Pilote, abimer, les_codes, observation, relire
from hypothesis import given
from hypothesis import strategies as st

from evaltools.acces import classeurs_lecture
from evaltools.acces.classeurs_identite import (
    Identite,
    avec_code,
    ecrire_cle,
    entre_crochets,
    lire_cle,
    lire_ligne,
    sans_crochets,
)
from evaltools.acces.classeurs_lecture import lire

QT1 = "FA 1.1.1-QT1"
FEUILLES = ("Indicateurs", "Avancement", "Financement", "Enquêtes")
Geste = Callable[[Pilote], object]


def remplir(p: Pilote) -> None:
    p.saisir(QT1, SUD, valeur=12)
    p.saisir(QT1, NORD, valeur=34)


def sans_lignes_visibles(p: Pilote) -> None:
    for feuille in p.classeur:
        for rangee in feuille.iter_rows(max_row=3):
            for cellule in rangee:
                cellule.value = None


def sans_proprietes(p: Pilote) -> None:
    p.classeur.custom_doc_props.props.clear()
    p.classeur.defined_names.clear()
    del p.classeur["_identite"], p.classeur["_listes"]


def sans_cles(p: Pilote) -> None:
    for nom in ("Indicateurs", "Avancement", "Enquêtes"):
        p.feuille(nom).delete_cols(p.colonne("cle", nom))


def feuille_renommee(p: Pilote) -> None:
    for nom in FEUILLES:
        p.feuille(nom).title = f"Onglet {nom[:3]}"


def lignes_inserees(p: Pilote) -> None:
    p.feuille().insert_rows(1, 3)
    p.feuille().insert_rows(11, 2)


def colonne_inseree(p: Pilote) -> None:
    p.feuille().insert_cols(5, 2)


def tri(p: Pilote) -> None:
    """Retourne les lignes 7 à 13 ; un tableur déplace les formats avec les valeurs."""
    feuille = p.feuille()
    rangees = [[(c.value, c.number_format) for c in rangee] for rangee in feuille.iter_rows(min_row=7, max_row=13)]
    for numero, contenu in enumerate(reversed(rangees), start=7):
        for colonne, (valeur, forme) in enumerate(contenu, start=1):
            feuille.cell(numero, colonne).value = valeur
            feuille.cell(numero, colonne).number_format = forme


SURVIES: dict[str, Geste] = {
    "sans_lignes_visibles": sans_lignes_visibles,
    "sans_proprietes": sans_proprietes,
    "sans_cles": sans_cles,
    "feuilles_renommees": feuille_renommee,
    "lignes_inserees": lignes_inserees,
    "colonnes_inserees": colonne_inseree,
    "lignes_triees": tri,
    "lignes_supprimees": lambda p: p.feuille().delete_rows(12, 3),
    "tout_a_la_fois": lambda p: (sans_proprietes(p), sans_cles(p), lignes_inserees(p), feuille_renommee(p)),
}


@pytest.mark.parametrize("nom", SURVIES)
def test_les_valeurs_se_relisent_apres(tmp_path: Path, nom: str) -> None:
    lu = relire(tmp_path, lambda p: (remplir(p), SURVIES[nom](p)))
    assert (lu.action, lu.annee) == ("FA 1.1", 2026)
    assert [observation(lu, QT1, siren).valeur for siren in (SUD, NORD)] == [12.0, 34.0]
    assert not [a for a in lu.anomalies if a.code not in ("VAL-30", "COL-02")]


def test_valeurs_collees_dans_un_classeur_neuf(tmp_path: Path) -> None:
    chemin = abimer(tmp_path, remplir)
    source = openpyxl.load_workbook(chemin)["Indicateurs"]
    neuf = openpyxl.Workbook()
    for rangee in source.iter_rows(min_row=5, max_col=16):
        for cellule in rangee:
            neuf.active.cell(cellule.row - 3, cellule.column + 2).value = cellule.value
    neuf.save(tmp_path / "neuf.xlsx")

    lu = lire(tmp_path / "neuf.xlsx", PROGRAMME, 2026)
    assert (lu.action, lu.annee) == ("FA 1.1", 2026)
    assert [observation(lu, QT1, siren).valeur for siren in (SUD, NORD)] == [12.0, 34.0]
    assert les_codes(lu.anomalies) == ["FEU-01", "FEU-02", "FEU-02"]


def test_le_nom_du_fichier_ne_compte_pas(tmp_path: Path) -> None:
    chemin = abimer(tmp_path, remplir).rename(tmp_path / "FA 2.1 (2024) copie.xlsx")
    lu = lire(chemin, PROGRAMME, 2026)
    assert (lu.nom, lu.action, lu.etat) == ("FA 2.1 (2024) copie.xlsx", "FA 1.1", "lu")


def test_macros_ignorees(tmp_path: Path) -> None:
    chemin = abimer(tmp_path, remplir)
    neuf = chemin.rename(chemin.with_suffix(".xlsm"))
    with zipfile.ZipFile(neuf, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"x")
    lu = lire(neuf, PROGRAMME, 2026)
    assert [(a.code, a.constat) for a in lu.anomalies] == [("FIC-18", "le fichier contient aussi : macros.")]
    assert observation(lu, QT1, SUD).valeur == 12.0
    assert lu.etat == "lu"


# ── Refus ────────────────────────────────────────────────────────────────────────────────────────────────────────


def seul_refus(chemin: Path, programme: object = PROGRAMME, annee: int | None = 2026) -> tuple[str, str]:
    lu = lire(chemin, programme, annee)  # type: ignore[arg-type]
    assert lu.etat == "refusé"
    assert lu.collecte.observations == ()
    (anomalie,) = lu.anomalies
    return anomalie.code, anomalie.constat


def test_classeur_non_reconnu(tmp_path: Path) -> None:
    neuf = openpyxl.Workbook()
    neuf.active["A1"] = "Menu de la cantine"
    neuf.save(tmp_path / "cantine.xlsx")
    assert seul_refus(tmp_path / "cantine.xlsx") == (
        "FIC-20",
        (
            "le classeur n'est pas reconnu : aucune feuille ne dit de quel programme, de quelle année et de quelle "
            "action il s'agit."
        ),
    )


def test_autre_programme(tmp_path: Path) -> None:
    autre = replace(PROGRAMME, code="cls-voisin", actions=())
    assert seul_refus(abimer(tmp_path, remplir), autre) == (
        "FIC-21",
        "le classeur est du programme « cls-essai », et non de « cls-voisin ».",
    )


def test_autre_annee(tmp_path: Path) -> None:
    chemin = abimer(tmp_path, remplir)
    assert seul_refus(chemin, annee=2027) == ("FIC-22", "le classeur est de 2026, et non de 2027.")
    assert lire(chemin, PROGRAMME, 2027).annee == 2026
    assert lire(chemin, PROGRAMME).etat == "lu"


def test_action_inconnue(tmp_path: Path) -> None:
    amende = replace(PROGRAMME, actions=tuple(replace(a, code="FA 1.2") for a in PROGRAMME.actions[:1]))
    code, constat = seul_refus(abimer(tmp_path, remplir), amende)
    assert (code, constat) == ("FIC-23", "l'action « FA 1.1 » n'est pas du programme (le plus proche : FA 1.2).")


def test_modele_trop_recent(tmp_path: Path) -> None:
    def geste(p: Pilote) -> None:
        neuve = Identite("cls-essai", 2026, "FA 1.1", "9")
        for nom in ("Lisez-moi", *FEUILLES):
            for cellule in p.feuille(nom)[2]:
                if cellule.value:
                    cellule.value = neuve.ligne

    assert seul_refus(abimer(tmp_path, geste)) == (
        "FIC-27",
        "le classeur a été écrit par une version plus récente de l'outil (modèle v9 ; lus ici : v1, v2).",
    )


def test_identites_contradictoires(tmp_path: Path) -> None:
    def geste(p: Pilote) -> None:
        remplir(p)
        p.feuille("Financement")["A2"] = Identite("cls-essai", 2026, "FA 2.1").ligne

    lu = relire(tmp_path, geste)
    (anomalie,) = lu.anomalies
    assert anomalie.code == "FIC-24"
    assert anomalie.constat == (
        "le classeur ne dit pas partout la même chose de lui-même : feuille « Financement », cellule A2 : cls-essai, "
        "2026, action FA 2.1."
    )
    assert anomalie.consequence == "il est lu comme étant cls-essai, 2026, action FA 1.1."
    assert observation(lu, QT1, SUD).valeur == 12.0


def test_mises_en_forme_illisibles(tmp_path: Path) -> None:
    chemin = abimer(tmp_path, remplir)
    with zipfile.ZipFile(chemin) as archive:
        contenu = {nom: archive.read(nom) for nom in archive.namelist()}
    contenu["xl/styles.xml"] = b"<styleSheet><casse"
    with zipfile.ZipFile(chemin, "w", zipfile.ZIP_DEFLATED) as archive:
        for nom, octets in contenu.items():
            archive.writestr(nom, octets)
    lu = lire(chemin, PROGRAMME, 2026)
    assert les_codes(lu.anomalies) == ["FIC-17", "VAL-46"]  # une date s'y lit comme un nombre, et c'est dit
    assert observation(lu, QT1, SUD).valeur == 12.0


@pytest.mark.parametrize("octets", [b"", b"a;b\n1;2", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"])
def test_un_fichier_refuse_reste_une_lecture(tmp_path: Path, octets: bytes) -> None:
    (tmp_path / "a.xlsx").write_bytes(octets)
    lu = lire(tmp_path / "a.xlsx", PROGRAMME, 2026)
    assert (lu.etat, lu.action, len(lu.anomalies)) == ("refusé", "", 1)
    assert lu.anomalies[0].fichier == "a.xlsx"
    assert len(lu.sha256) == 64


def test_classeur_vide(tmp_path: Path) -> None:
    lu = relire(tmp_path, lambda p: p.saisir("FA 1.1", feuille="Avancement", etat=None))
    assert [(a.code, a.constat) for a in lu.anomalies] == [
        ("ACT-11", "l'état d'avancement de l'action FA 1.1 n'est pas donné."),
        ("FIC-30", "le classeur est revenu sans aucune réponse."),
    ]


def test_fictif_se_relit(tmp_path: Path) -> None:
    assert relire(tmp_path, sans_proprietes, fictif=True).fictif
    assert not relire(tmp_path, remplir).fictif


def test_la_version_ecrite_est_lue() -> None:
    assert classeurs_lecture.VERSION_MODELE in classeurs_lecture.VERSIONS_LUES


# ── Clés et lignes d'identité ────────────────────────────────────────────────────────────────────────────────────

CODES = st.text(st.characters(codec="ascii", exclude_characters="|[]/#", categories=("L", "N", "P")), min_size=1)


@given(CODES, st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc"))), st.integers(1000, 9999))
def test_une_cle_se_relit_et_atteste_son_libelle(objet: str, libelle: str, annee: int) -> None:
    cle = lire_cle(ecrire_cle(Identite("cls-essai", annee, "FA 1.1"), objet, libelle, SUD, "2026"))
    assert cle is not None
    assert (cle.programme, cle.annee, cle.objet, cle.siren) == ("cls-essai", annee, objet, SUD)
    assert cle.atteste(libelle)


def test_une_cle_retouchee_ou_deplacee_ne_s_atteste_plus() -> None:
    ecrite = ecrire_cle(Identite("cls-essai", 2026, "FA 1.1"), QT1, "Nombre de personnes accueillies", SUD, "2026")
    assert not ecrite[-1].isdigit()
    deplacee = lire_cle(ecrite)
    assert deplacee is not None
    assert not deplacee.atteste("Nombre de séances")
    retouchee = lire_cle(ecrite.replace(SUD, NORD))
    assert retouchee is not None
    assert not retouchee.atteste("Nombre de personnes accueillies")
    assert lire_cle("une|clé|trop|courte") is None


@given(st.integers(1000, 9999), CODES)
def test_la_ligne_d_identite_se_relit(annee: int, action: str) -> None:
    identite = Identite("cls-essai", annee, action.strip() or "A")
    assert lire_ligne(f"  {identite.ligne}  · suite") == (identite, True)


def test_une_ligne_d_identite_retouchee_se_voit() -> None:
    assert lire_ligne(Identite("cls-essai", 2026, "FA 1.1").ligne.replace("2026", "2027")) == (
        Identite("cls-essai", 2027, "FA 1.1"),
        False,
    )
    assert lire_ligne("sans rapport / avec # rien") is None


@given(st.text(), CODES)
def test_le_code_entre_crochets_se_retrouve(libelle: str, code: str) -> None:
    assert entre_crochets(avec_code(libelle, code)) == code.strip()
    assert "[" not in sans_crochets(avec_code("libellé", code))
