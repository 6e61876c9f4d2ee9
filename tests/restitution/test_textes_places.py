"""Le texte de l'évaluateur dans une partie : à la suite des phrases calculées, à leur place, ou seul."""

from __future__ import annotations

import pytest

from evaltools.domaine.textes import Destination, Texte
from evaltools.restitution.html import SECTION, Bloc
from evaltools.restitution.rapport import Manque, Partie, Rapport
from evaltools.restitution.textes import Plume, completer, rendre, verifier

CONTENU = (
    '<section id="essentiel"><h2>L’essentiel</h2>\n'
    '<div class="genere"><ol><li>9 cibles <div>sur 13</div></li></ol></div>\n'
    '<svg role="img" aria-label="62 % de fait"></svg></section>'
)
BLOC = Bloc(SECTION, "essentiel", "L’essentiel", CONTENU)
ICI = Destination("evaluation_annuelle", "copil", "ensemble", "restreinte")


def test_sans_texte_le_bloc_est_le_meme() -> None:
    assert completer(BLOC, ()) is BLOC


def test_un_texte_suit_les_phrases_calculees() -> None:
    html = completer(BLOC, [Texte("essentiel", "Une année **pleine**.")]).contenu
    place = html.index("<p>Une année <strong>pleine</strong>.</p>")
    assert html.index("sur 13") < place < html.index("<svg")
    assert html.count("<div") == html.count("</div>")


def test_un_texte_prend_la_place_des_phrases_calculees() -> None:
    html = completer(BLOC, [Texte("essentiel", "Autrement dit.", remplace=True)]).contenu
    assert "9 cibles" not in html
    assert "Autrement dit." in html
    assert "<svg" in html
    assert html.count("<div") == html.count("</div>")


def test_sans_phrases_calculees_le_texte_vient_sous_le_titre() -> None:
    bloc = Bloc(SECTION, "budget", "Budget", "<section><h2>Budget</h2><table></table></section>")
    html = completer(bloc, [Texte("budget", "x", remplace=True)]).contenu
    assert html.index("</h2>") < html.index("texte-evaluateur") < html.index("<table>")


@pytest.mark.parametrize(
    ("markdown", "absents"),
    [
        ("<script>alert(1)</script>", ["<script"]),
        ("<img src=x onerror=y>", ["<img"]),
        ("![image](https://exemple.fr/a.png)", ["<img"]),
        ("[clic](javascript:alert(1))", ["<a ", "href"]),
        ("[clic](data:text/html,x)", ["<a ", "href"]),
    ],
)
def test_rien_d_actif_n_entre_dans_la_page(markdown: str, absents: list[str]) -> None:
    html = rendre(markdown)
    assert [a for a in absents if a in html] == []


def test_les_titres_restent_sous_celui_de_la_partie() -> None:
    html = rendre("# Un\n\n## Deux\n\n### Trois\n\n[site](https://exemple.fr)")
    assert ["<h3>Un</h3>" in html, "<h4>Deux</h4>" in html, "<h4>Trois</h4>" in html] == [True, True, True]
    assert '<a href="https://exemple.fr">site</a>' in html


def test_la_typographie_est_francaise() -> None:
    assert rendre("L'essentiel : 12 %") == "<p>L’essentiel\u00a0: 12\u202f%</p>"


def test_un_nombre_absent_de_la_partie_est_dit() -> None:
    texte = Texte("essentiel", "9 cibles sur 14, soit 62 %.", "essentiel.md", ligne=5)
    (faute,) = verifier(BLOC, [texte], "ensemble, édition COPIL")
    assert str(faute) == (
        "[RAP-24] « essentiel.md », ligne 5 : le texte cite « 14 », que les chiffres de la partie « L’essentiel » ne "
        "montrent pas (ensemble, édition COPIL).\n"
        "  Conséquence : le lecteur verra deux nombres différents : le calcul a pu changer depuis que le texte est "
        "écrit.\n"
        "  À faire : corrigez le texte ; si le nombre vient d'ailleurs, écrivez « nombres_exterieurs : 14 » dans "
        "l'en-tête."
    )


def _rapport(*textes: Texte, manque: Manque | None = None) -> Rapport[None]:
    parties = {"essentiel": Partie("L’essentiel", lambda _c: BLOC, lambda _c: manque)}
    return Rapport(("entete", "essentiel", "manques"), parties, None, Plume(textes, ICI, "ensemble"))  # type: ignore[arg-type]


def test_le_rapport_complete_sa_partie_et_garde_son_rang() -> None:
    bloc = _rapport(Texte("essentiel", "Avec 14 cibles.")).partie("essentiel")
    assert ("Avec 14 cibles." in bloc.contenu, bloc.ordre) == (True, 1)
    assert [a.code for a in bloc.alertes] == ["RAP-24"]
    apercu = bloc._repr_mimebundle_()["text/html"]
    assert "À vérifier" in apercu


def test_un_texte_tient_lieu_de_donnees_absentes() -> None:
    manque = Manque("Aucune réunion n'est saisie.", "Écrivez-les.")
    rapport = _rapport(Texte("essentiel", "Deux réunions."), manque=manque)
    bloc = rapport.partie("essentiel")
    assert (bloc.role, "Deux réunions." in bloc.contenu, "9 cibles" in bloc.contenu) == (SECTION, True, False)
    assert list(rapport.lister_manques()) == []
    assert [nom for nom, _ in _rapport(manque=manque).lister_manques()] == ["essentiel"]
