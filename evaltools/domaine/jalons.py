"""Les jalons : fait, fait en retard, non échu, non fait à l'échéance, abandonné (règle R-17)."""

from __future__ import annotations

from datetime import date

from evaltools.domaine.cibles import CibleResolue
from evaltools.domaine.jugement import Contexte, Jugement, oui_non
from evaltools.domaine.lexique import Alerte, Motif, Verdict
from evaltools.domaine.mesures import Mesure, Serie
from evaltools.domaine.valeur_jugee import raison_de_l_absence


def juger(cible: CibleResolue, serie: Serie, contexte: Contexte) -> Jugement:
    """Juge un jalon : 1 s'il est fait à l'année d'évaluation, 0 sinon ; ce qui est fait le reste.

    Parameters
    ----------
    cible : CibleResolue
        Son année est l'échéance ; à défaut, la dernière année du contrat (dite supposée).
    serie : Serie
        1 (ou la valeur de la cible) : fait ; 0 : pas encore. La première année faite est celle du jalon.
    contexte : Contexte
        Année d'évaluation et dates du contrat.

    Returns
    -------
    Jugement
        « Non échu » sort du dénominateur ; abandonné, il y reste comme non atteint.
    """
    echeance = contexte.fin if cible.annee is None else cible.annee
    connues = [m for m in reversed(list(serie.jusqu_a(contexte.annee))) if m.connue]
    faite = next((m for m in connues if m.valeur is not None and cible.atteinte(m.valeur)), None)
    montree = faite or (connues[-1] if connues else None)
    verdict, motif, score = _trancher(faite, montree, echeance, serie, contexte)
    valeur = montree.valeur if montree else None
    abandonne = motif is Motif.ABANDONNE
    return Jugement(
        verdict,
        motif,
        cible=cible.valeur,
        annee_cible=echeance,
        valeur=valeur,
        annee_valeur=annee_du_fait(montree) if montree else None,
        cible_atteinte=oui_non(None if montree is None and not abandonne else faite is not None),
        degre_atteinte=1.0 if faite else 0.0 if montree or abandonne else None,
        score=score,
        reste_a_faire=None if valeur is None else cible.reste(valeur),
        alertes=(Alerte.ECHEANCE_SUPPOSEE,) if cible.annee is None and echeance is not None else (),
        source=montree,
    )


def annee_du_fait(mesure: Mesure) -> int:
    """Rend l'année où un jalon a été fait : celle de la date remontée, sinon celle de la collecte.

    Examples
    --------
    >>> annee_du_fait(Mesure(2026, valeur=1, texte="2025-11-03")), annee_du_fait(Mesure(2026, valeur=1, texte="oui"))
    (2025, 2026)
    """
    try:
        le = date.fromisoformat(mesure.texte)
    except ValueError:
        return mesure.annee
    return min(le.year, mesure.annee)


def _trancher(
    faite: Mesure | None, montree: Mesure | None, echeance: int | None, serie: Serie, contexte: Contexte
) -> tuple[Verdict, Motif | None, float | None]:
    """Décide, dans l'ordre : fait (à temps ou en retard), abandonné, sans échéance, non échu, inconnu, non fait."""
    if faite is not None:
        en_retard = echeance is not None and annee_du_fait(faite) > echeance
        return Verdict.ATTEINT, Motif.EN_RETARD if en_retard else None, 1.0
    if serie.abandon is not None and serie.abandon <= contexte.annee:
        return Verdict.NON_ATTEINT, Motif.ABANDONNE, 0.0
    if echeance is None:
        return Verdict.NON_EVALUABLE, Motif.ECHEANCE_INCONNUE, None
    if contexte.annee < echeance:
        return Verdict.NON_ECHU, Motif.NON_ECHU, None
    if montree is None:
        return Verdict.NON_EVALUABLE, raison_de_l_absence(serie, contexte.annee), None
    return Verdict.NON_ATTEINT, Motif.STAGNATION, 0.0
