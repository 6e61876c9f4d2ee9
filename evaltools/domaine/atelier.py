"""L'établissement des résultats : chaque indicateur, sur chacun de ses territoires, dans l'ordre du document."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from math import fsum
from typing import Any

from evaltools.domaine.atteinte import juger
from evaltools.domaine.attendus import est_prevu
from evaltools.domaine.avancement import Avancement
from evaltools.domaine.bareme import Bareme
from evaltools.domaine.cadrage import Cadre, Cible
from evaltools.domaine.cibles import en_vigueur, resoudre
from evaltools.domaine.jugement import Jugement
from evaltools.domaine.lexique import Cumul, EtatValeur, Motif, Verdict
from evaltools.domaine.mesures import Mesure, Serie
from evaltools.domaine.programme import Action, Indicateur, Programme
from evaltools.domaine.prolongement import prolonger
from evaltools.domaine.recueil import Recueil, abandon
from evaltools.domaine.regroupement import partiel
from evaltools.domaine.resultat import CibleJugee, Resultat
from evaltools.domaine.variantes import EPREUVES, Epreuves


@dataclass(frozen=True)
class Atelier:
    """Ce qu'il faut pour établir les résultats d'une année."""

    programme: Programme
    bareme: Bareme
    avancements: Sequence[Avancement]
    recueils: Sequence[Recueil]

    def resultats(self, annee: int, finale: bool | None) -> Iterator[Resultat]:
        """Juge chaque indicateur sur chacun de ses territoires, dans l'ordre du document."""
        actions = {a.code: a for a in self.programme.actions}
        prevus = {self._cle_de_paire(r): r for r in self.recueils if r.indicateur.paire and est_prevu(r.indicateur)}
        for recueil in self.recueils:
            paire = None if est_prevu(recueil.indicateur) else prevus.get(self._cle_de_paire(recueil))
            for siren in recueil.sirens:
                yield self._resultat(recueil, siren, annee, finale, actions[recueil.indicateur.action], paire)

    @staticmethod
    def _cle_de_paire(recueil: Recueil) -> tuple[str, str, str | None]:
        return recueil.indicateur.action, recueil.indicateur.paire, recueil.indicateur.operation

    def _juger(self, recueil: Recueil, siren: str, annee: int, finale: bool | None) -> tuple[Cadre, Serie, Jugement]:
        cadre, serie = self._matiere(recueil, siren, annee)
        jugement = self._trancher(cadre, serie, annee, finale)
        if est_prevu(recueil.indicateur):
            jugement = Jugement(
                Verdict.SANS_OBJET,
                Motif.SANS_OBJET,
                1,
                valeur=jugement.valeur,
                annee_valeur=jugement.annee_valeur,
                alertes=jugement.alertes,
                source=jugement.source,
            )
        return cadre, serie, jugement

    def _matiere(self, recueil: Recueil, siren: str, annee: int) -> tuple[Cadre, Serie]:
        serie = replace(recueil.serie_de(siren), abandon=abandon(self.avancements, recueil.indicateur, annee))
        return recueil.cadre(siren, annee, self.bareme), serie

    def _trancher(
        self, cadre: Cadre, serie: Serie, annee: int, finale: bool | None, bareme: Bareme | None = None
    ) -> Jugement:
        dates = {"debut": self.programme.debut.year, "fin": self.programme.fin.year}
        partielles = frozenset(an for an in self.programme.annees if self.programme.est_partielle(an))
        bareme = bareme or self.bareme
        return juger(cadre, serie, annee, **dates, bareme=bareme, finale=finale, partielles=partielles)

    def eprouver(self, resultats: Sequence[Resultat], annee: int, finale: bool | None) -> Epreuves:
        """Refait les jugements sous chaque épreuve de robustesse (règle R-78) ; seuls ceux qu'elle touche y sont."""
        recueils = {r.indicateur.code: r for r in self.recueils}
        debut = self.programme.debut.year
        refaits: dict[str, dict[tuple[str, str], Resultat]] = {e.nom: {} for e in EPREUVES}
        for r in resultats:
            if r.verdict is Verdict.SANS_OBJET or r.motif in _SANS_EPREUVE:
                continue
            cadre, serie = self._matiere(recueils[r.indicateur], r.siren, annee)
            for e in EPREUVES:
                matiere = e.appliquer(cadre, serie, annee, debut)
                if e.facteur != 1.0 and r.verdict in _SANS_SEUIL:
                    refaits[e.nom][r.indicateur, r.siren] = r
                elif matiere is not None:
                    refait = self._trancher(*matiere, annee, finale, self.bareme.varier(e.facteur))
                    refaits[e.nom][r.indicateur, r.siren] = replace(
                        r, verdict=refait.verdict, motif=refait.motif, score=refait.score
                    )
        return refaits

    def _resultat(
        self, recueil: Recueil, siren: str, annee: int, finale: bool | None, action: Action, paire: Recueil | None
    ) -> Resultat:
        cadre, serie, jugement = self._juger(recueil, siren, annee, finale)
        initiale = resoudre(cadre, cadre.cible_initiale, self.bareme)
        cibles = self._cibles(cadre, serie, annee, finale, jugement)
        prevu = None if paire is None else _prevu(paire, siren, cadre, jugement, self.programme.debut.year)
        de_l_annee, source = serie.mesure(annee), jugement.source or Mesure(annee, EtatValeur.NON_RENSEIGNE)
        montree = _a_montrer(de_l_annee, source)
        return Resultat(
            programme=self.programme.code,
            annee=annee,
            siren=siren,
            **_identite(recueil.indicateur, cadre, action),
            **{champ: getattr(jugement, champ) for champ in _DU_JUGEMENT},
            incertain=" | ".join(jugement.incertain),
            alertes=(*(str(a) for a in jugement.alertes), *filter(None, [partiel(montree)])),
            fichier=source.fichier,
            feuille=source.feuille,
            cellule=source.cellule,
            numerateur=source.numerateur,
            denominateur=source.denominateur,
            texte=de_l_annee.texte or source.texte,
            serie=_valeurs(serie, annee),
            cible_initiale=initiale.valeur if initiale else None,
            epci_renseignes=montree.epci_renseignes,
            epci_concernes=montree.epci_concernes,
            prevu=prevu,
            taux_de_realisation=jugement.valeur / prevu if jugement.valeur is not None and prevu else None,
            cumuls={an: cumul for an, cumul in serie.cumuls.items() if an <= annee},
            secrete=jugement.valeur is None and any(m.secrete for m in serie.jusqu_a(annee)),
            bareme=self.bareme.nom,
            projection=prolonger(cadre, serie, jugement, annee, self.programme, self.bareme),
            initiale=cibles[0],
            revisee=cibles[1],
        )

    def _cibles(
        self, cadre: Cadre, serie: Serie, annee: int, finale: bool | None, jugement: Jugement
    ) -> tuple[CibleJugee | None, CibleJugee | None]:
        """Juge la cible initiale et la révisée, chacune pour elle-même (règle R-25)."""
        employee = en_vigueur(cadre, annee)

        def juger_seule(cible: Cible | None) -> CibleJugee | None:
            if cible is None or jugement.motif is Motif.SANS_OBJET:
                return None
            if cible is employee:
                return _cible_jugee(cible, jugement, employee=True)
            seule = replace(cadre, cible_initiale=cible, cible_revisee=None)
            return _cible_jugee(cible, self._trancher(seule, serie, annee, finale), employee=False)

        return juger_seule(cadre.cible_initiale), juger_seule(cadre.cible_revisee)


_SANS_EPREUVE = (Motif.PAS_DE_CIBLE, Motif.NATURE_NON_NOTEE, Motif.SECRET, Motif.SENS_INCONNU)
"""Motifs qu'aucune épreuve de robustesse ne change."""

_SANS_SEUIL = (Verdict.ATTEINT, Verdict.NON_EVALUABLE, Verdict.NON_ECHU)
"""Verdicts dont aucun seuil ne décide (lignes 2 à 7, 9 et 10) : les seuils peuvent bouger, ils restent."""


def _cible_jugee(cible: Cible, jugement: Jugement, *, employee: bool) -> CibleJugee:
    return CibleJugee(
        jugement.cible,
        jugement.annee_cible,
        cible.instance,
        cible.decidee_le,
        cible.origine,
        employee,
        jugement.verdict,
        jugement.motif,
        jugement.cible_atteinte,
        jugement.degre_atteinte,
        jugement.reste_a_faire,
    )


_DU_JUGEMENT = (
    "valeur_initiale", "annee_initiale", "cible", "annee_cible", "valeur", "annee_valeur", "cible_atteinte",
    "degre_atteinte", "score", "part_attendue", "rythme", "verdict", "motif", "reste_a_faire", "trajectoire",
    "annees_atteintes", "annees_applicables", "incertitude",
)  # fmt: skip
"""Ce que le résultat reprend du jugement, sous le même nom."""


def _identite(indicateur: Indicateur, cadre: Cadre, action: Action) -> dict[str, Any]:
    """Rend ce qui situe un indicateur dans le programme, et ce qu'en dit son cadre."""
    return {
        "axe": action.axe,
        "objectif": action.objectif or "",
        "action": action.code,
        "operation": indicateur.operation or "",
        "indicateur": indicateur.code,
        "libelle": indicateur.libelle,
        "unite": cadre.unite or indicateur.unite,
        "niveau": str(cadre.niveau),
        "sens": str(cadre.sens or ""),
        "cumul": str(cadre.cumul or ""),
        "poids": cadre.poids,
    }


def _a_montrer(de_l_annee: Mesure, source: Mesure) -> Mesure:
    """Choisit la mesure dont on dit combien d'EPCI ont répondu : celle de l'année, si au moins un l'a fait."""
    return de_l_annee if de_l_annee.epci_renseignes else source


def _valeurs(serie: Serie, annee: int) -> dict[int, float | None]:
    """Rend les valeurs année par année, de la première à la dernière déclarée, jusqu'à l'année d'évaluation."""
    declarees = [m.annee for m in serie.jusqu_a(annee) if not m.muette]
    if not declarees:
        return {}
    return {an: serie.mesure(an).valeur for an in range(min(declarees), max(declarees) + 1)}


def _prevu(paire: Recueil, siren: str, cadre: Cadre, jugement: Jugement, debut: int) -> float | None:
    """Rend la valeur prévue de la même période que le réalisé ; ``None`` si une année du prévu manque."""
    if jugement.annee_valeur is None:
        return None
    serie = paire.serie_de(siren)
    if cadre.cumul is not Cumul.FLUX:
        return serie.mesure(jugement.annee_valeur).valeur
    prevues = [serie.mesure(an) for an in range(debut, jugement.annee_valeur + 1)]
    valeurs = [m.valeur for m in prevues if m.connue and m.valeur is not None]
    return fsum(valeurs) if len(valeurs) == sum(not m.sans_objet for m in prevues) and valeurs else None
