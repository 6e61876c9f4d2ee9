"""La lecture des textes de l'évaluateur : chaque faute est dite, rien n'est touché."""

from __future__ import annotations

from pathlib import Path

import pytest

from evaltools.acces.textes import Admis, lire, lire_dossier
from evaltools.domaine.lexique import Diffusion

ADMIS = Admis(
    ("essentiel", "budget", "non_evaluables"),
    ("ensemble", "200043404"),
    ("copil", "elus"),
    ("evaluation_annuelle",),
)


def _ecrire(dossier: Path, nom: str, contenu: str | bytes) -> Path:
    chemin = dossier / nom
    chemin.write_bytes(contenu if isinstance(contenu, bytes) else contenu.encode("utf-8"))
    return chemin


def test_un_texte_nu_va_a_la_partie_de_son_nom(tmp_path: Path) -> None:
    texte, fautes = lire(_ecrire(tmp_path, "Essentiel.md", "Une bonne année.\n"), ADMIS)
    assert fautes == ()
    assert texte is not None
    assert (texte.partie, texte.corps, texte.remplace) == ("essentiel", "Une bonne année.", False)
    assert (texte.territoires, texte.diffusion, texte.ligne) == ((), Diffusion.RESTREINTE, 1)


@pytest.mark.parametrize(
    ("nom", "partie"),
    [("non-evaluables.md", "non_evaluables"), ("Non évaluables.md", "non_evaluables"), ("budget-2.md", "budget")],
)
def test_le_nom_d_une_partie_se_lit_de_plusieurs_facons(tmp_path: Path, nom: str, partie: str) -> None:
    texte, fautes = lire(_ecrire(tmp_path, nom, "x"), ADMIS)
    assert (texte and texte.partie, fautes) == (partie, ())


def test_l_en_tete_regle_ou_le_texte_parait(tmp_path: Path) -> None:
    contenu = (
        "\ufeff---\r\nPartie : budget\r\nremplace : Oui\r\néditions : copil, élus\r\nterritoires: [ensemble]\r\n"
        "carnets: evaluation_annuelle\r\ndiffusion : publique\r\nnombres extérieurs : 7,3 % ; 1 200\r\n---\r\n"
        "Le **budget** tient.\r\n"
    )
    texte, fautes = lire(_ecrire(tmp_path, "mot du président.md", contenu), ADMIS)
    assert fautes == ()
    assert texte is not None
    assert (texte.partie, texte.remplace, texte.diffusion) == ("budget", True, Diffusion.PUBLIQUE)
    assert (texte.editions, texte.territoires, texte.carnets) == (
        ("copil", "elus"), ("ensemble",), ("evaluation_annuelle",)
    )  # fmt: skip
    assert texte.nombres_exterieurs == ("7,3 %", "1 200")
    assert (texte.corps, texte.ligne) == ("Le **budget** tient.", 10)


@pytest.mark.parametrize(
    ("nom", "contenu", "message"),
    [
        ("essentiel.md", "  \n", "[RAP-20] « essentiel.md » : le texte ne peut pas être repris : il est vide."),
        (
            "essentiel.md",
            "été".encode("latin-1"),
            "[RAP-20] « essentiel.md » : le texte ne peut pas être repris : ce n'est pas un texte enregistré en UTF-8.",
        ),
        (
            "essentiel.md",
            b"a" * 200_001,
            "[RAP-20] « essentiel.md » : le texte ne peut pas être repris : il dépasse 200 Ko.",
        ),
        (
            "budjet.md",
            "x",
            "[RAP-21] « budjet.md » : aucune partie de rapport ne s'appelle « budjet » ; la plus proche est « budget »",
        ),
        ("essentiel.md", "---\nremplace : peut-être\n---\nx", "[RAP-22] « essentiel.md », ligne 2 : « remplace » vaut"),
        ("essentiel.md", "---\nterritoires : Lille\n---\nx", "[RAP-22] « essentiel.md », ligne 2 : « territoires » v"),
        ("essentiel.md", "---\ndiffusion : tous\n---\nx", "[RAP-22] « essentiel.md », ligne 2 : « diffusion » vaut"),
        (
            "essentiel.md",
            "---\n\nauteur : moi\n---\nx",
            "[RAP-23] « essentiel.md », ligne 3 : la ligne « auteur : moi »",
        ),
        ("essentiel.md", "---\nremplace oui\n---\nx", "[RAP-23] « essentiel.md », ligne 2 : la ligne « remplace oui »"),
        ("essentiel.md", "---\nremplace:oui\nremplace:non\n---\nx", "[RAP-23] « essentiel.md », ligne 3 : la ligne"),
    ],
)
def test_chaque_faute_est_dite(tmp_path: Path, nom: str, contenu: str | bytes, message: str) -> None:
    texte, fautes = lire(_ecrire(tmp_path, nom, contenu), ADMIS)
    assert texte is None
    assert len(fautes) == 1
    assert str(fautes[0]).startswith(message)


def test_toutes_les_fautes_d_un_dossier_a_la_fois(tmp_path: Path) -> None:
    _ecrire(tmp_path, "essentiel.md", "Bien.")
    _ecrire(tmp_path, "budget.md", "---\nremplace : x\ndiffusion : y\nz : 1\n---\n")
    _ecrire(tmp_path, "notes.txt", "pas lu")
    textes, fautes = lire_dossier(tmp_path, ADMIS)
    assert [t.fichier for t in textes] == ["essentiel.md"]
    assert sorted(f.code for f in fautes) == ["RAP-20", "RAP-22", "RAP-22", "RAP-23"]


def test_un_dossier_absent_n_a_pas_de_texte(tmp_path: Path) -> None:
    assert lire_dossier(tmp_path / "absent", ADMIS) == ((), ())


def test_un_trait_sans_fin_n_est_pas_un_en_tete(tmp_path: Path) -> None:
    texte, fautes = lire(_ecrire(tmp_path, "essentiel.md", "---\nUn texte.\n"), ADMIS)
    assert (texte and texte.corps, fautes) == ("---\nUn texte.", ())
