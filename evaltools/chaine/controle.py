"""Contrôler les classeurs reçus d'une année : ce qui est lu, ce qui manque, ce qu'il faut corriger."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from evaltools.acces.classeurs_a_cote import laisses_de_cote
from evaltools.acces.classeurs_dossier import actions_sans_classeur
from evaltools.chaine import lieux
from evaltools.chaine.annees import controler_les_annees
from evaltools.chaine.classeurs import lire_annee
from evaltools.chaine.erreurs import ErreurUtilisateur
from evaltools.chaine.lectures import lire_programme
from evaltools.chaine.modeles import Suivi, ecriture, lire_cadrage, verifier_annee
from evaltools.domaine.anomalies import Anomalie, Lieu, signaler
from evaltools.domaine.cadrage import Cadrage
from evaltools.domaine.choix import Choix
from evaltools.domaine.collecte import FichierLu
from evaltools.domaine.retours import Retours, faire_le_point


@dataclass(frozen=True, slots=True)
class ComptesAction:
    """Valeurs attendues d'une action, et ce qui en est revenu.

    ``renseignees`` : une valeur est donnée ; ``expliquees`` : l'état dit pourquoi elle manque ; le reste est blanc.
    ``sans_objet`` : déclarées telles, et donc hors des attendues.
    """

    action: str
    classeur_recu: bool
    attendues: int
    renseignees: int
    expliquees: int
    sans_objet: int = 0


@dataclass(frozen=True)
class Controle:
    """Le contrôle d'un dossier de collecte : fichiers lus, anomalies, complétude.

    ``cadrage`` ``None`` : le programme n'en a pas encore.
    """

    dossier: Path
    retours: Retours
    cadrage: Cadrage | None = None

    @property
    def programme(self) -> str:
        """Code du programme."""
        return self.retours.programme.code

    @property
    def annee(self) -> int:
        """Année de la collecte."""
        return self.retours.annee

    @property
    def fichiers(self) -> tuple[FichierLu, ...]:
        """Les fichiers reçus, dans l'ordre des noms."""
        return self.retours.fichiers

    @property
    def anomalies(self) -> tuple[Anomalie, ...]:
        """Toutes les anomalies, dans l'ordre où elles viennent."""
        return self.retours.anomalies

    @property
    def bloquantes(self) -> tuple[Anomalie, ...]:
        """Les anomalies qui empêchent de publier ce qu'elles touchent."""
        return self.retours.bloquantes

    @property
    def comptes(self) -> tuple[ComptesAction, ...]:
        """Les comptes de valeurs par action, dans l'ordre du document."""
        return tuple(
            ComptesAction(code, code in self.retours.recues, c.attendues, c.renseignees, c.expliquees, c.sans_objet)
            for code, c in self.retours.par_action().items()
        )


def controler(
    code: str, annee: int, *, dossier: Path | None = None, suivi: Suivi | None = None, choix: Choix | None = None
) -> Controle:
    """Lit et contrôle tous les classeurs reçus d'une année.

    Parameters
    ----------
    dossier : Path, optional
        Où sont les classeurs ; absent : ``inputs/<programme>/<année>/collecte``.
    choix : Choix, optional
        Quel classeur l'emporte quand deux se contredisent ; absent : ce que dit ``fusion.yaml``, sinon aucun.

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
        raise ErreurUtilisateur((signaler("FIC-28", dossier=montrer(folder)),))
    files = lire_annee(programme, annee, dossier=folder, suivi=suivi, choix=choix)
    cadrage = lire_cadrage(programme)
    faults = [a for f in files for a in f.anomalies]
    if not files:
        faults.append(signaler("FIC-29", Lieu(), dossier=montrer(folder)))
    if aside := laisses_de_cote(folder):
        faults.append(signaler("FIC-47", Lieu(), noms=_citer(aside)))
    faults += controler_les_annees(files, programme, annee, cadrage)
    faults += actions_sans_classeur(files, programme, annee, cadrage)
    return Controle(folder, faire_le_point(programme, annee, files, faults, cadrage), cadrage)


def _citer(noms: Sequence[str], maximum: int = 8) -> str:
    """Quote names; beyond eight, say how many more there are."""
    cites = ", ".join(f"« {nom} »" for nom in noms[:maximum])
    reste = len(noms) - maximum
    return f"{cites} et {reste} autre{'s' * (reste > 1)}" if reste > 0 else cites


def retours(code: str, annee: int, *, dossier: Path | None = None, suivi: Suivi | None = None) -> Retours:
    """Rend ce qui est revenu d'une année ; un dossier qui n'existe pas encore veut dire que rien n'est revenu.

    Raises
    ------
    ErreurUtilisateur
        Programme introuvable (10), année hors du programme (2).
    """
    if (dossier or lieux.collecte(code, annee)).is_dir():
        return controler(code, annee, dossier=dossier, suivi=suivi).retours
    programme = lire_programme(code)
    verifier_annee(programme, annee)
    return faire_le_point(programme, annee, (), (), lire_cadrage(programme))


def montrer(dossier: Path) -> str:
    """Écrit un dossier tel qu'on le voit de la racine ; en entier seulement s'il est ailleurs."""
    try:
        return dossier.resolve().relative_to(lieux.racine()).as_posix()
    except ValueError:
        return str(dossier)


def resumer_en_json(controle: Controle) -> dict[str, Any]:
    """Rend le rapport de contrôle, dans la forme du contrat."""
    counts, total = controle.comptes, controle.retours.total
    return {
        "programme": controle.programme,
        "annee": controle.annee,
        "fichiers": [
            {"nom": f.nom, "sha256": f.sha256, "action": ", ".join(f.concernees), "etat": f.etat}
            for f in controle.fichiers
        ],
        "anomalies": [_anomalie(a) for a in controle.anomalies],
        "completude": {
            "actions_attendues": len(counts),
            "actions_recues": sum(c.classeur_recu for c in counts),
            "actions_manquantes": [c.action for c in counts if not c.classeur_recu],
            "valeurs_attendues": total.attendues,
            "valeurs_renseignees": total.renseignees,
            "valeurs_expliquees": total.expliquees,
            "valeurs_a_corriger": total.a_corriger,
            "valeurs_sans_objet": total.sans_objet,
            "par_action": [asdict(c) for c in counts],
            "par_porteur": list(_comptes(controle, "porteur")),
            "par_territoire": list(_comptes(controle, "siren")),
        },
    }


def _comptes(controle: Controle, cle: str) -> Iterator[dict[str, Any]]:
    rangees = controle.retours.par_porteur() if cle == "porteur" else controle.retours.par_territoire()
    return ({cle: nom, **asdict(compte)} for nom, compte in rangees.items())


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
