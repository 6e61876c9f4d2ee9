"""Ce que le secret examine : une famille d'indicateurs, ce qui en a été recueilli, les nombres que montre une case."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from evaltools.domaine.cadrage import Cadrage, Cadre
from evaltools.domaine.enquetes import Enquete
from evaltools.domaine.lexique import Cumul
from evaltools.domaine.mesures import Mesure, Observation
from evaltools.domaine.programme import Indicateur, Programme
from evaltools.domaine.secret import Place, Rubrique
from evaltools.domaine.secret_regimes import Regime, composantes, familles, regimes
from evaltools.domaine.secret_tableau import Nombres


@dataclass(frozen=True, slots=True)
class Matiere:
    """Ce qui a été recueilli d'une famille d'indicateurs liés par un total, et ce que le cadrage en dit.

    ``totaux`` : par indicateur, ceux dont il est le total (ils le précèdent dans ``indicateurs``). ``proteges`` : les
    codes dont les valeurs sont protégées ; des autres, seules les enquêtes le sont. Périodes lisibles seulement.
    """

    programme: Programme
    cadrage: Cadrage
    indicateurs: tuple[Indicateur, ...]
    totaux: Mapping[str, tuple[str, ...]]
    proteges: frozenset[str]
    regime: Regime
    observations: tuple[Observation, ...]
    enquetes: tuple[Enquete, ...] = ()

    def cadre(self, indicateur: Indicateur) -> Cadre:
        """Rend comment un indicateur se mesure."""
        cadre = self.cadrage.cadre(indicateur.code)
        return cadre or Cadre(indicateur.code, cumul=indicateur.cumul, agregation=indicateur.agregation)

    def ratio(self, indicateur: Indicateur) -> bool:
        """Dit si la valeur d'un indicateur est un taux, qui se déduit de deux effectifs."""
        cadre = self.cadre(indicateur)
        return cadre.cumul is Cumul.RATIO or "%" in (cadre.unite or indicateur.unite)

    def additif(self, indicateur: Indicateur) -> bool:
        """Dit si les sous-périodes d'un indicateur s'additionnent."""
        return self.cadre(indicateur).cumul in (Cumul.FLUX, Cumul.RATIO)


def nombres_de(source: Observation | Mesure, ratio: bool) -> Nombres | None:
    """Rend les nombres qu'une case montre ; ``None`` : un pourcentage dont on ne connaît pas l'effectif.

    Un taux ne compte pas parmi ses nombres : il se déduit de ses deux termes.

    Examples
    --------
    >>> nombres_de(Mesure(2026, valeur=75.0, numerateur=30, denominateur=40), ratio=True)
    {'n': 30, 'c': 10}
    >>> nombres_de(Mesure(2026, valeur=75.0), ratio=True), nombres_de(Mesure(2026, valeur=75.0), ratio=False)
    (None, {'v': 75.0})
    """
    nombres: dict[str, float] = {}
    numerateur, denominateur = source.numerateur, source.denominateur
    if numerateur is not None and denominateur is not None:
        nombres = {"n": numerateur, "c": denominateur - numerateur}
    elif ratio and source.valeur is not None:
        return None
    elif numerateur is not None:
        nombres = {"n": numerateur}
    elif denominateur is not None:
        nombres = {"d": denominateur}
    if not ratio and source.valeur is not None:
        nombres["v"] = source.valeur
    return nombres


def matieres(
    programme: Programme,
    cadrage: Cadrage,
    observations: Iterable[Observation],
    enquetes: Iterable[Enquete],
    seuil: int,
) -> Iterator[Matiere]:
    """Range ce qui est à protéger par famille d'indicateurs liés ; une enquête l'est toujours."""
    lus = regimes(programme, cadrage, seuil)
    par_code: dict[str, list[Observation]] = {}
    for o in observations:
        par_code.setdefault(o.indicateur, []).append(o)
    enquetes_par_code: dict[str, list[Enquete]] = {}
    for e in enquetes:
        enquetes_par_code.setdefault(e.indicateur, []).append(e)
    totaux = composantes(programme, lus)
    connus = {i.code: i for i in programme.indicateurs}
    for codes in familles([c for c in connus if c in lus or c in enquetes_par_code], totaux):
        siens = [lus[code] for code in codes if code in lus]
        regime = Regime(max((r.seuil for r in siens), default=seuil), any(r.sensible for r in siens))
        yield Matiere(
            programme,
            cadrage,
            tuple(connus[code] for code in codes),
            totaux,
            frozenset(lus) & set(codes),
            regime,
            tuple(o for code in codes for o in par_code.get(code, ())),
            tuple(e for code in codes for e in enquetes_par_code.get(code, ())),
        )


def taux_de_depart(matiere: Matiere) -> Iterator[Place]:
    """Rend les taux initiaux, que l'instance a décidés : ils se publient, sauf d'un indicateur sensible (R-91)."""
    taux = {i.code for i in matiere.indicateurs if matiere.ratio(i)}
    for code, siren in matiere.cadrage.cadres:
        if code in taux and code in matiere.proteges and not matiere.regime.sensible:
            yield Rubrique.DEPART, code, siren, ""
