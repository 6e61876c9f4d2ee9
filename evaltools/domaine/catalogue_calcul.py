"""Anomalies d'un calcul : ce qu'il faut savoir avant de lire ses résultats."""

from __future__ import annotations

from evaltools.domaine.catalogue_modele import AVERTISSEMENT, Modele

CALCUL: dict[str, Modele] = {
    "PAR-20": Modele(
        AVERTISSEMENT,
        "Barème changé depuis le calcul précédent",
        "le calcul précédent ({fichier}) a employé le barème {avant} ; celui-ci emploie le barème {apres} ({ecarts}).",
        "les verdicts des deux calculs ne se comparent pas.",
        "vérifiez que l'instance a changé le barème avant de connaître les données ; sinon remettez l'ancien.",
    ),
    "PAR-21": Modele(
        AVERTISSEMENT,
        "Aucune collecte pour l'année évaluée",
        "aucun classeur de {annee} n'a été reçu pour {programme}.",
        "les stocks se jugent sur des années antérieures, les cumuls sont des minimums, le reste est non évaluable.",
        "déposez les classeurs dans inputs/{programme}/{annee}/collecte, ou évaluez une autre année.",
    ),
    "PAR-22": Modele(
        AVERTISSEMENT,
        "Année hors du contrat",
        "{annee} est hors du contrat de {programme} ({debut}-{fin}).",
        "{suite}.",
        "vérifiez l'année demandée.",
    ),
    "PAR-23": Modele(
        AVERTISSEMENT,
        "Évaluation finale avant la fin du contrat",
        "l'évaluation de fin de contrat est demandée pour {annee}, et le contrat court jusqu'en {fin}.",
        "tous les verdicts sont ceux d'une fin de contrat : ce qui est en bonne voie se lit « non atteint ».",
        "retirez « --finale » pour un suivi annuel, ou attendez {fin}.",
    ),
}
