"""De la campagne de rendu aux fichiers publiés : rapports, données, journal, page d'accueil."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evaltools.acces.parametres import ParametresCampagne, lire_campagne
from evaltools.chaine import journal, lieux, lot, portail
from evaltools.chaine.campagne import Campagne, ouvrir, verifier_territoire
from evaltools.chaine.erreurs import CODE_ENTREES, CODE_PARAMETRES, ErreurUtilisateur
from evaltools.chaine.lot import Issue, Rapport
from evaltools.chaine.rendu import Page, publier
from evaltools.domaine.anomalies import signaler
from evaltools.restitution import donnees
from evaltools.restitution.annuel.contexte import EDITIONS

__all__ = ["CODE_ENTREES", "Bilan", "Plan", "planifier", "produire"]


@dataclass(frozen=True)
class Plan:
    """Ce qu'une campagne va rendre ; ``deja`` : les rapports dont aucune entrée n'a changé."""

    parametres: ParametresCampagne
    campagne: Campagne
    rapports: tuple[Rapport, ...]
    deja: dict[str, Page]

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

    def phrase(self) -> str:
        """Dit en une phrase combien de rapports ont été rendus, repris ou manqués, et où ils sont."""
        comptes = {etat: sum(i.etat == etat for i in self.issues) for etat in ("rendu", "inchangé", "échoué")}
        accords = {"rendu": "rendu(s)", "inchangé": "inchangé(s)", "échoué": "échoué(s)"}
        morceaux = [f"{n} {accords[etat]}" for etat, n in comptes.items() if n]
        return f"{len(self.issues)} rapport(s) : {', '.join(morceaux)}. Tout est dans {self.index.parent}."


def planifier(chemin: Path, *, tout: bool = False) -> Plan:
    """Lit une campagne de rendu, ouvre ses données et dresse la liste de ses rapports.

    Raises
    ------
    ErreurUtilisateur
        Paramètres fautifs (10), programme ou cadrage fautifs (11), secret qui serait rompu (13).
    """
    parametres, fautes = lire_campagne(chemin)
    if parametres is None:
        raise ErreurUtilisateur(fautes, code=CODE_PARAMETRES)
    lieux.verifier_code(parametres.programme)
    refuser_editions(parametres.editions)
    campagne = ouvrir(**ouverture(parametres))
    for territoire in parametres.territoires:
        verifier_territoire(campagne.programme, territoire)
    campagne.exiger_le_secret()
    rapports = lot.preparer(parametres, campagne)
    deja = {} if tout else dict(journal.inchanges(lot.dossier_sorties(parametres), rapports))
    return Plan(parametres, campagne, rapports, deja)


def refuser_editions(editions: Iterable[str]) -> None:
    """Refuse (PAR-11) les éditions que les carnets ne savent pas encore rendre, toutes à la fois."""
    produites = ", ".join(EDITIONS)
    fautes = tuple(signaler("PAR-11", edition=e, produites=produites) for e in editions if e not in EDITIONS)
    if fautes:
        raise ErreurUtilisateur(fautes, code=CODE_PARAMETRES)


def ouverture(parametres: ParametresCampagne) -> dict[str, Any]:
    """Rend les arguments d'``ouvrir`` que demande une campagne de rendu."""
    return {
        "programme": parametres.programme,
        "annee": parametres.annee,
        "diffusion": str(parametres.diffusion),
        "arrete_le": parametres.arrete_le.isoformat(),
    }


def produire(plan: Plan, *, travailleurs: int = 1, suivre: Callable[[Issue], None] = lambda _issue: None) -> Bilan:
    """Rend ce qui doit l'être, puis publie les données, le journal et les pages d'accueil."""
    rendus = lot.rendre_tout(
        plan.a_rendre, travailleurs=travailleurs, ouverture=ouverture(plan.parametres), suivre=suivre
    )
    par_cle = {i.rapport.cle: i for i in rendus}
    issues = tuple(par_cle.get(r.cle) or Issue(r, "inchangé", plan.deja[r.cle]) for r in plan.rapports)
    evaluation = plan.campagne.evaluation
    publier(donnees.ecrire_csv_resultats(evaluation), plan.dossier / "donnees" / "resultats.csv")
    publier(donnees.ecrire_csv_observations(evaluation), plan.dossier / "donnees" / "observations.csv")
    journal.ecrire(plan.dossier, plan.parametres, plan.campagne, issues)
    index = plan.dossier / "index.html"
    publier(portail.page_campagne(plan.parametres, plan.campagne, issues).encode("utf-8"), index)
    publier(portail.page_accueil(lieux.racine() / "outputs").encode("utf-8"), lieux.racine() / "outputs" / "index.html")
    return Bilan(issues, index)
