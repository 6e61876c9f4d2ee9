"""Le rapport entier : l'ordre, le contenu, les deux sortes de programme, les deux diffusions, et rien qui s'échappe."""

from __future__ import annotations

import re
import time
from collections import Counter
from dataclasses import replace
from datetime import date
from itertools import pairwise

import fabrique_evaluation as fabrique
import pytest

from evaltools.domaine.evaluation import Evaluation
from evaltools.domaine.lexique import Motif, Verdict
from evaltools.restitution import mots, plans
from evaltools.restitution.rapport_annuel import RapportAnnuel

PIEGES = ("<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "</style></title><h1>x</h1>", "{{ 7*7 }}")


def _clair(texte: str) -> str:
    return texte.replace("\u00a0", " ").replace("\u202f", " ").replace("’", "'")


@pytest.fixture(scope="session")
def pages(petite, sans_objectifs, rendre_page, lire_page):
    """Les trois pages courantes : ensemble, EPCI, programme sans objectifs."""
    return {
        "ensemble": lire_page(rendre_page(petite)),
        "epci": lire_page(rendre_page(petite, fabrique.NORD)),
        "sans": lire_page(rendre_page(sans_objectifs)),
    }


@pytest.mark.parametrize("nom", ["ensemble", "epci", "sans"])
def test_la_page_est_bien_formee(pages, nom: str) -> None:
    page = pages[nom]
    assert page.fautes == []
    assert page.ouvertes == []
    assert [i for i, n in Counter(page.ids).items() if n > 1] == []
    ancres = {a["href"][1:] for n, a in page.balises if n == "a" and a["href"].startswith("#")}
    assert ancres <= set(page.ids)
    assert page.nombre("h1") == 1
    assert page.nombre("script") == 0
    assert ("html", {"lang": "fr"}) in page.balises
    assert {n for n, _ in page.balises} >= {"header", "nav", "main", "footer", "title"}


def test_l_ordre_des_parties(pages) -> None:
    ordre = [nom.replace("_", "-") for nom in plans.plan("evaluation_annuelle", "technique")]
    for page in pages.values():
        sections = [a["id"] for n, a in page.balises if n == "section" and "id" in a]
        assert sections == [nom for nom in ordre if nom in sections]
        assert {"essentiel", "objectifs", "avancement", "fiches", "non-evaluables", "methode"} <= set(sections)
        liens = [a["href"] for n, a in page.balises if n == "a" and a["href"][1:] in sections]
        assert liens[: len(sections)] == [f"#{x}" for x in sections]


def test_les_titres_se_suivent(pages) -> None:
    for page in pages.values():
        niveaux = [int(n[1]) for n, _ in page.balises if re.fullmatch(r"h[1-6]", n)]
        assert all(b <= a + 1 for a, b in pairwise(niveaux))


def test_rien_ne_vient_du_dehors(petite, rendre_page) -> None:
    html = rendre_page(petite)
    assert "default-src 'none'" in html
    sans_espace_de_noms = html.replace("http://www.w3.org/2000/svg", "").replace('http-equiv="Content', "")
    assert "http" not in sans_espace_de_noms
    assert set(re.findall(r'url\("?([a-z]+:[a-z]+)', html)) == {"data:font", "data:image"}
    assert html.count("url(") == len(re.findall(r'url\("?data:', html))


def test_tous_les_verdicts_et_toutes_les_raisons_sont_dits(pages) -> None:
    texte = _clair(pages["ensemble"].texte)
    for verdict in Verdict:
        assert verdict.value in texte
    for motif in {c.motif for c in fabrique.CAS if c.verdict is Verdict.NON_EVALUABLE}:
        mots_du_motif = _clair(mots.raison(motif).mots)
        assert mots_du_motif[1:] in texte
        assert _clair(mots.raison(motif).remede)[1:20] in texte


def test_le_compte_des_verdicts_est_celui_des_resultats(pages) -> None:
    texte = _clair(pages["ensemble"].texte)
    assert "12 sur 25 évaluables" in texte
    assert "13 indicateurs sur 25 ne sont pas évaluables aujourd'hui." in texte
    assert "Hors du compte : 1 à l'échéance encore à venir et 1 sans objet ici." in texte


def test_chaque_indicateur_a_sa_ligne_dans_une_fiche(petite, rendre_page) -> None:
    html = rendre_page(petite)
    fiches = html[html.index('id="fiches"') :].split("</section>")[0]
    for indicateur in petite.programme.indicateurs:
        assert fiches.count(f'<th scope="row"><i>{indicateur.code}</i>') == 1


def test_chaque_valeur_dit_d_ou_elle_vient(pages) -> None:
    texte = _clair(pages["ensemble"].texte)
    assert "« A1-2026.xlsx », feuille « Indicateurs » : A1-1 en F6 ; A1-2 en F7 ; A1-3 en F8." in texte
    assert "A2-1 en F10 et F11" in texte  # les deux EPCI
    assert "A2-1 en F10 ;" in _clair(pages["epci"].texte)
    assert "« A4-2021.xlsx », feuille « Indicateurs » : A4-2 en F12." in texte  # la valeur jugée est plus ancienne


def test_un_epci_distingue_les_siens_et_les_communs(pages, petite, rendre_page, lire_page) -> None:
    html = re.sub(r'<section id="couverture".*?</section>', "", rendre_page(petite, fabrique.NORD), flags=re.DOTALL)
    texte = _clair(lire_page(html).texte)
    assert "Mesurés pour l'ensemble du programme" in texte
    assert "ensemble du programme" in texte
    assert "CC du Nord Orbelle" in texte
    assert "CA d'Orbelle Sud" not in texte  # ni classement, ni nombres d'un autre EPCI
    assert "Ensemble du programme : 11,1 %, 45 % du chemin." in texte
    assert "Mesurés pour l'ensemble du programme" not in _clair(pages["ensemble"].texte)


def test_une_ligne_d_indicateur(pages) -> None:
    texte = _clair(pages["ensemble"].texte)
    assert (
        "A1-2 Délai médian d'accès au centre médico-psychologiqueEn bonne voieEn 2025 : 134 jours (en bonne voie). "
        "Départ 2022182 joursValeur 2026121 joursCible 202890 joursChemin parcouru66 %"
        "Baisse de 61 sur 92 jours. Reste 31 jours. Rythme attendu fin 2026 : 67 %."
    ) in texte


def test_une_fiche_dit_ses_operations_et_son_argent(pages) -> None:
    texte = _clair(pages["ensemble"].texte)
    assert "Opérations réalisées1 sur 2" in texte
    assert "Financement 2026 : ARSprévu 18 150 €, engagé 12 000 €, payé 9 001 €" in texte
    assert "Financement 2026 : Communesprévu 4 000 €, engagé n. d., payé n. d." in texte


def test_les_degradations_sont_nommees(pages) -> None:
    texte = _clair(pages["ensemble"].texte)
    assert (
        "En dégradation : A2-3 Médecins généralistes libéraux pour 100 000 habitants ; "
        "A2-4 Communes dotées d'un lieu d'accueil"
    ) in texte


def test_les_actions_a_suivre(pages) -> None:
    texte = _clair(pages["ensemble"].texte)
    assert "En retard (2)" in texte
    assert "Reportées (1) A3 Accueillir les jeunes et les accompagner vers le soin" in texte
    assert "Nouvelle fin1ᵉʳ mars 2028" in texte
    assert "Raisondépart du coordonnateur" in texte
    assert "DécisionCOPIL du 12 mars 2026" in texte


def test_les_taux_ont_leur_denominateur(pages) -> None:
    texte = _clair(pages["ensemble"].texte)
    for ligne in (
        "Engagées (en cours ou réalisées)3 sur 838 %0",
        "Réalisées, axe 11 sur 333 %–",
        "Reportées1 sur 813 %0",
    ):
        assert ligne in texte


def test_les_figures_ont_un_nom_un_texte_et_un_tableau(petite, rendre_page) -> None:
    html = rendre_page(petite)
    figures = re.findall(r'<div class="fig-bloc">(.*?)</details></div>', html, re.DOTALL)
    assert len(figures) == 4
    for numero, figure in enumerate(figures, 1):
        nom = re.search(r'role="figure" aria-label="([^"]+)"', figure)[1]
        legende = re.sub(r"<[^>]+>", "", re.search(r"<figcaption>(.*?)</figcaption>", figure, re.DOTALL)[1])
        assert nom == legende
        assert nom.startswith(f"Figure {numero}.")
        assert "<table" in figure
        assert all(20 <= len(a) <= 350 for a in re.findall(r'role="img" aria-label="([^"]+)"', figure))


def test_le_bareme_est_imprime(petite, rendre_page, lire_page) -> None:
    autre = replace(petite, bareme=replace(petite.bareme, rythme_bonne_voie=0.9, seuil_personnes=5, version="2027-3"))
    texte = _clair(lire_page(rendre_page(autre)).texte)
    assert "au moins 90 % du rythme attendu" in texte
    assert "de 60 % à moins de 90 % du rythme attendu" in texte
    assert "moins de 5 personnes" in texte
    assert "Barème 2027-3, adopté le 1ᵉʳ janvier 2026" in texte


def test_bandeaux(petite, sans_objectifs, rendre_page, lire_page) -> None:
    texte = _clair(lire_page(rendre_page(petite)).texte)
    assert "Données fictives." in texte
    assert "Diffusion restreinte." in texte
    assert "Document de travail." in texte
    assert "Année partielle." not in texte
    partielle = _clair(lire_page(rendre_page(sans_objectifs)).texte)
    assert "Année partielle. Le contrat commence le 21 octobre 2026 : aucun rythme annuel n'est jugé." in partielle
    vrai = replace(petite, fictif=False, diffusion="publique")
    valide = _clair(lire_page(rendre_page(vrai, validation="COPIL du 2027-03-12")).texte)
    assert "Validé par le COPIL du 12 mars 2027" in valide
    for absent in ("Données fictives.", "Diffusion restreinte.", "Document de travail."):
        assert absent not in valide


def test_l_edition_publique_n_a_pas_de_texte_libre(rendre_page, lire_page) -> None:
    publique = fabrique.petite(diffusion="publique")
    texte = _clair(lire_page(rendre_page(publique)).texte)
    for libre in (
        "Peu de candidats",
        "Appui de la CPTS",
        "Première rencontre",
        "départ du coordonnateur",
        "À confirmer",
        "COPIL du 12 mars 2026",
        "Conventions avec deux associations",
        "Versé en deux fois",
    ):
        assert libre not in texte
    assert "secret" in texte
    restreinte = _clair(lire_page(rendre_page(fabrique.petite())).texte)
    assert "Peu de candidats" in restreinte


def test_un_secret_n_est_pas_montre_en_public(rendre_page) -> None:
    base = fabrique.petite(diffusion="publique")
    secrets = tuple(
        replace(r, valeur=7.0, serie={2025: 6.0, 2026: 7.0}) if r.motif is Motif.SECRET else r for r in base.resultats
    )
    html = rendre_page(replace(base, resultats=secrets))
    ligne = html[html.index('<th scope="row"><i>A3-3</i>') :].split("</tr>")[0]
    assert "secret" in ligne
    assert not re.search(r">7\b|: 6 ; 7", ligne)


def test_le_vide_n_est_pas_zero(pages) -> None:
    texte = _clair(pages["ensemble"].texte)
    assert "A3-2 Actes de prévention réalisésRéalisation10 actes en 2022n. d.40 actesNon évaluable" in texte
    assert "A5-4 Guide publiéRéalisation–" not in texte  # un jalon à zéro est « pas fait »
    assert "pas fait" in texte


@pytest.mark.parametrize("piege", PIEGES)
@pytest.mark.parametrize("siren", ["ensemble", fabrique.SUD])
def test_tout_ce_qui_vient_d_un_classeur_est_echappe(piege: str, siren: str, rendre_page, lire_page, pages) -> None:
    html = rendre_page(fabrique.petite(piege=piege), siren, validation=f"COPIL{piege}", empreinte=piege)
    page = lire_page(html)
    temoin = pages["ensemble" if siren == "ensemble" else "epci"]
    assert page.fautes == []
    assert {n for n, _ in page.balises} <= {n for n, _ in temoin.balises} | {"code"}
    assert not [a for _, a in page.balises if any(k.startswith("on") for k in a)]
    assert page.nombre("img") == 0
    assert page.nombre("script") == 0
    assert page.texte.count("alert(1)") >= 40 or "alert" not in piege
    if "{{" in piege:
        assert page.texte.count("{{ 7*7 }}") >= 40


def test_les_memes_donnees_donnent_les_memes_octets(rendre_page) -> None:
    assert rendre_page(fabrique.petite()) == rendre_page(fabrique.petite())


@pytest.mark.parametrize("edition", ["bureau", "", "Technique"])
def test_une_edition_inconnue_est_refusee(petite: Evaluation, edition: str) -> None:
    with pytest.raises(ValueError, match="inconnue : copil, elus, technique, citoyenne"):
        RapportAnnuel(petite, "ensemble", edition)


def test_un_territoire_etranger_est_refuse(petite: Evaluation) -> None:
    with pytest.raises(KeyError):
        RapportAnnuel(petite, "999999999")


def test_sans_date_d_edition_celle_de_l_arret(petite: Evaluation) -> None:
    assert RapportAnnuel(petite, "ensemble").contexte.edite_le == date(2026, 12, 31)


@pytest.mark.parametrize(
    "changements",
    [
        {"resultats": (), "syntheses": (), "observations": ()},
        {"situations": (), "avancements": (), "taux": ()},
        {"finances": (), "completudes": (), "resultats_precedents": ()},
    ],
    ids=["sans-resultats", "sans-avancement", "sans-budget"],
)
@pytest.mark.parametrize("siren", ["ensemble", fabrique.NORD])
def test_ce_qui_manque_se_dit_sans_casser(petite, changements: dict, siren: str, rendre_page, lire_page) -> None:
    page = lire_page(rendre_page(replace(petite, **changements), siren))
    assert page.fautes == []
    assert "None" not in page.texte
    if "finances" in changements:
        assert "Aucun montant n'est remonté pour 2026" in _clair(page.texte)
    if "resultats" in changements:
        assert "Aucun indicateur ne peut encore être jugé" in _clair(page.texte)


def test_l_evaluation_finale_a_ses_mots(petite, rendre_page, lire_page) -> None:
    texte = _clair(lire_page(rendre_page(replace(petite, finale=True))).texte)
    assert "Évaluation finale 2026" in texte
    assert "au moins 50 % du chemin est parcouru à l'échéance" in texte


def test_poids_et_temps_a_la_taille_reelle(grande, rendre_page, lire_page) -> None:
    rendre_page(grande)  # polices, gabarits et figures : payés une fois par processus
    depart = time.process_time()
    html = rendre_page(grande, "200000001")
    assert time.process_time() - depart < 1.5
    assert len(html.encode()) < 500 * 1024
    page = lire_page(html)
    assert page.fautes == []
    assert [i for i, n in Counter(page.ids).items() if n > 1] == []


def test_une_longue_liste_est_repliee(grande, petite, rendre_page) -> None:
    assert '<details class="detail" open>' not in rendre_page(grande)
    assert '<details class="detail" open>' in rendre_page(petite)
