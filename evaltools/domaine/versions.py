"""Deux versions d'un référentiel : ce qui est modifié, retiré, nouveau (fiche A4 ; avenants, article 9).

Un indicateur se reconnaît à son code. S'il change de code en gardant son libellé dans la même action et la même
opération, il est renuméroté : ce n'est ni un retrait ni une nouveauté.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from enum import StrEnum
from typing import TypeVar

from evaltools.domaine.nombres import ecrire_nombre, plier
from evaltools.domaine.programme import Action, Fiche, Indicateur, Operation, Programme


class Changement(StrEnum):
    """Ce qu'il est advenu d'un élément d'une version à l'autre."""

    MODIFIE = "modifié"
    RENUMEROTE = "renuméroté"
    RETIRE = "retiré"
    NOUVEAU = "nouveau"


@dataclass(frozen=True, slots=True)
class Champ:
    """Un champ qui change : son nom, sa valeur avant et après (vide : le document n'en donne pas)."""

    nom: str
    avant: str
    apres: str


@dataclass(frozen=True, slots=True)
class Ecart:
    """Un élément (« indicateur », « action », « opération ») qui n'est pas le même dans les deux versions.

    ``code`` et ``intitule`` sont ceux de la seconde version, ou de la première pour un élément retiré.
    """

    objet: str
    changement: Changement
    code: str
    intitule: str
    champs: tuple[Champ, ...] = ()


E = TypeVar("E", Action, Operation, Indicateur)

_FICHE = tuple(f.name for f in fields(Fiche))
_CHAMPS: Mapping[str, tuple[str, ...]] = {
    "action": ("intitule", "axe", "objectif", "objectif_operationnel", *(f"fiche.{n}" for n in _FICHE)),
    "opération": ("intitule", "elements", *(f"fiche.{n}" for n in _FICHE)),
    "indicateur": (
        "libelle", "action", "operation", "famille", "nature", "niveau", "sens", "cumul", "unite", "maille",
        "agregation", "si_enquete", "frequence", "source", "responsable", "cible", "valeur_initiale", "sensible",
    ),
}  # fmt: skip
"""Ce qui, changé, fait d'un élément un élément modifié ; les notes de lecture n'en sont pas."""


def comparer(avant: Programme, apres: Programme) -> tuple[Ecart, ...]:
    """Rend tout ce qui change d'une version d'un référentiel à l'autre, actions, opérations puis indicateurs.

    Parameters
    ----------
    avant, apres : Programme
        Les deux versions, dans l'ordre du temps ; ce peut être deux programmes.

    Returns
    -------
    tuple of Ecart
        Dans l'ordre du document : celui de la seconde version, puis ce qui est retiré.
    """
    return (
        *_comparer("action", avant.actions, apres.actions, lambda a: (a.axe, plier(a.intitule))),
        *_comparer("opération", avant.operations, apres.operations, lambda o: (plier(o.intitule),)),
        *_comparer(
            "indicateur",
            avant.indicateurs,
            apres.indicateurs,
            lambda i: (i.action, i.operation or "", plier(i.libelle)),
        ),
    )


def _identite(indicateur: Indicateur) -> tuple[str, ...]:
    return indicateur.action, indicateur.operation or "", plier(indicateur.libelle)


def compter(ecarts: Iterable[Ecart], objet: str) -> dict[Changement, int]:
    """Compte les écarts d'un objet par changement ; un changement absent vaut zéro.

    Examples
    --------
    >>> compter([Ecart("indicateur", Changement.RETIRE, "A1-1", "Réunions")], "indicateur")[Changement.RETIRE]
    1
    """
    retenus = [e.changement for e in ecarts if e.objet == objet]
    return {c: retenus.count(c) for c in Changement}


def _comparer(
    objet: str, avant: tuple[E, ...], apres: tuple[E, ...], identite: Callable[[E], tuple[str, ...]]
) -> Iterator[Ecart]:
    anciens: dict[str, E] = {e.code: e for e in avant}
    codes = {e.code for e in apres}
    partis: dict[tuple[str, ...], list[E]] = {}
    for parti in (e for e in avant if e.code not in codes):
        partis.setdefault(identite(parti), []).append(parti)
    for element in apres:
        homonymes = partis.get(identite(element), [])
        if element.code in anciens:
            if champs := tuple(_champs(objet, anciens[element.code], element)):
                yield Ecart(objet, Changement.MODIFIE, element.code, _intitule(element), champs)
        elif homonymes:
            yield _renumeroter(objet, homonymes.pop(0), element)
        else:
            yield Ecart(objet, Changement.NOUVEAU, element.code, _intitule(element))
    restes = {e.code for reste in partis.values() for e in reste}
    yield from (Ecart(objet, Changement.RETIRE, e.code, _intitule(e)) for e in avant if e.code in restes)


def _renumeroter(objet: str, avant: E, apres: E) -> Ecart:
    champs = (Champ("code", avant.code, apres.code), *_champs(objet, avant, apres))
    return Ecart(objet, Changement.RENUMEROTE, apres.code, _intitule(apres), champs)


def _champs(objet: str, avant: object, apres: object) -> Iterator[Champ]:
    for nom in _CHAMPS[objet]:
        yield from _changements(nom.removeprefix("fiche."), _lire(avant, nom), _lire(apres, nom))


def _changements(nom: str, avant: object, apres: object) -> Iterator[Champ]:
    """Rend ce qui change d'une valeur à l'autre, champ par champ si elle en a (« cible.annee »)."""
    if is_dataclass(avant) and is_dataclass(apres):
        for champ in fields(avant):
            yield from _changements(f"{nom}.{champ.name}", getattr(avant, champ.name), getattr(apres, champ.name))
    elif (ancien := _ecrire(avant)) != (nouveau := _ecrire(apres)):
        yield Champ(nom, ancien, nouveau)


def _lire(element: object, nom: str) -> object:
    for morceau in nom.split("."):
        element = getattr(element, morceau)
    return element


def _ecrire(valeur: object) -> str:
    """Écrit une valeur du référentiel d'une façon comparable et lisible ; vide si elle n'est pas donnée.

    Examples
    --------
    >>> _ecrire(("écoles", "collèges")), _ecrire(None), _ecrire(True)
    ('écoles ; collèges', '', 'oui')
    """
    if valeur is None:
        return ""
    if isinstance(valeur, bool):
        return "oui" if valeur else "non"
    if isinstance(valeur, tuple):
        return " ; ".join(_ecrire(v) for v in valeur)
    if is_dataclass(valeur):
        parties = ((f.name, _ecrire(getattr(valeur, f.name))) for f in fields(valeur))
        return ", ".join(f"{nom} {texte}" for nom, texte in parties if texte)
    if isinstance(valeur, float):
        return ecrire_nombre(valeur)
    return " ".join(str(valeur).split())


def _intitule(element: Action | Operation | Indicateur) -> str:
    return element.libelle if isinstance(element, Indicateur) else element.intitule
