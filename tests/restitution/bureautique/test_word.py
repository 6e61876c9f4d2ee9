"""Le document Word : styles réels, accessibilité, inertie, mêmes octets."""

from __future__ import annotations

import io
import re
from datetime import date
from itertools import pairwise
from typing import Any

import pytest
from docx import Document
from fabrique_evaluation import petite
from lecture_documents import parties, tableaux_de_word, texte_de_word

from evaltools.restitution.bureautique.word import ecrire_word
from evaltools.restitution.bureautique.word_texte import repere

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
JOUR = date(2027, 1, 15)
ENTETE = {
    "titre": "Évaluation 2026 – Essai", "description": "Une évaluation d'essai.", "courant": "Essai – 2026",
    "html": '<p class="programme">CLS Essai</p><h1>Évaluation 2026</h1><p class="epci">CC Essai</p>'
    '<dl class="meta"><div><dt>Édité le</dt><dd>15 janvier 2027</dd></div></dl>'
    '<div class="bandeaux"><p><strong>Données fictives.</strong> Tout est inventé.</p></div>',
    "pied": "<p>Sources : essai.</p>",
}  # fmt: skip


def ecrire(html: str, parties_: int = 1) -> bytes:
    return ecrire_word(ENTETE, [{"ancre": "a", "titre": "A", "html": html}] * parties_, JOUR)


def ouvrir(octets: bytes) -> Any:
    return Document(io.BytesIO(octets))


def styles(octets: bytes) -> list[tuple[str, str]]:
    return [(p.style.name, p.text) for p in ouvrir(octets).paragraphs if p.text]


def test_chaque_role_a_son_style() -> None:
    html = (
        '<h2>Où en est-on ?</h2><p class="chapo">Bien.</p><h3>Axe 1</h3><h4>FA 1.1</h4><p>Corps.</p>'
        "<ul><li>puce</li></ul><ol><li>rang</li></ol><p class='note'>note</p><dl><dt>Pilote</dt><dd>CCSA</dd></dl>"
    )
    assert styles(ecrire(html)) == [
        ("Surtitre", "CLS Essai"), ("Title", "Évaluation 2026"), ("Subtitle", "CC Essai"),
        ("Repères du rapport", "Édité le : 15 janvier 2027"), ("Bandeau", "Données fictives. Tout est inventé."),
        ("Heading 1", "Où en est-on ?"), ("Chapô", "Bien."), ("Heading 2", "Axe 1"), ("Heading 3", "FA 1.1"),
        ("Normal", "Corps."), ("List Bullet", "puce"), ("List Number", "rang"), ("Note", "note"),
        ("Définition", "Pilote : CCSA"), ("Note", "Sources : essai."),
    ]  # fmt: skip


def test_proprietes_langue_page_et_marges() -> None:
    document = ouvrir(ecrire("<h2>A</h2>"))
    p = document.core_properties
    assert (p.title, p.subject, p.author, p.language) == (
        "Évaluation 2026 – Essai", "Une évaluation d'essai.", "CLS Essai", "fr-FR",
    )  # fmt: skip
    assert p.created == p.modified
    assert p.created.date() == JOUR
    section = document.sections[0]
    assert (section.page_width.mm, section.page_height.mm) == (pytest.approx(210, abs=0.1), pytest.approx(297, abs=0.1))
    langues = {e.get(f"{W}val") for e in document.styles.element.iter(f"{W}lang")}
    assert langues == {"fr-FR"}


def test_titre_courant_et_pages_sauf_l_en_tete_de_la_premiere() -> None:
    section = ouvrir(ecrire("<h2>A</h2>")).sections[0]
    assert section.header.paragraphs[0].text == "Essai – 2026"
    assert section.first_page_header.paragraphs[0].text == ""
    for pied in (section.footer, section.first_page_footer):
        assert pied.paragraphs[0].text == "Données fictives.\tPage 1 sur 1"
        champs = [e.text.strip() for e in pied._element.iter(f"{W}instrText")]
        assert champs == ["PAGE", "NUMPAGES"]


def test_chaque_liste_numerotee_repart_a_un() -> None:
    octets = ecrire("<ol><li>a</li></ol><p>x</p><ol><li>b</li></ol>")
    racine = ouvrir(octets).element.body
    numeros = [e.get(f"{W}val") for e in racine.iter(f"{W}numId")]
    assert len(set(numeros)) == 2
    xml = parties(octets)["word/numbering.xml"].decode()
    assert xml.count("startOverride") == 2


def test_le_sommaire_mene_aux_parties_et_ne_demande_rien_a_l_ouverture() -> None:
    octets = ecrire('<section class="numerotee"><h2>Partie</h2><p>x</p></section>', parties_=9)
    corps = ouvrir(octets).element.body
    (sommaire,) = corps.iter(f"{W}sdt")
    liens = [e.get(f"{W}anchor") for e in sommaire.iter(f"{W}hyperlink")]
    reperes = {e.get(f"{W}name") for e in corps.iter(f"{W}bookmarkStart")}
    assert len(liens) == 9
    assert set(liens) <= reperes
    textes = ["".join(t.text for t in p.iter(f"{W}t")) for p in sommaire.iter(f"{W}p")]
    assert textes[:3] == ["Sommaire", "1. Partie", "2. Partie"]
    assert "updateFields" not in parties(octets)["word/settings.xml"].decode()
    assert list(ouvrir(ecrire("<h2>A</h2>", parties_=8)).element.body.iter(f"{W}sdt")) == []


def test_un_tableau_repete_son_en_tete_et_ne_coupe_pas_ses_lignes() -> None:
    lignes = "".join(f"<tr><th>Action {n}</th><td>{n}</td></tr>" for n in range(30))
    octets = ecrire(
        f'<table class="n2"><caption>Actions</caption><thead><tr><th>Action</th><th>Nombre</th></tr></thead>'
        f"<tbody>{lignes}</tbody></table>"
    )
    document = ouvrir(octets)
    (table,) = document.tables
    rangees = list(table._tbl.iter(f"{W}tr"))
    assert [r.find(f".//{W}tblHeader") is not None for r in rangees] == [True] + [False] * 30
    assert all(r.find(f".//{W}cantSplit") is not None for r in rangees)
    assert {p.style.name for p in table.column_cells(1)[5].paragraphs} == {"Nombre de tableau"}
    assert {p.style.name for p in table.column_cells(0)[5].paragraphs} == {"Texte de tableau"}
    assert [s for s in styles(octets) if s[1] == "Actions"] == [("Caption", "Actions")]
    assert table._tbl.find(f".//{W}tblCaption").get(f"{W}val") == "Actions"
    grille = [int(c.get(f"{W}w")) for c in table._tbl.iter(f"{W}gridCol")]
    assert sum(grille) == pytest.approx(493.3 * 20, abs=3)


SVG = '<svg class="graphe large" role="img" aria-label="{a}" viewBox="0 0 720 100"><text x="5" y="50">Été</text></svg>'


def test_une_image_a_son_texte_de_remplacement_et_la_police_du_projet() -> None:
    octets = ecrire(f"<figure><figcaption><strong>Figure 1. Bilan</strong> <span>2026</span></figcaption>"
                    f"{SVG.format(a='Barres &quot;A&quot; &lt; B')}</figure>")  # fmt: skip
    xml = parties(octets)["word/document.xml"].decode()
    assert xml.count("descr=") == 2
    dessins = ouvrir(octets).inline_shapes
    assert len(dessins) == 1
    assert dessins[0]._inline.docPr.get("descr") == 'Barres "A" < B'
    image = next(v for k, v in parties(octets).items() if k.startswith("word/media/"))
    assert image.startswith(b"\x89PNG")
    assert int.from_bytes(image[16:20], "big") == 1440
    assert len(image) > 700, "le texte du dessin est tracé : une image vide serait plus légère"


def test_un_lien_du_document_mene_a_un_repere_qui_existe() -> None:
    octets = ecrire('<p><a href="#b">voir</a> <a href="#absent">rien</a></p><div id="b"><p>là</p></div>')
    corps = ouvrir(octets).element.body
    assert [e.get(f"{W}anchor") for e in corps.iter(f"{W}hyperlink")] == [repere("b")]
    assert repere("b") in {e.get(f"{W}name") for e in corps.iter(f"{W}bookmarkStart")}
    assert "rien" in texte_de_word(octets)


def test_une_adresse_douteuse_ne_devient_pas_un_lien() -> None:
    octets = ecrire('<p><a href="javascript:alert(1)">a</a> <a href="file:///etc/passwd">b</a> '
                    '<a href="https://www.insee.fr/">c</a></p>')  # fmt: skip
    liens = parties(octets)["word/_rels/document.xml.rels"].decode()
    assert "javascript" not in liens and "passwd" not in liens
    assert 'Target="https://www.insee.fr/"' in liens


@pytest.mark.parametrize(
    "piege", ["<script>alert(1)</script>", "]]>&amp;<w:p/>", "=cmd|' /C calc'!A0", "a\x00b\x0bc", "d\ufffee"]
)
def test_un_texte_hostile_reste_un_texte(piege: str) -> None:
    from markupsafe import escape

    octets = ecrire(f"<h2>{escape(piege)}</h2><p>{escape(piege)}</p><table><tr><td>{escape(piege)}</td></tr></table>")
    attendu = re.sub("[\x00\x0b\ufffe]", "", piege)
    lus = [p.text for p in ouvrir(octets).paragraphs]
    assert lus.count(attendu) == 2
    assert attendu in "".join(x for t in tableaux_de_word(octets) for ligne in t for x in ligne)
    assert "instrText" not in parties(octets)["word/document.xml"].decode()


def test_un_rapport_plein_de_pieges_s_ouvre_et_reste_inerte(produire: Any) -> None:
    piege = '"><script>alert(1)</script>{{7*7}}'
    octets = produire(petite(piege=piege)).word
    xml = parties(octets)["word/document.xml"].decode()
    assert "<script" not in xml
    assert "alert(1)" in texte_de_word(octets)
    assert "{{7*7}}" in texte_de_word(octets), "rien ne l'a calculé"


def test_memes_blocs_memes_octets(technique: Any) -> None:
    encore = ecrire_word(technique.entete, technique.sections, JOUR)
    assert encore == technique.word
    assert ecrire_word(technique.entete, technique.sections, date(2027, 2, 1)) != technique.word


def test_titres_dans_l_ordre_et_jamais_vides(documents: Any) -> None:
    titres = [(p.style.name, p.text) for p in ouvrir(documents.word).paragraphs if p.style.name.startswith("Heading")]
    niveaux = [int(nom[-1]) for nom, _ in titres]
    assert niveaux[0] == 1
    assert all(b - a <= 1 for a, b in pairwise(niveaux)), titres
    assert all(texte.strip() for _, texte in titres)


def test_chaque_image_et_chaque_tableau_sont_accessibles(documents: Any) -> None:
    document = ouvrir(documents.word)
    for dessin in document.inline_shapes:
        assert len(dessin._inline.docPr.get("descr")) > 20
    for table in document.tables:
        assert table._tbl.find(f".//{W}tblHeader") is not None
        assert table._tbl.find(f".//{W}tblCaption").get(f"{W}val")


ANGLAIS = re.compile(r"python-docx|generated by|Click to|Microsoft Macintosh|Office Theme|en-US", re.IGNORECASE)


def test_rien_d_anglais_que_l_on_voie(technique: Any) -> None:
    lues = parties(technique.word)
    assert "docProps/thumbnail.jpeg" not in lues
    assert "word/stylesWithEffects.xml" not in lues
    for nom, contenu in lues.items():
        if nom.endswith((".xml", ".rels")):
            assert not ANGLAIS.search(contenu.decode("utf-8")), nom
    propres = [s.name for s in ouvrir(technique.word).styles if not s.builtin]
    assert propres
    assert not [n for n in propres if re.search(r"\b(Table|Heading|Text|Body|List|Key|Box)\b", n)]


def test_un_repere_long_garde_sa_fin_distincte() -> None:
    assert repere("x" * 60 + "a") != repere("x" * 60 + "b")
