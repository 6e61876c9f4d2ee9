"""Les cas de règle qui demandent un programme, plusieurs territoires ou plusieurs indicateurs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import fabrique_methode as f
import pytest
import yaml

from evaltools.domaine.annualisation import annualiser
from evaltools.domaine.avancement import lire_etat
from evaltools.domaine.bareme import Bareme, ecarts
from evaltools.domaine.evaluation import Evaluation
from evaltools.domaine.incertitude import Sondage, ecart_type_du_degre, ecart_type_relatif, mesurer_la_marge
from evaltools.domaine.lexique import ENSEMBLE, Agregation, Cumul
from evaltools.domaine.mesures import Mesure, Serie
from evaltools.domaine.projection import projeter
from evaltools.domaine.regroupement import partiel, reunir
from evaltools.domaine.situations import situations, taux_de_programme
from evaltools.domaine.synthese import regrouper
from evaltools.domaine.variantes import EPREUVES, robustesse_d_un_groupe

DOSSIER = Path(__file__).parent


def _cas() -> list[Any]:
    cas = []
    for nom in ("programme", "suivi", "secret", "mesures"):
        for rang, un in enumerate(yaml.safe_load((DOSSIER / f"{nom}.yaml").read_text(encoding="utf-8"))):
            cas.append(pytest.param(un, id=f"{un['regle']}-{nom}-{rang:02d}"))
    return cas


def _egal(obtenu: Any, attendu: Any) -> bool:
    if isinstance(attendu, str) and "/" in attendu and attendu.replace("/", "").isdigit():
        attendu = float(Fraction(attendu))
    if isinstance(attendu, float):
        return obtenu == pytest.approx(attendu, abs=1e-9, rel=1e-12)
    if isinstance(attendu, Mapping):
        return set(obtenu) == set(attendu) and all(_egal(obtenu[c], attendu[c]) for c in attendu)
    if isinstance(attendu, list):
        return len(obtenu) == len(attendu) and all(map(_egal, obtenu, attendu))
    if isinstance(attendu, str):
        return ("" if obtenu is None else str(obtenu)) == attendu
    return bool(obtenu == attendu)


def _mesure(annee: int, dit: Any) -> Mesure:
    o = f.observation("I", str(annee), "non_disponible" if dit == "NC" else dit)
    return annualiser([o], None).mesure(annee)


def _annualiser(e: Mapping[str, Any]) -> Mapping[Any, Any]:
    lues = [f.observation("I", str(periode), dit) for periode, dit in e["observations"]]
    arret = date.fromisoformat(str(e["arrete_le"])) if "arrete_le" in e else None
    return annualiser(lues, Cumul(e["cumul"]), arrete_le=arret).mesures


def _reunir(e: Mapping[str, Any]) -> Mapping[Any, Any]:
    series = {s: Serie({an: _mesure(an, dit) for an, dit in annees.items()}) for s, annees in e["epci"].items()}
    return reunir(series, Agregation(e["agregation"]), e.get("unite", "")).mesures


def _regrouper(e: Mapping[str, Any]) -> Any:
    resultats = [
        f.resultat(rang, un[0], un[1] if len(un) > 1 else None, **(un[2] if len(un) > 2 else {}))
        for rang, un in enumerate(e["resultats"], 1)
    ]
    return regrouper("action", "A1", "Action", ENSEMBLE, resultats, Bareme())


def _marge(e: Mapping[str, Any]) -> Any:
    sondage = Sondage(**e["sondage"]) if "sondage" in e else None
    return mesurer_la_marge(e["valeur"], e.get("numerateur"), e.get("denominateur"), sondage, Bareme().deff)


def _ecart_type(e: Mapping[str, Any]) -> float:
    return ecart_type_relatif(**e) if "coefficient" in e else ecart_type_du_degre(**e)


def _robustesse(e: Mapping[str, Any]) -> Any:
    resultats = [
        f.resultat(rang, un[0], *un[1:2], **(un[2] if len(un) > 2 else {})) for rang, un in enumerate(e["resultats"], 1)
    ]
    synthese = regrouper("action", "A1", "Action", ENSEMBLE, resultats, Bareme())
    return robustesse_d_un_groupe(synthese, resultats, {e.nom: {} for e in EPREUVES}, Bareme())


def _resultats(e: Mapping[str, Any]) -> Any:
    rendue = f.evaluation(_etats(e))
    noms = {siren: f"@{rang}" for rang, siren in enumerate(f.SIRENS, 1)} | {ENSEMBLE: ""}
    par_cle: dict[str, Any] = {r.indicateur + noms[r.siren]: r for r in rendue.resultats}
    synthese = rendue.synthese("programme", "essai", ENSEMBLE)
    return par_cle | {"codes": [r.indicateur for r in rendue.resultats], "total": synthese.total if synthese else None}


def _etats(e: Mapping[str, Any]) -> Mapping[str, Any]:
    valeurs = {
        cle: {p: "non_disponible" if dit == "NC" else dit for p, dit in annees.items()}
        for cle, annees in (e.get("valeurs") or {}).items()
    }
    return {**e, "valeurs": valeurs}


def _situation(e: Mapping[str, Any]) -> Any:
    return f.evaluation(_etats(e)).situations[0]


def _completude(e: Mapping[str, Any]) -> Any:
    return {c.action: c for c in f.evaluation(_etats(e)).completudes}


def _taux(e: Mapping[str, Any]) -> Any:
    etats = [etat for etat, n in e.items() if etat != "nouvelles" for _ in range(n)]
    essai = f.programme({f"A{rang}": {} for rang in range(len(etats))})
    declares = [f.avancement(f"A{rang}", f"A{rang}", 2025, etat) for rang, etat in enumerate(etats)]
    nouvelles = frozenset(f"N{rang}" for rang in range(e["nouvelles"]))
    rendus = situations(essai, declares, 2025, date(2025, 12, 31))
    taux = taux_de_programme(essai, rendus, frozenset(a.code for a in essai.actions), nouvelles)
    return {t.nom: [t.numerateur, t.denominateur] for t in taux}


def _etat(e: Mapping[str, Any]) -> Any:
    return {"etats": [lire_etat(texte) for texte in e["textes"]]}


def _publier(e: Mapping[str, Any]) -> Evaluation:
    return f.evaluation(_etats({**e, "diffusion": "publique"}))


FONCTIONS: Mapping[str, Callable[[Mapping[str, Any]], Any]] = {
    "annualiser": _annualiser, "reunir": _reunir, "regrouper": _regrouper, "evaluer": _resultats, "etat": _etat,
    "situation": _situation, "completude": _completude, "taux": _taux, "marge": _marge, "ecart_type": _ecart_type,
    "projeter": lambda e: projeter(**e), "ecarts": lambda e: ecarts(e, Bareme()), "robustesse": _robustesse,
}  # fmt: skip


def _lire(objet: Any, champ: Any) -> Any:
    if champ == "partiel":
        return partiel(objet)
    return objet[champ] if isinstance(objet, Mapping) else getattr(objet, champ)


def _verifier(rendu: Any, attendu: Mapping[Any, Any], chemin: str) -> None:
    if not isinstance(attendu, Mapping):
        assert (rendu is None) if attendu is None else _egal(rendu, attendu), f"{chemin} : {rendu!r}"
        return
    for champ, valeur in attendu.items():
        obtenu = _lire(rendu, champ)
        if isinstance(valeur, Mapping) and not isinstance(obtenu, Mapping):
            _verifier(obtenu, valeur, f"{chemin}.{champ}")
        else:
            assert _egal(obtenu, valeur), f"{chemin}.{champ} : {obtenu!r}, attendu {valeur!r}"


@pytest.mark.parametrize("cas", _cas())
def test_le_cas_donne_ce_qui_a_ete_calcule_a_la_main(cas: dict[str, Any]) -> None:
    assert set(cas) == {"regle", "cas", "fonction", "entrees", "attendu", "calcul"}
    if cas["fonction"] == "publier":
        assert cas["attendu"]["absent"] not in repr(_publier(cas["entrees"]))
        restreinte = f.evaluation(_etats(cas["entrees"]))
        assert cas["attendu"]["absent"] in repr(restreinte)
        return
    attendu, rendu = cas["attendu"], FONCTIONS[cas["fonction"]](cas["entrees"])
    if cas["fonction"] in ("annualiser", "reunir"):
        assert set(rendu) == set(attendu)
    _verifier(rendu, attendu, cas["cas"])
