"""Les groupes en lignes : ce que l'évaluation dit de chaque action, objectif, axe et du programme (règles R-71 à R-78).

Une ligne par groupe et territoire, lisible sans rien d'autre : les comptes, les raisons, les scores et leur intervalle,
la classe, les reculs par leur nom, la robustesse, l'état d'une action.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

from evaltools.domaine.evaluation import Evaluation
from evaltools.domaine.lexique import Niveau, Verdict
from evaltools.domaine.robustesse import Robustesse
from evaltools.domaine.situations import Situation
from evaltools.domaine.synthese import Synthese


@dataclass(frozen=True, slots=True)
class LigneDeGroupe:
    """Un groupe sur un territoire. Les colonnes sont décrites dans ``docs/dictionnaire.md``.

    Les nombres ne sont ni bornés ni arrondis ; ``None`` : ne se calcule pas. Les listes sont séparées par « | ».
    """

    programme: str
    annee: int
    finale: bool
    siren: str
    groupe: str
    code: str
    intitule: str
    total: int
    applicables: int
    evaluables: int
    couverture: float | None
    classe: str
    robustesse_inchangees: int | None
    robustesse_cas: int | None
    robustesse_autres: str
    score_realisation: float | None
    score_realisation_bas: float | None
    score_realisation_haut: float | None
    score_resultat: float | None
    score_resultat_bas: float | None
    score_resultat_haut: float | None
    nombre_atteint: int
    nombre_partiellement_atteint: int
    nombre_non_atteint: int
    nombre_en_bonne_voie: int
    nombre_a_accelerer: int
    nombre_insuffisant: int
    nombre_degradation: int
    nombre_non_evaluable: int
    nombre_sans_objet: int
    nombre_non_echu: int
    raisons: str
    degradations: str
    incertains: str
    etat: str
    retard_jours: int | None
    bareme: str


COLONNES_GROUPES = tuple(champ.name for champ in fields(LigneDeGroupe))
"""Colonnes du tableau des groupes, dans l'ordre."""

_SEPARATEUR = " | "
_COMPTES = {
    "nombre_atteint": Verdict.ATTEINT,
    "nombre_partiellement_atteint": Verdict.PARTIELLEMENT_ATTEINT,
    "nombre_non_atteint": Verdict.NON_ATTEINT,
    "nombre_en_bonne_voie": Verdict.EN_BONNE_VOIE,
    "nombre_a_accelerer": Verdict.A_ACCELERER,
    "nombre_insuffisant": Verdict.INSUFFISANT,
    "nombre_degradation": Verdict.DEGRADATION,
    "nombre_non_evaluable": Verdict.NON_EVALUABLE,
    "nombre_sans_objet": Verdict.SANS_OBJET,
    "nombre_non_echu": Verdict.NON_ECHU,
}


def lignes_de_groupes(evaluation: Evaluation, siren: str | None = None) -> Iterator[LigneDeGroupe]:
    """Met en lignes les synthèses d'une évaluation : programme, axes, objectifs, actions, territoire par territoire.

    Parameters
    ----------
    evaluation : Evaluation
        L'évaluation, annuelle ou finale.
    siren : str, optional
        Un SIREN ou « ensemble » ; ``None`` : tous les territoires.

    Yields
    ------
    LigneDeGroupe
        Un groupe sans aucun indicateur sur un territoire n'a pas de ligne.
    """
    libelles = {i.code: i.libelle for i in evaluation.programme.indicateurs}
    situations = {s.action: s for s in evaluation.situations}
    for synthese in evaluation.syntheses:
        if synthese.total and siren in (None, synthese.siren):
            action = situations.get(synthese.code) if synthese.groupe == "action" else None
            yield _ligne(evaluation, synthese, libelles, action)


def _ligne(
    evaluation: Evaluation, synthese: Synthese, libelles: Mapping[str, str], situation: Situation | None
) -> LigneDeGroupe:
    return LigneDeGroupe(
        programme=evaluation.programme.code,
        annee=evaluation.annee,
        finale=evaluation.finale,
        siren=synthese.siren,
        groupe=synthese.groupe,
        code=synthese.code,
        intitule=synthese.intitule,
        total=synthese.total,
        applicables=synthese.applicables,
        evaluables=synthese.evaluables,
        couverture=synthese.couverture,
        classe=str(synthese.classe or ""),
        robustesse_inchangees=synthese.robustesse.inchangees if synthese.robustesse else None,
        robustesse_cas=synthese.robustesse.cas if synthese.robustesse else None,
        robustesse_autres=_autres(synthese.robustesse),
        **_scores(synthese),
        **{nom: synthese.comptes.get(verdict, 0) for nom, verdict in _COMPTES.items()},
        raisons=_SEPARATEUR.join(f"{motif} : {nombre}" for motif, nombre in synthese.motifs.items()),
        degradations=_nommer(synthese.degradations, libelles),
        incertains=_nommer(synthese.incertains, libelles),
        etat=str(situation.etat or "") if situation else "",
        retard_jours=situation.retard_jours if situation else None,
        bareme=evaluation.bareme.nom,
    )


def _scores(synthese: Synthese) -> dict[str, Any]:
    """Rend les scores de chaque niveau, avec leur intervalle."""
    scores: dict[str, Any] = {}
    for niveau in (Niveau.REALISATION, Niveau.RESULTAT):
        bas, haut = synthese.intervalles_par_niveau.get(str(niveau), (None, None))
        scores[f"score_{niveau}"] = synthese.scores_par_niveau.get(str(niveau))
        scores |= {f"score_{niveau}_bas": bas, f"score_{niveau}_haut": haut}
    return scores


def _autres(robustesse: Robustesse | None) -> str:
    if robustesse is None:
        return ""
    return _SEPARATEUR.join(f"{nom} : {classe or 'rien à classer'}" for nom, classe in robustesse.autres.items())


def _nommer(codes: Sequence[str], libelles: Mapping[str, str]) -> str:
    return _SEPARATEUR.join(f"{code} {libelles.get(code, '')}".strip() for code in codes)
