"""Lire les entrées d'une campagne : programme, cadrage, barème, classeurs, et l'empreinte de chacun."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

from evaltools.acces import cadrages, parametres, porteurs, programmes, textes
from evaltools.chaine import lieux
from evaltools.chaine.classeurs import lire_annee
from evaltools.chaine.erreurs import CODE_ENTREES, CODE_PARAMETRES, ErreurUtilisateur
from evaltools.domaine import cadrage as regles_cadrage
from evaltools.domaine.anomalies import Anomalie, bloquantes, signaler
from evaltools.domaine.bareme import Bareme
from evaltools.domaine.cadrage import Cadrage
from evaltools.domaine.collecte import FichierLu
from evaltools.domaine.lexique import ENSEMBLE
from evaltools.domaine.porteurs import attribuer
from evaltools.domaine.programme import Programme
from evaltools.restitution import plans


def lire_programme(code: str) -> Programme:
    """Lit un programme de ``inputs``, avec les porteurs que ``porteurs.yaml`` déclare à la place des fiches.

    Lève ``ErreurUtilisateur`` s'il manque ou s'il a des fautes bloquantes.
    """
    dossier = lieux.entrees(code)
    if not dossier.is_dir():
        presents = ", ".join(programmes.lister(lieux.racine() / "inputs")) or "aucun"
        raise ErreurUtilisateur((signaler("PAR-09", programme=code, presents=presents),), code=CODE_PARAMETRES)
    programme, anomalies = programmes.lire(dossier)
    if programme is None:
        raise ErreurUtilisateur(anomalies, code=CODE_ENTREES)
    noms, fautes = porteurs.lire(dossier / porteurs.FICHIER, programme)
    if fautes:
        raise ErreurUtilisateur(fautes, code=CODE_ENTREES)
    return attribuer(programme, noms)


def lire_bareme() -> Bareme:
    """Lit ``params/bareme.yaml`` ; lève ``ErreurUtilisateur`` s'il manque ou s'il est incohérent."""
    bareme, anomalies = parametres.lire_bareme(lieux.racine() / "params" / "bareme.yaml")
    if bareme is None:
        raise ErreurUtilisateur(anomalies, code=CODE_PARAMETRES)
    return bareme


def verifier_territoire(programme: Programme, territoire: str) -> None:
    """Refuse (PAR-10) un territoire qui n'est ni « ensemble » ni un EPCI du programme."""
    admis = [t.siren for t in programme.territoires]
    if territoire != ENSEMBLE and territoire not in admis:
        faute = signaler("PAR-10", territoire=territoire, programme=programme.code, admis=", ".join(admis))
        raise ErreurUtilisateur((faute,), code=CODE_PARAMETRES)


def lire_cadrage(programme: Programme) -> tuple[Cadrage, tuple[Anomalie, ...]]:
    """Lit le classeur de cadrage ; sans lui, ce que le document énonce. Lève ``ErreurUtilisateur`` s'il est fautif."""
    chemin = lieux.entrees(programme.code) / "cadrage.xlsx"
    if not chemin.exists():
        return regles_cadrage.depuis_document(programme), ()
    cadrage, anomalies = cadrages.lire(chemin, programme)
    if fautes := bloquantes(anomalies):
        raise ErreurUtilisateur(fautes, code=CODE_ENTREES)
    return cadrage, anomalies


def lire_annees(programme: Programme, annee: int, dossier: Path | None) -> Iterable[FichierLu]:
    """Lit les classeurs de toutes les années du contrat, jusqu'à ``annee`` ; ``dossier`` remplace celui de l'année."""
    for an in range(programme.debut.year, annee + 1):
        place = dossier if dossier is not None and an == annee else lieux.collecte(programme.code, an)
        if place.is_dir():
            yield from lire_annee(programme, an, dossier=place)


def empreintes(code: str, annee: int, fichiers: Iterable[FichierLu]) -> Iterable[tuple[str, str]]:
    """Rend le nom et l'empreinte sha256 de tout ce qui a été lu pour une année."""
    racine = lieux.racine()
    fixes = [*sorted(lieux.entrees(code).rglob("*.yaml")), lieux.entrees(code) / "cadrage.xlsx"]
    fixes += sorted(lieux.textes(code, annee).glob("*.md"))
    for chemin in (*fixes, racine / "params" / "bareme.yaml"):
        if chemin.is_file():
            yield chemin.relative_to(racine).as_posix(), hashlib.sha256(chemin.read_bytes()).hexdigest()
    yield from ((f"{f.annee} {f.nom}", f.sha256) for f in fichiers)


def admis_dans_les_textes(programme: Programme) -> textes.Admis:
    """Rend ce que l'en-tête d'un texte de l'évaluateur peut nommer."""
    territoires = (ENSEMBLE, *(t.siren for t in programme.territoires))
    return textes.Admis(plans.parties(), territoires, tuple(plans.EDITIONS), tuple(plans.PLANS))
