"""La ligne de commande ``evaltools`` : elle lit les arguments, appelle la chaîne, dit ce qui en sort."""

from __future__ import annotations

import sys

from evaltools.chaine.erreurs import ErreurUtilisateur
from evaltools.commandes import cadrage, collecte, documentation, evaluation, programmes, rendu
from evaltools.commandes.affichage import dire_erreur
from evaltools.commandes.francais import Application

app = Application(name="evaltools", help="Évaluer un programme local de santé : du cadrage au rapport.")
app.add_typer(programmes.app, name="programmes")
app.command("cadrage")(cadrage.cadrage)
app.command("exemple")(cadrage.exemple)
app.command("modeles")(collecte.modeles)
app.command("controler")(collecte.controler)
app.command("evaluer")(evaluation.evaluer)
app.command("juger")(evaluation.juger)
app.command("rendre")(rendu.rendre)
app.command("documenter", hidden=True)(documentation.documenter)


def principal() -> None:
    """Point d'entrée : une faute de l'utilisateur est dite en français, sans trace, avec son code de sortie."""
    try:
        app(prog_name="evaltools")
    except ErreurUtilisateur as erreur:
        dire_erreur(erreur)
        sys.exit(erreur.code)
