"""Le texte de l'évaluateur à l'intérieur d'une partie : ce qu'il a écrit, ou ce qui l'attend."""

from __future__ import annotations

from markupsafe import Markup

from evaltools.restitution.annuel.section import paragraphe
from evaltools.restitution.final.contexte import ContexteFinal
from evaltools.restitution.textes import rendre


def constats_ecrits(contexte: ContexteFinal, partie: str) -> Markup:
    """Rend les textes que l'évaluateur a écrits pour une partie ; vide s'il n'y en a pas."""
    textes = contexte.plume.de(partie)
    return Markup("\n").join(
        Markup('<div class="texte-evaluateur" role="note" aria-label="Texte de l’évaluateur">{}</div>').format(
            Markup(rendre(t.corps))  # noqa: S704 - rendu sans HTML ni image par le moteur des textes
        )
        for t in textes
    )


def constat_a_ecrire(contexte: ContexteFinal, partie: str) -> Markup:
    """Dit calmement où l'évaluateur écrit son constat."""
    dossier = f"inputs/{contexte.programme.code}/{contexte.annee}/textes"
    return paragraphe(f"Constat à écrire par l'évaluateur, dans {dossier}/{partie}.md.")
