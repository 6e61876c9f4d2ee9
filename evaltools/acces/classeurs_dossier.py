"""Réunir les lectures d'un dossier : doublons, classeurs concurrents d'une même action, actions sans classeur."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from evaltools.acces.classeurs_fusion import reunir_les_lignes, sans_double_compte
from evaltools.domaine.anomalies import Anomalie, Lieu, signaler
from evaltools.domaine.attendus import lignes_attendues
from evaltools.domaine.cadrage import Cadrage
from evaltools.domaine.choix import Choix
from evaltools.domaine.collecte import Collecte, FichierLu
from evaltools.domaine.programme import Action, Programme

DOUBLON, RESERVES = "doublon", "lu avec réserves"


def reunir(fichiers: Iterable[FichierLu], programme: Programme, choix: Choix | None = None) -> tuple[FichierLu, ...]:
    """Écarte les doublons, puis réunit, action par action et case par case, ce que disent plusieurs classeurs.

    La collecte réunie d'une action est portée par le premier classeur qui en parle ; les suivants n'en gardent que
    leurs anomalies. Les classeurs de porteurs différents se complètent : leur nombre n'est pas une faute.

    Parameters
    ----------
    choix : Choix, optional
        Quel classeur l'emporte quand deux se contredisent ; absent : aucun (« erreur »).
    """
    files = _without_copies(list(fichiers))
    by_action: dict[str, list[int]] = {}
    for rank, file in enumerate(files):
        if file.etat not in ("refusé", DOUBLON):
            for action in file.concernees:
                by_action.setdefault(action, []).append(rank)
    chosen = replace(choix or Choix(), dates={f.nom: f.modifie_le for f in files})
    for action, ranks in by_action.items():
        if len(ranks) > 1:
            _merge(files, action, ranks, programme, chosen)
        _count_once(files, ranks[0])
    return tuple(files)


def _without_copies(files: list[FichierLu]) -> list[FichierLu]:
    first: dict[str, str] = {}
    for rank, file in enumerate(files):
        if file.sha256 and file.sha256 in first:
            told = signaler("FIC-25", Lieu(file.nom), autre=first[file.sha256])
            files[rank] = replace(file, etat=DOUBLON, collecte=Collecte(), anomalies=(told,), gardees=())
        first.setdefault(file.sha256, file.nom)
    return files


def _merge(files: list[FichierLu], action: str, ranks: Sequence[int], programme: Programme, choix: Choix) -> None:
    """Give what is known of an action to the first workbook that speaks of it, and to each its own faults."""
    parts = [_split(files[rank].collecte, action) for rank in ranks]
    whole, faults = reunir_les_lignes([mine for mine, _ in parts], programme, choix)
    names = [files[rank].nom for rank in ranks]
    apart = _are_different_carriers([files[rank] for rank in ranks])
    for order, rank in enumerate(ranks):
        file, rest = files[rank], parts[order][1]
        others = ", ".join(f"« {name} »" for name in names if name != file.nom)
        told = signaler("FIC-26", Lieu(file.nom), action=action, autres=others, sort=choix.sort)
        mine = (*(() if apart else (told,)), *(fault for fault in faults if fault.fichier == file.nom))
        files[rank] = replace(
            file,
            etat=RESERVES if mine else file.etat,
            collecte=whole + rest if order == 0 else rest,
            anomalies=(*file.anomalies, *mine),
        )


def _split(collecte: Collecte, action: str) -> tuple[Collecte, Collecte]:
    """Part what is about an action from the rest."""

    def pick(inside: bool) -> Collecte:
        return Collecte(
            tuple(o for o in collecte.observations if (o.action == action) is inside),
            tuple(a for a in collecte.avancements if (a.action == action) is inside),
            tuple(f for f in collecte.finances if (f.action == action) is inside),
            tuple(e for e in collecte.enquetes if (e.action == action) is inside),
        )

    return pick(True), pick(False)


def _are_different_carriers(files: Sequence[FichierLu]) -> bool:
    carriers = [file.porteur for file in files]
    return all(carriers) and len(set(carriers)) == len(carriers)


def _count_once(files: list[FichierLu], rank: int) -> None:
    """Count an amount once when it is given both for the whole action and for its operations."""
    kept, faults = sans_double_compte(files[rank].collecte.finances)
    if kept == files[rank].collecte.finances:
        return
    files[rank] = replace(files[rank], collecte=replace(files[rank].collecte, finances=kept))
    for place, file in enumerate(files):
        mine = tuple(fault for fault in faults if fault.fichier == file.nom)
        if mine:
            files[place] = replace(file, etat=RESERVES, anomalies=(*file.anomalies, *mine))


def actions_sans_classeur(
    fichiers: Iterable[FichierLu], programme: Programme, annee: int, cadrage: Cadrage | None = None
) -> tuple[Anomalie, ...]:
    """Dit les actions dont aucun classeur n'a pu être lu cette année (une anomalie chacune)."""
    received = {code for f in fichiers if f.etat != "refusé" and f.annee == annee for code in f.concernees}
    return tuple(_absent(programme, a, annee, cadrage) for a in programme.actions if a.code not in received)


def _absent(programme: Programme, action: Action, annee: int, cadrage: Cadrage | None) -> Anomalie:
    count = len(lignes_attendues(programme, action.code, annee, cadrage))
    sheets = (action.fiche, *(o.fiche for o in action.operations))
    carriers = dict.fromkeys(sheet.pilote for sheet in sheets if sheet.pilote)
    named = ", ".join(carriers)
    return signaler(
        "ACT-01",
        action=action.code,
        intitule=action.intitule,
        nombre=f"{count} valeur{'s' * (count > 1)}",
        porteur=f" ({named})" if named else "",
    )
