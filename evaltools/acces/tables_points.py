"""Une ligne de table à juger : sa valeur, son numérateur, son dénominateur, son état."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from evaltools.acces.tables_colonnes import ABANDONS, lire_decimal
from evaltools.acces.tables_precision import COLONNES_DE_PRECISION, lire_precision
from evaltools.domaine.anomalies import Anomalie, Lieu, signaler
from evaltools.domaine.incertitude import Sondage
from evaltools.domaine.lexique import EtatValeur, Qualite
from evaltools.domaine.nombres import EtatLu, lire_nombre, plier
from evaltools.domaine.periodes import lire_periode
from evaltools.domaine.saisies import JalonLu, lire_etat, lire_jalon, lire_qualite

ETATS_ADMIS = (
    "renseigne, non_renseigne, non_disponible, sans_objet, enquete_non_realisee, provisoire, estime, secret, rupture, "
    "abandonne"
)


@dataclass(frozen=True, slots=True)
class Point:
    """Ce qu'une table dit d'un indicateur une année. ``pourcent`` : un nombre y est écrit avec « % »."""

    ligne: int
    valeur: float | None = None
    numerateur: float | None = None
    denominateur: float | None = None
    cible_annuelle: float | None = None
    etat: EtatValeur = EtatValeur.NON_RENSEIGNE
    qualite: Qualite | None = None
    abandonne: bool = False
    pourcent: bool = False
    sondage: Sondage | None = None

    @property
    def porte_une_valeur(self) -> bool:
        """Dit si la ligne donne un nombre ou un état, et pas seulement une définition."""
        nombres = (self.valeur, self.numerateur, self.denominateur, self.cible_annuelle)
        return any(n is not None for n in nombres) or self.etat is not EtatValeur.NON_RENSEIGNE or self.abandonne

    @property
    def dite(self) -> str:
        """Ce que la ligne dit de la valeur, en quelques mots."""
        if self.valeur is not None:
            return f"{self.valeur:g}".replace(".", ",")
        if self.numerateur is not None or self.denominateur is not None:
            return f"{self.numerateur} sur {self.denominateur}".replace("None", "?").replace(".0", "")
        return str(self.etat)

    def contredit(self, autre: Point) -> bool:
        """Dit si deux lignes de la même année ne peuvent pas être vraies ensemble."""
        paires = (
            (self.valeur, autre.valeur),
            (self.numerateur, autre.numerateur),
            (self.denominateur, autre.denominateur),
            (self.cible_annuelle, autre.cible_annuelle),
        )
        if self.sondage is not None and autre.sondage is not None and self.sondage != autre.sondage:
            return True
        return any(a is not None and b is not None and a != b for a, b in paires)

    def completer(self, autre: Point) -> Point:
        """Réunit deux lignes de la même année : ce que l'une laisse vide, l'autre le remplit."""

        def choisir(a: float | None, b: float | None) -> float | None:
            return b if a is None else a

        return replace(
            self,
            valeur=choisir(self.valeur, autre.valeur),
            numerateur=choisir(self.numerateur, autre.numerateur),
            denominateur=choisir(self.denominateur, autre.denominateur),
            cible_annuelle=choisir(self.cible_annuelle, autre.cible_annuelle),
            etat=autre.etat if self.etat is EtatValeur.NON_RENSEIGNE else self.etat,
            qualite=self.qualite or autre.qualite,
            abandonne=self.abandonne or autre.abandonne,
            pourcent=self.pourcent or autre.pourcent,
            sondage=self.sondage or autre.sondage,
        )


def lire_annee(texte: str) -> int | None:
    """Lit une année : « 2026 », « 2026.0 », une date, ou une année scolaire (« 2025/2026 », qui compte pour 2026).

    Examples
    --------
    >>> lire_annee("2026"), lire_annee("2026.0"), lire_annee("2025-2026"), lire_annee("2026-03-12"), lire_annee("26")
    (2026, 2026, 2026, 2026, None)
    """
    nu = texte.strip().removesuffix(".0").removesuffix(",0")
    if nu.isdecimal() and len(nu) == 4:
        return int(nu)
    try:
        return date.fromisoformat(nu).year
    except ValueError:
        pass  # ce n'est pas une date : peut-être une année scolaire
    try:
        periode = lire_periode(nu)
    except ValueError:
        return None
    return periode.annee if periode.rang == 0 else None


_NOMBRES = ("valeur", "numerateur", "denominateur", "cible_annuelle")


def lire_point(
    cases: Mapping[str, str], lieu: Callable[[str], Lieu], code: str, ligne: int
) -> tuple[Point, list[Anomalie]]:
    """Lit les cases d'une ligne.

    Parameters
    ----------
    cases : mapping of str to str
        Texte des cases remplies, par colonne.
    lieu : callable
        Rend l'endroit d'une colonne sur cette ligne.
    code : str
        L'indicateur, pour les messages.
    ligne : int
        Numéro de la ligne.

    Returns
    -------
    tuple
        Le point, et les anomalies IND-12, IND-13, IND-17 et IND-27.
    """
    fautes: list[Anomalie] = []
    nombres: dict[str, float] = {}
    dit = EtatLu(EtatValeur.NON_RENSEIGNE)
    for colonne in _NOMBRES:
        if texte := cases.get(colonne):
            lu = _lire_case(colonne, texte)
            if lu is None:
                fautes.append(signaler("IND-13", lieu(colonne), indicateur=code, colonne=colonne, valeur=texte))
            elif isinstance(lu, EtatLu):
                dit = lu
            else:
                nombres[colonne] = lu
    rempli = any(n in nombres for n in _NOMBRES[:3])
    point = Point(
        ligne,
        nombres.get("valeur"),
        nombres.get("numerateur"),
        nombres.get("denominateur"),
        nombres.get("cible_annuelle"),
        EtatValeur.RENSEIGNE if rempli else dit.etat,
        dit.qualite,
        pourcent=any("%" in cases.get(c, "") for c in nombres),
    )
    if not cases.keys().isdisjoint(COLONNES_DE_PRECISION):
        sondage, doutes = lire_precision(cases, point.valeur, lieu, code)
        point, fautes = replace(point, sondage=sondage), [*fautes, *doutes]
    if texte := cases.get("qualite"):
        point = replace(point, qualite=_lire_qualite(texte, fautes, lieu, code))
    return _avec_etat(point, cases.get("etat", ""), rempli, fautes, lieu, code), fautes


def _lire_case(colonne: str, texte: str) -> float | EtatLu | None:
    """Lit un nombre ; dans « valeur », « NC », « < 5 », « oui », « fait » ou une date se lisent aussi."""
    try:
        return lire_decimal(texte)
    except ValueError:
        pass  # pas un nombre simple : un état, un jalon, ou une faute
    if colonne != "valeur":
        return None
    lu = lire_nombre(texte)
    if isinstance(lu, EtatLu):
        return lu
    jalon = lire_jalon(texte)
    return float(jalon.fait) if isinstance(jalon, JalonLu) else None


def _lire_qualite(texte: str, fautes: list[Anomalie], lieu: Callable[[str], Lieu], code: str) -> Qualite | None:
    qualite = lire_qualite(texte)
    if qualite is None:
        admis = ", ".join(Qualite)
        fautes.append(
            signaler("IND-12", lieu("qualite"), indicateur=code, colonne="qualite", valeur=texte, admis=admis)
        )
    return qualite


def _avec_etat(
    point: Point, texte: str, rempli: bool, fautes: list[Anomalie], lieu: Callable[[str], Lieu], code: str
) -> Point:
    """Applique la colonne « etat » : un état, une qualité (« provisoire »), ou un abandon. L'état l'emporte."""
    if not texte:
        return point
    if plier(texte) in ABANDONS:
        return replace(point, abandonne=True)
    qualite, etat = lire_qualite(texte), lire_etat(texte.replace("_", " "))
    if qualite is not None:
        renseigne = rempli or qualite is Qualite.SECRET
        return replace(point, qualite=qualite, etat=EtatValeur.RENSEIGNE if renseigne else point.etat)
    if etat is None:
        fautes.append(
            signaler("IND-12", lieu("etat"), indicateur=code, colonne="etat", valeur=texte, admis=ETATS_ADMIS)
        )
        return point
    if etat is EtatValeur.RENSEIGNE:
        return point
    if rempli:
        fautes.append(signaler("IND-17", lieu("etat"), valeur=point.dite, etat=texte))
        return replace(point, etat=etat, valeur=None, numerateur=None, denominateur=None)
    return replace(point, etat=etat)
