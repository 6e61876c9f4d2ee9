"""Réunir plusieurs lectures : l'ordre ne change pas ce qui est retenu, et rien ne gagne en silence."""

from __future__ import annotations

from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from evaltools.domaine.collecte import Collecte
from evaltools.domaine.finances import LigneFinanciere
from evaltools.domaine.fusion import annuler, est_vide, fusionner, resumer
from evaltools.domaine.lexique import EtatValeur, Qualite
from evaltools.domaine.mesures import Observation


def lue(valeur: float | None = None, etat: EtatValeur | None = None, **autres: object) -> Observation:
    deduit = EtatValeur.NON_RENSEIGNE if valeur is None else EtatValeur.RENSEIGNE
    return Observation("p", "a", "i", "ensemble", "2026", etat or deduit, valeur=valeur, **autres)  # type: ignore[arg-type]


def test_vide_et_rempli() -> None:
    assert est_vide(lue())
    assert not est_vide(lue(0))
    assert not est_vide(lue(etat=EtatValeur.SANS_OBJET))
    assert [o.valeur for o in fusionner([lue(), lue(4), lue()]).observations] == [4]


def test_repetition_et_conflit() -> None:
    fusion = fusionner([lue(4), lue(4)])
    assert (len(fusion.repetitions), fusion.conflits) == (1, ())
    fusion = fusionner([lue(4), lue(etat=EtatValeur.SANS_OBJET)])
    assert fusion.observations == (annuler(lue(4)),)
    assert len(fusion.conflits) == 1


def test_une_qualite_differente_est_un_conflit() -> None:
    assert fusionner([lue(4), lue(4, qualite=Qualite.ESTIME)]).conflits


def test_aucun_commentaire_n_est_perdu() -> None:
    (reunie,) = fusionner([lue(4, commentaire="un"), lue(commentaire="deux"), lue(4, commentaire="un")]).observations
    assert reunie.commentaire == "un · deux"


def test_trois_lignes_dont_deux_d_accord_restent_un_conflit() -> None:
    for ordre in permutations([lue(3), lue(4), lue(3)]):
        fusion = fusionner(ordre)
        assert fusion.observations[0].valeur is None
        assert len(fusion.conflits) == 1


@given(st.lists(st.sampled_from([None, 1.0, 2.0]), min_size=1, max_size=6), st.randoms())
def test_l_ordre_ne_change_pas_ce_qui_est_retenu(valeurs: list[float | None], hasard: object) -> None:
    lignes = [lue(v) for v in valeurs]
    melange = list(lignes)
    hasard.shuffle(melange)  # type: ignore[attr-defined]
    un, deux = fusionner(lignes), fusionner(melange)
    assert [o.valeur for o in un.observations] == [o.valeur for o in deux.observations]
    distinctes = {v for v in valeurs if v is not None}
    assert bool(un.conflits) == (len(distinctes) > 1)
    assert un.observations[0].valeur == (distinctes.pop() if len(distinctes) == 1 else None)


def test_resumer() -> None:
    assert resumer(lue(1234.5)) == "1\u202f234,5"
    assert resumer(lue(etat=EtatValeur.RENSEIGNE, numerateur=3.0, denominateur=4.0)) == "3 sur 4"
    assert resumer(lue(1.0, texte="oui")) == "oui"
    assert resumer(lue(etat=EtatValeur.ENQUETE_NON_REALISEE)) == "enquête non réalisée"


def test_collecte_vierge() -> None:
    assert Collecte((lue(),)).est_vierge
    assert not Collecte((lue(0),)).est_vierge
    assert not Collecte((lue(commentaire="x"),)).est_vierge
    assert not (Collecte() + Collecte(finances=(LigneFinanciere("a", 2026, "ARS"),))).est_vierge
