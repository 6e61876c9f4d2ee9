"""Une anomalie : ce qui a été vu, où, ce que cela entraîne et ce qu'il faut faire.

Toutes les anomalies d'un contrôle sont rendues à la fois. Les codes et leurs textes sont dans ``catalogue`` ;
un code n'est jamais réutilisé.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from evaltools.domaine.catalogue import CATALOGUE
from evaltools.domaine.lexique import Gravite
from evaltools.domaine.surete import montrable


@dataclass(frozen=True, slots=True)
class Lieu:
    """Endroit d'un fichier reçu ; chaque partie vide veut dire « ne s'applique pas ».

    Examples
    --------
    >>> str(Lieu("FA-1.1.xlsx", "Indicateurs", "F12"))
    '« FA-1.1.xlsx », feuille « Indicateurs », cellule F12'
    >>> str(Lieu("programme.yaml", ligne=4))
    '« programme.yaml », ligne 4'
    """

    fichier: str = ""
    feuille: str = ""
    cellule: str = ""
    ligne: int | None = None

    def __str__(self) -> str:
        """Écrit le lieu en français, du plus large au plus précis."""
        parties = [f"« {self.fichier} »"] if self.fichier else []
        parties += [f"feuille « {self.feuille} »"] if self.feuille else []
        parties += [f"cellule {self.cellule}"] if self.cellule else []
        parties += [f"ligne {self.ligne}"] if self.ligne is not None else []
        return montrable(", ".join(parties))


@dataclass(frozen=True, slots=True)
class Anomalie:
    """Une faute constatée dans ce qui est lu (contrat : les champs du fichier que rend ``controler --json``).

    ``code`` renvoie à ``docs/erreurs.md``. ``fichier``, ``feuille`` et ``cellule`` sont vides quand ils ne
    s'appliquent pas. ``objet`` : le code de l'indicateur, de l'opération ou de l'action en cause, quand on le sait.
    """

    code: str
    gravite: Gravite
    fichier: str
    feuille: str
    cellule: str
    constat: str
    consequence: str
    remede: str
    objet: str = ""

    def __str__(self) -> str:
        """Écrit l'anomalie en trois lignes : le constat et son lieu, la conséquence, le remède."""
        ligne = self.cellule.removeprefix("ligne ") if self.cellule.startswith("ligne ") else ""
        lieu = str(Lieu(self.fichier, self.feuille, "" if ligne else self.cellule, int(ligne) if ligne else None))
        tete = f"[{self.code}] {lieu} : {self.constat}" if lieu else f"[{self.code}] {self.constat}"
        return f"{tete}\n  Conséquence : {self.consequence}\n  À faire : {self.remede}"


def signaler(code: str, lieu: Lieu | None = None, **details: object) -> Anomalie:
    """Fabrique l'anomalie d'un code du catalogue, à un endroit donné.

    Parameters
    ----------
    code : str
        Code du catalogue (« VAL-03 »).
    lieu : Lieu, optional
        Où la faute a été vue ; absent : la faute porte sur l'ensemble.
    **details : object
        Valeurs des champs que citent les textes du code ; un texte y est rendu montrable, sur une ligne.

    Raises
    ------
    KeyError
        Si le code n'existe pas, ou si un champ cité par ses textes n'est pas donné.

    Examples
    --------
    >>> print(signaler("FEU-01", Lieu("FA-1.1.xlsx"), feuille="Indicateurs", proches="« Indicateur »").code)
    FEU-01
    """
    modele = CATALOGUE[code]
    lieu = lieu or Lieu()
    details = {nom: montrable(d) if isinstance(d, str) else d for nom, d in details.items()}
    cellule = lieu.cellule or (f"ligne {lieu.ligne}" if lieu.ligne is not None else "")
    return Anomalie(
        code,
        modele.gravite,
        lieu.fichier,
        lieu.feuille,
        cellule,
        modele.constat.format_map(details),
        modele.consequence.format_map(details),
        modele.remede.format_map(details),
        _objet(details),
    )


def _objet(details: Mapping[str, object]) -> str:
    """Find the code a fault is about among its details: « FA 1.1.1-QT1, CC du Sud, 2026 » gives « FA 1.1.1-QT1 »."""
    told = str(details.get("indicateur") or details.get("objet") or "")
    return re.split(r", | \(", told, maxsplit=1)[0]


def bloquantes(anomalies: Iterable[Anomalie]) -> tuple[Anomalie, ...]:
    """Rend les seules anomalies bloquantes, dans l'ordre reçu."""
    return tuple(a for a in anomalies if a.gravite is Gravite.BLOQUANTE)
