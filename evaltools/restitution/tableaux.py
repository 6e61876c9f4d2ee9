"""Tableaux HTML accessibles : titre, portée des en-têtes, nombres à droite, tout texte échappé.

Le premier élément de chaque ligne est son en-tête. Une cellule est un texte (échappé ici) ou un fragment déjà sûr
(``Markup``), fabriqué par ce paquet et par lui seul.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

Cellule = str | Markup


@dataclass(frozen=True, slots=True)
class Colonne:
    """Une colonne : son titre, si elle porte des nombres (alignés à droite), sa largeur (« 30% », vide : libre)."""

    titre: str
    nombre: bool = False
    largeur: str = ""


def tableau(
    titre: str,
    colonnes: Sequence[Colonne | str],
    lignes: Iterable[Sequence[Cellule]],
    *,
    precision: str = "",
    total: bool = False,
    classe: str = "",
) -> Markup:
    """Écrit un tableau dans sa zone défilante, atteignable au clavier.

    Parameters
    ----------
    titre : str
        Titre du tableau (``caption``) ; il nomme aussi la zone défilante.
    colonnes : sequence of Colonne or str
        En-têtes ; un texte seul vaut une colonne de texte.
    lignes : iterable of sequence
        Autant de cellules que de colonnes ; la première est l'en-tête de la ligne.
    precision : str
        Deuxième ligne du titre (unité, période, résumé d'un tableau complexe).
    total : bool
        La dernière ligne est un total.
    classe : str
        Classe CSS du tableau.

    Raises
    ------
    ValueError
        Si une ligne n'a pas autant de cellules que de colonnes.

    Examples
    --------
    >>> html = tableau("Actions", ["Axe", Colonne("Total", nombre=True)], [["1 & 2", "<b>"]])
    >>> "<td>&lt;b&gt;</td>" in html, "<th scope=\\"row\\">1 &amp; 2</th>" in html
    (True, True)
    """
    cols = [Colonne(c) if isinstance(c, str) else c for c in colonnes]
    rangees = list(lignes)
    corps = Markup("\n").join(
        _ligne(cols, ligne, derniere=total and rang == len(rangees)) for rang, ligne in enumerate(rangees, 1)
    )
    entete = Markup("").join(_entete(c) for c in cols)
    sous = Markup(" <small>{}</small>").format(precision) if precision else ""
    classes = " ".join([classe] * bool(classe) + [f"n{rang}" for rang, c in enumerate(cols, 1) if c.nombre])
    attribut = Markup(' class="{}"').format(classes) if classes else Markup("")
    return Markup(
        '<div class="defil" role="group" aria-label="{}" tabindex="0">'
        '<table{}><caption><span class="cap">{}{}</span></caption>\n'
        "<thead><tr>{}</tr></thead>\n<tbody>{}</tbody></table></div>"
    ).format(titre, attribut, titre, sous, entete, corps)


def _entete(colonne: Colonne) -> Markup:
    largeur = Markup(' style="width:{}"').format(colonne.largeur) if colonne.largeur else Markup("")
    return Markup('<th scope="col"{}>{}</th>').format(largeur, colonne.titre)


def _ligne(colonnes: Sequence[Colonne], cellules: Sequence[Cellule], *, derniere: bool) -> Markup:
    if len(cellules) != len(colonnes):
        raise ValueError(f"{len(cellules)} cellules pour {len(colonnes)} colonnes : {list(cellules)[:1]}")
    debut = Markup('<tr class="total">') if derniere else Markup("<tr>")
    suite = Markup("").join(Markup("<td>{}</td>").format(c) for c in cellules[1:])
    return debut + Markup('<th scope="row">{}</th>').format(cellules[0]) + suite + Markup("</tr>")


def liste(elements: Iterable[Cellule], classe: str = "") -> Markup:
    """Écrit une liste à puces ; vide, elle ne donne rien.

    Examples
    --------
    >>> str(liste(["a < b"])), str(liste([]))
    ('<ul><li>a &lt; b</li></ul>', '')
    """
    puces = Markup("").join(Markup("<li>{}</li>").format(e) for e in elements)
    if not puces:
        return Markup("")
    return Markup('<ul class="{}">{}</ul>').format(classe, puces) if classe else Markup("<ul>{}</ul>").format(puces)


def depliable(resume: Cellule, contenu: Cellule, classe: str = "", ident: str = "") -> Markup:
    """Écrit une partie repliée (``details``), sans JavaScript.

    Examples
    --------
    >>> str(depliable("Voir", "a & b"))
    '<details><summary>Voir</summary>a &amp; b</details>'
    """
    attributs = Markup(' class="{}"').format(classe) if classe else Markup("")
    if ident:
        attributs += Markup(' id="{}"').format(ident)
    return Markup("<details{}><summary>{}</summary>{}</details>").format(attributs, resume, escape(contenu))
