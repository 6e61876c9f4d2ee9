"""Jouer toutes les commandes de l'application, sans en connaître la liste : elle se lit dans l'application."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import typer
from typer.testing import CliRunner

from evaltools.chaine.erreurs import ErreurUtilisateur
from evaltools.commandes import app

VALEURS: dict[str, str] = {
    "programme": "cls-essai", "annee": "2026", "parametres": "params/cls-essai-2026.yaml", "fichier": "table.csv",
    "classeur": "sorties/programme.xlsx", "referentiel_a": "cls-essai", "referentiel_b": "cls-essai",
    "sortie": "sorties/resultat.csv",
}  # fmt: skip
"""Ce que l'on donne à un paramètre obligatoire, par son nom dans le code."""

PROPRES: dict[str, dict[str, str]] = {
    "programmes exporter": {"fichier": "sorties/programme.xlsx"},
    "documenter": {"dossier": "sorties/pages"},
}
"""Ce qu'une commande attend d'autre sous le même nom."""

LENTES = {"rendre"}


def _commandes(groupe: Any = None, nom: str = "") -> Iterator[tuple[str, Any]]:
    groupe = groupe or typer.main.get_command(app)
    for mot, commande in sorted(groupe.commands.items()):
        chemin = f"{nom} {mot}".strip()
        if hasattr(commande, "commands"):
            yield from _commandes(commande, chemin)
        else:
            yield chemin, commande


COMMANDES = dict(_commandes())


def arguments(nom: str) -> list[str]:
    """Compose la ligne de commande : chaque paramètre obligatoire reçoit ce que son nom appelle."""
    ligne = nom.split()
    valeurs = VALEURS | PROPRES.get(nom, {})
    for parametre in COMMANDES[nom].params:
        if parametre.required or parametre.name in PROPRES.get(nom, {}):
            assert parametre.name in valeurs, f"dites dans VALEURS ce que vaut « {parametre.name} » pour « {nom} »"
            ligne += [parametre.opts[0]] * parametre.opts[0].startswith("--") + [valeurs[parametre.name]]
    return ligne


def jouer(ligne: list[str]) -> int:
    issue = CliRunner().invoke(app, ligne)
    if isinstance(issue.exception, ErreurUtilisateur):
        return issue.exception.code
    assert issue.exception is None or isinstance(issue.exception, SystemExit), (ligne, issue.exception)
    return issue.exit_code
