"""L'essentiel de l'évaluation finale : les chiffres clés du contrat, et cinq phrases."""

from __future__ import annotations

from collections.abc import Iterator

from evaltools.domaine.evaluation import Resultat
from evaltools.domaine.lexique import EtatAction, Niveau, Verdict
from evaltools.restitution import gabarit
from evaltools.restitution import phrases as p
from evaltools.restitution.annuel.essentiel import Chiffre
from evaltools.restitution.annuel.section import diapo
from evaltools.restitution.constats import Constat, etat_non_renseigne
from evaltools.restitution.final.contexte import ContexteFinal
from evaltools.restitution.final.mots import compter_finals, degrades, solidite
from evaltools.restitution.formats import INSECABLE, avec_unite, decimales_utiles, nombre, pct
from evaltools.restitution.html import SECTION, Bloc
from evaltools.restitution.mots import MOTIFS, SIGNES
from evaltools.restitution.vue import applicables, compter_motifs, evaluables

EXEMPLES = 2
SUITES = (
    (EtatAction.EN_COURS, p.Nom("en cours", "en cours", feminin=True)),
    (EtatAction.REPORTEE, p.Nom("reportée", "reportées", feminin=True)),
    (EtatAction.SUSPENDUE, p.Nom("suspendue", "suspendues", feminin=True)),
    (EtatAction.ARRETEE, p.Nom("arrêtée", "arrêtées", feminin=True)),
)
"""États dont on dit le nombre à côté des actions réalisées."""


def bloc(contexte: ContexteFinal) -> Bloc:
    """Écrit l'essentiel du contrat."""
    phrases = tuple(constats(contexte))
    cles = list(chiffres(contexte))
    html = gabarit.remplir(
        "essentiel.html.j2",
        chiffres=cles,
        constats=phrases,
        partielle=False,
        clair=False,
        annee=contexte.annee,
    )
    lignes = [(c.quoi, f"{c.nombre} {c.sur}".strip(), c.suite) for c in cles]
    tete = diapo(phrases[0].message, *(c.message for c in phrases[1:]))
    chiffre = diapo(
        "Les chiffres du contrat", legende="Chiffres clés", colonnes=("", "Nombre", "Précision"), lignes=lignes
    )
    return Bloc(SECTION, "essentiel", "L’essentiel", html, diapositives=(tete, chiffre))


def chiffres(contexte: ContexteFinal) -> Iterator[Chiffre]:
    """Rend les chiffres clés du contrat que les données permettent."""
    vue = contexte.vue
    total, juges = applicables(vue.juges), evaluables(vue.juges)
    if total:
        hors = len(vue.juges) - len(total)
        suite = pct(len(juges) / len(total)) + (f" ; {nombre(hors)} hors du compte" if hors else "")
        yield Chiffre(nombre(len(juges)), _sur(len(total)), "indicateurs évaluables", suite, "#55606D")
    if juges:
        atteints, partiels, manques = compter_finals(juges)
        suite = (
            f"et {nombre(partiels)} {SIGNES[Verdict.PARTIELLEMENT_ATTEINT].pluriel if partiels >= 2 else 'en partie'}"
        )
        yield Chiffre(nombre(atteints), _sur(len(juges)), p.verbe(atteints, "cible atteinte", "cibles atteintes"),
                      suite, "#12436D")  # fmt: skip
        reculs = len(degrades(juges))
        detail = f"dont {nombre(reculs)} en recul depuis le départ" if reculs else "aucun n'a reculé"
        yield Chiffre(
            nombre(manques), _sur(len(juges)), p.verbe(manques, "non atteint", "non atteints"), detail, "#7D1128"
        )
    yield from _actions(contexte)
    yield from _argent(contexte)


def _sur(total: int) -> str:
    return f"sur{INSECABLE}{nombre(total)}"


def _actions(contexte: ContexteFinal) -> Iterator[Chiffre]:
    total, etats = len(contexte.programme.actions), contexte.vue.etats()
    if not total or contexte.vue.etats_inconnus == total:
        return
    faites = etats.get(EtatAction.REALISEE, 0) + etats.get(EtatAction.REALISEE_PARTIELLEMENT, 0)
    autres = [p.compter(n, nom) for etat, nom in SUITES if (n := etats.get(etat, 0))]
    portee = "" if contexte.vue.est_ensemble else ", tout le programme"
    detail = p.lister(autres) + portee
    mots = p.verbe(faites, "action réalisée, même en partie", "actions réalisées, même en partie")
    yield Chiffre(nombre(faites), _sur(total), mots, detail, "#28A197")


def _argent(contexte: ContexteFinal) -> Iterator[Chiffre]:
    e = contexte.financement.ensemble
    portee = "" if contexte.vue.est_ensemble else ", tout le programme"
    if e.part_engagee is not None:
        detail = f"{e.engage.ecrire()} sur {e.prevu.ecrire()}{portee}"
        yield Chiffre(pct(e.part_engagee), "", "du budget prévu est engagé", detail, "#F2C230")
    elif e.engage.total is not None:
        yield Chiffre(e.engage.ecrire(), "", "engagés", f"{e.prevu.ecrire()} prévus{portee}", "#F2C230")


def constats(contexte: ContexteFinal) -> Iterator[Constat]:
    """Rend les phrases de l'essentiel : verdicts, conclusion, reculs, ce qui reste inconnu, actions."""
    juges, total = evaluables(contexte.vue.juges), applicables(contexte.vue.juges)
    if not juges:
        yield Constat(
            "Aucun indicateur ne peut être jugé au terme du contrat.",
            "La partie « Ce qu'on ne peut pas évaluer » dit pourquoi.",
        )
    else:
        yield _verdicts(juges)
        yield from _conclusion(contexte)
        yield _reculs(juges)
    yield from _inconnus(contexte, len(total), len(juges))
    yield from _actions_du_contrat(contexte)


def _verdicts(juges: tuple[Resultat, ...]) -> Constat:
    atteints, partiels, _ = compter_finals(juges)
    sujet = p.majuscule(p.proportion(atteints, len(juges), p.Nom("cible évaluable", "cibles évaluables", feminin=True)))
    message = f"{sujet} {p.conjuguer(atteints, 'est atteinte', 'sont atteintes')}"
    if partiels:
        message += f", {p.en_lettres(partiels)} {p.verbe(partiels, 'autre l’est', 'autres le sont')} en partie"
    exemples = sorted(
        (r for r in juges if r.verdict is Verdict.ATTEINT and r.valeur is not None and r.cible is not None and r.unite),
        key=lambda r: (r.niveau != Niveau.RESULTAT, r.motif is not None, -(r.degre_atteinte or 0), r.indicateur),
    )[:EXEMPLES]
    return Constat(f"{message}.", p.phrase("notamment", p.lister([_cite(r) for r in exemples])) if exemples else "")


def _cite(r: Resultat) -> str:
    d = decimales_utiles([r.valeur, r.cible])
    return f"{p.citer(r.libelle)} ({avec_unite(r.valeur, r.unite, d)}, cible {nombre(r.cible, d)})"


def _conclusion(contexte: ContexteFinal) -> Iterator[Constat]:
    s = contexte.du_programme
    if s is None or s.classe is None:
        return
    if s.classe is Verdict.NON_EVALUABLE:
        part = pct(s.couverture) if s.couverture is not None else nombre(0)
        yield Constat(
            "Le contrat, dans son ensemble, n'est pas évaluable.", f"{part} seulement de ce qui s'applique l'est."
        )
        return
    ou = "Sur notre territoire" if contexte.vue.territoire else "Pris dans son ensemble"
    yield Constat(
        f"{ou}, le contrat est {p.minuscule(SIGNES[s.classe].mot)}.",
        p.phrase(f"conclusion {solidite(s.robustesse)}"),
    )


def _reculs(juges: tuple[Resultat, ...]) -> Constat:
    reculs = degrades(juges)
    if not reculs:
        return Constat("Aucun indicateur évaluable n'a reculé.", "Tous sont au moins à leur niveau de départ.")
    n = len(reculs)
    sujet = p.majuscule(p.compter(n, p.INDICATEUR, lettres=True))
    noms = p.lister([p.citer(r.libelle, 70) for r in reculs], maximum=3)
    return Constat(f"{sujet} {p.verbe(n, 'a reculé', 'ont reculé')} depuis le départ.", p.phrase(noms))


def _inconnus(contexte: ContexteFinal, total: int, juges: int) -> Iterator[Constat]:
    reste, motifs = total - juges, compter_motifs(contexte.vue.juges)
    if not reste or not motifs:
        return
    premiers = [f"{MOTIFS[m].mots} ({n})" for m, n in list(motifs.items())[:2]]
    sujet = p.majuscule(p.proportion(reste, total, p.INDICATEUR))
    yield Constat(
        f"{sujet} {p.verbe(reste, 'reste non évaluable', 'restent non évaluables')}.",
        p.phrase("premières raisons :" if len(premiers) > 1 else "raison :", p.lister(premiers)),
    )


def _actions_du_contrat(contexte: ContexteFinal) -> Iterator[Constat]:
    vue, total = contexte.vue, len(contexte.programme.actions)
    if not total:
        return
    if vue.etats_inconnus == total:
        yield Constat(
            "L'état des actions n'est pas renseigné.", f"Aucun n'a été déclaré, pour {p.compter(total, p.ACTION)}."
        )
        return
    etats = vue.etats()
    faites = etats.get(EtatAction.REALISEE, 0)
    sujet = p.majuscule(p.proportion(faites, total, p.ACTION))
    suites = []
    for etat, nom in SUITES:
        codes = [s.action for s in vue.situations.values() if s.etat is etat]
        if codes:
            n = len(codes)
            detail = f" ({p.lister(codes, maximum=5)})" if n <= 6 else ""
            mot = f"{'encore ' if etat is EtatAction.EN_COURS else ''}{nom.pluriel if n >= 2 else nom.singulier}"
            suites.append(f"{p.compter(n, p.ACTION, lettres=True)} {p.verbe(n, 'est', 'sont')} {mot}{detail}")
    preuves = " ".join((p.phrase(p.lister(suites)), *etat_non_renseigne(vue.etats_inconnus)))
    yield Constat(f"{sujet} {p.conjuguer(faites, 'est réalisée', 'sont réalisées')}.", preuves)
