"""Chaque sorte de classeur, ouverte et remplie dans un vrai LibreOffice, enregistrée en .xlsx et en .ods, et relue.

Un LibreOffice pour tous : on y tape ce qu'un pilote tape, on trie, on supprime, on renomme. Sauté si LibreOffice ou
son « uno » ne sont pas là (sauf avec ``--aucun-saut``).
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path

import openpyxl
import pytest
from fabrique_classeurs import Pilote, les_codes

from evaltools.acces import programmes
from evaltools.acces.classeurs_contexte import Contexte
from evaltools.acces.classeurs_ecriture import ecrire_portee
from evaltools.acces.classeurs_lecture import lire
from evaltools.domaine.attendus import LigneAttendue, est_une_enquete
from evaltools.domaine.coherence import Genre, genre_de_valeur
from evaltools.domaine.collecte import FichierLu
from evaltools.domaine.lexique import EtatAction, EtatValeur, Qualite
from evaltools.domaine.nombres import est_en_pourcent
from evaltools.domaine.porteurs import Portee, attribuer, portee_d_un_porteur, portee_d_une_action, porteurs
from evaltools.domaine.programme import Programme

BUREAU = Path(__file__).with_name("bureau.py")
INPUTS = Path(__file__).resolve().parents[2] / "inputs"
ANNEE = 2026


@cache
def python_du_bureau() -> str:
    """Un Python qui connaît « uno » : celui du système, d'ordinaire ; vide s'il n'y en a pas."""
    for candidat in ("/usr/bin/python3", shutil.which("python3") or "", sys.executable):
        essai = [candidat, "-c", "import uno"]
        if candidat and Path(candidat).exists() and not subprocess.run(essai, capture_output=True).returncode:
            return candidat
    return ""


pytestmark = [
    pytest.mark.lent,
    pytest.mark.bureautique,
    pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice n'est pas installé"),
    pytest.mark.skipif(not python_du_bureau(), reason="le module « uno » de LibreOffice n'est pas installé"),
]

TAPES: dict[Genre, tuple[str, float | None, str]] = {
    Genre.COMPTE: ("1 234", 1234.0, ""),
    Genre.NOMBRE: ("12,5", 12.5, ""),
    Genre.TAUX: ("45 %", 45.0, ""),
    Genre.MONTANT: ("12500,5", 12_500.5, ""),
    Genre.JALON: ("15/03/2026", 1.0, "2026-03-15"),
    Genre.SIGNE: ("-3", -3.0, ""),
    Genre.TEXTE: ("Peu de « médecins » ; des retards", None, "Peu de « médecins » ; des retards"),
}
"""Ce qu'un pilote tape, et ce qui doit s'en relire : la valeur et le texte."""


REMARQUE = "Vu le 12/5, « à suivre »"


@dataclass
class Essai:
    """Un classeur rempli dans LibreOffice : ce qu'on attend de chaque ligne, et les fichiers revenus."""

    portee: Portee
    attendu: dict[tuple[str, str, str], tuple[object, ...]] = field(default_factory=dict)
    saisies: list[tuple[str, str, str]] = field(default_factory=list)
    lignes: dict[tuple[str, str, str], int] = field(default_factory=dict)


def sortes(portee: Portee) -> frozenset[tuple[object, ...]]:
    """Ce qui distingue les classeurs : genres de valeur, rapports, enquêtes, EPCI, unités, opérations multiples."""
    contexte = Contexte(portee, ANNEE)
    trouvees: set[tuple[object, ...]] = {("opérations", len(portee.objets) > 2)}
    for ligne in contexte.lignes:
        i = ligne.indicateur
        genre = genre_de_valeur(contexte.nature(ligne), contexte.unite(ligne), i.libelle)
        trouvees |= {(genre, contexte.est_un_rapport(ligne)), ("maille", i.maille), ("paire", bool(i.paire))}
        trouvees |= {("enquête", est_une_enquete(i)), ("commun", i.operation is None)}
    return frozenset(trouvees)


def choisis() -> Iterator[tuple[str, Portee]]:
    """Les actions des deux programmes qui, ensemble, montrent toutes les sortes ; et un porteur de plusieurs choses."""
    for code in ("cls-avesnois", "sante-artois-douaisis"):
        programme, _ = programmes.lire(INPUTS / code)
        assert programme is not None
        portees = {a.code: portee_d_une_action(programme, a.code) for a in programme.actions}
        reste = frozenset[tuple[object, ...]]().union(*(sortes(p) for p in portees.values()))
        while reste:
            meilleure = max(portees, key=lambda c, r=reste: len(sortes(portees[c]) & r))  # type: ignore[misc]
            reste -= sortes(portees[meilleure])
            yield f"{code} {meilleure}", portees[meilleure]
        yield _porteur(programme)


def _porteur(programme: Programme) -> tuple[str, Portee]:
    """Un porteur de deux actions, à qui manque une opération de la seconde."""
    premiere, seconde = [a for a in programme.actions if len(a.operations) > 1][:2]
    noms = {premiere.code: "CPAM", seconde.code: "CPAM", seconde.operations[0].code: "Mission locale"}
    attribue = attribuer(programme, noms)
    porteur = next(p for p in porteurs(attribue) if p.nom == "CPAM")
    return f"{programme.code} porteur", portee_d_un_porteur(attribue, porteur)


def taper(essai: Essai, chemin: Path) -> None:
    """Prépare ce qu'on tape dans chaque ligne du classeur, et ce qui doit s'en relire."""
    pilote, contexte = Pilote(chemin), Contexte(essai.portee, ANNEE)
    for rang, ligne in enumerate(contexte.lignes):
        numero = _numero(pilote, ligne)
        essai.lignes[ligne.cle] = numero

        def poser(cle: str, texte: str, numero: int = numero) -> None:
            adresse = pilote.feuille().cell(numero, pilote.colonne(cle)).coordinate
            essai.saisies.append(("Indicateurs", adresse, texte))

        genre = genre_de_valeur(contexte.nature(ligne), contexte.unite(ligne), ligne.indicateur.libelle)
        if rang % 5 == 4:
            poser("etat", "non disponible")
            essai.attendu[ligne.cle] = (EtatValeur.NON_DISPONIBLE, None, None, None, "", None, "")
        elif contexte.est_un_rapport(ligne) and rang % 2:
            poser("numerateur", "45")
            poser("denominateur", "60")
            essai.attendu[ligne.cle] = (EtatValeur.RENSEIGNE, None, 45.0, 60.0, "", None, "")
        else:
            texte, valeur, relu = TAPES[genre]
            if genre is Genre.SIGNE and est_en_pourcent(contexte.unite(ligne)):
                texte += " %"
            poser("reponse" if genre is Genre.TEXTE else "valeur", texte)
            poser("qualite", "estimé")
            poser("commentaire", REMARQUE)
            essai.attendu[ligne.cle] = (EtatValeur.RENSEIGNE, valeur, None, None, relu, Qualite.ESTIME, REMARQUE)
    suivi = pilote.feuille("Avancement")
    for numero in range(6, 6 + len(essai.portee.objets)):
        for cle, texte in (("etat", "en cours"), ("debut_reel", "01/02/2026"), ("freins", "Délais")):
            essai.saisies.append(
                ("Avancement", suivi.cell(numero, pilote.colonne(cle, "Avancement")).coordinate, texte)
            )
    argent = pilote.feuille("Financement")
    for cle, texte in (("financeur", "ARS"), ("prevu_eur", "50 000"), ("paye_eur", "0")):
        essai.saisies.append(("Financement", argent.cell(6, _colonne(argent, cle)).coordinate, texte))


def _numero(pilote: Pilote, ligne: LigneAttendue) -> int:
    for rangee in pilote.feuille().iter_rows(min_row=6):
        textes = [str(c.value) for c in rangee if c.value is not None]
        ici = textes and textes[0].endswith(f"[{ligne.indicateur.code}]") and ligne.periode in textes
        if ici and any(t.endswith(f"[{ligne.siren}]") for t in textes[1:]):
            return int(rangee[0].row)
    raise KeyError(ligne.cle)


def _colonne(page: object, cle: str) -> int:
    titres = {"financeur": "Financeur", "prevu_eur": "Prévu (€)", "paye_eur": "Payé (€)"}
    return next(c.column for c in page[5] if c.value == titres[cle])  # type: ignore[index]


@pytest.fixture(scope="module")
def essais(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Essai, Path]]:
    """Remplit tous les classeurs choisis avec un seul LibreOffice ; rend, pour chacun, le dossier des retours."""
    dossier = tmp_path_factory.mktemp("bureau")
    faits: dict[str, tuple[Essai, Path]] = {}
    travaux = []
    for rang, (nom, portee) in enumerate(choisis()):
        place = dossier / str(rang)
        place.mkdir()
        essai = Essai(portee)
        chemin = ecrire_portee(place / "modele.xlsx", Contexte(portee, ANNEE))
        taper(essai, chemin)
        faits[nom] = (essai, place)
        dernier = max(essai.lignes.values())
        derniere = openpyxl.utils.get_column_letter(openpyxl.load_workbook(chemin)["Indicateurs"].max_column)
        gestes = [
            ["trier", "Indicateurs", f"A6:{derniere}{dernier}", 0],
            ["supprimer", "Indicateurs", dernier, 1],
            ["inserer", "Indicateurs", 3, 2],
            ["renommer", "Indicateurs", "Chiffres 2026"],
            ["renommer", "Avancement", "Où en est-on"],
        ]
        sources = {"source": str(chemin), "saisies": essai.saisies}
        travaux.append(sources | {"sorties": [str(place / "Copie de FA (2).xlsx"), str(place / "envoi.ods")]})
        bouscule = [str(place / "bouscule.xlsx"), str(place / "bouscule.ods")]
        travaux.append(sources | {"gestes": gestes, "sorties": bouscule})
    (dossier / "travaux.json").write_text(json.dumps(travaux), encoding="utf-8")
    commande = [python_du_bureau(), str(BUREAU), str(dossier / "travaux.json")]
    subprocess.run(commande, check=True, timeout=600, capture_output=True)
    return faits


def relues(lu: FichierLu) -> dict[tuple[str, str, str], tuple[object, ...]]:
    return {
        (o.indicateur, o.siren, o.periode): (
            o.etat, o.valeur, o.numerateur, o.denominateur, o.texte, o.qualite, o.commentaire,
        )
        for o in lu.collecte.observations
    }  # fmt: skip


def graves(lu: FichierLu) -> list[str]:
    """Les anomalies qui diraient une lecture fautive ; les doutes sur le sens de valeurs inventées n'en sont pas."""
    return [c for c in les_codes(lu.anomalies) if c[:3] in ("FIC", "FEU", "COL") and c not in ("FIC-42",)]


@pytest.mark.parametrize("fichier", ["Copie de FA (2).xlsx", "envoi.ods"])
def test_tout_ce_qui_est_tape_se_relit(essais: dict[str, tuple[Essai, Path]], fichier: str) -> None:
    assert len(essais) >= 4
    for nom, (essai, place) in essais.items():
        lu = lire(place / fichier, essai.portee.programme, ANNEE)
        assert relues(lu) == essai.attendu, nom
        assert graves(lu) == [], nom
        assert [a.etat for a in lu.collecte.avancements] == [EtatAction.EN_COURS] * len(essai.portee.objets), nom
        assert {(a.debut_reel, a.freins) for a in lu.collecte.avancements} == {(date(2026, 2, 1), "Délais")}, nom
        (argent,) = [f for f in lu.collecte.finances if f.prevu_eur is not None]
        assert (argent.financeur, argent.prevu_eur, argent.engage_eur, argent.paye_eur) == ("ARS", 50_000.0, None, 0.0)
        assert ("FIC-42" in les_codes(lu.anomalies)) == fichier.endswith(".ods"), nom


@pytest.mark.parametrize("fichier", ["bouscule.xlsx", "bouscule.ods"])
def test_trie_supprime_insere_renomme_tout_ce_qui_reste_se_relit(
    essais: dict[str, tuple[Essai, Path]], fichier: str
) -> None:
    for nom, (essai, place) in essais.items():
        lu = lire(place / fichier, essai.portee.programme, ANNEE)
        restent = relues(lu)
        assert len(essai.attendu) - 1 <= len(restent) <= len(essai.attendu), nom
        assert restent.items() <= essai.attendu.items(), nom
        assert graves(lu) == [], nom
        assert len([c for c in les_codes(lu.anomalies) if c == "VAL-30"]) <= 1, nom


def test_listes_verrous_et_pages_survivent(essais: dict[str, tuple[Essai, Path]]) -> None:
    for nom, (_, place) in essais.items():
        avant, apres = (openpyxl.load_workbook(place / f) for f in ("modele.xlsx", "Copie de FA (2).xlsx"))
        for titre in ("Indicateurs", "Avancement", "Financement"):
            page, revenue = avant[titre], apres[titre]
            assert revenue.protection.sheet, nom
            assert _deverrouillees(revenue) == _deverrouillees(page), nom
            assert _listes(revenue) == _listes(page), nom
            assert revenue.print_title_rows == page.print_title_rows, nom
            assert revenue.page_setup.orientation == "landscape", nom
        assert set(avant.defined_names) <= set(apres.defined_names), nom


def _deverrouillees(page: object) -> set[str]:
    return {c.coordinate for rangee in page.iter_rows() for c in rangee if not c.protection.locked}  # type: ignore[attr-defined]


def _listes(page: object) -> set[tuple[str, str]]:
    """Chaque cellule qui offre une liste, et laquelle."""
    regles = [r for r in page.data_validations.dataValidation if r.type == "list"]  # type: ignore[attr-defined]
    return {
        (cellule, str(r.formula1).lstrip("="))
        for r in regles
        for plage in str(r.sqref).split()
        for rangee in page[plage if ":" in plage else f"{plage}:{plage}"]  # type: ignore[index]
        for cellule in [c.coordinate for c in rangee]
    }
