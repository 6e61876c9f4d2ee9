"""La maison : son plan, et ce qui ne doit jamais y entrer."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from evaltools.restitution import plans

ATTENDUS = """
    README.md CHANGELOG.md CONTRIBUTING.md LICENSE Makefile pyproject.toml environment.yml .ci/run
    requirements.lock requirements-tests.lock requirements-labo.lock .pre-commit-config.yaml
    params/bareme.yaml params/cls-avesnois-2026.yaml params/sante-artois-douaisis-2026.yaml
    inputs/cls-avesnois/programme.yaml inputs/sante-artois-douaisis/programme.yaml
    notebooks/evaluation_annuelle.ipynb notebooks/exploration.ipynb
    docs/methode.md docs/lexique.md docs/decisions.md docs/performances.md docs/erreurs.md docs/dictionnaire.md
    docs/guide-du-coordonnateur.md docs/guide-de-l-evaluateur.md outputs/.gitkeep
""".split()

PREMIER_NIVEAU = {
    ".ci", ".github", ".gitignore", ".gitattributes", ".pre-commit-config.yaml", "CHANGELOG.md", "CONTRIBUTING.md",
    "LICENSE", "Makefile", "README.md", "docs", "environment.yml", "evaltools", "inputs", "notebooks", "outputs",
    "params", "pyproject.toml", "requirements-labo.lock", "requirements-tests.lock", "requirements.lock", "tests",
}  # fmt: skip

CHEMIN_DE_MACHINE = re.compile(r"(?<![\w.~/:-])/(?:work|tmp|root|home|Users|opt|mnt)/|[A-Z]:\\\\?Users")
HOTES = re.compile(r"registry\.npm|pythonhosted\.|pypi\.org/|conda\.anaconda|deb\.debian")
COURRIEL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@(?!exemple\.|example\.)[\w-]+\.[a-z]{2,}", re.IGNORECASE)
TELEPHONE = re.compile(r"(?<![\w.,])0[1-9](?P<s>[ .\-]?)\d\d(?:(?P=s)\d\d){3}(?![\w,])")
NUMEROS_DE_FICTION = re.compile(r"0123456789|0\D?1\D?9\D?9\D?0\D?0.*|0\D?6\D?3\D?9\D?9\D?8.*")
TEXTES_DE_LICENCE = {"OFL.txt"}


@pytest.mark.parametrize("chemin", ATTENDUS)
def test_le_plan_est_complet(depot: Path, chemin: str) -> None:
    assert (depot / chemin).is_file()


def test_rien_d_autre_au_premier_niveau(suivis: list[Path], depot: Path) -> None:
    assert {p.relative_to(depot).parts[0] for p in suivis} <= PREMIER_NIVEAU


def test_les_chemins_tiennent_dans_windows(suivis: list[Path], depot: Path) -> None:
    assert [p for p in suivis if len(str(p.relative_to(depot))) > 150] == []


def test_les_noms_de_fichiers_passent_partout(suivis: list[Path], depot: Path) -> None:
    chemins = [p.relative_to(depot).as_posix() for p in suivis]
    assert [c for c in chemins if re.search(r'[<>:"\\|?*\s]', c) or not c.isascii()] == []
    assert len({c.casefold() for c in chemins}) == len(chemins)


def _trouver(textes: dict[str, str], motif: re.Pattern[str], sauf: tuple[str, ...] = ()) -> list[str]:
    return [
        f"{chemin} : {trouve.group()}"
        for chemin, texte in textes.items()
        if not chemin.endswith(sauf or ("\0",)) and Path(chemin).name not in TEXTES_DE_LICENCE
        for trouve in motif.finditer(texte)
    ]


def test_aucun_chemin_de_machine(textes: dict[str, str]) -> None:
    temoin_fautif = ("tests/navigateur/audit/essai/mauvais.html",)
    assert _trouver(textes, CHEMIN_DE_MACHINE, sauf=temoin_fautif) == []


def test_aucun_hote_de_depot_de_paquets(textes: dict[str, str]) -> None:
    assert _trouver(textes, HOTES, sauf=("test_arborescence.py",)) == []


def test_aucune_adresse_ni_numero_de_personne(textes: dict[str, str]) -> None:
    assert _trouver(textes, COURRIEL, sauf=(".lock", "package-lock.json")) == []
    numeros = _trouver(textes, TELEPHONE, sauf=(".lock", "package-lock.json"))
    assert [n for n in numeros if not NUMEROS_DE_FICTION.fullmatch(n.partition(" : ")[2])] == []


@pytest.mark.parametrize(
    ("motif", "texte", "trouve"),
    [
        pytest.param(CHEMIN_DE_MACHINE, "lit /" + "work/shared", True, id="machine"),
        pytest.param(CHEMIN_DE_MACHINE, "inputs/work/fiches", False, id="relatif"),
        pytest.param(COURRIEL, "ecrire a prenom.nom" + "@" + "ars.fr", True, id="courriel"),
        pytest.param(COURRIEL, "pilote@exemple.fr", False, id="courriel-fictif"),
        pytest.param(TELEPHONE, "tel. 03 20" + " 12 34 56", True, id="telephone"),
        pytest.param(TELEPHONE, "2026-01-01", False, id="date"),
        pytest.param(TELEPHONE, "200043321", False, id="siren"),
    ],
)
def test_les_motifs_voient_ce_qu_ils_doivent(motif: re.Pattern[str], texte: str, trouve: bool) -> None:
    assert bool(motif.search(texte)) is trouve


def test_les_donnees_collectees_ne_sont_pas_suivies(suivis: list[Path], depot: Path) -> None:
    chemins = [p.relative_to(depot).as_posix() for p in suivis]
    assert [c for c in chemins if re.match(r"inputs/[^/]+/(\d{4}/|cadrage\.xlsx)", c)] == []
    assert [c for c in chemins if c.startswith("outputs/")] == ["outputs/.gitkeep"]


def test_les_pages_citees_existent(textes: dict[str, str], depot: Path) -> None:
    """Un lien, ou un nom de page cité dans le code ou la documentation, mène à une page du projet."""
    pages = {Path(c).name for c in textes if c.endswith(".md")}
    cites = {
        (chemin, nom)
        for chemin, texte in textes.items()
        if chemin.endswith((".md", ".py", ".yaml", ".toml", ".ipynb")) and not chemin.startswith("tests/")
        for nom in re.findall(r"\b([\w-]+\.md)\b", texte)
    }
    # Les textes de l'évaluateur portent le nom d'une partie de rapport ; ils ne sont pas du projet.
    ecrits = {f"{nom.replace('_', sep)}.md" for nom in plans.parties() for sep in "_-"} | {"essentiel-2.md"}
    assert sorted((c, n) for c, n in cites if n not in pages | ecrits) == []


def test_les_liens_des_pages_menent_quelque_part(textes: dict[str, str], depot: Path) -> None:
    morts = [
        f"{chemin} → {cible}"
        for chemin, texte in textes.items()
        if chemin.endswith(".md")
        for cible in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", texte)
        if not cible.startswith(("http:", "https:", "mailto:")) and not (depot / chemin).parent.joinpath(cible).exists()
    ]
    assert morts == []
