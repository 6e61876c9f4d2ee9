"""Toutes les parties que l'évaluation finale sait écrire, par nom : les siennes, et celles de l'évaluation annuelle."""

from __future__ import annotations

from collections.abc import Mapping

from evaltools.restitution.annuel.parties import PARTIES as ANNUELLES
from evaltools.restitution.annuel.section import section
from evaltools.restitution.final import (
    actions,
    axes,
    budget,
    cibles,
    couts,
    criteres,
    devenir,
    entete,
    essentiel,
    indicateurs,
    objectifs,
    promis,
    rappel,
    recommandations,
    rejouer,
    suite,
    trajectoires,
)
from evaltools.restitution.final.contexte import ContexteFinal
from evaltools.restitution.html import Bloc
from evaltools.restitution.rapport import Manque, Partie

REPRISES = (
    "prevu_realise", "publics", "chez_nous", "couverture", "gouvernance", "partenaires", "satisfaction", "qualite",
    "controles", "chronogramme", "fiches", "faits", "non_evaluables", "changements", "communication", "lecture",
    "methode", "donnees",
)  # fmt: skip
"""Parties de l'évaluation annuelle qui disent la même chose dans la finale."""


def _texte_seul(partie: str, titre: str, attendu: str) -> Partie[ContexteFinal]:
    """Fabrique une partie que l'évaluateur seul peut écrire : rien ne s'y calcule."""

    def manque(contexte: ContexteFinal) -> Manque:
        dossier = f"inputs/{contexte.programme.code}/{contexte.annee}/textes"
        return Manque(attendu, f"L'évaluateur l'écrit dans {dossier}/{partie}.md.")

    def ecrire(_contexte: ContexteFinal) -> Bloc:
        return section(partie.replace("_", "-"), titre, titre, "")

    return Partie(titre, ecrire, manque)


PROPRES: Mapping[str, Partie[ContexteFinal]] = {
    "entete": Partie("En-tête", entete.bloc),
    "essentiel": Partie("L'essentiel", essentiel.bloc),
    "rappel": Partie("Le contrat et son évaluation", rappel.bloc),
    "objectifs": Partie("Degré d'atteinte", objectifs.bloc, objectifs.manque),
    "trajectoires": Partie("Trajectoires", trajectoires.bloc, trajectoires.manque),
    "promis": Partie("Promis et fait", promis.bloc, promis.manque),
    "cibles": Partie("Cibles révisées", cibles.bloc, cibles.manque),
    "criteres": Partie("Jugement par critère", criteres.bloc),
    "axes": Partie("Axe par axe", axes.bloc),
    "actions": Partie("Actions", actions.bloc),
    "indicateurs": Partie("Tous les indicateurs", indicateurs.bloc),
    "budget": Partie("Budget", budget.bloc, budget.manque),
    "couts": Partie("Coûts rapportés", couts.bloc, couts.manque),
    "coherence_externe": _texte_seul(
        "coherence_externe",
        "Cohérence avec les autres politiques",
        "Les liens avec le projet régional de santé, les contrats et les projets du territoire ne se calculent pas.",
    ),
    "contexte_territoire": _texte_seul(
        "contexte_territoire",
        "Contexte du territoire",
        "Les indicateurs de contexte, leur niveau géographique et leur période ne sont pas dans les classeurs.",
    ),
    "devenir": Partie("Devenir des actions", devenir.bloc),
    "recommandations": Partie("Recommandations", recommandations.bloc),
    "decisions": Partie("Décisions à prendre", suite.bloc),
    "rejouer": Partie("Rejouer l'évaluation", rejouer.bloc),
}

PARTIES: Mapping[str, Partie[ContexteFinal]] = {
    **{nom: Partie(ANNUELLES[nom].titre, ANNUELLES[nom].ecrire, ANNUELLES[nom].manque) for nom in REPRISES},
    **PROPRES,
}
