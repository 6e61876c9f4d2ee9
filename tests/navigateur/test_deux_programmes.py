"""Chaque édition de chaque carnet, pour les deux programmes et leurs données d'exemple, dans un vrai Chromium.

Une campagne est rendue comme le ferait une utilisatrice ; chaque page est ensuite mesurée : accessibilité, requêtes,
console, débordement de 320 à 1920 px, clavier, français, impression.
"""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from navigateur.test_audit import _auditer, _manques

from evaltools.acces import programmes
from evaltools.chaine import production
from evaltools.chaine.exemple import ecrire_exemple

pytestmark = [pytest.mark.lent, pytest.mark.navigateur]

EPCI = {"cls-avesnois": "200043404", "sante-artois-douaisis": "200033579"}
CAMPAGNES: dict[str, dict[str, Any]] = {
    "annuelle": {"annee": 2026, "carnets": ["evaluation_annuelle", "cadrage", "controle_collecte"]},
    "publique": {"annee": 2026, "carnets": ["evaluation_annuelle"], "diffusion": "publique"},
    "note": {
        "periode": "2026-S1",
        "carnets": ["note_semestrielle"],
        "arrete_le": "2026-06-30",
        "edite_le": "2026-07-15",
    },
    "finale": {
        "annee": 2028,
        "carnets": ["evaluation_finale"],
        "arrete_le": "2028-12-31",
        "edite_le": "2029-01-15",
        "editions": ["copil", "elus", "technique"],
    },
}
PAGES = {
    "copil": (8, 10), "elus": (1, 2), "citoyenne": (1, 4), "technique": (4, 30),
    "note_semestrielle-copil": (1, 3), "note_semestrielle-elus": (1, 3), "note_semestrielle-technique": (1, 3),
    "note_semestrielle-citoyenne": (1, 3), "evaluation_finale-copil": (20, 25), "evaluation_finale-elus": (1, 4),
    "cadrage-copil": (1, 8),
}  # fmt: skip
"""Pages imprimées, au moins et au plus. Un EPCI peut en demander moins que l'ensemble : seul le maximum y vaut."""

POIDS_KO = {"copil": 300, "evaluation_finale-technique": 800}
"""Poids admis en Ko, quand ce n'est pas celui des seuils de l'audit."""

REMPLACES = ("PDF ≤ 12 pages", "pages imprimées bien remplies", "poids ≤")
"""Critères de l'audit que les mesures ci-dessus remplacent, édition par édition."""


@pytest.fixture(scope="module")
def monde(depot: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Les deux programmes, avec leurs données d'exemple jusqu'à la fin du contrat."""
    racine = tmp_path_factory.mktemp("deux-programmes")
    for nom in ("params", "notebooks"):
        shutil.copytree(depot / nom, racine / nom)
    for code in EPCI:
        entrees = racine / "inputs" / code
        shutil.copytree(depot / "inputs" / code / "fiches", entrees / "fiches")
        shutil.copy(depot / "inputs" / code / "programme.yaml", entrees)
        programme, fautes = programmes.lire(entrees)
        assert programme is not None, fautes
        ecrire_exemple(programme, entrees, 2028)
    return racine


def _rendre(monde: Path, programme: str, nom: str) -> list[Path]:
    campagne = {
        "programme": programme, "territoires": ["ensemble", EPCI[programme]], "formats": ["html"],
        "editions": ["copil", "elus", "technique", "citoyenne"], "diffusion": "restreinte",
        "arrete_le": "2026-12-31", "edite_le": "2027-01-15", **CAMPAGNES[nom],
    }  # fmt: skip
    chemin = monde / "params" / f"{programme}-{nom}.yaml"
    dates = {cle: date.fromisoformat(str(campagne[cle])) for cle in ("arrete_le", "edite_le")}
    chemin.write_text(yaml.safe_dump({**campagne, **dates}), encoding="utf-8")
    bilan = production.produire(production.planifier(chemin), travailleurs=2)
    assert [i.anomalie for i in bilan.issues if i.anomalie] == []
    return [i.page.sortie for i in bilan.issues if i.page] + [bilan.index]


def _ecarts(resultat: dict[str, Any], page: Path) -> list[str]:
    """Rend tout ce qui ne va pas dans une page."""
    edition, pages = page.stem, resultat["pdf"]["pages"]
    mini, maxi = PAGES.get(edition, (1, 60))
    maxi += edition == "evaluation_finale-elus" and page.parent.name == "ensemble"  # quatre pages par EPCI
    seuil = POIDS_KO.get(edition, 500)
    ecarts = [m for m in _manques(resultat) if not m.startswith(REMPLACES)]
    ecarts += [f"{pages} pages"] if pages > maxi or (pages < mini and page.parent.name == "ensemble") else []
    ecarts += [f"{resultat['poids']['ko']} Ko"] if resultat["poids"]["ko"] > seuil else []
    ecarts += [f"clavier : {e}" for e in resultat["clavier"]["non_atteints"]]
    ecarts += [f"axe : {resultat['axe']['regles_violees']}"] if resultat["axe"]["regles_violees"] else []
    return ecarts


MESUREES = [(p, nom) for p in EPCI for nom in CAMPAGNES if (p, nom) != ("sante-artois-douaisis", "publique")]
"""L'édition publique n'est mesurée que sur un programme : mêmes gabarits, mêmes parties, moins de valeurs."""


@pytest.mark.parametrize(("programme", "nom"), MESUREES)
def test_chaque_edition(monde: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, programme: str, nom: str) -> None:
    monkeypatch.setenv("EVALTOOLS_RACINE", str(monde))
    pages = _rendre(monde, programme, nom)
    copies = {f"{rang:02d}-{page.parent.name}-{page.stem}": page for rang, page in enumerate(pages)}
    mesurees = [shutil.copy(page, tmp_path / f"{nom_copie}.html") for nom_copie, page in copies.items()]
    _code, resultats = _auditer(tmp_path, *map(Path, mesurees))
    ecarts = {cle: _ecarts(resultats[cle], page) for cle, page in copies.items()}
    assert {cle: e for cle, e in ecarts.items() if e} == {}
