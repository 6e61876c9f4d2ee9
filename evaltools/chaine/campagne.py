"""Une campagne en mémoire : tout ce qui a été lu d'un programme pour une année, et ce qui en est calculé.

C'est l'objet que les carnets ouvrent, et celui que les rapports, les commandes et l'exploration se partagent.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from evaltools.acces import textes
from evaltools.chaine import lieux
from evaltools.chaine.erreurs import CODE_SECRET, ErreurUtilisateur
from evaltools.chaine.lectures import (
    admis_dans_les_textes,
    empreintes,
    lire_annees,
    lire_bareme,
    lire_cadrage,
    lire_programme,
    verifier_territoire,
)
from evaltools.chaine.redaction import Redaction
from evaltools.domaine import secret_verification
from evaltools.domaine.anomalies import Anomalie
from evaltools.domaine.bareme import Bareme
from evaltools.domaine.cadrage import Cadrage
from evaltools.domaine.collecte import Collecte, FichierLu
from evaltools.domaine.evaluation import Evaluation, evaluer
from evaltools.domaine.lexique import ENSEMBLE, Diffusion
from evaltools.domaine.programme import Programme
from evaltools.domaine.secret_verification import Publication
from evaltools.domaine.textes import Texte

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Campagne(Redaction):
    """Un programme, son cadrage, ses classeurs reçus et le barème, pour une année d'évaluation.

    Ouvrez-la par ``evaltools.ouvrir`` ; les tableaux (``observations``, ``resultats``, ``programme_tableau``…)
    sont des DataFrame rangés, une ligne par valeur, avec les colonnes françaises de la documentation.
    """

    programme: Programme
    annee: int
    cadrage: Cadrage
    fichiers: tuple[FichierLu, ...]
    bareme: Bareme
    arrete_le: date
    finale: bool = False
    diffusion: Diffusion = Diffusion.RESTREINTE
    anomalies: tuple[Anomalie, ...] = ()
    sources: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    textes: tuple[Texte, ...] = field(default=(), repr=False)

    @property
    def fictif(self) -> bool:
        """Dit si au moins une donnée lue se déclare fictive : le bandeau est alors imprimé partout."""
        return self.cadrage.fictif or any(f.fictif for f in self.fichiers)

    @property
    def collecte(self) -> Collecte:
        """Tout ce qui a été lu, toutes années confondues."""
        return sum((f.collecte for f in self.fichiers), Collecte())

    @cached_property
    def evaluation(self) -> Evaluation:
        """L'évaluation : résultats, synthèses, avancement (calculée une fois)."""
        return evaluer(
            self.programme,
            self.cadrage,
            self.collecte,
            self.annee,
            bareme=self.bareme,
            arrete_le=self.arrete_le,
            finale=self.finale,
            diffusion=self.diffusion,
            anomalies=self.anomalies,
            fictif=self.fictif,
            recus=frozenset(code for f in self.fichiers if f.annee == self.annee for code in f.concernees),
        )

    @cached_property
    def fautes_de_secret(self) -> tuple[Anomalie, ...]:
        """Ce qui interdit de publier cette édition (SEC-xx) ; toujours vide pour une édition restreinte."""
        if self.diffusion is not Diffusion.PUBLIQUE:
            return ()
        return secret_verification.verifier(Publication(self.evaluation, self.cadrage, self.collecte))

    def exiger_le_secret(self) -> None:
        """Refuse de publier une édition qui laisserait retrouver un petit effectif (code de sortie 13)."""
        if self.fautes_de_secret:
            raise ErreurUtilisateur(self.fautes_de_secret, code=CODE_SECRET)

    @property
    def empreinte(self) -> str:
        """Empreinte courte de tout ce qui a été lu : elle change dès qu'un octet d'entrée change."""
        texte = "\n".join(f"{nom} {sha}" for nom, sha in sorted(self.sources))
        return hashlib.sha256(texte.encode()).hexdigest()[:12]

    def observations(self) -> pd.DataFrame:
        """Rend les valeurs recueillies, une ligne par valeur, avec leur fichier, feuille et cellule."""
        from evaltools.restitution.donnees import tableau_observations

        return tableau_observations(self.evaluation)

    def resultats(self) -> pd.DataFrame:
        """Rend les résultats, une ligne par indicateur et territoire (colonnes du contrat)."""
        from evaltools.restitution.donnees import tableau_resultats

        return tableau_resultats(self.evaluation)

    def indicateurs(self) -> pd.DataFrame:
        """Rend les indicateurs du programme, une ligne chacun, avec l'action, l'axe et l'objectif."""
        from evaltools.restitution.donnees import tableau_indicateurs

        return tableau_indicateurs(self.evaluation)

    def avancement(self) -> pd.DataFrame:
        """Rend la situation de chaque action : état, retard calculé, dates, opérations réalisées."""
        from evaltools.restitution.donnees import tableau_avancement

        return tableau_avancement(self.evaluation)

    def serie(self, indicateur: str, territoire: str = ENSEMBLE) -> pd.DataFrame:
        """Rend la série d'un indicateur sur un territoire, année par année, avec la trajectoire attendue."""
        from evaltools.restitution.donnees import tableau_serie

        verifier_territoire(self.programme, territoire)
        return tableau_serie(self.evaluation, indicateur, territoire)

    def tendance(self, indicateur: str, territoire: str = ENSEMBLE) -> object:
        """Trace la série d'un indicateur, de la valeur initiale à la cible, avec sa trajectoire attendue."""
        from evaltools.restitution.exploration import figure_tendance

        verifier_territoire(self.programme, territoire)
        return figure_tendance(self.evaluation, indicateur, territoire)

    def comparer_epci(self, indicateur: str) -> pd.DataFrame:
        """Met côte à côte les EPCI et l'ensemble pour un indicateur (sans classement)."""
        from evaltools.restitution.donnees import tableau_comparaison

        return tableau_comparaison(self.evaluation, indicateur)

    def provenance(self, indicateur: str, territoire: str = ENSEMBLE) -> pd.DataFrame:
        """Dit d'où vient chaque nombre d'un indicateur : fichier, feuille, cellule, empreinte du fichier."""
        from evaltools.restitution.donnees import tableau_provenance

        verifier_territoire(self.programme, territoire)
        return tableau_provenance(self.evaluation, indicateur, territoire)


def ouvrir(
    programme: str,
    annee: int,
    *,
    finale: bool = False,
    diffusion: str = "restreinte",
    arrete_le: str | date = "",
    dossier: Path | None = None,
) -> Campagne:
    """Ouvre une campagne : lit le programme, le cadrage, les classeurs de toutes les années, le barème.

    Parameters
    ----------
    programme : str
        Code du programme (« cls-avesnois »).
    annee : int
        Année d'évaluation.
    finale : bool
        Évaluation de fin de contrat plutôt qu'annuelle.
    diffusion : str
        « publique » (petits effectifs masqués) ou « restreinte ».
    arrete_le : str or date
        Date d'arrêt des données ; vide : le 31 décembre de l'année.
    dossier : Path, optional
        Dossier des classeurs de l'année, s'il n'est pas à sa place habituelle.

    Raises
    ------
    ErreurUtilisateur
        Programme introuvable ou fautif, cadrage ou barème illisible (toutes les fautes à la fois). Les anomalies
        des classeurs n'empêchent pas d'ouvrir : elles sont dans ``anomalies``.
    """
    if gardee := _GARDEES.get(_cle(programme, annee, finale, diffusion, arrete_le, dossier)):
        return gardee
    lu = lire_programme(programme)
    cadrage, fautes_cadrage = lire_cadrage(lu)
    bareme = lire_bareme()
    jour = date.fromisoformat(arrete_le) if isinstance(arrete_le, str) and arrete_le else arrete_le
    fichiers = tuple(lire_annees(lu, annee, dossier))
    ecrits, fautes_textes = textes.lire_dossier(lieux.textes(programme, annee), admis_dans_les_textes(lu))
    fautes_classeurs = tuple(a for f in fichiers if f.annee in (annee, None) for a in f.anomalies)
    anomalies = fautes_cadrage + fautes_textes + fautes_classeurs
    return Campagne(
        lu,
        annee,
        cadrage,
        fichiers,
        bareme,
        jour or date(annee, 12, 31),
        finale,
        Diffusion(diffusion),
        anomalies,
        tuple(empreintes(programme, annee, fichiers)),
        ecrits,
    )


_GARDEES: dict[tuple[object, ...], Campagne] = {}


def garder(**arguments: Any) -> Campagne:
    """Ouvre une campagne et la garde pour ce processus et ceux qui en naîtront (rendu d'un lot seulement).

    Les arguments sont ceux d'``ouvrir``. Une campagne gardée n'est pas relue : elle ne sert qu'à un lot, pendant
    lequel les entrées ne changent pas.
    """
    campagne = ouvrir(**arguments)
    _ = campagne.evaluation
    _GARDEES[_cle(**arguments)] = campagne
    return campagne


def _cle(
    programme: str,
    annee: int,
    finale: bool = False,
    diffusion: str = "restreinte",
    arrete_le: str | date = "",
    dossier: Path | str | None = None,
) -> tuple[object, ...]:
    return programme, annee, finale, str(diffusion), str(arrete_le), str(dossier or "")
