"""Figure : quelques indicateurs suivis depuis trois ans ou plus, face à la trajectoire de leur cible."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from itertools import accumulate
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from evaltools.domaine.evaluation import Resultat
from evaltools.domaine.lexique import Cumul, Nature, Verdict
from evaltools.restitution import toile
from evaltools.restitution.formats import FINE, INSECABLE, decimales_utiles, nombre, unite_lisible
from evaltools.restitution.mots import SIGNES
from evaltools.restitution.phrases import INDICATEUR, compter, en_lettres, lister, majuscule, verbe
from evaltools.restitution.typographie import typo
from evaltools.restitution.valeurs import Ecriture
from evaltools.restitution.vue import Vue, evaluables

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

MONTREES = 6
"""Nombre de séries dessinées au plus : autant de celles qui traînent que de celles qui avancent."""

POINTS_MINIMUM = 3
TRACEES = (Nature.NOMBRE, Nature.TAUX, Nature.MONTANT, Nature.DUREE, Nature.DISTANCE, Nature.SUPERFICIE)
"""Natures dont une courbe dit quelque chose : ni jalon, ni étapes, ni échelle."""

FORMES = {"ok": "o", "haut": "^", "losange": "D", "carre": "s", "bas": "v", "croix": "X", "demi": "o"}


@dataclass(frozen=True, slots=True)
class Serie:
    """Une série à tracer : valeurs par année (cumulées pour un flux), départ, trajectoire attendue, cible."""

    code: str
    libelle: str
    unite: str
    verdict: Verdict
    points: tuple[tuple[int, float | None], ...]
    trajectoire: tuple[tuple[int, float], ...]
    cible: float
    annee_cible: int
    ecart: float
    cumulee: bool

    @property
    def valeur(self) -> tuple[int, float]:
        """L'année et la valeur du dernier point connu."""
        return next((a, v) for a, v in reversed(self.points) if v is not None)

    @property
    def titre(self) -> str:
        """Libellé et unité, pour le haut du petit graphique."""
        unite = unite_lisible(self.unite)
        unite = "" if unite in self.libelle.split() else unite
        precision = ", ".join(filter(None, (unite, "cumul" if self.cumulee else "")))
        return f"{self.libelle} ({precision})" if precision else self.libelle


@dataclass(frozen=True, slots=True)
class Tendances:
    """Les séries assez longues pour être tracées : celles que l'on montre, et le compte de toutes."""

    series: tuple[Serie, ...]
    suivies: int
    en_retrait: int

    @staticmethod
    def depuis(vue: Vue) -> Tendances:
        """Choisit les séries : les plus en retrait de leur trajectoire, et les plus en avance."""
        toutes = [s for r in evaluables(vue.juges) if _se_trace(vue.ecriture(r)) and (s := _serie(r))]
        rangees = sorted(toutes, key=lambda s: (s.ecart, s.code))
        if len(rangees) > MONTREES:
            rangees = rangees[: MONTREES // 2] + rangees[-(MONTREES // 2) :]
        return Tendances(tuple(rangees), len(toutes), sum(s.ecart < 0 for s in toutes))

    @property
    def constat(self) -> str:
        """Titre de la figure : ce qu'elle montre, toutes séries comprises."""
        n, total = self.en_retrait, self.suivies
        if n == 0:
            sujet = "L'indicateur suivi tient" if total == 1 else f"Les {compter(total, INDICATEUR)} suivis tiennent"
            return f"{sujet} la trajectoire de leur cible" if total > 1 else f"{sujet} la trajectoire de sa cible"
        sujet = majuscule(en_lettres(n)) + INSECABLE + (INDICATEUR.pluriel if n > 1 else INDICATEUR.singulier)
        return (
            f"{sujet} sur {en_lettres(total)} {verbe(n, 'reste', 'restent')} en retrait de "
            f"{verbe(n, 'sa', 'leur')} trajectoire"
        )

    @property
    def alternative(self) -> str:
        """Texte lu à la place de la figure : trois faits, et le renvoi au tableau."""
        faits = [
            f"{s.code}, {nombre(s.valeur[1])} en {s.valeur[0]} pour une cible de {nombre(s.cible)}"
            for s in self.series[:3]
        ]
        forme = "Une courbe" if len(self.series) == 1 else f"{majuscule(en_lettres(len(self.series)))} courbes"
        return f"{forme} avec la trajectoire attendue. {majuscule(lister(faits))}. Données dans le tableau qui suit."

    @property
    def annees(self) -> range:
        """Années que couvrent les séries montrées."""
        annees = [a for s in self.series for a, _ in s.points]
        return range(min(annees), max(annees) + 1) if annees else range(0)


def _se_trace(ecriture: Ecriture) -> bool:
    """Dit si une courbe aurait un sens : ni jalon, ni échelle, ni cible qui recommence chaque année."""
    return ecriture.nature in TRACEES and not ecriture.annuelle


def _serie(resultat: Resultat) -> Serie | None:
    r = resultat
    points = tuple(_points(r))
    connus = [v for _, v in points if v is not None]
    if len(connus) < POINTS_MINIMUM or r.cible is None or r.annee_cible is None or r.degre_atteinte is None:
        return None
    return Serie(
        r.indicateur,
        r.libelle,
        r.unite,
        r.verdict,
        points,
        tuple(_trajectoire(r)),
        r.cible,
        r.annee_cible,
        round(r.degre_atteinte - (r.part_attendue or 0), 6),
        r.cumul == Cumul.FLUX,
    )


def _points(r: Resultat) -> Iterable[tuple[int, float | None]]:
    if r.cumuls:  # des années sont masquées : seuls les cumuls publiés se tracent
        return sorted(r.cumuls.items())
    annees = sorted(a for a in r.serie if a <= r.annee)
    if r.cumul == Cumul.FLUX:
        connues = [(a, v) for a in annees if (v := r.serie[a]) is not None]
        return zip((a for a, _ in connues), accumulate(v for _, v in connues), strict=True)
    return [(a, r.serie.get(a)) for a in range(annees[0], annees[-1] + 1)] if annees else []


def _trajectoire(r: Resultat) -> list[tuple[int, float]]:
    if r.trajectoire:
        return sorted(r.trajectoire.items())
    if r.valeur_initiale is None or r.annee_initiale is None or r.cible is None or r.annee_cible is None:
        return []
    return [(r.annee_initiale, r.valeur_initiale), (r.annee_cible, r.cible)]


def dessiner(donnees: Tendances) -> Markup:
    """Dessine chaque série dans son petit graphique ; le titre de chacun est du texte de la page."""
    petits = Markup("").join(
        Markup("<div><p>{}</p>{}</div>").format(s.titre, toile.figure("tendance", s, partial(_tracer, s), "", "petit"))
        for s in donnees.series
    )
    return Markup('<div class="multiples" role="img" aria-label="{}">{}</div>').format(
        typo(donnees.alternative), petits
    )


def _tracer(s: Serie, _largeur: float = 250) -> Figure:
    debut = min([a for a, _ in s.points] + [a for a, _ in s.trajectoire])
    fin = max(s.annee_cible, s.valeur[0])
    valeurs = [v for _, v in s.points if v is not None] + [v for _, v in s.trajectoire] + [s.cible]
    bas, haut = min(valeurs), max(valeurs)
    marge = (haut - bas) or 1
    with toile.reglages():
        fig = toile.toile(250, 128)
        ax = fig.add_axes((0.02, 0.17, 0.96, 0.80))
        ax.set_xlim(debut - 0.35, fin + 0.35 + 0.12 * (fin - debut + 1))
        ax.set_ylim(bas - 0.44 * marge, haut + 0.36 * marge)
        _courbes(ax, s)
        _etiquettes(ax, s)
        ax.set_yticks([])
        ax.spines["bottom"].set_color(toile.FILET)
        ax.set_xticks(sorted({debut, s.valeur[0], s.annee_cible} if fin - debut > 2 else {debut, fin}))
        ax.tick_params(length=3, color=toile.FILET, labelsize=12.5, pad=2)
    return fig


def _courbes(ax: Axes, s: Serie) -> None:
    signe = SIGNES[s.verdict]
    if s.trajectoire:
        ax.plot(*zip(*s.trajectoire, strict=True), color=toile.GRIS, lw=1.4, ls=(0, (1, 2.2)), zorder=1)
    ax.hlines([s.cible], s.annee_cible - 0.32, s.annee_cible + 0.32, color=toile.ENCRE, lw=3.2, zorder=3)
    y = [float("nan") if v is None else v for _, v in s.points]
    ax.plot([a for a, _ in s.points], y, color="#12436D", lw=2.2, marker="o", ms=4.2, zorder=4)
    annee, valeur = s.valeur
    ax.plot([annee], [valeur], FORMES[signe.symbole], ms=9.5, mfc=signe.couleur, mec=signe.contour, mew=1.5, zorder=5)


def _etiquettes(ax: Axes, s: Serie) -> None:
    annee, valeur = s.valeur
    decimales = decimales_utiles([s.cible, *(v for _, v in s.points)])
    depart = s.trajectoire[0][1] if s.trajectoire else s.points[0][1]
    cible_dessus = depart is None or s.cible >= depart
    valeur_dessus = not cible_dessus if _se_touchent(ax, s, decimales) else valeur > s.cible
    _etiquette(ax, (annee, valeur), _texte(valeur, decimales), valeur_dessus, ha="center", fontweight=600, fontsize=14)
    _etiquette(
        ax,
        (s.annee_cible + 0.32, s.cible),
        f"cible {_texte(s.cible, decimales)}",
        cible_dessus,
        ha="right",
        fontsize=12.5,
    )
    bas = ax.get_ylim()[0]
    for a, v in s.points:
        if v is None:
            ax.annotate(
                f"n.{INSECABLE}d.",
                (a, bas),
                xytext=(0, 4),
                textcoords="offset points",
                ha="center",
                va="bottom",
                fontsize=11.5,
                color=toile.GRIS,
            )


def _se_touchent(ax: Axes, s: Serie, decimales: int) -> bool:
    """Dit si les deux étiquettes, du même côté, se chevaucheraient (largeur estimée d'après le nombre de signes)."""
    annee, valeur = s.valeur
    par_an = 240 / (ax.get_xlim()[1] - ax.get_xlim()[0])
    place = (s.annee_cible + 0.32 - annee) * par_an
    besoin = 6.4 * len(f"cible {_texte(s.cible, decimales)}") + 3.8 * len(_texte(valeur, decimales))
    proches = abs(s.cible - valeur) < 0.17 * (ax.get_ylim()[1] - ax.get_ylim()[0])
    return bool(proches and place < besoin)


def _etiquette(ax: Axes, point: tuple[float, float], texte: str, dessus: bool, **style: Any) -> None:
    ax.annotate(
        texte,
        point,
        xytext=(0, 8 if dessus else -9),
        textcoords="offset points",
        va="bottom" if dessus else "top",
        **style,
    )


def _texte(valeur: float, decimales: int) -> str:
    return nombre(valeur, decimales).replace(FINE, INSECABLE)
