"""La commande ``comparer`` : ce qui change d'une version d'un référentiel à l'autre."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from evaltools.chaine.comparaison import Comparaison, comparer_referentiels, ecrire_ecarts
from evaltools.commandes.affichage import dire_la_suite, sortie
from evaltools.domaine.versions import Changement, Ecart, compter

_AIDE = "Code d'un programme, dossier d'un programme, ou classeur .xlsx exporté."
_ACCORDS = {"indicateur": ("indicateurs", ""), "action": ("actions", "e"), "opération": ("opérations", "e")}
LONGUEUR = 90
"""Longueur d'une valeur montrée à l'écran ; le CSV les donne entières."""


def comparer(
    referentiel_a: Annotated[str, typer.Argument(help=f"La version d'avant. {_AIDE}", show_default=False)],
    referentiel_b: Annotated[str, typer.Argument(help="La version d'après, de la même façon.", show_default=False)],
    fichier: Annotated[
        Path | None, typer.Option("--sortie", help="Écrire tous les écarts dans ce fichier CSV.", show_default=False)
    ] = None,
) -> None:
    """Compare deux versions d'un référentiel : ce qui est modifié, renuméroté, retiré, nouveau."""
    trouve = comparer_referentiels(referentiel_a, referentiel_b)
    for ligne in resumer(trouve):
        sortie.print(ligne, markup=False)
    for ecart in trouve.ecarts:
        for ligne in decrire(ecart):
            sortie.print(ligne, markup=False)
    if fichier is not None:
        ecrire_ecarts(trouve.ecarts, fichier)
        dire_la_suite(f"\nTous les écarts sont dans {fichier}.", "à joindre à l'avenant ou au compte rendu.")
        return
    fin = "\nLes deux référentiels sont les mêmes." if not trouve.ecarts else "\nRien n'a été écrit."
    suite = f"evaltools comparer {referentiel_a} {referentiel_b} --sortie FICHIER.csv, pour garder cette liste."
    dire_la_suite(fin, suite if trouve.ecarts else "")


def resumer(comparaison: Comparaison) -> list[str]:
    """Rend les comptes par objet : « Indicateurs : 159 avant, 161 après ; 3 modifiés, 2 nouveaux »."""
    lignes = [f"De « {comparaison.avant.titre_court} » à « {comparaison.apres.titre_court} »"]
    tailles = {
        "action": (len(comparaison.avant.actions), len(comparaison.apres.actions)),
        "opération": (len(comparaison.avant.operations), len(comparaison.apres.operations)),
        "indicateur": (len(comparaison.avant.indicateurs), len(comparaison.apres.indicateurs)),
    }
    for objet, (avant, apres) in tailles.items():
        comptes = compter(comparaison.ecarts, objet)
        morceaux = [_accorder(n, c, objet) for c, n in comptes.items() if n] or ["rien ne change"]
        pluriel = _ACCORDS[objet][0].capitalize()
        lignes.append(f"  {pluriel} : {avant} avant, {apres} après ; {', '.join(morceaux)}")
    return lignes


def _accorder(n: int, changement: Changement, objet: str) -> str:
    mot = changement.value
    if _ACCORDS[objet][1]:
        mot = "nouvelle" if changement is Changement.NOUVEAU else f"{mot}e"
    if n < 2 or mot == "nouveau":
        return f"{n} {'nouveaux' if n > 1 else mot}"
    return f"{n} {mot}s"


def decrire(ecart: Ecart) -> list[str]:
    """Rend un écart en clair : une ligne, puis une par champ qui change."""
    accord = _accorder(1, ecart.changement, ecart.objet).removeprefix("1 ")
    lignes = [f"{ecart.objet.capitalize()} {ecart.code} {accord} : {_abreger(ecart.intitule)}"]
    lignes += [f"    {c.nom} : {_citer(c.avant)} → {_citer(c.apres)}" for c in ecart.champs]
    return lignes


def _citer(valeur: str) -> str:
    return f"« {_abreger(valeur)} »" if valeur else "rien"


def _abreger(texte: str) -> str:
    return texte if len(texte) <= LONGUEUR else f"{texte[: LONGUEUR - 1].rstrip()}…"
