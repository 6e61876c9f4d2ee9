"""Les décisions de cadrage : ce que l'instance écrit dans le classeur, et comment cela complète le document.

Une décision l'emporte sur le document ; un blanc ne change rien et ne vaut jamais zéro.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TypeVar

from evaltools.domaine.cadrage import ORIGINE_DECISION, Cadrage, Cadre, Cible, depuis_document
from evaltools.domaine.lexique import (
    ENSEMBLE,
    Agregation,
    Cumul,
    Nature,
    Niveau,
    PeriodiciteCible,
    Sens,
    TypeCible,
)
from evaltools.domaine.programme import Programme


@dataclass(frozen=True, slots=True)
class Decision:
    """Ce que l'instance a écrit pour un indicateur, sur un territoire ; tout champ vide veut dire « non décidé ».

    C'est une ligne du classeur de cadrage, sans rien d'ajouté : elle se relit et se réécrit à l'identique. Sur un
    EPCI, seuls la valeur initiale, les cibles, les bornes et leurs décisions se fixent ; le reste vient de la ligne de
    l'indicateur. ``annuelles`` : cibles intermédiaires, par année.
    """

    indicateur: str
    siren: str = ENSEMBLE
    nature: Nature | None = None
    unite: str = ""
    niveau: Niveau | None = None
    sens: Sens | None = None
    cumul: Cumul | None = None
    agregation: Agregation | None = None
    poids: float | None = None
    periodicite: PeriodiciteCible | None = None
    type_cible: TypeCible | None = None
    valeur_initiale: float | None = None
    annee_initiale: int | None = None
    cible_initiale: float | None = None
    annee_cible: int | None = None
    borne_basse: float | None = None
    borne_haute: float | None = None
    tolerance: float | None = None
    instance: str = ""
    decidee_le: date | None = None
    cible_revisee: float | None = None
    annee_revisee: int | None = None
    instance_revision: str = ""
    revisee_le: date | None = None
    source: str = ""
    responsable: str = ""
    frequence: str = ""
    remarque: str = ""
    annuelles: Mapping[int, float] = field(default_factory=dict)

    @property
    def vide(self) -> bool:
        """Dit si rien n'a été décidé sur cette ligne."""
        return self == Decision(self.indicateur, self.siren)

    @property
    def cle(self) -> tuple[str, str]:
        """Indicateur et territoire que la décision concerne."""
        return self.indicateur, self.siren


def fusionner(document: Cadrage, decisions: Iterable[Decision], *, fictif: bool = False) -> Cadrage:
    """Complète ce que dit le document par ce que l'instance a décidé ; une décision l'emporte, un blanc ne change rien.

    Parameters
    ----------
    document : Cadrage
        Ce que le document énonce (``depuis_document``).
    decisions : iterable of Decision
        Les lignes du classeur ; une ligne dont l'indicateur ou le territoire n'est pas au programme est ignorée.
    fictif : bool
        Le classeur se déclare « Données fictives ».

    Notes
    -----
    Une ligne par EPCI sans année reprend l'année fixée pour l'indicateur. La cible révisée s'ajoute à l'initiale.
    Les cibles annuelles vont à la cible en vigueur ; pour un flux, chaque EPCI suit le même rythme annuel, au prorata
    de sa cible.
    """
    par_cle = {d.cle: d for d in decisions}
    cadres = {}
    for (code, siren), cadre in document.cadres.items():
        commune = par_cle.get((code, ENSEMBLE), Decision(code))
        base = _mesure(cadre, commune)
        if siren == ENSEMBLE:
            cadres[code, siren] = _valeurs(base, commune)
        else:
            propre = par_cle.get((code, siren), Decision(code, siren))
            cadres[code, siren] = _valeurs(base, _sur_un_epci(propre, commune, base.cumul))
    return Cadrage(cadres, fictif or document.fictif)


def decisions_de(cadrage: Cadrage, programme: Programme) -> tuple[Decision, ...]:
    """Retrouve les décisions qui, ajoutées au document, redonnent ce cadrage ; ce qui n'en diffère pas reste vide.

    Fondre ces décisions avec ``depuis_document`` redonne le même cadrage. Ne garde que les lignes qui décident.
    """
    document = depuis_document(programme)
    trouvees = (
        _decision_de(cadre, document.cadres[cle]) for cle, cadre in cadrage.cadres.items() if cle in document.cadres
    )
    return tuple(d for d in trouvees if not d.vide)


def _decision_de(cadre: Cadre, document: Cadre) -> Decision:
    """Rend la décision d'un territoire ; sur un EPCI, seulement ce qui s'y décide."""
    initiale, revisee = cadre.cible_initiale, cadre.cible_revisee
    decision = Decision(
        cadre.indicateur,
        cadre.siren,
        valeur_initiale=_si_autre(cadre.valeur_initiale, document.valeur_initiale),
        annee_initiale=_si_autre(cadre.annee_initiale, document.annee_initiale),
        annuelles=(revisee or initiale or Cible()).annuelles if cadre.siren == ENSEMBLE else {},
    )
    if initiale is not None:
        citee = document.cible_initiale or Cible()
        decision = replace(
            decision,
            cible_initiale=initiale.valeur if initiale.origine != citee.origine else None,
            annee_cible=_si_autre(initiale.annee, citee.annee),
            borne_basse=initiale.borne_basse,
            borne_haute=initiale.borne_haute,
            tolerance=initiale.tolerance,
            instance=initiale.instance,
            decidee_le=initiale.decidee_le,
        )
    if revisee is not None:
        decision = replace(
            decision,
            cible_revisee=revisee.valeur,
            annee_revisee=_si_autre(revisee.annee, initiale.annee if initiale else None),
            instance_revision=revisee.instance,
            revisee_le=revisee.decidee_le,
        )
    return decision if cadre.siren != ENSEMBLE else _avec_la_mesure(decision, cadre, document)


def _avec_la_mesure(decision: Decision, cadre: Cadre, document: Cadre) -> Decision:
    cible, citee = cadre.cible or Cible(), document.cible_initiale or Cible()
    return replace(
        decision,
        nature=_si_autre(cadre.nature, document.nature),
        unite=_si_autre(cadre.unite, document.unite) or "",
        niveau=_si_autre(cadre.niveau, document.niveau),
        sens=_si_autre(cadre.sens, document.sens),
        cumul=_si_autre(cadre.cumul, document.cumul),
        agregation=_si_autre(cadre.agregation, document.agregation),
        poids=_si_autre(cadre.poids, document.poids),
        periodicite=_si_autre(cible.periodicite, citee.periodicite),
        type_cible=_si_autre(cible.type_cible, citee.type_cible),
        source=_si_autre(cadre.source, document.source) or "",
        responsable=_si_autre(cadre.responsable, document.responsable) or "",
        frequence=_si_autre(cadre.frequence, document.frequence) or "",
    )


_V = TypeVar("_V")


def _si_autre(decide: _V | None, document: _V | None) -> _V | None:
    return None if decide == document else decide


def _mesure(cadre: Cadre, decision: Decision) -> Cadre:
    """Applique ce qui vaut pour l'indicateur sur tous ses territoires : comment il se mesure et s'agrège."""
    return replace(
        cadre,
        nature=decision.nature or cadre.nature,
        unite=decision.unite or cadre.unite,
        niveau=decision.niveau or cadre.niveau,
        sens=decision.sens or cadre.sens,
        cumul=decision.cumul or cadre.cumul,
        agregation=decision.agregation or cadre.agregation,
        poids=cadre.poids if decision.poids is None else decision.poids,
        source=decision.source or cadre.source,
        responsable=decision.responsable or cadre.responsable,
        frequence=decision.frequence or cadre.frequence,
    )


def _sur_un_epci(propre: Decision, commune: Decision, cumul: Cumul | None) -> Decision:
    """Complète la ligne d'un EPCI par les années et la façon d'écrire la cible fixées pour l'indicateur."""
    visee = propre.cible_initiale if propre.cible_revisee is None else propre.cible_revisee
    somme = sum(commune.annuelles.values())
    rythme: Mapping[int, float] = {}
    if cumul is Cumul.FLUX and visee is not None and somme > 0:
        rythme = {annee: part * visee / somme for annee, part in commune.annuelles.items()}
    return replace(
        propre,
        periodicite=commune.periodicite,
        type_cible=commune.type_cible,
        tolerance=commune.tolerance if propre.tolerance is None else propre.tolerance,
        annee_initiale=propre.annee_initiale or commune.annee_initiale,
        annee_cible=propre.annee_cible or commune.annee_cible,
        annee_revisee=propre.annee_revisee or commune.annee_revisee,
        annuelles=rythme,
    )


def _valeurs(cadre: Cadre, decision: Decision) -> Cadre:
    """Applique la valeur initiale et les cibles décidées sur ce territoire."""
    decidee = decision.valeur_initiale is not None
    valeur = decision.valeur_initiale if decidee else cadre.valeur_initiale
    annee = decision.annee_initiale or (None if decidee else cadre.annee_initiale)
    initiale = _cible_initiale(cadre, decision)
    revisee = None
    if decision.cible_revisee is not None:
        revisee = replace(
            initiale or Cible(type_cible=decision.type_cible or TypeCible.ABSOLU, tolerance=decision.tolerance),
            valeur=decision.cible_revisee,
            annee=decision.annee_revisee or (initiale.annee if initiale else None),
            annuelles=decision.annuelles,
            instance=decision.instance_revision,
            decidee_le=decision.revisee_le,
            origine=ORIGINE_DECISION,
        )
    elif initiale is not None and decision.annuelles:
        initiale = replace(initiale, annuelles=decision.annuelles)
    return replace(
        cadre,
        valeur_initiale=valeur,
        annee_initiale=annee if valeur is not None else None,
        cible_initiale=initiale,
        cible_revisee=revisee,
    )


def _cible_initiale(cadre: Cadre, decision: Decision) -> Cible | None:
    """Rend la cible initiale : décidée si une valeur, une plage, un jalon ou des parts le sont, sinon la citée."""
    dite = decision.cible_initiale is not None or _dite_autrement(cadre, decision)
    citee = cadre.cible_initiale
    if not dite and citee is None:
        return None
    base = citee or Cible()
    return replace(
        base,
        valeur=base.valeur if decision.cible_initiale is None else decision.cible_initiale,
        annee=decision.annee_cible or base.annee,
        type_cible=decision.type_cible or base.type_cible,
        periodicite=decision.periodicite or base.periodicite,
        borne_basse=decision.borne_basse,
        borne_haute=decision.borne_haute,
        tolerance=decision.tolerance,
        instance=decision.instance,
        decidee_le=decision.decidee_le,
        origine=ORIGINE_DECISION if dite else base.origine,
    )


def _dite_autrement(cadre: Cadre, decision: Decision) -> bool:
    """Dit si la cible tient dans des bornes (plage), des niveaux annuels ou une échéance (jalon), sans valeur."""
    bornee = cadre.sens is Sens.PLAGE and (decision.borne_basse is not None or decision.borne_haute is not None)
    a_faire = cadre.nature in (Nature.JALON, Nature.ETAPES) and decision.annee_cible is not None
    return bornee or a_faire or bool(decision.annuelles)
