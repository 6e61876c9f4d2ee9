"""Lire ce qu'un pilote a saisi dans une cellule, selon ce qu'on y attend : un nombre, un jalon ou une date."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, time

from evaltools.domaine.lexique import EtatValeur, Qualite
from evaltools.domaine.nombres import (
    EtatLu,
    LectureNombre,
    NombreLu,
    NombreRefuse,
    Refus,
    centupler,
    ecrire_nombre,
    est_en_pourcent,
    lire_nombre,
    nettoyer,
    plier,
)

Saisie = int | float | str | bool | date | datetime | time | None

_MOIS = {
    mois: rang
    for rang, ecritures in enumerate(
        (("janvier", "janv", "jan"), ("fevrier", "fevr", "fev"), ("mars",), ("avril", "avr"), ("mai",), ("juin",),
         ("juillet", "juil"), ("aout",), ("septembre", "sept", "sep"), ("octobre", "oct"), ("novembre", "nov"),
         ("decembre", "dec")),
        start=1,
    )
    for mois in ecritures
}  # fmt: skip
_CHIFFRES = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]00:00(?::00)?)?")
_LETTRES = re.compile(r"(?:[a-z]+di |dimanche )?(\d{1,2})(?:er)? ([a-z]+)\.? (\d{4})")
_OUI = frozenset(
    {"oui", "o", "vrai", "true", "fait", "faite", "realise", "realisee", "atteint", "1", "x", "✓", "✔", "ok"}
)
_NON = frozenset(
    {"non", "n", "faux", "false", "pas fait", "pas encore", "non fait", "non realise", "non realisee", "0"}
)


@dataclass(frozen=True, slots=True)
class JalonLu:
    """Un jalon : fait ou non, et le jour où il l'a été (``None`` : fait sans date, ou pas fait)."""

    fait: bool
    le: date | None = None


def lire_valeur(saisie: Saisie, unite: str = "", *, pourcent: bool = False, termes: bool = False) -> LectureNombre:
    """Lit une saisie où l'on attend un nombre, dans l'unité de l'indicateur.

    Parameters
    ----------
    saisie : Saisie
        Ce que porte la cellule, non vide.
    unite : str
        Unité de l'indicateur ; un pourcentage se lit sur 100 (45 pour 45 %).
    pourcent : bool
        La cellule a un format de pourcentage : 0,45 s'y affiche « 45 % ».
    termes : bool
        Le numérateur et le dénominateur sont donnés : un taux ambigu n'a pas à être refusé, il sera recalculé.

    Examples
    --------
    >>> lire_valeur(0.45, "%", pourcent=True), lire_valeur(45, "%"), lire_valeur("45 %", "%")
    (NombreLu(valeur=45.0, note=None), NombreLu(valeur=45.0, note=None), NombreLu(valeur=45.0, note=None))
    >>> lire_valeur(0.45, "%").refus
    <Refus.POURCENTAGE_AMBIGU: 'pourcentage_ambigu'>
    >>> lire_valeur(0.45, "personnes", pourcent=True).refus
    <Refus.UNITE_CONTRAIRE: 'unite_contraire'>
    """
    if isinstance(saisie, bool):
        return NombreRefuse(Refus.VRAI_FAUX)
    if isinstance(saisie, date | datetime | time):
        return NombreRefuse(Refus.DATE)
    if isinstance(saisie, int | float):
        return _typed_number(float(saisie), unite, pourcent, termes)
    texte = saisie or ""
    lu = lire_nombre(texte, unite)
    if isinstance(lu, NombreLu) and "%" not in texte and est_en_pourcent(unite):
        return _bare_rate(lu.valeur, termes)
    return lu


def _typed_number(value: float, unit: str, percent: bool, terms: bool) -> LectureNombre:
    if percent:
        return (
            NombreLu(centupler(value)) if "%" in unit or est_en_pourcent(unit) else NombreRefuse(Refus.UNITE_CONTRAIRE)
        )
    return _bare_rate(value, terms) if est_en_pourcent(unit) else NombreLu(value)


def _bare_rate(value: float, terms: bool) -> LectureNombre:
    if 0 < value <= 1 and not terms:
        suggestion = f"{ecrire_nombre(centupler(value))} % ou {ecrire_nombre(value)} %"
        return NombreRefuse(Refus.POURCENTAGE_AMBIGU, suggestion)
    return NombreLu(value)


def lire_jalon(saisie: Saisie) -> JalonLu | EtatLu | NombreRefuse:
    """Lit la saisie d'un jalon : une date de réalisation, « oui » ou « non », ou un état (« sans objet »).

    Examples
    --------
    >>> lire_jalon("oui"), lire_jalon("12/03/2026")
    (JalonLu(fait=True, le=None), JalonLu(fait=True, le=datetime.date(2026, 3, 12)))
    >>> lire_jalon("en cours").refus
    <Refus.PAS_UN_NOMBRE: 'pas_un_nombre'>
    """
    if isinstance(saisie, datetime):
        return JalonLu(True, saisie.date())
    if isinstance(saisie, date):
        return JalonLu(True, saisie)
    if isinstance(saisie, bool) or (isinstance(saisie, int | float) and saisie in (0, 1)):
        return JalonLu(bool(saisie))
    if not isinstance(saisie, str):
        return NombreRefuse(Refus.PAS_UN_NOMBRE)
    folded = plier(saisie) or nettoyer(saisie)
    if folded in _OUI or folded in _NON:
        return JalonLu(folded in _OUI)
    if (day := lire_date(saisie)) is not None:
        return JalonLu(True, day)
    read = lire_nombre(saisie)
    return (
        read if isinstance(read, EtatLu) and read.qualite is not Qualite.SECRET else NombreRefuse(Refus.PAS_UN_NOMBRE)
    )


def lire_date(saisie: Saisie) -> date | None:
    """Lit une date complète (jour, mois, année) ; ``None`` si la saisie n'en est pas une, ou pas toute une.

    Examples
    --------
    >>> lire_date("1er mars 2026"), lire_date("12/05/26"), lire_date("mai 2026")
    (datetime.date(2026, 3, 1), datetime.date(2026, 5, 12), None)
    """
    if isinstance(saisie, datetime):
        return saisie.date()
    if isinstance(saisie, date):
        return saisie
    if not isinstance(saisie, str):
        return None
    text = "".join(c for c in unicodedata.normalize("NFD", nettoyer(saisie).casefold()) if not unicodedata.combining(c))
    if match := _CHIFFRES.fullmatch(text):
        year = int(match[3]) + (2000 if len(match[3]) == 2 else 0)
        return _date(year, int(match[2]), int(match[1]))
    if match := _ISO.fullmatch(text):
        return _date(int(match[1]), int(match[2]), int(match[3]))
    if (match := _LETTRES.fullmatch(text)) and match[2] in _MOIS:
        return _date(int(match[3]), _MOIS[match[2]], int(match[1]))
    return None


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


_ETATS: dict[str, EtatValeur] = {"renseigne": EtatValeur.RENSEIGNE, "renseignee": EtatValeur.RENSEIGNE}
_QUALITES: dict[str, Qualite] = {
    **dict.fromkeys(("provisoire", "valeur provisoire", "prov"), Qualite.PROVISOIRE),
    **dict.fromkeys(("estime", "estimee", "estimation", "valeur estimee"), Qualite.ESTIME),
    **dict.fromkeys(("secret", "secret statistique", "confidentiel"), Qualite.SECRET),
    **dict.fromkeys(("rupture", "rupture de serie"), Qualite.RUPTURE),
}


def lire_etat(texte: str) -> EtatValeur | None:
    """Lit la colonne « État » d'une valeur ; ``None`` si le mot n'est pas connu.

    Examples
    --------
    >>> lire_etat("Non disponible").value, lire_etat("N.C.").value, lire_etat("bof")
    ('non_disponible', 'non_disponible', None)
    """
    known = _ETATS.get(plier(texte))
    if known is not None:
        return known
    read = lire_nombre(texte)
    return read.etat if isinstance(read, EtatLu) and read.qualite is None else None


def lire_qualite(texte: str) -> Qualite | None:
    """Lit la colonne « Qualité » d'une valeur ; ``None`` si le mot n'est pas connu.

    Examples
    --------
    >>> lire_qualite("Estimée").value, lire_qualite("définitif")
    ('estime', None)
    """
    return _QUALITES.get(plier(texte))
