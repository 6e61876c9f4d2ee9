"""Les carnets : leurs paramètres déclarés, et le refus de ceux qui ne le sont pas."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from evaltools.chaine import lieux
from evaltools.chaine.erreurs import CODE_PARAMETRES, ErreurUtilisateur
from evaltools.domaine.anomalies import Anomalie, signaler


def chemin_carnet(nom: str) -> Path:
    """Rend le chemin d'un carnet du dossier ``notebooks`` ; lève ``ErreurUtilisateur`` (PAR-08) s'il n'existe pas."""
    dossier = lieux.racine() / "notebooks"
    presents = sorted(c.stem for c in dossier.glob("*.ipynb"))
    if nom not in presents:
        faute = signaler("PAR-08", carnet=nom, presents=", ".join(presents) or "aucun")
        raise ErreurUtilisateur((faute,), code=CODE_PARAMETRES)
    return dossier / f"{nom}.ipynb"


def parametres_declares(carnet: Path) -> Mapping[str, Any]:
    """Rend les paramètres qu'un carnet déclare dans sa cellule « parameters », avec leur valeur par défaut."""
    import papermill

    return dict(papermill.inspect_notebook(str(carnet)))


def est_final(declares: Mapping[str, Any]) -> bool:
    """Dit si un carnet évalue la fin du contrat : sa cellule « parameters » déclare ``finale = True``.

    Parameters
    ----------
    declares : mapping
        Ce que rend ``parametres_declares``.

    Examples
    --------
    >>> est_final({"finale": {"default": "True"}}), est_final({"annee": {"default": "2028"}})
    (True, False)
    """
    return bool(declares.get("finale", {}).get("default") == "True")


def refuser_inconnus(carnet: str, donnes: Iterable[str], declares: Iterable[str]) -> tuple[Anomalie, ...]:
    """Rend une anomalie (PAR-07) par paramètre donné que le carnet ne déclare pas.

    Examples
    --------
    >>> print(refuser_inconnus("evaluation_annuelle", ["annnee"], ["annee"])[0].constat)
    le carnet « evaluation_annuelle » n'a pas de paramètre « annnee » (vouliez-vous écrire « annee » ?).
    """
    connus = tuple(declares)
    fautes = []
    for nom in (n for n in donnes if n not in connus):
        proches = get_close_matches(nom, connus, n=1)
        suggestion = f" (vouliez-vous écrire « {proches[0]} » ?)" if proches else ""
        fautes.append(signaler("PAR-07", carnet=carnet, cle=nom, suggestion=suggestion))
    return tuple(fautes)


def verifier_parametres() -> None:
    """Refuse, depuis un carnet, un paramètre injecté par papermill que le carnet ne déclare pas.

    papermill seul ne fait qu'avertir d'un ``annnee: 2024`` et évalue l'année par défaut. Appelée en tête du carnet,
    cette fonction relit les cellules déjà exécutées : la cellule que papermill injecte commence par
    « # Parameters », et tout nom qu'elle affecte doit l'avoir été avant elle.

    Raises
    ------
    ErreurUtilisateur
        Un paramètre inconnu au moins (PAR-07, tous à la fois).
    """
    from IPython import get_ipython

    shell = get_ipython()
    cellules = [str(c) for c in shell.user_ns.get("In", ())] if shell is not None else []
    rangs = [n for n, c in enumerate(cellules) if c.startswith("# Parameters")]
    if not rangs:
        return
    declares = {nom for cellule in cellules[: rangs[-1]] for nom in _noms_affectes(cellule)}
    fautes = refuser_inconnus("en cours", _noms_affectes(cellules[rangs[-1]]), sorted(declares))
    if fautes:
        raise ErreurUtilisateur(fautes, code=CODE_PARAMETRES)


def _noms_affectes(source: str) -> list[str]:
    try:
        tree = ast.parse(source)
    except SyntaxError:
        return []  # une commande magique d'IPython n'affecte aucun paramètre
    cibles = [t for n in tree.body if isinstance(n, ast.Assign) for t in n.targets]
    cibles += [n.target for n in tree.body if isinstance(n, ast.AnnAssign)]
    return [c.id for c in cibles if isinstance(c, ast.Name)]
