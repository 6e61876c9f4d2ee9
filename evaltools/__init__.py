"""evaltools : évaluer un programme local de santé, du cadrage au rapport.

C'est tout ce qu'un carnet importe. Rien de lourd n'est chargé avant d'être utilisé.

Examples
--------
::

    import evaltools as ev

    campagne = ev.ouvrir("cls-avesnois", 2026)
    campagne.resultats()
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from evaltools.chaine.campagne import Campagne, ouvrir
    from evaltools.chaine.carnets import verifier_parametres

__version__ = "0.1.0"
__all__ = ["Campagne", "ouvrir", "verifier_parametres"]

_OU = {
    "Campagne": "evaltools.chaine.campagne",
    "ouvrir": "evaltools.chaine.campagne",
    "verifier_parametres": "evaltools.chaine.carnets",
}


def __getattr__(nom: str) -> Any:
    """Charge à la demande ce que la façade annonce."""
    if nom not in _OU:
        raise AttributeError(f"evaltools n'a pas de « {nom} » (voir evaltools.__all__)")
    return getattr(import_module(_OU[nom]), nom)


def __dir__() -> list[str]:
    """Liste ce que la façade annonce, pour la complétion."""
    return sorted([*__all__, "__version__"])
