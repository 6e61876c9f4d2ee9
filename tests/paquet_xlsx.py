"""Fabrique de fichiers .xlsx bruts, octet par octet : ce qu'aucune bibliothèque n'accepterait d'écrire."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from pathlib import Path

ESPACE = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PAQUET = "http://schemas.openxmlformats.org/package/2006/relationships"


def feuille(donnees: str, apres: str = "", avant: str = "") -> str:
    """XML d'une feuille dont on donne les lignes."""
    return f'<?xml version="1.0"?><worksheet {ESPACE}>{avant}<sheetData>{donnees}</sheetData>{apres}</worksheet>'


def parties(
    *feuilles: str, textes: str | None = None, styles: str | None = None, plan: str = "", noms: tuple[str, ...] = ()
) -> dict[str, str]:
    """Parties d'un classeur minimal, dans l'ordre ; on peut les modifier avant ``ecrire``."""
    titres = noms or tuple(f"Feuil{i}" for i in range(1, len(feuilles) + 1))
    lignes = "".join(f'<sheet name="{titre}" sheetId="{i}" r:id="rId{i}"/>' for i, titre in enumerate(titres, start=1))
    liens = "".join(
        f'<Relationship Id="rId{i}" Type="{_REL}/worksheet" Target="worksheets/sheet{i}.xml"/>'
        for i in range(1, len(feuilles) + 1)
    )
    if textes is not None:
        liens += f'<Relationship Id="rIdT" Type="{_REL}/sharedStrings" Target="sharedStrings.xml"/>'
    if styles is not None:
        liens += f'<Relationship Id="rIdS" Type="{_REL}/styles" Target="/xl/styles.xml"/>'
    found = {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": f'<Relationships xmlns="{_PAQUET}"><Relationship Id="rId1" Type="{_REL}/officeDocument" '
        'Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook {ESPACE} xmlns:r="{_REL}">{plan}<sheets>{lignes}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PAQUET}">{liens}</Relationships>',
    }
    found |= {f"xl/worksheets/sheet{i}.xml": xml for i, xml in enumerate(feuilles, start=1)}
    if textes is not None:
        found["xl/sharedStrings.xml"] = f"<sst {ESPACE}>{textes}</sst>"
    if styles is not None:
        found["xl/styles.xml"] = styles
    return found


def ecrire(chemin: Path, contenu: Mapping[str, str | bytes]) -> Path:
    """Écrit les parties dans une archive compressée."""
    with zipfile.ZipFile(chemin, "w", zipfile.ZIP_DEFLATED) as archive:
        for nom, texte in contenu.items():
            archive.writestr(nom, texte)
    return chemin
