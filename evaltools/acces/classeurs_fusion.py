"""Réunir ce que plusieurs classeurs disent d'une même action : case par case, sans qu'aucun gagne en silence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import fields, replace
from typing import Any, TypeVar

from evaltools.domaine.anomalies import Anomalie, Lieu, signaler
from evaltools.domaine.avancement import Avancement
from evaltools.domaine.choix import Choix
from evaltools.domaine.collecte import Collecte
from evaltools.domaine.enquetes import Enquete
from evaltools.domaine.finances import LigneFinanciere
from evaltools.domaine.fusion import Conflit, Fusion, fusionner, resumer
from evaltools.domaine.lexique import ENSEMBLE
from evaltools.domaine.mesures import Observation
from evaltools.domaine.nombres import ecrire_nombre, plier
from evaltools.domaine.programme import Programme


def reunir_les_lignes(
    parties: Sequence[Collecte], programme: Programme, choix: Choix
) -> tuple[Collecte, list[Anomalie]]:
    """Réunit les collectes d'une même action ; rend aussi chaque contradiction, avec ses deux cellules.

    Ce qui se contredit n'est retenu d'aucun côté, sauf si ``choix`` dit quel classeur l'emporte (VAL-81).
    """
    told = _Teller(choix)
    merged = fusionner((o for one in parties for o in one.observations), choix)
    for conflict in merged.conflits:
        told.observations(conflict, programme)
    progress = _reconcile(parties, lambda c: {a.objet: a for a in c.avancements}, _no_state, choix, told.progress)
    money = _reconcile(parties, _by_funder, _no_amount, choix, told.money)
    surveys = _reconcile(
        parties, lambda c: {(e.indicateur, e.siren, e.periode): e for e in c.enquetes}, _no_count, choix, told.survey
    )
    return Collecte(_with_both(merged), progress, money, surveys), told.faults


def _with_both(merged: Fusion) -> tuple[Observation, ...]:
    """Keep what was typed where two workbooks fight: the value is to be mended, it was not left blank."""
    fought: dict[tuple[str, str, str], dict[str, None]] = {}
    for conflict in merged.conflits:
        if conflict.retenue is None:
            second = conflict.seconde
            said = fought.setdefault((second.indicateur, second.siren, second.periode), {})
            said |= dict.fromkeys((resumer(conflict.premiere), resumer(second)))
    texts = {key: " · ".join(said) for key, said in fought.items()}
    return tuple(
        replace(o, texte=text) if (text := texts.get((o.indicateur, o.siren, o.periode))) else o
        for o in merged.observations
    )


class _Teller:
    """Tells each contradiction: unsettled, or settled by the chosen strategy."""

    def __init__(self, choix: Choix) -> None:
        self.choix = choix
        self.faults: list[Anomalie] = []

    def observations(self, conflict: Conflit, programme: Programme) -> None:
        second = conflict.seconde
        target = f"{second.indicateur}, {_name(programme, second.siren)}, {second.periode}"
        self._tell(conflict.premiere, second, conflict.retenue, target, resumer)

    def progress(self, first: Avancement, second: Avancement, kept: Avancement | None) -> None:
        if kept is not None:
            self._tell(first, second, kept, f"{second.objet} (avancement)", _state)
            return
        place = f"« {first.fichier} », {first.feuille}!{first.cellule}"
        where = Lieu(second.fichier, second.feuille, second.cellule)
        self.faults.append(signaler("ACT-09", where, objet=second.objet, autre=place))

    def money(self, first: LigneFinanciere, second: LigneFinanciere, kept: LigneFinanciere | None) -> None:
        self._tell(first, second, kept, f"{second.financeur} (financement)", _amounts)

    def survey(self, first: Enquete, second: Enquete, kept: Enquete | None) -> None:
        self._tell(first, second, kept, f"{second.indicateur} (enquête)", _counts)

    def _tell(self, first: Any, second: Any, kept: Any, target: str, show: Callable[[Any], str]) -> None:
        details = {
            "objet": target,
            "brut": show(second),
            "autre_fichier": first.fichier,
            "autre_feuille": first.feuille,
            "autre_cellule": first.cellule,
            "autre_brut": show(first),
        }
        where = Lieu(second.fichier, second.feuille, second.cellule)
        if kept is None:
            self.faults.append(signaler("VAL-54", where, **details))
        else:
            settled = {"retenu": show(kept), "raison": self.choix.raison}
            self.faults.append(signaler("VAL-81", where, **details, **settled))


T = TypeVar("T", Avancement, LigneFinanciere, Enquete)


def _reconcile(
    parts: Sequence[Collecte],
    index: Callable[[Collecte], Mapping[Any, T]],
    neutral: Callable[[T], T],
    choix: Choix,
    tell: Callable[[T, T, T | None], None],
) -> tuple[T, ...]:
    """Unite the rows of several files, field by field; a row they contradict is settled or neutralised, and told."""
    groups: dict[Any, list[T]] = {}
    for part in parts:
        for key, row in index(part).items():
            groups.setdefault(key, []).append(row)
    return tuple(_one(rows, neutral, choix, tell) for rows in groups.values())


def _one(rows: list[T], neutral: Callable[[T], T], choix: Choix, tell: Callable[[T, T, T | None], None]) -> T:
    united, fought = rows[0], list[T]()
    for row in rows[1:]:
        both = _unite(united, row)
        if both is None:
            fought.append(row)
        else:
            united = both
    if not fought:
        return united
    name = choix.trancher([row.fichier for row in rows if not _is_bare(row)])
    winner = next((row for row in rows if row.fichier == name), None)
    for row in fought:
        tell(united, row, winner)
    return neutral(united) if winner is None else winner


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
_CLES = ("action", "operation", "objet", "annee", "financeur", "indicateur", "siren", "periode")
_LIBRES = ("motif", "decision", "faits_marquants", "freins", "leviers", "reorientation", "commentaire")


def _by_funder(collecte: Collecte) -> dict[tuple[str, str, int], LigneFinanciere]:
    seen: Counter[tuple[str, str]] = Counter()
    found: dict[tuple[str, str, int], LigneFinanciere] = {}
    for line in collecte.finances:
        name = (line.operation, plier(line.financeur))
        found[*name, seen[name]] = line
        seen[name] += 1
    return found


def sans_double_compte(
    finances: Iterable[LigneFinanciere],
) -> tuple[tuple[LigneFinanciere, ...], tuple[Anomalie, ...]]:
    """Retire ce qui serait compté deux fois : un montant donné pour toute l'action et aussi par opération.

    Si les opérations font le montant de l'action, ce sont elles qui restent ; sinon aucun des montants en cause n'est
    retenu (VAL-82).
    """
    lines = list(finances)
    faults: list[Anomalie] = []
    for rank, line in enumerate(lines):
        if line.operation:
            continue
        name = (line.action, line.annee, plier(line.financeur))
        parts = [i for i, o in enumerate(lines) if o.operation and (o.action, o.annee, plier(o.financeur)) == name]
        for amount in _MONTANTS if parts else ():
            _settle_amount(lines, rank, parts, amount, faults)
    return tuple(lines), tuple(faults)


_MONTANTS = ("prevu_eur", "engage_eur", "paye_eur")


def _settle_amount(
    lines: list[LigneFinanciere], rank: int, parts: list[int], amount: str, faults: list[Anomalie]
) -> None:
    line = lines[rank]
    whole: float | None = getattr(line, amount)
    given = [i for i in parts if getattr(lines[i], amount) is not None]
    if whole is None or not given:
        return
    total: float = sum(getattr(lines[i], amount) for i in given)
    lines[rank] = _without(line, amount)
    if abs(total - whole) < 0.005:
        return
    others = ", ".join(f"« {lines[i].fichier} » ({lines[i].feuille}!{lines[i].cellule})" for i in given)
    for i in given:
        lines[i] = _without(lines[i], amount)
    where = Lieu(line.fichier, line.feuille, line.cellule)
    details = {"brut": ecrire_nombre(whole), "autre_brut": ecrire_nombre(total), "autres": others}
    faults.append(signaler("VAL-82", where, objet=line.financeur, action=line.action, **details))


def _no_state(row: Avancement) -> Avancement:
    return replace(row, etat=None, debut_reel=None, fin_prevue=None, fin_revisee=None, fin_reelle=None)


def _no_amount(row: LigneFinanciere) -> LigneFinanciere:
    return replace(row, prevu_eur=None, engage_eur=None, paye_eur=None)


def _no_count(row: Enquete) -> Enquete:
    return replace(row, realisee=None, sollicites=None, repondants=None, satisfaits=None, note_moyenne=None)


def _without(line: LigneFinanciere, amount: str) -> LigneFinanciere:
    changes: dict[str, Any] = {amount: None}
    return replace(line, **changes)


def _state(row: Avancement) -> str:
    return row.etat.value.replace("_", " ") if row.etat else "autre chose"


def _amounts(row: LigneFinanciere) -> str:
    return _written(("prévu", row.prevu_eur), ("engagé", row.engage_eur), ("payé", row.paye_eur))


def _counts(row: Enquete) -> str:
    return _written(("sollicités", row.sollicites), ("répondants", row.repondants), ("satisfaits", row.satisfaits))


def _written(*parts: tuple[str, float | None]) -> str:
    return ", ".join(f"{name} : {ecrire_nombre(n)}" for name, n in parts if n is not None) or "autre chose"


def _name(programme: Programme, siren: str) -> str:
    if siren == ENSEMBLE:
        return "l'ensemble du territoire"
    return next((t.nom for t in programme.territoires if t.siren == siren), siren)
