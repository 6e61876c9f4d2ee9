"""Les phrases de « L'essentiel » : ce qu'il faut retenir d'une évaluation, avec les noms et les nombres.

Chaque phrase a un message (en gras) et ses preuves. Rien n'est jugé ici : les phrases lisent les verdicts, les états
et les comptes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from evaltools.domaine.evaluation import Resultat, Situation
from evaltools.domaine.lexique import EtatAction, Niveau, Verdict
from evaltools.restitution import phrases as p
from evaltools.restitution.formats import INSECABLE, avec_unite, date_courte, decimales_utiles, nombre, pct, sur
from evaltools.restitution.mots import ENGAGEES, MOTIFS
from evaltools.restitution.vue import Vue, applicables, compter_motifs, evaluables

MAXIMUM = 5
"""Nombre de phrases au plus."""


@dataclass(frozen=True, slots=True)
class Constat:
    """Une phrase : le message, et ce qui le prouve."""

    message: str
    preuves: str


def constats(vue: Vue) -> tuple[Constat, ...]:
    """Rend les phrases de l'essentiel, dans l'ordre : évaluabilité, réussites, alertes, actions, données."""
    tous = (_evaluabilite(vue), _reussites(vue), _degradations(vue), _lenteurs(vue), _actions(vue), _donnees(vue))
    retenus = [c for c in tous if c is not None]
    if len(retenus) > MAXIMUM:
        retenus.remove(next(c for c in retenus if c == tous[3]))
    return tuple(retenus[:MAXIMUM])


def _evaluabilite(vue: Vue) -> Constat | None:
    total = len(applicables(vue.juges))
    if not total:
        return Constat(
            "Aucun indicateur n'est mesuré à l'échelle de ce territoire.",
            "Le document fixe tous ses indicateurs pour l'ensemble du programme : ils sont présentés à part.",
        )
    n = len(evaluables(vue.juges))
    message = (
        f"{p.majuscule(p.proportion(n, total, p.INDICATEUR))} {p.conjuguer(n, 'peut être jugé', 'peuvent être jugés')}"
    )
    motifs = compter_motifs(vue.juges)
    if not motifs:
        return Constat(f"{message}.", "Chacun a une cible et une valeur.")
    premier = next(iter(motifs))
    manquants = total - n
    preuves = p.phrase(
        f"{p.compter(manquants, p.INDICATEUR)} {p.verbe(manquants, 'reste', 'restent')} non",
        p.accorder("évaluable", manquants),
        f"; première raison : {MOTIFS[premier].mots} ({p.compter(motifs[premier], p.INDICATEUR)})"
        if motifs[premier] > 1
        else "",
    )
    return Constat(f"{message}.", preuves)


def _reussites(vue: Vue) -> Constat | None:
    juges = evaluables(vue.juges)
    atteints = [r for r in juges if r.verdict is Verdict.ATTEINT]
    voie = [r for r in juges if r.verdict is Verdict.EN_BONNE_VOIE]
    if not juges or not (atteints or voie):
        return None
    morceaux = []
    if atteints:
        morceaux.append(
            f"{p.compter(len(atteints), p.CIBLE, lettres=True)} "
            f"{p.verbe(len(atteints), 'est atteinte', 'sont atteintes')}"
        )
    if voie:
        autre = p.verbe(len(voie), "autre ", "autres ") if atteints else ""
        sujet = f"{p.en_lettres(len(voie))} {autre}{p.verbe(len(voie), 'indicateur', 'indicateurs')}"
        morceaux.append(f"{sujet} {p.verbe(len(voie), 'avance', 'avancent')} au rythme attendu")
    message = p.phrase(p.lister(morceaux))
    exemples = _en_tete([*atteints, *voie], 2)
    return Constat(message, p.phrase("notamment", p.lister([_avec_valeurs(r) for r in exemples])) if exemples else "")


def _degradations(vue: Vue) -> Constat | None:
    recul = [r for r in vue.juges if r.verdict is Verdict.DEGRADATION]
    if not recul:
        return None
    n = len(recul)
    avant = [r for r in vue.precedents.values() if r.verdict is Verdict.DEGRADATION]
    sujet = p.majuscule(p.compter(n, p.INDICATEUR, lettres=True))
    message = f"{sujet} {p.verbe(n, 's’éloigne de sa cible', 's’éloignent de leur cible')}"
    if vue.precedents:
        message += ", " + p.comparer(n, len(avant), vue.evaluation.annee - 1)
    noms = [_avec_evolution(r) for r in _en_tete(recul, 3)]
    autres = n - len(noms)
    if autres > 0:
        noms.append(f"{nombre(autres)}{INSECABLE}{'autre' if autres == 1 else 'autres'}")
    return Constat(f"{message}.", p.phrase(p.lister(noms)))


def _lenteurs(vue: Vue) -> Constat | None:
    lents = [r for r in vue.juges if r.verdict is Verdict.INSUFFISANT]
    if not lents:
        return None
    n = len(lents)
    sujet = p.majuscule(p.compter(n, p.INDICATEUR, lettres=True))
    exemples = p.lister([_avec_valeurs(r) for r in _en_tete(lents, 2)])
    preuves = exemples if n <= 2 else f"entre autres {exemples}"
    return Constat(f"{sujet} {p.verbe(n, 'progresse', 'progressent')} trop lentement.", p.phrase(preuves))


def _actions(vue: Vue) -> Constat | None:
    total = len(vue.evaluation.programme.actions)
    if not total:
        return None
    etats = vue.etats()
    if vue.etats_inconnus == total:
        return Constat(
            "L'état des actions n'est pas renseigné.", f"Aucun état n'a été déclaré, pour {p.compter(total, p.ACTION)}."
        )
    engagees, finies = sum(etats.get(e, 0) for e in ENGAGEES), etats.get(EtatAction.REALISEE, 0)
    message = f"{p.majuscule(p.proportion(engagees, total, p.ACTION))} {_engagees(engagees)}"
    if engagees:
        combien = p.en_lettres(finies, feminin=True) if finies else "aucune"
        message += f", dont {combien} {p.accorder('réalisé', finies, p.ACTION)}"
    inconnus = etat_non_renseigne(vue.etats_inconnus)
    return Constat(f"{message}.", " ".join((*_ecarts_de_calendrier(vue), *inconnus)))


def etat_non_renseigne(n: int) -> tuple[str, ...]:
    """Dit combien d'actions n'ont pas d'état déclaré ; rien s'il n'y en a pas.

    Examples
    --------
    >>> etat_non_renseigne(0), len(etat_non_renseigne(2))
    ((), 1)
    """
    return (f"L'état de {p.compter(n, p.ACTION)} n'est pas renseigné.",) if n else ()


def _engagees(n: int) -> str:
    return p.conjuguer(n, "est engagée", "sont engagées")


def _ecarts_de_calendrier(vue: Vue) -> Iterator[str]:
    retards = [s for s in vue.situations.values() if s.en_retard]
    if retards:
        noms = p.lister([_retard(s) for s in retards], maximum=3)
        yield p.phrase(
            p.compter(len(retards), p.ACTION, lettres=True), p.verbe(len(retards), "est", "sont"), f"en retard : {noms}"
        )
    for etat, mot in (
        (EtatAction.REPORTEE, "reporté"),
        (EtatAction.SUSPENDUE, "suspendu"),
        (EtatAction.ARRETEE, "arrêté"),
    ):
        codes = [s.action for s in vue.situations.values() if s.etat is etat]
        if codes:
            n = len(codes)
            yield p.phrase(
                p.compter(n, p.ACTION, lettres=True),
                p.verbe(n, "est", "sont"),
                f"{p.accorder(mot, n, p.ACTION)} ({p.lister(codes, maximum=5)})",
            )


def _retard(s: Situation) -> str:
    if s.raison_retard == "démarrage":
        return f"{s.action} (pas encore démarrée)"
    fin = s.fin_revisee or s.fin_prevue
    return f"{s.action} (fin prévue le {date_courte(fin)})" if fin else s.action


def _donnees(vue: Vue) -> Constat | None:
    c = vue.completude
    if c is None or not c.attendues:
        return None
    absents = vue.classeurs_absents
    preuves = f"{sur(c.renseignees, c.attendues)}, pour l'ensemble du programme."
    if absents:
        n = len(absents)
        sujet = f"{p.compter(n, p.CLASSEUR, lettres=True)} {p.verbe(n, 'n’est pas revenu', 'ne sont pas revenus')}"
        preuves += " " + p.phrase(sujet, ":", p.lister(list(absents), maximum=6))
    if c.renseignees == c.attendues:
        return Constat("Toutes les valeurs attendues sont remontées.", preuves)
    return Constat(f"{pct(c.renseignees / c.attendues)} des valeurs attendues sont remontées.", preuves)


def _en_tete(resultats: Sequence[Resultat], n: int) -> list[Resultat]:
    """Choisit les indicateurs cités : les résultats avant les réalisations, les plus loin du départ d'abord."""
    return sorted(resultats, key=lambda r: (r.niveau != Niveau.RESULTAT, -abs(r.degre_atteinte or 0), r.indicateur))[:n]


def _avec_valeurs(r: Resultat) -> str:
    if r.valeur is None or r.cible is None:
        return p.citer(r.libelle)
    d = decimales_utiles([r.valeur, r.cible])
    return f"{p.citer(r.libelle)} ({avec_unite(r.valeur, r.unite, d)}, cible {nombre(r.cible, d)})"


def _avec_evolution(r: Resultat) -> str:
    chemin = p.evoluer(r.valeur_initiale, r.valeur, r.unite)
    if not chemin:
        return _avec_valeurs(r)
    cible = f" (cible {nombre(r.cible, decimales_utiles([r.valeur, r.cible]))})" if r.cible is not None else ""
    return f"{p.citer(r.libelle)} {chemin}{cible}"
