"""Anomalies d'une valeur qui ne se tient pas avec celles d'avant, ou avec les autres de son année (famille VAL)."""

from __future__ import annotations

from evaltools.domaine.catalogue_modele import AVERTISSEMENT, Modele

_RETENUE = "la valeur est retenue telle quelle."

ANNEES: dict[str, Modele] = {
    "VAL-70": Modele(
        AVERTISSEMENT,
        "Acquis qui recule",
        "{indicateur} était à {avant} en {periode_avant} et passe à {valeur} en {periode} ({territoire}) : ce qui est "
        "acquis ou compté depuis le début ne peut pas reculer.",
        _RETENUE,
        "vérifiez les deux valeurs ; si l'ancienne était fausse, faites-la corriger dans le classeur de son année, "
        "sinon dites pourquoi dans « Commentaire ».",
    ),
    "VAL-71": Modele(
        AVERTISSEMENT,
        "Année plus petite que ses parties",
        "{indicateur} vaut {valeur} pour toute l'année {periode}, mais {somme} en additionnant {parties} "
        "({territoire}).",
        "la valeur de l'année entière est retenue.",
        "vérifiez le total de l'année et celui de chaque période.",
    ),
    "VAL-72": Modele(
        AVERTISSEMENT,
        "Dix ou cent fois plus, ou moins",
        "{indicateur} vaut {valeur} en {periode}, contre {avant} en {periode_avant} ({territoire}) : au moins {fois} "
        "fois {sens}.",
        _RETENUE,
        "vérifiez la virgule, l'unité et la case ; si la valeur est juste, dites pourquoi dans « Commentaire ».",
    ),
}
