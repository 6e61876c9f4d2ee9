"""Les figures d'un bloc : les SVG de la page, dans leur version large, avec leur texte de remplacement."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from evaltools.restitution.bureautique.contenu import Element, Image, Paragraphe, en_texte
from evaltools.restitution.bureautique.texte import classes, est_cache, ligne

POLICE, ENCRE = "Source Sans 3", "#1D2733"
COLONNES, GOUTTIERE = 3, 22
"""Disposition des petits graphiques : trois de front, comme sur papier."""

_SVG = re.compile(r"<svg\b([^>]*)>(.*?)</svg>", re.DOTALL)
_CADRE = re.compile(r'viewBox="([-\d.]+) ([-\d.]+) ([\d.]+) ([\d.]+)"')
_PETIT = 400


def extraire(html: str) -> tuple[str, tuple[str, ...]]:
    """Met les SVG de côté : l'analyse du HTML en abîmerait la casse. À leur place, une balise vide numérotée."""
    dessins: list[str] = []

    def ranger(trouve: re.Match[str]) -> str:
        dessins.append(trouve[0])
        return f'<svg data-rang="{len(dessins) - 1}"{trouve[1]}></svg>'

    return _SVG.sub(ranger, html), tuple(dessins)


def est_dessin(noeud: Any) -> bool:
    """Dit si une balise est une figure dessinée, et non une décoration ni la version étroite."""
    return noeud.tag == "svg" and "graphe" in classes(noeud) and "etroit" not in classes(noeud)


def porte_un_dessin(noeud: Any) -> bool:
    """Dit si une balise est un dessin, ou un groupe de dessins lu comme une seule image."""
    return est_dessin(noeud) or (noeud.get("role") == "img" and any(est_dessin(n) for n in noeud.iter("svg")))


def images(noeud: Any, dessins: Sequence[str]) -> Iterator[Element]:
    """Rend les images d'un dessin ou d'un groupe ; de petits graphiques sont réunis en une seule."""
    alternative = noeud.get("aria-label") or ""
    groupe = [n for n in noeud.iter("svg") if est_dessin(n)]
    corps = [dessins[int(n.get("data-rang"))] for n in groupe]
    titres = [_titre(n) if n is not noeud else "" for n in groupe]
    if len(corps) > 1 and all(_taille(c)[0] <= _PETIT for c in corps):
        yield planche(corps, titres, alternative)
        return
    for rang, (svg, titre) in enumerate(zip(corps, titres, strict=True)):
        if titre:
            yield Paragraphe(ligne(_voisin(groupe[rang])), "intertitre")
        largeur, hauteur = _taille(svg)
        lu = alternative if not rang else f"Suite de la figure : {titre or rang + 1}."
        yield Image(autonome(svg), lu, largeur, hauteur)


def _voisin(dessin: Any) -> Any:
    return next((v for v in dessin.itersiblings("p", preceding=True) if not est_cache(v)), None)


def _titre(dessin: Any) -> str:
    voisin = _voisin(dessin)
    return en_texte(ligne(voisin)) if voisin is not None else ""


def _taille(svg: str) -> tuple[float, float]:
    cadre = _CADRE.search(svg)
    return (float(cadre[3]), float(cadre[4])) if cadre else (720.0, 300.0)


def _contenu(svg: str) -> str:
    return svg[svg.index(">") + 1 : svg.rindex("</svg>")]


def autonome(svg: str) -> str:
    """Rend un SVG qui se suffit : espaces de noms, cadre, police et encre de la page.

    Examples
    --------
    >>> autonome('<svg class="graphe" viewBox="0 0 10 20"><path d="M0 0"/></svg>')[:74]
    '<svg xmlns="http://www.w3.org/2000/svg" width="10" height="20" viewBox="0 '
    """
    cadre = _CADRE.search(svg)
    boite = cadre[0].removeprefix('viewBox="').rstrip('"') if cadre else "0 0 720 300"
    largeur, hauteur = _taille(svg)
    return _entier(largeur, hauteur, boite, _contenu(svg))


def _entier(largeur: float, hauteur: float, boite: str, contenu: str) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{largeur:g}" height="{hauteur:g}" viewBox="{boite}">'
        f'<style>text{{font-family:"{POLICE}";font-size:13px;fill:{ENCRE}}}</style>{contenu}</svg>'
    )


def planche(corps: Sequence[str], titres: Sequence[str], alternative: str) -> Image:
    """Réunit de petits graphiques titrés en une planche de trois colonnes.

    Parameters
    ----------
    corps : sequence of str
        SVG des graphiques.
    titres : sequence of str
        Titre de chacun, écrit au-dessus.
    alternative : str
        Texte lu à la place de la planche.
    """
    import textwrap

    from markupsafe import escape

    cote = max(_taille(c)[0] for c in corps)
    lignes = [textwrap.wrap(t, 38, max_lines=3, placeholder="…") for t in titres]
    morceaux, haut = [], 0.0
    for debut in range(0, len(corps), COLONNES):
        rangee = range(debut, min(debut + COLONNES, len(corps)))
        entete = 16.0 * max(len(lignes[n]) for n in rangee) + 6
        for n in rangee:
            x = (n - debut) * (cote + GOUTTIERE)
            largeur, hauteur = _taille(corps[n])
            for rang, texte in enumerate(lignes[n]):
                morceaux.append(
                    f'<text x="{x:g}" y="{haut + 14 + 16 * rang:g}" font-weight="600">{escape(texte)}</text>'
                )
            cadre = f'x="{x:g}" y="{haut + entete:g}" width="{largeur:g}" height="{hauteur:g}"'
            morceaux.append(f'<svg {cadre} viewBox="0 0 {largeur:g} {hauteur:g}">{_contenu(corps[n])}</svg>')
        haut += entete + max(_taille(corps[n])[1] for n in rangee) + 14
    total = min(COLONNES, len(corps)) * (cote + GOUTTIERE) - GOUTTIERE
    return Image(_entier(total, haut, f"0 0 {total:g} {haut:g}", "".join(morceaux)), alternative, total, haut)
