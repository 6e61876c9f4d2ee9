"""Le classeur de cadrage dans un vrai LibreOffice : ouvert, enregistré, relu sans rien perdre."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from fabrique import programme_essai
from openpyxl import load_workbook

from evaltools.acces.cadrages import ecrire, relire
from evaltools.chaine.exemple import preparer

pytestmark = [pytest.mark.bureautique, pytest.mark.lent]

ESSAI = programme_essai()


def repasser_par_libreoffice(chemin: Path, dossier: Path) -> Path:
    """Ouvre le classeur dans LibreOffice et l'enregistre dans un autre dossier."""
    soffice = shutil.which("soffice")
    if soffice is None:
        pytest.skip("LibreOffice n'est pas installé")
    profil = f"-env:UserInstallation=file://{dossier}/profil"
    commande = [soffice, profil, "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(dossier)]
    subprocess.run([*commande, str(chemin)], check=True, capture_output=True, timeout=180)
    return dossier / chemin.name


def test_libreoffice_n_y_perd_rien(tmp_path: Path) -> None:
    exemple = preparer(ESSAI, 2026)
    chemin = ecrire(tmp_path / "cadrage.xlsx", ESSAI, decisions=exemple.decisions, fictif=True)
    (tmp_path / "apres").mkdir()
    repasse = repasser_par_libreoffice(chemin, tmp_path / "apres")
    avant, apres = relire(chemin, ESSAI), relire(repasse, ESSAI)
    assert avant.decisions == apres.decisions
    assert (apres.fictif, apres.anomalies) == (True, ())
    feuille = load_workbook(repasse)["Cadrage"]
    assert feuille.protection.sheet
    listes = [r for r in feuille.data_validations.dataValidation if r.type == "list"]
    assert len(listes) >= 8
