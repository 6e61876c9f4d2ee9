"""Quelle valeur est jugée : la dernière connue d'un stock, le cumul d'un flux (règles R-05, R-08 à R-11).

Une année qui manque n'est pas un zéro : elle laisse la dernière valeur d'un stock, et fait d'un cumul un minimum.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from evaltools.domaine.bareme import Bareme
from evaltools.domaine.lexique import Alerte, Cumul, EtatValeur, Motif, Qualite
from evaltools.domaine.mesures import Mesure, Serie
from evaltools.domaine.nombres import additionner


@dataclass(frozen=True, slots=True)
class ValeurJugee:
    """La valeur que l'on juge, son année, et d'où elle vient ; ou la raison pour laquelle il n'y en a pas.

    ``empechement`` : motif de la ligne 3 (``None`` : la valeur peut être jugée). La valeur reste montrée quand elle
    existe mais ne peut pas servir (trop ancienne, rupture de série).
    """

    valeur: float | None = None
    annee: int | None = None
    empechement: Motif | None = None
    alertes: tuple[Alerte, ...] = ()
    source: Mesure | None = None


def est_sans_objet(serie: Serie, annee: int, cumul: Cumul | None, debut: int | None = None) -> bool:
    """Dit si l'indicateur ne s'applique pas (ligne 1 du verdict).

    Pour un stock, le dernier état déclaré le dit ; pour un flux, il faut que toutes les années déclarées le disent,
    depuis ``debut``, première année du cumul (``None`` : toute la série). Un blanc ne dit rien. Un abandon déclaré
    après « sans objet » l'emporte.
    """
    declarees = [m for m in serie.jusqu_a(annee) if not m.muette]
    if cumul is Cumul.FLUX:
        declarees = [m for m in declarees if debut is None or m.annee >= debut]
        return bool(declarees) and all(m.sans_objet for m in declarees)
    if not declarees or not declarees[0].sans_objet:
        return False
    return serie.abandon is None or not declarees[0].annee < serie.abandon <= annee


def choisir(
    serie: Serie, annee: int, cumul: Cumul | None, bareme: Bareme, *, depart: int | None, debut: int | None
) -> ValeurJugee:
    """Choisit la valeur jugée.

    Parameters
    ----------
    serie : Serie
        Les mesures de l'indicateur.
    annee : int
        Année d'évaluation : rien d'ultérieur n'est lu.
    cumul : Cumul or None
        Un flux s'additionne depuis ``debut`` ; pour le reste, la dernière valeur connue après ``depart``.
    bareme : Bareme
        Âges à partir desquels une donnée est ancienne, puis trop ancienne.
    depart : int or None
        Année initiale (stock, ratio, échelle) ; ``None`` : inconnue, toute la série est lue.
    debut : int or None
        Première année du contrat (flux) ; ``None`` : la première année de la série.

    Returns
    -------
    ValeurJugee
        Son ``empechement`` ne dit rien du sens ni de la cible, qui se lisent ailleurs.
    """
    jugee = _cumul(serie, annee, debut) if cumul is Cumul.FLUX else _derniere(serie, annee, depart)
    if jugee.annee is None or jugee.empechement is not None:
        return jugee
    age = annee - jugee.annee
    if age > bareme.donnee_trop_ancienne_ans:
        return ValeurJugee(jugee.valeur, jugee.annee, Motif.DONNEE_TROP_ANCIENNE, jugee.alertes, jugee.source)
    if age > bareme.donnee_ancienne_ans:
        alertes = (*jugee.alertes, Alerte.DONNEE_ANCIENNE)
        return ValeurJugee(jugee.valeur, jugee.annee, None, alertes, jugee.source)
    return jugee


def _derniere(serie: Serie, annee: int, depart: int | None) -> ValeurJugee:
    """Rend la dernière valeur connue après l'année initiale ; une valeur secrète plus récente l'emporte et masque."""
    mesures = list(serie.jusqu_a(annee, apres=depart))
    trouvee = next((m for m in mesures if m.connue or m.secrete), None)
    if trouvee is None:
        return ValeurJugee(empechement=_raison(mesures))
    if trouvee.secrete:
        return ValeurJugee(annee=trouvee.annee, empechement=Motif.SECRET, source=trouvee)
    return ValeurJugee(trouvee.valeur, trouvee.annee, None, tuple(_reserves([trouvee])), trouvee)


def _cumul(serie: Serie, annee: int, debut: int | None) -> ValeurJugee:
    """Additionne un flux depuis la première année du contrat ; ce qui manque en fait un minimum."""
    premiere = min(serie.mesures, default=annee) if debut is None else debut
    mesures = [serie.mesure(an) for an in range(premiere, annee + 1)]
    dites = [m for m in mesures if m.connue or m.secrete]
    if not dites:
        return ValeurJugee(empechement=_raison(mesures[::-1]))
    total: float | None = additionner(m.valeur for m in dites if m.valeur is not None)
    if any(m.secrete for m in dites):
        total = serie.cumuls.get(dites[-1].annee)
    if total is None:
        return ValeurJugee(annee=annee, empechement=Motif.SECRET)
    derniere = dites[-1]
    alertes = tuple(_reserves(dites))
    if any(not (m.connue or m.secrete or m.sans_objet) or not m.complete for m in mesures):
        alertes = (Alerte.CUMUL_INCOMPLET, *alertes)
    rompue = any(Qualite.RUPTURE in m.qualites for m in mesures[1:])
    return ValeurJugee(total, derniere.annee, Motif.RUPTURE_DE_SERIE if rompue else None, alertes, derniere)


def rupture_entre(serie: Serie, depart: int | None, annee: int | None) -> bool:
    """Dit si la série se rompt après l'année initiale et jusqu'à la valeur (règle R-11).

    La valeur initiale est réputée recalculée quand le cadrage la date de l'année de la rupture ou d'après. Quand
    l'année initiale est inconnue (``None``), toute la série lue est tenue pour postérieure au départ (règle R-12).
    """
    if annee is None:
        return False
    return any(Qualite.RUPTURE in m.qualites for m in serie.jusqu_a(annee, apres=depart))


def raison_de_l_absence(serie: Serie, annee: int) -> Motif:
    """Dit pourquoi une série n'a pas de valeur à cette année : le dernier état déclaré le dit."""
    return _raison(list(serie.jusqu_a(annee)))


def _raison(mesures: list[Mesure]) -> Motif:
    """Dit pourquoi il n'y a pas de valeur, d'après l'état déclaré le plus récent (le premier de la liste)."""
    declaree = next((m for m in mesures if not m.muette), None)
    if declaree is not None and declaree.denominateur_nul:
        return Motif.DENOMINATEUR_NUL
    if declaree is not None and declaree.etat is EtatValeur.ENQUETE_NON_REALISEE:
        return Motif.ENQUETE_NON_REALISEE
    return Motif.PAS_DE_VALEUR


def _reserves(mesures: list[Mesure]) -> Iterator[Alerte]:
    qualites = {q for m in mesures for q in m.qualites}
    if Qualite.PROVISOIRE in qualites:
        yield Alerte.PROVISOIRE
    if Qualite.ESTIME in qualites:
        yield Alerte.ESTIME
