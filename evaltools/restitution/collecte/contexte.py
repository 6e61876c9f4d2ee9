"""Ce que toutes les parties du contrôle se partagent, et les mots de la collecte."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from evaltools.domaine.anomalies import Anomalie
from evaltools.domaine.donnees_personnelles import masquer
from evaltools.domaine.lexique import ENSEMBLE, Gravite
from evaltools.domaine.porteurs import SANS_PORTEUR
from evaltools.domaine.programme import Action
from evaltools.domaine.retours import Compte, LigneRecue, Retours, compter
from evaltools.restitution import phrases as p
from evaltools.restitution.formats import nombre, pct
from evaltools.restitution.phrases import Nom

BLOQUANTE = Nom("anomalie bloquante", "anomalies bloquantes", feminin=True)
A_VERIFIER = Nom("point à vérifier", "points à vérifier")
FICHIER = Nom("fichier", "fichiers")
EXPLICATION = (
    "Une valeur est attendue par indicateur, territoire et période ; ce qui est déclaré « sans objet » n'est pas "
)
EXPLICATION += (
    "attendu. Une valeur est renseignée (zéro en est une), expliquée (l'état dit pourquoi elle manque : « non "
)
EXPLICATION += "disponible » ou « enquête non réalisée »), à corriger (ce qui est saisi ne se lit pas) ou blanche."

_SIGNES = {Gravite.BLOQUANTE: ("s-de", "Bloquant"), Gravite.AVERTISSEMENT: ("alerte", "À vérifier")}
_ETATS = {
    "lu": ("s-ok", "Lu"),
    "lu avec réserves": ("s-ac", "Lu, à corriger"),
    "refusé": ("s-de", "Refusé"),
    "doublon": ("s-so", "Reçu deux fois"),
}


@dataclass(frozen=True)
class Contexte:
    """Le contrôle d'une collecte, vu d'un territoire.

    ``siren`` : les comptes se limitent à lui (« ensemble » : tout). ``edite_le`` ``None`` : la date n'est pas imprimée.
    """

    retours: Retours
    siren: str = ENSEMBLE
    edite_le: date | None = None
    diffusion: str = "restreinte"
    empreinte: str = ""
    accueil: str = ""

    @property
    def publique(self) -> bool:
        """Dit si rien de ce que les pilotes ont saisi ne doit paraître."""
        return self.diffusion == "publique"

    @property
    def lignes(self) -> tuple[LigneRecue, ...]:
        """Les valeurs attendues du territoire."""
        if self.siren == ENSEMBLE:
            return self.retours.lignes
        return tuple(ligne for ligne in self.retours.lignes if ligne.attendue.siren == self.siren)

    @property
    def total(self) -> Compte:
        """Le compte du territoire."""
        return compter(self.lignes)

    @property
    def nom(self) -> str:
        """Le nom du territoire."""
        programme = self.retours.programme
        return "Ensemble du programme" if self.siren == ENSEMBLE else programme.territoire(self.siren).nom

    def compter(self, gravite: Gravite) -> int:
        """Compte les anomalies d'une gravité (celles des classeurs absents n'en sont pas)."""
        return sum(a.gravite is gravite and a.code != "ACT-01" for a in self.retours.anomalies)


def signe(gravite: Gravite) -> Markup:
    """Écrit une gravité : un symbole et un mot."""
    classe, mot = _SIGNES[gravite]
    return Markup('<span class="st {}">{}</span>').format(classe, mot)


def signe_etat(etat: str) -> Markup:
    """Écrit l'état d'un fichier : un symbole et un mot."""
    classe, mot = _ETATS[etat]
    return Markup('<span class="st {}">{}</span>').format(classe, mot)


def remontees(compte: Compte) -> str:
    """Écrit « 160 sur 210 (76 %) » ; « rien d'attendu » s'il n'y a pas de valeur attendue.

    Examples
    --------
    >>> remontees(Compte(4, 3)).replace(chr(0x202F), " "), remontees(Compte())
    ('3 sur 4 (75 %)', 'rien d’attendu')
    """
    if compte.part is None:
        return "rien d’attendu"
    return f"{nombre(compte.renseignees)} sur {nombre(compte.attendues)} ({pct(compte.part)})"


def bilan(compte: Compte) -> str:
    """Écrit en une phrase ce qui est renseigné, expliqué, blanc et hors du compte.

    Examples
    --------
    >>> bilan(Compte(20, 12, 3, 1)).replace(chr(0xA0), " ")
    '12 valeurs renseignées sur 20 attendues ; 3 expliquées par leur état, 5 blanches ; 1 sans objet, hors du compte.'
    """
    n, total = compte.renseignees, compte.attendues
    if not total:
        return "Aucune valeur n'est attendue."
    suite = [f"{nombre(compte.expliquees)} {p.accorder('expliqué', compte.expliquees, p.VALEUR)} par leur état"]
    suite = [suite[0].replace("leur", "son") if compte.expliquees == 1 else suite[0]] * bool(compte.expliquees)
    suite += [f"{nombre(compte.a_corriger)} à corriger"] * bool(compte.a_corriger)
    suite += [f"{nombre(compte.blanches)} {p.accorder('blanche', compte.blanches)}"] * bool(compte.blanches)
    hors = f"{nombre(compte.sans_objet)} sans objet, hors du compte" if compte.sans_objet else ""
    dit = f"{p.compter(n, p.VALEUR)} {p.accorder('renseigné', n, p.VALEUR)} sur {nombre(total)} "
    dit += p.accorder("attendu", total, p.VALEUR)
    return " ; ".join(part for part in (dit, ", ".join(suite), hors) if part) + "."


def nom_du_porteur(nom: str) -> str:
    """Écrit un porteur ; celui que les fiches ne nomment pas est dit tel."""
    return "Porteur non précisé dans la fiche" if nom in ("", SANS_PORTEUR) else nom


def titre_d_action(action: Action) -> Markup:
    """Écrit une action : son code, puis son intitulé."""
    return Markup("<i>{}</i> {}").format(action.code, action.intitule)


def discret(anomalie: Anomalie) -> str:
    """Rend le constat d'une anomalie, sans ce qui y désigne quelqu'un."""
    return p.majuscule(masquer(anomalie.constat))


def trier(anomalies: Iterable[Anomalie]) -> list[Anomalie]:
    """Range les anomalies : les bloquantes d'abord, puis dans l'ordre où elles viennent."""
    ordre = list(Gravite)
    return sorted(anomalies, key=lambda a: ordre.index(a.gravite))
