"""Le budget : prévu, engagé et payé, par axe puis par financeur, les montants absents comptés."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from markupsafe import Markup

from evaltools.domaine.finances import LigneFinanciere
from evaltools.restitution import phrases as p
from evaltools.restitution.annuel.contexte import Contexte
from evaltools.restitution.formats import ABSENT, INSECABLE, nombre, pct
from evaltools.restitution.tableaux import Cellule, Colonne, depliable, tableau

COLONNES = (Colonne("Prévu (€)", nombre=True), Colonne("Engagé (€)", nombre=True), Colonne("Payé (€)", nombre=True))


def budget(contexte: Contexte) -> Markup:
    """Écrit le budget de l'année ; une phrase si aucun montant n'est remonté."""
    lignes = [f for f in contexte.evaluation.finances if f.annee == contexte.annee]
    if not any(m is not None for f in lignes for m in (f.prevu_eur, f.engage_eur, f.paye_eur)):
        return Markup(
            "<p>Aucun montant n'est remonté pour {} : la feuille « Financement » des classeurs les attend.</p>"
        ).format(contexte.annee)
    mot = contexte.programme.vocabulaire.axe
    par_axe = {a.code: {x.code for x in contexte.programme.actions_de(a.code)} for a in contexte.programme.axes}
    axes = [
        _ligne(f"{a.code}. {a.intitule}", [f for f in lignes if f.action in par_axe[a.code]], jauge=True)
        for a in contexte.programme.axes
    ]
    total = _ligne("Ensemble", lignes, jauge=True)
    absents = sum(m is None for f in lignes for m in (f.prevu_eur, f.engage_eur))
    precision = "Montants de l'année, en euros."
    if absents:
        n = p.accorder("renseigné", absents)
        precision += f" {p.compter(absents, p.Nom('montant', 'montants'))} non {n} : les totaux sont des minimums."
    table = tableau(
        f"Budget {contexte.annee} par {mot}",
        [
            p.majuscule(mot),
            *COLONNES,
            Colonne("Part engagée", nombre=True),
            Colonne("Engagé sur prévu", largeur="24%"),
        ],
        [*axes, total],
        precision=precision,
        total=True,
    )
    return table + depliable("Voir la répartition par financeur", _financeurs(contexte, lignes))


def _financeurs(contexte: Contexte, lignes: Sequence[LigneFinanciere]) -> Markup:
    noms = sorted({f.financeur for f in lignes}, key=str.casefold)
    corps = [_ligne(nom or "Financeur non précisé", [f for f in lignes if f.financeur == nom]) for nom in noms]
    return tableau(
        f"Budget {contexte.annee} par financeur, en euros",
        ["Financeur", *COLONNES, Colonne("Part engagée", nombre=True)],
        corps,
    )


def _ligne(nom: str, lignes: Sequence[LigneFinanciere], *, jauge: bool = False) -> list[Cellule]:
    prevu, engage = somme(f.prevu_eur for f in lignes), somme(f.engage_eur for f in lignes)
    part = engage / prevu if prevu and engage is not None else None
    cellules: list[Cellule] = [
        nom,
        montant(prevu),
        montant(engage),
        montant(somme(f.paye_eur for f in lignes)),
        pct(part),
    ]
    if jauge:
        largeur = f"{min(part or 0, 1) * 100:.0f}%"
        cellules.append(Markup('<div class="jauge" aria-hidden="true"><i style="width:{}"></i></div>').format(largeur))
    return cellules


def somme(montants: Iterable[float | None]) -> float | None:
    """Additionne ce qui est connu ; ``None`` si rien ne l'est.

    Examples
    --------
    >>> somme([1, None, 2.5]), somme([None]), somme([])
    (3.5, None, None)
    """
    connus = [m for m in montants if m is not None]
    return sum(connus) if connus else None


def montant(valeur: float | None) -> str:
    """Écrit un montant en euros entiers, ou « n. d. ».

    Examples
    --------
    >>> montant(1200.5), montant(None) == ABSENT
    ('1\u202f201', True)
    """
    return ABSENT if valeur is None else nombre(valeur, 0)


def euros(valeur: float | None) -> str:
    """Écrit un montant suivi de « € », ou « n. d. ».

    Examples
    --------
    >>> euros(1200)
    '1\u202f200\xa0€'
    """
    return ABSENT if valeur is None else f"{nombre(valeur, 0)}{INSECABLE}€"
