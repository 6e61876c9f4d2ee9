"""La précision qu'une ligne de table donne à sa valeur : intervalle publié, erreur type, enquête et effet de plan."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from evaltools.acces.tables_colonnes import lire_decimal
from evaltools.domaine.anomalies import Anomalie, Lieu, signaler
from evaltools.domaine.incertitude import QUANTILE, Sondage
from evaltools.domaine.nombres import plier

_NOMBRES = ("intervalle_bas", "intervalle_haut", "erreur_type", "deff")
COLONNES_DE_PRECISION = frozenset((*_NOMBRES, "enquete"))
"""Colonnes d'une ligne qui disent la précision de sa valeur."""

_OUI = frozenset(("oui", "o", "vrai", "true", "1", "x", "enquete", "sondage", "echantillon"))
_NON = frozenset(("non", "n", "faux", "false", "0", "exhaustif", "recensement", "comptage"))
_ECART_ADMIS = 0.05


def lire_precision(
    cases: Mapping[str, str], valeur: float | None, lieu: Callable[[str], Lieu], code: str
) -> tuple[Sondage | None, list[Anomalie]]:
    """Lit la précision d'une ligne ; ``None`` quand elle n'en donne pas, ou qu'elle ne peut pas servir.

    Parameters
    ----------
    cases : mapping of str to str
        Texte des cases remplies, par colonne.
    valeur : float or None
        La valeur de la ligne : son intervalle doit la contenir.
    lieu : callable
        Rend l'endroit d'une colonne sur cette ligne.
    code : str
        L'indicateur, pour les messages.

    Returns
    -------
    tuple
        Le sondage, et les anomalies IND-12, IND-13 et IND-27.
    """
    fautes: list[Anomalie] = []
    nombres: dict[str, float] = {}
    for colonne in _NOMBRES:
        if texte := cases.get(colonne):
            try:
                nombres[colonne] = lire_decimal(texte)
            except ValueError:
                fautes.append(signaler("IND-13", lieu(colonne), indicateur=code, colonne=colonne, valeur=texte))
    dite = _lire_enquete(cases.get("enquete", ""), fautes, lieu, code)
    constats = list(_impossibles(nombres, valeur))
    fautes += [signaler("IND-27", lieu(colonne), indicateur=code, constat=constat) for colonne, constat in constats]
    gardes = {nom: nombre for nom, nombre in nombres.items() if nom not in {c for c, _ in constats}}
    if dite is False and gardes:
        constat = "la ligne dit que ce n'est pas une enquête, et donne pourtant sa précision"
        fautes.append(signaler("IND-27", lieu("enquete"), indicateur=code, constat=constat))
        return None, fautes
    if not gardes and not dite:
        return None, fautes
    enquete = bool(dite) or "deff" in gardes
    bas, haut = gardes.get("intervalle_bas"), gardes.get("intervalle_haut")
    if bas is None or haut is None:
        bas = haut = None
    return Sondage(bas, haut, gardes.get("erreur_type"), gardes.get("deff"), enquete), fautes


def _lire_enquete(texte: str, fautes: list[Anomalie], lieu: Callable[[str], Lieu], code: str) -> bool | None:
    """Lit « oui » ou « non » ; ``None`` : rien n'est dit."""
    plie = plier(texte)
    if not plie or plie in _OUI or plie in _NON:
        return plie in _OUI if plie else None
    details = {"colonne": "enquete", "valeur": texte, "admis": "oui, non"}
    fautes.append(signaler("IND-12", lieu("enquete"), indicateur=code, **details))
    return None


def _impossibles(nombres: Mapping[str, float], valeur: float | None) -> Iterator[tuple[str, str]]:
    """Rend les précisions qui ne peuvent pas servir : colonne, et ce qui cloche."""
    bas, haut = nombres.get("intervalle_bas"), nombres.get("intervalle_haut")
    if (bas is None) != (haut is None):
        yield ("intervalle_haut" if bas is None else "intervalle_bas"), "l'intervalle n'a qu'une borne"
    elif bas is not None and haut is not None:
        if bas > haut:
            yield from (("intervalle_bas", "la borne basse dépasse la haute"), ("intervalle_haut", "il est à l'envers"))
        elif valeur is not None and not bas <= valeur <= haut:
            hors = "l'intervalle ne contient pas la valeur"
            yield from (("intervalle_bas", hors), ("intervalle_haut", hors))
        elif (erreur := nombres.get("erreur_type")) is not None:
            demi = (haut - bas) / 2
            if abs(QUANTILE * erreur - demi) > _ECART_ADMIS * demi:
                yield "erreur_type", "elle ne s'accorde pas avec l'intervalle, qui seul est employé"
    if nombres.get("erreur_type", 0.0) < 0:
        yield "erreur_type", "une erreur type n'est pas négative"
    if nombres.get("deff", 1.0) <= 0:
        yield "deff", "un effet de plan est positif"
