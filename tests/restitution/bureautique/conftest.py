"""Les blocs d'un rapport, et les documents qui en sont tirés, une fois pour tous les tests de ce dossier."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, NamedTuple

import fabrique_evaluation as fabrique
import pytest

from evaltools.restitution.bureautique.presentation import ecrire_presentation
from evaltools.restitution.bureautique.word import ecrire_word
from evaltools.restitution.html import MIME
from evaltools.restitution.page import assembler
from evaltools.restitution.rapport_annuel import RapportAnnuel

JOUR = date(2027, 1, 15)
EDITIONS = ("copil", "elus", "technique", "citoyenne")


class Documents(NamedTuple):
    """Un rapport sous ses trois formes, et l'évaluation dont il vient."""

    page: str
    word: bytes
    presentation: bytes
    evaluation: Any
    entete: dict[str, Any]
    sections: list[dict[str, Any]]


def produire(evaluation: Any, edition: str = "technique", siren: str = "ensemble") -> Documents:
    rapport = RapportAnnuel(evaluation, siren, edition, edite_le=JOUR)
    charges = [b._repr_mimebundle_()[MIME] for b in rapport.blocs()]
    entete, sections = charges[0], sorted(charges[1:], key=lambda c: c["ordre"])
    return Documents(
        assembler(entete, sections), ecrire_word(entete, sections, JOUR), ecrire_presentation(entete, sections, JOUR),
        evaluation, entete, sections,
    )  # fmt: skip


@pytest.fixture(scope="session", name="produire")
def _produire() -> Callable[..., Documents]:
    return produire


@pytest.fixture(scope="session", params=EDITIONS)
def documents(request: pytest.FixtureRequest) -> Documents:
    return produire(fabrique.petite(), request.param)


@pytest.fixture(scope="session")
def technique() -> Documents:
    return produire(fabrique.petite())
