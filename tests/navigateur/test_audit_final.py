"""L’évaluation finale et le cadrage, mesurés dans un vrai Chromium : 44 critères, et le nombre de pages imprimées."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import fabrique_evaluation as fabrique
import fabrique_finale
import pytest
from navigateur.test_audit import _auditer, _manques

from evaltools.restitution.page import assembler
from evaltools.restitution.rapport import Rapport
from evaltools.restitution.rapport_cadrage import RapportCadrage
from evaltools.restitution.rapport_final import RapportFinal

pytestmark = [pytest.mark.lent, pytest.mark.navigateur]

PAGES = {"final-copil": 25, "final-elus": 4, "cadrage-copil": 8}
"""Pages imprimées au plus ; une édition du comité de pilotage en a une vingtaine quand le programme est grand."""

ADMIS = ("PDF ≤ 12 pages", "pages imprimées bien remplies")
"""Critères remplacés ici : le nombre de pages est celui de l'édition, et le rappel du contrat peut finir sa page."""


def _ecrire(rapport: Rapport, chemin: Path) -> Path:  # type: ignore[type-arg]
    blocs = sorted(rapport.blocs(), key=lambda b: b.ordre)
    charges = [{"ancre": b.ancre, "titre": b.titre, "html": b.contenu, **b.page} for b in blocs]
    chemin.write_text(assembler(charges[0], charges[1:]), encoding="utf-8")
    return chemin


def test_les_finales_et_le_cadrage_passent_les_44_criteres(tmp_path: Path) -> None:
    finale, jour = fabrique_finale.finale(), date(2029, 1, 15)
    cadree = fabrique.petite()
    pages = (
        _ecrire(RapportFinal(finale, "ensemble", "copil", jour), tmp_path / "final-copil.html"),
        _ecrire(RapportFinal(finale, fabrique.NORD, "elus", jour), tmp_path / "final-elus.html"),
        _ecrire(RapportCadrage(cadree, cadree.cadrage, "copil", jour), tmp_path / "cadrage-copil.html"),
    )
    _code, resultats = _auditer(tmp_path, *pages)
    manques = {nom: [m for m in _manques(r) if m.split(" = ")[0] not in ADMIS] for nom, r in resultats.items()}
    assert manques == {p.stem: [] for p in pages}
    assert {nom: r["pdf"]["pages"] <= PAGES[nom] for nom, r in resultats.items()} == dict.fromkeys(PAGES, True)
    assert {nom: len(r["pdf"]["pages_peu_remplies"]) <= 1 for nom, r in resultats.items()} == dict.fromkeys(PAGES, True)
