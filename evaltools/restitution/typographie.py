"""Ponctuation française d'un texte ou d'une page : espaces insécables, apostrophes, guillemets.

Les mots ne sont jamais changés ; seules le sont les espaces et les apostrophes. Passer deux fois ne change rien.
"""

from __future__ import annotations

import re

from evaltools.restitution.formats import FINE, INSECABLE

COUPURE = "\u200b"
"""Point de coupure sans largeur : une suite de sigles (« EN/ARS/CJC ») peut passer à la ligne."""

_UNITES = r"(?:k€|M€|€|ans|an|mois|jours|jour|heures|min|km|m²|ETP|Ko|Mo|habitants|personnes)"
_REGLES: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"'"), "’"),
    (re.compile(r" +([;!?])(?=[\s)»]|$)"), rf"{FINE}\1"),
    (re.compile(r" +:(?=\s|$)"), f"{INSECABLE}:"),
    (re.compile(r"« +"), f"«{INSECABLE}"),
    (re.compile(r" +»"), f"{INSECABLE}»"),
    (re.compile(r"(?<![\d.,])(\d{1,3}) (?=\d{3}(?!\d))"), rf"\1{FINE}"),
    (re.compile(r"(?<=\d)[ \u00a0]?%"), f"{FINE}%"),
    (re.compile(r"^ (?=[%€])"), INSECABLE),
    (re.compile(rf"(?<=\d) (?={_UNITES}(?!\w))"), INSECABLE),
    (re.compile(r"\b(n[°o]) (?=\d)"), rf"\1{INSECABLE}"),
    (re.compile(r"(?<=[A-ZÀ-Ý]{2})/(?=[A-ZÀ-Ý]{2})"), f"/{COUPURE}"),
)
_UTILE = re.compile(r"['«»%°]| [:;!?]|\d \w|\d €|[A-Z]/[A-Z]")
_MORCEAUX = re.compile(r"(<[^>]*>|&\w+;|&#(?!39;)\w+;)")
_BRUTS = ("style", "svg", "code", "title")


def typo(texte: str) -> str:
    """Met un texte simple à la typographie française.

    Examples
    --------
    >>> typo("L'essentiel : 12 %").replace(INSECABLE, "~").replace(FINE, "_")
    'L’essentiel~: 12_%'
    >>> typo(typo("« 1 274 € »")) == typo("« 1 274 € »")
    True
    """
    if not _UTILE.search(texte):
        return texte
    for motif, remplacement in _REGLES:
        texte = motif.sub(remplacement, texte)
    return texte


def typo_html(page: str) -> str:
    """Met le texte d'un fragment HTML à la typographie française, sans toucher aux balises ni aux entités.

    Le contenu des balises ``style``, ``svg``, ``code`` et ``title`` reste tel quel.

    Examples
    --------
    >>> typo_html("<p title=\\"l'an\\">l&#39;an &amp; demi ; 5 %</p>").replace(FINE, "_")
    '<p title="l\\'an">l’an &amp; demi_; 5_%</p>'
    """
    sortie: list[str] = []
    garde = ""
    for rang, morceau in enumerate(_MORCEAUX.split(str(page).replace("&#39;", "'"))):
        if rang % 2:
            garde = _garde_suivante(morceau, garde)
            sortie.append(morceau)
        else:
            sortie.append(morceau if garde else typo(morceau))
    return "".join(sortie)


def _garde_suivante(balise: str, garde: str) -> str:
    """Dit dans quelle balise à laisser telle quelle on se trouve après celle-ci (vide : aucune)."""
    if garde:
        return "" if balise.startswith(f"</{garde}") else garde
    nom = re.match(r"<(\w+)", balise)
    return nom[1] if nom and nom[1] in _BRUTS and not balise.endswith("/>") else ""
