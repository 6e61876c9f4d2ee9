"""Tenir le classeur de cadrage d'un programme : le créer, ou le mettre à jour sans perdre une seule décision.

Un cadrage déjà rempli est d'abord relu. S'il a une case illisible, il n'est pas touché. S'il est à jour, il n'est pas
touché non plus. Sinon l'ancien fichier est rangé tel quel dans le dossier « anciens », daté de son dernier
enregistrement, et le nouveau est écrit à côté puis renommé.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path

from evaltools.acces import cadrages
from evaltools.acces.cadrages import CadrageLu
from evaltools.acces.cadrages_rappels import lignes_de_decision, rappels
from evaltools.chaine.erreurs import CODE_ENTREES, ErreurUtilisateur
from evaltools.domaine.anomalies import Anomalie, Lieu, bloquantes, signaler
from evaltools.domaine.controle_cadrage import controler
from evaltools.domaine.decisions import Decision
from evaltools.domaine.lexique import ENSEMBLE
from evaltools.domaine.programme import Programme
from evaltools.domaine.raisons import raison_du_systeme

ANCIENS = "anciens"
"""Dossier où l'ancien cadrage est rangé avant d'être remplacé."""


class Geste(StrEnum):
    """Ce qui a été fait du classeur."""

    CREE = "créé"
    MIS_A_JOUR = "mis à jour"
    INCHANGE = "déjà à jour"


@dataclass(frozen=True, slots=True)
class Tenue:
    """Ce qui a été fait d'un cadrage.

    ``decides`` : nombre d'indicateurs qui ont au moins une décision. ``ajoutes`` : codes ajoutés ; ``ancien`` : où
    l'ancien fichier a été rangé (``None`` : il n'y en avait pas, ou il n'a pas bougé).
    """

    chemin: Path
    geste: Geste
    decides: int
    indicateurs: int
    ajoutes: tuple[str, ...] = ()
    ancien: Path | None = None
    anomalies: tuple[Anomalie, ...] = ()


def tenir_cadrage(programme: Programme, chemin: Path) -> Tenue:
    """Crée le classeur de cadrage, ou le met à jour en gardant toutes les décisions prises.

    Parameters
    ----------
    programme : Programme
        Le programme signé.
    chemin : Path
        Le classeur, le plus souvent « inputs/<programme>/cadrage.xlsx ».

    Returns
    -------
    Tenue
        Ce qui a été fait, et toutes les anomalies de lecture et de fond.

    Raises
    ------
    ErreurUtilisateur
        Si le classeur existant ne peut pas être relu en entier (CAD-20), ou si le fichier ne s'écrit pas (CAD-21).
    """
    attendus = rappels(programme)
    if not chemin.exists():
        _ecrire(chemin, programme, (), fictif=False)
        return Tenue(chemin, Geste.CREE, 0, len(attendus), tuple(attendus))
    lu = cadrages.relire(chemin, programme)
    if fautes := bloquantes(lu.anomalies):
        raise ErreurUtilisateur((signaler("CAD-20", Lieu(chemin.name)), *fautes), code=CODE_ENTREES)
    anomalies = lu.anomalies + controler(programme, lu.decisions, lu.lieux)
    decides = len({d.indicateur for d in lu.decisions if not d.vide})
    if _est_a_jour(programme, lu):
        return Tenue(chemin, Geste.INCHANGE, decides, len(attendus), anomalies=anomalies)
    ancien = _ranger(chemin)
    _ecrire(chemin, programme, lu.decisions, fictif=lu.fictif)
    ajoutes = tuple(code for code in attendus if code not in lu.rappels)
    gardees = tuple(a for a in anomalies if a.code not in ("CAD-11", "CAD-18", "CAD-06", "CAD-04"))
    return Tenue(chemin, Geste.MIS_A_JOUR, decides, len(attendus), ajoutes, ancien, gardees)


def _est_a_jour(programme: Programme, lu: CadrageLu) -> bool:
    """Dit si le classeur a toutes ses lignes et rappelle bien ce que dit aujourd'hui le programme."""
    if {c: _reduits(t) for c, t in lu.rappels.items()} != {c: _reduits(t) for c, t in rappels(programme).items()}:
        return False
    lues = {(code, siren) for code, siren, champ in lu.lieux if champ in ("", "annuelles")}
    annuelles = {code for code, siren, champ in lu.lieux if siren == ENSEMBLE and champ == "annuelles"}
    attendues = lignes_de_decision(programme)
    return attendues.par_territoire <= lues and attendues.annuelles <= annuelles


def _reduits(textes: Iterable[str]) -> tuple[str, ...]:
    return tuple(" ".join(t.split()) for t in textes)


def _ranger(chemin: Path) -> Path:
    """Copie l'ancien classeur, octet pour octet, sous la date de son dernier enregistrement."""
    contenu = chemin.read_bytes()
    jour = datetime.fromtimestamp(chemin.stat().st_mtime, UTC).date().isoformat()
    dossier = chemin.parent / ANCIENS
    for rang in range(1, 10_000):
        suffixe = "" if rang == 1 else f"-{rang}"
        copie = dossier / f"{chemin.stem}-{jour}{suffixe}{chemin.suffix}"
        if copie.exists() and copie.read_bytes() == contenu:
            return copie
        if not copie.exists():
            break
    try:
        dossier.mkdir(exist_ok=True)
        copie.write_bytes(contenu)
    except OSError as erreur:
        raise _ecriture_impossible(copie, erreur) from erreur
    return copie


def _ecrire(chemin: Path, programme: Programme, decisions: Iterable[Decision], *, fictif: bool) -> None:
    try:
        cadrages.ecrire(chemin, programme, fictif=fictif, decisions=decisions)
    except OSError as erreur:
        raise _ecriture_impossible(chemin, erreur) from erreur


def _ecriture_impossible(chemin: Path, erreur: OSError) -> ErreurUtilisateur:
    faute = signaler("CAD-21", Lieu(chemin.name), raison=raison_du_systeme(erreur))
    return ErreurUtilisateur((faute,), code=CODE_ENTREES)
