"""Le rapport de cadrage : ce que l'on peut évaluer, ce qui manque, ce qui est décidé, ce qui reste à décider."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from evaltools.domaine.anomalies import Anomalie
from evaltools.domaine.cadrage import Cadrage
from evaltools.domaine.evaluation import Evaluation
from evaltools.domaine.lexique import ENSEMBLE
from evaltools.restitution.annuel import entete
from evaltools.restitution.cadrage import (
    a_decider,
    contradictions,
    decisions,
    document,
    essentiel,
    evaluabilite,
    methode,
    raisons,
)
from evaltools.restitution.cadrage.contexte import ContexteCadrage
from evaltools.restitution.html import Bloc
from evaltools.restitution.plans import plan
from evaltools.restitution.rapport import Partie, Rapport
from evaltools.restitution.textes import Plume
from evaltools.restitution.vue import Vue

PARTIES: Mapping[str, Partie[ContexteCadrage]] = {
    "entete": Partie("En-tête", entete.bloc),
    "essentiel": Partie("L'essentiel", essentiel.bloc),
    "evaluabilite": Partie("Ce qui est évaluable", evaluabilite.bloc),
    "raisons": Partie("Ce qui manque", raisons.bloc),
    "document": Partie("Ce que fixe le document", document.bloc),
    "decisions": Partie("Ce qui est décidé", decisions.bloc, decisions.manque),
    "a_decider": Partie("Ce qui reste à décider", a_decider.bloc, a_decider.manque),
    "contradictions": Partie("Ce qui est à trancher", contradictions.bloc, contradictions.manque),
    "liste_de_travail": Partie("Liste de travail", a_decider.liste_de_travail, a_decider.manque),
    "controles": Partie("Contrôles", contradictions.controles, contradictions.manque_de_controles),
    "methode": Partie("Méthode", methode.bloc),
}


class RapportCadrage(Rapport[ContexteCadrage]):
    """Le rapport de cadrage d'un programme ; chaque méthode en rend une partie.

    Parameters
    ----------
    evaluation : Evaluation
        L'évaluation de l'année : le programme, le barème, le cadrage tel qu'il peut être montré.
    cadrage : Cadrage
        Le cadrage en entier : il sert à dire ce qui manque, et n'est jamais montré.
    edition : str
        « copil » (court) ou « technique » (tout, avec la liste de travail à imprimer).
    edite_le : date
        Date imprimée ; absente : la date d'arrêt des données.
    validation : str
        « COTECH du 4 décembre 2025 » ; vide : « document de travail ».
    empreinte : str
        Empreinte des données lues, imprimée au pied.
    anomalies : iterable of Anomalie
        Celles de la lecture du classeur de cadrage.
    plume : Plume
        Les textes de l'évaluateur.

    Raises
    ------
    ValueError
        Si l'édition est inconnue.
    """

    def __init__(
        self,
        evaluation: Evaluation,
        cadrage: Cadrage,
        edition: str = "technique",
        edite_le: date | None = None,
        validation: str = "",
        empreinte: str = "",
        anomalies: Iterable[Anomalie] = (),
        plume: Plume | None = None,
    ) -> None:
        parties = plan("cadrage", edition)
        contexte = ContexteCadrage(
            Vue(evaluation, ENSEMBLE),
            edition,
            edite_le or evaluation.arrete_le,
            validation,
            empreinte,
            plan=parties,
            titre="Cadrage et évaluabilité",
            cadrage=cadrage,
            anomalies=tuple(anomalies),
        )
        super().__init__(parties, PARTIES, contexte, plume)

    def entete(self) -> Bloc:
        """Rend l'en-tête : programme, dates, état du document, bandeaux."""
        return self.partie("entete")

    def essentiel(self) -> Bloc:
        """Rend l'essentiel : ce qui se juge, ce qui manque d'abord, ce qui est décidé."""
        return self.partie("essentiel")

    def evaluabilite(self) -> Bloc:
        """Rend ce que l'on peut évaluer aujourd'hui, par axe et par action."""
        return self.partie("evaluabilite")

    def raisons(self) -> Bloc:
        """Rend ce qui manque, pourquoi cela compte, et ce qu'il faut décider."""
        return self.partie("raisons")

    def document(self) -> Bloc:
        """Rend ce que le document fixe lui-même, ses repères, et ses lignes composées."""
        return self.partie("document")

    def decisions(self) -> Bloc:
        """Rend ce qui est décidé, par qui et quand, et les cibles révisées."""
        return self.partie("decisions")

    def a_decider(self) -> Bloc:
        """Rend ce qui reste à décider, par structure responsable et par action."""
        return self.partie("a_decider")

    def contradictions(self) -> Bloc:
        """Rend ce que le document contredit ou ne dit pas."""
        return self.partie("contradictions")

    def liste_de_travail(self) -> Bloc:
        """Rend la liste à imprimer pour la séance du COTECH."""
        return self.partie("liste_de_travail")

    def controles(self) -> Bloc:
        """Rend les remarques sur le classeur de cadrage."""
        return self.partie("controles")

    def methode(self) -> Bloc:
        """Rend la méthode : ce que veut dire « évaluable »."""
        return self.partie("methode")
