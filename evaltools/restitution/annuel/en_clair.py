"""L'essentiel des élus et des citoyens : les mêmes comptes, dits sans mot du métier."""

from __future__ import annotations

from collections.abc import Iterator

from evaltools.domaine.lexique import EtatAction, Verdict
from evaltools.restitution import phrases as p
from evaltools.restitution.annuel.contexte import Contexte
from evaltools.restitution.constats import Constat, etat_non_renseigne
from evaltools.restitution.formats import nombre, sur
from evaltools.restitution.mots import ENGAGEES
from evaltools.restitution.vue import applicables, evaluables, favorables

AUTRE = p.Nom("autre", "autres")
LENTS = (Verdict.A_ACCELERER, Verdict.PARTIELLEMENT_ATTEINT)
DIFFICULTES = {
    Verdict.INSUFFISANT: ("avance trop lentement", "avancent trop lentement"),
    Verdict.DEGRADATION: ("s'éloigne de sa cible", "s'éloignent de leur cible"),
    Verdict.NON_ATTEINT: ("n'atteint pas sa cible", "n'atteignent pas leur cible"),
}
"""Ce que l'on dit d'un verdict défavorable, au singulier et au pluriel."""


def constats_clairs(contexte: Contexte) -> tuple[Constat, ...]:
    """Rend trois ou quatre phrases simples : les actions, ce qui avance, ce qui résiste, ce que l'on ne sait pas."""
    return tuple(c for source in (_actions, _avance, _resiste, _inconnu) for c in source(contexte))


def _actions(contexte: Contexte) -> Iterator[Constat]:
    vue = contexte.vue
    total, etats = len(contexte.programme.actions), vue.etats()
    engagees = sum(etats.get(e, 0) for e in ENGAGEES)
    finies = etats.get(EtatAction.REALISEE, 0)
    if vue.etats_inconnus == total:
        return
    verbe = p.conjuguer(engagees, "a commencé", "ont commencé")
    fin = (
        f", {p.en_lettres(finies, feminin=True)} {p.verbe(finies, 'est terminée', 'sont terminées')}" if finies else ""
    )
    retards = sum(s.en_retard for s in vue.situations.values())
    preuves = [p.phrase(p.compter(retards, p.ACTION, lettres=True), p.verbe(retards, "a", "ont"), "pris du retard")]
    preuves = preuves if retards else []
    yield Constat(
        p.phrase(p.proportion(engagees, total, p.ACTION), f"{verbe}{fin}"),
        " ".join([*preuves, *etat_non_renseigne(vue.etats_inconnus)]),
    )


def _ou(contexte: Contexte) -> str:
    return "sur tout le programme" if contexte.vue.est_ensemble else "sur notre territoire"


def _avance(contexte: Contexte) -> Iterator[Constat]:
    juges = evaluables(contexte.vue.juges)
    bons = favorables(juges)
    if not juges:
        return
    sujet = p.proportion(len(bons), len(juges), p.INDICATEUR)
    verbe = p.conjuguer(len(bons), "est atteint ou avance comme prévu", "sont atteints ou avancent comme prévu")
    exemples = p.lister([p.citer(r.libelle, 70) for r in bons if r.valeur is not None][:2])
    preuves = [p.phrase("par exemple", exemples)] if exemples else []
    lents = sum(r.verdict in LENTS for r in juges)
    if lents:
        quoi = p.compter(lents, AUTRE if bons else p.INDICATEUR, lettres=True)
        preuves.append(p.phrase(quoi, p.verbe(lents, "avance", "avancent"), "moins vite que prévu"))
    yield Constat(p.phrase(sujet, verbe, _ou(contexte)), " ".join(preuves))


def _resiste(contexte: Contexte) -> Iterator[Constat]:
    juges = evaluables(contexte.vue.juges)
    mauvais = sorted(
        (r for r in juges if r.verdict in DIFFICULTES),
        key=lambda r: (r.verdict is not Verdict.DEGRADATION, r.indicateur),
    )
    if not mauvais:
        return
    n = len(mauvais)
    trouves = {r.verdict for r in mauvais}
    verbes = [p.verbe(n, *formes) for verdict, formes in DIFFICULTES.items() if verdict in trouves]
    if {Verdict.DEGRADATION, Verdict.NON_ATTEINT} <= trouves:
        verbes[-1] = p.verbe(n, "ne l'atteint pas", "ne l'atteignent pas")
    yield Constat(
        p.phrase(p.compter(n, p.INDICATEUR, lettres=True), p.lister(verbes, lien="ou")),
        p.phrase("par exemple", p.lister([_chemin(contexte, r.indicateur) for r in mauvais[:2]])),
    )


def _chemin(contexte: Contexte, code: str) -> str:
    r = next(x for x in contexte.vue.juges if x.indicateur == code)
    chemin = p.evoluer(r.valeur_initiale, r.valeur, r.unite)
    return f"{p.citer(r.libelle, 70)} {chemin}".strip()


def _inconnu(contexte: Contexte) -> Iterator[Constat]:
    total, juges = applicables(contexte.vue.juges), evaluables(contexte.vue.juges)
    n = len(total) - len(juges)
    if not total:
        yield Constat("Rien ne se mesure à l'échelle de notre territoire seul.", "Les indicateurs valent pour tout le "
                      "programme.")  # fmt: skip
    elif n:
        yield Constat(
            p.phrase(
                f"on ne peut pas encore juger {nombre(n)} {p.verbe(n, 'indicateur', 'indicateurs')}",
                _sur(n, len(total)),
            ),
            "Il manque une cible ou un chiffre : ce n'est ni un échec ni une réussite.",
        )


def _sur(n: int, total: int) -> str:
    return sur(n, total).split("\u00a0", 1)[1] if total != n else ", c'est-à-dire tous"
