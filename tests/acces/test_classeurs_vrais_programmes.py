"""Les classeurs des deux vrais programmes : tous s'écrivent, et un classeur vierge se relit sans une seule faute."""

from __future__ import annotations

from pathlib import Path

import pytest
from fabrique_classeurs import les_codes

from evaltools.acces import programmes
from evaltools.acces.classeurs_ecriture import ecrire, nom_de_fichier
from evaltools.acces.classeurs_lecture import lire
from evaltools.domaine.attendus import lignes_attendues
from evaltools.domaine.fusion import est_vide
from evaltools.domaine.programme import Programme

INPUTS = Path(__file__).resolve().parents[2] / "inputs"
ANNEES = {"cls-avesnois": 2025, "sante-artois-douaisis": 2026}


def programme(code: str) -> Programme:
    lu, _ = programmes.lire(INPUTS / code)
    assert lu is not None
    return lu


@pytest.mark.parametrize("code", ANNEES)
def test_chaque_action_s_ecrit_et_se_relit(tmp_path: Path, code: str) -> None:
    vrai, annee = programme(code), ANNEES[code]
    noms = [nom_de_fichier(a.code) for a in vrai.actions]
    assert len({n.casefold() for n in noms}) == len(vrai.actions)
    for action, nom in zip(vrai.actions, noms, strict=True):
        lu = lire(ecrire(tmp_path / nom, vrai, action.code, annee), vrai, annee)
        assert (lu.action, lu.annee, lu.gardees) == (action.code, annee, ())
        assert les_codes(lu.anomalies) == ["ACT-11", "FIC-30"], lu.anomalies
        assert [(o.indicateur, o.siren, o.periode) for o in lu.collecte.observations] == [
            ligne.cle for ligne in lignes_attendues(vrai, action.code, annee)
        ]
        assert all(est_vide(o) for o in lu.collecte.observations)
        assert [a.objet for a in lu.collecte.avancements] == [action.code, *(o.code for o in action.operations)]


@pytest.mark.parametrize("code", ANNEES)
def test_tout_indicateur_est_demande_une_fois_par_territoire(code: str) -> None:
    vrai, annee = programme(code), ANNEES[code]
    demandes = [ligne for a in vrai.actions for ligne in lignes_attendues(vrai, a.code, annee)]
    assert len({ligne.cle for ligne in demandes}) == len(demandes)
    assert {ligne.indicateur.code for ligne in demandes} == {i.code for i in vrai.indicateurs if not i.clause_ouverte}
