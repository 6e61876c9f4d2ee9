"""Axe par axe : la conclusion, les actions d'année en année, les indicateurs et leurs trajectoires, les reculs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from markupsafe import Markup

from evaltools.domaine.evaluation import Resultat
from evaltools.domaine.lexique import Nature
from evaltools.domaine.programme import Axe
from evaltools.restitution import figures_tendances, pistes
from evaltools.restitution import phrases as p
from evaltools.restitution.annuel.contexte import titre_d_axe
from evaltools.restitution.annuel.figure import figure
from evaltools.restitution.annuel.indicateurs import choisir
from evaltools.restitution.annuel.section import diapo, intertitre, section
from evaltools.restitution.diapositives import Diapositive, Graphique, Serie
from evaltools.restitution.figures_tendances import Serie as SerieTracee
from evaltools.restitution.figures_tendances import Tendances
from evaltools.restitution.final.actions import table_des_annees
from evaltools.restitution.final.contexte import ContexteFinal
from evaltools.restitution.final.mots import degrades, dire_finals, nommer, solidite
from evaltools.restitution.formats import decimales_utiles, nombre, sur
from evaltools.restitution.html import Bloc
from evaltools.restitution.mots import SIGNES
from evaltools.restitution.tableaux import Cellule, Colonne, tableau
from evaltools.restitution.vue import applicables, evaluables

PAR_AXE = 8
"""Nombre d'indicateurs montrés au plus par axe, hors de l'édition technique."""

COLONNES: tuple[Colonne | str, ...] = (
    Colonne("Indicateur", largeur="38%"),
    Colonne("Départ", nombre=True),
    Colonne("Valeur", nombre=True),
    Colonne("Cible", nombre=True),
    Colonne("Verdict", largeur="26%"),
)
REGLE = (
    "Indicateurs choisis par une même règle : les résultats avant les réalisations, les plus en retrait en tête, "
    "deux par "
    "action au plus. Le tableau « Tous les indicateurs » de l'édition technique n'en laisse aucun."
)


def bloc(contexte: ContexteFinal) -> Bloc:
    """Écrit chaque axe à son tour."""
    corps = [morceau for axe in contexte.programme.axes for morceau in _axe(contexte, axe)]
    mots = contexte.programme.vocabulaire
    return section(
        "axes",
        f"{p.majuscule(mots.axe)} par {mots.axe}",
        f"Qu'a-t-on fait et obtenu, {mots.axe} par {mots.axe} ?",
        REGLE,
        *corps,
        diapositives=tuple(d for axe in contexte.programme.axes for d in _diapositives(contexte, axe)),
    )


def _axe(contexte: ContexteFinal, axe: Axe) -> Iterator[Markup]:
    vue = contexte.vue_de(axe)
    yield intertitre(titre_d_axe(contexte, axe))
    yield Markup("<p>{}</p>").format(_phrase(contexte, axe, vue.juges))
    yield table_des_annees(contexte, axe)
    yield _trajectoires(contexte, axe)
    yield _indicateurs(contexte, axe, vue.juges)
    if reculs := degrades(vue.juges):
        noms = Markup(" ; ").join(nommer(reculs))
        yield Markup('<p class="note"><strong>En recul depuis le départ :</strong> {}.</p>').format(noms)


def _phrase(contexte: ContexteFinal, axe: Axe, resultats: Sequence[Resultat]) -> str:
    juges, total = evaluables(resultats), applicables(resultats)
    s = contexte.synthese("axe", axe.code)
    debut = p.phrase(
        f"{sur(len(juges), len(total))} indicateurs évaluables", f": {dire_finals(juges)}" if juges else ""
    )
    if s is None or s.classe is None:
        return debut
    return f"{debut} " + p.phrase(f"conclusion : {p.minuscule(SIGNES[s.classe].mot)}", f", {solidite(s.robustesse)}")


def _indicateurs(contexte: ContexteFinal, axe: Axe, resultats: Sequence[Resultat]) -> Markup:
    retenus = evaluables(resultats)
    retenus = tuple(sorted(choisir(retenus, PAR_AXE), key=lambda r: r.indicateur))
    if not retenus:
        return Markup('<p class="note">Aucun indicateur évaluable.</p>')
    n = len(retenus)
    titre = f"{titre_d_axe(contexte, axe).split('.')[0]} : {p.compter(n, p.INDICATEUR)} du départ à la fin"
    return tableau(titre, COLONNES, [ligne(contexte, r) for r in retenus], classe="indic")


def ligne(contexte: ContexteFinal, r: Resultat) -> list[Cellule]:
    """Rend la ligne d'un indicateur : départ, valeur, cible (et l'initiale si elle est révisée), verdict, raison."""
    e = contexte.vue.ecriture(r)
    nom = Markup("<i>{}</i> {}").format(r.indicateur, r.libelle)
    cible = Markup("{}").format(e.nue(r.cible))
    if r.revisee is not None and r.initiale is not None:
        cible += Markup("<small>{} au départ</small>").format(e.nue(r.initiale.valeur))
    notes = list(e.notes)
    if r.degre_atteinte is not None and e.nature is not Nature.JALON:
        notes.insert(0, f"{e.chemin} {e.mots_du_chemin}")
    suite = Markup("<small>{}</small>").format(p.majuscule(" ; ".join(notes))) if notes else Markup("")
    return [nom, e.depart, e.valeur, cible, pistes.statut(r.verdict) + suite]


def _trajectoires(contexte: ContexteFinal, axe: Axe) -> Markup:
    donnees = contexte.tendances_par_axe.get(axe.code)
    if donnees is None:
        return Markup("")
    return figure(
        contexte.numeros[f"tendances-{axe.code}"],
        donnees.constat,
        f"{titre_d_axe(contexte, axe).split('.')[0]}. Pointillé : trajectoire du départ à la cible ; le symbole est "
        "celui du "
        "verdict.",
        figures_tendances.dessiner(donnees),
        _table_des_series(donnees),
        "Source : classeurs de collecte. Les flux sont cumulés depuis le début du contrat.",
    )


def _table_des_series(donnees: Tendances) -> Markup:
    annees = donnees.annees
    lignes: list[list[Cellule]] = []
    for s in donnees.series:
        points, d = dict(s.points), decimales_utiles([s.cible, *(v for _, v in s.points)])
        nom = Markup("<i>{}</i> {}").format(s.code, s.titre)
        lignes.append([nom, *(nombre(points.get(a), d) for a in annees), f"{nombre(s.cible, d)} ({s.annee_cible})"])
    colonnes = [Colonne("Indicateur"), *(Colonne(str(a), nombre=True) for a in annees), Colonne("Cible", nombre=True)]
    return tableau("Valeurs annuelles et cible", colonnes, lignes)


def _diapositives(contexte: ContexteFinal, axe: Axe) -> Iterator[Diapositive]:
    """Rend une diapositive par axe : les indicateurs choisis ; puis la trajectoire la plus en retrait."""
    resultats = contexte.vue_de(axe).juges
    retenus = choisir(evaluables(resultats), 6)
    titre = f"{titre_d_axe(contexte, axe).split('.')[0]} : {_phrase(contexte, axe, resultats).split('. ')[0]}"
    lignes = []
    for r in retenus:
        e = contexte.vue.ecriture(r)
        lignes.append(
            (p.abreger(f"{r.indicateur} {r.libelle}", 80), e.depart, e.valeur, e.nue(r.cible), SIGNES[r.verdict].mot)
        )
    colonnes = ("Indicateur", "Départ", "Valeur", "Cible", "Verdict")
    yield diapo(titre, legende=titre_d_axe(contexte, axe), colonnes=colonnes, lignes=lignes)
    if donnees := contexte.tendances_par_axe.get(axe.code):
        yield _courbe(donnees.series[0])


def _courbe(s: SerieTracee) -> Diapositive:
    points, attendue = dict(s.points), dict(s.trajectoire)
    annees = sorted({*points, *attendue})
    annee, valeur = s.valeur
    alternative = f"Courbe de {s.code} : {nombre(valeur)} en {annee}, cible {nombre(s.cible)} en {s.annee_cible}."
    series = (
        Serie("Valeur", tuple(points.get(a) for a in annees), "#12436D"),
        Serie("Trajectoire attendue", tuple(attendue.get(a) for a in annees), "#55606D"),
    )
    graphe = Graphique("courbes", tuple(str(a) for a in annees), series, alternative, s.unite)
    return diapo(
        f"{p.abreger(s.libelle, 90)} : {nombre(valeur)} en {annee}, pour une cible de {nombre(s.cible)}",
        graphique=graphe,
    )
