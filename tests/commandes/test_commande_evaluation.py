"""Les commandes « juger » et « evaluer » : sorties, codes, mot de la fin, et jamais de trace."""

from __future__ import annotations

import csv
import io
import json
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from evaltools.chaine import fiche_calcul
from evaltools.chaine.erreurs import ErreurUtilisateur
from evaltools.commandes import app
from evaltools.domaine.bareme import Bareme
from evaltools.domaine.groupes import COLONNES_GROUPES
from evaltools.domaine.resultat import COLONNES_RESULTATS

LANCEUR = CliRunner()
TABLE = "indicateur,sens,cumul,valeur_initiale,annee_initiale,cible,annee_cible,annee,valeur\n"


def _table(dossier: Path, *lignes: str) -> str:
    chemin = dossier / "table.csv"
    chemin.write_text(TABLE + "\n".join(lignes) + "\n", encoding="utf-8")
    return str(chemin)


def test_juger_ecrit_sur_la_sortie_standard_et_parle_a_cote(tmp_path: Path) -> None:
    rendu = LANCEUR.invoke(app, ["juger", _table(tmp_path, "I1,hausse,stock,0,2020,10,2030,2025,5")])
    assert rendu.exit_code == 0
    (ligne,) = csv.DictReader(io.StringIO(rendu.stdout))
    assert (ligne["indicateur"], ligne["verdict"], ligne["degre_atteinte"]) == ("I1", "En bonne voie", "0.5")
    assert "1 indicateur jugé, dans la sortie standard" in rendu.stderr
    assert "Barème" in rendu.stderr
    assert "Ensuite" in rendu.stderr


def test_juger_ecrit_un_fichier_et_dit_ou(tmp_path: Path) -> None:
    sortie = tmp_path / "jugements.csv"
    table = _table(tmp_path, "I1,hausse,stock,0,2020,10,2030,2025,5", "I2,baisse,stock,5,2020,1,2030,2025,4")
    rendu = LANCEUR.invoke(app, ["juger", table, "--annee", "2026", "--sortie", str(sortie)])
    assert (rendu.exit_code, rendu.stdout) == (0, "")
    assert "2 indicateurs jugés" in rendu.stderr
    assert "jugements.csv" in rendu.stderr
    lignes = list(csv.DictReader(io.StringIO(sortie.read_text(encoding="utf-8"))))
    assert [ligne["annee"] for ligne in lignes] == ["2026", "2026"]


def test_juger_publie_les_autres_et_sort_en_onze(tmp_path: Path) -> None:
    table = _table(tmp_path, "I1,hausse,stock,0,2020,10,2030,2025,douze", "I2,hausse,stock,0,2020,10,2030,2025,5")
    rendu = LANCEUR.invoke(app, ["juger", table])
    assert rendu.exit_code == 11
    assert [ligne["indicateur"] for ligne in csv.DictReader(io.StringIO(rendu.stdout))] == ["I2"]
    assert "[IND-13]" in rendu.stderr
    assert "1 indicateur écarté" in rendu.stderr


def test_juger_montre_les_premieres_fautes_et_compte_les_autres(tmp_path: Path) -> None:
    lignes = [f"I{rang},hausse,stock,0,2020,10,2030,2025,bof" for rang in range(60)]
    rendu = LANCEUR.invoke(app, ["juger", _table(tmp_path, *lignes)])
    assert rendu.exit_code == 11
    assert rendu.stderr.count("[IND-13]") == 50
    assert "… et 10 autres anomalies." in rendu.stderr


def test_juger_sans_rien_a_juger_leve_une_faute_d_utilisateur(tmp_path: Path) -> None:
    chemin = tmp_path / "table.csv"
    chemin.write_text("couleur\nbleu\n", encoding="utf-8")
    rendu = LANCEUR.invoke(app, ["juger", str(chemin)])
    assert isinstance(rendu.exception, ErreurUtilisateur)
    assert rendu.exception.code == 11


@pytest.mark.parametrize(
    "arguments", [["absent.csv"], ["TABLE", "--sortie", "nulle/part.csv"], ["TABLE", "--annee", "26"]]
)
def test_un_mauvais_usage_sort_en_deux(tmp_path: Path, arguments: list[str]) -> None:
    table = _table(tmp_path, "I1,hausse,stock,0,2020,10,2030,2025,5")
    rendu = LANCEUR.invoke(app, ["juger", *(table if a == "TABLE" else a for a in arguments)])
    assert rendu.exit_code == 2


@pytest.mark.parametrize("nom", ["absente.csv", "absente.xlsx"])
def test_une_table_absente_est_nommee(tmp_path: Path, nom: str) -> None:
    rendu = LANCEUR.invoke(app, ["juger", str(tmp_path / nom)])
    assert rendu.exit_code == 2
    dit = "".join((rendu.stdout + rendu.stderr).split())
    assert nom in dit
    assert "n'existepas" in dit


@pytest.fixture
def projet(tmp_path: Path, depot: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copytree(depot / "inputs" / "cls-avesnois", tmp_path / "inputs" / "cls-avesnois", ignore=_sans_collecte)
    shutil.copytree(depot / "params", tmp_path / "params")
    monkeypatch.setenv("EVALTOOLS_RACINE", str(tmp_path))
    return tmp_path


def _sans_collecte(dossier: str, noms: list[str]) -> list[str]:
    return [n for n in noms if n.endswith(".xlsx") or n.isdigit()]


def _evaluer(projet: Path, *options: str) -> tuple[int, str, list[dict[str, str]]]:
    sortie = projet / "resultats.csv"
    rendu = LANCEUR.invoke(app, ["evaluer", "cls-avesnois", "--annee", "2026", "--sortie", str(sortie), *options])
    assert rendu.exception is None, rendu.exception
    lignes = list(csv.DictReader(io.StringIO(sortie.read_text(encoding="utf-8-sig")), delimiter=";"))
    return rendu.exit_code, rendu.stdout, lignes


def test_evaluer_un_programme_sans_collecte_est_presque_tout_non_evaluable(projet: Path) -> None:
    code, dit, lignes = _evaluer(projet)
    assert code == 0
    assert tuple(lignes[0]) == COLONNES_RESULTATS
    ensemble = [ligne for ligne in lignes if ligne["siren"] == "ensemble"]
    assert len(ensemble) == 159  # 160 entrées, dont une clause ouverte
    assert {ligne["verdict"] for ligne in ensemble} == {"Non évaluable", "Sans objet"}
    assert "Ensuite" in dit
    assert "resultats.csv" in dit


def test_evaluer_un_seul_territoire(projet: Path) -> None:
    _, _, lignes = _evaluer(projet, "--territoire", "200043404")
    assert {ligne["siren"] for ligne in lignes} == {"200043404"}
    _, _, lignes = _evaluer(projet, "--territoire", "ensemble", "--finale")
    assert {ligne["siren"] for ligne in lignes} == {"ensemble"}


def test_evaluer_refuse_un_territoire_inconnu(projet: Path) -> None:
    sortie = str(projet / "r.csv")
    rendu = LANCEUR.invoke(
        app, ["evaluer", "cls-avesnois", "--annee", "2026", "--sortie", sortie, "--territoire", "123456789"]
    )
    assert isinstance(rendu.exception, ErreurUtilisateur)
    assert rendu.exception.anomalies[0].code == "PAR-10"
    assert not (projet / "r.csv").exists()


def _csv(chemin: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(chemin.read_text(encoding="utf-8-sig")), delimiter=";"))


def test_evaluer_finale_ecrit_les_groupes_a_cote(projet: Path, tmp_path: Path) -> None:
    assert LANCEUR.invoke(app, ["exemple", "cls-avesnois", "--annee", "2026"]).exit_code == 0
    sortie = tmp_path / "fin.csv"
    rendu = LANCEUR.invoke(app, ["evaluer", "cls-avesnois", "--annee", "2026", "--finale", "--sortie", str(sortie)])
    dit = rendu.stdout + rendu.stderr
    assert "[PAR-23]" in dit  # le contrat court jusqu'en 2028
    assert "pour l'ensemble du programme seulement" in dit
    assert tuple(sortie.read_text(encoding="utf-8-sig").splitlines()[0].split(";")) == COLONNES_RESULTATS
    groupes = _csv(tmp_path / "fin-groupes.csv")
    assert tuple(groupes[0]) == COLONNES_GROUPES
    resultats = _csv(sortie)
    for ligne in groupes:
        du_groupe = [
            r for r in resultats
            if r["siren"] == ligne["siren"] and (ligne["groupe"] == "programme" or r[ligne["groupe"]] == ligne["code"])
        ]  # fmt: skip
        assert int(ligne["total"]) == len(du_groupe) > 0
        comptes = {nom: int(n) for nom, n in ligne.items() if nom.startswith("nombre_")}
        assert sum(comptes.values()) == len(du_groupe)
        assert comptes["nombre_atteint"] == sum(r["verdict"] == "Atteint" for r in du_groupe)
        assert comptes["nombre_insuffisant"] == 0  # les mots d'une fin de contrat
        if ligne["robustesse_cas"]:
            changent = len(list(filter(None, ligne["robustesse_autres"].split(" | "))))
            assert int(ligne["robustesse_inchangees"]) == int(ligne["robustesse_cas"]) - changent
    assert {g["groupe"] for g in groupes} >= {"programme", "axe", "action"}
    assert sum(int(g["nombre_atteint"]) for g in groupes) > 0
    assert any(g["degradations"] for g in groupes)


def test_evaluer_dit_l_annee_hors_du_contrat_et_sans_collecte(projet: Path, tmp_path: Path) -> None:
    sortie = tmp_path / "r.csv"
    rendu = LANCEUR.invoke(app, ["evaluer", "cls-avesnois", "--annee", "2031", "--sortie", str(sortie)])
    dit = rendu.stdout + rendu.stderr
    assert "[PAR-21]" in dit
    assert "[PAR-22]" in dit
    assert "2025-2028" in dit
    assert not (tmp_path / "r-groupes.csv").exists()  # les groupes ne sont écrits que demandés


def test_evaluer_dit_qu_un_calcul_precedent_avait_un_autre_bareme(projet: Path, tmp_path: Path) -> None:
    sortie = tmp_path / "r.csv"
    commande = ["evaluer", "cls-avesnois", "--annee", "2026", "--sortie", str(sortie)]
    assert "[PAR-20]" not in LANCEUR.invoke(app, commande).stderr
    assert "[PAR-20]" not in LANCEUR.invoke(app, commande).stderr
    bareme = projet / "params" / "bareme.yaml"
    bareme.write_text(bareme.read_text(encoding="utf-8").replace("valeur: 0.60", "valeur: 0.70"), encoding="utf-8")
    dit = LANCEUR.invoke(app, commande).stderr
    assert "[PAR-20]" in dit
    assert "rythme_a_accelerer : 0,6 puis 0,7" in dit
    sortie.write_text("remplacé à la main", encoding="utf-8")  # la fiche n'est plus celle de ce fichier
    bareme.write_text(bareme.read_text(encoding="utf-8").replace("valeur: 0.70", "valeur: 0.60"), encoding="utf-8")
    assert "[PAR-20]" not in LANCEUR.invoke(app, commande).stderr


def test_la_campagne_publiee_avec_un_autre_bareme_est_dite(tmp_path: Path) -> None:
    journal = {"reproductible": {"bareme": {"version": "2025-1", "adopte_le": "2025-01-01", "stagnation": 0.2}}}
    (tmp_path / "journal.json").write_text(json.dumps(journal), encoding="utf-8")
    (faute,) = fiche_calcul.comparer_au_journal(tmp_path, Bareme())
    assert faute.code == "PAR-20"
    assert "2025-1 du 2025-01-01" in faute.constat
    assert "stagnation : 0,2 puis 0,1" in faute.constat
    assert fiche_calcul.comparer_au_journal(tmp_path / "ailleurs", Bareme()) == ()


def test_evaluer_refuse_le_meme_fichier_pour_les_groupes(projet: Path, tmp_path: Path) -> None:
    sortie = str(tmp_path / "r.csv")
    commande = ["evaluer", "cls-avesnois", "--annee", "2026", "--sortie", sortie, "--groupes", sortie]
    assert LANCEUR.invoke(app, commande).exit_code == 2
