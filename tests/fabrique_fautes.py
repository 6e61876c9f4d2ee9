"""Les fautes nommées : pour chacune, de quoi bâtir le fichier qui la porte. Les messages sont dans ``acces/fautes``.

python tests/fabrique_fautes.py     réécrit les messages d'après le code, à relire phrase par phrase avant de garder
"""

from __future__ import annotations

import datetime as dt
import io
import re
import struct
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import yaml
from fabrique import NORD, SUD
from fabrique_classeurs import PROGRAMME, Pilote, abimer
from openpyxl.comments import Comment
from paquet_xlsx import ESPACE, ecrire, feuille, parties

from evaltools.acces.classeurs_ecriture import ecrire as ecrire_classeur
from evaltools.acces.classeurs_identite import Identite
from evaltools.acces.classeurs_lecture import lire, lire_dossier
from evaltools.acces.classeurs_modele import LIGNE_ENTETE
from evaltools.acces.tableur import lettres
from evaltools.domaine.anomalies import Anomalie

MESSAGES = Path(__file__).with_name("acces") / "fautes"
QT1, TAUX, JALON, TEXTE, QL2 = "FA 1.1.1-QT1", "FA 1.1.1-QT2", "FA 1.1.1-QT3", "FA 1.1.1-QL1", "FA 1.1.1-QL2"
AV, FI, EN, IND = "Avancement", "Financement", "Enquêtes", "Indicateurs"
OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
DOCTYPE = (
    '<?xml version="1.0"?><!DOCTYPE worksheet [{}]><worksheet ' + ESPACE + "><sheetData>{}</sheetData></worksheet>"
)
FEUILLE_2 = "xl/worksheets/sheet2.xml"

Geste = Callable[[Pilote], object]
Fabrique = Callable[[Path], Path]
Parties = dict[str, Any]


# ── De quoi fabriquer ────────────────────────────────────────────────────────────────────────────────────────────


def brut(octets: bytes, nom: str = "Recu.xlsx") -> Fabrique:
    def faire(dossier: Path) -> Path:
        (dossier / nom).write_bytes(octets)
        return dossier / nom

    return faire


def paquet(fabriquer: Callable[[], Mapping[str, str | bytes]]) -> Fabrique:
    return lambda dossier: ecrire(dossier / "Recu.xlsx", fabriquer())


def archive(**contenu: str) -> Fabrique:
    return paquet(lambda: {nom.replace("__", "/"): texte for nom, texte in contenu.items()})


def pilote(geste: Geste, action: str = "FA 1.1") -> Fabrique:
    return lambda dossier: abimer(dossier, geste, action)


def saisir(code: str, siren: str = SUD, feuille: str = IND, **champs: object) -> Fabrique:
    return pilote(lambda p: p.saisir(code, siren, feuille, **champs))


def suivre(objet: str = "FA 1.1.1", **champs: object) -> Fabrique:
    return saisir(objet, "", AV, **champs)


def financer(**champs: object) -> Fabrique:
    def geste(p: Pilote) -> None:
        for cle, valeur in champs.items():
            p.feuille(FI).cell(6, p.colonne(cle, FI)).value = valeur

    return pilote(geste)


def enqueter(**champs: object) -> Fabrique:
    return saisir(QL2, "", EN, **champs)


def remplir(p: Pilote) -> None:
    p.saisir(QT1, SUD, valeur=12)
    p.saisir(QT1, NORD, valeur=34)


def rempli(geste: Geste) -> Fabrique:
    """Un classeur où deux valeurs sont saisies, puis un dégât."""
    return pilote(lambda p: (remplir(p), geste(p)))


def retouche(fabriquer: Fabrique, retoucher: Callable[[Parties], object]) -> Fabrique:
    """Rouvre l'archive et change ses parties XML, comme aucune bibliothèque ne le ferait."""

    def faire(dossier: Path) -> Path:
        chemin = fabriquer(dossier)
        with zipfile.ZipFile(chemin) as ouverte:
            contenu: Parties = {nom: ouverte.read(nom) for nom in ouverte.namelist()}
        retoucher(contenu)
        return ecrire(chemin, contenu)

    return faire


def remplacer(partie: str, motif: str, neuf: str) -> Callable[[Parties], None]:
    def retoucher(contenu: Parties) -> None:
        texte, nombre = re.subn(motif, neuf, contenu[partie].decode(), count=1)
        assert nombre == 1, (partie, motif)
        contenu[partie] = texte.encode()

    return retoucher


def ajouter(**contenu: str) -> Callable[[Parties], None]:
    return lambda parties_: parties_.update({n.replace("__", "/"): t for n, t in contenu.items()})


def retitrer(cle: str, texte: str) -> Geste:
    return lambda p: setattr(p.feuille().cell(LIGNE_ENTETE, p.colonne(cle)), "value", texte)


def effacer_les_titres(p: Pilote) -> None:
    for case in p.feuille()[LIGNE_ENTETE]:
        case.value = None


def fusionner(p: Pilote) -> None:
    colonne = lettres(p.colonne("valeur"))
    p.saisir(QT1, SUD, valeur=12)
    p.feuille().merge_cells(f"{colonne}7:{colonne}8")


def cacher_sous_une_fusion(dossier: Path) -> Path:
    """Fusionne sans effacer ce qui est dessous, comme le fait LibreOffice."""
    vues: list[str] = []
    chemin = abimer(dossier, lambda p: (remplir(p), vues.append(lettres(p.colonne("valeur")))))
    fusion = f'<mergeCells count="1"><mergeCell ref="{vues[0]}7:{vues[0]}8"/></mergeCells>'
    changer = remplacer(FEUILLE_2, r"(</sheetProtection>|<sheetProtection [^>]*/>)", r"\1" + fusion)
    return retouche(lambda _: chemin, changer)(dossier)


def changer(code: str, cle: str, texte: object, siren: str = "", feuille_: str = IND) -> Geste:
    return lambda p: setattr(p.cellule(code, cle, siren, feuille_), "value", texte)


# ── Fichiers ─────────────────────────────────────────────────────────────────────────────────────────────────────


def trop_gros(dossier: Path) -> Path:
    with (dossier / "Recu.xlsx").open("wb") as flux:
        flux.truncate(30 * 1024 * 1024)
    return dossier / "Recu.xlsx"


def tronque(dossier: Path) -> Path:
    chemin = abimer(dossier, remplir)
    chemin.write_bytes(chemin.read_bytes()[:-800])
    return chemin


def octets_changes(dossier: Path) -> Path:
    """Quelques bits basculés au milieu d'une partie compressée : le catalogue reste lisible, pas la partie."""
    chemin = abimer(dossier, remplir)
    octets = bytearray(chemin.read_bytes())
    with zipfile.ZipFile(io.BytesIO(octets)) as ouverte:
        info = ouverte.getinfo(FEUILLE_2)
    for rang in range(info.header_offset + 200, info.header_offset + 230):
        octets[rang] ^= 0xFF
    chemin.write_bytes(octets)
    return chemin


def parties_jumelles(dossier: Path) -> Path:
    chemin = dossier / "Recu.xlsx"
    with zipfile.ZipFile(chemin, "w") as ouverte:
        for nom, texte in parties(feuille("")).items():
            ouverte.writestr(nom, texte)
        ouverte.NameToInfo.pop("xl/worksheets/sheet1.xml")  # sans quoi la bibliothèque avertirait du doublon
        ouverte.writestr("xl/worksheets/sheet1.xml", feuille('<row r="1"><c r="A1"><v>1</v></c></row>'))
    return chemin


def en_tete(decalage: int, format_: str, valeur: int) -> Fabrique:
    """Change un champ de l'entrée du catalogue de la première feuille (drapeaux, compression, tailles)."""

    def faire(dossier: Path) -> Path:
        chemin = ecrire(dossier / "Recu.xlsx", parties(feuille('<row r="1"><c r="A1"><v>1</v></c></row>')))
        octets = bytearray(chemin.read_bytes())
        nom = b"xl/worksheets/sheet1.xml"
        entree = octets.rfind(nom) - 46
        assert octets[entree : entree + 4] == b"PK\x01\x02"
        struct.pack_into(format_, octets, entree + decalage, valeur)
        chemin.write_bytes(octets)
        return chemin

    return faire


def bombe(partie: str, taille: int, motif: bytes = b" ") -> Fabrique:
    def contenu() -> Mapping[str, str | bytes]:
        return parties(feuille(""), textes="") | {partie: motif * (taille // len(motif))}

    return paquet(contenu)


def million_de_lignes() -> Mapping[str, str]:
    rangs = (f'<row r="{n}"><c r="A{n}"><v>{n}</v></c></row>' for n in range(1, 400_001))
    return parties(feuille("".join(rangs)))


def mille_fusions() -> Mapping[str, str]:
    plages = "".join(f'<mergeCell ref="A{n}:B{n}"/>' for n in range(1, 5_102))
    return parties(feuille("", apres=f"<mergeCells>{plages}</mergeCells>"))


def textes_par_milliers() -> Mapping[str, str]:
    return parties(feuille(""), textes="".join(f"<si><t>{n}</t></si>" for n in range(400_001)))


def texte_sans_fin() -> Mapping[str, str]:
    return parties(feuille(""), textes=f"<si><t>{'ab' * 60_000}</t></si>")


def milliard_de_rires() -> Mapping[str, str]:
    entites = '<!ENTITY l0 "ha">' + "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    return parties(DOCTYPE.format(entites, '<row r="1"><c r="A1" t="str"><v>&l9;</v></c></row>'))


def sans(nom: str) -> Mapping[str, str]:
    contenu = parties(feuille(""), textes="")
    del contenu[nom]
    return contenu


def lien_vers_ailleurs(dossier: Path) -> Path:
    ailleurs = dossier / "ailleurs"
    ailleurs.mkdir()
    cible = abimer(ailleurs, remplir)
    recu = dossier / "collecte"
    recu.mkdir()
    (recu / "Recu.xlsx").symlink_to(cible)
    return recu / "Recu.xlsx"


def dossier_nomme_xlsx(dossier: Path) -> Path:
    (dossier / "Recu.xlsx").mkdir()
    return dossier / "Recu.xlsx"


FICHIERS: dict[str, Fabrique] = {
    "fichier_vide": brut(b""),
    "fichier_de_zeros": brut(b"\x00" * 2048),
    "fichier_trop_gros": trop_gros,
    "ancien_xls": brut(OLE2 + bytes(2000)),
    "mot_de_passe": brut(OLE2 + bytes(600) + "EncryptedPackage".encode("utf-16-le") + bytes(600)),
    "csv_nomme_xlsx": brut(b"Indicateur;Valeur\nQT1;12\n"),
    "csv_utf16_nomme_xlsx": brut("Indicateur;Valeur\nQT1;12\n".encode("utf-16")),
    "texte_quelconque": brut("Bonjour, voici les chiffres.".encode("latin-1")),
    "pdf_nomme_xlsx": brut(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"),
    "page_web_nommee_xlsx": brut(b"<html><body><table><tr><td>12</td></tr></table></body></html>"),
    "xml_2003": brut(b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>'),
    "image_nommee_xlsx": brut(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00"),
    "document_word": archive(word__document="", **{"word__document.xml": "<a/>"}),
    "diaporama": archive(**{"ppt__presentation.xml": "<a/>"}),
    "numbers": archive(**{"Index__Document.iwa": "x"}),
    "texte_opendocument": archive(mimetype="application/vnd.oasis.opendocument.text"),
    "archive_zip": archive(**{"photos__a.txt": "x"}),
    "xlsb": archive(**{"xl__workbook.bin": "x"}),
    "archive_tronquee": tronque,
    "octets_changes": octets_changes,
    "signature_seule": brut(b"PK\x03\x04" + b"\x00" * 40),
    "dossier_nomme_xlsx": dossier_nomme_xlsx,
    "lien_vers_ailleurs": lien_vers_ailleurs,
    "archive_chiffree": en_tete(8, "<H", 1),
    "compression_inconnue": en_tete(10, "<H", 12),
    "taille_menteuse_enorme": en_tete(24, "<I", 200 * 1024 * 1024),
    "trop_de_parties": paquet(lambda: parties(feuille("")) | {f"x{i}": "" for i in range(500)}),
    "bombe_de_compression": bombe("xl/worksheets/sheet1.xml", 64 * 1024 * 1024),
    "bombe_dans_les_textes": bombe("xl/sharedStrings.xml", 64 * 1024 * 1024, b"<si><t>a</t></si>"),
    "parties_jumelles": parties_jumelles,
    "parties_jumelles_a_la_casse_pres": paquet(lambda: parties(feuille("")) | {"XL/Workbook.XML": "<a/>"}),
    "entites_en_chaine": paquet(milliard_de_rires),
    "entite_externe": paquet(
        lambda: parties(DOCTYPE.format('<!ENTITY f SYSTEM "file:///etc/hostname">', "<row><c><v>&f;</v></c></row>"))
    ),
    "doctype_en_utf16": paquet(lambda: parties(feuille("")) | {
        "xl/worksheets/sheet1.xml": '<?xml version="1.0" encoding="utf-16"?><!DOCTYPE a []><a/>'.encode("utf-16")
    }),
    "feuille_manquante": paquet(lambda: sans("xl/worksheets/sheet1.xml")),
    "plan_manquant": paquet(lambda: sans("xl/workbook.xml")),
    "feuille_illisible": paquet(lambda: parties("<worksheet><sheetData><row>")),
    "textes_illisibles": paquet(lambda: parties(feuille(""), textes="<si><t>a</si>")),
    "cellule_deux_fois": paquet(
        lambda: parties(feuille('<row r="1"><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row>'))
    ),
    "cellule_hors_de_la_feuille": paquet(lambda: parties(feuille('<row r="1"><c r="XFE1"><v>1</v></c></row>'))),
    "ligne_hors_de_la_feuille": paquet(lambda: parties(feuille('<row r="1048577"><c><v>1</v></c></row>'))),
    "million_de_lignes": paquet(million_de_lignes),
    "mille_fusions": paquet(mille_fusions),
    "textes_par_centaines_de_milliers": paquet(textes_par_milliers),
    "texte_sans_fin": paquet(texte_sans_fin),
    "styles_illisibles": retouche(
        rempli(lambda p: None), lambda c: c.update({"xl/styles.xml": b"<styleSheet><xf"})
    ),
    "macros": retouche(rempli(lambda p: None), ajouter(**{"xl__vbaProject.bin": "x"})),
    "lien_vers_un_autre_classeur": retouche(
        rempli(lambda p: None), ajouter(**{"xl__externalLinks__externalLink1.xml": "<a/>"})
    ),
    "objet_incorpore": retouche(rempli(lambda p: None), ajouter(**{"xl__embeddings__oleObject1.bin": "x"})),
    "connexion_externe": retouche(rempli(lambda p: None), ajouter(**{"xl__connections.xml": "<a/>"})),
    "fil_de_discussion": retouche(
        rempli(lambda p: None), ajouter(**{"xl__threadedComments__threadedComment1.xml": "<a/>"})
    ),
}  # fmt: skip


# ── Identité, feuilles, colonnes, lignes ─────────────────────────────────────────────────────────────────────────


def classeur_quelconque(dossier: Path) -> Path:
    classeur = openpyxl.Workbook()
    classeur.active.append(["Budget", 12])
    classeur.save(dossier / "Recu.xlsx")
    return dossier / "Recu.xlsx"


def d_une_autre_identite(ancien: str, neuf: str) -> Fabrique:
    """Change une partie de l'identité partout où le classeur la dit, sauf là où on la voit."""

    def retoucher(contenu: Parties) -> None:
        for nom, octets in contenu.items():
            if nom.endswith((".xml", ".rels")):
                contenu[nom] = octets.replace(ancien.encode(), neuf.encode())

    return retouche(rempli(lambda p: None), retoucher)


def d_un_autre_programme(dossier: Path) -> Path:
    return ecrire_classeur(dossier / "Recu.xlsx", replace(PROGRAMME, code="cls-voisin"), "FA 1.1", 2026)


def d_une_action_inconnue(dossier: Path) -> Path:
    autre = replace(PROGRAMME, actions=tuple(replace(a, code="FA 1.2") for a in PROGRAMME.actions[:1]))
    return ecrire_classeur(dossier / "Recu.xlsx", autre, "FA 1.2", 2026)


def d_un_modele_trop_recent(dossier: Path) -> Path:
    def geste(p: Pilote) -> None:
        for page in p.classeur.worksheets:
            for cellule in page[2]:
                if isinstance(cellule.value, str) and "CLS-ESSAI / 2026" in cellule.value.upper():
                    cellule.value = Identite("cls-essai", 2026, "FA 1.1", "99").ligne

    return abimer(dossier, geste)


def d_une_autre_annee(dossier: Path) -> Path:
    return ecrire_classeur(dossier / "Recu.xlsx", PROGRAMME, "FA 1.1", 2025)


def trier_sans_la_cle(p: Pilote) -> None:
    page = p.feuille()
    for colonne in range(2, 17):
        haut, bas = page.cell(7, colonne), page.cell(8, colonne)
        haut.value, bas.value = bas.value, haut.value


def recopier(code: str, siren: str, **champs: object) -> Geste:
    def geste(p: Pilote) -> None:
        source = p.ligne(code, siren)
        for colonne in range(1, 18):
            p.feuille().cell(22, colonne).value = p.feuille().cell(source, colonne).value
        for cle, valeur in champs.items():
            p.feuille().cell(22, p.colonne(cle)).value = valeur

    return geste


def retirer_ligne(code: str) -> Geste:
    return lambda p: p.feuille().delete_rows(p.ligne(code))


def cacher_feuille(p: Pilote) -> None:
    p.feuille().sheet_state = "hidden"


def masquer_ligne(p: Pilote) -> None:
    p.feuille().row_dimensions[7].hidden = True


def feuille_en_plus(p: Pilote) -> None:
    p.classeur.create_sheet("Brouillon")["A1"] = 12


def copie_de_feuille(p: Pilote) -> None:
    p.classeur.copy_worksheet(p.feuille()).title = "Copie"


def note(p: Pilote) -> None:
    p.cellule(QT1, "valeur", SUD).comment = Comment("Chiffre du 3 décembre", "pilote")


def valeur_egaree(p: Pilote) -> None:
    p.feuille()["XFD1048576"] = "x"


def deux_fois_le_titre(p: Pilote) -> None:
    p.feuille()["X5"], p.feuille()["X7"] = "Valeur", 99


def colonne_en_plus(p: Pilote) -> None:
    p.feuille()["X5"], p.feuille()["X7"] = "Suivi interne", "ok"


FORME: dict[str, Fabrique] = {
    "classeur_quelconque": classeur_quelconque,
    "identites_contraires": d_une_autre_identite("cls-essai", "cls-autre"),
    "autre_programme": d_un_autre_programme,
    "action_inconnue": d_une_action_inconnue,
    "modele_trop_recent": d_un_modele_trop_recent,
    "autre_annee": d_une_autre_annee,
    "classeur_vide": pilote(lambda p: p.saisir("FA 1.1", "", AV, etat=None)),
    "feuille_absente": rempli(lambda p: p.classeur.remove(p.feuille())),
    "feuille_de_suivi_absente": rempli(lambda p: p.classeur.remove(p.feuille(FI))),
    "lignes_triees_sans_leur_cle": rempli(trier_sans_la_cle),
    "feuille_recopiee": rempli(copie_de_feuille),
    "feuille_masquee": rempli(cacher_feuille),
    "feuille_ajoutee": rempli(feuille_en_plus),
    "titres_effaces": rempli(effacer_les_titres),
    "colonne_retitree": rempli(retitrer("valeur", "Valleur 2026")),
    "colonne_de_saisie_absente": rempli(lambda p: p.feuille().delete_cols(p.colonne("source"))),
    "colonne_en_double": rempli(deux_fois_le_titre),
    "colonne_ajoutee": rempli(colonne_en_plus),
    "indicateur_inconnu": rempli(changer(JALON, "indicateur", "Signature de l'accord [FA 1.1.1-QT33]")),
    "indicateur_d_une_autre_action": rempli(changer(JALON, "indicateur", "Nombre de séances [FA 2.1.1-QT2]")),
    "libelle_modifie": rempli(changer(JALON, "indicateur", "Signature du contrat [FA 1.1.1-QT3]")),
    "valeur_sans_indicateur": rempli(
        lambda p: (p.saisir(JALON, valeur="oui"), changer(JALON, "indicateur", None)(p))
    ),
    "territoire_inconnu": rempli(changer(QT1, "territoire", "CC du Val Sude", SUD)),
    "territoire_pas_demande": rempli(changer(QT1, "territoire", "Ensemble du territoire [ensemble]", SUD)),
    "periode_d_une_autre_annee": rempli(changer(QT1, "periode", 2025, SUD)),
    "ligne_retiree": rempli(retirer_ligne(JALON)),
    "ligne_repetee": rempli(recopier(QT1, SUD)),
    "lignes_contradictoires": rempli(recopier(QT1, SUD, valeur=13)),
    "ligne_masquee": rempli(masquer_ligne),
    "fusion_de_deux_lignes": pilote(fusionner),
    "valeur_sous_une_fusion": cacher_sous_une_fusion,
    "valeur_dans_la_derniere_cellule": rempli(valeur_egaree),
    "note": rempli(note),
    "cellule_ajoutee": rempli(lambda p: setattr(p.feuille()["X7"], "value", "À revoir")),
}  # fmt: skip


# ── Valeurs ──────────────────────────────────────────────────────────────────────────────────────────────────────


def en_pourcent(p: Pilote) -> None:
    p.saisir(QT1, SUD, valeur=0.45)
    p.cellule(QT1, "valeur", SUD).number_format = "0%"


VALEURS: dict[str, Fabrique] = {
    "nombre_et_mot": saisir(QT1, valeur="12 pers"),
    "nombre_et_mot_apres_une_insecable": saisir(QT1, valeur="1\u00a0234\u00a0habitants"),
    "oui_dans_un_compte": saisir(QT1, valeur="oui"),
    "separateur_ambigu": saisir(QT1, valeur="1,234"),
    "separateur_ambigu_point": saisir(QT1, valeur="1.234"),
    "neant": saisir(QT1, valeur="néant"),
    "fraction_en_texte": saisir(QT1, valeur="12/15"),
    "date_dans_un_compte": saisir(QT1, valeur=dt.date(2026, 5, 12)),
    "date_ecrite_dans_un_compte": saisir(QT1, valeur="12/05/2026"),
    "environ": saisir(QT1, valeur="environ 120"),
    "tilde": saisir(QT1, valeur="~120"),
    "intervalle": saisir(QT1, valeur="10 à 12"),
    "plus_de": saisir(QT1, valeur="> 100"),
    "pourcentage_d_un_compte": saisir(QT1, valeur="45 %"),
    "pourcentage_affiche_dans_un_compte": pilote(en_pourcent),
    "zero_virgule_dans_un_compte": saisir(QT1, valeur=0.45),
    "euros_dans_un_compte": saisir(QT1, valeur="12 €"),
    "vrai": saisir(QT1, valeur=True),
    "trop_grand": saisir(QT1, valeur="1E400"),
    "nombre_impossible": retouche(
        saisir(QT1, valeur=12345), remplacer(FEUILLE_2, r"<v>12345</v>", "<v>NaN</v>")
    ),
    "compte_negatif": saisir(QT1, valeur=-3),
    "compte_negatif_entre_parentheses": saisir(QT1, valeur="(12)"),
    "date_rangee_en_nombre": saisir(QT1, valeur=46154),
    "taux_sur_un": saisir(TAUX, valeur="0,45"),
    "taux_de_moins_d_un_pour_cent": saisir(TAUX, valeur=0.0045),
    "taux_de_plus_de_cent": saisir(TAUX, valeur="120 %"),
    "taux_negatif": saisir(TAUX, valeur="-5 %"),
    "numerateur_plus_grand": saisir(TAUX, numerateur=70, denominateur=60),
    "numerateur_negatif": saisir(TAUX, numerateur=-7, denominateur=60),
    "denominateur_absent": saisir(TAUX, numerateur=7),
    "numerateur_absent": saisir(TAUX, denominateur=60),
    "taux_different_du_rapport": saisir(TAUX, valeur=0.8, numerateur=45, denominateur=60),
    "terme_en_mots": saisir(TAUX, numerateur="n.d.", denominateur=60),
    "erreur_ref": saisir(QT1, valeur="#REF!"),
    "erreur_div": saisir(QT1, valeur="#DIV/0!"),
    "formule_sans_resultat": saisir(QT1, valeur="=SUM(A1:A3)"),
    "formule_vers_un_autre_classeur": saisir(QT1, valeur="=[1]Feuil1!A1"),
    "formule_dde": saisir(QT1, valeur="=cmd|'/C calc'!A0"),
    "formule_avec_resultat": retouche(
        saisir(QT1, valeur="=6+6"), remplacer(FEUILLE_2, r"<f>6\+6</f><v\s*/?>(</v>)?", "<f>6+6</f><v>12</v>")
    ),
    "valeur_et_etat_contraires": saisir(QT1, valeur=0, etat="sans objet"),
    "renseigne_sans_valeur": saisir(QT1, etat="renseigné"),
    "etat_inconnu": saisir(QT1, valeur=4, etat="bof"),
    "qualite_inconnue": saisir(QT1, valeur=4, qualite="sûr"),
    "nc_dans_un_compte": saisir(QT1, valeur="NC"),
    "jalon_illisible": saisir(JALON, "", valeur="en cours"),
    "jalon_d_un_autre_siecle": saisir(JALON, "", valeur=dt.date(1900, 1, 4)),
    "jalon_futur": saisir(JALON, "", valeur=dt.date(2027, 1, 2)),
    "milliers_d_euros": saisir("FA 1.1.2-QT1", "", valeur="12,5 k€"),
    "attaque_html": saisir(QT1, valeur="<script>alert(1)</script>"),
}  # fmt: skip


# ── Avancement, financement, enquêtes ────────────────────────────────────────────────────────────────────────────

SUIVI: dict[str, Fabrique] = {
    "etat_d_avancement_inconnu": suivre(etat="en cour"),
    "en_retard_ne_se_tape_pas": suivre(etat="en retard"),
    "reportee_sans_date": suivre(etat="reportée", motif="Poste vacant"),
    "reportee_sans_motif": suivre(etat="reportée", fin_revisee=dt.date(2027, 6, 30)),
    "suspendue_sans_motif": suivre(etat="suspendue"),
    "arretee_sans_decision": suivre(etat="arrêtée"),
    "realisee_sans_date": suivre(etat="réalisée"),
    "dates_dans_le_desordre": suivre(etat="réalisée", debut_reel=dt.date(2026, 5, 2), fin_reelle=dt.date(2026, 3, 1)),
    "fin_sans_etat_realise": suivre(etat="en cours", fin_reelle=dt.date(2026, 3, 1)),
    "operation_inconnue": pilote(changer("FA 1.1.2", "objet", "Autre chose [FA 1.1.9]", "", AV)),
    "action_sans_etat": pilote(
        lambda p: (p.saisir("FA 1.1", "", AV, etat=None), p.saisir(QT1, SUD, valeur=5))
    ),
    "realisee_sans_activite": suivre("FA 1.1", etat="réalisée", fin_reelle=dt.date(2026, 3, 1)),
    "date_illisible": suivre(etat="en cours", debut_reel="courant mai"),
    "montant_en_mots": financer(financeur="ARS", prevu_eur="à définir"),
    "montant_en_erreur": financer(financeur="ARS", prevu_eur="#DIV/0!"),
    "montant_negatif": financer(financeur="ARS", prevu_eur=-50),
    "montant_en_milliers": financer(financeur="ARS", prevu_eur="50 k€"),
    "montant_sans_financeur": pilote(lambda p: setattr(p.feuille(FI).cell(7, p.colonne("engage_eur", FI)),
                                                       "value", 1500)),
    "paye_plus_qu_engage": financer(financeur="ARS", engage_eur=10, paye_eur=12),
    "ligne_de_total": financer(financeur="TOTAL", prevu_eur=100),
    "oui_non_illisible": enqueter(realisee="peut-être"),
    "repondants_trop_nombreux": enqueter(realisee="oui", sollicites=20, repondants=25),
    "satisfaits_trop_nombreux": enqueter(realisee="oui", sollicites=80, repondants=20, satisfaits=21),
    "enquete_contredite": enqueter(realisee="non", repondants=25),
}  # fmt: skip

# ── Dossiers : plusieurs classeurs à la fois ─────────────────────────────────────────────────────────────────────


def recevoir(*gestes: Geste) -> Fabrique:
    """Un dossier de classeurs de la même action, « a.xlsx », « b.xlsx »…, un par geste."""

    def faire(dossier: Path) -> Path:
        recus, atelier = dossier / "collecte", dossier / "atelier"
        recus.mkdir()
        atelier.mkdir()
        for nom, geste in zip("abc", gestes, strict=False):
            abimer(atelier, geste).replace(recus / f"{nom}.xlsx")
        return recus

    return faire


def identiques(dossier: Path) -> Path:
    recus = recevoir(remplir)(dossier)
    (recus / "b.xlsx").write_bytes((recus / "a.xlsx").read_bytes())
    return recus


def _un_financement(montant: int) -> Geste:
    def geste(p: Pilote) -> None:
        for cle, valeur in (("financeur", "ARS"), ("prevu_eur", montant)):
            p.feuille(FI).cell(6, p.colonne(cle, FI)).value = valeur

    return geste


def _une_enquete(reponses: int) -> Geste:
    return lambda p: p.saisir(QL2, "", EN, realisee="oui", repondants=reponses)


DOSSIERS: dict[str, Fabrique] = {
    "deux_fois_le_meme_fichier": identiques,
    "deux_classeurs_qui_se_completent": recevoir(
        lambda p: p.saisir(QT1, SUD, valeur=12), lambda p: p.saisir(QT1, NORD, valeur=34)
    ),
    "deux_classeurs_contraires": recevoir(
        lambda p: p.saisir(QT1, SUD, valeur=12), lambda p: p.saisir(QT1, SUD, valeur=13)
    ),
    "deux_avancements_contraires": recevoir(
        lambda p: p.saisir("FA 1.1.1", "", AV, etat="en cours"), lambda p: p.saisir("FA 1.1.1", "", AV, etat="à venir")
    ),
    "deux_financements_contraires": recevoir(_un_financement(100), _un_financement(200)),
    "deux_enquetes_contraires": recevoir(_une_enquete(20), _une_enquete(30)),
}


def un_fichier(chemin: Path) -> Iterable[Anomalie]:
    return lire(chemin, PROGRAMME, 2026).anomalies


def un_dossier(dossier: Path) -> Iterable[Anomalie]:
    return (a for f in lire_dossier(dossier, PROGRAMME, 2026) for a in f.anomalies)


FAMILLES: dict[str, tuple[dict[str, Fabrique], Callable[[Path], Iterable[Anomalie]]]] = {
    "fichiers": (FICHIERS, un_fichier),
    "forme": (FORME, un_fichier),
    "valeurs": (VALEURS, un_fichier),
    "suivi": (SUIVI, un_fichier),
    "dossiers": (DOSSIERS, un_dossier),
}


def messages(famille: str, nom: str, dossier: Path) -> str:
    """Bâtit le fichier d'une faute, le lit, et rend tout ce que l'utilisateur en verrait."""
    fautes, lecteur = FAMILLES[famille]
    return "\n".join(str(a) for a in lecteur(fautes[nom](dossier)))


def _rediger() -> Iterator[tuple[str, dict[str, str]]]:
    for famille, (fautes, _) in FAMILLES.items():
        with tempfile.TemporaryDirectory() as place:
            trouves = {}
            for nom in fautes:
                dossier = Path(place) / nom
                dossier.mkdir()
                trouves[nom] = messages(famille, nom, dossier)
        yield famille, trouves


class _Litteral(str):
    """Un texte que YAML écrit en bloc, une ligne par ligne."""

    __slots__ = ()


yaml.SafeDumper.add_representer(
    _Litteral, lambda dumper, texte: dumper.represent_scalar("tag:yaml.org,2002:str", texte, style="|")
)


def principal() -> None:
    MESSAGES.mkdir(exist_ok=True)
    for famille, trouves in _rediger():
        contenu = {nom: _Litteral(texte) for nom, texte in trouves.items()}
        texte = yaml.safe_dump(contenu, allow_unicode=True, sort_keys=False, width=10_000)
        (MESSAGES / f"{famille}.yaml").write_text(texte, encoding="utf-8")
        sys.stdout.write(f"{famille} : {len(contenu)} fautes\n")


if __name__ == "__main__":
    principal()
