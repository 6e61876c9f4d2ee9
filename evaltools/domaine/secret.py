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


class Rubrique(StrEnum):
    """Sortes de nombres que publie une édition."""

    OBSERVATION = "observation"
    MESURE = "mesure"
    CUMUL = "cumul"
    DEPART = "depart"
    ENQUETE = "enquete"


Place = tuple[Rubrique, str, str, str]
"""Où un nombre se montre : rubrique, indicateur, SIREN ou « ensemble », période (vide pour une valeur initiale)."""


@dataclass(frozen=True, slots=True)
class Masquage:
    """Ce que l'édition publique montre des indicateurs protégés ; tout le reste d'eux est masqué.

    ``proteges`` : codes des indicateurs de personnes, de praticiens ou d'entreprises. ``montrees`` : les places que
    l'on peut publier. ``cumuls`` : la valeur des cumuls publiés.
    """

    proteges: frozenset[str] = frozenset()
    montrees: frozenset[Place] = frozenset()
    cumuls: Mapping[Place, float] = field(default_factory=dict)

    def masque(self, rubrique: Rubrique, indicateur: str, siren: str, periode: str = "") -> bool:
        """Dit si un nombre est masqué."""
        return indicateur in self.proteges and (rubrique, indicateur, siren, periode) not in self.montrees

    def motiver(self, resultat: Resultat) -> Resultat:
        """Dit « secret » quand un indicateur n'est pas évaluable parce que sa valeur initiale est masquée."""
        faute_de_depart = resultat.motif in (Motif.PAS_DE_VALEUR_INITIALE, Motif.VALEUR_INITIALE_SEULE)
        if resultat.verdict is not Verdict.NON_EVALUABLE or not faute_de_depart:
            return resultat
        masque = self.masque(Rubrique.DEPART, resultat.indicateur, resultat.siren)
        return replace(resultat, motif=Motif.SECRET) if masque else resultat


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
