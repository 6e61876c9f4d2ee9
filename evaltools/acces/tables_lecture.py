"""Lire une table CSV ou Excel en lignes de texte : séparateur, encodage, feuille sont reconnus, rien n'est converti."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from evaltools.acces.tableur import Cellule, FichierRefuse, lettres, ouvrir
from evaltools.domaine.anomalies import Anomalie, Lieu, signaler
from evaltools.domaine.nombres import centupler, plier

EXTENSIONS_EXCEL = (".xlsx", ".xlsm")
_SEPARATEURS = ",;\t|"
_ENCODAGES = ("utf-8-sig", "cp1252")
_CLE = "indicateur"


class TableIllisible(Exception):
    """Le fichier n'est pas une table lisible ; ``anomalie`` dit pourquoi."""

    def __init__(self, anomalie: Anomalie) -> None:
        self.anomalie = anomalie
        super().__init__(str(anomalie))


@dataclass(frozen=True)
class TableBrute:
    """Une table lue : ses en-têtes, puis ses lignes (numéro dans le fichier, textes dans l'ordre des en-têtes).

    ``feuille`` : nom de la feuille d'un classeur, vide pour un CSV. Les lignes ne se parcourent qu'une fois.
    """

    fichier: str
    feuille: str
    entetes: tuple[str, ...]
    lignes: Iterator[tuple[int, Sequence[str]]]

    def lieu(self, ligne: int, colonne: int | None = None) -> Lieu:
        """Rend l'endroit d'une case ; ``colonne`` compte à partir de 0."""
        if self.feuille and colonne is not None:
            return Lieu(self.fichier, self.feuille, f"{lettres(colonne + 1)}{ligne}")
        return Lieu(self.fichier, self.feuille, ligne=ligne)


def lire_table(chemin: Path) -> TableBrute:
    """Ouvre une table CSV (séparateur « , », « ; », tabulation ou « | » ; UTF-8 ou Windows) ou Excel.

    Raises
    ------
    TableIllisible
        Fichier vide, binaire, ou classeur refusé (IND-21 ou le code FIC du refus).
    """
    if chemin.suffix.casefold() in EXTENSIONS_EXCEL:
        return _lire_classeur(chemin)
    return _lire_csv(chemin)


def _lire_csv(chemin: Path) -> TableBrute:
    encodage = _encodage(chemin)
    lignes = _lignes_csv(chemin, encodage)
    for _, entetes in lignes:
        if any(case.strip() for case in entetes):
            return TableBrute(chemin.name, "", tuple(entetes), _sans_vides(lignes))
    raise _illisible(chemin, "il est vide")


def _encodage(chemin: Path) -> str:
    """Reconnaît l'encodage : UTF-8 d'abord, sinon celui d'Excel sous Windows."""
    with chemin.open("rb") as flux:
        debut = flux.read(65_536)
    if b"\0" in debut or debut.startswith(b"PK"):
        raise _illisible(chemin, "ce n'est pas du texte")
    for encodage in _ENCODAGES:
        try:
            with chemin.open(encoding=encodage) as texte:
                for _ in texte:
                    pass
        except UnicodeDecodeError:
            continue
        return encodage
    raise _illisible(chemin, "ses caractères ne se lisent ni en UTF-8 ni en Windows-1252")


def _lignes_csv(chemin: Path, encodage: str) -> Iterator[tuple[int, list[str]]]:
    with chemin.open(encoding=encodage, newline="") as flux:
        separateur = _separateur(next((ligne for ligne in flux if ligne.strip()), ""))
        flux.seek(0)
        lecteur = csv.reader(flux, delimiter=separateur)
        try:
            for ligne in lecteur:
                yield lecteur.line_num, ligne
        except csv.Error as erreur:
            raise _illisible(chemin, f"ligne {lecteur.line_num}, guillemets ou longueur impossibles") from erreur


def _separateur(premiere: str) -> str:
    """Rend le séparateur le plus fréquent de la ligne d'en-tête, hors guillemets."""
    nue = "".join(premiere.split('"')[::2])
    return max(_SEPARATEURS, key=nue.count)


def _sans_vides(lignes: Iterator[tuple[int, list[str]]]) -> Iterator[tuple[int, list[str]]]:
    return ((numero, cases) for numero, cases in lignes if any(cases))


def _lire_classeur(chemin: Path) -> TableBrute:
    try:
        classeur = ouvrir(chemin)
    except FichierRefuse as refus:
        raise TableIllisible(refus.anomalie(chemin.name)) from refus
    feuilles = [f for f in classeur.feuilles if f.cellules]
    if not feuilles:
        raise _illisible(chemin, "aucune feuille n'a de cellule remplie")
    for feuille in feuilles:
        for numero, cellules in feuille.lignes():
            if any(plier(c.texte) == _CLE for c in cellules.values()):
                suite = (ligne for ligne in feuille.lignes() if ligne[0] > numero)
                return _table_de_feuille(chemin.name, feuille.nom, cellules, suite)
    numero, cellules = next(feuilles[0].lignes())
    suite = (ligne for ligne in feuilles[0].lignes() if ligne[0] > numero)
    return _table_de_feuille(chemin.name, feuilles[0].nom, cellules, suite)


def _table_de_feuille(
    fichier: str, feuille: str, entete: Mapping[int, Cellule], suite: Iterator[tuple[int, Mapping[int, Cellule]]]
) -> TableBrute:
    colonnes = range(1, max(entete) + 1)

    def textes(ligne: Mapping[int, Cellule]) -> list[str]:
        return [_texte(ligne.get(c)) for c in colonnes]

    return TableBrute(fichier, feuille, tuple(textes(entete)), ((numero, textes(cases)) for numero, cases in suite))


def _texte(cellule: Cellule | None) -> str:
    """Écrit une cellule en texte : nombre exact, pourcentage avec son signe, date en année-mois-jour, erreur telle."""
    if cellule is None:
        return ""
    valeur = cellule.valeur
    if cellule.erreur or cellule.sans_resultat:
        return cellule.erreur or f"={cellule.formule}"
    if isinstance(valeur, bool):
        return "oui" if valeur else "non"
    if isinstance(valeur, int | float):
        return f"{centupler(float(valeur))!r} %" if cellule.en_pourcent else repr(valeur)
    if isinstance(valeur, dt.datetime):
        return valeur.date().isoformat()
    return valeur.isoformat() if isinstance(valeur, dt.date | dt.time) else str(valeur or "")


def _illisible(chemin: Path, detail: str) -> TableIllisible:
    return TableIllisible(signaler("IND-21", Lieu(chemin.name), detail=detail))
