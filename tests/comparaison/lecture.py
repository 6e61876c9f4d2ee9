"""Ce qu'un lecteur retient de chaque outil, dans les mêmes cinq mots, et l'écart entre deux lectures."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from comparaison import formules
from comparaison.ecriture import nombre, pour_cent, signe
from comparaison.formules import Statut
from comparaison.series import BAREME, Saisie, SerieComparee

from evaltools.domaine.lexique import Verdict


class Lecture(StrEnum):
    """Les cinq mots communs. « Sans avis » : rien n'est affiché, ou l'indicateur est dit non évaluable."""

    ATTEINT = "atteint"
    FAVORABLE = "favorable"
    INSUFFISANT = "insuffisant"
    RECUL = "recul"
    SANS_AVIS = "sans avis"


class Outil(StrEnum):
    """Les outils comparés ; toladata est la suite de TolaActivity."""

    AKVO = "Akvo RSR"
    TOLA = "TolaActivity"
    TOLADATA = "toladata"
    PRP = "UNICEF PRP"
    OPEN_SDG = "Open SDG"


class Ecart(StrEnum):
    """Sortes d'écart entre la lecture d'un outil et la nôtre."""

    ACCORD = "Même lecture"
    FAVORABLE_A_TORT = "Favorable, pas pour nous"
    DEFAVORABLE_A_TORT = "Défavorable, pas pour nous"
    ATTEINTE_TROP_TOT = "Dit la cible atteinte, elle ne l'est pas encore"
    ATTEINTE_NON_VUE = "Ne dit pas que la cible est atteinte"
    RECUL_TU = "Ne dit pas le recul"
    RECUL_EN_TROP = "Voit un recul là où nous voyons une stagnation"
    AVIS_SANS_CIBLE = "Donne un avis sans cible"
    MUET = "Sans avis, là où nous en avons un"


@dataclass(frozen=True, slots=True)
class Avis:
    """Ce qu'un outil affiche, et la lecture qu'on en fait."""

    lecture: Lecture
    affiche: str


NOTRE_LECTURE = {
    Verdict.ATTEINT: Lecture.ATTEINT,
    Verdict.EN_BONNE_VOIE: Lecture.FAVORABLE,
    Verdict.A_ACCELERER: Lecture.INSUFFISANT,
    Verdict.INSUFFISANT: Lecture.INSUFFISANT,
    Verdict.DEGRADATION: Lecture.RECUL,
    Verdict.NON_EVALUABLE: Lecture.SANS_AVIS,
}
LECTURE_OPEN_SDG = {
    Statut.ATTEINTE: Lecture.ATTEINT,
    Statut.SUBSTANTIEL: Lecture.FAVORABLE,
    Statut.MODERE: Lecture.INSUFFISANT,
    Statut.LIMITE: Lecture.INSUFFISANT,
    Statut.DETERIORATION: Lecture.RECUL,
    Statut.NON_DISPONIBLE: Lecture.SANS_AVIS,
}
VERDICT_OPEN_SDG = {
    Statut.ATTEINTE: Verdict.ATTEINT,
    Statut.SUBSTANTIEL: Verdict.EN_BONNE_VOIE,
    Statut.MODERE: Verdict.A_ACCELERER,
    Statut.LIMITE: Verdict.INSUFFISANT,
    Statut.DETERIORATION: Verdict.DEGRADATION,
    Statut.NON_DISPONIBLE: Verdict.NON_EVALUABLE,
}
"""Les six statuts d'Open SDG et nos six verdicts annuels vont par paires : on peut les comparer un à un."""

FAVORABLES = (Lecture.ATTEINT, Lecture.FAVORABLE)
RIEN = "—"


def notre_lecture(serie: SerieComparee) -> Lecture:
    """Rend la lecture de notre verdict."""
    return NOTRE_LECTURE[serie.jugement.verdict]


def avis(outil: Outil, serie: SerieComparee) -> Avis:
    """Rend ce que l'outil dit d'une série."""
    return LECTEURS[outil](serie.reflechie if outil is Outil.OPEN_SDG else serie.saisie)


def ecart(notre: Lecture, autre: Lecture) -> Ecart:
    """Nomme l'écart entre notre lecture et celle d'un outil.

    Examples
    --------
    >>> str(ecart(Lecture.RECUL, Lecture.ATTEINT)), str(ecart(Lecture.RECUL, Lecture.RECUL))
    ('Favorable, pas pour nous', 'Même lecture')
    """
    if notre is autre:
        return Ecart.ACCORD
    if notre is Lecture.SANS_AVIS:
        return Ecart.AVIS_SANS_CIBLE
    if autre is Lecture.SANS_AVIS:
        return Ecart.MUET
    if notre in FAVORABLES and autre in FAVORABLES:
        return Ecart.ATTEINTE_TROP_TOT if autre is Lecture.ATTEINT else Ecart.ATTEINTE_NON_VUE
    if autre in FAVORABLES:
        return Ecart.FAVORABLE_A_TORT
    if notre in FAVORABLES:
        return Ecart.DEFAVORABLE_A_TORT
    return Ecart.RECUL_TU if notre is Lecture.RECUL else Ecart.RECUL_EN_TROP


def lire_akvo(saisie: Saisie) -> Avis:
    """Lit Akvo RSR : 100 % et plus se lit « atteint » ; la mention « élevé » est favorable ; aucun recul n'est dit."""
    pourcentage = formules.akvo_rsr(saisie.valeur, saisie.cible)
    if pourcentage is None:
        return Avis(Lecture.SANS_AVIS, RIEN)
    mention = formules.mention_akvo(formules.akvo_rsr_rapport(saisie.valeur, saisie.cible))
    decimales = 1 if pourcentage < 1000 else 0
    return Avis(_selon(pourcentage, mention == "élevé"), f"{pour_cent(pourcentage / 100, decimales)} ({mention})")


def lire_tola(saisie: Saisie) -> Avis:
    """Lit TolaActivity : 100 % et plus se lit « atteint », de 85 à 100 % (la marge de toladata) « favorable »."""
    pourcentage = formules.tolaactivity(saisie.valeur, saisie.cible)
    if pourcentage is None or saisie.valeur is None:
        return Avis(Lecture.SANS_AVIS, RIEN)
    dans_la_marge = bool(saisie.cible) and saisie.valeur / (saisie.cible or 1) >= 1 - formules.MARGE_TOLADATA
    return Avis(_selon(pourcentage, dans_la_marge), pour_cent(pourcentage / 100))


def lire_toladata(saisie: Saisie) -> Avis:
    """Lit toladata : atteint si le rapport est du bon côté de 100 %, favorable s'il est dans la marge."""
    position = formules.toladata(saisie.valeur, saisie.cible, baisse=not saisie.hausse)
    if position is None or saisie.valeur is None or saisie.cible is None:
        return Avis(Lecture.SANS_AVIS, RIEN)
    mots = {1: "mieux que la cible", 0: "à hauteur de la cible", -1: "moins bien que la cible"}
    atteinte = saisie.valeur >= saisie.cible if saisie.hausse else saisie.valeur <= saisie.cible
    lecture = Lecture.ATTEINT if atteinte else Lecture.FAVORABLE if position >= 0 else Lecture.INSUFFISANT
    return Avis(lecture, mots[position])


def lire_prp(saisie: Saisie) -> Avis:
    """Lit UNICEF PRP avec notre barème, faute de seuil publié : rythme = avancement / part du temps écoulée."""
    avancement = formules.unicef_prp(saisie.valeur, saisie.initiale, saisie.cible)
    if avancement >= 1:
        lecture = Lecture.ATTEINT
    elif avancement <= BAREME.degradation:
        lecture = Lecture.RECUL
    elif avancement / saisie.part_du_temps >= BAREME.rythme_bonne_voie:
        lecture = Lecture.FAVORABLE
    else:
        lecture = Lecture.INSUFFISANT
    return Avis(lecture, pour_cent(avancement))


def lire_open_sdg(saisie: Saisie) -> Avis:
    """Lit Open SDG : ses six statuts ont chacun leur lecture."""
    progres = progres_open_sdg(saisie)
    affiche = str(progres.statut)
    if progres.rapport is not None and progres.statut is not Statut.ATTEINTE:
        affiche += f" ({pour_cent(progres.rapport, 1) if saisie.cible is None else signe(nombre(progres.rapport, 2))})"
    return Avis(LECTURE_OPEN_SDG[progres.statut], affiche)


def progres_open_sdg(saisie: Saisie) -> formules.Progres:
    """Passe une saisie à la formule d'Open SDG."""
    return formules.open_sdg(
        saisie.valeur,
        saisie.initiale,
        saisie.cible,
        duree=saisie.duree,
        duree_cible=saisie.duree_cible,
        hausse=saisie.hausse,
        limite=saisie.limite,
    )


def _selon(pourcentage: float, favorable: bool) -> Lecture:
    if pourcentage >= 100:
        return Lecture.ATTEINT
    return Lecture.FAVORABLE if favorable else Lecture.INSUFFISANT


LECTEURS = {
    Outil.AKVO: lire_akvo,
    Outil.TOLA: lire_tola,
    Outil.TOLADATA: lire_toladata,
    Outil.PRP: lire_prp,
    Outil.OPEN_SDG: lire_open_sdg,
}
