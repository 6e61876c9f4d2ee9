"""Ce qu'un classeur de collecte contient, une fois lu ou avant d'être écrit."""

from __future__ import annotations

from dataclasses import dataclass, field

from evaltools.domaine.anomalies import Anomalie
from evaltools.domaine.avancement import Avancement
from evaltools.domaine.enquetes import Enquete
from evaltools.domaine.finances import LigneFinanciere
from evaltools.domaine.fusion import est_vide
from evaltools.domaine.mesures import Observation


@dataclass(frozen=True, slots=True)
class Collecte:
    """Observations, avancements, lignes financières et enquêtes réunis, d'un ou de plusieurs classeurs."""

    observations: tuple[Observation, ...] = ()
    avancements: tuple[Avancement, ...] = ()
    finances: tuple[LigneFinanciere, ...] = ()
    enquetes: tuple[Enquete, ...] = ()

    def __add__(self, autre: Collecte) -> Collecte:
        """Réunit deux collectes, dans l'ordre."""
        return Collecte(
            self.observations + autre.observations,
            self.avancements + autre.avancements,
            self.finances + autre.finances,
            self.enquetes + autre.enquetes,
        )

    @property
    def est_vierge(self) -> bool:
        """Dit si personne n'a rien mis dans ces classeurs (une date de fin prévue, pré-remplie, ne compte pas)."""
        answered = any(not est_vide(o) or o.commentaire or o.source or o.qualite for o in self.observations)
        moved = any(any(getattr(a, name) for name in _SAISIES_D_AVANCEMENT) for a in self.avancements)
        return not (answered or moved or self.finances or self.enquetes)


_SAISIES_D_AVANCEMENT = (
    "etat", "debut_reel", "fin_revisee", "fin_reelle", "motif", "decision", "faits_marquants", "freins", "leviers",
    "reorientation",
)  # fmt: skip


NOTE = "(note) "
"""Ce qui précède le texte d'une note attachée à une cellule, dans ce qui est gardé."""


@dataclass(frozen=True, slots=True)
class CelluleGardee:
    """Une cellule remplie que le classeur n'attendait pas : rien n'en est fait, mais rien n'en est perdu."""

    feuille: str
    cellule: str
    texte: str

    @property
    def est_une_note(self) -> bool:
        """Dit si c'est une note attachée à la cellule, et non ce que la cellule contient."""
        return self.texte.startswith(NOTE)


@dataclass(frozen=True, slots=True)
class FichierLu:
    """Ce que l'on sait d'un fichier reçu, même quand rien n'a pu y être lu.

    ``action`` vide : fichier non reconnu. ``etat`` : « lu », « lu avec réserves », « refusé » ou « doublon ».
    ``fictif`` : le classeur dit lui-même contenir des données d'exemple. ``gardees`` : ce que le pilote a ajouté
    hors des cases prévues. ``actions`` : dans le classeur d'un porteur, les actions dont il parle (``action`` est
    alors vide) ; ``porteur`` : son nom. ``modifie_le`` : dernier enregistrement que le fichier déclare (ISO), ou vide.
    """

    nom: str
    sha256: str
    action: str = ""
    annee: int | None = None
    etat: str = "lu"
    fictif: bool = False
    collecte: Collecte = field(default_factory=Collecte)
    anomalies: tuple[Anomalie, ...] = ()
    gardees: tuple[CelluleGardee, ...] = ()
    actions: tuple[str, ...] = ()
    porteur: str = ""
    modifie_le: str = ""

    @property
    def concernees(self) -> tuple[str, ...]:
        """Les actions dont le fichier parle ; aucune s'il n'est pas reconnu."""
        return self.actions or ((self.action,) if self.action else ())
