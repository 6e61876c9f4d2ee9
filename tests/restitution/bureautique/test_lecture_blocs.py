"""De HTML à éléments : ce qui est lu, ce qui est laissé, ce qui devient un tableau."""

from __future__ import annotations

import pytest

from evaltools.restitution.bureautique.contenu import (
    Ancre,
    Chiffres,
    Definitions,
    Fragment,
    Image,
    Liste,
    Paragraphe,
    Tableau,
    Titre,
    en_texte,
    lignes_de,
)
from evaltools.restitution.bureautique.lecture import lire
from evaltools.restitution.bureautique.texte import SIGNES
from evaltools.restitution.mots import ETATS
from evaltools.restitution.mots import SIGNES as VERDICTS


def textes(html: str) -> list[str]:
    return [en_texte(ligne) for e in lire(html) for ligne in lignes_de(e)]


def test_les_titres_et_leur_numero() -> None:
    html = (
        '<section class="numerotee"><h2>Où ?</h2><h3>Axe 1</h3><h4>FA 1</h4></section><section><h2>Fin</h2></section>'
    )
    titres = [(t.niveau, en_texte(t.texte), t.numerote) for t in lire(html) if isinstance(t, Titre)]
    assert titres == [(1, "Où ?", True), (2, "Axe 1", False), (3, "FA 1", False), (1, "Fin", False)]


@pytest.mark.parametrize(
    "cache",
    [
        '<p class="ecran">x</p>', '<p class="papier si-replie">x</p>', '<span class="vh">x</span>',
        '<label class="case"><input> x</label>', '<div aria-hidden="true">x</div>', "<p hidden>x</p>",
        "<script>x</script>", "<style>x</style>", "<!-- x -->", '<ul class="lecture"><li>x</li></ul>',
        '<svg class="motif"><text>x</text></svg>', "<summary>Voir les données</summary>",
    ],
)  # fmt: skip
def test_ce_qui_ne_se_lit_pas_est_laisse(cache: str) -> None:
    boite = "details" if "summary" in cache else "div"
    assert textes(f"<p>a</p><{boite}>{cache}<p>b</p></{boite}>") == ["a", "b"]


def test_ce_qui_est_replie_est_deplie_et_son_resume_garde_s_il_dit_quelque_chose() -> None:
    elements = lire("<details><summary>D’où viennent ces valeurs</summary><p>« a.xlsx »</p></details>")
    assert [(e.genre, en_texte(e.texte)) for e in elements if isinstance(e, Paragraphe)] == [
        ("intertitre", "D’où viennent ces valeurs"), ("corps", "« a.xlsx »"),
    ]  # fmt: skip


def test_une_balise_inconnue_rend_ses_enfants() -> None:
    assert textes("<truc><p>a</p>b<machin>c</machin> d<p>e</p></truc>") == ["a", "bc d", "e"]


def test_un_verdict_est_un_symbole_et_un_mot_qui_ne_se_coupe_pas() -> None:
    (paragraphe,) = lire('<p><span class="st s-bv">En bonne voie <b>3</b></span></p>')
    assert isinstance(paragraphe, Paragraphe)
    assert paragraphe.texte == (
        Fragment("▲\u00a0", signe="s-bv"), Fragment("En\u00a0bonne\u00a0voie\u00a03", gras=True),
    )  # fmt: skip


def test_chaque_verdict_et_chaque_etat_ont_un_symbole() -> None:
    attendus = {f"s-{s.classe}" for s in VERDICTS.values()} | {f"e-{e.classe}" for e in ETATS.values()}
    assert attendus <= set(SIGNES)
    assert all(SIGNES[c].strip() for c in attendus)


def test_un_tableau_garde_titre_nombres_total_et_perd_la_colonne_des_barres() -> None:
    (tableau,) = lire(
        '<table class="n2"><caption><span class="cap">Budget <small>en euros</small></span></caption>'
        "<thead><tr><th>Axe</th><th>Prévu</th><th>Barre</th></tr></thead><tbody>"
        '<tr><th>1</th><td>10</td><td><div aria-hidden="true"><i></i></div></td></tr>'
        '<tr class="total"><th>Ensemble</th><td>10</td><td></td></tr></tbody></table>'
    )
    assert isinstance(tableau, Tableau)
    assert [en_texte(c) for c in tableau.colonnes] == ["Axe", "Prévu"]
    assert tableau.nombres == {1}
    assert [r.total for r in tableau.rangees] == [False, True]
    assert en_texte(tableau.legende) == "Budget en euros"


RANG = (
    '<li id="ind-{n}"><div><p><i>{n}</i> Libellé</p><span class="st s-ok">Atteint</span><p>Une note.</p></div><div>'
    '<div class="piste" aria-hidden="true"></div><dl>{valeurs}</dl><p>Reste 2.</p></div></li>'
)


def test_une_liste_de_valeurs_nommees_devient_un_tableau() -> None:
    def dl(*couples: tuple[str, str]) -> str:
        return "".join(f"<div><dt>{a}</dt><dd>{b}</dd></div>" for a, b in couples)

    (_, tableau) = lire(
        '<p class="avant">Résultats</p><ul class="objs">'
        + RANG.format(n="A1", valeurs=dl(("Départ 2024", "1"), ("Valeur 2026", "2"), ("Cible 2028", "4")))
        + RANG.format(n="A2", valeurs=dl(("Cumul 2025", "3"), ("Cible 2028", "9"), ("Part de la cible", "33 %")))
        + "</ul>"
    )
    assert isinstance(tableau, Tableau)
    assert tableau.objet == "Résultats"
    assert [en_texte(c) for c in tableau.colonnes] == [
        "Indicateur", "Verdict", "Départ 2024", "Valeur 2026", "Cible 2028", "Part de la cible",
    ]  # fmt: skip
    lignes = [[" / ".join(map(en_texte, c)) for c in r.cellules] for r in tableau.rangees]
    assert lignes == [
        ["A1 Libellé / Une note. Reste 2.", "●\u00a0Atteint", "1", "2", "4", ""],
        ["A2 Libellé / Une note. Reste 2.", "●\u00a0Atteint", "", "3 cumul 2025", "9", "33 %"],
    ]
    assert [r.ancre for r in tableau.rangees] == ["ind-A1", "ind-A2"]


def test_des_chiffres_cles_et_des_definitions() -> None:
    cles, faits = lire(
        '<dl class="cles"><div style="--c:#12436D"><dt>actions</dt><dd class="gros">7<small> sur 9</small></dd>'
        '<dd class="suite">dont 1</dd></div></dl><dl><div><dt>Pilote</dt><dd>CCSA</dd></div></dl>'
    )
    assert isinstance(cles, Chiffres) and isinstance(faits, Definitions)
    assert [en_texte(x) for x in lignes_de(cles)] == ["7 sur 9", "actions", "dont 1"]
    assert cles.chiffres[0].couleur == "#12436D"
    assert [en_texte(x) for x in lignes_de(faits)] == ["Pilote", "CCSA"]


def test_des_listes_imbriquees_et_numerotees() -> None:
    puces, numeros = lire("<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul><ol><li><strong>d</strong> e</li></ol>")
    assert isinstance(puces, Liste) and isinstance(numeros, Liste)
    assert [(en_texte(p.paragraphes[0]), p.niveau) for p in puces.puces] == [("a", 0), ("b", 1), ("c", 0)]
    assert numeros.ordonnee
    assert numeros.puces[0].paragraphes[0][0] == Fragment("d", gras=True)


SVG = '<svg class="graphe {c}" role="img" aria-label="Barres." viewBox="0 0 {l} 100"><path d="M0 0"/></svg>'


def test_une_figure_n_est_prise_qu_une_fois_dans_sa_version_large() -> None:
    html = f"<figure>{SVG.format(c='large', l=720)}{SVG.format(c='etroit', l=344)}</figure>"
    (image,) = [e for e in lire(html) if isinstance(e, Image)]
    assert (image.largeur, image.hauteur, image.alternative) == (720, 100, "Barres.")
    assert 'viewBox="0 0 720 100"' in image.svg


def test_de_petits_graphiques_sont_reunis_en_une_planche() -> None:
    svg = '<svg class="graphe petit" aria-hidden="true" viewBox="0 0 250 128"><g/></svg>'
    petit = f"<div><p>Titre &amp; suite</p>{svg}</div>"
    elements = lire(f'<div class="multiples" role="img" aria-label="Quatre courbes.">{petit * 4}</div>')
    (planche,) = elements
    assert isinstance(planche, Image)
    assert planche.alternative == "Quatre courbes."
    assert planche.svg.count("<svg ") == 5
    assert planche.svg.count("Titre &amp; suite") == 4
    assert planche.largeur == 3 * 250 + 2 * 22


def test_une_longue_suite_de_dessins_garde_ses_titres() -> None:
    html = "".join(f"<div><p>Axe {n}</p>{SVG.format(c='large', l=720)}</div>" for n in (1, 2))
    elements = lire(f'<div class="chrono" role="img" aria-label="Chronogramme.">{html}</div>')
    assert [en_texte(e.texte) for e in elements if isinstance(e, Paragraphe)] == ["Axe 1", "Axe 2"]
    assert [e.alternative for e in elements if isinstance(e, Image)] == ["Chronogramme.", "Suite de la figure : Axe 2."]


def test_un_lien_garde_son_adresse_et_une_ancre_son_nom() -> None:
    ancre, paragraphe = lire('<p id="ici"><a href="#la">voir</a></p>')
    assert ancre == Ancre("ici")
    assert isinstance(paragraphe, Paragraphe)
    assert paragraphe.texte == (Fragment("voir", lien="#la"),)


def test_deux_textes_qu_une_barre_separe_ne_se_collent_pas() -> None:
    bande = '<span class="bande" aria-hidden="true">5</span>'
    (texte,) = textes(f'<p class="apercu"><span class="st e-ec">En cours</span>{bande}5 sur 8</p>')
    assert texte.startswith("■\u00a0En\u00a0cours ")
    assert texte.endswith(" 5 sur 8")
