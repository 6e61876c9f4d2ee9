"""Les pages d'accueil : celle d'une campagne, qui mène à ses rapports, et celle de toutes les campagnes rendues."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from evaltools.acces.parametres import ParametresCampagne
from evaltools.chaine import journal
from evaltools.chaine.campagne import Campagne
from evaltools.chaine.lot import Issue, dossier_sorties
from evaltools.chaine.rendu import Page
from evaltools.domaine.dictionnaire_tables import TABLES
from evaltools.domaine.lexique import ENSEMBLE, Diffusion
from evaltools.restitution import accueil, portail
from evaltools.restitution.donnees import nom_territoire
from evaltools.restitution.formats import nombre

TITRES = {
    "evaluation_annuelle": "Évaluation annuelle",
    "note_semestrielle": "Note semestrielle",
    "evaluation_finale": "Évaluation finale",
    "cadrage": "Cadrage et évaluabilité",
    "controle_collecte": "Contrôle de la collecte",
}
EDITIONS = {"technique": "édition technique", "copil": "COPIL", "elus": "élus", "citoyenne": "édition citoyenne"}

DONNEES = {
    "donnees.xlsx": "Toutes les tables et leur dictionnaire, xlsx",
    "datapackage.json": "Descripteur des tables, json",
}
SORTES = {"docx": "Word, docx", "pptx": "PowerPoint, pptx"}


def titre_campagne(parametres: ParametresCampagne) -> str:
    """Rend le titre d'une campagne : « Évaluation annuelle 2026 »."""
    return f"{titre_carnet(parametres.carnets[0])} {parametres.periode or parametres.annee}"


def titre_carnet(carnet: str) -> str:
    """Rend le titre d'un carnet ; un carnet maison prend le nom de son fichier.

    Examples
    --------
    >>> titre_carnet("evaluation_annuelle"), titre_carnet("bilan_de_mi_parcours")
    ('Évaluation annuelle', 'Bilan de mi parcours')
    """
    return TITRES.get(carnet, carnet.replace("_", " ").capitalize())


def page_campagne(
    parametres: ParametresCampagne, campagne: Campagne, issues: Sequence[Issue], donnees: Sequence[Page] = ()
) -> str:
    """Écrit la page d'accueil d'une campagne : un tableau des territoires, un lien par rapport, et les données."""
    territoires = dict.fromkeys(i.rapport.territoire for i in issues)
    return portail.page(
        titre_campagne(parametres),
        campagne.programme.titre_court,
        [_entree(parametres, campagne, t, [i for i in issues if i.rapport.territoire == t]) for t in territoires],
        edite_le=parametres.edite_le,
        fictif=campagne.fictif,
        restreinte=parametres.diffusion is Diffusion.RESTREINTE,
        validation=f"{parametres.validation.instance}" if parametres.validation else "",
        fichiers=[
            _fichier(dossier_sorties(parametres), p.sortie, nom_du_fichier(p.sortie.name), p.octets) for p in donnees
        ],
    )


def nom_du_fichier(nom: str) -> str:
    """Dit ce qu'est un fichier de données, et son type.

    Examples
    --------
    >>> nom_du_fichier("resultats.csv"), nom_du_fichier("donnees.xlsx")
    ('Résultats, csv', 'Toutes les tables et leur dictionnaire, xlsx')
    """
    racine, _, suffixe = nom.partition(".")
    if suffixe == "csv":
        return f"{TABLES[racine][0]}, csv"
    return DONNEES[nom]


def _entree(
    parametres: ParametresCampagne, campagne: Campagne, territoire: str, issues: Sequence[Issue]
) -> portail.Entree:
    racine = dossier_sorties(parametres)
    return portail.Entree(
        nom=nom_territoire(campagne.programme, territoire),
        precision=_precision(campagne, territoire),
        liens=tuple(_lien(racine, issue) for issue in issues),
        chiffres=portail.chiffres(campagne.evaluation, territoire),
    )


def _precision(campagne: Campagne, territoire: str) -> str:
    if territoire == ENSEMBLE:
        return f"{len(campagne.programme.territoires)} EPCI"
    epci = campagne.programme.territoire(territoire)
    morceaux = [f"{epci.communes} communes"] if epci.communes else []
    if epci.population:
        morceaux.append(f"{nombre(epci.population)} habitants ({epci.annee_population})")
    return ", ".join(morceaux)


def _lien(racine: Path, issue: Issue) -> portail.Lien:
    rapport = issue.rapport
    titre = f"{titre_carnet(rapport.carnet)}, {EDITIONS.get(rapport.edition, rapport.edition)}"
    adresse = rapport.commande.sortie.relative_to(racine).as_posix()
    if issue.page is None:
        return portail.Lien(titre, adresse, echec=True)
    autres = tuple(_fichier(racine, p.sortie, SORTES[p.format], p.octets) for p in issue.page.autres)
    return portail.Lien(titre, adresse, issue.page.octets, autres=autres)


def _fichier(racine: Path, chemin: Path, sorte: str, octets: int) -> portail.Fichier:
    return portail.Fichier(sorte, chemin.relative_to(racine).as_posix(), octets)


def page_accueil(sorties: Path) -> str:
    """Écrit la page d'accueil de toutes les campagnes rendues, lues dans leurs journaux."""
    campagnes = [c for j in sorted(sorties.glob(f"*/*/*/{journal.NOM}")) if (c := _campagne(sorties, j.parent))]
    return accueil.page(campagnes)


def _campagne(sorties: Path, dossier: Path) -> accueil.CampagneRendue | None:
    contenu = journal.lire(dossier).get("reproductible")
    if not contenu or not (dossier / "index.html").is_file():
        return None
    parametres, rapports = contenu["parametres"], contenu["rapports"]
    return accueil.CampagneRendue(
        programme=contenu["programme"],
        titre=f"{titre_carnet(parametres['carnets'][0])} {parametres['periode'] or parametres['annee']}",
        adresse=(dossier / "index.html").relative_to(sorties).as_posix(),
        rapports=sum(r["etat"] == "rendu" for r in rapports),
        echecs=sum(r["etat"] != "rendu" for r in rapports),
        diffusion=parametres["diffusion"],
        edite_le=date.fromisoformat(parametres["edite_le"]),
        fictif=contenu["fictif"],
    )
