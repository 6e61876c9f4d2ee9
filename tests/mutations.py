"""Abîmer des fichiers au hasard (graine fixe), et lire le résultat sans jamais pouvoir se bloquer.

``muter_parties`` et ``muter_octets`` abîment un classeur ; ``muter_lignes`` une table ou un YAML. ``eprouver`` lit des
mutants par lots dans des processus enfants, dont le système borne la mémoire et le temps : un blocage désigne son cas.
"""

from __future__ import annotations

import faulthandler
import io
import json
import os
import random
import re
import signal
import subprocess
import sys
import time
import zipfile
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

JETONS = [
    b"", b"<", b"/>", b'"', b"9" * 30, b"-1", b"NaN", b"\xc3\xa9", b'<c r="B1"/>', b"<v>", b"</row>", b"&#0;", b"\x01",
    b"=1+1", b"#REF!", b"[FA 1.1.1-QT1]", b"1E400", b"\xff\xfe", b"<f>1</f>", b"|", b'<mergeCell ref="A1:XFD1048576"/>',
]  # fmt: skip
TEXTES = [
    "0", "-1", "46154", "0.45", "1E400", "", "#REF!", "99999999", "n.d.", "NC", "&lt; 5", "45 %", "12 pers", "1,234",
    "oui", "2026-03-12", "2025", "[x]", "Valeur", "Indicateur [code]", "reportée", "CC [111111111]", "x" * 5000,
    "A|2026|B|C|D|E|fg", "CLS-ESSAI / 2026 / FA 2.1 / v1 #abcdef", "=1+1", "\u202f", "_x0000_",
]  # fmt: skip
ATTRIBUTS = [
    "s", "n", "b", "e", "str", "d", "0", "7", "99999", "A1", "XFD1048576", "I7:I9", "A1:XFD1048576", "-3", "dd/mm/yyyy",
    "0%", "rId1", "../x",
]  # fmt: skip
_TEXTE = re.compile(rb"<(?:v|t)(?: [^>]*)?>([^<]*)</")
_ATTRIBUT = re.compile(rb' (?:t|s|r|hidden|ref|name|state|min|max|numFmtId|formatCode|Target|Id)="([^"]*)"')
_CELLULE = re.compile(rb"<c [^>]*/>|<c [^>]*>.*?</c>")
_LIGNE = re.compile(rb"<row [^>]*>.*?</row>")

Mutation = Callable[[random.Random, bytes], bytes]


def remplacer(motif: re.Pattern[bytes], choix: list[str]) -> Mutation:
    def muter(hasard: random.Random, xml: bytes) -> bytes:
        trouves = list(motif.finditer(xml))
        if not trouves:
            return xml
        ici = hasard.choice(trouves)
        return xml[: ici.start(1)] + hasard.choice(choix).encode() + xml[ici.end(1) :]

    return muter


def melanger(motif: re.Pattern[bytes]) -> Mutation:
    def muter(hasard: random.Random, xml: bytes) -> bytes:
        trouves = list(motif.finditer(xml))
        if not trouves:
            return xml
        ici, autre = hasard.choice(trouves), hasard.choice(trouves)
        neufs = [b"", autre.group(), ici.group().replace(b"<v>", b"<f>1+1</f><v>")]
        return xml[: ici.start()] + hasard.choice(neufs) + xml[ici.end() :]

    return muter


def casser(hasard: random.Random, xml: bytes) -> bytes:
    debut = hasard.randrange(len(xml) + 1)
    fin = min(len(xml), debut + hasard.choice([0, 1, 3, 12, 60]))
    return xml[:debut] + hasard.choice(JETONS) + xml[fin:]


MUTATIONS: list[Mutation] = [
    remplacer(_TEXTE, TEXTES), remplacer(_TEXTE, TEXTES), remplacer(_ATTRIBUT, ATTRIBUTS), melanger(_CELLULE),
    melanger(_LIGNE), casser,
]  # fmt: skip


def muter_parties(hasard: random.Random, octets: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(octets)) as archive:
        parties = {nom: archive.read(nom) for nom in archive.namelist()}
    for _ in range(hasard.randint(1, 10)):
        feuilles = [n for n in parties if "worksheets/sheet" in n or "sharedS" in n]
        nom = hasard.choice(feuilles if hasard.random() < 0.9 and feuilles else list(parties))
        parties[nom] = hasard.choice(MUTATIONS)(hasard, parties[nom])
        if hasard.random() < 0.01:
            del parties[nom]
    sortie = io.BytesIO()
    with zipfile.ZipFile(sortie, "w", zipfile.ZIP_DEFLATED) as archive:
        for nom, contenu in parties.items():
            archive.writestr(nom, contenu)
    return sortie.getvalue()


def muter_octets(hasard: random.Random, octets: bytes) -> bytes:
    abimes = bytearray(octets)
    for _ in range(hasard.randint(1, 8)):
        abimes[hasard.randrange(len(abimes))] = hasard.randrange(256)
    return bytes(abimes[: hasard.choice([len(abimes), hasard.randrange(1, len(abimes))])])


LIGNES = [
    "", ":", "- ", "  - a: b", "\t", "'", '"', "!!python/object/apply:os.system [id]", "&a *a", "<<: *a", "{", "[", "]",
    "a: [[[[", "? x", "%YAML 9.9", "---", "\x00", "\ufeff", "é" * 2000, "=1+1", "null", "~", "1e999", "-0",
    "2026-02-31", "0x41", "1_000", ".inf", ".nan", "on", "b: &x [*x]", "code: '../x'", ";;;;;", ',,"',
    "NaN,inf,-inf", "\r", "\u2028",
]  # fmt: skip
_MOT = re.compile(r"[^\s:;,\"'\[\]{}-]+")


def muter_lignes(hasard: random.Random, texte: str) -> bytes:
    """Abîme un texte ligne à ligne : mots remplacés, lignes retirées, répétées, permutées, retraits changés."""
    lignes = texte.split("\n")
    for _ in range(hasard.randint(1, 6)):
        rang = hasard.randrange(len(lignes))
        geste = hasard.randrange(7)
        if geste == 0:
            lignes[rang] = _MOT.sub(lambda _: hasard.choice(LIGNES + TEXTES), lignes[rang], count=1)
        elif geste == 1:
            lignes[rang] = hasard.choice(LIGNES)
        elif geste == 2:
            lignes.insert(rang, lignes[hasard.randrange(len(lignes))])
        elif geste == 3 and len(lignes) > 1:
            del lignes[rang]
        elif geste == 4:
            autre = hasard.randrange(len(lignes))
            lignes[rang], lignes[autre] = lignes[autre], lignes[rang]
        elif geste == 5:
            lignes[rang] = hasard.choice(["", " ", "   ", "\t"]) + lignes[rang].lstrip()
        else:
            lignes[rang] += hasard.choice(LIGNES + TEXTES)
    octets = "\n".join(lignes).encode("utf-8", "surrogatepass")
    return muter_octets(hasard, octets) if octets and hasard.random() < 0.1 else octets


@dataclass(frozen=True)
class Epreuve:
    """Un modèle, la façon de l'abîmer et celle de le lire. ``lire`` rend une issue en un mot ; elle ne lève jamais."""

    nom: str
    modele: bytes
    muter: Callable[[random.Random, bytes], bytes]
    lire: Callable[[Path], str]


def muter_classeur(hasard: random.Random, octets: bytes) -> bytes:
    muter = muter_octets if hasard.random() < 0.2 else muter_parties
    return muter(hasard, octets)


def muter_texte(hasard: random.Random, octets: bytes) -> bytes:
    return muter_lignes(hasard, octets.decode("utf-8"))


def derouler(epreuve: Epreuve, dossier: Path, graine: int, nombre: int, seconde_max: float = 20) -> Counter[str]:
    """Lit des mutants dans ce processus ; une lenteur fait échouer, un blocage imprime où il est et arrête tout."""
    hasard = random.Random(graine)
    issues: Counter[str] = Counter()
    for rang in range(nombre):
        chemin = dossier / epreuve.nom
        chemin.write_bytes(epreuve.muter(hasard, epreuve.modele))
        faulthandler.dump_traceback_later(seconde_max * 3, exit=True)
        debut = time.perf_counter()
        issues[epreuve.lire(chemin)] += 1
        faulthandler.cancel_dump_traceback_later()
        duree = time.perf_counter() - debut
        assert duree < seconde_max, f"{epreuve.nom}, graine {graine}, cas {rang} : {duree:.0f} s"
    return issues


def enfermer(sujet: str, graine: int, nombre: int, memoire_mo: int = 1024, delai: float = 500) -> dict[str, int]:
    """Joue un sujet de ``sujets_de_fuzz`` dans un enfant dont la mémoire et le temps sont bornés ; rend ses issues."""
    commande = [sys.executable, "-W", "ignore", __file__, sujet, str(graine), str(nombre), str(memoire_mo)]
    fini = subprocess.run(commande, capture_output=True, text=True, timeout=delai, check=False)
    assert fini.returncode == 0, f"{sujet}, graine {graine} : code {fini.returncode}\n{fini.stderr[-3000:]}"
    issues: dict[str, int] = json.loads(fini.stdout)
    return issues


def _enfant(sujet: str, graine: int, nombre: int, memoire_mo: int) -> None:
    import resource
    import tempfile

    octets = memoire_mo * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_AS, (octets, octets))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    from sujets_de_fuzz import SUJETS

    with tempfile.TemporaryDirectory() as place:
        os.environ["EVALTOOLS_RACINE"] = place
        epreuve = SUJETS[sujet](Path(place))
        sys.stdout.write(json.dumps(derouler(epreuve, Path(place), graine, nombre)))


if __name__ == "__main__":
    _enfant(sys.argv[1], *map(int, sys.argv[2:5]))
