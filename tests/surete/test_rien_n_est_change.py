"""Aucune commande ne change un octet de ce qu'elle reçoit, ni la date d'un fichier : toutes sont jouées, une par une.

Les commandes sont lues dans l'application : une nouvelle commande est jouée d'elle-même dès que ses paramètres
obligatoires portent un nom connu, et fait échouer ce test tant qu'on ne dit pas quoi lui donner.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from jouer_commandes import COMMANDES, LENTES, arguments, jouer

NOUVEAUX: dict[str, tuple[str, ...]] = {"cadrage": ("inputs/cls-essai/",), "exemple": ("inputs/cls-essai/",)}
"""Où une commande d'écriture peut ajouter des fichiers parmi les entrées ; elle n'en change ni n'en retire aucun."""


def photographier(racine: Path) -> dict[str, tuple[str, int, int]]:
    """Empreinte, date et droits de chaque fichier des entrées, des paramètres, des carnets et des pages."""
    fichiers = (p for d in ("inputs", "params", "notebooks", "docs") for p in (racine / d).rglob("*") if p.is_file())
    seuls = (racine / "table.csv", *fichiers)
    return {
        p.relative_to(racine).as_posix(): (
            hashlib.sha256(p.read_bytes()).hexdigest(), p.stat().st_mtime_ns, p.stat().st_mode,
        )
        for p in seuls
    }  # fmt: skip


@pytest.mark.parametrize(
    "nom", [pytest.param(nom, marks=[pytest.mark.lent] * (nom in LENTES)) for nom in sorted(COMMANDES)]
)
def test_aucune_commande_ne_change_ses_entrees(monde: Path, nom: str) -> None:
    (monde / "sorties").mkdir()
    if nom == "programmes importer":
        assert jouer(arguments("programmes exporter")) == 0
    avant = photographier(monde)
    code = jouer(arguments(nom))
    apres = photographier(monde)
    assert code in (0, 10, 11), f"« {' '.join(arguments(nom))} » finit par {code}"
    assert {f: apres.get(f) for f in avant} == avant
    ajoutes = [f for f in apres if f not in avant and not f.startswith(NOUVEAUX.get(nom, ("rien",)))]
    assert ajoutes == []


def test_l_exemple_et_l_import_refusent_plutot_que_de_remplacer(monde: Path) -> None:
    """Des données qui ne se disent pas fictives, un programme déjà là : rien n'est touché, et le code le dit."""
    (monde / "sorties").mkdir()
    assert jouer(arguments("programmes exporter")) == 0
    assert jouer(arguments("programmes importer")) == 11
    assert jouer(arguments("exemple")) == 11


def test_les_refus_ne_changent_rien_non_plus(monde: Path) -> None:
    """Une année hors du contrat, un dossier absent, un classeur qui n'en est pas un : les entrées restent intactes."""
    avant = photographier(monde)
    for ligne in (
        ["controler", "cls-essai", "--annee", "1999"],
        ["controler", "cls-essai", "--annee", "2026", "--dossier", "absent"],
        ["programmes", "importer", "table.csv"],
        ["juger", "inputs/cls-essai/2026/collecte/photo.png"],
        ["cadrage", "inconnu"],
    ):
        assert jouer(ligne) in (2, 10, 11), ligne
    assert photographier(monde) == avant


def test_le_cadrage_deja_decide_est_range_avant_d_etre_mis_a_jour(monde: Path) -> None:
    """La seule commande qui réécrit une entrée garde l'ancienne, octet pour octet, à côté."""
    chemin = monde / "inputs" / "cls-essai" / "cadrage.xlsx"
    fiche = monde / "inputs" / "cls-essai" / "fiches" / "FA-2.1.yaml"
    ancien = chemin.read_bytes()
    fiche.write_text(fiche.read_text(encoding="utf-8").replace("Nombre de réunions", "Nombre de rencontres"), "utf-8")
    assert jouer(["cadrage", "cls-essai"]) == 0
    assert chemin.read_bytes() != ancien
    gardes = [p for p in chemin.parent.rglob("cadrage*.xlsx") if p != chemin]
    assert [p.read_bytes() for p in gardes] == [ancien]
