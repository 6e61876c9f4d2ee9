"""Ce que l'on peut évaluer aujourd'hui : par axe, puis par action, et ce que les décisions ont changé."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from evaltools.domaine.evaluabilite import Bilan
from evaltools.restitution import figures_classes
from evaltools.restitution import phrases as p
from evaltools.restitution.annuel.figure import figure
from evaltools.restitution.annuel.section import diapo, intertitre, section
from evaltools.restitution.cadrage.contexte import ContexteCadrage
from evaltools.restitution.figures_classes import Modalite, Repartition
from evaltools.restitution.formats import nombre, pct, sur
from evaltools.restitution.html import Bloc
from evaltools.restitution.tableaux import Colonne, tableau

MODALITES = (
    Modalite("Évaluables", "évaluable", "évaluables", "#12436D", "#12436D", "#FFFFFF"),
    Modalite("En partie", "évaluable en partie", "évaluables en partie", "#9DC2E6", "#12436D", "#0B1B2B"),
    Modalite("Non évaluables", "non évaluable", "non évaluables", "#FFFFFF", "#6B7280", "#1D2733"),
)


def bloc(contexte: ContexteCadrage) -> Bloc:
    """Écrit l'évaluabilité : figure et tableau par axe ; par action dans l'édition technique."""
    donnees = repartition(contexte)
    titre = constat(contexte)
    contenus = [_figure(contexte, donnees, titre), _avant_apres(contexte)]
    if contexte.edition == "technique":
        contenus += [intertitre("Action par action"), _par_action(contexte)]
    return section(
        "evaluabilite",
        "Ce qui est évaluable",
        "Que peut-on évaluer aujourd'hui ?",
        "",
        *contenus,
        diapositives=[diapo(titre, graphique=donnees.graphique())],
    )


def repartition(contexte: ContexteCadrage) -> Repartition:
    """Compte les indicateurs par axe et par niveau d'évaluabilité."""
    axes = [b for b in contexte.bilans if b.groupe == "axe"]
    lignes = tuple((f"{b.code}. {b.intitule}", (b.evaluables, b.partiels, b.non_evaluables)) for b in axes)
    return Repartition(contexte.programme.vocabulaire.axe, MODALITES, lignes)


def constat(contexte: ContexteCadrage) -> str:
    """Dit en une phrase combien d'indicateurs se jugent aujourd'hui, et combien avec le document seul."""
    total, avant = contexte.total, contexte.bilans_du_document[0]
    sujet = p.majuscule(p.proportion(total.evaluables, total.total, p.INDICATEUR))
    verbe = p.conjuguer(total.evaluables, "est évaluable", "sont évaluables")
    if not contexte.decide or avant.evaluables == total.evaluables:
        return f"{sujet} {verbe}"
    return f"{sujet} {verbe}, contre {nombre(avant.evaluables)} avec le document seul"


def _figure(contexte: ContexteCadrage, donnees: Repartition, titre: str) -> Markup:
    mot = contexte.programme.vocabulaire.axe
    return figure(
        1,
        titre,
        f"Nombre d'indicateurs par {mot} et par niveau d'évaluabilité.",
        figures_classes.dessiner(donnees),
        donnees.table(f"Indicateurs par {mot} et par niveau d'évaluabilité"),
        "Source : document signé et classeur de cadrage ; les clauses ouvertes ne sont pas comptées.",
    )


def _avant_apres(contexte: ContexteCadrage) -> Markup:
    """Écrit ce que les décisions ont changé, axe par axe ; rien tant que rien n'est décidé."""
    if not contexte.decide:
        return Markup("")
    mot = contexte.programme.vocabulaire.axe
    avant = {(b.groupe, b.code): b for b in contexte.bilans_du_document}
    gardes = [b for b in contexte.bilans if b.groupe == "axe"] + [contexte.total]
    lignes = [
        [
            _nom(b),
            sur(avant[b.groupe, b.code].evaluables, b.total),
            sur(b.evaluables, b.total),
            pct(None if b.part_pct is None else b.part_pct / 100),
        ]
        for b in gardes
    ]
    colonnes: list[Colonne | str] = [
        p.majuscule(mot),
        Colonne("Document seul", nombre=True),
        Colonne("Avec les décisions", nombre=True),
        Colonne("Part", nombre=True),
    ]
    return tableau("Indicateurs évaluables, avant et après les décisions", colonnes, lignes, total=True)


def _nom(bilan: Bilan) -> str:
    return "Ensemble" if bilan.groupe == "programme" else f"{bilan.code}. {bilan.intitule}"


def _par_action(contexte: ContexteCadrage) -> Markup:
    actions: Sequence[Bilan] = [b for b in contexte.bilans if b.groupe == "action"]
    lignes = [
        [
            Markup("<i>{}</i> {}").format(b.code, b.intitule),
            nombre(b.total),
            nombre(b.evaluables),
            nombre(b.partiels),
            nombre(b.non_evaluables),
        ]
        for b in actions
    ]
    colonnes: list[Colonne | str] = [
        "Action",
        Colonne("Indicateurs", nombre=True),
        *(Colonne(m.mot, nombre=True) for m in MODALITES),
    ]
    return tableau("Évaluabilité des indicateurs de chaque action", colonnes, lignes)
