"""La page d'accueil de toutes les campagnes."""

from __future__ import annotations

from datetime import date

from evaltools.restitution.accueil import CampagneRendue, page

CLS = CampagneRendue(
    "CLS <b>d'essai</b>", "Évaluation annuelle 2026", "cls/index.html", 3, 0, "restreinte", date(2027, 1, 15)
)


def test_une_carte_par_campagne_et_tout_est_echappe() -> None:
    html = page([CLS])
    assert html.count('<li class="carte">') == 1
    assert 'href="cls/index.html"' in html
    assert "<b>d" not in html
    assert "3\u00a0rapports" in html
    assert "Données fictives" not in html


def test_les_echecs_et_les_donnees_fictives_sont_dits() -> None:
    fictive = CampagneRendue("PS", "Évaluation", "ps/index.html", 1, 2, "publique", date(2027, 1, 15), fictif=True)
    html = page([fictive])
    assert "2 à refaire" in html
    assert "<strong>Données fictives.</strong>" in html


def test_aucune_campagne() -> None:
    assert "Aucune campagne" in page([])
