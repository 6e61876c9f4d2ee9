"""Les points d'une projection : ceux d'un stock ou d'un ratio que l'on peut comparer entre eux (règle R-26)."""

from __future__ import annotations

from dataclasses import replace

from evaltools.domaine.bareme import Bareme
from evaltools.domaine.cadrage import Cadre
from evaltools.domaine.cibles import en_vigueur, resoudre
from evaltools.domaine.dossier import annee_de_depart
from evaltools.domaine.jugement import Contexte, Jugement
from evaltools.domaine.lexique import Cumul, Motif, Nature, PeriodiciteCible, Qualite, Verdict
from evaltools.domaine.mesures import Serie
from evaltools.domaine.programme import Programme
from evaltools.domaine.projection import Projection, projeter

_NATURES_SANS_DROITE = (Nature.JALON, Nature.ETAPES, Nature.ECHELLE, Nature.TEXTE)


def prolonger(
    cadre: Cadre, serie: Serie, jugement: Jugement, annee: int, programme: Programme, bareme: Bareme
) -> Projection | None:
    """Projette un stock ou un ratio à la fin du contrat ; ``None`` quand une droite n'aurait pas de sens.

    Un flux, un jalon, des étapes, une échelle, une cible annuelle, un indicateur sans objet ou secret ne se projettent
    pas. Les points sont la valeur initiale et les valeurs connues depuis ; ceux d'avant une rupture sont laissés.
    """
    if cadre.cumul not in (Cumul.STOCK, Cumul.RATIO) or cadre.nature in _NATURES_SANS_DROITE:
        return None
    if jugement.verdict is Verdict.SANS_OBJET or jugement.motif is Motif.SECRET or jugement.valeur is None:
        return None
    cible = en_vigueur(cadre, annee)
    if cible is not None and cible.periodicite is PeriodiciteCible.ANNUELLE:
        return None
    depart = annee_de_depart(cadre, Contexte(annee, programme.debut.year, programme.fin.year))
    mesures = [m for m in serie.jusqu_a(annee, apres=depart) if m.connue and m.valeur is not None]
    ruptures = [m.annee for m in serie.jusqu_a(annee) if Qualite.RUPTURE in m.qualites]
    premiere = max(ruptures, default=None)
    points = {m.annee: m.valeur for m in mesures if m.valeur is not None and (premiere is None or m.annee >= premiere)}
    if cadre.valeur_initiale is not None and depart is not None and (premiere is None or depart >= premiere):
        points[depart] = cadre.valeur_initiale
    projection = projeter(points, programme.fin.year)
    if projection is None:
        return None
    provisoire = any(Qualite.PROVISOIRE in m.qualites and m.annee in points for m in mesures)
    visee = resoudre(cadre, cible, bareme) if cadre.sens is not None else None
    connue = visee is not None and not visee.relative_sans_depart
    atteinte = visee.atteinte(projection.valeur) if visee is not None and connue else None
    return replace(projection, provisoire=provisoire, atteinte=atteinte)
