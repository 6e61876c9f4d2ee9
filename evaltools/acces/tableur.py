"""Ouvrir un classeur reçu (.xlsx, .xlsm), sans confiance : valeurs, formules, erreurs, formats, fusions, notes.

Lecteur borné en mémoire et en temps, sur l'analyseur expat de la bibliothèque standard. Il rend ce que les
bibliothèques courantes perdent : les erreurs (« #REF! »), les formules sans résultat enregistré, les valeurs cachées
sous une fusion, les formats de nombre. Il ne lève jamais que ``FichierRefuse``, et ne change jamais le fichier.

Examples
--------
::

    classeur = ouvrir(Path("FA-1.1.xlsx"))
    feuille = classeur.feuille("Indicateurs")
    for numero, ligne in feuille.lignes():  # lignes non vides, dans l'ordre
        for colonne, cellule in ligne.items():  # colonnes à partir de 1
            print(cellule.adresse, cellule.valeur)
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from evaltools.acces.tableur_cellule import Cellule, Fusion, Valeur, lettres, reperer
from evaltools.acces.tableur_feuille import ContenuFeuille, lire_feuille
from evaltools.acces.tableur_garde import MO, FichierRefuse, Paquet, empreinte, garder
from evaltools.acces.tableur_ods import lire_ods, modifie_le
from evaltools.acces.tableur_xml import (
    Plan,
    Relation,
    lire_date_de_modification,
    lire_formats,
    lire_notes,
    lire_plan,
    lire_proprietes,
    lire_relations,
    lire_textes,
)

__all__ = [
    "Cellule",
    "Classeur",
    "Feuille",
    "FichierRefuse",
    "Fusion",
    "Valeur",
    "empreinte",
    "lettres",
    "ouvrir",
    "reperer",
]

_FEUILLE_MAX = 120 * MO
_TEXTES_MAX = 60 * MO
_ETATS = {"visible": "visible", "hidden": "masquee", "veryHidden": "tres_masquee"}


@dataclass(frozen=True)
class Feuille:
    """Une feuille d'un classeur reçu.

    ``etat`` : « visible », « masquee » ou « tres_masquee ». ``cellules`` : les cellules non vides par (ligne,
    colonne), à partir de 1. ``notes`` : les notes (commentaires d'Excel) par (ligne, colonne).
    """

    nom: str
    etat: str = "visible"
    cellules: Mapping[tuple[int, int], Cellule] = field(default_factory=dict)
    fusions: tuple[Fusion, ...] = ()
    lignes_masquees: frozenset[int] = frozenset()
    colonnes_masquees: tuple[tuple[int, int], ...] = ()
    notes: Mapping[tuple[int, int], str] = field(default_factory=dict)
    protegee: bool = False

    def cellule(self, ligne: int, colonne: int) -> Cellule | None:
        """Rend la cellule, ou ``None`` si elle est vide."""
        return self.cellules.get((ligne, colonne))

    def lignes(self) -> Iterator[tuple[int, Mapping[int, Cellule]]]:
        """Parcourt les lignes non vides, de haut en bas : (numéro, cellules par colonne, de gauche à droite)."""
        return iter(self._rows.items())

    def ligne(self, numero: int) -> Mapping[int, Cellule]:
        """Rend les cellules non vides d'une ligne, par colonne (aucune si la ligne est vide)."""
        return self._rows.get(numero, {})

    def fusion_de(self, ligne: int, colonne: int) -> Fusion | None:
        """Rend la fusion qui couvre la cellule, ou ``None``."""
        near = (*self._merges.get(ligne, ()), *self._merges.get(0, ()))
        return next(
            (f for f in near if f.ligne <= ligne <= f.derniere_ligne and f.colonne <= colonne <= f.derniere_colonne),
            None,
        )

    @cached_property
    def _merges(self) -> dict[int, list[Fusion]]:
        """Merges by row they cover; those too tall to be spread are under 0 (there are few: see the reader)."""
        found: dict[int, list[Fusion]] = {}
        for merge in self.fusions:
            for row in (0,) if merge.haute else range(merge.ligne, merge.derniere_ligne + 1):
                found.setdefault(row, []).append(merge)
        return found

    @cached_property
    def _rows(self) -> dict[int, dict[int, Cellule]]:
        rows: dict[int, dict[int, Cellule]] = {}
        for (row, column), cell in sorted(self.cellules.items(), key=lambda item: item[0]):
            rows.setdefault(row, {})[column] = cell
        return rows


@dataclass(frozen=True, slots=True)
class Classeur:
    """Un classeur reçu, lu en entier.

    ``noms`` : noms définis (nom, ce qu'ils désignent). ``proprietes`` : propriétés personnalisées.
    ``contenus_actifs`` : macros, liens externes… que la lecture ignore. ``formats_lisibles`` faux : la partie des
    styles est illisible, dates et pourcentages n'ont pas pu être reconnus. ``modifie_le`` : dernier enregistrement
    déclaré (ISO), ou vide. ``degrade`` : classeur .ods, dont on ne lit que les valeurs.
    """

    nom: str
    sha256: str
    taille: int
    feuilles: tuple[Feuille, ...]
    noms: Mapping[str, str] = field(default_factory=dict)
    proprietes: Mapping[str, str] = field(default_factory=dict)
    contenus_actifs: tuple[str, ...] = ()
    formats_lisibles: bool = True
    date_1904: bool = False
    modifie_le: str = ""
    degrade: bool = False

    def feuille(self, nom: str) -> Feuille | None:
        """Rend la première feuille de ce nom (sans égard à la casse ni aux blancs autour), ou ``None``."""
        wanted = nom.strip().casefold()
        return next((f for f in self.feuilles if f.nom.strip().casefold() == wanted), None)


def ouvrir(chemin: Path | str, *, ods: bool = False) -> Classeur:
    """Lit un classeur .xlsx ou .xlsm en entier.

    Parameters
    ----------
    chemin : Path or str
        Le fichier ; il n'est jamais modifié, et aucun lien qu'il contient n'est suivi.
    ods : bool
        Vrai : un .ods est lu aussi, ses valeurs seulement (``degrade``) ; faux : il est refusé (FIC-06).

    Returns
    -------
    Classeur

    Raises
    ------
    FichierRefuse
        Le seul refus possible ; ``refus.anomalie(nom)`` donne le message à montrer (codes FIC-01 à FIC-16).
    """
    package = garder(Path(chemin), ods=ods)
    if package.est_ods:
        return _open_ods(package)
    main = _main_part(package)
    plan = lire_plan(package.lire(main), main)
    relations = {relation.cle: relation for relation in lire_relations(package, main)}
    by_type = {relation.type: relation.cible for relation in relations.values()}
    texts_part = by_type.get("sharedStrings", "")
    texts = lire_textes(package.lire(texts_part, _TEXTES_MAX), texts_part) if texts_part in package else []
    formats, readable = _formats(package, by_type.get("styles", ""))
    sheets = tuple(_sheets(package, plan, relations, texts, formats))
    if not sheets:
        raise FichierRefuse("FIC-12", partie="xl/worksheets")
    return Classeur(
        package.nom,
        package.sha256,
        package.taille,
        sheets,
        plan.noms,
        lire_proprietes(package),
        package.contenus_actifs,
        readable,
        plan.date_1904,
        lire_date_de_modification(package),
    )


def _open_ods(package: Paquet) -> Classeur:
    sheets = tuple(
        Feuille(name, "visible" if visible else "masquee", cells, notes=notes)
        for name, visible, cells, notes in lire_ods(package)
    )
    return Classeur(package.nom, package.sha256, package.taille, sheets, modifie_le=modifie_le(package), degrade=True)


def _main_part(package: Paquet) -> str:
    target = next((r.cible for r in lire_relations(package, "") if r.type == "officeDocument"), "xl/workbook.xml")
    if target not in package:
        raise FichierRefuse("FIC-12", partie=target)
    return target


def _formats(package: Paquet, part: str) -> tuple[list[str], bool]:
    """Read number formats; a broken style part must not cost the whole file."""
    if part not in package:
        return [], True
    try:
        return lire_formats(package.lire(part, 20 * MO), part), True
    except FichierRefuse as refus:
        if refus.code != "FIC-13":
            raise
        return [], False


def _sheets(
    package: Paquet, plan: Plan, relations: Mapping[str, Relation], texts: list[str], formats: list[str]
) -> Iterator[Feuille]:
    for name, state, link in plan.feuilles:
        relation = relations.get(link)
        if relation is None:
            raise FichierRefuse("FIC-12", partie=name or "feuille sans nom")
        if relation.type != "worksheet":
            continue
        content = lire_feuille(
            package.lire(relation.cible, _FEUILLE_MAX), relation.cible, texts, formats, plan.date_1904
        )
        yield _sheet(name, state, content, _notes(package, relation.cible))


def _sheet(name: str, state: str, content: ContenuFeuille, notes: Mapping[tuple[int, int], str]) -> Feuille:
    return Feuille(
        name,
        _ETATS.get(state, "visible"),
        content.cellules,
        content.fusions,
        content.lignes_masquees,
        content.colonnes_masquees,
        notes,
        content.protegee,
    )


def _notes(package: Paquet, part: str) -> dict[tuple[int, int], str]:
    notes: dict[tuple[int, int], str] = {}
    for relation in lire_relations(package, part):
        if relation.type == "comments" and relation.cible in package:
            for address, text in lire_notes(package.lire(relation.cible), relation.cible).items():
                try:
                    notes[reperer(address)] = text
                except ValueError as erreur:
                    raise FichierRefuse("FIC-13", partie=relation.cible) from erreur
    return notes
