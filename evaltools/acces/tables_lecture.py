"""Lire une table CSV ou Excel en lignes de texte : séparateur, encodage, feuille sont reconnus, rien n'est converti."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from evaltools.acces.tableur import Cellule, FichierRefuse, lettres, ouvrir
from evaltools.domaine.anomalies import Anomalie, Lieu, signaler
from evaltools.domaine.nombres import centupler, plier

EXTENSIONS_EXCEL = (".xlsx", ".xlsm")
_SEPARATEURS = ",;\t|"
_ENCODAGES = ("utf-8-sig", "cp1252")
_MARQUES_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_MARQUES_DE_CLASSEUR = (b"PK", b"\xd0\xcf\x11\xe0")
_DIT_SEPARATEUR = "sep="
_CLE = "indicateur"
_A_REENREGISTRER = (
    "ouvrez-le dans Excel, enregistrez-le de nouveau en .xlsx sans mot de passe (ou en CSV), et relancez."
)


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
    """Ouvre une table CSV (séparateur « , », « ; », tabulation ou « | » ; UTF-8, UTF-16 ou Windows) ou Excel.

    C'est le contenu qui compte : un CSV nommé .xlsx se lit comme un CSV.

    Raises
    ------
    TableIllisible
        Fichier vide, binaire, ou classeur refusé (IND-21 ou le code FIC du refus).
    """
    if chemin.suffix.casefold() in EXTENSIONS_EXCEL and not _est_un_texte(chemin):
        return _lire_classeur(chemin)
    return _lire_csv(chemin)


def _est_un_texte(chemin: Path) -> bool:
    """Dit si un fichier nommé comme un classeur n'est qu'un texte : ni archive, ni octet nul."""
    with chemin.open("rb") as flux:
        debut = flux.read(65_536)
    return bool(debut.strip()) and not debut.startswith(_MARQUES_DE_CLASSEUR) and b"\0" not in debut


def _lire_csv(chemin: Path) -> TableBrute:
    encodage = _encodage(chemin)
    lignes = _lignes_csv(chemin, encodage)
    for _, entetes in lignes:
        if any(case.strip() for case in entetes):
            return TableBrute(chemin.name, "", tuple(entetes), _sans_vides(lignes))
    raise _illisible(chemin, "il est vide")


def _encodage(chemin: Path) -> str:
    """Reconnaît l'encodage : UTF-8 d'abord, sinon celui d'Excel sous Windows ; UTF-16 s'il porte sa marque."""
    with chemin.open("rb") as flux:
        debut = flux.read(65_536)
    unicode = debut.startswith(_MARQUES_UTF_16) and b"\0\0" not in debut
    if not unicode and (b"\0" in debut or debut.startswith(b"PK")):
        raise _illisible(chemin, "ce n'est pas du texte")
    for encodage in ("utf-16",) if unicode else _ENCODAGES:
        try:
            with chemin.open(encoding=encodage) as texte:
                for _ in texte:
                    pass
        except UnicodeError:
            continue
        return encodage
    raise _illisible(chemin, "ses caractères ne se lisent ni en UTF-8 ni en Windows-1252")


def _lignes_csv(chemin: Path, encodage: str) -> Iterator[tuple[int, list[str]]]:
    with chemin.open(encoding=encodage, newline="") as flux:
        premiere = next((ligne for ligne in flux if ligne.strip()), "")
        separateur = _separateur(premiere)
        flux.seek(0)
        lecteur = csv.reader(flux, delimiter=separateur)
        try:
            for ligne in lecteur:
                if lecteur.line_num > 1 or not premiere.casefold().startswith(_DIT_SEPARATEUR):
                    yield lecteur.line_num, ligne
        except csv.Error as erreur:
            raise _illisible(chemin, f"ligne {lecteur.line_num}, guillemets ou longueur impossibles") from erreur


def _separateur(premiere: str) -> str:
    """Rend le séparateur que dit la ligne « sep=; » d'Excel, sinon le plus fréquent de l'en-tête, hors guillemets."""
    dit = premiere.strip("\r\n")[len(_DIT_SEPARATEUR) :] if premiere.casefold().startswith(_DIT_SEPARATEUR) else ""
    if dit in tuple(_SEPARATEURS):
        return dit
    nue = "".join(premiere.split('"')[::2])
    return max(_SEPARATEURS, key=nue.count)


def _sans_vides(lignes: Iterator[tuple[int, list[str]]]) -> Iterator[tuple[int, list[str]]]:
    return ((numero, cases) for numero, cases in lignes if any(cases))


def _lire_classeur(chemin: Path) -> TableBrute:
    try:
        classeur = ouvrir(chemin)
    except FichierRefuse as refus:
        anomalie = replace(refus.anomalie(chemin.name), consequence="rien n'est jugé.", remede=_A_REENREGISTRER)
        raise TableIllisible(anomalie) from refus
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
