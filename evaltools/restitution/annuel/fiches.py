"""Une fiche par action : pilote, état, opérations, indicateurs avec verdict et raison, budget, provenance."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from evaltools.domaine.evaluation import Resultat, Situation
from evaltools.domaine.programme import Action, Operation
from evaltools.restitution import gabarit, pistes
from evaltools.restitution import phrases as p
from evaltools.restitution.annuel import fiche_indicateurs
from evaltools.restitution.annuel.budget import euros
from evaltools.restitution.annuel.contexte import Contexte, ancre, titre_d_axe
from evaltools.restitution.formats import date_longue, duree, nombre, sur
from evaltools.restitution.html import SECTION, Bloc
from evaltools.restitution.vue import annee_de_l_etat, applicables, compter_verdicts, evaluables

LONG, COURT = 240, 130
"""Longueur, en signes, des résultats attendus et d'un intitulé d'opération : le texte entier est dans le document."""


def bloc(contexte: Contexte) -> Bloc:
    """Écrit les fiches, repliées, axe par axe."""
    axes = []
    for axe in contexte.programme.axes:
        fiches = [_fiche(contexte, a) for a in contexte.programme.actions_de(axe.code)]
        if fiches:
            axes.append((titre_d_axe(contexte, axe), fiches))
    html = gabarit.remplir(
        "fiches.html.j2",
        axes=axes,
        nombre=p.compter(len(contexte.programme.actions), p.FICHE),
        restreinte=contexte.vue.restreinte,
    )
    return Bloc(SECTION, "fiches", "Fiches des actions", html)


def _fiche(contexte: Contexte, action: Action) -> dict[str, Any]:
    vue = contexte.vue
    resultats = vue.de_l_action(action.code)
    situation = vue.situations.get(action.code)
    return {
        "ancre": ancre("action", action.code),
        "code": action.code,
        "intitule": action.intitule,
        "etat": pistes.etat(situation.etat if situation else None),
        "retard": bool(situation and situation.en_retard),
        "bande": pistes.bande(compter_verdicts(resultats)),
        "part": _part(resultats),
        "faits": list(_faits(action, situation, contexte.programme.vocabulaire.operations, contexte.annee)),
        "operations": _operations(contexte, action),
        "mot_operations": p.majuscule(contexte.programme.vocabulaire.operations),
        "indicateurs": fiche_indicateurs.indicateurs(contexte, action, resultats),
        "score": fiche_indicateurs.score(contexte, action),
        "provenance": fiche_indicateurs.provenance(contexte, resultats),
        "textes": [*(_textes(situation) if vue.restreinte else ()), *_finances(contexte, action)],
    }


def _part(resultats: tuple[Resultat, ...]) -> str:
    if not resultats:
        return "aucun indicateur"
    n, total = len(evaluables(resultats)), len(applicables(resultats))
    hors = len(resultats) - total
    part = f"{sur(n, total)} {p.accorder('évaluable', n)}" if total else "aucun indicateur applicable"
    return f"{part}, {nombre(hors)} hors du compte" if hors else part


def _faits(action: Action, s: Situation | None, mot_operations: str, annee: int) -> Iterator[tuple[str, str]]:
    f = action.fiche
    yield from (
        (nom, texte)
        for nom, texte in (
            ("Pilote", f.pilote),
            ("Publics", f.publics),
            ("Résultats attendus", p.abreger(" ; ".join(r.rstrip(" .;") for r in f.resultats_attendus), LONG)),
            ("Calendrier du document", f.calendrier.texte),
        )
        if texte
    )
    if s is None:
        return
    if an := annee_de_l_etat(s, annee):
        yield "État", f"déclaré en {an} : aucun ne l'est pour {annee}"
    dates = (
        ("Début", s.debut),
        ("Fin prévue", s.fin_prevue),
        ("Fin révisée", s.fin_revisee),
        ("Fin réelle", s.fin_reelle),
    )
    yield from ((nom, date_longue(jour)) for nom, jour in dates if jour)
    if s.operations:
        yield f"{p.majuscule(mot_operations)} réalisées", sur(s.operations_realisees, s.operations)
    if s.en_retard and s.retard_jours:
        yield "Retard", duree(s.retard_jours)


def _textes(s: Situation | None) -> Iterator[tuple[str, str]]:
    if s is not None:
        yield from (
            (nom, texte)
            for nom, texte in (
                ("Raison", s.motif),
                ("Décision", s.decision),
                ("Faits marquants", s.faits_marquants),
                ("Freins", s.freins),
                ("Leviers", s.leviers),
            )
            if texte
        )


def _operations(contexte: Contexte, action: Action) -> list[dict[str, Any]]:
    declares = {
        a.objet: a.etat
        for a in contexte.evaluation.avancements
        if a.action == action.code and a.annee == contexte.annee
    }
    connu = any(o.code in declares for o in action.operations)
    return [
        {
            "code": o.code,
            "intitule": p.abreger(o.intitule, COURT),
            "etat": pistes.etat(declares.get(o.code)) if connu else "",
            "precision": _precision(o, action),
        }
        for o in action.operations
    ]


def _precision(operation: Operation, action: Action) -> str:
    """Rend ce que l'opération dit de plus que sa fiche : pilote, calendrier."""
    f = operation.fiche
    parties = [f"pilote : {f.pilote}"] if f.pilote and f.pilote != action.fiche.pilote else []
    if f.calendrier.texte and f.calendrier.texte != action.fiche.calendrier.texte:
        parties.append(f"calendrier : {f.calendrier.texte}")
    return p.majuscule(" ; ".join(parties))


def _finances(contexte: Contexte, action: Action) -> Iterator[tuple[str, str]]:
    """Rend, par financeur, ce qui est prévu, engagé et payé dans l'année."""
    for f in contexte.evaluation.finances:
        if f.action == action.code and f.annee == contexte.annee:
            montants = ((f.prevu_eur, "prévu"), (f.engage_eur, "engagé"), (f.paye_eur, "payé"))
            yield (
                f"Financement {contexte.annee} : {f.financeur or 'non précisé'}",
                ", ".join(f"{mot} {euros(m)}" for m, mot in montants),
            )
