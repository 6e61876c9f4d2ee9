"""Évaluabilité : ce qui manque, ce qui empêche de juger, et l'accord avec la méthode."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaltools.acces import programmes
from evaltools.domaine import atteinte as methode
from evaltools.domaine.bareme import Bareme
from evaltools.domaine.cadrage import Cadrage, Cadre, Cible, depuis_document
from evaltools.domaine.evaluabilite import (
    EXPLICATIONS,
    Evaluable,
    Manque,
    bilans,
    evaluer_evaluabilite,
)
from evaltools.domaine.lexique import (
    ENSEMBLE,
    Cumul,
    Maille,
    Motif,
    Nature,
    Niveau,
    PeriodiciteCible,
    Sens,
    StatutRepere,
    TypeCible,
    Verdict,
)
from evaltools.domaine.mesures import Serie
from evaltools.domaine.programme import Action, Axe, Citation, Indicateur, Programme, Repere, Territoire

INPUTS = Path(__file__).resolve().parents[2] / "inputs"
CADRE = Cadre(
    "X",
    sens=Sens.HAUSSE,
    cumul=Cumul.STOCK,
    unite="personnes",
    valeur_initiale=10.0,
    annee_initiale=2024,
    cible_initiale=Cible(20.0, 2028),
    source="registre",
    responsable="ARS",
    frequence="annuelle",
)
INDICATEUR = Indicateur("X", "Nombre", "A1", "suivi", Nature.NOMBRE, Niveau.REALISATION)


def programme(*indicateurs: Indicateur) -> Programme:
    """Un programme d'une action, avec deux EPCI et un axe sans action."""
    return Programme(
        "essai",
        "Essai",
        "Essai",
        "programme santé",
        date(2025, 1, 1),
        date(2028, 12, 31),
        (Axe("1", "Agir"), Axe("2", "Rien")),
        (),
        (Action("A1", "Accueillir", "1", indicateurs_communs=indicateurs),),
        (Territoire("111111111", "Nord"), Territoire("222222222", "Sud")),
    )


def juger(cadre: Cadre, indicateur: Indicateur = INDICATEUR) -> tuple[Evaluable, tuple[Manque, ...]]:
    """Rend le niveau et les manques d'un indicateur, pour ce cadre."""
    essai = programme(replace(indicateur, nature=cadre.nature))
    (lue,) = evaluer_evaluabilite(essai, Cadrage({("X", ENSEMBLE): cadre}))
    return lue.niveau, lue.manques


def test_tout_est_connu() -> None:
    assert juger(CADRE) == (Evaluable.OUI, ())


@pytest.mark.parametrize(
    ("cadre", "niveau", "manques"),
    [
        (replace(CADRE, cible_initiale=None), Evaluable.NON, (Manque.CIBLE,)),
        (replace(CADRE, sens=None), Evaluable.NON, (Manque.SENS,)),
        (replace(CADRE, valeur_initiale=None), Evaluable.PARTIELLEMENT, (Manque.VALEUR_INITIALE,)),
        (replace(CADRE, valeur_initiale=0.0), Evaluable.OUI, ()),
        (replace(CADRE, valeur_initiale=None, cumul=Cumul.FLUX), Evaluable.OUI, ()),
        (replace(CADRE, cumul=None), Evaluable.OUI, (Manque.CUMUL,)),
        (replace(CADRE, unite=""), Evaluable.OUI, (Manque.UNITE,)),
        (replace(CADRE, source="", responsable=""), Evaluable.OUI, (Manque.SOURCE, Manque.RESPONSABLE)),
        (replace(CADRE, frequence=""), Evaluable.OUI, (Manque.FREQUENCE,)),
        (replace(CADRE, cumul=Cumul.FLUX, sens=Sens.BAISSE), Evaluable.NON, (Manque.CUMUL,)),
        (replace(CADRE, nature=Nature.TEXTE, cible_initiale=None), Evaluable.NON, (Manque.NATURE,)),
        (
            replace(CADRE, valeur_initiale=None, cible_initiale=Cible(2.0, periodicite=PeriodiciteCible.ANNUELLE)),
            Evaluable.OUI,
            (),
        ),
        (
            replace(CADRE, valeur_initiale=None, cible_initiale=Cible(10.0, type_cible=TypeCible.VARIATION_PCT)),
            Evaluable.PARTIELLEMENT,
            (Manque.VALEUR_INITIALE,),
        ),
        (replace(CADRE, sens=Sens.PLAGE, cible_initiale=Cible(None)), Evaluable.NON, (Manque.CIBLE,)),
        (replace(CADRE, sens=Sens.PLAGE, cible_initiale=Cible(None, borne_basse=5.0)), Evaluable.OUI, ()),
        (
            Cadre("X", nature=Nature.JALON, cible_initiale=Cible(None, 2026), source="s", responsable="r"),
            Evaluable.OUI,
            (),
        ),
        (Cadre("X", nature=Nature.JALON, source="s", responsable="r"), Evaluable.NON, (Manque.CIBLE,)),
        (
            replace(CADRE, nature=Nature.ECHELLE, cumul=None, unite=""),
            Evaluable.OUI,
            (),
        ),
        (replace(CADRE, cible_initiale=None, cible_revisee=Cible(30.0, 2028)), Evaluable.OUI, ()),
    ],
    ids=[
        "sans-cible", "sans-sens", "sans-depart", "depart-zero", "flux", "sans-cumul", "sans-unite", "sans-source",
        "sans-frequence", "flux-baisse", "texte", "annuelle", "relative", "plage-vide", "plage", "jalon",
        "jalon-sans-date", "echelle", "revisee",
    ],
)  # fmt: skip
def test_ce_qui_manque(cadre: Cadre, niveau: Evaluable, manques: tuple[Manque, ...]) -> None:
    assert juger(cadre) == (niveau, manques)


def test_rien_de_connu() -> None:
    niveau, manques = juger(Cadre("X"))
    assert niveau is Evaluable.NON
    assert manques == tuple(m for m in Manque if m is not Manque.NATURE)


def test_une_clause_ouverte_n_est_pas_comptee() -> None:
    assert evaluer_evaluabilite(programme(replace(INDICATEUR, clause_ouverte=True))) == ()


def test_paire_prevu_realise() -> None:
    prevu = replace(INDICATEUR, code="P", paire="1", role_paire="prevu")
    realise = replace(INDICATEUR, code="R", paire="1", role_paire="realise", sens=Sens.HAUSSE)
    lus = {e.indicateur: e for e in evaluer_evaluabilite(programme(prevu, realise))}
    assert "ne se juge pas" in lus["P"].remarque
    assert "le prévu (P)" in lus["R"].remarque
    cadre = replace(CADRE, indicateur="P")
    (juge, _autre) = evaluer_evaluabilite(programme(prevu, realise), Cadrage({("P", ENSEMBLE): cadre}))
    assert juge.niveau is Evaluable.NON


def test_remarques() -> None:
    portee = Citation(4, "quatre", unite="MSU", portee="un stock")
    repere = Repere(StatutRepere.NORME, "14 séances", 14.0)
    indicateur = replace(INDICATEUR, valeur_initiale=portee, reperes=(repere,), si_enquete=True)
    (lu,) = evaluer_evaluabilite(programme(indicateur))
    assert lu.remarque == (
        "repère dans le document : 4 MSU (un stock) ; un repère du document est proposé au cadrage ; "
        "ne vaut que si une enquête est faite : sinon « enquête non réalisée », jamais zéro"
    )
    assert Manque.VALEUR_INITIALE in lu.manques


def test_par_epci_il_faut_que_chacun_soit_cadre() -> None:
    indicateur = replace(INDICATEUR, maille=Maille.EPCI)
    ensemble = replace(CADRE, cible_initiale=None)
    nord, sud = replace(CADRE, siren="111111111"), replace(CADRE, siren="222222222")
    cadres = {("X", ENSEMBLE): ensemble, ("X", nord.siren): nord, ("X", sud.siren): sud}
    assert evaluer_evaluabilite(programme(indicateur), Cadrage(cadres))[0].niveau is Evaluable.OUI
    un_seul = {("X", ENSEMBLE): ensemble, ("X", nord.siren): nord}
    assert evaluer_evaluabilite(programme(indicateur), Cadrage(un_seul))[0].niveau is Evaluable.NON
    sans_depart = cadres | {("X", sud.siren): replace(sud, valeur_initiale=None)}
    assert evaluer_evaluabilite(programme(indicateur), Cadrage(sans_depart))[0].niveau is Evaluable.PARTIELLEMENT


def test_bilans() -> None:
    essai = programme(INDICATEUR, replace(INDICATEUR, code="Y"))
    tout, axe, action, vide = bilans(essai, evaluer_evaluabilite(essai, Cadrage({("X", ENSEMBLE): CADRE})))
    assert [(b.groupe, b.code) for b in (tout, axe, action, vide)] == [
        ("programme", "essai"), ("axe", "1"), ("action", "A1"), ("axe", "2"),
    ]  # fmt: skip
    assert (tout.total, tout.evaluables, tout.partiels, tout.non_evaluables, tout.part_pct) == (2, 1, 0, 1, 50.0)
    assert (tout.manques[Manque.CIBLE], tout.manques[Manque.NATURE]) == (1, 0)
    assert (vide.total, vide.part_pct) == (0, None)


def test_chaque_manque_est_explique() -> None:
    assert set(EXPLICATIONS) == set(Manque)


@pytest.mark.parametrize(
    ("code", "total", "evaluables", "sans_cible_ni_mesure"),
    [("cls-avesnois", 159, ("FA 1.1.1-QT4", "FA 2.1.1-QT1"), 157), ("sante-artois-douaisis", 224, ("A2-S2",), 223)],
    ids=["cls", "sante"],
)
def test_les_deux_programmes(code: str, total: int, evaluables: tuple[str, ...], sans_cible_ni_mesure: int) -> None:
    lu, _anomalies = programmes.lire(INPUTS / code)
    assert lu is not None
    evaluabilites = evaluer_evaluabilite(lu)
    assert len(evaluabilites) == total
    assert tuple(e.indicateur for e in evaluabilites if e.niveau is not Evaluable.NON) == evaluables
    manquants = [e for e in evaluabilites if Manque.CIBLE in e.manques or Manque.NATURE in e.manques]
    assert len(manquants) == sans_cible_ni_mesure


def test_la_valeur_initiale_d_une_autre_portee_n_est_jamais_prise() -> None:
    lu, _anomalies = programmes.lire(INPUTS / "cls-avesnois")
    assert lu is not None
    cadre = depuis_document(lu).cadre("FA 1.4.2-QT1")
    assert cadre is not None
    assert cadre.valeur_initiale is None
    msu = next(e for e in evaluer_evaluabilite(lu) if e.indicateur == "FA 1.4.2-QT1")
    assert Manque.VALEUR_INITIALE in msu.manques
    assert msu.remarque.startswith("repère dans le document : 4 MSU")


def test_le_bareme_resout_la_cible_comme_la_methode() -> None:
    """Un maintien à zéro sans tolérance n'a pas de cible, quel que soit le barème."""
    cadre = replace(CADRE, sens=Sens.MAINTIEN, cible_initiale=Cible(0.0))
    (lu,) = evaluer_evaluabilite(programme(INDICATEUR), Cadrage({("X", ENSEMBLE): cadre}), Bareme())
    assert (lu.niveau, lu.manques) == (Evaluable.NON, (Manque.CIBLE,))


CADRES = st.builds(
    Cadre,
    indicateur=st.just("X"),
    nature=st.sampled_from([n for n in Nature if n is not Nature.ETAPES]),
    sens=st.none() | st.sampled_from(Sens),
    cumul=st.none() | st.sampled_from(Cumul),
    valeur_initiale=st.none() | st.sampled_from([0.0, 5.0, 20.0]),
    cible_initiale=st.none()
    | st.builds(
        Cible,
        valeur=st.none() | st.sampled_from([0.0, 10.0]),
        annee=st.none() | st.just(2028),
        type_cible=st.sampled_from([TypeCible.ABSOLU, TypeCible.VARIATION_PCT]),
        periodicite=st.sampled_from(PeriodiciteCible),
        borne_basse=st.none() | st.just(3.0),
    ),
)


@given(CADRES, st.sampled_from([0.0, 7.0, 30.0]))
def test_l_evaluabilite_annonce_ce_que_la_methode_dira(cadre: Cadre, valeur: float) -> None:
    """Avec une valeur par an : « non évaluable » ne se juge jamais, « évaluable » ne manque de rien."""
    niveau, _manques = juger(cadre)
    serie = Serie.de(dict.fromkeys(range(2025, 2029), valeur))
    jugement = methode.juger(cadre, serie, 2028, debut=2025, fin=2028, bareme=Bareme())
    if niveau is Evaluable.NON:
        assert jugement.verdict is Verdict.NON_EVALUABLE
    elif niveau is Evaluable.OUI:
        assert jugement.motif not in (
            Motif.PAS_DE_CIBLE, Motif.SENS_INCONNU, Motif.NATURE_NON_NOTEE, Motif.PAS_DE_VALEUR_INITIALE,
        )  # fmt: skip
    else:
        assert jugement.motif is Motif.PAS_DE_VALEUR_INITIALE
