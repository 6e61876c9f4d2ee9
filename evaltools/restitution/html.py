"""Le bloc, unité des rapports : ce qu'un carnet affiche et ce que l'exporteur assemble.

Ce module reste léger : l'exporteur nbconvert (``ExportateurRapport``) n'est chargé que lorsqu'on le demande.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from markupsafe import escape

from evaltools.domaine.anomalies import Anomalie
from evaltools.restitution.diapositives import Diapositive

MIME = "application/vnd.evaltools.bloc+json"
"""Type sous lequel un bloc voyage dans un carnet exécuté, à côté de son aperçu ``text/html``."""

ENTETE, SECTION, ABSENT = "entete", "section", "absent"


@dataclass(frozen=True, slots=True)
class Bloc:
    """Une partie de rapport : s'affiche dans JupyterLab, et devient une partie de page à l'export.

    Parameters
    ----------
    role : str
        « entete » (en-tête de la page), « section », ou « absent » (pas dans cette édition : pas exportée).
    ancre : str
        Identifiant de la partie dans la page.
    titre : str
        Titre de la page (en-tête), ou titre court de la section, pour le sommaire.
    contenu : str
        Fragment HTML, déjà échappé.
    page : mapping
        Pour l'en-tête : description, titre courant de l'impression, pied de page.
    ordre : int
        Rang dans l'édition : l'exporteur range les parties par ce rang, puis dans l'ordre du carnet.
    diapositives : tuple of Diapositive
        Ce que la partie dit dans la présentation (.pptx).
    alertes : tuple of Anomalie
        Ce que l'évaluateur doit vérifier avant de publier ; n'entre pas dans la page.
    """

    role: str
    ancre: str
    titre: str
    contenu: str
    page: Mapping[str, str] = field(default_factory=dict)
    ordre: int = 0
    diapositives: tuple[Diapositive, ...] = ()
    alertes: tuple[Anomalie, ...] = ()

    def __repr__(self) -> str:
        """Se nomme, sans verser son contenu."""
        return f"Bloc « {self.titre} »"

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        """Donne l'aperçu de JupyterLab et le contenu que lit l'exporteur."""
        from evaltools.restitution.page import apercu

        charge = {
            "role": self.role,
            "ancre": self.ancre,
            "titre": self.titre,
            "html": self.contenu,
            "ordre": self.ordre,
            "diapositives": [d.charge() for d in self.diapositives],
            "alertes": [asdict(a) for a in self.alertes],
            **self.page,
        }
        notes = "".join(f"<p><strong>À vérifier :</strong> {escape(str(a))}</p>" for a in self.alertes)
        return {"text/html": apercu(notes + self.contenu), MIME: charge}


def __getattr__(nom: str) -> Any:
    """Charge l'exporteur (et nbconvert) à la première demande."""
    if nom in ("ExportateurRapport", "RapportRefuse"):
        from evaltools.restitution import exportateur

        return getattr(exportateur, nom)
    raise AttributeError(f"module {__name__!r} has no attribute {nom!r}")
