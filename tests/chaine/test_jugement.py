"""Juger une table : colonnes du contrat, écriture sûre, barème du projet, ordre des lignes indifférent."""

from __future__ import annotations

import csv
import io
import random
from pathlib import Path

import pytest

from evaltools.chaine import jugement
from evaltools.chaine.erreurs import ErreurUtilisateur
from evaltools.domaine.evaluation import COLONNES_RESULTATS

ENTETE = "indicateur,sens,cumul,valeur_initiale,annee_initiale,cible,annee_cible,annee,valeur\n"


def _table(dossier: Path, corps: str) -> Path:
    chemin = dossier / "table.csv"
    chemin.write_text(ENTETE + corps, encoding="utf-8")
    return chemin


def _rendre(chemin: Path, annee: int | None = None) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(jugement.en_texte(jugement.ouvrir(chemin, annee).lignes()))))


def test_les_colonnes_sont_celles_du_contrat_dans_leur_ordre() -> None:
    communes = [c for c in COLONNES_RESULTATS if c in jugement.COLONNES]
    assert list(jugement.COLONNES) == communes
    assert set(COLONNES_RESULTATS) - set(communes) == {
        "programme", "siren", "axe", "objectif", "action", "operation", "niveau",
    }  # fmt: skip


def test_les_nombres_ne_sont_pas_arrondis(tmp_path: Path) -> None:
    (ligne,) = _rendre(_table(tmp_path, "I1,hausse,stock,0,2020,3,2030,2025,1\n"))
    assert ligne["degre_atteinte"] == "0.3333333333333333"
    assert ligne["rythme"] == "0.6666666666666666"
    assert (ligne["verdict"], ligne["fichier"], ligne["cellule"]) == ("À accélérer", "table.csv", "ligne 2")


def test_l_annee_d_evaluation_est_la_derniere_presente_ou_celle_demandee(tmp_path: Path) -> None:
    table = _table(tmp_path, "I1,hausse,stock,0,2020,10,2030,2025,5\nI1,hausse,stock,0,2020,10,2030,2026,\n")
    assert [ligne["annee"] for ligne in _rendre(table)] == ["2026"]
    assert [(ligne["annee"], ligne["annee_valeur"]) for ligne in _rendre(table, 2025)] == [("2025", "2025")]
    assert [ligne["motif"] for ligne in _rendre(table, 2031)] == ["DONNEE_TROP_ANCIENNE"]


def test_l_ordre_des_lignes_est_indifferent(tmp_path: Path) -> None:
    suivis = [(f"I{i}", cumul, i) for i, cumul in enumerate(("stock", "flux"))]
    corps = [f"{c},hausse,{k},0,2020,40,2030,{an},{(i + 1) * an % 7}" for c, k, i in suivis for an in range(2021, 2027)]
    attendu = sorted(map(str, _sans_ligne(_rendre(_table(tmp_path, "\n".join(corps))))))
    for graine in range(5):
        random.Random(graine).shuffle(corps)
        assert sorted(map(str, _sans_ligne(_rendre(_table(tmp_path, "\n".join(corps)))))) == attendu


def _sans_ligne(lignes: list[dict[str, str]]) -> list[dict[str, str]]:
    return [{c: v for c, v in ligne.items() if c != "cellule"} for ligne in lignes]


def test_une_formule_ecrite_dans_un_libelle_est_desarmee(tmp_path: Path) -> None:
    chemin = tmp_path / "table.csv"
    chemin.write_text('indicateur,libelle,cumul,annee,valeur\nI1,"=cmd|A1",stock,2025,1\n', encoding="utf-8")
    (ligne,) = _rendre(chemin)
    assert ligne["libelle"] == "'=cmd|A1"


def test_rien_a_juger_arrete_avec_toutes_les_fautes(tmp_path: Path) -> None:
    chemin = tmp_path / "table.csv"
    chemin.write_text("nom de la mesure,valeur,couleur\nx,1,bleu\n", encoding="utf-8")
    with pytest.raises(ErreurUtilisateur) as arret:
        jugement.ouvrir(chemin)
    assert arret.value.code == 11
    assert [a.code for a in arret.value.anomalies] == ["IND-11", "IND-10"]  # « couleur » est citée par IND-10
    assert "couleur" in arret.value.anomalies[-1].constat


def test_le_fichier_est_entier_ou_absent(tmp_path: Path) -> None:
    sortie = tmp_path / "sortie.csv"
    sortie.write_text("ancien", encoding="utf-8")

    def lignes():  # type: ignore[no-untyped-def]
        yield tuple("x" for _ in jugement.COLONNES)
        raise RuntimeError("coupure")

    with pytest.raises(RuntimeError, match="coupure"):
        jugement.ecrire_fichier(lignes(), sortie)
    assert sortie.read_text(encoding="utf-8") == "ancien"
    assert [f.name for f in tmp_path.iterdir()] == ["sortie.csv"]
    assert jugement.ecrire_fichier([], sortie) == 0
    assert sortie.read_text(encoding="utf-8") == ",".join(jugement.COLONNES) + "\n"


def test_le_bareme_est_celui_du_projet_ou_l_on_est(
    tmp_path: Path, depot: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = _table(tmp_path, "I1,hausse,stock,0,2020,10,2030,2025,4\n")
    (tmp_path / "inputs").mkdir()
    (tmp_path / "params").mkdir()
    texte = (depot / "params" / "bareme.yaml").read_text(encoding="utf-8").replace("valeur: 0.95", "valeur: 0.75")
    (tmp_path / "params" / "bareme.yaml").write_text(texte, encoding="utf-8")
    monkeypatch.setenv("EVALTOOLS_RACINE", str(tmp_path))
    assert [ligne["verdict"] for ligne in _rendre(table)] == ["En bonne voie"]
    monkeypatch.delenv("EVALTOOLS_RACINE")
    monkeypatch.chdir("/")
    ouverte = jugement.ouvrir(table)
    assert ouverte.bareme_du_projet is False
    assert [ligne["verdict"] for ligne in _rendre(table)] == ["À accélérer"]


def test_un_bareme_fautif_est_dit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    table = _table(tmp_path, "I1,hausse,stock,0,2020,10,2030,2025,4\n")
    (tmp_path / "params").mkdir()
    (tmp_path / "params" / "bareme.yaml").write_text("version: [", encoding="utf-8")
    monkeypatch.setenv("EVALTOOLS_RACINE", str(tmp_path))
    with pytest.raises(ErreurUtilisateur) as arret:
        jugement.ouvrir(table)
    assert arret.value.code == 10
