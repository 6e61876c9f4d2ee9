"""Les preuves calculées de chaque critère : des faits tirés des résultats, des actions et des montants."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping

from evaltools.domaine.contradictions import Sujet, contradictions
from evaltools.domaine.jugements_de_valeur import Critere
from evaltools.domaine.lexique import EtatAction, Motif, Niveau, Verdict
from evaltools.domaine.situations import OUVERTS
from evaltools.restitution import phrases as p
from evaltools.restitution.annuel.contexte import titre_d_axe
from evaltools.restitution.final.cibles import revises
from evaltools.restitution.final.contexte import ContexteFinal
from evaltools.restitution.final.couts import couts
from evaltools.restitution.final.mots import degrades, dire_finals, solidite
from evaltools.restitution.formats import duree, nombre, pct, sur
from evaltools.restitution.mots import SIGNES
from evaltools.restitution.vue import applicables, evaluables

FINANCEUR = p.Nom("financeur", "financeurs")
PARTENAIRE = p.Nom("organisme", "organismes")


def preuves(contexte: ContexteFinal, critere: Critere) -> tuple[str, ...]:
    """Rend les preuves calculées d'un critère, une phrase chacune ; vide : rien n'est calculable."""
    return tuple(p.phrase(texte) for texte in _SOURCES[critere](contexte) if texte)


def _pertinence(contexte: ContexteFinal) -> Iterator[str]:
    revisees = revises(contexte)
    if revisees:
        n = len(revisees)
        yield f"{p.compter(n, p.CIBLE)} {p.verbe(n, 'a été révisée', 'ont été révisées')} en cours de contrat"
    else:
        yield "aucune cible n'a été révisée en cours de contrat"
    arretees = [s for s in contexte.vue.situations.values() if s.etat is EtatAction.ARRETEE]
    if arretees:
        n = len(arretees)
        codes = p.lister([s.action for s in arretees], maximum=8)
        yield f"{p.compter(n, p.ACTION)} {p.verbe(n, 'a été arrêtée', 'ont été arrêtées')} : {codes}"
    contexte_suivi = [r for r in contexte.vue.juges if r.niveau == Niveau.CONTEXTE]
    yield (
        f"{p.compter(len(contexte_suivi), p.INDICATEUR)} {p.verbe(len(contexte_suivi), 'suit', 'suivent')} la "
        "situation du "
        "territoire"
        if contexte_suivi
        else "aucun indicateur ne suit la situation du territoire : l'évolution des besoins ne se lit pas ici"
    )


def _coherence(contexte: ContexteFinal) -> Iterator[str]:
    fiches = [f for a in contexte.programme.actions for f in (a.fiche, *(o.fiche for o in a.operations))]
    noms = {nom for f in fiches for nom in f.partenaires}
    if noms:
        yield f"les fiches nomment {p.compter(len(noms), PARTENAIRE)} partenaires"
    doublons = [c for c in contradictions(contexte.programme) if c.sujet is Sujet.DOUBLONS]
    if doublons:
        n = len(doublons)
        libelle = p.Nom("libellé", "libellés")
        yield (
            f"{p.compter(n, libelle)} d'indicateur ou d'activité {p.verbe(n, 'est écrit', 'sont écrits')} à "
            "l'identique dans "
            "plusieurs actions : à relier ou à distinguer"
        )
    yield "les liens avec les autres politiques (projet régional de santé, contrats, projets) ne se calculent pas"


def _efficacite(contexte: ContexteFinal) -> Iterator[str]:
    juges, total = evaluables(contexte.vue.juges), applicables(contexte.vue.juges)
    if not juges:
        yield "aucun indicateur n'est évaluable"
        return
    yield f"{sur(len(juges), len(total))} indicateurs évaluables : {dire_finals(juges)}"
    s = contexte.du_programme
    if s is not None and s.classe is not None:
        yield f"conclusion du programme : {p.minuscule(SIGNES[s.classe].mot)}, {solidite(s.robustesse)}"
    for axe in contexte.programme.axes:
        de_l_axe = contexte.synthese("axe", axe.code)
        if de_l_axe is not None and de_l_axe.classe is not None:
            titre = p.minuscule(titre_d_axe(contexte, axe).split(".")[0])
            classe = p.minuscule(SIGNES[de_l_axe.classe].mot)
            yield f"{titre} : {classe}, {sur(de_l_axe.evaluables, de_l_axe.applicables)} évaluables"


def _efficience(contexte: ContexteFinal) -> Iterator[str]:
    if contexte.financement.axes:
        yield contexte.financement.constat
    else:
        yield "aucun montant n'est remonté : les moyens ne se rapportent pas aux résultats"
    calcules = couts(contexte)
    if calcules:
        cout = p.Nom("coût par unité", "coûts par unité")
        yield f"{p.compter(len(calcules), cout)} {p.verbe(len(calcules), 'se calcule', 'se calculent')}"
    retards = [s for s in contexte.vue.situations.values() if s.retard_jours]
    if retards:
        n, longue = len(retards), max(s.retard_jours or 0 for s in retards)
        yield (
            f"{p.compter(n, p.ACTION)} {p.verbe(n, 'a pris', 'ont pris')} du retard sur le calendrier"
            f"{p.verbe(n, ' :', ', jusqu’à')} {duree(longue)}"
        )


def _impact(contexte: ContexteFinal) -> Iterator[str]:
    resultats = [r for r in contexte.vue.juges if r.niveau == Niveau.RESULTAT]
    juges, total = evaluables(resultats), applicables(resultats)
    if not total:
        yield "aucun indicateur ne mesure ce que les actions ont changé"
    else:
        nom = p.Nom("indicateur de résultat", "indicateurs de résultat")
        suite = f" : {dire_finals(juges)}" if juges else ""
        yield f"{sur(len(juges), len(total))} {nom.pluriel} évaluables{suite}"
    if reculs := degrades(resultats):
        n = len(reculs)
        codes = p.lister([r.indicateur for r in reculs], maximum=6)
        yield f"{p.compter(n, p.INDICATEUR)} de résultat {p.verbe(n, 'a reculé', 'ont reculé')} : {codes}"
    yield "un changement mesuré n'est pas forcément dû au contrat : d'autres causes agissent en même temps"


def _durabilite(contexte: ContexteFinal) -> Iterator[str]:
    etats = contexte.vue.etats()
    ouvertes = sum(etats.get(e, 0) for e in OUVERTS)
    total = len(contexte.programme.actions)
    verbe = p.conjuguer(ouvertes, "reste ouverte", "restent ouvertes")
    yield f"{p.compter(ouvertes, p.ACTION, lettres=True)} sur {nombre(total)} {verbe} à la fin du contrat"
    financeurs = _financeurs_par_action(contexte)
    if financeurs:
        seules = sum(n == 1 for n in financeurs.values())
        n = len(financeurs)
        yield (
            f"{sur(seules, n)} actions financées {p.verbe(seules, 'ne le', 'ne le')} sont que par un seul organisme"
            if seules >= 2
            else f"{p.compter(seules, p.ACTION, lettres=True)} sur {nombre(n)} n'a qu'un seul financeur"
        )
    acquis = [r for r in contexte.vue.juges if r.motif is Motif.ACQUIS_PERDU]
    tenus = [r for r in contexte.vue.juges if r.motif is Motif.DES_L_ORIGINE and r.verdict is Verdict.ATTEINT]
    if acquis or tenus:
        yield (
            f"{p.compter(len(tenus), p.CIBLE, lettres=True)} déjà {p.accorder('atteint', len(tenus), p.CIBLE)} au "
            "départ "
            f"{p.verbe(len(tenus), 'est tenue', 'sont tenues')}, {p.compter(len(acquis), p.CIBLE, lettres=True)} "
            f"{p.conjuguer(len(acquis), 'a été perdue', 'ont été perdues')}"
        )


def _financeurs_par_action(contexte: ContexteFinal) -> Mapping[str, int]:
    """Compte les financeurs nommés de chaque action, tout le contrat."""
    couples = {(f.action, f.financeur) for f in contexte.evaluation.finances if f.financeur}
    return Counter(action for action, _ in couples)


def part_evaluable(contexte: ContexteFinal) -> str:
    """Écrit la part de ce qui a pu être évalué, avec son dénominateur."""
    n, total = len(evaluables(contexte.vue.juges)), len(applicables(contexte.vue.juges))
    return f"{pct(n / total)} ({sur(n, total)})" if total else sur(0, 0)


_SOURCES: Mapping[Critere, Callable[[ContexteFinal], Iterator[str]]] = {
    Critere.PERTINENCE: _pertinence,
    Critere.COHERENCE: _coherence,
    Critere.EFFICACITE: _efficacite,
    Critere.EFFICIENCE: _efficience,
    Critere.IMPACT: _impact,
    Critere.DURABILITE: _durabilite,
}
