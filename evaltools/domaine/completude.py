"""La complétude de la collecte : valeurs remontées sur valeurs attendues, par action (règle R-77)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from evaltools.domaine.attendus import lignes_attendues
from evaltools.domaine.cadrage import Cadrage
from evaltools.domaine.lexique import EtatValeur
from evaltools.domaine.mesures import Observation
from evaltools.domaine.programme import Programme


@dataclass(frozen=True, slots=True)
class Completude:
    """Valeurs remontées sur valeurs attendues, pour une action (ou tout le programme : ``action`` vide).

    Ce qui est déclaré « sans objet » n'est pas attendu.
    """

    action: str
    attendues: int
    renseignees: int
    classeur_recu: bool = True


def completudes(
    programme: Programme,
    cadrage: Cadrage,
    observations: Iterable[Observation],
    annee: int,
    recus: Collection[str],
) -> Iterator[Completude]:
    """Compte les valeurs remontées sur les valeurs attendues l'année d'évaluation, par action puis au total."""
    etats: dict[tuple[str, str, str], set[EtatValeur]] = {}
    for o in observations:
        etats.setdefault((o.indicateur, o.siren, o.periode), set()).add(o.etat)
    par_action = [_completude(programme, cadrage, a.code, annee, etats, a.code in recus) for a in programme.actions]
    yield from par_action
    yield Completude(
        "",
        sum(c.attendues for c in par_action),
        sum(c.renseignees for c in par_action),
        all(c.classeur_recu for c in par_action),
    )


def _completude(
    programme: Programme,
    cadrage: Cadrage,
    action: str,
    annee: int,
    etats: Mapping[tuple[str, str, str], set[EtatValeur]],
    recu: bool,
) -> Completude:
    lignes = [etats.get(ligne.cle, set()) for ligne in lignes_attendues(programme, action, annee, cadrage)]
    renseignees = sum(EtatValeur.RENSEIGNE in dits for dits in lignes)
    hors_sujet = sum(dits == {EtatValeur.SANS_OBJET} for dits in lignes)
    return Completude(action, len(lignes) - hors_sujet, renseignees, recu)
