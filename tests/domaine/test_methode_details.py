"""Les détails de la méthode que les cas de règle ne disent pas : périodes, qualités, cibles composées, cas mêlés."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from math import inf

import fabrique_methode as f
import pytest

from evaltools.domaine.annualisation import annualiser, conflits
from evaltools.domaine.atteinte import juger
from evaltools.domaine.bareme import Bareme
from evaltools.domaine.cadrage import Cadre, Cible
from evaltools.domaine.cibles import CibleResolue, annee_de_la_cible, resoudre
from evaltools.domaine.jugement import Contexte, Moment
from evaltools.domaine.lexique import (
    Agregation,
    Alerte,
    Cumul,
    EtatValeur,
    Motif,
    Nature,
    PeriodiciteCible,
    Qualite,
    Sens,
    TypeCible,
    Verdict,
)
from evaltools.domaine.mesures import Mesure, Serie, facteur_du_ratio, rapport
from evaltools.domaine.periodes import Genre, lire_periode
from evaltools.domaine.regroupement import cadre_d_un_epci, composer, partiel, reunir
from evaltools.domaine.situations import plan_par_defaut
from evaltools.domaine.trajectoire import distance, interpoler, parts_d_un_flux
from evaltools.domaine.verdicts import TABLE, Faits, au_moins, au_plus, trancher

B = Bareme()
SECRET, RUPTURE = Qualite.SECRET, Qualite.RUPTURE


@pytest.mark.parametrize(
    "texte", ["", "26", "2026-S3", "2026-T5", "2026-T0", "2025/2027", "2026/2025", "2026-13", "été"]
)
def test_ce_qui_n_est_pas_une_periode(texte: str) -> None:
    with pytest.raises(ValueError, match="«"):
        lire_periode(texte)


@pytest.mark.parametrize(
    ("texte", "genre", "annee", "fin"),
    [
        ("2026", Genre.ANNEE, 2026, date(2026, 12, 31)), (" 2026-s2 ", Genre.SEMESTRE, 2026, date(2026, 12, 31)),
        ("2026-T1", Genre.TRIMESTRE, 2026, date(2026, 3, 31)), ("2026-T3", Genre.TRIMESTRE, 2026, date(2026, 9, 30)),
        ("2025/2026", Genre.SCOLAIRE, 2026, date(2026, 8, 31)),
    ],
    ids=["annee", "semestre", "t1", "t3", "scolaire"],
)  # fmt: skip
def test_les_periodes_et_leur_dernier_jour(texte: str, genre: Genre, annee: int, fin: date) -> None:
    periode = lire_periode(texte)
    assert (periode.genre, periode.annee, periode.fin) == (genre, annee, fin)
    assert periode.achevee(fin)
    assert not periode.achevee(date.fromordinal(fin.toordinal() - 1))


@pytest.mark.parametrize(
    ("unite", "facteur"),
    [("%", 100), ("pourcentage", 100), ("‰", 1000), ("pour 1 000 habitants", 1000), ("par 100\u202f000", 100_000),
     ("/ 10 000", 10_000), ("réunions par an", 1), ("pour 0", 1), ("", 1)],
    ids=["pct", "mot", "mille", "pour", "par", "barre", "par_an", "zero", "vide"],
)  # fmt: skip
def test_l_echelle_d_un_ratio_vient_de_son_unite(unite: str, facteur: float) -> None:
    assert facteur_du_ratio(unite) == facteur


def test_un_rapport_sans_terme_n_est_pas_zero() -> None:
    assert [rapport(0, 4), rapport(4, 0), rapport(None, 4), rapport(4, None)] == [0, None, None, None]


# --- des observations à l'année -----------------------------------------------------------------------------------


def test_un_taux_saisi_sert_quand_un_terme_manque_et_pas_quand_le_denominateur_est_nul() -> None:
    sans = f.observation("I", "2026", 0.5)
    a_moitie, nul = replace(sans, numerateur=4.0), replace(sans, numerateur=4.0, denominateur=0.0)
    lus = [annualiser([o], Cumul.RATIO).mesure(2026).valeur for o in (sans, a_moitie, nul)]
    assert lus == [0.5, 0.5, None]


def test_un_flux_ou_un_stock_garde_sa_valeur_saisie_meme_avec_des_termes() -> None:
    observation = replace(f.observation("I", "2026", 12), numerateur=1.0, denominateur=2.0)
    assert annualiser([observation], Cumul.STOCK).mesure(2026).valeur == 12
    assert annualiser([observation], Cumul.RATIO).mesure(2026).valeur == 0.5
    assert annualiser([observation], None, "%").mesure(2026).valeur == 50


def test_les_etats_d_une_annee_sans_valeur() -> None:
    def etat(*dits: str | None) -> EtatValeur:
        lues = [f.observation("I", f"2026-S{rang}", dit) for rang, dit in enumerate(dits, 1)]
        return annualiser(lues, Cumul.FLUX).mesure(2026).etat

    assert etat("sans_objet", "sans_objet") is EtatValeur.SANS_OBJET
    assert etat("sans_objet", None) is EtatValeur.SANS_OBJET
    assert etat("sans_objet", "non_disponible") is EtatValeur.NON_DISPONIBLE
    assert etat("enquete_non_realisee", None) is EtatValeur.ENQUETE_NON_REALISEE
    assert etat(None, None) is EtatValeur.NON_RENSEIGNE


def test_une_annee_civile_vide_laisse_parler_ses_trimestres() -> None:
    lues = [f.observation("I", "2026", None), *(f.observation("I", f"2026-T{t}", t) for t in (1, 2, 3, 4))]
    mesure = annualiser(lues, Cumul.FLUX).mesure(2026)
    assert (mesure.valeur, mesure.complete) == (10, True)


def test_a_date_egale_le_semestre_l_emporte_pour_un_stock() -> None:
    lues = [f.observation("I", "2026-T4", 9), f.observation("I", "2026-S2", 8), f.observation("I", "2026-T3", 7)]
    assert annualiser(lues, Cumul.STOCK).mesure(2026).valeur == 8


def test_une_sous_periode_secrete_rend_l_annee_secrete() -> None:
    lues = [f.observation("I", "2026-S1", 4), f.observation("I", "2026-S2", "secret")]
    assert annualiser(lues, Cumul.STOCK).mesure(2026).secrete
    assert annualiser(lues, Cumul.FLUX).mesure(2026).secrete


def test_les_qualites_d_une_sous_periode_remontent() -> None:
    lues = [
        replace(f.observation("I", "2026-S1", 4), qualite=Qualite.ESTIME),
        replace(f.observation("I", "2026-S2", 5), qualite=RUPTURE),
    ]
    assert annualiser(lues, Cumul.FLUX).mesure(2026).qualites == {Qualite.ESTIME, RUPTURE}
    assert annualiser(lues[::-1], Cumul.STOCK).mesure(2026).qualites == {RUPTURE}


def test_un_ratio_annuel_ne_reunit_que_les_sous_periodes_qui_ont_leurs_termes() -> None:
    lues = [f.observation("I", "2026-S1", [3, 10]), f.observation("I", "2026-S2", 0.9)]
    mesure = annualiser(lues, Cumul.RATIO).mesure(2026)
    assert (mesure.valeur, mesure.denominateur, mesure.complete) == (0.3, 10, False)
    assert annualiser(lues[1:], Cumul.RATIO).mesure(2026).valeur == 0.9


def test_les_conflits_sont_des_paires_de_valeurs_differentes_au_meme_endroit() -> None:
    un, deux, ailleurs = f.observation("I", "2026", 1), f.observation("I", "2026", 2), f.observation("J", "2026", 3)
    assert list(conflits([un, deux, ailleurs, f.observation("I", "2026", None)])) == [(un, deux)]
    assert list(conflits([un, un, ailleurs])) == []


# --- cibles ------------------------------------------------------------------------------------------------------


def _cadre(**champs: object) -> Cadre:
    base: dict[str, object] = {"nature": Nature.NOMBRE, "sens": Sens.HAUSSE, "cumul": Cumul.STOCK}
    return Cadre("X", **(base | champs))  # type: ignore[arg-type]


def _alertes(cible: Cible, **champs: object) -> tuple[Alerte, ...]:
    resolue = resoudre(_cadre(**champs), cible, B)
    assert resolue is not None
    return resolue.alertes


def test_les_alertes_de_bornes() -> None:
    assert _alertes(Cible(-1)) == (Alerte.CIBLE_HORS_BORNES,)
    assert _alertes(Cible(-1), nature=Nature.TAUX) == ()
    assert _alertes(Cible(0), nature=Nature.DUREE) == ()
    assert _alertes(Cible(100), nature=Nature.TAUX, unite="%") == ()
    assert _alertes(Cible(100.5), nature=Nature.TAUX, unite="%") == (Alerte.CIBLE_HORS_BORNES,)
    assert _alertes(Cible(-0.5), nature=Nature.TAUX, unite="%") == (Alerte.CIBLE_HORS_BORNES,)
    assert _alertes(Cible(9, borne_basse=10)) == _alertes(Cible(21, borne_haute=20)) == (Alerte.CIBLE_HORS_BORNES,)
    assert _alertes(Cible(10, borne_basse=10, borne_haute=10)) == ()


def test_l_alerte_d_ecart_minuscule_ne_vaut_que_sur_un_chemin() -> None:
    def minuscule(sens: Sens, depart: float, cible: float, cumul: Cumul = Cumul.STOCK) -> bool:
        return Alerte.ECART_MINUSCULE in _alertes(Cible(cible), sens=sens, valeur_initiale=depart, cumul=cumul)

    assert minuscule(Sens.HAUSSE, 100, 101)
    assert minuscule(Sens.BAISSE, 100, 99)
    assert not minuscule(Sens.HAUSSE, 100, 102)
    assert not minuscule(Sens.HAUSSE, 100, 100)
    assert not minuscule(Sens.BAISSE, 100, 100)
    assert not minuscule(Sens.HAUSSE, 100, 99)
    assert not minuscule(Sens.BAISSE, 100, 101)
    assert not minuscule(Sens.HAUSSE, 100, 101, Cumul.FLUX)
    assert not minuscule(Sens.MAINTIEN, 100, 101)


def test_l_alerte_d_incoherence_des_parts() -> None:
    parts = {2025: 10.0, 2026: 20.0}
    assert _alertes(Cible(30, type_cible=TypeCible.SOMME_ANNUELLE, annuelles=parts), cumul=Cumul.FLUX) == ()
    assert _alertes(Cible(31, type_cible=TypeCible.SOMME_ANNUELLE, annuelles=parts), cumul=Cumul.FLUX) == (
        Alerte.CIBLE_INCOHERENTE,
    )
    assert _alertes(Cible(40, annuelles=parts), cumul=Cumul.FLUX) == ()
    assert _alertes(Cible(29, annuelles=parts), cumul=Cumul.FLUX) == (Alerte.CIBLE_INCOHERENTE,)
    assert _alertes(Cible(20, 2026, annuelles=parts)) == ()
    assert _alertes(Cible(25, 2026, annuelles=parts)) == (Alerte.CIBLE_INCOHERENTE,)
    assert _alertes(Cible(25, 2027, annuelles=parts)) == ()
    assert _alertes(Cible(2, 2026, annuelles=parts, periodicite=PeriodiciteCible.ANNUELLE)) == ()


def test_un_stock_sans_cible_finale_a_le_niveau_de_sa_derniere_annee() -> None:
    parts = {2025: 10.0, 2026: 20.0}
    sans_date = resoudre(_cadre(), Cible(annuelles=parts), B)
    assert sans_date is not None
    assert (sans_date.valeur, sans_date.annee) == (20, 2026)
    datee = resoudre(_cadre(), Cible(annee=2025, annuelles=parts), B)
    assert datee is not None
    assert datee.valeur == 10
    assert resoudre(_cadre(), Cible(annee=2030, annuelles=parts), B) is None
    assert annee_de_la_cible(Cible(annuelles=parts, periodicite=PeriodiciteCible.ANNUELLE)) is None
    assert annee_de_la_cible(Cible(annuelles=parts)) == 2026


def test_une_plage_peut_s_ecrire_par_sa_cible_et_sa_tolerance() -> None:
    resolue = resoudre(_cadre(sens=Sens.PLAGE), Cible(100, tolerance=3), B)
    assert resolue is not None
    assert (resolue.basse, resolue.haute) == (97, 103)
    assert resoudre(_cadre(sens=Sens.PLAGE), Cible(100), B) is None
    avec_une_borne = resoudre(_cadre(sens=Sens.PLAGE), Cible(100, tolerance=3, borne_haute=120), B)
    assert avec_une_borne is not None
    assert (avec_une_borne.basse, avec_une_borne.haute) == (-inf, 120)
    bornee = resoudre(_cadre(sens=Sens.MAINTIEN), Cible(borne_basse=5, borne_haute=5), B)
    assert bornee is not None
    assert bornee.atteinte(5)


def test_un_maintien_negatif_a_une_tolerance_positive() -> None:
    resolue = resoudre(_cadre(sens=Sens.MAINTIEN, nature=Nature.TAUX), Cible(-100), B)
    assert resolue is not None
    assert (resolue.basse, resolue.haute) == (-105, -95)
    nulle = resoudre(_cadre(sens=Sens.MAINTIEN), Cible(100, tolerance=0), B)
    assert nulle is not None
    assert [nulle.atteinte(v) for v in (100, 100.01)] == [True, False]


def test_ce_qui_reste_d_une_plage() -> None:
    plage = CibleResolue(None, 95, 105)
    assert [plage.reste(v) for v in (90, 95, 100, 105, 110)] == [5, 0, 0, 0, -5]
    assert CibleResolue(None, relative_sans_depart=True).reste(3) is None
    assert CibleResolue(None, -inf, 10).reste(12) == -2


# --- chemin prévu ------------------------------------------------------------------------------------------------


def test_une_ligne_brisee_est_plate_hors_de_ses_points() -> None:
    points = [(2020, 0), (2025, 1)]
    assert [interpoler(points, an) for an in (2018, 2020, 2021, 2025, 2030)] == [0, 0, 0.2, 1, 1]
    assert interpoler([], 2020) is None
    assert interpoler([(2020, 0)], 2024) == 0


def test_la_distance_a_une_plage() -> None:
    assert [distance(v, 95, 105) for v in (90, 95, 105, 107)] == [5, 0, 0, 2]


def test_les_parts_d_un_flux_font_le_total() -> None:
    cible = CibleResolue(100.0, annuelles={2025: 10.0})
    annees = range(2024, 2028)
    parts = parts_d_un_flux(cible, annees, frozenset({2024}))
    assert parts == {2024: 0, 2025: Fraction(1, 10), 2026: Fraction(9, 20), 2027: Fraction(9, 20)}
    assert sum(parts_d_un_flux(CibleResolue(7.0), annees, frozenset()).values()) == 1
    trop = parts_d_un_flux(CibleResolue(5.0, annuelles={2024: 10.0}), annees, frozenset())
    assert trop == {2024: 2, 2025: 0, 2026: 0, 2027: 0}
    toutes_partielles = parts_d_un_flux(CibleResolue(5.0), range(2024, 2025), frozenset({2024}))
    assert toutes_partielles == {2024: 1}
    assert parts_d_un_flux(CibleResolue(0.0), annees, frozenset())[2024] == Fraction(1, 4)


def test_la_part_attendue_apres_l_echeance_est_un() -> None:
    cadre = _cadre(valeur_initiale=0.0, annee_initiale=2020, cible_initiale=Cible(10, 2024))
    jugement = juger(cadre, Serie.de({2026: 5}), 2026, bareme=B)
    assert (jugement.part_attendue, jugement.verdict) == (1, Verdict.PARTIELLEMENT_ATTEINT)


def test_une_echeance_avant_le_depart_ne_casse_rien() -> None:
    cadre = _cadre(valeur_initiale=0.0, annee_initiale=2024, cible_initiale=Cible(10, 2023))
    jugement = juger(cadre, Serie.de({2025: 5}), 2025, bareme=B)
    assert (jugement.verdict, jugement.part_attendue) == (Verdict.PARTIELLEMENT_ATTEINT, None)


def test_un_flux_sans_debut_commence_apres_l_annee_initiale_ou_avec_la_serie() -> None:
    cadre = _cadre(cumul=Cumul.FLUX, cible_initiale=Cible(40, 2027))
    serie = Serie.de({2023: 100, 2024: 10, 2025: 10})
    assert juger(replace(cadre, annee_initiale=2023), serie, 2025, bareme=B).valeur == 20
    assert juger(cadre, serie, 2025, bareme=B).valeur == 120
    assert juger(cadre, Serie(), 2025, bareme=B).motif is Motif.PAS_DE_VALEUR


def test_un_flux_d_une_seule_annee_attend_tout_a_sa_fin() -> None:
    cadre = _cadre(cumul=Cumul.FLUX, cible_initiale=Cible(40, 2025))
    jugement = juger(cadre, Serie.de({2025: 30}), 2025, debut=2025, bareme=B)
    assert (jugement.part_attendue, jugement.degre_atteinte, jugement.verdict) == (
        1, 0.75, Verdict.PARTIELLEMENT_ATTEINT,
    )  # fmt: skip
    assert juger(cadre, Serie.de({2026: 30}), 2026, debut=2026, bareme=B).part_attendue is None


def test_un_flux_secret_une_annee_ne_se_cumule_pas() -> None:
    cadre = _cadre(cumul=Cumul.FLUX, cible_initiale=Cible(40, 2027))
    serie = Serie({2024: Mesure(2024, valeur=10), 2025: Mesure(2025, qualites=frozenset({SECRET}))})
    assert juger(cadre, serie, 2025, debut=2024, bareme=B).motif is Motif.SECRET


def test_un_flux_dans_une_plage() -> None:
    cadre = _cadre(sens=Sens.PLAGE, cumul=Cumul.FLUX, cible_initiale=Cible(borne_basse=20, borne_haute=30, annee=2027))
    en_chemin = juger(cadre, Serie.de({2024: 5, 2025: 5}), 2025, debut=2024, bareme=B)
    assert (en_chemin.degre_atteinte, en_chemin.rythme, en_chemin.verdict) == (0.5, 1, Verdict.EN_BONNE_VOIE)
    depasse = juger(cadre, Serie.de({2024: 40}), 2024, debut=2024, bareme=B)
    assert (depasse.degre_atteinte, depasse.cible_atteinte) == (0.5, "non")


def test_un_flux_dont_la_cible_est_zero_est_atteint_sans_degre() -> None:
    jugement = juger(_cadre(cumul=Cumul.FLUX, cible_initiale=Cible(0, 2027)), Serie.de({2025: 0}), 2025, bareme=B)
    assert (jugement.verdict, jugement.degre_atteinte, jugement.score) == (Verdict.ATTEINT, None, 1)


def test_les_reserves_de_la_valeur_jugee_sont_dites() -> None:
    cadre = _cadre(valeur_initiale=0.0, annee_initiale=2020, cible_initiale=Cible(10, 2030))
    serie = Serie({
        2024: Mesure(2024, valeur=4, qualites=frozenset({Qualite.ESTIME})),
        2025: Mesure(2025, valeur=5, qualites=frozenset({Qualite.PROVISOIRE})),
    })  # fmt: skip
    assert juger(cadre, serie, 2025, bareme=B).alertes == (Alerte.PROVISOIRE,)
    flux = replace(cadre, cumul=Cumul.FLUX)
    assert juger(flux, serie, 2025, debut=2024, bareme=B).alertes == (Alerte.PROVISOIRE, Alerte.ESTIME)


def test_le_moment_se_force_dans_les_deux_sens() -> None:
    assert Contexte(2026, finale=True).moment(None) is Moment.FINAL
    assert Contexte(2030, finale=False).moment(2026) is Moment.ANNUEL
    cadre = _cadre(valeur_initiale=0.0, annee_initiale=2020, cible_initiale=Cible(10, 2025))
    verdicts = [juger(cadre, Serie.de({2025: 6}), 2025, bareme=B, finale=x).verdict for x in (True, False, None)]
    assert verdicts == [Verdict.PARTIELLEMENT_ATTEINT, Verdict.A_ACCELERER, Verdict.PARTIELLEMENT_ATTEINT]


def test_un_bareme_change_les_seuils() -> None:
    cadre = _cadre(valeur_initiale=0.0, annee_initiale=2020, cible_initiale=Cible(10, 2030))
    severe = replace(B, rythme_bonne_voie=1.1, donnee_ancienne_ans=0)
    assert juger(cadre, Serie.de({2025: 5}), 2026, bareme=severe).verdict is Verdict.A_ACCELERER
    assert Alerte.DONNEE_ANCIENNE in juger(cadre, Serie.de({2025: 5}), 2026, bareme=severe).alertes


# --- cibles annuelles --------------------------------------------------------------------------------------------


def _annuel(serie: Serie, annee: int, cible: Cible | None = None, **champs: object) -> tuple[Verdict, Motif | None]:
    dates = {nom: champs.pop(nom) for nom in ("debut", "fin") if nom in champs}
    partielles = champs.pop("partielles", frozenset())
    cible = replace(cible or Cible(2), periodicite=PeriodiciteCible.ANNUELLE)
    cadre = _cadre(**{"cumul": Cumul.FLUX, "cible_initiale": cible, **champs})
    jugement = juger(cadre, serie, annee, bareme=B, partielles=partielles, **dates)  # type: ignore[arg-type]
    return jugement.verdict, jugement.motif


def test_une_cible_annuelle_et_ses_empechements() -> None:
    deux = Serie.de({2025: 2})
    assert _annuel(deux, 2025, sens=None) == (Verdict.NON_EVALUABLE, Motif.SENS_INCONNU)
    assert _annuel(deux, 2025, sens=Sens.BAISSE) == (Verdict.NON_EVALUABLE, Motif.SENS_INCONNU)
    assert _annuel(deux, 2025, Cible(annuelles={2026: 3})) == (Verdict.NON_EVALUABLE, Motif.PAS_DE_CIBLE)
    secret = Serie({2025: Mesure(2025, qualites=frozenset({SECRET}))})
    assert _annuel(secret, 2025) == (Verdict.NON_EVALUABLE, Motif.SECRET)
    assert _annuel(secret, 2025, fin=2025) == (Verdict.NON_EVALUABLE, Motif.SECRET)
    enquete = Serie({2025: Mesure(2025, EtatValeur.ENQUETE_NON_REALISEE)})
    assert _annuel(enquete, 2025) == (Verdict.NON_EVALUABLE, Motif.ENQUETE_NON_REALISEE)
    sans_objet = Serie({2025: Mesure(2025, EtatValeur.SANS_OBJET)})
    assert _annuel(sans_objet, 2025) == (Verdict.SANS_OBJET, Motif.SANS_OBJET)
    assert _annuel(sans_objet, 2025, debut=2025, fin=2025) == (Verdict.SANS_OBJET, Motif.SANS_OBJET)
    assert _annuel(Serie(), 2025, debut=2024, fin=2025) == (Verdict.NON_EVALUABLE, Motif.PAS_DE_VALEUR)
    assert _annuel(Serie(), 2025, debut=2025, fin=2025, partielles=frozenset({2025})) == (
        Verdict.NON_EVALUABLE, Motif.ANNEE_PARTIELLE,
    )  # fmt: skip
    assert _annuel(deux, 2025, Cible(annuelles={2030: 3}), debut=2025, fin=2025) == (
        Verdict.NON_EVALUABLE, Motif.PAS_DE_CIBLE,
    )  # fmt: skip


def test_sur_le_contrat_la_valeur_montree_est_celle_de_la_derniere_annee_connue() -> None:
    cible = Cible(2, periodicite=PeriodiciteCible.ANNUELLE)
    serie = Serie.de({2023: 5, 2024: 1, 2025: 3, 2026: None})
    jugement = juger(_cadre(cumul=Cumul.FLUX, cible_initiale=cible), serie, 2026, debut=2023, fin=2026, bareme=B)
    assert (jugement.valeur, jugement.annee_valeur, jugement.reste_a_faire) == (3, 2025, -1)
    assert (jugement.annees_atteintes, jugement.annees_applicables, jugement.degre_atteinte) == (2, 4, 0.5)


def test_la_moitie_d_une_cible_annuelle_se_compare_exactement() -> None:
    assert _annuel(Serie.de({2025: 0.3}), 2025, Cible(0.6))[0] is Verdict.PARTIELLEMENT_ATTEINT
    assert _annuel(Serie.de({2025: 0.29}), 2025, Cible(0.6))[0] is Verdict.NON_ATTEINT


def test_une_plage_annuelle_est_atteinte_ou_non() -> None:
    plage = Cible(borne_basse=2, borne_haute=4)
    verdicts = [_annuel(Serie.de({2025: v}), 2025, plage, sens=Sens.PLAGE)[0] for v in (1, 3)]
    assert verdicts == [Verdict.NON_ATTEINT, Verdict.ATTEINT]


def test_un_jalon_annuel_se_refait_chaque_annee() -> None:
    assert _annuel(Serie.de({2024: 1, 2025: 0}), 2025, Cible(), nature=Nature.JALON, sens=None, cumul=None)[0] is (
        Verdict.NON_ATTEINT
    )


def test_une_cible_annuelle_ecrite_comme_une_somme_vaut_chaque_annee() -> None:
    cible = Cible(2, type_cible=TypeCible.SOMME_ANNUELLE)
    assert _annuel(Serie.de({2025: 2}), 2025, cible)[0] is Verdict.ATTEINT
    relative = Cible(50, type_cible=TypeCible.VARIATION_PCT)
    verdicts = [_annuel(Serie.de({2025: v}), 2025, relative, valeur_initiale=10.0)[0] for v in (15, 14)]
    assert verdicts == [Verdict.ATTEINT, Verdict.PARTIELLEMENT_ATTEINT]


def test_une_cible_annuelle_zero_est_atteinte_sans_degre() -> None:
    cible = Cible(0, periodicite=PeriodiciteCible.ANNUELLE)
    jugement = juger(_cadre(cible_initiale=cible), Serie.de({2025: 0}), 2025, bareme=B)
    assert (jugement.verdict, jugement.degre_atteinte, jugement.score) == (Verdict.ATTEINT, None, 1)


def test_un_semestre_manquant_marque_une_annee_jugee() -> None:
    cible = Cible(2, periodicite=PeriodiciteCible.ANNUELLE)
    estimee = Mesure(2025, valeur=1, complete=False, qualites=frozenset({Qualite.ESTIME, Qualite.PROVISOIRE}))
    jugement = juger(_cadre(cumul=Cumul.FLUX, cible_initiale=cible), Serie({2025: estimee}), 2025, bareme=B)
    assert jugement.alertes == (Alerte.CUMUL_INCOMPLET, Alerte.PROVISOIRE, Alerte.ESTIME)
    vide = juger(_cadre(cumul=Cumul.FLUX, cible_initiale=cible), Serie(), 2025, bareme=B)
    entiere = juger(_cadre(cumul=Cumul.FLUX, cible_initiale=cible), Serie.de({2025: 1}), 2025, bareme=B)
    assert vide.alertes == entiere.alertes == ()


# --- la table ----------------------------------------------------------------------------------------------------


def test_la_table_repond_toujours_et_chaque_ligne_sert() -> None:
    degres: list[tuple[float, float, float | None]] = [
        (-0.5, 0.5, -1), (0.05, 0.5, 0.1), (0.2, 0.5, 0.4), (0.35, 0.5, 0.7), (0.5, 0.5, 1), (0.3, 0, None),
    ]  # fmt: skip
    vues = set()
    for moment in Moment:
        for motif in (None, Motif.SECRET):
            for drapeaux in range(16):
                oui = [bool(drapeaux >> rang & 1) for rang in range(4)]
                for p, e, r in degres:
                    faits = Faits(moment, B, motif, *oui, p=p, e=e, r=r)
                    decision = trancher(faits)
                    vues.add((decision.ligne, decision.verdict, decision.motif))
    assert {ligne for ligne, _, _ in vues} == {ligne.numero for ligne in TABLE}
    numeros = [ligne.numero for ligne in TABLE]
    assert numeros == [3, 4, 5, 6, 6, 7, 8, 9, 10, 10, 11, 11, 12, 12, 13, 14, 15, 16, 17]


def test_une_valeur_initiale_sans_aucune_date_ne_casse_rien() -> None:
    jugement = juger(_cadre(valeur_initiale=5.0, cible_initiale=Cible(10, 2030)), Serie(), 2025, bareme=B)
    assert (jugement.motif, jugement.alertes, jugement.annee_initiale) == (Motif.VALEUR_INITIALE_SEULE, (), None)


def test_un_nombre_absent_n_est_ni_au_dessus_ni_au_dessous() -> None:
    assert not au_moins(None, 0)
    assert not au_plus(None, 0)
    assert au_moins(Fraction(95, 100), 0.95)
    assert au_plus(Fraction(-1, 10), -0.1)
    assert not au_moins(Fraction(949_999_999_999, 10**12), 0.95)


# --- territoires -------------------------------------------------------------------------------------------------


def _serie(dit: object) -> Serie:
    return annualiser([f.observation("I", "2026", dit)], None)


def test_l_etat_d_un_ensemble_sans_valeur() -> None:
    def etat(*dits: object, agregation: Agregation = Agregation.SOMME) -> Mesure:
        return reunir({str(r): _serie(d) for r, d in enumerate(dits)}, agregation).mesure(2026)

    assert etat("enquete_non_realisee", None).etat is EtatValeur.ENQUETE_NON_REALISEE
    assert etat("non_disponible", None).etat is EtatValeur.NON_DISPONIBLE
    assert etat("non_disponible", "enquete_non_realisee").etat is EtatValeur.NON_RENSEIGNE
    assert etat("non_disponible", 4).etat is EtatValeur.NON_RENSEIGNE
    assert etat(4, "secret").secrete
    assert (
        etat("enquete_non_realisee", None, agregation=Agregation.RATIO_CUMULE).etat is EtatValeur.ENQUETE_NON_REALISEE
    )
    assert etat("secret", [1, 2], agregation=Agregation.RATIO_CUMULE).valeur == 0.5


def test_la_derniere_valeur_commune_et_l_absence_d_agregation() -> None:
    pareilles, autres = {"a": _serie(4), "b": _serie(4)}, {"a": _serie(4), "b": _serie(5)}
    assert reunir(pareilles, Agregation.DERNIERE).mesure(2026).valeur == 4
    assert reunir(autres, Agregation.DERNIERE).mesure(2026).connue is False
    assert reunir(pareilles, Agregation.AUCUNE) == Serie()


def test_une_reunion_n_est_complete_que_si_chacun_l_est() -> None:
    pleine, a_moitie = Mesure(2026, valeur=4), Mesure(2026, valeur=3, complete=False)
    deux = {"a": Serie({2026: pleine}), "b": Serie({2026: a_moitie})}
    assert reunir(deux, Agregation.SOMME).mesure(2026).complete is False
    assert reunir({"a": deux["a"]}, Agregation.SOMME).mesure(2026).complete is True
    ratio = {"a": _serie([1, 10]), "b": _serie(None)}
    assert reunir(ratio, Agregation.RATIO_CUMULE).mesure(2026).complete is False


def test_la_provenance_d_une_reunion_n_est_dite_que_si_elle_est_unique() -> None:
    def depuis(fichier: str) -> Serie:
        return annualiser([f.observation("I", "2026", 4, fichier=fichier)], None)

    assert reunir({"a": depuis("x.xlsx"), "b": depuis("x.xlsx")}, Agregation.SOMME).mesure(2026).fichier == "x.xlsx"
    assert reunir({"a": depuis("x.xlsx"), "b": depuis("y.xlsx")}, Agregation.SOMME).mesure(2026).fichier == ""


def test_partiel_ne_se_dit_pas_quand_personne_n_a_repondu() -> None:
    assert partiel(None) == partiel(Mesure(2026, epci_renseignes=0, epci_concernes=3)) == ""


def _composer(cadres: dict[str, Cadre], series: dict[str, Serie], agregation: Agregation, annee: int = 2026) -> Cadre:
    return composer(_cadre(agregation=agregation), cadres, series, annee, B)


def test_une_cible_composee_demande_la_meme_echeance() -> None:
    series = {"a": _serie(4), "b": _serie(4)}
    meme = {s: _cadre(cible_initiale=Cible(10, 2028)) for s in series}
    assert _composer(meme, series, Agregation.SOMME).cible_initiale == Cible(10 + 10, 2028, origine="composée des EPCI")
    autre = {**meme, "b": _cadre(cible_initiale=Cible(10, 2029))}
    assert _composer(autre, series, Agregation.SOMME).cible_initiale is None
    assert _composer(meme, series, Agregation.MAXIMUM).cible_initiale is None
    assert _composer({}, {}, Agregation.SOMME).cible_initiale is None


def test_une_cible_composee_revisee_par_un_seul_epci() -> None:
    series = {"a": _serie(4), "b": _serie(4)}
    revisee = Cible(30, 2028, decidee_le=date(2026, 5, 1))
    cadres = {
        "a": _cadre(cible_initiale=Cible(10, 2028), cible_revisee=revisee),
        "b": _cadre(cible_initiale=Cible(10, 2028)),
    }
    apres = _composer(cadres, series, Agregation.SOMME)
    assert apres.cible_initiale is not None
    assert apres.cible_revisee is not None
    assert (apres.cible_initiale.valeur, apres.cible_revisee.valeur) == (20, 40)
    assert _composer(cadres, series, Agregation.SOMME, 2025).cible_revisee is None


def test_des_cibles_relatives_se_resolvent_avant_de_se_composer() -> None:
    series = {"a": _serie(4), "b": _serie(4)}
    plus_dix = Cible(10, 2028, TypeCible.VARIATION_PCT)
    cadres = {
        s: _cadre(valeur_initiale=v, annee_initiale=2024, cible_initiale=plus_dix)
        for s, v in (("a", 100.0), ("b", 200.0))
    }
    ensemble = _composer(cadres, series, Agregation.SOMME)
    assert ensemble.cible_initiale is not None
    assert (ensemble.valeur_initiale, ensemble.cible_initiale.valeur, ensemble.cible_initiale.type_cible) == (
        300, 330, TypeCible.ABSOLU,
    )  # fmt: skip
    sans_depart = {**cadres, "b": replace(cadres["b"], valeur_initiale=None)}
    assert _composer(sans_depart, series, Agregation.SOMME).cible_initiale is None


def test_des_bornes_et_des_parts_se_composent_aussi() -> None:
    series = {"a": _serie(4), "b": _serie(4)}
    plage = Cible(borne_basse=2, borne_haute=5, annee=2028)
    bornes = _composer({s: _cadre(sens=Sens.PLAGE, cible_initiale=plage) for s in series}, series, Agregation.SOMME)
    assert bornes.cible_initiale is not None
    assert (bornes.cible_initiale.borne_basse, bornes.cible_initiale.borne_haute) == (4, 10)
    parts = {
        "a": _cadre(cible_initiale=Cible(10, 2028, annuelles={2026: 1, 2027: 2})),
        "b": _cadre(cible_initiale=Cible(10, 2028, annuelles={2027: 3})),
    }
    composee = _composer(parts, series, Agregation.SOMME).cible_initiale
    assert composee is not None
    assert dict(composee.annuelles) == {2027: 5}


def test_un_ratio_sans_denominateur_ne_compose_pas_de_cible() -> None:
    cadres = {s: _cadre(cible_initiale=Cible(0.5, 2028)) for s in ("a", "b")}
    assert _composer(cadres, {"a": _serie([1, 10])}, Agregation.RATIO_CUMULE).cible_initiale is None
    nuls = {"a": _serie([0, 0]), "b": _serie([0, 0])}
    assert _composer(cadres, nuls, Agregation.RATIO_CUMULE).cible_initiale is None
    deux = _composer(cadres, {"a": _serie([1, 10]), "b": _serie([1, 30])}, Agregation.RATIO_CUMULE).cible_initiale
    assert deux is not None
    assert deux.valeur == 0.5


def test_un_epci_herite_de_la_mesure_et_jamais_de_la_cible() -> None:
    ensemble = _cadre(unite="%", valeur_initiale=4.0, annee_initiale=2023, cible_initiale=Cible(10, 2028))
    seul = cadre_d_un_epci(None, ensemble, "1")
    assert (seul.siren, seul.sens, seul.unite, seul.cible, seul.valeur_initiale, seul.annee_initiale) == (
        "1", Sens.HAUSSE, "%", None, None, None,
    )  # fmt: skip
    propre = cadre_d_un_epci(Cadre("X", "1", valeur_initiale=2.0), ensemble, "1")
    assert (propre.sens, propre.cumul, propre.valeur_initiale, propre.annee_initiale) == (
        Sens.HAUSSE, Cumul.STOCK, 2, 2023,
    )  # fmt: skip
    vide = cadre_d_un_epci(Cadre("X", "1", sens=Sens.BAISSE), ensemble, "1")
    assert (vide.sens, vide.annee_initiale) == (Sens.BAISSE, None)


def test_le_plan_par_defaut_suit_les_dates_des_operations() -> None:
    essai = f.programme({
        "A1": {"operations": {"A1.1": {"debut": "2025-01-01", "fin": "2025-06-30"}, "A1.2": {"fin": "2026-06-30"}}},
        "A2": {"operations": {"A2.1": {"debut": "2025-01-01", "fin": "2025-06-30"}, "A2.2": {}}},
    })  # fmt: skip
    assert [sorted(plan_par_defaut(essai, an)) for an in (2024, 2025, 2026, 2027)] == [
        [], ["A1", "A2"], ["A1", "A2"], ["A2"],
    ]  # fmt: skip
