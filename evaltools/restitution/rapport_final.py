"""L'évaluation finale d'un territoire, sur tout le contrat : chaque méthode en rend une partie."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from evaltools.domaine.evaluation import Evaluation
from evaltools.domaine.jugements_de_valeur import sans_devenirs
from evaltools.restitution import plans
from evaltools.restitution.final import devenir
from evaltools.restitution.final.contexte import ContexteFinal
from evaltools.restitution.final.parties import PARTIES
from evaltools.restitution.html import Bloc
from evaltools.restitution.rapport import Rapport
from evaltools.restitution.textes import Plume
from evaltools.restitution.vue import Vue


class RapportFinal(Rapport[ContexteFinal]):
    """L'évaluation de fin de contrat d'un EPCI, ou de l'ensemble du programme.

    Parameters
    ----------
    evaluation : Evaluation
        L'évaluation finale (``evaluer(..., finale=True)``) ; le rapport la montre et n'y ajoute rien.
    siren : str
        SIREN d'un EPCI du programme, ou « ensemble ».
    edition : str
        « copil », « elus » ou « technique ».
    edite_le : date
        Date imprimée ; absente : la date d'arrêt des données.
    validation : str
        « COPIL du 12 mars 2029 » ; vide : « document de travail ».
    empreinte : str
        Empreinte des données lues, imprimée au pied.
    plume : Plume
        Les textes de l'évaluateur : constats par critère, devenir des actions, recommandations.
    sources : iterable of (str, str)
        Nom et empreinte sha256 de chaque fichier lu.
    version : str
        Version de l'outil.

    Raises
    ------
    ValueError
        Si l'édition est inconnue, ou si l'évaluation n'est pas finale.
    KeyError
        Si le territoire n'est pas du programme.
    """

    carnet = "evaluation_finale"

    def __init__(
        self,
        evaluation: Evaluation,
        siren: str,
        edition: str = "technique",
        edite_le: date | None = None,
        validation: str = "",
        empreinte: str = "",
        plume: Plume | None = None,
        *,
        sources: Iterable[tuple[str, str]] = (),
        version: str = "",
    ) -> None:
        plan = plans.plan(self.carnet, edition)
        if not evaluation.finale:
            raise ValueError("l'évaluation n'est pas finale : ouvrez la campagne avec « finale=True »")
        vue = Vue(evaluation, siren)
        _ = vue.territoire
        plume = plume or Plume()
        contexte = ContexteFinal(
            vue,
            edition,
            edite_le or evaluation.arrete_le,
            validation,
            empreinte,
            plan=plan,
            plume=plume,
            sources=tuple(sources),
            version=version,
        )
        super().__init__(plan, PARTIES, contexte, sans_doublon(plume, [a.code for a in evaluation.programme.actions]))

    def entete(self) -> Bloc:
        """Rend l'en-tête : programme, territoire, dates, état du document, bandeaux."""
        return self.partie("entete")

    def essentiel(self) -> Bloc:
        """Rend l'essentiel du contrat : chiffres clés et phrases."""
        return self.partie("essentiel")

    def rappel(self) -> Bloc:
        """Rend ce que le contrat voulait, comment il est évalué, et les limites."""
        return self.partie("rappel")

    def chez_nous(self) -> Bloc:
        """Rend « et chez nous ? » : l'EPCI à côté de l'ensemble."""
        return self.partie("chez_nous")

    def promis(self) -> Bloc:
        """Rend ce qui était promis et ce qui est fait, sur ce territoire."""
        return self.partie("promis")

    def objectifs(self) -> Bloc:
        """Rend la conclusion de chaque objectif et de chaque axe, sa couverture, sa solidité, et ce qui a reculé."""
        return self.partie("objectifs")

    def trajectoires(self) -> Bloc:
        """Rend ce que chaque année disait de chaque objectif."""
        return self.partie("trajectoires")

    def cibles(self) -> Bloc:
        """Rend les cibles initiales et révisées, côte à côte, et le verdict que chacune donne."""
        return self.partie("cibles")

    def criteres(self) -> Bloc:
        """Rend le jugement par critère : question, preuves calculées, constat et niveau de l'évaluateur."""
        return self.partie("criteres")

    def axes(self) -> Bloc:
        """Rend, axe par axe, les actions, les indicateurs choisis et leurs trajectoires."""
        return self.partie("axes")

    def actions(self) -> Bloc:
        """Rend l'état des actions d'année en année, et ce qui a été empêché avec la raison."""
        return self.partie("actions")

    def chronogramme(self) -> Bloc:
        """Rend le calendrier prévu et réel des actions."""
        return self.partie("chronogramme")

    def indicateurs(self) -> Bloc:
        """Rend tous les indicateurs, année par année."""
        return self.partie("indicateurs")

    def prevu_realise(self) -> Bloc:
        """Rend ce qui était prévu et ce qui a été réalisé, pour les indicateurs qui vont par deux."""
        return self.partie("prevu_realise")

    def publics(self) -> Bloc:
        """Rend les publics touchés."""
        return self.partie("publics")

    def couverture(self) -> Bloc:
        """Rend la présence de chaque action dans chaque EPCI."""
        return self.partie("couverture")

    def faits(self) -> Bloc:
        """Rend les freins et les leviers que les pilotes nomment."""
        return self.partie("faits")

    def budget(self) -> Bloc:
        """Rend le budget de tout le contrat."""
        return self.partie("budget")

    def couts(self) -> Bloc:
        """Rend les coûts par unité, là où ils se calculent."""
        return self.partie("couts")

    def gouvernance(self) -> Bloc:
        """Rend les réunions des instances."""
        return self.partie("gouvernance")

    def partenaires(self) -> Bloc:
        """Rend les partenaires et les signatures."""
        return self.partie("partenaires")

    def satisfaction(self) -> Bloc:
        """Rend la satisfaction et la participation des usagers."""
        return self.partie("satisfaction")

    def coherence_externe(self) -> Bloc:
        """Rend les liens avec les autres politiques du territoire, que l'évaluateur écrit."""
        return self.partie("coherence_externe")

    def contexte_territoire(self) -> Bloc:
        """Rend le contexte du territoire, que l'évaluateur écrit."""
        return self.partie("contexte_territoire")

    def fiches(self) -> Bloc:
        """Rend une fiche par action."""
        return self.partie("fiches")

    def non_evaluables(self) -> Bloc:
        """Rend ce qu'on ne peut pas évaluer, par raison."""
        return self.partie("non_evaluables")

    def qualite(self) -> Bloc:
        """Rend la qualité des données."""
        return self.partie("qualite")

    def controles(self) -> Bloc:
        """Rend les contrôles et les anomalies."""
        return self.partie("controles")

    def changements(self) -> Bloc:
        """Rend le journal des changements depuis la signature."""
        return self.partie("changements")

    def communication(self) -> Bloc:
        """Rend l'annexe de communication."""
        return self.partie("communication")

    def devenir(self) -> Bloc:
        """Rend le devenir de chaque action."""
        return self.partie("devenir")

    def recommandations(self) -> Bloc:
        """Rend les recommandations de l'évaluateur, et les pistes calculées à discuter."""
        return self.partie("recommandations")

    def decisions(self) -> Bloc:
        """Rend ce que le COPIL doit décider pour le contrat suivant."""
        return self.partie("decisions")

    def lecture(self) -> Bloc:
        """Rend « comment lire ce document »."""
        return self.partie("lecture")

    def methode(self) -> Bloc:
        """Rend la méthode et le barème."""
        return self.partie("methode")

    def rejouer(self) -> Bloc:
        """Rend de quoi refaire l'évaluation : version, empreintes, commande."""
        return self.partie("rejouer")

    def donnees(self) -> Bloc:
        """Rend les données réutilisables."""
        return self.partie("donnees")


def sans_doublon(plume: Plume, actions: Sequence[str]) -> Plume:
    """Rend les textes sans les lignes de devenir, que le tableau de la partie montre déjà."""
    lus = (replace(t, corps=sans_devenirs(t.corps, actions)) if t.partie == devenir.PARTIE else t for t in plume.textes)
    return replace(plume, textes=tuple(t for t in lus if t.corps))
