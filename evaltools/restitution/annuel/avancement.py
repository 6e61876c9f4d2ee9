"""Avancement des actions : états par axe, taux n/N, actions à suivre, calendrier, budget."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from markupsafe import Markup

from evaltools.domaine.evaluation import Situation, Taux
from evaltools.domaine.lexique import EtatAction
from evaltools.restitution import figures_chronogramme, figures_etats, gabarit, pistes
from evaltools.restitution import phrases as p
from evaltools.restitution.annuel.budget import budget
from evaltools.restitution.annuel.contexte import Contexte, ancre, titre_d_axe
from evaltools.restitution.annuel.figure import figure
from evaltools.restitution.constats import etat_non_renseigne
from evaltools.restitution.formats import date_courte, date_longue, duree, nombre, pct, sur
from evaltools.restitution.html import SECTION, Bloc
from evaltools.restitution.mots import ENGAGEES, ETATS
from evaltools.restitution.tableaux import Colonne, tableau
from evaltools.restitution.vue import Vue

A_SUIVRE = ((EtatAction.REPORTEE, "Reportées"), (EtatAction.SUSPENDUE, "Suspendues"), (EtatAction.ARRETEE, "Arrêtées"))


@dataclass(frozen=True, slots=True)
class Suivi:
    """Une action à suivre : son titre, ce qui la met dans la liste, et ses faits (nom, texte)."""

    ancre: str
    code: str
    intitule: str
    couleur: str
    faits: tuple[tuple[str, str], ...]


def bloc(contexte: Contexte) -> Bloc:
    """Écrit la partie sur l'avancement."""
    html = gabarit.remplir(
        "avancement.html.j2",
        chapo=_chapo(contexte.vue),
        est_ensemble=contexte.vue.est_ensemble,
        etats=etats(contexte),
        taux=taux(contexte),
        suivis=list(suivis(contexte)),
        chronogramme=chronogramme(contexte),
        budget=budget(contexte),
        restreinte=contexte.vue.restreinte,
    )
    return Bloc(SECTION, "avancement", "Avancement des actions", html)


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


def etats(contexte: Contexte) -> Markup:
    """Écrit la figure des états par axe et son tableau."""
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
            [libelle, *(nombre(effectifs[rangs[e]]) for e in presents), nombre(total), f"{pct(faites / total)}"]
        )
    puces = Markup("").join(Markup("<li>{}</li>").format(pistes.etat(e, n)) for e, n in donnees.totaux.items())
    legende = Markup('<ul class="legende" aria-label="Nombre d’actions par état">{}</ul>').format(puces)
    axes = contexte.programme.vocabulaire.axe
    return figure(
        contexte.numeros["etats"],
        _constat_etats(contexte),
        f"Nombre d'actions par {axes} et par état au {date_longue(contexte.evaluation.arrete_le)}.",
        legende + figures_etats.dessiner(donnees),
        tableau(f"Nombre d'actions par {axes} et par état", colonnes, lignes, total=True),
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


def taux(contexte: Contexte) -> Markup:
    """Écrit les taux de programme, toujours n sur N, et le nombre de l'année d'avant quand il est connu."""
    vue, programme = contexte.vue, contexte.programme
    total, avant = len(programme.actions), contexte.annee - 1
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
    return tableau(
        f"Taux d'avancement au {date_longue(contexte.evaluation.arrete_le)}",
        colonnes,
        lignes,
        precision=f"Plan {contexte.annee} : {p.compter(len(contexte.evaluation.plan) or total, p.ACTION)}. Le retard "
        "se calcule à partir des dates ; il s'ajoute à l'état déclaré.",
    )


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


def suivis(contexte: Contexte) -> Iterable[tuple[str, list[Suivi]]]:
    """Rend les actions en retard, reportées, suspendues et arrêtées, avec dates, raisons et décisions."""
    situations = contexte.vue.situations.values()
    retards = [s for s in situations if s.en_retard and s.etat not in dict(A_SUIVRE)]
    if retards:
        yield f"En retard ({len(retards)})", [_suivi(contexte, s, "#E8590C") for s in retards]
    for etat, titre in A_SUIVRE:
        if dedans := [s for s in situations if s.etat is etat]:
            yield f"{titre} ({len(dedans)})", [_suivi(contexte, s, ETATS[etat].couleur) for s in dedans]


def _suivi(contexte: Contexte, s: Situation, couleur: str) -> Suivi:
    action = contexte.programme.action(s.action)
    demarrage = s.raison_retard == "démarrage"
    faits = [("Début prévu", date_longue(s.debut))] if demarrage and s.debut else []
    if s.fin_prevue:
        faits.append(("Fin prévue", date_longue(s.fin_prevue)))
    if s.fin_revisee:
        faits.append(("Nouvelle fin", date_longue(s.fin_revisee)))
    if s.en_retard and s.retard_jours:
        faits.append(("Retard au démarrage" if demarrage else "Retard", duree(s.retard_jours)))
    if contexte.vue.restreinte:
        faits.append(("Raison", s.motif or "non renseignée"))
        if s.etat in (EtatAction.REPORTEE, EtatAction.ARRETEE) or s.decision:
            faits.append(("Décision", s.decision or "non renseignée"))
    return Suivi(ancre("action", s.action), s.action, action.intitule, couleur, tuple(faits))


def chronogramme(contexte: Contexte) -> Markup:
    """Écrit le chronogramme et son tableau ; rien si aucune action n'a de dates."""
    donnees = contexte.chronogramme
    if not donnees.lignes:
        return Markup("")
    lignes = [
        [
            Markup("<i>{}</i> {}").format(x.code, x.intitule),
            date_courte(x.debut),
            date_courte(x.fin) if x.fin else "non fixée",
            date_courte(x.revisee) if x.revisee else "–",
            date_courte(x.reelle) if x.reelle else "–",
            ETATS[x.etat].mot,
        ]
        for x in donnees.lignes
    ]
    source = "Source : suivi du programme."
    if donnees.sans_dates:
        n = donnees.sans_dates
        sans = f"{p.compter(n, p.ACTION)} sans date de début"
        source += " " + p.phrase(sans, p.verbe(n, "n'est pas figurée", "ne sont pas figurées"))
    return figure(
        contexte.numeros["chronogramme"],
        donnees.constat,
        f"Calendrier prévu (fond pâle), part écoulée ou réalisée (plein), report annoncé (hachures), "
        f"{donnees.annees[0]}-{donnees.annees[1]}.",
        legende_etats(contexte)
        + figures_chronogramme.dessiner(donnees, {a.code: titre_d_axe(contexte, a) for a in contexte.programme.axes}),
        tableau(
            "Calendrier des actions", ["Action", "Début", "Fin prévue", "Fin révisée", "Fin réelle", "État"], lignes
        ),
        source,
    )


def legende_etats(contexte: Contexte) -> Markup:
    """Écrit la légende du chronogramme : les états présents, sans effectif."""
    presents = {x.etat for x in contexte.chronogramme.lignes}
    puces = Markup("").join(Markup("<li>{}</li>").format(pistes.etat(e)) for e in ETATS if e in presents)
    return Markup('<ul class="legende" aria-label="États des actions">{}</ul>').format(puces)
