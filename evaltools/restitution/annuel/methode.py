"""Méthode et barème : comment un verdict est rendu, avec quels seuils, et les mots du rapport."""

from __future__ import annotations

from collections.abc import Mapping

from markupsafe import Markup

from evaltools.domaine.bareme import Bareme
from evaltools.domaine.lexique import Verdict
from evaltools.restitution import gabarit, pistes
from evaltools.restitution import phrases as p
from evaltools.restitution.annuel.contexte import Contexte
from evaltools.restitution.formats import pct
from evaltools.restitution.html import SECTION, Bloc
from evaltools.restitution.tableaux import tableau

GLOSSAIRE: Mapping[str, str] = {
    "Année partielle": "année que le contrat ne couvre qu'en partie ; aucun rythme annuel n'y est jugé.",
    "Barème": "les seuils du verdict, fixés par l'instance avant de connaître les données.",
    "Cadrage": "ce que l'instance décide pour pouvoir juger un indicateur : départ, cible, évolution visée, source.",
    "Chemin parcouru": "part du changement voulu qui est faite, de la valeur de départ à la cible.",
    "COPIL, COTECH": "comité de pilotage, qui décide ; comité technique, qui prépare.",
    "EPCI": "établissement public de coopération intercommunale : ici, une intercommunalité signataire.",
    "Flux, stock, ratio": "un flux s'additionne d'année en année ; un stock garde sa dernière valeur ; un ratio se "
    "recalcule à partir de ses deux nombres.",
    "n. d.": "non disponible : la valeur manque, ce qui n'est pas zéro.",
    "Réalisation, résultat": "ce qui a été fait ; ce que cela a changé.",
    "Rythme attendu": "part du chemin qui devrait être faite à cette date, en avançant régulièrement.",
}


def bloc(contexte: Contexte) -> Bloc:
    """Écrit la méthode, le barème, le glossaire, le secret et l'accessibilité."""
    millesimes = {t.annee_population for t in contexte.programme.territoires if t.population is not None}
    html = gabarit.remplir(
        "methode.html.j2",
        bareme=contexte.evaluation.bareme,
        seuils=seuils(contexte.evaluation.bareme, finale=contexte.evaluation.finale),
        population=p.lister([str(m) for m in sorted(m for m in millesimes if m)]),
        glossaire=GLOSSAIRE,
        restreinte=contexte.vue.restreinte,
        source=contexte.programme.source,
        arrete_le=contexte.evaluation.arrete_le,
        abrege=contexte.edition != "technique",
    )
    return Bloc(SECTION, "methode", "Méthode et barème", html)


def seuils(bareme: Bareme, *, finale: bool) -> Markup:
    """Écrit le tableau des verdicts et de leur règle, avec les seuils du barème."""
    bonne, accelerer = pct(bareme.rythme_bonne_voie), pct(bareme.rythme_a_accelerer)
    recul, partiel = pct(bareme.degradation), pct(bareme.partiellement_atteint)
    lignes = {Verdict.ATTEINT: "la valeur atteint ou dépasse la cible"}
    if finale:
        lignes |= {
            Verdict.PARTIELLEMENT_ATTEINT: f"au moins {partiel} du chemin est parcouru à l'échéance",
            Verdict.NON_ATTEINT: f"moins de {partiel} du chemin est parcouru à l'échéance, ou un acquis est perdu",
        }
    else:
        lignes |= {
            Verdict.EN_BONNE_VOIE: f"au moins {bonne} du rythme attendu",
            Verdict.A_ACCELERER: f"de {accelerer} à moins de {bonne} du rythme attendu",
            Verdict.INSUFFISANT: f"moins de {accelerer} du rythme attendu",
            Verdict.DEGRADATION: f"la valeur s'éloigne de la cible ({recul} du chemin ou moins), ou une cible atteinte "
            "au départ ne l'est plus",
            Verdict.PARTIELLEMENT_ATTEINT: f"cible annuelle : au moins {partiel} de la cible de l'année",
            Verdict.NON_ATTEINT: f"cible annuelle : moins de {partiel} de la cible de l'année ; jalon abandonné",
        }
    lignes |= {
        Verdict.NON_EVALUABLE: "il manque une cible, une valeur, un départ, le sens visé ; ou la valeur est secrète",
        Verdict.NON_ECHU: "l'échéance est à venir : hors du compte",
        Verdict.SANS_OBJET: "l'indicateur ne s'applique pas ici : hors du compte",
    }
    return tableau(
        "Les verdicts et leur règle", ["Verdict", "Règle"], [[pistes.statut(v), texte] for v, texte in lignes.items()]
    )
