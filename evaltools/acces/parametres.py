"""Lecture des paramètres : la campagne de rendu et le barème, toutes fautes dites à la fois."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from evaltools.acces.yaml_situe import YamlSitue, lire_yaml
from evaltools.domaine.anomalies import Anomalie, signaler
from evaltools.domaine.bareme import Bareme
from evaltools.domaine.lexique import ENSEMBLE, Diffusion

EDITIONS = ("copil", "elus", "technique", "citoyenne")
FORMATS = ("html", "docx", "pptx")
"""Formats d'un rapport : la page (toujours), le document Word, la présentation PowerPoint."""

_PERIODE = re.compile(r"\d{4}(-(S[12]|T[1-4]))?|\d{4}/\d{4}")


@dataclass(frozen=True, slots=True)
class Validation:
    """Instance qui a validé l'évaluation, et quand ; absente : « document de travail »."""

    instance: str
    date: date


@dataclass(frozen=True, slots=True)
class ParametresCampagne:
    """Une campagne de rendu (contrat : ``params/*.yaml``) ; ``territoires`` vide : tous ; ``formats`` : tous."""

    programme: str
    annee: int
    carnets: tuple[str, ...]
    territoires: tuple[str, ...]
    editions: tuple[str, ...]
    diffusion: Diffusion
    arrete_le: date
    edite_le: date
    validation: Validation | None = None
    periode: str = ""
    formats: tuple[str, ...] = FORMATS


Controle = Callable[[Any], str | None]


def _texte_non_vide(valeur: Any) -> str | None:
    return None if isinstance(valeur, str) and valeur.strip() else "ce n'est pas un texte entre guillemets"


def _annee(valeur: Any) -> str | None:
    bonne = isinstance(valeur, int) and not isinstance(valeur, bool) and 1990 <= valeur <= 2100
    return None if bonne else "ce n'est pas une année de quatre chiffres"


def _jour(valeur: Any) -> str | None:
    return None if type(valeur) is date else "ce n'est pas une date année-mois-jour"


def _periode(valeur: Any) -> str | None:
    return None if isinstance(valeur, str) and _PERIODE.fullmatch(valeur) else "ce n'est pas une période connue"


def _liste(admises: tuple[str, ...] | None = None) -> Controle:
    def controle(valeur: Any) -> str | None:
        if not isinstance(valeur, list) or not valeur or not all(isinstance(v, str) for v in valeur):
            return "ce n'est pas une liste de textes"
        if len(set(valeur)) < len(valeur):
            return "un élément y est deux fois"
        inconnus = [v for v in valeur if admises is not None and v not in admises]
        return f"« {inconnus[0]} » n'est pas admis" if inconnus else None

    return controle


def _formats(valeur: Any) -> str | None:
    faute = _liste(FORMATS)(valeur)
    return faute or (None if "html" in valeur else "« html » n'y est pas, or la page est toujours rendue")


def _territoires(valeur: Any) -> str | None:
    if valeur == "tous":
        return None
    if faute := _liste()(valeur):
        return faute
    autres = [v for v in valeur if v != ENSEMBLE and not re.fullmatch(r"\d{9}", v)]
    return f"« {autres[0]} » n'est ni un SIREN de neuf chiffres entre guillemets ni « ensemble »" if autres else None


def _diffusion(valeur: Any) -> str | None:
    return None if valeur in tuple(Diffusion) else "ce n'est pas une diffusion connue"


def _validation(valeur: Any) -> str | None:
    if valeur is None:
        return None
    if not isinstance(valeur, dict) or set(valeur) != {"instance", "date"}:
        return "il faut « instance » et « date », et rien d'autre"
    return _texte_non_vide(valeur["instance"]) or _jour(valeur["date"])


CLES: Mapping[str, tuple[Controle, str]] = {
    "programme": (_texte_non_vide, 'programme: "cls-avesnois"'),
    "annee": (_annee, "annee: 2026"),
    "periode": (_periode, 'periode: "2026-S1"'),
    "carnets": (_liste(), "carnets: [evaluation_annuelle]"),
    "territoires": (_territoires, 'territoires: tous, ou ["200043404", "ensemble"]'),
    "editions": (_liste(EDITIONS), "editions: [copil, elus, technique]"),
    "diffusion": (_diffusion, "diffusion: publique, ou restreinte"),
    "arrete_le": (_jour, "arrete_le: 2026-12-31"),
    "edite_le": (_jour, "edite_le: 2027-01-15"),
    "validation": (_validation, "validation: null, ou {instance: COPIL, date: 2027-03-12}"),
    "formats": (_formats, "formats: [html, docx, pptx]"),
}
_FACULTATIVES = ("validation", "formats")
_SEUILS_FACULTATIFS = ("deff",)


def lire_campagne(chemin: Path) -> tuple[ParametresCampagne | None, tuple[Anomalie, ...]]:
    """Lit une campagne de rendu ; rend ``None`` et toutes les fautes si elle ne peut pas être lancée.

    Parameters
    ----------
    chemin : Path
        Fichier ``params/<programme>-<année>.yaml``.

    Returns
    -------
    tuple
        La campagne (ou ``None``) et les anomalies PAR-03 à PAR-06, avec leur ligne.
    """
    situe, anomalies = lire_yaml(chemin)
    if situe is None:
        return None, anomalies
    contenu = situe.contenu if isinstance(situe.contenu, dict) else {}
    fautes = [*_cles_inconnues(situe, contenu, CLES), *_cles_absentes(situe, contenu), *_valeurs(situe, contenu)]
    fautes += _dates_incoherentes(situe, contenu) if not fautes else []
    if fautes:
        return None, tuple(fautes)
    return _campagne(contenu), ()


def _cles_inconnues(situe: YamlSitue, contenu: dict[Any, Any], admises: Mapping[str, object]) -> list[Anomalie]:
    fautes = []
    for cle in (c for c in contenu if c not in admises):
        proches = get_close_matches(str(cle), admises, n=1)
        suggestion = f" (vouliez-vous écrire « {proches[0]} » ?)" if proches else ""
        lieu = situe.lieu(str(cle))
        fautes.append(signaler("PAR-04", lieu, cle=cle, suggestion=suggestion, admises=", ".join(admises)))
    return fautes


def _cles_absentes(situe: YamlSitue, contenu: dict[Any, Any]) -> list[Anomalie]:
    absentes = [c for c in CLES if c not in contenu and c not in (*_FACULTATIVES, "periode", "annee")]
    if "annee" not in contenu and "periode" not in contenu:
        absentes.insert(1, "annee")
    return [signaler("PAR-05", situe.lieu(), cle=c, exemple=CLES[c][1]) for c in absentes]


def _valeurs(situe: YamlSitue, contenu: dict[Any, Any]) -> list[Anomalie]:
    fautes = []
    for cle, (controle, exemple) in CLES.items():
        if cle in contenu and (raison := controle(contenu[cle])):
            attendu = f"écrivez par exemple « {exemple} »"
            fautes.append(
                signaler("PAR-06", situe.lieu(cle), cle=cle, valeur=contenu[cle], raison=raison, attendu=attendu)
            )
    return fautes


def _dates_incoherentes(situe: YamlSitue, contenu: dict[str, Any]) -> list[Anomalie]:
    if contenu["edite_le"] >= contenu["arrete_le"]:
        return []
    raison = f"c'est avant la date d'arrêt des données ({contenu['arrete_le']:%d/%m/%Y})"
    valeur = f"{contenu['edite_le']:%d/%m/%Y}"
    attendu = "donnez une date d'édition postérieure à la date d'arrêt des données"
    return [signaler("PAR-06", situe.lieu("edite_le"), cle="edite_le", valeur=valeur, raison=raison, attendu=attendu)]


def _campagne(contenu: dict[str, Any]) -> ParametresCampagne:
    validation = contenu.get("validation")
    periode = contenu.get("periode", "")
    return ParametresCampagne(
        programme=contenu["programme"],
        annee=contenu.get("annee") or int(periode[-4:] if "/" in periode else periode[:4]),
        carnets=tuple(contenu["carnets"]),
        territoires=() if contenu["territoires"] == "tous" else tuple(contenu["territoires"]),
        editions=tuple(contenu["editions"]),
        diffusion=Diffusion(contenu["diffusion"]),
        arrete_le=contenu["arrete_le"],
        edite_le=contenu["edite_le"],
        validation=Validation(**validation) if validation else None,
        periode=periode,
        formats=tuple(contenu.get("formats", FORMATS)),
    )


def lire_bareme(chemin: Path) -> tuple[Bareme | None, tuple[Anomalie, ...]]:
    """Lit le barème daté ; rend ``None`` et toutes les fautes s'il est illisible ou incohérent.

    Chaque seuil porte ``valeur``, ``unite`` et ``source``. Un seuil absent est une faute : rien ne le remplace.
    """
    situe, anomalies = lire_yaml(chemin)
    if situe is None:
        return None, anomalies
    contenu = situe.contenu if isinstance(situe.contenu, dict) else {}
    attendus = [f.name for f in fields(Bareme) if f.name not in ("version", "adopte_le")]
    lus = contenu.get("seuils")
    seuils: dict[str, Any] = lus if isinstance(lus, dict) else {}
    fautes = _cles_inconnues(situe, contenu, {"version": 0, "adopte_le": 0, "seuils": 0})
    fautes += [
        signaler("PAR-04", situe.lieu("seuils", str(c)), cle=c, suggestion="", admises=", ".join(attendus))
        for c in seuils
        if c not in attendus
    ]
    fautes += _seuils_fautifs(situe, seuils, attendus)
    if fautes:
        return None, tuple(fautes)
    valeurs = {nom: seuils[nom]["valeur"] for nom in attendus if nom in seuils}
    return Bareme(**valeurs, version=str(contenu.get("version", "")), adopte_le=str(contenu.get("adopte_le", ""))), ()


def _seuils_fautifs(situe: YamlSitue, seuils: dict[str, Any], attendus: list[str]) -> list[Anomalie]:
    fautes = []
    for nom in attendus:
        seuil = seuils.get(nom)
        if seuil is None and nom in _SEUILS_FACULTATIFS:
            continue  # la méthode donne sa valeur par défaut
        if seuil is None:
            exemple = f"{nom}: {{valeur: 0.5, unite: …, source: …}}"
            fautes.append(signaler("PAR-05", situe.lieu("seuils"), cle=nom, exemple=exemple))
            continue
        complet = isinstance(seuil, dict) and set(seuil) == {"valeur", "unite", "source"}
        nombre = complet and isinstance(seuil["valeur"], int | float) and not isinstance(seuil["valeur"], bool)
        if not nombre:
            attendu = "donnez un nombre dans « valeur », puis « unite » et « source »"
            raison = "un seuil porte un nombre, une unité et une source"
            lieu = situe.lieu("seuils", nom)
            fautes.append(signaler("PAR-06", lieu, cle=nom, valeur=seuil, raison=raison, attendu=attendu))
    return fautes
