"""L'évaluation d'une année (ou du contrat) : résultats, avancement, synthèses. C'est ce que lisent les rapports."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from evaltools.domaine.anomalies import Anomalie
from evaltools.domaine.atelier import Atelier
from evaltools.domaine.avancement import Avancement
from evaltools.domaine.bareme import Bareme
from evaltools.domaine.cadrage import Cadrage
from evaltools.domaine.collecte import Collecte
from evaltools.domaine.completude import Completude, completudes
from evaltools.domaine.constats import constater, periode_lisible
from evaltools.domaine.enquetes import Enquete
from evaltools.domaine.finances import LigneFinanciere
from evaltools.domaine.lexique import Diffusion
from evaltools.domaine.mesures import Observation
from evaltools.domaine.programme import Programme
from evaltools.domaine.recueil import recueillir
from evaltools.domaine.resultat import COLONNES_RESULTATS, Resultat
from evaltools.domaine.secret import (
    Masquage,
    avancements_publics,
    cadrage_public,
    enquetes_publiques,
    finances_publiques,
    motiver,
    observations_publiques,
    resultats_publics,
    situations_publiques,
)
from evaltools.domaine.secret_protection import proteger
from evaltools.domaine.situations import Situation, Taux, plan_par_defaut, situations, taux_de_programme
from evaltools.domaine.synthese import Synthese
from evaltools.domaine.variantes import eprouver_les_groupes, robustesse_d_un_indicateur

__all__ = [
    "COLONNES_RESULTATS",
    "Completude",
    "Evaluation",
    "Resultat",
    "Situation",
    "Synthese",
    "Taux",
    "evaluer",
]


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Tout ce qu'un rapport a besoin de lire, pour une année et tous les territoires.

    ``taux`` : les cinq taux de programme, sur ``plan`` (les actions que les fiches prévoient cette année-là, tant que
    le plan annuel n'est pas figé). Dans l'édition publique, ``anomalies`` est vide : leurs constats citent des saisies.
    ``historique`` : pour une évaluation finale, ce que l'évaluation de chaque année passée a donné, avec les données
    d'aujourd'hui ; vide pour une évaluation annuelle.
    """

    programme: Programme
    annee: int
    finale: bool
    arrete_le: date
    bareme: Bareme
    cadrage: Cadrage
    resultats: tuple[Resultat, ...]
    syntheses: tuple[Synthese, ...]
    situations: tuple[Situation, ...]
    completudes: tuple[Completude, ...]
    observations: tuple[Observation, ...] = ()
    avancements: tuple[Avancement, ...] = ()
    finances: tuple[LigneFinanciere, ...] = ()
    anomalies: tuple[Anomalie, ...] = ()
    fictif: bool = False
    diffusion: str = "restreinte"
    resultats_precedents: tuple[Resultat, ...] = ()
    enquetes: tuple[Enquete, ...] = ()
    taux: tuple[Taux, ...] = ()
    plan: frozenset[str] = frozenset()
    historique: Mapping[int, tuple[Resultat, ...]] = field(default_factory=dict)

    def resultats_de(self, siren: str) -> tuple[Resultat, ...]:
        """Rend les résultats d'un territoire, dans l'ordre du document."""
        return tuple(r for r in self.resultats if r.siren == siren)

    def synthese(self, groupe: str, code: str, siren: str) -> Synthese | None:
        """Rend la synthèse d'un groupe (« action », « objectif », « axe », « programme ») sur un territoire."""
        return next((s for s in self.syntheses if (s.groupe, s.code, s.siren) == (groupe, code, siren)), None)


def evaluer(
    programme: Programme,
    cadrage: Cadrage,
    collecte: Collecte,
    annee: int,
    *,
    bareme: Bareme,
    arrete_le: date,
    finale: bool = False,
    diffusion: str = "restreinte",
    anomalies: Iterable[Anomalie] = (),
    fictif: bool = False,
    recus: Collection[str] = frozenset(),
) -> Evaluation:
    """Évalue un programme, une année : ce que toutes les règles de docs/methode.md disent de ce qui a été recueilli.

    Parameters
    ----------
    programme, cadrage : Programme, Cadrage
        Le contrat signé et ce que l'instance a décidé.
    collecte : Collecte
        Tout ce qui a été recueilli, toutes années ; ce qui s'achève après ``arrete_le`` n'est pas jugé.
    annee : int
        Année d'évaluation.
    bareme : Bareme
        Seuils, imprimés avec les résultats.
    arrete_le : date
        Date d'arrêt des données.
    finale : bool
        Évaluation de fin de contrat : tous les verdicts sont finals. Sinon l'échéance de chaque cible décide.
    diffusion : str
        « publique » masque les petits effectifs et retire les textes libres ; « restreinte » montre tout.
    anomalies : iterable of Anomalie
        Celles de la lecture ; celles de l'évaluation s'y ajoutent (IND-01 à IND-03).
    fictif : bool
        Au moins une donnée se déclare fictive.
    recus : collection of str
        Codes des actions dont le classeur de l'année est revenu.

    Returns
    -------
    Evaluation
        Un résultat par indicateur pour l'ensemble, et un par EPCI pour ceux qui s'y recueillent. Une clause ouverte
        n'en a pas ; la valeur prévue d'une paire est « sans objet ».
    """
    lisibles = tuple(o for o in collecte.observations if periode_lisible(o))
    publique = diffusion == Diffusion.PUBLIQUE
    masquage = _decider_du_secret(programme, cadrage, collecte, arrete_le, bareme) if publique else Masquage()
    tous = recueillir(programme, cadrage, lisibles, arrete_le, collecte.enquetes)
    recueils = tuple(r.masquer(masquage) for r in tous)
    atelier = Atelier(programme, bareme, collecte.avancements, recueils)
    resultats = tuple(motiver(atelier.resultats(annee, finale or None), cadrage, masquage))
    refaits = atelier.eprouver(resultats, annee, finale or None)
    resultats = tuple(replace(r, robustesse=robustesse_d_un_indicateur(r, refaits)) for r in resultats)
    avant = atelier.resultats(annee - 1, None) if annee > programme.debut.year else ()
    etats = situations(programme, collecte.avancements, annee, arrete_le)
    plan = plan_par_defaut(programme, annee)
    evaluation = Evaluation(
        programme,
        annee,
        finale,
        arrete_le,
        bareme,
        cadrage,
        resultats,
        tuple(eprouver_les_groupes(programme, resultats, refaits, bareme)),
        etats,
        tuple(completudes(programme, cadrage, lisibles, annee, recus)),
        collecte.observations,
        collecte.avancements,
        collecte.finances,
        (*anomalies, *constater(collecte.observations, arrete_le, annee)),
        fictif,
        str(diffusion),
        tuple(motiver(avant, cadrage, masquage)),
        collecte.enquetes,
        taux_de_programme(programme, etats, plan),
        plan,
        {a: tuple(motiver(atelier.resultats(a, None), cadrage, masquage)) for a in _passees(programme, annee, finale)},
    )
    return _publier(evaluation, masquage) if publique else evaluation


def _passees(programme: Programme, annee: int, finale: bool) -> range:
    """Rend les années du contrat déjà évaluées, pour une évaluation finale ; rien pour une annuelle."""
    return range(programme.debut.year, annee) if finale else range(0)


def _decider_du_secret(
    programme: Programme, cadrage: Cadrage, collecte: Collecte, arrete_le: date, bareme: Bareme
) -> Masquage:
    """Décide ce que l'édition publique masque, sur tout ce qui se lit (règle R-91)."""
    observations = tuple(o for o in collecte.observations if periode_lisible(o))
    enquetes = [e for e in collecte.enquetes if periode_lisible(e)]
    return proteger(programme, cadrage, observations, enquetes, arrete_le, bareme.seuil_personnes)


def _publier(evaluation: Evaluation, masquage: Masquage) -> Evaluation:
    """Retire de l'évaluation tout ce que l'édition publique ne montre pas (règles R-91 et R-92)."""
    return replace(
        evaluation,
        cadrage=cadrage_public(evaluation.cadrage, masquage),
        resultats=resultats_publics(evaluation.resultats),
        resultats_precedents=resultats_publics(evaluation.resultats_precedents),
        historique={an: resultats_publics(passes) for an, passes in evaluation.historique.items()},
        situations=situations_publiques(evaluation.situations),
        observations=tuple(observations_publiques(evaluation.observations, masquage)),
        avancements=avancements_publics(evaluation.avancements),
        finances=finances_publiques(evaluation.finances),
        enquetes=enquetes_publiques(evaluation.enquetes, masquage),
        anomalies=(),
    )
