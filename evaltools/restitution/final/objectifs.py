"""Le degré d'atteinte : la conclusion de chaque objectif, de chaque axe et du programme, sa couverture, sa solidité."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from markupsafe import Markup

from evaltools.domaine.evaluation import Resultat, Synthese
from evaltools.domaine.lexique import Verdict
from evaltools.restitution import figures_classes, pistes
from evaltools.restitution import phrases as p
from evaltools.restitution.annuel.contexte import titre_d_axe
from evaltools.restitution.annuel.figure import figure
from evaltools.restitution.annuel.section import diapo, intertitre, paragraphe, section
from evaltools.restitution.diapositives import Diapositive
from evaltools.restitution.final.contexte import ContexteFinal, titre_du_groupe
from evaltools.restitution.final.mots import (
    ce_qui_change,
    compter_finals,
    degrades,
    dire_finals,
    nommer,
    score,
    solidite,
)
from evaltools.restitution.formats import nombre, pct, sur
from evaltools.restitution.html import Bloc
from evaltools.restitution.mots import SIGNES
from evaltools.restitution.rapport import Manque
from evaltools.restitution.tableaux import Cellule, Colonne, liste, tableau
from evaltools.restitution.vue import applicables, compter_verdicts, evaluables

COLONNES: tuple[Colonne | str, ...] = (
    Colonne("Conclusion", largeur="15%"),
    Colonne("Évaluables", nombre=True),
    Colonne("Verdicts", largeur="25%"),
    Colonne("La conclusion tient-elle ?", largeur="15%"),
)


def manque(contexte: ContexteFinal) -> Manque | None:
    """Dit ce qui manque quand aucun indicateur n'est évaluable."""
    if evaluables(contexte.vue.juges):
        return None
    return Manque(
        "Aucun indicateur n'est évaluable : le degré d'atteinte ne peut pas être dit.",
        "La partie « Ce qu'on ne peut pas évaluer » donne les raisons et les remèdes.",
    )


def bloc(contexte: ContexteFinal) -> Bloc:
    """Écrit le degré d'atteinte, du programme à l'objectif, et nomme ce qui a reculé."""
    corps = [
        _figure(contexte),
        intertitre(
            "La conclusion, objectif par objectif" if contexte.programme.objectifs else "La conclusion, par action"
        ),
        _table(contexte),
        paragraphe(NOTE),
        *_reculs(contexte),
    ]
    return section(
        "objectifs",
        "Degré d’atteinte",
        "Les objectifs sont-ils atteints ?",
        message(contexte),
        *corps,
        diapositives=tuple(_diapositives(contexte)),
    )


LEGENDE = 95
"""Longueur d'un titre de tableau au plus : sur deux lignes, l'impression le couperait entre deux pages."""

NOTE = (
    "Conclusion d'un groupe : « Atteint » si tout ce qui s'applique est évaluable et atteint ; « Partiellement "
    "atteint » si "
    "un indicateur au moins est atteint, ou si la moitié du chemin est faite ; « Non évaluable » si moins de la "
    "moitié est "
    "évaluable. Score : moyenne du chemin parcouru, réalisations et résultats à part, avec ce qu'il vaudrait si tout "
    "ce qui "
    "manque valait zéro, puis était atteint. Solidité : poids égaux, indicateurs retirés un à un, seuils décalés de "
    "20 %, "
    "année de départ décalée d'un an, valeurs provisoires écartées."
)


def message(contexte: ContexteFinal) -> str:
    """Dit, à la façon du bilan d'une loi : combien s'appliquent, combien sont évaluables, et leurs verdicts."""
    total, juges = applicables(contexte.vue.juges), evaluables(contexte.vue.juges)
    atteints, partiels, _ = compter_finals(juges)
    sujet = p.majuscule(p.proportion(len(juges), len(total), p.Nom("indicateur applicable", "indicateurs applicables")))
    verbe = p.conjuguer(len(juges), "a pu être évalué", "ont pu être évalués")
    au_moins = p.proportion(atteints + partiels, len(juges), p.Nom("indicateur évaluable", "indicateurs évaluables"))
    suite = p.phrase(
        au_moins,
        p.conjuguer(atteints + partiels, "est atteint", "sont atteints"),
        f"au moins en partie : {dire_finals(juges)}",
    )
    return f"{sujet} {verbe} ({sur(len(juges), len(total))}). {suite}"


def _figure(contexte: ContexteFinal) -> Markup:
    donnees = contexte.classes
    return figure(
        contexte.numeros["classes"],
        constat(contexte),
        f"Nombre d'indicateurs par {donnees.mot} et par verdict, au terme du contrat.",
        pistes.legende(compter_verdicts(contexte.vue.juges), "Répartition des verdicts")
        + figures_classes.dessiner(donnees),
        donnees.table(f"Indicateurs par {donnees.mot} et par verdict"),
        "Source : classeurs de collecte et cadrage.",
    )


def constat(contexte: ContexteFinal) -> str:
    """Titre de la figure : dans combien de groupes la moitié des indicateurs évaluables est atteinte."""
    donnees = contexte.classes
    mots = [m.mot for m in donnees.modalites]
    rangs = [
        mots.index(SIGNES[v].mot) for v in (Verdict.ATTEINT, Verdict.PARTIELLEMENT_ATTEINT) if SIGNES[v].mot in mots
    ]
    juges = [mots.index(SIGNES[v].mot) for v in _JUGES if SIGNES[v].mot in mots]
    bons = sum(2 * sum(n[r] for r in rangs) >= sum(n[r] for r in juges) > 0 for _, n in donnees.lignes)
    feminin = donnees.mot.startswith(("orientation", "action"))
    pluriel = contexte.programme.vocabulaire.axes if donnees.mot != "objectif" else "objectifs"
    sujet = p.compter(bons, p.Nom(donnees.mot, pluriel, feminin=feminin), lettres=True)
    verbe = p.conjuguer(bons, "a", "ont")
    total = p.en_lettres(len(donnees.lignes), feminin)
    return f"{p.majuscule(sujet)} sur {total} {verbe} au moins la moitié de leurs indicateurs évaluables atteints, " + (
        "même en partie" if bons else "fût-ce en partie"
    )


_JUGES = (
    Verdict.ATTEINT, Verdict.EN_BONNE_VOIE, Verdict.PARTIELLEMENT_ATTEINT, Verdict.A_ACCELERER, Verdict.INSUFFISANT,
    Verdict.DEGRADATION, Verdict.NON_ATTEINT,
)  # fmt: skip


def _table(contexte: ContexteFinal) -> Markup:
    """Écrit la conclusion de chaque axe, puis de ses objectifs (de ses actions, s'il n'en a pas)."""
    lignes: list[list[Cellule]] = []
    for axe, groupes in contexte.groupes:
        siens = [r for g in groupes for r in g.resultats]
        titre = Markup("<strong>{}</strong>").format(titre_d_axe(contexte, axe))
        lignes.append(_ligne(contexte, titre, contexte.synthese("axe", axe.code), siens))
        for g in groupes:
            lignes.append(
                _ligne(contexte, titre_du_groupe(contexte, g), contexte.synthese(g.nature, g.code), g.resultats)
            )
    mots = f"{contexte.programme.vocabulaire.axe} et {contexte.mot_du_groupe}s"
    colonnes = [Colonne(p.majuscule(mots), largeur="36%"), *COLONNES]
    return tableau(f"Conclusions, par {contexte.mot_du_groupe}", colonnes, lignes, classe="conclusions")


def _ligne(contexte: ContexteFinal, titre: Cellule, s: Synthese | None, resultats: Sequence[Resultat]) -> list[Cellule]:
    classe = s.classe if s is not None else None
    n, total = len(evaluables(resultats)), len(applicables(resultats))
    note = Markup("{}<small>{}</small>").format(titre, p.majuscule(score(s)))
    statut = pistes.statut(classe) if classe is not None else Markup("–")
    return [note, statut, sur(n, total), _verdicts(resultats), _tient(s, technique=contexte.edition == "technique")]


def _verdicts(resultats: Sequence[Resultat]) -> Markup:
    """Écrit la bande des verdicts, et les mêmes nombres en toutes lettres."""
    comptes = compter_verdicts(resultats)
    mots = [f"{SIGNES[v].pluriel if n >= 2 else p.minuscule(SIGNES[v].mot)} {n}" for v, n in comptes.items()]
    return pistes.bande(comptes) + Markup("<small>{}</small>").format(p.majuscule(p.lister(mots)))


def _tient(s: Synthese | None, *, technique: bool) -> Markup:
    if s is None or s.classe is None or s.classe is Verdict.NON_EVALUABLE:
        return Markup("–")
    autres = ce_qui_change(s.robustesse) if technique else ""
    precision = Markup("<small>{}</small>").format(p.majuscule(autres)) if autres else Markup("")
    return Markup("{}{}").format(p.majuscule(solidite(s.robustesse)), precision)


def _reculs(contexte: ContexteFinal) -> Iterator[Markup]:
    """Nomme tous les indicateurs qui ont reculé, même quand la conclusion de leur groupe est bonne."""
    reculs = degrades(contexte.vue.juges)
    yield intertitre("Ce qui a reculé")
    if not reculs:
        yield paragraphe("Aucun indicateur évaluable n'est plus loin de sa cible qu'au départ.", "")
        return
    n = len(reculs)
    yield paragraphe(
        p.phrase(p.compter(n, p.INDICATEUR, lettres=True), p.verbe(n, "finit", "finissent"), "plus loin de",
                 p.verbe(n, "sa", "leur"), "cible qu'au départ"), ""
    )  # fmt: skip
    yield liste(
        Markup("{} : {}.").format(nom, _chemin(contexte, r)) for nom, r in zip(nommer(reculs), reculs, strict=True)
    )


def _chemin(contexte: ContexteFinal, r: Resultat) -> str:
    e = contexte.vue.ecriture(r)
    if r.valeur_initiale is None or r.valeur is None:
        return f"{e.valeur} pour une cible de {e.cible}"
    return f"{p.evoluer(r.valeur_initiale, r.valeur, r.unite)}, pour une cible de {e.nue(r.cible)}"


def _diapositives(contexte: ContexteFinal) -> Iterator[Diapositive]:
    yield diapo(
        message(contexte).split(". ")[0], message(contexte).split(". ", 1)[1], graphique=contexte.classes.graphique()
    )
    lignes = []
    for axe in contexte.programme.axes:
        s = contexte.synthese("axe", axe.code)
        if s is not None and s.classe is not None:
            titre = p.abreger(titre_d_axe(contexte, axe), 70)
            lignes.append((titre, SIGNES[s.classe].mot, sur(s.evaluables, s.applicables), solidite(s.robustesse)))
    if lignes:
        colonnes = (p.majuscule(contexte.programme.vocabulaire.axe), "Conclusion", "Évaluables", "Solidité")
        yield diapo(_message_des_axes(contexte), legende="Conclusions", colonnes=colonnes, lignes=lignes)
    if reculs := degrades(contexte.vue.juges):
        n = len(reculs)
        titre = p.phrase(p.compter(n, p.INDICATEUR, lettres=True), p.verbe(n, "a reculé", "ont reculé"))
        rangs = [(r.indicateur, p.abreger(r.libelle, 70), _chemin(contexte, r)) for r in reculs[:8]]
        yield diapo(titre, legende="Reculs", colonnes=("Code", "Indicateur", "Du départ à la fin"), lignes=rangs)


def _message_des_axes(contexte: ContexteFinal) -> str:
    s = contexte.du_programme
    if s is None or s.classe is None:
        return "La conclusion du programme ne peut pas être dite"
    part = pct(s.couverture) if s.couverture is not None else nombre(0)
    return f"Tout le programme : {p.minuscule(SIGNES[s.classe].mot)}, sur {part} de ce qui s'applique"
