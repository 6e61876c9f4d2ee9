"""L'en-tête : de qui l'on parle, à quelle date, et ce que vaut le document."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import fabrique_evaluation as fabrique
import pytest

from evaltools.domaine.evaluation import Evaluation
from evaltools.domaine.programme import Territoire
from evaltools.restitution.annuel import entete
from evaltools.restitution.annuel.contexte import Contexte, ancre, titre_d_axe
from evaltools.restitution.vue import Vue


def _clair(texte: str) -> str:
    return texte.replace("\u00a0", " ").replace("\u202f", " ")


def _contexte(evaluation: Evaluation, siren: str = "ensemble", **options: object) -> Contexte:
    return Contexte(Vue(evaluation, siren), "technique", date(2027, 1, 15), **options)  # type: ignore[arg-type]


def _avec(evaluation: Evaluation, *territoires: Territoire) -> Evaluation:
    return replace(evaluation, programme=replace(evaluation.programme, territoires=territoires))


def test_description_d_un_epci_et_de_l_ensemble(petite: Evaluation) -> None:
    assert (
        _clair(entete.description_territoire(_contexte(petite, fabrique.NORD)))
        == "12 communes, 24 414 habitants (2023)"
    )
    tout = _clair(entete.description_territoire(_contexte(petite)))
    assert tout == "2 EPCI, 55 communes, 53 284 habitants (2023)"


def test_ce_qui_est_inconnu_n_est_pas_compte_pour_zero(petite: Evaluation) -> None:
    nord, sud = petite.programme.territoires
    sans_communes = _avec(petite, replace(nord, communes=None), sud)
    assert _clair(entete.description_territoire(_contexte(sans_communes))) == "2 EPCI, 53 284 habitants (2023)"
    sans_population = _avec(petite, replace(nord, population=None), sud)
    assert _clair(entete.description_territoire(_contexte(sans_population))) == "2 EPCI, 55 communes"
    nu = _avec(petite, Territoire(fabrique.NORD, "CC du Nord Orbelle"))
    assert entete.description_territoire(_contexte(nu, fabrique.NORD)) == "CC du Nord Orbelle"


def test_deux_millesimes_ne_se_disent_pas_d_un_seul(petite: Evaluation) -> None:
    nord, sud = petite.programme.territoires
    melange = _avec(petite, replace(nord, annee_population=2021), sud)
    assert _clair(entete.description_territoire(_contexte(melange))) == "2 EPCI, 55 communes, 53 284 habitants"


@pytest.mark.parametrize(
    ("validation", "attendu"),
    [
        ("", "Document de travail"),
        ("COPIL du 12 mars 2027", "Validé par le COPIL du 12 mars 2027"),
        ("COPIL du 2027-03-12", "Validé par le COPIL du 12 mars 2027"),
        ("validé par le COTECH du 2027-02-01", "Validé par le COTECH du 1ᵉʳ février 2027"),
    ],
)
def test_etat_du_document(petite: Evaluation, validation: str, attendu: str) -> None:
    assert _clair(entete.etat_du_document(_contexte(petite, validation=validation))) == attendu


def test_la_periode_n_est_pas_dite_deux_fois(petite: Evaluation) -> None:
    assert entete.periode(_contexte(petite)) == "2023-2028"
    dite = replace(petite, programme=replace(petite.programme, titre_court="CLS 2023-2028"))
    assert entete.periode(_contexte(dite)) == ""


def test_la_page_sait_son_titre_et_son_pied(petite: Evaluation) -> None:
    bloc = entete.bloc(_contexte(petite, fabrique.SUD, empreinte="3f9a12c0ffee99"))
    assert bloc.titre == "Évaluation annuelle 2026 – CA d'Orbelle Sud – CLS du Val d'Orbelle"
    assert bloc.page["courant"] == "CLS du Val d'Orbelle – Évaluation annuelle 2026 – CA d'Orbelle Sud"
    assert "<code>3f9a12c0ffee</code>" in bloc.page["pied"]
    assert "Contrat signé le 21 octobre 2025" in bloc.page["pied"]
    assert "Empreinte" not in entete.bloc(_contexte(petite)).page["pied"]


def test_sans_accueil_pas_de_lien(petite: Evaluation) -> None:
    assert 'href="../index.html"' in entete.bloc(_contexte(petite)).contenu
    assert "<a " not in entete.bloc(_contexte(petite, accueil="")).contenu


def test_ancres_et_titres_d_axe(petite: Evaluation, sans_objectifs: Evaluation) -> None:
    assert [ancre("ind", c) for c in ("A1-R2", "FA 1.3.2-QT2", "É 1")] == ["ind-a1-r2", "ind-fa-1-3-2-qt2", "ind-1"]
    axe = petite.programme.axes[0]
    assert titre_d_axe(_contexte(petite), axe) == "Axe 1. Faciliter l'accès aux soins"
    assert titre_d_axe(_contexte(sans_objectifs), axe) == "Orientation 1. Faciliter l'accès aux soins"


def test_les_figures_absentes_ne_prennent_pas_de_numero(petite: Evaluation) -> None:
    assert _contexte(petite).numeros == {"tendances": 1, "etats": 2, "chronogramme": 3, "budget": 4}
    sans_series = replace(petite, resultats=tuple(replace(r, serie={}) for r in petite.resultats))
    assert _contexte(sans_series).numeros == {"etats": 1, "chronogramme": 2, "budget": 3}
    assert _contexte(replace(petite, situations=())).numeros == {"tendances": 1, "etats": 2, "budget": 3}
