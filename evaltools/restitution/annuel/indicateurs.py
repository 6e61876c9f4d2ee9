"""Les indicateurs à regarder : dix au plus, choisis par une règle dite au lecteur, et leurs tendances."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from markupsafe import Markup

from evaltools.domaine.evaluation import Resultat
from evaltools.domaine.lexique import Niveau, Verdict
from evaltools.restitution import figures_tendances, gabarit
from evaltools.restitution import phrases as p
from evaltools.restitution.annuel.contexte import Contexte
from evaltools.restitution.annuel.figure import figure
from evaltools.restitution.annuel.objectifs import rang
from evaltools.restitution.annuel.section import diapo, section
from evaltools.restitution.diapositives import Diapositive, Graphique, Serie
from evaltools.restitution.figures_tendances import Serie as SerieTracee
from evaltools.restitution.formats import decimales_utiles, nombre
from evaltools.restitution.html import SECTION, Bloc
from evaltools.restitution.mots import SIGNES
from evaltools.restitution.rapport import Manque
from evaltools.restitution.tableaux import Colonne, tableau
from evaltools.restitution.vue import evaluables

MAXIMUM, PAR_ACTION, MONTRES_EN_SEANCE = 10, 2, 6
REGLE = (
    "Choisis par une même règle chaque année : d'abord ceux qui s'éloignent de leur cible, puis les résultats avant "
    "les réalisations, les plus en retrait de leur rythme en tête ; deux par action au plus."
)


def manque(contexte: Contexte) -> Manque | None:
    """Dit ce qui manque quand aucun indicateur n'est évaluable, ou qu'aucune série n'est assez longue."""
    if contexte.edition != "technique" and evaluables(contexte.vue.juges):
        return None
    if contexte.tendances.series:
        return None
    if not evaluables(contexte.vue.juges):
        return Manque("Aucun indicateur n'est évaluable.", "Le cadrage fixe une cible et un départ ; les pilotes "
                      "remontent les valeurs.")  # fmt: skip
    return Manque("Aucun indicateur n'est suivi depuis trois ans.", "Les tendances viendront avec les années.")


def bloc(contexte: Contexte) -> Bloc:
    """Écrit les indicateurs choisis et leurs tendances ; l'édition technique, qui les montre tous, les tendances."""
    if contexte.edition == "technique":
        message = f"{contexte.tendances.constat}."
        return section("indicateurs", "Tendances", "Quelles tendances ?", message, tendances(contexte))
    retenus = choisir(evaluables(contexte.vue.juges))
    html = gabarit.remplir(
        "indicateurs.html.j2",
        message=_message(retenus),
        regle=REGLE,
        rangs_choisis=[rang(contexte.vue, r) for r in retenus],
        tendances=tendances(contexte),
    )
    return Bloc(SECTION, "indicateurs", "Indicateurs", html, diapositives=tuple(_diapositives(contexte, retenus)))


def choisir(resultats: Iterable[Resultat], maximum: int = MAXIMUM) -> tuple[Resultat, ...]:
    """Choisit les indicateurs à montrer en instance, selon la règle dite au lecteur (``REGLE``)."""
    retenus: list[Resultat] = []
    for r in sorted(resultats, key=_cle):
        if sum(x.action == r.action for x in retenus) < PAR_ACTION and len(retenus) < maximum:
            retenus.append(r)
    return tuple(retenus)


def _cle(r: Resultat) -> tuple[bool, bool, float, str]:
    rythme = r.rythme if r.rythme is not None else (r.degre_atteinte if r.degre_atteinte is not None else 1.0)
    return r.verdict is not Verdict.DEGRADATION, r.niveau != Niveau.RESULTAT, rythme, r.indicateur


def _message(retenus: Sequence[Resultat]) -> str:
    comptes = [(v, sum(r.verdict is v for r in retenus)) for v in SIGNES]
    detail = [f"{p.en_lettres(n)} {SIGNES[v].pluriel if n > 1 else SIGNES[v].mot.lower()}" for v, n in comptes if n]
    return p.phrase(p.compter(len(retenus), p.INDICATEUR, lettres=True), "à regarder :", p.lister(detail))


def _diapositives(contexte: Contexte, retenus: Sequence[Resultat]) -> Iterable[Diapositive]:
    lignes = []
    for r in retenus:
        e = contexte.vue.ecriture(r)
        lignes.append(
            (
                f"{r.indicateur} {p.abreger(r.libelle, 60)}",
                _datee(e.jugee, r.annee_valeur),
                _datee(e.nue(r.cible), r.annee_cible),
                SIGNES[r.verdict].mot,
            )
        )
    colonnes = ("Indicateur", "Valeur", "Cible", "Verdict")
    message = _message(retenus)
    legende = "Indicateurs à regarder" + (
        f" ({MONTRES_EN_SEANCE} sur {len(lignes)})" if len(lignes) > MONTRES_EN_SEANCE else ""
    )
    yield diapo(message, legende=legende, colonnes=colonnes, lignes=lignes[:MONTRES_EN_SEANCE], note=REGLE)
    if contexte.tendances.series:
        yield _courbe(contexte.tendances.series[0])


def _datee(texte: str, annee: int | None) -> str:
    return f"{texte} ({annee})" if annee else texte


def _courbe(serie: SerieTracee) -> Diapositive:
    """Rend la série la plus en retrait : ses valeurs et la trajectoire de sa cible."""
    points, attendus = dict(serie.points), dict(serie.trajectoire)
    annees = sorted({*points, *attendus})
    graphique = Graphique(
        "courbes",
        tuple(str(a) for a in annees),
        (
            Serie("Valeur", tuple(points.get(a) for a in annees), "#12436D"),
            Serie("Trajectoire vers la cible", tuple(_attendu(attendus, a) for a in annees), "#55606D"),
        ),
        f"Courbe de l'indicateur {serie.code} : {nombre(serie.valeur[1])} en {serie.valeur[0]}, pour une cible de "
        f"{nombre(serie.cible)} en {serie.annee_cible}.",
        serie.unite,
    )
    d = decimales_utiles([serie.valeur[1], serie.cible])
    valeur, cible = nombre(serie.valeur[1], d), nombre(serie.cible, d)
    message = f"{p.abreger(serie.titre, 80)} : {valeur} en {serie.valeur[0]}, cible {cible} en {serie.annee_cible}"
    return diapo(message, "L'indicateur le plus en retrait de sa trajectoire.", graphique=graphique)


def _attendu(points: dict[int, float], annee: int) -> float | None:
    """Rend la valeur attendue une année, sur la ligne brisée des points connus ; ``None`` en dehors."""
    avant = [a for a in points if a <= annee]
    apres = [a for a in points if a >= annee]
    if not avant or not apres:
        return None
    a, b = max(avant), min(apres)
    return points[a] if a == b else points[a] + (points[b] - points[a]) * (annee - a) / (b - a)


def tendances(contexte: Contexte) -> Markup:
    """Écrit la figure des tendances et son tableau ; rien si aucune série n'est assez longue."""
    donnees = contexte.tendances
    if not donnees.series:
        return Markup("")
    annees = donnees.annees
    lignes = []
    for s in donnees.series:
        points, d = dict(s.points), decimales_utiles([s.cible, *(v for _, v in s.points)])
        lignes.append(
            [Markup("<i>{}</i> {}").format(s.code, s.titre)]
            + [nombre(points.get(a), d) for a in annees]
            + [f"{nombre(s.cible, d)} ({s.annee_cible})"]
        )
    colonnes = [Colonne("Indicateur"), *(Colonne(str(a), nombre=True) for a in annees), Colonne("Cible", nombre=True)]
    choix = (
        "Tous les indicateurs suivis depuis trois ans ou plus."
        if len(donnees.series) == donnees.suivies
        else ("Ceux qui sont le plus en retrait de leur trajectoire, puis ceux qui sont le plus en avance.")
    )
    return figure(
        contexte.numeros["tendances"],
        donnees.constat,
        f"{choix} Pointillé : trajectoire du départ à la cible ; le symbole est celui du verdict.",
        figures_tendances.dessiner(donnees),
        tableau(
            "Valeurs annuelles des indicateurs tracés et cible",
            colonnes,
            lignes,
            precision="Les flux sont cumulés depuis le début du contrat ; n. d. : donnée non disponible.",
        ),
        "Source : classeurs de collecte.",
    )
