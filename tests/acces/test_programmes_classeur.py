"""Exporter un programme en classeur puis l'importer redonne le même programme ; les fautes sont situées par cellule."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import fabrique
import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from evaltools.acces import programmes, programmes_classeur, programmes_import
from evaltools.acces.programmes_ecriture import en_fichiers
from evaltools.acces.programmes_feuilles import ONGLETS
from evaltools.domaine.programme import Programme

ROLES = {"prévu": "prevu", "réalisé": "realise"}
INPUTS = Path(__file__).resolve().parents[2] / "inputs"


def programme_essai() -> Programme:
    """Le programme partagé des tests, avec les rôles de paire tels que les fiches les écrivent."""
    programme = fabrique.programme_essai()
    actions = []
    for action in programme.actions:
        operations = (
            replace(
                o,
                indicateurs=tuple(replace(i, role_paire=ROLES.get(i.role_paire, i.role_paire)) for i in o.indicateurs),
            )
            for o in action.operations
        )
        actions.append(replace(action, operations=tuple(operations)))
    return replace(programme, actions=tuple(actions))


@pytest.fixture
def classeur(tmp_path: Path) -> Callable[[Callable[[Any], None]], Path]:
    """Exporte le programme d'essai, y fait une modification comme le ferait quelqu'un, et rend le chemin."""

    def faire(modifier: Callable[[Any], None], programme: Programme | None = None) -> Path:
        chemin = programmes_classeur.ecrire(programme or programme_essai(), tmp_path / "programme.xlsx")
        ouvert = load_workbook(chemin)
        modifier(ouvert)
        ouvert.save(chemin)
        return chemin

    return faire


def _colonne(feuille: Worksheet, titre: str) -> int:
    return next(c.column for c in feuille[1] if c.value == titre)


def _poser(feuille: Worksheet, ligne: int, titre: str, valeur: object) -> None:
    feuille.cell(ligne, _colonne(feuille, titre)).value = valeur


@pytest.mark.parametrize("code", ["cls-avesnois", "sante-artois-douaisis"])
def test_exporter_puis_importer_redonne_le_meme_programme(tmp_path: Path, code: str) -> None:
    programme, _anomalies = programmes.lire(INPUTS / code)
    assert programme is not None
    relu, anomalies = programmes_import.lire(programmes_classeur.ecrire(programme, tmp_path / "p.xlsx"))
    assert anomalies == ()
    assert relu == programme
    for nom, texte in en_fichiers(relu).items():
        assert (INPUTS / code / nom).read_text(encoding="utf-8") == texte, nom


def test_le_meme_programme_donne_les_memes_octets(tmp_path: Path) -> None:
    un = programmes_classeur.ecrire(programme_essai(), tmp_path / "un.xlsx").read_bytes()
    assert programmes_classeur.ecrire(programme_essai(), tmp_path / "deux.xlsx").read_bytes() == un


def test_le_classeur_se_lit_comme_un_classeur(tmp_path: Path) -> None:
    ouvert = load_workbook(programmes_classeur.ecrire(programme_essai(), tmp_path / "p.xlsx"))
    noms = [f.title for f in ouvert if f.sheet_state == "visible"]
    assert noms == ["Lisez-moi", *(o.nom for o in ONGLETS)]
    indicateurs = ouvert["Indicateurs"]
    assert indicateurs.freeze_panes == "C2"
    assert len(indicateurs.data_validations.dataValidation) >= 7
    assert not [c for f in ouvert for ligne in f for c in ligne if c.data_type == "f"]


def test_un_classeur_rouvert_et_reenregistre_est_relu_pareil(classeur: Callable[..., Path]) -> None:
    programme, anomalies = programmes_import.lire(classeur(lambda ouvert: None))
    assert anomalies == ()
    assert programme == programme_essai()


def test_ce_qu_excel_fait_aux_codes_et_aux_dates_est_compris(classeur: Callable[..., Path]) -> None:
    def modifier(ouvert: Any) -> None:
        _poser(ouvert["Territoires"], 2, "SIREN", 111111111)
        _poser(ouvert["Axes"], 2, "Code", 1)
        _poser(ouvert["Actions"], 2, "Axe", 1)
        _poser(ouvert["Opérations"], 2, "Début", datetime.combine(date(2025, 1, 1), time()))
        _poser(ouvert["Opérations"], 2, "Fin", "31/12/2026")
        _poser(ouvert["Opérations"], 2, "Calendrier", 2025)
        _poser(ouvert["Territoires"], 2, "Population municipale", "1 234")

    programme, anomalies = programmes_import.lire(classeur(modifier))
    assert anomalies == ()
    assert programme is not None
    assert programme.territoires[0].siren == "111111111"
    assert programme.territoires[0].population == 1234
    calendrier = programme.operations[0].fiche.calendrier
    assert (calendrier.texte, calendrier.debut, calendrier.fin) == ("2025", date(2025, 1, 1), date(2026, 12, 31))


FAUTES = [
    # (feuille, ligne, titre de colonne, valeur mise, code, mots attendus)
    ("Indicateurs", 2, "Nature", "nombres", "PRG-10", "« Nature » vaut « nombres »"),
    ("Indicateurs", 2, "Code", 1.5, "PRG-27", "« Code » contient le nombre 1.5"),
    ("Indicateurs", 2, "Code", "FA 1.1.1-QT2", "PRG-13", "déjà employé"),
    ("Indicateurs", 2, "Libellé", None, "PRG-07", "il manque la clé « Libellé »"),
    ("Indicateurs", 2, "Action", "FA 9.9", "PRG-25", "« FA 9.9 »"),
    ("Indicateurs", 2, "Opération", "FA 1.1.9", "PRG-25", "(vouliez-vous écrire « FA 1.1.2 » ?)"),
    ("Indicateurs", 2, "Cible", "beaucoup", "PRG-09", "« Cible » vaut « beaucoup »"),
    ("Opérations", 2, "Début", "bientôt", "PRG-11", "« bientôt »"),
    ("Opérations", 2, "Action", None, "PRG-25", "« (vide) »"),
    ("Montants", 2, "Montant (€)", "#REF!", "PRG-09", "« #REF! »"),
    ("Montants", 2, "Niveau", "indicateur", "PRG-10", "« indicateur »"),
    ("Montants", 2, "Rattaché à", "FA 9", "PRG-25", "« FA 9 »"),
    ("Territoires", 2, "SIREN", "12", "PRG-17", "« 12 »"),
    ("Territoires", 3, "SIREN", "111111111", "PRG-13", "territoire « 111111111 »"),
    ("Axes", 1, "Intitulé", "Intitul", "PRG-24", "(vouliez-vous écrire « Intitulé » ?)"),
]


@pytest.mark.parametrize(
    ("feuille", "ligne", "titre", "valeur", "code", "mots"),
    FAUTES,
    ids=[f"{f[4]}-{n}" for n, f in enumerate(FAUTES)],
)
def test_faute_dans_le_classeur(
    classeur: Callable[..., Path], feuille: str, ligne: int, titre: str, valeur: object, code: str, mots: str
) -> None:
    programme, anomalies = programmes_import.lire(
        classeur(lambda ouvert: _poser(ouvert[feuille], ligne, titre, valeur))
    )
    assert programme is None
    trouvee = next(a for a in anomalies if a.code == code)
    assert (trouvee.fichier, trouvee.feuille) == ("programme.xlsx", feuille)
    assert mots in trouvee.constat
    assert trouvee.cellule


def test_feuille_ou_colonne_absente(classeur: Callable[..., Path]) -> None:
    def modifier(ouvert: Any) -> None:
        ouvert["Axes"].title = "Axe"
        ouvert["Indicateurs"].delete_cols(3)
        ouvert["Programme"]["A3"] = "Titr"

    programme, anomalies = programmes_import.lire(classeur(modifier))
    assert programme is None
    assert [(a.code, a.feuille) for a in anomalies] == [
        ("PRG-24", "Programme"),
        ("PRG-22", ""),
        ("PRG-23", "Indicateurs"),
    ]
    assert "(vouliez-vous écrire « Axe » ?)" in anomalies[1].constat


def test_une_operation_d_une_autre_action_est_refusee(classeur: Callable[..., Path]) -> None:
    chemin = classeur(lambda ouvert: _poser(ouvert["Indicateurs"], 2, "Opération", "FA 2.1.1"))
    _programme, anomalies = programmes_import.lire(chemin)
    assert [a.code for a in anomalies] == ["PRG-25"]
    assert "FA 2.1.1, qui est de l'action FA 2.1" in anomalies[0].constat


def test_un_fichier_qui_n_est_pas_un_classeur(tmp_path: Path) -> None:
    (tmp_path / "faux.xlsx").write_bytes(b"pas un classeur")
    programme, anomalies = programmes_import.lire(tmp_path / "faux.xlsx")
    assert programme is None
    assert [a.code[:3] for a in anomalies] == ["FIC"]
    assert programmes_import.lire(tmp_path / "absent.xlsx")[0] is None


def test_un_texte_qui_ressemble_a_une_formule_reste_un_texte(tmp_path: Path) -> None:
    programme = replace(programme_essai(), titre='=HYPERLINK("http://x")', source="-2+3")
    relu, anomalies = programmes_import.lire(programmes_classeur.ecrire(programme, tmp_path / "p.xlsx"))
    assert anomalies == ()
    assert relu == programme
