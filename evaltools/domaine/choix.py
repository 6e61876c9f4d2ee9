"""Quel classeur l'emporte quand deux classeurs de la même action se contredisent."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Strategie(StrEnum):
    """Ce qu'on fait d'une contradiction : ne rien retenir, ou retenir un classeur."""

    ERREUR = "erreur"
    PLUS_RECENT = "plus_recent"
    FICHIER_PRIORITAIRE = "fichier_prioritaire"


@dataclass(frozen=True)
class Choix:
    """La stratégie choisie et ce qu'il lui faut.

    ``prioritaires`` : noms de fichiers, le premier l'emporte. ``dates`` : dernier enregistrement déclaré de chaque
    fichier (ISO, vide s'il ne le dit pas).
    """

    strategie: Strategie = Strategie.ERREUR
    prioritaires: tuple[str, ...] = ()
    dates: Mapping[str, str] = field(default_factory=dict)

    def trancher(self, fichiers: Collection[str]) -> str | None:
        """Rend le fichier qui l'emporte, ou ``None`` si rien ne permet de le dire.

        Examples
        --------
        >>> dates = {"a.xlsx": "2027-01-10T08:00:00", "b.xlsx": "2027-01-12T08:00:00"}
        >>> Choix(Strategie.PLUS_RECENT, dates=dates).trancher(["a.xlsx", "b.xlsx"])
        'b.xlsx'
        >>> Choix(Strategie.FICHIER_PRIORITAIRE, ("a.xlsx",)).trancher(["a.xlsx", "b.xlsx"])
        'a.xlsx'
        >>> Choix().trancher(["a.xlsx", "b.xlsx"])
        """
        names = list(dict.fromkeys(fichiers))
        if self.strategie is Strategie.FICHIER_PRIORITAIRE:
            return next((name for name in self.prioritaires if name in names), None)
        if self.strategie is Strategie.PLUS_RECENT:
            return self._latest(names)
        return None

    @property
    def raison(self) -> str:
        """Pourquoi ce fichier l'emporte, en quelques mots."""
        return {
            Strategie.ERREUR: "",
            Strategie.PLUS_RECENT: "son classeur a été enregistré en dernier",
            Strategie.FICHIER_PRIORITAIRE: "son classeur a été déclaré prioritaire",
        }[self.strategie]

    @property
    def sort(self) -> str:
        """Ce qu'il advient des cases qui se contredisent."""
        return "ne sont pas retenues" if self.strategie is Strategie.ERREUR else "sont tranchées quand c'est possible"

    def _latest(self, names: list[str]) -> str | None:
        """Find the last saved; none when one of them does not say, or when two were saved at the same instant."""
        ranked = sorted((self.dates.get(name, ""), name) for name in names)
        known = bool(ranked) and bool(ranked[0][0]) and (len(ranked) == 1 or ranked[-1][0] > ranked[-2][0])
        return ranked[-1][1] if known else None
