"""Des fichiers faits pour bloquer la machine : chacun est petit sur le disque et démesuré une fois ouvert."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from fabrique import SUD
from fabrique_classeurs import Pilote, abimer
from fabrique_fautes import FICHIERS, FORME, QT1, retouche
from paquet_xlsx import ESPACE, ecrire, feuille, parties

Fabrique = Callable[[Path], Path]
_FEUILLE = "xl/worksheets/sheet2.xml"


def paquet(fabriquer: Callable[[], Mapping[str, str | bytes]]) -> Fabrique:
    return lambda dossier: ecrire(dossier / "Recu.xlsx", fabriquer())


def dans_la_feuille(avant: bytes, ajout: Callable[[], bytes]) -> Fabrique:
    """Un vrai classeur de collecte, dont la feuille « Indicateurs » reçoit un ajout démesuré."""

    def retoucher(contenu: dict[str, Any]) -> None:
        assert avant in contenu[_FEUILLE]
        contenu[_FEUILLE] = contenu[_FEUILLE].replace(avant, ajout() + avant, 1)

    return retouche(lambda dossier: abimer(dossier, lambda p: p.saisir(QT1, SUD, valeur=12)), retoucher)


def lignes_mises_en_forme() -> bytes:
    return b"".join(b'<row r="%d" s="1" customFormat="1"/>' % n for n in range(100, 1_048_577))


def cellules_mises_en_forme() -> bytes:
    rang = "".join(f'<c r="{lettre}{{n}}" s="1"/>' for lettre in "ABCDEFGHIJKLMNOP")
    return "".join(f'<row r="{n}">{rang.format(n=n)}</row>' for n in range(100, 60_000)).encode()


def lignes_repetees(changer: Callable[[bytes, int], bytes], fusions: int = 0) -> Fabrique:
    """La première ligne d'indicateur, recopiée dix-huit mille fois ; et des fusions à chercher pour chaque cellule."""

    def retoucher(contenu: dict[str, Any]) -> None:
        xml = contenu[_FEUILLE]
        modele = re.search(rb'<row r="7".*?</row>', xml, re.DOTALL)
        assert modele is not None
        rangs = (re.sub(rb'r="([A-Z]*)7"', rb'r="\g<1>%d"' % n, modele[0]) for n in range(100, 18_100))
        ajout = b"".join(changer(rang, n) for n, rang in enumerate(rangs))
        xml = xml.replace(b"</sheetData>", ajout + b"</sheetData>", 1)
        fin = xml.index(b">", xml.index(b"<sheetProtection")) + 1
        plages = b"".join(b'<mergeCell ref="V%d:W%d"/>' % (n, n) for n in range(100, 100 + fusions))
        contenu[_FEUILLE] = xml[:fin] + (b"<mergeCells>" + plages + b"</mergeCells>") * bool(fusions) + xml[fin:]

    return retouche(lambda dossier: abimer(dossier, lambda p: p.saisir(QT1, SUD, valeur=12)), retoucher)


def sans_rien_changer(rang: bytes, _: int) -> bytes:
    return rang


def vers_un_inconnu(rang: bytes, n: int) -> bytes:
    """Chaque ligne désigne un autre indicateur qui n'existe pas : chercher le plus proche coûte."""
    texte = b't="str"><v>Nombre de personnes %d [FA 1.1.1-QT%d]</v></c>' % (n, n + 9)
    return re.sub(rb'(<c r="[AB]\d+"[^>]*?)( t="\w+")?>.*?</c>', rb"\1 " + texte, rang, count=2)


def dimension_menteuse(contenu: dict[str, Any]) -> None:
    contenu[_FEUILLE] = contenu[_FEUILLE].replace(b'<dimension ref="', b'<dimension ref="A1:XFD1048576" x="', 1)


PATHOLOGIQUES = [
    "1 " * 16_000, "1," * 16_000, "1." * 16_000, "9" * 32_000, "(" * 32_000, "[FA " * 8_000, "-" * 32_000,
    "a@" * 16_000, "0" * 31_000 + "@", "06 " * 10_000, "M. A" * 8_000, "<" * 32_000, "&amp;" * 6_000, "%" * 32_000,
    "\u00a0" * 31_000 + "x", "é" * 32_000, "e\u0301" * 16_000, "1e" * 16_000, "12/" * 10_000, "http://" * 4_500,
]  # fmt: skip
"""Textes qui font travailler une expression régulière mal bornée ; un par cellule, dans toutes les colonnes."""


def textes_pathologiques(p: Pilote) -> None:
    for feuille_ in ("Indicateurs", "Avancement", "Financement", "Enquêtes"):
        page = p.feuille(feuille_)
        for rang, texte in enumerate(PATHOLOGIQUES):
            for colonne in range(2, 19):
                cellule = page.cell(7 + rang, colonne)
                if type(cellule).__name__ == "Cell" and (rang + colonne) % 5 == 0:
                    cellule.value = texte
                    cellule.data_type = "s"


def sans_compression(dossier: Path) -> Path:
    """Sans compression : des textes si répétés seraient refusés comme une bombe avant d'être lus."""
    chemin = abimer(dossier, textes_pathologiques)
    with zipfile.ZipFile(chemin) as ouverte:
        contenu = {nom: ouverte.read(nom) for nom in ouverte.namelist()}
    with zipfile.ZipFile(chemin, "w", zipfile.ZIP_STORED) as ouverte:
        for nom, octets in contenu.items():
            ouverte.writestr(nom, octets)
    return chemin


def fusions_demesurees() -> Mapping[str, str]:
    plages = "".join(f'<mergeCell ref="A{n}:XFD1048576"/>' for n in range(1, 300))
    return parties(feuille("", apres=f"<mergeCells>{plages}</mergeCells>"))


def noms_definis() -> Mapping[str, str]:
    contenu = parties(feuille('<row r="1"><c r="A1"><v>1</v></c></row>'))
    noms = "".join(f'<definedName name="n{n}">"x"</definedName>' for n in range(150_000))
    contenu["xl/workbook.xml"] = contenu["xl/workbook.xml"].replace(
        "</workbook>", f"<definedNames>{noms}</definedNames></workbook>"
    )
    return contenu


def entite_quadratique() -> Mapping[str, str]:
    grosse = "a" * 50_000
    xml = f'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "{grosse}">]><worksheet {ESPACE}>{"&a;" * 50_000}</worksheet>'
    return parties(xml)


def feuilles_imbriquees() -> Mapping[str, str]:
    return parties(f"<worksheet {ESPACE}>" + "<a>" * 300_000 + "</a>" * 300_000 + "</worksheet>")


def attributs() -> Mapping[str, str]:
    beaucoup = " ".join(f'a{n}="{n}"' for n in range(200_000))
    return parties(feuille(f'<row r="1" {beaucoup}><c r="A1"><v>1</v></c></row>'))


HOSTILES: dict[str, Fabrique] = {
    **{
        nom: FICHIERS[nom]
        for nom in ("bombe_de_compression", "bombe_dans_les_textes", "entites_en_chaine", "million_de_lignes",
                    "mille_fusions", "textes_par_centaines_de_milliers", "texte_sans_fin", "taille_menteuse_enorme",
                    "fichier_trop_gros", "lien_vers_un_autre_classeur")
    },
    "valeur_dans_la_derniere_cellule": FORME["valeur_dans_la_derniere_cellule"],
    "un_million_de_lignes_mises_en_forme": dans_la_feuille(b"</sheetData>", lignes_mises_en_forme),
    "un_million_de_cellules_mises_en_forme": dans_la_feuille(b"</sheetData>", cellules_mises_en_forme),
    "lignes_inconnues": lignes_repetees(vers_un_inconnu),
    "lignes_repetees_et_fusions": lignes_repetees(sans_rien_changer, 4_900),
    "dimension_menteuse": retouche(
        lambda dossier: abimer(dossier, lambda p: p.saisir(QT1, SUD, valeur=12)), dimension_menteuse
    ),
    "textes_pathologiques": sans_compression,
    "fusions_demesurees": paquet(fusions_demesurees),
    "noms_definis": paquet(noms_definis),
    "entite_quadratique": paquet(entite_quadratique),
    "elements_imbriques": paquet(feuilles_imbriquees),
    "attributs_par_milliers": paquet(attributs),
}  # fmt: skip
