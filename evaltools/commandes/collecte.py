"""Les commandes de la collecte : ``evaltools modeles`` et ``evaltools controler``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from evaltools.chaine.erreurs import CODE_ENTREES, ErreurUtilisateur
from evaltools.commandes.affichage import dire_anomalies, dire_la_suite, sortie, suivre
from evaltools.domaine.anomalies import Anomalie
from evaltools.domaine.lexique import Gravite

if TYPE_CHECKING:
    from evaltools.chaine.controle import Controle

_Programme = Annotated[str, typer.Argument(help="Code du programme, comme « cls-avesnois ».", show_default=False)]
_Annee = Annotated[int, typer.Option("--annee", help="Année de la collecte.", show_default=False)]
_MONTREES = 3
_MARQUES = {Gravite.BLOQUANTE: "bloquante", Gravite.AVERTISSEMENT: "avertissement", Gravite.INFORMATION: "information"}


def modeles(
    programme: _Programme,
    annee: _Annee,
    action: Annotated[str | None, typer.Option("--action", help="Code d'une seule action.", show_default=False)] = None,
    dossier: Annotated[
        Path | None, typer.Option("--dossier", help="Où écrire les classeurs.", show_default=False)
    ] = None,
    echeance: Annotated[
        datetime | None,
        typer.Option("--echeance", help="Date de retour demandée.", formats=["%Y-%m-%d"], show_default=False),
    ] = None,
) -> None:
    """Écrit les classeurs à remplir : un par action, pour une année."""
    from evaltools.chaine.modeles import combien_de_modeles, preparer

    due = echeance.date() if echeance else None
    with suivre("Classeurs", combien_de_modeles(programme, action)) as suivi:
        ecrits = preparer(programme, annee, action=action, dossier=dossier, echeance=due, suivi=suivi)
    for chemin in ecrits.laisses:
        sortie.print(f"Laissé tel quel, parce que déjà rempli ou d'une autre nature : {chemin}", markup=False)
    suite = f"envoyez-les aux porteurs ; déposez ce qui revient dans inputs/{programme}/{annee}/collecte."
    nombre = len(ecrits.ecrits)
    dire_la_suite(f"{nombre} classeur{'s' * (nombre > 1)} dans {ecrits.dossier}.", suite)


def controler(
    programme: _Programme,
    annee: _Annee,
    dossier: Annotated[
        Path | None, typer.Option("--dossier", help="Où sont les classeurs reçus.", show_default=False)
    ] = None,
    fichier_json: Annotated[
        Path | None, typer.Option("--json", help="Écrire aussi le rapport dans ce fichier JSON.", show_default=False)
    ] = None,
    detail: Annotated[bool, typer.Option("--detail", help="Tout montrer, sans regrouper.")] = False,
) -> None:
    """Contrôle les classeurs reçus : ce qui est lu, ce qui manque, ce qu'il faut corriger."""
    from evaltools.acces.classeurs_lecture import candidats
    from evaltools.chaine import controle, lieux

    place = dossier or lieux.collecte(programme, annee)
    total = len(candidats(place)) if place.is_dir() else 0
    try:
        with suivre("Lecture", total) as suivi:
            trouve = controle.controler(programme, annee, dossier=dossier, suivi=suivi)
    except ErreurUtilisateur as erreur:
        if fichier_json is not None:
            controle.ecrire_json(controle.json_d_un_echec(programme, annee, erreur), fichier_json)
        raise
    if fichier_json is not None:
        controle.ecrire_json(controle.resumer_en_json(trouve), fichier_json)
    _montrer(trouve, detail=detail)
    _conclure(trouve, fichier_json)
    if trouve.bloquantes:
        raise typer.Exit(CODE_ENTREES)


def _montrer(trouve: Controle, *, detail: bool) -> None:
    """Show each workbook in one line, then what must be mended, worst first."""
    from evaltools.chaine.controle import par_fichier

    rangees = par_fichier(trouve.anomalies)
    for fichier in trouve.fichiers:
        resume = _resumer(rangees.get(fichier.nom, []))
        action = f"action {fichier.action}" if fichier.action else "action inconnue"
        sortie.print(f"{fichier.nom} : {action}, {fichier.etat}{resume}", markup=False)
    for nom, anomalies in rangees.items():
        a_dire = [a for a in anomalies if detail or a.gravite is not Gravite.INFORMATION]
        if a_dire:
            sortie.print(f"\n── {nom or 'Actions et dossier'} ──", style="bold", markup=False)
            for lot in _lots(a_dire, detail=detail):
                dire_anomalies(lot[:1] if len(lot) > _MONTREES and not detail else lot, sortie)
                if len(lot) > _MONTREES and not detail:
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


def _accorder(nombre: int, mots: str) -> str:
    return f"{nombre} " + (mots if nombre < 2 else " ".join(f"{mot}s" for mot in mots.split()))


def _conclure(trouve: Controle, fichier_json: Path | None) -> None:
    comptes = trouve.comptes
    recus, attendues = sum(c.classeur_recu for c in comptes), sum(c.attendues for c in comptes)
    remplies, expliquees = sum(c.renseignees for c in comptes), sum(c.expliquees for c in comptes)
    bilan = (
        f"{_accorder(recus, 'classeur reçu')} sur {_accorder(len(comptes), 'action')} ; "
        f"{_accorder(remplies, 'valeur renseignée')} sur {attendues}, {_accorder(expliquees, 'expliquée')} par un état"
    )
    sortie.print(f"\n{bilan}{_resumer(trouve.anomalies)}.", markup=False)
    lieu = f"Rapport écrit dans {fichier_json}." if fichier_json else f"Classeurs lus dans {trouve.dossier}."
    if trouve.bloquantes:
        suite = "corrigez ce qui est bloquant dans les classeurs, et relancez ce contrôle."
    else:
        suite = f"evaltools rendre params/{trouve.programme}-{trouve.annee}.yaml."
    dire_la_suite(lieu, suite)
