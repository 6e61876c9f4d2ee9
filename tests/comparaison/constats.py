"""Où chaque formule s'écarte, en nombres tirés des séries."""

from __future__ import annotations

from comparaison import formules, textes
from comparaison.bilan import (
    Series,
    attendue,
    avec_cible,
    avec_le_remplacant,
    compose,
    de_la_famille,
    degre_a_zero,
    droite,
    ecarts,
    note,
    statuts_differents,
    statuts_sans_la_derniere,
    zeros,
)
from comparaison.cas import attendu
from comparaison.ecriture import accorder, enumerer, mesure, nombre, pour_cent, signe, tableau
from comparaison.formules import REMPLACANT_DU_ZERO, Statut
from comparaison.lecture import Ecart, Lecture, Outil, avis, notre_lecture, progres_open_sdg
from comparaison.series import Famille, SerieComparee

from evaltools.domaine.lexique import Verdict

REMPLACANTS = (0.1, 0.01, REMPLACANT_DU_ZERO)


def constats(series: Series) -> str:
    """Rédige la section des constats."""
    parties = (depart_ignore, sens_ignore, acquis, taux_compose, zero_remplace, donnee_manquante, sans_cible)
    return "\n\n".join([textes.CONSTATS, *(partie(series) for partie in parties)])


def depart_ignore(series: Series) -> str:
    """Akvo RSR et TolaActivity, sur les hausses."""
    hausses = de_la_famille(series, Famille.HAUSSE)
    eleves = [s for s in hausses if _pourcentage(s) >= 85]
    trompeurs = [s for s in eleves if notre_lecture(s) in (Lecture.INSUFFISANT, Lecture.RECUL)]
    reculs = [s for s in trompeurs if notre_lecture(s) is Lecture.RECUL]
    return textes.DEPART_IGNORE.format(
        n=len(hausses), eleves=len(eleves), trompeurs=len(trompeurs), codes=_codes(trompeurs), reculs=_codes(reculs)
    )


def sens_ignore(series: Series) -> str:
    """Akvo RSR, TolaActivity et UNICEF PRP, sur les baisses."""
    baisses = de_la_famille(series, Famille.BAISSE)
    dites = [s for s in baisses if avis(Outil.AKVO, s).lecture is Lecture.ATTEINT]
    fausses = [s for s in dites if notre_lecture(s) is not Lecture.ATTEINT]
    montent = [s for s in dites if notre_lecture(s) is Lecture.RECUL]
    vraies = [s for s in baisses if notre_lecture(s) is Lecture.ATTEINT]
    progres = [s for s in baisses if (s.jugement.degre_atteinte or 0) > 0]
    nuls = [s for s in progres if _avancement(s) == 0]
    communes = ecarts(baisses, Outil.PRP)[Ecart.ACCORD]
    return textes.SENS_IGNORE.format(
        n=len(baisses),
        dites=len(dites),
        fausses=len(fausses),
        montent=_codes(montent),
        vraies=enumerer([f"{s.code} : {avis(Outil.AKVO, s).affiche}" for s in vraies]),
        pire=_pire(baisses),
        progres=len(progres),
        nuls=len(nuls),
        communes=len(communes),
        zeros=sum(_avancement(s) == 0 for s in communes),
        negatives=sum(_avancement(s) < 0 for s in communes),
    )


def acquis(series: Series) -> str:
    """Les cibles déjà satisfaites au départ."""
    tenues = de_la_famille(series, Famille.ACQUIS)
    perdues = [s for s in tenues if s.jugement.verdict is Verdict.DEGRADATION]
    return textes.ACQUIS.format(
        n=len(tenues),
        perdues=_codes(perdues),
        prp=len(ecarts(tenues, Outil.PRP)[Ecart.ACCORD]),
        akvo=len(ecarts(tenues, Outil.AKVO)[Ecart.ACCORD]),
        positifs=enumerer([f"{s.code} ({pour_cent(_avancement(s))})" for s in tenues if _avancement(s) > 0]),
        negatifs=enumerer([f"{s.code} ({pour_cent(_avancement(s))})" for s in tenues if _avancement(s) < 0]),
        toladata=len(ecarts(tenues, Outil.TOLADATA)[Ecart.ACCORD]),
        sdg=len(ecarts(tenues, Outil.OPEN_SDG)[Ecart.ACCORD]),
    )


def taux_compose(series: Series) -> str:
    """Open SDG, sur toutes les séries à cible où son statut n'est pas celui de notre verdict."""
    divergentes = statuts_differents(avec_cible(series))
    lignes = [
        (
            s.code,
            pour_cent(s.saisie.part_du_temps),
            pour_cent(s.jugement.degre_atteinte or 0.0),
            mesure(s.reflechie.valeur or 0.0),
            attendu(attendue(s, droite)),
            attendu(attendue(s, compose)),
            str(s.jugement.verdict),
            avis(Outil.OPEN_SDG, s).affiche,
        )
        for s in divergentes
    ]
    entetes = (
        "Série", "Temps écoulé", "Chemin fait", "Valeur", "Attendue, ligne droite", "Attendue, taux constant", "Nous",
        "Open SDG",
    )  # fmt: skip
    return textes.TAUX_COMPOSE.format(
        n=len(divergentes), avec=len(avec_cible(series)), tableau=tableau(entetes, lignes, a_droite=range(1, 6))
    )


def zero_remplace(series: Series) -> str:
    """Ce que devient Open SDG selon ce qu'on écrit à la place d'une cible nulle."""
    lignes = [
        (s.code, *(_progres(avec_le_remplacant(s, r)) for r in REMPLACANTS), pour_cent(degre_a_zero(s), 1))
        for s in zeros(series)
    ]
    entetes = ["Série", *(f"Cible écrite {nombre(r)}" for r in REMPLACANTS), "Notre P, cible 0"]
    return textes.ZERO_REMPLACE.format(tableau=tableau(entetes, lignes, a_droite=(4,)))


def donnee_manquante(series: Series) -> str:
    """La dernière valeur de chaque série à cible n'est pas rendue."""
    jugees = avec_cible(series)
    entiere, amputee = note(jugees, sans_la_derniere=False), note(jugees, sans_la_derniere=True)
    statuts = statuts_sans_la_derniere(jugees)
    verdicts = [s.sans_la_derniere.verdict for s in jugees]
    return textes.DONNEE_MANQUANTE.format(
        n=len(jugees),
        zero_akvo=sum(formules.akvo_rsr_rapport(None, s.saisie.cible) == 0 for s in jugees),
        zero_prp=sum(formules.unicef_prp(None, s.saisie.initiale, s.saisie.cible) == 0 for s in jugees),
        non_disponibles=statuts[Statut.NON_DISPONIBLE],
        non_evaluables=verdicts.count(Verdict.NON_EVALUABLE),
        perdu=_codes([s for s in jugees if _acquis_perdu_cru(s)]),
        score=nombre(entiere.score or 0.0, 2),
        couverture=pour_cent(amputee.couverture or 0.0),
        bas=nombre(amputee.bas or 0.0, 2),
        haut=nombre(amputee.haut or 0.0, 2),
    )


def sans_cible(series: Series) -> str:
    """Ce que disent les outils quand rien n'est fixé."""
    libres = de_la_famille(series, Famille.SANS_CIBLE)
    lectures = [avis(Outil.OPEN_SDG, s).lecture for s in libres]
    return textes.SANS_CIBLE.format(
        n=len(libres),
        prp=sum(_avancement(s) == 0 for s in libres),
        favorables=accorder(lectures.count(Lecture.FAVORABLE), "fois", "fois"),
        insuffisants=accorder(lectures.count(Lecture.INSUFFISANT), "fois", "fois"),
        reculs=accorder(lectures.count(Lecture.RECUL), "fois", "fois"),
        petits=_codes([s for s in libres if 0 < -(progres_open_sdg(s.saisie).rapport or 0.0) < 0.0025]),
    )


def _pourcentage(serie: SerieComparee) -> float:
    return formules.akvo_rsr_rapport(serie.saisie.valeur, serie.saisie.cible)


def _avancement(serie: SerieComparee) -> float:
    return formules.unicef_prp(serie.saisie.valeur, serie.saisie.initiale, serie.saisie.cible)


def _pire(series: Series) -> str:
    pire = max(series, key=_pourcentage)
    return f"{pour_cent(_pourcentage(pire) / 100)} ({pire.code})"


def _acquis_perdu_cru(serie: SerieComparee) -> bool:
    """Dit si, la dernière valeur manquant, nous disons « Atteint » une cible qui ne l'est plus."""
    return serie.sans_la_derniere.verdict is Verdict.ATTEINT and serie.jugement.verdict is not Verdict.ATTEINT


def _progres(progres: formules.Progres) -> str:
    if progres.rapport is None or progres.statut is Statut.ATTEINTE:
        return str(progres.statut)
    return f"{progres.statut} ({signe(nombre(progres.rapport, 2))})"


def _codes(series: list[SerieComparee]) -> str:
    return enumerer([s.code for s in series])
