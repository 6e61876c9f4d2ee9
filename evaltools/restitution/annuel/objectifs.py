"""Où en sont les objectifs : répartition des verdicts, puis chaque indicateur évaluable avec sa piste."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from evaltools.domaine.evaluation import Resultat
from evaltools.domaine.lexique import Nature, Verdict
from evaltools.domaine.programme import Axe
from evaltools.restitution import gabarit, pistes
from evaltools.restitution import phrases as p
from evaltools.restitution.annuel.contexte import Contexte, ancre, titre_d_axe
from evaltools.restitution.annuel.section import diapo
from evaltools.restitution.diapositives import Diapositive, Graphique, Serie
from evaltools.restitution.formats import nombre, pct, sur
from evaltools.restitution.html import SECTION, Bloc
from evaltools.restitution.mots import HORS_DENOMINATEUR, NIVEAUX, SIGNES
from evaltools.restitution.tableaux import Colonne, tableau
from evaltools.restitution.valeurs import Ecriture
from evaltools.restitution.vue import Groupe, Vue, applicables, compter_verdicts, evaluables, favorables

OUVERTS = 24
"""Au-delà de ce nombre d'indicateurs évaluables, les objectifs sont repliés à l'écran (tous s'impriment)."""


@dataclass(frozen=True, slots=True)
class Rang:
    """Un indicateur évaluable, prêt à écrire."""

    ancre: str
    code: str
    libelle: str
    verdict: Markup
    notes: tuple[str, ...]
    piste: Markup
    valeurs: tuple[tuple[str, str, bool], ...]
    detail: str


@dataclass(frozen=True, slots=True)
class Partie:
    """La répartition des verdicts d'un niveau (réalisations, résultats), et ses indicateurs."""

    titre: str
    sens: str
    bande: Markup
    legende: Markup
    rangs: tuple[Rang, ...]
    part: str
    compte: str


def bloc(contexte: Contexte) -> Bloc:
    """Écrit la partie sur les objectifs."""
    vue = contexte.vue
    juges = evaluables(vue.juges)
    abrege = contexte.edition != "technique"
    html = gabarit.remplir(
        "objectifs.html.j2",
        annee=contexte.annee,
        est_ensemble=vue.est_ensemble,
        legende=pistes.legende(compter_verdicts(vue.juges), "Répartition des verdicts"),
        part=_part(vue.juges),
        axes=[_axe(contexte, axe, lignes, ouvert=len(juges) <= OUVERTS) for axe, lignes in vue.axes() if lignes],
        communs=[] if abrege else communs(contexte),
        abrege=abrege,
        explique=contexte.compte("non_evaluables"),
        nombre=len(juges),
        replie=len(juges) > OUVERTS and not abrege,
    )
    return Bloc(SECTION, "objectifs", "Objectifs", html, diapositives=tuple(_diapositives(contexte)))


def _diapositives(contexte: Contexte) -> Iterator[Diapositive]:
    """Rend la répartition des verdicts par axe, puis le compte par objectif."""
    vue = contexte.vue
    axes = [(axe, compter_verdicts(lignes)) for axe, lignes in vue.axes() if lignes]
    bons, juges = favorables(vue.juges), evaluables(vue.juges)
    if not juges:
        return
    presents = [v for v in SIGNES if any(n.get(v) for _, n in axes) and v not in HORS_DENOMINATEUR]
    series = tuple(
        Serie(SIGNES[v].mot, tuple(float(n.get(v, 0)) for _, n in axes), SIGNES[v].couleur) for v in presents
    )
    sujet = p.phrase(
        p.proportion(len(bons), len(juges), p.EVALUABLE),
        p.verbe(len(bons), "est atteint ou en bonne voie", "sont atteints ou en bonne voie"),
    )
    detail = p.lister([f"{SIGNES[v].mot.lower()} {n}" for v, n in compter_verdicts(vue.juges).items()])
    barres = Graphique(
        "barres_empilees",
        tuple(p.abreger(titre_d_axe(contexte, axe), 70) for axe, _ in axes),
        series,
        f"Barres empilées : indicateurs par verdict, par {contexte.programme.vocabulaire.axe}. {p.majuscule(detail)}.",
        "indicateurs",
    )
    yield diapo(sujet, graphique=barres)


def _part(resultats: Sequence[Resultat]) -> str:
    total = len(applicables(resultats))
    n = len(evaluables(resultats))
    return f"{sur(n, total)} évaluables" if n >= 2 else f"{sur(n, total)} évaluable"


def _axe(contexte: Contexte, axe: Axe, lignes: Sequence[Resultat], *, ouvert: bool) -> dict[str, Any]:
    vue = contexte.vue
    recul = [r for r in lignes if r.verdict is Verdict.DEGRADATION]
    return {
        "titre": titre_d_axe(contexte, axe),
        "part": _part(lignes),
        "niveaux": [_partie(contexte, n, lignes, avec_rangs=False) for n in NIVEAUX if _de(lignes, n)],
        "recul": [(ancre("ind", r.indicateur), r.indicateur, p.abreger(r.libelle, 80)) for r in recul],
        "groupes": [_groupe(contexte, g, ouvert=ouvert) for g in vue.groupes(axe)],
    }


def _groupe(contexte: Contexte, groupe: Groupe, *, ouvert: bool) -> dict[str, Any]:
    niveaux = [n for n in NIVEAUX if evaluables(_de(groupe.resultats, n))] if contexte.edition == "technique" else []
    parties = [_partie(contexte, n, groupe.resultats) for n in niveaux]
    prefixe = f"Objectif {groupe.code}. " if groupe.nature == "objectif" else f"{groupe.code} "
    return {
        "titre": f"{prefixe}{groupe.intitule}",
        "bande": pistes.bande(compter_verdicts(groupe.resultats)),
        "part": _part(groupe.resultats),
        "voir": _voir(len(evaluables(groupe.resultats))),
        "parties": parties,
        "ouvert": ouvert,
    }


def _de(resultats: Iterable[Resultat], niveau: str) -> tuple[Resultat, ...]:
    return tuple(r for r in resultats if r.niveau == niveau)


def _partie(contexte: Contexte, niveau: str, resultats: Sequence[Resultat], *, avec_rangs: bool = True) -> Partie:
    lignes = _de(resultats, niveau)
    ordre = list(SIGNES)
    tries = sorted(evaluables(lignes), key=lambda r: ordre.index(r.verdict)) if avec_rangs else []
    comptes = compter_verdicts(lignes)
    titre, sens = NIVEAUX[niveau]
    return Partie(
        titre,
        sens,
        pistes.bande(comptes),
        pistes.legende(comptes, f"{titre} par verdict"),
        tuple(rang(contexte.vue, r) for r in tries),
        _part(lignes),
        p.lister([f"{nombre(n)} {SIGNES[v].pluriel if n > 1 else SIGNES[v].mot.lower()}" for v, n in comptes.items()]),
    )


def rang(vue: Vue, resultat: Resultat) -> Rang:
    """Prépare la ligne d'un indicateur évaluable."""
    e = vue.ecriture(resultat)
    return Rang(
        ancre("ind", resultat.indicateur),
        resultat.indicateur,
        resultat.libelle,
        pistes.statut(resultat.verdict),
        (*(p.majuscule(n) for n in e.notes), *_comparaisons(vue, resultat, e)),
        Markup("") if e.nature is Nature.JALON else pistes.piste(resultat),
        tuple(_valeurs(resultat, e)),
        e.detail,
    )


def _valeurs(r: Resultat, e: Ecriture) -> Iterator[tuple[str, str, bool]]:
    """Rend les valeurs d'une ligne : titre, texte, et si c'est celle qui est jugée."""
    depart, valeur, cible = e.titres
    if e.nature is Nature.JALON:
        yield "État", e.valeur, True
        if r.annee_cible is not None:
            yield "Échéance", f"fin {r.annee_cible}", False
        return
    if r.valeur_initiale is not None:
        yield depart, e.depart, False
    yield valeur, e.jugee, True
    yield cible, e.nue(r.cible), False
    if r.degre_atteinte is not None:
        yield "Part de la cible" if e.depuis_zero else "Chemin parcouru", e.chemin, False


def _comparaisons(vue: Vue, resultat: Resultat, e: Ecriture) -> Iterable[str]:
    avant = vue.precedents.get(resultat.indicateur)
    if avant is not None and avant.valeur is not None and avant.annee_valeur != resultat.annee_valeur:
        yield f"En {vue.evaluation.annee - 1} : {e.ecrire(avant.valeur)} ({avant.verdict.lower()})"
    tout = None if vue.est_ensemble else vue.de_l_ensemble.get(resultat.indicateur)
    if tout is not None and tout.valeur is not None:
        chemin = f", {pct(tout.degre_atteinte)} {e.mots_du_chemin}" if tout.degre_atteinte is not None else ""
        autre = tout.annee_valeur is not None and tout.annee_valeur != resultat.annee_valeur
        an = f" en {tout.annee_valeur}" if autre else ""
        yield f"Ensemble du programme{an} : {vue.ecriture(tout).valeur}{chemin}"


def communs(contexte: Contexte) -> list[dict[str, Any]]:
    """Rend, pour un EPCI et par axe, les indicateurs mesurés une seule fois pour l'ensemble du programme."""
    parties = []
    for axe in contexte.programme.axes:
        ici = [r for r in contexte.vue.communs if r.axe == axe.code]
        juges = evaluables(ici)
        if ici:
            titre = titre_d_axe(contexte, axe)
            table = tableau(
                f"Indicateurs mesurés pour l'ensemble, {contexte.programme.vocabulaire.axe} {axe.code}",
                [
                    "Indicateur",
                    Colonne("Valeur", nombre=True),
                    Colonne("Cible", nombre=True),
                    Colonne("Chemin", nombre=True),
                    Colonne("Verdict"),
                ],
                [_ligne_commune(contexte.vue, r) for r in juges],
                classe="indic commun",
            )
            parties.append(
                {
                    "titre": titre,
                    "bande": pistes.bande(compter_verdicts(ici)),
                    "part": _part(ici),
                    "table": table if juges else "",
                    "voir": _voir(len(juges)),
                }
            )
    return parties


def _voir(n: int) -> str:
    return f"Voir les {p.compter(n, p.INDICATEUR)} évaluables" if n >= 2 else "Voir l'indicateur évaluable"


def _ligne_commune(vue: Vue, r: Resultat) -> list[str | Markup]:
    e = vue.ecriture(r)
    return [
        Markup("<i>{}</i> {}").format(r.indicateur, r.libelle),
        e.valeur,
        e.nue(r.cible),
        "–" if e.nature is Nature.JALON else e.chemin,
        pistes.statut(r.verdict),
    ]
