"""Deux classeurs de la même action se contredisent : ce que chaque stratégie retient, et ce qu'elle en dit."""

from __future__ import annotations

import re
import shutil
import zipfile
from pathlib import Path

import pytest
from fabrique import SUD
from fabrique_classeurs import PROGRAMME, Pilote, abimer, observation

from evaltools.acces import choix as choix_ecrit
from evaltools.acces.classeurs_lecture import lire_dossier
from evaltools.chaine import classeurs
from evaltools.chaine.erreurs import ErreurUtilisateur
from evaltools.domaine.anomalies import Anomalie
from evaltools.domaine.choix import Choix, Strategie
from evaltools.domaine.collecte import FichierLu
from evaltools.domaine.lexique import EtatAction

QT1 = "FA 1.1.1-QT1"


def dater(chemin: Path, instant: str) -> None:
    """Écrit dans les propriétés du classeur l'instant de son dernier enregistrement."""
    neuf = chemin.with_suffix(".neuf")
    with zipfile.ZipFile(chemin) as source, zipfile.ZipFile(neuf, "w") as cible:
        for info in source.infolist():
            octets = source.read(info)
            if info.filename == "docProps/core.xml":
                texte = re.sub(r"(<dcterms:modified[^>]*>)[^<]*", rf"\g<1>{instant}", octets.decode())
                octets = texte.encode()
            cible.writestr(info, octets)
    neuf.replace(chemin)


def recevoir(dossier: Path, nom: str, instant: str, valeur: int, etat: str, prevu: int, repondants: int) -> None:
    def geste(p: Pilote) -> None:
        p.saisir(QT1, SUD, valeur=valeur, commentaire=f"vu dans {nom}")
        p.saisir("FA 1.1.1", feuille="Avancement", etat=etat)
        p.feuille("Financement").cell(6, p.colonne("prevu_eur", "Financement")).value = prevu
        p.saisir("FA 1.1.1-QL2", feuille="Enquêtes", realisee="oui", repondants=repondants)

    atelier = dossier.parent / "atelier"
    atelier.mkdir(exist_ok=True)
    dossier.mkdir(exist_ok=True)
    dater(Path(shutil.move(abimer(atelier, geste), dossier / nom)), instant)


@pytest.fixture
def dossier(tmp_path: Path) -> Path:
    place = tmp_path / "collecte"
    recevoir(place, "a.xlsx", "2027-01-12T09:00:00Z", 12, "en cours", 100, 20)
    recevoir(place, "b.xlsx", "2027-01-20T09:00:00Z", 13, "à venir", 200, 30)
    return place


def retenu(fichiers: tuple[FichierLu, ...]) -> tuple[object, ...]:
    collecte = fichiers[0].collecte
    etat = next(a.etat for a in collecte.avancements if a.objet == "FA 1.1.1")
    valeur = observation(fichiers[0], QT1, SUD).valeur
    return valeur, etat, collecte.finances[0].prevu_eur, collecte.enquetes[0].repondants


def dites(fichiers: tuple[FichierLu, ...], *codes: str) -> list[Anomalie]:
    return [a for f in fichiers for a in f.anomalies if a.code in codes]


@pytest.mark.parametrize(
    ("choix", "attendu"),
    [
        (None, (None, None, None, None)),
        (Choix(), (None, None, None, None)),
        (Choix(Strategie.PLUS_RECENT), (13.0, EtatAction.A_VENIR, 200.0, 30.0)),
        (Choix(Strategie.FICHIER_PRIORITAIRE, ("a.xlsx",)), (12.0, EtatAction.EN_COURS, 100.0, 20.0)),
        (Choix(Strategie.FICHIER_PRIORITAIRE, ("absent.xlsx", "b.xlsx")), (13.0, EtatAction.A_VENIR, 200.0, 30.0)),
        (Choix(Strategie.FICHIER_PRIORITAIRE, ("absent.xlsx",)), (None, None, None, None)),
    ],
)
def test_ce_que_chaque_strategie_retient(dossier: Path, choix: Choix | None, attendu: tuple[object, ...]) -> None:
    fichiers = lire_dossier(dossier, PROGRAMME, 2026, choix=choix)
    assert retenu(fichiers) == attendu
    tranchees, restees = dites(fichiers, "VAL-81"), dites(fichiers, "VAL-54", "ACT-09")
    assert (len(tranchees), len(restees)) == ((4, 0) if attendu[0] else (0, 4))
    assert observation(fichiers[0], QT1, SUD).commentaire == "vu dans a.xlsx · vu dans b.xlsx"


def test_une_contradiction_tranchee_montre_les_deux_cellules(dossier: Path) -> None:
    fichiers = lire_dossier(dossier, PROGRAMME, 2026, choix=Choix(Strategie.PLUS_RECENT))
    premiere = dites(fichiers, "VAL-81")[0]
    assert (premiere.fichier, premiere.feuille, premiere.cellule) == ("b.xlsx", "Indicateurs", "I7")
    assert premiere.constat == (
        "la ligne FA 1.1.1-QT1, CC du Val Sud, 2026 donne « 13 », et « a.xlsx » (feuille « Indicateurs », cellule I7) "
        "donne « 12 »."
    )
    assert premiere.consequence == "« 13 » est retenu : son classeur a été enregistré en dernier."
    (dit, _) = dites(fichiers, "FIC-26")
    assert dit.consequence.endswith("dites une à une et sont tranchées quand c'est possible.")


@pytest.mark.parametrize("instant", ["2027-01-12T09:00:00Z", "bientôt"])
def test_deux_instants_egaux_ou_inconnus_ne_tranchent_pas(dossier: Path, instant: str) -> None:
    dater(dossier / "b.xlsx", instant)
    fichiers = lire_dossier(dossier, PROGRAMME, 2026, choix=Choix(Strategie.PLUS_RECENT))
    assert retenu(fichiers) == (None, None, None, None)
    assert len(dites(fichiers, "VAL-54", "ACT-09")) == 4


def test_le_choix_ecrit_a_cote_du_dossier_est_suivi(dossier: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EVALTOOLS_RACINE", str(dossier.parent))
    (dossier.parent / "fusion.yaml").write_text('strategie: fichier_prioritaire\nprioritaires: ["a.xlsx"]\n')
    assert retenu(classeurs.lire_annee(PROGRAMME, 2026, dossier=dossier))[0] == 12.0
    (dossier.parent / "fusion.yaml").write_text("strategie: plus_recent\n")
    assert retenu(classeurs.lire_annee(PROGRAMME, 2026, dossier=dossier))[0] == 13.0
    donne = Choix(Strategie.ERREUR)
    assert retenu(classeurs.lire_annee(PROGRAMME, 2026, dossier=dossier, choix=donne))[0] is None


@pytest.mark.parametrize(
    ("texte", "code", "constat"),
    [
        ("strategie: au_hasard\n", "FIC-46", "« au_hasard » n'est pas une stratégie"),
        ("strategie: fichier_prioritaire\n", "FIC-46", "« fichier_prioritaire » veut au moins un fichier"),
        ('strategie: erreur\nprioritaires: ["a.xlsx"]\n', "FIC-46", "« fichier_prioritaire » veut"),
        ("stratégie: erreur\n", "FIC-46", "il faut « strategie »"),
        ("strategie: [\n", "PAR-03", ""),
        ('strategie: fichier_prioritaire\nprioritaires: ["A.xlsx"]\n', "FIC-45", "« A.xlsx » n'est pas dans"),
    ],
)  # fmt: skip
def test_un_choix_fautif_est_refuse(
    dossier: Path, monkeypatch: pytest.MonkeyPatch, texte: str, code: str, constat: str
) -> None:
    monkeypatch.setenv("EVALTOOLS_RACINE", str(dossier.parent))
    (dossier.parent / "fusion.yaml").write_text(texte, encoding="utf-8")
    with pytest.raises(ErreurUtilisateur) as refus:
        classeurs.lire_annee(PROGRAMME, 2026, dossier=dossier)
    (anomalie,) = refus.value.anomalies
    assert (anomalie.code, refus.value.code) == (code, 11)
    assert anomalie.constat.startswith(constat)


def test_sans_fichier_rien_n_est_choisi(tmp_path: Path) -> None:
    assert choix_ecrit.lire(tmp_path / "fusion.yaml") == (Choix(), ())


def test_le_choix_de_la_ligne_de_commande(dossier: Path) -> None:
    assert classeurs.choisir("fichier_prioritaire", ["b.xlsx"], dossier).prioritaires == ("b.xlsx",)
    with pytest.raises(ErreurUtilisateur) as refus:
        classeurs.choisir("fichier_prioritaire", ["c.xlsx"], dossier)
    assert (refus.value.code, [a.code for a in refus.value.anomalies]) == (2, ["FIC-45"])
    with pytest.raises(ErreurUtilisateur) as refus:
        classeurs.choisir("hasard", [], dossier)
    assert (refus.value.code, [a.code for a in refus.value.anomalies]) == (2, ["FIC-46"])
