"""La façade commune aux rapports : un plan, des parties, et la liste de ce qui n'a pas pu être écrit."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from markupsafe import Markup

from evaltools.restitution import gabarit
from evaltools.restitution.html import ABSENT, SECTION, Bloc
from evaltools.restitution.textes import Plume
from evaltools.restitution.typographie import typo_html

C = TypeVar("C")


@dataclass(frozen=True, slots=True)
class Manque:
    """Ce qui empêche d'écrire une partie, et ce qui le permettrait."""

    constat: str
    remede: str


def _rien(_contexte: object) -> Manque | None:
    return None


@dataclass(frozen=True, slots=True)
class Partie(Generic[C]):
    """Une partie de rapport : son titre, ce qui l'écrit, et ce qui dit ce qui lui manque (``None`` : rien)."""

    titre: str
    ecrire: Callable[[C], Bloc]
    manque: Callable[[C], Manque | None] = _rien


class Rapport(Generic[C]):
    """Un rapport : chaque partie de son plan s'écrit à la demande, dans une cellule de carnet.

    Parameters
    ----------
    plan : tuple of str
        Noms des parties de l'édition, dans l'ordre de la page.
    parties : mapping
        Tout ce que le carnet sait écrire, par nom.
    contexte
        Ce que les parties lisent.
    plume : Plume, optional
        Les textes de l'évaluateur pour ce rapport ; absente : il n'y en a pas.
    """

    def __init__(
        self, plan: tuple[str, ...], parties: Mapping[str, Partie[C]], contexte: C, plume: Plume | None = None
    ) -> None:
        self.plan = plan
        self.parties = parties
        self.contexte = contexte
        self.plume = plume or Plume()

    def partie(self, nom: str) -> Bloc:
        """Écrit une partie, à son rang ; absente du plan ou sans données, elle ne s'exporte pas."""
        partie = self.parties[nom]
        if nom not in self.plan:
            return _absente(nom, partie.titre, "Cette édition n'a pas cette partie.")
        if not (manque := partie.manque(self.contexte)):
            bloc = self.plume.completer(nom, partie.ecrire(self.contexte))
        elif self.plume.de(nom):
            bloc = self.plume.ecrire_seule(nom, partie.titre)
        else:
            return _absente(nom, partie.titre, f"{manque.constat} {manque.remede}")
        return replace(bloc, ordre=self.plan.index(nom))

    def manques(self) -> Bloc:
        """Écrit la liste de ce que le plan prévoit et que les données ne permettent pas, avec le remède."""
        lignes = [(self.parties[nom].titre, m) for nom, m in self.lister_manques()]
        if "manques" not in self.plan or not lignes:
            return _absente("manques", "Ce qui manque à ce rapport", "Rien ne manque à cette édition.")
        html = gabarit.remplir("manques.html.j2", lignes=lignes)
        return Bloc(SECTION, "manques", "Ce qui manque", html, ordre=self.plan.index("manques"))

    def lister_manques(self) -> Iterator[tuple[str, Manque]]:
        """Rend, dans l'ordre du plan, les parties sans données et leur remède."""
        for nom in self.plan:
            if nom in self.parties and not self.plume.de(nom) and (manque := self.parties[nom].manque(self.contexte)):
                yield nom, manque

    def blocs(self) -> tuple[Bloc, ...]:
        """Rend les parties de l'édition, dans l'ordre de la page, sans celles qui ne s'exportent pas."""
        tous = (self.manques() if nom == "manques" else self.partie(nom) for nom in self.plan)
        return tuple(b for b in tous if b.role != ABSENT)


def _absente(nom: str, titre: str, raison: str) -> Bloc:
    contenu = Markup('<p class="note"><strong>{} :</strong> {}</p>').format(titre, raison)
    return Bloc(ABSENT, nom, titre, typo_html(str(contenu)))
