"""Ce qu'il faut savoir pour écrire le classeur d'une action : qui, quand, ce qui est déjà connu."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from evaltools.acces.classeurs_identite import Identite, ecrire_cle, identite_d_un_porteur
from evaltools.acces.classeurs_modele import VERSION_MODELE, Tableau
from evaltools.domaine.attendus import LigneAttendue
from evaltools.domaine.avancement import Avancement
from evaltools.domaine.cadrage import Cadrage, Cadre, Cible
from evaltools.domaine.collecte import Collecte
from evaltools.domaine.enquetes import Enquete
from evaltools.domaine.lexique import ENSEMBLE, Cumul, EtatValeur, Nature, PeriodiciteCible, TypeCible
from evaltools.domaine.mesures import Observation
from evaltools.domaine.nombres import ecrire_nombre, est_en_pourcent
from evaltools.domaine.periodes import lire_periode
from evaltools.domaine.porteurs import Portee
from evaltools.domaine.programme import Indicateur, Programme

NON_FIXEE = "non fixée"


@dataclass(frozen=True)
class Contexte:
    """Un classeur à écrire. ``collecte`` : valeurs à y porter ; ``precedente`` : ce que l'on sait d'avant."""

    portee: Portee
    annee: int
    cadrage: Cadrage | None = None
    collecte: Collecte = field(default_factory=Collecte)
    precedente: Collecte = field(default_factory=Collecte)
    fictif: bool = False
    echeance: date | None = None

    @property
    def programme(self) -> Programme:
        """Le programme."""
        return self.portee.programme

    @property
    def identite(self) -> Identite:
        """L'identité du classeur."""
        if self.portee.porteur is not None:
            return identite_d_un_porteur(self.programme.code, self.annee, self.portee.porteur.code, VERSION_MODELE)
        return self._identity_of(self.portee.codes[0])

    def cle(self, action: str, objet: str, libelle: str, siren: str = "", periode: str = "") -> str:
        """Écrit la clé cachée d'une ligne : celle de l'action dont elle est, même dans le classeur d'un porteur."""
        return ecrire_cle(self._identity_of(action), objet, libelle, siren, periode)

    def _identity_of(self, action: str) -> Identite:
        return Identite(self.programme.code, self.annee, action, VERSION_MODELE)

    @cached_property
    def lignes(self) -> tuple[LigneAttendue, ...]:
        """Les lignes attendues, puis celles que la collecte porte en plus (une période qu'on n'attendait pas)."""
        expected = self.portee.lignes(self.annee, self.cadrage)
        known, indicators = {line.cle for line in expected}, {i.code: i for i in self.portee.indicateurs}
        extra = [
            LigneAttendue(indicators[code], siren, period)
            for code, siren, period in self.observations
            if (code, siren, period) not in known and code in indicators
        ]
        order = {code: rank for rank, code in enumerate(dict.fromkeys(line.indicateur.code for line in expected))}
        rows = [*expected, *extra]
        return tuple(sorted(rows, key=lambda row: order.get(row.indicateur.code, len(order)))) if extra else expected

    @cached_property
    def observations(self) -> Mapping[tuple[str, str, str], Observation]:
        """Les observations à porter, par indicateur, SIREN et période."""
        return {
            (o.indicateur, o.siren, o.periode): o
            for o in self.collecte.observations
            if o.action in self.portee.codes and lire_periode(o.periode).annee == self.annee
        }

    @cached_property
    def avancements(self) -> Mapping[str, Avancement]:
        """Les avancements à porter, par code d'action ou d'opération."""
        codes = self.portee.codes
        return {a.objet: a for a in self.collecte.avancements if a.action in codes and a.annee == self.annee}

    @cached_property
    def enquetes(self) -> Mapping[tuple[str, str, str], Enquete]:
        """Les enquêtes à porter, par indicateur, SIREN et période."""
        return {
            (e.indicateur, e.siren, e.periode): e
            for e in self.collecte.enquetes
            if e.action in self.portee.codes and lire_periode(e.periode).annee == self.annee
        }

    @cached_property
    def _last(self) -> Mapping[tuple[str, str], Observation]:
        return _latest(o for o in self.precedente.observations if o.action in self.portee.codes)

    def cadre(self, ligne: LigneAttendue) -> Cadre | None:
        """Rend le cadre qui vaut pour la ligne : celui de son EPCI, sinon celui de l'ensemble."""
        if self.cadrage is None:
            return None
        code = ligne.indicateur.code
        return self.cadrage.cadre(code, ligne.siren) or self.cadrage.cadre(code)

    def nature(self, ligne: LigneAttendue) -> Nature:
        """Rend la nature de la valeur demandée : celle du cadrage, sinon celle du document."""
        cadre = self.cadre(ligne)
        return cadre.nature if cadre else ligne.indicateur.nature

    def unite(self, ligne: LigneAttendue) -> str:
        """Rend l'unité demandée : celle du cadrage, sinon celle du document."""
        cadre = self.cadre(ligne)
        return cadre.unite if cadre and cadre.unite else ligne.indicateur.unite

    def definition(self, ligne: LigneAttendue) -> str:
        """Écrit ce qu'il faut compter : selon le cumul du cadrage, sinon celui du document."""
        cadre = self.cadre(ligne)
        cumul = cadre.cumul if cadre and cadre.cumul else ligne.indicateur.cumul
        return definir(ligne.indicateur, cumul, self.nature(ligne))

    def est_un_rapport(self, ligne: LigneAttendue) -> bool:
        """Dit si l'on demande un numérateur et un dénominateur."""
        cadre = self.cadre(ligne)
        cumul = cadre.cumul if cadre else ligne.indicateur.cumul
        nature = self.nature(ligne)
        return nature is not Nature.TEXTE and (nature is Nature.TAUX or cumul is Cumul.RATIO)

    def cible(self, ligne: LigneAttendue) -> str:
        """Écrit la cible de la ligne, comme on la lit : « 45 (2028) » ; « non fixée » s'il n'y en a pas."""
        cadre = self.cadrage.cadre(ligne.indicateur.code, ligne.siren) if self.cadrage else None
        if self.nature(ligne) is Nature.TEXTE:
            return "—"
        return ecrire_cible(cadre.cible, self.unite(ligne)) if cadre and cadre.cible else NON_FIXEE

    def derniere(self, ligne: LigneAttendue) -> str:
        """Écrit la dernière valeur connue avant cette année : « 38 (2025) », sinon la valeur initiale, sinon « — »."""
        unit = self.unite(ligne)
        last = self._last.get((ligne.indicateur.code, ligne.siren))
        if last is not None:
            return f"{_shown(last, self.nature(ligne), unit)} ({last.periode})"
        cadre = self.cadrage.cadre(ligne.indicateur.code, ligne.siren) if self.cadrage else None
        if cadre is None or cadre.valeur_initiale is None:
            return "—"
        year = f"{cadre.annee_initiale}, " if cadre.annee_initiale else ""
        return f"{_quantity(cadre.valeur_initiale, unit)} ({year}valeur initiale)"


def _latest(observations: Iterable[Observation]) -> dict[tuple[str, str], Observation]:
    kept: dict[tuple[str, str], Observation] = {}
    for observation in observations:
        if observation.etat is not EtatValeur.RENSEIGNE or not _says_something(observation):
            continue
        key = (observation.indicateur, observation.siren)
        before = kept.get(key)
        if before is None or lire_periode(observation.periode).fin >= lire_periode(before.periode).fin:
            kept[key] = observation
    return kept


def _says_something(observation: Observation) -> bool:
    return observation.valeur is not None or observation.numerateur is not None or bool(observation.texte)


def _quantity(value: float, unit: str) -> str:
    return ecrire_nombre(value, 1 if value % 1 else 0) + ("\u202f%" if est_en_pourcent(unit) else "")


def _shown(observation: Observation, nature: Nature, unit: str) -> str:
    if nature is Nature.JALON:
        return "fait" if observation.valeur else "pas fait"
    if observation.valeur is not None:
        return _quantity(observation.valeur, unit)
    if observation.numerateur is not None and observation.denominateur is not None:
        return f"{ecrire_nombre(observation.numerateur)} sur {ecrire_nombre(observation.denominateur)}"
    return observation.texte if len(observation.texte) <= 60 else observation.texte[:59].rstrip() + "…"


def ecrire_cible(cible: Cible, unite: str = "") -> str:
    """Écrit une cible en quelques mots, telle qu'elle a été décidée.

    Examples
    --------
    >>> ecrire_cible(Cible(45, 2028)), ecrire_cible(Cible(2, periodicite=PeriodiciteCible.ANNUELLE))
    ('45 (2028)', '2 par an')
    >>> ecrire_cible(Cible(10, 2028, TypeCible.VARIATION_POINTS)), ecrire_cible(Cible(borne_basse=2, borne_haute=4))
    ('+10 points (2028)', 'entre 2 et 4')
    """
    if cible.borne_basse is not None and cible.borne_haute is not None:
        text = f"entre {_quantity(cible.borne_basse, unite)} et {_quantity(cible.borne_haute, unite)}"
    elif cible.valeur is None:
        text = "fait" if cible.annee else NON_FIXEE
    elif cible.type_cible is TypeCible.VARIATION_PCT:
        text = f"{'+' * (cible.valeur > 0)}{_quantity(cible.valeur, '%')}"
    elif cible.type_cible is TypeCible.VARIATION_POINTS:
        text = f"{'+' * (cible.valeur > 0)}{_quantity(cible.valeur, '')} points"
    else:
        text = _quantity(cible.valeur, unite)
    if cible.periodicite is PeriodiciteCible.ANNUELLE:
        text += " par an"
    return f"{text} ({cible.annee})" if cible.annee else text


def titre_de_la_feuille(contexte: Contexte, tableau: Tableau) -> str:
    """Écrit le titre d'une feuille : « Indicateurs 2026 — action FA 1.1 »."""
    return f"{tableau.feuille} {contexte.annee} — {contexte.portee.designation}"


def nom_du_territoire(programme: Programme, siren: str) -> str:
    """Rend le nom d'un territoire du programme ; « Ensemble du territoire » pour l'ensemble."""
    return "Ensemble du territoire" if siren == ENSEMBLE else programme.territoire(siren).nom


_COMPTES = {
    Cumul.FLUX: "Ce qui s'est fait pendant la période, et elle seule.",
    Cumul.STOCK: "La situation à la fin de la période.",
    Cumul.RATIO: "Numérateur ÷ dénominateur, sur la période.",
}


def definir(indicateur: Indicateur, cumul: Cumul | None, nature: Nature) -> str:
    """Dit ce qu'il faut compter, sans rien ajouter à ce que l'on sait : le cumul, puis ce que le document énumère.

    Examples
    --------
    >>> from evaltools.domaine.lexique import Niveau
    >>> atelier = Indicateur("A-1", "Ateliers", "A", "quantitatif", Nature.NOMBRE, Niveau.REALISATION)
    >>> definir(atelier, Cumul.FLUX, Nature.NOMBRE), definir(atelier, None, Nature.NOMBRE)
    ("Ce qui s'est fait pendant la période, et elle seule.", '—')
    """
    counted = _COMPTES.get(cumul, "") if cumul and nature not in (Nature.TEXTE, Nature.JALON) else ""
    listed = f"En commentaire, détaillez : {', '.join(indicateur.ventilation)}." if indicateur.ventilation else ""
    return " ".join(part for part in (counted, listed) if part) or "—"


def est_commun(indicateur: Indicateur) -> bool:
    """Dit si l'indicateur vaut pour toute l'action, et non pour une de ses opérations."""
    return indicateur.operation is None
