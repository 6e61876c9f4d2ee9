"""La ligne de commande parle français : aide, titres, types, refus."""

from __future__ import annotations

import re
from typing import Any

import pytest
from typer.main import get_command
from typer.testing import CliRunner

from evaltools.commandes import app
from evaltools.commandes.francais import traduire_aide, traduire_refus

ANGLAIS = re.compile(
    r"\b(?:Usage|Commands?|Show this|Missing|No such|Error|Invalid|required|default|Try|Did you mean|range|str|path)\b"
)


def jouer(*mots: str) -> Any:
    return CliRunner().invoke(app, list(mots), prog_name="evaltools")


def _chemins(commande: Any, chemin: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    filles = getattr(commande, "commands", {})
    return [chemin, *(c for nom, fille in filles.items() for c in _chemins(fille, (*chemin, nom)))]


def test_la_version_se_demande() -> None:
    from evaltools import __version__

    vu = jouer("--version")
    assert (vu.exit_code, vu.stdout) == (0, f"evaltools {__version__}\n")


@pytest.mark.parametrize("chemin", _chemins(get_command(app)), ids=lambda c: "-".join(c) or "evaltools")
def test_l_aide_n_a_pas_d_anglais(chemin: tuple[str, ...]) -> None:
    vu = jouer(*chemin, "--help")
    assert vu.exit_code == 0
    assert vu.stdout.startswith(f"Emploi : {' '.join(('evaltools', *chemin))}")
    assert "Affiche cette aide." in vu.stdout
    assert ANGLAIS.findall(vu.stdout) == []


@pytest.mark.parametrize(
    ("mots", "phrase"),
    [
        pytest.param(["rendre"], "evaltools rendre : il manque l'argument parametres.", id="argument-absent"),
        pytest.param(["evaluer", "x"], "evaltools evaluer : il manque l'option --annee.", id="option-absente"),
        pytest.param(
            ["rendre", "--travaileurs", "3"],
            "evaltools rendre : l'option --travaileurs n'existe pas ; voulez-vous dire --travailleurs ?",
            id="option-mal-ecrite",
        ),
        pytest.param(["rendre", "--xyz"], "evaltools rendre : l'option --xyz n'existe pas.", id="option-inconnue"),
        pytest.param(
            ["programes"],
            "evaltools : la commande « programes » n'existe pas ; voulez-vous dire « programmes » ?",
            id="commande-mal-ecrite",
        ),
        pytest.param(["zzz"], "evaltools : la commande « zzz » n'existe pas.", id="commande-inconnue"),
        pytest.param(
            ["modeles", "x", "--annee", "abc"], "evaltools modeles : --annee doit être un nombre entier.", id="nombre"
        ),
        pytest.param(["rendre", "a", "b"], "evaltools rendre : il y a des mots en trop : b.", id="mots-en-trop"),
        pytest.param(["rendre", "a", "--travailleurs"], "l'option --travailleurs attend une valeur.", id="sans-valeur"),
        pytest.param(["rendre", "a", "--tout=3"], "l'option --tout n'attend pas de valeur.", id="valeur-en-trop"),
        pytest.param(
            ["rendre", "a", "--travailleurs", "0"],
            "evaltools rendre : --travailleurs doit valoir au moins 1.",
            id="hors-bornes",
        ),
    ],
)
def test_un_refus_est_dit_en_francais(mots: list[str], phrase: str) -> None:
    vu = jouer(*mots)
    assert vu.exit_code == 2
    assert vu.stderr.splitlines()[0] == phrase
    assert ANGLAIS.findall(vu.stderr) == []


def test_sans_rien_l_aide_est_montree() -> None:
    vu = jouer()
    assert vu.exit_code == 2
    assert vu.stderr.startswith("Emploi : evaltools [OPTIONS] COMMANDE …")
    assert "Commandes :" in vu.stderr


def test_un_message_inconnu_est_rendu_tel_quel() -> None:
    assert traduire_refus("Quelque chose de nouveau") == "Quelque chose de nouveau"
    assert traduire_refus("Invalid value for '--x': refus propre") == "--x est refusé : refus propre"


def test_les_bornes_et_les_types() -> None:
    assert traduire_aide("<int range>  [x>=1]") == "<nombre>  [au moins 1]"
    assert traduire_aide("[default: 3; x<=9]") == "[par défaut : 3; au plus 9]".replace(" :", "\N{NO-BREAK SPACE}:")


def test_un_refus_sans_guillemets_est_traduit_aussi() -> None:
    assert (
        traduire_refus("Invalid value for --sortie: « x » est un dossier")
        == "--sortie est refusé : « x » est un dossier"
    )
    assert traduire_refus("Invalid value for '--annee': 'deux' is not a valid integer.") == (
        "--annee doit être un nombre entier."
    )
    assert traduire_aide("<list[str]>") == "<texte>"
