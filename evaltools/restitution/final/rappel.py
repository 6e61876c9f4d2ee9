"""Le rappel : ce que le contrat voulait, comment il est évalué, et ce que cette évaluation ne peut pas dire."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from markupsafe import Markup

from evaltools.domaine.evaluation import Resultat
from evaltools.domaine.lexique import Alerte
from evaltools.domaine.programme import Action, Axe, Objectif
from evaltools.restitution import phrases as p
from evaltools.restitution.annuel.contexte import titre_d_axe
from evaltools.restitution.annuel.entete import noms_des_epci
from evaltools.restitution.annuel.section import diapo, intertitre, paragraphe, section
from evaltools.restitution.final.contexte import ContexteFinal
from evaltools.restitution.formats import date_longue, nombre
from evaltools.restitution.html import Bloc
from evaltools.restitution.tableaux import Cellule, Colonne, liste, tableau
from evaltools.restitution.vue import evaluables

OBJECTIF_SPECIFIQUE = p.Nom("objectif", "objectifs")


def bloc(contexte: ContexteFinal) -> Bloc:
    """Écrit le rappel du contrat, de la méthode et de ses limites, en une page."""
    limites = [p.phrase(x) for x in _limites(contexte)]
    message = _contrat(contexte)
    return section(
        "rappel",
        "Le contrat et son évaluation",
        "Que voulait le contrat, et comment est-il évalué ?",
        message,
        _table(contexte),
        intertitre("Comment il est évalué"),
        paragraphe(METHODE, ""),
        intertitre("Ce que cette évaluation ne peut pas dire"),
        liste(limites),
        diapositives=(diapo(message.split(". ")[0], *limites[:5]),),
    )


METHODE = (
    "Chaque indicateur est jugé au regard de la cible que l'instance a fixée, par la part du chemin parcourue depuis "
    "le "
    "départ : atteint, partiellement atteint (la moitié du chemin au moins), non atteint, ou non évaluable, et alors "
    "la "
    "raison est dite. Un objectif ou un axe ne fait jamais la moyenne d'indicateurs différents : on compte les "
    "verdicts, "
    "non évaluables compris. Toutes les règles et tous les seuils sont dans la partie « Méthode et barème »."
)


def _contrat(contexte: ContexteFinal) -> str:
    programme = contexte.programme
    mots = programme.vocabulaire
    axe = p.Nom(mots.axe, mots.axes, feminin=mots.axe.startswith("orientation"))
    parties = [p.compter(len(programme.axes), axe)]
    if programme.objectifs:
        parties.append(p.compter(len(programme.objectifs), OBJECTIF_SPECIFIQUE))
    parties.append(p.compter(len(programme.actions), p.ACTION))
    parties.append(p.compter(sum(not i.clause_ouverte for i in programme.indicateurs), p.INDICATEUR))
    dates = f"du {date_longue(programme.debut)} au {date_longue(programme.fin)}"
    qui = f"Il réunit {noms_des_epci(contexte)}."
    return f"{p.phrase('le contrat court', dates)} {qui} {p.phrase('il compte', p.lister(parties))}"


def _table(contexte: ContexteFinal) -> Markup:
    """Écrit ce que le contrat prévoyait : ses objectifs (ses actions, s'il n'en a pas), rangés par axe."""
    programme = contexte.programme
    mot = p.majuscule(contexte.mot_du_groupe)
    colonnes: list[Colonne | str] = [
        Colonne(f"{p.majuscule(programme.vocabulaire.axe)} et {contexte.mot_du_groupe}s", largeur="66%"),
        Colonne("Actions" if programme.objectifs else "Opérations", nombre=True),
        Colonne("Indicateurs", nombre=True),
    ]
    lignes: list[list[Cellule]] = []
    for axe in programme.axes:
        lignes.append([Markup("<strong>{}</strong>").format(titre_d_axe(contexte, axe)), *_compter(contexte, axe)])
        lignes += [[f"{mot} {o.code}. {o.intitule}", *_compter(contexte, axe, o)] for o in _objectifs(contexte, axe)]
        if not programme.objectifs:
            lignes += [
                [f"{a.code} {a.intitule}", nombre(len(a.operations)), nombre(_indicateurs([a]))]
                for a in programme.actions_de(axe.code)
            ]
    return tableau("Ce que le contrat prévoyait", colonnes, lignes)


def _objectifs(contexte: ContexteFinal, axe: Axe) -> list[Objectif]:
    return [o for o in contexte.programme.objectifs if o.axe == axe.code]


def _compter(contexte: ContexteFinal, axe: Axe, objectif: Objectif | None = None) -> tuple[str, str]:
    """Compte les actions (les opérations, s'il n'y a pas d'objectifs) et les indicateurs d'un axe ou d'un objectif."""
    actions = [a for a in contexte.programme.actions_de(axe.code) if objectif is None or a.objectif == objectif.code]
    unites = len(actions) if contexte.programme.objectifs else sum(len(a.operations) for a in actions)
    return nombre(unites), nombre(_indicateurs(actions))


def _indicateurs(actions: Iterable[Action]) -> int:
    return sum(not i.clause_ouverte for a in actions for i in a.indicateurs)


def _limites(contexte: ContexteFinal) -> Iterator[str]:
    if contexte.anticipee:
        yield (
            f"le contrat court jusqu'au {date_longue(contexte.programme.fin)} et les données sont arrêtées au "
            f"{date_longue(contexte.evaluation.arrete_le)} : les verdicts sont rendus comme si l'échéance était "
            "atteinte"
        )
    yield "un changement mesuré n'est pas forcément dû au contrat : d'autres causes agissent en même temps"
    juges = evaluables(contexte.vue.juges)
    for alerte, mots in (
        (Alerte.CUMUL_INCOMPLET, "un cumul où une année manque : c'est un minimum"),
        (Alerte.PROVISOIRE, "une valeur encore provisoire"),
        (Alerte.ESTIME, "une valeur estimée"),
        (Alerte.ANNEE_INITIALE_SUPPOSEE, "une année de départ supposée"),
        (Alerte.DONNEE_ANCIENNE, "une valeur de plus de deux ans"),
    ):
        if n := sum(alerte in r.alertes for r in juges):
            yield f"{p.compter(n, p.INDICATEUR)} {p.verbe(n, 'repose', 'reposent')} sur {mots}"
    if n := _partiels(juges):
        yield f"{p.compter(n, p.INDICATEUR)} {p.verbe(n, 'a', 'ont')} un total partiel : des EPCI n'ont pas répondu"
    if n := sum(bool(r.incertain) for r in juges):
        verdict = p.Nom("verdict", "verdicts")
        sujet = f"{p.compter(n, verdict)} {p.verbe(n, 'est incertain', 'sont incertains')}"
        yield f"{sujet} : la marge d'erreur en permet un autre"
    absents = contexte.vue.classeurs_absents
    if absents:
        sujet = f"{p.compter(len(absents), p.CLASSEUR)} de {contexte.annee}"
        codes = p.lister(list(absents), maximum=6)
        yield f"{sujet} {p.verbe(len(absents), 'n’est pas revenu', 'ne sont pas revenus')} : {codes}"


def _partiels(juges: tuple[Resultat, ...]) -> int:
    return sum(any(a.startswith("partiel,") for a in r.alertes) for r in juges)
