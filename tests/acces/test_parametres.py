"""Paramètres de campagne et barème : chaque faute est dite avec sa ligne, toutes à la fois."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import yaml

from evaltools.acces.parametres import Validation, lire_bareme, lire_campagne
from evaltools.domaine.lexique import Diffusion

PROJET = Path(__file__).resolve().parents[2]

BONNE = """\
programme: "cls-essai"
annee: 2026
carnets: [evaluation_annuelle]
territoires: tous
editions: [copil, technique]
diffusion: publique
arrete_le: 2026-12-31
edite_le: 2027-01-15
validation: {instance: COPIL, date: 2027-03-12}
"""


def ecrire(tmp_path: Path, texte: str, nom: str = "campagne.yaml") -> Path:
    chemin = tmp_path / nom
    chemin.write_text(texte, encoding="utf-8")
    return chemin


def codes(tmp_path: Path, texte: str) -> list[tuple[str, str]]:
    parametres, anomalies = lire_campagne(ecrire(tmp_path, texte))
    assert parametres is None
    return [(a.code, a.cellule) for a in anomalies]


def test_campagne_bien_ecrite(tmp_path: Path) -> None:
    parametres, anomalies = lire_campagne(ecrire(tmp_path, BONNE))
    assert anomalies == ()
    assert parametres is not None
    assert parametres.programme == "cls-essai"
    assert parametres.annee == 2026
    assert parametres.territoires == ()
    assert parametres.editions == ("copil", "technique")
    assert parametres.diffusion is Diffusion.PUBLIQUE
    assert parametres.arrete_le == date(2026, 12, 31)
    assert parametres.validation == Validation("COPIL", date(2027, 3, 12))


def test_periode_a_la_place_de_l_annee(tmp_path: Path) -> None:
    semestre, _ = lire_campagne(ecrire(tmp_path, BONNE.replace("annee: 2026", 'periode: "2026-S1"')))
    scolaire, _ = lire_campagne(ecrire(tmp_path, BONNE.replace("annee: 2026", 'periode: "2025/2026"')))
    assert semestre is not None
    assert (semestre.annee, semestre.periode) == (2026, "2026-S1")
    assert scolaire is not None
    assert (scolaire.annee, scolaire.periode) == (2026, "2025/2026")


def test_les_trois_formats_a_defaut_et_ceux_que_l_on_choisit(tmp_path: Path) -> None:
    tous, _ = lire_campagne(ecrire(tmp_path, BONNE))
    choisis, _ = lire_campagne(ecrire(tmp_path, BONNE + "formats: [html, docx]\n"))
    assert tous is not None and choisis is not None
    assert tous.formats == ("html", "docx", "pptx")
    assert choisis.formats == ("html", "docx")


def test_les_campagnes_du_projet_sont_lisibles() -> None:
    for chemin in sorted((PROJET / "params").glob("*-2026.yaml")):
        parametres, anomalies = lire_campagne(chemin)
        assert anomalies == ()
        assert parametres is not None
        assert chemin.stem == f"{parametres.programme}-{parametres.annee}"


def test_cle_mal_ecrite_et_annee_absente_dites_ensemble(tmp_path: Path) -> None:
    assert codes(tmp_path, BONNE.replace("annee:", "annnee:")) == [("PAR-04", "ligne 2"), ("PAR-05", "ligne 1")]


def test_suggestion_de_la_cle_proche(tmp_path: Path) -> None:
    _, anomalies = lire_campagne(ecrire(tmp_path, BONNE.replace("annee:", "annnee:")))
    assert anomalies[0].constat == "la clé « annnee » n'existe pas (vouliez-vous écrire « annee » ?)."
    assert str(anomalies[0]).startswith("[PAR-04] « campagne.yaml », ligne 2 : ")


@pytest.mark.parametrize(
    ("avant", "apres", "ligne"),
    [
        ('programme: "cls-essai"', "programme: 12", "ligne 1"),
        ("annee: 2026", 'annee: "2026"', "ligne 2"),
        ("annee: 2026", "annee: true", "ligne 2"),
        ("annee: 2026", "annee: 20266", "ligne 2"),
        ("carnets: [evaluation_annuelle]", "carnets: []", "ligne 3"),
        ("carnets: [evaluation_annuelle]", "carnets: evaluation_annuelle", "ligne 3"),
        ("territoires: tous", "territoires: [200043404]", "ligne 4"),
        ("territoires: tous", 'territoires: ["ensembles"]', "ligne 4"),
        ("territoires: tous", 'territoires: ["ensemble", "ensemble"]', "ligne 4"),
        ("editions: [copil, technique]", "editions: [copil, tecnique]", "ligne 5"),
        ("diffusion: publique", "diffusion: public", "ligne 6"),
        ("arrete_le: 2026-12-31", 'arrete_le: "31/12/2026"', "ligne 7"),
        ("edite_le: 2027-01-15", "edite_le: 2026-01-15", "ligne 8"),
        ("validation: {instance: COPIL, date: 2027-03-12}", "validation: oui", "ligne 9"),
        ("validation: {instance: COPIL, date: 2027-03-12}", "validation: {instance: COPIL}", "ligne 9"),
        ("diffusion: publique", "diffusion: publique\nformats: [html, pdf]", "ligne 7"),
        ("diffusion: publique", "diffusion: publique\nformats: [docx, pptx]", "ligne 7"),
        ("diffusion: publique", "diffusion: publique\nformats: []", "ligne 7"),
    ],
)
def test_valeur_impossible(tmp_path: Path, avant: str, apres: str, ligne: str) -> None:
    assert avant in BONNE
    assert codes(tmp_path, BONNE.replace(avant, apres)) == [("PAR-06", ligne)]


@pytest.mark.parametrize(
    ("texte", "detail", "ligne"),
    [
        ("programme: [\n", "une valeur commencée n'est pas terminée", "ligne 2"),
        ("a: 1\nb: c: 2\n", "un « : » y apparaît", "ligne 2"),
        ("a: 1\na: 2\n", "la clé « a » y est deux fois", "ligne 2"),
        ("a: &x 1\nb: *x\n", "une ancre (« & ») ou un renvoi (« * »)", "ligne 1"),
        ("a: 2026-02-31\n", "« 2026-02-31 » n'est pas une date possible", "ligne 1"),
        ("[" * 20_000, "imbriqués trop profondément", "ligne 1"),
    ],
)
def test_yaml_illisible(tmp_path: Path, texte: str, detail: str, ligne: str) -> None:
    _, (anomalie, *_autres) = lire_campagne(ecrire(tmp_path, texte))
    assert (anomalie.code, anomalie.cellule) == ("PAR-03", ligne)
    assert detail in anomalie.constat


def test_fichier_absent_binaire_ou_dossier(tmp_path: Path) -> None:
    (tmp_path / "binaire.yaml").write_bytes(b"\xff\xfe\x00\x01")
    for chemin, detail in (
        (tmp_path / "absent.yaml", "ce fichier n'existe pas"),
        (tmp_path / "binaire.yaml", "ce n'est pas un texte enregistré en UTF-8"),
        (tmp_path, "ce fichier n'existe pas"),
    ):
        _, (anomalie,) = lire_campagne(chemin)
        assert anomalie.code == "PAR-03"
        assert detail in anomalie.constat


def test_bareme_du_projet() -> None:
    bareme, anomalies = lire_bareme(PROJET / "params" / "bareme.yaml")
    assert anomalies == ()
    assert bareme is not None
    assert (bareme.rythme_bonne_voie, bareme.rythme_a_accelerer) == (0.95, 0.60)
    assert (bareme.degradation, bareme.stagnation, bareme.partiellement_atteint) == (-0.10, 0.10, 0.50)
    assert (bareme.couverture_minimale, bareme.seuil_personnes) == (0.50, 11)


def test_bareme_incomplet_ou_inconnu(tmp_path: Path) -> None:
    contenu = yaml.safe_load((PROJET / "params" / "bareme.yaml").read_text(encoding="utf-8"))
    del contenu["seuils"]["stagnation"]
    contenu["seuils"]["inconnu"] = {"valeur": 1, "unite": "", "source": ""}
    contenu["seuils"]["degradation"]["valeur"] = "dix"
    chemin = ecrire(tmp_path, yaml.safe_dump(contenu, allow_unicode=True), "bareme.yaml")
    bareme, anomalies = lire_bareme(chemin)
    assert bareme is None
    assert sorted(a.code for a in anomalies) == ["PAR-04", "PAR-05", "PAR-06"]
