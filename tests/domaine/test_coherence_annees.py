"""Une valeur à côté de celles d'avant : acquis qui recule, année moindre que ses parties, facteur dix ou cent."""

from __future__ import annotations

from dataclasses import replace

import pytest

from evaltools.domaine.cadrage import Cadrage, Cadre
from evaltools.domaine.coherence_annees import douter_des_annees
from evaltools.domaine.lexique import Cumul, EtatValeur, Nature, Niveau, Qualite
from evaltools.domaine.mesures import Observation
from evaltools.domaine.programme import Indicateur

COMPTE = Indicateur(
    code="C", action="A", operation=None, libelle="Nombre de séances", famille="", nature=Nature.NOMBRE,
    niveau=Niveau.REALISATION, unite="séances", cumul=Cumul.FLUX,
)  # fmt: skip
CUMULE = replace(COMPTE, libelle="Nombre cumulé de communes engagées", cumul=Cumul.STOCK)
DEPUIS = replace(COMPTE, libelle="Nombre de patients depuis le début du programme", cumul=Cumul.STOCK)
TAUX = replace(COMPTE, libelle="Taux de recours", nature=Nature.TAUX, unite="%", cumul=Cumul.RATIO)
MONTANT = replace(COMPTE, libelle="Dépenses", nature=Nature.MONTANT, unite="€")
JALON = replace(COMPTE, libelle="Signature", nature=Nature.JALON, unite="", cumul=Cumul.STOCK)
ETAPES = replace(COMPTE, libelle="Étapes franchies", nature=Nature.ETAPES, unite="étapes", cumul=Cumul.STOCK)
EVOLUTION = replace(TAUX, libelle="Taux d'augmentation des séances")


def vu(periode: str, valeur: float | None = None, siren: str = "ensemble", **autres: object) -> Observation:
    return Observation("p", "A", "C", siren, periode, EtatValeur.RENSEIGNE, valeur=valeur, **autres)  # type: ignore[arg-type]


def doutes(indicateur: Indicateur, avant: list[Observation], cette_annee: list[Observation]) -> list[str]:
    return [d.code for _, d in douter_des_annees(cette_annee, avant, {"C": indicateur})]


@pytest.mark.parametrize(
    ("indicateur", "avant", "valeur", "codes"),
    [
        (CUMULE, 12, 11, ["VAL-70"]),
        (CUMULE, 12, 12, []),
        (CUMULE, 12, 13, []),
        (DEPUIS, 40, 39, ["VAL-70"]),
        (JALON, 1, 0, ["VAL-70"]),
        (JALON, 0, 1, []),
        (ETAPES, 3, 2, ["VAL-70"]),
        (COMPTE, 12, 11, []),  # des séances de l'année : elles ne s'ajoutent pas aux précédentes
        (CUMULE, 1200, 12, ["VAL-70"]),  # le recul dit déjà le facteur cent
    ],
    ids=range(9),
)
def test_un_acquis_ne_recule_pas(indicateur: Indicateur, avant: float, valeur: float, codes: list[str]) -> None:
    assert doutes(indicateur, [vu("2025", avant)], [vu("2026", valeur)]) == codes


@pytest.mark.parametrize(
    ("indicateur", "avant", "valeur", "fois"),
    [
        (COMPTE, 12, 119, ""),  # 9,9 fois
        (COMPTE, 12, 120, "dix"),
        (COMPTE, 120, 12, "dix"),
        (COMPTE, 12, 1200, "cent"),
        (COMPTE, 1200, 12, "cent"),
        (COMPTE, 4, 60, ""),  # quinze fois, mais de 4 à 60 : un démarrage
        (COMPTE, 4, 100, "dix"),  # vingt-cinq fois, et l'on atteint 100
        (COMPTE, 5, 50, "dix"),
        (COMPTE, 0, 500, ""),  # de rien à 500 : aucun facteur ne se calcule
        (COMPTE, 500, 0, ""),
        (TAUX, 45, 0.45, "cent"),
        (TAUX, 4.5, 45, "dix"),
        (MONTANT, 1.5, 15, "dix"),
        (EVOLUTION, 2, 150, ""),
        (EVOLUTION, -2, 150, ""),
        (JALON, 0, 1, ""),
    ],
    ids=range(16),
)
def test_dix_ou_cent_fois(indicateur: Indicateur, avant: float, valeur: float, fois: str) -> None:
    trouves = [d for _, d in douter_des_annees([vu("2026", valeur)], [vu("2025", avant)], {"C": indicateur})]
    assert [d.code for d in trouves] == ["VAL-72"] * bool(fois)
    if fois:
        assert trouves[0].details["fois"] == fois
        assert trouves[0].details["sens"] == ("plus" if valeur > avant else "moins")
        assert not trouves[0].bloque


def test_un_taux_est_recalcule_de_ses_deux_termes() -> None:
    avant = vu("2025", None, numerateur=450.0, denominateur=1000.0)  # 45 %
    assert doutes(TAUX, [avant], [vu("2026", None, numerateur=4.0, denominateur=1000.0)]) == ["VAL-72"]  # 0,4 %
    assert doutes(TAUX, [avant], [vu("2026", None, numerateur=44.0, denominateur=100.0)]) == []


@pytest.mark.parametrize(
    ("parties", "valeur", "codes"),
    [
        ({"2026-S1": 30, "2026-S2": 20}, 50, []),
        ({"2026-S1": 30, "2026-S2": 20}, 49, ["VAL-71"]),
        ({"2026-S1": 30}, 20, ["VAL-71"]),
        ({"2026-S1": 30}, 31, []),
        ({"2026-T1": 10, "2026-T3": 15}, 24, ["VAL-71"]),
        ({"2026-S1": 30, "2026-T1": 10, "2026-T2": 20, "2026-T3": 15}, 44, ["VAL-71"]),  # 45 en trimestres
        ({"2025-S1": 900}, 31, []),
    ],
    ids=range(7),
)
def test_l_annee_vaut_au_moins_ses_parties(parties: dict[str, float], valeur: float, codes: list[str]) -> None:
    lues = [vu("2026", valeur), *(vu(p, v) for p, v in parties.items())]
    assert doutes(COMPTE, [], lues) == codes
    assert doutes(replace(COMPTE, cumul=Cumul.STOCK), [], lues) == [], "un stock ne s'additionne pas"


def test_le_doute_dit_tout_ce_qu_il_compare() -> None:
    lues = [vu("2026", 40.0, siren="1"), vu("2026-S1", 30.0, siren="1"), vu("2026-S2", 20.0, siren="1")]
    ((observation, doute),) = douter_des_annees(lues, [], {"C": COMPTE})
    assert observation is lues[0]
    assert doute.details == {
        "indicateur": "C", "valeur": "40", "periode": "2026", "somme": "50", "parties": "2026-S1, 2026-S2",
    }  # fmt: skip
    ((_, doute),) = douter_des_annees([vu("2026", 0.45)], [vu("2024", 45.0)], {"C": TAUX})
    assert doute.details["periode_avant"] == "2024"
    assert (doute.details["valeur"], doute.details["avant"]) == ("0,45\u202f%", "45\u202f%")
    ((_, doute),) = douter_des_annees([vu("2026", 0.0)], [vu("2025", 1.0)], {"C": JALON})
    assert (doute.details["valeur"], doute.details["avant"]) == ("« non »", "« oui »")


def test_la_derniere_annee_connue_du_meme_genre_de_periode_fait_temoin() -> None:
    avant = [vu("2023", 5000.0), vu("2025", 50.0), vu("2025-S1", 700.0)]
    assert doutes(COMPTE, avant, [vu("2026", 60.0)]) == []
    assert doutes(COMPTE, avant, [vu("2026-S1", 60.0)]) == ["VAL-72"]
    assert doutes(COMPTE, avant, [vu("2026-S2", 60.0)]) == []


def test_ce_qui_n_est_pas_une_valeur_n_est_jamais_compare() -> None:
    for muette in (
        replace(vu("2026", 1.0), etat=EtatValeur.NON_DISPONIBLE),
        vu("2026", None, texte="< 5", qualite=Qualite.SECRET),
        vu("2026", 1.0, siren="autre"),
        vu("n'importe quand", 1.0),
        replace(vu("2026", 1.0), indicateur="inconnu"),
    ):
        assert doutes(COMPTE, [vu("2025", 1000.0)], [muette]) == []


def test_le_cadrage_decide_de_l_unite_et_du_cumul() -> None:
    lues = [vu("2026", 40.0), vu("2026-S1", 50.0)]
    cadrage = Cadrage({("C", "ensemble"): Cadre("C", cumul=Cumul.STOCK)})
    assert list(douter_des_annees(lues, [], {"C": COMPTE}, cadrage)) == []
