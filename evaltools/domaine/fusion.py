"""Réunir plusieurs lectures de la même chose.

Ce qui concorde est gardé, ce qui se complète est réuni, ce qui se contredit n'est retenu d'aucun côté.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from evaltools.domaine.lexique import EtatValeur
from evaltools.domaine.mesures import Observation
from evaltools.domaine.nombres import ecrire_nombre

Cle = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Conflit:
    """Deux observations du même indicateur, territoire et période, qui ne disent pas la même chose."""

    premiere: Observation
    seconde: Observation


@dataclass(frozen=True, slots=True)
class Fusion:
    """Observations réunies, conflits (aucune valeur n'y est retenue) et répétitions à l'identique."""

    observations: tuple[Observation, ...]
    conflits: tuple[Conflit, ...] = ()
    repetitions: tuple[Conflit, ...] = ()


def fusionner(observations: Iterable[Observation]) -> Fusion:
    """Réunit des observations, une par indicateur, territoire et période.

    Une ligne vide cède à une ligne remplie. Dès qu'un conflit apparaît, rien n'est plus retenu pour cette clé,
    quel que soit le nombre de lignes qui suivent.

    Examples
    --------
    >>> def lue(valeur, cellule):
    ...     etat = EtatValeur.NON_RENSEIGNE if valeur is None else EtatValeur.RENSEIGNE
    ...     return Observation("p", "a", "i", "ensemble", "2026", etat, valeur=valeur, cellule=cellule)
    >>> [o.valeur for o in fusionner([lue(None, "A1"), lue(4, "A2")]).observations]
    [4]
    >>> fusion = fusionner([lue(3, "A1"), lue(4, "A2"), lue(3, "A3")])
    >>> fusion.observations[0].valeur, len(fusion.conflits)
    (None, 1)
    """
    kept: dict[Cle, Observation] = {}
    sources: dict[Cle, list[Observation]] = {}
    conflicts: list[Conflit] = []
    repeats: list[Conflit] = []
    for observation in observations:
        key = (observation.indicateur, observation.siren, observation.periode)
        before = sources.setdefault(key, [])
        other = next((o for o in before if contenu(o) != contenu(observation)), None)
        if est_vide(observation):
            kept[key] = _with_remarks(kept.get(key, observation), observation)
            continue
        if before and other is None:
            repeats.append(Conflit(before[0], observation))
        elif other is not None and not any(contenu(o) == contenu(observation) for o in before):
            conflicts.append(Conflit(before[0], observation))
        before.append(observation)
        chosen = annuler(before[0]) if len({contenu(o) for o in before}) > 1 else before[0]
        held = kept.get(key, chosen)
        kept[key] = _with_remarks(replace(chosen, commentaire=held.commentaire, source=held.source), observation)
    return Fusion(tuple(kept.values()), tuple(conflicts), tuple(repeats))


def _with_remarks(kept: Observation, other: Observation) -> Observation:
    """Keep every comment and source, even those of a row that is not retained."""
    return replace(
        kept, commentaire=_joined(kept.commentaire, other.commentaire), source=_joined(kept.source, other.source)
    )


def _joined(kept: str, other: str) -> str:
    return kept if not other or other in kept.split(" · ") else f"{kept} · {other}" if kept else other


def est_vide(observation: Observation) -> bool:
    """Dit si une observation ne porte aucune réponse (ni valeur, ni état, ni texte)."""
    return observation.etat is EtatValeur.NON_RENSEIGNE and not observation.texte


def contenu(observation: Observation) -> tuple[object, ...]:
    """Rend ce que dit une observation, sans sa provenance ni ses commentaires."""
    o = observation
    return o.etat, o.valeur, o.numerateur, o.denominateur, o.texte, o.qualite


def annuler(observation: Observation) -> Observation:
    """Rend l'observation sans aucune réponse : ses sources se contredisent."""
    return replace(
        observation,
        etat=EtatValeur.NON_RENSEIGNE,
        valeur=None,
        numerateur=None,
        denominateur=None,
        texte="",
        qualite=None,
    )


def resumer(observation: Observation) -> str:
    """Écrit en un mot ce que dit une observation.

    Examples
    --------
    >>> resumer(Observation("p", "a", "i", "ensemble", "2026", EtatValeur.SANS_OBJET))
    'sans objet'
    """
    o = observation
    if o.valeur is not None and not o.texte:
        return ecrire_nombre(o.valeur)
    if o.numerateur is not None and o.denominateur is not None:
        return f"{ecrire_nombre(o.numerateur)} sur {ecrire_nombre(o.denominateur)}"
    return o.texte[:60] or o.etat.value.replace("_", " ").replace("enquete non realisee", "enquête non réalisée")
