"""Vérifier un programme : ses comptes, ce que son document contredit, et son évaluabilité."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from evaltools.acces import cadrages
from evaltools.acces.epci import MILLESIME, lire_epci
from evaltools.chaine import lieux
from evaltools.chaine.erreurs import CODE_PARAMETRES, ErreurUtilisateur
from evaltools.chaine.lectures import lire_programme
from evaltools.chaine.rendu import publier
from evaltools.domaine.anomalies import Anomalie, Lieu, bloquantes, signaler
from evaltools.domaine.contradictions import Contradiction, contradictions
from evaltools.domaine.evaluabilite import (
    EXPLICATIONS,
    Bilan,
    Evaluabilite,
    Manque,
    bilans,
    evaluer_evaluabilite,
)
from evaltools.domaine.programme import Programme
from evaltools.domaine.raisons import raison_du_systeme
from evaltools.domaine.surete import desarmer

_TETE = "programme.yaml"


@dataclass(frozen=True, slots=True)
class Verification:
    """Ce que la vérification d'un programme a trouvé.

    ``evaluabilites`` et ``bilans`` : ce que le document seul permet de juger. ``bilans_cadres`` : la même chose une
    fois lu le classeur de cadrage ; vide s'il n'y en a pas. ``anomalies`` : ce qui n'empêche pas de continuer.
    """

    programme: Programme
    contradictions: tuple[Contradiction, ...]
    evaluabilites: tuple[Evaluabilite, ...]
    bilans: tuple[Bilan, ...]
    evaluabilites_cadrees: tuple[Evaluabilite, ...] = ()
    bilans_cadres: tuple[Bilan, ...] = ()
    anomalies: tuple[Anomalie, ...] = ()

    @property
    def tout_est_decide(self) -> bool:
        """Dit si le cadrage est lu et ne laisse rien à décider."""
        return bool(self.evaluabilites_cadrees) and not any(e.manques for e in self.evaluabilites_cadrees)


def verifier(code: str) -> Verification:
    """Vérifie un programme d'``inputs``, et son cadrage s'il y en a un.

    Un cadrage dont une anomalie est bloquante est signalé et laissé de côté : le reste se vérifie sans lui.

    Raises
    ------
    ErreurUtilisateur
        Programme introuvable ou fautif : toutes les fautes à la fois.
    """
    programme = lire_programme(code)
    evaluabilites = evaluer_evaluabilite(programme)
    cadrees, reserves = _avec_cadrage(programme)
    anomalies = (*comparer_au_referentiel(programme), *reserves)
    return Verification(
        programme,
        contradictions(programme),
        evaluabilites,
        bilans(programme, evaluabilites),
        cadrees,
        bilans(programme, cadrees) if cadrees else (),
        anomalies,
    )


def _avec_cadrage(programme: Programme) -> tuple[tuple[Evaluabilite, ...], tuple[Anomalie, ...]]:
    chemin = lieux.entrees(programme.code) / "cadrage.xlsx"
    if not chemin.exists():
        return (), ()
    cadrage, anomalies = cadrages.lire(chemin, programme)
    return (() if bloquantes(anomalies) else evaluer_evaluabilite(programme, cadrage)), anomalies


def comparer_au_referentiel(programme: Programme) -> Iterator[Anomalie]:
    """Compare les EPCI du programme au référentiel : SIREN connu (PRG-20), nom, population, communes (PRG-21).

    Un champ que le programme ne donne pas n'est pas comparé.
    """
    reference = {e.siren: e for e in lire_epci()}
    lieu = Lieu(_TETE)
    for territoire in programme.territoires:
        epci = reference.get(territoire.siren)
        if epci is None:
            yield signaler("PRG-20", lieu, siren=territoire.siren, nom=territoire.nom, millesime=MILLESIME)
            continue
        attendus = {"nom": epci.nom, "population": epci.population_municipale, "communes": epci.communes}
        for champ, attendu in attendus.items():
            valeur = getattr(territoire, champ)
            if valeur is not None and valeur != attendu:
                yield signaler(
                    "PRG-21",
                    lieu,
                    siren=territoire.siren,
                    champ=champ,
                    valeur=valeur,
                    attendu=attendu,
                    millesime=MILLESIME,
                )


def ecrire_evaluabilite(verification: Verification, sortie: Path) -> None:
    """Écrit l'évaluabilité en CSV (« ; », UTF-8 avec BOM), une ligne par indicateur.

    Les colonnes des manques valent « manque » ou rien. Avec un cadrage, une colonne en donne le niveau.

    Raises
    ------
    ErreurUtilisateur
        Si le fichier ne peut pas être écrit.
    """
    texte = io.StringIO(newline="")
    table = csv.writer(texte, delimiter=";", lineterminator="\r\n")
    table.writerow([*_COLONNES, *(m.value for m in Manque), "pourquoi", "à faire", "remarque"])
    cadres = {e.indicateur: e.niveau.value for e in verification.evaluabilites_cadrees}
    for evaluabilite in verification.evaluabilites:
        table.writerow([desarmer(v) for v in _ligne(verification.programme, evaluabilite, cadres)])
    try:
        publier(texte.getvalue().encode("utf-8-sig"), sortie)
    except OSError as erreur:
        message = f"Le fichier « {sortie} » ne peut pas être écrit : {raison_du_systeme(erreur)}."
        raise ErreurUtilisateur(code=CODE_PARAMETRES, message=message) from erreur


_COLONNES = (
    "programme", "axe", "action", "operation", "indicateur", "libelle", "niveau", "niveau_avec_cadrage",
)  # fmt: skip


def _ligne(programme: Programme, evaluabilite: Evaluabilite, cadres: dict[str, str]) -> Iterator[str]:
    yield from (programme.code, evaluabilite.axe, evaluabilite.action, evaluabilite.operation)
    yield from (evaluabilite.indicateur, evaluabilite.libelle, evaluabilite.niveau.value)
    yield cadres.get(evaluabilite.indicateur, "")
    yield from ("manque" if m in evaluabilite.manques else "" for m in Manque)
    yield " ; ".join(EXPLICATIONS[m].pourquoi for m in evaluabilite.manques)
    yield " ; ".join(EXPLICATIONS[m].remede for m in evaluabilite.manques)
    yield evaluabilite.remarque
