"""De la campagne de rendu aux fichiers publiés : rapports, données, journal, page d'accueil."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evaltools.acces.parametres import ParametresCampagne, lire_campagne
from evaltools.chaine import carnets, journal, lieux, lot, portail
from evaltools.chaine.campagne import Campagne, ouvrir
from evaltools.chaine.erreurs import CODE_ENTREES, CODE_PARAMETRES, ErreurUtilisateur
from evaltools.chaine.lectures import verifier_territoire
from evaltools.chaine.lot import Issue, Rapport
from evaltools.chaine.rendu import Page, publier
from evaltools.domaine.anomalies import Anomalie, Lieu, signaler
from evaltools.restitution import donnees, donnees_classeur, donnees_ouvertes, plans
from evaltools.restitution.phrases import Nom, accorder, compter

__all__ = ["CODE_ENTREES", "Bilan", "Plan", "planifier", "produire"]

RAPPORT = Nom("rapport", "rapports")


@dataclass(frozen=True)
class Plan:
    """Ce qu'une campagne va rendre ; ``deja`` : les rapports dont aucune entrée n'a changé.

    ``campagnes`` : une par façon d'évaluer que les carnets demandent (annuelle, finale) ; ``campagne`` est la première.
    """

    parametres: ParametresCampagne
    campagne: Campagne
    rapports: tuple[Rapport, ...]
    deja: dict[str, Page]
    campagnes: tuple[Campagne, ...] = ()

    @property
    def a_rendre(self) -> tuple[Rapport, ...]:
        """Les rapports à rendre, dans l'ordre."""
        return tuple(r for r in self.rapports if r.cle not in self.deja)

    @property
    def dossier(self) -> Path:
        """Le dossier où tout est publié."""
        return lot.dossier_sorties(self.parametres)

    def nom(self, territoire: str) -> str:
        """Rend le nom d'un territoire du programme."""
        return donnees.nom_territoire(self.campagne.programme, territoire)


@dataclass(frozen=True)
class Bilan:
    """Ce qui a été rendu, et où est la page d'accueil."""

    issues: tuple[Issue, ...]
    index: Path

    @property
    def alertes(self) -> tuple[Anomalie, ...]:
        """Ce que l'évaluateur doit vérifier dans ses textes ; une seule fois par texte, quel que soit le rapport."""
        toutes = [a for i in self.issues if i.page for a in i.page.alertes]
        return tuple({(a.code, a.fichier, a.cellule): a for a in reversed(toutes)}.values())[::-1]

    def phrase(self) -> str:
        """Dit en une phrase combien de rapports ont été rendus, repris ou manqués, et où ils sont."""
        comptes = {etat: sum(i.etat == etat for i in self.issues) for etat in ("rendu", "inchangé", "échoué")}
        morceaux = [f"{n} {accorder(etat, n)}" for etat, n in comptes.items() if n]
        return f"{compter(len(self.issues), RAPPORT)} : {', '.join(morceaux)}. Tout est dans {self.index.parent}."


def planifier(chemin: Path, *, tout: bool = False) -> Plan:
    """Lit une campagne de rendu, ouvre ses données et dresse la liste de ses rapports.

    Raises
    ------
    ErreurUtilisateur
        Paramètres fautifs (10), programme ou cadrage fautifs (11), secret qui serait rompu (13).
    """
    if not chemin.is_file():
        raise ErreurUtilisateur((_absente(chemin),), code=CODE_PARAMETRES)
    parametres, fautes = lire_campagne(chemin)
    if parametres is None:
        raise ErreurUtilisateur(fautes, code=CODE_PARAMETRES)
    lieux.verifier_code(parametres.programme)
    refuser_editions(parametres)
    campagnes = tuple(ouvrir(**o) for o in ouvertures(parametres))
    for territoire in parametres.territoires:
        verifier_territoire(campagnes[0].programme, territoire)
    for campagne in campagnes:
        campagne.exiger_le_secret()
    rapports = lot.preparer(parametres, campagnes[0])
    deja = {} if tout else dict(journal.inchanges(lot.dossier_sorties(parametres), rapports))
    return Plan(parametres, campagnes[0], rapports, deja, campagnes)


def _absente(chemin: Path) -> Anomalie:
    """Say that a campaign is not there, and which ones are: the code of a programme is not a file."""
    nature = "c'est un dossier" if chemin.is_dir() else "ce fichier n'existe pas"
    try:
        presentes = sorted(p.name for p in (lieux.racine() / "params").glob("*-*.yaml"))
    except ErreurUtilisateur:
        presentes = []
    connues = f" (campagnes présentes : {', '.join(f'params/{nom}' for nom in presentes)})" if presentes else ""
    return signaler("PAR-03", Lieu(chemin.name), detail=f"{nature}{connues}")


def refuser_editions(parametres: ParametresCampagne) -> None:
    """Refuse (PAR-11) les éditions qu'aucun des carnets de la campagne ne sait rendre, toutes à la fois."""
    rendues = {e for carnet in parametres.carnets for e in plans.editions(carnet)}
    produites = ", ".join(e for e in plans.EDITIONS if e in rendues)
    refusees = [e for e in parametres.editions if e not in rendues]
    fautes = tuple(signaler("PAR-11", edition=e, produites=produites) for e in refusees)
    if fautes:
        raise ErreurUtilisateur(fautes, code=CODE_PARAMETRES)


def ouverture(parametres: ParametresCampagne, *, finale: bool = False) -> dict[str, Any]:
    """Rend les arguments d'``ouvrir`` que demande une campagne de rendu, pour une évaluation annuelle ou finale."""
    return {
        "programme": parametres.programme,
        "annee": parametres.annee,
        "diffusion": str(parametres.diffusion),
        "arrete_le": parametres.arrete_le.isoformat(),
        **({"finale": True} if finale else {}),
    }


def ouvertures(parametres: ParametresCampagne) -> tuple[dict[str, Any], ...]:
    """Rend les arguments d'``ouvrir`` de chaque façon d'évaluer que les carnets demandent, dans leur ordre.

    Raises
    ------
    ErreurUtilisateur
        Carnet introuvable (PAR-08).
    """
    declares = (carnets.parametres_declares(carnets.chemin_carnet(nom)) for nom in parametres.carnets)
    finales = dict.fromkeys(carnets.est_final(d) for d in declares)
    return tuple(ouverture(parametres, finale=finale) for finale in finales)


def produire(plan: Plan, *, travailleurs: int = 1, suivre: Callable[[Issue], None] = lambda _issue: None) -> Bilan:
    """Rend ce qui doit l'être, puis publie les données, le journal et les pages d'accueil."""
    rendus = lot.rendre_tout(
        plan.a_rendre, travailleurs=travailleurs, ouverture=ouvertures(plan.parametres), suivre=suivre
    )
    par_cle = {i.rapport.cle: i for i in rendus}
    issues = tuple(par_cle.get(r.cle) or Issue(r, "inchangé", plan.deja[r.cle]) for r in plan.rapports)
    fichiers = publier_donnees(plan)
    journal.ecrire(plan.dossier, plan.parametres, plan.campagne, issues, fichiers)
    index = plan.dossier / "index.html"
    publier(portail.page_campagne(plan.parametres, plan.campagne, issues, fichiers).encode("utf-8"), index)
    publier(portail.page_accueil(lieux.racine() / "outputs").encode("utf-8"), lieux.racine() / "outputs" / "index.html")
    return Bilan(issues, index)


def publier_donnees(plan: Plan) -> tuple[Page, ...]:
    """Publie les tables de la campagne (CSV), le classeur qui les réunit et leur descripteur."""
    evaluation, edite_le = plan.campagne.evaluation, plan.parametres.edite_le
    tables = donnees_ouvertes.tables(evaluation)
    contenus = {
        "donnees.xlsx": donnees_classeur.ecrire_classeur(tables, evaluation, edite_le, plan.campagne.empreinte),
        **{f"{t.nom}.csv": donnees_ouvertes.ecrire_csv_table(t) for t in tables},
        "datapackage.json": donnees_ouvertes.ecrire_descripteur(tables, evaluation, edite_le),
    }
    pages = []
    for nom, octets in contenus.items():
        sortie = plan.dossier / "donnees" / nom
        publier(octets, sortie)
        pages.append(Page(sortie, hashlib.sha256(octets).hexdigest(), len(octets)))
    return tuple(pages)
