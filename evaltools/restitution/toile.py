"""Du tracé matplotlib au SVG de la page : texte en texte, deux largeurs, aucun identifiant en trop, un cache.

Dessiner est presque tout le coût d'un rapport : une figure n'est dessinée qu'une fois pour ses données, et deux
processus peuvent partager le cache par un dossier (``employer_cache``).
"""

from __future__ import annotations

import hashlib
import io
import logging
import os
import re
import textwrap
import warnings
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

from markupsafe import Markup, escape

from evaltools.restitution.gabarit import DOSSIER
from evaltools.restitution.typographie import typo

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

LARGE, ETROIT = 720, 344
"""Largeurs des deux versions d'une figure, en pixels."""

VERSION = "2"
"""À changer quand un tracé change : les figures gardées dans un dossier ne servent plus."""

ENCRE, GRIS, FILET = "#1D2733", "#55606D", "#C9D1DA"
_SVG = "{http://www.w3.org/2000/svg}"
_LIEN = "{http://www.w3.org/1999/xlink}href"
_REGLAGES = {
    "svg.fonttype": "none",
    "svg.hashsalt": "evaltools",
    "font.family": ["Source Sans 3", "DejaVu Sans"],
    "font.size": 13,
    "text.color": ENCRE,
    "axes.edgecolor": FILET,
    "xtick.color": ENCRE,
    "ytick.color": ENCRE,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.spines.left": False,
    "figure.facecolor": "none",
    "axes.facecolor": "none",
    "figure.dpi": 72,
    "svg.id": None,
}
_MEMOIRE: dict[str, str] = {}
_dossier_cache: Path | None = None


def employer_cache(dossier: Path | None) -> None:
    """Garde les figures dans un dossier, que d'autres processus liront (``None`` : en mémoire seulement)."""
    global _dossier_cache  # noqa: PLW0603
    _dossier_cache = dossier


def dossier_cache() -> Path | None:
    """Rend le dossier où les figures sont gardées ; ``None`` : en mémoire seulement."""
    return _dossier_cache


def figure(nom: str, donnees: object, tracer: Callable[[float], Figure], alternative: str, classe: str = "") -> Markup:
    """Dessine une figure, ou la reprend si ces mêmes données l'ont déjà été.

    Parameters
    ----------
    nom : str
        Nom du tracé.
    donnees : object
        Données dont l'écriture (``repr``) dit tout ce que la figure montre : c'est la clé.
    tracer : callable
        Reçoit la largeur en pixels et rend la figure matplotlib.
    alternative : str
        Texte lu à la place de l'image (20 à 350 caractères) ; vide : image décorative, doublée par un texte voisin.
    classe : str
        « large » ou « etroit » : la largeur dessinée ; vide : les deux, dont la page ne montre qu'une.
    """
    if not classe:
        return Markup("\n").join(figure(nom, donnees, tracer, alternative, c) for c in ("large", "etroit"))
    cle = hashlib.sha256(f"{VERSION}|{nom}|{classe}|{donnees!r}".encode()).hexdigest()[:24]
    corps = _MEMOIRE.get(cle) or _relire(cle)
    if corps is None:
        corps = svg(tracer(ETROIT if classe == "etroit" else LARGE), f"f{cle[:6]}")
        _ranger(cle, corps)
    _MEMOIRE[cle] = corps
    texte = typo(alternative)
    lu = Markup('role="img" aria-label="{}"').format(texte) if texte else Markup('aria-hidden="true"')
    return Markup('<svg class="graphe {}" {} {}').format(classe, lu, Markup(corps))  # noqa: S704


def _relire(cle: str) -> str | None:
    chemin = _dossier_cache / f"{cle}.svg" if _dossier_cache else None
    return chemin.read_text(encoding="utf-8") if chemin and chemin.is_file() else None


def _ranger(cle: str, corps: str) -> None:
    if _dossier_cache is None:
        return
    _dossier_cache.mkdir(parents=True, exist_ok=True)
    provisoire = _dossier_cache / f".{cle}.{os.getpid()}.part"
    provisoire.write_text(corps, encoding="utf-8")
    provisoire.replace(_dossier_cache / f"{cle}.svg")


@lru_cache(maxsize=1)
def _reglages() -> Any:
    from matplotlib import font_manager, rcParams

    for nom in ("Regular", "SemiBold"):
        font_manager.fontManager.addfont(str(DOSSIER / "polices" / f"SS3-{nom}.ttf"))
    return {cle: valeur for cle, valeur in _REGLAGES.items() if cle in rcParams}


@contextmanager
def reglages() -> Iterator[None]:
    """Ouvre le contexte matplotlib des figures, autour de tout tracé (« with reglages(): »).

    Un signe absent de la police est mesuré sans avertir : la page, elle, saura le montrer.
    """
    import matplotlib as mpl

    journal = logging.getLogger("matplotlib.font_manager")
    niveau = journal.level
    journal.setLevel(logging.ERROR)
    try:
        with warnings.catch_warnings(), mpl.rc_context(_reglages()):
            warnings.filterwarnings("ignore", message=".*Glyph.*missing.*")
            yield
    finally:
        journal.setLevel(niveau)


def toile(largeur: float, hauteur: float) -> Figure:
    """Crée une figure vide, en pixels, sans pyplot."""
    from matplotlib.figure import Figure

    return Figure(figsize=(largeur / 72, hauteur / 72), dpi=72)


def svg(fig: Figure, prefixe: str) -> str:
    """Rend le corps du SVG d'une figure, de l'attribut ``viewBox`` à la balise de fin, nettoyé.

    Les identifiants utiles prennent le préfixe, les autres partent, comme les métadonnées et les groupes vides.
    """
    tampon = io.StringIO()
    with reglages():
        fig.savefig(tampon, format="svg", metadata={"Date": None, "Creator": None, "Format": None, "Type": None})
    texte = tampon.getvalue()
    racine = ET.fromstring(texte[texte.index("<svg") :])  # noqa: S314 - écrit à l'instant par matplotlib
    utiles = {a or b for a, b in re.findall(r"url\(#([^)]+)\)|href=\"#([^\"]+)\"", texte)}
    corps = _fondre(tuple(morceau for e in racine for morceau in _ecrire(e, prefixe, utiles)))
    return f'viewBox="{racine.get("viewBox")}">{corps}</svg>'


def _ecrire(noeud: ET.Element, prefixe: str, utiles: set[str]) -> Iterator[tuple[str, str]]:
    """Rend les éléments à plat : (attributs d'un tracé, son dessin), ou (vide, élément tout écrit)."""
    nom = noeud.tag.removeprefix(_SVG)
    if nom in ("metadata", "style", "clipPath"):
        return
    attributs = _attributs(noeud, nom, prefixe, utiles)
    dessin = attributs.pop("d", "")
    ecrits = "".join(f' {c}="{escape(v)}"' for c, v in attributs.items())
    if nom == "path" and "id" not in attributs:
        if attributs.get("fill") != "none" or "stroke" in attributs:
            yield ecrits, dessin
        return
    dedans = [m for e in noeud for m in _ecrire(e, prefixe, utiles)]
    if nom == "g" and not attributs:
        yield from dedans
    elif nom == "text":
        yield "", f"<text{ecrits}>{escape(noeud.text or '')}</text>"
    elif dedans or nom not in ("g", "defs"):
        trace = f' d="{dessin}"' if dessin else ""
        yield "", f"<{nom}{ecrits}{trace}>{_fondre(tuple(dedans))}</{nom}>"


def _fondre(morceaux: tuple[tuple[str, str], ...]) -> str:
    """Réunit en un seul tracé les tracés voisins de même style."""
    sortie = []
    for attributs, suite in groupby(morceaux, key=lambda m: m[0]):
        dessins = [d for _, d in suite]
        sortie.append(f'<path{attributs} d="{"".join(dessins)}"/>' if attributs else "".join(dessins))
    return "".join(sortie)


def _attributs(noeud: ET.Element, nom: str, prefixe: str, utiles: set[str]) -> dict[str, str]:
    retenus: dict[str, str] = {}
    for cle, valeur in noeud.attrib.items():
        if cle == "id":
            if valeur in utiles:
                retenus["id"] = f"{prefixe}-{valeur}"
        elif cle == _LIEN:
            retenus["href"] = f"#{prefixe}-{valeur[1:]}"
        elif cle == "d":
            retenus["d"] = raccourcir(valeur)
        elif cle == "style":
            retenus.update(_style(valeur, nom))
        elif cle != "clip-path" and not (cle == "transform" and re.match(r"rotate\(-?0[ .]", valeur)):
            retenus[cle] = _arrondis(valeur)
    return retenus


_PAR_DEFAUT = {
    "stroke-linejoin": ("miter", "round"),
    "stroke-linecap": ("butt", "square"),
    "stroke": ("none",),
    "stroke-dashoffset": ("0",),
    "text-anchor": ("start",),
    "stroke-width": ("1",),
}


def _style(valeur: str, nom: str) -> dict[str, str]:
    """Passe un style CSS en attributs, sans ce qui est déjà le défaut ; la police suit celle de la page."""
    attributs: dict[str, str] = {}
    for regle in filter(None, valeur.split(";")):
        cle, contenu = (morceau.strip() for morceau in regle.split(":", 1))
        if cle == "font-weight":
            attributs[cle] = "600" if contenu in ("bold", "600", "700") else "400"
        elif cle == "font-size":
            attributs["style"] = f"font-size:{float(contenu.removesuffix('px')):g}px"
        elif not cle.startswith("font") and contenu.casefold() not in _PAR_DEFAUT.get(cle, ()):
            attributs[cle] = _arrondis(contenu)
    if nom == "text" and (fill := attributs.pop("fill", ENCRE)).casefold() != ENCRE.casefold():
        attributs["style"] = f"{attributs.get('style', '')};fill:{fill}".lstrip(";")
    return attributs


def _arrondis(texte: str) -> str:
    return re.sub(r"-?\d+\.\d+", lambda m: f"{round(float(m[0]), 1):g}", texte)


def raccourcir(chemin: str) -> str:
    """Réécrit un tracé SVG absolu au plus court : une décimale, lignes horizontales et verticales abrégées.

    Examples
    --------
    >>> raccourcir("M 10.04 20 L 30 20 L 30 40.26 z")
    'M10 20H30V40.3z'
    """
    sortie: list[str] = []
    x = y = None
    for commande, reste in re.findall(r"([A-Za-z])([^A-Za-z]*)", chemin):
        nombres = [round(float(n), 1) for n in re.findall(r"-?[\d.]+(?:e-?\d+)?", reste)]
        if commande == "L" and nombres[1] == y:
            sortie.append(f"H{nombres[0]:g}")
        elif commande == "L" and nombres[0] == x:
            sortie.append(f"V{nombres[1]:g}")
        else:
            sortie.append(commande + " ".join(f"{n:g}" for n in nombres))
        if nombres:
            x, y = nombres[-2:]
    return "".join(sortie)


def hachurer(
    fig: Figure, rect: tuple[float, float, float, float], couleur: str, *, croix: bool = False, pas: int = 6
) -> None:
    """Hachure un rectangle (pixels) par des segments : un motif SVG serait changé en image à l'impression."""
    from matplotlib.collections import LineCollection
    from matplotlib.transforms import IdentityTransform

    x0, y0, x1, y1 = rect
    largeur, hauteur = x1 - x0, y1 - y0
    segments = []
    for s in range(int(-hauteur // pas), int(largeur // pas) + 1):
        a = s * pas
        u0, u1 = max(a, 0), min(a + hauteur, largeur)
        if u1 - u0 > 1:
            segments.append([(x0 + u0, y0 + u0 - a), (x0 + u1, y0 + u1 - a)])
            if croix:
                segments.append([(x0 + u0, y1 - (u0 - a)), (x0 + u1, y1 - (u1 - a))])
    fig.add_artist(LineCollection(segments, colors=couleur, linewidths=1.3, transform=IdentityTransform(), zorder=3))


def en_pixels(ax: Axes, x0: float, y0: float, x1: float, y1: float) -> tuple[float, float, float, float]:
    """Passe un rectangle des unités d'un repère aux pixels de la figure."""
    (a, b), (c, d) = ax.transData.transform([(x0, y0), (x1, y1)])
    return min(a, c), min(b, d), max(a, c), max(b, d)


def couper(texte: str, caracteres: int, lignes: int) -> str:
    """Coupe un libellé en quelques lignes, la dernière finie par des points de suspension s'il est trop long.

    Examples
    --------
    >>> couper("Faciliter l'accès aux soins de tous", 16, 2).split("\\n")
    ['Faciliter', 'l’accès aux…']
    """
    return "\n".join(textwrap.wrap(typo(texte), caracteres, max_lines=lignes, placeholder="…", break_on_hyphens=False))
