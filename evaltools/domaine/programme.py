"""Le programme signé : axes, objectifs, fiches actions, opérations, indicateurs, territoires.

Un programme est un arbre lu dans ``inputs/<programme>/`` et jamais modifié en route. Les deux niveaux que les
documents nomment autrement (« orientation » ou « axe », « opération » ou « activité ») gardent leur mot dans
``Vocabulaire``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import NoReturn

from evaltools.domaine.lexique import (
    Agregation,
    Cumul,
    Maille,
    Nature,
    Niveau,
    PeriodiciteCible,
    Sens,
    StatutRepere,
    TypeCible,
)


@dataclass(frozen=True, slots=True)
class Citation:
    """Valeur que le document énonce, avec les mots qui la portent (jamais une déduction).

    ``portee`` : ce que la valeur mesure quand ce n'est pas l'indicateur lui-même (un stock à côté d'un taux) ; si
    elle n'est pas vide, la valeur est un repère et ne sert jamais de valeur initiale ou de cible sans décision.
    """

    valeur: float
    texte: str
    annee: int | None = None
    periodicite: PeriodiciteCible = PeriodiciteCible.CONTRAT
    type_cible: TypeCible = TypeCible.ABSOLU
    unite: str = ""
    portee: str = ""


@dataclass(frozen=True, slots=True)
class Repere:
    """Nombre ou date trouvé dans le texte, montré au cadrage comme « proposition » et jamais pris pour décidé.

    ``valeur`` et ``echeance`` valent ``None`` quand le document n'en donne pas (un objectif sans nombre) ;
    ``citation`` garde les mots qui portent le repère.
    """

    statut: StatutRepere
    citation: str
    valeur: float | None = None
    unite: str = ""
    echeance: date | None = None
    remarque: str = ""


@dataclass(frozen=True, slots=True)
class Indicateur:
    """Un indicateur du document, après découpage des libellés composés.

    ``libelle`` garde les mots du document ; ``libelle_source`` la ligne entière quand elle a été découpée.
    ``sens`` et ``cumul`` valent ``None`` quand le document ne permet pas de les lire. ``cible`` et
    ``valeur_initiale`` ne sont renseignées que si le document les énonce. ``ventilation`` : les objets ou publics
    que le libellé énumère sans qu'il ait été découpé. ``reperes`` : propositions pour le cadrage. ``sensible`` : santé
    ou comportement de quelques personnes ; un zéro y parlerait de chacune, l'édition publique le masque.
    """

    code: str
    libelle: str
    action: str
    famille: str
    nature: Nature
    niveau: Niveau
    operation: str | None = None
    libelle_source: str = ""
    ligne_source: str = ""
    sens: Sens | None = None
    cumul: Cumul | None = None
    unite: str = ""
    maille: Maille = Maille.ENSEMBLE
    agregation: Agregation = Agregation.AUCUNE
    si_enquete: bool = False
    clause_ouverte: bool = False
    paire: str = ""
    role_paire: str = ""
    frequence: str = ""
    source: str = ""
    responsable: str = ""
    cible: Citation | None = None
    valeur_initiale: Citation | None = None
    remarque: str = ""
    ventilation: tuple[str, ...] = ()
    reperes: tuple[Repere, ...] = ()
    sensible: bool = False

    @property
    def compte_des_personnes(self) -> bool:
        """Dit si l'unité désigne des personnes : le secret statistique s'y applique (methode §10)."""
        return any(mot in self.unite.casefold() for mot in UNITES_DE_PERSONNES)


UNITES_DE_PERSONNES = (
    "personne", "jeune", "usager", "élève", "étudiant", "assuré", "patient", "médecin", "professionnel",
    "participant", "interne", "collégien", "employé", "intervenant", "senior", "etp",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Jalon:
    """Étape datée d'un calendrier."""

    libelle: str
    echeance: date


@dataclass(frozen=True, slots=True)
class Calendrier:
    """Calendrier d'une fiche : les mots du document, et les dates que l'on peut y lire (``None`` : aucune)."""

    texte: str = ""
    debut: date | None = None
    fin: date | None = None
    jalons: tuple[Jalon, ...] = ()
    remarque: str = ""


@dataclass(frozen=True, slots=True)
class Montant:
    """Montant que la fiche énonce (souvent un coût unitaire : voir ``unite``).

    ``montant_max_eur`` : borne haute quand la fiche donne une fourchette ; ``None`` : un seul montant.
    """

    montant_eur: float
    unite: str = "€"
    financeur: str = ""
    remarque: str = ""
    montant_max_eur: float | None = None


@dataclass(frozen=True, slots=True)
class Fiche:
    """Champs descriptifs d'une fiche, portés par l'action ou par l'opération selon le document."""

    pilote: str = ""
    publics: str = ""
    territoire: str = ""
    partenaires: tuple[str, ...] = ()
    moyens: str = ""
    financement: str = ""
    montants: tuple[Montant, ...] = ()
    resultats_attendus: tuple[str, ...] = ()
    calendrier: Calendrier = field(default_factory=Calendrier)


@dataclass(frozen=True, slots=True)
class Operation:
    """Composante d'une action : opération (CLS) ou activité (programme santé).

    ``elements`` : sous-éléments que le document énumère sous l'intitulé.
    """

    code: str
    intitule: str
    fiche: Fiche = field(default_factory=Fiche)
    indicateurs: tuple[Indicateur, ...] = ()
    elements: tuple[str, ...] = ()
    reperes: tuple[Repere, ...] = ()


@dataclass(frozen=True, slots=True)
class Action:
    """Une fiche action : l'unité de pilotage, avec ses opérations et ses indicateurs."""

    code: str
    intitule: str
    axe: str
    objectif: str | None = None
    objectif_operationnel: str = ""
    fiche: Fiche = field(default_factory=Fiche)
    operations: tuple[Operation, ...] = ()
    indicateurs_communs: tuple[Indicateur, ...] = ()
    code_objectif_operationnel: str = ""
    reperes: tuple[Repere, ...] = ()

    @property
    def indicateurs(self) -> tuple[Indicateur, ...]:
        """Tous les indicateurs de l'action, ceux de ses opérations puis les communs."""
        return (*(i for o in self.operations for i in o.indicateurs), *self.indicateurs_communs)


@dataclass(frozen=True, slots=True)
class Axe:
    """Premier niveau stratégique : axe (programme santé) ou orientation (CLS)."""

    code: str
    intitule: str


@dataclass(frozen=True, slots=True)
class Objectif:
    """Objectif spécifique d'un axe ; le CLS n'en a pas (l'orientation en tient lieu)."""

    code: str
    intitule: str
    axe: str


@dataclass(frozen=True, slots=True)
class Territoire:
    """Un EPCI signataire. ``population`` : municipale, du millésime ``annee_population``."""

    siren: str
    nom: str
    alias: tuple[str, ...] = ()
    population: int | None = None
    annee_population: int | None = None
    communes: int | None = None


@dataclass(frozen=True, slots=True)
class Vocabulaire:
    """Mots du document pour ses niveaux, au singulier puis au pluriel."""

    axe: str = "axe"
    axes: str = "axes"
    operation: str = "opération"
    operations: str = "opérations"


@dataclass(frozen=True, slots=True)
class Annonce:
    """Compte que le document annonce (« 22 actions au total »), à confronter à l'arbre.

    ``objet`` : ce qui est compté (``comptes.OBJETS_COMPTES``), suivi de « / » et d'un code d'axe s'il y est restreint.
    ``texte`` : où et comment le document l'annonce (« article 3 : « 22 actions au total » »).
    """

    objet: str
    nombre: int
    texte: str


@dataclass(frozen=True, slots=True)
class Remarque:
    """Incohérence relevée à la lecture du document, avec l'endroit et la question à trancher."""

    ou: str
    constat: str
    question: str = ""


@dataclass(frozen=True, slots=True)
class Programme:
    """Un contrat local de santé ou un programme santé, tel que signé."""

    code: str
    titre: str
    titre_court: str
    type: str
    debut: date
    fin: date
    axes: tuple[Axe, ...]
    objectifs: tuple[Objectif, ...]
    actions: tuple[Action, ...]
    territoires: tuple[Territoire, ...]
    vocabulaire: Vocabulaire = field(default_factory=Vocabulaire)
    annonces: tuple[Annonce, ...] = ()
    remarques: tuple[Remarque, ...] = ()
    source: str = ""

    @property
    def indicateurs(self) -> tuple[Indicateur, ...]:
        """Tous les indicateurs, dans l'ordre du document."""
        return tuple(i for a in self.actions for i in a.indicateurs)

    @property
    def operations(self) -> tuple[Operation, ...]:
        """Toutes les opérations (ou activités), dans l'ordre du document."""
        return tuple(o for a in self.actions for o in a.operations)

    def actions_de(self, axe: str) -> Iterator[Action]:
        """Parcourt les actions d'un axe."""
        return (a for a in self.actions if a.axe == axe)

    def action(self, code: str) -> Action:
        """Rend l'action de ce code ; ``KeyError`` si elle n'existe pas."""
        return next((a for a in self.actions if a.code == code), None) or _inconnu("action", code)

    def indicateur(self, code: str) -> Indicateur:
        """Rend l'indicateur de ce code ; ``KeyError`` s'il n'existe pas."""
        return next((i for i in self.indicateurs if i.code == code), None) or _inconnu("indicateur", code)

    def territoire(self, siren: str) -> Territoire:
        """Rend l'EPCI de ce SIREN ; ``KeyError`` s'il n'est pas signataire."""
        return next((t for t in self.territoires if t.siren == siren), None) or _inconnu("territoire", siren)

    @property
    def annees(self) -> range:
        """Années civiles que le contrat touche, la première et la dernière comprises."""
        return range(self.debut.year, self.fin.year + 1)

    def est_partielle(self, annee: int) -> bool:
        """Dit si le contrat ne couvre qu'une partie de cette année (« année partielle », methode §11)."""
        return self.debut > date(annee, 1, 1) and self.debut.year == annee


def _inconnu(objet: str, code: str) -> NoReturn:
    raise KeyError(f"{objet} inconnu : {code}")
