"""Les modes d'emploi disent vrai : chaque commande, option, cible et code qu'ils citent existe."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command

from evaltools.chaine import erreurs
from evaltools.commandes import app

PAGES = ["README.md", "CONTRIBUTING.md", *(f"docs/{n}.md" for n in (
    "guide-du-coordonnateur", "guide-de-l-evaluateur", "performances", "methode"))]  # fmt: skip
LIGNE_DE_COMMANDE = re.compile(r"(?:^|[`\s\\])(?<!import )(?<!--to )evaltools ((?:[a-z]+)(?: [^`\n#;]+)?)")


def _bouts_de_code(page: str) -> Iterator[str]:
    """Lignes des blocs de code, et bouts de code dans le texte."""
    blocs = re.findall(r"^ *```[^\n]*\n(.*?)^ *```", page, flags=re.M | re.S)
    reste = re.sub(r"^ *```[^\n]*\n.*?^ *```", "", page, flags=re.M | re.S)
    for bloc in blocs:
        yield from bloc.splitlines()
    yield from re.findall(r"`([^`\n]+)`", reste)


def _filles(commande: Any) -> dict[str, Any]:
    """Sous-commandes d'un groupe ; rien pour une commande."""
    return getattr(commande, "commands", {})


def _resoudre(mots: list[str]) -> tuple[Any, list[str]]:
    commande: Any = get_command(app)
    while mots and mots[0] in _filles(commande):
        commande, mots = _filles(commande)[mots[0]], mots[1:]
    return commande, mots


@pytest.mark.parametrize("nom", PAGES, ids=lambda n: Path(n).stem)
def test_les_commandes_citees_existent(depot: Path, nom: str) -> None:
    fautes, vues = [], 0
    for bout in _bouts_de_code((depot / nom).read_text(encoding="utf-8")):
        for trouve in LIGNE_DE_COMMANDE.finditer(bout):
            mots = trouve[1].split()
            vues += 1
            commande, reste = _resoudre(mots)
            options = {o for p in commande.params for o in (*p.opts, *p.secondary_opts)} | {"--help"}
            inconnues = [m for m in reste if m.startswith("--") and m.split("=")[0] not in options]
            if _filles(commande) or inconnues:
                fautes.append(f"{bout} → {inconnues or 'commande inconnue'}")
    assert fautes == []
    assert vues > 0 or nom == "docs/methode.md"


@pytest.mark.parametrize("nom", PAGES, ids=lambda n: Path(n).stem)
def test_les_cibles_de_make_citees_existent(depot: Path, nom: str) -> None:
    cibles = set(re.findall(r"^([a-z-]+):", (depot / "Makefile").read_text(encoding="utf-8"), flags=re.M))
    citees = {
        c
        for bout in _bouts_de_code((depot / nom).read_text(encoding="utf-8"))
        for c in re.findall(r"^(?:\$ )?make ([a-z-]+)", bout)
    }
    assert citees <= cibles


def test_toutes_les_commandes_sont_dans_le_readme(depot: Path) -> None:
    readme = (depot / "README.md").read_text(encoding="utf-8")
    visibles = {nom for nom, commande in _filles(get_command(app)).items() if not commande.hidden}
    assert len(visibles) >= 8
    assert {nom for nom in visibles if f"evaltools {nom}" not in readme} == set()


def test_les_codes_de_sortie_sont_ceux_du_code(depot: Path) -> None:
    readme = (depot / "README.md").read_text(encoding="utf-8")
    documentes = {int(c) for c in re.findall(r"^\| (\d+) \| ", readme, flags=re.M)}
    assert documentes == {0} | {v for n, v in vars(erreurs).items() if n.startswith("CODE_")}
    assert documentes == {0, 2, 10, 11, 12, 13}


def test_chaque_commande_a_une_aide_en_francais() -> None:
    def parcourir(commande: Any, chemin: str) -> Iterator[str]:
        if not commande.help:
            yield f"{chemin} : sans aide"
        for p in commande.params:
            if p.name != "help" and not getattr(p, "help", None):
                yield f"{chemin} {p.name} : sans aide"
        for nom, fille in _filles(commande).items():
            yield from parcourir(fille, f"{chemin} {nom}")

    assert list(parcourir(get_command(app), "evaltools")) == []


def test_le_controle_voit_une_commande_fausse() -> None:
    assert _filles(_resoudre(["inventee", "x"])[0])
    assert not _filles(_resoudre(["rendre"])[0])
    assert _resoudre(["rendre", "params/x.yaml"])[1] == ["params/x.yaml"]
