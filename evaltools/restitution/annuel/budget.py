"""Le budget : prévu, engagé et payé, par axe puis par financeur ; un total partiel est dit."""

from __future__ import annotations

from markupsafe import Markup

from evaltools.domaine.finances import LigneFinanciere
from evaltools.domaine.nombres import plier
from evaltools.domaine.programme import Territoire
from evaltools.restitution import figures_budget
from evaltools.restitution import phrases as p
from evaltools.restitution.annuel.contexte import Contexte
from evaltools.restitution.annuel.figure import figure
from evaltools.restitution.annuel.section import diapo, paragraphe, section
from evaltools.restitution.diapositives import Diapositive, Graphique, Serie
from evaltools.restitution.figures_budget import Financement, Ligne, Somme
from evaltools.restitution.formats import ABSENT, INSECABLE, nombre, pct
from evaltools.restitution.html import Bloc
from evaltools.restitution.rapport import Manque
from evaltools.restitution.tableaux import Cellule, Colonne, depliable, tableau

COLONNES = (Colonne("Prévu (€)", nombre=True), Colonne("Engagé (€)", nombre=True), Colonne("Payé (€)", nombre=True))
MONTANT = p.Nom("montant", "montants")


def manque(contexte: Contexte) -> Manque | None:
    """Dit ce qui manque quand aucun montant de l'année n'est remonté."""
    if contexte.financement.axes:
        return None
    return Manque(
        f"Aucun montant n'est remonté pour {contexte.annee}.",
        "La feuille « Financement » des classeurs de collecte les attend.",
    )


def bloc(contexte: Contexte) -> Bloc:
    """Écrit le budget de l'année."""
    donnees = contexte.financement
    portee = "" if contexte.vue.est_ensemble else " Ces montants sont ceux de tout le programme."
    court = contexte.edition in ("elus", "citoyenne")
    sans_total = court and donnees.ensemble.part_engagee is not None
    corps = [] if court else [dessin(contexte)]
    return section(
        "budget", "Budget", "Le budget est-il engagé ?", f"{donnees.constat}.{portee}", *corps,
        paragraphe(_part_propre(contexte)),
        paragraphe(" ".join(filter(None, ("" if sans_total else _absents(donnees), _non_revenus(contexte))))),
        diapositives=(_diapositive(donnees),),
    )  # fmt: skip


def _non_revenus(contexte: Contexte) -> str:
    """Dit les actions dont aucun montant n'est connu parce que leur classeur n'est pas revenu."""
    connues = {f.action for f in contexte.evaluation.finances if f.annee == contexte.annee}
    sans = [code for code in contexte.vue.classeurs_absents if code not in connues]
    if not sans:
        return ""
    n = len(sans)
    quoi = p.compter(n, p.Nom("action dont le classeur n'est pas revenu", "actions dont le classeur n'est pas revenu",
                              feminin=True), lettres=True)  # fmt: skip
    codes = "" if contexte.edition in ("elus", "citoyenne") else f" ({p.lister(sans, maximum=6)})"
    return p.phrase(f"ces montants ne comptent pas {quoi}{codes}")


def _absents(donnees: Financement) -> str:
    n = donnees.ensemble.absents
    if not n:
        return ""
    return p.phrase(
        p.compter(n, MONTANT),
        f"non {p.accorder('renseigné', n)} : les totaux marqués « au moins » sont des minimums",
        "" if donnees.ensemble.part_engagee is not None else ", et la part engagée de l'ensemble ne se calcule pas",
    )


def dessin(contexte: Contexte) -> Markup:
    """Écrit la figure du budget par axe, son tableau, et la répartition par financeur."""
    donnees = contexte.financement
    detail = table_axes(donnees) + table_financeurs(donnees)
    return figure(
        contexte.numeros["budget"],
        donnees.constat,
        f"Montants prévus (hachuré), engagés (clair) et payés (foncé) en {donnees.annee}, par {donnees.mot}, en euros.",
        figures_budget.dessiner(donnees),
        detail,
        "Source : classeurs de collecte, feuille « Financement ».",
    )


def table_axes(donnees: Financement) -> Markup:
    """Écrit le tableau par axe, avec l'ensemble."""
    lignes = [_cellules(x) for x in (*donnees.axes, donnees.ensemble)]
    colonnes: list[Colonne | str] = [p.majuscule(donnees.mot), *COLONNES, Colonne("Part engagée", nombre=True)]
    return tableau(f"Budget {donnees.annee} par {donnees.mot}, en euros", colonnes, lignes, total=True)


def table_financeurs(donnees: Financement) -> Markup:
    """Écrit le tableau par financeur."""
    colonnes: list[Colonne | str] = ["Financeur", *COLONNES, Colonne("Part engagée", nombre=True)]
    lignes = [_cellules(x) for x in donnees.financeurs]
    return tableau(f"Budget {donnees.annee} par financeur, en euros", colonnes, lignes)


def budget(contexte: Contexte) -> Markup:
    """Écrit les deux tableaux sans figure : par axe, puis par financeur, replié."""
    donnees = contexte.financement
    return table_axes(donnees) + depliable("Voir la répartition par financeur", table_financeurs(donnees))


def _cellules(x: Ligne) -> list[Cellule]:
    sommes = (x.prevu, x.engage, x.paye)
    return [x.libelle, *(s.ecrire(unite=False) for s in sommes), pct(x.part_engagee)]


def _part_propre(contexte: Contexte) -> str:
    """Dit, pour un EPCI, ce qu'il finance lui-même quand son nom paraît parmi les financeurs."""
    territoire = contexte.vue.territoire
    if territoire is None:
        return ""
    lignes = [f for f in contexte.evaluation.finances if f.annee == contexte.annee and finance(territoire, f)]
    if not lignes:
        return f"{p.majuscule(p.territoire(territoire.nom))} n'est nommée parmi les financeurs d'aucune action."
    prevu, engage = Somme.de(f.prevu_eur for f in lignes), Somme.de(f.engage_eur for f in lignes)
    return p.phrase(
        "part propre", p.contracter("de", p.territoire(territoire.nom)), f": {prevu.ecrire()} prévus,",
        f"{engage.ecrire()} engagés",
    )  # fmt: skip


def finance(territoire: Territoire, f: LigneFinanciere) -> bool:
    """Dit si une ligne est financée par cet EPCI : son nom, ou l'un de ceux sous lesquels on le connaît."""
    return plier(f.financeur) in {plier(nom) for nom in (territoire.nom, *territoire.alias)}


def _diapositive(donnees: Financement) -> Diapositive:
    series = tuple(
        Serie(nom, tuple(getattr(x, champ).total for x in donnees.axes), couleur)
        for nom, champ, couleur in (
            ("Prévu", "prevu", "#B9C4CF"), ("Engagé", "engage", "#3F88D9"), ("Payé", "paye", "#12436D"),
        )
    )  # fmt: skip
    categories = tuple(p.abreger(x.libelle, 60) for x in donnees.axes)
    barres = Graphique("barres", categories, series, donnees.alternative.split(" Données ")[0], "€")
    minimums = [x for x, c in (("engagés", "engage"), ("payés", "paye")) if getattr(donnees.ensemble, c).partielle]
    suite = f"les montants {p.lister(minimums)} sont des minimums" if minimums else ""
    n = donnees.ensemble.absents
    texte = (
        p.phrase(p.compter(n, MONTANT), f"non {p.accorder('renseigné', n)} :", suite) if suite else _absents(donnees)
    )
    return diapo(donnees.constat, texte, graphique=barres)


def euros(valeur: float | None) -> str:
    """Écrit un montant suivi de « € », ou « n. d. ».

    Examples
    --------
    >>> euros(1200)
    '1\u202f200\xa0€'
    """
    return ABSENT if valeur is None else f"{nombre(valeur, 0)}{INSECABLE}€"
