"""Ce que le carnet d'exploration dessine : la série d'un indicateur, quel que soit ce que l'on en sait."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from markupsafe import Markup

from evaltools.domaine.evaluation import Evaluation, Resultat
from evaltools.domaine.lexique import ENSEMBLE
from evaltools.restitution import toile
from evaltools.restitution.donnees import nom_territoire, resultat_de
from evaltools.restitution.formats import INSECABLE, nombre, unite_lisible
from evaltools.restitution.page import apercu
from evaltools.restitution.pistes import statut

if TYPE_CHECKING:
    from matplotlib.figure import Figure

LARGEUR, HAUTEUR = 720, 300
ENCRE, MARINE, GRIS = "#1D2733", "#12436D", "#55606D"


@dataclass(frozen=True, slots=True)
class Apercu:
    """Un fragment HTML qui s'affiche dans une cellule de JupyterLab."""

    titre: str
    contenu: Markup

    def __repr__(self) -> str:
        """Se nomme, sans verser son contenu."""
        return f"Aperçu « {self.titre} »"

    def _repr_html_(self) -> str:
        return apercu(str(self.contenu))


def figure_tendance(evaluation: Evaluation, indicateur: str, siren: str = ENSEMBLE) -> Apercu:
    """Dessine les valeurs d'un indicateur par année, sa trajectoire attendue et sa cible, quand elles existent.

    Un flux est montré année par année, et non cumulé. Sans aucune valeur, le texte le dit à la place du dessin.

    Raises
    ------
    KeyError
        Si l'indicateur n'a pas de résultat sur ce territoire.
    """
    resultat = resultat_de(evaluation, indicateur, siren)
    titre = f"{resultat.libelle} [{resultat.indicateur}], {nom_territoire(evaluation.programme, siren)}"
    points = tuple((a, v) for a, v in sorted(resultat.serie.items()) if v is not None)
    tete = Markup("<p><strong>{}</strong></p><p>{}</p>").format(titre, statut(resultat.verdict))
    if not points:
        return Apercu(titre, tete + Markup("<p>Aucune valeur n’a été recueillie.</p>"))
    dessin = toile.figure(
        "exploration",
        (points, sorted(resultat.trajectoire.items()), resultat.cible, resultat.annee_cible, resultat.unite),
        lambda _largeur: _tracer(resultat, points),
        _alternative(resultat, points),
        "large",
    )
    return Apercu(titre, tete + dessin)


def _alternative(resultat: Resultat, points: tuple[tuple[int, float], ...]) -> str:
    unite = unite_lisible(resultat.unite)
    (debut, premiere), (fin, derniere) = points[0], points[-1]
    cible = f", pour une cible de {nombre(resultat.cible)}" if resultat.cible is not None else ", sans cible"
    return f"Courbe : {nombre(premiere)} en {debut}, {nombre(derniere)} {unite} en {fin}{cible}."


def _tracer(resultat: Resultat, points: tuple[tuple[int, float], ...]) -> Figure:
    with toile.reglages():
        figure = toile.toile(LARGEUR, HAUTEUR)
        axes = figure.add_axes((0.06, 0.12, 0.9, 0.8))
        annees, valeurs = zip(*points, strict=True)
        if attendues := sorted(resultat.trajectoire.items()):
            axes.plot(*zip(*attendues, strict=True), color=GRIS, lw=1.4, ls=(0, (1, 2.2)), zorder=1)
        if resultat.cible is not None:
            annee = resultat.annee_cible or annees[-1]
            axes.plot([annee - 0.3, annee + 0.3], [resultat.cible] * 2, color=ENCRE, lw=3, solid_capstyle="butt")
            texte = f"cible {nombre(resultat.cible)}".replace("\u202f", INSECABLE)
            axes.annotate(texte, (annee, resultat.cible), xytext=(0, 6), textcoords="offset points", ha="center")
        axes.plot(annees, valeurs, color=MARINE, lw=2.2, marker="o", ms=6, zorder=3)
        for annee, valeur in points:
            texte = nombre(valeur).replace("\u202f", INSECABLE)
            axes.annotate(texte, (annee, valeur), xytext=(0, 8), textcoords="offset points", ha="center", weight=600)
        axes.margins(x=0.08, y=0.2)
        axes.set_yticks([])
        axes.spines["left"].set_visible(False)
        tous = sorted({*annees, *resultat.trajectoire, *([resultat.annee_cible] if resultat.annee_cible else [])})
        axes.set_xticks(range(tous[0], tous[-1] + 1))
        return figure
