"""Le tableau : titre, portées, alignement, échappement de tout ce qui vient d'ailleurs."""

from __future__ import annotations

import pytest
from markupsafe import Markup

from evaltools.restitution.gabarit import COLONNES_MAXIMUM, style_signes
from evaltools.restitution.tableaux import Colonne, depliable, liste, tableau

PIEGES = ("<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "</td></table><h1>", "&lt;déjà", "l'été")


def test_structure(lire_page) -> None:
    colonnes = ["Axe", Colonne("Total", nombre=True)]
    html = tableau("Actions", colonnes, [["1. Soins", "12"], ["Ensemble", "12"]], total=True)
    page = lire_page(html)
    assert page.fautes == []
    assert page.ouvertes == []
    assert [a.get("scope") for n, a in page.balises if n == "th"] == ["col", "col", "row", "row"]
    assert page.nombre("caption") == 1
    zone = page.balises[0][1]
    assert (zone["role"], zone["aria-label"], zone["tabindex"]) == ("group", "Actions", "0")
    assert '<tr class="total"><th scope="row">Ensemble</th>' in html


def test_les_colonnes_de_nombres_sont_alignees_par_une_regle() -> None:
    colonnes = ["Axe", Colonne("A", nombre=True), "B", Colonne("C", nombre=True)]
    assert '<table class="indic n2 n4">' in tableau("T", colonnes, [], classe="indic")
    assert all(f".n{n} tr>:nth-child({n}){{text-align:right" in style_signes() for n in range(2, COLONNES_MAXIMUM + 1))


@pytest.mark.parametrize("piege", PIEGES)
def test_tout_texte_est_echappe(piege: str, lire_page) -> None:
    html = tableau(piege, [piege, Colonne(piege, nombre=True)], [[piege, piege]], precision=piege)
    page = lire_page(html)
    assert page.fautes == []
    assert {n for n, _ in page.balises} == set("div table caption span small thead tr th tbody td".split())
    assert page.texte.count(piege) == 6
    assert page.attributs("aria-label") == {piege}


def test_une_cellule_sure_n_est_pas_echappee_deux_fois() -> None:
    assert "<td><b>12</b></td>" in tableau("T", ["A", "B"], [["x", Markup("<b>12</b>")]])


def test_une_ligne_trop_courte_est_refusee() -> None:
    with pytest.raises(ValueError, match="1 cellules pour 2 colonnes"):
        tableau("T", ["A", "B"], [["x"]])


def test_precision_et_largeur() -> None:
    html = tableau("T", [Colonne("A", largeur="30%")], [], precision="En euros")
    assert '<th scope="col" style="width:30%">A</th>' in html
    assert "T <small>En euros</small>" in html


def test_liste_et_depliable() -> None:
    assert liste([]) == ""
    assert liste(["a"], classe="x") == '<ul class="x"><li>a</li></ul>'
    assert depliable("<b>", Markup("<p>ok</p>"), classe="c", ident="i") == (
        '<details class="c" id="i"><summary>&lt;b&gt;</summary><p>ok</p></details>'
    )
