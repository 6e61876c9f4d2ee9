"""Rien de ce qu'une cellule, un nom de fichier ou un paramètre porte ne devient un élément ou un attribut de page.

Tout le petit monde est piégé : libellés, intitulés, territoires, réponses, commentaires, noms de fichiers, instance.
Les façades sont lues dans la campagne : un nouveau rapport est éprouvé de lui-même, dans toutes ses éditions.
"""

from __future__ import annotations

import inspect
import shutil
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from datetime import date
from enum import Enum
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from fabrique import NORD, SUD
from fabrique_classeurs import Pilote
from fabrique_fautes import AV, EN, FI, JALON, QL2, QT1, TAUX, TEXTE

import evaltools
from evaltools.acces import programmes, programmes_ecriture
from evaltools.acces.classeurs_ecriture import ecrire
from evaltools.chaine.campagne import Campagne
from evaltools.restitution import accueil, portail
from evaltools.restitution.page import assembler
from evaltools.restitution.plans import EDITIONS

PIEGES = (
    "<pirate-x data-pirate=1>", '" data-pirate="1', "' data-pirate='1", "</style><pirate-x>", "--><pirate-x>",
    "]]><pirate-x>", "</title><pirate-x>", "<script>pirate()</script>", "<img src=x onerror=pirate()>",
    "<svg/onload=pirate()>", "[x](javascript:pirate())", "&lt;pirate-x&gt;", "{{ pirate }}", "</textarea><pirate-x>",
    "javascript:pirate()", "</svg><pirate-x>",
)  # fmt: skip
CODES = frozenset(
    "code siren indicateur action operation axe objectif paire role_paire famille fichier unite frequence "
    "code_objectif_operationnel".split()
)
"""Champs qui identifient ou qui se choisissent dans une liste : le schéma y refuse tout autre texte."""
FICHIER = """FA <pirate-x data-pirate=1>"'&{{ pirate }}.xlsx"""


def pieger(objet: Any, rang: int = 0) -> Any:
    """Ajoute un piège à chaque texte libre d'un objet du domaine, à toutes les profondeurs."""
    if is_dataclass(objet) and not isinstance(objet, type):
        changes = {
            champ.name: pieger(getattr(objet, champ.name), rang + n)
            for n, champ in enumerate(fields(objet))
            if champ.name not in CODES
        }
        return replace(objet, **changes)
    if isinstance(objet, tuple):
        return tuple(pieger(o, rang + n) for n, o in enumerate(objet))
    if isinstance(objet, str) and not isinstance(objet, Enum):
        return f"{objet} {PIEGES[rang % len(PIEGES)]}"
    return objet


def remplir(p: Pilote) -> None:
    tout = " ".join(PIEGES)
    p.saisir(QT1, SUD, valeur=12, commentaire=tout, source=tout)
    p.saisir(QT1, NORD, valeur=PIEGES[0])
    p.saisir(TAUX, SUD, numerateur=30, denominateur=60, commentaire=tout)
    p.saisir(TAUX, NORD, valeur=PIEGES[1], etat=PIEGES[2], qualite=PIEGES[3])
    p.saisir(JALON, "", valeur=PIEGES[4])
    p.saisir(TEXTE, "", reponse=tout)
    libres = dict.fromkeys(("motif", "decision", "faits_marquants", "freins", "leviers", "reorientation"), tout)
    p.saisir("FA 1.1", "", AV, etat="reportée", **libres)
    p.saisir("FA 1.1.1", "", AV, etat=PIEGES[5], **libres)
    for cle, valeur in (("financeur", tout), ("prevu_eur", 1000), ("commentaire", tout)):
        p.feuille(FI).cell(6, p.colonne(cle, FI)).value = valeur
    p.saisir(QL2, "", EN, realisee="oui", sollicites=80, repondants=20)


@pytest.fixture(scope="module")
def racine(monde_vierge: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Écrit le monde piégé dans ses fichiers, comme il serait reçu."""
    racine = tmp_path_factory.mktemp("piege") / "monde"
    shutil.copytree(monde_vierge, racine)
    entrees = racine / "inputs" / "cls-essai"
    lu, _ = programmes.lire(entrees)
    assert lu is not None
    programmes_ecriture.ecrire(pieger(lu), entrees)
    relu, anomalies = programmes.lire(entrees)
    assert relu is not None, anomalies
    (entrees / "cadrage.xlsx").unlink()
    recus = entrees / "2026" / "collecte"
    for ancien in recus.iterdir():
        ancien.unlink()
    pilote = Pilote(ecrire(recus / FICHIER, relu, "FA 1.1", 2026))
    remplir(pilote)
    pilote.enregistrer()
    (recus / f"copie {FICHIER}").write_bytes(b"a;b")
    textes = entrees / "2026" / "textes"
    textes.mkdir()
    (textes / "essentiel.md").write_text("\n\n".join((*PIEGES, "![x](https://pirate.example/x.png)")), "utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("EVALTOOLS_RACINE", str(racine))
        yield racine


class Lecteur(HTMLParser):
    """Lit une page comme un navigateur : éléments, attributs, adresses ; et le texte, où les pièges doivent rester."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.fautes: list[str] = []
        self.textes: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("script", "iframe", "object", "embed", "base", "form", "pirate-x"):
            self.fautes.append(f"élément <{tag}>")
        for nom, valeur in attrs:
            if "pirate" in nom or nom.startswith("on") or nom in ("srcdoc", "formaction"):
                self.fautes.append(f"attribut {nom} de <{tag}>")
            if nom in ("href", "src", "action", "xlink:href", "data") and not _adresse_admise(valeur or ""):
                self.fautes.append(f"adresse {valeur!r} de <{tag}>")
            if nom == "style" and "pirate" in (valeur or ""):
                self.fautes.append(f"style de <{tag}>")

    def handle_data(self, data: str) -> None:
        self.textes.append(data)


def _adresse_admise(adresse: str) -> bool:
    """Une ancre, un fichier voisin, une image incorporée ou une page du web ; jamais du code, ni un serveur pirate."""
    schema = adresse.partition(":")[0].strip().casefold() if ":" in adresse else ""
    return schema in ("", "https", "mailto") or (adresse.startswith("data:image/") and "pirate" not in adresse)


def examiner(page: str) -> tuple[list[str], str]:
    """Rend ce qu'une page a d'actif, et tout son texte."""
    lecteur = Lecteur()
    lecteur.feed(page)
    lecteur.close()
    return sorted(set(lecteur.fautes)), "".join(lecteur.textes)


def facades() -> list[str]:
    """Les méthodes de la campagne qui préparent un rapport, d'après ce qu'elles disent rendre."""
    methodes = inspect.getmembers(Campagne, inspect.isfunction)
    return [n for n, m in methodes if str(inspect.signature(m).return_annotation).startswith(("Rapport", "Note"))]


def pages(nom: str, finale: bool = False) -> Iterator[tuple[str, str]]:
    """Toutes les éditions d'un rapport, pour l'ensemble et pour un EPCI : la page entière, et chaque aperçu."""
    campagne = evaltools.ouvrir("cls-essai", 2026, finale=finale)
    methode = getattr(campagne, nom)
    connus = inspect.signature(methode).parameters
    essais = {"validation": " ".join(PIEGES)} if "validation" in connus else {}
    for edition in EDITIONS:
        for territoire in ("ensemble", SUD) if "territoire" in connus else ("",):
            options = {"edition": edition} | ({"territoire": territoire} if territoire else {})
            try:
                blocs = methode(**options, **essais).blocs()
            except ValueError:
                continue  # ce rapport n'a pas cette édition
            charges = [{"ancre": b.ancre, "titre": b.titre, "html": b.contenu, **b.page} for b in blocs]
            yield f"{edition}, {territoire}", assembler(charges[0], charges[1:])
            apercus = (str(b._repr_mimebundle_()["text/html"]) for b in blocs)
            yield f"{edition}, {territoire}, aperçu", "".join(apercus)


@pytest.mark.parametrize("nom", facades())
def test_aucun_texte_recu_ne_devient_un_element_d_un_rapport(racine: Path, nom: str) -> None:
    vues = dict(pages(nom, finale=nom == "rapport_final"))
    assert vues, f"aucune édition de {nom} n'a été rendue"
    for titre, page in vues.items():
        fautes, texte = examiner(page)
        assert fautes == [], f"{nom}, {titre}"
        assert "pirate" in texte, f"{nom}, {titre} : aucun piège n'y est arrivé, ce test ne prouve rien"


def test_il_y_a_des_facades_a_eprouver() -> None:
    assert {"rapport_annuel", "rapport_collecte"} <= set(facades())


@pytest.mark.parametrize("piege", PIEGES)
def test_l_index_et_l_accueil_n_ont_rien_d_actif(piege: str) -> None:
    lien = portail.Lien(piege, f"{piege}.html", 12)
    entree = portail.Entree(piege, piege, (lien, portail.Lien(piege, echec=True)), None)
    page = portail.page(piege, piege, [entree], edite_le=date(2027, 1, 15), validation=piege)
    champs = {
        c.name: {"str": piege, "int": 1, "bool": True}.get(str(c.type), piege) for c in fields(accueil.CampagneRendue)
    }
    rendue = accueil.CampagneRendue(**champs | {"edite_le": date(2027, 1, 15)})  # type: ignore[arg-type]
    for html in (page, accueil.page([rendue])):
        fautes, texte = examiner(html)
        assert [f for f in fautes if "adresse" not in f] == []
        assert "pirate" in texte or "pirate" not in piege


def test_l_examen_voit_un_element_et_un_attribut_injectes() -> None:
    """Le contrôle lui-même : chaque piège, posé tel quel, est vu s'il devient actif."""
    actifs = (
        "<pirate-x data-pirate=1>", "<script>pirate()</script>", "<img src=x onerror=pirate()>",
        "<a href='javascript:pirate()'>x</a>", '<p title="" data-pirate="1">', "<svg/onload=pirate()>",
    )  # fmt: skip
    for piege in actifs:
        assert examiner(f"<p>{piege}</p>")[0], piege
    assert examiner("<p>&lt;pirate-x&gt;</p>") == ([], "<pirate-x>")
