"""Les pages tirées du code sont à jour, et chaque anomalie du catalogue est éprouvée."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import pytest

from evaltools.commandes.documentation import PAGES, documenter
from evaltools.domaine.catalogue import CATALOGUE
from evaltools.domaine.dictionnaire import OBSERVATIONS, RESULTATS
from evaltools.domaine.dictionnaire_groupes import GROUPES
from evaltools.domaine.evaluation import Resultat
from evaltools.domaine.groupes import COLONNES_GROUPES
from evaltools.domaine.lexique import Gravite
from evaltools.domaine.mesures import Observation
from evaltools.restitution.documentation import FAMILLES, listes, rediger_dictionnaire, rediger_erreurs
from evaltools.restitution.donnees import COLONNES_OBSERVATIONS, COLONNES_RESULTATS

COLONNES_DU_CONTRAT = {
    "observations": (
        "programme; action; operation; indicateur; siren; periode; valeur; numerateur; denominateur; texte; etat; "
        "qualite; source; commentaire; fichier; feuille; cellule; sha256"
    ),
    "resultats": (
        "programme; annee; siren; axe; objectif; action; operation; indicateur; libelle; unite; niveau; sens; cumul; "
        "valeur_initiale; annee_initiale; cible; annee_cible; valeur; annee_valeur; cible_atteinte; degre_atteinte; "
        "score; part_attendue; rythme; verdict; motif; incertain; alertes; reste_a_faire; fichier; cellule"
    ),
}


@pytest.mark.parametrize("nom", PAGES)
def test_une_page_tiree_du_code_est_a_jour(depot: Path, nom: str) -> None:
    page = (depot / "docs" / nom).read_text(encoding="utf-8")
    assert page == PAGES[nom](), "lancez « make documentation »"


def test_documenter_ecrit_les_pages(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    documenter(tmp_path / "pages")
    assert {p.name for p in (tmp_path / "pages").iterdir()} == {"erreurs.md", "dictionnaire.md"}
    assert "erreurs.md, dictionnaire.md" in capsys.readouterr().out


def test_le_dictionnaire_dit_les_colonnes_du_contrat() -> None:
    assert [c.nom for c in OBSERVATIONS] == COLONNES_DU_CONTRAT["observations"].split("; ")
    assert [c.nom for c in RESULTATS] == COLONNES_DU_CONTRAT["resultats"].split("; ")


def test_le_code_suit_le_dictionnaire() -> None:
    assert tuple(c.nom for c in OBSERVATIONS) == COLONNES_OBSERVATIONS
    assert tuple(c.nom for c in RESULTATS) == COLONNES_RESULTATS
    assert tuple(c.nom for c in GROUPES) == COLONNES_GROUPES
    assert {c.nom for c in OBSERVATIONS} <= {f.name for f in fields(Observation)}
    assert {c.nom for c in RESULTATS} <= {f.name for f in fields(Resultat)}


def test_le_dictionnaire_cite_des_listes_qui_existent() -> None:
    citees = {m for c in (*OBSERVATIONS, *RESULTATS) for m in re.findall(r"liste (\w+)", c.valeurs)}
    assert citees <= {liste.__name__ for liste in listes()}
    page = rediger_dictionnaire()
    assert all(f"- `{v.value}`" in page for liste in listes() for v in liste)


def test_chaque_code_a_son_paragraphe() -> None:
    titres = re.findall(r"^### (\S+) : .+$", rediger_erreurs(), flags=re.M)
    assert sorted(titres) == sorted(CATALOGUE)


@pytest.mark.parametrize("code", sorted(CATALOGUE))
def test_un_code_est_bien_forme(code: str) -> None:
    assert re.fullmatch(r"[A-Z]{3}-\d\d", code)
    assert code[:3] in FAMILLES
    modele = CATALOGUE[code]
    assert isinstance(modele.gravite, Gravite)
    assert modele.titre
    assert modele.titre[0].isupper()
    for texte in (modele.constat, modele.consequence, modele.remede):
        assert texte.strip() == texte
        assert texte.endswith((".", "}", "?")), texte


def test_chaque_code_est_eprouve(textes: dict[str, str]) -> None:
    """Les tests de la maison ne comptent pas : ils citent des codes sans les éprouver."""
    motif = re.compile(rf"\b(?:{'|'.join(FAMILLES)})-\d\d\b")
    eprouves = {
        code
        for chemin, texte in textes.items()
        if chemin.startswith("tests/") and "/maison/" not in chemin
        for code in motif.findall(texte)
    }
    assert sorted(set(CATALOGUE) - eprouves) == []


def test_aucun_code_hors_du_catalogue(textes: dict[str, str]) -> None:
    motif = re.compile(rf"\b(?:{'|'.join(FAMILLES)})-\d\d\b")
    inconnus = {
        (chemin, code)
        for chemin, texte in textes.items()
        if chemin.startswith(("evaltools/", "docs/", "notebooks/", "README.md"))
        and not chemin.startswith("evaltools/domaine/catalogue")  # qui parle de tranches : « CAD-01 à CAD-29 »
        for code in motif.findall(texte)
        if code not in CATALOGUE
    }
    assert inconnus == set()
