"""Les tableaux rangés : une ligne par valeur, colonnes françaises, provenance comprise (contrats §4.4 et §4.5)."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import fields
from datetime import date
from typing import TYPE_CHECKING, Any

from evaltools.domaine.evaluation import Evaluation, Resultat
from evaltools.domaine.lexique import ENSEMBLE
from evaltools.domaine.programme import Programme
from evaltools.domaine.surete import desarmer

if TYPE_CHECKING:
    import pandas as pd

COLONNES_OBSERVATIONS = (
    "programme", "action", "operation", "indicateur", "siren", "periode", "valeur", "numerateur", "denominateur",
    "texte", "etat", "qualite", "source", "commentaire", "fichier", "feuille", "cellule", "sha256",
)  # fmt: skip
COLONNES_RESULTATS = tuple(f.name for f in fields(Resultat))[:31]
COLONNES_PUBLIQUES_EN_MOINS = ("commentaire",)


def nom_territoire(programme: Programme, siren: str) -> str:
    """Rend le nom d'un territoire : celui de l'EPCI, ou « Ensemble du programme »."""
    return "Ensemble du programme" if siren == ENSEMBLE else programme.territoire(siren).nom


def tableau_observations(evaluation: Evaluation) -> pd.DataFrame:
    """Rend les observations, une ligne par valeur, dans les colonnes du contrat, avec le libellé et le territoire."""
    lignes = [_ligne(o, COLONNES_OBSERVATIONS) for o in evaluation.observations]
    tableau = _tableau(lignes, COLONNES_OBSERVATIONS)
    libelles = {i.code: i.libelle for i in evaluation.programme.indicateurs}
    tableau.insert(4, "libelle", tableau["indicateur"].map(libelles))
    tableau.insert(6, "territoire", [nom_territoire(evaluation.programme, s) for s in tableau["siren"]])
    return tableau


def tableau_resultats(evaluation: Evaluation) -> pd.DataFrame:
    """Rend les résultats, une ligne par indicateur et territoire, dans les colonnes du contrat."""
    tableau = _tableau([_ligne(r, COLONNES_RESULTATS) for r in evaluation.resultats], COLONNES_RESULTATS)
    tableau.insert(3, "territoire", [nom_territoire(evaluation.programme, s) for s in tableau["siren"]])
    return tableau


def tableau_indicateurs(evaluation: Evaluation) -> pd.DataFrame:
    """Rend le programme, une ligne par indicateur, avec son axe, son action, sa nature et sa cible citée."""
    programme = evaluation.programme
    actions = {a.code: a for a in programme.actions}
    axes = {x.code: x.intitule for x in programme.axes}
    lignes = []
    for i in programme.indicateurs:
        action = actions[i.action]
        lignes.append({
            "axe": action.axe, "intitule_axe": axes[action.axe], "objectif": action.objectif or "",
            "action": action.code, "intitule_action": action.intitule, "pilote": action.fiche.pilote,
            "operation": i.operation or "", "indicateur": i.code, "libelle": i.libelle, "famille": i.famille,
            "nature": str(i.nature), "niveau": str(i.niveau), "sens": str(i.sens or ""),
            "cumul": str(i.cumul or ""), "unite": i.unite, "maille": str(i.maille), "si_enquete": i.si_enquete,
            "cible_du_document": i.cible.valeur if i.cible else None,
        })  # fmt: skip
    return _tableau(lignes, tuple(lignes[0]) if lignes else ())


def tableau_avancement(evaluation: Evaluation) -> pd.DataFrame:
    """Rend la situation de chaque action à la date d'arrêt : état déclaré, retard calculé, opérations réalisées."""
    noms = ("action", "etat", "en_retard", "retard_jours", "debut", "fin_prevue", "fin_revisee", "fin_reelle",
            "operations_realisees", "operations", "motif", "decision")  # fmt: skip
    tableau = _tableau([_ligne(s, noms) for s in evaluation.situations], noms)
    intitules = {a.code: a.intitule for a in evaluation.programme.actions}
    tableau.insert(1, "intitule", tableau["action"].map(intitules))
    return tableau


def tableau_serie(evaluation: Evaluation, indicateur: str, siren: str = ENSEMBLE) -> pd.DataFrame:
    """Rend une série année par année : ``annee``, ``valeur`` (vide : pas de valeur), ``attendu``, ``unite``."""
    resultat = resultat_de(evaluation, indicateur, siren)
    annees = sorted({*resultat.serie, *resultat.trajectoire})
    colonnes = ("annee", "valeur", "attendu", "unite")
    lignes = [
        dict(zip(colonnes, (a, resultat.serie.get(a), resultat.trajectoire.get(a), resultat.unite), strict=True))
        for a in annees
    ]
    return _tableau(lignes, colonnes)


def tableau_comparaison(evaluation: Evaluation, indicateur: str) -> pd.DataFrame:
    """Met les EPCI et l'ensemble côte à côte pour un indicateur, dans l'ordre du programme (sans classement)."""
    noms = (
        "siren",
        "valeur",
        "annee_valeur",
        "numerateur",
        "denominateur",
        "cible",
        "degre_atteinte",
        "verdict",
        "motif",
    )
    trouves = {r.siren: r for r in evaluation.resultats if r.indicateur == indicateur}
    if not trouves:
        raise KeyError(f"indicateur inconnu : {indicateur}")
    ordre = [t.siren for t in evaluation.programme.territoires if t.siren in trouves] + [ENSEMBLE]
    tableau = _tableau([_ligne(trouves[s], noms) for s in ordre], noms)
    tableau.insert(0, "territoire", [nom_territoire(evaluation.programme, s) for s in ordre])
    return tableau


def tableau_provenance(evaluation: Evaluation, indicateur: str, siren: str = ENSEMBLE) -> pd.DataFrame:
    """Dit d'où vient chaque nombre d'un indicateur : fichier, feuille, cellule, empreinte.

    Pour « ensemble », toutes les observations des EPCI qui le composent sont rendues.
    """
    noms = ("siren", "periode", "valeur", "numerateur", "denominateur", "texte", "etat", "qualite",
            "fichier", "feuille", "cellule", "sha256")  # fmt: skip
    choisies = [o for o in evaluation.observations if o.indicateur == indicateur and siren in (ENSEMBLE, o.siren)]
    tableau = _tableau([_ligne(o, noms) for o in sorted(choisies, key=lambda o: (o.periode, o.siren))], noms)
    tableau.insert(0, "territoire", [nom_territoire(evaluation.programme, s) for s in tableau["siren"]])
    return tableau


def ecrire_csv(lignes: Iterable[object], colonnes: Sequence[str], *, publique: bool = False) -> bytes:
    """Écrit des lignes en CSV pour Excel français : « ; », UTF-8 avec BOM, virgule décimale, formules désarmées.

    Parameters
    ----------
    lignes : iterable
        Objets du domaine, dont ``colonnes`` sont des attributs.
    colonnes : sequence of str
        Colonnes, dans l'ordre du contrat.
    publique : bool
        Édition publique : les commentaires libres sont vidés.
    """
    tampon = io.StringIO()
    ecrivain = csv.writer(tampon, delimiter=";", lineterminator="\r\n")
    ecrivain.writerow(colonnes)
    for ligne in lignes:
        valeurs = _ligne(ligne, colonnes)
        vides = COLONNES_PUBLIQUES_EN_MOINS if publique else ()
        ecrivain.writerow(["" if c in vides else ecrire_case(valeurs[c]) for c in colonnes])
    return b"\xef\xbb\xbf" + tampon.getvalue().encode("utf-8")


def ecrire_csv_resultats(evaluation: Evaluation) -> bytes:
    """Écrit les résultats de tous les territoires (colonnes du contrat §4.5)."""
    return ecrire_csv(evaluation.resultats, COLONNES_RESULTATS)


def ecrire_csv_observations(evaluation: Evaluation) -> bytes:
    """Écrit les observations (colonnes du contrat §4.4) ; l'édition publique n'a pas les commentaires libres."""
    return ecrire_csv(evaluation.observations, COLONNES_OBSERVATIONS, publique=evaluation.diffusion == "publique")


def ecrire_case(valeur: Any) -> str:
    """Écrit une case de CSV : vide pour ``None``, virgule décimale, « oui » ou « non », formule désarmée.

    Examples
    --------
    >>> ecrire_case(None), ecrire_case(0.5), ecrire_case(True), ecrire_case(("A", "B")), ecrire_case("=1+1")
    ('', '0,5', 'oui', 'A, B', "'=1+1")
    """
    if valeur is None:
        return ""
    if isinstance(valeur, bool):
        return "oui" if valeur else "non"
    if isinstance(valeur, float):
        return str(int(valeur)) if valeur.is_integer() and abs(valeur) < 1e15 else repr(valeur).replace(".", ",")
    if isinstance(valeur, tuple):
        return ", ".join(str(v) for v in valeur)
    texte = str(valeur)
    return desarmer(texte) if isinstance(valeur, str) else texte


def _ligne(objet: object, noms: Sequence[str]) -> dict[str, Any]:
    return {nom: getattr(objet, nom) for nom in noms}


def resultat_de(evaluation: Evaluation, indicateur: str, siren: str) -> Resultat:
    """Rend le résultat d'un indicateur sur un territoire ; ``KeyError`` s'il n'y en a pas."""
    for resultat in evaluation.resultats:
        if (resultat.indicateur, resultat.siren) == (indicateur, siren):
            return resultat
    raise KeyError(f"pas de résultat pour l'indicateur {indicateur} sur le territoire {siren}")


def _tableau(lignes: list[dict[str, Any]], colonnes: Sequence[str]) -> pd.DataFrame:
    import pandas as pd

    lisibles = [{c: _lisible(v) for c, v in ligne.items()} for ligne in lignes]
    return pd.DataFrame(lisibles, columns=list(colonnes)).convert_dtypes()


def _lisible(valeur: Any) -> Any:
    """Rend une valeur telle qu'un tableau la montre : mots pour les listes fermées, dates de pandas."""
    if isinstance(valeur, tuple):
        return ", ".join(str(v) for v in valeur)
    if isinstance(valeur, date):
        import pandas as pd

        return pd.Timestamp(valeur)
    return str(valeur) if isinstance(valeur, str) else valeur
