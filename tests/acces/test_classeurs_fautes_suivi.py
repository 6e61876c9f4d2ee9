"""Fautes d'avancement, de financement et d'enquête : message exact, et ce qui est retenu."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest
from fabrique_classeurs import Pilote, dit, les_codes, relire

from evaltools.domaine.avancement import Avancement
from evaltools.domaine.collecte import FichierLu
from evaltools.domaine.lexique import EtatAction

AV, FI, EN = "Avancement", "Financement", "Enquêtes"
QL2 = "FA 1.1.1-QL2"
Geste = Callable[[Pilote], object]


def avancement(lu: FichierLu, objet: str) -> Avancement:
    return next(a for a in lu.collecte.avancements if a.objet == objet)


def financer(p: Pilote, ligne: int, **champs: object) -> None:
    for cle, valeur in champs.items():
        p.feuille(FI).cell(ligne, p.colonne(cle, FI)).value = valeur


# nom : geste, lieu, code, constat
FAUTES: dict[str, tuple[Geste, str, str, str]] = {
    "etat_inconnu": (
        lambda p: p.saisir("FA 1.1.1", feuille=AV, etat="en cour"), "Avancement!D7", "ACT-02",
        "« en cour » n'est pas un état d'avancement connu (le plus proche : « en cours »).",
    ),
    "en_retard_ne_se_tape_pas": (
        lambda p: p.saisir("FA 1.1.1", feuille=AV, etat="en retard"), "Avancement!D7", "ACT-02",
        "« en retard » n'est pas un état d'avancement connu.",
    ),
    "reportee_sans_date": (
        lambda p: p.saisir("FA 1.1.1", feuille=AV, etat="reportée", motif="Poste vacant"), "Avancement!G7", "ACT-03",
        "FA 1.1.1 est « reportée », sans nouvelle date de fin.",
    ),
    "reportee_sans_motif": (
        lambda p: p.saisir("FA 1.1.1", feuille=AV, etat="Décalée", fin_revisee=dt.date(2027, 6, 30)),
        "Avancement!I7", "ACT-04", "FA 1.1.1 est « reportée », sans motif.",
    ),
    "suspendue_sans_motif": (
        lambda p: p.saisir("FA 1.1.1", feuille=AV, etat="suspendue"), "Avancement!I7", "ACT-04",
        "FA 1.1.1 est « suspendue », sans motif.",
    ),
    "arretee_sans_decision": (
        lambda p: p.saisir("FA 1.1.1", feuille=AV, etat="abandonnée"), "Avancement!J7", "ACT-05",
        "FA 1.1.1 est « arrêtée », sans décision d'une instance.",
    ),
    "realisee_sans_date": (
        lambda p: p.saisir("FA 1.1.1", feuille=AV, etat="terminée"), "Avancement!H7", "ACT-06",
        "FA 1.1.1 est « réalisée », sans date de fin réelle.",
    ),
    "dates_dans_le_desordre": (
        lambda p: p.saisir(
            "FA 1.1.1", feuille=AV, etat="réalisée", debut_reel=dt.date(2026, 5, 2), fin_reelle=dt.date(2026, 3, 1)
        ),
        "Avancement!H7", "ACT-07",
        "pour FA 1.1.1, le début réel (02/05/2026) vient après la fin réelle (01/03/2026).",
    ),
    "fin_sans_etat": (
        lambda p: p.saisir("FA 1.1.1", feuille=AV, etat="en cours", fin_reelle=dt.date(2026, 3, 1)),
        "Avancement!H7", "ACT-12",
        "FA 1.1.1 a une date de fin réelle (01/03/2026), et son état est « en cours ».",
    ),
    "objet_inconnu": (
        lambda p: setattr(p.cellule("FA 1.1.2", "objet", feuille=AV), "value", "Autre chose [FA 1.1.9]"),
        "Avancement!B8", "ACT-08",
        ("« Autre chose [FA 1.1.9] » ne désigne ni l'action du classeur, ni l'une de ses opérations "
         "(le plus proche : FA 1.1.2)."),
    ),
    "action_sans_etat": (
        lambda p: (p.saisir("FA 1.1", feuille=AV, etat=None), financer(p, 6, prevu_eur=5)), "Avancement!D6", "ACT-11",
        "l'état d'avancement de l'action FA 1.1 n'est pas donné.",
    ),
    "realisee_sans_rien": (
        lambda p: p.saisir("FA 1.1", feuille=AV, etat="réalisée", fin_reelle=dt.date(2026, 3, 1)),
        "Avancement!D6", "ACT-10",
        "l'action FA 1.1 est « réalisée », alors qu'aucune des opérations qui la composent ne l'est.",
    ),
    "date_illisible": (
        lambda p: p.saisir("FA 1.1.1", feuille=AV, etat="en cours", debut_reel="courant mai"),
        "Avancement!E7", "VAL-46", "« courant mai » n'est pas une date complète.",
    ),
    "montant_illisible": (
        lambda p: financer(p, 6, financeur="ARS", prevu_eur="à définir"), "Financement!B6", "VAL-45",
        "« à définir » n'est pas un nombre sûr.",
    ),
    "montant_en_erreur": (
        lambda p: financer(p, 6, financeur="ARS", prevu_eur="#DIV/0!"), "Financement!B6", "VAL-45",
        "« #DIV/0! » n'est pas un nombre sûr.",
    ),
    "montant_negatif": (
        lambda p: financer(p, 6, financeur="ARS", prevu_eur=-50), "Financement!B6", "VAL-50", "« -50 » est négatif.",
    ),
    "montant_en_milliers": (
        lambda p: financer(p, 6, financeur="ARS", prevu_eur="50 k€"), "Financement!B6", "VAL-36",
        "« 50 k€ » est lu 50\u202f000 €.",
    ),
    "financeur_absent": (
        lambda p: financer(p, 7, engage_eur=1500), "Financement!A7", "VAL-52",
        "la ligne porte un montant (« 1\u202f500 »), mais aucun financeur.",
    ),
    "paye_plus_qu_engage": (
        lambda p: financer(p, 6, financeur="ARS", engage_eur=10, paye_eur=12), "Financement!D6", "VAL-53",
        "le montant payé (12 €) dépasse le montant engagé (10 €) pour ARS.",
    ),
    "total": (
        lambda p: financer(p, 7, financeur="TOTAL", prevu_eur=100), "Financement!A7", "VAL-55",
        "la ligne « TOTAL » est un total.",
    ),
    "oui_non_illisible": (
        lambda p: p.saisir(QL2, feuille=EN, realisee="peut-être"), "Enquêtes!E6", "VAL-47",
        "« peut-être » n'est ni oui ni non.",
    ),
    "repondants_trop_nombreux": (
        lambda p: p.saisir(QL2, feuille=EN, realisee="oui", sollicites=20, repondants=25), "Enquêtes!H6", "VAL-48",
        "les répondants (25) dépassent les sollicités (20).",
    ),
    "enquete_contredite": (
        lambda p: p.saisir(QL2, feuille=EN, realisee="non", repondants=25), "Enquêtes!E6", "VAL-49",
        "l'enquête est dite non réalisée, et des réponses sont pourtant comptées.",
    ),
}  # fmt: skip


@pytest.mark.parametrize("nom", FAUTES)
def test_une_faute_de_suivi_est_dite(tmp_path: Path, nom: str) -> None:
    geste, lieu, code, constat = FAUTES[nom]
    lu = relire(tmp_path, geste)
    assert [dit(a) for a in lu.anomalies] == [{"code": code, "lieu": lieu, "constat": constat}]


def test_l_etat_douteux_est_retenu_l_etat_inconnu_ne_l_est_pas(tmp_path: Path) -> None:
    lu = relire(tmp_path, lambda p: p.saisir("FA 1.1.1", feuille=AV, etat="abandonnée"))
    assert avancement(lu, "FA 1.1.1").etat is EtatAction.ARRETEE
    lu = relire(tmp_path, lambda p: p.saisir("FA 1.1.1", feuille=AV, etat="en retard"))
    assert avancement(lu, "FA 1.1.1").etat is None


def test_consequence_et_remede_du_suivi(tmp_path: Path) -> None:
    (anomalie,) = relire(tmp_path, lambda p: financer(p, 6, financeur="ARS", prevu_eur="à définir")).anomalies
    assert anomalie.consequence == "« Prévu (€) » n'est pas lu pour ARS."
    assert anomalie.remede == "tapez seulement le nombre (12500 ou 12,5), ou laissez la case vide."
    (anomalie,) = relire(tmp_path, lambda p: p.saisir("FA 1.1.1", feuille=AV, etat="fichu")).anomalies
    assert anomalie.consequence == "l'avancement de FA 1.1.1 n'est pas connu."
    assert anomalie.remede == (
        "choisissez dans la liste : « à venir », « non démarrée », « en cours », « réalisée », "
        "« réalisée partiellement », « reportée », « suspendue », « arrêtée »."
    )


def test_avancements_contradictoires(tmp_path: Path) -> None:
    def geste(p: Pilote) -> None:
        p.saisir("FA 1.1.1", feuille=AV, etat="en cours")
        feuille = p.feuille(AV)
        for colonne in range(1, 15):
            feuille.cell(12, colonne).value = feuille.cell(7, colonne).value
        feuille.cell(12, p.colonne("etat", AV)).value = "à venir"

    lu = relire(tmp_path, geste)
    assert [dit(a) for a in lu.anomalies] == [
        {
            "code": "ACT-09",
            "lieu": "Avancement!D12",
            "constat": "FA 1.1.1 a deux lignes différentes (l'autre est en Avancement!D7).",
        }
    ]
    assert avancement(lu, "FA 1.1.1").etat is None


def test_financeur_repete(tmp_path: Path) -> None:
    def geste(p: Pilote) -> None:
        financer(p, 6, financeur="ARS", prevu_eur=100)
        financer(p, 7, financeur="Ars ", prevu_eur=200)

    lu = relire(tmp_path, geste)
    assert [dit(a) for a in lu.anomalies] == [
        {"code": "VAL-51", "lieu": "Financement!A7", "constat": "« Ars » est déjà à la ligne 6."}
    ]
    assert [f.prevu_eur for f in lu.collecte.finances] == [100.0, 200.0]


def test_enquetes_en_double(tmp_path: Path) -> None:
    def geste(p: Pilote) -> None:
        p.saisir(QL2, feuille=EN, realisee="oui", repondants=20)
        feuille = p.feuille(EN)
        for colonne in range(1, 13):
            feuille.cell(9, colonne).value = feuille.cell(6, colonne).value
        feuille.cell(9, p.colonne("repondants", EN)).value = 30

    lu = relire(tmp_path, geste)
    assert les_codes(lu.anomalies) == ["VAL-29"]
    assert lu.anomalies[0].constat == (
        "la ligne FA 1.1.1-QL2, l'ensemble du territoire, 2026 donne « répondants : 30 », "
        "et Enquêtes!E6 donne « répondants : 20 »."
    )
    assert lu.collecte.enquetes[0].repondants is None


def test_suivi_bien_rempli(tmp_path: Path) -> None:
    def geste(p: Pilote) -> None:
        p.saisir(
            "FA 1.1.1", feuille=AV, etat="reportée", debut_reel="15 mars 2026", fin_revisee=dt.date(2027, 6, 30),
            motif="Poste vacant", decision="COPIL du 3 juin 2026", faits_marquants="Local trouvé", freins="Recrutement",
            leviers="CPTS", reorientation="Mutualiser",
        )  # fmt: skip
        financer(p, 6, prevu_eur=50_000, engage_eur="40 000,50", paye_eur=0, commentaire="Convention")
        p.saisir(QL2, feuille=EN, realisee="oui", le=dt.date(2026, 10, 1), sollicites=80, repondants=20, satisfaits=15)

    lu = relire(tmp_path, geste)
    assert lu.anomalies == ()
    a = avancement(lu, "FA 1.1.1")
    assert (a.etat, a.debut_reel, a.fin_prevue, a.fin_revisee) == (
        EtatAction.REPORTEE, dt.date(2026, 3, 15), dt.date(2026, 12, 31), dt.date(2027, 6, 30),
    )  # fmt: skip
    assert (a.motif, a.decision, a.reorientation) == ("Poste vacant", "COPIL du 3 juin 2026", "Mutualiser")
    assert (a.fichier, a.feuille, a.cellule) == ("FA 1.1.xlsx", "Avancement", "D7")
    (f,) = lu.collecte.finances
    assert (f.financeur, f.prevu_eur, f.engage_eur, f.paye_eur) == ("ARS", 50_000.0, 40_000.5, 0.0)
    (e,) = lu.collecte.enquetes
    assert (e.realisee, e.le, e.taux_de_reponse, e.satisfaits) == (True, dt.date(2026, 10, 1), 0.25, 15.0)
