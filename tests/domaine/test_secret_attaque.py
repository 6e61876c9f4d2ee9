"""Un lecteur qui résout tout ce que l'édition publique montre ne retrouve aucun nombre masqué (règles R-95 et R-96)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from math import inf

import attaque
import fabrique_methode as f
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evaltools.domaine.evaluation import Evaluation
from evaltools.domaine.lexique import ENSEMBLE
from evaltools.domaine.mesures import Observation

pytestmark = pytest.mark.lent

EFFECTIFS = st.one_of(st.just(0), st.integers(1, 10), st.integers(1, 10), st.integers(11, 40), st.integers(41, 300))


@st.composite
def tableaux(
    draw: st.DrawFn, epci: int, annees: int, operations: int = 0, semestres: bool = False, sensible: bool = False
) -> tuple[attaque.Lecteur, list[Observation]]:
    """Des effectifs au hasard par opération, EPCI et période, avec tous leurs totaux."""
    codes = [f"O{n}" for n in range(draw(st.sampled_from([0, operations])))]
    essai = attaque.programme(draw(st.integers(2, epci)), codes, sensible=sensible)
    derniere = attaque.DEBUT + draw(st.integers(1, annees)) - 1
    parties = ["-S1", "-S2"] if semestres else [""]
    base = {
        (code, t.siren, f"{annee}{partie}"): float(draw(EFFECTIFS))
        for code in codes or ["T"]
        for t in essai.territoires
        for annee in range(attaque.DEBUT, derniere + 1)
        for partie in parties
    }
    lecteur = attaque.Lecteur(essai, base, codes, plancher=0 if sensible else 1, sensible=sensible)
    observations = [f.observation(code, periode, v, siren) for (code, siren, periode), v in base.items()]
    if codes:
        ici = sorted({(siren, periode) for _, siren, periode in base})
        totaux = {(s, p): sum(base[code, s, p] for code in codes) for s, p in ici}
        observations += [f.observation("T", p, v, s) for (s, p), v in totaux.items()]
    if semestres and draw(st.booleans()):
        entieres = sorted({(code, siren, periode[:4]) for code, siren, periode in base})
        annuels = {(c, s, an): base[c, s, f"{an}-S1"] + base[c, s, f"{an}-S2"] for c, s, an in entieres}
        observations += [f.observation(c, annee, v, s) for (c, s, annee), v in annuels.items()]
    return lecteur, observations


def _annees(observations: Sequence[Observation]) -> list[int]:
    return sorted({int(o.periode[:4]) for o in observations})


def _lire_toutes(lecteur: attaque.Lecteur, observations: Sequence[Observation]) -> list[Evaluation]:
    editions = [attaque.edition(lecteur.programme, observations, annee) for annee in _annees(observations)]
    for edition in editions:
        lecteur.lire(edition)
    return editions


@settings(max_examples=150)
@given(tableaux(epci=4, annees=3))
def test_rien_ne_se_retrouve_d_une_annee_et_d_une_edition_a_l_autre(
    tableau: tuple[attaque.Lecteur, list[Observation]],
) -> None:
    lecteur, observations = tableau
    _lire_toutes(lecteur, observations)
    assert lecteur.trouvees(_annees(observations)) == []


@settings(max_examples=100)
@given(tableaux(epci=3, annees=2, operations=2))
def test_rien_ne_se_retrouve_entre_les_operations_et_leur_total(
    tableau: tuple[attaque.Lecteur, list[Observation]],
) -> None:
    lecteur, observations = tableau
    _lire_toutes(lecteur, observations)
    assert lecteur.trouvees(_annees(observations)) == []


@settings(max_examples=100)
@given(tableaux(epci=3, annees=2, semestres=True))
def test_rien_ne_se_retrouve_d_un_semestre_a_l_autre(tableau: tuple[attaque.Lecteur, list[Observation]]) -> None:
    lecteur, observations = tableau
    for annee in _annees(observations):
        for jour in (date(annee, 6, 30), date(annee, 12, 31)):
            connues = [o for o in observations if o.periode[:4] < str(annee) or jour.month == 12 or "S1" in o.periode]
            lecteur.lire(attaque.edition(lecteur.programme, connues, annee, jour))
    assert lecteur.trouvees(_annees(observations)) == []


@pytest.mark.lent
@settings(max_examples=60)
@given(tableaux(epci=12, annees=4, operations=3))
def test_rien_ne_se_retrouve_dans_de_grands_tableaux(tableau: tuple[attaque.Lecteur, list[Observation]]) -> None:
    lecteur, observations = tableau
    _lire_toutes(lecteur, observations)
    assert lecteur.trouvees(_annees(observations)) == []


@settings(max_examples=100)
@given(tableaux(epci=3, annees=3, operations=2, sensible=True))
def test_rien_ne_se_retrouve_d_un_indicateur_sensible_ou_un_zero_se_masque(
    tableau: tuple[attaque.Lecteur, list[Observation]],
) -> None:
    lecteur, observations = tableau
    _lire_toutes(lecteur, observations)
    assert lecteur.trouvees(_annees(observations)) == []


@settings(max_examples=60)
@given(tableaux(epci=3, annees=2, operations=2, semestres=True, sensible=True) | tableaux(4, 2, 3, semestres=True))
def test_rien_ne_se_retrouve_quand_tous_les_totaux_se_recoupent(
    tableau: tuple[attaque.Lecteur, list[Observation]],
) -> None:
    """EPCI, ensemble, semestres, années, cumuls et opérations à la fois."""
    lecteur, observations = tableau
    _lire_toutes(lecteur, observations)
    assert lecteur.trouvees(_annees(observations)) == []


@settings(max_examples=80)
@given(tableaux(epci=4, annees=3, operations=2))
def test_ce_qui_a_paru_parait_encore(tableau: tuple[attaque.Lecteur, list[Observation]]) -> None:
    lecteur, observations = tableau
    precedente: dict[tuple[str, str, str], float | None] = {}
    for edition in _lire_toutes(lecteur, observations):
        montrees = {(o.indicateur, o.siren, o.periode): o.valeur for o in edition.observations}
        assert {cle: montrees[cle] for cle in precedente} == precedente
        precedente = montrees


@settings(max_examples=80)
@given(st.data())
def test_ni_les_numerateurs_ni_les_complements_d_un_taux_ne_se_retrouvent(data: st.DataObject) -> None:
    essai = attaque.programme(
        data.draw(st.integers(2, 4)), nature="taux", cumul="ratio", agregation="ratio_cumule", unite="%"
    )
    annees = [attaque.DEBUT, attaque.DEBUT + 1]
    cles = [("T", t.siren, str(an)) for t in essai.territoires for an in annees]
    bases = {sorte: {cle: float(data.draw(EFFECTIFS)) for cle in cles} for sorte in ("n", "c")}
    bases["c"] |= {cle: 12.0 for cle in cles if bases["n"][cle] == bases["c"][cle] == 0}
    observations = [
        f.observation("T", p, [bases["n"]["T", s, p], bases["n"]["T", s, p] + bases["c"]["T", s, p]], s)
        for _, s, p in cles
    ]
    editions = [attaque.edition(essai, observations, annee) for annee in annees]
    for sorte in ("n", "c"):
        lecteur = attaque.Lecteur(essai, bases[sorte], plancher=0)
        for edition in editions:
            lecteur.lire(edition, sorte)
        montrees = {somme for somme in lecteur.su if len({p for _, _, p in somme}) == 1}
        territoires = (*(t.siren for t in essai.territoires), ENSEMBLE)
        absentes = {lecteur.somme("T", siren, [annee]) for siren in territoires for annee in annees}
        bornes = [lecteur.bornes(somme) for somme in absentes - montrees]
        assert [b for b in bornes if b[1] - b[0] < 10] == []


def test_le_lecteur_sait_soustraire() -> None:
    """Sans masque secondaire, il retrouve la case de huit : c'est bien un lecteur qui cherche."""
    essai, (a, b) = attaque.programme(2), attaque.sirens(2)
    base = {("T", a, "2024"): 8.0, ("T", b, "2024"): 20.0}
    lecteur = attaque.Lecteur(essai, base)
    huit = frozenset({("T", a, "2024")})
    assert lecteur.bornes(huit) == (1, inf)
    lecteur.su[frozenset(base)] = 28.0
    assert lecteur.bornes(huit) == (1, 27)
    assert lecteur.trouvees([2024]) == []
    lecteur.su[frozenset({("T", b, "2024")})] = 20.0
    assert lecteur.bornes(huit) == (8, 8)
    assert [s for s, _, _ in lecteur.trouvees([2024])] == [[("T", a, "2024")]]


def test_le_lecteur_refuse_un_nombre_qu_il_ne_peut_pas_situer() -> None:
    essai, (a, b) = attaque.programme(2), attaque.sirens(2)
    observations = [f.observation("T", "2024", 30, a), f.observation("T", "2024", 20, b)]
    lecteur = attaque.Lecteur(essai, {("T", a, "2024"): 30.0, ("T", b, "2024"): 21.0})
    with pytest.raises(AssertionError):
        lecteur.lire(attaque.edition(essai, observations, 2024))
