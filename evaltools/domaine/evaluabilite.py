"""L'évaluabilité : ce qui manque à chaque indicateur pour pouvoir être jugé, pourquoi, et que faire.

Trois niveaux, tirés de la table des verdicts (methode §5) : « évaluable » quand rien n'empêche un verdict une fois les
valeurs recueillies ; « évaluable partiellement » quand la valeur initiale manque (avant l'échéance, seul « Atteint »
peut se dire) ; « non évaluable » quand il manque une cible, un sens, ou que la nature ne se note pas. « Non évaluable »
est une réponse normale : elle porte sa raison et son remède.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from evaltools.domaine.bareme import Bareme
from evaltools.domaine.cadrage import Cadrage, Cadre, depuis_document, sirens_suivis
from evaltools.domaine.cibles import NATURES_PAR_ELLES_MEMES, resoudre
from evaltools.domaine.dossier import flux_en_baisse
from evaltools.domaine.lexique import Cumul, Nature, PeriodiciteCible
from evaltools.domaine.programme import Action, Indicateur, Programme


class Evaluable(StrEnum):
    """Niveau d'évaluabilité d'un indicateur."""

    OUI = "évaluable"
    PARTIELLEMENT = "évaluable partiellement"
    NON = "non évaluable"


class Manque(StrEnum):
    """Ce qui peut manquer à un indicateur, dans l'ordre où il faut le décider."""

    NATURE = "mesure"
    CIBLE = "cible"
    VALEUR_INITIALE = "valeur initiale"
    SENS = "sens"
    CUMUL = "cumul"
    UNITE = "unité"
    SOURCE = "source"
    RESPONSABLE = "responsable"
    FREQUENCE = "fréquence"


@dataclass(frozen=True, slots=True)
class Explication:
    """Pourquoi un manque compte, et ce qu'il faut faire."""

    pourquoi: str
    remede: str


EXPLICATIONS: Mapping[Manque, Explication] = {
    Manque.NATURE: Explication(
        "un texte se lit et ne se note pas",
        "le laisser en descriptif, ou décider une mesure (nombre, part, échelle aux niveaux écrits)",
    ),
    Manque.CIBLE: Explication(
        "sans cible, on ne peut pas dire si l'objectif est atteint : seule la tendance se montre",
        "faire décider une cible et son année par le COTECH",
    ),
    Manque.VALEUR_INITIALE: Explication(
        "sans point de départ, le chemin parcouru ne se mesure pas : avant l'échéance, seul « atteint » peut se dire",
        "retrouver la valeur d'avant l'action, ou mesurer dès cette année",
    ),
    Manque.SENS: Explication(
        "sans sens, une variation n'est ni un progrès ni un recul",
        "décider : hausse, baisse, maintien, plage, ou rester en descriptif",
    ),
    Manque.CUMUL: Explication(
        "sans cumul, on ne sait pas si les années s'additionnent ou si la dernière remplace les autres",
        "décider : flux, stock ou ratio",
    ),
    Manque.UNITE: Explication(
        "sans unité, deux personnes ne compteront pas la même chose",
        "écrire l'unité, et ce qui est compté ou non",
    ),
    Manque.SOURCE: Explication(
        "sans source, la valeur ne peut être ni retrouvée ni vérifiée",
        "écrire d'où vient la valeur",
    ),
    Manque.RESPONSABLE: Explication(
        "sans responsable, personne n'est chargé d'envoyer la valeur",
        "désigner la structure qui la transmet",
    ),
    Manque.FREQUENCE: Explication(
        "sans fréquence, on ne sait pas quand la valeur est attendue",
        "fixer le rythme de remontée",
    ),
}

EMPECHENT = (Manque.NATURE, Manque.CIBLE, Manque.SENS)
"""Manques sans lesquels aucun verdict n'est possible (lignes 2 et 3) ; ``CUMUL`` s'y ajoute si flux et baisse."""


@dataclass(frozen=True, slots=True)
class Evaluabilite:
    """Évaluabilité d'un indicateur.

    ``manques`` : tout ce qui manque, y compris ce qui n'empêche pas de juger. ``remarque`` : ce qui est propre à cet
    indicateur (prévu à renseigner, repère trouvé dans le texte, flux à faire baisser…) ; vide : rien de particulier.
    """

    indicateur: str
    libelle: str
    axe: str
    action: str
    operation: str
    niveau: Evaluable
    manques: tuple[Manque, ...]
    remarque: str = ""


@dataclass(frozen=True, slots=True)
class Bilan:
    """Évaluabilité d'un groupe : ``groupe`` vaut « programme », « axe » ou « action »."""

    groupe: str
    code: str
    intitule: str
    total: int
    evaluables: int
    partiels: int
    manques: Mapping[Manque, int]

    @property
    def non_evaluables(self) -> int:
        """Indicateurs dont aucun verdict n'est possible en l'état."""
        return self.total - self.evaluables - self.partiels

    @property
    def part_pct(self) -> float | None:
        """Part d'indicateurs évaluables, en %, non arrondie ; ``None`` si le groupe n'a pas d'indicateur."""
        return 100 * self.evaluables / self.total if self.total else None


def evaluer_evaluabilite(
    programme: Programme, cadrage: Cadrage | None = None, bareme: Bareme | None = None
) -> tuple[Evaluabilite, ...]:
    """Dit, pour chaque indicateur, s'il peut être jugé et ce qui lui manque.

    Parameters
    ----------
    programme : Programme
        Le programme signé ; ses clauses ouvertes sont laissées de côté.
    cadrage : Cadrage, optional
        Ce que l'instance a décidé ; absent : ce que le document énonce, et rien d'autre.
    bareme : Bareme, optional
        Pour résoudre une cible comme la méthode le fera ; absent : le barème d'origine.

    Returns
    -------
    tuple of Evaluabilite
        Dans l'ordre du document. Un indicateur suivi par EPCI est tenu pour cadré si chacun de ses EPCI l'est.
    """
    cadrage = cadrage or depuis_document(programme)
    return tuple(
        _evaluer(programme, action, indicateur, cadrage, bareme or Bareme())
        for action in programme.actions
        for indicateur in action.indicateurs
        if not indicateur.clause_ouverte
    )


def bilans(programme: Programme, evaluabilites: Iterable[Evaluabilite]) -> tuple[Bilan, ...]:
    """Compte l'évaluabilité du programme, puis de chaque axe suivi de ses actions, n sur N.

    Les actions sans indicateur sont comptées avec un total de zéro.
    """
    evaluabilites = tuple(evaluabilites)
    rendus = [_bilan("programme", programme.code, programme.titre_court, evaluabilites)]
    for axe in programme.axes:
        rendus.append(_bilan("axe", axe.code, axe.intitule, (e for e in evaluabilites if e.axe == axe.code)))
        for action in programme.actions_de(axe.code):
            siennes = (e for e in evaluabilites if e.action == action.code)
            rendus.append(_bilan("action", action.code, action.intitule, siennes))
    return tuple(rendus)


def _bilan(groupe: str, code: str, intitule: str, evaluabilites: Iterable[Evaluabilite]) -> Bilan:
    retenues = tuple(evaluabilites)
    niveaux = Counter(e.niveau for e in retenues)
    comptes = Counter(m for e in retenues for m in e.manques)
    manques = {m: comptes[m] for m in Manque}
    return Bilan(
        groupe, code, intitule, len(retenues), niveaux[Evaluable.OUI], niveaux[Evaluable.PARTIELLEMENT], manques
    )


def _evaluer(
    programme: Programme, action: Action, indicateur: Indicateur, cadrage: Cadrage, bareme: Bareme
) -> Evaluabilite:
    cadre = _cadre_retenu(programme, indicateur, cadrage)
    manques = tuple(_manques(cadre, bareme))
    return Evaluabilite(
        indicateur=indicateur.code,
        libelle=indicateur.libelle,
        axe=action.axe,
        action=action.code,
        operation=indicateur.operation or "",
        niveau=_niveau(cadre, manques, indicateur),
        manques=manques,
        remarque=" ; ".join(_remarques(programme, indicateur, cadre, manques)),
    )


def _cadre_retenu(programme: Programme, indicateur: Indicateur, cadrage: Cadrage) -> Cadre:
    """Rend le cadre de l'ensemble, ou celui d'un EPCI si chacun a sa cible et que l'ensemble n'en a pas."""
    ensemble = cadrage.cadre(indicateur.code) or Cadre(indicateur.code, nature=indicateur.nature)
    par_epci = [cadrage.cadre(indicateur.code, siren) for siren in sirens_suivis(programme, indicateur)]
    cadres = [c for c in par_epci if c is not None and c.cible is not None]
    if ensemble.cible is not None or not cadres or len(cadres) < len(par_epci):
        return ensemble
    return next((c for c in cadres if c.valeur_initiale is None), cadres[0])


def _manques(cadre: Cadre, bareme: Bareme) -> Iterator[Manque]:
    cible = resoudre(cadre, cadre.cible, bareme)
    a_faire = cadre.nature in NATURES_PAR_ELLES_MEMES
    if cadre.nature is Nature.TEXTE:
        yield Manque.NATURE
    elif cible is None or (cible.relative_sans_depart and _part_de_zero(cadre)):
        yield Manque.CIBLE
    if not a_faire and cadre.nature is not Nature.TEXTE:
        if cadre.valeur_initiale is None and not _part_de_zero(cadre):
            yield Manque.VALEUR_INITIALE
        if cadre.sens is None:
            yield Manque.SENS
        if flux_en_baisse(cadre) or (cadre.cumul is None and cadre.nature is not Nature.ECHELLE):
            yield Manque.CUMUL
        if not cadre.unite and cadre.nature is not Nature.ECHELLE:
            yield Manque.UNITE
    for manque, valeur in ((Manque.SOURCE, cadre.source), (Manque.RESPONSABLE, cadre.responsable)):
        if not valeur:
            yield manque
    if not cadre.frequence and not a_faire:
        yield Manque.FREQUENCE


def _part_de_zero(cadre: Cadre) -> bool:
    """Dit si le point de départ n'est pas à chercher : un flux part de zéro, une cible annuelle se juge par année."""
    annuelle = cadre.cible is not None and cadre.cible.periodicite is PeriodiciteCible.ANNUELLE
    return cadre.cumul is Cumul.FLUX or annuelle


def _niveau(cadre: Cadre, manques: tuple[Manque, ...], indicateur: Indicateur) -> Evaluable:
    bloque = any(m in EMPECHENT for m in manques) or (Manque.CUMUL in manques and flux_en_baisse(cadre))
    if bloque or indicateur.role_paire == "prevu":
        return Evaluable.NON
    return Evaluable.PARTIELLEMENT if Manque.VALEUR_INITIALE in manques else Evaluable.OUI


def _remarques(
    programme: Programme, indicateur: Indicateur, cadre: Cadre, manques: tuple[Manque, ...]
) -> Iterator[str]:
    if indicateur.role_paire == "prevu":
        yield "valeur de programmation : elle ne se juge pas, elle sert de cible au réalisé"
    if indicateur.role_paire == "realise" and Manque.CIBLE in manques:
        prevu = next(i.code for i in programme.indicateurs if i.paire == indicateur.paire and i.role_paire == "prevu")
        yield f"le prévu ({prevu}), une fois renseigné, peut tenir lieu de cible"
    if cadre.nature in NATURES_PAR_ELLES_MEMES and Manque.CIBLE in manques:
        yield "la cible est d'être fait : il suffit d'en fixer l'échéance"
    if Manque.CUMUL in manques and flux_en_baisse(cadre):
        yield "un compte qui s'additionne ne peut pas baisser : suivre la valeur de chaque année (stock), ou une part"
    initiale = indicateur.valeur_initiale
    if initiale is not None and initiale.portee and Manque.VALEUR_INITIALE in manques:
        yield f"repère dans le document : {initiale.valeur:g} {initiale.unite}".rstrip() + f" ({initiale.portee})"
    if indicateur.reperes and Manque.CIBLE in manques:
        yield "un repère du document est proposé au cadrage"
    if indicateur.si_enquete:
        yield "ne vaut que si une enquête est faite : sinon « enquête non réalisée », jamais zéro"
