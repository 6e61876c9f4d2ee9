"""L'identité d'un classeur de collecte et de ses lignes : ce qui survit au renommage, au tri et à la recopie.

Ce que l'on voit fait foi (le code entre crochets, la ligne d'identité de chaque feuille) ; la clé cachée n'est qu'un
témoin. Clés et lignes d'identité finissent par des lettres de contrôle : une recopie par étirement, qui change le
dernier chiffre d'un texte, ne les change pas, et une retouche se voit.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

from evaltools.domaine.nombres import nettoyer, plier

_LETTRES = "bcdfghjkmnpqrstvwxz"
_LIGNE = re.compile(
    r"(?P<programme>[A-Za-z0-9-]+) ?/ ?(?P<annee>\d{4}) ?/ ?(?P<action>[^/#]+?) ?/ ?v(?P<version>\d+) ?"
    r"#(?P<controle>[a-z]+)"
)
_PORTEUR = "PORTEUR "
_CROCHETS = re.compile(r"\[([^\[\]]+)\]\s*$")


@dataclass(frozen=True, slots=True)
class Identite:
    """Ce qu'est un classeur : le programme, l'année, l'action, et la version de modèle qui l'a écrit.

    Dans le classeur d'un porteur, ``action`` vaut « PORTEUR » suivi de son code (voir ``identite_d_un_porteur``).
    """

    programme: str
    annee: int
    action: str
    version: str = "1"

    @property
    def porteur(self) -> str:
        """Code du porteur ; vide pour le classeur d'une action."""
        return self.action[len(_PORTEUR) :] if self.action.startswith(_PORTEUR) else ""

    @property
    def ligne(self) -> str:
        """Ligne visible sur chaque feuille.

        Examples
        --------
        >>> Identite("cls-essai", 2026, "FA 1.1").ligne
        'CLS-ESSAI / 2026 / FA 1.1 / v1 #xgtszk'
        """
        return f"{self.programme.upper()} / {self.annee} / {self.action} / v{self.version} #{self.controle}"

    @property
    def controle(self) -> str:
        """Lettres de contrôle de l'identité."""
        return lettres_de_controle(self.programme, str(self.annee), self.action, self.version, longueur=6)


def identite_d_un_porteur(programme: str, annee: int, porteur: str, version: str = "1") -> Identite:
    """Rend l'identité du classeur d'un porteur.

    Examples
    --------
    >>> identite_d_un_porteur("cls-essai", 2026, "cpam").porteur, Identite("cls-essai", 2026, "FA 1.1").porteur
    ('cpam', '')
    """
    return Identite(programme, annee, f"{_PORTEUR}{porteur}", version)


@dataclass(frozen=True, slots=True)
class Cle:
    """Une clé de ligne relue : l'identité du classeur, l'objet de la ligne, et ses lettres de contrôle."""

    programme: str
    annee: int
    action: str
    objet: str
    siren: str
    periode: str
    controle: str

    def atteste(self, libelle: str) -> bool:
        """Dit si les lettres de contrôle conviennent à la ligne où la clé a été trouvée."""
        return self.controle == lettres_de_controle(*self._parties(), plier(libelle))

    def ecrire(self, libelle: str) -> str:
        """Écrit la clé, lettres de contrôle comprises."""
        return "|".join((*self._parties(), lettres_de_controle(*self._parties(), plier(libelle))))

    def _parties(self) -> tuple[str, ...]:
        return (self.programme.upper(), str(self.annee), self.action, self.objet, self.siren, self.periode)


def lettres_de_controle(*parties: str, longueur: int = 2) -> str:
    """Calcule des lettres qui changent dès que l'une des parties change.

    Examples
    --------
    >>> lettres_de_controle("FA 1.1", "2026") == lettres_de_controle("FA 1.1", "2027")
    False
    """
    number = int.from_bytes(hashlib.sha256("|".join(parties).encode()).digest()[:8], "big")
    letters = ""
    for _ in range(longueur):
        number, rest = divmod(number, len(_LETTRES))
        letters += _LETTRES[rest]
    return letters


def ecrire_cle(identite: Identite, objet: str, libelle: str, siren: str = "", periode: str = "") -> str:
    """Écrit la clé cachée d'une ligne."""
    return Cle(identite.programme, identite.annee, identite.action, objet, siren, periode, "").ecrire(libelle)


def lire_cle(texte: str) -> Cle | None:
    """Relit une clé cachée ; ``None`` si le texte n'en a pas la forme.

    Examples
    --------
    >>> ecrite = ecrire_cle(Identite("cls-essai", 2026, "FA 1.1"), "FA 1.1.1-QT1", "Nombre", "111111111", "2026")
    >>> lue = lire_cle(ecrite)
    >>> lue.objet, lue.siren, lue.atteste("Nombre"), lue.atteste("Autre")
    ('FA 1.1.1-QT1', '111111111', True, False)
    """
    parts = [part.strip() for part in texte.split("|")]
    if len(parts) != 7 or not (parts[1].isdigit() and len(parts[1]) == 4):
        return None
    return Cle(parts[0].casefold(), int(parts[1]), *parts[2:])


def lire_ligne(texte: str) -> tuple[Identite, bool] | None:
    """Cherche une ligne d'identité dans un texte : l'identité, et si ses lettres de contrôle sont justes.

    Examples
    --------
    >>> lire_ligne("CLS-ESSAI / 2026 / FA 1.1 / v1 #xgtszk")[1], lire_ligne("CLS-ESSAI / 2027 / FA 1.1 / v1 #tfdtcx")[1]
    (True, False)
    """
    match = _LIGNE.search(nettoyer(texte))
    if match is None:
        return None
    identity = Identite(match["programme"].casefold(), int(match["annee"]), match["action"], match["version"])
    return identity, identity.controle == match["controle"]


def entre_crochets(texte: str) -> str:
    """Rend le code écrit entre crochets à la fin d'un libellé ; vide s'il n'y en a pas.

    Examples
    --------
    >>> entre_crochets("CC du Sud Avesnois [200043404]"), entre_crochets("CC du Sud Avesnois")
    ('200043404', '')
    """
    match = _CROCHETS.search(nettoyer(texte))
    return match[1].strip() if match else ""


def sans_crochets(texte: str) -> str:
    """Rend un libellé sans le code entre crochets qui le finit."""
    return _CROCHETS.sub("", nettoyer(texte)).strip()


def avec_code(libelle: str, code: str) -> str:
    """Écrit un libellé suivi de son code entre crochets, comme on le voit dans les classeurs."""
    return f"{libelle} [{code}]"
