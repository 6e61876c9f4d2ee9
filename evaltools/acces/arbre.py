"""Un document lu comme un arbre dont chaque nœud sait d'où il vient : fichier et ligne, ou feuille et cellule.

Les fichiers YAML y sont lus événement par événement, sans construire d'objet Python : ni ancre, ni étiquette, ni
imbrication profonde ne peuvent atteindre la machine, et une valeur garde le texte exact qui a été tapé.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from typing import Any

import yaml

from evaltools.domaine.anomalies import Anomalie, Lieu, signaler
from evaltools.domaine.raisons import raison_du_systeme

TAILLE_MAX = 5_000_000
"""Taille, en octets, au-delà de laquelle un fichier de programme n'est pas lu."""

PROFONDEUR_MAX = 20
"""Imbrication au-delà de laquelle un fichier n'est pas lu (un programme en a moins de dix)."""


class Genre(Enum):
    """Ce que YAML (ou une cellule) voit dans une valeur, avant de savoir ce que le programme en attend."""

    OBJET = "un bloc de clés"
    LISTE = "une liste"
    TEXTE = "un texte"
    ENTIER = "un nombre entier"
    NOMBRE = "un nombre"
    BOOLEEN = "oui ou non"
    DATE = "une date"
    VIDE = "rien"


@dataclass(slots=True)
class Noeud:
    """Un nœud de l'arbre : une valeur (``texte``), un bloc (``champs``) ou une liste (``elements``).

    ``champs`` : le nom de la clé, l'endroit où elle est écrite, sa valeur ; une clé répétée y est deux fois.
    ``protege`` : le texte était entre guillemets (ou en bloc), donc certainement voulu comme texte.
    """

    genre: Genre
    lieu: Lieu
    texte: str = ""
    protege: bool = False
    champs: list[tuple[str, Lieu, Noeud]] = field(default_factory=list)
    elements: list[Noeud] = field(default_factory=list)


_GENRES = {
    "tag:yaml.org,2002:str": Genre.TEXTE,
    "tag:yaml.org,2002:int": Genre.ENTIER,
    "tag:yaml.org,2002:float": Genre.NOMBRE,
    "tag:yaml.org,2002:bool": Genre.BOOLEEN,
    "tag:yaml.org,2002:timestamp": Genre.DATE,
    "tag:yaml.org,2002:null": Genre.VIDE,
}
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_RESOLVER: Any = yaml.resolver.Resolver()


class _Refus(Exception):
    """Interrompt la lecture d'un fichier ; porte l'anomalie à rendre."""

    def __init__(self, anomalie: Anomalie) -> None:
        super().__init__(anomalie.code)
        self.anomalie = anomalie


def lire_yaml(chemin: Path, nom: str) -> tuple[Noeud | None, tuple[Anomalie, ...]]:
    """Lit un fichier YAML en arbre.

    Parameters
    ----------
    chemin : Path
        Fichier à lire.
    nom : str
        Nom à montrer dans les anomalies (« fiches/A1.yaml »).

    Returns
    -------
    tuple
        L'arbre, ou ``None`` si le fichier est absent (PRG-01), illisible (PRG-02), d'une syntaxe fautive (PRG-03)
        ou s'il emploie une ancre, une étiquette ou une imbrication refusées (PRG-04) ; et l'anomalie.
    """
    try:
        return _build(_read_text(chemin, nom), nom), ()
    except _Refus as refus:
        return None, (refus.anomalie,)


def _read_text(path: Path, name: str) -> str:
    if not path.is_file():
        raise _Refus(signaler("PRG-01", Lieu(name)))
    try:
        raw = path.read_bytes() if path.stat().st_size <= TAILLE_MAX else b""
    except OSError as error:
        detail = f"il ne s'ouvre pas ({raison_du_systeme(error)})"
        raise _Refus(signaler("PRG-02", Lieu(name), detail=detail)) from error
    if not raw and path.stat().st_size > TAILLE_MAX:
        raise _Refus(signaler("PRG-02", Lieu(name), detail="il dépasse 5 Mo"))
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        detail = "ce n'est pas un texte enregistré en UTF-8"
        raise _Refus(signaler("PRG-02", Lieu(name), detail=detail)) from error


def _build(text: str, name: str) -> Noeud:
    root = Noeud(Genre.LISTE, Lieu(name, ligne=1))
    stack: list[Noeud] = [root]
    keys: list[tuple[str, Lieu] | None] = [None]
    for event in _events(text, name):
        lieu = Lieu(name, ligne=_line(event))
        if isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
            stack.pop()
            keys.pop()
            continue
        if not isinstance(event, yaml.NodeEvent):
            continue
        node = _node(event, lieu)
        _attach(stack[-1], keys, node)
        if node.genre in (Genre.OBJET, Genre.LISTE):
            stack.append(node)
            keys.append(None)
            if len(stack) > PROFONDEUR_MAX:
                raise _Refus(signaler("PRG-04", lieu, detail="les blocs y sont imbriqués trop profondément"))
    if not root.elements:
        return Noeud(Genre.VIDE, Lieu(name, ligne=1))
    return root.elements[0]


def _events(text: str, name: str) -> Iterator[yaml.Event]:
    """Rend les événements YAML ; toute faute de syntaxe devient une anomalie à sa ligne."""
    documents = 0
    try:
        for event in yaml.parse(text, Loader=_LOADER):
            documents += isinstance(event, yaml.DocumentStartEvent)
            if documents > 1:
                detail = "il contient plusieurs documents (une ligne « --- » de trop)"
                raise _Refus(signaler("PRG-03", Lieu(name, ligne=_line(event)), detail=detail))
            yield event
    except yaml.MarkedYAMLError as error:
        quoted = "quoted scalar" in str(error.context)
        mark = (error.context_mark if quoted else None) or error.problem_mark or error.context_mark
        line = mark.line + 1 if mark is not None else None
        raise _Refus(signaler("PRG-03", Lieu(name, ligne=line), detail=_explain(str(error.problem)))) from error
    except yaml.YAMLError as error:
        raise _Refus(signaler("PRG-02", Lieu(name), detail="il contient des caractères de contrôle")) from error


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark is not None else 1


def _explain(problem: str) -> str:
    """Dit en français ce que le lecteur YAML reproche à la ligne."""
    causes = (
        ("mapping values are not allowed", "un « : » y apparaît dans un texte sans guillemets"),
        ("end of stream", "un guillemet ouvert n'est pas refermé"),
        ("cannot start any token", "un caractère spécial (tabulation, @, `…) commence la valeur"),
        ("expected <block end>", "le retrait de la ligne ne correspond pas aux lignes voisines"),
        ("expected ':'", "il manque « : » après une clé"),
        ("expected the node content", "une valeur commencée n'est pas terminée"),
        ("expected node content", "une valeur commencée n'est pas terminée"),
    )
    return next((cause for words, cause in causes if words in problem), "la syntaxe YAML y est rompue")


def _node(event: yaml.NodeEvent, lieu: Lieu) -> Noeud:
    if isinstance(event, yaml.AliasEvent) or event.anchor is not None:
        raise _Refus(signaler("PRG-04", lieu, detail="il emploie une ancre (« & ») ou un renvoi (« * »)"))
    if isinstance(event, yaml.MappingStartEvent):
        _refuse_tag(event.tag, event.implicit, lieu)
        return Noeud(Genre.OBJET, lieu)
    if isinstance(event, yaml.SequenceStartEvent):
        _refuse_tag(event.tag, event.implicit, lieu)
        return Noeud(Genre.LISTE, lieu)
    return _scalar(event, lieu)


def _scalar(event: Any, lieu: Lieu) -> Noeud:
    _refuse_tag(event.tag, any(event.implicit), lieu)
    if event.style:
        return Noeud(Genre.TEXTE, lieu, event.value, protege=True)
    tag = _RESOLVER.resolve(yaml.ScalarNode, event.value, (True, False))
    return Noeud(_GENRES.get(tag, Genre.TEXTE), lieu, event.value)


def _refuse_tag(tag: str | None, implicit: bool, lieu: Lieu) -> None:
    if tag is not None and not implicit:
        raise _Refus(signaler("PRG-04", lieu, detail="il emploie une étiquette YAML (« ! »)"))


def _attach(parent: Noeud, keys: list[tuple[str, Lieu] | None], node: Noeud) -> None:
    """Range un nœud sous son parent ; dans un bloc, les nœuds sont tour à tour une clé et sa valeur."""
    if parent.genre is Genre.LISTE:
        parent.elements.append(node)
        return
    key = keys[-1]
    if key is not None:
        parent.champs.append((*key, node))
        keys[-1] = None
    elif node.genre in (Genre.OBJET, Genre.LISTE):
        raise _Refus(signaler("PRG-04", node.lieu, detail="une clé y est un bloc ou une liste"))
    else:
        keys[-1] = (node.texte, node.lieu)


def est_texte_nu(texte: str) -> bool:
    """Dit si un texte, écrit sans guillemets dans un fichier YAML, y est relu tel quel et comme un texte.

    Examples
    --------
    >>> (
    ...     est_texte_nu("Nombre de réunions"),
    ...     est_texte_nu("2025"),
    ...     est_texte_nu("axe : soins"),
    ...     est_texte_nu("% d'actions"),
    ... )
    (True, False, False, False)
    """
    try:
        arbre = _build(f"- k: {texte}\n- {texte}\n", "")
    except _Refus:
        return False
    lus = [noeud.champs[0][2] if noeud.champs else noeud for noeud in arbre.elements]
    return len(lus) == 2 and all(n.genre is Genre.TEXTE and not n.protege and n.texte == texte for n in lus)
