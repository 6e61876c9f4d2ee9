"""Ce qu'il faut redemander, et à qui : un envoi par porteur, avec tout ce qui lui manque."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from evaltools.domaine.anomalies import Anomalie
from evaltools.domaine.collecte import FichierLu
from evaltools.domaine.porteurs import SANS_PORTEUR
from evaltools.domaine.programme import Action
from evaltools.domaine.retours import REFUSE, LigneRecue, Retours

DE_LA_COORDINATION = "FIC-"
"""Famille des anomalies d'un fichier entier (son rangement, sa nature) : la coordination les règle, pas le porteur."""
_DITES_NOUS = "dites-nous laquelle est la bonne."
_RECOPIEZ = "recopiez vos valeurs dans les cases jaunes du classeur que nous vous renvoyons."
_REMEDES = {
    "VAL-54": _DITES_NOUS,
    "ACT-09": _DITES_NOUS,
    "VAL-81": "si ce n'est pas la bonne valeur, dites-le-nous.",
    "FEU-01": _RECOPIEZ,
    "FEU-07": _RECOPIEZ,
}


@dataclass(frozen=True, slots=True)
class Demande:
    """Ce qui manque d'une action, à un porteur.

    ``classeur`` faux : aucun classeur n'est revenu, et ``blanches`` compte alors tout ce qui est attendu de lui.
    ``fautes`` : ce qui est à corriger ou à vérifier, et qui lui revient. ``avec`` : les autres porteurs de l'action.
    ``fichiers`` : les classeurs reçus, ceux de l'action et les siens, jamais celui d'un autre porteur.
    """

    action: Action
    classeur: bool
    attendues: int
    blanches: tuple[LigneRecue, ...] = ()
    fautes: tuple[Anomalie, ...] = ()
    avec: tuple[str, ...] = ()
    fichiers: tuple[str, ...] = ()

    @property
    def rien(self) -> bool:
        """Dit s'il n'y a rien à redemander."""
        return self.classeur and not self.blanches and not self.fautes


@dataclass(frozen=True, slots=True)
class Relance:
    """Un envoi à préparer. ``porteur`` vide : la fiche n'en nomme pas, et l'envoi ne porte que sur une action."""

    porteur: str
    code: str
    demandes: tuple[Demande, ...]


def preparer(retours: Retours) -> tuple[Relance, ...]:
    """Dresse les relances d'une année, une par porteur à qui il manque quelque chose.

    Une action que sa fiche ne confie à personne a sa propre relance. Ce qui revient à l'action entière (ses indicateurs
    communs) est demandé à chacun de ses porteurs.

    Returns
    -------
    tuple of Relance
        Dans l'ordre des fiches ; aucune quand il ne manque rien.
    """
    porteurs = porteurs_par_action(retours)
    trouvees = [
        _relance(retours, nom, porteurs) for nom in dict.fromkeys(n for noms in porteurs.values() for n in noms)
    ]
    seules = [_sans_porteur(retours, code) for code, noms in porteurs.items() if not noms]
    return tuple(r for r in (*trouvees, *seules) if r.demandes)


def porteurs_par_action(retours: Retours) -> Mapping[str, tuple[str, ...]]:
    """Rend les porteurs nommés de chaque action, dans l'ordre des fiches ; aucun si sa fiche n'en nomme pas."""
    noms = {objet: p.nom for p in retours.porteurs for objet in p.objets if p.nom != SANS_PORTEUR}
    return {
        a.code: tuple(dict.fromkeys(noms[c] for c in (a.code, *(o.code for o in a.operations)) if c in noms))
        for a in retours.programme.actions
    }


def _relance(retours: Retours, nom: str, porteurs: Mapping[str, tuple[str, ...]]) -> Relance:
    code = next(p.code for p in retours.porteurs if p.nom == nom)
    actions = [a for a in retours.programme.actions if nom in porteurs[a.code]]
    demandes = (_demande(retours, a, nom, porteurs[a.code]) for a in actions)
    return Relance(nom, code, tuple(d for d in demandes if not d.rien))


def _sans_porteur(retours: Retours, code: str) -> Relance:
    demande = _demande(retours, retours.programme.action(code), "", ())
    return Relance("", f"action-{code}", () if demande.rien else (demande,))


def _demande(retours: Retours, action: Action, nom: str, tous: tuple[str, ...]) -> Demande:
    siennes = [ligne for ligne in _lignes(retours, action.code) if not nom or ligne.porteur in (nom, SANS_PORTEUR)]
    return Demande(
        action,
        _a_renvoye(retours, action.code, nom),
        sum(not ligne.sans_objet for ligne in siennes),
        tuple(ligne for ligne in siennes if ligne.blanche),
        tuple(_fautes(retours, action.code, nom)),
        tuple(autre for autre in tous if autre != nom),
        tuple(f.nom for f in _lus(retours, action.code) if not f.porteur or f.porteur == nom or not nom),
    )


def _lignes(retours: Retours, action: str) -> Iterator[LigneRecue]:
    return (ligne for ligne in retours.lignes if ligne.action == action)


def _lus(retours: Retours, action: str) -> Iterator[FichierLu]:
    """Rend les classeurs de l'année où il est question d'une action, et que l'on a pu lire."""
    return (f for f in retours.fichiers if f.annee == retours.annee and f.etat != REFUSE and action in f.concernees)


def _a_renvoye(retours: Retours, action: str, nom: str) -> bool:
    """Dit si un classeur est revenu : celui de l'action, ou celui du porteur."""
    return any(not f.porteur or f.porteur == nom or not nom for f in _lus(retours, action))


def _fautes(retours: Retours, action: str, nom: str) -> Iterator[Anomalie]:
    """Rend ce que le porteur peut reprendre : jamais ce qui revient à un autre, ni ce que la coordination règle."""
    autres = {f.nom for f in retours.fichiers if f.porteur and f.porteur != nom and nom}
    a_qui = _objets(retours)
    return (
        a
        for a in retours.anomalies_de(action)
        if a.fichier not in autres
        and not a.code.startswith(DE_LA_COORDINATION)
        and (not nom or a_qui.get(a.objet, nom) in (nom, SANS_PORTEUR))
    )


def _objets(retours: Retours) -> Mapping[str, str]:
    """Dit à qui revient chaque opération et chaque indicateur ; ce qui n'y est pas revient à tous."""
    operations = {objet: p.nom for p in retours.porteurs for objet in p.objets}
    indicateurs = {ligne.attendue.indicateur.code: ligne.porteur for ligne in retours.lignes}
    actions = {a.code for a in retours.programme.actions}
    return {code: nom for code, nom in (operations | indicateurs).items() if code not in actions}


def remede_au_porteur(anomalie: Anomalie) -> str:
    """Rend le remède dans les mots du porteur : il n'a ni la commande ni le dossier des classeurs reçus.

    Examples
    --------
    >>> from evaltools.domaine.anomalies import signaler
    >>> remede_au_porteur(signaler("FEU-02", feuille="Financement"))
    "repartez d'un classeur neuf si vous aviez quelque chose à y mettre."
    """
    return _REMEDES.get(anomalie.code, anomalie.remede.replace(" (evaltools modeles)", ""))
