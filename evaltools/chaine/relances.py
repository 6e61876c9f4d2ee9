"""Préparer les relances d'une année : un message par porteur, et une vue d'ensemble."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from evaltools.acces.classeurs_ecriture import nom_de_fichier
from evaltools.chaine import controle, controle_retours, controle_sorties, lieux
from evaltools.chaine.modeles import Suivi, ecriture
from evaltools.chaine.rendu import publier
from evaltools.domaine import relances as regles
from evaltools.domaine.relances import Relance
from evaltools.domaine.retours import Retours
from evaltools.domaine.surete import nom_sur
from evaltools.restitution.collecte import relance as messages

VUE = "_vue-d-ensemble.txt"
_DEBUTS = tuple(debut.encode("utf-8-sig") for debut in ("Objet", "Relances de la collecte"))
"""Ce par quoi commencent les fichiers que l'on écrit : aucun autre n'est retiré."""


@dataclass(frozen=True, slots=True)
class RelancesEcrites:
    """Les relances écrites, avec le fichier de chacune. ``vue`` ``None`` : il ne manque rien, rien n'est écrit."""

    dossier: Path
    relances: tuple[tuple[Relance, Path], ...]
    vue: Path | None = None


def preparer(
    code: str,
    annee: int,
    *,
    dossier: Path | None = None,
    echeance: date | None = None,
    suivi: Suivi | None = None,
) -> RelancesEcrites:
    """Écrit les messages de relance d'une année, d'après ce qui est revenu.

    Ils vont dans ``outputs/<programme>/<année>/relances``, à la place de ceux de la fois précédente.

    Parameters
    ----------
    dossier : Path, optional
        Où sont les classeurs reçus ; absent : ``inputs/<programme>/<année>/collecte``. S'il n'existe pas, rien n'est
        revenu.
    echeance : date, optional
        Date de retour que les messages demandent.

    Raises
    ------
    ErreurUtilisateur
        Programme introuvable (10), année hors du programme (2), écriture impossible (11).
    """
    retours = controle.retours(code, annee, dossier=dossier, suivi=suivi)
    place = lieux.sorties(code) / str(annee) / "relances"
    trouvees = regles.preparer(retours)
    _effacer(place)
    if not trouvees:
        return RelancesEcrites(place, ())
    noms = _noms(trouvees)
    joints = _joints(retours)
    for relance, nom in noms:
        texte = messages.ecrire(relance, retours.programme, annee, echeance, joints)
        _publier(place / nom, texte)
    _publier(place / VUE, messages.resumer(noms, retours.programme, annee))
    return RelancesEcrites(place, tuple((r, place / nom) for r, nom in noms), place / VUE)


def _noms(relances: Sequence[Relance]) -> list[tuple[Relance, str]]:
    found: list[tuple[Relance, str]] = []
    for relance in relances:
        bare = nom_sur(relance.code, "porteur")
        same = sum(nom.removesuffix(".txt").rstrip("-0123456789") == bare for _, nom in found)
        found.append((relance, f"{bare}{f'-{same + 1}' if same else ''}.txt"))
    return found


def _joints(retours: Retours) -> Mapping[str, str]:
    """Name, for each action, the workbook to join: the return workbook, else the blank one, if it is there."""
    code, annee = retours.programme.code, retours.annee
    back = controle_sorties.dossier_de(code, annee) / "retours"
    found: dict[str, str] = {}
    for action in retours.programme.actions:
        blank = lieux.sorties(code) / str(annee) / "modeles" / nom_de_fichier(action.code)
        received = [f.nom for f in retours.fichiers if action.code in f.concernees]
        paths = (back / controle_retours.nom_du_retour(nom) for nom in received)
        present = next((path.name for path in paths if path.is_file()), "")
        if present or (not received and blank.is_file()):
            found[action.code] = present or blank.name
    return found


def _effacer(place: Path) -> None:
    """Remove the reminders of the last run: somebody who has answered must not be reminded again."""
    for path in sorted(place.glob("*.txt")) if place.is_dir() else ():
        if path.read_bytes().startswith(_DEBUTS):
            with ecriture(path):
                path.unlink()


def _publier(path: Path, texte: str) -> None:
    with ecriture(path):
        publier(texte.encode("utf-8-sig"), path)
