"""Nombres tapés à la française : la table de ce qui est lu, compris comme un état, ou refusé."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaltools.domaine.lexique import EtatValeur, Qualite
from evaltools.domaine.nombres import (
    EtatLu,
    NombreLu,
    NombreRefuse,
    Note,
    Refus,
    arrondir,
    centupler,
    ecrire_nombre,
    est_en_euros,
    est_en_pourcent,
    lire_nombre,
    nettoyer,
    plier,
)

LUS = [
    ("12", "", 12.0),
    ("0", "", 0.0),
    ("zéro", "", 0.0),
    (" 45 ", "", 45.0),
    ("007", "", 7.0),
    ("12,5", "", 12.5),
    ("12.5", "", 12.5),
    (",5", "", 0.5),
    ("0,125", "", 0.125),
    ("1234,567", "", 1234.567),
    ("1,2345", "", 1.2345),
    ("1234,5", "", 1234.5),
    ("1 234,5", "", 1234.5),
    ("1\u00a0234,5", "", 1234.5),
    ("1\u202f234,5", "", 1234.5),
    ("1\u2009234\u2009567", "", 1_234_567.0),
    ("1 234.567", "", 1234.567),
    ("1.234,5", "", 1234.5),
    ("1,234.5", "", 1234.5),
    ("1.234.567", "", 1_234_567.0),
    ("1,234,567", "", 1_234_567.0),
    ("1.234.567,8", "", 1_234_567.8),
    ("1'234'567", "", 1_234_567.0),
    ("1’234,5", "", 1234.5),
    ("-12", "", -12.0),
    ("−12", "", -12.0),
    ("- 12", "", -12.0),
    ("+12", "", 12.0),
    ("1E3", "", 1000.0),
    ("1,5e2", "", 150.0),
    ("\u200b12\ufeff", "", 12.0),
    ("45 %", "%", 45.0),
    ("45%", "%", 45.0),
    ("45,5\u202f%", "%", 45.5),
    ("45", "%", 45.0),
    ("12 %", "note ou % (non précisé)", 12.0),
    ("3 ‰", "‰", 3.0),
    ("1 200 €", "€", 1200.0),
    ("1 200 euros", "€", 1200.0),
    ("1 200 €", "euros par an", 1200.0),
]


@pytest.mark.parametrize(("texte", "unite", "attendu"), LUS, ids=range(len(LUS)))
def test_nombres_lus(texte: str, unite: str, attendu: float) -> None:
    assert lire_nombre(texte, unite) == NombreLu(attendu)


AVEC_NOTE = [
    ("12 k€", 12_000.0, Note.MILLIERS_D_EUROS),
    ("12,5 K€", 12_500.0, Note.MILLIERS_D_EUROS),
    ("3 keuros", 3_000.0, Note.MILLIERS_D_EUROS),
    ("1,2 M€", 1_200_000.0, Note.MILLIONS_D_EUROS),
]


@pytest.mark.parametrize(("texte", "attendu", "note"), AVEC_NOTE, ids=range(len(AVEC_NOTE)))
def test_milliers_d_euros(texte: str, attendu: float, note: Note) -> None:
    assert lire_nombre(texte, "€") == NombreLu(attendu, note)


ETATS = [
    ("n.d.", EtatLu(EtatValeur.NON_DISPONIBLE)),
    ("N.D", EtatLu(EtatValeur.NON_DISPONIBLE)),
    ("Non disponible", EtatLu(EtatValeur.NON_DISPONIBLE)),
    ("données non disponibles", EtatLu(EtatValeur.NON_DISPONIBLE)),
    ("NC", EtatLu(EtatValeur.NON_DISPONIBLE, note=Note.SIGLE_INTERPRETE)),
    ("N.C.", EtatLu(EtatValeur.NON_DISPONIBLE, note=Note.SIGLE_INTERPRETE)),
    ("en attente", EtatLu(EtatValeur.NON_DISPONIBLE, note=Note.SIGLE_INTERPRETE)),
    ("sans objet", EtatLu(EtatValeur.SANS_OBJET)),
    ("S/O", EtatLu(EtatValeur.SANS_OBJET)),
    ("non concernée", EtatLu(EtatValeur.SANS_OBJET)),
    ("Enquête non réalisée", EtatLu(EtatValeur.ENQUETE_NON_REALISEE)),
    ("pas d'enquête", EtatLu(EtatValeur.ENQUETE_NON_REALISEE)),
    ("NR", EtatLu(EtatValeur.NON_RENSEIGNE)),
    ("secret statistique", EtatLu(EtatValeur.RENSEIGNE, Qualite.SECRET)),
    ("< 5", EtatLu(EtatValeur.RENSEIGNE, Qualite.SECRET, 5.0)),
    ("<11", EtatLu(EtatValeur.RENSEIGNE, Qualite.SECRET, 11.0)),
    ("≤ 5", EtatLu(EtatValeur.RENSEIGNE, Qualite.SECRET, 5.0)),
    ("inférieur à 5", EtatLu(EtatValeur.RENSEIGNE, Qualite.SECRET, 5.0)),
    ("Moins de 11", EtatLu(EtatValeur.RENSEIGNE, Qualite.SECRET, 11.0)),
]


@pytest.mark.parametrize(("texte", "attendu"), ETATS, ids=range(len(ETATS)))
def test_etats_ecrits_a_la_place_du_nombre(texte: str, attendu: EtatLu) -> None:
    assert lire_nombre(texte) == attendu


REFUSES = [
    ("12 pers", "", Refus.TEXTE_AVEC_NOMBRE, "12"),
    ("12 personnes", "personnes", Refus.TEXTE_AVEC_NOMBRE, "12"),
    ("1 234 habitants", "", Refus.TEXTE_AVEC_NOMBRE, "1234"),
    ("12,5 h", "", Refus.TEXTE_AVEC_NOMBRE, "12,5"),
    ("12 k", "", Refus.TEXTE_AVEC_NOMBRE, "12"),
    ("beaucoup", "", Refus.PAS_UN_NOMBRE, ""),
    ("deux", "", Refus.PAS_UN_NOMBRE, ""),
    ("12 filles et 3 garçons", "", Refus.PAS_UN_NOMBRE, ""),
    ("1,234", "", Refus.SEPARATEUR_AMBIGU, "1234 ou 1,234"),
    ("1.234", "", Refus.SEPARATEUR_AMBIGU, "1234 ou 1,234"),
    ("12.345", "", Refus.SEPARATEUR_AMBIGU, "12345 ou 12,345"),
    ("12 34", "", Refus.SEPARATEUR_AMBIGU, ""),
    ("1,2,3", "", Refus.SEPARATEUR_AMBIGU, ""),
    ("néant", "", Refus.ETAT_AMBIGU, ""),
    ("-", "", Refus.ETAT_AMBIGU, ""),
    ("—", "", Refus.PAS_UN_NOMBRE, ""),
    ("?", "", Refus.ETAT_AMBIGU, ""),
    ("aucune", "", Refus.ETAT_AMBIGU, ""),
    ("N/A", "", Refus.ETAT_AMBIGU, ""),
    ("oui", "", Refus.VRAI_FAUX, ""),
    ("VRAI", "", Refus.VRAI_FAUX, ""),
    ("12/15", "", Refus.CALCUL, ""),
    ("3+4", "", Refus.CALCUL, ""),
    ("=3+4", "", Refus.CALCUL, ""),
    ("2 x 3", "", Refus.CALCUL, ""),
    ("12/05/2026", "", Refus.DATE, ""),
    ("12-05-2026", "", Refus.DATE, ""),
    ("2026-05-12", "", Refus.DATE, ""),
    ("1er mars 2024", "", Refus.DATE, ""),
    ("déc. 2024", "", Refus.DATE, ""),
    ("12.05.2026", "", Refus.DATE, ""),
    ("~120", "", Refus.APPROXIMATION, "120"),
    ("environ 1 200", "", Refus.APPROXIMATION, "1200"),
    ("120 environ", "", Refus.APPROXIMATION, "120"),
    ("quelques 30", "", Refus.APPROXIMATION, "30"),
    ("10-12", "", Refus.INTERVALLE, ""),
    ("10 à 12", "", Refus.INTERVALLE, ""),
    ("entre 10 et 12", "", Refus.INTERVALLE, ""),
    ("> 5", "", Refus.BORNE, ""),
    ("plus de 30", "", Refus.BORNE, ""),
    ("30 et plus", "", Refus.BORNE, ""),
    ("45 %", "personnes", Refus.UNITE_CONTRAIRE, ""),
    ("45 ‰", "%", Refus.UNITE_CONTRAIRE, ""),
    ("1 200 €", "personnes", Refus.UNITE_CONTRAIRE, ""),
    ("12 k€", "personnes", Refus.UNITE_CONTRAIRE, ""),
    ("1E400", "", Refus.HORS_LIMITES, ""),
    ("=cmd|'/C calc'!A0", "", Refus.CALCUL, ""),
]


@pytest.mark.parametrize(("texte", "unite", "refus", "suggestion"), REFUSES, ids=range(len(REFUSES)))
def test_textes_refuses(texte: str, unite: str, refus: Refus, suggestion: str) -> None:
    assert lire_nombre(texte, unite) == NombreRefuse(refus, suggestion)


def test_arrondir_comme_un_tableur() -> None:
    assert [arrondir(x) for x in (0.5, 1.5, 2.5, -2.5, 2.4999)] == [1.0, 2.0, 3.0, -3.0, 2.0]
    assert arrondir(2.675, 2) == 2.68
    assert arrondir(1.005, 2) == 1.01
    assert arrondir(1234.0, -2) == 1200.0
    assert arrondir(None) is None
    assert arrondir(1e300) == 1e300


def test_ecrire_nombre() -> None:
    assert ecrire_nombre(1234567.5) == "1\u202f234\u202f567,5"
    assert ecrire_nombre(-0.0) == "0"
    assert ecrire_nombre(100) == "100"
    assert ecrire_nombre(1e20) == "100" + "\u202f000" * 6
    assert ecrire_nombre(0.1 + 0.2) == "0,3"
    assert ecrire_nombre(2.5, 0) == "3"


def test_unites() -> None:
    assert [est_en_pourcent(u) for u in ("%", " % ", "pourcentage", "personnes", "")] == [
        True,
        True,
        True,
        False,
        False,
    ]
    assert [est_en_euros(u) for u in ("€", "k€", "euro", "EUR", "européens", "")] == [
        True,
        True,
        True,
        True,
        False,
        False,
    ]


def test_nettoyer_et_plier() -> None:
    assert nettoyer("a\u00a0\u202f b\u200b\n") == "a b"
    assert plier("Cœur-Avesnois") == "coeur avesnois"
    assert plier("« État » :") == "etat"


@given(st.text())
def test_aucun_texte_ne_fait_echouer_la_lecture(texte: str) -> None:
    assert isinstance(lire_nombre(texte, "%"), NombreLu | EtatLu | NombreRefuse)


@given(st.decimals(-(10**9), 10**9, places=4))
def test_relit_ce_qu_on_ecrit_en_francais(valeur: object) -> None:
    nombre = float(valeur)  # type: ignore[arg-type]
    lu = lire_nombre(ecrire_nombre(nombre))
    ambigu = lu == NombreRefuse(Refus.SEPARATEUR_AMBIGU, getattr(lu, "suggestion", ""))
    assert lu == NombreLu(nombre) or (ambigu and len(ecrire_nombre(nombre).partition(",")[2]) == 3)


@given(st.integers(-(10**9), 10**9), st.sampled_from(["\u202f", "\u00a0", " ", "’", "'"]))
def test_relit_les_milliers(valeur: int, espace: str) -> None:
    assert lire_nombre(f"{valeur:,}".replace(",", espace)) == NombreLu(float(valeur))


@given(st.floats(allow_nan=False, allow_infinity=False), st.integers(0, 6))
def test_arrondir_ne_s_ecarte_pas_de_plus_d_une_demi_unite(valeur: float, decimales: int) -> None:
    arrondi = arrondir(valeur, decimales)
    assert arrondi is not None
    assert math.isclose(arrondi, valeur, rel_tol=1e-9, abs_tol=0.5 * 10**-decimales * (1 + 1e-9))


@given(st.floats(-1e12, 1e12))
def test_centupler_est_exact(valeur: float) -> None:
    assert math.isclose(centupler(valeur), valeur * 100, rel_tol=1e-12, abs_tol=1e-300)
