"""Avant de lire les lignes d'un tableau : vérifier que ses colonnes sont là, une seule fois, et visibles."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from difflib import get_close_matches

from evaltools.acces.classeurs_modele import AVANCEMENT, ENQUETES, FEUILLE_AIDE, FINANCEMENT, INDICATEURS, Tableau
from evaltools.acces.classeurs_releve import Releve, compter, couper, est_vide
from evaltools.acces.classeurs_reperage import FEUILLES_TECHNIQUES, TableauLu
from evaltools.acces.tableur import Feuille, lettres
from evaltools.domaine.attendus import est_une_enquete
from evaltools.domaine.lexique import Nature
from evaltools.domaine.nombres import plier

_SELON_LES_LIGNES = ("numerateur", "denominateur", "reponse", "objet")


def preparer_tableaux(releve: Releve, tableaux: Sequence[TableauLu]) -> Mapping[str, tuple[TableauLu, ...]]:
    """Rend, pour chaque sorte de tableau, ceux qui peuvent être lus ; dit tout ce qui manque ou double."""
    kept: dict[str, tuple[TableauLu, ...]] = {}
    for kind in _expected(releve):
        found = [t for t in tableaux if t.tableau is kind]
        if not found:
            _tell_absent(releve, kind)
        elif len(found) > 1:
            _tell_pieces(releve, found)
        ready = (_prepare(releve, table) for table in found)
        kept[kind.cle] = tuple(table for table in ready if table is not None)
    return kept


def _expected(releve: Releve) -> tuple[Tableau, ...]:
    surveys = any(est_une_enquete(i) for i in releve.portee.indicateurs if not i.clause_ouverte)
    return (INDICATEURS, AVANCEMENT, FINANCEMENT, *((ENQUETES,) if surveys else ()))


def _tell_absent(releve: Releve, kind: Tableau) -> None:
    names = {plier(f.nom): f.nom for f in releve.classeur.feuilles if f.nom not in FEUILLES_TECHNIQUES}
    same = names.get(plier(kind.feuille))
    if same is not None and _is_filled(releve, same):
        titles = [c.titre for c in kind.colonnes if c.requise]
        releve.signaler("FEU-07", same, titres=" », « ".join(titles[:3]))
        return
    if kind in (FINANCEMENT, ENQUETES):
        releve.signaler("FEU-02", kind.feuille, feuille=kind.feuille)
        return
    near = get_close_matches(plier(kind.feuille), list(names), n=2, cutoff=0.5)
    shown = ", ".join(f"« {names[name]} »" for name in near) or "aucune"
    releve.signaler("FEU-01", feuille=kind.feuille, proches=shown)


def _is_filled(releve: Releve, name: str) -> bool:
    sheet = next(f for f in releve.classeur.feuilles if f.nom == name)
    return any(not est_vide(cell) for cell in sheet.cellules.values())


def _tell_pieces(releve: Releve, found: Sequence[TableauLu]) -> None:
    first = found[0].feuille.nom
    for table in found[1:]:
        releve.signaler("FEU-04", table.feuille.nom, tableau=table.tableau.feuille, autre=first)


def _prepare(releve: Releve, table: TableauLu) -> TableauLu | None:
    """Check the columns of a table; ``None`` when it cannot be read."""
    for column in (*table.colonnes.values(), *(c for _, c in table.doubles)):
        releve.voir(table.feuille, table.entete, column)
    if table.feuille.etat != "visible":
        releve.signaler("FEU-05", table.feuille.nom, tableau=table.tableau.feuille)
    table = _without_doubles(releve, table)
    missing = [c for c in table.tableau.colonnes if c.cle not in table.colonnes]
    needed = {_key for _key in _SELON_LES_LIGNES if not _useful(releve, _key)}
    for field in missing:
        if field.requise or (field.saisie and field.cle not in needed):
            near = table.titre_proche(field.cle)
            hint = f" (la colonne « {near} » lui ressemble)" if near else ""
            code = "COL-01" if field.requise else "COL-02"
            releve.signaler(code, table.feuille.nom, f"ligne {table.entete}", colonne=field.titre, proche=hint)
    _tell_unknown(releve, table)
    _tell_hidden(releve, table)
    _tell_merges(releve, table)
    return None if any(field.requise for field in missing) else table


def _useful(releve: Releve, key: str) -> bool:
    """Say whether some row of the workbook needs an optional column."""
    if key == "objet":
        return releve.portee.porteur is not None
    natures = {i.nature for i in releve.portee.indicateurs if not i.clause_ouverte}
    return (Nature.TEXTE if key == "reponse" else Nature.TAUX) in natures


def _without_doubles(releve: Releve, table: TableauLu) -> TableauLu:
    """Choose between two columns of the same title: the one that is filled; none if both are, differently."""
    columns = dict(table.colonnes)
    for key, second in table.doubles:
        first = columns.get(key)
        if first is None:
            continue
        one, two = (_content(table, column) for column in (first, second))
        if not one or one == two:
            columns[key] = second if not one else first
            _see_column(releve, table, first if not one else second)
        elif two:
            title, address = table.tableau.colonne(key).titre, f"{lettres(first)}{table.entete}"
            releve.signaler(
                "COL-03", table.feuille.nom, f"{lettres(second)}{table.entete}", colonne=title, autre=address
            )
            del columns[key]
    return replace(table, colonnes=columns)


def _content(table: TableauLu, column: int) -> dict[int, object]:
    return {n: cells[column].valeur for n, cells in table.lignes() if column in cells and not est_vide(cells[column])}


def _see_column(releve: Releve, table: TableauLu, column: int) -> None:
    for number, cells in table.lignes():
        if column in cells:
            releve.voir(table.feuille, number, column)


def _tell_unknown(releve: Releve, table: TableauLu) -> None:
    for column in table.inconnues:
        title = table.feuille.ligne(table.entete)[column]
        releve.voir(table.feuille, table.entete, column)
        releve.signaler("COL-04", table.feuille.nom, title.adresse, colonne=couper(title.texte))


def _tell_hidden(releve: Releve, table: TableauLu) -> None:
    hidden = [n for n, _ in table.lignes() if n in table.feuille.lignes_masquees]
    if hidden:
        text = compter(len(hidden), "ligne est masquée", "lignes sont masquées")
        releve.signaler("VAL-43", table.feuille.nom, f"ligne {hidden[0]}", nombre=text)


def _tell_merges(releve: Releve, table: TableauLu) -> None:
    """Tell entry cells merged over several rows: only the first row gets the value."""
    entries = {table.colonnes[c.cle]: c for c in table.tableau.colonnes if c.saisie and c.cle in table.colonnes}
    for merge in table.feuille.fusions:
        inside = table.entete < merge.ligne < merge.derniere_ligne and (table.fin is None or merge.ligne < table.fin)
        if inside and merge.colonne in entries and table.feuille.cellule(merge.ligne, merge.colonne) is not None:
            address = f"{lettres(merge.colonne)}{merge.ligne}"
            last = f"{lettres(merge.derniere_colonne)}{merge.derniere_ligne}"
            releve.signaler("VAL-32", table.feuille.nom, address, fusion=f"{address}:{last}")


def feuilles_ajoutees(releve: Releve, tableaux: Iterable[TableauLu]) -> tuple[Feuille, ...]:
    """Rend les feuilles qui ne sont ni du modèle, ni porteuses d'un tableau reconnu."""
    known = {id(table.feuille) for table in tableaux}
    titles = {plier(FEUILLE_AIDE)}
    return tuple(
        sheet
        for sheet in releve.classeur.feuilles
        if id(sheet) not in known and sheet.nom not in FEUILLES_TECHNIQUES and plier(sheet.nom) not in titles
    )
