"""Aucun fichier reçu ne peut bloquer la machine : mémoire et temps mesurés dans un enfant que le système limite."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from fabrique_hostiles import HOSTILES

pytest.importorskip("resource", reason="les limites du système ne se posent pas sous Windows")

SECONDES, MEGAOCTETS = 30, 400
"""Bornes larges (une machine chargée) : sans garde, ces fichiers coûtent des minutes ou des gigaoctets."""

ISSUES = {
    "lignes_inconnues": ("lu avec réserves", {"VAL-25", "VAL-34", "VAL-56"}),
    "lignes_repetees_et_fusions": ("lu avec réserves", {"VAL-28", "VAL-56"}),
    "valeur_dans_la_derniere_cellule": ("lu", {"VAL-34"}),
    "lien_vers_un_autre_classeur": ("lu", {"FIC-18"}),
    "dimension_menteuse": ("lu", set()),
    "un_million_de_lignes_mises_en_forme": ("lu", set()),
    "un_million_de_cellules_mises_en_forme": ("lu", set()),
    "bombe_de_compression": ("refusé", {"FIC-09"}),
    "bombe_dans_les_textes": ("refusé", {"FIC-09"}),
    "taille_menteuse_enorme": ("refusé", {"FIC-09"}),
    "entites_en_chaine": ("refusé", {"FIC-11"}),
    "entite_quadratique": ("refusé", {"FIC-11"}),
    "fichier_trop_gros": ("refusé", {"FIC-02"}),
    "million_de_lignes": ("refusé", {"FIC-14"}),
    "mille_fusions": ("refusé", {"FIC-14"}),
    "fusions_demesurees": ("refusé", {"FIC-14"}),
    "textes_par_centaines_de_milliers": ("refusé", {"FIC-14"}),
    "texte_sans_fin": ("refusé", {"FIC-14"}),
    "noms_definis": ("refusé", {"FIC-20"}),
    "elements_imbriques": ("refusé", {"FIC-20"}),
    "attributs_par_milliers": ("refusé", {"FIC-20"}),
}


@pytest.fixture(scope="module")
def mesures(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, object]]:
    """Bâtit tous les fichiers, puis les lit un à un, chacun dans son propre processus."""
    chemins = {nom: fabriquer(tmp_path_factory.mktemp("hostile")) for nom, fabriquer in HOSTILES.items()}
    banc = Path(__file__).with_name("banc.py")
    commande = [sys.executable, str(banc), *map(str, chemins.values())]
    sorties = subprocess.run(commande, capture_output=True, text=True, check=True, timeout=500).stdout.splitlines()
    return dict(zip(chemins, map(json.loads, sorties), strict=True))


@pytest.mark.lent
@pytest.mark.parametrize("nom", HOSTILES)
def test_un_fichier_hostile_ne_coute_ni_temps_ni_memoire(mesures: dict[str, dict[str, object]], nom: str) -> None:
    mesure = mesures[nom]
    assert mesure["fin"] == 0, f"{nom} : {mesure}"
    assert float(str(mesure["secondes"])) < SECONDES, mesure
    assert int(str(mesure["mo"])) < MEGAOCTETS, mesure


@pytest.mark.lent
@pytest.mark.parametrize("nom", ISSUES)
def test_un_fichier_hostile_est_lu_ou_refuse_pour_sa_raison(mesures: dict[str, dict[str, object]], nom: str) -> None:
    etat, codes = ISSUES[nom]
    assert (mesures[nom]["etat"], set(mesures[nom]["codes"])) == (etat, codes)  # type: ignore[call-overload]


@pytest.mark.lent
def test_le_banc_voit_un_debordement(tmp_path: Path) -> None:
    """Le banc lui-même mesure : un enfant qui dévore est arrêté, et cela se voit."""
    gourmand = tmp_path / "gourmand.py"
    banc = Path(__file__).with_name("banc.py")
    gourmand.write_text(
        f"import sys; sys.path.insert(0, {str(banc.parent)!r})\n"
        "import banc, pathlib\n"
        "banc.lire = lambda *_: bytearray(4 * 1024**3)\n"
        "print(banc.mesurer(pathlib.Path('x'))['etat'])\n",
        encoding="utf-8",
    )
    fini = subprocess.run([sys.executable, str(gourmand)], capture_output=True, text=True, check=True, timeout=120)
    assert fini.stdout.strip() == "exception", fini.stderr
