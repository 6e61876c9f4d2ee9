"""Les parties qui montrent des indicateurs d'une même sorte : publics touchés, réunions, partenaires, communication.

La sorte se lit dans l'unité que le document ou le cadrage donne à l'indicateur. Aucun total n'est fait : une personne
peut être comptée par plusieurs actions.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from markupsafe import Markup

from evaltools.domaine.evaluation import Resultat
from evaltools.domaine.lexique import Alerte, Cumul, Motif, Nature, Verdict
from evaltools.restitution import phrases as p
from evaltools.restitution.annuel.contexte import Contexte
from evaltools.restitution.annuel.section import diapo, paragraphe, section
from evaltools.restitution.diapositives import Diapositive
from evaltools.restitution.formats import date_longue, decimales_utiles, nombre, unite_lisible
from evaltools.restitution.html import Bloc
from evaltools.restitution.rapport import Manque, Partie
from evaltools.restitution.tableaux import Cellule, Colonne, tableau
from evaltools.restitution.vue import mettre_a_nu

PERSONNES = frozenset(
    "personnes jeunes usagers assurés élèves étudiants collégiens patients employés salariés habitants familles "
    "parents enfants seniors bénéficiaires stagiaires apprentis participants accueils".split()
)
AUTRES_PUBLICS = frozenset("professionnels médecins intervenants classes établissements structures séances ateliers "
                           "sessions stages formations".split())  # fmt: skip
REUNIONS = frozenset("réunions rencontres instance comités décisions saisines auto-saisines recommandations".split())
PARTENAIRES = frozenset("partenaires signataires signatures signature conventions opérateurs acteurs "
                        "approbations propositions".split())  # fmt: skip
COMMUNICATION = frozenset(
    "supports articles messages clics téléchargements communiqués connexions pages passages campagnes canaux "
    "publications abonnés vues dossiers".split()
)
MONTREES = {"copil": 7, "elus": 4, "citoyenne": 10, "technique": 24}
"""Nombre de lignes au plus, par édition, pour les publics (moitié moins ailleurs) ; les fiches montrent tout."""


CHIFFRE = p.Nom("chiffre", "chiffres")


@dataclass(frozen=True, slots=True)
class Sorte:
    """Une sorte d'indicateurs : ce qui la nomme, ses unités, et ce qu'il faut en dire."""

    ancre: str
    court: str
    question: str
    nom: p.Nom
    unites: frozenset[str]
    precaution: str
    manque: Manque


def _indicateurs_de(mots: str) -> p.Nom:
    return p.Nom(f"indicateur {mots}", f"indicateurs {mots}")


PUBLICS = Sorte(
    "publics",
    "Publics touchés",
    "Qui a été touché ?",
    _indicateurs_de("de public"),
    PERSONNES | AUTRES_PUBLICS,
    "Une même personne peut être comptée par plusieurs actions, ou plusieurs fois dans l'année : ces nombres ne "
    "s'additionnent pas.",
    Manque(
        "Aucun nombre de personnes, de séances ou d'établissements n'est remonté.",
        "Les pilotes le saisissent dans la feuille « Indicateurs » de leur classeur.",
    ),
)
GOUVERNANCE = Sorte(
    "gouvernance",
    "Gouvernance",
    "Les instances se réunissent-elles ?",
    _indicateurs_de("de gouvernance"),
    REUNIONS,
    "Les présences, par organisme, ne sont pas suivies : elles se consignent dans les relevés de décisions.",
    Manque(
        "Aucun nombre de réunions n'est remonté.",
        "Saisissez les réunions tenues dans les classeurs, ou écrivez le texte « gouvernance » de l'année.",
    ),
)
PARTENARIAT = Sorte(
    "partenaires",
    "Partenaires",
    "Les partenaires s'engagent-ils ?",
    _indicateurs_de("de partenariat"),
    PARTENAIRES,
    "Un partenaire peut être compté par plusieurs actions : ces nombres ne s'additionnent pas.",
    Manque(
        "Aucun nombre de partenaires ni de signatures n'est remonté.",
        "Saisissez-le dans les classeurs, ou écrivez le texte « partenaires » de l'année.",
    ),
)
COM = Sorte(
    "communication",
    "Communication",
    "Qu'a-t-on fait connaître ?",
    _indicateurs_de("de communication"),
    COMMUNICATION,
    "Les audiences de canaux différents se recouvrent : elles ne s'additionnent pas.",
    Manque(
        "Aucun nombre de supports ni d'audience n'est remonté.",
        "Saisissez-le dans la feuille « Indicateurs » des classeurs des actions de communication.",
    ),
)


def partie(sorte: Sorte) -> Partie[Contexte]:
    """Fabrique la partie de rapport d'une sorte d'indicateurs."""
    return Partie(sorte.court, partial(bloc, sorte), partial(manque, sorte))


def manque(sorte: Sorte, contexte: Contexte) -> Manque | None:
    """Dit ce qui manque quand aucun indicateur de la sorte n'a de valeur."""
    return None if retenus(sorte, contexte) else sorte.manque


def bloc(sorte: Sorte, contexte: Contexte) -> Bloc:
    """Écrit la partie : une phrase, le tableau, la précaution de lecture."""
    tous = retenus(sorte, contexte)
    maximum = MONTREES[contexte.edition]
    montres = tous[: maximum if sorte is PUBLICS else maximum // 2]
    message = _message(sorte, contexte, tous)
    return section(
        sorte.ancre,
        sorte.court,
        sorte.question,
        message,
        _table(sorte, contexte, montres, len(tous)),
        paragraphe(sorte.precaution),
        diapositives=(_diapositive(sorte, contexte, montres, message),) if sorte is PUBLICS else (),
    )


def retenus(sorte: Sorte, contexte: Contexte) -> list[Resultat]:
    """Rend les résultats de la sorte qui ont une valeur, montrée ou secrète : les personnes d'abord."""
    vue = contexte.vue
    ici = [r for r in (*vue.juges, *vue.communs) if _est(sorte, r, vue.nature(r.indicateur)) and _a_une_valeur(r)]
    return sorted(ici, key=lambda r: (_tete(r) not in PERSONNES, r.siren != vue.siren, -_de_l_annee(r), r.indicateur))


def _est(sorte: Sorte, r: Resultat, nature: Nature) -> bool:
    prevu = r.verdict is Verdict.SANS_OBJET  # la valeur prévue d'une paire est du ressort de « Prévu et réalisé »
    return nature is Nature.NOMBRE and not prevu and _tete(r) in sorte.unites


def _tete(r: Resultat) -> str:
    return unite_lisible(r.unite).casefold().split(" ")[0]


def _a_une_valeur(r: Resultat) -> bool:
    return _cachee(r) or any(r.serie.get(a) is not None for a in (r.annee, r.annee - 1)) or r.valeur is not None


def _cachee(r: Resultat) -> bool:
    return r.secrete or r.motif is Motif.SECRET


def _de_l_annee(r: Resultat) -> float:
    return 0.0 if _cachee(r) else r.serie.get(r.annee) or 0.0


def _message(sorte: Sorte, contexte: Contexte, tous: Sequence[Resultat]) -> str:
    """Dit combien sont en hausse depuis l'an dernier, parmi ceux dont les deux années sont connues."""
    annee = contexte.annee
    nom = CHIFFRE if contexte.edition in ("elus", "citoyenne") else sorte.nom
    avec = [(r.serie.get(annee - 1), r.serie.get(annee)) for r in tous if not _cachee(r)]
    connus = [(a, b) for a, b in avec if a is not None and b is not None]
    if not connus:
        n = sum(b is not None for _, b in avec)
        return p.phrase(
            p.compter(n, nom, lettres=True), "n'a de" if not n else p.verbe(n, "a une", "ont une"), f"valeur en {annee}"
        )
    hausses = sum(b > a for a, b in connus)
    sujet = p.proportion(hausses, len(connus), nom)
    suite = f"que l'on peut comparer à {annee - 1}" if len(connus) > 1 else f"comparable à {annee - 1}"
    return f"{p.phrase(sujet, suite, p.conjuguer(hausses, 'est en hausse', 'sont en hausse'))}{_partielle(contexte)}"


def _partielle(contexte: Contexte) -> str:
    """Prévient qu'une année que le contrat n'a pas couverte en entier ne se compare pas à une année pleine."""
    avant = contexte.annee - 1
    if not contexte.programme.est_partielle(avant):
        return ""
    debut = date_longue(contexte.programme.debut)
    return f" {avant} ne compte qu'à partir du {debut} : une hausse y est attendue et ne prouve pas un progrès."


def _table(sorte: Sorte, contexte: Contexte, montres: Sequence[Resultat], total: int) -> Markup:
    annee = contexte.annee
    colonnes = [
        Colonne("Indicateur", largeur="44%"),
        Colonne(str(annee - 1), nombre=True),
        Colonne(str(annee), nombre=True),
        Colonne("Depuis le début", nombre=True),
        Colonne("Unité"),
    ]
    reste = total - len(montres)
    precision = ""
    if reste:
        autres = p.Nom("autre indicateur", "autres indicateurs")
        ou = "les fiches des actions" if contexte.compte("fiches") else "l'édition technique"
        precision = f"{p.majuscule(p.compter(reste, autres))} dans {ou}."
    lignes = [_ligne(contexte, r) for r in montres]
    return tableau(f"{sorte.court} en {annee}", colonnes, lignes, precision=precision)


def _ligne(contexte: Contexte, r: Resultat) -> list[Cellule]:
    d = decimales_utiles([r.serie.get(r.annee), r.serie.get(r.annee - 1), r.valeur])

    tu = r.motif is Motif.SECRET and not contexte.vue.restreinte

    def ecrire(valeur: float | None) -> str:
        return "secret" if tu or (valeur is None and _cachee(r)) else nombre(valeur, d)

    depuis = _depuis(contexte, r, ecrire)
    nom = Markup("{}{}{}").format(_code(contexte, r), _libelle(contexte, r), _mentions(contexte, r))
    return [nom, ecrire(r.serie.get(r.annee - 1)), ecrire(r.serie.get(r.annee)), depuis, unite_lisible(r.unite)]


def _libelle(contexte: Contexte, r: Resultat) -> Markup:
    """Écrit le libellé ; sans code pour les distinguer, deux indicateurs du même nom disent leur action."""
    nom = p.majuscule(r.libelle)
    if contexte.edition not in ("elus", "citoyenne") or contexte.vue.homonymes[mettre_a_nu(r.libelle)] < 2:
        return Markup("{}").format(nom)
    return Markup("{} <small>{}</small>").format(nom, p.abreger(contexte.programme.action(r.action).intitule, 70))


def _depuis(contexte: Contexte, r: Resultat, ecrire: Callable[[float | None], str]) -> str:
    """Écrit le total depuis le début : le cumul jugé, ou la somme des années quand la cible se juge année par année.

    Ce qui n'est pas un flux ne s'additionne pas : un tiret. Une année inconnue : le total est un minimum.
    """
    if r.cumul != Cumul.FLUX:
        return "–"
    valeur, incomplet = r.valeur, Alerte.CUMUL_INCOMPLET in r.alertes
    if contexte.vue.ecriture(r).annuelle:
        if _cachee(r):
            return "–"
        connues = [v for a in range(contexte.programme.debut.year, r.annee + 1) if (v := r.serie.get(a)) is not None]
        valeur = sum(connues) if connues else None
        incomplet = bool(connues) and len(connues) <= r.annee - contexte.programme.debut.year
    return f"au moins {ecrire(valeur)}" if incomplet and valeur is not None else ecrire(valeur)


def _code(contexte: Contexte, r: Resultat) -> Markup:
    return Markup("") if contexte.edition in ("elus", "citoyenne") else Markup("<i>{}</i> ").format(r.indicateur)


def _mentions(contexte: Contexte, r: Resultat) -> Markup:
    return Markup("").join(Markup(' <span class="mention">{}</span>').format(m) for m in _reserves(contexte, r))


def _reserves(contexte: Contexte, r: Resultat) -> list[str]:
    mots = ["ensemble du programme"] if r.siren != contexte.vue.siren else []
    mots += [
        mot for alerte, mot in ((Alerte.ESTIME, "estimé"), (Alerte.PROVISOIRE, "provisoire")) if alerte in r.alertes
    ]
    return mots + (["total partiel"] if any(a.startswith("partiel,") for a in r.alertes) else [])


def _diapositive(sorte: Sorte, contexte: Contexte, montres: Sequence[Resultat], message: str) -> Diapositive:
    annee = contexte.annee
    lignes = []
    for r in montres[:7]:
        _, avant, valeur, _, unite = _ligne(contexte, r)
        reserves = "".join(f" ({mot})" for mot in _reserves(contexte, r))
        lignes.append((f"{p.majuscule(p.abreger(r.libelle, 70))}{reserves}", str(avant), str(valeur), str(unite)))
    colonnes = ("Indicateur", str(annee - 1), str(annee), "Unité")
    return diapo(message, legende=f"{sorte.court} en {annee}", colonnes=colonnes, lignes=lignes, note=sorte.precaution)
