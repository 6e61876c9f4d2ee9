"""Le budget de tout le contrat : prévu, engagé et payé, par axe, année et financeur ; ce qui manque est compté."""

from __future__ import annotations

from markupsafe import Markup

from evaltools.restitution import figures_budget
from evaltools.restitution import phrases as p
from evaltools.restitution.annuel import budget as annuel
from evaltools.restitution.annuel.figure import figure
from evaltools.restitution.annuel.section import diapo, intertitre, paragraphe, section
from evaltools.restitution.diapositives import Diapositive, Graphique, Serie
from evaltools.restitution.figures_budget import Financement, Ligne
from evaltools.restitution.final.contexte import ContexteFinal
from evaltools.restitution.final.financement import FinancementDuContrat
from evaltools.restitution.formats import pct
from evaltools.restitution.html import Bloc
from evaltools.restitution.rapport import Manque
from evaltools.restitution.tableaux import Cellule, Colonne, tableau


def manque(contexte: ContexteFinal) -> Manque | None:
    """Dit ce qui manque quand aucun montant du contrat n'est remonté."""
    if contexte.financement.axes:
        return None
    return Manque(
        "Aucun montant n'est remonté pour le contrat.",
        "La feuille « Financement » des classeurs de collecte les attend, chaque année.",
    )


def bloc(contexte: ContexteFinal) -> Bloc:
    """Écrit le budget du contrat."""
    donnees = contexte.financement
    court = contexte.edition == "elus"
    portee = "" if contexte.vue.est_ensemble else " Ces montants sont ceux de tout le programme."
    corps = [_table("Budget du contrat, en euros", donnees.mot, donnees.axes, donnees)] if court else _complet(contexte)
    return section(
        "budget",
        "Budget",
        "Combien le contrat a-t-il coûté, et qui a payé ?",
        f"{donnees.constat}.{portee}",
        *corps,
        paragraphe(absents(donnees)),
        diapositives=(_diapositive(donnees),),
    )


def _complet(contexte: ContexteFinal) -> list[Markup]:
    donnees = contexte.financement
    dessin = figure(
        contexte.numeros["budget"],
        donnees.constat,
        f"Montants prévus (hachuré), engagés (clair) et payés (foncé) de tout le contrat, par {donnees.mot}, en euros.",
        figures_budget.dessiner(donnees),
        _table(f"Budget du contrat par {donnees.mot}, en euros", donnees.mot, donnees.axes, donnees),
        "Source : classeurs de collecte, feuille « Financement ».",
    )
    corps = [dessin]
    if isinstance(donnees, FinancementDuContrat) and len(donnees.par_an) > 1:
        corps += [intertitre("Année par année"), _table("Budget par année, en euros", "année", donnees.par_an, donnees)]
    corps += [
        intertitre("Par financeur"),
        _table("Budget par financeur, en euros", "financeur", donnees.financeurs, donnees),
    ]
    return corps


def _table(titre: str, mot: str, lignes: tuple[Ligne, ...], donnees: Financement) -> Markup:
    colonnes: list[Colonne | str] = [p.majuscule(mot), *annuel.COLONNES, Colonne("Part engagée", nombre=True)]
    return tableau(titre, colonnes, [_cellules(x) for x in (*lignes, donnees.ensemble)], total=True)


def _cellules(x: Ligne) -> list[Cellule]:
    return [x.libelle, *(s.ecrire(unite=False) for s in (x.prevu, x.engage, x.paye)), pct(x.part_engagee)]


def absents(donnees: Financement) -> str:
    """Dit combien de montants manquent, et ce que cela change ; vide : aucun."""
    n = donnees.ensemble.absents
    if not n:
        return ""
    return p.phrase(
        p.compter(n, annuel.MONTANT),
        f"non {p.accorder('renseigné', n)} : les totaux marqués « au moins » sont des minimums, et leur part engagée "
        "ne",
        "se calcule pas",
    )


def _diapositive(donnees: Financement) -> Diapositive:
    champs = (("Prévu", "prevu", "#B9C4CF"), ("Engagé", "engage", "#3F88D9"), ("Payé", "paye", "#12436D"))
    series = tuple(Serie(nom, tuple(getattr(x, c).total for x in donnees.axes), couleur) for nom, c, couleur in champs)
    categories = tuple(p.abreger(x.libelle, 60) for x in donnees.axes)
    alternative = donnees.alternative.split(" Données ")[0]
    return diapo(donnees.constat, absents(donnees), graphique=Graphique("barres", categories, series, alternative, "€"))
