"""Un YAML de paramètres en valeurs Python, avec la ligne de chaque clé (la lecture elle-même est dans ``arbre``)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from evaltools.acces import arbre
from evaltools.acces.arbre import Genre, Noeud
from evaltools.domaine.anomalies import Anomalie, Lieu, signaler


@dataclass(frozen=True, slots=True)
class YamlSitue:
    """Contenu d'un fichier YAML et ligne (à partir de 1) de chaque chemin de clés.

    ``lignes`` : ``("seuils", "stagnation")`` → 14. Un chemin absent prend la ligne de son plus proche parent.
    """

    fichier: str
    contenu: Any
    lignes: Mapping[tuple[str, ...], int]

    def lieu(self, *chemin: str) -> Lieu:
        """Rend le lieu d'une clé, ou celui de son plus proche parent connu."""
        for fin in range(len(chemin), -1, -1):
            if ligne := self.lignes.get(chemin[:fin]):
                return Lieu(self.fichier, ligne=ligne)
        return Lieu(self.fichier)


def lire_yaml(chemin: Path) -> tuple[YamlSitue | None, tuple[Anomalie, ...]]:
    """Lit un YAML sans jamais lever : un fichier illisible rend ``None`` et l'anomalie PAR-03.

    Les clés répétées d'un même bloc sont une faute (YAML garderait la dernière sans le dire).
    """
    racine, anomalies = arbre.lire_yaml(chemin, chemin.name)
    if racine is None:
        return None, tuple(_parametre_illisible(a) for a in anomalies)
    lignes: dict[tuple[str, ...], int] = {}
    fautes: list[Anomalie] = []
    contenu = _valeur(racine, (), lignes, fautes)
    return (None if fautes else YamlSitue(chemin.name, contenu, lignes)), tuple(fautes)


def _parametre_illisible(anomalie: Anomalie) -> Anomalie:
    ligne = anomalie.cellule.removeprefix("ligne ")
    lieu = Lieu(anomalie.fichier, ligne=int(ligne) if ligne.isdigit() else None)
    return signaler("PAR-03", lieu, detail=anomalie.constat.rstrip("."))


def _valeur(noeud: Noeud, chemin: tuple[str, ...], lignes: dict[tuple[str, ...], int], fautes: list[Anomalie]) -> Any:
    lignes.setdefault(chemin, noeud.lieu.ligne or 1)
    if noeud.genre is Genre.LISTE:
        return [_valeur(n, (*chemin, str(rang)), lignes, fautes) for rang, n in enumerate(noeud.elements)]
    if noeud.genre is Genre.OBJET:
        return _bloc(noeud, chemin, lignes, fautes)
    return noeud.texte if noeud.genre is Genre.TEXTE else _scalaire(noeud, fautes)


def _bloc(
    noeud: Noeud, chemin: tuple[str, ...], lignes: dict[tuple[str, ...], int], fautes: list[Anomalie]
) -> dict[str, Any]:
    bloc: dict[str, Any] = {}
    for nom, lieu, valeur in noeud.champs:
        if nom in bloc:
            fautes.append(signaler("PAR-03", lieu, detail=f"la clé « {nom} » y est deux fois"))
        lignes[(*chemin, nom)] = lieu.ligne or 1
        bloc[nom] = _valeur(valeur, (*chemin, nom), lignes, fautes)
    return bloc


def _scalaire(noeud: Noeud, fautes: list[Anomalie]) -> Any:
    """Rend le nombre, la date ou le oui/non qu'un texte sans guillemets écrit."""
    try:
        return yaml.safe_load(noeud.texte)
    except ValueError:  # une date du 31 février
        fautes.append(signaler("PAR-03", noeud.lieu, detail=f"« {noeud.texte} » n'est pas une date possible"))
        return None
