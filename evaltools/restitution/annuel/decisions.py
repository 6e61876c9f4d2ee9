"""Ce que le COPIL doit décider : le sujet, pourquoi (le chiffre), l'option proposée, qui, et avant quand.

Les décisions sont tirées des résultats et des réorientations que les pilotes proposent ; rien n'y est décidé. Ne sont
nommés que des fonctions et des organismes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from evaltools.domaine.avancement import Avancement
from evaltools.domaine.evaluation import Resultat, Situation
from evaltools.domaine.lexique import EtatAction, Motif, Verdict
from evaltools.restitution import gabarit
from evaltools.restitution import phrases as p
from evaltools.restitution.annuel.contexte import Contexte
from evaltools.restitution.annuel.section import diapo
from evaltools.restitution.diapositives import Diapositive
from evaltools.restitution.formats import INSECABLE, duree, nombre, pct, sur
from evaltools.restitution.html import SECTION, Bloc
from evaltools.restitution.mots import ETATS
from evaltools.restitution.vue import applicables

DECISION = p.Nom("décision", "décisions", feminin=True)
REORIENTATIONS = 4
PAR_DIAPOSITIVE = 6
COPIL, COTECH, PILOTES = "le COPIL", "le COTECH", "les pilotes des actions"


@dataclass(frozen=True, slots=True)
class Decision:
    """Une décision à prendre."""

    sujet: str
    pourquoi: str
    option: str
    qui: str
    quand: str


def decisions(contexte: Contexte) -> tuple[Decision, ...]:
    """Rend les décisions à prendre, des actions vers les indicateurs puis les données.

    Une note semestrielle s'en tient aux actions et à la collecte : les indicateurs se jugent une fois l'an.
    """
    sources = [_reorientations, _retards, _reports, _arrets, _degradations, _cibles, _collecte]
    if contexte.periode:
        sources = [_reorientations, _retards, _reports, _arrets, _collecte]
    return tuple(d for source in sources for d in source(contexte))


def bloc(contexte: Contexte) -> Bloc:
    """Écrit les décisions à prendre, une carte chacune."""
    toutes = decisions(contexte)
    n = len(toutes)
    message = (
        p.phrase(p.compter(n, DECISION, lettres=True), p.verbe(n, "est", "sont"), "à prendre")
        if n
        else "Rien n'appelle de décision cette année."
    )
    html = gabarit.remplir("decisions.html.j2", message=message, decisions=toutes)
    return Bloc(SECTION, "decisions", "Décisions à prendre", html, diapositives=tuple(diapositives(message, toutes)))


def diapositives(message: str, toutes: Sequence[Decision]) -> Iterator[Diapositive]:
    """Rend les décisions, quatre par diapositive ; le message est le titre de la première."""
    colonnes = ("Sujet", "Pourquoi", "Option proposée", "Qui", "Quand")
    for rang in range(0, len(toutes), PAR_DIAPOSITIVE):
        lignes = [
            (d.sujet, p.abreger(d.pourquoi, 130), p.abreger(d.option, 130), d.qui, d.quand)
            for d in toutes[rang : rang + PAR_DIAPOSITIVE]
        ]
        titre = message if not rang else f"{message.rstrip('.')} (suite)"
        yield diapo(titre, legende="Décisions à prendre", colonnes=colonnes, lignes=lignes)


def _plan(contexte: Contexte) -> str:
    return f"avec le plan {contexte.annee + 1}"


def _collecte_suivante(contexte: Contexte) -> str:
    return f"avant la collecte {contexte.annee + 1}"


def _reorientations(contexte: Contexte) -> Iterator[Decision]:
    """Rend les réorientations que les pilotes proposent (texte libre : édition restreinte seulement)."""
    if not contexte.vue.restreinte:
        return
    proposees = [a for a in contexte.evaluation.avancements if a.annee == contexte.annee and a.reorientation.strip()]
    for a in proposees[:REORIENTATIONS]:
        yield Decision(
            f"Réorienter l'action {a.action}", _situation(contexte, a), sans_annonce(a.reorientation), COPIL,
            _plan(contexte),
        )  # fmt: skip
    reste = proposees[REORIENTATIONS:]
    if reste:
        n = len(reste)
        codes = p.lister(list(dict.fromkeys(a.action for a in reste)))
        yield Decision(
            "Examiner les autres réorientations",
            p.phrase(f"{p.compter(n, p.Nom('autre proposition', 'autres propositions', feminin=True))} : {codes}"),
            "Les lire dans les fiches, et retenir celles qui entrent au plan.",
            COPIL,
            _plan(contexte),
        )


def sans_annonce(texte: str) -> str:
    """Retire le « Proposition : » qui ouvre parfois le texte d'un pilote.

    Examples
    --------
    >>> sans_annonce("Proposition : deux rencontres locales.")
    'Deux rencontres locales.'
    """
    tete, separateur, suite = texte.strip().partition(":")
    annoncee = bool(separateur) and tete.strip().casefold() in ("proposition", "propositions")
    return p.majuscule((suite if annoncee else texte).strip())


def _situation(contexte: Contexte, a: Avancement) -> str:
    s = contexte.vue.situations.get(a.action)
    etat = ETATS[s.etat if s else None].mot.lower()
    retard = f", {duree(s.retard_jours)} de retard" if s and s.en_retard and s.retard_jours else ""
    intitule = contexte.programme.action(a.action).intitule
    motif = f" {p.phrase(a.motif)}" if a.motif else ""
    propose = "" if a.motif else ", réorientation proposée par le pilote"
    return f"{p.abreger(intitule, 90)}{INSECABLE}: {etat}{retard}{propose}.{motif}"


def _sur(n: int, nom: p.Nom, total: int) -> str:
    return f"{p.compter(n, nom)} sur{INSECABLE}{nombre(total)}"


def _noms(lignes: Sequence[Situation]) -> str:
    noms = [f"{s.action} ({duree(s.retard_jours)})" if s.retard_jours else s.action for s in lignes]
    return p.lister(noms, maximum=5)


def _retards(contexte: Contexte) -> Iterator[Decision]:
    retards = sorted(
        (s for s in contexte.vue.situations.values() if s.en_retard), key=lambda s: (-(s.retard_jours or 0), s.action)
    )
    if retards:
        n = len(retards)
        yield Decision(
            "Fixer une date aux actions en retard" if n > 1 else f"Fixer une date à l'action {retards[0].action}",
            p.phrase(_sur(n, p.ACTION, len(contexte.programme.actions)), p.verbe(n, "est", "sont"), "en retard :",
                     _noms(retards)),
            "Confirmer une nouvelle date, réduire le périmètre, ou arrêter.",
            f"{COPIL}, sur proposition des pilotes",
            _plan(contexte),
        )  # fmt: skip


def _reports(contexte: Contexte) -> Iterator[Decision]:
    sans_date = [
        s.action
        for s in contexte.vue.situations.values()
        if s.etat in (EtatAction.REPORTEE, EtatAction.SUSPENDUE) and s.fin_revisee is None
    ]
    if sans_date:
        n = len(sans_date)
        yield Decision(
            "Dater les reports",
            p.phrase(p.compter(n, p.ACTION), p.verbe(n, "est reportée ou suspendue", "sont reportées ou suspendues"),
                     "sans nouvelle date :", p.lister(sans_date, maximum=6)),
            "Donner une nouvelle date de fin, ou décider l'arrêt.",
            COPIL,
            _plan(contexte),
        )  # fmt: skip


def _arrets(contexte: Contexte) -> Iterator[Decision]:
    arretees = [s for s in contexte.vue.situations.values() if s.etat is EtatAction.ARRETEE]
    if arretees:
        n = len(arretees)
        yield Decision(
            "Dire ce que deviennent les actions arrêtées" if n > 1 else "Dire ce que devient l'action arrêtée",
            p.phrase(p.compter(n, p.ACTION), p.accorder("arrêté", n, p.ACTION), ":",
                     p.lister([s.action for s in arretees], maximum=6)),
            "Prendre acte de la raison, et reporter les moyens sur d'autres actions ou les rendre.",
            COPIL,
            _plan(contexte),
        )  # fmt: skip


def _degradations(contexte: Contexte) -> Iterator[Decision]:
    recul = [r for r in contexte.vue.juges if r.verdict is Verdict.DEGRADATION]
    if recul:
        n = len(recul)
        yield Decision(
            "Répondre aux dégradations",
            p.phrase(p.compter(n, p.INDICATEUR), p.verbe(n, "s'éloigne de sa cible", "s'éloignent de leur cible"), ":",
                     p.lister([r.indicateur for r in recul], maximum=6)),
            "Demander au pilote ce qui l'explique et la mesure qui y répond.",
            f"{COTECH}, avec les pilotes",
            "au prochain COTECH",
        )  # fmt: skip


def _cibles(contexte: Contexte) -> Iterator[Decision]:
    total = applicables((*contexte.vue.juges, *contexte.vue.communs))
    for motifs, sujet, manque, option in (
        ((Motif.PAS_DE_CIBLE, Motif.ECHEANCE_INCONNUE), "Fixer les cibles qui manquent", "cible datée",
         "Remplir le classeur de cadrage : une cible, son année, l'instance qui décide."),
        ((Motif.PAS_DE_VALEUR_INITIALE,), "Retrouver les valeurs de départ", "valeur de départ utilisable",
         "Retrouver la valeur, ou convenir de celle de la première année."),
        ((Motif.SENS_INCONNU,), "Dire l'évolution souhaitée", "évolution souhaitée",
         "Dire dans le cadrage si l'on vise une hausse, une baisse ou un maintien."),
    ):  # fmt: skip
        sans = [r for r in total if r.verdict is Verdict.NON_EVALUABLE and r.motif in motifs]
        if sans:
            yield Decision(sujet, _pourquoi(sans, total, manque), option, COTECH, _collecte_suivante(contexte))


def _pourquoi(sans: Sequence[Resultat], total: Sequence[Resultat], manque: str) -> str:
    n = len(sans)
    return p.phrase(
        _sur(n, p.INDICATEUR, len(total)), p.verbe(n, "n'a pas", "n'ont pas"), p.elider("de", manque),
        f"({pct(n / len(total))})",
    )  # fmt: skip


def _sans_valeur(contexte: Contexte) -> str:
    """Compte les indicateurs dont rien n'est remonté depuis le départ ; rien dans une note semestrielle."""
    total = applicables((*contexte.vue.juges, *contexte.vue.communs))
    n = sum(r.motif in (Motif.PAS_DE_VALEUR, Motif.VALEUR_INITIALE_SEULE) for r in total)
    if not n or contexte.periode:
        return ""
    return " " + p.phrase(
        _sur(n, p.INDICATEUR, len(total)), p.verbe(n, "n'a", "n'ont"), "aucune valeur depuis le départ"
    )


def _collecte(contexte: Contexte) -> Iterator[Decision]:
    absents, c = contexte.vue.classeurs_absents, contexte.vue.completude
    if absents:
        n = len(absents)
        yield Decision(
            "Obtenir les classeurs qui manquent" if n > 1 else "Obtenir le classeur qui manque",
            p.phrase(p.compter(n, p.CLASSEUR), p.verbe(n, "n'est pas revenu", "ne sont pas revenus"), ":",
                     p.lister(list(absents), maximum=6)) + _sans_valeur(contexte),
            "Relancer les pilotes, avec une date ; dire si l'action continue d'être suivie.",
            "la coordination",
            "dans le mois",
        )  # fmt: skip
    elif c and c.renseignees < c.attendues:
        yield Decision(
            "Compléter les données",
            f"{sur(c.renseignees, c.attendues)} valeurs attendues sont remontées ({pct(c.renseignees / c.attendues)})."
            + _sans_valeur(contexte),
            "Compléter les classeurs, ou dire pourquoi la valeur n'est pas disponible.",
            PILOTES,
            _collecte_suivante(contexte),
        )
