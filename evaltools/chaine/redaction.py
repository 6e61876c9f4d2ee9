"""Les rapports qu'une campagne sait préparer : un par carnet, chaque méthode du rapport en rendant une partie."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from evaltools.chaine.erreurs import CODE_PARAMETRES, ErreurUtilisateur
from evaltools.chaine.lectures import verifier_territoire
from evaltools.domaine.anomalies import signaler
from evaltools.domaine.lexique import ENSEMBLE, Diffusion
from evaltools.domaine.textes import Destination, Texte

if TYPE_CHECKING:
    from evaltools.domaine.anomalies import Anomalie
    from evaltools.domaine.cadrage import Cadrage
    from evaltools.domaine.evaluation import Evaluation
    from evaltools.domaine.programme import Programme
    from evaltools.restitution.note_semestrielle import NoteSemestrielle
    from evaltools.restitution.rapport_annuel import RapportAnnuel
    from evaltools.restitution.rapport_cadrage import RapportCadrage
    from evaltools.restitution.rapport_collecte import RapportCollecte
    from evaltools.restitution.rapport_final import RapportFinal
    from evaltools.restitution.textes import Plume


class Redaction:
    """Ce qui, d'une campagne, prépare ses rapports ; ``Campagne`` en hérite et en donne les données."""

    if TYPE_CHECKING:
        programme: Programme
        annee: int
        cadrage: Cadrage
        arrete_le: date
        diffusion: Diffusion
        anomalies: tuple[Anomalie, ...]
        sources: tuple[tuple[str, str], ...]
        textes: tuple[Texte, ...]

        finale: bool

        @property
        def evaluation(self) -> Evaluation:
            """L'évaluation de la campagne."""

        @property
        def empreinte(self) -> str:
            """L'empreinte de ce qui a été lu."""

        def exiger_le_secret(self) -> None:
            """Refuse de publier une édition qui laisserait retrouver un petit effectif."""

    def rapport_annuel(
        self, territoire: str = ENSEMBLE, edition: str = "technique", edite_le: str | date = "", validation: str = ""
    ) -> RapportAnnuel:
        """Prépare le rapport annuel d'un territoire ; chaque méthode en rend une partie.

        Parameters
        ----------
        territoire : str
            SIREN d'un EPCI du programme, ou « ensemble ».
        edition : str
            « copil », « elus », « technique » ou « citoyenne ».
        edite_le : str or date
            Date imprimée (« 2027-01-15 ») ; vide : la date d'arrêt des données.
        validation : str
            « COPIL du 12 mars 2027 » ; vide : « document de travail ».

        Raises
        ------
        ErreurUtilisateur
            Si le territoire n'est pas du programme (PAR-10), ou si l'édition publique romprait le secret (SEC-xx).
        """
        from evaltools.restitution.rapport_annuel import RapportAnnuel

        verifier_territoire(self.programme, territoire)
        self.exiger_le_secret()
        plume = self._plume("evaluation_annuelle", edition, territoire)
        jour = self._jour(edite_le)
        return RapportAnnuel(self.evaluation, territoire, edition, jour, validation, self.empreinte, plume)

    def note_semestrielle(
        self,
        territoire: str = ENSEMBLE,
        edition: str = "technique",
        periode: str = "",
        edite_le: str | date = "",
        validation: str = "",
    ) -> NoteSemestrielle:
        """Prépare la note d'un semestre ; chaque méthode en rend une partie.

        Parameters
        ----------
        territoire, edition, edite_le, validation
            Comme dans ``rapport_annuel``.
        periode : str
            « 2026-S1 » ou « 2026-S2 » ; vide : le dernier semestre achevé à la date d'arrêt des données.

        Raises
        ------
        ErreurUtilisateur
            Si le territoire n'est pas du programme (PAR-10), ou si l'édition publique romprait le secret (SEC-xx).
        """
        from evaltools.restitution.note_semestrielle import NoteSemestrielle

        verifier_territoire(self.programme, territoire)
        self.exiger_le_secret()
        plume = self._plume("note_semestrielle", edition, territoire)
        jour = self._jour(edite_le)
        return NoteSemestrielle(self.evaluation, territoire, edition, jour, validation, self.empreinte, plume, periode)

    def rapport_final(
        self, territoire: str = ENSEMBLE, edition: str = "technique", edite_le: str | date = "", validation: str = ""
    ) -> RapportFinal:
        """Prépare l'évaluation finale d'un territoire, sur tout le contrat ; chaque méthode en rend une partie.

        Parameters
        ----------
        territoire, edite_le, validation
            Comme dans ``rapport_annuel``.
        edition : str
            « copil », « elus » ou « technique ».

        Raises
        ------
        ErreurUtilisateur
            Si la campagne n'est pas finale (PAR-12), si le territoire n'est pas du programme (PAR-10), ou si l'édition
            publique romprait le secret (SEC-xx).
        """
        from evaltools import __version__
        from evaltools.restitution.rapport_final import RapportFinal

        verifier_territoire(self.programme, territoire)
        if not self.finale:
            raise ErreurUtilisateur(
                (signaler("PAR-12", programme=self.programme.code, annee=self.annee),), CODE_PARAMETRES
            )
        self.exiger_le_secret()
        plume = self._plume("evaluation_finale", edition, territoire)
        jour = self._jour(edite_le)
        return RapportFinal(
            self.evaluation, territoire, edition, jour, validation, self.empreinte, plume,
            sources=self.sources, version=__version__,
        )  # fmt: skip

    def _plume(self, carnet: str, edition: str, territoire: str) -> Plume:
        """Rend les textes de l'évaluateur qui vont à un rapport."""
        from evaltools.restitution.textes import Plume

        destination = Destination(carnet, edition, territoire, str(self.diffusion))
        return Plume(self.textes, destination, f"{territoire}, {edition}")

    def rapport_cadrage(
        self, edition: str = "technique", edite_le: str | date = "", validation: str = ""
    ) -> RapportCadrage:
        """Prépare le rapport de cadrage : ce que l'on peut évaluer, ce qui manque, ce qui est décidé et ce qui reste.

        Parameters
        ----------
        edition : str
            « copil » (court) ou « technique » (tout, avec la liste de travail de la séance).
        edite_le : str or date
            Date imprimée ; vide : la date d'arrêt des données.
        validation : str
            « COTECH du 4 décembre 2025 » ; vide : « document de travail ».

        Raises
        ------
        ErreurUtilisateur
            Si l'édition publique romprait le secret (SEC-xx).
        """
        from evaltools.restitution.rapport_cadrage import RapportCadrage

        self.exiger_le_secret()
        fautes = [a for a in self.anomalies if a.code.startswith("CAD")]
        plume, jour = self._plume("cadrage", edition, ENSEMBLE), self._jour(edite_le)
        return RapportCadrage(self.evaluation, self.cadrage, edition, jour, validation, self.empreinte, fautes, plume)

    def _jour(self, edite_le: str | date) -> date:
        """Rend la date à imprimer ; vide : celle de l'arrêt des données."""
        return date.fromisoformat(edite_le) if isinstance(edite_le, str) and edite_le else edite_le or self.arrete_le

    def rapport_collecte(
        self, territoire: str = ENSEMBLE, edition: str = "technique", edite_le: str | date = ""
    ) -> RapportCollecte:
        """Prépare le contrôle de la collecte de l'année ; chaque méthode en rend une partie.

        Parameters
        ----------
        territoire : str
            SIREN d'un EPCI (les comptes de valeurs sont alors les siens), ou « ensemble ».
        edite_le : str or date
            Date imprimée ; vide : la date d'arrêt des données.

        Raises
        ------
        ErreurUtilisateur
            Si le territoire n'est pas du programme (PAR-10).
        """
        from evaltools.chaine import controle
        from evaltools.restitution.rapport_collecte import RapportCollecte

        verifier_territoire(self.programme, territoire)
        jour = date.fromisoformat(edite_le) if isinstance(edite_le, str) and edite_le else edite_le or self.arrete_le
        point = controle.retours(self.programme.code, self.annee)
        accueil = "../index.html"
        return RapportCollecte(point, territoire, edition, jour, str(self.diffusion), self.empreinte, accueil)
