"""L'avancement des actions et des opérations, tel que les pilotes le déclarent (methode §9).

La situation qui en est tirée, retard compris, est dans le module ``situations``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from evaltools.domaine.lexique import EtatAction
from evaltools.domaine.nombres import plier


@dataclass(frozen=True, slots=True)
class Avancement:
    """Ce qu'un pilote déclare, une année, d'une action ou d'une de ses opérations.

    ``objet`` : code de l'action ou de l'opération. ``etat`` ``None`` : non renseigné.
    """

    action: str
    objet: str
    annee: int
    etat: EtatAction | None = None
    debut_reel: date | None = None
    fin_prevue: date | None = None
    fin_revisee: date | None = None
    fin_reelle: date | None = None
    motif: str = ""
    decision: str = ""
    faits_marquants: str = ""
    freins: str = ""
    leviers: str = ""
    reorientation: str = ""
    fichier: str = ""
    feuille: str = ""
    cellule: str = ""


_SYNONYMES: Mapping[EtatAction, str] = {
    EtatAction.A_VENIR: "a venir, programmee, planifiee, prevue",
    EtatAction.NON_DEMARREE: "non demarree, non engagee, pas commencee, non commencee, pas demarree, pas engagee",
    EtatAction.EN_COURS: "en cours, engagee, demarree, commencee, lancee, en cours de realisation",
    EtatAction.REALISEE: "realisee, terminee, achevee, finalisee, finie, faite, close, cloturee",
    EtatAction.REALISEE_PARTIELLEMENT: "realisee partiellement, partiellement realisee, realisee en partie, partielle",
    EtatAction.REPORTEE: "reportee, decalee, repoussee, differee, ajournee",
    EtatAction.SUSPENDUE: "suspendue, en pause, bloquee, gelee, interrompue",
    EtatAction.ARRETEE: "arretee, abandonnee, annulee, stoppee",
}
_MASCULIN = re.compile(r"(?<=[eu])e\b")
_ETATS = {
    forme: etat
    for etat, mots in _SYNONYMES.items()
    for mot in mots.split(", ")
    for forme in (mot, _MASCULIN.sub("", mot))
}


def lire_etat(texte: str) -> EtatAction | None:
    """Lit un état d'action, synonymes compris, sans égard au genre, aux accents ni à la casse (règle R-83).

    Returns
    -------
    EtatAction or None
        ``None`` si le mot n'est pas reconnu. « En retard » n'est pas un état : le retard se calcule.

    Examples
    --------
    >>> lire_etat("Abandonné"), lire_etat("décalée"), lire_etat("en retard")
    (<EtatAction.ARRETEE: 'arretee'>, <EtatAction.REPORTEE: 'reportee'>, None)
    """
    return _ETATS.get(plier(texte))
