"""De quoi lire une page produite, et les évaluations fabriquées que les tests des rapports partagent."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from html.parser import HTMLParser

import fabrique_evaluation as fabrique
import pytest

from evaltools.domaine.evaluation import Evaluation
from evaltools.restitution.page import assembler
from evaltools.restitution.rapport_annuel import RapportAnnuel

SANS_FIN = {"meta", "input", "br", "link", "img", "path", "circle", "rect", "hr", "use"}


@dataclass
class Page(HTMLParser):
    """Une page lue : balises (nom, attributs), identifiants, texte, et les fautes d'imbrication."""

    balises: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    fautes: list[str] = field(default_factory=list)
    ouvertes: list[str] = field(default_factory=list)
    morceaux: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.balises.append((tag, {k: v or "" for k, v in attrs}))
        if tag not in SANS_FIN:
            self.ouvertes.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.balises.append((tag, {k: v or "" for k, v in attrs}))

    def handle_endtag(self, tag: str) -> None:
        if tag in SANS_FIN:
            return
        if not self.ouvertes or self.ouvertes[-1] != tag:
            self.fautes.append(f"</{tag}> ferme {self.ouvertes[-1:]}")
        else:
            self.ouvertes.pop()

    def handle_data(self, data: str) -> None:
        if not self.ouvertes or self.ouvertes[-1] not in ("style", "script"):
            self.morceaux.append(data)

    @property
    def ids(self) -> list[str]:
        return [a["id"] for _, a in self.balises if "id" in a]

    @property
    def texte(self) -> str:
        return " ".join("".join(self.morceaux).split())

    def nombre(self, nom: str) -> int:
        return sum(1 for n, _ in self.balises if n == nom)

    def attributs(self, nom: str) -> set[str]:
        return {v for _, a in self.balises for k, v in a.items() if k == nom}


def lire(html: str) -> Page:
    page = Page()
    page.feed(html)
    page.close()
    return page


def rendre(evaluation: Evaluation, siren: str = "ensemble", **options: object) -> str:
    """Rend la page entière d'un territoire, comme l'exporteur le ferait."""
    rapport = RapportAnnuel(evaluation, siren, edite_le=date(2027, 1, 15), **options)  # type: ignore[arg-type]
    charges = [{"ancre": b.ancre, "titre": b.titre, "html": b.contenu, **b.page} for b in rapport.blocs()]
    return assembler(charges[0], charges[1:])


@pytest.fixture(scope="session", name="lire_page")
def _lire_page() -> Callable[[str], Page]:
    return lire


@pytest.fixture(scope="session", name="rendre_page")
def _rendre_page() -> Callable[..., str]:
    return rendre


@pytest.fixture(scope="session")
def petite() -> Evaluation:
    """Évaluation à objectifs, huit actions, tous les verdicts."""
    return fabrique.petite()


@pytest.fixture(scope="session")
def sans_objectifs() -> Evaluation:
    """La même sans objectifs, première année du contrat (partielle)."""
    return fabrique.petite(objectifs=False, debut=date(2026, 10, 21))


@pytest.fixture(scope="session")
def grande() -> Evaluation:
    """Évaluation de la taille réelle."""
    return fabrique.grande()
