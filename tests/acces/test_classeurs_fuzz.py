"""Des fichiers abîmés au hasard, octets, parties XML, cellules et lignes : lus ou refusés, jamais une autre issue.

Quelques dizaines de cas à chaque fois ; des milliers avec la marque « lent », dans des enfants dont le système borne
la mémoire et le temps. La graine est fixe : une panne se rejoue.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from mutations import derouler, enfermer
from sujets_de_fuzz import SUJETS

ISSUES = {
    "collecte": {"lu avec réserves", "refusé"},
    "cadrage": {"avec anomalies"},
    "juger_csv": {"jugé", "refusé"},
    "juger_xlsx": {"jugé", "refusé"},
    "fiche": {"lu", "refusé"},
    "tete": {"lu", "refusé"},
    "classeur_de_programme": {"lu", "refusé"},
    "campagne": {"lu", "refusé"},
    "bareme": {"lu", "refusé"},
}
"""Ce qu'un tirage doit au moins rendre : sans quoi les mutations n'éprouveraient qu'une issue."""


@pytest.mark.parametrize("sujet", SUJETS)
def test_quelques_mutants(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sujet: str) -> None:
    monkeypatch.setenv("EVALTOOLS_RACINE", str(tmp_path))
    issues = derouler(SUJETS[sujet](tmp_path), tmp_path, graine=1, nombre=40 if sujet == "collecte" else 25)
    assert issues


@pytest.mark.lent
@pytest.mark.parametrize("graine", [11, 12, 13, 14])
def test_des_milliers_de_classeurs_de_collecte(graine: int) -> None:
    pytest.importorskip("resource", reason="les limites du système ne se posent pas sous Windows")
    issues = enfermer("collecte", graine, 600)
    assert sum(issues.values()) == 600
    assert set(issues) >= ISSUES["collecte"]


@pytest.mark.lent
@pytest.mark.parametrize("sujet", [s for s in SUJETS if s != "collecte"])
def test_des_centaines_d_autres_fichiers(sujet: str) -> None:
    pytest.importorskip("resource", reason="les limites du système ne se posent pas sous Windows")
    issues = enfermer(sujet, 21, 400)
    assert sum(issues.values()) == 400
    assert set(issues) >= ISSUES[sujet]


@pytest.mark.lent
def test_un_blocage_ou_une_goinfrerie_fait_echouer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """L'enfermement lui-même : un sujet trop gourmand est arrêté, et l'on voit lequel."""
    pytest.importorskip("resource", reason="les limites du système ne se posent pas sous Windows")
    with pytest.raises(AssertionError, match="collecte, graine 1"):
        enfermer("collecte", 1, 1, memoire_mo=60)
