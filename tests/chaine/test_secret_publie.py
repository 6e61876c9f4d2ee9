"""L'édition publique de la fiche 2.2 du CLS, un groupe de huit jeunes : rien n'y laisse retrouver huit."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import fields
from datetime import date
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from evaltools.acces import programmes
from evaltools.domaine.bareme import Bareme
from evaltools.domaine.cadrage import depuis_document
from evaltools.domaine.collecte import Collecte
from evaltools.domaine.enquetes import Enquete
from evaltools.domaine.evaluation import Evaluation, evaluer
from evaltools.domaine.lexique import ENSEMBLE, EtatValeur, Motif
from evaltools.domaine.mesures import Observation
from evaltools.domaine.programme import Programme
from evaltools.domaine.secret_regimes import regimes
from evaltools.domaine.secret_verification import Publication, verifier
from evaltools.restitution import donnees, donnees_classeur, donnees_ouvertes
from evaltools.restitution.bureautique.presentation import ecrire_presentation
from evaltools.restitution.bureautique.word import ecrire_word
from evaltools.restitution.html import MIME
from evaltools.restitution.rapport_annuel import RapportAnnuel

ANNEES = (2026, 2027, 2028)
SANS_PERSONNE = {"annee", "annee_initiale", "annee_cible", "annee_valeur", "poids", "cible", "cible_initiale",
                 "epci_renseignes", "epci_concernes"}  # fmt: skip


@pytest.fixture(scope="module")
def cls(depot: Path) -> Programme:
    programme, anomalies = programmes.lire(depot / "inputs" / "cls-avesnois")
    assert programme is not None, anomalies
    return programme


def _observer(code: str, annee: int, siren: str = ENSEMBLE, **nombres: float) -> Observation:
    return Observation("cls-avesnois", "FA 2.2", code, siren, str(annee), EtatValeur.RENSEIGNE, **nombres)


def _collecte(cls: Programme, groupe: int) -> Collecte:
    """Un groupe par an à la mission locale, de plus grands groupes ailleurs, et un pilote qui a ventilé par EPCI."""
    un, deux = (t.siren for t in cls.territoires)
    lignes = [
        _observer(f"FA 2.2.4-{code}", annee, valeur=valeur)
        for annee in ANNEES
        for code, valeur in (
            ("QT1", groupe), ("QT3", groupe), ("QT4", groupe - 3), ("QT5", groupe), ("QT6", 0), ("QT8", groupe),
        )
    ]  # fmt: skip
    lignes += [_observer("FA 2.2.4-QT2", annee, numerateur=3, denominateur=groupe) for annee in ANNEES]
    lignes += [_observer("FA 2.2.4-QT1", 2026, siren, valeur=valeur) for siren, valeur in ((un, groupe - 3), (deux, 3))]
    lignes += [_observer("FA 2.2.1-QT2", an, valeur=v) for an, v in zip(ANNEES, (groupe, 30, 24), strict=True)]
    lignes += [_observer("FA 2.2.2-QT2", an, valeur=v) for an, v in zip(ANNEES, (40, 52, groupe), strict=True)]
    enquetes = [Enquete("FA 2.2", "FA 2.2.4-QT2", ENSEMBLE, "2026", True, None, 20, groupe, groupe - 2)]
    return Collecte(tuple(lignes), enquetes=tuple(enquetes))


def _editions(cls: Programme, collecte: Collecte, diffusion: str = "publique") -> list[Evaluation]:
    return [
        evaluer(
            cls,
            depuis_document(cls),
            Collecte(tuple(o for o in collecte.observations if int(o.periode) <= annee), enquetes=collecte.enquetes),
            annee,
            bareme=Bareme(),
            arrete_le=date(annee, 12, 31),
            diffusion=diffusion,
        )
        for annee in ANNEES
    ]


def _nombres(edition: Evaluation, code: str) -> Iterator[float]:
    """Tous les nombres qu'une édition montre d'un indicateur, fichiers de données compris."""
    lignes: list[Any] = [*edition.resultats, *edition.resultats_precedents, *edition.observations, *edition.enquetes]
    for ligne in (x for x in lignes if x.indicateur == code):
        for champ in (c.name for c in fields(ligne) if c.name not in SANS_PERSONNE):
            valeur = getattr(ligne, champ)
            contenu = valeur.values() if champ in ("serie", "cumuls") else [valeur]
            yield from (float(v) for v in contenu if isinstance(v, int | float) and not isinstance(v, bool))
    for ecrit in (donnees.ecrire_csv_resultats(edition), donnees.ecrire_csv_observations(edition)):
        for rangee in csv.DictReader(io.StringIO(ecrit.decode("utf-8-sig")), delimiter=";"):
            if rangee["indicateur"] == code:
                for champ in ("valeur", "numerateur", "denominateur", "degre_atteinte", "reste_a_faire", "rythme"):
                    if rangee.get(champ):
                        yield float(rangee[champ].replace(",", "."))


def _atteignables(nombres: set[float]) -> set[float]:
    """Toutes les sommes et différences de trois nombres au plus."""
    trouves = set(nombres)
    for taille in (2, 3):
        for choisis in combinations(sorted(nombres), taille):
            for signes in range(2**taille):
                trouves.add(sum(n if signes >> rang & 1 else -n for rang, n in enumerate(choisis)))
    return trouves


def test_aucune_soustraction_ne_donne_huit(cls: Programme) -> None:
    editions = _editions(cls, _collecte(cls, 8))
    proteges = [c for c in regimes(cls, depuis_document(cls), 11) if c.startswith("FA 2.2")]
    vus = {code: {n for edition in editions for n in _nombres(edition, code)} for code in proteges}
    assert {code: nombres for code, nombres in vus.items() if _atteignables(nombres) & {3.0, 5.0, 6.0, 8.0}} == {}
    assert {code: nombres for code, nombres in vus.items() if nombres} == {
        "FA 2.2.1-QT2": {24, 38, 62},  # 8 puis 30 : 30 se tait, leur cumul de 38 se publie
        "FA 2.2.2-QT2": {40, 52, 92},  # 8 la dernière année : le cumul de 100 se tait
    }


def test_l_edition_restreinte_montre_tout(cls: Programme) -> None:
    (edition, *_) = _editions(cls, _collecte(cls, 8), "restreinte")
    assert {8.0, 5.0, 3.0} <= set(_nombres(edition, "FA 2.2.4-QT1"))
    assert 37.5 in set(_nombres(edition, "FA 2.2.4-QT2"))


def test_les_indicateurs_masques_sont_non_evaluables_et_disent_secret(cls: Programme) -> None:
    (edition, *_) = _editions(cls, _collecte(cls, 8))
    motifs = {r.indicateur: r.motif for r in edition.resultats if r.indicateur.startswith("FA 2.2.4-QT")}
    assert set(motifs.values()) <= {Motif.SECRET, Motif.PAS_DE_CIBLE, Motif.SANS_OBJET, Motif.PAS_DE_VALEUR}
    assert [o.qualite for o in edition.observations if o.indicateur == "FA 2.2.4-QT6"] == ["secret"]  # un zéro


def test_la_verification_laisse_paraitre_les_trois_editions(cls: Programme) -> None:
    collecte = _collecte(cls, 8)
    *anterieures, derniere = _editions(cls, collecte)
    publication = Publication(derniere, depuis_document(cls), collecte, tuple(anterieures))
    assert verifier(publication) == ()


@pytest.mark.parametrize("autre", [9, 10])
def test_un_groupe_de_huit_ou_de_dix_donne_la_meme_edition(cls: Programme, autre: int) -> None:
    """Rien de ce qui se publie en 2026, fichiers et pages, ne dépend du nombre masqué."""

    def pages(groupe: int) -> list[str | bytes]:
        (edition, *_) = _editions(cls, _collecte(cls, groupe))
        rapport = RapportAnnuel(edition, ENSEMBLE, "technique", date(2027, 1, 15))
        blocs = [rapport.essentiel(), rapport.objectifs(), rapport.fiches(), rapport.non_evaluables()]
        fichiers = [donnees.ecrire_csv_resultats(edition), donnees.ecrire_csv_observations(edition)]
        return [*(bloc._repr_mimebundle_()["text/html"] for bloc in blocs), *fichiers]

    huit, dix = pages(8), pages(autre)
    assert huit == dix
    assert any("secret" in page for page in huit if isinstance(page, str))


@pytest.mark.parametrize("autre", [9, 10])
@pytest.mark.parametrize("edition", ["copil", "technique"])
def test_ni_le_word_ni_le_powerpoint_ni_les_tables_n_en_dependent(cls: Programme, edition: str, autre: int) -> None:
    """Octet pour octet : textes de remplacement, données des graphiques et comptes par groupe compris."""
    jour = date(2027, 1, 15)

    def fichiers(groupe: int) -> list[bytes]:
        (evaluation, *_) = _editions(cls, _collecte(cls, groupe))
        blocs = RapportAnnuel(evaluation, ENSEMBLE, edition, jour).blocs()
        entete, *sections = (bloc._repr_mimebundle_()[MIME] for bloc in blocs)
        tables = donnees_ouvertes.tables(evaluation)
        return [
            ecrire_word(entete, sections, jour),
            ecrire_presentation(entete, sections, jour),
            donnees_classeur.ecrire_classeur(tables, evaluation, jour, ""),
            donnees_ouvertes.ecrire_descripteur(tables, evaluation, jour),
            *(donnees_ouvertes.ecrire_csv_table(t) for t in tables),
        ]

    assert fichiers(8) == fichiers(autre)
