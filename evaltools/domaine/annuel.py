"""Les cibles annuelles (« au moins 2 par an ») : chaque année se juge par elle-même (règle R-48).

Deux réunions en 2025 et une en 2026, pour deux attendues chaque année, donnent « Atteint » puis « Partiellement
atteint » ; sur le contrat, « 1 année sur 2 », et jamais « 3 sur 2 ».
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from evaltools.domaine.bareme import Bareme
from evaltools.domaine.cadrage import Cadre, Cible
from evaltools.domaine.cibles import TOLERANCE, CibleResolue, resoudre
from evaltools.domaine.doute import completer, marge_de, verdicts_possibles
from evaltools.domaine.incertitude import QUANTILE
from evaltools.domaine.jugement import Contexte, Jugement, Moment, borner, oui_non, sans_repetition
from evaltools.domaine.lexique import Alerte, Motif, Qualite, Sens, TypeCible, Verdict
from evaltools.domaine.mesures import Mesure, Serie
from evaltools.domaine.trajectoire import exact
from evaltools.domaine.valeur_jugee import raison_de_l_absence
from evaltools.domaine.verdicts import au_moins


@dataclass(frozen=True, slots=True)
class _Annee:
    """Une année jugée par elle-même : sa mesure, sa cible, et si elle est atteinte (``None`` : pas de valeur)."""

    mesure: Mesure
    cible: CibleResolue
    atteinte: bool | None
    degre: float | None


def juger(cadre: Cadre, cible: Cible, serie: Serie, contexte: Contexte, bareme: Bareme) -> Jugement:
    """Juge une cible annuelle : l'année d'évaluation avant l'échéance, toutes les années du contrat à l'échéance.

    Parameters
    ----------
    cadre : Cadre
        L'indicateur ; sans sens, il n'est pas évaluable.
    cible : Cible
        Sa valeur vaut chaque année, sauf celles que ``annuelles`` fixe autrement.
    serie : Serie
        Les mesures : jamais additionnées, jamais reprises d'une autre année.
    contexte : Contexte
        Une année partielle ne se juge pas.
    bareme : Bareme
        Seuil de « Partiellement atteint ».
    """
    cible = cible if cible.annee is not None else replace(cible, annee=contexte.fin)
    if contexte.moment(cible.annee) is Moment.FINAL:
        return _contrat(cadre, cible, serie, contexte, bareme)
    if serie.mesure(contexte.annee).sans_objet:
        return Jugement(Verdict.SANS_OBJET, Motif.SANS_OBJET, 1, annee_cible=cible.annee)
    annee = _annee(cadre, cible, serie, contexte.annee, bareme)
    if cadre.sens is None and annee is not None and annee.atteinte is not None:
        return _inconnu(annee, Motif.SENS_INCONNU, cible.annee)
    if contexte.annee in contexte.partielles:
        return replace(_sans_verdict(annee, Motif.ANNEE_PARTIELLE, cible.annee), alertes=(Alerte.ANNEE_PARTIELLE,))
    jugement = _une_annee(annee, contexte, cible.annee, bareme)
    return jugement if annee is None else _douter_de_l_annee(cadre, jugement, annee, contexte, bareme)


def _annee(cadre: Cadre, cible: Cible, serie: Serie, annee: int, bareme: Bareme) -> _Annee | None:
    """Confronte une année à sa cible ; ``None`` si elle n'en a pas."""
    resolue = resoudre(cadre, _cible_de(cible, annee), bareme)
    if resolue is None or resolue.relative_sans_depart:
        return None
    return _confronter(cadre, serie.mesure(annee), resolue)


def _confronter(cadre: Cadre, mesure: Mesure, resolue: CibleResolue) -> _Annee:
    if not mesure.connue or mesure.valeur is None:
        return _Annee(mesure, resolue, None, None)
    degre = None
    if cadre.sens is Sens.HAUSSE and resolue.valeur:
        degre = mesure.valeur / resolue.valeur
    return _Annee(mesure, resolue, resolue.atteinte(mesure.valeur), degre)


def _cible_de(cible: Cible, annee: int) -> Cible:
    """Rend la cible d'une année : celle qui lui est fixée, sinon la commune."""
    if annee in cible.annuelles:
        return replace(cible, valeur=cible.annuelles[annee], type_cible=TypeCible.ABSOLU, annuelles={})
    type_cible = TypeCible.ABSOLU if cible.type_cible is TypeCible.SOMME_ANNUELLE else cible.type_cible
    return replace(cible, type_cible=type_cible, annuelles={})


def _une_annee(annee: _Annee | None, contexte: Contexte, echeance: int | None, bareme: Bareme) -> Jugement:
    if annee is None:
        return Jugement(Verdict.NON_EVALUABLE, Motif.PAS_DE_CIBLE, 2, annee_cible=echeance)
    if annee.atteinte is None:
        motif = Motif.SECRET if annee.mesure.secrete else raison_de_l_absence(_seule(annee.mesure), contexte.annee)
        return _sans_verdict(annee, motif, echeance)
    verdict, score = Verdict.NON_ATTEINT, borner(annee.degre or 0.0)
    if annee.atteinte:
        verdict, score = Verdict.ATTEINT, 1.0
    elif _a_moitie(annee, bareme):
        verdict = Verdict.PARTIELLEMENT_ATTEINT
    commun = _sans_verdict(annee, None, echeance)
    return replace(
        commun, verdict=verdict, cible_atteinte=oui_non(annee.atteinte), degre_atteinte=annee.degre, score=score
    )


def _douter_de_l_annee(cadre: Cadre, jugement: Jugement, annee: _Annee, contexte: Contexte, bareme: Bareme) -> Jugement:
    """Complète le jugement d'une année de ce que sa marge d'erreur laisse possible (règle R-53)."""
    marge, cible = marge_de(annee.mesure, bareme.deff), annee.cible
    valeur = annee.mesure.valeur
    if marge is None or annee.atteinte is None or valeur is None:
        return jugement

    def juger_a(valeur: float) -> Verdict:
        autre = _confronter(cadre, replace(annee.mesure, valeur=valeur), cible)
        return _une_annee(autre, contexte, None, bareme).verdict

    moitie = bareme.partiellement_atteint * (cible.valeur or 0.0)
    demi = QUANTILE * marge.erreur_type
    possibles = verdicts_possibles(juger_a, valeur - demi, valeur + demi, (cible.basse, cible.haute, moitie))
    return completer(jugement, marge, possibles, demi / abs(cible.valeur) if cible.valeur else None)


def _douter_du_contrat(jugement: Jugement, jugees: Sequence[_Annee], bareme: Bareme) -> Jugement:
    """Complète le jugement du contrat : chaque année qui a une marge peut être atteinte, ou ne pas l'être."""
    acquises = possibles = 0
    derniere = None
    for annee in jugees:
        marge = marge_de(annee.mesure, bareme.deff)
        bas = haut = annee.mesure.valeur if annee.atteinte is not None else None
        if marge is not None and bas is not None and haut is not None:
            demi = QUANTILE * marge.erreur_type
            bas, haut, derniere = bas - demi, haut + demi, marge
        if bas is not None and haut is not None:
            acquises += annee.cible.basse - TOLERANCE <= bas and haut <= annee.cible.haute + TOLERANCE
            possibles += bas <= annee.cible.haute + TOLERANCE and annee.cible.basse - TOLERANCE <= haut
    verdicts = [_du_contrat(n, len(jugees)) for n in range(acquises, possibles + 1)]
    return completer(jugement, derniere, verdicts, None)


def _du_contrat(atteintes: int, applicables: int) -> Verdict:
    """Rend le verdict du contrat : toutes les années atteintes, au moins une, aucune."""
    if atteintes == applicables:
        return Verdict.ATTEINT
    return Verdict.PARTIELLEMENT_ATTEINT if atteintes else Verdict.NON_ATTEINT


def _a_moitie(annee: _Annee, bareme: Bareme) -> bool:
    """Dit si P atteint le seuil de « Partiellement atteint » (0,50), comparé exactement."""
    if annee.degre is None or annee.mesure.valeur is None or not annee.cible.valeur:
        return False
    return au_moins(exact(annee.mesure.valeur) / exact(annee.cible.valeur), bareme.partiellement_atteint)


def _contrat(cadre: Cadre, cible: Cible, serie: Serie, contexte: Contexte, bareme: Bareme) -> Jugement:
    """Juge toutes les années applicables : toutes atteintes, au moins une, ou aucune."""
    jugees = list(_annees_applicables(cadre, cible, serie, contexte, bareme))
    if not jugees:
        if any(m.sans_objet for m in serie.jusqu_a(contexte.annee)):
            return Jugement(Verdict.SANS_OBJET, Motif.SANS_OBJET, 1, annee_cible=cible.annee)
        if not contexte.partielles:
            return Jugement(Verdict.NON_EVALUABLE, Motif.PAS_DE_CIBLE, 2, annee_cible=cible.annee)
        return _sans_verdict(None, Motif.ANNEE_PARTIELLE, cible.annee)
    connues = [a for a in jugees if a.atteinte is not None]
    derniere = connues[-1] if connues else jugees[-1]
    secret = any(a.mesure.secrete for a in jugees)
    if not connues or secret:
        motif = Motif.SECRET if secret else raison_de_l_absence(serie, contexte.annee)
        return _inconnu(derniere, motif, cible.annee)
    if cadre.sens is None:
        return _inconnu(derniere, Motif.SENS_INCONNU, cible.annee)
    atteintes = sum(a.atteinte is True for a in jugees)
    part = atteintes / len(jugees)
    incomplet = (Alerte.CUMUL_INCOMPLET,) if len(connues) < len(jugees) else ()
    commun = _sans_verdict(derniere, None, cible.annee)
    jugement = replace(
        commun,
        verdict=_du_contrat(atteintes, len(jugees)),
        cible_atteinte=oui_non(atteintes == len(jugees)),
        degre_atteinte=part,
        score=part,
        alertes=sans_repetition((*incomplet, *commun.alertes)),
        annees_atteintes=atteintes,
        annees_applicables=len(jugees),
    )
    return _douter_du_contrat(jugement, jugees, bareme)


def _annees_applicables(
    cadre: Cadre, cible: Cible, serie: Serie, contexte: Contexte, bareme: Bareme
) -> Sequence[_Annee]:
    """Rend les années à juger, du début du contrat à l'échéance : ni partielles, ni sans objet, ni sans cible."""
    premiere = min({*serie.mesures, *cible.annuelles}, default=contexte.annee)
    debut = premiere if contexte.debut is None else contexte.debut
    derniere = contexte.annee if cible.annee is None else min(contexte.annee, cible.annee)
    annees = (an for an in range(debut, derniere + 1) if an not in contexte.partielles)
    jugees = (_annee(cadre, cible, serie, an, bareme) for an in annees)
    return [a for a in jugees if a is not None and not a.mesure.sans_objet]


def _sans_verdict(annee: _Annee | None, motif: Motif | None, echeance: int | None) -> Jugement:
    """Montre la valeur et la cible d'une année, sans la juger."""
    if annee is None:
        return Jugement(Verdict.NON_EVALUABLE, motif, 3, cible_atteinte="inconnu", annee_cible=echeance)
    connue = annee.mesure.connue and annee.mesure.valeur is not None
    return Jugement(
        Verdict.NON_EVALUABLE,
        motif,
        cible=annee.cible.valeur,
        annee_cible=echeance,
        valeur=annee.mesure.valeur if connue else None,
        annee_valeur=annee.mesure.annee if connue else None,
        cible_atteinte=oui_non(annee.atteinte),
        reste_a_faire=annee.cible.reste(annee.mesure.valeur) if connue and annee.mesure.valeur is not None else None,
        alertes=tuple(_reserves(annee.mesure)),
        source=annee.mesure if connue else None,
    )


def _inconnu(annee: _Annee, motif: Motif, echeance: int | None) -> Jugement:
    """Montre une valeur dont on ne peut pas dire si elle suffit : pas de sens (R-01), ou une année secrète."""
    return replace(_sans_verdict(annee, motif, echeance), cible_atteinte="inconnu")


def _reserves(mesure: Mesure) -> list[Alerte]:
    dites = {
        Alerte.CUMUL_INCOMPLET: mesure.connue and not mesure.complete,
        Alerte.PROVISOIRE: Qualite.PROVISOIRE in mesure.qualites,
        Alerte.ESTIME: Qualite.ESTIME in mesure.qualites,
    }
    return [alerte for alerte, vraie in dites.items() if vraie]


def _seule(mesure: Mesure) -> Serie:
    return Serie({mesure.annee: mesure})
