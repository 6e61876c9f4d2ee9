"""Le relevé d'un classeur en cours de lecture : ce qu'on y a déjà vu, ce qu'on en a dit."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from evaltools.acces.classeurs_reperage import TableauLu
from evaltools.acces.tableur import Cellule, Classeur, Feuille, lettres
from evaltools.domaine.anomalies import Anomalie, Lieu, signaler
from evaltools.domaine.lexique import ENSEMBLE
from evaltools.domaine.nombres import centupler, ecrire_nombre, nettoyer
from evaltools.domaine.porteurs import Portee
from evaltools.domaine.programme import Programme
from evaltools.domaine.saisies import Saisie

SEMBLABLES_MAX = 300
"""Nombre d'anomalies d'un même code détaillées dans un fichier ; les suivantes sont comptées."""


@dataclass(frozen=True, slots=True)
class Defaut:
    """Ce qui empêche de lire une cellule, avant même son sens : erreur, formule sans résultat, valeur cachée."""

    code: str
    brut: str
    details: dict[str, object] = field(default_factory=dict)


@dataclass
class Releve:
    """Contexte de lecture d'un classeur reconnu. Les cellules comprises y sont notées ; le reste sera « gardé ».

    ``vues`` : positions comprises, par feuille (son identité en mémoire : deux feuilles peuvent avoir le même nom).
    """

    classeur: Classeur
    portee: Portee
    annee: int
    anomalies: list[Anomalie] = field(default_factory=list)
    comptes: Counter[str] = field(default_factory=Counter)
    vues: dict[int, set[tuple[int, int]]] = field(default_factory=lambda: defaultdict(set))

    @property
    def programme(self) -> Programme:
        """Le programme."""
        return self.portee.programme

    @cached_property
    def objets(self) -> Mapping[str, tuple[str, str]]:
        """Ce que nomme chaque code reconnu : (action, opération, vide pour l'action entière).

        Le classeur d'une action ne connaît qu'elle ; celui d'un porteur, tout le programme.
        """
        actions = self.programme.actions if self.portee.porteur is not None else self.portee.actions
        whole = {a.code: (a.code, "") for a in actions}
        return whole | {o.code: (a.code, o.code) for a in actions for o in a.operations}

    def signaler(self, code: str, feuille: str = "", cellule: str = "", /, **details: object) -> None:
        """Ajoute une anomalie, à son endroit du fichier ; au-delà de ``SEMBLABLES_MAX``, elle n'est que comptée."""
        self.comptes[code] += 1
        if self.peut_dire(code):
            self.anomalies.append(signaler(code, Lieu(self.classeur.nom, feuille, cellule), **details))

    def peut_dire(self, code: str) -> bool:
        """Dit si une anomalie de ce code serait encore détaillée (chercher une suggestion coûte)."""
        return self.comptes[code] <= SEMBLABLES_MAX

    def clore(self) -> None:
        """Dit combien d'anomalies semblables n'ont pas été détaillées."""
        for code, count in tuple(self.comptes.items()):
            if count > SEMBLABLES_MAX:
                told = compter(count - SEMBLABLES_MAX, "autre anomalie", "autres anomalies")
                self.signaler("VAL-56", nombre=told, faute=code)

    def voir(self, feuille: Feuille, ligne: int, colonne: int) -> None:
        """Note qu'une cellule a été comprise."""
        self.vues[id(feuille)].add((ligne, colonne))

    def lire(self, tableau: TableauLu, ligne: int, cle: str) -> Cellule | Defaut | None:
        """Lit la case d'un champ : la cellule, ``None`` si elle est vide, ou ce qui empêche de la lire."""
        column = tableau.colonnes.get(cle)
        if column is None:
            return None
        cell = tableau.feuille.cellule(ligne, column)
        if cell is None or est_vide(cell):
            return None
        self.voir(tableau.feuille, ligne, column)
        if cell.erreur:
            return Defaut("VAL-01", cell.erreur, {"erreur": cell.erreur})
        if cell.sans_resultat:
            return Defaut("VAL-02", f"={cell.formule}", {"formule": (cell.formule or "")[:80]})
        return self._hidden(tableau, cell) or cell

    def _hidden(self, table: TableauLu, cell: Cellule) -> Defaut | None:
        merge = table.feuille.fusion_de(cell.ligne, cell.colonne) if table.feuille.fusions else None
        if merge is None or (merge.ligne, merge.colonne) == (cell.ligne, cell.colonne):
            return None
        shown = f"{lettres(merge.colonne)}{merge.ligne}:{lettres(merge.derniere_colonne)}{merge.derniere_ligne}"
        return Defaut("VAL-31", montrer(cell), {"brut": montrer(cell), "fusion": shown})

    def texte(self, tableau: TableauLu, ligne: int, cle: str) -> str:
        """Lit une case de texte libre ; vide si elle est vide ou illisible (une erreur y est dite)."""
        read = self.lire(tableau, ligne, cle)
        if isinstance(read, Defaut):
            self.signaler("VAL-45", tableau.feuille.nom, self.adresse(tableau, ligne, cle), brut=read.brut,
                          colonne=tableau.tableau.colonne(cle).titre, objet=f"la ligne {ligne}")  # fmt: skip
            return ""
        return "" if read is None else ecrire_texte(read)

    def adresse(self, tableau: TableauLu, ligne: int, cle: str) -> str:
        """Rend l'adresse de la case d'un champ sur une ligne ; vide si la colonne manque."""
        column = tableau.colonnes.get(cle)
        return f"{lettres(column)}{ligne}" if column else ""

    def designer(self, siren: str) -> str:
        """Désigne un territoire dans une phrase : « la CC du Sud Avesnois », « l'ensemble du territoire »."""
        if siren == ENSEMBLE:
            return "l'ensemble du territoire"
        name = next((t.nom for t in self.programme.territoires if t.siren == siren), siren)
        return f"la {name}" if name.split(" ")[0] in ("CC", "CA", "CU", "Communauté", "Métropole") else name


def est_vide(cellule: Cellule) -> bool:
    """Dit si une cellule ne porte que des blancs : elle compte alors comme vide."""
    return isinstance(cellule.valeur, str) and cellule.formule is None and not nettoyer(cellule.valeur)


def montrer(cellule: Cellule) -> str:
    """Écrit ce que porte une cellule comme son auteur l'a sans doute vu.

    Examples
    --------
    >>> montrer(Cellule(1, 1, 0.45, "0.45", "0.0%")).replace(chr(0x202F), " ")
    '45 %'
    """
    if cellule.erreur:
        return cellule.erreur
    value: Saisie = cellule.valeur
    if isinstance(value, bool):
        return "VRAI" if value else "FAUX"
    if isinstance(value, dt.datetime):
        return f"{value:%d/%m/%Y %H:%M}"
    if isinstance(value, dt.date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, int | float):
        return ecrire_nombre(centupler(value)) + "\u202f%" if cellule.en_pourcent else ecrire_nombre(value)
    return couper(nettoyer(str(value))) if value is not None else f"={cellule.formule}"


def couper(texte: str, longueur: int = 80) -> str:
    """Raccourcit un texte cité dans un message."""
    return texte if len(texte) <= longueur else texte[: longueur - 1].rstrip() + "…"


def ecrire_texte(cellule: Cellule) -> str:
    """Rend le contenu d'une cellule de texte libre, tel quel ; un nombre ou une date y est écrit en français."""
    if isinstance(cellule.valeur, str):
        return cellule.valeur.strip()
    return montrer(cellule).replace("\u202f", " ")


def compter(nombre: int, nom: str, pluriel: str = "") -> str:
    """Écrit un nombre et son nom, accordé.

    Examples
    --------
    >>> compter(1, "ligne"), compter(3, "cellule remplie", "cellules remplies")
    ('1 ligne', '3 cellules remplies')
    """
    return f"{nombre} {nom if nombre < 2 else pluriel or nom + 's'}"
