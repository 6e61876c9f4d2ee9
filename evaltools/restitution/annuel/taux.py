"""Les taux de programme (fiche A3) : toujours n sur N, avec l'année d'avant quand elle est connue."""

from __future__ import annotations

from collections import Counter

from markupsafe import Markup

from evaltools.domaine.evaluation import Taux
from evaltools.domaine.lexique import EtatAction
from evaltools.restitution import phrases as p
from evaltools.restitution.annuel.contexte import Contexte
from evaltools.restitution.annuel.section import diapo, section
from evaltools.restitution.formats import date_longue, nombre, pct, sur
from evaltools.restitution.html import Bloc
from evaltools.restitution.mots import ENGAGEES
from evaltools.restitution.rapport import Manque
from evaltools.restitution.tableaux import Colonne, tableau


def manque(contexte: Contexte) -> Manque | None:
    """Dit ce qui manque quand aucun état d'action n'est connu."""
    if any(not t.code for t in contexte.evaluation.taux):
        return None
    return Manque(
        "Les taux de programme ne se calculent pas : l'état des actions n'est pas connu.",
        "Les pilotes le donnent dans la feuille « Avancement » de leur classeur.",
    )


def bloc(contexte: Contexte) -> Bloc:
    """Écrit les taux de programme."""
    colonnes, lignes = _lignes(contexte)
    message = _message(contexte)
    entetes = [c if isinstance(c, str) else c.titre for c in colonnes]
    diapositive = diapo(message, legende="Taux de programme", colonnes=entetes, lignes=lignes)
    return section(
        "taux", "Taux de programme", "Le plan de l'année est-il réalisé ?", message, taux(contexte),
        diapositives=(diapositive,),
    )  # fmt: skip


def _message(contexte: Contexte) -> str:
    taux_de = {t.nom: t for t in contexte.evaluation.taux if not t.code}
    faites, plan = taux_de["realisees"].numerateur, taux_de["realisees"].denominateur
    if not plan:
        return f"Aucune action n'est prévue en {contexte.annee}."
    sujet = p.phrase(_part_du_plan(faites, plan, contexte.annee), p.conjuguer(faites, "est réalisée", "sont réalisées"))
    autres = [
        f"{p.compter(t.numerateur, p.ACTION, lettres=True)} {p.accorder(mot, t.numerateur, p.ACTION)}"
        for nom, mot in (("reportees", "reporté"), ("arretees", "arrêté"))
        if (t := taux_de.get(nom)) and t.numerateur
    ]
    return " ".join(filter(None, (sujet, p.phrase(p.lister(autres)) if autres else "")))


def _part_du_plan(faites: int, plan: int, annee: int) -> str:
    """Rend « 2 actions sur les 46 du plan 2026 », ou « aucune » et « toutes les actions du plan 2026 »."""
    if faites in (0, plan):
        return f"{p.proportion(faites, plan, p.ACTION)} du plan {annee}"
    return f"{p.compter(faites, p.ACTION)} sur les {nombre(plan)} du plan {annee}"


def taux(contexte: Contexte) -> Markup:
    """Écrit le tableau des taux, toujours n sur N, et le nombre de l'année d'avant quand il est connu."""
    colonnes, lignes = _lignes(contexte)
    plan = p.compter(len(contexte.evaluation.plan) or len(contexte.programme.actions), p.ACTION)
    return tableau(
        f"Taux d'avancement au {date_longue(contexte.evaluation.arrete_le)}",
        colonnes,
        lignes,
        precision=f"Plan {contexte.annee} : {plan}. Le retard se calcule à partir des dates ; il s'ajoute à l'état "
        "déclaré.",
    )


def _lignes(contexte: Contexte) -> tuple[list[Colonne | str], list[list[str]]]:
    vue, total, avant = contexte.vue, len(contexte.programme.actions), contexte.annee - 1
    anciens = Counter(s.etats_par_annee.get(avant) for s in vue.situations.values() if avant in s.etats_par_annee)
    comptes = vue.etats()
    engagees = Taux("engagees", sum(comptes.get(e, 0) for e in ENGAGEES), total)
    retards = Taux("retard", sum(s.en_retard for s in vue.situations.values()), total)
    lignes = []
    for t in (engagees, *contexte.evaluation.taux, retards):
        ancien = nombre(sum(anciens.get(e, 0) for e in ETATS_DES_TAUX[t.nom])) if t.nom in ETATS_DES_TAUX else "–"
        ligne = [_nom_du_taux(contexte, t), sur(t.numerateur, t.denominateur), pct(t.part)]
        lignes.append([*ligne, ancien] if anciens else ligne)
    colonnes: list[Colonne | str] = ["Actions", Colonne("Nombre", nombre=True), Colonne("Part", nombre=True)]
    if anciens:
        colonnes.append(Colonne(f"En {avant}", nombre=True))
    return colonnes, lignes


ETATS_DES_TAUX = {
    "engagees": ENGAGEES,
    "realisees": (EtatAction.REALISEE,),
    "reportees": (EtatAction.REPORTEE,),
    "arretees": (EtatAction.ARRETEE,),
}
NOMS_DES_TAUX = {
    "engagees": "Engagées (en cours ou réalisées)",
    "realisees": "Réalisées",
    "reportees": "Reportées",
    "arretees": "Arrêtées",
    "nouvelles": "Nouvelles, hors du plan",
    "retard": "En retard sur le calendrier",
}


def _nom_du_taux(contexte: Contexte, t: Taux) -> str:
    if t.nom == "realisation_axe":
        return f"Réalisées, {contexte.programme.vocabulaire.axe} {t.code}"
    return NOMS_DES_TAUX.get(t.nom, p.majuscule(t.nom))
