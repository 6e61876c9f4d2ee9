"""Lire ce que les pilotes renvoient : un classeur, ou tout un dossier.

Jamais d'exception pour un fichier fautif : chaque faute est une anomalie, toutes sont rendues à la fois. Les fichiers
reçus ne sont jamais modifiés.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from difflib import get_close_matches
from pathlib import Path

from evaltools.acces.classeurs_cache import Cache
from evaltools.acces.classeurs_dossier import reunir
from evaltools.acces.classeurs_identite import Identite
from evaltools.acces.classeurs_lecture_indicateurs import lire_indicateurs
from evaltools.acces.classeurs_lecture_lignes import Reconnaissance
from evaltools.acces.classeurs_lecture_suivi import lire_avancement, lire_enquetes, lire_financement
from evaltools.acces.classeurs_lecture_tableaux import preparer_tableaux
from evaltools.acces.classeurs_modele import VERSION_MODELE, VERSIONS_LUES
from evaltools.acces.classeurs_personnes import dire_les_personnes
from evaltools.acces.classeurs_releve import Releve
from evaltools.acces.classeurs_reperage import TableauLu, reperer_tableaux
from evaltools.acces.classeurs_restes import garder_le_reste
from evaltools.acces.classeurs_vote import INCONNU, Verdict, dire, est_fictif, objets_des_lignes, voter
from evaltools.acces.tableur import Classeur, FichierRefuse, empreinte, ouvrir
from evaltools.domaine.anomalies import Anomalie, Lieu, bloquantes, signaler
from evaltools.domaine.choix import Choix
from evaltools.domaine.collecte import Collecte, FichierLu
from evaltools.domaine.lexique import Gravite
from evaltools.domaine.porteurs import Portee, Porteur, portee_d_un_porteur, portee_d_une_action, porteurs
from evaltools.domaine.programme import Programme

LU, AVEC_RESERVES, REFUSE = "lu", "lu avec réserves", "refusé"
EXTENSIONS = frozenset(
    (".xlsx", ".xlsm", ".xltx", ".xltm", ".xls", ".xlsb", ".ods", ".fods", ".csv", ".tsv", ".txt", ".numbers", ".pdf")
)
"""Ce qu'un pilote peut déposer à la place d'un classeur : lu, ou refusé en disant quoi faire. Le reste est ignoré."""


def lire(chemin: Path, programme: Programme, annee: int | None = None) -> FichierLu:
    """Lit un classeur de collecte.

    Parameters
    ----------
    chemin : Path
        Le fichier reçu ; son nom n'a pas d'importance.
    annee : int, optional
        Année attendue ; absente : celle que le classeur dit être la sienne.

    Returns
    -------
    FichierLu
        Avec la provenance de chaque valeur. ``etat`` « refusé » : rien n'a pu être lu, les anomalies disent pourquoi.
    """
    try:
        workbook = ouvrir(chemin, ods=True)
    except FichierRefuse as refus:
        return FichierLu(chemin.name, _digest(chemin), etat=REFUSE, anomalies=(refus.anomalie(chemin.name),))
    tables = reperer_tableaux(workbook)
    verdict = voter(workbook, tables, programme)
    if verdict is None:
        return _refused(workbook, None, signaler("FIC-20", Lieu(workbook.nom)))
    refusal = _refusal(workbook.nom, verdict.identite, programme, annee)
    if refusal is not None:
        return _refused(workbook, verdict.identite, refusal)
    scope = _scope(verdict.identite, tables, programme)
    releve = Releve(workbook, scope, verdict.identite.annee)
    _tell_file(releve, verdict)
    return _read(releve, tables)


def _read(releve: Releve, tables: Sequence[TableauLu]) -> FichierLu:
    """Read a recognised workbook, table by table, then keep what is left."""
    ready, rows = preparer_tableaux(releve, tables), Reconnaissance(releve)
    collecte = Collecte(
        lire_indicateurs(releve, rows, ready["indicateurs"]),
        lire_avancement(releve, ready["avancement"]),
        lire_financement(releve, ready["financement"]),
        lire_enquetes(releve, rows, ready.get("enquetes", ())),
    )
    kept = garder_le_reste(releve, tables)
    dire_les_personnes(releve, tables, kept)
    if collecte.est_vierge and not kept and not any(a.code.startswith("VAL") for a in releve.anomalies):
        releve.signaler("FIC-30")
    releve.clore()
    faults = tuple(releve.anomalies)
    state = AVEC_RESERVES if any(a.gravite is not Gravite.INFORMATION for a in faults) else LU
    book = releve.classeur
    carrier = releve.portee.porteur
    return FichierLu(
        book.nom,
        book.sha256,
        releve.portee.codes[0] if carrier is None else "",
        releve.annee,
        state,
        est_fictif(book),
        collecte,
        faults,
        kept,
        () if carrier is None else _spoken_of(releve.portee, collecte),
        "" if carrier is None else carrier.nom,
        book.modifie_le,
    )


def _spoken_of(portee: Portee, collecte: Collecte) -> tuple[str, ...]:
    """List the actions a carrier's workbook speaks of: those asked, then those it has rows of."""
    rows = (collecte.observations, collecte.avancements, collecte.finances, collecte.enquetes)
    spoken = [row.action for kind in rows for row in kind]
    return tuple(dict.fromkeys((*portee.codes, *spoken)))


def _scope(identity: Identite, tables: Sequence[TableauLu], programme: Programme) -> Portee:
    """Say what the workbook must carry; that of a carrier no longer known carries what its rows say."""
    if not identity.porteur:
        return portee_d_une_action(programme, identity.action)
    carrier = next((p for p in porteurs(programme) if p.code == identity.porteur), None)
    return portee_d_un_porteur(programme, carrier or Porteur(INCONNU, "", objets_des_lignes(tables, programme)))


def portee_de(lu: FichierLu, programme: Programme) -> Portee:
    """Rend ce qu'un classeur déjà lu devait porter : son action, ou ce qui revient à son porteur.

    Raises
    ------
    KeyError
        Si l'action n'est plus du programme.
    """
    if lu.action:
        return portee_d_une_action(programme, lu.action)
    carrier = next((p for p in porteurs(programme) if p.nom == lu.porteur), None)
    return portee_d_un_porteur(programme, carrier or Porteur(INCONNU, "", lu.actions))


def lire_dossier(
    dossier: Path,
    programme: Programme,
    annee: int,
    cache: Path | None = None,
    suivi: Callable[[str], object] | None = None,
    choix: Choix | None = None,
) -> tuple[FichierLu, ...]:
    """Lit tous les classeurs d'un dossier, par ordre de nom.

    Les fichiers de travail (« ~$… », « .~lock… », cachés) sont passés. Un fichier reçu deux fois n'est compté qu'une
    fois ; plusieurs classeurs d'une même action sont réunis case par case, et ce qui s'y contredit n'est pas retenu,
    sauf si ``choix`` dit quel classeur l'emporte.

    Parameters
    ----------
    cache : Path, optional
        Dossier où garder les lectures, par empreinte du fichier ; il peut être effacé à tout moment.
    suivi : callable, optional
        Appelée après chaque fichier, avec son nom et son état.
    choix : Choix, optional
        Quel classeur l'emporte quand deux se contredisent ; absent : aucun.

    Returns
    -------
    tuple of FichierLu
        Un par fichier, dans l'ordre des noms. Dossier absent : aucun.
    """
    if not dossier.is_dir():
        return ()
    memory = Cache(cache, programme, annee)
    return reunir(_read_all(candidats(dossier), programme, annee, memory, suivi), programme, choix)


def candidats(dossier: Path) -> tuple[Path, ...]:
    """Rend les fichiers d'un dossier qui peuvent être des classeurs, par ordre de nom."""
    return tuple(
        sorted(
            path
            for path in dossier.iterdir()
            if path.is_file() and not path.name.startswith(("~$", ".")) and path.suffix.casefold() in EXTENSIONS
        )
    )


def _read_all(
    paths: Iterable[Path],
    programme: Programme,
    annee: int,
    memory: Cache,
    follow: Callable[[str], object] | None,
) -> Iterator[FichierLu]:
    for path in paths:
        known = memory.retrouver(path)
        if known is None:
            known = lire(path, programme, annee)
            memory.garder(path, known)
        if follow is not None:
            follow(f"{known.nom} ({known.etat})")
        yield known


def _digest(path: Path) -> str:
    try:
        return empreinte(path)
    except FichierRefuse:
        return ""


def _refused(workbook: Classeur, identity: Identite | None, fault: Anomalie) -> FichierLu:
    action, year = (identity.action, identity.annee) if identity and fault.code == "FIC-22" else ("", None)
    return FichierLu(workbook.nom, workbook.sha256, action, year, REFUSE, est_fictif(workbook), anomalies=(fault,))


def _refusal(name: str, identity: Identite, programme: Programme, year: int | None) -> Anomalie | None:
    place = Lieu(name)
    if identity.programme != programme.code:
        return signaler("FIC-21", place, trouve=identity.programme, attendu=programme.code)
    if year is not None and identity.annee != year:
        return signaler("FIC-22", place, trouve=identity.annee, attendu=year)
    if identity.version not in VERSIONS_LUES and int(identity.version) > int(VERSION_MODELE):
        return signaler("FIC-27", place, trouve=identity.version, lus=", ".join(f"v{v}" for v in VERSIONS_LUES))
    codes = [action.code for action in programme.actions]
    if not identity.porteur and identity.action not in codes:
        near = get_close_matches(identity.action, codes, n=1)
        hint = f" (le plus proche : {near[0]})" if near else ""
        return signaler("FIC-23", place, trouve=identity.action, proche=hint)
    return None


def _tell_file(releve: Releve, verdict: Verdict) -> None:
    carrier = releve.portee.porteur
    if carrier is not None and carrier.nom == INCONNU:
        releve.signaler("FIC-41", actions=", ".join(releve.portee.codes))
    if releve.classeur.degrade:
        releve.signaler("FIC-42")
    if verdict.contraires:
        identity = verdict.identite
        chosen = f"{identity.programme}, {identity.annee}, {releve.portee.designation}"
        releve.signaler("FIC-24", sources=" ; ".join(dire(v) for v in verdict.contraires), retenue=chosen)
    if not releve.classeur.formats_lisibles:
        releve.signaler("FIC-17")
    if releve.classeur.contenus_actifs:
        releve.signaler("FIC-18", contenus=", ".join(releve.classeur.contenus_actifs))


def fautes_bloquantes(fichiers: Iterable[FichierLu]) -> tuple[Anomalie, ...]:
    """Rend les anomalies bloquantes de plusieurs fichiers, dans l'ordre."""
    return bloquantes(a for f in fichiers for a in f.anomalies)
