"""Ce que toutes les parties du cadrage se partagent : l'évaluabilité, ce qui est décidé, ce que dit le document."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from evaltools.domaine.anomalies import Anomalie
from evaltools.domaine.cadrage import ORIGINE_DECISION, ORIGINE_DOCUMENT, Cadrage, Cadre, Cible
from evaltools.domaine.contradictions import Contradiction, contradictions
from evaltools.domaine.evaluabilite import Bilan, Evaluabilite, bilans, evaluer_evaluabilite
from evaltools.domaine.lexique import ENSEMBLE
from evaltools.domaine.programme import Action, Indicateur
from evaltools.domaine.propositions import Proposition, propositions
from evaltools.restitution.annuel.contexte import Contexte


@dataclass(frozen=True, slots=True)
class Decidee:
    """Une cible fixée pour un indicateur, sur un territoire, et qui l'a fixée : initiale ou révisée."""

    cadre: Cadre
    cible: Cible
    revisee: bool

    @property
    def instance(self) -> str:
        """Qui l'a décidée ; « document signé » quand c'est le document qui l'énonce, vide : on ne le sait pas."""
        return "document signé" if self.cible.origine == ORIGINE_DOCUMENT else self.cible.instance

    @property
    def cle(self) -> tuple[str, date | None]:
        """Instance et date de la décision."""
        return self.instance, self.cible.decidee_le


@dataclass(frozen=True)
class ContexteCadrage(Contexte):
    """Une édition du rapport de cadrage.

    ``cadrage`` : ce qui est décidé, en entier ; il dit ce qui manque, et n'est jamais montré. Ce qui se montre est
    ``evaluation.cadrage``, masqué dans l'édition publique. ``anomalies`` : celles de la lecture du cadrage.
    """

    cadrage: Cadrage = field(default_factory=lambda: Cadrage({}))
    anomalies: tuple[Anomalie, ...] = ()

    @cached_property
    def indicateurs(self) -> Mapping[str, Indicateur]:
        """Les indicateurs du programme, clauses ouvertes comprises, par code."""
        return {i.code: i for i in self.programme.indicateurs}

    @cached_property
    def du_document(self) -> tuple[Evaluabilite, ...]:
        """L'évaluabilité que donne le document seul."""
        return evaluer_evaluabilite(self.programme, bareme=self.evaluation.bareme)

    @cached_property
    def actuelles(self) -> tuple[Evaluabilite, ...]:
        """L'évaluabilité d'aujourd'hui, décisions comprises."""
        return evaluer_evaluabilite(self.programme, self.cadrage, self.evaluation.bareme)

    @cached_property
    def bilans(self) -> tuple[Bilan, ...]:
        """Les comptes d'aujourd'hui : programme, puis chaque axe suivi de ses actions."""
        return bilans(self.programme, self.actuelles)

    @cached_property
    def bilans_du_document(self) -> tuple[Bilan, ...]:
        """Les mêmes comptes, sur le document seul."""
        return bilans(self.programme, self.du_document)

    @property
    def total(self) -> Bilan:
        """Le bilan d'aujourd'hui, pour tout le programme."""
        return self.bilans[0]

    @cached_property
    def contradictions(self) -> tuple[Contradiction, ...]:
        """Ce que le document contredit ou ne dit pas."""
        return contradictions(self.programme)

    @cached_property
    def propositions(self) -> Mapping[str, tuple[Proposition, ...]]:
        """Ce que le texte du document suggère, par indicateur ; jamais tenu pour décidé."""
        rangees: dict[str, list[Proposition]] = {}
        for proposition in propositions(self.programme):
            rangees.setdefault(proposition.indicateur, []).append(proposition)
        return {code: tuple(siennes) for code, siennes in rangees.items()}

    @cached_property
    def decidees(self) -> tuple[Decidee, ...]:
        """Toutes les cibles fixées, par le document ou par une instance, dans l'ordre du document."""
        return tuple(d for cadre in self.evaluation.cadrage.cadres.values() for d in _decidees(cadre))

    @cached_property
    def decisions(self) -> tuple[Decidee, ...]:
        """Les cibles qu'une instance a fixées ou révisées."""
        return tuple(d for d in self.decidees if d.revisee or d.cible.origine == ORIGINE_DECISION)

    @property
    def decide(self) -> bool:
        """Dit si une instance a déjà décidé quelque chose."""
        return bool(self.decisions)

    def action(self, evaluabilite: Evaluabilite) -> Action:
        """Rend l'action d'un indicateur."""
        return self.programme.action(evaluabilite.action)

    def pilote(self, evaluabilite: Evaluabilite) -> str:
        """Rend qui doit remonter la valeur : le responsable décidé, sinon le pilote de la fiche ; vide : personne."""
        cadre = self.evaluation.cadrage.cadre(evaluabilite.indicateur)
        return (cadre.responsable if cadre else "") or self.pilote_de_la_fiche(evaluabilite)

    def pilote_de_la_fiche(self, evaluabilite: Evaluabilite) -> str:
        """Rend le pilote que la fiche désigne, pour l'opération puis pour l'action ; vide : personne."""
        action = self.action(evaluabilite)
        fiches = [o.fiche for o in action.operations if o.code == evaluabilite.operation]
        return next((f.pilote for f in (*fiches, action.fiche) if f.pilote), "")


def _decidees(cadre: Cadre) -> Iterable[Decidee]:
    initiale, revisee = cadre.cible_initiale, cadre.cible_revisee
    if initiale is not None and fixee(initiale):
        yield Decidee(cadre, initiale, revisee=False)
    if revisee is not None and fixee(revisee):
        yield Decidee(cadre, revisee, revisee=True)


def fixee(cible: Cible) -> bool:
    """Dit si une cible est vraiment fixée : une valeur, des bornes, des cibles annuelles, ou une échéance."""
    chiffree = any(v is not None for v in (cible.valeur, cible.borne_basse, cible.borne_haute))
    return chiffree or bool(cible.annuelles) or cible.annee is not None


def pour_l_ensemble(decidees: Iterable[Decidee]) -> tuple[Decidee, ...]:
    """Garde les cibles de l'ensemble du programme ; celles des EPCI en sont le détail."""
    return tuple(d for d in decidees if d.cadre.siren == ENSEMBLE)
