"""L'essentiel : les chiffres clés avec leur dénominateur, et quatre ou cinq phrases."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from evaltools.domaine.finances import LigneFinanciere
from evaltools.domaine.lexique import EtatAction, Verdict
from evaltools.restitution import gabarit
from evaltools.restitution import phrases as p
from evaltools.restitution.annuel.contexte import Contexte
from evaltools.restitution.annuel.en_clair import constats_clairs
from evaltools.restitution.annuel.section import diapo
from evaltools.restitution.constats import Constat, constats
from evaltools.restitution.diapositives import Diapositive
from evaltools.restitution.figures_budget import Somme
from evaltools.restitution.formats import INSECABLE, nombre, pct, sur
from evaltools.restitution.html import SECTION, Bloc
from evaltools.restitution.mots import ENGAGEES
from evaltools.restitution.vue import Vue, applicables, evaluables, favorables

REALISEE = p.Nom("réalisée", "réalisées", feminin=True)
ARRETEE = p.Nom("arrêtée", "arrêtées", feminin=True)
MONTANT = p.Nom("montant", "montants")


@dataclass(frozen=True, slots=True)
class Chiffre:
    """Un chiffre clé : le nombre, son dénominateur (« sur 13 »), ce qu'il compte, une précision, une couleur."""

    nombre: str
    sur: str
    quoi: str
    suite: str
    couleur: str


SANS_METIER = ("elus", "citoyenne")
"""Éditions dont l'essentiel se dit sans mot du métier."""


def bloc(contexte: Contexte) -> Bloc:
    """Écrit l'essentiel ; pour les élus et les citoyens, sans mot du métier."""
    clair = contexte.edition in SANS_METIER
    phrases = constats_clairs(contexte) if clair else constats(contexte.vue)
    cles = list(chiffres_clairs(contexte.vue) if clair else chiffres(contexte.vue))
    html = gabarit.remplir(
        "essentiel.html.j2",
        chiffres=cles,
        constats=phrases,
        partielle=contexte.programme.est_partielle(contexte.annee),
        annee=contexte.annee,
        clair=clair,
    )
    return Bloc(SECTION, "essentiel", "L’essentiel", html, diapositives=tuple(_diapositives(cles, phrases)))


def _diapositives(cles: list[Chiffre], phrases: tuple[Constat, ...]) -> Iterator[Diapositive]:
    """Rend les phrases, puis les chiffres clés."""
    if phrases:
        yield diapo(phrases[0].message, *(c.message for c in phrases[1:]), note=" ".join(c.preuves for c in phrases))
    if cles:
        lignes = [(c.quoi, f"{c.nombre} {c.sur}".strip(), c.suite) for c in cles]
        titre = f"{p.majuscule(f'{cles[0].nombre} {cles[0].sur}'.strip())} {cles[0].quoi}"
        yield diapo(titre, legende="Chiffres clés", colonnes=("Chiffre", "Valeur", "Précision"), lignes=lignes)


def chiffres_clairs(vue: Vue) -> Iterator[Chiffre]:
    """Rend trois ou quatre chiffres que l'on comprend sans connaître la méthode."""
    juges = evaluables(vue.juges)
    if juges:
        bons = favorables(juges)
        avant = _avant(vue, len(favorables(vue.precedents.values())), bool(vue.precedents))
        quoi = p.verbe(len(bons), "indicateur atteint ou en bonne voie", "indicateurs atteints ou en bonne voie")
        yield Chiffre(nombre(len(bons)), f"sur{INSECABLE}{nombre(len(juges))}", quoi,
                      avant or "parmi ceux que l'on peut juger", "#3F88D9")  # fmt: skip
    yield from _actions(vue)
    c = vue.completude
    if c and c.attendues:
        yield Chiffre(pct(c.renseignees / c.attendues), "", "des chiffres attendus sont connus",
                      sur(c.renseignees, c.attendues) + _portee(vue), "#28A197")  # fmt: skip


def chiffres(vue: Vue) -> Iterator[Chiffre]:
    """Rend les chiffres clés que les données permettent."""
    yield from _indicateurs(vue)
    yield from _actions(vue)
    yield from _donnees(vue)


def _indicateurs(vue: Vue) -> Iterator[Chiffre]:
    total, juges = applicables(vue.juges), evaluables(vue.juges)
    if not total:
        return
    hors = len(vue.juges) - len(total)
    suite = f"{pct(len(juges) / len(total))} ; {p.compter(len(total) - len(juges), p.INDICATEUR)} non évaluables"
    if len(total) - len(juges) < 2:
        suite = suite.removesuffix("s")
    if hors:
        suite += f", {nombre(hors)} hors du compte"
    yield Chiffre(nombre(len(juges)), f"sur{INSECABLE}{nombre(len(total))}", "indicateurs évaluables", suite, "#55606D")
    if juges:
        bons = favorables(juges)
        avant = _avant(vue, len(favorables(vue.precedents.values())), bool(vue.precedents))
        yield Chiffre(
            nombre(len(bons)),
            f"sur{INSECABLE}{nombre(len(juges))}",
            "atteints ou en bonne voie",
            avant or "parmi les indicateurs évaluables",
            "#3F88D9",
        )
        recul = sum(r.verdict is Verdict.DEGRADATION for r in juges)
        recul_avant = sum(r.verdict is Verdict.DEGRADATION for r in vue.precedents.values())
        yield Chiffre(
            nombre(recul),
            f"sur{INSECABLE}{nombre(len(juges))}",
            p.verbe(recul, "s’éloigne de sa cible", "s’éloignent de leur cible"),
            _avant(vue, recul_avant, bool(vue.precedents)) or "parmi les indicateurs évaluables",
            "#7D1128",
        )


def _avant(vue: Vue, n: int, connu: bool) -> str:
    juges = len(evaluables(vue.precedents.values()))
    return f"contre {sur(n, juges)} en {vue.evaluation.annee - 1}" if connu and juges else ""


def _actions(vue: Vue) -> Iterator[Chiffre]:
    total = len(vue.evaluation.programme.actions)
    etats = vue.etats()
    engagees = sum(etats.get(e, 0) for e in ENGAGEES)
    if not total:
        return
    if vue.etats_inconnus == total:
        yield Chiffre(
            nombre(0), f"sur{INSECABLE}{nombre(total)}", "état d'action renseigné", "aucun n'a été déclaré", "#12436D"
        )
        return
    detail = []
    retards = sum(s.en_retard for s in vue.situations.values())
    if retards:
        detail.append(f"{nombre(retards)} en retard")
    if vue.etats_inconnus:
        detail.append(f"{nombre(vue.etats_inconnus)} sans état renseigné")
    if arretees := etats.get(EtatAction.ARRETEE, 0):
        detail.append(p.compter(arretees, ARRETEE))
    yield Chiffre(
        nombre(engagees),
        f"sur{INSECABLE}{nombre(total)}",
        p.verbe(engagees, "action engagée", "actions engagées"),
        _suite_des_actions(etats.get(EtatAction.REALISEE, 0), detail, total) + _portee(vue),
        "#12436D",
    )


def _suite_des_actions(realisees: int, detail: list[str], total: int) -> str:
    """Dit les actions réalisées, qui sont du compte, puis ce qui se compte sur toutes les actions."""
    dont = f"dont {p.compter(realisees, REALISEE)}"
    return f"{dont} ; sur les {nombre(total)}, {p.lister(detail)}" if detail else dont


def _portee(vue: Vue) -> str:
    """Dit, dans le rapport d'un EPCI, qu'un chiffre vaut pour tout le programme."""
    return "" if vue.est_ensemble else ", tout le programme"


def _donnees(vue: Vue) -> Iterator[Chiffre]:
    c = vue.completude
    if c and c.attendues:
        yield Chiffre(
            pct(c.renseignees / c.attendues),
            "",
            "des valeurs attendues sont remontées",
            f"{sur(c.renseignees, c.attendues)}, tout le programme",
            "#28A197",
        )
    recus = [x.classeur_recu for x in vue.evaluation.completudes if x.action]
    lignes = [f for f in vue.evaluation.finances if f.annee == vue.evaluation.annee]
    prevu = sum(f.prevu_eur or 0 for f in lignes)
    if not prevu and recus:
        yield Chiffre(
            nombre(sum(recus)),
            f"sur{INSECABLE}{nombre(len(recus))}",
            f"classeurs {vue.evaluation.annee} revenus",
            "un classeur par action",
            "#F2C230",
        )
    if prevu:
        yield _budget(vue, lignes)


def _budget(vue: Vue, lignes: list[LigneFinanciere]) -> Chiffre:
    """Rend la part engagée du budget ; des montants manquent : ce que l'on en connaît, qui est un minimum."""
    prevu, engage = Somme.de(f.prevu_eur for f in lignes), Somme.de(f.engage_eur for f in lignes)
    suite = f"{engage.ecrire()} sur {prevu.ecrire()}{_portee(vue)}"
    absents = prevu.absents + engage.absents
    annee = vue.evaluation.annee
    if absents or engage.total is None or not prevu.total:
        suite += f" ; {p.compter(absents, MONTANT)} non {p.accorder('renseigné', absents)}"
        return Chiffre(engage.ecrire(), "", f"engagés en {annee}", suite, "#F2C230")
    return Chiffre(pct(engage.total / prevu.total), "", f"du budget prévu en {annee} est engagé", suite, "#F2C230")
