"""Les contrôles du domaine sur l'avancement, le financement et les enquêtes. Rien n'y est corrigé, tout est dit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise

from evaltools.domaine.avancement import Avancement
from evaltools.domaine.coherence import Doute
from evaltools.domaine.enquetes import Enquete
from evaltools.domaine.finances import LigneFinanciere
from evaltools.domaine.lexique import EtatAction
from evaltools.domaine.nombres import ecrire_nombre

_FINIS = (EtatAction.REALISEE, EtatAction.REALISEE_PARTIELLEMENT)
_SANS_FIN = (EtatAction.A_VENIR, EtatAction.NON_DEMARREE, EtatAction.EN_COURS)
_DATES = {"debut_reel": "le début réel", "fin_revisee": "la nouvelle date de fin", "fin_reelle": "la fin réelle"}


def douter_de_l_avancement(avancement: Avancement, mot: str) -> Iterator[Doute]:
    """Vérifie qu'un état porte ce qu'il exige (methode §9), et que les dates se suivent.

    Parameters
    ----------
    mot : str
        Mot du classeur pour l'état déclaré (« reportée »).

    Examples
    --------
    >>> [d.code for d in douter_de_l_avancement(Avancement("A", "A", 2026, EtatAction.REPORTEE), "reportée")]
    ['ACT-03', 'ACT-04']
    """
    a = avancement
    details: dict[str, object] = {"objet": a.objet, "etat": mot}
    if a.etat is EtatAction.REPORTEE and a.fin_revisee is None:
        yield Doute("ACT-03", "fin_revisee", details=details)
    if a.etat in (EtatAction.REPORTEE, EtatAction.SUSPENDUE) and not a.motif:
        yield Doute("ACT-04", "motif", details=details)
    if a.etat is EtatAction.ARRETEE and not a.decision:
        yield Doute("ACT-05", "decision", details=details)
    if a.etat in _FINIS and a.fin_reelle is None:
        yield Doute("ACT-06", "fin_reelle", details=details)
    if a.etat in _SANS_FIN and a.fin_reelle is not None:
        yield Doute("ACT-12", "fin_reelle", details={**details, "date": _day(a.fin_reelle)})
    for later in ("fin_revisee", "fin_reelle"):
        end: date | None = getattr(a, later)
        if a.debut_reel is not None and end is not None and a.debut_reel > end:
            order = {"premiere": _DATES["debut_reel"], "premiere_date": _day(a.debut_reel)}
            yield Doute(
                "ACT-07", later, details={**details, **order, "seconde": _DATES[later], "seconde_date": _day(end)}
            )


def douter_de_l_ensemble(action: str, avancements: Sequence[Avancement]) -> Iterator[Doute]:
    """Vérifie qu'une action réalisée a au moins une opération réalisée, et que son état est donné.

    Examples
    --------
    >>> [d.code for d in douter_de_l_ensemble("A", [Avancement("A", "A", 2026)])]
    ['ACT-11']
    """
    whole = next((a for a in avancements if a.objet == action), None)
    parts = [a for a in avancements if a.objet != action]
    if whole is None or whole.etat is None:
        yield Doute("ACT-11", "etat", details={"objet": action})
    elif whole.etat is EtatAction.REALISEE and parts and not any(a.etat in _FINIS for a in parts):
        yield Doute("ACT-10", "etat", details={"objet": action})


def douter_du_financement(ligne: LigneFinanciere) -> Iterator[Doute]:
    """Vérifie les montants d'un financeur : positifs, et pas plus payé qu'engagé.

    Examples
    --------
    >>> [d.code for d in douter_du_financement(LigneFinanciere("A", 2026, "ARS", engage_eur=10, paye_eur=12))]
    ['VAL-53']
    """
    if ligne.engage_eur is not None and ligne.paye_eur is not None and ligne.paye_eur > ligne.engage_eur:
        yield Doute(
            "VAL-53",
            "paye_eur",
            details={
                "objet": ligne.financeur,
                "paye": ecrire_nombre(ligne.paye_eur),
                "engage": ecrire_nombre(ligne.engage_eur),
            },
        )


def douter_de_l_enquete(enquete: Enquete) -> Iterator[Doute]:
    """Vérifie que les effectifs d'une enquête s'emboîtent, et qu'une enquête non réalisée n'a pas de réponses.

    Examples
    --------
    >>> enquete = Enquete("A", "A-1", "ensemble", "2026", sollicites=10, repondants=12)
    >>> [d.code for d in douter_de_l_enquete(enquete)]
    ['VAL-48']
    """
    e = enquete
    chain = (("les satisfaits", "satisfaits", e.satisfaits), ("les répondants", "repondants", e.repondants),
             ("les sollicités", "sollicites", e.sollicites))  # fmt: skip
    known = [(name, key, number) for name, key, number in chain if number is not None]
    for (small, key, few), (great, _, many) in pairwise(known):
        if few > many:
            yield Doute(
                "VAL-48",
                key,
                True,
                {
                    "petit": small,
                    "petit_nombre": ecrire_nombre(few),
                    "grand": great,
                    "grand_nombre": ecrire_nombre(many),
                },
            )
    if e.realisee is False and any(number for _, _, number in known):
        yield Doute("VAL-49", "realisee")


def _day(day: date) -> str:
    return f"{day:%d/%m/%Y}"
