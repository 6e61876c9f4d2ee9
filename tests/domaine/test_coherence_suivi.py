"""Les contrôles du domaine sur l'avancement, le financement et les enquêtes."""

from __future__ import annotations

from datetime import date

import pytest

from evaltools.domaine.avancement import Avancement
from evaltools.domaine.coherence_suivi import (
    douter_de_l_avancement,
    douter_de_l_enquete,
    douter_de_l_ensemble,
    douter_du_financement,
)
from evaltools.domaine.enquetes import Enquete
from evaltools.domaine.finances import LigneFinanciere
from evaltools.domaine.lexique import EtatAction

A_VENIR, NON_DEMARREE, EN_COURS = EtatAction.A_VENIR, EtatAction.NON_DEMARREE, EtatAction.EN_COURS
REALISEE, PARTIELLE = EtatAction.REALISEE, EtatAction.REALISEE_PARTIELLEMENT
REPORTEE, SUSPENDUE, ARRETEE = EtatAction.REPORTEE, EtatAction.SUSPENDUE, EtatAction.ARRETEE
MARS, MAI = date(2026, 3, 1), date(2026, 5, 2)


def avancement(etat: EtatAction | None = None, objet: str = "A1", **autres: object) -> Avancement:
    return Avancement("A1", objet, 2026, etat, **autres)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("declare", "codes"),
    [
        (avancement(), []),
        (avancement(A_VENIR), []),
        (avancement(NON_DEMARREE), []),
        (avancement(EN_COURS, debut_reel=MARS), []),
        (avancement(REALISEE), ["ACT-06"]),
        (avancement(REALISEE, fin_reelle=MAI), []),
        (avancement(PARTIELLE), ["ACT-06"]),
        (avancement(REPORTEE), ["ACT-03", "ACT-04"]),
        (avancement(REPORTEE, fin_revisee=MAI), ["ACT-04"]),
        (avancement(REPORTEE, motif="Poste vacant"), ["ACT-03"]),
        (avancement(REPORTEE, fin_revisee=MAI, motif="Poste vacant"), []),
        (avancement(SUSPENDUE), ["ACT-04"]),
        (avancement(SUSPENDUE, motif="Travaux"), []),
        (avancement(ARRETEE), ["ACT-05"]),
        (avancement(ARRETEE, decision="COPIL du 3 juin"), []),
        (avancement(EN_COURS, fin_reelle=MAI), ["ACT-12"]),
        (avancement(REALISEE, debut_reel=MAI, fin_reelle=MARS), ["ACT-07"]),
        (avancement(EN_COURS, debut_reel=MAI, fin_revisee=MARS), ["ACT-07"]),
        (avancement(REALISEE, debut_reel=MAI, fin_reelle=MAI), []),
        (avancement(None, debut_reel=MAI, fin_prevue=MARS), []),
    ],
    ids=range(20),
)
def test_ce_que_chaque_etat_exige(declare: Avancement, codes: list[str]) -> None:
    assert [d.code for d in douter_de_l_avancement(declare, "mot")] == codes


def test_le_doute_porte_la_colonne_et_les_mots() -> None:
    (doute,) = douter_de_l_avancement(avancement(EN_COURS, "A1.2", fin_reelle=MAI), "en cours")
    assert (doute.champ, doute.bloque) == ("fin_reelle", False)
    assert doute.details == {"objet": "A1.2", "etat": "en cours", "date": "02/05/2026"}


@pytest.mark.parametrize(
    ("lignes", "codes"),
    [
        ([], ["ACT-11"]),
        ([avancement()], ["ACT-11"]),
        ([avancement(objet="A1.1", etat=EN_COURS)], ["ACT-11"]),
        ([avancement(EN_COURS)], []),
        ([avancement(REALISEE)], []),
        ([avancement(REALISEE), avancement(EN_COURS, "A1.1")], ["ACT-10"]),
        ([avancement(REALISEE), avancement(None, "A1.1")], ["ACT-10"]),
        ([avancement(REALISEE), avancement(EN_COURS, "A1.1"), avancement(PARTIELLE, "A1.2")], []),
        ([avancement(PARTIELLE), avancement(EN_COURS, "A1.1")], []),
    ],
    ids=range(9),
)
def test_l_action_et_ses_operations(lignes: list[Avancement], codes: list[str]) -> None:
    assert [d.code for d in douter_de_l_ensemble("A1", lignes)] == codes


@pytest.mark.parametrize(
    ("engage", "paye", "codes"),
    [(None, None, []), (10.0, None, []), (None, 10.0, []), (10.0, 10.0, []), (10.0, 12.0, ["VAL-53"])],
    ids=range(5),
)
def test_on_ne_paie_pas_plus_qu_on_n_engage(engage: float | None, paye: float | None, codes: list[str]) -> None:
    ligne = LigneFinanciere("A1", 2026, "ARS", engage_eur=engage, paye_eur=paye)
    assert [d.code for d in douter_du_financement(ligne)] == codes


@pytest.mark.parametrize(
    ("realisee", "sollicites", "repondants", "satisfaits", "codes"),
    [
        (None, None, None, None, []),
        (True, 80.0, 20.0, 15.0, []),
        (True, 80.0, 80.0, 80.0, []),
        (True, 20.0, 80.0, None, ["VAL-48"]),
        (True, None, 20.0, 25.0, ["VAL-48"]),
        (True, 20.0, None, 25.0, ["VAL-48"]),
        (True, 10.0, 20.0, 30.0, ["VAL-48", "VAL-48"]),
        (False, 80.0, None, None, ["VAL-49"]),
        (False, 0.0, 0.0, 0.0, []),
        (False, None, None, None, []),
        (None, 80.0, 20.0, None, []),
    ],
    ids=range(11),
)
def test_les_effectifs_d_une_enquete_s_emboitent(
    realisee: bool | None,
    sollicites: float | None,
    repondants: float | None,
    satisfaits: float | None,
    codes: list[str],
) -> None:
    enquete = Enquete(
        "A1", "A1-R1", "ensemble", "2026", realisee, None, sollicites, repondants, satisfaits
    )  # fmt: skip
    assert [d.code for d in douter_de_l_enquete(enquete)] == codes


@pytest.mark.parametrize(
    ("sollicites", "repondants", "attendu"),
    [(80.0, 20.0, 0.25), (0.0, 0.0, None), (None, 20.0, None), (80.0, None, None), (80.0, 0.0, 0.0)],
    ids=range(5),
)
def test_taux_de_reponse(sollicites: float | None, repondants: float | None, attendu: float | None) -> None:
    enquete = Enquete("A1", "A1-R1", "ensemble", "2026", sollicites=sollicites, repondants=repondants)
    assert enquete.taux_de_reponse == attendu
