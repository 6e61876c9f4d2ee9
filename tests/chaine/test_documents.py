"""Le Word et le PowerPoint d'un rapport : du même carnet exécuté, publiés, notés, liés et retirés avec la page."""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from evaltools.chaine import production, rendu
from evaltools.chaine.rendu import Commande

CAMPAGNE = "essai.yaml"


def ecrire_campagne(monde: Path, suite: str = "", diffusion: str = "restreinte") -> None:
    (monde / "params" / CAMPAGNE).write_text(
        'programme: "cls-avesnois"\nannee: 2026\ncarnets: [evaluation_annuelle]\nterritoires: [ensemble]\n'
        f"editions: [copil]\ndiffusion: {diffusion}\narrete_le: 2026-12-31\nedite_le: 2027-01-15\n{suite}",
        encoding="utf-8",
    )


def produire(monde: Path, **options: object) -> production.Bilan:
    return production.produire(production.planifier(monde / "params" / CAMPAGNE), **options)


def presents(monde: Path) -> list[str]:
    dossier = monde / "outputs" / "cls-avesnois" / "2026" / "restreinte" / "ensemble"
    return sorted(p.name for p in dossier.glob("*"))


@pytest.mark.lent
def test_les_trois_formats_notes_lies_et_repris(monde: Path) -> None:
    ecrire_campagne(monde)
    bilan = produire(monde)
    assert presents(monde) == ["copil.docx", "copil.html", "copil.pptx"]
    dossier = bilan.index.parent
    journal = json.loads((dossier / "journal.json").read_text(encoding="utf-8"))["reproductible"]
    (rapport,) = journal["rapports"]
    for note in (rapport, *rapport["autres"], *journal["donnees"]):
        octets = (dossier / note["fichier"]).read_bytes()
        assert hashlib.sha256(octets).hexdigest() == note["sha256"]
        assert len(octets) == note["octets"]
    index = bilan.index.read_text(encoding="utf-8")
    liens = re.findall(r'<a href="([^"#]+)"', index)
    assert {"ensemble/copil.docx", "ensemble/copil.pptx", "donnees/donnees.xlsx", "donnees/groupes.csv"} <= set(liens)
    assert all((dossier / lien).is_file() for lien in liens if not lien.startswith(("http", "..")))
    assert re.search(r"Word, docx<span[^>]*>, [^<]*Ensemble[^<]*</span></a> \(\d+\u00a0Ko\)", index)
    assert production.planifier(monde / "params" / CAMPAGNE).a_rendre == ()


@pytest.mark.lent
def test_un_document_abime_ou_efface_fait_refaire_le_rapport(monde: Path) -> None:
    ecrire_campagne(monde)
    sortie = produire(monde).issues[0].rapport.commande.sortie
    bons = {p.name: p.read_bytes() for p in sortie.parent.glob("*")}
    sortie.with_suffix(".docx").write_bytes(b"abime")
    assert [i.etat for i in produire(monde).issues] == ["rendu"]
    sortie.with_suffix(".pptx").unlink()
    assert [i.etat for i in produire(monde).issues] == ["rendu"]
    assert {p.name: p.read_bytes() for p in sortie.parent.glob("*")} == bons, "mêmes entrées, mêmes octets"


@pytest.mark.lent
def test_un_format_qui_n_est_plus_demande_est_retire(monde: Path) -> None:
    ecrire_campagne(monde)
    produire(monde)
    ecrire_campagne(monde, "formats: [html, docx]\n")
    produire(monde)
    assert presents(monde) == ["copil.docx", "copil.html"]
    ecrire_campagne(monde, "formats: [html]\n")
    produire(monde)
    assert presents(monde) == ["copil.html"]


@pytest.mark.lent
def test_un_rapport_qui_echoue_n_en_laisse_aucun_des_trois(monde: Path) -> None:
    ecrire_campagne(monde)
    produire(monde)
    chemin = monde / "notebooks" / "evaluation_annuelle.ipynb"
    nb = nbformat.read(chemin, as_version=4)
    nb.cells.insert(4, nbformat.v4.new_code_cell("raise ValueError('essai')", id="ajout"))
    nbformat.write(nb, chemin)
    bilan = produire(monde)
    assert [i.etat for i in bilan.issues] == ["échoué"]
    assert presents(monde) == []
    assert "copil.docx" not in bilan.index.read_text(encoding="utf-8")


@pytest.mark.lent
def test_un_document_qui_ne_s_ecrit_pas_fait_echouer_tout_le_rapport(
    monde: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ecrire_campagne(monde)
    commande = production.planifier(monde / "params" / CAMPAGNE).rapports[0].commande
    rendu.rendre(commande)
    avant = {p.name: p.read_bytes() for p in commande.sortie.parent.glob("*")}

    def refuser(*_: object) -> bytes:
        raise OSError("disque plein")

    monkeypatch.setattr("evaltools.restitution.bureautique.exportateurs.ExportateurPresentation.ecrire", refuser)
    with pytest.raises(OSError, match="disque plein"):
        rendu.rendre(commande)
    apres = {p.name: p.read_bytes() for p in commande.sortie.parent.glob("*")}
    assert apres == avant, "rien n'est publié tant que les trois ne sont pas prêts"


def test_un_fichier_que_l_on_ne_peut_pas_retirer_est_dit(tmp_path: Path) -> None:
    sortie = tmp_path / "copil.html"
    sortie.write_text("page", encoding="utf-8")
    (tmp_path / "copil.docx").mkdir()  # un dossier ne se retire pas comme un fichier
    assert rendu.retirer(Commande(Path("c.ipynb"), {}, sortie)) == ["copil.docx"]
    assert not sortie.exists()


@pytest.mark.lent
def test_l_exporteur_ordinaire_de_jupyter_donne_les_memes_documents(monde: Path, tmp_path: Path) -> None:
    ecrire_campagne(monde)
    commande = production.planifier(monde / "params" / CAMPAGNE).rapports[0].commande
    carnet = tmp_path / "carnet.ipynb"
    nbformat.write(rendu.executer(commande), carnet)
    rendu.rendre(commande)
    for format_, entree in (("docx", "ExportateurWord"), ("pptx", "ExportateurPresentation")):
        exportateur = f"evaltools.restitution.bureautique.exportateurs.{entree}"
        subprocess.run(
            [sys.executable, "-m", "nbconvert", "--to", exportateur, "--output-dir", str(tmp_path), str(carnet)],
            check=True, capture_output=True,
        )  # fmt: skip
        attendu = commande.sortie.with_suffix(f".{format_}").read_bytes()
        assert (tmp_path / f"carnet.{format_}").read_bytes() == attendu


def test_les_exporteurs_sont_declares(depot: Path) -> None:
    import importlib
    import tomllib

    points = tomllib.loads((depot / "pyproject.toml").read_text(encoding="utf-8"))["project"]["entry-points"]
    for nom, extension in (("evaltools_docx", ".docx"), ("evaltools_pptx", ".pptx")):
        module, classe = points["nbconvert.exporters"][nom].split(":")
        assert getattr(importlib.import_module(module), classe)().file_extension == extension


def test_la_date_d_edition_est_celle_que_papermill_injecte() -> None:
    from datetime import date

    from evaltools.restitution.bureautique.exportateurs import SANS_DATE, date_d_edition

    def carnet(*sources: str) -> object:
        return nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(s) for s in sources])

    assert date_d_edition(carnet('edite_le = "2027-01-15"  # imprimée')) == date(2027, 1, 15)
    assert date_d_edition(carnet('edite_le = "2027-01-15"', '# Parameters\nedite_le = "2028-02-01"')) == date(
        2028, 2, 1
    )
    assert date_d_edition(carnet('arrete_le = "2026-12-31"')) == date(2026, 12, 31)
    assert date_d_edition(carnet("x = 1")) == SANS_DATE
