"""Ce que le COPIL doit décider pour le contrat suivant : le sujet, pourquoi, l'option, qui, et avant quand."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from evaltools.domaine.lexique import Verdict
from evaltools.domaine.situations import OUVERTS
from evaltools.restitution import gabarit
from evaltools.restitution import phrases as p
from evaltools.restitution.annuel.decisions import COPIL, DECISION, Decision, diapositives
from evaltools.restitution.final.contexte import ContexteFinal
from evaltools.restitution.final.devenir import proposes
from evaltools.restitution.formats import sur
from evaltools.restitution.html import SECTION, Bloc
from evaltools.restitution.vue import applicables, evaluables

AVANT = "avant la signature du contrat suivant"


def bloc(contexte: ContexteFinal) -> Bloc:
    """Écrit les décisions à prendre pour le contrat suivant, une carte chacune."""
    toutes = decisions(contexte)
    n = len(toutes)
    message = p.phrase(
        p.compter(n, DECISION, lettres=True), p.verbe(n, "est à prendre", "sont à prendre"), "pour le contrat suivant"
    )
    html = gabarit.remplir("decisions.html.j2", message=message, decisions=toutes)
    return Bloc(SECTION, "decisions", "Décisions à prendre", html, diapositives=tuple(diapositives(message, toutes)))


def decisions(contexte: ContexteFinal) -> tuple[Decision, ...]:
    """Rend les décisions à prendre : valider, décider du devenir, clore, cadrer le contrat suivant, publier."""
    return tuple(d for source in _SOURCES for d in source(contexte))


def _validation(contexte: ContexteFinal) -> Iterator[Decision]:
    if not contexte.validation:
        yield Decision(
            "Valider l'évaluation finale",
            "Le document est de travail tant que le comité de pilotage ne l'a pas validé.",
            "Valider, ou demander des compléments à l'évaluateur.",
            COPIL,
            "à cette séance",
        )


def _devenir(contexte: ContexteFinal) -> Iterator[Decision]:
    total, ecrits = len(contexte.programme.actions), len(proposes(contexte))
    if total:
        pourquoi = (
            f"{p.compter(ecrits, p.ACTION)} sur {total} {p.verbe(ecrits, 'a', 'ont')} un devenir proposé par "
            "l'évaluateur."
            if ecrits
            else f"Aucun devenir n'est encore proposé, pour {p.compter(total, p.ACTION)}."
        )
        option = "Voter, action par action : reconduire, adapter, étendre, transférer ou arrêter."
        yield Decision("Décider du devenir des actions", pourquoi, option, COPIL, AVANT)


def _ouvertes(contexte: ContexteFinal) -> Iterator[Decision]:
    ouvertes = [s.action for s in contexte.vue.situations.values() if s.etat in OUVERTS]
    if ouvertes:
        n = len(ouvertes)
        yield Decision(
            "Clore ou poursuivre ce qui reste ouvert",
            p.phrase(p.compter(n, p.ACTION), p.verbe(n, "reste ouverte", "restent ouvertes"), "à la fin du contrat :",
                     p.lister(ouvertes, maximum=6)),
            "Dire qui porte chaque action, et avec quels crédits, entre les deux contrats.",
            COPIL,
            AVANT,
        )  # fmt: skip


def _cadrage(contexte: ContexteFinal) -> Iterator[Decision]:
    total = applicables(contexte.vue.juges)
    non = [r for r in total if r.verdict is Verdict.NON_EVALUABLE]
    if non:
        n = len(non)
        yield Decision(
            "Cadrer les indicateurs avant de signer",
            p.phrase(f"{sur(n, len(total))} indicateurs", p.verbe(n, "n'a pas pu", "n'ont pas pu"), "être évalués"),
            "N'inscrire au contrat suivant que des indicateurs qui ont une cible, un départ, un sens et un "
            "responsable.",
            "le COTECH",
            AVANT,
        )


def _cibles(contexte: ContexteFinal) -> Iterator[Decision]:
    juges = evaluables(contexte.vue.juges)
    manquees = [r for r in juges if r.verdict is Verdict.NON_ATTEINT]
    if manquees:
        n = len(manquees)
        yield Decision(
            "Revoir les cibles manquées",
            p.phrase(
                f"{sur(n, len(juges))} cibles évaluables", p.verbe(n, "n'est pas atteinte", "ne sont pas atteintes")
            ),
            "Garder l'ambition et changer les moyens, ou fixer une cible tenable : dire laquelle, et pourquoi.",
            COPIL,
            AVANT,
        )


_SOURCES: tuple[Callable[[ContexteFinal], Iterator[Decision]], ...] = (
    _validation,
    _devenir,
    _ouvertes,
    _cibles,
    _cadrage,
)
