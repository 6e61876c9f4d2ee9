"""La présentation : un message par diapositive, natif, sans débordement, en français, mêmes octets."""

from __future__ import annotations

import io
import re
from datetime import date
from typing import Any

import openpyxl
import pytest
from fabrique_evaluation import petite
from lecture_documents import parties, textes_de_presentation
from pptx import Presentation
from pptx.enum.chart import XL_CHART_TYPE

from evaltools.restitution.bureautique import presentation_graphique, presentation_tableau
from evaltools.restitution.bureautique.presentation import ecrire_presentation
from evaltools.restitution.bureautique.presentation_modele import BAS_CORPS, HAUT_CORPS, UTILE
from evaltools.restitution.bureautique.presentation_repli import appuyer, repli
from evaltools.restitution.diapositives import Diapositive, Graphique, Serie, Tableau

JOUR = date(2027, 1, 15)
ENTETE = {
    "titre": "Évaluation 2026 – Essai", "description": "Essai.", "courant": "Essai – 2026", "pied": "<p>Sources.</p>",
    "html": '<p class="programme">CLS Essai</p><h1>Évaluation 2026</h1><p class="epci">CC Essai</p>'
    '<dl class="meta"><div><dt>Territoire</dt><dd>1 EPCI</dd></div><div><dt>Édité le</dt><dd>15 janvier 2027</dd></div>'
    '</dl><div class="bandeaux"><p><strong>Données fictives.</strong> Inventées.</p>'
    "<p><strong>Document de travail.</strong> Non validé.</p></div>",
}  # fmt: skip
BARRES = Graphique(
    "barres_empilees", ("Axe 1", "Axe 2"),
    (Serie("Atteint", (3.0, 0.0), "#12436D"), Serie("À accélérer", (1.0, None), "#F2C230")), "Deux axes, en barres.",
    "indicateurs",
)  # fmt: skip


def ecrire(*diapositives: Diapositive) -> bytes:
    section = {"ancre": "a", "titre": "A", "html": "<h2>A</h2>", "diapositives": [d.charge() for d in diapositives]}
    return ecrire_presentation(ENTETE, [section], JOUR)


def ouvrir(octets: bytes) -> Any:
    return Presentation(io.BytesIO(octets))


def test_la_couverture_dit_le_programme_le_territoire_les_dates_et_l_etat() -> None:
    couverture = textes_de_presentation(ecrire())[0]
    for attendu in ("CLS Essai", "Évaluation 2026", "CC Essai", "Édité le : 15 janvier 2027",
                    "Données fictives. Inventées.", "Document de travail. Non validé."):  # fmt: skip
        assert attendu in couverture


def test_un_message_par_diapositive_avec_ses_lignes_et_sa_note() -> None:
    octets = ecrire(
        Diapositive("Sept actions sur neuf avancent", ("Une est réalisée", "Deux attendent"), note="À dire.")
    )
    diapositive = ouvrir(octets).slides[1]
    assert diapositive.shapes.title.text_frame.text == "Sept actions sur neuf avancent"
    assert [p.text for p in diapositive.placeholders[1].text_frame.paragraphs] == ["Une est réalisée", "Deux attendent"]
    assert diapositive.notes_slide.notes_text_frame.text == "À dire."


def test_seize_neuviemes_numeros_et_pied() -> None:
    presentation = ouvrir(ecrire(Diapositive("Un message")))
    assert presentation.slide_width / presentation.slide_height == pytest.approx(16 / 9)
    for diapositive in list(presentation.slides)[1:]:
        textes = [f.text_frame.text for f in diapositive.placeholders]
        assert "Essai – 2026. Données fictives. Document de travail." in textes
        assert 'type="slidenum"' in diapositive.part.blob.decode()


def test_un_tableau_est_natif_et_ses_nombres_a_droite() -> None:
    tableau = Tableau(
        "Actions par axe", ("Axe", "Actions", "Part"), (("Axe 1", "1 200", "12 %"), ("Axe 2", "–", "n. d."))
    )
    (forme,) = [f for f in ouvrir(ecrire(Diapositive("Message", tableau=tableau))).slides[1].shapes if f.has_table]
    grille = forme.table
    assert grille.first_row
    assert [[c.text_frame.text for c in r.cells] for r in grille.rows] == [
        list(tableau.colonnes),
        *map(list, tableau.lignes),
    ]
    assert [c.text_frame.paragraphs[0].alignment.name for c in grille.rows[1].cells] == ["LEFT", "RIGHT", "RIGHT"]
    assert forme._element.nvGraphicFramePr.cNvPr.get("descr") == "Actions par axe"


def _occupe(diapositive: Any) -> float:
    """L'ordonnée du bas du plus bas des éléments posés, en points."""
    return max((f.top + f.height) / 12700 for f in diapositive.shapes if not f.is_placeholder)


@pytest.mark.parametrize(("lignes", "mots"), [(3, 4), (9, 12), (40, 6), (25, 40)])
def test_un_tableau_long_se_suit_sans_jamais_deborder(lignes: int, mots: int) -> None:
    corps = tuple((f"A{n}", " ".join(["libellé"] * mots), f"{n}") for n in range(lignes))
    octets = ecrire(Diapositive("Message", tableau=Tableau("Légende", ("Code", "Libellé", "Valeur"), corps)))
    diapositives = list(ouvrir(octets).slides)[1:-1]
    lues = []
    for rang, diapositive in enumerate(diapositives):
        assert _occupe(diapositive) <= BAS_CORPS + 1
        assert diapositive.shapes.title.text_frame.text == "Message" + " (suite)" * bool(rang)
        (table,) = [f.table for f in diapositive.shapes if f.has_table]
        lues += [tuple(c.text_frame.text for c in r.cells) for r in list(table.rows)[1:]]
    assert tuple(lues) == corps, "toutes les lignes, une fois chacune"


def test_un_texte_long_se_suit_et_ne_perd_rien() -> None:
    textes = tuple(f"Ligne {n} : " + "mot " * 30 for n in range(20))
    diapositives = list(ouvrir(ecrire(Diapositive("Message", textes))).slides)[1:-1]
    assert len(diapositives) > 1
    lus = [p.text.strip() for d in diapositives for p in d.placeholders[1].text_frame.paragraphs]
    assert lus == [t.strip() for t in textes]


def test_un_titre_long_reste_au_dessus_du_corps() -> None:
    presentation = ouvrir(ecrire(Diapositive("Un message vraiment très long qui " * 6, ("ligne",))))
    diapositive = presentation.slides[1]
    assert diapositive.shapes.title.text_frame.paragraphs[0].runs[0].font.size.pt < 28
    assert diapositive.placeholders[1].top / 12700 >= HAUT_CORPS


def test_un_graphique_est_natif_et_se_modifie() -> None:
    octets = ecrire(Diapositive("Message", graphique=BARRES))
    (forme,) = [f for f in ouvrir(octets).slides[1].shapes if f.has_chart]
    graphique = forme.chart
    assert graphique.chart_type == XL_CHART_TYPE.BAR_STACKED
    assert list(graphique.plots[0].categories) == ["Axe 1", "Axe 2"]
    assert [(s.name, s.values) for s in graphique.plots[0].series] == [
        ("Atteint", (3.0, 0.0)),
        ("À accélérer", (1.0, None)),
    ]
    assert [str(s.format.fill.fore_color.rgb) for s in graphique.plots[0].series] == ["12436D", "F2C230"]
    assert forme._element.nvGraphicFramePr.cNvPr.get("descr") == "Deux axes, en barres."
    classeur = openpyxl.load_workbook(io.BytesIO(graphique.part.chart_workbook.xlsx_part.blob))
    assert classeur.sheetnames == ["Données"]
    assert [[c.value for c in ligne] for ligne in classeur["Données"].rows] == [
        [None, "Atteint", "À accélérer"], ["Axe 1", 3, 1], ["Axe 2", 0, None],
    ]  # fmt: skip
    formules = re.findall(r"<c:f>([^<]*)</c:f>", graphique.part.blob.decode())
    assert formules and all(f.startswith("Données!") for f in formules)
    assert "Unité : indicateurs." in textes_de_presentation(octets)[1]


@pytest.mark.parametrize(
    ("genre", "categories", "attendu"),
    [
        ("barres", ("2025", "2026"), XL_CHART_TYPE.COLUMN_CLUSTERED),
        ("barres", ("Un libellé bien trop long", "b"), XL_CHART_TYPE.BAR_CLUSTERED),
        ("courbes", ("2025", "2026"), XL_CHART_TYPE.LINE),
    ],
)
def test_le_genre_du_graphique(genre: str, categories: tuple[str, ...], attendu: Any) -> None:
    g = Graphique(genre, categories, (Serie("Prévu", (1.0, 2.5)), Serie("Réalisé", (2.0, None))), "Texte.", "%")
    (forme,) = [f for f in ouvrir(ecrire(Diapositive("M", graphique=g))).slides[1].shapes if f.has_chart]
    assert forme.chart.chart_type == attendu
    assert forme.chart.plots[0].series[0].data_labels.number_format == '0.0"\u00a0%"'


def test_une_valeur_est_arrondie_comme_dans_la_page() -> None:
    g = Graphique("barres", ("a", "b"), (Serie("s", (1 / 3, 2.25)),), "Texte.")
    (forme,) = [f for f in ouvrir(ecrire(Diapositive("M", graphique=g))).slides[1].shapes if f.has_chart]
    assert forme.chart.plots[0].series[0].values == (0.3, 2.3), "une décimale, la demie vers le haut"
    assert presentation_graphique.format_nombre([0.3, 2.3]) == "0.0"


def test_une_partie_sans_diapositive_est_resumee_si_elle_a_une_reponse() -> None:
    html = '<h2>Où ?</h2><p class="chapo">7 sur 9. Aucun retard.</p><ol><li><strong>Un fait.</strong> preuve</li></ol>'
    (d,) = repli({"ancre": "x", "html": html})
    assert (d.titre, d.textes) == ("7 sur 9", ("Aucun retard.", "Un fait."))
    assert list(repli({"ancre": "methode", "html": html})) == []
    assert list(repli({"ancre": "x", "html": "<h2>Où ?</h2><p>Du texte.</p>"})) == []


def test_un_message_seul_s_appuie_sur_le_tableau_de_sa_partie_s_il_est_court() -> None:
    def section(lignes: int) -> dict[str, Any]:
        rangs = "".join(f"<tr><th>Axe {n}</th><td>{n}</td></tr>" for n in range(lignes))
        titre = "<caption>Axes <small>en 2026</small></caption><thead><tr><th>Axe</th><th>N</th></tr></thead>"
        return {"ancre": "x", "html": f"<h2>Où ?</h2><table>{titre}{rangs}</table>"}

    assert appuyer(Diapositive("M"), section(2)).tableau == Tableau(
        "Axes", ("Axe", "N"), (("Axe 0", "0"), ("Axe 1", "1"))
    )
    assert appuyer(Diapositive("M"), section(40)) == Diapositive("M")
    assert appuyer(Diapositive("M", ("déjà dit",)), section(2)).tableau is None


PIEGES = ("=1+1", "<script>alert(1)</script>", "a\x00b", "]]>", "@SUM(A1)")


@pytest.mark.parametrize("piege", PIEGES)
def test_un_texte_hostile_reste_un_texte(piege: str) -> None:
    g = Graphique("barres", (piege, "b"), (Serie(piege, (1.0, 2.0)),), piege or "x")
    tableau = Tableau(piege, (piege, "b"), ((piege, "1"),))
    octets = ecrire(
        Diapositive(piege, (piege,), note=piege), Diapositive("t", tableau=tableau), Diapositive("g", graphique=g)
    )
    attendu = piege.replace("\x00", "")
    assert attendu in textes_de_presentation(octets)[1]
    (forme,) = [f for f in ouvrir(octets).slides[3].shapes if f.has_chart]
    classeur = openpyxl.load_workbook(io.BytesIO(forme.chart.part.chart_workbook.xlsx_part.blob))
    case = classeur["Données"]["A2"]
    assert (case.value, case.data_type) == (attendu, "s"), "un texte, jamais une formule"


def test_un_rapport_plein_de_pieges_s_ouvre(produire: Any) -> None:
    octets = produire(petite(piege='"><script>alert(1)</script>'), "copil").presentation
    assert "<script" not in "".join(v.decode() for k, v in parties(octets).items() if k.startswith("ppt/slides/slide"))


def test_memes_blocs_memes_octets(documents: Any) -> None:
    assert ecrire_presentation(documents.entete, documents.sections, JOUR) == documents.presentation


ANGLAIS = re.compile(r"Click to|Placeholder \d|Second level|Title Slide|Sheet1|Office Theme|en-US")


def test_tout_est_en_francais_jusque_dans_les_noms(documents: Any) -> None:
    octets = ecrire(Diapositive("Un message", ("ligne",), graphique=BARRES, note="À dire."))
    for lues in (parties(documents.presentation), parties(octets)):
        for nom, contenu in lues.items():
            if not nom.endswith(".xml") or "!" in nom:
                continue
            xml = contenu.decode("utf-8")
            assert not re.search(r"Click to|Placeholder \d|Second level|Title Slide|Sheet1|Office Theme|en-US", xml), (
                nom
            )
            if "slides/slide" in nom:
                assert re.findall(r"<a:r><a:t>", xml) == [], "chaque morceau de texte dit sa langue"
    assert "docProps/thumbnail.jpeg" not in parties(octets)


def test_chaque_diapositive_a_un_titre_et_chaque_objet_une_alternative(documents: Any) -> None:
    presentation = ouvrir(documents.presentation)
    assert len(presentation.slides) >= 4
    for diapositive in presentation.slides:
        assert diapositive.shapes.title.text_frame.text.strip()
        for forme in diapositive.shapes:
            if forme.has_table or forme.has_chart:
                assert forme._element.nvGraphicFramePr.cNvPr.get("descr").strip()
                assert (forme.top + forme.height) / 12700 <= BAS_CORPS + 1
            if forme.is_placeholder and not forme.has_text_frame:
                pytest.fail("une zone réservée reste vide")


def test_les_hauteurs_estimees_ne_sont_pas_trop_courtes() -> None:
    tableau = Tableau("", ("Libellé",), (("mot " * 200,),))
    entete, ligne = presentation_tableau.hauteurs(tableau, UTILE, 12.0)
    assert entete < 30
    assert ligne > 5 * 12 * 1.2
