"""Des fragments aux morceaux de texte de Word : styles, couleurs, liens, repères."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import groupby

from evaltools.restitution.bureautique.contenu import RETOUR, Fragment, Ligne
from evaltools.restitution.bureautique.ooxml import attribut_xml, hexa, texte_xml
from evaltools.restitution.mots import ETATS, SIGNES

COULEURS = {
    **{f"s-{s.classe}": hexa(s.contour) for s in SIGNES.values()},
    **{f"e-{e.classe}": hexa(e.couleur) for e in ETATS.values()},
    "e-av": "6B7280", "e-nd": "1D2733", "e-rt": "6B5200", "e-su": "7A2C00", "e-nr": "6B7280", "alerte": "6B5200",
}  # fmt: skip
"""Couleur du symbole d'un verdict ou d'un état : celle du dessin de la page, assombrie si elle était trop pâle."""

_SURS = re.compile(r"(https?://|mailto:)", re.IGNORECASE)


class Texte:
    """Écrit des lignes ; ``lier`` rend l'identifiant d'une adresse extérieure, ``visees`` les ancres liées."""

    def __init__(self, lier: Callable[[str], str], presentes: frozenset[str]) -> None:
        self._lier = lier
        self._presentes = presentes
        self._reperes = 0

    def paragraphe(self, ligne: Ligne, style: str, proprietes: str = "", reperes: tuple[str, ...] = ()) -> str:
        """Écrit un paragraphe d'un style, avec les repères que visent des liens."""
        debut, fin = self._bornes(reperes)
        morceaux = "".join(self._morceaux(ligne))
        return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{proprietes}</w:pPr>{debut}{morceaux}{fin}</w:p>'

    def _bornes(self, reperes: tuple[str, ...]) -> tuple[str, str]:
        debuts, fins = "", ""
        for nom in reperes:
            self._reperes += 1
            debuts += f'<w:bookmarkStart w:id="{self._reperes}" w:name={attribut_xml(repere(nom))}/>'
            fins += f'<w:bookmarkEnd w:id="{self._reperes}"/>'
        return debuts, fins

    def _morceaux(self, ligne: Ligne) -> Iterator[str]:
        for lien, groupe in groupby(ligne, key=lambda f: f.lien):
            textes = "".join(morceau(f) for f in groupe)
            if lien.startswith("#") and lien[1:] in self._presentes:
                yield f'<w:hyperlink w:anchor={attribut_xml(repere(lien[1:]))} w:history="1">{textes}</w:hyperlink>'
            elif _SURS.match(lien):
                yield f'<w:hyperlink r:id="{self._lier(lien)}" w:history="1">{textes}</w:hyperlink>'
            else:
                yield textes


def repere(ancre: str) -> str:
    """Fait d'une ancre un nom de repère que Word accepte (lettres, chiffres, 40 signes au plus).

    Examples
    --------
    >>> repere("ind-fa-1-1"), len(repere("x" * 90))
    ('a_ind_fa_1_1', 40)
    """
    nu = "a_" + re.sub(r"\W", "_", ancre)
    if len(nu) <= 40:
        return nu
    import hashlib

    return nu[:31] + "_" + hashlib.sha256(ancre.encode()).hexdigest()[:8]


def morceau(f: Fragment) -> str:
    """Écrit un fragment : son style de caractère, sa couleur si c'est un signe, son texte."""
    if f == RETOUR:
        return "<w:r><w:br/></w:r>"
    p = ""
    if f.lien and (f.lien.startswith("#") or _SURS.match(f.lien)):
        p += '<w:rStyle w:val="Lienhypertexte"/>'
    elif f.petit:
        p += '<w:rStyle w:val="Precision"/>'
    elif f.code:
        p += '<w:rStyle w:val="Code"/>'
    if f.gras and not f.petit:
        p += "<w:b/>"
    if f.signe:
        p += f'<w:color w:val="{COULEURS.get(f.signe, "1D2733")}"/>'
    p += '<w:lang w:val="fr-FR"/>'
    return f'<w:r><w:rPr>{p}</w:rPr><w:t xml:space="preserve">{texte_xml(f.texte)}</w:t></w:r>'


def champ(code: str, texte: str, proprietes: str = "") -> str:
    """Écrit un champ que Word tient à jour (numéro de page), avec le texte montré en attendant."""
    r = f"<w:r><w:rPr>{proprietes}</w:rPr>"
    return (
        f'{r}<w:fldChar w:fldCharType="begin"/></w:r>{r}<w:instrText xml:space="preserve"> {code} </w:instrText></w:r>'
        f'{r}<w:fldChar w:fldCharType="separate"/></w:r>{r}<w:t>{texte_xml(texte)}</w:t></w:r>'
        f'{r}<w:fldChar w:fldCharType="end"/></w:r>'
    )
