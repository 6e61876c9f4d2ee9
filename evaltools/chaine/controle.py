"""Contrôler les classeurs reçus d'une année : ce qui est lu, ce qui manque, ce qu'il faut corriger."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from evaltools.acces import classeurs_lecture
from evaltools.acces.classeurs_dossier import actions_sans_classeur
from evaltools.chaine import lieux
from evaltools.chaine.campagne import lire_programme
from evaltools.chaine.erreurs import ErreurUtilisateur
from evaltools.chaine.modeles import Suivi, ecriture, lire_cadrage, verifier_annee
from evaltools.domaine.anomalies import Anomalie, Lieu, bloquantes, signaler
from evaltools.domaine.attendus import lignes_attendues
from evaltools.domaine.cadrage import Cadrage
from evaltools.domaine.collecte import FichierLu
from evaltools.domaine.lexique import EtatValeur
from evaltools.domaine.programme import Programme


@dataclass(frozen=True, slots=True)
class ComptesAction:
    """Valeurs attendues d'une action, et ce qui en est revenu.

    ``renseignees`` : une valeur est donnée ; ``expliquees`` : l'état dit pourquoi elle manque ; le reste est blanc.
    """

    action: str
    classeur_recu: bool
    attendues: int
    renseignees: int
    expliquees: int


@dataclass(frozen=True, slots=True)
class Controle:
    """Le contrôle d'un dossier de collecte : fichiers lus, anomalies, complétude par action."""

    programme: str
    annee: int
    dossier: Path
    fichiers: tuple[FichierLu, ...]
    anomalies: tuple[Anomalie, ...]
    comptes: tuple[ComptesAction, ...]

    @property
    def bloquantes(self) -> tuple[Anomalie, ...]:
        """Les anomalies qui empêchent de publier ce qu'elles touchent."""
        return bloquantes(self.anomalies)


def controler(code: str, annee: int, *, dossier: Path | None = None, suivi: Suivi | None = None) -> Controle:
    """Lit et contrôle tous les classeurs reçus d'une année.

    Parameters
    ----------
    dossier : Path, optional
        Où sont les classeurs ; absent : ``inputs/<programme>/<année>/collecte``.

    Returns
    -------
    Controle
        Toutes les anomalies à la fois ; rien n'est modifié dans le dossier.

    Raises
    ------
    ErreurUtilisateur
        Programme introuvable (10), année hors du programme (2), dossier absent (11).
    """
    programme = lire_programme(code)
    verifier_annee(programme, annee)
    folder = dossier or lieux.collecte(code, annee)
    if not folder.is_dir():
        raise ErreurUtilisateur((signaler("FIC-28", dossier=_shown(folder)),))
    files = classeurs_lecture.lire_dossier(folder, programme, annee, lieux.cache(), suivi)
    faults = [a for f in files for a in f.anomalies]
    if not files:
        faults.append(signaler("FIC-29", Lieu(), dossier=_shown(folder)))
    cadrage = lire_cadrage(programme)
    faults += actions_sans_classeur(files, programme, annee, cadrage)
    return Controle(
        programme.code, annee, folder, files, tuple(faults), tuple(_counts(files, programme, annee, cadrage))
    )


def _shown(folder: Path) -> str:
    """Show a folder as seen from the root, never an absolute path of the machine when it can be avoided."""
    try:
        return folder.resolve().relative_to(lieux.racine()).as_posix()
    except ValueError:
        return str(folder)


def _counts(
    files: Sequence[FichierLu], programme: Programme, annee: int, cadrage: Cadrage | None
) -> Iterator[ComptesAction]:
    received = {f.action for f in files if f.annee == annee and f.etat != classeurs_lecture.REFUSE}
    states = {
        (o.indicateur, o.siren, o.periode): o.etat for f in files for o in f.collecte.observations if f.annee == annee
    }
    for action in programme.actions:
        lines = lignes_attendues(programme, action.code, annee, cadrage)
        found = [states.get(line.cle, EtatValeur.NON_RENSEIGNE) for line in lines]
        filled = sum(state is EtatValeur.RENSEIGNE for state in found)
        blank = sum(state is EtatValeur.NON_RENSEIGNE for state in found)
        yield ComptesAction(action.code, action.code in received, len(lines), filled, len(lines) - filled - blank)


def resumer_en_json(controle: Controle) -> dict[str, Any]:
    """Rend le rapport de contrôle, dans la forme du contrat."""
    counts = controle.comptes
    return {
        "programme": controle.programme,
        "annee": controle.annee,
        "fichiers": [{"nom": f.nom, "sha256": f.sha256, "action": f.action, "etat": f.etat} for f in controle.fichiers],
        "anomalies": [_anomalie(a) for a in controle.anomalies],
        "completude": {
            "actions_attendues": len(counts),
            "actions_recues": sum(c.classeur_recu for c in counts),
            "actions_manquantes": [c.action for c in counts if not c.classeur_recu],
            "valeurs_attendues": sum(c.attendues for c in counts),
            "valeurs_renseignees": sum(c.renseignees for c in counts),
            "valeurs_expliquees": sum(c.expliquees for c in counts),
            "par_action": [asdict(c) for c in counts],
        },
    }


def json_d_un_echec(code: str, annee: int, erreur: ErreurUtilisateur) -> dict[str, Any]:
    """Rend le rapport d'un contrôle qui n'a pas pu avoir lieu : mêmes clés, avec les fautes qui l'ont empêché."""
    faults = [_anomalie(a) for a in erreur.anomalies]
    return {
        "programme": code,
        "annee": annee,
        "fichiers": [],
        "anomalies": faults,
        "completude": {},
    }


def ecrire_json(rapport: dict[str, Any], chemin: Path) -> None:
    """Écrit un rapport de contrôle (UTF-8, indenté)."""
    with ecriture(chemin):
        chemin.parent.mkdir(parents=True, exist_ok=True)
        chemin.write_text(json.dumps(rapport, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _anomalie(anomalie: Anomalie) -> dict[str, str]:
    return {
        "code": anomalie.code,
        "gravite": anomalie.gravite.value,
        "fichier": anomalie.fichier,
        "feuille": anomalie.feuille,
        "cellule": anomalie.cellule,
        "constat": anomalie.constat,
        "consequence": anomalie.consequence,
        "remede": anomalie.remede,
    }


def par_fichier(anomalies: Iterable[Anomalie]) -> dict[str, list[Anomalie]]:
    """Range les anomalies par fichier, dans l'ordre où elles viennent ; « » pour celles d'aucun fichier."""
    found: dict[str, list[Anomalie]] = {}
    for anomaly in anomalies:
        found.setdefault(anomaly.fichier, []).append(anomaly)
    return found
