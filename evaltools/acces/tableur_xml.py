"""Lecture bornée des parties XML d'un classeur : un seul analyseur (expat), ni DOCTYPE, ni entité, ni réseau.

Tout ce qui lit du XML dans le projet d'un tiers passe par ``analyser`` : elle compte les éléments, refuse les
déclarations de type de document, et ne lève que ``FichierRefuse``.
"""

from __future__ import annotations

import datetime as dt
import posixpath
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from xml.parsers import expat

from evaltools.acces.tableur_garde import MO, FichierRefuse, Paquet
from evaltools.domaine.nombres import ecrire_nombre

SEP = "|"
PRINCIPAUX = (
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://purl.oclc.org/ooxml/spreadsheetml/main",
)
_RELATIONS = (
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "http://purl.oclc.org/ooxml/officeDocument/relationships",
)
ELEMENTS_MAX = 4_000_000
TEXTES_MAX = 400_000
LONGUEUR_MAX = 100_000
"""Longueur d'un texte de cellule au-delà de laquelle le fichier est refusé (Excel s'arrête à 32 767)."""

Debut = Callable[[str, dict[str, str]], None]
Fin = Callable[[str], None]
Donnees = Callable[[str], None]
_ECHAPPE = re.compile(r"_x([0-9A-Fa-f]{4})_")


def analyser(xml: bytes, partie: str, debut: Debut, fin: Fin | None = None, donnees: Donnees | None = None) -> None:
    """Parcourt un XML en appelant les fonctions données ; les noms sont écrits « espace|nom ».

    Raises
    ------
    FichierRefuse
        FIC-11 (DOCTYPE ou entité), FIC-13 (XML mal formé), FIC-14 (trop d'éléments).
    """
    parser = expat.ParserCreate(namespace_separator=SEP)
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.EntityDeclHandler = _refuse_doctype
    if xml.count(b"<") > 2 * ELEMENTS_MAX:
        raise FichierRefuse("FIC-14", detail=f"« {partie} » contient plus de {ecrire_nombre(ELEMENTS_MAX)} éléments")
    parser.StartElementHandler = debut
    if fin is not None:
        parser.EndElementHandler = fin
    if donnees is not None:
        parser.CharacterDataHandler = donnees
    try:
        parser.Parse(xml, True)
    except (expat.ExpatError, ValueError, LookupError) as erreur:
        raise FichierRefuse("FIC-13", partie=partie) from erreur


def _refuse_doctype(*_: object) -> None:
    raise FichierRefuse("FIC-11")


def cles(*noms: str) -> tuple[str, ...]:
    """Rend les noms complets d'éléments du format, dans ses deux variantes (transitoire et stricte)."""
    return tuple(f"{espace}{SEP}{nom}" for espace in PRINCIPAUX for nom in noms)


def decoder(texte: str) -> str:
    """Décode les caractères que le format écrit ``_xHHHH_``.

    Examples
    --------
    >>> decoder("ligne 1_x000A_ligne 2") == "ligne 1" + chr(10) + "ligne 2"
    True
    """
    if "_x" not in texte:
        return texte
    return _ECHAPPE.sub(_decode_one, texte)


def _decode_one(match: re.Match[str]) -> str:
    code = int(match[1], 16)
    return match[0] if 0xD800 <= code <= 0xDFFF else chr(code)


@dataclass(frozen=True, slots=True)
class Relation:
    """Une relation entre parties : son identifiant, son type (dernier mot) et la partie visée."""

    cle: str
    type: str
    cible: str


def lire_relations(paquet: Paquet, partie: str) -> tuple[Relation, ...]:
    """Lit les relations internes d'une partie ; celles qui sortent du fichier sont ignorées, jamais suivies."""
    folder, name = posixpath.split(partie)
    path = posixpath.join(folder, "_rels", f"{name}.rels")
    if path not in paquet:
        return ()
    found: list[Relation] = []

    def start(element: str, attrs: dict[str, str]) -> None:
        if element.rpartition(SEP)[2] == "Relationship" and attrs.get("TargetMode") != "External":
            target = attrs.get("Target", "")
            joined = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
            kind = attrs.get("Type", "").rpartition("/")[2]
            found.append(Relation(attrs.get("Id", ""), kind, posixpath.normpath(joined)))

    analyser(paquet.lire(path), path, start)
    return tuple(found)


@dataclass(slots=True)
class Plan:
    """Ce que dit la partie « classeur » : feuilles dans l'ordre (nom, état, relation), noms définis, calendrier."""

    feuilles: list[tuple[str, str, str]] = field(default_factory=list)
    noms: dict[str, str] = field(default_factory=dict)
    date_1904: bool = False


def lire_plan(xml: bytes, partie: str) -> Plan:
    """Lit la partie « classeur »."""
    plan = Plan()
    sheets, names, props = cles("sheet"), cles("definedName"), cles("workbookPr")
    current: list[str] = []
    buffer: list[str] = []

    def start(element: str, attrs: dict[str, str]) -> None:
        if element in sheets:
            link = next((attrs[f"{ns}{SEP}id"] for ns in _RELATIONS if f"{ns}{SEP}id" in attrs), "")
            plan.feuilles.append((attrs.get("name", ""), attrs.get("state", "visible"), link))
        elif element in names:
            current[:] = [attrs.get("name", "")]
            buffer.clear()
        elif element in props:
            plan.date_1904 = attrs.get("date1904", "0") in ("1", "true", "on")

    def end(element: str) -> None:
        if element in names and current:
            plan.noms[current.pop()] = "".join(buffer).strip()

    analyser(xml, partie, start, end, lambda text: buffer.append(text) if current else None)
    return plan


def lire_textes(xml: bytes, partie: str) -> list[str]:
    """Lit la table des textes partagés, en réunissant les morceaux mis en forme et sans les annotations phonétiques.

    Raises
    ------
    FichierRefuse
        FIC-14 si un texte ou le nombre de textes dépasse les bornes.
    """
    texts: list[str] = []
    pieces: list[str] = []
    item, run, phonetic = cles("si"), cles("t"), cles("rPh")
    state = {"in_text": False, "phonetic": 0}

    def start(element: str, _: dict[str, str]) -> None:
        if element in run:
            state["in_text"] = not state["phonetic"]
        elif element in phonetic:
            state["phonetic"] += 1

    def end(element: str) -> None:
        if element in run:
            state["in_text"] = False
        elif element in phonetic:
            state["phonetic"] -= 1
        elif element in item:
            texts.append(borner("".join(pieces), partie))
            pieces.clear()
            if len(texts) > TEXTES_MAX:
                raise FichierRefuse("FIC-14", detail=f"plus de {ecrire_nombre(TEXTES_MAX)} textes")

    analyser(xml, partie, start, end, lambda text: pieces.append(text) if state["in_text"] else None)
    return texts


def borner(texte: str, partie: str) -> str:
    """Décode un texte et refuse le fichier si ce texte est démesuré."""
    if len(texte) > LONGUEUR_MAX:
        told = f"« {partie} » contient un texte de {ecrire_nombre(len(texte))} caractères"
        raise FichierRefuse("FIC-14", detail=told)
    return decoder(texte)


def lire_formats(xml: bytes, partie: str) -> list[str]:
    """Lit le format de nombre de chaque style de cellule, dans l'ordre des styles."""
    custom: dict[str, str] = {}
    ids: list[str] = []
    number, group, style = cles("numFmt"), cles("cellXfs"), cles("xf")
    inside: list[bool] = []

    def start(element: str, attrs: dict[str, str]) -> None:
        if element in number:
            custom[attrs.get("numFmtId", "")] = attrs.get("formatCode", "")
        elif element in group:
            inside.append(True)
        elif inside and element in style:
            ids.append(attrs.get("numFmtId", "0"))

    def end(element: str) -> None:
        if element in group:
            inside.clear()

    analyser(xml, partie, start, end)
    return [custom.get(code) or FORMATS_DE_BASE.get(code, "General") for code in ids]


def lire_proprietes(paquet: Paquet, partie: str = "docProps/custom.xml") -> dict[str, str]:
    """Lit les propriétés personnalisées du classeur (nom, valeur en texte) ; aucune si la partie manque."""
    if partie not in paquet:
        return {}
    found: dict[str, str] = {}
    current: list[str] = []

    def start(element: str, attrs: dict[str, str]) -> None:
        if element.endswith(f"{SEP}property"):
            current[:] = [attrs.get("name", "")]
            found[current[0]] = ""

    def data(text: str) -> None:
        if current:
            found[current[0]] += text

    analyser(paquet.lire(partie, MO), partie, start, None, data)
    return {name: value.strip() for name, value in found.items()}


def lire_date_de_modification(paquet: Paquet, partie: str = "docProps/core.xml", element: str = "modified") -> str:
    """Lit la date du dernier enregistrement que le classeur déclare (« 2027-01-12T09:30:00Z ») ; vide sans elle."""
    if partie not in paquet:
        return ""
    inside: list[bool] = []
    pieces: list[str] = []

    def start(name: str, _: dict[str, str]) -> None:
        inside[:] = [True] if name.rpartition(SEP)[2] == element else []

    def data(text: str) -> None:
        if inside:
            pieces.append(text)

    def end(_: str) -> None:
        inside.clear()

    try:
        analyser(paquet.lire(partie, MO), partie, start, end, data)
        return dt.datetime.fromisoformat("".join(pieces).strip()).isoformat()
    except (FichierRefuse, ValueError):
        return ""


def lire_notes(xml: bytes, partie: str) -> dict[str, str]:
    """Lit les notes (commentaires d'Excel) d'une feuille : adresse, texte."""
    notes: dict[str, str] = {}
    current: list[str] = []
    pieces: list[str] = []
    note, run = cles("comment"), cles("t")
    inside: list[bool] = []

    def start(element: str, attrs: dict[str, str]) -> None:
        if element in note:
            current[:] = [attrs.get("ref", "")]
        elif element in run:
            inside[:] = [True]

    def end(element: str) -> None:
        if element in run:
            inside.clear()
        elif element in note and current:
            notes[current.pop()] = borner("".join(pieces), partie).strip()
            pieces.clear()

    analyser(xml, partie, start, end, lambda text: pieces.append(text) if inside and current else None)
    return notes


FORMATS_DE_BASE: Mapping[str, str] = {
    "0": "General", "1": "0", "2": "0.00", "3": "#,##0", "4": "#,##0.00", "9": "0%", "10": "0.00%",
    "11": "0.00E+00", "12": "# ?/?", "13": "# ??/??", "14": "dd/mm/yyyy", "15": "d-mmm-yy", "16": "d-mmm",
    "17": "mmm-yy", "18": "h:mm AM/PM", "19": "h:mm:ss AM/PM", "20": "h:mm", "21": "h:mm:ss",
    "22": "dd/mm/yyyy h:mm", "37": "#,##0;(#,##0)", "38": "#,##0;[Red](#,##0)", "39": "#,##0.00;(#,##0.00)",
    "40": "#,##0.00;[Red](#,##0.00)", "45": "mm:ss", "46": "[h]:mm:ss", "47": "mm:ss.0", "48": "##0.0E+0",
    "49": "@",
}  # fmt: skip
