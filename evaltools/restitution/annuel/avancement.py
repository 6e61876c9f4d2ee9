"""Avancement des actions : combien dans chaque état, par axe."""

from __future__ import annotations

from markupsafe import Markup

from evaltools.domaine.lexique import EtatAction
from evaltools.restitution import figures_etats, pistes
from evaltools.restitution import phrases as p
from evaltools.restitution.annuel.contexte import Contexte
from evaltools.restitution.annuel.figure import figure
from evaltools.restitution.annuel.section import diapo, paragraphe, section
from evaltools.restitution.constats import etat_non_renseigne
from evaltools.restitution.diapositives import Diapositive, Graphique, Serie
from evaltools.restitution.formats import date_longue, nombre, pct
from evaltools.restitution.html import Bloc
from evaltools.restitution.mots import ENGAGEES, ETATS
from evaltools.restitution.tableaux import Colonne, tableau
from evaltools.restitution.vue import Vue, annee_de_l_etat


def bloc(contexte: Contexte) -> Bloc:
    """Écrit l'avancement des actions."""
    vue = contexte.vue
    portee = "" if vue.est_ensemble else " L'état des actions se suit pour tout le programme."
    return section(
        "avancement", "Avancement des actions", "Les actions avancent-elles ?", _chapo(vue) + portee,
        etats_montres(contexte), etats_anciens(contexte), diapositives=(_diapositive(contexte),),
    )  # fmt: skip


def _diapositive(contexte: Contexte) -> Diapositive:
    donnees = contexte.etats
    series = tuple(
        Serie(ETATS[e].mot, tuple(float(n[rang]) for _, n in donnees.axes), ETATS[e].couleur)
        for rang, e in enumerate(ETATS)
        if e in donnees.totaux
    )
    categories = tuple(libelle for libelle, _ in donnees.axes)
    barres = Graphique("barres_empilees", categories, series, donnees.alternative.split(" Données ")[0], "actions")
    return diapo(_chapo(contexte.vue).split(". ")[0], graphique=barres)


def etats_anciens(contexte: Contexte) -> Markup:
    """Dit quelles actions gardent l'état d'une année passée, faute d'avoir été suivies cette année."""
    annee = contexte.annee
    anciennes = {s.action: a for s in contexte.vue.situations.values() if (a := annee_de_l_etat(s, annee))}
    if not anciennes:
        return Markup("")
    detail = [f"{code} (état déclaré en {an})" for code, an in anciennes.items()]
    n = len(anciennes)
    return paragraphe(
        p.phrase(
            p.compter(n, p.ACTION, lettres=True),
            p.verbe(n, "n'a pas d'état déclaré", "n'ont pas d'état déclaré"),
            f"en {annee} et {p.verbe(n, 'garde', 'gardent')} le dernier connu :",
            p.lister(detail, maximum=8),
        )
    )


def _chapo(vue: Vue) -> str:
    comptes, total = vue.etats(), len(vue.evaluation.programme.actions)
    if total and vue.etats_inconnus == total:
        return f"L'état des actions n'est pas renseigné : aucun n'a été déclaré, pour {p.compter(total, p.ACTION)}."
    engagees = sum(comptes.get(e, 0) for e in ENGAGEES)
    retards = sum(s.en_retard for s in vue.situations.values())
    debut = p.phrase(p.proportion(engagees, total, p.ACTION), p.conjuguer(engagees, "est engagée", "sont engagées"))
    retard = f"{p.conjuguer(retards, 'est', 'sont')} en retard sur le calendrier"
    suite = p.phrase(p.compter(retards, p.ACTION, lettres=True), retard)
    return " ".join((debut, suite, *etat_non_renseigne(vue.etats_inconnus)))


def etats_montres(contexte: Contexte) -> Markup:
    """Écrit les états : par axe en figure, ou leur compte en une ligne pour les élus."""
    return legende(contexte) if contexte.edition == "elus" else etats(contexte)


def legende(contexte: Contexte) -> Markup:
    """Écrit les états présents, avec leur effectif."""
    puces = Markup("").join(Markup("<li>{}</li>").format(pistes.etat(e, n)) for e, n in contexte.etats.totaux.items())
    return Markup('<ul class="legende" aria-label="Nombre d’actions par état">{}</ul>').format(puces)


def table_etats(contexte: Contexte) -> Markup:
    """Écrit le tableau des états par axe."""
    donnees = contexte.etats
    presents = list(donnees.totaux)
    colonnes: list[Colonne | str] = [
        p.majuscule(donnees.mot),
        *(Colonne(ETATS[e].mot, nombre=True) for e in presents),
        Colonne("Total", nombre=True),
        Colonne("Part réalisée", nombre=True),
    ]
    rangs = {e: i for i, e in enumerate(ETATS)}
    lignes = []
    for libelle, effectifs in (*donnees.axes, ("Ensemble", _somme(donnees))):
        total = sum(effectifs)
        faites = effectifs[rangs[EtatAction.REALISEE]]
        lignes.append(
            [
                libelle,
                *(nombre(effectifs[rangs[e]]) for e in presents),
                nombre(total),
                f"{pct(faites / total)}",
            ]
        )
    return tableau(
        f"Nombre d'actions par {contexte.programme.vocabulaire.axe} et par état", colonnes, lignes, total=True
    )


def etats(contexte: Contexte) -> Markup:
    """Écrit la figure des états par axe et son tableau."""
    donnees = contexte.etats
    axes = contexte.programme.vocabulaire.axe
    return figure(
        contexte.numeros["etats"],
        _constat_etats(contexte),
        f"Nombre d'actions par {axes} et par état au {date_longue(contexte.evaluation.arrete_le)}.",
        legende(contexte) + figures_etats.dessiner(donnees),
        table_etats(contexte),
        f"Source : suivi du programme, {p.compter(len(contexte.programme.actions), p.ACTION)}.",
    )


def _somme(donnees: figures_etats.EtatsParAxe) -> tuple[int, ...]:
    return tuple(sum(colonne) for colonne in zip(*(n for _, n in donnees.axes), strict=True))


def _constat_etats(contexte: Contexte) -> str:
    axes, mot = contexte.etats.axes, contexte.programme.vocabulaire
    rang = list(ETATS).index(EtatAction.REALISEE)
    avec = sum(1 for _, effectifs in axes if effectifs[rang])
    nom = p.Nom(mot.axe, mot.axes, feminin=mot.axe.startswith("orientation"))
    if contexte.vue.etats_inconnus == len(contexte.programme.actions):
        return "L'état des actions n'est pas renseigné"
    if not avec:
        return "Aucune action n'est encore réalisée"
    if avec == len(axes):
        return f"{'Toutes les' if nom.feminin else 'Tous les'} {nom.pluriel} ont au moins une action réalisée"
    return p.phrase(
        p.compter(avec, nom, lettres=True),
        "sur",
        p.en_lettres(len(axes), nom.feminin),
        p.verbe(avec, "a", "ont"),
        "au moins une action réalisée",
    ).rstrip(".")
