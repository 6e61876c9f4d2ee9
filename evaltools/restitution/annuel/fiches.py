"""Une fiche par action : pilote, état, opérations, indicateurs avec verdict et raison, budget, provenance."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from markupsafe import Markup

from evaltools.domaine.evaluation import Resultat, Situation
from evaltools.domaine.lexique import ENSEMBLE, Motif, Nature, Verdict
from evaltools.domaine.programme import Action, Operation
from evaltools.restitution import gabarit, pistes
from evaltools.restitution import phrases as p
from evaltools.restitution.annuel.budget import COLONNES, montant
from evaltools.restitution.annuel.contexte import Contexte, ancre, titre_d_axe
from evaltools.restitution.formats import INSECABLE, date_longue, decimales_utiles, nombre, pct, sur
from evaltools.restitution.html import SECTION, Bloc
from evaltools.restitution.mots import NIVEAUX
from evaltools.restitution.tableaux import Cellule, Colonne, depliable, tableau
from evaltools.restitution.valeurs import Ecriture
from evaltools.restitution.vue import compter_verdicts, evaluables


def bloc(contexte: Contexte) -> Bloc:
    """Écrit les fiches, repliées, axe par axe."""
    axes = []
    for axe in contexte.programme.axes:
        fiches = [_fiche(contexte, a) for a in contexte.programme.actions_de(axe.code)]
        if fiches:
            axes.append((titre_d_axe(contexte, axe), fiches))
    html = gabarit.remplir(
        "fiches.html.j2",
        axes=axes,
        nombre=p.compter(len(contexte.programme.actions), p.FICHE),
        restreinte=contexte.vue.restreinte,
    )
    return Bloc(SECTION, "fiches", "Fiches des actions", html)


def _fiche(contexte: Contexte, action: Action) -> dict[str, Any]:
    vue = contexte.vue
    resultats = vue.de_l_action(action.code)
    situation = vue.situations.get(action.code)
    return {
        "ancre": ancre("action", action.code),
        "code": action.code,
        "intitule": action.intitule,
        "etat": pistes.etat(situation.etat if situation else None),
        "retard": bool(situation and situation.en_retard),
        "bande": pistes.bande(compter_verdicts(resultats)),
        "part": _part(resultats),
        "faits": list(_faits(action, situation)),
        "operations": _operations(contexte, action),
        "mot_operations": p.majuscule(contexte.programme.vocabulaire.operations),
        "indicateurs": indicateurs(contexte, action, resultats),
        "score": _score(contexte, action),
        "textes": list(_textes(situation)) if vue.restreinte else [],
        "finances": finances(contexte, action),
        "provenance": provenance(contexte, resultats),
    }


def _part(resultats: tuple[Resultat, ...]) -> str:
    n = len(evaluables(resultats))
    return f"{sur(n, len(resultats))} {p.accorder('évaluable', n)}" if resultats else "aucun indicateur"


def _faits(action: Action, s: Situation | None) -> Iterator[tuple[str, str]]:
    f = action.fiche
    yield from (
        (nom, texte)
        for nom, texte in (
            ("Pilote", f.pilote),
            ("Publics", f.publics),
            ("Territoire", f.territoire),
            ("Partenaires", ", ".join(f.partenaires)),
            ("Moyens", f.moyens),
            ("Financement annoncé", f.financement),
            ("Calendrier du document", f.calendrier.texte),
            ("Résultats attendus", " ; ".join(f.resultats_attendus)),
        )
        if texte
    )
    if s is None:
        return
    dates = (
        ("Début", s.debut),
        ("Fin prévue", s.fin_prevue),
        ("Fin révisée", s.fin_revisee),
        ("Fin réelle", s.fin_reelle),
    )
    yield from ((nom, date_longue(jour)) for nom, jour in dates if jour)
    if s.en_retard and s.retard_jours:
        yield "Retard", p.compter(s.retard_jours, p.JOUR)


def _textes(s: Situation | None) -> Iterator[tuple[str, str]]:
    if s is not None:
        yield from (
            (nom, texte)
            for nom, texte in (
                ("Raison", s.motif),
                ("Décision", s.decision),
                ("Faits marquants", s.faits_marquants),
                ("Freins", s.freins),
                ("Leviers", s.leviers),
            )
            if texte
        )


def _operations(contexte: Contexte, action: Action) -> list[dict[str, Any]]:
    declares = {
        a.objet: a.etat
        for a in contexte.evaluation.avancements
        if a.action == action.code and a.annee == contexte.annee
    }
    connu = any(o.code in declares for o in action.operations)
    return [
        {
            "code": o.code,
            "intitule": o.intitule,
            "etat": pistes.etat(declares.get(o.code)) if connu else "",
            "precision": _precision(o, action),
        }
        for o in action.operations
    ]


def _precision(operation: Operation, action: Action) -> str:
    """Rend ce que l'opération dit de plus que sa fiche : pilote, calendrier."""
    f = operation.fiche
    parties = [f"pilote : {f.pilote}"] if f.pilote and f.pilote != action.fiche.pilote else []
    if f.calendrier.texte and f.calendrier.texte != action.fiche.calendrier.texte:
        parties.append(f"calendrier : {f.calendrier.texte}")
    return p.majuscule(" ; ".join(parties))


def indicateurs(contexte: Contexte, action: Action, resultats: tuple[Resultat, ...]) -> Markup:
    """Écrit le tableau des indicateurs d'une action : départ, valeur, cible, verdict et raison."""
    if not resultats:
        return Markup("")
    colonnes: list[Colonne | str] = [
        "Indicateur",
        Colonne("Départ", nombre=True),
        Colonne("Valeur", nombre=True),
        Colonne("Cible", nombre=True),
        "Verdict",
    ]
    return tableau(
        f"Indicateurs de l'action {action.code}", colonnes, [_ligne(contexte, r) for r in resultats], classe="indic"
    )


def _ligne(contexte: Contexte, r: Resultat) -> list[Cellule]:
    vue = contexte.vue
    e = Ecriture(r, vue.nature(r.indicateur))
    mention = Markup(' <span class="mention">ensemble du programme</span>') if r.siren != vue.siren else Markup("")
    precision = [NIVEAUX[r.niveau][0].lower().removesuffix("s")] if r.niveau in NIVEAUX else []
    if r.texte and vue.restreinte:
        precision.append(f"« {r.texte} »")
    precision += _annees(r)
    nom = Markup('<span class="c">{}</span>{}{}<small>{}</small>').format(
        r.indicateur, r.libelle, mention, " ; ".join(precision)
    )
    secret = r.motif is Motif.SECRET and not vue.restreinte
    if e.nature is Nature.TEXTE and r.valeur is None:
        return [nom, "–", "en toutes lettres" if r.texte else e.valeur, "–", _verdict(e)]
    valeur = "secret" if secret else _avec_an(e.valeur, r.annee_valeur)
    return [
        nom,
        _avec_an(e.nue(r.valeur_initiale), r.annee_initiale),
        valeur,
        _avec_an(e.nue(r.cible), r.annee_cible),
        _verdict(e),
    ]


def _annees(r: Resultat) -> list[str]:
    """Rend les valeurs des cinq dernières années, quand il y en a plusieurs et qu'elles ne sont pas secrètes."""
    connues = [(a, v) for a, v in sorted(r.serie.items()) if v is not None and a <= r.annee]
    if len(connues) < 2 or r.motif is Motif.SECRET:
        return []
    d = decimales_utiles([v for _, v in connues])
    return [", ".join(f"{a}{INSECABLE}: {nombre(v, d)}" for a, v in connues[-5:])]


def _avec_an(texte: str, annee: int | None) -> Markup:
    if annee is None:
        return Markup("{}").format(texte)
    return Markup("{} <small>en {}</small>").format(texte, annee)


def _verdict(e: Ecriture) -> Markup:
    r = e.resultat
    notes = list(e.notes)
    if r.degre_atteinte is not None and r.verdict is not Verdict.NON_EVALUABLE:
        notes.insert(0, f"{e.chemin} du chemin")
    suite = Markup("<small>{}</small>").format(" ; ".join(notes)) if notes else Markup("")
    return pistes.statut(r.verdict) + suite


def _score(contexte: Contexte, action: Action) -> str:
    """Rend le score de l'action, après les verdicts : réalisations et résultats séparés, avec la part évaluable."""
    s = contexte.evaluation.synthese("action", action.code, contexte.vue.siren)
    if s is None or s.couverture is None:
        return ""
    connus = [(NIVEAUX[n][0].lower(), v) for n, v in s.scores_par_niveau.items() if v is not None and n in NIVEAUX]
    if not connus:
        return ""
    return p.phrase(
        "score moyen :",
        p.lister([f"{nom} {pct(v)}" for nom, v in connus]),
        f", sur {pct(s.couverture)} de ce qui s'applique",
    )


def finances(contexte: Contexte, action: Action) -> Markup:
    """Écrit le financement de l'action, de l'année, par financeur ; rien s'il n'y en a pas."""
    lignes = [f for f in contexte.evaluation.finances if f.action == action.code and f.annee == contexte.annee]
    if not lignes:
        return Markup("")
    corps = [
        [f.financeur or "Non précisé", montant(f.prevu_eur), montant(f.engage_eur), montant(f.paye_eur)] for f in lignes
    ]
    return tableau(f"Financement {contexte.annee} de l'action {action.code}", ["Financeur", *COLONNES], corps)


def provenance(contexte: Contexte, resultats: tuple[Resultat, ...]) -> Markup:
    """Dit d'où vient chaque valeur : fichier, feuille, cellules."""
    lieux: dict[tuple[str, str], dict[str, list[str]]] = {}
    for r in resultats:
        for fichier, feuille, cellule in _lieux(contexte, r):
            lieux.setdefault((fichier, feuille), {}).setdefault(r.indicateur, []).append(cellule)
    if not lieux:
        return Markup("")
    blocs = Markup("").join(_lieu(fichier, feuille, codes) for (fichier, feuille), codes in lieux.items())
    return depliable("D'où viennent ces valeurs", blocs, classe="repli-ecran")


def _lieux(contexte: Contexte, r: Resultat) -> list[tuple[str, str, str]]:
    siren = r.siren
    vues = contexte.vue.observations.get(r.indicateur, ())
    trouves = [(o.fichier, o.feuille, o.cellule) for o in vues if o.fichier and (siren == ENSEMBLE or o.siren == siren)]
    return trouves or ([(r.fichier, r.feuille, r.cellule)] if r.fichier else [])


def _lieu(fichier: str, feuille: str, codes: Mapping[str, list[str]]) -> Markup:
    ou = f"« {fichier} »" + (f", feuille « {feuille} »" if feuille else "")
    suite = " ; ".join(
        f"{code} en {p.lister(list(dict.fromkeys(c for c in cellules if c))) or 'cellule non précisée'}"
        for code, cellules in codes.items()
    )
    return Markup('<p class="note">{} : {}.</p>').format(ou, suite)
