"""Les commandes ``cadrage`` et ``exemple`` : préparer les décisions, et des données pour s'exercer."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from evaltools.chaine import lieux
from evaltools.commandes.affichage import dire_anomalies, dire_la_suite, sortie, suivre

_Programme = Annotated[str, typer.Argument(help="Code du programme, comme « cls-avesnois ».", show_default=False)]


def cadrage(
    programme: _Programme,
    fichier: Annotated[
        Path | None,
        typer.Option("--sortie", help="Classeur à écrire ; par défaut inputs/<programme>/cadrage.xlsx."),
    ] = None,
) -> None:
    """Écrit le classeur de cadrage, ou le met à jour en gardant toutes les décisions déjà prises."""
    from evaltools.chaine.cadrage import Geste, tenir_cadrage
    from evaltools.chaine.lectures import lire_programme

    lu = lire_programme(programme)
    tenue = tenir_cadrage(lu, fichier or lieux.entrees(programme) / "cadrage.xlsx")
    dire_anomalies(tenue.anomalies)
    if tenue.ancien is not None:
        sortie.print(f"L'ancien classeur est rangé tel quel : {tenue.ancien}", markup=False)
    if tenue.geste is Geste.MIS_A_JOUR and tenue.ajoutes:
        sortie.print(f"Indicateurs ajoutés : {', '.join(tenue.ajoutes)}", markup=False)
    resultat = f"Cadrage {tenue.geste} : {tenue.chemin}"
    compte = f"{tenue.decides} indicateurs sur {tenue.indicateurs} ont au moins une décision."
    suite = "faites remplir les cases jaunes par le COTECH, puis relancez « evaltools cadrage » pour contrôler."
    dire_la_suite(f"{resultat}\n{compte}", suite)


def exemple(
    programme: _Programme,
    annee: Annotated[int, typer.Option(help="Dernière année des données d'exemple.", show_default=False)],
    graine: Annotated[int, typer.Option(help="Même graine, mêmes données.")] = 1,
) -> None:
    """Écrit un cadrage et une collecte fictifs, pour s'exercer ; n'écrase jamais de vraies données."""
    from evaltools.chaine.exemple import ecrire_exemple
    from evaltools.chaine.lectures import lire_programme

    lu = lire_programme(programme)
    dossier = lieux.entrees(programme)
    with suivre("Classeurs d'exemple", len(lu.actions)) as avancer:
        ecrits = ecrire_exemple(lu, dossier, annee, graine, suivi=lambda code: avancer(f"action {code}"))
    texte = f"{len(ecrits)} classeurs de données fictives (le cadrage et la collecte) sont dans {dossier}."
    campagne = f"params/{programme}-{annee}.yaml"
    if (lieux.racine() / campagne).is_file():
        dire_la_suite(texte, f"evaltools rendre {campagne}, pour voir les rapports.")
    else:
        dire_la_suite(texte, f"copiez un fichier de « params » en {campagne}, puis evaltools rendre {campagne}.")
