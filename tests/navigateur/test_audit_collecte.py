"""La page de contrôle de la collecte, mesurée dans un vrai Chromium : 44 critères, aucune règle d'axe violée."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
from fabrique_classeurs import PROGRAMME, Pilote, abimer

from evaltools.acces.classeurs_lecture import lire
from evaltools.chaine.controle_sorties import page
from evaltools.domaine.anomalies import signaler
from evaltools.domaine.retours import faire_le_point

pytestmark = [pytest.mark.lent, pytest.mark.navigateur]

AUDIT = Path(__file__).with_name("audit")


def _fautes(p: Pilote) -> None:
    p.saisir("FA 1.1.1-QT1", "111111111", valeur="12 pers", commentaire="voir Mme Dupont")
    p.saisir("FA 1.1.1-QT2", "111111111", valeur="environ <b>40</b>")
    p.saisir("FA 1.1", feuille="Avancement", etat="presque finie")


def _auditer(dossier: Path, chemin: Path) -> dict[str, Any]:
    seuils = json.loads((AUDIT / "seuils.json").read_text(encoding="utf-8")) | {"chargement_ms": 3000}
    (dossier / "seuils.json").write_text(json.dumps(seuils), encoding="utf-8")
    commande = ["node", str(AUDIT / "audit.mjs"), "--sans-captures", "--seuils", str(dossier / "seuils.json")]
    subprocess.run([*commande, "--sortie", str(dossier / "audit"), str(chemin)], capture_output=True, timeout=300)
    (resultat,) = json.loads((dossier / "audit" / "audit.json").read_text(encoding="utf-8"))["resultats"]
    return dict(resultat)


def test_la_page_de_controle_passe_les_44_criteres(tmp_path: Path) -> None:
    lu = lire(abimer(tmp_path, _fautes), PROGRAMME, 2026)
    absente = signaler("ACT-01", action="FA 2.1", intitule="Prévenir", nombre="5 valeurs", porteur="")
    retours = faire_le_point(PROGRAMME, 2026, (lu,), (*lu.anomalies, absente))
    chemin = tmp_path / "controle.html"
    chemin.write_text(page(retours, "3f9a12c0ffee"), encoding="utf-8")
    resultat = _auditer(tmp_path, chemin)
    assert len(resultat["criteres"]) == 44
    assert [c["nom"] for c in resultat["criteres"] if not c["ok"]] == []
    assert (resultat["axe"]["regles_violees"], resultat["reseau"]["externes"]) == (0, 0)
