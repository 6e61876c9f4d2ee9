"""Relire un document produit, sans rien emprunter à ce qui l'écrit : textes, nombres, tableaux.

Partagé par les tests de la bureautique. Ce qui est caché à l'écran ne compte pas, ce qui est replié compte.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser

from docx import Document
from pptx import Presentation

HORS_LECTURE = {
    "vh", "ecran", "papier", "si-replie", "si-deplie", "fil", "lecture", "page-web", "evitement", "somm", "motif",
    "case",
}  # fmt: skip
SANS_FIN = {"meta", "input", "br", "link", "img", "hr"}
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


class _Visible(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pile: list[tuple[str, bool]] = []
        self.morceaux: list[str] = []
        self.resume = ""

    @property
    def cache(self) -> bool:
        return any(c for _, c in self.pile)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in SANS_FIN:
            return
        a = {k: v or "" for k, v in attrs}
        cache = tag in ("svg", "style", "nav", "label") or a.get("aria-hidden") == "true" or a.get("role") == "img"
        self.pile.append((tag, cache or bool(HORS_LECTURE & set(a.get("class", "").split()))))
        self.morceaux.append(" ")

    def handle_endtag(self, tag: str) -> None:
        while self.pile and tag not in SANS_FIN:
            if self.pile.pop()[0] == tag:
                break
        self.morceaux.append(" ")

    def handle_data(self, data: str) -> None:
        dans_resume = self.pile and self.pile[-1][0] == "summary" and data.startswith("Voir ")
        if not self.cache and not dans_resume:
            self.morceaux.append(data)


def texte_de_page(html: str) -> str:
    """Le texte qu'un lecteur de la page entière voit, tout déplié."""
    lecteur = _Visible()
    lecteur.feed(html)
    lecteur.close()
    return " ".join("".join(lecteur.morceaux).split())


def texte_de_word(octets: bytes) -> str:
    """Le texte du corps d'un document Word, sommaire compris à part."""
    corps = Document(io.BytesIO(octets)).element.body
    for sommaire in list(corps.iter(f"{_W}sdt")):
        sommaire.getparent().remove(sommaire)
    morceaux = []
    for paragraphe in corps.iter(f"{_W}p"):
        for morceau in paragraphe.iter(f"{_W}t", f"{_W}br"):
            morceaux.append(morceau.text if morceau.tag == f"{_W}t" else " ")
        morceaux.append(" ")
    return " ".join("".join(morceaux).split())


def tableaux_de_word(octets: bytes) -> Iterator[list[list[str]]]:
    """Chaque tableau, en textes ; les paragraphes d'une cellule sont séparés par « | »."""
    for table in Document(io.BytesIO(octets)).element.body.iter(f"{_W}tbl"):
        yield [
            ["|".join(_texte(p) for p in cellule.iter(f"{_W}p")) for cellule in rangee.iter(f"{_W}tc")]
            for rangee in table.iter(f"{_W}tr")
        ]


def _texte(paragraphe) -> str:
    return "".join(m.text if m.tag == f"{_W}t" else "|" for m in paragraphe.iter(f"{_W}t", f"{_W}br"))


def textes_de_presentation(octets: bytes) -> list[str]:
    """Le texte de chaque diapositive, tableaux compris, pied et numéro exclus, valeurs des graphiques exclues."""
    textes = []
    for diapositive in Presentation(io.BytesIO(octets)).slides:
        morceaux = []
        for forme in diapositive.shapes:
            if forme.is_placeholder and str(forme.placeholder_format.type).startswith(("FOOTER", "SLIDE_NUMBER")):
                continue
            if forme.has_text_frame:
                morceaux.append(forme.text_frame.text)
            elif forme.has_table:
                morceaux += [c.text_frame.text for c in forme.table.iter_cells()]
            elif forme.has_chart:
                morceaux += [str(c) for c in forme.chart.plots[0].categories]
        textes.append(" ".join(" ".join(morceaux).split()))
    return textes


_NOMBRE = re.compile(r"(?<![\w.,])[−-]?\d+(?:\u202f\d{3})*(?:,\d+)?(?![\w])")


def nombres(texte: str) -> Counter[str]:
    """Tous les nombres écrits d'un texte, milliers réunis."""
    return Counter(n.replace("\u202f", "") for n in _NOMBRE.findall(texte))


def est_annee(nombre: str) -> bool:
    """Une année de calendrier, qu'un en-tête de colonne peut dire une fois pour toutes."""
    return bool(re.fullmatch(r"20\d\d", nombre))


def parties(octets: bytes) -> dict[str, bytes]:
    """Les parties d'une archive Office, celles des classeurs qu'elle contient comprises."""
    lues: dict[str, bytes] = {}
    with zipfile.ZipFile(io.BytesIO(octets)) as archive:
        for nom in archive.namelist():
            lues[nom] = archive.read(nom)
            if nom.endswith(".xlsx"):
                lues |= {f"{nom}!{k}": v for k, v in parties(lues[nom]).items()}
    return lues
