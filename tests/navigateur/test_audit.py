"""Les pages, mesurées dans un vrai Chromium : 44 critères d'accessibilité, d'autonomie, de français et d'impression.

L'outil est dans ``audit/`` (voir son LISEZMOI). Ses modules s'installent une fois : « npm ci » dans ce dossier. Rien
n'est sauté : une pièce qui manque fait échouer le test, en disant quoi installer.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import fabrique_evaluation as fabrique
import pytest

from evaltools.domaine.evaluation import Evaluation
from evaltools.restitution import portail
from evaltools.restitution.note_semestrielle import NoteSemestrielle
from evaltools.restitution.page import assembler
from evaltools.restitution.rapport import Rapport
from evaltools.restitution.rapport_annuel import RapportAnnuel

pytestmark = [pytest.mark.lent, pytest.mark.navigateur]

AUDIT = Path(__file__).with_name("audit")
CRITERES = 44
PAGES_D_UN_LONG_RAPPORT = 16
"""Le budget de 12 pages imprimées vaut pour un rapport courant ; 46 actions en demandent plus."""

SEUIL_CHARGEMENT_MS = 3000
"""Temps d'ouverture admis sur une machine partagée ; le budget du projet est d'une seconde."""


@pytest.fixture(scope="module", autouse=True)
def outils() -> None:
    """Ce qu'il faut pour mesurer."""
    if not (AUDIT / "node_modules" / "playwright-core").is_dir():
        pytest.fail(f"les modules de l'audit manquent : lancez « npm ci --prefix {AUDIT} »")
    for programme, paquet in (("node", "nodejs"), ("pdfinfo", "poppler-utils"), ("java", "default-jre-headless")):
        if shutil.which(programme) is None:
            pytest.fail(f"« {programme} » est introuvable : installez le paquet {paquet}")
    if not any(shutil.which(c) for c in ("chromium", "chromium-browser", "google-chrome")):
        pytest.fail("Chromium est introuvable : installez le paquet chromium")


def _rendre(evaluation: Evaluation, siren: str, chemin: Path, edition: str = "technique") -> Path:
    rapport = RapportAnnuel(evaluation, siren, edition, edite_le=date(2027, 1, 15), empreinte="3f9a12c0ffee")
    return _ecrire(rapport, chemin)


def _ecrire(rapport: Rapport, chemin: Path) -> Path:
    charges = [{"ancre": b.ancre, "titre": b.titre, "html": b.contenu, **b.page} for b in rapport.blocs()]
    chemin.write_text(assembler(charges[0], charges[1:]), encoding="utf-8")
    return chemin


def _index(evaluation: Evaluation, chemin: Path) -> Path:
    entrees = [
        portail.Entree(
            t.nom,
            "12 communes",
            (portail.Lien("Évaluation annuelle 2026", f"{t.siren}/technique.html", 237_516),),
            portail.chiffres(evaluation, t.siren),
        )
        for t in evaluation.programme.territoires
    ]
    entrees.append(portail.Entree("Ensemble du programme", "", (portail.Lien("Évaluation annuelle 2026", echec=True),)))
    html = portail.page(
        "Évaluation annuelle 2026", "CLS du Val d'Orbelle", entrees, edite_le=date(2027, 1, 15), fictif=True
    )
    chemin.write_text(html, encoding="utf-8")
    return chemin


def _auditer(dossier: Path, *pages: Path) -> tuple[int, dict[str, Any]]:
    seuils = dossier / "seuils.json"
    reglages = json.loads((AUDIT / "seuils.json").read_text(encoding="utf-8"))
    seuils.write_text(json.dumps({**reglages, "chargement_ms": SEUIL_CHARGEMENT_MS}), encoding="utf-8")
    commande = ["node", str(AUDIT / "audit.mjs"), "--strict", "--sans-captures", "--seuils", str(seuils)]
    fini = subprocess.run(
        [*commande, "--sortie", str(dossier / "audit"), *map(str, pages)], capture_output=True, text=True, timeout=400
    )
    resultats = json.loads((dossier / "audit" / "audit.json").read_text(encoding="utf-8"))["resultats"]
    return fini.returncode, {Path(r["fichier"]).stem: r for r in resultats}


def _manques(resultat: dict[str, Any]) -> list[str]:
    assert len(resultat["criteres"]) == CRITERES
    return [f"{c['nom']} = {c.get('valeur', '')}" for c in resultat["criteres"] if not c["ok"]]


def test_les_rapports_et_l_index_passent_les_44_criteres(tmp_path: Path) -> None:
    petite, sans = fabrique.petite(), fabrique.petite(objectifs=False, debut=date(2026, 10, 21))
    pages = (
        _rendre(petite, "ensemble", tmp_path / "rapport-ensemble.html"),
        _rendre(sans, fabrique.NORD, tmp_path / "rapport-epci.html"),
        _rendre(fabrique.grande(), "200000001", tmp_path / "rapport-long.html"),
        _index(petite, tmp_path / "index.html"),
    )
    code, resultats = _auditer(tmp_path, *pages)
    manques = {nom: _manques(r) for nom, r in resultats.items()}
    if resultats["rapport-long"]["pdf"]["pages"] <= PAGES_D_UN_LONG_RAPPORT:
        manques["rapport-long"] = [m for m in manques["rapport-long"] if not m.startswith("PDF ≤ 12 pages")]
    assert manques == {p.stem: [] for p in pages}
    assert code == int(any(_manques(r) for r in resultats.values()))
    assert {r["axe"]["regles_violees"] for r in resultats.values()} == {0}
    assert {r["reseau"]["externes"] for r in resultats.values()} == {0}
    assert {r["vnu"]["erreurs"] for r in resultats.values()} == {0}


PAGES_DES_EDITIONS = {"copil": 10, "elus": 2, "citoyenne": 4, "note": 3}
"""Pages imprimées au plus, par édition, pour un programme de 46 actions."""


def test_les_editions_courtes_passent_les_44_criteres_et_tiennent_leurs_pages(tmp_path: Path) -> None:
    grande = fabrique.grande()
    note = NoteSemestrielle(grande, "ensemble", edite_le=date(2026, 7, 15), periode="2026-S1")
    pages = (
        _rendre(grande, "ensemble", tmp_path / "copil.html", "copil"),
        _rendre(grande, "200000001", tmp_path / "elus.html", "elus"),
        _rendre(replace(grande, diffusion="publique"), "ensemble", tmp_path / "citoyenne.html", "citoyenne"),
        _ecrire(note, tmp_path / "note.html"),
    )
    _, resultats = _auditer(tmp_path, *pages)
    assert {nom: _manques(r) for nom, r in resultats.items()} == {p.stem: [] for p in pages}
    assert {r["axe"]["regles_violees"] for r in resultats.values()} == {0}
    trop = {nom: r["pdf"]["pages"] for nom, r in resultats.items() if r["pdf"]["pages"] > PAGES_DES_EDITIONS[nom]}
    assert trop == {}


def test_l_outil_voit_les_fautes(tmp_path: Path) -> None:
    code, resultats = _auditer(tmp_path, AUDIT / "essai" / "mauvais.html")
    assert code == 1
    assert len(_manques(resultats["mauvais"])) >= 40


def test_les_modules_de_l_audit_viennent_de_n_importe_quel_depot() -> None:
    verrou = (AUDIT / "package-lock.json").read_text(encoding="utf-8")
    assert '"resolved"' not in verrou
    assert json.loads(verrou)["lockfileVersion"] >= 2
