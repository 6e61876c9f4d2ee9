"""Le fichier ``porteurs.yaml`` : ce qu'il déclare, et ses fautes, toutes à la fois."""

from __future__ import annotations

from pathlib import Path

import pytest
from fabrique import programme_essai

from evaltools.acces import porteurs

PROGRAMME = programme_essai()


def lu(tmp_path: Path, texte: str) -> tuple[dict[str, str], list[tuple[str, str]]]:
    (tmp_path / "porteurs.yaml").write_text(texte, encoding="utf-8")
    noms, fautes = porteurs.lire(tmp_path / "porteurs.yaml", PROGRAMME)
    return dict(noms), [(a.code, a.constat) for a in fautes]


def test_absent_il_ne_declare_rien(tmp_path: Path) -> None:
    assert porteurs.lire(tmp_path / "porteurs.yaml", PROGRAMME) == ({}, ())


def test_une_ligne_par_porteur(tmp_path: Path) -> None:
    texte = '"CPAM  du Val": ["FA 1.1.2", "FA 2.1"]\nCentre social: ["FA 1.1"]\n'
    assert lu(tmp_path, texte) == (
        {"FA 1.1.2": "CPAM du Val", "FA 2.1": "CPAM du Val", "FA 1.1": "Centre social"},
        [],
    )


def test_toutes_les_fautes_a_la_fois(tmp_path: Path) -> None:
    texte = 'A: ["FA 1.1", "FA 9.9"]\nB: ["FA 1.1"]\nC: "FA 2.1"\n'
    assert lu(tmp_path, texte)[1] == [
        (
            "PRG-42",
            (
                "« A » porterait « FA 9.9 », qui n'est ni une action ni une opération du programme "
                "(le plus proche : « FA 2.1 »)."
            ),
        ),
        ("PRG-43", "« FA 1.1 » est donné à « A » et à « B »."),
        ("PRG-41", "les porteurs ne se lisent pas : « C » n'est pas suivi d'une liste de codes entre guillemets."),
    ]


@pytest.mark.parametrize(("texte", "code"), [("A: [\n", "PAR-03"), ("- A\n- B\n", "PRG-41")])
def test_un_fichier_illisible(tmp_path: Path, texte: str, code: str) -> None:
    assert [c for c, _ in lu(tmp_path, texte)[1]] == [code]
