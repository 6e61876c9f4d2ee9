"""L'en-tête de la page de contrôle, et son pied."""

from __future__ import annotations

from evaltools.restitution import gabarit
from evaltools.restitution import phrases as p
from evaltools.restitution.collecte.contexte import FICHIER, Contexte
from evaltools.restitution.formats import date_longue
from evaltools.restitution.html import ENTETE, Bloc


def bloc(contexte: Contexte) -> Bloc:
    """Écrit l'en-tête."""
    retours = contexte.retours
    programme, titre = retours.programme, f"Contrôle de la collecte {retours.annee}"
    faits = [
        ("Territoire", contexte.nom),
        ("Fichiers reçus", p.compter(len(retours.fichiers), FICHIER)),
        ("État du document", "Document interne de suivi"),
    ]
    if contexte.edite_le:
        faits.insert(2, ("Édité le", date_longue(contexte.edite_le)))
    html = gabarit.remplir(
        "entete.html.j2",
        programme=programme.titre_court,
        titre=titre,
        territoire=contexte.nom,
        accueil=contexte.accueil,
        faits=faits,
        bandeaux=_bandeaux(contexte),
    )
    page = {
        "description": f"{titre} du programme « {programme.titre_court} », {contexte.nom} : ce qui est revenu, ce qui "
        "est à corriger, ce qui manque.",
        "courant": f"{programme.titre_court} – {titre}",
        "pied": gabarit.remplir("collecte_pied.html.j2", publique=contexte.publique, empreinte=contexte.empreinte),
    }
    return Bloc(ENTETE, "entete", f"{titre} – {contexte.nom} – {programme.titre_court}", html, page)


def _bandeaux(contexte: Contexte) -> list[tuple[str, str]]:
    dus = []
    if contexte.retours.fictif:
        dus.append(("Données fictives.", "Les valeurs sont inventées pour l'exemple et ne décrivent aucun territoire."))
    if not contexte.publique:
        dus.append(("Document interne.", "Cette page cite ce que les pilotes ont saisi : elle ne se publie pas."))
    return dus
