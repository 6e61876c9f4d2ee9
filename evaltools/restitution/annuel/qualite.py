"""La qualité des données : ce qui est remonté sur ce qui est attendu, par axe puis par action ; les contrôles."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from markupsafe import Markup

from evaltools.domaine.completude import Completude
from evaltools.domaine.lexique import Gravite
from evaltools.restitution import phrases as p
from evaltools.restitution.annuel.contexte import Contexte, titre_d_axe
from evaltools.restitution.annuel.section import diapo, paragraphe, section
from evaltools.restitution.formats import nombre, pct, sur
from evaltools.restitution.html import Bloc
from evaltools.restitution.rapport import Manque
from evaltools.restitution.tableaux import Cellule, Colonne, depliable, tableau

ANOMALIE = p.Nom("anomalie", "anomalies", feminin=True)
MONTREES = 40
"""Nombre d'anomalies écrites en entier ; les autres sont comptées."""

COLONNES = (Colonne("Valeurs remontées", nombre=True), Colonne("Taux de renseignement", nombre=True))


def manque(contexte: Contexte) -> Manque | None:
    """Dit ce qui manque quand rien n'était attendu."""
    c = contexte.vue.completude
    if c is not None and c.attendues:
        return None
    return Manque("Aucune valeur n'était attendue cette année.", "Rien à corriger.")


def bloc(contexte: Contexte) -> Bloc:
    """Écrit le taux de renseignement par axe et par pilote, et les classeurs qui ne sont pas revenus."""
    axes = par_axe(contexte)
    detail = Markup("")
    if contexte.edition == "technique":
        detail = depliable("Voir le détail par action", _par_action(contexte), classe="repli-ecran")
    message = _message(contexte)
    diapositive = diapo(message, legende="Taux de renseignement", colonnes=("Partie", "Remontées", "Taux"), lignes=axes)
    return section(
        "qualite", "Qualité des données", "Les données sont-elles complètes ?", message,
        tableau("Valeurs remontées par " + contexte.programme.vocabulaire.axe, ["Partie du programme", *COLONNES], axes,
                total=True),
        paragraphe(_absents(contexte)),
        detail,
        diapositives=(diapositive,),
    )  # fmt: skip


def _message(contexte: Contexte) -> str:
    _, nombres, part = _somme("", _actions(contexte))
    return f"{part} des valeurs attendues en {contexte.annee} sont remontées ({nombres})."


def par_axe(contexte: Contexte) -> list[list[str]]:
    """Rend, par axe puis en tout, les valeurs remontées sur les valeurs attendues."""
    lignes = []
    for axe in contexte.programme.axes:
        codes = {a.code for a in contexte.programme.actions_de(axe.code)}
        lignes.append(_somme(titre_d_axe(contexte, axe), [c for c in _actions(contexte) if c.action in codes]))
    return [*lignes, _somme("Ensemble", _actions(contexte))]


def _actions(contexte: Contexte) -> list[Completude]:
    return [c for c in contexte.evaluation.completudes if c.action]


def _somme(titre: str, lignes: Sequence[Completude]) -> list[str]:
    n, total = sum(c.renseignees for c in lignes), sum(c.attendues for c in lignes)
    return [titre, sur(n, total), pct(n / total if total else None)]


def _absents(contexte: Contexte) -> str:
    codes = contexte.vue.classeurs_absents
    if not codes:
        return f"Les classeurs {contexte.annee} sont tous revenus."
    n = len(codes)
    return p.phrase(
        p.compter(n, p.CLASSEUR, lettres=True), p.verbe(n, "n'est pas revenu", "ne sont pas revenus"), ":",
        p.lister(list(codes)),
    )  # fmt: skip


def _par_action(contexte: Contexte) -> Markup:
    pilotes = {a.code: a.fiche.pilote or "non précisé" for a in contexte.programme.actions}
    connus = any(a.fiche.pilote for a in contexte.programme.actions)
    lignes: list[list[Cellule]] = [
        [
            c.action,
            *([pilotes[c.action]] if connus else []),
            "revenu" if c.classeur_recu else "non revenu",
            *_somme("", [c])[1:],
        ]
        for c in _actions(contexte)
    ]
    colonnes: list[Colonne | str] = ["Action", *(["Pilote"] if connus else []), "Classeur", *COLONNES]
    return tableau("Valeurs remontées par action", colonnes, lignes)


def manque_controles(contexte: Contexte) -> Manque | None:
    """Dit pourquoi les contrôles ne sont pas montrés : leurs constats citent des saisies."""
    if contexte.vue.restreinte:
        return None
    return Manque(
        "Les contrôles citent des saisies : ils ne se publient pas.", "Ils se lisent dans l'édition restreinte."
    )


def bloc_controles(contexte: Contexte) -> Bloc:
    """Écrit le compte des anomalies par gravité, puis chacune avec son remède."""
    anomalies = contexte.evaluation.anomalies
    comptes = Counter(a.gravite for a in anomalies)
    detail = [f"{p.compter(comptes[g], p.Nom(g.value, f'{g.value}s'))}" for g in Gravite if comptes[g]]
    message = p.phrase(p.compter(len(anomalies), ANOMALIE, lettres=True), "à la lecture et au calcul")
    if detail:
        message = f"{message.rstrip('.')}{chr(0xA0)}: {p.lister(detail)}."
    lignes = [[a.code, _ou(a), p.majuscule(a.constat), p.majuscule(a.remede)] for a in anomalies[:MONTREES]]
    corps = Markup("")
    if lignes:
        reste = len(anomalies) - len(lignes)
        precision = f"{nombre(reste)} de plus dans le carnet « controle_collecte »." if reste > 0 else ""
        table = tableau("Anomalies", ["Code", "Où", "Constat", "À faire"], lignes, precision=precision)
        corps = depliable("Voir les anomalies", table)
    return section("controles", "Contrôles", "Que disent les contrôles ?", message, corps,
                   diapositives=(diapo(message),) if anomalies else ())  # fmt: skip


def _ou(anomalie: object) -> str:
    morceaux = [getattr(anomalie, nom, "") for nom in ("fichier", "feuille", "cellule")]
    return ", ".join(str(m) for m in morceaux if m) or "–"
