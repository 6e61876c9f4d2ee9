"""Une année contrôlée à la lumière des précédentes : les classeurs d'avant font témoin, message entier."""

from __future__ import annotations

from pathlib import Path

import pytest
from fabrique import SUD
from fabrique_classeurs import PROGRAMME, Pilote, abimer

from evaltools.acces.classeurs_lecture import lire_dossier
from evaltools.chaine import lieux
from evaltools.chaine.annees import controler_les_annees
from evaltools.domaine.anomalies import Anomalie

QT1, JALON, ETAPES, REUNIONS = "FA 1.1.1-QT1", "FA 1.1.1-QT3", "FA 1.1.2-QT5", "FA 2.1-QT1"


def recevoir(annee: int, code: str, siren: str, valeur: object, action: str = "FA 1.1") -> None:
    """Dépose dans la collecte d'une année un classeur où une valeur est saisie."""
    from evaltools.acces.classeurs_ecriture import ecrire

    dossier = lieux.collecte(PROGRAMME.code, annee)
    dossier.mkdir(parents=True, exist_ok=True)
    pilote = Pilote(ecrire(dossier / "recu.xlsx", PROGRAMME, action, annee))
    pilote.saisir(code, siren, valeur=valeur)
    pilote.enregistrer()


def controler() -> tuple[Anomalie, ...]:
    lus = lire_dossier(lieux.collecte(PROGRAMME.code, 2026), PROGRAMME, 2026)
    return controler_les_annees(lus, PROGRAMME, 2026)


@pytest.fixture(autouse=True)
def _racine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EVALTOOLS_RACINE", str(tmp_path))


@pytest.mark.parametrize(
    ("code", "siren", "avant", "valeur", "message"),
    [
        (
            QT1, SUD, 12, 1200,
            ("FA 1.1.1-QT1 vaut 1\u202f200 en 2026, contre 12 en 2025 (CC du Val Sud) : au moins cent fois plus.\n"
            "  Conséquence : la valeur est retenue telle quelle.\n"
            "  À faire : vérifiez la virgule, l'unité et la case ; si la valeur est juste, dites pourquoi dans "
            "« Commentaire »."),
        ),
        (
            ETAPES, "", 3, 2,
            ("FA 1.1.2-QT5 était à 3 en 2025 et passe à 2 en 2026 (ensemble du territoire) : ce qui est acquis ou "
            "compté depuis le début ne peut pas reculer.\n"
            "  Conséquence : la valeur est retenue telle quelle.\n"
            "  À faire : vérifiez les deux valeurs ; si l'ancienne était fausse, faites-la corriger dans le classeur "
            "de son année, sinon dites pourquoi dans « Commentaire »."),
        ),
    ],
)  # fmt: skip
def test_la_faute_est_dite_en_entier_a_sa_cellule(
    code: str, siren: str, avant: object, valeur: object, message: str
) -> None:
    recevoir(2025, code, siren, avant)
    recevoir(2026, code, siren, valeur)
    (anomalie,) = controler()
    assert (anomalie.fichier, anomalie.feuille) == ("recu.xlsx", "Indicateurs")
    assert anomalie.cellule
    assert str(anomalie).partition(f"cellule {anomalie.cellule} : ")[2] == message


def test_une_annee_moindre_que_ses_semestres(tmp_path: Path) -> None:
    def geste(p: Pilote) -> None:
        for rang, (periode, valeur) in enumerate((("2026-S1", 30), ("2026-S2", 20), ("2026", 40))):
            ligne = p.ligne(REUNIONS) + (30 if rang == 2 else rang)
            if rang == 2:
                for colonne in range(1, 19):
                    p.feuille().cell(ligne, colonne).value = p.feuille().cell(p.ligne(REUNIONS), colonne).value
            p.feuille().cell(ligne, p.colonne("periode")).value = periode
            p.feuille().cell(ligne, p.colonne("valeur")).value = valeur

    dossier = lieux.collecte(PROGRAMME.code, 2026)
    dossier.mkdir(parents=True)
    abimer(tmp_path, geste, "FA 2.1").replace(dossier / "recu.xlsx")
    (anomalie,) = controler()
    assert anomalie.code == "VAL-71"
    assert anomalie.constat == (
        "FA 2.1-QT1 vaut 40 pour toute l'année 2026, mais 50 en additionnant 2026-S1, 2026-S2 (ensemble du territoire)."
    )
    assert anomalie.consequence == "la valeur de l'année entière est retenue."


def test_rien_n_est_dit_sans_temoin_ni_sans_ecart() -> None:
    recevoir(2026, QT1, SUD, 1200)
    assert controler() == ()
    recevoir(2025, QT1, SUD, 1100)
    assert controler() == ()
    recevoir(2025, QT1, SUD, "12 pers")
    assert controler() == (), "une valeur illisible ne témoigne de rien"


def test_le_controle_d_une_annee_le_dit(monkeypatch: pytest.MonkeyPatch) -> None:
    """La commande « controler » passe par là : ses anomalies comprennent celles des années."""
    from evaltools.chaine import controle

    recevoir(2025, JALON, "", "oui")
    recevoir(2026, JALON, "", "non")
    monkeypatch.setattr(controle, "lire_programme", lambda _code: PROGRAMME)
    assert [a.code for a in controle.controler(PROGRAMME.code, 2026).anomalies if a.code.startswith("VAL")] == [
        "VAL-70"
    ]
