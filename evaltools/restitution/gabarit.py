"""Moteur des gabarits HTML : échappement automatique, formats français, styles et polices de la page.

Aucun texte venu d'un classeur n'entre dans une page sans passer par ici ou par ``tableaux``.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from markupsafe import Markup

from evaltools.restitution import formats, mots, phrases
from evaltools.restitution.typographie import typo, typo_html

if TYPE_CHECKING:
    from jinja2 import Environment

DOSSIER = Path(__file__).with_name("gabarits")
"""Dossier des gabarits, des styles et des polices, dans le paquet."""

COLONNES_MAXIMUM = 14
"""Nombre de colonnes d'un tableau au plus."""

STYLES_ECRAN = ("base.css", "composants.css", "parties.css", "finale.css")
STYLES_IMPRESSION = ("impression.css", "impression_parties.css", "impression_finale.css")


@lru_cache(maxsize=1)
def environnement() -> Environment:
    """Prépare le moteur de gabarits (une fois par processus) : échappement de tout, nom inconnu refusé."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    moteur = Environment(
        loader=FileSystemLoader(DOSSIER, encoding="utf-8"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    moteur.filters.update(
        nombre=formats.nombre, pct=formats.pct, date=formats.date_longue, en_clair=formats.en_clair, typo=typo
    )
    moteur.globals.update(majuscule=phrases.majuscule)
    return moteur


def remplir(nom: str, **valeurs: object) -> str:
    """Remplit un gabarit et rend le HTML, à la typographie française et sans blancs inutiles.

    Parameters
    ----------
    nom : str
        Nom du gabarit (« essentiel.html.j2 »).
    **valeurs : object
        Ce que le gabarit lit ; un nom manquant lève ``jinja2.UndefinedError``.
    """
    brut = environnement().get_template(nom).render(**valeurs)
    return typo_html(re.sub(r"\s*\n\s*", "\n", brut).strip())


@lru_cache(maxsize=8)
def lire(nom: str) -> str:
    """Lit un fichier texte des gabarits (style, dessin)."""
    return (DOSSIER / nom).read_text(encoding="utf-8")


@lru_cache(maxsize=8)
def style(nom: str) -> str:
    """Rend une feuille de style sans commentaires ni blancs inutiles."""
    nu = re.sub(r"/\*.*?\*/", "", lire(nom), flags=re.DOTALL)
    nu = re.sub(r"\s+", " ", nu)
    return re.sub(r"\s*([{};,])\s*", r"\1", nu).replace(";}", "}").strip()


@lru_cache(maxsize=1)
def polices() -> str:
    """Rend les règles ``@font-face``, polices comprises : la page ne charge aucun fichier."""
    regles = []
    for nom, graisse in (("Regular", "400"), ("SemiBold", "600 700")):
        donnees = base64.b64encode((DOSSIER / "polices" / f"texte-{nom}.woff2").read_bytes()).decode("ascii")
        regles.append(
            f'@font-face{{font-family:"Source Sans 3";src:url(data:font/woff2;base64,{donnees}) format("woff2");'
            f"font-weight:{graisse};font-display:swap}}"
        )
    return "\n".join(regles)


@lru_cache(maxsize=1)
def styles_page() -> Markup:
    """Rend tout le style d'une page : polices, écran, impression."""
    ecran, papier = (style(s) for s in STYLES_ECRAN), (style(s) for s in STYLES_IMPRESSION)
    return Markup("\n".join((polices(), *ecran, style_signes(), *papier)))  # noqa: S704


@lru_cache(maxsize=1)
def style_signes() -> str:
    """Rend les règles des signes : un dessin et des couleurs par verdict, un dessin par état d'action."""
    dessins = {
        nom: f'url("data:image/svg+xml,{quote(_dessin(corps), safe=_SURS)}")'
        for nom, corps in re.findall(r'<symbol id="([\w-]+)" viewBox="0 0 20 20">(.*?)</symbol>', lire("dessins.svg"))
    }
    regles = [
        f".s-{s.classe}{{--f:{s.couleur};--k:{s.contour};--t:{s.texte};--i:{dessins[s.symbole]}}}"
        for s in mots.SIGNES.values()
    ]
    regles += [f".e-{e.classe}{{--i:{dessins['e-' + e.classe]}}}" for e in mots.ETATS.values()]
    return "".join([*regles, f".alerte{{--i:{dessins['alerte']}}}", *_colonnes_de_nombres()])


def _colonnes_de_nombres() -> Iterator[str]:
    """Rend les règles qui alignent à droite la colonne n d'un tableau de classe « nn », et détachent la suivante."""
    for n in range(2, COLONNES_MAXIMUM + 1):
        yield f".n{n} tr>:nth-child({n}){{text-align:right;padding-left:.7rem;padding-right:.2rem}}"
        yield f".n{n} td:nth-child({n}){{white-space:nowrap}}"
        yield f".n{n}:not(.n{n + 1}) tr>:nth-child({n + 1}){{padding-left:1.2rem}}"


_SURS = " =:/,;'()-."


def _dessin(corps: str) -> str:
    return f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 20 20'>{corps.replace(chr(34), chr(39))}</svg>"


def chaine_css(texte: str) -> Markup:
    r"""Écrit un texte comme chaîne CSS ; rien de ce qu'il contient ne peut en sortir.

    Examples
    --------
    >>> str(chaine_css('L"essai</style>'))
    '"L\\22 essai\\3c /style\\3e "'
    """
    sur = re.sub(r'["\\<>&\x00-\x1f\x7f]', lambda m: f"\\{ord(m[0]):x} ", texte)
    return Markup('"' + sur + '"')  # noqa: S704
