"""Écriture de la feuille « Lisez-moi » : tout ce qu'un pilote doit savoir, en une page."""

from __future__ import annotations

from datetime import date

from openpyxl.worksheet.worksheet import Worksheet

from evaltools.acces import classeurs_modele as modele
from evaltools.acces.classeurs_contexte import Contexte
from evaltools.acces.classeurs_style import Style, hauteur, poser

_MOIS = (
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre",
    "décembre",
)  # fmt: skip
_LARGEUR = 84
REGLES = (
    "Remplissez les cases jaunes, et elles seules. Les autres sont protégées, sans mot de passe.",
    "Tapez seulement le nombre : 12, et non « 12 personnes » ; 45 %, et non « environ 45 ».",
    "Zéro est une valeur : tapez 0. Une case vide veut dire « pas de réponse », jamais zéro.",
    "Pas de valeur ? Laissez la case vide et dites pourquoi dans la colonne « État » (voir plus bas).",
    "Pour un taux, donnez si possible le numérateur et le dénominateur : le taux sera recalculé.",
    "Aucun nom de personne, téléphone, courriel ni donnée de santé dans les commentaires.",
    "Enregistrez au format Excel (.xlsx), sans mot de passe, et renvoyez ce fichier tel quel.",
)
ETATS = (
    ("une valeur, 0 compris", "Vous connaissez la valeur : tapez-la, et laissez l'état vide."),
    ("case et état vides", "Vous n'avez pas répondu. La valeur vous sera redemandée."),
    ("non disponible", "La valeur existe sans doute, mais vous ne pouvez pas l'avoir (logiciel, partenaire, délai)."),
    ("sans objet", "L'indicateur ne vous concerne pas cette année : il ne comptera pas contre vous."),
    ("enquête non réalisée", "L'indicateur vient d'une enquête qui n'a pas eu lieu cette année."),
)
QUALITES = (
    ("provisoire", "La valeur changera encore."),
    ("estimé", "La valeur est une estimation ; dites dans « Source » comment elle a été faite."),
    ("secret", "Effectif trop petit pour être donné. Tapez « < 5 » (ou « < 11 ») à la place de la valeur."),
    ("rupture de série", "La façon de compter a changé : la valeur ne se compare pas à celles d'avant."),
)
_TITRES = (
    "Ce classeur",
    "Sept règles",
    "Les couleurs",
    "Quand la valeur manque : cinq situations, à ne pas confondre",
    "Quand la valeur appelle une réserve (colonne « Qualité »)",
    "Les feuilles",
)
_COULEURS = (
    (Style.SAISIE_CHOIX, "à remplir", "Cases jaunes : à vous de les remplir."),
    (
        Style.VERROU_CENTRE,
        "protégé",
        "Cases grises : rappel de ce qui est attendu, de la cible, de la dernière valeur.",
    ),
    (Style.HORS, "", "Cases ardoise : rien à y mettre sur cette ligne."),
)


def ecrire_lisez_moi(feuille: Worksheet, contexte: Contexte, feuilles: list[tuple[str, str]]) -> None:
    """Écrit la page d'aide.

    Parameters
    ----------
    feuilles : list of (str, str)
        Nom de chaque feuille du classeur et ce qu'on y met.
    """
    for letter, width in (("A", 2), ("B", 24), ("C", _LARGEUR)):
        feuille.column_dimensions[letter].width = width
    poser(feuille, 1, 2, titre_de_l_aide(contexte), Style.TITRE)
    poser(feuille, 2, 2, contexte.identite.ligne, Style.IDENTITE)
    feuille.row_dimensions[1].height = 30
    row = 3
    if contexte.fictif:
        poser(feuille, row, 2, modele.PHRASE_FICTIVE, Style.FICTIF)
        row += 1
    row = _pairs(feuille, row + 1, _TITRES[0], _presentation(contexte))
    row = _rules(feuille, row + 1)
    row = _colors(feuille, row + 1)
    row = _pairs(feuille, row + 1, _TITRES[3], ETATS)
    row = _pairs(feuille, row + 1, _TITRES[4], QUALITES)
    _pairs(feuille, row + 1, _TITRES[5], feuilles)


def titre_de_l_aide(contexte: Contexte) -> str:
    """Écrit le titre de la page d'aide."""
    return f"Collecte {contexte.annee} — {contexte.portee.designation}"


def textes_fixes(contexte: Contexte) -> tuple[str, ...]:
    """Rend tous les textes que la page d'aide d'une action peut porter (sauf la date de retour, qui varie)."""
    pairs = [*_presentation(contexte), *ETATS, *QUALITES, *((t.feuille, t.consigne) for t in modele.TABLEAUX)]
    colors = [text for _, word, legend in _COULEURS for text in (word, legend)]
    rules = [text for number, rule in enumerate(REGLES, start=1) for text in (f"Règle {number}", rule)]
    return (*(text for pair in pairs for text in pair), *colors, *rules, *_TITRES)


def ecrire_jour(jour: date) -> str:
    """Écrit une date en toutes lettres.

    Examples
    --------
    >>> ecrire_jour(date(2027, 1, 1)), ecrire_jour(date(2027, 1, 15))
    ('1er janvier 2027', '15 janvier 2027')
    """
    return f"{jour.day}{'er' * (jour.day == 1)} {_MOIS[jour.month - 1]} {jour.year}"


def _presentation(contexte: Contexte) -> list[tuple[str, str]]:
    portee, programme = contexte.portee, contexte.programme
    rows = [("Programme", programme.titre)]
    if portee.porteur is None:
        axis = next((a for a in programme.axes if a.code == portee.actions[0].axe), None)
        rows += [(programme.vocabulaire.axe.capitalize(), f"{axis.code} — {axis.intitule}")] if axis else []
    for action in portee.actions:
        parts = ", ".join(o.code for o in action.operations) if action.code not in portee.entieres else ""
        only = f" (pour vous : {parts})" if parts else ""
        rows.append(("Action", f"{action.code} — {action.intitule}{only}"))
    rows.append(("Année", str(contexte.annee)))
    if programme.est_partielle(contexte.annee):
        start = ecrire_jour(programme.debut)
        rows.append(("Année partielle", f"Le programme a commencé le {start} : seules les valeurs depuis cette date."))
    if portee.porteur is not None:
        rows.append(("Porteur", portee.porteur.nom))
    else:
        carriers = dict.fromkeys(fiche.pilote for fiche in portee.fiches if fiche.pilote)
        rows.append(("Porteur", " ; ".join(carriers) or "non précisé dans la fiche"))
    due = f"au plus tard le {ecrire_jour(contexte.echeance)}" if contexte.echeance else "à la date qui vous a été dite"
    rows.append(("À renvoyer", f"{due}, à la personne qui vous a adressé ce classeur ; c'est aussi elle qui répond."))
    return rows


def _heading(sheet: Worksheet, row: int, title: str) -> int:
    poser(sheet, row, 2, title, Style.SOUS_TITRE)
    sheet.row_dimensions[row].height = 22
    return row + 1


def _line(sheet: Worksheet, row: int, name: str, text: str, style: Style = Style.GRAS) -> None:
    poser(sheet, row, 2, name, style)
    poser(sheet, row, 3, text, Style.TEXTE)
    sheet.row_dimensions[row].height = hauteur([(text, _LARGEUR * 1.25)], 16)


def _pairs(sheet: Worksheet, row: int, title: str, pairs: list[tuple[str, str]] | tuple[tuple[str, str], ...]) -> int:
    row = _heading(sheet, row, title)
    for name, text in pairs:
        _line(sheet, row, name, text)
        row += 1
    return row


def _rules(sheet: Worksheet, row: int) -> int:
    row = _heading(sheet, row, _TITRES[1])
    for number, rule in enumerate(REGLES, start=1):
        _line(sheet, row, f"Règle {number}", rule)
        row += 1
    return row


def _colors(sheet: Worksheet, row: int) -> int:
    row = _heading(sheet, row, _TITRES[2])
    for style, word, text in _COULEURS:
        _line(sheet, row, word, text, style)
        row += 1
    return row
