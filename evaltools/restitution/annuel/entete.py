"""L'en-tête : programme, territoire, dates, état du document, bandeaux ; et le pied de page."""

from __future__ import annotations

from evaltools.restitution import gabarit
from evaltools.restitution.annuel.contexte import Contexte
from evaltools.restitution.annuel.section import diapo
from evaltools.restitution.formats import INSECABLE, date_longue, en_clair, nombre
from evaltools.restitution.html import ENTETE, Bloc
from evaltools.restitution.phrases import Nom, compter, lister, majuscule

NOMS = {"copil": "Comité de pilotage", "elus": "Élus", "technique": "Technique", "citoyenne": "Citoyenne"}
"""Nom court de chaque édition."""

COMMUNE = Nom("commune", "communes", feminin=True)
HABITANT = Nom("habitant", "habitants")


def bloc(contexte: Contexte) -> Bloc:
    """Écrit l'en-tête du rapport, et ce que la page doit savoir : titre, description, pied."""
    programme, vue = contexte.programme, contexte.vue
    titre = f"{nom_du_rapport(contexte)} – {vue.nom} – {programme.titre_court}"
    html = gabarit.remplir(
        "entete.html.j2",
        programme=f"{programme.titre_court} {periode(contexte)}".strip(),
        titre=nom_du_rapport(contexte),
        territoire=vue.nom,
        accueil=contexte.accueil,
        faits=[
            ("Territoire", description_territoire(contexte)),
            ("Données arrêtées au", date_longue(contexte.evaluation.arrete_le)),
            ("Édité le", date_longue(contexte.edite_le)),
            ("Édition", NOMS[contexte.edition]),
            ("État du document", etat_du_document(contexte)),
        ],
        bandeaux=bandeaux(contexte),
    )
    page = {
        "classe": "ed-note" if contexte.titre else f"ed-{contexte.edition}",
        "description": f"{nom_du_rapport(contexte)} du programme « {programme.titre_court} », {vue.nom} : objectifs, "
        f"actions, indicateurs au {date_longue(contexte.evaluation.arrete_le)}.",
        "courant": f"{programme.titre_court} – {nom_du_rapport(contexte)} – {vue.nom}",
        "pied": gabarit.remplir(
            "pied.html.j2",
            source=programme.source,
            empreinte=contexte.empreinte,
            arrete_le=contexte.evaluation.arrete_le,
            restreinte=contexte.vue.restreinte,
        ),
    }
    faits = (vue.nom, f"Données arrêtées au {date_longue(contexte.evaluation.arrete_le)}", etat_du_document(contexte))
    ouverture = diapo(f"{nom_du_rapport(contexte)} – {programme.titre_court}", *faits)
    return Bloc(ENTETE, "entete", titre, html, page, diapositives=(ouverture,))


def nom_du_rapport(contexte: Contexte) -> str:
    """Rend « Évaluation annuelle 2026 », « Évaluation finale 2028 », ou le titre que le rapport se donne."""
    return contexte.titre or f"Évaluation {'finale' if contexte.evaluation.finale else 'annuelle'} {contexte.annee}"


def periode(contexte: Contexte) -> str:
    """Rend « 2025-2028 », ou rien si le titre du programme le dit déjà."""
    debut, fin = contexte.programme.debut.year, contexte.programme.fin.year
    return "" if str(debut) in contexte.programme.titre_court else f"{debut}-{fin}"


def description_territoire(contexte: Contexte) -> str:
    """Rend « 12 communes, 24 414 habitants (2023) », ou ce que l'on en connaît."""
    territoires = (contexte.vue.territoire,) if contexte.vue.territoire else contexte.programme.territoires
    parties = [] if contexte.vue.territoire else [f"{len(territoires)}{INSECABLE}EPCI"]
    if all(t.communes is not None for t in territoires):
        parties.append(compter(sum(t.communes or 0 for t in territoires), COMMUNE))
    millesimes = {t.annee_population for t in territoires}
    if all(t.population is not None for t in territoires):
        an = f" ({millesimes.pop()})" if len(millesimes) == 1 and None not in millesimes else ""
        parties.append(f"{nombre(sum(t.population or 0 for t in territoires))}{INSECABLE}habitants{an}")
    return ", ".join(parties) or contexte.vue.nom


def etat_du_document(contexte: Contexte) -> str:
    """Rend « Document de travail » jusqu'à la validation, puis « Validé par le COPIL du… »."""
    if not contexte.validation:
        return "Document de travail"
    texte = en_clair(contexte.validation)
    return majuscule(texte) if texte.casefold().startswith("valid") else f"Validé par le {texte}"


def bandeaux(contexte: Contexte) -> list[tuple[str, str]]:
    """Rend les bandeaux dus : (ce qui doit sauter aux yeux, ce que cela veut dire)."""
    evaluation, programme = contexte.evaluation, contexte.programme
    dus = []
    if evaluation.fictif:
        dus.append(("Données fictives.", "Les valeurs sont inventées pour l'exemple et ne décrivent aucun territoire."))
    if contexte.vue.restreinte:
        dus.append(("Diffusion restreinte.", "Ce rapport montre de petits effectifs : il ne se publie pas."))
    if not contexte.validation:
        dus.append(("Document de travail.", "Le comité de pilotage ne l'a pas encore validé."))
    if programme.est_partielle(evaluation.annee):
        dus.append(
            (
                "Année partielle.",
                f"Le contrat commence le {date_longue(programme.debut)} : aucun rythme annuel n'est jugé.",
            )
        )
    return [*dus, *contexte.avis]


def noms_des_epci(contexte: Contexte) -> str:
    """Rend la liste des EPCI du programme."""
    return lister([t.nom for t in contexte.programme.territoires])
