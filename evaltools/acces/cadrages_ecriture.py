"""Écrire le classeur de cadrage : ce que dit le document, ce qui se propose, et des cases jaunes à remplir.

À la première écriture, aucune case de décision n'est remplie. Aucune formule ; les mêmes données donnent les mêmes
octets.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from pathlib import Path

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from evaltools.acces import cadrages_colonnes as maquette
from evaltools.acces import classeurs_style as style
from evaltools.acces.cadrages_colonnes import Colonne, Genre
from evaltools.acces.cadrages_rappels import (
    nommer_action,
    nommer_indicateur,
    nommer_territoire,
    rappels,
    rappels_des_reperes,
    temoin,
)
from evaltools.acces.cadrages_textes import CONSIGNES, EXPLICATIONS, FICTIF, LEGENDE
from evaltools.acces.classeurs_style import Style
from evaltools.domaine.cadrage import Cadrage, sirens_suivis
from evaltools.domaine.decisions import Decision, decisions_de
from evaltools.domaine.lexique import ENSEMBLE, Nature
from evaltools.domaine.nombres import ecrire_nombre, est_en_pourcent
from evaltools.domaine.programme import Indicateur, Programme

TETE, ENTETE, PREMIERE = 1, 5, 6
"""Lignes : le titre, les en-têtes, la première ligne de données."""

_STYLES = {
    Genre.TEXTE: Style.SAISIE_TEXTE,
    Genre.NOMBRE: Style.SAISIE_NOMBRE,
    Genre.ANNEE: Style.SAISIE_NOMBRE,
    Genre.DATE: Style.SAISIE_DATE,
    Genre.LISTE: Style.SAISIE_CHOIX,
}
_INTERLIGNE, _HAUTEUR_MAX = 13.2, 160.0


def ecrire(
    chemin: Path,
    programme: Programme,
    cadrage: Cadrage | None = None,
    fictif: bool = False,
    *,
    decisions: Iterable[Decision] | None = None,
) -> Path:
    """Écrit le classeur de cadrage d'un programme.

    Parameters
    ----------
    chemin : Path
        Fichier à écrire (« cadrage.xlsx ») ; écrit à côté puis renommé. Un fichier existant est remplacé : c'est à
        l'appelant d'en avoir relu les décisions.
    programme : Programme
        Le programme signé : une ligne par indicateur, une par EPCI pour ceux dont la maille est l'EPCI.
    cadrage : Cadrage, optional
        Cadrage à reporter : ce qui s'y écarte du document est écrit dans les cases de décision.
    fictif : bool
        Inscrit « Données fictives » sur chaque feuille et dans les propriétés.
    decisions : iterable of Decision, optional
        Décisions à reporter telles quelles ; l'emporte sur ``cadrage``. Absentes toutes deux : cases vides.

    Returns
    -------
    Path
        Le fichier écrit.
    """
    if decisions is None:
        decisions = decisions_de(cadrage, programme) if cadrage else ()
    par_cle = {d.cle: d for d in decisions}
    classeur = style.nouveau_classeur(f"Cadrage – {programme.titre_court}", f"Cadrage / {programme.code}")
    _lisez_moi(classeur, programme, fictif)
    _feuille_cadrage(classeur, programme, par_cle, fictif)
    _feuille_annuelles(classeur, programme, par_cle, fictif)
    if any(sirens_suivis(programme, i) for i in _indicateurs(programme)):
        _feuille_epci(classeur, programme, par_cle, fictif)
    _feuille_reperes(classeur, programme, fictif)
    listes = {nom: tuple(choix) for nom, choix in maquette.CHOIX.items()}
    style.ajouter_listes(classeur, {**listes, **maquette.SUGGESTIONS})
    style.nommer(classeur, identite(programme, fictif))
    return style.enregistrer(classeur, chemin)


def identite(programme: Programme, fictif: bool) -> dict[str, str]:
    """Rend ce qui identifie le classeur, dans ses propriétés et sa feuille cachée."""
    return {
        "evaltools_genre": "cadrage",
        "evaltools_programme": programme.code,
        "evaltools_maquette": maquette.VERSION,
        "evaltools_fictif": "oui" if fictif else "non",
    }


def _indicateurs(programme: Programme) -> tuple[Indicateur, ...]:
    return tuple(i for i in programme.indicateurs if not i.clause_ouverte)


def _feuille_cadrage(
    classeur: Workbook, programme: Programme, decisions: Mapping[tuple[str, str], Decision], fictif: bool
) -> None:
    feuille = _feuille(classeur, maquette.CADRAGE, programme, fictif, maquette.RAPPELS, maquette.COLONNES)
    _groupes(feuille)
    for ligne, (code, textes) in enumerate(rappels(programme).items(), start=PREMIERE):
        _rappeler(feuille, ligne, temoin(programme, code, ENSEMBLE), textes, maquette.RAPPELS)
        style.poser(feuille, ligne, len(maquette.RAPPELS) + 1, textes[-1], Style.PROPOSITION)
        decision = decisions.get((code, ENSEMBLE), Decision(code))
        _decider(feuille, ligne, len(maquette.RAPPELS) + 2, maquette.COLONNES, decision, decision.unite or textes[5])
    _finir(feuille, programme, len(maquette.RAPPELS) + 2, maquette.COLONNES)


def _feuille_annuelles(
    classeur: Workbook, programme: Programme, decisions: Mapping[tuple[str, str], Decision], fictif: bool
) -> None:
    annees = tuple(
        Colonne(f"{a}", f"{a}", Genre.NOMBRE, maquette.ESSENTIEL, "Part ou niveau attendu cette année-là.", largeur=10)
        for a in programme.annees
    )
    feuille = _feuille(classeur, maquette.ANNUELLES, programme, fictif, maquette.RAPPELS_ANNUELS, annees)
    notees = [(a, i) for a in programme.actions for i in a.indicateurs if not i.clause_ouverte]
    for ligne, (action, i) in enumerate(((a, i) for a, i in notees if i.nature is not Nature.TEXTE), start=PREMIERE):
        textes = (nommer_indicateur(i), i.unite, nommer_action(action))
        _rappeler(feuille, ligne, temoin(programme, i.code, ENSEMBLE), textes, maquette.RAPPELS_ANNUELS)
        decision = decisions.get((i.code, ENSEMBLE), Decision(i.code))
        for rang, annee in enumerate(programme.annees):
            valeur = _sans_equivoque(decision.annuelles.get(annee), decision.unite or i.unite)
            style.poser(feuille, ligne, len(textes) + 2 + rang, valeur, Style.SAISIE_NOMBRE)
    _finir(feuille, programme, len(maquette.RAPPELS_ANNUELS) + 2, annees)


def _feuille_epci(
    classeur: Workbook, programme: Programme, decisions: Mapping[tuple[str, str], Decision], fictif: bool
) -> None:
    feuille = _feuille(classeur, maquette.PAR_EPCI, programme, fictif, maquette.RAPPELS_EPCI, maquette.COLONNES_EPCI)
    for ligne, (i, siren) in enumerate(_lignes_des_epci(programme), start=PREMIERE):
        textes = (nommer_indicateur(i), nommer_territoire(programme.territoire(siren)), i.unite)
        _rappeler(feuille, ligne, temoin(programme, i.code, siren), textes, maquette.RAPPELS_EPCI)
        decision = decisions.get((i.code, siren), Decision(i.code, siren))
        unite = decisions.get((i.code, ENSEMBLE), Decision(i.code)).unite or i.unite
        _decider(feuille, ligne, len(textes) + 2, maquette.COLONNES_EPCI, decision, unite)
    _finir(feuille, programme, len(maquette.RAPPELS_EPCI) + 2, maquette.COLONNES_EPCI)


def _lignes_des_epci(programme: Programme) -> Iterator[tuple[Indicateur, str]]:
    for indicateur in _indicateurs(programme):
        if indicateur.nature is not Nature.TEXTE:
            yield from ((indicateur, siren) for siren in sirens_suivis(programme, indicateur))


def _feuille_reperes(classeur: Workbook, programme: Programme, fictif: bool) -> None:
    feuille = _feuille(classeur, maquette.REPERES, programme, fictif, maquette.RAPPELS_REPERES, ())
    for ligne, textes in enumerate(rappels_des_reperes(programme), start=PREMIERE):
        _rappeler(feuille, ligne, "", textes, maquette.RAPPELS_REPERES)
    _finir(feuille, programme, 0, ())


def _feuille(
    classeur: Workbook,
    nom: str,
    programme: Programme,
    fictif: bool,
    rappeles: Sequence[tuple[str, float]],
    colonnes: Sequence[Colonne],
) -> Worksheet:
    """Ouvre une feuille : titre, code visible, consigne, en-têtes. La première colonne, cachée, porte le témoin."""
    feuille: Worksheet = classeur.create_sheet(nom)
    style.poser(feuille, TETE, 2, f"{nom} – {programme.titre_court}", Style.TITRE)
    style.poser(feuille, 2, 2, _code_visible(programme), Style.IDENTITE)
    consigne = Style.FICTIF if fictif else Style.CONSIGNE
    style.poser(feuille, 3, 2, FICTIF if fictif else CONSIGNES[nom], consigne)
    titres = [(maquette.TEMOIN, 3.0, False), *((t, largeur, False) for t, largeur in rappeles)]
    style.poser_entete(feuille, ENTETE, [*titres, *((c.titre, c.largeur, True) for c in colonnes)], 44)
    feuille.column_dimensions["A"].hidden = True
    return feuille


def _code_visible(programme: Programme) -> str:
    return f"Cadrage / {programme.code} / maquette {maquette.VERSION}"


def _groupes(feuille: Worksheet) -> None:
    """Écrit au-dessus des en-têtes le nom de chaque groupe de colonnes."""
    colonne = 2
    noms = dict.fromkeys(c.groupe for c in maquette.COLONNES)
    groupes = [(nom, sum(c.groupe == nom for c in maquette.COLONNES)) for nom in noms]
    groupes = [*maquette.GROUPES_DES_RAPPELS, *groupes]
    for nom, largeur in groupes:
        for rang in range(largeur):
            style.poser(feuille, ENTETE - 1, colonne + rang, nom if rang == 0 else None, Style.BANDEAU)
        colonne += largeur


def _rappeler(
    feuille: Worksheet, ligne: int, cle: str, textes: Sequence[str], largeurs: Sequence[tuple[str, float]]
) -> None:
    style.poser(feuille, ligne, 1, cle, Style.CACHE)
    for colonne, texte in enumerate(textes, start=2):
        style.poser(feuille, ligne, colonne, texte, Style.VERROU)
    lignes = max(_lignes(texte, largeur) for texte, (_, largeur) in zip(textes, largeurs, strict=True))
    feuille.row_dimensions[ligne].height = min(_HAUTEUR_MAX, 6 + _INTERLIGNE * lignes)


def _lignes(texte: str, largeur: float) -> int:
    """Estime le nombre de lignes d'un texte renvoyé à la ligne."""
    return sum(1 + int(len(part) / (largeur * 1.02)) for part in texte.split("\n")) if texte else 1


def _decider(
    feuille: Worksheet, ligne: int, premiere: int, colonnes: Sequence[Colonne], decision: Decision, unite: str
) -> None:
    for rang, colonne in enumerate(colonnes):
        valeur = getattr(decision, colonne.champ)
        if isinstance(valeur, StrEnum):
            valeur = maquette.montrer(valeur)
        elif colonne.genre is Genre.NOMBRE:
            valeur = _sans_equivoque(valeur, "" if colonne.champ == "poids" else unite)
        style.poser(feuille, ligne, premiere + rang, valeur, _STYLES[colonne.genre])


def _sans_equivoque(valeur: float | None, unite: str) -> float | str | None:
    """Écrit « 0,5 % » en toutes lettres : 0,5 seul se lirait aussi « 50 % »."""
    if valeur is not None and 0 < valeur <= 1 and est_en_pourcent(unite):
        return f"{ecrire_nombre(valeur)} %"
    return valeur


def _finir(feuille: Worksheet, programme: Programme, premiere: int, colonnes: Sequence[Colonne]) -> None:
    """Attache les listes et les aides, fige, filtre, protège et règle l'impression."""
    derniere = max(feuille.max_row, PREMIERE)
    for rang, colonne in enumerate(colonnes):
        lettre = get_column_letter(premiere + rang)
        _aider(feuille, colonne, [f"{lettre}{PREMIERE}:{lettre}{derniere}"])
    feuille.freeze_panes = f"C{PREMIERE}"
    feuille.auto_filter.ref = f"B{ENTETE}:{get_column_letter(feuille.max_column)}{derniere}"
    feuille.sheet_view.zoomScale = 90
    large = feuille.title == maquette.CADRAGE
    style.mettre_en_page(feuille, ENTETE, f"Cadrage – {programme.titre_court}", larges=2 if large else 1)
    if large:
        feuille.page_setup.paperSize = feuille.PAPERSIZE_A3
        feuille.print_title_cols = "B:B"
    style.proteger(feuille)


def _aider(feuille: Worksheet, colonne: Colonne, plages: list[str]) -> None:
    if colonne.liste:
        stricte = colonne.liste in maquette.CHOIX
        style.menu(feuille, colonne.liste, plages, colonne.titre, colonne.aide, strict=stricte)
    elif colonne.genre is Genre.ANNEE:
        style.bornes(feuille, "whole", (1990, 2100), plages, colonne.titre, colonne.aide)
    elif colonne.genre is Genre.NOMBRE:
        style.bornes(feuille, "decimal", (-1e12, 1e12), plages, colonne.titre, colonne.aide)
    else:
        style.message(feuille, plages, colonne.titre, colonne.aide)


def _lisez_moi(classeur: Workbook, programme: Programme, fictif: bool) -> None:
    feuille = classeur.create_sheet(maquette.LISEZ_MOI)
    feuille.column_dimensions["A"].width = 3
    feuille.column_dimensions["B"].width = 22
    feuille.column_dimensions["C"].width = 92
    style.poser(feuille, 1, 2, f"Cadrage – {programme.titre_court}", Style.TITRE)
    style.poser(feuille, 2, 2, _code_visible(programme), Style.IDENTITE)
    if fictif:
        style.poser(feuille, 3, 2, FICTIF, Style.FICTIF)
    ligne = 5
    for titre, textes in EXPLICATIONS:
        style.poser(feuille, ligne, 2, titre, Style.SOUS_TITRE)
        for nom, texte in textes:
            ligne += 1
            style.poser(feuille, ligne, 2, nom, Style.GRAS)
            style.poser(feuille, ligne, 3, texte, Style.TEXTE)
            feuille.row_dimensions[ligne].height = 4 + _INTERLIGNE * _lignes(texte, 92)
        ligne += 2
    _legende(feuille, ligne)
    feuille.sheet_view.showGridLines = False
    style.mettre_en_page(feuille, None, f"Cadrage – {programme.titre_court}")
    style.proteger(feuille)


def _legende(feuille: Worksheet, ligne: int) -> None:
    style.poser(feuille, ligne, 2, "Les couleurs", Style.SOUS_TITRE)
    for rang, (exemple, apparence, texte) in enumerate(LEGENDE, start=1):
        style.poser(feuille, ligne + rang, 2, exemple, apparence)
        style.poser(feuille, ligne + rang, 3, texte, Style.TEXTE)
