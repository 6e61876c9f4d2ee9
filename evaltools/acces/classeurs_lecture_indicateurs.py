"""Lecture de la feuille « Indicateurs » : chaque ligne devient une observation, chaque faute une anomalie."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from evaltools.acces.classeurs_lecture_lignes import Ligne, Reconnaissance
from evaltools.acces.classeurs_lecture_valeur import lire_observation
from evaltools.acces.classeurs_releve import Releve
from evaltools.acces.classeurs_reperage import TableauLu
from evaltools.domaine.attendus import LigneAttendue
from evaltools.domaine.fusion import Conflit, fusionner, resumer
from evaltools.domaine.mesures import Observation


def lire_indicateurs(
    releve: Releve, reconnaissance: Reconnaissance, tableaux: Iterable[TableauLu]
) -> tuple[Observation, ...]:
    """Lit les tableaux d'indicateurs d'un classeur.

    Deux lignes du même objet qui se contredisent s'annulent. Une ligne attendue qui manque est dite, sauf si le tableau
    entier manque : c'est alors dit une fois, pour la feuille.
    """
    expected = releve.portee.lignes(releve.annee)
    wanted = _by_indicator(expected)
    read: list[Observation] = []
    sheet = ""
    for table in tableaux:
        sheet = table.feuille.nom
        for line in reconnaissance.lignes(table):
            _tell_unexpected(releve, line, wanted)
            read.append(lire_observation(releve, line))
        reconnaissance.dire_discordances(table)
    merged = fusionner(read)
    for conflict in merged.conflits:
        _tell_pair(releve, "VAL-29", conflict)
    for repeat in merged.repetitions:
        _tell_pair(releve, "VAL-28", repeat)
    if sheet:
        _tell_missing(releve, expected, {(o.indicateur, o.siren) for o in read}, sheet)
    return merged.observations


def _by_indicator(expected: Iterable[LigneAttendue]) -> Mapping[str, set[str]]:
    found: dict[str, set[str]] = {}
    for line in expected:
        found.setdefault(line.indicateur.code, set()).add(line.siren)
    return found


def _tell_unexpected(releve: Releve, line: Ligne, wanted: Mapping[str, set[str]]) -> None:
    if line.siren not in wanted.get(line.indicateur.code, ()):
        releve.signaler(
            "VAL-42",
            line.tableau.feuille.nom,
            releve.adresse(line.tableau, line.numero, "territoire"),
            indicateur=line.indicateur.code,
            territoire=releve.designer(line.siren),
            periode=line.periode,
        )


def _tell_pair(releve: Releve, code: str, pair: Conflit) -> None:
    first, second = pair.premiere, pair.seconde
    details = {
        "objet": f"{second.indicateur}, {releve.designer(second.siren)}, {second.periode}",
        "autre": f"{first.feuille}!{first.cellule}",
    }
    if code == "VAL-29":
        details |= {"brut": resumer(second), "autre_brut": resumer(first)}
    releve.signaler(code, second.feuille, second.cellule, **details)


def _tell_missing(releve: Releve, expected: Iterable[LigneAttendue], present: set[tuple[str, str]], sheet: str) -> None:
    told = set(present)
    for line in expected:
        pair = (line.indicateur.code, line.siren)
        if pair not in told:
            told.add(pair)
            where = releve.designer(line.siren)
            releve.signaler("VAL-30", sheet, indicateur=pair[0], territoire=where, periode=line.periode)
