"""Quoi que les pilotes remettent, l'édition publique se calcule, et la vérification la laisse paraître (R-95)."""

from __future__ import annotations

from datetime import date
from typing import Any

import fabrique_methode as f
from hypothesis import given, settings
from hypothesis import strategies as st

from evaltools.domaine.bareme import Bareme
from evaltools.domaine.cadrage import Cadrage
from evaltools.domaine.collecte import Collecte
from evaltools.domaine.enquetes import Enquete
from evaltools.domaine.evaluation import evaluer
from evaltools.domaine.lexique import ENSEMBLE, EtatValeur, Qualite
from evaltools.domaine.mesures import Observation
from evaltools.domaine.secret_verification import Publication, verifier

JEUNES = {"unite": "jeunes", "maille": "epci", "agregation": "somme"}
TAUX = {"nature": "taux", "cumul": "ratio", "unite": "%", "maille": "epci", "agregation": "ratio_cumule"}
ESSAI = f.programme({"A1": {"indicateurs": {
    "F": JEUNES, "D": {**JEUNES, "libelle": "dont filles"}, "S": {**JEUNES, "cumul": "stock"}, "E": {"unite": "jeunes"},
    "M": {**JEUNES, "agregation": "maximum"}, "Z": {**JEUNES, "sensible": True}, "T": TAUX,
}}}, epci=3)  # fmt: skip
TERRITOIRES = (*f.SIRENS[:3], ENSEMBLE)
PERIODES = ("2024", "2025", "2024-S1", "2024-S2", "2025-S1", "2025-T3", "2025-T4", "2024/2025", "été")
ETATS = [EtatValeur.RENSEIGNE] * 4 + [EtatValeur.NON_DISPONIBLE, EtatValeur.SANS_OBJET]
NOMBRES = st.none() | st.integers(0, 30).map(float)


@st.composite
def observations(draw: st.DrawFn) -> Observation:
    """Doublons, trous, totaux faux, taux sans effectif, zéros, semestres sans année."""
    etat = draw(st.sampled_from(ETATS))
    vides = (None, None, None)
    nombres = (draw(NOMBRES), draw(NOMBRES), draw(NOMBRES)) if etat is EtatValeur.RENSEIGNE else vides
    code, siren = draw(st.sampled_from("FDSEMZT")), draw(st.sampled_from(TERRITOIRES))
    qualite = draw(st.sampled_from([None, None, Qualite.SECRET]))
    return Observation(
        "essai", "A1", code, siren, draw(st.sampled_from(PERIODES)), etat, None, *nombres, qualite=qualite
    )


@st.composite
def enquetes(draw: st.DrawFn) -> Enquete:
    ou = draw(st.sampled_from("TE")), draw(st.sampled_from(TERRITOIRES)), draw(st.sampled_from(PERIODES))
    return Enquete("A1", *ou, True, None, *(draw(NOMBRES) for _ in range(4)))


DEPARTS = st.dictionaries(
    st.tuples(st.sampled_from("FSZ"), st.sampled_from(TERRITOIRES)), st.integers(0, 30).map(float)
)


@settings(max_examples=300)
@given(st.lists(observations(), max_size=25), st.lists(enquetes(), max_size=6), DEPARTS)
def test_quoi_qu_on_recueille_l_edition_peut_paraitre(
    recueillies: list[Observation], sondees: list[Enquete], departs: dict[tuple[str, str], float]
) -> None:
    cadres = {cle: f.cadre(*cle, unite="jeunes", agregation="somme", valeur_initiale=v) for cle, v in departs.items()}
    cadrage, collecte = Cadrage(cadres), Collecte(tuple(recueillies), enquetes=tuple(sondees))
    reglages: dict[str, Any] = {"bareme": Bareme(), "diffusion": "publique"}
    for annee in (2024, 2025):
        edition = evaluer(ESSAI, cadrage, collecte, annee, arrete_le=date(annee, 12, 31), **reglages)
        assert verifier(Publication(edition, cadrage, collecte)) == ()
