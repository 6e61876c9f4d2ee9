"""« Et chez nous ? » : le programme dans un EPCI, à côté de l'ensemble ; et, pour l'ensemble, dans chaque EPCI."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from markupsafe import Markup

from evaltools.domaine.evaluation import Resultat
from evaltools.domaine.lexique import Niveau
from evaltools.restitution import phrases as p
from evaltools.restitution import pistes
from evaltools.restitution.annuel import couverture
from evaltools.restitution.annuel.contexte import Contexte
from evaltools.restitution.annuel.couverture import Presence
from evaltools.restitution.annuel.indicateurs import choisir
from evaltools.restitution.annuel.section import diapo, intertitre, paragraphe, section
from evaltools.restitution.formats import sur
from evaltools.restitution.html import Bloc
from evaltools.restitution.mots import FAVORABLES
from evaltools.restitution.rapport import Manque
from evaltools.restitution.tableaux import Cellule, Colonne, tableau
from evaltools.restitution.vue import applicables, evaluables, favorables

MONTREES = 6
"""Nombre d'indicateurs montrés à l'élu."""

TITRE = 105
"""Longueur d'un intitulé d'action au plus, en signes."""

PRESENTES, ABSENTES = 8, 4
"""Nombre d'actions présentes et absentes que l'on nomme ; les autres sont comptées."""

AUTRE = p.Nom("autre", "autres", feminin=True)
ACTION_SUIVIE = p.Nom("action suivie par EPCI", "actions suivies par EPCI", feminin=True)


def manque(contexte: Contexte) -> Manque | None:
    """Dit ce qui manque quand rien ne se mesure à l'échelle de l'EPCI."""
    if contexte.vue.juges and (couverture.lignes(contexte) or not contexte.vue.est_ensemble):
        return None
    return Manque(
        "Aucun indicateur ne se mesure à l'échelle d'une intercommunalité.",
        "Le cadrage fixe la maille « EPCI » là où elle a un sens.",
    )


def bloc(contexte: Contexte) -> Bloc:
    """Écrit la page de l'EPCI, ou le tableau des EPCI pour l'ensemble."""
    return _de_l_ensemble(contexte) if contexte.vue.est_ensemble else _de_l_epci(contexte)


def _de_l_epci(contexte: Contexte) -> Bloc:
    vue = contexte.vue
    presentes = [x for x in couverture.lignes(contexte) if x.presences[vue.siren] is Presence.PRESENTE]
    absentes = [x for x in couverture.lignes(contexte) if x.presences[vue.siren] is Presence.ABSENTE]
    total = len(couverture.lignes(contexte))
    message = p.phrase(
        p.proportion(len(presentes), total, ACTION_SUIVIE),
        p.conjuguer(len(presentes), "est présente", "sont présentes"),
        "sur notre territoire",
    )
    tues = [
        x for x in couverture.lignes(contexte) if x.presences[vue.siren] in (Presence.INCONNUE, Presence.NON_PUBLIEE)
    ]
    doute = (
        p.phrase(f"pour {p.compter(len(tues), p.ACTION)}, la présence n'est pas connue ou ne se publie pas")
        if tues
        else ""
    )
    listes = _presences(Presence.ABSENTE, absentes[:ABSENTES]) + _presences(Presence.PRESENTE, presentes[:PRESENTES])
    reste = len(presentes[PRESENTES:]) + len(absentes[ABSENTES:])
    suite = p.phrase(f"et {p.compter(reste, AUTRE)} dans l'édition technique") if reste else ""
    return section(
        "chez-nous", "Et chez nous ?", "Et chez nous ?", message, _liste(listes), paragraphe(suite), paragraphe(doute),
        Markup("") if contexte.compte("promis") else _valeurs(contexte),
        paragraphe(_communes(contexte)),
        diapositives=(diapo(message, *(x.intitule for x in presentes[:6])),),
    )  # fmt: skip


def _presences(presence: Presence, lignes: Iterable[couverture.Ligne]) -> list[Markup]:
    return [
        Markup("<li>{} <span>{}</span></li>").format(couverture.mot(presence), p.abreger(x.intitule, TITRE))
        for x in lignes
    ]


def _liste(puces: Sequence[Markup]) -> Markup:
    return Markup('<ul class="presences">{}</ul>').format(Markup("").join(puces)) if puces else Markup("")


def _valeurs(contexte: Contexte) -> Markup:
    """Écrit les valeurs d'ici à côté de celles de l'ensemble ; aucun classement des EPCI entre eux."""
    vue = contexte.vue
    juges = evaluables(vue.juges)
    retrait = choisir(juges, MONTREES)[: MONTREES - len(bons_resultats(juges))]
    retenus = (*retrait, *(r for r in bons_resultats(juges) if r not in retrait))
    if not retenus:
        manques = "il manque une cible, un départ ou une valeur."
        return paragraphe(f"Aucun indicateur ne peut encore être jugé à l'échelle de notre territoire : {manques}")
    colonnes: list[Colonne | str] = [
        Colonne("Ce que l'on mesure", largeur="44%"),
        Colonne("Ici", nombre=True),
        Colonne("Notre cible", nombre=True),
        "Où en est-on ?",
        Colonne("Tout le programme", nombre=True),
    ]
    titre = f"Quelques résultats d'ici ({len(retenus)} sur {len(juges)}) : les plus en retrait, puis les plus avancés"
    return intertitre("Ce qui change ici") + tableau(titre, colonnes, [_ligne(contexte, r) for r in retenus])


def bons_resultats(juges: Sequence[Resultat]) -> list[Resultat]:
    """Rend les indicateurs favorables à montrer, résultats d'abord, un par action : la moitié du tableau au plus."""
    bons = sorted(
        favorables(juges), key=lambda r: (r.niveau != Niveau.RESULTAT, -(r.score or 0), r.action, r.indicateur)
    )
    par_action = {r.action: r for r in reversed(bons)}
    return [r for r in bons if par_action[r.action] is r][: MONTREES // 2]


def _ligne(contexte: Contexte, r: Resultat) -> list[Cellule]:
    vue = contexte.vue
    e = vue.ecriture(r)
    tout = vue.de_l_ensemble.get(r.indicateur)
    ensemble = avec_annee(vue.ecriture(tout).jugee, tout.annee_valeur, contexte.annee) if tout else "–"
    return [
        p.majuscule(r.libelle),
        avec_annee(e.jugee, r.annee_valeur, contexte.annee),
        e.nue(r.cible),
        pistes.statut(r.verdict),
        ensemble,
    ]


def avec_annee(texte: str, annee: int | None, attendue: int | None) -> str:
    """Écrit l'année d'une valeur quand ce n'est pas celle que le lecteur attend.

    Examples
    --------
    >>> avec_annee("12", 2025, 2026), avec_annee("12", 2026, 2026), avec_annee("n. d.", None, 2026)
    ('12 (en 2025)', '12', 'n. d.')
    """
    return texte if annee is None or annee == attendue else f"{texte} (en {annee})"


def _communes(contexte: Contexte) -> str:
    territoire = contexte.vue.territoire
    if territoire is None or territoire.communes is None:
        return ""
    return (
        f"Le territoire compte {territoire.communes} communes ; les pilotes ne remontent pas encore celles où "
        "chaque action a lieu."
    )


def _de_l_ensemble(contexte: Contexte) -> Bloc:
    presences = couverture.lignes(contexte)
    lignes: list[list[Cellule]] = []
    for t in contexte.programme.territoires:
        ici = contexte.evaluation.resultats_de(t.siren)
        juges = evaluables(ici)
        bons = [r for r in juges if r.verdict in FAVORABLES]
        n = sum(x.presences[t.siren] is Presence.PRESENTE for x in presences)
        lignes.append(
            [t.nom, sur(n, len(presences)), sur(len(juges), len(applicables(ici))), sur(len(bons), len(juges))]
        )
    colonnes: list[Colonne | str] = [
        "Intercommunalité",
        Colonne("Actions présentes", nombre=True),
        Colonne("Indicateurs évaluables", nombre=True),
        Colonne("Atteints ou en bonne voie", nombre=True),
    ]
    table = tableau("Le programme dans chaque intercommunalité", colonnes, lignes, precision="Sans classement : les "
                    "territoires n'ont ni les mêmes besoins ni les mêmes cibles.")  # fmt: skip
    partout = sum(all(x is Presence.PRESENTE for x in ligne.presences.values()) for ligne in presences)
    message = p.phrase(
        p.proportion(partout, len(presences), ACTION_SUIVIE),
        p.conjuguer(partout, "est présente", "sont présentes"),
        "dans toutes les intercommunalités",
    )
    titres = [c if isinstance(c, str) else c.titre for c in colonnes]
    diapositive = diapo(message, legende="Le programme dans chaque intercommunalité", colonnes=titres,
                        lignes=[[str(c) for c in ligne] for ligne in lignes])  # fmt: skip
    return section("chez-nous", "Dans chaque EPCI", "Et dans chaque intercommunalité ?", message, table,
                   diapositives=(diapositive,))  # fmt: skip
