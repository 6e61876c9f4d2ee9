"""Ce qu'un document a le droit de contenir : clés, types, listes fermées ; et sa lecture, toutes fautes à la fois.

Un schéma est une donnée (``Objet``, ``Liste``, ``Texte``…). La lecture d'un arbre selon un schéma rend des valeurs
typées avec leur lieu, et range chaque faute dans un ``Journal`` sans s'arrêter à la première.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from enum import StrEnum
from typing import Any, ClassVar

from evaltools.acces.arbre import Genre, Noeud
from evaltools.domaine.anomalies import Anomalie, Lieu, signaler
from evaltools.domaine.surete import est_reserve

_NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]{1,3})?")
_INTEGER = re.compile(r"-?(0|[1-9][0-9]*)")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_BOOLEANS = {"oui": True, "non": False, "true": True, "false": False}


@dataclass(slots=True)
class Journal:
    """Les anomalies rencontrées, dans l'ordre de lecture.

    ``noms`` et ``titres`` : ce qu'il faut montrer à la place d'une clé, par clé ou, mieux, par endroit (le titre de la
    colonne, dans un classeur).
    """

    anomalies: list[Anomalie] = field(default_factory=list)
    noms: dict[str, str] = field(default_factory=dict)
    titres: dict[Lieu, str] = field(default_factory=dict)

    def noter(self, code: str, lieu: Lieu, **details: object) -> None:
        """Ajoute une anomalie du catalogue, sauf si la même y est déjà."""
        if "cle" in details:
            details["cle"] = self.titres.get(lieu) or self.noms.get(str(details["cle"]), details["cle"])
        anomalie = signaler(code, lieu, **details)
        if anomalie not in self.anomalies:
            self.anomalies.append(anomalie)


@dataclass(frozen=True, slots=True)
class Lu:
    """Un bloc lu : ses valeurs typées par clé, l'endroit du bloc et celui de chaque clé présente."""

    valeurs: Mapping[str, Any]
    lieu: Lieu
    lieux: Mapping[str, Lieu]

    def lieu_de(self, cle: str) -> Lieu:
        """Rend l'endroit d'une clé, ou celui du bloc si elle est absente."""
        return self.lieux.get(cle, self.lieu)


class Type:
    """Type de valeur : sait lire un nœud. ``None`` rendu : absent, ou fautif (l'anomalie est alors notée)."""

    vide: ClassVar[Any] = None

    def lire(self, noeud: Noeud, cle: str, journal: Journal) -> Any:
        """Lit un nœud ; rend la valeur, ou ``None`` après avoir noté l'anomalie."""
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class Texte(Type):
    """Un texte libre. Un nombre ou une date sans guillemets est refusé (« 2025 » n'est pas un texte pour YAML)."""

    vide: ClassVar[Any] = ""

    def lire(self, noeud: Noeud, cle: str, journal: Journal) -> Any:
        """Lit un texte ; PRG-08 s'il lui manque des guillemets, PRG-09 si c'est un bloc ou une liste."""
        if noeud.genre is Genre.TEXTE:
            return noeud.texte
        if noeud.genre in (Genre.OBJET, Genre.LISTE):
            return _refuser(noeud, cle, Genre.TEXTE.value, journal)
        journal.noter("PRG-08", noeud.lieu, cle=cle, valeur=court(noeud.texte))
        return None


@dataclass(frozen=True, slots=True)
class Code(Type):
    """Un identifiant : toujours entre guillemets, et d'une forme sûre (il sert à nommer des fichiers)."""

    forme: str = r"[A-Za-z0-9](?:[A-Za-z0-9 ._-]{0,38}[A-Za-z0-9])?"
    exemple: str = "FA 1.1"

    def lire(self, noeud: Noeud, cle: str, journal: Journal) -> Any:
        """Lit un code ; PRG-08 sans guillemets, PRG-17 s'il a une forme refusée."""
        if noeud.genre in (Genre.OBJET, Genre.LISTE):
            return _refuser(noeud, cle, "un code entre guillemets", journal)
        if not noeud.protege:
            journal.noter("PRG-08", noeud.lieu, cle=cle, valeur=court(noeud.texte))
            return None
        if not re.fullmatch(self.forme, noeud.texte, re.ASCII) or ".." in noeud.texte or est_reserve(noeud.texte):
            journal.noter("PRG-17", noeud.lieu, cle=cle, valeur=court(noeud.texte), exemple=self.exemple)
            return None
        return noeud.texte


@dataclass(frozen=True, slots=True)
class Entier(Type):
    """Un nombre entier, sans guillemets."""

    def lire(self, noeud: Noeud, cle: str, journal: Journal) -> Any:
        """Lit un entier ; PRG-09 sinon."""
        if noeud.protege or not _INTEGER.fullmatch(noeud.texte):
            return _refuser(noeud, cle, "un nombre entier sans guillemets", journal)
        return int(noeud.texte)


@dataclass(frozen=True, slots=True)
class Nombre(Type):
    """Un nombre, avec un point décimal, sans guillemets."""

    def lire(self, noeud: Noeud, cle: str, journal: Journal) -> Any:
        """Lit un nombre fini ; PRG-09 sinon."""
        valeur = float(noeud.texte) if not noeud.protege and _NUMBER.fullmatch(noeud.texte) else float("inf")
        if abs(valeur) == float("inf"):
            return _refuser(noeud, cle, "un nombre (12 ou 12.5) sans guillemets", journal)
        return valeur


@dataclass(frozen=True, slots=True)
class OuiNon(Type):
    """« oui » ou « non » (« true » et « false » sont admis)."""

    vide: ClassVar[Any] = False

    def lire(self, noeud: Noeud, cle: str, journal: Journal) -> Any:
        """Lit oui ou non ; PRG-09 sinon."""
        if noeud.texte.casefold() not in _BOOLEANS:
            return _refuser(noeud, cle, "« oui » ou « non »", journal)
        return _BOOLEANS[noeud.texte.casefold()]


@dataclass(frozen=True, slots=True)
class Jour(Type):
    """Une date « AAAA-MM-JJ », avec ou sans guillemets."""

    def lire(self, noeud: Noeud, cle: str, journal: Journal) -> Any:
        """Lit une date ; PRG-11 si elle n'existe pas ou n'a pas cette forme."""
        try:
            if not _DATE.fullmatch(noeud.texte):
                raise ValueError(noeud.texte)
            return date.fromisoformat(noeud.texte)
        except ValueError:
            journal.noter("PRG-11", noeud.lieu, cle=cle, valeur=_decrire(noeud))
            return None


@dataclass(frozen=True, slots=True)
class Choix(Type):
    """Une valeur d'une liste fermée."""

    liste: type[StrEnum]

    def lire(self, noeud: Noeud, cle: str, journal: Journal) -> Any:
        """Lit un mot de la liste ; PRG-10 sinon, avec le mot proche."""
        try:
            return self.liste(noeud.texte)
        except ValueError:
            admises = [m.value for m in self.liste]
            journal.noter(
                "PRG-10",
                noeud.lieu,
                cle=cle,
                valeur=_decrire(noeud),
                admises=", ".join(admises),
                suggestion=suggerer(noeud.texte, admises),
            )
            return None


@dataclass(frozen=True, slots=True)
class Liste(Type):
    """Une liste dont chaque élément est du même type."""

    element: Type
    vide: ClassVar[Any] = ()

    def lire(self, noeud: Noeud, cle: str, journal: Journal) -> Any:
        """Lit les éléments ; PRG-09 si ce n'est pas une liste. Un élément fautif est laissé de côté."""
        if noeud.genre is not Genre.LISTE:
            return _refuser(noeud, cle, "une liste (une ligne « - … » par élément)", journal)
        lus = [_lire_element(self.element, e, cle, journal) for e in noeud.elements]
        return tuple(v for v in lus if v is not None)


@dataclass(frozen=True, slots=True)
class Champ:
    """Une clé admise dans un bloc."""

    nom: str
    type: Type
    obligatoire: bool = False


@dataclass(frozen=True, slots=True)
class Objet(Type):
    """Un bloc de clés connues ; toute autre clé est refusée."""

    champs: tuple[Champ, ...]

    def lire(self, noeud: Noeud, cle: str, journal: Journal) -> Any:
        """Lit un bloc : PRG-05 clé inconnue, PRG-06 clé répétée, PRG-07 clé absente."""
        if noeud.genre is not Genre.OBJET:
            return _refuser(noeud, cle, "un bloc de clés", journal)
        connus = {c.nom: c for c in self.champs}
        valeurs = {c.nom: c.type.vide for c in self.champs}
        lieux: dict[str, Lieu] = {}
        mal_ecrits: set[str] = set()
        for nom, lieu, valeur in noeud.champs:
            if nom not in connus:
                journal.noter("PRG-05", lieu, cle=court(nom), suggestion=suggerer(nom, connus))
                mal_ecrits.update(get_close_matches(nom, list(connus), n=1))
            elif nom in lieux:
                journal.noter("PRG-06", lieu, cle=nom, ligne=lieux[nom].ligne or lieux[nom].cellule)
            else:
                lieux[nom] = lieu
                if valeur.genre is not Genre.VIDE:
                    lue = connus[nom].type.lire(valeur, nom, journal)
                    valeurs[nom] = connus[nom].type.vide if lue is None else lue
        ecrits = {nom for nom, _lieu, valeur in noeud.champs if not _est_vide(valeur)}
        for champ in self.champs:
            if champ.obligatoire and champ.nom not in ecrits | mal_ecrits:
                journal.noter("PRG-07", lieux.get(champ.nom, noeud.lieu), cle=champ.nom, bloc=cle)
        return Lu(valeurs, noeud.lieu, lieux)


def suggerer(mot: str, connus: Iterable[str]) -> str:
    """Rend « (vouliez-vous écrire « … » ?) » avec le mot connu le plus proche, ou rien.

    Examples
    --------
    >>> suggerer("indicateur", ["indicateurs", "operations"])
    ' (vouliez-vous écrire « indicateurs » ?)'
    """
    proches = get_close_matches(mot, list(connus), n=1, cutoff=0.6)
    return f" (vouliez-vous écrire « {proches[0]} » ?)" if proches else ""


def court(texte: str) -> str:
    """Rend un texte montrable dans un message : une ligne, sans caractère de contrôle, 60 caractères au plus."""
    propre = " ".join("".join(c if c.isprintable() else " " for c in texte).split())
    return propre if len(propre) <= 60 else f"{propre[:59]}…"


def _lire_element(genre: Type, noeud: Noeud, cle: str, journal: Journal) -> Any:
    if noeud.genre is Genre.VIDE:
        journal.noter("PRG-09", noeud.lieu, cle=cle, valeur="rien", attendu="une valeur après « - »")
        return None
    return genre.lire(noeud, cle, journal)


def _est_vide(noeud: Noeud) -> bool:
    return noeud.genre is Genre.VIDE or (noeud.genre is Genre.TEXTE and not noeud.texte.strip())


def _decrire(noeud: Noeud) -> str:
    return noeud.genre.value if noeud.genre in (Genre.OBJET, Genre.LISTE) else court(noeud.texte)


def _refuser(noeud: Noeud, cle: str, attendu: str, journal: Journal) -> None:
    journal.noter("PRG-09", noeud.lieu, cle=cle, valeur=_decrire(noeud), attendu=attendu)
