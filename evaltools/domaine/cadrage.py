"""Le cadrage : ce que l'instance a décidé pour juger chaque indicateur (methode §2).

Rien n'y est supposé : une cible, une valeur initiale ou un sens absents restent absents. Deux sources se fondent
ici : ce que le document énonce (``depuis_document``) et ce que l'instance décide (module ``decisions``). Les
propositions trouvées dans le texte (module ``propositions``) n'y entrent jamais d'elles-mêmes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from evaltools.domaine.coherence import est_une_evolution
from evaltools.domaine.lexique import (
    ENSEMBLE,
    Agregation,
    Cumul,
    Maille,
    Nature,
    Niveau,
    PeriodiciteCible,
    Sens,
    TypeCible,
)
from evaltools.domaine.programme import Citation, Indicateur, Programme

ORIGINE_DOCUMENT = "document"
"""``Cible.origine`` d'une cible que le document énonce."""

ORIGINE_DECISION = "cadrage"
"""``Cible.origine`` d'une cible fixée par l'instance, dans le classeur de cadrage."""


@dataclass(frozen=True, slots=True)
class Cible:
    """Une cible décidée, avec qui l'a décidée et quand.

    ``annuelles`` : cibles intermédiaires par année (ou leurs parts, pour une somme annuelle).
    ``tolerance`` : demi-largeur admise pour un maintien, dans l'unité ; ``None`` : 5 % de la cible.
    """

    valeur: float | None = None
    annee: int | None = None
    type_cible: TypeCible = TypeCible.ABSOLU
    periodicite: PeriodiciteCible = PeriodiciteCible.CONTRAT
    borne_basse: float | None = None
    borne_haute: float | None = None
    tolerance: float | None = None
    annuelles: Mapping[int, float] = field(default_factory=dict)
    instance: str = ""
    decidee_le: date | None = None
    origine: str = ""


@dataclass(frozen=True, slots=True)
class Cadre:
    """Tout ce qu'il faut savoir d'un indicateur, sur un territoire, pour pouvoir le juger.

    ``cible_revisee`` s'ajoute à ``cible_initiale`` et ne l'efface jamais ; ``cible`` rend celle qui vaut.
    ``evolution`` : la valeur mesure un changement (« taux d'augmentation ») ; elle peut être négative, ou dépasser
    100 %. ``erreur_type_initiale`` : erreur type de la valeur initiale, dans l'unité (``None`` : aucune n'est donnée).
    """

    indicateur: str
    siren: str = ENSEMBLE
    nature: Nature = Nature.NOMBRE
    niveau: Niveau = Niveau.REALISATION
    sens: Sens | None = None
    cumul: Cumul | None = None
    unite: str = ""
    agregation: Agregation = Agregation.AUCUNE
    valeur_initiale: float | None = None
    annee_initiale: int | None = None
    cible_initiale: Cible | None = None
    cible_revisee: Cible | None = None
    poids: float = 1.0
    source: str = ""
    responsable: str = ""
    frequence: str = ""
    evolution: bool = False
    erreur_type_initiale: float | None = None

    @property
    def cible(self) -> Cible | None:
        """La cible en vigueur : la révisée si elle existe, sinon l'initiale."""
        return self.cible_revisee or self.cible_initiale


@dataclass(frozen=True, slots=True)
class Cadrage:
    """Les cadres d'un programme, par indicateur et territoire. ``fictif`` : données d'exemple."""

    cadres: Mapping[tuple[str, str], Cadre]
    fictif: bool = False

    def cadre(self, indicateur: str, siren: str = ENSEMBLE) -> Cadre | None:
        """Rend le cadre de l'indicateur sur ce territoire, ou ``None`` s'il n'y en a pas."""
        return self.cadres.get((indicateur, siren))


def depuis_document(programme: Programme) -> Cadrage:
    """Rend le cadrage que le document énonce, et rien d'autre.

    Une valeur citée dont la ``portee`` dit qu'elle mesure autre chose que l'indicateur (le stock de praticiens, pour
    un taux d'augmentation) n'est pas reprise : le classeur de cadrage la propose, sans plus. Aucune cible du document
    n'est répartie entre les EPCI.

    Parameters
    ----------
    programme : Programme
        Le programme signé.

    Returns
    -------
    Cadrage
        Un cadre par indicateur pour l'ensemble, et un par EPCI pour ceux dont la maille est l'EPCI. Sens, cible et
        valeur initiale absents du document restent ``None``.
    """
    cadres: dict[tuple[str, str], Cadre] = {}
    for indicateur in programme.indicateurs:
        if indicateur.clause_ouverte:
            continue
        ensemble = _cadre_du_document(indicateur)
        cadres[indicateur.code, ENSEMBLE] = ensemble
        for siren in sirens_suivis(programme, indicateur):
            cadres[indicateur.code, siren] = _sans_valeurs(ensemble, siren)
    return Cadrage(cadres)


def sirens_suivis(programme: Programme, indicateur: Indicateur) -> tuple[str, ...]:
    """Rend les SIREN où l'indicateur se recueille : tous les EPCI signataires si sa maille est l'EPCI, sinon aucun."""
    return tuple(t.siren for t in programme.territoires) if indicateur.maille is Maille.EPCI else ()


def _cadre_du_document(indicateur: Indicateur) -> Cadre:
    initiale, cible = _enoncee(indicateur.valeur_initiale), _enoncee(indicateur.cible)
    return Cadre(
        indicateur=indicateur.code,
        nature=indicateur.nature,
        niveau=indicateur.niveau,
        sens=indicateur.sens,
        cumul=indicateur.cumul,
        unite=indicateur.unite,
        evolution=est_une_evolution(indicateur.libelle),
        agregation=indicateur.agregation,
        valeur_initiale=initiale.valeur if initiale else None,
        annee_initiale=initiale.annee if initiale else None,
        cible_initiale=_cible_citee(cible) if cible else None,
        source=indicateur.source,
        responsable=indicateur.responsable,
        frequence=indicateur.frequence,
    )


def _enoncee(citation: Citation | None) -> Citation | None:
    """Écarte une citation qui mesure autre chose que l'indicateur."""
    return None if citation is None or citation.portee else citation


def _cible_citee(citation: Citation) -> Cible:
    return Cible(
        citation.valeur,
        citation.annee,
        citation.type_cible,
        citation.periodicite,
        origine=ORIGINE_DOCUMENT,
    )


def _sans_valeurs(cadre: Cadre, siren: str) -> Cadre:
    return replace(cadre, siren=siren, valeur_initiale=None, annee_initiale=None, cible_initiale=None)
