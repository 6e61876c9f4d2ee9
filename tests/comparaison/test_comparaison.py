"""La comparaison publiée : la page est à jour, ses comptes viennent des données, ses phrases disent vrai."""

from __future__ import annotations

import csv
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from comparaison import bilan, cas, page
from comparaison.ecriture import FINE, LARGEUR, MOINS
from comparaison.lecture import (
    FAVORABLES,
    LECTEURS,
    RIEN,
    Ecart,
    Lecture,
    Outil,
    avis,
    ecart,
    lire_akvo,
    lire_prp,
    lire_toladata,
    notre_lecture,
)
from comparaison.series import TESTS, Famille, Saisie, SerieComparee, charger

ATT, FAV, INS, REC, TU = Lecture.ATTEINT, Lecture.FAVORABLE, Lecture.INSUFFISANT, Lecture.RECUL, Lecture.SANS_AVIS
LECTURES = {
    "Atteint": ATT, "En bonne voie": FAV, "À accélérer": INS, "Insuffisant": INS, "Dégradation": REC,
    "Non évaluable": TU,
}  # fmt: skip


@pytest.fixture(scope="module")
def series() -> dict[str, SerieComparee]:
    return {s.code: s for s in charger()}


@pytest.fixture(scope="module")
def publiee(depot: Path) -> str:
    return (depot / "docs" / "comparaison.md").read_text(encoding="utf-8")


def _tableau(texte: str, premiere_entete: str) -> list[list[str]]:
    """Relit un tableau de la page, ligne à ligne, sans son en-tête."""
    debut = texte.index(f"| {premiere_entete} |")
    lignes = texte[debut:].partition("\n\n")[0].splitlines()[2:]
    return [[case.strip() for case in ligne.strip("|").split("|")] for ligne in lignes]


def _de(**autres: object) -> Saisie:
    """Une saisie ordinaire : de 20 à 10 en cinq ans, 15 à trois ans."""
    defauts = {
        "initiale": 20.0, "annee_initiale": 2020, "valeur": 15.0, "annee": 2023, "cible": 10.0, "annee_cible": 2025,
        "hausse": False,
    }  # fmt: skip
    return Saisie(**{**defauts, **autres})  # type: ignore[arg-type]


def test_la_page_est_a_jour(publiee: str) -> None:
    assert publiee == page.rediger(), "lancez « make documentation »"


def test_la_commande_ecrit_la_page(tmp_path: Path, publiee: str) -> None:
    sortie = tmp_path / "page.md"
    commande = [sys.executable, "-m", "comparaison", str(sortie)]
    fini = subprocess.run(commande, cwd=TESTS, capture_output=True, text=True, encoding="utf-8", check=True)
    assert str(sortie) in fini.stdout
    assert sortie.read_text(encoding="utf-8") == publiee


def test_nos_verdicts_sont_ceux_attendus(publiee: str) -> None:
    with (TESTS / "cas" / "vecteurs_attendu.csv").open(encoding="utf-8", newline="") as flux:
        attendus = {ligne["indicateur"]: ligne for ligne in csv.DictReader(flux)}
    lignes = _tableau(publiee, "Série | Libellé")
    assert [ligne[0] for ligne in lignes] == list(attendus)
    for ligne in lignes:
        attendu = attendus[ligne[0]]
        assert ligne[5] == attendu["verdict"] + (f" ({attendu['motif']})" if attendu["motif"] else "")
        assert ligne[6] == LECTURES[attendu["verdict"]]


def test_le_bilan_se_recompte_d_apres_l_annexe(publiee: str) -> None:
    annexe = _tableau(publiee, "Série | Libellé")
    bilan_publie = _tableau(publiee, "Écart avec notre lecture")
    for colonne in range(5):
        paires = [(ligne[6], ligne[7 + colonne].partition(" : ")[0]) for ligne in annexe]
        comptes = {ligne[0]: int(ligne[1 + colonne].replace("·", "0").strip("*")) for ligne in bilan_publie}
        assert comptes.pop("**Total**") == len(paires) == sum(comptes.values())
        assert comptes["Même lecture"] == sum(nous == eux for nous, eux in paires)
        assert comptes["Donne un avis sans cible"] == sum(nous == TU != eux for nous, eux in paires)
        assert comptes["Sans avis, là où nous en avons un"] == sum(eux == TU != nous for nous, eux in paires)
        croises = Counter((nous in FAVORABLES, eux in FAVORABLES) for nous, eux in paires if TU not in (nous, eux))
        assert comptes["Favorable, pas pour nous"] == croises[False, True]
        assert comptes["Défavorable, pas pour nous"] == croises[True, False]
        assert comptes["Ne dit pas le recul"] == sum(nous == REC and eux == INS for nous, eux in paires)
        assert comptes["Dit la cible atteinte, elle ne l'est pas encore"] == paires.count((FAV, ATT))
        assert comptes["Ne dit pas que la cible est atteinte"] == paires.count((ATT, FAV))
        assert comptes["Voit un recul là où nous voyons une stagnation"] == paires.count((INS, REC))


def test_les_familles_se_recomptent_d_apres_l_annexe(publiee: str, series: dict[str, SerieComparee]) -> None:
    accords: Counter[tuple[str, int]] = Counter()
    tailles: Counter[str] = Counter()
    for ligne in _tableau(publiee, "Série | Libellé"):
        famille = str(series[ligne[0]].famille)
        tailles[famille] += 1
        for colonne in range(5):
            accords[famille, colonne] += ligne[7 + colonne].partition(" : ")[0] == ligne[6]
    for nom, taille, *comptes in _tableau(publiee, "Sorte de série"):
        assert int(taille) == tailles[nom]
        assert [int(c) for c in comptes] == [accords[nom, colonne] for colonne in range(5)]
    assert sum(tailles.values()) == 60


@pytest.mark.parametrize(
    ("code", "famille"),
    [
        ("V003", Famille.HAUSSE),  # de 63 à 85
        ("V123", Famille.BAISSE),  # de 20 à 10
        ("V007", Famille.ACQUIS),  # 70 au départ, au plus 100
        ("V031", Famille.ACQUIS),  # 100 au départ, 100 à tenir
        ("V006", Famille.ACQUIS),  # 68,6 au départ, au moins 55
        ("V178", Famille.PLAGE),
        ("V057", Famille.SANS_CIBLE),
    ],
)
def test_la_famille_d_une_serie(series: dict[str, SerieComparee], code: str, famille: Famille) -> None:
    assert series[code].famille is famille


@pytest.mark.parametrize(
    ("notre", "ecarts"),
    [
        # dans l'ordre : atteint, favorable, insuffisant, recul, sans avis
        (ATT, "ACCORD ATTEINTE_NON_VUE DEFAVORABLE_A_TORT DEFAVORABLE_A_TORT MUET"),
        (FAV, "ATTEINTE_TROP_TOT ACCORD DEFAVORABLE_A_TORT DEFAVORABLE_A_TORT MUET"),
        (INS, "FAVORABLE_A_TORT FAVORABLE_A_TORT ACCORD RECUL_EN_TROP MUET"),
        (REC, "FAVORABLE_A_TORT FAVORABLE_A_TORT RECUL_TU ACCORD MUET"),
        (TU, "AVIS_SANS_CIBLE AVIS_SANS_CIBLE AVIS_SANS_CIBLE AVIS_SANS_CIBLE ACCORD"),
    ],
)
def test_chaque_paire_de_lectures_a_son_ecart(notre: Lecture, ecarts: str) -> None:
    assert [ecart(notre, autre) for autre in (ATT, FAV, INS, REC, TU)] == [Ecart[nom] for nom in ecarts.split()]


def test_un_avis_sans_cible_est_bien_sans_cible(series: dict[str, SerieComparee]) -> None:
    assert {s.jugement.motif for s in series.values() if notre_lecture(s) is TU} == {"PAS_DE_CIBLE"}
    assert all((s.famille is Famille.SANS_CIBLE) is (notre_lecture(s) is TU) for s in series.values())


def test_la_lecture_d_akvo_suit_la_mention_du_rapport() -> None:
    # 84,97 / 100 : la page affiche 85,0 %, le rapport dit « moyen »
    assert lire_akvo(_de(valeur=84.97, cible=100)).lecture is INS
    assert lire_akvo(_de(valeur=84.97, cible=100)).affiche == f"85,0{FINE}% (moyen)"
    assert lire_akvo(_de(valeur=85, cible=100)).lecture is FAV
    assert lire_akvo(_de(valeur=100, cible=100)).lecture is ATT


@pytest.mark.parametrize(
    ("valeur", "lecture"),
    [
        (10, ATT),  # (10 − 0) / 10 = 1
        (5.7, FAV),  # 0,57 pour 0,60 du temps : 0,95
        (5.6, INS),  # 0,933
        (0, INS),
    ],
)
def test_la_lecture_d_unicef_prp_suit_notre_bareme(valeur: float, lecture: Lecture) -> None:
    assert lire_prp(_de(initiale=0.0, cible=10.0, valeur=valeur, hausse=True)).lecture is lecture


def test_un_avancement_negatif_de_dix_pour_cent_se_lit_recul() -> None:
    assert lire_prp(_de(valeur=21)).lecture is REC  # (21 − 20) / (10 − 20) = −0,1
    assert lire_prp(_de(valeur=20.9)).lecture is INS  # −0,09


@pytest.mark.parametrize(("valeur", "lecture"), [(9, ATT), (10, ATT), (11, FAV), (12, INS)])
def test_la_lecture_de_toladata_suit_le_sens(valeur: float, lecture: Lecture) -> None:
    assert lire_toladata(_de(valeur=valeur)).lecture is lecture


def test_une_case_vide(series: dict[str, SerieComparee]) -> None:
    lectures = {outil: lecteur(_de(valeur=None)) for outil, lecteur in LECTEURS.items()}
    assert {o for o, lu in lectures.items() if lu.lecture is TU} == set(Outil) - {Outil.PRP}
    assert lectures[Outil.AKVO].affiche == RIEN
    assert lectures[Outil.PRP].affiche == f"0{FINE}%"


def test_la_cible_de_l_annee_est_sur_la_droite() -> None:
    # de 20 à 10 en cinq ans : 14 à trois ans
    assert _de().a_la_cible_de_l_annee().cible == pytest.approx(14)
    assert _de(cible=None).a_la_cible_de_l_annee().cible is None


def test_les_deux_chemins(series: dict[str, SerieComparee]) -> None:
    # de 20 à 10, 60 % du temps : 14 en ligne droite ; 20 × 0,5^0,6 = 13,195 à taux constant
    assert bilan.attendue(series["V123"], bilan.droite) == pytest.approx(14)
    assert bilan.attendue(series["V123"], bilan.compose) == pytest.approx(13.195, abs=5e-4)


def test_la_plage_est_refletee_pour_open_sdg(series: dict[str, SerieComparee]) -> None:
    reflechie = series["V178"].reflechie
    # de 80 à 110 autour de 100 : 20 et 10 d'écart
    assert (reflechie.initiale, reflechie.valeur, reflechie.cible, reflechie.hausse) == (120, 110, 100, False)
    assert series["V123"].reflechie == series["V123"].saisie


def test_les_cas_montrent_un_ecart_et_se_redigent(series: dict[str, SerieComparee]) -> None:
    assert 10 <= len(cas.PHRASES) <= 15
    for code in cas.PHRASES:
        serie = series[code]
        assert any(avis(outil, serie).lecture is not notre_lecture(serie) for outil in Outil), code
        assert serie.libelle in cas.rediger(serie)


def test_le_cas_de_depart(series: dict[str, SerieComparee]) -> None:
    """« 15 % du changement voulu en 67 % du temps », dit en bonne voie par Open SDG."""
    jugement = series["V005"].jugement
    # (9,53 − 0,37) / (60 − 0,37) = 9,16 / 59,63 ; (2025 − 2015) / (2030 − 2015)
    assert jugement.degre_atteinte == pytest.approx(0.1536, abs=5e-5)
    assert jugement.part_attendue == pytest.approx(2 / 3)
    assert avis(Outil.OPEN_SDG, series["V005"]).lecture is FAV
    assert notre_lecture(series["V005"]) is INS


def test_les_phrases_des_constats_disent_vrai(series: dict[str, SerieComparee]) -> None:
    toutes = tuple(series.values())
    differents = {s.code for s in bilan.statuts_differents(bilan.avec_cible(toutes))}
    assert differents == {"V005", "V025", "V028", "V052", "V076", "V178"}
    statuts = {r: bilan.avec_le_remplacant(series["V040"], r).statut for r in (0.1, 0.001)}
    assert statuts == {0.1: "cible atteinte", 0.001: "progrès limité"}
    en_route = bilan.de_la_famille(toutes, *bilan.EN_ROUTE)
    for outil in (Outil.AKVO, Outil.TOLA, Outil.TOLADATA):
        gain = bilan.accords_a_la_cible_de_l_annee(en_route, outil) - bilan.accords(en_route, outil)
        assert gain <= 2, "la page dit que la cible de l'année ne répare presque rien"


def test_ce_qui_manque_se_voit_dans_notre_synthese(series: dict[str, SerieComparee]) -> None:
    jugees = bilan.avec_cible(series.values())
    entiere, amputee = (bilan.note(jugees, sans_la_derniere=manque) for manque in (False, True))
    assert entiere.bas == entiere.score == pytest.approx(entiere.haut)
    assert amputee.score is None
    assert amputee.couverture == 19 / 48
    # ce qui manque pèse 29 / 48 : c'est la largeur de l'intervalle
    assert amputee.haut - amputee.bas == pytest.approx(29 / 48)


def test_la_page_ecrit_les_nombres_en_francais(publiee: str) -> None:
    prose = re.sub(r"```.*?```|`[^`]*`|\b\d+(?:\.\w+){2,}", "", publiee, flags=re.S)
    assert re.findall(r"\d ?[ \u00a0]%|\d%", prose) == []
    assert re.findall(r"\d\.\d", prose) == []
    assert re.findall(r"(?<![\w-])-\d", prose) == []
    assert f"15{FINE}%" in prose
    assert f"{MOINS}68{FINE}%" in prose


def test_la_page_tient_dans_la_largeur_et_ne_coupe_pas_les_guillemets(publiee: str) -> None:
    lignes = [ligne for ligne in publiee.splitlines() if not ligne.startswith(("|", "#"))]
    assert [ligne for ligne in lignes if len(ligne) > LARGEUR] == []
    assert [ligne for ligne in lignes if ligne.endswith("«") or ligne.lstrip().startswith((":", ";", "»", "?"))] == []
    assert "{" not in publiee
