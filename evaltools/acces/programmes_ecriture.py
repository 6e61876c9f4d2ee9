"""Écrire un programme dans son dossier : ``programme.yaml`` et une fiche YAML par action."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

from evaltools.acces.programmes import DOSSIER_FICHES, TETE, nom_de_fiche
from evaltools.acces.programmes_schema import CHAMPS_FICHE, FICHE, PROGRAMME
from evaltools.acces.yaml_ecriture import ecrire_bloc
from evaltools.domaine.lexique import PeriodiciteCible, TypeCible
from evaltools.domaine.programme import Action, Citation, Fiche, Indicateur, Operation, Programme, Vocabulaire

Bloc = dict[str, Any]


def en_fichiers(programme: Programme) -> dict[str, str]:
    """Rend le texte de chaque fichier du programme, par chemin relatif (« fiches/FA-1.1.yaml »).

    Deux programmes égaux donnent les mêmes octets ; relus par ``acces.programmes.lire``, ils redonnent le programme.
    """
    entete = f"{programme.titre_court} ({programme.code}). Les codes s'écrivent entre guillemets."
    fichiers = {TETE: ecrire_bloc(bloc_programme(programme), PROGRAMME, entete)}
    for action in programme.actions:
        nom = f"{DOSSIER_FICHES}/{nom_de_fiche(action.code)}"
        fichiers[nom] = ecrire_bloc(bloc_action(action), FICHE, f"{programme.titre_court}, fiche {action.code}")
    return fichiers


def ecrire(programme: Programme, dossier: Path) -> tuple[Path, ...]:
    """Écrit le programme dans un dossier et rend les chemins écrits ; les fiches qui n'y sont plus sont retirées.

    Les seuls fichiers touchés sont ``programme.yaml``, écrit en dernier, et ceux du sous-dossier ``fiches`` ; chacun
    est écrit à côté puis renommé.
    """
    fichiers = en_fichiers(programme)
    (dossier / DOSSIER_FICHES).mkdir(parents=True, exist_ok=True)
    for nom, texte in reversed(fichiers.items()):
        provisoire = dossier / f"{nom}.tmp"
        provisoire.write_bytes(texte.encode("utf-8"))
        provisoire.replace(dossier / nom)
    for ancienne in (dossier / DOSSIER_FICHES).glob("*.yaml"):
        if f"{DOSSIER_FICHES}/{ancienne.name}" not in fichiers:
            ancienne.unlink()
    return tuple(dossier / nom for nom in fichiers)


def bloc_programme(programme: Programme) -> Bloc:
    """Rend le bloc de ``programme.yaml`` : tout ce qui n'est pas dans une fiche."""
    objectifs = {
        axe.code: tuple({"code": o.code, "intitule": o.intitule} for o in programme.objectifs if o.axe == axe.code)
        for axe in programme.axes
    }
    simples = ("code", "titre", "titre_court", "type", "debut", "fin", "source")
    vocabulaire = {n: t for n, t in asdict(programme.vocabulaire).items() if t != getattr(Vocabulaire(), n)}
    return {
        **{nom: getattr(programme, nom) for nom in simples},
        "vocabulaire": vocabulaire or None,
        "territoires": tuple(asdict(t) for t in programme.territoires),
        "axes": tuple({"code": a.code, "intitule": a.intitule, "objectifs": objectifs[a.code]} for a in programme.axes),
        "fiches": tuple(a.code for a in programme.actions),
        "annonces": tuple(asdict(a) for a in programme.annonces),
        "remarques": tuple(asdict(r) for r in programme.remarques),
    }


def bloc_action(action: Action) -> Bloc:
    """Rend le bloc d'une fiche action."""
    operationnel = {"code": action.code_objectif_operationnel, "intitule": action.objectif_operationnel}
    return {
        "code": action.code,
        "intitule": action.intitule,
        "axe": action.axe,
        "objectif": action.objectif,
        "objectif_operationnel": operationnel if action.objectif_operationnel else None,
        **bloc_fiche(action.fiche),
        "reperes": tuple(asdict(r) for r in action.reperes),
        "operations": tuple(bloc_operation(o) for o in action.operations),
        "indicateurs": tuple(bloc_indicateur(i) for i in action.indicateurs_communs),
    }


def bloc_operation(operation: Operation) -> Bloc:
    """Rend le bloc d'une opération ou d'une activité."""
    return {
        "code": operation.code,
        "intitule": operation.intitule,
        "elements": operation.elements,
        **bloc_fiche(operation.fiche),
        "reperes": tuple(asdict(r) for r in operation.reperes),
        "indicateurs": tuple(bloc_indicateur(i) for i in operation.indicateurs),
    }


def bloc_fiche(fiche: Fiche) -> Bloc:
    """Rend les champs descriptifs d'une fiche ; un calendrier vide vaut ``None``."""
    bloc = {champ.nom: getattr(fiche, champ.nom) for champ in CHAMPS_FICHE}
    bloc["montants"] = tuple(asdict(m) for m in fiche.montants)
    calendrier = asdict(fiche.calendrier)
    calendrier["jalons"] = tuple(calendrier["jalons"])
    bloc["calendrier"] = calendrier if any(calendrier.values()) else None
    return bloc


def bloc_indicateur(indicateur: Indicateur) -> Bloc:
    """Rend le bloc d'un indicateur ; son action et son opération se lisent à sa place dans la fiche."""
    bloc = {champ: getattr(indicateur, champ) for champ in indicateur.__slots__}
    bloc["cible"] = _bloc_citation(indicateur.cible)
    bloc["valeur_initiale"] = _bloc_citation(indicateur.valeur_initiale)
    bloc["reperes"] = tuple(asdict(r) for r in indicateur.reperes)
    return bloc


def _bloc_citation(citation: Citation | None) -> Bloc | None:
    if citation is None:
        return None
    bloc = {nom: getattr(citation, nom) for nom in ("valeur", "unite", "annee", "portee")}
    bloc["citation"] = citation.texte
    bloc["periodicite"] = citation.periodicite if citation.periodicite is not PeriodiciteCible.CONTRAT else None
    bloc["type_cible"] = citation.type_cible if citation.type_cible is not TypeCible.ABSOLU else None
    return bloc
