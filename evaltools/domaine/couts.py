"""Les coûts rapportés : ce qui a été payé, divisé par ce qui a été fait, là où les deux sont complets et seulement là.

Tout ce qui a été payé pour l'action est rapporté à un seul de ses comptes : un coût n'est donc pas un prix de revient.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import fsum

from evaltools.domaine.finances import LigneFinanciere
from evaltools.domaine.lexique import Alerte, Cumul, Nature, Niveau
from evaltools.domaine.resultat import Resultat

UNITES = frozenset(
    "personnes jeunes usagers assurés élèves étudiants collégiens patients employés salariés habitants familles "
    "parents "
    "enfants seniors bénéficiaires stagiaires apprentis participants professionnels médecins intervenants classes "
    "établissements structures séances ateliers sessions stages formations réunions rencontres visites consultations "
    "actions".split()
)
"""Unités auxquelles un coût se rapporte : des personnes, des séances, des classes, des établissements."""


@dataclass(frozen=True, slots=True)
class CoutRapporte:
    """Ce qui a été payé pour une action, en euros, rapporté à ce que l'un de ses indicateurs compte."""

    resultat: Resultat
    paye_eur: float
    nombre: float

    @property
    def par_unite_eur(self) -> float:
        """Euros payés par unité, ni arrondis ni bornés."""
        return self.paye_eur / self.nombre


def couts_rapportes(
    resultats: Iterable[Resultat], finances: Iterable[LigneFinanciere], natures: Mapping[str, Nature]
) -> tuple[CoutRapporte, ...]:
    """Rend les coûts que les données permettent, un par indicateur, dans l'ordre des résultats.

    Parameters
    ----------
    resultats : iterable of Resultat
        Ceux de l'ensemble du programme.
    finances : iterable of LigneFinanciere
        Toutes les années du contrat.
    natures : mapping
        Nature de chaque indicateur, par code.

    Returns
    -------
    tuple of CoutRapporte
        Rien pour une action dont un montant payé manque, ni pour un compte dont une année ou un EPCI manque.
    """
    payes: dict[str, list[float | None]] = {}
    for ligne in finances:
        payes.setdefault(ligne.action, []).append(ligne.paye_eur)
    complets = {action: fsum(m for m in ms if m is not None) for action, ms in payes.items() if None not in ms}
    return tuple(
        CoutRapporte(r, complets[r.action], r.valeur)
        for r in resultats
        if complets.get(r.action) and r.valeur and compte_complet(r, natures.get(r.indicateur))
    )


def compte_complet(r: Resultat, nature: Nature | None) -> bool:
    """Dit si un résultat est un cumul auquel ni une année ni un EPCI ne manque, dans une unité qui convient."""
    if r.cumul != Cumul.FLUX or r.niveau != Niveau.REALISATION or r.secrete or nature is not Nature.NOMBRE:
        return False
    entier = Alerte.CUMUL_INCOMPLET not in r.alertes and not any(a.startswith("partiel,") for a in r.alertes)
    return entier and Alerte.PARTIEL_EPCI not in r.alertes and r.unite.casefold().split(" ")[0] in UNITES
