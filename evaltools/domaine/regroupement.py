"""Des EPCI à l'ensemble : valeurs réunies, cibles composées (methode §7, règles R-61 à R-64).

Un taux se recalcule de ses numérateurs et dénominateurs ; un compte ne s'additionne que si tous les EPCI concernés ont
répondu. Ni les pourcentages ni les degrés ne se moyennent jamais d'un EPCI à l'autre.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from math import fsum

from evaltools.domaine.bareme import Bareme
from evaltools.domaine.cadrage import Cadre, Cible
from evaltools.domaine.cibles import en_vigueur, resoudre
from evaltools.domaine.lexique import Agregation, EtatValeur, Qualite, TypeCible
from evaltools.domaine.mesures import Mesure, Serie, facteur_du_ratio, rapport
from evaltools.domaine.nombres import additionner

ORIGINE_COMPOSEE = "composée des EPCI"
"""``Cible.origine`` d'une cible d'ensemble tirée de celles des EPCI."""


def reunir(series: Mapping[str, Serie], agregation: Agregation, unite: str = "") -> Serie:
    """Réunit les séries des EPCI en celle de l'ensemble, année par année.

    Parameters
    ----------
    series : mapping of str to Serie
        Par SIREN. Un EPCI « sans objet » une année sort de l'ensemble cette année-là.
    agregation : Agregation
        ``somme`` et ``maximum`` demandent que tous les EPCI concernés aient répondu ; ``ratio_cumule`` réunit les
        numérateurs et les dénominateurs connus ; ``derniere`` demande que les EPCI disent la même valeur ;
        ``aucune`` ne réunit rien.
    unite : str
        Unité de l'indicateur, dont dépend l'échelle d'un ratio.

    Returns
    -------
    Serie
        Chaque mesure garde combien d'EPCI ont répondu, sur combien de concernés (« partiel, 3/6 EPCI »).

    Examples
    --------
    >>> epci = {"a": Serie.de({2026: 30}), "b": Serie.de({2026: None})}
    >>> mesure = reunir(epci, Agregation.SOMME).mesure(2026)
    >>> mesure.valeur, mesure.epci_renseignes, mesure.epci_concernes
    (None, 1, 2)
    """
    if agregation is Agregation.AUCUNE:
        return Serie()
    annees = sorted({an for serie in series.values() for an in serie.mesures})
    dans_l_ordre = [series[siren] for siren in sorted(series)]
    return Serie({an: _reunir_une_annee(an, [s.mesure(an) for s in dans_l_ordre], agregation, unite) for an in annees})


def partiel(mesure: Mesure | None) -> str:
    """Écrit « partiel, 3/6 EPCI » quand tous les EPCI concernés n'ont pas répondu ; vide sinon.

    Examples
    --------
    >>> partiel(Mesure(2026, epci_renseignes=3, epci_concernes=6)), partiel(Mesure(2026))
    ('partiel, 3/6 EPCI', '')
    """
    if mesure is None or not mesure.epci_renseignes or mesure.epci_renseignes == mesure.epci_concernes:
        return ""
    return f"partiel, {mesure.epci_renseignes}/{mesure.epci_concernes} EPCI"


def _reunir_une_annee(annee: int, mesures: Sequence[Mesure], agregation: Agregation, unite: str) -> Mesure:
    concernees = [m for m in mesures if not m.sans_objet]
    if not concernees:
        return Mesure(annee, EtatValeur.SANS_OBJET)
    retenues = _retenues(concernees, agregation)
    commune = Mesure(
        annee,
        qualites=frozenset(q for m in retenues for q in m.qualites),
        complete=len(retenues) == len(concernees) and all(m.complete for m in retenues),
        fichier=_seul(m.fichier for m in retenues),
        epci_renseignes=len(retenues),
        epci_concernes=len(concernees),
    )
    if agregation is Agregation.RATIO_CUMULE:
        return _ratio(commune, retenues, concernees, facteur_du_ratio(unite))
    valeurs = [m.valeur for m in retenues if m.valeur is not None]
    if len(valeurs) < len(concernees):
        return _sans_valeur(commune, concernees)
    if agregation is Agregation.SOMME:
        return replace(commune, valeur=additionner(valeurs))
    if agregation is Agregation.MAXIMUM:
        return replace(commune, valeur=max(valeurs))
    if len(set(valeurs)) == 1:
        return replace(commune, valeur=valeurs[0])
    return replace(commune, etat=EtatValeur.NON_RENSEIGNE)


def _retenues(mesures: Sequence[Mesure], agregation: Agregation) -> list[Mesure]:
    """Rend les mesures qui comptent : les valeurs connues, et pour un ratio celles dont on a les deux termes."""
    if agregation is Agregation.RATIO_CUMULE:
        lisibles = [m for m in mesures if m.etat is EtatValeur.RENSEIGNE and not m.secrete]
        return [m for m in lisibles if m.numerateur is not None and m.denominateur is not None]
    return [m for m in mesures if m.connue]


def _ratio(commune: Mesure, retenues: Sequence[Mesure], concernees: Sequence[Mesure], facteur: float) -> Mesure:
    if not retenues:
        return _sans_valeur(commune, concernees)
    numerateur = additionner(m.numerateur for m in retenues if m.numerateur is not None)
    denominateur = additionner(m.denominateur for m in retenues if m.denominateur is not None)
    valeur = rapport(numerateur, denominateur, facteur)
    return replace(commune, valeur=valeur, numerateur=numerateur, denominateur=denominateur)


def _sans_valeur(commune: Mesure, mesures: Sequence[Mesure]) -> Mesure:
    """Rend un ensemble sans valeur : secret dès qu'un EPCI l'est, sinon ce que disent tous les déclarés."""
    if any(m.secrete for m in mesures):
        return replace(commune, qualites=frozenset({Qualite.SECRET}))
    declares = {m.etat for m in mesures if not m.muette}
    if declares in ({EtatValeur.ENQUETE_NON_REALISEE}, {EtatValeur.NON_DISPONIBLE}):
        return replace(commune, etat=declares.pop(), qualites=frozenset())
    return replace(commune, etat=EtatValeur.NON_RENSEIGNE, qualites=frozenset())


def _seul(noms: Iterable[str]) -> str:
    distincts = {nom for nom in noms if nom}
    return distincts.pop() if len(distincts) == 1 else ""


def composer(
    ensemble: Cadre, epci: Mapping[str, Cadre], series: Mapping[str, Serie], annee: int, bareme: Bareme
) -> Cadre:
    """Compose le cadre de l'ensemble : ce qui y est déclaré l'emporte, le reste vient des EPCI concernés (R-63).

    Parameters
    ----------
    ensemble : Cadre
        Cadre déclaré pour l'ensemble.
    epci : mapping of str to Cadre
        Cadres des EPCI, par SIREN.
    series : mapping of str to Serie
        Séries des EPCI : elles disent qui est concerné, et le dénominateur qui pondère.
    annee : int
        Année d'évaluation.
    bareme : Bareme
        Pour résoudre les cibles relatives des EPCI.

    Returns
    -------
    Cadre
        Cible et valeur initiale : somme (comptes) ou moyenne pondérée par les dénominateurs (ratios) de tous les EPCI
        concernés ; rien si l'un d'eux n'en a pas.
    """
    concernes = [s for s in sorted(epci) if not _hors_sujet(series.get(s), annee)]
    poids = _poids(ensemble.agregation, [series.get(s) for s in concernes], annee)
    cadres = [epci[s] for s in concernes]
    if not cadres or poids is None:
        return ensemble
    if ensemble.valeur_initiale is None:
        ensemble = _avec_depart(ensemble, cadres, poids)
    if ensemble.cible_initiale is not None or ensemble.cible_revisee is not None:
        return ensemble
    initiale = _cible([(c, c.cible_initiale) for c in cadres], poids, bareme)
    if any(c.cible_revisee is not None for c in cadres):
        revisee = _cible([(c, en_vigueur(c, annee)) for c in cadres], poids, bareme)
        ensemble = replace(ensemble, cible_revisee=None if revisee == initiale else revisee)
    return replace(ensemble, cible_initiale=initiale)


def _hors_sujet(serie: Serie | None, annee: int) -> bool:
    """Dit si le dernier état déclaré d'un EPCI est « sans objet »."""
    declaree = next((m for m in serie.jusqu_a(annee) if not m.muette), None) if serie is not None else None
    return declaree is not None and declaree.sans_objet


def _poids(agregation: Agregation, series: Sequence[Serie | None], annee: int) -> list[float] | None:
    """Rend les poids : 1 pour une somme, le dernier dénominateur pour un ratio ; ``None`` : rien à composer."""
    if agregation is Agregation.SOMME:
        return [1.0] * len(series)
    if agregation is not Agregation.RATIO_CUMULE:
        return None
    poids = [_dernier_denominateur(serie, annee) for serie in series]
    connus = [p for p in poids if p is not None]
    total = additionner(connus)
    return [p / total for p in connus] if len(connus) == len(poids) and total > 0 else None


def _dernier_denominateur(serie: Serie | None, annee: int) -> float | None:
    """Rend le dernier dénominateur connu ; ``None`` si un plus récent est secret : il ne se devine pas d'un ancien."""
    mesures = serie.jusqu_a(annee) if serie is not None else iter(())
    dites = (m for m in mesures if m.secrete or (m.connue and m.denominateur is not None))
    return next((None if m.secrete else m.denominateur for m in dites), None)


def _combiner(valeurs: Sequence[float | None], poids: Sequence[float]) -> float | None:
    """Additionne des valeurs pondérées ; ``None`` si l'une manque."""
    connues = [v for v in valeurs if v is not None]
    if len(connues) < len(valeurs):
        return None
    return fsum(v * p for v, p in zip(connues, poids, strict=True))


def _avec_depart(ensemble: Cadre, cadres: Sequence[Cadre], poids: Sequence[float]) -> Cadre:
    annees = {c.annee_initiale for c in cadres}
    valeur = _combiner([c.valeur_initiale for c in cadres], poids)
    if valeur is None or len(annees) > 1:
        return ensemble
    return replace(ensemble, valeur_initiale=valeur, annee_initiale=annees.pop())


def _cible(cibles: Sequence[tuple[Cadre, Cible | None]], poids: Sequence[float], bareme: Bareme) -> Cible | None:
    """Compose une cible d'ensemble ; ``None`` si un EPCI n'en a pas, ou si les échéances diffèrent."""
    presentes = [(cadre, cible) for cadre, cible in cibles if cible is not None]
    if len(presentes) < len(cibles):
        return None
    echeances = {(c.annee, c.periodicite) for _, c in presentes}
    resolues = [resoudre(cadre, cible, bareme) for cadre, cible in presentes]
    if len(echeances) > 1 or any(r is None for r in resolues):
        return None
    valeur = _combiner([r.valeur for r in resolues if r is not None], poids)
    basse = _combiner([c.borne_basse for _, c in presentes], poids)
    haute = _combiner([c.borne_haute for _, c in presentes], poids)
    if valeur is None and basse is None and haute is None:
        return None
    modele = presentes[0][1]
    return replace(
        modele,
        valeur=valeur,
        type_cible=TypeCible.ABSOLU,
        borne_basse=basse,
        borne_haute=haute,
        tolerance=_combiner([c.tolerance for _, c in presentes], poids),
        annuelles=_annuelles([c.annuelles for _, c in presentes], poids),
        instance=_seul(c.instance for _, c in presentes),
        decidee_le=_decidee_le(presentes),
        origine=ORIGINE_COMPOSEE,
    )


def _decidee_le(cibles: Sequence[tuple[Cadre, Cible]]) -> date | None:
    """Rend la date d'une cible composée : la dernière révision, à défaut la date commune des cibles initiales."""
    revisees = [c.decidee_le for cadre, c in cibles if c is cadre.cible_revisee and c.decidee_le is not None]
    dates = {c.decidee_le for _, c in cibles}
    return max(revisees) if revisees else dates.pop() if len(dates) == 1 else None


def _annuelles(par_epci: Sequence[Mapping[int, float]], poids: Sequence[float]) -> dict[int, float]:
    """Compose les cibles annuelles des années que tous les EPCI ont fixées."""
    communes = set.intersection(*(set(a) for a in par_epci)) if par_epci else set()
    composees = {an: _combiner([a[an] for a in par_epci], poids) for an in sorted(communes)}
    return {an: v for an, v in composees.items() if v is not None}


def cadre_d_un_epci(propre: Cadre | None, ensemble: Cadre, siren: str) -> Cadre:
    """Rend le cadre d'un EPCI : le sien, complété par ce qui vaut pour l'indicateur partout (sens, cumul, unité).

    La cible et la valeur initiale de l'ensemble ne sont jamais reportées sur un EPCI.
    """
    if propre is None:
        return replace(
            ensemble, siren=siren, valeur_initiale=None, annee_initiale=None, cible_initiale=None, cible_revisee=None
        )
    return replace(
        propre,
        sens=propre.sens or ensemble.sens,
        cumul=propre.cumul or ensemble.cumul,
        unite=propre.unite or ensemble.unite,
        annee_initiale=propre.annee_initiale
        or (ensemble.annee_initiale if propre.valeur_initiale is not None else None),
    )
