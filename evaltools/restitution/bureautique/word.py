"""Le document Word d'un rapport : les blocs de la page, en styles réels, que l'on retouche et que l'on imprime."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from evaltools.restitution.bureautique.contenu import (
    Ancre,
    Definitions,
    Element,
    Fragment,
    Image,
    Ligne,
    Paragraphe,
    Tableau,
    Titre,
    en_texte,
    lignes_de,
)
from evaltools.restitution.bureautique.figures_png import png
from evaltools.restitution.bureautique.lecture import lire
from evaltools.restitution.bureautique.ooxml import figer, oter_la_vignette, poser_proprietes, texte_xml
from evaltools.restitution.bureautique.word_corps import PREMIERE_LISTE, Corps
from evaltools.restitution.bureautique.word_texte import Texte, champ, repere
from evaltools.restitution.gabarit import DOSSIER

SOMMAIRE_MINIMUM = 9
"""Nombre de parties à partir duquel un sommaire aide."""

SOMMAIRE_MAXIMUM, SOMMAIRE_SIGNES = 24, 90
"""Au-delà de tant de lignes, ou de tant de signes dans l'une d'elles, le sommaire ne garde que les parties."""

_ESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
)
_LIEN = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"
_PAGE = (
    '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="964" w:right="1020" w:bottom="907" w:left="1020" '
    'w:header="454" w:footer="425" w:gutter="0"/><w:titlePg/></w:sectPr>'
)


def ecrire_word(entete: Mapping[str, Any], sections: Sequence[Mapping[str, Any]], edite_le: date) -> bytes:
    """Écrit le document Word d'un rapport.

    Parameters
    ----------
    entete : mapping
        Charge du bloc d'en-tête : ``titre``, ``html``, ``courant``, ``pied``, ``description``.
    sections : sequence of mapping
        Charges des parties, dans l'ordre.
    edite_le : date
        Date imprimée, qui est aussi celle des propriétés du document.

    Returns
    -------
    bytes
        Le fichier ``.docx`` ; les mêmes blocs donnent les mêmes octets.
    """
    document = _document()
    tete = list(lire(entete["html"]))
    parties = [lire(s["html"]) for s in sections]
    pied = [Paragraphe(e.texte, "note") if isinstance(e, Paragraphe) else e for e in lire(entete["pied"])]
    suite = [e for partie in parties for e in partie]
    visees = _visees([*tete, *suite, *pied])
    corps = Corps(_texte(document, visees, suite), lambda image: _placer(document, image), visees)
    titres, suite = _reperer(suite)
    corps.visees = visees | frozenset(nom for nom, _, _ in titres)
    xml = "".join([*_tete(corps, tete), *_sommaire(titres), *corps.ecrire([*suite, *pied])])
    _poser_corps(document, xml)
    _numeros(document, corps.listes)
    _marges(document, str(entete["courant"]), tete)
    sujet, auteur = str(entete.get("description", "")), _auteur(tete)
    poser_proprietes(document.core_properties, str(entete["titre"]), sujet, auteur, edite_le)
    tampon = io.BytesIO()
    document.save(tampon)
    return figer(tampon.getvalue(), edite_le)


def _document() -> Any:
    from docx import Document

    return Document(io.BytesIO(modele()))


@lru_cache(maxsize=1)
def modele() -> bytes:
    """Prépare le document vide : nos styles, le français, rien du modèle anglais dont il part (une fois)."""
    from docx import Document
    from docx.oxml import parse_xml

    document = Document()
    racine = document.styles.element
    for enfant in list(racine):
        racine.remove(enfant)
    for style in list(parse_xml(_gabarit("styles.xml"))):
        racine.append(style)
    reglages = document.settings.element
    for nom, valeur in (("themeFontLang", "fr-FR"), ("decimalSymbol", ","), ("listSeparator", ";")):
        for trouve in reglages.xpath(f"w:{nom}"):
            trouve.attrib.clear()
            trouve.set(_w("val"), valeur)
    for trouve in reglages.xpath("w:zoom"):
        trouve.set(_w("percent"), "100")
    for trouve in reglages.xpath("w:savePreviewPicture | w:proofState | w:rsids"):
        reglages.remove(trouve)
    for mode in reglages.xpath("w:compat/w:compatSetting[@w:name='compatibilityMode']"):
        mode.set(_w("val"), "15")
    oter_la_vignette(document.part.package, "evaltools")
    _oter_les_styles_doubles(document)
    tampon = io.BytesIO()
    document.save(tampon)
    return tampon.getvalue()


def _oter_les_styles_doubles(document: Any) -> None:
    """Retire la copie des styles que le modèle garde pour d'anciens Word, et ses données annexes."""
    liens = document.part.rels
    for rid, lien in list(liens.items()):
        if lien.reltype.endswith(("/stylesWithEffects", "/customXml")):
            liens.pop(rid)
        elif lien.reltype.endswith("/theme"):
            theme = lien.target_part
            theme._blob = theme.blob.replace(b"Office Theme", "Rapport d’évaluation".encode())


@lru_cache(maxsize=4)
def _gabarit(nom: str) -> bytes:
    return (DOSSIER / "bureautique" / nom).read_bytes()


def _w(nom: str) -> str:
    from docx.oxml.ns import qn

    return str(qn(f"w:{nom}"))


def _visees(elements: Sequence[Element]) -> frozenset[str]:
    liens = (f.lien for e in elements for ligne in lignes_de(e) for f in ligne)
    return frozenset(lien[1:] for lien in liens if lien.startswith("#"))


def _texte(document: Any, visees: frozenset[str], elements: Sequence[Element]) -> Texte:
    presentes = {e.nom for e in elements if isinstance(e, Ancre)}
    presentes |= {r.ancre for e in elements if isinstance(e, Tableau) for r in e.rangees}
    return Texte(lambda adresse: str(document.part.relate_to(adresse, _LIEN, is_external=True)), visees & presentes)


def _placer(document: Any, image: Image) -> str:
    rid, _image = document.part.get_or_add_image(io.BytesIO(png(image.svg)))
    return str(rid)


def _reperer(elements: Sequence[Element]) -> tuple[list[tuple[str, int, str]], list[Element]]:
    """Donne un repère à chaque titre du sommaire ; rend (repère, niveau, texte) et les éléments ainsi repérés."""
    titres: list[tuple[str, int, str]] = []
    sortie: list[Element] = []
    numero = 0
    for e in elements:
        if isinstance(e, Titre) and e.niveau in (1, 2):
            nom = f"sommaire-{len(titres) + 1}"
            numero += e.numerote and e.niveau == 1
            devant = f"{numero}. " if e.numerote and e.niveau == 1 else ""
            titres.append((nom, e.niveau, devant + en_texte(e.texte)))
            sortie.append(Ancre(nom))
        sortie.append(e)
    return titres, sortie


def _tete(corps: Corps, elements: Sequence[Element]) -> Iterator[str]:
    """Écrit le haut du document : programme, titre, territoire, repères, bandeaux."""
    for e in elements:
        if isinstance(e, Definitions):
            reperes: list[Fragment] = []
            for terme, sens in e.couples:
                reperes += [Fragment(" · ")] if reperes else []
                reperes += [*(Fragment(f.texte, gras=True) for f in terme), Fragment(" : "), *(sens[0] if sens else ())]
            yield corps.texte.paragraphe(tuple(reperes), "Entetedurapport")
        else:
            yield from corps.ecrire([e] if not _est_bandeau(e) else [])
    bandeaux = [e for e in elements if _est_bandeau(e)]
    if bandeaux:
        yield from corps.ecrire(bandeaux)


def _est_bandeau(element: Element) -> bool:
    return isinstance(element, Paragraphe) and element.genre == "bandeau"


def _sommaire(titres: Sequence[tuple[str, int, str]]) -> Iterator[str]:
    """Écrit le sommaire : un champ que Word sait refaire, rempli d'avance de liens vers les parties."""
    parties = [t for t in titres if t[1] == 1]
    if len(parties) < SOMMAIRE_MINIMUM:
        return
    court = len(titres) <= SOMMAIRE_MAXIMUM and all(len(t) <= SOMMAIRE_SIGNES for _, _, t in titres)
    montres = titres if court else parties
    niveaux = max(niveau for _, niveau, _ in montres)
    debut = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> TOC \\o "1-'
        f'{niveaux}" \\n \\h \\z \\u </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    )
    fin = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    lignes = []
    for rang, (nom, niveau, texte) in enumerate(montres):
        lien = (
            f'<w:hyperlink w:anchor="{repere(nom)}" w:history="1"><w:r><w:rPr><w:rStyle w:val="Lienhypertexte"/>'
            f"</w:rPr><w:t>{texte_xml(texte)}</w:t></w:r></w:hyperlink>"
        )
        bouts = (debut if not rang else "", fin if rang == len(montres) - 1 else "")
        lignes.append(f'<w:p><w:pPr><w:pStyle w:val="Sommaire{niveau}"/></w:pPr>{bouts[0]}{lien}{bouts[1]}</w:p>')
    titre = '<w:p><w:pPr><w:pStyle w:val="Titredesommaire"/></w:pPr><w:r><w:t>Sommaire</w:t></w:r></w:p>'
    yield (
        '<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/><w:docPartUnique/>'
        f"</w:docPartObj></w:sdtPr><w:sdtContent>{titre}{''.join(lignes)}</w:sdtContent></w:sdt>"
    )


def _poser_corps(document: Any, xml: str) -> None:
    from docx.oxml import parse_xml

    corps = document.element.body
    for enfant in list(corps):
        corps.remove(enfant)
    for enfant in list(parse_xml(f"<w:body {_ESPACES}>{xml}{_PAGE}</w:body>".encode())):
        corps.append(enfant)


def _numeros(document: Any, listes: int) -> None:
    """Pose les listes : puces, numéros des parties, et une numérotation neuve par liste numérotée."""
    from docx.oxml import parse_xml

    racine = document.part.numbering_part.element
    for enfant in list(racine):
        racine.remove(enfant)
    for enfant in list(parse_xml(_gabarit("numeros.xml"))):
        racine.append(enfant)
    for rang in range(listes):
        racine.append(
            parse_xml(
                f'<w:num {_ESPACES} w:numId="{PREMIERE_LISTE + rang}"><w:abstractNumId w:val="2"/>'
                '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
            )
        )


def _marges(document: Any, courant: str, tete: Sequence[Element]) -> None:
    """Pose le titre courant (sauf en première page) et le pied : bandeaux, page et nombre de pages."""
    section = document.sections[0]
    section.different_first_page_header_footer = True
    rappel = " ".join(_fort(e.texte) for e in tete if isinstance(e, Paragraphe) and e.genre == "bandeau")
    pages = (
        f'<w:r><w:tab/><w:t xml:space="preserve">Page </w:t></w:r>{champ("PAGE", "1")}'
        f'<w:r><w:t xml:space="preserve"> sur </w:t></w:r>{champ("NUMPAGES", "1")}'
    )
    _remplir(section.header, "Entete", f"<w:r><w:t>{texte_xml(courant)}</w:t></w:r>")
    for pied in (section.footer, section.first_page_footer):
        _remplir(pied, "Pieddepage", f"<w:r><w:t>{texte_xml(rappel)}</w:t></w:r>{pages}")
    _remplir(section.first_page_header, "Normal", "")


def _fort(ligne: Ligne) -> str:
    return "".join(f.texte for f in ligne if f.gras)


def _remplir(marge: Any, style: str, morceaux: str) -> None:
    from docx.oxml import parse_xml

    marge.is_linked_to_previous = False
    racine = marge._element  # python-docx n'offre pas d'autre accès au XML d'un en-tête
    for enfant in list(racine):
        racine.remove(enfant)
    racine.append(parse_xml(f'<w:p {_ESPACES}><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{morceaux}</w:p>'.encode()))


def _auteur(tete: Sequence[Element]) -> str:
    """Rend l'auteur du document : le programme, jamais une personne."""
    return next((en_texte(e.texte) for e in tete if isinstance(e, Paragraphe) and e.genre == "surtitre"), "evaltools")
