"""Ce qu'un pilote saisit : nombres typés, jalons, dates, états, qualités."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaltools.domaine.lexique import EtatValeur, Qualite
from evaltools.domaine.nombres import EtatLu, NombreLu, NombreRefuse, Refus
from evaltools.domaine.saisies import JalonLu, Saisie, lire_date, lire_etat, lire_jalon, lire_qualite, lire_valeur

MIDI = datetime.combine(date(2026, 5, 12), time(12))


@pytest.mark.parametrize(
    ("saisie", "unite", "pourcent", "attendu"),
    [
        (12, "personnes", False, NombreLu(12.0)),
        (0.45, "%", True, NombreLu(45.0)),
        (0.07, "%", True, NombreLu(7.0)),
        (45, "%", False, NombreLu(45.0)),
        ("45 %", "%", False, NombreLu(45.0)),
        ("0,5 %", "%", False, NombreLu(0.5)),
        (0, "%", False, NombreLu(0.0)),
        (1.5, "%", False, NombreLu(1.5)),
        (0.45, "%", False, NombreRefuse(Refus.POURCENTAGE_AMBIGU, "45 % ou 0,45 %")),
        ("0,45", "%", False, NombreRefuse(Refus.POURCENTAGE_AMBIGU, "45 % ou 0,45 %")),
        (1, "%", False, NombreRefuse(Refus.POURCENTAGE_AMBIGU, "100 % ou 1 %")),
        (0.45, "personnes", True, NombreRefuse(Refus.UNITE_CONTRAIRE)),
        (0.45, "note ou % (non précisé)", True, NombreLu(45.0)),
        (True, "", False, NombreRefuse(Refus.VRAI_FAUX)),
        (date(2026, 5, 12), "", False, NombreRefuse(Refus.DATE)),
        (MIDI, "", False, NombreRefuse(Refus.DATE)),
        (time(12), "", False, NombreRefuse(Refus.DATE)),
        ("n.d.", "%", False, EtatLu(EtatValeur.NON_DISPONIBLE)),
    ],
    ids=range(18),
)
def test_valeurs(saisie: Saisie, unite: str, pourcent: bool, attendu: object) -> None:
    assert lire_valeur(saisie, unite, pourcent=pourcent) == attendu


def test_un_taux_ambigu_est_admis_si_les_termes_sont_donnes() -> None:
    assert lire_valeur(0.45, "%", termes=True) == NombreLu(0.45)


@pytest.mark.parametrize(
    ("saisie", "attendu"),
    [
        ("Oui", JalonLu(True)),
        ("✓", JalonLu(True)),
        (True, JalonLu(True)),
        (1, JalonLu(True)),
        ("réalisée", JalonLu(True)),
        ("non", JalonLu(False)),
        ("pas encore", JalonLu(False)),
        (0, JalonLu(False)),
        ("12/03/2026", JalonLu(True, date(2026, 3, 12))),
        (date(2026, 3, 12), JalonLu(True, date(2026, 3, 12))),
        (MIDI, JalonLu(True, date(2026, 5, 12))),
        ("sans objet", EtatLu(EtatValeur.SANS_OBJET)),
        ("en cours", NombreRefuse(Refus.PAS_UN_NOMBRE)),
        ("mai 2026", NombreRefuse(Refus.PAS_UN_NOMBRE)),
        ("< 5", NombreRefuse(Refus.PAS_UN_NOMBRE)),
        (12, NombreRefuse(Refus.PAS_UN_NOMBRE)),
        (None, NombreRefuse(Refus.PAS_UN_NOMBRE)),
    ],
    ids=range(17),
)
def test_jalons(saisie: Saisie, attendu: object) -> None:
    assert lire_jalon(saisie) == attendu


@pytest.mark.parametrize(
    ("texte", "attendu"),
    [
        ("12/05/2026", date(2026, 5, 12)),
        ("1-2-26", date(2026, 2, 1)),
        ("12.05.2026", date(2026, 5, 12)),
        ("2026-05-12", date(2026, 5, 12)),
        ("2026-05-12 00:00:00", date(2026, 5, 12)),
        ("1er août 2026", date(2026, 8, 1)),
        ("Mardi 12 mai 2026", date(2026, 5, 12)),
        ("12 déc. 2026", date(2026, 12, 12)),
        ("31/02/2026", None),
        ("05/2026", None),
        ("mai 2026", None),
        ("12 brumaire 2026", None),
        ("bientôt", None),
        (12, None),
        (None, None),
    ],
    ids=range(15),
)
def test_dates(texte: Saisie, attendu: date | None) -> None:
    assert lire_date(texte) == attendu


@given(st.dates(date(1000, 1, 1)))
def test_relit_toute_date_ecrite_en_francais(jour: date) -> None:
    assert lire_date(f"{jour.day:02d}/{jour.month:02d}/{jour.year}") == jour
    assert lire_date(jour.isoformat()) == jour


def test_etats_et_qualites() -> None:
    assert lire_etat(" Renseignée ") is EtatValeur.RENSEIGNE
    assert lire_etat("S.O.") is EtatValeur.SANS_OBJET
    assert lire_etat("< 5") is None
    assert lire_etat("12") is None
    assert lire_qualite("Rupture de série") is Qualite.RUPTURE
    assert lire_qualite("?") is None
