"""Ce que toutes les parties de l'évaluation finale se partagent : le contrat entier, les textes, les figures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from evaltools.domaine.evaluation import Resultat, Synthese
from evaltools.domaine.programme import Axe
from evaltools.restitution.annuel.contexte import Contexte
from evaltools.restitution.figures_budget import Financement
from evaltools.restitution.figures_classes import Repartition
from evaltools.restitution.figures_tendances import Tendances
from evaltools.restitution.final.financement import financement_du_contrat
from evaltools.restitution.phrases import majuscule
from evaltools.restitution.textes import Plume
from evaltools.restitution.vue import Groupe, Vue, compter_verdicts, evaluables

Sources = tuple[tuple[str, str], ...]
"""Les fichiers lus : nom, empreinte sha256."""


@dataclass(frozen=True)
class ContexteFinal(Contexte):
    """Une édition de l'évaluation finale.

    ``plume`` : les textes de l'évaluateur. ``sources`` : les fichiers lus, pour rejouer l'évaluation ; vide : non
    transmis. ``version`` : celle de l'outil.
    """

    plume: Plume = field(default_factory=Plume)
    sources: Sources = ()
    version: str = ""

    @property
    def fin(self) -> int:
        """Dernière année du contrat."""
        return self.programme.fin.year

    @property
    def anticipee(self) -> bool:
        """Dit si l'évaluation finale est rendue avant la fin du contrat."""
        return self.evaluation.arrete_le < self.programme.fin

    @property
    def annees(self) -> range:
        """Les années du contrat que l'évaluation couvre."""
        return range(self.programme.debut.year, self.annee + 1)

    @cached_property
    def financement(self) -> Financement:
        """Les montants de tout le contrat, par axe (vides : aucun montant remonté)."""
        return financement_du_contrat(self.vue)

    def synthese(self, groupe: str, code: str) -> Synthese | None:
        """Rend la synthèse d'un groupe sur le territoire du rapport."""
        return self.evaluation.synthese(groupe, code, self.vue.siren)

    @property
    def du_programme(self) -> Synthese | None:
        """La synthèse de tout le programme."""
        return self.synthese("programme", self.programme.code)

    @cached_property
    def groupes(self) -> tuple[tuple[Axe, tuple[Groupe, ...]], ...]:
        """Chaque axe et ses objectifs (ses actions, quand le programme n'a pas d'objectifs)."""
        return tuple((axe, self.vue.groupes(axe)) for axe in self.programme.axes)

    @cached_property
    def mot_du_groupe(self) -> str:
        """Comment se nomme un groupe : « objectif », ou « action »."""
        return "objectif" if self.programme.objectifs else "action"

    @cached_property
    def classes(self) -> Repartition:
        """La répartition des verdicts par objectif (par axe quand il n'y a pas d'objectifs)."""
        if self.programme.objectifs:
            lignes = [
                (f"{g.code}. {g.intitule}", compter_verdicts(g.resultats))
                for _, groupes in self.groupes
                for g in groupes
            ]
            return Repartition.des_verdicts("objectif", lignes)
        axes = [(f"{a.code}. {a.intitule}", compter_verdicts(lignes)) for a, lignes in self.vue.axes() if lignes]
        return Repartition.des_verdicts(self.programme.vocabulaire.axe, axes)

    @property
    def annees_connues(self) -> tuple[int, ...]:
        """Les années passées dont l'évaluation est connue, et où quelque chose était évaluable."""
        return tuple(an for an in sorted(self.evaluation.historique) if evaluables(self.passes(an)))

    def passes(self, annee: int) -> tuple[Resultat, ...]:
        """Rend ce que l'évaluation d'une année du contrat donnait sur ce territoire ; la dernière est la finale."""
        if annee == self.annee:
            return self.vue.juges
        return tuple(r for r in self.evaluation.historique.get(annee, ()) if r.siren == self.vue.siren)

    @cached_property
    def annee_par_annee(self) -> Repartition:
        """La répartition des verdicts, année par année, la finale en dernier."""
        lignes = [(str(an), compter_verdicts(self.passes(an))) for an in (*self.annees_connues, self.annee)]
        return Repartition.des_verdicts("année", lignes)

    @cached_property
    def tendances_par_axe(self) -> Mapping[str, Tendances]:
        """Les séries à tracer, axe par axe ; un axe sans série assez longue n'y est pas."""
        tracees = {axe.code: Tendances.depuis(self.vue_de(axe)) for axe in self.programme.axes}
        return {code: t for code, t in tracees.items() if t.series}

    def vue_de(self, axe: Axe) -> Vue:
        """Rend la même vue, réduite aux résultats d'un axe."""
        siens = tuple(r for r in self.evaluation.resultats if r.axe == axe.code)
        return Vue(replace(self.evaluation, resultats=siens), self.vue.siren)

    @cached_property
    def numeros(self) -> Mapping[str, int]:
        """Le numéro des figures présentes, dans l'ordre de la page."""
        figures = [nom for partie in self.plan for nom in self._figures(partie)]
        return {nom: rang for rang, nom in enumerate(figures, 1)}

    def _figures(self, partie: str) -> tuple[str, ...]:
        """Rend les figures qu'une partie dessine, dans l'ordre."""
        match partie:
            case "objectifs":
                return ("classes",) if self.classes.modalites else ()
            case "trajectoires":
                return ("annees",) if self.annees_connues else ()
            case "axes":
                return tuple(f"tendances-{code}" for code in self.tendances_par_axe)
            case "actions":
                return ("etats",) if self.etats.axes else ()
            case "chronogramme":
                return ("chronogramme",) if self.chronogramme.lignes else ()
            case "prevu_realise":
                return ("paires",) if self.paires.lignes else ()
            case "budget":
                return ("budget",) if self.financement.axes and self.edition != "elus" else ()
        return ()


def titre_du_groupe(contexte: ContexteFinal, groupe: Groupe) -> str:
    """Rend « Objectif 3. Accompagner les jeunes » ou « FA 1.1 Installer un médiateur »."""
    if groupe.nature == "objectif":
        return f"{majuscule(contexte.mot_du_groupe)} {groupe.code}. {groupe.intitule}"
    return f"{groupe.code} {groupe.intitule}"
