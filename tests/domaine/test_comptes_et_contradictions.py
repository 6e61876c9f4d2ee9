"""Comptes de l'arbre, fiches décrites, et contradictions : une règle à la fois, sur un programme fait pour elle."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from evaltools.domaine.comptes import compter, fiche_complete, fiches_decrites
from evaltools.domaine.contradictions import Sujet, contradictions, nombre_compte
from evaltools.domaine.lexique import Cumul, Nature, Niveau, Sens
from evaltools.domaine.programme import (
    Action,
    Annonce,
    Axe,
    Calendrier,
    Citation,
    Fiche,
    Indicateur,
    Jalon,
    Montant,
    Objectif,
    Operation,
    Programme,
    Territoire,
)

CALENDRIER = Calendrier("2025-2028", date(2025, 1, 1), date(2028, 12, 31))
FICHE = Fiche(
    pilote="ARS",
    financement="ARS",
    montants=(Montant(1000.0),),
    resultats_attendus=("Mieux",),
    calendrier=CALENDRIER,
)


def indicateur(code: str, libelle: str = "", **autres: object) -> Indicateur:
    """Un indicateur chiffré sans reproche."""
    valeurs: dict[str, object] = {
        "action": "A1",
        "famille": "suivi",
        "nature": Nature.NOMBRE,
        "niveau": Niveau.REALISATION,
        "unite": "personnes",
        "cumul": Cumul.FLUX,
        "sens": Sens.HAUSSE,
    }
    return Indicateur(code=code, libelle=libelle or code, **(valeurs | autres))  # type: ignore[arg-type]


def programme(*indicateurs: Indicateur, fiche: Fiche = FICHE, **autres: object) -> Programme:
    """Un programme d'une action sans reproche, sauf ce qu'on lui donne."""
    action = Action("A1", "Accueillir", "1", fiche=fiche, indicateurs_communs=indicateurs or (indicateur("A1-S1"),))
    depart = Programme(
        "essai",
        "Essai",
        "Essai",
        "programme santé",
        date(2025, 1, 1),
        date(2028, 12, 31),
        (Axe("1", "Agir"),),
        (),
        (action,),
        (Territoire("1", "Nord", communes=3), Territoire("2", "Sud")),
    )
    return replace(depart, **autres)


def test_un_programme_sans_reproche_n_est_pas_contredit() -> None:
    assert contradictions(programme()) == ()


def test_comptes() -> None:
    clause = indicateur("A1-S2", clause_ouverte=True)
    essai = programme(
        indicateur("A1-S1"),
        clause,
        indicateur("A1-R1", famille="resultat"),
        objectifs=(Objectif("1", "Mieux", "1"), Objectif("2", "Plus", "1")),
    )
    comptes = compter(essai)
    assert (comptes.axes, comptes.objectifs, comptes.actions, comptes.operations) == (1, 2, 1, 0)
    assert (comptes.indicateurs, comptes.clauses, comptes.entrees) == (2, 1, 3)
    assert comptes.par_famille == {"suivi": 1, "resultat": 1}
    assert compter(essai, axe="9").actions == 0
    assert (compter(essai, action="A1").indicateurs, compter(essai, action="A1").axes) == (2, 1)
    with pytest.raises(KeyError, match="action inconnu"):
        compter(essai, action="B9")


def test_fiche_complete_et_fiches_decrites() -> None:
    commune = Fiche(pilote="ARS", financement="18 150 €")
    propre = Operation("A1.1", "Une", Fiche(pilote="CPAM", calendrier=CALENDRIER))
    sans = Operation("A1.2", "Deux")
    action = Action("A1", "Accueillir", "1", fiche=commune, operations=(propre, sans))
    assert fiche_complete(action, propre) == Fiche(pilote="CPAM", financement="18 150 €", calendrier=CALENDRIER)
    assert fiche_complete(action, sans) == commune
    essai = programme(actions=(action, replace(action, code="B1", operations=(sans,))))
    assert [(a.code, code, f.pilote) for a, code, _intitule, f in fiches_decrites(essai)] == [
        ("A1", "A1.1", "CPAM"),
        ("A1", "A1.2", "ARS"),
        ("B1", "B1", "ARS"),
    ]


@pytest.mark.parametrize(
    ("annonce", "compte"),
    [
        (Annonce("actions", 2, "deux actions"), 1),
        (Annonce("operations/1", 1, "une opération"), 0),
        (Annonce("indicateurs", 3, "trois"), 1),
        (Annonce("territoires", 6, "six EPCI"), 2),
        (Annonce("communes", 55, "55 communes"), 3),
    ],
    ids=["actions", "operations", "indicateurs", "territoires", "communes"],
)
def test_un_compte_annonce_est_confronte_a_l_arbre(annonce: Annonce, compte: int) -> None:
    essai = programme(annonces=(annonce,))
    assert nombre_compte(essai, annonce) == compte
    (trouvee,) = contradictions(essai)
    assert trouvee.sujet is Sujet.COMPTE
    assert f"{annonce.texte} ; l'arbre compte {compte} " in trouvee.constat
    assert contradictions(programme(annonces=(replace(annonce, nombre=compte),))) == ()


SUR_LA_FICHE = [
    (replace(FICHE, calendrier=Calendrier()), Sujet.CALENDRIER, ["pas de calendrier"]),
    (replace(FICHE, calendrier=Calendrier("un jour")), Sujet.CALENDRIER, ["pas de date de début lisible"]),
    (replace(FICHE, calendrier=replace(CALENDRIER, fin=None)), Sujet.CALENDRIER, ["pas de date de fin"]),
    (replace(FICHE, calendrier=replace(CALENDRIER, fin=date(2027, 1, 1))), Sujet.CALENDRIER, ["rien n'est daté après"]),
    (replace(FICHE, calendrier=replace(CALENDRIER, debut=date(2024, 12, 31))), Sujet.CALENDRIER, ["précède le début"]),
    (
        replace(FICHE, calendrier=replace(CALENDRIER, jalons=(Jalon("Bilan", date(2029, 1, 1)),))),
        Sujet.CALENDRIER, ["dépasse la fin du contrat (31/12/2028)"],
    ),
    (replace(FICHE, resultats_attendus=()), Sujet.RESULTATS, ["pas de résultat attendu"]),
    (replace(FICHE, financement="", montants=()), Sujet.FINANCEMENT, ["pas de financement"]),
    (replace(FICHE, financement="À définir", montants=()), Sujet.FINANCEMENT, ["financement à définir"]),
    (replace(FICHE, montants=()), Sujet.FINANCEMENT, ["aucun montant"]),
    (replace(FICHE, montants=(Montant(2500.0, "€/classe"),)), Sujet.FINANCEMENT, ["un coût unitaire sans volume"]),
    (replace(FICHE, pilote=""), Sujet.PILOTAGE, ["pas de pilote"]),
]  # fmt: skip


@pytest.mark.parametrize(("fiche", "sujet", "mots"), SUR_LA_FICHE, ids=[str(n) for n in range(len(SUR_LA_FICHE))])
def test_contradictions_d_une_fiche(fiche: Fiche, sujet: Sujet, mots: list[str]) -> None:
    trouvees = contradictions(programme(fiche=fiche))
    assert [t.sujet for t in trouvees] == [sujet] * len(mots)
    for trouvee, attendu in zip(trouvees, mots, strict=True):
        assert attendu in trouvee.constat
        assert trouvee.ou in (("A1",), ("document",))
        assert trouvee.a_trancher


SUR_LES_INDICATEURS: list[tuple[Callable[[], tuple[Indicateur, ...]], Sujet, tuple[str, ...]]] = [
    (lambda: (indicateur("X1", famille="qualitatif", nature=Nature.TAUX),), Sujet.FAMILLE, ("X1",)),
    (lambda: (indicateur("X1", famille="quantitatif", nature=Nature.JALON),), Sujet.FAMILLE, ("X1",)),
    (
        lambda: (
            indicateur("X1", "Repérage (services)", famille="qualitatif", nature=Nature.ECHELLE),
            indicateur("X2", "Repérage", famille="quantitatif"),
        ),
        Sujet.FAMILLE, ("X1", "X2"),
    ),
    (lambda: (indicateur("X1", "Nombre (prévu/réalisé) de jeunes"),), Sujet.PAIRES, ("X1",)),
    (
        lambda: (indicateur("X1", paire="P", role_paire="prevu"), indicateur("X2", paire="P", role_paire="realise")),
        Sujet.PAIRES, ("X1",),
    ),
    (lambda: (indicateur("X1", sens=Sens.BAISSE),), Sujet.MESURE, ("X1",)),
    (lambda: (indicateur("X1", unite=""),), Sujet.MESURE, ("X1",)),
    (lambda: (indicateur("X1", valeur_initiale=Citation(4, "quatre", portee="un stock")),), Sujet.MESURE, ("X1",)),
]  # fmt: skip


@pytest.mark.parametrize(
    ("indicateurs", "sujet", "codes"),
    SUR_LES_INDICATEURS,
    ids=["chiffre", "jalon", "deux-familles", "prevu-realise", "prevu-vide", "flux-baisse", "sans-unite", "portee"],
)
def test_contradictions_d_un_indicateur(
    indicateurs: Callable[[], tuple[Indicateur, ...]], sujet: Sujet, codes: tuple[str, ...]
) -> None:
    (trouvee,) = contradictions(programme(*indicateurs()))
    assert (trouvee.sujet, trouvee.ou) == (sujet, codes)


def test_libelles_et_intitules_repetes() -> None:
    une = Action("A1", "Une", "1", fiche=FICHE, indicateurs_communs=(indicateur("A1-S1", "Nombre"),))
    deux = Action("A2", "Deux", "1", fiche=FICHE, indicateurs_communs=(indicateur("A2-S1", "Nombre", action="A2"),))
    repetees = (Operation("A1.1", "Évaluer"), Operation("A1.2", "Évaluer"))
    trouvees = contradictions(programme(actions=(replace(une, operations=repetees), deux)))
    assert [(t.sujet, t.ou) for t in trouvees] == [
        (Sujet.DOUBLONS, ("A1-S1", "A2-S1")),
        (Sujet.DOUBLONS, ("A1.1", "A1.2")),
    ]


def test_action_sans_indicateur_de_resultat() -> None:
    une = Action("A1", "Une", "1", fiche=FICHE, indicateurs_communs=(indicateur("A1-S1"),))
    resultat = indicateur("A2-R1", action="A2", famille="resultat")
    deux = Action("A2", "Deux", "1", fiche=FICHE, indicateurs_communs=(resultat,))
    (trouvee,) = contradictions(programme(actions=(une, deux)))
    assert (trouvee.sujet, trouvee.ou) == (Sujet.RESULTATS, ("A1",))
