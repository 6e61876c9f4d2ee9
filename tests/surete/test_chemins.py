"""Aucun chemin tiré d'une cellule, d'un code ou d'un paramètre ne sort de son dossier ; un nom dangereux est refusé."""

from __future__ import annotations

import ast
import shutil
from pathlib import Path

import pytest
from fabrique import programme_essai
from hypothesis import given
from hypothesis import strategies as st
from jouer_commandes import jouer
from papermill.translators import PythonTranslator

from evaltools.acces import programmes, programmes_classeur
from evaltools.acces.classeurs_ecriture import nom_de_fichier
from evaltools.acces.programmes import nom_de_fiche
from evaltools.acces.tableur import FichierRefuse, empreinte, ouvrir
from evaltools.chaine import lieux
from evaltools.chaine.erreurs import ErreurUtilisateur
from evaltools.domaine.surete import NOM_MAX, est_reserve, nom_sur

SORTIES = (
    "../x", "..", ".", "/srv/x", "//serveur/x", "C:\\x", "C:x", "..\\x", "a/b", "a\\b", "a\0b", "a\nb", "~/x", "$HOME",
    "x" * 300, "NUL", "con", "com1", "lpt9.txt", "aux ", "x.", " x", "", "..%2fx", "a\u202egnp", "a\uff0fb",
    "\u2024\u2024/x", "\uff41", "\u04101", "a:b", "a*b", "a|b", "-x/../y",
)  # fmt: skip
"""Ce qu'on taperait pour sortir d'un dossier : remontée, absolu, lecteur, nom réservé, nul, très long, sosies."""


@pytest.mark.parametrize("code", SORTIES, ids=range(len(SORTIES)))
def test_un_code_de_programme_dangereux_est_refuse(monde: Path, code: str) -> None:
    with pytest.raises(ErreurUtilisateur) as refus:
        lieux.entrees(code)
    assert [a.code for a in refus.value.anomalies] == ["PAR-02"]
    assert refus.value.code == 10
    if code and not code.startswith("-") and "\0" not in code:
        assert jouer(["controler", code, "--annee", "2026"]) == 10
        assert jouer(["modeles", code, "--annee", "2026"]) == 10


@pytest.mark.parametrize("code", SORTIES, ids=range(len(SORTIES)))
def test_un_code_de_fiche_dangereux_est_refuse(monde: Path, code: str) -> None:
    """Un code de fiche nomme un fichier : il est refusé à la lecture, avec sa ligne, et rien n'est écrit."""
    fiche = monde / "inputs" / "cls-essai" / "fiches" / "FA-2.1.yaml"
    ecrit = code.replace("\\", "\\\\").replace("\0", "\\0").replace("\n", "\\n")
    fiche.write_text(fiche.read_text("utf-8").replace('code: "FA 2.1"', f'code: "{ecrit}"', 1), "utf-8")
    avant = {p for p in monde.rglob("*") if p.is_file()}
    assert jouer(["programmes", "verifier", "cls-essai"]) == 11
    assert jouer(["modeles", "cls-essai", "--annee", "2026"]) == 11
    assert {p for p in monde.rglob("*") if p.is_file()} == avant


@pytest.mark.parametrize("code", ["../../dehors", "/srv/dehors", "NUL", "C:\\dehors", "x" * 200])
def test_un_classeur_importe_n_ecrit_jamais_hors_de_inputs(monde: Path, code: str) -> None:
    """Le code du programme, puis celui d'une action, viennent d'une cellule : ils sont refusés tous les deux."""
    (monde / "sorties").mkdir()
    for ancien in ("cls-essai", "FA 2.1"):
        chemin = programmes_classeur.ecrire(programme_essai(), monde / "sorties" / "p.xlsx")
        import openpyxl

        classeur = openpyxl.load_workbook(chemin)
        for page in classeur:
            for rangee in page.iter_rows():
                for cellule in rangee:
                    cellule.value = code if cellule.value == ancien else cellule.value
        classeur.save(chemin)
        avant = {p for p in monde.parent.rglob("*") if p.is_file()}
        assert jouer(["programmes", "importer", str(chemin)]) in (10, 11)
        assert {p for p in monde.parent.rglob("*") if p.is_file()} == avant


PARAMETRES = {
    "programme": ("cls-essai", SORTIES),
    "carnets": ("[evaluation_annuelle]", tuple(f'["{s}"]' for s in ("../x", "/srv/x", "..\\\\x", "NUL"))),
    "territoires": ("[ensemble]", tuple(f'["{s}"]' for s in ("../x", "/srv/x", "..", "NUL", "ensemble/../x"))),
    "editions": ("[technique]", tuple(f'["{s}"]' for s in ("../x", "/srv/x", "technique/..", "NUL"))),
    "diffusion": ("restreinte", ("../x", "/tmp", "NUL")),
    "annee": ("2026", ("../x", '"../2026"', "-1", "99999", "2026.5")),
}


@pytest.mark.parametrize(("cle", "valeur"), [(c, v) for c, (_, vs) in PARAMETRES.items() for v in vs if "\0" not in v])
def test_un_parametre_de_campagne_ne_mene_nulle_part(monde: Path, cle: str, valeur: str) -> None:
    params = monde / "params" / "cls-essai-2026.yaml"
    lignes = params.read_text("utf-8").splitlines()
    rang = next(n for n, ligne in enumerate(lignes) if ligne.startswith(f"{cle}:"))
    neuve = valeur if cle != "programme" else '"' + valeur.replace("\\", "\\\\").replace("\n", "\\n") + '"'
    lignes[rang] = f"{cle}: {neuve}"
    params.write_text("\n".join(lignes) + "\n", "utf-8")
    avant = {p for p in monde.parent.rglob("*") if p.is_file()}
    assert jouer(["rendre", "params/cls-essai-2026.yaml"]) == 10
    assert {p for p in monde.parent.rglob("*") if p.is_file()} == avant


def test_une_periode_ne_mene_nulle_part(monde: Path) -> None:
    params = monde / "params" / "cls-essai-2026.yaml"
    for periode in ("../x", "2026/../x", "/tmp", "2026-S1/../../x", "2026/2027/../.."):
        params.write_text(params.read_text("utf-8").split("periode:")[0] + f'periode: "{periode}"\n', "utf-8")
        assert jouer(["rendre", "params/cls-essai-2026.yaml"]) == 10, periode


@given(texte=st.text(max_size=400))
def test_un_nom_de_fichier_fabrique_reste_dans_son_dossier(texte: str) -> None:
    dossier = Path("/quelque/part")
    for nom in (nom_de_fichier(texte), nom_sur(texte, "x") + ".csv"):
        place = dossier / nom
        assert place.parent == dossier
        assert ".." not in place.name
        assert place.name.isascii()
        assert not est_reserve(place.name)
        assert not place.stem.startswith((".", "-"))
        assert len(place.name) <= NOM_MAX + 20


@pytest.mark.parametrize("texte", SORTIES, ids=range(len(SORTIES)))
def test_un_nom_fabrique_d_une_attaque_est_inoffensif(texte: str) -> None:
    nom = nom_de_fichier(texte)
    assert nom.endswith(".xlsx")
    assert not set(nom) & set('/\\:*?"<>|\0\n ')


def test_deux_actions_ne_se_partagent_pas_un_fichier(monde: Path) -> None:
    """« FA 2.1 » et « FA-2.1 » donneraient le même fichier : le programme est refusé, rien n'est écrasé."""
    entrees = monde / "inputs" / "cls-essai"
    tete, fiche = entrees / "programme.yaml", entrees / "fiches" / "FA-2.1.yaml"
    tete.write_text(
        tete.read_text("utf-8").replace('  - "FA 2.1"', '  - "FA 2.1"\n  - "FA-2.1"\n  - "fa 2.1"'), "utf-8"
    )
    assert nom_de_fiche("FA 2.1") == nom_de_fiche("FA-2.1") == fiche.name
    lu, anomalies = programmes.lire(entrees)
    assert lu is None
    assert anomalies


def test_un_lien_n_est_jamais_suivi(monde: Path, tmp_path: Path) -> None:
    recus = monde / "inputs" / "cls-essai" / "2026" / "collecte"
    dehors = tmp_path / "dehors.xlsx"
    shutil.copy(recus / "FA 1.1.xlsx", dehors)
    lien = recus / "lien.xlsx"
    lien.symlink_to(dehors)
    for lire in (ouvrir, empreinte):
        with pytest.raises(FichierRefuse) as refus:
            lire(lien)
        assert refus.value.code == "FIC-40"
    boucle = recus / "boucle.xlsx"
    boucle.symlink_to(boucle)
    with pytest.raises(FichierRefuse) as refus:
        ouvrir(boucle)
    assert refus.value.anomalie("boucle.xlsx").constat == (
        "le fichier ne peut pas être lu sur le disque : c'est un lien qui tourne en rond."
    )
    voisin = recus / "voisin.xlsx"
    voisin.symlink_to("FA 1.1.xlsx")
    assert ouvrir(voisin).nom == "voisin.xlsx", "un lien vers le même dossier ne mène nulle part"


def test_un_tube_n_est_pas_attendu(tmp_path: Path) -> None:
    """Un tube nommé bloquerait jusqu'à ce que quelqu'un y écrive."""
    import os

    if not hasattr(os, "mkfifo"):
        pytest.skip("pas de tube sous ce système")
    os.mkfifo(tmp_path / "tube.xlsx")
    with pytest.raises(FichierRefuse) as refus:
        ouvrir(tmp_path / "tube.xlsx")
    assert refus.value.anomalie("tube.xlsx").constat.endswith("ce n'est pas un fichier.")


@pytest.mark.parametrize(
    "texte", ['"; import os; os._exit(9); "', "'''", '"""', "\\", "\n__import__('os')", "{__import__('os')}", "\u2028x"]
)
def test_un_parametre_de_carnet_reste_un_texte(texte: str) -> None:
    """papermill écrit les paramètres en code : un texte y redevient exactement le même texte, jamais du code."""
    code = PythonTranslator.codify({"validation": texte})
    (affectation,) = [n for n in ast.walk(ast.parse(code)) if isinstance(n, ast.Assign)]
    assert ast.literal_eval(affectation.value) == texte
