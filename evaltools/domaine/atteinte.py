"""Le jugement d'un indicateur : degré d'atteinte, rythme et verdict (methode §4 et §5).

``juger`` réunit ce qu'il faut savoir (cible, valeur, chemin prévu), puis parcourt la table du module ``verdicts`` : la
première ligne qui convient l'emporte. Jalons et cibles annuelles ont leurs propres règles (modules ``jalons`` et
``annuel``).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from evaltools.domaine import annuel, jalons
from evaltools.domaine.bareme import Bareme
from evaltools.domaine.cadrage import Cadre, Cible
from evaltools.domaine.cibles import NATURES_PAR_ELLES_MEMES, TOLERANCE, CibleResolue, en_vigueur, resoudre
from evaltools.domaine.dossier import Dossier, annee_de_depart, debut_du_flux, flux_en_baisse
from evaltools.domaine.doute import douter
from evaltools.domaine.jugement import Contexte, Jugement, sans_repetition
from evaltools.domaine.lexique import Alerte, Motif, Nature, PeriodiciteCible, Sens, Verdict
from evaltools.domaine.mesures import Serie
from evaltools.domaine.valeur_jugee import ValeurJugee, choisir, est_sans_objet


def juger(
    cadre: Cadre,
    serie: Serie,
    annee: int,
    *,
    debut: int | None = None,
    fin: int | None = None,
    bareme: Bareme,
    finale: bool | None = None,
    partielles: frozenset[int] = frozenset(),
) -> Jugement:
    """Juge un indicateur sur un territoire, une année (règles R-01 à R-48 de docs/methode.md).

    Parameters
    ----------
    cadre : Cadre
        Ce qui a été décidé : sens, cumul, cible, valeur initiale. Rien n'y est supposé.
    serie : Serie
        Les mesures ; ce qui suit ``annee`` n'est pas lu.
    annee : int
        Année d'évaluation.
    debut, fin : int, optional
        Première et dernière année du contrat ; ``None`` : inconnues.
    bareme : Bareme
        Les seuils.
    finale : bool, optional
        Force les verdicts de fin de contrat (``True``) ou annuels (``False``) ; ``None`` : l'échéance décide.
    partielles : frozenset of int
        Années que le contrat ne couvre qu'en partie.

    Returns
    -------
    Jugement

    Examples
    --------
    Un temps d'accès de 12 minutes, à ramener à 10, en est à 11 : la moitié du chemin.

    >>> cadre = Cadre(
    ...     "F1", sens=Sens.BAISSE, valeur_initiale=12, annee_initiale=2020, cible_initiale=Cible(10, annee=2028)
    ... )
    >>> jugement = juger(cadre, Serie.de({2025: 11}), 2025, bareme=Bareme())
    >>> jugement.degre_atteinte, jugement.part_attendue, str(jugement.verdict)
    (0.5, 0.625, 'À accélérer')
    """
    contexte = Contexte(annee, debut, fin, finale, partielles)
    cible = en_vigueur(cadre, annee)
    jugement = _juger(_preciser(cadre), serie, cible, contexte, bareme)
    return replace(jugement, alertes=sans_repetition(_alertes_communes(cadre, cible, jugement)))


def _juger(cadre: Cadre, serie: Serie, cible: Cible | None, contexte: Contexte, bareme: Bareme) -> Jugement:
    par_an = cible is not None and cible.periodicite is PeriodiciteCible.ANNUELLE
    annuelle = par_an and not flux_en_baisse(cadre)
    debut = debut_du_flux(cadre, serie, contexte)
    if not annuelle and est_sans_objet(serie, contexte.annee, cadre.cumul, debut):
        return Jugement(Verdict.SANS_OBJET, Motif.SANS_OBJET, 1)
    if cadre.nature is Nature.TEXTE:
        return Jugement(Verdict.NON_EVALUABLE, Motif.NATURE_NON_NOTEE, 3)
    if cible is not None and annuelle:
        return annuel.juger(cadre, cible, serie, contexte, bareme)
    jugee = _valeur(cadre, serie, contexte, bareme)
    resolue = _resoudre(cadre, cible, jugee, bareme)
    if resolue is None:
        return _sans_cible(cadre, cible, jugee)
    if cadre.nature is Nature.JALON:
        return jalons.juger(resolue, serie, contexte)
    dossier = Dossier(cadre, serie, resolue, jugee, contexte, bareme)
    return douter(dossier, dossier.juger())


def _preciser(cadre: Cadre) -> Cadre:
    """Complète ce que la nature impose : un jalon ou des étapes partent de zéro et montent (règles R-17 et R-18)."""
    if cadre.nature in NATURES_PAR_ELLES_MEMES:
        return replace(cadre, sens=Sens.HAUSSE, cumul=None)
    return cadre


def _valeur(cadre: Cadre, serie: Serie, contexte: Contexte, bareme: Bareme) -> ValeurJugee:
    depart = None if cadre.nature is Nature.ETAPES else annee_de_depart(cadre, contexte)
    debut = debut_du_flux(cadre, serie, contexte)
    return choisir(serie, contexte.annee, cadre.cumul, bareme, depart=depart, debut=debut)


def _resoudre(cadre: Cadre, cible: Cible | None, jugee: ValeurJugee, bareme: Bareme) -> CibleResolue | None:
    """Résout la cible ; pour des étapes, toutes celles qui s'appliquent (le dénominateur) sont la cible."""
    if cible is None or cadre.nature is not Nature.ETAPES:
        return resoudre(cadre, cible, bareme)
    source = jugee.source
    if source is not None and source.denominateur:
        return resoudre(cadre, replace(cible, valeur=1.0), bareme)
    if cible.valeur is None and jugee.valeur is not None and jugee.valeur > 1 + TOLERANCE:
        return None
    return resoudre(cadre, cible, bareme)


def _sans_cible(cadre: Cadre, cible: Cible | None, jugee: ValeurJugee) -> Jugement:
    """Rend un indicateur sans cible (ligne 2) : la valeur et la tendance sont montrées, rien n'est jugé."""
    return Jugement(
        Verdict.NON_EVALUABLE,
        Motif.PAS_DE_CIBLE,
        2,
        valeur_initiale=cadre.valeur_initiale,
        annee_initiale=cadre.annee_initiale,
        annee_cible=None if cible is None else cible.annee,
        valeur=jugee.valeur,
        annee_valeur=jugee.annee,
        alertes=jugee.alertes,
        source=jugee.source,
    )


def _alertes_communes(cadre: Cadre, cible: Cible | None, jugement: Jugement) -> Iterator[Alerte]:
    """Ajoute aux alertes du jugement celles qui tiennent à l'indicateur lui-même."""
    yield from jugement.alertes
    if cible is None or jugement.verdict is Verdict.SANS_OBJET:
        return
    if flux_en_baisse(cadre):
        yield Alerte.FLUX_ET_BAISSE
    if cadre.nature is Nature.ECHELLE:
        yield Alerte.ECHELLE_ORDINALE
    if cible is cadre.cible_revisee:
        yield Alerte.CIBLE_REVISEE
