"""Le niveau d'un critère et le devenir d'une action se lisent dans le texte de l'évaluateur, ou ne se disent pas."""

from __future__ import annotations

import pytest

from evaltools.domaine.jugements_de_valeur import (
    QUESTIONS,
    REGLES_DES_NIVEAUX,
    Critere,
    Devenir,
    NiveauDeCritere,
    devenirs_de,
    niveau_de,
)

N, D = NiveauDeCritere, Devenir


@pytest.mark.parametrize(
    ("corps", "attendu"),
    [
        ("Niveau : fort", N.FORT),
        ("Des constats.\n\nniveau: Plutôt fort.\n", N.PLUTOT_FORT),
        ("**Niveau** : partiel", N.PARTIEL),
        ("- Niveau : faible", N.FAIBLE),
        ("Niveau : non jugé", N.NON_JUGE),
        ("Niveau : plutot fort", N.PLUTOT_FORT),
        ("Niveau : 3", None),
        ("Niveau : excellent", None),
        ("Le niveau d'engagement est fort", None),
        ("", None),
    ],
)
def test_le_niveau_est_ecrit_ou_n_est_pas(corps: str, attendu: NiveauDeCritere | None) -> None:
    assert niveau_de(corps) is attendu


def test_chaque_critere_a_sa_question_et_chaque_niveau_sa_regle() -> None:
    assert list(QUESTIONS) == list(Critere)
    assert len(Critere) == 6
    assert list(REGLES_DES_NIVEAUX) == list(NiveauDeCritere)
    assert [c.partie for c in Critere] == [
        "pertinence",
        "coherence",
        "efficacite",
        "efficience",
        "impact",
        "durabilite",
    ]


def test_une_ligne_par_action() -> None:
    corps = """Voici nos propositions.

- FA 1.1 : reconduire, la demande reste forte
- **FA 1.2** : Étendre à tout le territoire
* fa 2.1 : arreter
FA 2.2 : transférer
- FA 9.9 : adapter
- FA 2.3 : à revoir
"""
    lus = devenirs_de(corps, ["FA 1.1", "FA 1.2", "FA 2.1", "FA 2.2", "FA 2.3"])
    assert [(d.action, d.devenir, d.raison) for d in lus] == [
        ("FA 1.1", D.RECONDUIRE, "la demande reste forte"),
        ("FA 1.2", D.ETENDRE, "à tout le territoire"),
        ("FA 2.1", D.ARRETER, ""),
        ("FA 2.2", D.TRANSFERER, ""),
    ]


def test_un_code_n_en_est_pas_un_autre() -> None:
    assert [d.action for d in devenirs_de("FA 1.1 : adapter", ["FA 11", "FA 1.1"])] == ["FA 1.1"]


def test_le_dernier_devenir_ecrit_l_emporte() -> None:
    (lu,) = devenirs_de("A1 : adapter\n\nA1 : arrêter, faute de pilote", ["A1"])
    assert (lu.devenir, lu.raison) == (D.ARRETER, "faute de pilote")


def test_un_texte_sans_devenir_n_en_donne_pas() -> None:
    assert devenirs_de("Tout va bien : rien à dire.", ["A1"]) == ()
