"""Ce que l'édition publique garde d'une ligne : les nombres, jamais un texte saisi ni un nom de fichier (R-92)."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date
from typing import Any

import fabrique_methode as f
import pytest

from evaltools.domaine.avancement import Avancement
from evaltools.domaine.cadrage import Cadrage, Cadre
from evaltools.domaine.enquetes import Enquete
from evaltools.domaine.finances import LigneFinanciere
from evaltools.domaine.lexique import EtatAction, EtatValeur, Motif, Qualite
from evaltools.domaine.mesures import Mesure, Observation, Serie
from evaltools.domaine.secret import (
    Masquage,
    Rubrique,
    avancements_publics,
    cadrage_public,
    enquetes_publiques,
    finances_publiques,
    masquer_cadre,
    masquer_serie,
    motiver,
    observations_publiques,
    resultats_publics,
    situations_publiques,
)
from evaltools.domaine.situations import Situation

NOM = "Dominique Exemple"
LE = date(2026, 1, 2)
UN = f.SIRENS[0]
OBSERVATION = Observation(
    "essai", "A1", "I", UN, "2026", EtatValeur.RENSEIGNE, "A1.1", 12.0, 3.0, 4.0, NOM, Qualite.ESTIME, NOM, NOM, NOM,
    NOM, NOM, "abcd",
)  # fmt: skip
AVANCEMENT = Avancement("A1", "A1", 2026, EtatAction.EN_COURS, LE, LE, LE, LE, *[NOM] * 9)
FINANCE = LigneFinanciere("A1", 2026, "ARS", 1.0, 2.0, 3.0, NOM, NOM, NOM, NOM, "A1.1")
ENQUETE = Enquete("A1", "I", UN, "2026", True, LE, 30.0, 20.0, 12.0, 4.0, 5.0, NOM, NOM, NOM, NOM)
SITUATION = Situation(
    "A1",
    EtatAction.EN_COURS,
    True,
    3,
    LE,
    LE,
    LE,
    LE,
    4,
    2,
    NOM,
    NOM,
    NOM,
    NOM,
    NOM,
    {2026: EtatAction.EN_COURS},
    "fin",
)
TEXTES_LIBRES = ("texte", "commentaire", "source", "motif", "decision", "faits_marquants", "freins", "leviers",
                 "reorientation", "fichier", "feuille", "cellule")  # fmt: skip
CACHE = Masquage(proteges=frozenset({"I"}))


def _sans(ligne: Any) -> Any:
    """La même ligne, textes libres et provenance vidés, tout le reste gardé."""
    return replace(ligne, **{c.name: "" for c in fields(ligne) if c.name in TEXTES_LIBRES})


@pytest.mark.parametrize(
    ("publier", "ligne"),
    [
        (lambda x: tuple(observations_publiques([x], Masquage())), OBSERVATION),
        (lambda x: avancements_publics([x]), AVANCEMENT),
        (lambda x: finances_publiques([x]), FINANCE),
        (lambda x: situations_publiques([x]), SITUATION),
    ],
    ids=["observation", "avancement", "finance", "situation"],
)
def test_les_textes_partent_le_reste_demeure(publier: Any, ligne: Any) -> None:
    (publique,) = publier(ligne)
    assert NOM not in str(publique)
    assert publique == _sans(ligne)


def test_une_enquete_montree_perd_ses_textes_une_enquete_cachee_perd_ses_nombres() -> None:
    montrees = frozenset({(Rubrique.ENQUETE, "I", UN, "2026")})
    assert enquetes_publiques([ENQUETE], Masquage(montrees=montrees)) == (_sans(ENQUETE),)
    cachee = replace(
        _sans(ENQUETE), sollicites=None, repondants=None, satisfaits=None, note_moyenne=None, note_maximale=None
    )
    assert enquetes_publiques([ENQUETE], CACHE) == (cachee,)


def test_un_resultat_perd_son_texte_et_sa_provenance() -> None:
    resultat = f.resultat(1, "Atteint", 1.0, texte=NOM, fichier=NOM, feuille=NOM, cellule=NOM)
    assert resultats_publics([resultat]) == (replace(resultat, texte="", fichier="", feuille="", cellule=""),)


def test_une_observation_masquee_ne_garde_que_d_ou_elle_est() -> None:
    (masquee,) = observations_publiques([OBSERVATION], CACHE)
    nue = replace(_sans(OBSERVATION), valeur=None, numerateur=None, denominateur=None, qualite=Qualite.SECRET)
    assert masquee == nue
    montree = Masquage(CACHE.proteges, frozenset({(Rubrique.OBSERVATION, "I", UN, "2026")}))
    assert tuple(observations_publiques([OBSERVATION], montree)) == (_sans(OBSERVATION),)


@pytest.mark.parametrize("nombres", [(12.0, None, None), (None, 3.0, None), (None, None, 4.0)])
def test_un_seul_nombre_suffit_a_masquer(nombres: tuple[float | None, float | None, float | None]) -> None:
    valeur, numerateur, denominateur = nombres
    une = replace(OBSERVATION, valeur=valeur, numerateur=numerateur, denominateur=denominateur)
    (masquee,) = observations_publiques([une], CACHE)
    assert (masquee.valeur, masquee.numerateur, masquee.denominateur) == (None, None, None)
    assert masquee.qualite is Qualite.SECRET


def test_une_ligne_sans_nombre_n_est_pas_dite_secrete() -> None:
    vide = replace(OBSERVATION, valeur=None, numerateur=None, denominateur=None)
    (publique,) = observations_publiques([vide], CACHE)
    assert publique.qualite is Qualite.ESTIME
    (muette,) = observations_publiques([replace(OBSERVATION, etat=EtatValeur.NON_DISPONIBLE)], CACHE)
    assert muette.qualite is Qualite.ESTIME
    tue = replace(OBSERVATION, qualite=Qualite.SECRET)
    (declaree,) = observations_publiques([tue], Masquage())
    assert (declaree.valeur, declaree.qualite) == (None, Qualite.SECRET)


def test_une_serie_masquee_garde_ses_annees_montrees_et_ses_cumuls_publies() -> None:
    serie = Serie({an: Mesure(an, valeur=v, texte=NOM) for an, v in ((2024, 8.0), (2025, 30.0))}, abandon=2026)
    places = {an: (Rubrique.MESURE, "I", UN, str(an)) for an in (2024, 2025)}
    cumul = (Rubrique.CUMUL, "I", UN, "2025")
    masquage = Masquage(frozenset({"I"}), frozenset({places[2025], cumul}), {cumul: 38.0})
    masquee = masquer_serie(serie, "I", UN, masquage)
    assert masquee.mesures[2024] == Mesure(2024, qualites=frozenset({Qualite.SECRET}))
    assert masquee.mesures[2025] == serie.mesures[2025]
    assert (masquee.abandon, dict(masquee.cumuls)) == (2026, {2025: 38.0})
    assert masquer_serie(serie, "AUTRE", UN, masquage) is serie
    tout = Masquage(frozenset({"I"}), frozenset(places.values()))
    assert masquer_serie(serie, "I", UN, tout) is serie


def test_masquer_une_mesure_ne_touche_pas_celles_qui_n_ont_pas_de_nombre() -> None:
    mesures = {
        2024: Mesure(2024, EtatValeur.SANS_OBJET, texte=NOM),
        2025: Mesure(2025, texte=NOM),
        2026: Mesure(2026, numerateur=3.0, denominateur=4.0, valeur=75.0, qualites=frozenset({Qualite.ESTIME})),
    }
    masquee = masquer_serie(Serie(mesures), "I", UN, CACHE).mesures
    assert masquee[2024] == Mesure(2024, EtatValeur.SANS_OBJET)
    assert masquee[2025] == Mesure(2025)
    assert masquee[2026] == Mesure(2026, qualites=frozenset({Qualite.ESTIME, Qualite.SECRET}))


def test_un_cadre_masque_perd_sa_valeur_initiale_et_tout_cadre_son_responsable() -> None:
    cadre = Cadre("I", UN, valeur_initiale=8.0, annee_initiale=2023, responsable=NOM, source="RPPS")
    assert masquer_cadre(cadre, Masquage()) is cadre
    assert masquer_cadre(cadre, CACHE) == replace(cadre, valeur_initiale=None)
    public = cadrage_public(Cadrage({("I", UN): cadre}, fictif=True), CACHE)
    assert public == Cadrage({("I", UN): replace(cadre, valeur_initiale=None, responsable="")}, fictif=True)


@pytest.mark.parametrize(
    ("champs", "siren", "motif"),
    [
        ({"motif": Motif.PAS_DE_VALEUR_INITIALE}, UN, Motif.SECRET),
        ({"motif": Motif.VALEUR_INITIALE_SEULE}, UN, Motif.SECRET),
        ({"motif": Motif.PAS_DE_VALEUR_INITIALE}, "ensemble", Motif.SECRET),
        ({"motif": Motif.PAS_DE_VALEUR_INITIALE}, f.SIRENS[1], Motif.PAS_DE_VALEUR_INITIALE),
        ({"motif": Motif.PAS_DE_VALEUR_INITIALE, "valeur_initiale": 4.0}, UN, Motif.PAS_DE_VALEUR_INITIALE),
        ({"motif": Motif.PAS_DE_CIBLE}, UN, Motif.PAS_DE_CIBLE),
    ],
    ids=range(6),
)
def test_le_motif_dit_secret_quand_c_est_la_valeur_initiale_qui_est_masquee(
    champs: dict[str, Any], siren: str, motif: Motif
) -> None:
    cadrage = Cadrage({("I", UN): Cadre("I", UN, valeur_initiale=8.0)})
    resultat = replace(f.resultat(1, "Non évaluable", **champs), indicateur="I", siren=siren)
    (rendu,) = motiver([resultat], cadrage, CACHE)
    assert rendu == replace(resultat, motif=motif)
