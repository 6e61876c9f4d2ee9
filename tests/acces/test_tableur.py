"""Le lecteur borné : ce qu'il lit (openpyxl pour témoin), et ce qu'il refuse."""

from __future__ import annotations

import datetime as dt
import re
import tracemalloc
import zipfile
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.comments import Comment
from openpyxl.workbook.defined_name import DefinedName
from paquet_xlsx import ESPACE, ecrire, feuille, parties

from evaltools.acces import tableur_feuille, tableur_garde
from evaltools.acces.tableur import FichierRefuse, Fusion, ouvrir
from evaltools.acces.tableur_cellule import dater, est_date, est_pourcent, lettres, reperer

STYLES = (
    f'<styleSheet {ESPACE}><numFmts><numFmt numFmtId="164" formatCode="0.0%"/></numFmts>'
    '<cellStyleXfs><xf numFmtId="9"/></cellStyleXfs>'
    '<cellXfs><xf numFmtId="0"/><xf numFmtId="164"/><xf numFmtId="14"/></cellXfs></styleSheet>'
)


def refus(chemin: Path) -> FichierRefuse:
    with pytest.raises(FichierRefuse) as capture:
        ouvrir(chemin)
    return capture.value


def lu_ou_refuse(chemin: Path) -> bool:
    """Dit si le fichier est lu, ou refusé par un message du catalogue ; toute autre exception fait échouer le test."""
    try:
        ouvrir(chemin)
    except FichierRefuse as capture:
        return str(capture.anomalie(chemin.name)).startswith("[FIC-")
    return True


# ── Ce qui est lu ────────────────────────────────────────────────────────────────────────────────────────────────


def test_lit_comme_openpyxl(tmp_path: Path) -> None:
    classeur = openpyxl.Workbook()
    page = classeur.active
    page.title = "Données é"
    page.append(
        [
            "texte",
            12,
            12.5,
            -3,
            True,
            False,
            dt.date(2026, 5, 12),
            dt.datetime.combine(dt.date(2026, 5, 12), dt.time(14, 30)),
        ]
    )
    page.append(["  blancs  ", "é & <b> « »", "a\nb", 1e20, 0, "007", None, "fin"])
    page["XFD1048576"] = "x"
    autre = classeur.create_sheet("Cachée")
    autre.sheet_state = "hidden"
    autre["B2"] = 0.45
    autre["B2"].number_format = "0.0%"
    classeur.save(tmp_path / "a.xlsx")

    lu = ouvrir(tmp_path / "a.xlsx")

    assert [(f.nom, f.etat) for f in lu.feuilles] == [("Données é", "visible"), ("Cachée", "masquee")]
    attendu = {(c.row, c.column): c.value for ligne in page.iter_rows(max_row=2) for c in ligne if c.value is not None}
    attendu[1_048_576, 16_384] = "x"
    obtenu = {position: c.valeur for position, c in lu.feuilles[0].cellules.items()}
    attendu[1, 7] = dt.date(2026, 5, 12)
    assert attendu == obtenu
    assert lu.feuilles[1].cellules[2, 2].en_pourcent
    assert lu.feuilles[1].cellules[2, 2].adresse == "B2"


def test_lit_formules_erreurs_notes_noms_et_proprietes(tmp_path: Path) -> None:
    classeur = openpyxl.Workbook()
    page = classeur.active
    page["A1"] = "=SUM(B1:B3)"
    page["A2"] = "#REF!"
    page["A2"].data_type = "e"
    page["A3"] = "note"
    page["A3"].comment = Comment("À vérifier", "pilote")
    page.merge_cells("C1:D2")
    page.row_dimensions[3].hidden = True
    page.column_dimensions["B"].hidden = True
    page.protection.sheet = True
    classeur.defined_names["evaltools_action"] = DefinedName("evaltools_action", attr_text='"FA 1.1"')
    classeur.custom_doc_props.append(openpyxl.packaging.custom.StringProperty(name="evaltools_annee", value="2026"))
    classeur.save(tmp_path / "a.xlsx")

    lu = ouvrir(tmp_path / "a.xlsx")
    page_lue = lu.feuille("sheet ")

    assert page_lue is not None
    assert page_lue.cellules[1, 1].formule == "SUM(B1:B3)"
    assert page_lue.cellules[1, 1].sans_resultat
    assert page_lue.cellules[2, 1].erreur == "#REF!"
    assert page_lue.cellules[2, 1].valeur is None
    assert page_lue.notes == {(3, 1): "À vérifier"}
    assert page_lue.fusions == (Fusion(1, 3, 2, 4),)
    assert page_lue.fusion_de(2, 4) == Fusion(1, 3, 2, 4)
    assert page_lue.fusion_de(3, 4) is None
    assert page_lue.lignes_masquees == {3}
    assert page_lue.colonnes_masquees == ((2, 2),)
    assert page_lue.protegee
    assert lu.noms["evaltools_action"] == '"FA 1.1"'
    assert lu.proprietes == {"evaltools_annee": "2026"}


def test_lit_les_ecritures_que_le_format_permet(tmp_path: Path) -> None:
    donnees = (
        '<row r="1"><c r="A1" t="s"><v>0</v></c>'
        '<c r="B1" t="inlineStr"><is><r><t>en </t></r><r><t>ligne</t></r></is></c>'
        '<c r="C1" t="str"><f>A1</f><v>lu</v></c><c r="D1" t="str"><f>A2</f><v></v></c>'
        '<c r="E1" t="e"><f>1/0</f><v>#DIV/0!</v></c><c r="F1" t="d"><v>2026-05-12</v></c></row>'
        '<row><c><v>1</v></c><c s="1"><v>0.45</v></c><c s="2"><v>46154</v></c><c s="99"><v>7</v></c></row>'
        '<row r="9"><c r="A9"><v>1E400</v></c><c r="B9"><v>NaN</v></c>'
        '<c r="C9" t="s"><v>99</v></c><c r="D9"><v>x</v></c>'
        '<c r="E9" t="shared"><f t="shared" si="0"/><v>4</v></c></row>'
    )
    textes = "<si><r><t>a</t></r><r><t xml:space='preserve'> b_x0041_</t></r><rPh><t>muet</t></rPh></si>"
    chemin = ecrire(tmp_path / "a.xlsx", parties(feuille(donnees), textes=textes, styles=STYLES))

    page = ouvrir(chemin).feuilles[0]

    valeurs = {c.adresse: c.valeur for c in page.cellules.values() if not c.erreur}
    assert valeurs == {
        "A1": "a bA",
        "B1": "en ligne",
        "C1": "lu",
        "D1": "",
        "F1": dt.date(2026, 5, 12),
        "A2": 1,
        "B2": 0.45,
        "C2": dt.date(2026, 5, 12),
        "D2": 7,
        "E9": 4,
    }
    assert {c.adresse: c.erreur for c in page.cellules.values() if c.erreur} == {
        "E1": "#DIV/0!",
        "A9": "nombre hors limites « 1E400 »",
        "B9": "nombre hors limites « NaN »",
        "C9": "texte perdu",
        "D9": "nombre illisible « x »",
    }
    assert page.cellules[9, 5].formule == ""
    assert [numero for numero, _ in page.lignes()] == [1, 2, 9]


def test_lit_la_variante_stricte_et_les_prefixes(tmp_path: Path) -> None:
    strict = "http://purl.oclc.org/ooxml/spreadsheetml/main"
    contenu = parties(
        f'<x:worksheet xmlns:x="{strict}"><x:sheetData><x:row r="1"><x:c r="A1"><x:v>5</x:v></x:c></x:row>'
        "</x:sheetData></x:worksheet>"
    )
    lu = ouvrir(ecrire(tmp_path / "a.xlsx", contenu))
    assert lu.feuilles[0].cellules[1, 1].valeur == 5


def test_ne_croit_pas_la_dimension_annoncee(tmp_path: Path) -> None:
    xml = feuille('<row r="3"><c r="C3"><v>1</v></c></row>', avant='<dimension ref="A1:A1"/>')
    assert (3, 3) in ouvrir(ecrire(tmp_path / "a.xlsx", parties(xml))).feuilles[0].cellules


def test_garde_la_valeur_cachee_sous_une_fusion(tmp_path: Path) -> None:
    xml = feuille(
        '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c></row>',
        apres='<mergeCells><mergeCell ref="A1:B1"/></mergeCells>',
    )
    page = ouvrir(ecrire(tmp_path / "a.xlsx", parties(xml))).feuilles[0]
    assert page.cellules[1, 2].valeur == 2


def test_un_style_illisible_ne_coute_pas_le_fichier(tmp_path: Path) -> None:
    xml = feuille('<row r="1"><c r="A1" s="1"><v>0.45</v></c></row>')
    lu = ouvrir(ecrire(tmp_path / "a.xlsx", parties(xml, styles="<styleSheet><casse")))
    assert not lu.formats_lisibles
    assert lu.feuilles[0].cellules[1, 1].valeur == 0.45


def test_calendrier_1904(tmp_path: Path) -> None:
    xml = feuille('<row r="1"><c r="A1" s="2"><v>44692</v></c></row>')
    contenu = parties(xml, styles=STYLES, plan='<workbookPr date1904="1"/>')
    assert ouvrir(ecrire(tmp_path / "a.xlsx", contenu)).feuilles[0].cellules[1, 1].valeur == dt.date(2026, 5, 12)


def test_un_million_de_lignes_mises_en_forme_ne_coute_presque_rien(tmp_path: Path) -> None:
    lignes = "".join(f'<row r="{i}"><c r="A{i}" s="1"/><c r="B{i}" s="1"/></row>' for i in range(2, 300_000))
    xml = feuille(
        f'<row r="1"><c r="A1"><v>1</v></c></row>{lignes}<row r="1048576"><c r="XFD1048576"><v>2</v></c></row>'
    )
    lu = ouvrir(ecrire(tmp_path / "a.xlsx", parties(xml)))
    assert {c.adresse: c.valeur for c in lu.feuilles[0].cellules.values()} == {"A1": 1, "XFD1048576": 2}


def test_alleger_garde_les_cellules_sans_adresse(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(tableur_feuille, "_ALLEGER_DES", 0)
    xml = feuille('<row><c s="1"/><c><v>5</v></c></row><row r="2"><c r="A2" s="1"/></row>')
    assert ouvrir(ecrire(tmp_path / "a.xlsx", parties(xml))).feuilles[0].cellules[1, 2].valeur == 5


def test_signale_les_contenus_actifs_sans_les_lire(tmp_path: Path) -> None:
    contenu = parties(feuille("")) | {"xl/vbaProject.bin": "x", "xl/externalLinks/externalLink1.xml": "<a/>"}
    lu = ouvrir(ecrire(tmp_path / "a.xlsm", contenu))
    assert lu.contenus_actifs == ("liens vers d'autres classeurs", "macros")


def test_le_lien_d_une_cellule_n_en_devient_pas_la_valeur(tmp_path: Path) -> None:
    classeur = openpyxl.Workbook()
    classeur.active["A1"] = "x"
    classeur.active["B1"].hyperlink = "javascript:alert(1)"
    classeur.active["B1"].value = None
    classeur.save(tmp_path / "a.xlsx")
    assert set(ouvrir(tmp_path / "a.xlsx").feuilles[0].cellules) == {(1, 1)}


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    cellules=st.dictionaries(
        st.tuples(st.integers(1, 60), st.integers(1, 40)),
        st.one_of(
            st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), min_size=1).filter(
                lambda t: not re.search("_x[0-9a-fA-F]{4}_", t)
            ),
            st.integers(-(10**12), 10**12),
            st.floats(-1e12, 1e12).filter(lambda x: x == 0 or abs(x) > 1e-6),
            st.booleans(),
            st.dates(dt.date(1990, 1, 1), dt.date(2090, 1, 1)),
        ),
        max_size=30,
    )
)
def test_relit_ce_qu_openpyxl_ecrit(tmp_path: Path, cellules: dict[tuple[int, int], object]) -> None:
    classeur = openpyxl.Workbook()
    for (ligne, colonne), valeur in cellules.items():
        cell = classeur.active.cell(ligne, colonne, valeur)
        if isinstance(valeur, str):
            cell.data_type = "s"
    classeur.save(tmp_path / "h.xlsx")
    obtenu = {p: c.valeur for p, c in ouvrir(tmp_path / "h.xlsx").feuilles[0].cellules.items()}
    assert {p: _attendu(v) for p, v in cellules.items()} == obtenu


def _attendu(valeur: object) -> object:
    """Ce qu'openpyxl écrit : les nombres sur 16 chiffres, les fins de ligne en « \\n »."""
    if isinstance(valeur, float):
        return float(f"{valeur:.16g}")
    return valeur.replace("\r", "\n") if isinstance(valeur, str) else valeur


# ── Ce qui est refusé ────────────────────────────────────────────────────────────────────────────────────────────

OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
BRUTS = {
    "vide": (b"", "FIC-01"),
    "zeros": (b"\x00" * 100, "FIC-01"),
    "xls": (OLE2 + b"Workbook", "FIC-03"),
    "chiffre": (OLE2 + "EncryptedPackage".encode("utf-16-le"), "FIC-04"),
    "csv": (b"indicateur;valeur\nA1;12\n", "FIC-05"),
    "csv_utf16": ("indicateur;valeur".encode("utf-16"), "FIC-05"),
    "pdf": (b"%PDF-1.7 ...", "FIC-07"),
    "html": (b"\xef\xbb\xbf<HTML><table>", "FIC-07"),
    "xml": (b"<?xml version='1.0'?><Workbook/>", "FIC-07"),
    "binaire": (bytes(range(256)), "FIC-07"),
    "zip_tronque": (b"PK\x03\x04 rien", "FIC-08"),
}


@pytest.mark.parametrize("cas", BRUTS)
def test_refuse_ce_qui_n_est_pas_un_classeur(tmp_path: Path, cas: str) -> None:
    octets, code = BRUTS[cas]
    (tmp_path / "a.xlsx").write_bytes(octets)
    assert refus(tmp_path / "a.xlsx").code == code


ARCHIVES = {
    "ods": ({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}, "FIC-06"),
    "odt": ({"mimetype": "application/vnd.oasis.opendocument.text"}, "FIC-07"),
    "docx": ({"word/document.xml": "<a/>"}, "FIC-07"),
    "pptx": ({"ppt/presentation.xml": "<a/>"}, "FIC-07"),
    "numbers": ({"Index/Document.iwa": "<a/>"}, "FIC-07"),
    "zip": ({"photo.txt": "x"}, "FIC-07"),
    "xlsb": ({"xl/workbook.bin": "x"}, "FIC-15"),
    "sans_classeur": ({"[Content_Types].xml": "<a/>"}, "FIC-12"),
}


@pytest.mark.parametrize("cas", ARCHIVES)
def test_refuse_les_autres_archives(tmp_path: Path, cas: str) -> None:
    contenu, code = ARCHIVES[cas]
    assert refus(ecrire(tmp_path / "a.xlsx", contenu)).code == code


def test_refuse_un_fichier_absent_ou_un_dossier(tmp_path: Path) -> None:
    assert refus(tmp_path / "absent.xlsx").code == "FIC-16"
    assert refus(tmp_path).code == "FIC-16"


def test_refuse_un_fichier_trop_gros(tmp_path: Path) -> None:
    with (tmp_path / "a.xlsx").open("wb") as flux:
        flux.truncate(21 * 1024 * 1024)
    capture = refus(tmp_path / "a.xlsx")
    assert (capture.code, capture.details) == ("FIC-02", {"taille": "21", "maximum": 20})


def test_refuse_une_partie_en_double(tmp_path: Path) -> None:
    chemin = ecrire(tmp_path / "a.xlsx", parties(feuille("")))
    with zipfile.ZipFile(chemin, "a") as archive:
        archive.writestr("xl\\worksheets/SHEET1.xml", feuille('<row r="1"><c r="A1"><v>9</v></c></row>'))
    assert refus(chemin).code == "FIC-10"


@pytest.mark.parametrize("encodage", ["utf-8", "utf-16"])
def test_refuse_une_declaration_de_type(tmp_path: Path, encodage: str) -> None:
    rires = "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10 if i else "ha"}">' for i in range(9))
    xml = f'<?xml version="1.0" encoding="{encodage}"?><!DOCTYPE w [{rires}]><worksheet {ESPACE}>&l8;</worksheet>'
    contenu = parties(feuille("")) | {"xl/worksheets/sheet1.xml": xml.encode(encodage)}
    assert refus(ecrire(tmp_path / "a.xlsx", contenu)).code == "FIC-11"


def test_refuse_une_feuille_dont_la_partie_manque(tmp_path: Path) -> None:
    contenu = parties(feuille(""), feuille(""))
    del contenu["xl/worksheets/sheet2.xml"]
    assert refus(ecrire(tmp_path / "a.xlsx", contenu)).code == "FIC-12"


def test_refuse_une_feuille_sans_relation(tmp_path: Path) -> None:
    contenu = parties(feuille("")) | {"xl/_rels/workbook.xml.rels": "<Relationships/>"}
    assert refus(ecrire(tmp_path / "a.xlsx", contenu)).code == "FIC-12"


ILLISIBLES = {
    "mal_forme": "<worksheet><casse",
    "encodage_inconnu": '<?xml version="1.0" encoding="martien"?><worksheet/>',
    "adresse_impossible": feuille('<row r="1"><c r="ZZZZ1"><v>1</v></c></row>'),
    "ligne_impossible": feuille('<row r="1048577"/>'),
    "ligne_texte": feuille('<row r="un"/>'),
    "cellule_deux_fois": feuille('<row r="1"><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row>'),
    "fusion_illisible": feuille("", apres='<mergeCells><mergeCell ref="?"/></mergeCells>'),
}


@pytest.mark.parametrize("cas", ILLISIBLES)
def test_refuse_un_xml_illisible(tmp_path: Path, cas: str) -> None:
    capture = refus(ecrire(tmp_path / "a.xlsx", parties(ILLISIBLES[cas])))
    assert (capture.code, capture.details) == ("FIC-13", {"partie": "xl/worksheets/sheet1.xml"})


def test_refuse_une_bombe_de_compression(tmp_path: Path) -> None:
    contenu = parties(feuille(" " * (60 * 1024 * 1024)))
    tracemalloc.start()
    assert refus(ecrire(tmp_path / "a.xlsx", contenu)).code == "FIC-09"
    tracemalloc.stop()


def test_refuse_un_contenu_total_demesure(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(tableur_garde, "TOTAL_MAX", 500)
    assert refus(ecrire(tmp_path / "a.xlsx", parties(feuille(" " * 1000)))).code == "FIC-09"


def test_refuse_trop_de_parties(tmp_path: Path) -> None:
    contenu = parties(feuille("")) | {f"xl/media/{i}.png": "" for i in range(500)}
    assert refus(ecrire(tmp_path / "a.xlsx", contenu)).code == "FIC-09"


def test_un_en_tete_menteur_ne_fait_pas_tout_decompresser(tmp_path: Path) -> None:
    chemin = ecrire(tmp_path / "a.xlsx", parties(feuille(" " * (30 * 1024 * 1024))))
    octets = bytearray(chemin.read_bytes())
    vrai = (30 * 1024 * 1024 + len(feuille(""))).to_bytes(4, "little")
    while (place := octets.find(vrai)) >= 0:
        octets[place : place + 4] = (1000).to_bytes(4, "little")
    chemin.write_bytes(octets)
    tracemalloc.start()
    assert refus(chemin).code == "FIC-08"
    assert tracemalloc.get_traced_memory()[1] < 5 * 1024 * 1024
    tracemalloc.stop()


def test_refuse_une_archive_chiffree_ou_d_une_autre_compression(tmp_path: Path) -> None:
    chemin = ecrire(tmp_path / "a.xlsx", parties(feuille("")))
    octets = chemin.read_bytes()
    place = octets.find(b"PK\x01\x02") + 8
    (tmp_path / "b.xlsx").write_bytes(octets[:place] + b"\x01" + octets[place + 1 :])
    (tmp_path / "c.xlsx").write_bytes(octets[: place + 2] + b"\x0e" + octets[place + 3 :])
    assert refus(tmp_path / "b.xlsx").code == "FIC-04"
    assert refus(tmp_path / "c.xlsx").code == "FIC-08"


def test_refuse_trop_de_cellules_de_textes_ou_un_texte_sans_fin(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    long = feuille(f'<row r="1"><c r="A1" t="inlineStr"><is><t>{"x" * 100_001}</t></is></c></row>')
    assert refus(ecrire(tmp_path / "a.xlsx", parties(long))).code == "FIC-14"
    monkeypatch.setattr("evaltools.acces.tableur_xml.TEXTES_MAX", 3)
    contenu = parties(feuille(""), textes="<si><t>a</t></si>" * 4)
    assert refus(ecrire(tmp_path / "b.xlsx", contenu)).code == "FIC-14"
    monkeypatch.setattr(tableur_feuille, "CELLULES_MAX", 1)
    deux = feuille('<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c></row>')
    assert refus(ecrire(tmp_path / "c.xlsx", parties(deux))).code == "FIC-14"
    monkeypatch.setattr(tableur_feuille, "FUSIONS_MAX", 1)
    fusions = feuille("", apres='<mergeCells><mergeCell ref="A1:B1"/><mergeCell ref="A2:B2"/></mergeCells>')
    assert refus(ecrire(tmp_path / "d.xlsx", parties(fusions))).code == "FIC-14"


def test_refuse_trop_d_elements(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("evaltools.acces.tableur_xml.ELEMENTS_MAX", 20)
    assert refus(ecrire(tmp_path / "a.xlsx", parties(feuille("<a/>" * 100)))).code == "FIC-14"


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_un_fichier_abime_au_hasard_est_lu_ou_refuse_jamais_autre_chose(tmp_path: Path, data: st.DataObject) -> None:
    source = tmp_path / "source.xlsx"
    if not source.exists():
        lignes = '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" s="1"><v>0.5</v></c></row>'
        ecrire(source, parties(feuille(lignes), textes="<si><t>a</t></si>", styles=STYLES))
    octets = bytearray(source.read_bytes())
    for _ in range(data.draw(st.integers(1, 6))):
        octets[data.draw(st.integers(0, len(octets) - 1))] = data.draw(st.integers(0, 255))
    (tmp_path / "mutant.xlsx").write_bytes(octets[: data.draw(st.integers(1, len(octets)))])
    assert lu_ou_refuse(tmp_path / "mutant.xlsx")


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_un_xml_abime_au_hasard_est_lu_ou_refuse(tmp_path: Path, data: st.DataObject) -> None:
    lignes = '<row r="1" hidden="1"><c r="A1" t="s"><v>0</v></c><c r="B1" s="1"><f>A1</f><v>0.5</v></c></row>'
    contenu = parties(feuille(lignes, apres='<mergeCells><mergeCell ref="A1:B1"/></mergeCells>'),
                      textes="<si><t>a</t></si>", styles=STYLES)  # fmt: skip
    nom = data.draw(st.sampled_from(sorted(contenu)))
    texte = contenu[nom]
    debut = data.draw(st.integers(0, len(texte)))
    fin = data.draw(st.integers(debut, min(len(texte), debut + 12)))
    jetons = ["", "<", "/>", '"', "9" * 30, "-1", "NaN", "é", '<c r="B1"/>', "<v>", "</row>", "&#0;", "\x01"]
    contenu[nom] = texte[:debut] + data.draw(st.sampled_from(jetons)) + texte[fin:]
    assert lu_ou_refuse(ecrire(tmp_path / "mutant.xlsx", contenu))


# ── Petites pièces ───────────────────────────────────────────────────────────────────────────────────────────────


def test_adresses() -> None:
    assert [lettres(n) for n in (1, 26, 27, 702, 703, 16_384)] == ["A", "Z", "AA", "ZZ", "AAA", "XFD"]
    assert [reperer(a) for a in ("A1", "f12", "XFD1048576")] == [(1, 1), (12, 6), (1_048_576, 16_384)]
    for fausse in ("", "12", "A", "A0", "XFE1", "AAAA1", "É1", "A1048577", "$A$1"):
        with pytest.raises(ValueError, match=r".*"):
            reperer(fausse)


def test_formats_de_date_et_de_pourcentage() -> None:
    dates = ["dd/mm/yyyy", "[$-40C]d mmmm yyyy", "h:mm", "[h]:mm:ss", "mmm-yy", "yyyy-mm-dd;@"]
    autres = ["General", "#,##0", '0" mois"', "[Red]0.00", "0.00E+00", "@", "", "[$€-40C] #,##0", "0.0%", r"0\d"]
    assert [est_date(f) for f in dates] == [True] * len(dates)
    assert [est_date(f) for f in autres] == [False] * len(autres)
    assert est_pourcent("0.0%")
    assert not est_pourcent('0.0" %"')


def test_dates_de_tableur() -> None:
    assert dater(1) == dt.date(1900, 1, 1)
    assert dater(59) == dt.date(1900, 2, 28)
    assert dater(61) == dt.date(1900, 3, 1)
    assert dater(46154.604166666664) == dt.datetime.combine(dt.date(2026, 5, 12), dt.time(14, 30))
    assert dater(0.5) == dt.time(12)
    assert dater(-1) is None
    assert dater(2_958_466) is None
