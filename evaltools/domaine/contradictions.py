"""Ce que le document dit et que son propre arbre contredit, ou ce qui lui manque : calculé, jamais saisi.

Les incohérences relevées à la lecture, que rien ne peut calculer, sont dans ``Programme.remarques``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from evaltools.domaine.comptes import compter, fiches_decrites
from evaltools.domaine.lexique import Cumul, Nature, Sens
from evaltools.domaine.programme import Annonce, Fiche, Indicateur, Programme

_SANS_NOMBRE = (Nature.TEXTE, Nature.JALON, Nature.ETAPES)
_CHIFFRES = (Nature.NOMBRE, Nature.TAUX, Nature.MONTANT, Nature.DUREE, Nature.DISTANCE, Nature.SUPERFICIE)


class Sujet(StrEnum):
    """Ce sur quoi porte une contradiction, dans l'ordre où elles sont rendues."""

    COMPTE = "comptes annoncés"
    CALENDRIER = "calendrier"
    RESULTATS = "résultats attendus"
    FINANCEMENT = "financement"
    PILOTAGE = "pilotage"
    FAMILLE = "familles d'indicateurs"
    DOUBLONS = "libellés répétés"
    PAIRES = "prévu et réalisé"
    MESURE = "mesure"


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Un fait constaté dans l'arbre, et ce qu'il faut trancher. ``ou`` : les codes concernés, ou le document."""

    sujet: Sujet
    ou: tuple[str, ...]
    constat: str
    a_trancher: str


def contradictions(programme: Programme) -> tuple[Contradiction, ...]:
    """Relève toutes les contradictions d'un programme, par sujet.

    Returns
    -------
    tuple of Contradiction
        Vide : rien n'est contredit. Une même faute sur plusieurs fiches est dite une fois, avec tous les codes.
    """
    regles: tuple[Callable[[Programme], Iterator[Contradiction]], ...] = (
        _comptes,
        _calendriers,
        _dates_hors_contrat,
        _resultats_attendus,
        _financements,
        _pilotes,
        _familles,
        _doublons,
        _activites_repetees,
        _paires,
        _mesures,
    )
    return tuple(c for regle in regles for c in regle(programme))


def nombre_compte(programme: Programme, annonce: Annonce) -> int:
    """Rend ce que l'arbre compte pour l'objet d'une annonce, sous son axe s'il y en a un."""
    objet, _sep, axe = annonce.objet.partition("/")
    if objet == "territoires":
        return len(programme.territoires)
    if objet == "communes":
        return sum(t.communes or 0 for t in programme.territoires)
    return int(getattr(compter(programme, axe=axe or None), objet))


def _comptes(programme: Programme) -> Iterator[Contradiction]:
    for annonce in programme.annonces:
        compte = nombre_compte(programme, annonce)
        if compte != annonce.nombre:
            objet, _sep, axe = annonce.objet.partition("/")
            mots = _mots(programme, objet)
            ou = f"{programme.vocabulaire.axe} {axe}" if axe else "document"
            constat = f"{annonce.texte} ; l'arbre compte {compte} {mots}"
            yield Contradiction(Sujet.COMPTE, (ou,), constat, "dire lequel fait foi, et ce qui manque ou est de trop")


def _mots(programme: Programme, objet: str) -> str:
    mots = {
        "axes": programme.vocabulaire.axes,
        "operations": programme.vocabulaire.operations,
        "objectifs": "objectifs spécifiques",
        "objectifs_operationnels": "objectifs opérationnels",
        "territoires": "EPCI",
    }
    return mots.get(objet, objet)


def _codes(programme: Programme, condition: Callable[[Fiche], bool]) -> tuple[str, ...]:
    return tuple(code for _action, code, _intitule, fiche in fiches_decrites(programme) if condition(fiche))


def _si(sujet: Sujet, codes: Iterable[str], constat: str, a_trancher: str) -> Iterator[Contradiction]:
    codes = tuple(codes)
    if codes:
        yield Contradiction(sujet, codes, constat, a_trancher)


def _calendriers(programme: Programme) -> Iterator[Contradiction]:
    muets = _codes(programme, lambda f: not f.calendrier.texte)
    yield from _si(Sujet.CALENDRIER, muets, "pas de calendrier", "fixer un début et une fin")
    sans_debut = _codes(programme, lambda f: bool(f.calendrier.texte) and f.calendrier.debut is None)
    constat = "le calendrier ne donne pas de date de début lisible"
    yield from _si(Sujet.CALENDRIER, sans_debut, constat, "fixer la date de début")
    sans_fin = _codes(programme, lambda f: f.calendrier.debut is not None and f.calendrier.fin is None)
    constat = "le calendrier ne donne pas de date de fin : aucun retard d'achèvement ne pourra être calculé"
    yield from _si(Sujet.CALENDRIER, sans_fin, constat, "fixer la date de fin, ou dire que l'action est permanente")
    fins = [f.calendrier.fin for _a, _c, _i, f in fiches_decrites(programme) if f.calendrier.fin]
    if fins and max(fins).year < programme.fin.year:
        constat = f"rien n'est daté après {max(fins).year}, alors que le contrat court jusqu'en {programme.fin.year}"
        yield Contradiction(Sujet.CALENDRIER, ("document",), constat, "dire ce qui se poursuit jusqu'au terme")


def _dates_hors_contrat(programme: Programme) -> Iterator[Contradiction]:
    def avant(fiche: Fiche) -> bool:
        return any(jour < programme.debut for jour in _dates(fiche))

    def apres(fiche: Fiche) -> bool:
        return any(jour > programme.fin for jour in _dates(fiche))

    constat = f"une date du calendrier précède le début du contrat ({programme.debut:%d/%m/%Y})"
    a_trancher = "dire si ce qui est fait avant la signature est compté"
    yield from _si(Sujet.CALENDRIER, _codes(programme, avant), constat, a_trancher)
    constat = f"une date du calendrier dépasse la fin du contrat ({programme.fin:%d/%m/%Y})"
    yield from _si(Sujet.CALENDRIER, _codes(programme, apres), constat, "dire ce qui sera évalué à l'échéance")


def _dates(fiche: Fiche) -> tuple[date, ...]:
    calendrier = fiche.calendrier
    dates = (calendrier.debut, calendrier.fin, *(j.echeance for j in calendrier.jalons))
    return tuple(d for d in dates if d is not None)


def _resultats_attendus(programme: Programme) -> Iterator[Contradiction]:
    muets = _codes(programme, lambda f: not f.resultats_attendus)
    constat = "pas de résultat attendu : les indicateurs n'ont pas d'objectif à mesurer"
    yield from _si(Sujet.RESULTATS, muets, constat, "écrire ce qui doit avoir changé")
    familles = {i.famille for i in programme.indicateurs}
    if "resultat" in familles:
        sans = [a.code for a in programme.actions if not any(i.famille == "resultat" for i in a.indicateurs)]
        yield from _si(Sujet.RESULTATS, sans, "aucun indicateur de résultat", "en ajouter un, ou le dire sans objet")


def _financements(programme: Programme) -> Iterator[Contradiction]:
    muets = _codes(programme, lambda f: not f.financement)
    yield from _si(Sujet.FINANCEMENT, muets, "pas de financement", "dire qui finance, et combien")
    a_definir = _codes(programme, lambda f: "définir" in f.financement.casefold())
    yield from _si(Sujet.FINANCEMENT, a_definir, "financement à définir", "dire qui finance, et combien")
    sans_montant = _codes(
        programme, lambda f: bool(f.financement) and not f.montants and "définir" not in f.financement.casefold()
    )
    constat = "un financeur, mais aucun montant"
    yield from _si(Sujet.FINANCEMENT, sans_montant, constat, "chiffrer le budget prévu")
    unitaires = _codes(programme, lambda f: any("/" in m.unite for m in f.montants))
    constat = "un coût unitaire sans volume : aucun total ne se calcule"
    yield from _si(Sujet.FINANCEMENT, unitaires, constat, "dire combien d'unités sont prévues")


def _pilotes(programme: Programme) -> Iterator[Contradiction]:
    muets = _codes(programme, lambda f: not f.pilote)
    yield from _si(Sujet.PILOTAGE, muets, "pas de pilote", "désigner la structure qui rend compte")


def _familles(programme: Programme) -> Iterator[Contradiction]:
    retenus = [i for i in programme.indicateurs if not i.clause_ouverte]
    chiffres = [i.code for i in retenus if i.famille == "qualitatif" and i.nature in _CHIFFRES]
    constat = "rangés en qualitatif, ce sont des chiffres"
    yield from _si(Sujet.FAMILLE, chiffres, constat, "les lire comme des mesures, ou les reclasser")
    autres = [i.code for i in retenus if i.famille == "quantitatif" and i.nature in _SANS_NOMBRE]
    constat = "rangés en quantitatif, ce sont des textes ou des jalons"
    yield from _si(Sujet.FAMILLE, autres, constat, "les lire comme tels, ou en décider une mesure")
    par_libelle = _par_libelle(retenus)
    doubles = [i.code for groupe in par_libelle for i in groupe if len({j.famille for j in groupe}) > 1]
    constat = "le même libellé est dans deux familles"
    yield from _si(Sujet.FAMILLE, doubles, constat, "choisir une famille")


def _par_libelle(indicateurs: Iterable[Indicateur]) -> list[tuple[Indicateur, ...]]:
    """Rend les groupes d'indicateurs de même libellé (sans casse ni précision entre parenthèses), à deux ou plus."""
    groupes: dict[str, list[Indicateur]] = defaultdict(list)
    for indicateur in indicateurs:
        groupes[indicateur.libelle.split(" (")[0].casefold().rstrip(" .")].append(indicateur)
    return [tuple(g) for g in groupes.values() if len(g) > 1]


def _doublons(programme: Programme) -> Iterator[Contradiction]:
    groupes: dict[str, list[Indicateur]] = defaultdict(list)
    for indicateur in programme.indicateurs:
        groupes[indicateur.libelle].append(indicateur)
    for libelle, groupe in groupes.items():
        if len({(i.action, i.operation) for i in groupe}) > 1:
            constat = f"« {libelle} » est écrit à l'identique"
            codes = tuple(i.code for i in groupe)
            yield Contradiction(Sujet.DOUBLONS, codes, constat, "compter une fois et rattacher, ou compter à part")


def _activites_repetees(programme: Programme) -> Iterator[Contradiction]:
    groupes: dict[str, list[str]] = defaultdict(list)
    for operation in programme.operations:
        groupes[operation.intitule].append(operation.code)
    for intitule, codes in groupes.items():
        constat = f"l'intitulé « {intitule} » est le même"
        yield from _si(Sujet.DOUBLONS, codes if len(codes) > 1 else (), constat, "dire laquelle en rend compte")


def _paires(programme: Programme) -> Iterator[Contradiction]:
    mots = ("prévu", "proposé", "réalisé")
    libres = [
        i.code
        for i in programme.indicateurs
        if not i.paire and "/" in i.libelle and sum(m in i.libelle.casefold() for m in mots) > 1
    ]
    constat = "prévu et réalisé dans un seul libellé"
    yield from _si(Sujet.PAIRES, libres, constat, "les séparer et les relier par une paire")
    prevus = [i.code for i in programme.indicateurs if i.role_paire == "prevu" and i.cible is None]
    constat = "le prévu n'est pas renseigné dans le document"
    yield from _si(Sujet.PAIRES, prevus, constat, "le renseigner : il peut tenir lieu de cible au réalisé")


def _mesures(programme: Programme) -> Iterator[Contradiction]:
    en_baisse = [i.code for i in programme.indicateurs if i.cumul is Cumul.FLUX and i.sens is Sens.BAISSE]
    constat = "un compte qui s'additionne d'année en année ne peut pas baisser"
    yield from _si(Sujet.MESURE, en_baisse, constat, "suivre la valeur de chaque année (stock), ou une part")
    sans_unite = [i.code for i in programme.indicateurs if i.nature in _CHIFFRES and not i.unite]
    constat = "un chiffre sans unité"
    yield from _si(Sujet.MESURE, sans_unite, constat, "écrire l'unité")
    ailleurs = [i.code for i in programme.indicateurs if i.valeur_initiale is not None and i.valeur_initiale.portee]
    constat = "la valeur de départ citée mesure autre chose que l'indicateur"
    yield from _si(Sujet.MESURE, ailleurs, constat, "décider la valeur initiale, le document ne la donne pas")
