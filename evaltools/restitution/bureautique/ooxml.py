"""Ce que Word et PowerPoint partagent : texte sûr, dates fixées, archive aux mêmes octets."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import UTC, date, datetime
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from evaltools.restitution.bureautique.texte import sans_controle

POLICE = "Calibri"
"""Police des postes de bureau ; là où elle manque, Carlito ou Arial la remplacent."""

ENCRE, GRIS, MARINE, NUIT, FOND, FILET, LIEN = "1D2733", "55606D", "12436D", "0B2A47", "F3F6F9", "C9D1DA", "0F4C81"
OR, JAUNE_PALE = "F2C230", "FFF6D9"

_HORODATE = (1980, 1, 1, 0, 0, 0)
_DATES = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*(</dcterms:)")
_APPLICATION = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    "<Application>{}</Application></Properties>"
)


def texte_xml(texte: str) -> str:
    """Écrit un texte dans du XML, sans rien qui puisse en sortir ni le rendre illisible.

    Examples
    --------
    >>> texte_xml("a < b\\x00 & c")
    'a &lt; b &amp; c'
    """
    return escape(sans_controle(texte))


def attribut_xml(texte: str) -> str:
    """Écrit un attribut XML, guillemets compris.

    Examples
    --------
    >>> attribut_xml('dit "oui"')
    '\\'dit "oui"\\''
    """
    return quoteattr(sans_controle(texte))


def hexa(couleur: str) -> str:
    """Rend une couleur sans son croisillon (« #12436D » donne « 12436D ») ; celle qui n'en est pas une, l'encre.

    Examples
    --------
    >>> hexa("#12436d"), hexa("red")
    ('12436D', '1D2733')
    """
    return couleur[1:].upper() if re.fullmatch(r"#[0-9A-Fa-f]{6}", couleur) else ENCRE


def poser_proprietes(proprietes: Any, titre: str, sujet: str, auteur: str, edite_le: date) -> None:
    """Remplit les propriétés d'un document : titre, sujet, organisme, langue, dates ; aucun nom de personne."""
    jour = datetime(edite_le.year, edite_le.month, edite_le.day, tzinfo=UTC)
    proprietes.title = sans_controle(titre)[:255]
    proprietes.subject = sans_controle(sujet)[:255]
    proprietes.author = sans_controle(auteur)[:255]
    proprietes.last_modified_by = sans_controle(auteur)[:255]
    proprietes.language = "fr-FR"
    proprietes.category = "Rapport d’évaluation"
    proprietes.keywords = proprietes.comments = ""
    proprietes.revision = 1
    proprietes.created = proprietes.modified = jour


def oter_la_vignette(paquet: Any, application: str) -> None:
    """Retire du modèle sa vignette, et dit l'application dans ses propriétés."""
    liens = paquet.rels if hasattr(paquet, "rels") else paquet._rels  # python-docx, python-pptx
    for rid, lien in list(liens.items()):
        if lien.reltype.endswith("/thumbnail"):
            liens.pop(rid)
    for partie in paquet.iter_parts():
        if str(partie.partname) == "/docProps/app.xml":
            partie._blob = _APPLICATION.format(texte_xml(application)).encode("utf-8")


def figer(octets: bytes, edite_le: date) -> bytes:
    """Réécrit une archive Office pour que les mêmes données donnent les mêmes octets.

    Les heures de l'archive sont fixées, comme les dates des classeurs qu'elle contient (données d'un graphique).
    """
    sortie = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(octets)) as source, zipfile.ZipFile(sortie, "w") as cible:
        for nom in source.namelist():
            contenu = source.read(nom)
            if nom.endswith(".xlsx"):
                contenu = figer(contenu, edite_le)
            elif nom == "docProps/core.xml":
                contenu = _DATES.sub(rb"\g<1>%b\g<2>" % f"{edite_le.isoformat()}T00:00:00Z".encode(), contenu)
            fiche = zipfile.ZipInfo(nom, _HORODATE)
            fiche.compress_type, fiche.create_system, fiche.external_attr = zipfile.ZIP_DEFLATED, 0, 0
            cible.writestr(fiche, contenu, compresslevel=6)
    return sortie.getvalue()
