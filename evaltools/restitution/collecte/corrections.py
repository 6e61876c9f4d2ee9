"""Ce qui est à corriger, action par action : où, ce qui ne va pas, ce que cela entraîne, ce qu'il faut faire."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from markupsafe import Markup, escape

from evaltools.domaine.anomalies import Anomalie
from evaltools.domaine.donnees_personnelles import masquer
from evaltools.domaine.lexique import Gravite
from evaltools.domaine.programme import Action
from evaltools.domaine.relances import porteurs_par_action
from evaltools.restitution import gabarit
from evaltools.restitution import phrases as p
from evaltools.restitution.collecte.contexte import A_VERIFIER, BLOQUANTE, Contexte, discret, signe, trier
from evaltools.restitution.formats import nombre
from evaltools.restitution.html import SECTION, Bloc
from evaltools.restitution.tableaux import tableau

REPETEES = 3
CITEES = 8
"""Au-delà de trois anomalies d'un même code sur une feuille, une seule ligne les réunit ; elle cite huit cellules."""


def bloc(contexte: Contexte) -> Bloc:
    """Écrit les corrections, repliées par action."""
    porteurs = porteurs_par_action(contexte.retours)
    actions = [
        _action(action, porteurs[action.code], fautes)
        for action in contexte.retours.programme.actions
        if (fautes := contexte.retours.anomalies_de(action.code))
    ]
    html = gabarit.remplir("collecte_corrections.html.j2", actions=actions, dossier=_du_dossier(contexte))
    return Bloc(SECTION, "corrections", "Ce qui est à corriger", html)


def _action(action: Action, porteurs: Sequence[str], fautes: Sequence[Anomalie]) -> dict[str, object]:
    blocking = sum(a.gravite is Gravite.BLOQUANTE for a in fautes)
    doubts = len(fautes) - blocking
    parts = [p.compter(blocking, BLOQUANTE)] * bool(blocking) + [p.compter(doubts, A_VERIFIER)] * bool(doubts)
    fichiers = dict.fromkeys(a.fichier for a in fautes)
    return {
        "code": action.code,
        "intitule": action.intitule,
        "resume": p.majuscule(p.lister(parts)),
        "porteurs": f"Porteur : {' ; '.join(porteurs)}" if porteurs else "Porteur non précisé dans la fiche",
        "ouvert": bool(blocking),
        "tableaux": [_tableau(nom, [a for a in fautes if a.fichier == nom]) for nom in fichiers],
    }


def _tableau(nom: str, fautes: Sequence[Anomalie]) -> Markup:
    lignes = [_ligne(lot) for lot in lots(fautes)]
    colonnes = ["Où", "Gravité", "Ce qui ne va pas", "Ce que cela entraîne", "À faire"]
    return tableau(f"À reprendre dans « {nom} »", colonnes, lignes, classe="corr")


def _ligne(lot: Sequence[Anomalie]) -> list[str | Markup]:
    premiere = lot[0]
    return [
        ou(lot),
        signe(premiere.gravite),
        citer(discret(premiere)) + (f" Et {nombre(len(lot) - 1)} autres du même genre." if len(lot) > 1 else ""),
        p.majuscule(masquer(premiere.consequence)),
        Markup("{} <small>[{}]</small>").format(p.majuscule(masquer(premiere.remede)), premiere.code),
    ]


def citer(constat: str) -> Markup:
    """Écrit un constat ; ce qu'il cite entre guillemets y est montré tel qu'il a été saisi, sans retouche.

    Examples
    --------
    >>> print(citer("« 1.234 <b> » n'est pas un nombre."))
    « <code>1.234 &lt;b&gt;</code> » n&#39;est pas un nombre.
    """
    morceaux = re.split(r"« (.*?) »", constat)
    return Markup("").join(
        Markup("« <code>{}</code> »").format(m) if rang % 2 else escape(m) for rang, m in enumerate(morceaux)
    )


def ou(lot: Sequence[Anomalie]) -> str:
    """Dit où sont des anomalies de même sorte : la feuille, et les cellules."""
    feuille = f"« {lot[0].feuille} »" if lot[0].feuille else "le fichier entier"
    cellules = [a.cellule for a in lot if a.cellule]
    if not cellules:
        return feuille
    reste = f" et {nombre(len(cellules) - CITEES)} autres" if len(cellules) > CITEES else ""
    return f"{feuille}, {', '.join(cellules[:CITEES])}{reste}"


def lots(fautes: Iterable[Anomalie]) -> list[list[Anomalie]]:
    """Réunit les anomalies répétées (même code, même feuille) ; les autres restent seules ; les bloquantes d'abord."""
    groupes: dict[tuple[str, str], list[Anomalie]] = {}
    for anomalie in trier(fautes):
        groupes.setdefault((anomalie.code, anomalie.feuille), []).append(anomalie)
    return [
        lot for groupe in groupes.values() for lot in ([groupe] if len(groupe) > REPETEES else [[a] for a in groupe])
    ]


def _du_dossier(contexte: Contexte) -> list[str]:
    """Rend ce qui ne tient à aucun fichier (dossier vide…) ; les classeurs absents ont leur propre partie."""
    sans = [a for a in contexte.retours.anomalies if not a.fichier and a.code != "ACT-01"]
    return [f"{discret(a)} À faire : {a.remede}" for a in sans if a.gravite is not Gravite.INFORMATION]
