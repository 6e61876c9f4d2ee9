"""Les commandes du retour des classeurs : ``evaltools controler`` et ``evaltools relancer``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from evaltools.chaine.erreurs import CODE_ENTREES, CODE_USAGE, ErreurUtilisateur
from evaltools.commandes.affichage import dire_anomalies, dire_la_suite, sortie, suivre
from evaltools.commandes.collecte import lire_echeance
from evaltools.domaine.anomalies import Anomalie
from evaltools.domaine.lexique import Gravite

if TYPE_CHECKING:
    from evaltools.chaine.controle import Controle
    from evaltools.chaine.controle_sorties import Sorties
    from evaltools.chaine.relances import RelancesEcrites

_Programme = Annotated[str, typer.Argument(help="Code du programme, comme « cls-avesnois ».", show_default=False)]
_Annee = Annotated[int, typer.Option("--annee", help="Année de la collecte.", show_default=False)]
_Dossier = Annotated[Path | None, typer.Option("--dossier", help="Où sont les classeurs reçus.", show_default=False)]
_MONTREES = 3
_MARQUES = {Gravite.BLOQUANTE: "bloquante", Gravite.AVERTISSEMENT: "avertissement", Gravite.INFORMATION: "information"}


def controler(
    programme: _Programme,
    annee: _Annee,
    dossier: _Dossier = None,
    fichier_json: Annotated[
        Path | None, typer.Option("--json", help="Écrire aussi le rapport dans ce fichier JSON.", show_default=False)
    ] = None,
    retours: Annotated[
        Path | None, typer.Option("--retours", help="Où écrire les classeurs de retour.", show_default=False)
    ] = None,
    sans_retours: Annotated[bool, typer.Option("--sans-retours", help="N'écrire aucun classeur de retour.")] = False,
    fusion: Annotated[
        str | None,
        typer.Option("--fusion", help="Si deux classeurs se contredisent : erreur, plus_recent, fichier_prioritaire."),
    ] = None,
    prioritaire: Annotated[
        list[str] | None,
        typer.Option("--prioritaire", help="Fichier qui l'emporte ; répétez l'option pour en donner d'autres."),
    ] = None,
    detail: Annotated[bool, typer.Option("--detail", help="Tout montrer, sans regrouper.")] = False,
) -> None:
    """Contrôle les classeurs reçus : ce qui est lu, ce qui manque, ce qu'il faut corriger.

    Écrit une page à lire, un rapport, et pour chaque fichier fautif un classeur de retour à renvoyer au porteur.
    """
    from evaltools.acces.classeurs_lecture import candidats
    from evaltools.chaine import controle, controle_sorties, lieux
    from evaltools.chaine.classeurs import choisir

    place = dossier or lieux.collecte(programme, annee)
    total = len(candidats(place)) if place.is_dir() else 0
    try:
        with suivre("Lecture", total) as suivi:
            demande = fusion or ("fichier_prioritaire" if prioritaire else "")
            choix = choisir(demande, prioritaire or [], place) if demande else None
            trouve = controle.controler(programme, annee, dossier=dossier, suivi=suivi, choix=choix)
    except ErreurUtilisateur as erreur:
        _garder_l_echec(programme, annee, erreur, fichier_json)
        raise
    if fichier_json is not None:
        controle.ecrire_json(controle.resumer_en_json(trouve), fichier_json)
    ecrites = controle_sorties.publier_controle(trouve, retours=retours, avec_retours=not sans_retours)
    _montrer(trouve, detail=detail)
    _conclure(trouve, ecrites, fichier_json)
    if trouve.bloquantes:
        raise typer.Exit(CODE_ENTREES)


def _garder_l_echec(programme: str, annee: int, erreur: ErreurUtilisateur, fichier_json: Path | None) -> None:
    """Write the report and the page even when nothing could be read; a mistyped command leaves the last page alone."""
    from evaltools.chaine import controle, controle_sorties

    if fichier_json is not None:
        controle.ecrire_json(controle.json_d_un_echec(programme, annee, erreur), fichier_json)
    ecrites = None if erreur.code == CODE_USAGE else controle_sorties.publier_echec(programme, annee, erreur)
    if ecrites is not None:
        sortie.print(f"Page à lire : {_court(ecrites.page)}", markup=False)


def _montrer(trouve: Controle, *, detail: bool) -> None:
    """Show each workbook in one line, then what must be mended, worst first."""
    from evaltools.chaine.controle import par_fichier

    rangees = par_fichier(trouve.anomalies)
    if sortie.is_terminal:
        sortie.print(_tableau(trouve, rangees))
    else:
        for fichier in trouve.fichiers:
            resume = _resumer(rangees.get(fichier.nom, []))
            sortie.print(f"{fichier.nom} : {_action(fichier.concernees)}, {fichier.etat}{resume}", markup=False)
    for nom, anomalies in rangees.items():
        a_dire = [a for a in anomalies if detail or a.gravite is not Gravite.INFORMATION]
        if a_dire:
            sortie.print(f"\n── {nom or 'Actions et dossier'} ──", style="bold", markup=False)
            for lot in _lots(a_dire, detail=detail):
                _dire_un_lot(lot, detail=detail)


def _action(codes: Sequence[str]) -> str:
    if not codes:
        return "action inconnue"
    return f"action{'s' * (len(codes) > 1)} {', '.join(codes)}"


def _tableau(trouve: Controle, rangees: dict[str, list[Anomalie]]) -> Table:
    """Draw the received files as a table, for a terminal."""
    table = Table("Fichier", "Action", "Lecture", title=f"Collecte {trouve.annee}", title_justify="left")
    for titre in ("Bloquant", "À vérifier"):
        table.add_column(titre, justify="right")
    couleurs = {"lu": "green", "lu avec réserves": "yellow", "refusé": "bold red", "doublon": "cyan"}
    for f in trouve.fichiers:
        comptes = Counter(a.gravite for a in rangees.get(f.nom, []))
        nombres = (comptes[Gravite.BLOQUANTE], comptes[Gravite.AVERTISSEMENT])
        texte = (f.nom, ", ".join(f.concernees) or "inconnue", f.etat, *(str(n) if n else "–" for n in nombres))
        table.add_row(*(_sans_balise(t) for t in texte), style=couleurs.get(f.etat, ""))
    return table


def _sans_balise(texte: str) -> str:
    """Neutralise what rich would take for a style in a file name."""
    from rich.markup import escape

    from evaltools.domaine.surete import montrable

    return escape(montrable(texte))


def _dire_un_lot(lot: Sequence[Anomalie], *, detail: bool) -> None:
    regroupe = len(lot) > _MONTREES and not detail
    dire_anomalies(lot[:1] if regroupe else lot, sortie)
    if regroupe:
        ailleurs = ", ".join(a.cellule for a in lot[1:6] if a.cellule)
        suite = f" ({ailleurs}{'…' * (len(lot) > 6)})" if ailleurs else ""
        sortie.print(f"  … et {len(lot) - 1} autres du même code{suite}.", markup=False)


def _lots(anomalies: Sequence[Anomalie], *, detail: bool) -> Iterator[list[Anomalie]]:
    """Group by code and sheet, worst gravity first."""
    ordre = list(Gravite)
    lots: dict[tuple[str, str, str], list[Anomalie]] = {}
    for rang, anomalie in enumerate(anomalies):
        cle = (anomalie.code, anomalie.feuille, str(rang) if detail else "")
        lots.setdefault(cle, []).append(anomalie)
    yield from sorted(lots.values(), key=lambda lot: ordre.index(lot[0].gravite))


def _resumer(anomalies: Sequence[Anomalie]) -> str:
    comptes = Counter(a.gravite for a in anomalies)
    parties = [f"{n} {_MARQUES[g]}{'s' * (n > 1)}" for g in Gravite if (n := comptes[g])]
    return f" ({', '.join(parties)})" if parties else ""


def _conclure(trouve: Controle, ecrites: Sorties, fichier_json: Path | None) -> None:
    from evaltools.restitution.collecte.contexte import bilan

    actions, recues = len(trouve.comptes), len(trouve.retours.recues)
    classeurs = f"{recues} action{'s' * (recues > 1)} sur {actions} {'ont' if recues > 1 else 'a'} un classeur reçu"
    sortie.print(f"\n{classeurs}{_resumer(trouve.anomalies)}.", markup=False)
    sortie.print(bilan(trouve.retours.total), markup=False)
    sortie.print(f"\nPage à lire : {_court(ecrites.page)}", markup=False)
    sortie.print(f"Rapport : {_court(fichier_json or ecrites.rapport)}", markup=False)
    if ecrites.retours:
        n = len(ecrites.retours)
        sortie.print(f"{n} classeur{'s' * (n > 1)} de retour : {_court(ecrites.retours[0].parent)}", markup=False)
    for chemin in ecrites.laisses:
        sortie.print(f"Classeur de retour laissé tel quel, parce que modifié depuis : {_court(chemin)}", markup=False)
    dire_la_suite(f"Classeurs lus dans {_court(trouve.dossier)}.", _suite(trouve, ecrites))


def _suite(trouve: Controle, ecrites: Sorties) -> str:
    relancer = f"evaltools relancer {trouve.programme} --annee {trouve.annee}"
    if trouve.bloquantes and ecrites.retours:
        return f"renvoyez à chaque porteur son classeur de retour ; {relancer} écrit les messages."
    if trouve.bloquantes:
        return "corrigez ce qui est bloquant dans les classeurs, et relancez ce contrôle."
    if trouve.retours.manquantes or trouve.retours.total.blanches:
        return f"{relancer}, pour ce qui manque ; ou evaltools rendre params/{trouve.programme}-{trouve.annee}.yaml."
    return f"evaltools rendre params/{trouve.programme}-{trouve.annee}.yaml."


def _court(chemin: Path) -> str:
    """Show a path from the root of the data when it is under it."""
    from evaltools.chaine.controle import montrer

    return montrer(chemin)


def relancer(
    programme: _Programme,
    annee: _Annee,
    dossier: _Dossier = None,
    echeance: Annotated[
        str | None,
        typer.Option("--echeance", help="Date de retour demandée.", metavar="JJ/MM/AAAA", show_default=False),
    ] = None,
) -> None:
    """Écrit les relances d'une année : un message par porteur, prêt à copier dans un courriel."""
    from evaltools.acces.classeurs_lecture import candidats
    from evaltools.chaine import lieux, relances

    place = dossier or lieux.collecte(programme, annee)
    jour = lire_echeance(echeance)
    with suivre("Lecture", len(candidats(place)) if place.is_dir() else 0) as suivi:
        ecrites = relances.preparer(programme, annee, dossier=dossier, echeance=jour, suivi=suivi)
    if ecrites.vue is None:
        dire_la_suite(
            f"Il ne manque rien à la collecte {annee} : aucune relance à envoyer.",
            f"evaltools rendre params/{programme}-{annee}.yaml.",
        )
        return
    from evaltools.chaine.relances import VUE

    _montrer_relances(ecrites)
    n = len(ecrites.relances)
    if ecrites.illisibles:
        from evaltools.restitution.collecte.relance import prevenir

        sortie.print(f"\nAvant d'envoyer : {prevenir(ecrites.illisibles)}", markup=False)
    suite = f"relisez chaque message, copiez-le dans un courriel et joignez les classeurs qu'il nomme ({VUE} dit où)."
    if jour is None:
        suite += " Pour y écrire une date de retour : --echeance JJ/MM/AAAA."
    dire_la_suite(f"\n{n} message{'s' * (n > 1)} dans {_court(ecrites.dossier)}.", suite)


def _montrer_relances(ecrites: RelancesEcrites) -> None:
    from evaltools.restitution.collecte.relance import dire

    for relance, chemin in ecrites.relances:
        nom = relance.porteur or f"Action {relance.demandes[0].action.code}, porteur non précisé dans la fiche"
        sortie.print(nom, style="bold", markup=False)
        for demande in relance.demandes:
            sortie.print(f"  {demande.action.code} : {dire(demande)}", markup=False)
        sortie.print(f"  → {chemin.name}", markup=False)
