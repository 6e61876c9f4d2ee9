"""Commande d'entretien, cachée : réécrire les pages de documentation tirées du code."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from evaltools.chaine.lieux import racine
from evaltools.commandes.affichage import dire_la_suite
from evaltools.restitution.documentation import rediger_dictionnaire, rediger_erreurs

PAGES = {"erreurs.md": rediger_erreurs, "dictionnaire.md": rediger_dictionnaire}
"""Pages tirées du code, et la fonction qui rédige chacune."""


def documenter(
    dossier: Annotated[Path | None, typer.Option(help="Dossier des pages ; par défaut, « docs ».")] = None,
) -> None:
    """Réécrit docs/erreurs.md et docs/dictionnaire.md d'après le code."""
    place = dossier or racine() / "docs"
    place.mkdir(parents=True, exist_ok=True)
    for nom, rediger in PAGES.items():
        (place / nom).write_text(rediger(), encoding="utf-8", newline="\n")
    dire_la_suite(f"Pages écrites dans {place} : {', '.join(PAGES)}.", "relisez-les, puis ajoutez-les à votre commit.")
