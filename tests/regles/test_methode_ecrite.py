"""La méthode écrite et les cas de règle se répondent : ni règle sans cas, ni cas sans règle, ni seuil périmé."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import yaml

from evaltools.domaine.bareme import Bareme
from evaltools.domaine.lexique import Alerte, Motif, Verdict
from evaltools.domaine.verdicts import TABLE

DOSSIER = Path(__file__).parent
CAS_AU_MOINS = 3


def _page(depot: Path) -> str:
    return (depot / "docs" / "methode.md").read_text(encoding="utf-8")


def _cas() -> Counter[str]:
    return Counter(
        cas["regle"] for f in sorted(DOSSIER.glob("*.yaml")) for cas in yaml.safe_load(f.read_text(encoding="utf-8"))
    )


def test_chaque_regle_a_au_moins_trois_cas(depot: Path) -> None:
    regles = re.findall(r"^### (R-\d\d)\. ", _page(depot), flags=re.M)
    assert len(regles) == len(set(regles)) > 60
    cas = _cas()
    assert {r: cas[r] for r in regles if cas[r] < CAS_AU_MOINS} == {}
    assert set(cas) - set(regles) == set()


def test_chaque_cas_dit_son_calcul() -> None:
    for fichier in DOSSIER.glob("*.yaml"):
        for cas in yaml.safe_load(fichier.read_text(encoding="utf-8")):
            assert isinstance(cas["calcul"], str), (fichier.name, cas["cas"])
            assert len(cas["calcul"]) > 5, (fichier.name, cas["cas"])


def test_chaque_regle_a_un_enonce_et_un_exemple(depot: Path) -> None:
    regles = re.split(r"^### ", _page(depot), flags=re.M)[1:]
    sans_exemple = [r[:4] for r in regles if r.startswith("R-") and "**Exemple.**" not in r]
    assert sans_exemple == ["R-24", "R-33"]  # un texte ne se calcule pas ; la ligne 3 énumère des motifs


def test_les_regles_citees_par_le_code_existent(depot: Path) -> None:
    regles = set(re.findall(r"^### (R-\d\d)\. ", _page(depot), flags=re.M))
    citees = {
        numero
        for fichier in (depot / "evaltools" / "domaine").glob("*.py")
        for numero in re.findall(r"R-\d\d", fichier.read_text(encoding="utf-8"))
    }
    assert citees - regles == set()


def test_la_table_ecrite_a_les_lignes_du_code(depot: Path) -> None:
    ecrites = [int(n) for n in re.findall(r"^\| R-\d\d \| (\d+) \|", _page(depot), flags=re.M)]
    assert ecrites == list(range(1, 18))
    assert sorted({ligne.numero for ligne in TABLE}) == list(range(3, 18))
    assert [ligne.numero for ligne in TABLE] == sorted(ligne.numero for ligne in TABLE)


def test_les_seuils_ecrits_sont_ceux_du_bareme(depot: Path) -> None:
    page, bareme = _page(depot), Bareme()
    for ecrit, seuil in (
        ("R ≥ 0,95", bareme.rythme_bonne_voie), ("R ≥ 0,60", bareme.rythme_a_accelerer),
        ("P ≤ −0,10", bareme.degradation), ("P < 0,10", bareme.stagnation),
        ("P ≥ 0,50", bareme.partiellement_atteint), ("Sous 0,50", bareme.couverture_minimale),
    ):  # fmt: skip
        assert ecrit in page
        assert float(ecrit.split()[-1].replace("−", "-").replace(",", ".")) == seuil


def test_le_lexique_a_tous_les_verdicts_et_la_methode_tous_les_motifs(depot: Path) -> None:
    lexique = (depot / "docs" / "lexique.md").read_text(encoding="utf-8")
    assert [v for v in Verdict if f"| {v} |" not in lexique] == []
    page = _page(depot)
    assert [m for m in Motif if m not in page and m is not Motif.NON_ECHU] == []
    rares = {Alerte.PROVISOIRE, Alerte.ESTIME, Alerte.PARTIEL_EPCI}
    assert [a for a in Alerte if a not in page and a not in rares] == []
