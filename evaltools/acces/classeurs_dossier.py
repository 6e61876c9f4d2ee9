"""Réunir les lectures d'un dossier : doublons, classeurs concurrents d'une même action, actions sans classeur."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import fields, replace
from typing import Any, TypeVar

from evaltools.domaine.anomalies import Anomalie, Lieu, signaler
from evaltools.domaine.attendus import lignes_attendues
from evaltools.domaine.avancement import Avancement
from evaltools.domaine.cadrage import Cadrage
from evaltools.domaine.collecte import Collecte, FichierLu
from evaltools.domaine.enquetes import Enquete
from evaltools.domaine.finances import LigneFinanciere
from evaltools.domaine.fusion import Conflit, fusionner, resumer
from evaltools.domaine.lexique import ENSEMBLE
from evaltools.domaine.mesures import Observation
from evaltools.domaine.nombres import ecrire_nombre, plier
from evaltools.domaine.programme import Action, Programme

DOUBLON, RESERVES = "doublon", "lu avec réserves"


def reunir(fichiers: Iterable[FichierLu], programme: Programme) -> tuple[FichierLu, ...]:
    """Écarte les doublons, puis réunit case par case les classeurs d'une même action.

    La collecte réunie est portée par le premier classeur de l'action ; les suivants n'en gardent que leurs anomalies.
    """
    files = _without_copies(list(fichiers))
    by_action: dict[str, list[int]] = {}
    for rank, file in enumerate(files):
        if file.action and file.etat not in ("refusé", DOUBLON):
            by_action.setdefault(file.action, []).append(rank)
    for ranks in by_action.values():
        if len(ranks) > 1:
            for rank, merged in zip(ranks, _merge([files[r] for r in ranks], programme), strict=True):
                files[rank] = merged
    return tuple(files)


def _without_copies(files: list[FichierLu]) -> list[FichierLu]:
    first: dict[str, str] = {}
    for rank, file in enumerate(files):
        if file.sha256 and file.sha256 in first:
            told = signaler("FIC-25", Lieu(file.nom), autre=first[file.sha256])
            files[rank] = replace(file, etat=DOUBLON, collecte=Collecte(), anomalies=(told,), gardees=())
        first.setdefault(file.sha256, file.nom)
    return files


def _merge(files: Sequence[FichierLu], programme: Programme) -> list[FichierLu]:
    merged = fusionner(o for file in files for o in file.collecte.observations)
    faults = [_conflict(conflict, programme) for conflict in merged.conflits]
    progress, pairs = _reconcile(files, lambda c: {a.objet: a for a in c.avancements}, _no_state)
    faults += [_contested_progress(first, second) for first, second in pairs]
    money, disputes = _reconcile(files, _by_funder, _no_amount)
    faults += [_contested(f, s, f"{s.financeur} (financement)", _amounts) for f, s in disputes]
    surveys, quarrels = _reconcile(
        files, lambda c: {(e.indicateur, e.siren, e.periode): e for e in c.enquetes}, _no_count
    )
    faults += [_contested(f, s, f"{s.indicateur} (enquête)", _counts) for f, s in quarrels]
    return _share(files, Collecte(merged.observations, progress, money, surveys), faults)


def _share(files: Sequence[FichierLu], whole: Collecte, faults: Sequence[Anomalie]) -> list[FichierLu]:
    """Give the whole collection to the first workbook, and to each its own faults."""
    found: list[FichierLu] = []
    for rank, file in enumerate(files):
        others = ", ".join(f"« {other.nom} »" for other in files if other is not file)
        told = signaler("FIC-26", Lieu(file.nom), action=file.action, autres=others)
        mine = tuple(fault for fault in faults if fault.fichier == file.nom)
        collecte = whole if rank == 0 else Collecte()
        found.append(replace(file, etat=RESERVES, collecte=collecte, anomalies=(*file.anomalies, told, *mine)))
    return found


T = TypeVar("T", Avancement, LigneFinanciere, Enquete)


def _reconcile(
    files: Sequence[FichierLu], index: Callable[[Collecte], Mapping[Any, T]], neutral: Callable[[T], T]
) -> tuple[tuple[T, ...], list[tuple[T, T]]]:
    """Unite the rows of several files, field by field; a row they contradict is neutralised and returned as a pair."""
    kept: dict[Any, T] = {}
    pairs: list[tuple[T, T]] = []
    for file in files:
        for key, row in index(file.collecte).items():
            if key not in kept:
                kept[key] = row
                continue
            before = kept[key]
            united = _unite(before, row)
            if united is None:
                pairs.append((before, row))
            kept[key] = neutral(before) if united is None else united
    return tuple(kept.values()), pairs


def _unite(before: T, after: T) -> T | None:
    """Complete one row by another; ``None`` when both say something and it differs. Free texts are put end to end."""
    changes: dict[str, Any] = {}
    for field in fields(before):
        if field.name in _PROVENANCE:
            continue
        one, two = getattr(before, field.name), getattr(after, field.name)
        if two in (None, "", one):
            continue
        if one not in (None, "") and field.name not in _LIBRES:
            return None
        changes[field.name] = f"{one} · {two}" if one else two
    if not changes:
        return before
    place = {name: getattr(after, name) for name in _PROVENANCE} if _is_bare(before) else {}
    return replace(before, **changes, **place)


def _is_bare(row: T) -> bool:
    """Say whether a row carries nothing but what identifies it (and a pre-filled end date)."""
    names = [f.name for f in fields(row) if f.name not in (*_PROVENANCE, *_CLES, "fin_prevue")]
    return all(getattr(row, name) in (None, "") for name in names)


_PROVENANCE = ("fichier", "feuille", "cellule")
_CLES = ("action", "objet", "annee", "financeur", "indicateur", "siren", "periode")
_LIBRES = ("motif", "decision", "faits_marquants", "freins", "leviers", "reorientation", "commentaire")


def _by_funder(collecte: Collecte) -> dict[tuple[str, int], LigneFinanciere]:
    seen: Counter[str] = Counter()
    found: dict[tuple[str, int], LigneFinanciere] = {}
    for line in collecte.finances:
        name = plier(line.financeur)
        found[name, seen[name]] = line
        seen[name] += 1
    return found


def _no_state(row: Avancement) -> Avancement:
    return replace(row, etat=None, debut_reel=None, fin_prevue=None, fin_revisee=None, fin_reelle=None)


def _no_amount(row: LigneFinanciere) -> LigneFinanciere:
    return replace(row, prevu_eur=None, engage_eur=None, paye_eur=None)


def _no_count(row: Enquete) -> Enquete:
    return replace(row, realisee=None, sollicites=None, repondants=None, satisfaits=None, note_moyenne=None)


def _amounts(row: LigneFinanciere) -> str:
    return _written(("prévu", row.prevu_eur), ("engagé", row.engage_eur), ("payé", row.paye_eur))


def _counts(row: Enquete) -> str:
    return _written(("sollicités", row.sollicites), ("répondants", row.repondants), ("satisfaits", row.satisfaits))


def _written(*parts: tuple[str, float | None]) -> str:
    return ", ".join(f"{name} : {ecrire_nombre(n)}" for name, n in parts if n is not None) or "autre chose"


def _conflict(conflict: Conflit, programme: Programme) -> Anomalie:
    first, second = conflict.premiere, conflict.seconde
    target = f"{second.indicateur}, {_name(programme, second.siren)}, {second.periode}"
    return _contested(first, second, target, resumer)


R = TypeVar("R", Observation, LigneFinanciere, Enquete)


def _contested(first: R, second: R, target: str, show: Callable[[R], str]) -> Anomalie:
    return signaler(
        "VAL-54",
        Lieu(second.fichier, second.feuille, second.cellule),
        objet=target,
        brut=show(second),
        autre_fichier=first.fichier,
        autre_feuille=first.feuille,
        autre_cellule=first.cellule,
        autre_brut=show(first),
    )


def _contested_progress(first: Avancement, second: Avancement) -> Anomalie:
    place = f"« {first.fichier} », {first.feuille}!{first.cellule}"
    return signaler("ACT-09", Lieu(second.fichier, second.feuille, second.cellule), objet=second.objet, autre=place)


def _name(programme: Programme, siren: str) -> str:
    if siren == ENSEMBLE:
        return "l'ensemble du territoire"
    return next((t.nom for t in programme.territoires if t.siren == siren), siren)


def actions_sans_classeur(
    fichiers: Iterable[FichierLu], programme: Programme, annee: int, cadrage: Cadrage | None = None
) -> tuple[Anomalie, ...]:
    """Dit les actions dont aucun classeur n'a pu être lu cette année (une anomalie chacune)."""
    received = {f.action for f in fichiers if f.etat != "refusé" and f.annee == annee}
    return tuple(_absent(programme, a, annee, cadrage) for a in programme.actions if a.code not in received)


def _absent(programme: Programme, action: Action, annee: int, cadrage: Cadrage | None) -> Anomalie:
    count = len(lignes_attendues(programme, action.code, annee, cadrage))
    carriers = dict.fromkeys(f.pilote for f in (action.fiche, *(o.fiche for o in action.operations)) if f.pilote)
    named = ", ".join(carriers)
    return signaler(
        "ACT-01",
        action=action.code,
        intitule=action.intitule,
        nombre=f"{count} valeur{'s' * (count > 1)}",
        porteur=f" ({named})" if named else "",
    )
