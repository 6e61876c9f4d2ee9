"""Qui n'a pas répondu : les classeurs qui ne sont pas revenus et les valeurs blanches, par porteur."""

from __future__ import annotations

from markupsafe import Markup

from evaltools.domaine.relances import Demande, Relance, preparer
from evaltools.restitution import phrases as p
from evaltools.restitution.annuel.section import diapo, paragraphe, section
from evaltools.restitution.collecte.contexte import Contexte, nom_du_porteur
from evaltools.restitution.formats import nombre
from evaltools.restitution.html import Bloc
from evaltools.restitution.tableaux import Colonne, tableau

PORTEUR = p.Nom("porteur", "porteurs")
_TITRE = "Qui n'a pas répondu, ou pas entièrement ?"


def bloc(contexte: Contexte) -> Bloc:
    """Écrit ce qu'il reste à demander, et à qui."""
    relances = preparer(contexte.retours)
    if not relances:
        return section("absents", "Qui n’a pas répondu", _TITRE, "Tout est revenu, et aucune valeur n'est blanche.")
    lignes = [_ligne(contexte, r, d) for r in relances for d in r.demandes]
    absents = len(contexte.retours.manquantes)
    dit = (
        p.phrase(p.compter(absents, p.CLASSEUR), p.verbe(absents, "n'est pas revenu", "ne sont pas revenus"))
        if absents
        else "Tous les classeurs sont revenus, mais tous ne sont pas complets."
    )
    remede = f"evaltools relancer {contexte.retours.programme.code} --annee {contexte.retours.annee}"
    aide = Markup('<p class="note">Les messages de relance sont prêts à copier : <code>{}</code>.</p>').format(remede)
    colonnes: list[Colonne | str] = ["Porteur", "Action", "Classeur", Colonne("Valeurs blanches", nombre=True)]
    if not contexte.publique:
        colonnes.append(Colonne("Points à reprendre", nombre=True))
    rendues = tableau("Ce qu'il reste à demander", colonnes, lignes)
    return section(
        "absents",
        "Qui n’a pas répondu",
        _TITRE,
        dit,
        rendues,
        aide if not contexte.publique else paragraphe(""),
        diapositives=(
            diapo(dit, *(f"{_nom(r)} : {p.lister([d.action.code for d in r.demandes])}" for r in relances[:8])),
        ),
    )


def _ligne(contexte: Contexte, relance: Relance, demande: Demande) -> list[str | Markup]:
    cellules: list[str | Markup] = [
        _nom(relance),
        Markup("<i>{}</i> {}").format(demande.action.code, demande.action.intitule),
        "revenu" if demande.classeur else "pas revenu",
        f"{nombre(len(demande.blanches))} sur {nombre(demande.attendues)}",
    ]
    return cellules if contexte.publique else [*cellules, nombre(len(demande.fautes))]


def _nom(relance: Relance) -> str:
    return nom_du_porteur(relance.porteur)
