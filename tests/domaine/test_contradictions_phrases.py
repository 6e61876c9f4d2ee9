"""Chaque contradiction, mot pour mot : un évaluateur les lit telles quelles, et les reporte au comité."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import fabrique_methode as f
import pytest

from evaltools.domaine.contradictions import Sujet, contradictions
from evaltools.domaine.lexique import Cumul, Nature, Sens
from evaltools.domaine.programme import (
    Action,
    Annonce,
    Axe,
    Calendrier,
    Citation,
    Fiche,
    Jalon,
    Montant,
    Objectif,
    Operation,
    Programme,
    Territoire,
)

ENTIERE = Fiche(
    pilote="ARS", financement="ARS : 1 000 €", montants=(Montant(1000.0),), resultats_attendus=("Mieux",),
    calendrier=Calendrier("2025-2028", date(2025, 1, 1), date(2028, 12, 31)),
)  # fmt: skip


def _essai(*actions: Action, **autres: Any) -> Programme:
    depart = Programme(
        "essai", "Essai", "Essai", "cls", date(2025, 1, 1), date(2028, 12, 31), (Axe("1", "Agir"),), (), actions,
        (Territoire("1", "Nord", communes=3), Territoire("2", "Sud", communes=4)),
    )  # fmt: skip
    return replace(depart, **autres)


def _action(code: str, fiche: Fiche = ENTIERE, **champs: Any) -> Action:
    indicateurs = champs.pop("indicateurs", (_indicateur(f"{code}-1", code),))
    return Action(code, f"Action {code}", "1", fiche=fiche, indicateurs_communs=indicateurs, **champs)


def _indicateur(code: str, action: str = "A1", **champs: Any) -> Any:
    return f.indicateur(code, action, **({"famille": "suivi", "unite": "personnes"} | champs))


def _lues(essai: Programme) -> list[tuple[Sujet, tuple[str, ...], str, str]]:
    return [(c.sujet, c.ou, c.constat, c.a_trancher) for c in contradictions(essai)]


def test_les_comptes_annonces() -> None:
    annonces = (
        Annonce("axes", 2, "« deux axes »"), Annonce("operations", 3, "« trois opérations »"),
        Annonce("objectifs", 2, "« deux objectifs »"), Annonce("objectifs_operationnels", 4, "« quatre objectifs »"),
        Annonce("territoires", 6, "« six EPCI »"), Annonce("communes", 8, "« huit communes »"),
        Annonce("actions/1", 5, "« cinq actions »"), Annonce("actions", 1, "« une action »"),
    )  # fmt: skip
    essai = _essai(_action("A1"), annonces=annonces, objectifs=(Objectif("1.1", "Mieux", "1"),))
    vocabulaire = essai.vocabulaire
    a_trancher = "dire lequel fait foi, et ce qui manque ou est de trop"
    assert _lues(essai) == [
        (Sujet.COMPTE, ("document",), f"« deux axes » ; l'arbre compte 1 {vocabulaire.axes}", a_trancher),
        (Sujet.COMPTE, ("document",), f"« trois opérations » ; l'arbre compte 0 {vocabulaire.operations}", a_trancher),
        (Sujet.COMPTE, ("document",), "« deux objectifs » ; l'arbre compte 1 objectifs spécifiques", a_trancher),
        (Sujet.COMPTE, ("document",), "« quatre objectifs » ; l'arbre compte 0 objectifs opérationnels", a_trancher),
        (Sujet.COMPTE, ("document",), "« six EPCI » ; l'arbre compte 2 EPCI", a_trancher),
        (Sujet.COMPTE, ("document",), "« huit communes » ; l'arbre compte 7 communes", a_trancher),
        (Sujet.COMPTE, (f"{vocabulaire.axe} 1",), "« cinq actions » ; l'arbre compte 1 actions", a_trancher),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("fiche", "sujet", "ou", "constat", "a_trancher"),
    [
        (replace(ENTIERE, calendrier=Calendrier()), Sujet.CALENDRIER, "A1", "pas de calendrier",
         "fixer un début et une fin"),
        (replace(ENTIERE, calendrier=Calendrier("au printemps")), Sujet.CALENDRIER, "A1",
         "le calendrier ne donne pas de date de début lisible", "fixer la date de début"),
        (replace(ENTIERE, calendrier=Calendrier("2025", date(2025, 1, 1))), Sujet.CALENDRIER, "A1",
         "le calendrier ne donne pas de date de fin : aucun retard d'achèvement ne pourra être calculé",
         "fixer la date de fin, ou dire que l'action est permanente"),
        (replace(ENTIERE, calendrier=Calendrier("2025-2027", date(2025, 1, 1), date(2027, 12, 31))), Sujet.CALENDRIER,
         "document", "rien n'est daté après 2027, alors que le contrat court jusqu'en 2028",
         "dire ce qui se poursuit jusqu'au terme"),
        (replace(ENTIERE, calendrier=Calendrier("2024-2028", date(2024, 12, 31), date(2028, 12, 31))),
         Sujet.CALENDRIER, "A1", "une date du calendrier précède le début du contrat (01/01/2025)",
         "dire si ce qui est fait avant la signature est compté"),
        (replace(ENTIERE, calendrier=replace(ENTIERE.calendrier, jalons=(Jalon("Bilan", date(2029, 1, 1)),))),
         Sujet.CALENDRIER, "A1", "une date du calendrier dépasse la fin du contrat (31/12/2028)",
         "dire ce qui sera évalué à l'échéance"),
        (replace(ENTIERE, resultats_attendus=()), Sujet.RESULTATS, "A1",
         "pas de résultat attendu : les indicateurs n'ont pas d'objectif à mesurer", "écrire ce qui doit avoir changé"),
        (replace(ENTIERE, financement="", montants=()), Sujet.FINANCEMENT, "A1", "pas de financement",
         "dire qui finance, et combien"),
        (replace(ENTIERE, financement="À définir", montants=()), Sujet.FINANCEMENT, "A1", "financement à définir",
         "dire qui finance, et combien"),
        (replace(ENTIERE, montants=()), Sujet.FINANCEMENT, "A1", "un financeur, mais aucun montant",
         "chiffrer le budget prévu"),
        (replace(ENTIERE, montants=(Montant(25.0, "€/classe"),)), Sujet.FINANCEMENT, "A1",
         "un coût unitaire sans volume : aucun total ne se calcule", "dire combien d'unités sont prévues"),
        (replace(ENTIERE, pilote=""), Sujet.PILOTAGE, "A1", "pas de pilote", "désigner la structure qui rend compte"),
    ],
    ids=range(12),
)  # fmt: skip
def test_ce_qui_manque_a_une_fiche(fiche: Fiche, sujet: Sujet, ou: str, constat: str, a_trancher: str) -> None:
    assert _lues(_essai(_action("A1", fiche))) == [(sujet, (ou,), constat, a_trancher)]


def test_une_meme_faute_est_dite_une_fois_avec_tous_les_codes() -> None:
    muette = replace(ENTIERE, pilote="")
    assert _lues(_essai(_action("A1", muette), _action("A2"), _action("A3", muette))) == [
        (Sujet.PILOTAGE, ("A1", "A3"), "pas de pilote", "désigner la structure qui rend compte")
    ]


def test_le_premier_et_le_dernier_jour_du_contrat_sont_dedans() -> None:
    bornes = (Jalon("Début", date(2025, 1, 1)), Jalon("Fin", date(2028, 12, 31)))
    fiche = replace(ENTIERE, calendrier=replace(ENTIERE.calendrier, jalons=bornes))
    assert _lues(_essai(_action("A1", fiche))) == []


@pytest.mark.parametrize(
    ("indicateurs", "sujet", "codes", "constat", "a_trancher"),
    [
        ([{"famille": "qualitatif"}], Sujet.FAMILLE, "X0", "rangés en qualitatif, ce sont des chiffres",
         "les lire comme des mesures, ou les reclasser"),
        ([{"famille": "quantitatif", "nature": Nature.TEXTE}], Sujet.FAMILLE, "X0",
         "rangés en quantitatif, ce sont des textes ou des jalons", "les lire comme tels, ou en décider une mesure"),
        ([{"famille": "suivi", "libelle": "Repérage (écoles)"}, {"famille": "quantitatif", "libelle": "repérage ."}],
         Sujet.FAMILLE, "X0 X1", "le même libellé est dans deux familles", "choisir une famille"),
        ([{"libelle": "Ateliers Prévu / Réalisé"}], Sujet.PAIRES, "X0", "prévu et réalisé dans un seul libellé",
         "les séparer et les relier par une paire"),
        ([{"libelle": "Ateliers proposés / réalisés", "paire": "P", "role_paire": "prevu"}], Sujet.PAIRES, "X0",
         "le prévu n'est pas renseigné dans le document",
         "le renseigner : il peut tenir lieu de cible au réalisé"),
        ([{"sens": Sens.BAISSE}], Sujet.MESURE, "X0",
         "un compte qui s'additionne d'année en année ne peut pas baisser",
         "suivre la valeur de chaque année (stock), ou une part"),
        ([{"unite": ""}], Sujet.MESURE, "X0", "un chiffre sans unité", "écrire l'unité"),
        ([{"valeur_initiale": Citation(4, "quatre", portee="un autre public")}], Sujet.MESURE, "X0",
         "la valeur de départ citée mesure autre chose que l'indicateur",
         "décider la valeur initiale, le document ne la donne pas"),
    ],
    ids=range(8),
)  # fmt: skip
def test_ce_qui_cloche_dans_un_indicateur(
    indicateurs: list[dict[str, Any]], sujet: Sujet, codes: str, constat: str, a_trancher: str
) -> None:
    lus = tuple(_indicateur(f"X{rang}", **champs) for rang, champs in enumerate(indicateurs))
    trouvees = _lues(_essai(_action("A1", indicateurs=lus)))
    assert trouvees == [(sujet, tuple(codes.split()), constat, a_trancher)]


@pytest.mark.parametrize(
    "champs",
    [
        {"famille": "qualitatif", "clause_ouverte": True},
        {"libelle": "Ateliers prévus"},
        {"libelle": "Prévu et réalisé"},
        {"libelle": "Hommes / femmes"},
        {"paire": "P", "role_paire": "prevu", "cible": Citation(5, "cinq")},
        {"paire": "P", "role_paire": "realise"},
        {"sens": Sens.BAISSE, "cumul": Cumul.STOCK},
        {"unite": "", "nature": Nature.JALON},
        {"valeur_initiale": Citation(4, "quatre")},
    ],
    ids=range(9),
)
def test_ce_qui_ne_cloche_pas(champs: dict[str, Any]) -> None:
    assert _lues(_essai(_action("A1", indicateurs=(_indicateur("X0", **champs),)))) == []


def test_les_libelles_repetes() -> None:
    une = _action("A1", indicateurs=(_indicateur("X1", "A1", libelle="Nombre de jeunes"),))
    deux = _action("A2", indicateurs=(_indicateur("X2", "A2", libelle="Nombre de jeunes"),))
    repetees = (Operation("A1.1", "Évaluer", ENTIERE), Operation("A1.2", "Évaluer", ENTIERE))
    assert _lues(_essai(replace(une, operations=repetees), deux)) == [
        (Sujet.DOUBLONS, ("X1", "X2"), "« Nombre de jeunes » est écrit à l'identique",
         "compter une fois et rattacher, ou compter à part"),
        (Sujet.DOUBLONS, ("A1.1", "A1.2"), "l'intitulé « Évaluer » est le même", "dire laquelle en rend compte"),
    ]  # fmt: skip


def test_une_action_sans_indicateur_de_resultat() -> None:
    avec = _action("A2", indicateurs=(_indicateur("X2", "A2", famille="resultat"),))
    assert _lues(_essai(_action("A1"), avec)) == [
        (Sujet.RESULTATS, ("A1",), "aucun indicateur de résultat", "en ajouter un, ou le dire sans objet")
    ]
