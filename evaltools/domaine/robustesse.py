"""La robustesse d'une conclusion : ce qu'elle devient quand un choix de méthode change un peu (règle R-78).

Ce module ne porte que le constat ; ``variantes`` le calcule.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from evaltools.domaine.lexique import Verdict


@dataclass(frozen=True, slots=True)
class Variante:
    """Un cas d'épreuve : son nom (« poids égaux », « sans I2 »…), la conclusion qu'il donne, sa famille.

    ``famille`` : « poids », « retrait » (un indicateur de moins), « seuils », « départ », « provisoire ».
    """

    nom: str
    classe: Verdict | None
    famille: str = ""


@dataclass(frozen=True, slots=True)
class Robustesse:
    """Ce que devient une conclusion (classe d'un groupe, verdict d'un indicateur) dans chaque cas d'épreuve.

    Examples
    --------
    >>> atteint, partiel = Verdict.ATTEINT, Verdict.PARTIELLEMENT_ATTEINT
    >>> robustesse = Robustesse(partiel, (Variante("poids égaux", partiel), Variante("sans I2", atteint)))
    >>> robustesse.inchangees, robustesse.cas, {nom: str(v) for nom, v in robustesse.autres.items()}
    (1, 2, {'sans I2': 'Atteint'})
    """

    classe: Verdict | None
    variantes: tuple[Variante, ...] = ()

    @property
    def cas(self) -> int:
        """Nombre de cas éprouvés."""
        return len(self.variantes)

    @property
    def inchangees(self) -> int:
        """Nombre de cas où la conclusion ne change pas."""
        return sum(v.classe is self.classe for v in self.variantes)

    @property
    def autres(self) -> Mapping[str, Verdict | None]:
        """Les cas qui changent la conclusion, avec celle qu'ils donnent (``None`` : plus rien d'applicable)."""
        return {v.nom: v.classe for v in self.variantes if v.classe is not self.classe}
