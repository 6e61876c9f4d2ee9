"""Écriture de la feuille « Indicateurs » : une ligne par indicateur, territoire et période."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import groupby

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from evaltools.acces import classeurs_modele as modele
from evaltools.acces.classeurs_contexte import Contexte, est_commun, nom_du_territoire
from evaltools.acces.classeurs_identite import avec_code
from evaltools.acces.classeurs_mots import ATTENDUS, ETATS, QUALITES
from evaltools.acces.classeurs_style import Style, Valeur, bornes, hauteur, menu, message, poser
from evaltools.domaine.attendus import LigneAttendue, est_prevu
from evaltools.domaine.coherence import Genre, genre_de_valeur
from evaltools.domaine.lexique import EtatValeur, Nature, Qualite
from evaltools.domaine.mesures import Observation
from evaltools.domaine.nombres import centieme, est_en_euros, est_en_pourcent
from evaltools.domaine.saisies import lire_date

_AIDES: dict[Genre, tuple[str, str]] = {
    Genre.COMPTE: ("Un nombre entier", "Tapez seulement le nombre (12, et non « 12 personnes »). Zéro s'écrit 0."),
    Genre.NOMBRE: ("Un nombre", "Tapez seulement le nombre, sans unité : 12 ou 12,5. Zéro s'écrit 0."),
    Genre.TAUX: ("Un pourcentage", "Tapez 45 ou 45 % (pas 0,45). Mieux : remplissez le numérateur et le dénominateur."),
    Genre.MONTANT: ("Un montant en euros", "Tapez le montant entier : 12500, et non 12,5 k€."),
    Genre.JALON: ("Une date, ou oui / non", "La date où c'est fait (15/03/2026), ou « oui », ou « non »."),
    Genre.SIGNE: ("Un nombre", "Tapez seulement le nombre ; il peut être négatif : −3 ou 4,5."),
}


def colonnes(contexte: Contexte) -> tuple[modele.Colonne, ...]:
    """Rend les colonnes utiles : sans numérateur ni réponse en texte si aucune ligne n'en demande."""
    ratio = any(contexte.est_un_rapport(line) for line in contexte.lignes)
    text = any(contexte.nature(line) is Nature.TEXTE for line in contexte.lignes)
    unused = {"numerateur", "denominateur"} if not ratio else set()
    unused |= set() if text else {"reponse"}
    return tuple(c for c in modele.INDICATEURS.colonnes if c.cle not in unused)


def ecrire_lignes(feuille: Worksheet, contexte: Contexte, champs: Sequence[modele.Colonne]) -> None:
    """Écrit les lignes du tableau et attache les listes et messages d'aide."""
    kinds: dict[tuple[str, str], list[int]] = defaultdict(list)
    row = modele.LIGNE_ENTETE + 1
    groups = [(key, list(lines)) for key, lines in groupby(contexte.lignes, key=_group)]
    for _, lines in groups:
        if len(groups) > 1 or contexte.portee.porteur is not None:
            _band(feuille, row, contexte, lines[0], len(champs))
            row += 1
        for line in lines:
            _row(feuille, row, contexte, line, champs)
            for cle, genre in _entry_kinds(contexte, line):
                kinds[cle, genre].append(row)
            row += 1
    _attach(feuille, champs, kinds)


def _group(line: LigneAttendue) -> tuple[str, str | None]:
    return line.indicateur.action, line.indicateur.operation


def _band(sheet: Worksheet, row: int, contexte: Contexte, line: LigneAttendue, width: int) -> None:
    for column in range(1, width):
        poser(sheet, row, column, None, Style.BANDEAU)
    poser(sheet, row, 1, titre_du_groupe(contexte, line), Style.BANDEAU)
    sheet.row_dimensions[row].height = 18


def titre_du_groupe(contexte: Contexte, ligne: LigneAttendue) -> str:
    """Écrit le bandeau qui précède les indicateurs d'une opération (ou les indicateurs communs)."""
    if est_commun(ligne.indicateur):
        head = f"{ligne.indicateur.action} — " if contexte.portee.porteur is not None else ""
        return f"{head}Indicateurs de toute l'action"
    operations = (part for _, part in contexte.portee.objets if part is not None)
    operation = next(o for o in operations if o.code == ligne.indicateur.operation)
    return f"{operation.code} — {operation.intitule}"


def _row(
    sheet: Worksheet, row: int, contexte: Contexte, line: LigneAttendue, columns: Sequence[modele.Colonne]
) -> None:
    observation = contexte.observations.get(line.cle)
    locked = textes_proteges(contexte, line)
    filled = valeurs_saisies(observation, contexte.nature(line), contexte.unite(line)) if observation else {}
    shown = [(str(locked.get(c.cle) or filled.get(c.cle) or ""), c.largeur) for c in columns if c.cle != "cle"]
    sheet.row_dimensions[row].height = hauteur(shown, 28)
    for column, field in enumerate(columns, start=1):
        if field.saisie:
            style = _entry_style(field.cle, contexte, line)
            poser(sheet, row, column, filled.get(field.cle), style)
        else:
            poser(sheet, row, column, locked[field.cle], _LOCKED.get(field.cle, Style.VERROU_CENTRE))


def textes_proteges(contexte: Contexte, ligne: LigneAttendue) -> dict[str, str]:
    """Rend ce que le modèle écrit dans les cases protégées d'une ligne, par champ."""
    indicateur = ligne.indicateur
    return {
        "cle": contexte.cle(indicateur.action, indicateur.code, indicateur.libelle, ligne.siren, ligne.periode),
        "indicateur": libelle(ligne),
        "definition": contexte.definition(ligne),
        "attendu": ATTENDUS[contexte.nature(ligne)],
        "unite": contexte.unite(ligne),
        "territoire": avec_code(nom_du_territoire(contexte.programme, ligne.siren), ligne.siren),
        "periode": ligne.periode,
        "derniere": contexte.derniere(ligne),
        "cible": contexte.cible(ligne),
    }


_LOCKED = {
    "cle": Style.CACHE,
    "indicateur": Style.VERROU,
    "definition": Style.VERROU_PETIT,
    "territoire": Style.VERROU,
}


def libelle(ligne: LigneAttendue) -> str:
    """Écrit le libellé visible d'une ligne : « PRÉVU » ou « RÉALISÉ » devant une paire, le code à la fin."""
    indicator = ligne.indicateur
    mark = "" if not indicator.paire else "PRÉVU · " if est_prevu(indicator) else "RÉALISÉ · "
    return avec_code(mark + indicator.libelle, indicator.code)


def _entry_style(key: str, contexte: Contexte, line: LigneAttendue) -> Style:
    nature, unit = contexte.nature(line), contexte.unite(line)
    if key == "valeur":
        return _value_style(nature, unit)
    if key in ("numerateur", "denominateur"):
        return Style.SAISIE_NOMBRE if contexte.est_un_rapport(line) else Style.HORS
    if key == "reponse":
        return Style.SAISIE_TEXTE if nature is Nature.TEXTE else Style.HORS
    return Style.SAISIE_CHOIX if key in ("etat", "qualite") else Style.SAISIE_TEXTE


def _value_style(nature: Nature, unit: str) -> Style:
    if nature is Nature.TEXTE:
        return Style.HORS
    if nature is Nature.JALON:
        return Style.SAISIE_DATE
    if est_en_pourcent(unit):
        return Style.SAISIE_TAUX
    return Style.SAISIE_EUROS if est_en_euros(unit) else Style.SAISIE_NOMBRE


def valeurs_saisies(observation: Observation, nature: Nature, unite: str) -> dict[str, Valeur]:
    """Rend ce qu'il faut écrire dans chaque case jaune pour que l'observation s'y relise."""
    state = ETATS.get(observation.etat, "") if observation.etat is not EtatValeur.RENSEIGNE else ""
    value, answer = _value(observation, nature, unite)
    if observation.etat is EtatValeur.RENSEIGNE and not _filled(value, answer, observation):
        state = ETATS[EtatValeur.RENSEIGNE]
    return {
        "valeur": value,
        "numerateur": _number(observation.numerateur),
        "denominateur": _number(observation.denominateur),
        "reponse": answer,
        "etat": state,
        "qualite": QUALITES[observation.qualite] if observation.qualite and not _implied(observation) else "",
        "source": observation.source,
        "commentaire": observation.commentaire,
    }


def _filled(value: Valeur, answer: Valeur, observation: Observation) -> bool:
    return value is not None or bool(answer) or observation.numerateur is not None


def _implied(observation: Observation) -> bool:
    """Say whether the typed text (« < 5 ») already tells the quality."""
    return observation.qualite is Qualite.SECRET and observation.valeur is None and bool(observation.texte)


def _value(observation: Observation, nature: Nature, unit: str) -> tuple[Valeur, Valeur]:
    """Give what goes in the value cell and in the text cell."""
    if nature is Nature.TEXTE:
        return None, observation.texte
    if nature is Nature.JALON:
        day = lire_date(observation.texte)
        done = None if observation.valeur is None else "oui" if observation.valeur else "non"
        return (day if day and observation.valeur else done or observation.texte or None), None
    if observation.valeur is None:
        return observation.texte or None, None
    return (centieme(observation.valeur) if est_en_pourcent(unit) else _number(observation.valeur)), None


def _number(value: float | None) -> Valeur:
    return int(value) if value is not None and value.is_integer() and abs(value) < 1e15 else value


def _entry_kinds(contexte: Contexte, line: LigneAttendue) -> Iterable[tuple[str, str]]:
    nature = contexte.nature(line)
    if nature is Nature.TEXTE:
        yield "reponse", ""
    else:
        yield "valeur", genre_de_valeur(nature, contexte.unite(line), line.indicateur.libelle)
    if contexte.est_un_rapport(line):
        yield "numerateur", "terme"
        yield "denominateur", "terme"
    for key in ("etat", "qualite", "source", "commentaire"):
        yield key, ""


def _attach(sheet: Worksheet, columns: Sequence[modele.Colonne], kinds: dict[tuple[str, str], list[int]]) -> None:
    letters = {field.cle: get_column_letter(rank) for rank, field in enumerate(columns, start=1)}
    for (key, genre), rows in kinds.items():
        if key not in letters:
            continue
        ranges = plages(letters[key], rows)
        field = modele.INDICATEURS.colonne(key)
        if key in ("etat", "qualite"):
            menu(sheet, f"evaltools_{key}s", ranges, field.titre, field.aide)
        elif key == "valeur":
            _attach_value(sheet, Genre(genre), ranges)
        elif genre == "terme":
            bornes(sheet, "decimal", (0, None), ranges, field.titre, field.aide)
        else:
            message(sheet, ranges, field.titre, field.aide)


def _attach_value(sheet: Worksheet, genre: Genre, ranges: list[str]) -> None:
    title, help_text = _AIDES[genre]
    if genre is Genre.JALON:
        menu(sheet, "evaltools_oui_non", ranges, title, help_text, strict=False)
    elif genre is Genre.SIGNE:
        message(sheet, ranges, title, help_text)
    elif genre is Genre.TAUX:
        bornes(sheet, "decimal", (0, 1), ranges, title, help_text)
    else:
        bornes(sheet, "whole" if genre is Genre.COMPTE else "decimal", (0, None), ranges, title, help_text)


def plages(lettre: str, lignes: Sequence[int]) -> list[str]:
    """Réunit des lignes en plages d'une colonne.

    Examples
    --------
    >>> plages("H", [6, 7, 8, 10])
    ['H6:H8', 'H10']
    """
    found: list[str] = []
    for _, group in groupby(enumerate(lignes), key=lambda pair: pair[1] - pair[0]):
        rows = [row for _, row in group]
        found.append(f"{lettre}{rows[0]}" + (f":{lettre}{rows[-1]}" if len(rows) > 1 else ""))
    return found
