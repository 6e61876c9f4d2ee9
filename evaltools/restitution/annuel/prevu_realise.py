"""Le prévu et le réalisé : les indicateurs que le document demande par deux, l'un face à l'autre."""

from __future__ import annotations

from markupsafe import Markup

from evaltools.restitution import figures_paires
from evaltools.restitution import phrases as p
from evaltools.restitution.annuel.contexte import Contexte
from evaltools.restitution.annuel.figure import figure
from evaltools.restitution.annuel.section import diapo, section
from evaltools.restitution.diapositives import Graphique, Serie
from evaltools.restitution.formats import ABSENT, decimales_utiles, nombre, pct, unite_lisible
from evaltools.restitution.html import Bloc
from evaltools.restitution.rapport import Manque
from evaltools.restitution.tableaux import Colonne, tableau

COLONNES = (
    Colonne("Indicateur"),
    Colonne("Prévu", nombre=True),
    Colonne("Réalisé", nombre=True),
    Colonne("Écart", nombre=True),
    Colonne("Réalisé sur prévu", nombre=True),
    Colonne("Unité"),
)


def manque(contexte: Contexte) -> Manque | None:
    """Dit ce qui manque quand aucune paire n'est remontée."""
    if contexte.paires.lignes:
        return None
    return Manque(
        "Aucun couple « prévu et réalisé » n'est connu cette année.",
        "Les pilotes saisissent les deux lignes de l'indicateur, là où le document les demande.",
    )


def bloc(contexte: Contexte) -> Bloc:
    """Écrit les paires : figure, puis tableau avec l'écart et le taux de réalisation."""
    donnees = contexte.paires
    return section(
        "prevu-realise", "Prévu et réalisé", "Ce qui était prévu a-t-il été fait ?", f"{donnees.constat}.",
        paires(contexte), diapositives=(diapo(donnees.constat, graphique=_graphique(contexte)),),
    )  # fmt: skip


def paires(contexte: Contexte) -> Markup:
    """Écrit la figure des paires et ses données."""
    donnees = contexte.paires
    lignes = []
    for x in donnees.lignes:
        d = decimales_utiles([x.prevu, x.realise])
        ecart = ABSENT if x.realise is None else nombre(x.realise - x.prevu, d, signe=True)
        nom = Markup("<i>{}</i> {}").format(x.code, x.libelle)
        lignes.append([nom, nombre(x.prevu, d), nombre(x.realise, d), ecart, pct(x.taux), unite_lisible(x.unite)])
    return figure(
        contexte.numeros["paires"],
        donnees.constat,
        f"Prévu (hachuré) et réalisé (plein) en {donnees.annee}, en part du prévu.",
        figures_paires.dessiner(donnees),
        tableau(f"Prévu et réalisé en {donnees.annee}", COLONNES, lignes),
        "Source : classeurs de collecte. Le taux de réalisation n'est pas un degré d'atteinte.",
    )


def _graphique(contexte: Contexte) -> Graphique:
    lignes = contexte.paires.lignes[:8]
    return Graphique(
        "barres",
        tuple(f"{x.code} {p.abreger(x.libelle, 50)}" for x in lignes),
        (
            Serie("Prévu", tuple(x.prevu for x in lignes), "#B9C4CF"),
            Serie("Réalisé", tuple(x.realise for x in lignes), "#12436D"),
        ),
        contexte.paires.alternative.split(" Elle")[0],
    )
