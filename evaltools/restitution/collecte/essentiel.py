"""L'essentiel du contrôle : quatre nombres, ce qu'ils disent, ce qu'il faut faire."""

from __future__ import annotations

from collections.abc import Iterator

from evaltools.domaine.lexique import ENSEMBLE, Gravite
from evaltools.restitution import gabarit
from evaltools.restitution import phrases as p
from evaltools.restitution.annuel.essentiel import Chiffre
from evaltools.restitution.collecte.contexte import A_VERIFIER, BLOQUANTE, FICHIER, Contexte, bilan
from evaltools.restitution.constats import Constat
from evaltools.restitution.formats import nombre, pct, sur
from evaltools.restitution.html import SECTION, Bloc

_MARINE, _OR, _BORDEAUX = "#12436D", "#F2C230", "#7D1128"


def bloc(contexte: Contexte) -> Bloc:
    """Écrit l'essentiel."""
    html = gabarit.remplir(
        "collecte_essentiel.html.j2", chiffres=list(_chiffres(contexte)), constats=list(_constats(contexte))
    )
    return Bloc(SECTION, "essentiel", "L’essentiel", html)


def _chiffres(contexte: Contexte) -> Iterator[Chiffre]:
    retours, total = contexte.retours, contexte.total
    actions = len(retours.programme.actions)
    recues = actions - len(retours.manquantes)
    yield Chiffre(
        nombre(recues), f"sur {nombre(actions)}", "actions dont le classeur est revenu",
        f"{p.compter(len(retours.fichiers), FICHIER)} {p.accorder('reçu', len(retours.fichiers))}", _MARINE,
    )  # fmt: skip
    if total.part is not None:
        yield Chiffre(
            pct(total.part),
            "",
            "des valeurs attendues sont renseignées",
            sur(total.renseignees, total.attendues),
            _MARINE,
        )
    blocking, doubts = contexte.compter(Gravite.BLOQUANTE), contexte.compter(Gravite.AVERTISSEMENT)
    yield Chiffre(
        nombre(blocking), "", p.verbe(blocking, *_sans_nombre(BLOQUANTE)), "à corriger avant de publier", _BORDEAUX
    )
    yield Chiffre(nombre(doubts), "", p.verbe(doubts, *_sans_nombre(A_VERIFIER)), "à confirmer ou à préciser", _OR)


def _sans_nombre(nom: p.Nom) -> tuple[str, str]:
    return nom.singulier, nom.pluriel


def _constats(contexte: Contexte) -> Iterator[Constat]:
    retours = contexte.retours
    absents = [a.code for a in retours.manquantes]
    if absents:
        n = len(absents)
        dit = p.phrase(p.compter(n, p.CLASSEUR), p.verbe(n, "n'est pas revenu", "ne sont pas revenus"))
        suite = f"{p.majuscule(p.accorder('action', n))} {p.lister(absents)}. À relancer : la liste est plus bas."
        yield Constat(dit, suite)
    else:
        yield Constat("Tous les classeurs sont revenus.", "")
    yield Constat(
        bilan(contexte.total), "" if contexte.siren == ENSEMBLE else "Ce compte est celui de ce seul territoire."
    )
    yield _a_corriger(contexte)
    if retours.inconnus:
        n = len(retours.inconnus)
        dit = f"{p.compter(n, FICHIER)} {p.verbe(n, 'n’a pas pu être lu', 'n’ont pas pu être lus')}."
        yield Constat(dit, "La raison et le remède sont plus bas.")


def _a_corriger(contexte: Contexte) -> Constat:
    blocking, doubts = contexte.compter(Gravite.BLOQUANTE), contexte.compter(Gravite.AVERTISSEMENT)
    if not blocking and not doubts:
        return Constat("Rien n'est à corriger dans ce qui est revenu.", "")
    parts = [p.compter(blocking, BLOQUANTE)] * bool(blocking) + [p.compter(doubts, A_VERIFIER)] * bool(doubts)
    suite = "Ce qu'une anomalie bloquante touche n'est pas évalué tant qu'elle n'est pas corrigée." if blocking else ""
    return Constat(p.phrase(p.lister(parts)), suite)
