"""Les coûts rapportés : ce qui a été payé, divisé par ce qui a été fait, là où les deux sont complets."""

from __future__ import annotations

from evaltools.domaine.couts import CoutRapporte, couts_rapportes
from evaltools.domaine.lexique import ENSEMBLE
from evaltools.restitution import phrases as p
from evaltools.restitution.annuel.section import diapo, paragraphe, section
from evaltools.restitution.final.contexte import ContexteFinal
from evaltools.restitution.formats import INSECABLE, au_singulier, nombre, unite_lisible
from evaltools.restitution.html import Bloc
from evaltools.restitution.rapport import Manque
from evaltools.restitution.tableaux import Cellule, Colonne, tableau

MONTREES = 10
COUT = p.Nom("coût", "coûts")


def couts(contexte: ContexteFinal) -> tuple[CoutRapporte, ...]:
    """Rend les coûts que les données permettent, pour tout le programme, dans l'ordre du document."""
    resultats = contexte.evaluation.resultats_de(ENSEMBLE)
    natures = {r.indicateur: contexte.vue.nature(r.indicateur) for r in resultats}
    return couts_rapportes(resultats, contexte.evaluation.finances, natures)


def manque(contexte: ContexteFinal) -> Manque | None:
    """Dit pourquoi aucun coût n'est rapporté à une unité."""
    if couts(contexte):
        return None
    return Manque(
        "Aucun coût par séance, par classe ou par personne ne se calcule.",
        "Il faut que tous les montants payés d'une action soient remontés, et ce qu'elle a produit chaque année.",
    )


def bloc(contexte: ContexteFinal) -> Bloc:
    """Écrit les coûts rapportés, avec leur précaution."""
    tous = couts(contexte)
    montres = tous if contexte.edition == "technique" else tous[:MONTREES]
    actions = len({c.resultat.action for c in tous})
    message = p.phrase(
        f"{p.compter(len(tous), COUT)} par unité {p.verbe(len(tous), 'se calcule', 'se calculent')},",
        f"pour {p.compter(actions, p.ACTION)} sur {nombre(len(contexte.programme.actions))}",
    )
    reste = len(tous) - len(montres)
    note = f"{p.majuscule(p.compter(reste, p.Nom('autre', 'autres')))} dans l'édition technique." if reste else ""
    lignes = [_ligne(c) for c in montres]
    textes = [tuple(str(c) for c in ligne) for ligne in lignes[:7]]
    noms = [c if isinstance(c, str) else c.titre for c in COLONNES]
    return section(
        "couts",
        "Coûts rapportés",
        "Que coûte ce qui a été fait ?",
        message,
        tableau("Payé rapporté à ce qui a été fait, tout le contrat", COLONNES, lignes),
        paragraphe(note),
        paragraphe(PRECAUTION),
        diapositives=(diapo(message, legende="Coûts rapportés", colonnes=noms, lignes=textes, note=PRECAUTION),),
    )


PRECAUTION = (
    "Tout ce qui a été payé pour l'action est rapporté à un seul de ses comptes : le coût de l'un comprend donc ce "
    "qu'ont "
    "coûté les autres. Ces coûts ne se comparent ni entre actions ni entre territoires ; le temps des agents et des "
    "bénévoles n'y est pas, sauf s'il est remonté."
)
COLONNES: tuple[Colonne | str, ...] = (
    Colonne("Ce qui est compté", largeur="44%"),
    Colonne("Payé (€)", nombre=True),
    Colonne("Nombre", nombre=True),
    Colonne("Coût par unité", nombre=True),
)


def _ligne(c: CoutRapporte) -> list[Cellule]:
    unite = au_singulier(unite_lisible(c.resultat.unite))
    cout = f"{nombre(c.par_unite_eur, 0 if c.par_unite_eur >= 100 else 1)}{INSECABLE}€ par {unite}"
    return [f"{c.resultat.indicateur} {c.resultat.libelle}", nombre(c.paye_eur, 0), nombre(c.nombre), cout]
