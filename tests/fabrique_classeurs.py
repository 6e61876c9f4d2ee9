"""Un pilote de papier : il ouvre un classeur de collecte, y saisit, y fait des dégâts, et l'enregistre."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import openpyxl
from fabrique import programme_essai

from evaltools.acces.classeurs_ecriture import ecrire
from evaltools.acces.classeurs_lecture import lire
from evaltools.acces.classeurs_modele import LIGNE_ENTETE, TABLEAUX
from evaltools.domaine.anomalies import Anomalie
from evaltools.domaine.collecte import FichierLu
from evaltools.domaine.mesures import Observation

PROGRAMME = programme_essai()
_TITRES = {(t.feuille, c.cle): c.titre for t in TABLEAUX for c in t.colonnes}


class Pilote:
    """Modifie un classeur avec openpyxl, comme le ferait un pilote dans son tableur."""

    def __init__(self, chemin: Path) -> None:
        self.chemin = chemin
        self.classeur = openpyxl.load_workbook(chemin)

    def feuille(self, nom: str = "Indicateurs") -> Any:
        return self.classeur[nom]

    def colonne(self, cle: str, feuille: str = "Indicateurs") -> int:
        titre = _TITRES[feuille, cle]
        for cellule in self.feuille(feuille)[LIGNE_ENTETE]:
            if cellule.value == titre:
                return int(cellule.column)
        raise KeyError(cle)

    def ligne(self, code: str, siren: str = "", feuille: str = "Indicateurs") -> int:
        for rangee in self.feuille(feuille).iter_rows(min_row=LIGNE_ENTETE + 1):
            textes = [str(c.value) for c in rangee if c.value is not None and "|" not in str(c.value)]
            if textes and textes[0].endswith(f"[{code}]") and any(siren in t for t in textes):
                return int(rangee[0].row)
        raise KeyError(code)

    def cellule(self, code: str, cle: str, siren: str = "", feuille: str = "Indicateurs") -> Any:
        return self.feuille(feuille).cell(self.ligne(code, siren, feuille), self.colonne(cle, feuille))

    def saisir(self, code: str, siren: str = "", feuille: str = "Indicateurs", **champs: object) -> None:
        for cle, valeur in champs.items():
            self.cellule(code, cle, siren, feuille).value = valeur

    def enregistrer(self) -> Path:
        self.classeur.save(self.chemin)
        return self.chemin


def abimer(dossier: Path, geste: Callable[[Pilote], object], action: str = "FA 1.1", **options: Any) -> Path:
    """Écrit un classeur vierge (bien formé), laisse un pilote le modifier, et rend le fichier."""
    chemin = ecrire(dossier / f"{action}.xlsx", PROGRAMME, action, 2026, **options)
    pilote = Pilote(chemin)
    if "Avancement" in pilote.classeur:
        pilote.saisir(action, feuille="Avancement", etat="en cours")
    geste(pilote)
    return pilote.enregistrer()


def relire(dossier: Path, geste: Callable[[Pilote], object], action: str = "FA 1.1", **options: Any) -> FichierLu:
    """Abîme un classeur et le relit."""
    return lire(abimer(dossier, geste, action, **options), PROGRAMME, 2026)


def observation(lu: FichierLu, code: str, siren: str = "ensemble", periode: str = "2026") -> Observation:
    """L'observation lue pour un indicateur."""
    return next(o for o in lu.collecte.observations if (o.indicateur, o.siren, o.periode) == (code, siren, periode))


def les_codes(anomalies: tuple[Anomalie, ...]) -> list[str]:
    """Codes des anomalies, dans l'ordre."""
    return [a.code for a in anomalies]


def dit(anomalie: Anomalie) -> Mapping[str, str]:
    """Ce qu'un test compare d'une anomalie."""
    return {"code": anomalie.code, "lieu": f"{anomalie.feuille}!{anomalie.cellule}", "constat": anomalie.constat}
