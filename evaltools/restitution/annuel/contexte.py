"""Ce que toutes les parties du rapport se partagent : le territoire, l'édition, les dates, les numéros de figure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from evaltools.domaine.evaluation import Evaluation
from evaltools.domaine.programme import Axe, Programme
from evaltools.restitution.figures_budget import Financement
from evaltools.restitution.figures_chronogramme import Chronogramme
from evaltools.restitution.figures_etats import EtatsParAxe
from evaltools.restitution.figures_paires import Paires
from evaltools.restitution.figures_tendances import Tendances
from evaltools.restitution.phrases import majuscule
from evaltools.restitution.vue import Vue

FIGURES: Mapping[str, str] = {
    "indicateurs": "tendances",
    "avancement": "etats",
    "chronogramme": "chronogramme",
    "prevu_realise": "paires",
    "budget": "budget",
}
"""La figure que dessine chaque partie qui en a une ; les numéros suivent l'ordre du plan."""


@dataclass(frozen=True)
class Contexte:
    """Une édition d'un rapport : la vue d'un territoire et ce qui est imprimé autour.

    ``plan`` : les parties de l'édition, dans l'ordre. ``titre`` : nom du rapport ; vide : « Évaluation annuelle
    2026 ». ``periode`` : semestre d'une note (« 2026-S1 »), vide sinon. ``avis`` : bandeaux propres au
    rapport, en plus des bandeaux dus.
    """

    vue: Vue
    edition: str
    edite_le: date
    validation: str = ""
    empreinte: str = ""
    accueil: str = "../index.html"
    plan: tuple[str, ...] = tuple(FIGURES)
    titre: str = ""
    periode: str = ""
    avis: tuple[tuple[str, str], ...] = ()

    @property
    def evaluation(self) -> Evaluation:
        """L'évaluation dont tout est tiré."""
        return self.vue.evaluation

    @property
    def programme(self) -> Programme:
        """Le programme évalué."""
        return self.vue.evaluation.programme

    @property
    def annee(self) -> int:
        """L'année évaluée."""
        return self.vue.evaluation.annee

    @cached_property
    def tendances(self) -> Tendances:
        """Les séries à tracer (vides : trop courtes ou sans cible)."""
        return Tendances.depuis(self.vue)

    @cached_property
    def etats(self) -> EtatsParAxe:
        """Les états d'action par axe."""
        return EtatsParAxe.depuis(self.vue)

    @cached_property
    def chronogramme(self) -> Chronogramme:
        """Les calendriers prévus et réels (vides : aucune date)."""
        return Chronogramme.depuis(self.vue)

    @cached_property
    def paires(self) -> Paires:
        """Ce qui était prévu et ce qui a été réalisé, pour les indicateurs qui vont par deux (vides : aucun)."""
        return Paires.depuis(self.vue)

    @cached_property
    def financement(self) -> Financement:
        """Les montants de l'année, par axe (vides : aucun montant remonté)."""
        return Financement.depuis(self.vue)

    def compte(self, partie: str) -> bool:
        """Dit si l'édition compte une partie : un lien n'y mène que si elle y est."""
        return partie in self.plan

    @cached_property
    def numeros(self) -> Mapping[str, int]:
        """Le numéro des figures présentes, dans l'ordre de la page."""
        donnees = {
            "tendances": self.tendances.series,
            "etats": self.etats.axes,
            "chronogramme": self.chronogramme.lignes,
            "paires": self.paires.lignes,
            "budget": self.financement.axes,
        }
        presentes = [FIGURES[nom] for nom in self.plan if nom in FIGURES and donnees[FIGURES[nom]]]
        return {nom: rang for rang, nom in enumerate(presentes, 1)}


def titre_d_axe(contexte: Contexte, axe: Axe) -> str:
    """Rend « Axe 1. Faciliter l'accès aux soins », avec le mot du programme (« Orientation »)."""
    return f"{majuscule(contexte.programme.vocabulaire.axe)} {axe.code}. {axe.intitule}"


def ancre(prefixe: str, code: str) -> str:
    """Fait d'un code un identifiant de page.

    Examples
    --------
    >>> ancre("action", "FA 1.1")
    'action-fa-1-1'
    """
    return f"{prefixe}-{re.sub(r'[^a-z0-9]+', '-', code.casefold()).strip('-')}"
