"""Relire le classeur de cadrage : les décisions de l'instance, leur place, et tout ce qui ne va pas.

Ce qui se voit fait foi : le libellé et son code entre crochets, le SIREN, le titre des colonnes. Le témoin caché ne
fait que signaler un tri partiel. Toutes les fautes sont rendues à la fois (famille CAD).

Examples
--------
::

    cadrage, anomalies = lire(Path("inputs/cls-avesnois/cadrage.xlsx"), programme)
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from evaltools.acces import cadrages_colonnes as maquette
from evaltools.acces.cadrages_ecriture import ecrire
from evaltools.acces.cadrages_feuilles import Feuillet, Ligne
from evaltools.acces.cadrages_reperage import reperer_feuillets
from evaltools.acces.tableur import Classeur, FichierRefuse, ouvrir
from evaltools.domaine.anomalies import Anomalie, Lieu, signaler
from evaltools.domaine.cadrage import Cadrage, depuis_document
from evaltools.domaine.controle_cadrage import controler
from evaltools.domaine.decisions import Decision, fusionner
from evaltools.domaine.programme import Programme

__all__ = ["CadrageLu", "ecrire", "lire", "relire"]

_CODE_VISIBLE = re.compile(r"Cadrage / (?P<code>[a-z0-9-]+)(?: / maquette (?P<version>\S+))?")


@dataclass(frozen=True, slots=True)
class CadrageLu:
    """Ce qu'un classeur de cadrage contient, une fois relu.

    ``lieux`` : feuille et cellule de chaque champ, par (indicateur, territoire, champ). ``rappels`` : ce qui est
    affiché dans les colonnes verrouillées de la feuille « Cadrage », par indicateur. ``fictif`` : il se déclare
    « Données fictives ».
    """

    nom: str
    decisions: tuple[Decision, ...] = ()
    lieux: Mapping[tuple[str, str, str], Lieu] = field(default_factory=dict)
    rappels: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    fictif: bool = False
    anomalies: tuple[Anomalie, ...] = ()


def lire(chemin: Path, programme: Programme) -> tuple[Cadrage, tuple[Anomalie, ...]]:
    """Lit le cadrage d'un programme et contrôle ce qui y est décidé.

    Parameters
    ----------
    chemin : Path
        Le classeur ; absent, le cadrage est ce que dit le document (CAD-01, simple information).
    programme : Programme
        Le programme signé.

    Returns
    -------
    tuple
        Le cadrage, document et décisions fondus ; et toutes les anomalies, de lecture puis de fond.
    """
    document = depuis_document(programme)
    if not chemin.exists():
        return document, (signaler("CAD-01", Lieu(chemin.name), programme=programme.code),)
    lu = relire(chemin, programme)
    fautes = controler(programme, lu.decisions, lu.lieux)
    return fusionner(document, lu.decisions, fictif=lu.fictif), lu.anomalies + fautes


def relire(chemin: Path, programme: Programme) -> CadrageLu:
    """Relit les décisions d'un classeur de cadrage, sans les contrôler au fond."""
    try:
        classeur = ouvrir(chemin)
    except FichierRefuse as refus:
        return CadrageLu(chemin.name, anomalies=(refus.anomalie(chemin.name),))
    fictif = _est_fictif(classeur)
    autre = _autre_programme(classeur, programme)
    if autre:
        faute = signaler("CAD-02", Lieu(classeur.nom), lu=autre, programme=programme.code)
        return CadrageLu(classeur.nom, fictif=fictif, anomalies=(faute,))
    feuillets, anomalies = reperer_feuillets(classeur, programme)
    lu = _reunir(programme, classeur.nom, feuillets)
    return replace(lu, fictif=fictif, anomalies=anomalies + lu.anomalies)


def _est_fictif(classeur: Classeur) -> bool:
    """Dit si le classeur se déclare fictif, dans ses propriétés ou en tête d'une de ses feuilles visibles."""
    declare = classeur.proprietes.get("evaltools_fictif") == "oui"
    return declare or any(texte.startswith("Données fictives") for texte in _tetes(classeur))


def _tetes(classeur: Classeur) -> Iterator[str]:
    """Parcourt les textes des quatre premières lignes des feuilles visibles."""
    for feuille in classeur.feuilles:
        if feuille.etat == "visible":
            yield from (c.texte.strip() for (ligne, _), c in feuille.cellules.items() if ligne <= 4)


def _autre_programme(classeur: Classeur, programme: Programme) -> str:
    """Rend le code de programme que le classeur affiche, ou à défaut déclare, quand ce n'est pas le bon."""
    affiches = {trouve["code"] for texte in _tetes(classeur) if (trouve := _CODE_VISIBLE.fullmatch(texte))}
    if affiches:
        return "" if programme.code in affiches else min(affiches)
    declare = classeur.proprietes.get("evaltools_programme", programme.code)
    return "" if declare == programme.code else declare


def _reunir(programme: Programme, nom: str, feuillets: Mapping[str, Feuillet]) -> CadrageLu:
    lignes, anomalies = _lignes(programme, nom, feuillets)
    par_cle: dict[tuple[str, str], Ligne] = {}
    for ligne in _sans_double(lignes, anomalies, nom):
        deja = par_cle.get(ligne.decision.cle)
        par_cle[ligne.decision.cle] = _fondre(deja, ligne) if deja else ligne
    feuille = feuillets[maquette.CADRAGE].feuille.nom if maquette.CADRAGE in feuillets else ""
    presents = {ligne.decision.indicateur for ligne in lignes if ligne.feuille == feuille}
    manquants = [i.code for i in programme.indicateurs if not i.clause_ouverte and i.code not in presents]
    if manquants and feuille:
        nombre = f"{len(manquants)} indicateur{'s' if len(manquants) > 1 else ''}"
        codes = ", ".join(manquants[:8]) + ("…" if len(manquants) > 8 else "")
        anomalies.append(signaler("CAD-11", Lieu(nom, feuille), nombre=nombre, codes=codes))
    return CadrageLu(
        nom,
        tuple(ligne.decision for ligne in par_cle.values()),
        {cle: lieu for ligne in par_cle.values() for cle, lieu in ligne.lieux.items()},
        {ligne.decision.indicateur: ligne.rappels for ligne in par_cle.values() if ligne.rappels},
        anomalies=tuple(anomalies),
    )


def _lignes(programme: Programme, nom: str, feuillets: Mapping[str, Feuillet]) -> tuple[list[Ligne], list[Anomalie]]:
    """Lit les trois feuilles, celle de l'indicateur d'abord : elle dit dans quelle unité lire les autres."""
    anomalies: list[Anomalie] = []
    lignes: list[Ligne] = []
    unites = {i.code: i.unite for i in programme.indicateurs}
    for genre in (maquette.CADRAGE, maquette.ANNUELLES, maquette.PAR_EPCI):
        if genre in feuillets:
            lues = list(feuillets[genre].lire(programme, nom, unites, anomalies))
            lignes += lues
            unites |= {ligne.decision.indicateur: ligne.decision.unite for ligne in lues if ligne.decision.unite}
    return lignes, anomalies


def _sans_double(lignes: Iterable[Ligne], anomalies: list[Anomalie], nom: str) -> Iterator[Ligne]:
    """Écarte les lignes qui se contredisent : deux lignes du même indicateur, sur la même feuille, qui diffèrent."""
    groupes: dict[tuple[str, str, str], list[Ligne]] = {}
    for ligne in lignes:
        groupes.setdefault((ligne.feuille, *ligne.decision.cle), []).append(ligne)
    for (feuille, code, _), groupe in groupes.items():
        premiere = groupe[0]
        differente = next((autre for autre in groupe[1:] if autre.decision != premiere.decision), None)
        if differente is None:
            yield premiere
            continue
        details = {"indicateur": f"« {code} »", "premiere": premiere.numero, "seconde": differente.numero}
        anomalies.append(signaler("CAD-10", Lieu(nom, feuille, f"B{differente.numero}"), **details))


def _fondre(deja: Ligne, annuelle: Ligne) -> Ligne:
    """Ajoute à la ligne d'un indicateur ses cibles annuelles, lues sur une autre feuille."""
    decision = replace(deja.decision, annuelles=annuelle.decision.annuelles)
    return replace(deja, decision=decision, lieux={**annuelle.lieux, **deja.lieux})
