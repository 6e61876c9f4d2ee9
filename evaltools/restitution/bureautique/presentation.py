"""La présentation d'un rapport : une diapositive par message, tableaux et graphiques natifs, notes pour l'oral."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from evaltools.restitution.bureautique import presentation_graphique, presentation_tableau
from evaltools.restitution.bureautique.colonnes import lignes_occupees
from evaltools.restitution.bureautique.contenu import Definitions, Element, Paragraphe, Titre, en_texte
from evaltools.restitution.bureautique.lecture import lire
from evaltools.restitution.bureautique.ooxml import figer, oter_la_vignette, poser_proprietes
from evaltools.restitution.bureautique.presentation_langue import parler_francais
from evaltools.restitution.bureautique.presentation_modele import (
    BAS_CORPS,
    HAUT_CORPS,
    MARGE,
    UTILE,
    nouvelle,
)
from evaltools.restitution.bureautique.presentation_repli import appuyer, repli
from evaltools.restitution.bureautique.texte import sans_controle
from evaltools.restitution.diapositives import Diapositive, depuis_charge

TAILLES_TITRE, TAILLES_TEXTE = (28.0, 24.0, 20.0, 18.0), (24.0, 20.0, 18.0, 16.0, 14.0)
ESPACE, INTERLIGNE, LIGNE_DE_TITRE = 8.0, 1.2, 30.0
TEXTE_AERE = 300.0
"""Hauteur, en points, au-delà de laquelle on ne prend pas la plus grande taille : une diapositive garde du blanc."""


def ecrire_presentation(entete: Mapping[str, Any], sections: Sequence[Mapping[str, Any]], edite_le: date) -> bytes:
    """Écrit la présentation d'un rapport.

    Parameters
    ----------
    entete : mapping
        Charge du bloc d'en-tête.
    sections : sequence of mapping
        Charges des parties, dans l'ordre ; ``diapositives`` dit ce que chacune montre. Une partie qui n'en a pas est
        résumée par sa réponse en une phrase, si elle en a une.
    edite_le : date
        Date imprimée, qui est aussi celle des propriétés du document.

    Returns
    -------
    bytes
        Le fichier ``.pptx`` ; les mêmes blocs donnent les mêmes octets.
    """
    presentation = nouvelle()
    tete = lire(entete["html"])
    fabrique = _Fabrique(presentation, _rappel(entete, tete), edite_le)
    fabrique.couverture(tete)
    for section in sections:
        ecrites = [depuis_charge(d) for d in section.get("diapositives", ())]
        for diapositive in ecrites or list(repli(section)):
            fabrique.ajouter(appuyer(diapositive, section))
    fabrique.textes(Diapositive("D’où viennent ces résultats", tuple(_paragraphes(lire(entete["pied"])))), plafond=16.0)
    auteur = _premier(tete, "surtitre") or "evaltools"
    sujet = str(entete.get("description", ""))
    poser_proprietes(presentation.core_properties, str(entete["titre"]), sujet, auteur, edite_le)
    oter_la_vignette(presentation.part.package, "evaltools")
    parler_francais(presentation)
    tampon = io.BytesIO()
    presentation.save(tampon)
    return figer(tampon.getvalue(), edite_le)


def _premier(elements: Sequence[Element], genre: str) -> str:
    return next((en_texte(e.texte) for e in elements if isinstance(e, Paragraphe) and e.genre == genre), "")


def _paragraphes(elements: Sequence[Element]) -> Iterator[str]:
    return (en_texte(e.texte) for e in elements if isinstance(e, Paragraphe))


def _bandeaux(elements: Sequence[Element]) -> list[tuple[str, str]]:
    """Rend les bandeaux : ce qui est en gras, puis la phrase."""
    choisis = [e.texte for e in elements if isinstance(e, Paragraphe) and e.genre == "bandeau"]
    return [("".join(f.texte for f in t if f.gras), en_texte(tuple(f for f in t if not f.gras))) for t in choisis]


def _rappel(entete: Mapping[str, Any], tete: Sequence[Element]) -> str:
    """Rend le pied de chaque diapositive : le titre courant, et les bandeaux en quelques mots."""
    return " ".join([f"{entete['courant']}.", *(fort for fort, _ in _bandeaux(tete))])


class _Fabrique:
    """Pose les diapositives une à une."""

    def __init__(self, presentation: Any, rappel: str, edite_le: date) -> None:
        self.presentation = presentation
        self.rappel = rappel
        self.edite_le = edite_le

    def _nouvelle(self, mise_en_page: int) -> Any:
        diapositive = self.presentation.slides.add_slide(self.presentation.slide_layouts[mise_en_page])
        _pieds(diapositive, self.rappel if mise_en_page else "")
        return diapositive

    def couverture(self, tete: Sequence[Element]) -> None:
        """Pose la couverture : programme, titre, territoire, dates, état du document."""
        diapositive = self._nouvelle(0)
        zones = {z.placeholder_format.idx: z for z in diapositive.placeholders}
        titre = next((en_texte(e.texte) for e in tete if isinstance(e, Titre)), "")
        faits = [
            f"{en_texte(terme)} : {en_texte(sens[0])}"
            for e in tete if isinstance(e, Definitions) for terme, sens in e.couples[1:] if sens
        ]  # fmt: skip
        zones[0].text_frame.text = sans_controle(titre)
        zones[13].text_frame.text = _premier(tete, "surtitre")
        _ecrire(zones[1], [_premier(tete, "sous-titre"), *faits], 16.0, premier=24.0)
        bandeaux = _bandeaux(tete)
        if bandeaux:
            _ecrire(zones[14], [f"{fort} {suite}".strip() for fort, suite in bandeaux], 14.0)
        else:
            _oter(zones[14])

    def ajouter(self, d: Diapositive) -> None:
        """Pose une diapositive, et ses suites si son texte ou son tableau ne tiennent pas sur une seule."""
        if not d.titre.strip():
            return
        if d.graphique and d.tableau:
            self.ajouter(replace(d, tableau=None))
            self.ajouter(replace(d, graphique=None, textes=(), note=""))
        elif d.tableau and d.tableau.lignes:
            self._tableau(d)
        elif d.graphique:
            self._graphique(d)
        else:
            self.textes(d)

    def _debut(self, d: Diapositive, suite: int = 0) -> tuple[Any, Any]:
        """Pose le titre et la note ; rend la diapositive et sa zone de texte."""
        from pptx.util import Pt

        diapositive = self._nouvelle(1)
        titre = f"{d.titre} (suite)" if suite else d.titre
        zones = {z.placeholder_format.idx: z for z in diapositive.placeholders}
        corps = next((t for t in TAILLES_TITRE if lignes_occupees(titre, UTILE, t * 1.08) <= 2), TAILLES_TITRE[-1])
        _ecrire(zones[0], [titre], corps)
        haut = _haut(d)
        zones[1].left, zones[1].top, zones[1].width, zones[1].height = (
            Pt(MARGE),
            Pt(haut),
            Pt(UTILE),
            Pt(BAS_CORPS - haut),
        )
        if d.note and not suite:
            diapositive.notes_slide.notes_text_frame.text = sans_controle(d.note)
        return diapositive, zones[1]

    def textes(self, d: Diapositive, plafond: float = TAILLES_TEXTE[0]) -> None:
        """Pose des lignes, à la plus grande taille qui tienne ; au-delà, elles continuent sur une autre."""
        hauteur = BAS_CORPS - _haut(d)
        choix = [t for t in TAILLES_TEXTE if t <= plafond]
        tailles = [t for t in choix if _hauteur(d.textes, t) <= (TEXTE_AERE if t > 20 else hauteur)]
        taille = tailles[0] if tailles else TAILLES_TEXTE[-1]
        reste = list(d.textes)
        for suite in range(len(reste) + 1):
            pris: list[str] = []
            while reste and (not pris or _hauteur((*pris, reste[0]), taille) <= hauteur):
                pris.append(reste.pop(0))
            _diapositive, zone = self._debut(d, suite)
            if pris:
                _ecrire(zone, pris, taille)
            else:
                _oter(zone)
            if not reste:
                return

    def _chapeau(self, zone: Any, textes: Sequence[str], haut: float, taille: float = 16.0) -> float:
        """Écrit les lignes au-dessus d'un tableau ou d'un graphique ; rend l'ordonnée où il commence."""
        if not textes:
            _oter(zone)
            return haut
        from pptx.util import Pt

        zone.height = Pt(_hauteur(textes, taille))
        _ecrire(zone, textes, taille, puce=False)
        return haut + _hauteur(textes, taille) + ESPACE

    def _tableau(self, d: Diapositive) -> None:
        assert d.tableau is not None  # le seul appelant l'a vérifié
        chapeau = list(d.textes) or ([d.tableau.legende] if d.tableau.legende else [])
        taille = _taille(chapeau) if d.textes else 13.0
        haut = _haut(d) + (_hauteur(chapeau, taille) + ESPACE if chapeau else 0)
        corps, parties = presentation_tableau.repartir(d.tableau, UTILE, BAS_CORPS - haut)
        for rang, partie in enumerate(parties):
            diapositive, zone = self._debut(d, rang)
            y = self._chapeau(zone, chapeau, _haut(d), taille)
            presentation_tableau.poser(diapositive, partie, corps, MARGE, y, UTILE)

    def _graphique(self, d: Diapositive) -> None:
        assert d.graphique is not None  # le seul appelant l'a vérifié
        diapositive, zone = self._debut(d)
        unite = d.graphique.unite
        dite = [f"Unité : {unite}."] if unite and unite not in presentation_graphique.UNITES_COLLEES else []
        chapeau = [*d.textes, *dite]
        y = self._chapeau(zone, chapeau, _haut(d), _taille(chapeau) if d.textes else 13.0)
        place = (MARGE, y, UTILE, BAS_CORPS - y)
        presentation_graphique.poser(diapositive, d.graphique, place, self.edite_le)


def _haut(d: Diapositive) -> float:
    """Rend l'ordonnée du corps : plus haut sous un titre d'une ligne (la suite comprise) que sous un titre de deux."""
    une = lignes_occupees(f"{d.titre} (suite)", UTILE, TAILLES_TITRE[0] * 1.08) == 1
    return HAUT_CORPS - LIGNE_DE_TITRE * une


def _taille(textes: Sequence[str]) -> float:
    return 16.0 if _hauteur(textes, 16.0) < 110 else 13.0


def _hauteur(textes: Sequence[str], taille: float) -> float:
    """Estime la hauteur d'une suite de paragraphes, en points."""
    lignes = sum(lignes_occupees(t, UTILE - 24, taille * 1.06) for t in textes)
    return lignes * taille * INTERLIGNE + 6.0 * len(textes) + 8.0


def _ecrire(zone: Any, textes: Sequence[str], taille: float, *, premier: float = 0.0, puce: bool = True) -> None:
    """Écrit des paragraphes dans une zone ; ``premier`` : taille du premier, s'il diffère."""
    from pptx.util import Pt

    cadre = zone.text_frame
    for rang, texte in enumerate(textes):
        paragraphe = cadre.paragraphs[0] if not rang else cadre.add_paragraph()
        morceau = paragraphe.add_run()
        morceau.text = sans_controle(texte)
        morceau.font.size = Pt(premier if premier and not rang else taille)
        if not puce:
            _sans_puce(paragraphe)


def _sans_puce(paragraphe: Any) -> None:
    from pptx.oxml import parse_xml

    proprietes = paragraphe._p.get_or_add_pPr()
    proprietes.set("marL", "0")
    proprietes.set("indent", "0")
    proprietes.append(parse_xml('<a:buNone xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"/>'))


def _oter(zone: Any) -> None:
    zone._element.getparent().remove(zone._element)


def _pieds(diapositive: Any, rappel: str) -> None:
    """Recopie de la mise en page le numéro et le pied, que python-pptx ne reprend pas."""
    import copy

    for zone in diapositive.slide_layout.placeholders:
        sorte = zone.placeholder_format.type
        if "SLIDE_NUMBER" in str(sorte) and rappel:
            diapositive.shapes._spTree.append(copy.deepcopy(zone._element))
        elif "FOOTER" in str(sorte) and rappel:
            diapositive.shapes._spTree.append(copy.deepcopy(zone._element))
            diapositive.shapes[-1].text_frame.text = sans_controle(rappel)
