"""Ce que l'on sait d'un indicateur, territoire par territoire : ses séries, ses cadres, et son jugement."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from evaltools.domaine.annualisation import annualiser
from evaltools.domaine.avancement import Avancement
from evaltools.domaine.bareme import Bareme
from evaltools.domaine.cadrage import Cadrage, Cadre
from evaltools.domaine.coherence import est_une_evolution
from evaltools.domaine.enquetes import Enquete
from evaltools.domaine.lexique import ENSEMBLE, Cumul, EtatAction, Maille, Nature
from evaltools.domaine.mesures import Mesure, Observation, Serie
from evaltools.domaine.programme import Indicateur, Programme
from evaltools.domaine.regroupement import cadre_d_un_epci, composer, reunir
from evaltools.domaine.secret import Masquage, masquer_cadre, masquer_serie
from evaltools.domaine.sondages import sonder


@dataclass(frozen=True, slots=True)
class Recueil:
    """Un indicateur avec ses cadres et ses séries, par EPCI et pour l'ensemble.

    ``epci`` est vide quand l'indicateur se recueille une seule fois pour tout le programme.
    """

    indicateur: Indicateur
    ensemble: Cadre
    serie: Serie
    epci: Mapping[str, Cadre]
    series: Mapping[str, Serie]

    @property
    def sirens(self) -> tuple[str, ...]:
        """Territoires où l'indicateur a un résultat : l'ensemble, puis les EPCI s'il s'y recueille."""
        return (ENSEMBLE, *self.epci)

    def cadre(self, siren: str, annee: int, bareme: Bareme) -> Cadre:
        """Rend le cadre d'un territoire ; celui de l'ensemble se compose de ceux des EPCI pour l'année donnée."""
        cadre = self.ensemble if siren == ENSEMBLE else self.epci[siren]
        if siren == ENSEMBLE and self.epci:
            cadre = composer(cadre, self.epci, self.series, annee, bareme)
        return _fait_ou_non(cadre)

    def serie_de(self, siren: str) -> Serie:
        """Rend la série d'un territoire."""
        return self.serie if siren == ENSEMBLE else self.series.get(siren, Serie())

    def sonder(self, enquetes: Iterable[Enquete]) -> Recueil:
        """Rend le recueil où les taux mesurés par sondage sont marqués comme tels (règle R-51)."""
        dites, cadre = tuple(enquetes), self.ensemble
        if cadre.cumul is not Cumul.RATIO or not (dites or self.indicateur.si_enquete):
            return self
        unite = cadre.unite or self.indicateur.unite

        def marquer(serie: Serie, siren: str) -> Serie:
            return sonder(serie, self.indicateur, siren, unite, cadre.cumul, dites)

        return replace(
            self,
            serie=marquer(self.serie, ENSEMBLE),
            series={siren: marquer(serie, siren) for siren, serie in self.series.items()},
        )

    def masquer(self, masquage: Masquage) -> Recueil:
        """Rend le recueil de l'édition publique : séries et valeurs initiales masquées où il le faut."""
        code = self.indicateur.code
        return replace(
            self,
            ensemble=masquer_cadre(self.ensemble, masquage),
            serie=masquer_serie(self.serie, code, ENSEMBLE, masquage),
            epci={s: masquer_cadre(c, masquage) for s, c in self.epci.items()},
            series={s: masquer_serie(serie, code, s, masquage) for s, serie in self.series.items()},
        )


def recueillir(
    programme: Programme,
    cadrage: Cadrage,
    observations: Iterable[Observation],
    arrete_le: date,
    enquetes: Iterable[Enquete] = (),
) -> tuple[Recueil, ...]:
    """Range ce qui a été recueilli, indicateur par indicateur, dans l'ordre du document.

    Une clause ouverte (« tout autre indicateur pertinent ») n'est pas un indicateur : elle n'a pas de recueil. Une
    période qui s'achève après la date d'arrêt n'est pas comptée. ``enquetes`` dit quels taux viennent d'un échantillon.
    """
    rangees: dict[tuple[str, str], list[Observation]] = {}
    for o in observations:
        rangees.setdefault((o.indicateur, o.siren), []).append(o)
    indicateurs = [i for i in programme.indicateurs if not i.clause_ouverte]
    recueils = (recueillir_un(programme, cadrage, indicateur, rangees, arrete_le) for indicateur in indicateurs)
    par_indicateur: dict[str, list[Enquete]] = {}
    for e in enquetes:
        par_indicateur.setdefault(e.indicateur, []).append(e)
    return tuple(r.sonder(par_indicateur.get(r.indicateur.code, ())) for r in recueils)


def recueillir_un(
    programme: Programme,
    cadrage: Cadrage,
    indicateur: Indicateur,
    rangees: Mapping[tuple[str, str], list[Observation]],
    arrete_le: date,
) -> Recueil:
    """Range ce qui a été recueilli d'un indicateur ; ``rangees`` : les observations par indicateur et territoire."""
    code = indicateur.code
    ensemble = cadrage.cadre(code) or _cadre_nu(indicateur)
    sirens = [t.siren for t in programme.territoires] if indicateur.maille is Maille.EPCI else []
    unite = ensemble.unite or indicateur.unite

    def serie(siren: str) -> Serie:
        return annualiser(rangees.get((code, siren), ()), ensemble.cumul, unite, arrete_le)

    epci = {s: cadre_d_un_epci(cadrage.cadre(code, s), ensemble, s) for s in sirens}
    series = {s: serie(s) for s in sirens}
    reunie = reunir(series, ensemble.agregation, unite)
    return Recueil(indicateur, ensemble, _completer(serie(ENSEMBLE), reunie), epci, series)


def _cadre_nu(indicateur: Indicateur) -> Cadre:
    """Rend le cadre d'un indicateur absent du cadrage : comment il se mesure, et aucune cible."""
    return Cadre(
        indicateur.code,
        nature=indicateur.nature,
        niveau=indicateur.niveau,
        sens=indicateur.sens,
        cumul=indicateur.cumul,
        unite=indicateur.unite,
        agregation=indicateur.agregation,
        evolution=est_une_evolution(indicateur.libelle),
    )


def _fait_ou_non(cadre: Cadre) -> Cadre:
    """Ramène la cible d'un jalon à « fait » : les classeurs recueillent oui ou non, quel que soit le nombre visé."""
    if cadre.nature is not Nature.JALON:
        return cadre
    initiale, revisee = cadre.cible_initiale, cadre.cible_revisee
    return replace(
        cadre,
        cible_initiale=replace(initiale, valeur=1.0) if initiale else None,
        cible_revisee=replace(revisee, valeur=1.0) if revisee else None,
    )


def _completer(directe: Serie, reunie: Serie) -> Serie:
    """Réunit ce qui a été dit pour l'ensemble et ce qui vient des EPCI : une valeur dite pour l'ensemble l'emporte."""
    annees = sorted({*directe.mesures, *reunie.mesures})
    return Serie({an: _preferer(directe.mesure(an), reunie.mesures.get(an)) for an in annees})


def _preferer(directe: Mesure, reunie: Mesure | None) -> Mesure:
    if reunie is None or directe.connue or directe.secrete:
        return directe
    return reunie if reunie.connue or reunie.secrete or directe.muette else directe


def abandon(avancements: Iterable[Avancement], indicateur: Indicateur, annee: int) -> int | None:
    """Rend l'année où l'opération de l'indicateur (à défaut son action) a été arrêtée et l'est restée."""
    declares = sorted(
        (a for a in avancements if a.annee <= annee and a.etat is not None and a.action == indicateur.action),
        key=lambda a: a.annee,
    )
    for objet in (indicateur.operation, indicateur.action):
        de_l_objet = [a for a in declares if a.objet == objet]
        if de_l_objet and de_l_objet[-1].etat is EtatAction.ARRETEE:
            return next(a.annee for a in de_l_objet if a.etat is EtatAction.ARRETEE)
    return None
