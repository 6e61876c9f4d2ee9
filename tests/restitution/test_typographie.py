"""La typographie change les espaces et les apostrophes, jamais les mots, les balises ni les entités."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaltools.restitution.typographie import typo, typo_html

FINE, INSECABLE = "\u202f", "\u00a0"


@pytest.mark.parametrize(
    ("brut", "attendu"),
    [
        ("L'essentiel", "L’essentiel"),
        ("Pourquoi ?", f"Pourquoi{FINE}?"),
        ("un ; deux", f"un{FINE}; deux"),
        ("Constat : rien", f"Constat{INSECABLE}: rien"),
        ("« Bilan »", f"«{INSECABLE}Bilan{INSECABLE}»"),
        ("12 345 personnes", f"12{FINE}345{INSECABLE}personnes"),
        ("12%", f"12{FINE}%"),
        ("12 %", f"12{FINE}%"),
        ("3 ans", f"3{INSECABLE}ans"),
        ("50 € par jour", f"50{INSECABLE}€ par jour"),
        ("fiche n° 4", f"fiche n°{INSECABLE}4"),
        ("EN/ARS/CJC", "EN/\u200bARS/\u200bCJC"),
        ("en 2026 123", "en 2026 123"),
        ("et/ou", "et/ou"),
        ("http://a:b", "http://a:b"),
        ("rien", "rien"),
    ],
)
def test_regles(brut: str, attendu: str) -> None:
    assert typo(brut) == attendu


@given(st.text(alphabet=" '«»:;!?%€0123456789abzEN/&<>\"-.,\u00a0\u202f", max_size=40))
def test_deux_passages_ne_changent_rien_de_plus(texte: str) -> None:
    une = typo(texte)
    assert typo(une) == une


@given(st.text(alphabet=" '«»:;!?%€0123456789abz", max_size=40))
def test_les_mots_ne_changent_pas(texte: str) -> None:
    def nu(t: str) -> str:
        return t.replace("’", "'").translate({ord(c): None for c in " \u00a0\u202f\u200b"})

    assert nu(typo(texte)) == nu(texte)


def test_html_balises_et_entites_intactes() -> None:
    brut = '<a href="x?a=1&amp;b" title="l\'an : 5 %">R&amp;D ; l&#39;an 5 %</a>'
    assert typo_html(brut) == f'<a href="x?a=1&amp;b" title="l\'an : 5 %">R&amp;D{FINE}; l’an 5{FINE}%</a>'


@pytest.mark.parametrize("balise", ["style", "svg", "code", "title"])
def test_html_ce_qui_reste_tel_quel(balise: str) -> None:
    assert typo_html(f"<{balise}>a : 'b' 5 %</{balise}> c : d") == f"<{balise}>a : 'b' 5 %</{balise}> c{INSECABLE}: d"


def test_html_ne_cree_jamais_de_balise() -> None:
    assert "<" not in typo_html("&lt;script&gt; ; &#60;b&#62;").replace("&lt;", "")
