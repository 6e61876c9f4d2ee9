"""Aucun fichier que l'outil écrit ne porte une formule venue d'ailleurs ; aucun nombre négatif n'y est abîmé.

Tout le petit monde commence par « = », « + », « - », « @ », une tabulation ou un retour : libellés, réponses,
commentaires. Toutes les commandes sont jouées, et tout ce qu'elles écrivent est rouvert.
"""

from __future__ import annotations

import csv
import io
import re
import shutil
import zipfile
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from enum import Enum
from pathlib import Path
from typing import Any

import pytest
from fabrique import NORD, SUD
from fabrique_classeurs import Pilote
from fabrique_fautes import AV, EN, FI, QL2, QT1, TAUX, TEXTE
from jouer_commandes import COMMANDES, LENTES, arguments, jouer

from evaltools.acces import programmes, programmes_ecriture
from evaltools.acces.classeurs_ecriture import ecrire
from evaltools.domaine.surete import desarmer, montrable

FORMULES = (
    "=cmd|'/C calc'!A0",
    "+SUM(1)",
    "-cmd|x",
    "@SUM(1)",
    "\t=1+1",
    "\r=1+1",
    "\N{FULLWIDTH EQUALS SIGN}1+1",
    '=HYPERLINK("http://x")',
)
LIBELLES = ("=1+1", "+SUM(1)", "-2+3", "@SUM(1)")
CHOISIS = frozenset(
    "code siren indicateur action operation axe objectif paire role_paire famille fichier unite frequence "
    "code_objectif_operationnel type source titre titre_court".split()
)
_NOMBRE = re.compile(r"[+-]?[\d\u00a0\u202f ]+([.,]\d+)?([eE][+-]?\d+)?( ?%)?")


def armer(objet: Any, rang: int = 0) -> Any:
    """Met une formule au début de chaque texte libre d'un objet du domaine."""
    if is_dataclass(objet) and not isinstance(objet, type):
        libres = [(n, c.name) for n, c in enumerate(fields(objet)) if c.name not in CHOISIS]
        return replace(objet, **{nom: armer(getattr(objet, nom), rang + n) for n, nom in libres})
    if isinstance(objet, tuple):
        return tuple(armer(o, rang + n) for n, o in enumerate(objet))
    if isinstance(objet, str) and not isinstance(objet, Enum):
        return f"{LIBELLES[rang % 4]} {objet}"
    return objet


def remplir(p: Pilote) -> None:
    def poser(cellule: Any, texte: object) -> None:
        cellule.value = texte
        if isinstance(texte, str):
            cellule.data_type = "s"

    libres = ("motif", "decision", "faits_marquants", "freins", "leviers", "reorientation")
    for rang, formule in enumerate(FORMULES):
        cle = libres[rang % len(libres)]
        poser(p.cellule("FA 1.1" if rang < 4 else "FA 1.1.1", cle, feuille=AV), formule)
    p.saisir("FA 1.1", "", AV, etat="en cours")
    poser(p.cellule(QT1, "commentaire", SUD), FORMULES[0])
    poser(p.cellule(QT1, "source", SUD), FORMULES[1])
    poser(p.cellule(QT1, "valeur", NORD), FORMULES[2])
    poser(p.cellule(TAUX, "commentaire", SUD), FORMULES[4])
    poser(p.cellule(TEXTE, "reponse"), FORMULES[3])
    p.saisir(QT1, SUD, valeur=12)
    p.saisir(TAUX, SUD, numerateur=30, denominateur=60)
    poser(p.feuille(FI).cell(6, p.colonne("financeur", FI)), FORMULES[0])
    p.feuille(FI).cell(6, p.colonne("prevu_eur", FI)).value = 1000
    p.saisir(QL2, "", EN, realisee="oui", sollicites=80, repondants=20)


@pytest.fixture
def arme(monde: Path) -> Path:
    """Le petit monde, où chaque texte commence par de quoi faire une formule."""
    entrees = monde / "inputs" / "cls-essai"
    lu, _ = programmes.lire(entrees)
    assert lu is not None
    programmes_ecriture.ecrire(armer(lu), entrees)
    relu, anomalies = programmes.lire(entrees)
    assert relu is not None, anomalies
    (entrees / "cadrage.xlsx").unlink()
    shutil.rmtree(entrees / "2025")
    recus = entrees / "2026" / "collecte"
    for ancien in recus.iterdir():
        ancien.unlink()
    pilote = Pilote(ecrire(recus / "=FA.xlsx", relu, "FA 1.1", 2026))
    remplir(pilote)
    pilote.enregistrer()
    table = "indicateur;libelle;annee;valeur;sens\n=A;@B;2025;-1;hausse\n=A;@B;2026;-2,5;hausse\n+C;-x;2026;3;hausse\n"
    (monde / "table.csv").write_text(table, encoding="utf-8")
    (monde / "sorties").mkdir()
    return monde


def cases_actives(octets: bytes) -> list[str]:
    """Les cases d'un CSV qu'un tableur prendrait pour une formule (un nombre, même négatif, n'en est pas une)."""
    texte = octets.decode("utf-8-sig")
    separateur = ";" if texte.partition("\n")[0].count(";") >= texte.partition("\n")[0].count(",") else ","
    cases = (c for ligne in csv.reader(io.StringIO(texte, newline=""), delimiter=separateur) for c in ligne)
    return [
        c
        for c in cases
        if c.startswith(("=", "+", "-", "@", "\t", "\r", "\N{FULLWIDTH EQUALS SIGN}")) and not _NOMBRE.fullmatch(c)
    ]


def formules(chemin: Path) -> list[str]:
    """Ce qu'un classeur a d'actif : formules, liens externes, requêtes ; lu dans son XML, sans rien croire."""
    with zipfile.ZipFile(chemin) as archive:
        feuilles = [
            archive.read(n).decode() for n in archive.namelist() if "worksheets/sheet" in n and n.endswith("xml")
        ]
        parties = [n for n in archive.namelist() if re.search(r"externalLink|connections|vbaProject|oleObject", n)]
    return [f for xml in feuilles for f in re.findall(r"<f[ >].*?</f>", xml)] + parties


def ecrits(monde: Path, avant: set[Path]) -> Iterator[Path]:
    yield from (p for p in monde.rglob("*") if p.is_file() and p not in avant and ".cache" not in p.parts)


@pytest.mark.parametrize(
    "nom", [pytest.param(nom, marks=[pytest.mark.lent] * (nom in LENTES)) for nom in sorted(COMMANDES)]
)
def test_rien_de_ce_que_l_outil_ecrit_n_est_une_formule(arme: Path, nom: str) -> None:
    if nom == "programmes importer":
        assert jouer(arguments("programmes exporter")) == 0
    avant = {p for p in arme.rglob("*") if p.is_file()}
    sortie = ["--sortie", "sorties/table.csv"] * (nom in ("juger", "programmes verifier", "comparer"))
    assert jouer([*arguments(nom), *sortie]) in (0, 10, 11)
    nouveaux = list(ecrits(arme, avant))
    assert nouveaux or nom in ("programmes lister", "programmes importer", "exemple", "documenter"), nom
    actives = {p.name: cases_actives(p.read_bytes()) for p in nouveaux if p.suffix == ".csv"}
    actives |= {p.name: formules(p) for p in nouveaux if p.suffix in (".xlsx", ".xlsm")}
    assert {fichier: cases for fichier, cases in actives.items() if cases} == {}


def test_les_formules_arrivent_bien_jusqu_aux_sorties(arme: Path) -> None:
    """Sans quoi le test précédent ne prouverait rien : désarmée, la formule est là, et le nombre négatif intact."""
    assert jouer(["juger", "table.csv", "--sortie", "sorties/juge.csv"]) == 0
    juge = (arme / "sorties" / "juge.csv").read_text(encoding="utf-8")
    assert "'=A" in juge
    assert "'+C" in juge
    assert ",-2.5," in juge
    assert jouer(["programmes", "exporter", "cls-essai", "--sortie", "sorties/p.xlsx"]) == 0
    with zipfile.ZipFile(arme / "sorties" / "p.xlsx") as archive:
        assert "=1+1" in "".join(archive.read(n).decode() for n in archive.namelist() if n.endswith(".xml"))


@pytest.mark.parametrize("formule", FORMULES)
def test_un_texte_est_desarme(formule: str) -> None:
    assert desarmer(formule) == f"'{formule}"
    assert cases_actives(f"a;{desarmer(formule)!r}\n".encode()) == []


@pytest.mark.parametrize(
    "nombre", ["-5", "-12,5", "+3", "-1 234,5", "-1\u202f234", "-45 %", "-1e-05", "0", "", "texte - suite"]
)
def test_un_nombre_negatif_ne_change_pas(nombre: str) -> None:
    assert desarmer(nombre) == nombre


@pytest.mark.parametrize(
    ("recu", "montre"),
    [
        ("a\x1b[31mrouge", "a\ufffd[31mrouge"),
        ("a\x1b]0;titre\x07", "a\ufffd]0;titre\ufffd"),
        ("gnp.\u202eexe", "gnp.\ufffdexe"),
        ("un\u200bdeux", "un\ufffddeux"),
        ("ligne 1\r\nligne 2", "ligne 1  ligne 2"),
        ("12\u202f000 € à l'œuvre", "12\u202f000 € à l'œuvre"),
    ],
    ids=range(6),
)
def test_un_texte_montre_ne_commande_pas_le_terminal(recu: str, montre: str) -> None:
    assert montrable(recu) == montre


def test_tout_csv_passe_par_le_desarmement(depot: Path) -> None:
    """Un module qui écrit un CSV désarme ; personne n'écrit un tableau par pandas, qui ne désarme rien."""
    fautifs = []
    for chemin in (depot / "evaltools").rglob("*.py"):
        source = chemin.read_text(encoding="utf-8")
        if ("csv.writer" in source or "DictWriter" in source) and not re.search(r"desarmer|ecrire_case", source):
            fautifs.append(f"{chemin.name} : csv sans desarmer")
        if re.search(r"\.to_csv\(|\.to_excel\(|\.write_formula\(", source):
            fautifs.append(f"{chemin.name} : pandas ou formule")
        if "xlsxwriter.Workbook(" in source and "strings_to_formulas" not in source:
            fautifs.append(f"{chemin.name} : xlsxwriter lirait « = » comme une formule")
        if re.search(r"cell(?:ule)?\.value = ", source) and 'data_type = "s"' not in source:
            fautifs.append(f"{chemin.name} : openpyxl lirait « = » comme une formule")
    assert fautifs == []
