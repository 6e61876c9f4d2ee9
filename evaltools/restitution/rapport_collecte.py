"""Le contrôle de la collecte : chaque méthode en rend une partie, à afficher dans une cellule de carnet."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from evaltools.domaine.lexique import ENSEMBLE
from evaltools.domaine.retours import Retours
from evaltools.restitution.collecte import absents, completude, corrections, entete, essentiel, fichiers, methode
from evaltools.restitution.collecte.contexte import Contexte
from evaltools.restitution.html import Bloc
from evaltools.restitution.plans import plan
from evaltools.restitution.rapport import Manque, Partie, Rapport

_SAISIES = Manque("Cette partie cite ce que les pilotes ont saisi.", "Elle ne paraît que dans l'édition restreinte.")


def _pas_en_public(contexte: Contexte) -> Manque | None:
    return _SAISIES if contexte.publique else None


PARTIES: Mapping[str, Partie[Contexte]] = {
    "entete": Partie("En-tête", entete.bloc),
    "essentiel": Partie("L'essentiel", essentiel.bloc),
    "absents": Partie("Qui n'a pas répondu", absents.bloc),
    "corrections": Partie("Ce qui est à corriger", corrections.bloc, _pas_en_public),
    "completude": Partie("Ce qui est renseigné", completude.bloc),
    "fichiers": Partie("Les fichiers reçus", fichiers.bloc, _pas_en_public),
    "methode": Partie("Comment lire cette page", methode.bloc),
}


class RapportCollecte(Rapport[Contexte]):
    """Le contrôle de la collecte d'une année.

    Parameters
    ----------
    retours : Retours
        Ce qui est revenu, et ce qui était attendu.
    siren : str
        SIREN d'un EPCI, ou « ensemble » : les comptes de valeurs sont ceux de ce territoire.
    edition : str
        Toutes les éditions montrent la même page ; celles des élus et des citoyens, les seuls comptes.
    edite_le : date, optional
        Date imprimée ; absente : aucune.
    diffusion : str
        « publique » : rien de ce que les pilotes ont saisi, ni aucun nom de fichier.
    empreinte, accueil : str
        Empreinte des données lues, et adresse de la page d'accueil (vides : non montrées).

    Raises
    ------
    ValueError
        Si l'édition est inconnue.
    """

    def __init__(
        self,
        retours: Retours,
        siren: str = ENSEMBLE,
        edition: str = "technique",
        edite_le: date | None = None,
        diffusion: str = "restreinte",
        empreinte: str = "",
        accueil: str = "",
    ) -> None:
        contexte = Contexte(retours, siren, edite_le, diffusion, empreinte, accueil)
        super().__init__(plan("controle_collecte", edition), PARTIES, contexte)

    def entete(self) -> Bloc:
        """Rend l'en-tête : programme, année, bandeaux."""
        return self.partie("entete")

    def essentiel(self) -> Bloc:
        """Rend l'essentiel : ce qui est revenu, ce qui est renseigné, ce qui est à corriger."""
        return self.partie("essentiel")

    def absents(self) -> Bloc:
        """Rend qui n'a pas répondu, ou pas entièrement, porteur par porteur."""
        return self.partie("absents")

    def corrections(self) -> Bloc:
        """Rend ce qui est à corriger : fichier, feuille, cellule, conséquence, remède."""
        return self.partie("corrections")

    def completude(self) -> Bloc:
        """Rend les comptes de valeurs par action, par porteur et par EPCI."""
        return self.partie("completude")

    def fichiers(self) -> Bloc:
        """Rend les fichiers reçus, et ceux que l'on n'a pas pu lire."""
        return self.partie("fichiers")

    def methode(self) -> Bloc:
        """Rend ce que veulent dire les mots de la page."""
        return self.partie("methode")
