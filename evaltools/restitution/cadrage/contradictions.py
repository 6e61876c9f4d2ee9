"""Ce que le document contredit ou ne dit pas, ce que la lecture a relevé, et les contrôles du classeur de cadrage."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from markupsafe import Markup

from evaltools.domaine.contradictions import Contradiction, Sujet
from evaltools.restitution import phrases as p
from evaltools.restitution.annuel.section import diapo, intertitre, paragraphe, section
from evaltools.restitution.cadrage.contexte import ContexteCadrage
from evaltools.restitution.cadrage.essentiel import CONTRADICTION
from evaltools.restitution.diapositives import Diapositive
from evaltools.restitution.formats import nombre
from evaltools.restitution.html import Bloc
from evaltools.restitution.rapport import Manque
from evaltools.restitution.tableaux import Colonne, depliable, tableau

CODES_MONTRES = 6
"""Nombre de codes écrits au plus dans l'édition du COPIL."""


def manque(contexte: ContexteCadrage) -> Manque | None:
    """Dit que le document ne se contredit en rien."""
    if contexte.contradictions or contexte.programme.remarques:
        return None
    return Manque("Rien n'est contredit dans le document.", "Il n'y a rien à trancher.")


def bloc(contexte: ContexteCadrage) -> Bloc:
    """Écrit ce qui est à trancher, par sujet ; les remarques de lecture dans l'édition technique."""
    contenus = [_par_sujet(contexte)]
    if contexte.edition == "technique":
        contenus += [_detail(contexte.contradictions), *_remarques(contexte)]
    elif contexte.programme.remarques:
        n = len(contexte.programme.remarques)
        remarque = p.Nom("remarque de lecture", "remarques de lecture", feminin=True)
        contenus.append(paragraphe(p.phrase(f"{p.compter(n, remarque)} : voir l'édition technique"), "note"))
    return section(
        "contradictions",
        "Ce qui est à trancher",
        "Que faut-il trancher dans le document ?",
        _chapo(contexte),
        *contenus,
        diapositives=[_diapositive(contexte)],
    )


def _chapo(contexte: ContexteCadrage) -> str:
    n = len(contexte.contradictions)
    return p.phrase(
        f"le document laisse {p.compter(n, CONTRADICTION, lettres=True)} à trancher",
        ": des comptes annoncés qui diffèrent, des dates absentes, des libellés répétés" if n > 2 else "",
    )


def _par_sujet(contexte: ContexteCadrage) -> Markup:
    comptes = Counter(c.sujet for c in contexte.contradictions)
    lignes = []
    for sujet in (s for s in Sujet if comptes[s]):
        ici = [c for c in contexte.contradictions if c.sujet is sujet]
        constats = " ; ".join(dict.fromkeys(f"{c.constat} ({_ou(c)})" for c in ici[:2]))
        suite = f" ; et {p.compter(len(ici) - 2, p.Nom('autre', 'autres'))}" if len(ici) > 2 else ""
        lignes.append([p.majuscule(sujet.value), nombre(len(ici)), p.majuscule(constats) + suite])
    colonnes: list[Colonne | str] = ["Sujet", Colonne("Points", nombre=True), Colonne("Par exemple", largeur="62%")]
    return tableau("Ce qui est à trancher, par sujet", colonnes, lignes)


def _ou(c: Contradiction) -> str:
    return p.lister(list(c.ou), maximum=CODES_MONTRES)


def _detail(trouvees: Sequence[Contradiction]) -> Markup:
    lignes = [
        [p.majuscule(c.sujet.value), p.majuscule(c.constat), p.lister(list(c.ou)), p.majuscule(c.a_trancher)]
        for c in trouvees
    ]
    colonnes: list[Colonne | str] = [
        "Sujet", Colonne("Constat", largeur="34%"), Colonne("Où", largeur="26%"), Colonne("À trancher", largeur="24%")
    ]  # fmt: skip
    return intertitre("Point par point") + tableau("Tout ce qui est à trancher", colonnes, lignes)


def _remarques(contexte: ContexteCadrage) -> list[Markup]:
    remarques = contexte.programme.remarques
    if not remarques:
        return []
    lignes = [[r.ou, r.constat, r.question or "–"] for r in remarques]
    colonnes: list[Colonne | str] = ["Où", Colonne("Constat", largeur="50%"), Colonne("Question", largeur="28%")]
    table = tableau("Remarques de lecture", colonnes, lignes)
    resume = f"Voir les {p.compter(len(remarques), p.Nom('remarque', 'remarques', feminin=True))} de lecture"
    return [intertitre("Ce que la lecture a relevé"), depliable(resume, table, "detail")]


def _diapositive(contexte: ContexteCadrage) -> Diapositive:
    comptes = Counter(c.sujet for c in contexte.contradictions)
    lignes = tuple((p.majuscule(s.value), nombre(comptes[s])) for s in Sujet if comptes[s])
    return diapo(_chapo(contexte), legende="À trancher, par sujet", colonnes=("Sujet", "Points"), lignes=lignes)


def manque_de_controles(contexte: ContexteCadrage) -> Manque | None:
    """Dit que le classeur de cadrage n'a aucune remarque, ou que l'édition publique ne les montre pas."""
    if not contexte.vue.restreinte:
        return Manque("Les contrôles du classeur citent des saisies.", "Ils sont dans l'édition restreinte.")
    if not contexte.anomalies:
        return Manque("Le classeur de cadrage n'appelle aucune remarque.", "Il n'y a rien à corriger.")
    return None


def controles(contexte: ContexteCadrage) -> Bloc:
    """Écrit les remarques sur le classeur de cadrage : où, le constat, ce qu'il faut faire."""
    lignes = [
        [a.code, " ".join(filter(None, (a.feuille, a.cellule))) or "–", p.majuscule(a.constat), p.majuscule(a.remede)]
        for a in contexte.anomalies
    ]
    colonnes: list[Colonne | str] = [
        "Code", "Où", Colonne("Constat", largeur="42%"), Colonne("À faire", largeur="32%")
    ]  # fmt: skip
    n = len(lignes)
    remarque = p.Nom("remarque", "remarques", feminin=True)
    chapo = p.phrase(f"le classeur de cadrage appelle {p.compter(n, remarque, lettres=True)}")
    table = tableau("Remarques sur le classeur de cadrage", colonnes, lignes)
    return section("controles", "Contrôles", "Que faut-il corriger dans le cadrage ?", chapo, table)
