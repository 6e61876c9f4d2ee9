"""Le Word et le PowerPoint disent exactement les nombres de la page, et ceux du tableau des résultats."""

from __future__ import annotations

import re
from typing import Any

import pytest
from lecture_documents import (
    est_annee,
    nombres,
    tableaux_de_word,
    texte_de_page,
    texte_de_word,
    textes_de_presentation,
)

from evaltools.domaine.lexique import Verdict
from evaltools.domaine.nombres import arrondir


def corps(page: str) -> str:
    return texte_de_page(page[page.index('<header class="entete">') :])


def test_le_word_a_tous_les_nombres_de_la_page_et_aucun_autre(documents: Any) -> None:
    page, word = nombres(corps(documents.page)), nombres(texte_de_word(documents.word))
    assert sum(page.values()) > 40
    assert set(word) == set(page)
    sans_annees = [{n: k for n, k in c.items() if not est_annee(n)} for c in (word, page)]
    assert sans_annees[0] == sans_annees[1], "chaque nombre y est autant de fois : rien de perdu, rien de redit"


def test_le_word_a_tous_les_mots_de_la_page(documents: Any) -> None:
    def mots(texte: str) -> set[str]:
        return set(re.findall(r"[^\W\d_]{3,}", texte.lower()))

    assert mots(corps(documents.page)) - mots(texte_de_word(documents.word)) == set()


def test_le_powerpoint_n_a_pas_un_nombre_qui_ne_soit_dans_la_page(documents: Any) -> None:
    page = nombres(texte_de_page(documents.page))
    diapositives = nombres(" ".join(textes_de_presentation(documents.presentation)))
    assert sum(diapositives.values()) >= 5
    assert set(diapositives) - set(page) == set()


def _valeur(texte: str) -> float | None:
    trouve = re.match(r"[−-]?[\d\u202f]+(?:,\d+)?", texte)
    return float(trouve[0].replace("\u202f", "").replace(",", ".").replace("−", "-")) if trouve else None


def test_les_tableaux_d_indicateurs_sont_ceux_des_resultats(technique: Any) -> None:
    resultats = {r.indicateur: r for r in technique.evaluation.resultats if r.siren == "ensemble"}
    compares = valeurs = 0
    for table in tableaux_de_word(technique.word):
        entete, *lignes = table
        if entete[0] != "Indicateur" or entete[-1] != "Verdict" or not entete[1].startswith("Départ"):
            continue
        for nom, depart, valeur, cible, verdict in lignes:
            r = next(r for code, r in resultats.items() if nom.startswith(f"{code} "))
            mot = verdict.split("|")[0].split("\u00a0", 1)[1].replace("\u00a0", " ")
            assert mot == Verdict(r.verdict).value
            for ecrit, connu in ((depart, r.valeur_initiale), (valeur, r.valeur), (cible, r.cible)):
                lu = _valeur(ecrit)
                if lu is not None and connu is not None:
                    decimales = len(ecrit.split("\u00a0")[0].partition(",")[2].rstrip("\u202f%"))
                    facteur = 100 if "%" in ecrit and r.unite != "%" and abs(connu) <= 1 else 1
                    assert lu == pytest.approx(arrondir(connu * facteur, min(decimales, 2)), abs=0.051)
                    valeurs += 1
            compares += 1
    assert compares >= 8
    assert valeurs >= 12


def test_un_nombre_change_dans_la_page_se_verrait(technique: Any, produire: Any) -> None:
    """Le test sait échouer : un chiffre ôté d'une partie manque aux nombres du Word."""
    from datetime import date

    from evaltools.restitution.bureautique.word import ecrire_word

    sections = [dict(s) for s in technique.sections]
    sections[0]["html"] = re.sub(r"\d+", "7", sections[0]["html"], count=3)
    abime = ecrire_word(technique.entete, sections, date(2027, 1, 15))
    assert nombres(texte_de_word(abime)) != nombres(corps(technique.page))
