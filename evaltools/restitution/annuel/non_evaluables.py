"""Ce qu'on ne peut pas évaluer : combien, pourquoi, et ce qui le rendrait évaluable."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from markupsafe import Markup

from evaltools.domaine.evaluation import Resultat
from evaltools.domaine.lexique import Motif, Verdict
from evaltools.restitution import gabarit
from evaltools.restitution import phrases as p
from evaltools.restitution.annuel.contexte import Contexte, titre_d_axe
from evaltools.restitution.annuel.section import diapo
from evaltools.restitution.formats import nombre, pct
from evaltools.restitution.html import SECTION, Bloc
from evaltools.restitution.mots import MOTIFS, raison
from evaltools.restitution.tableaux import Colonne, tableau
from evaltools.restitution.vue import applicables, compter_motifs

EN_LISTE = 60
"""Au-delà de ce nombre, la liste par action n'est pas refaite ici : chaque fiche dit la raison en regard du verdict."""


def bloc(contexte: Contexte) -> Bloc:
    """Écrit la partie sur les indicateurs non évaluables."""
    vue = contexte.vue
    lignes = [r for r in (*vue.juges, *vue.communs) if r.verdict is Verdict.NON_EVALUABLE]
    total = len(applicables((*vue.juges, *vue.communs)))
    hors = [r for r in (*vue.juges, *vue.communs) if r.verdict in (Verdict.SANS_OBJET, Verdict.NON_ECHU)]
    html = gabarit.remplir(
        "non_evaluables.html.j2",
        message=_message(len(lignes), total),
        est_ensemble=vue.est_ensemble,
        raisons=raisons(lignes),
        axes=_par_axe(contexte, lignes) if contexte.compte("fiches") and len(lignes) <= EN_LISTE else [],
        fiches=contexte.compte("fiches") and len(lignes) > EN_LISTE,
        hors=_hors(hors),
    )
    message = _message(len(lignes), total)
    corps = [(p.majuscule(MOTIFS[m].mots), nombre(n), p.majuscule(MOTIFS[m].remede)) for m, n in _motifs(lignes)]
    diapositive = diapo(message, legende="Indicateurs non évaluables, par raison",
                        colonnes=("Raison", "Indicateurs", "Remède"), lignes=_toutes_comptees(corps))  # fmt: skip
    return Bloc(SECTION, "non-evaluables", "Ce qu’on ne peut pas évaluer", html, diapositives=(diapositive,))


def _toutes_comptees(corps: Sequence[tuple[str, str, str]]) -> list[tuple[str, str, str]]:
    """Garde six lignes au plus ; les raisons suivantes sont réunies, pour que le total reste celui du titre."""
    if len(corps) <= 6:
        return list(corps)
    reste = sum(int(n) for _, n, _ in corps[5:])
    return [*corps[:5], ("Autres raisons", nombre(reste), "Voir le rapport.")]


def _motifs(lignes: Sequence[Resultat]) -> list[tuple[Motif, int]]:
    return list(compter_motifs(lignes).items())


def _message(n: int, total: int) -> str:
    if not n:
        return "Tous les indicateurs qui s'appliquent ont pu être jugés."
    return p.phrase(
        p.proportion(n, total, p.INDICATEUR), p.verbe(n, "n'est pas évaluable", "ne sont pas évaluables"), "aujourd'hui"
    )


def raisons(lignes: Sequence[Resultat]) -> Markup:
    """Écrit le tableau des raisons : combien, et le remède."""
    comptes = compter_motifs(lignes)
    if not comptes:
        return Markup("")
    corps = [
        [p.majuscule(MOTIFS[m].mots), nombre(n), pct(n / len(lignes)), p.majuscule(MOTIFS[m].remede)]
        for m, n in comptes.items()
    ]
    colonnes: list[Colonne | str] = [
        "Raison",
        Colonne("Indicateurs", nombre=True),
        Colonne("Part", nombre=True),
        Colonne("Ce qui les rendrait évaluables", largeur="45%"),
    ]
    return tableau("Indicateurs non évaluables, par raison", colonnes, corps)


def _par_axe(contexte: Contexte, lignes: Sequence[Resultat]) -> list[dict[str, Any]]:
    """Rend, par axe, le compte des raisons, et la liste par action."""
    parties = []
    for axe in contexte.programme.axes:
        ici = [r for r in lignes if r.axe == axe.code]
        if ici:
            detail = [f"{raison(m).mots} ({n})" for m, n in compter_motifs(ici).items()]
            parties.append(
                {
                    "titre": titre_d_axe(contexte, axe),
                    "resume": p.phrase(p.compter(len(ici), p.INDICATEUR), ":", p.lister(detail)),
                    "actions": _par_action(contexte, ici),
                }
            )
    return parties


def _par_action(contexte: Contexte, lignes: Sequence[Resultat]) -> list[tuple[str, str, list[tuple[str, str, str]]]]:
    return [
        (a.code, a.intitule, [(r.indicateur, r.libelle, raison(r.motif).mots) for r in ici])
        for a in contexte.programme.actions
        if (ici := [r for r in lignes if r.action == a.code])
    ]


def _hors(hors: Sequence[Resultat]) -> str:
    if not hors:
        return ""
    echus = sum(r.verdict is Verdict.NON_ECHU for r in hors)
    sans = len(hors) - echus
    parties = [f"{nombre(echus)} à l'échéance encore à venir"] if echus else []
    parties += [f"{nombre(sans)} sans objet ici"] if sans else []
    return p.phrase("hors du compte :", p.lister(parties))
