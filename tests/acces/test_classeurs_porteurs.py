"""Le classeur d'un porteur : ses seules lignes, de plusieurs actions, relues exactement, et réunies aux autres."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from fabrique import NORD, SUD
from fabrique_classeurs import PROGRAMME, les_codes, observation
from fabrique_collectes import observations, sans_provenance
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from evaltools.acces.classeurs_contexte import Contexte
from evaltools.acces.classeurs_dossier import actions_sans_classeur
from evaltools.acces.classeurs_ecriture import ecrire, ecrire_portee
from evaltools.acces.classeurs_lecture import lire, lire_dossier
from evaltools.domaine.avancement import Avancement
from evaltools.domaine.collecte import Collecte, FichierLu
from evaltools.domaine.finances import LigneFinanciere
from evaltools.domaine.lexique import EtatAction, EtatValeur
from evaltools.domaine.mesures import Observation
from evaltools.domaine.porteurs import attribuer, portee_d_un_porteur, porteurs

PARTAGE = attribuer(PROGRAMME, {"FA 1.1.2": "CPAM du Val", "FA 2.1": "CPAM du Val"})
CENTRE, CPAM = (portee_d_un_porteur(PARTAGE, p) for p in porteurs(PARTAGE))


def vue(code: str, valeur: float, siren: str = "ensemble", periode: str = "2026") -> Observation:
    i = PARTAGE.indicateur(code)
    return Observation(
        "cls-essai", i.action, code, siren, periode, EtatValeur.RENSEIGNE, i.operation, valeur=valeur
    )  # fmt: skip


SAISIE = Collecte(
    (vue("FA 1.1.2-QT2", 12.5), vue("FA 2.1.1-QT3", 4.0), vue("FA 2.1-QT1", 3.0, periode="2026-S1")),
    (
        Avancement("FA 1.1", "FA 1.1.2", 2026, EtatAction.EN_COURS, date(2026, 2, 1)),
        Avancement("FA 2.1", "FA 2.1", 2026, EtatAction.EN_COURS),
        Avancement("FA 2.1", "FA 2.1.1", 2026, EtatAction.A_VENIR),
    ),
    (
        LigneFinanciere("FA 1.1", 2026, "ARS", 1_000.0, operation="FA 1.1.2"),
        LigneFinanciere("FA 2.1", 2026, "ARS", 250.0, 200.5, 0.0, "Convention"),
    ),
)


def ecrit(dossier: Path, nom: str = "cpam.xlsx", collecte: Collecte = SAISIE) -> Path:
    dossier.mkdir(exist_ok=True)
    return ecrire_portee(dossier / nom, Contexte(CPAM, 2026, collecte=collecte))


def lu_du_porteur(chemin: Path) -> FichierLu:
    return lire(chemin, PARTAGE, 2026)


# ── Ce qu'on voit ────────────────────────────────────────────────────────────────────────────────────────────────


def test_le_classeur_ne_porte_que_ses_lignes(tmp_path: Path) -> None:
    classeur = openpyxl.load_workbook(ecrit(tmp_path, collecte=Collecte()))
    page = classeur["Indicateurs"]
    assert page["A1"].value == "Indicateurs 2026 — porteur CPAM du Val"
    assert page["A2"].value.startswith("CLS-ESSAI / 2026 / PORTEUR cpam-du-val / v2 #")
    premiers = [page.cell(n, 1).value for n in range(6, page.max_row + 1)]
    assert premiers[0] == "FA 1.1.2 — Constituer l'équipe"
    assert "FA 2.1.1 — Animer des ateliers" in premiers
    assert "FA 2.1 — Indicateurs de toute l'action" in premiers
    assert not [t for t in premiers if "FA 1.1.1" in t]
    suivi = [classeur["Avancement"].cell(n, 2).value for n in range(6, 9)]
    assert [t.partition(" ·")[0] for t in suivi] == ["Opération", "ACTION ENTIÈRE", "Opération"]
    assert "Enquêtes" not in classeur.sheetnames


def test_les_montants_disent_leur_action(tmp_path: Path) -> None:
    classeur = openpyxl.load_workbook(ecrit(tmp_path, collecte=Collecte()))
    page = classeur["Financement"]
    assert page["A5"].value == "Action ou opération [code]"
    assert [(page.cell(n, 1).value, page.cell(n, 2).value) for n in range(6, 11)] == [
        ("Constituer l'équipe [FA 1.1.2]", "ARS"),
        ("Constituer l'équipe [FA 1.1.2]", None),
        ("Constituer l'équipe [FA 1.1.2]", None),
        ("Constituer l'équipe [FA 1.1.2]", None),
        ("Prévenir les addictions [FA 2.1]", None),
    ]
    listes = {r.formula1: str(r.sqref) for r in page.data_validations.dataValidation if r.type == "list"}
    assert listes["=evaltools_objets"].startswith("A6:A")
    assert not page["A6"].protection.locked


def test_lisez_moi_nomme_le_porteur_et_ses_actions(tmp_path: Path) -> None:
    page = openpyxl.load_workbook(ecrit(tmp_path))["Lisez-moi"]
    textes = [str(c.value) for rangee in page.iter_rows() for c in rangee if c.value]
    assert "Collecte 2026 — porteur CPAM du Val" in textes
    assert "FA 1.1 — Accueillir et orienter (pour vous : FA 1.1.2)" in textes
    assert "FA 2.1 — Prévenir les addictions" in textes
    assert "CPAM du Val" in textes


# ── Relecture ────────────────────────────────────────────────────────────────────────────────────────────────────


def test_un_classeur_vierge_se_relit_sans_faute(tmp_path: Path) -> None:
    lu = lu_du_porteur(ecrit(tmp_path, collecte=Collecte()))
    assert (lu.action, lu.actions, lu.porteur, lu.gardees) == ("", ("FA 1.1", "FA 2.1"), "CPAM du Val", ())
    assert set(les_codes(lu.anomalies)) <= {"ACT-11", "FIC-30"}
    assert [(o.indicateur, o.siren, o.periode) for o in lu.collecte.observations] == [
        ligne.cle for ligne in CPAM.lignes(2026)
    ]


def test_ce_qui_est_rempli_se_relit_avec_son_action(tmp_path: Path) -> None:
    lu = lu_du_porteur(ecrit(tmp_path))
    relue = sans_provenance(lu.collecte)
    assert [str(a) for a in lu.anomalies] == []
    assert {o for o in relue.observations if o.etat is EtatValeur.RENSEIGNE} == set(SAISIE.observations)
    assert relue.avancements == SAISIE.avancements
    assert relue.finances == SAISIE.finances
    assert lu.concernees == ("FA 1.1", "FA 2.1")


@st.composite
def collectes(draw: st.DrawFn) -> Collecte:
    """Une observation quelconque par ligne du porteur, l'avancement et l'argent de chacun de ses objets."""
    lues = tuple(draw(observations(ligne)) for ligne in CPAM.lignes(2026))
    etats = st.sampled_from([None, *EtatAction])
    pas = tuple(
        Avancement(a.code, o.code if o else a.code, 2026, draw(etats), freins=draw(st.sampled_from(["", "Délais"])))
        for a, o in CPAM.objets
    )
    montants = st.none() | st.integers(0, 10**6).map(float)
    argent = tuple(
        LigneFinanciere(a, 2026, nom, draw(st.integers(0, 10**6).map(float)), draw(montants), operation=o)
        for a, o in (("FA 1.1", "FA 1.1.2"), ("FA 2.1", ""))
        for nom in draw(st.lists(st.sampled_from(["ARS", "Région", "=1+1"]), unique=True, max_size=3))
    )
    return Collecte(lues, pas, argent)


@settings(max_examples=8, suppress_health_check=list(HealthCheck))
@given(collecte=collectes())
def test_tout_ce_qui_est_ecrit_se_relit(tmp_path: Path, collecte: Collecte) -> None:
    lu = lu_du_porteur(ecrit(tmp_path, collecte=collecte))
    relue = sans_provenance(lu.collecte)
    assert relue.observations == collecte.observations
    assert relue.avancements == collecte.avancements
    assert set(relue.finances) == set(collecte.finances)
    assert lu.gardees == ()


def test_le_tri_le_renommage_et_la_perte_des_cles_ne_changent_rien(tmp_path: Path) -> None:
    chemin = ecrit(tmp_path)
    classeur = openpyxl.load_workbook(chemin)
    page = classeur["Indicateurs"]
    rangees = [[c.value for c in r[:-1]] for r in page.iter_rows(min_row=6)]
    for numero, valeurs in enumerate(reversed(rangees), start=6):
        for colonne, valeur in enumerate(valeurs, start=1):
            page.cell(numero, colonne).value = valeur
    page.delete_cols(page.max_column)
    page.title = "Chiffres"
    classeur.save(tmp_path / "copie (2).xlsx")
    lu = lu_du_porteur(tmp_path / "copie (2).xlsx")
    assert {o for o in sans_provenance(lu.collecte).observations if o.valeur is not None} == set(SAISIE.observations)


def test_les_lignes_collees_ailleurs_disent_elles_memes_leurs_actions(tmp_path: Path) -> None:
    source = openpyxl.load_workbook(ecrit(tmp_path))["Indicateurs"]
    neuf = openpyxl.Workbook()
    for rangee in source.iter_rows(min_row=5):
        for cellule in rangee:
            neuf.active.cell(cellule.row, cellule.column).value = cellule.value
    neuf.save(tmp_path / "neuf.xlsx")
    lu = lu_du_porteur(tmp_path / "neuf.xlsx")
    assert (lu.actions, lu.porteur) == (("FA 1.1", "FA 2.1"), "porteur inconnu")
    assert {o for o in sans_provenance(lu.collecte).observations if o.valeur is not None} == set(SAISIE.observations)
    (inconnu,) = [a for a in lu.anomalies if a.code == "FIC-41"]
    assert inconnu.constat == (
        "le classeur est celui d'un porteur que le programme ne nomme pas, ou plus ; ses lignes sont de FA 1.1, FA 2.1."
    )


def test_un_porteur_que_le_programme_ne_nomme_plus_est_lu_quand_meme(tmp_path: Path) -> None:
    lu = lire(ecrit(tmp_path), PROGRAMME, 2026)
    assert "FIC-41" in les_codes(lu.anomalies)
    assert observation(lu, "FA 2.1.1-QT3").valeur == 4.0


def test_une_ligne_manquante_est_dite(tmp_path: Path) -> None:
    chemin = ecrit(tmp_path)
    classeur = openpyxl.load_workbook(chemin)
    classeur["Indicateurs"].delete_rows(7)
    classeur.save(chemin)
    (manque,) = [a for a in lu_du_porteur(chemin).anomalies if a.code == "VAL-30"]
    assert "FA 1.1.2-QT1" in manque.constat


def test_un_montant_qui_ne_dit_pas_son_action(tmp_path: Path) -> None:
    chemin = ecrit(tmp_path, collecte=Collecte())
    classeur = openpyxl.load_workbook(chemin)
    page = classeur["Financement"]
    page["A6"].value, page["C6"].value = None, 100
    page["A7"].value, page["B7"].value, page["C7"].value = "Autre [FA 7.7]", "CPAM", 5
    classeur.save(chemin)
    lu = lu_du_porteur(chemin)
    assert [(a.code, a.cellule, a.constat) for a in lu.anomalies if a.code in ("VAL-80", "ACT-08")] == [
        ("VAL-80", "B6", "le montant de « ARS » ne dit pas pour quelle action ou opération il est."),
        (
            "ACT-08",
            "A7",
            (
                "« Autre [FA 7.7] » ne désigne ni l'action du classeur, ni l'une de ses opérations "
                "(le plus proche : FA 2.1)."
            ),
        ),
    ]
    assert lu.collecte.finances == ()


def test_un_commentaire_de_financement_sans_financeur_n_est_pas_perdu(tmp_path: Path) -> None:
    chemin = ecrit(tmp_path, collecte=Collecte())
    classeur = openpyxl.load_workbook(chemin)
    classeur["Financement"]["F8"].value = "Subvention attendue"
    classeur.save(chemin)
    (dite,) = [a for a in lu_du_porteur(chemin).anomalies if a.code == "VAL-52"]
    assert "Subvention attendue" in dite.constat


# ── Réunion avec les autres classeurs ────────────────────────────────────────────────────────────────────────────


def test_les_classeurs_de_deux_porteurs_se_completent_sans_reproche(tmp_path: Path) -> None:
    ecrit(tmp_path)
    argent = (LigneFinanciere("FA 1.1", 2026, "ARS", 90.0, operation="FA 1.1.1"),)
    du_centre = Collecte((vue("FA 1.1.1-QT1", 7.0, SUD),), finances=argent)
    ecrire_portee(tmp_path / "centre.xlsx", Contexte(CENTRE, 2026, collecte=du_centre))
    fichiers = lire_dossier(tmp_path, PARTAGE, 2026)
    assert [(f.nom, f.concernees) for f in fichiers] == [
        ("centre.xlsx", ("FA 1.1",)),
        ("cpam.xlsx", ("FA 1.1", "FA 2.1")),
    ]
    assert not {"FIC-26", "VAL-54", "VAL-82"} & {a.code for f in fichiers for a in f.anomalies}
    ensemble = fichiers[0].collecte + fichiers[1].collecte
    valeurs = {o.indicateur: o.valeur for o in ensemble.observations if o.valeur is not None}
    assert valeurs == {"FA 1.1.1-QT1": 7.0, "FA 1.1.2-QT2": 12.5, "FA 2.1.1-QT3": 4.0, "FA 2.1-QT1": 3.0}
    cles = [(o.indicateur, o.siren, o.periode) for o in ensemble.observations]
    assert len(cles) == len(set(cles))
    sommes = {(f.operation, f.prevu_eur) for f in ensemble.finances}
    assert sommes == {("FA 1.1.1", 90.0), ("FA 1.1.2", 1_000.0), ("", 250.0)}
    assert actions_sans_classeur(fichiers, PARTAGE, 2026) == ()


def test_un_classeur_d_action_et_un_classeur_de_porteur_se_reunissent(tmp_path: Path) -> None:
    ecrit(tmp_path)
    autre = Collecte((vue("FA 1.1.1-QT1", 7.0, NORD), vue("FA 1.1.2-QT2", 20.0)))
    ecrire(tmp_path / "a.xlsx", PARTAGE, "FA 1.1", 2026, collecte=autre)
    premier, second = lire_dossier(tmp_path, PARTAGE, 2026)
    assert observation(premier, "FA 1.1.1-QT1", NORD).valeur == 7.0
    assert observation(premier, "FA 1.1.2-QT2").valeur is None
    assert observation(second, "FA 2.1.1-QT3").valeur == 4.0
    assert not [o for o in second.collecte.observations if o.action == "FA 1.1"]
    (conflit,) = [a for a in second.anomalies if a.code == "VAL-54"]
    assert conflit.constat == (
        "la ligne FA 1.1.2-QT2, l'ensemble du territoire, 2026 donne « 12,5 », et « a.xlsx » (feuille "
        f"« Indicateurs », cellule {observation(premier, 'FA 1.1.2-QT2').cellule}) donne « 20 »."
    )
    assert [a.constat for a in premier.anomalies if a.code == "FIC-26"] == [
        "l'action FA 1.1 a été renvoyée aussi dans « cpam.xlsx »."
    ]


@pytest.mark.parametrize(
    ("total", "codes", "montants"),
    [
        (1_000.0, [], {"FA 1.1.2": 1_000.0, "": None}),
        (1_500.0, ["VAL-82"], {"FA 1.1.2": None, "": None}),
    ],
)
def test_un_montant_donne_deux_fois_n_est_jamais_additionne(
    tmp_path: Path, total: float, codes: list[str], montants: dict[str, float | None]
) -> None:
    ecrit(tmp_path)
    action = Collecte(finances=(LigneFinanciere("FA 1.1", 2026, "ARS", total, 5.0),))
    ecrire(tmp_path / "a.xlsx", PARTAGE, "FA 1.1", 2026, collecte=action)
    fichiers = lire_dossier(tmp_path, PARTAGE, 2026)
    lignes = [f for f in fichiers[0].collecte.finances if f.action == "FA 1.1"]
    assert {f.operation: f.prevu_eur for f in lignes} == montants
    assert [f.engage_eur for f in lignes if not f.operation] == [5.0]
    dites = [a for f in fichiers for a in f.anomalies if a.code == "VAL-82"]
    assert les_codes(tuple(dites)) == codes
    if dites:
        assert dites[0].constat == (
            "« ARS » est donné pour toute l'action FA 1.1 (« 1 500 »), et aussi par opération dans « cpam.xlsx » "
            "(Financement!B6) (en tout « 1 000 »)."
        ).replace("1 500", "1\u202f500").replace("1 000", "1\u202f000")


def test_le_classeur_d_un_porteur_relu_du_cache_est_le_meme(tmp_path: Path) -> None:
    ecrit(tmp_path / "recus")
    cache = tmp_path / "cache"
    premiere = lire_dossier(tmp_path / "recus", PARTAGE, 2026, cache)
    assert lire_dossier(tmp_path / "recus", PARTAGE, 2026, cache) == premiere
    assert premiere[0].porteur == "CPAM du Val"


def test_le_meme_montant_d_un_financeur_pour_deux_operations_n_est_pas_un_doublon(tmp_path: Path) -> None:
    deux = replace(SAISIE, finances=(*SAISIE.finances, LigneFinanciere("FA 2.1", 2026, "CPAM", 10.0)))
    lu = lu_du_porteur(ecrit(tmp_path, collecte=deux))
    assert "VAL-51" not in les_codes(lu.anomalies)
    assert sorted((f.action, f.financeur) for f in lu.collecte.finances) == [
        ("FA 1.1", "ARS"), ("FA 2.1", "ARS"), ("FA 2.1", "CPAM"),
    ]  # fmt: skip
