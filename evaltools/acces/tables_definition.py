"""D'une définition lue dans une table à un cadre et une série que l'on peut juger."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeVar, cast

from evaltools.acces.tables_contraires import contraires
from evaltools.acces.tables_points import Point
from evaltools.domaine.anomalies import Anomalie, Lieu, signaler
from evaltools.domaine.cadrage import Cadre, Cible
from evaltools.domaine.coherence import est_une_evolution
from evaltools.domaine.lexique import (
    Cumul,
    Nature,
    PeriodiciteCible,
    Sens,
    TypeCible,
)
from evaltools.domaine.mesures import Mesure, Serie, facteur_du_ratio, rapport

T = TypeVar("T")
_SANS_CUMUL = (Nature.TAUX, Nature.ECHELLE, Nature.JALON, Nature.ETAPES, Nature.TEXTE)
_ECART_D_ARRONDI = 0.005


@dataclass(frozen=True, slots=True)
class Definition:
    """Ce qu'une table dit d'un indicateur : définitions traduites, mesures par année, cibles annuelles."""

    code: str
    valeurs: Mapping[str, object]
    points: Mapping[int, Point]
    cibles_annuelles: Mapping[int, float]
    pourcent: bool
    lieu: Callable[[int], Lieu]
    premiere_ligne: int

    def mot(self, colonne: str, defaut: T) -> T:
        """Rend une définition, ou sa valeur par défaut."""
        return cast(T, self.valeurs.get(colonne, defaut))


@dataclass(frozen=True, slots=True)
class IndicateurLu:
    """Un indicateur prêt à être jugé, avec son année d'évaluation.

    ``lignes`` : numéro de ligne de la valeur de chaque année. ``cumul_suppose`` : la table ne dit pas comment les
    années se combinent, la dernière valeur est jugée.
    """

    code: str
    libelle: str
    cadre: Cadre
    serie: Serie
    annee: int
    debut: int | None = None
    fin: int | None = None
    lignes: Mapping[int, int] = field(default_factory=dict)
    cumul_suppose: bool = False
    anomalies: tuple[Anomalie, ...] = ()


def definir(definition: Definition, annee: int | None) -> IndicateurLu:
    """Traduit une définition en cadre et en série.

    Parameters
    ----------
    definition : Definition
        Sans faute bloquante.
    annee : int, optional
        Année d'évaluation ; à défaut, la dernière année présente dans la table pour cet indicateur.

    Returns
    -------
    IndicateurLu
        Avec ses anomalies IND-18, IND-23 à IND-26 et IND-28.
    """
    d, points = definition, definition.points
    a_deux_termes = any(p.numerateur is not None or p.denominateur is not None for p in points.values())
    nature = d.mot("nature", Nature.TAUX if a_deux_termes else Nature.NOMBRE)
    cumul = _cumul(d, nature, a_deux_termes)
    unite = d.mot("unite", "") or ("%" if d.pourcent else "")
    facteur = _facteur(d, unite)
    cadre = Cadre(
        d.code,
        nature=nature,
        sens=d.mot("sens", cast(Sens | None, None)),
        cumul=cumul,
        unite=unite,
        valeur_initiale=d.mot("valeur_initiale", cast(float | None, None)),
        annee_initiale=d.mot("annee_initiale", cast(int | None, None)),
        cible_initiale=_cible(d, nature, cumul),
        erreur_type_initiale=d.mot("erreur_type_initiale", cast(float | None, None)),
        evolution=_hors_du_courant(d) and (est_une_evolution(d.code) or est_une_evolution(d.mot("libelle", ""))),
    )
    debut, fin = d.mot("debut", cast(int | None, None)), d.mot("fin", cast(int | None, None))
    evaluation = annee if annee is not None else max(points, default=None)
    anomalies = tuple(_anomalies(d, cadre, facteur, debut, fin, evaluation))
    return IndicateurLu(
        d.code,
        d.mot("libelle", ""),
        cadre,
        _serie(points, cumul, facteur),
        evaluation if evaluation is not None else cadre.annee_initiale or 0,
        debut,
        fin,
        {an: p.ligne for an, p in points.items()},
        cumul is None and nature not in _SANS_CUMUL,
        anomalies,
    )


def _hors_du_courant(d: Definition) -> bool:
    """Dit si la cible peut sortir de 0 à 100 : alors seulement il importe de savoir si l'on mesure une évolution."""
    cible = d.mot("cible", cast(float | None, None))
    ordinaire = d.mot("type_cible", TypeCible.ABSOLU) is TypeCible.ABSOLU and cible is not None and 0 <= cible <= 100
    return not ordinaire and (cible is not None or bool(d.cibles_annuelles))


def _cumul(d: Definition, nature: Nature, a_deux_termes: bool) -> Cumul | None:
    """Rend le cumul déclaré ; à défaut, un numérateur ou un dénominateur font un ratio."""
    declare = d.mot("cumul", cast(Cumul | None, None))
    if declare is not None:
        return declare
    return Cumul.RATIO if a_deux_termes and nature is not Nature.ETAPES else None


def _cible(d: Definition, nature: Nature, cumul: Cumul | None) -> Cible | None:
    """Rend la cible, ou ``None`` : des bornes ne sont une cible que pour une plage ou un maintien."""
    sens = d.mot("sens", cast(Sens | None, None))
    valeur = d.mot("cible", cast(float | None, None))
    basse = d.mot("borne_basse", cast(float | None, None))
    haute = d.mot("borne_haute", cast(float | None, None))
    bornee = sens in (Sens.PLAGE, Sens.MAINTIEN) and (basse is not None or haute is not None)
    par_nature = nature in (Nature.JALON, Nature.ETAPES)
    if valeur is None and not d.cibles_annuelles and not bornee and not par_nature:
        return None
    periodicite = d.mot("periodicite_cible", PeriodiciteCible.CONTRAT)
    type_cible = d.mot("type_cible", TypeCible.ABSOLU)
    if valeur is None and cumul is Cumul.FLUX and type_cible is TypeCible.ABSOLU:
        type_cible = TypeCible.SOMME_ANNUELLE
    return Cible(
        valeur,
        d.mot("annee_cible", cast(int | None, None)),
        type_cible,
        periodicite,
        basse,
        haute,
        d.mot("tolerance", cast(float | None, None)),
        dict(d.cibles_annuelles),
    )


def _serie(points: Mapping[int, Point], cumul: Cumul | None, facteur: float) -> Serie:
    abandons = [an for an, p in points.items() if p.abandonne]
    mesures = {an: _mesure(an, p, cumul, facteur) for an, p in points.items()}
    return Serie(mesures, min(abandons, default=None))


def _mesure(annee: int, p: Point, cumul: Cumul | None, facteur: float) -> Mesure:
    """Traduit un point ; un ratio est recalculé de ses deux termes, un flux ou un stock garde sa valeur."""
    valeur = p.valeur
    garde_sa_valeur = valeur is not None and cumul in (Cumul.FLUX, Cumul.STOCK)
    if not garde_sa_valeur and (p.denominateur == 0 or (p.numerateur is not None and p.denominateur is not None)):
        valeur = rapport(p.numerateur, p.denominateur, facteur)
    qualites = frozenset({p.qualite} if p.qualite else ())
    sondage = None if p.sondage is None else replace(p.sondage, facteur=facteur)
    return Mesure(annee, p.etat, valeur, p.numerateur, p.denominateur, qualites, sondage=sondage)


def _facteur(d: Definition, unite: str) -> float:
    """Rend l'échelle du ratio : celle de l'unité, sinon 100 quand les taux saisis sont des pourcentages du rapport."""
    facteur = facteur_du_ratio(unite)
    complets = [(p.valeur, q) for p in d.points.values() if p.valeur is not None and (q := _quotient(p)) is not None]
    en_pourcent = [_proche(valeur, q, 100.0) and not _proche(valeur, q, 1.0) for valeur, q in complets]
    return 100.0 if facteur == 1.0 and en_pourcent and all(en_pourcent) else facteur


def _quotient(p: Point) -> float | None:
    return rapport(p.numerateur, p.denominateur)


def _proche(valeur: float, quotient: float, facteur: float) -> bool:
    """Dit si un taux saisi est bien le rapport de ses termes, à l'arrondi près (un demi-point pour un pourcentage)."""
    return abs(valeur - quotient * facteur) <= _ECART_D_ARRONDI * facteur * (1 + 1e-9)


def _anomalies(
    d: Definition, cadre: Cadre, facteur: float, debut: int | None, fin: int | None, evaluation: int | None
) -> Iterator[Anomalie]:
    if evaluation is None:
        if cadre.annee_initiale is None:
            yield signaler("IND-26", d.lieu(d.premiere_ligne), indicateur=d.code)
        return
    for constat, suite in contraires(cadre, list(d.points.values())):
        yield signaler("IND-28", d.lieu(d.premiere_ligne), indicateur=d.code, constat=constat, suite=suite)
    if debut is not None and fin is not None and debut > fin:
        yield signaler("IND-24", d.lieu(d.premiere_ligne), debut=debut, fin=fin)
    if cadre.cumul not in (Cumul.FLUX, Cumul.STOCK):
        yield from _taux_contraires(d, facteur)
        yield from _echelle_douteuse(d, cadre, facteur)
    depart = None if cadre.annee_initiale is None else d.points.get(cadre.annee_initiale)
    if depart is not None and cadre.valeur_initiale is not None and cadre.cumul is not Cumul.FLUX:
        observee = _mesure(depart.ligne, depart, cadre.cumul, facteur).valeur
        if observee is not None and abs(observee - cadre.valeur_initiale) > _ECART_D_ARRONDI * abs(observee):
            details = {"serie": _fr(observee), "annee": cadre.annee_initiale, "initiale": _fr(cadre.valeur_initiale)}
            yield signaler("IND-25", d.lieu(depart.ligne), **details)


def _taux_contraires(d: Definition, facteur: float) -> Iterator[Anomalie]:
    for point in d.points.values():
        quotient = _quotient(point)
        if point.valeur is not None and quotient is not None and not _proche(point.valeur, quotient, facteur):
            details = {"numerateur": _fr(point.numerateur or 0), "denominateur": _fr(point.denominateur or 0)}
            calcul = _fr(quotient * facteur)
            yield signaler("IND-18", d.lieu(point.ligne), valeur=_fr(point.valeur), calcul=calcul, **details)


def _echelle_douteuse(d: Definition, cadre: Cadre, facteur: float) -> Iterator[Anomalie]:
    quotients = [q for p in d.points.values() if (q := _quotient(p)) is not None]
    cible = cadre.cible_initiale
    if facteur != 1.0 or not quotients or cible is None or cible.valeur is None or cadre.nature is Nature.ETAPES:
        return
    if cible.type_cible is TypeCible.ABSOLU and max(quotients) <= 1 and cible.valeur > 1.5:
        yield signaler("IND-23", d.lieu(d.premiere_ligne), cible=_fr(cible.valeur), rapport=_fr(max(quotients)))


def _fr(nombre: float) -> str:
    return f"{nombre:.6g}".replace(".", ",")
