"""Dans le vrai LibreOffice : un classeur rempli puis réenregistré se relit à l'identique, listes et verrous compris.

Sauté si LibreOffice n'est pas là (sauf avec ``--aucun-saut``).
"""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import replace
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from fabrique import NORD, SUD
from fabrique_classeurs import PROGRAMME

from evaltools.acces.classeurs_ecriture import ecrire
from evaltools.acces.classeurs_lecture import lire
from evaltools.domaine.avancement import Avancement
from evaltools.domaine.collecte import Collecte
from evaltools.domaine.enquetes import Enquete
from evaltools.domaine.finances import LigneFinanciere
from evaltools.domaine.lexique import EtatAction, EtatValeur, Qualite
from evaltools.domaine.mesures import Observation

SOFFICE = shutil.which("soffice")
pytestmark = [
    pytest.mark.lent,
    pytest.mark.bureautique,
    pytest.mark.skipif(SOFFICE is None, reason="LibreOffice n'est pas installé"),
]


def observee(
    code: str, siren: str = "ensemble", etat: EtatValeur = EtatValeur.RENSEIGNE, **autres: object
) -> Observation:
    operation = PROGRAMME.indicateur(code).operation
    return Observation("cls-essai", "FA 1.1", code, siren, "2026", etat, operation, **autres)  # type: ignore[arg-type]


COLLECTE = Collecte(
    (
        observee("FA 1.1.1-QT1", SUD, valeur=1234.0, source="Registre", commentaire="=1+1"),
        observee("FA 1.1.1-QT1", NORD, texte="< 5", qualite=Qualite.SECRET),
        observee("FA 1.1.1-QT2", SUD, numerateur=45.0, denominateur=60.0),
        observee("FA 1.1.1-QT2", NORD, valeur=45.5, qualite=Qualite.ESTIME),
        observee("FA 1.1.1-QT3", valeur=1.0, texte="2026-03-12"),
        observee("FA 1.1.1-QL1", texte="Peu de médecins,\ndes « retards »"),
        observee("FA 1.1.1-QL2", etat=EtatValeur.ENQUETE_NON_REALISEE),
        observee("FA 1.1.2-QT1", valeur=12_500.5),
        observee("FA 1.1.2-QT2", valeur=0.0),
        observee("FA 1.1.2-QT3", etat=EtatValeur.SANS_OBJET),
        observee("FA 1.1.2-QT4", etat=EtatValeur.NON_DISPONIBLE, commentaire="Plans perdus"),
        observee("FA 1.1.2-QT5", valeur=3.0),
        observee("FA 1.1.2-QL1", etat=EtatValeur.NON_RENSEIGNE),
    ),
    (
        Avancement("FA 1.1", "FA 1.1", 2026, EtatAction.EN_COURS, date(2025, 3, 1), faits_marquants="Ouverture"),
        Avancement("FA 1.1", "FA 1.1.1", 2026, EtatAction.REPORTEE, fin_revisee=date(2027, 6, 30), motif="Poste"),
        Avancement("FA 1.1", "FA 1.1.2", 2026),
    ),
    (LigneFinanciere("FA 1.1", 2026, "ARS", 50_000.0, 40_000.25, 0.0, "Convention"),),
    (Enquete("FA 1.1", "FA 1.1.1-QL2", "ensemble", "2026", False),),
)  # fmt: skip


def reenregistrer(chemin: Path, dossier: Path) -> Path:
    """Ouvre le classeur dans LibreOffice et l'enregistre à nouveau en .xlsx."""
    profil = dossier / "profil"
    sortie = dossier / "sortie"
    commande = [
        str(SOFFICE), f"-env:UserInstallation=file://{profil}", "--headless", "--convert-to",
        "xlsx:Calc MS Excel 2007 XML", "--outdir", str(sortie), str(chemin),
    ]  # fmt: skip
    subprocess.run(commande, check=True, capture_output=True, timeout=120)
    return sortie / chemin.name


@pytest.fixture(scope="module")
def revenu(tmp_path_factory: pytest.TempPathFactory) -> Path:
    dossier = tmp_path_factory.mktemp("libreoffice")
    chemin = ecrire(dossier / "FA-1.1.xlsx", PROGRAMME, "FA 1.1", 2026, collecte=COLLECTE, fictif=True)
    return reenregistrer(chemin, dossier)


def test_toutes_les_valeurs_se_relisent(revenu: Path) -> None:
    lu = lire(revenu, PROGRAMME, 2026)
    vide = {"fichier": "", "feuille": "", "cellule": ""}
    assert [str(a) for a in lu.anomalies] == []
    assert tuple(replace(o, **vide, sha256="") for o in lu.collecte.observations) == COLLECTE.observations
    assert tuple(replace(a, **vide) for a in lu.collecte.avancements) == COLLECTE.avancements
    assert tuple(replace(f, **vide) for f in lu.collecte.finances) == COLLECTE.finances
    assert tuple(replace(e, **vide) for e in lu.collecte.enquetes) == COLLECTE.enquetes
    assert (lu.fictif, lu.gardees, lu.etat) == (True, (), "lu")


def test_listes_verrous_et_identite_survivent(revenu: Path) -> None:
    classeur = openpyxl.load_workbook(revenu)
    page = classeur["Indicateurs"]
    assert page.protection.sheet
    assert not page["I7"].protection.locked
    assert page["A7"].protection.locked
    listes = {r.formula1 for r in page.data_validations.dataValidation if r.type == "list"}
    assert {"evaltools_etats", "evaltools_qualites", "evaltools_oui_non"} <= {str(f).lstrip("=") for f in listes}
    assert classeur["_listes"].sheet_state != "visible"
    assert {p.name: p.value for p in classeur.custom_doc_props.props}["evaltools_action"] == "FA 1.1"
    assert page.column_dimensions["Q"].hidden
    assert page.print_title_rows == "$5:$5"


def test_s_imprime_en_pdf(revenu: Path, tmp_path: Path) -> None:
    commande = [
        str(SOFFICE), f"-env:UserInstallation=file://{tmp_path / 'profil'}", "--headless", "--convert-to", "pdf",
        "--outdir", str(tmp_path), str(revenu),
    ]  # fmt: skip
    subprocess.run(commande, check=True, capture_output=True, timeout=120)
    contenu = (tmp_path / "FA-1.1.pdf").read_bytes()
    assert contenu.startswith(b"%PDF")
    assert 6 <= contenu.count(b"/Type/Page") - contenu.count(b"/Type/Pages") <= 10
