"""Figure : les actions de chaque axe, par état, en barres empilées."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from markupsafe import Markup

from evaltools.domaine.lexique import EtatAction
from evaltools.restitution import toile
from evaltools.restitution.mots import ETATS
from evaltools.restitution.phrases import ACTION, compter, lister
from evaltools.restitution.vue import Vue

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


@dataclass(frozen=True, slots=True)
class EtatsParAxe:
    """Nombre d'actions par état, pour chaque axe (libellé, puis effectifs dans l'ordre des états)."""

    mot: str
    axes: tuple[tuple[str, tuple[int, ...]], ...]

    @staticmethod
    def depuis(vue: Vue) -> EtatsParAxe:
        """Compte les actions d'un programme par axe et par état."""
        programme = vue.evaluation.programme
        lignes = []
        for axe in programme.axes:
            comptes = vue.etats(axe.code)
            if sum(comptes.values()):
                lignes.append((f"{axe.code}. {axe.intitule}", tuple(comptes.get(e, 0) for e in ETATS)))
        return EtatsParAxe(programme.vocabulaire.axe, tuple(lignes))

    @property
    def totaux(self) -> dict[EtatAction | None, int]:
        """Nombre d'actions par état, tous axes réunis (états présents seulement)."""
        sommes = [sum(colonne) for colonne in zip(*(n for _, n in self.axes), strict=True)] or [0] * len(ETATS)
        return {e: n for e, n in zip(ETATS, sommes, strict=True) if n}

    @property
    def alternative(self) -> str:
        """Texte lu à la place de la figure."""
        total = sum(self.totaux.values())
        detail = lister([f"{n} {ETATS[e].pluriel if n > 1 else ETATS[e].mot.lower()}" for e, n in self.totaux.items()])
        return (
            f"Barres empilées : nombre d'actions par état dans chaque {self.mot}. Au total, "
            f"{compter(total, ACTION)}, dont {detail}. Données dans le tableau qui suit."
        )


def dessiner(donnees: EtatsParAxe) -> Markup:
    """Dessine les barres, en deux largeurs."""
    return toile.figure("etats", donnees, partial(_tracer, donnees), donnees.alternative)


def _tracer(donnees: EtatsParAxe, largeur: float) -> Figure:
    large = largeur > 500
    maximum = max(sum(n) for _, n in donnees.axes)
    pas, gauche = (54, 0.36) if large else (78, 0.004)
    hauteur = pas * len(donnees.axes) + 4
    with toile.reglages():
        fig = toile.toile(largeur, hauteur)
        ax = fig.add_axes((gauche, 0.0, 0.994 - gauche, 1.0))
        ax.set_xlim(0, maximum)
        ax.set_ylim(hauteur - 2, -2)
        ax.axis("off")
        for rang, (libelle, effectifs) in enumerate(donnees.axes):
            haut = rang * pas + (7 if large else 38)
            _empiler(fig, ax, effectifs, haut, 36 if large else 32)
            if large:
                ax.text(
                    -0.012 * maximum,
                    haut + 18,
                    toile.couper(libelle, 44, 2),
                    ha="right",
                    va="center",
                    fontsize=13,
                    linespacing=0.95,
                )
            else:
                ax.text(
                    0, haut - 5, toile.couper(libelle, 50, 2), ha="left", va="bottom", fontsize=13, linespacing=0.95
                )
    return fig


def _empiler(fig: Figure, ax: Axes, effectifs: tuple[int, ...], haut: float, epaisseur: float) -> None:
    x = 0
    unite = (ax.get_xlim()[1] or 1) * 0.002
    for signe, n in zip(ETATS.values(), effectifs, strict=True):
        if not n:
            continue
        blanc = signe.couleur == "#FFFFFF"
        ax.barh(
            haut + epaisseur / 2,
            n - 2 * unite,
            left=x + unite,
            height=epaisseur,
            color=signe.couleur,
            edgecolor=toile.ENCRE if blanc else "none",
            linewidth=1.2 if blanc else 0,
        )
        if signe.hachures:
            rect = toile.en_pixels(ax, x + unite, haut, x + n - unite, haut + epaisseur)
            toile.hachurer(fig, rect, signe.hachures[0], croix=signe.hachures[1])
        cadre = {"boxstyle": "square,pad=.16", "fc": signe.couleur, "ec": "none"} if signe.hachures else None
        fx, fy = fig.transFigure.inverted().transform(ax.transData.transform((x + n / 2, haut + epaisseur / 2)))
        fig.text(
            fx,
            fy,
            str(n),
            ha="center",
            va="center_baseline",
            color=signe.texte,
            fontweight=600,
            fontsize=14,
            zorder=6,
            bbox=cadre,
        )
        x += n
