"""Contrôler une année à la lumière des précédentes : ce que les pilotes ont renvoyé avant fait témoin."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from evaltools.chaine.classeurs import lire_annee
from evaltools.domaine.anomalies import Anomalie, Lieu, signaler
from evaltools.domaine.cadrage import Cadrage
from evaltools.domaine.coherence_annees import douter_des_annees
from evaltools.domaine.collecte import FichierLu
from evaltools.domaine.lexique import ENSEMBLE
from evaltools.domaine.mesures import Observation
from evaltools.domaine.programme import Programme


def controler_les_annees(
    fichiers: Iterable[FichierLu], programme: Programme, annee: int, cadrage: Cadrage | None = None
) -> tuple[Anomalie, ...]:
    """Dit les valeurs d'une année que celles d'avant, ou les autres de la même année, rendent douteuses.

    Parameters
    ----------
    fichiers : iterable of FichierLu
        Les classeurs de l'année, tels qu'ils viennent d'être lus.

    Returns
    -------
    tuple of Anomalie
        VAL-70 à VAL-72, chacune à la cellule de la valeur ; aucune n'est bloquante. Sans année d'avant, seules les
        parties d'une même année sont comparées.
    """
    read = [o for f in fichiers for o in f.collecte.observations]
    names = {t.siren: t.nom for t in programme.territoires} | {ENSEMBLE: "ensemble du territoire"}
    doubts = douter_des_annees(read, _before(programme, annee), {i.code: i for i in programme.indicateurs}, cadrage)
    return tuple(
        signaler(
            doubt.code, Lieu(o.fichier, o.feuille, o.cellule), territoire=names.get(o.siren, o.siren), **doubt.details
        )
        for o, doubt in doubts
    )


def _before(programme: Programme, annee: int) -> Iterator[Observation]:
    for year in range(programme.debut.year, annee):
        for file in lire_annee(programme, year):
            yield from file.collecte.observations
