"""Les feuilles d'un classeur de programme : leurs colonnes, dans l'ordre, et ce que chacune dit dans les fiches YAML.

Une colonne désigne une clé du schéma par son chemin (« calendrier.debut »). Les colonnes d'attache (``RATTACHE``)
disent à quoi la ligne se rapporte ; elles ne sont pas des clés du schéma. Une liste s'écrit un élément par ligne dans
la cellule.
"""

from __future__ import annotations

from dataclasses import dataclass

from evaltools.acces.programmes_schema import CALENDRIER, FICHE, INDICATEUR, OPERATION, PROGRAMME, REPERE
from evaltools.acces.schema import Liste, Objet, Type

NIVEAUX = ("action", "operation", "indicateur")
"""Ce à quoi un jalon, un montant ou un repère se rattache."""


@dataclass(frozen=True, slots=True)
class Colonne:
    """Une colonne : son titre, le chemin de la clé, sa largeur en caractères. ``attache`` : elle dit où ranger."""

    titre: str
    chemin: str
    largeur: float = 20
    attache: bool = False


@dataclass(frozen=True, slots=True)
class Onglet:
    """Une feuille : son nom, le schéma de ses lignes, ses colonnes. ``obligatoire`` : son absence est une faute."""

    nom: str
    schema: Objet
    colonnes: tuple[Colonne, ...]
    obligatoire: bool = False

    def type_de(self, chemin: str) -> Type:
        """Rend le type de la clé que désigne un chemin."""
        schema: Type = self.schema
        for nom in chemin.split("."):
            assert isinstance(schema, Objet)
            schema = next(c.type for c in schema.champs if c.nom == nom)
        return schema


def element(schema: Objet, nom: str) -> Objet:
    """Rend le schéma des éléments d'une liste de blocs."""
    liste = next(c.type for c in schema.champs if c.nom == nom)
    assert isinstance(liste, Liste)
    assert isinstance(liste.element, Objet)
    return liste.element


_FICHE = (
    Colonne("Pilote", "pilote", 28),
    Colonne("Publics", "publics", 34),
    Colonne("Territoire", "territoire", 24),
    Colonne("Partenaires (un par ligne)", "partenaires", 34),
    Colonne("Moyens", "moyens", 28),
    Colonne("Calendrier", "calendrier.texte", 28),
    Colonne("Début", "calendrier.debut", 12),
    Colonne("Fin", "calendrier.fin", 12),
    Colonne("Remarque sur le calendrier", "calendrier.remarque", 30),
    Colonne("Financement", "financement", 28),
    Colonne("Résultats attendus (un par ligne)", "resultats_attendus", 44),
)


def _citation(titre: str, cle: str) -> tuple[Colonne, ...]:
    return (
        Colonne(titre, f"{cle}.valeur", 10),
        Colonne(f"{titre} : unité", f"{cle}.unite", 14),
        Colonne(f"{titre} : année", f"{cle}.annee", 10),
        Colonne(f"{titre} : périodicité", f"{cle}.periodicite", 13),
        Colonne(f"{titre} : type", f"{cle}.type_cible", 13),
        Colonne(f"{titre} : citation", f"{cle}.citation", 34),
        Colonne(f"{titre} : portée", f"{cle}.portee", 24),
    )


ONGLETS = (
    Onglet(
        "Programme",
        PROGRAMME,
        (
            Colonne("Code", "code"),
            Colonne("Titre", "titre"),
            Colonne("Titre court", "titre_court"),
            Colonne("Type", "type"),
            Colonne("Début", "debut"),
            Colonne("Fin", "fin"),
            Colonne("Source", "source"),
            Colonne("Mot pour un axe", "vocabulaire.axe"),
            Colonne("Mot pour des axes", "vocabulaire.axes"),
            Colonne("Mot pour une opération", "vocabulaire.operation"),
            Colonne("Mot pour des opérations", "vocabulaire.operations"),
        ),
        True,
    ),
    Onglet(
        "Territoires",
        element(PROGRAMME, "territoires"),
        (
            Colonne("SIREN", "siren", 12),
            Colonne("Nom", "nom", 32),
            Colonne("Alias (un par ligne)", "alias", 36),
            Colonne("Population municipale", "population", 12),
            Colonne("Année de la population", "annee_population", 12),
            Colonne("Communes", "communes", 11),
        ),
        True,
    ),
    Onglet(
        "Axes",
        element(PROGRAMME, "axes"),
        (Colonne("Code", "code", 10), Colonne("Intitulé", "intitule", 90)),
        True,
    ),
    Onglet(
        "Objectifs",
        element(element(PROGRAMME, "axes"), "objectifs"),
        (Colonne("Axe", "axe", 10, True), Colonne("Code", "code", 10), Colonne("Intitulé", "intitule", 90)),
    ),
    Onglet(
        "Actions",
        FICHE,
        (
            Colonne("Code", "code", 10),
            Colonne("Intitulé", "intitule", 44),
            Colonne("Axe", "axe", 8),
            Colonne("Objectif", "objectif", 9),
            Colonne("N° de l'objectif opérationnel", "objectif_operationnel.code", 13),
            Colonne("Objectif opérationnel", "objectif_operationnel.intitule", 40),
            *_FICHE,
        ),
        True,
    ),
    Onglet(
        "Opérations",
        OPERATION,
        (
            Colonne("Action", "action", 10, True),
            Colonne("Code", "code", 12),
            Colonne("Intitulé", "intitule", 44),
            Colonne("Éléments (un par ligne)", "elements", 34),
            *_FICHE,
        ),
    ),
    Onglet(
        "Indicateurs",
        INDICATEUR,
        (
            Colonne("Action", "action", 10, True),
            Colonne("Opération", "operation", 12, True),
            Colonne("Code", "code", 16),
            Colonne("Libellé", "libelle", 48),
            Colonne("Ligne entière du document", "libelle_source", 36),
            Colonne("Repère de la ligne", "ligne_source", 18),
            Colonne("Famille", "famille", 13),
            Colonne("Nature", "nature", 12),
            Colonne("Niveau", "niveau", 12),
            Colonne("Sens", "sens", 10),
            Colonne("Cumul", "cumul", 9),
            Colonne("Unité", "unite", 16),
            Colonne("Maille", "maille", 10),
            Colonne("Agrégation", "agregation", 14),
            Colonne("Ventilation (une par ligne)", "ventilation", 24),
            Colonne("Si enquête", "si_enquete", 9),
            Colonne("Clause ouverte", "clause_ouverte", 9),
            Colonne("Sensible", "sensible", 9),
            Colonne("Paire", "paire", 12),
            Colonne("Rôle dans la paire", "role_paire", 11),
            Colonne("Fréquence", "frequence", 14),
            Colonne("Source", "source", 18),
            Colonne("Responsable", "responsable", 18),
            *_citation("Cible", "cible"),
            *_citation("Valeur initiale", "valeur_initiale"),
            Colonne("Remarque", "remarque", 48),
        ),
        True,
    ),
    Onglet(
        "Jalons",
        element(CALENDRIER, "jalons"),
        (
            Colonne("Niveau", "niveau", 12, True),
            Colonne("Rattaché à", "code", 14, True),
            Colonne("Libellé", "libelle", 60),
            Colonne("Échéance", "echeance", 12),
        ),
    ),
    Onglet(
        "Montants",
        element(FICHE, "montants"),
        (
            Colonne("Niveau", "niveau", 12, True),
            Colonne("Rattaché à", "code", 14, True),
            Colonne("Montant (€)", "montant_eur", 13),
            Colonne("Montant maximal (€)", "montant_max_eur", 13),
            Colonne("Unité", "unite", 28),
            Colonne("Financeur", "financeur", 28),
            Colonne("Remarque", "remarque", 40),
        ),
    ),
    Onglet(
        "Repères",
        REPERE,
        (
            Colonne("Niveau", "niveau", 12, True),
            Colonne("Rattaché à", "code", 16, True),
            Colonne("Statut", "statut", 14),
            Colonne("Valeur", "valeur", 10),
            Colonne("Unité", "unite", 30),
            Colonne("Échéance", "echeance", 12),
            Colonne("Citation", "citation", 60),
            Colonne("Remarque", "remarque", 40),
        ),
    ),
    Onglet(
        "Annonces",
        element(PROGRAMME, "annonces"),
        (Colonne("Objet", "objet", 22), Colonne("Nombre", "nombre", 10), Colonne("Texte", "texte", 70)),
    ),
    Onglet(
        "Remarques",
        element(PROGRAMME, "remarques"),
        (Colonne("Où", "ou", 30), Colonne("Constat", "constat", 90), Colonne("Question", "question", 50)),
    ),
)
"""Les feuilles, dans l'ordre du classeur. La première s'écrit en hauteur (un champ par ligne)."""


def onglet(nom: str) -> Onglet:
    """Rend la feuille de ce nom ; ``StopIteration`` si elle n'existe pas."""
    return next(o for o in ONGLETS if o.nom == nom)
