"""Les textes libres des données d'exemple : inventés, vraisemblables, sans personne nommée, variés par thème.

Le thème d'une action se lit dans les mots de son intitulé. Aucune phrase ne vient d'un document réel.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random


@dataclass(frozen=True, slots=True)
class Theme:
    """Phrases d'un thème : ce qui s'est passé, ce qui a gêné, ce qui a aidé. ``mots`` : radicaux qui le désignent."""

    mots: tuple[str, ...]
    faits: tuple[str, ...]
    freins: tuple[str, ...]
    leviers: tuple[str, ...]


THEMES: Mapping[str, Theme] = {
    "addictions": Theme(
        ("tabac", "addict", "alcool", "psychoactiv", "fumeur"),
        (
            "Deux temps de sensibilisation organisés pendant le Mois sans tabac, avec un stand sur le marché.",
            "Un atelier d'aide à l'arrêt ouvert le mercredi, avec une prise de rendez-vous simplifiée.",
            "Les équipes ont été formées au repérage précoce et disposent d'un outil commun.",
        ),
        (
            "Le public le plus éloigné vient peu aux séances proposées en journée.",
            "Les délais d'orientation vers la consultation spécialisée s'allongent.",
        ),
        (
            "L'appui des structures déjà engagées a rassuré les nouvelles.",
            "La prise en charge des substituts a facilité l'adhésion.",
        ),
    ),
    "sante_mentale": Theme(
        ("mental", "psych", "bien-être"),
        (
            "Le groupe de travail a partagé un premier état des lieux des ressources du territoire.",
            "Une rencontre entre élus, soignants et associations d'usagers a permis de prioriser trois sujets.",
        ),
        (
            "Les temps médicaux disponibles ne permettent pas toujours la présence d'un soignant.",
            "Le sujet reste délicat à aborder avec le grand public.",
        ),
        (
            "Les associations d'usagers apportent une parole directe et concrète.",
            "Une animation régulière maintient la participation.",
        ),
    ),
    "jeunesse": Theme(
        ("scolair", "élève", "collég", "jeune", "enfant", "famill", "parent", "stages d", "cordée"),
        (
            "Les établissements volontaires ont inscrit l'action à leur projet annuel.",
            "Les séances se sont tenues en demi-groupe, avec une bonne participation des élèves.",
            "Une restitution auprès des familles a réuni plus de monde qu'attendu.",
        ),
        (
            "Le calendrier des examens a fait reporter plusieurs séances.",
            "Les transports limitent la venue des élèves des communes les plus éloignées.",
        ),
        (
            "L'implication des infirmières scolaires a été décisive.",
            "La co-animation avec une association a donné confiance aux équipes.",
        ),
    ),
    "soins": Theme(
        ("soins", "médec", "profession", "internes", "exercice coordonné", "cpts", "msp", "hospitali", "installation"),
        (
            "Une soirée d'échange a réuni libéraux, hôpital et collectivités autour des besoins du territoire.",
            "L'accueil des stagiaires a été organisé avec un livret et un référent par site.",
            "Les outils communs ont été présentés aux professionnels volontaires.",
        ),
        (
            "La charge de travail des professionnels laisse peu de place aux réunions.",
            "Les projets d'installation restent suspendus à la disponibilité des locaux.",
        ),
        (
            "La coordination a pris en charge la logistique, ce qui a libéré du temps.",
            "Les élus ont facilité la recherche de logements.",
        ),
    ),
    "communication": Theme(
        ("communi", "presse", "média", "internet", "graphique", "message", "informer", "documentaire", "présentation"),
        (
            "Une nouvelle rubrique a été mise en ligne et relayée par les communes.",
            "La campagne de l'automne a été reprise par la presse locale et deux radios.",
            "Les supports ont été revus avec un groupe d'habitants pour être plus lisibles.",
        ),
        (
            "Le circuit de validation rallonge les délais de parution.",
            "Les statistiques d'audience ne sont pas disponibles pour tous les canaux.",
        ),
        (
            "Un calendrier éditorial partagé évite les doublons.",
            "Les services communication des EPCI relaient volontiers.",
        ),
    ),
    "seniors": Theme(
        ("senior", "silver", "habitat", "aidant", "aide à la personne", "autonomie"),
        (
            "Des visites de logement ont permis de présenter les aides à l'adaptation.",
            "Un catalogue des aides a été distribué dans les mairies et les maisons de quartier.",
            "Les opérateurs se sont retrouvés pour partager leurs pratiques.",
        ),
        (
            "Le reste à charge décourage une partie des ménages.",
            "Le renouvellement des équipes oblige à reprendre les formations.",
        ),
        (
            "Les CCAS repèrent bien les situations à accompagner.",
            "Les ateliers de proximité touchent un public nouveau.",
        ),
    ),
    "cadre_de_vie": Theme(
        ("mobilité", "activité physique", "alimentation", "vélo", "randonnée"),
        (
            "Un nouveau parcours fléché a été ouvert et inauguré avec les clubs locaux.",
            "Les diagnostics en marchant ont fait ressortir des aménagements simples.",
        ),
        (
            "Les travaux dépendent du calendrier des voiries.",
            "Les comptages ne sont pas encore automatisés.",
        ),
        (
            "Les clubs sportifs prêtent du matériel et des encadrants.",
            "Le lien avec les écoles installe de nouvelles habitudes.",
        ),
    ),
    "gouvernance": Theme(
        ("gouvernance", "charte", "instance", "programme opérationnel", "système", "partenariat", "plateforme"),
        (
            "L'instance s'est réunie comme prévu et a validé le bilan de l'année.",
            "Un relevé de décisions est désormais diffusé après chaque réunion.",
            "Le plan de l'année suivante a été discuté à partir du bilan des actions.",
        ),
        (
            "Le quorum a été difficile à réunir avant l'été.",
            "Les remontées d'information arrivent encore en ordre dispersé.",
        ),
        (
            "Un calendrier annuel fixé en janvier facilite la présence des partenaires.",
            "Le portage politique est affirmé par les EPCI.",
        ),
    ),
    "numerique": Theme(
        ("numérique", "intelligence artificielle"),
        (
            "Le diagnostic des besoins a été restitué aux partenaires et aux usagers.",
            "Des ateliers de prise en main ont été proposés dans les lieux d'accueil.",
        ),
        (
            "Les outils évoluent plus vite que les formations.",
            "L'équipement des publics reste très inégal.",
        ),
        (
            "Les conseillers numériques connaissent bien le terrain.",
            "Un comité de suivi réunit techniciens et usagers.",
        ),
    ),
    "general": Theme(
        (),
        (
            "L'action s'est déroulée selon le calendrier retenu avec les partenaires.",
            "Une rencontre de lancement a réuni les acteurs concernés et fixé le calendrier.",
        ),
        (
            "Le temps disponible pour la coordination est resté limité.",
            "Les données de suivi ne sont pas encore recueillies partout de la même façon.",
        ),
        (
            "La bonne connaissance mutuelle des acteurs a fait gagner du temps.",
            "Les locaux prêtés par les communes ont simplifié l'organisation.",
        ),
    ),
}
"""Thèmes, du plus précis au plus général."""

NON_DEMARREE: tuple[str, ...] = (
    "Le recrutement nécessaire au démarrage n'a pas abouti.",
    "Le démarrage attend la convention de financement.",
)
REPORTS: tuple[str, ...] = (
    "Le financement a été confirmé trop tard pour ouvrir l'action cette année.",
    "La structure porteuse a connu une vacance de poste pendant plusieurs mois.",
    "Les partenaires ont demandé de caler l'action sur l'année scolaire.",
)
ARRETS: tuple[str, ...] = (
    "Un dispositif national couvre désormais le même besoin.",
    "L'étude a conclu que l'action ferait double emploi avec une offre existante.",
)
SUSPENSIONS: tuple[str, ...] = (
    "L'action est suspendue dans l'attente d'un nouveau porteur.",
    "L'action est suspendue le temps de revoir la convention.",
)
PARTIELLES: tuple[str, ...] = (
    "L'action s'achève sans avoir couvert toutes les communes prévues.",
    "Une partie du contenu prévu n'a pas pu être menée, faute d'intervenant.",
)
REORIENTATIONS: tuple[str, ...] = (
    "Proposition : avancer les séances au premier semestre.",
    "Proposition : mutualiser l'animation entre EPCI voisins.",
    "Proposition : remplacer la réunion plénière par deux rencontres locales.",
)
COMMENTAIRES: Mapping[str, tuple[str, ...]] = {
    "acquis_perdu": (
        "Le niveau de départ n'a pas tenu : deux partenaires se sont retirés.",
        "Recul après le départ d'une structure engagée depuis l'origine.",
    ),
    "degradation": (
        "Recul confirmé par les équipes ; une fermeture de site l'explique en partie.",
        "Baisse liée à des postes vacants une partie de l'année.",
    ),
    "stagnation": ("Pas d'évolution notable cette année.",),
    "rupture": ("Changement de mode de recueil : la série ne se compare plus à la valeur de départ.",),
    "non_disponible": (
        "Donnée demandée au partenaire, pas encore transmise.",
        "Le logiciel ne permet pas encore d'extraire ce nombre.",
    ),
    "enquete": ("L'enquête n'a pas été conduite, faute de budget.",),
    "sans_objet": ("L'action n'est pas ouverte cette année.",),
    "estime": ("Estimation à partir des feuilles d'émargement disponibles.",),
    "provisoire": ("Valeur provisoire, arrêtée au 30 novembre.",),
    "premiere_annee": ("Année partielle : le contrat a démarré en cours d'année.",),
    "depassement": ("Résultat supérieur à ce qui était visé, grâce à une demande soutenue.",),
}
"""Commentaires d'une valeur, par accident."""

DESCRIPTIONS: tuple[str, ...] = (
    "Structures associatives, services municipaux et professionnels libéraux.",
    "Rencontres de travail, ateliers et temps d'information au public.",
    "Représentants des collectivités, de l'hôpital, du secteur social et des usagers.",
    "Liens plus réguliers entre les équipes ; besoins mieux connus de part et d'autre.",
    "Travail en petits groupes, apprécié des participants ; reste à toucher les plus éloignés.",
)
"""Réponses aux indicateurs en texte."""


def theme_de(intitule: str) -> Theme:
    """Rend le thème que désignent les mots d'un intitulé ; à défaut, le thème général.

    Examples
    --------
    >>> theme_de("Agir sur l'environnement pour une meilleure prévention du tabac") is THEMES["addictions"]
    True
    >>> theme_de("Autre chose") is THEMES["general"]
    True
    """
    lu = intitule.casefold()
    rangs = ((min((lu.find(m) for m in t.mots if m in lu), default=len(lu) + 1), t) for t in THEMES.values())
    return min(rangs, key=lambda r: r[0])[1] if any(m in lu for t in THEMES.values() for m in t.mots) else _GENERAL


_GENERAL = THEMES["general"]


def choisir(phrases: Sequence[str], tirage: Random) -> str:
    """Tire une phrase."""
    return phrases[tirage.randrange(len(phrases))]
