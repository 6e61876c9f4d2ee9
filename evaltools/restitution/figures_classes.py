"""Figure : la répartition d'indicateurs entre des classes, par axe ou par objectif, en barres empilées."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from markupsafe import Markup

from evaltools.domaine.lexique import Verdict
from evaltools.restitution import toile
from evaltools.restitution.diapositives import Graphique, Serie
from evaltools.restitution.formats import nombre
from evaltools.restitution.mots import SIGNES
from evaltools.restitution.phrases import INDICATEUR, abreger, compter, lister
from evaltools.restitution.tableaux import Colonne, tableau

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


LIBELLE = 70
"""Longueur d'un libellé au plus, dans une diapositive."""

GRIS = ("#D5DCE4", "#B9C4CF", "#9AA7B4", "#7C8894")
"""Dans une diapositive, les classes à fond blanc prennent un gris chacune : le blanc ne s'y verrait pas."""


@dataclass(frozen=True, slots=True)
class Modalite:
    """Une classe : son mot, ce que l'on en dit dans une phrase (singulier, pluriel), et ses couleurs."""

    mot: str
    singulier: str
    pluriel: str
    couleur: str
    contour: str
    texte: str

    @property
    def blanche(self) -> bool:
        """Dit si la barre est un fond blanc au contour tireté : ce qui n'a pas pu être jugé."""
        return self.couleur.upper() == "#FFFFFF"


@dataclass(frozen=True, slots=True)
class Repartition:
    """Des indicateurs répartis entre des classes : une ligne par axe ou par objectif.

    ``mot`` : ce qu'est une ligne (« axe », « objectif »). ``lignes`` : libellé, puis effectif de chaque modalité.
    """

    mot: str
    modalites: tuple[Modalite, ...]
    lignes: tuple[tuple[str, tuple[int, ...]], ...]

    @staticmethod
    def des_verdicts(mot: str, comptes: Iterable[tuple[str, Mapping[Verdict, int]]]) -> Repartition:
        """Range des comptes par verdict ; seuls les verdicts présents sont gardés, dans l'ordre d'affichage."""
        lignes = [(libelle, dict(compte)) for libelle, compte in comptes]
        presents = [v for v in SIGNES if any(compte.get(v) for _, compte in lignes)]
        return Repartition(
            mot,
            tuple(_modalite(v) for v in presents),
            tuple((libelle, tuple(compte.get(v, 0) for v in presents)) for libelle, compte in lignes),
        )

    @property
    def totaux(self) -> tuple[int, ...]:
        """Effectif de chaque modalité, toutes lignes réunies."""
        return tuple(sum(n[rang] for _, n in self.lignes) for rang in range(len(self.modalites)))

    @property
    def alternative(self) -> str:
        """Texte lu à la place de la figure."""
        detail = lister(
            [
                f"{n} {m.pluriel if n >= 2 else m.singulier}"
                for m, n in zip(self.modalites, self.totaux, strict=True)
                if n
            ]
        )
        return (
            f"Barres empilées, une par {self.mot} : {compter(sum(self.totaux), INDICATEUR)}, dont {detail}. "
            "Données dans le tableau qui suit."
        )

    def graphique(self) -> Graphique:
        """Rend les mêmes nombres en graphique natif, pour une diapositive."""
        gris = iter(GRIS)
        series = tuple(
            Serie(m.mot, tuple(float(n[rang]) for _, n in self.lignes), next(gris) if m.blanche else m.couleur)
            for rang, m in enumerate(self.modalites)
        )
        categories = tuple(abreger(t, LIBELLE) for t, _ in self.lignes)
        alternative = self.alternative.removesuffix(" Données dans le tableau qui suit.")
        return Graphique("barres_empilees", categories, series, alternative, "indicateurs")

    def table(self, titre: str, *, precision: str = "", ensemble: str = "Ensemble") -> Markup:
        """Écrit le tableau des mêmes nombres ; ``ensemble`` vide : sans ligne de total."""
        rangs = [[t, *(nombre(x) for x in n), nombre(sum(n))] for t, n in self.lignes]
        if ensemble:
            rangs.append([ensemble, *(nombre(n) for n in self.totaux), nombre(sum(self.totaux))])
        colonnes: list[Colonne | str] = [
            self.mot[:1].upper() + self.mot[1:],
            *(Colonne(m.mot, nombre=True) for m in self.modalites),
            Colonne("Total", nombre=True),
        ]
        return tableau(titre, colonnes, rangs, precision=precision, total=bool(ensemble))


def _modalite(verdict: Verdict) -> Modalite:
    s = SIGNES[verdict]
    au_singulier = s.mot[:1].lower() + s.mot[1:]
    return Modalite(s.mot, au_singulier, s.pluriel, s.couleur, s.contour, s.texte)


def dessiner(donnees: Repartition) -> Markup:
    """Dessine les barres, en deux largeurs."""
    return toile.figure("classes", donnees, partial(_tracer, donnees), donnees.alternative)


def _tracer(donnees: Repartition, largeur: float) -> Figure:
    large = largeur > 500
    maximum = max(sum(n) for _, n in donnees.lignes) or 1
    pas, gauche = (46, 0.40) if large else (74, 0.004)
    hauteur = pas * len(donnees.lignes) + 4
    with toile.reglages():
        fig = toile.toile(largeur, hauteur)
        ax = fig.add_axes((gauche, 0.0, 0.994 - gauche, 1.0))
        ax.set_xlim(0, maximum)
        ax.set_ylim(hauteur - 2, -2)
        ax.axis("off")
        for rang, (libelle, effectifs) in enumerate(donnees.lignes):
            haut = rang * pas + (6 if large else 38)
            _empiler(ax, donnees.modalites, effectifs, haut, 30)
            _nommer(ax, libelle, haut, maximum, large=large)
    return fig


def _nommer(ax: Axes, libelle: str, haut: float, maximum: int, *, large: bool) -> None:
    if large:
        texte = toile.couper(libelle, 50, 2)
        ax.text(-0.012 * maximum, haut + 15, texte, ha="right", va="center", fontsize=13, linespacing=0.95)
    else:
        ax.text(0, haut - 5, toile.couper(libelle, 50, 2), ha="left", va="bottom", fontsize=13, linespacing=0.95)


def _empiler(
    ax: Axes, modalites: tuple[Modalite, ...], effectifs: tuple[int, ...], haut: float, epaisseur: float
) -> None:
    maximum = ax.get_xlim()[1]
    joint, x = maximum * 0.002, 0
    for modalite, n in zip(modalites, effectifs, strict=True):
        if not n:
            continue
        ax.barh(
            haut + epaisseur / 2,
            n - 2 * joint,
            left=x + joint,
            height=epaisseur,
            color=modalite.couleur,
            edgecolor=modalite.contour,
            linewidth=1.3,
            linestyle=(0, (3, 2)) if modalite.blanche else "solid",
        )
        if n / maximum > 0.018:
            ax.text(
                x + n / 2,
                haut + epaisseur / 2,
                str(n),
                ha="center",
                va="center_baseline",
                color=modalite.texte,
                fontweight=600,
                fontsize=14 if n / maximum > 0.04 else 11,
            )
        x += n
