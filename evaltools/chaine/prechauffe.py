"""Ce qui est chargé une fois, avant que les processus de rendu ne soient dupliqués.

Le serveur de processus (``forkserver``) importe ce module : chaque rapport naît alors d'un processus déjà chaud, qui
a les bibliothèques et la campagne en mémoire, et meurt avec son rapport : rien ne passe de l'un à l'autre.
"""

from __future__ import annotations

import gc
import json
import os

VARIABLE = "EVALTOOLS_PRECHAUFFE"
"""Variable d'environnement : liste d'arguments d'``ouvrir``, en JSON ; liste vide : les bibliothèques seulement."""

for _nom in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_nom, "1")
os.environ.setdefault("MPLBACKEND", "agg")


def charger() -> None:
    """Importe les bibliothèques d'un rapport et, si la variable le demande, ouvre la campagne."""
    import matplotlib.figure
    import nbconvert.exporters.html
    import pandas as pd
    import papermill

    import evaltools.chaine.coquille
    import evaltools.chaine.moteur
    import evaltools.restitution.bureautique.prechauffe
    import evaltools.restitution.html
    import evaltools.restitution.rapport_annuel
    import evaltools.restitution.toile
    from evaltools.chaine import lieux

    _ = (matplotlib, nbconvert, pd, papermill, evaltools)
    evaltools.restitution.toile.employer_cache(lieux.cache() / "figures")
    evaltools.restitution.bureautique.prechauffe.charger()
    if demande := os.environ.get(VARIABLE):
        from evaltools.chaine import campagne

        for arguments in json.loads(demande):
            campagne.garder(**arguments)
    gc.collect()
    gc.freeze()


if os.environ.get(VARIABLE):
    charger()
