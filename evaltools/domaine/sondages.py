"""Quelles valeurs viennent d'un échantillon, d'après le document et la feuille « Enquêtes » (règle R-51).

Par défaut, un compte est exhaustif : il n'a pas d'erreur d'échantillon. Un taux vient d'un échantillon quand la feuille
« Enquêtes » dit que moins de personnes ont répondu qu'on n'en a sollicité, ou quand le document dit « si enquête ».
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from evaltools.domaine.enquetes import Enquete
from evaltools.domaine.incertitude import Sondage
from evaltools.domaine.lexique import ENSEMBLE, Cumul
from evaltools.domaine.mesures import Mesure, Serie, facteur_du_ratio
from evaltools.domaine.periodes import lire_periode
from evaltools.domaine.programme import Indicateur


def sonder(
    serie: Serie, indicateur: Indicateur, siren: str, unite: str, cumul: Cumul | None, enquetes: Iterable[Enquete]
) -> Serie:
    """Marque les mesures d'un taux qui viennent d'un échantillon ; les autres restent des comptes exhaustifs.

    Parameters
    ----------
    serie : Serie
        Les mesures d'un territoire.
    indicateur : Indicateur
        ``si_enquete`` : le document dit que la valeur vient d'une enquête.
    siren : str
        Le territoire ; l'ensemble est sondé dès qu'un de ses EPCI l'est.
    unite : str
        Unité de l'indicateur, dont dépend l'échelle du taux.
    cumul : Cumul or None
        Seul un ratio peut être sondé.
    enquetes : iterable of Enquete
        Lignes de la feuille « Enquêtes » de cet indicateur.
    """
    if cumul is not Cumul.RATIO:
        return serie
    partielles, entieres = _annees(enquetes, siren)
    sondage = Sondage(enquete=True, facteur=facteur_du_ratio(unite))

    def marquer(annee: int, mesure: Mesure) -> Mesure:
        dite = annee in partielles or (indicateur.si_enquete and annee not in entieres)
        return replace(mesure, sondage=sondage) if dite and mesure.denominateur else mesure

    return replace(serie, mesures={an: marquer(an, m) for an, m in serie.mesures.items()})


def _annees(enquetes: Iterable[Enquete], siren: str) -> tuple[set[int], set[int]]:
    """Rend les années dont l'enquête est un échantillon, et celles où tous ont répondu."""
    partielles, entieres = set[int](), set[int]()
    for enquete in enquetes:
        annee, taux = _annee(enquete), enquete.taux_de_reponse
        if annee is not None and taux is not None and siren in (ENSEMBLE, enquete.siren):
            (partielles if taux < 1 else entieres).add(annee)
    return partielles, entieres - partielles


def _annee(enquete: Enquete) -> int | None:
    try:
        return lire_periode(enquete.periode).annee
    except ValueError:
        return None  # la période illisible est déjà dite (IND-02)
