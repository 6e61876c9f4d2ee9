"""Ce qui désigne quelqu'un, saisi partout où un pilote peut écrire, n'est dans aucun fichier de l'édition publique."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from fabrique_classeurs import Pilote
from openpyxl.comments import Comment

from evaltools.chaine import production

pytestmark = pytest.mark.lent

TRACES = ("Tartempion", "tartempion", "Zéphirine", "06 39 98 03 04", "0639980304", "schizophr", "1 85 05 59 123 456 78")
PHRASE = (
    "Voir Mme Zéphirine Tartempion, 06 39 98 03 04, z.tartempion@exemple.fr ; un jeune est schizophrène "
    "(1 85 05 59 123 456 78)"
)
CAMPAGNE = """programme: "cls-avesnois"
annee: 2026
carnets: [{carnets}]
territoires: [ensemble]
editions: [technique]
diffusion: {diffusion}
arrete_le: 2026-12-31
edite_le: 2027-01-15
validation: null
"""


def _semer(classeur: Path) -> None:
    """Écrit la phrase dans toutes les cases de texte, une case de valeur, une note, une case ajoutée, un financeur."""
    pilote = Pilote(classeur)
    for feuille, champs in (
        ("Indicateurs", ("source", "commentaire", "reponse")),
        ("Avancement", ("motif", "decision", "faits_marquants", "freins", "leviers", "reorientation")),
        ("Financement", ("commentaire",)),
        ("Enquêtes", ("commentaire",)),
    ):
        for champ in champs if feuille in pilote.classeur else ():
            try:
                colonne = pilote.colonne(champ, feuille)
            except KeyError:
                continue
            for rangee in range(6, min(pilote.feuille(feuille).max_row, 16) + 1):
                pilote.feuille(feuille).cell(rangee, colonne).value = PHRASE
    indicateurs = pilote.feuille()
    indicateurs.cell(7, pilote.colonne("valeur")).value = PHRASE
    indicateurs.cell(7, pilote.colonne("valeur")).comment = Comment(PHRASE, "x")
    indicateurs["Z60"] = PHRASE
    financement = pilote.feuille("Financement")
    financement.cell(12, pilote.colonne("financeur", "Financement")).value = "Mme Zéphirine Tartempion"
    financement.cell(12, pilote.colonne("prevu_eur", "Financement")).value = 1200
    pilote.enregistrer()


def _rendre(monde: Path, diffusion: str, *carnets: str) -> Path:
    collecte = monde / "inputs" / "cls-avesnois" / "2026" / "collecte"
    for classeur in sorted(collecte.glob("*.xlsx"))[:3]:
        _semer(classeur)
    premier = min(collecte.glob("*.xlsx"))
    shutil.move(premier, collecte / "Zéphirine Tartempion 0639980304.xlsx")
    parametres = monde / "params" / "essai.yaml"
    parametres.write_text(CAMPAGNE.format(diffusion=diffusion, carnets=", ".join(carnets)), encoding="utf-8")
    bilan = production.produire(production.planifier(parametres), travailleurs=2)
    assert [str(i.anomalie) for i in bilan.issues if i.etat != "rendu"] == []
    return monde / "outputs" / "cls-avesnois" / "2026" / diffusion


def _contenus(dossier: Path) -> Iterator[tuple[str, str]]:
    """Tous les textes publiés ; un classeur ou un document s'ouvre, pièce par pièce."""
    for chemin in sorted(p for p in dossier.rglob("*") if p.is_file()):
        nom = chemin.relative_to(dossier).as_posix()
        if zipfile.is_zipfile(chemin):
            with zipfile.ZipFile(chemin) as archive:
                yield from ((f"{nom}!{m}", archive.read(m).decode("utf-8", "replace")) for m in archive.namelist())
        else:
            yield nom, chemin.read_bytes().decode("utf-8", "replace")


def test_aucun_fichier_public_ne_garde_la_trace_de_quelqu_un(monde: Path) -> None:
    contenus = dict(
        _contenus(_rendre(monde, "publique", "evaluation_annuelle", "note_semestrielle", "controle_collecte"))
    )
    assert any(nom.endswith(".html") for nom in contenus)
    assert any(nom.endswith(".csv") for nom in contenus)
    traces = {(nom, t) for nom, texte in contenus.items() for t in TRACES if t in texte or t in nom}
    assert traces == set()


def test_l_edition_restreinte_montre_ce_que_le_public_ne_voit_pas(monde: Path) -> None:
    """Le test d'à côté n'est pas vide : ce qui est semé arrive bien jusqu'aux rapports."""
    contenus = dict(_contenus(_rendre(monde, "restreinte", "evaluation_annuelle")))
    assert any("Tartempion" in texte for nom, texte in contenus.items() if nom.endswith("technique.html"))
