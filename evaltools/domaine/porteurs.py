"""Qui porte quoi : les porteurs que les fiches nomment, et ce que chacun doit renseigner.

Une fiche nomme son porteur à l'action ou à l'opération. Les lignes d'une opération reviennent à son porteur, à défaut à
celui de l'action ; celles de l'action entière (son avancement, ses indicateurs communs) à son porteur, à défaut à celui
de ses opérations s'il n'y en a qu'un. Ce que personne ne porte revient à un porteur sans nom : rien ne se perd.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from evaltools.domaine.attendus import LigneAttendue, lignes_attendues
from evaltools.domaine.cadrage import Cadrage
from evaltools.domaine.nombres import plier
from evaltools.domaine.programme import Action, Fiche, Indicateur, Operation, Programme

SANS_PORTEUR = "sans porteur désigné"
_LONGUEUR = 48


@dataclass(frozen=True, slots=True)
class Porteur:
    """Un organisme et ce qu'il porte. ``objets`` : codes des actions et des opérations dont les lignes lui reviennent.

    ``nom`` : les mots de la fiche, ou « sans porteur désigné ». ``code`` : le nom en minuscules et traits d'union,
    unique dans le programme ; il sert d'identité au classeur.
    """

    nom: str
    code: str
    objets: tuple[str, ...]


@dataclass(frozen=True)
class Portee:
    """Ce qu'un classeur de collecte doit porter : une action entière, ou ce qui revient à un porteur.

    ``actions`` : réduites aux opérations et indicateurs demandés. ``entieres`` : codes des actions dont la ligne
    « action entière » est demandée. ``porteur`` : ``None`` pour le classeur d'une action.
    """

    programme: Programme
    actions: tuple[Action, ...]
    entieres: frozenset[str]
    porteur: Porteur | None = None

    @property
    def designation(self) -> str:
        """Ce dont le classeur est celui : « action FA 1.1 », « porteur CPAM du Hainaut »."""
        if self.porteur is None:
            return f"action {self.actions[0].code}"
        return f"porteur {self.porteur.nom}" if self.porteur.nom != SANS_PORTEUR else SANS_PORTEUR

    @property
    def codes(self) -> tuple[str, ...]:
        """Codes des actions, dans l'ordre du document."""
        return tuple(action.code for action in self.actions)

    @cached_property
    def indicateurs(self) -> tuple[Indicateur, ...]:
        """Indicateurs demandés, dans l'ordre du document."""
        return tuple(i for action in self.actions for i in action.indicateurs)

    @cached_property
    def objets(self) -> tuple[tuple[Action, Operation | None], ...]:
        """Ce dont l'avancement est demandé : l'action entière (``None``) si elle l'est, puis chaque opération."""
        return tuple(
            (action, part)
            for action in self.actions
            for part in ((None,) if action.code in self.entieres else ()) + action.operations
        )

    @property
    def fiches(self) -> tuple[Fiche, ...]:
        """Les fiches de ces objets."""
        return tuple(part.fiche if part else action.fiche for action, part in self.objets)

    def lignes(self, annee: int, cadrage: Cadrage | None = None) -> tuple[LigneAttendue, ...]:
        """Donne les lignes d'indicateurs attendues, action par action, dans l'ordre du document."""
        reduced = replace(self.programme, actions=self.actions)
        return tuple(line for code in self.codes for line in lignes_attendues(reduced, code, annee, cadrage))


def porteurs(programme: Programme) -> tuple[Porteur, ...]:
    """Donne les porteurs d'un programme, dans l'ordre où les fiches les nomment ; ceux sans nom viennent en dernier.

    Deux noms qui ne diffèrent que par la casse, les accents ou les blancs sont le même porteur.

    Returns
    -------
    tuple of Porteur
        Chaque action et chaque opération y est une fois et une seule.
    """
    names: dict[str, str] = {}
    objects: dict[str, list[str]] = {}
    for code, name in _attributions(programme):
        key = plier(name)
        names.setdefault(key, name)
        objects.setdefault(key, []).append(code)
    ranked = sorted(objects, key=lambda key: not key)
    codes = _codes([names[key] or SANS_PORTEUR for key in ranked])
    return tuple(
        Porteur(names[key] or SANS_PORTEUR, code, tuple(objects[key])) for key, code in zip(ranked, codes, strict=True)
    )


def porteur_de(programme: Programme, objet: str) -> Porteur:
    """Rend le porteur d'une action ou d'une opération.

    Raises
    ------
    KeyError
        Si le code n'est pas du programme.
    """
    for porteur in porteurs(programme):
        if objet in porteur.objets:
            return porteur
    raise KeyError(objet)


def portee_d_une_action(programme: Programme, code: str) -> Portee:
    """Rend la portée du classeur d'une action : toute l'action.

    Raises
    ------
    KeyError
        Si l'action n'existe pas.
    """
    return Portee(programme, (programme.action(code),), frozenset((code,)))


def portee_d_un_porteur(programme: Programme, porteur: Porteur) -> Portee:
    """Rend la portée du classeur d'un porteur : ses opérations, et les actions dont il porte la ligne entière."""
    mine = frozenset(porteur.objets)
    kept = tuple(
        replace(
            action,
            operations=tuple(o for o in action.operations if o.code in mine),
            indicateurs_communs=action.indicateurs_communs if action.code in mine else (),
        )
        for action in programme.actions
        if mine & {action.code, *(o.code for o in action.operations)}
    )
    return Portee(programme, kept, frozenset(a.code for a in kept if a.code in mine), porteur)


def attribuer(programme: Programme, noms: Mapping[str, str]) -> Programme:
    """Rend le programme avec les porteurs déclarés à part, à la place de ceux des fiches.

    Parameters
    ----------
    noms : mapping of str to str
        Nom du porteur, par code d'action ou d'opération. Une action emporte ses opérations, sauf celles qui y sont.
    """
    if not noms:
        return programme

    def held(fiche: Fiche, name: str) -> Fiche:
        return replace(fiche, pilote=name or fiche.pilote)

    actions = tuple(
        replace(
            action,
            fiche=held(action.fiche, noms.get(action.code, "")),
            operations=tuple(
                replace(o, fiche=held(o.fiche, noms.get(o.code, noms.get(action.code, "")))) for o in action.operations
            ),
        )
        for action in programme.actions
    )
    return replace(programme, actions=actions)


def _attributions(programme: Programme) -> Iterator[tuple[str, str]]:
    for action in programme.actions:
        own = _clean(action.fiche.pilote)
        named = {o.code: _clean(o.fiche.pilote) or own for o in action.operations}
        single = next(iter(named.values()), "") if len({plier(name) for name in named.values()}) == 1 else ""
        yield action.code, own or single
        yield from named.items()


def _clean(name: str) -> str:
    return " ".join(name.split())


def _codes(names: list[str]) -> list[str]:
    found: list[str] = []
    for name in names:
        bare = re.sub(r"[^a-z0-9]+", "-", plier(name))[:_LONGUEUR].strip("-") or "porteur"
        rank, code = 1, bare
        while code in found:
            rank += 1
            code = f"{bare}-{rank}"
        found.append(code)
    return found
