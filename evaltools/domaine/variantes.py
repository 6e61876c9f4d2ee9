"""L'épreuve de robustesse : refaire les jugements sous d'autres choix de méthode raisonnables (methode §8, règle R-78).

Un cas qui ne change aucune donnée (poids déjà égaux, aucune valeur provisoire) ne prouve rien : il n'est pas compté.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from evaltools.domaine.bareme import Bareme
from evaltools.domaine.cadrage import Cadre
from evaltools.domaine.cibles import NATURES_PAR_ELLES_MEMES
from evaltools.domaine.lexique import Cumul, EtatValeur, Qualite, Verdict
from evaltools.domaine.mesures import Mesure, Serie
from evaltools.domaine.programme import Programme
from evaltools.domaine.resultat import Resultat
from evaltools.domaine.robustesse import Robustesse, Variante
from evaltools.domaine.synthese import (
    Synthese,
    classe_de,
    classes_sans_un,
    est_applicable,
    groupes,
    regrouper,
)

Matiere = tuple[Cadre, Serie]
"""Ce dont un jugement part : le cadre et la série."""


@dataclass(frozen=True, slots=True)
class Epreuve:
    """Un choix de méthode que l'on change : le facteur des seuils, et ce que deviennent le cadre et la série.

    ``changer`` reçoit le cadre, la série, l'année d'évaluation et la première du contrat ; il rend ``None`` quand le
    choix ne change rien à cet indicateur.
    """

    nom: str
    famille: str
    facteur: float = 1.0
    changer: Callable[[Cadre, Serie, int, int], Matiere | None] = lambda *_: None

    def appliquer(self, cadre: Cadre, serie: Serie, annee: int, debut: int) -> Matiere | None:
        """Rend le cadre et la série de l'épreuve ; ``None`` : elle ne change rien à cet indicateur."""
        return (cadre, serie) if self.facteur != 1.0 else self.changer(cadre, serie, annee, debut)


def decaler_le_depart(pas: int) -> Callable[[Cadre, Serie, int, int], Matiere | None]:
    """Prend pour départ l'année d'avant ou d'après : sa valeur si elle est connue, sinon la même, datée autrement."""

    def changer(cadre: Cadre, serie: Serie, annee: int, debut: int) -> Matiere | None:
        part_de_zero = cadre.cumul is Cumul.FLUX or cadre.nature in NATURES_PAR_ELLES_MEMES
        if cadre.valeur_initiale is None or part_de_zero:
            return None
        depart = (debut - 1 if cadre.annee_initiale is None else cadre.annee_initiale) + pas
        if not any(m.connue for m in serie.jusqu_a(annee, apres=depart)):
            return None
        observee = serie.mesure(depart)
        valeur = observee.valeur if observee.connue else cadre.valeur_initiale
        return replace(cadre, valeur_initiale=valeur, annee_initiale=depart), serie

    return changer


def ecarter_le_provisoire(cadre: Cadre, serie: Serie, annee: int, _debut: int) -> Matiere | None:
    """Tient les valeurs provisoires pour non renseignées ; ``None`` s'il n'y en a pas jusqu'à l'année d'évaluation."""
    provisoires = {m.annee for m in serie.jusqu_a(annee) if Qualite.PROVISOIRE in m.qualites and m.connue}
    if not provisoires:
        return None
    mesures = {an: Mesure(an, EtatValeur.NON_RENSEIGNE) if an in provisoires else m for an, m in serie.mesures.items()}
    return cadre, replace(serie, mesures=mesures)


EPREUVES: tuple[Epreuve, ...] = (
    Epreuve("seuils abaissés de 20\u202f%", "seuils", 0.8),
    Epreuve("seuils relevés de 20\u202f%", "seuils", 1.2),
    Epreuve("départ un an plus tôt", "départ", changer=decaler_le_depart(-1)),
    Epreuve("départ un an plus tard", "départ", changer=decaler_le_depart(1)),
    Epreuve("sans les valeurs provisoires", "provisoire", changer=ecarter_le_provisoire),
)
"""Les épreuves qui refont les jugements ; les poids et les retraits ne touchent que les groupes."""

Epreuves = Mapping[str, Mapping[tuple[str, str], Resultat]]
"""Par épreuve, les résultats qu'elle refait, par indicateur et territoire."""


def robustesse_d_un_indicateur(resultat: Resultat, refaits: Epreuves) -> Robustesse | None:
    """Dit ce que devient le verdict d'un indicateur ; ``None`` s'il n'en a pas."""
    if resultat.verdict in (Verdict.NON_EVALUABLE, Verdict.SANS_OBJET, Verdict.NON_ECHU):
        return None
    cle = resultat.indicateur, resultat.siren
    variantes = tuple(
        Variante(e.nom, refaits[e.nom][cle].verdict, e.famille) for e in EPREUVES if cle in refaits[e.nom]
    )
    return Robustesse(resultat.verdict, variantes) if variantes else None


def robustesse_d_un_groupe(
    synthese: Synthese, resultats: Sequence[Resultat], refaits: Epreuves, bareme: Bareme
) -> Robustesse | None:
    """Dit ce que devient la classe d'un groupe dans chaque cas ; ``None`` si rien n'y est applicable.

    Parameters
    ----------
    synthese : Synthese
        Le groupe.
    resultats : sequence of Resultat
        Ses résultats, dans l'ordre du document.
    refaits : mapping
        Les résultats refaits par chaque épreuve.
    bareme : Bareme
        Le barème en vigueur ; les épreuves de seuils le font varier.
    """
    if synthese.classe is None:
        return None
    variantes = (
        *_a_poids_egaux(resultats, bareme),
        *(Variante(f"sans {code}", classe, "retrait") for code, classe in classes_sans_un(resultats, bareme)),
        *_refaites(resultats, refaits, bareme),
    )
    return Robustesse(synthese.classe, variantes)


def _a_poids_egaux(resultats: Sequence[Resultat], bareme: Bareme) -> Iterator[Variante]:
    if len({r.poids for r in resultats if est_applicable(r)}) > 1:
        yield Variante("poids égaux", classe_de([replace(r, poids=1.0) for r in resultats], bareme), "poids")


def _refaites(resultats: Sequence[Resultat], refaits: Epreuves, bareme: Bareme) -> Iterator[Variante]:
    for epreuve in EPREUVES:
        autres = refaits[epreuve.nom]
        if epreuve.facteur != 1.0 or any((r.indicateur, r.siren) in autres for r in resultats):
            refaite = [autres.get((r.indicateur, r.siren), r) for r in resultats]
            yield Variante(epreuve.nom, classe_de(refaite, bareme.varier(epreuve.facteur)), epreuve.famille)


def eprouver_les_groupes(
    programme: Programme, resultats: Sequence[Resultat], refaits: Epreuves, bareme: Bareme
) -> Iterator[Synthese]:
    """Fait la synthèse de chaque groupe, avec sa robustesse."""
    for (groupe, code, intitule, siren), du_groupe in groupes(programme, resultats):
        synthese = regrouper(groupe, code, intitule, siren, du_groupe, bareme)
        yield replace(synthese, robustesse=robustesse_d_un_groupe(synthese, du_groupe, refaits, bareme))
