"""Les classeurs LibreOffice (.ods) : lus à part, dits « dégradés » ; hostiles ou abîmés, refusés en disant pourquoi."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from fabrique_classeurs import PROGRAMME, les_codes

from evaltools.acces import tableur_ods
from evaltools.acces.classeurs_lecture import lire
from evaltools.acces.tableur import Classeur, FichierRefuse, ouvrir
from evaltools.acces.tableur_ods_enfant import releve_du_xml

ESPACES = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
)


def cellule(genre: str = "", texte: str = "", **attributs: str) -> str:
    """Une cellule d'OpenDocument ; les attributs s'écrivent « office__value »."""
    dits = "".join(f' {nom.replace("__", ":").replace("_", "-")}="{v}"' for nom, v in attributs.items())
    sorte = f' office:value-type="{genre}"' if genre else ""
    contenu = f"<text:p>{texte}</text:p>" if texte else ""
    return f"<table:table-cell{sorte}{dits}>{contenu}</table:table-cell>"


def classeur(chemin: Path, *rangees: str, meta: str = "", manifeste: str = "<m/>", tete: str = "") -> Path:
    corps = "".join(f"<table:table-row>{r}</table:table-row>" if "<table:table-row" not in r else r for r in rangees)
    contenu = (
        f'<?xml version="1.0"?>{tete}<office:document-content {ESPACES}><office:body><office:spreadsheet>'
        f'<table:table table:name="Feuille1">{corps}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    with zipfile.ZipFile(chemin, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", manifeste)
        archive.writestr("content.xml", contenu)
        if meta:
            archive.writestr("meta.xml", meta)
    return chemin


def ouvert(chemin: Path) -> Classeur:
    return ouvrir(chemin, ods=True)


def raison(chemin: Path) -> str:
    with pytest.raises(FichierRefuse) as refus:
        ouvert(chemin)
    assert refus.value.code == "FIC-43"
    return str(refus.value.details["raison"])


def test_les_valeurs_et_leur_sorte(tmp_path: Path) -> None:
    chemin = classeur(
        tmp_path / "a.ods",
        cellule("string", "bonjour") + cellule("float", "12,5", office__value="12.5") + cellule()
        + cellule("percentage", "45 %", office__value="0.45") + cellule("date", "x", office__date_value="2026-03-12")
        + cellule("boolean", "VRAI", office__boolean_value="true"),
    )  # fmt: skip
    lu = ouvert(chemin)
    assert (lu.degrade, lu.nom, [f.nom for f in lu.feuilles]) == (True, "a.ods", ["Feuille1"])
    rangee = lu.feuilles[0].ligne(1)
    assert {c: cell.valeur for c, cell in rangee.items()} == {
        1: "bonjour", 2: 12.5, 4: 0.45, 5: dt.date(2026, 3, 12), 6: True,
    }  # fmt: skip
    assert [c for c, cell in rangee.items() if cell.en_pourcent] == [4]


def test_ce_que_la_bibliotheque_tait_est_dit(tmp_path: Path) -> None:
    chemin = classeur(
        tmp_path / "a.ods",
        cellule(table__formula="of:=[.A9]") + cellule("string", "#REF!", table__formula="of:=[.#REF!]"),
        "<table:table-row><table:table-cell><office:annotation><text:p>À revoir</text:p></office:annotation>"
        "</table:table-cell></table:table-row>",
    )
    page = ouvert(chemin).feuilles[0]
    formule, erreur = page.ligne(1)[1], page.ligne(1)[2]
    assert formule.sans_resultat
    assert formule.formule == "[.A9]"
    assert erreur.erreur == "#REF!"
    assert page.notes == {(2, 1): "À revoir"}


def test_les_lignes_et_colonnes_repetees_gardent_leur_place() -> None:
    taux = cellule("percentage", "1 %", office__value="0.01", table__number_columns_repeated="2")
    xml = (
        f'<o {ESPACES}><table:table><table:table-row table:number-rows-repeated="3">{cellule()}</table:table-row>'
        f"<table:table-row>{cellule(table__number_columns_repeated='4')}{taux}</table:table-row></table:table></o>"
    )  # fmt: skip
    assert releve_du_xml(xml.encode()) == [[0, 4, 5, "pourcent", ""], [0, 4, 6, "pourcent", ""]]


def test_l_instant_du_dernier_enregistrement(tmp_path: Path) -> None:
    meta = '<m xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:date>2027-01-12T09:30:00</dc:date></m>'
    assert ouvert(classeur(tmp_path / "a.ods", cellule("string", "x"), meta=meta)).modifie_le == "2027-01-12T09:30:00"
    assert ouvert(classeur(tmp_path / "b.ods", cellule("string", "x"), meta="<m/>")).modifie_le == ""


def test_ailleurs_qu_a_la_collecte_un_ods_est_refuse(tmp_path: Path) -> None:
    with pytest.raises(FichierRefuse) as refus:
        ouvrir(classeur(tmp_path / "a.ods", cellule("string", "x")))
    assert refus.value.code == "FIC-06"


def test_un_ods_chiffre(tmp_path: Path) -> None:
    chemin = classeur(tmp_path / "a.ods", cellule("string", "x"), manifeste="<m><manifest:encryption-data/></m>")
    (anomalie,) = lire(chemin, PROGRAMME, 2026).anomalies
    assert anomalie.code == "FIC-04"


def test_un_ods_abime_ou_piege_est_refuse_en_disant_pourquoi(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.ods", "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
    assert raison(tmp_path / "a.ods") == "il est incomplet, abîmé ou démesuré"
    piege = '<!DOCTYPE o [<!ENTITY a "b">]>'
    assert raison(classeur(tmp_path / "b.ods", cellule("string", "&a;"), tete=piege)).startswith("il est incomplet")


def test_une_valeur_egaree_au_bout_de_la_feuille_n_arrete_que_l_enfant(tmp_path: Path) -> None:
    loin = cellule(table__number_columns_repeated="16383") + cellule("string", "x")
    vide = f'<table:table-row table:number-rows-repeated="1048575">{cellule()}</table:table-row>'
    chemin = classeur(tmp_path / "a.ods", vide, f"<table:table-row>{loin}</table:table-row>")
    assert raison(chemin) in ("son contenu est démesuré", "il est incomplet, abîmé ou démesuré")


def test_un_lecteur_trop_long_est_arrete(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    enfant = tmp_path / "enfant.py"
    enfant.write_text("import time\ntime.sleep(60)\n")
    monkeypatch.setattr(tableur_ods, "ENFANT", enfant)
    monkeypatch.setattr(tableur_ods, "SECONDES_MAX", 0.5)
    assert raison(classeur(tmp_path / "a.ods", cellule())) == "sa lecture prenait trop de temps, elle a été arrêtée"


@pytest.mark.parametrize(
    ("programme", "dite"),
    [
        ("import sys; sys.exit(3)", "la bibliothèque python-calamine n'est pas installée sur cet ordinateur"),
        ("import sys; sys.exit(4)", "son contenu est démesuré"),
        ("import os; os.abort()", "il est incomplet, abîmé ou démesuré"),
        ("print('ni JSON ni rien')", "il est incomplet ou abîmé"),
    ],
)
def test_quoi_qu_il_arrive_a_l_enfant_le_refus_dit_pourquoi(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, programme: str, dite: str
) -> None:
    (tmp_path / "enfant.py").write_text(programme + "\n")
    monkeypatch.setattr(tableur_ods, "ENFANT", tmp_path / "enfant.py")
    assert raison(classeur(tmp_path / "a.ods", cellule())) == dite


@pytest.mark.parametrize("manque", ["sans_python", "sans_fichier", "sans_processus"])
def test_la_ou_l_on_ne_peut_rien_lancer_on_le_dit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, manque: str) -> None:
    def refuser(*_: object, **__: object) -> None:
        raise OSError

    if manque == "sans_python":
        monkeypatch.setattr(sys, "executable", "")
    elif manque == "sans_fichier":
        monkeypatch.setattr(tableur_ods, "ENFANT", tmp_path / "absent.py")
    else:
        monkeypatch.setattr(subprocess, "run", refuser)
    attendu = "cet ordinateur ne permet pas de lancer le lecteur à part"
    assert raison(classeur(tmp_path / "a.ods", cellule())) == attendu


def test_l_enfant_se_suffit_et_ignore_ce_qui_est_autour(tmp_path: Path) -> None:
    """Lancé seul, depuis n'importe où, il ne prend rien d'evaltools."""
    chemin = classeur(tmp_path / "a.ods", cellule("string", "x"))
    rendu = subprocess.run(
        [sys.executable, "-I", str(tableur_ods.ENFANT)],
        input=chemin.read_bytes(), capture_output=True, check=True, cwd=tmp_path, timeout=60,
    )  # fmt: skip
    assert rendu.stdout.startswith(b'{"feuilles"')
    assert "evaltools" not in tableur_ods.ENFANT.read_text(encoding="utf-8").replace("d'evaltools", "")


def test_un_ods_sans_identite_est_dit_non_reconnu(tmp_path: Path) -> None:
    lu = lire(classeur(tmp_path / "a.ods", cellule("string", "x")), PROGRAMME, 2026)
    assert les_codes(lu.anomalies) == ["FIC-20"]


def test_la_date_et_l_auteur_d_une_note_n_en_sont_pas_le_texte(tmp_path: Path) -> None:
    note = (
        '<office:annotation xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator>Pilote</dc:creator>'
        "<dc:date>2026-11-22T00:00:00</dc:date><text:p>À revoir</text:p></office:annotation>"
    )
    case = cellule("float", "5", office__value="5").replace("<text:p>", f"{note}<text:p>", 1)
    page = ouvert(classeur(tmp_path / "a.ods", case)).feuilles[0]
    assert page.notes == {(1, 1): "À revoir"}
    assert page.ligne(1)[1].valeur == 5
