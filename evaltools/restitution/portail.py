"""Le portail : la page ``index.html`` qui mène à tous les rapports d'une campagne.

Elle se fait à partir de données simples, sans rouvrir les rapports. Aucun classement : les territoires gardent l'ordre
du programme, et ce qui n'est pas jugé est dit.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from evaltools.domaine.evaluation import Evaluation
from evaltools.domaine.lexique import Verdict
from evaltools.restitution import gabarit
from evaltools.restitution import phrases as p
from evaltools.restitution.formats import poids, sur
from evaltools.restitution.mots import ENGAGEES
from evaltools.restitution.tableaux import Cellule, Colonne, tableau
from evaltools.restitution.typographie import typo
from evaltools.restitution.vue import Vue, applicables, evaluables, favorables


@dataclass(frozen=True, slots=True)
class Fichier:
    """Un autre format d'un rapport, ou des données : ce que c'est (« Word, docx »), son adresse, son poids."""

    sorte: str
    adresse: str
    octets: int


@dataclass(frozen=True, slots=True)
class Lien:
    """Un rapport : son titre, son adresse relative à l'index, sa taille ; ``echec`` : il n'a pas pu être rendu.

    ``autres`` : ses documents à retoucher (Word, PowerPoint).
    """

    titre: str
    adresse: str = ""
    octets: int = 0
    echec: bool = False
    autres: tuple[Fichier, ...] = ()


@dataclass(frozen=True, slots=True)
class Chiffres:
    """Ce que l'index montre d'un territoire : des nombres et leur dénominateur (``engagees`` absent : aucun état)."""

    evaluables: int
    applicables: int
    favorables: int
    degradations: int
    engagees: int | None
    actions: int


@dataclass(frozen=True, slots=True)
class Entree:
    """Un territoire de l'index : nom, précision (communes, habitants), rapports, chiffres (absents : rien de rendu)."""

    nom: str
    precision: str = ""
    liens: tuple[Lien, ...] = ()
    chiffres: Chiffres | None = None


def chiffres(evaluation: Evaluation, siren: str) -> Chiffres:
    """Compte ce que l'index montre d'un territoire.

    Parameters
    ----------
    evaluation : Evaluation
        L'évaluation de l'année.
    siren : str
        SIREN d'un EPCI, ou « ensemble ».
    """
    vue = Vue(evaluation, siren)
    etats = vue.etats()
    juges = evaluables(vue.juges)
    return Chiffres(
        evaluables=len(juges),
        applicables=len(applicables(vue.juges)),
        favorables=len(favorables(juges)),
        degradations=sum(r.verdict is Verdict.DEGRADATION for r in juges),
        engagees=sum(etats.get(e, 0) for e in ENGAGEES) if vue.etats_inconnus < len(vue.situations) else None,
        actions=len(evaluation.programme.actions),
    )


def page(
    titre: str,
    programme: str,
    entrees: Sequence[Entree],
    *,
    edite_le: date,
    fictif: bool = False,
    restreinte: bool = False,
    validation: str = "",
    fichiers: Sequence[Fichier] = (),
) -> str:
    """Écrit la page d'index : un tableau de tous les territoires, puis une carte par territoire.

    Parameters
    ----------
    titre : str
        « Évaluation annuelle 2026 ».
    programme : str
        Nom du programme.
    entrees : sequence of Entree
        Les territoires, dans l'ordre du programme.
    edite_le : date
        Date imprimée.
    fictif, restreinte : bool
        Bandeaux dus.
    validation : str
        Vide : « document de travail ».
    fichiers : sequence of Fichier
        Les données de la campagne, à télécharger.

    Returns
    -------
    str
        Le document HTML entier, sans script ni requête.
    """
    rendus = sum(not lien.echec for e in entrees for lien in e.liens)
    return gabarit.remplir(
        "index.html.j2",
        titre=titre,
        programme=programme,
        resume=f"{p.compter(len(entrees), p.TERRITOIRE)}, {p.compter(rendus, p.RAPPORT)}.",
        edite_le=edite_le,
        bandeaux=_bandeaux(fictif, restreinte, validation),
        tableau=_tableau(entrees),
        entrees=[(e, [(lien, poids(lien.octets), _peser(lien.autres)) for lien in e.liens]) for e in entrees],
        fichiers=_peser(fichiers),
        restreinte=restreinte,
        styles=gabarit.styles_page(),
        courant=gabarit.chaine_css(typo(f"{programme} – {titre}")),
    )


def _peser(fichiers: Sequence[Fichier]) -> list[tuple[Fichier, str]]:
    return [(f, poids(f.octets)) for f in fichiers]


def _bandeaux(fictif: bool, restreinte: bool, validation: str) -> list[tuple[str, str]]:
    dus = (
        [("Données fictives.", "Les valeurs sont inventées pour l'exemple et ne décrivent aucun territoire.")]
        if fictif
        else []
    )
    if restreinte:
        dus.append(("Diffusion restreinte.", "Ces rapports montrent de petits effectifs : ils ne se publient pas."))
    if not validation:
        dus.append(("Documents de travail.", "Le comité de pilotage ne les a pas encore validés."))
    return dus


def _tableau(entrees: Sequence[Entree]) -> Markup:
    colonnes: list[Colonne | str] = [
        "Territoire",
        Colonne("Indicateurs évaluables", nombre=True),
        Colonne("Atteints ou en bonne voie", nombre=True),
        Colonne("S’éloignent de leur cible", nombre=True),
        Colonne("Actions engagées", nombre=True),
    ]
    return tableau(
        "Situation de chaque territoire",
        colonnes,
        [_ligne(e) for e in entrees],
        precision="Évaluables : sur les indicateurs mesurés à cette échelle. Les actions se suivent pour tout le "
        "programme. Les territoires sont dans l'ordre du programme : ce n'est pas un classement.",
    )


def _ligne(e: Entree) -> list[Cellule]:
    lien = next((x for x in e.liens if not x.echec), None)
    nom = Markup('<a href="{}">{}</a>').format(lien.adresse, e.nom) if lien else e.nom
    c = e.chiffres
    if c is None:
        return [nom, "–", "–", "–", "–"]
    engagees = "non renseigné" if c.engagees is None else sur(c.engagees, c.actions)
    if not c.applicables:
        return [nom, "aucun", "–", "–", engagees]
    return [
        nom,
        sur(c.evaluables, c.applicables),
        sur(c.favorables, c.evaluables),
        sur(c.degradations, c.evaluables),
        engagees,
    ]
