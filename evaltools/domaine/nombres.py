"""Les nombres tels qu'on les tape en France : lus quand ils sont sûrs, refusés et expliqués quand ils ne le sont pas.

Rien n'est deviné : « 1,234 » peut valoir 1234 ou 1,234, on demande ; « 12 pers » contient un nombre et un mot, on le
dit ; « néant » peut vouloir dire zéro ou sans objet, on demande. Une absence ne devient jamais 0.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal
from enum import StrEnum
from functools import lru_cache

from evaltools.domaine.lexique import EtatValeur, Qualite


class Refus(StrEnum):
    """Pourquoi un texte n'est pas lu comme un nombre."""

    PAS_UN_NOMBRE = "pas_un_nombre"
    SEPARATEUR_AMBIGU = "separateur_ambigu"
    TEXTE_AVEC_NOMBRE = "texte_avec_nombre"
    ETAT_AMBIGU = "etat_ambigu"
    CALCUL = "calcul"
    DATE = "date"
    APPROXIMATION = "approximation"
    INTERVALLE = "intervalle"
    BORNE = "borne"
    UNITE_CONTRAIRE = "unite_contraire"
    POURCENTAGE_AMBIGU = "pourcentage_ambigu"
    VRAI_FAUX = "vrai_faux"
    HORS_LIMITES = "hors_limites"


class Note(StrEnum):
    """Ce qu'il a fallu comprendre pour lire la valeur ; à dire quand ce n'est pas anodin."""

    MILLIERS_D_EUROS = "milliers_d_euros"
    MILLIONS_D_EUROS = "millions_d_euros"
    SIGLE_INTERPRETE = "sigle_interprete"


@dataclass(frozen=True, slots=True)
class NombreLu:
    """Un nombre lu sans doute possible, dans l'unité de l'indicateur (45 pour « 45 % »)."""

    valeur: float
    note: Note | None = None


@dataclass(frozen=True, slots=True)
class EtatLu:
    """Un état écrit à la place du nombre (« n.d. »), ou une valeur secrète dont la borne est gardée (« < 5 »)."""

    etat: EtatValeur
    qualite: Qualite | None = None
    borne: float | None = None
    note: Note | None = None


@dataclass(frozen=True, slots=True)
class NombreRefuse:
    """Un texte qui n'est pas un nombre sûr. ``suggestion`` : ce qu'il faudrait peut-être taper ; souvent vide."""

    refus: Refus
    suggestion: str = ""


LectureNombre = NombreLu | EtatLu | NombreRefuse

_ESPACES = re.compile(r"[\s\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+")
_INVISIBLES = re.compile(r"[\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
_GROUPE_ESPACE = re.compile(r"\d{1,3}(?: \d{3})+(?:[.,]\d+)?")
_GROUPE_APOSTROPHE = re.compile(r"\d{1,3}(?:['’]\d{3})+(?:[.,]\d+)?")
_GROUPE_POINT = re.compile(r"\d{1,3}(?:\.\d{3})+,\d+|\d{1,3}(?:\.\d{3}){2,}")
_GROUPE_VIRGULE = re.compile(r"\d{1,3}(?:,\d{3})+\.\d+|\d{1,3}(?:,\d{3}){2,}")
_AMBIGU = re.compile(r"[1-9]\d{0,2}[.,]\d{3}")
_SIMPLE = re.compile(r"(?:\d+(?:[.,]\d+)?|[.,]\d+)(?:[eE][+-]?\d{1,3})?")
_SIGNE = re.compile(r"[-+−–—]")
_CORPS = r"[-+−–—]? ?[\d.,' ’]*\d(?:[eE][+-]?\d+)?"
_SUFFIXE = re.compile(rf"(?P<corps>{_CORPS}) ?(?P<suffixe>%|‰|€|[kK]€|M€|[kK] ?euros?|euros?|EUR)?")
_SECRET = re.compile(rf"(?:<=?|≤|inferieure? a|moins de) ?(?P<corps>{_CORPS})")
_BORNE = re.compile(r"(?:>=?|≥|superieure? a|plus de|au moins|au plus) ?\d.*|\d[\d ,.]*(?:\+|et plus|ou plus)")
_DATE = re.compile(
    r"\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}|\d{4}-\d{1,2}-\d{1,2}|\d{1,2}/\d{4}"
    r"|(?:\d{1,2}(?:er)? )?(?:janv|fevr|mars|avr|mai|juin|juil|aout|sept|oct|nov|dec)[a-z.]*(?: \d{2,4})?"
)
_CALCUL = re.compile(rf"=.*|{_CORPS}(?: ?[+*x×/÷] ?{_CORPS})+")
_INTERVALLE = re.compile(rf"(?:entre |de )?{_CORPS} ?(?:-|–|—|a|et|ou) ?{_CORPS}.*")
_ENVIRON = re.compile(r"(?:~|≈|±|environ|env\.?|approximativement|pres de|quelques?|autour de) ?.*\d.*|.*\d ?environ")
_NOMBRE_DANS_TEXTE = re.compile(r"\d+(?: \d{3})*(?:[.,]\d+)?")

_ETATS: dict[str, EtatValeur] = {
    **dict.fromkeys(
        ("nd", "non disponible", "non disponibles", "indisponible", "donnee non disponible", "donnees non disponibles",
         "pas de donnee", "pas de donnees", "non connu", "non connue", "inconnu", "inconnue", "non communique",
         "non communiquee", "ne sait pas", "nsp", "en attente", "en attente de donnees", "manquant", "nc"),
        EtatValeur.NON_DISPONIBLE,
    ),
    **dict.fromkeys(("nr", "non renseigne", "non renseignee", "a renseigner", "a completer"), EtatValeur.NON_RENSEIGNE),
    **dict.fromkeys(
        ("so", "sans objet", "non concerne", "non concernee", "non applicable", "hors perimetre"),
        EtatValeur.SANS_OBJET,
    ),
    **dict.fromkeys(
        ("enquete non realisee", "enquete non menee", "pas d enquete", "non enquete", "sans enquete",
         "enquete non faite"),
        EtatValeur.ENQUETE_NON_REALISEE,
    ),
}  # fmt: skip
_SIGLES = frozenset({"nc", "en attente", "en attente de donnees"})
_AMBIGUS = frozenset({"neant", "", "x", "aucun", "aucune", "rien", "ras", "na", "non", "idem", "a voir", "vide"})
_SECRETS = frozenset({"secret", "secret statistique", "confidentiel", "donnee confidentielle"})


def nettoyer(texte: str) -> str:
    """Remplace toutes les sortes d'espaces par une seule, et retire les caractères invisibles.

    Examples
    --------
    >>> nettoyer("  1" + chr(0x202F) + "234 ")
    '1 234'
    """
    return _ESPACES.sub(" ", _INVISIBLES.sub("", unicodedata.normalize("NFC", texte))).strip()


def plier(texte: str) -> str:
    """Rend un texte comparable : sans accent, sans casse, sans ponctuation, espaces simples.

    Examples
    --------
    >>> plier("  N.D. "), plier("Enquête non-réalisée"), plier("S/O")
    ('nd', 'enquete non realisee', 'so')
    """
    return _fold_once(texte) if len(texte) <= _COURT else _fold(texte)


_COURT = 200


def _fold(text: str) -> str:
    bare = unicodedata.normalize("NFD", nettoyer(text).casefold().replace("œ", "oe"))
    bare = "".join(c for c in bare if not unicodedata.combining(c))
    return _ESPACES.sub(" ", re.sub(r"[-'’_]", " ", re.sub(r"[./,;:!?()\[\]«»\"]", "", bare))).strip()


_fold_once = lru_cache(maxsize=20_000)(_fold)  # les mêmes mots reviennent sans cesse dans les classeurs


def lire_nombre(texte: str, unite: str = "") -> LectureNombre:
    """Lit un nombre écrit à la française ou à l'anglaise, ou dit pourquoi il ne peut l'être.

    Parameters
    ----------
    texte : str
        Ce que porte la cellule ; non vide (une cellule vide n'est pas un nombre, et se traite avant).
    unite : str
        Unité de l'indicateur ; « 45 % » n'est admis que si l'unité est un pourcentage, « € » que pour des euros.

    Returns
    -------
    NombreLu, EtatLu or NombreRefuse
        La valeur dans l'unité de l'indicateur ; ou l'état écrit en toutes lettres ; ou la raison du refus.

    Examples
    --------
    >>> lire_nombre("1 234,5"), lire_nombre("1,234.5")
    (NombreLu(valeur=1234.5, note=None), NombreLu(valeur=1234.5, note=None))
    >>> lire_nombre("12 pers")
    NombreRefuse(refus=<Refus.TEXTE_AVEC_NOMBRE: 'texte_avec_nombre'>, suggestion='12')
    >>> lire_nombre("1,234").suggestion
    '1234 ou 1,234'
    >>> lire_nombre("n.d.").etat
    <EtatValeur.NON_DISPONIBLE: 'non_disponible'>
    """
    propre = nettoyer(texte)
    if match := _SUFFIXE.fullmatch(propre):
        return _with_suffix(match["corps"].strip(), match["suffixe"] or "", unite)
    return _state(propre) or _other(propre)


def _with_suffix(body: str, suffix: str, unit: str) -> LectureNombre:
    factor, note = _factor(suffix.replace(" ", ""), unit)
    if factor is None:
        return NombreRefuse(Refus.UNITE_CONTRAIRE)
    if _DATE.fullmatch(body):
        return NombreRefuse(Refus.DATE)
    read = _number(body)
    if isinstance(read, NombreRefuse):
        return _interval(body) or read
    return NombreLu(read * factor, note)


def _factor(suffix: str, unit: str) -> tuple[float | None, Note | None]:
    """Give the multiplier of a typed unit; ``None`` when it contradicts the unit of the indicator."""
    if not suffix:
        return 1.0, None
    if suffix in "%‰":
        return (1.0 if suffix in unit else None), None
    if not est_en_euros(unit):
        return None, None
    if suffix[0] in "kK":
        return 1_000.0, Note.MILLIERS_D_EUROS
    return (1_000_000.0, Note.MILLIONS_D_EUROS) if suffix == "M€" else (1.0, None)


def est_en_pourcent(unite: str) -> bool:
    """Dit si l'unité est un pourcentage, sans autre précision.

    Examples
    --------
    >>> est_en_pourcent("%"), est_en_pourcent("note ou %")
    (True, False)
    """
    return plier(unite) in ("%", "pourcentage", "pourcent", "pour cent", "en %", "% du total")


def est_en_euros(unite: str) -> bool:
    """Dit si l'unité est l'euro (ou un coût en euros).

    Examples
    --------
    >>> est_en_euros("€"), est_en_euros("euros par an"), est_en_euros("personnes")
    (True, True, False)
    """
    return "€" in unite or re.search(r"\beur(?:os?)?\b", unite.casefold()) is not None


def _number(body: str) -> float | NombreRefuse:
    sign = -1.0 if body[0] in "-−–—" else 1.0
    digits = _SIGNE.sub("", body, count=1).strip() if _SIGNE.match(body) else body
    if _AMBIGU.fullmatch(digits):
        whole, decimals = re.split("[.,]", digits)
        return NombreRefuse(Refus.SEPARATEUR_AMBIGU, f"{whole}{decimals} ou {whole},{decimals}")
    if _GROUPE_ESPACE.fullmatch(digits) or _GROUPE_APOSTROPHE.fullmatch(digits):
        digits = re.sub("[ '’]", "", digits)
    elif _GROUPE_POINT.fullmatch(digits):
        digits = digits.replace(".", "")
    elif _GROUPE_VIRGULE.fullmatch(digits):
        digits = digits.replace(",", "")
    if not _SIMPLE.fullmatch(digits):
        return NombreRefuse(Refus.SEPARATEUR_AMBIGU if " " in digits or "," in digits else Refus.PAS_UN_NOMBRE)
    number = float(digits.replace(",", "."))
    return sign * number if math.isfinite(number) else NombreRefuse(Refus.HORS_LIMITES)


def _state(text: str) -> LectureNombre | None:
    folded = plier(text)
    if folded in _ETATS:
        return EtatLu(_ETATS[folded], note=Note.SIGLE_INTERPRETE if folded in _SIGLES else None)
    if folded in _SECRETS:
        return EtatLu(EtatValeur.RENSEIGNE, Qualite.SECRET)
    if folded == "zero":
        return NombreLu(0.0)
    if folded in _AMBIGUS:
        return NombreRefuse(Refus.ETAT_AMBIGU)
    if folded in ("vrai", "faux", "true", "false", "oui"):
        return NombreRefuse(Refus.VRAI_FAUX)
    return None


def _other(text: str) -> LectureNombre:
    bare = _without_accents(text)
    if match := _SECRET.fullmatch(bare):
        bound = _number(match["corps"].strip())
        if not isinstance(bound, NombreRefuse):
            return EtatLu(EtatValeur.RENSEIGNE, Qualite.SECRET, bound)
    for pattern, refusal in (
        (_BORNE, Refus.BORNE),
        (_DATE, Refus.DATE),
        (_CALCUL, Refus.CALCUL),
        (_ENVIRON, Refus.APPROXIMATION),
        (_INTERVALLE, Refus.INTERVALLE),
    ):
        if pattern.fullmatch(bare):
            return NombreRefuse(refusal, _only_number(bare) if refusal is Refus.APPROXIMATION else "")
    suggestion = _only_number(bare)
    return NombreRefuse(Refus.TEXTE_AVEC_NOMBRE if suggestion else Refus.PAS_UN_NOMBRE, suggestion)


def _interval(body: str) -> NombreRefuse | None:
    return NombreRefuse(Refus.INTERVALLE) if re.fullmatch(r"\d+ ?[-–—] ?\d+", body) else None


def _without_accents(text: str) -> str:
    decomposed = unicodedata.normalize("NFD", text.casefold())
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def _only_number(text: str) -> str:
    """Give the number of a text that contains exactly one, as it should be typed; else nothing."""
    found = _NOMBRE_DANS_TEXTE.findall(text)
    if len(found) != 1:
        return ""
    number = _number(found[0])
    return "" if isinstance(number, NombreRefuse) else ecrire_nombre(number).replace("\u202f", "")


_CONTEXTE = Context(prec=400)


def arrondir(valeur: float | None, decimales: int = 0) -> float | None:
    """Arrondit au plus proche, la moitié s'éloignant de zéro (comme un tableur), à l'affichage seulement.

    Parameters
    ----------
    valeur : float or None
        ``None`` reste ``None`` : une absence ne s'arrondit pas.

    Examples
    --------
    >>> arrondir(2.5), arrondir(2.675, 2), arrondir(-0.5)
    (3.0, 2.68, -1.0)
    """
    if valeur is None or not math.isfinite(valeur):
        return valeur
    return float(Decimal(repr(valeur)).quantize(Decimal(1).scaleb(-decimales), ROUND_HALF_UP, _CONTEXTE))


def ecrire_nombre(valeur: float, decimales: int | None = None) -> str:
    """Écrit un nombre en français : virgule décimale, espace fine insécable entre les milliers.

    Parameters
    ----------
    decimales : int, optional
        Nombre de décimales ; absent : celles qui sont utiles, douze au plus.

    Examples
    --------
    >>> ecrire_nombre(1234.5) == "1" + chr(0x202F) + "234,5"
    True
    >>> ecrire_nombre(12), ecrire_nombre(2 / 3, 1)
    ('12', '0,7')
    """
    rounded = arrondir(float(valeur), 12 if decimales is None else decimales)
    written = f"{Decimal(repr(rounded)):,.{12 if decimales is None else decimales}f}"
    if decimales is None:
        written = written.rstrip("0").rstrip(".")
    written = "0" if written in ("-0", "") else written
    return written.replace(",", "\u202f").replace(".", ",")


def centupler(valeur: float) -> float:
    """Multiplie par cent sans bruit de virgule flottante : 0,07 donne 7.

    Examples
    --------
    >>> centupler(0.07), 0.07 * 100
    (7.0, 7.000000000000001)
    """
    return float(Decimal(repr(valeur)).scaleb(2))


def centieme(valeur: float) -> float:
    """Divise par cent sans bruit de virgule flottante : l'inverse de ``centupler``.

    Examples
    --------
    >>> centieme(7), centupler(centieme(33.3))
    (0.07, 33.3)
    """
    return float(Decimal(repr(float(valeur))).scaleb(-2))


def additionner(valeurs: Iterable[float]) -> float:
    """Additionne des nombres tels qu'ils ont été écrits, sans bruit de virgule flottante ; 0 s'il n'y en a pas.

    Un cumul de 16,48 et 32,54 vaut 49,02 tout juste : comparé à un seuil, il ne tombe pas à côté (règle R-21).

    Examples
    --------
    >>> additionner([16.48, 32.54]), 16.48 + 32.54
    (49.02, 49.019999999999996)
    >>> additionner([]), additionner([12, 30])
    (0.0, 42.0)
    """
    nombres = [float(valeur) for valeur in valeurs]
    if all(nombre.is_integer() for nombre in nombres):
        return math.fsum(nombres)
    return float(sum((Decimal(repr(nombre)) for nombre in nombres), Decimal(0)))
