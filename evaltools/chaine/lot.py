"""Le lot : tous les rapports d'une campagne, en processus séparés ; un rapport qui échoue n'arrête pas les autres."""

from __future__ import annotations

import hashlib
import json
import multiprocessing
import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import TimeoutError as DelaiDepasse
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from time import perf_counter

from evaltools.acces.parametres import ParametresCampagne
from evaltools.chaine import carnets, lieux, prechauffe, rendu
from evaltools.chaine.campagne import Campagne
from evaltools.chaine.erreurs import CODE_PARAMETRES, ErreurUtilisateur
from evaltools.chaine.rendu import Commande, Page, Parametre
from evaltools.domaine.anomalies import Anomalie, signaler
from evaltools.domaine.lexique import ENSEMBLE
from evaltools.restitution import plans

DELAI_SECONDES = 600
_BIBLIOTHEQUES = (
    "babel", "ipython", "jinja2", "lxml", "matplotlib", "nbconvert", "pandas", "papermill", "pillow", "python-docx",
    "python-pptx", "resvg-py", "xlsxwriter",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Rapport:
    """Un rapport d'une campagne : à qui il s'adresse, où il va, et sa clé (elle change si une entrée change)."""

    carnet: str
    territoire: str
    edition: str
    commande: Commande
    cle: str


@dataclass(frozen=True, slots=True)
class Issue:
    """Ce qu'il est advenu d'un rapport : « rendu », « inchangé » ou « échoué » (``anomalie`` dit pourquoi)."""

    rapport: Rapport
    etat: str
    page: Page | None = None
    anomalie: Anomalie | None = None
    duree_s: float = 0.0


def dossier_sorties(parametres: ParametresCampagne) -> Path:
    """Rend ``outputs/<programme>/<période>/<diffusion>`` (contrat)."""
    periode = (parametres.periode or str(parametres.annee)).replace("/", "-")
    return lieux.sorties(parametres.programme) / periode / str(parametres.diffusion)


def preparer(parametres: ParametresCampagne, campagne: Campagne) -> tuple[Rapport, ...]:
    """Dresse la liste des rapports d'une campagne, après avoir refusé tout paramètre qu'un carnet ignore.

    Un carnet qui ne déclare pas de territoire se rend une fois, pour l'ensemble. Un carnet ne rend que les éditions de
    son plan.

    Raises
    ------
    ErreurUtilisateur
        Carnet introuvable (PAR-08) ou paramètre inconnu d'un carnet (PAR-07), tous à la fois.
    """
    territoires = parametres.territoires or (*(t.siren for t in campagne.programme.territoires), ENSEMBLE)
    rapports: list[Rapport] = []
    fautes: list[Anomalie] = []
    for nom in parametres.carnets:
        chemin = carnets.chemin_carnet(nom)
        declares = carnets.parametres_declares(chemin)
        code = _empreinte_code(chemin)
        communs = _parametres_communs(parametres)
        if "periode" in declares:
            communs["periode"] = parametres.periode or str(parametres.annee)
        par_territoire = "territoire" in declares
        fautes += carnets.refuser_inconnus(nom, (*communs, "edition"), declares)
        for territoire in territoires if par_territoire else (ENSEMBLE,):
            for edition in (e for e in parametres.editions if e in plans.editions(nom)):
                propres = {"territoire": territoire} if par_territoire else {}
                valeurs = {**communs, **propres, "edition": edition}
                fichier = f"{edition}.html" if nom == "evaluation_annuelle" else f"{nom}-{edition}.html"
                sortie = dossier_sorties(parametres) / territoire / fichier
                cle = _cle(code, campagne.empreinte, valeurs, parametres.formats)
                commande = Commande(chemin, valeurs, sortie, parametres.formats)
                rapports.append(Rapport(nom, territoire, edition, commande, cle))
    if fautes:
        raise ErreurUtilisateur(tuple(fautes), code=CODE_PARAMETRES)
    return tuple(rapports)


def _parametres_communs(parametres: ParametresCampagne) -> dict[str, Parametre]:
    validation = parametres.validation
    return {
        "programme": parametres.programme,
        "annee": parametres.annee,
        "diffusion": str(parametres.diffusion),
        "arrete_le": parametres.arrete_le.isoformat(),
        "edite_le": parametres.edite_le.isoformat(),
        "validation": f"{validation.instance} du {validation.date.isoformat()}" if validation else "",
    }


def _cle(code: str, empreinte: str, valeurs: Mapping[str, Parametre], formats: Sequence[str]) -> str:
    texte = json.dumps([code, empreinte, valeurs, sorted(formats)], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(texte.encode()).hexdigest()


def _empreinte_code(carnet: Path) -> str:
    """Empreinte du carnet, du paquet et des bibliothèques : un rapport est refait si l'un d'eux change."""
    somme = hashlib.sha256(carnet.read_bytes())
    paquet = Path(__file__).parents[1]
    for chemin in sorted(p for p in paquet.rglob("*") if p.is_file() and "__pycache__" not in p.parts):
        somme.update(chemin.relative_to(paquet).as_posix().encode() + chemin.read_bytes())
    somme.update(" ".join(f"{nom} {version(nom)}" for nom in _BIBLIOTHEQUES).encode())
    return somme.hexdigest()


def rendre_tout(
    rapports: Sequence[Rapport],
    *,
    travailleurs: int = 1,
    ouverture: Mapping[str, object] | Sequence[Mapping[str, object]] | None = None,
    suivre: Callable[[Issue], None] = lambda _issue: None,
    delai_s: float = DELAI_SECONDES,
) -> tuple[Issue, ...]:
    """Rend tous les rapports, chacun dans un processus neuf, et dit ce qu'il est advenu de chacun.

    Parameters
    ----------
    rapports : sequence of Rapport
        Les rapports à rendre.
    travailleurs : int
        Nombre de rapports rendus à la fois.
    ouverture : mapping or sequence of mapping, optional
        Arguments d'``ouvrir``, un jeu par façon d'évaluer (annuelle, finale) : chaque campagne est alors lue une fois,
        avant que les processus ne se dupliquent.
    suivre : callable
        Appelée avec chaque issue, dès qu'elle est connue.
    delai_s : float
        Temps au bout duquel un rapport est arrêté, en secondes.

    Returns
    -------
    tuple of Issue
        Dans l'ordre des rapports. Un rapport échoué ne laisse pas l'ancien à sa place.
    """
    from pebble import ProcessPool

    issues = []
    with (
        _prechauffe(ouverture) as contexte,
        ProcessPool(max_workers=max(1, travailleurs), max_tasks=_taches(contexte), context=contexte) as groupe,
    ):
        depart = perf_counter()
        futures = [groupe.schedule(_rendre_un, args=[r.commande], timeout=delai_s) for r in rapports]
        for rapport, future in zip(rapports, futures, strict=True):
            issues.append(_recueillir(rapport, future, depart))
            suivre(issues[-1])
    return tuple(issues)


def _rendre_un(commande: Commande) -> tuple[Page | str, float]:
    """Rend un rapport dans ce processus ; un échec revient comme une raison, en clair, et non comme une trace."""
    debut = perf_counter()
    try:
        return rendu.rendre(commande), perf_counter() - debut
    except Exception as erreur:  # noqa: BLE001 : quelle qu'elle soit, elle est dite, journalisée, et fait échouer ce seul rapport
        return _raison(erreur), perf_counter() - debut


def _taches(contexte: multiprocessing.context.BaseContext) -> int:
    """Un processus neuf par rapport là où il naît chaud ; ailleurs (Windows) il en sert vingt, puis est remplacé."""
    return 1 if contexte.get_start_method() == "forkserver" else 20


@contextmanager
def _prechauffe(
    ouverture: Mapping[str, object] | Sequence[Mapping[str, object]] | None,
) -> Iterator[multiprocessing.context.BaseContext]:
    """Donne le contexte de processus, prêt à préchauffer les campagnes, et remet l'environnement ensuite."""
    avant = os.environ.get(prechauffe.VARIABLE)
    ouvertures = [ouverture] if isinstance(ouverture, Mapping) else list(ouverture or ())
    os.environ[prechauffe.VARIABLE] = json.dumps(ouvertures, default=str)
    methode = "spawn" if sys.platform == "win32" else "forkserver"
    contexte = multiprocessing.get_context(methode)
    if methode == "forkserver":
        contexte.set_forkserver_preload([prechauffe.__name__])
    try:
        yield contexte
    finally:
        _arreter_serveur(methode)
        if avant is None:
            del os.environ[prechauffe.VARIABLE]
        else:
            os.environ[prechauffe.VARIABLE] = avant


def _arreter_serveur(methode: str) -> None:
    """Arrête le serveur de processus : le lot suivant doit relire des entrées qui ont pu changer."""
    if methode == "forkserver":
        from multiprocessing import forkserver

        forkserver._forkserver._stop()  # type: ignore[attr-defined]


def _recueillir(rapport: Rapport, future: object, depart: float) -> Issue:
    from pebble import ProcessExpired

    try:
        page, duree = future.result()  # type: ignore[attr-defined]
    except DelaiDepasse:
        page, duree = "le temps alloué est dépassé", perf_counter() - depart
    except ProcessExpired as erreur:
        page, duree = f"le processus s'est arrêté (code {erreur.exitcode})", perf_counter() - depart
    if isinstance(page, Page):
        return Issue(rapport, "rendu", page, None, duree)
    if restes := rendu.retirer(rapport.commande):
        page = f"{page.rstrip('.')} ; {', '.join(restes)}, ouvert ailleurs, reste en place et n'est pas à jour"
    faute = signaler(
        "RAP-01", carnet=rapport.carnet, territoire=rapport.territoire, edition=rapport.edition, raison=page
    )
    return Issue(rapport, "échoué", None, faute, duree)


def _raison(erreur: Exception) -> str:
    """Dit en une ligne pourquoi un carnet a échoué : le message de l'erreur levée dans la cellule."""
    message = getattr(erreur, "evalue", "") or str(erreur)
    lignes = [ligne.strip() for ligne in message.splitlines() if ligne.strip()]
    nom = getattr(erreur, "ename", type(erreur).__name__)
    return (lignes[0] if nom == "ErreurUtilisateur" and lignes else f"{nom} : {' '.join(lignes)}")[:300].rstrip(".")
