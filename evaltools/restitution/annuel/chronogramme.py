"""Le chronogramme : ce qui était prévu, ce qui est fait, ce qui est reporté."""

from __future__ import annotations

from markupsafe import Markup

from evaltools.restitution import figures_chronogramme, pistes
from evaltools.restitution import phrases as p
from evaltools.restitution.annuel.contexte import Contexte, titre_d_axe
from evaltools.restitution.annuel.figure import figure
from evaltools.restitution.annuel.section import diapo, section
from evaltools.restitution.diapositives import Diapositive
from evaltools.restitution.formats import date_courte
from evaltools.restitution.html import Bloc
from evaltools.restitution.mots import ETATS
from evaltools.restitution.rapport import Manque
from evaltools.restitution.tableaux import tableau


def manque(contexte: Contexte) -> Manque | None:
    """Dit ce qui manque pour tracer le calendrier."""
    if contexte.chronogramme.lignes:
        return None
    return Manque(
        "Aucune action n'a de date de début.",
        "Les pilotes donnent les dates dans la feuille « Avancement » de leur classeur.",
    )


def bloc(contexte: Contexte) -> Bloc:
    """Écrit le calendrier prévu et réel des actions."""
    message = f"{contexte.chronogramme.constat}."
    return section("chronogramme", "Calendrier", "Le calendrier est-il tenu ?", message, chronogramme(contexte),
                   diapositives=(_diapositive(contexte),))  # fmt: skip


def _diapositive(contexte: Contexte) -> Diapositive:
    reports = contexte.chronogramme.reports[:8]
    lignes = [(f"{x.code} {p.abreger(x.intitule, 60)}", date_courte(x.fin) if x.fin else "non fixée",
               date_courte(x.revisee) if x.revisee else "–") for x in reports]  # fmt: skip
    colonnes = ("Action", "Fin prévue", "Fin révisée")
    return diapo(contexte.chronogramme.constat, legende="Fins repoussées", colonnes=colonnes, lignes=lignes)


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
