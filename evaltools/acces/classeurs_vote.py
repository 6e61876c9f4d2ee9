"""De quel programme, de quelle année et de quelle action est ce classeur ? Tout ce qu'il en dit vote.

Ce que l'on voit pèse le plus : la ligne d'identité de chaque feuille, puis les codes des indicateurs. Clés cachées,
propriétés, noms définis et feuille technique ne font que témoigner ; le nom du fichier ne compte pas.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from evaltools.acces.classeurs_identite import Identite, entre_crochets, lire_cle, lire_ligne
from evaltools.acces.classeurs_modele import PROPRIETES, VERSION_MODELE
from evaltools.acces.classeurs_reperage import TableauLu
from evaltools.acces.classeurs_style import FEUILLE_IDENTITE
from evaltools.acces.tableur import Classeur
from evaltools.domaine.nombres import plier
from evaltools.domaine.periodes import lire_periode
from evaltools.domaine.porteurs import portee_d_un_porteur, porteurs
from evaltools.domaine.programme import Programme

INCONNU = "porteur inconnu"
UN_PORTEUR = "PORTEUR inconnu"
"""Ce que votent des lignes de plusieurs actions, quand rien de visible ne dit quel est le porteur."""


@dataclass(frozen=True, slots=True)
class Voix:
    """Ce qu'une source dit de l'identité du classeur ; vide ou ``None`` : elle n'en dit rien."""

    source: str
    poids: int
    programme: str = ""
    annee: int | None = None
    action: str = ""
    version: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """L'identité retenue, et les sources qui la contredisent."""

    identite: Identite
    contraires: tuple[Voix, ...]


def voter(classeur: Classeur, tableaux: Sequence[TableauLu], programme: Programme) -> Verdict | None:
    """Décide de l'identité d'un classeur ; ``None`` si rien ne permet de le reconnaître."""
    voices = [*_visible(classeur), *_codes(tableaux, programme), *_keys(tableaux), *_technical(classeur)]
    chosen = {
        "programme": _winner((v.programme, v.poids) for v in voices),
        "annee": _winner((v.annee, v.poids) for v in voices),
        "action": _winner((v.action, v.poids) for v in voices),
    }
    if None in chosen.values():
        return None
    version = _winner((v.version, v.poids) for v in voices) or VERSION_MODELE
    identity = Identite(str(chosen["programme"]), int(str(chosen["annee"])), str(chosen["action"]), str(version))
    inside = _actions_of(identity, programme)
    return Verdict(identity, tuple(v for v in voices if _contradicts(v, identity, inside)))


def objets_des_lignes(tableaux: Sequence[TableauLu], programme: Programme) -> tuple[str, ...]:
    """Rend les actions et opérations dont parlent les lignes d'indicateurs, dans l'ordre du document."""
    owner = {i.code.casefold(): i.operation or i.action for i in programme.indicateurs}
    seen = {owner.get(code) for code in _indicator_codes(tableaux)}
    known = [*(a.code for a in programme.actions), *(o.code for o in programme.operations)]
    return tuple(code for code in known if code in seen)


def _indicator_codes(tables: Sequence[TableauLu]) -> Iterator[str]:
    for table in tables:
        column = table.colonnes.get("indicateur", 0)
        for _, cells in table.lignes():
            if column in cells:
                yield entre_crochets(cells[column].texte).casefold()


def _actions_of(identity: Identite, programme: Programme) -> frozenset[str]:
    """List the actions that do not contradict the identity: its own, or those its carrier has lines in."""
    if not identity.porteur:
        return frozenset((identity.action,))
    carrier = next((p for p in porteurs(programme) if p.code == identity.porteur), None)
    own = portee_d_un_porteur(programme, carrier).codes if carrier else (a.code for a in programme.actions)
    return frozenset((identity.action, *own))


def est_fictif(classeur: Classeur) -> bool:
    """Dit si le classeur déclare des données fictives, où que ce soit."""
    if classeur.proprietes.get("evaltools_fictif") == "oui":
        return True
    return any(
        isinstance(cell.valeur, str)
        and cell.valeur[:4].casefold() == "donn"
        and plier(cell.valeur[:40]).startswith("donnees fictives")
        for sheet in classeur.feuilles
        for cell in sheet.cellules.values()
    )


def dire(voix: Voix) -> str:
    """Écrit ce qu'une source dit : « propriétés du classeur : cls-essai, 2026, action FA 1.1 »."""
    what = voix.action.casefold() if voix.action.startswith("PORTEUR ") else f"action {voix.action}"
    said = [voix.programme, str(voix.annee or ""), what if voix.action else ""]
    return f"{voix.source} : {', '.join(part for part in said if part)}"


def _winner(votes: Iterable[tuple[object, int]]) -> object | None:
    totals: Counter[object] = Counter()
    for choice, weight in votes:
        if choice:
            totals[choice] += weight
    return totals.most_common(1)[0][0] if totals else None


def _contradicts(voice: Voix, identity: Identite, inside: frozenset[str]) -> bool:
    return (
        (bool(voice.programme) and voice.programme != identity.programme)
        or (voice.annee is not None and voice.annee != identity.annee)
        or (bool(voice.action) and voice.action != UN_PORTEUR and voice.action not in inside)
    )


def _visible(classeur: Classeur) -> Iterator[Voix]:
    for sheet in classeur.feuilles:
        for cell in sheet.cellules.values():
            text = cell.valeur
            if isinstance(text, str) and "#" in text and "/" in text and len(text) < 200:
                read = lire_ligne(text)
                if read is not None:
                    one, sound = read
                    source = f"feuille « {sheet.nom} », cellule {cell.adresse}"
                    yield Voix(source, 3 if sound else 1, one.programme, one.annee, one.action, one.version)


def _codes(tables: Sequence[TableauLu], programme: Programme) -> Iterator[Voix]:
    """Let the visible codes vote: the action most of them belong to, the year most periods belong to."""
    owner: Mapping[str, str] = {i.code.casefold(): i.action for i in programme.indicateurs}
    actions: Counter[str] = Counter()
    years: Counter[int] = Counter()
    for table in tables:
        for _, cells in table.lignes():
            label, period = (cells.get(table.colonnes.get(key, 0)) for key in ("indicateur", "periode"))
            if label is not None and (action := owner.get(entre_crochets(label.texte).casefold())):
                actions[action] += 1
                year = _year(period.texte) if period is not None else None
                if year is not None:
                    years[year] += 1
    if actions:
        year = years.most_common(1)[0][0] if years else None
        yield Voix("codes des indicateurs", 2, programme.code, year, _main_action(actions))


def _year(text: str) -> int | None:
    try:
        return lire_periode(text).annee
    except ValueError:
        return None


def _keys(tables: Sequence[TableauLu]) -> Iterator[Voix]:
    found: Counter[tuple[str, int]] = Counter()
    actions: Counter[str] = Counter()
    for table in tables:
        column = table.colonnes.get("cle", 0)
        for _, cells in table.lignes() if column else ():
            key = lire_cle(cells[column].texte) if column in cells else None
            if key is not None:
                found[key.programme, key.annee] += 1
                actions[key.action] += 1
    if found:
        programme, year = found.most_common(1)[0][0]
        yield Voix("clés cachées des lignes", 2, programme, year, _main_action(actions))


def _main_action(actions: Counter[str]) -> str:
    """Name the action most rows are of; several actions of at least two rows each make a carrier's workbook."""
    return UN_PORTEUR if sum(count > 1 for count in actions.values()) > 1 else actions.most_common(1)[0][0]


def _technical(classeur: Classeur) -> Iterator[Voix]:
    hidden = next((f for f in classeur.feuilles if f.nom == FEUILLE_IDENTITE), None)
    rows = {cells[1].texte: cells[2].texte for _, cells in hidden.lignes() if {1, 2} <= set(cells)} if hidden else {}
    names = {name: text.strip().strip('"') for name, text in classeur.noms.items()}
    for source, said in (
        ("propriétés du classeur", classeur.proprietes),
        ("noms définis", names),
        ("feuille technique", rows),
    ):
        values = [said.get(name, "").strip() for name in PROPRIETES]
        if any(values[:3]):
            year = int(values[1]) if values[1].isdigit() else None
            yield Voix(source, 1, values[0], year, values[2], values[3])
