"""Les contrôles du domaine sur une valeur recueillie : bornes, entiers, rapports. Rien n'y est corrigé, tout est dit.

Un doute porte le code du catalogue et les détails que ses textes citent ; le lieu est ajouté par qui a lu la cellule.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from evaltools.domaine.lexique import EtatValeur, Nature
from evaltools.domaine.mesures import facteur_du_ratio, rapport
from evaltools.domaine.nombres import ecrire_nombre, est_en_pourcent, plier


class Genre(StrEnum):
    """Ce qu'une valeur peut être : un compte (entier, positif), un nombre positif, un nombre signé, un taux."""

    COMPTE = "compte"
    NOMBRE = "nombre"
    SIGNE = "signe"
    TAUX = "taux"
    MONTANT = "montant"
    JALON = "jalon"
    TEXTE = "texte"


@dataclass(frozen=True, slots=True)
class Doute:
    """Un code du catalogue et ses détails ; ``champ`` : la colonne en cause ; ``bloque`` : valeur non retenue."""

    code: str
    champ: str = "valeur"
    bloque: bool = False
    details: dict[str, object] = field(default_factory=dict)


_NON_ENTIERS = frozenset(
    "etp heure heures jour jours mois moyen moyenne note indice ecart point points km kg m² score taux ppm".split()
)
_SIGNES = ("evolution", "variation", "ecart", "supplementaire", "progression", "solde", "difference", "comparaison")
_CHANGEMENT = re.compile(
    r"(?:(?:taux|part|pourcentage|mesure|indice)\W+)?(?:de |d\W|l\W|la )*"
    r"(?:augmentation|accroissement|croissance|diminution|reduction|hausse|baisse)"
)
"""Un libellé qui commence ainsi ; « Nombre de personnes formées à la réduction des risques » n'en est pas un."""
_ANNEES_DE_TABLEUR = (43_831, 51_501)
"""Numéros de jour des années 2020 à 2040 : ce qu'un tableur range quand on tape « 12/5 » dans une case numérique."""
_ECART_DE_TAUX = 0.5
"""Écart toléré, en points, entre un taux saisi et le taux recalculé (l'arrondi au pourcent)."""


def genre_de_valeur(nature: Nature, unite: str, libelle: str) -> Genre:
    """Dit ce que la valeur d'un indicateur peut être, d'après sa nature, son unité et son libellé.

    Examples
    --------
    >>> str(genre_de_valeur(Nature.NOMBRE, "personnes", "Nombre de personnes"))
    'compte'
    >>> (
    ...     str(genre_de_valeur(Nature.NOMBRE, "ETP", "Temps médical")),
    ...     str(genre_de_valeur(Nature.TAUX, "%", "Taux de départ")),
    ... )
    ('nombre', 'taux')
    >>> str(genre_de_valeur(Nature.TAUX, "%", "Évolution annuelle du taux de repérage"))
    'signe'
    """
    if nature is Nature.TEXTE:
        return Genre.TEXTE
    if nature is Nature.JALON:
        return Genre.JALON
    if est_une_evolution(libelle):
        return Genre.SIGNE
    words = plier(libelle)
    if est_en_pourcent(unite):
        return Genre.TAUX
    if nature is Nature.MONTANT:
        return Genre.MONTANT
    whole = nature in (Nature.NOMBRE, Nature.ETAPES) and not _NON_ENTIERS & {*plier(unite).split(), *words.split()}
    return Genre.COMPTE if whole and "/" not in unite else Genre.NOMBRE


def est_une_evolution(libelle: str) -> bool:
    """Dit si l'indicateur mesure un changement : il peut être négatif, et un taux peut y dépasser 100 %.

    Examples
    --------
    >>> est_une_evolution("Taux d'augmentation du nombre de MSU"), est_une_evolution("Taux de départ")
    (True, False)
    """
    words = plier(libelle)
    return any(word in words for word in _SIGNES) or _CHANGEMENT.match(words) is not None


def douter_de_la_valeur(valeur: float, genre: Genre) -> Iterator[Doute]:
    """Vérifie les bornes d'une valeur : jamais négative (sauf signée), un taux de 0 à 100, un compte entier.

    Examples
    --------
    >>> [d.code for d in douter_de_la_valeur(-3, Genre.COMPTE)], [d.code for d in douter_de_la_valeur(120, Genre.TAUX)]
    (['VAL-21'], ['VAL-22'])
    >>> [d.code for d in douter_de_la_valeur(-3, Genre.SIGNE)], [d.code for d in douter_de_la_valeur(2.5, Genre.COMPTE)]
    ([], ['VAL-23'])
    """
    shown: dict[str, object] = {"brut": ecrire_nombre(valeur)}
    if genre is Genre.TAUX and not 0 <= valeur <= 100:
        yield Doute("VAL-22", bloque=True, details=shown)
    elif genre is not Genre.SIGNE and valeur < 0:
        yield Doute("VAL-21", bloque=True, details=shown)
    elif genre is Genre.COMPTE and valeur != int(valeur):
        yield Doute("VAL-23", details=shown)
    elif genre is Genre.COMPTE and _ANNEES_DE_TABLEUR[0] <= valeur < _ANNEES_DE_TABLEUR[1]:
        yield Doute("VAL-24", details=shown)


def douter_du_rapport(
    valeur: float | None, numerateur: float | None, denominateur: float | None, unite: str, genre: Genre
) -> Iterator[Doute]:
    """Vérifie un numérateur et un dénominateur, et le taux saisi à côté d'eux.

    Examples
    --------
    >>> [d.code for d in douter_du_rapport(None, 70, 60, "%", Genre.TAUX)]
    ['VAL-18']
    >>> [d.code for d in douter_du_rapport(80, 45, 60, "%", Genre.TAUX)]
    ['VAL-20']
    """
    for name, term in (("numerateur", numerateur), ("denominateur", denominateur)):
        if term is not None and term < 0:
            yield Doute("VAL-21", name, True, {"brut": ecrire_nombre(term)})
    if (numerateur is None) != (denominateur is None):
        missing = "dénominateur" if denominateur is None else "numérateur"
        yield Doute("VAL-19", "denominateur" if denominateur is None else "numerateur", details={"manque": missing})
    if numerateur is None or denominateur is None or min(numerateur, denominateur) < 0:
        return
    if genre is Genre.TAUX and numerateur > denominateur:
        details: dict[str, object] = {"num": ecrire_nombre(numerateur), "den": ecrire_nombre(denominateur)}
        yield Doute("VAL-18", "numerateur", True, details)
        return
    computed = rapport(numerateur, denominateur, facteur_du_ratio(unite))
    if computed is not None and valeur is not None and genre is Genre.TAUX:
        yield from _gap(valeur, computed)


def _gap(typed: float, computed: float) -> Iterator[Doute]:
    # Un taux tapé « 0,45 » à côté de ses deux termes n'est pas faux : il est écrit sur 1 au lieu de 100.
    if min(abs(typed - computed), abs(typed * 100 - computed)) > _ECART_DE_TAUX:
        yield Doute("VAL-20", details={"saisi": ecrire_nombre(typed), "calcule": ecrire_nombre(computed, 1)})


def conclure_etat(a_une_valeur: bool, ecrit: EtatValeur | None, declare: EtatValeur | None) -> tuple[EtatValeur, str]:
    """Décide de l'état d'une valeur, et dit le code du doute (vide : aucun).

    Parameters
    ----------
    a_une_valeur : bool
        Une valeur a été lue (0 en est une, un effectif secret aussi).
    ecrit : EtatValeur or None
        État écrit à la place de la valeur (« n.d. »).
    declare : EtatValeur or None
        État choisi dans la colonne État ; ``None`` : case vide ou illisible.

    Examples
    --------
    >>> conclure_etat(True, None, None)[0].value, conclure_etat(False, None, None)[0].value
    ('renseigne', 'non_renseigne')
    >>> conclure_etat(True, None, EtatValeur.SANS_OBJET)
    (<EtatValeur.NON_RENSEIGNE: 'non_renseigne'>, 'VAL-14')
    >>> conclure_etat(False, None, EtatValeur.RENSEIGNE)[1]
    'VAL-15'
    """
    if ecrit is not None:
        agreed = declare in (None, ecrit)
        return (ecrit, "") if agreed and not a_une_valeur else (EtatValeur.NON_RENSEIGNE, "VAL-14")
    if a_une_valeur:
        agreed = declare in (None, EtatValeur.RENSEIGNE)
        return (EtatValeur.RENSEIGNE, "") if agreed else (EtatValeur.NON_RENSEIGNE, "VAL-14")
    if declare is EtatValeur.RENSEIGNE:
        return EtatValeur.NON_RENSEIGNE, "VAL-15"
    return declare or EtatValeur.NON_RENSEIGNE, ""
