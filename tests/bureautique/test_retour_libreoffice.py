"""Dans le vrai LibreOffice : un classeur de retour ouvert puis réenregistré garde liens, notes, couleurs et identité.

Sauté si LibreOffice n'est pas là (sauf avec ``--aucun-saut``).
"""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import openpyxl
import pytest
from fabrique import SUD
from fabrique_classeurs import PROGRAMME, Pilote, abimer

from evaltools.acces.classeurs_lecture import lire
from evaltools.acces.classeurs_retour import Demande, ecrire_retour

SOFFICE = shutil.which("soffice")
pytestmark = [
    pytest.mark.lent,
    pytest.mark.bureautique,
    pytest.mark.skipif(SOFFICE is None, reason="LibreOffice n'est pas installé"),
]
QT1 = "FA 1.1.1-QT1"


def _fautes(p: Pilote) -> None:
    p.saisir(QT1, SUD, valeur="12 pers", commentaire="voir Mme Dupont")
    p.saisir("FA 1.1", feuille="Avancement", etat="presque finie")
    p.feuille()["T40"] = "une remarque en bas"


@pytest.fixture(scope="module")
def reenregistre(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Le classeur de retour, et ce que LibreOffice en a réenregistré."""
    dossier = tmp_path_factory.mktemp("retour")
    recu = abimer(dossier, _fautes)
    lu = lire(recu, PROGRAMME, 2026)
    retour = ecrire_retour(dossier / "retour.xlsx", Demande(recu, lu, lu.anomalies), PROGRAMME)
    profil = f"-env:UserInstallation=file://{dossier / 'profil'}"
    commande = [str(SOFFICE), profil, "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML"]
    subprocess.run(
        [*commande, "--outdir", str(dossier / "lo"), str(retour)], check=True, capture_output=True, timeout=180
    )
    return retour, dossier / "lo" / "retour.xlsx"


def test_les_liens_les_notes_et_les_couleurs_survivent(reenregistre: tuple[Path, Path]) -> None:
    avant, apres = (openpyxl.load_workbook(chemin) for chemin in reenregistre)
    assert apres.sheetnames[0] == "À corriger"
    liens = [c for rangee in avant["À corriger"].iter_rows() for c in rangee if c.hyperlink is not None]
    assert len(liens) == 4
    for lien in liens:
        revenu = apres["À corriger"][lien.coordinate].hyperlink
        cible = (revenu.location or revenu.target or "").lstrip("#").replace("'", "")
        assert cible.replace(".", "!").split("!") == lien.hyperlink.location.replace("'", "").split("!")
        feuille, _, case = lien.hyperlink.location.replace("'", "").partition("!")
        un, deux = avant[feuille][case], apres[feuille][case]
        assert deux.comment is not None
        assert un.comment.text.split("\n")[0] in deux.comment.text
        assert deux.fill.start_color.rgb[-6:] == un.fill.start_color.rgb[-6:] in ("FBD3DA", "FFDDB3")
        assert deux.protection.locked is False


def test_le_controle_relit_ce_que_libreoffice_a_enregistre(reenregistre: tuple[Path, Path]) -> None:
    """Ni la feuille « À corriger », ni nos notes ne passent pour des ajouts du pilote."""
    avant, apres = (lire(chemin, PROGRAMME, 2026) for chemin in reenregistre)
    assert (apres.action, apres.annee) == ("FA 1.1", 2026)
    assert [a.code for a in apres.anomalies] == [a.code for a in avant.anomalies]
    assert apres.gardees == avant.gardees == ()


def test_corrige_dans_libreoffice_il_n_a_plus_de_faute(reenregistre: tuple[Path, Path], tmp_path: Path) -> None:
    copie = tmp_path / "corrige.xlsx"
    shutil.copy(reenregistre[1], copie)
    pilote = Pilote(copie)
    pilote.saisir(QT1, SUD, valeur=12, commentaire="voir le centre social")
    pilote.saisir("FA 1.1", feuille="Avancement", etat="en cours")
    pilote.enregistrer()
    relu = lire(copie, PROGRAMME, 2026)
    assert [a.code for a in relu.anomalies] == []
