"""Où en sont les objectifs : répartition des verdicts, puis chaque indicateur évaluable avec sa piste."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from evaltools.domaine.evaluation import Resultat
from evaltools.domaine.lexique import Nature, Verdict
from evaltools.domaine.programme import Axe
from evaltools.restitution import figures_tendances, gabarit, pistes
from evaltools.restitution import phrases as p
from evaltools.restitution.annuel.contexte import Contexte, ancre, titre_d_axe
from evaltools.restitution.annuel.figure import figure
from evaltools.restitution.formats import decimales_utiles, nombre, pct, sur
from evaltools.restitution.html import SECTION, Bloc
from evaltools.restitution.mots import NIVEAUX, SIGNES
from evaltools.restitution.tableaux import Colonne, tableau
from evaltools.restitution.valeurs import Ecriture
from evaltools.restitution.vue import Groupe, Vue, applicables, compter_verdicts, evaluables

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


def bloc(contexte: Contexte) -> Bloc:
    """Écrit la partie sur les objectifs."""
    vue = contexte.vue
    juges = evaluables(vue.juges)
    html = gabarit.remplir(
        "objectifs.html.j2",
        annee=contexte.annee,
        est_ensemble=vue.est_ensemble,
        legende=pistes.legende(compter_verdicts(vue.juges), "Répartition des verdicts"),
        part=_part(vue.juges),
        axes=[_axe(contexte, axe, lignes, ouvert=len(juges) <= OUVERTS) for axe, lignes in vue.axes() if lignes],
        communs=communs(contexte),
        tendances=tendances(contexte),
        nombre=len(juges),
        replie=len(juges) > OUVERTS,
    )
    return Bloc(SECTION, "objectifs", "Objectifs", html)


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
    parties = [_partie(contexte, n, groupe.resultats) for n in NIVEAUX if evaluables(_de(groupe.resultats, n))]
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
    yield valeur, e.nue(r.valeur), True
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
        yield f"Ensemble du programme : {vue.ecriture(tout).valeur}{chemin}"


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


def tendances(contexte: Contexte) -> Markup:
    """Écrit la figure des tendances et son tableau ; rien si aucune série n'est assez longue."""
    donnees = contexte.tendances
    if not donnees.series:
        return Markup("")
    annees = donnees.annees
    lignes = []
    for s in donnees.series:
        points, d = dict(s.points), decimales_utiles([s.cible, *(v for _, v in s.points)])
        lignes.append(
            [Markup("<i>{}</i> {}").format(s.code, s.titre)]
            + [nombre(points.get(a), d) for a in annees]
            + [f"{nombre(s.cible, d)} ({s.annee_cible})"]
        )
    colonnes = [Colonne("Indicateur"), *(Colonne(str(a), nombre=True) for a in annees), Colonne("Cible", nombre=True)]
    choix = (
        "Tous les indicateurs suivis depuis trois ans ou plus."
        if len(donnees.series) == donnees.suivies
        else ("Ceux qui sont le plus en retrait de leur trajectoire, puis ceux qui sont le plus en avance.")
    )
    return figure(
        contexte.numeros["tendances"],
        donnees.constat,
        f"{choix} Pointillé : trajectoire du départ à la cible ; le symbole est celui du verdict.",
        figures_tendances.dessiner(donnees),
        tableau(
            "Valeurs annuelles des indicateurs tracés et cible",
            colonnes,
            lignes,
            precision="Les flux sont cumulés depuis le début du contrat ; n. d. : donnée non disponible.",
        ),
        "Source : classeurs de collecte.",
    )
