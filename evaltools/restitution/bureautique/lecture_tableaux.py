"""Les tableaux d'un bloc : ceux de la page, et les listes dont chaque élément porte des valeurs nommées."""

from __future__ import annotations

import copy
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from evaltools.restitution.bureautique.contenu import RETOUR, Fragment, Ligne, Rangee, Tableau, en_texte
from evaltools.restitution.bureautique.texte import classes, est_cache, ligne

LireCellule = Callable[[Any], tuple[Ligne, ...]]

COLONNES_AU_PLUS = 6
_FAMILLES = {"Cumul": "Valeur", "Part de la cible": "Chemin parcouru", "État": "Valeur", "Échéance": "Cible"}
"""Noms de valeurs qui se rangent dans la même colonne ; la cellule redit alors le sien."""

_ORDRE = ("Départ", "Valeur", "Cible", "Chemin parcouru")


def tableau(noeud: Any, lire: LireCellule) -> Tableau | None:
    """Lit un tableau de la page ; une colonne sans texte (barres dessinées) est laissée.

    Parameters
    ----------
    noeud
        Balise « table ».
    lire : callable
        Rend les paragraphes d'une cellule.
    """
    titre = noeud.find("caption")
    entetes = [ligne(th) for th in noeud.findall("./thead/tr/th")]
    rangees = [_rangee(tr, lire) for tr in noeud.iter("tr") if tr.getparent().tag != "thead"]
    largeur = max([len(entetes), *(len(r.cellules) for r in rangees)], default=0)
    if not largeur or not rangees:
        return None
    rangees = [replace(r, cellules=r.cellules + ((),) * (largeur - len(r.cellules))) for r in rangees]
    entetes += [()] * (largeur - len(entetes))
    gardees = [n for n in range(largeur) if any(r.cellules[n] for r in rangees)]
    if not gardees:
        return None
    droites = {int(c[1:]) - 1 for c in classes(noeud) if re.fullmatch(r"n\d+", c)}
    legende = ligne(titre) if titre is not None else ()
    return Tableau(
        tuple(entetes[n] for n in gardees),
        tuple(replace(r, cellules=tuple(r.cellules[n] for n in gardees)) for r in rangees),
        frozenset(rang for rang, n in enumerate(gardees) if n in droites),
        legende,
        en_texte(legende),
    )


def _rangee(tr: Any, lire: LireCellule) -> Rangee:
    cellules = tuple(lire(c) for c in tr if c.tag in ("th", "td"))
    return Rangee(cellules, tr.get("id") or "", "total" in classes(tr))


def est_tabulaire(puces: Sequence[Any]) -> bool:
    """Dit si une liste se lit mieux en tableau : des valeurs nommées dans chaque élément, sous peu de noms."""
    if not puces or any(len(list(p.iter("dl"))) != 1 for p in puces):
        return False
    return len({_famille(nom) for p in puces for nom, _ in _valeurs(p)}) <= COLONNES_AU_PLUS


def depuis_liste(puces: Sequence[Any], lire: LireCellule, objet: str) -> Tableau:
    """Fait un tableau d'une liste de valeurs nommées : une ligne par élément, une colonne par nom.

    Parameters
    ----------
    puces : sequence
        Balises « li ».
    lire : callable
        Rend les paragraphes d'une cellule.
    objet : str
        Ce que le tableau montre : l'intertitre qui le précède.
    """
    lues = [_element(p, lire) for p in puces]
    familles = _colonnes([_famille(nom) for _, _, valeurs in lues for nom in valeurs])
    noms = {f: _nom_de_colonne(f, [n for _, _, v in lues for n in v if _famille(n) == f]) for f in familles}
    signes = any(signe for _, signe, _ in lues)
    titre = "Verdict" if any("s-" in (f.signe[:2]) for _, s, _ in lues for f in s) else "État"
    rangees = []
    for puce, (corps, signe, valeurs) in zip(puces, lues, strict=True):
        par_famille = {_famille(nom): _nommee(nom, texte, noms) for nom, texte in valeurs.items()}
        cellules = [corps, *([(signe,) if signe else ()] * signes), *(par_famille.get(f, ()) for f in familles)]
        rangees.append(Rangee(tuple(cellules), puce.get("id") or ""))
    premiere = "Indicateur" if "objs" in classes(puces[0].getparent()) else "Action"
    colonnes = [premiere, *([titre] * signes), *(noms[f] for f in familles)]
    debut = 2 if signes else 1
    droites = {debut + n for n, f in enumerate(familles) if f in _ORDRE}
    return Tableau(tuple((Fragment(c),) for c in colonnes), tuple(rangees), frozenset(droites), (), objet)


def _element(puce: Any, lire: LireCellule) -> tuple[tuple[Ligne, ...], Ligne, dict[str, Ligne]]:
    """Rend ce que dit un élément hors de ses valeurs, son verdict, et ses valeurs par nom."""
    reste = copy.deepcopy(puce)
    valeurs = dict(_valeurs(reste))
    for dl in list(reste.iter("dl")):
        dl.drop_tree()
    signes = [n for n in reste.iter("span") if "st" in classes(n) and not est_cache(n)]
    signe: Ligne = ()
    if len(signes) == 1:
        parent = signes[0].getparent()
        signe = tuple(f for f in _signe(signes[0]))
        parent.remove(_sans_suite(signes[0]))
    lignes = lire(reste)
    notes = [f for n, x in enumerate(lignes[1:]) for f in ((Fragment(" "),) if n else ()) + x]
    suite = tuple(replace(f, petit=True) for f in notes)
    return lignes[:1] + ((suite,) if suite else ()), signe, valeurs


def _signe(noeud: Any) -> Ligne:
    from evaltools.restitution.bureautique.texte import ligne_de, morceaux_du_noeud

    return ligne_de(list(morceaux_du_noeud(noeud)))


def _sans_suite(noeud: Any) -> Any:
    """Rattache à ce qui précède le texte qui suit une balise, que sa suppression emporterait."""
    if noeud.tail:
        precedent = noeud.getprevious()
        if precedent is not None:
            precedent.tail = (precedent.tail or "") + noeud.tail
        else:
            noeud.getparent().text = (noeud.getparent().text or "") + noeud.tail
        noeud.tail = None
    return noeud


def _valeurs(puce: Any) -> list[tuple[str, Ligne]]:
    return [
        (en_texte(ligne(dt)), ligne(dt.getnext()))
        for dt in puce.iter("dt")
        if dt.getnext() is not None and not est_cache(dt)
    ]


def _famille(nom: str) -> str:
    nu = re.sub(r"\s+\d{4}$", "", nom)
    return _FAMILLES.get(nu, nu)


def _nom_de_colonne(famille: str, noms: Sequence[str]) -> str:
    """Rend le nom le plus fréquent d'une colonne, parmi ceux qui portent le nom de sa famille s'il y en a."""
    propres = [n for n in noms if n.startswith(famille)]
    return Counter(propres or noms).most_common(1)[0][0]


def _colonnes(familles: Sequence[str]) -> list[str]:
    presentes = list(dict.fromkeys(familles))
    return [f for f in _ORDRE if f in presentes] + [f for f in presentes if f not in _ORDRE]


def _nommee(nom: str, texte: Ligne, noms: dict[str, str]) -> tuple[Ligne, ...]:
    """Rend une valeur, avec son nom dessous quand ce n'est pas celui de la colonne."""
    sous = (RETOUR, Fragment(nom.lower(), petit=True)) if nom != noms[_famille(nom)] else ()
    return (texte + sous,) if texte else ()
