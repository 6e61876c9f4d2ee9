"""Fautes de ligne, de colonne, de feuille et de fusion : message exact, et ce qui est lu malgré tout."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import pytest
from fabrique import NORD, SUD
from fabrique_classeurs import PROGRAMME, Pilote, abimer, dit, les_codes, observation, relire
from openpyxl.comments import Comment

from evaltools.acces.classeurs_lecture import lire
from evaltools.domaine.lexique import EtatValeur

QT1, TAUX, JALON = "FA 1.1.1-QT1", "FA 1.1.1-QT2", "FA 1.1.1-QT3"
FEUILLES = ("Indicateurs", "Avancement", "Financement", "Enquêtes")


def seule(lu: object) -> dict[str, str]:
    (anomalie,) = lu.anomalies  # type: ignore[attr-defined]
    return dict(dit(anomalie))


def remplir(p: Pilote) -> None:
    p.saisir(QT1, SUD, valeur=12)
    p.saisir(QT1, NORD, valeur=34)


# ── Lignes ───────────────────────────────────────────────────────────────────────────────────────────────────────


def test_indicateur_inconnu(tmp_path: Path) -> None:
    def geste(p: Pilote) -> None:
        p.cellule(JALON, "indicateur").value = "Signature de l'accord [FA 1.1.1-QT33]"

    lu = relire(tmp_path, geste)
    assert les_codes(lu.anomalies) == ["VAL-25", "VAL-30"]
    assert dit(lu.anomalies[0]) == {
        "code": "VAL-25",
        "lieu": "Indicateurs!A11",
        "constat": "« Signature de l'accord [FA 1.1.1-QT33] » ne désigne aucun indicateur du programme "
        "(le plus proche : FA 1.1.1-QT3).",
    }
    assert lu.anomalies[1].constat == (
        "la ligne de l'indicateur FA 1.1.1-QT3 pour l'ensemble du territoire en 2026 n'est plus dans le classeur."
    )


def test_libelle_sans_code_reconnu_par_ses_mots(tmp_path: Path) -> None:
    def geste(p: Pilote) -> None:
        p.saisir(JALON, valeur="oui")
        p.cellule(JALON, "indicateur").value = "  SIGNATURE de la convention "

    lu = relire(tmp_path, geste)
    assert lu.anomalies == ()
    assert observation(lu, JALON).valeur == 1.0


def test_libelle_modifie(tmp_path: Path) -> None:
    def geste(p: Pilote) -> None:
        p.cellule(JALON, "indicateur").value = "Signature du contrat [FA 1.1.1-QT3]"

    assert seule(relire(tmp_path, geste)) == {
        "code": "VAL-33",
        "lieu": "Indicateurs!A11",
        "constat": "le libellé « Signature du contrat » n'est plus celui de l'indicateur FA 1.1.1-QT3 "
        "(« Signature de la convention »).",
    }


def test_indicateur_d_une_autre_action(tmp_path: Path) -> None:
    def geste(p: Pilote) -> None:
        p.cellule(JALON, "indicateur").value = "Nombre de séances [FA 2.1.1-QT2]"

    lu = relire(tmp_path, geste)
    assert dit(lu.anomalies[0]) == {
        "code": "VAL-41",
        "lieu": "Indicateurs!A11",
        "constat": "l'indicateur FA 2.1.1-QT2 est de l'action FA 2.1, et ce classeur de l'action FA 1.1.",
    }


def test_territoire_inconnu(tmp_path: Path) -> None:
    def geste(p: Pilote) -> None:
        p.cellule(QT1, "territoire", SUD).value = "CC du Val Sude"

    lu = relire(tmp_path, geste)
    assert les_codes(lu.anomalies) == ["VAL-26", "VAL-30", "VAL-34"]
    assert dit(lu.anomalies[0]) == {
        "code": "VAL-26",
        "lieu": "Indicateurs!B7",
        "constat": "« CC du Val Sude » ne désigne aucun territoire du programme "
        "(le plus proche : CC du Val Sud [111111111]).",
    }


@pytest.mark.parametrize("ecrit", ["CCVS", "cc du val sud", "111111111", "Autre nom [111111111]"])
def test_territoire_reconnu_par_son_nom_son_alias_ou_son_siren(tmp_path: Path, ecrit: str) -> None:
    def geste(p: Pilote) -> None:
        remplir(p)
        p.cellule(QT1, "territoire", SUD).value = ecrit

    lu = relire(tmp_path, geste)
    assert lu.anomalies == ()
    assert observation(lu, QT1, SUD).valeur == 12.0


def test_periode_d_une_autre_annee(tmp_path: Path) -> None:
    def geste(p: Pilote) -> None:
        p.cellule(QT1, "periode", SUD).value = 2025

    lu = relire(tmp_path, geste)
    assert les_codes(lu.anomalies) == ["VAL-27", "VAL-30", "VAL-34"]
    assert lu.anomalies[0].constat == "la période « 2025 » n'est pas une période de 2026."


def test_periode_illisible(tmp_path: Path) -> None:
    def geste(p: Pilote) -> None:
        p.cellule(QT1, "periode", SUD).value = "cette année"

    assert relire(tmp_path, geste).anomalies[0].constat == "la période « cette année » n'est pas une période de 2026."


def test_lignes_en_double(tmp_path: Path) -> None:
    def identique(p: Pilote) -> None:
        remplir(p)
        copier(p, QT1, SUD)

    lu = relire(tmp_path, identique)
    assert seule(lu) == {
        "code": "VAL-28",
        "lieu": "Indicateurs!I22",
        "constat": "la ligne FA 1.1.1-QT1, la CC du Val Sud, 2026 est déjà en Indicateurs!I7, avec le même contenu.",
    }
    assert observation(lu, QT1, SUD).valeur == 12.0

    def contradictoire(p: Pilote) -> None:
        identique(p)
        p.feuille().cell(22, p.colonne("valeur")).value = 13

    lu = relire(tmp_path, contradictoire)
    assert seule(lu) == {
        "code": "VAL-29",
        "lieu": "Indicateurs!I22",
        "constat": "la ligne FA 1.1.1-QT1, la CC du Val Sud, 2026 donne « 13 », et Indicateurs!I7 donne « 12 ».",
    }
    assert observation(lu, QT1, SUD).etat is EtatValeur.NON_RENSEIGNE


def copier(p: Pilote, code: str, siren: str) -> None:
    source = p.ligne(code, siren)
    for colonne in range(1, 17):
        p.feuille().cell(22, colonne).value = p.feuille().cell(source, colonne).value


def test_ligne_sans_indicateur(tmp_path: Path) -> None:
    def geste(p: Pilote) -> None:
        p.saisir(JALON, valeur="oui")
        p.cellule(JALON, "indicateur").value = None

    lu = relire(tmp_path, geste)
    assert les_codes(lu.anomalies) == ["VAL-44", "VAL-30"]
    assert dit(lu.anomalies[0]) == {
        "code": "VAL-44",
        "lieu": "Indicateurs!I11",
        "constat": "la ligne porte « oui », mais aucun indicateur.",
    }


def test_territoire_qui_n_etait_pas_demande(tmp_path: Path) -> None:
    def geste(p: Pilote) -> None:
        p.cellule(QT1, "territoire", SUD).value = "Ensemble du territoire [ensemble]"
        p.feuille().cell(7, p.colonne("valeur")).value = 46

    lu = relire(tmp_path, geste)
    assert les_codes(lu.anomalies) == ["VAL-42", "FEU-03", "VAL-30"]
    assert lu.anomalies[0].constat == (
        "l'indicateur FA 1.1.1-QT1 n'est pas demandé pour l'ensemble du territoire en 2026."
    )
    assert observation(lu, QT1).valeur == 46.0


def test_lignes_masquees_lues_et_dites(tmp_path: Path) -> None:
    def geste(p: Pilote) -> None:
        remplir(p)
        p.feuille().row_dimensions[7].hidden = True

    lu = relire(tmp_path, geste)
    assert seule(lu) == {
        "code": "VAL-43",
        "lieu": "Indicateurs!ligne 7",
        "constat": "1 ligne est masquée dans ce tableau.",
    }
    assert observation(lu, QT1, SUD).valeur == 12.0


# ── Fusions, notes, cellules ajoutées ────────────────────────────────────────────────────────────────────────────


def test_fusion_sur_plusieurs_lignes(tmp_path: Path) -> None:
    def geste(p: Pilote) -> None:
        p.saisir(QT1, SUD, valeur=12)
        p.feuille().merge_cells("I7:I8")

    lu = relire(tmp_path, geste)
    assert seule(lu) == {
        "code": "VAL-32",
        "lieu": "Indicateurs!I7",
        "constat": "la case est fusionnée avec celle d'autres lignes (I7:I8).",
    }
    assert [observation(lu, QT1, siren).valeur for siren in (SUD, NORD)] == [12.0, None]


def test_valeur_cachee_sous_une_fusion(tmp_path: Path) -> None:
    chemin = abimer(tmp_path, remplir)
    ajouter_fusion(chemin, "xl/worksheets/sheet2.xml", "I7:I8")
    lu = lire(chemin, PROGRAMME, 2026)
    assert les_codes(lu.anomalies) == ["VAL-32", "VAL-31"]
    assert dit(lu.anomalies[1]) == {
        "code": "VAL-31",
        "lieu": "Indicateurs!I8",
        "constat": "« 34 » est caché sous une fusion de cellules (I7:I8) : personne ne le voit.",
    }
    assert observation(lu, QT1, NORD).valeur is None


def ajouter_fusion(chemin: Path, partie: str, plage: str) -> None:
    """Fusionne sans effacer ce qui est dessous, comme le fait LibreOffice."""
    with zipfile.ZipFile(chemin) as archive:
        contenu = {nom: archive.read(nom) for nom in archive.namelist()}
    fusion = f'<mergeCells count="1"><mergeCell ref="{plage}"/></mergeCells>'.encode()
    contenu[partie] = re.sub(
        rb"(</sheetProtection>|<sheetProtection [^>]*/>)", rb"\1" + fusion, contenu[partie], count=1
    )
    with zipfile.ZipFile(chemin, "w", zipfile.ZIP_DEFLATED) as archive:
        for nom, octets in contenu.items():
            archive.writestr(nom, octets)


def test_cellules_ajoutees_gardees(tmp_path: Path) -> None:
    def geste(p: Pilote) -> None:
        p.feuille()["T7"] = "À revoir avec la coordinatrice"
        p.feuille()["B30"] = "Merci !"
        p.feuille()["T30"] = "=SUM(I7:I20)"

    lu = relire(tmp_path, geste)
    assert seule(lu) == {
        "code": "VAL-34",
        "lieu": "Indicateurs!T7",
        "constat": "3 cellules remplies hors des cases prévues (T7, B30, T30).",
    }
    assert [(g.cellule, g.texte) for g in lu.gardees] == [
        ("T7", "À revoir avec la coordinatrice"),
        ("B30", "Merci !"),
        ("T30", "=SUM(I7:I20)"),
    ]


def test_notes_gardees(tmp_path: Path) -> None:
    def geste(p: Pilote) -> None:
        remplir(p)
        p.cellule(QT1, "valeur", SUD).comment = Comment("Chiffre du 3 décembre", "pilote")

    lu = relire(tmp_path, geste)
    assert seule(lu) == {
        "code": "VAL-35",
        "lieu": "Indicateurs!I7",
        "constat": "1 note est attachée à une cellule (I7).",
    }
    assert [(g.cellule, g.texte) for g in lu.gardees] == [("I7", "(note) Chiffre du 3 décembre")]


def test_formule_avec_resultat(tmp_path: Path) -> None:
    chemin = abimer(tmp_path, lambda p: p.saisir(QT1, SUD, valeur="=6+6"))
    with zipfile.ZipFile(chemin) as archive:
        contenu = {nom: archive.read(nom) for nom in archive.namelist()}
    feuille = contenu["xl/worksheets/sheet2.xml"]
    contenu["xl/worksheets/sheet2.xml"] = feuille.replace(b"<f>6+6</f><v></v>", b"<f>6+6</f><v>12</v>").replace(
        b"<f>6+6</f><v />", b"<f>6+6</f><v>12</v>"
    )
    with zipfile.ZipFile(chemin, "w", zipfile.ZIP_DEFLATED) as archive:
        for nom, octets in contenu.items():
            archive.writestr(nom, octets)
    lu = lire(chemin, PROGRAMME, 2026)
    assert seule(lu) == {
        "code": "VAL-38",
        "lieu": "Indicateurs!I7",
        "constat": "la case contient une formule ; c'est son résultat enregistré, « 12 », qui est lu.",
    }
    assert observation(lu, QT1, SUD).valeur == 12.0


# ── Colonnes ─────────────────────────────────────────────────────────────────────────────────────────────────────


def test_colonne_requise_absente_avec_un_titre_proche(tmp_path: Path) -> None:
    def geste(p: Pilote) -> None:
        remplir(p)
        p.feuille()["I5"] = "Valleur 2026"

    lu = relire(tmp_path, geste)
    assert les_codes(lu.anomalies)[:2] == ["COL-01", "COL-04"]
    assert dit(lu.anomalies[0]) == {
        "code": "COL-01",
        "lieu": "Indicateurs!ligne 5",
        "constat": "la colonne « Valeur » est introuvable (la colonne « Valleur 2026 » lui ressemble).",
    }
    assert all(o.etat is EtatValeur.NON_RENSEIGNE for o in lu.collecte.observations)
    assert {(g.cellule, g.texte) for g in lu.gardees} >= {("I7", "12"), ("I8", "34")}


def test_colonne_de_saisie_absente(tmp_path: Path) -> None:
    def geste(p: Pilote) -> None:
        remplir(p)
        p.feuille().delete_cols(p.colonne("source"))

    lu = relire(tmp_path, geste)
    assert seule(lu)["constat"] == "la colonne « Source » est introuvable."
    assert seule(lu)["code"] == "COL-02"
    assert observation(lu, QT1, SUD).valeur == 12.0


def test_colonne_en_double(tmp_path: Path) -> None:
    def geste(p: Pilote) -> None:
        remplir(p)
        p.feuille()["T5"], p.feuille()["T7"] = "Valeur", 99

    lu = relire(tmp_path, geste)
    assert les_codes(lu.anomalies)[:2] == ["COL-03", "COL-01"]
    assert dit(lu.anomalies[0]) == {
        "code": "COL-03",
        "lieu": "Indicateurs!T5",
        "constat": "deux colonnes portent le titre « Valeur » (I5 et celle-ci), avec des contenus différents.",
    }


def test_colonne_recopiee_vide_ou_identique(tmp_path: Path) -> None:
    def geste(p: Pilote) -> None:
        remplir(p)
        p.feuille()["T5"] = "Valeur"

    lu = relire(tmp_path, geste)
    assert lu.anomalies == ()
    assert observation(lu, QT1, SUD).valeur == 12.0


def test_colonne_ajoutee(tmp_path: Path) -> None:
    def geste(p: Pilote) -> None:
        p.feuille()["T5"], p.feuille()["T7"] = "Suivi interne", "ok"

    lu = relire(tmp_path, geste)
    assert les_codes(lu.anomalies) == ["COL-04", "VAL-34"]
    assert lu.anomalies[0].constat == "la colonne « Suivi interne » n'est pas du modèle."
    assert [(g.cellule, g.texte) for g in lu.gardees] == [("T7", "ok")]


@pytest.mark.parametrize("titre", ["VALEUR", " Valeur ", "valeurs", "Valeur atteinte", "Résultat"])
def test_titres_admis(tmp_path: Path, titre: str) -> None:
    def geste(p: Pilote) -> None:
        remplir(p)
        p.feuille()["I5"] = titre

    assert observation(relire(tmp_path, geste), QT1, SUD).valeur == 12.0


# ── Feuilles ─────────────────────────────────────────────────────────────────────────────────────────────────────


def test_feuille_absente(tmp_path: Path) -> None:
    def geste(p: Pilote) -> None:
        del p.classeur["Indicateurs"]
        p.classeur.create_sheet("Indicateur 2026")

    lu = relire(tmp_path, geste)
    assert lu.anomalies[0].code == "FEU-01"
    assert lu.anomalies[0].constat == (
        "la feuille « Indicateurs » est introuvable (feuilles proches : « Indicateur 2026 »)."
    )
    assert lu.collecte.avancements


def test_feuille_de_suivi_absente(tmp_path: Path) -> None:
    def geste(p: Pilote) -> None:
        remplir(p)
        del p.classeur["Financement"]

    lu = relire(tmp_path, geste)
    assert seule(lu)["constat"] == "le tableau « Financement » n'est dans aucune feuille du classeur."
    assert seule(lu)["code"] == "FEU-02"


def test_lignes_triees_sans_leur_cle(tmp_path: Path) -> None:
    def geste(p: Pilote) -> None:
        remplir(p)
        feuille = p.feuille()
        for colonne in range(2, 17):
            haut, bas = feuille.cell(7, colonne), feuille.cell(8, colonne)
            haut.value, bas.value = bas.value, haut.value

    lu = relire(tmp_path, geste)
    assert seule(lu) == {
        "code": "FEU-03",
        "lieu": "Indicateurs!",
        "constat": "sur 2 lignes, la clé cachée n'est pas celle de l'indicateur, du territoire et de la période "
        "que l'on voit.",
    }
    assert [observation(lu, QT1, siren).valeur for siren in (SUD, NORD)] == [12.0, 34.0]


def test_tableau_en_plusieurs_morceaux(tmp_path: Path) -> None:
    def geste(p: Pilote) -> None:
        remplir(p)
        p.classeur.copy_worksheet(p.feuille()).title = "Copie"

    lu = relire(tmp_path, geste)
    assert les_codes(lu.anomalies) == ["FEU-04", "VAL-28", "VAL-28"]
    assert lu.anomalies[0].constat == "le tableau « Indicateurs » est aussi dans la feuille « Indicateurs »."
    assert lu.anomalies[0].feuille == "Copie"
    assert observation(lu, QT1, SUD).valeur == 12.0


def test_feuille_masquee(tmp_path: Path) -> None:
    def geste(p: Pilote) -> None:
        remplir(p)
        p.feuille().sheet_state = "hidden"

    lu = relire(tmp_path, geste)
    assert seule(lu) == {
        "code": "FEU-05",
        "lieu": "Indicateurs!",
        "constat": "la feuille est masquée, et elle contient le tableau « Indicateurs ».",
    }
    assert observation(lu, QT1, SUD).valeur == 12.0


def test_feuille_ajoutee(tmp_path: Path) -> None:
    def geste(p: Pilote) -> None:
        remplir(p)
        p.classeur.create_sheet("Brouillon")["A1"] = "notes"

    lu = relire(tmp_path, geste)
    assert seule(lu) == {
        "code": "FEU-06",
        "lieu": "Brouillon!",
        "constat": "la feuille n'est pas du modèle (1 cellule remplie).",
    }
    assert [(g.feuille, g.texte) for g in lu.gardees] == [("Brouillon", "notes")]
