"""Retrouver les tableaux d'un classeur de cadrage par leurs titres, quels que soient les noms des feuilles."""

from __future__ import annotations

from collections.abc import Iterable

from evaltools.acces import cadrages_colonnes as maquette
from evaltools.acces.cadrages_cellules import texte_de
from evaltools.acces.cadrages_feuilles import ANNEE, Feuillet
from evaltools.acces.tableur import Classeur, Feuille, lettres
from evaltools.domaine.anomalies import Anomalie, Lieu, signaler
from evaltools.domaine.cadrage import sirens_suivis
from evaltools.domaine.nombres import plier
from evaltools.domaine.programme import Programme

_LIGNES_DE_TETE = 40
_TITRES_DE_DECISION = frozenset(plier(c.titre) for c in maquette.COLONNES)
"""Titres qui, avec « Indicateur », font reconnaître un tableau : il en faut deux."""


def reperer_feuillets(classeur: Classeur, programme: Programme) -> tuple[dict[str, Feuillet], tuple[Anomalie, ...]]:
    """Retrouve les tableaux d'un classeur, par leurs titres, quels que soient les noms des feuilles.

    Returns
    -------
    tuple
        Les tableaux par genre (« Cadrage », « Cibles annuelles », « Cibles par EPCI »), et les anomalies CAD-03 à
        CAD-05 et CAD-07.
    """
    trouves: dict[str, Feuillet] = {}
    anomalies: list[Anomalie] = []
    for feuille in classeur.feuilles:
        feuillet = _reconnaitre(classeur.nom, feuille, anomalies)
        if feuillet is not None:
            trouves.setdefault(feuillet.genre, feuillet)
    presentes = ", ".join(f"« {f.nom} »" for f in classeur.feuilles if f.etat == "visible")
    noms = {plier(f.nom) for f in classeur.feuilles}
    for genre in (g for g in feuilles_attendues(programme) if g not in trouves):
        if plier(genre) in noms:
            anomalies.append(signaler("CAD-05", Lieu(classeur.nom, genre), colonne=maquette.INDICATEUR))
        else:
            code = "CAD-03" if genre == maquette.CADRAGE else "CAD-04"
            anomalies.append(signaler(code, Lieu(classeur.nom), feuille=genre, presentes=presentes))
    return trouves, tuple(anomalies)


def feuilles_attendues(programme: Programme) -> tuple[str, ...]:
    """Rend les feuilles à remplir du cadrage ; celle des EPCI n'existe que si un indicateur se recueille par EPCI."""
    par_epci = any(sirens_suivis(programme, i) for i in programme.indicateurs if not i.clause_ouverte)
    return (maquette.CADRAGE, maquette.ANNUELLES, *((maquette.PAR_EPCI,) if par_epci else ()))


def _reconnaitre(nom: str, feuille: Feuille, anomalies: list[Anomalie]) -> Feuillet | None:
    for numero, cellules in feuille.lignes():
        if numero > _LIGNES_DE_TETE:
            return None
        titres = [(plier(texte_de(c)), n) for n, c in cellules.items()]
        genre = _genre({titre for titre, _ in titres})
        if genre:
            uniques = _sans_titre_double(nom, feuille, titres, numero, anomalies)
            return Feuillet(genre, feuille, numero, uniques) if plier(maquette.INDICATEUR) in uniques else None
    return None


def _genre(titres: set[str]) -> str:
    if plier(maquette.INDICATEUR) not in titres:
        return ""
    if len(titres & _TITRES_DE_DECISION) >= 2:
        return maquette.PAR_EPCI if plier(maquette.TERRITOIRE) in titres else maquette.CADRAGE
    return maquette.ANNUELLES if any(ANNEE.fullmatch(t) for t in titres) else ""


def _sans_titre_double(
    nom: str, feuille: Feuille, titres: Iterable[tuple[str, int]], entete: int, anomalies: list[Anomalie]
) -> dict[str, int]:
    """Rend le numéro de chaque titre ; un titre qui figure deux fois ne désigne plus rien."""
    numeros: dict[str, list[int]] = {}
    for titre, numero in titres:
        numeros.setdefault(titre, []).append(numero)
    for trouves in numeros.values():
        if len(trouves) > 1:
            premiere, seconde = (f"{lettres(n)}{entete}" for n in trouves[:2])
            cellule = feuille.cellule(entete, trouves[0])
            details = {"colonne": texte_de(cellule) if cellule else "", "premiere": premiere, "seconde": seconde}
            anomalies.append(signaler("CAD-07", Lieu(nom, feuille.nom, seconde), **details))
    return {titre: trouves[0] for titre, trouves in numeros.items() if len(trouves) == 1}
