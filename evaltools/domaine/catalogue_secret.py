"""Anomalies de la famille SEC : l'édition publique en dirait trop. Aucun de ces textes ne cite de nombre."""

from __future__ import annotations

from evaltools.domaine.catalogue_modele import BLOQUANTE, Modele

_CONSEQUENCE = "l'édition publique n'est pas publiée."

SECRET: dict[str, Modele] = {
    "SEC-01": Modele(
        BLOQUANTE,
        "Petit effectif montré",
        "« {indicateur} », {territoire}, {periode} : l'édition publique montre moins de {seuil} {unites}.",
        _CONSEQUENCE,
        "signalez cette faute de l'outil, et diffusez en attendant l'édition restreinte.",
    ),
    "SEC-02": Modele(
        BLOQUANTE,
        "Petit effectif qui se retrouve",
        "« {indicateur} », {territoire}, {periode} : cet effectif est masqué, mais les autres nombres publiés"
        " permettent de le retrouver, ou presque.",
        _CONSEQUENCE,
        "si une donnée d'une année passée a été corrigée ou est arrivée après son édition, dites au COPIL qu'un chiffre"
        " déjà paru l'éclaire, et ne publiez que l'ensemble ; sinon, signalez cette faute de l'outil.",
    ),
    "SEC-03": Modele(
        BLOQUANTE,
        "Texte libre dans l'édition publique",
        "l'édition publique garde un texte saisi par un pilote ({champ}, {objet}).",
        _CONSEQUENCE,
        "signalez cette faute de l'outil, et diffusez en attendant l'édition restreinte.",
    ),
    "SEC-04": Modele(
        BLOQUANTE,
        "Nombre tiré d'une valeur masquée",
        "« {indicateur} », {territoire} : la valeur est masquée, mais l'édition montre {champ}, qui s'en déduit.",
        _CONSEQUENCE,
        "signalez cette faute de l'outil, et diffusez en attendant l'édition restreinte.",
    ),
    "SEC-05": Modele(
        BLOQUANTE,
        "Nombre publié sans avoir été examiné",
        "« {indicateur} », {territoire}, {periode} : l'édition montre un nombre que le secret n'a pas examiné.",
        _CONSEQUENCE,
        "vérifiez comment est écrite la période de cette valeur dans le classeur ; si elle se lit, signalez la faute.",
    ),
}
