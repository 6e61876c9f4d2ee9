"""Les recommandations : celles de l'évaluateur, puis des pistes calculées, marquées « à discuter »."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from evaltools.domaine.evaluation import Resultat
from evaltools.domaine.lexique import EtatAction, Motif, Verdict
from evaltools.restitution import phrases as p
from evaltools.restitution.annuel.section import diapo, intertitre, paragraphe, section
from evaltools.restitution.diapositives import Diapositive
from evaltools.restitution.final.contexte import ContexteFinal
from evaltools.restitution.final.mots import degrades
from evaltools.restitution.final.textes import constat_a_ecrire
from evaltools.restitution.formats import pct, sur
from evaltools.restitution.html import Bloc
from evaltools.restitution.mots import MOTIFS
from evaltools.restitution.tableaux import Colonne, tableau
from evaltools.restitution.vue import applicables, compter_motifs, evaluables

PARTIE = "recommandations"
RECOMMANDATION = p.Nom("piste", "pistes", feminin=True)
SUIVANT = "avant le prochain contrat"
COPIL, COTECH, PILOTE = "le COPIL", "le COTECH", "le pilote de l'action"


@dataclass(frozen=True, slots=True)
class Piste:
    """Une piste de recommandation : ce qu'il faudrait faire, le constat qui y mène, pour qui, et avant quand."""

    quoi: str
    constat: str
    qui: str
    quand: str = SUIVANT


def pistes_calculees(contexte: ContexteFinal) -> tuple[Piste, ...]:
    """Rend les pistes que les résultats suggèrent, des reculs vers ce qui n'a pas pu être évalué."""
    return tuple(piste for source in _SOURCES for piste in source(contexte))


def bloc(contexte: ContexteFinal) -> Bloc:
    """Écrit les recommandations : la place de celles de l'évaluateur, puis les pistes calculées, numérotées."""
    toutes = pistes_calculees(contexte)
    if contexte.edition == "elus":
        toutes = toutes[:PISTES_DES_ELUS]
    ecrites = contexte.plume.de(PARTIE)
    return section(
        "recommandations",
        "Recommandations",
        "Que faut-il recommander ?",
        message(contexte, toutes),
        Markup("") if ecrites or contexte.edition == "elus" else constat_a_ecrire(contexte, PARTIE),
        intertitre("Pistes calculées, à discuter") if toutes else Markup(""),
        _table(toutes),
        paragraphe(NOTE if toutes else ""),
        diapositives=tuple(_diapositives(contexte, toutes)),
    )


PISTES_DES_ELUS = 4
NOTE = (
    "Une piste calculée dit seulement ce que les résultats appellent à regarder : elle n'explique rien et n'engage "
    "personne. "
    "Seules celles que l'évaluateur reprend deviennent des recommandations."
)


def message(contexte: ContexteFinal, toutes: Sequence[Piste]) -> str:
    """Dit si l'évaluateur a écrit ses recommandations, et combien de pistes sont calculées."""
    n = len(toutes)
    suite = (
        p.phrase(
            f"{p.compter(n, RECOMMANDATION, lettres=True)} {p.verbe(n, 'est calculée', 'sont calculées')} à côté",
            ": à discuter",
        )
        if n
        else "Les résultats n'appellent aucune piste calculée."
    )
    if contexte.plume.de(PARTIE):
        return f"Les recommandations sont celles de l'évaluateur. {suite}"
    return f"Les recommandations restent à écrire par l'évaluateur. {suite}"


def _table(toutes: Sequence[Piste]) -> Markup:
    if not toutes:
        return Markup("")
    lignes = [
        [str(rang), x.quoi, x.constat, p.majuscule(x.qui), p.majuscule(x.quand)] for rang, x in enumerate(toutes, 1)
    ]
    colonnes: list[Colonne | str] = [
        Colonne("Nº", largeur="5%"),
        Colonne("Piste", largeur="36%"),
        Colonne("Ce qui y mène", largeur="33%"),
        Colonne("Pour", largeur="14%"),
        Colonne("Avant quand", largeur="12%"),
    ]
    return tableau("Ce que les résultats appellent à regarder", colonnes, lignes, classe="pistes")


def _reculs(contexte: ContexteFinal) -> Iterator[Piste]:
    for action in contexte.programme.actions:
        ici = [r for r in degrades(contexte.vue.juges) if r.action == action.code]
        if ici:
            n = len(ici)
            yield Piste(
                f"Comprendre ce qui a reculé dans l'action {action.code}, et dire si la cible garde son sens.",
                p.phrase(p.compter(n, p.INDICATEUR), p.verbe(n, "a reculé", "ont reculé"), ":", _codes(ici)),
                f"{PILOTE}, avec le COTECH",
            )


def _stagnations(contexte: ContexteFinal) -> Iterator[Piste]:
    ici = [r for r in evaluables(contexte.vue.juges) if r.motif is Motif.STAGNATION]
    if ici:
        n = len(ici)
        yield Piste(
            "Revoir les moyens, la méthode ou la cible de ce qui n'a presque pas bougé.",
            p.phrase(p.compter(n, p.INDICATEUR), p.verbe(n, "n'a", "n'ont"), "presque pas bougé :", _codes(ici)),
            COTECH,
        )


def _atteints(contexte: ContexteFinal) -> Iterator[Piste]:
    juges = evaluables(contexte.vue.juges)
    ici = [r for r in juges if r.verdict is Verdict.ATTEINT]
    if ici:
        n = len(ici)
        yield Piste(
            "Décider, pour chaque cible atteinte, si elle se maintient, se relève ou cesse d'être suivie.",
            p.phrase(f"{sur(n, len(juges))} cibles évaluables", p.verbe(n, "est atteinte", "sont atteintes"),
                     f"({pct(n / len(juges))})"),
            COPIL,
        )  # fmt: skip


def _actions(contexte: ContexteFinal) -> Iterator[Piste]:
    etats = (EtatAction.REPORTEE, EtatAction.SUSPENDUE, EtatAction.NON_DEMARREE)
    ici = [s.action for s in contexte.vue.situations.values() if s.etat in etats]
    if ici:
        n = len(ici)
        quoi = "de l'action qui n'a" if n == 1 else "des actions qui n'ont"
        yield Piste(
            f"Décider de la suite {quoi} pas abouti : la reprendre avec de nouveaux moyens, ou y renoncer."
            if n == 1
            else f"Décider de la suite {quoi} pas abouti : les reprendre avec de nouveaux moyens, ou y renoncer.",
            p.phrase(p.compter(n, p.ACTION), p.verbe(n, "finit", "finissent"), "le contrat sans aboutir :",
                     p.lister(ici, maximum=6)),
            COPIL,
        )  # fmt: skip


def _non_evaluables(contexte: ContexteFinal) -> Iterator[Piste]:
    """Rend une piste par raison de ne pas évaluer qui appelle un remède, trois au plus."""
    total = applicables(contexte.vue.juges)
    avec_remede = {
        m: n for m, n in compter_motifs(total).items()
        if MOTIFS[m].remede and not MOTIFS[m].remede.startswith("rien à corriger")
    }  # fmt: skip
    for motif, n in list(avec_remede.items())[:3]:
        yield Piste(
            p.phrase(f"au prochain contrat, {p.minuscule(MOTIFS[motif].remede)}"),
            p.phrase(f"{sur(n, len(total))} indicateurs non évaluables : {MOTIFS[motif].mots}"),
            COTECH,
        )


def _codes(resultats: Sequence[Resultat]) -> str:
    return p.lister([r.indicateur for r in resultats], maximum=6)


_SOURCES: tuple[Callable[[ContexteFinal], Iterator[Piste]], ...] = (
    _reculs,
    _stagnations,
    _atteints,
    _actions,
    _non_evaluables,
)


def _diapositives(contexte: ContexteFinal, toutes: Sequence[Piste]) -> Iterator[Diapositive]:
    for texte in contexte.plume.de(PARTIE):
        lignes = [ligne.strip(" -*#") for ligne in texte.corps.splitlines() if ligne.strip(" -*#")]
        yield diapo("Les recommandations de l'évaluateur", *(p.abreger(x, 180) for x in lignes[:6]))
    if toutes:
        rangs = [(x.quoi, p.abreger(x.constat, 120), x.qui) for x in toutes[:6]]
        titre = f"{p.majuscule(p.compter(len(toutes), RECOMMANDATION))} à discuter"
        yield diapo(
            titre, legende="Pistes calculées, à discuter", colonnes=("Piste", "Ce qui y mène", "Pour"), lignes=rangs
        )
