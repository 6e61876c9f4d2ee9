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
    """Les relances écrites, avec le fichier de chacune. ``vue`` ``None`` : il ne manque rien, rien n'est écrit.

    ``illisibles`` : les fichiers reçus que l'on n'a pas pu lire ; ils peuvent être d'un porteur relancé à tort.
    """

    dossier: Path
    relances: tuple[tuple[Relance, Path], ...]
    vue: Path | None = None
    illisibles: tuple[str, ...] = ()


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
    a_joindre: dict[str, list[str]] = {}
    for relance, nom in noms:
        joints = _joints(retours, relance)
        bare = {action: [path.name for path in paths] for action, paths in joints.items()}
        _publier(place / nom, messages.ecrire(relance, retours.programme, annee, echeance, bare))
        a_joindre[nom] = list(dict.fromkeys(controle.montrer(path) for paths in joints.values() for path in paths))
    refuses = tuple(f.nom for f in retours.inconnus)
    _publier(place / VUE, messages.resumer(noms, retours.programme, annee, a_joindre, refuses))
    return RelancesEcrites(place, tuple((r, place / nom) for r, nom in noms), place / VUE, refuses)


def _noms(relances: Sequence[Relance]) -> list[tuple[Relance, str]]:
    found: list[tuple[Relance, str]] = []
    for relance in relances:
        bare = nom_sur(relance.code, "porteur")
        same = sum(nom.removesuffix(".txt").rstrip("-0123456789") == bare for _, nom in found)
        found.append((relance, f"{bare}{f'-{same + 1}' if same else ''}.txt"))
    return found


def _joints(retours: Retours, relance: Relance) -> Mapping[str, Sequence[Path]]:
    """Name, for each action, the workbooks to join: those to mend, or the blank one if none came back."""
    code, annee = retours.programme.code, retours.annee
    back = controle_sorties.dossier_de(code, annee) / "retours"
    names = controle_retours.noms_des_retours(retours)
    found: dict[str, Sequence[Path]] = {}
    for demande in relance.demandes:
        paths = [back / names[nom] for nom in demande.fichiers if nom in names]
        if not demande.classeur:
            paths = _vierges(lieux.sorties(code) / str(annee), relance, demande.action.code)
        if present := [path for path in paths if path.is_file()]:
            found[demande.action.code] = present
    return found


def _vierges(place: Path, relance: Relance, action: str) -> list[Path]:
    """Find the blank workbook sent at first: the carrier's own if there is one, else that of the action."""
    own = place / "modeles-par-porteur" / f"{relance.code}.xlsx"
    return [own] if own.is_file() else [place / "modeles" / nom_de_fichier(action)]


def _effacer(place: Path) -> None:
    """Remove the reminders of the last run: somebody who has answered must not be reminded again."""
    for path in sorted(place.glob("*.txt")) if place.is_dir() else ():
        if path.read_bytes().startswith(_DEBUTS):
            with ecriture(path):
                path.unlink()


def _publier(path: Path, texte: str) -> None:
    with ecriture(path):
        publier(texte.encode("utf-8-sig"), path)
