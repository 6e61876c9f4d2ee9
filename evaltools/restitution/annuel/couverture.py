"""La couverture : quelles actions sont présentes dans quel EPCI, en toutes lettres.

Ne sont lus que les indicateurs de réalisation qui se recueillent par EPCI. « Présente » : l'un d'eux dépasse zéro cette
année ; « absente » : tous sont à zéro ; « prévue » : rien encore, et l'action n'a pas commencé.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from markupsafe import Markup

from evaltools.domaine.evaluation import Resultat
from evaltools.domaine.lexique import EtatAction, Maille, Motif, Niveau
from evaltools.restitution import phrases as p
from evaltools.restitution.annuel.contexte import Contexte
from evaltools.restitution.annuel.section import diapo, paragraphe, section
from evaltools.restitution.html import Bloc
from evaltools.restitution.rapport import Manque
from evaltools.restitution.tableaux import Cellule, tableau

PAS_COMMENCEES = (EtatAction.A_VENIR, EtatAction.NON_DEMARREE)


class Presence(StrEnum):
    """Présence d'une action dans un EPCI."""

    PRESENTE = "présente"
    PREVUE = "prévue"
    ABSENTE = "absente"
    NON_PUBLIEE = "non publiée"
    INCONNUE = "non renseignée"


SIGNES: Mapping[Presence, str] = {
    Presence.PRESENTE: "p-oui",
    Presence.PREVUE: "p-prevue",
    Presence.ABSENTE: "p-non",
    Presence.NON_PUBLIEE: "p-vide",
    Presence.INCONNUE: "p-vide",
}


@dataclass(frozen=True, slots=True)
class Ligne:
    """Une action, et sa présence dans chaque EPCI du programme."""

    code: str
    intitule: str
    presences: Mapping[str, Presence]


def lignes(contexte: Contexte) -> tuple[Ligne, ...]:
    """Rend les actions qui se suivent par EPCI, avec leur présence dans chacun."""
    programme = contexte.programme
    rangees: dict[tuple[str, str], list[Resultat]] = {}
    for r in contexte.evaluation.resultats:
        indicateur = contexte.vue.indicateurs.get(r.indicateur)
        if indicateur and indicateur.maille is Maille.EPCI and r.niveau == Niveau.REALISATION:
            rangees.setdefault((r.action, r.siren), []).append(r)
    suivies = {action for action, _ in rangees}
    return tuple(
        Ligne(
            a.code,
            a.intitule,
            {t.siren: presence(contexte, a.code, rangees.get((a.code, t.siren), ())) for t in programme.territoires},
        )
        for a in programme.actions
        if a.code in suivies
    )


def presence(contexte: Contexte, action: str, resultats: Iterable[Resultat]) -> Presence:
    """Dit si une action est présente, d'après ses réalisations de l'année dans un EPCI."""
    tous = list(resultats)
    valeurs = [r.serie.get(r.annee) for r in tous if not _cachee(r)]
    connues = [v for v in valeurs if v is not None]
    if any(v > 0 for v in connues):
        return Presence.PRESENTE
    if any(_cachee(r) for r in tous):
        return Presence.NON_PUBLIEE
    situation = contexte.vue.situations.get(action)
    if situation and situation.etat in PAS_COMMENCEES:
        return Presence.PREVUE
    return Presence.ABSENTE if connues else Presence.INCONNUE


def _cachee(r: Resultat) -> bool:
    return r.secrete or r.motif is Motif.SECRET


def manque(contexte: Contexte) -> Manque | None:
    """Dit ce qui manque quand aucune action ne se suit par EPCI."""
    if lignes(contexte):
        return None
    return Manque(
        "Aucun indicateur de réalisation ne se recueille par intercommunalité.",
        "Le cadrage fixe la maille « EPCI » là où elle a un sens.",
    )


def bloc(contexte: Contexte) -> Bloc:
    """Écrit la matrice des EPCI et des actions, un mot par case."""
    toutes = lignes(contexte)
    territoires = contexte.programme.territoires
    colonnes = ["Action", *(t.nom for t in territoires)]
    corps: list[list[Cellule]] = [
        [Markup("<i>{}</i> {}").format(x.code, x.intitule), *(mot(x.presences[t.siren]) for t in territoires)]
        for x in toutes
    ]
    message = _message(contexte, toutes)
    table = tableau(
        f"Présence des actions par intercommunalité en {contexte.annee}",
        colonnes,
        corps,
        classe="matrice",
        precision="Actions dont au moins une réalisation se recueille par intercommunalité.",
    )
    pages = [toutes[n : n + 9] for n in range(0, len(toutes), 9)]
    diapositives = tuple(
        diapo(message if not n else f"{message.rstrip('.')} (suite)", legende="Présence des actions", colonnes=colonnes,
              lignes=[(f"{x.code} {p.abreger(x.intitule, 48)}", *(x.presences[t.siren].value for t in territoires))
                      for x in page])
        for n, page in enumerate(pages[:1])
    )  # fmt: skip
    return section("couverture", "Couverture du territoire", "Tout le territoire est-il couvert ?", message, table,
                   paragraphe(LECTURE), diapositives=diapositives)  # fmt: skip


LECTURE = (
    "Présente : au moins une réalisation de l'année y dépasse zéro. Absente : toutes y sont à zéro. Prévue : l'action "
    "n'a pas commencé. Non renseignée : aucune valeur n'est remontée."
)


def mot(presence_dite: Presence) -> Markup:
    """Écrit une présence : un signe et un mot."""
    return Markup('<span class="pres {}">{}</span>').format(SIGNES[presence_dite], presence_dite.value)


def _message(contexte: Contexte, toutes: tuple[Ligne, ...]) -> str:
    partout = sum(all(x is Presence.PRESENTE for x in ligne.presences.values()) for ligne in toutes)
    n = len(contexte.programme.territoires)
    ou = "dans les deux EPCI" if n == 2 else f"dans les {p.en_lettres(n)} EPCI"
    nom = p.Nom("action suivie par EPCI", "actions suivies par EPCI", feminin=True)
    sujet = p.phrase(
        p.proportion(partout, len(toutes), nom), p.conjuguer(partout, "est présente", "sont présentes"), ou
    )
    comptes = Counter(x for ligne in toutes for x in ligne.presences.values())
    absents = comptes[Presence.ABSENTE]
    if not absents:
        return sujet
    cases = len(toutes) * n
    return f"{sujet} {p.phrase(f'absence constatée dans {absents} cas sur {cases}')}"
