"""Grammaire : des cas travaillés à la main, un par règle et par exception connue."""

from __future__ import annotations

import pytest

from evaltools.restitution import phrases as p

S = "\u00a0"


@pytest.mark.parametrize(
    ("n", "nom", "lettres", "attendu"),
    [
        (0, p.ACTION, False, "0 action"),
        (1, p.ACTION, False, "1 action"),
        (2, p.ACTION, False, "2 actions"),
        (1500, p.ACTION, False, "1\u202f500 actions"),
        (0, p.INDICATEUR, True, "aucun indicateur"),
        (0, p.ACTION, True, "aucune action"),
        (1, p.INDICATEUR, True, "un indicateur"),
        (1, p.ACTION, True, "une action"),
        (16, p.ACTION, True, "seize actions"),
        (17, p.ACTION, True, "17 actions"),
        (1, p.MOIS, True, "un mois"),
        (3, p.MOIS, False, "3 mois"),
    ],
)
def test_compter(n: int, nom: p.Nom, lettres: bool, attendu: str) -> None:
    assert p.compter(n, nom, lettres).replace(S, " ") == attendu


@pytest.mark.parametrize(
    ("n", "attendu"),
    [(0, "aucune action n’est en retard"), (1, "une action est en retard"), (2, "deux actions sont en retard")],
)
def test_aucun_appelle_la_negation(n: int, attendu: str) -> None:
    phrase = f"{p.compter(n, p.ACTION, lettres=True)} {p.conjuguer(n, 'est', 'sont')} en retard"
    assert phrase.replace(S, " ") == attendu


@pytest.mark.parametrize(
    ("mot", "n", "nom", "attendu"),
    [
        ("atteint", 1, None, "atteint"),
        ("atteint", 2, None, "atteints"),
        ("atteint", 1, p.CIBLE, "atteinte"),
        ("atteint", 2, p.CIBLE, "atteintes"),
        ("réalisé", 0, p.ACTION, "réalisée"),
        ("reporté", 3, p.ACTION, "reportées"),
        ("évaluable", 2, p.ACTION, "évaluables"),
        ("évaluable", 0, None, "évaluable"),
        ("remis", 2, None, "remis"),
        ("nombreux", 4, None, "nombreux"),
    ],
)
def test_accorder(mot: str, n: int, nom: p.Nom | None, attendu: str) -> None:
    assert p.accorder(mot, n, nom) == attendu


@pytest.mark.parametrize(
    ("court", "suite", "attendu"),
    [
        ("de", "indicateur", "d’indicateur"),
        ("de", "état", "d’état"),
        ("de", "Évaluation", "d’Évaluation"),
        ("de", "habitants", "d’habitants"),
        ("de", "handicap", "de handicap"),
        ("de", "hausse", "de hausse"),
        ("de", "onze actions", "de onze actions"),
        ("de", "CPTS", "de CPTS"),
        ("de", "œuvre", "d’œuvre"),
        ("de", f"«{S}Ateliers{S}»", f"d’«{S}Ateliers{S}»"),
        ("que", "elle", "qu’elle"),
        ("la", "action", "l’action"),
        ("le", "COPIL", "le COPIL"),
    ],
)
def test_elider(court: str, suite: str, attendu: str) -> None:
    assert p.elider(court, suite) == attendu


@pytest.mark.parametrize(
    ("preposition", "groupe", "attendu"),
    [
        ("de", "le COPIL", "du COPIL"),
        ("de", "les actions", "des actions"),
        ("de", "la cible", "de la cible"),
        ("de", "l’ensemble", "de l’ensemble"),
        ("à", "le COTECH", "au COTECH"),
        ("à", "les EPCI", "aux EPCI"),
        ("à", "la CC du Sud", "à la CC du Sud"),
        ("de", "Arras", "d’Arras"),
    ],
)
def test_contracter(preposition: str, groupe: str, attendu: str) -> None:
    assert p.contracter(preposition, groupe) == attendu


@pytest.mark.parametrize(
    ("nom", "attendu"),
    [
        ("CC du Sud Avesnois", "la CC du Sud Avesnois"),
        ("CA Douaisis Agglo", "la CA Douaisis Agglo"),
        ("CU d'Arras", "la CU d'Arras"),
        ("ensemble du programme", "l’ensemble du programme"),
    ],
)
def test_territoire(nom: str, attendu: str) -> None:
    assert p.territoire(nom) == attendu


@pytest.mark.parametrize(
    ("mots", "maximum", "attendu"),
    [
        ([], None, ""),
        (["a"], None, "a"),
        (["a", "b"], None, "a et b"),
        (["a", "b", "c"], None, "a, b et c"),
        (["a", "b", "c"], 2, "a, b et c"),  # un seul de trop : on le dit plutôt que « 1 autre »
        (["a", "b", "c", "d"], 2, "a, b et 2 autres"),
        (["a", "b", "c", "d"], 4, "a, b, c et d"),
    ],
)
def test_lister(mots: list[str], maximum: int | None, attendu: str) -> None:
    assert p.lister(mots, maximum).replace(S, " ") == attendu


@pytest.mark.parametrize(
    ("n", "total", "nom", "attendu"),
    [
        (0, 13, p.ACTION, "aucune action"),
        (0, 0, p.INDICATEUR, "aucun indicateur"),
        (1, 1, p.ACTION, "l’action"),
        (13, 13, p.ACTION, "toutes les actions"),
        (13, 13, p.INDICATEUR, "tous les indicateurs"),
        (6, 12, p.ACTION, "la moitié des actions"),
        (4, 12, p.ACTION, "le tiers des actions"),
        (9, 12, p.ACTION, "les trois quarts des actions"),
        (5, 13, p.ACTION, "5 actions sur 13"),
        (110, 224, p.INDICATEUR, "près de la moitié des indicateurs"),
        (114, 224, p.INDICATEUR, "un peu plus de la moitié des indicateurs"),
        (74, 224, p.INDICATEUR, "près du tiers des indicateurs"),
        (150, 224, p.INDICATEUR, "un peu plus des deux tiers des indicateurs"),
        (90, 146, p.INDICATEUR, "90 indicateurs sur 146"),
        (1, 13, p.ACTION, "1 action sur 13"),
    ],
)
def test_proportion(n: int, total: int, nom: p.Nom, attendu: str) -> None:
    assert p.proportion(n, total, nom).replace(S, " ") == attendu


@pytest.mark.parametrize(
    ("n", "avant", "attendu"),
    [(8, 5, "contre 5 en 2025"), (5, 5, "comme en 2025"), (2, 0, "contre zéro en 2025"), (3, None, "")],
)
def test_comparer(n: int, avant: int | None, attendu: str) -> None:
    assert p.comparer(n, avant, 2025) == attendu


@pytest.mark.parametrize(
    ("depart", "valeur", "unite", "attendu"),
    [
        (71.4, 68.9, "", "passe de 71,4 à 68,9"),
        (182, 121, "jours", "passe de 182 à 121 jours"),
        (0, 1, "signatures", "passe de 0 à 1 signature"),
        (12, 12, "ateliers", "reste à 12 ateliers"),
        (12, 12.5, "%", "passe de 12,0 à 12,5 %"),
        (None, 12, "%", ""),
        (12, None, "%", ""),
    ],
)
def test_evoluer(depart: float | None, valeur: float | None, unite: str, attendu: str) -> None:
    assert p.evoluer(depart, valeur, unite).replace(S, " ").replace("\u202f", " ") == attendu


@pytest.mark.parametrize(
    ("morceaux", "attendu"),
    [
        (("deux actions", "sont en retard"), "Deux actions sont en retard."),
        (("déjà finie.",), "Déjà finie."),
        (("à suivre…",), "À suivre…"),
        (("", ""), ""),
        (("score", ", sur 3"), "Score, sur 3."),
    ],
)
def test_phrase(morceaux: tuple[str, ...], attendu: str) -> None:
    assert p.phrase(*morceaux) == attendu


@pytest.mark.parametrize(
    ("texte", "longueur", "attendu"),
    [
        ("Bilan annuel", 40, "Bilan annuel"),
        ("Nombre de réunions de l'instance de gouvernance", 24, "Nombre de réunions…"),
        ("Taux de participation, de présence et d'écoute", 25, "Taux de participation…"),
    ],
)
def test_abreger(texte: str, longueur: int, attendu: str) -> None:
    assert p.abreger(texte, longueur) == attendu


def test_citer_oublie_le_point_final() -> None:
    assert p.citer("Bilan annuel.") == f"«{S}Bilan annuel{S}»"


def test_majuscule_garde_le_reste() -> None:
    assert p.majuscule("les EPCI du Nord") == "Les EPCI du Nord"
    assert p.majuscule("état") == "État"
