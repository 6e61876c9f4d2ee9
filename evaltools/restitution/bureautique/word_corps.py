"""Des éléments d'un rapport au corps d'un document Word : un style réel par rôle, tableaux et images natifs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from evaltools.restitution.bureautique.colonnes import largeurs
from evaltools.restitution.bureautique.contenu import (
    Ancre,
    Chiffre,
    Chiffres,
    Definitions,
    Element,
    Fragment,
    Image,
    Ligne,
    Liste,
    Paragraphe,
    Rangee,
    Tableau,
    Titre,
    en_texte,
)
from evaltools.restitution.bureautique.ooxml import attribut_xml, hexa
from evaltools.restitution.bureautique.word_texte import Texte

LARGEUR_PT = 493.3
"""Largeur du texte : 21 cm moins deux marges de 1,8 cm, en points."""

HAUTEUR_IMAGE_PT = 640.0
POINT_EN_EMU, POINT_EN_VINGTIEMES = 12700, 20
STYLES = {
    "corps": "Normal", "chapo": "Chapo", "note": "Note", "source": "Source", "intertitre": "Intertitre",
    "apercu": "Apercu", "avis": "Avis", "bandeau": "Bandeau", "surtitre": "Surtitre", "sous-titre": "Soustitre",
    "legende": "Cle", "figure": "Legende",
}  # fmt: skip
_TITRES = {0: "Titre", 1: "Titre1", 2: "Titre2", 3: "Titre3"}
_NUMERO = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="2"/></w:numPr>'
PETIT_TABLEAU = 4
"""Nombre de lignes jusqu'auquel un tableau ne se coupe pas d'une page à l'autre."""

PREMIERE_LISTE = 10
"""Numéro de la première liste numérotée : chacune repart à un."""


class Corps:
    """Écrit le corps, élément par élément.

    Parameters
    ----------
    texte : Texte
        Ce qui écrit les lignes et leurs liens.
    image : callable
        Rend l'identifiant d'une image placée dans le document.
    visees : frozenset of str
        Ancres qu'un lien vise : les autres ne reçoivent pas de repère.
    """

    def __init__(self, texte: Texte, image: Callable[[Image], str], visees: frozenset[str]) -> None:
        self.texte = texte
        self.image = image
        self.visees = visees
        self.listes = 0
        self.figures = 0
        self._attente: list[str] = []

    def ecrire(self, elements: Sequence[Element]) -> Iterator[str]:
        """Écrit une suite d'éléments ; rend du XML."""
        for rang, element in enumerate(elements):
            suivant = next((e for e in elements[rang + 1 :] if not isinstance(e, Ancre)), None)
            if isinstance(element, Ancre):
                if element.nom in self.visees:
                    self._attente.append(element.nom)
            elif isinstance(element, Titre):
                numero = _NUMERO if element.numerote and element.niveau == 1 else ""
                yield self._paragraphe(element.texte, _TITRES[element.niveau], numero)
            elif isinstance(element, Paragraphe):
                tenir = "<w:keepNext/>" if _tient(element, suivant) else ""
                if element.genre == "avis" and rang and not _meme_boite(element, elements[rang - 1]):
                    yield self.espace()
                yield self._paragraphe(_mise_en_page(element), STYLES[element.genre], tenir)
                if element.genre in ("avis", "bandeau") and not _meme_boite(element, suivant):
                    yield self.espace()
            elif isinstance(element, Liste):
                yield from self._liste(element)
            elif isinstance(element, Definitions):
                yield from self._definitions(element)
            elif isinstance(element, Chiffres):
                yield from self.tableau(_tableau_de_chiffres(element), chiffres=element.chiffres)
            elif isinstance(element, Tableau):
                yield from self.tableau(element)
            else:
                yield self._image(element)

    def _reperes(self) -> tuple[str, ...]:
        reperes = tuple(self._attente)
        self._attente.clear()
        return reperes

    def _paragraphe(self, ligne: Ligne, style: str, proprietes: str = "") -> str:
        return self.texte.paragraphe(ligne, style, proprietes, self._reperes())

    def espace(self) -> str:
        """Écrit le mince blanc qui suit un tableau ou un encart."""
        return self.texte.paragraphe((), "Espace")

    def _liste(self, liste: Liste) -> Iterator[str]:
        if liste.ordonnee:
            self.listes += 1
        for puce in liste.puces:
            if liste.ordonnee and not puce.niveau:
                numero = PREMIERE_LISTE + self.listes - 1
                style, niveau = "Listenumerotee", f'<w:ilvl w:val="0"/><w:numId w:val="{numero}"/>'
            else:
                style, niveau = "Listepuces", f'<w:ilvl w:val="{min(puce.niveau, 1)}"/><w:numId w:val="1"/>'
            yield self._paragraphe(puce.paragraphes[0], style, f"<w:numPr>{niveau}</w:numPr>")
            for suite in puce.paragraphes[1:]:
                yield self._paragraphe(suite, "Listecontinue")

    def _definitions(self, element: Definitions) -> Iterator[str]:
        for terme, sens in element.couples:
            tete = (Fragment(f.texte, gras=True, lien=f.lien) for f in terme)
            yield self._paragraphe((*tete, Fragment(" : "), *(sens[0] if sens else ())), "Definition")
            for suite in sens[1:]:
                yield self._paragraphe(suite, "Listecontinue")

    def _image(self, image: Image) -> str:
        self.figures += 1
        large = min(LARGEUR_PT, LARGEUR_PT * image.largeur / 720)
        haut = large * image.hauteur / image.largeur
        if haut > HAUTEUR_IMAGE_PT:
            large, haut = large * HAUTEUR_IMAGE_PT / haut, HAUTEUR_IMAGE_PT
        cx, cy = round(large * POINT_EN_EMU), round(haut * POINT_EN_EMU)
        nom, lu = f"Figure {self.figures}", attribut_xml(image.alternative)
        dessin = (
            '<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0">'
            f'<wp:extent cx="{cx}" cy="{cy}"/><wp:docPr id="{self.figures}" name="{nom}" descr={lu}/>'
            '<wp:cNvGraphicFramePr><a:graphicFrameLocks noChangeAspect="1"/></wp:cNvGraphicFramePr><a:graphic>'
            '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:nvPicPr>'
            f'<pic:cNvPr id="{self.figures}" name="{nom}" descr={lu}/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill>'
            f'<a:blip r:embed="{self.image(image)}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr>'
            f'<a:xfrm><a:off x="0" y="0"/><a:ext cx="{cx}" cy="{cy}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/>'
            "</a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
        )
        return f'<w:p><w:pPr><w:pStyle w:val="Figure"/><w:keepNext/></w:pPr>{dessin}</w:p>'

    def tableau(self, tableau: Tableau, chiffres: Sequence[Chiffre] = ()) -> Iterator[str]:
        """Écrit un tableau : titre, en-tête répété à chaque page, lignes jamais coupées, nombres à droite."""
        if tableau.legende:
            yield self._paragraphe(_mise_en_page(Paragraphe(tableau.legende, "figure")), "Legende")
        places = _largeurs(tableau, gros=bool(chiffres))
        total = tableau.rangees[-1].total
        grille = "".join(f'<w:gridCol w:w="{round(x * POINT_EN_VINGTIEMES)}"/>' for x in places)
        objet = attribut_xml(tableau.objet or en_texte(tableau.colonnes[0]))
        rangees = [self._entete(tableau, places)]
        rangees += [self._rangee(tableau, n, places, chiffres) for n in range(len(tableau.rangees))]
        yield (
            '<w:tbl><w:tblPr><w:tblStyle w:val="Tableaudurapport"/>'
            f'<w:tblW w:w="{round(LARGEUR_PT * POINT_EN_VINGTIEMES)}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
            f'<w:tblLook w:val="{"0460" if total else "0420"}" w:firstRow="1" w:lastRow="{int(total)}" '
            'w:firstColumn="0" w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>'
            f"<w:tblCaption w:val={objet}/></w:tblPr><w:tblGrid>{grille}</w:tblGrid>{''.join(rangees)}</w:tbl>"
        )
        yield self.espace()

    def _entete(self, tableau: Tableau, places: Sequence[float]) -> str:
        cellules = "".join(
            _cellule(place, self.texte.paragraphe(c, _style(tableau, n), _tenir(tableau, -1)))
            for n, (c, place) in enumerate(zip(tableau.colonnes, places, strict=True))
        )  # fmt: skip
        return f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{cellules}</w:tr>"

    def _rangee(self, tableau: Tableau, rang: int, places: Sequence[float], chiffres: Sequence[Chiffre]) -> str:
        rangee, tenir, cellules = tableau.rangees[rang], _tenir(tableau, rang), ""
        for n, (lignes, place) in enumerate(zip(rangee.cellules, places, strict=True)):
            style = _style(tableau, n)
            reperes = (rangee.ancre,) if not n and rangee.ancre in self.visees else ()
            bord = ""
            if chiffres and not n:
                style, bord = "Chiffrecle", _bord(chiffres[rang])
            contenu = [self.texte.paragraphe(x, style, tenir, reperes if not k else ()) for k, x in enumerate(lignes)]
            cellules += _cellule(place, "".join(contenu) or self.texte.paragraphe((), style, tenir, reperes), bord)
        return f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{cellules}</w:tr>"


def _tenir(tableau: Tableau, rang: int) -> str:
    """Garde ensemble les lignes d'un petit tableau (la dernière se détache)."""
    dernier = len(tableau.rangees) - 1
    return "<w:keepNext/>" if dernier < PETIT_TABLEAU and rang < dernier else ""


def _style(tableau: Tableau, colonne: int) -> str:
    return "Nombredetableau" if colonne in tableau.nombres else "Textedetableau"


def _cellule(place: float, contenu: str, proprietes: str = "") -> str:
    large = f'<w:tcW w:w="{round(place * POINT_EN_VINGTIEMES)}" w:type="dxa"/>'
    return f"<w:tc><w:tcPr>{large}{proprietes}</w:tcPr>{contenu}</w:tc>"


def _bord(chiffre: Chiffre) -> str:
    trait = f'<w:left w:val="single" w:sz="36" w:space="0" w:color="{hexa(chiffre.couleur)}"/>'
    return f"<w:tcBorders>{trait}</w:tcBorders>"


def _tableau_de_chiffres(element: Chiffres) -> Tableau:
    rangees = tuple(
        Rangee(((c.nombre,), (tuple(Fragment(f.texte, gras=True) for f in c.quoi),), (c.suite,) if c.suite else ()))
        for c in element.chiffres
    )
    colonnes = tuple((Fragment(t),) for t in ("Chiffre", "Ce qu’il compte", "Précision"))
    return Tableau(colonnes, rangees, objet="Chiffres clés")


def _largeurs(tableau: Tableau, *, gros: bool) -> list[float]:
    textes = [
        [en_texte(c), *(part for r in tableau.rangees for x in r.cellules[n] for part in _parts(x))]
        for n, c in enumerate(tableau.colonnes)
    ]
    if gros:
        return [LARGEUR_PT * part for part in (0.26, 0.34, 0.40)]
    return largeurs(textes, LARGEUR_PT, corps=9.1, marge=10)


def _parts(ligne: Ligne) -> list[str]:
    """Rend les morceaux d'une cellule que sépare un retour à la ligne."""
    return "".join(f.texte for f in ligne).split("\n")


def _mise_en_page(element: Paragraphe) -> Ligne:
    """Met la précision d'un titre de figure ou de tableau à la ligne, sans gras."""
    if element.genre != "figure":
        return element.texte
    gras = [f for f in element.texte if f.gras]
    if not gras:  # titre de tableau : « small » y est déjà marqué petit
        return element.texte
    suite = tuple(Fragment(f.texte.lstrip(), petit=True) for f in element.texte if not f.gras and f.texte.strip())
    return (*gras, Fragment("\n"), *suite) if suite else tuple(gras)


def _tient(element: Paragraphe, suivant: Element | None) -> bool:
    """Dit si un paragraphe reste avec ce qui le suit : une légende avec sa figure, un mot avec son tableau."""
    if element.genre == "legende":
        return isinstance(suivant, Image)
    if element.genre == "chapo":
        return suivant is not None
    return element.genre == "apercu" and not isinstance(suivant, Titre)


def _meme_boite(element: Paragraphe, suivant: Element | None) -> bool:
    return isinstance(suivant, Paragraphe) and suivant.genre == element.genre
