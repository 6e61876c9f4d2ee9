"""Comment lire le contrôle : ce que veulent dire les mots et les gravités."""

from __future__ import annotations

from evaltools.restitution import gabarit
from evaltools.restitution.collecte.contexte import EXPLICATION, Contexte
from evaltools.restitution.html import SECTION, Bloc


def bloc(contexte: Contexte) -> Bloc:
    """Écrit la méthode du contrôle."""
    html = gabarit.remplir("collecte_methode.html.j2", explication=EXPLICATION, publique=contexte.publique)
    return Bloc(SECTION, "methode", "Comment lire cette page", html)
