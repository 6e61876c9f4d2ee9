"""Le moteur des gabarits : échappement, noms inconnus refusés, styles complets et sans fuite."""

from __future__ import annotations

import re

import pytest
from jinja2 import UndefinedError

from evaltools.restitution import gabarit
from evaltools.restitution.mots import ETATS, SIGNES


def test_tout_est_echappe_par_defaut() -> None:
    moteur = gabarit.environnement()
    assert moteur.from_string("{{ x }}").render(x="<b>'\"") == "&lt;b&gt;&#39;&#34;"


def test_un_nom_inconnu_est_refuse() -> None:
    with pytest.raises(UndefinedError):
        gabarit.remplir("pied.html.j2", source="")


def test_une_chaine_css_ne_peut_pas_etre_fermee() -> None:
    chaine = str(gabarit.chaine_css('a"b\\c\n</style>&'))
    assert chaine == '"a\\22 b\\5c c\\a \\3c /style\\3e \\26 "'


@pytest.mark.parametrize("nom", [*gabarit.STYLES_ECRAN, *gabarit.STYLES_IMPRESSION])
def test_les_styles_sont_equilibres_et_n_appellent_rien(nom: str) -> None:
    style = gabarit.style(nom)
    assert style.count("{") == style.count("}")
    assert "url(" not in style
    assert "@import" not in style
    assert "/*" not in style


def test_chaque_verdict_et_chaque_etat_ont_leur_regle() -> None:
    regles = gabarit.style_signes()
    for signe in SIGNES.values():
        assert f".s-{signe.classe}{{--f:{signe.couleur}" in regles
    for etat in ETATS.values():
        assert f".e-{etat.classe}{{--i:url(" in regles
    assert "<" not in regles  # rien qui puisse fermer la balise style


def test_les_polices_sont_dans_la_page_avec_leur_licence() -> None:
    polices = gabarit.polices()
    assert polices.count("@font-face") == 2
    assert set(re.findall(r"url\((data:font/woff2;base64),", polices)) == {"data:font/woff2;base64"}
    assert "SIL Open Font License" in gabarit.lire("polices/OFL.txt")


def test_le_style_d_une_page_reste_court() -> None:
    assert len(gabarit.styles_page()) < 60_000
