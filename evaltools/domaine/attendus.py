"""Ce que la collecte d'une année attend de chaque action : une ligne par indicateur, territoire et période."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from evaltools.domaine.cadrage import Cadrage
from evaltools.domaine.lexique import ENSEMBLE, Maille
from evaltools.domaine.programme import Action, Indicateur, Programme

_SOUS_PERIODES = {"semestrielle": ("S1", "S2"), "trimestrielle": ("T1", "T2", "T3", "T4")}


@dataclass(frozen=True, slots=True)
class LigneAttendue:
    """Une valeur attendue : l'indicateur, le SIREN (ou « ensemble ») et la période (« 2026 », « 2026-S1 »)."""

    indicateur: Indicateur
    siren: str
    periode: str

    @property
    def cle(self) -> tuple[str, str, str]:
        """Ce qui distingue la ligne de toutes les autres : code, SIREN, période."""
        return self.indicateur.code, self.siren, self.periode


def lignes_attendues(
    programme: Programme, code_action: str, annee: int, cadrage: Cadrage | None = None
) -> tuple[LigneAttendue, ...]:
    """Donne les lignes que le classeur d'une action doit porter, dans l'ordre du document.

    Un indicateur n'est recueilli par EPCI que si sa maille le dit ; par semestre ou trimestre, que si sa fréquence
    (celle du cadrage d'abord) est exactement « semestrielle » ou « trimestrielle ». Le prévu et le réalisé d'une
    paire se suivent. Une clause ouverte n'est pas un indicateur : elle n'a pas de ligne.

    Raises
    ------
    KeyError
        Si l'action n'existe pas.
    """
    action = programme.action(code_action)
    return tuple(
        LigneAttendue(indicateur, siren, periode)
        for groupe in _groupes(action)
        for siren in _territoires(programme, groupe[0])
        for periode in _periodes(groupe[0], annee, cadrage)
        for indicateur in groupe
    )


def _groupes(action: Action) -> Iterator[tuple[Indicateur, ...]]:
    """Parcourt les indicateurs ; ceux d'une même paire viennent ensemble, à la place du premier, le prévu devant."""
    faits: set[str] = set()
    for indicateur in action.indicateurs:
        if indicateur.clause_ouverte or indicateur.code in faits:
            continue
        groupe = tuple(sorted(_paire(action, indicateur), key=lambda i: not est_prevu(i)))
        faits |= {i.code for i in groupe}
        yield groupe


def _paire(action: Action, indicateur: Indicateur) -> list[Indicateur]:
    if not indicateur.paire:
        return [indicateur]
    return [
        i
        for i in action.indicateurs
        if (i.paire, i.operation, i.maille) == (indicateur.paire, indicateur.operation, indicateur.maille)
    ]


def est_prevu(indicateur: Indicateur) -> bool:
    """Dit si l'indicateur porte la valeur prévue (ou proposée) d'une paire."""
    return indicateur.role_paire.casefold()[:4] in ("prév", "prev", "prop")


def _territoires(programme: Programme, indicateur: Indicateur) -> tuple[str, ...]:
    if indicateur.maille is Maille.EPCI:
        return tuple(t.siren for t in programme.territoires)
    return (ENSEMBLE,)


def _periodes(indicateur: Indicateur, annee: int, cadrage: Cadrage | None) -> tuple[str, ...]:
    cadre = cadrage.cadre(indicateur.code) if cadrage else None
    frequence = (cadre.frequence if cadre and cadre.frequence else indicateur.frequence).strip().casefold()
    return tuple(f"{annee}-{part}" for part in _SOUS_PERIODES.get(frequence, ())) or (str(annee),)


def est_une_enquete(indicateur: Indicateur) -> bool:
    """Dit si l'indicateur se mesure par une enquête : le document le dit, ou il parle de satisfaction."""
    mots = indicateur.libelle.casefold()
    return indicateur.si_enquete or "satisfaction" in mots or "enquête" in mots
