"""Des collectes tirées au sort : ce qu'un classeur peut porter, tel qu'il doit se relire."""

from __future__ import annotations

import string
from dataclasses import replace
from datetime import date

from fabrique_classeurs import PROGRAMME
from hypothesis import strategies as st

from evaltools.domaine.attendus import LigneAttendue
from evaltools.domaine.coherence import Genre, genre_de_valeur
from evaltools.domaine.collecte import Collecte
from evaltools.domaine.lexique import EtatValeur, Qualite
from evaltools.domaine.mesures import Observation

LETTRES = string.ascii_letters + string.digits + "éèàçœÉ « »'’-+=@,;:/()€%\n\t<>&\"_x0041_"
TEXTES = st.text(st.sampled_from(LETTRES), max_size=60).map(str.strip)
JOURS = st.dates(date(2025, 1, 1), date(2026, 12, 31))
NOMBRES = st.one_of(st.integers(0, 10**6).map(float), st.decimals(0, 10**6, places=2).map(float))
ETATS_SANS_VALEUR = [e for e in EtatValeur if e is not EtatValeur.RENSEIGNE]
RESERVES = st.sampled_from([None, Qualite.PROVISOIRE, Qualite.ESTIME, Qualite.RUPTURE])


@st.composite
def observations(draw: st.DrawFn, ligne: LigneAttendue) -> Observation:
    """Une observation que le classeur peut porter, telle qu'elle doit se relire."""
    i = ligne.indicateur
    vierge = Observation(
        PROGRAMME.code, i.action, i.code, ligne.siren, ligne.periode, EtatValeur.NON_RENSEIGNE, i.operation,
        source=draw(TEXTES), commentaire=draw(TEXTES),
    )  # fmt: skip
    if draw(st.booleans()):
        return replace(vierge, etat=draw(st.sampled_from(ETATS_SANS_VALEUR)))
    rempli = replace(vierge, etat=EtatValeur.RENSEIGNE, qualite=draw(RESERVES))
    genre = genre_de_valeur(i.nature, i.unite, i.libelle)
    if genre is Genre.TEXTE:
        return replace(rempli, texte=draw(TEXTES.map(lambda t: f"Réponse {t}".strip())))
    if genre is Genre.JALON:
        fait = draw(st.sampled_from([(1.0, "oui"), (0.0, "non"), (1.0, draw(JOURS).isoformat())]))
        return replace(rempli, valeur=fait[0], texte=fait[1])
    if genre is Genre.TAUX:
        return draw(_taux(rempli))
    if i.unite == "personnes" and draw(st.booleans()):
        return replace(rempli, texte="< 11", qualite=Qualite.SECRET)
    entiers = st.integers(0, 40_000).map(float)
    return replace(rempli, valeur=draw(entiers if genre is Genre.COMPTE else NOMBRES))


@st.composite
def _taux(draw: st.DrawFn, rempli: Observation) -> Observation:
    if draw(st.booleans()):
        return replace(rempli, valeur=draw(st.decimals(0, 100, places=1).map(float)))
    bas = draw(st.integers(0, 500))
    return replace(rempli, numerateur=float(bas), denominateur=float(draw(st.integers(bas, 1000))))


def sans_provenance(collecte: Collecte) -> Collecte:
    vide = {"fichier": "", "feuille": "", "cellule": ""}
    return Collecte(
        tuple(replace(o, **vide, sha256="") for o in collecte.observations),
        tuple(replace(a, **vide) for a in collecte.avancements),
        tuple(replace(f, **vide) for f in collecte.finances),
        tuple(replace(e, **vide) for e in collecte.enquetes),
    )
