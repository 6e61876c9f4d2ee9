"""Les textes de l'évaluateur : où ils vont, et les nombres qu'ils citent (cas travaillés à la main)."""

from __future__ import annotations

import pytest

from evaltools.domaine.lexique import Diffusion
from evaltools.domaine.textes import Destination, Texte, convient, nombres_cites, nombres_perimes, textes_de

ICI = Destination("evaluation_annuelle", "copil", "ensemble", "restreinte")


@pytest.mark.parametrize(
    ("phrase", "attendus"),
    [
        ("", ()),
        ("Rien de chiffré.", ()),
        ("12 collèges", ("12",)),
        ("1 274 jeunes", ("1274",)),
        ("1\u202f274 jeunes", ("1274",)),
        ("12 345 678 €", ("12345678",)),
        ("62,5 %", ("62,5 %",)),
        ("62,50\u202f%", ("62,5 %",)),
        ("62.5%", ("62,5 %",)),
        ("−3,2 points", ("-3,2",)),
        ("0 réunion", ("0",)),
        ("de 12 à 15, puis 12", ("12", "15")),
        ("9 sur 13", ("9", "13")),
        ("En 2026, comme en 2025-2028", ()),
        ("le 12 mars 2027", ()),
        ("le 1er juillet", ()),
        ("reçu le 12/03/2027 et le 2027-03-12", ()),
        ("l'article 7 et l'axe 2", ()),
        ("FA 1.1, FA 1.1.1-QT1, A4 et T3", ()),
        ("la 2e année", ()),
        ("voir [le site](https://exemple.fr/12/345)", ()),
        ("2 000 euros", ("2000",)),
        ("100 %", ("100 %",)),
        ("le taux (58 %) baisse", ("58 %",)),
    ],
)
def test_les_nombres_cites(phrase: str, attendus: tuple[str, ...]) -> None:
    assert nombres_cites(phrase) == attendus


def test_un_nombre_qui_a_change_est_perime() -> None:
    texte = Texte("essentiel", "Nous avons touché 1 274 jeunes, soit 62 % de la cible, dans 12 collèges.")
    assert nombres_perimes(texte, "1 274 jeunes sur 2 055 ; 62 % ; 12 collèges") == ()
    assert nombres_perimes(texte, "1 301 jeunes sur 2 055 ; 63 % ; 12 collèges") == ("1274", "62 %")


def test_un_pourcentage_n_est_pas_un_effectif() -> None:
    assert nombres_perimes(Texte("essentiel", "62 %"), "62 jeunes") == ("62 %",)


def test_un_nombre_dit_exterieur_n_est_pas_cherche() -> None:
    texte = Texte("essentiel", "7,3 % de chômage, 12 collèges", nombres_exterieurs=("7,3 %",))
    assert nombres_perimes(texte, "rien") == ("12",)


@pytest.mark.parametrize(
    ("reglages", "parait"),
    [
        ({}, True),
        ({"editions": ("elus",)}, False),
        ({"editions": ("elus", "copil")}, True),
        ({"territoires": ("200043404",)}, False),
        ({"carnets": ("note_semestrielle",)}, False),
        ({"carnets": ("evaluation_annuelle",), "territoires": ("ensemble",)}, True),
    ],
)
def test_ou_un_texte_parait(reglages: dict[str, tuple[str, ...]], parait: bool) -> None:
    assert convient(Texte("essentiel", "x", **reglages), ICI) is parait  # type: ignore[arg-type]


def test_l_edition_publique_ne_montre_que_les_textes_dits_publics() -> None:
    publique = Destination("evaluation_annuelle", "copil", "ensemble", "publique")
    textes = (Texte("essentiel", "a", "b.md"), Texte("essentiel", "b", "a.md", diffusion=Diffusion.PUBLIQUE))
    assert [t.corps for t in textes_de(textes, "essentiel", publique)] == ["b"]
    assert [t.corps for t in textes_de(textes, "essentiel", ICI)] == ["b", "a"]
    assert textes_de(textes, "budget", ICI) == ()
