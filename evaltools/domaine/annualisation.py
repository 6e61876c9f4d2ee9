"""Des observations à la série annuelle : semestres, trimestres et années scolaires réunis selon le cumul.

Règles R-05 à R-07 (docs/methode.md). Un état n'en devient jamais un autre : zéro, blanc, non disponible, sans objet et
enquête non réalisée restent cinq choses.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import groupby

from evaltools.domaine.lexique import Cumul, EtatValeur, Qualite
from evaltools.domaine.mesures import Mesure, Observation, Serie, facteur_du_ratio, rapport
from evaltools.domaine.nombres import additionner
from evaltools.domaine.periodes import Genre, Periode, lire_periode

_MORCEAUX = {1: (1, 2), 2: (3, 4)}
"""Les trimestres de chaque semestre."""


def annualiser(
    observations: Iterable[Observation], cumul: Cumul | None, unite: str = "", arrete_le: date | None = None
) -> Serie:
    """Réunit les observations d'un indicateur sur un territoire en une mesure par année.

    Parameters
    ----------
    observations : iterable of Observation
        D'un seul indicateur et d'un seul territoire ; l'ordre est sans effet.
    cumul : Cumul or None
        Flux : les sous-périodes s'additionnent ; ratio : numérateurs et dénominateurs s'additionnent ; sinon la
        dernière sous-période renseignée l'emporte.
    unite : str
        Unité de l'indicateur, dont dépend l'échelle d'un ratio (« % » : 100).
    arrete_le : date, optional
        Date d'arrêt : une période qui s'achève après n'est pas comptée (seules les périodes achevées comptent).

    Returns
    -------
    Serie
        Une année qui a une valeur annuelle la garde ; ses sous-périodes ne servent qu'à défaut.

    Raises
    ------
    ValueError
        Si une période ne se lit pas.
    """
    datees = [(lire_periode(o.periode), o) for o in observations]
    gardees = [(p, o) for p, o in datees if arrete_le is None or p.achevee(arrete_le)]
    gardees.sort(key=lambda couple: (couple[0].annee, couple[0].genre, couple[0].rang))
    facteur = facteur_du_ratio(unite)
    mesures = {}
    for annee, groupe in groupby(gardees, key=lambda couple: couple[0].annee):
        par_periode = {
            cle: _sans_doublon([o for _, o in lot], facteur, cumul)
            for cle, lot in groupby(groupe, key=lambda couple: couple[0])
        }
        mesures[annee] = _annee(annee, par_periode, cumul, facteur)
    return Serie(mesures)


def conflits(observations: Iterable[Observation]) -> Iterator[tuple[Observation, Observation]]:
    """Rend les paires d'observations qui donnent deux valeurs différentes au même endroit, pour la même période."""
    vues: dict[tuple[str, str, str], Observation] = {}
    for o in observations:
        if o.etat is not EtatValeur.RENSEIGNE:
            continue
        cle = (o.indicateur, o.siren, o.periode)
        premiere = vues.setdefault(cle, o)
        if _nombres(premiere) != _nombres(o):
            yield premiere, o


def mesurer(observation: Observation, annee: int, facteur: float = 1.0, cumul: Cumul | None = None) -> Mesure:
    """Traduit une observation en mesure ; un ratio est recalculé de ses deux termes dès qu'ils sont donnés.

    Le taux saisi ne sert que si l'un des deux termes manque sans être nul. Un flux ou un stock garde sa valeur saisie.
    """
    return Mesure(
        annee,
        observation.etat,
        _valeur(observation, facteur, cumul),
        observation.numerateur if observation.etat is EtatValeur.RENSEIGNE else None,
        observation.denominateur if observation.etat is EtatValeur.RENSEIGNE else None,
        frozenset({observation.qualite} if observation.qualite else ()),
        texte=observation.texte,
        fichier=observation.fichier,
        feuille=observation.feuille,
        cellule=observation.cellule,
    )


def _valeur(o: Observation, facteur: float, cumul: Cumul | None) -> float | None:
    if o.etat is not EtatValeur.RENSEIGNE:
        return None
    if o.valeur is not None and cumul in (Cumul.FLUX, Cumul.STOCK):
        return o.valeur
    if o.denominateur == 0 or (o.numerateur is not None and o.denominateur is not None):
        return rapport(o.numerateur, o.denominateur, facteur)
    return o.valeur


def _nombres(o: Observation) -> tuple[object, ...]:
    return o.valeur, o.numerateur, o.denominateur, o.texte


def _sans_doublon(observations: Sequence[Observation], facteur: float, cumul: Cumul | None) -> Mesure:
    """Rend la mesure d'une période ; deux valeurs différentes s'annulent : aucune n'est retenue."""
    annee = lire_periode(observations[0].periode).annee
    renseignees = [o for o in observations if o.etat is EtatValeur.RENSEIGNE]
    if len({_nombres(o) for o in renseignees}) > 1:
        return Mesure(annee, EtatValeur.NON_RENSEIGNE)
    declarees = renseignees or [o for o in observations if o.etat is not EtatValeur.NON_RENSEIGNE]
    choisie = min(declarees or observations, key=lambda o: (o.etat, o.fichier, o.cellule))
    mesure = mesurer(choisie, annee, facteur, cumul)
    return replace(mesure, qualites=frozenset(o.qualite for o in renseignees if o.qualite))


def _annee(annee: int, mesures: Mapping[Periode, Mesure], cumul: Cumul | None, facteur: float) -> Mesure:
    """Réunit les périodes d'une année : l'année civile d'abord, puis l'année scolaire, puis les sous-périodes."""
    for genre in (Genre.ANNEE, Genre.SCOLAIRE):
        entiere = next((m for p, m in mesures.items() if p.genre is genre), None)
        if entiere is not None and not entiere.muette:
            return entiere
    parties: dict[tuple[Genre, int], Mesure] = {
        (p.genre, p.rang): m for p, m in mesures.items() if p.genre in (Genre.SEMESTRE, Genre.TRIMESTRE)
    }
    if not parties:
        return Mesure(annee, EtatValeur.NON_RENSEIGNE)
    if cumul is Cumul.FLUX or cumul is Cumul.RATIO:
        return _cumuler(annee, _couvrir(parties), cumul, facteur)
    return _derniere(annee, [m for _, m in sorted(parties.items(), key=lambda item: _fin(item[0]))])


def _fin(cle: tuple[Genre, int]) -> tuple[int, bool]:
    """Ordonne les sous-périodes par leur fin ; à fin égale, le semestre l'emporte sur le trimestre."""
    genre, rang = cle
    return (rang * 2 if genre is Genre.SEMESTRE else rang), genre is Genre.SEMESTRE


def _couvrir(parties: Mapping[tuple[Genre, int], Mesure]) -> list[Mesure | None]:
    """Couvre l'année sans rien compter deux fois : chaque semestre, ou à défaut ses deux trimestres."""
    couverture: list[Mesure | None] = []
    for rang, trimestres in _MORCEAUX.items():
        semestre = parties.get((Genre.SEMESTRE, rang))
        if semestre is not None and not semestre.muette:
            couverture.append(semestre)
        else:
            couverture += [parties.get((Genre.TRIMESTRE, t)) for t in trimestres]
    return couverture


def _cumuler(annee: int, parties: Sequence[Mesure | None], cumul: Cumul, facteur: float) -> Mesure:
    presentes = [m for m in parties if m is not None]
    connues = [m for m in presentes if m.connue]
    if not connues:
        return _sans_valeur(annee, presentes)
    complete = all(m is not None and (m.connue or m.sans_objet) and m.complete for m in parties)
    commune = replace(
        connues[-1], annee=annee, qualites=_qualites(presentes), complete=complete, numerateur=None, denominateur=None
    )
    if cumul is Cumul.FLUX:
        return replace(commune, valeur=additionner(m.valeur for m in connues if m.valeur is not None))
    return _ratio(commune, connues, facteur)


def _ratio(commune: Mesure, connues: Sequence[Mesure], facteur: float) -> Mesure:
    avec_termes = [m for m in connues if m.numerateur is not None and m.denominateur is not None]
    if not avec_termes:
        return commune
    numerateur = additionner(m.numerateur for m in avec_termes if m.numerateur is not None)
    denominateur = additionner(m.denominateur for m in avec_termes if m.denominateur is not None)
    return replace(
        commune,
        valeur=rapport(numerateur, denominateur, facteur),
        numerateur=numerateur,
        denominateur=denominateur,
        complete=commune.complete and len(avec_termes) == len(connues),
    )


def _derniere(annee: int, dans_l_ordre: Sequence[Mesure]) -> Mesure:
    lisibles = [m for m in dans_l_ordre if m.connue or m.secrete]
    if not lisibles:
        return _sans_valeur(annee, dans_l_ordre)
    return replace(lisibles[-1], annee=annee, qualites=lisibles[-1].qualites | _ruptures(dans_l_ordre))


def _sans_valeur(annee: int, mesures: Sequence[Mesure]) -> Mesure:
    """Rend l'état d'une année sans valeur : le dernier déclaré ; « sans objet » seulement si rien d'autre ne l'est."""
    declarees = [m for m in mesures if not m.muette]
    if not declarees:
        return Mesure(annee, EtatValeur.NON_RENSEIGNE)
    applicables = [m for m in declarees if not m.sans_objet]
    return replace((applicables or declarees)[-1], annee=annee)


def _qualites(mesures: Iterable[Mesure]) -> frozenset[Qualite]:
    return frozenset(q for m in mesures for q in m.qualites)


def _ruptures(mesures: Iterable[Mesure]) -> frozenset[Qualite]:
    return _qualites(mesures) & {Qualite.RUPTURE}
