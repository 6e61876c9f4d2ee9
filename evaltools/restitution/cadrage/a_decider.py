"""Ce qui reste à décider : par qui, pour quelles actions ; et la liste de travail à imprimer."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from evaltools.domaine.evaluabilite import Evaluabilite, Evaluable
from evaltools.domaine.programme import Action
from evaltools.restitution import phrases as p
from evaltools.restitution.annuel.contexte import titre_d_axe
from evaltools.restitution.annuel.section import diapo, intertitre, paragraphe, section
from evaltools.restitution.cadrage.contexte import ContexteCadrage
from evaltools.restitution.cadrage.raisons import DECISIFS, manques_decisifs
from evaltools.restitution.diapositives import Diapositive
from evaltools.restitution.formats import nombre
from evaltools.restitution.html import Bloc
from evaltools.restitution.rapport import Manque as Manquant
from evaltools.restitution.tableaux import Cellule, Colonne, tableau

SANS_PILOTE = "À désigner"
MONTRES = 10
"""Nombre de lignes dans l'édition du COPIL : le reste est dans l'édition technique."""


def manque(contexte: ContexteCadrage) -> Manquant | None:
    """Dit qu'il ne reste rien à décider."""
    return None if restants(contexte) else Manquant("Plus rien n'est à décider.", "Tous les indicateurs sont cadrés.")


def restants(contexte: ContexteCadrage) -> tuple[Evaluabilite, ...]:
    """Rend les indicateurs à qui il manque de quoi être jugés, en tout ou en partie."""
    return tuple(
        e for e in contexte.actuelles if e.niveau is not Evaluable.OUI and any(m in DECISIFS for m in e.manques)
    )


def bloc(contexte: ContexteCadrage) -> Bloc:
    """Écrit ce qui reste à décider : par structure responsable, puis par action."""
    lignes = par_pilote(contexte)
    montrees = lignes if contexte.edition == "technique" else lignes[:MONTRES]
    contenus = [
        tableau("Ce qui reste à décider, par structure responsable", COLONNES, montrees),
        _reste(len(lignes) - len(montrees)),
        intertitre("Action par action"),
        tableau("Ce qui reste à décider, par action", COLONNES_ACTIONS, _par_action(contexte)),
    ]
    return section(
        "a-decider",
        "Ce qui reste à décider",
        "Que reste-t-il à décider, et par qui ?",
        _chapo(contexte),
        *contenus,
        diapositives=[_diapositive(contexte, lignes)],
    )


COLONNES: tuple[Colonne | str, ...] = (
    "Structure",
    Colonne("Indicateurs", nombre=True),
    Colonne("Actions", largeur="22%"),
    Colonne("Ce qui manque", largeur="36%"),
)
COLONNES_ACTIONS: tuple[Colonne | str, ...] = (
    "Action",
    Colonne("À décider", nombre=True),
    Colonne("Sur", nombre=True),
    Colonne("Ce qui manque", largeur="42%"),
)


def _chapo(contexte: ContexteCadrage) -> str:
    n, total = len(restants(contexte)), contexte.total.total
    pilotes = {contexte.pilote(e) for e in restants(contexte)}
    sujet = p.phrase(p.proportion(n, total, p.INDICATEUR), p.verbe(n, "attend", "attendent"), "une décision")
    sans = sum(not contexte.pilote(e) for e in restants(contexte))
    if not sans:
        return sujet
    if pilotes == {""}:
        return f"{sujet} Le document ne dit pas qui en rend compte : c'est la première chose à désigner."
    return f"{sujet} " + p.phrase(f"pour {p.compter(sans, p.INDICATEUR)}, personne n'est désigné")


def par_pilote(contexte: ContexteCadrage) -> list[list[str]]:
    """Rend une ligne par structure : nombre d'indicateurs, actions, ce qui manque ; de la plus chargée à la moins."""
    groupes: dict[str, list[Evaluabilite]] = {}
    for e in restants(contexte):
        groupes.setdefault(contexte.pilote(e) or SANS_PILOTE, []).append(e)
    ordre = sorted(groupes, key=lambda nom: (-len(groupes[nom]), nom.casefold()))
    return [[nom, nombre(len(groupes[nom])), _actions(groupes[nom]), _manques(groupes[nom])] for nom in ordre]


def _actions(evaluabilites: Sequence[Evaluabilite]) -> str:
    return p.lister(list(dict.fromkeys(e.action for e in evaluabilites)), maximum=8)


def _manques(evaluabilites: Sequence[Evaluabilite]) -> str:
    comptes = manques_decisifs(evaluabilites)
    return p.majuscule(p.lister([f"{m.value} ({n})" for m, n in comptes.items()]))


def _reste(n: int) -> Markup:
    if n <= 0:
        return Markup("")
    structure = p.Nom("autre structure", "autres structures", feminin=True)
    return paragraphe(p.phrase(f"et {p.compter(n, structure)} : voir l'édition technique"), "note")


def _par_action(contexte: ContexteCadrage) -> list[list[Cellule]]:
    lignes: list[list[Cellule]] = []
    for action in contexte.programme.actions:
        siennes = [e for e in contexte.actuelles if e.action == action.code]
        ici = [e for e in restants(contexte) if e.action == action.code]
        if ici:
            nom = Markup("<i>{}</i> {}").format(action.code, action.intitule)
            lignes.append([nom, nombre(len(ici)), nombre(len(siennes)), _manques(ici)])
    return lignes


def _diapositive(contexte: ContexteCadrage, lignes: list[list[str]]) -> Diapositive:
    n = len(restants(contexte))
    titre = p.phrase(p.compter(n, p.INDICATEUR), p.verbe(n, "attend encore", "attendent encore"), "une décision")
    rangs = tuple((nom[:60], combien, manquant) for nom, combien, _, manquant in lignes[:8])
    return diapo(titre, legende="À décider", colonnes=("Structure", "Indicateurs", "Ce qui manque"), lignes=rangs)


def liste_de_travail(contexte: ContexteCadrage) -> Bloc:
    """Écrit la liste à imprimer pour la séance : une ligne par indicateur, ce qui manque, et la place de décider."""
    contenus: list[Markup] = []
    for axe in contexte.programme.axes:
        actions = [a for a in contexte.programme.actions_de(axe.code) if _a_decider(contexte, a)]
        if actions:
            contenus.append(intertitre(titre_d_axe(contexte, axe)))
            contenus += [_table_de_travail(contexte, a) for a in actions]
    chapo = (
        "À imprimer pour la séance : chaque ligne a la place d'une décision. Reportez-la dans le classeur de cadrage."
    )
    return section("liste-de-travail", "Liste de travail", "La liste de travail de la séance", chapo, *contenus)


def _a_decider(contexte: ContexteCadrage, action: Action) -> list[Evaluabilite]:
    return [e for e in restants(contexte) if e.action == action.code]


def _table_de_travail(contexte: ContexteCadrage, action: Action) -> Markup:
    lignes: list[list[Cellule]] = [
        [
            Markup("<i>{}</i> {}").format(e.indicateur, e.libelle),
            p.majuscule(p.lister([m.value for m in e.manques if m in DECISIFS])),
            _proposition(contexte, e),
            "",
        ]
        for e in _a_decider(contexte, action)
    ]
    colonnes: list[Colonne | str] = [
        Colonne("Indicateur", largeur="32%"),
        Colonne("Ce qui manque", largeur="16%"),
        Colonne("Ce que le document suggère", largeur="26%"),
        Colonne("Décision", largeur="26%"),
    ]
    return tableau(f"{action.code} {action.intitule}", colonnes, lignes, classe="travail")


def _proposition(contexte: ContexteCadrage, e: Evaluabilite) -> str:
    utiles = [x for x in contexte.propositions.get(e.indicateur, ()) if x.champ not in ("responsable", "unité")]
    parties = [f"{x.champ} : {x.texte}" for x in utiles]
    if e.remarque:
        parties.append(e.remarque)
    return p.majuscule(" ; ".join(dict.fromkeys(parties))) or "–"
