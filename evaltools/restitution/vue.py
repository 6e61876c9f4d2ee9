"""La vue d'un territoire sur une évaluation : ce qui est jugé ici, ce qui l'est pour l'ensemble, et les comptes.

Rien n'y est jugé : on range et on compte ce que l'évaluation contient déjà.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from evaltools.domaine.evaluation import Completude, Evaluation, Resultat, Situation
from evaltools.domaine.lexique import ENSEMBLE, Diffusion, EtatAction, Maille, Motif, Nature, PeriodiciteCible, Verdict
from evaltools.domaine.mesures import Observation
from evaltools.domaine.nombres import plier
from evaltools.domaine.programme import Axe, Indicateur, Territoire
from evaltools.restitution.mots import FAVORABLES, HORS_DENOMINATEUR, SIGNES
from evaltools.restitution.valeurs import Ecriture


@dataclass(frozen=True, slots=True)
class Groupe:
    """Un regroupement d'indicateurs d'un axe : un objectif, ou une action là où il n'y a pas d'objectifs."""

    nature: str
    code: str
    intitule: str
    resultats: tuple[Resultat, ...]


@dataclass(frozen=True)
class Vue:
    """Une évaluation, lue depuis un territoire.

    Parameters
    ----------
    evaluation : Evaluation
        Tout ce qui a été calculé, pour tous les territoires.
    siren : str
        SIREN d'un EPCI du programme, ou « ensemble ».

    Raises
    ------
    KeyError
        À l'usage, si le territoire n'est pas du programme.
    """

    evaluation: Evaluation
    siren: str

    @property
    def est_ensemble(self) -> bool:
        """Dit si la vue est celle du programme entier."""
        return self.siren == ENSEMBLE

    @cached_property
    def territoire(self) -> Territoire | None:
        """L'EPCI de la vue ; ``None`` pour l'ensemble."""
        return None if self.est_ensemble else self.evaluation.programme.territoire(self.siren)

    @property
    def nom(self) -> str:
        """Nom à imprimer : celui de l'EPCI, ou « Ensemble du programme »."""
        return self.territoire.nom if self.territoire else "Ensemble du programme"

    @property
    def restreinte(self) -> bool:
        """Dit si l'édition est restreinte : les textes libres n'y sont montrés que dans ce cas."""
        return self.evaluation.diffusion == Diffusion.RESTREINTE

    @cached_property
    def indicateurs(self) -> Mapping[str, Indicateur]:
        """Les indicateurs du programme, par code."""
        return {i.code: i for i in self.evaluation.programme.indicateurs}

    def nature(self, indicateur: str) -> Nature:
        """Rend la nature d'un indicateur : celle du cadrage, sinon celle du document."""
        cadre = self.evaluation.cadrage.cadre(indicateur)
        return cadre.nature if cadre else self.indicateurs[indicateur].nature

    @cached_property
    def homonymes(self) -> Mapping[str, int]:
        """Combien d'indicateurs du programme portent un même libellé, mis à nu."""
        return Counter(mettre_a_nu(i.libelle) for i in self.indicateurs.values())

    def ecriture(self, resultat: Resultat) -> Ecriture:
        """Prépare l'écriture des valeurs d'un résultat."""
        cadrage = self.evaluation.cadrage
        cadre = cadrage.cadre(resultat.indicateur, resultat.siren) or cadrage.cadre(resultat.indicateur)
        cible = cadre.cible if cadre else None
        annuelle = cible is not None and cible.periodicite is PeriodiciteCible.ANNUELLE
        return Ecriture(resultat, self.nature(resultat.indicateur), annuelle)

    @cached_property
    def juges(self) -> tuple[Resultat, ...]:
        """Les résultats de ce territoire, dans l'ordre du document."""
        return self.evaluation.resultats_de(self.siren)

    @cached_property
    def communs(self) -> tuple[Resultat, ...]:
        """Pour un EPCI : les résultats mesurés une seule fois, pour l'ensemble du programme."""
        if self.est_ensemble:
            return ()
        return tuple(
            r
            for r in self.evaluation.resultats_de(ENSEMBLE)
            if r.indicateur in self.indicateurs and self.indicateurs[r.indicateur].maille is Maille.ENSEMBLE
        )

    @cached_property
    def de_l_ensemble(self) -> Mapping[str, Resultat]:
        """Les résultats de l'ensemble, par indicateur."""
        return {r.indicateur: r for r in self.evaluation.resultats_de(ENSEMBLE)}

    @cached_property
    def precedents(self) -> Mapping[str, Resultat]:
        """Les résultats de l'année d'avant sur ce territoire, par indicateur (vide : année inconnue)."""
        return {r.indicateur: r for r in self.evaluation.resultats_precedents if r.siren == self.siren}

    @cached_property
    def situations(self) -> Mapping[str, Situation]:
        """La situation de chaque action, par code."""
        return {s.action: s for s in self.evaluation.situations}

    @cached_property
    def completude(self) -> Completude | None:
        """Valeurs remontées et attendues, pour tout le programme ; ``None`` : inconnu."""
        return next((c for c in self.evaluation.completudes if not c.action), None)

    @cached_property
    def classeurs_absents(self) -> tuple[str, ...]:
        """Codes des actions dont le classeur de l'année n'est pas revenu."""
        return tuple(c.action for c in self.evaluation.completudes if c.action and not c.classeur_recu)

    @cached_property
    def observations(self) -> Mapping[str, tuple[Observation, ...]]:
        """Les observations de l'année, par indicateur ; pour un EPCI, les siennes et celles de l'ensemble."""
        annee, retenus = str(self.evaluation.annee), {self.siren, ENSEMBLE}
        rangees: dict[str, list[Observation]] = {}
        for o in self.evaluation.observations:
            if annee in o.periode and (self.est_ensemble or o.siren in retenus):
                rangees.setdefault(o.indicateur, []).append(o)
        return {code: tuple(lignes) for code, lignes in rangees.items()}

    def de_l_action(self, code: str) -> tuple[Resultat, ...]:
        """Rend les résultats d'une action : ceux du territoire, puis les communs."""
        return self._par_action.get(code, ())

    @cached_property
    def _par_action(self) -> Mapping[str, tuple[Resultat, ...]]:
        rangs = {code: rang for rang, code in enumerate(self.indicateurs)}
        rangees: dict[str, list[Resultat]] = {}
        for r in (*self.juges, *self.communs):
            rangees.setdefault(r.action, []).append(r)
        return {a: tuple(sorted(rs, key=lambda r: rangs.get(r.indicateur, 0))) for a, rs in rangees.items()}

    def groupes(self, axe: Axe) -> tuple[Groupe, ...]:
        """Range les résultats d'un axe par objectif, ou par action quand le programme n'a pas d'objectifs."""
        ici = [r for r in self.juges if r.axe == axe.code]
        programme = self.evaluation.programme
        if programme.objectifs:
            parties = [("objectif", o.code, o.intitule) for o in programme.objectifs if o.axe == axe.code]
            cles = [r.objectif for r in ici]
        else:
            parties = [("action", a.code, a.intitule) for a in programme.actions_de(axe.code)]
            cles = [r.action for r in ici]
        return tuple(
            Groupe(nature, code, intitule, lignes)
            for nature, code, intitule in parties
            if (lignes := tuple(r for r, cle in zip(ici, cles, strict=True) if cle == code))
        )

    def axes(self) -> tuple[tuple[Axe, tuple[Resultat, ...]], ...]:
        """Rend chaque axe avec ses résultats sur ce territoire."""
        return tuple((a, tuple(r for r in self.juges if r.axe == a.code)) for a in self.evaluation.programme.axes)

    @cached_property
    def etats_inconnus(self) -> int:
        """Nombre d'actions dont l'état n'est pas renseigné : elles ne sont ni engagées, ni non engagées."""
        return self.etats().get(None, 0)

    def etats(self, axe: str | None = None) -> Mapping[EtatAction | None, int]:
        """Compte les actions par état, dans un axe ou dans tout le programme."""
        codes = [a.code for a in self.evaluation.programme.actions if axe is None or a.axe == axe]
        return Counter(self.situations[c].etat if c in self.situations else None for c in codes)


def mettre_a_nu(libelle: str) -> str:
    """Rend un libellé sans casse, accent, ponctuation ni marque du pluriel : deux libellés du même nom sont égaux.

    Examples
    --------
    >>> mettre_a_nu("Nombres de personnes formées") == mettre_a_nu("Nombre de personnes formées")
    True
    """
    return " ".join(mot.removesuffix("s") for mot in plier(libelle).split())


def annee_de_l_etat(situation: Situation, annee: int) -> int | None:
    """Rend l'année où l'état montré a été déclaré, si ce n'est pas celle de l'évaluation ; sinon ``None``.

    Une action sans état n'en a pas.
    """
    if situation.etat is None or situation.etats_par_annee.get(annee) is not None:
        return None
    connues = [a for a, e in situation.etats_par_annee.items() if e is not None and a < annee]
    return max(connues, default=None)


def compter_verdicts(resultats: Iterable[Resultat]) -> Mapping[Verdict, int]:
    """Compte les résultats par verdict, dans l'ordre d'affichage."""
    comptes = Counter(r.verdict for r in resultats)
    return {v: comptes[v] for v in SIGNES if comptes[v]}


def compter_motifs(resultats: Iterable[Resultat]) -> Mapping[Motif, int]:
    """Compte les non évaluables par raison, de la plus fréquente à la plus rare."""
    comptes = Counter(r.motif for r in resultats if r.verdict is Verdict.NON_EVALUABLE and r.motif is not None)
    return dict(sorted(comptes.items(), key=lambda item: (-item[1], item[0])))


def evaluables(resultats: Iterable[Resultat]) -> tuple[Resultat, ...]:
    """Garde les résultats qui ont pu être jugés."""
    return tuple(r for r in resultats if r.verdict not in (*HORS_DENOMINATEUR, Verdict.NON_EVALUABLE))


def applicables(resultats: Iterable[Resultat]) -> tuple[Resultat, ...]:
    """Garde les résultats du dénominateur : tous, sauf « sans objet » et « non échu »."""
    return tuple(r for r in resultats if r.verdict not in HORS_DENOMINATEUR)


def favorables(resultats: Iterable[Resultat]) -> tuple[Resultat, ...]:
    """Garde les résultats atteints ou en bonne voie."""
    return tuple(r for r in resultats if r.verdict in FAVORABLES)
