"""Dans le vrai LibreOffice : le Word et le PowerPoint s'ouvrent, se convertissent en PDF, et leur texte y est.

Sauté si LibreOffice n'est pas là (sauf avec ``--aucun-saut``).
"""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from datetime import date
from pathlib import Path

import pytest
from fabrique_evaluation import petite
from lecture_documents import textes_de_presentation
from pptx import Presentation

from evaltools.restitution.bureautique.presentation import ecrire_presentation
from evaltools.restitution.bureautique.word import ecrire_word
from evaltools.restitution.donnees_classeur import ecrire_classeur
from evaltools.restitution.donnees_ouvertes import tables
from evaltools.restitution.html import MIME
from evaltools.restitution.rapport_annuel import RapportAnnuel

SOFFICE, TEXTE = shutil.which("soffice"), shutil.which("pdftotext")
pytestmark = [
    pytest.mark.lent,
    pytest.mark.bureautique,
    pytest.mark.skipif(not (SOFFICE and TEXTE), reason="LibreOffice ou pdftotext n'est pas installé"),
]
JOUR = date(2027, 1, 15)
PAGES = {"copil": (4, 14), "elus": (2, 5), "technique": (8, 40)}


@pytest.fixture(scope="module")
def documents(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Écrit les documents de trois éditions et les convertit tous d'un seul lancement."""
    dossier = tmp_path_factory.mktemp("documents")
    evaluation = petite()
    for edition in PAGES:
        rapport = RapportAnnuel(evaluation, "ensemble", edition, edite_le=JOUR)
        entete, *sections = (b._repr_mimebundle_()[MIME] for b in rapport.blocs())
        (dossier / f"{edition}.docx").write_bytes(ecrire_word(entete, sections, JOUR))
        (dossier / f"{edition}.pptx").write_bytes(ecrire_presentation(entete, sections, JOUR))
    (dossier / "donnees.xlsx").write_bytes(ecrire_classeur(tables(evaluation), evaluation, JOUR, ""))
    for sorte in ("docx", "pptx"):
        convertir(dossier, "pdf", dossier / sorte, *sorted(dossier.glob(f"*.{sorte}")))
    return dossier


def convertir(dossier: Path, vers: str, sortie: Path, *fichiers: Path) -> None:
    profil = f"-env:UserInstallation={(dossier / 'profil').as_uri()}"
    subprocess.run(
        [str(SOFFICE), profil, "--headless", "--convert-to", vers, "--outdir", str(sortie), *map(str, fichiers)],
        check=True, capture_output=True, timeout=240,
    )  # fmt: skip


def pages(pdf: Path) -> list[str]:
    lu = subprocess.run([str(TEXTE), "-layout", str(pdf), "-"], check=True, capture_output=True, timeout=60)
    return lu.stdout.decode("utf-8").rstrip("\f").split("\f")


@pytest.mark.parametrize("edition", PAGES)
def test_le_word_s_imprime_avec_son_titre_ses_pages_et_sa_pagination(documents: Path, edition: str) -> None:
    lues = pages(documents / "docx" / f"{edition}.pdf")
    bas, haut = PAGES[edition]
    assert bas <= len(lues) <= haut
    assert "Évaluation annuelle 2026" in lues[0]
    for numero, page in enumerate(lues, 1):
        assert re.search(rf"Page\s+{numero}\s+sur\s+{len(lues)}", page), "les champs de page se calculent"
        assert "Erreur" not in page
    assert "Évaluation annuelle 2026" in lues[1].splitlines()[0], "le titre courant, à partir de la deuxième page"


@pytest.mark.parametrize("edition", PAGES)
def test_le_powerpoint_donne_une_page_par_diapositive(documents: Path, edition: str) -> None:
    octets = (documents / f"{edition}.pptx").read_bytes()
    diapositives = list(Presentation(io.BytesIO(octets)).slides)
    lues = pages(documents / "pptx" / f"{edition}.pdf")
    assert len(lues) == len(diapositives) >= 4
    for diapositive, page in zip(diapositives, lues, strict=True):
        mots = diapositive.shapes.title.text_frame.text.split()
        assert all(mot in page for mot in mots[:4])
    for texte, page in zip(textes_de_presentation(octets), lues, strict=True):
        manquants = [m for m in re.findall(r"[^\W\d_]{5,}", texte) if m not in page.replace("\n", " ")]
        assert len(manquants) <= 2, (manquants, "rien ne sort de la diapositive")


def test_le_classeur_des_donnees_s_ouvre_et_se_relit(documents: Path) -> None:
    convertir(documents, "ods", documents / "ods", documents / "donnees.xlsx")
    assert (documents / "ods" / "donnees.ods").stat().st_size > 5000
