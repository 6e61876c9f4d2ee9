"""La cible telle qu'on la juge : résolue en nombres, avec l'intervalle où elle est atteinte (règles R-02 à R-04, R-13).

Rien n'est inventé : une cible relative sans valeur initiale n'est pas résolue, un maintien à zéro sans tolérance n'a
pas de cible.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from math import inf

from evaltools.domaine.bareme import Bareme
from evaltools.domaine.cadrage import Cadre, Cible
from evaltools.domaine.lexique import Alerte, Cumul, Nature, PeriodiciteCible, Sens, TypeCible
from evaltools.domaine.nombres import additionner

TOLERANCE = 1e-9
"""Seule tolérance de calcul de la méthode : celle de « cible atteinte » (methode §4)."""

NATURES_PAR_ELLES_MEMES = (Nature.JALON, Nature.ETAPES)
"""Natures dont la cible est d'être faites (1) : seule leur échéance se décide."""

_RELATIVES = (TypeCible.VARIATION_PCT, TypeCible.VARIATION_POINTS)
_JAMAIS_NEGATIVES = (Nature.NOMBRE, Nature.MONTANT, Nature.DUREE, Nature.DISTANCE, Nature.SUPERFICIE)


@dataclass(frozen=True, slots=True)
class CibleResolue:
    """Une cible en nombres, dans l'unité de l'indicateur.

    ``valeur`` : v*, ``None`` pour une plage ou une cible relative sans valeur initiale (``relative_sans_depart``).
    ``basse`` et ``haute`` : bornes de ce qui l'atteint, infinies d'un côté pour une hausse ou une baisse.
    ``annuelles`` : niveaux intermédiaires par année, ou parts d'un flux. ``type_cible`` : comment elle était écrite.
    ``annee_deduite`` : son année n'est pas écrite ; c'est celle de la dernière des parts dont elle est la somme.
    """

    valeur: float | None
    basse: float = -inf
    haute: float = inf
    annee: int | None = None
    annuelles: Mapping[int, float] = field(default_factory=dict)
    relative_sans_depart: bool = False
    alertes: tuple[Alerte, ...] = ()
    type_cible: TypeCible = TypeCible.ABSOLU
    annee_deduite: bool = False

    def atteinte(self, valeur: float) -> bool:
        """Dit si la valeur atteint la cible, à 1e-9 près (règle R-13).

        Examples
        --------
        >>> CibleResolue(10, basse=10).atteinte(10 - 1e-10), CibleResolue(10, haute=10).atteinte(10.1)
        (True, False)
        """
        return self.basse - TOLERANCE <= valeur <= self.haute + TOLERANCE

    def reste(self, valeur: float) -> float | None:
        """Rend ce qui sépare la valeur de la cible, dans l'unité (v* − v) ; 0 à l'intérieur d'une plage.

        Examples
        --------
        >>> CibleResolue(10, basse=10).reste(7), CibleResolue(None, basse=95, haute=105).reste(110)
        (3, -5)
        """
        if self.relative_sans_depart:
            return None
        if self.valeur is not None:
            return self.valeur - valeur
        return self.basse - valeur if valeur < self.basse else min(self.haute - valeur, 0)


def en_vigueur(cadre: Cadre, annee: int) -> Cible | None:
    """Rend la cible qui vaut pour une année : la révisée dès l'année de sa décision, l'initiale avant (règle R-03).

    Une révision sans date vaut toujours.
    """
    revisee = cadre.cible_revisee
    if revisee is not None and (revisee.decidee_le is None or revisee.decidee_le.year <= annee):
        return revisee
    return cadre.cible_initiale


def resoudre(cadre: Cadre, cible: Cible | None, bareme: Bareme) -> CibleResolue | None:
    """Traduit une cible en nombres ; ``None`` s'il n'y a pas de cible (règles R-02 et R-04).

    Parameters
    ----------
    cadre : Cadre
        L'indicateur : sens, nature, cumul, valeur initiale.
    cible : Cible or None
        La cible à résoudre (l'initiale ou la révisée).
    bareme : Bareme
        Pour la tolérance d'un maintien et l'alerte d'écart minuscule.

    Returns
    -------
    CibleResolue or None
        ``None`` : rien n'est décidé, ou ce qui l'est ne suffit pas (maintien à zéro sans tolérance, bornes croisées).
    """
    if cible is None:
        return None
    if cadre.nature in NATURES_PAR_ELLES_MEMES:
        faite = 1.0 if cible.valeur is None else cible.valeur
        return CibleResolue(faite, basse=faite, annee=cible.annee, annuelles=cible.annuelles)
    if cadre.sens is Sens.PLAGE or (cadre.sens is Sens.MAINTIEN and _bornee(cible)):
        return _plage(cible)
    valeur = _valeur(cadre, cible)
    if valeur is None:
        sans_depart = cible.type_cible in _RELATIVES and cible.valeur is not None
        return CibleResolue(None, annee=cible.annee, relative_sans_depart=True) if sans_depart else None
    return _intervalle(cadre, cible, valeur, bareme)


def annee_de_la_cible(cible: Cible) -> int | None:
    """Rend l'année de la cible : la déclarée, sinon la dernière des cibles annuelles d'une cible sans valeur propre."""
    if cible.annee is not None or cible.valeur is not None or not cible.annuelles:
        return cible.annee
    return max(cible.annuelles) if cible.periodicite is PeriodiciteCible.CONTRAT else None


def _bornee(cible: Cible) -> bool:
    """Dit si un maintien est écrit par ses bornes, et non par une valeur."""
    return cible.valeur is None and (cible.borne_basse is not None or cible.borne_haute is not None)


def _plage(cible: Cible) -> CibleResolue | None:
    basse, haute = cible.borne_basse, cible.borne_haute
    if basse is None and haute is None and cible.valeur is not None and cible.tolerance is not None:
        basse, haute = cible.valeur - cible.tolerance, cible.valeur + cible.tolerance
    if basse is None and haute is None:
        return None
    basse, haute = -inf if basse is None else basse, inf if haute is None else haute
    return None if basse > haute else CibleResolue(None, basse, haute, cible.annee)


def _valeur(cadre: Cadre, cible: Cible) -> float | None:
    """Rend v* dans l'unité, ou ``None`` si rien ne permet de la dire."""
    if cible.type_cible is TypeCible.SOMME_ANNUELLE or (cible.valeur is None and cible.annuelles):
        return _valeur_par_annee(cadre, cible)
    if cible.valeur is None or cible.type_cible is TypeCible.ABSOLU:
        return cible.valeur
    depart = cadre.valeur_initiale
    if depart is None:
        return None
    if cible.type_cible is TypeCible.VARIATION_PCT:
        return depart + depart * cible.valeur / 100
    return depart + cible.valeur


def _valeur_par_annee(cadre: Cadre, cible: Cible) -> float | None:
    """Rend v* d'une cible écrite par années : la somme (flux), sinon le niveau de l'année de la cible."""
    if cible.valeur is not None:
        return cible.valeur
    if cible.type_cible is TypeCible.SOMME_ANNUELLE or cadre.cumul is Cumul.FLUX:
        return additionner(cible.annuelles.values()) if cible.annuelles else None
    annee = annee_de_la_cible(cible)
    return None if annee is None else cible.annuelles.get(annee)


def _intervalle(cadre: Cadre, cible: Cible, valeur: float, bareme: Bareme) -> CibleResolue | None:
    annee, somme = annee_de_la_cible(cible), cadre.cumul is Cumul.FLUX or cible.type_cible is TypeCible.SOMME_ANNUELLE
    resolue = CibleResolue(
        valeur,
        annee=annee,
        annuelles=cible.annuelles,
        type_cible=cible.type_cible,
        annee_deduite=somme and cible.annee is None and annee is not None,
    )
    resolue = replace(resolue, alertes=tuple(_alertes(cadre, cible, valeur, bareme)))
    if cadre.sens is Sens.HAUSSE:
        return replace(resolue, basse=valeur)
    if cadre.sens is Sens.BAISSE:
        return replace(resolue, haute=valeur)
    if cadre.sens is Sens.MAINTIEN:
        tolerance = abs(valeur) * bareme.tolerance_maintien if cible.tolerance is None else cible.tolerance
        if cible.tolerance is None and valeur == 0:
            return None
        return replace(resolue, basse=valeur - tolerance, haute=valeur + tolerance)
    return resolue


def _alertes(cadre: Cadre, cible: Cible, valeur: float, bareme: Bareme) -> Iterator[Alerte]:
    """Relève ce qui cloche dans une cible, sans la changer (règle R-22)."""
    depart = None if cadre.cumul is Cumul.FLUX else cadre.valeur_initiale
    if depart is not None and _a_rebours(cadre.sens, depart, valeur):
        yield Alerte.SENS_INCOHERENT
    if _hors_bornes(cadre, cible, valeur):
        yield Alerte.CIBLE_HORS_BORNES
    if not _parts_coherentes(cadre, cible, valeur):
        yield Alerte.CIBLE_INCOHERENTE
    if depart is not None and _minuscule(cadre.sens, depart, valeur, bareme):
        yield Alerte.ECART_MINUSCULE


def _a_rebours(sens: Sens | None, depart: float, valeur: float) -> bool:
    return (sens is Sens.HAUSSE and valeur < depart) or (sens is Sens.BAISSE and valeur > depart)


def _minuscule(sens: Sens | None, depart: float, valeur: float, bareme: Bareme) -> bool:
    """Dit si le chemin prévu est si court que P n'a plus de sens : il faut montrer les points."""
    en_chemin = (sens is Sens.HAUSSE and valeur > depart) or (sens is Sens.BAISSE and valeur < depart)
    return en_chemin and abs(valeur - depart) < bareme.ecart_minuscule * abs(depart)


def _hors_bornes(cadre: Cadre, cible: Cible, valeur: float) -> bool:
    if cible.borne_basse is not None and valeur < cible.borne_basse:
        return True
    if cible.borne_haute is not None and valeur > cible.borne_haute:
        return True
    if cadre.evolution:
        return False
    if cadre.nature in _JAMAIS_NEGATIVES:
        return valeur < 0
    return cadre.nature is Nature.TAUX and "%" in cadre.unite and not 0 <= valeur <= 100


def _parts_coherentes(cadre: Cadre, cible: Cible, valeur: float) -> bool:
    """Dit si le total déclaré et les cibles annuelles s'accordent ; c'est toujours le total déclaré qui sert."""
    if cible.valeur is None or not cible.annuelles or cible.periodicite is PeriodiciteCible.ANNUELLE:
        return True
    if cible.type_cible is TypeCible.SOMME_ANNUELLE:
        return abs(additionner(cible.annuelles.values()) - valeur) <= TOLERANCE
    if cadre.cumul is Cumul.FLUX:
        return additionner(cible.annuelles.values()) <= valeur + TOLERANCE
    palier = None if cible.annee is None else cible.annuelles.get(cible.annee)
    return palier is None or abs(palier - valeur) <= TOLERANCE
