"""Ce qui s'ajoute à un résultat (marge, projection, cibles jugées, robustesse) ne dit rien d'une valeur masquée."""

from __future__ import annotations

from typing import Any

import fabrique_methode as f


def _evaluer(diffusion: str, jeunes: int) -> Any:
    champs = {"cumul": "stock", "libelle": "Nombre de jeunes accompagnés", "unite": "jeunes"}
    cible = {"valeur": 100, "annee": 2027}
    return f.evaluation({
        "programme": {"actions": {"A1": {"indicateurs": {"I1": champs}}}},
        "cadrage": {"I1": {"cible_initiale": cible, "cible_revisee": {"valeur": 60, "annee": 2027}}},
        "valeurs": {"I1": {2024: jeunes, 2025: jeunes, 2026: jeunes}}, "annee": 2026, "diffusion": diffusion,
    }).resultats[0]  # fmt: skip


def test_d_une_valeur_masquee_rien_ne_se_deduit() -> None:
    for jeunes in (3, 9):
        r = _evaluer("publique", jeunes)
        assert r.valeur is None
        assert (r.incertitude, r.projection, r.robustesse, r.incertain) == (None, None, None, "")
        for cible in (r.initiale, r.revisee):
            assert (cible.degre_atteinte, cible.reste_a_faire, cible.cible_atteinte) == (None, None, "inconnu")
    assert repr(_evaluer("publique", 3)) == repr(_evaluer("publique", 9))


def test_la_meme_valeur_se_montre_quand_elle_le_peut() -> None:
    for diffusion in ("publique", "restreinte"):
        r = _evaluer(diffusion, 40)
        assert (r.initiale.reste_a_faire, r.revisee.reste_a_faire) == (60, 20)
        assert r.projection.valeur == 40
