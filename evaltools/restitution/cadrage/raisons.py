"""Ce qui manque, pourquoi cela compte, et ce qu'il faut décider."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from markupsafe import Markup

from evaltools.domaine.evaluabilite import EXPLICATIONS, Evaluabilite, Evaluable, Manque
from evaltools.restitution import phrases as p
from evaltools.restitution.annuel.contexte import titre_d_axe
from evaltools.restitution.annuel.section import diapo, intertitre, paragraphe, section
from evaltools.restitution.cadrage.contexte import ContexteCadrage
from evaltools.restitution.diapositives import Diapositive
from evaltools.restitution.formats import nombre, pct
from evaltools.restitution.html import Bloc
from evaltools.restitution.tableaux import Colonne, tableau

DECISIFS = (Manque.NATURE, Manque.CIBLE, Manque.SENS, Manque.CUMUL, Manque.VALEUR_INITIALE)
"""Manques qui empêchent ou limitent le verdict ; les autres fragilisent la collecte."""


def bloc(contexte: ContexteCadrage) -> Bloc:
    """Écrit les raisons, du plus au moins fréquent, puis par axe."""
    lignes = lignes_des_raisons(contexte, DECISIFS)
    fragiles = lignes_des_raisons(contexte, tuple(m for m in Manque if m not in DECISIFS))
    contenus = [
        _table("Ce qui empêche ou limite le verdict", lignes),
        paragraphe("Un indicateur peut avoir plusieurs manques : les nombres ne s'additionnent pas.", "note"),
    ]
    if fragiles:
        contenus += [intertitre("Ce qui fragilise la collecte"), _table("Ce que la collecte ne saura pas", fragiles)]
    contenus += [intertitre(f"{p.majuscule(contexte.programme.vocabulaire.axe)} par "
                            f"{contexte.programme.vocabulaire.axe}"), _par_axe(contexte)]  # fmt: skip
    return section(
        "raisons",
        "Ce qui manque",
        "Que manque-t-il, et que faut-il décider ?",
        _chapo(contexte),
        *contenus,
        diapositives=[_diapositive(contexte, lignes)] if lignes else [],
    )


def _chapo(contexte: ContexteCadrage) -> str:
    n, total = contexte.total.non_evaluables, contexte.total.total
    if not n:
        return "Tous les indicateurs peuvent recevoir un verdict, au moins en partie."
    sujet = p.proportion(n, total, p.INDICATEUR)
    return p.phrase(sujet, p.verbe(n, "n'est pas évaluable", "ne sont pas évaluables"), "en l'état") + (
        " C'est une réponse normale : elle dit ce qu'il reste à décider."
    )


def lignes_des_raisons(contexte: ContexteCadrage, manques: Sequence[Manque]) -> list[list[str]]:
    """Rend une ligne par manque présent : combien d'indicateurs, pourquoi cela compte, que faire."""
    total = contexte.total
    presents = sorted((m for m in manques if total.manques[m]), key=lambda m: -total.manques[m])
    return [
        [
            p.majuscule(m.value),
            nombre(total.manques[m]),
            pct(total.manques[m] / total.total),
            p.majuscule(EXPLICATIONS[m].pourquoi),
            p.majuscule(EXPLICATIONS[m].remede),
        ]
        for m in presents
    ]


def _table(titre: str, lignes: list[list[str]]) -> Markup:
    if not lignes:
        return Markup("")
    colonnes: list[Colonne | str] = [
        "Ce qui manque",
        Colonne("Indicateurs", nombre=True),
        Colonne("Part", nombre=True),
        Colonne("Pourquoi cela compte", largeur="32%"),
        Colonne("Ce qu'il faut décider", largeur="32%"),
    ]
    return tableau(titre, colonnes, lignes)


def _par_axe(contexte: ContexteCadrage) -> Markup:
    corps = []
    for axe in contexte.programme.axes:
        ici = [e for e in contexte.actuelles if e.axe == axe.code]
        comptes = manques_decisifs(ici)
        detail = [f"{m.value} ({n})" for m, n in comptes.items()]
        non = sum(e.niveau is Evaluable.NON for e in ici)
        corps.append(
            [titre_d_axe(contexte, axe), nombre(len(ici)), nombre(non), p.majuscule(p.lister(detail)) or "Rien"]
        )
    colonnes: list[Colonne | str] = [
        p.majuscule(contexte.programme.vocabulaire.axe),
        Colonne("Indicateurs", nombre=True),
        Colonne("Non évaluables", nombre=True),
        Colonne("Ce qui manque, et à combien d'indicateurs", largeur="45%"),
    ]
    return tableau(f"Ce qui manque, par {contexte.programme.vocabulaire.axe}", colonnes, corps)


def manques_decisifs(evaluabilites: Sequence[Evaluabilite]) -> dict[Manque, int]:
    """Compte les manques qui empêchent ou limitent le verdict, du plus au moins fréquent."""
    comptes = Counter(m for e in evaluabilites for m in e.manques if m in DECISIFS)
    return {m: comptes[m] for m in sorted(DECISIFS, key=lambda m: -comptes[m]) if comptes[m]}


def _diapositive(contexte: ContexteCadrage, lignes: list[list[str]]) -> Diapositive:
    premier = lignes[0]
    titre = (
        f"{premier[0]} : c'est ce qui manque le plus, à {premier[1]} indicateurs sur {nombre(contexte.total.total)}."
    )
    rangs = tuple((m, n, decision) for m, n, _part, _pourquoi, decision in lignes)
    return diapo(titre, legende="Ce qui manque", colonnes=("Ce qui manque", "Indicateurs", "À décider"), lignes=rangs)
