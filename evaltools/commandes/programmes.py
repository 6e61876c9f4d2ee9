"""Les commandes ``evaltools programmes`` : lister, vérifier, exporter et importer un programme."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from evaltools.chaine import lieux
from evaltools.chaine.erreurs import CODE_ENTREES
from evaltools.commandes.affichage import dire_anomalies, dire_la_suite, sortie
from evaltools.commandes.francais import Application
from evaltools.domaine.anomalies import bloquantes

app = Application(help="Les programmes : les lister, les vérifier, les exporter en classeur, les importer.")

_Programme = Annotated[str, typer.Argument(help="Code du programme, comme « cls-avesnois ».", show_default=False)]


@app.command("lister")
def lister() -> None:
    """Liste les programmes du dossier « inputs », avec leurs comptes."""
    from evaltools.acces import programmes
    from evaltools.domaine.comptes import compter

    codes = programmes.lister(lieux.racine() / "inputs")
    fautifs = 0
    for code in codes:
        programme, anomalies = programmes.lire(lieux.racine() / "inputs" / code)
        if programme is None:
            fautifs += 1
            sortie.print(f"{code} : ne se lit pas (anomalies bloquantes : {len(bloquantes(anomalies))})", markup=False)
            continue
        comptes = compter(programme)
        resume = f"{comptes.actions} fiches action, {comptes.operations} {programme.vocabulaire.operations}"
        annees = f"{programme.debut.year}-{programme.fin.year}"
        texte = f"{code} : {programme.titre_court}, {annees} ; {resume}, {comptes.indicateurs} indicateurs"
        sortie.print(texte, markup=False)
    suite = "evaltools programmes verifier PROGRAMME." if codes else "evaltools programmes importer CLASSEUR.xlsx."
    dire_la_suite(f"Programmes lus dans {lieux.racine() / 'inputs'} : {len(codes)}.", suite)
    if fautifs:
        raise typer.Exit(CODE_ENTREES)


@app.command("verifier")
def verifier(
    programme: _Programme,
    detail: Annotated[bool, typer.Option("--detail", help="Dire aussi chaque indicateur.")] = False,
    fichier: Annotated[
        Path | None, typer.Option("--sortie", help="Écrire l'évaluabilité dans ce fichier CSV.", show_default=False)
    ] = None,
) -> None:
    """Vérifie un programme : ses comptes, ce que son document contredit, ce que l'on pourra évaluer."""
    from evaltools.chaine import verification
    from evaltools.commandes.verification_affichage import montrer

    trouve = verification.verifier(programme)
    montrer(trouve, detail=detail)
    dire_anomalies(trouve.anomalies)
    if fichier is not None:
        verification.ecrire_evaluabilite(trouve, fichier)
    lieu = f" Évaluabilité écrite dans {fichier}." if fichier else ""
    suite = f"evaltools modeles {programme} --annee {trouve.programme.debut.year}, pour préparer la collecte."
    if not trouve.tout_est_decide:
        suite = f"evaltools cadrage {programme}, pour faire décider cibles, valeurs initiales et sens par le COTECH."
    dire_la_suite(f"\n{trouve.programme.titre_court} est lu sans faute bloquante.{lieu}", suite)
    if bloquantes(trouve.anomalies):
        raise typer.Exit(CODE_ENTREES)


@app.command("exporter")
def exporter(
    programme: _Programme,
    fichier: Annotated[Path, typer.Option("--sortie", help="Classeur .xlsx à écrire.", show_default=False)],
) -> None:
    """Écrit tout un programme dans un classeur Excel, que l'on peut modifier puis importer."""
    from evaltools.chaine import programmes

    programmes.exporter(programme, fichier)
    dire_la_suite(
        f"Le programme est écrit dans {fichier}.", f"modifiez-le, puis evaltools programmes importer {fichier}."
    )


@app.command("importer")
def importer(
    classeur: Annotated[Path, typer.Argument(help="Classeur .xlsx d'un programme.", show_default=False)],
    remplacer: Annotated[bool, typer.Option("--remplacer", help="Remplacer le programme s'il existe déjà.")] = False,
) -> None:
    """Lit un classeur de programme et écrit ses fichiers YAML dans « inputs »."""
    from evaltools.chaine import programmes

    dossier, anomalies = programmes.importer(classeur, remplacer=remplacer)
    dire_anomalies(anomalies)
    dire_la_suite(f"Le programme est écrit dans {dossier}.", f"evaltools programmes verifier {dossier.name}.")
