"""La page d'accueil des sorties : toutes les campagnes rendues, et un lien vers chacune."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from evaltools.restitution import gabarit
from evaltools.restitution import phrases as p


@dataclass(frozen=True, slots=True)
class CampagneRendue:
    """Une campagne rendue : son programme, son titre, son adresse relative, et combien de rapports elle compte."""

    programme: str
    titre: str
    adresse: str
    rapports: int
    echecs: int
    diffusion: str
    edite_le: date
    fictif: bool = False


def page(campagnes: Sequence[CampagneRendue]) -> str:
    """Écrit la page d'accueil, sans script ni requête ; les campagnes gardent l'ordre reçu."""
    return gabarit.remplir(
        "accueil.html.j2",
        campagnes=[(c, p.compter(c.rapports, p.RAPPORT)) for c in campagnes],
        resume=f"{p.compter(sum(c.rapports for c in campagnes), p.RAPPORT)}.",
        fictif=any(c.fictif for c in campagnes),
        styles=gabarit.styles_page(),
    )
