"""Du nombre à la phrase : accord, élision, listes, comparaison avec l'année d'avant.

Rien n'y est calculé : les fonctions reçoivent des nombres et rendent des mots. Les noms sont ceux du domaine, avec
leur genre ; un nom nouveau s'ajoute ici.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from evaltools.restitution.formats import INSECABLE, avec_unite, decimales_utiles, nombre


@dataclass(frozen=True, slots=True)
class Nom:
    """Un nom du domaine : singulier, pluriel, et s'il est féminin."""

    singulier: str
    pluriel: str
    feminin: bool = False


INDICATEUR = Nom("indicateur", "indicateurs")
EVALUABLE = Nom("indicateur évaluable", "indicateurs évaluables")
OBJECTIF = Nom("objectif", "objectifs")
CLASSEUR = Nom("classeur", "classeurs")
MOTIF = Nom("motif", "motifs")
ACTION = Nom("action", "actions", feminin=True)
VALEUR = Nom("valeur", "valeurs", feminin=True)
CIBLE = Nom("cible", "cibles", feminin=True)
FICHE = Nom("fiche", "fiches", feminin=True)
ANNEE = Nom("année", "années", feminin=True)
JOUR = Nom("jour", "jours")
MOIS = Nom("mois", "mois")
RAPPORT = Nom("rapport", "rapports")
TERRITOIRE = Nom("territoire", "territoires")

_LETTRES = "zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize".split()
_H_ASPIRES = ("hall", "halte", "handball", "handicap", "hasard", "hausse", "haut", "héros", "honte", "hors", "huit")


def en_lettres(n: int, feminin: bool = False) -> str:
    """Écrit un entier en toutes lettres jusqu'à seize, en chiffres au-delà.

    Examples
    --------
    >>> en_lettres(1, feminin=True), en_lettres(12), en_lettres(17)
    ('une', 'douze', '17')
    """
    if n == 1 and feminin:
        return "une"
    return _LETTRES[n] if 0 <= n < len(_LETTRES) else nombre(n, 0)


def compter(n: int, nom: Nom, lettres: bool = False) -> str:
    """Écrit un nombre et son nom accordé : « 1 action », « aucune action » (en lettres), « 12 actions ».

    Examples
    --------
    >>> compter(0, ACTION).replace(INSECABLE, " "), compter(0, ACTION, lettres=True)
    ('0 action', 'aucune action')
    >>> compter(2, INDICATEUR, lettres=True).replace(INSECABLE, " ")
    'deux indicateurs'
    """
    mot = nom.pluriel if n >= 2 else nom.singulier
    if not lettres:
        return f"{nombre(n, 0)}{INSECABLE}{mot}"
    if n == 0:
        return f"{'aucune' if nom.feminin else 'aucun'} {mot}"
    return f"{en_lettres(n, nom.feminin)}{INSECABLE}{mot}"


def accorder(mot: str, n: int, nom: Nom | None = None) -> str:
    """Accorde un adjectif ou un participe, donné au masculin singulier, avec ce qu'il qualifie.

    Examples
    --------
    >>> accorder("atteint", 2, CIBLE), accorder("réalisé", 1, ACTION), accorder("évaluable", 3), accorder("remis", 2)
    ('atteintes', 'réalisée', 'évaluables', 'remis')
    """
    if nom is not None and nom.feminin and not mot.endswith("e"):
        mot += "e"
    return mot + "s" if n >= 2 and not mot.endswith(("s", "x")) else mot


def verbe(n: int, singulier: str, pluriel: str) -> str:
    """Choisit la forme d'un verbe : le pluriel commence à deux.

    Examples
    --------
    >>> verbe(0, "est", "sont"), verbe(1, "est", "sont"), verbe(2, "est", "sont")
    ('est', 'est', 'sont')
    """
    return pluriel if n >= 2 else singulier


def conjuguer(n: int, singulier: str, pluriel: str) -> str:
    """Choisit la forme d'un verbe dont le sujet peut être « aucun » : la négation vient alors avec lui.

    Examples
    --------
    >>> conjuguer(0, "est engagée", "sont engagées"), conjuguer(0, "peut", "peuvent"), conjuguer(2, "est", "sont")
    ('n’est engagée', 'ne peut', 'sont')
    """
    return elider("ne", singulier) if n == 0 else verbe(n, singulier, pluriel)


def commence_par_voyelle(mot: str) -> bool:
    """Dit si l'on élide devant ce mot (voyelle ou h muet).

    Examples
    --------
    >>> [commence_par_voyelle(m) for m in ("action", "état", "habitants", "handicap", "onze", "CPTS", "« accès »")]
    [True, True, True, False, False, False, True]
    """
    nu = re.sub(r"^[«\"“(\s\u00a0]+", "", mot)
    lettre = unicodedata.normalize("NFD", nu[:1]).casefold()[:1]
    if lettre == "h":
        return not nu.casefold().startswith(_H_ASPIRES)
    if nu.casefold().startswith(("onz", "oui")):
        return False
    return lettre in "aeiouœæ" and lettre != ""


def elider(mot: str, suite: str) -> str:
    """Écrit un mot court (« de », « que », « le », « ne »…) devant un autre, élidé s'il le faut.

    Examples
    --------
    >>> elider("de", "indicateur"), elider("de", "mesure"), elider("que", "elle"), elider("la", "action")
    ('d’indicateur', 'de mesure', 'qu’elle', 'l’action')
    """
    return f"{mot[:-1]}’{suite}" if commence_par_voyelle(suite) else f"{mot} {suite}"


def article(nom: Nom, n: int = 1) -> str:
    """Écrit un nom avec son article défini : « l'action », « le motif », « les cibles ».

    Examples
    --------
    >>> article(ACTION), article(MOTIF), article(CIBLE, 2)
    ('l’action', 'le motif', 'les cibles')
    """
    if n >= 2:
        return f"les {nom.pluriel}"
    return elider("la" if nom.feminin else "le", nom.singulier)


def contracter(preposition: str, groupe: str) -> str:
    """Écrit « de » ou « à » devant un groupe qui porte son article, en contractant (« du », « aux »…).

    Examples
    --------
    >>> contracter("de", "le COPIL"), contracter("à", "les actions"), contracter("de", "l’ensemble")
    ('du COPIL', 'aux actions', 'de l’ensemble')
    """
    for debut, contraction in (("le ", {"de": "du ", "à": "au "}), ("les ", {"de": "des ", "à": "aux "})):
        if groupe.startswith(debut):
            return contraction[preposition] + groupe[len(debut) :]
    return elider("de", groupe) if preposition == "de" else f"{preposition} {groupe}"


def territoire(nom: str) -> str:
    """Met son article à un EPCI : « la CC du Sud Avesnois », « le pôle », « l'ensemble ».

    Examples
    --------
    >>> territoire("CC du Sud Avesnois"), territoire("Pôle métropolitain"), territoire("ensemble du programme")
    ('la CC du Sud Avesnois', 'le Pôle métropolitain', 'l’ensemble du programme')
    """
    premier = nom.split(" ", 1)[0]
    if premier in ("CC", "CA", "CU", "Communauté", "Métropole"):
        return f"la {nom}"
    return elider("le", nom)


def lister(mots: Sequence[str], maximum: int | None = None, reste: Nom | None = None, lien: str = "et") -> str:
    """Écrit une liste : « a », « a et b », « a, b et c » ; au-delà du maximum, « a, b et 3 autres actions ».

    Examples
    --------
    >>> lister([]), lister(["a"]), lister(["a", "b"]), lister(["a", "b", "c"], lien="ou")
    ('', 'a', 'a et b', 'a, b ou c')
    >>> lister(list("abcde"), maximum=2, reste=ACTION).replace(INSECABLE, " ")
    'a, b et 3 autres actions'
    """
    montres = list(mots)
    if maximum is not None and len(montres) > maximum + 1:
        autres = len(montres) - maximum
        suite = f"{INSECABLE}{reste.pluriel}" if reste else ""
        montres = [*montres[:maximum], f"{nombre(autres, 0)}{INSECABLE}autres{suite}"]
    if len(montres) < 2:
        return "".join(montres)
    return f"{', '.join(montres[:-1])} {lien} {montres[-1]}"


_FRACTIONS = (
    (1, 4, "le quart"),
    (1, 3, "le tiers"),
    (1, 2, "la moitié"),
    (2, 3, "les deux tiers"),
    (3, 4, "les trois quarts"),
)


def proportion(n: int, total: int, nom: Nom) -> str:
    """Dit une part en mots quand elle est parlante : « aucune action », « la moitié des actions », « 5 actions sur 9 ».

    Une seule chose n'est pas une fraction : « 1 action sur 2 » s'accorde, « la moitié des actions » aussi, au pluriel.
    Une fraction n'est dite que si elle est exacte, ou approchée à moins de deux points avec son « près de » ou
    « un peu plus de ».

    Examples
    --------
    >>> [proportion(n, 12, ACTION).replace(INSECABLE, " ") for n in (0, 5, 6, 12)]
    ['aucune action', '5 actions sur 12', 'la moitié des actions', 'toutes les actions']
    >>> proportion(110, 224, INDICATEUR)
    'près de la moitié des indicateurs'
    """
    if total <= 0 or n <= 0:
        return compter(0, nom, lettres=True)
    if n == total:
        return ("toutes les " if nom.feminin else "tous les ") + nom.pluriel if total > 1 else article(nom)
    for num, den, mots in _FRACTIONS:
        if n >= 2 and n * den == total * num:
            return f"{mots} des {nom.pluriel}"
        if total >= 20 and abs(n / total - num / den) < 0.02:
            return f"{_approcher(n / total < num / den, mots)} des {nom.pluriel}"
    return f"{compter(n, nom)} sur{INSECABLE}{nombre(total, 0)}"


def _approcher(en_dessous: bool, mots: str) -> str:
    if en_dessous:
        return f"près {contracter('de', mots)}"
    return f"un peu plus {contracter('de', mots)}"


def comparer(n: float, precedent: float | None, annee: int) -> str:
    """Rapproche un nombre de celui de l'année d'avant : « contre 5 en 2025 », « comme en 2025 » ; rien sans lui.

    Examples
    --------
    >>> comparer(8, 5, 2025), comparer(5, 5, 2025), comparer(5, None, 2025), comparer(2, 0, 2025)
    ('contre 5 en 2025', 'comme en 2025', '', 'contre zéro en 2025')
    """
    if precedent is None:
        return ""
    if n == precedent:
        return f"comme en {annee}"
    return f"contre {nombre(precedent) if precedent else 'zéro'} en {annee}"


def evoluer(depart: float | None, valeur: float | None, unite: str = "") -> str:
    """Dit le chemin d'une valeur : « passe de 71,4 à 68,9 », « reste à 12 » ; vide si l'une des deux manque.

    Examples
    --------
    >>> evoluer(71.4, 68.9), evoluer(12, 12), evoluer(0, 1, "signatures").replace(INSECABLE, " "), evoluer(None, 3)
    ('passe de 71,4 à 68,9', 'reste à 12', 'passe de 0 à 1 signature', '')
    """
    if depart is None or valeur is None:
        return ""
    decimales = decimales_utiles([depart, valeur])
    fin = avec_unite(valeur, unite, decimales)
    if depart == valeur:
        return f"reste à {fin}"
    return f"passe de {nombre(depart, decimales)} à {fin}"


def abreger(texte: str, longueur: int = 90) -> str:
    """Coupe un libellé trop long à un mot entier, avec des points de suspension.

    Examples
    --------
    >>> abreger("Nombre de réunions organisées dans l'année", 20)
    'Nombre de réunions…'
    >>> abreger("Taux de repérage du tabac (tous services ciblés)", 40)
    'Taux de repérage du tabac…'
    """
    if len(texte) <= longueur:
        return texte
    coupe = texte[:longueur].rsplit(" ", 1)[0]
    if coupe.count("(") > coupe.count(")") and coupe.rfind("(") > longueur // 2:
        coupe = coupe[: coupe.rfind("(")]
    coupe = coupe.rstrip(" ,;:.(«")
    return re.sub(r"\s+(de|du|des|d|l|la|le|les|à|au|aux|et|ou|en|par|pour|sur|un|une)$", "", coupe) + "…"


def citer(libelle: str, longueur: int = 90) -> str:
    """Met un libellé entre guillemets français, abrégé s'il est long, sans point final.

    Examples
    --------
    >>> citer("Bilan annuel.").replace(INSECABLE, " ")
    '« Bilan annuel »'
    """
    return f"«{INSECABLE}{abreger(libelle.rstrip(' .'), longueur)}{INSECABLE}»"


def majuscule(texte: str) -> str:
    """Met une majuscule au premier mot, sans toucher au reste.

    Examples
    --------
    >>> majuscule("état des actions"), majuscule("")
    ('État des actions', '')
    """
    return texte[:1].upper() + texte[1:]


def minuscule(texte: str) -> str:
    """Met une minuscule au premier mot, sauf s'il est un sigle ou un code.

    Examples
    --------
    >>> minuscule("Retards"), minuscule("ARS et communes"), minuscule("A1 est finie")
    ('retards', 'ARS et communes', 'A1 est finie')
    """
    return texte if len(texte) > 1 and not texte[1].islower() and texte[1] != " " else texte[:1].lower() + texte[1:]


def phrase(*morceaux: str) -> str:
    """Assemble des morceaux en une phrase : majuscule, espaces simples, un seul point final.

    Examples
    --------
    >>> phrase("deux actions", "", "sont en retard"), phrase("rien à signaler.")
    ('Deux actions sont en retard.', 'Rien à signaler.')
    """
    texte = re.sub(r" +", " ", " ".join(m for m in morceaux if m)).strip().replace(" ,", ",")
    return majuscule(texte) + ("" if texte.endswith((".", "!", "?", "…")) else ".") if texte else ""
