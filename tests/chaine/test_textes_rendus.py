"""Un texte de l'évaluateur dans un rapport rendu : il paraît, un nombre qui a changé est dit, le fichier est intact."""

from __future__ import annotations

from pathlib import Path

import pytest

from evaltools.chaine import production

TEXTE = "---\neditions : technique\n---\nUne année **dense** : 987 654 visites.\n"


def _campagne(monde: Path, edition: str = "technique", diffusion: str = "restreinte") -> Path:
    chemin = monde / "params" / "essai.yaml"
    chemin.write_text(
        'programme: "cls-avesnois"\nannee: 2026\ncarnets: [evaluation_annuelle]\nterritoires: [ensemble]\n'
        f"editions: [{edition}]\nformats: [html]\ndiffusion: {diffusion}\n"
        "arrete_le: 2026-12-31\nedite_le: 2027-01-15\n",
        encoding="utf-8",
    )
    return chemin


@pytest.fixture
def texte(monde: Path) -> Path:
    chemin = monde / "inputs" / "cls-avesnois" / "2026" / "textes" / "essentiel.md"
    chemin.parent.mkdir(parents=True)
    chemin.write_text(TEXTE, encoding="utf-8")
    return chemin


def test_un_texte_parait_et_son_nombre_est_verifie(monde: Path, texte: Path) -> None:
    bilan = production.produire(production.planifier(_campagne(monde)))
    page = bilan.issues[0].page
    assert page is not None
    assert "Une année <strong>dense</strong>" in page.sortie.read_text(encoding="utf-8")
    assert [(a.code, a.fichier) for a in bilan.alertes] == [("RAP-24", "essentiel.md")]
    assert texte.read_text(encoding="utf-8") == TEXTE
    repris = production.produire(production.planifier(_campagne(monde)))
    assert [i.etat for i in repris.issues] == ["inchangé"]
    assert repris.alertes == bilan.alertes
    texte.write_text(TEXTE.replace("dense", "calme"), encoding="utf-8")
    assert len(production.planifier(_campagne(monde)).a_rendre) == 1


def test_l_edition_publique_ne_le_montre_pas(monde: Path, texte: Path) -> None:
    bilan = production.produire(production.planifier(_campagne(monde, diffusion="publique")))
    page = bilan.issues[0].page
    assert page is not None
    assert "dense" not in page.sortie.read_text(encoding="utf-8")
    assert bilan.alertes == ()
    assert texte.exists()
