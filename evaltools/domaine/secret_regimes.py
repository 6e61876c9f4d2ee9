"""Ce que le secret statistique protège, et à partir de combien : personnes, praticiens, entreprises (règle R-91).

Le régime d'un indicateur se lit de son unité (celle du cadrage d'abord) et, pour un pourcentage, de son libellé. Dans
le doute, c'est le régime le plus strict.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from evaltools.domaine.cadrage import Cadrage, Cadre
from evaltools.domaine.lexique import Cumul, Nature
from evaltools.domaine.nombres import plier
from evaltools.domaine.programme import UNITES_DE_PERSONNES, Indicateur, Programme

SEUIL_UNITES = 3
"""Plus petit nombre de praticiens ou d'entreprises publié (manuel de protection des tableaux de l'Insee)."""

PRATICIENS = ("medecin", "praticien", "professionnel")
ENTREPRISES = ("entreprise", "start up", "prestataire", "operateur")
PERSONNES = tuple(plier(mot) for mot in UNITES_DE_PERSONNES if not plier(mot).startswith(PRATICIENS))

PERSONNES_D_UN_LIBELLE = (*PERSONNES, *PRATICIENS, "satisfaction", "participation", "population", "enfant", "parent")
OBJETS_D_UN_LIBELLE = ("d actions", "axes", "porteurs d action", "mise en oeuvre")
SANS_EFFECTIF = (
    Nature.JALON, Nature.ETAPES, Nature.TEXTE, Nature.MONTANT, Nature.DUREE, Nature.DISTANCE, Nature.SUPERFICIE,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Regime:
    """Plus petit effectif publié ; ``sensible`` : un zéro dirait quelque chose de chacun, il est masqué aussi."""

    seuil: int
    sensible: bool = False

    def petit(self, effectif: float | None) -> bool:
        """Dit si un effectif désigne de trop près des personnes. Zéro se publie, sauf s'il est sensible (R-91).

        Examples
        --------
        >>> [Regime(11).petit(n) for n in (8, 0, 11, None)], Regime(11, sensible=True).petit(0)
        ([True, False, False, False], True)
        """
        return effectif is not None and effectif < self.seuil and (effectif > 0 or (self.sensible and effectif == 0))


def regime_de(indicateur: Indicateur, cadre: Cadre | None, seuil_personnes: int) -> Regime | None:
    """Rend le régime d'un indicateur ; ``None`` : ni des personnes, ni des praticiens, ni des entreprises.

    Examples
    --------
    >>> from evaltools.domaine.lexique import Niveau
    >>> def essai(unite: str, libelle: str = "") -> Indicateur:
    ...     return Indicateur("I", libelle, "A", "quantitatif", Nature.NOMBRE, Niveau.REALISATION, unite=unite)
    >>> [regime_de(essai(unite), None, 11) for unite in ("jeunes", "médecins accueillants", "réunions")]
    [Regime(seuil=11, sensible=False), Regime(seuil=3, sensible=False), None]
    >>> regime_de(essai("%", "% d'actions réalisées"), None, 11)
    """
    if indicateur.nature in SANS_EFFECTIF:
        return None
    unite = plier((cadre.unite if cadre else "") or indicateur.unite)
    if _est_un_taux(indicateur, cadre, unite):
        libelle = plier(indicateur.libelle)
        autre_chose = any(mot in libelle for mot in OBJETS_D_UN_LIBELLE)
        if autre_chose and not any(mot in libelle for mot in PERSONNES_D_UN_LIBELLE):
            return None
        return Regime(seuil_personnes, indicateur.sensible)
    if any(mot in unite for mot in PERSONNES):
        return Regime(seuil_personnes, indicateur.sensible)
    if any(mot in unite for mot in (*PRATICIENS, *ENTREPRISES)):
        return Regime(SEUIL_UNITES, indicateur.sensible)
    return Regime(seuil_personnes, True) if indicateur.sensible else None


def _est_un_taux(indicateur: Indicateur, cadre: Cadre | None, unite: str) -> bool:
    cumul = (cadre.cumul if cadre else None) or indicateur.cumul
    return cumul is Cumul.RATIO or "%" in unite


def regimes(programme: Programme, cadrage: Cadrage, seuil_personnes: int) -> dict[str, Regime]:
    """Rend le régime de chaque indicateur protégé, par code, dans l'ordre du document."""
    lus = {i.code: regime_de(i, cadrage.cadre(i.code), seuil_personnes) for i in programme.indicateurs}
    return {code: regime for code, regime in lus.items() if regime is not None}


def composantes(programme: Programme, proteges: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Rend, par indicateur, ceux dont il est le total : ses opérations, ou le « dont » qui le suit (règle R-91).

    Un indicateur commun à l'action est le total de ceux des opérations qui ont le même libellé et la même unité. Un
    libellé qui commence par « dont » est une partie de l'indicateur qui le précède.
    """
    admis = set(proteges)
    totaux: dict[str, tuple[str, ...]] = {}
    for action in programme.actions:
        gardes = [i for i in action.indicateurs if i.code in admis]
        for rang, partie in enumerate(gardes):
            if _est_un_dont(partie):
                entier = next((i for i in reversed(gardes[:rang]) if not _est_un_dont(i)), None)
                if entier is not None and _se_comparent(entier, partie):
                    totaux[entier.code] = (*totaux.get(entier.code, ()), partie.code)
        for commun in (i for i in gardes if i.operation is None and i.code not in totaux):
            detail = [i for i in gardes if i.operation is not None and _se_comparent(i, commun)]
            parties = tuple(i.code for i in detail if plier(i.libelle) == plier(commun.libelle))
            if parties:
                totaux[commun.code] = parties
    return totaux


def _est_un_dont(indicateur: Indicateur) -> bool:
    return plier(indicateur.libelle).startswith("dont ")


def _se_comparent(un: Indicateur, autre: Indicateur) -> bool:
    return (un.unite, un.cumul, un.agregation) == (autre.unite, autre.cumul, autre.agregation)


def familles(proteges: Iterable[str], totaux: Mapping[str, tuple[str, ...]]) -> tuple[tuple[str, ...], ...]:
    """Réunit les indicateurs liés par un total, les composantes avant leur total ; un indicateur seul fait famille.

    Examples
    --------
    >>> familles(["T", "a", "b", "x"], {"T": ("a", "b")})
    (('a', 'b', 'T'), ('x',))
    """
    chefs = {enfant: total for total, enfants in totaux.items() for enfant in enfants}

    def chef(code: str) -> str:
        return chef(chefs[code]) if code in chefs else code

    def ranger(code: str) -> tuple[str, ...]:
        return (*(c for enfant in totaux.get(code, ()) for c in ranger(enfant)), code)

    return tuple(ranger(code) for code in dict.fromkeys(chef(code) for code in proteges))
