"""Les contrôles du domaine sur une valeur, et l'état qu'on en conclut."""

from __future__ import annotations

import pytest

from evaltools.domaine.coherence import (
    Genre,
    conclure_etat,
    douter_de_la_valeur,
    douter_du_rapport,
    genre_de_valeur,
)
from evaltools.domaine.lexique import EtatValeur, Nature

RE, NR, ND, SO, EN = (
    EtatValeur.RENSEIGNE, EtatValeur.NON_RENSEIGNE, EtatValeur.NON_DISPONIBLE, EtatValeur.SANS_OBJET,
    EtatValeur.ENQUETE_NON_REALISEE,
)  # fmt: skip


@pytest.mark.parametrize(
    ("nature", "unite", "libelle", "attendu"),
    [
        (Nature.NOMBRE, "personnes", "Nombre de personnes", Genre.COMPTE),
        (Nature.NOMBRE, "ETP", "Temps dégagé", Genre.NOMBRE),
        (Nature.NOMBRE, "réunions/an", "Nombre de réunions", Genre.NOMBRE),
        (Nature.NOMBRE, "jours", "Délai moyen", Genre.NOMBRE),
        (Nature.NOMBRE, "notes", "Écart entre les deux mesures", Genre.SIGNE),
        (Nature.ETAPES, "étapes", "Étapes franchies", Genre.COMPTE),
        (Nature.TAUX, "%", "Taux de départ", Genre.TAUX),
        (Nature.TAUX, "%", "Évolution annuelle du taux de repérage", Genre.SIGNE),
        (Nature.TAUX, "%", "Taux d'augmentation du nombre de maîtres de stage", Genre.SIGNE),
        (Nature.NOMBRE, "points", "Diminution des problèmes comportementaux", Genre.SIGNE),
        (Nature.NOMBRE, "personnes", "Nombre de personnes formées à la réduction des risques", Genre.COMPTE),
        (Nature.TAUX, "pour 1 000", "Taux de recours", Genre.NOMBRE),
        (Nature.MONTANT, "€", "Dépenses", Genre.MONTANT),
        (Nature.DUREE, "jours", "Délai", Genre.NOMBRE),
        (Nature.JALON, "", "Signature", Genre.JALON),
        (Nature.TEXTE, "", "Évolution des pratiques", Genre.TEXTE),
    ],
    ids=range(16),
)
def test_genres(nature: Nature, unite: str, libelle: str, attendu: Genre) -> None:
    assert genre_de_valeur(nature, unite, libelle) is attendu


@pytest.mark.parametrize(
    ("valeur", "genre", "codes"),
    [
        (0, Genre.COMPTE, []),
        (12, Genre.COMPTE, []),
        (-1, Genre.COMPTE, ["VAL-21"]),
        (2.5, Genre.COMPTE, ["VAL-23"]),
        (43_830, Genre.COMPTE, []),
        (43_831, Genre.COMPTE, ["VAL-24"]),
        (51_500, Genre.COMPTE, ["VAL-24"]),
        (51_501, Genre.COMPTE, []),
        (46_154, Genre.MONTANT, []),
        (0, Genre.TAUX, []),
        (100, Genre.TAUX, []),
        (100.1, Genre.TAUX, ["VAL-22"]),
        (-0.1, Genre.TAUX, ["VAL-22"]),
        (-5, Genre.SIGNE, []),
        (250, Genre.SIGNE, []),
        (-5, Genre.MONTANT, ["VAL-21"]),
    ],
    ids=range(16),
)
def test_bornes(valeur: float, genre: Genre, codes: list[str]) -> None:
    assert [d.code for d in douter_de_la_valeur(valeur, genre)] == codes


@pytest.mark.parametrize(
    ("valeur", "num", "den", "codes"),
    [
        (None, None, None, []),
        (75, 45, 60, []),
        (75.4, 45, 60, []),
        (76, 45, 60, ["VAL-20"]),
        (0.75, 45, 60, []),
        (None, 45, 60, []),
        (None, 0, 0, []),
        (None, 61, 60, ["VAL-18"]),
        (None, 60, 60, []),
        (None, 5, None, ["VAL-19"]),
        (None, None, 5, ["VAL-19"]),
        (None, -5, 60, ["VAL-21"]),
        (None, -5, -6, ["VAL-21", "VAL-21"]),
    ],
    ids=range(13),
)
def test_rapports(valeur: float | None, num: float | None, den: float | None, codes: list[str]) -> None:
    assert [d.code for d in douter_du_rapport(valeur, num, den, "%", Genre.TAUX)] == codes


def test_hors_taux_le_numerateur_peut_depasser() -> None:
    assert list(douter_du_rapport(2.0, 120, 60, "patients par médecin", Genre.NOMBRE)) == []


@pytest.mark.parametrize(
    ("valeur", "ecrit", "declare", "attendu"),
    [
        (False, None, None, (NR, "")),
        (True, None, None, (RE, "")),
        (True, None, RE, (RE, "")),
        (True, None, ND, (NR, "VAL-14")),
        (True, None, NR, (NR, "VAL-14")),
        (False, None, ND, (ND, "")),
        (False, None, SO, (SO, "")),
        (False, None, EN, (EN, "")),
        (False, None, NR, (NR, "")),
        (False, None, RE, (NR, "VAL-15")),
        (False, ND, None, (ND, "")),
        (False, ND, ND, (ND, "")),
        (False, ND, SO, (NR, "VAL-14")),
        (False, ND, RE, (NR, "VAL-14")),
        (True, ND, None, (NR, "VAL-14")),
    ],
    ids=range(15),
)
def test_les_cinq_etats_ne_se_confondent_jamais(
    valeur: bool, ecrit: EtatValeur | None, declare: EtatValeur | None, attendu: tuple[EtatValeur, str]
) -> None:
    assert conclure_etat(valeur, ecrit, declare) == attendu
