"""L'édition publique : ce qui est masqué n'y est nulle part, et les textes libres en sont retirés (R-91, R-92).

Ce module applique un masquage ; ``secret_protection`` le décide, ``secret_verification`` le vérifie.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from evaltools.domaine.avancement import Avancement
from evaltools.domaine.cadrage import Cadrage, Cadre
from evaltools.domaine.donnees_personnelles import reperer
from evaltools.domaine.enquetes import Enquete
from evaltools.domaine.finances import LigneFinanciere
from evaltools.domaine.lexique import ENSEMBLE, EtatValeur, Motif, Qualite, Verdict
from evaltools.domaine.mesures import Mesure, Observation, Serie
from evaltools.domaine.resultat import Resultat
from evaltools.domaine.situations import Situation


class Rubrique(StrEnum):
    """Sortes de nombres que publie une édition."""

    OBSERVATION = "observation"
    MESURE = "mesure"
    CUMUL = "cumul"
    DEPART = "depart"
    ENQUETE = "enquete"


FINANCEUR_TU = "Financeur non publié"
"""Ce qui tient lieu, dans l'édition publique, d'un financeur dont le nom est celui d'une personne."""

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


def masquer_serie(serie: Serie, indicateur: str, siren: str, masquage: Masquage) -> Serie:
    """Masque une série : une valeur cachée devient « secrète », sans nombre ni texte. Les cumuls publiés restent."""
    caches = {an for an in serie.mesures if masquage.masque(Rubrique.MESURE, indicateur, siren, str(an))}
    if not caches:
        return serie
    places = {an: (Rubrique.CUMUL, indicateur, siren, str(an)) for an in serie.mesures}
    cumuls = {an: masquage.cumuls[place] for an, place in places.items() if place in masquage.cumuls}
    return Serie({an: _masquer(m) if an in caches else m for an, m in serie.mesures.items()}, serie.abandon, cumuls)


def _masquer(mesure: Mesure) -> Mesure:
    nombres = (mesure.valeur, mesure.numerateur, mesure.denominateur)
    if mesure.etat is not EtatValeur.RENSEIGNE or nombres == (None, None, None):
        return replace(mesure, texte="")
    qualites = mesure.qualites | {Qualite.SECRET}
    return replace(mesure, valeur=None, numerateur=None, denominateur=None, texte="", qualites=qualites)


def masquer_cadre(cadre: Cadre, masquage: Masquage) -> Cadre:
    """Masque la valeur initiale d'un cadre, s'il le faut."""
    masque = masquage.masque(Rubrique.DEPART, cadre.indicateur, cadre.siren)
    return replace(cadre, valeur_initiale=None) if masque else cadre


def motiver(resultats: Iterable[Resultat], cadrage: Cadrage, masquage: Masquage) -> Iterator[Resultat]:
    """Dit « secret » quand un indicateur n'est pas évaluable parce qu'une valeur initiale est masquée (règle R-91)."""
    caches = {(c.indicateur, c.siren) for c in cadrage.cadres.values() if masquer_cadre(c, masquage) != c}
    touches = {code for code, _ in caches}
    for r in resultats:
        faute_de_depart = r.motif in (Motif.PAS_DE_VALEUR_INITIALE, Motif.VALEUR_INITIALE_SEULE)
        ici = (r.indicateur, r.siren) in caches or (r.siren == ENSEMBLE and r.indicateur in touches)
        cache = r.verdict is Verdict.NON_EVALUABLE and faute_de_depart and ici and r.valeur_initiale is None
        yield replace(r, motif=Motif.SECRET) if cache else r


def observations_publiques(observations: Iterable[Observation], masquage: Masquage) -> Iterator[Observation]:
    """Rend les observations de l'édition publique : sans texte libre, et masquées où il le faut (R-91, R-92)."""
    for o in observations:
        publique = replace(o, texte="", commentaire="", source="", fichier="", feuille="", cellule="")
        masquee = masquage.masque(Rubrique.OBSERVATION, o.indicateur, o.siren, o.periode)
        chiffree = (o.valeur, o.numerateur, o.denominateur) != (None, None, None)
        if o.etat is EtatValeur.RENSEIGNE and ((masquee and chiffree) or o.qualite is Qualite.SECRET):
            publique = replace(publique, valeur=None, numerateur=None, denominateur=None, qualite=Qualite.SECRET)
        yield publique


def cadrage_public(cadrage: Cadrage, masquage: Masquage) -> Cadrage:
    """Rend le cadrage de l'édition publique : les valeurs initiales masquées n'y sont plus, ni les responsables."""
    cadres = {cle: replace(masquer_cadre(cadre, masquage), responsable="") for cle, cadre in cadrage.cadres.items()}
    return replace(cadrage, cadres=cadres)


def situations_publiques(situations: Iterable[Situation]) -> tuple[Situation, ...]:
    """Retire des situations tout texte libre des pilotes (règle R-92)."""
    return tuple(replace(s, motif="", decision="", faits_marquants="", freins="", leviers="") for s in situations)


def finances_publiques(lignes: Iterable[LigneFinanciere]) -> tuple[LigneFinanciere, ...]:
    """Retire les commentaires et la provenance des lignes financières, et un financeur qui nomme quelqu'un (R-92)."""
    sans_textes = (replace(ligne, commentaire="", fichier="", feuille="", cellule="") for ligne in lignes)
    return tuple(replace(x, financeur=FINANCEUR_TU) if reperer(x.financeur) else x for x in sans_textes)


def resultats_publics(resultats: Iterable[Resultat]) -> tuple[Resultat, ...]:
    """Retire des résultats les textes saisis et le nom des fichiers, qui peut être celui de quelqu'un (R-92)."""
    return tuple(replace(r, texte="", fichier="", feuille="", cellule="") for r in resultats)


def avancements_publics(avancements: Iterable[Avancement]) -> tuple[Avancement, ...]:
    """Retire des avancements tout texte libre et la provenance (règle R-92)."""
    sans_textes = (replace(a, motif="", decision="", faits_marquants="", freins="", leviers="") for a in avancements)
    return tuple(replace(a, reorientation="", fichier="", feuille="", cellule="") for a in sans_textes)


def enquetes_publiques(enquetes: Iterable[Enquete], masquage: Masquage) -> tuple[Enquete, ...]:
    """Masque les enquêtes que l'édition publique ne peut pas montrer, et retire leurs commentaires (R-91, R-92)."""
    return tuple(
        _sans_texte(e)
        if (Rubrique.ENQUETE, e.indicateur, e.siren, e.periode) in masquage.montrees
        else replace(
            _sans_texte(e), sollicites=None, repondants=None, satisfaits=None, note_moyenne=None, note_maximale=None
        )
        for e in enquetes
    )


def _sans_texte(enquete: Enquete) -> Enquete:
    return replace(enquete, commentaire="", fichier="", feuille="", cellule="")
