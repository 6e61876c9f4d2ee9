"""Prouver qu'une case masquée ne se retrouve pas : exhiber d'autres tableaux, identiques partout où l'on publie (R-91).

Tout nombre publié est une somme de parts. Qui lit l'édition connaît ces sommes, sait que chaque part est un entier qui
ne passe pas sous son plancher, et rien d'autre. Une case est bien cachée si l'on peut montrer deux tableaux, les
témoins, que rien de publié ne distingue et où elle diffère d'au moins dix : elle a alors onze valeurs possibles. Qu'un
témoin ne soit pas trouvé ne prouve rien ; la case est alors tenue pour découverte, et l'on masque davantage.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import floor

Part = tuple[str, ...]
"""Ce qui ne se découpe plus : indicateur, territoire, période, sorte de nombre."""

Forme = frozenset[Part]
"""Les parts dont un nombre est la somme."""

Ecarts = Mapping[Part, float]
"""Ce qui distingue un tableau témoin du vrai : de combien change chaque part."""

ESSAIS = 500
"""Nombre de pas d'une recherche de témoin, avant de renoncer."""

_MARGE = 1e-9


@dataclass(frozen=True, slots=True)
class Releve:
    """Les vraies valeurs des parts, et le plancher que chacun leur connaît (0 par défaut)."""

    valeurs: Mapping[Part, float]
    planchers: Mapping[Part, float]

    def marge(self, part: Part, ecarts: Ecarts) -> int:
        """Rend de combien d'unités une part peut encore baisser, dans un tableau qui s'écarte du vrai."""
        valeur = self.valeurs[part]
        return floor(valeur + ecarts.get(part, 0.0) - self.planchers.get(part, min(0.0, valeur)) + _MARGE)


@dataclass(frozen=True, slots=True)
class Systeme:
    """Ce que l'on apprend en soustrayant les sommes publiées les unes des autres.

    ``fixes`` : les parts que l'on retrouve exactement. ``sommes`` : les sommes connues des autres parts, réduites par
    soustraction. ``ou`` : les rangs des sommes où paraît chaque part.
    """

    fixes: Forme
    sommes: tuple[tuple[Part, ...], ...]
    ou: Mapping[Part, tuple[int, ...]]

    @classmethod
    def de(cls, publiees: Iterable[Forme]) -> Systeme:
        """Réduit les sommes publiées.

        Examples
        --------
        >>> a, b, c = ("a",), ("b",), ("c",)
        >>> lu = Systeme.de([frozenset({a, b, c}), frozenset({c})])
        >>> sorted(lu.fixes), lu.sommes
        ([('c',)], ((('a',), ('b',)),))
        """
        fixes, sommes = _reduire(publiees)
        ou: dict[Part, list[int]] = {}
        for rang, somme in enumerate(sommes):
            for part in somme:
                ou.setdefault(part, []).append(rang)
        return cls(fixes, sommes, {part: tuple(rangs) for part, rangs in ou.items()})


def _reduire(publiees: Iterable[Forme]) -> tuple[Forme, tuple[tuple[Part, ...], ...]]:
    """Soustrait chaque somme de celles qui la contiennent, tant que cela apprend quelque chose."""
    fixes: Forme = frozenset()
    sommes = {forme for forme in publiees if forme}
    while True:
        trouvees = frozenset(part for somme in sommes if len(somme) == 1 for part in somme)
        fixes |= trouvees
        dans_l_ordre = sorted({somme - trouvees for somme in sommes} - {frozenset()}, key=len)
        reduites = {_oter(somme, dans_l_ordre) for somme in dans_l_ordre}
        if reduites == sommes:
            return fixes, tuple(sorted(tuple(sorted(somme)) for somme in sommes))
        sommes = reduites


def _oter(somme: Forme, plus_petites: Sequence[Forme]) -> Forme:
    """Ôte d'une somme les plus petites qu'elle contient ; elle-même n'en est pas."""
    reste = somme
    for petite in plus_petites:
        if len(petite) >= len(somme):
            break
        if petite <= reste:
            reste -= petite
    return reste


@dataclass(frozen=True, slots=True)
class Temoins:
    """Deux tableaux possibles, l'un où une forme est plus haute, l'autre où elle est plus basse, et leur distance."""

    haut: Ecarts
    bas: Ecarts
    amplitude: int

    def tiennent(self, publiee: Forme) -> bool:
        """Dit si une somme que l'on publierait en plus laisse ces tableaux possibles."""
        return all(abs(sum(ecarts.get(part, 0.0) for part in publiee)) < _MARGE for ecarts in (self.haut, self.bas))


def temoigner(forme: Forme, systeme: Systeme, releve: Releve, besoin: int) -> Temoins:
    """Cherche deux témoins où la somme d'une forme diffère, d'au plus ``besoin``.

    Examples
    --------
    8 et 20, dont on publie le total : la première peut valoir de 0 à 28, tant que la seconde n'est pas publiée.

    >>> a, b = ("a",), ("b",)
    >>> releve = Releve({a: 8.0, b: 20.0}, {})
    >>> temoigner(frozenset({a}), Systeme.de([frozenset({a, b})]), releve, 100).amplitude
    28
    >>> temoigner(frozenset({a}), Systeme.de([frozenset({a, b}), frozenset({b})]), releve, 100).amplitude
    0
    """
    haut, montee = _pousser(forme, systeme, releve, besoin, 1)
    bas, descente = _pousser(forme, systeme, releve, besoin - montee, -1)
    return Temoins(haut, bas, montee + descente)


def _pousser(forme: Forme, systeme: Systeme, releve: Releve, besoin: int, sens: int) -> tuple[Ecarts, int]:
    """Fait monter (ou baisser) la somme d'une forme, tant qu'un mouvement le permet."""
    libres = sorted(forme - systeme.fixes)
    ecarts: dict[Part, float] = {}
    total = 0
    while total < besoin:
        recherches = (_Recherche(systeme, releve, ecarts, forme) for _ in libres)
        trouves = (r.mouvement for part, r in zip(libres, recherches, strict=True) if r.partir(part, sens))
        mouvement = next(trouves, None)
        if mouvement is None:
            break
        pas = min([besoin - total, *(releve.marge(part, ecarts) for part, signe in mouvement.items() if signe < 0)])
        for part, signe in mouvement.items():
            ecarts[part] = ecarts.get(part, 0.0) + signe * pas
        total += pas
    return ecarts, total


@dataclass(slots=True)
class _Recherche:
    """La recherche d'un mouvement : des parts à monter et à baisser d'une unité, toutes les sommes restant égales."""

    systeme: Systeme
    releve: Releve
    ecarts: Ecarts
    forme: Forme
    mouvement: dict[Part, int] = field(default_factory=dict)
    desequilibres: dict[int, int] = field(default_factory=dict)
    essais: int = ESSAIS

    def partir(self, part: Part, sens: int) -> bool:
        """Bouge une part, puis compense ailleurs que dans la forme ; dit si l'on y parvient."""
        if sens < 0 and self.releve.marge(part, self.ecarts) < 1:
            return False
        self._poser(part, sens)
        return self._compenser()

    def _compenser(self) -> bool:
        ouvertes = [rang for rang, ecart in self.desequilibres.items() if ecart]
        if not ouvertes:
            return True
        rang = min(ouvertes, key=lambda r: (len(self.systeme.sommes[r]), r))
        pas = -1 if self.desequilibres[rang] > 0 else 1
        for part in self._candidates(rang, pas):
            self.essais -= 1
            if self.essais < 0:
                return False
            self._poser(part, pas)
            if self._compenser():
                return True
            self._poser(part, -pas)
            del self.mouvement[part]
        return False

    def _candidates(self, rang: int, pas: int) -> list[Part]:
        """Rend les parts qui peuvent compenser, d'abord celles qui rétablissent le plus de sommes."""
        libres = [p for p in self.systeme.sommes[rang] if p not in self.mouvement and p not in self.forme]
        if pas < 0:
            libres = [p for p in libres if self.releve.marge(p, self.ecarts) >= 1]
        return sorted(libres, key=lambda p: self._derange(p, pas))

    def _derange(self, part: Part, pas: int) -> int:
        return sum(1 if self.desequilibres.get(r, 0) * pas >= 0 else -1 for r in self.systeme.ou[part])

    def _poser(self, part: Part, pas: int) -> None:
        self.mouvement[part] = self.mouvement.get(part, 0) + pas
        for rang in self.systeme.ou.get(part, ()):
            self.desequilibres[rang] = self.desequilibres.get(rang, 0) + pas
