"""Tout ce qu'un jugement rend, d'un bloc : ligne, motif, cible, valeur, alertes, provenance (R-31, R-32, R-48)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from evaltools.domaine.atteinte import juger
from evaltools.domaine.bareme import Bareme
from evaltools.domaine.cadrage import Cadre, Cible
from evaltools.domaine.jugement import Jugement
from evaltools.domaine.lexique import (
    Alerte,
    Cumul,
    EtatValeur,
    Motif,
    Nature,
    PeriodiciteCible,
    Qualite,
    Sens,
    Verdict,
)
from evaltools.domaine.mesures import Mesure, Serie

BAREME = Bareme()
STOCK = Cadre("X", sens=Sens.HAUSSE, cumul=Cumul.STOCK, valeur_initiale=4.0, annee_initiale=2023)
SANS_OBJET = Serie({2025: Mesure(2025, EtatValeur.SANS_OBJET)})
PROVISOIRE = Mesure(2025, valeur=6.0, qualites=frozenset({Qualite.PROVISOIRE}), cellule="F5")
PAR_AN = Cible(2, 2028, periodicite=PeriodiciteCible.ANNUELLE)
DATES: dict[str, Any] = {"debut": 2024, "fin": 2028}


def _juger(cadre: Cadre, serie: Serie, annee: int = 2025, **options: Any) -> Jugement:
    return juger(cadre, serie, annee, bareme=BAREME, **(DATES | options))


def test_sans_objet_est_la_ligne_1() -> None:
    cadre = replace(STOCK, cible_initiale=Cible(8, 2027))
    assert _juger(cadre, SANS_OBJET) == Jugement(Verdict.SANS_OBJET, Motif.SANS_OBJET, 1)


def test_un_texte_ne_se_juge_pas() -> None:
    cadre = replace(STOCK, nature=Nature.TEXTE, cible_initiale=Cible(8, 2027))
    assert _juger(cadre, Serie({2025: PROVISOIRE})) == Jugement(Verdict.NON_EVALUABLE, Motif.NATURE_NON_NOTEE, 3)


@pytest.mark.parametrize(("cible", "annee"), [(None, None), (Cible(None, 2027), 2027), (Cible(), None)])
def test_sans_cible_tout_ce_qui_est_su_se_montre(cible: Cible | None, annee: int | None) -> None:
    assert _juger(replace(STOCK, cible_initiale=cible), Serie({2025: PROVISOIRE})) == Jugement(
        Verdict.NON_EVALUABLE, Motif.PAS_DE_CIBLE, 2, valeur_initiale=4.0, annee_initiale=2023, annee_cible=annee,
        valeur=6.0, annee_valeur=2025, alertes=(Alerte.PROVISOIRE,), source=PROVISOIRE,
    )  # fmt: skip


def test_un_flux_en_baisse_le_dit() -> None:
    cadre = replace(STOCK, sens=Sens.BAISSE, cumul=Cumul.FLUX, cible_initiale=Cible(8, 2027))
    jugement = _juger(cadre, Serie.de({2024: 1, 2025: 2}))
    assert (jugement.verdict, jugement.motif, jugement.ligne) == (Verdict.NON_EVALUABLE, Motif.SENS_INCONNU, 3)
    assert jugement.alertes == (Alerte.FLUX_ET_BAISSE,)
    assert _juger(replace(cadre, cible_initiale=None), Serie.de({2024: 1, 2025: 2})).alertes == ()


def test_une_echelle_le_dit_et_sans_objet_ne_dit_rien() -> None:
    cadre = replace(STOCK, nature=Nature.ECHELLE, cible_initiale=Cible(8, 2027))
    assert _juger(cadre, Serie.de({2025: 6})).alertes == (Alerte.ECHELLE_ORDINALE,)
    assert _juger(cadre, SANS_OBJET).alertes == ()


def test_des_etapes_se_jugent_sur_celles_qui_s_appliquent() -> None:
    cadre = Cadre("X", nature=Nature.ETAPES, cible_initiale=Cible(5, 2027))
    comptees = Serie({2025: Mesure(2025, valeur=0.5, numerateur=2.0, denominateur=4.0)})
    jugement = _juger(cadre, comptees)
    assert (jugement.cible, jugement.degre_atteinte, jugement.reste_a_faire) == (1.0, 0.5, 0.5)
    sans_total = _juger(cadre, Serie.de({2025: 2}))
    assert (sans_total.cible, sans_total.degre_atteinte, sans_total.reste_a_faire) == (5, 0.4, 3)
    muettes = replace(cadre, cible_initiale=Cible(None, 2027))
    assert _juger(muettes, Serie.de({2025: 2})).motif is Motif.PAS_DE_CIBLE
    assert _juger(muettes, Serie.de({2025: 1})).verdict is Verdict.ATTEINT
    nul = Serie({2025: Mesure(2025, valeur=0.5, numerateur=2.0, denominateur=0.0)})
    assert _juger(cadre, nul).cible == 5


def test_des_etapes_partent_de_zero_et_lisent_toute_la_serie() -> None:
    cadre = Cadre("X", nature=Nature.ETAPES, annee_initiale=2025, cible_initiale=Cible(4, 2027))
    jugement = _juger(cadre, Serie.de({2025: 2}))
    assert (jugement.valeur, jugement.degre_atteinte) == (2, 0.5)


@pytest.mark.parametrize(
    ("serie", "attendu"),
    [
        (
            Serie.de({2025: 1}),
            Jugement(Verdict.PARTIELLEMENT_ATTEINT, None, None, cible=2, annee_cible=2028, valeur=1.0,
                     annee_valeur=2025, cible_atteinte="non", degre_atteinte=0.5, score=0.5, reste_a_faire=1.0,
                     source=Mesure(2025, valeur=1.0)),
        ),
        (
            Serie.de({2025: 3}),
            Jugement(Verdict.ATTEINT, None, None, cible=2, annee_cible=2028, valeur=3.0, annee_valeur=2025,
                     cible_atteinte="oui", degre_atteinte=1.5, score=1.0, reste_a_faire=-1.0,
                     source=Mesure(2025, valeur=3.0)),
        ),
        (
            Serie.de({2024: 3}),
            Jugement(Verdict.NON_EVALUABLE, Motif.PAS_DE_VALEUR, None, cible=2, annee_cible=2028,
                     cible_atteinte="inconnu"),
        ),
        (SANS_OBJET, Jugement(Verdict.SANS_OBJET, Motif.SANS_OBJET, 1, annee_cible=2028)),
    ],
    ids=["moitie", "atteint", "rien", "sans-objet"],
)  # fmt: skip
def test_une_annee_d_une_cible_annuelle(serie: Serie, attendu: Jugement) -> None:
    assert _juger(replace(STOCK, cumul=Cumul.FLUX, cible_initiale=PAR_AN), serie) == attendu


def test_une_cible_annuelle_sans_sens_ou_sans_valeur() -> None:
    cadre = replace(STOCK, cible_initiale=PAR_AN, sens=None)
    assert _juger(cadre, Serie.de({2025: 3})) == Jugement(
        Verdict.NON_EVALUABLE, Motif.SENS_INCONNU, cible=2, annee_cible=2028, valeur=3.0, annee_valeur=2025,
        cible_atteinte="inconnu", reste_a_faire=-1.0, source=Mesure(2025, valeur=3.0),
    )  # fmt: skip
    assert _juger(cadre, Serie.de({2024: 3})).motif is Motif.PAS_DE_VALEUR
    assert _juger(cadre, SANS_OBJET).verdict is Verdict.SANS_OBJET
    vide = replace(STOCK, cible_initiale=replace(PAR_AN, valeur=None))
    assert _juger(vide, Serie.de({2025: 3})) == Jugement(Verdict.NON_EVALUABLE, Motif.PAS_DE_CIBLE, 2, annee_cible=2028)


def test_une_cible_annuelle_sans_echeance_prend_celle_du_contrat() -> None:
    cadre = replace(STOCK, cumul=Cumul.FLUX, cible_initiale=replace(PAR_AN, annee=None))
    serie = Serie.de(dict.fromkeys(range(2024, 2029), 2))
    assert _juger(cadre, serie, 2027).annees_applicables is None
    fin = _juger(cadre, serie, 2028)
    assert (fin.annees_atteintes, fin.annees_applicables, fin.annee_cible) == (5, 5, 2028)
    apres = _juger(cadre, Serie.de({**dict.fromkeys(range(2024, 2029), 2), 2029: 0}), 2030)
    assert (apres.annees_atteintes, apres.annees_applicables, str(apres.verdict)) == (5, 5, "Atteint")
    tot = _juger(replace(cadre, cible_initiale=replace(PAR_AN, annee=2026)), serie, 2026)
    assert (tot.annees_atteintes, tot.annees_applicables, tot.annee_cible) == (3, 3, 2026)


def test_une_annee_partielle_se_montre_sans_se_juger() -> None:
    cadre = replace(STOCK, cumul=Cumul.FLUX, cible_initiale=PAR_AN)
    jugement = _juger(cadre, Serie.de({2024: 2}), 2024, partielles=frozenset({2024}))
    assert jugement == Jugement(
        Verdict.NON_EVALUABLE, Motif.ANNEE_PARTIELLE, None, cible=2, annee_cible=2028, valeur=2.0, annee_valeur=2024,
        cible_atteinte="oui", reste_a_faire=0.0, alertes=(Alerte.ANNEE_PARTIELLE,), source=Mesure(2024, valeur=2.0),
    )  # fmt: skip
    vide = replace(cadre, cible_initiale=replace(PAR_AN, valeur=None))
    assert _juger(vide, Serie.de({2024: 2}), 2024, partielles=frozenset({2024})) == Jugement(
        Verdict.NON_EVALUABLE, Motif.ANNEE_PARTIELLE, 3, cible_atteinte="inconnu", annee_cible=2028,
        alertes=(Alerte.ANNEE_PARTIELLE,),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("serie", "partielles", "attendu"),
    [
        ({2024: 2, 2025: 1, 2026: None}, (),
         ("Partiellement atteint", None, 1, 3, 1 / 3, "non", (Alerte.CUMUL_INCOMPLET,))),
        ({2024: 2, 2025: 2, 2026: 4}, (), ("Atteint", None, 3, 3, 1.0, "oui", ())),
        ({2024: 0, 2025: 1, 2026: 1}, (), ("Non atteint", None, 0, 3, 0.0, "non", ())),
        ({2024: 0, 2025: 2, 2026: 2}, (2024,), ("Atteint", None, 2, 2, 1.0, "oui", ())),
        ({2024: None, 2025: None, 2026: None}, (), ("Non évaluable", "PAS_DE_VALEUR", None, None, None, "inconnu", ())),
    ],
    ids=range(5),
)  # fmt: skip
def test_le_contrat_d_une_cible_annuelle(
    serie: dict[int, float | None], partielles: tuple[int, ...], attendu: tuple[Any, ...]
) -> None:
    cadre = replace(STOCK, cumul=Cumul.FLUX, cible_initiale=replace(PAR_AN, annee=2026))
    j = _juger(cadre, Serie.de(serie), 2026, partielles=frozenset(partielles))
    motif = None if j.motif is None else str(j.motif)
    vu = (str(j.verdict), motif, j.annees_atteintes, j.annees_applicables, j.degre_atteinte, j.cible_atteinte)
    assert (*vu, j.alertes) == attendu
    assert j.score == j.degre_atteinte
    assert j.annee_cible == 2026


def test_un_contrat_tout_sans_objet_ou_sans_annee_a_juger() -> None:
    cadre = replace(STOCK, cumul=Cumul.FLUX, cible_initiale=replace(PAR_AN, annee=2025))
    tout = Serie({an: Mesure(an, EtatValeur.SANS_OBJET) for an in (2024, 2025)})
    assert _juger(cadre, tout) == Jugement(Verdict.SANS_OBJET, Motif.SANS_OBJET, 1, annee_cible=2025)
    partielles = frozenset({2024, 2025})
    assert _juger(cadre, Serie.de({2025: 3}), partielles=partielles) == Jugement(
        Verdict.NON_EVALUABLE, Motif.ANNEE_PARTIELLE, 3, cible_atteinte="inconnu", annee_cible=2025
    )
    sans_valeur = replace(cadre, cible_initiale=Cible(None, 2025, periodicite=PeriodiciteCible.ANNUELLE))
    assert _juger(sans_valeur, Serie.de({2025: 3})) == Jugement(
        Verdict.NON_EVALUABLE, Motif.PAS_DE_CIBLE, 2, annee_cible=2025
    )


@pytest.mark.parametrize(
    ("cible", "serie", "annee", "attendu"),
    [
        (Cible(None, 2026), {2025: 1}, 2025, ("Atteint", None, 2026, 2025, "oui", 1.0, 1.0, 0.0, ())),
        (Cible(None, 2024), {2024: 0, 2025: 1}, 2025, ("Atteint", "EN_RETARD", 2024, 2025, "oui", 1.0, 1.0, 0.0, ())),
        (Cible(None, 2026), {2025: 0}, 2025, ("Non échu", "NON_ECHU", 2026, 2025, "non", 0.0, None, 1.0, ())),
        (Cible(None, 2026), {}, 2025, ("Non échu", "NON_ECHU", 2026, None, "inconnu", None, None, None, ())),
        (Cible(None, 2025), {2025: 0}, 2025, ("Non atteint", "STAGNATION", 2025, 2025, "non", 0.0, 0.0, 1.0, ())),
        (Cible(None, 2025), {}, 2025, ("Non évaluable", "PAS_DE_VALEUR", 2025, None, "inconnu", None, None, None, ())),
        (Cible(1, None), {2025: 0}, 2025,
         ("Non échu", "NON_ECHU", 2028, 2025, "non", 0.0, None, 1.0, (Alerte.ECHEANCE_SUPPOSEE,))),
    ],
    ids=range(7),
)  # fmt: skip
def test_un_jalon(cible: Cible, serie: dict[int, float | None], annee: int, attendu: tuple[Any, ...]) -> None:
    j = _juger(Cadre("X", nature=Nature.JALON, cible_initiale=cible), Serie.de(serie), annee)
    vu = (
        str(j.verdict), None if j.motif is None else str(j.motif), j.annee_cible, j.annee_valeur, j.cible_atteinte,
        j.degre_atteinte, j.score, j.reste_a_faire, j.alertes,
    )  # fmt: skip
    assert vu == attendu
    assert (j.cible, j.ligne) == (1.0, None)


def test_un_jalon_abandonne_reste_au_denominateur() -> None:
    cadre = Cadre("X", nature=Nature.JALON, cible_initiale=Cible(None, 2027))
    j = _juger(cadre, Serie({}, abandon=2025))
    assert j == Jugement(
        Verdict.NON_ATTEINT, Motif.ABANDONNE, cible=1.0, annee_cible=2027, cible_atteinte="non", degre_atteinte=0.0,
        score=0.0,
    )  # fmt: skip
    assert _juger(cadre, Serie({}, abandon=2026)).verdict is Verdict.NON_ECHU
    sans_date = juger(replace(cadre, cible_initiale=Cible(1)), Serie.de({2025: 0}), 2025, bareme=BAREME)
    assert (sans_date.verdict, sans_date.motif, sans_date.alertes) == (
        Verdict.NON_EVALUABLE, Motif.ECHEANCE_INCONNUE, (),
    )  # fmt: skip
