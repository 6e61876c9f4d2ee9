"""La satisfaction : ce que disent les enquêtes de l'année, avec leur effectif et leur taux de réponse."""

from __future__ import annotations

from collections.abc import Sequence

from evaltools.domaine.enquetes import Enquete
from evaltools.domaine.lexique import ENSEMBLE
from evaltools.restitution import phrases as p
from evaltools.restitution.annuel.contexte import Contexte
from evaltools.restitution.annuel.section import diapo, paragraphe, section
from evaltools.restitution.formats import ABSENT, nombre, pct, sur
from evaltools.restitution.html import Bloc
from evaltools.restitution.rapport import Manque
from evaltools.restitution.tableaux import Colonne, tableau
from evaltools.restitution.vue import mettre_a_nu

ENQUETE = p.Nom("enquête", "enquêtes", feminin=True)
ENQUETE_COMPTEE = p.Nom("enquête qui compte les satisfaits", "enquêtes qui comptent les satisfaits", feminin=True)
MONTREES = {"copil": 5, "elus": 3, "citoyenne": 8}
"""Nombre d'enquêtes au plus, par édition ; les autres les montrent toutes."""


def enquetes(contexte: Contexte) -> list[Enquete]:
    """Rend les enquêtes de l'année qui concernent le territoire, celles qui ont le plus de réponses d'abord."""
    annee, retenus = str(contexte.annee), (contexte.vue.siren, ENSEMBLE)
    ici = [e for e in contexte.evaluation.enquetes if annee in e.periode and _concerne(contexte, e, retenus)]
    return sorted(ici, key=lambda e: (e.satisfaits is None, -(e.repondants or 0), e.indicateur, e.siren))


def _concerne(contexte: Contexte, e: Enquete, retenus: tuple[str, str]) -> bool:
    return contexte.vue.est_ensemble or e.siren in retenus


def _parlantes(contexte: Contexte) -> list[Enquete]:
    return [e for e in enquetes(contexte) if e.repondants is not None or e.note_moyenne is not None]


def manque(contexte: Contexte) -> Manque | None:
    """Dit ce qui manque quand aucune enquête de l'année n'a de résultat."""
    if _parlantes(contexte):
        return None
    tues = any(e.realisee for e in enquetes(contexte)) and not contexte.vue.restreinte
    if tues:
        return Manque(
            f"Les enquêtes de {contexte.annee} ont trop peu de réponses pour être publiées.",
            "Elles se lisent dans l'édition restreinte.",
        )
    return Manque(
        f"Aucune enquête de satisfaction n'a de résultat en {contexte.annee}.",
        "Les pilotes saisissent sollicités, répondants et satisfaits dans la feuille « Enquêtes » de leur classeur.",
    )


def bloc(contexte: Contexte) -> Bloc:
    """Écrit le tableau des enquêtes ; celles qui n'ont pas été faites sont comptées à part."""
    toutes = _parlantes(contexte)
    montrees = toutes[: MONTREES.get(contexte.edition, len(toutes))]
    message = _message(toutes)
    nombres = ("Réponses", "Taux de réponse", "Satisfaits", "Note moyenne")
    colonnes: list[Colonne | str] = ["Enquête", *(Colonne(nom, nombre=True) for nom in nombres)]
    lignes = [_ligne(contexte, e) for e in montrees]
    table = tableau(
        f"Enquêtes de {contexte.annee}",
        colonnes,
        lignes,
        precision="Satisfaits : nombre de satisfaits sur le nombre de réponses.",
    )
    titres, legende = ["Enquête", *nombres], f"Enquêtes de {contexte.annee}"
    dites = any(e.satisfaits is not None for e in toutes)
    diapositive = diapo(message, legende=legende, colonnes=titres, lignes=lignes[:6])
    return section(
        "satisfaction", "Satisfaction", "Les personnes sont-elles satisfaites ?", message, table,
        paragraphe(_autres(contexte, len(toutes) - len(montrees))), diapositives=(diapositive,) if dites else (),
    )  # fmt: skip


def _message(toutes: Sequence[Enquete]) -> str:
    mesurees = [e for e in toutes if e.repondants and e.satisfaits is not None]
    if not mesurees:
        n = len(toutes)
        return p.phrase(p.compter(n, ENQUETE, lettres=True), p.verbe(n, "donne", "donnent"), "une note moyenne, sans "
                        "nombre de satisfaits")  # fmt: skip
    n = sum((e.satisfaits or 0) * 2 > (e.repondants or 0) for e in mesurees)
    nom = ENQUETE if len(mesurees) == len(toutes) else ENQUETE_COMPTEE
    sujet, verbe = p.proportion(n, len(mesurees), nom), p.conjuguer(n, "montre", "montrent")
    return p.phrase(sujet, f"{verbe} une majorité de personnes satisfaites, parmi celles qui ont répondu")


def _ligne(contexte: Contexte, e: Enquete) -> list[str]:
    libelle = (
        contexte.vue.indicateurs[e.indicateur].libelle if e.indicateur in contexte.vue.indicateurs else e.indicateur
    )
    if contexte.edition in ("elus", "citoyenne") and contexte.vue.homonymes[mettre_a_nu(libelle)] > 1:
        libelle = f"{libelle} – {p.abreger(contexte.programme.action(e.action).intitule, 60)}"
    ou = "" if e.siren in (contexte.vue.siren, ENSEMBLE) else f" ({contexte.programme.territoire(e.siren).nom})"
    code = "" if contexte.edition in ("elus", "citoyenne") else f"{e.indicateur} "
    satisfaits = ABSENT
    if e.satisfaits is not None and e.repondants:
        satisfaits = f"{pct(e.satisfaits / e.repondants)} ({sur(e.satisfaits, e.repondants)})"
    note = ABSENT if e.note_moyenne is None else nombre(e.note_moyenne)
    if e.note_moyenne is not None and e.note_maximale:
        note = f"{note} sur {nombre(e.note_maximale)}"
    reponse = ABSENT if e.taux_de_reponse is None else f"{pct(e.taux_de_reponse)} ({sur(e.repondants, e.sollicites)})"
    return [f"{code}{p.abreger(libelle, 110)}{ou}", nombre(e.repondants), reponse, satisfaits, note]


def _autres(contexte: Contexte, reste: int) -> str:
    """Dit les enquêtes absentes du tableau : celles de l'édition technique, et celles qui n'ont pas été faites."""
    parties = [f"{p.compter(reste, ENQUETE)} de plus dans l'édition technique"] if reste else []
    sans = sum(e.realisee is False for e in enquetes(contexte))
    if sans:
        parties.append(f"{p.compter(sans, ENQUETE)} non {p.accorder('réalisé', sans, ENQUETE)}, ce qui n'est pas une "
                       "absence de satisfaction")  # fmt: skip
    return p.phrase(" ; ".join(parties)) if parties else ""
