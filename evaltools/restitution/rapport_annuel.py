"""Le rapport annuel d'un territoire : chaque méthode en rend une partie, à afficher dans une cellule de carnet."""

from __future__ import annotations

from datetime import date

from evaltools.domaine.evaluation import Evaluation
from evaltools.restitution.annuel import avancement, entete, essentiel, fiches, methode, non_evaluables, objectifs
from evaltools.restitution.annuel.contexte import EDITIONS, Contexte
from evaltools.restitution.html import Bloc
from evaltools.restitution.vue import Vue


class RapportAnnuel:
    """Le rapport annuel d'un EPCI, ou de l'ensemble du programme.

    Parameters
    ----------
    evaluation : Evaluation
        Tout ce qui a été calculé pour l'année ; le rapport le montre et n'y ajoute rien.
    siren : str
        SIREN d'un EPCI du programme, ou « ensemble ».
    edition : str
        « technique » : le rapport entier.
    edite_le : date
        Date imprimée : la même rend les mêmes octets. Absente : la date d'arrêt des données.
    validation : str
        « COPIL du 12 mars 2027 » ; vide : « document de travail ».
    empreinte : str
        Empreinte des données lues, imprimée au pied.

    Raises
    ------
    ValueError
        Si l'édition est inconnue.
    KeyError
        Si le territoire n'est pas du programme.
    """

    def __init__(
        self,
        evaluation: Evaluation,
        siren: str,
        edition: str = "technique",
        edite_le: date | None = None,
        validation: str = "",
        empreinte: str = "",
    ) -> None:
        if edition not in EDITIONS:
            raise ValueError(f"édition « {edition} » inconnue : {', '.join(EDITIONS)}")
        vue = Vue(evaluation, siren)
        _ = vue.territoire
        self.contexte = Contexte(vue, edition, edite_le or evaluation.arrete_le, validation, empreinte)

    def entete(self) -> Bloc:
        """Rend l'en-tête : programme, territoire, dates, état du document, bandeaux."""
        return entete.bloc(self.contexte)

    def essentiel(self) -> Bloc:
        """Rend l'essentiel : chiffres clés avec leur dénominateur, quatre ou cinq phrases."""
        return essentiel.bloc(self.contexte)

    def objectifs(self) -> Bloc:
        """Rend où en sont les objectifs : répartition des verdicts, puis chaque indicateur évaluable."""
        return objectifs.bloc(self.contexte)

    def avancement(self) -> Bloc:
        """Rend l'avancement des actions : états, retards, reports et arrêts, calendrier, budget."""
        return avancement.bloc(self.contexte)

    def fiches(self) -> Bloc:
        """Rend une fiche par action, avec tous ses indicateurs et la provenance de chaque valeur."""
        return fiches.bloc(self.contexte)

    def non_evaluables(self) -> Bloc:
        """Rend ce qu'on ne peut pas évaluer, pourquoi, et ce qui le rendrait évaluable."""
        return non_evaluables.bloc(self.contexte)

    def methode(self) -> Bloc:
        """Rend la méthode, le barème, le glossaire, les règles de secret et l'accessibilité."""
        return methode.bloc(self.contexte)

    def blocs(self) -> tuple[Bloc, ...]:
        """Rend toutes les parties, dans l'ordre du rapport."""
        return (
            self.entete(),
            self.essentiel(),
            self.objectifs(),
            self.avancement(),
            self.fiches(),
            self.non_evaluables(),
            self.methode(),
        )
