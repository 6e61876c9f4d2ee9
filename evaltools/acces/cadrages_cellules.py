"""Lire une case du classeur de cadrage selon ce qu'elle attend : nombre, année, date, choix, texte.

Une case illisible est dite et laissée de côté ; elle ne devient jamais un zéro ni un choix par défaut.
"""

from __future__ import annotations

import datetime as dt
from difflib import get_close_matches

from evaltools.acces.cadrages_colonnes import CHOIX, Colonne, Genre, reconnaitre
from evaltools.acces.tableur import Cellule
from evaltools.domaine.anomalies import Anomalie, Lieu, signaler
from evaltools.domaine.nombres import NombreLu, NombreRefuse, Note, Refus, ecrire_nombre, plier
from evaltools.domaine.saisies import lire_date, lire_valeur

ANNEE_MIN, ANNEE_MAX = 1990, 2100
"""Bornes d'une année vraisemblable."""

_RAISONS: dict[Refus, str] = {
    Refus.PAS_UN_NOMBRE: "n'est pas un nombre",
    Refus.SEPARATEUR_AMBIGU: "peut se lire de deux façons",
    Refus.TEXTE_AVEC_NOMBRE: "mêle un nombre et des mots",
    Refus.ETAT_AMBIGU: "ne dit pas s'il n'y a pas de valeur ou si elle est nulle",
    Refus.CALCUL: "est un calcul",
    Refus.DATE: "est une date",
    Refus.APPROXIMATION: "est une approximation",
    Refus.INTERVALLE: "est un intervalle",
    Refus.BORNE: "est une borne",
    Refus.UNITE_CONTRAIRE: "est écrit dans une autre unité que celle de l'indicateur",
    Refus.POURCENTAGE_AMBIGU: "peut se lire de deux façons, pour un pourcentage",
    Refus.VRAI_FAUX: "est un « vrai » ou « faux »",
    Refus.HORS_LIMITES: "est un nombre hors limites",
}
_NOTES = {
    Note.MILLIERS_D_EUROS: "des milliers d'euros",
    Note.MILLIONS_D_EUROS: "des millions d'euros",
}

Lu = float | int | str | dt.date | None
"""Ce qu'une case donne ; les choix sont rendus par leur code."""


def lire_case(colonne: Colonne, cellule: Cellule, lieu: Lieu, unite: str) -> tuple[Lu, tuple[Anomalie, ...]]:
    """Lit une case non vide.

    Parameters
    ----------
    colonne : Colonne
        Ce que la case attend.
    cellule : Cellule
        Ce qu'elle porte.
    lieu : Lieu
        Où elle est, pour les anomalies.
    unite : str
        Unité de l'indicateur, dont dépend la lecture d'un pourcentage ou d'un montant.

    Returns
    -------
    tuple
        La valeur (``None`` si rien n'a pu être lu), et les anomalies CAD-12 à CAD-16 et CAD-19.
    """
    if cellule.erreur or cellule.sans_resultat:
        contenu = f"l'erreur {cellule.erreur}" if cellule.erreur else "une formule sans résultat enregistré"
        return None, (signaler("CAD-16", lieu, colonne=colonne.titre, contenu=contenu),)
    valeur, anomalies = _LECTURES[colonne.genre](colonne, cellule, lieu, unite)
    if cellule.formule is not None and valeur is not None:
        lu = montrer_lu(valeur)
        details = {"colonne": colonne.titre, "valeur": "formule", "lu": lu, "raison": "résultat enregistré"}
        anomalies = (*anomalies, signaler("CAD-19", lieu, **details))
    return valeur, anomalies


def montrer_lu(valeur: Lu) -> str:
    """Écrit une valeur lue, pour un message."""
    if isinstance(valeur, dt.date):
        return f"{valeur:%d/%m/%Y}"
    return ecrire_nombre(valeur) if isinstance(valeur, float | int) else str(valeur)


def texte_de(cellule: Cellule) -> str:
    """Rend ce que la case montre, en texte, blancs réduits aux bords."""
    if isinstance(cellule.valeur, dt.date):
        return montrer_lu(cellule.valeur)
    return cellule.texte.strip()


def _nombre(colonne: Colonne, cellule: Cellule, lieu: Lieu, unite: str) -> tuple[Lu, tuple[Anomalie, ...]]:
    unite = "" if colonne.champ == "poids" else unite  # un poids n'est pas dans l'unité de l'indicateur
    lu = lire_valeur(cellule.valeur, unite, pourcent=cellule.en_pourcent)
    if isinstance(lu, NombreLu):
        if lu.note not in _NOTES:
            return lu.valeur, ()
        details = {"lu": ecrire_nombre(lu.valeur), "raison": _NOTES[lu.note], "valeur": texte_de(cellule)}
        return lu.valeur, (signaler("CAD-19", lieu, colonne=colonne.titre, **details),)
    raison, remede = "n'est pas un nombre", "écrivez le nombre seul, ou laissez la case vide."
    if isinstance(lu, NombreRefuse):
        raison = _RAISONS[lu.refus]
        if lu.suggestion:
            remede = f"écrivez {lu.suggestion}, ou laissez la case vide."
    details = {"valeur": texte_de(cellule), "raison": raison, "remede": remede}
    return None, (signaler("CAD-12", lieu, colonne=colonne.titre, **details),)


def _annee(colonne: Colonne, cellule: Cellule, lieu: Lieu, _: str) -> tuple[Lu, tuple[Anomalie, ...]]:
    texte = texte_de(cellule)
    if texte.removesuffix(".0").isdecimal() and ANNEE_MIN <= int(texte.removesuffix(".0")) <= ANNEE_MAX:
        return int(texte.removesuffix(".0")), ()
    return None, (signaler("CAD-14", lieu, colonne=colonne.titre, valeur=texte),)


def _date(colonne: Colonne, cellule: Cellule, lieu: Lieu, _: str) -> tuple[Lu, tuple[Anomalie, ...]]:
    jour = lire_date(cellule.valeur)
    if jour is not None and ANNEE_MIN <= jour.year <= ANNEE_MAX:
        return jour, ()
    return None, (signaler("CAD-15", lieu, colonne=colonne.titre, valeur=texte_de(cellule)),)


def _choix(colonne: Colonne, cellule: Cellule, lieu: Lieu, _: str) -> tuple[Lu, tuple[Anomalie, ...]]:
    texte = texte_de(cellule)
    choisi = reconnaitre(colonne.liste, texte)
    if choisi is not None:
        return choisi, ()
    admis = list(CHOIX[colonne.liste])
    proche = get_close_matches(plier(texte), [plier(a) for a in admis], 1)
    suggestion = f" (proche de « {next(a for a in admis if plier(a) == proche[0])} »)" if proche else ""
    details = {"valeur": texte, "suggestion": suggestion, "admis": ", ".join(admis)}
    return None, (signaler("CAD-13", lieu, colonne=colonne.titre, **details),)


def _texte(_colonne: Colonne, cellule: Cellule, _lieu: Lieu, _: str) -> tuple[Lu, tuple[Anomalie, ...]]:
    return texte_de(cellule), ()


_LECTURES = {
    Genre.NOMBRE: _nombre,
    Genre.ANNEE: _annee,
    Genre.DATE: _date,
    Genre.LISTE: _choix,
    Genre.TEXTE: _texte,
}
