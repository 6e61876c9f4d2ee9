"""Dresser le tableau du secret : de ce qui a été recueilli aux cases que l'édition publique peut montrer (R-91, R-91).

Le tableau se dresse étape par étape, à la fin de chaque période, comme si une édition paraissait à cette date. Ce qui
se décide à une étape ne dépend ainsi que de ce que l'on savait alors.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from evaltools.domaine.cadrage import Cadre
from evaltools.domaine.lexique import ENSEMBLE, Agregation, Cumul, EtatValeur, Maille, PeriodiciteCible
from evaltools.domaine.mesures import Mesure, Observation
from evaltools.domaine.programme import Indicateur
from evaltools.domaine.recueil import Recueil, recueillir_un
from evaltools.domaine.secret import Place, Rubrique
from evaltools.domaine.secret_matiere import Matiere, nombres_de
from evaltools.domaine.secret_observees import Lecture
from evaltools.domaine.secret_tableau import Chantier, Cle, Formes, Tableau

ORIGINE = date.min
"""Date des valeurs initiales : avant toute édition."""


def dresser(matiere: Matiere, arrete_le: date) -> Tableau:
    """Dresse le tableau d'une famille d'indicateurs, tel que le montre une édition arrêtée à cette date.

    Ce qui s'achève plus tard y est aussi, à sa date : une observation d'avance se publie dans les données.
    """
    chantier = Chantier(matiere.regime)
    lecture, dressage = Lecture.de(matiere, chantier), _Dressage(matiere, chantier)
    places: dict[Place, Cle] = dict(chantier.paraitre(ORIGINE, dict(dressage.departs())))
    cumuls: Mapping[Place, float] = {}
    for le in sorted({arrete_le, *(fin for fin, _ in lecture.places.values())}):
        mesurees, totaux = dressage.mesurees(lecture, le)
        observees = {place: formes for place, (fin, formes) in lecture.places.items() if fin <= le}
        secretes = (*dressage.hors_maille(observees), *dressage.cumuls_sensibles(mesurees))
        cles = chantier.paraitre(le, {**observees, **mesurees}, secretes)
        places |= {place: cle for place, cle in cles.items() if le <= arrete_le or place in observees}
        cumuls = totaux if le <= arrete_le else cumuls
    return chantier.achever(places, cumuls)


def cumule(cadre: Cadre) -> bool:
    """Dit si les années d'un indicateur s'additionnent dans ses résultats : un flux, sans cible de chaque année."""
    cibles = [c for c in (cadre.cible_initiale, cadre.cible_revisee) if c is not None]
    annuelles = [c.periodicite is PeriodiciteCible.ANNUELLE for c in cibles]
    return cadre.cumul is Cumul.FLUX and not (annuelles and all(annuelles))


@dataclass(frozen=True, slots=True)
class _Dressage:
    matiere: Matiere
    chantier: Chantier

    def departs(self) -> Iterator[tuple[Place, Formes]]:
        """Rend les effectifs de départ ; celui de l'ensemble est fait de ceux des EPCI."""
        for indicateur in self._proteges():
            posees: list[Formes] = []
            if self.matiere.ratio(indicateur):
                continue
            for siren in (*(t.siren for t in self.matiere.programme.territoires), ENSEMBLE):
                cadre = self.matiere.cadrage.cadre(indicateur.code, siren)
                if cadre is not None and cadre.valeur_initiale is not None:
                    composantes = posees if siren == ENSEMBLE else ()
                    nombres = {"v": cadre.valeur_initiale}
                    posees.append(self.chantier.composer((indicateur.code, siren, "depart"), nombres, composantes))
                    yield (Rubrique.DEPART, indicateur.code, siren, ""), posees[-1]

    def _proteges(self) -> list[Indicateur]:
        return [i for i in self.matiere.indicateurs if i.code in self.matiere.proteges]

    def hors_maille(self, places: Iterable[Place]) -> list[Place]:
        """Rend les cases d'EPCI d'indicateurs qui se recueillent une seule fois pour l'ensemble."""
        entiers = {i.code for i in self.matiere.indicateurs if i.maille is Maille.ENSEMBLE}
        return [p for p in places if p[0] is Rubrique.OBSERVATION and p[1] in entiers and p[2] != ENSEMBLE]

    def cumuls_sensibles(self, places: Mapping[Place, Formes]) -> list[Place]:
        """Rend les cumuls d'indicateurs sensibles dont une année est trop petite : ils se taisent avec elle (R-91)."""
        if not self.matiere.regime.sensible:
            return []
        petites = [place for place in places if place[0] is Rubrique.MESURE and self._petite(places[place])]
        return [
            place
            for place in places
            if place[0] is Rubrique.CUMUL
            if any(petite[1:3] == place[1:3] and int(petite[3]) <= int(place[3]) for petite in petites)
        ]

    def _petite(self, formes: Formes) -> bool:
        sommes = (sum(self.chantier.valeurs[part] for part in forme) for forme in formes.values())
        return any(self.matiere.regime.petit(somme) for somme in sommes)

    def mesurees(self, lecture: Lecture, le: date) -> tuple[dict[Place, Formes], dict[Place, float]]:
        """Rend les mesures de chaque année et les cumuls, tels que les montre une édition arrêtée à cette date."""
        places: dict[Place, Formes] = {}
        totaux: dict[Place, float] = {}
        rangees: dict[tuple[str, str], list[Observation]] = {}
        for o in self.matiere.observations:
            rangees.setdefault((o.indicateur, o.siren), []).append(o)
        for indicateur in self._proteges():
            recueil = recueillir_un(self.matiere.programme, self.matiere.cadrage, indicateur, rangees, le)
            for siren in (*recueil.epci, ENSEMBLE):
                for annee, mesure in recueil.serie_de(siren).mesures.items():
                    formes = self._formes(lecture, recueil, siren, mesure, places, le)
                    if formes is not None:
                        places[Rubrique.MESURE, indicateur.code, siren, str(annee)] = formes
                cumuls = dict(self._cumuls(recueil, siren, places))
                places |= {place: formes for place, (formes, _) in cumuls.items()}
                totaux |= {place: total for place, (_, total) in cumuls.items()}
        return places, totaux

    def _formes(
        self, lecture: Lecture, recueil: Recueil, siren: str, mesure: Mesure, places: Mapping[Place, Formes], le: date
    ) -> Formes | None:
        """Dit de quoi est faite une mesure ; ``None`` : elle ne montre aucun nombre."""
        code, annee = recueil.indicateur.code, str(mesure.annee)
        if mesure.etat is not EtatValeur.RENSEIGNE or mesure.secrete:
            return None
        nombres = nombres_de(mesure, self.matiere.ratio(recueil.indicateur))
        if not nombres:
            return None if nombres is not None else {}
        if siren != ENSEMBLE or mesure.epci_concernes is None:
            composantes: Sequence[Formes] = lecture.annee(recueil.indicateur, siren, mesure.annee, le)
        else:
            locales = [places.get((Rubrique.MESURE, code, s, annee), {}) for s in recueil.epci]
            composantes = self._reunies(recueil, locales, mesure)
        return self.chantier.composer((code, siren, annee), nombres, composantes)

    def _reunies(self, recueil: Recueil, locales: Sequence[Formes], mesure: Mesure) -> Sequence[Formes]:
        """Rend les EPCI dont l'ensemble est fait : tous pour une somme, celui qui donne la valeur pour un maximum."""
        if recueil.ensemble.agregation in (Agregation.SOMME, Agregation.RATIO_CUMULE):
            return locales
        valeurs = self.chantier.valeurs
        return [f for f in locales if sum(valeurs[p] for p in f.get("v", ())) == mesure.valeur][:1]

    def _cumuls(
        self, recueil: Recueil, siren: str, places: Mapping[Place, Formes]
    ) -> Iterator[tuple[Place, tuple[Formes, float]]]:
        """Rend le cumul d'un flux à la fin de chaque année, tant qu'aucune n'est tue par son pilote."""
        code, total = recueil.indicateur.code, 0.0
        if not cumule(recueil.ensemble if siren == ENSEMBLE else recueil.epci[siren]):
            return
        annees: list[Formes] = []
        for annee, mesure in sorted(recueil.serie_de(siren).mesures.items()):
            if mesure.secrete:
                return
            if annee >= self.matiere.programme.debut.year and mesure.connue and mesure.valeur is not None:
                total += mesure.valeur
                annees.append(places[Rubrique.MESURE, code, siren, str(annee)])
                formes = self.chantier.composer((code, siren, f"cumul {annee}"), {"v": total}, annees)
                yield (Rubrique.CUMUL, code, siren, str(annee)), (formes, total)
