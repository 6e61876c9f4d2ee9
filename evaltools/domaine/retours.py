"""Ce qui est revenu de la collecte, et ce qui manque : par action, par porteur, par territoire (règle R-77).

Une valeur attendue est renseignée, expliquée (l'état dit pourquoi elle manque), à corriger (ce qui est saisi ne se lit
pas) ou blanche. Ce qui est déclaré « sans objet » n'est pas attendu : le contrôle et les rapports comptent de la même
façon.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeVar

from evaltools.domaine.anomalies import Anomalie, bloquantes
from evaltools.domaine.attendus import LigneAttendue, lignes_attendues
from evaltools.domaine.cadrage import Cadrage
from evaltools.domaine.collecte import FichierLu
from evaltools.domaine.lexique import EtatValeur, Gravite
from evaltools.domaine.porteurs import SANS_PORTEUR, Porteur, porteurs
from evaltools.domaine.programme import Action, Programme

REFUSE, DOUBLON = "refusé", "doublon"
K = TypeVar("K")


@dataclass(frozen=True, slots=True)
class LigneRecue:
    """Une valeur attendue, et ce qui en est revenu. ``etats`` : tout ce que les classeurs en disent (vide : rien).

    ``saisie`` : quelque chose est tapé dans la ligne, même si rien n'a pu en être lu.
    """

    attendue: LigneAttendue
    action: str
    porteur: str
    etats: frozenset[EtatValeur] = frozenset()
    saisie: bool = False

    @property
    def renseignee(self) -> bool:
        """Dit si une valeur est donnée (0 en est une)."""
        return EtatValeur.RENSEIGNE in self.etats

    @property
    def sans_objet(self) -> bool:
        """Dit si tout ce qui est dit de la ligne est « sans objet » : elle n'est alors pas attendue."""
        return self.etats == {EtatValeur.SANS_OBJET}

    @property
    def a_corriger(self) -> bool:
        """Dit si quelque chose est tapé, dont ni valeur ni raison n'a pu être lue."""
        return self.saisie and not self._dite

    @property
    def blanche(self) -> bool:
        """Dit si rien n'est donné, ni valeur ni raison."""
        return not self.saisie and not self._dite

    @property
    def _dite(self) -> bool:
        return bool(self.etats - {EtatValeur.NON_RENSEIGNE})


@dataclass(frozen=True, slots=True)
class Compte:
    """Un compte de valeurs : attendues = renseignées + expliquées + à corriger + blanches.

    ``sans_objet`` est hors du compte.
    """

    attendues: int = 0
    renseignees: int = 0
    expliquees: int = 0
    sans_objet: int = 0
    a_corriger: int = 0

    @property
    def blanches(self) -> int:
        """Valeurs dont rien n'est dit."""
        return self.attendues - self.renseignees - self.expliquees - self.a_corriger

    @property
    def part(self) -> float | None:
        """Part renseignée, sans unité ; ``None`` quand rien n'est attendu.

        Examples
        --------
        >>> Compte(20, 12).part, Compte().part
        (0.6, None)
        """
        return self.renseignees / self.attendues if self.attendues else None


def compter(lignes: Iterable[LigneRecue]) -> Compte:
    """Compte des lignes attendues selon ce qui en est revenu (règle R-77)."""
    toutes = tuple(lignes)
    retenues = [ligne for ligne in toutes if not ligne.sans_objet]
    renseignees, fautives = (sum(getattr(ligne, nom) for ligne in retenues) for nom in ("renseignee", "a_corriger"))
    expliquees = len(retenues) - renseignees - fautives - sum(ligne.blanche for ligne in retenues)
    return Compte(len(retenues), renseignees, expliquees, len(toutes) - len(retenues), fautives)


@dataclass(frozen=True)
class Retours:
    """Tout ce que l'on sait des retours d'une année : fichiers, anomalies, valeurs attendues.

    ``lignes`` : une par indicateur, territoire et période attendus, dans l'ordre du document. ``porteurs`` : ceux que
    nomment les fiches ; ce que personne ne porte revient à un porteur sans nom.
    """

    programme: Programme
    annee: int
    fichiers: tuple[FichierLu, ...]
    anomalies: tuple[Anomalie, ...]
    lignes: tuple[LigneRecue, ...]
    porteurs: tuple[Porteur, ...] = field(default=())

    @property
    def bloquantes(self) -> tuple[Anomalie, ...]:
        """Les anomalies qui empêchent de publier ce qu'elles touchent."""
        return bloquantes(self.anomalies)

    @property
    def fictif(self) -> bool:
        """Dit si un classeur au moins déclare des données inventées."""
        return any(f.fictif for f in self.fichiers)

    @cached_property
    def total(self) -> Compte:
        """Le compte de tout le programme."""
        return compter(self.lignes)

    @cached_property
    def recues(self) -> frozenset[str]:
        """Codes des actions dont un classeur au moins a pu être lu."""
        return frozenset(code for f in self._lisibles() for code in f.concernees)

    @property
    def manquantes(self) -> tuple[Action, ...]:
        """Les actions dont aucun classeur n'a pu être lu, dans l'ordre du document."""
        return tuple(a for a in self.programme.actions if a.code not in self.recues)

    @property
    def inconnus(self) -> tuple[FichierLu, ...]:
        """Les fichiers que l'on n'a pas pu rattacher à une action, ou qui sont refusés."""
        return tuple(f for f in self.fichiers if f.etat == REFUSE or (f.etat != DOUBLON and not f.concernees))

    def par_action(self) -> Mapping[str, Compte]:
        """Compte les valeurs par action, dans l'ordre du document."""
        return self._par(lambda ligne: ligne.action, [a.code for a in self.programme.actions])

    def par_porteur(self) -> Mapping[str, Compte]:
        """Compte les valeurs par porteur, dans l'ordre où les fiches les nomment."""
        return self._par(lambda ligne: ligne.porteur, [p.nom for p in self.porteurs])

    def par_territoire(self) -> Mapping[str, Compte]:
        """Compte les valeurs par SIREN ; celles recueillies une seule fois pour tous sont sous « ensemble »."""
        return self._par(lambda ligne: ligne.attendue.siren, [t.siren for t in self.programme.territoires])

    def anomalies_de(self, action: str) -> tuple[Anomalie, ...]:
        """Rend ce qui est à corriger ou à vérifier dans les classeurs d'une action."""
        noms = {f.nom for f in self.fichiers if action in f.concernees}
        return tuple(a for a in self.anomalies if a.fichier in noms and a.gravite is not Gravite.INFORMATION)

    def _lisibles(self) -> Iterator[FichierLu]:
        return (f for f in self.fichiers if f.annee == self.annee and f.etat != REFUSE)

    def _par(self, cle: Callable[[LigneRecue], str], ordre: Iterable[str]) -> dict[str, Compte]:
        rangees: dict[str, list[LigneRecue]] = {nom: [] for nom in ordre}
        for ligne in self.lignes:
            rangees.setdefault(cle(ligne), []).append(ligne)
        return {nom: compter(lignes) for nom, lignes in rangees.items()}


def faire_le_point(
    programme: Programme,
    annee: int,
    fichiers: Iterable[FichierLu],
    anomalies: Iterable[Anomalie],
    cadrage: Cadrage | None = None,
) -> Retours:
    """Rapproche ce qui est revenu de ce qui était attendu.

    Parameters
    ----------
    fichiers : iterable of FichierLu
        Les classeurs lus, refusés compris ; seuls ceux de l'année comptent.
    anomalies : iterable of Anomalie
        Toutes celles du contrôle.
    cadrage : Cadrage, optional
        Décide des fréquences ; absent : celles du document.
    """
    lus = tuple(fichiers)
    dits: dict[tuple[str, str, str], set[EtatValeur]] = {}
    saisies: set[tuple[str, str, str]] = set()
    for observation in (o for f in lus if f.annee == annee for o in f.collecte.observations):
        cle = (observation.indicateur, observation.siren, observation.periode)
        dits.setdefault(cle, set()).add(observation.etat)
        saisies |= {cle} if observation.texte else set()
    connus = porteurs(programme)
    noms = {objet: porteur.nom for porteur in connus for objet in porteur.objets}
    lignes = tuple(
        LigneRecue(
            ligne,
            action.code,
            noms.get(ligne.indicateur.operation or action.code, SANS_PORTEUR),
            frozenset(dits.get(ligne.cle, ())),
            ligne.cle in saisies,
        )
        for action in programme.actions
        for ligne in lignes_attendues(programme, action.code, annee, cadrage)
    )
    return Retours(programme, annee, lus, tuple(anomalies), lignes, connus)
