"""Le texte de l'évaluateur dans une partie de rapport : il suit les phrases calculées, ou prend leur place.

Le Markdown est rendu sans HTML ni image : rien d'actif n'entre dans la page. Les phrases calculées sont ce que les
gabarits placent dans un élément de classe « genere ».
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import TYPE_CHECKING

import lxml.html
from markdown_it import MarkdownIt
from markupsafe import Markup

from evaltools.domaine.anomalies import Anomalie, Lieu, signaler
from evaltools.domaine.textes import Destination, Texte, nombres_perimes, textes_de
from evaltools.restitution.html import SECTION, Bloc
from evaltools.restitution.phrases import lister
from evaltools.restitution.typographie import typo_html

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown_it.token import Token

CLASSE = "genere"
"""Classe de l'élément qui porte les phrases calculées d'une partie."""

_SIGNATURE = "Texte de l’évaluateur"
_GENERE = re.compile(rf'<(div|ol|ul|p) class="(?:[\w -]* )?{CLASSE}(?: [\w -]*)?"')


@dataclass(frozen=True, slots=True)
class Plume:
    """Les textes de l'évaluateur pour un rapport ; ``nom`` : le rapport, tel qu'on le nomme (« ensemble, copil »)."""

    textes: tuple[Texte, ...] = ()
    destination: Destination = field(default_factory=lambda: Destination("", "", "", ""))
    nom: str = ""

    def de(self, partie: str) -> tuple[Texte, ...]:
        """Rend les textes qui vont à une partie."""
        return textes_de(self.textes, partie, self.destination)

    def completer(self, partie: str, bloc: Bloc) -> Bloc:
        """Rend la partie avec ses textes, et ce que leurs nombres ont d'incertain (RAP-24)."""
        if not (textes := self.de(partie)):
            return bloc
        return replace(completer(bloc, textes), alertes=verifier(bloc, textes, self.nom))

    def ecrire_seule(self, partie: str, titre: str) -> Bloc:
        """Écrit une partie que les données ne permettent pas de calculer, avec les seuls textes de l'évaluateur."""
        ancre = partie.replace("_", "-")
        ouverture = Markup('<section id="{0}" class="numerotee" aria-labelledby="h-{0}">\n<h2 id="h-{0}">{1}</h2>')
        textes = "\n".join(_encadrer(t) for t in self.de(partie))
        return Bloc(SECTION, ancre, titre, f"{ouverture.format(ancre, titre)}\n{textes}\n</section>")


def completer(bloc: Bloc, textes: Iterable[Texte]) -> Bloc:
    """Rend le bloc avec les textes de l'évaluateur ; sans texte, le bloc tel quel."""
    retenus = tuple(textes)
    if not retenus:
        return bloc
    ajout = "\n".join(_encadrer(t) for t in retenus)
    if any(t.remplace for t in retenus) and (place := _phrases_calculees(bloc.contenu)):
        debut, fin = place
        return replace(bloc, contenu=bloc.contenu[:debut] + ajout + bloc.contenu[fin:])
    return replace(bloc, contenu=_a_la_suite(bloc.contenu, ajout))


def _encadrer(texte: Texte) -> str:
    return f'<div class="texte-evaluateur" role="note" aria-label="{_SIGNATURE}">\n{rendre(texte.corps)}\n</div>'


def _a_la_suite(contenu: str, ajout: str) -> str:
    """Place un texte juste après les phrases calculées, ou à défaut sous le titre de la partie."""
    if place := _phrases_calculees(contenu):
        return f"{contenu[: place[1]]}\n{ajout}{contenu[place[1] :]}"
    titre = contenu.find("</h2>")
    if titre < 0:
        return f"{contenu}\n{ajout}"
    coupe = titre + len("</h2>")
    return f"{contenu[:coupe]}\n{ajout}{contenu[coupe:]}"


def _phrases_calculees(contenu: str) -> tuple[int, int] | None:
    """Rend les bornes du premier élément de phrases calculées, balises comprises."""
    ouverture = _GENERE.search(contenu)
    if not ouverture:
        return None
    profondeur = 0
    for balise in re.finditer(rf"<(/?){ouverture[1]}\b[^>]*>", contenu[ouverture.start() :]):
        profondeur += -1 if balise[1] else 1
        if profondeur == 0:
            return ouverture.start(), ouverture.start() + balise.end()
    return None


def rendre(corps: str) -> str:
    """Rend un texte Markdown en HTML, à la typographie française ; titres au troisième niveau, ni image ni HTML.

    Examples
    --------
    >>> print(rendre("Une **bonne** année <script>x</script>"))
    <p>Une <strong>bonne</strong> année &lt;script&gt;x&lt;/script&gt;</p>
    """
    moteur = _moteur()
    jetons = moteur.parse(corps)
    _abaisser_titres(jetons)
    return typo_html(moteur.renderer.render(jetons, moteur.options, {}).strip())


@lru_cache(maxsize=1)
def _moteur() -> MarkdownIt:
    moteur = MarkdownIt("commonmark", {"html": False, "linkify": False}).disable(["image", "code", "fence"])
    moteur.validateLink = _adresse_sure  # type: ignore[method-assign, assignment]
    return moteur


def _adresse_sure(adresse: str) -> bool:
    return re.match(r"(?:https?://|mailto:|#)", adresse.strip(), re.IGNORECASE) is not None


def _abaisser_titres(jetons: Sequence[Token]) -> None:
    """Met tous les titres au troisième niveau, puis au quatrième : le deuxième est celui de la partie."""
    niveaux = sorted({j.tag for j in jetons if j.type == "heading_open"})
    rangs = {balise: f"h{min(3 + rang, 4)}" for rang, balise in enumerate(niveaux)}
    for jeton in jetons:
        if jeton.type in ("heading_open", "heading_close"):
            jeton.tag = rangs[jeton.tag]


def verifier(bloc: Bloc, textes: Iterable[Texte], rapport: str) -> tuple[Anomalie, ...]:
    """Rend les textes qui citent un nombre que la partie calculée ne montre pas (RAP-24).

    Parameters
    ----------
    bloc : Bloc
        La partie calculée, avant d'être complétée.
    textes : iterable of Texte
        Les textes qui vont à cette partie.
    rapport : str
        Le rapport, tel qu'on le nomme : « ensemble, édition COPIL ».
    """
    textes = tuple(textes)
    calcule = _en_texte(bloc.contenu) if textes else ""
    return tuple(
        signaler(
            "RAP-24",
            Lieu(t.fichier, ligne=t.ligne),
            nombres=lister([f"« {n} »" for n in perimes]),
            partie=bloc.titre,
            rapport=rapport,
            exemple=" ; ".join(perimes),
        )
        for t in textes
        if (perimes := nombres_perimes(t, calcule))
    )


def _en_texte(contenu: str) -> str:
    """Rend ce qu'un fragment montre, textes de remplacement compris, une espace entre deux éléments."""
    racine = lxml.html.fromstring(f"<div>{contenu}</div>")
    autres = [valeur for nom in ("aria-label", "alt") for valeur in racine.xpath(f"//@{nom}")]
    return " \n ".join([*racine.itertext(), *map(str, autres)])
