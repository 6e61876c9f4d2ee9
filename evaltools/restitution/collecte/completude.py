"""La complétude : ce qui est renseigné de ce qui est attendu, par action, par porteur et par EPCI."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from markupsafe import Markup

from evaltools.domaine.lexique import ENSEMBLE
from evaltools.domaine.retours import Compte, LigneRecue, compter
from evaltools.restitution.annuel.section import diapo, paragraphe, section
from evaltools.restitution.collecte.contexte import (
    EXPLICATION,
    Contexte,
    bilan,
    nom_du_porteur,
    remontees,
    titre_d_action,
)
from evaltools.restitution.formats import nombre, pct
from evaltools.restitution.html import Bloc
from evaltools.restitution.tableaux import Colonne, tableau

_COLONNES: tuple[Colonne | str, ...] = (
    Colonne("Attendues", nombre=True),
    Colonne("Renseignées", nombre=True),
    Colonne("Expliquées", nombre=True),
    Colonne("À corriger", nombre=True),
    Colonne("Blanches", nombre=True),
    Colonne("Sans objet", nombre=True),
    Colonne("Part renseignée", largeur="22%"),
)


def bloc(contexte: Contexte) -> Bloc:
    """Écrit la complétude."""
    actions = {a.code: titre_d_action(a) for a in contexte.retours.programme.actions}
    par_porteur = _par(contexte, lambda ligne: nom_du_porteur(ligne.porteur))
    tableaux = [
        _tableau("Valeurs par action", "Action", _par(contexte, lambda ligne: ligne.action), contexte.total, actions),
        _tableau("Valeurs par porteur", "Porteur", par_porteur, contexte.total),
    ]
    if contexte.siren == ENSEMBLE:
        tableaux.append(_tableau("Valeurs par territoire", "Territoire", _par_territoire(contexte), contexte.total))
    return section(
        "completude",
        "Ce qui est renseigné",
        "Qu'est-ce qui est renseigné ?",
        bilan(contexte.total),
        paragraphe(EXPLICATION),
        *tableaux,
        diapositives=(
            diapo(
                bilan(contexte.total),
                legende="Valeurs renseignées par porteur",
                colonnes=("Porteur", "Renseignées"),
                lignes=[(nom, remontees(compte)) for nom, compte in par_porteur.items()],
            ),
        ),
    )


def _par(contexte: Contexte, cle: Callable[[LigneRecue], str]) -> dict[str, Compte]:
    noms = dict.fromkeys(cle(ligne) for ligne in contexte.lignes)
    return {nom: compter(ligne for ligne in contexte.lignes if cle(ligne) == nom) for nom in noms}


def _par_territoire(contexte: Contexte) -> dict[str, Compte]:
    noms = {t.siren: t.nom for t in contexte.retours.programme.territoires}
    noms[ENSEMBLE] = "Une seule valeur pour tous"
    return {noms[siren]: compte for siren, compte in contexte.retours.par_territoire().items() if compte != Compte()}


def _tableau(
    titre: str, objet: str, comptes: Mapping[str, Compte], total: Compte, noms: Mapping[str, Markup] | None = None
) -> Markup:
    lignes = [[(noms or {}).get(nom, nom), *_cellules(compte)] for nom, compte in comptes.items()]
    return tableau(titre, [objet, *_COLONNES], [*lignes, ["Total", *_cellules(total)]], total=True)


def _cellules(compte: Compte) -> list[str | Markup]:
    nombres = (
        compte.attendues,
        compte.renseignees,
        compte.expliquees,
        compte.a_corriger,
        compte.blanches,
        compte.sans_objet,
    )
    return [*(nombre(n) for n in nombres), _part(compte)]


def _part(compte: Compte) -> str | Markup:
    """Write the share, with its bar behind the words."""
    if compte.part is None:
        return "–"
    largeur = f"{100 * compte.part:.1f}"
    return Markup('{}<div class="jauge" aria-hidden="true"><i style="width:{}%"></i></div>').format(
        pct(compte.part), largeur
    )
