"""Prouver qu'une case masquée ne se retrouve pas : exhiber d'autres tableaux, identiques partout où l'on publie (R-95).

Tout nombre publié est une somme de parts. Qui lit l'édition connaît ces sommes, sait que chaque part est un entier qui
ne passe pas sous son plancher, et rien d'autre. Une case est bien cachée si l'on peut montrer deux tableaux que rien de
publié ne distingue, où elle diffère d'au moins dix : elle a alors onze valeurs possibles. Ces tableaux sont les témoins.
Qu'un témoin ne soit pas trouvé ne prouve rien ; la case est alors tenue pour découverte, et l'on masque davantage.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import floor

Part = tuple[str, ...]
"""Ce qui ne se découpe plus : (indicateur, sorte, territoire, période)."""

Forme = frozenset[Part]
"""Les parts dont un nombre est la somme."""

ESSAIS = 4000
"""Nombre de pas d'une recherche de témoin, avant de renoncer."""

_MARGE = 1e-9


@dataclass(frozen=True, slots=True)
class Systeme:
    """Ce que l'on apprend en soustrayant les sommes publiées les unes des autres.

    ``fixes`` : les parts que l'on retrouve exactement. ``sommes`` : les sommes connues des autres parts, réduites par
    soustraction. ``ou`` : les rangs des sommes où paraît chaque part.
    """

    fixes: frozenset[Part]
    sommes: tuple[Forme, ...]
    ou: Mapping[Part, tuple[int, ...]]

    @classmethod
    def de(cls, publiees: Iterable[Forme]) -> Systeme:
        """Réduit les sommes publiées.

        Examples
        --------
        >>> a, b, c = ("a",), ("b",), ("c",)
        >>> lu = Systeme.de([frozenset({a, b, c}), frozenset({c})])
        >>> sorted(lu.fixes), [sorted(s) for s in lu.sommes]
        ([('c',)], [[('a',), ('b',)]])
        """
        fixes, sommes = reduire(publiees)
        ou: dict[Part, list[int]] = {}
        for rang, somme in enumerate(sommes):
            for part in sorted(somme):
                ou.setdefault(part, []).append(rang)
        return cls(fixes, sommes, {part: tuple(rangs) for part, rangs in ou.items()})

    def voisines(self, formes: Iterable[Forme]) -> frozenset[Part]:
        """Rend les parts qu'une chaîne de sommes connues relie à celles-ci, elles comprises."""
        vues, a_voir = set[Part](), [p for forme in formes for p in sorted(forme)]
        while a_voir:
            part = a_voir.pop()
            if part not in vues:
                vues.add(part)
                a_voir += [p for rang in self.ou.get(part, ()) for p in sorted(self.sommes[rang] - vues)]
        return frozenset(vues)


def reduire(publiees: Iterable[Forme]) -> tuple[frozenset[Part], tuple[Forme, ...]]:
    """Soustrait chaque somme de celles qui la contiennent, tant que cela apprend quelque chose."""
    fixes: set[Part] = set()
    sommes = {forme for forme in publiees if forme}
    while True:
        nouvelles = {part for somme in sommes if len(somme) == 1 for part in somme}
        fixes |= nouvelles
        reduites = {somme - nouvelles for somme in sommes} - {frozenset()}
        dans_l_ordre = sorted(reduites, key=lambda somme: (len(somme), sorted(somme)))
        reduites = {_oter(somme, dans_l_ordre) for somme in dans_l_ordre}
        if reduites == sommes:
            return frozenset(fixes), tuple(sorted(sommes, key=lambda somme: (len(somme), sorted(somme))))
        sommes = reduites


def _oter(somme: Forme, plus_petites: Sequence[Forme]) -> Forme:
    reste = somme
    for petite in plus_petites:
        if len(petite) >= len(somme):
            break
        if petite <= reste:
            reste -= petite
    return reste or somme


@dataclass(frozen=True, slots=True)
class Releve:
    """Les vraies valeurs des parts, et le plancher sous lequel un lecteur sait qu'elles ne passent pas."""

    valeurs: Mapping[Part, float]
    planchers: Mapping[Part, float]

    def marge(self, part: Part) -> float:
        """Rend de combien une part peut baisser."""
        return self.valeurs[part] - self.planchers.get(part, min(0.0, self.valeurs[part]))


def amplitude(forme: Forme, systeme: Systeme, releve: Releve, besoin: int) -> int:
    """Rend de combien la somme d'une forme peut varier d'un tableau témoin à l'autre, sans dépasser ``besoin``.

    Examples
    --------
    8 et 20, dont on publie le total : la première peut valoir de 0 à 28.

    >>> a, b = ("a",), ("b",)
    >>> releve = Releve({a: 8.0, b: 20.0}, {})
    >>> amplitude(frozenset({a}), Systeme.de([frozenset({a, b})]), releve, 100)
    28
    >>> amplitude(frozenset({a}), Systeme.de([frozenset({a, b}), frozenset({b})]), releve, 100)
    0
    """
    en_haut = _pousser(forme, systeme, releve, besoin, 1)
    return en_haut + (_pousser(forme, systeme, releve, besoin - en_haut, -1) if en_haut < besoin else 0)


def _pousser(forme: Forme, systeme: Systeme, releve: Releve, besoin: int, sens: int) -> int:
    """Fait monter (ou baisser) la somme d'une forme tant qu'un témoin le permet."""
    libres = [part for part in sorted(forme) if part not in systeme.fixes]
    valeurs, total = dict(releve.valeurs), 0
    while total < besoin:
        etat = Releve(valeurs, releve.planchers)
        mouvement = next((m for part in libres if (m := _mouvement(part, sens, forme, systeme, etat))), None)
        if mouvement is None:
            return total
        baisses = [floor(etat.marge(part) + _MARGE) for part, pas in mouvement.items() if pas < 0]
        pas_commun = min([besoin - total, *baisses])
        for part, pas in mouvement.items():
            valeurs[part] += pas * pas_commun
        total += pas_commun
    return total


def _mouvement(depart: Part, sens: int, forme: Forme, systeme: Systeme, releve: Releve) -> dict[Part, int] | None:
    """Cherche des parts à monter et à baisser d'une unité avec celle-ci, toutes les sommes publiées restant égales."""
    if sens < 0 and releve.marge(depart) < 1 - _MARGE:
        return None
    mouvement = {depart: sens}
    ecarts = dict.fromkeys(systeme.ou.get(depart, ()), sens)
    reste = [ESSAIS]

    def equilibrer() -> bool:
        ouverts = [rang for rang, ecart in ecarts.items() if ecart]
        if not ouverts:
            return True
        choix = [(_candidates(rang, -1 if ecarts[rang] > 0 else 1), rang) for rang in ouverts]
        candidates, rang = min(choix, key=lambda c: (len(c[0]), c[1]))
        pas = -1 if ecarts[rang] > 0 else 1
        for part in candidates:
            reste[0] -= 1
            if reste[0] < 0:
                return False
            _poser(part, pas)
            if equilibrer():
                return True
            _poser(part, -pas)
            del mouvement[part]
        return False

    def _candidates(rang: int, pas: int) -> list[Part]:
        """Rend les parts qui peuvent compenser, celles qui dérangent le moins d'autres sommes d'abord."""
        libres = [p for p in systeme.sommes[rang] if p not in mouvement and p not in forme]
        if pas < 0:
            libres = [p for p in libres if releve.marge(p) >= 1 - _MARGE]
        return sorted(libres, key=lambda p: (_derange(p, pas), -releve.marge(p) if pas < 0 else 0, p))

    def _derange(part: Part, pas: int) -> int:
        return sum(1 if ecarts.get(r, 0) * pas >= 0 else -1 for r in systeme.ou[part])

    def _poser(part: Part, pas: int) -> None:
        mouvement[part] = mouvement.get(part, 0) + pas
        for rang in systeme.ou[part]:
            ecarts[rang] = ecarts.get(rang, 0) + pas

    return mouvement if equilibrer() else None
