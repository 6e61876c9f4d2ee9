"""Figure : le calendrier prévu de chaque action, ce qui en est fait et les reports annoncés."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING

from markupsafe import Markup

from evaltools.domaine.lexique import EtatAction
from evaltools.restitution import toile
from evaltools.restitution.formats import date_courte
from evaltools.restitution.mots import ETATS
from evaltools.restitution.phrases import ACTION, compter, lister, majuscule, proportion, verbe
from evaltools.restitution.typographie import typo
from evaltools.restitution.vue import Vue

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

PALE, REPORT, AUJOURDHUI = "#DCE6F0", "#9C3A04", "#7D1128"
COMMENCES = (EtatAction.EN_COURS, EtatAction.SUSPENDUE)
SANS_COUPER = 20
"""Jusqu'à ce nombre d'actions, un seul tracé."""

SANS_GRILLE = 10
"""Au-delà de ce nombre de lignes, la version étroite n'a pas de filets d'année : son axe suffit."""

COURT = 0.3
"""Longueur, en années, de la barre vide d'une action qui n'a pas commencé et dont la fin n'est pas fixée."""


@dataclass(frozen=True, slots=True)
class Ligne:
    """Le calendrier d'une action : dates prévues, fin révisée, fin réelle ; ``None`` : non fixée."""

    code: str
    intitule: str
    axe: str
    etat: EtatAction | None
    debut: date
    fin: date | None
    revisee: date | None
    reelle: date | None


@dataclass(frozen=True, slots=True)
class Chronogramme:
    """Les calendriers à tracer, la date d'arrêt et l'étendue du contrat. ``sans_dates`` : actions non figurées."""

    lignes: tuple[Ligne, ...]
    arrete_le: date
    annees: tuple[int, int]
    sans_dates: int

    @staticmethod
    def depuis(vue: Vue) -> Chronogramme:
        """Garde les actions dont on connaît le début ; la fin peut ne pas être fixée."""
        programme = vue.evaluation.programme
        lignes = []
        for action in programme.actions:
            s = vue.situations.get(action.code)
            if s and s.debut and (s.fin_prevue is None or s.debut <= s.fin_prevue):
                dates = (s.debut, s.fin_prevue, s.fin_revisee, s.fin_reelle)
                lignes.append(Ligne(action.code, action.intitule, action.axe, s.etat, *dates))
        annees = (programme.debut.year, programme.fin.year)
        return Chronogramme(tuple(lignes), vue.evaluation.arrete_le, annees, len(programme.actions) - len(lignes))

    @property
    def reports(self) -> tuple[Ligne, ...]:
        """Les actions dont la fin est repoussée."""
        return tuple(x for x in self.lignes if x.revisee and (x.fin is None or x.revisee > x.fin))

    @property
    def sans_fin(self) -> int:
        """Nombre d'actions dont la fin n'est pas fixée."""
        return sum(x.fin is None and x.reelle is None for x in self.lignes)

    @property
    def alternative(self) -> str:
        """Texte lu à la place de la figure."""
        n = len(self.reports)
        noms = [f"{x.code} ({date_courte(x.revisee)})" for x in self.reports[:4]]
        detail = f"{', dont' if n > 4 else ' :'} {lister(noms)}" if n else ""
        sans = f" {compter(self.sans_fin, ACTION)} {verbe(self.sans_fin, 'n’a', 'n’ont')} pas de fin fixée."
        return (
            f"Chronogramme de {compter(len(self.lignes), ACTION)}, de {self.annees[0]} à {self.annees[1]}, au "
            f"{date_courte(self.arrete_le)}. {compter(n, ACTION)} {verbe(n, 'a', 'ont')} une fin repoussée{detail}."
            f"{sans if self.sans_fin else ''} Dates dans le tableau qui suit."
        )

    @property
    def constat(self) -> str:
        """Titre de la figure : ce qu'elle montre."""
        n, total = len(self.reports), len(self.lignes)
        if self.sans_fin == total:
            return "Aucune action n'a de fin fixée"
        if self.sans_fin * 2 > total:
            sujet = majuscule(proportion(self.sans_fin, total, ACTION))
            return f"{sujet} {verbe(self.sans_fin, 'n’a', 'n’ont')} pas de fin fixée"
        if not n:
            return "Aucune action n'annonce de fin plus tardive que prévu"
        return f"{majuscule(compter(n, ACTION, lettres=True))} {verbe(n, 'a', 'ont')} une fin repoussée"


def dessiner(donnees: Chronogramme, axes: Mapping[str, str]) -> Markup:
    """Dessine le chronogramme en deux largeurs ; long, un tracé par axe, pour que le papier puisse couper entre deux.

    ``axes`` : intitulé de chaque axe, par code ; c'est le titre de son tracé.
    """
    fins = [f.year for x in donnees.lignes for f in (x.fin, x.revisee, x.reelle) if f]
    annees = (min(donnees.annees[0], *(x.debut.year for x in donnees.lignes)), max(donnees.annees[1], *fins, 0))
    morceaux = []
    entier = len(donnees.lignes) <= SANS_COUPER
    for axe, lignes in groupby(donnees.lignes, key=lambda x: "" if entier else x.axe):
        partie = Chronogramme(tuple(lignes), donnees.arrete_le, annees, 0)
        dessin = toile.figure("chronogramme", partie, partial(_tracer, partie), "")
        titre = Markup("<p>{}</p>").format(axes[axe]) if axe else Markup("")
        morceaux.append(Markup("<div>{}{}</div>").format(titre, dessin))
    return Markup('<div class="chrono" role="img" aria-label="{}">{}</div>').format(
        typo(donnees.alternative), Markup("").join(morceaux)
    )


def _tracer(donnees: Chronogramme, largeur: float) -> Figure:
    large = largeur > 500
    pas, gauche, haut, bas = (21, 0.40, 22, 24) if large else (36, 0.0, 22, 24)
    hauteur = pas * len(donnees.lignes) + haut + bas
    debut, fin = donnees.annees[0], donnees.annees[1] + 1
    with toile.reglages():
        fig = toile.toile(largeur, hauteur)
        ax = fig.add_axes((gauche, bas / hauteur, 0.996 - gauche, 1 - (haut + bas) / hauteur))
        ax.set_xlim(debut, fin)
        ax.set_ylim(len(donnees.lignes) - 0.5, -0.5)
        _grille(ax, debut, fin, donnees, large)
        barres = [(x, rang if large else rang + 0.23, 0.52 if large else 0.28) for rang, x in enumerate(donnees.lignes)]
        for ligne, y, epaisseur in barres:
            _prevu(ax, ligne, y, epaisseur)
        for etat in ETATS:
            for ligne, y, epaisseur in barres:
                if ligne.etat is etat:
                    _fait(fig, ax, ligne, y, epaisseur, donnees.arrete_le)
        for ligne, y, epaisseur in barres:
            _report(fig, ax, ligne, y, epaisseur, donnees.arrete_le)
        for rang, ligne in enumerate(donnees.lignes):
            _libelle(ax, ligne, rang, debut, fin, large)
    return fig


def _grille(ax: Axes, debut: int, fin: int, donnees: Chronogramme, large: bool) -> None:
    n = len(donnees.lignes)
    annees = [] if not large and n > SANS_GRILLE else range(debut + 1, fin)
    rangs = [(-0.5, n - 0.5)] if large else [(r + 0.02, r + 0.44) for r in range(n)]
    for annee in annees:
        ax.vlines([annee] * len(rangs), *zip(*rangs, strict=True), color=toile.FILET, lw=0.8, zorder=0)
    jour = en_annees(donnees.arrete_le)
    ax.vlines([jour] * len(rangs), *zip(*rangs, strict=True), color=AUJOURDHUI, lw=1.8, zorder=5)
    part = (jour - debut) / (fin - debut)
    cote = "right" if part > 0.75 else "left" if part < 0.25 else "center"
    ax.annotate(
        date_courte(donnees.arrete_le),
        (jour, -0.5),
        xytext=(0, 4),
        textcoords="offset points",
        ha=cote,
        va="bottom",
        color=AUJOURDHUI,
        fontsize=12.5,
        fontweight=600,
    )
    ax.set_yticks([])
    ax.spines["bottom"].set_color(toile.FILET)
    ax.set_xticks([a + 0.5 for a in range(debut, fin)], [str(a) for a in range(debut, fin)])
    ax.tick_params(length=0, labelsize=13 if large or fin - debut < 8 else 11.5)


def _libelle(ax: Axes, ligne: Ligne, rang: int, debut: int, fin: int, large: bool) -> None:
    texte = toile.couper(f"{code_court(ligne.code)}  {ligne.intitule}", 48 if large else 58, 1)
    if large:
        ax.text(debut - 0.012 * (fin - debut), rang, texte, ha="right", va="center_baseline", fontsize=12.5)
    else:
        ax.text(debut, rang - 0.2, texte, ha="left", va="center_baseline", fontsize=12)


def _vide(ligne: Ligne) -> bool:
    return ligne.etat in (EtatAction.A_VENIR, EtatAction.NON_DEMARREE, None)


def _prevu(ax: Axes, ligne: Ligne, y: float, epaisseur: float) -> None:
    debut, vide = en_annees(ligne.debut), _vide(ligne)
    if ligne.fin is None and not vide:
        return
    fin = en_annees(ligne.fin) if ligne.fin else debut + COURT
    ax.barh(
        y,
        fin - debut,
        left=debut,
        height=epaisseur,
        color="#FFFFFF" if vide else PALE,
        edgecolor=toile.ENCRE if vide else "none",
        linewidth=1 if vide else 0,
    )


def _fait(fig: Figure, ax: Axes, ligne: Ligne, y: float, epaisseur: float, arrete_le: date) -> None:
    debut, fin = en_annees(ligne.debut), en_annees(_jusqu_ou(ligne, arrete_le))
    if _vide(ligne) or fin <= debut:
        return
    signe = ETATS[ligne.etat]
    ax.barh(y, fin - debut, left=debut, height=epaisseur, color=signe.couleur)
    if signe.hachures:
        rect = toile.en_pixels(ax, debut, y - epaisseur / 2, fin, y + epaisseur / 2)
        toile.hachurer(fig, rect, signe.hachures[0], croix=signe.hachures[1], pas=5)


def _report(fig: Figure, ax: Axes, ligne: Ligne, y: float, epaisseur: float, arrete_le: date) -> None:
    if not ligne.revisee or (ligne.fin and ligne.revisee <= ligne.fin):
        return
    depart, apres = en_annees(ligne.fin or max(ligne.debut, arrete_le)), en_annees(ligne.revisee)
    if apres > depart:
        ax.barh(y, apres - depart, left=depart, height=epaisseur, color="#FFFFFF", edgecolor=REPORT, linewidth=1.2)
        toile.hachurer(fig, toile.en_pixels(ax, depart, y - epaisseur / 2, apres, y + epaisseur / 2), REPORT, pas=5)


def _jusqu_ou(ligne: Ligne, arrete_le: date) -> date:
    """Rend la date jusqu'où l'action a couru : sa fin réelle, la date d'arrêt, ou sa fin prévue si elle est finie."""
    if ligne.reelle:
        return ligne.reelle
    return arrete_le if ligne.etat in COMMENCES or ligne.fin is None else min(ligne.fin, arrete_le)


def en_annees(jour: date) -> float:
    """Place une date sur l'axe des années.

    Examples
    --------
    >>> en_annees(date(2026, 7, 2))
    2026.5
    """
    return round(jour.year + (jour.timetuple().tm_yday - 1) / 365.25, 2)


def code_court(code: str) -> str:
    """Rend la fin chiffrée d'un code composé, pour une étiquette étroite.

    Examples
    --------
    >>> code_court("FA 1.1"), code_court("A1")
    ('1.1', 'A1')
    """
    return re.sub(r"^[A-Z]+ (?=\d)", "", code)
