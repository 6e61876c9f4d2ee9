"""Les actions à suivre : en retard, reportées, suspendues, arrêtées, avec leurs dates, raisons et décisions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from evaltools.domaine.evaluation import Situation
from evaltools.domaine.lexique import EtatAction
from evaltools.restitution import gabarit
from evaltools.restitution import phrases as p
from evaltools.restitution.annuel.contexte import Contexte, ancre
from evaltools.restitution.annuel.section import diapo
from evaltools.restitution.diapositives import Diapositive
from evaltools.restitution.formats import date_longue, duree
from evaltools.restitution.html import SECTION, Bloc
from evaltools.restitution.mots import ETATS

A_SUIVRE = ((EtatAction.REPORTEE, "Reportées"), (EtatAction.SUSPENDUE, "Suspendues"), (EtatAction.ARRETEE, "Arrêtées"))

SINGULIERS = {"En retard": "en retard", "Reportées": "reportée", "Suspendues": "suspendue", "Arrêtées": "arrêtée"}


@dataclass(frozen=True, slots=True)
class Suivi:
    """Une action à suivre : son titre, ce qui la met dans la liste, et ses faits (nom, texte)."""

    ancre: str
    code: str
    intitule: str
    couleur: str
    faits: tuple[tuple[str, str], ...]


def bloc(contexte: Contexte) -> Bloc:
    """Écrit les actions en retard, reportées, suspendues ou arrêtées."""
    groupes = list(suivis(contexte))
    message = _message(groupes)
    html = gabarit.remplir(
        "a_suivre.html.j2",
        suivis=groupes,
        message=message,
        restreinte=contexte.vue.restreinte,
        fiches=contexte.compte("fiches"),
    )
    return Bloc(SECTION, "a-suivre", "Actions à suivre", html, diapositives=_diapositives(message, groupes))


def _message(groupes: Sequence[tuple[str, list[Suivi]]]) -> str:
    if not groupes:
        return "Aucune action n'est en retard, reportée, suspendue ni arrêtée."
    n = sum(len(liste) for _, liste in groupes)
    return p.phrase(
        p.compter(n, p.ACTION, lettres=True),
        p.verbe(n, "demande", "demandent"),
        "l'attention :",
        p.lister([_combien(titre, len(liste)) for titre, liste in groupes]),
    )


def _combien(titre: str, n: int) -> str:
    """Rend « une en retard », « deux reportées »."""
    mot = SINGULIERS[titre.split(" (", maxsplit=1)[0]]
    return f"{p.en_lettres(n, feminin=True)} {mot if mot == 'en retard' else p.accorder(mot, n)}"


def _diapositives(message: str, groupes: Sequence[tuple[str, list[Suivi]]]) -> tuple[Diapositive, ...]:
    """Met six actions par diapositive."""
    lignes = []
    for titre, liste in groupes:
        etat = SINGULIERS[titre.split(" (")[0]]
        lignes += [(etat, f"{s.code} {p.abreger(s.intitule, 70)}", _dates(s)) for s in liste]
    colonnes = ("Situation", "Action", "Dates")
    return tuple(
        diapo(message if not n else f"{message.rstrip('.')} (suite)", legende="Actions à suivre", colonnes=colonnes,
              lignes=lignes[n : n + 6])
        for n in range(0, len(lignes), 6)
    ) or (diapo(message),)  # fmt: skip


def _dates(s: Suivi) -> str:
    return " ; ".join(f"{nom.lower()} : {texte}" for nom, texte in s.faits if nom not in ("Raison", "Décision"))


def suivis(contexte: Contexte) -> Iterable[tuple[str, list[Suivi]]]:
    """Rend les actions en retard, reportées, suspendues et arrêtées, avec dates, raisons et décisions."""
    situations = contexte.vue.situations.values()
    retards = [s for s in situations if s.en_retard and s.etat not in dict(A_SUIVRE)]
    if retards:
        yield f"En retard ({len(retards)})", [_suivi(contexte, s, "#E8590C") for s in retards]
    for etat, titre in A_SUIVRE:
        if dedans := [s for s in situations if s.etat is etat]:
            yield f"{titre} ({len(dedans)})", [_suivi(contexte, s, ETATS[etat].couleur) for s in dedans]


def _suivi(contexte: Contexte, s: Situation, couleur: str) -> Suivi:
    action = contexte.programme.action(s.action)
    demarrage = s.raison_retard == "démarrage"
    faits = [("Début prévu", date_longue(s.debut))] if demarrage and s.debut else []
    if s.fin_prevue:
        faits.append(("Fin prévue", date_longue(s.fin_prevue)))
    if s.fin_revisee:
        faits.append(("Nouvelle fin", date_longue(s.fin_revisee)))
    if s.en_retard and s.retard_jours:
        faits.append(("Retard au démarrage" if demarrage else "Retard", duree(s.retard_jours)))
    if contexte.vue.restreinte:
        faits.append(("Raison", s.motif or "non renseignée"))
        if s.etat in (EtatAction.REPORTEE, EtatAction.ARRETEE) or s.decision:
            faits.append(("Décision", s.decision or "non renseignée"))
    return Suivi(ancre("action", s.action), s.action, action.intitule, couleur, tuple(faits))
