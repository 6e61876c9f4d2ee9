"""Anomalies des données personnelles saisies (famille VAL), et des classeurs de retour (FIC-60)."""

from __future__ import annotations

from evaltools.domaine.catalogue_modele import AVERTISSEMENT, BLOQUANTE, Modele

_CONSEQUENCE = (
    "aucun rapport public ne montre ce texte ; mais il reste dans le classeur et dans les documents restreints, où il "
    "n'a pas à être."
)

PERSONNES: dict[str, Modele] = {
    "VAL-90": Modele(
        AVERTISSEMENT,
        "Adresse électronique dans une case",
        "la case ({colonne}) contient une adresse électronique.",
        _CONSEQUENCE,
        "remplacez-la par l'organisme ou la fonction (« le secrétariat de la CPTS »).",
    ),
    "VAL-91": Modele(
        AVERTISSEMENT,
        "Numéro de téléphone dans une case",
        "la case ({colonne}) contient un numéro de téléphone.",
        _CONSEQUENCE,
        "retirez-le ; si un contact est utile, nommez l'organisme ou le service.",
    ),
    "VAL-92": Modele(
        AVERTISSEMENT,
        "Nom d'une personne dans une case",
        "la case ({colonne}) contient ce qui ressemble au nom d'une personne.",
        _CONSEQUENCE,
        "remplacez-le par la fonction ou l'organisme (« le médecin du centre », « la directrice du collège »).",
    ),
    "VAL-93": Modele(
        AVERTISSEMENT,
        "Santé d'une personne dans une case",
        "la case ({colonne}) semble parler de la santé d'une personne.",
        _CONSEQUENCE,
        "retirez ce passage, ou parlez du groupe : « plusieurs participants », sans rien qui désigne l'un d'eux.",
    ),
    "VAL-94": Modele(
        AVERTISSEMENT,
        "Numéro de sécurité sociale dans une case",
        "la case ({colonne}) contient ce qui ressemble à un numéro de sécurité sociale.",
        _CONSEQUENCE,
        "retirez-le.",
    ),
}

RETOURS: dict[str, Modele] = {
    "FIC-60": Modele(
        BLOQUANTE,
        "Classeurs de retour parmi les entrées",
        "les classeurs de retour ne peuvent pas être écrits dans « {dossier} », qui est un dossier d'entrées.",
        "rien n'est écrit : un classeur de retour rangé là serait relu comme un classeur reçu.",
        "donnez un autre dossier avec --retours, ou laissez l'outil choisir.",
    ),
}
