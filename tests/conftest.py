"""Réglages communs : aucun test ne dépend de l'écran, du fuseau, ni d'un réglage de la machine.

L'option ``--aucun-saut`` fait échouer tout test sauté : en intégration continue, une pièce absente (Chromium,
LibreOffice…) est une panne, pas une dispense.
"""

from __future__ import annotations

import builtins
import os
import time
from collections.abc import Generator
from pathlib import Path
from typing import TypeVar

import pytest
from hypothesis import settings

os.environ.setdefault("MPLBACKEND", "agg")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ["TZ"] = "Europe/Paris"
os.environ.pop("EVALTOOLS_RACINE", None)
if hasattr(time, "tzset"):
    time.tzset()

settings.register_profile("maison", deadline=None, derandomize=True)
settings.register_profile("mutation", deadline=None, derandomize=True, max_examples=25)
settings.load_profile("maison")

collect_ignore_glob = ["performances/*", "navigateur/audit/*"]

R = TypeVar("R", pytest.TestReport, pytest.CollectReport)

RACINE = Path(__file__).resolve().parents[1]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--aucun-saut", action="store_true", help="un test sauté compte pour un échec")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    return _refuser_saut(item.config, (yield))


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    return _refuser_saut(collector.config, (yield))


def pytest_runtest_setup() -> None:
    """Un doctest laisse ``_`` dans ``builtins``, et IPython n'y touche alors plus : on l'ôte."""
    vars(builtins).pop("_", None)


def _refuser_saut(config: pytest.Config, rapport: R) -> R:
    if rapport.skipped and config.getoption("--aucun-saut") and not hasattr(rapport, "wasxfail"):
        raison = rapport.longrepr[2] if isinstance(rapport.longrepr, tuple) else str(rapport.longrepr)
        rapport.outcome = "failed"
        rapport.longrepr = f"test sauté alors que rien ne doit manquer : {raison}"
    return rapport


@pytest.fixture(scope="session")
def depot() -> Path:
    """Dossier du projet, lu et jamais modifié par les tests."""
    return RACINE
