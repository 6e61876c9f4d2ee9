"""Vérifier une édition publique avant de la publier : rien de trop petit ne s'y montre, ni ne s'y retrouve (R-91).

La vérification repart de ce qui a été recueilli et de ce que l'édition montre vraiment, nombre par nombre, sans rien
savoir de ce qui avait été décidé. Elle peut relire avec elle des éditions déjà parues.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from functools import partial

from evaltools.domaine.anomalies import Anomalie, signaler
from evaltools.domaine.cadrage import Cadrage
from evaltools.domaine.collecte import Collecte
from evaltools.domaine.constats import periode_lisible
from evaltools.domaine.evaluation import Evaluation
from evaltools.domaine.incertitude import Incertitude
from evaltools.domaine.lexique import ENSEMBLE, Cumul, Motif
from evaltools.domaine.programme import Programme
from evaltools.domaine.projection import Projection
from evaltools.domaine.resultat import CibleJugee, Resultat
from evaltools.domaine.secret import Place, Rubrique
from evaltools.domaine.secret_dressage import dresser
from evaltools.domaine.secret_matiere import matieres, taux_de_depart
from evaltools.domaine.secret_protection import est_cachee
from evaltools.domaine.secret_regimes import SEUIL_UNITES, regimes
from evaltools.domaine.secret_tableau import Case, Cle, Tableau
from evaltools.domaine.secret_temoins import Systeme

_SANS_RAPPORT = frozenset({
    "annee", "annee_initiale", "cible", "annee_cible", "annee_valeur", "poids", "cible_initiale", "prevu",
    "valeur_initiale", "epci_renseignes", "epci_concernes", "annees_applicables",
})  # fmt: skip
"""Nombres d'un résultat qui ne disent rien de sa valeur."""

_TEXTES = ("texte", "commentaire", "motif", "decision", "faits_marquants", "freins", "leviers", "reorientation",
           "responsable")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Publication:
    """Une édition publique sur le point de paraître, ce qui a été recueilli, et les éditions publiques déjà parues."""

    evaluation: Evaluation
    cadrage: Cadrage
    collecte: Collecte
    anterieures: tuple[Evaluation, ...] = ()


def verifier(publication: Publication) -> tuple[Anomalie, ...]:
    """Rend tout ce qui interdit de publier une édition publique ; vide si elle peut paraître.

    Returns
    -------
    tuple of Anomalie
        SEC-01 petit effectif montré ; SEC-02 petit effectif qui se retrouve ; SEC-03 texte libre ; SEC-04 nombre tiré
        d'une valeur masquée ; SEC-05 nombre que le secret n'a pas examiné. Aucune ne cite de nombre.
    """
    return (*_effectifs(publication), *_deduits(publication), *_textes(publication.evaluation))


def visibles(evaluation: Evaluation) -> Iterator[Place]:
    """Parcourt les places où une évaluation montre un nombre."""
    for r in _resultats(evaluation):
        yield from _visibles_d_un_resultat(r)
    for o in evaluation.observations:
        if (o.valeur, o.numerateur, o.denominateur) != (None, None, None):
            yield Rubrique.OBSERVATION, o.indicateur, o.siren, o.periode
    for (code, siren), cadre in evaluation.cadrage.cadres.items():
        if cadre.valeur_initiale is not None:
            yield Rubrique.DEPART, code, siren, ""
    for e in evaluation.enquetes:
        if any(n is not None for n in (e.sollicites, e.repondants, e.satisfaits, e.note_moyenne)):
            yield Rubrique.ENQUETE, e.indicateur, e.siren, e.periode


def _resultats(e: Evaluation) -> tuple[Resultat, ...]:
    """Rend tous les résultats qu'une évaluation montre : de l'année, de la précédente, et l'historique d'une finale."""
    return (*e.resultats, *e.resultats_precedents, *(r for passes in e.historique.values() for r in passes))


def _visibles_d_un_resultat(r: Resultat) -> Iterator[Place]:
    place = partial(_place, r.indicateur, r.siren)
    yield from (place(Rubrique.MESURE, an) for an, valeur in r.serie.items() if valeur is not None)
    yield from (place(Rubrique.CUMUL, an) for an in r.cumuls)
    if r.annee_valeur is not None:
        if (r.numerateur, r.denominateur) != (None, None):
            yield place(Rubrique.MESURE, r.annee_valeur)
        if r.valeur is not None:
            unique = r.cumul != Cumul.FLUX or r.serie.get(r.annee_valeur) == r.valeur
            yield place(Rubrique.MESURE if unique else Rubrique.CUMUL, r.annee_valeur)


def _place(code: str, siren: str, rubrique: Rubrique, annee: int) -> Place:
    return rubrique, code, siren, str(annee)


def _effectifs(publication: Publication) -> Iterator[Anomalie]:
    """Examine les effectifs, famille par famille : ceux que l'on montre, et ceux que l'on retrouve."""
    e, collecte = publication.evaluation, publication.collecte
    observations = [o for o in collecte.observations if periode_lisible(o)]
    enquetes = [x for x in collecte.enquetes if periode_lisible(x)]
    seuil = e.bareme.seuil_personnes
    proteges, connues = set(regimes(e.programme, publication.cadrage, seuil)), set[Place]()
    for matiere in matieres(e.programme, publication.cadrage, observations, enquetes, seuil):
        tableau = dresser(matiere, e.arrete_le)
        connues |= tableau.places.keys() | set(taux_de_depart(matiere))
        montrees = {tableau.places[place] for place in visibles(e) if place in tableau.places}
        for ancienne in publication.anterieures:
            places = dresser(matiere, ancienne.arrete_le).places
            montrees |= {places[place] for place in visibles(ancienne) if place in places}
        yield from _cases(e.programme, tableau, montrees)
    for place in dict.fromkeys(visibles(e)):
        if place not in connues and (place[1] in proteges or place[0] is Rubrique.ENQUETE):
            yield signaler("SEC-05", None, **_ou(e.programme, place))


def _cases(programme: Programme, tableau: Tableau, montrees: set[Cle]) -> Iterator[Anomalie]:
    cases = {case.cle: case for etape in tableau.etapes for case in etape.cases}
    systeme = Systeme.de(forme for cle in montrees if cle in cases for forme in cases[cle].formes)
    lieux = {cle: place for place, cle in tableau.places.items()}
    unites = "praticiens ou entreprises" if tableau.regime.seuil == SEUIL_UNITES else "personnes"
    for case in cases.values():
        ou = _ou(programme, lieux.get(case.cle) or _lieu_d_un_reste(case))
        if case.petite and case.cle in montrees:
            yield signaler("SEC-01", None, **ou, seuil=tableau.regime.seuil, unites=unites)
        elif case.petite and not est_cachee(case, systeme, tableau):
            yield signaler("SEC-02", None, **ou)


def _lieu_d_un_reste(case: Case) -> Place:
    """Rend où se lirait un écart que rien ne publie : le total dont il est la différence."""
    indicateur, siren, periode = case.cle[0][0][:3]
    return Rubrique.MESURE, indicateur, siren, periode


def _ou(programme: Programme, place: Place) -> dict[str, str]:
    """Dit en français où est une place."""
    rubrique, code, siren, periode = place
    noms = {t.siren: t.nom for t in programme.territoires} | {ENSEMBLE: "ensemble du programme"}
    moments = {Rubrique.DEPART: "valeur initiale", Rubrique.CUMUL: f"cumul à la fin de {periode}"}
    return {"indicateur": code, "territoire": noms.get(siren, siren), "periode": moments.get(rubrique, periode)}


def _deduits(publication: Publication) -> Iterator[Anomalie]:
    """Cherche les nombres qui se déduisent d'une valeur masquée : degré, rythme, score, reste, trajectoire."""
    e = publication.evaluation
    for r in _resultats(e):
        sans_valeur = r.valeur is None and (r.secrete or r.motif is Motif.SECRET)
        champs = [f.name for f in fields(r) if f.name not in _SANS_RAPPORT] if sans_valeur else []
        montres = [nom for nom in champs if _dit_un_nombre(getattr(r, nom)) and nom != "secrete"]
        vrai = publication.cadrage.cadre(r.indicateur, r.siren)
        depart_masque = vrai is not None and vrai.valeur_initiale is not None and r.valeur_initiale is None
        if depart_masque and r.trajectoire and r.cumul != Cumul.FLUX:
            montres.append("trajectoire")
        for nom in montres:
            ou = _ou(e.programme, (Rubrique.MESURE, r.indicateur, r.siren, str(r.annee)))
            yield signaler("SEC-04", None, **ou, champ=f"« {nom} »")


def _dit_un_nombre(valeur: object) -> bool:
    """Dit si un champ d'un résultat sans valeur montre un nombre, ou ce qui s'en déduit (marge, projection, cible)."""
    if isinstance(valeur, CibleJugee):
        return (valeur.degre_atteinte, valeur.reste_a_faire) != (None, None)
    return isinstance(valeur, int | float | Incertitude | Projection)


def _textes(e: Evaluation) -> Iterator[Anomalie]:
    """Cherche les textes libres que l'édition publique aurait gardés (règle R-92)."""
    suites: tuple[Iterable[object], ...] = (
        _resultats(e), e.observations, e.avancements, e.situations, e.finances, e.enquetes,
        e.cadrage.cadres.values(),
    )  # fmt: skip
    for source in (source for suite in suites for source in suite):
        for nom in _TEXTES:
            valeur = getattr(source, nom, "")
            if isinstance(valeur, str) and valeur and not isinstance(valeur, Motif):
                objet = getattr(source, "indicateur", None) or getattr(source, "action", "")
                yield signaler("SEC-03", champ=f"« {nom} »", objet=objet)
