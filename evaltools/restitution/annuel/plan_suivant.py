"""Le plan de l'année suivante : actions prévues, jalons et indicateurs à échéance."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from evaltools.domaine.evaluation import Resultat
from evaltools.domaine.lexique import Cumul, EtatAction, Maille, PeriodiciteCible
from evaltools.domaine.programme import Action
from evaltools.domaine.situations import plan_par_defaut
from evaltools.restitution import phrases as p
from evaltools.restitution.annuel.chez_nous import avec_annee
from evaltools.restitution.annuel.contexte import Contexte
from evaltools.restitution.annuel.section import diapo, intertitre, paragraphe, section
from evaltools.restitution.formats import date_longue
from evaltools.restitution.html import Bloc
from evaltools.restitution.rapport import Manque
from evaltools.restitution.tableaux import Colonne, liste, tableau

CLOSES = (EtatAction.REALISEE, EtatAction.REALISEE_PARTIELLEMENT, EtatAction.ARRETEE)
JALON = p.Nom("jalon", "jalons")
MONTRES = {"copil": 6, "elus": 3, "citoyenne": 6, "technique": 10}
"""Nombre d'échéances écrites au plus, par édition ; les fiches les montrent toutes."""


def actions(contexte: Contexte) -> list[Action]:
    """Rend les actions que le programme prévoit l'année suivante et qui ne sont pas closes, débuts nouveaux en tête.

    Dans le rapport d'un EPCI, celles qui s'y recueillent viennent ensuite.
    """
    suivante = contexte.annee + 1
    codes = plan_par_defaut(contexte.programme, suivante)
    situations = contexte.vue.situations
    ouvertes = [
        a for a in contexte.programme.actions
        if (a.code in codes or _revisee(contexte, a.code) >= suivante)
        and (a.code not in situations or situations[a.code].etat not in CLOSES)
    ]  # fmt: skip
    locales = {i.action for i in contexte.programme.indicateurs if i.maille is Maille.EPCI}
    ici = set() if contexte.vue.est_ensemble else locales
    return sorted(ouvertes, key=lambda a: (not _debute(a, suivante), a.code not in ici))


def _revisee(contexte: Contexte, code: str) -> int:
    s = contexte.vue.situations.get(code)
    return s.fin_revisee.year if s and s.fin_revisee else 0


def _debute(action: Action, annee: int) -> bool:
    debut = action.fiche.calendrier.debut
    return debut is not None and debut.year == annee


def jalons(contexte: Contexte) -> list[tuple[str, str, str]]:
    """Rend les jalons datés de l'année suivante : date, action, libellé."""
    trouves = [
        (j.echeance, a.code, j.libelle)
        for a in contexte.programme.actions
        for fiche in (a.fiche, *(o.fiche for o in a.operations))
        for j in fiche.calendrier.jalons
        if j.echeance.year == contexte.annee + 1
    ]
    return [(date_longue(jour), code, libelle) for jour, code, libelle in sorted(set(trouves))]


def echeances(contexte: Contexte) -> list[Resultat]:
    """Rend les indicateurs dont la cible tombe l'année suivante, et ceux qui ont une cible pour cette année-là."""
    suivante, cadrage = contexte.annee + 1, contexte.evaluation.cadrage
    dus = []
    for r in (*contexte.vue.juges, *contexte.vue.communs):
        cadre = cadrage.cadre(r.indicateur, r.siren) or cadrage.cadre(r.indicateur)
        cible = cadre.cible if cadre else None
        annuelle = cible is not None and (cible.periodicite is PeriodiciteCible.ANNUELLE or suivante in cible.annuelles)
        if r.cible is not None and (r.annee_cible == suivante or annuelle):
            dus.append(r)
    return dus


def manque(contexte: Contexte) -> Manque | None:
    """Dit ce qui manque quand le contrat s'achève : il n'y a pas d'année suivante."""
    if contexte.annee < contexte.programme.fin.year:
        return None
    return Manque(
        f"Le contrat s'achève en {contexte.programme.fin.year} : il n'y a pas de plan {contexte.annee + 1}.",
        "L'évaluation finale dit ce que devient chaque action.",
    )


def bloc(contexte: Contexte) -> Bloc:
    """Écrit le plan de l'année suivante."""
    suivante = contexte.annee + 1
    prevues, dus, dates = actions(contexte), echeances(contexte), jalons(contexte)
    message = _message(contexte, prevues)
    corps = [_actions(contexte, prevues)]
    if dates:
        corps += [
            intertitre("Les dates à tenir"),
            liste(f"{jour} : {libelle} ({code})" for jour, code, libelle in dates),
        ]
    corps += [intertitre("Les cibles à échéance"), _echeances(contexte, dus)]
    detail = [f"{x.code} {p.abreger(x.intitule, 90)}" for x in prevues[:8]]
    titres = (f"{jour} : {p.abreger(libelle, 70)} ({code})" for jour, code, libelle in dates[:3])
    return section(
        "plan-suivant", f"Plan {suivante}", f"Que prévoit-on en {suivante} ?", message, *corps,
        diapositives=(diapo(message, *(detail if len(prevues) <= 8 else ()), *titres,
                            legende="Cibles à échéance", colonnes=("Indicateur", "Cible"),
                            lignes=_diapo_echeances(contexte, dus) if len(prevues) > 8 else ()),),
    )  # fmt: skip


def _diapo_echeances(contexte: Contexte, dus: Sequence[Resultat]) -> list[tuple[str, str]]:
    return [(f"{r.indicateur} {p.abreger(r.libelle, 70)}", contexte.vue.ecriture(r).cible) for r in dus[:6]]


def _message(contexte: Contexte, prevues: Sequence[Action]) -> str:
    suivante = contexte.annee + 1
    n, nouvelles = len(prevues), sum(_debute(a, suivante) for a in prevues)
    suite = ""
    if nouvelles:
        suite = f", dont {p.en_lettres(nouvelles, feminin=True)} qui {p.verbe(nouvelles, 'commence', 'commencent')}"
    return p.phrase(
        p.compter(n, p.ACTION, lettres=True), p.conjuguer(n, "est prévue", "sont prévues"), f"en {suivante}{suite}"
    )


def _actions(contexte: Contexte, prevues: Sequence[Action]) -> Markup:
    """Écrit les actions prévues ; au-delà d'une page, elles sont comptées par axe."""
    if contexte.edition in ("elus", "citoyenne") or len(prevues) <= 12:
        lignes = prevues if contexte.edition != "elus" else prevues[:4]
        reste = len(prevues) - len(lignes)
        puces = (_puce(contexte, a) for a in lignes)
        autres = p.Nom("autre action", "autres actions", feminin=True)
        return liste(puces, "serree") + paragraphe(p.phrase(f"et {p.compter(reste, autres)}") if reste else "")
    comptes = []
    for axe in contexte.programme.axes:
        ici = [a for a in prevues if a.axe == axe.code]
        if ici:
            comptes.append([f"{axe.code}. {axe.intitule}", str(len(ici)), p.lister([a.code for a in ici])])
    mot = contexte.programme.vocabulaire.axe
    return tableau(
        f"Actions du plan {contexte.annee + 1} par {mot}",
        [p.majuscule(mot), Colonne("Actions", nombre=True), "Lesquelles"],
        comptes,
    )


def _puce(contexte: Contexte, action: Action) -> Markup:
    if contexte.edition in ("elus", "citoyenne"):
        return Markup("{}").format(p.abreger(action.intitule, 105))
    return Markup("<i>{}</i> {}").format(action.code, action.intitule)


def _echeances(contexte: Contexte, dus: Sequence[Resultat]) -> Markup:
    suivante = contexte.annee + 1
    if not dus:
        return paragraphe(f"Aucune cible n'est fixée pour {suivante}.")
    montres = dus[: MONTRES.get(contexte.edition, len(dus))]
    reste = len(dus) - len(montres)
    ailleurs = p.Nom("autre cible", "autres cibles", feminin=True)
    ou = "les fiches des actions" if contexte.compte("fiches") else "l'édition technique"
    precision = f"{p.majuscule(p.compter(reste, ailleurs))} dans {ou}." if reste else ""
    sans_code = contexte.edition in ("elus", "citoyenne")
    lignes = []
    for r in montres:
        e = contexte.vue.ecriture(r)
        nom = r.libelle if sans_code else Markup("<i>{}</i> {}").format(r.indicateur, r.libelle)
        valeur = avec_annee(e.jugee, r.annee_valeur, contexte.annee)
        cumul = " (cumul)" if r.cumul == Cumul.FLUX and not e.annuelle else ""
        lignes.append([nom, f"{valeur}{cumul if r.valeur is not None else ''}", f"{e.nue(_cible(r, suivante))}{cumul}"])
    colonnes = [Colonne("Indicateur", largeur="60%"), Colonne(f"Valeur {contexte.annee}", nombre=True),
                Colonne(f"Cible {suivante}", nombre=True)]  # fmt: skip
    return tableau(f"Cibles de {suivante}", colonnes, lignes, precision=precision)


def _cible(r: Resultat, annee: int) -> float | None:
    """Rend ce qui est attendu à la fin de l'année : la cible, ou le point intermédiaire de sa trajectoire."""
    return r.cible if r.annee_cible == annee else r.trajectoire.get(annee, r.cible)
