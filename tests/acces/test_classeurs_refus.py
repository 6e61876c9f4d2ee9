"""Fichiers refusés : le message entier que lit celui qui l'a envoyé, pour chaque sorte de refus."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from fabrique_classeurs import PROGRAMME, Pilote, les_codes, relire
from paquet_xlsx import ecrire, feuille, parties

from evaltools.acces import classeurs_releve, tableur_feuille
from evaltools.acces.classeurs_lecture import lire

OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
PERDU = "rien de ce fichier n'est lu ; l'action compte comme non remontée."
ENREGISTRER = "ouvrez-le dans Excel ou LibreOffice, puis Fichier > Enregistrer sous > Classeur Excel (.xlsx)"
RENVOYER = "demandez à l'expéditeur d'ouvrir le fichier, de vérifier qu'il s'affiche bien, et de le renvoyer."
ODS = "ouvrez-le dans LibreOffice, puis Fichier > Enregistrer sous > Classeur Excel (.xlsx), et renvoyez-le."
NEUF = "recopiez les valeurs (et elles seules) dans un classeur neuf (evaltools modeles)."


def brut(octets: bytes) -> Callable[[Path], object]:
    return lambda chemin: chemin.write_bytes(octets)


def archive(**contenu: str) -> Callable[[Path], object]:
    return lambda chemin: ecrire(chemin, {nom.replace("__", "/"): texte for nom, texte in contenu.items()})


def gros(chemin: Path) -> None:
    with chemin.open("wb") as flux:
        flux.truncate(30 * 1024 * 1024)


def en_double(chemin: Path) -> None:
    ecrire(chemin, parties(feuille("")) | {"xl/rels": "", "XL/rels": "<a/>"})


def sans_partie(chemin: Path) -> None:
    contenu = parties(feuille(""))
    del contenu["xl/worksheets/sheet1.xml"]
    ecrire(chemin, contenu)


REFUS: dict[str, tuple[Callable[[Path], object], str, str, str]] = {
    "vide": (brut(b""), "FIC-01", "le fichier est vide.", RENVOYER),
    "trop_gros": (
        gros, "FIC-02", "le fichier pèse 30 Mo ; la limite est de 20 Mo.",
        "retirez les images et les feuilles ajoutées, ou recopiez les valeurs dans un classeur neuf.",
    ),
    "xls": (
        brut(OLE2), "FIC-03", "le fichier est dans l'ancien format d'Excel (.xls), quel que soit son nom.",
        f"{ENREGISTRER}.",
    ),
    "chiffre": (
        brut(OLE2 + "EncryptedPackage".encode("utf-16-le")), "FIC-04",
        "le fichier est chiffré : il faut un mot de passe pour l'ouvrir.",
        "ouvrez-le avec son mot de passe, retirez celui-ci (Fichier > Informations), puis enregistrez et renvoyez.",
    ),
    "csv": (
        brut(b"a;b\n1;2\n"), "FIC-05",
        "le fichier est un texte (CSV ou autre), pas un classeur, quel que soit son nom.",
        "recopiez les valeurs dans le classeur de collecte (.xlsx), et renvoyez ce classeur.",
    ),
    "ods": (
        archive(mimetype="application/vnd.oasis.opendocument.spreadsheet"), "FIC-43",
        "le classeur LibreOffice (.ods) n'a pas pu être lu : il est incomplet, abîmé ou démesuré.",
        ODS,
    ),
    "pdf": (
        brut(b"%PDF-1.4"), "FIC-07", "le fichier est un document PDF, pas un classeur Excel.",
        "renvoyez le classeur de collecte rempli, au format .xlsx.",
    ),
    "abime": (
        brut(b"PK\x03\x04tronque"), "FIC-08", "le fichier est incomplet ou abîmé : il ne s'ouvre pas.", RENVOYER,
    ),
    "demesure": (
        lambda c: ecrire(c, parties(feuille("")) | {f"x{i}": "" for i in range(500)}), "FIC-09",
        "le contenu du fichier est démesuré : il contient 505 parties.", NEUF,
    ),
    "en_double": (
        en_double, "FIC-10",
        "le fichier contient deux fois la partie interne « XL/rels » : on ne peut savoir laquelle est la bonne.",
        f"{ENREGISTRER}, sous un autre nom.",
    ),
    "doctype": (
        lambda c: ecrire(c, parties('<!DOCTYPE a [<!ENTITY b "c">]><a/>')), "FIC-11",
        "le fichier contient une déclaration (DOCTYPE) qu'aucun tableur n'écrit.",
        "recopiez les valeurs dans un classeur neuf (evaltools modeles), et vérifiez d'où vient ce fichier.",
    ),
    "sans_partie": (
        sans_partie, "FIC-12", "la partie interne « xl/worksheets/sheet1.xml » manque au fichier.", RENVOYER,
    ),
    "illisible": (
        lambda c: ecrire(c, parties("<casse")), "FIC-13",
        "la partie interne « xl/worksheets/sheet1.xml » du fichier est illisible.",
        f"{ENREGISTRER}, sous un autre nom ; s'il ne s'ouvre pas, repartez d'un classeur neuf.",
    ),
    "xlsb": (archive(xl__workbook="", **{"xl__workbook.bin": "x"}), "FIC-15",
             "le fichier est un classeur Excel binaire (.xlsb).", f"{ENREGISTRER}."),
}  # fmt: skip


@pytest.mark.parametrize("nom", REFUS)
def test_le_message_d_un_refus(tmp_path: Path, nom: str) -> None:
    fabriquer, code, constat, remede = REFUS[nom]
    fabriquer(tmp_path / "Recu.xlsx")
    lu = lire(tmp_path / "Recu.xlsx", PROGRAMME, 2026)
    assert lu.etat == "refusé"
    (anomalie,) = lu.anomalies
    assert (anomalie.code, anomalie.constat, anomalie.remede) == (code, constat, remede)
    assert anomalie.consequence.startswith(PERDU)
    assert str(anomalie).startswith(f"[{code}] « Recu.xlsx » : ")


def test_trop_de_contenu(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tableur_feuille, "CELLULES_MAX", 2)
    lignes = "".join(f'<row r="{i}"><c r="A{i}"><v>1</v></c></row>' for i in range(1, 5))
    (anomalie,) = lire(ecrire(tmp_path / "a.xlsx", parties(feuille(lignes))), PROGRAMME, 2026).anomalies
    assert (anomalie.code, anomalie.remede) == ("FIC-14", NEUF)
    assert anomalie.constat == (
        "le fichier contient plus que ce qu'une collecte peut contenir : « xl/worksheets/sheet1.xml » a plus de 2 "
        "cellules remplies."
    )


def test_fichier_inaccessible(tmp_path: Path) -> None:
    (anomalie,) = lire(tmp_path / "absent.xlsx", PROGRAMME, 2026).anomalies
    assert anomalie.code == "FIC-16"
    assert anomalie.constat.startswith("le fichier ne peut pas être lu sur le disque : ")


def test_les_anomalies_semblables_sont_comptees_au_dela_d_un_seuil(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(classeurs_releve, "SEMBLABLES_MAX", 3)

    def geste(p: Pilote) -> None:
        for numero in range(30, 40):
            p.feuille().cell(numero, 1).value = f"Inconnu [X-{numero}]"
            p.feuille().cell(numero, 9).value = numero

    lu = relire(tmp_path, geste)
    assert les_codes(lu.anomalies) == ["VAL-25"] * 3 + ["VAL-34", "VAL-56"]
    assert lu.anomalies[-1].constat == ("7 autres anomalies du code VAL-25 dans ce classeur ne sont pas détaillées.")
