"""Des classeurs abîmés au hasard, octets, parties XML et cellules : lus ou refusés, jamais une autre issue.

Quelques dizaines de cas à chaque fois ; des milliers avec la marque « lent ». La graine est fixe : une panne se rejoue.
"""

from __future__ import annotations

import io
import random
import re
import time
import tracemalloc
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from fabrique import NORD, SUD
from fabrique_classeurs import PROGRAMME, Pilote, abimer

from evaltools.acces.classeurs_lecture import lire

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


@pytest.fixture(scope="module")
def modele(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    def geste(p: Pilote) -> None:
        p.saisir("FA 1.1.1-QT1", SUD, valeur=12, source="Registre", commentaire="Bien")
        p.saisir("FA 1.1.1-QT1", NORD, valeur="< 5")
        p.saisir("FA 1.1.1-QT2", SUD, numerateur=3, denominateur=4)
        p.saisir("FA 1.1.1-QL1", reponse="Rien à dire")
        p.saisir("FA 1.1.1", feuille="Avancement", etat="reportée", motif="Poste")

    return abimer(tmp_path_factory.mktemp("fuzz"), geste).read_bytes()


def eprouver(dossier: Path, modele: bytes, graine: int, nombre: int) -> dict[str, int]:
    """Lit des mutants ; compte les issues. Une exception, une lenteur ou une goinfrerie font échouer."""
    hasard = random.Random(graine)
    issues: dict[str, int] = {}
    chemin = dossier / "mutant.xlsx"
    for rang in range(nombre):
        muter = muter_octets if hasard.random() < 0.2 else muter_parties
        chemin.write_bytes(muter(hasard, modele))
        debut = time.perf_counter()
        lu = lire(chemin, PROGRAMME, 2026)
        assert time.perf_counter() - debut < 20, f"graine {graine}, cas {rang}"
        assert all(str(a).startswith("[") for a in lu.anomalies)
        assert lu.etat != "refusé" or (not lu.collecte.observations and len(lu.anomalies) == 1)
        issues[lu.etat] = issues.get(lu.etat, 0) + 1
    return issues


def test_quelques_dizaines_de_mutants(tmp_path: Path, modele: bytes) -> None:
    issues = eprouver(tmp_path, modele, graine=1, nombre=60)
    assert {"lu avec réserves", "refusé"} <= set(issues)


@pytest.mark.lent
@pytest.mark.parametrize("graine", [11, 12, 13, 14])
def test_des_milliers_de_mutants(tmp_path: Path, modele: bytes, graine: int) -> None:
    tracemalloc.start()
    eprouver(tmp_path, modele, graine, 600)
    pic = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert pic < 300 * 1024 * 1024
