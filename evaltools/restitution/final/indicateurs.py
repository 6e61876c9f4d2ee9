"""Tous les indicateurs, une ligne chacun : départ, valeur de chaque année, cibles, chemin parcouru, verdict, raison."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from evaltools.domaine.evaluation import Resultat
from evaltools.domaine.lexique import Motif, Nature, Verdict
from evaltools.restitution import phrases as p
from evaltools.restitution import pistes
from evaltools.restitution.annuel.contexte import titre_d_axe
from evaltools.restitution.annuel.section import paragraphe, section
from evaltools.restitution.final.contexte import ContexteFinal
from evaltools.restitution.formats import decimales_utiles, nombre
from evaltools.restitution.html import Bloc
from evaltools.restitution.mots import raison
from evaltools.restitution.tableaux import Cellule, Colonne, depliable, tableau

ANNEES_MAXIMUM = 8
"""Nombre d'années en colonnes au plus : au-delà, le tableau ne tient plus."""


def bloc(contexte: ContexteFinal) -> Bloc:
    """Écrit le tableau de tous les indicateurs, axe par axe."""
    corps = [
        depliable(
            f"Voir les {p.compter(len(lignes), p.INDICATEUR)} : {p.minuscule(titre_d_axe(contexte, axe))}",
            _table(contexte, titre_d_axe(contexte, axe), lignes),
            "detail",
        )
        for axe, lignes in contexte.vue.axes()
        if lignes
    ]
    n = len(contexte.vue.juges)
    return section(
        "indicateurs",
        "Tous les indicateurs",
        "Que dit chaque indicateur, année par année ?",
        p.phrase(
            p.compter(n, p.INDICATEUR),
            p.verbe(n, "est donné avec toutes ses", "sont donnés avec toutes leurs"),
            "années",
        ),
        *corps,
        paragraphe(NOTE),
    )


NOTE = (
    "Un flux est donné année par année ; sa valeur jugée est le cumul. « n. d. » : la valeur manque, et n'est pas zéro."
)


def _table(contexte: ContexteFinal, titre: str, resultats: Sequence[Resultat]) -> Markup:
    annees = contexte.annees[-ANNEES_MAXIMUM:]
    colonnes: list[Colonne | str] = [
        Colonne("Indicateur", largeur="24%"),
        Colonne("Départ", nombre=True),
        *(Colonne(str(a), nombre=True) for a in annees),
        Colonne("Cible", nombre=True),
        Colonne("Verdict", largeur="18%"),
    ]
    return tableau(titre, colonnes, [_ligne(contexte, r, annees) for r in resultats], classe="annees")


def _ligne(contexte: ContexteFinal, r: Resultat, annees: Sequence[int]) -> list[Cellule]:
    e = contexte.vue.ecriture(r)
    d = decimales_utiles([r.valeur_initiale, r.cible, *(r.serie.get(a) for a in annees)])
    cible: Cellule = e.nue(r.cible)
    if r.revisee is not None and r.initiale is not None:
        cible = Markup("{}<small>{} au départ</small>").format(cible, e.nue(r.initiale.valeur))
    return [
        Markup("<i>{}</i> {}").format(r.indicateur, r.libelle),
        e.depart,
        *(_valeur(contexte, r, a, d) for a in annees),
        cible,
        pistes.statut(r.verdict) + _raison(r, e.chemin if r.degre_atteinte is not None else ""),
    ]


def _valeur(contexte: ContexteFinal, r: Resultat, annee: int, decimales: int) -> str:
    valeur = r.serie.get(annee)
    nature = contexte.vue.nature(r.indicateur)
    if nature is Nature.JALON and valeur is not None:
        return "fait" if valeur else "pas fait"
    if nature is Nature.TEXTE:
        return "–"
    if valeur is None and (r.secrete or r.motif is Motif.SECRET):
        return "secret"
    return nombre(valeur, decimales)


def _raison(r: Resultat, chemin: str) -> Markup:
    morceaux = [f"{chemin} du chemin"] if chemin else []
    if r.motif is not None and (r.verdict is Verdict.NON_EVALUABLE or r.motif is not Motif.PROGRES):
        morceaux.append(raison(r.motif).mots)
    return (
        Markup("<small>{}</small>").format(p.majuscule(" ; ".join(m for m in morceaux if m)))
        if morceaux
        else Markup("")
    )
