"""Tracé commun : des groupes de barres horizontales, chaque barre avec son texte (prévu et réalisé, montants)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from markupsafe import Markup

from evaltools.restitution import toile
from evaltools.restitution.formats import FINE, INSECABLE

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

PLACE_DU_TEXTE = 0.42
"""Part de la largeur laissée, après la plus longue barre, au texte de la barre."""


@dataclass(frozen=True, slots=True)
class Barre:
    """Une barre : sa longueur (``None`` : pas de valeur, le texte le dit), son texte, son style.

    ``fond`` : couleur ; ``contour`` : couleur du bord (vide : aucun) ; ``hachuree`` : le style se lit aussi en gris.
    """

    longueur: float | None
    texte: str
    fond: str
    contour: str = ""
    hachuree: bool = False


@dataclass(frozen=True, slots=True)
class Groupe:
    """Les barres d'un même objet, et son libellé."""

    libelle: str
    barres: tuple[Barre, ...]


def dessiner(nom: str, groupes: tuple[Groupe, ...], alternative: str) -> Markup:
    """Dessine les groupes, en deux largeurs."""
    return toile.figure(nom, groupes, partial(_tracer, groupes), alternative)


def _tracer(groupes: tuple[Groupe, ...], largeur: float) -> Figure:
    large = largeur > 500
    epaisseur, gauche = 17, 0.38 if large else 0.004
    tete = 10 if large else 40
    hauteurs = [tete + epaisseur * len(g.barres) + 6 for g in groupes]
    maximum = max((b.longueur or 0 for g in groupes for b in g.barres), default=0) or 1
    with toile.reglages():
        fig = toile.toile(largeur, sum(hauteurs) + 4)
        ax = fig.add_axes((gauche, 0.0, 0.996 - gauche, 1.0))
        ax.set_xlim(0, maximum * (1 + PLACE_DU_TEXTE))
        ax.set_ylim(sum(hauteurs) + 2, -2)
        ax.axis("off")
        haut = 0
        for groupe, hauteur in zip(groupes, hauteurs, strict=True):
            _libelle(ax, groupe.libelle, haut + (tete + hauteur - 6) / 2 if large else haut + tete - 5, large)
            for rang, barre in enumerate(groupe.barres):
                _barre(fig, ax, barre, haut + tete + rang * epaisseur, epaisseur - 4)
            haut += hauteur
    return fig


def _libelle(ax: Axes, libelle: str, y: float, large: bool) -> None:
    if large:
        ecart = 0.014 * ax.get_xlim()[1]
        ax.text(-ecart, y, toile.couper(libelle, 46, 2), ha="right", va="center", fontsize=12.5, linespacing=0.95)
    else:
        ax.text(0, y, toile.couper(libelle, 56, 2), ha="left", va="bottom", fontsize=12.5, linespacing=0.95)


def _barre(fig: Figure, ax: Axes, barre: Barre, haut: float, epaisseur: float) -> None:
    longueur = barre.longueur or 0
    bord, trait = (barre.contour, 1.2) if barre.contour else ("none", 0.0)
    if longueur > 0:
        ax.barh(haut + epaisseur / 2, longueur, height=epaisseur, color=barre.fond, edgecolor=bord, linewidth=trait)
        if barre.hachuree:
            rect = toile.en_pixels(ax, 0, haut, longueur, haut + epaisseur)
            toile.hachurer(fig, rect, barre.contour or toile.ENCRE, pas=5)
    x = longueur + 0.012 * ax.get_xlim()[1]
    texte = barre.texte.replace(FINE, INSECABLE)
    ax.text(x, haut + epaisseur / 2, texte, ha="left", va="center_baseline", fontsize=12.5)
