"""De blocs à une page : un seul fichier, sans requête ni script, avec son sommaire et son pied."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from markupsafe import Markup

from evaltools.restitution import gabarit
from evaltools.restitution.typographie import typo


def assembler(entete: Mapping[str, str], sections: Sequence[Mapping[str, str]]) -> str:
    """Assemble la page d'un rapport.

    Parameters
    ----------
    entete : mapping
        Charge du bloc d'en-tête : ``titre``, ``html``, ``description``, ``courant``, ``pied``.
    sections : sequence of mapping
        Charges des sections, dans l'ordre : ``ancre``, ``titre`` (vide : hors du sommaire), ``html``.

    Returns
    -------
    str
        Le document HTML entier ; les mêmes blocs donnent les mêmes octets.
    """
    return (
        gabarit.environnement()
        .get_template("page.html.j2")
        .render(
            titre=typo(entete["titre"]),
            description=typo(entete["description"]),
            courant=gabarit.chaine_css(typo(entete["courant"])),
            styles=gabarit.styles_page(),
            entete=sur(entete["html"]),
            pied=sur(entete["pied"]),
            classe=entete.get("classe", ""),
            sommaire=[s for s in sections if s["titre"]],
            sections=[sur(s["html"]) for s in sections],
        )
    )


def sur(html: str) -> Markup:
    """Marque comme sûr un fragment fabriqué par les gabarits de ce paquet (qui échappent tout)."""
    return Markup(html)  # noqa: S704


def apercu(contenu: str) -> str:
    """Habille un fragment pour une cellule de JupyterLab : style limité à la cellule, signes compris."""
    return f'<style>{_style_apercu()}</style><div class="evaltools-apercu">{contenu}</div>'


@lru_cache(maxsize=1)
def _style_apercu() -> str:
    regles = "".join(gabarit.style(nom) for nom in gabarit.STYLES_ECRAN) + gabarit.style_signes()
    regles = regles.replace(":root{", "&{").replace("body{", "&{")
    regles = re.sub(r"(^|})html\{[^}]*\}", r"\1", regles)
    cadre = "padding:0;max-width:66rem;background:#fff;&>section{padding:0 1.2rem;margin:0 0 1rem}"
    return f".evaltools-apercu{{{regles}{cadre}}}"
