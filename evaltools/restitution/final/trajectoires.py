"""Les trajectoires : ce que l'évaluation de chaque année disait de chaque objectif, jusqu'à la fin du contrat."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from markupsafe import Markup

from evaltools.domaine.evaluation import Resultat
from evaltools.domaine.lexique import Verdict
from evaltools.restitution import figures_classes
from evaltools.restitution import phrases as p
from evaltools.restitution.annuel.contexte import titre_d_axe
from evaltools.restitution.annuel.figure import figure
from evaltools.restitution.annuel.section import diapo, intertitre, paragraphe, section
from evaltools.restitution.final.contexte import ContexteFinal, titre_du_groupe
from evaltools.restitution.formats import nombre, sur
from evaltools.restitution.html import Bloc
from evaltools.restitution.rapport import Manque
from evaltools.restitution.tableaux import Cellule, Colonne, tableau
from evaltools.restitution.vue import Groupe, evaluables, favorables

EVALUABLE = p.Nom("indicateur évaluable", "indicateurs évaluables")


def manque(contexte: ContexteFinal) -> Manque | None:
    """Dit ce qui manque quand aucune année passée n'est connue."""
    if contexte.annees_connues:
        return None
    return Manque(
        "Aucune année passée n'est évaluable : les trajectoires ne se lisent pas.",
        "Il faut les classeurs des années d'avant, et des cibles fixées.",
    )


def bloc(contexte: ContexteFinal) -> Bloc:
    """Écrit la répartition des verdicts année par année, puis le compte de chaque objectif."""
    donnees = contexte.annee_par_annee
    titre = constat(contexte)
    dessin = figure(
        contexte.numeros["annees"],
        titre,
        "Nombre d'indicateurs par verdict, chaque année ; la dernière est jugée à l'échéance.",
        figures_classes.dessiner(donnees),
        donnees.table("Indicateurs par année et par verdict", ensemble=""),
        "Source : classeurs de collecte de chaque année, jugés avec les cibles et le barème d'aujourd'hui.",
    )
    return section(
        "trajectoires",
        "Trajectoires",
        "Comment a-t-on avancé, année après année ?",
        f"{titre}.",
        dessin,
        intertitre(f"{p.majuscule(contexte.mot_du_groupe)} par {contexte.mot_du_groupe}"),
        _table(contexte),
        paragraphe(NOTE),
        diapositives=(diapo(titre, graphique=donnees.graphique()),),
    )


NOTE = (
    "Avant l'échéance, on compte les indicateurs atteints ou en bonne voie ; la dernière année, ceux qui sont "
    "atteints. Le "
    "dénominateur change d'une année à l'autre : c'est ce qui était évaluable alors."
)


def constat(contexte: ContexteFinal) -> str:
    """Dit de combien à combien passent les indicateurs évaluables, et combien de cibles sont atteintes à la fin."""
    debut = contexte.annees_connues[0]
    avant, apres = len(evaluables(contexte.passes(debut))), len(evaluables(contexte.vue.juges))
    atteints = sum(r.verdict is Verdict.ATTEINT for r in contexte.vue.juges)
    if avant == apres:
        evolution = f"{p.compter(apres, EVALUABLE)} en {debut} comme en {contexte.annee}"
    else:
        evolution = f"De {nombre(avant)} à {p.compter(apres, EVALUABLE)} entre {debut} et {contexte.annee}"
    return f"{evolution}, dont {p.en_lettres(atteints)} {p.accorder('atteint', atteints)} à la fin"


def _table(contexte: ContexteFinal) -> Markup:
    annees = (*contexte.annees_connues, contexte.annee)
    colonnes: list[Colonne | str] = [
        Colonne(p.majuscule(contexte.mot_du_groupe), largeur="44%" if len(annees) < 6 else "30%"),
        *(Colonne(str(an), nombre=True) for an in annees),
    ]
    lignes = list(_lignes(contexte, annees))
    titre = f"Indicateurs atteints ou en bonne voie, par {contexte.mot_du_groupe} et par année"
    return tableau(titre, colonnes, lignes, total=True)


def _lignes(contexte: ContexteFinal, annees: tuple[int, ...]) -> Iterator[list[Cellule]]:
    for axe, groupes in contexte.groupes:
        for groupe in groupes:
            titre = p.abreger(titre_du_groupe(contexte, groupe), 110)
            yield [titre, *_comptes(contexte, annees, _du_groupe(groupe))]
        if not contexte.programme.objectifs:
            continue
        yield [titre_d_axe(contexte, axe), *_comptes(contexte, annees, _de_l_axe(axe.code))]
    yield ["Ensemble", *_comptes(contexte, annees, lambda _r: True)]


def _du_groupe(groupe: Groupe) -> Callable[[Resultat], bool]:
    if groupe.nature == "objectif":
        return lambda r: r.objectif == groupe.code
    return lambda r: r.action == groupe.code


def _de_l_axe(code: str) -> Callable[[Resultat], bool]:
    return lambda r: r.axe == code


def _comptes(contexte: ContexteFinal, annees: Iterable[int], garder: Callable[[Resultat], bool]) -> list[str]:
    """Rend « 5 sur 9 » pour chaque année ; un tiret quand rien n'était évaluable."""
    comptes = []
    for an in annees:
        juges = evaluables(r for r in contexte.passes(an) if garder(r))
        comptes.append(sur(len(favorables(juges)), len(juges)) if juges else "–")
    return comptes
