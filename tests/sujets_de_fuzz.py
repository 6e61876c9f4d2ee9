"""Ce que l'on abîme au hasard : tout ce qu'un utilisateur peut donner à l'outil, lu comme une commande le lit."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from fabrique import NORD, SUD, programme_essai
from fabrique_classeurs import PROGRAMME, Pilote, abimer
from mutations import Epreuve, muter_classeur, muter_texte

from evaltools.acces import (
    cadrages,
    parametres,
    programmes,
    programmes_classeur,
    programmes_ecriture,
    programmes_import,
)
from evaltools.acces.classeurs_lecture import lire
from evaltools.chaine import jugement
from evaltools.chaine.erreurs import ErreurUtilisateur
from evaltools.domaine.anomalies import Anomalie

RACINE = Path(__file__).resolve().parents[1]


def dite(anomalies: Iterable[Anomalie]) -> None:
    """Chaque anomalie se dit en trois lignes : constat, conséquence, remède."""
    for anomalie in anomalies:
        texte = str(anomalie)
        assert texte.startswith("["), texte
        assert texte.count("\n") == 2, texte


def remplir(p: Pilote) -> None:
    p.saisir("FA 1.1.1-QT1", SUD, valeur=12, source="Registre", commentaire="Bien")
    p.saisir("FA 1.1.1-QT1", NORD, valeur="< 5")
    p.saisir("FA 1.1.1-QT2", SUD, numerateur=3, denominateur=4)
    p.saisir("FA 1.1.1-QL1", "", reponse="Rien à dire")
    p.saisir("FA 1.1.1", "", "Avancement", etat="reportée", motif="Poste")


def collecte(place: Path) -> Epreuve:
    def issue(chemin: Path) -> str:
        lu = lire(chemin, PROGRAMME, 2026)
        dite(lu.anomalies)
        assert lu.etat != "refusé" or (not lu.collecte.observations and len(lu.anomalies) == 1)
        return lu.etat

    return Epreuve("mutant.xlsx", abimer(place, remplir).read_bytes(), muter_classeur, issue)


def cadrage(place: Path) -> Epreuve:
    def issue(chemin: Path) -> str:
        lu, anomalies = cadrages.lire(chemin, PROGRAMME)
        dite(anomalies)
        assert lu is not None
        return "avec anomalies" if anomalies else "sain"

    return Epreuve("cadrage.xlsx", cadrages.ecrire(place / "c.xlsx", PROGRAMME).read_bytes(), muter_classeur, issue)


def juger(table: bytes, nom: str, muter: Callable[..., bytes]) -> Callable[[Path], Epreuve]:
    def issue(chemin: Path) -> str:
        try:
            lue = jugement.ouvrir(chemin)
        except ErreurUtilisateur as erreur:
            dite(erreur.anomalies)
            return "refusé" if erreur.code == 11 else f"code {erreur.code}"
        dite(lue.anomalies)
        return "jugé" if jugement.en_texte(lue.lignes()).count("\n") > 1 else "rien à juger"

    return lambda place: Epreuve(nom, table or _table_xlsx(place), muter, issue)


TABLE = """\
indicateur;libelle;nature;sens;cumul;unite;valeur_initiale;annee_initiale;cible;annee_cible;debut;fin;annee;valeur;\
numerateur;denominateur;etat
A;Nombre de séances;nombre;hausse;flux;séances;;;40;2028;2024;2028;2024;12;;;
A;;;;;;;;;;;;2025;"1 200,5";;;
A;;;;;;;;;;;;2026;;;;non_disponible
B;Taux de recours;taux;baisse;ratio;%;40;2023;20;2028;2024;2028;2025;;30;100;
B;;;;;;;;;;;;2026;28 %;;;
C;Signature;jalon;;;;;;;2026;;;2026;1;;;
"""


def _table_xlsx(place: Path) -> bytes:
    import openpyxl

    classeur = openpyxl.Workbook()
    for ligne in TABLE.splitlines():
        classeur.active.append(ligne.split(";"))
    classeur.save(place / "table.xlsx")
    return (place / "table.xlsx").read_bytes()


def _monde(place: Path) -> Path:
    dossier = place / "inputs" / "cls-essai"
    programmes_ecriture.ecrire(programme_essai(), dossier)
    return dossier


def fiche(fichier: str) -> Callable[[Path], Epreuve]:
    """Une fiche, ou la tête du programme, abîmée au milieu de fiches saines."""

    def preparer(place: Path) -> Epreuve:
        dossier = _monde(place)
        modele = (dossier / fichier).read_bytes()

        def issue(chemin: Path) -> str:
            (dossier / fichier).write_bytes(chemin.read_bytes())
            lu, anomalies = programmes.lire(dossier)
            dite(anomalies)
            assert lu is not None or anomalies
            return "lu" if lu is not None else "refusé"

        return Epreuve("mutant.yaml", modele, muter_texte, issue)

    return preparer


def classeur_de_programme(place: Path) -> Epreuve:
    def issue(chemin: Path) -> str:
        lu, anomalies = programmes_import.lire(chemin)
        dite(anomalies)
        assert lu is not None or anomalies
        return "lu" if lu is not None else "refusé"

    modele = programmes_classeur.ecrire(programme_essai(), place / "p.xlsx").read_bytes()
    return Epreuve("programme.xlsx", modele, muter_classeur, issue)


def campagne(_: Path) -> Epreuve:
    def issue(chemin: Path) -> str:
        lue, anomalies = parametres.lire_campagne(chemin)
        dite(anomalies)
        assert (lue is None) == bool(anomalies)
        return "lu" if lue is not None else "refusé"

    modele = (RACINE / "params" / "cls-avesnois-2026.yaml").read_bytes()
    return Epreuve("campagne.yaml", modele, muter_texte, issue)


def bareme(_: Path) -> Epreuve:
    def issue(chemin: Path) -> str:
        lu, anomalies = parametres.lire_bareme(chemin)
        dite(anomalies)
        assert lu is not None or anomalies
        return "lu" if lu is not None else "refusé"

    return Epreuve("bareme.yaml", (RACINE / "params" / "bareme.yaml").read_bytes(), muter_texte, issue)


SUJETS: dict[str, Callable[[Path], Epreuve]] = {
    "collecte": collecte,
    "cadrage": cadrage,
    "juger_csv": juger(TABLE.encode(), "table.csv", muter_texte),
    "juger_xlsx": juger(b"", "table.xlsx", muter_classeur),
    "fiche": fiche("fiches/FA-1.1.yaml"),
    "tete": fiche("programme.yaml"),
    "classeur_de_programme": classeur_de_programme,
    "campagne": campagne,
    "bareme": bareme,
}
