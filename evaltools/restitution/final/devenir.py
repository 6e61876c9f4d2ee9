"""Le devenir de chaque action : son état, ses résultats, ce que le pilote propose, ce que l'évaluateur propose."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from markupsafe import Markup

from evaltools.domaine.jugements_de_valeur import Devenir, DevenirPropose, devenirs_de
from evaltools.domaine.programme import Action
from evaltools.restitution import phrases as p
from evaltools.restitution import pistes
from evaltools.restitution.annuel import couverture
from evaltools.restitution.annuel.contexte import titre_d_axe
from evaltools.restitution.annuel.couverture import Presence
from evaltools.restitution.annuel.decisions import sans_annonce
from evaltools.restitution.annuel.section import diapo, paragraphe, section
from evaltools.restitution.diapositives import Diapositive
from evaltools.restitution.final.contexte import ContexteFinal
from evaltools.restitution.final.objectifs import LEGENDE
from evaltools.restitution.formats import nombre, sur
from evaltools.restitution.html import Bloc
from evaltools.restitution.tableaux import Cellule, Colonne, tableau
from evaltools.restitution.vue import applicables, compter_verdicts, evaluables

PARTIE = "devenir"
A_DECIDER = "à décider"
MONTREES = 12
"""Nombre d'actions montrées au plus aux élus : toutes sont dans l'édition du comité de pilotage."""


def bloc(contexte: ContexteFinal) -> Bloc:
    """Écrit le devenir de chaque action, axe par axe."""
    montrees = actions(contexte)
    corps = [
        tableau(
            p.abreger(titre_d_axe(contexte, axe), LEGENDE),
            _colonnes(contexte),
            [_ligne(contexte, a) for a in siennes],
            classe="devenir",
        )
        for axe in contexte.programme.axes
        if (siennes := [a for a in montrees if a.axe == axe.code])
    ]
    return section(
        "devenir",
        "Devenir des actions",
        "Que deviennent les actions ?",
        message(contexte),
        *corps,
        paragraphe(_reste(contexte, len(montrees))),
        paragraphe("" if contexte.edition == "elus" or len(proposes(contexte)) == len(montrees) else _note(contexte)),
        diapositives=(_diapositive(contexte),),
    )


def actions(contexte: ContexteFinal) -> tuple[Action, ...]:
    """Rend les actions montrées : toutes ; aux élus d'un EPCI, celles qui y sont présentes, en petit nombre."""
    toutes = contexte.programme.actions
    if contexte.edition != "elus":
        return toutes
    if contexte.vue.est_ensemble:
        ecrits = proposes(contexte)
        return tuple(sorted(toutes, key=lambda a: a.code not in ecrits))[:MONTREES]
    ici = {x.code for x in couverture.lignes(contexte) if x.presences[contexte.vue.siren] is Presence.PRESENTE}
    return tuple(a for a in toutes if a.code in ici)[:MONTREES] or toutes[:MONTREES]


def _reste(contexte: ContexteFinal, montrees: int) -> str:
    n = len(contexte.programme.actions) - montrees
    autres = p.Nom("autre action", "autres actions", feminin=True)
    return f"{p.majuscule(p.compter(n, autres))} dans l'édition du comité de pilotage." if n > 0 else ""


def proposes(contexte: ContexteFinal) -> Mapping[str, DevenirPropose]:
    """Rend le devenir que l'évaluateur a écrit pour chaque action ; une action qu'il n'a pas nommée n'y est pas."""
    codes = [a.code for a in contexte.programme.actions]
    lus = (d for t in contexte.plume.de(PARTIE) for d in devenirs_de(t.corps, codes))
    return {d.action: d for d in lus}


def message(contexte: ContexteFinal) -> str:
    """Dit combien d'actions ont un devenir proposé, et lesquels."""
    ecrits, total = proposes(contexte), len(contexte.programme.actions)
    if not ecrits:
        return (
            "Le devenir des actions reste à décider : rien n'est déduit de leurs résultats. Les propositions des "
            "pilotes et "
            "celles de l'évaluateur viennent ici."
        )
    comptes = Counter(d.devenir for d in ecrits.values())
    detail = p.lister([f"{nombre(comptes[d])} à {d.value}" for d in Devenir if comptes[d]])
    n = len(ecrits)
    return p.phrase(f"l'évaluateur propose un devenir pour {p.compter(n, p.ACTION)} sur {nombre(total)}", f": {detail}")


def _colonnes(contexte: ContexteFinal) -> list[Colonne | str]:
    restreinte = contexte.vue.restreinte
    colonnes: list[Colonne | str] = [
        Colonne("Action", largeur="32%" if restreinte else "44%"),
        Colonne("État", largeur="12%"),
        Colonne("Résultats", largeur="17%"),
    ]
    if restreinte:
        colonnes.append(Colonne("Proposition du pilote", largeur="19%"))
    return [*colonnes, "Devenir"]


def _ligne(contexte: ContexteFinal, action: Action) -> list[Cellule]:
    situation = contexte.vue.situations.get(action.code)
    resultats = contexte.vue.de_l_action(action.code)
    n, total = len(evaluables(resultats)), len(applicables(resultats))
    bilan = pistes.bande(compter_verdicts(resultats)) + Markup("<small>{}</small>").format(
        f"{sur(n, total)} {p.accorder('évaluable', n)}" if total else "aucun indicateur applicable"
    )
    cellules: list[Cellule] = [
        Markup("<i>{}</i> {}").format(action.code, action.intitule),
        pistes.etat(situation.etat if situation else None),
        bilan,
    ]
    if contexte.vue.restreinte:
        cellules.append(proposition_du_pilote(contexte, action.code) or "–")
    return [*cellules, _devenir(proposes(contexte).get(action.code))]


def proposition_du_pilote(contexte: ContexteFinal, code: str) -> str:
    """Rend la dernière réorientation que le pilote a écrite pour l'action ou une de ses opérations ; vide : aucune."""
    lignes = [a for a in contexte.evaluation.avancements if a.action == code and a.reorientation.strip()]
    derniers = sorted((a for a in lignes if a.annee <= contexte.annee), key=lambda a: (a.annee, a.objet == a.action))
    if not derniers:
        return ""
    dernier = derniers[-1]
    an = "" if dernier.annee == contexte.annee else f" ({dernier.annee})"
    return f"{sans_annonce(dernier.reorientation)}{an}"


def _devenir(propose: DevenirPropose | None) -> Markup:
    if propose is None:
        return Markup("{}").format(p.majuscule(A_DECIDER))
    raison = Markup("<small>{}</small>").format(p.majuscule(propose.raison)) if propose.raison else Markup("")
    return Markup("<strong>{}</strong>{}").format(p.majuscule(propose.devenir.value), raison)


def _note(contexte: ContexteFinal) -> str:
    dossier = f"inputs/{contexte.programme.code}/{contexte.annee}/textes/{PARTIE}.md"
    mots = p.lister([d.value for d in Devenir], lien="ou")
    exemple = next((a.code for a in contexte.programme.actions), "A1")
    return (
        f"L'évaluateur écrit une ligne par action dans {dossier}, avec l'un des mots {mots} : par exemple « - "
        f"{exemple} : "
        "reconduire, la demande reste forte ». Le COPIL décide."
    )


def _diapositive(contexte: ContexteFinal) -> Diapositive:
    ecrits = proposes(contexte)
    nommees = [a for a in actions(contexte) if a.code in ecrits] or actions(contexte)
    lignes = [
        (f"{a.code} {p.abreger(a.intitule, 70)}", ecrits[a.code].devenir.value if a.code in ecrits else A_DECIDER)
        for a in nommees[:9]
    ]
    titre = message(contexte).split(" : ")[0]
    return diapo(titre, legende="Devenir des actions", colonnes=("Action", "Devenir"), lignes=lignes)
