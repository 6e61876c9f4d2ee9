"""Reconnaître un EPCI par son SIREN, son nom ou un alias, sans jamais deviner."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum

from evaltools.domaine.programme import Territoire

_NATURES = {"communaute de communes": "cc", "communaute d agglomeration": "ca", "communaute urbaine": "cu", "c c": "cc"}
_ARTICLES = r"(?:du|de la|de l|de|des|d|la|le|l) "


@dataclass(frozen=True, slots=True)
class Epci:
    """Un EPCI de France, tel que le référentiel le donne (``acces.epci.lire_epci``). Populations en habitants."""

    siren: str
    nom: str
    nature: str
    population_municipale: int
    population_totale: int
    communes: int
    departements: tuple[str, ...]


class Reconnaissance(StrEnum):
    """Issue de la recherche d'un EPCI."""

    TROUVE = "trouvé"
    AMBIGU = "ambigu"
    HORS_PROGRAMME = "hors programme"
    INCONNU = "inconnu"


@dataclass(frozen=True, slots=True)
class Rattachement:
    """Ce qu'un nom désigne. ``siren`` vaut ``None`` tant que ce n'est pas certain.

    ``propositions`` : les (SIREN, nom) entre lesquels choisir, ou les plus proches si rien ne correspond.
    """

    cherche: str
    issue: Reconnaissance
    siren: str | None = None
    propositions: tuple[tuple[str, str], ...] = ()

    def __str__(self) -> str:
        """Dit en une phrase ce qui a été trouvé, ou ce qu'il faut préciser."""
        choix = " ; ".join(f"{nom} ({siren})" for siren, nom in self.propositions)
        if self.issue is Reconnaissance.TROUVE:
            return f"« {self.cherche} » désigne {choix}."
        if self.issue is Reconnaissance.AMBIGU:
            return f"« {self.cherche} » désigne plusieurs EPCI : {choix}. Donnez le SIREN."
        if self.issue is Reconnaissance.HORS_PROGRAMME:
            return f"« {self.cherche} » désigne {choix}, qui n'est pas du programme."
        suite = f" Noms proches : {choix}." if choix else ""
        return f"« {self.cherche} » ne désigne aucun EPCI connu.{suite}"


def cle_de_nom(nom: str) -> str:
    """Ramène un nom d'EPCI à une forme comparable : sans casse, accents, ligatures ni tirets, nature en sigle.

    Examples
    --------
    >>> cle_de_nom("Communauté de communes Cœur-Avesnois"), cle_de_nom("CC COEUR AVESNOIS")
    ('cc coeur avesnois', 'cc coeur avesnois')
    >>> cle_de_nom("CC du Sud Avesnois"), cle_de_nom("la 3CA")
    ('cc sud avesnois', '3ca')
    """
    texte = nom.casefold().replace("œ", "oe").replace("æ", "ae")
    texte = "".join(c for c in unicodedata.normalize("NFKD", texte) if not unicodedata.combining(c))
    texte = " ".join(re.sub(r"[^a-z0-9]+", " ", texte).split())
    texte = re.sub(rf"^{_ARTICLES}", "", texte)
    for entier, sigle in _NATURES.items():
        texte = re.sub(rf"^{entier} ", f"{sigle} ", texte)
    return re.sub(rf"^(cc|ca|cu) {_ARTICLES}", r"\1 ", texte)


def sans_nature(cle: str) -> str:
    """Retire la nature juridique d'une clé de nom (« cc sud avesnois » devient « sud avesnois »)."""
    return re.sub(r"^(cc|ca|cu) ", "", cle)


def rattacher(nom: str, territoires: Iterable[Territoire], reference: Iterable[Epci] = ()) -> Rattachement:
    """Cherche l'EPCI que désigne un SIREN, un nom ou un alias, d'abord dans le programme.

    Parameters
    ----------
    nom : str
        Ce qui a été écrit.
    territoires : iterable of Territoire
        Les EPCI du programme : leurs SIREN, noms et alias font foi.
    reference : iterable of Epci
        Le référentiel national, pour dire « hors programme » ou « ambigu » ; vide : le programme seul.

    Returns
    -------
    Rattachement
        ``siren`` n'est rempli que si un seul EPCI du programme correspond exactement. Une ressemblance n'est jamais
        qu'une proposition.

    Examples
    --------
    >>> sud = Territoire("200043404", "CC du Sud Avesnois", ("CCSA",))
    >>> rattacher("ccsa", [sud]).siren
    '200043404'
    >>> rattacher("Sud Avenois", [sud]).issue.value, rattacher("Sud Avenois", [sud]).siren
    ('inconnu', None)
    """
    locaux = [(t.siren, t.nom, _cles(t.nom, t.alias)) for t in territoires]
    nationaux = [(e.siren, e.nom, _cles(e.nom)) for e in reference]
    cherche = " ".join(nom.split())
    siren, cle = re.sub(r"\s", "", nom), cle_de_nom(nom)
    ecrits = {cle, sans_nature(cle)} - {""}
    trouves = [(s, n) for s, n, cles in locaux if siren == s or ecrits & cles]
    if len(trouves) == 1:
        return Rattachement(cherche, Reconnaissance.TROUVE, trouves[0][0], tuple(trouves))
    if not trouves:
        trouves = [(s, n) for s, n, cles in nationaux if siren == s or ecrits & cles]
    if len(trouves) == 1:
        return Rattachement(cherche, Reconnaissance.HORS_PROGRAMME, None, tuple(trouves))
    if trouves:
        return Rattachement(cherche, Reconnaissance.AMBIGU, None, tuple(trouves))
    return Rattachement(cherche, Reconnaissance.INCONNU, None, _proches(cle, [*locaux, *nationaux]))


def _cles(nom: str, alias: Iterable[str] = ()) -> set[str]:
    """Rend les formes qui désignent un EPCI ; un alias n'est jamais amputé de sa nature, pour rester sans ambiguïté."""
    cle = cle_de_nom(nom)
    return {cle, sans_nature(cle), *(cle_de_nom(a) for a in alias)} - {""}


def _proches(cle: str, connus: Iterable[tuple[str, str, set[str]]]) -> tuple[tuple[str, str], ...]:
    """Rend au plus trois EPCI dont le nom ou un alias ressemble, ceux du programme d'abord."""
    par_cle: dict[str, tuple[str, str]] = {}
    for siren, nom, cles in connus:
        for connue in sorted(cles):
            par_cle.setdefault(connue, (siren, nom))
    proches = get_close_matches(cle, list(par_cle), n=3, cutoff=0.7)
    return tuple(dict.fromkeys(par_cle[c] for c in proches))
