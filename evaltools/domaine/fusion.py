"""Réunir plusieurs lectures de la même chose.

Ce qui concorde est gardé, ce qui se complète est réuni, ce qui se contredit n'est retenu d'aucun côté.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from evaltools.domaine.choix import Choix
from evaltools.domaine.lexique import EtatValeur
from evaltools.domaine.mesures import Observation
from evaltools.domaine.nombres import ecrire_nombre

Cle = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Conflit:
    """Deux observations du même indicateur, territoire et période, qui ne disent pas la même chose.

    ``retenue`` : celle du fichier que la stratégie a choisi ; ``None`` : aucune ne l'est.
    """

    premiere: Observation
    seconde: Observation
    retenue: Observation | None = None


@dataclass(frozen=True, slots=True)
class Fusion:
    """Observations réunies, conflits (aucune valeur n'y est retenue) et répétitions à l'identique."""

    observations: tuple[Observation, ...]
    conflits: tuple[Conflit, ...] = ()
    repetitions: tuple[Conflit, ...] = ()


def fusionner(observations: Iterable[Observation], choix: Choix | None = None) -> Fusion:
    """Réunit des observations, une par indicateur, territoire et période.

    Une ligne vide cède à une ligne remplie. Dès qu'un conflit apparaît, rien n'est plus retenu pour cette clé,
    quel que soit le nombre de lignes qui suivent, sauf si ``choix`` dit quel fichier l'emporte.

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
    seen: dict[Cle, _Dites] = {}
    conflicts: list[Conflit] = []
    repeats: list[Conflit] = []
    for observation in observations:
        said = seen.setdefault(_key(observation), _Dites(observation))
        first, known = said.ajouter(observation)
        if first is not None and not known:
            conflicts.append(Conflit(first, observation))
        elif first is not None and not said.contredites:
            repeats.append(Conflit(first, observation))
    decided = {key: said.trancher(choix) for key, said in seen.items() if said.contredites} if choix else {}
    told = (replace(c, retenue=decided.get(_key(c.seconde))) for c in conflicts)
    merged = tuple(said.rendre(decided.get(key)) for key, said in seen.items())
    return Fusion(merged, tuple(told), tuple(repeats))


@dataclass(slots=True)
class _Dites:
    """Tout ce qui a été lu d'une même clé : réponses distinctes, dans l'ordre, et chaque remarque une fois.

    Une réponse se retrouve par son contenu, sans parcourir les autres : une ligne recopiée mille fois ne coûte rien.
    """

    premiere: Observation
    lignes: list[Observation] = field(default_factory=list)
    contenus: set[tuple[object, ...]] = field(default_factory=set)
    commentaires: dict[str, None] = field(default_factory=dict)
    sources: dict[str, None] = field(default_factory=dict)

    @property
    def contredites(self) -> bool:
        return len(self.contenus) > 1

    def ajouter(self, observation: Observation) -> tuple[Observation | None, bool]:
        """Note une ligne ; rend la première réponse d'avant (aucune : rien à comparer), et si celle-ci était connue."""
        for remarks, text in ((self.commentaires, observation.commentaire), (self.sources, observation.source)):
            if text:
                remarks[text] = None
        if est_vide(observation):
            return None, True
        first, said = next(iter(self.lignes), None), contenu(observation)
        known = said in self.contenus
        self.lignes.append(observation)
        self.contenus.add(said)
        return first, known

    def trancher(self, choix: Choix) -> Observation | None:
        """Rend la ligne du fichier qui l'emporte, sauf si ce fichier se contredit lui-même."""
        name = choix.trancher([o.fichier for o in self.lignes])
        mine = [o for o in self.lignes if o.fichier == name]
        return mine[0] if mine and len({contenu(o) for o in mine}) == 1 else None

    def rendre(self, decidee: Observation | None) -> Observation:
        """Rend ce qui est retenu, avec toutes les remarques, même celles d'une ligne qui ne l'est pas."""
        kept = decidee or (self.lignes[0] if self.lignes else self.premiere)
        if self.contredites and decidee is None:
            kept = annuler(kept)
        return replace(kept, commentaire=" · ".join(self.commentaires), source=" · ".join(self.sources))


def _key(observation: Observation) -> Cle:
    return observation.indicateur, observation.siren, observation.periode


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
