"""Nombres, unités, dates : ce que le lecteur voit, à l'espace près."""

from __future__ import annotations

from datetime import date

import pytest

from evaltools.restitution import formats as f

FINE, INSECABLE = "\u202f", "\u00a0"


@pytest.mark.parametrize(
    ("valeur", "decimales", "attendu"),
    [
        (0, None, "0"),
        (-0.0, None, "0"),
        (12.0, None, "12"),
        (71.4, None, "71,4"),
        (0.25, None, "0,25"),
        (1274, None, f"1{FINE}274"),
        (431969, 0, f"431{FINE}969"),
        (2.5, 0, "3"),
        (2.675, 2, "2,68"),
        (-3.2, 1, "\u22123,2"),
        (-0.4, 0, "0"),
        (12345.678, None, f"12{FINE}346"),
        (None, None, f"n.{INSECABLE}d."),
        (float("nan"), None, f"n.{INSECABLE}d."),
    ],
)
def test_nombre(valeur: float | None, decimales: int | None, attendu: str) -> None:
    assert f.nombre(valeur, decimales) == attendu


def test_signe() -> None:
    assert [f.nombre(x, 0, signe=True) for x in (3, 0, -3)] == ["+3", "0", "\u22123"]


@pytest.mark.parametrize(
    ("part", "attendu"),
    [
        (0.0, f"0{FINE}%"),
        (1.0, f"100{FINE}%"),
        (0.545, f"55{FINE}%"),
        (1.12, f"112{FINE}%"),
        (-0.379, f"\u221238{FINE}%"),
        (0.996, f"99,6{FINE}%"),
        (0.99996, f"plus de 99,9{FINE}%"),
        (0.004, f"0,4{FINE}%"),
        (0.00001, f"moins de 0,1{FINE}%"),
        (None, f"n.{INSECABLE}d."),
    ],
)
def test_pourcentage_ne_ment_pas_sur_zero_ni_sur_cent(part: float | None, attendu: str) -> None:
    assert f.pct(part) == attendu


@pytest.mark.parametrize(
    ("valeur", "unite", "attendu"),
    [
        (0, "personnes", "0 personne"),
        (1, "personnes", "1 personne"),
        (1.9, "personnes", "1,9 personne"),
        (2, "personnes", "2 personnes"),
        (1, "professionnels de santé", "1 professionnel de santé"),
        (1, "centres de santé", "1 centre de santé"),
        (1, "réunions/an", "1 réunion par an"),
        (3, "réunions/an", "3 réunions par an"),
        (1, "travaux", "1 travail"),
        (1, "lieux relais", "1 lieu relais"),
        (1, "réseaux", "1 réseau"),
        (1, "MSP", "1 MSP"),
        (1, "mois", "1 mois"),
        (49.8, "%", "49,8 %"),
        (12, "% de répondants", "12 % de répondants"),
        (4, "note sur 5", "4 sur 5"),
        (4, "à construire", "4"),
        (4, "note ou % (non précisé)", "4"),
        (4, "", "4"),
        (None, "personnes", "n. d."),
    ],
)
def test_unite(valeur: float | None, unite: str, attendu: str) -> None:
    texte = f.avec_unite(valeur, unite)
    assert texte.replace(INSECABLE, " ").replace(FINE, " ") == attendu


def test_les_espaces_devant_une_unite_sont_insecables() -> None:
    assert f.avec_unite(12, "jours") == f"12{INSECABLE}jours"
    assert f.avec_unite(12, "%") == f"12{FINE}%"
    assert f.sur(5, 13) == f"5{INSECABLE}sur{INSECABLE}13"
    assert f.taux(5, 0) == f"n.{INSECABLE}d. (5{INSECABLE}sur{INSECABLE}0)"


def test_decimales_communes_a_une_serie() -> None:
    assert f.decimales_utiles([]) == 0
    assert f.decimales_utiles([12, 71.4]) == 1
    assert f.decimales_utiles([0.2, 0.35, None]) == 2
    assert f.decimales_utiles([123456.7]) == 0


def test_dates() -> None:
    assert f.date_longue(date(2026, 12, 31)) == f"31{INSECABLE}décembre{INSECABLE}2026"
    assert f.date_longue(date(2027, 1, 1)) == f"1ᵉʳ{INSECABLE}janvier{INSECABLE}2027"
    assert f.date_longue(date(2026, 11, 21)) == f"21{INSECABLE}novembre{INSECABLE}2026"
    assert f.date_courte(date(2026, 2, 11)) == f"11{INSECABLE}févr.{INSECABLE}2026"
    assert f.date_longue(None) == f.ABSENT
    assert f.mois_annee(date(2026, 8, 1)) == f"août{INSECABLE}2026"


def test_dates_iso_en_clair() -> None:
    assert f.en_clair("COPIL du 2027-03-12") == f"COPIL du 12{INSECABLE}mars{INSECABLE}2027"
    assert f.en_clair("lot 2027-13-45") == "lot 2027-13-45"


@pytest.mark.parametrize(
    ("jours", "attendu"),
    [(1, "1 jour"), (60, "60 jours"), (61, "2 mois"), (364, "11 mois"), (731, "2 ans"), (1582, "4 ans et 3 mois")],
)
def test_duree(jours: int, attendu: str) -> None:
    assert f.duree(jours).replace(INSECABLE, " ") == attendu


def test_poids() -> None:
    assert f.poids(482 * 1024) == f"482{INSECABLE}Ko"
    assert f.poids(3 * 1024 * 1024) == f"3,0{INSECABLE}Mo"
