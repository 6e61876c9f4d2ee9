"""Lire un programme : ``inputs/<programme>/programme.yaml`` et une fiche YAML par action.

Toutes les fautes sont rendues à la fois, avec le fichier et la ligne ; aucune n'interrompt la lecture des autres
fichiers, et aucun contenu ne peut faire planter la lecture. Les clés admises, et la règle suivie pour proposer la
maille et l'agrégation de chaque indicateur, sont dans ``programmes_schema``.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from evaltools.acces.arbre import lire_yaml
from evaltools.acces.programmes_construction import construire
from evaltools.acces.programmes_schema import FICHE, PROGRAMME
from evaltools.acces.schema import Journal, Lu
from evaltools.domaine.anomalies import Anomalie, Lieu, bloquantes
from evaltools.domaine.programme import Programme

TETE = "programme.yaml"
DOSSIER_FICHES = "fiches"


def lister(dossier_inputs: Path) -> tuple[str, ...]:
    """Rend le nom des programmes d'un dossier, triés : les sous-dossiers qui contiennent ``programme.yaml``.

    Un dossier absent ou vide rend un tuple vide.
    """
    if not dossier_inputs.is_dir():
        return ()
    return tuple(sorted(d.name for d in dossier_inputs.iterdir() if (d / TETE).is_file()))


def nom_de_fiche(code: str) -> str:
    """Rend le nom du fichier d'une fiche action.

    Examples
    --------
    >>> nom_de_fiche("FA 1.1")
    'FA-1.1.yaml'
    """
    return f"{code.replace(' ', '-')}.yaml"


def lire(dossier: Path) -> tuple[Programme | None, tuple[Anomalie, ...]]:
    """Lit un programme et contrôle tout ce qui s'y relie.

    Parameters
    ----------
    dossier : Path
        Dossier du programme (« inputs/cls-avesnois »).

    Returns
    -------
    tuple
        Le programme, ou ``None`` si une anomalie est bloquante ; et toutes les anomalies (famille PRG).

    Examples
    --------
    >>> programme, anomalies = lire(Path("inputs/inconnu"))
    >>> programme is None, [a.code for a in anomalies]
    (True, ['PRG-01'])
    """
    journal = Journal()
    tete = _lire_fichier(dossier / TETE, TETE, PROGRAMME, "programme", journal)
    fiches = tuple(_lire_fiches(dossier, tete, journal))
    if tete is None:
        return None, tuple(journal.anomalies)
    _verifier_noms(dossier, tete, journal)
    programme = construire(tete, fiches, journal)
    anomalies = tuple(journal.anomalies)
    return (None if bloquantes(anomalies) else programme), anomalies


def _lire_fichier(chemin: Path, nom: str, schema: object, bloc: str, journal: Journal) -> Lu | None:
    arbre, anomalies = lire_yaml(chemin, nom)
    journal.anomalies.extend(anomalies)
    lu = schema.lire(arbre, bloc, journal) if arbre is not None else None  # type: ignore[attr-defined]
    return lu if isinstance(lu, Lu) else None


def _lire_fiches(dossier: Path, tete: Lu | None, journal: Journal) -> Iterable[Lu]:
    """Lit les fiches déclarées, dans leur ordre ; sans tête lisible, celles du dossier, pour en dire les fautes."""
    presents = {c.name for c in (dossier / DOSSIER_FICHES).glob("*.yaml")}
    declares = {nom_de_fiche(c): c for c in tete.valeurs["fiches"]} if tete else {}
    for nom in declares if tete else sorted(presents):
        place = f"{DOSSIER_FICHES}/{nom}"
        lu = _lire_fichier(dossier / DOSSIER_FICHES / nom, place, FICHE, "fiche", journal)
        if lu is None:
            continue
        code = lu.valeurs["code"]
        if tete and code is not None and code != declares[nom]:
            attendu = f"le fichier est celui de « {declares[nom]} »"
            journal.noter("PRG-18", lu.lieu_de("code"), identifiant=code, attendu=attendu)
        yield lu
    for nom in sorted(presents - set(declares)) if tete else ():
        journal.noter("PRG-16", Lieu(f"{DOSSIER_FICHES}/{nom}"))


def _verifier_noms(dossier: Path, tete: Lu, journal: Journal) -> None:
    """Vérifie que le code du programme est le nom de son dossier, et que deux fiches n'ont pas le même fichier."""
    code, nom = tete.valeurs["code"], dossier.resolve().name
    if code is not None and code != nom:
        journal.noter("PRG-18", tete.lieu_de("code"), identifiant=code, attendu=f"le dossier s'appelle « {nom} »")
    vus: dict[str, str] = {}
    for fiche in tete.valeurs["fiches"]:
        fichier = nom_de_fiche(fiche).casefold()
        if fichier in vus:
            journal.noter(
                "PRG-13", tete.lieu_de("fiches"), objet="action", identifiant=fiche, autre=f"« {vus[fichier]} »"
            )
        vus[fichier] = fiche
