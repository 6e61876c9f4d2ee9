"""Deux versions d'un référentiel : 3 modifiés, 1 retiré, 2 nouveaux, comptés et nommés."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import fabrique_methode as f

from evaltools.domaine.lexique import Sens
from evaltools.domaine.programme import Action, Calendrier, Fiche, Indicateur, Montant, Programme
from evaltools.domaine.versions import Champ, Changement, comparer, compter

V1 = f.programme({"A1": {"indicateurs": {c: {"libelle": f"Nombre de {c}"} for c in ("A", "B", "C", "D", "E")}}}, epci=2)


def _avec(programme: Programme, *indicateurs: Indicateur) -> Programme:
    (action,) = programme.actions
    return replace(programme, actions=(replace(action, operations=(), indicateurs_communs=indicateurs),))


def _indicateurs() -> dict[str, Indicateur]:
    return {i.code: i for i in V1.indicateurs}


def test_trois_modifies_un_retire_deux_nouveaux() -> None:
    a, b, c, d, e = _indicateurs().values()
    v2 = _avec(
        V1,
        replace(a, unite="séances"),
        replace(b, sens=Sens.BAISSE, source="registre"),
        replace(c, libelle="Part de C"),
        e,
        replace(a, code="F", libelle="Nombre de F"),
        replace(a, code="G", libelle="Nombre de G"),
    )
    ecarts = comparer(_avec(V1, a, b, c, d, e), v2)
    assert compter(ecarts, "indicateur") == {
        Changement.MODIFIE: 3, Changement.RENUMEROTE: 0, Changement.RETIRE: 1, Changement.NOUVEAU: 2
    }  # fmt: skip
    assert [(x.changement.value, x.code) for x in ecarts] == [
        ("modifié", "A"), ("modifié", "B"), ("modifié", "C"), ("nouveau", "F"), ("nouveau", "G"), ("retiré", "D")
    ]  # fmt: skip
    assert ecarts[0].champs == (Champ("unite", a.unite, "séances"),)
    assert [c.nom for c in ecarts[1].champs] == ["sens", "source"]
    assert ecarts[1].champs[1] == Champ("source", "", "registre")


def test_un_code_change_avec_le_meme_libelle_est_renumerote() -> None:
    (a, *_) = _indicateurs().values()
    (ecart,) = comparer(_avec(V1, a), _avec(V1, replace(a, code="A1-01", libelle=f" {a.libelle.upper()} ")))
    assert (ecart.changement, ecart.code) == (Changement.RENUMEROTE, "A1-01")
    assert ecart.champs[0] == Champ("code", "A", "A1-01")


def test_des_homonymes_sont_tous_comptes() -> None:
    (a, *_) = _indicateurs().values()
    trois = [replace(a, code=c) for c in ("X", "Y", "Z")]
    assert compter(comparer(_avec(V1, *trois), _avec(V1)), "indicateur")[Changement.RETIRE] == 3
    deux = [replace(a, code=c) for c in ("U", "V")]
    comptes = compter(comparer(_avec(V1, *trois), _avec(V1, *deux)), "indicateur")
    assert (comptes[Changement.RENUMEROTE], comptes[Changement.RETIRE], comptes[Changement.NOUVEAU]) == (2, 1, 0)


def test_le_meme_libelle_dans_une_autre_action_est_nouveau() -> None:
    (a, *_) = _indicateurs().values()
    comptes = compter(comparer(_avec(V1, a), _avec(V1, replace(a, code="B9", action="B9"))), "indicateur")
    assert (comptes[Changement.NOUVEAU], comptes[Changement.RETIRE]) == (1, 1)


def test_un_referentiel_ne_differe_pas_de_lui_meme() -> None:
    assert comparer(V1, V1) == ()


def test_une_fiche_modifiee_dit_quel_champ() -> None:
    (action,) = V1.actions
    apres: Action = replace(action, intitule="Autre titre", fiche=replace(action.fiche or Fiche(), pilote="EPCI"))
    (ecart,) = comparer(V1, replace(V1, actions=(apres,)))
    assert (ecart.objet, ecart.changement, ecart.code) == ("action", Changement.MODIFIE, "A1")
    assert [c.nom for c in ecart.champs] == ["intitule", "pilote"]


def test_une_date_de_calendrier_changee_est_vue() -> None:
    (action,) = V1.actions
    fiche = replace(action.fiche, calendrier=Calendrier("2026", fin=date(2026, 12, 31)), montants=(Montant(2500.0),))
    autre = replace(fiche, calendrier=Calendrier("2026", fin=date(2027, 6, 30)), montants=(Montant(2600.5),))
    avant, apres = (replace(V1, actions=(replace(action, fiche=x),)) for x in (fiche, autre))
    (ecart,) = comparer(avant, apres)
    assert ecart.champs == (
        Champ("montants", "montant_eur 2\u202f500, unite €", "montant_eur 2\u202f600,5, unite €"),
        Champ("calendrier.fin", "2026-12-31", "2027-06-30"),
    )
