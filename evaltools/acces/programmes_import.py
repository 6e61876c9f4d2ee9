"""Lire un classeur de programme : ses feuilles redonnent les mêmes objets que les fiches YAML.

Les lignes deviennent le même arbre que les fichiers YAML et passent par le même schéma : mêmes règles, mêmes anomalies,
mais situées par feuille et cellule.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from evaltools.acces import tableur
from evaltools.acces.arbre import Genre, Noeud
from evaltools.acces.programmes_construction import construire
from evaltools.acces.programmes_feuilles import NIVEAUX, ONGLETS, Colonne, Onglet
from evaltools.acces.programmes_schema import FICHE, PROGRAMME
from evaltools.acces.schema import Code, Entier, Jour, Journal, Liste, Lu, Nombre, Texte, Type, court, suggerer
from evaltools.domaine.anomalies import Anomalie, Lieu, bloquantes
from evaltools.domaine.programme import Programme

_JOUR_FRANCAIS = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})")


@dataclass(slots=True)
class _Rang:
    """Une ligne lue : son nœud selon le schéma, ses attaches (texte de la cellule), leur lieu."""

    noeud: Noeud
    attaches: Mapping[str, str]
    lieu: Lieu


def lire(chemin: Path) -> tuple[Programme | None, tuple[Anomalie, ...]]:
    """Lit un classeur de programme.

    Returns
    -------
    tuple
        Le programme, ou ``None`` si une anomalie est bloquante ; et toutes les anomalies, avec feuille et cellule.
    """
    journal = Journal()
    try:
        classeur = tableur.ouvrir(chemin)
    except tableur.FichierRefuse as refus:
        return None, (refus.anomalie(chemin.name),)
    journal.noms = {c.chemin.rsplit(".", maxsplit=1)[-1]: c.titre for o in reversed(ONGLETS) for c in o.colonnes}
    feuilles = {onglet.nom: tuple(_lire_onglet(classeur, onglet, journal)) for onglet in ONGLETS}
    if bloquantes(journal.anomalies):
        return None, tuple(journal.anomalies)
    programme = _assembler(feuilles, journal)
    anomalies = tuple(journal.anomalies)
    return (None if bloquantes(anomalies) else programme), anomalies


def _lire_onglet(classeur: tableur.Classeur, onglet: Onglet, journal: Journal) -> Iterator[_Rang]:
    feuille = classeur.feuille(onglet.nom)
    if feuille is None:
        if onglet.obligatoire:
            proches = suggerer(onglet.nom, [f.nom for f in classeur.feuilles])
            journal.noter("PRG-22", Lieu(classeur.nom), feuille=onglet.nom, suggestion=proches)
        return
    if onglet.nom == "Programme":
        yield _lire_en_hauteur(classeur.nom, feuille, onglet, journal)
        return
    colonnes = _lire_entetes(classeur.nom, feuille, onglet, journal)
    for numero, cellules in feuille.lignes():
        ligne = {colonnes[c]: cellule for c, cellule in cellules.items() if c in colonnes and not _vide(cellule)}
        if numero > 1 and ligne:
            yield _rang(Lieu(classeur.nom, onglet.nom, ligne=numero), onglet, ligne, journal)


def _vide(cellule: tableur.Cellule) -> bool:
    return not cellule.erreur and not cellule.sans_resultat and not cellule.texte.strip()


def _lire_entetes(fichier: str, feuille: tableur.Feuille, onglet: Onglet, journal: Journal) -> Mapping[int, Colonne]:
    connues = {_normal(c.titre): c for c in onglet.colonnes}
    trouvees: dict[int, Colonne] = {}
    for rang, cellule in feuille.ligne(1).items():
        titre = _normal(cellule.texte)
        if titre in connues:
            trouvees[rang] = connues[titre]
        elif titre:
            lieu = Lieu(fichier, onglet.nom, cellule.adresse)
            proches = suggerer(cellule.texte.strip(), [c.titre for c in onglet.colonnes])
            journal.noter("PRG-24", lieu, colonne=court(cellule.texte), suggestion=proches)
    obligatoires = {c.nom for c in onglet.schema.champs if c.obligatoire}
    for colonne in onglet.colonnes:
        if colonne not in trouvees.values() and (colonne.attache or colonne.chemin in obligatoires):
            journal.noter("PRG-23", Lieu(fichier, onglet.nom), colonne=colonne.titre)
    return trouvees


def _normal(titre: str) -> str:
    return " ".join(titre.replace("’", "'").casefold().split())


def _lire_en_hauteur(fichier: str, feuille: tableur.Feuille, onglet: Onglet, journal: Journal) -> _Rang:
    connues = {_normal(c.titre): c for c in onglet.colonnes}
    ligne: dict[Colonne, tableur.Cellule] = {}
    for numero, cellules in feuille.lignes():
        if 1 not in cellules or numero == 1:
            continue
        titre = cellules[1].texte
        if _normal(titre) in connues:
            if 2 in cellules and not _vide(cellules[2]):
                ligne[connues[_normal(titre)]] = cellules[2]
        elif titre.strip():
            lieu = Lieu(fichier, onglet.nom, cellules[1].adresse)
            proches = suggerer(titre.strip(), [c.titre for c in onglet.colonnes])
            journal.noter("PRG-24", lieu, colonne=court(titre), suggestion=proches)
    return _rang(Lieu(fichier, onglet.nom), onglet, ligne, journal)


def _rang(lieu: Lieu, onglet: Onglet, ligne: Mapping[Colonne, tableur.Cellule], journal: Journal) -> _Rang:
    racine = Noeud(Genre.OBJET, lieu)
    attaches = {c.chemin: cellule.texte.strip() for c, cellule in ligne.items() if c.attache}
    for colonne, cellule in ligne.items():
        if not colonne.attache:
            ici = Lieu(lieu.fichier, lieu.feuille, cellule.adresse)
            journal.titres[ici] = colonne.titre
            noeud = _noeud(cellule, onglet.type_de(colonne.chemin), ici, colonne.titre, journal)
            if noeud is not None:
                _ranger(racine, colonne.chemin.split("."), noeud)
    return _Rang(racine, attaches, lieu)


def _ranger(parent: Noeud, chemin: list[str], noeud: Noeud) -> None:
    """Range une valeur sous son chemin, en créant les blocs intermédiaires."""
    for nom in chemin[:-1]:
        bloc = next((n for cle, _lieu, n in parent.champs if cle == nom), None)
        if bloc is None:
            bloc = Noeud(Genre.OBJET, parent.lieu)
            parent.champs.append((nom, noeud.lieu, bloc))
        parent = bloc
    parent.champs.append((chemin[-1], noeud.lieu, noeud))


def _noeud(cellule: tableur.Cellule, genre: Type, lieu: Lieu, titre: str, journal: Journal) -> Noeud | None:
    """Traduit une cellule selon ce que la colonne attend : un SIREN tapé en nombre reste un code."""
    if cellule.erreur or cellule.sans_resultat:
        valeur = cellule.erreur or "une formule sans résultat"
        journal.noter("PRG-09", lieu, cle=titre, valeur=valeur, attendu="une valeur tapée")
        return None
    if isinstance(genre, Liste):
        elements = [Noeud(Genre.TEXTE, lieu, e.strip(), True) for e in _ecrit(cellule).split("\n") if e.strip()]
        return Noeud(Genre.LISTE, lieu, elements=elements)
    texte = _ecrit(cellule)
    if isinstance(genre, Texte):
        return Noeud(Genre.TEXTE, lieu, texte, True)
    texte = texte.strip()
    if isinstance(genre, Code):
        if isinstance(cellule.valeur, float) and not texte.isdigit():
            journal.noter("PRG-27", lieu, cle=titre, valeur=texte)
            return None
        return Noeud(Genre.TEXTE, lieu, texte, True)
    if isinstance(genre, Jour) and (francais := _JOUR_FRANCAIS.fullmatch(texte)):
        texte = f"{francais[3]}-{int(francais[2]):02d}-{int(francais[1]):02d}"
    if isinstance(genre, (Entier, Nombre)):
        texte = texte.replace(",", ".").replace("\u202f", "").replace("\u00a0", "").replace(" ", "")
    return Noeud(Genre.TEXTE, lieu, texte)


def _ecrit(cellule: tableur.Cellule) -> str:
    valeur = cellule.valeur
    if isinstance(valeur, bool):
        return "oui" if valeur else "non"
    if isinstance(valeur, dt.datetime):
        return valeur.date().isoformat()
    if isinstance(valeur, dt.date):
        return valeur.isoformat()
    if isinstance(valeur, float) and valeur == int(valeur) and abs(valeur) < 1e15:
        return str(int(valeur))
    return valeur if isinstance(valeur, str) else str(valeur)


def _assembler(feuilles: Mapping[str, tuple[_Rang, ...]], journal: Journal) -> Programme:
    tete = feuilles["Programme"][0].noeud
    _attacher(feuilles["Objectifs"], "axe", "axe", feuilles["Axes"], "objectifs", "Axes", journal)
    _rattacher_annexes(feuilles, journal)
    par_operation = [r for r in feuilles["Indicateurs"] if r.attaches.get("operation")]
    communs = [r for r in feuilles["Indicateurs"] if not r.attaches.get("operation")]
    _verifier_operations(par_operation, feuilles["Opérations"], journal)
    _attacher(par_operation, "operation", "opération", feuilles["Opérations"], "indicateurs", "Opérations", journal)
    _attacher(communs, "action", "action", feuilles["Actions"], "indicateurs", "Actions", journal)
    _attacher(feuilles["Opérations"], "action", "action", feuilles["Actions"], "operations", "Actions", journal)
    for nom, cle in (
        ("Territoires", "territoires"),
        ("Axes", "axes"),
        ("Annonces", "annonces"),
        ("Remarques", "remarques"),
    ):
        if feuilles[nom]:
            _ajouter_liste(tete, cle, [r.noeud for r in feuilles[nom]])
    codes = [n for r in feuilles["Actions"] for cle, _lieu, n in r.noeud.champs if cle == "code"]
    _ajouter_liste(tete, "fiches", codes)
    lue = PROGRAMME.lire(tete, "programme", journal)
    fiches = [FICHE.lire(r.noeud, "fiche", journal) for r in feuilles["Actions"]]
    return construire(lue, [f for f in fiches if isinstance(f, Lu)], journal)


def _code_de(noeud: Noeud) -> str:
    return next((n.texte for cle, _lieu, n in noeud.champs if cle == "code"), "")


def _ajouter_liste(parent: Noeud, cle: str, elements: list[Noeud]) -> None:
    parent.champs.append((cle, parent.lieu, Noeud(Genre.LISTE, parent.lieu, elements=elements)))


def _attacher(
    enfants: Iterable[_Rang],
    attache: str,
    objet: str,
    parents: Iterable[_Rang],
    cle: str,
    feuille: str,
    journal: Journal,
) -> None:
    """Range chaque ligne sous le bloc de son parent ; PRG-25 si le parent n'existe pas."""
    connus = {_code_de(p.noeud): p.noeud for p in parents}
    groupes: dict[str, list[Noeud]] = {}
    for enfant in enfants:
        code = enfant.attaches.get(attache, "")
        if code in connus:
            groupes.setdefault(code, []).append(enfant.noeud)
        else:
            _sans_attache(enfant, objet, code, connus, feuille, journal)
    for code, noeuds in groupes.items():
        _ajouter_liste(connus[code], cle, noeuds)


def _sans_attache(rang: _Rang, objet: str, code: str, connus: Iterable[str], feuille: str, journal: Journal) -> None:
    journal.noter(
        "PRG-25",
        rang.lieu,
        objet=objet,
        identifiant=court(code) or "(vide)",
        feuille=feuille,
        suggestion=suggerer(code, connus),
    )


def _verifier_operations(indicateurs: Iterable[_Rang], operations: Iterable[_Rang], journal: Journal) -> None:
    """Refuse un indicateur dont l'opération est d'une autre action que la sienne."""
    actions = {_code_de(o.noeud): o.attaches.get("action", "") for o in operations}
    for rang in indicateurs:
        operation, action = rang.attaches["operation"], rang.attaches.get("action", "")
        if actions.get(operation) not in (None, "", action):
            objet = f"l'opération {operation}, qui est de l'action {actions[operation]}, sous l'action"
            _sans_attache(rang, objet, action, (), "Opérations", journal)


def _rattacher_annexes(feuilles: Mapping[str, tuple[_Rang, ...]], journal: Journal) -> None:
    """Range jalons, montants et repères sous l'action, l'opération ou l'indicateur qu'ils désignent."""
    places = dict(zip(NIVEAUX, ("Actions", "Opérations", "Indicateurs"), strict=True))
    ranger: Mapping[str, Callable[[Noeud, list[Noeud]], None]] = {
        "Jalons": lambda parent, noeuds: _ajouter_liste(_calendrier(parent), "jalons", noeuds),
        "Montants": lambda parent, noeuds: _ajouter_liste(parent, "montants", noeuds),
        "Repères": lambda parent, noeuds: _ajouter_liste(parent, "reperes", noeuds),
    }
    for nom, poser in ranger.items():
        groupes: dict[int, tuple[Noeud, list[Noeud]]] = {}
        for rang in feuilles[nom]:
            niveau, code = rang.attaches.get("niveau", ""), rang.attaches.get("code", "")
            if niveau not in places or (niveau == "indicateur" and nom != "Repères"):
                admis = NIVEAUX if nom == "Repères" else NIVEAUX[:2]
                proches = suggerer(niveau, admis)
                details = {"cle": "Niveau", "valeur": court(niveau), "admises": ", ".join(admis)}
                journal.noter("PRG-10", rang.lieu, suggestion=proches, **details)
                continue
            connus = {_code_de(r.noeud): r.noeud for r in feuilles[places[niveau]]}
            if code in connus:
                groupes.setdefault(id(connus[code]), (connus[code], []))[1].append(rang.noeud)
            else:
                _sans_attache(rang, niveau, code, connus, places[niveau], journal)
        for parent, noeuds in groupes.values():
            poser(parent, noeuds)


def _calendrier(parent: Noeud) -> Noeud:
    bloc = next((n for cle, _lieu, n in parent.champs if cle == "calendrier"), None)
    if bloc is None:
        bloc = Noeud(Genre.OBJET, parent.lieu)
        parent.champs.append(("calendrier", parent.lieu, bloc))
    return bloc
