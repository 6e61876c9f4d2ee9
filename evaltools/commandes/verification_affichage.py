"""Montrer la vérification d'un programme sur le terminal."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from rich.table import Table
from rich.text import Text
from rich.tree import Tree

from evaltools.chaine.verification import Verification
from evaltools.commandes.affichage import sortie
from evaltools.domaine.comptes import Comptes, compter
from evaltools.domaine.evaluabilite import EXPLICATIONS, Bilan, Evaluabilite, Manque
from evaltools.domaine.programme import Programme

_CODES_MONTRES = 8
_TITRES_COURTS = {Manque.VALEUR_INITIALE: "initiale", Manque.RESPONSABLE: "resp.", Manque.FREQUENCE: "fréq."}
_FAMILLES = {"resultat": "résultat"}


def montrer(verification: Verification, detail: bool = False) -> None:
    """Montre l'arbre et ses comptes, ce que le document contredit, ce qui a été relevé à la lecture, l'évaluabilité."""
    programme = verification.programme
    _titre(f"{programme.titre_court} ({programme.code})")
    _dire(_arbre(programme))
    _titre("Ce que le document contredit, ou laisse vide")
    _montrer_contradictions(verification)
    _titre(f"Relevé à la lecture du document ({len(programme.remarques)})")
    _montrer_remarques(programme)
    _titre("Évaluabilité")
    _montrer_evaluabilite(verification)
    if detail:
        _titre("Évaluabilité, indicateur par indicateur")
        _montrer_detail(verification)


def _dire(objet: object) -> None:
    sortie.print(objet, soft_wrap=False, markup=False)


def _puce(texte: str, suite: str = "") -> None:
    """Écrit un point de liste dont les lignes suivantes restent alignées ; ``suite`` en dessous, en retrait."""
    grille = Table.grid(padding=(0, 1))
    grille.add_row("  •", Text(texte))
    if suite:
        grille.add_row("", Text(suite, style="dim"))
    _dire(grille)


def _titre(texte: str) -> None:
    _dire("")
    _dire(Text(texte, style="bold"))


def _arbre(programme: Programme) -> Tree:
    arbre = Tree(Text(_resume(programme, compter(programme), programme.vocabulaire.axes)))
    for axe in programme.axes:
        comptes = compter(programme, axe=axe.code)
        branche = arbre.add(
            Text(f"{programme.vocabulaire.axe.capitalize()} {axe.code} : {_resume(programme, comptes)}")
        )
        for action in programme.actions_de(axe.code):
            sous = compter(programme, action=action.code)
            familles = ", ".join(f"{_FAMILLES.get(famille, famille)} {n}" for famille, n in sous.par_famille.items())
            branche.add(Text(f"{action.code} : {_resume(programme, sous, '', actions=False)} ({familles})"))
    return arbre


def _resume(programme: Programme, comptes: Comptes, axes: str = "", actions: bool = True) -> str:
    mots = programme.vocabulaire
    parties = [f"{comptes.axes} {axes}"] if axes else []
    if comptes.objectifs and actions:
        parties.append(f"{comptes.objectifs} {_accord('objectif spécifique', comptes.objectifs)}")
    if actions and comptes.objectifs_operationnels:
        n = comptes.objectifs_operationnels
        parties.append(f"{n} {_accord('objectif opérationnel', n)}")
    if actions:
        parties.append(f"{comptes.actions} {_accord('fiche', comptes.actions)} action")
    parties.append(f"{comptes.operations} {mots.operations if comptes.operations > 1 else mots.operation}")
    parties.append(f"{comptes.indicateurs} {_accord('indicateur', comptes.indicateurs)}")
    if comptes.clauses:
        parties.append(f"{comptes.clauses} {_accord('clause', comptes.clauses)} {_accord('ouverte', comptes.clauses)}")
    return ", ".join(parties)


def _accord(mots: str, nombre: int) -> str:
    return " ".join(f"{mot}s" for mot in mots.split()) if nombre > 1 else mots


def _montrer_contradictions(verification: Verification) -> None:
    if not verification.contradictions:
        _dire("Rien.")
    for sujet, groupe in groupby(verification.contradictions, key=lambda c: c.sujet):
        _dire(Text(sujet.value.capitalize(), style="bold cyan"))
        for contradiction in groupe:
            texte = f"{_codes(contradiction.ou)} : {contradiction.constat}."
            _puce(texte, f"À trancher : {contradiction.a_trancher}.")


def _codes(codes: tuple[str, ...]) -> str:
    montres = ", ".join(codes[:_CODES_MONTRES])
    return montres if len(codes) <= _CODES_MONTRES else f"{montres}… ({len(codes)} en tout)"


def _montrer_remarques(programme: Programme) -> None:
    if not programme.remarques:
        _dire("Rien n'est noté dans programme.yaml.")
    for remarque in programme.remarques:
        _puce(f"{remarque.ou} : {remarque.constat}", f"À trancher : {remarque.question}" if remarque.question else "")


def _montrer_evaluabilite(verification: Verification) -> None:
    total = verification.bilans[0]
    _dire(f"Avec ce que dit le document : {_phrase(total)}")
    if verification.bilans_cadres:
        _dire(f"Avec le classeur de cadrage : {_phrase(verification.bilans_cadres[0])}")
    _dire(_table(verification.programme, verification.bilans))
    _dire("Nombre d'indicateurs auxquels il manque chaque élément. Pourquoi cela compte, et que faire :")
    for manque in (m for m in Manque if total.manques[m]):
        explication = EXPLICATIONS[manque]
        texte = f"{manque.value} ({total.manques[manque]}) : {explication.pourquoi}."
        _puce(texte, f"À faire : {explication.remede}.")


def _phrase(bilan: Bilan) -> str:
    part = "" if bilan.part_pct is None else f" ({bilan.part_pct:.1f} %)".replace(".", ",")
    partiels = f", {bilan.partiels} partiellement" if bilan.partiels else ""
    accord = "s" if bilan.evaluables > 1 else ""
    return f"{bilan.evaluables} indicateur{accord} évaluable{accord} sur {bilan.total}{part}{partiels}."


def _table(programme: Programme, bilans: Iterable[Bilan]) -> Table:
    """Rend le tableau des manques : une ligne pour le programme, chaque axe et chaque fiche ; tient en 80 colonnes."""
    table = Table(box=None, pad_edge=False, padding=(0, 1, 0, 0))
    table.add_column("Fiche", no_wrap=True)
    for titre in ("éval.", *(_TITRES_COURTS.get(m, m.value) for m in Manque)):
        table.add_column(titre, justify="right", no_wrap=True)
    mot = programme.vocabulaire.axe.split()[0].capitalize()
    for bilan in bilans:
        nom = {"programme": "Tout", "axe": f"{mot} {bilan.code}", "action": f"  {bilan.code}"}[bilan.groupe]
        style = "" if bilan.groupe == "action" else "bold"
        cellules = [str(bilan.manques[m] or "·") for m in Manque]
        table.add_row(nom, f"{bilan.evaluables}/{bilan.total}", *cellules, style=style)
    return table


def _montrer_detail(verification: Verification) -> None:
    cadres = {e.indicateur: e for e in verification.evaluabilites_cadrees}
    for action, groupe in groupby(verification.evaluabilites, key=lambda e: e.action):
        _dire(Text(action, style="bold cyan"))
        for evaluabilite in groupe:
            _puce(_ligne(evaluabilite, cadres.get(evaluabilite.indicateur)))


def _ligne(evaluabilite: Evaluabilite, cadree: Evaluabilite | None) -> str:
    manques = ", ".join(m.value for m in evaluabilite.manques)
    suite = f" ; il manque : {manques}" if manques else ""
    remarque = f" ({evaluabilite.remarque})" if evaluabilite.remarque else ""
    niveau = evaluabilite.niveau.value
    if cadree is not None and cadree.niveau is not evaluabilite.niveau:
        niveau = f"{niveau}, {cadree.niveau.value} avec le cadrage"
    return f"{evaluabilite.indicateur} « {evaluabilite.libelle} » : {niveau}{suite}{remarque}"
