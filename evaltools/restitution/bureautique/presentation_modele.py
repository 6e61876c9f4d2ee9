"""Le modèle d'une présentation : 16:9, sobre, deux mises en page en français, aucune image."""

from __future__ import annotations

import re
from typing import Any

from evaltools.restitution.bureautique.ooxml import (
    ENCRE,
    FOND,
    GRIS,
    JAUNE_PALE,
    LIEN,
    MARINE,
    NUIT,
    OR,
    POLICE,
    attribut_xml,
)

POINT = 12700
LARGEUR, HAUTEUR = 960.0, 540.0
"""Taille d'une diapositive 16:9, en points (33,87 × 19,05 cm)."""

MARGE, HAUT_TITRE, HAUTEUR_TITRE, HAUT_CORPS, BAS_CORPS = 44.0, 30.0, 76.0, 116.0, 494.0
UTILE = LARGEUR - 2 * MARGE

_NS = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
)
_COULEURS = {
    "dk1": ENCRE, "lt1": "FFFFFF", "dk2": NUIT, "lt2": FOND, "accent1": MARINE, "accent2": "3F88D9",
    "accent3": "28A197", "accent4": OR, "accent5": "E8590C", "accent6": "7D1128", "hlink": LIEN, "folHlink": GRIS,
}  # fmt: skip


def nouvelle() -> Any:
    """Rend une présentation vide, avec ses deux mises en page : « Couverture » et « Message »."""
    from pptx import Presentation
    from pptx.util import Pt

    presentation = Presentation()
    presentation.slide_width, presentation.slide_height = Pt(LARGEUR), Pt(HAUTEUR)
    couverture, message = presentation.slide_layouts[0], presentation.slide_layouts[5]
    for autre in [m for m in presentation.slide_layouts if m not in (couverture, message)]:
        presentation.slide_layouts.remove(autre)
    _maitre(presentation.slide_master)
    _mise_en_page(couverture, "Couverture", _couverture())
    _mise_en_page(message, "Message", _message())
    nommer_le_theme(presentation.slide_master.part)
    return presentation


def nommer_le_theme(maitre: Any) -> None:
    """Donne au thème d'un masque nos couleurs, notre police et un nom français."""
    partie = next(x.target_part for x in maitre.rels.values() if x.reltype.endswith("/theme"))
    xml = partie.blob.decode("utf-8")
    for nom, couleur in _COULEURS.items():
        xml = re.sub(
            rf"<a:{nom}>.*?</a:{nom}>", f'<a:{nom}><a:srgbClr val="{couleur}"/></a:{nom}>', xml, flags=re.DOTALL
        )
    xml = re.sub(r'(<a:(?:major|minor)Font>\s*<a:latin typeface=")[^"]*', rf"\g<1>{POLICE}", xml)
    xml = re.sub(
        r'(<a:(?:theme|clrScheme|fontScheme|fmtScheme)\b[^>]*\bname=")[^"]*', r"\g<1>Rapport d’évaluation", xml
    )
    if hasattr(partie, "_element"):  # celui des notes est gardé en arbre, l'autre en octets
        from pptx.oxml import parse_xml

        partie._element = parse_xml(xml.encode("utf-8"))
    else:
        partie._blob = xml.encode("utf-8")


def _place(x: float, y: float, large: float, haut: float) -> str:
    a, b, c, d = (round(v * POINT) for v in (x, y, large, haut))
    return f'<a:xfrm><a:off x="{a}" y="{b}"/><a:ext cx="{c}" cy="{d}"/></a:xfrm>'


def _zone(n: int, nom: str, role: str, place: str, texte: str, corps: str = "", liste: str = "", fond: str = "") -> str:
    """Écrit une zone de texte réservée, avec le mot que PowerPoint y montre tant qu'elle est vide."""
    remplissage = f'<a:solidFill><a:srgbClr val="{fond}"/></a:solidFill>' if fond else ""
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{n}" name={attribut_xml(nom)}/><p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr>'
        f'<p:nvPr><p:ph {role}/></p:nvPr></p:nvSpPr><p:spPr>{place}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
        f"{remplissage}</p:spPr><p:txBody><a:bodyPr {corps}><a:normAutofit/></a:bodyPr><a:lstStyle>{liste}</a:lstStyle>"
        f"{texte}</p:txBody></p:sp>"
    )


def _mot(texte: str) -> str:
    return f'<a:p><a:r><a:rPr lang="fr-FR"/><a:t>{texte}</a:t></a:r></a:p>'


def _niveau(n: int, taille: float, couleur: str, *, gras: bool = False, puce: str = "", aligne: str = "l") -> str:
    retrait = f'marL="{228600 * n}" indent="-228600"' if puce else 'marL="0" indent="0"'
    signe = f'<a:buFont typeface="{POLICE}"/><a:buChar char="{puce}"/>' if puce else "<a:buNone/>"
    return (
        f'<a:lvl{n}pPr {retrait} algn="{aligne}"><a:lnSpc><a:spcPct val="95000"/></a:lnSpc>'
        f'<a:spcBef><a:spcPts val="{600 if puce else 0}"/></a:spcBef>{signe}'
        f'<a:defRPr lang="fr-FR" sz="{round(taille * 100)}" b="{int(gras)}"><a:solidFill><a:srgbClr val="{couleur}"/>'
        f'</a:solidFill><a:latin typeface="+mn-lt"/></a:defRPr></a:lvl{n}pPr>'
    )


_NUMERO = (
    '<a:p><a:fld id="{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}" type="slidenum"><a:rPr lang="fr-FR"/>'
    "<a:t>N°</a:t></a:fld></a:p>"
)
_HAUT, _BAS = 'anchor="t"', 'anchor="b"'
_HAUT_NU, _MILIEU = 'anchor="t" lIns="0" rIns="0"', 'anchor="ctr" lIns="0" rIns="0"'


def _pieds(premier: int, couleur: str = GRIS) -> str:
    petit = _niveau(1, 11, couleur)
    numero = _niveau(1, 11, couleur, aligne="r")
    pied = _zone(premier, "Pied de page", 'type="ftr" sz="quarter" idx="11"', _place(MARGE, 504, 760, 24), "<a:p/>",
                 _MILIEU, petit)  # fmt: skip
    return pied + _zone(
        premier + 1, "Numéro de diapositive", 'type="sldNum" sz="quarter" idx="12"',
        _place(LARGEUR - MARGE - 90, 504, 90, 24), _NUMERO, _MILIEU, numero,
    )  # fmt: skip


def _arbre(contenu: str, fond: str = "") -> str:
    fill = (
        f'<p:bg><p:bgPr><a:solidFill><a:srgbClr val="{fond}"/></a:solidFill><a:effectLst/></p:bgPr></p:bg>'
        if fond
        else ""
    )
    groupe = (
        '<p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr><a:xfrm>'
        '<a:off x="0" y="0"/><a:ext cx="0" cy="0"/><a:chOff x="0" y="0"/><a:chExt cx="0" cy="0"/></a:xfrm></p:grpSpPr>'
    )
    return f"{fill}<p:spTree>{groupe}{contenu}</p:spTree>"


def _trait() -> str:
    return (
        '<p:sp><p:nvSpPr><p:cNvPr id="20" name="Filet"/><p:cNvSpPr/><p:nvPr userDrawn="1"/></p:nvSpPr><p:spPr>'
        f'{_place(0, 0, LARGEUR, 9)}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
        f'<a:solidFill><a:srgbClr val="{MARINE}"/></a:solidFill>'
        "<a:ln><a:noFill/></a:ln></p:spPr><p:txBody><a:bodyPr/><a:lstStyle/><a:p/></p:txBody></p:sp>"
    )


def _message() -> str:
    titre = _zone(2, "Titre", 'type="title"', _place(MARGE, HAUT_TITRE, UTILE, HAUTEUR_TITRE),
                  _mot("Le message, en une phrase"), _HAUT_NU)  # fmt: skip
    corps = _zone(3, "Texte", 'type="body" idx="1"', _place(MARGE, HAUT_CORPS, UTILE, BAS_CORPS - HAUT_CORPS),
                  _mot("Ce qui l’appuie"), _HAUT_NU)  # fmt: skip
    return _arbre(_trait() + titre + corps + _pieds(4))


def _couverture() -> str:
    titre = _zone(2, "Titre", 'type="ctrTitle"', _place(72, 150, 816, 110), _mot("Titre du rapport"), _BAS,
                  _niveau(1, 44, "FFFFFF", gras=True))  # fmt: skip
    sur = _zone(3, "Programme", 'type="body" idx="13"', _place(72, 100, 816, 44), _mot("Programme"), _BAS,
                _niveau(1, 20, "FFD978", gras=True))  # fmt: skip
    sous = _zone(4, "Territoire et dates", 'type="subTitle" idx="1"', _place(72, 266, 816, 130),
                 _mot("Territoire, dates"), _HAUT, _niveau(1, 20, "FFFFFF"))  # fmt: skip
    bandeaux = _zone(5, "Bandeaux", 'type="body" idx="14"', _place(72, 410, 816, 76), _mot("État du document"),
                     'anchor="ctr" lIns="144000" rIns="144000"', _niveau(1, 14, ENCRE), JAUNE_PALE)  # fmt: skip
    return _arbre(sur + titre + sous + bandeaux + _pieds(6, "D7E4F0"), NUIT)


def _mise_en_page(mise: Any, nom: str, arbre: str) -> None:
    from pptx.oxml import parse_xml

    racine = mise._element
    ancien = racine.find(_p("cSld"))
    neuf = parse_xml(f"<p:cSld {_NS} name={attribut_xml(nom)}>{arbre}</p:cSld>")
    racine.replace(ancien, neuf)
    racine.set("preserve", "1")


def _maitre(maitre: Any) -> None:
    from pptx.oxml import parse_xml

    titre = _zone(2, "Titre", 'type="title"', _place(MARGE, HAUT_TITRE, UTILE, HAUTEUR_TITRE), _mot("Titre"))
    corps = _zone(
        3, "Texte", 'type="body" idx="1"', _place(MARGE, HAUT_CORPS, UTILE, BAS_CORPS - HAUT_CORPS), _mot("Texte")
    )
    racine = maitre._element
    fond = f'<p:cSld {_NS} name="Rapport d’évaluation">{_arbre(titre + corps + _pieds(4), "FFFFFF")}</p:cSld>'
    racine.replace(racine.find(_p("cSld")), parse_xml(fond))
    puces = "".join(_niveau(n, taille, ENCRE, puce="•") for n, taille in ((1, 20), (2, 18), (3, 16), (4, 16), (5, 16)))
    autres = "".join(_niveau(n, 18, ENCRE) for n in range(1, 6))
    styles = (
        f"<p:txStyles {_NS}><p:titleStyle>{_niveau(1, 28, NUIT, gras=True)}</p:titleStyle>"
        f"<p:bodyStyle>{puces}</p:bodyStyle><p:otherStyle>{autres}</p:otherStyle></p:txStyles>"
    )
    racine.replace(racine.find(_p("txStyles")), parse_xml(styles))


def _p(nom: str) -> str:
    from pptx.oxml.ns import qn

    return str(qn(f"p:{nom}"))


def couleur(hexa: str) -> Any:
    """Rend une couleur (« 12436D ») comme python-pptx la veut."""
    from pptx.dml.color import RGBColor

    return RGBColor.from_string(hexa)  # type: ignore[no-untyped-call]
