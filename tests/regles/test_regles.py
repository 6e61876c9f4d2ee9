"""Les cas de règle, écrits à la main, jugés par toute la chaîne de « juger » (table CSV comprise)."""

from __future__ import annotations

import csv
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import yaml

from evaltools.chaine import jugement
from evaltools.domaine.anomalies import bloquantes

DOSSIER = Path(__file__).parent
TABLES = ("lignes_01_a_03", "lignes_04_a_10", "lignes_11_a_17", "valeurs", "degres", "incertitude")
COLONNES_DE_LIGNE = ("annee", "valeur", "numerateur", "denominateur", "etat", "cible_annuelle")
CHAMPS = {"regle", "cas", "entrees", "attendu", "calcul"}


def _cas() -> list[Any]:
    cas = []
    for nom in TABLES:
        for rang, un in enumerate(yaml.safe_load((DOSSIER / f"{nom}.yaml").read_text(encoding="utf-8"))):
            cas.append(pytest.param(un, id=f"{un['regle']}-{nom}-{rang:02d}"))
    return cas


def _nombre(ecrit: object) -> float | None:
    if ecrit is None:
        return None
    return float(Fraction(ecrit)) if isinstance(ecrit, str) else float(ecrit)  # type: ignore[arg-type]


def _ligne(annee: object, dit: object) -> dict[str, object]:
    if isinstance(dit, list):
        return {"annee": annee, "numerateur": dit[0], "denominateur": dit[1]}
    if isinstance(dit, str):
        nombre, _, etat = dit.partition(" ")
        if nombre.replace(".", "").isdigit():
            return {"annee": annee, "valeur": nombre, "etat": etat}
        return {"annee": annee, "valeur" if dit in ("NC", "oui", "non") else "etat": dit}
    return {"annee": annee, "valeur": dit}


def _table(entrees: dict[str, Any], chemin: Path) -> None:
    entrees = dict(entrees)
    serie, annuelles = entrees.pop("serie"), entrees.pop("cible_annuelle", {})
    entrees.pop("annee", None)
    lignes = {annee: _ligne(annee, dit) for annee, dit in serie.items()}
    for annee, cible in annuelles.items():
        lignes.setdefault(annee, {"annee": annee})["cible_annuelle"] = cible
    colonnes = ["indicateur", *entrees, *COLONNES_DE_LIGNE]
    with chemin.open("w", encoding="utf-8", newline="") as flux:
        ecrivain = csv.DictWriter(flux, colonnes)
        ecrivain.writeheader()
        for ligne in lignes.values():
            ecrivain.writerow({"indicateur": "X", **entrees, **ligne})


def _juger(entrees: dict[str, Any], dossier: Path) -> dict[str, object]:
    _table(entrees, dossier / "cas.csv")
    annee = entrees.get("annee", max(int(str(a)[-4:]) for a in entrees["serie"]))
    table = jugement.ouvrir(dossier / "cas.csv", annee)
    assert bloquantes(table.anomalies) == ()
    (ligne,) = table.lignes()
    return dict(zip(jugement.COLONNES, ligne, strict=True))


@pytest.mark.parametrize("cas", _cas())
def test_le_cas_donne_ce_qui_a_ete_calcule_a_la_main(cas: dict[str, Any], tmp_path: Path) -> None:
    assert set(cas) == CHAMPS
    rendu = _juger(cas["entrees"], tmp_path)
    for colonne, attendu in cas["attendu"].items():
        obtenu = rendu[colonne]
        if colonne == "alertes":
            assert [a for a in str(obtenu).split(" | ") if a] == attendu, cas["cas"]
        elif colonne in ("verdict", "motif", "cible_atteinte", "incertain"):
            assert str(obtenu or "") == attendu, (colonne, cas["cas"])
        elif attendu is None:
            assert obtenu is None, (colonne, cas["cas"])
        else:
            assert obtenu == pytest.approx(_nombre(attendu), abs=1e-12, rel=1e-12), (colonne, cas["cas"])


def test_chaque_ligne_de_la_table_a_au_moins_trois_cas() -> None:
    regles = [un.values[0]["regle"] for un in _cas()]
    assert {r: regles.count(r) for r in (f"R-{30 + n}" for n in range(1, 18)) if regles.count(r) < 3} == {}
