"""Ce que le contrôle écrit : la page, le rapport JSON, le journal de lecture, les classeurs de retour.

Rien n'est jamais écrit dans ``inputs``. Un classeur de retour que quelqu'un a modifié n'est ni remplacé, ni retiré.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from evaltools.chaine import controle_journal, controle_retours, lieux
from evaltools.chaine.controle import Controle, ecrire_json, json_d_un_echec, resumer_en_json
from evaltools.chaine.erreurs import ErreurUtilisateur
from evaltools.chaine.lectures import lire_programme
from evaltools.chaine.modeles import ecriture
from evaltools.chaine.rendu import publier
from evaltools.domaine.retours import Retours, faire_le_point
from evaltools.restitution.page import assembler
from evaltools.restitution.rapport_collecte import RapportCollecte

PAGE, RAPPORT = "controle.html", "controle.json"


@dataclass(frozen=True, slots=True)
class Sorties:
    """Où sont les sorties d'un contrôle. ``retours`` : les classeurs écrits ; ``laisses`` : ceux qu'on a modifiés."""

    dossier: Path
    page: Path
    rapport: Path
    retours: tuple[Path, ...] = field(default=())
    laisses: tuple[Path, ...] = field(default=())


def dossier_de(code: str, annee: int) -> Path:
    """Rend le dossier des sorties du contrôle : ``outputs/<programme>/<année>/collecte``."""
    return lieux.sorties(code) / str(annee) / "collecte"


def publier_controle(controle: Controle, *, retours: Path | None = None, avec_retours: bool = True) -> Sorties:
    """Écrit la page, le rapport, le journal et les classeurs de retour d'un contrôle.

    Parameters
    ----------
    retours : Path, optional
        Où écrire les classeurs de retour ; absent : un dossier « retours » à côté de la page.
    avec_retours : bool
        Faux : aucun classeur de retour n'est écrit, ni retiré.

    Raises
    ------
    ErreurUtilisateur
        Si un fichier ne peut pas être écrit (FIC-32), ou si ``retours`` est dans le dossier des entrées (FIC-60).
    """
    dossier = dossier_de(controle.programme, controle.annee)
    place = retours or dossier / "retours"
    controle_retours.refuser_les_entrees(place, controle.dossier)
    connus = controle_journal.retours_ecrits(dossier)
    ecrits = (
        controle_retours.ecrire(controle, place, connus) if avec_retours else controle_retours.Ecrits((), (), connus)
    )
    ecrire_json(resumer_en_json(controle), dossier / RAPPORT)
    _publier_page(dossier, controle.retours, controle_journal.empreinte(controle))
    with ecriture(dossier / controle_journal.NOM):
        controle_journal.ecrire(dossier, controle, ecrits.empreintes, datetime.now())  # noqa: DTZ005 : heure du poste
    return Sorties(dossier, dossier / PAGE, dossier / RAPPORT, ecrits.ecrits, ecrits.laisses)


def publier_echec(code: str, annee: int, erreur: ErreurUtilisateur) -> Sorties | None:
    """Écrit la page et le rapport d'un contrôle qui n'a pas pu lire les classeurs.

    Returns
    -------
    Sorties or None
        ``None`` quand le programme lui-même n'est pas lisible : il n'y a pas de dossier où écrire.
    """
    try:
        programme = lire_programme(code)
    except ErreurUtilisateur:
        return None
    if annee not in programme.annees:
        return None
    dossier = dossier_de(code, annee)
    ecrire_json(json_d_un_echec(code, annee, erreur), dossier / RAPPORT)
    _publier_page(dossier, faire_le_point(programme, annee, (), erreur.anomalies))
    return Sorties(dossier, dossier / PAGE, dossier / RAPPORT)


def page(retours: Retours, empreinte: str = "") -> str:
    """Rend la page de contrôle, en un seul fichier ; les mêmes retours donnent les mêmes octets."""
    blocs = RapportCollecte(retours, empreinte=empreinte).blocs()
    charges = [{"ancre": b.ancre, "titre": b.titre, "html": b.contenu, **b.page} for b in blocs]
    return assembler(charges[0], charges[1:])


def _publier_page(dossier: Path, retours: Retours, empreinte: str = "") -> None:
    with ecriture(dossier / PAGE):
        publier(page(retours, empreinte).encode("utf-8"), dossier / PAGE)
