"""Le financement de tout le contrat : les montants de chaque année, additionnés ; un montant absent reste compté."""

from __future__ import annotations

from dataclasses import dataclass

from evaltools.domaine.finances import LigneFinanciere
from evaltools.restitution.figures_budget import Financement, Ligne, ligne
from evaltools.restitution.formats import pct
from evaltools.restitution.vue import Vue


@dataclass(frozen=True, slots=True)
class FinancementDuContrat(Financement):
    """Les montants du contrat ; ``debut`` : sa première année ; ``par_an`` : une ligne par année qui en a."""

    debut: int = 0
    par_an: tuple[Ligne, ...] = ()

    @property
    def periode(self) -> str:
        """Rend « de 2025 à 2028 »."""
        return f"de {self.debut} à {self.annee}" if self.debut != self.annee else f"en {self.annee}"

    @property
    def constat(self) -> str:
        """Titre de la figure : ce qu'elle montre, et si ce n'est qu'un minimum."""
        e = self.ensemble
        if e.part_engagee is not None:
            detail = f"{e.engage.ecrire()} sur {e.prevu.ecrire()}"
            return f"{pct(e.part_engagee)} du budget prévu {self.periode} est engagé ({detail})"
        if e.engage.total is not None:
            return f"{e.engage.ecrire().capitalize()} engagés {self.periode}, sur {e.prevu.ecrire()} prévus"
        return f"{e.prevu.ecrire().capitalize()} prévus {self.periode} ; les montants engagés ne sont pas remontés"

    @property
    def alternative(self) -> str:
        """Texte lu à la place de la figure."""
        e = self.ensemble
        sommes = f"prévu {e.prevu.ecrire()}, engagé {e.engage.ecrire()} et payé {e.paye.ecrire()}"
        debut = f"Barres des montants prévus, engagés et payés {self.periode}, par {self.mot}"
        return f"{debut}. En tout : {sommes}. Données dans le tableau qui suit."


def financement_du_contrat(vue: Vue) -> FinancementDuContrat:
    """Réunit les montants du contrat ; sans aucun montant, ``axes`` est vide."""
    programme, annee = vue.evaluation.programme, vue.evaluation.annee
    lignes = [f for f in vue.evaluation.finances if f.annee <= annee]
    ensemble = ligne("Ensemble", lignes)
    connus = [s for s in (ensemble.prevu, ensemble.engage, ensemble.paye) if s.total is not None]
    par_axe: list[tuple[str, list[LigneFinanciere]]] = []
    for axe in programme.axes:
        codes = {a.code for a in programme.actions_de(axe.code)}
        par_axe.append((f"{axe.code}. {axe.intitule}", [f for f in lignes if f.action in codes]))
    noms = sorted({f.financeur for f in lignes}, key=str.casefold)
    annees = sorted({f.annee for f in lignes})
    return FinancementDuContrat(
        tuple(ligne(nom, dedans) for nom, dedans in par_axe if dedans) if connus else (),
        tuple(ligne(nom or "Financeur non précisé", [f for f in lignes if f.financeur == nom]) for nom in noms),
        ensemble,
        programme.vocabulaire.axe,
        annee,
        annees[0] if annees else annee,
        tuple(ligne(str(an), [f for f in lignes if f.annee == an]) for an in annees),
    )
