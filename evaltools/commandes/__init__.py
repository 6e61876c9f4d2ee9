"""La ligne de commande ``evaltools`` : elle lit les arguments, appelle la chaîne, dit ce qui en sort."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from evaltools import __version__
from evaltools.chaine.erreurs import ErreurUtilisateur
from evaltools.commandes import cadrage, collecte, comparaison, controle, documentation, evaluation, programmes, rendu
from evaltools.commandes.affichage import dire_erreur, sortie
from evaltools.commandes.francais import Application


def dire_la_version(demandee: bool) -> None:
    """Dit la version de l'outil, si on la demande, et s'arrête."""
    if demandee:
        sortie.print(f"evaltools {__version__}", markup=False)
        raise typer.Exit


app = Application(name="evaltools", help="Évaluer un programme local de santé : du cadrage au rapport.")
app.add_typer(programmes.app, name="programmes")
app.command("cadrage")(cadrage.cadrage)
app.command("exemple")(cadrage.exemple)
app.command("modeles")(collecte.modeles)
app.command("controler")(controle.controler)
app.command("relancer")(controle.relancer)
app.command("evaluer")(evaluation.evaluer)
app.command("juger")(evaluation.juger)
app.command("comparer")(comparaison.comparer)
app.command("rendre")(rendu.rendre)
app.command("documenter", hidden=True)(documentation.documenter)


@app.callback()
def accueil(
    version: Annotated[
        bool, typer.Option("--version", is_eager=True, callback=dire_la_version, help="Dit la version et s'arrête.")
    ] = False,
) -> None:
    """Évaluer un programme local de santé : du cadrage au rapport."""


def principal() -> None:
    """Point d'entrée : une faute de l'utilisateur est dite en français, sans trace, avec son code de sortie."""
    try:
        app(prog_name="evaltools")
    except ErreurUtilisateur as erreur:
        dire_erreur(erreur)
        sys.exit(erreur.code)
