"""La table des verdicts (methode §5) : la première ligne qui convient l'emporte.

Chaque ligne se lit à côté de celle de la méthode : son numéro, sa condition, le verdict avant l'échéance, le verdict
à l'échéance (``None`` : la ligne ne joue pas à ce moment), le score, le motif. Les lignes 1 et 2 (sans objet, pas de
cible) se décident avant, dans ``atteinte``. Règles R-33 à R-47.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from evaltools.domaine.bareme import Bareme
from evaltools.domaine.jugement import Moment, borner
from evaltools.domaine.lexique import Motif, Verdict
from evaltools.domaine.trajectoire import Nombre, exact


class Score(StrEnum):
    """Ce que vaut une ligne dans une moyenne : rien, 1, 0, ou P ramené entre 0 et 1."""

    AUCUN = "aucun"
    UN = "1"
    ZERO = "0"
    P = "P"


@dataclass(frozen=True, slots=True)
class Faits:
    """Ce dont la table décide. ``p``, ``e``, ``r`` : degré, part attendue, rythme ; ``None`` s'ils ne se calculent pas.

    ``empechement`` : motif qui interdit de juger (ligne 3). ``depart_connu`` : v0 est connue, ou le départ est zéro
    par nature. ``atteinte`` : la valeur jugée (à défaut v0) atteint la cible.
    """

    moment: Moment
    bareme: Bareme
    empechement: Motif | None = None
    valeur_connue: bool = True
    depart_connu: bool = True
    depart_atteint: bool = False
    atteinte: bool = False
    p: Nombre | None = None
    e: Nombre | None = None
    r: Nombre | None = None
    annee_partielle: bool = False
    flux: bool = False

    @property
    def rien_attendu(self) -> bool:
        """E = 0 : rien n'est encore attendu à la date de la valeur."""
        return au_plus(self.e, 0)

    @property
    def degradee(self) -> bool:
        """P ≤ −0,10 (ne joue pas pour un flux, qui ne recule pas)."""
        return not self.flux and au_plus(self.p, self.bareme.degradation)

    @property
    def sans_rythme(self) -> bool:
        """R ne se calcule pas : une date manque."""
        return self.r is None

    @property
    def bon_rythme(self) -> bool:
        """R ≥ 0,95."""
        return au_moins(self.r, self.bareme.rythme_bonne_voie)

    @property
    def rythme_moyen(self) -> bool:
        """R ≥ 0,60."""
        return au_moins(self.r, self.bareme.rythme_a_accelerer)

    @property
    def stagne(self) -> bool:
        """P < 0,10."""
        return not au_moins(self.p, self.bareme.stagnation)

    @property
    def a_moitie(self) -> bool:
        """P ≥ 0,50."""
        return au_moins(self.p, self.bareme.partiellement_atteint)


@dataclass(frozen=True, slots=True)
class Decision:
    """Verdict, motif, score et numéro de la ligne qui l'a emporté."""

    ligne: int
    verdict: Verdict
    motif: Motif | None
    score: float | None


@dataclass(frozen=True, slots=True)
class Ligne:
    """Une ligne de la table."""

    numero: int
    condition: Callable[[Faits], bool]
    annuel: Verdict | None
    final: Verdict | None
    score: Score
    motif: Motif | None = None


def au_plus(nombre: Nombre | None, seuil: float) -> bool:
    """Compare à un seuil du barème, exactement quand le nombre est exact ; faux s'il manque.

    Examples
    --------
    >>> au_plus(Fraction(-1, 10), -0.1), au_plus(None, -0.1)
    (True, False)
    """
    return nombre is not None and nombre <= (exact(seuil) if isinstance(nombre, Fraction) else seuil)


def au_moins(nombre: Nombre | None, seuil: float) -> bool:
    """Compare à un seuil du barème, exactement quand le nombre est exact ; faux s'il manque.

    Examples
    --------
    >>> au_moins(Fraction(57, 60), 0.95), au_moins(0.949, 0.95)
    (True, False)
    """
    return nombre is not None and nombre >= (exact(seuil) if isinstance(nombre, Fraction) else seuil)


ATTEINT, NON_ATTEINT, PARTIEL = Verdict.ATTEINT, Verdict.NON_ATTEINT, Verdict.PARTIELLEMENT_ATTEINT
NON_EVAL, DEGRADATION, INSUFFISANT = Verdict.NON_EVALUABLE, Verdict.DEGRADATION, Verdict.INSUFFISANT
BONNE_VOIE, ACCELERER = Verdict.EN_BONNE_VOIE, Verdict.A_ACCELERER
AUCUN, UN, ZERO, P = Score.AUCUN, Score.UN, Score.ZERO, Score.P

TABLE: tuple[Ligne, ...] = (
    # 3. pas de valeur, secret, dénominateur nul, rupture, trop ancienne, pas de sens (le motif est l'empêchement)
    Ligne(3, lambda f: f.empechement is not None, NON_EVAL, NON_EVAL, AUCUN),
    # 4. pas de v0, cible atteinte
    Ligne(4, lambda f: f.valeur_connue and not f.depart_connu and f.atteinte,
          ATTEINT, ATTEINT, UN, Motif.PAS_DE_VALEUR_INITIALE),
    # 5. pas de v0, cible non atteinte
    Ligne(5, lambda f: f.valeur_connue and not f.depart_connu,
          NON_EVAL, NON_ATTEINT, AUCUN, Motif.PAS_DE_VALEUR_INITIALE),
    # 6. seule v0 est connue : elle atteint la cible / elle ne l'atteint pas
    Ligne(6, lambda f: not f.valeur_connue and f.depart_atteint, ATTEINT, ATTEINT, UN, Motif.DES_L_ORIGINE),
    Ligne(6, lambda f: not f.valeur_connue, NON_EVAL, NON_EVAL, AUCUN, Motif.VALEUR_INITIALE_SEULE),
    # 7. v0 atteignait déjà v* (y compris v0 = v*), toujours atteinte
    Ligne(7, lambda f: f.depart_atteint and f.atteinte, ATTEINT, ATTEINT, UN, Motif.DES_L_ORIGINE),
    # 8. v0 atteignait déjà v*, ne l'atteint plus
    Ligne(8, lambda f: f.depart_atteint, DEGRADATION, NON_ATTEINT, ZERO, Motif.ACQUIS_PERDU),
    # 9. cible atteinte
    Ligne(9, lambda f: f.atteinte, ATTEINT, ATTEINT, UN),
    # 10. E = 0
    Ligne(10, lambda f: f.rien_attendu and f.annee_partielle, NON_EVAL, None, AUCUN, Motif.ANNEE_PARTIELLE),
    Ligne(10, lambda f: f.rien_attendu, NON_EVAL, None, AUCUN, Motif.TROP_TOT),
    # 11. P ≤ −0,10 ; avant l'échéance, le verdict « Dégradation » dit déjà le motif
    Ligne(11, lambda f: f.degradee, DEGRADATION, None, ZERO),
    Ligne(11, lambda f: f.degradee, None, NON_ATTEINT, ZERO, Motif.DEGRADATION),
    # 12. R ≥ 0,95 (sans dates, pas de rythme : on ne peut pas le dire)
    Ligne(12, lambda f: f.sans_rythme, NON_EVAL, None, AUCUN, Motif.ECHEANCE_INCONNUE),
    Ligne(12, lambda f: f.bon_rythme, BONNE_VOIE, None, P),
    # 13. R ≥ 0,60
    Ligne(13, lambda f: f.rythme_moyen, ACCELERER, None, P),
    # 14. P < 0,10
    Ligne(14, lambda f: f.stagne, INSUFFISANT, NON_ATTEINT, P, Motif.STAGNATION),
    # 15. sinon, avant l'échéance
    Ligne(15, lambda _: True, INSUFFISANT, None, P, Motif.PROGRES),
    # 16. à l'échéance, P ≥ 0,50
    Ligne(16, lambda f: f.a_moitie, None, PARTIEL, P, Motif.PROGRES),
    # 17. à l'échéance, sinon
    Ligne(17, lambda _: True, None, NON_ATTEINT, P, Motif.PROGRES),
)  # fmt: skip
"""La table de la méthode, dans l'ordre. Une ligne écrite deux fois a deux motifs."""


def trancher(faits: Faits) -> Decision:
    """Parcourt la table et rend la première ligne qui convient.

    Quand l'échéance est inconnue, une ligne ne vaut que si ses deux colonnes disent la même chose ; sinon
    l'indicateur est non évaluable (ECHEANCE_INCONNUE).

    Examples
    --------
    >>> decision = trancher(Faits(Moment.ANNUEL, Bareme(), p=0.4, e=0.5, r=0.8))
    >>> decision.ligne, str(decision.verdict), decision.score
    (13, 'À accélérer', 0.4)
    """
    for ligne in TABLE:
        if faits.moment is Moment.ANNUEL and ligne.annuel is None:
            continue
        if faits.moment is Moment.FINAL and ligne.final is None:
            continue
        if ligne.condition(faits):
            return _decider(ligne, faits)
    raise AssertionError("la ligne 15 ou 17 convient toujours")


def _decider(ligne: Ligne, faits: Faits) -> Decision:
    if faits.moment is Moment.INCONNU and ligne.annuel is not ligne.final:
        return Decision(ligne.numero, NON_EVAL, Motif.ECHEANCE_INCONNUE, None)
    verdict = ligne.final if faits.moment is Moment.FINAL else ligne.annuel
    assert verdict is not None
    return Decision(ligne.numero, verdict, faits.empechement or ligne.motif, _noter(ligne.score, faits.p))


def _noter(score: Score, p: Nombre | None) -> float | None:
    if score is Score.P:
        return None if p is None else borner(float(p))
    return {Score.UN: 1.0, Score.ZERO: 0.0}.get(score)


def seuils(bareme: Bareme) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Rend les seuils auxquels P, puis R, se comparent."""
    return (
        (bareme.degradation, bareme.stagnation, bareme.partiellement_atteint),
        (bareme.rythme_bonne_voie, bareme.rythme_a_accelerer),
    )
