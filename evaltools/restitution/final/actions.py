"""Les actions sur tout le contrat : leur état chaque année, ce qui a été reporté, suspendu ou arrêté, et pourquoi."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from markupsafe import Markup

from evaltools.domaine.avancement import Avancement
from evaltools.domaine.lexique import EtatAction
from evaltools.domaine.programme import Action, Axe
from evaltools.restitution import phrases as p
from evaltools.restitution import pistes
from evaltools.restitution.annuel import avancement
from evaltools.restitution.annuel.section import diapo, intertitre, paragraphe, section
from evaltools.restitution.diapositives import Diapositive
from evaltools.restitution.final.contexte import ContexteFinal
from evaltools.restitution.formats import nombre
from evaltools.restitution.html import Bloc
from evaltools.restitution.mots import ETATS
from evaltools.restitution.tableaux import Cellule, Colonne, tableau

EMPECHEES = (EtatAction.REPORTEE, EtatAction.SUSPENDUE, EtatAction.ARRETEE, EtatAction.REALISEE_PARTIELLEMENT)
"""États dont la raison est demandée aux pilotes."""

ARRETS_MONTRES = 20


def bloc(contexte: ContexteFinal) -> Bloc:
    """Écrit l'état des actions : à la fin, année par année, puis ce qui a été empêché et pourquoi."""
    lignes = list(_empechees(contexte))
    return section(
        "actions",
        "Actions",
        "Qu'est-ce qui a été fait, qu'est-ce qui s'est arrêté ?",
        message(contexte),
        avancement.etats(contexte) if contexte.etats.axes else Markup(""),
        intertitre("Année par année"),
        _annees(contexte),
        *_raisons(contexte, lignes),
        diapositives=tuple(_diapositives(contexte, lignes)),
    )


def message(contexte: ContexteFinal) -> str:
    """Dit combien d'actions sont réalisées à la fin, et combien ont été empêchées au moins une année."""
    vue, total = contexte.vue, len(contexte.programme.actions)
    if not total or vue.etats_inconnus == total:
        return "L'état des actions n'est pas renseigné."
    faites = vue.etats().get(EtatAction.REALISEE, 0)
    debut = p.phrase(p.proportion(faites, total, p.ACTION), p.conjuguer(faites, "est réalisée", "sont réalisées"))
    empechees = {a.action for a in _declarees(contexte) if a.etat in EMPECHEES[:3]}
    n = len(empechees)
    if not n:
        return f"{debut} Aucune n'a été reportée, suspendue ni arrêtée."
    suite = p.verbe(n, "a été reportée, suspendue ou arrêtée", "ont été reportées, suspendues ou arrêtées")
    return f"{debut} " + p.phrase(p.compter(n, p.ACTION, lettres=True), suite, "au moins une année")


def _declarees(contexte: ContexteFinal) -> tuple[Avancement, ...]:
    """Rend ce que les pilotes ont déclaré des actions elles-mêmes, dans l'ordre des années."""
    lignes = (a for a in contexte.evaluation.avancements if a.objet == a.action and a.annee <= contexte.annee)
    return tuple(sorted(lignes, key=lambda a: (a.annee, a.action)))


def _etats(contexte: ContexteFinal, actions: Sequence[Action], annee: int) -> Counter[EtatAction | None]:
    situations = contexte.vue.situations
    etats = (situations[a.code].etats_par_annee.get(annee) if a.code in situations else None for a in actions)
    return Counter(etats)


def _annees(contexte: ContexteFinal) -> Markup:
    return _table(contexte, tuple(contexte.programme.actions), "Nombre d'actions par état, année par année")


def table_des_annees(contexte: ContexteFinal, axe: Axe) -> Markup:
    """Écrit l'état des actions d'un axe, année par année ; rien s'il n'en a qu'une, ou si aucun état n'est connu."""
    actions = tuple(contexte.programme.actions_de(axe.code))
    mot = f"{contexte.programme.vocabulaire.axe} {axe.code}"
    return _table(contexte, actions, f"Actions par état, {mot}") if len(actions) > 1 else Markup("")


def _table(contexte: ContexteFinal, actions: Sequence[Action], titre: str) -> Markup:
    comptes = {annee: _etats(contexte, actions, annee) for annee in contexte.annees}
    connues = {annee: c for annee, c in comptes.items() if any(e is not None for e in c)}
    if not connues:
        return Markup("")
    presents = [e for e in ETATS if any(c.get(e) for c in connues.values())]
    lignes: list[list[Cellule]] = [
        [str(annee), *(nombre(c.get(e, 0)) for e in presents), nombre(len(actions))] for annee, c in connues.items()
    ]
    colonnes: list[Colonne | str] = [
        "Année",
        *(Colonne(ETATS[e].mot, nombre=True) for e in presents),
        Colonne("Total", nombre=True),
    ]
    return tableau(titre, colonnes, lignes)


def _empechees(contexte: ContexteFinal) -> Iterator[Avancement]:
    """Rend les actions empêchées, une ligne par année où l'état change ou dure."""
    yield from (a for a in _declarees(contexte) if a.etat in EMPECHEES)


def _raisons(contexte: ContexteFinal, lignes: Sequence[Avancement]) -> Iterator[Markup]:
    if not lignes:
        return
    montrees = lignes if contexte.edition == "technique" else lignes[-ARRETS_MONTRES:]
    yield intertitre("Ce qui a été empêché, et pourquoi")
    colonnes: list[Colonne | str] = ["Année", Colonne("Action", largeur="34%"), "État"]
    if contexte.vue.restreinte:
        colonnes += [Colonne("Raison", largeur="30%"), "Décision"]
    yield tableau("Actions reportées, suspendues, arrêtées ou réalisées en partie", colonnes,
                  [_ligne(contexte, a) for a in montrees])  # fmt: skip
    if not contexte.vue.restreinte:
        yield paragraphe("Les raisons données par les pilotes se lisent dans l'édition restreinte.")
    if reste := len(lignes) - len(montrees):
        autres = p.Nom("ligne plus ancienne", "lignes plus anciennes", feminin=True)
        yield paragraphe(f"{p.majuscule(p.compter(reste, autres))} dans l'édition technique.")


def _ligne(contexte: ContexteFinal, a: Avancement) -> list[Cellule]:
    cellules: list[Cellule] = [str(a.annee), _nom(contexte, a, 95), pistes.etat(a.etat)]
    if contexte.vue.restreinte:
        cellules += [a.motif or "non renseignée", a.decision or "–"]
    return cellules


def _nom(contexte: ContexteFinal, a: Avancement, longueur: int) -> str:
    return p.abreger(f"{a.action} {contexte.programme.action(a.action).intitule}", longueur)


def _diapositives(contexte: ContexteFinal, lignes: Sequence[Avancement]) -> Iterator[Diapositive]:
    donnees = contexte.etats
    if donnees.axes:
        (barres,) = avancement.bloc(contexte).diapositives
        yield replace(barres, titre=message(contexte).split(". ")[0])
    if lignes:
        dernieres = [
            (str(a.annee), _nom(contexte, a, 70), ETATS[a.etat].mot,
             p.abreger(a.motif, 90) if contexte.vue.restreinte else "")
            for a in lignes[-7:]
        ]  # fmt: skip
        colonnes = ("Année", "Action", "État", "Raison")
        titre = message(contexte).split(". ")[-1]
        yield diapo(titre, legende="Actions empêchées", colonnes=colonnes, lignes=dernieres)
