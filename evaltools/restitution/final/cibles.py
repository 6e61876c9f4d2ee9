"""Les cibles initiales et révisées, côte à côte, et ce que chacune fait dire."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from evaltools.domaine.evaluation import Resultat
from evaltools.domaine.lexique import Verdict
from evaltools.domaine.resultat import CibleJugee
from evaltools.restitution import phrases as p
from evaltools.restitution import pistes
from evaltools.restitution.annuel.section import diapo, paragraphe, section
from evaltools.restitution.cadrage.decisions import dire_seance
from evaltools.restitution.diapositives import Diapositive
from evaltools.restitution.final.contexte import ContexteFinal
from evaltools.restitution.formats import ABSENT, nombre
from evaltools.restitution.html import Bloc
from evaltools.restitution.mots import SIGNES
from evaltools.restitution.rapport import Manque
from evaltools.restitution.tableaux import Cellule, Colonne, tableau

MONTREES = 14
"""Nombre de cibles révisées montrées hors de l'édition technique."""


def manque(contexte: ContexteFinal) -> Manque | None:
    """Dit qu'aucune cible n'a été révisée."""
    if revises(contexte):
        return None
    return Manque(
        "Aucune cible n'a été révisée depuis la signature.",
        "Les verdicts sont tous rendus au regard de la cible initiale.",
    )


def revises(contexte: ContexteFinal) -> tuple[Resultat, ...]:
    """Rend les résultats dont la cible a été révisée."""
    return tuple(r for r in contexte.vue.juges if r.revisee is not None)


def bloc(contexte: ContexteFinal) -> Bloc:
    """Écrit les cibles révisées, la cible initiale en regard, et le verdict que chacune donne."""
    tous = revises(contexte)
    montres = tous if contexte.edition == "technique" else tous[:MONTREES]
    reste = len(tous) - len(montres)
    autres = p.Nom("autre cible révisée", "autres cibles révisées", feminin=True)
    return section(
        "cibles",
        "Cibles révisées",
        "Que valent les cibles révisées ?",
        message(tous),
        tableau(
            "Cibles initiales et révisées, et leur verdict",
            COLONNES,
            [_ligne(contexte, r) for r in montres],
            classe="revisees",
        ),
        paragraphe(f"{p.majuscule(p.compter(reste, autres))} dans l'édition technique." if reste else ""),
        paragraphe("Le verdict du rapport est celui de la cible en vigueur ; celui de la cible initiale reste à côté."),
        diapositives=(_diapositive(contexte, tous),),
    )


COLONNES: tuple[Colonne | str, ...] = (
    Colonne("Indicateur", largeur="34%"),
    Colonne("Valeur", nombre=True),
    Colonne("Avec la cible initiale", largeur="19%"),
    Colonne("Avec la cible révisée", largeur="19%"),
    Colonne("Révisée par", largeur="15%"),
)


def message(resultats: Sequence[Resultat]) -> str:
    """Dit combien de cibles ont été révisées, et combien de verdicts la révision a changés."""
    n = len(resultats)
    debut = p.phrase(
        p.compter(n, p.CIBLE, lettres=True), p.verbe(n, "a été révisée", "ont été révisées"), "depuis la signature"
    )
    changes = [r for r in resultats if r.initiale is not None and r.initiale.verdict is not r.verdict]
    if not changes:
        return f"{debut} La révision n'a changé aucun verdict."
    verdict = p.Nom("verdict", "verdicts")
    k = len(changes)
    suite = p.phrase(
        f"elle a changé {p.compter(k, verdict, lettres=True)}", f": {p.lister(_changements(changes), maximum=3)}"
    )
    return f"{debut} {suite}"


def _changements(changes: Sequence[Resultat]) -> list[str]:
    return [
        f"{r.indicateur}, {_mot(r.initiale)} avec la cible initiale, {_mot(r.revisee)} avec la nouvelle"
        for r in changes
    ]


def _mot(cible: CibleJugee | None) -> str:
    return p.minuscule(SIGNES[cible.verdict].mot) if cible is not None else "sans verdict"


def _ligne(contexte: ContexteFinal, r: Resultat) -> list[Cellule]:
    e = contexte.vue.ecriture(r)
    cellules: list[Cellule] = [f"{r.indicateur} {r.libelle}", e.valeur]
    for cible in (r.initiale, r.revisee):
        valeur = Markup("<small>{}</small>").format(e.nue(cible.valeur) if cible is not None else ABSENT)
        cellules.append(pistes.statut(cible.verdict if cible is not None else Verdict.NON_EVALUABLE) + valeur)
    revisee = r.revisee
    return [*cellules, dire_seance(revisee.instance, revisee.decidee_le) if revisee is not None else "–"]


def _diapositive(contexte: ContexteFinal, resultats: Sequence[Resultat]) -> Diapositive:
    lignes = []
    for r in resultats[:8]:
        e = contexte.vue.ecriture(r)
        initiale, revisee = r.initiale, r.revisee
        lignes.append(
            (
                f"{r.indicateur} {p.abreger(r.libelle, 60)}",
                f"{e.nue(initiale.valeur)} ({_mot(initiale)})" if initiale else ABSENT,
                f"{e.nue(revisee.valeur)} ({_mot(revisee)})" if revisee else ABSENT,
            )
        )
    n = len(resultats)
    titre = p.phrase(
        p.compter(n, p.CIBLE), p.verbe(n, "a été révisée", "ont été révisées"), f"sur {nombre(_fixees(contexte))}"
    )
    colonnes = ("Indicateur", "Cible initiale", "Cible révisée")
    return diapo(titre, legende="Cibles révisées", colonnes=colonnes, lignes=lignes)


def _fixees(contexte: ContexteFinal) -> int:
    return sum(r.cible is not None for r in contexte.vue.juges)
