"""Un tableau natif sur une diapositive : lisible du fond de la salle, réparti sur plusieurs s'il est long."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from evaltools.restitution.bureautique.colonnes import largeurs, lignes_occupees
from evaltools.restitution.bureautique.ooxml import ENCRE, FILET, FOND, MARINE, texte_xml
from evaltools.restitution.bureautique.texte import sans_controle
from evaltools.restitution.diapositives import Tableau

CORPS = (18.0, 16.0, 14.0, 12.0, 11.0)
"""Tailles essayées, de la plus lisible à la plus petite ; ensuite, le tableau passe sur plusieurs diapositives."""

MARGE_CELLULE, INTERLIGNE, PRUDENCE = 8.0, 1.22, 1.04
_ECRIT = r"[-+−]?\d[\d\s\u00a0\u202f.,]*(?:%|€|k€|M€)?"
_NOMBRE = re.compile(rf"{_ECRIT}(?:\s?sur\s{_ECRIT})?|–|n\.\s?d\.|secret", re.IGNORECASE)


def colonnes_de_nombres(tableau: Tableau) -> frozenset[int]:
    """Rend les rangs des colonnes faites de nombres : elles s'alignent à droite.

    Examples
    --------
    >>> sorted(colonnes_de_nombres(Tableau("", ("Axe", "Part"), (("Axe 1", "12 %"), ("Axe 2", "–")))))
    [1]
    """
    rangs = range(1, len(tableau.colonnes))
    return frozenset(
        n for n in rangs if all(_NOMBRE.fullmatch(ligne[n].strip()) for ligne in tableau.lignes if ligne[n].strip())
    )


def repartir(tableau: Tableau, largeur: float, hauteur: float) -> tuple[float, list[Tableau]]:
    """Choisit la taille du texte et coupe le tableau en autant de parties qu'il faut pour que rien ne déborde.

    Parameters
    ----------
    tableau : Tableau
        Le tableau entier.
    largeur, hauteur : float
        Place disponible, en points.

    Returns
    -------
    tuple
        La taille du texte, en points, et les parties ; chacune garde les mêmes colonnes.
    """
    tableau = replace(
        tableau,
        legende=sans_controle(tableau.legende),
        colonnes=tuple(map(sans_controle, tableau.colonnes)),
        lignes=tuple(tuple(map(sans_controle, ligne)) for ligne in tableau.lignes),
    )
    for corps in CORPS[:4]:
        if sum(hauteurs(tableau, largeur, corps)) <= hauteur:
            return corps, [tableau]
    corps = CORPS[3] if max(hauteurs(tableau, largeur, CORPS[3])[1:], default=0.0) < hauteur / 2 else CORPS[4]
    return corps, list(_parties(tableau, largeur, hauteur, corps))


def _parties(tableau: Tableau, largeur: float, hauteur: float, corps: float) -> Iterator[Tableau]:
    entete, *lignes = hauteurs(tableau, largeur, corps)
    prises: list[tuple[str, ...]] = []
    reste = hauteur - entete
    for ligne, haut in zip(tableau.lignes, lignes, strict=True):
        if prises and haut > reste:
            yield replace(tableau, lignes=tuple(prises))
            prises, reste = [], hauteur - entete
        prises.append(ligne)
        reste -= haut
    yield replace(tableau, lignes=tuple(prises))


def places(tableau: Tableau, largeur: float, corps: float) -> list[float]:
    """Rend la largeur de chaque colonne, en points."""
    colonnes = [[c, *(ligne[n] for ligne in tableau.lignes)] for n, c in enumerate(tableau.colonnes)]
    return largeurs(colonnes, largeur, corps * PRUDENCE, 2 * MARGE_CELLULE)


def hauteurs(tableau: Tableau, largeur: float, corps: float) -> list[float]:
    """Estime la hauteur de l'en-tête et de chaque ligne, en points (un peu plus que nécessaire)."""
    tailles = places(tableau, largeur, corps)

    def haut(cellules: Sequence[str], gras: float = 1.0) -> float:
        lignes = max(
            lignes_occupees(c, place - 2 * MARGE_CELLULE, corps * PRUDENCE * gras)
            for c, place in zip(cellules, tailles, strict=True)
        )
        return lignes * corps * INTERLIGNE + 2 * 3.6

    return [haut(tableau.colonnes, 1.06), *(haut(ligne) for ligne in tableau.lignes)]


def poser(diapositive: Any, tableau: Tableau, corps: float, x: float, y: float, largeur: float) -> None:
    """Pose un tableau natif sur une diapositive, avec son texte de remplacement.

    Ses cellules sont écrites d'un bloc : une à une, par python-pptx, elles coûtent la moitié de la présentation.
    """
    from pptx.oxml import parse_xml
    from pptx.util import Pt

    hauts = hauteurs(tableau, largeur, corps)
    cadre = diapositive.shapes.add_table(1, len(tableau.colonnes), Pt(x), Pt(y), Pt(largeur), Pt(sum(hauts)))
    cadre.name = "Tableau"
    cadre._element.nvGraphicFramePr.cNvPr.set("descr", tableau.legende or tableau.colonnes[0])
    grille = "".join(f'<a:gridCol w="{round(p * 12700)}"/>' for p in places(tableau, largeur, corps))
    droites = colonnes_de_nombres(tableau)
    rangees = "".join(
        f'<a:tr h="{round(haut * 12700)}">{_cellules(ligne, corps, droites, rang)}</a:tr>'
        for rang, (ligne, haut) in enumerate(zip((tableau.colonnes, *tableau.lignes), hauts, strict=True))
    )
    ancien = cadre._element.graphic.graphicData.tbl
    neuf = parse_xml(
        '<a:tbl xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:tblPr firstRow="1"/>'
        f"<a:tblGrid>{grille}</a:tblGrid>{rangees}</a:tbl>"
    )
    ancien.getparent().replace(ancien, neuf)


def _cellules(ligne: Sequence[str], corps: float, droites: frozenset[int], rang: int) -> str:
    """Écrit les cellules d'une ligne ; celle de rang 0 est l'en-tête."""
    fond = MARINE if not rang else FOND if not rang % 2 else "FFFFFF"
    encre, gras, ancre = ("FFFFFF", 1, "b") if not rang else (ENCRE, 0, "t")
    marges = f'marL="{_EMU}" marR="{_EMU}" marT="38100" marB="38100" anchor="{ancre}"'
    allure = f'<a:rPr lang="fr-FR" sz="{round(corps * 100)}" b="{gras}">{_plein(encre)}</a:rPr>'
    bords = "".join(f'<a:{c} w="0"><a:noFill/></a:{c}>' for c in ("lnL", "lnR", "lnT"))
    bords += f'<a:lnB w="9525">{_plein(FILET)}</a:lnB>'
    return "".join(
        f'<a:tc><a:txBody><a:bodyPr/><a:lstStyle/><a:p><a:pPr algn="{"r" if n in droites else "l"}"/>'
        f"<a:r>{allure}<a:t>{texte_xml(texte)}</a:t></a:r></a:p></a:txBody>"
        f"<a:tcPr {marges}>{bords}{_plein(fond)}</a:tcPr></a:tc>"
        for n, texte in enumerate(ligne)
    )


def _plein(couleur: str) -> str:
    return f'<a:solidFill><a:srgbClr val="{couleur}"/></a:solidFill>'


_EMU = round(MARGE_CELLULE * 12700)
