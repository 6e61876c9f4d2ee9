"""Ce qui se contredit d'une colonne à l'autre dans une table à juger : dit avec ce qui en est fait."""

from __future__ import annotations

from collections.abc import Iterator

from evaltools.acces.tables_points import Point
from evaltools.domaine.cadrage import Cadre, Cible
from evaltools.domaine.cibles import NATURES_PAR_ELLES_MEMES
from evaltools.domaine.lexique import Cumul, PeriodiciteCible, Sens, TypeCible

Contraire = tuple[str, str]
"""Un constat, et ce qui en est fait."""

_RELATIVES = (TypeCible.VARIATION_PCT, TypeCible.VARIATION_POINTS)


def contraires(cadre: Cadre, points: list[Point]) -> Iterator[Contraire]:
    """Rend les définitions d'un indicateur qui ne vont pas ensemble.

    Parameters
    ----------
    cadre : Cadre
        L'indicateur, tel que la table le définit.
    points : list of Point
        Ses lignes.
    """
    if cadre.cumul is Cumul.FLUX and cadre.sens is Sens.BAISSE and cadre.nature not in NATURES_PAR_ELLES_MEMES:
        yield "un flux ne peut pas viser une baisse", "l'indicateur est non évaluable (règle R-01)"
    if cadre.nature in NATURES_PAR_ELLES_MEMES and cadre.sens in (Sens.BAISSE, Sens.MAINTIEN, Sens.PLAGE):
        yield f"nature « {cadre.nature} » et sens « {cadre.sens} »", "le sens est une hausse : il s'agit d'être fait"
    if cadre.cible_initiale is not None:
        yield from _de_la_cible(cadre, cadre.cible_initiale)
    un_seul = [p for p in points if (p.numerateur is None) != (p.denominateur is None) and p.valeur is None]
    if un_seul:
        yield f"un numérateur ou un dénominateur seul (ligne {un_seul[0].ligne})", "ce rapport ne se calcule pas"


def _de_la_cible(cadre: Cadre, cible: Cible) -> Iterator[Contraire]:
    basse, haute = cible.borne_basse, cible.borne_haute
    if basse is not None and haute is not None and basse > haute:
        yield "la borne basse dépasse la borne haute", "une plage ainsi bornée n'est pas une cible"
    if cadre.sens is Sens.PLAGE and basse is None and haute is None and cible.tolerance is None:
        yield "une plage sans borne ni tolérance", "il n'y a pas de cible à juger"
    depart, annuelle = cadre.annee_initiale, cible.periodicite is PeriodiciteCible.ANNUELLE
    if depart is not None and cible.annee is not None and cible.annee <= depart and not annuelle:
        yield (
            f"l'échéance ({cible.annee}) n'est pas après l'année initiale ({depart})",
            "il n'y a pas de chemin entre les deux : la part attendue ne se calcule pas",
        )
    if cible.type_cible is TypeCible.SOMME_ANNUELLE and not cible.annuelles and cible.valeur is None:
        yield "une somme de cibles annuelles sans aucune cible annuelle", "il n'y a pas de cible à juger"
    if cible.type_cible in _RELATIVES and cadre.valeur_initiale is None and not cible.annuelles:
        yield "une cible relative sans valeur initiale", "elle ne se lit pas (règle R-02)"
