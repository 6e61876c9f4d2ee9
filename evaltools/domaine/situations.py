"""La situation des actions : état, retard calculé, opérations faites, taux de programme (règles R-81 à R-84)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from evaltools.domaine.avancement import Avancement
from evaltools.domaine.lexique import EtatAction
from evaltools.domaine.programme import Action, Fiche, Programme

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Situation:
    """Situation d'une action à la date d'arrêt : état, retard calculé, opérations réalisées n/N.

    ``en_retard`` : l'échéance est passée et l'action n'est pas close, ou elle devait avoir commencé. ``retard_jours`` :
    jours au-delà de la date attendue, à la date d'arrêt ; pour une action réalisée en retard, jours à son achèvement
    (``en_retard`` est alors faux). ``None`` : pas de retard, ou pas de date. ``raison_retard`` : « démarrage » ou
    « fin ».
    """

    action: str
    etat: EtatAction | None
    en_retard: bool
    retard_jours: int | None
    debut: date | None
    fin_prevue: date | None
    fin_revisee: date | None
    fin_reelle: date | None
    operations: int
    operations_realisees: int
    motif: str = ""
    decision: str = ""
    faits_marquants: str = ""
    freins: str = ""
    leviers: str = ""
    etats_par_annee: Mapping[int, EtatAction | None] = field(default_factory=dict)
    raison_retard: str = ""


@dataclass(frozen=True, slots=True)
class Taux:
    """Un taux de programme, toujours imprimé n/N. ``code`` : code d'axe pour la réalisation d'un axe, sinon vide."""

    nom: str
    numerateur: int
    denominateur: int
    code: str = ""

    @property
    def part(self) -> float | None:
        """Part sans unité ; ``None`` quand le dénominateur est nul.

        Examples
        --------
        >>> Taux("realisees", 12, 20).part, Taux("realisees", 0, 0).part
        (0.6, None)
        """
        return self.numerateur / self.denominateur if self.denominateur else None


OUVERTS = (
    EtatAction.A_VENIR,
    EtatAction.NON_DEMARREE,
    EtatAction.EN_COURS,
    EtatAction.REPORTEE,
    EtatAction.SUSPENDUE,
)
"""États d'une action qui n'est pas close : elle peut être en retard."""

_PAS_COMMENCES = (EtatAction.A_VENIR, EtatAction.NON_DEMARREE)


def situations(
    programme: Programme, avancements: Iterable[Avancement], annee: int, arrete_le: date
) -> tuple[Situation, ...]:
    """Établit la situation de chaque action à la date d'arrêt (règles R-81 et R-82).

    Parameters
    ----------
    programme : Programme
        Ses fiches donnent les dates prévues quand le pilote n'en donne pas.
    avancements : iterable of Avancement
        Ce que les pilotes ont déclaré, toutes années ; ce qui suit ``annee`` n'est pas lu.
    annee : int
        Année d'évaluation.
    arrete_le : date
        Date à laquelle le retard se mesure.
    """
    retenus = sorted((a for a in avancements if a.annee <= annee), key=lambda a: a.annee)
    par_objet: dict[tuple[str, str], list[Avancement]] = {}
    for avancement in retenus:
        par_objet.setdefault((avancement.action, avancement.objet), []).append(avancement)
    return tuple(_situation(action, par_objet, annee, arrete_le) for action in programme.actions)


def _situation(
    action: Action, par_objet: Mapping[tuple[str, str], Sequence[Avancement]], annee: int, le: date
) -> Situation:
    declares = par_objet.get((action.code, action.code), ())
    etat = _dernier(declares, lambda a: a.etat)
    fiches = [action.fiche, *(o.fiche for o in action.operations)]
    debut = _dernier(declares, lambda a: a.debut_reel) or _premier_debut(fiches)
    prevue = _premiere(declares, lambda a: a.fin_prevue) or _derniere_fin(fiches)
    revisee, reelle = _dernier(declares, lambda a: a.fin_revisee), _dernier(declares, lambda a: a.fin_reelle)
    dite_cette_annee = any(a.annee == annee and a.etat is not None for a in declares)
    attendu = _premier_debut(fiches) if dite_cette_annee else None
    jours, raison = _retard(etat, attendu, revisee or prevue, reelle, le)
    realisees = [
        o for o in action.operations
        if _dernier(par_objet.get((action.code, o.code), ()), lambda a: a.etat) is EtatAction.REALISEE
    ]  # fmt: skip
    return Situation(
        action.code,
        etat,
        jours is not None and etat in OUVERTS,
        jours,
        debut,
        prevue,
        revisee,
        reelle,
        len(action.operations),
        len(realisees),
        _dernier(declares, lambda a: a.motif) or "",
        _dernier(declares, lambda a: a.decision) or "",
        _dernier(declares, lambda a: a.faits_marquants) or "",
        _dernier(declares, lambda a: a.freins) or "",
        _dernier(declares, lambda a: a.leviers) or "",
        {a.annee: a.etat for a in declares},
        raison,
    )


def _retard(
    etat: EtatAction | None, debut: date | None, attendue: date | None, reelle: date | None, le: date
) -> tuple[int | None, str]:
    """Mesure le retard en jours et dit s'il porte sur la fin ou le démarrage ; ``None`` : pas de retard établi."""
    if etat in (EtatAction.REALISEE, EtatAction.REALISEE_PARTIELLEMENT):
        ecart = (reelle - attendue).days if reelle is not None and attendue is not None else 0
        return (ecart, "fin") if ecart > 0 else (None, "")
    if etat not in OUVERTS:
        return None, ""
    if attendue is not None and le > attendue:
        return (le - attendue).days, "fin"
    if etat in _PAS_COMMENCES and debut is not None and le > debut:
        return (le - debut).days, "démarrage"
    return None, ""


def _dernier(avancements: Sequence[Avancement], champ: Callable[[Avancement], T | None]) -> T | None:
    """Rend la dernière valeur déclarée d'un champ : un blanc n'efface pas ce qui a été dit."""
    return next((valeur for a in reversed(avancements) if (valeur := champ(a))), None)


def _premiere(avancements: Sequence[Avancement], champ: Callable[[Avancement], T | None]) -> T | None:
    """Rend la première valeur déclarée d'un champ : une date prévue ne se réécrit pas, elle se révise."""
    return next((valeur for a in avancements if (valeur := champ(a))), None)


def _premier_debut(fiches: Sequence[Fiche]) -> date | None:
    """Rend le début prévu : celui de la fiche, sinon le plus précoce de ses opérations."""
    return fiches[0].calendrier.debut or min((f.calendrier.debut for f in fiches if f.calendrier.debut), default=None)


def _derniere_fin(fiches: Sequence[Fiche]) -> date | None:
    """Rend la fin prévue : celle de la fiche, sinon la plus tardive de ses opérations si toutes en ont une."""
    if fiches[0].calendrier.fin is not None or len(fiches) == 1:
        return fiches[0].calendrier.fin
    fins = [f.calendrier.fin for f in fiches[1:]]
    connues = [fin for fin in fins if fin is not None]
    return max(connues) if len(connues) == len(fins) else None


def plan_par_defaut(programme: Programme, annee: int) -> frozenset[str]:
    """Rend les actions que les fiches prévoient l'année donnée, tant que le plan annuel n'est pas figé (règle R-84).

    Une action sans date est du plan de chaque année.
    """
    return frozenset(a.code for a in programme.actions if _prevue(a, annee))


def _prevue(action: Action, annee: int) -> bool:
    fiches = [action.fiche, *(o.fiche for o in action.operations)]
    debut, fin = _premier_debut(fiches), _derniere_fin(fiches)
    return (debut is None or debut.year <= annee) and (fin is None or fin.year >= annee)


def taux_de_programme(
    programme: Programme, situations: Iterable[Situation], plan: frozenset[str], nouvelles: frozenset[str] = frozenset()
) -> tuple[Taux, ...]:
    """Calcule les cinq taux de programme de la fiche A3, avec leur numérateur et leur dénominateur (règle R-84).

    Parameters
    ----------
    programme : Programme
        Donne l'axe de chaque action.
    situations : iterable of Situation
        Situation des actions à la date d'arrêt.
    plan : frozenset of str
        Codes des actions du plan annuel, figé en décembre de l'année précédente : c'est le dénominateur.
    nouvelles : frozenset of str
        Actions engagées hors du plan : comptées à côté, jamais ajoutées au dénominateur.

    Returns
    -------
    tuple of Taux
        « realisees », « realisation_axe » (un par axe), « reportees », « arretees », « nouvelles ».
    """
    etats = {s.action: s.etat for s in situations if s.action in plan}
    total = len(plan)

    def compter(etat: EtatAction, codes: Iterable[str]) -> int:
        return sum(etats.get(code) is etat for code in codes)

    par_axe = []
    for axe in programme.axes:
        codes = [a.code for a in programme.actions_de(axe.code) if a.code in plan]
        par_axe.append(Taux("realisation_axe", compter(EtatAction.REALISEE, codes), len(codes), axe.code))
    return (
        Taux("realisees", compter(EtatAction.REALISEE, plan), total),
        *par_axe,
        Taux("reportees", compter(EtatAction.REPORTEE, plan), total),
        Taux("arretees", compter(EtatAction.ARRETEE, plan), total),
        Taux("nouvelles", len(nouvelles - plan), total),
    )
