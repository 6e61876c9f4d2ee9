"""Le plan de chaque indicateur d'exemple : d'où il part, où il va, à partir de quand, sur chaque territoire.

Le cadrage et la collecte d'exemple se tirent tous deux de ce plan : ils s'accordent donc toujours.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from random import Random

from evaltools.chaine import exemple_grandeurs as grandeurs
from evaltools.chaine.exemple_calendrier import fiches_de, premiere_annee
from evaltools.chaine.exemple_scenario import Scenario, cumul_de, imaginer
from evaltools.chaine.exemple_tables import Profil, Role
from evaltools.domaine.cadrage import sirens_suivis
from evaltools.domaine.lexique import ENSEMBLE, Cumul, Maille, Nature, Sens
from evaltools.domaine.programme import Action, Indicateur, Programme

NOTE_MAXIMALE = 5
"""Plus haute note des échelles d'exemple (« note sur 5 »)."""


@dataclass(frozen=True, slots=True)
class Plan:
    """Trajet d'un indicateur sur un territoire.

    ``parts`` : ce que chaque année devrait apporter, pour une quantité qui s'additionne. ``individus`` : ordre de
    grandeur du dénominateur d'un ratio. ``decimales`` : celles des valeurs recueillies.
    """

    indicateur: Indicateur
    siren: str
    profil: Profil
    sens: Sens | None
    unite: str
    premiere: int
    annee_cible: int
    depart: float = 0.0
    cible: float = 0.0
    decimales: int = 0
    individus: float = 0.0
    revisee: float | None = None
    parts: Mapping[int, float] = field(default_factory=dict)

    @property
    def cumul(self) -> Cumul | None:
        """Façon dont les années se combinent, telle que l'instance d'exemple la retient."""
        return cumul_de(self.indicateur)

    @property
    def annee_depart(self) -> int:
        """Année de la valeur de départ : celle qui précède le démarrage."""
        return self.premiere - 1


Plans = Mapping[tuple[str, str], Plan]
"""Plans par indicateur et territoire."""


@dataclass(frozen=True, slots=True)
class Trame:
    """Ce dont tout le reste de l'exemple se tire : le programme, le scénario, les plans, l'année visée, la graine."""

    programme: Programme
    scenario: Scenario
    plans: Plans
    derniere: int
    graine: int

    def tirage(self, *mots: object) -> Random:
        """Rend un tirage au sort propre à ces mots : il ne dépend de rien d'autre que d'eux et de la graine."""
        return Random("|".join(str(m) for m in (self.graine, self.programme.code, *mots)))


def tisser(programme: Programme, annee: int, graine: int) -> Trame:
    """Imagine le scénario et les plans d'un programme, de sa première année à ``annee``."""
    scenario = imaginer(programme, annee, graine)
    return Trame(programme, scenario, planifier(programme, scenario, annee, graine), annee, graine)


def planifier(programme: Programme, scenario: Scenario, annee: int, graine: int) -> Plans:
    """Trace le plan de chaque indicateur (sauf les clauses ouvertes), sur chaque territoire où il se recueille."""
    plans: dict[tuple[str, str], Plan] = {}
    for action in programme.actions:
        for indicateur in action.indicateurs:
            if indicateur.clause_ouverte:
                continue
            tirage = Random(f"{graine}|{programme.code}|{indicateur.paire or indicateur.code}|plan")
            socle = _socle(programme, action, indicateur, scenario, annee, tirage)
            for plan in _sur_les_territoires(programme, socle, tirage):
                plans[indicateur.code, plan.siren] = _reviser(_nuancer(plan, tirage), scenario)
    return plans


_DU_MOINS_AU_PLUS = (
    Profil.STAGNATION,
    Profil.INSUFFISANT,
    Profil.A_ACCELERER,
    Profil.BONNE_VOIE,
    Profil.ATTEINT_TOT,
)


def _nuancer(plan: Plan, tirage: Random) -> Plan:
    """Fait avancer un EPCI sur deux un peu plus, ou un peu moins, que l'ensemble."""
    decalage = tirage.choice((-1, 0, 0, 1))
    if plan.siren == ENSEMBLE or plan.profil not in _DU_MOINS_AU_PLUS:
        return plan
    rang = _DU_MOINS_AU_PLUS.index(plan.profil) + decalage
    return replace(plan, profil=_DU_MOINS_AU_PLUS[min(max(rang, 0), len(_DU_MOINS_AU_PLUS) - 1)])


def _socle(
    programme: Programme, action: Action, indicateur: Indicateur, scenario: Scenario, annee: int, tirage: Random
) -> Plan:
    profil = scenario.profils[indicateur.code]
    premiere = premiere_annee(programme, action, indicateur.operation)
    fin = programme.annees[-1]
    sens = Sens.MAINTIEN if profil is Profil.MAINTIEN else indicateur.sens
    unite = _unite(indicateur)
    echeance = fin if tirage.random() < 0.85 else min(fin, max(annee + 1, premiere + 1))
    if scenario.role(action.code, indicateur.operation) is Role.REALISEE:
        echeance = min(echeance, max(annee, premiere + 1))
        profil = Profil.FAIT if profil in (Profil.NON_ECHU, Profil.PAS_FAIT) else profil
    base = Plan(indicateur, ENSEMBLE, profil, sens, unite, premiere, echeance)
    if indicateur.nature is Nature.JALON:
        return _jalon(base, action, annee, fin)
    if profil is Profil.ANNUELLE:
        cible = indicateur.cible.valeur if indicateur.cible else float(tirage.randint(2, 4))
        return replace(base, cible=cible)
    return base


def _unite(indicateur: Indicateur) -> str:
    """Rend l'unité du programme ; celle que l'instance d'exemple retient quand il n'en fixe pas."""
    if indicateur.nature is Nature.ECHELLE:
        return f"note sur {NOTE_MAXIMALE}"
    if "co-testeur" in indicateur.libelle.casefold():
        return indicateur.unite or "ppm"
    return indicateur.unite


def _jalon(base: Plan, action: Action, annee: int, fin: int) -> Plan:
    """Fixe l'échéance d'un jalon : celle du calendrier si elle existe, sinon l'année qui suit le démarrage."""
    calendriers = [f.calendrier for f in fiches_de(action, base.indicateur.operation)]
    dates = [j.echeance.year for c in calendriers for j in c.jalons] + [c.fin.year for c in calendriers if c.fin]
    due = max(dates[0] if dates else base.premiere + 1, base.premiere)
    if base.profil is Profil.NON_ECHU:
        due = annee + 1
    elif base.profil in (Profil.PAS_FAIT, Profil.FAIT_EN_RETARD):
        due = min(due, max(annee - 1, base.premiere))
    return replace(base, annee_cible=min(due, fin), cible=1.0)


def _sur_les_territoires(programme: Programme, socle: Plan, tirage: Random) -> list[Plan]:
    indicateur = socle.indicateur
    if indicateur.nature in (Nature.JALON, Nature.TEXTE) or socle.profil is Profil.ANNUELLE:
        return [replace(socle, siren=s) for s in sirens_suivis(programme, indicateur) or (ENSEMBLE,)]
    if cumul_de(indicateur) is Cumul.FLUX:
        return _flux(programme, socle, tirage)
    if cumul_de(indicateur) is Cumul.STOCK or (indicateur.cumul is None and indicateur.nature is not Nature.ECHELLE):
        return _stock(programme, socle, tirage)
    return _moyenne(programme, socle, tirage)


def _poids(programme: Programme, indicateur: Indicateur) -> dict[str, float]:
    """Rend la part de chaque territoire : sa population, ou à moitié à parts égales pour ce qui n'en dépend pas."""
    if indicateur.maille is not Maille.EPCI:
        return {ENSEMBLE: 1.0}
    parts = grandeurs.parts(programme)
    if grandeurs.ordre_de(indicateur).pour_mille:
        return dict(parts)
    return {siren: part / 2 + 0.5 / len(parts) for siren, part in parts.items()}


def _flux(programme: Programme, socle: Plan, tirage: Random) -> list[Plan]:
    annuel = grandeurs.niveau_annuel(programme, socle.indicateur, tirage)
    plans = []
    for siren, part in _poids(programme, socle.indicateur).items():
        poids = {a: _plein(programme, a) for a in range(socle.premiere, socle.annee_cible + 1)}
        total = max(1.0, float(_rond(annuel * part * sum(poids.values()))))
        plans.append(replace(socle, siren=siren, cible=total, parts=repartir(total, poids)))
    return plans


def _plein(programme: Programme, annee: int) -> float:
    """Rend la part d'une année que le contrat couvre, un quart au moins."""
    if not programme.est_partielle(annee):
        return 1.0
    return max(0.25, (12 - programme.debut.month + 1) / 12)


def repartir(total: float, poids: Mapping[int, float]) -> dict[int, float]:
    """Répartit un total entier entre les années, au prorata, sans rien perdre.

    Examples
    --------
    >>> repartir(10, {2025: 1, 2026: 2, 2027: 1})
    {2025: 3.0, 2026: 5.0, 2027: 2.0}
    """
    somme, cumul, deja, parts = sum(poids.values()), 0.0, 0.0, {}
    for annee, part in poids.items():
        cumul += part
        atteint = float(int(total * cumul / somme + 0.5))
        parts[annee] = atteint - deja
        deja = atteint
    return parts


def _stock(programme: Programme, socle: Plan, tirage: Random) -> list[Plan]:
    terme = grandeurs.niveau_a_terme(programme, socle.indicateur, tirage)
    fraction = tirage.uniform(0.25, 0.55)
    plans = []
    for siren, part in _poids(programme, socle.indicateur).items():
        haut = max(2.0, float(_rond(_plafonner(programme, socle.indicateur, siren, terme * part))))
        bas = float(int(haut * fraction))
        if socle.profil in (Profil.MAINTIEN, Profil.ACQUIS_PERDU):
            bas = haut
        depart, cible = (haut, bas) if socle.sens is Sens.BAISSE else (bas, haut)
        plans.append(replace(socle, siren=siren, depart=depart, cible=cible))
    return plans


def _plafonner(programme: Programme, indicateur: Indicateur, siren: str, valeur: float) -> float:
    """Ne compte jamais plus de communes que le territoire n'en a."""
    if "commune" not in indicateur.unite.casefold():
        return valeur
    communes = [t.communes for t in programme.territoires if siren in (ENSEMBLE, t.siren) and t.communes]
    return min(valeur, 0.8 * sum(communes)) if communes else valeur


def _moyenne(programme: Programme, socle: Plan, tirage: Random) -> list[Plan]:
    """Trace un taux, une durée moyenne ou une note : chaque EPCI part d'un peu plus haut ou plus bas."""
    indicateur = socle.indicateur
    if indicateur.nature is Nature.ECHELLE and indicateur.cumul is not Cumul.RATIO:
        depart, cible = round(tirage.uniform(2.6, 3.2), 1), 4.0
        if socle.sens is Sens.BAISSE:
            depart, cible = round(tirage.uniform(3.4, 3.9), 1), 2.5
    else:
        depart, cible = grandeurs.depart_et_cible(indicateur, socle.sens or Sens.HAUSSE, tirage)
    individus = _individus(programme, indicateur, tirage)
    plans = []
    for siren, part in _poids(programme, indicateur).items():
        decalage = tirage.uniform(-0.05, 0.05) * abs(depart) if siren != ENSEMBLE else 0.0
        propre = round(depart + decalage, 1)
        if socle.profil in (Profil.MAINTIEN, Profil.ACQUIS_PERDU):
            propre = cible
        plans.append(
            replace(socle, siren=siren, depart=propre, cible=cible, decimales=1, individus=max(8.0, individus * part))
        )
    return plans


def _individus(programme: Programme, indicateur: Indicateur, tirage: Random) -> float:
    libelle = indicateur.libelle.casefold()
    if "augmentation du nombre" in libelle or "augmentation des terrains" in libelle:
        return tirage.uniform(10, 16)
    if "participation" in libelle or "remplissage" in libelle or "%" not in indicateur.unite:
        return tirage.uniform(24, 60) * max(1, len(programme.territoires))
    if "actions" in libelle or "axes" in libelle:
        return float(max(8, len(programme.actions)))
    return tirage.uniform(90, 260) * max(1, len(programme.territoires))


def _reviser(plan: Plan, scenario: Scenario) -> Plan:
    """Ramène la cible à 85 % de l'ambition initiale, pour les indicateurs dont elle a été révisée."""
    if plan.indicateur.code not in scenario.revises:
        return plan
    revisee = plan.depart + 0.85 * (plan.cible - plan.depart)
    revisee = round(revisee, 1) if plan.decimales else float(_rond(revisee))
    return replace(plan, revisee=revisee) if revisee != plan.cible else plan


def _rond(valeur: float) -> int:
    """Arrondit comme une instance décide : à l'unité, puis à la dizaine ou à la centaine quand le nombre grandit."""
    pas = next(p for seuil, p in ((20, 1), (200, 5), (2000, 50), (20000, 500), (float("inf"), 5000)) if valeur < seuil)
    return int(valeur / pas + 0.5) * pas
