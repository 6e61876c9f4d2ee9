"""Les données à réutiliser : une table par objet, un classeur qui les réunit avec leur dictionnaire, et leur licence.

L'édition publique est tirée d'une évaluation déjà masquée : ce module ne décide d'aucun masque.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from evaltools.domaine.dictionnaire import Colonne
from evaltools.domaine.dictionnaire_tables import TABLES, colonne_de_verdict
from evaltools.domaine.evaluation import Evaluation
from evaltools.domaine.lexique import Niveau, Verdict
from evaltools.restitution.donnees import COLONNES_PUBLIQUES_EN_MOINS, ecrire_case

LICENCE = ("Licence Ouverte 2.0 (Etalab)", "https://www.etalab.gouv.fr/licence-ouverte-open-licence/")
DIRE_LA_LICENCE = (
    "Réutilisation libre sous Licence Ouverte 2.0, en citant la source et la date. Les effectifs trop petits pour être "
    "publiés y sont masqués."
)
NE_PAS_DIFFUSER = (
    "Ne pas diffuser : ces données montrent de petits effectifs et sont réservées au suivi du programme. Les données "
    "publiables sont celles de l'édition publique."
)
FICTIF = "Données fictives : les valeurs sont inventées pour l'exemple et ne décrivent aucun territoire."


@dataclass(frozen=True, slots=True)
class TableOuverte:
    """Une table prête à écrire : nom de fichier, titre, description, colonnes, lignes de valeurs."""

    nom: str
    titre: str
    description: str
    colonnes: tuple[Colonne, ...]
    lignes: tuple[tuple[Any, ...], ...]


def tables(evaluation: Evaluation) -> tuple[TableOuverte, ...]:
    """Rend les tables d'une évaluation, dans l'ordre où elles se lisent.

    Parameters
    ----------
    evaluation : Evaluation
        Déjà masquée si sa diffusion est publique ; les commentaires libres n'y figurent alors pas.
    """
    sources: Mapping[str, Iterable[Mapping[str, Any]]] = {
        "resultats": _objets(evaluation.resultats, TABLES["resultats"][2]),
        "observations": _objets(evaluation.observations, TABLES["observations"][2]),
        "groupes": _groupes(evaluation),
        "avancement": _avancement(evaluation),
        "finances": _objets(evaluation.finances, TABLES["finances"][2]),
        "completude": _objets(evaluation.completudes, TABLES["completude"][2]),
        "indicateurs": _indicateurs(evaluation),
    }
    tues = COLONNES_PUBLIQUES_EN_MOINS if evaluation.diffusion == "publique" else ()
    return tuple(
        TableOuverte(
            nom, titre, dit, colonnes,
            tuple(tuple(None if c.nom in tues else x[c.nom] for c in colonnes) for x in sources[nom]),
        )
        for nom, (titre, dit, colonnes) in TABLES.items()
    )  # fmt: skip


def _objets(objets: Iterable[object], colonnes: Sequence[Colonne]) -> Iterator[dict[str, Any]]:
    return ({c.nom: getattr(o, c.nom) for c in colonnes} for o in objets)


def _groupes(evaluation: Evaluation) -> Iterator[dict[str, Any]]:
    commun = {"programme": evaluation.programme.code, "annee": evaluation.annee}
    noms = ("siren", "groupe", "code", "intitule", "total", "applicables", "evaluables", "couverture", "degradations")
    for s in evaluation.syntheses:
        yield {
            **commun,
            **{nom: getattr(s, nom) for nom in noms},
            **{colonne_de_verdict(v): s.comptes.get(v, 0) for v in Verdict},
            **{f"score_{n.value}": s.scores_par_niveau.get(n.value) for n in Niveau},
        }


def _avancement(evaluation: Evaluation) -> Iterator[dict[str, Any]]:
    intitules = {a.code: a.intitule for a in evaluation.programme.actions}
    for s in evaluation.situations:
        noms = [c.nom for c in TABLES["avancement"][2] if c.nom != "intitule"]
        yield {**{nom: getattr(s, nom) for nom in noms}, "intitule": intitules.get(s.action, "")}


def _indicateurs(evaluation: Evaluation) -> Iterator[dict[str, Any]]:
    programme = evaluation.programme
    actions = {a.code: a for a in programme.actions}
    axes = {x.code: x.intitule for x in programme.axes}
    for i in programme.indicateurs:
        action = actions[i.action]
        yield {
            "axe": action.axe, "intitule_axe": axes[action.axe], "objectif": action.objectif, "action": action.code,
            "intitule_action": action.intitule, "pilote": action.fiche.pilote, "operation": i.operation,
            "indicateur": i.code, "libelle": i.libelle, "famille": i.famille, "nature": i.nature, "niveau": i.niveau,
            "sens": i.sens, "cumul": i.cumul, "unite": i.unite, "maille": i.maille, "si_enquete": i.si_enquete,
            "cible_du_document": i.cible.valeur if i.cible else None,
        }  # fmt: skip


def ecrire_csv_table(table: TableOuverte) -> bytes:
    """Écrit une table en CSV pour Excel français : « ; », UTF-8 avec BOM, virgule décimale, formules désarmées."""
    tampon = io.StringIO()
    ecrivain = csv.writer(tampon, delimiter=";", lineterminator="\r\n")
    ecrivain.writerow([c.nom for c in table.colonnes])
    for ligne in table.lignes:
        ecrivain.writerow([ecrire_case(v) for v in ligne])
    return b"\xef\xbb\xbf" + tampon.getvalue().encode("utf-8")


def ecrire_descripteur(tables_: Sequence[TableOuverte], evaluation: Evaluation, edite_le: date) -> bytes:
    """Écrit ``datapackage.json`` : chaque fichier, chaque colonne et son type, pour les outils d'open data."""
    publique = evaluation.diffusion == "publique"
    fiche: dict[str, Any] = {
        "name": f"{evaluation.programme.code}-{evaluation.annee}",
        "title": f"Évaluation {evaluation.annee} – {evaluation.programme.titre_court}",
        "description": " ".join([FICTIF] * evaluation.fictif + [DIRE_LA_LICENCE if publique else NE_PAS_DIFFUSER]),
        "created": edite_le.isoformat(),
    }
    if publique:
        fiche["licenses"] = [{"name": "etalab-2.0", "title": LICENCE[0], "path": LICENCE[1]}]
    fiche["resources"] = [_ressource(t) for t in tables_]
    return (json.dumps(fiche, ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def _ressource(table: TableOuverte) -> dict[str, Any]:
    octets = ecrire_csv_table(table)
    return {
        "name": table.nom,
        "title": table.titre,
        "description": table.description,
        "path": f"{table.nom}.csv",
        "format": "csv",
        "encoding": "utf-8",
        "bytes": len(octets),
        "hash": f"sha256:{hashlib.sha256(octets).hexdigest()}",
        "dialect": {"delimiter": ";", "header": True},
        "schema": {"fields": [_champ(c) for c in table.colonnes]},
    }


def _champ(colonne: Colonne) -> dict[str, Any]:
    champ: dict[str, Any] = {"name": colonne.nom, "type": type_de(colonne), "description": colonne.sens}
    if champ["type"] == "number":
        champ["decimalChar"] = ","
    elif champ["type"] == "boolean":
        champ |= {"trueValues": ["oui"], "falseValues": ["non"]}
    if colonne.vide == "jamais vide":
        champ["constraints"] = {"required": True}
    return champ


def type_de(colonne: Colonne) -> str:
    """Rend le type d'une colonne dans Table Schema, d'après ce que le dictionnaire dit de ses valeurs.

    Examples
    --------
    >>> [type_de(Colonne("c", "", v)) for v in ("année", "nombre, en euros", "date", "« oui » ou « non »", "texte")]
    ['integer', 'number', 'date', 'boolean', 'string']
    """
    debuts = (
        ("année", "integer"), ("nombre entier", "integer"), ("nombre", "number"), ("sans unité", "number"),
        ("de 0 à 1", "number"), ("date", "date"), ("« oui » ou « non »", "boolean"),
    )  # fmt: skip
    return next((t for debut, t in debuts if colonne.valeurs.startswith(debut)), "string")
