"""L'aide et les fautes de frappe de la ligne de commande, en français.

Typer écrit en anglais ses titres (« Usage », « Options »), ses types (``<int>``) et ses refus. Une ``Application``
s'emploie comme un ``typer.Typer`` et dit la même chose en français.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup
from typer.exceptions import TyperException

_AIDE = (
    (r"Show this message and exit\.", "Affiche cette aide."),
    (r"<(?:int|float)(?: range)?>", "<nombre>"),
    (r"<str>|<list\[str\]>", "<texte>"),
    (r"<(?:path|file|directory)>", "<chemin>"),
    (r"\[default: ", "[par défaut : "),
    (r"(?<=[\[ ])required\]", "obligatoire]"),
    (r"(\d+)<=x<=(\d+)", r"de \1 à \2"),
    (r"x>=(\d+)", r"au moins \1"),
    (r"x<=(\d+)", r"au plus \1"),
    ("« ", "«\N{NO-BREAK SPACE}"),
    (" (?=[»;:?!])", "\N{NO-BREAK SPACE}"),
)

_REFUS = (
    (r"No such command '(.+)'\. Did you mean (.+)\?", r"la commande « \1 » n'existe pas ; voulez-vous dire \2 ?"),
    (r"No such command '(.+)'\.", r"la commande « \1 » n'existe pas."),
    (r"Missing command\.", "il manque le nom d'une commande."),
    (r"No such option: (\S+)(?: \(Possible options: (.+)\))", r"l'option \1 n'existe pas ; voulez-vous dire \2 ?"),
    (r"No such option: (\S+)", r"l'option \1 n'existe pas."),
    (r"Missing argument '(.+)'\.", r"il manque l'argument \1."),
    (r"Missing option '(.+)'\.", r"il manque l'option \1."),
    (r"Option '(.+)' requires an argument\.", r"l'option \1 attend une valeur."),
    (r"Option '(.+)' does not take a value\.", r"l'option \1 n'attend pas de valeur."),
    (r"Got unexpected extra argument\(s\) \((.+)\)", r"il y a des mots en trop : \1."),
    (r"Invalid value for '?(.+?)'?: .*valid integer.*", r"\1 doit être un nombre entier."),
    (r"Invalid value for '?(.+?)'?: .*valid number.*", r"\1 doit être un nombre."),
    (r"Invalid value for '?(.+?)'?: .*greater than or equal to (\S+)", r"\1 doit valoir au moins \2."),
    (r"Invalid value for '?(.+?)'?: .*less than or equal to (\S+)", r"\1 doit valoir au plus \2."),
    (r"Invalid value for '?(.+?)'?: .*does not exist.*", r"\1 : ce fichier ou ce dossier n'existe pas."),
    (r"Invalid value for '?(.+?)'?: (.+)", r"\1 est refusé : \2"),
)


def traduire_aide(texte: str) -> str:
    """Traduit un bout d'aide : types, bornes, mentions entre crochets.

    Examples
    --------
    >>> traduire_aide("Année d'évaluation.  [1990<=x<=2100; required]")
    "Année d'évaluation.  [de 1990 à 2100; obligatoire]"
    """
    for motif, francais in _AIDE:
        texte = re.sub(motif, francais, texte)
    return texte


def traduire_refus(message: str) -> str:
    """Traduit le refus d'une commande mal écrite ; un message inconnu est rendu tel quel.

    Examples
    --------
    >>> traduire_refus("No such option: --anee (Possible options: --annee)")
    "l'option --anee n'existe pas ; voulez-vous dire --annee ?"
    """
    for motif, francais in _REFUS:
        if trouve := re.fullmatch(motif, message, flags=re.S):
            return re.sub(r"'(\w+)'", r"« \1 »", trouve.expand(francais))
    return message


class _EnFrancais(TyperCommand):
    """Mise en page de l'aide : titres, types et mentions en français."""

    def format_usage(self, ctx: Any, formatter: Any) -> None:
        """Écrit la ligne d'emploi."""
        formatter.write_usage(ctx.command_path, " ".join(self.collect_usage_pieces(ctx)), prefix="Emploi : ")

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """Écrit les arguments puis les options."""
        for titre, genre in (("Arguments ", "argument"), ("Options ", "option")):
            lignes = [p.get_help_record(ctx) for p in self.get_params(ctx) if p.param_type_name == genre]
            traduites = [(traduire_aide(nom), traduire_aide(sens)) for nom, sens in filter(None, lignes)]
            if traduites:
                with formatter.section(titre):
                    formatter.write_dl(traduites)


class Commande(_EnFrancais):
    """Une commande dont l'aide est en français."""


class Groupe(TyperGroup):
    """Un groupe de commandes dont l'aide et les refus sont en français."""

    format_usage = _EnFrancais.format_usage

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """Écrit les options, puis les commandes avec leur phrase entière."""
        _EnFrancais.format_options(self, ctx, formatter)  # type: ignore[arg-type]
        visibles = [(nom, c) for nom, c in self.commands.items() if not c.hidden]
        with formatter.section("Commandes "):
            formatter.write_dl([(nom, _premiere_phrase(c.help or "")) for nom, c in visibles])

    def main(self, *arguments: Any, **options: Any) -> Any:
        """Joue la commande ; une commande mal écrite est dite en français, code de sortie 2."""
        seule = options.get("standalone_mode", True)
        options["standalone_mode"] = False
        if not seule:
            return super().main(*arguments, **options)
        try:
            code = super().main(*arguments, **options)
        except TyperException as refus:
            sys.stderr.write(_phrase(refus))
            sys.exit(refus.exit_code)
        except typer.Abort:
            sys.stderr.write("Interrompu.\n")
            sys.exit(1)
        sys.exit(code if isinstance(code, int) else 0)


class Application(typer.Typer):
    """Un ``typer.Typer`` qui parle français : même emploi, mêmes options."""

    def __init__(self, **options: Any) -> None:
        habituelles: dict[str, Any] = {
            "cls": Groupe,
            "no_args_is_help": True,
            "add_completion": False,
            "rich_markup_mode": None,
            "pretty_exceptions_enable": False,
            "subcommand_metavar": "COMMANDE …",
            "options_metavar": "[OPTIONS]",
        }
        super().__init__(**(habituelles | options))

    def command(self, name: str | None = None, **options: Any) -> Callable[[Any], Any]:
        """Ajoute une commande."""
        choisies: dict[str, Any] = {"cls": Commande} | options
        return super().command(name, **choisies)


def _premiere_phrase(aide: str) -> str:
    return traduire_aide(" ".join(aide.partition("\n\n")[0].split()))


def _phrase(refus: TyperException) -> str:
    contexte = getattr(refus, "ctx", None)
    message = refus.format_message()
    if message.startswith("Emploi : "):  # appelée sans rien : l'aide entière
        return f"{message}\n"
    ou = f"{contexte.command_path} : " if contexte is not None else ""
    suite = (
        f"  À faire : {contexte.command_path} --help dit ce que la commande attend.\n" if contexte is not None else ""
    )
    return f"{ou}{traduire_refus(message)}\n{suite}"
