"""Ce qui était promis, ce qui est fait : les cibles d'un territoire, en une page et sans jargon."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from evaltools.domaine.evaluation import Resultat
from evaltools.restitution import phrases as p
from evaltools.restitution import pistes
from evaltools.restitution.annuel.indicateurs import choisir
from evaltools.restitution.annuel.section import diapo, paragraphe, section
from evaltools.restitution.diapositives import Diapositive
from evaltools.restitution.final.contexte import ContexteFinal
from evaltools.restitution.final.mots import compter_finals, degrades, dire_finals
from evaltools.restitution.formats import sur
from evaltools.restitution.html import Bloc
from evaltools.restitution.mots import SIGNES
from evaltools.restitution.rapport import Manque
from evaltools.restitution.tableaux import Cellule, Colonne, tableau
from evaltools.restitution.vue import applicables, compter_motifs, compter_verdicts, evaluables

MONTRES = 18
COLONNES: tuple[Colonne | str, ...] = (
    Colonne("Ce que l'on mesure", largeur="42%"),
    Colonne("Au départ", nombre=True),
    Colonne("Promis", nombre=True),
    Colonne("Fait", nombre=True),
    Colonne("Verdict", largeur="20%"),
)


def manque(contexte: ContexteFinal) -> Manque | None:
    """Dit ce qui manque quand rien ne peut être jugé ici."""
    if evaluables(contexte.vue.juges):
        return None
    return Manque(
        "Aucune cible ne peut être jugée à l'échelle de ce territoire.",
        "Il faut une cible, un départ et une valeur pour notre territoire.",
    )


def bloc(contexte: ContexteFinal) -> Bloc:
    """Écrit ce qui était promis et ce qui est fait."""
    juges = evaluables(contexte.vue.juges)
    retenus = sorted(choisir(juges, MONTRES), key=lambda r: r.indicateur)
    bande = pistes.bande(compter_verdicts(contexte.vue.juges)) + pistes.legende(
        compter_verdicts(contexte.vue.juges), "Répartition des verdicts"
    )
    titre = f"{len(retenus)} cibles sur {len(juges)} évaluables" if len(juges) > len(retenus) else "Nos cibles"
    return section(
        "promis",
        "Promis et fait",
        "Qu'avions-nous promis, qu'avons-nous fait ?"
        if contexte.vue.territoire
        else "Qu'a-t-on promis, qu'a-t-on fait ?",
        message(contexte),
        bande,
        tableau(titre, COLONNES, [_ligne(contexte, r) for r in retenus]),
        _reculs(juges),
        paragraphe(_inconnus(contexte)),
        diapositives=(_diapositive(contexte, retenus),),
    )


def message(contexte: ContexteFinal) -> str:
    """Dit combien de cibles sont atteintes ici, et ce qui n'a pas pu être jugé."""
    juges = evaluables(contexte.vue.juges)
    atteints, partiels, _ = compter_finals(juges)
    evaluable = p.Nom("cible évaluable", "cibles évaluables", feminin=True)
    sujet = p.proportion(atteints + partiels, len(juges), evaluable)
    verbe = p.conjuguer(atteints + partiels, "est atteinte au moins en partie", "sont atteintes au moins en partie")
    return p.phrase(sujet, verbe, f": {dire_finals(juges)}")


def _ligne(contexte: ContexteFinal, r: Resultat) -> list[Cellule]:
    e = contexte.vue.ecriture(r)
    return [r.libelle, e.depart, e.nue(r.cible), e.nue(r.valeur), pistes.statut(r.verdict)]


def _reculs(juges: Sequence[Resultat]) -> Markup:
    reculs = degrades(juges)
    if not reculs:
        return Markup("")
    noms = p.lister([p.citer(r.libelle, 80) for r in reculs], maximum=4)
    return Markup('<p class="note"><strong>En recul depuis le départ :</strong> {}</p>').format(p.phrase(noms))


def _inconnus(contexte: ContexteFinal) -> str:
    total = applicables(contexte.vue.juges)
    reste = len(total) - len(evaluables(total))
    if not reste:
        return ""
    return p.phrase(
        f"{sur(reste, len(total))} indicateurs n'ont pas pu être jugés, pour",
        p.compter(len(compter_motifs(total)), p.Nom("raison", "raisons", feminin=True)),
        ": l'édition technique les donne",
    )


def _diapositive(contexte: ContexteFinal, retenus: Sequence[Resultat]) -> Diapositive:
    lignes = []
    for r in retenus[:7]:
        e = contexte.vue.ecriture(r)
        lignes.append((p.abreger(r.libelle, 80), e.depart, e.nue(r.cible), e.nue(r.valeur), SIGNES[r.verdict].mot))
    colonnes = ("Ce que l'on mesure", "Au départ", "Promis", "Fait", "Verdict")
    return diapo(message(contexte).split(" : ")[0], legende="Promis et fait", colonnes=colonnes, lignes=lignes)
