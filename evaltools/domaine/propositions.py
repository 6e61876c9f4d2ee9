"""Propositions pour le cadrage : ce que le texte du document suggère, sans jamais le décider.

Le classeur de cadrage les montre en regard des cases à remplir, marquées « proposition ». Aucune n'entre dans le
cadrage tant que l'instance n'a pas rempli la case de décision.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from evaltools.domaine.attendus import est_prevu
from evaltools.domaine.lexique import Nature, Sens, StatutRepere
from evaltools.domaine.nombres import ecrire_nombre
from evaltools.domaine.programme import Action, Citation, Fiche, Indicateur, Operation, Programme, Repere

CHAMPS_DES_REPERES: Mapping[StatutRepere, str] = {
    StatutRepere.OBJECTIF: "cible",
    StatutRepere.NORME: "cible",
    StatutRepere.MAXIMUM: "borne haute",
    StatutRepere.PERIMETRE: "cible",
    StatutRepere.ETAT_INITIAL: "valeur initiale",
    StatutRepere.FAIT_ACCOMPLI: "valeur initiale",
    StatutRepere.CONTEXTE: "repère",
    StatutRepere.REFERENCE: "repère",
    StatutRepere.JALON: "année de la cible",
    StatutRepere.FREQUENCE: "fréquence",
}
"""Champ du cadrage que chaque sorte de repère éclaire."""

PRECISIONS: Mapping[StatutRepere, str] = {
    StatutRepere.NORME: "norme de conception : à multiplier par le volume prévu",
    StatutRepere.MAXIMUM: "maximum possible",
    StatutRepere.PERIMETRE: "périmètre visé",
    StatutRepere.REFERENCE: "comparaison extérieure, et non une valeur initiale",
    StatutRepere.CONTEXTE: "contexte",
    StatutRepere.FAIT_ACCOMPLI: "déjà fait avant la signature",
}

_FREQUENCES = (
    ("trimestr", "trimestrielle"),
    ("semestr", "semestrielle"),
    ("chaque mois", "mensuelle"),
    ("mensuel", "mensuelle"),
    ("annuel", "annuelle"),
    ("par an", "annuelle"),
    ("/an", "annuelle"),
    ("dans l'année", "annuelle"),
)
_UNITES_VAGUES = ("", "à construire", "à définir", "non définie", "non précisé", "satisfaction", "tendance")
_BAISSES = ("réduction", "diminution", "baisse", "recul")
_HAUSSES = ("augmentation", "amélioration", "développement", "progression", "hausse")


@dataclass(frozen=True, slots=True)
class Proposition:
    """Une suggestion lue dans le document pour un champ d'un indicateur ; ``citation`` : les mots qui la portent."""

    indicateur: str
    champ: str
    texte: str
    citation: str = ""

    def __str__(self) -> str:
        """Écrit la proposition comme elle se lit dans le classeur."""
        cite = f" (« {self.citation} »)" if self.citation else ""
        return f"{self.champ} : {self.texte}{cite}"


def propositions(programme: Programme) -> tuple[Proposition, ...]:
    """Rend tout ce que le document suggère pour ses indicateurs, dans l'ordre du document.

    Sources : les repères de l'indicateur, les citations qui mesurent autre chose (``portee``), le prévu d'une paire
    prévu/réalisé, le calendrier pour un jalon, les mots du libellé pour la fréquence et le sens, l'unité habituelle
    quand le document n'en fixe pas, le pilote de la fiche pour le responsable.

    Returns
    -------
    tuple of Proposition
        Vide pour un indicateur dont le document ne suggère rien. Une clause ouverte n'a pas de proposition.
    """
    paires = {i.paire: i for i in programme.indicateurs if i.paire and est_prevu(i)}
    return tuple(
        p
        for action in programme.actions
        for indicateur in action.indicateurs
        if not indicateur.clause_ouverte
        for p in _d_un_indicateur(action, indicateur, paires)
    )


def _d_un_indicateur(action: Action, indicateur: Indicateur, paires: Mapping[str, Indicateur]) -> Iterator[Proposition]:
    fiches = _fiches(action, indicateur)
    yield from (_du_repere(indicateur, r) for r in indicateur.reperes)
    for champ, citation in (("cible", indicateur.cible), ("valeur initiale", indicateur.valeur_initiale)):
        if citation is not None and citation.portee:
            yield Proposition(indicateur.code, champ, _ecrire_citation(citation), citation.texte)
    prevu = paires.get(indicateur.paire)
    if prevu is not None and prevu is not indicateur:
        yield Proposition(indicateur.code, "cible", f"le nombre de « {prevu.libelle} » [{prevu.code}]")
    yield from _du_calendrier(indicateur, fiches)
    yield from _des_mots(indicateur)
    yield from _de_l_unite(indicateur)
    pilote = next((f.pilote for f in fiches if f.pilote), "")
    if pilote and not indicateur.responsable:
        yield Proposition(indicateur.code, "responsable", f"{pilote} (pilote de la fiche)")


def _fiches(action: Action, indicateur: Indicateur) -> tuple[Fiche, ...]:
    """Rend la fiche de l'opération de l'indicateur, puis celle de son action."""
    operation: Operation | None = next((o for o in action.operations if o.code == indicateur.operation), None)
    return (operation.fiche, action.fiche) if operation else (action.fiche,)


def _du_repere(indicateur: Indicateur, repere: Repere) -> Proposition:
    champ = CHAMPS_DES_REPERES[repere.statut]
    return Proposition(indicateur.code, champ, ecrire_repere(repere), repere.citation)


def ecrire_repere(repere: Repere) -> str:
    """Écrit la valeur, l'échéance et la portée d'un repère en une ligne.

    Examples
    --------
    >>> ecrire_repere(Repere(StatutRepere.NORME, "14 séances", 14.0, "séances"))
    '14 séances, norme de conception : à multiplier par le volume prévu'
    """
    valeur = "" if repere.valeur is None else f"{ecrire_nombre(repere.valeur)} {repere.unite}".strip()
    echeance = f"échéance {repere.echeance:%d/%m/%Y}" if repere.echeance else ""
    sans_valeur = repere.unite if repere.valeur is None else ""
    parties = (valeur or sans_valeur, echeance, PRECISIONS.get(repere.statut, ""), repere.remarque)
    return ", ".join(p for p in parties if p)


def _ecrire_citation(citation: Citation) -> str:
    unite = f" {citation.unite}" if citation.unite else ""
    return f"{ecrire_nombre(citation.valeur)}{unite}, mais cela mesure autre chose : {citation.portee}"


def _du_calendrier(indicateur: Indicateur, fiches: tuple[Fiche, ...]) -> Iterator[Proposition]:
    """Propose, pour un jalon, les échéances du calendrier de sa fiche."""
    if indicateur.nature is not Nature.JALON:
        return
    calendrier = next((f.calendrier for f in fiches if f.calendrier.texte), None)
    if calendrier is None:
        return
    dates = [f"{j.echeance:%d/%m/%Y}, {j.libelle}" for j in calendrier.jalons]
    if not dates and calendrier.fin is not None:
        dates = [f"{calendrier.fin:%d/%m/%Y}"]
    texte = "échéance " + " ; ".join(dates) if dates else "voir le calendrier de la fiche"
    yield Proposition(indicateur.code, "année de la cible", texte, calendrier.texte)


def _des_mots(indicateur: Indicateur) -> Iterator[Proposition]:
    mots = f"{indicateur.libelle} {indicateur.unite}".casefold()
    if not indicateur.frequence:
        frequence = next((f for mot, f in _FREQUENCES if mot in mots), "")
        if frequence:
            yield Proposition(indicateur.code, "fréquence", f"{frequence}, d'après le libellé")
        elif indicateur.si_enquete:
            yield Proposition(indicateur.code, "fréquence", "à chaque enquête, si elle a lieu")
    if indicateur.sens is None and indicateur.nature not in (Nature.TEXTE, Nature.JALON):
        for sens, radicaux in ((Sens.BAISSE, _BAISSES), (Sens.HAUSSE, _HAUSSES)):
            if any(radical in mots for radical in radicaux):
                yield Proposition(indicateur.code, "sens", f"{sens.value}, d'après le libellé")
                return


def _de_l_unite(indicateur: Indicateur) -> Iterator[Proposition]:
    vague = indicateur.unite in _UNITES_VAGUES or "précis" in indicateur.unite or "définir" in indicateur.unite
    if not vague:
        return
    usuelles = {
        Nature.TAUX: "%",
        Nature.ECHELLE: "note de 1 à 5, la même pour toutes les enquêtes",
        Nature.DUREE: "jours",
        Nature.DISTANCE: "km",
        Nature.SUPERFICIE: "m²",
        Nature.MONTANT: "€",
    }
    if indicateur.nature in usuelles:
        yield Proposition(indicateur.code, "unité", f"{usuelles[indicateur.nature]} (usage courant)")
