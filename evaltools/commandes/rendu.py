"""La commande ``rendre`` : tous les rapports d'une campagne, et leur page d'accueil."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from evaltools.chaine import fiche_calcul, production
from evaltools.chaine.erreurs import CODE_RAPPORT
from evaltools.chaine.lot import Issue
from evaltools.commandes.affichage import dire_anomalies, dire_la_suite, suivre
from evaltools.domaine.anomalies import bloquantes


def rendre(
    parametres: Annotated[Path, typer.Argument(help="Campagne de rendu : params/<programme>-<année>.yaml.")],
    travailleurs: Annotated[int, typer.Option(min=1, help="Nombre de rapports rendus à la fois.")] = 1,
    tout: Annotated[bool, typer.Option("--tout", help="Refaire aussi les rapports dont rien n'a changé.")] = False,
) -> None:
    """Rend les rapports d'une campagne, un par territoire et par édition, et la page qui y mène."""
    plan = production.planifier(parametres, tout=tout)
    change = fiche_calcul.comparer_au_journal(plan.dossier, plan.campagne.bareme)
    dire_anomalies((*change, *plan.campagne.anomalies))
    with suivre("Rapports", len(plan.a_rendre)) as avancer:

        def dire(issue: Issue) -> None:
            avancer(f"{plan.nom(issue.rapport.territoire)}, édition {issue.rapport.edition} : {issue.etat}")

        bilan = production.produire(plan, travailleurs=travailleurs, suivre=dire)
    dire_anomalies((*(i.anomalie for i in bilan.issues if i.anomalie is not None), *bilan.alertes))
    fautes = bloquantes(plan.campagne.anomalies)
    dire_la_suite(f"{bilan.phrase()}{_rappel(len(fautes))}", f"ouvrez {bilan.index} dans un navigateur.")
    if any(i.etat == "échoué" for i in bilan.issues):
        raise typer.Exit(CODE_RAPPORT)
    if fautes:
        raise typer.Exit(production.CODE_ENTREES)


def _rappel(n: int) -> str:
    """Recall, after the list has scrolled away, why the command ends with code 11."""
    dites = "anomalies bloquantes sont dites" if n > 1 else "anomalie bloquante est dite"
    touche = "qu'elles touchent" if n > 1 else "qu'elle touche"
    return f" {n} {dites} plus haut : rien n'est publié de ce {touche}." if n else ""
