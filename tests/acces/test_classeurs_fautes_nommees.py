"""Une faute, un fichier, un message : chaque faute est bâtie, lue, et dite mot pour mot (``fautes/*.yaml``)."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml
from fabrique_fautes import FAMILLES, MESSAGES, messages

from evaltools.domaine.catalogue import CATALOGUE

ATTENDUS: dict[tuple[str, str], str] = {
    (famille, nom): texte
    for famille in FAMILLES
    for nom, texte in yaml.safe_load((MESSAGES / f"{famille}.yaml").read_text(encoding="utf-8")).items()
}
_CODE = re.compile(r"^\[([A-Z]{3}-\d{2})\]", re.MULTILINE)


@pytest.mark.parametrize(("famille", "nom"), ATTENDUS)
def test_une_faute_un_fichier_un_message(tmp_path: Path, famille: str, nom: str) -> None:
    assert messages(famille, nom, tmp_path) == ATTENDUS[famille, nom]


def test_chaque_faute_a_son_message_et_chaque_message_sa_faute() -> None:
    assert set(ATTENDUS) == {(famille, nom) for famille, (fautes, _) in FAMILLES.items() for nom in fautes}
    assert all(texte.startswith("[") for texte in ATTENDUS.values()), "une faute sans message n'en est pas une"


def test_il_y_en_a_au_moins_soixante_et_chacune_a_son_paragraphe(depot: Path) -> None:
    codes = {code for texte in ATTENDUS.values() for code in _CODE.findall(texte)}
    assert len(ATTENDUS) >= 150
    assert len(codes) >= 80
    page = (depot / "docs" / "erreurs.md").read_text(encoding="utf-8")
    sans_paragraphe = [code for code in sorted(codes) if f"### {code} : {CATALOGUE[code].titre}\n" not in page]
    assert sans_paragraphe == []


@pytest.mark.parametrize(("famille", "nom"), ATTENDUS)
def test_chaque_message_dit_quoi_faire_sans_anglais_ni_trace(famille: str, nom: str) -> None:
    texte = ATTENDUS[famille, nom]
    assert texte.count("\n  Conséquence : ") == texte.count("\n  À faire : ") == len(_CODE.findall(texte))
    assert not re.search(r"Traceback|Error|Exception|None|/tmp|\bsheet\b(?!\d)", texte)
    for phrase in re.findall(r"À faire : (.*)", texte):
        assert phrase.endswith("."), phrase
