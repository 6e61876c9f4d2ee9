"""Le dossier public, tout entier : aucun fichier, d'aucune sorte, n'y dépend d'un effectif masqué (R-91, R-95).

On rend deux fois la même campagne publique, avec un groupe de huit jeunes, puis de neuf ; là où un total se publie,
l'autre EPCI compense. C'est la première année : un cumul avec une année d'avant se publie dès qu'il laisse onze valeurs
possibles, et changerait à bon droit (l'attaque de ``test_secret_attaque`` en répond). Si tous les fichiers sont
identiques, aucune somme ni aucune différence de ce qu'ils montrent, d'un fichier, d'une édition ou d'un territoire à
l'autre, ne distingue huit de neuf : rien n'y laisse retrouver huit.
"""

from __future__ import annotations

import json
import re
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
import yaml

from evaltools.chaine import production
from evaltools.restitution import plans

TEXTES = (".html", ".csv", ".json", ".txt", ".svg", ".md", ".xml", ".rels", ".yaml")
PAQUETS = (".docx", ".pptx", ".xlsx", ".zip")
EMPREINTE = re.compile(rb"\b(?:[0-9a-f]{64}|[0-9a-f]{12})\b")
JEUNES, ENTETE = "FA 2.2.4", "Indicateur [code]"


def _contenus(dossier: Path) -> Iterator[tuple[str, bytes]]:
    """Parcourt tout ce qui est publié, jusque dans les paquets de la bureautique."""
    for chemin in sorted(p for p in dossier.rglob("*") if p.is_file()):
        nom = chemin.relative_to(dossier).as_posix()
        if chemin.suffix in PAQUETS:
            with zipfile.ZipFile(chemin) as paquet:
                yield from ((f"{nom}!{membre}", paquet.read(membre)) for membre in sorted(paquet.namelist()))
        else:
            yield nom, chemin.read_bytes()


def _publies(monde: Path) -> dict[str, bytes]:
    """Ce que la campagne publie, sans les empreintes des classeurs reçus, les durées ni les tailles des paquets."""
    dossier = monde / "outputs" / "cls-avesnois" / "2026" / "publique"
    lus = {nom: EMPREINTE.sub(b"empreinte", contenu) for nom, contenu in _contenus(dossier)}
    journal = json.loads(lus.pop("journal.json"))
    ecrit = re.sub(r'"octets": \d+', '"octets"', json.dumps(journal["reproductible"]))
    return {**lus, "journal.json": EMPREINTE.sub(b"empreinte", ecrit.encode())}


def _planter(monde: Path, groupe: int) -> int:
    """Écrit le groupe dans tous les comptes de l'atelier FA 2.2.4, et dans un compte ventilé par EPCI, compensé."""
    collecte = monde / "inputs" / "cls-avesnois" / "2026" / "collecte"
    ecrits = _planter_l_atelier(collecte / "FA-2.2-2026.xlsx", groupe)
    par_epci = _planter_un_compte_d_epci(collecte / "FA-2.3-2026.xlsx", groupe)
    return min(ecrits, par_epci)


def _colonnes(feuille: object) -> tuple[int, dict[str, int]]:
    rangees = enumerate(feuille.iter_rows(values_only=True), 1)  # type: ignore[attr-defined]
    ligne, entetes = next((n, r) for n, r in rangees if r[0] == ENTETE)
    return ligne, {str(e): rang for rang, e in enumerate(entetes, 1) if e}


def _planter_l_atelier(chemin: Path, groupe: int) -> int:
    classeur = openpyxl.load_workbook(chemin)
    feuille = classeur["Indicateurs"]
    debut, colonnes = _colonnes(feuille)
    ici, ecrits = False, 0
    for ligne in range(debut + 1, feuille.max_row + 1):
        titre, a_saisir = (feuille.cell(ligne, colonnes[nom]).value for nom in (ENTETE, "À saisir"))
        if a_saisir is None:
            ici = str(titre).startswith(JEUNES)
        elif ici and a_saisir in ("un nombre", "un taux"):
            taux = a_saisir == "un taux"
            saisies = {"Numérateur": 3, "Dénominateur": groupe} if taux else {"Valeur": groupe}
            for nom, nombre in saisies.items():
                feuille.cell(ligne, colonnes[nom]).value = nombre
            for nom in ("État", "Qualité"):
                feuille.cell(ligne, colonnes[nom]).value = None
            ecrits += 1
    classeur.save(chemin)
    return ecrits


def _planter_un_compte_d_epci(chemin: Path, groupe: int) -> int:
    """Huit ici, et là-bas de quoi garder le même total : 130."""
    classeur = openpyxl.load_workbook(chemin)
    feuille = classeur["Indicateurs"]
    debut, colonnes = _colonnes(feuille)
    par_code: dict[str, list[int]] = {}
    for ligne in range(debut + 1, feuille.max_row + 1):
        titre, ou, unite = (feuille.cell(ligne, colonnes[n]).value for n in (ENTETE, "Territoire [SIREN]", "Unité"))
        if re.search(r"\[\d{9}\]", str(ou)) and unite in ("personnes", "jeunes", "usagers", "assurés"):
            par_code.setdefault(str(titre), []).append(ligne)
    paires = [lignes for lignes in par_code.values() if len(lignes) == 2]
    for une, autre in paires:
        for ligne, nombre in ((une, groupe), (autre, 130 - groupe)):
            feuille.cell(ligne, colonnes["Valeur"]).value = nombre
            for nom in ("État", "Qualité"):
                feuille.cell(ligne, colonnes[nom]).value = None
    classeur.save(chemin)
    return len(paires)


def _rendre(modele: Path, monde: Path, groupe: int, monkeypatch: pytest.MonkeyPatch) -> dict[str, bytes]:
    shutil.copytree(modele, monde)
    monkeypatch.setenv("EVALTOOLS_RACINE", str(monde))
    shutil.rmtree(monde / "inputs" / "cls-avesnois" / "2025")
    assert _planter(monde, groupe) >= 1
    chemin = monde / "params" / "cls-avesnois-2026.yaml"
    campagne = yaml.safe_load(chemin.read_text(encoding="utf-8"))
    campagne |= {"diffusion": "publique", "editions": list(plans.editions("evaluation_annuelle"))}
    chemin.write_text(yaml.safe_dump(campagne, allow_unicode=True), encoding="utf-8")
    bilan = production.produire(production.planifier(chemin), travailleurs=2)
    assert {i.etat for i in bilan.issues} == {"rendu"}
    return _publies(monde)


@pytest.mark.lent
def test_aucun_fichier_public_ne_distingue_huit_de_neuf(
    monde_modele: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    huit, neuf = (_rendre(monde_modele, tmp_path / f"g{n}", n, monkeypatch) for n in (8, 9))
    assert huit.keys() == neuf.keys()
    assert {Path(nom.partition("!")[0]).suffix for nom in huit} <= {*TEXTES, *PAQUETS, ".png", ".pdf"}
    for edition in plans.editions("evaluation_annuelle"):
        assert any(edition in nom for nom in huit)
    assert [nom for nom in huit if huit[nom] != neuf[nom]] == []
    assert b"secret" in b"".join(contenu for nom, contenu in huit.items() if nom.endswith(".html"))
