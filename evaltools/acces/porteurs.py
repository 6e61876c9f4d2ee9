"""Lire ``inputs/<programme>/porteurs.yaml`` : qui porte quoi, quand les fiches ne le disent pas, ou plus.

Une ligne par porteur : son nom, puis les codes des actions et opérations qu'il porte. Une action emporte ses
opérations, sauf celles qui sont données à un autre. Ce que le fichier ne cite pas garde le porteur de sa fiche.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path

from evaltools.acces.yaml_situe import YamlSitue, lire_yaml
from evaltools.domaine.anomalies import Anomalie, signaler
from evaltools.domaine.programme import Programme

FICHIER = "porteurs.yaml"


def lire(chemin: Path, programme: Programme) -> tuple[Mapping[str, str], tuple[Anomalie, ...]]:
    """Lit les porteurs déclarés d'un programme.

    Parameters
    ----------
    chemin : Path
        Le fichier ; absent, il ne déclare rien.

    Returns
    -------
    tuple
        Le nom du porteur de chaque code cité ; et toutes les fautes à la fois (PAR-03, PRG-41 à PRG-43).
    """
    if not chemin.is_file():
        return {}, ()
    situe, faults = lire_yaml(chemin)
    if situe is None:
        return {}, faults
    if not isinstance(situe.contenu, dict):
        return {}, (signaler("PRG-41", situe.lieu(), raison="ce n'est pas une liste de porteurs"),)
    names: dict[str, str] = {}
    return names, tuple(_read(situe, programme, names))


def _read(situe: YamlSitue, programme: Programme, names: dict[str, str]) -> Iterator[Anomalie]:
    known = [*(a.code for a in programme.actions), *(o.code for o in programme.operations)]
    for name, codes in situe.contenu.items():
        clean, place = " ".join(str(name).split()), situe.lieu(str(name))
        if not clean or not isinstance(codes, list) or not all(isinstance(code, str) for code in codes):
            yield signaler("PRG-41", place, raison=f"« {name} » n'est pas suivi d'une liste de codes entre guillemets")
            continue
        for code in codes:
            if code not in known:
                near = get_close_matches(code, known, n=1)
                hint = f" (le plus proche : « {near[0]} »)" if near else ""
                yield signaler("PRG-42", place, porteur=clean, objet=code, proche=hint)
            elif code in names:
                yield signaler("PRG-43", place, objet=code, premier=names[code], second=clean)
            else:
                names[code] = clean
