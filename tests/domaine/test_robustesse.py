"""La robustesse et la projection : chaque cas refait à la main, sans passer par les raccourcis du code."""

from __future__ import annotations

from dataclasses import replace

import fabrique_methode as f
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaltools.domaine.atteinte import juger
from evaltools.domaine.bareme import SEUILS_DE_DECISION, Bareme
from evaltools.domaine.lexique import ENSEMBLE, Verdict
from evaltools.domaine.mesures import Mesure, Serie
from evaltools.domaine.projection import Projection, projeter
from evaltools.domaine.prolongement import prolonger
from evaltools.domaine.synthese import classe_de, classes_sans_un, est_applicable, regrouper
from evaltools.domaine.variantes import EPREUVES, decaler_le_depart, ecarter_le_provisoire

VERDICTS = [
    ("Atteint", 1.0), ("En bonne voie", 0.7), ("Insuffisant", 0.2), ("Insuffisant", 0.5), ("Dégradation", 0.0),
    ("Non évaluable", None), ("Sans objet", None), ("Non atteint", None),
]  # fmt: skip
INDICATEURS = st.lists(
    st.tuples(
        st.sampled_from(VERDICTS), st.sampled_from([0.0, 0.1, 1.0, 3.0]), st.sampled_from(["realisation", "resultat"])
    ),
    max_size=9,
)


def _resultats(tires: list[tuple[tuple[str, float | None], float, str]]) -> list[object]:
    return [f.resultat(rang, *v, poids=poids, niveau=niveau) for rang, (v, poids, niveau) in enumerate(tires)]


@given(INDICATEURS)
def test_retirer_un_indicateur_est_refaire_le_groupe_sans_lui(tires: list[object]) -> None:
    resultats = _resultats(tires)  # type: ignore[arg-type]
    attendues = [
        (r.indicateur, regrouper("action", "A", "A", ENSEMBLE, [x for x in resultats if x is not r], Bareme()).classe)
        for r in resultats
        if est_applicable(r)
    ]
    assert list(classes_sans_un(resultats, Bareme())) == (attendues if len(attendues) > 1 else [])


@given(INDICATEURS)
def test_la_classe_seule_est_celle_de_la_synthese(tires: list[object]) -> None:
    resultats = _resultats(tires)  # type: ignore[arg-type]
    assert classe_de(resultats, Bareme()) is regrouper("action", "A", "A", ENSEMBLE, resultats, Bareme()).classe


def test_les_seuils_varient_tous_et_rien_d_autre() -> None:
    varie = Bareme().varier(1.2)
    for nom in Bareme.__slots__:
        attendu = getattr(Bareme(), nom) * 1.2 if nom in SEUILS_DE_DECISION else getattr(Bareme(), nom)
        assert getattr(varie, nom) == attendu, nom


def _un(valeurs: dict[int, object], **cadrage: object) -> object:
    base = {"valeur_initiale": 0, "annee_initiale": 2021, "cible_initiale": {"valeur": 100, "annee": 2027}}
    return f.evaluation({
        "programme": {"actions": {"A1": {"indicateurs": {"I1": {"cumul": "stock"}}}}},
        "cadrage": {"I1": base | cadrage}, "valeurs": {"I1": valeurs}, "annee": 2025,
    }).resultats[0]  # fmt: skip


def test_un_depart_deplace_prend_la_valeur_de_son_annee() -> None:
    decale = decaler_le_depart(1)(f.cadre("I", cumul="stock", valeur_initiale=0.0, annee_initiale=2021),
                                  Serie.de({2022: 30, 2025: 60}), 2025, 2022)  # fmt: skip
    assert decale is not None
    assert (decale[0].valeur_initiale, decale[0].annee_initiale) == (30.0, 2022)


def test_un_depart_deplace_sans_valeur_garde_la_sienne_et_change_de_date() -> None:
    cadre = f.cadre("I", cumul="stock", valeur_initiale=5.0)
    decale = decaler_le_depart(-1)(cadre, Serie.de({2025: 60}), 2025, 2024)
    assert decale is not None
    assert (decale[0].valeur_initiale, decale[0].annee_initiale) == (5.0, 2022)


@pytest.mark.parametrize(
    "change", [{"cumul": "flux"}, {"valeur_initiale": None}, {"nature": "jalon"}, {"annee_initiale": 2024}]
)
def test_le_depart_ne_se_deplace_pas_ou_cela_n_a_pas_de_sens(change: dict[str, object]) -> None:
    champs: dict[str, object] = {"cumul": "stock", "valeur_initiale": 5.0, "annee_initiale": 2021}
    assert decaler_le_depart(1)(f.cadre("I", **(champs | change)), Serie.de({2025: 60}), 2025, 2024) is None


def test_les_valeurs_provisoires_s_ecartent() -> None:
    provisoire = f.observation("I1", "2025", 60.0)
    assert provisoire.qualite is None
    serie = Serie({2024: Mesure(2024, valeur=20), 2025: Mesure(2025, valeur=60, qualites=frozenset({"provisoire"}))})
    ecartee = ecarter_le_provisoire(f.cadre("I"), serie, 2025, 2024)
    assert ecartee is not None
    assert [ecartee[1].mesure(an).valeur for an in (2024, 2025)] == [20, None]
    assert ecarter_le_provisoire(f.cadre("I"), serie, 2024, 2024) is None  # 2025 n'est pas encore lu


def test_un_indicateur_sans_verdict_n_a_pas_de_robustesse() -> None:
    assert _un({2025: None}, cible_initiale=None).robustesse is None
    assert _un({2025: "sans_objet"}).robustesse is None
    assert _un({2025: 60}).robustesse.cas == 4  # deux seuils, deux départs ; aucune valeur provisoire


def test_chaque_groupe_a_sa_robustesse_et_ses_retraits() -> None:
    indicateurs = {f"I{n}": {"cumul": "stock"} for n in range(1, 4)}
    cadrage = {c: {"valeur_initiale": 0, "annee_initiale": 2021, "cible_initiale": {"valeur": 100, "annee": 2027}}
               for c in indicateurs}  # fmt: skip
    rendue = f.evaluation({
        "programme": {"actions": {"A1": {"indicateurs": indicateurs}}}, "cadrage": cadrage,
        "valeurs": {"I1": {2025: 100}, "I2": {2025: 10}, "I3": {2025: 10}}, "annee": 2025,
    })  # fmt: skip
    synthese = rendue.synthese("action", "A1", ENSEMBLE)
    assert synthese is not None
    assert synthese.classe is Verdict.PARTIELLEMENT_ATTEINT
    robustesse = synthese.robustesse
    assert robustesse is not None
    assert [v.nom for v in robustesse.variantes if v.famille == "retrait"] == ["sans I1", "sans I2", "sans I3"]
    assert dict(robustesse.autres) == {"sans I1": Verdict.NON_ATTEINT}
    assert robustesse.cas == 3 + len([e for e in EPREUVES if e.famille in ("seuils", "départ")])


@given(st.floats(-50, 50), st.floats(-9, 9), st.integers(3, 8), st.integers(1, 5))
def test_une_droite_se_prolonge_sur_elle_meme(ordonnee: float, pente: float, n: int, plus: int) -> None:
    points = {2020 + k: ordonnee + pente * k for k in range(n)}
    projetee = projeter(points, 2020 + n - 1 + plus)
    assert projetee is not None
    assert projetee.valeur == pytest.approx(ordonnee + pente * (n - 1 + plus), abs=1e-9)
    assert (projetee.points, projetee.de, projetee.jusqu_a) == (n, 2020, 2020 + n - 1)


def test_la_projection_laisse_ce_qui_precede_une_rupture() -> None:
    cadre = f.cadre("I", cumul="stock", valeur_initiale=0.0, annee_initiale=2021,
                    cible_initiale={"valeur": 100, "annee": 2027})  # fmt: skip
    mesures = {an: Mesure(an, valeur=v) for an, v in {2022: 10.0, 2023: 50.0, 2024: 60.0, 2025: 70.0}.items()}
    jugement = juger(cadre, Serie(mesures), 2025, debut=2022, fin=2027, bareme=Bareme())
    essai = f.programme({"A1": {}}, debut="2022-01-01")

    def projeter_de(changees: dict[int, Mesure]) -> Projection | None:
        return prolonger(cadre, Serie(mesures | changees), jugement, 2025, essai, Bareme())

    entiere, rompue = projeter_de({}), projeter_de({2023: replace(mesures[2023], qualites=frozenset({"rupture"}))})
    assert entiere is not None
    assert rompue is not None
    assert (entiere.points, entiere.de) == (5, 2021)
    assert (rompue.points, rompue.de, rompue.valeur) == (3, 2023, pytest.approx(90))  # + 10 par an depuis 2023
    assert projeter_de({2024: replace(mesures[2024], qualites=frozenset({"rupture"}))}) is None  # deux points
    provisoire = projeter_de({2025: replace(mesures[2025], qualites=frozenset({"provisoire"}))})
    assert provisoire is not None
    assert (entiere.provisoire, provisoire.provisoire) == (False, True)


def test_ni_flux_ni_cible_annuelle_ne_se_projettent() -> None:
    serie = {2022: 10, 2023: 20, 2024: 30, 2025: 40}
    assert _un(serie, cumul="flux").projection is None
    annuelle = {"valeur": 50, "annee": 2027, "periodicite": "annuelle"}
    assert _un(serie, cible_initiale=annuelle).projection is None
