"""Quand une action d'exemple démarre : ce que dit le calendrier de sa fiche, ou de celle de l'opération."""

from __future__ import annotations

from evaltools.domaine.programme import Action, Fiche, Programme


def premiere_annee(programme: Programme, action: Action, operation: str | None) -> int:
    """Rend l'année où l'action (ou son opération) démarre, d'après le calendrier ; à défaut celle du contrat."""
    debuts = [f.calendrier.debut for f in fiches_de(action, operation) if f.calendrier.debut is not None]
    annee = debuts[0].year if debuts else programme.debut.year
    return min(max(annee, programme.annees[0]), programme.annees[-1])


def fiches_de(action: Action, operation: str | None) -> tuple[Fiche, ...]:
    """Rend la fiche de l'opération, si elle en a une, puis celle de l'action."""
    propres = tuple(o.fiche for o in action.operations if o.code == operation)
    return (*propres, action.fiche)
