"""L'édition publique : petits effectifs masqués, textes libres retirés (methode §10, règles R-91 et R-92).

Première règle, volontairement simple et sûre : dès qu'une case d'EPCI d'un indicateur de personnes compte de 1 à 10
personnes, une année quelconque, aucune case d'EPCI de cet indicateur n'est publiée ; l'ensemble ne l'est que si aucun
de ses propres nombres ne compte de 1 à 10 personnes. Ainsi rien ne se retrouve par soustraction.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import accumulate

from evaltools.domaine.avancement import Avancement
from evaltools.domaine.cadrage import Cadrage, Cadre
from evaltools.domaine.enquetes import Enquete
from evaltools.domaine.finances import LigneFinanciere
from evaltools.domaine.lexique import ENSEMBLE, Cumul, EtatValeur, Qualite
from evaltools.domaine.mesures import Mesure, Observation, Serie
from evaltools.domaine.programme import Indicateur, Programme
from evaltools.domaine.resultat import Resultat
from evaltools.domaine.situations import Situation


@dataclass(frozen=True, slots=True)
class Masquage:
    """Ce que l'édition publique ne montre pas : codes d'indicateurs, par EPCI et pour l'ensemble."""

    par_epci: frozenset[str] = frozenset()
    ensemble: frozenset[str] = frozenset()

    def masque(self, indicateur: str, siren: str) -> bool:
        """Dit si les nombres de cet indicateur sont masqués sur ce territoire."""
        return indicateur in (self.ensemble if siren == ENSEMBLE else self.par_epci)


def est_petit(effectif: float | None, seuil: int) -> bool:
    """Dit si un effectif désigne de trop près des personnes : plus de 0 et moins que le seuil. Zéro se publie.

    Examples
    --------
    >>> est_petit(8, 11), est_petit(0, 11), est_petit(11, 11), est_petit(None, 11)
    (True, False, False, False)
    """
    return effectif is not None and 0 < effectif < seuil


def est_protege(indicateur: Indicateur, cadre: Cadre | None = None) -> bool:
    """Dit si un indicateur compte des personnes, ou en rapporte les unes aux autres (un pourcentage)."""
    cumul = (cadre.cumul if cadre else None) or indicateur.cumul
    return indicateur.compte_des_personnes or cumul is Cumul.RATIO or "%" in indicateur.unite


def proteger(
    programme: Programme,
    cadrage: Cadrage,
    observations: Iterable[Observation],
    ensembles: Mapping[str, Serie],
    seuil: int,
) -> Masquage:
    """Décide ce que l'édition publique ne montre pas (règle R-91).

    Parameters
    ----------
    programme, cadrage : Programme, Cadrage
        Disent quels indicateurs comptent des personnes, et leurs valeurs initiales, qui comptent aussi.
    observations : iterable of Observation
        Toutes les années et toutes les sous-périodes.
    ensembles : mapping of str to Serie
        Série de l'ensemble, par indicateur, calculée sur les vraies valeurs.
    seuil : int
        Plus petit effectif publié (11).
    """
    recueillies: dict[tuple[str, bool], list[Observation]] = {}
    for o in observations:
        recueillies.setdefault((o.indicateur, o.siren == ENSEMBLE), []).append(o)
    departs: dict[str, list[float | None]] = {}
    for (code, siren), local in cadrage.cadres.items():
        if siren != ENSEMBLE:
            departs.setdefault(code, []).append(local.valeur_initiale)
    par_epci, entiers = set(), set()
    for indicateur in programme.indicateurs:
        code, cadre = indicateur.code, cadrage.cadre(indicateur.code)
        if not est_protege(indicateur, cadre):
            continue
        if _trop_fin(indicateur, recueillies.get((code, False), []), departs.get(code, []), seuil):
            par_epci.add(code)
        depart, serie = cadre.valeur_initiale if cadre else None, ensembles.get(code, Serie())
        directe = _trop_fin(indicateur, recueillies.get((code, True), []), [depart], seuil)
        if directe or _ensemble_trop_fin(indicateur, serie, seuil):
            entiers.add(code)
    return Masquage(frozenset(par_epci), frozenset(entiers))


def _trop_fin(
    indicateur: Indicateur, observations: Iterable[Observation], departs: Iterable[float | None], seuil: int
) -> bool:
    if indicateur.compte_des_personnes and any(est_petit(d, seuil) for d in departs):
        return True
    return any(_case_trop_fine(indicateur, o, seuil) for o in observations if o.etat is EtatValeur.RENSEIGNE)


def _ensemble_trop_fin(indicateur: Indicateur, serie: Serie, seuil: int) -> bool:
    """Examine les nombres publiés de l'ensemble : chaque année, et le cumul de chaque année à la dernière."""
    mesures = [serie.mesures[an] for an in sorted(serie.mesures) if serie.mesures[an].connue]
    if any(_case_trop_fine(indicateur, m, seuil) for m in mesures):
        return True
    cumuls = accumulate(m.valeur for m in mesures if m.valeur is not None)
    return indicateur.compte_des_personnes and any(est_petit(c, seuil) for c in cumuls)


def _case_trop_fine(indicateur: Indicateur, case: Observation | Mesure, seuil: int) -> bool:
    """Dit si une case désigne de trop près des personnes : son effectif, ses deux termes, ou leur différence.

    Un pourcentage dont on ne connaît pas l'effectif est tenu pour trop fin.
    """
    if indicateur.compte_des_personnes:
        effectifs = [case.valeur, case.numerateur, case.denominateur]
    elif case.numerateur is not None and case.denominateur is not None:
        effectifs = [case.numerateur, case.denominateur, case.denominateur - case.numerateur]
    else:
        return case.valeur is not None and "%" in indicateur.unite
    return any(est_petit(e, seuil) for e in effectifs)


def masquer_serie(serie: Serie) -> Serie:
    """Masque une série : une valeur renseignée devient « secrète », sans nombre ni texte."""
    return Serie({an: _masquer(m) for an, m in serie.mesures.items()}, serie.abandon)


def _masquer(mesure: Mesure) -> Mesure:
    if mesure.etat is not EtatValeur.RENSEIGNE:
        return replace(mesure, texte="")
    secret = frozenset({Qualite.SECRET})
    return replace(mesure, valeur=None, numerateur=None, denominateur=None, texte="", qualites=secret)


def observations_publiques(observations: Iterable[Observation], masquage: Masquage) -> Iterator[Observation]:
    """Rend les observations de l'édition publique : sans texte libre, et masquées où il le faut (R-91, R-92)."""
    for o in observations:
        sans_texte = replace(o, texte="", commentaire="", source="", fichier="", feuille="", cellule="")
        if o.etat is EtatValeur.RENSEIGNE and (masquage.masque(o.indicateur, o.siren) or o.qualite is Qualite.SECRET):
            sans_texte = replace(sans_texte, valeur=None, numerateur=None, denominateur=None, qualite=Qualite.SECRET)
        yield sans_texte


def cadrage_public(cadrage: Cadrage, masquage: Masquage) -> Cadrage:
    """Rend le cadrage de l'édition publique : les valeurs initiales masquées n'y sont plus, ni les responsables."""
    cadres = {
        (code, siren): replace(
            cadre,
            responsable="",
            valeur_initiale=None if masquage.masque(code, siren) else cadre.valeur_initiale,
        )
        for (code, siren), cadre in cadrage.cadres.items()
    }
    return replace(cadrage, cadres=cadres)


def situations_publiques(situations: Iterable[Situation]) -> tuple[Situation, ...]:
    """Retire des situations tout texte libre des pilotes (règle R-92)."""
    return tuple(replace(s, motif="", decision="", faits_marquants="", freins="", leviers="") for s in situations)


def finances_publiques(lignes: Iterable[LigneFinanciere]) -> tuple[LigneFinanciere, ...]:
    """Retire les commentaires et la provenance des lignes financières (règle R-92)."""
    return tuple(replace(ligne, commentaire="", fichier="", feuille="", cellule="") for ligne in lignes)


def resultats_publics(resultats: Iterable[Resultat]) -> tuple[Resultat, ...]:
    """Retire des résultats les textes saisis et le nom des fichiers, qui peut être celui de quelqu'un (R-92)."""
    return tuple(replace(r, texte="", fichier="", feuille="", cellule="") for r in resultats)


def avancements_publics(avancements: Iterable[Avancement]) -> tuple[Avancement, ...]:
    """Retire des avancements tout texte libre et la provenance (règle R-92)."""
    sans_textes = (replace(a, motif="", decision="", faits_marquants="", freins="", leviers="") for a in avancements)
    return tuple(replace(a, reorientation="", fichier="", feuille="", cellule="") for a in sans_textes)


def enquetes_publiques(enquetes: Iterable[Enquete], seuil: int) -> tuple[Enquete, ...]:
    """Masque les enquêtes de trop peu de personnes, et toutes celles des EPCI dès que l'une l'est (règle R-91)."""
    recues = tuple(enquetes)
    locales = {e.indicateur for e in recues if e.siren != ENSEMBLE and _enquete_trop_fine(e, seuil)}
    return tuple(
        _masquer_enquete(e)
        if _enquete_trop_fine(e, seuil) or (e.siren != ENSEMBLE and e.indicateur in locales)
        else replace(e, commentaire="", fichier="", feuille="", cellule="")
        for e in recues
    )


def _enquete_trop_fine(enquete: Enquete, seuil: int) -> bool:
    nombres = [enquete.sollicites, enquete.repondants, enquete.satisfaits]
    if enquete.repondants is not None:
        nombres += [e - enquete.repondants for e in [enquete.sollicites] if e is not None]
        nombres += [enquete.repondants - e for e in [enquete.satisfaits] if e is not None]
    notee = enquete.note_moyenne is not None or enquete.satisfaits is not None
    return any(est_petit(n, seuil) for n in nombres) or (notee and enquete.repondants is None)


def _masquer_enquete(enquete: Enquete) -> Enquete:
    sans_texte = replace(enquete, commentaire="", fichier="", feuille="", cellule="")
    return replace(sans_texte, sollicites=None, repondants=None, satisfaits=None, note_moyenne=None, note_maximale=None)
