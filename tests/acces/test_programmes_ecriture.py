"""Écrire un programme en YAML et le relire redonne les mêmes objets et les mêmes octets, quel qu'en soit le texte."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from fabrique import programme_essai
from hypothesis import given
from hypothesis import strategies as st

from evaltools.acces import programmes
from evaltools.acces.programmes_ecriture import ecrire, en_fichiers
from evaltools.acces.schema import Champ, Code, Liste, Nombre, Objet, Texte
from evaltools.acces.yaml_ecriture import LARGEUR, ecrire_bloc
from evaltools.domaine.lexique import Cumul, Nature, Niveau, PeriodiciteCible, Sens, StatutRepere, TypeCible
from evaltools.domaine.programme import (
    Action,
    Annonce,
    Calendrier,
    Citation,
    Fiche,
    Indicateur,
    Jalon,
    Montant,
    Operation,
    Programme,
    Remarque,
    Repere,
)

TEXTES = st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=300).filter(str.strip)
VIDE_OU_TEXTE = st.just("") | TEXTES
JOURS = st.dates(date(1990, 1, 1), date(2090, 12, 31))
NOMBRES = st.floats(allow_nan=False, allow_infinity=False) | st.integers(-(10**12), 10**12).map(float)
LISTES = st.lists(TEXTES, max_size=3).map(tuple)
REPERES = st.builds(
    Repere, st.sampled_from(StatutRepere), TEXTES, st.none() | NOMBRES, VIDE_OU_TEXTE, st.none() | JOURS, VIDE_OU_TEXTE
)
CITATIONS = st.builds(
    Citation,
    NOMBRES,
    TEXTES,
    st.none() | st.integers(1900, 2100),
    st.sampled_from(PeriodiciteCible),
    st.sampled_from(TypeCible),
    VIDE_OU_TEXTE,
    VIDE_OU_TEXTE,
)
FICHES = st.builds(
    Fiche,
    VIDE_OU_TEXTE,
    VIDE_OU_TEXTE,
    VIDE_OU_TEXTE,
    LISTES,
    VIDE_OU_TEXTE,
    VIDE_OU_TEXTE,
    st.lists(st.builds(Montant, NOMBRES, TEXTES, VIDE_OU_TEXTE, VIDE_OU_TEXTE, st.none() | NOMBRES), max_size=2).map(
        tuple
    ),
    LISTES,
    st.builds(
        Calendrier,
        VIDE_OU_TEXTE,
        st.none() | st.dates(date(2000, 1, 1), date(2020, 1, 1)),
        st.none() | st.dates(date(2020, 1, 2), date(2040, 1, 1)),
        st.lists(st.builds(Jalon, TEXTES, JOURS), max_size=2).map(tuple),
        VIDE_OU_TEXTE,
    ),
)


@st.composite
def programmes_au_hasard(draw: st.DrawFn) -> Programme:
    """Un programme d'une action, d'une opération et d'un indicateur, aux textes quelconques."""
    indicateur = Indicateur(
        code="A1-S1",
        libelle=draw(TEXTES),
        action="A1",
        operation="A1.1",
        famille=draw(TEXTES),
        nature=draw(st.sampled_from(Nature)),
        niveau=draw(st.sampled_from(Niveau)),
        libelle_source=draw(VIDE_OU_TEXTE),
        sens=draw(st.none() | st.sampled_from(Sens)),
        cumul=draw(st.none() | st.sampled_from(Cumul)),
        unite=draw(VIDE_OU_TEXTE),
        si_enquete=draw(st.booleans()),
        clause_ouverte=draw(st.booleans()),
        sensible=draw(st.booleans()),
        cible=draw(st.none() | CITATIONS),
        valeur_initiale=draw(st.none() | CITATIONS),
        remarque=draw(VIDE_OU_TEXTE),
        ventilation=draw(LISTES),
        reperes=tuple(draw(st.lists(REPERES, max_size=2))),
    )
    operation = Operation("A1.1", draw(TEXTES), draw(FICHES), (indicateur,), draw(LISTES))
    axe = programme_essai().axes[0]
    action = Action("A1", draw(TEXTES), axe.code, fiche=draw(FICHES), operations=(operation,))
    return replace(
        programme_essai(),
        titre=draw(TEXTES),
        axes=(axe,),
        actions=(action,),
        annonces=(Annonce("actions", draw(st.integers(0, 99)), draw(TEXTES)),),
        remarques=(Remarque(draw(TEXTES), draw(TEXTES), draw(VIDE_OU_TEXTE)),),
    )


@given(programmes_au_hasard())
def test_relire_ce_qui_est_ecrit_redonne_le_programme(
    tmp_path_factory: pytest.TempPathFactory, programme: Programme
) -> None:
    dossier = tmp_path_factory.mktemp("ecriture") / programme.code
    ecrire(programme, dossier)
    relu, anomalies = programmes.lire(dossier)
    assert anomalies == ()
    assert relu == programme
    assert en_fichiers(relu) == en_fichiers(programme)


def test_les_fiches_retirees_disparaissent_et_le_reste_est_intact(tmp_path: Path) -> None:
    programme = programme_essai()
    dossier = tmp_path / programme.code
    (dossier / "fiches").mkdir(parents=True)
    (dossier / "fiches" / "ancienne.yaml").write_text("vieux", encoding="utf-8")
    (dossier / "cadrage.xlsx").write_bytes(b"garde")
    ecrits = ecrire(programme, dossier)
    assert [c.name for c in ecrits] == ["programme.yaml", "FA-1.1.yaml", "FA-2.1.yaml"]
    assert sorted(c.name for c in (dossier / "fiches").iterdir()) == ["FA-1.1.yaml", "FA-2.1.yaml"]
    assert (dossier / "cadrage.xlsx").read_bytes() == b"garde"


SCHEMA = Objet(
    (Champ("code", Code()), Champ("texte", Texte()), Champ("nombre", Nombre()), Champ("liste", Liste(Texte())))
)


@pytest.mark.parametrize(
    ("valeurs", "attendu"),
    [
        ({"code": "1"}, 'code: "1"\n'),
        ({"texte": "Nombre d'élèves (3e, 2nde)"}, "texte: Nombre d'élèves (3e, 2nde)\n"),
        ({"texte": "% d'actions"}, "texte: \"% d'actions\"\n"),
        ({"texte": "2025"}, 'texte: "2025"\n'),
        ({"texte": "no"}, 'texte: "no"\n'),
        ({"texte": "a\tb\nc"}, 'texte: "a\\x09b\\x0ac"\n'),
        ({"texte": 'dit "inutile"'}, 'texte: dit "inutile"\n'),
        ({"nombre": 50000.0}, "nombre: 50000\n"),
        ({"nombre": 0.0}, "nombre: 0\n"),
        ({"nombre": 12.5}, "nombre: 12.5\n"),
        ({"liste": ("un", "- deux")}, 'liste:\n  - un\n  - "- deux"\n'),
        ({"texte": "", "nombre": None, "liste": ()}, "\n"),
    ],
    ids=[
        "code", "nu", "pour-cent", "annee", "no", "controle", "guillemets", "entier", "zero", "decimal", "liste",
        "vide",
    ],
)  # fmt: skip
def test_mise_en_page(valeurs: dict[str, object], attendu: str) -> None:
    assert ecrire_bloc(valeurs, SCHEMA) == attendu


def test_un_texte_long_est_replie_sans_couper_les_mots() -> None:
    texte = "mot " * 60 + "fin"
    lignes = ecrire_bloc({"texte": texte}, SCHEMA).splitlines()
    assert lignes[0] == "texte: >-"
    assert " ".join(ligne.strip() for ligne in lignes[1:]) == texte
    assert max(map(len, lignes)) <= LARGEUR
