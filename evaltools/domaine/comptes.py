"""Compter ce que porte l'arbre d'un programme, et parcourir ses fiches telles que le document les décrit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields

from evaltools.domaine.programme import Action, Calendrier, Fiche, Operation, Programme

OBJETS_COMPTES = (
    "axes", "objectifs", "objectifs_operationnels", "actions", "operations", "indicateurs", "territoires", "communes",
)  # fmt: skip
"""Ce qu'une annonce peut compter ; « indicateurs » laisse de côté les clauses ouvertes."""


@dataclass(frozen=True, slots=True)
class Comptes:
    """Nombre d'éléments de chaque niveau, pour le programme, un axe ou une action."""

    axes: int
    objectifs: int
    objectifs_operationnels: int
    actions: int
    operations: int
    indicateurs: int
    clauses: int
    par_famille: Mapping[str, int]

    @property
    def entrees(self) -> int:
        """Indicateurs et clauses ouvertes ensemble : les lignes que porte l'arbre."""
        return self.indicateurs + self.clauses


def compter(programme: Programme, axe: str | None = None, action: str | None = None) -> Comptes:
    """Compte ce que l'arbre porte, en entier, sous un axe ou sous une action.

    Parameters
    ----------
    programme : Programme
        Le programme lu.
    axe, action : str, optional
        Code qui restreint le compte ; ``KeyError`` si l'action est inconnue, zéro partout si l'axe l'est.

    Returns
    -------
    Comptes
        Les clauses ouvertes (« tout autre indicateur ») sont comptées à part des indicateurs.
    """
    actions = (programme.action(action),) if action else tuple(a for a in programme.actions if axe in (None, a.axe))
    axes = {a.axe for a in actions} if action else {x.code for x in programme.axes if axe in (None, x.code)}
    retenus = [i for a in actions for i in a.indicateurs if not i.clause_ouverte]
    objectifs = [o for o in programme.objectifs if o.axe in axes]
    if action:
        objectifs = [o for o in objectifs if o.code in {a.objectif for a in actions}]
    return Comptes(
        axes=len(axes),
        objectifs=len(objectifs),
        objectifs_operationnels=sum(1 for a in actions if a.objectif_operationnel),
        actions=len(actions),
        operations=sum(len(a.operations) for a in actions),
        indicateurs=len(retenus),
        clauses=sum(1 for a in actions for i in a.indicateurs if i.clause_ouverte),
        par_famille=Counter(i.famille for i in retenus),
    )


def fiche_complete(action: Action, operation: Operation) -> Fiche:
    """Rend la fiche d'une opération, complétée champ à champ par celle de l'action quand un champ est vide.

    Sert aux fiches dont une cellule vaut pour plusieurs opérations (publics ou financement communs).
    """
    communs = {f.name: getattr(action.fiche, f.name) for f in fields(Fiche)}
    propres = {f.name: getattr(operation.fiche, f.name) for f in fields(Fiche)}
    return Fiche(
        **{nom: valeur if valeur and valeur != Calendrier() else communs[nom] for nom, valeur in propres.items()}
    )


def fiches_decrites(programme: Programme) -> Iterator[tuple[Action, str, str, Fiche]]:
    """Parcourt les fiches telles que le document les décrit : par opération (CLS) ou par action (programme santé).

    Yields
    ------
    tuple of (Action, str, str, Fiche)
        L'action, le code et l'intitulé de ce qui est décrit, et sa fiche complète.
    """
    for action in programme.actions:
        if any(o.fiche != Fiche() for o in action.operations):
            for operation in action.operations:
                yield action, operation.code, operation.intitule, fiche_complete(action, operation)
        else:
            yield action, action.code, action.intitule, action.fiche
