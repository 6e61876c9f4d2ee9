"""De petits programmes écrits en quelques mots, pour les cas de règle et les tests de la méthode."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from evaltools.domaine.avancement import Avancement
from evaltools.domaine.bareme import Bareme
from evaltools.domaine.cadrage import Cadrage, Cadre, Cible
from evaltools.domaine.collecte import Collecte
from evaltools.domaine.evaluation import Evaluation, evaluer
from evaltools.domaine.lexique import (
    ENSEMBLE,
    Agregation,
    Cumul,
    EtatAction,
    EtatValeur,
    Maille,
    Motif,
    Nature,
    Niveau,
    PeriodiciteCible,
    Qualite,
    Sens,
    TypeCible,
    Verdict,
)
from evaltools.domaine.mesures import Observation
from evaltools.domaine.programme import (
    Action,
    Axe,
    Calendrier,
    Fiche,
    Indicateur,
    Operation,
    Programme,
    Territoire,
)
from evaltools.domaine.resultat import Resultat

SIRENS = ("200000001", "200000002", "200000003", "200000004", "200000005", "200000006")


def indicateur(code: str, action: str, **champs: Any) -> Indicateur:
    """Fabrique un indicateur : nombre, flux, à la hausse, recueilli pour l'ensemble, sauf ce qui est dit."""
    types = {
        "nature": Nature, "niveau": Niveau, "sens": Sens, "cumul": Cumul, "maille": Maille, "agregation": Agregation,
    }  # fmt: skip
    lus = {nom: types[nom](valeur) if nom in types and valeur else valeur for nom, valeur in champs.items()}
    base: dict[str, Any] = {
        "libelle": f"Indicateur {code}", "famille": "quantitatif", "nature": Nature.NOMBRE,
        "niveau": Niveau.REALISATION, "sens": Sens.HAUSSE, "cumul": Cumul.FLUX,
    }  # fmt: skip
    return Indicateur(code=code, action=action, **(base | lus))


def programme(
    actions: Mapping[str, Any], epci: int = 2, debut: str = "2024-01-01", fin: str = "2027-12-31"
) -> Programme:
    """Fabrique un programme : ``{"A1": {"axe": "1", "operations": {...}, "indicateurs": {...}}}``."""
    fabriquees = tuple(_action(code, dict(contenu or {})) for code, contenu in actions.items())
    axes = tuple(Axe(code, f"Axe {code}") for code in dict.fromkeys(a.axe for a in fabriquees))
    territoires = tuple(Territoire(siren, f"EPCI {rang}") for rang, siren in enumerate(SIRENS[:epci], 1))
    return Programme(
        "essai", "Programme d'essai", "Essai", "cls", date.fromisoformat(str(debut)), date.fromisoformat(str(fin)),
        axes, (),
        fabriquees, territoires,
    )  # fmt: skip


def _action(code: str, contenu: dict[str, Any]) -> Action:
    operations = tuple(
        Operation(nom, f"Opération {nom}", _fiche(dict(detail or {})))
        for nom, detail in contenu.get("operations", {}).items()
    )
    indicateurs = tuple(indicateur(c, code, **(champs or {})) for c, champs in contenu.get("indicateurs", {}).items())
    return Action(
        code, f"Action {code}", str(contenu.get("axe", "1")), fiche=_fiche(contenu), operations=operations,
        indicateurs_communs=indicateurs,
    )  # fmt: skip


def _fiche(contenu: Mapping[str, Any]) -> Fiche:
    return Fiche(calendrier=Calendrier(debut=_jour(contenu.get("debut")), fin=_jour(contenu.get("fin"))))


def _jour(texte: object) -> date | None:
    return None if texte is None else date.fromisoformat(str(texte))


def cible(valeur: float | None = None, annee: int | None = None, **champs: Any) -> Cible:
    """Fabrique une cible ; ``decidee_le`` se donne en texte."""
    types = {"type_cible": TypeCible, "periodicite": PeriodiciteCible, "decidee_le": date.fromisoformat}
    return Cible(valeur, annee, **{n: types[n](str(v)) if n in types else v for n, v in champs.items()})


def cadre(code: str, siren: str = ENSEMBLE, **champs: Any) -> Cadre:
    """Fabrique un cadre ; ``cible_initiale`` et ``cible_revisee`` se donnent en dictionnaires."""
    types = {
        "nature": Nature, "niveau": Niveau, "sens": Sens, "cumul": Cumul, "agregation": Agregation,
        "cible_initiale": lambda c: cible(**c), "cible_revisee": lambda c: cible(**c),
    }  # fmt: skip
    base: dict[str, Any] = {"sens": Sens.HAUSSE, "cumul": Cumul.FLUX}
    return Cadre(code, siren, **(base | {n: types[n](v) if n in types and v else v for n, v in champs.items()}))


def observation(
    code: str, periode: str, dit: object, siren: str = ENSEMBLE, action: str = "A1", **champs: Any
) -> Observation:
    """Fabrique une observation : un nombre, un état (texte), ou [numérateur, dénominateur]."""
    if isinstance(dit, str) and dit in tuple(Qualite):
        return Observation("essai", action, code, siren, periode, EtatValeur.RENSEIGNE, qualite=Qualite(dit), **champs)
    if isinstance(dit, str):
        return Observation("essai", action, code, siren, periode, EtatValeur(dit), **champs)
    if dit is None:
        return Observation("essai", action, code, siren, periode, EtatValeur.NON_RENSEIGNE, **champs)
    if isinstance(dit, list | tuple):
        num, den = dit
        return Observation(
            "essai", action, code, siren, periode, EtatValeur.RENSEIGNE, numerateur=num, denominateur=den, **champs
        )
    return Observation("essai", action, code, siren, periode, EtatValeur.RENSEIGNE, valeur=float(str(dit)), **champs)


def observations(valeurs: Mapping[str, Mapping[Any, object]], actions: Mapping[str, str]) -> Iterable[Observation]:
    """Fabrique les observations de ``{"code@epci": {période: valeur}}`` ; sans « @ », pour l'ensemble."""
    for cle, par_periode in valeurs.items():
        code, _, rang = cle.partition("@")
        siren = SIRENS[int(rang) - 1] if rang else ENSEMBLE
        for periode, dit in par_periode.items():
            yield observation(code, str(periode), dit, siren, actions[code])


def avancement(action: str, objet: str, annee: int, etat: str | None, **champs: Any) -> Avancement:
    """Fabrique un avancement ; les dates se donnent en texte."""
    dates = ("debut_reel", "fin_prevue", "fin_revisee", "fin_reelle")
    lus = {n: _jour(v) if n in dates else v for n, v in champs.items()}
    return Avancement(action, objet, annee, EtatAction(etat) if etat else None, **lus)


def evaluation(entrees: Mapping[str, Any], **options: Any) -> Evaluation:
    """Évalue un petit programme décrit en dictionnaire : programme, cadrage, valeurs, avancements, annee."""
    essai = programme(**entrees["programme"])
    actions = {i.code: i.action for i in essai.indicateurs}
    cadres = {}
    for cle, champs in (entrees.get("cadrage") or {}).items():
        code, _, rang = cle.partition("@")
        siren = SIRENS[int(rang) - 1] if rang else ENSEMBLE
        source = essai.indicateur(code)
        base = {
            "sens": source.sens, "cumul": source.cumul, "nature": source.nature, "niveau": source.niveau,
            "unite": source.unite, "agregation": source.agregation,
        }  # fmt: skip
        cadres[code, siren] = cadre(code, siren, **(base | champs))
    collecte = Collecte(
        tuple(
            replace(o, commentaire=entrees.get("commentaire", ""), texte=entrees.get("commentaire", ""))
            for o in observations(entrees.get("valeurs") or {}, actions)
        ),
        tuple(avancement(**a) for a in entrees.get("avancements") or ()),
    )
    annee = entrees["annee"]
    reglages: dict[str, Any] = {
        "bareme": Bareme(), "arrete_le": date.fromisoformat(str(entrees.get("arrete_le", f"{annee}-12-31"))),
        "finale": entrees.get("finale", False), "diffusion": entrees.get("diffusion", "restreinte"),
        "recus": frozenset(entrees.get("recus", ())),
    }  # fmt: skip
    return evaluer(essai, Cadrage(cadres), collecte, annee, **(reglages | options))


def resultat(rang: int, verdict: str, score: float | None = None, **champs: Any) -> Resultat:
    """Fabrique un résultat de synthèse : verdict, score, et ce qui est dit (niveau, poids, motif)."""
    vides: dict[str, Any] = dict.fromkeys((
        "valeur_initiale", "annee_initiale", "cible", "annee_cible", "valeur", "annee_valeur", "degre_atteinte",
        "part_attendue", "rythme", "reste_a_faire", "motif",
    ))  # fmt: skip
    textes = dict.fromkeys(
        ("objectif", "operation", "unite", "sens", "cumul", "cible_atteinte", "incertain", "fichier", "cellule"), ""
    )
    motif = champs.pop("motif", None)
    base: dict[str, Any] = vides | textes | {
        "programme": "essai", "annee": 2026, "siren": ENSEMBLE, "axe": "1", "action": "A1", "indicateur": f"I{rang}",
        "libelle": f"Indicateur {rang}", "niveau": "realisation", "alertes": (), "score": score,
        "verdict": Verdict(verdict), "motif": Motif(motif) if motif else None,
    }  # fmt: skip
    return Resultat(**(base | champs))
