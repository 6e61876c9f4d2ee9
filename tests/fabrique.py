"""Un petit programme inventé, « cls-essai », où chaque sorte d'indicateur paraît une fois. Partagé par les tests.

Deux EPCI imaginaires, deux actions : « FA 1.1 » (deux opérations, toutes les natures) et « FA 2.1 » (une opération
avec une paire prévu / réalisé et un indicateur commun).
"""

from __future__ import annotations

from datetime import date

from evaltools.domaine.lexique import Agregation, Cumul, Maille, Nature, Niveau, Sens
from evaltools.domaine.programme import (
    Action,
    Axe,
    Calendrier,
    Fiche,
    Indicateur,
    Montant,
    Operation,
    Programme,
    Territoire,
)

SUD = "111111111"
NORD = "222222222"


def indicateur(code: str, libelle: str, nature: Nature = Nature.NOMBRE, **autres: object) -> Indicateur:
    """Un indicateur de réalisation de l'action dont le code commence ``code``."""
    action = ".".join(code.partition("-")[0].split(".")[:2])
    defauts: dict[str, object] = {
        "action": action,
        "famille": "quantitatif",
        "niveau": Niveau.REALISATION,
        "unite": "",
    }
    return Indicateur(code=code, libelle=libelle, nature=nature, **(defauts | autres))  # type: ignore[arg-type]


def programme_essai() -> Programme:
    """Le programme « cls-essai », 2025-2028."""
    accueil = Operation(
        "FA 1.1.1",
        "Ouvrir un accueil",
        Fiche(calendrier=Calendrier("2025-2026", date(2025, 1, 1), date(2026, 12, 31)), publics="Habitants"),
        (
            indicateur(
                "FA 1.1.1-QT1", "Nombre de personnes accueillies", operation="FA 1.1.1", unite="personnes",
                sens=Sens.HAUSSE, cumul=Cumul.FLUX, maille=Maille.EPCI, agregation=Agregation.SOMME,
            ),
            indicateur(
                "FA 1.1.1-QT2", "Taux de personnes orientées", Nature.TAUX, operation="FA 1.1.1", unite="%",
                sens=Sens.HAUSSE, cumul=Cumul.RATIO, maille=Maille.EPCI, agregation=Agregation.RATIO_CUMULE,
            ),
            indicateur("FA 1.1.1-QT3", "Signature de la convention", Nature.JALON, operation="FA 1.1.1", unite="date"),
            indicateur("FA 1.1.1-QL1", "Nature des difficultés rencontrées", Nature.TEXTE, operation="FA 1.1.1"),
            indicateur(
                "FA 1.1.1-QL2", "Taux de satisfaction des usagers (si enquête)", Nature.TAUX, operation="FA 1.1.1",
                unite="%", si_enquete=True, cumul=Cumul.RATIO, niveau=Niveau.RESULTAT,
            ),
        ),
    )  # fmt: skip
    equipe = Operation(
        "FA 1.1.2",
        "Constituer l'équipe",
        Fiche(financement="ARS", montants=(Montant(50_000, "€ par an et par poste", "ARS"),)),
        (
            indicateur("FA 1.1.2-QT1", "Dépenses engagées", Nature.MONTANT, operation="FA 1.1.2", unite="€"),
            indicateur("FA 1.1.2-QT2", "Délai moyen de rendez-vous", Nature.DUREE, operation="FA 1.1.2", unite="jours"),
            indicateur("FA 1.1.2-QT3", "Longueur des parcours", Nature.DISTANCE, operation="FA 1.1.2", unite="km"),
            indicateur("FA 1.1.2-QT4", "Surface des locaux", Nature.SUPERFICIE, operation="FA 1.1.2", unite="m²"),
            indicateur("FA 1.1.2-QT5", "Étapes du plan franchies", Nature.ETAPES, operation="FA 1.1.2", unite="étapes"),
            indicateur("FA 1.1.2-QL1", "Qualité du partenariat", Nature.ECHELLE, operation="FA 1.1.2", unite="note"),
        ),
    )  # fmt: skip
    atelier = Operation(
        "FA 2.1.1",
        "Animer des ateliers",
        Fiche(),
        (
            indicateur(
                "FA 2.1.1-QT1", "Nombre d'ateliers prévus", operation="FA 2.1.1", unite="ateliers", paire="P1",
                role_paire="prevu",
            ),
            indicateur("FA 2.1.1-QT2", "Nombre de séances", operation="FA 2.1.1", unite="séances"),
            indicateur(
                "FA 2.1.1-QT3", "Nombre d'ateliers réalisés", operation="FA 2.1.1", unite="ateliers", paire="P1",
                role_paire="realise",
            ),
            indicateur("FA 2.1.1-QT4", "Tout autre indicateur pertinent", operation="FA 2.1.1", clause_ouverte=True),
        ),
    )  # fmt: skip
    commun = indicateur(
        "FA 2.1-QT1", "Nombre de réunions", unite="réunions", cumul=Cumul.FLUX, frequence="semestrielle"
    )
    return Programme(
        code="cls-essai",
        titre="Contrat local de santé d'essai",
        titre_court="CLS d'essai",
        type="cls",
        debut=date(2025, 1, 1),
        fin=date(2028, 12, 31),
        axes=(Axe("1", "Accéder aux soins"), Axe("2", "Prévenir")),
        objectifs=(),
        actions=(
            Action("FA 1.1", "Accueillir et orienter", "1", None, "", Fiche("Centre social"), (accueil, equipe)),
            Action("FA 2.1", "Prévenir les addictions", "2", operations=(atelier,), indicateurs_communs=(commun,)),
        ),
        territoires=(
            Territoire(SUD, "CC du Val Sud", ("Val Sud", "CCVS"), population=1_000),
            Territoire(NORD, "CC du Val Nord", ("Val Nord",), population=2_000),
        ),
    )  # fmt: skip
