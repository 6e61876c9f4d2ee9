"""Les fichiers reçus : ce que chacun est, s'il a pu être lu, et ce qui y est à reprendre."""

from __future__ import annotations

from collections import Counter

from markupsafe import Markup

from evaltools.domaine.collecte import FichierLu
from evaltools.domaine.donnees_personnelles import masquer
from evaltools.domaine.lexique import EtatValeur, Gravite
from evaltools.restitution import phrases as p
from evaltools.restitution.annuel.section import paragraphe, section
from evaltools.restitution.collecte.contexte import FICHIER, Contexte, discret, signe_etat
from evaltools.restitution.collecte.corrections import citer
from evaltools.restitution.formats import nombre
from evaltools.restitution.html import Bloc
from evaltools.restitution.tableaux import Colonne, liste, tableau


def bloc(contexte: Contexte) -> Bloc:
    """Écrit le tableau des fichiers reçus, puis ceux que l'on n'a pas pu lire."""
    fichiers = contexte.retours.fichiers
    refuses = contexte.retours.inconnus
    lisibles = len(fichiers) - sum(f in refuses for f in fichiers)
    recus = f"{nombre(len(fichiers))} {p.accorder('reçu', len(fichiers))}"
    dit = f"{p.compter(lisibles, FICHIER)} {p.accorder('lu', lisibles)} sur {recus}."
    corps = [_tableau(contexte)] if fichiers else [paragraphe("Aucun fichier n'a été déposé dans le dossier.", "avis")]
    return section("fichiers", "Les fichiers reçus", "Que valent les fichiers reçus ?", dit, *corps, _refuses(contexte))


def _tableau(contexte: Contexte) -> Markup:
    comptes = Counter((a.fichier, a.gravite) for a in contexte.retours.anomalies)
    lues = ((o, f.nom) for f in contexte.retours.fichiers for o in f.collecte.observations)
    retenues = Counter(o.fichier or nom for o, nom in lues if o.etat is EtatValeur.RENSEIGNE)
    lignes = [
        [
            f.nom,
            p.lister(list(f.concernees)) if f.concernees else "inconnue",
            signe_etat(f.etat),
            nombre(retenues[f.nom]),
            nombre(comptes[f.nom, Gravite.BLOQUANTE]),
            nombre(comptes[f.nom, Gravite.AVERTISSEMENT]),
        ]
        for f in contexte.retours.fichiers
    ]
    colonnes: list[Colonne | str] = [
        "Fichier", "Action", "Lecture", Colonne("Valeurs retenues", nombre=True), Colonne("Bloquant", nombre=True),
        Colonne("À vérifier", nombre=True),
    ]  # fmt: skip
    precision = "dans l'ordre des noms ; la même valeur, dans deux fichiers, est comptée au premier"
    return tableau("Fichiers reçus, un par ligne", colonnes, lignes, precision=precision)


def _refuses(contexte: Contexte) -> Markup:
    refuses = contexte.retours.inconnus
    if not refuses:
        return Markup("")
    puces = [_refus(contexte, f) for f in refuses]
    return Markup("<h3>Fichiers que l'on n'a pas pu lire</h3>{}").format(liste(puces))


def _refus(contexte: Contexte, fichier: FichierLu) -> Markup:
    raisons = [
        a for a in contexte.retours.anomalies if a.fichier == fichier.nom and a.gravite is not Gravite.INFORMATION
    ]
    dites = Markup(" ").join(Markup("{} À faire : {}").format(citer(discret(a)), masquer(a.remede)) for a in raisons)
    return Markup("<strong>{}</strong> : {}").format(fichier.nom, dites or "action inconnue.")
