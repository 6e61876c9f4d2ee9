"""La note semestrielle (fiche A4-7) : suivi des actions, écarts et réorientations, en deux ou trois pages."""

from __future__ import annotations

from datetime import date

from evaltools.domaine.evaluation import Evaluation
from evaltools.restitution import plans
from evaltools.restitution.annuel.contexte import Contexte
from evaltools.restitution.annuel.parties import PARTIES
from evaltools.restitution.annuel.semestres import lisible, semestre
from evaltools.restitution.html import Bloc
from evaltools.restitution.rapport import Rapport
from evaltools.restitution.rapport_annuel import sans_sigles
from evaltools.restitution.textes import Plume
from evaltools.restitution.vue import Vue


class NoteSemestrielle(Rapport[Contexte]):
    """La note d'un semestre ; mêmes paramètres que ``RapportAnnuel``, et la période.

    Parameters
    ----------
    periode : str
        « 2026-S1 » ou « 2026-S2 » ; vide : le semestre que dit la date d'arrêt des données.
    """

    carnet = "note_semestrielle"

    def __init__(
        self,
        evaluation: Evaluation,
        siren: str,
        edition: str = "technique",
        edite_le: date | None = None,
        validation: str = "",
        empreinte: str = "",
        plume: Plume | None = None,
        periode: str = "",
    ) -> None:
        plan = plans.plan(self.carnet, edition)
        vue = Vue(evaluation, siren)
        _ = vue.territoire
        jour = edite_le or evaluation.arrete_le
        contexte = Contexte(vue, edition, jour, validation, empreinte, plan=plan, periode=periode)
        titre = f"Note du {lisible(f'{evaluation.annee}-S{semestre(contexte)}').removeprefix('le ')}"
        contexte = Contexte(vue, edition, jour, validation, empreinte, plan=plan, periode=periode, titre=titre)
        super().__init__(plan, PARTIES, contexte, plume)

    def partie(self, nom: str) -> Bloc:
        """Écrit une partie, à son rang ; l'édition citoyenne n'y garde aucun sigle connu."""
        bloc = super().partie(nom)
        return sans_sigles(bloc) if self.contexte.edition == "citoyenne" else bloc

    def entete(self) -> Bloc:
        """Rend l'en-tête : programme, territoire, dates, état du document, bandeaux."""
        return self.partie("entete")

    def suites(self) -> Bloc:
        """Rend ce que sont devenues les décisions des années d'avant."""
        return self.partie("suites")

    def avancement(self) -> Bloc:
        """Rend l'avancement des actions : états par axe."""
        return self.partie("avancement")

    def semestres(self) -> Bloc:
        """Rend ce qui a changé d'un semestre à l'autre."""
        return self.partie("semestres")

    def a_suivre(self) -> Bloc:
        """Rend les actions en retard, reportées, suspendues, arrêtées."""
        return self.partie("a_suivre")

    def qualite(self) -> Bloc:
        """Rend la qualité des données : taux de renseignement, classeurs absents."""
        return self.partie("qualite")

    def decisions(self) -> Bloc:
        """Rend ce que le COPIL doit décider."""
        return self.partie("decisions")
