"""Le jugement par critère : la question, les preuves calculées, le constat de l'évaluateur et le niveau qu'il donne."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup

from evaltools.domaine.jugements_de_valeur import (
    QUESTIONS,
    REGLES_DES_NIVEAUX,
    Critere,
    NiveauDeCritere,
    niveau_de,
)
from evaltools.restitution import phrases as p
from evaltools.restitution.annuel.section import diapo, intertitre, paragraphe, section
from evaltools.restitution.diapositives import Diapositive
from evaltools.restitution.final.contexte import ContexteFinal
from evaltools.restitution.final.preuves import preuves
from evaltools.restitution.final.textes import constat_a_ecrire, constats_ecrits
from evaltools.restitution.html import Bloc
from evaltools.restitution.tableaux import liste, tableau

SANS_NIVEAU = "à donner par l'évaluateur"
CRITERE = p.Nom("critère", "critères")


def bloc(contexte: ContexteFinal) -> Bloc:
    """Écrit les six critères, et la règle de chaque niveau."""
    corps = [Markup("").join(_critere(contexte, critere)) for critere in Critere]
    return section(
        "criteres",
        "Jugement par critère",
        "Que vaut le contrat, critère par critère ?",
        message(contexte),
        _synthese(contexte),
        *corps,
        intertitre("La règle des niveaux"),
        tableau("Ce que veut dire chaque niveau", ["Niveau", "Règle"], _regles()),
        diapositives=tuple(_diapositives(contexte)),
    )


def niveau(contexte: ContexteFinal, critere: Critere) -> NiveauDeCritere | None:
    """Rend le niveau que l'évaluateur a écrit pour un critère ; ``None`` : aucun."""
    lus = [niveau_de(t.corps) for t in contexte.plume.de(critere.partie)]
    return next((n for n in reversed(lus) if n is not None), None)


def message(contexte: ContexteFinal) -> str:
    """Dit combien de critères l'évaluateur a jugés."""
    juges = sum(niveau(contexte, c) is not None for c in Critere)
    if not juges:
        return (
            "Les preuves sont calculées ; le constat et le niveau de chaque critère sont à écrire par l'évaluateur, et "
            "rien n'est jugé à sa place."
        )
    total = len(Critere)
    return p.phrase(
        f"l'évaluateur a jugé {p.en_lettres(juges)} {p.verbe(juges, 'critère', 'critères')} sur {p.en_lettres(total)}",
        ": les preuves sont calculées, le constat et le niveau sont les siens",
    )


def _synthese(contexte: ContexteFinal) -> Markup:
    lignes = [[p.majuscule(c.value), QUESTIONS[c], _niveau(contexte, c)] for c in Critere]
    return tableau("Les six critères", ["Critère", "Question", "Niveau"], lignes)


def _niveau(contexte: ContexteFinal, critere: Critere) -> str:
    trouve = niveau(contexte, critere)
    return p.majuscule(trouve.value if trouve is not None else SANS_NIVEAU)


def _critere(contexte: ContexteFinal, critere: Critere) -> Iterator[Markup]:
    """Écrit un critère : la question, les preuves calculées, le constat de l'évaluateur."""
    yield intertitre(f"{p.majuscule(critere.value)} : {p.minuscule(QUESTIONS[critere])}")
    yield liste(preuves(contexte, critere), "preuves")
    ecrits = constats_ecrits(contexte, critere.partie)
    yield ecrits or constat_a_ecrire(contexte, critere.partie)
    trouve = niveau(contexte, critere)
    if trouve is not None:
        yield paragraphe(f"Niveau donné par l'évaluateur : {trouve.value} ({REGLES_DES_NIVEAUX[trouve]}).")


def _regles() -> list[list[str]]:
    return [[p.majuscule(n.value), p.majuscule(regle)] for n, regle in REGLES_DES_NIVEAUX.items()]


def _diapositives(contexte: ContexteFinal) -> Iterator[Diapositive]:
    lignes = [(p.majuscule(c.value), QUESTIONS[c], _niveau(contexte, c)) for c in Critere]
    colonnes = ("Critère", "Question", "Niveau")
    yield diapo(message(contexte).split(" : ")[0], legende="Les six critères", colonnes=colonnes, lignes=lignes)
    for critere in Critere:
        textes = [p.abreger(t, 190) for t in preuves(contexte, critere)]
        trouve = niveau(contexte, critere)
        titre = (
            f"{p.majuscule(critere.value)} : {trouve.value}"
            if trouve
            else f"{p.majuscule(critere.value)} : ce que l'on sait"
        )
        yield diapo(titre, *textes[:4], note=QUESTIONS[critere])
