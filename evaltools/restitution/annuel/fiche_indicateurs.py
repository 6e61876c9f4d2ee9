"""Les indicateurs d'une fiche : départ, valeur, cible, verdict et raison, puis d'où vient chaque valeur."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from markupsafe import Markup

from evaltools.domaine.evaluation import Resultat
from evaltools.domaine.lexique import ENSEMBLE, Cumul, EtatValeur, Motif, Nature, Verdict
from evaltools.domaine.programme import Action
from evaltools.restitution import phrases as p
from evaltools.restitution import pistes
from evaltools.restitution.annuel.contexte import Contexte
from evaltools.restitution.formats import decimales_utiles, nombre, pct
from evaltools.restitution.mots import NIVEAUX
from evaltools.restitution.tableaux import Cellule, Colonne, depliable, tableau
from evaltools.restitution.valeurs import Ecriture


def indicateurs(contexte: Contexte, action: Action, resultats: tuple[Resultat, ...]) -> Markup:
    """Écrit le tableau des indicateurs d'une action : départ, valeur, cible, verdict et raison."""
    if not resultats:
        return Markup("")
    colonnes: list[Colonne | str] = [
        "Indicateur",
        Colonne("Départ", nombre=True),
        Colonne(f"Valeur {contexte.annee}", nombre=True),
        Colonne(f"Cible {contexte.programme.fin.year}", nombre=True),
        "Verdict",
    ]
    return tableau(
        f"Indicateurs de l'action {action.code}", colonnes, [_ligne(contexte, r) for r in resultats], classe="indic"
    )


def _ligne(contexte: Contexte, r: Resultat) -> list[Cellule]:
    e = contexte.vue.ecriture(r)
    nom = _nom(contexte, r, e)
    if e.nature is Nature.TEXTE and r.valeur is None:
        return [nom, "–", "en toutes lettres" if r.texte else e.valeur, "–", _verdict(e)]
    secret = (r.secrete or r.motif is Motif.SECRET) and not contexte.vue.restreinte
    valeur = "secret" if secret else _avec_an(e.valeur, r.annee_valeur, contexte.annee, cumul=r.cumul == Cumul.FLUX)
    cible = _avec_an(e.nue(r.cible), r.annee_cible, contexte.programme.fin.year)
    return [nom, _avec_an(e.depart, r.annee_initiale), valeur, cible, _verdict(e)]


def _nom(contexte: Contexte, r: Resultat, e: Ecriture) -> Markup:
    vue = contexte.vue
    mention = Markup(' <span class="mention">ensemble du programme</span>') if r.siren != vue.siren else Markup("")
    precision = [NIVEAUX[r.niveau][0].lower().removesuffix("s")] if r.niveau in NIVEAUX else []
    if r.texte and vue.restreinte and e.nature is not Nature.JALON:
        precision.append(f"« {r.texte} »")
    precision += _annees(r, e.nature)
    return Markup("<i>{}</i> {}{}<small>{}</small>").format(
        r.indicateur, r.libelle, mention, ". ".join(p.majuscule(x) for x in precision)
    )


def _annees(r: Resultat, nature: Nature) -> Iterator[str]:
    """Rend les valeurs des cinq dernières années, quand il y en a plusieurs et qu'elles ne sont pas secrètes."""
    connues = [a for a, v in r.serie.items() if v is not None and a <= r.annee]
    if len(connues) < 2 or r.motif is Motif.SECRET or nature is Nature.JALON:
        return
    annees = range(max(min(connues), max(connues) - 4), max(connues) + 1)
    d = decimales_utiles([r.serie.get(a) for a in annees])
    par_an = ", par an" if r.cumul == Cumul.FLUX else ""
    yield f"{annees[0]} à {annees[-1]}{par_an} : " + " ; ".join(nombre(r.serie.get(a), d) for a in annees)


def _avec_an(texte: str, annee: int | None, attendue: int | None = None, *, cumul: bool = False) -> Markup:
    """Écrit une valeur et son année, que l'en-tête de la colonne dit déjà quand c'est celle attendue."""
    precisions = ["cumul"] * (cumul and annee is not None)
    if annee is not None and annee != attendue:
        precisions.append(f"en {annee}")
    if not precisions:
        return Markup("{}").format(texte)
    return Markup("{} <small>{}</small>").format(texte, " ".join(precisions))


def _verdict(e: Ecriture) -> Markup:
    r = e.resultat
    notes = list(e.notes)
    if r.degre_atteinte is not None and r.verdict is not Verdict.NON_EVALUABLE and e.nature is not Nature.JALON:
        notes.insert(0, f"{e.chemin} {e.mots_du_chemin}")
    suite = Markup("<small>{}</small>").format(" ; ".join(notes)) if notes else Markup("")
    return pistes.statut(r.verdict) + suite


def score(contexte: Contexte, action: Action) -> str:
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


def _lieux(contexte: Contexte, r: Resultat) -> Iterator[tuple[str, str, str]]:
    """Rend les cellules de l'année qui portent une valeur, puis celle de la valeur jugée si elle vient d'ailleurs."""
    deja = set()
    for o in contexte.vue.observations.get(r.indicateur, ()):
        if o.fichier and o.etat is EtatValeur.RENSEIGNE and r.siren in (ENSEMBLE, o.siren):
            deja.add((o.fichier, o.feuille, o.cellule))
            yield o.fichier, o.feuille, o.cellule
    connue = r.valeur is not None or r.texte
    if r.fichier and connue and (r.fichier, r.feuille, r.cellule) not in deja:
        yield r.fichier, r.feuille, r.cellule


def _lieu(fichier: str, feuille: str, codes: Mapping[str, list[str]]) -> Markup:
    ou = f"« {fichier} »" + (f", feuille « {feuille} »" if feuille else "")
    suite = " ; ".join(
        f"{code} en {p.lister(list(dict.fromkeys(c for c in cellules if c))) or 'cellule non précisée'}"
        for code, cellules in codes.items()
    )
    return Markup('<p class="note">{} : {}.</p>').format(ou, suite)
