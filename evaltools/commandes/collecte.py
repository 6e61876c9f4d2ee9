"""La commande qui prépare la collecte : ``evaltools modeles``."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from evaltools.commandes.affichage import dire_la_suite, sortie, suivre
from evaltools.domaine.saisies import lire_date

_Programme = Annotated[str, typer.Argument(help="Code du programme, comme « cls-avesnois ».", show_default=False)]
_Annee = Annotated[int, typer.Option("--annee", help="Année de la collecte.", show_default=False)]


def modeles(
    programme: _Programme,
    annee: _Annee,
    action: Annotated[str | None, typer.Option("--action", help="Code d'une seule action.", show_default=False)] = None,
    dossier: Annotated[
        Path | None, typer.Option("--dossier", help="Où écrire les classeurs.", show_default=False)
    ] = None,
    echeance: Annotated[
        str | None,
        typer.Option("--echeance", help="Date de retour demandée.", metavar="JJ/MM/AAAA", show_default=False),
    ] = None,
    par_porteur: Annotated[
        bool, typer.Option("--par-porteur", help="Un classeur par porteur, avec ses seules lignes.")
    ] = False,
) -> None:
    """Écrit les classeurs à remplir d'une année : un par action, ou un par porteur."""
    from evaltools.chaine.modeles import combien_de_modeles, preparer

    due = lire_echeance(echeance)
    with suivre("Classeurs", combien_de_modeles(programme, action, par_porteur=par_porteur)) as suivi:
        ecrits = preparer(
            programme, annee, action=action, par_porteur=par_porteur, dossier=dossier, echeance=due, suivi=suivi
        )
    for chemin in ecrits.laisses:
        sortie.print(f"Laissé tel quel, parce que déjà rempli ou d'une autre nature : {chemin}", markup=False)
    if ecrits.sans_porteur:
        sortie.print(
            f"Sans porteur désigné : {', '.join(ecrits.sans_porteur)}. Nommez-les dans "
            f'inputs/{programme}/porteurs.yaml, une ligne par porteur : "CPAM": ["{ecrits.sans_porteur[0]}"].',
            markup=False,
        )
    suite = f"envoyez-les aux porteurs ; déposez ce qui revient dans inputs/{programme}/{annee}/collecte."
    nombre = len(ecrits.ecrits)
    if not nombre and ecrits.laisses:
        dire_la_suite(
            f"Aucun classeur n'est écrit dans {ecrits.dossier} : rien n'y a été remplacé.",
            "donnez un autre dossier avec --dossier, ou rangez ailleurs ces classeurs avant de relancer.",
        )
        return
    dire_la_suite(f"{nombre} classeur{'s' * (nombre > 1)} dans {ecrits.dossier}.", suite)


def lire_echeance(texte: str | None) -> date | None:
    """Lit une date donnée sur la ligne de commande ; ``None`` si elle n'est pas donnée."""
    if texte is None:
        return None
    jour = lire_date(texte)
    if jour is None:
        raise typer.BadParameter(
            f"« {texte} » n'est pas une date ; écrivez 31/01/2027 ou 2027-01-31", param_hint="'--echeance'"
        )
    return jour
