"""Signes écrits dans la page : symbole et mot d'un verdict, piste du départ à la cible, bande de répartition.

Ce sont des fragments HTML, jamais des figures. Une piste et une bande doublent un texte voisin : elles sont cachées
des lecteurs d'écran, et le texte dit tout.
"""

from __future__ import annotations

from collections.abc import Mapping

from markupsafe import Markup

from evaltools.domaine.evaluation import Resultat
from evaltools.domaine.lexique import EtatAction, Verdict
from evaltools.restitution.mots import ETATS, HORS_DENOMINATEUR, SIGNES

PLUS_BAS, PLUS_HAUT = -0.45, 1.25
"""Étendue d'une piste, en part du chemin : la cible (1) y laisse de la place à ce qui la dépasse."""


def statut(verdict: Verdict, effectif: int | None = None) -> Markup:
    """Écrit un verdict : symbole (dessiné par le style), mot, et l'effectif s'il est donné.

    Examples
    --------
    >>> str(statut(Verdict.ATTEINT))
    '<span class="st s-ok">Atteint</span>'
    """
    return _signe(f"s-{SIGNES[verdict].classe}", SIGNES[verdict].mot, effectif)


def etat(etat_action: EtatAction | None, effectif: int | None = None) -> Markup:
    """Écrit un état d'action : pastille, mot, et l'effectif s'il est donné."""
    return _signe(f"e-{ETATS[etat_action].classe}", ETATS[etat_action].mot, effectif)


def _signe(classe: str, mot: str, effectif: int | None) -> Markup:
    if effectif is None:
        return Markup('<span class="st {}">{}</span>').format(classe, mot)
    return Markup('<span class="st {}">{} <b>{}</b></span>').format(classe, mot, effectif)


def position(part: float) -> float:
    """Place une part du chemin sur la piste, de 0 à 100, bornée aux deux bouts.

    Examples
    --------
    >>> position(0), position(1), position(9), position(-9)
    (26.5, 85.3, 100.0, 0.0)
    """
    bornee = max(PLUS_BAS, min(PLUS_HAUT, part))
    return round((bornee - PLUS_BAS) / (PLUS_HAUT - PLUS_BAS) * 100, 1)


def piste(resultat: Resultat) -> Markup:
    """Dessine le chemin d'un indicateur : départ, valeur, rythme attendu, cible ; vide s'il n'y a rien à placer.

    Sans degré calculable, une cible atteinte est marquée à la cible, sans barre.
    """
    signe = SIGNES[resultat.verdict]
    degre = resultat.degre_atteinte
    if degre is None and resultat.cible_atteinte != "oui":
        return Markup("")
    barre = Markup("<i></i>") if degre is not None else Markup("")
    attendue = resultat.part_attendue
    repere = Markup("<b></b>") if attendue is not None and 0 < attendue < 1 else Markup("")
    style = f"--x:{position(1.0 if degre is None else degre):g}"
    if repere:
        style += f";--a:{position(attendue or 0):g}"
    return Markup('<div class="piste s-{}" aria-hidden="true" style="{}">{}{}<u></u></div>').format(
        signe.classe, style, barre, repere
    )


def bande(comptes: Mapping[Verdict, int]) -> Markup:
    """Dessine la répartition des verdicts : un segment par verdict, son nombre dedans (vide : rien à répartir)."""
    parts = [(SIGNES[v], n) for v in SIGNES if (n := comptes.get(v, 0)) and v not in HORS_DENOMINATEUR]
    if not parts:
        return Markup("")
    segments = Markup("").join(
        Markup('<i class="s-{}" style="flex:{}">{}</i>').format(s.classe, n, n) for s, n in parts
    )
    return Markup('<span class="bande" aria-hidden="true">{}</span>').format(segments)


def legende(comptes: Mapping[Verdict, int], nom: str) -> Markup:
    """Écrit la liste des verdicts présents, avec leur effectif : c'est le texte de la bande."""
    puces = Markup("").join(Markup("<li>{}</li>").format(statut(v, comptes[v])) for v in SIGNES if comptes.get(v, 0))
    return Markup('<ul class="legende" aria-label="{}">{}</ul>').format(nom, puces)
