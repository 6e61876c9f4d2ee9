"""Le journal des changements : les cibles révisées depuis la signature, avec l'instance et la date."""

from __future__ import annotations

from evaltools.domaine.cadrage import Cadre, Cible
from evaltools.domaine.lexique import ENSEMBLE
from evaltools.restitution import phrases as p
from evaltools.restitution.annuel.contexte import Contexte
from evaltools.restitution.annuel.section import diapo, paragraphe, section
from evaltools.restitution.formats import avec_unite, date_courte
from evaltools.restitution.html import Bloc
from evaltools.restitution.rapport import Manque
from evaltools.restitution.tableaux import Colonne, tableau

CIBLE_REVISEE = p.Nom("cible", "cibles", feminin=True)
COLONNES = (
    Colonne("Indicateur", largeur="40%"),
    Colonne("Territoire"),
    Colonne("Cible initiale", nombre=True),
    Colonne("Cible révisée", nombre=True),
    Colonne("Décision"),
)


def revises(contexte: Contexte) -> list[Cadre]:
    """Rend les cadres du territoire (ou de tous, pour l'ensemble) dont la cible a été révisée."""
    vue = contexte.vue
    tous = contexte.evaluation.cadrage.cadres.values()
    ici = [c for c in tous if c.cible_revisee is not None and (vue.est_ensemble or c.siren in (vue.siren, ENSEMBLE))]
    rangs = {code: rang for rang, code in enumerate(vue.indicateurs)}
    return sorted(ici, key=lambda c: (rangs.get(c.indicateur, 0), c.siren != ENSEMBLE, c.siren))


def manque(contexte: Contexte) -> Manque | None:
    """Dit qu'aucune cible n'a été révisée."""
    if revises(contexte):
        return None
    return Manque(
        "Aucune cible n'a été révisée depuis la signature.",
        "Une révision se décide en instance et se date dans le classeur de cadrage.",
    )


def bloc(contexte: Contexte) -> Bloc:
    """Écrit les cibles révisées, la cible initiale en regard."""
    tous = revises(contexte)
    n = len(tous)
    message = p.phrase(p.compter(n, CIBLE_REVISEE, lettres=True), p.verbe(n, "a été révisée", "ont été révisées"),
                       "depuis la signature")  # fmt: skip
    table = tableau("Cibles révisées", COLONNES, [_ligne(contexte, c) for c in tous])
    note = (
        "L'historique des libellés d'indicateurs et des fiches est celui du dépôt : aucun retrait n'est consigné ici."
    )
    return section("changements", "Changements", "Qu'est-ce qui a changé depuis la signature ?", message, table,
                   paragraphe(note), diapositives=(diapo(message),))  # fmt: skip


def _ligne(contexte: Contexte, c: Cadre) -> list[str]:
    ou = "ensemble" if c.siren == ENSEMBLE else contexte.programme.territoire(c.siren).nom
    revisee = c.cible_revisee or Cible()
    quand = f"{revisee.instance} du {date_courte(revisee.decidee_le)}" if revisee.decidee_le else revisee.instance
    libelle = contexte.vue.indicateurs[c.indicateur].libelle
    return [f"{c.indicateur} {libelle}", ou, _ecrire(c, c.cible_initiale), _ecrire(c, revisee), quand or "non précisée"]


def _ecrire(c: Cadre, cible: Cible | None) -> str:
    if cible is None or (cible.valeur is None and cible.borne_basse is None):
        return "–"
    if cible.valeur is None:
        return f"de {avec_unite(cible.borne_basse, '')} à {avec_unite(cible.borne_haute, c.unite)}"
    an = f" ({cible.annee})" if cible.annee else ""
    return f"{avec_unite(cible.valeur, c.unite)}{an}"
