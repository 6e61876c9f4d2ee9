"""Les mesures : observations recueillies, puis valeur annuelle que l'on juge (methode §2, §3 et §11)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from evaltools.domaine.incertitude import Sondage
from evaltools.domaine.lexique import EtatValeur, Qualite


@dataclass(frozen=True, slots=True)
class Observation:
    """Une valeur recueillie, avec sa provenance (contrat : ``docs/dictionnaire.md``).

    ``siren`` : SIREN de l'EPCI, ou « ensemble ». ``periode`` : « 2026 », « 2026-S1 », « 2026-T3 » ou
    « 2025/2026 ». ``valeur`` ``None`` : pas de valeur (l'état dit pourquoi) ; 0 est une valeur.
    """

    programme: str
    action: str
    indicateur: str
    siren: str
    periode: str
    etat: EtatValeur
    operation: str | None = None
    valeur: float | None = None
    numerateur: float | None = None
    denominateur: float | None = None
    texte: str = ""
    qualite: Qualite | None = None
    source: str = ""
    commentaire: str = ""
    fichier: str = ""
    feuille: str = ""
    cellule: str = ""
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class Mesure:
    """Ce que l'on sait d'un indicateur, sur un territoire, pour une année.

    ``valeur`` ``None`` : pas de valeur (``etat`` et ``qualites`` disent pourquoi). ``complete`` faux : une partie de
    l'année, ou une partie des EPCI, n'a pas répondu ; pour un flux la valeur n'est alors qu'un minimum.
    ``epci_renseignes`` et ``epci_concernes`` : ``None`` si la mesure ne vient pas d'une réunion d'EPCI. ``sondage`` :
    ce que la source dit de sa précision (``None`` : compte exhaustif).
    """

    annee: int
    etat: EtatValeur = EtatValeur.RENSEIGNE
    valeur: float | None = None
    numerateur: float | None = None
    denominateur: float | None = None
    qualites: frozenset[Qualite] = frozenset()
    complete: bool = True
    texte: str = ""
    fichier: str = ""
    feuille: str = ""
    cellule: str = ""
    epci_renseignes: int | None = None
    epci_concernes: int | None = None
    sondage: Sondage | None = None

    @property
    def sans_objet(self) -> bool:
        """Dit si l'indicateur ne s'applique pas cette année-là."""
        return self.etat is EtatValeur.SANS_OBJET

    @property
    def muette(self) -> bool:
        """Dit si rien n'a été déclaré : un blanc, qui ne se distingue pas d'une ligne absente.

        Un ensemble sans total parce que quelques EPCI seulement ont répondu n'est pas muet (règle R-64).
        """
        return self.etat is EtatValeur.NON_RENSEIGNE and not self.epci_renseignes

    @property
    def secrete(self) -> bool:
        """Dit si la valeur existe mais ne peut pas être montrée."""
        return Qualite.SECRET in self.qualites

    @property
    def connue(self) -> bool:
        """Dit si une valeur peut être lue et jugée : renseignée, non secrète, calculable."""
        return self.etat is EtatValeur.RENSEIGNE and not self.secrete and self.valeur is not None

    @property
    def denominateur_nul(self) -> bool:
        """Dit si un ratio est déclaré mais ne se calcule pas : dénominateur nul ou absent.

        Un numérateur absent devant un vrai dénominateur est une valeur qui manque, pas un dénominateur nul.
        """
        declare = self.numerateur is not None or self.denominateur == 0
        return self.etat is EtatValeur.RENSEIGNE and declare and not self.secrete and self.valeur is None


@dataclass(frozen=True, slots=True)
class Serie:
    """Les mesures d'un indicateur sur un territoire, par année. ``abandon`` : année où il a été abandonné.

    ``cumuls`` : dans l'édition publique, les cumuls d'un flux que l'on publie alors que des années sont masquées.

    Examples
    --------
    >>> serie = Serie.de({2025: 12, 2026: None})
    >>> serie.mesure(2025).valeur, serie.mesure(2026).muette, serie.mesure(2030).muette
    (12.0, True, True)
    """

    mesures: Mapping[int, Mesure] = field(default_factory=dict)
    abandon: int | None = None
    cumuls: Mapping[int, float] = field(default_factory=dict)

    @classmethod
    def de(cls, valeurs: Mapping[int, float | None], abandon: int | None = None) -> Serie:
        """Fabrique une série de nombres ; ``None`` : non renseigné."""
        etats = {True: EtatValeur.NON_RENSEIGNE, False: EtatValeur.RENSEIGNE}
        mesures = {
            annee: Mesure(annee, etats[valeur is None], None if valeur is None else float(valeur))
            for annee, valeur in valeurs.items()
        }
        return cls(mesures, abandon)

    def mesure(self, annee: int) -> Mesure:
        """Rend la mesure d'une année ; une année absente est « non renseignée »."""
        return self.mesures.get(annee) or Mesure(annee, EtatValeur.NON_RENSEIGNE)

    def jusqu_a(self, annee: int, apres: int | None = None) -> Iterator[Mesure]:
        """Parcourt les mesures de la plus récente à la plus ancienne, après ``apres`` (exclue), jusqu'à ``annee``."""
        for an in sorted(self.mesures, reverse=True):
            if an <= annee and (apres is None or an > apres):
                yield self.mesures[an]


def rapport(numerateur: float | None, denominateur: float | None, facteur: float = 1.0) -> float | None:
    """Calcule un ratio ; ``None`` (jamais 0) quand le dénominateur est nul ou qu'un terme manque (règle R-10).

    Examples
    --------
    >>> rapport(45, 60), rapport(45, 60, 100), rapport(3, 0), rapport(None, 4)
    (0.75, 75.0, None, None)
    """
    if numerateur is None or not denominateur:
        return None
    return numerateur * facteur / denominateur


_POUR = re.compile(r"(?:pour|/|par)\s*((?:\d[\d\s\u00a0\u202f.]*\d|\d))")


def facteur_du_ratio(unite: str) -> float:
    """Rend ce par quoi un ratio se multiplie pour être dans l'unité de sa cible (règle R-10).

    « % » : 100 ; « ‰ » : 1 000 ; « pour 100 000 habitants » : 100 000 ; sinon 1.

    Examples
    --------
    >>> facteur_du_ratio("%"), facteur_du_ratio("‰"), facteur_du_ratio("pour 100 000 habitants"), facteur_du_ratio("")
    (100.0, 1000.0, 100000.0, 1.0)
    """
    texte = unite.casefold()
    if "%" in texte or "pourcent" in texte:
        return 100.0
    if "‰" in texte:
        return 1000.0
    trouve = _POUR.search(texte)
    chiffres = re.sub(r"\D", "", trouve[1]) if trouve else ""
    return float(chiffres) if chiffres and int(chiffres) > 0 else 1.0
