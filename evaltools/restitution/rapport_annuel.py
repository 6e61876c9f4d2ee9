"""Le rapport annuel d'un territoire : chaque méthode en rend une partie, à afficher dans une cellule de carnet."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from evaltools.domaine.evaluation import Evaluation
from evaltools.restitution import plans
from evaltools.restitution.annuel.contexte import Contexte
from evaltools.restitution.annuel.parties import PARTIES
from evaltools.restitution.html import Bloc
from evaltools.restitution.rapport import Rapport
from evaltools.restitution.sigles import developper, developper_html
from evaltools.restitution.textes import Plume
from evaltools.restitution.vue import Vue


class RapportAnnuel(Rapport[Contexte]):
    """Le rapport annuel d'un EPCI, ou de l'ensemble du programme.

    Une partie que l'édition ne compte pas (voir ``plans``) se dit d'une ligne et ne s'exporte pas ; une partie sans
    données rejoint la liste de ``manques``, avec son remède.

    Parameters
    ----------
    evaluation : Evaluation
        Tout ce qui a été calculé pour l'année ; le rapport le montre et n'y ajoute rien.
    siren : str
        SIREN d'un EPCI du programme, ou « ensemble ».
    edition : str
        « copil », « elus », « technique » ou « citoyenne ».
    edite_le : date
        Date imprimée : la même rend les mêmes octets. Absente : la date d'arrêt des données.
    validation : str
        « COPIL du 12 mars 2027 » ; vide : « document de travail ».
    empreinte : str
        Empreinte des données lues, imprimée au pied.
    plume : Plume
        Les textes de l'évaluateur.

    Raises
    ------
    ValueError
        Si l'édition est inconnue.
    KeyError
        Si le territoire n'est pas du programme.
    """

    carnet = "evaluation_annuelle"

    def __init__(
        self,
        evaluation: Evaluation,
        siren: str,
        edition: str = "technique",
        edite_le: date | None = None,
        validation: str = "",
        empreinte: str = "",
        plume: Plume | None = None,
    ) -> None:
        plan = plans.plan(self.carnet, edition)
        vue = Vue(evaluation, siren)
        _ = vue.territoire
        jour = edite_le or evaluation.arrete_le
        contexte = Contexte(vue, edition, jour, validation, empreinte, plan=plan)
        super().__init__(plan, PARTIES, contexte, plume)

    def partie(self, nom: str) -> Bloc:
        """Écrit une partie, à son rang ; l'édition citoyenne n'y garde aucun sigle connu."""
        bloc = super().partie(nom)
        return sans_sigles(bloc) if self.contexte.edition == "citoyenne" else bloc

    def entete(self) -> Bloc:
        """Rend l'en-tête : programme, territoire, dates, état du document, bandeaux."""
        return self.partie("entete")

    def essentiel(self) -> Bloc:
        """Rend l'essentiel : chiffres clés avec leur dénominateur, quatre ou cinq phrases."""
        return self.partie("essentiel")

    def suites(self) -> Bloc:
        """Rend ce que sont devenues les décisions des années d'avant."""
        return self.partie("suites")

    def chez_nous(self) -> Bloc:
        """Rend « et chez nous ? » : l'EPCI à côté de l'ensemble, ou chaque EPCI."""
        return self.partie("chez_nous")

    def avancement(self) -> Bloc:
        """Rend l'avancement des actions : états par axe."""
        return self.partie("avancement")

    def taux(self) -> Bloc:
        """Rend les taux de programme, n sur N, avec l'année d'avant."""
        return self.partie("taux")

    def objectifs(self) -> Bloc:
        """Rend où en sont les objectifs : répartition des verdicts, par axe et par objectif."""
        return self.partie("objectifs")

    def indicateurs(self) -> Bloc:
        """Rend les indicateurs à regarder et leurs tendances."""
        return self.partie("indicateurs")

    def a_suivre(self) -> Bloc:
        """Rend les actions en retard, reportées, suspendues, arrêtées."""
        return self.partie("a_suivre")

    def chronogramme(self) -> Bloc:
        """Rend le calendrier prévu et réel."""
        return self.partie("chronogramme")

    def prevu_realise(self) -> Bloc:
        """Rend ce qui était prévu et ce qui a été réalisé."""
        return self.partie("prevu_realise")

    def publics(self) -> Bloc:
        """Rend les publics touchés, sans double compte caché."""
        return self.partie("publics")

    def fiches(self) -> Bloc:
        """Rend une fiche par action, avec tous ses indicateurs et la provenance de chaque valeur."""
        return self.partie("fiches")

    def faits(self) -> Bloc:
        """Rend les faits marquants, freins et leviers (édition restreinte)."""
        return self.partie("faits")

    def budget(self) -> Bloc:
        """Rend le budget prévu, engagé, payé, les montants absents comptés."""
        return self.partie("budget")

    def couts(self) -> Bloc:
        """Rend les coûts rapportés à ce qu'ils ont produit."""
        return self.partie("couts")

    def couverture(self) -> Bloc:
        """Rend la présence de chaque action dans chaque EPCI."""
        return self.partie("couverture")

    def gouvernance(self) -> Bloc:
        """Rend les réunions des instances."""
        return self.partie("gouvernance")

    def partenaires(self) -> Bloc:
        """Rend les partenaires et signatures."""
        return self.partie("partenaires")

    def satisfaction(self) -> Bloc:
        """Rend la satisfaction, avec les effectifs des enquêtes."""
        return self.partie("satisfaction")

    def qualite(self) -> Bloc:
        """Rend la qualité des données : taux de renseignement, classeurs absents."""
        return self.partie("qualite")

    def controles(self) -> Bloc:
        """Rend les contrôles et anomalies (édition restreinte)."""
        return self.partie("controles")

    def non_evaluables(self) -> Bloc:
        """Rend ce qu'on ne peut pas évaluer, pourquoi, et ce qui le rendrait évaluable."""
        return self.partie("non_evaluables")

    def decisions(self) -> Bloc:
        """Rend ce que le COPIL doit décider."""
        return self.partie("decisions")

    def plan_suivant(self) -> Bloc:
        """Rend le plan de l'année suivante."""
        return self.partie("plan_suivant")

    def changements(self) -> Bloc:
        """Rend les cibles révisées depuis la signature."""
        return self.partie("changements")

    def communication(self) -> Bloc:
        """Rend l'annexe sur la communication."""
        return self.partie("communication")

    def methode(self) -> Bloc:
        """Rend la méthode, le barème, le glossaire, les règles de secret et l'accessibilité."""
        return self.partie("methode")

    def lecture(self) -> Bloc:
        """Rend comment lire ces pages."""
        return self.partie("lecture")

    def donnees(self) -> Bloc:
        """Rend les données réutilisables (édition publique)."""
        return self.partie("donnees")


def sans_sigles(bloc: Bloc) -> Bloc:
    """Rend un bloc dont les sigles connus sont écrits en toutes lettres."""
    page = {cle: developper_html(texte) if cle == "pied" else developper(texte) for cle, texte in bloc.page.items()}
    return replace(bloc, titre=developper(bloc.titre), contenu=developper_html(bloc.contenu), page=page)
