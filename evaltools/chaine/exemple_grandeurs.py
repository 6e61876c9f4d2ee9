"""Ordres de grandeur des données d'exemple : ce qu'un territoire de cette taille compte vraisemblablement en un an.

Les ordres se lisent dans les mots de l'unité et du libellé ; ce qui touche des habitants suit la population.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random

from evaltools.domaine.lexique import Maille, Nature, Sens
from evaltools.domaine.programme import Indicateur, Programme

POPULATION_PAR_DEFAUT = 40_000
"""Population prêtée à un EPCI dont le programme ne donne pas la population."""


@dataclass(frozen=True, slots=True)
class Ordre:
    """Un ordre de grandeur : combien par an, ou pour mille habitants ; ``stock`` : combien à terme."""

    mots: tuple[str, ...]
    par_an: float = 0.0
    pour_mille: float = 0.0
    stock: float = 0.0


ORDRES_DU_LIBELLE: tuple[Ordre, ...] = (
    Ordre(("personnes touchées", "personnes pratiquant"), pour_mille=40.0),
    Ordre(("pages mises en ligne",), 12),
    Ordre(("personnes accompagnées", "ayant décidé", "déclarant avoir"), pour_mille=0.4),
)
"""Ordres que le libellé précise quand l'unité (« personnes ») ne suffit pas."""

ORDRES: tuple[Ordre, ...] = (
    Ordre(("pages", "connexion", "connection", "lecteur"), pour_mille=9.0),
    Ordre(("followers", "mentions"), pour_mille=3.0),
    Ordre(("clics",), pour_mille=2.5),
    Ordre(("téléchargement",), pour_mille=0.6),
    Ordre(("envois", "exemplaire"), pour_mille=5.0),
    Ordre(("cpts", "msp", "centres de santé", "start-up", "installation", "transférée", "transférés"), 1.0, stock=4),
    Ordre(("abri",), 1, stock=6),
    Ordre(("communes",), 6, stock=30),
    Ordre(("bâtiment", "zone", "groupes", "label"), 3, stock=12),
    Ordre(("prescription",), pour_mille=0.9),
    Ordre(("file active", "patients"), pour_mille=4.0),
    Ordre(("médecin", "internes", "accueillant", "etp"), pour_mille=0.06, stock=9),
    Ordre(("professionnel", "intervenant", "personnes-relais", "employé", "opérateurs"), pour_mille=0.2, stock=18),
    Ordre(("collégien", "élève"), pour_mille=2.0),
    Ordre(("jeune", "étudiant"), pour_mille=0.5),
    Ordre(("assuré", "usager", "personnes", "participant", "habitants"), pour_mille=0.8),
    Ordre(("réunion", "rencontre", "analyses", "séance", "comptes rendus"), 6),
    Ordre(("communiqué", "article", "reportage", "passages", "message", "campagne"), 12),
    Ordre(("support", "dossier", "documents"), 24, stock=8),
    Ordre(("certificat",), 5, stock=14),
    Ordre(("classe", "stage", "accueil", "activité", "atelier", "session", "action", "formation"), 10, stock=9),
    Ordre(("sollicitation", "demande", "proposition", "rendez-vous", "retours", "commentaire"), 15),
    Ordre(("partenaire", "structure", "établissement", "entreprise", "médias", "dispositif", "lieux"), 7, stock=16),
    Ordre(("km", "kilomètre"), 9, stock=60),
    Ordre(("m²",), 12, stock=14),
)
_AUTRE = Ordre((), 6, stock=10)


def ordre_de(indicateur: Indicateur) -> Ordre:
    """Rend l'ordre de grandeur dont les mots figurent dans le libellé, dans l'unité, ou ailleurs dans le libellé."""
    libelle, unite = indicateur.libelle.casefold(), indicateur.unite.casefold()
    for texte, ordres in ((libelle, ORDRES_DU_LIBELLE), (unite, ORDRES), (libelle, ORDRES)):
        for ordre in ordres:
            if any(mot in texte for mot in ordre.mots):
                return ordre
    return _AUTRE


def parts(programme: Programme) -> Mapping[str, float]:
    """Rend la part de chaque EPCI dans la population du programme (somme 1), par SIREN."""
    populations = {t.siren: t.population or POPULATION_PAR_DEFAUT for t in programme.territoires}
    total = sum(populations.values())
    return {siren: population / total for siren, population in populations.items()}


def population(programme: Programme) -> int:
    """Rend la population du programme entier."""
    return sum(t.population or POPULATION_PAR_DEFAUT for t in programme.territoires) or POPULATION_PAR_DEFAUT


def niveau_annuel(programme: Programme, indicateur: Indicateur, tirage: Random) -> float:
    """Rend ce que l'ensemble du territoire compte en une année pleine, pour une quantité."""
    ordre = ordre_de(indicateur)
    base = ordre.pour_mille * population(programme) / 1000 if ordre.pour_mille else ordre.par_an
    if not ordre.pour_mille and indicateur.maille is Maille.EPCI:
        base *= max(1.0, len(programme.territoires) / 2)
    return max(1.0, base * tirage.uniform(0.75, 1.3))


def niveau_a_terme(programme: Programme, indicateur: Indicateur, tirage: Random) -> float:
    """Rend le niveau visé d'un état à date (partenaires, sites ouverts, file active)."""
    ordre = ordre_de(indicateur)
    if indicateur.nature in (Nature.TAUX, Nature.ECHELLE):
        return niveau_annuel(programme, indicateur, tirage)
    base = ordre.stock or (ordre.pour_mille * population(programme) / 1000 if ordre.pour_mille else 10.0)
    if ordre.stock and indicateur.maille is Maille.EPCI:
        base *= max(1.0, len(programme.territoires) / 2)
    return max(3.0, base * tirage.uniform(0.8, 1.25))


def depart_et_cible(indicateur: Indicateur, sens: Sens, tirage: Random) -> tuple[float, float]:
    """Rend une valeur de départ et une cible vraisemblables pour un taux, une durée ou une moyenne."""
    libelle, unite = indicateur.libelle.casefold(), indicateur.unite.casefold()
    if "minute" in unite:
        return _ecart(sens, 21.0, 17.0, tirage)
    if "jour" in unite:
        return _ecart(sens, 12.0, 5.0, tirage)
    if "ppm" in unite or "co-testeur" in libelle:
        return _ecart(sens, 6.0, 3.0, tirage)
    if any(mot in libelle for mot in ("augmentation du nombre", "augmentation des terrains")):
        return 0.0, float(tirage.randrange(30, 61, 10))
    if "supplémentaire" in libelle or "temps médical" in libelle:
        return 0.0, float(tirage.randrange(5, 11))
    if "satisfaction" in libelle or "satisfaction" in unite:
        return _ecart(sens, 72.0, 85.0, tirage)
    if sens is Sens.BAISSE:
        return _ecart(sens, 24.0, 16.0, tirage)
    return _ecart(sens, tirage.uniform(35, 52), tirage.uniform(65, 80), tirage)


def _ecart(sens: Sens, depart: float, cible: float, tirage: Random) -> tuple[float, float]:
    decalage = tirage.uniform(-0.06, 0.06) * depart
    bas, haut = sorted((round(depart + decalage, 1), round(cible + decalage, 1)))
    return (haut, bas) if sens is Sens.BAISSE else (bas, haut)
