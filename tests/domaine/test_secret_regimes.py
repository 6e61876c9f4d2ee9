"""Ce que le secret protège : personnes, praticiens, entreprises, et leurs totaux (règles R-95, R-97, R-98)."""

from __future__ import annotations

from typing import Any

import fabrique_methode as f
import pytest

from evaltools.domaine.cadrage import Cadrage
from evaltools.domaine.programme import Indicateur
from evaltools.domaine.secret_regimes import Regime, composantes, familles, regime_de, regimes

PERSONNES, UNITES = Regime(11), Regime(3)


def _regime(**champs: Any) -> Regime | None:
    return regime_de(f.indicateur("I1", "A1", **champs), None, 11)


@pytest.mark.parametrize("unite", ["personnes", "jeunes", "élèves", "personnes-relais", "ETP", "Internes", "assurés"])
def test_une_unite_de_personnes_se_protege_a_onze(unite: str) -> None:
    assert _regime(unite=unite) == PERSONNES


@pytest.mark.parametrize(
    "unite",
    ["médecins généralistes", "professionnels de santé", "entreprises", "start-up", "opérateurs", "prestataires"],
)
def test_praticiens_et_entreprises_se_protegent_a_trois(unite: str) -> None:
    assert _regime(unite=unite) == UNITES


def test_professionnels_et_etudiants_restent_des_personnes() -> None:
    assert _regime(unite="professionnels et étudiants") == PERSONNES


@pytest.mark.parametrize("unite", ["", "réunions", "structures", "MSP", "partenaires", "communes", "euros", "clics"])
def test_ce_qui_ne_designe_personne_n_a_pas_de_regime(unite: str) -> None:
    assert _regime(unite=unite) is None


@pytest.mark.parametrize(
    ("libelle", "protege"),
    [
        ("Taux de satisfaction des médecins", True), ("% de jeunes ayant une sortie positive", True),
        ("Pourcentage de temps médical dégagé", True), ("Taux de participation aux réunions d'axes", True),
        ("% d'actions réalisées", False), ("% de réalisation des axes prioritaires", False),
        ("Taux de mise en œuvre annuel", False), ("Utilisation par les partenaires et porteurs d'action", False),
        ("% de jeunes touchés par les porteurs d'action", True),
    ],
)  # fmt: skip
def test_un_pourcentage_est_protege_sauf_s_il_porte_sur_des_actions(libelle: str, protege: bool) -> None:
    assert _regime(nature="taux", cumul="ratio", unite="%", libelle=libelle) == (PERSONNES if protege else None)


def test_un_taux_se_reconnait_a_son_cumul_ou_a_son_unite() -> None:
    assert _regime(nature="taux", cumul="ratio", unite="") == PERSONNES
    assert _regime(nature="taux", cumul="stock", unite="% de répondants") == PERSONNES


@pytest.mark.parametrize("nature", ["jalon", "etapes", "texte", "duree", "montant", "distance", "superficie"])
def test_ce_qui_n_est_pas_un_effectif_n_a_pas_de_regime(nature: str) -> None:
    assert _regime(nature=nature, cumul="ratio", unite="personnes") is None


def test_l_unite_du_cadrage_l_emporte() -> None:
    indicateur = f.indicateur("I1", "A1", unite="prescriptions")
    assert regime_de(indicateur, f.cadre("I1", unite="patients"), 11) == PERSONNES
    assert regime_de(indicateur, f.cadre("I1"), 11) is None
    assert regime_de(indicateur, f.cadre("I1", cumul="ratio"), 11) == PERSONNES


def test_un_indicateur_sensible_est_toujours_protege_zero_compris() -> None:
    assert _regime(unite="jeunes", sensible=True) == Regime(11, sensible=True)
    assert _regime(unite="", sensible=True) == Regime(11, sensible=True)
    assert _regime(unite="médecins", sensible=True) == Regime(3, sensible=True)


@pytest.mark.parametrize(
    ("effectif", "petit", "sensible"),
    [(None, False, False), (0, False, True), (0.5, True, True), (1, True, True), (10, True, True),
     (11, False, False), (-2, False, False)],
)  # fmt: skip
def test_un_petit_effectif(effectif: float | None, petit: bool, sensible: bool) -> None:
    assert Regime(11).petit(effectif) is petit
    assert Regime(11, sensible=True).petit(effectif) is sensible


def _lies(*indicateurs: Indicateur) -> dict[str, tuple[str, ...]]:
    from dataclasses import replace

    essai = f.programme({"A1": {}})
    essai = replace(essai, actions=(replace(essai.actions[0], indicateurs_communs=indicateurs),))
    return composantes(essai, [i.code for i in indicateurs])


def _un(code: str, libelle: str, operation: str | None = None, **champs: Any) -> Indicateur:
    return f.indicateur(code, "A1", libelle=libelle, operation=operation, **{"unite": "jeunes", **champs})


def test_l_indicateur_commun_est_le_total_de_ceux_des_operations() -> None:
    liens = _lies(_un("a", "Jeunes accueillis", "1"), _un("b", "jeunes accueillis", "2"), _un("T", "Jeunes accueillis"))
    assert liens == {"T": ("a", "b")}


def test_ni_une_autre_unite_ni_un_autre_libelle_ni_un_autre_cumul_ne_font_un_total() -> None:
    commun = _un("T", "Jeunes accueillis")
    assert _lies(_un("a", "Jeunes accueillis", "1", unite="personnes"), commun) == {}
    assert _lies(_un("a", "Jeunes orientés", "1"), commun) == {}
    assert _lies(_un("a", "Jeunes accueillis", "1", cumul="stock"), commun) == {}


def test_un_dont_est_une_partie_de_ce_qui_le_precede() -> None:
    liens = _lies(_un("T", "Jeunes"), _un("d", "Dont filles"), _un("e", "dont mineurs"), _un("x", "Dont X", unite="€"))
    assert liens == {"T": ("d", "e")}
    assert _lies(_un("d", "dont filles")) == {}


def test_les_composantes_precedent_leur_total() -> None:
    assert familles(["x", "T", "a", "b"], {"T": ("a", "b")}) == (("x",), ("a", "b", "T"))
    assert familles(["T", "a", "d"], {"T": ("a",), "a": ("d",)}) == (("d", "a", "T"),)


def test_un_indicateur_non_protege_n_est_pas_lie() -> None:
    essai = f.programme({"A1": {"indicateurs": {
        "T": {"unite": "jeunes", "libelle": "Jeunes"}, "R": {"unite": "réunions", "libelle": "dont réunions"},
    }}})  # fmt: skip
    lus = regimes(essai, Cadrage({}), 11)
    assert lus == {"T": PERSONNES}
    assert composantes(essai, lus) == {}
