"""Les classeurs de retour d'un contrôle : un par fichier reçu où quelque chose est à reprendre."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from evaltools.acces.classeurs_retour import Demande, ecrire_retour, sans_fautes
from evaltools.chaine import lieux
from evaltools.chaine.controle import Controle, montrer
from evaltools.chaine.erreurs import CODE_USAGE, ErreurUtilisateur
from evaltools.chaine.modeles import deja_recueilli, ecriture
from evaltools.domaine.anomalies import signaler
from evaltools.domaine.collecte import FichierLu
from evaltools.domaine.retours import Retours
from evaltools.domaine.surete import nom_sur

SUFFIXE = "-a-corriger"


@dataclass(frozen=True, slots=True)
class Ecrits:
    """Les classeurs de retour : écrits, laissés parce que quelqu'un les a modifiés ; et l'empreinte de chacun."""

    ecrits: tuple[Path, ...]
    laisses: tuple[Path, ...]
    empreintes: Mapping[str, str]


def refuser_les_entrees(place: Path, collecte: Path) -> None:
    """Refuse (FIC-60) d'écrire des classeurs de retour là où sont les entrées, ou parmi les classeurs reçus."""
    interdits = (lieux.racine() / "inputs", collecte)
    if any(place.resolve().is_relative_to(dossier.resolve()) for dossier in interdits):
        raise ErreurUtilisateur((signaler("FIC-60", dossier=montrer(place)),), code=CODE_USAGE)


def ecrire(controle: Controle, place: Path, connus: Mapping[str, str]) -> Ecrits:
    """Écrit les classeurs de retour, et retire ceux qui n'ont plus lieu d'être.

    Parameters
    ----------
    connus : mapping
        Ceux que le contrôle précédent a écrits (nom, empreinte) : un fichier qui a changé depuis n'est pas touché.
    """
    written: list[Path] = []
    left: list[Path] = []
    digests: dict[str, str] = {}
    precedente = deja_recueilli(controle.retours.programme, controle.annee)
    for path, demande in _demandes(controle, place):
        if _modifie(path, connus):
            left.append(path)
            digests |= {path.name: connus[path.name]} if path.name in connus else {}
            continue
        with ecriture(path):
            ecrire_retour(path, demande, controle.retours.programme, cadrage=controle.cadrage, precedente=precedente)
        written.append(path)
        digests[path.name] = _empreinte(path)
    for name in connus.keys() - digests.keys():
        _retirer(place / name, connus)
    return Ecrits(tuple(written), tuple(left), digests)


def _demandes(controle: Controle, place: Path) -> Iterator[tuple[Path, Demande]]:
    names = noms_des_retours(controle.retours)
    for fichier in controle.fichiers:
        if fichier.nom in names:
            yield place / names[fichier.nom], _demande(controle.retours, fichier, controle.dossier)


def noms_des_retours(retours: Retours) -> Mapping[str, str]:
    """Rend, pour chaque fichier reçu à reprendre, le nom de son classeur de retour (jamais deux fois le même)."""
    names: dict[str, str] = {}
    for fichier in retours.fichiers:
        if not sans_fautes(_demande(retours, fichier)):
            names[fichier.nom] = _nom(fichier.nom, set(names.values()))
    return names


def _demande(retours: Retours, fichier: FichierLu, dossier: Path = Path()) -> Demande:
    siennes = tuple(a for a in retours.anomalies if a.fichier == fichier.nom)
    return Demande(dossier / fichier.nom, fichier, siennes)


def nom_du_retour(recu: str, rang: int = 1) -> str:
    """Propose le nom du classeur de retour d'un fichier reçu : sûr, quel que soit le nom reçu.

    Examples
    --------
    >>> nom_du_retour("FA 1.1 (définitif).ods"), nom_du_retour("FA-1.1.xlsx", 2)
    ('FA-1.1-definitif-a-corriger.xlsx', 'FA-1.1-2-a-corriger.xlsx')
    """
    bare = nom_sur(Path(recu).stem, "classeur")
    return f"{bare}{f'-{rang}' if rang > 1 else ''}{SUFFIXE}.xlsx"


def _nom(recu: str, pris: set[str]) -> str:
    return next(nom for rang in count(1) if (nom := nom_du_retour(recu, rang)) not in pris)


def _modifie(path: Path, connus: Mapping[str, str]) -> bool:
    """Say whether a file is there that is not what the last run wrote."""
    return path.is_file() and _empreinte(path) != connus.get(path.name, "")


def _retirer(path: Path, connus: Mapping[str, str]) -> None:
    if path.is_file() and not _modifie(path, connus):
        with ecriture(path):
            path.unlink()


def _empreinte(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
