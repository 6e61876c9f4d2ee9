"""Lire une table d'indicateurs à juger, sans aucun programme : une ligne par indicateur et année (contrat §4.6).

Les définitions (sens, cible…) peuvent être répétées sur chaque ligne ou n'être écrites qu'une fois ; elles doivent
s'accorder. Toutes les fautes sont rendues à la fois ; un indicateur qui en a une bloquante n'est pas rendu.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from sys import intern

from evaltools.acces.tables_colonnes import (
    CONSTANTES_ANNEES,
    CONSTANTES_NUMERIQUES,
    LISTES,
    RIEN_A_DIRE,
    TEXTES,
    est_blanc,
    lire_decimal,
    lire_mot,
    mots_admis,
    proposer,
    reconnaitre,
)
from evaltools.acces.tables_definition import Definition, IndicateurLu, definir
from evaltools.acces.tables_lecture import TableBrute, TableIllisible, lire_table
from evaltools.acces.tables_points import Point, lire_annee, lire_point
from evaltools.domaine.anomalies import Anomalie, Lieu, bloquantes, signaler
from evaltools.domaine.lexique import PeriodiciteCible
from evaltools.domaine.nombres import plier

CONSTANTES = (*LISTES, *CONSTANTES_NUMERIQUES, *CONSTANTES_ANNEES, *TEXTES)
"""Colonnes qui définissent l'indicateur, et ne changent pas d'une ligne à l'autre."""


PAR_ANNEE = ("annee", "valeur", "numerateur", "denominateur", "etat", "qualite", "cible_annuelle", "cible",
             "intervalle_bas", "intervalle_haut", "erreur_type", "deff", "enquete")  # fmt: skip
"""Colonnes qui changent d'une ligne à l'autre (la cible seulement si elle est annuelle)."""


def _sur_la_ligne(ligne: int) -> Lieu:
    return Lieu(ligne=ligne)


@dataclass(frozen=True, slots=True)
class LectureTable:
    """Ce qu'une table contient : les indicateurs à juger, dans l'ordre de leur première ligne, et les anomalies.

    ``lieu`` rend l'endroit de la valeur d'une ligne. ``refuses`` : indicateurs qu'une faute bloquante écarte.
    """

    indicateurs: tuple[IndicateurLu, ...]
    anomalies: tuple[Anomalie, ...]
    lieu: Callable[[int], Lieu] = _sur_la_ligne
    refuses: tuple[str, ...] = ()


@dataclass
class _Groupe:
    """Les lignes d'un indicateur, en cours de lecture : textes des définitions, mesures par année, fautes."""

    code: str
    constantes: dict[str, tuple[str, int]] = field(default_factory=dict)
    cibles: dict[int, tuple[float, int]] = field(default_factory=dict)
    points: dict[int, Point] = field(default_factory=dict)
    anomalies: list[Anomalie] = field(default_factory=list)
    contredites: list[tuple[str, str, int]] = field(default_factory=list)


def lire(chemin: Path, annee: int | None = None) -> LectureTable:
    """Lit une table d'indicateurs CSV ou Excel.

    Parameters
    ----------
    chemin : Path
        Fichier .csv (séparateur et décimale reconnus) ou .xlsx.
    annee : int, optional
        Année d'évaluation ; elle date aussi les valeurs d'une table sans colonne « annee ».

    Returns
    -------
    LectureTable
        Anomalies IND-10 à IND-28 (et FIC pour un classeur refusé), toutes à la fois.
    """
    try:
        table = lire_table(chemin)
        anomalies, places = _entetes(table)
        if bloquantes(anomalies):
            return LectureTable((), tuple(anomalies))
        groupes = _grouper(table, places, anomalies, annee)
    except TableIllisible as refus:
        return LectureTable((), (refus.anomalie,))
    if not groupes:
        anomalies.append(
            signaler("IND-21", Lieu(table.fichier), detail="il n'a aucune ligne d'indicateur sous l'en-tête")
        )
    return _conclure(table, places, groupes, anomalies, annee)


def _conclure(
    table: TableBrute, places: dict[str, int], groupes: dict[str, _Groupe], anomalies: list[Anomalie], annee: int | None
) -> LectureTable:
    """Traduit chaque indicateur ; celui qu'une faute bloquante touche n'est pas rendu."""
    lus: list[IndicateurLu] = []
    refuses: list[str] = []
    for code in tuple(groupes):
        groupe = groupes.pop(code)  # ses lignes ne servent plus : une grande table ne tient pas deux fois en mémoire
        definition = _definition(groupe, table)
        lu = definir(definition, annee) if definition is not None else None
        groupe.anomalies += lu.anomalies if lu is not None else ()
        anomalies += groupe.anomalies
        if lu is not None and not bloquantes(groupe.anomalies):
            lus.append(lu)
        else:
            refuses.append(groupe.code)
    sans_cumul = [lu.code for lu in lus if lu.cumul_suppose]
    if sans_cumul:
        anomalies.append(signaler("IND-22", Lieu(table.fichier), nombre=len(sans_cumul), exemple=sans_cumul[0]))

    def lieu(ligne: int) -> Lieu:
        return table.lieu(ligne, places.get("valeur"))

    return LectureTable(tuple(lus), tuple(anomalies), lieu, tuple(refuses))


def _entetes(table: TableBrute) -> tuple[list[Anomalie], dict[str, int]]:
    """Reconnaît les colonnes : rend leurs places, et ce qui cloche (colonne inconnue, en double, clé absente)."""
    anomalies: list[Anomalie] = []
    places: dict[str, int] = {}
    for rang, entete in enumerate(table.entetes):
        nom = reconnaitre(entete)
        if nom is None and entete.strip():
            proche = proposer(entete)
            suggestion = f" (vouliez-vous écrire « {proche} » ?)" if proche else ""
            anomalies.append(signaler("IND-11", Lieu(table.fichier), colonne=entete.strip(), suggestion=suggestion))
        elif nom in places:
            noms = f"« {table.entetes[places[nom]].strip()} » et « {entete.strip()} »"
            anomalies.append(signaler("IND-20", Lieu(table.fichier), colonne=nom, noms=noms))
        elif nom is not None:
            places[nom] = rang
    if "indicateur" not in places:
        colonnes = ", ".join(e.strip() for e in table.entetes if e.strip())
        utiles = [a for a in anomalies if a.code != "IND-11" or "vouliez-vous" in a.constat]
        return [*utiles, signaler("IND-10", Lieu(table.fichier), colonnes=colonnes)], places
    return anomalies, places


def _grouper(
    table: TableBrute, places: dict[str, int], anomalies: list[Anomalie], annee: int | None
) -> dict[str, _Groupe]:
    groupes: dict[str, _Groupe] = {}
    rang = places["indicateur"]
    constantes = [(c, places[c]) for c in CONSTANTES if c in places]
    for ligne, cases in table.lignes:
        code = cases[rang].strip() if rang < len(cases) else ""
        if not code:
            if not all(map(est_blanc, cases)):
                anomalies.append(signaler("IND-19", table.lieu(ligne)))
            continue
        groupe = groupes.get(code) or groupes.setdefault(code, _Groupe(code))
        _noter_constantes(groupe, constantes, cases, ligne)
        _noter_point(groupe, table, places, cases, ligne, annee)
    return groupes


def _noter_constantes(groupe: _Groupe, constantes: Sequence[tuple[str, int]], cases: Sequence[str], ligne: int) -> None:
    """Retient la première écriture de chaque définition, et celles qui s'en écartent."""
    for colonne, rang in constantes:
        texte = cases[rang] if rang < len(cases) else ""
        if not texte:
            continue
        connue = groupe.constantes.get(colonne)
        if connue is None:
            if not est_blanc(texte):
                groupe.constantes[colonne] = (intern(texte), ligne)
        elif texte != connue[0] and not est_blanc(texte):
            groupe.contredites.append((colonne, texte, ligne))


def _noter_point(
    groupe: _Groupe, table: TableBrute, places: dict[str, int], cases: Sequence[str], ligne: int, annee: int | None
) -> None:
    remplies = {
        colonne: cases[places[colonne]].strip()
        for colonne in PAR_ANNEE
        if colonne in places and places[colonne] < len(cases) and not est_blanc(cases[places[colonne]])
    }

    def lieu(colonne: str) -> Lieu:
        return table.lieu(ligne, places.get(colonne))

    point, fautes = lire_point(remplies, lieu, groupe.code, ligne)
    groupe.anomalies += fautes
    ecrite = remplies.get("annee", "")
    an = lire_annee(ecrite) if "annee" in places else annee
    if an is None:
        if point.porte_une_valeur or ecrite:
            groupe.anomalies.append(
                signaler("IND-14", lieu("annee"), indicateur=groupe.code, valeur=point.dite, annee=ecrite)
            )
        return
    if "periodicite_cible" in places:  # sans elle, la cible ne change pas d'une année à l'autre
        _noter_cible_de_l_annee(groupe, remplies.get("cible", ""), an, ligne)
    connu = groupe.points.get(an)
    if connu is not None and connu.contredit(point):
        details: dict[str, object] = {"annee": an, "valeur": point.dite, "autre": connu.dite}
        groupe.anomalies.append(
            signaler("IND-16", lieu("valeur"), indicateur=groupe.code, ligne_autre=connu.ligne, **details)
        )
    else:
        groupe.points[an] = point if connu is None else connu.completer(point)


def _noter_cible_de_l_annee(groupe: _Groupe, texte: str, annee: int, ligne: int) -> None:
    """Retient la cible écrite sur la ligne de chaque année : elle sert si la cible est annuelle et change."""
    if not texte:
        return
    try:
        groupe.cibles[annee] = (lire_decimal(texte), ligne)
    except ValueError:
        return  # la faute est dite une fois, à la lecture de la définition


def _definition(groupe: _Groupe, table: TableBrute) -> Definition | None:
    """Traduit les définitions d'un indicateur ; ``None`` si l'une ne se lit pas ou se contredit."""
    valeurs: dict[str, object] = {}
    for colonne, (texte, ligne) in groupe.constantes.items():
        try:
            valeurs[colonne] = _traduire(colonne, texte)
        except ValueError:
            groupe.anomalies.append(_illisible(groupe.code, colonne, texte, table.lieu(ligne)))
    annuelle = valeurs.get("periodicite_cible") is PeriodiciteCible.ANNUELLE
    groupe.anomalies += _contradictions(groupe, valeurs, annuelle, table)
    if bloquantes(groupe.anomalies):
        return None
    varie = annuelle and len({valeur for valeur, _ in groupe.cibles.values()}) > 1
    cibles = {an: valeur for an, (valeur, _) in groupe.cibles.items()} if varie else {}
    cibles |= {an: p.cible_annuelle for an, p in groupe.points.items() if p.cible_annuelle is not None}
    pourcent = any(p.pourcent for p in groupe.points.values())
    premiere = min((ligne for _, ligne in groupe.constantes.values()), default=1)
    return Definition(groupe.code, valeurs, groupe.points, cibles, pourcent, table.lieu, premiere)


def _contradictions(
    groupe: _Groupe, valeurs: dict[str, object], annuelle: bool, table: TableBrute
) -> Iterator[Anomalie]:
    """Rend les définitions qui changent d'une ligne à l'autre ; deux écritures d'un même nombre s'accordent."""
    dites: set[str] = set()
    for colonne, texte, ligne in groupe.contredites:
        if colonne in dites or colonne not in valeurs or (colonne == "cible" and annuelle):
            continue
        try:
            pareille = _traduire(colonne, texte) == valeurs[colonne]
        except ValueError:
            dites.add(colonne)
            yield _illisible(groupe.code, colonne, texte, table.lieu(ligne))
            continue
        if not pareille:
            dites.add(colonne)
            premier, premiere_ligne = groupe.constantes[colonne]
            details: dict[str, object] = {
                "colonne": colonne,
                "valeur": texte,
                "autre": premier,
                "ligne_autre": premiere_ligne,
            }
            yield signaler("IND-15", table.lieu(ligne), indicateur=groupe.code, **details)


def _traduire(colonne: str, texte: str) -> object:
    """Traduit une définition ; ``ValueError`` si elle ne se lit pas."""
    if colonne in CONSTANTES_NUMERIQUES:
        return lire_decimal(texte)
    if colonne in CONSTANTES_ANNEES:
        annee = lire_annee(texte)
        if annee is None:
            raise ValueError(texte)
        return annee
    if colonne in TEXTES:
        return texte.strip()
    if colonne == "cumul" and plier(texte) in RIEN_A_DIRE:
        return None
    mot = lire_mot(colonne, texte)
    if mot is None:
        raise ValueError(texte)
    return mot


def _illisible(code: str, colonne: str, texte: str, lieu: Lieu) -> Anomalie:
    if colonne in LISTES:
        return signaler("IND-12", lieu, indicateur=code, colonne=colonne, valeur=texte, admis=mots_admis(colonne))
    return signaler("IND-13", lieu, indicateur=code, colonne=colonne, valeur=texte)


__all__ = ["IndicateurLu", "LectureTable", "lire"]
