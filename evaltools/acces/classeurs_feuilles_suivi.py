"""Écriture des feuilles « Avancement », « Financement » et « Enquêtes »."""

from __future__ import annotations

from collections.abc import Sequence

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from evaltools.acces import classeurs_modele as modele
from evaltools.acces.classeurs_contexte import Contexte, nom_du_territoire
from evaltools.acces.classeurs_feuille_indicateurs import libelle
from evaltools.acces.classeurs_identite import avec_code
from evaltools.acces.classeurs_mots import ETATS_ACTION
from evaltools.acces.classeurs_style import Style, Valeur, bornes, hauteur, menu, message, poser
from evaltools.domaine.attendus import LigneAttendue, est_une_enquete
from evaltools.domaine.avancement import Avancement
from evaltools.domaine.enquetes import Enquete
from evaltools.domaine.finances import LigneFinanciere
from evaltools.domaine.programme import Action, Calendrier, Operation

LIGNES_LIBRES = 12
LISTE_OBJETS = "evaltools_objets"
_DATES = ("debut_reel", "fin_prevue", "fin_revisee", "fin_reelle", "le")
_MONTANTS = ("prevu_eur", "engage_eur", "paye_eur")
_NOMBRES = ("sollicites", "repondants", "satisfaits", "note_moyenne", "note_maximale")
Objet = tuple[Action, Operation | None]
_PREMIERE_DATE = 36_526  # 1er janvier 2000, en numéro de jour de tableur


def lignes_d_enquete(contexte: Contexte) -> tuple[LigneAttendue, ...]:
    """Rend les lignes de la feuille « Enquêtes » ; aucune : la feuille n'est pas écrite."""
    return tuple(line for line in contexte.lignes if est_une_enquete(line.indicateur))


def ecrire_avancement(feuille: Worksheet, contexte: Contexte, champs: Sequence[modele.Colonne]) -> None:
    """Écrit, action par action, une ligne pour l'action entière si elle est demandée, puis une par opération."""
    objets = contexte.portee.objets
    for row, (action, part) in enumerate(objets, start=modele.LIGNE_ENTETE + 1):
        code, label = part.code if part else action.code, nommer_objet(contexte, action, part)
        calendar = (part.fiche if part else action.fiche).calendrier
        given = contexte.avancements.get(code)
        filled: dict[str, Valeur] = _progress(given) if given else {"fin_prevue": calendar.fin}
        locked = {
            "cle": contexte.cle(action.code, code, label),
            "objet": avec_code(label, code),
            "calendrier": ecrire_calendrier(calendar),
        }
        _write_row(feuille, row, champs, locked, filled, 64)
    _attach(feuille, champs, len(objets))


def nommer_objet(contexte: Contexte, action: Action, part: Operation | None) -> str:
    """Écrit ce que nomme une ligne d'avancement : « ACTION ENTIÈRE · … » ou « Opération · … »."""
    if part is None:
        return f"ACTION ENTIÈRE · {action.intitule}"
    return f"{contexte.programme.vocabulaire.operation.capitalize()} · {part.intitule}"


def ecrire_calendrier(calendrier: Calendrier) -> str:
    """Écrit le calendrier de la fiche en peu de mots ; « non précisé » quand elle ne dit rien."""
    text = " ".join(calendrier.texte.split())
    return (text if len(text) <= 120 else text[:119].rstrip() + "…") or "non précisé"


def _progress(given: Avancement) -> dict[str, Valeur]:
    return {
        "etat": ETATS_ACTION[given.etat] if given.etat else "",
        "debut_reel": given.debut_reel,
        "fin_prevue": given.fin_prevue,
        "fin_revisee": given.fin_revisee,
        "fin_reelle": given.fin_reelle,
        "motif": given.motif,
        "decision": given.decision,
        "faits_marquants": given.faits_marquants,
        "freins": given.freins,
        "leviers": given.leviers,
        "reorientation": given.reorientation,
    }


def ecrire_financement(feuille: Worksheet, contexte: Contexte, champs: Sequence[modele.Colonne]) -> None:
    """Écrit, pour chaque objet financé, les financeurs connus puis des lignes libres."""
    groups = objets_finances(contexte)
    row = modele.LIGNE_ENTETE + 1
    for action, part in groups:
        known = lignes_de_financement(contexte, action, part)
        free = max(LIGNES_LIBRES - len(known), 4) if len(groups) == 1 else 3
        for line in (*known, *[None] * free):
            filled: dict[str, Valeur] = {"objet": libeller_objet(action, part)}
            _write_row(feuille, row, champs, {}, filled | (_funding(line) if line else {}))
            row += 1
    _attach(feuille, champs, row - modele.LIGNE_ENTETE - 1)


def colonnes_de_financement(contexte: Contexte) -> tuple[modele.Colonne, ...]:
    """Rend les colonnes utiles : sans « Action ou opération » si tous les montants sont ceux d'une même action."""
    several = contexte.portee.porteur is not None or len(objets_finances(contexte)) > 1
    return tuple(c for c in modele.FINANCEMENT.colonnes if several or c.cle != "objet")


def objets_finances(contexte: Contexte) -> list[Objet]:
    """Rend ce dont les montants sont demandés : l'action quand tout en revient au classeur, sinon chaque opération.

    Une opération dont la collecte porte déjà un montant à part est toujours du nombre.
    """
    portee, found = contexte.portee, list[Objet]()
    apart = {line.operation for line in contexte.collecte.finances if line.annee == contexte.annee}
    for action in portee.actions:
        parts = action.operations
        whole = action.code in portee.entieres and len(parts) == len(portee.programme.action(action.code).operations)
        found += [(action, None)] if action.code in portee.entieres else []
        found += [(action, part) for part in parts if not whole or part.code in apart]
    return found


def libeller_objet(action: Action, part: Operation | None) -> str:
    """Écrit le choix de la liste « Action ou opération » : l'intitulé, abrégé, et le code entre crochets."""
    title, code = (part.intitule, part.code) if part else (action.intitule, action.code)
    return avec_code(title if len(title) <= 60 else title[:59].rstrip() + "…", code)


def lignes_de_financement(
    contexte: Contexte, action: Action, operation: Operation | None
) -> tuple[LigneFinanciere, ...]:
    """Rend les lignes d'un objet : celles de la collecte, puis les financeurs que la fiche nomme, sans montant."""
    year, part = contexte.annee, operation.code if operation else ""
    given = tuple(
        line
        for line in contexte.collecte.finances
        if (line.action, line.annee, line.operation) == (action.code, year, part)
    )
    apart = [o for _, o in objets_finances(contexte)]
    sheets = [operation.fiche] if operation else [action.fiche, *(o.fiche for o in action.operations if o not in apart)]
    names = dict.fromkeys(m.financeur for sheet in sheets for m in sheet.montants if m.financeur)
    known = {line.financeur for line in given}
    bare = (LigneFinanciere(action.code, year, name, operation=part) for name in names if name not in known)
    return given + tuple(bare)


def _funding(line: LigneFinanciere) -> dict[str, Valeur]:
    return {
        "financeur": line.financeur,
        "prevu_eur": line.prevu_eur,
        "engage_eur": line.engage_eur,
        "paye_eur": line.paye_eur,
        "commentaire": line.commentaire,
    }


def ecrire_enquetes(feuille: Worksheet, contexte: Contexte, champs: Sequence[modele.Colonne]) -> None:
    """Écrit une ligne par indicateur qui se mesure par une enquête, territoire et période."""
    lines = lignes_d_enquete(contexte)
    for row, line in enumerate(lines, start=modele.LIGNE_ENTETE + 1):
        key = f"{line.indicateur.code}~enquete"
        locked = {
            "cle": contexte.cle(line.indicateur.action, key, line.indicateur.libelle, line.siren, line.periode),
            "indicateur": libelle(line),
            "territoire": avec_code(nom_du_territoire(contexte.programme, line.siren), line.siren),
            "periode": line.periode,
        }
        given = contexte.enquetes.get(line.cle)
        _write_row(feuille, row, champs, locked, _survey(given) if given else {}, 32)
    _attach(feuille, champs, len(lines))


def _survey(given: Enquete) -> dict[str, Valeur]:
    return {
        "realisee": None if given.realisee is None else "oui" if given.realisee else "non",
        "le": given.le,
        "sollicites": given.sollicites,
        "repondants": given.repondants,
        "satisfaits": given.satisfaits,
        "note_moyenne": given.note_moyenne,
        "note_maximale": given.note_maximale,
        "commentaire": given.commentaire,
    }


def _write_row(
    sheet: Worksheet,
    row: int,
    columns: Sequence[modele.Colonne],
    locked: dict[str, str],
    filled: dict[str, Valeur],
    height: float = 22,
) -> None:
    shown = [(str(locked.get(c.cle) or filled.get(c.cle) or ""), c.largeur) for c in columns if c.cle != "cle"]
    sheet.row_dimensions[row].height = hauteur(shown, height)
    for column, field in enumerate(columns, start=1):
        if field.saisie:
            value = filled.get(field.cle)
            plain = int(value) if isinstance(value, float) and value.is_integer() else value
            poser(sheet, row, column, plain, _style(field.cle))
        else:
            style = {"cle": Style.CACHE, "periode": Style.VERROU_CENTRE}.get(field.cle, Style.VERROU)
            poser(sheet, row, column, locked[field.cle], style)


def _style(key: str) -> Style:
    if key in _DATES:
        return Style.SAISIE_DATE
    if key in _MONTANTS:
        return Style.SAISIE_EUROS
    if key in _NOMBRES:
        return Style.SAISIE_NOMBRE
    return Style.SAISIE_CHOIX if key in ("etat", "realisee") else Style.SAISIE_TEXTE


def _attach(sheet: Worksheet, columns: Sequence[modele.Colonne], count: int) -> None:
    first, last = modele.LIGNE_ENTETE + 1, modele.LIGNE_ENTETE + count
    for rank, field in enumerate(columns, start=1):
        ranges = [f"{get_column_letter(rank)}{first}:{get_column_letter(rank)}{last}"]
        if field.cle == "etat":
            menu(sheet, "evaltools_etats_action", ranges, field.titre, field.aide)
        elif field.cle == "objet" and field.saisie:
            menu(sheet, LISTE_OBJETS, ranges, field.titre, field.aide)
        elif field.cle == "realisee":
            menu(sheet, "evaltools_oui_non", ranges, field.titre, field.aide)
        elif field.cle in _DATES:
            bornes(sheet, "date", (_PREMIERE_DATE, None), ranges, field.titre, field.aide)
        elif field.cle in (*_MONTANTS, *_NOMBRES):
            bornes(sheet, "decimal", (0, None), ranges, field.titre, field.aide)
        elif field.saisie:
            message(sheet, ranges, field.titre, field.aide)
