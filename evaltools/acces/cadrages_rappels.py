"""Ce que le classeur de cadrage rappelle du programme, en regard des cases à remplir, et qui n'y change jamais.

La lecture s'en sert aussi : une case de rappel modifiée se reconnaît à ce qu'elle ne dit plus la même chose.
"""

from __future__ import annotations

from dataclasses import dataclass

from evaltools.acces.cadrages_colonnes import montrer
from evaltools.acces.classeurs_identite import avec_code, lettres_de_controle
from evaltools.domaine.cadrage import sirens_suivis
from evaltools.domaine.lexique import ENSEMBLE, Maille, Nature, PeriodiciteCible, TypeCible
from evaltools.domaine.nombres import ecrire_nombre
from evaltools.domaine.programme import Action, Citation, Indicateur, Programme, Territoire
from evaltools.domaine.propositions import CHAMPS_DES_REPERES, ecrire_repere, propositions

_SANS_SENS = (Nature.JALON, Nature.ETAPES, Nature.TEXTE)


def rappels(programme: Programme) -> dict[str, tuple[str, ...]]:
    """Rend les textes verrouillés de la feuille « Cadrage », par code d'indicateur, dans l'ordre des colonnes."""
    suggestions: dict[str, list[str]] = {}
    for proposition in propositions(programme):
        suggestions.setdefault(proposition.indicateur, []).append(f"proposition – {proposition}")
    return {
        indicateur.code: (
            nommer_indicateur(indicateur),
            nommer_action(action),
            _operation(action, indicateur),
            indicateur.famille,
            montrer(indicateur.nature),
            indicateur.unite,
            lecture_de_la_fiche(indicateur),
            _citation(indicateur.cible),
            _citation(indicateur.valeur_initiale),
            "\n".join(suggestions.get(indicateur.code, [])),
        )
        for action in programme.actions
        for indicateur in action.indicateurs
        if not indicateur.clause_ouverte
    }


@dataclass(frozen=True, slots=True)
class LignesDeDecision:
    """Lignes qu'un cadrage doit avoir : par (indicateur, territoire), et celles des cibles annuelles."""

    par_territoire: frozenset[tuple[str, str]]
    annuelles: frozenset[str]


def lignes_de_decision(programme: Programme) -> LignesDeDecision:
    """Rend les lignes à remplir : tous les indicateurs ; ni EPCI ni années pour un texte, qui n'est jamais noté."""
    indicateurs = [i for i in programme.indicateurs if not i.clause_ouverte]
    notes = [i for i in indicateurs if i.nature is not Nature.TEXTE]
    communes = {(i.code, ENSEMBLE) for i in indicateurs}
    propres = {(i.code, siren) for i in notes for siren in sirens_suivis(programme, i)}
    return LignesDeDecision(frozenset(communes | propres), frozenset(i.code for i in notes))


def rappels_des_reperes(programme: Programme) -> list[tuple[str, ...]]:
    """Rend les repères du document qui ne se rattachent à aucun indicateur : action, opération, champ, repère."""
    lignes: list[tuple[str, ...]] = []
    for action in programme.actions:
        porteurs = [("", action.reperes), *((abreger(f"{o.code} {o.intitule}"), o.reperes) for o in action.operations)]
        lignes += [
            (nommer_action(action), porteur, CHAMPS_DES_REPERES[r.statut], ecrire_repere(r), r.citation)
            for porteur, reperes in porteurs
            for r in reperes
        ]
    return lignes


def nommer_indicateur(indicateur: Indicateur) -> str:
    """Rend le libellé suivi du code entre crochets : c'est ce que tout le monde voit, et ce que la lecture croit."""
    return avec_code(indicateur.libelle, indicateur.code)


def nommer_action(action: Action) -> str:
    """Rend le code et l'intitulé de l'action, abrégé pour tenir sur trois lignes."""
    return abreger(f"{action.code} {action.intitule}")


def abreger(texte: str, maximum: int = 78) -> str:
    """Coupe un texte à la fin d'un mot.

    Examples
    --------
    >>> abreger("Libérer du temps médical pour les médecins", 28)
    'Libérer du temps médical…'
    """
    if len(texte) <= maximum:
        return texte
    return texte[: maximum - 1].rpartition(" ")[0].rstrip(" ,;:") + "…"


def nommer_territoire(territoire: Territoire) -> str:
    """Rend le nom de l'EPCI suivi de son SIREN entre crochets."""
    return avec_code(territoire.nom, territoire.siren)


def temoin(programme: Programme, code: str, siren: str) -> str:
    """Rend le témoin caché d'une ligne ; il finit par deux lettres, pour qu'une recopie ne l'incrémente pas."""
    return f"{programme.code}|{code}|{siren}|{lettres_de_controle(programme.code, code, siren)}"


def lecture_de_la_fiche(indicateur: Indicateur) -> str:
    """Rend ce que la fiche dit de la mesure : niveau, sens, cumul, passage des EPCI à l'ensemble."""
    sens = montrer(indicateur.sens) if indicateur.sens else "sens à décider"
    lectures = [montrer(indicateur.niveau), "" if indicateur.nature in _SANS_SENS else sens]
    lectures.append(montrer(indicateur.cumul).partition(" (")[0] if indicateur.cumul else "")
    if indicateur.maille is Maille.EPCI:
        lectures.append(f"par EPCI ({montrer(indicateur.agregation)})")
    return " ; ".join(lecture for lecture in lectures if lecture)


def _operation(action: Action, indicateur: Indicateur) -> str:
    return next((abreger(f"{o.code} {o.intitule}") for o in action.operations if o.code == indicateur.operation), "")


def _citation(citation: Citation | None) -> str:
    if citation is None:
        return ""
    precisions = [
        f"{ecrire_nombre(citation.valeur)} {citation.unite}".strip(),
        "chaque année" if citation.periodicite is PeriodiciteCible.ANNUELLE else "",
        "" if citation.type_cible is TypeCible.ABSOLU else montrer(citation.type_cible),
        str(citation.annee or ""),
        f"mesure autre chose : {citation.portee}" if citation.portee else "",
    ]
    return f"{', '.join(p for p in precisions if p)}\n« {citation.texte} »"
