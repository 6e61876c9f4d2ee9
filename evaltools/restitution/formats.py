"""Écriture française des nombres, des unités, des dates et de la ponctuation.

Les nombres ne sont arrondis qu'ici, au moment d'être montrés, à la demi-unité supérieure (2,5 donne 3). Ce qui manque
s'écrit « n. d. », jamais zéro ni blanc. Espace fine insécable (U+202F) dans les milliers et devant « % » ; espace
insécable (U+00A0) devant une unité et « : » ; signe moins (U+2212).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from functools import lru_cache

from babel.dates import format_date
from babel.numbers import format_decimal

from evaltools.domaine.nombres import arrondir

INSECABLE = "\u00a0"
FINE = "\u202f"
MOINS = "\u2212"
ABSENT = f"n.{INSECABLE}d."
"""Ce qui est écrit à la place d'une valeur absente (« non disponible »)."""

SANS_UNITE = ("à construire", "non défini", "à définir", "non précisé", "à préciser")
"""Mots qu'un document met à la place d'une unité : rien n'est alors écrit après le nombre."""

INVARIABLES = frozenset(
    "accès appui avis cas concours corps cours discours fois mois parcours permis prix progrès relais repas secours "
    "temps tiers choix".split()
)
IRREGULIERS = {"travaux": "travail", "baux": "bail", "yeux": "œil", "messieurs": "monsieur"}
_LIAISONS = frozenset(("de", "du", "des", "d", "à", "au", "aux", "par", "en", "sur", "pour", "ou", "et", "avec"))


def nombre(valeur: float | None, decimales: int | None = None, signe: bool = False) -> str:
    """Écrit un nombre à la française.

    Parameters
    ----------
    valeur : float | None
        ``None`` (ou non-nombre) : « n. d. ».
    decimales : int, optional
        Nombre de décimales ; absent, autant qu'il en faut pour lire la valeur (voir ``decimales_utiles``).
    signe : bool
        Écrit aussi le « + » d'un nombre positif.

    Examples
    --------
    >>> nombre(1274).replace(FINE, "_"), nombre(2.5), nombre(-3.14159, 2)
    ('1_274', '2,5', '−3,14')
    >>> nombre(0), nombre(None).replace(INSECABLE, " ")
    ('0', 'n. d.')
    """
    if valeur is None or valeur != valeur:
        return ABSENT
    decimales = decimales_utiles([valeur]) if decimales is None else decimales
    arrondi = arrondir(valeur, decimales) or 0.0
    texte = _ecrire(abs(arrondi), decimales)
    if arrondi < 0:
        return MOINS + texte
    return "+" + texte if signe and arrondi > 0 else texte


@lru_cache(maxsize=4096)
def _ecrire(valeur: float, decimales: int) -> str:
    motif = "#,##0" + ("." + "0" * decimales if decimales else "")
    return str(format_decimal(Decimal(repr(valeur)), format=motif, locale="fr")).replace(INSECABLE, FINE)


def decimales_utiles(valeurs: Iterable[float | None]) -> int:
    """Rend le nombre de décimales à montrer pour une même série : 0 si tout est entier, sinon 1 (2 sous l'unité).

    Examples
    --------
    >>> decimales_utiles([12, 8.0, None]), decimales_utiles([71.4, 68.92]), decimales_utiles([0.25, 0.4])
    (0, 1, 2)
    """
    connues = [v for v in valeurs if v is not None and v == v]
    if all(float(v).is_integer() or abs(v) >= 10_000 for v in connues):
        return 0
    return 2 if max(abs(v) for v in connues) < 1 else 1


def pct(part: float | None, decimales: int = 0, signe: bool = False) -> str:
    """Écrit une part (0,54) en pourcentage (54 %).

    Un arrondi ne fait jamais croire à un tout ni à un rien : 0,997 s'écrit « 99,7 % », et 0,0004 « moins de 0,1 % ».

    Examples
    --------
    >>> [pct(p).replace(FINE, " ") for p in (0.54, 1, 0, 0.997, 0.9999, 0.0004)]
    ['54 %', '100 %', '0 %', '99,7 %', 'plus de 99,9 %', 'moins de 0,1 %']
    """
    if part is None or part != part:
        return ABSENT
    prefixe = ""
    if decimales == 0 and 0 < part < 1 and arrondir(part * 100) in (0, 100):
        decimales = 1
        if part * 100 < 0.1:
            prefixe, part = "moins de ", 0.001
        elif part * 100 > 99.9:
            prefixe, part = "plus de ", 0.999
    return f"{prefixe}{nombre(part * 100, decimales, signe)}{FINE}%"


def sur(numerateur: float | None, denominateur: float | None) -> str:
    """Écrit « 5 sur 13 » (espaces insécables).

    Examples
    --------
    >>> sur(5, 13).replace(INSECABLE, " ")
    '5 sur 13'
    """
    return f"{nombre(numerateur)}{INSECABLE}sur{INSECABLE}{nombre(denominateur)}"


def taux(numerateur: float, denominateur: float, decimales: int = 0) -> str:
    """Écrit « 38 % (5 sur 13) » ; dénominateur nul : « n. d. (0 sur 0) ».

    Examples
    --------
    >>> taux(5, 13).replace(INSECABLE, " ").replace(FINE, " ")
    '38 % (5 sur 13)'
    """
    part = numerateur / denominateur if denominateur else None
    return f"{pct(part, decimales)} ({sur(numerateur, denominateur)})"


def avec_unite(valeur: float | None, unite: str, decimales: int | None = None, signe: bool = False) -> str:
    """Écrit un nombre et son unité, accordée (le pluriel commence à deux).

    Examples
    --------
    >>> [avec_unite(v, "personnes").replace(INSECABLE, " ") for v in (0, 1, 1.5, 2)]
    ['0 personne', '1 personne', '1,5 personne', '2 personnes']
    >>> avec_unite(49.8, "%").replace(FINE, " "), avec_unite(3, "note ou % (non précisé)")
    ('49,8 %', '3')
    """
    texte = nombre(valeur, decimales, signe)
    mot = unite_lisible(unite)
    if valeur is None or valeur != valeur or not mot:
        return texte
    if mot.startswith("%"):
        return f"{texte}{FINE}{mot}"
    return f"{texte}{INSECABLE}{mot if abs(valeur) >= 2 else au_singulier(mot)}"


@lru_cache(maxsize=1024)
def unite_lisible(unite: str) -> str:
    """Rend l'unité à imprimer : sans parenthèse, et vide quand le document ne l'a pas arrêtée.

    Examples
    --------
    >>> [unite_lisible(u) for u in ("certificats (types)", "m² (non précisé)", "à construire", "note sur 5")]
    ['certificats', 'm²', '', 'sur 5']
    """
    nue = re.sub(r"\s*\([^)]*\)", "", unite).strip().replace("/an", " par an")
    nue = re.sub(r"^notes? (?=sur )", "", nue)
    if " ou " in nue or any(mot in nue.casefold() for mot in SANS_UNITE):
        return ""
    return nue


@lru_cache(maxsize=1024)
def au_singulier(unite: str) -> str:
    """Met une unité au singulier : les mots d'avant la première préposition.

    Examples
    --------
    >>> [au_singulier(u) for u in ("centres de santé", "réunions par an", "envois postaux", "lieux relais", "CPTS")]
    ['centre de santé', 'réunion par an', 'envoi postal', 'lieu relais', 'CPTS']
    """
    mots = re.split(r"([\s/'’-]+)", unite)
    for rang, mot in enumerate(mots[::2]):
        if mot.casefold() in _LIAISONS:
            break
        mots[2 * rang] = _mot_au_singulier(mot)
        if rang + 1 < len(mots[::2]) and "/" in mots[2 * rang + 1]:
            break
    return "".join(mots)


def _mot_au_singulier(mot: str) -> str:
    if mot.casefold() in IRREGULIERS:
        return IRREGULIERS[mot.casefold()]
    if mot.casefold() in INVARIABLES or mot.isupper():
        return mot
    if re.search(r"(eaux|eux)$", mot):
        return mot[:-1]
    if mot.endswith("aux"):
        return mot[:-3] + "al"
    return mot[:-1] if mot.endswith("s") and not mot.endswith("ss") else mot


def date_longue(jour: date | None) -> str:
    """Écrit « 31 décembre 2026 », « 1ᵉʳ mars 2026 » (espaces insécables) ; ``None`` : « n. d. ».

    Examples
    --------
    >>> date_longue(date(2026, 12, 31)).replace(INSECABLE, " "), date_longue(date(2026, 3, 1))[:3]
    ('31 décembre 2026', '1ᵉʳ')
    """
    return _date(jour, "d MMMM y")


def date_courte(jour: date | None) -> str:
    """Écrit « 31 déc. 2026 » ; ``None`` : « n. d. ».

    Examples
    --------
    >>> date_courte(date(2026, 12, 31)).replace(INSECABLE, " ")
    '31 déc. 2026'
    """
    return _date(jour, "d MMM y")


def mois_annee(jour: date | None) -> str:
    """Écrit « mars 2026 » ; ``None`` : « n. d. ».

    Examples
    --------
    >>> mois_annee(date(2026, 3, 15)).replace(INSECABLE, " ")
    'mars 2026'
    """
    return _date(jour, "MMMM y")


@lru_cache(maxsize=1024)
def _date(jour: date | None, motif: str) -> str:
    if jour is None:
        return ABSENT
    texte = str(format_date(jour, motif, locale="fr")).replace(" ", INSECABLE)
    return re.sub(r"^1(?=\u00a0)", "1ᵉʳ", texte)


def duree(jours: int) -> str:
    """Écrit une durée : en jours jusqu'à deux mois, puis en mois, puis en années et mois.

    Examples
    --------
    >>> [duree(j).replace(INSECABLE, " ") for j in (1, 45, 92, 800, 1582)]
    ['1 jour', '45 jours', '3 mois', '2 ans et 2 mois', '4 ans et 3 mois']
    """
    if jours <= 60:
        return f"{jours}{INSECABLE}{'jours' if jours >= 2 else 'jour'}"
    mois = int(jours / 30.4375)
    if mois < 24:
        return f"{mois}{INSECABLE}mois"
    ans, reste = divmod(mois, 12)
    return f"{ans}{INSECABLE}ans" + (f" et {reste}{INSECABLE}mois" if reste else "")


def en_clair(texte: str) -> str:
    """Écrit en toutes lettres les dates ISO d'un texte.

    Examples
    --------
    >>> en_clair("COPIL du 2027-03-12").replace(INSECABLE, " ")
    'COPIL du 12 mars 2027'
    """
    return re.sub(r"\b\d{4}-\d{2}-\d{2}\b", _date_iso, texte)


def _date_iso(trouvee: re.Match[str]) -> str:
    try:
        return date_longue(date.fromisoformat(trouvee[0]))
    except ValueError:
        return trouvee[0]


def poids(octets: int) -> str:
    """Écrit la taille d'un fichier : « 232 Ko », « 1,2 Mo ».

    Examples
    --------
    >>> poids(237_516).replace(INSECABLE, " "), poids(1_300_000).replace(INSECABLE, " ")
    ('232 Ko', '1,2 Mo')
    """
    ko = octets / 1024
    return f"{nombre(ko, 0)}{INSECABLE}Ko" if ko < 1000 else f"{nombre(ko / 1024, 1)}{INSECABLE}Mo"
