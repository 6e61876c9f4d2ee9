"""Les nombres d'un résultat, mis en mots : le pas fait, ce qui reste, les réserves."""

from __future__ import annotations

from dataclasses import replace

import pytest

from evaltools.domaine.evaluation import Evaluation, Resultat
from evaltools.domaine.lexique import Alerte, Cumul, Motif, Nature, Sens, Verdict
from evaltools.restitution.valeurs import Ecriture


def _clair(texte: str) -> str:
    return texte.replace("\u00a0", " ").replace("\u202f", " ")


@pytest.fixture
def modele(petite: Evaluation) -> Resultat:
    """Une baisse : départ 182, valeur 121, cible 90 jours."""
    return next(r for r in petite.resultats if r.indicateur == "A1-2")


def _detail(r: Resultat, nature: Nature = Nature.NOMBRE, annuelle: bool = False, **changements: object) -> str:
    return _clair(Ecriture(replace(r, **changements), nature, annuelle).detail)  # type: ignore[arg-type]


def test_baisse(modele: Resultat) -> None:
    assert _detail(modele) == "Baisse de 61 sur 92 jours. Reste 31 jours. Rythme attendu fin 2026 : 67 %."


def test_hausse_en_points(modele: Resultat) -> None:
    changements = {"valeur_initiale": 46.2, "valeur": 49.8, "cible": 58.0, "unite": "%", "degre_atteinte": 0.305}
    assert _detail(modele, **changements) == (
        "Hausse de 3,6 sur 11,8 points. Reste 8,2 points. Rythme attendu fin 2026 : 67 %."
    )


def test_mouvement_contraire(modele: Resultat) -> None:
    changements = {"valeur_initiale": 71.4, "valeur": 68.9, "cible": 78.0, "unite": "médecins", "degre_atteinte": -0.38}
    assert _detail(modele, part_attendue=None, **changements) == (
        "Baisse de 2,5 médecins, au lieu d'une hausse de 6,6 médecins. Reste 9,1 médecins."
    )


def test_flux_depuis_zero(modele: Resultat) -> None:
    changements = {"valeur_initiale": None, "valeur": 112.0, "cible": 100.0, "unite": "actes", "degre_atteinte": 1.12}
    assert _detail(modele, cumul=Cumul.FLUX, cible_atteinte="oui", part_attendue=1.0, **changements) == (
        "112 sur 100 actes. Cible dépassée de 12 actes."
    )


def test_aucun_changement(modele: Resultat) -> None:
    assert _detail(modele, valeur=182.0, degre_atteinte=0.0, part_attendue=None) == (
        "Aucun changement, pour une baisse visée de 92 jours. Reste 92 jours."
    )
    flux = {"valeur_initiale": None, "valeur": 0.0, "cible": 12.0, "unite": "actions", "degre_atteinte": 0.0}
    assert _detail(modele, cumul=Cumul.FLUX, part_attendue=None, **flux) == "0 sur 12 actions. Reste 12 actions."


def test_cible_atteinte_juste(modele: Resultat) -> None:
    assert _detail(modele, valeur=90.0, degre_atteinte=1.0, cible_atteinte="oui", part_attendue=1.0) == (
        "Baisse de 92 sur 92 jours."
    )


@pytest.mark.parametrize("sens", [Sens.MAINTIEN, Sens.PLAGE])
def test_un_maintien_ne_compte_pas_de_pas(modele: Resultat, sens: Sens) -> None:
    assert _detail(modele, sens=sens, part_attendue=None) == "Reste 31 jours."


def test_un_jalon_est_fait_ou_pas(modele: Resultat) -> None:
    e = Ecriture(replace(modele, valeur=1.0, cible=1.0, texte="2022-03-23"), Nature.JALON)
    assert (e.valeur, e.cible, e.detail) == (
        "fait",
        "fait",
        "Rythme attendu fin 2026\u00a0: 67\u202f%.".replace("\u00a0", " "),
    )
    assert [_clair(n) for n in e.notes] == ["le 23 mars 2022"]
    assert Ecriture(replace(modele, valeur=0.0), Nature.JALON).valeur == "pas fait"


def test_l_unite_longue_n_est_pas_repetee(modele: Resultat) -> None:
    court = Ecriture(modele, Nature.DUREE)
    assert _clair(court.nue(121)) == "121 jours"
    long = Ecriture(replace(modele, unite="professionnels de santé"), Nature.NOMBRE)
    assert (long.nue(121), _clair(long.ecrire(121))) == ("121", "121 professionnels de santé")


def test_ce_qui_manque_se_dit(modele: Resultat) -> None:
    e = Ecriture(replace(modele, valeur=None, cible=None, degre_atteinte=None), Nature.NOMBRE)
    assert [_clair(x) for x in (e.valeur, e.cible, e.chemin, e.detail)] == ["n. d.", "n. d.", "n. d.", ""]


def test_un_flux_n_a_pas_de_depart(modele: Resultat) -> None:
    sans = replace(modele, valeur_initiale=None)
    assert Ecriture(sans, Nature.NOMBRE).depart == "n.\u00a0d."
    assert Ecriture(replace(sans, cumul=Cumul.FLUX), Nature.NOMBRE).depart == "–"
    assert Ecriture(sans, Nature.JALON).depart == "–"


def test_titres(modele: Resultat) -> None:
    assert Ecriture(modele, Nature.DUREE).titres == ("Départ 2022", "Valeur 2026", "Cible 2028")
    flux = replace(modele, cumul=Cumul.FLUX, annee_initiale=None)
    assert Ecriture(flux, Nature.NOMBRE).titres == ("Départ", "Cumul 2026", "Cible 2028")


def test_mots_du_chemin(modele: Resultat) -> None:
    assert Ecriture(modele, Nature.DUREE).mots_du_chemin == "du chemin"
    assert Ecriture(modele, Nature.DUREE, annuelle=True).mots_du_chemin == "de la cible de l'année"
    assert Ecriture(replace(modele, cumul=Cumul.FLUX), Nature.DUREE).mots_du_chemin == "de la cible"


def test_notes(modele: Resultat) -> None:
    r = replace(
        modele, verdict=Verdict.INSUFFISANT, motif=Motif.STAGNATION, incertain="À accélérer | Insuffisant",
        alertes=(Alerte.PROVISOIRE, "partiel, 5/6 EPCI"), annees_atteintes=2, annees_applicables=3, prevu=150.0,
        taux_de_realisation=0.8067,
    )  # fmt: skip
    assert [_clair(n) for n in Ecriture(r, Nature.NOMBRE).notes] == [
        "presque pas de changement depuis le départ",
        "verdict incertain (À accélérer ou Insuffisant)",
        "cible de l'année atteinte 2 années sur 3",
        "prévu la même année : 150 jours (81 %)",
        "valeur provisoire",
        "total partiel : 5 EPCI sur 6 ont répondu",
    ]


def test_un_verdict_sans_histoire_n_a_pas_de_note(modele: Resultat) -> None:
    assert Ecriture(modele, Nature.NOMBRE).notes == ()
