"""L'en-tête de l'évaluation finale : celui de l'évaluation annuelle, et le bandeau de l'évaluation anticipée."""

from __future__ import annotations

from dataclasses import replace

from evaltools.restitution.annuel import entete
from evaltools.restitution.final.contexte import ContexteFinal
from evaltools.restitution.formats import date_longue
from evaltools.restitution.html import Bloc


def bloc(contexte: ContexteFinal) -> Bloc:
    """Écrit l'en-tête ; avant la fin du contrat, un bandeau le dit."""
    if contexte.anticipee:
        contexte = replace(contexte, avis=(*contexte.avis, avis_d_anticipation(contexte)))
    tete = entete.bloc(contexte)
    return replace(tete, page={**tete.page, "classe": f"ed-finale finale finale-{contexte.edition}"})


def avis_d_anticipation(contexte: ContexteFinal) -> tuple[str, str]:
    """Rend le bandeau d'une évaluation rendue avant l'échéance : ce qui saute aux yeux, ce que cela veut dire."""
    fin, arret = date_longue(contexte.programme.fin), date_longue(contexte.evaluation.arrete_le)
    suite = f"Le contrat court jusqu'au {fin} ; les données sont arrêtées au {arret}."
    return "Évaluation finale anticipée.", f"{suite} Les verdicts sont rendus comme à l'échéance."
