"""La page d'index : tous les territoires, aucun classement, les échecs dits."""

from __future__ import annotations

from datetime import date

import fabrique_evaluation as fabrique
import pytest

from evaltools.domaine.evaluation import Evaluation
from evaltools.restitution.portail import Chiffres, Entree, Lien, chiffres, page


def _clair(texte: str) -> str:
    return texte.replace("\u00a0", " ").replace("\u202f", " ").replace("’", "'")


def _page(*entrees: Entree, **options: object) -> str:
    reglages = {"edite_le": date(2027, 1, 15), **options}
    return page("Évaluation annuelle 2026", "CLS du Val d'Orbelle", entrees, **reglages)  # type: ignore[arg-type]


def test_chiffres(petite: Evaluation) -> None:
    assert chiffres(petite, "ensemble") == Chiffres(12, 25, 5, 2, 3, 8)
    assert chiffres(petite, fabrique.NORD) == Chiffres(3, 5, 0, 0, 3, 8)


def test_la_page(petite: Evaluation, lire_page) -> None:
    lien = Lien("Évaluation annuelle 2026, édition technique", "200000001/technique.html", 237_516)
    nord = Entree("CC du Nord Orbelle", "12 communes", (lien,), chiffres(petite, fabrique.NORD))
    lue = lire_page(_page(nord, Entree("CC du Mont Chauvet"), fictif=True, restreinte=True))
    texte = _clair(lue.texte)
    assert lue.fautes == []
    assert lue.ouvertes == []
    assert "2 territoires, 1 rapport. Édité le 15 janvier 2027." in texte
    assert "CC du Nord Orbelle3 sur 50 sur 30 sur 33 sur 8" in texte
    assert "Évaluation annuelle 2026, édition technique, CC du Nord Orbelle (HTML, 232 Ko)" in texte
    assert "CC du Mont Chauvet" in texte
    assert "Aucun rapport encore." in texte
    assert "Données fictives." in texte
    assert lue.nombre("h1") == 1
    assert lue.nombre("script") == 0
    assert {a["href"] for n, a in lue.balises if n == "a"} == {"#contenu", "200000001/technique.html"}


def test_un_echec_se_dit_et_ne_mene_nulle_part(lire_page) -> None:
    rate = Entree("CC du Nord", liens=(Lien("Édition technique", echec=True),))
    lue = lire_page(_page(rate))
    assert "Édition technique : n'a pas pu être rendu" in _clair(lue.texte)
    assert "1 territoire, 0 rapport." in _clair(lue.texte)
    assert {a["href"] for n, a in lue.balises if n == "a"} == {"#contenu"}


def test_un_territoire_sans_indicateur_propre(lire_page) -> None:
    texte = lire_page(_page(Entree("CC", chiffres=Chiffres(0, 0, 0, 0, 3, 8)))).texte
    assert "CCaucun––3" in _clair(texte)


def test_l_ordre_est_celui_recu(lire_page) -> None:
    noms = ["Zoteux", "Arras", "Lille"]
    texte = lire_page(_page(*(Entree(n) for n in noms))).texte
    assert [texte.index(n) for n in noms] == sorted(texte.index(n) for n in noms)


def test_valide_il_n_y_a_plus_de_document_de_travail(lire_page) -> None:
    assert "Documents de travail." in lire_page(_page()).texte
    assert "Documents de travail." not in lire_page(_page(validation="COPIL du 12 mars 2027")).texte


@pytest.mark.parametrize("piege", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>'])
def test_tout_est_echappe(piege: str, lire_page) -> None:
    entree = Entree(piege, piege, (Lien(piege, piege, 10), Lien(piege, echec=True)), Chiffres(1, 2, 1, 0, 1, 2))
    html = page(piege, piege, [entree], edite_le=date(2027, 1, 15))
    lue = lire_page(html)
    assert lue.fautes == []
    assert (lue.nombre("script"), lue.nombre("img")) == (0, 0)
    assert lue.texte.count("alert(1)") >= 7
