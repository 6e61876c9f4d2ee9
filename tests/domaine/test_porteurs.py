"""Qui porte quoi : les porteurs des fiches, ceux qu'on déclare à part, et ce qui revient à chacun."""

from __future__ import annotations

from dataclasses import replace

import pytest
from fabrique import programme_essai

from evaltools.domaine.attendus import lignes_attendues
from evaltools.domaine.porteurs import (
    SANS_PORTEUR,
    Porteur,
    attribuer,
    portee_d_un_porteur,
    portee_d_une_action,
    porteur_de,
    porteurs,
)

PROGRAMME = programme_essai()
PARTAGE = attribuer(PROGRAMME, {"FA 1.1.2": "CPAM du Val", "FA 2.1": "CPAM  du val"})


def test_le_porteur_de_l_action_est_celui_de_ses_operations_a_defaut() -> None:
    assert porteurs(PROGRAMME) == (
        Porteur("Centre social", "centre-social", ("FA 1.1", "FA 1.1.1", "FA 1.1.2")),
        Porteur(SANS_PORTEUR, "sans-porteur-designe", ("FA 2.1", "FA 2.1.1")),
    )


def test_une_action_declaree_emporte_ses_operations_et_les_noms_se_rejoignent() -> None:
    assert porteurs(PARTAGE) == (
        Porteur("Centre social", "centre-social", ("FA 1.1", "FA 1.1.1")),
        Porteur("CPAM du Val", "cpam-du-val", ("FA 1.1.2", "FA 2.1", "FA 2.1.1")),
    )
    assert porteur_de(PARTAGE, "FA 2.1.1").nom == "CPAM du Val"
    with pytest.raises(KeyError):
        porteur_de(PARTAGE, "FA 9")


def test_l_action_revient_au_porteur_unique_de_ses_operations() -> None:
    sans = attribuer(PROGRAMME, {"FA 2.1.1": "Mission locale"})
    assert porteur_de(sans, "FA 2.1").nom == "Mission locale"


def test_une_action_a_plusieurs_porteurs_sans_chef_n_est_a_personne() -> None:
    action = replace(PROGRAMME.actions[0], fiche=replace(PROGRAMME.actions[0].fiche, pilote=""))
    orphelin = attribuer(replace(PROGRAMME, actions=(action,)), {"FA 1.1.1": "A", "FA 1.1.2": "B"})
    assert [(p.nom, p.objets) for p in porteurs(orphelin)] == [
        ("A", ("FA 1.1.1",)),
        ("B", ("FA 1.1.2",)),
        (SANS_PORTEUR, ("FA 1.1",)),
    ]


def test_deux_noms_trop_longs_gardent_deux_codes() -> None:
    long = "Association départementale pour la promotion de la santé mentale de "
    deux = attribuer(PROGRAMME, {"FA 1.1": long + "Douai", "FA 2.1": long + "Lens"})
    codes = [p.code for p in porteurs(deux)]
    assert len(set(codes)) == 2
    assert codes[1] == f"{codes[0]}-2"


@pytest.mark.parametrize("programme", [PROGRAMME, PARTAGE])
def test_chaque_ligne_est_a_un_porteur_et_un_seul(programme: type(PROGRAMME)) -> None:  # type: ignore[valid-type]
    portees = [portee_d_un_porteur(programme, p) for p in porteurs(programme)]
    lignes = [ligne.cle for portee in portees for ligne in portee.lignes(2026)]
    attendues = [ligne.cle for a in programme.actions for ligne in lignes_attendues(programme, a.code, 2026)]
    assert sorted(lignes) == sorted(attendues)
    objets = [(a.code, o and o.code) for portee in portees for a, o in portee.objets]
    assert len(objets) == len(set(objets)) == 5


def test_la_portee_d_un_porteur_est_reduite_a_ses_operations() -> None:
    portee = portee_d_un_porteur(PARTAGE, porteurs(PARTAGE)[1])
    assert portee.codes == ("FA 1.1", "FA 2.1")
    assert portee.entieres == {"FA 2.1"}
    assert [o.code for a in portee.actions for o in a.operations] == ["FA 1.1.2", "FA 2.1.1"]
    assert portee.designation == "porteur CPAM du Val"
    assert {i.operation for i in portee.indicateurs} == {"FA 1.1.2", "FA 2.1.1", None}


def test_la_portee_d_une_action_est_toute_l_action() -> None:
    portee = portee_d_une_action(PROGRAMME, "FA 1.1")
    assert (portee.designation, portee.porteur, portee.codes) == ("action FA 1.1", None, ("FA 1.1",))
    assert portee.actions == (PROGRAMME.action("FA 1.1"),)
    with pytest.raises(KeyError):
        portee_d_une_action(PROGRAMME, "FA 9")
